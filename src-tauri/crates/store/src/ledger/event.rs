use std::{collections::BTreeMap, fmt, str::FromStr};

use domain::{CaseId, DeviceId, EventId, PersonId, Role, UserId};
use jiff::Timestamp;
use sealed::{
    canonical,
    digest::Sha256,
    signature::{Signature, SigningKey, VerifyingKey},
};
use serde::{Deserialize, Serialize};

const LABEL: &[u8] = b"shirube event 1\0";

/// The place of an event in its chain. The last one of a chain is its head; noted outside, it is an anchor that finds a
/// cut tail or a rolled-back disk.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The chain.
    pub device: DeviceId,
    /// Place in the chain, from 1.
    pub seq: u64,
    /// Hash of the event.
    pub hash: Sha256,
}

/// A time that does not come from this device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrustedTime {
    /// The time, UTC.
    pub value: Timestamp,
    /// Who said so: a hub or a time-stamp service.
    pub source: String,
    /// How many seconds ago it was heard.
    pub age_seconds: u64,
}

/// What an event is about. Nothing clinical is said in clear: a variant or gene is a [`Subject::Thing`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A person of the case.
    Person(PersonId),
    /// A user.
    User(UserId),
    /// A device.
    Device(DeviceId),
    /// Another event.
    Event(EventId),
    /// What is decided, hashed under a secret of the case.
    Thing(Sha256),
}

/// A text is no subject of an event.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no subject: expected person:…, user:…, device:…, event:… or thing:…")]
pub struct ParseSubjectError {
    /// The text as found.
    pub text: String,
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person(id) => write!(f, "person:{id}"),
            Self::User(id) => write!(f, "user:{id}"),
            Self::Device(id) => write!(f, "device:{id}"),
            Self::Event(id) => write!(f, "event:{id}"),
            Self::Thing(hash) => write!(f, "thing:{hash}"),
        }
    }
}

impl FromStr for Subject {
    type Err = ParseSubjectError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = || {
            let (word, id) = text.split_once(':')?;
            Some(match word {
                "person" => Self::Person(id.parse().ok()?),
                "user" => Self::User(id.parse().ok()?),
                "device" => Self::Device(id.parse().ok()?),
                "event" => Self::Event(id.parse().ok()?),
                "thing" => Self::Thing(id.parse().ok()?),
                _ => return None,
            })
        };
        read().ok_or_else(|| ParseSubjectError { text: text.to_owned() })
    }
}

impl Serialize for Subject {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Subject {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// An event of the ledger, as it is signed; its members are those of the [module](crate::ledger) documentation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Version of the format.
    pub v: u32,
    /// UUIDv7.
    pub id: EventId,
    /// The chain.
    pub device: DeviceId,
    /// Place in the chain, from 1.
    pub seq: u64,
    /// Hash of the event before it in the chain.
    pub prev: Option<Sha256>,
    /// Heads of the other chains known, by device.
    pub parents: Vec<Head>,
    /// Who.
    pub author: UserId,
    /// As what.
    pub role: Role,
    /// The case.
    pub case: Option<CaseId>,
    /// What it is about, sorted.
    pub subjects: Vec<Subject>,
    /// What happened; a newer program may have written a kind that this one does not know.
    pub kind: String,
    /// Hashes of inputs.
    pub refs: BTreeMap<String, Sha256>,
    /// SHA-256 of the ciphertext.
    pub payload: Sha256,
    /// The device's clock.
    pub device_time: Timestamp,
    /// A time from elsewhere.
    pub trusted_time: Option<TrustedTime>,
    /// The device's signature.
    pub signature: Signature,
}

impl Event {
    /// The version that is written.
    pub const VERSION: u32 = 1;

    /// Signs the event in place of the signature that it has.
    pub(crate) fn sign(mut self, key: &SigningKey) -> Result<Self, sealed::Error> {
        self.signature = key.sign(&self.signed_bytes()?);
        Ok(self)
    }

    /// Checks the signature by the key that names the chain.
    ///
    /// # Errors
    /// [`sealed::Error`] where the device is no key or the signature is not its own.
    pub fn verify_signature(&self) -> Result<(), sealed::Error> {
        let key: VerifyingKey = self.device.as_str().parse()?;
        key.verify_strict(&self.signed_bytes()?, &self.signature)
    }

    fn signed_bytes(&self) -> Result<Vec<u8>, sealed::Error> {
        // Through a value, so that the members are listed once.
        let mut members = serde_json::to_value(self).unwrap_or_default();
        if let Some(members) = members.as_object_mut() {
            members.remove("signature");
        }
        Ok([LABEL, &canonical::to_vec(&members)?].concat())
    }

    /// The canonical JSON, which is what is stored and hashed.
    pub(crate) fn to_body(&self) -> Result<Vec<u8>, sealed::Error> {
        canonical::to_vec(self)
    }

    /// The hash of the event.
    ///
    /// # Errors
    /// [`sealed::Error`] where a number is beyond what JSON readers keep.
    pub fn hash(&self) -> Result<Sha256, sealed::Error> {
        Ok(Sha256::of(&self.to_body()?))
    }

    /// How many events of a chain this one knew, itself included: a vector clock.
    fn known_of(&self, device: &DeviceId) -> u64 {
        if &self.device == device {
            return self.seq;
        }
        self.parents.iter().find(|p| &p.device == device).map_or(0, |p| p.seq)
    }

    /// Whether this event was written knowing `earlier` (which is another event).
    pub fn follows(&self, earlier: &Self) -> bool {
        self.known_of(&earlier.device) >= earlier.seq && !(self.device == earlier.device && self.seq == earlier.seq)
    }

    /// How many events it knew, itself included. An event has more than each one it follows, so that ordering by it
    /// (ties by hash) puts causes before effects, the same way on every device and by no clock.
    pub fn depth(&self) -> u64 {
        self.parents.iter().fold(self.seq, |sum, parent| sum.saturating_add(parent.seq))
    }

    /// The people it is about.
    pub fn people(&self) -> impl Iterator<Item = &PersonId> {
        self.subjects.iter().filter_map(|s| if let Subject::Person(id) = s { Some(id) } else { None })
    }

    /// The events it is about.
    pub(crate) fn events(&self) -> impl Iterator<Item = &EventId> {
        self.subjects.iter().filter_map(|s| if let Subject::Event(id) = s { Some(id) } else { None })
    }

    /// The head of the chain up to this event.
    ///
    /// # Errors
    /// As [`Event::hash`].
    pub fn head(&self) -> Result<Head, sealed::Error> {
        Ok(Head { device: self.device.clone(), seq: self.seq, hash: self.hash()? })
    }
}
