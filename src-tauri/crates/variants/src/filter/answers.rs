//! What filters said of rows. Most of them stay as they are when one is changed, and need not look at the rows again.

use std::{borrow::Cow, collections::BTreeSet};

use domain::GeneSymbol;
use rayon::prelude::*;

use super::{
    Bound, Filter, Filters, Test,
    judged::JudgedRows,
    rows::{PART, RowSet, WORD},
};
use crate::{Call, Family, VariantTable};

/// Answers that are kept; for 5 million rows each has 1.3 MB.
const KEPT: usize = 24;

/// Judged rows that are kept; so many have 16 MB, and their halves of pairs 40 MB at most.
const MOST_JUDGED: usize = 500_000;

/// What the filters that test row by row said of the rows of one table for one family: those asked about once are not asked
/// about again by a filter of the same numbers. An empty one knows nothing, and answers the same.
#[derive(Debug, Default)]
pub struct Answers {
    /// Number of rows and family that they are of; of others they are forgotten.
    of: Option<(usize, Family)>,
    /// The rows that are part of the analysis for the proband.
    analysed: RowSet,
    /// The rows of the table are in the order of their places.
    in_order: bool,
    /// The last used at the end.
    said: Vec<Said>,
    /// The last used at the end.
    judged: Vec<JudgedRows>,
}

/// What one filter said.
#[derive(Debug)]
struct Said {
    filter: Filter,
    /// All that its answers depend on.
    filters: Filters,
    panel: Option<BTreeSet<GeneSymbol>>,
    asked: RowSet,
    passing: RowSet,
}

impl Answers {
    /// Those of a table and a family.
    pub(super) fn of(&mut self, table: &VariantTable, family: &Family) -> &mut Self {
        let known = self.of.as_ref().is_some_and(|(rows, of)| *rows == table.rows() && of == family);
        if !known {
            let proband = &table.samples()[family.proband_sample()].genotype;
            let analysed = RowSet::of(proband, |code| code.call() != Call::NotShown);
            let in_order = are_in_order(table);
            *self = Self { of: Some((table.rows(), family.clone())), analysed, in_order, ..Self::default() };
        }
        self
    }

    pub(super) fn analysed(&self) -> &RowSet {
        &self.analysed
    }

    /// What is known of some rows whatever their frequency.
    pub(super) fn judged(&mut self, bound: &Bound<'_>, of: &RowSet) -> &JudgedRows {
        let (table, in_order) = (bound.table, self.in_order);
        let by_place = |one: usize, other: usize| if in_order { one.cmp(&other) } else { table.by_place(one, other) };
        let known = self.judged.iter().position(|judged| judged.is_for(bound));
        let judged = known.map_or_else(|| JudgedRows::none(bound), |place| self.judged.remove(place));
        let judged = self.judged.push_mut(judged);
        judged.judge(bound, of, by_place);
        judged
    }

    /// Gives back what takes more memory than to judge again is worth: what was judged longest ago, and what is very much.
    pub(super) fn forget_too_many(&mut self) {
        let are_too_many = |judged: &[JudgedRows]| {
            judged.len() > KEPT || judged.iter().map(JudgedRows::count).sum::<usize>() > MOST_JUDGED
        };
        while are_too_many(&self.judged) {
            self.judged.remove(0);
        }
    }

    /// Those of some rows that pass a filter.
    pub(super) fn passing(&mut self, bound: &Bound<'_>, filter: Filter, test: &dyn Test, of: &RowSet) -> RowSet {
        let (at_once, of) = match test.at_once(of) {
            Some((passing, asked)) => (Some(passing), Cow::Owned(asked)),
            None => (None, Cow::Borrowed(of)),
        };
        let filters = bound.filters.deciding(filter);
        let panel = bound.panel_genes().filter(|_| matches!(filter, Filter::Panel | Filter::Consequence));
        let same = |said: &Said| said.filter == filter && said.filters == filters && said.panel.as_ref() == panel;
        let mut said = match self.said.iter().position(same) {
            Some(place) => self.said.remove(place),
            None => {
                let none = || RowSet::none(bound.table.rows());
                Said { filter, filters, panel: panel.cloned(), asked: none(), passing: none() }
            }
        };
        said.ask(test, &of);
        let passing = of.and(&said.passing);
        if self.said.len() == KEPT {
            self.said.remove(0);
        }
        self.said.push(said);
        match at_once {
            Some(at_once) => at_once.or(&passing),
            None => passing,
        }
    }
}

/// True where the rows of a table are in the order of their places, as those of a file are as a rule.
fn are_in_order(table: &VariantTable) -> bool {
    let rows = table.rows();
    (0..rows).into_par_iter().step_by(PART * WORD).all(|start| {
        let part = start..rows.min(start + PART * WORD + 1);
        let (contigs, positions) = (&table.contig[part.clone()], &table.position[part]);
        let neighbours = contigs.windows(2).zip(positions.windows(2));
        (start..).zip(neighbours).all(|(row, (contig, position))| {
            (contig[0] == contig[1] && position[0] < position[1]) || table.by_place(row, row + 1).is_le()
        })
    })
}

impl Said {
    /// Asks about those rows that were not asked about before.
    fn ask(&mut self, test: &dyn Test, of: &RowSet) {
        let known = self.asked.words_mut().chunks_mut(PART).zip(self.passing.words_mut().chunks_mut(PART));
        let parts = (0..).step_by(PART).zip(of.words().chunks(PART).zip(known));
        let is_new = |of: &[u64], asked: &[u64]| of.iter().zip(asked).any(|(of, asked)| of & !asked != 0);
        let parts: Vec<_> = parts.filter(|(_, (of, (asked, _)))| is_new(of, asked)).collect();
        // To wake another core for nothing costs more than everything else.
        parts.into_par_iter().for_each(|(start, (of, (asked, passing)))| {
            for (place, ((of, asked), passing)) in (start..).zip(of.iter().zip(asked).zip(passing)) {
                let new = of & !*asked;
                if new != 0 {
                    *passing |= test.word(place * WORD, new) & new;
                    *asked |= new;
                }
            }
        });
    }
}
