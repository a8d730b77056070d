//! What goes wrong, as the window is told: a closed code, a message by key, and whether trying again can help.

use serde::Serialize;
use specta::Type;
use store::StoreError;

use super::explained::Argument;
use crate::{ErrorKind, WorkbenchError};

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct Fault {
    /// What the screen switches on.
    pub code: FaultCode,
    /// The key of the message.
    pub message_key: String,
    /// Its arguments. `detail` is always there: the words of the error with file, place and what was expected.
    pub args: Vec<Argument>,
    /// True where the same can be tried again.
    pub retry: bool,
}

/// The kinds of faults, a closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum FaultCode {
    /// Nobody is signed in.
    Locked,
    /// The passphrase or the device's key is not right.
    WrongPassphrase,
    /// The user may not sign in.
    NoSuchUser,
    /// The keyring or key file of the device.
    DeviceKey,
    /// Another process has the store.
    InUse,
    /// The role does not allow it.
    NotPermitted,
    /// No consent allows it.
    NoConsent,
    /// What was given is wrong.
    BadInput,
    /// A file is wrong.
    BadFile,
    /// A file of the hub is not the one that the hub lists.
    NotAsListed,
    /// The view of the variants is not open any more; open it again.
    Stale,
    /// It was cancelled.
    Cancelled,
    /// The data may be of another person than is said.
    InDoubt,
    /// What is to be released is not what was looked at.
    Changed,
    /// The machine: disk, room, rights.
    Machine,
    /// The program itself.
    Program,
}

impl FaultCode {
    fn key(self) -> &'static str {
        match self {
            Self::Locked => "fault_locked",
            Self::WrongPassphrase => "fault_wrong_passphrase",
            Self::NoSuchUser => "fault_no_such_user",
            Self::DeviceKey => "fault_device_key",
            Self::InUse => "fault_in_use",
            Self::NotPermitted => "fault_not_permitted",
            Self::NoConsent => "fault_no_consent",
            Self::BadInput => "fault_bad_input",
            Self::BadFile => "fault_bad_file",
            Self::NotAsListed => "fault_not_as_listed",
            Self::Stale => "fault_stale",
            Self::Cancelled => "fault_cancelled",
            Self::InDoubt => "fault_in_doubt",
            Self::Changed => "fault_changed",
            Self::Machine => "fault_machine",
            Self::Program => "fault_program",
        }
    }
}

impl Fault {
    /// A fault with the words of the error.
    pub fn new(code: FaultCode, detail: impl Into<String>) -> Self {
        let detail = Argument { name: "detail".into(), value: detail.into() };
        let retry = matches!(
            code,
            FaultCode::WrongPassphrase
                | FaultCode::DeviceKey
                | FaultCode::InUse
                | FaultCode::Stale
                | FaultCode::Cancelled
                | FaultCode::Machine
        );
        Self { code, message_key: code.key().to_owned(), args: vec![detail], retry }
    }

    /// Nobody is signed in.
    pub fn locked() -> Self {
        Self::new(FaultCode::Locked, "nobody is signed in")
    }
}

impl From<WorkbenchError> for Fault {
    fn from(error: WorkbenchError) -> Self {
        let code = match &error {
            WorkbenchError::Store(error) => of_store(error),
            WorkbenchError::NotPermitted { .. } => Some(FaultCode::NotPermitted),
            WorkbenchError::Consent(consent::ConsentError::NotAgreed { .. }) => Some(FaultCode::NoConsent),
            WorkbenchError::Hub(hub::HubError::Hash { .. } | hub::HubError::Size { .. }) => {
                Some(FaultCode::NotAsListed)
            }
            WorkbenchError::Hub(_)
            | WorkbenchError::Consent(_)
            | WorkbenchError::File { .. }
            | WorkbenchError::Json { .. }
            | WorkbenchError::Variants(_)
            | WorkbenchError::Review(_)
            | WorkbenchError::Knowledge(_)
            | WorkbenchError::ReferenceUnread { .. } => Some(FaultCode::BadFile),
            WorkbenchError::Stale { .. } => Some(FaultCode::Stale),
            WorkbenchError::InDoubt { .. } => Some(FaultCode::InDoubt),
            WorkbenchError::Changed => Some(FaultCode::Changed),
            WorkbenchError::Cancelled => Some(FaultCode::Cancelled),
            WorkbenchError::Embedded { .. } => Some(FaultCode::Program),
            _ => None,
        };
        let by_kind = || match error.kind() {
            ErrorKind::Machine => FaultCode::Machine,
            ErrorKind::Input | ErrorKind::Wanting => FaultCode::BadInput,
            ErrorKind::Refused => FaultCode::NotPermitted,
        };
        let code = match (code, error.kind()) {
            (Some(FaultCode::BadFile), ErrorKind::Machine) => FaultCode::Machine,
            (Some(code), _) => code,
            (None, _) => by_kind(),
        };
        Self::new(code, error.to_string())
    }
}

fn of_store(error: &StoreError) -> Option<FaultCode> {
    Some(match error {
        StoreError::WrongPassphrase { .. } => FaultCode::WrongPassphrase,
        StoreError::UnknownUser { .. } | StoreError::DisabledUser { .. } => FaultCode::NoSuchUser,
        StoreError::NoKeyring { .. }
        | StoreError::KeyringLocked { .. }
        | StoreError::KeyringWithoutKey { .. }
        | StoreError::Keyring { .. }
        | StoreError::KeyringMalformed { .. } => FaultCode::DeviceKey,
        StoreError::InUse { .. } => FaultCode::InUse,
        StoreError::OutOfScope { .. } | StoreError::NotIncluded { .. } => FaultCode::NoConsent,
        StoreError::NoKey { .. } => FaultCode::NotPermitted,
        _ => return None,
    })
}
