//! The marks of the variant engine, on one annotated VCF, beside other programs in the same run:
//! `cargo bench -p variants --bench engine -- FILE.vcf.gz`.
//!
//! Every stage runs in a process of its own, so that its peak memory and CPU time are its own. The family is the first three
//! samples: proband, father, mother. One JSON object on stdout, a table for people on stderr.
#![allow(
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::expect_used,
    missing_docs,
    reason = "a measuring program"
)]

mod peers;
mod stages;

use std::path::{Path, PathBuf};

use crate::{peers::Question, stages::Stage};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    if let Some((name, rest)) = arguments.split_first().filter(|(name, _)| name.starts_with("stage:")) {
        return stages::run(name, rest);
    }
    let Some(file) = arguments.iter().find(|a| !a.starts_with("--")).map(PathBuf::from) else {
        eprintln!("engine: not measured, no VCF was named (an annotated trio, BGZF)");
        return;
    };
    let scratch = tempfile::Builder::new()
        .prefix("engine-")
        .tempdir_in(file.parent().unwrap_or(Path::new(".")))
        .expect("a folder beside the file");
    let at = |name: &str| scratch.path().join(name);
    let size = |path: &Path| std::fs::metadata(path).map_or(0, |m| m.len());
    let (table, table_of_sealed, sealed) = (at("table"), at("table-of-sealed"), at("sealed.c4gh"));
    let (file_bytes, cores) = (size(&file), std::thread::available_parallelism().map_or(1, usize::from));
    eprintln!("{}: {} MB, {cores} cores", file.display(), file_bytes / 1_000_000);

    let seal = Stage::run("seal", &[&file, &sealed]);
    // Beside each other, so that a busy machine is equally busy for both; the best of three.
    let best = |run: &dyn Fn() -> Stage| (0..3).map(|_| run()).min_by(|a, b| a.wall.total_cmp(&b.wall)).expect("three");
    let inflate = best(&|| peers::inflate(&file));
    let import = best(&|| Stage::run("import", &[&file, &table]));
    let import_sealed = best(&|| Stage::run("import-sealed", &[&sealed, &table_of_sealed]));
    let inflate_again = best(&|| peers::inflate(&file));
    let inflate = if inflate_again.wall < inflate.wall { inflate_again } else { inflate };
    assert_eq!(import.figure("rows").to_bits(), import_sealed.figure("rows").to_bits(), "both hold the same rows");
    let load = best(&|| Stage::run("load", &[&table]));
    let filter = Stage::run("filter", &[&table]);
    let details = Stage::run("details", &[&table, &file, &sealed]);
    let split = Stage::run("split", &[&file, &at("parts")]);

    let parts: Vec<(Stage, Stage)> = ["10", "20", "40"]
        .into_iter()
        .map(|percent| {
            let part = at(&format!("part-{percent}"));
            let cut = Stage::run("cut", &[&file, Path::new(percent), &part]);
            (cut, best(&|| Stage::run("import", &[&part, &at(&format!("table-of-part-{percent}"))])))
        })
        .collect();
    // The same question to each program, and whether the rows of their answers are the same.
    let (part, table_of_part) = (at("part-10"), at("table-of-part-10"));
    let ours = |question: Question, table: &Path| Stage::run(question.stage(), &[table, &at("rows")]);
    let answers = [Question::Rare, Question::RareAndCoding].map(|question| (question, ours(question, &table)));
    let of_whole = peers::BCFTOOLS.iter().filter_map(|peer| Some((peer, peer.answer(&file, Path::new("/dev/null"))?)));
    let of_whole: Vec<_> = of_whole.collect();
    let answers_of_part = [Question::Rare, Question::RareAndCoding].map(|question| {
        let stage = ours(question, &table_of_part);
        (question, stage, peers::places(&at("rows")))
    });
    let mut of_part = Vec::new();
    for (question, _, rows) in &answers_of_part {
        let same = |name: &str| {
            let other: Vec<_> = peers::places(&at("their-rows")).symmetric_difference(rows).take(5).cloned().collect();
            assert!(other.is_empty(), "{name} answers otherwise than we do at {other:?}");
        };
        for peer in peers::BCFTOOLS.iter().filter(|peer| peer.question == *question) {
            if peer.answer(&part, &at("their-rows")).is_some() {
                same(peer.name);
            }
        }
        if let Some(vembrane) = peers::vembrane(*question, &part, &at("their-rows")) {
            same("vembrane");
            of_part.push((*question, vembrane));
        }
        eprintln!("  {}: {} rows of a tenth of the file, the same by all", question.stage(), rows.len());
    }

    let ratio = |a: &Stage, b: &Stage| a.wall / b.wall;
    let mut marks = serde_json::Map::new();
    let mut mark = |name: &str, value: f64, unit: &str, reach: f64, aim: f64| {
        let verdict = if value <= aim {
            "aim"
        } else if value <= reach {
            "reached"
        } else {
            "MISSED"
        };
        eprintln!("{name:<52} {value:>9.2} {unit:<3} reach {reach:>7.2} aim {aim:>7.2}  {verdict}");
        marks.insert(name.to_owned(), serde_json::json!({ "value": value, "unit": unit, "reach": reach, "aim": aim }));
    };
    mark("import, wall against bgzip -dc -@2", ratio(&import, &inflate), "x", 1.5, 1.2);
    mark("import from Crypt4GH, wall against bgzip -dc -@2", ratio(&import_sealed, &inflate), "x", 1.7, 1.3);
    mark("import, CPU against bgzip", import.cpu / inflate.cpu, "x", 1.5, 1.2);
    let memory = import.figure("peak_mb").max(import_sealed.figure("peak_mb"));
    mark("import, peak memory", memory, "MB", 512.0, 350.0);
    #[allow(clippy::cast_precision_loss, reason = "sizes of files")]
    let share = size(&table) as f64 * 100.0 / file_bytes as f64;
    mark("table on the disk against the VCF", share, "%", 6.0, 4.0);
    mark("open again to the first shortlist", load.figure("first_ms"), "ms", 500.0, 200.0);
    mark("open case, peak memory", load.figure("peak_mb"), "MB", 500.0, 300.0);
    for (name, value) in filter.figures("changed_p95_ms ") {
        mark(&format!("re-filter, p95: {name}"), value, "ms", 16.0, 8.0);
    }
    for (name, value, reach, aim) in [
        ("page of 50, encrypted, warm", details.figure("sealed_warm_ms"), 20.0, 8.0),
        ("page of 50, encrypted, cold", details.figure("sealed_cold_ms"), 100.0, 50.0),
    ] {
        mark(name, value, "ms", reach, aim);
    }
    for (peer, stage) in &of_whole {
        let ours =
            answers.iter().find(|(question, _)| *question == peer.question).map_or(0.0, |(_, s)| s.figure("filter_s"));
        let (reach, aim) = peer.wanted;
        mark(
            &format!("import and filter against {}", peer.name),
            (import.wall + ours) / stage.wall,
            "x",
            1.0 / reach,
            1.0 / aim,
        );
    }
    for ((question, stage), (_, import)) in of_part.iter().zip(std::iter::repeat(parts.first()).flatten()) {
        let ours =
            answers_of_part.iter().find(|(asked, ..)| asked == question).map_or(0.0, |(_, s, _)| s.figure("filter_s"));
        let name = format!("import and filter against {}, a tenth of the file", stage.name);
        mark(&name, (import.wall + ours) / stage.wall, "x", 1.0 / 15.0, 1.0 / 25.0);
    }
    let a_record = |stage: &Stage, records: f64| stage.wall / records;
    let whole = a_record(&import, import.figure("rows"));
    for (cut, import) in &parts {
        let records = cut.figure("records");
        let name = format!("growth: a record of the whole file against one of {:.1} million", records / 1e6);
        mark(&name, whole / a_record(import, records), "x", 1.15, 1.0);
    }
    let others = of_whole.iter().map(|(_, stage)| stage).chain(of_part.iter().map(|(_, stage)| stage));
    let others = others.chain(answers.iter().map(|(_, stage)| stage));
    let others = others.chain(parts.iter().flat_map(|(cut, import)| [cut, import]));
    let runs = [&inflate, &import, &import_sealed, &load, &filter, &details, &seal, &split].into_iter().chain(others);
    let runs: Vec<_> = runs.map(Stage::json).collect();
    let answer = serde_json::json!({
        "schema": "shirube.engine-bench/1", "file": file.file_name().map(|n| n.to_string_lossy()), "bytes": file_bytes,
        "cores": cores, "marks": marks, "runs": runs,
    });
    println!("{answer:#}");
}
