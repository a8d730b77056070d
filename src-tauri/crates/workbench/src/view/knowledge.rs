//! Reference data: what is in use, and bringing in newer data.

use std::sync::atomic::{AtomicBool, Ordering};

use knowledge::SourceKind;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{
    Action, Desk, Installation, KnowledgeFile, Reference, WorkbenchError,
    import_knowledge::{extend_knowledge, versions},
};

/// The reference data in use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct KnowledgePage {
    /// True where the starter set of the program is in use.
    pub starter: bool,
    /// The folder, where another one is in use.
    pub folder: Option<String>,
    /// Why that folder cannot be read; then nothing of it is listed, and no genome is read until data are imported again.
    pub unread: Option<String>,
    /// Every source with its release.
    pub sources: Vec<SourceLine>,
    /// The panels that there are.
    pub panels: Vec<PanelLine>,
    /// The kinds of files that can be imported, keys.
    pub kinds: Vec<String>,
}

/// One source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct SourceLine {
    /// What it is, a key.
    pub kind: String,
    /// Name of the file.
    pub name: String,
    /// Its release, where it states one.
    pub release: Option<String>,
    /// SHA-256 in hex.
    pub sha256: Option<String>,
}

/// A panel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct PanelLine {
    /// Its name.
    pub name: String,
    /// Its genes.
    pub genes: Vec<String>,
}

/// Files to import.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
pub struct KnowledgeRequest {
    /// The files.
    pub files: Vec<KnowledgeFileRequest>,
}

/// One file to import.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
pub struct KnowledgeFileRequest {
    /// What it is, one of [`KnowledgePage::kinds`].
    pub kind: String,
    /// `GRCh37` or `GRCh38`, for gene coordinates.
    pub assembly: Option<String>,
    /// Where it lies.
    pub path: String,
}

/// How far an import of reference data is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct KnowledgeProgress {
    /// The file in work.
    pub file: String,
    /// Its number, from 1.
    pub number: u32,
    /// How many there are.
    pub of: u32,
}

impl Desk {
    /// The reference data in use by who is signed in.
    ///
    /// # Errors
    /// [`WorkbenchError::Json`] where the settings cannot be read; [`WorkbenchError::Knowledge`].
    pub fn knowledge_page(&self, installation: &Installation) -> Result<KnowledgePage, WorkbenchError> {
        let folder = installation.settings()?.knowledge;
        let source =
            |v: crate::Version| SourceLine { kind: v.what, name: v.name, release: v.release, sha256: v.sha256 };
        let panel = |p: &knowledge::Panel| PanelLine {
            name: p.name.clone(),
            genes: p.genes.iter().map(ToString::to_string).collect(),
        };
        let unread = self.reference.unread().map(str::to_owned);
        // What stands in for them is not what is in use.
        let (sources, panels) = match unread {
            Some(_) => (Vec::new(), Vec::new()),
            None => (versions(self.reference.knowledge()), self.reference.panels()?),
        };
        Ok(KnowledgePage {
            starter: folder.is_none(),
            folder: folder.map(|f| installation.home().join(f).display().to_string()),
            unread,
            sources: sources.into_iter().map(source).collect(),
            panels: panels.into_iter().map(panel).collect(),
            kinds: SourceKind::ALL.iter().map(|k| k.name().to_owned()).collect(),
        })
    }

    /// Brings in reference data, all or nothing: those in use and the files, which replace what is there of the same kind,
    /// in a folder of their own. They are used from the next sign-in on.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`]; [`WorkbenchError::Knowledge`] with file, line and what was expected;
    /// [`WorkbenchError::Cancelled`].
    pub fn import_knowledge_files(
        &self,
        installation: &Installation,
        request: &KnowledgeRequest,
        progress: &dyn Fn(KnowledgeProgress),
        cancelled: &AtomicBool,
    ) -> Result<Vec<SourceLine>, WorkbenchError> {
        self.ask(Action::ChangeSettings)?;
        let files = request.files.iter().map(KnowledgeFileRequest::file).collect::<Result<Vec<_>, _>>()?;
        let now = self.clock.now();
        let name = format!("knowledge/{}", now.strftime("%Y%m%dT%H%M%SZ"));
        let into = installation.home().join(&name);
        let of = u32::try_from(files.len()).unwrap_or(u32::MAX);
        let before = |next: Option<(usize, &KnowledgeFile)>| {
            if cancelled.load(Ordering::Acquire) {
                return Err(WorkbenchError::Cancelled);
            }
            if let Some((number, file)) = next {
                let number = u32::try_from(number + 1).unwrap_or(u32::MAX);
                progress(KnowledgeProgress { file: file.path.display().to_string(), number, of });
            }
            Ok(())
        };
        let in_use = Reference::knowledge_of(installation.home(), &installation.settings()?)?;
        let imported = extend_knowledge(Some(in_use), &files, &into, &before)?;
        installation.change_settings(|settings| settings.knowledge = Some(name))?;
        let source =
            |v: crate::Version| SourceLine { kind: v.what, name: v.name, release: v.release, sha256: v.sha256 };
        Ok(imported.into_iter().map(source).collect())
    }
}

impl KnowledgeFileRequest {
    fn file(&self) -> Result<KnowledgeFile, WorkbenchError> {
        let known = SourceKind::ALL.into_iter().find(|k| k.name() == self.kind);
        let kind = known.ok_or_else(|| WorkbenchError::Unknown {
            what: "kind of reference data",
            text: self.kind.clone(),
            expected: SourceKind::ALL.map(SourceKind::name).join(", "),
        })?;
        let assembly = self.assembly.as_deref().filter(|a| !a.is_empty()).map(str::parse).transpose()?;
        if kind == SourceKind::GeneCoordinates && assembly.is_none() {
            let (text, expected) = (String::new(), "GRCh37 or GRCh38 for gene coordinates".into());
            return Err(WorkbenchError::Unknown { what: "assembly", text, expected });
        }
        Ok(KnowledgeFile { kind, assembly, path: self.path.trim().into() })
    }
}
