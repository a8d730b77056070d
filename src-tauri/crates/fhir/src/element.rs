//! The data types of FHIR R4 that the resources are made of (<https://hl7.org/fhir/R4/datatypes.html>).

use serde::{Deserialize, Serialize};

/// A code in a code system.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coding {
    /// Address of the code system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// Version of the code system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The code in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display: Option<String>,
}

impl Coding {
    /// A code of a system with its words.
    pub fn new(system: &str, code: &str, display: &str) -> Self {
        Self {
            system: Some(system.to_owned()),
            version: None,
            code: Some(code.to_owned()),
            display: Some(display.to_owned()),
        }
    }
}

/// An idea, by codes, by words or both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeableConcept {
    /// The codes; all of them mean the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coding: Vec<Coding>,
    /// The words that the author chose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl CodeableConcept {
    /// By one code.
    pub fn code(system: &str, code: &str, display: &str) -> Self {
        Self { coding: vec![Coding::new(system, code, display)], text: None }
    }

    /// By words only.
    pub fn text(text: &str) -> Self {
        Self { coding: Vec::new(), text: Some(text.to_owned()) }
    }

    /// The first code of this system.
    pub fn code_of(&self, system: &str) -> Option<&str> {
        self.coding.iter().filter(|c| c.system.as_deref() == Some(system)).find_map(|c| c.code.as_deref())
    }

    /// The words: the author's, else those of the first code that has some.
    pub fn words(&self) -> Option<&str> {
        self.text.as_deref().or_else(|| self.coding.iter().find_map(|c| c.display.as_deref()))
    }
}

/// A pointer to another resource: `Patient/p1`, or the `fullUrl` of an entry of the same Bundle.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// The address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// What it points to, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display: Option<String>,
}

impl Reference {
    /// To an address.
    pub fn to(address: &str) -> Self {
        Self { reference: Some(address.to_owned()), display: None }
    }
}

/// A name that somebody gave to a thing: number of a chart, of an order, of a specimen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identifier {
    /// Who gave it, as an address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// The name itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl Identifier {
    /// A value in a system.
    pub fn new(system: &str, value: &str) -> Self {
        Self { system: Some(system.to_owned()), value: Some(value.to_owned()) }
    }
}

/// A measured amount.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quantity {
    /// How much.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<serde_json::Number>,
    /// The unit as it is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Address of the code system of the unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// The unit as a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// A stretch of time; both ends belong to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// FHIR dateTime.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// FHIR dateTime.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
}

/// Words of a person about a resource.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annotation {
    /// The words.
    pub text: String,
}

/// A further field that an address gives its meaning. Other kinds of value than these two are passed over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Extension {
    /// The address.
    pub url: String,
    /// A code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_code: Option<String>,
    /// A text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_string: Option<String>,
}

/// A name of a person. JP Core writes one entry per script, told apart by
/// [`NAME_REPRESENTATION`](crate::system::NAME_REPRESENTATION).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HumanName {
    /// Says in which script the name is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extension: Vec<Extension>,
    /// `official`, `usual`, `maiden`, …
    #[serde(rename = "use", skip_serializing_if = "Option::is_none")]
    pub usage: Option<String>,
    /// The whole name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Family name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    /// Given names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<String>,
}

impl HumanName {
    /// The official name in kanji (`IDE`).
    pub fn kanji(family: &str, given: &str) -> Self {
        Self::in_script("IDE", family, given)
    }

    /// The official name in kana (`SYL`).
    pub fn kana(family: &str, given: &str) -> Self {
        Self::in_script("SYL", family, given)
    }

    fn in_script(script: &str, family: &str, given: &str) -> Self {
        Self {
            extension: vec![Extension {
                url: crate::system::NAME_REPRESENTATION.to_owned(),
                value_code: Some(script.to_owned()),
                value_string: None,
            }],
            usage: Some("official".to_owned()),
            text: Some(format!("{family} {given}")),
            family: Some(family.to_owned()),
            given: vec![given.to_owned()],
        }
    }

    /// The script: `IDE`, `SYL` or `ABC`.
    pub fn script(&self) -> Option<&str> {
        let extension = self.extension.iter().find(|e| e.url == crate::system::NAME_REPRESENTATION)?;
        extension.value_code.as_deref()
    }
}

/// A file: where it is, how large, what it hashes to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attachment {
    /// Holds the SHA-256, see [`SHA256`](crate::system::SHA256).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extension: Vec<Extension>,
    /// Media type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// Where it is, relative to the resource's own place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Size in bytes. (R4 calls it an unsigned 32-bit integer; genome files outgrow it, so more is read.)
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// What it is, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

impl Attachment {
    /// The SHA-256 of the file as 64 hexadecimal digits, where it is stated.
    pub fn sha256(&self) -> Option<&str> {
        let extension = self.extension.iter().find(|e| e.url == crate::system::SHA256)?;
        extension.value_string.as_deref()
    }

    /// The same with its SHA-256 stated.
    #[must_use]
    pub fn with_sha256(mut self, hexadecimal: &str) -> Self {
        self.extension.push(Extension {
            url: crate::system::SHA256.to_owned(),
            value_code: None,
            value_string: Some(hexadecimal.to_owned()),
        });
        self
    }
}

/// What the server says about a resource, and the profiles it claims to follow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Meta {
    /// Version of the resource on its server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version_id: Option<String>,
    /// FHIR instant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_updated: Option<String>,
    /// Addresses of the profiles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub profile: Vec<String>,
}
