//! Reference data: what is in use, and bringing in newer data.

use serde::{Deserialize, Serialize};
use specta::Type;

/// The reference data in use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct KnowledgePage {
    /// True where the starter set of the program is in use.
    pub starter: bool,
    /// The folder, where another one is in use.
    pub folder: Option<String>,
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
