//! The stages, each in a process of its own, and what they took.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufRead, BufWriter, Write},
    ops::ControlFlow,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    time::Instant,
};

use consent::{Breadth, Category, ConsentScope, Sealing, SensitiveLists, SensitiveMap};
use domain::{Assembly, CaseId, Pedigree, PersonId};
use noodles_bgzf as bgzf;
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use sealed::{crypt4gh, envelope::SecretKey, symmetric::SymmetricKey};
use variants::{
    AlleleFrequency, Answers, Details, Family, FileNames, Filters, FrequencyLimits, Header, Preset, ReadOptions,
    Source, SplitSinks, Stream, VariantTable, split,
};

use crate::peers::{self, Question};

/// Runs of a filter and of a page.
const RUNS: usize = 40;
/// Rows of a page.
const PAGE: usize = 50;

/// What a stage, or another program, took.
pub struct Stage {
    pub name: String,
    /// Seconds.
    pub wall: f64,
    /// Seconds of all its threads.
    pub cpu: f64,
    figures: Vec<(String, f64)>,
}

impl Stage {
    /// Runs a stage in a process of its own.
    pub fn run(name: &str, files: &[&Path]) -> Self {
        let program = std::env::current_exe().expect("this program");
        let mut command = Command::new(program);
        command.arg(format!("stage:{name}")).args(files);
        Self::measure(name, &mut command)
    }

    /// Runs a program; lines `name<TAB>value` on its stdout are its figures, among them the `wall` that it measured itself.
    pub fn measure(name: &str, command: &mut Command) -> Self {
        let (before, start) = (children_cpu(), Instant::now());
        let output = command.output().unwrap_or_else(|e| panic!("{name}: {e}"));
        let (wall, cpu) = (start.elapsed().as_secs_f64(), children_cpu() - before);
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8_lossy(&output.stdout);
        let figures = text.lines().filter_map(|l| l.split_once('\t'));
        let figures: Vec<(String, f64)> =
            figures.filter_map(|(name, value)| Some((name.to_owned(), value.parse().ok()?))).collect();
        let own = figures.iter().find(|(name, _)| name == "wall").map(|(_, v)| *v);
        let stage = Self { name: name.to_owned(), wall: own.unwrap_or(wall), cpu, figures };
        eprintln!("  {:<14} {:>7.2} s wall {:>7.2} s CPU  {}", stage.name, stage.wall, stage.cpu, stage.words());
        stage
    }

    /// A figure that the stage gave.
    pub fn figure(&self, name: &str) -> f64 {
        let found = self.figures.iter().find(|(n, _)| n == name);
        found.unwrap_or_else(|| panic!("{}: no figure {name}", self.name)).1
    }

    /// Figures whose names begin so, without that beginning.
    pub fn figures(&self, start: &str) -> Vec<(String, f64)> {
        self.figures.iter().filter_map(|(n, v)| Some((n.strip_prefix(start)?.to_owned(), *v))).collect()
    }

    pub fn json(&self) -> serde_json::Value {
        let figures: BTreeMap<&str, f64> = self.figures.iter().map(|(n, v)| (n.as_str(), *v)).collect();
        serde_json::json!({ "run": self.name, "wall_s": self.wall, "cpu_s": self.cpu, "figures": figures })
    }

    fn words(&self) -> String {
        let words = self.figures.iter().filter(|(n, _)| n != "wall").map(|(n, v)| format!("{n} {v:.1}"));
        words.collect::<Vec<_>>().join(", ")
    }
}

/// CPU time of the children that have ended, in seconds, where the system tells it (Linux, 100 ticks a second).
fn children_cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: u32 = fields.skip(13).take(2).filter_map(|t| t.parse::<u32>().ok()).sum();
    f64::from(ticks) / 100.0
}

/// Largest resident memory of this process so far, in MB, where the system tells it.
fn peak_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.trim().trim_end_matches(" kB").parse::<f64>().ok()).map_or(f64::NAN, |kb| kb / 1e3)
}

fn figure(name: &str, value: f64) {
    println!("{name}\t{value}");
}

fn milliseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}

fn key() -> SymmetricKey {
    SymmetricKey::from([7; 32])
}

fn case() -> CaseId {
    "bench".parse().expect("an id")
}

fn hospital() -> SecretKey {
    SecretKey::generate(&mut ChaCha20Rng::seed_from_u64(5))
}

fn assembly(source: &Source) -> Assembly {
    Header::read(source).expect("a header").assembly(source.name(), None).expect("an assembly")
}

fn everything(assembly: Assembly) -> ConsentScope {
    let map = SensitiveMap::new(assembly, SensitiveLists::default(), |_| Vec::new()).expect("every gene has a place");
    ConsentScope::for_bare_files(Sealing::new(Arc::new(map), Default::default()), Breadth::All)
}

fn encrypted(path: &Path) -> Source {
    let (path, secret) = (path.to_owned(), hospital());
    Source::opened_by(path.display().to_string(), move || {
        let reader = crypt4gh::Reader::open(File::open(&path)?, &secret).map_err(std::io::Error::other)?;
        Ok(Box::new(reader) as Box<dyn Stream>)
    })
}

/// The stage `stage:NAME` on these files.
pub fn run(name: &str, files: &[String]) {
    let paths: Vec<PathBuf> = files.iter().map(PathBuf::from).collect();
    match (name, paths.as_slice()) {
        ("stage:seal", [file, sealed]) => seal(file, sealed),
        ("stage:import", [file, table]) => import(&Source::file(file), table),
        ("stage:import-sealed", [file, table]) => import(&encrypted(file), table),
        ("stage:cut", [file, percent, part]) => cut(file, percent, part),
        ("stage:load", [table]) => load(table),
        ("stage:filter", [table]) => filter(table),
        ("stage:rare", [table, rows]) => answer(table, Question::Rare, rows),
        ("stage:rare-and-coding", [table, rows]) => answer(table, Question::RareAndCoding, rows),
        ("stage:details", [table, file, sealed]) => details(table, file, sealed),
        ("stage:split", [file, folder]) => split_file(file, folder),
        _ => panic!("no such stage: {name}"),
    }
}

fn seal(file: &Path, into: &Path) {
    let mut rng = ChaCha20Rng::seed_from_u64(6);
    let out = BufWriter::new(File::create(into).expect("a file"));
    let mut writer = crypt4gh::Writer::new(out, &[hospital().public_key()], &mut rng).expect("a recipient");
    std::io::copy(&mut File::open(file).expect("the file"), &mut writer).expect("copied");
    writer.finish().expect("written").0.flush().expect("flushed");
}

/// From opening the VCF to a table that is on the disk.
fn import(source: &Source, into: &Path) {
    let start = Instant::now();
    let mut out = File::create(into).expect("a file");
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let rows = VariantTable::import(source, &mut out, "table", &case(), &key(), &mut rng, ReadOptions::default());
    out.sync_all().expect("on the disk");
    figure("wall", start.elapsed().as_secs_f64());
    figure("rows", f64::from(u32::try_from(rows.expect("a readable VCF")).expect("fewer than 4 billion")));
    figure("peak_mb", peak_mb());
}

/// The header and the first records of a file, so many percent of its bytes.
fn cut(file: &Path, percent: &Path, into: &Path) {
    let percent: u64 = percent.display().to_string().parse().expect("a number");
    let most = file.metadata().expect("the file").len() * percent / 100;
    let mut lines = bgzf::io::Reader::new(File::open(file).expect("the file"));
    let mut part = bgzf::io::Writer::new(File::create(into).expect("a file"));
    let (mut line, mut records) = (Vec::new(), 0_u32);
    while lines.virtual_position().compressed() < most && lines.read_until(b'\n', &mut line).expect("a line") > 0 {
        records += u32::from(line[0] != b'#');
        part.write_all(&line).expect("written");
        line.clear();
    }
    part.finish().expect("written");
    figure("records", f64::from(records));
}

fn table(path: &Path) -> VariantTable {
    let file = File::open(path).expect("the table");
    VariantTable::read_from(file, "table", &case(), &key()).expect("a table")
}

fn family(table: &VariantTable) -> Family {
    let names: Vec<&str> = table.samples().iter().map(|s| s.name.as_str()).collect();
    let [child, father, mother, ..] = names[..] else { panic!("expected a trio, found {names:?}") };
    let ped = format!("F {child} {father} {mother} 2 2\nF {father} 0 0 1 1\nF {mother} 0 0 2 1");
    let pedigrees = Pedigree::parse_ped(&ped).expect("a PED");
    Family::new(&pedigrees[0], table.samples(), None, FileNames { ped: "PED", vcf: "VCF" }).expect("a family")
}

/// Answers a question for the first time, and writes the rows.
fn answer(path: &Path, question: Question, rows: &Path) {
    let table = table(path);
    let gnomad = table.frequencies().iter().find(|f| f.name == "gnomad").expect("a frequency in gnomAD");
    let is_rare = |row: usize| gnomad.get(row).is_some_and(|frequency| frequency <= peers::RARE);
    let start = Instant::now();
    let (family, mut answers) = (family(&table), Answers::default());
    let outcome = question.filters().run_for_list(&table, &family, None, &mut answers, &|_, _| (false, 0.0));
    let outcome = outcome.expect("no panel is asked for");
    let found: Vec<usize> = outcome.hits().iter().map(|hit| hit.row).filter(|row| is_rare(*row)).collect();
    figure("filter_s", start.elapsed().as_secs_f64());
    let mut out = BufWriter::new(File::create(rows).expect("a file"));
    for row in found {
        writeln!(out, "{}\t{}", table.contig_name(row), table.position(row)).expect("written");
    }
    out.flush().expect("written");
}

fn load(path: &Path) {
    let start = Instant::now();
    let table = table(path);
    figure("load_ms", milliseconds(start));
    let scope = everything(table.assembly());
    let table = table.within(&scope).expect("one assembly");
    figure("within_ms", milliseconds(start));
    let family = family(&table);
    let hits = Preset::named("standard").expect("a preset").filters.run(&table, &family, None).expect("no panel");
    figure("first_ms", milliseconds(start));
    figure("wall", start.elapsed().as_secs_f64());
    figure("hits", f64::from(u32::try_from(hits.hits().len()).expect("few")));
    figure("peak_mb", peak_mb());
}

/// Each preset as the window lists it, chosen on a case just opened, and again with one number changed every time: a
/// frequency that was not asked about before, where it asks about one.
fn filter(path: &Path) {
    let table = table(path);
    // By consequence, where the window has all evidence.
    let weigh = |row: usize, gene: u32| {
        let gravest = table.genes_of(row).find(|(g, _)| *g == gene).map_or(0, |(_, consequence)| consequence.rank());
        (false, -f64::from(gravest))
    };
    let family = family(&table);
    let panel = table.genes().iter().step_by(100).filter_map(|(_, s)| s.parse().ok()).collect();
    let presets = Preset::NAMES.map(|n| (n, Preset::named(n).expect("a preset").filters));
    let mut known = Answers::default();
    let timed = |filters: &Filters, answers: &mut Answers, hits: &mut usize| {
        let start = Instant::now();
        let outcome = filters.run_for_list(&table, &family, Some(&panel), answers, &weigh).expect("a panel is given");
        let took = milliseconds(start);
        *hits = outcome.hits().len();
        took
    };
    for (name, mut filters) in presets.into_iter().chain([("no filter", Filters::default())]) {
        let (mut hits, mut ignored) = (0, 0);
        let runs = if name == "no filter" { 2 } else { RUNS };
        let first = (0..runs).map(|_| timed(&filters, &mut Answers::default(), &mut hits)).collect();
        timed(&filters, &mut known, &mut ignored);
        let limits = filters.frequency;
        let changed = (0_u16..).take(runs).map(|run| {
            let wider = |limit: AlleleFrequency| AlleleFrequency::new(limit.get() * (1.0 + f32::from(run) / 1e4));
            filters.frequency = limits.map(|limits| FrequencyLimits {
                dominant: wider(limits.dominant).expect("a share"),
                recessive: wider(limits.recessive).expect("a share"),
            });
            timed(&filters, &mut known, &mut ignored)
        });
        let changed = changed.collect();
        figure(&format!("hits {name}"), f64::from(u32::try_from(hits).expect("few")));
        for (kind, mut times) in [("first", first), ("changed", changed)] {
            let times: &mut Vec<f64> = &mut times;
            times.sort_by(f64::total_cmp);
            figure(&format!("{kind}_median_ms {name}"), times[runs / 2]);
            if name != "no filter" {
                figure(&format!("{kind}_p95_ms {name}"), times[runs * 95 / 100]);
            }
        }
    }
}

/// Takes a file out of the system's memory, where `dd` can.
fn forget(path: &Path) {
    let input = format!("if={}", path.display());
    let done = Command::new("dd").args([&input, "of=/dev/null", "iflag=nocache", "count=0", "status=none"]).status();
    assert!(done.is_ok_and(|s| s.success()), "dd must drop the file from memory");
}

/// Pages of records at their offsets; as on a screen, the rows that a filter kept.
fn details(table_path: &Path, file: &Path, sealed: &Path) {
    let table = table(table_path);
    let family = family(&table);
    let scope = everything(table.assembly());
    let outcome = Preset::named("standard").expect("a preset").filters.run(&table, &family, None).expect("no panel");
    let mut rows: Vec<usize> = outcome.hits().iter().map(|h| h.row).collect();
    rows.dedup();
    for (name, source, path) in [("plain", Source::file(file), file), ("sealed", encrypted(sealed), sealed)] {
        let mut details = Details::open(&[&source]).expect("opened");
        for (kind, cold) in [("cold", true), ("warm", false)] {
            let pages = rows.chunks_exact(PAGE).step_by((rows.len() / PAGE / RUNS).max(1)).take(RUNS);
            let mut times: Vec<f64> = pages
                .map(|page| {
                    if cold {
                        forget(path);
                    }
                    let start = Instant::now();
                    for row in page {
                        details.of(&table, *row, &scope).expect("a record");
                    }
                    milliseconds(start)
                })
                .collect();
            times.sort_by(f64::total_cmp);
            figure(&format!("{name}_{kind}_ms"), times[times.len() * 95 / 100]);
        }
    }
}

/// The import split, each part sealed as it is written; nothing is sensitive, so that all blocks are copied.
fn split_file(file: &Path, folder: &Path) {
    std::fs::create_dir(folder).expect("a folder");
    let source = Source::file(file);
    let assembly = assembly(&source);
    let map = SensitiveMap::new(assembly, SensitiveLists::default(), |_| Vec::new()).expect("every gene has a place");
    let sealing = Sealing::new(Arc::new(map), Default::default());
    let mut rng = ChaCha20Rng::seed_from_u64(9);
    let mut new = |name: &str| {
        let out = File::create(folder.join(name)).expect("a file");
        crypt4gh::Writer::new(out, &[hospital().public_key()], &mut rng).expect("a recipient")
    };
    let start = Instant::now();
    let mut open = new("open");
    let people: Vec<PersonId> =
        Header::read(&source).expect("a header").samples.iter().map(|s| s.parse().expect("an id")).collect();
    let mut slices = BTreeMap::new();
    for person in &people {
        for category in Category::ALL {
            slices.insert((person.clone(), category), new(&format!("{person}-{category}")));
        }
    }
    let sinks = SplitSinks {
        open: &mut open,
        slices: slices.iter_mut().map(|(k, w)| (k.clone(), w as &mut dyn Write)).collect(),
    };
    split(&source, &sealing, None, sinks, &|_| ControlFlow::Continue(())).expect("split");
    for writer in slices.into_values().chain([open]) {
        writer.finish().expect("written").0.sync_all().expect("on the disk");
    }
    figure("wall", start.elapsed().as_secs_f64());
    figure("peak_mb", peak_mb());
}
