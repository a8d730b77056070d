//! What filtering costs: a synthetic annotated trio, every preset in turn, one thread.
//!
//! `cargo run -p variants --example filter_speed [RECORDS [PRESET]]`

#![allow(clippy::print_stdout, clippy::expect_used)] // an example talks to its reader and may stop
#![allow(missing_docs)]

use std::{
    fmt::Write,
    io::Cursor,
    sync::Arc,
    time::{Duration, Instant},
};

use consent::{Breadth, ConsentScope, Sealing, SensitiveLists, SensitiveMap};
use domain::{Assembly, Pedigree};
use variants::{Family, FileNames, Filters, Preset, ReadOptions, Source, Stream, VariantTable};

const RUNS: usize = 20;

/// A trio with the shares of a genome: one row in twenty rare, one in thirty coding.
fn synthetic(records: u32) -> String {
    let mut text = String::from(
        "##fileformat=VCFv4.2\n##INFO=<ID=CSQ,Number=.,Type=String,Description=\"Format: Allele|Consequence|SYMBOL|gnomADe_AF\">\n\
         #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tchild\tfather\tmother\n",
    );
    let mut state = 1_u64;
    let mut draw = |n: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    for i in 0..records {
        let term = match draw(100) {
            0 | 1 => "missense_variant",
            2 => "synonymous_variant",
            3..=50 => "intron_variant",
            _ => "intergenic_variant",
        };
        let frequency = match draw(100) {
            0 => "0.00001",
            1 => "0.0005",
            2..=4 => "0.008",
            5 => "",
            _ => "0.2",
        };
        let genotypes = match draw(10) {
            0 => ["0/1", "0/1", "0/0"],
            1 => ["0/1", "0/0", "0/1"],
            2 => ["1/1", "0/1", "0/1"],
            3 => ["0/1", "0/1", "0/1"],
            4 if draw(200) == 0 => ["0/1", "0/0", "0/0"],
            4..=6 => ["1/1", "1/1", "1/1"],
            7 => ["0/0", "0/1", "0/0"],
            8 => ["0/0", "0/0", "0/1"],
            _ => ["0/1", "0/1", "1/1"],
        };
        let (chromosome, position) = (i * 22 / records + 1, 1_000 + i * 100);
        let _ = write!(
            text,
            "chr{chromosome}\t{position}\t.\tG\tC\t50\tPASS\tCSQ=C|{term}|GENE{}|{frequency}\tGT:DP:GQ",
            i / 50
        );
        for genotype in genotypes {
            let _ = write!(text, "\t{genotype}:{}:{}", 20 + draw(30), 15 + draw(85));
        }
        text.push('\n');
    }
    text
}

/// Time that this thread has run, where the system tells it: a busy machine spoils the wall clock. Else the wall clock.
fn run_time(start: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|t| t.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| start.elapsed(), Duration::from_nanos)
}

fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    times[(times.len() * percent / 100).min(times.len() - 1)]
}

fn main() {
    let records = std::env::args().nth(1).map_or(1_000_000, |n| n.parse().expect("a number of records"));
    let text = synthetic(records).into_bytes();
    let source = Source::opened_by("synthetic.vcf", move || Ok(Box::new(Cursor::new(text.clone())) as Box<dyn Stream>));
    let map = SensitiveMap::new(Assembly::GRCh38, SensitiveLists::default(), |_| Vec::new());
    let scope = ConsentScope::for_bare_files(Sealing::new(Arc::new(map), Default::default()), Breadth::All);
    let options = ReadOptions { assembly: Some(Assembly::GRCh38), ..ReadOptions::default() };
    let table = VariantTable::read(&source, &scope, options).expect("a readable VCF");
    let ped = "F child father mother 2 2\nF father 0 0 1 1\nF mother 0 0 2 1";
    let pedigrees = Pedigree::parse_ped(ped).expect("a PED");
    let files = FileNames { ped: "family.ped", vcf: "synthetic.vcf" };
    let family = Family::new(&pedigrees[0], table.samples(), None, files).expect("a family");
    let begin = Instant::now();
    println!("{} rows, {RUNS} runs each, one thread", table.rows());
    println!("{:<16} {:>8} {:>13} {:>8}", "preset", "hits", "median CPU ms", "p95");
    let presets = Preset::NAMES
        .into_iter()
        .filter(|n| *n != "panel_only")
        .map(|name| (name, Preset::named(name).expect("a preset").filters));
    let only = std::env::args().nth(2);
    let all = presets.chain([("no filter", Filters::default())]);
    for (name, filters) in all.filter(|(name, _)| only.as_deref().is_none_or(|only| only == *name)) {
        let mut hits = 0;
        let mut times: Vec<Duration> = (0..RUNS)
            .map(|_| {
                let start = run_time(begin);
                hits = filters.run(&table, &family, None).expect("no panel is asked for").hits().len();
                run_time(begin) - start
            })
            .collect();
        let (median, p95) = (percentile(&mut times, 50), percentile(&mut times, 95));
        println!("{name:<16} {hits:>8} {:>13.1} {:>8.1}", median.as_secs_f64() * 1e3, p95.as_secs_f64() * 1e3);
    }
}
