use serde::{Deserialize, Serialize};

use crate::element::{Annotation, CodeableConcept, Identifier, Meta, Reference};

/// The order of the analysis.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServiceRequest {
    /// Id within its server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Version and profiles.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meta: Option<Meta>,
    /// Number of the order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identifier: Vec<Identifier>,
    /// `draft`, `active`, `on-hold`, `revoked`, `completed`, `entered-in-error`, `unknown`.
    pub status: String,
    /// `order`, `plan`, …
    pub intent: String,
    /// What is ordered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<CodeableConcept>,
    /// More about it: the panels, by [`PANEL`](crate::system::PANEL).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub order_detail: Vec<CodeableConcept>,
    /// The proband.
    pub subject: Reference,
    /// FHIR dateTime.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authored_on: Option<String>,
    /// Who orders.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requester: Option<Reference>,
    /// The indication: text, and the suspected disease as a code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reason_code: Vec<CodeableConcept>,
    /// The suspected diseases as [`Condition`](super::Condition)s.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reason_reference: Vec<Reference>,
    /// What is analysed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub specimen: Vec<Reference>,
    /// Words of the person who orders.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub note: Vec<Annotation>,
}

/// Where the order stands at the hub.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Task {
    /// Id within its server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// `requested`, `accepted`, `in-progress`, `completed`, `rejected`, …
    pub status: String,
    /// Quality state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_status: Option<CodeableConcept>,
    /// `order`, …
    pub intent: String,
    /// The order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub focus: Option<Reference>,
    /// The proband.
    #[serde(rename = "for", skip_serializing_if = "Option::is_none")]
    pub subject: Option<Reference>,
}
