//! Filters, order, pages.

use std::collections::BTreeSet;

use proptest::{prelude::*, sample::select};
use workbench::{
    WorkbenchError,
    view::{
        variant_row::{GenotypeCell, VariantRow},
        variants::{ConsequenceChip, FilterRequest, LookedAt, PatternName, PlaceRequest, RowsRequest, SortColumn},
    },
};

use crate::desk::Case;

#[test]
fn the_answer_to_a_filter_brings_the_rows_around_what_is_looked_at() {
    let case = Case::demonstration(1);
    let base = FilterRequest { patterns: Some(Vec::new()), max_af: Some(1.0), ..case.request() };
    let rows = case.rows(&base);
    assert!(rows.len() > 100, "more than one window: {}", rows.len());
    let first = case.filter(&base);
    assert_eq!((first.place, first.window.offset), (None, 0));
    assert_eq!(first.window.rows, rows[..100]);
    for (at, row) in rows.iter().enumerate().step_by(37) {
        let same = |other: &&VariantRow| other.row == row.row && other.gene == row.gene;
        let place = rows.iter().take_while(|other| !same(other)).count();
        let looked_at = Some(LookedAt { row: row.row, gene: row.gene.clone() });
        let found = case.filter(&FilterRequest { looked_at, ..base.clone() });
        assert_eq!(found.place, u32::try_from(place).ok(), "row {at}");
        let start = place / 100 * 100;
        assert_eq!(found.window.offset as usize, start);
        assert_eq!(found.window.rows, rows[start..rows.len().min(start + 100)]);
    }
    let place = |of: PlaceRequest| case.desk.variant_place(&of).expect("an open view");
    let view = case.filter(&base).view;
    let of = |row, gene, partner| PlaceRequest { case: case.id.clone(), view, row, gene, partner };
    for (at, row) in rows.iter().enumerate() {
        let first = |other: &VariantRow| other.row == row.row;
        assert_eq!(
            place(of(row.row, None, None)),
            u32::try_from(rows.iter().position(first).unwrap()).ok(),
            "row {at}"
        );
        let same = |other: &VariantRow| first(other) && other.gene == row.gene && other.partner == row.partner;
        let found = place(of(row.row, Some(row.gene.clone()), row.partner_row));
        assert_eq!(found, u32::try_from(rows.iter().position(same).unwrap()).ok(), "row {at} and its pair");
    }
    assert_eq!(place(of(u32::MAX, None, None)), None);
    let gone = FilterRequest { looked_at: Some(LookedAt { row: u32::MAX, gene: String::new() }), ..base };
    assert_eq!(case.filter(&gone).place, None);
}

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
        assert!(first.disease_ja.is_some() && first.hgvs_c.is_some(), "family {family}: {first:?}");
        let members = case.opened.members.len();
        assert!(rows.iter().all(|r| r.genotypes.len() == members), "a glyph for each member");
        if pattern == PatternName::CompoundHeterozygous {
            let second = &rows[1];
            assert_eq!(first.partner.as_deref(), Some(second.key.as_str()), "the rows of a pair stand together");
            assert_eq!(second.partner.as_deref(), Some(first.key.as_str()));
        }
    }
}

#[test]
fn pages_are_parts_of_the_whole() {
    let case = Case::demonstration(3);
    let everything = FilterRequest { patterns: Some(Vec::new()), max_af: Some(0.2), ..case.request() };
    let filtered = case.filter(&everything);
    let whole = case.page(&filtered, 0, 1_000);
    assert_eq!(whole.len(), filtered.rows as usize, "the test needs less than one request gives");
    assert!(whole.len() > 100, "and more than one page: {}", whole.len());
    let paged: Vec<VariantRow> = (0..filtered.rows).step_by(7).flat_map(|at| case.page(&filtered, at, 7)).collect();
    assert_eq!(paged, whole);
    assert!(case.page(&filtered, filtered.rows, 10).is_empty(), "behind the end there is nothing");
    let rows: BTreeSet<u32> = whole.iter().map(|r| r.row).collect();
    assert_eq!(rows.len(), whole.len(), "without inheritance every allele is one row");
    assert!(whole.iter().all(|r| r.pattern.is_none() && r.partner.is_none()), "none was asked for");
    let last = filtered.waterfall.last().expect("a step");
    assert_eq!(last.kept, filtered.rows, "the rows are those that the last filter kept");
}

#[test]
fn every_column_sorts_both_ways() {
    let case = Case::demonstration(3);
    let columns = [
        SortColumn::Rank,
        SortColumn::Position,
        SortColumn::Gene,
        SortColumn::Consequence,
        SortColumn::Frequency,
        SortColumn::Clinvar,
        SortColumn::Revel,
        SortColumn::Cadd,
        SortColumn::Spliceai,
        SortColumn::Class,
    ];
    let base = FilterRequest { max_af: Some(0.01), ..case.request() };
    let number = |column: SortColumn, row: &VariantRow| match column {
        SortColumn::Rank => row.rank.map(f64::from),
        SortColumn::Frequency => Some(row.max_af.unwrap_or(-1.0)),
        SortColumn::Revel => row.revel,
        SortColumn::Cadd => row.cadd,
        SortColumn::Spliceai => row.spliceai,
        _ => None,
    };
    let mut all: Option<BTreeSet<String>> = None;
    for sort in columns {
        for descending in [false, true] {
            let rows = case.rows(&FilterRequest { sort, descending, ..base.clone() });
            let keys: BTreeSet<String> = rows.iter().map(|r| format!("{r:?}")).collect();
            assert_eq!(all.get_or_insert_with(|| keys.clone()), &keys, "sorting changes no row");
            let numbers: Vec<Option<f64>> = rows.iter().map(|r| number(sort, r)).collect();
            let known: Vec<f64> = numbers.iter().flatten().copied().collect();
            let ordered = |pair: &[f64]| if descending { pair[0] >= pair[1] } else { pair[0] <= pair[1] };
            assert!(known.windows(2).all(ordered), "{sort:?} {descending}: {known:?}");
            assert!(numbers.iter().skip(known.len()).all(Option::is_none), "{sort:?}: what is missing stands last");
            if sort == SortColumn::Gene {
                let genes: Vec<&str> = rows.iter().map(|r| r.gene.as_str()).filter(|g| !g.is_empty()).collect();
                assert!(genes.is_sorted_by(|a, b| if descending { a >= b } else { a <= b }), "{genes:?}");
            }
            if sort == SortColumn::Position && !descending {
                let places: Vec<(&str, u32)> = rows.iter().map(|r| (r.chrom.as_str(), r.pos)).collect();
                assert!(places.windows(2).all(|p| p[0].0 != p[1].0 || p[0].1 <= p[1].1), "{places:?}");
            }
        }
    }
}

#[test]
fn a_place_limits_the_rows() {
    let case = Case::demonstration(1);
    let at = |place: &str| {
        let request = FilterRequest { place: Some(place.to_owned()), ..case.request() };
        case.rows(&request).into_iter().map(|r| r.gene).collect::<BTreeSet<_>>()
    };
    let only = BTreeSet::from(["FGFR2".to_owned()]);
    for place in ["FGFR2", "fgfr2", "chr10:121,520,000-121,530,000", "10:121520163"] {
        assert_eq!(at(place), only, "{place}");
    }
    assert!(at("TTN").is_empty(), "a gene without any variant");
    let nonsense = FilterRequest { place: Some("chr10:x-y".into()), ..case.request() };
    assert!(matches!(case.desk.filter_variants(&nonsense), Err(WorkbenchError::Unknown { .. })));
    let panel = FilterRequest { panels: vec!["craniosynostosis".into()], ..case.request() };
    assert_eq!(case.rows(&panel).iter().map(|r| r.gene.clone()).collect::<BTreeSet<_>>(), only);
    let unknown = FilterRequest { panels: vec!["/etc/passwd".into()], ..case.request() };
    assert!(matches!(case.desk.filter_variants(&unknown), Err(WorkbenchError::UnknownPanel { .. })), "no file is read");
}

#[test]
fn members_and_glyphs_are_those_of_the_family() {
    let case = Case::demonstration(4);
    let first = &case.rows(&case.request())[0];
    let glyph = |relation: &str| {
        let place = case.opened.members.iter().position(|m| format!("{:?}", m.relation) == relation);
        first.genotypes[place.unwrap_or_else(|| panic!("{relation} in {:?}", case.opened.members))]
    };
    assert_eq!(glyph("Proband"), GenotypeCell::Hemizygous, "a boy has one X");
    assert_eq!(glyph("Mother"), GenotypeCell::Heterozygous);
    assert!(case.opened.members[0].name.is_some(), "people have names");
}

#[test]
fn a_view_lives_as_long_as_the_last_eight_and_as_its_case() {
    let case = Case::demonstration(1);
    let first = case.filter(&case.request());
    let rows = RowsRequest { case: case.id.clone(), view: first.view, offset: 0, count: 1 };
    for _ in 0..7 {
        case.filter(&case.request());
    }
    assert!(case.desk.variant_rows(&rows).is_ok(), "the eighth is still there");
    case.filter(&case.request());
    assert!(matches!(case.desk.variant_rows(&rows), Err(WorkbenchError::Stale { .. })));
    let other = RowsRequest { case: "family-2".into(), ..rows };
    assert!(matches!(case.desk.variant_rows(&other), Err(WorkbenchError::Stale { .. })), "another case is not open");
}

#[test]
fn a_changed_consent_makes_the_views_stale() {
    let case = Case::demonstration(1);
    let filtered = case.filter(&case.request());
    let id = case.id.parse().expect("an id");
    let consents = case.desk.consents(&id).expect("consents");
    let (_, consent) = consents.into_iter().next().expect("a consent");
    case.desk.record_consent(&id, consent).expect("recorded");
    let rows = RowsRequest { case: case.id.clone(), view: filtered.view, offset: 0, count: 1 };
    assert!(matches!(case.desk.variant_rows(&rows), Err(WorkbenchError::Stale { .. })));
    assert!(matches!(case.desk.filter_variants(&case.request()), Err(WorkbenchError::Stale { .. })));
    case.desk.open_variants_of(&case.id).expect("opened again");
    case.filter(&case.request());
}

#[test]
fn a_desk_is_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<workbench::Desk>();
}

/// A request and one that asks for no less.
fn relaxed() -> impl Strategy<Value = (FilterRequest, FilterRequest)> {
    const PATTERNS: [PatternName; 7] = [
        PatternName::DeNovo,
        PatternName::Dominant,
        PatternName::Recessive,
        PatternName::CompoundHeterozygous,
        PatternName::XRecessive,
        PatternName::XDominant,
        PatternName::Mitochondrial,
    ];
    let presets = vec!["standard", "dominant_rare", "recessive", "x_linked", "strict_de_novo", "relaxed"];
    let chips = select(vec![ConsequenceChip::LossOfFunction, ConsequenceChip::CodingAndSplice, ConsequenceChip::Any]);
    let asked = prop::collection::vec(select(PATTERNS.to_vec()), 1..4);
    let place = prop::option::of(select(vec!["FBN1", "chr15:1-60000000", "chr1:1-248000000"]));
    (select(presets), chips, asked, 0.0..0.05_f64, any::<bool>(), place, 0..7_usize).prop_map(
        |(preset, consequence, patterns, max_af, quality, place, what)| {
            let narrow = FilterRequest {
                preset: preset.into(),
                patterns: Some(patterns.clone()),
                max_af: Some(max_af),
                consequence: Some(consequence),
                place: place.map(str::to_owned),
                quality,
                ..FilterRequest::standard("family-3")
            };
            let mut wide = narrow.clone();
            match what {
                0 => wide.patterns = Some(PATTERNS.to_vec()),
                1 => wide.patterns = Some(Vec::new()),
                6 => wide.incomplete_penetrance = true,
                2 => wide.max_af = Some(max_af * 10.0),
                3 => wide.quality = false,
                4 => wide.place = None,
                _ => {
                    wide.consequence = Some(match consequence {
                        ConsequenceChip::LossOfFunction => ConsequenceChip::CodingAndSplice,
                        _ => ConsequenceChip::Any,
                    });
                }
            }
            (narrow, wide)
        },
    )
}

#[test]
fn relaxing_a_chip_never_removes_a_row() {
    let case = Case::demonstration(3);
    let config = ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() };
    let alleles = |request: &FilterRequest| case.rows(request).into_iter().map(|r| r.row).collect::<BTreeSet<u32>>();
    let seen = std::cell::Cell::new(0);
    proptest!(config, |((narrow, wide) in relaxed())| {
        let (few, many) = (alleles(&narrow), alleles(&wide));
        prop_assert!(few.is_subset(&many), "lost {:?}", few.difference(&many).collect::<Vec<_>>());
        seen.set(seen.get() + few.len());
    });
    assert!(seen.get() > 0, "some request must give rows");
}
