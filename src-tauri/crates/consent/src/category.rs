use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A kind of finding that a person opens or leaves closed. The order is that of strictness: a record that touches
/// several belongs to the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Secondary findings with consequences at any age.
    SecondaryFinding,
    /// Secondary findings whose disease and prevention start in adult life.
    SecondaryFindingAdult,
    /// Adult-onset conditions without established prevention.
    AdultOnset,
}

/// A text names no category.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no category: expected one of {}", Category::ALL.map(Category::name).join(", "))]
pub struct ParseCategoryError {
    /// The text as found.
    pub text: String,
}

impl Category {
    /// All categories, the mildest first.
    pub const ALL: [Self; 3] = [Self::SecondaryFinding, Self::SecondaryFindingAdult, Self::AdultOnset];

    /// The name in files and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::SecondaryFinding => "secondary_finding",
            Self::SecondaryFindingAdult => "secondary_finding_adult",
            Self::AdultOnset => "adult_onset",
        }
    }

    /// True where the finding concerns adult life only: closed for minors, whatever a proxy says (日本医学会 2022).
    pub fn is_adult_only(self) -> bool {
        match self {
            Self::SecondaryFinding => false,
            Self::SecondaryFindingAdult | Self::AdultOnset => true,
        }
    }
}

impl FromStr for Category {
    type Err = ParseCategoryError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|c| c.name() == text).ok_or_else(|| ParseCategoryError { text: text.to_owned() })
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
