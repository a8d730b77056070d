//! What is known of rows whatever their frequency: how they segregate, for which genes they count, and their halves of pairs.
//! It is kept, so that a changed limit asks about new rows alone.

use std::{cmp::Ordering, collections::BTreeSet};

use domain::{GeneSymbol, Pattern};
use rayon::prelude::*;
use smallvec::SmallVec;

use super::{Bound, Filter, Filters, clinvar::Entries, rows::RowSet};
use crate::{
    Consequence, FILTER_MISSING, Genes,
    pattern::{Half, Judgement, Note, Notes, PatternSet},
    record::length,
};

/// Rows that are judged together; fewer are not worth a thread.
pub(super) const FEW: usize = 512;

/// A row and what is known of it.
#[derive(Debug)]
pub(super) struct Judged {
    row: u32,
    /// The gene for which it counts, where that is one.
    gene: Option<u32>,
    /// The largest frequency.
    pub frequency: Option<f32>,
    pub notes: Notes,
    /// Those that hold.
    pub patterns: PatternSet,
}

impl Judged {
    pub fn row(&self) -> usize {
        self.row as usize
    }

    /// The genes for which a kept row is a hit.
    pub fn genes(&self, bound: &Bound<'_>) -> SmallVec<[u32; 4]> {
        self.gene.map_or_else(|| bound.genes(self.row()).collect(), |gene| SmallVec::from_slice(&[gene]))
    }
}

/// A row that may be half of a pair, in one of its genes.
#[derive(Clone, Copy, Debug)]
pub(super) struct HalfInGene {
    pub gene: u32,
    /// The largest frequency.
    pub frequency: Option<f32>,
    pub half: Half,
}

/// Rows that were judged for one table, family and choice of filters.
#[derive(Debug)]
pub(super) struct JudgedRows {
    /// All that it depends on.
    filters: Filters,
    panel: Option<BTreeSet<GeneSymbol>>,
    pairs: bool,
    known: RowSet,
    /// By place.
    rows: Vec<Judged>,
    halves: Vec<HalfInGene>,
}

impl JudgedRows {
    /// Nothing yet.
    pub fn none(bound: &Bound<'_>) -> Self {
        Self {
            filters: bound.filters.deciding(Filter::Inheritance),
            panel: bound.panel_genes().cloned(),
            pairs: bound.pairs,
            known: RowSet::none(bound.table.rows()),
            rows: Vec::new(),
            halves: Vec::new(),
        }
    }

    /// True where what is known holds for these filters.
    pub fn is_for(&self, bound: &Bound<'_>) -> bool {
        self.filters == bound.filters.deciding(Filter::Inheritance)
            && self.panel.as_ref() == bound.panel_genes()
            && self.pairs == bound.pairs
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    /// Judges those of some rows that were not judged before. `by_place` is the order of their places.
    pub fn judge(&mut self, bound: &Bound<'_>, of: &RowSet, by_place: impl Fn(usize, usize) -> Ordering + Sync) {
        let new: Vec<usize> = of.without(&self.known).iter().collect();
        if new.is_empty() {
            return;
        }
        self.known = self.known.or(of);
        let judged: Vec<Judged> = new.par_iter().with_min_len(FEW).map(|row| bound.judged(*row)).collect();
        if bound.pairs {
            let may_pair = judged.par_iter().with_min_len(FEW);
            let may_pair = may_pair.filter(|judged| judged.patterns.contains(Pattern::CompoundHeterozygous));
            self.halves.par_extend(may_pair.flat_map_iter(|judged| {
                let (half, frequency) = (bound.segregation.half(judged.row()), judged.frequency);
                let genes = judged.genes(bound).into_iter().filter(|gene| *gene != Genes::NONE);
                genes.map(move |gene| HalfInGene { gene, frequency, half })
            }));
        }
        self.rows.extend(judged);
        self.rows.par_sort_by(|one, other| by_place(one.row(), other.row()));
        let by_gene = |one: &HalfInGene, other: &HalfInGene| one.gene.cmp(&other.gene);
        self.halves.par_sort_by(|one, other| by_gene(one, other).then_with(|| by_place(one.half.row, other.half.row)));
    }

    /// Those that are known, by place, among them some that were asked about before.
    pub fn rows(&self) -> &[Judged] {
        &self.rows
    }

    /// Those that may be half of a pair, in each of their genes, by gene and place.
    pub fn halves(&self) -> &[HalfInGene] {
        &self.halves
    }
}

impl Bound<'_> {
    fn judged(&self, row: usize) -> Judged {
        let Judgement { patterns, notes } = self.segregation.judge(row);
        let mut genes = self.genes(row);
        let gene = genes.next().filter(|_| genes.next().is_none());
        let frequency = self.table.max_af(row);
        Judged { row: length(row), gene, frequency, notes: notes.or(self.notes(row)), patterns }
    }

    /// The genes for which a kept row is a hit: those of the panel in which it has a consequence asked for; all of them
    /// (of the panel) where it was kept for another reason; [`Genes::NONE`] alone where it has no gene.
    pub fn genes(&self, row: usize) -> impl Iterator<Item = u32> + use<'_> {
        let in_panel = |gene: u32| self.panel.as_ref().is_none_or(|p| p.contains(gene));
        let matters = self.consequences().filter(|m| m.by_term(row) || m.by_rna(row));
        let wanted = move |gene: u32, consequence: Consequence| matters.is_none_or(|m| m.in_gene(gene, consequence));
        let genes = self.table.genes_of(row).filter(move |(g, c)| in_panel(*g) && wanted(*g, *c)).map(|(g, _)| g);
        let none = self.table.gene[row] == Genes::NONE;
        genes.chain(none.then_some(Genes::NONE))
    }

    /// What has to be said of a row apart from its inheritance and frequency.
    fn notes(&self, row: usize) -> Notes {
        let (table, filters) = (self.table, self.filters);
        let proband = &table.samples()[self.segregation.family().proband_sample()];
        let quality = filters.quality.is_some();
        let splice =
            self.consequences().is_some_and(|m| !m.by_term(row) && !m.by_rna(row) && m.by_splice_prediction(row));
        let clinvar = Entries { table }.standing(row).map_or(Notes::NONE, |s| Notes::one(s.note()));
        clinvar
            .with(Note::DepthNotGiven, quality && proband.depth(row).is_none())
            .with(Note::GenotypeQualityNotGiven, quality && proband.genotype_quality(row).is_none())
            .with(
                Note::FiltersNotRun,
                filters.quality.is_some_and(|q| q.passing) && table.filter[row] == FILTER_MISSING,
            )
            .with(Note::SplicePredicted, splice)
    }
}
