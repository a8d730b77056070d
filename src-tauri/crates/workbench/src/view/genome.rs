//! The genome browser.

use serde::Serialize;
use specta::Type;

/// A place to show, 1-based, both ends included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct GenomePlace {
    /// The chromosome as the files of the case call it.
    pub chrom: String,
    /// First base.
    pub start: u32,
    /// Last base.
    pub end: u32,
}
