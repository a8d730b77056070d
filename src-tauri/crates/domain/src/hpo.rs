use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize, de};

/// A term of the Human Phenotype Ontology, `HP:` and seven digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HpoId(u32);

/// A text is no HPO id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no HPO id: expected HP: and seven digits, such as HP:0001250")]
pub struct ParseHpoIdError {
    /// The text as found.
    pub text: String,
}

impl HpoId {
    /// Phenotypic abnormality, the root of what a patient can have.
    pub const PHENOTYPIC_ABNORMALITY: Self = Self(118);

    /// From its number, below ten million.
    pub fn from_number(number: u32) -> Option<Self> {
        (number < 10_000_000).then_some(Self(number))
    }

    /// The seven digits as a number.
    pub fn number(self) -> u32 {
        self.0
    }
}

impl FromStr for HpoId {
    type Err = ParseHpoIdError;

    /// Reads `HP:0001250`, `HP_0001250` and the OBO address that ends in the latter.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let tail = text.rsplit_once('/').map_or(text, |(_, t)| t).trim();
        tail.strip_prefix("HP:")
            .or_else(|| tail.strip_prefix("HP_"))
            .filter(|digits| digits.len() == 7 && digits.bytes().all(|b| b.is_ascii_digit()))
            .and_then(|digits| digits.parse().ok())
            .map(Self)
            .ok_or_else(|| ParseHpoIdError { text: text.to_owned() })
    }
}

impl fmt::Display for HpoId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HP:{:07}", self.0)
    }
}

impl Serialize for HpoId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for HpoId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_spellings_are_one_term() {
        let id = HpoId::from_number(1250).expect("small");
        for text in ["HP:0001250", "HP_0001250", "http://purl.obolibrary.org/obo/HP_0001250"] {
            assert_eq!(text.parse(), Ok(id));
        }
        assert_eq!(id.to_string(), "HP:0001250");
        for bad in ["HP:1250", "HP:00012500", "MP:0001250", "HP:00012x0", ""] {
            assert!(bad.parse::<HpoId>().is_err(), "{bad:?} must be refused");
        }
    }
}
