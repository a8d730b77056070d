use std::fmt;

use serde::{Serialize, Serializer};

macro_rules! notes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// Something that has to be said with a kept variant.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Note {
            $($(#[$doc])* $name,)*
        }

        impl Note {
            /// All notes.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name in JSON and tables.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

notes! {
    /// A parent from whom it could come is not sequenced: the origin is not known.
    OriginNotKnown = "origin_not_known",
    /// A parent is not part of this analysis here: nothing is said about the origin.
    OriginNotAnalysed = "origin_not_analysed",
    /// The father has no genotype here.
    FatherNotCalled = "father_not_called",
    /// The mother has no genotype here.
    MotherNotCalled = "mother_not_called",
    /// The father's genotype is too poor to be believed.
    FatherPoorlyCovered = "father_poorly_covered",
    /// The mother's genotype is too poor to be believed.
    MotherPoorlyCovered = "mother_poorly_covered",
    /// The genotype of another relative is too poor to be believed.
    RelativePoorlyCovered = "relative_poorly_covered",
    /// De novo in spite of an affected parent, who does not carry it.
    AffectedParentWithout = "affected_parent_without",
    /// Incomplete penetrance is allowed, and an unaffected member carries it.
    UnaffectedCarrier = "unaffected_carrier",
    /// De novo by genotype, but a parent shows the allele in the reads: mosaic, or the genotype is wrong.
    ParentShowsReads = "parent_shows_reads",
    /// One of the proband's alleles is not called (`./1`).
    HalfCalled = "half_called",
    /// Two different alleles on the X of a male: mosaic, artefact, or the stated sex is wrong.
    MaleHeterozygous = "male_heterozygous",
    /// The sex of the proband is not stated: the patterns of either sex were allowed.
    SexNotStated = "sex_not_stated",
    /// The proband's read depth is not given.
    DepthNotGiven = "depth_not_given",
    /// The proband's genotype quality is not given.
    GenotypeQualityNotGiven = "genotype_quality_not_given",
    /// FILTER is `.`: the caller's filters were not run.
    FiltersNotRun = "filters_not_run",
    /// No population frequency is given, which is not a frequency of zero.
    FrequencyNotGiven = "frequency_not_given",
    /// Kept for its predicted effect on splicing (SpliceAI) in spite of its consequence.
    SplicePredicted = "splice_predicted",
    /// The two variants of the pair come from different parents.
    PhaseByParents = "phase_by_parents",
    /// The two variants of the pair lie on different haplotypes: phased genotypes, two alleles of one record, or the only
    /// allele that is shown beside a deletion.
    PhaseByGenotype = "phase_by_genotype",
    /// Whether the two variants of the pair lie on different copies is not known.
    PhaseNotKnown = "phase_not_known",
    /// One variant of the pair is in neither parent.
    PairWithDeNovo = "pair_with_de_novo",
    /// The gene has so many paired variants that only the first partner is listed.
    MorePartners = "more_partners",
    /// A soft filter would have removed it; ClinVar (pathogenic or likely pathogenic, a star, no conflict) kept it.
    ClinvarRescued = "clinvar_rescued",
    /// Pathogenic or likely pathogenic in ClinVar with at least one star and without conflict.
    ClinvarPathogenic = "clinvar_pathogenic",
    /// Conflicting classifications in ClinVar.
    ClinvarConflicting = "clinvar_conflicting",
    /// Pathogenic or likely pathogenic in ClinVar without a star.
    ClinvarStarless = "clinvar_starless",
    /// Pathogenic or likely pathogenic in ClinVar; the annotation gives no review status.
    ClinvarStatusNotGiven = "clinvar_status_not_given",
    /// ClinVar calls this place pathogenic, but most people carry the alternate allele: the entry is about the
    /// reference allele (Factor V Leiden in GRCh37).
    ClinvarMeansReference = "clinvar_means_reference",
    /// Pathogenic in ClinVar by an entry of the record, which has several alternates: of which is not told.
    ClinvarAlleleNotTold = "clinvar_allele_not_told",
}

/// A set of notes.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Notes(u32);

impl Notes {
    /// Nothing to say.
    pub const NONE: Self = Self(0);

    /// This note alone.
    pub const fn one(note: Note) -> Self {
        Self(1 << note as u32)
    }

    /// Both sets together.
    #[inline]
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// With this note where the condition holds.
    #[must_use]
    pub const fn with(self, note: Note, condition: bool) -> Self {
        if condition { self.or(Self::one(note)) } else { self }
    }

    /// True where two variants are known to lie on different copies.
    pub fn is_trans(self) -> bool {
        [Note::PhaseByParents, Note::PhaseByGenotype].into_iter().any(|note| self.contains(note))
    }

    /// Those that say nothing about relatives: for rows whose origin may not be told.
    #[must_use]
    pub fn of_proband_alone(self) -> Self {
        const OF_RELATIVES: [Note; 12] = [
            Note::OriginNotKnown,
            Note::OriginNotAnalysed,
            Note::FatherNotCalled,
            Note::MotherNotCalled,
            Note::FatherPoorlyCovered,
            Note::MotherPoorlyCovered,
            Note::RelativePoorlyCovered,
            Note::AffectedParentWithout,
            Note::UnaffectedCarrier,
            Note::ParentShowsReads,
            Note::PhaseByParents,
            Note::PairWithDeNovo,
        ];
        self.without(&OF_RELATIVES)
    }

    /// Those that are none of these.
    #[must_use]
    pub fn without(self, notes: &[Note]) -> Self {
        Self(notes.iter().fold(self.0, |bits, note| bits & !(1 << *note as u32)))
    }

    /// True where the note is among them.
    pub const fn contains(self, note: Note) -> bool {
        self.0 & (1 << note as u32) != 0
    }

    /// True without any.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The notes in the order of [`Note::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Note> {
        Note::ALL.iter().copied().filter(move |n| self.contains(*n))
    }
}

impl fmt::Debug for Notes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Note::name)).finish()
    }
}

impl Serialize for Notes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Note::name))
    }
}
