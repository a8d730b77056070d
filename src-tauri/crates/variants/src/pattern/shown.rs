use crate::{Call, GenotypeCode};

/// What a genotype shows of one alternate allele, as far as the rules of inheritance ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// All alleles are called, none is this one.
    Lacks,
    /// One copy beside another allele.
    One,
    /// Every copy: homozygous, or hemizygous (`1`, or `1/1` on a male X).
    Every,
    /// At least one copy; the other allele is not called (`./1`).
    AtLeastOne,
    /// Not called, or half called without this allele.
    NotKnown,
    /// Not part of this analysis for this person.
    Sealed,
}

impl Shown {
    pub(crate) fn of(code: GenotypeCode) -> Self {
        match code.call() {
            Call::NotShown => Self::Sealed,
            Call::None => Self::NotKnown,
            Call::Half if code.has_allele() => Self::AtLeastOne,
            Call::Half => Self::NotKnown,
            Call::Full if code.is_homozygous_alternate() => Self::Every,
            Call::Full if code.has_allele() => Self::One,
            Call::Full => Self::Lacks,
        }
    }

    /// Whether the allele is carried; `None` where that is not known.
    pub(crate) fn carries(self) -> Option<bool> {
        match self {
            Self::One | Self::Every | Self::AtLeastOne => Some(true),
            Self::Lacks => Some(false),
            Self::NotKnown | Self::Sealed => None,
        }
    }
}
