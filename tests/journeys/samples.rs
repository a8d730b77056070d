//! `shirube qc` on a family as it is, and on the same family with two samples exchanged.

#![allow(clippy::expect_used, reason = "a test ends where something is not as it must be")]

use std::{fs, path::Path, process::Command};

use end_to_end::{Run, root, shirube};
use serde_json::{Value, json};

/// The first family of the demonstration hub as text.
fn genome() -> String {
    let file = root().join("fixtures/hub/family-1/family.vcf.gz");
    let output = Command::new("gzip").arg("-dc").arg(file).output().expect("gzip");
    String::from_utf8(output.stdout).expect("text")
}

fn checked(vcf: &Path) -> (Run, Value) {
    let (vcf, ped) = (vcf.display().to_string(), root().join("fixtures/hub/family-1/family.ped").display().to_string());
    let run = shirube(["qc", "--vcf", &vcf, "--ped", &ped, "--format", "json"]);
    let answer = serde_json::from_str(&run.out).expect("JSON");
    (run, answer)
}

#[test]
fn a_family_that_fits_its_pedigree_raises_no_doubt() {
    let folder = tempfile::tempdir().expect("a folder");
    let vcf = folder.path().join("family.vcf");
    fs::write(&vcf, genome()).expect("written");
    let (run, answer) = checked(&vcf);
    assert_eq!((run.code, &answer["doubts"]), (Some(0), &json!([])), "{}", run.err);
    assert_eq!(answer["pairs"][0]["shown"], "first", "{answer:#}");
}

#[test]
fn exchanged_samples_are_told_by_sex_and_kinship() {
    let folder = tempfile::tempdir().expect("a folder");
    let vcf = folder.path().join("exchanged.vcf");
    let text = genome();
    let header = text.lines().find(|l| l.starts_with("#CHROM")).expect("columns");
    let exchanged = header.replace("F1-father", "\0").replace("F1-proband", "F1-father").replace('\0', "F1-proband");
    assert_ne!(header, exchanged);
    fs::write(&vcf, text.replacen(header, &exchanged, 1)).expect("written");
    let (run, answer) = checked(&vcf);
    assert_eq!(run.code, Some(4), "a check did not hold: {}", run.err);
    let doubts = answer["doubts"].as_array().expect("doubts");
    for expected in [
        json!({ "kind": "sex", "person": "F1-father", "stated": "male", "shown": "female" }),
        json!({ "kind": "sex", "person": "F1-proband", "stated": "female", "shown": "male" }),
        json!({ "kind": "relation", "people": ["F1-proband", "F1-mother"], "stated": "first", "shown": "unrelated" }),
    ] {
        let same = |found: &&Value| **found == expected || (found["kind"] == "relation" && reversed(found) == expected);
        assert!(doubts.iter().find(same).is_some(), "{expected} is not among {doubts:#?}");
    }
    assert!(doubts.iter().any(|d| d["kind"] == "parents"), "and the laws of Mendel do not hold: {doubts:#?}");
    assert_eq!(answer["warnings"].as_array().map(Vec::len), Some(doubts.len()), "each in words too");
}

/// The same pair in the other order.
fn reversed(relation: &Value) -> Value {
    let mut relation = relation.clone();
    if let Some(people) = relation["people"].as_array_mut() {
        people.reverse();
    }
    relation
}
