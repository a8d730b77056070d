//! The resources of FHIR R4 that are read and written (<https://hl7.org/fhir/R4/resourcelist.html>). A field that R4
//! requires and this program needs is required here too; the others are optional.

mod clinical;
mod consent;
mod order;
mod patient;
mod report;

pub use clinical::{
    Condition, FamilyCondition, FamilyMemberHistory, Observation, ObservationComponent, Specimen, SpecimenCollection,
    SpecimenContainer,
};
pub use consent::{Consent, ConsentStatus, Provision, ProvisionType, RootProvision};
pub use order::{ServiceRequest, Task};
pub use patient::{Gender, Patient};
pub use report::{DiagnosticReport, DocumentContent, DocumentReference};
