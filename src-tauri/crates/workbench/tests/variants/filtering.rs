//! Filters, order, pages.

use workbench::view::variants::PatternName;

use crate::desk::Case;

#[test]
fn the_gene_of_each_family_stands_first() {
    for (family, gene, pattern) in [
        (1, "FGFR2", PatternName::DeNovo),
        (2, "WFS1", PatternName::CompoundHeterozygous),
        (3, "FBN1", PatternName::Dominant),
        (4, "FGD1", PatternName::XRecessive),
        (6, "VPS13A", PatternName::CompoundHeterozygous),
    ] {
        let case = Case::demonstration(family);
        let rows = case.rows(&case.request());
        let first = rows.first().expect("a row");
        assert_eq!((first.gene.as_str(), first.rank), (gene, Some(1)), "family {family}");
        assert_eq!(first.pattern, Some(pattern), "family {family}");
    }
}
