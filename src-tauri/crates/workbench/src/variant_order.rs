//! The order of the rows of a view.

use rayon::prelude::*;
use variants::{ClinVarClass, Consequence, Genes};

use crate::{
    decided_rows::DecidedRows,
    evidence::Evidence,
    open_case::OpenCase,
    variant_view::{Entry, View},
    view::{variant_row::ClassName, variants::SortColumn},
};

/// By which column, and which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Order {
    pub column: SortColumn,
    pub descending: bool,
}

/// Where an entry stands: the smaller above.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Standing {
    /// By the column.
    column: u64,
    /// The rank of its gene, the last of all where it has none.
    rank: u32,
    /// By the odds of its hit, the better above; the hit that the gene is ranked by stands above all.
    odds: u64,
    /// Its row and that of its partner, the smaller first: both rows of a pair have the same.
    pair: (u32, u32),
}

impl Order {
    /// Sorts the rows of a view, which come in the order of the genome. Rows that are equal in the column stand by rank,
    /// the rows of a pair beside each other. What is missing stands at the end in either direction; only a missing
    /// frequency is smaller than any.
    pub fn sort(self, open: &OpenCase, evidence: &Evidence<'_>, view: &mut View) {
        let decided = &*open.decided();
        let entries = std::mem::take(&mut view.entries);
        let stand = |entry: Entry| (self.standing(evidence, view, &entry, decided), entry);
        let mut rows: Vec<_> = entries.into_par_iter().map(stand).collect();
        rows.par_sort_by(|(a, _), (b, _)| a.cmp(b));
        view.entries = rows.into_iter().map(|(_, entry)| entry).collect();
    }

    fn standing(self, evidence: &Evidence<'_>, view: &View, entry: &Entry, decided: &DecidedRows) -> Standing {
        let candidate = view.candidate(entry.gene);
        let value = match self.column {
            SortColumn::Rank => candidate.map(|(rank, _)| f64::from(rank)),
            // They come in the order of the genome.
            SortColumn::Position => Some(f64::from(entry.row)),
            column => key(column, evidence, entry, decided),
        };
        let column = value.map_or(u64::MAX, |v| if self.descending { !in_order(v) } else { in_order(v) });
        let Some((rank, candidate)) = candidate else {
            return Standing { column, rank: u32::MAX, odds: 0, pair: (0, 0) };
        };
        let rows = [Some(entry.row), entry.partner];
        let mut present = rows.iter().flatten().map(|row| *row as usize);
        let leads =
            present.clone().count() == candidate.hit.rows.len() && present.all(|row| candidate.hit.rows.contains(&row));
        let odds = if leads {
            f64::INFINITY
        } else {
            rows.iter().flatten().map(|row| evidence.log_odds(*row as usize, entry.gene)).sum()
        };
        let partner = entry.partner.unwrap_or(entry.row);
        Standing { column, rank, odds: !in_order(odds), pair: (entry.row.min(partner), entry.row.max(partner)) }
    }
}

/// A number whose order is that of the values (IEEE 754 `totalOrder`).
fn in_order(value: f64) -> u64 {
    let bits = value.to_bits();
    if value.is_sign_negative() { !bits } else { bits | 1 << 63 }
}

fn key(column: SortColumn, evidence: &Evidence<'_>, entry: &Entry, decided: &DecidedRows) -> Option<f64> {
    let (table, row) = (evidence.table, entry.row());
    match column {
        SortColumn::Rank | SortColumn::Position => None,
        // Genes are numbered by their symbols.
        SortColumn::Gene => (entry.gene != Genes::NONE).then_some(f64::from(entry.gene)),
        SortColumn::Consequence => match evidence.consequence(row, entry.gene) {
            Consequence::NotAnnotated => None,
            consequence => Some(-f64::from(consequence.rank())),
        },
        SortColumn::Frequency => Some(table.max_af(row).map_or(-1.0, f64::from)),
        SortColumn::Clinvar => {
            clinvar(table.clinvar(row)).map(|c| f64::from(c) + f64::from(table.stars(row).unwrap_or(0)) / 10.0)
        }
        SortColumn::Revel => table.revel(row).map(f64::from),
        SortColumn::Cadd => table.cadd(row).map(f64::from),
        SortColumn::Spliceai => table.spliceai(row).map(f64::from),
        SortColumn::Class => decided.of_row(entry.row).and_then(|d| d.class).map(class),
    }
}

/// From harmless to harmful; what is no such class comes before all of them.
fn clinvar(class: ClinVarClass) -> Option<u8> {
    Some(match class {
        ClinVarClass::None => return None,
        ClinVarClass::Other => 0,
        ClinVarClass::Benign => 1,
        ClinVarClass::LikelyBenign => 2,
        ClinVarClass::UncertainSignificance => 3,
        ClinVarClass::Conflicting => 4,
        ClinVarClass::LikelyPathogenic => 5,
        ClinVarClass::Pathogenic => 6,
    })
}

fn class(class: ClassName) -> f64 {
    match class {
        ClassName::Benign => 1.0,
        ClassName::LikelyBenign => 2.0,
        ClassName::UncertainSignificance => 3.0,
        ClassName::LikelyPathogenic => 4.0,
        ClassName::Pathogenic => 5.0,
    }
}
