use std::{
    collections::BTreeMap,
    io::{BufRead, Write},
};

use domain::{CaseId, DeviceId};
use sealed::digest::Sha256;
use sqlx::SqliteConnection;

use super::{
    NewEvent, Payload, Session,
    events::{enforce, project},
};
use crate::{
    StoreError,
    error::sealing,
    ledger::{Event, Examiner, Fault, Finding, Head, Line, Record, Subject, Verification, lines},
    table::{
        entry,
        event::{self, Cursor},
        standing::{self, Standing},
        user,
    },
};

/// Events that decide the same thing without knowing of each other. All stand; a person resolves it by deciding once
/// more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// What is decided: the topic, such as `consent` or `decision`.
    pub topic: String,
    /// The case.
    pub case: Option<CaseId>,
    /// What it is about.
    pub subjects: Vec<Subject>,
    /// The events, by hash.
    pub events: Vec<Event>,
}

/// What a merge brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// Events that are new here.
    pub added: u64,
    /// Events that were here already.
    pub known: u64,
}

/// What making the tables anew from the ledger showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebuilt {
    /// Events that were read.
    pub events: u64,
    /// The tables that were not as the ledger says; they are now.
    pub differed: Vec<&'static str>,
}

impl Session {
    /// The head of each chain, by device: what is noted outside as an anchor.
    ///
    /// # Errors
    /// [`StoreError::Malformed`] where the database was changed by others.
    pub fn heads(&self) -> Result<Vec<Head>, StoreError> {
        self.read(async |db| event::heads(db).await)
    }

    /// Every event, of all cases and of the installation, causes before effects; their payloads stay closed.
    ///
    /// # Errors
    /// [`StoreError::Malformed`] where the database was changed by others.
    pub fn all_events(&self) -> Result<Vec<Event>, StoreError> {
        let (mut cursor, mut events) = (Cursor::start(), Vec::new());
        loop {
            let rows = self.read(async |db| cursor.next(db).await)?;
            if rows.is_empty() {
                return Ok(events);
            }
            for row in rows {
                events.push(row.event()?);
            }
        }
    }

    /// Verifies the whole ledger. Anchors are heads that were noted outside; without them a tail that was cut off cannot
    /// be found.
    ///
    /// # Errors
    /// [`StoreError::DatabaseDamaged`] where it cannot be read. What is wrong with the ledger is in the result.
    pub fn verify(&self, anchors: &[Head]) -> Result<Verification, StoreError> {
        let mut examiner = Examiner::of_database(self.device.clone());
        let mut cursor = Cursor::start();
        let mut place = 0;
        loop {
            let rows = self.read(async |db| cursor.next(db).await)?;
            if rows.is_empty() {
                return Ok(examiner.finish(anchors));
            }
            for row in rows {
                place += 1;
                examiner.take(&row.row(place));
            }
        }
    }

    /// Writes the ledger as JSON lines, ciphertexts included, so that it verifies elsewhere without any key
    /// ([`verify_export`](crate::ledger::verify_export)). The same events give the same bytes on every device.
    ///
    /// # Errors
    /// [`StoreError::Stream`] where it cannot be written.
    pub fn export(&self, out: &mut impl Write) -> Result<u64, StoreError> {
        let (mut cursor, mut count) = (Cursor::start(), 0);
        loop {
            let rows = self.read(async |db| cursor.next(db).await)?;
            if rows.is_empty() {
                return Ok(count);
            }
            for row in rows {
                let event = row.event()?;
                Line { event, ciphertext: row.into_ciphertext() }.write(out)?;
                count += 1;
            }
        }
    }

    /// Believes a device from now on: its events may be merged. That is an event.
    ///
    /// # Errors
    /// As [`Session::append`].
    pub fn accept_device(&self, device: &DeviceId, name: &str) -> Result<Event, StoreError> {
        self.append(NewEvent::new(Record::DeviceAccepted { device: device.clone(), name: name.to_owned() }))
    }

    /// Takes over events from an export, in whatever order they are. Merging is commutative, associative and idempotent;
    /// what was decided twice without knowing of each other stands twice ([`Session::conflicts`]).
    ///
    /// # Errors
    /// [`StoreError::Refused`] where an event is not sound, its device was not accepted, or events before it are missing;
    /// then nothing was taken over.
    pub fn merge(&self, input: impl BufRead) -> Result<Merged, StoreError> {
        let mut incoming = Vec::new();
        for line in lines(input) {
            let (place, line) = line?;
            let refused = |fault| refused(Some(place), None, fault);
            let line = Line::read(&line).map_err(refused)?;
            let body = line.event.to_body().map_err(sealing("an event"))?;
            Event::from_body(&body).map_err(|fault| self::refused(Some(place), Some(&line.event), fault))?;
            if Sha256::of(&line.ciphertext) != line.event.payload {
                return Err(self::refused(Some(place), Some(&line.event), Fault::Payload));
            }
            incoming.push((line.event.depth(), Sha256::of(&body), place, line));
        }
        incoming.sort_by_key(|(depth, hash, ..)| (*depth, *hash));
        self.write(async |db| {
            let mut merged = Merged::default();
            let accepted = self.accepted_devices(db).await?;
            for (_, hash, place, Line { event, ciphertext }) in &incoming {
                if event::hash_at(db, &event.device, event.seq).await? == Some(*hash) {
                    merged.known += 1;
                    continue;
                }
                let refused = |fault| refused(Some(*place), Some(event), fault);
                if !accepted.contains(&event.device) {
                    return Err(refused(Fault::UnknownDevice));
                }
                if let Some(fault) = unfit(db, event).await? {
                    return Err(refused(fault));
                }
                event::insert(db, event, ciphertext).await?;
                project(db, event, None).await?;
                enforce(db, event, None).await?;
                merged.added += 1;
            }
            Ok(merged)
        })
    }

    async fn accepted_devices(&self, db: &mut SqliteConnection) -> Result<Vec<DeviceId>, StoreError> {
        let events = event::of_case(db, None, &["device_accepted"]).await?;
        let own = events.into_iter().filter(|event| event.device == self.device);
        let devices = own.flat_map(|event| event.subjects).filter_map(|subject| match subject {
            Subject::Device(device) => Some(device),
            _ => None,
        });
        Ok(devices.collect())
    }

    /// Decisions about the same thing that do not know of each other.
    ///
    /// # Errors
    /// [`StoreError::Malformed`] where the database was changed by others.
    pub fn conflicts(&self) -> Result<Vec<Conflict>, StoreError> {
        let malformed = || StoreError::Malformed { what: "a standing decision" };
        self.read(async |db| {
            let all = standing::all(db).await?;
            let same =
                |a: &Standing, b: &Standing| (&a.topic, &a.case_id, &a.subjects) == (&b.topic, &b.case_id, &b.subjects);
            let mut conflicts = Vec::new();
            for group in all.chunk_by(same).filter(|group| group.len() > 1) {
                let mut events = Vec::new();
                for row in group {
                    events.push(event::by_hash(db, &row.event).await?.ok_or_else(malformed)?);
                }
                let (topic, case_id, subjects) = (&group[0].topic, &group[0].case_id, &group[0].subjects);
                conflicts.push(Conflict {
                    topic: topic.clone(),
                    case: if case_id.is_empty() { None } else { Some(case_id.parse().map_err(|_| malformed())?) },
                    subjects: serde_json::from_str(subjects).map_err(|_| malformed())?,
                    events,
                });
            }
            Ok(conflicts)
        })
    }

    /// Makes the tables anew from the ledger and says which were not as it says.
    ///
    /// # Errors
    /// [`StoreError::NoKey`] where the events of users cannot be read; then the tables stay as they are.
    pub fn rebuild(&self) -> Result<Rebuilt, StoreError> {
        self.write(async |db| {
            let before = (standing::all(db).await?, user::all(db).await?);
            standing::clear(db).await?;
            user::clear(db).await?;
            let (mut cursor, mut events) = (Cursor::start(), 0);
            loop {
                let rows = cursor.next(db).await?;
                if rows.is_empty() {
                    break;
                }
                for row in rows {
                    let event = row.event()?;
                    let record = self.user_record(db, &event).await?;
                    project(db, &event, record.as_ref()).await?;
                    events += 1;
                }
            }
            let now = (standing::all(db).await?, user::all(db).await?);
            let tables = [("standing", before.0 == now.0), ("users", before.1 == now.1)];
            let differed = tables.into_iter().filter(|(_, same)| !same).map(|(table, _)| table).collect();
            Ok(Rebuilt { events, differed })
        })
    }

    /// The record of an event that changes the users of this device.
    async fn user_record(&self, db: &mut SqliteConnection, event: &Event) -> Result<Option<Record>, StoreError> {
        if event.device != self.device || !matches!(event.kind.as_str(), "user_added" | "user_disabled") {
            return Ok(None);
        }
        let found = entry::of_event(db, self.user(), &event.id).await?;
        match found.map(|sealed| self.payload_of(&sealed, &mut BTreeMap::new())).transpose()?.flatten() {
            Some(Payload::Readable(record)) => Ok(Some(*record)),
            _ => Err(StoreError::Malformed { what: "an event about a user" }),
        }
    }

    pub(crate) fn truncate_log(&self) -> Result<(), StoreError> {
        self.database.truncate_log()
    }
}

/// Why an event does not fit at the end of the ledger.
async fn unfit(db: &mut SqliteConnection, event: &Event) -> Result<Option<Fault>, StoreError> {
    if event::hash_at(db, &event.device, event.seq).await?.is_some() {
        return Ok(Some(Fault::Forked));
    }
    if event::by_id(db, &event.id).await?.is_some() {
        return Ok(Some(Fault::SameId));
    }
    let before = event::heads(db).await?.into_iter().find(|head| head.device == event.device);
    let expected = before.as_ref().map_or(1, |head| head.seq + 1);
    if event.seq != expected {
        return Ok(Some(Fault::Missing { from: expected, count: event.seq.saturating_sub(expected) }));
    }
    if event.prev != before.map(|head| head.hash) {
        return Ok(Some(Fault::Unlinked));
    }
    for parent in &event.parents {
        if event::hash_at(db, &parent.device, parent.seq).await? != Some(parent.hash) {
            return Ok(Some(Fault::Parent { parent: parent.clone() }));
        }
    }
    Ok(None)
}

fn refused(place: Option<u64>, event: Option<&Event>, fault: Fault) -> StoreError {
    let at = event.map(|event| (event.device.clone(), event.seq));
    StoreError::Refused { finding: Box::new(Finding { place, event: event.map(|e| e.id.clone()), at, fault }) }
}
