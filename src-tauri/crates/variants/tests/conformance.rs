//! Real and conformance files: every one is answered, and how many are refused is counted.
#![allow(clippy::print_stderr, clippy::expect_used, reason = "tests say what they skip")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use variants::{Severity, Source, Validity, check};

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

/// What is said of the files that the specification's validator refuses: version, file, answer, line, field and message.
fn answers(data: &Path) -> Vec<[String; 5]> {
    let mut answers = Vec::new();
    for version in ["4.1", "4.2"] {
        let mut failed = Vec::new();
        files(&data.join("standards/vcf").join(version).join("failed"), &mut failed);
        for path in &failed {
            let report = check(&Source::file(path)).expect("readable");
            let answer = match report.verdict {
                Validity::Invalid => "refused",
                Validity::Ok if report.warnings > 0 => "warned",
                Validity::Ok => "let through",
            };
            let wanted = if answer == "refused" { Severity::Error } else { Severity::Warning };
            // That nothing tells the assembly is said of nearly all of them, and is not what they are about.
            let mut all = report.problems.iter().filter(|p| p.severity == wanted);
            let told = all.clone().find(|p| p.field != "assembly").or_else(|| all.next());
            let (line, what) = told
                .map_or((String::new(), String::new()), |p| (p.line.to_string(), format!("{}: {}", p.field, p.what)));
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            answers.push([version.to_owned(), name, answer.to_owned(), line, what]);
        }
    }
    answers
}

const LIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../fixtures/variants/conformance.tsv");
const HEADER: &str = "version\tfile\tanswer\tline\twhat\twhy not refused\n";

/// The list as kept: the answers by version and file, each with the reason why a file is not refused.
fn kept() -> BTreeMap<[String; 2], ([String; 3], String)> {
    let text = fs::read_to_string(LIST).unwrap_or_default();
    let rows = text.lines().skip(1).map(|l| l.split('\t').map(str::to_owned).collect::<Vec<_>>());
    let row = |row: Vec<String>| {
        let row: [String; 6] = row.try_into().expect("six columns");
        let [version, file, answer, line, what, why] = row;
        ([version, file], ([answer, line, what], why))
    };
    rows.map(row).collect()
}

#[test]
fn valid_files_are_accepted() {
    let Some(data) = data() else { return };
    for version in ["4.1", "4.2"] {
        let mut passed = Vec::new();
        files(&data.join("standards/vcf").join(version).join("passed"), &mut passed);
        assert!(passed.len() >= 25, "the files are there");
        for path in &passed {
            let report = check(&Source::file(path)).expect("readable");
            let error = report.problems.iter().find(|p| p.severity == Severity::Error);
            assert_eq!(error, None, "{}", path.display());
        }
    }
}

#[test]
fn invalid_files_are_answered_as_listed() {
    let Some(data) = data() else { return };
    let (answers, kept) = (answers(&data), kept());
    for [version, file, answer, line, what] in &answers {
        let (said, why) = kept.get(&[version.clone(), file.clone()]).expect("every file is in the list");
        assert_eq!(said, &[answer.clone(), line.clone(), what.clone()], "{version} {file}");
        assert!(answer == "refused" || !why.is_empty(), "{version} {file}: the list must say why it is not refused");
    }
    assert_eq!(answers.len(), kept.len(), "nothing else is in the list");
    let refused = answers.iter().filter(|a| a[2] == "refused").count();
    eprintln!("{refused} of {} files are refused", answers.len());
    assert!(refused * 100 >= answers.len() * 85, "{refused} of {}", answers.len());
}

#[test]
#[ignore = "writes the list anew; reasons are kept"]
fn write_the_list() {
    let Some(data) = data() else { return };
    let kept = kept();
    let line = |answer: &[String; 5]| {
        let why = kept.get(&[answer[0].clone(), answer[1].clone()]).map_or("", |(_, why)| why);
        format!("{}\t{}\n", answer.join("\t"), if answer[2] == "refused" { "" } else { why })
    };
    fs::write(LIST, HEADER.to_owned() + &answers(&data).iter().map(line).collect::<String>()).expect("written");
}

#[test]
fn every_real_file_is_answered() {
    let Some(data) = data() else { return };
    let mut all = Vec::new();
    files(&data.join("vcf"), &mut all);
    assert!(all.len() > 50, "the real files are there");
    for path in &all {
        let report = check(&Source::file(path)).expect("readable");
        let first = report.problems.iter().find(|p| p.severity == Severity::Error);
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
