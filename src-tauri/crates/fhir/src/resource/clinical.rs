use serde::{Deserialize, Serialize};

use crate::element::{Annotation, CodeableConcept, Identifier, Period, Quantity, Reference};

/// A disease that is suspected or known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Condition {
    /// Id within its server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// `active`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clinical_status: Option<CodeableConcept>,
    /// `provisional`, `confirmed`, `entered-in-error`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verification_status: Option<CodeableConcept>,
    /// The disease.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<CodeableConcept>,
    /// Who has it.
    pub subject: Reference,
    /// FHIR dateTime.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_date: Option<String>,
}

/// A specimen (検体).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Specimen {
    /// Id within its server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Number of the specimen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identifier: Vec<Identifier>,
    /// `available`, `unavailable`, `unsatisfactory`, `entered-in-error`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Its kind: blood, saliva, DNA, …
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<CodeableConcept>,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<Reference>,
    /// When and how it was taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collection: Option<SpecimenCollection>,
    /// What it is in, and how much of it is left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub container: Vec<SpecimenContainer>,
    /// Words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub note: Vec<Annotation>,
}

/// The taking of a specimen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SpecimenCollection {
    /// FHIR dateTime.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collected_date_time: Option<String>,
    /// How much was taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
}

/// A vessel with some of the specimen in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SpecimenContainer {
    /// Number of the vessel.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identifier: Vec<Identifier>,
    /// Tube, box, place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How much is in it now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub specimen_quantity: Option<Quantity>,
}

/// A sign, present or absent: `code` is the HPO term, `valueCodeableConcept` says which
/// ([`LOINC_PRESENT`](crate::system::LOINC_PRESENT), [`LOINC_ABSENT`](crate::system::LOINC_ABSENT)).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Observation {
    /// Id within its server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// `final`, `preliminary`, `amended`, `cancelled`, `entered-in-error`, …
    pub status: String,
    /// What was looked for.
    pub code: CodeableConcept,
    /// In whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<Reference>,
    /// When it was observed: FHIR dateTime.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_date_time: Option<String>,
    /// The answer as a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_codeable_concept: Option<CodeableConcept>,
    /// The answer as yes or no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_boolean: Option<bool>,
    /// Why there is no answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_absent_reason: Option<CodeableConcept>,
    /// Further answers: the onset, by [`HPO_ONSET`](crate::system::HPO_ONSET).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub component: Vec<ObservationComponent>,
}

/// A further answer of an Observation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ObservationComponent {
    /// The question.
    pub code: CodeableConcept,
    /// The answer as a code: a class of onset in HPO.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_codeable_concept: Option<CodeableConcept>,
    /// The answer as an amount: an age in UCUM `a`, `mo`, `wk` or `d`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_quantity: Option<Quantity>,
}

/// A relative and what that relative has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FamilyMemberHistory {
    /// Id within its server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// `completed`, `partial`, `health-unknown`, `entered-in-error`.
    pub status: String,
    /// The proband.
    pub patient: Reference,
    /// FHIR dateTime.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// What the relative is to the proband, by [`ROLE_CODE`](crate::system::ROLE_CODE).
    pub relationship: CodeableConcept,
    /// Sex of the relative.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<CodeableConcept>,
    /// True where the relative has died.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deceased_boolean: Option<bool>,
    /// Age at death.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deceased_age: Option<Quantity>,
    /// Words about the death.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deceased_string: Option<String>,
    /// Words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub note: Vec<Annotation>,
    /// What the relative has or had.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub condition: Vec<FamilyCondition>,
}

/// A condition of a relative.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FamilyCondition {
    /// The condition.
    pub code: CodeableConcept,
    /// Age at onset.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub onset_age: Option<Quantity>,
    /// Onset as a period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub onset_period: Option<Period>,
    /// Onset in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub onset_string: Option<String>,
    /// True where the relative died of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contributed_to_death: Option<bool>,
}
