//! What is set for an installation: `settings.json` beside the store. No patient is in it.

use std::{io::ErrorKind, path::Path};

use documents::record::{Facility, Localized};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::WorkbenchError;

/// What is set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Version of the file.
    pub v: u32,
    /// The hospital.
    pub facility: FacilityWords,
    /// Folder of the hub.
    pub hub_folder: Option<String>,
    /// Minutes without a key or mouse after which the store locks, 1 to 120.
    pub lock_after_minutes: u32,
    /// The reference data in use, a folder inside the home; the starter set where none.
    pub knowledge: Option<String>,
}

/// The hospital as it is printed; what is empty is not printed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[allow(missing_docs, reason = "the words are those of documents::record::Facility")]
pub struct FacilityWords {
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

impl Default for Settings {
    fn default() -> Self {
        Self { v: 1, facility: FacilityWords::default(), hub_folder: None, lock_after_minutes: 10, knowledge: None }
    }
}

const FILE: &str = "settings.json";

impl Settings {
    /// The longest that a store stays open without anybody there, in minutes.
    pub const LONGEST: u32 = 120;

    /// Reads the settings; the defaults where there are none.
    ///
    /// # Errors
    /// [`WorkbenchError::File`], [`WorkbenchError::Json`].
    pub fn read(home: &Path) -> Result<Self, WorkbenchError> {
        let path = home.join(FILE);
        match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|source| WorkbenchError::Json { path, source }),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(source) => Err(WorkbenchError::file(&path, source)),
        }
    }

    /// Writes the settings: the old file stands until the new one is whole.
    ///
    /// # Errors
    /// [`WorkbenchError::File`].
    pub fn write(&self, home: &Path) -> Result<(), WorkbenchError> {
        let path = home.join(FILE);
        let json =
            serde_json::to_vec_pretty(self).map_err(|source| WorkbenchError::Json { path: path.clone(), source })?;
        store::replace_file(&path, &json)?;
        Ok(())
    }
}

impl FacilityWords {
    /// As documents print it.
    pub fn printed(&self) -> Facility {
        let some = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        let both = |ja: &str, en: &str| {
            let words = Localized { ja: some(ja), en: some(en) };
            (words != Localized::default()).then_some(words)
        };
        Facility {
            name: both(&self.name_ja, &self.name_en),
            department: both(&self.department_ja, &self.department_en),
            telephone: some(&self.telephone),
            hours: both(&self.hours_ja, &self.hours_en),
            physician: some(&self.physician),
            counsellor: some(&self.counsellor),
        }
    }
}

impl From<Facility> for FacilityWords {
    fn from(facility: Facility) -> Self {
        let both = |words: Option<Localized>| {
            let words = words.unwrap_or_default();
            (words.ja.unwrap_or_default(), words.en.unwrap_or_default())
        };
        let (name_ja, name_en) = both(facility.name);
        let (department_ja, department_en) = both(facility.department);
        let (hours_ja, hours_en) = both(facility.hours);
        Self {
            name_ja,
            name_en,
            department_ja,
            department_en,
            telephone: facility.telephone.unwrap_or_default(),
            hours_ja,
            hours_en,
            physician: facility.physician.unwrap_or_default(),
            counsellor: facility.counsellor.unwrap_or_default(),
        }
    }
}
