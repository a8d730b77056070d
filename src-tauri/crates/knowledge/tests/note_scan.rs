//! The signs that clinical notes name, on sentences written for it: what is found, what is missed, what is wrongly offered.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panic and says its figures"
)]

use std::{collections::BTreeSet, fs, path::Path};

use knowledge::{FoundTerm, Importer, Knowledge, SourceKind, Stated, TermScanner};

/// Of a hundred signs that a reader finds so many must be offered as he reads them, and of a hundred offers so many be right.
const RECALL: usize = 95;
const PRECISION: usize = 95;

fn knowledge() -> Knowledge {
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../assets/knowledge");
    let mut importer = Importer::new(None);
    for (kind, file) in [(SourceKind::Hpo, "hp.json.gz"), (SourceKind::HpoJa, "hpo-ja.tsv")] {
        importer.add(kind, &assets.join(file)).expect("the starter pack is sound");
    }
    importer.finish()
}

fn said(found: &FoundTerm) -> &'static str {
    match (found.relative, found.stated) {
        (true, _) => "family",
        (false, Stated::Present) => "present",
        (false, Stated::Absent) => "absent",
        (false, Stated::Uncertain) => "uncertain",
    }
}

#[test]
fn what_a_reader_finds_is_offered() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../fixtures/notes/notes.tsv");
    let corpus = fs::read_to_string(corpus).expect("the sentences");
    let knowledge = knowledge();
    let ontology = knowledge.ontology().expect("the ontology");
    let scanner = TermScanner::of(&knowledge).expect("a dictionary");
    for language in ["ja", "en"] {
        let (mut expected_all, mut offered_all, mut right) = (0, 0, 0);
        let mut wrong = Vec::new();
        for row in corpus.lines().filter_map(|line| line.strip_prefix(language)?.strip_prefix('\t')) {
            let (note, signs) = row.split_once('\t').expect("a note and its signs");
            let note = note.replace("\\n", "\n");
            let expected: BTreeSet<(&str, &str)> = signs.split("; ").filter_map(|sign| sign.rsplit_once(' ')).collect();
            let found = scanner.scan(&note);
            let offered: BTreeSet<(&str, &str)> = found
                .iter()
                .map(|f| {
                    let names: Vec<&str> = f.terms.iter().filter_map(|term| ontology.name(*term)).collect();
                    let meant = names.iter().find(|name| expected.iter().any(|e| e.0 == **name));
                    (*meant.or(names.first()).expect("a term"), said(f))
                })
                .collect();
            expected_all += expected.len();
            offered_all += offered.len();
            right += offered.intersection(&expected).count();
            if offered != expected {
                wrong.push(format!("{note}\n  expected {expected:?}\n  offered  {offered:?}"));
            }
        }
        assert!(expected_all > 40, "the corpus is read");
        let percent = |part: usize, of: usize| part * 100 / of;
        eprintln!("{language}: {right} of {expected_all} signs found, {offered_all} offered");
        eprintln!("{}", wrong.join("\n"));
        assert!(
            percent(right, expected_all) >= RECALL && percent(right, offered_all) >= PRECISION,
            "{language}: too few"
        );
    }
}

#[test]
fn a_name_is_found_in_any_width_and_kana_and_at_its_place() {
    let knowledge = knowledge();
    let scanner = TermScanner::of(&knowledge).expect("a dictionary");
    for (note, place) in [
        ("Ｓｅｉｚｕｒｅｓと、", "Ｓｅｉｚｕｒｅｓ"),
        ("顔は ﾁｱﾉｰｾﾞ あり", "ﾁｱﾉｰｾﾞ"),
        ("両側感音性難聴", "両側感音性難聴"),
        ("頸が短く斜頸", "斜頸"),
        ("けいれん発作", "けいれん発作"),
        ("sensorineural hearing\nimpairment", "sensorineural hearing\nimpairment"),
    ] {
        let found = scanner.scan(note);
        assert_eq!(found.iter().map(|f| &note[f.place.clone()]).collect::<Vec<_>>(), [place], "{note}");
    }
    let choice = scanner.scan("ASD");
    assert!(choice.iter().all(|f| f.terms.len() == 2), "atrial septal defect or autism: a person chooses");
    assert!(scanner.scan("asd, vsd, all, mild").is_empty(), "an abbreviation is written in capitals");
}

#[test]
fn any_text_is_scanned() {
    let knowledge = knowledge();
    let scanner = TermScanner::of(&knowledge).expect("a dictionary");
    let long = ["難聴、".repeat(3_000), "a".repeat(100_000), "no seizures ".repeat(1_000), "\n".repeat(100_000)];
    let odd = ["", " ", "\u{feff}", "ﾞ", "e\u{301}", "難聴(", "母", "・", "：難聴", "難聴：なし", "\u{10ffff}難聴\u{0}"];
    for note in long.iter().map(String::as_str).chain(odd) {
        for found in scanner.scan(note) {
            assert!(note.get(found.place.clone()).is_some_and(|words| !words.is_empty()));
        }
    }
    assert_eq!(scanner.scan("難聴：なし")[0].stated, Stated::Absent);
    assert_eq!(scanner.scan(&long[0]).len(), 3_000);
}
