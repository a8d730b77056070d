use std::{borrow::Borrow, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The symbol of a gene as its source writes it (HGNC symbol where the source follows HGNC), such as `FGFR2`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GeneSymbol(String);

/// A text is no gene symbol or no HGNC id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no {expected}")]
pub struct ParseGeneError {
    /// The text as found.
    pub text: String,
    /// What was expected.
    pub expected: &'static str,
}

impl GeneSymbol {
    /// The symbol as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for GeneSymbol {
    type Err = ParseGeneError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let ok = !text.is_empty() && text.len() <= 64 && text.bytes().all(|b| b.is_ascii_graphic());
        if !ok {
            return Err(ParseGeneError {
                text: text.to_owned(),
                expected: "gene symbol (1 to 64 visible ASCII characters)",
            });
        }
        Ok(Self(text.to_owned()))
    }
}

impl Borrow<str> for GeneSymbol {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for GeneSymbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The number of a gene at the HUGO Gene Nomenclature Committee, written `HGNC:3689`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HgncId(pub u32);

impl FromStr for HgncId {
    type Err = ParseGeneError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // VEP writes `HGNC:HGNC:3689` in some releases.
        let digits = text.trim_start_matches("HGNC:");
        digits
            .parse()
            .map(Self)
            .map_err(|_| ParseGeneError { text: text.to_owned(), expected: "HGNC id (HGNC: and a number)" })
    }
}

impl fmt::Display for HgncId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HGNC:{}", self.0)
    }
}

impl Serialize for HgncId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for HgncId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
