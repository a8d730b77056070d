//! Why is it not here?

use workbench::{
    WorkbenchError,
    view::{
        explained::{ExplainRequest, Explained, ExplainedAnswer},
        variants::{FilterRequest, PatternName},
    },
};

use crate::desk::Case;

fn explain(case: &Case, request: &FilterRequest, query: &str) -> Explained {
    let view = case.filter(request).view;
    let question = ExplainRequest { case: case.id.clone(), view, query: query.to_owned() };
    case.desk.explain_variant(&question).expect("an answer")
}

#[test]
fn a_kept_variant_is_shown_with_its_patterns() {
    let case = Case::demonstration(1);
    for query in ["chr10:121520163", "chr10-121520163-G-C", "FGFR2:c.755C>G"] {
        let explained = explain(&case, &case.request(), query);
        assert_eq!(explained.answer, ExplainedAnswer::Found, "{query}");
        let [row] = &explained.rows[..] else { panic!("{query}: {explained:?}") };
        assert!(row.shown && row.removed_by.is_none() && row.reasons.is_empty());
        assert_eq!(row.patterns, [PatternName::DeNovo]);
        assert_eq!(row.genes, ["FGFR2"]);
    }
}

#[test]
fn a_removed_variant_has_its_reason_with_numbers() {
    let case = Case::demonstration(1);
    for (query, filter, key, args) in [
        ("chr10-121480598-T-C", "frequency", "why_frequency", &["value", "population", "limit"][..]),
        ("chr10-121498202-T-C", "carried", "why_not_carried", &[]),
        ("chr10-121509048-TCG-T", "frequency", "why_frequency", &["value", "population", "limit"]),
    ] {
        let explained = explain(&case, &case.request(), query);
        let [row] = &explained.rows[..] else { panic!("{query}: {explained:?}") };
        assert!(!row.shown);
        assert_eq!(row.removed_by.as_deref(), Some(filter), "{query}");
        let [reason] = &row.reasons[..] else { panic!("{query}: {row:?}") };
        let names: Vec<&str> = reason.args.iter().map(|a| a.name.as_str()).collect();
        assert_eq!((reason.key.as_str(), names), (key, args.to_vec()), "{query}");
    }
    let recessive = FilterRequest { patterns: Some(vec![PatternName::Recessive]), ..case.request() };
    let explained = explain(&case, &recessive, "chr10-121520163-G-C");
    let row = &explained.rows[0];
    assert_eq!(row.removed_by.as_deref(), Some("inheritance"));
    assert_eq!(row.reasons[0].key, "why_genotype_against_pattern");
    let value = |name: &str| row.reasons[0].args.iter().find(|a| a.name == name).map(|a| a.value.as_str());
    assert_eq!((value("pattern"), value("person")), (Some("recessive"), Some("F1-proband")));
}

#[test]
fn what_is_not_in_the_file_is_said_to_be_so() {
    let case = Case::demonstration(1);
    let explained = explain(&case, &case.request(), "chr10:121520164");
    assert_eq!((explained.answer, explained.rows.len()), (ExplainedAnswer::NotInFile, 0));
    let view = case.filter(&case.request()).view;
    let question = ExplainRequest { case: case.id.clone(), view, query: "what?".into() };
    assert!(matches!(case.desk.explain_variant(&question), Err(WorkbenchError::Query(_))));
}
