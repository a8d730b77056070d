//! The page of a variant.

use workbench::view::{
    variant::{VariantPage, VariantRequest},
    variant_row::GenotypeCell,
    variants::{FilterRequest, PatternName},
};

use crate::desk::Case;

fn page(case: &Case, place: usize) -> VariantPage {
    let filtered = case.filter(&case.request());
    let row = case.page(&filtered, 0, 1_000)[place].row;
    let request = VariantRequest { case: case.id.clone(), view: filtered.view, row, place: None, look: true };
    case.desk.variant_page(&request).expect("a page")
}

#[test]
fn a_page_says_everything_of_a_variant() {
    let case = Case::demonstration(1);
    let page = page(&case, 0);
    assert_eq!(page.row.key, "chr10-121520163-G-C");
    assert_eq!(page.normal_form, page.row.key);
    let gene = page.gene.expect("a gene");
    assert_eq!((gene.symbol.as_str(), gene.hgnc.as_deref()), ("FGFR2", Some("HGNC:3689")));
    let scores: Vec<f64> = gene.diseases.iter().filter_map(|d| d.score).collect();
    assert!(scores.windows(2).all(|w| w[0] >= w[1]), "the best fitting first: {scores:?}");
    let first = &gene.diseases[0];
    assert_eq!((first.id.as_str(), first.name_ja.as_deref()), ("OMIM:101200", Some("アペール症候群")));
    assert_eq!((first.shitei_nanbyo, &first.modes[..]), (Some(182), &["autosomal_dominant".to_owned()][..]));
    let ids: Vec<&str> = gene.diseases.iter().map(|d| d.id.as_str()).collect();
    assert_eq!(ids.len(), ids.iter().collect::<std::collections::BTreeSet<_>>().len(), "a disease stands once");
    assert!(gene.panels.contains(&"craniosynostosis".to_owned()));
    let ranking = page.ranking.expect("ranked");
    assert!((ranking.score - ranking.phenotype - ranking.genotype).abs() < 1e-5);
    assert_eq!(
        (ranking.pattern, ranking.fit.as_str(), ranking.undescribed),
        (Some(PatternName::DeNovo), "fits", false)
    );
    let disease = ranking.disease.expect("a disease that is ranked");
    assert!(disease.place >= 1 && disease.probability > 0.0 && disease.probability <= 1.0);
    assert!(disease.terms.iter().all(|t| t.term.starts_with("HP:") && !t.label_en.is_empty()));
    assert!(disease.terms.iter().any(|t| t.label_ja.is_some()) && disease.terms.iter().any(|t| t.frequency.is_some()));
    let shares = disease.terms.iter().map(|t| t.share).chain(disease.others.iter().map(|o| o.share));
    let sum: f64 = shares.sum();
    assert!((sum - disease.score).abs() < 1e-4, "the shares add up: {sum} and {}", disease.score);
    let proposed: Vec<&str> = page.proposals.iter().map(|p| p.criterion.as_str()).collect();
    assert!(proposed.contains(&"PM2_Supporting") && proposed.contains(&"PP3_Moderate"), "{proposed:?}");
    let de_novo = page.proposals.iter().find(|p| p.criterion == "PS2").expect("the genotypes show the parents");
    assert!(disease.probability >= 0.9, "highly specific: {}", disease.probability);
    assert_eq!(de_novo.evidence.key, "evidence_ps2");
    let probability: f64 = de_novo.evidence.args["probability"].parse().expect("a number");
    assert!((disease.probability..=1.0).contains(&probability), "of all diseases of the gene: {probability}");
    assert_eq!(de_novo.missing, ["missing_phenotype_judgement"], "a person judges");
    assert!(page.proposals.iter().all(|p| !p.source.is_empty() && !p.evidence.args.is_empty()));
    assert!(!page.not_asked.is_empty(), "the starter pack has no ClinVar");
    assert_eq!(page.genotypes.len(), case.opened.members.len());
    assert_eq!(page.genotypes[0].cell, GenotypeCell::Heterozygous);
    assert_eq!(page.genotypes[0].gt.as_deref(), Some("0/1"));
    assert!(page.genotypes[0].depth.is_some() && page.genotypes[0].fields.iter().any(|f| f.name == "AD"));
    assert!(page.transcripts[0].hgvs_c.as_deref() == Some("c.755C>G"));
    let tommo = page.frequencies.iter().find(|f| f.population == "tommo").expect("a Japanese set");
    assert!(tommo.japanese && page.frequencies.iter().any(|f| !f.japanese));
    let chart = page.frequency_chart.as_ref().expect("frequencies are annotated");
    assert!(chart.svg_ja.starts_with("<svg") && !chart.alt_ja.is_empty());
    let revel = page.scores.iter().find(|s| s.name == "revel").expect("REVEL");
    assert!(revel.band.as_deref().is_some_and(|b| b.starts_with("pp3")), "{revel:?}");
    let de_novo = page.patterns.iter().find(|p| p.pattern == PatternName::DeNovo).expect("a line");
    assert!(de_novo.holds && de_novo.against.is_none());
    let recessive = page.patterns.iter().find(|p| p.pattern == PatternName::Recessive).expect("a line");
    assert_eq!((recessive.holds, recessive.against.as_deref()), (false, Some("F1-proband")));
    assert!(page.info.iter().any(|i| i.name == "DP"), "what no other part shows: {:?}", page.info);
    assert!(page.partner.is_none() && page.decision.is_none() && page.history.is_empty());
}

#[test]
fn a_pair_shows_its_partner_and_clinvar_its_words() {
    let case = Case::demonstration(2);
    let first = page(&case, 0);
    let partner = first.partner.expect("a partner");
    assert_eq!(Some(&partner.key), first.row.partner.as_ref());
    assert_eq!(partner.partner.as_ref(), Some(&first.row.key));
    let pair = first.patterns.iter().find(|p| p.pattern == PatternName::CompoundHeterozygous).expect("a line");
    assert!(pair.holds);
    let case = Case::demonstration(3);
    let clinvar = page(&case, 0).clinvar.expect("an entry");
    assert_eq!((clinvar.class.as_str(), clinvar.words.as_str()), ("pathogenic", "pathogenic"));
    assert_eq!(clinvar.stars, None, "the file gives no review status, which is not zero stars");
}

fn ready(case: &Case) -> VariantRequest {
    let view = case.filter(&case.request()).view;
    VariantRequest { case: case.id.clone(), view, row: 0, place: None, look: false }
}

#[test]
fn whoever_looks_is_written_down_once_a_day() {
    let case = Case::demonstration(1);
    let id = case.id.parse().expect("an id");
    let count = |kind: &str| {
        let audit = case.desk.audit(&id).expect("an audit trail");
        assert!(audit.verified);
        audit.events.iter().filter(|e| e.kind == kind).count()
    };
    assert_eq!((count("variants_viewed"), count("variant_viewed")), (1, 0));
    assert!(case.rows(&case.request())[0].looked.is_empty());
    page(&case, 0);
    page(&case, 0);
    assert_eq!(count("variant_viewed"), 1, "the second look of a day is no other one");
    assert_eq!(case.rows(&case.request())[0].looked, ["佐伯 綾乃"]);
    let ready = VariantRequest { row: case.rows(&case.request())[1].row, look: false, ..ready(&case) };
    case.desk.variant_page(&ready).expect("a page");
    assert_eq!(count("variant_viewed"), 1, "what is only got ready was not looked at");
    page(&case, 1);
    assert_eq!(count("variant_viewed"), 2);
    case.desk.open_variants_of(&case.id).expect("opened again");
    assert_eq!(case.rows(&case.request())[0].looked, ["佐伯 綾乃"], "it is read back from the ledger");
    page(&case, 0);
    assert_eq!((count("variants_viewed"), count("variant_viewed")), (2, 2));
}

#[test]
fn a_removed_row_has_a_page_too_and_no_row_is_beyond_the_analysis() {
    let case = Case::demonstration(1);
    let everything =
        FilterRequest { patterns: Some(Vec::new()), max_af: Some(1.0), consequence: None, ..case.request() };
    let rows = case.rows(&everything);
    let view = case.filter(&case.request()).view;
    let shown: Vec<u32> = case.rows(&case.request()).iter().map(|r| r.row).collect();
    let removed = rows.iter().find(|r| !shown.contains(&r.row)).expect("a removed row").row;
    let request = VariantRequest { case: case.id.clone(), view, row: removed, place: None, look: true };
    let page = case.desk.variant_page(&request).expect("a page");
    assert_eq!((page.row.row, page.row.pattern), (removed, None));
    let request = VariantRequest { row: u32::MAX, ..request };
    assert!(case.desk.variant_page(&request).is_err());
}
