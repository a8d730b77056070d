//! The order of the rows of a view.

use std::cmp::Ordering;

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

/// Where an entry stands by rank.
struct Standing {
    /// `None` where its gene is not ranked.
    rank: Option<u32>,
    /// ln of the odds of its hit; those of the hit that the gene is ranked by are infinite.
    weight: f64,
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
        let keyed = |entry: Entry| {
            let standing = standing(evidence, view, &entry);
            let key = match self.column {
                SortColumn::Rank => standing.rank.map(f64::from),
                // They come in the order of the genome.
                SortColumn::Position => Some(f64::from(entry.row)),
                column => key(column, evidence, &entry, decided),
            };
            (key, standing, entry)
        };
        let mut rows: Vec<_> = entries.into_par_iter().map(keyed).collect();
        rows.par_sort_by(|a, b| self.compare(a.0, b.0).then_with(|| a.1.cmp(&b.1)));
        view.entries = rows.into_iter().map(|(_, _, entry)| entry).collect();
    }

    fn compare(self, a: Option<f64>, b: Option<f64>) -> Ordering {
        match (a, b) {
            (Some(a), Some(b)) if self.descending => b.total_cmp(&a),
            (Some(a), Some(b)) => a.total_cmp(&b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        }
    }
}

impl Standing {
    fn cmp(&self, other: &Self) -> Ordering {
        let rank = |s: &Self| s.rank.unwrap_or(u32::MAX);
        rank(self)
            .cmp(&rank(other))
            .then_with(|| other.weight.total_cmp(&self.weight))
            .then_with(|| self.pair.cmp(&other.pair))
    }
}

fn standing(evidence: &Evidence<'_>, view: &View, entry: &Entry) -> Standing {
    let Some((rank, candidate)) = view.candidate(entry.gene) else {
        return Standing { rank: None, weight: 0.0, pair: (0, 0) };
    };
    let rows = [Some(entry.row), entry.partner];
    let mut present = rows.iter().flatten().map(|row| *row as usize);
    let leads =
        present.clone().count() == candidate.hit.rows.len() && present.all(|row| candidate.hit.rows.contains(&row));
    let weight = if leads {
        f64::INFINITY
    } else {
        rows.iter().flatten().map(|row| evidence.log_odds(*row as usize, entry.gene)).sum()
    };
    let partner = entry.partner.unwrap_or(entry.row);
    Standing { rank: Some(rank), weight, pair: (entry.row.min(partner), entry.row.max(partner)) }
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
