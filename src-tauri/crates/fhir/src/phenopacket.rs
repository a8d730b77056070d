//! The GA4GH Phenopacket, version 2 (<https://phenopacket-schema.readthedocs.io/en/2.0.0/>): one packet of one person.
//!
//! Diagnoses and interpretations are not among the fields: a ranking that read them would know its answer.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    FhirError,
    json::{self, Place},
};

/// One person's signs, with the sources of the terms.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Phenopacket {
    /// Id of the packet.
    pub id: String,
    /// The person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<Subject>,
    /// The signs, present and excluded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phenotypic_features: Vec<PhenotypicFeature>,
    /// Who made the packet, when, from which sources.
    pub meta_data: MetaData,
}

/// The fields of a packet in version 2.0 of the standard.
const PACKET_FIELDS: [&str; 10] = [
    "id",
    "subject",
    "phenotypicFeatures",
    "measurements",
    "biosamples",
    "interpretations",
    "diseases",
    "medicalActions",
    "files",
    "metaData",
];
/// The fields of a sign in version 2.0 of the standard.
const FEATURE_FIELDS: [&str; 8] =
    ["description", "type", "excluded", "severity", "modifiers", "onset", "resolution", "evidence"];

impl Phenopacket {
    /// Reads a packet and checks what the standard requires, which its wire format does not. A field of the packet or of a sign
    /// that the standard does not have is refused: a misspelt `excluded` would turn an absent sign into a present one.
    ///
    /// # Errors
    /// [`FhirError`] with `file` and the place: not JSON, a required field that is missing or empty, an unknown field, a
    /// version other than 2, a family or cohort instead of one packet, more than [`MAX_BYTES`](crate::MAX_BYTES).
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, FhirError> {
        let value: Value = json::from_slice(file, bytes)?;
        let root = Place { file, path: "." };
        let single = "one phenopacket of one person; take the packet of the proband out into a file of its own";
        for (field, found) in [("proband", "a family"), ("members", "a cohort")] {
            if value.get(field).is_some() {
                return Err(root.value(field, found, single));
            }
        }
        // The version first: an older packet has other fields (`negated` for `excluded`), so nothing else would be true of it.
        let version = value.pointer("/metaData/phenopacketSchemaVersion").and_then(Value::as_str);
        if let Some(version) = version.filter(|v| !v.is_empty()) {
            check_version(root, version)?;
        }
        refuse_unknown(root, &value, &PACKET_FIELDS)?;
        for (i, feature) in value.get("phenotypicFeatures").and_then(Value::as_array).into_iter().flatten().enumerate()
        {
            let path = format!("phenotypicFeatures[{i}]");
            refuse_unknown(Place { file, path: &path }, feature, &FEATURE_FIELDS)?;
        }
        let packet: Self = json::from_value(root, value)?;
        packet.check(root)?;
        Ok(packet)
    }

    fn check(&self, root: Place<'_>) -> Result<(), FhirError> {
        let meta = &self.meta_data;
        let version = &meta.phenopacket_schema_version;
        let subject = self.subject.as_ref().map_or("-", |s| s.id.as_str());
        let required = [
            ("id", self.id.as_str(), "the id of the packet"),
            ("subject.id", subject, "the id of the person"),
            ("metaData.created", &meta.created, "the instant at which the packet was made"),
            ("metaData.createdBy", &meta.created_by, "the author of the packet"),
            ("metaData.phenopacketSchemaVersion", version, "2.0 or another version 2"),
        ];
        if let Some((field, _, expected)) = required.into_iter().find(|(_, value, _)| value.is_empty()) {
            return Err(root.missing(field, expected));
        }
        if meta.resources.is_empty() {
            return Err(root.missing("metaData.resources", "the ontologies that the terms come from"));
        }
        if meta.created.parse::<jiff::Timestamp>().is_err() {
            return Err(root.value("metaData.created", &meta.created, "an instant such as 2021-05-14T10:35:00Z"));
        }
        check_version(root, version)
    }
}

fn check_version(root: Place<'_>, version: &str) -> Result<(), FhirError> {
    if version != "2" && !version.starts_with("2.") {
        return Err(root.value("metaData.phenopacketSchemaVersion", version, "2.0 or another version 2"));
    }
    Ok(())
}

fn refuse_unknown(place: Place<'_>, value: &Value, known: &[&str]) -> Result<(), FhirError> {
    let mut names = value.as_object().into_iter().flat_map(|fields| fields.keys());
    match names.find(|name| !known.contains(&name.as_str())) {
        Some(name) => Err(place.value(name, "an unknown field", format!("one of {}", known.join(", ")))),
        None => Ok(()),
    }
}

/// The person of a packet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Subject {
    /// Id of the person.
    pub id: String,
    /// RFC 3339 instant; the time of day has no meaning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<String>,
    /// Age when the person was last seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_at_last_encounter: Option<TimeElement>,
    /// Sex.
    #[serde(default)]
    pub sex: PacketSex,
}

/// Sex of a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PacketSex {
    /// Not stated.
    #[default]
    UnknownSex,
    /// Female.
    Female,
    /// Male.
    Male,
    /// Neither.
    OtherSex,
}

/// A sign: seen, or looked for and not seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhenotypicFeature {
    /// The term.
    #[serde(rename = "type")]
    pub kind: OntologyClass,
    /// True where the sign was looked for and is not there.
    #[serde(default, deserialize_with = "json::or_default", skip_serializing_if = "std::ops::Not::not")]
    pub excluded: bool,
    /// When it began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub onset: Option<TimeElement>,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolution: Option<TimeElement>,
}

/// A term of an ontology.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OntologyClass {
    /// Such as `HP:0001250`.
    pub id: String,
    /// In words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
}

/// A time: exactly one of these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum TimeElement {
    /// Weeks and days of the pregnancy.
    GestationalAge(GestationalAge),
    /// Age since birth.
    Age(IsoAge),
    /// Between two ages.
    AgeRange(AgeRange),
    /// A class of onset, such as HP:0003577 congenital.
    OntologyClass(OntologyClass),
    /// RFC 3339 instant.
    Timestamp(String),
    /// Between two instants.
    Interval(Interval),
}

/// Completed weeks and days of gestation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GestationalAge {
    /// Weeks.
    pub weeks: u8,
    /// Days, 0 to 6.
    #[serde(default)]
    pub days: u8,
}

/// An age as an ISO 8601 duration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IsoAge {
    /// Such as `P3Y6M`.
    pub iso8601duration: String,
}

/// Two ages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgeRange {
    /// The younger.
    pub start: IsoAge,
    /// The older.
    pub end: IsoAge,
}

/// Two instants (RFC 3339).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    /// The earlier.
    pub start: String,
    /// The later.
    pub end: String,
}

/// Who made the packet, when, from which sources.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MetaData {
    /// RFC 3339 instant.
    pub created: String,
    /// The author.
    pub created_by: String,
    /// The ontologies that the terms come from.
    pub resources: Vec<OntologySource>,
    /// `2.0`, `2.0.2`, …
    pub phenopacket_schema_version: String,
}

/// An ontology and its release.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OntologySource {
    /// Short name, such as `hp`.
    pub id: String,
    /// Name in words.
    #[serde(default)]
    pub name: String,
    /// Where it is.
    #[serde(default)]
    pub url: String,
    /// The release.
    #[serde(default)]
    pub version: String,
    /// Prefix of its terms, such as `HP`.
    pub namespace_prefix: String,
    /// What the prefix stands for.
    #[serde(default)]
    pub iri_prefix: String,
}
