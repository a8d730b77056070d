//! Ids in their stored form: numbers instead of text, so that opening is quick.

use domain::{DiseaseId, DiseaseSource, HpoId};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

const SOURCES: [DiseaseSource; 5] =
    [DiseaseSource::Omim, DiseaseSource::Orpha, DiseaseSource::Decipher, DiseaseSource::Mondo, DiseaseSource::Nando];

pub(crate) mod disease_id {
    use super::*;

    pub(crate) fn serialize<S: Serializer>(id: &DiseaseId, serializer: S) -> Result<S::Ok, S::Error> {
        let source = SOURCES.iter().position(|&s| s == id.source());
        (source.and_then(|s| u8::try_from(s).ok()), id.number()).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DiseaseId, D::Error> {
        let (source, number) = <(Option<u8>, u32)>::deserialize(deserializer)?;
        let source = source.and_then(|s| SOURCES.get(usize::from(s)));
        Ok(DiseaseId::new(*source.ok_or_else(|| de::Error::custom("catalogue of a disease"))?, number))
    }
}

pub(crate) mod hpo_id {
    use super::*;

    pub(crate) fn serialize<S: Serializer>(id: &HpoId, serializer: S) -> Result<S::Ok, S::Error> {
        id.number().serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<HpoId, D::Error> {
        HpoId::from_number(u32::deserialize(deserializer)?).ok_or_else(|| de::Error::custom("number of an HPO term"))
    }
}

/// An [`HpoId`] inside lists and options.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct PackedHpo(#[serde(with = "hpo_id")] pub(crate) HpoId);

/// A [`DiseaseId`] inside lists and options.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct PackedDisease(#[serde(with = "disease_id")] pub(crate) DiseaseId);
