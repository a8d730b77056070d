use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The five classes of a variant (Richards 2015, 10.1038/gim.2015.30), from benign to pathogenic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Classification {
    /// Benign.
    #[serde(rename = "B")]
    Benign,
    /// Likely benign.
    #[serde(rename = "LB")]
    LikelyBenign,
    /// Variant of uncertain significance (意義不明).
    #[serde(rename = "VUS")]
    UncertainSignificance,
    /// Likely pathogenic.
    #[serde(rename = "LP")]
    LikelyPathogenic,
    /// Pathogenic.
    #[serde(rename = "P")]
    Pathogenic,
}

/// A text names no class.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no class: expected P, LP, VUS, LB or B")]
pub struct ParseClassificationError {
    /// The text as found.
    pub text: String,
}

impl Classification {
    /// All classes, benign first.
    pub const ALL: [Self; 5] =
        [Self::Benign, Self::LikelyBenign, Self::UncertainSignificance, Self::LikelyPathogenic, Self::Pathogenic];

    /// `P`, `LP`, `VUS`, `LB` or `B`.
    pub fn letters(self) -> &'static str {
        match self {
            Self::Benign => "B",
            Self::LikelyBenign => "LB",
            Self::UncertainSignificance => "VUS",
            Self::LikelyPathogenic => "LP",
            Self::Pathogenic => "P",
        }
    }
}

impl FromStr for Classification {
    type Err = ParseClassificationError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|c| c.letters() == text)
            .ok_or_else(|| ParseClassificationError { text: text.to_owned() })
    }
}

impl fmt::Display for Classification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.letters())
    }
}
