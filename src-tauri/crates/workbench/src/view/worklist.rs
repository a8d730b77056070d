//! The worklist: the cases, and who waits for whom.

use serde::Serialize;
use specta::Type;

use super::session::RoleName;

/// One case.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct WorkItem {
    /// The case.
    pub case: String,
    /// The proband's id.
    pub proband: String,
    /// Name as written.
    pub name: Option<String>,
    /// Name in kana.
    pub kana: Option<String>,
    /// The number of the chart.
    pub chart: Option<String>,
    /// Stated sex.
    pub sex: SexName,
    /// Whole years today in Japan; `None` where the date of birth is not known.
    pub age_years: Option<u32>,
    /// Whole months under two years.
    pub age_months: Option<u32>,
    /// Why it was ordered.
    pub indication: Option<String>,
    /// The diseases that were suspected.
    pub ordered: Vec<String>,
    /// The panels that were chosen.
    pub panels: Vec<String>,
    /// People of the family, and how many of them were sequenced.
    pub people: u32,
    /// People with genome data.
    pub sequenced: u32,
    /// What the case waits for.
    pub stage: Stage,
    /// The roles that can take the next step.
    pub waits_for: Vec<RoleName>,
    /// Since when it waits, by the clock of the device.
    pub since: String,
    /// True where the next step is one that the user's role may take.
    pub mine: bool,
    /// When it was imported.
    pub imported_on: String,
    /// Findings that are to be reported.
    pub reported: u32,
    /// Candidates that a person has marked.
    pub candidates: u32,
}

/// What a case waits for, in the order of the way of a patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The proband's consent is missing or withdrawn.
    Consent,
    /// Genome data are missing.
    Data,
    /// Nobody has decided about a candidate yet.
    Review,
    /// Somebody has; the panel has not spoken.
    Conference,
    /// The panel has spoken; the documents are not released.
    Return,
    /// The documents are released.
    Returned,
}

/// Stated sex.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words say it")]
pub enum SexName {
    Female,
    Male,
    Unknown,
}

impl From<domain::Sex> for SexName {
    fn from(sex: domain::Sex) -> Self {
        match sex {
            domain::Sex::Female => Self::Female,
            domain::Sex::Male => Self::Male,
            domain::Sex::Unknown => Self::Unknown,
        }
    }
}
