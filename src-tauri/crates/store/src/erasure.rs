use domain::{CaseId, EventId};

use crate::{
    KeyPurpose, NewEvent, Session, StoreError, disk,
    ledger::{Event, PayloadErased, Record},
    table::{event, key},
};

/// What is to be erased of a case, for ever: by destroying keys.
#[derive(Clone, Debug)]
pub struct Erasure {
    /// The case.
    pub case: CaseId,
    /// Keys to be destroyed; with them everything beneath goes: files, and all payloads under a ledger key.
    pub purposes: Vec<KeyPurpose>,
    /// Single events whose payload is to be erased.
    pub events: Vec<EventId>,
    /// Why; written under the key of accounts, which is kept.
    pub reason: String,
}

impl Session {
    /// The keys of a case that are there.
    ///
    /// # Errors
    /// [`StoreError::Malformed`] where the database was changed by others.
    pub fn purposes(&self, case: &CaseId) -> Result<Vec<KeyPurpose>, StoreError> {
        self.read(async |db| key::purposes(db, Some(case)).await)
    }

    /// Erases. That is an event, whose subjects name the events whose payload is gone. The keys are overwritten in the
    /// database and its log is cut; the encrypted files are removed. The chain verifies as before.
    ///
    /// # Errors
    /// [`StoreError::KeyDestroyed`] where a key is not there, [`StoreError::UnknownEvent`], errors of writing; then nothing
    /// was erased. An error after that (the removal of a file that nothing opens any more) is given, too.
    pub fn erase(&self, erasure: Erasure) -> Result<Event, StoreError> {
        let Erasure { case, purposes, events, reason } = erasure;
        let (erased, paths) = self.write(async |db| {
            let mut gone = events.clone();
            let mut paths = Vec::new();
            for purpose in &purposes {
                if purpose.case() != Some(&case) || key::public_key(db, purpose).await?.is_none() {
                    return Err(StoreError::KeyDestroyed { purpose: purpose.clone() });
                }
                gone.extend(key::payloads_under(db, purpose).await?);
                match purpose {
                    KeyPurpose::File { kind, .. } => paths.extend(self.drop_file_in(db, &case, kind).await?),
                    KeyPurpose::Ledger { .. } | KeyPurpose::DeviceSignature => key::destroy(db, purpose).await?,
                }
            }
            for id in &events {
                let event = event::by_id(db, id).await?;
                event
                    .filter(|event| event.case.as_ref() == Some(&case))
                    .ok_or_else(|| StoreError::UnknownEvent { event: id.clone() })?;
            }
            let purposes = purposes.iter().map(ToString::to_string).collect();
            let record = Record::PayloadErased(PayloadErased { purposes, reason: reason.clone() });
            let new = NewEvent::in_case(&case, record).of_events(gone);
            Ok((self.append_in(db, new).await?, paths))
        })?;
        self.truncate_log()?;
        paths.iter().try_for_each(|path| disk::remove(path))?;
        Ok(erased)
    }
}
