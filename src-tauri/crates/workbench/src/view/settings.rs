//! Settings of the installation, its users, and the search in what happened.

use jiff::{civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::session::{NewUserRequest, RoleName};
use crate::{
    Action, Desk, Installation, Settings, WorkbenchError,
    desk::{case_id, user_id},
    installation::new_user,
    settings::FacilityWords,
};

/// Settings and users.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct SettingsPage {
    /// What is set.
    pub settings: SettingsLine,
    /// The users.
    pub users: Vec<UserLine>,
    /// Where the store lies.
    pub home: String,
    /// This device's id.
    pub device: String,
}

/// What is set for the installation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct SettingsLine {
    /// The hospital, as printed.
    pub facility: FacilityWords,
    /// Folder of the hub.
    pub hub_folder: Option<String>,
    /// Minutes without a key or mouse after which the store locks.
    pub lock_after_minutes: u32,
}

/// Settings as they are to be.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
pub struct SettingsRequest {
    /// The hospital.
    pub facility: FacilityWords,
    /// Folder of the hub.
    pub hub_folder: Option<String>,
    /// Minutes, 1 to 120.
    pub lock_after_minutes: u32,
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

/// The most events that one search shows.
const MOST_EVENTS: usize = 1000;

impl Desk {
    /// Settings and users; the users only for those who manage them.
    ///
    /// # Errors
    /// [`WorkbenchError::Store`], [`WorkbenchError::Json`].
    pub fn settings_page(&self, installation: &Installation) -> Result<SettingsPage, WorkbenchError> {
        let Settings { facility, hub_folder, lock_after_minutes, .. } = installation.settings()?;
        let users = if self.ask(Action::ManageUsers).is_ok() { self.users()? } else { Vec::new() };
        let line = |u: store::User| UserLine {
            user: u.id.to_string(),
            name: u.name,
            role: u.role.into(),
            disabled: u.disabled,
        };
        Ok(SettingsPage {
            settings: SettingsLine { facility, hub_folder, lock_after_minutes },
            users: users.into_iter().map(line).collect(),
            home: installation.home().display().to_string(),
            device: self.session.device().to_string(),
        })
    }

    /// Changes the settings.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`]; [`WorkbenchError::Hub`] where the folder is no hub; [`WorkbenchError::Unknown`]
    /// where the minutes are out of range.
    pub fn change_settings(&self, installation: &Installation, to: &SettingsRequest) -> Result<(), WorkbenchError> {
        self.ask(Action::ChangeSettings)?;
        if !(1..=Settings::LONGEST).contains(&to.lock_after_minutes) {
            let (text, expected) = (to.lock_after_minutes.to_string(), format!("1 to {}", Settings::LONGEST));
            return Err(WorkbenchError::Unknown { what: "number of minutes", text, expected });
        }
        let hub_folder = to.hub_folder.as_deref().map(str::trim).filter(|f| !f.is_empty()).map(str::to_owned);
        if let Some(folder) = &hub_folder {
            hub::FolderHub::open(folder.as_ref())?;
        }
        installation.change_settings(|settings| {
            settings.facility = to.facility.clone();
            settings.hub_folder = hub_folder;
            settings.lock_after_minutes = to.lock_after_minutes;
        })
    }

    /// Adds a user by the form.
    ///
    /// # Errors
    /// As [`Desk::add_user`].
    pub fn add_user_by_form(&self, user: &NewUserRequest) -> Result<(), WorkbenchError> {
        self.add_user(new_user(user)?, user.role.into())
    }

    /// Takes a user's keys away.
    ///
    /// # Errors
    /// As [`Desk::disable_user`].
    pub fn disable_user_named(&self, user: &str) -> Result<(), WorkbenchError> {
        self.disable_user(&user_id(user)?)
    }

    /// Searches in what happened, and verifies the chains.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`]; [`WorkbenchError::Unknown`] where a day is none.
    pub fn search_audit(&self, search: &AuditRequest) -> Result<AuditPage, WorkbenchError> {
        self.ask(Action::AuditLedger)?;
        let case = search.case.as_deref().map(case_id).transpose()?;
        let user = search.user.as_deref().map(user_id).transpose()?;
        let (from, to) = (day(search.from.as_deref())?, day(search.to.as_deref())?);
        let mut found = self.session.all_events()?;
        found.reverse();
        let kinds: std::collections::BTreeSet<String> = found.iter().map(|e| e.kind.clone()).collect();
        found.retain(|e| {
            let on = e.device_time.to_zoned(JAPAN.clone()).date();
            case.as_ref().is_none_or(|c| e.case.as_ref() == Some(c))
                && user.as_ref().is_none_or(|u| &e.author == u)
                && search.kind.as_ref().is_none_or(|k| &e.kind == k)
                && from.is_none_or(|from| from <= on)
                && to.is_none_or(|to| on <= to)
        });
        let verification = self.verify()?;
        let entry = |e: &store::ledger::Event| AuditEntry {
            id: e.id.to_string(),
            seq: u32::try_from(e.seq).unwrap_or(u32::MAX),
            kind: e.kind.clone(),
            author: e.author.to_string(),
            role: e.role.into(),
            case: e.case.as_ref().map(ToString::to_string),
            time: e.device_time.to_string(),
        };
        Ok(AuditPage {
            total: u32::try_from(found.len()).unwrap_or(u32::MAX),
            events: found.iter().take(MOST_EVENTS).map(entry).collect(),
            verified: verification.is_sound(),
            findings: verification.findings.iter().map(ToString::to_string).collect(),
            kinds: kinds.into_iter().collect(),
        })
    }
}

/// Japan has had one time without summer time since 1952.
static JAPAN: TimeZone = TimeZone::fixed(jiff::tz::offset(9));

fn day(text: Option<&str>) -> Result<Option<Date>, WorkbenchError> {
    let Some(text) = text.map(str::trim).filter(|t| !t.is_empty()) else { return Ok(None) };
    let unknown = |_| WorkbenchError::Unknown { what: "day", text: text.to_owned(), expected: "YYYY-MM-DD".into() };
    text.parse().map(Some).map_err(unknown)
}
