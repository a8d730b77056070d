//! Published patients against the full annotation, where both are at hand.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panic, a skipped one says so"
)]

use std::{fs, path::Path};

use domain::{DiseaseId, Sex};
use knowledge::{Importer, SourceKind};
use ranking::phenotype::{Phenotype, PhenotypeRanker};

/// Every so many patients of uncited papers are taken.
const EVERY: usize = 6;

/// A patient and the diagnosis.
fn read(packet: &Path) -> Phenotype {
    let packet: serde_json::Value = serde_json::from_slice(&fs::read(packet).expect("read")).expect("JSON");
    let terms = |wanted: bool| {
        let features = packet["phenotypicFeatures"].as_array().expect("features").iter();
        let chosen = features.filter(|f| f["excluded"].as_bool().unwrap_or(false) == wanted);
        chosen.map(|f| f["type"]["id"].as_str().expect("an id").parse().expect("an HPO id")).collect()
    };
    let sex = match packet["subject"]["sex"].as_str() {
        Some("FEMALE") => Sex::Female,
        Some("MALE") => Sex::Male,
        _ => Sex::Unknown,
    };
    Phenotype { observed: terms(false), excluded: terms(true), sex, onset: None }
}

#[test]
fn most_patients_of_uncited_papers_are_found_among_the_first_ten() {
    let shared = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/data"));
    if !shared.exists() {
        eprintln!("skipped: ../shared/data is not here");
        return;
    }
    let mut importer = Importer::new(None);
    for (kind, path) in [
        (SourceKind::Hpo, "hpo/hp.v2025-05-06.json.gz"),
        (SourceKind::Hpoa, "hpo/phenotype.v2025-05-06.hpoa.gz"),
        (SourceKind::GenesToDisease, "hpo/genes_to_disease.txt.gz"),
        (SourceKind::Mondo, "panels/mondo/mondo_exactmatch_omim.sssom.tsv"),
        (SourceKind::Mondo, "panels/mondo/mondo_exactmatch_orphanet.sssom.tsv"),
    ] {
        importer.add(kind, &shared.join(path)).unwrap_or_else(|error| panic!("{error}"));
    }
    let ranker = PhenotypeRanker::new(&importer.finish()).expect("HPO and annotation are there");

    let table = fs::read_to_string(shared.join("phenopackets/index.tsv")).expect("the index of packets");
    let header: Vec<&str> = table.lines().next().expect("a header").split('\t').collect();
    let column = |name: &str| header.iter().position(|h| *h == name).expect("a column");
    let (clean, known) = (column("clean_candidate"), column("disease_in_hpoa_2025-05-06"));
    let (cohort, disease, path) = (column("cohort"), column("disease"), column("path"));
    let rows = table.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    let (mut patients, mut found) = (0_u32, 0_u32);
    for row in rows.filter(|row| row[clean] == "1" && row[known] == "1").step_by(EVERY) {
        let file = Path::new(row[path]).file_name().expect("a name");
        let ranking = ranker.rank(&read(&shared.join("phenopackets/json").join(row[cohort]).join(file)));
        let disease: DiseaseId = row[disease].parse().expect("an id");
        let (rank, _) = ranking.find(&ranker, disease).unwrap_or_else(|| panic!("{disease} is annotated"));
        (patients, found) = (patients + 1, found + u32::from(rank <= 10));
    }
    assert!(patients >= 50, "{patients} patients");
    assert!(found * 100 >= patients * 58, "{found} of {patients}: the recipe finds about 66 % of all of them");
}
