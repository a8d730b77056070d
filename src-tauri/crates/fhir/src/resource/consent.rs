use serde::{Deserialize, Serialize};

use crate::element::{Attachment, CodeableConcept, Coding, Extension, Reference};

/// State of a consent (R4 value set consent-state-codes).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConsentStatus {
    /// Being written; not signed.
    #[default]
    Draft,
    /// Offered; not signed.
    Proposed,
    /// Signed and in force.
    Active,
    /// Refused as a whole.
    Rejected,
    /// Withdrawn or replaced.
    Inactive,
    /// Never meant to exist.
    EnteredInError,
}

/// Whether a provision forbids or allows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProvisionType {
    /// Forbids.
    #[default]
    Deny,
    /// Allows.
    Permit,
}

/// A signed consent of one person: the root provision denies, one child per item of the ICF permits or denies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Consent {
    /// Id within its server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its state.
    pub status: ConsentStatus,
    /// What it is about: `research`, `patient-privacy`, …
    pub scope: CodeableConcept,
    /// Its class.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub category: Vec<CodeableConcept>,
    /// Whose consent it is.
    pub patient: Reference,
    /// When it was signed: FHIR dateTime.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_time: Option<String>,
    /// Who signed: the patient, or a proxy (代諾者).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub performer: Vec<Reference>,
    /// The signed document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_attachment: Option<Attachment>,
    /// The version of the ICF, by [`ICF_VERSION`](crate::system::ICF_VERSION).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_rule: Option<CodeableConcept>,
    /// The rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provision: Option<RootProvision>,
}

/// The root of the rules. A field that is not known could narrow or turn what is allowed, so it is refused here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RootProvision {
    /// Always deny: what no child allows is forbidden.
    #[serde(rename = "type")]
    pub kind: ProvisionType,
    /// One child per item.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub provision: Vec<Provision>,
    /// Further fields, without meaning for this program.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extension: Vec<Extension>,
    /// Id within the resource.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// The decision on one item. A field that is not known could narrow what is allowed, so it is refused here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provision {
    /// Allowed or forbidden.
    #[serde(rename = "type")]
    pub kind: ProvisionType,
    /// The item, by [`CONSENT_ITEM`](crate::system::CONSENT_ITEM).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub code: Vec<CodeableConcept>,
    /// What the item means as a purpose of use (Data Use Ontology).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub purpose: Vec<Coding>,
    /// Further fields, without meaning for this program.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extension: Vec<Extension>,
    /// Id within the resource.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

impl Provision {
    /// The decision on an item by its name, with its words.
    pub fn on_item(kind: ProvisionType, item: &str, display: &str) -> Self {
        Self { kind, code: vec![CodeableConcept::code(crate::system::CONSENT_ITEM, item, display)], ..Self::default() }
    }
}
