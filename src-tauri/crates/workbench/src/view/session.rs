//! Unlock, first set-up, recovery: who may sign in and who has.

use domain::Role;
use serde::{Deserialize, Serialize};
use specta::Type;
use zeroize::Zeroizing;

use super::fault::Fault;
use crate::{Action, Desk};

/// What is known before anybody has signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct Status {
    /// Version of the program.
    pub version: String,
    /// False where no store is there yet: the first set-up begins.
    pub installed: bool,
    /// Names that can sign in.
    pub users: Vec<String>,
    /// Who is signed in.
    pub me: Option<Me>,
    /// Where the key of this device is looked for.
    pub device_key: DeviceKey,
    /// Minutes without a key or mouse after which the store locks.
    pub lock_after_minutes: u32,
    /// True on the demonstration hub: the families are synthetic.
    pub demonstration: bool,
    /// The passphrase of the demonstration, which guards nothing; `None` outside it.
    pub demonstration_passphrase: Option<String>,
}

/// Where the key of a device is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum DeviceKey {
    /// In the keyring of the operating system.
    Keyring,
    /// In a file on a token.
    File,
}

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct Me {
    /// The name that is typed.
    pub user: String,
    /// The name that is shown.
    pub name: String,
    /// The role.
    pub role: RoleName,
    /// What the role may do.
    pub may: Vec<Permission>,
}

/// A role, as [`domain::Role`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words are those of domain::Role")]
pub enum RoleName {
    Counsellor,
    Geneticist,
    PanelMember,
    Chair,
    Coordinator,
    DataManager,
    Administrator,
}

/// Something that a role may do, as [`Action`](crate::Action).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words are those of Action")]
pub enum Permission {
    ManageUsers,
    ImportCase,
    SeeCase,
    RecordClinical,
    SeeVariants,
    SeeKinship,
    AnswerDoubts,
    RecordConsent,
    Decide,
    PrintDocuments,
    Release,
    AuditLedger,
    ChangeSettings,
}

/// Signing in.
#[derive(Clone, Deserialize, Type)]
pub struct UnlockRequest {
    /// The name.
    pub user: String,
    /// The passphrase.
    #[specta(type = String)]
    pub passphrase: Zeroizing<String>,
}

/// The first set-up: an administrator, and the first person who works with patients.
#[derive(Clone, Deserialize, Type)]
pub struct SetUpRequest {
    /// What this device is called by people.
    pub device: String,
    /// The administrator.
    pub administrator: NewUserRequest,
    /// The first clinical user; an administrator sees no patient.
    pub first_user: NewUserRequest,
    /// The hospital, as it is printed.
    pub facility: String,
}

/// A user to add.
#[derive(Clone, Deserialize, Type)]
pub struct NewUserRequest {
    /// The name to type: Latin letters, digits, `.`, `_`, `-`.
    pub user: String,
    /// The name to show.
    pub name: String,
    /// The role.
    pub role: RoleName,
    /// The passphrase.
    #[specta(type = String)]
    pub passphrase: Zeroizing<String>,
}

/// What is shown once after the set-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct SetUpReply {
    /// The recovery shares as text; any [`SetUpReply::needed`] of them open the store.
    pub shares: Vec<String>,
    /// How many are needed.
    pub needed: u32,
    /// Why the first user or the name of the facility could not be kept; the store is there all the same, and its
    /// administrator can sign in and add them.
    pub unfinished: Option<Fault>,
}

/// A new passphrase by recovery shares.
#[derive(Clone, Deserialize, Type)]
pub struct RecoverRequest {
    /// The user.
    pub user: String,
    /// The new passphrase.
    #[specta(type = String)]
    pub passphrase: Zeroizing<String>,
    /// The shares as text.
    #[specta(type = Vec<String>)]
    pub shares: Vec<Zeroizing<String>>,
    /// True where the key of this device is lost too: a new one is made, and every other user needs recovery as well.
    pub new_device_key: bool,
}

impl From<Role> for RoleName {
    fn from(role: Role) -> Self {
        match role {
            Role::Counsellor => Self::Counsellor,
            Role::Geneticist => Self::Geneticist,
            Role::PanelMember => Self::PanelMember,
            Role::Chair => Self::Chair,
            Role::Coordinator => Self::Coordinator,
            Role::DataManager => Self::DataManager,
            Role::Administrator => Self::Administrator,
        }
    }
}

impl From<RoleName> for Role {
    fn from(role: RoleName) -> Self {
        match role {
            RoleName::Counsellor => Self::Counsellor,
            RoleName::Geneticist => Self::Geneticist,
            RoleName::PanelMember => Self::PanelMember,
            RoleName::Chair => Self::Chair,
            RoleName::Coordinator => Self::Coordinator,
            RoleName::DataManager => Self::DataManager,
            RoleName::Administrator => Self::Administrator,
        }
    }
}

impl Desk {
    /// Who is signed in.
    pub fn me(&self) -> Me {
        let role = self.role();
        let may = |action: &Action| action.ask(role).is_ok();
        Me {
            user: self.session.user().to_string(),
            name: self.session.name().to_owned(),
            role: role.into(),
            may: Action::ALL.iter().filter(|a| may(a)).map(|a| (*a).into()).collect(),
        }
    }
}

impl From<Action> for Permission {
    fn from(action: Action) -> Self {
        match action {
            Action::ManageUsers => Self::ManageUsers,
            Action::ImportCase => Self::ImportCase,
            Action::SeeCase => Self::SeeCase,
            Action::RecordClinical => Self::RecordClinical,
            Action::SeeVariants => Self::SeeVariants,
            Action::SeeKinship => Self::SeeKinship,
            Action::AnswerDoubts => Self::AnswerDoubts,
            Action::RecordConsent => Self::RecordConsent,
            Action::Decide => Self::Decide,
            Action::PrintDocuments => Self::PrintDocuments,
            Action::Release => Self::Release,
            Action::AuditLedger => Self::AuditLedger,
            Action::ChangeSettings => Self::ChangeSettings,
        }
    }
}
