use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use tempfile::TempDir;
use testkit::Family;
use workbench::{
    CaseId, Clock, Desk, DeviceKeySource, Environment, FolderHub, Installation, NewUser, Reference, Role, Timestamp,
    Unlock, demo_hub, view::worklist::WorkItem,
};

pub const PASSPHRASE: &str = "合言葉は秘密です";

/// A clock that goes on by one second each time it is looked at, and by days when told to.
pub struct Wall(AtomicI64);

impl Clock for Wall {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.fetch_add(1, Ordering::Relaxed)).expect("a time")
    }
}

/// A store with a user of each role, and some families of the demonstration hub.
pub struct Hospital {
    folder: TempDir,
    clock: Arc<Wall>,
    environment: Environment,
}

impl Hospital {
    /// With these families of the demonstration.
    pub fn with(families: &[&str]) -> Self {
        Self::of(&demo_hub().expect("the demonstration hub"), families)
    }

    /// With a family that is no demonstration.
    pub fn with_family(family: Family) -> Self {
        let (hub, id) = (tempfile::tempdir().expect("a temporary folder"), family.id().to_owned());
        testkit::write_hub(hub.path(), &[family]).expect("written");
        Self::of(&FolderHub::open(hub.path()).expect("a hub"), &[&id])
    }

    fn of(hub: &FolderHub, families: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let start: Timestamp = "2026-11-11T00:00:00Z".parse().expect("a time");
        let clock = Arc::new(Wall(AtomicI64::new(start.as_second())));
        let mut environment = Environment::new(clock.clone());
        (environment.kdf.m_kib, environment.kdf.t, environment.kdf.p) = (64, 1, 1);
        let hospital = Self { folder, clock, environment };
        let key = hospital.key();
        let reference = Reference::starter().expect("the starter pack");
        let (desk, _) =
            Desk::set_up(&hospital.home(), user("boss"), "診察室1", &key, reference, hospital.environment.clone())
                .expect("a new store");
        for role in Role::ALL.into_iter().filter(|role| *role != Role::Administrator) {
            desk.add_user(user(role.name()), role).expect("a new user");
        }
        desk.lock().expect("locked");
        let desk = hospital.desk(Role::Geneticist);
        for family in families {
            desk.import(hub, Some(&case(family))).expect("imported");
        }
        desk.lock().expect("locked");
        hospital
    }

    /// Time goes by.
    pub fn wait(&self, days: i64) {
        self.clock.0.fetch_add(days * 86_400, Ordering::Relaxed);
    }

    fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    fn key(&self) -> DeviceKeySource {
        DeviceKeySource::KeyFile(self.folder.path().join("token.key"))
    }

    /// What the window holds of it.
    pub fn installation(&self) -> Installation {
        Installation::new(self.home(), self.key(), self.environment.clone())
    }

    /// Writes a file beside the store.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        path
    }

    /// Signs somebody of a role in. The name that is shown is `先生 <role>`.
    pub fn desk(&self, role: Role) -> Desk {
        let name = if role == Role::Administrator { "boss" } else { role.name() };
        let user = name.parse().expect("a name");
        let unlock = Unlock { user: &user, passphrase: PASSPHRASE, device_key: &self.key() };
        let reference = Reference::starter().expect("the starter pack");
        Desk::unlock(&self.home(), &unlock, reference, self.environment.clone()).expect("unlocked")
    }

    /// Signs somebody in, lets work be done, and locks again.
    pub fn as_a<T>(&self, role: Role, work: impl FnOnce(&Desk) -> T) -> T {
        let desk = self.desk(role);
        let done = work(&desk);
        desk.lock().expect("locked");
        done
    }
}

fn user(name: &str) -> NewUser {
    NewUser {
        user: name.parse().expect("a name"),
        name: format!("先生 {name}"),
        passphrase: PASSPHRASE.to_owned().into(),
    }
}

pub fn case(name: &str) -> CaseId {
    name.parse().expect("a case")
}

/// The line of a case.
pub fn line(desk: &Desk, name: &str) -> WorkItem {
    let list = desk.worklist().expect("a worklist");
    list.into_iter().find(|c| c.case == name).expect("the case")
}
