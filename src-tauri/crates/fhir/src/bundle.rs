use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    FhirError,
    json::{self, Place},
    resource::{
        Condition, Consent, DiagnosticReport, DocumentReference, FamilyMemberHistory, Observation, Patient,
        ServiceRequest, Specimen, Task,
    },
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

/// A resource; of a kind that this program does not know it stays as it came.
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
    #[serde(untagged)]
    Other(Value),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawBundle {
    resource_type: String,
    id: Option<String>,
    #[serde(rename = "type")]
    kind: String,
    timestamp: Option<String>,
    #[serde(default)]
    entry: Vec<RawEntry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawEntry {
    full_url: Option<String>,
    resource: Value,
}

impl Bundle {
    /// A collection of these resources, each under its address.
    pub fn collection(entry: Vec<Entry>) -> Self {
        Self { id: None, kind: "collection".to_owned(), timestamp: None, entry }
    }

    /// Reads a Bundle of type collection.
    ///
    /// # Errors
    /// [`FhirError`] with `file` and the place: not JSON, another resource or type of Bundle, a resource of a known kind
    /// without a field it needs, a modifier, more than [`MAX_BYTES`](crate::MAX_BYTES).
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, FhirError> {
        let raw: RawBundle = json::from_slice(file, bytes)?;
        let root = Place { file, path: "." };
        if raw.resource_type != "Bundle" {
            return Err(root.value("resourceType", &raw.resource_type, "Bundle"));
        }
        if raw.kind != "collection" {
            return Err(root.value("type", &raw.kind, "collection"));
        }
        let entry = raw.entry.into_iter().enumerate().map(|(i, entry)| {
            let path = format!("entry[{i}].resource");
            let resource = Resource::read(Place { file, path: &path }, entry.resource)?;
            Ok(Entry { full_url: entry.full_url, resource })
        });
        Ok(Self {
            id: raw.id,
            kind: raw.kind,
            timestamp: raw.timestamp,
            entry: entry.collect::<Result<_, FhirError>>()?,
        })
    }
}

impl Resource {
    fn read(place: Place<'_>, value: Value) -> Result<Self, FhirError> {
        let Some(kind) = value.get("resourceType").and_then(Value::as_str).map(str::to_owned) else {
            return Err(place.missing("resourceType", "the kind of the resource"));
        };
        let known = |value: &Value| json::refuse_modifiers(place, value);
        macro_rules! read {
            ($($name:ident)*) => {
                match kind.as_str() {
                    $(stringify!($name) => {
                        known(&value)?;
                        Self::$name(json::from_value(place, value)?)
                    })*
                    _ => Self::Other(value),
                }
            };
        }
        Ok(read!(
            Patient ServiceRequest Task Condition Specimen Observation FamilyMemberHistory Consent DiagnosticReport
            DocumentReference
        ))
    }
}
