//! Inheritance by rule tables: per member and place, what each of the 256 genotype codes permits is worked out once;
//! a row then costs one look-up and one AND for each sequenced member, with any pedigree.

mod locus;
mod note;
mod opposite;
mod pair;
mod reads;
mod rule;
mod set;
mod shown;

pub use locus::Locus;
pub use note::{Note, Notes};
pub use pair::MOST_PAIRED_ROWS;
use pair::Spared;
pub(crate) use pair::{Half, Pair, Pairs};
pub use set::PatternSet;
pub(crate) use shown::Shown;

use domain::{Affection, Pattern, Sex};
use rule::{Answer, Subject};

use crate::{
    Family, GenotypeCode, Relation, Sample, VariantTable,
    filter::{Belief, Thresholds},
};

/// How the variants of a table segregate in a family, row by row.
#[derive(Clone, Debug)]
pub struct Segregation<'a> {
    table: &'a VariantTable,
    family: &'a Family,
    /// Locus of every contig; X and Y still depend on the position.
    loci: Vec<Locus>,
    /// The sequenced members: the proband, then the others in the order of the PED.
    members: Vec<MemberTable<'a>>,
    /// What holds whatever the genotypes are, by locus: parents who are not sequenced.
    from_start: [Answer; Locus::COUNT],
    belief: Option<Belief>,
    /// Unaffected members that are sequenced.
    unaffected: usize,
    /// De novo does not hold where a parent shows the allele in the reads.
    clean_parents: bool,
}

#[derive(Clone, Debug)]
struct MemberTable<'a> {
    subject: Subject,
    /// Place in the family.
    place: usize,
    sample: &'a Sample,
    /// By locus, doubt and genotype code.
    answers: Vec<Answer>,
}

/// What the genotypes of the family say about one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The patterns that hold. [`Pattern::CompoundHeterozygous`] and [`Pattern::HemizygousDeletion`] mean here: may be one
    /// half of a pair.
    pub patterns: PatternSet,
    /// What has to be said with it.
    pub notes: Notes,
}

/// Who speaks against a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// The pattern.
    pub pattern: Pattern,
    /// Place of the member in the family; `None` where the family as a whole cannot show it: an origin without
    /// both parents, or one that is not part of this analysis.
    pub member: Option<usize>,
}

impl<'a> Segregation<'a> {
    /// Works out the rule tables of a family. With thresholds, the genotype of a relative that falls below them is not
    /// believed: it contradicts nothing and is noted. Without, genotypes count as called.
    pub fn new(table: &'a VariantTable, family: &'a Family, thresholds: Option<Thresholds>) -> Self {
        let proband = family.proband().person.sex;
        let affected_parent = family
            .father()
            .into_iter()
            .chain(family.mother())
            .any(|m| m.sample.is_some() && m.person.affection == Affection::Affected);
        let tables = family.members().iter().enumerate().filter_map(|(place, member)| {
            let subject = Subject {
                relation: member.relation,
                sex: member.person.sex,
                affection: member.person.affection,
                proband,
                affected_parent,
                incomplete_penetrance: false,
            };
            let sample = table.samples().get(member.sample?)?;
            Some(MemberTable { subject, place, sample, answers: subject.answers() })
        });
        let mut members: Vec<MemberTable<'_>> = tables.collect();
        members.sort_by_key(|m| m.subject.relation != Relation::Proband);
        let unaffected = members.iter().filter(|m| m.subject.affection == Affection::Unaffected).count();
        let sequenced = |relation| family.members().iter().any(|m| m.relation == relation && m.sample.is_some());
        let from_start = Locus::ALL.map(|locus| {
            let absent = |parent| {
                if sequenced(parent) { Answer::NEUTRAL } else { rule::parent_not_sequenced(parent, proband, locus) }
            };
            absent(Relation::Father).and(absent(Relation::Mother))
        });
        Self {
            table,
            family,
            loci: table.contigs.iter().map(|c| Locus::of_chromosome(c.chromosome)).collect(),
            members,
            from_start,
            belief: thresholds.map(|t| Belief::new(t, table)),
            unaffected,
            clean_parents: false,
        }
    }

    /// With `clean`, de novo does not hold where a parent shows the allele in the reads; else that is only noted.
    #[must_use]
    pub(crate) fn with_clean_parents(self, clean: bool) -> Self {
        Self { clean_parents: clean, ..self }
    }

    /// With `incomplete`, an unaffected member who carries one copy does not speak against dominant patterns; that is noted.
    #[must_use]
    pub(crate) fn with_incomplete_penetrance(mut self, incomplete: bool) -> Self {
        for member in self.members.iter_mut().filter(|m| m.subject.incomplete_penetrance != incomplete) {
            member.subject.incomplete_penetrance = incomplete;
            member.answers = member.subject.answers();
        }
        self
    }

    /// The family.
    pub fn family(&self) -> &'a Family {
        self.family
    }

    /// How a row's place is inherited.
    #[inline]
    pub fn locus(&self, row: usize) -> Locus {
        self.table.locus_on(row, self.loci[usize::from(self.table.contig[row])])
    }

    /// The patterns that the genotypes of the family show for a row.
    #[inline]
    pub fn judge(&self, row: usize) -> Judgement {
        let locus = self.locus(row);
        let mut answer = self.from_start[locus as usize];
        for (i, member) in self.members.iter().enumerate() {
            answer = answer.and(self.answer(member, locus, row));
            if i == 0 && answer.patterns.is_empty() {
                // The proband does not carry it: nobody else need be asked.
                break;
            }
        }
        let Answer { patterns, notes } = answer.and(self.reads_of_parents(locus, row, answer.patterns));
        let new = patterns.contains(Pattern::DeNovo);
        Judgement { patterns, notes: if new { notes } else { notes.without(&[Note::AffectedParentWithout]) } }
    }

    /// Whether one of some patterns holds, where the genotypes tell that alone: what the proband's own does not permit never
    /// does, and what all of them permit as called does, since poor ones only speak against less, for patterns that the reads of
    /// the parents are not asked about. `None` where more has to be asked: the quick answer to most rows.
    #[inline]
    pub(crate) fn holds_as_called(&self, row: usize, patterns: PatternSet) -> Option<bool> {
        const ASKED_MORE: PatternSet =
            PatternSet::of(&[Pattern::DeNovo, Pattern::ParentalMosaic, Pattern::HemizygousDeletion]);
        let locus = self.locus(row);
        let mut left = self.from_start[locus as usize].patterns.and(patterns);
        for (i, member) in self.members.iter().enumerate() {
            left = left.and(member.answers[rule::index(locus, false, member.sample.genotype(row))].patterns);
            if i == 0 && left.is_empty() {
                return Some(false);
            }
        }
        (!left.without(ASKED_MORE).is_empty()).then_some(true)
    }

    /// What the reads of the parents say about patterns that their genotypes leave: de novo in spite of reads with the allele,
    /// and a parent who may be mosaic while the other one does not carry it.
    fn reads_of_parents(&self, locus: Locus, row: usize, left: PatternSet) -> Answer {
        const ASKED: PatternSet = PatternSet::of(&[Pattern::DeNovo, Pattern::ParentalMosaic]);
        if left.and(ASKED).is_empty() {
            return Answer::NEUTRAL;
        }
        let parents = self.members.iter().filter(|m| m.subject.hands_on(locus));
        let (mut shown, mut mosaic, mut inherited) = (false, false, false);
        for parent in parents {
            shown |= reads::show_allele(parent.sample, row);
            let looks_mosaic = reads::look_mosaic(parent.sample, row);
            mosaic |= looks_mosaic;
            inherited |= !looks_mosaic && Shown::of(parent.sample.genotype(row)).carries() == Some(true);
        }
        let mut refused = PatternSet::EMPTY;
        if shown && self.clean_parents {
            refused = refused.or(PatternSet::of(&[Pattern::DeNovo]));
        }
        if !mosaic || inherited {
            refused = refused.or(PatternSet::of(&[Pattern::ParentalMosaic]));
        }
        let notes = Notes::NONE.with(Note::ParentShowsReads, shown && left.contains(Pattern::DeNovo));
        Answer { patterns: PatternSet::ANY.without(refused), notes }
    }

    #[inline]
    fn answer(&self, member: &MemberTable<'_>, locus: Locus, row: usize) -> Answer {
        const OPPOSITE: PatternSet = PatternSet::of(&[Pattern::HemizygousDeletion]);
        let code = member.sample.genotype(row);
        let answer = member.answers[rule::index(locus, self.doubts(member, row), code)];
        if member.subject.relation == Relation::Proband
            && answer.patterns.contains(Pattern::HemizygousDeletion)
            && !self.may_be_opposite(row, code)
        {
            return Answer { patterns: answer.patterns.without(OPPOSITE), ..answer };
        }
        answer
    }

    /// True where the genotype of a relative is too poor to be believed. The proband's own is the quality filter's task.
    #[inline]
    fn doubts(&self, member: &MemberTable<'_>, row: usize) -> bool {
        member.subject.relation != Relation::Proband
            && self.belief.as_ref().is_some_and(|b| !b.holds(self.table, member.sample, row))
    }

    /// For each pattern asked for that does not hold: the first member who speaks against it, the proband before all
    /// others.
    pub fn contradictions(&self, row: usize, asked: PatternSet) -> Vec<Contradiction> {
        let locus = self.locus(row);
        let missing = asked.without(self.judge(row).patterns);
        missing
            .iter()
            .map(|pattern| {
                let by_reads = |m: &&MemberTable<'_>| {
                    let asked = pattern == Pattern::DeNovo && self.clean_parents && m.subject.hands_on(locus);
                    asked && reads::show_allele(m.sample, row)
                };
                let by_genotype = |m: &&MemberTable<'_>| !self.answer(m, locus, row).patterns.contains(pattern);
                let mut members = self.members.iter();
                let against = members.find(by_genotype).or_else(|| self.members.iter().find(by_reads));
                let named = against.filter(|m| Shown::of(m.sample.genotype(row)) != Shown::Sealed);
                Contradiction { pattern, member: named.map(|m| m.place) }
            })
            .collect()
    }

    /// The row as one half of a pair.
    pub(crate) fn half(&self, row: usize) -> Half {
        let proband = &self.table.samples()[self.family.proband_sample()];
        Half::new(
            row,
            (self.table.contig_order(row), self.table.position[row], self.table.end[row]),
            self.table.kind[row],
            [Relation::Father, Relation::Mother].map(|parent| self.parent_carries(parent, row)),
            proband.genotype(row).haplotype().map(|h| (proband.phase_set(row), h)),
            self.unaffected_carriers(row).take(64).enumerate().fold(0, |bits, (i, has)| bits | u64::from(has) << i),
            self.spared(row),
        )
    }

    /// Which of the affected relatives, the first 64 of them, have copies without the row.
    fn spared(&self, row: usize) -> Spared {
        let is_affected = |m: &&MemberTable<'_>| {
            m.subject.relation != Relation::Proband && m.subject.affection == Affection::Affected
        };
        let mut spared = Spared::default();
        for (place, member) in self.members.iter().filter(is_affected).take(64).enumerate() {
            let carries = self.carries(member, row);
            let one_x = self.locus(row) == Locus::X && member.subject.sex == Sex::Male;
            let on_one = Shown::of(member.sample.genotype(row)) == Shown::One && carries.is_some() && !one_x;
            spared.wholly |= u64::from(carries == Some(false)) << place;
            spared.in_part |= u64::from(carries == Some(false) || on_one) << place;
        }
        spared
    }

    /// True where an unaffected member surely carries both halves.
    pub(crate) fn unaffected_has_halves(&self, one: &Half, other: &Half) -> bool {
        one.unaffected & other.unaffected != 0 || (self.unaffected > 64 && self.unaffected_has_both(one.row, other.row))
    }

    /// True where an unaffected member surely carries both rows.
    pub(crate) fn unaffected_has_both(&self, one: usize, other: usize) -> bool {
        self.unaffected_carriers(one).zip(self.unaffected_carriers(other)).any(|(one, other)| one && other)
    }

    /// For each unaffected member: whether it surely carries the row.
    fn unaffected_carriers(&self, row: usize) -> impl Iterator<Item = bool> {
        let unaffected = self.members.iter().filter(|m| m.subject.affection == Affection::Unaffected);
        unaffected.map(move |m| self.carries(m, row) == Some(true))
    }

    /// As [`Segregation::unaffected_carriers`], those whom [`Half::unaffected`] has no bit for.
    pub(crate) fn further_unaffected_carriers(&self, row: usize) -> impl Iterator<Item = bool> {
        let unaffected = self.members.iter().filter(|m| m.subject.affection == Affection::Unaffected);
        unaffected.skip(64).map(move |m| self.carries(m, row) == Some(true))
    }

    /// Whether a parent carries the row's allele; `None` where that is not known or not believed.
    fn parent_carries(&self, parent: Relation, row: usize) -> Option<bool> {
        let member = self.members.iter().find(|m| m.subject.relation == parent)?;
        self.carries(member, row)
    }

    /// Whether a member carries the row's allele; `None` where that is not known or not believed.
    fn carries(&self, member: &MemberTable<'_>, row: usize) -> Option<bool> {
        let shown = Shown::of(member.sample.genotype(row));
        shown.carries().filter(|_| !self.doubts(member, row))
    }

    /// The genotype of a member of the family at a row; `None` where not sequenced.
    pub fn genotype(&self, place: usize, row: usize) -> Option<GenotypeCode> {
        let sample = self.family.members().get(place)?.sample?;
        Some(self.table.samples().get(sample)?.genotype(row))
    }
}
