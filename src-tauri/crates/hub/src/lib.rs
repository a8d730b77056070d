//! The hub as a folder on a disk: what came, with sizes and hashes checked.
//!
//! `hub.json` lists the cases, each `case.json` the files of its case; every entry states size and SHA-256. Small files are
//! read whole and checked before anything of them is used; the genome and the reads of each person are handed out as a
//! [`VerifiedReader`], which hashes what it delivers and fails at the end where the hash does not hold. Paths are plain
//! names inside the folder: nothing outside it is ever opened. The same reading serves a hub that is compiled into the
//! program. `fixtures/hub/README.md` lists the kinds of files.

mod case;
mod consents;
mod coverage;
mod download;
mod error;
mod folder;
mod manifest;
mod source;
mod verified;

pub use case::{HubCase, HubReads, HubVcf};
pub use consents::day_in_japan;
pub use coverage::{CoverageError, CoverageRow, CoverageTable};
pub use download::{DownloadError, download};
pub use error::HubError;
pub use folder::FolderHub;
pub use manifest::{CASE_SCHEMA, FileKind, HUB_SCHEMA};
pub use source::Content;
pub use verified::VerifiedReader;
