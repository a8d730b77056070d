//! Real and conformance files: every one is answered, and how many are refused is counted.
#![allow(clippy::print_stderr, clippy::expect_used, reason = "tests say what they skip")]

use std::{
    fs,
    path::{Path, PathBuf},
};

use variants::{Source, Validity, check};

fn data() -> Option<PathBuf> {
    let data = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/data"));
    if !data.is_dir() {
        eprintln!("skipped: ../shared/data is not here");
        return None;
    }
    Some(data)
}

fn files(folder: &Path, into: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, into);
        } else if [".vcf", ".vcf.gz", ".vcf.bgz"].iter().any(|end| path.to_string_lossy().ends_with(end)) {
            into.push(path);
        }
    }
}

#[test]
fn conformance_files_are_told_apart() {
    let Some(data) = data() else { return };
    for version in ["4.1", "4.2"] {
        let folder = data.join("standards/vcf").join(version);
        let mut passed = Vec::new();
        files(&folder.join("passed"), &mut passed);
        let mut refused = Vec::new();
        for path in &passed {
            let report = check(&Source::file(path)).expect("readable");
            let error = report.problems.into_iter().find(|p| p.severity == variants::Severity::Error);
            refused.extend(error.map(|error| (path.file_name().map(ToOwned::to_owned), error)));
        }
        assert!(refused.is_empty(), "VCF {version}: what is valid must be accepted: {refused:#?}");
        let mut failed = Vec::new();
        files(&folder.join("failed"), &mut failed);
        let mut let_through = Vec::new();
        for path in &failed {
            let report = check(&Source::file(path)).expect("readable");
            if report.verdict == Validity::Ok {
                let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
                let_through.push(if report.warnings > 0 { format!("{name} (warned)") } else { name });
            }
        }
        let refused = failed.len() - let_through.len();
        eprintln!("VCF {version}: {refused} of {} refused; let through: {}", failed.len(), let_through.join(", "));
        assert!(refused * 100 >= failed.len() * 85, "{refused} of {} refused", failed.len());
    }
}

#[test]
fn every_real_file_is_answered() {
    let Some(data) = data() else { return };
    let mut all = Vec::new();
    files(&data.join("vcf"), &mut all);
    assert!(all.len() > 50, "the real files are there");
    for path in &all {
        let report = check(&Source::file(path)).expect("readable");
        let first = report.problems.iter().find(|p| p.severity == variants::Severity::Error);
        let name = path.strip_prefix(&data).expect("below").display();
        eprintln!(
            "{name}: {:?}, {} records, {} errors, {} warnings{}",
            report.verdict,
            report.records,
            report.errors,
            report.warnings,
            first.map_or(String::new(), |p| format!("; {p}"))
        );
    }
}
