//! The names of a disease in both languages, and its number as a designated intractable disease.

use domain::DiseaseId;
use knowledge::Knowledge;

/// Names of a disease.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DiseaseNames {
    pub ja: Option<String>,
    pub en: Option<String>,
    /// Number as 指定難病.
    pub shitei_nanbyo: Option<u32>,
}

/// The names of a disease; what it has none of itself is taken from the entries that mean exactly the same.
pub(crate) fn names(knowledge: &Knowledge, disease: DiseaseId) -> DiseaseNames {
    let mut names = own(knowledge, disease);
    if names.ja.is_none() || names.en.is_none() {
        for same in knowledge.same_disease(disease) {
            let other = own(knowledge, same);
            names.ja = names.ja.or(other.ja);
            names.en = names.en.or(other.en);
            names.shitei_nanbyo = names.shitei_nanbyo.or(other.shitei_nanbyo);
        }
    }
    names
}

fn own(knowledge: &Knowledge, disease: DiseaseId) -> DiseaseNames {
    let ja = knowledge.disease_ja(disease);
    DiseaseNames {
        ja: ja.map(|d| d.name.clone()),
        en: knowledge.disease_name(disease).map(str::to_owned),
        shitei_nanbyo: ja.and_then(|d| d.shitei_nanbyo).map(u32::from),
    }
}
