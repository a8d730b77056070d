use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// What a user is in the hospital; permissions hang on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Genetic counsellor (遺伝カウンセラー).
    Counsellor,
    /// Clinical geneticist (臨床遺伝専門医).
    Geneticist,
    /// Member of an expert panel (エキスパートパネル).
    PanelMember,
    /// Chair of an expert panel.
    Chair,
    /// Research coordinator.
    Coordinator,
    /// Data manager.
    DataManager,
    /// Administrator of this installation.
    Administrator,
}

/// A text names no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no role: expected one of {}", Role::ALL.map(Role::name).join(", "))]
pub struct ParseRoleError {
    /// The text as found.
    pub text: String,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 7] = [
        Self::Counsellor,
        Self::Geneticist,
        Self::PanelMember,
        Self::Chair,
        Self::Coordinator,
        Self::DataManager,
        Self::Administrator,
    ];

    /// The name on the command line and in the ledger.
    pub fn name(self) -> &'static str {
        match self {
            Self::Counsellor => "counsellor",
            Self::Geneticist => "geneticist",
            Self::PanelMember => "panel_member",
            Self::Chair => "chair",
            Self::Coordinator => "coordinator",
            Self::DataManager => "data_manager",
            Self::Administrator => "administrator",
        }
    }
}

impl FromStr for Role {
    type Err = ParseRoleError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|r| r.name() == text).ok_or_else(|| ParseRoleError { text: text.to_owned() })
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
