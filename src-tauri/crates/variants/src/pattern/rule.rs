//! What one member's genotype permits. A pattern holds where every sequenced member permits it.

use domain::{Affection, Pattern, Sex};

use super::{Locus, Note, Notes, PatternSet, Shown};
use crate::{GenotypeCode, Relation};

/// The patterns that a genotype permits, and what has to be said with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub patterns: PatternSet,
    pub notes: Notes,
}

impl Answer {
    /// Nothing is spoken against.
    pub const NEUTRAL: Self = Self { patterns: PatternSet::ANY, notes: Notes::NONE };

    fn permits(patterns: PatternSet) -> Self {
        Self { patterns, notes: Notes::NONE }
    }

    fn noted(patterns: PatternSet, note: Note) -> Self {
        Self { patterns, notes: Notes::one(note) }
    }

    #[inline]
    pub fn and(self, other: Self) -> Self {
        Self { patterns: self.patterns.and(other.patterns), notes: self.notes.or(other.notes) }
    }
}

/// Place of an answer in the table of a member.
#[inline]
pub(super) fn index(locus: Locus, doubted: bool, code: GenotypeCode) -> usize {
    (locus as usize) << 9 | usize::from(doubted) << 8 | usize::from(code.bits())
}

/// Whose genotype it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Subject {
    pub relation: Relation,
    pub sex: Sex,
    pub affection: Affection,
    /// Sex of the proband.
    pub proband: Sex,
    /// True where a sequenced parent of the proband is affected.
    pub affected_parent: bool,
    /// One copy does not make everybody ill: an unaffected carrier does not speak against dominant inheritance.
    pub incomplete_penetrance: bool,
}

const WITHOUT_DE_NOVO: PatternSet = PatternSet::ANY.without(PatternSet::of(&[Pattern::DeNovo]));
/// What says nothing about the origin.
const WITHOUT_ORIGIN: PatternSet = PatternSet::ANY.without(PatternSet::of(&[Pattern::DeNovo, Pattern::ParentalMosaic]));

/// What follows from a parent who is not sequenced: de novo cannot be shown where the variant could come from there.
pub(super) fn parent_not_sequenced(parent: Relation, proband: Sex, locus: Locus) -> Answer {
    if transmits(parent, proband, locus) {
        Answer::noted(WITHOUT_DE_NOVO, Note::OriginNotKnown)
    } else {
        Answer::NEUTRAL
    }
}

/// True where this parent hands the place on to a child of this sex (not stated: as to a daughter).
fn transmits(parent: Relation, child: Sex, locus: Locus) -> bool {
    match (parent, locus) {
        (Relation::Father, Locus::X) => child != Sex::Male,
        (Relation::Father, Locus::Mitochondrial) | (Relation::Mother, Locus::Y) => false,
        (Relation::Father | Relation::Mother, _) => true,
        _ => false,
    }
}

impl Subject {
    /// True for a parent who hands the place on to the proband.
    pub fn hands_on(self, locus: Locus) -> bool {
        transmits(self.relation, self.proband, locus)
    }

    /// The answers to all loci and genotype codes, believed and doubted, in the order of [`index`].
    pub fn answers(self) -> Vec<Answer> {
        let mut answers = Vec::with_capacity(Locus::COUNT << 9);
        for locus in Locus::ALL {
            for doubted in [false, true] {
                answers.extend((0..=u8::MAX).map(|bits| {
                    let code = GenotypeCode::from_bits(bits);
                    let shown = match Shown::of(code) {
                        // Where there are two copies, a caller that knew of one has told of one.
                        Shown::Every if code.is_haploid() && locus == Locus::Autosomal => Shown::AtLeastOne,
                        shown => shown,
                    };
                    if doubted && shown.carries().is_some() {
                        self.doubted(locus, shown)
                    } else {
                        self.answer(locus, shown)
                    }
                }));
            }
        }
        answers
    }

    fn answer(self, locus: Locus, shown: Shown) -> Answer {
        match (self.relation, shown) {
            (Relation::Proband, _) => self.proband(locus, shown),
            (Relation::Father | Relation::Mother, Shown::Sealed) => {
                Answer::noted(WITHOUT_ORIGIN, Note::OriginNotAnalysed)
            }
            // Where a parent has no genotype, de novo cannot be shown, as where the parent is not sequenced.
            (Relation::Father, Shown::NotKnown) if locus != Locus::Mitochondrial => {
                Answer::noted(self.not_called(locus), Note::FatherNotCalled)
            }
            (Relation::Mother, Shown::NotKnown) if locus != Locus::Y => {
                Answer::noted(self.not_called(locus), Note::MotherNotCalled)
            }
            (_, Shown::NotKnown | Shown::Sealed) => Answer::NEUTRAL,
            (Relation::Father | Relation::Mother, _) => {
                let patterns = PatternSet::ANY.iter().filter(|p| self.parent_permits(locus, shown, *p)).collect();
                let without = shown == Shown::Lacks
                    && self.affection == Affection::Affected
                    && transmits(self.relation, self.proband, locus);
                let notes = Notes::NONE.with(Note::AffectedParentWithout, without);
                Answer { patterns, notes: notes.or(self.healthy_carrier(locus, shown)) }
            }
            _ => {
                let patterns = PatternSet::ANY.iter().filter(|p| self.segregates(locus, shown, *p)).collect();
                Answer { patterns, notes: self.healthy_carrier(locus, shown) }
            }
        }
    }

    /// The patterns that a parent without a genotype leaves.
    fn not_called(self, locus: Locus) -> PatternSet {
        if transmits(self.relation, self.proband, locus) { WITHOUT_DE_NOVO } else { PatternSet::ANY }
    }

    /// What has to be said where incomplete penetrance is allowed and somebody carries it unaffected.
    fn healthy_carrier(self, locus: Locus, shown: Shown) -> Notes {
        let healthy = self.incomplete_penetrance && self.affection == Affection::Unaffected;
        let carries = shown.carries() == Some(true) && locus != Locus::Mitochondrial;
        Notes::NONE.with(Note::UnaffectedCarrier, healthy && carries)
    }

    /// A called genotype that is too poor to be believed contradicts nothing; but a parent in whom the allele was seen
    /// at all is not called free of it.
    fn doubted(self, locus: Locus, shown: Shown) -> Answer {
        let note = match (self.relation, locus) {
            (Relation::Father, Locus::Mitochondrial) | (Relation::Mother, Locus::Y) => return Answer::NEUTRAL,
            (Relation::Father, _) => Note::FatherPoorlyCovered,
            (Relation::Mother, _) => Note::MotherPoorlyCovered,
            _ => Note::RelativePoorlyCovered,
        };
        let seen = shown.carries() == Some(true) && transmits(self.relation, self.proband, locus);
        Answer::noted(if seen { WITHOUT_DE_NOVO } else { PatternSet::ANY }, note)
    }

    fn proband(self, locus: Locus, shown: Shown) -> Answer {
        let answer = match self.sex {
            Sex::Unknown if matches!(locus, Locus::X | Locus::Y) => {
                let (male, female) =
                    (self.proband_of(Sex::Male, locus, shown), self.proband_of(Sex::Female, locus, shown));
                Answer::noted(male.or(female), Note::SexNotStated)
            }
            sex => Answer::permits(self.proband_of(sex, locus, shown)),
        };
        let half = shown == Shown::AtLeastOne;
        let two_on_x = locus == Locus::X && self.sex == Sex::Male && shown == Shown::One;
        let notes = answer.notes.with(Note::HalfCalled, half).with(Note::MaleHeterozygous, two_on_x);
        Answer { notes, ..answer }
    }

    fn proband_of(self, sex: Sex, locus: Locus, shown: Shown) -> PatternSet {
        use Pattern::{
            CompoundHeterozygous, DeNovo, Dominant, HemizygousDeletion, Mitochondrial, ParentalMosaic, Recessive,
            XDominant, XRecessive, YLinked,
        };
        if shown.carries() != Some(true) {
            return PatternSet::EMPTY;
        }
        // Two copies, each from an affected parent, still follow a dominant disease.
        let semidominant = |p| if self.affected_parent { PatternSet::of(&[p]) } else { PatternSet::EMPTY };
        let (one, every) = match (locus, sex) {
            (Locus::Autosomal, _) => (
                PatternSet::of(&[DeNovo, Dominant, CompoundHeterozygous, HemizygousDeletion, ParentalMosaic]),
                PatternSet::of(&[Recessive, HemizygousDeletion]).or(semidominant(Dominant)),
            ),
            (Locus::X, Sex::Male) => {
                let every = PatternSet::of(&[DeNovo, XRecessive, XDominant, ParentalMosaic]);
                // Two alleles on one X: mosaic, 47,XXY, or another sex than stated, and so it is noted.
                (every.without(PatternSet::of(&[ParentalMosaic])), every)
            }
            (Locus::X, _) => (
                PatternSet::of(&[DeNovo, XDominant, CompoundHeterozygous, HemizygousDeletion, ParentalMosaic]),
                PatternSet::of(&[XRecessive, HemizygousDeletion]).or(semidominant(XDominant)),
            ),
            (Locus::Y, Sex::Male) => (PatternSet::of(&[DeNovo, YLinked]), PatternSet::of(&[DeNovo, YLinked])),
            (Locus::Y, _) => (PatternSet::EMPTY, PatternSet::EMPTY),
            (Locus::Mitochondrial, _) => {
                (PatternSet::of(&[DeNovo, Mitochondrial]), PatternSet::of(&[DeNovo, Mitochondrial]))
            }
        };
        match shown {
            Shown::One => one,
            Shown::Every => every,
            _ => one.or(every),
        }
    }

    /// A parent must also be able to have handed it on, or for de novo not to have it; for de novo in a place that the
    /// parent hands on, the genotype alone counts and not whether the parent is affected.
    fn parent_permits(self, locus: Locus, shown: Shown, pattern: Pattern) -> bool {
        let lacks = shown == Shown::Lacks;
        let transmits = transmits(self.relation, self.proband, locus);
        match pattern {
            Pattern::DeNovo if transmits => lacks,
            // `0/0`, or heterozygous with few reads: what the reads must show is asked apart (`reads`).
            Pattern::ParentalMosaic if transmits => shown != Shown::Every,
            Pattern::Recessive if self.affection == Affection::Affected => !lacks && shown != Shown::One,
            Pattern::Recessive => !lacks && shown != Shown::Every,
            // A daughter has one copy from each parent.
            Pattern::XRecessive if self.proband == Sex::Female && lacks => false,
            // A father hands no X on to a son.
            Pattern::XDominant if self.relation == Relation::Father && !transmits && !lacks => false,
            _ => self.segregates(locus, shown, pattern),
        }
    }

    /// Affected members carry what the pattern asks of them, unaffected ones do not; unknown status speaks for neither.
    fn segregates(self, locus: Locus, shown: Shown, pattern: Pattern) -> bool {
        let carries = shown.carries() == Some(true);
        let with_both_copies = |of_affected: bool| match self.affection {
            Affection::Affected => of_affected,
            Affection::Unaffected => shown != Shown::Every,
            Affection::Unknown => true,
        };
        let dominant = matches!(pattern, Pattern::DeNovo | Pattern::Dominant | Pattern::XDominant);
        let with_one_copy = match self.affection {
            Affection::Affected => carries,
            Affection::Unaffected => !carries || (self.incomplete_penetrance && dominant),
            Affection::Unknown => true,
        };
        let one_x = locus == Locus::X && self.sex == Sex::Male;
        match (locus, pattern) {
            (Locus::Mitochondrial, _) => {
                let maternal = matches!(self.relation, Relation::Mother | Relation::MaternalLine);
                // Unaffected carriers are usual: the share of mutated copies decides.
                !(maternal && self.affection == Affection::Affected) || carries
            }
            (Locus::Y, _) => self.sex == Sex::Female || with_one_copy,
            // What an affected member must carry is asked of both halves together.
            (_, Pattern::CompoundHeterozygous | Pattern::HemizygousDeletion) => {
                self.affection != Affection::Unaffected || !(if one_x { carries } else { shown == Shown::Every })
            }
            (_, Pattern::Recessive) => with_both_copies(matches!(shown, Shown::Every | Shown::AtLeastOne)),
            (Locus::X, Pattern::XRecessive) if !one_x => match self.sex {
                Sex::Unknown => with_both_copies(carries),
                _ => with_both_copies(matches!(shown, Shown::Every | Shown::AtLeastOne)),
            },
            _ => with_one_copy,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subjects() -> impl Iterator<Item = Subject> {
        let relations = [Relation::Father, Relation::Mother, Relation::MaternalLine, Relation::Relative].into_iter();
        relations.flat_map(|relation| {
            let statuses = [Affection::Affected, Affection::Unaffected, Affection::Unknown].into_iter();
            statuses.flat_map(move |affection| {
                [Sex::Male, Sex::Female, Sex::Unknown].into_iter().map(move |sex| {
                    let proband = if sex == Sex::Male { Sex::Female } else { Sex::Male };
                    Subject { relation, sex, affection, proband, affected_parent: false, incomplete_penetrance: false }
                })
            })
        })
    }

    #[test]
    fn a_sealed_parent_says_nothing_about_the_origin_and_nothing_else() {
        for subject in subjects() {
            let answers = subject.answers();
            for locus in Locus::ALL {
                for doubted in [false, true] {
                    let answer = answers[index(locus, doubted, GenotypeCode::NOT_SHOWN)];
                    let expected = match subject.relation {
                        Relation::Father | Relation::Mother => Answer::noted(WITHOUT_ORIGIN, Note::OriginNotAnalysed),
                        _ => Answer::NEUTRAL,
                    };
                    assert_eq!(answer, expected, "{subject:?} {locus:?}: whatever the genotype may be");
                }
            }
        }
    }

    #[test]
    fn what_is_not_known_of_a_relative_removes_nothing() {
        for subject in subjects() {
            let answers = subject.answers();
            for locus in Locus::ALL {
                let not_called = answers[index(locus, false, GenotypeCode::NOT_CALLED)];
                let parent = matches!(subject.relation, Relation::Father | Relation::Mother);
                let origin = parent && transmits(subject.relation, subject.proband, locus);
                let left = if origin { WITHOUT_DE_NOVO } else { PatternSet::ANY };
                assert_eq!(not_called.patterns, left, "{subject:?} {locus:?}: de novo alone cannot be shown");
                for bits in 0..=u8::MAX {
                    let code = GenotypeCode::from_bits(bits);
                    let (believed, doubted) = (answers[index(locus, false, code)], answers[index(locus, true, code)]);
                    assert_eq!(believed.patterns.without(doubted.patterns), PatternSet::EMPTY, "{subject:?} {code:?}");
                }
            }
        }
    }
}
