use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize, de};

/// One of the 25 primary human chromosomes: 1 to 22, X, Y, MT. Written without `chr`; read with or without it, and by its
/// accession in RefSeq (`NC_000001.11`) or GenBank (`CM000663.2`) in any version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Chromosome(u8);

/// A text names no primary human chromosome (it may still be a contig of the assembly).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a primary chromosome: expected 1 to 22, X, Y or MT, with or without `chr`")]
pub struct ParseChromosomeError {
    /// The text as found.
    pub text: String,
}

const NAMES: [&str; 25] = [
    "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20",
    "21", "22", "X", "Y", "MT",
];

impl Chromosome {
    /// Chromosome 1.
    pub const CHR1: Self = Self(0);
    /// The X chromosome.
    pub const X: Self = Self(22);
    /// The Y chromosome.
    pub const Y: Self = Self(23);
    /// The mitochondrial genome.
    pub const MT: Self = Self(24);

    /// All 25, in the order of a karyotype.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..25).map(Self)
    }

    /// 0 for chromosome 1 to 24 for the mitochondrion.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// The inverse of [`Chromosome::index`]; `None` from 25 on.
    pub fn from_index(index: usize) -> Option<Self> {
        u8::try_from(index).ok().filter(|&i| i < 25).map(Self)
    }

    /// The name without `chr`: `1` … `22`, `X`, `Y`, `MT`.
    pub fn name(self) -> &'static str {
        NAMES[self.index()]
    }

    /// True for chromosomes 1 to 22.
    pub fn is_autosome(self) -> bool {
        self.0 < 22
    }
}

impl FromStr for Chromosome {
    type Err = ParseChromosomeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bare = text.strip_prefix("chr").or_else(|| text.strip_prefix("CHR")).or_else(|| text.strip_prefix("Chr"));
        let name = match bare.unwrap_or(text) {
            "M" | "m" | "mt" => "MT",
            "x" => "X",
            "y" => "Y",
            other => other,
        };
        NAMES
            .iter()
            .position(|&n| n == name)
            .or_else(|| of_accession(text))
            .and_then(Self::from_index)
            .ok_or_else(|| ParseChromosomeError { text: text.to_owned() })
    }
}

/// The index of an accession (NCBI assembly reports GCF_000001405 and GCA_000001405): NC_000001 to NC_000024, CM000663 to
/// CM000686, and NC_012920 or J01415 for the mitochondrion.
fn of_accession(text: &str) -> Option<usize> {
    let (accession, version) = text.split_once('.').unwrap_or((text, "1"));
    if version.is_empty() || !version.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<usize>().ok())?;
    match (accession, accession.get(..6)) {
        ("NC_012920" | "J01415", _) => Some(Chromosome::MT.index()),
        (_, Some("NC_000")) => number(&accession[6..])?.checked_sub(1).filter(|i| *i < 24 && accession.len() == 9),
        (_, Some("CM0006")) => number(&accession[6..])?.checked_sub(63).filter(|i| *i < 24 && accession.len() == 8),
        _ => None,
    }
}

impl fmt::Display for Chromosome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Chromosome {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Chromosome {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_read_with_and_without_chr() {
        for c in Chromosome::all() {
            assert_eq!(c.name().parse(), Ok(c));
            assert_eq!(format!("chr{c}").parse(), Ok(c));
        }
        assert_eq!("chrM".parse(), Ok(Chromosome::MT));
        for (text, name) in [
            ("NC_000001.11", "1"),
            ("NC_000013.10", "13"),
            ("NC_000023", "X"),
            ("NC_000024.10", "Y"),
            ("NC_012920.1", "MT"),
            ("CM000675.2", "13"),
            ("CM000686.1", "Y"),
        ] {
            assert_eq!(text.parse::<Chromosome>().map(Chromosome::name), Ok(name), "{text}");
        }
        for other in
            ["NC_000000.1", "NC_000025.1", "NC_00001.11", "NC_000013.", "NC_000013.x", "NC_007605", "CM000687.1"]
        {
            assert!(other.parse::<Chromosome>().is_err(), "{other} is no human chromosome");
        }
        for other in ["chrUn_KI270742v1", "23", "0", "", "chr", "1_KI270706v1_random", "hs37d5"] {
            assert!(other.parse::<Chromosome>().is_err(), "{other} is no primary chromosome");
        }
    }
}
