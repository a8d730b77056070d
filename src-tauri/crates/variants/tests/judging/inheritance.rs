//! The table of cases in fixtures/variants/inheritance.tsv.

use std::collections::BTreeSet;

use domain::Assembly;
use variants::{Filters, PatternSet, Quality, Thresholds};

use crate::family_text::{family, fixture, header, read, source};

/// Genotypes below these are not believed in a relative.
const THRESHOLDS: Thresholds = Thresholds {
    min_depth: 8,
    min_genotype_quality: 20,
    min_heterozygous_percent: 20,
    max_heterozygous_percent: 80,
    min_homozygous_percent: 80,
};

/// One person of a case: PED columns without the family, and a sample field for each variant.
struct Person {
    id: String,
    parents: &'static str,
    sex: char,
    status: char,
    genotypes: Option<Vec<String>>,
}

impl Person {
    fn new(id: &str, parents: &'static str, sex: char, status: &str, genotypes: Option<&str>) -> Self {
        let status = match status {
            "affected" => '2',
            "unaffected" => '1',
            "unknown" => '0',
            other => panic!("{id}: {other} is no status"),
        };
        let genotypes = genotypes.map(|g| g.split('+').map(str::to_owned).collect());
        Self { id: id.to_owned(), parents, sex, status, genotypes }
    }
}

fn sex_digit(letter: &str) -> char {
    match letter {
        "M" | "boy" => '1',
        "F" | "girl" => '2',
        _ => '0',
    }
}

fn people(case: &[&str]) -> Vec<Person> {
    let (kind, genotype) = case[2].split_once(' ').expect("proband and genotype");
    let mut people = vec![Person::new("proband", "father mother", sex_digit(kind), "affected", Some(genotype))];
    for (id, sex, cell) in [("father", '1', case[3]), ("mother", '2', case[4])] {
        match cell.split_once(' ') {
            Some((status, genotype)) => people.push(Person::new(id, "0 0", sex, status, Some(genotype))),
            None if cell == "not_sequenced" => people.push(Person::new(id, "0 0", sex, "unaffected", None)),
            None => assert_eq!(cell, "-", "{}: {id}", case[0]),
        }
    }
    for (i, other) in case[5].split(';').filter(|o| !o.is_empty()).enumerate() {
        let [relation, sex, status, genotype] = other.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{}: {other:?} has not four words", case[0]);
        };
        if matches!(relation, "grandmother" | "aunt" | "uncle") {
            people.iter_mut().filter(|p| p.id == "mother").for_each(|mother| mother.parents = "0 grandmother");
        }
        let parents = match relation {
            "sibling" => "father mother",
            "child" => "0 proband",
            "relative" => "0 0",
            "aunt" | "uncle" => "0 grandmother",
            "grandmother" => {
                people.push(Person::new("grandmother", "0 0", '2', status, Some(genotype)));
                continue;
            }
            "half_sibling" => "0 mother",
            "paternal_half_sibling" => "father 0",
            "cousin" => "0 aunt0",
            _ => panic!("{}: {relation} is no relation", case[0]),
        };
        people.push(Person::new(&format!("{relation}{i}"), parents, sex_digit(sex), status, Some(genotype)));
    }
    people
}

fn place(name: &str) -> (&'static str, u32) {
    match name {
        "autosome" => ("chr2", 100_000_000),
        "X" => ("chrX", 50_000_000),
        "X_PAR" => ("chrX", 1_000_000),
        "Y" => ("chrY", 10_000_000),
        "MT" => ("chrM", 3_243),
        other => panic!("{other} is no place"),
    }
}

fn vcf(case: &[&str], people: &[Person]) -> String {
    let sequenced: Vec<&Person> = people.iter().filter(|p| p.genotypes.is_some()).collect();
    let mut text = header(&sequenced.iter().map(|p| p.id.as_str()).collect::<Vec<_>>());
    let (chromosome, start) = place(case[1]);
    let variants = sequenced[0].genotypes.as_ref().map_or(1, Vec::len);
    for variant in 0..variants {
        let fields: Vec<&str> =
            sequenced.iter().map(|p| p.genotypes.as_ref().expect("sequenced")[variant].as_str()).collect();
        let alternates = if fields.iter().any(|f| f.contains('2')) { "C,G" } else { "C" };
        let csq: Vec<String> = alternates.split(',').map(|a| format!("{a}|missense_variant|GENE||||||||")).collect();
        let position = start + u32::try_from(variant).expect("few") * 100;
        text.push_str(&format!(
            "{chromosome}\t{position}\t.\tA\t{alternates}\t50\tPASS\tCSQ={}\tGT:DP:GQ",
            csq.join(",")
        ));
        for field in fields {
            let good = if field.contains(':') { "" } else { ":30:99" };
            text.push_str(&format!("\t{field}{good}"));
        }
        text.push('\n');
    }
    text
}

#[test]
fn every_case_shows_its_patterns_and_notes() {
    let corpus = fixture("inheritance.tsv");
    let filters = Filters {
        quality: Some(Quality { passing: true, thresholds: THRESHOLDS }),
        inheritance: Some(PatternSet::ANY),
        ..Filters::default()
    };
    let (mut cases, mut wrong) = (0, Vec::new());
    for line in corpus.lines().filter(|l| !l.starts_with('#')).skip(1) {
        let case: Vec<&str> = line.split('\t').collect();
        assert_eq!(case.len(), 9, "{line}");
        let people = people(&case);
        let ped: Vec<String> =
            people.iter().map(|p| format!("F {} {} {} {}", p.id, p.parents, p.sex, p.status)).collect();
        let table = read(&source(&vcf(&case, &people)), Assembly::GRCh38);
        let family = family(&ped.join("\n"), &table, "proband");
        let outcome = filters.run(&table, &family, None).expect("no panel is asked for");
        let hits: Vec<_> = outcome.hits().iter().filter(|h| h.row == 0).collect();
        let shown: BTreeSet<&str> = hits.iter().flat_map(|h| h.patterns.iter()).map(|p| p.name()).collect();
        let expected: BTreeSet<&str> = case[6].split(' ').filter(|p| *p != "none").collect();
        let notes: BTreeSet<&str> = hits.iter().flat_map(|h| h.notes.iter()).map(|n| n.name()).collect();
        let notes_hold = case[7].split(' ').filter(|n| !n.is_empty()).all(|note| match note.strip_prefix('!') {
            Some(absent) => !notes.contains(absent),
            None => notes.contains(note),
        });
        if shown != expected || !notes_hold {
            wrong.push(format!(
                "{}: expected {expected:?} {}, shown {shown:?} {notes:?}: {}",
                case[0], case[7], case[8]
            ));
        }
        cases += 1;
    }
    assert!(wrong.is_empty(), "{} of {cases}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(cases >= 60, "the corpus holds at least 60 cases");
}
