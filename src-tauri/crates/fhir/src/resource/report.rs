use serde::{Deserialize, Serialize};

use crate::element::{Attachment, CodeableConcept, Identifier, Meta, Reference};

/// The report that the hub gives out with the files of a case, or that goes back to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DiagnosticReport {
    /// Id within its server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Version and profiles.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meta: Option<Meta>,
    /// Number of the report.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identifier: Vec<Identifier>,
    /// The order it answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub based_on: Vec<Reference>,
    /// `final`, `preliminary`, `amended`, …
    pub status: String,
    /// Section: `GE` for genetics.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub category: Vec<CodeableConcept>,
    /// What was analysed: LOINC 51969-4 for a genetic report.
    pub code: CodeableConcept,
    /// The proband.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<Reference>,
    /// FHIR dateTime.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_date_time: Option<String>,
    /// FHIR instant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued: Option<String>,
    /// What was analysed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub specimen: Vec<Reference>,
    /// The single findings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub result: Vec<Reference>,
    /// The report as a document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub presented_form: Vec<Attachment>,
}

/// A file of the case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentReference {
    /// Id within its server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// `current`, `superseded`, `entered-in-error`.
    pub status: String,
    /// What kind of file.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<CodeableConcept>,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<Reference>,
    /// FHIR instant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<DocumentContent>,
}

/// One file of a [`DocumentReference`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentContent {
    /// Where it is, its size and SHA-256.
    pub attachment: Attachment,
}
