//! The ledger, version 1: what a person decides is an event.
//!
//! # An event
//!
//! A JSON object with exactly these members; hashes, keys and signatures are lower-case hexadecimal.
//!
//! | member | what |
//! |---|---|
//! | `v` | version, 1 |
//! | `id` | UUIDv7 |
//! | `device` | the chain: Ed25519 public key of the device that wrote it, so that a chain verifies by itself |
//! | `seq` | place in the chain, from 1 |
//! | `prev` | hash of the event before it in the chain; null for the first |
//! | `parents` | heads of the other chains that the device knew: `{device, seq, hash}`, by device |
//! | `author`, `role` | who, and as what |
//! | `case` | the case, or null |
//! | `subjects` | what it is about: `person:…`, `user:…`, `device:…`, `event:…`, `thing:…`, sorted |
//! | `kind` | what happened ([`Record`]) |
//! | `refs` | name to SHA-256 of inputs: files, ICF version, knowledge versions |
//! | `payload` | SHA-256 of the ciphertext that lies beside the event |
//! | `device_time` | RFC 3339; a claim |
//! | `trusted_time` | `{value, source, age_seconds}`, or null |
//! | `signature` | Ed25519 over `shirube event 1`, one zero byte and the canonical JSON of the other members |
//!
//! The hash of an event is SHA-256 of its canonical JSON, signature included. Since `parents` names every other chain,
//! `seq` and `parents` together are a vector clock: an event follows another exactly where its clock reaches it.
//!
//! A `thing` stands for what is decided (a variant, a gene) without naming it: SHA-256 under a secret of the case.
//!
//! # A payload
//!
//! The ciphertext is the JSON of the [`Record`], sealed by [`sealed::symmetric`] under a key of its own, with
//! `shirube payload 1 <event id>` as associated data. That key is sealed to the key of its purpose
//! ([`KeyPurpose::Ledger`](crate::KeyPurpose::Ledger)); erasing it leaves the chain whole.
//!
//! # Export
//!
//! JSON lines `{"ciphertext": "…", "event": …}`, each canonical, in the order of the ledger: by the number of events that an
//! event knew ([`Event::depth`]), then by hash. Causes come before effects, by no clock, and the same events give the same
//! bytes on every device.

mod clinical;
mod event;
mod examine;
mod line;
mod record;

pub use clinical::{DiseaseClass, EarlierTest, EligibilityRecorded, Severity, SignRecorded, SignState, TestKind};
pub use event::{Event, Head, Subject, TrustedTime};
pub(crate) use examine::{Columns, Examiner, Row};
pub use examine::{Fault, Finding, Verification};
pub use line::verify_export;
pub(crate) use line::{Line, lines};
pub(crate) use record::decides;
pub use record::{
    CaseImported, Decision, DismissalReason, DoubtAnswered, PanelChosen, PanelDecision, PayloadErased, Record,
    ReportReleased, SourceFile, UserAdded, Verdict,
};
