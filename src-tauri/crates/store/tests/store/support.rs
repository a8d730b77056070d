use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
};

use consent::{
    AgeClass, ConsentRecord, ConsentScope, ConsentState, Decider, Decision as Choice, Item, Sealing, SensitiveLists,
    SensitiveMap,
};
use domain::{Assembly, CaseId, Clock, DeviceId, PersonId, Role, UserId};
use jiff::Timestamp;
use proptest::test_runner::Config as ProptestConfig;
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use sealed::{
    canonical,
    digest::Sha256,
    envelope::{KdfMemory, KdfParams, UserEnvelope, open_with},
    shamir::Share,
    signature::SigningKey,
};
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, Sqlite, SqliteConnection,
    query::Query,
    sqlite::{SqliteArguments, SqliteConnectOptions},
};
use store::{DeviceKeySource, Environment, NewUser, Random, Session, SetUp, Store, StoreError};
use tempfile::TempDir;

pub const PASSPHRASE: &str = "合言葉は秘密です";

/// A clock that goes on by one second each time it is looked at.
pub struct Ticking(AtomicI64);

impl Clock for Ticking {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.fetch_add(1, Ordering::Relaxed)).expect("a time")
    }
}

/// A store in a temporary folder, with its key file beside it.
pub struct Place {
    pub folder: TempDir,
    pub environment: Environment,
}

impl Place {
    pub fn new(seed: u64) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self { folder, environment: environment(seed) }
    }

    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    pub fn key_file(&self) -> PathBuf {
        self.folder.path().join("token.key")
    }

    pub fn key(&self) -> DeviceKeySource {
        DeviceKeySource::KeyFile(self.key_file())
    }

    /// Sets the store up: administrator `admin`.
    pub fn create(&self) -> (Session, Vec<Share>) {
        let set_up = SetUp::new(new_user("admin"), "診察室1");
        Store::create(&self.home(), set_up, &self.key(), self.environment.clone()).expect("a new store")
    }

    /// Sets the store up and unlocks it as geneticist `gen`.
    pub fn create_for_geneticist(&self) -> Session {
        let (session, _) = self.create();
        session.add_user(new_user("gen"), Role::Geneticist).expect("a new user");
        session.lock().expect("locked");
        self.unlock("gen")
    }

    pub fn store(&self) -> Store {
        Store::open(&self.home(), self.environment.clone()).expect("a store")
    }

    /// Why the store cannot be opened a second time.
    pub fn store_error(&self) -> StoreError {
        Store::open(&self.home(), self.environment.clone()).expect_err("must be refused")
    }

    pub fn unlock(&self, user: &str) -> Session {
        self.store().unlock(&id(user), PASSPHRASE, &self.key()).expect("unlocked")
    }
}

/// The database beneath a store, opened with its key past all rules: what an attacker with everything does. The way there
/// is written once more from the description of the formats.
pub struct Raw {
    runtime: tokio::runtime::Runtime,
    /// `None` once it is closed.
    connection: Mutex<Option<SqliteConnection>>,
}

/// Waits until it is closed: its thread may not be at work when the process ends.
impl Drop for Raw {
    fn drop(&mut self) {
        let connection = self.connection.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        // A test that has failed already says why.
        connection.into_iter().for_each(|connection| self.runtime.block_on(connection.close()).unwrap_or_default());
    }
}

impl Raw {
    pub fn open(place: &Place) -> Self {
        let users: serde_json::Value =
            serde_json::from_slice(&std::fs::read(place.home().join("users.json")).expect("users.json")).expect("JSON");
        let contents = &users["contents"];
        let (store, admin) = (contents["store"].as_str().expect("an id"), &contents["users"][0]);
        let envelope: UserEnvelope = serde_json::from_value(admin["envelope"].clone()).expect("an envelope");
        let key_file = std::fs::read_to_string(place.key_file()).expect("the key file");
        let digits = key_file.trim_end().rsplit(' ').next().expect("a key");
        let device_key: [u8; 32] = unhex(digits).try_into().expect("32 bytes");
        let secret = envelope.open(PASSPHRASE, &device_key.into()).expect("the secret key");
        let aad = format!("shirube database key 1 {store} admin");
        let wrapped = unhex(admin["database_key"].as_str().expect("a key"));
        let key = open_with(&secret, aad.as_bytes(), &wrapped).expect("the database key");
        let options = SqliteConnectOptions::new()
            .filename(place.home().join("shirube.db"))
            .pragma("key", format!("\"x'{}'\"", base16ct::lower::encode_string(&key)))
            .foreign_keys(false);
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let connection = Mutex::new(Some(runtime.block_on(options.connect()).expect("connected")));
        Self { runtime, connection }
    }

    /// Runs a statement; the number of rows that it changed.
    pub fn run(&self, sql: &str) -> u64 {
        self.try_run(sql).expect("run")
    }

    pub fn try_run(&self, sql: &str) -> Result<u64, sqlx::Error> {
        self.with(sqlx::query(AssertSqlSafe(sql.to_owned())))
    }

    pub fn with(&self, query: Query<'_, Sqlite, SqliteArguments>) -> Result<u64, sqlx::Error> {
        let mut connection = self.connection.lock().expect("one thread");
        self.runtime.block_on(query.execute(connection.as_mut().expect("open"))).map(|done| done.rows_affected())
    }

    pub fn bytes(&self, sql: &str) -> Vec<u8> {
        let mut connection = self.connection.lock().expect("one thread");
        let query = sqlx::query_scalar(AssertSqlSafe(sql.to_owned()));
        self.runtime.block_on(query.fetch_one(connection.as_mut().expect("open"))).expect("a value")
    }
}

fn unhex(digits: &str) -> Vec<u8> {
    base16ct::lower::decode_vec(digits).expect("hexadecimal digits")
}

pub fn environment(seed: u64) -> Environment {
    Environment {
        clock: Arc::new(Ticking(AtomicI64::new(1_775_000_000))),
        random: Random::from_rng(ChaCha20Rng::seed_from_u64(seed)),
        kdf: KdfParams { m_kib: 64, t: 1, p: 1 },
        kdf_memory: KdfMemory::default(),
    }
}

pub fn new_user(name: &str) -> NewUser {
    NewUser { user: id(name), name: format!("{name} 花子"), passphrase: PASSPHRASE.to_owned().into() }
}

pub fn id(user: &str) -> UserId {
    user.parse().expect("a user id")
}

pub fn case(case: &str) -> CaseId {
    case.parse().expect("a case id")
}

pub fn person(person: &str) -> PersonId {
    person.parse().expect("a person id")
}

pub fn consent(who: &str, items: &[Item]) -> ConsentRecord {
    ConsentRecord {
        person: person(who),
        icf_version: "1".into(),
        decider: Decider::Person,
        proxy: None,
        date: "2026-04-01".into(),
        decisions: items.iter().map(|&item| (item, Choice::Agreed)).collect(),
        withdrawn: false,
    }
}

fn sealing() -> Sealing {
    let mut lists = SensitiveLists::default();
    lists.add_tsv("sf", "gene\tonset\nBRCA2\tadult\n").expect("a list");
    let map = SensitiveMap::new(Assembly::GRCh38, lists, |_| vec!["13:32315086-32400268".parse().expect("a region")])
        .expect("every gene has a place");
    Sealing::new(Arc::new(map), BTreeSet::new())
}

/// The scope of a child alone that agreed to these items.
pub fn scope(items: &[Item]) -> ConsentScope {
    let state = ConsentState::of(&consent("child", items), AgeClass::Adult);
    ConsentScope::for_case(sealing(), &person("child"), &[state]).expect("takes part")
}

pub fn bare_scope() -> ConsentScope {
    ConsentScope::for_bare_files(sealing(), consent::Breadth::Panel)
}

/// Every file below a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// One line of an export from a device that this program does not write for, of any kind; with its device.
pub fn foreign_line(seed: u8, seq: u64, prev: Option<Sha256>, kind: &str) -> (Vec<u8>, DeviceId) {
    let key = SigningKey::from_seed(&[seed; 32]);
    let device: DeviceId = key.verifying_key().to_string().parse().expect("a device id");
    let ciphertext = format!("payload {seq} for others").into_bytes();
    let mut event = serde_json::json!({
        "v": 1, "id": format!("{seed}-{seq}"), "device": device, "seq": seq, "prev": prev, "parents": [],
        "author": "tanaka", "role": "geneticist", "case": null, "subjects": ["person:child"], "kind": kind, "refs": {},
        "payload": Sha256::of(&ciphertext), "device_time": "2026-04-01T00:00:00Z", "trusted_time": null,
    });
    let signed = [b"shirube event 1\0".to_vec(), canonical::to_vec(&event).expect("canonical")].concat();
    event["signature"] = key.sign(&signed).to_string().into();
    let line = serde_json::json!({"event": event, "ciphertext": base16ct::lower::encode_string(&ciphertext)});
    let mut line = canonical::to_vec(&line).expect("canonical");
    line.push(b'\n');
    (line, device)
}

/// Property tests whose cases are stores: few, and written down nowhere.
pub fn cases(cases: u32) -> proptest::test_runner::TestRunner {
    proptest::test_runner::TestRunner::new(ProptestConfig {
        cases,
        failure_persistence: None,
        max_shrink_iters: 50,
        ..ProptestConfig::default()
    })
}
