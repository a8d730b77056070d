//! Small variants, structural variants and repeats apart.

use testkit::{Family, Variant};
use workbench::{
    FolderHub,
    view::{
        explained::ExplainRequest,
        variant_row::StructuralName,
        variants::{FilterRequest, KindCounts, KindName},
    },
};

use crate::desk::Case;

/// Sixty bases put in behind a base, heterozygous and new in the child.
fn inserted(place: &str, gene: &str) -> Variant {
    let (place, gene) = (format!("{place}{}", "ACGTC".repeat(12)), gene.to_owned());
    let variant = Variant { place, gene, consequence: "frameshift_variant".into(), ..Variant::default() };
    variant.with_genotype("F1-proband", "0/1").expect("a genotype")
}

fn case(sealed: bool) -> Case {
    let mut family = Family::numbered(1).expect("the first family").with_records(1_500);
    family = family.with_variant(inserted("chr10-121500000-A-A", "FGFR2"));
    if sealed {
        family = family.with_variant(inserted("chr13-32340000-C-C", "BRCA2"));
    }
    let (folder, id) = (tempfile::tempdir().expect("a temporary folder"), family.id().to_owned());
    testkit::write_hub(&folder.path().join("hub"), &[family]).expect("written");
    Case::of(&FolderHub::open(&folder.path().join("hub")).expect("a hub"), &id)
}

#[test]
fn each_kind_is_counted_whichever_is_asked_for_and_a_sealed_one_never() {
    let without = case(false);
    let base = FilterRequest { patterns: Some(Vec::new()), max_af: Some(1.0), ..without.request() };
    let all = without.filter(&base);
    assert_eq!((all.kinds.structural, all.kinds.repeat), (1, 0));
    assert_eq!(all.kinds.small + 1, all.rows);
    for (kind, rows) in [
        (KindName::Small, all.kinds.small),
        (KindName::Structural, all.kinds.structural),
        (KindName::Repeat, all.kinds.repeat),
    ] {
        let of_kind = without.filter(&FilterRequest { kind: Some(kind), ..base.clone() });
        assert_eq!((of_kind.rows, of_kind.kinds), (rows, all.kinds), "{kind:?}");
        assert_eq!(of_kind.waterfall, all.waterfall, "a kind is no filter");
        let shown = without.page(&of_kind, 0, of_kind.rows);
        assert!(shown.iter().all(|row| row.structural.is_some() == (kind == KindName::Structural)));
    }
    let structural = FilterRequest { kind: Some(KindName::Structural), ..base.clone() };
    let row = without.rows(&structural).remove(0);
    let cell = row.structural.expect("what it is");
    assert_eq!((cell.kind, cell.length, cell.genes), (StructuralName::Insertion, Some(60), 1));
    let small = without.filter(&FilterRequest { kind: Some(KindName::Small), ..base });
    let question = ExplainRequest { case: without.id.clone(), view: small.view, query: row.key };
    let explained = without.desk.explain_variant(&question).expect("an answer").rows.remove(0);
    assert_eq!((explained.shown, explained.removed_by.as_deref()), (false, Some("kind")));
    assert_eq!(explained.reasons[0].key, "why_kind_structural");
    let with = case(true);
    let kinds = |case: &Case| -> KindCounts {
        case.filter(&FilterRequest { patterns: Some(Vec::new()), max_af: Some(1.0), ..case.request() }).kinds
    };
    assert_eq!(kinds(&with), kinds(&without), "what lies in a sealed region is counted nowhere");
}
