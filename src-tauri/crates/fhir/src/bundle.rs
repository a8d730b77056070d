use serde::Serialize;

use crate::resource::{
    Condition, Consent, DiagnosticReport, DocumentReference, FamilyMemberHistory, Observation, Patient, ServiceRequest,
    Specimen, Task,
};

/// A collection of resources about one case. Written by `serde_json`; read by [`Bundle::read`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "resourceType")]
pub struct Bundle {
    /// Id within its server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Always `collection`.
    #[serde(rename = "type")]
    pub kind: String,
    /// FHIR instant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<String>,
    /// The resources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub entry: Vec<Entry>,
}

/// One resource of a [`Bundle`], with the address by which the others name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// `urn:uuid:…` or the address on its server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full_url: Option<String>,
    /// The resource.
    pub resource: Resource,
}

/// A resource of a kind that this program knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "resourceType")]
#[allow(missing_docs, reason = "each variant is the resource of its name")]
pub enum Resource {
    Patient(Patient),
    ServiceRequest(ServiceRequest),
    Task(Task),
    Condition(Condition),
    Specimen(Specimen),
    Observation(Observation),
    FamilyMemberHistory(FamilyMemberHistory),
    Consent(Consent),
    DiagnosticReport(DiagnosticReport),
    DocumentReference(DocumentReference),
}

impl Bundle {
    /// A collection of these resources, each under its address.
    pub fn collection(entry: Vec<Entry>) -> Self {
        Self { id: None, kind: "collection".to_owned(), timestamp: None, entry }
    }
}
