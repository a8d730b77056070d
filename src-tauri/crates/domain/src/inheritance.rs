use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// How a disease is inherited, by the terms below HP:0000005.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ModeOfInheritance {
    /// Autosomal dominant (HP:0000006 and below).
    AutosomalDominant,
    /// Autosomal recessive (HP:0000007).
    AutosomalRecessive,
    /// Semidominant (HP:0032113): one copy gives the disease, two a graver one.
    Semidominant,
    /// X-linked, dominance not stated (HP:0001417).
    XLinked,
    /// X-linked recessive (HP:0001419).
    XLinkedRecessive,
    /// X-linked dominant (HP:0001423).
    XLinkedDominant,
    /// Y-linked (HP:0001450).
    YLinked,
    /// Mitochondrial (HP:0001427).
    Mitochondrial,
}

impl ModeOfInheritance {
    /// The name in JSON and as a key of the messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::AutosomalDominant => "autosomal_dominant",
            Self::AutosomalRecessive => "autosomal_recessive",
            Self::Semidominant => "semidominant",
            Self::XLinked => "x_linked",
            Self::XLinkedRecessive => "x_linked_recessive",
            Self::XLinkedDominant => "x_linked_dominant",
            Self::YLinked => "y_linked",
            Self::Mitochondrial => "mitochondrial",
        }
    }
}

/// How a variant, or two of them in a gene, segregates in the family. The names are those of the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pattern {
    /// In the child, in neither parent.
    DeNovo,
    /// One copy in every affected member, in no unaffected one.
    Dominant,
    /// Two copies in every affected member.
    Recessive,
    /// Two different variants of a gene, one on each copy.
    CompoundHeterozygous,
    /// X-linked recessive.
    XRecessive,
    /// X-linked dominant.
    XDominant,
    /// On the Y chromosome.
    YLinked,
    /// On the mitochondrial genome.
    Mitochondrial,
    /// One variant opposite a deletion.
    HemizygousDeletion,
    /// A parent carries the child's variant in a part of the cells.
    ParentalMosaic,
}

/// A text names no pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no inheritance pattern: expected one of {}", Pattern::ALL.map(Pattern::name).join(", "))]
pub struct ParsePatternError {
    /// The text as found.
    pub text: String,
}

impl Pattern {
    /// All patterns, in the order in which they are preferred where several hold.
    pub const ALL: [Self; 10] = [
        Self::DeNovo,
        Self::CompoundHeterozygous,
        Self::Recessive,
        Self::HemizygousDeletion,
        Self::XRecessive,
        Self::XDominant,
        Self::YLinked,
        Self::Mitochondrial,
        Self::Dominant,
        Self::ParentalMosaic,
    ];

    /// The name on the command line and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::DeNovo => "de_novo",
            Self::Dominant => "dominant",
            Self::Recessive => "recessive",
            Self::CompoundHeterozygous => "compound_heterozygous",
            Self::XRecessive => "x_recessive",
            Self::XDominant => "x_dominant",
            Self::YLinked => "y_linked",
            Self::Mitochondrial => "mitochondrial",
            Self::HemizygousDeletion => "hemizygous_deletion",
            Self::ParentalMosaic => "parental_mosaic",
        }
    }
}

impl FromStr for Pattern {
    type Err = ParsePatternError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|p| p.name() == text).ok_or_else(|| ParsePatternError { text: text.to_owned() })
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_reads_back_as_named() {
        for p in Pattern::ALL {
            assert_eq!(p.name().parse(), Ok(p));
        }
        assert!("dominat".parse::<Pattern>().is_err());
    }
}
