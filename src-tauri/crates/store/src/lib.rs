//! The encrypted case file: SQLCipher, users, keys, the signed ledger, encrypted genome files.
//!
//! A [`Store`] is a folder; [`Store::unlock`] with passphrase and device key gives a [`Session`], through which everything
//! goes. All functions block; call them from an ordinary thread, not from within an asynchronous task.
//!
//! Nothing is decided in place: what a person decides is appended to the [`ledger`]. Its payloads, the genome files and
//! the patient record are each under a key of their [`KeyPurpose`], sealed to the users who may hold it; the tables beside
//! the ledger repeat only what an event says in clear, and can be made again from it.

mod database;
mod device_key;
mod disk;
mod environment;
mod erasure;
mod error;
mod genome;
mod hex;
mod home;
mod key_ring;
pub mod ledger;
mod purpose;
mod random;
mod session;
mod store;
mod table;
mod users_file;

pub use device_key::{DeviceKeySource, Keyring};
pub use disk::replace as replace_file;
pub use environment::Environment;
pub use erasure::Erasure;
pub use error::StoreError;
pub use genome::{FileRecord, GenomeFile, StagedFile};
pub use purpose::{Content, FileKind, KeyPurpose, ParsePurposeError, Part, Topic};
pub use random::Random;
pub use session::{
    Case, CaseSummary, Conflict, Decided, Entry, GenomeFileOpener, Merged, NewCase, NewEvent, NewUser, Payload,
    Rebuilt, Session,
};
pub use store::{SetUp, Store, check_passphrase};
pub use table::user::User;
