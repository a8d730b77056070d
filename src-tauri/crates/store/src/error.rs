use std::{io, path::PathBuf};

use consent::Category;
use domain::{CaseId, EventId, PersonId, UserId};

use crate::{FileKind, KeyPurpose, ledger::Finding};

/// What the store refuses or cannot do. Each message says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Neither database nor users file is there.
    #[error("there is no store in {}: set it up first", home.display())]
    NotSetUp {
        /// The home.
        home: PathBuf,
    },
    /// A store is there already; nothing is ever created over it.
    #[error("{} exists already: nothing is set up over it; choose another home, or open this one", path.display())]
    AlreadySetUp {
        /// What was found.
        path: PathBuf,
    },
    /// Another program, or this one a second time, has it open.
    #[error("the store in {} is open already: close the other window or program, or lock it there", home.display())]
    InUse {
        /// The home.
        home: PathBuf,
    },
    /// The envelopes are gone, the database is there.
    #[error("{} is missing beside the database: no key opens without it; bring it back from a backup", users.display())]
    UsersMissing {
        /// The file that is missing.
        users: PathBuf,
    },
    /// The database is gone, the envelopes are there.
    #[error("{} is missing beside users.json: bring it back from a backup; no new one is made in its place", database.display())]
    DatabaseMissing {
        /// The file that is missing.
        database: PathBuf,
    },
    /// The envelopes cannot be read.
    #[error("{} is damaged ({fault}): bring it back from a backup", path.display())]
    UsersDamaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        fault: String,
    },
    /// The envelopes were written by a newer program.
    #[error("{} has version {found}, this program reads version {known}: use the newer program", path.display())]
    UsersNewer {
        /// The file.
        path: PathBuf,
        /// Version found.
        found: u32,
        /// Version known.
        known: u32,
    },
    /// The database does not open with its key, or SQLite finds it damaged.
    #[error("{} is damaged or is not the database that belongs to users.json: bring both back from one backup", path.display())]
    DatabaseDamaged {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        #[source]
        source: Box<sqlx::Error>,
    },
    /// The database was written by a newer program.
    #[error("{} has schema {found}, this program knows {known}: use the newer program", path.display())]
    NewerSchema {
        /// The file.
        path: PathBuf,
        /// Schema found.
        found: i64,
        /// Schema known.
        known: i64,
    },
    /// The two factors do not open the user's key.
    #[error(
        "the passphrase or the device key is wrong for {user}: type the passphrase again; on another device, use the key file or recovery shares"
    )]
    WrongPassphrase {
        /// Who tried.
        user: UserId,
        /// The cause.
        #[source]
        source: sealed::Error,
    },
    /// Nobody has this name here.
    #[error("{user} is no user of this store: look at the spelling, or let an administrator add the user")]
    UnknownUser {
        /// Who tried.
        user: UserId,
    },
    /// The user was disabled.
    #[error("{user} is disabled: an administrator can add the user again")]
    DisabledUser {
        /// Who tried.
        user: UserId,
    },
    /// The name is taken.
    #[error("{user} is a user already: choose another name")]
    UserExists {
        /// The name.
        user: UserId,
    },
    /// Without an administrator nobody could add users.
    #[error("{user} is the last administrator: add another one first")]
    LastAdministrator {
        /// The administrator.
        user: UserId,
    },
    /// With the user's keys the case would be lost to everybody.
    #[error(
        "{user} alone can open case {case}: first let {user} sign in once after a user has been added who may see it, such as \
         a geneticist; where {user} is gone, by recovery shares"
    )]
    LastHolder {
        /// The user.
        user: UserId,
        /// A case that nobody else can open.
        case: CaseId,
    },
    /// The passphrase protects nothing.
    #[error("the passphrase has {found} characters: choose one of at least {least}")]
    ShortPassphrase {
        /// Characters found.
        found: usize,
        /// Characters needed.
        least: usize,
    },
    /// The operating system offers no keyring.
    #[error(
        "this system offers no keyring ({cause}): start its keyring service, or use a key file on a token (--device-key-file)"
    )]
    NoKeyring {
        /// What the keyring library says.
        cause: String,
    },
    /// The keyring is there but locked.
    #[error("the keyring is locked: unlock it (sign in to the desktop, or open it with its own program) and try again")]
    KeyringLocked {
        /// The cause.
        #[source]
        source: keyring_core::Error,
    },
    /// The keyring has no key for a store that exists. No new one is made.
    #[error("the keyring holds no key for the store in {}: it may be locked or another user's; unlock it, sign in as the user who set up the store, use the key file, or recovery shares", home.display())]
    KeyringWithoutKey {
        /// The home.
        home: PathBuf,
    },
    /// The keyring answers something else.
    #[error("the keyring failed: look at its own program, or use a key file on a token (--device-key-file)")]
    Keyring {
        /// The cause.
        #[source]
        source: keyring_core::Error,
    },
    /// The entry in the keyring is no key of this program.
    #[error(
        "the key in the keyring (service {service}, user {entry}) is malformed: bring it back from a backup, or use recovery shares"
    )]
    KeyringMalformed {
        /// Service name.
        service: &'static str,
        /// User name of the entry.
        entry: String,
    },
    /// The keyring has a key already; it is never written over.
    #[error(
        "the keyring holds a key for this store already (service {service}, user {entry}): use it, or remove it there"
    )]
    KeyringHasKey {
        /// Service name.
        service: &'static str,
        /// User name of the entry.
        entry: String,
    },
    /// No key file is there.
    #[error("there is no key file {}: put in the token, or name the right file (--device-key-file)", path.display())]
    KeyFileMissing {
        /// The file.
        path: PathBuf,
    },
    /// The key file is no key file.
    #[error("{} is no device key file: expected one line `shirube-device-key-1` and 64 hexadecimal digits; name the right file or bring it back from a backup", path.display())]
    KeyFileMalformed {
        /// The file.
        path: PathBuf,
    },
    /// A key file is never written over.
    #[error("{} exists already: name a new file for the device key", path.display())]
    KeyFileExists {
        /// The file.
        path: PathBuf,
    },
    /// Writing is not allowed.
    #[error("{} cannot be written: give this user the right to write there, or choose another home", path.display())]
    NotWritable {
        /// Where.
        path: PathBuf,
        /// The cause.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The disk is full. What was acknowledged before is safe.
    #[error("the disk of {} is full: nothing of this step was kept; make room and try again", path.display())]
    DiskFull {
        /// Where.
        path: PathBuf,
    },
    /// Reading or writing failed.
    #[error("{} could not be read or written", path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// The cause.
        #[source]
        source: io::Error,
    },
    /// Reading or writing something that is no file of the store failed.
    #[error("{what} could not be read or written")]
    Stream {
        /// What.
        what: &'static str,
        /// The cause.
        #[source]
        source: io::Error,
    },
    /// The database refused.
    #[error("the database refused: this is a fault of the program; please report it")]
    Database {
        /// What SQLite says.
        #[source]
        source: sqlx::Error,
    },
    /// The runtime beneath the database could not be started.
    #[error("the database could not be started: too few threads or file handles; close other programs")]
    Runtime {
        /// The cause.
        #[source]
        source: io::Error,
    },
    /// Something sealed was not made or not opened.
    #[error(
        "{what} could not be sealed or opened: if it happens again, verify the ledger and bring the store back from a backup"
    )]
    Sealed {
        /// What.
        what: &'static str,
        /// The cause.
        #[source]
        source: sealed::Error,
    },
    /// A row of the database does not say what this program wrote.
    #[error("{what} in the database is malformed: verify the ledger and bring the store back from a backup")]
    Malformed {
        /// What.
        what: &'static str,
    },
    /// A payload could not be written as JSON.
    #[error("{what} cannot be written as JSON")]
    Json {
        /// What.
        what: &'static str,
        /// The cause.
        #[source]
        source: serde_json::Error,
    },
    /// The recovery shares do not fit.
    #[error("the recovery shares do not open this store")]
    Shares {
        /// The cause.
        #[source]
        source: sealed::Error,
    },
    /// The shares fit together but belong to another store.
    #[error("these recovery shares belong to another store: look at the set id on the paper, expected {expected}")]
    OtherShares {
        /// Set id expected.
        expected: String,
    },
    /// The user holds no key for it.
    #[error("{user} holds no key for {purpose}: somebody who does can share the case")]
    NoKey {
        /// The user.
        user: UserId,
        /// The key.
        purpose: KeyPurpose,
    },
    /// The key is not there: never made, or destroyed by an erasure.
    #[error("there is no key for {purpose}: its content was erased or never existed")]
    KeyDestroyed {
        /// The key.
        purpose: KeyPurpose,
    },
    /// Nobody who may hold the key is a user.
    #[error("no user may hold the key for {purpose}: add a user with a clinical role first")]
    NoKeyHolder {
        /// The key.
        purpose: KeyPurpose,
    },
    /// The consents at this moment do not open the slice.
    #[error("{person} has not opened {category}: the data stay sealed")]
    OutOfScope {
        /// The person.
        person: PersonId,
        /// The category.
        category: Category,
    },
    /// The person takes no part, or not any more.
    #[error("{person} takes no part: nothing of {person} is opened")]
    NotIncluded {
        /// The person.
        person: PersonId,
    },
    /// The scope is one of bare files.
    #[error("{case} is a case: its files open only within the consents of its persons, not as bare files")]
    BareScope {
        /// The case.
        case: CaseId,
    },
    /// No such case.
    #[error("there is no case {case} in this store")]
    UnknownCase {
        /// The case.
        case: CaseId,
    },
    /// The case is there already.
    #[error("case {case} is in this store already")]
    CaseExists {
        /// The case.
        case: CaseId,
    },
    /// The case has no such file.
    #[error("case {case} has no file {kind}")]
    UnknownFile {
        /// The case.
        case: CaseId,
        /// The file.
        kind: FileKind,
    },
    /// An encrypted file is damaged or missing.
    #[error("{} of case {case} ({kind}) is missing or damaged: bring it back from a backup or import the case again", path.display())]
    FileDamaged {
        /// The case.
        case: CaseId,
        /// The file.
        kind: FileKind,
        /// Where it lies.
        path: PathBuf,
        /// The cause.
        #[source]
        source: Box<sealed::Error>,
    },
    /// A file that was prepared for another case.
    #[error("{kind} was written for case {written_for}, not for {case}")]
    OtherCase {
        /// The case of this step.
        case: CaseId,
        /// The file.
        kind: FileKind,
        /// The case of the file.
        written_for: CaseId,
    },
    /// No such event.
    #[error("there is no event {event} in this ledger")]
    UnknownEvent {
        /// The event.
        event: EventId,
    },
    /// Events from elsewhere are refused.
    #[error("the events from elsewhere are refused, nothing was taken over: {finding}")]
    Refused {
        /// What is wrong with them.
        finding: Box<Finding>,
    },
}

impl From<sqlx::Error> for StoreError {
    /// Without the file, which [`Database`](crate::database::Database) adds.
    fn from(source: sqlx::Error) -> Self {
        Self::Database { source }
    }
}

/// For `map_err`: sealing or opening of `what` failed.
pub(crate) fn sealing(what: &'static str) -> impl FnOnce(sealed::Error) -> StoreError {
    move |source| StoreError::Sealed { what, source }
}
