//! What a run of the filters leaves: kept and removed rows by step, the reason of every row, the hits.

use std::collections::BTreeSet;

use domain::{GeneSymbol, Pattern};
use serde::Serialize;

use crate::{
    filter::{Filter, Filters, NOT_ANALYSED},
    pattern::{Notes, PatternSet},
};

/// One step of the waterfall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The filter.
    pub step: Filter,
    /// Rows that are left after it.
    pub kept: u64,
    /// Rows that it removed first.
    pub removed: u64,
    /// Rows that it would have removed, kept for their ClinVar entry.
    pub rescued: u64,
}

/// A kept row in one of its genes under one pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hit {
    /// The row.
    pub row: usize,
    /// The gene's id in the table, [`crate::Genes::NONE`] where it lies in none.
    pub gene: u32,
    /// The pattern; `None` where none holds (rescued, or the inheritance filter is off).
    pub pattern: Option<Pattern>,
    /// The second row of a compound heterozygous pair.
    pub partner: Option<usize>,
    /// Every pattern that holds, is asked for, and for which the row is rare enough.
    pub patterns: PatternSet,
    /// What has to be said with it.
    pub notes: Notes,
}

/// Whether a row was kept, and if not, the first filter that removed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is among the hits.
    Kept,
    /// This filter removed it.
    Removed(Filter),
    /// It comes from a relative's slice and is not part of the analysis for the proband: counted nowhere.
    NotAnalysed,
}

/// The result of [`Filters::run`].
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    reasons: Vec<u8>,
    waterfall: Vec<Step>,
    hits: Vec<Hit>,
    filters: Filters,
    panel: Option<BTreeSet<GeneSymbol>>,
}

impl Outcome {
    pub(crate) fn new(
        reasons: Vec<u8>,
        waterfall: Vec<Step>,
        hits: Vec<Hit>,
        filters: Filters,
        panel: Option<BTreeSet<GeneSymbol>>,
    ) -> Self {
        Self { reasons, waterfall, hits, filters, panel }
    }

    /// The steps in the order of their application.
    pub fn waterfall(&self) -> &[Step] {
        &self.waterfall
    }

    /// The hits by place, gene and pattern.
    pub fn hits(&self) -> &[Hit] {
        &self.hits
    }

    /// What became of a row; `None` beyond the table.
    pub fn verdict(&self, row: usize) -> Option<Verdict> {
        Some(match *self.reasons.get(row)? {
            NOT_ANALYSED => Verdict::NotAnalysed,
            number => Filter::of_number(number).map_or(Verdict::Kept, Verdict::Removed),
        })
    }

    /// The filters that were applied.
    pub fn filters(&self) -> &Filters {
        &self.filters
    }

    /// The panel that was given.
    pub fn panel(&self) -> Option<&BTreeSet<GeneSymbol>> {
        self.panel.as_ref()
    }
}
