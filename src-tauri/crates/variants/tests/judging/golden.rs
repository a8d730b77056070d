//! What ngs-bits and gemini expect of splitting, Mendelian errors, disomy and runs of homozygosity. Where the rules differ on
//! purpose, fixtures/variants/DEVIATIONS.md says how and why.

use std::collections::BTreeSet;

use domain::{Assembly, Region};
use variants::{Descent, Details, MendelianErrors, Repeat, RepeatRange, Run, Source, VariantClass};

use crate::family_text::{data, open_scope, read};

fn lines(file: &str) -> Option<Vec<Vec<String>>> {
    let text = std::fs::read_to_string(data(file)?).expect("a file");
    Some(text.lines().map(|l| l.split('\t').map(str::to_owned).collect()).collect())
}

#[test]
fn alleles_are_those_of_vcf_break_multi() {
    for number in 1..=3 {
        let Some(input) = data(&format!("vcf/ngs-bits/in/VcfBreakMulti_in{number}.vcf")) else { return };
        let source = Source::file(&input);
        let table = read(&source, Assembly::GRCh37);
        let mut details = Details::open(&[&source]).expect("opened");
        let mut split = BTreeSet::new();
        for row in 0..table.rows() {
            let detail = details.of(&table, row, &open_scope(Assembly::GRCh37)).expect("the record");
            split.insert([detail.chrom, detail.position.to_string(), detail.reference, detail.alternate]);
        }
        let expected = lines(&format!("vcf/ngs-bits/expected/VcfBreakMulti_out{number}.vcf")).expect("beside it");
        let records = expected.iter().filter(|l| !l[0].starts_with('#'));
        let expected: BTreeSet<[String; 4]> =
            records.map(|l| [l[0].clone(), l[1].clone(), l[3].clone(), l[4].clone()]).collect();
        assert_eq!(split, expected, "file {number}");
    }
}

/// The numbers of a report, each by the text before it.
fn reported(file: &str) -> Option<Vec<u64>> {
    let text = std::fs::read_to_string(data(file)?).expect("a file");
    let numbers = |l: &str| l.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect::<Vec<u64>>();
    Some(text.lines().filter(|l| !l.contains('%')).flat_map(numbers).collect())
}

#[test]
fn mendelian_errors_are_those_of_trio_mendelian_errors() {
    let Some(input) = data("vcf/ngs-bits/in/TrioMendelianErrors_in1.vcf.gz") else { return };
    let table = read(&Source::file(&input), Assembly::GRCh38);
    for (number, depth) in [(1, None), (2, Some(15))] {
        let found = MendelianErrors::of(&table, [0, 1, 2], depth).expect("three samples");
        let file = format!("vcf/ngs-bits/expected/TrioMendelianErrors_out{number}.txt");
        let skipped = match depth {
            None => vec![found.not_autosomal, found.multi_allelic, found.not_called, found.not_diploid],
            // The report counts apart where no depth is given, which it is everywhere.
            Some(_) => {
                vec![found.not_autosomal, found.multi_allelic, found.low_depth, 0, found.not_called, found.not_diploid]
            }
        };
        let counts = [skipped, vec![found.compared(), found.snv.0, found.indel.0]].concat();
        assert_eq!(counts, reported(&file).expect("beside it"));
        let text = std::fs::read_to_string(data(&file).expect("beside it")).expect("a file");
        #[allow(clippy::cast_precision_loss, reason = "small counts")]
        let percent = |(all, wrong): (u64, u64)| format!("{:.2}%", wrong as f64 * 100.0 / all as f64);
        for rate in [(found.compared(), found.errors()), found.snv, found.indel].map(percent) {
            assert!(text.contains(&format!(": {rate}")), "{rate} in {text}");
        }
    }
}

#[test]
fn mendelian_errors_are_those_of_gemini() {
    let Some(input) = data("vcf/gemini/test.mendel.vcf") else { return };
    let table = read(&Source::file(&input), Assembly::GRCh37);
    let found = MendelianErrors::of(&table, [2, 0, 1], None).expect("three samples");
    // Tables 28, 30 and 31 show the first three, and count them all, their header as a line too.
    assert_eq!((&found.rows[..3], found.rows.len()), (&[0, 1, 2][..], 20 - 1));
}

#[test]
fn no_disomy_is_seen_where_upd_hunter_sees_none() {
    let Some(input) = data("vcf/ngs-bits/in/UpdHunter_in1.vcf.gz") else { return };
    let table = read(&Source::file(&input), Assembly::GRCh37);
    let [child, father, mother] = ["CHILD", "FATHER", "MOTHER"].map(|s| table.sample_index(s).expect("a sample"));
    let descent = Descent::of(&table, [child, father, mother]).expect("three samples");
    assert_eq!(lines("vcf/ngs-bits/expected/UpdHunter_out1.tsv").expect("beside it").len(), 1, "its header alone");
    assert!(descent.iter().all(|d| d.disomy_of().is_none()), "{descent:?}");
    assert!(descent.iter().map(|d| d.from_both).sum::<u64>() > 1_000, "and enough records tell so");
}

#[test]
fn runs_of_homozygosity_are_those_of_roh_hunter() {
    let Some(input) = data("vcf/ngs-bits/in/RohHunter_in1.vcf.gz") else { return };
    let table = read(&Source::file(&input), Assembly::GRCh37);
    let ours: Vec<Region> = Run::all(&table, 0, 1_000_000).iter().map(|r| r.region).collect();
    let expected = lines("vcf/ngs-bits/expected/RohHunter_out1.tsv").expect("beside it");
    let large = expected.iter().skip(1).filter(|l| l[5].parse::<f64>().is_ok_and(|kb| kb >= 1_000.0));
    let large: Vec<Region> =
        large.map(|l| format!("{}:{}-{}", &l[0][3..], l[1], l[2]).parse().expect("a region")).collect();
    assert_eq!(large.len(), 2);
    for run in &large {
        assert!(ours.iter().any(|o| o.overlaps(run)), "{run} is not among {ours:?}");
    }
    for run in &ours {
        assert!(large.iter().any(|l| l.overlaps(run)), "{run} is not among {large:?}");
    }
}

#[test]
fn repeats_lie_where_stranger_says() {
    let mut compared = 0;
    for file in ["643594.clinical.str.stranger.vcf.gz", "NIST.trgt.stranger.vcf.gz"] {
        let Some(path) = data(&format!("vcf/scout/{file}")) else { return };
        let source = Source::file(&path);
        let mut details = Vec::new();
        let mut text = Vec::new();
        let packed = std::fs::File::open(&path).expect("a file");
        std::io::Read::read_to_end(&mut noodles_bgzf::io::Reader::new(packed), &mut text).expect("BGZF");
        for line in String::from_utf8(text).expect("text").lines().filter(|l| !l.starts_with('#')) {
            let info = line.split('\t').nth(7).expect("INFO").to_owned();
            // The status of a record that was split is about one of its alleles.
            let whole = !info.contains("OLD_MULTIALLELIC");
            let status = info.split(';').find_map(|f| f.strip_prefix("STR_STATUS=")).filter(|_| whole);
            details.push(status.map(str::to_owned));
        }
        let repeats = Repeat::read_all(&source).expect("readable");
        assert_eq!(repeats.len(), details.len(), "every record is a repeat");
        for (repeat, status) in repeats.iter().zip(details) {
            let Some(status) = status else { continue };
            let theirs = status.split(',').map(|s| match s {
                "normal" => RepeatRange::Normal,
                "pre_mutation" => RepeatRange::Intermediate,
                "full_mutation" => RepeatRange::Pathogenic,
                other => panic!("{other}"),
            });
            let ours = repeat.samples.iter().flatten().filter_map(|a| a.range).max();
            // They call the smallest pathogenic number a premutation (DEVIATIONS.md).
            let at_limit = repeat.samples.iter().flatten().any(|a| Some(a.copies) == repeat.pathogenic_least);
            if let (Some(ours), false) = (ours, at_limit) {
                assert_eq!(Some(ours), theirs.max(), "{}", repeat.locus);
                compared += 1;
            }
        }
    }
    assert!(compared > 50, "{compared}");
}

#[test]
fn every_repeat_of_scout_is_a_row_that_of_the_reference_too() {
    let files =
        [("643594.clinical.str.stranger.vcf.gz", Assembly::GRCh37), ("NIST.trgt.stranger.vcf.gz", Assembly::GRCh38)];
    for (file, assembly) in files {
        let Some(path) = data(&format!("vcf/scout/{file}")) else { return };
        let source = Source::file(&path);
        let table = read(&source, assembly);
        assert!((0..table.rows()).all(|row| table.class(row) == VariantClass::Repeat));
        let lines: BTreeSet<u64> = (0..table.rows()).map(|row| table.offset(row)).collect();
        let records = Repeat::read_all(&source).expect("readable").len();
        assert_eq!(lines.len(), records, "{file}: whatever stands under ALT, `.` too, each record is there");
    }
}
