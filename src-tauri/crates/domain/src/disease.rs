use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize, de};

/// Which catalogue a disease number belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DiseaseSource {
    /// Online Mendelian Inheritance in Man.
    Omim,
    /// Orphanet.
    Orpha,
    /// DECIPHER syndromes.
    Decipher,
    /// The Mondo disease ontology.
    Mondo,
    /// The Nanbyo disease ontology (指定難病).
    Nando,
}

impl DiseaseSource {
    const ALL: [Self; 5] = [Self::Omim, Self::Orpha, Self::Decipher, Self::Mondo, Self::Nando];

    /// The prefix as written before the colon.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Omim => "OMIM",
            Self::Orpha => "ORPHA",
            Self::Decipher => "DECIPHER",
            Self::Mondo => "MONDO",
            Self::Nando => "NANDO",
        }
    }
}

/// A disease in a catalogue, such as `OMIM:101200`. The number keeps its leading zeros where the catalogue has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DiseaseId {
    source: DiseaseSource,
    number: u32,
}

/// A text is no disease id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no disease id: expected OMIM, ORPHA, DECIPHER, MONDO or NANDO, a colon and a number")]
pub struct ParseDiseaseIdError {
    /// The text as found.
    pub text: String,
}

impl DiseaseId {
    /// From catalogue and number.
    pub fn new(source: DiseaseSource, number: u32) -> Self {
        Self { source, number }
    }

    /// The catalogue.
    pub fn source(self) -> DiseaseSource {
        self.source
    }

    /// The number in the catalogue.
    pub fn number(self) -> u32 {
        self.number
    }
}

impl FromStr for DiseaseId {
    type Err = ParseDiseaseIdError;

    /// Reads any case of the prefix, and `Orphanet:` for `ORPHA:`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ParseDiseaseIdError { text: text.to_owned() };
        let (prefix, digits) = text.trim().split_once(':').ok_or_else(error)?;
        let number = digits.parse().map_err(|_| error())?;
        let upper = prefix.to_ascii_uppercase();
        let name = if upper == "ORPHANET" { "ORPHA" } else { &upper };
        let source = DiseaseSource::ALL.into_iter().find(|s| s.prefix() == name).ok_or_else(error)?;
        Ok(Self { source, number })
    }
}

impl fmt::Display for DiseaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.source {
            DiseaseSource::Omim => write!(f, "OMIM:{:06}", self.number),
            DiseaseSource::Mondo => write!(f, "MONDO:{:07}", self.number),
            DiseaseSource::Nando => write!(f, "NANDO:{:07}", self.number),
            source => write!(f, "{}:{}", source.prefix(), self.number),
        }
    }
}

impl Serialize for DiseaseId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DiseaseId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_read_back_as_written() {
        for text in ["OMIM:101200", "ORPHA:87", "MONDO:0007041", "NANDO:1200167", "DECIPHER:18"] {
            assert_eq!(text.parse::<DiseaseId>().expect("an id").to_string(), text);
        }
        assert_eq!("Orphanet:87".parse::<DiseaseId>(), "ORPHA:87".parse());
        for bad in ["101200", "OMIM:", "OMIM:x", "UMLS:1"] {
            assert!(bad.parse::<DiseaseId>().is_err(), "{bad} must be refused");
        }
    }
}
