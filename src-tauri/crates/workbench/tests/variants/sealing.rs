//! Nothing sealed is hinted at: what lies in a sealed region changes no answer.

use testkit::{Family, Variant};
use workbench::{
    FolderHub,
    view::{
        explained::{ExplainRequest, ExplainedAnswer},
        variant::{UnrankedName, VariantRequest},
        variant_row::GenotypeCell,
        variants::{FilterRequest, RowsRequest},
    },
};

use crate::desk::Case;

/// Everything that the window is told of a case, as one text.
fn told(case: &Case) -> String {
    let mut text = format!("{:?}\n", case.opened);
    text.push_str(&format!("{:?}\n", case.desk.quality_page(&case.id).expect("figures")));
    let everything = FilterRequest {
        patterns: Some(Vec::new()),
        max_af: Some(1.0),
        consequence: Some(workbench::view::variants::ConsequenceChip::Any),
        quality: false,
        ..case.request()
    };
    // The region itself, its edges, and the genes, which are drawn whatever is sealed.
    for (start, end) in [(32_315_085, 32_400_268), (32_000_000, 32_310_086), (31_900_000, 32_800_000)] {
        text.push_str(&case.genome_variants("chr13", start, end));
    }
    for member in &case.opened.members {
        text.push_str(&format!("{}: {:?}\n", member.id, case.reads(&member.id)));
    }
    let genes = case.genome_text("genes.bed");
    assert!(genes.lines().any(|l| l.ends_with("\tBRCA2")), "a gap among the genes would be a hint");
    text.push_str(&genes);
    let places = [None, Some("BRCA2"), Some("chr13:32315086-32400268"), Some("chr13:1-114364328")];
    for request in [case.request(), everything] {
        for place in places {
            let request = FilterRequest { place: place.map(str::to_owned), ..request.clone() };
            let filtered = case.filter(&request);
            text.push_str(&format!("{place:?} {filtered:?}\n"));
            for offset in (0..filtered.rows).step_by(1_000) {
                let rows = RowsRequest { case: case.id.clone(), view: filtered.view, offset, count: 1_000 };
                text.push_str(&format!("{:?}\n", case.desk.variant_rows(&rows).expect("rows")));
            }
            for query in ["chr13:32340000", "chr13-32340000-C-A", "BRCA2:c.5645C>A", "chr13:32339000", "rs80358785"] {
                let (case_id, query) = (case.id.clone(), query.to_owned());
                let question = ExplainRequest { case: case_id, view: filtered.view, query };
                let answer = case.desk.explain_variant(&question).expect("an answer");
                assert_eq!(answer.answer, ExplainedAnswer::NotAnalysed, "the one answer for every sealed region");
                text.push_str(&format!("{answer:?}\n"));
            }
        }
    }
    text
}

fn case(family: Family) -> Case {
    let (folder, id) = (tempfile::tempdir().expect("a temporary folder"), family.id().to_owned());
    testkit::write_hub(&folder.path().join("hub"), &[family]).expect("written");
    Case::of(&FolderHub::open(&folder.path().join("hub")).expect("a hub"), &id)
}

#[test]
fn what_lies_in_a_sealed_region_changes_no_answer() {
    let family = || Family::numbered(1).expect("the first family").with_records(1_500);
    let variant = |place: &str, clin_sig: &'static str| {
        let (gene, consequence) = ("BRCA2".into(), "stop_gained".into());
        Variant { place: place.into(), gene, consequence, clin_sig: clin_sig.into(), ..Variant::default() }
            .with_genotype("F1-proband", "0/1")
            .and_then(|v| v.with_genotype("F1-mother", "0/1"))
            .expect("a genotype")
    };
    let without = told(&case(family()));
    let with = told(&case(family().with_variant(variant("chr13-32340000-C-A", "pathogenic"))));
    let other = told(&case(family().with_variant(variant("chr13-32339000-G-T", "benign"))));
    assert!(without == with, "the answers tell that there is a variant in a sealed region");
    assert!(without == other, "the answers tell which variant is in a sealed region");
}

#[test]
fn an_opened_gene_is_secondary_and_tells_no_origin() {
    let case = Case::demonstration(6);
    let rows = case.rows(&case.request());
    let row = rows.iter().find(|r| r.gene == "BRCA2").expect("the proband has opened it");
    assert!(row.secondary);
    assert_eq!(row.pattern, None, "a parent has not opened it: nothing says inherited or new");
    let others = &row.genotypes[1..];
    assert!(others.iter().all(|g| *g == GenotypeCell::NotShown), "{others:?}");
    let view = case.filter(&case.request()).view;
    let request = VariantRequest { case: case.id.clone(), view, row: row.row, place: None, look: true };
    let page = case.desk.variant_page(&request).expect("a page");
    assert!(page.patterns.is_empty());
    assert!(page.genotypes[1..].iter().all(|g| g.gt.is_none() && g.depth.is_none() && g.fields.is_empty()));
    assert!(page.info.iter().all(|i| !["AC", "AF", "AN"].contains(&i.name.as_str())), "cohort figures tell of others");
    let question = ExplainRequest { case: case.id.clone(), view, query: row.key.clone() };
    let explained = case.desk.explain_variant(&question).expect("an answer");
    assert!(explained.rows[0].shown && explained.rows[0].patterns.is_empty());
}

#[test]
fn of_secondary_genes_only_what_their_list_returns_is_a_candidate() {
    let variant = |place: &str, gene: &str, consequence: &str, clin_sig: &str, genotype: &str| {
        let (gene, consequence) = (gene.into(), consequence.into());
        Variant { place: place.into(), gene, consequence, clin_sig: clin_sig.into(), ..Variant::default() }
            .with_genotype("F6-proband", genotype)
            .expect("a genotype")
    };
    let family = Family::numbered(6).expect("the sixth family").with_records(1_500);
    let family = [
        variant("chr3-36995000-C-T", "MLH1", "missense_variant", "uncertain_significance", "0/1"),
        variant("chr3-37010000-C-T", "MLH1", "missense_variant", "uncertain_significance", "0/1"),
        variant("chr10-43080000-C-T", "RET", "missense_variant", "pathogenic", "0/1"),
        variant("chr1-45330000-C-T", "MUTYH", "missense_variant", "pathogenic", "0/1"),
        variant("chr5-112800000-C-T", "APC", "stop_gained", "", "0/1"),
        variant("chr5-112810000-C-T", "APC", "missense_variant", "uncertain_significance", "0/1"),
        variant("chr19-11100000-C-T", "LDLR", "coding_sequence_variant&feature_truncation", "", "0/1"),
        variant("chr1-55045000-C-T", "PCSK9", "stop_gained", "", "0/1"),
        variant("chr13-32340100-C-T", "FANCD1", "missense_variant", "uncertain_significance", "0/1"),
    ]
    .into_iter()
    .fold(family, Family::with_variant);
    let case = case(family);
    let rows = case.rows(&case.request());
    let ranked = |key: &str| {
        let mut of = rows.iter().filter(|row| row.key == key).peekable();
        assert!(of.peek().is_some(), "the table has it");
        of.all(|row| row.secondary && row.rank.is_some())
    };
    let view = case.filter(&case.request()).view;
    let unranked = |key: &str| {
        let row = rows.iter().find(|row| row.key == key).expect("the table has it").row;
        let request = VariantRequest { case: case.id.clone(), view, row, place: None, look: true };
        case.desk.variant_page(&request).expect("a page").unranked
    };
    assert!(!ranked("chr3-36995000-C-T"), "of uncertain significance");
    assert_eq!(unranked("chr3-36995000-C-T"), Some(UnrankedName::NotReturned));
    assert_eq!(unranked("chr10-43080000-C-T"), None);
    assert!(ranked("chr10-43080000-C-T"), "known to be pathogenic");
    assert!(!ranked("chr1-45330000-C-T"), "one hit where two are needed");
    assert!(ranked("chr5-112800000-C-T"), "expected to be pathogenic");
    assert!(!ranked("chr5-112810000-C-T"), "the gene has another hit that is returned; this one is not");
    assert_eq!(unranked("chr5-112810000-C-T"), Some(UnrankedName::NotReturned));
    assert!(ranked("chr19-11100000-C-T"), "a deletion that cuts the gene");
    assert!(!ranked("chr1-55045000-C-T"), "loss of this gene protects");
    assert!(!ranked("chr13-32340100-C-T"), "BRCA2 by an older symbol");
}
