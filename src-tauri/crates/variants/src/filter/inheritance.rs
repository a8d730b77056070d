use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use domain::Pattern;
use rayon::prelude::*;

use super::{Against, Bound, Test, Why};
use crate::{
    Consequence, Genes, Hit,
    filter::Filter,
    filter::clinvar::Entries,
    pattern::{Half, Judgement, MOST_PAIRED_ROWS, Note, Notes, Pair, Pairs, PatternSet},
    record::length,
};

/// Rows that are judged together; fewer are not worth a thread.
const FEW: usize = 512;

/// Patterns that hold for two rows together.
const PAIRED: PatternSet = PatternSet::of(&[Pattern::CompoundHeterozygous, Pattern::HemizygousDeletion]);

/// What the inheritance filter finds.
pub(super) struct Found {
    pub hits: Vec<Hit>,
    /// Rows that fit no pattern asked for; only where the filter is on.
    pub removed: Vec<usize>,
    pub rescued: u64,
}

/// A kept row with what its genotypes show.
struct Candidate {
    row: usize,
    /// Patterns that hold, are asked for and for which the row is rare enough.
    patterns: PatternSet,
    /// Patterns that hold and are asked for, but for which it is too common.
    too_common_for: PatternSet,
    notes: Notes,
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
    fn of(&self, row: usize) -> Vec<&[(u32, Pair)]> {
        let start = self.places.partition_point(|(other, _)| *other < row);
        let of_row = self.places[start..].iter().take_while(|(other, _)| *other == row);
        of_row.map(|(_, place)| &self.pairs[place.clone()]).collect()
    }
}

/// Judges the rows that are still kept, in the order of their places, pairs them by gene, and lists the hits.
pub(super) fn find(bound: &Bound<'_>, rows: &[usize], rescued: &BTreeSet<usize>) -> Found {
    let judged = rows.par_iter().with_min_len(FEW).map(|row| candidate(bound, *row, rescued));
    let candidates: Vec<Candidate> = judged.collect();
    let partners = if bound.pairs { pair(bound, &candidates) } else { Partners::new(Vec::new()) };
    let parts = candidates.par_chunks(FEW);
    let listed: Vec<Listed> = parts.map(|part| list(bound, part, &partners, rescued)).collect();
    let hits = Vec::with_capacity(listed.iter().map(|part| part.hits.len()).sum());
    let mut found = Found { hits, removed: Vec::new(), rescued: 0 };
    for mut part in listed {
        found.hits.append(&mut part.hits);
        found.removed.append(&mut part.removed);
        found.rescued += part.rescued.len() as u64;
    }
    found
}

/// What becomes of some candidates.
#[derive(Default)]
struct Listed {
    hits: Vec<Hit>,
    removed: Vec<usize>,
    /// Rows that ClinVar keeps though no pattern holds.
    rescued: Vec<usize>,
}

fn list(bound: &Bound<'_>, candidates: &[Candidate], partners: &Partners, rescued: &BTreeSet<usize>) -> Listed {
    let on = bound.filters.inheritance.is_some();
    let saves = |filter, row: usize| bound.rescue(filter).is_some_and(|entries| entries.keeps(row));
    let mut listed = Listed { hits: Vec::with_capacity(2 * candidates.len()), ..Listed::default() };
    for candidate in candidates {
        let row = candidate.row;
        let mut single = candidate.patterns.without(PAIRED).preferred();
        let partners = partners.of(row);
        if on && single.is_none() && partners.is_empty() {
            // What alone is against it is a frequency, from which ClinVar rescues whatever pattern is asked for.
            let common = candidate.too_common_for.without(PAIRED).preferred();
            if common.is_some() && saves(Filter::Frequency, row) {
                single = common;
            } else if !saves(Filter::Inheritance, row) {
                listed.removed.push(row);
                continue;
            }
            listed.rescued.push(row);
        }
        let rescued = rescued.contains(&row) || listed.rescued.last() == Some(&row);
        add_hits(&mut listed.hits, bound, candidate, single, &partners, rescued);
    }
    listed
}

fn candidate(bound: &Bound<'_>, row: usize, rescued: &BTreeSet<usize>) -> Candidate {
    let Judgement { patterns, notes } = bound.segregation.judge(row);
    let rare_for = match bound.filters.frequency {
        Some(limits) if !rescued.contains(&row) && !bound.table.is_expanded(row) => {
            limits.allow(bound.table.max_af(row))
        }
        _ => PatternSet::ANY,
    };
    let asked = patterns.and(bound.filters.asked());
    Candidate { row, patterns: asked.and(rare_for), too_common_for: asked.without(rare_for), notes }
}

fn pair(bound: &Bound<'_>, candidates: &[Candidate]) -> Partners {
    let halves_of = |candidate: &Candidate| {
        let half = bound.segregation.half(candidate.row);
        bound.genes(candidate.row).filter(|g| *g != Genes::NONE).map(move |gene| (gene, half))
    };
    let paired = candidates.par_iter().with_min_len(FEW);
    let paired = paired.filter(|c| c.patterns.contains(Pattern::CompoundHeterozygous));
    let halves: Vec<(u32, Half)> = paired.flat_map_iter(halves_of).collect();
    let halves = sorted(&halves, |(gene, _)| *gene);
    let pairs = Pairs { table: bound.table, segregation: &bound.segregation };
    let pairs_of = |halves: &[(u32, Half)]| {
        let gene = halves[0].0;
        let halves: Vec<Half> = halves.iter().map(|(_, half)| *half).collect();
        let found = match bound.weigh {
            Some(weigh) => {
                let weights: Vec<_> = halves.iter().map(|half| weigh(half.row, gene)).collect();
                pairs.strongest(&halves, &weights)
            }
            None => pairs.of_gene(&halves),
        };
        found.into_iter().map(move |pair| (gene, pair))
    };
    let mut partners: Vec<(u32, Pair)> = halves.par_chunk_by(|a, b| a.0 == b.0).flat_map_iter(pairs_of).collect();
    partners.extend(opposite(bound, candidates));
    Partners::new(partners)
}

/// In the order of a number, those with the same as they were. Numbers are sorted rather than what they stand for, which is
/// many times as large.
fn sorted<T: Copy + Send + Sync>(items: &[T], number: impl Fn(&T) -> u32 + Sync) -> Vec<T> {
    let mut places: Vec<(u32, u32)> =
        items.par_iter().enumerate().map(|(place, item)| (number(item), length(place))).collect();
    places.par_sort_unstable();
    places.into_par_iter().map(|(_, place)| items[place as usize]).collect()
}

/// Every variant with the deletions that it lies opposite to, and every deletion with such variants, in the genes that both
/// have; a deletion without a gene in those of the variant. Of a row with more partners than [`MOST_PAIRED_ROWS`] the first
/// one only.
fn opposite(bound: &Bound<'_>, candidates: &[Candidate]) -> Vec<(u32, Pair)> {
    let (table, segregation) = (bound.table, &bound.segregation);
    let mut over: Vec<usize> = Vec::new();
    let mut partners: BTreeMap<usize, Vec<(usize, Notes)>> = BTreeMap::new();
    let mut add = |row: usize, partner: (usize, Notes)| {
        let known = partners.entry(row).or_default();
        if known.len() <= MOST_PAIRED_ROWS {
            known.push(partner);
        }
    };
    for row in candidates.iter().filter(|c| c.patterns.contains(Pattern::HemizygousDeletion)).map(|c| c.row) {
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
    let genes = |row: usize| bound.genes(row).filter(|g| *g != Genes::NONE).collect::<Vec<u32>>();
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

fn add_hits(
    hits: &mut Vec<Hit>,
    bound: &Bound<'_>,
    candidate: &Candidate,
    single: Option<Pattern>,
    partners: &[&[(u32, Pair)]],
    rescued: bool,
) {
    let row = candidate.row;
    let notes = candidate.notes.or(bound.notes(row)).with(Note::ClinvarRescued, rescued);
    for gene in bound.genes(row) {
        let pairs = partners.iter().filter(|pairs| pairs[0].0 == gene).copied().flatten().map(|(_, pair)| pair);
        let paired: PatternSet = pairs.clone().map(|pair| pair.pattern).collect();
        let patterns = candidate.patterns.without(PAIRED).or(paired);
        let hit = |pattern, partner, more| Hit { row, gene, pattern, partner, patterns, notes: notes.or(more) };
        // A row that is kept for its pair in one gene is no hit in another one.
        if single.is_some() || partners.is_empty() {
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

impl Bound<'_> {
    /// The genes for which a kept row is a hit: those of the panel in which it has a consequence asked for; all of them
    /// (of the panel) where it was kept for another reason; [`Genes::NONE`] alone where it has no gene.
    fn genes(&self, row: usize) -> impl Iterator<Item = u32> + use<'_> {
        let in_panel = |gene: u32| self.panel.as_ref().is_none_or(|p| p.contains(gene));
        let matters = self.consequences().filter(|m| m.by_term(row) || m.by_rna(row));
        let wanted = move |gene: u32, consequence: Consequence| matters.is_none_or(|m| m.in_gene(gene, consequence));
        let genes = self.table.genes_of(row).filter(move |(g, c)| in_panel(*g) && wanted(*g, *c)).map(|(g, _)| g);
        let none = self.table.gene[row] == Genes::NONE;
        genes.chain(none.then_some(Genes::NONE))
    }

    /// What has to be said of a row apart from its inheritance.
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
            .with(Note::FiltersNotRun, filters.quality.is_some_and(|q| q.passing) && table.filters_not_run(row))
            .with(Note::FrequencyNotGiven, filters.frequency.is_some() && table.max_af(row).is_none())
            .with(Note::SplicePredicted, splice)
    }
}

impl crate::VariantTable {
    fn filters_not_run(&self, row: usize) -> bool {
        self.filter[row] == crate::FILTER_MISSING
    }
}
