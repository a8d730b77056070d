//! Consents: what stands for each person, what was recorded before, and the simple form.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::case::{ConsentStanding, RelationName};

/// The consents of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct ConsentPage {
    /// The case.
    pub case: String,
    /// The items of the form in their order, keys.
    pub items: Vec<ItemName>,
    /// Versions of the ICF that can be recorded, the newest first.
    pub icf_versions: Vec<String>,
    /// The people, the proband first.
    pub people: Vec<PersonConsent>,
}

/// An item of the unified ICF, as [`consent::Item`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words are those of consent::Item")]
pub enum ItemName {
    Participation,
    SecondaryFindings,
    SecondaryFindingsAdult,
    AdultOnsetConditions,
    SpecimenStorage,
    JointResearch,
    IndustryAlone,
    AcademicData,
    IndustrialData,
    UseAbroad,
    Recontact,
    Relatives,
    Matchmaking,
}

/// One person's consent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct PersonConsent {
    /// The person.
    pub person: String,
    /// Name as written.
    pub name: Option<String>,
    /// What the person is to the proband.
    pub relation: RelationName,
    /// Date of birth, as much of it as is known.
    pub birth_date: Option<String>,
    /// Whole years today in Japan.
    pub age_years: Option<u32>,
    /// True for a minor today.
    pub minor: bool,
    /// At a glance.
    pub standing: ConsentStanding,
    /// Items that a consent of today cannot open (those of adult life for a minor).
    pub closed: Vec<ItemName>,
    /// The record in force; `None` where none is.
    pub in_force: Option<ConsentEntry>,
    /// All records, the latest first.
    pub history: Vec<ConsentEntry>,
}

/// A consent as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct ConsentEntry {
    /// Id of the event.
    pub id: String,
    /// The version of the ICF.
    pub icf_version: String,
    /// Who decided.
    pub decider: DeciderName,
    /// The proxy, where one decided and is known.
    pub proxy: Option<ProxyDetails>,
    /// When it was signed.
    pub date: String,
    /// The items with what was chosen, in the order of the form.
    pub choices: Vec<Choice>,
    /// Items that it does not open whatever was chosen: those of adult life where it was signed for a minor.
    pub closed: Vec<ItemName>,
    /// True where it was withdrawn.
    pub withdrawn: bool,
    /// Who recorded it: the shown name.
    pub recorded_by: String,
    /// When it was recorded here.
    pub recorded_on: String,
}

/// What was chosen for one item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct Choice {
    /// The item.
    pub item: ItemName,
    /// True where agreed.
    pub agreed: bool,
}

/// Who decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum DeciderName {
    /// The person.
    Person,
    /// Somebody for the person (代諾者).
    Proxy,
}

/// What a proxy is to the person, as [`consent::ProxyRelation`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words are those of consent::ProxyRelation")]
pub enum ProxyRelationName {
    Mother,
    Father,
    Partner,
    Child,
    Sibling,
    Grandparent,
    Guardian,
    Other,
}

/// Who decided for the person; `None` where it is not known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ProxyDetails {
    /// Name as written.
    pub name: Option<String>,
    /// What the proxy is to the person.
    pub relation: Option<ProxyRelationName>,
    /// Whether the person assented beside the proxy's decision (アセント).
    pub assented: Option<bool>,
}

/// A consent to record by the simple form.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
pub struct ConsentRequest {
    /// The case.
    pub case: String,
    /// The person.
    pub person: String,
    /// The version of the ICF.
    pub icf_version: String,
    /// Who decided.
    pub decider: DeciderName,
    /// The proxy, where one decided: name and relation, and whether the person assented, which a withdrawal does not ask.
    pub proxy: Option<ProxyDetails>,
    /// When it was signed (ISO 8601 date).
    pub date: String,
    /// The items that were agreed; all others are refused.
    pub agreed: Vec<ItemName>,
    /// True to withdraw.
    pub withdrawn: bool,
}
