//! A filtered and sorted view of an open case.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
};

use domain::{GeneSymbol, Pattern};
use ranking::Candidate;
use rustc_hash::FxHashMap;
use variants::{Filters, Genes, Hit, Note, Notes, Outcome, Step, VariantClass, VariantTable};

use crate::{
    WorkbenchError, evidence::Evidence, open_case::OpenCase, variant_order::Order, view::variants::KindCounts,
};

/// How many views are kept.
const KEPT: usize = 8;
/// Rows of all kept views together, beyond which the oldest go.
const MOST_ENTRIES: usize = 8_000_000;

/// The views of an open case, by number.
#[derive(Default)]
pub(crate) struct Views {
    last: u32,
    kept: VecDeque<Arc<View>>,
}

impl Views {
    /// Keeps a view and gives it a number.
    pub fn keep(&mut self, mut view: View) -> Arc<View> {
        self.last = self.last.wrapping_add(1);
        view.number = self.last;
        let view = Arc::new(view);
        self.kept.push_back(Arc::clone(&view));
        let entries = |kept: &VecDeque<Arc<View>>| kept.iter().map(|v| v.entries.len()).sum::<usize>();
        while self.kept.len() > KEPT || (self.kept.len() > 1 && entries(&self.kept) > MOST_ENTRIES) {
            self.kept.pop_front();
        }
        view
    }

    /// A view that is still kept.
    pub fn get(&self, number: u32) -> Option<Arc<View>> {
        self.kept.iter().find(|v| v.number == number).cloned()
    }
}

/// What the filters kept, ranked and sorted.
pub(crate) struct View {
    /// Its number.
    pub number: u32,
    pub filters: Filters,
    /// Genes that it is limited to.
    pub limit_to: Option<BTreeSet<GeneSymbol>>,
    pub waterfall: Vec<Step>,
    /// The rows, in order.
    pub entries: Vec<Entry>,
    /// The genes with a candidate, best first.
    pub ranked: Vec<Candidate>,
    /// Place in `ranked` by the id of the gene.
    places: FxHashMap<u32, usize>,
    /// Rows that a person has put aside and that are left out.
    pub dismissed: Vec<u32>,
    /// Only this sort of variants.
    pub class: Option<VariantClass>,
    /// How many rows of each sort there are without that.
    pub kinds: KindCounts,
}

/// A row of a view: an allele in a gene under a pattern.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Entry {
    /// The row of the table.
    pub row: u32,
    /// The gene's id in the table, [`Genes::NONE`] where it lies in none.
    pub gene: u32,
    /// How it segregates, where that was asked for and may be told.
    pub pattern: Option<Pattern>,
    /// The row of the other variant of a pair.
    pub partner: Option<u32>,
    pub notes: Notes,
}

impl Entry {
    /// The row as the rooms count it.
    pub fn row(&self) -> usize {
        self.row as usize
    }
}

/// What is asked of a view, in the words of the rooms.
pub(crate) struct Question {
    pub filters: Filters,
    pub limit_to: Option<BTreeSet<GeneSymbol>>,
    pub with_dismissed: bool,
    pub class: Option<VariantClass>,
    pub order: Order,
}

impl View {
    /// The first place of a row: in any gene or this one, in any pair or with that row.
    pub fn place(&self, genes: &Genes, row: u32, gene: Option<&str>, partner: Option<u32>) -> Option<usize> {
        let is = |e: &Entry| {
            e.row == row
                && gene.is_none_or(|gene| genes.symbol(e.gene).unwrap_or_default() == gene)
                && partner.is_none_or(|partner| e.partner == Some(partner))
        };
        self.entries.iter().position(is)
    }

    /// Filters, ranks and sorts.
    pub fn new(open: &OpenCase, evidence: &Evidence<'_>, question: Question) -> Result<Self, WorkbenchError> {
        let Question { filters, limit_to, with_dismissed, class, order } = question;
        let outcome = run(open, evidence, &filters, limit_to.as_ref())?;
        let ranked = evidence.candidates(outcome.hits());
        let genes = open.table.genes();
        let places = ranked.iter().enumerate().filter_map(|(place, c)| Some((genes.id(c.hit.gene.as_str())?, place)));
        let mut view = Self {
            number: 0,
            waterfall: outcome.waterfall().to_vec(),
            places: places.collect(),
            ranked,
            filters,
            limit_to,
            entries: Vec::new(),
            dismissed: Vec::new(),
            class,
            kinds: KindCounts::default(),
        };
        view.entries = view.entries_of(evidence, &outcome);
        if !with_dismissed {
            let decided = open.decided();
            let (dismissed, kept): (Vec<Entry>, Vec<Entry>) =
                view.entries.iter().partition(|e| decided.is_dismissed(e.row));
            view.entries = kept;
            view.dismissed = dismissed.iter().map(|e| e.row).collect();
        }
        // Pairs of two sorts were found before: a view of one sort still shows its half.
        view.kinds = kinds(&open.table, &view.entries);
        if class.is_some() {
            let entries = std::mem::take(&mut view.entries);
            view.entries = entries.into_iter().filter(|e| view.is_asked(&open.table, e.row())).collect();
        }
        order.sort(open, evidence, &mut view);
        Ok(view)
    }

    /// True where a row is of the sort that is asked for.
    pub fn is_asked(&self, table: &VariantTable, row: usize) -> bool {
        self.class.is_none_or(|class| table.class(row) == class)
    }

    /// The candidate of a gene and its place from 1.
    pub fn candidate(&self, gene: u32) -> Option<(u32, &Candidate)> {
        let place = *self.places.get(&gene)?;
        Some((u32::try_from(place).unwrap_or(u32::MAX).saturating_add(1), self.ranked.get(place)?))
    }

    /// How many genes the rows are in.
    pub fn genes(&self) -> usize {
        let genes: BTreeSet<u32> = self.entries.iter().map(|e| e.gene).filter(|g| *g != Genes::NONE).collect();
        genes.len()
    }

    /// One entry for each row, gene and pattern; of several partners the one that is shown is that of the candidate, else
    /// the one with the strongest evidence. Where inheritance is not asked for, one entry for each row.
    fn entries_of(&self, evidence: &Evidence<'_>, outcome: &Outcome) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        if self.filters.inheritance.is_none() {
            for hit in outcome.hits() {
                if entries.last().is_none_or(|last| last.row() != hit.row) {
                    let gene = self.gravest(evidence, hit);
                    let notes = hit.notes.without(&PAIR_NOTES);
                    entries.push(Entry { gene, pattern: None, partner: None, notes, ..entry(evidence, hit) });
                }
            }
            return entries;
        }
        let mut known: BTreeMap<(u32, Option<Pattern>, bool), (usize, f64)> = BTreeMap::new();
        for hit in outcome.hits() {
            if entries.last().is_some_and(|last| last.row() != hit.row) {
                known.clear();
            }
            let weight = hit.partner.map_or(0.0, |partner| self.weight(evidence, hit, partner));
            let key = (hit.gene, hit.pattern, hit.partner.is_some());
            match known.get_mut(&key) {
                Some((place, best)) if weight > *best => {
                    *best = weight;
                    entries[*place] = entry(evidence, hit);
                }
                Some(_) => {}
                None => {
                    known.insert(key, (entries.len(), weight));
                    entries.push(entry(evidence, hit));
                }
            }
        }
        entries
    }

    /// How much speaks for a partner: the one that the gene is ranked by before all others.
    fn weight(&self, evidence: &Evidence<'_>, hit: &Hit, partner: usize) -> f64 {
        let pair = [hit.row, partner];
        let ranked = self.candidate(hit.gene).is_some_and(|(_, c)| pair.iter().all(|row| c.hit.rows.contains(row)));
        if ranked { f64::INFINITY } else { evidence.log_odds(partner, hit.gene) }
    }

    /// The gene to show of a row that is shown once.
    fn gravest(&self, evidence: &Evidence<'_>, hit: &Hit) -> u32 {
        let gravest = evidence.table.gene(hit.row);
        let in_panel = |gene: u32| match (&self.limit_to, evidence.table.genes().symbol(gene)) {
            (Some(genes), Some(symbol)) => genes.contains(symbol),
            (Some(_), None) => false,
            (None, _) => true,
        };
        if in_panel(gravest) { gravest } else { hit.gene }
    }
}

/// Runs the filters of a view: of the partners of a row the one with the strongest evidence counts, those whose origin may not
/// be told apart from the others.
pub(crate) fn run(
    open: &OpenCase,
    evidence: &Evidence<'_>,
    filters: &Filters,
    limit_to: Option<&BTreeSet<GeneSymbol>>,
) -> Result<Outcome, WorkbenchError> {
    let weigh = |row: usize, gene: u32| (evidence.origin_hidden(row), evidence.log_odds(row, gene));
    Ok(filters.run_for_list(&open.table, &open.family, limit_to, &mut open.answers(), &weigh)?)
}

fn kinds(table: &VariantTable, entries: &[Entry]) -> KindCounts {
    let mut kinds = KindCounts::default();
    for entry in entries {
        match table.class(entry.row()) {
            VariantClass::Small => kinds.small += 1,
            VariantClass::Structural => kinds.structural += 1,
            VariantClass::Repeat => kinds.repeat += 1,
        }
    }
    kinds
}

/// What is only said of a pair.
const PAIR_NOTES: [Note; 5] =
    [Note::PhaseByParents, Note::PhaseByGenotype, Note::PhaseNotKnown, Note::PairWithDeNovo, Note::MorePartners];

fn entry(evidence: &Evidence<'_>, hit: &Hit) -> Entry {
    let number = |row: usize| u32::try_from(row).unwrap_or(u32::MAX);
    let hidden = evidence.origin_hidden(hit.row) || hit.partner.is_some_and(|row| evidence.origin_hidden(row));
    let notes = if hidden { hit.notes.of_proband_alone() } else { hit.notes };
    Entry {
        row: number(hit.row),
        gene: hit.gene,
        pattern: evidence.shown_pattern(hit),
        partner: hit.partner.map(number),
        notes,
    }
}
