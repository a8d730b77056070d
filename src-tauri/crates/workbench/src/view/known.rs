//! What the reference data say of a gene or a disease, and which signs of the disease a patient has.

use serde::Serialize;
use specta::Type;

use super::{knowledge::SourceLine, panels::GradeName};

/// The answer about a gene or a disease.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct KnownPage {
    /// Of a gene.
    pub gene: Option<GeneKnown>,
    /// Of a disease.
    pub disease: Option<DiseaseKnown>,
    /// The sources.
    pub sources: Vec<SourceLine>,
}

/// What is known of a gene. Empty lists and `None` mean that the sources at hand have nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct GeneKnown {
    /// The symbol as asked.
    pub symbol: String,
    /// HGNC id.
    pub hgnc: Option<String>,
    /// Other symbols, the approved one first.
    pub other_symbols: Vec<String>,
    /// Its diseases.
    pub diseases: Vec<DiseaseNamed>,
    /// `ClinGen`'s curations, the best class first.
    pub validity: Vec<ValidityPage>,
    /// gnomAD's constraint.
    pub constraint: Option<ConstraintPage>,
    /// The panels that have it.
    pub panels: Vec<PanelWithGene>,
}

/// A disease with its names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct DiseaseNamed {
    /// The id.
    pub id: String,
    /// The Japanese name.
    pub name_ja: Option<String>,
    /// The English name.
    pub name_en: Option<String>,
    /// Number as 指定難病.
    pub shitei_nanbyo: Option<u32>,
    /// Modes of inheritance, names.
    pub modes: Vec<String>,
    /// The ids that it has in other sources, where a list tells it once for all of them.
    pub also: Vec<String>,
}

/// A curation of `ClinGen`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct ValidityPage {
    /// The class in `ClinGen`'s word.
    pub class: String,
    /// The MONDO class.
    pub disease: String,
    /// Its name.
    pub name: String,
    /// The mode of inheritance.
    pub mode: Option<String>,
    /// The day.
    pub date: String,
    /// The expert panel.
    pub panel: String,
}

/// Constraint by gnomAD.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct ConstraintPage {
    /// The transcript.
    pub transcript: String,
    /// pLI, 0 to 1.
    pub pli: Option<f64>,
    /// LOEUF.
    pub loeuf: Option<f64>,
    /// z of missense.
    pub missense_z: Option<f64>,
    /// What gnomAD warns of.
    pub flags: Vec<String>,
}

/// A panel that has a gene.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct PanelWithGene {
    /// The panel.
    pub name: String,
    /// Its version.
    pub version: Option<String>,
    /// The day of the version.
    pub published: Option<String>,
    /// The gene's grade.
    pub grade: Option<GradeName>,
    /// The mode in the panel's words.
    pub mode: Option<String>,
}

/// What is known of a disease.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct DiseaseKnown {
    /// Id, names and modes.
    pub named: DiseaseNamed,
    /// The same disease in other catalogues.
    pub same: Vec<String>,
    /// Its genes.
    pub genes: Vec<String>,
    /// Its signs, the most frequent first.
    pub signs: Vec<SignOfDisease>,
    /// True where the signs were compared with those of a patient.
    pub compared: bool,
}

/// A sign of a disease.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct SignOfDisease {
    /// The term.
    pub term: String,
    /// Japanese name.
    pub label_ja: Option<String>,
    /// English name.
    pub label_en: String,
    /// How many of the published patients have it, 0 to 1.
    pub share: Option<f64>,
    /// Of how many patients that was counted, where it was.
    pub examined: Option<u32>,
    /// The class of frequency, where no number is published.
    pub class: Option<FrequencyName>,
    /// Whether the patient has it; `None` where that is not recorded.
    pub patient: Option<SignOfPatient>,
}

/// The classes of frequency of the HPO below HP:0040279.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words are those of knowledge::FrequencyClass")]
pub enum FrequencyName {
    Excluded,
    VeryRare,
    Occasional,
    Frequent,
    VeryFrequent,
    Obligate,
}

/// What is recorded of a sign in a patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SignOfPatient {
    /// It or something more special was observed.
    Present,
    /// It or something more general was looked for and not found.
    Absent,
}
