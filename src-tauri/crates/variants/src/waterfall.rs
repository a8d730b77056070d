//! What a run of the filters leaves: kept and removed rows by step, the reason of every row, the hits.

use std::collections::BTreeSet;

use domain::{GeneSymbol, Pattern};
use serde::Serialize;

use crate::{
    filter::{Filter, Filters, RowSet},
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
    /// The rows that are part of the analysis.
    analysed: RowSet,
    waterfall: Vec<Step>,
    /// The rows that are left after each step.
    after: Vec<RowSet>,
    hits: Vec<Hit>,
    filters: Filters,
    panel: Option<BTreeSet<GeneSymbol>>,
}

impl Outcome {
    pub(crate) fn new(
        analysed: RowSet,
        waterfall: Vec<Step>,
        after: Vec<RowSet>,
        hits: Vec<Hit>,
        filters: Filters,
        panel: Option<BTreeSet<GeneSymbol>>,
    ) -> Self {
        Self { analysed, waterfall, after, hits, filters, panel }
    }

    /// The steps in the order of their application.
    pub fn waterfall(&self) -> &[Step] {
        &self.waterfall
    }

    /// The hits by place, gene and pattern.
    pub fn hits(&self) -> &[Hit] {
        &self.hits
    }

    /// What became of a row of the table.
    pub fn verdict(&self, row: usize) -> Verdict {
        if !self.analysed.contains(row) {
            return Verdict::NotAnalysed;
        }
        let removed = self.waterfall.iter().zip(&self.after).find(|(_, left)| !left.contains(row));
        removed.map_or(Verdict::Kept, |(step, _)| Verdict::Removed(step.step))
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
