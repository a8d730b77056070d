use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use consent::{
    AgeClass, ConsentRecord, ConsentScope, ConsentState, Decider, Decision as Choice, Item, Sealing, SensitiveLists,
    SensitiveMap,
};
use domain::{Assembly, CaseId, Clock, PersonId, Role, UserId};
use jiff::Timestamp;
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use sealed::{envelope::KdfParams, shamir::Share};
use store::{DeviceKeySource, Environment, NewUser, Random, Session, SetUp, Store};
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

    pub fn unlock(&self, user: &str) -> Session {
        self.store().unlock(&id(user), PASSPHRASE, &self.key()).expect("unlocked")
    }
}

pub fn environment(seed: u64) -> Environment {
    Environment {
        clock: Arc::new(Ticking(AtomicI64::new(1_775_000_000))),
        random: Random::from_rng(ChaCha20Rng::seed_from_u64(seed)),
        kdf: KdfParams { m_kib: 64, t: 1, p: 1 },
    }
}

pub fn new_user(name: &str) -> NewUser {
    NewUser { user: id(name), name: format!("{name} 花子"), passphrase: PASSPHRASE.to_owned() }
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
        date: "2026-04-01".into(),
        decisions: items.iter().map(|&item| (item, Choice::Agreed)).collect(),
        withdrawn: false,
    }
}

fn sealing() -> Sealing {
    let mut lists = SensitiveLists::default();
    lists.add_tsv("sf", "gene\tonset\nBRCA2\tadult\n").expect("a list");
    let map = SensitiveMap::new(Assembly::GRCh38, lists, |_| vec!["13:32315086-32400268".parse().expect("a region")]);
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
