//! The hub: what came, and bringing it in.

use std::{collections::BTreeSet, sync::atomic::AtomicBool};

use domain::CaseId;
use hub::HubCase;
use serde::Serialize;
use specta::Type;

use crate::{Action, Desk, Installation, WorkbenchError, case_import::Watch, desk::case_id};

/// The hub at a glance.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct HubState {
    /// The folder; `None` where none was chosen.
    pub folder: Option<String>,
    /// True where the folder is the demonstration hub in the program.
    pub demonstration: bool,
    /// Cases at the hub that are not here.
    pub waiting: u32,
    /// Why it cannot be read, in the words of the error.
    pub fault: Option<String>,
}

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
    #[specta(type = u32)] // a plain number: it is always finite
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
    #[specta(type = u32)] // a plain number: it is always finite
    pub done: f64,
    /// Bytes of this step.
    #[specta(type = u32)] // a plain number: it is always finite
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

impl Desk {
    /// The cases that are here, for who sees cases.
    pub(crate) fn cases_here(&self) -> Result<BTreeSet<CaseId>, WorkbenchError> {
        self.ask(Action::SeeCase)?;
        self.here()
    }

    fn here(&self) -> Result<BTreeSet<CaseId>, WorkbenchError> {
        Ok(self.session.cases()?.into_iter().map(|c| c.id).collect())
    }

    /// What lies at the hub. A case that is wrong is shown with its fault.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`], [`WorkbenchError::Store`].
    pub fn hub_page(&self, installation: &Installation) -> Result<HubPage, WorkbenchError> {
        let here = self.cases_here()?;
        let state = installation.hub_beside(&here)?;
        let mut cases = Vec::new();
        if let Ok(Some(hub)) = installation.hub() {
            for id in hub.cases() {
                cases.push(line(id, hub.case(id).map_err(Into::into), here.contains(id)));
            }
        }
        cases.sort_by_key(|c| c.here);
        Ok(HubPage { state, cases })
    }

    /// Brings cases in, all that are new where none is named. Each is kept whole or not at all; one that is wrong does not
    /// keep the others from coming in.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`]; [`WorkbenchError::Hub`] where there is no hub.
    pub fn import_from(
        &self,
        installation: &Installation,
        cases: &[String],
        progress: &dyn Fn(ImportProgress),
        cancelled: &AtomicBool,
    ) -> Result<Imported, WorkbenchError> {
        self.ask(Action::ImportCase)?;
        let hub = installation.hub()?.ok_or_else(|| WorkbenchError::Unknown {
            what: "hub",
            text: String::new(),
            expected: "a folder of the hub in the settings".into(),
        })?;
        let here = self.here()?;
        let wanted: Vec<CaseId> = match cases {
            [] => hub.cases().filter(|id| !here.contains(*id)).cloned().collect(),
            named => named.iter().map(|c| case_id(c)).collect::<Result<_, _>>()?,
        };
        let mut imported = Imported { cases: Vec::new(), cancelled: false, refused: Vec::new() };
        for id in wanted {
            let watch = Watch { case: &id, progress, cancelled };
            match hub.case(&id).map_err(Into::into).and_then(|case| self.import_watched(&case, &watch)) {
                Ok(()) => imported.cases.push(id.to_string()),
                Err(WorkbenchError::Cancelled) => {
                    imported.cancelled = true;
                    break;
                }
                Err(error) => imported.refused.push(RefusedImport {
                    case: id.to_string(),
                    fault: error.to_string(),
                    help: error.help(),
                }),
            }
        }
        Ok(imported)
    }
}

fn line(id: &CaseId, case: Result<HubCase, WorkbenchError>, here: bool) -> HubCaseLine {
    let wrong = case.as_ref().err();
    let name = |case: &HubCase| Some(case.clinical.person(&case.proband)?.name.as_ref()?.full.clone());
    HubCaseLine {
        case: id.to_string(),
        name: case.as_ref().ok().and_then(name),
        people: case.as_ref().map_or(0, |c| u32::try_from(c.pedigree.members.len()).unwrap_or(u32::MAX)),
        bytes: case.as_ref().map_or(0.0, |c| bytes(c.bytes())),
        here,
        fault: wrong.map(ToString::to_string),
        help: wrong.map(WorkbenchError::help),
    }
}

/// A size as the window takes it.
#[allow(
    clippy::cast_precision_loss,
    reason = "sizes beyond 2^53 bytes do not occur, and only a share of them is drawn"
)]
pub(crate) fn bytes(size: u64) -> f64 {
    size as f64
}
