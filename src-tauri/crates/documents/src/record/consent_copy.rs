use consent::{Decider, Decision, Item};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{Anchor, Localized};

/// A signed consent as it is handed to the patient (同意書控え).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentCopy {
    /// Title of the consent form (ICF, 同意説明文書).
    pub title: Localized,
    /// Its version.
    pub version: String,
    /// SHA-256 of its text, lower-case hexadecimal.
    #[serde(default)]
    pub sha256: Option<String>,
    /// The items in the order of the form.
    pub items: Vec<ConsentItem>,
    /// Who decided.
    pub decider: Decider,
    /// The proxy, where one decided.
    #[serde(default)]
    pub proxy: Option<Proxy>,
    /// Day of the signature.
    pub decided_on: Option<Date>,
    /// When it was recorded, by the clock of the device; printed in Japan Standard Time.
    #[serde(default)]
    pub recorded_at: Option<Timestamp>,
    /// How the identity of the person who decided was checked.
    pub identity_check: Option<Localized>,
    /// Who explained.
    #[serde(default)]
    pub explained_by: Option<String>,
    /// Day on which the consent was withdrawn.
    #[serde(default)]
    pub withdrawn_on: Option<Date>,
    /// The event in the ledger that holds it.
    #[serde(default)]
    pub anchor: Option<Anchor>,
}

/// One item of the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentItem {
    /// The item.
    pub item: Item,
    /// What was decided; `None` where it was not asked.
    pub decision: Option<Decision>,
}

/// A person who decided for the patient (代諾者).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proxy {
    /// Name as printed.
    pub name: Option<String>,
    /// What the proxy is to the patient, such as 母.
    pub relation: Option<Localized>,
    /// Whether the patient assented beside the proxy's decision (アセント).
    #[serde(default)]
    pub assented: Option<bool>,
}
