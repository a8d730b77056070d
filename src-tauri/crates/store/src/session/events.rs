use std::collections::{BTreeMap, btree_map};

use domain::{CaseId, EventId, PersonId, UserId};
use jiff::Timestamp;
use sealed::{
    digest::Sha256,
    envelope::{SecretKey, open_with, seal_to},
    signature::Signature,
    symmetric::{self, SymmetricKey},
};
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;
use zeroize::Zeroizing;

use super::Session;
use crate::{
    KeyPurpose, StoreError, Topic,
    error::sealing,
    key_ring,
    ledger::{Event, Record, Subject, TrustedTime},
    store::event_id,
    table::{
        entry::{self, SealedEntry},
        event, key, standing, user,
    },
};

/// An event that is to be appended.
#[derive(Clone, Debug)]
pub struct NewEvent {
    record: Record,
    case: Option<CaseId>,
    subjects: Vec<Subject>,
    refs: BTreeMap<String, Sha256>,
    trusted_time: Option<TrustedTime>,
}

impl NewEvent {
    /// An event of the installation; what the record names by itself becomes a subject.
    pub fn new(record: Record) -> Self {
        let subjects = record.subject().into_iter().collect();
        Self { record, case: None, subjects, refs: BTreeMap::new(), trusted_time: None }
    }

    /// An event of a case.
    pub fn in_case(case: &CaseId, record: Record) -> Self {
        Self { case: Some(case.clone()), ..Self::new(record) }
    }

    /// Names a person that it is about. The payload of an event about one person alone is under that person's key.
    #[must_use]
    pub fn about(mut self, person: &PersonId) -> Self {
        self.subjects.push(Subject::Person(person.clone()));
        self
    }

    /// Names an input by its hash.
    #[must_use]
    pub fn with_ref(mut self, name: &str, hash: Sha256) -> Self {
        self.refs.insert(name.to_owned(), hash);
        self
    }

    /// Adds a time that does not come from this device.
    #[must_use]
    pub fn at(mut self, time: TrustedTime) -> Self {
        self.trusted_time = Some(time);
        self
    }

    /// Names the events that it is about.
    pub(crate) fn of_events(mut self, events: Vec<EventId>) -> Self {
        self.subjects.extend(events.into_iter().map(Subject::Event));
        self
    }

    fn purpose(&self) -> KeyPurpose {
        let mut people = self.subjects.iter().filter_map(|s| if let Subject::Person(p) = s { Some(p) } else { None });
        let person = match (people.next(), people.next(), &self.case) {
            (Some(person), None, Some(_)) => Some(person.clone()),
            _ => None,
        };
        KeyPurpose::Ledger { case: self.case.clone(), person, topic: self.record.topic() }
    }
}

/// What can be read of a payload.
#[derive(Clone, Debug, PartialEq)]
pub enum Payload {
    /// The content.
    Readable(Box<Record>),
    /// A newer program wrote it; the event is kept and verified all the same.
    Unknown,
    /// Its key was destroyed.
    Erased {
        /// By whom.
        by: UserId,
        /// When, by the clock of the device.
        on: Timestamp,
        /// The event that says so.
        event: EventId,
    },
    /// This user holds no key for it.
    NoKey,
}

/// An event with what can be read of its payload.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The event.
    pub event: Event,
    /// Its payload.
    pub payload: Payload,
}

/// What can be decided, and decided anew. Of several events about the same, those stand that no other follows: one, or
/// a conflict that a person resolves by deciding once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decided {
    /// A case was imported.
    Case,
    /// A person's consent.
    Consent,
    /// The panels of a case.
    Panel,
    /// A sign of a person.
    Sign,
    /// Eligibility and earlier tests.
    Eligibility,
    /// A decision about a thing.
    Decision,
    /// The decision of the expert panel.
    PanelDecision,
    /// The answer to a doubt about the data.
    Doubt,
}

impl Decided {
    pub(super) fn topic(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::Consent => "consent",
            Self::Panel => "panel",
            Self::Sign => "sign",
            Self::Eligibility => "eligibility",
            Self::Decision => "decision",
            Self::PanelDecision => "panel_decision",
            Self::Doubt => "doubt",
        }
    }
}

impl Session {
    /// Appends an event. When this returns, it is on the disk.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`], [`StoreError::NoKeyHolder`]; then nothing was kept.
    pub fn append(&self, new: NewEvent) -> Result<Event, StoreError> {
        self.write(async |db| self.append_in(db, new).await)
    }

    /// Appends events that belong together, all or none. When this returns, they are on the disk.
    ///
    /// # Errors
    /// As [`Session::append`].
    pub fn append_all(&self, new: Vec<NewEvent>) -> Result<Vec<Event>, StoreError> {
        self.write(async |db| {
            let mut events = Vec::with_capacity(new.len());
            for event in new {
                events.push(self.append_in(db, event).await?);
            }
            Ok(events)
        })
    }

    /// Appends within a transaction that does more.
    pub(crate) async fn append_in(&self, db: &mut SqliteConnection, mut new: NewEvent) -> Result<Event, StoreError> {
        if let (Some(name), Some(case)) = (new.record.thing(), &new.case) {
            // A look at a variant and a decision about it name the same thing, so that both are found by it.
            let topic = if new.record.topic() == Topic::Case { Topic::Case } else { Topic::Opinion };
            let thing = self.things_in(db, case, topic).await?.name(&name);
            new.subjects.push(Subject::Thing(thing));
        }
        new.subjects.sort();
        new.subjects.dedup();
        let purpose = new.purpose();
        let mut random = self.environment().random.clone();
        let id = event_id(self.environment()).to_string();
        let id: EventId = id.parse().map_err(|_| StoreError::Malformed { what: "the id of an event" })?;
        let plain = serde_json::to_vec(&new.record)
            .map(Zeroizing::new)
            .map_err(|source| StoreError::Json { what: "the payload of an event", source })?;
        let payload_key = SymmetricKey::generate(&mut random);
        let ciphertext =
            symmetric::seal(&payload_key, &payload_aad(&id), &plain, &mut random).map_err(sealing(PAYLOAD))?;
        let public = key_ring::public(db, &purpose, &mut random).await?;
        let wrapped =
            seal_to(&public, &payload_aad(&id), payload_key.as_bytes(), &mut random).map_err(sealing(PAYLOAD))?;

        let mut parents = event::heads(db).await?;
        let own = parents.iter().position(|head| head.device == self.device).map(|own| parents.remove(own));
        let event = Event {
            v: Event::VERSION,
            id,
            device: self.device.clone(),
            seq: own.as_ref().map_or(1, |head| head.seq + 1),
            prev: own.map(|head| head.hash),
            parents,
            author: self.holder.user.clone(),
            role: self.role,
            case: new.case,
            subjects: new.subjects,
            kind: new.record.kind().to_owned(),
            refs: new.refs,
            payload: Sha256::of(&ciphertext),
            device_time: self.environment().clock.now(),
            trusted_time: new.trusted_time,
            signature: Signature::from([0; 64]),
        };
        let event = event.sign(&self.signing).map_err(sealing("an event"))?;
        event::insert(db, &event, &ciphertext).await?;
        key::insert_payload(db, &event.id, &purpose, &wrapped).await?;
        project(db, &event, Some(&new.record)).await?;
        enforce(db, &event, Some(&new.record)).await?;
        Ok(event)
    }

    /// What stands for the things of a case in events.
    ///
    /// # Errors
    /// [`StoreError::NoKey`] where this user may not read the opinions of the case.
    pub fn things(&self, case: &CaseId) -> Result<Things, StoreError> {
        self.write(async |db| self.things_in(db, case, Topic::Opinion).await)
    }

    async fn things_in(&self, db: &mut SqliteConnection, case: &CaseId, topic: Topic) -> Result<Things, StoreError> {
        let purpose = KeyPurpose::Ledger { case: Some(case.clone()), person: None, topic };
        key_ring::public(db, &purpose, &mut self.environment().random.clone()).await?;
        let secret = self.holder.open(db, &purpose).await?;
        Ok(Things(Sha256::of(&Zeroizing::new([b"shirube thing 1\0".as_slice(), secret.as_slice()].concat()))))
    }

    /// What stands in a case, as topic and hash of the event: whatever is made of it is stale once this has changed.
    ///
    /// # Errors
    /// [`StoreError::Malformed`] where the database was changed by others.
    pub fn standing_hashes(&self, case: &CaseId) -> Result<Vec<(String, Sha256)>, StoreError> {
        self.read(async |db| standing::hashes(db, case).await)
    }

    /// All events of a case, or of the installation, causes before effects.
    ///
    /// # Errors
    /// [`StoreError::Malformed`] where the database was changed by others.
    pub fn events(&self, case: Option<&CaseId>) -> Result<Vec<Event>, StoreError> {
        self.read(async |db| event::of_case(db, case, &[]).await)
    }

    /// The payload of an event.
    ///
    /// # Errors
    /// [`StoreError::Sealed`] where it does not open although its key does.
    pub fn payload(&self, event: &Event) -> Result<Payload, StoreError> {
        let found = self.read(async |db| entry::of_event(db, self.user(), &event.id).await)?;
        Ok(self.opened(found.into_iter().collect())?.pop().map_or(Payload::NoKey, |entry| entry.payload))
    }

    /// Opens what was found, while others use the database.
    fn opened(&self, found: Vec<SealedEntry>) -> Result<Vec<Entry>, StoreError> {
        let mut keys = BTreeMap::new();
        let open = |sealed: SealedEntry| {
            let payload = match self.payload_of(&sealed, &mut keys)? {
                Some(payload) => payload,
                None => self.read(async |db| erased(db, &sealed.event).await)?,
            };
            Ok(Entry { event: sealed.event, payload })
        };
        found.into_iter().map(open).collect()
    }

    /// What can be read of a payload; `None` where its key was destroyed. A purpose's key is opened once for all that share
    /// these keys.
    pub(crate) fn payload_of(
        &self,
        sealed: &SealedEntry,
        keys: &mut BTreeMap<String, SecretKey>,
    ) -> Result<Option<Payload>, StoreError> {
        let SealedEntry { event, ciphertext, payload_key, purpose_key } = sealed;
        let Some((purpose, payload_key)) = payload_key else { return Ok(None) };
        let Some(purpose_key) = purpose_key else { return Ok(Some(Payload::NoKey)) };
        let key = match keys.entry(purpose.clone()) {
            btree_map::Entry::Occupied(known) => known.into_mut(),
            btree_map::Entry::Vacant(new) => {
                let purpose = new.key().parse().map_err(|_| StoreError::Malformed { what: "a key" })?;
                new.insert(SecretKey::from(*self.holder.unwrap(&purpose, purpose_key)?))
            }
        };
        let aad = payload_aad(&event.id);
        let payload_key = open_with(key, &aad, payload_key).map_err(sealing(PAYLOAD))?;
        let payload_key = SymmetricKey::try_from(payload_key.as_slice()).map_err(sealing(PAYLOAD))?;
        let plain = symmetric::open(&payload_key, &aad, ciphertext).map_err(sealing(PAYLOAD))?;
        let record = serde_json::from_slice::<Record>(&plain).ok().filter(|record| record.kind() == event.kind);
        Ok(Some(record.map_or(Payload::Unknown, |record| Payload::Readable(Box::new(record)))))
    }

    /// The events of these kinds in a case, or in the installation, with their payloads, causes before effects.
    ///
    /// # Errors
    /// As [`Session::payload`].
    pub fn entries(&self, case: Option<&CaseId>, kinds: &[&str]) -> Result<Vec<Entry>, StoreError> {
        self.opened(self.read(async |db| entry::of_case(db, self.user(), case, kinds).await)?)
    }

    /// What stands in a case, causes before effects. Two entries with the same subjects are a conflict.
    ///
    /// # Errors
    /// As [`Session::payload`].
    pub fn standing(&self, case: &CaseId, decided: Decided) -> Result<Vec<Entry>, StoreError> {
        self.opened(self.read(async |db| entry::standing(db, self.user(), decided.topic(), case).await)?)
    }
}

/// Names the things of a case as its events do in clear: under a secret of the case, the same on every device that has
/// the key.
pub struct Things(Sha256);

impl Things {
    /// What stands for a thing.
    pub fn name(&self, thing: &str) -> Sha256 {
        Sha256::of(&[self.0.as_bytes(), thing.as_bytes()].concat())
    }
}

const PAYLOAD: &str = "the payload of an event";

/// What became of a payload whose key is not there.
async fn erased(db: &mut SqliteConnection, event: &Event) -> Result<Payload, StoreError> {
    let erasures = event::of_case(db, event.case.as_ref(), &["payload_erased"]).await?;
    let erasure = erasures.into_iter().find(|erasure| erasure.events().any(|id| id == &event.id));
    Ok(erasure.map_or(Payload::NoKey, |e| Payload::Erased { by: e.author, on: e.device_time, event: e.id }))
}

fn payload_aad(event: &EventId) -> Vec<u8> {
    format!("shirube payload 1 {event}").into_bytes()
}

/// Brings the tables up to an event, which comes after all that it follows. The record is there for the events of this
/// device; the table of users is about no other.
pub(crate) async fn project(
    db: &mut SqliteConnection,
    event: &Event,
    record: Option<&Record>,
) -> Result<(), StoreError> {
    standing::apply(db, event).await?;
    match record {
        Some(Record::UserAdded(user)) => user::put(db, user).await,
        Some(Record::UserDisabled { user }) => user::disable(db, user).await,
        _ => Ok(()),
    }
}

/// Destroys the keys that an event takes away, once, when the event comes in.
pub(crate) async fn enforce(
    db: &mut SqliteConnection,
    event: &Event,
    record: Option<&Record>,
) -> Result<(), StoreError> {
    if event.kind == "payload_erased" {
        for id in event.events() {
            key::destroy_payload(db, id).await?;
        }
    }
    if let Some(Record::UserDisabled { user }) = record {
        key::delete_wraps_of(db, user).await?;
    }
    Ok(())
}
