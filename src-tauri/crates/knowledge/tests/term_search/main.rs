//! Japanese terms as people type them, on the real names where they are at hand.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panic, a skipped one says so"
)]

mod typed;

use std::path::Path;

use knowledge::{Importer, SourceKind, TermIndex};

const QUERIES: usize = 200;
const FIRST: usize = 5;
/// Of a hundred queries so many must have the wanted term among the first.
const MARK: usize = 95;

#[test]
fn the_wanted_term_is_among_the_first_five() {
    let shared = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/data"));
    if !shared.exists() {
        eprintln!("skipped: ../shared/data is not here");
        return;
    }
    let mut importer = Importer::new(None);
    for (kind, path) in
        [(SourceKind::Hpo, "hpo/hp.v2025-05-06.json.gz"), (SourceKind::HpoJa, "japanese/hp-ja.babelon.tsv")]
    {
        importer.add(kind, &shared.join(path)).unwrap_or_else(|error| panic!("{error}"));
    }
    let knowledge = importer.finish();
    let index = TermIndex::of(&knowledge).expect("the ontology is there");
    for queries in [typed::queries(&knowledge, QUERIES), typed::readings()] {
        check(&index, &queries);
    }
}

fn check(index: &TermIndex, queries: &[typed::Typed]) {
    let missed: Vec<String> = queries
        .iter()
        .filter(|query| index.search(&query.text, FIRST).iter().all(|hit| hit.id != query.wanted))
        .map(|query| format!("{} ({}) for {}", query.text, query.kind, query.wanted))
        .collect();
    assert!((queries.len() - missed.len()) * 100 >= MARK * queries.len(), "{} missed: {missed:#?}", missed.len());
}
