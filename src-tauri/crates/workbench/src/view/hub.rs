//! The hub: what came, and bringing it in.

use serde::Serialize;
use specta::Type;

use super::worklist::HubState;

/// What lies at the hub.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct HubPage {
    /// At a glance.
    pub state: HubState,
    /// The cases, the new ones first.
    pub cases: Vec<HubCaseLine>,
}

/// A case at the hub.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct HubCaseLine {
    /// The case.
    pub case: String,
    /// The proband's name, where the Bundle could be read.
    pub name: Option<String>,
    /// People in the family.
    pub people: u32,
    /// Bytes of all its files.
    pub bytes: f64,
    /// Whether it is here.
    pub here: bool,
    /// What is wrong with it, in the words of the error: file, place, expected.
    pub fault: Option<String>,
    /// What to do about that.
    pub help: Option<String>,
}

/// How far an import is.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct ImportProgress {
    /// The case.
    pub case: String,
    /// What is being done.
    pub step: ImportStep,
    /// Bytes of this step that are done.
    pub done: f64,
    /// Bytes of this step.
    pub total: f64,
}

/// The steps of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ImportStep {
    /// Reading and checking what the hub lists.
    Verify,
    /// Splitting by consent and sealing.
    Split,
    /// Building the variant table.
    Table,
    /// Writing it all at once.
    Keep,
    /// Done.
    Done,
}

/// How an import ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct Imported {
    /// The cases that are here now.
    pub cases: Vec<String>,
    /// True where it was cancelled: the rest was not begun, and nothing of the one in work was kept.
    pub cancelled: bool,
    /// Cases that could not be imported.
    pub refused: Vec<RefusedImport>,
}

/// A case that could not be imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct RefusedImport {
    /// The case.
    pub case: String,
    /// Why, in the words of the error.
    pub fault: String,
    /// What to do.
    pub help: String,
}
