//! The score of a disease by phenotype, on diseases whose figures follow by hand.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panic")]

use domain::{DiseaseId, HpoId, Sex};
use knowledge::{Knowledge, SourceKind};
use ranking::{
    Error,
    phenotype::{Phenotype, PhenotypeRanker},
};

/// 118 above 10 (above 11 and 12) and 20; 1419 is a mode of inheritance; 900 is an old id of 11; 3674 above 3577
/// (congenital) and 3584 (late onset).
const TERMS: &str = r#"{"graphs":[{"nodes":[
{"id":"http://purl.obolibrary.org/obo/HP_0000001","lbl":"All"},{"id":"http://purl.obolibrary.org/obo/HP_0000118","lbl":"root"},
{"id":"http://purl.obolibrary.org/obo/HP_0000010","lbl":"ten"},{"id":"http://purl.obolibrary.org/obo/HP_0000012","lbl":"twelve"},
{"id":"http://purl.obolibrary.org/obo/HP_0000011","lbl":"eleven","meta":{"basicPropertyValues":[
 {"pred":"http://www.geneontology.org/formats/oboInOwl#hasAlternativeId","val":"HP:0000900"}]}},
{"id":"http://purl.obolibrary.org/obo/HP_0000020","lbl":"twenty"},{"id":"http://purl.obolibrary.org/obo/HP_0001419","lbl":"X-linked recessive"},
{"id":"http://purl.obolibrary.org/obo/HP_0003674","lbl":"Onset"},{"id":"http://purl.obolibrary.org/obo/HP_0003577","lbl":"Congenital onset"},
{"id":"http://purl.obolibrary.org/obo/HP_0003584","lbl":"Late onset"}],
"edges":[{"sub":"http://purl.obolibrary.org/obo/HP_0003674","pred":"is_a","obj":"http://purl.obolibrary.org/obo/HP_0000001"},
{"sub":"http://purl.obolibrary.org/obo/HP_0003577","pred":"is_a","obj":"http://purl.obolibrary.org/obo/HP_0003674"},
{"sub":"http://purl.obolibrary.org/obo/HP_0003584","pred":"is_a","obj":"http://purl.obolibrary.org/obo/HP_0003674"},
{"sub":"http://purl.obolibrary.org/obo/HP_0000118","pred":"is_a","obj":"http://purl.obolibrary.org/obo/HP_0000001"},
{"sub":"http://purl.obolibrary.org/obo/HP_0001419","pred":"is_a","obj":"http://purl.obolibrary.org/obo/HP_0000001"},
{"sub":"http://purl.obolibrary.org/obo/HP_0000010","pred":"is_a","obj":"http://purl.obolibrary.org/obo/HP_0000118"},
{"sub":"http://purl.obolibrary.org/obo/HP_0000020","pred":"is_a","obj":"http://purl.obolibrary.org/obo/HP_0000118"},
{"sub":"http://purl.obolibrary.org/obo/HP_0000011","pred":"is_a","obj":"http://purl.obolibrary.org/obo/HP_0000010"},
{"sub":"http://purl.obolibrary.org/obo/HP_0000012","pred":"is_a","obj":"http://purl.obolibrary.org/obo/HP_0000010"}]}]}"#;

const HEADER: &str = "database_id\tdisease_name\tqualifier\thpo_id\treference\tevidence\tonset\tfrequency\tsex\tmodifier\taspect\tbiocuration\n";
const MONDO: &str =
    "subject_id\tpredicate_id\tobject_id\nMONDO:7\tskos:exactMatch\tOMIM:3\nMONDO:7\tskos:exactMatch\tOrphanet:30\n";

const GENES: &str = "ncbi_gene_id\tgene_symbol\tassociation_type\tdisease_id\tsource\n";

fn named(disease: &str, name: &str, term: u32, frequency: &str, aspect: &str) -> String {
    format!("{disease}\t{name}\t\tHP:{term:07}\tPMID:1\tPCS\t\t{frequency}\t\t\t{aspect}\tx\n")
}

/// A disease that is named by its id.
fn row(disease: &str, term: u32, frequency: &str, aspect: &str) -> String {
    named(disease, disease, term, frequency, aspect)
}

/// f by the formula: OMIM:1 has 11 with 4/9 and 12 with 2/9; OMIM:2 has 20 with 0.3; OMIM:3 has 11 with (9.5+1)/15
/// from two sources and is X-linked recessive.
fn knowledge() -> Knowledge {
    knowledge_of(
        &[
            row("OMIM:1", 11, "3/4", "P"),
            row("OMIM:1", 12, "1/4", "P"),
            row("OMIM:2", 20, "", "P"),
            row("OMIM:3", 11, "5/5", "P"),
            row("ORPHA:30", 900, "HP:0040281", "P"),
            row("OMIM:3", 1_419, "", "I"),
            row("OMIM:4", 1_419, "", "I"),
            row("ORPHA:31", 20, "1/2", "P"),
        ],
        &[],
    )
}

fn knowledge_of(rows: &[String], genes: &[&str]) -> Knowledge {
    let annotation = format!("{HEADER}{}", rows.concat());
    let links = genes.iter().map(|link| format!("NCBIGene:1\t{link}\tx\n")).collect::<String>();
    let links = format!("{GENES}{links}");
    let mut sources = vec![
        (SourceKind::Hpo, "hp.json", TERMS.as_bytes()),
        (SourceKind::Hpoa, "phenotype.hpoa", annotation.as_bytes()),
        (SourceKind::Mondo, "mondo.sssom.tsv", MONDO.as_bytes()),
    ];
    if !genes.is_empty() {
        sources.push((SourceKind::GenesToDisease, "genes_to_disease.txt", links.as_bytes()));
    }
    Knowledge::from_sources(sources).unwrap_or_else(|error| panic!("{error}"))
}

fn ranker_of(rows: &[String], genes: &[&str]) -> PhenotypeRanker {
    PhenotypeRanker::new(&knowledge_of(rows, genes)).unwrap_or_else(|error| panic!("{error}"))
}

fn ranker() -> PhenotypeRanker {
    PhenotypeRanker::new(&knowledge()).unwrap_or_else(|error| panic!("{error}"))
}

fn hpo(number: u32) -> HpoId {
    HpoId::from_number(number).expect("small")
}

fn patient(observed: &[u32], excluded: &[u32]) -> Phenotype {
    let terms = |numbers: &[u32]| numbers.iter().map(|&n| hpo(n)).collect();
    Phenotype { observed: terms(observed), excluded: terms(excluded), sex: Sex::Unknown, onset: None }
}

fn omim(number: u32) -> DiseaseId {
    format!("OMIM:{number}").parse().expect("an id")
}

#[test]
fn the_score_is_that_of_the_formula() {
    let ranker = ranker();
    let ranking = ranker.rank(&patient(&[11, 20], &[]));
    // P(11, d): 4/9, 0, 0.7. P(10, d): 1 - 5/9 · 7/9, 0, 0.7. P(root, d): 1 - 5/9 · 7/9, 0.3, 0.7. Three diseases.
    let any = 1.0 - 35.0 / 81.0;
    let (p11, p10, p20, root) = ([4.0 / 9.0, 0.0, 0.7], [any, 0.0, 0.7], [0.0, 0.3, 0.0], [any, 0.3, 0.7]);
    let ratio = |p: [f64; 3], d: usize| p[d] / (p.iter().sum::<f64>().max(0.5) / 3.0);
    let features: [f64; 3] = [6.0 / 9.0, 0.3, 0.7];
    // The most that one row of the disease itself stands for.
    let patients: [f64; 3] = [4.0, 0.0, 5.0];
    for (d, &features) in features.iter().enumerate() {
        let best11 = ratio(p11, d).max(ratio(p10, d)).max(ratio(root, d));
        let best20 = ratio(p20, d).max(ratio(root, d));
        let likelihoods = [0.7 + ratio(p11, d) + 0.5 * best11, 0.7 + ratio(p20, d) + 0.5 * best20];
        let by_terms: f64 = likelihoods.iter().map(|lr| lr.ln() - 0.6 * (features + 2.5).ln()).sum();
        let expected = by_terms + 0.1 * patients[d].ln_1p();
        let id = omim([1, 2, 3][d]);
        let (rank, found) = ranking.find(&ranker, id).expect("ranked");
        assert!((found.score - expected).abs() < 1e-6, "{id}: {} is not {expected}", found.score);
        let explanation = ranker.explain(&ranking, id).expect("ranked");
        let sum = explanation.terms.iter().map(|term| term.share).sum::<f64>() + explanation.patients;
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
        explanation.terms[0].frequency.is_some_and(|f| (f - 10.5 / 15.0).abs() < 1e-6),
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

/// The score of a disease for a patient with these terms.
fn score(ranker: &PhenotypeRanker, observed: &[u32], disease: u32) -> f64 {
    ranker.rank(&patient(observed, &[])).find(ranker, omim(disease)).expect("ranked").1.score
}

#[test]
fn a_disease_of_orphanet_with_the_gene_and_a_like_name_speaks_for_one_of_omim() {
    let rows = [
        named("OMIM:1", "Sample dysplasia", 20, "2/2", "P"),
        named("OMIM:2", "Other dysplasia", 20, "2/2", "P"),
        named("ORPHA:77", "Sample dysplasia, severe form", 11, "HP:0040281", "P"),
    ];
    let links = ["GENE1\tMENDELIAN\tOMIM:1", "GENE2\tMENDELIAN\tOMIM:2", "GENE1\tUNKNOWN\tORPHA:77"];
    let with = ranker_of(&rows, &links);
    assert!(score(&with, &[11], 1) > score(&with, &[11], 2) + 0.3);
    let explained = with.explain(&with.rank(&patient(&[11], &[])), omim(1)).expect("ranked");
    assert_eq!(explained.terms[0].frequency, None, "of this very disease it is not published");
    let without = ranker_of(&rows, &links[..2]);
    assert!((score(&without, &[11], 1) - score(&without, &[11], 2)).abs() < 1e-9, "no gene in common, no kin");
}

#[test]
fn a_disease_without_a_known_gene_is_less_likely_where_genes_are_known_at_all() {
    let rows = [row("OMIM:1", 20, "2/2", "P"), row("OMIM:2", 20, "2/2", "P")];
    let genes = ranker_of(&rows, &["GENE1\tMENDELIAN\tOMIM:1"]);
    assert!((score(&genes, &[20], 1) - score(&genes, &[20], 2) - 1.0).abs() < 1e-9);
    let share =
        |ranker: &PhenotypeRanker| ranker.explain(&ranker.rank(&patient(&[20], &[])), omim(2)).expect("ranked").gene;
    assert_eq!(share(&genes), -1.0);
    assert_eq!(share(&ranker_of(&rows, &[])), 0.0);
}

#[test]
fn an_onset_speaks_for_the_disease_that_begins_then_and_is_explained() {
    let ranker = ranker_of(
        &[
            row("OMIM:1", 20, "2/2", "P"),
            row("OMIM:1", 3_577, "", "C"),
            row("OMIM:2", 20, "2/2", "P"),
            row("OMIM:2", 3_584, "", "C"),
        ],
        &[],
    );
    let at = |onset: Option<u32>| ranker.rank(&Phenotype { onset: onset.map(hpo), ..patient(&[20], &[]) });
    assert_eq!(at(Some(3_577)).diseases[0].id, omim(1));
    assert_eq!(at(Some(3_584)).diseases[0].id, omim(2));
    assert_eq!(at(None).diseases[0].score, at(None).diseases[1].score);
    assert_eq!(at(Some(20)).diseases, at(None).diseases, "a sign is no onset");
    let late = at(Some(3_584));
    let explanation = ranker.explain(&late, omim(1)).expect("ranked");
    assert!(explanation.onset < 0.0);
    let sum = explanation.terms.iter().map(|term| term.share).sum::<f64>() + explanation.onset + explanation.patients;
    assert!((sum - late.find(&ranker, omim(1)).expect("ranked").1.score).abs() < 1e-9);
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
