//! Settings of the installation, its users, and the search in what happened.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::session::RoleName;

/// Settings and users.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct SettingsPage {
    /// What is set.
    pub settings: Settings,
    /// The users.
    pub users: Vec<UserLine>,
    /// Where the store lies.
    pub home: String,
    /// This device's id.
    pub device: String,
}

/// What is set for the installation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct Settings {
    /// The hospital and department, as printed.
    pub facility: FacilityLine,
    /// Folder of the hub.
    pub hub_folder: Option<String>,
    /// Minutes without a key or mouse after which the store locks.
    pub lock_after_minutes: u32,
}

/// The hospital, as printed; what is empty is not printed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
pub struct FacilityLine {
    /// Name in Japanese.
    pub name_ja: String,
    /// Name in English.
    pub name_en: String,
    /// Department that answers questions, in Japanese.
    pub department_ja: String,
    /// The same in English.
    pub department_en: String,
    /// Telephone number.
    pub telephone: String,
    /// Opening hours in Japanese.
    pub hours_ja: String,
    /// The same in English.
    pub hours_en: String,
    /// Physician in charge.
    pub physician: String,
    /// Genetic counsellor in charge.
    pub counsellor: String,
}

/// Settings as they are to be.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
pub struct SettingsRequest {
    /// The hospital.
    pub facility: FacilityRequest,
    /// Folder of the hub.
    pub hub_folder: Option<String>,
    /// Minutes, 1 to 120.
    pub lock_after_minutes: u32,
}

/// The hospital as it is to be printed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
#[allow(missing_docs, reason = "the fields are those of FacilityLine")]
pub struct FacilityRequest {
    pub name_ja: String,
    pub name_en: String,
    pub department_ja: String,
    pub department_en: String,
    pub telephone: String,
    pub hours_ja: String,
    pub hours_en: String,
    pub physician: String,
    pub counsellor: String,
}

/// A user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct UserLine {
    /// The name that is typed.
    pub user: String,
    /// The name that is shown.
    pub name: String,
    /// The role.
    pub role: RoleName,
    /// True where the user can no longer sign in.
    pub disabled: bool,
}

/// A search in what happened.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
pub struct AuditRequest {
    /// Only this case.
    pub case: Option<String>,
    /// Only this user.
    pub user: Option<String>,
    /// Only events of this kind.
    pub kind: Option<String>,
    /// From this day on (ISO 8601 date, Japan).
    pub from: Option<String>,
    /// To this day.
    pub to: Option<String>,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct AuditPage {
    /// The events, the latest first, at most 1000.
    pub events: Vec<AuditEntry>,
    /// How many there are in all.
    pub total: u32,
    /// True where every chain verifies.
    pub verified: bool,
    /// What does not verify, in words.
    pub findings: Vec<String>,
    /// The kinds of events that there are, keys.
    pub kinds: Vec<String>,
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct AuditEntry {
    /// Id.
    pub id: String,
    /// Place in the chain of its device, from 1.
    pub seq: u32,
    /// What happened, a key.
    pub kind: String,
    /// Who.
    pub author: String,
    /// As what.
    pub role: RoleName,
    /// The case.
    pub case: Option<String>,
    /// When, by the clock of the device.
    pub time: String,
}
