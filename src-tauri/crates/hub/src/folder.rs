use std::{path::Path, sync::Arc};

use domain::CaseId;

use crate::{
    HubCase, HubError,
    manifest::{self, CaseEntry, CaseListing, HUB_SCHEMA, HubListing},
    source::{InnerPath, Source},
};

/// A hub whose cases lie in one folder.
pub struct FolderHub {
    source: Arc<Source>,
    name: String,
    cases: Vec<(CaseId, InnerPath, manifest::ListedFile)>,
}

const LISTING: &str = "hub.json";

impl FolderHub {
    /// The hub in a folder on a disk.
    ///
    /// # Errors
    /// [`HubError`] where there is no `hub.json`, or it cannot be read, is newer, lists a case twice or a path that leads out of
    /// the folder.
    pub fn open(folder: &Path) -> Result<Self, HubError> {
        Self::of(Source::Folder(folder.to_owned())).map_err(|error| match error {
            HubError::NoFile { .. } => HubError::NoHub { folder: folder.to_owned() },
            error => error,
        })
    }

    /// A hub that is compiled into the program: its files by their paths, with `/` between names.
    ///
    /// # Errors
    /// As [`FolderHub::open`].
    pub fn embedded(files: impl IntoIterator<Item = (String, &'static [u8])>) -> Result<Self, HubError> {
        Self::of(Source::Embedded(files.into_iter().collect()))
    }

    fn of(source: Source) -> Result<Self, HubError> {
        let path = InnerPath::top(LISTING);
        let file = source.name_of(&path);
        let listing: HubListing = manifest::read(&file, &source.unlisted(&path)?, HUB_SCHEMA)?;
        let mut cases: Vec<(CaseId, InnerPath, manifest::ListedFile)> = Vec::new();
        for CaseEntry { id, file: listed } in listing.cases {
            if cases.iter().any(|(known, ..)| known == &id) {
                return Err(HubError::Twice { file, what: format!("case {id}") });
            }
            let inner = path.beside(&file, &listed.path)?;
            cases.push((id, inner, listed));
        }
        Ok(Self { source: Arc::new(source), name: listing.name, cases })
    }

    /// The name of the hub.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The cases, in the order of the hub.
    pub fn cases(&self) -> impl Iterator<Item = &CaseId> {
        self.cases.iter().map(|(id, ..)| id)
    }

    /// A case with all its small files read and checked. The genome is checked when it is read ([`HubVcf::verified`](crate::HubVcf::verified)).
    ///
    /// # Errors
    /// [`HubError`] naming the file, the place in it, what was expected and what to do.
    pub fn case(&self, id: &CaseId) -> Result<HubCase, HubError> {
        let Some((_, path, listed)) = self.cases.iter().find(|(known, ..)| known == id) else {
            return Err(HubError::UnknownCase { case: id.clone(), known: self.cases().cloned().collect() });
        };
        let file = self.source.name_of(path);
        let bytes = self.source.whole(path, listed)?;
        let listing: CaseListing = manifest::read(&file, &bytes, manifest::CASE_SCHEMA)?;
        if &listing.id != id {
            return Err(HubError::OtherCase { file, found: listing.id, expected: id.clone() });
        }
        HubCase::read(Arc::clone(&self.source), path, listing)
    }
}
