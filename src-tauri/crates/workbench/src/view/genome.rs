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

/// What there is of the reads of a member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct GenomeReads {
    /// Id of the member, as in the columns of the list.
    pub member: String,
    /// What can be shown of them.
    pub standing: ReadsStanding,
}

/// What can be shown of the reads of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ReadsStanding {
    /// They are shown, with the bases in which they differ from the reference.
    Shown,
    /// They are shown, but not all say how they differ from the reference (`MD`), so that this is not.
    ShownWithoutDifferences,
    /// There is a file without any read.
    Empty,
    /// They came as CRAM alone, which is not shown here.
    OnlyCram,
    /// The hub sent none.
    NotSent,
    /// The member takes no part.
    NotShown,
}
