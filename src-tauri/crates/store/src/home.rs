use std::{
    fs::{File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};

use crate::{StoreError, disk};

/// The folder of a store, claimed by this process alone.
///
/// | name | what |
/// |---|---|
/// | `users.json` | envelopes: each user's keys behind passphrase and device key |
/// | `shirube.db` | the database (SQLCipher) |
/// | `genomes/<case>/<random>.c4gh` | encrypted files |
/// | `settings.json`, `knowledge/` | what the workbench keeps beside; no patient is in it |
/// | `lock` | empty; locked while a program has the store open |
#[derive(Debug)]
pub(crate) struct Home {
    root: PathBuf,
    lock: File,
    unlocked: AtomicBool,
}

/// What a home holds.
pub(crate) enum Contents {
    Nothing,
    Store,
}

const USERS: &str = "users.json";
const DATABASE: &str = "shirube.db";

impl Home {
    /// Whether there is something to claim. Looking leaves no trace in a folder that was named by mistake.
    pub(crate) fn holds_something(root: &Path) -> Result<bool, StoreError> {
        let exists = |name| root.join(name).try_exists().map_err(disk::at(root));
        Ok(exists(USERS)? || exists(DATABASE)?)
    }

    /// Claims the folder, which is made where it is not there.
    pub(crate) fn claim(root: &Path) -> Result<Self, StoreError> {
        disk::create_folder(root)?;
        let path = root.join("lock");
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .map_err(disk::at(&path))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { root: root.to_owned(), lock, unlocked: AtomicBool::new(false) }),
            Err(TryLockError::WouldBlock) => Err(StoreError::InUse { home: root.to_owned() }),
            Err(TryLockError::Error(error)) => Err(disk::at(&path)(error)),
        }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn users(&self) -> PathBuf {
        Self::users_of(&self.root)
    }

    pub(crate) fn users_of(root: &Path) -> PathBuf {
        root.join(USERS)
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.root.join(DATABASE)
    }

    /// The two files while a store is being set up.
    pub(crate) fn new_users(&self) -> PathBuf {
        self.root.join("users.json.new")
    }

    pub(crate) fn new_database(&self) -> PathBuf {
        self.root.join("shirube.db.new")
    }

    pub(crate) fn genomes(&self) -> PathBuf {
        self.root.join("genomes")
    }

    /// What is there, after bringing a set-up that was interrupted to its end or its beginning. The database gets its
    /// name before the users file does; until then nobody was told that there is a store.
    pub(crate) fn contents(&self) -> Result<Contents, StoreError> {
        let exists = |path: PathBuf| path.try_exists().map_err(disk::at(&path));
        let (users, database) = (exists(self.users())?, exists(self.database())?);
        match (users, database) {
            (true, true) => Ok(Contents::Store),
            (true, false) => Err(StoreError::DatabaseMissing { database: self.database() }),
            (false, true) if exists(self.new_users())? => {
                disk::rename(&self.new_users(), &self.users())?;
                Ok(Contents::Store)
            }
            (false, true) => Err(StoreError::UsersMissing { users: self.users() }),
            (false, false) => {
                disk::remove(&self.new_users())?;
                for end in ["", "-wal", "-shm", "-journal"] {
                    let mut name = self.new_database().into_os_string();
                    name.push(end);
                    disk::remove(Path::new(&name))?;
                }
                Ok(Contents::Nothing)
            }
        }
    }

    /// Marks the store as unlocked; false where it is already.
    pub(crate) fn begin_session(&self) -> bool {
        !self.unlocked.swap(true, Ordering::AcqRel)
    }

    pub(crate) fn end_session(&self) {
        self.unlocked.store(false, Ordering::Release);
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        // A child that is being started holds the file for a moment, and with it the lock, unless it is given up by name.
        let _ = self.lock.unlock();
    }
}
