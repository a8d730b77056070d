use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use domain::Pattern;
use rayon::prelude::*;
use smallvec::SmallVec;

use super::{
    Against, Bound, Test, Why,
    judged::{FEW, HalfInGene, Judged, JudgedRows},
    rows::RowSet,
};
use crate::{
    Genes, Hit,
    filter::Filter,
    pattern::{Half, MOST_PAIRED_ROWS, Note, Notes, Pair, Pairs, PatternSet},
};

/// Patterns that hold for two rows together.
const PAIRED: PatternSet = PatternSet::of(&[Pattern::CompoundHeterozygous, Pattern::HemizygousDeletion]);

/// What the inheritance filter finds.
pub(super) struct Found {
    pub hits: Vec<Hit>,
    /// Rows that fit no pattern asked for; only where the filter is on.
    pub removed: Vec<usize>,
    pub rescued: u64,
}

/// The pairs by gene and row; partners of a row in a gene in the order in which they are preferred.
struct Partners {
    pairs: Vec<(u32, Pair)>,
    /// Where the pairs of a row in one gene lie, by row.
    places: Vec<(usize, Range<usize>)>,
}

impl Partners {
    fn new(pairs: Vec<(u32, Pair)>) -> Self {
        let mut start = 0;
        let together = pairs.chunk_by(|(gene, one), (other, next)| gene == other && one.row == next.row);
        let place = |pairs: &[(u32, Pair)]| {
            start += pairs.len();
            (pairs[0].1.row, start - pairs.len()..start)
        };
        let mut places: Vec<(usize, Range<usize>)> = together.map(place).collect();
        places.par_sort_by_key(|(row, _)| *row);
        Self { pairs, places }
    }

    /// Partners of a row, those in one gene at a time.
    fn of(&self, row: usize) -> impl Iterator<Item = &[(u32, Pair)]> + Clone {
        let start = self.places.partition_point(|(other, _)| *other < row);
        let of_row = self.places[start..].iter().take_while(move |(other, _)| *other == row);
        of_row.map(|(_, place)| &self.pairs[place.clone()])
    }
}

/// The rows that are still kept, what is known of them, and which of them ClinVar rescued.
#[derive(Clone, Copy)]
struct Kept<'a> {
    bound: &'a Bound<'a>,
    judged: &'a JudgedRows,
    left: &'a RowSet,
    rescued: &'a BTreeSet<usize>,
}

/// Pairs the rows that are still kept by gene, and lists the hits.
pub(super) fn find(bound: &Bound<'_>, judged: &JudgedRows, left: &RowSet, rescued: &BTreeSet<usize>) -> Found {
    let kept = Kept { bound, judged, left, rescued };
    let partners = if bound.pairs { kept.pair() } else { Partners::new(Vec::new()) };
    let parts = judged.rows().par_chunks(FEW);
    let listed: Vec<Listed> = parts.map(|part| kept.list(part, &partners)).collect();
    let hits = Vec::with_capacity(listed.iter().map(|part| part.hits.len()).sum());
    let mut found = Found { hits, removed: Vec::new(), rescued: 0 };
    for mut part in listed {
        found.hits.append(&mut part.hits);
        found.removed.append(&mut part.removed);
        found.rescued += part.rescued.len() as u64;
    }
    found
}

/// What becomes of some rows.
#[derive(Default)]
struct Listed {
    hits: Vec<Hit>,
    removed: Vec<usize>,
    /// Rows that ClinVar keeps though no pattern holds.
    rescued: Vec<usize>,
}

impl Kept<'_> {
    /// The patterns asked for for which a row is rare enough.
    fn rare_for(&self, row: usize, frequency: Option<f32>) -> PatternSet {
        let asked = self.bound.filters.asked();
        let Some(limits) = self.bound.filters.frequency else { return asked };
        let rare_for = asked.and(limits.allow(frequency));
        if rare_for != asked && (self.rescued.contains(&row) || self.bound.table.is_expanded(row)) {
            return asked;
        }
        rare_for
    }

    fn list(&self, judged: &[Judged], partners: &Partners) -> Listed {
        let Self { bound, left, .. } = *self;
        let on = bound.filters.inheritance.is_some();
        let saves = |filter, row: usize| bound.rescue(filter).is_some_and(|entries| entries.keeps(row));
        let mut listed = Listed { hits: Vec::with_capacity(judged.len()), ..Listed::default() };
        for judged in judged.iter().filter(|judged| left.contains(judged.row())) {
            let row = judged.row();
            let rare_for = self.rare_for(row, judged.frequency);
            let mut single = judged.patterns.and(rare_for).without(PAIRED).preferred();
            let partners = partners.of(row);
            if on && single.is_none() && partners.clone().next().is_none() {
                // What alone is against it is a frequency, from which ClinVar rescues whatever pattern is asked for.
                let asked = judged.patterns.and(bound.filters.asked());
                let common = asked.without(rare_for).without(PAIRED).preferred();
                if common.is_some() && saves(Filter::Frequency, row) {
                    single = common;
                } else if !saves(Filter::Inheritance, row) {
                    listed.removed.push(row);
                    continue;
                }
                listed.rescued.push(row);
            }
            let rescued = self.rescued.contains(&row) || listed.rescued.last() == Some(&row);
            let not_given = bound.filters.frequency.is_some() && judged.frequency.is_none();
            let notes = judged.notes.with(Note::ClinvarRescued, rescued).with(Note::FrequencyNotGiven, not_given);
            let alone = judged.patterns.and(rare_for).without(PAIRED);
            add_hits(&mut listed.hits, bound, judged, Standing { alone, single, notes }, partners);
        }
        listed
    }

    fn pair(&self) -> Partners {
        let Self { bound, left, .. } = *self;
        let pairs = Pairs { table: bound.table, segregation: &bound.segregation };
        let is_half = |half: &&HalfInGene| {
            let row = half.half.row;
            left.contains(row) && self.rare_for(row, half.frequency).contains(Pattern::CompoundHeterozygous)
        };
        let add_pairs = |mut found: Vec<(u32, Pair)>, halves: &[HalfInGene]| {
            let gene = halves[0].gene;
            let halves: SmallVec<[Half; MOST_PAIRED_ROWS]> =
                halves.iter().filter(is_half).map(|half| half.half).collect();
            match bound.weigh {
                Some(weigh) => pairs.strongest(&halves, |row| weigh(row, gene), |pair| found.push((gene, pair))),
                None => found.extend(pairs.of_gene(&halves).into_iter().map(|pair| (gene, pair))),
            }
            found
        };
        let genes = self.judged.halves().par_chunk_by(|one, other| one.gene == other.gene);
        let mut partners: Vec<(u32, Pair)> = genes.fold(Vec::new, add_pairs).flatten_iter().collect();
        partners.extend(self.opposite());
        Partners::new(partners)
    }

    /// Every variant with the deletions that it lies opposite to, and every deletion with such variants, in the genes that both
    /// have; a deletion without a gene in those of the variant. Of a row with more partners than [`MOST_PAIRED_ROWS`] the
    /// first one only.
    fn opposite(&self) -> Vec<(u32, Pair)> {
        let (table, segregation) = (self.bound.table, &self.bound.segregation);
        let mut over: Vec<usize> = Vec::new();
        let mut partners: BTreeMap<usize, Vec<(usize, Notes)>> = BTreeMap::new();
        let mut add = |row: usize, partner: (usize, Notes)| {
            let known = partners.entry(row).or_default();
            if known.len() <= MOST_PAIRED_ROWS {
                known.push(partner);
            }
        };
        let rows = self.judged.rows().iter().filter(|judged| {
            judged.patterns.contains(Pattern::HemizygousDeletion)
                && self.left.contains(judged.row())
                && self.rare_for(judged.row(), judged.frequency).contains(Pattern::HemizygousDeletion)
        });
        for row in rows.map(Judged::row) {
            // By place: what ended before reaches to no later row.
            over.retain(|d| table.same_contig(*d, row) && table.end[*d] >= table.position[row]);
            if segregation.is_deletion_of_pair(row) {
                over.push(row);
                continue;
            }
            for &deletion in &over {
                if let Some(notes) = segregation.opposite(row, deletion) {
                    add(row, (deletion, notes));
                    add(deletion, (row, notes));
                }
            }
        }
        let genes = |row: usize| self.bound.genes(row).filter(|g| *g != Genes::NONE).collect::<Vec<u32>>();
        let mut pairs = Vec::new();
        for (row, mut partners) in partners {
            let more = partners.len() > MOST_PAIRED_ROWS;
            partners.truncate(if more { 1 } else { MOST_PAIRED_ROWS });
            for (partner, notes) in partners {
                let notes = notes.with(Note::MorePartners, more);
                let pair = Pair { row, partner, pattern: Pattern::HemizygousDeletion, notes };
                let (mine, theirs) = (genes(row), genes(partner));
                pairs.extend(mine.iter().filter(|g| theirs.is_empty() || theirs.contains(g)).map(|gene| (*gene, pair)));
                if mine.is_empty() && !theirs.is_empty() {
                    pairs.push((Genes::NONE, pair));
                }
            }
        }
        pairs
    }
}

/// How a row stands by itself.
struct Standing {
    /// The patterns that hold, are asked for and for which it is rare enough, but for those of pairs.
    alone: PatternSet,
    /// The one by which it is listed.
    single: Option<Pattern>,
    notes: Notes,
}

fn add_hits<'a>(
    hits: &mut Vec<Hit>,
    bound: &Bound<'_>,
    judged: &Judged,
    Standing { alone, single, notes }: Standing,
    partners: impl Iterator<Item = &'a [(u32, Pair)]> + Clone,
) {
    let is_alone = partners.clone().next().is_none();
    let row = judged.row();
    for gene in judged.genes(bound) {
        let pairs = partners.clone().filter(|pairs| pairs[0].0 == gene).flatten().map(|(_, pair)| pair);
        let paired: PatternSet = pairs.clone().map(|pair| pair.pattern).collect();
        let patterns = alone.or(paired);
        let hit = |pattern, partner, more| Hit { row, gene, pattern, partner, patterns, notes: notes.or(more) };
        // A row that is kept for its pair in one gene is no hit in another one.
        if single.is_some() || is_alone {
            hits.push(hit(single, None, Notes::NONE));
        }
        hits.extend(pairs.map(|p| hit(Some(p.pattern), Some(p.partner), p.notes)));
    }
}

/// Why no pattern asked for holds.
pub(super) fn why(bound: &Bound<'_>, row: usize) -> Why {
    let asked = bound.filters.asked();
    let holding = bound.segregation.judge(row).patterns.and(asked);
    let members = bound.segregation.family().members();
    let against = bound
        .segregation
        .contradictions(row, asked)
        .into_iter()
        .map(|c| Against { pattern: c.pattern, person: c.member.map(|place| members[place].person.id.clone()) });
    let limits = bound.filters.frequency.filter(|_| !bound.table.is_expanded(row));
    let rare_for = limits.map_or(PatternSet::ANY, |l| l.allow(bound.table.max_af(row)));
    Why::Inheritance {
        against: against.collect(),
        no_second_variant: holding.and(rare_for).contains(Pattern::CompoundHeterozygous),
        not_opposite: holding.and(rare_for).contains(Pattern::HemizygousDeletion),
        too_common_for: holding.without(rare_for),
    }
}
