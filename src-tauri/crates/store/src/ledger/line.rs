use std::io::{BufRead, Read, Write};

use sealed::canonical;
use serde::{Deserialize, Serialize};

use super::{Event, Examiner, Fault, Head, Row, Verification};
use crate::{StoreError, hex};

/// Longest line of an export, in bytes: a bound for hostile files.
const MAX_LINE: u64 = 64 * 1024 * 1024;

/// One event in an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Line {
    #[serde(with = "hex")]
    pub(crate) ciphertext: Vec<u8>,
    pub(crate) event: Event,
}

impl Line {
    pub(crate) fn write(&self, out: &mut impl Write) -> Result<(), StoreError> {
        let mut line = canonical::to_vec(self).map_err(|source| StoreError::Sealed { what: "an event", source })?;
        line.push(b'\n');
        out.write_all(&line).map_err(|source| StoreError::Stream { what: "the export of the ledger", source })
    }

    /// A line that must be exactly as it was written, and its event sound.
    pub(crate) fn read(line: &[u8]) -> Result<Self, Fault> {
        let read: Self = serde_json::from_slice(line).map_err(|e| Fault::Unreadable { cause: e.to_string() })?;
        if canonical::to_vec(&read).ok().as_deref() != Some(line) {
            return Err(Fault::NotCanonical);
        }
        Ok(read)
    }
}

/// The lines of an export, numbered from 1.
pub(crate) fn lines(mut input: impl BufRead) -> impl Iterator<Item = Result<(u64, Vec<u8>), StoreError>> {
    let mut number = 0;
    std::iter::from_fn(move || {
        number += 1;
        let mut line = Vec::new();
        match input.by_ref().take(MAX_LINE).read_until(b'\n', &mut line) {
            Ok(0) => None,
            Ok(_) => {
                line.pop_if(|byte| *byte == b'\n');
                Some(Ok((number, line)))
            }
            Err(source) => Some(Err(StoreError::Stream { what: "the export of a ledger", source })),
        }
    })
}

/// Verifies an exported ledger. Neither a key nor a store is needed. Anchors are heads that were noted outside; without
/// them a tail that was cut off cannot be found.
///
/// # Errors
/// [`StoreError::Stream`] where the input cannot be read. What is wrong with the ledger is in the result.
pub fn verify_export(input: impl BufRead, anchors: &[Head]) -> Result<Verification, StoreError> {
    let mut examiner = Examiner::default();
    for line in lines(input) {
        let (place, line) = line?;
        match Line::read(&line) {
            Ok(read) => {
                let body = read.event.to_body().unwrap_or_default();
                examiner.take(&Row { place, body: &body, ciphertext: &read.ciphertext, columns: None });
            }
            Err(fault) => examiner.take_fault(place, fault),
        }
    }
    Ok(examiner.finish(anchors))
}
