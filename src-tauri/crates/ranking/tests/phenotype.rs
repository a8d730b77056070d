//! The score of a disease by phenotype, on diseases whose figures follow by hand.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panic")]

use domain::{DiseaseId, HpoId, Sex};
use knowledge::{Knowledge, SourceKind};
use ranking::{
    Error,
    phenotype::{Phenotype, PhenotypeRanker},
};

/// 118 above 10 (above 11 and 12) and 20; 5 is a mode of inheritance; 900 is an old id of 11.
const TERMS: &str = r#"{"graphs":[{"nodes":[
{"id":"http://purl.obolibrary.org/obo/HP_0000001","lbl":"All"},{"id":"http://purl.obolibrary.org/obo/HP_0000118","lbl":"root"},
{"id":"http://purl.obolibrary.org/obo/HP_0000010","lbl":"ten"},{"id":"http://purl.obolibrary.org/obo/HP_0000012","lbl":"twelve"},
{"id":"http://purl.obolibrary.org/obo/HP_0000011","lbl":"eleven","meta":{"basicPropertyValues":[
 {"pred":"http://www.geneontology.org/formats/oboInOwl#hasAlternativeId","val":"HP:0000900"}]}},
{"id":"http://purl.obolibrary.org/obo/HP_0000020","lbl":"twenty"},{"id":"http://purl.obolibrary.org/obo/HP_0001419","lbl":"X-linked recessive"}],
"edges":[{"sub":"http://purl.obolibrary.org/obo/HP_0000118","pred":"is_a","obj":"http://purl.obolibrary.org/obo/HP_0000001"},
{"sub":"http://purl.obolibrary.org/obo/HP_0001419","pred":"is_a","obj":"http://purl.obolibrary.org/obo/HP_0000001"},
{"sub":"http://purl.obolibrary.org/obo/HP_0000010","pred":"is_a","obj":"http://purl.obolibrary.org/obo/HP_0000118"},
{"sub":"http://purl.obolibrary.org/obo/HP_0000020","pred":"is_a","obj":"http://purl.obolibrary.org/obo/HP_0000118"},
{"sub":"http://purl.obolibrary.org/obo/HP_0000011","pred":"is_a","obj":"http://purl.obolibrary.org/obo/HP_0000010"},
{"sub":"http://purl.obolibrary.org/obo/HP_0000012","pred":"is_a","obj":"http://purl.obolibrary.org/obo/HP_0000010"}]}]}"#;

const HEADER: &str = "database_id\tdisease_name\tqualifier\thpo_id\treference\tevidence\tonset\tfrequency\tsex\tmodifier\taspect\tbiocuration\n";
const MONDO: &str =
    "subject_id\tpredicate_id\tobject_id\nMONDO:7\tskos:exactMatch\tOMIM:3\nMONDO:7\tskos:exactMatch\tOrphanet:30\n";

fn row(disease: &str, term: u32, frequency: &str, aspect: &str) -> String {
    format!("{disease}\tname\t\tHP:{term:07}\tPMID:1\tPCS\t\t{frequency}\t\t\t{aspect}\tx\n")
}

/// f by the formula: OMIM:1 has 11 with 4/9 and 12 with 2/9; OMIM:2 has 20 with 0.3; OMIM:3 has 11 with (9.5+1)/15
/// from two sources and is X-linked recessive.
fn knowledge() -> Knowledge {
    let annotation = [
        HEADER.to_owned(),
        row("OMIM:1", 11, "3/4", "P"),
        row("OMIM:1", 12, "1/4", "P"),
        row("OMIM:2", 20, "", "P"),
        row("OMIM:3", 11, "5/5", "P"),
        row("ORPHA:30", 900, "HP:0040281", "P"),
        row("OMIM:3", 1_419, "", "I"),
        row("OMIM:4", 1_419, "", "I"),
        row("ORPHA:31", 20, "1/2", "P"),
    ]
    .concat();
    let sources = [
        (SourceKind::Hpo, "hp.json", TERMS.as_bytes()),
        (SourceKind::Hpoa, "phenotype.hpoa", annotation.as_bytes()),
        (SourceKind::Mondo, "mondo.sssom.tsv", MONDO.as_bytes()),
    ];
    Knowledge::from_sources(sources).unwrap_or_else(|error| panic!("{error}"))
}

fn ranker() -> PhenotypeRanker {
    PhenotypeRanker::new(&knowledge()).unwrap_or_else(|error| panic!("{error}"))
}

fn hpo(number: u32) -> HpoId {
    HpoId::from_number(number).expect("small")
}

fn patient(observed: &[u32], excluded: &[u32]) -> Phenotype {
    let terms = |numbers: &[u32]| numbers.iter().map(|&n| hpo(n)).collect();
    Phenotype { observed: terms(observed), excluded: terms(excluded), sex: Sex::Unknown }
}

fn omim(number: u32) -> DiseaseId {
    format!("OMIM:{number}").parse().expect("an id")
}

#[test]
fn the_score_is_that_of_the_formula() {
    let ranker = ranker();
    let ranking = ranker.rank(&patient(&[11, 20], &[]));
    // P(11, d): 4/9, 0, 0.7. P(10, d): 1 - 5/9 · 7/9, 0, 0.7. P(root, d): 1 - 5/9 · 7/9, 0.3, 0.7. Three diseases.
    let p11 = [4.0 / 9.0, 0.0, 0.7];
    let p10 = [1.0 - 35.0 / 81.0, 0.0, 0.7];
    let p20 = [0.0, 0.3, 0.0];
    let root = [1.0 - 35.0 / 81.0, 0.3, 0.7];
    let ratio = |p: [f64; 3], d: usize| p[d] / (p.iter().sum::<f64>().max(0.5) / 3.0);
    let features: [f64; 3] = [6.0 / 9.0, 0.3, 0.7];
    for (d, &features) in features.iter().enumerate() {
        let best11 = ratio(p11, d).max(ratio(p10, d)).max(ratio(root, d));
        let best20 = ratio(p20, d).max(ratio(root, d));
        let likelihoods = [0.7 + ratio(p11, d) + 0.5 * best11, 0.7 + ratio(p20, d) + 0.5 * best20];
        let expected: f64 = likelihoods.iter().map(|lr| lr.ln() - 0.6 * (features + 2.5).ln()).sum();
        let id = omim([1, 2, 3][d]);
        let (rank, found) = ranking.find(&ranker, id).expect("ranked");
        assert!((found.score - expected).abs() < 1e-6, "{id}: {} is not {expected}", found.score);
        let explanation = ranker.explain(&ranking, id).expect("ranked");
        let sum: f64 = explanation.terms.iter().map(|term| term.share).sum();
        assert!((sum - found.score).abs() < 1e-9, "{id}: shares sum to {sum}");
        assert_eq!((explanation.rank, ranking.diseases[rank - 1].id), (rank, id));
    }
    let total: f64 = ranking.diseases.iter().map(|d| d.posterior).sum();
    assert!((total - 1.0).abs() < 1e-9, "probabilities of all diseases sum to {total}");
}

#[test]
fn annotation_of_orphanet_joins_the_same_disease_of_omim() {
    let ranker = ranker();
    let ranking = ranker.rank(&patient(&[11], &[]));
    assert_eq!(ranking.diseases.len(), 3, "OMIM:4 has no phenotype, ORPHA:30 joined OMIM:3, ORPHA:31 stands alone");
    let orpha = "ORPHA:30".parse().expect("an id");
    assert_eq!(ranker.ranked_as(orpha), Some(omim(3)));
    assert_eq!(ranking.find(&ranker, orpha), ranking.find(&ranker, omim(3)));
    let explanation = ranker.explain(&ranking, omim(3)).expect("ranked");
    assert!(
        explanation.terms[0].frequency.is_some_and(|f| (f - 0.7).abs() < 1e-6),
        "5 of 5, and 4.5 of 5 by the class"
    );
    assert_eq!(ranker.ranked_as("ORPHA:31".parse().expect("an id")), None);
}

#[test]
fn terms_are_followed_counted_once_and_what_is_unknown_is_told() {
    let ranker = ranker();
    let ranking = ranker.rank(&patient(&[20, 900, 11, 999, 1_419], &[10, 998]));
    assert_eq!(ranking.observed, [hpo(11), hpo(20)], "an old id and its new one are one observation");
    assert_eq!(ranking.excluded, [hpo(10)]);
    assert_eq!(ranking.unknown, [hpo(998), hpo(999), hpo(1_419)], "a mode of inheritance is no observation");
    assert_eq!(ranking.diseases, ranker.rank(&patient(&[11, 20], &[])).diseases);
}

#[test]
fn excluded_terms_are_shown_and_weigh_nothing() {
    let ranker = ranker();
    let (with, without) = (ranker.rank(&patient(&[20], &[11])), ranker.rank(&patient(&[20], &[])));
    assert_eq!(with.diseases, without.diseases);
    let excluded = ranker.explain(&with, omim(1)).expect("ranked").excluded;
    assert_eq!(excluded.len(), 1);
    assert!(excluded[0].frequency.is_some_and(|f| (f - 4.0 / 9.0).abs() < 1e-6), "in 4/9 of the published patients");
    assert_eq!(ranker.explain(&with, omim(2)).expect("ranked").excluded[0].frequency, None, "not published");
}

#[test]
fn a_match_is_explained_by_the_term_that_made_it() {
    let ranker = ranker();
    let explanation = |observed| ranker.explain(&ranker.rank(&patient(&[observed], &[])), omim(1)).expect("ranked");
    assert_eq!(explanation(12).terms[0].matched, hpo(12), "annotated itself");
    assert_eq!(explanation(10).terms[0].matched, hpo(10), "something below is annotated");
    assert_eq!(explanation(20).terms[0].matched, HpoId::PHENOTYPIC_ABNORMALITY, "nothing in common but the root");
}

#[test]
fn a_female_patient_counts_against_x_linked_recessive_diseases_only() {
    let ranker = ranker();
    let score = |sex, disease| {
        let ranking = ranker.rank(&Phenotype { sex, ..patient(&[11], &[]) });
        let explanation = ranker.explain(&ranking, omim(disease)).expect("ranked");
        (ranking.find(&ranker, omim(disease)).expect("ranked").1.score, explanation.sex)
    };
    let (male, female) = (score(Sex::Male, 3), score(Sex::Female, 3));
    assert!((male.0 - female.0 - 2.0).abs() < 1e-9 && male.1 == 0.0 && female.1 == -2.0);
    assert_eq!(score(Sex::Male, 1), score(Sex::Female, 1));
}

#[test]
fn nothing_observed_is_an_equal_score_in_the_order_of_ids() {
    let ranking = ranker().rank(&patient(&[], &[]));
    let ids: Vec<_> = ranking.diseases.iter().map(|d| d.id).collect();
    assert_eq!(ids, [omim(1), omim(2), omim(3)]);
    assert!(ranking.diseases.iter().all(|d| d.score == 0.0 && (d.posterior - 1.0 / 3.0).abs() < 1e-12));
}

#[test]
fn what_the_ranking_rests_on_must_be_there() {
    let terms = (SourceKind::Hpo, "hp.json", TERMS.as_bytes());
    let only_terms = Knowledge::from_sources([terms]).expect("read");
    assert!(matches!(
        PhenotypeRanker::new(&only_terms),
        Err(Error::Knowledge(knowledge::Error::Missing { kind: SourceKind::Hpoa }))
    ));
    let other = format!("{HEADER}{}", row("OMIM:1", 77, "", "P"));
    let unfit = Knowledge::from_sources([terms, (SourceKind::Hpoa, "a.hpoa", other.as_bytes())]).expect("read");
    assert!(matches!(PhenotypeRanker::new(&unfit), Err(Error::NoDisease)));
}
