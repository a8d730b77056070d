//! What is known of genes and diseases.

use workbench::{
    Role,
    view::{known::SignOfPatient, panels::GradeName},
};

use crate::hospital::Hospital;

#[test]
fn a_gene_leads_to_its_diseases_and_a_disease_to_its_genes() {
    let hospital = Hospital::with(&["family-1"]);
    let desk = hospital.desk(Role::Counsellor);
    let page = desk.known_page("FGFR2", None).expect("known");
    let gene = page.gene.expect("a gene");
    assert!(page.disease.is_none() && !page.sources.is_empty());
    assert_eq!(gene.hgnc.as_deref(), Some("HGNC:3689"));
    let apert = gene.diseases.iter().find(|d| d.id == "OMIM:101200").expect("Apert syndrome");
    assert_eq!((apert.name_ja.as_deref(), apert.shitei_nanbyo), (Some("アペール症候群"), Some(182)));
    assert_eq!(apert.modes, ["autosomal_dominant"]);
    let panel = gene.panels.iter().find(|p| p.name == "craniosynostosis").expect("its panel");
    assert_eq!((panel.version.as_deref(), panel.grade), (Some("1"), None::<GradeName>));

    let disease = desk.known_page("OMIM:101200", None).expect("known").disease.expect("a disease");
    assert_eq!((&disease.named.id, &disease.named.name_ja), (&apert.id, &apert.name_ja));
    assert_eq!(apert.also, ["ORPHA:87"], "two sources tell it, and it is listed once");
    assert!(gene.diseases.iter().all(|d| d.id != "ORPHA:87"));
    assert!(disease.genes.contains(&"FGFR2".to_owned()));
    assert!(!disease.compared && disease.signs.iter().all(|sign| sign.patient.is_none()), "nobody was asked about");
    for nothing in ["NOGENE1", "OMIM:1", "10-121520163-G-C", ""] {
        desk.known_page(nothing, None).expect_err(nothing);
    }
}

#[test]
fn the_signs_of_a_disease_are_told_with_frequencies_and_which_of_them_the_patient_has() {
    let hospital = Hospital::with(&["family-1"]);
    let desk = hospital.desk(Role::Geneticist);
    let disease = desk.known_page("OMIM:101200", Some("family-1")).expect("known").disease.expect("a disease");
    assert!(disease.compared);
    let of = |patient| disease.signs.iter().filter(|sign| sign.patient == Some(patient)).count();
    assert!(of(SignOfPatient::Present) >= 3, "the family has Apert syndrome: {:?}", disease.signs);
    assert!(disease.signs.iter().any(|sign| sign.patient.is_none()), "and not everything is recorded");
    assert!(disease.signs.iter().all(|sign| sign.share.is_none_or(|share| (0.0..=1.0).contains(&share))));
    let shares: Vec<f64> = disease.signs.iter().filter_map(|sign| sign.share).collect();
    assert!(!shares.is_empty() && shares.is_sorted_by(|a, b| a >= b), "the most frequent first: {shares:?}");
    assert!(disease.signs.iter().all(|sign| sign.share.is_none() || sign.class.is_none()), "one frequency each");

    desk.lock().expect("locked");
    let outsider = hospital.desk(Role::Administrator);
    outsider.known_page("OMIM:101200", Some("family-1")).expect_err("an administrator sees no patient");
    outsider.known_page("OMIM:101200", None).expect("reference data are of nobody");
}
