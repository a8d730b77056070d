//! Real files of other programs: the trio of Scout, the labelled record of Talos, every VCF that is there.

#![allow(clippy::expect_used, clippy::panic, reason = "a test ends where something is not as it must be")]

use std::path::{Path, PathBuf};

use end_to_end::{files_below, real_data, shirube};
use serde_json::Value;

fn args<'a>(command: &'a str, parts: &[(&'a str, &'a Path)], rest: &[&'a str]) -> Vec<String> {
    let files = parts.iter().flat_map(|(flag, path)| [(*flag).to_owned(), path.display().to_string()]);
    std::iter::once(command.to_owned()).chain(files).chain(rest.iter().map(|r| (*r).to_owned())).collect()
}

#[test]
fn the_trio_of_scout_is_triaged() {
    let Some(folder) = real_data("vcf/scout") else { return };
    let (vcf, ped) = (folder.join("643594.clinical.vcf.gz"), folder.join("643594.ped"));
    let files = [("--vcf", vcf.as_path()), ("--ped", ped.as_path())];
    let run = shirube(args("triage", &files, &["--hpo", "HP:0001250,HP:0001263", "--format", "json"]));
    assert_eq!(run.code, Some(0), "{}", run.err);
    let answer = run.json();
    assert_eq!(answer["schema"], "shirube.triage/1");
    assert_eq!(answer["assembly"], "GRCh37");
    assert_eq!(answer["scope"], "panel");
    assert_eq!(answer["proband"], "ADM1059A2");
    let steps = answer["waterfall"].as_array().expect("a list");
    let (mut left, first) = (None, &steps[0]);
    for step in steps {
        let (kept, removed) = (step["kept"].as_u64().expect("a count"), step["removed"].as_u64().expect("a count"));
        if let Some(left) = left {
            assert_eq!(left, kept + removed, "each step takes what the one before left: {steps:?}");
        }
        left = Some(kept);
    }
    assert!(first["kept"].as_u64() > Some(0));
    sealed_genes_are_absent(&answer);
    let relaxed = ["--hpo", "HP:0001250,HP:0001263", "--preset", "relaxed", "--format", "json"];
    let run = shirube(args("triage", &files, &relaxed));
    assert_eq!(run.code, Some(0), "{}", run.err);
    let answer = run.json();
    assert!(!answer["candidates"].as_array().expect("a list").is_empty(), "680 clinical records leave candidates");
    sealed_genes_are_absent(&answer);
}

/// Sensitive genes that no panel names are in no candidate (the file has records in some of them).
fn sealed_genes_are_absent(answer: &Value) {
    let sensitive =
        std::fs::read_to_string(end_to_end::root().join("assets/knowledge/acmg_sf_v3.2.tsv")).expect("the list");
    let genes: Vec<&str> =
        sensitive.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split('\t').next()).collect();
    for candidate in answer["candidates"].as_array().expect("a list") {
        let symbol = candidate["gene"]["symbol"].as_str().expect("a symbol");
        assert!(!genes.contains(&symbol), "{symbol} is sensitive and no panel names it");
    }
}

#[test]
fn the_labelled_record_of_talos_is_triaged_and_the_unannotated_one_refused() {
    let Some(folder) = real_data("vcf/talos") else { return };
    let (vcf, ped) = (folder.join("1_labelled_variant.vcf.bgz"), folder.join("pedfile.ped"));
    let files = [("--vcf", vcf.as_path()), ("--ped", ped.as_path())];
    let one = shirube(args("triage", &files, &["--family", "family_1", "--hpo", "HP:0001250", "--format", "json"]));
    assert_eq!(one.code, Some(0), "{}", one.err);
    assert_eq!(one.json()["assembly"], "GRCh38");

    let joint = folder.join("joint.vcf.bgz");
    let joint_ped = folder.join("pedigree.ped");
    let files = [("--vcf", joint.as_path()), ("--ped", joint_ped.as_path())];
    let refused = shirube(args("triage", &files, &["--hpo", "HP:0001250", "--format", "json"]));
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.err.contains("joint.vcf.bgz") && refused.err.contains("annotat"), "{}", refused.err);
    assert!(refused.err.contains("help: "), "it says what to do: {}", refused.err);
    let answered = shirube(args("variants", &files, &["--format", "tsv"]));
    assert_eq!(answered.code, Some(0), "{}", answered.err);
    assert!(answered.err.contains("annotat"), "it says that gene and consequence are empty: {}", answered.err);
    let header = "family\tchrom\tpos\tref\talt\tgene\tconsequence\tpattern\tpartner\tgenotypes\tmax_af\tfilters";
    assert!(answered.out.starts_with(header), "{}", answered.out);
    assert!(answered.out.lines().count() > 1);
}

#[test]
fn every_vcf_is_checked_without_a_crash() {
    let Some(folder) = real_data("vcf") else { return };
    let is_vcf = |p: &PathBuf| {
        let name = p.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        [".vcf", ".vcf.gz", ".vcf.bgz", ".bcf"].iter().any(|end| name.ends_with(end))
    };
    let files: Vec<PathBuf> = files_below(&folder).into_iter().filter(is_vcf).collect();
    assert!(files.len() > 50, "the folder holds the VCFs of seven programs");
    let mut valid = 0;
    for file in &files {
        let run = shirube(["vcf".as_ref(), "check".as_ref(), file.as_os_str()]);
        assert!(matches!(run.code, Some(0 | 2)), "{}: {run:?}", file.display());
        if run.code == Some(0) {
            valid += 1;
            assert!(run.out.contains("records"), "{}: {}", file.display(), run.out);
        } else {
            assert!(run.out.contains("error") || run.err.contains("error"), "{}: {run:?}", file.display());
        }
    }
    assert!(valid * 2 > files.len(), "most files of working programs are valid: {valid} of {}", files.len());
}

#[test]
fn conformance_files_are_judged_as_they_are_named() {
    for version in ["4.1", "4.2"] {
        let Some(folder) = real_data(&format!("standards/vcf/{version}")) else { return };
        let (mut right, mut all) = (0, 0);
        for file in files_below(&folder) {
            let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            let expected = match (file.to_string_lossy().contains("failed"), file.to_string_lossy().contains("passed"))
            {
                _ if !name.ends_with(".vcf") => continue,
                (true, _) => 2,
                (_, true) => 0,
                _ => continue,
            };
            let run = shirube(["vcf".as_ref(), "check".as_ref(), file.as_os_str()]);
            assert!(matches!(run.code, Some(0 | 2)), "{}: {run:?}", file.display());
            all += 1;
            right += i32::from(run.code == Some(expected));
        }
        assert!(all > 100, "VCF {version}: {all} files");
        assert!(right * 10 >= all * 7, "VCF {version}: {right} of {all} judged as they are named");
    }
}
