//! The documents of a case: what they will say, the PDF itself, and their release.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::variant_row::ClassName;

/// What the documents are made from, and which were released.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct ReportPage {
    /// The case.
    pub case: String,
    /// The findings to report, the most important first.
    pub findings: Vec<FindingLine>,
    /// The candidates that are not reported.
    pub candidates: u32,
    /// What was dismissed.
    pub dismissed: u32,
    /// What the panel decided.
    pub panel: Option<PanelPage>,
    /// Recommended steps in Japanese.
    pub next_steps_ja: Vec<String>,
    /// The same in English.
    pub next_steps_en: Vec<String>,
    /// The documents.
    pub documents: Vec<DocumentLine>,
    /// The hospital, as it is printed; `None` where it is not set.
    pub facility: Option<String>,
}

/// A finding that is reported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct FindingLine {
    /// The gene.
    pub gene: String,
    /// The variants.
    pub variants: Vec<FindingVariant>,
    /// Japanese name of the disease.
    pub disease_ja: Option<String>,
    /// English name of the disease, else its number.
    pub disease_en: Option<String>,
    /// The gravest class.
    pub class: ClassName,
    /// The reasoning in Japanese.
    pub comment_ja: Option<String>,
    /// The reasoning in English.
    pub comment_en: Option<String>,
}

/// A variant of a finding as it was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct FindingVariant {
    /// `chrom-pos-ref-alt`.
    pub key: String,
    /// Its class.
    pub class: ClassName,
    /// Its criteria with strength.
    pub criteria: Vec<String>,
    /// The classes that these give by the two sets of rules; empty where there are no criteria, or relatives may not be told of.
    pub by_rules: Vec<ClassName>,
}

/// What the panel decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct PanelPage {
    /// In Japanese.
    pub decision_ja: String,
    /// In English.
    pub decision_en: Option<String>,
    /// Who sat on it.
    pub members: Vec<String>,
}

/// What the panel decided, to record.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
pub struct PanelRequest {
    /// The case.
    pub case: String,
    /// In Japanese.
    pub decision_ja: String,
    /// In English.
    pub decision_en: Option<String>,
    /// Who sat on it.
    pub members: Vec<String>,
    /// Recommended steps in Japanese.
    pub next_steps_ja: Vec<String>,
    /// The same in English.
    pub next_steps_en: Vec<String>,
}

/// A document and its releases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct DocumentLine {
    /// Which.
    pub kind: DocumentName,
    /// What keeps it from being released, in the order of the way of a patient. English holds back the English one alone.
    pub missing: Vec<MissingName>,
    /// The releases, the latest first.
    pub released: Vec<ReleaseLine>,
}

/// What keeps a document from being released.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum MissingName {
    /// The proband's consent to take part.
    Consent,
    /// The proband's genome data.
    Data,
    /// An answer to the doubts about the data.
    DoubtAnswer,
    /// A secondary finding as its list returns it: pathogenic or likely pathogenic, on both copies where both are needed.
    Secondary,
    /// What the panel decided; a case without a finding needs it too.
    PanelDecision,
    /// The hospital's name.
    Facility,
    /// The English words of what was decided.
    English,
}

/// Which document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words are those of documents::Kind")]
pub enum DocumentName {
    Physician,
    Patient,
    Consent,
}

/// Language of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words say it")]
pub enum LanguageName {
    Ja,
    En,
}

/// A document that was released.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct ReleaseLine {
    /// Id of the event, for [`ReleasedRequest`].
    pub id: String,
    /// Its language.
    pub language: LanguageName,
    /// SHA-256 of the PDF in hex.
    pub sha256: String,
    /// Who: the shown name.
    pub author: String,
    /// When, by the clock of the device.
    pub time: String,
}

/// A document to set or to release.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
pub struct DocumentRequest {
    /// The case.
    pub case: String,
    /// Which.
    pub kind: DocumentName,
    /// Its language.
    pub language: LanguageName,
}

/// A document that is to be released exactly as it was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
pub struct ReleaseRequest {
    /// The case.
    pub case: String,
    /// Which.
    pub kind: DocumentName,
    /// Its language.
    pub language: LanguageName,
    /// SHA-256 of the PDF that was looked at: another one is not released.
    pub sha256: String,
}

/// A released document to look at again.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
pub struct ReleasedRequest {
    /// The case.
    pub case: String,
    /// Id of the event.
    pub id: String,
}

/// A document as it would be released now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct Preview {
    /// The document.
    pub pdf: Pdf,
    /// What it calls the variants that are reported.
    pub changes: Vec<ReportedChange>,
}

/// What a document calls a variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct ReportedChange {
    /// The variant as `chrom-pos-ref-alt`.
    pub variant: String,
    /// The change in the transcript, by HGVS without the transcript.
    pub hgvs_c: Option<String>,
    /// The change in the protein, by HGVS without the protein.
    pub hgvs_p: Option<String>,
}

/// A PDF.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct Pdf {
    /// Its bytes in Base64 (RFC 4648, section 4).
    pub base64: String,
    /// Their SHA-256 in hex.
    pub sha256: String,
    /// A name for a file that holds no patient's name.
    pub file_name: String,
}
