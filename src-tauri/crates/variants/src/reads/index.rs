//! The index of a part of the reads, as it is kept.

use std::{collections::BTreeSet, io};

use domain::GeneSymbol;
use noodles::bam::bai;
use serde::{Deserialize, Serialize};

use crate::Error;

/// Version of the saved form.
const VERSION: u8 = 1;

/// Reads in a row that touch the same sensitive genes, in compressed blocks of their own. Bytes are those of the BAM.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// The genes.
    pub genes: BTreeSet<GeneSymbol>,
    /// Its place among the cells of all parts.
    pub(super) number: u64,
    /// First byte.
    pub(super) start: u64,
    /// First byte behind.
    pub(super) end: u64,
    /// The byte of the open part before which it stands.
    pub(super) before: u64,
}

/// The index of a part of the reads: where they lie by region, and which of them touch sensitive genes.
pub struct ReadsIndex {
    pub(super) bai: bai::Index,
    pub(super) cells: Vec<Cell>,
    differences: bool,
}

#[derive(Serialize, Deserialize)]
struct Saved {
    cells: Vec<Cell>,
    differences: bool,
    bai: Vec<u8>,
}

impl ReadsIndex {
    pub(super) fn new(bai: &bai::Index, cells: Vec<Cell>, differences: bool) -> io::Result<Self> {
        Ok(Self { bai: bai.clone(), cells, differences })
    }

    /// True where every read says itself how it differs from the reference (`MD`), so that this can be drawn without the
    /// sequence of the reference.
    pub fn says_differences(&self) -> bool {
        self.differences
    }

    /// Its saved form: a byte with the version, then postcard.
    ///
    /// # Errors
    /// [`Error::Reads`] where it cannot be written.
    pub fn to_bytes(&self, file: &str) -> Result<Vec<u8>, Error> {
        let bai = bai_bytes(&self.bai).map_err(|error| unusable(file, &error))?;
        let saved = Saved { cells: self.cells.clone(), differences: self.differences, bai };
        postcard::to_extend(&saved, vec![VERSION]).map_err(|error| unusable(file, &error))
    }

    /// Reads the saved form.
    ///
    /// # Errors
    /// [`Error::Reads`] where it is damaged.
    pub fn from_bytes(file: &str, bytes: &[u8]) -> Result<Self, Error> {
        let Some((&VERSION, saved)) = bytes.split_first() else {
            return Err(unusable(file, &"another version"));
        };
        let saved: Saved = postcard::from_bytes(saved).map_err(|error| unusable(file, &error))?;
        let bai = bai::io::Reader::new(saved.bai.as_slice()).read_index().map_err(|error| unusable(file, &error))?;
        Ok(Self { bai, cells: saved.cells, differences: saved.differences })
    }
}

pub(super) fn bai_bytes(index: &bai::Index) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    bai::io::Writer::new(&mut bytes).write_index(index)?;
    Ok(bytes)
}

fn unusable(file: &str, what: &dyn std::fmt::Display) -> Error {
    Error::Reads {
        file: file.to_owned(),
        what: format!("its saved index is not usable: {what}; import the case again"),
    }
}
