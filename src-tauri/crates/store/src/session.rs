use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use domain::{DeviceId, Role, UserId};
use sealed::{envelope::DeviceKey, signature::SigningKey};
use sqlx::SqliteConnection;

use crate::{
    Environment, KeyPurpose, StoreError,
    database::Database,
    disk,
    home::Home,
    key_ring::Holder,
    ledger::UserAdded,
    table::{installation, user},
    users_file::{DatabaseKey, UsersFile},
};

mod audit;
mod cases;
mod events;
mod files;
mod users;

pub use audit::{Conflict, Merged, Rebuilt};
pub use cases::{Case, CaseSummary, NewCase};
pub use events::{Decided, Entry, NewEvent, Payload, Things};
pub use files::GenomeFileOpener;
pub use users::NewUser;

/// An unlocked store: what one user does with it. Keys are wiped from memory when it is locked or dropped.
pub struct Session {
    database: Database,
    holder: Holder,
    name: String,
    role: Role,
    device: DeviceId,
    signing: SigningKey,
    device_key: DeviceKey,
    // Last: the home is free again after everything else is closed.
    occupied: Occupied,
}

/// The home, used by one session at a time.
pub(crate) struct Occupied {
    home: Arc<Home>,
    environment: Environment,
}

impl Occupied {
    pub(crate) fn new(home: &Arc<Home>, environment: &Environment) -> Result<Self, StoreError> {
        if !home.begin_session() {
            return Err(StoreError::InUse { home: home.root().to_owned() });
        }
        Ok(Self { home: Arc::clone(home), environment: environment.clone() })
    }
}

impl Drop for Occupied {
    fn drop(&mut self) {
        self.home.end_session();
    }
}

impl Session {
    /// A session of the first user of a store that is being set up.
    pub(crate) fn new(
        occupied: Occupied,
        database: Database,
        holder: Holder,
        user: &UserAdded,
        device: DeviceId,
        signing: SigningKey,
        device_key: DeviceKey,
    ) -> Self {
        let (name, role) = (user.name.clone(), user.role);
        Self { database, holder, name, role, device, signing, device_key, occupied }
    }

    /// Opens the database and brings what a crash left behind in order.
    pub(crate) fn open(
        occupied: Occupied,
        key: &DatabaseKey,
        holder: Holder,
        device_key: DeviceKey,
    ) -> Result<Self, StoreError> {
        let database = Database::open(&occupied.home.database(), key)?;
        let (user, enabled, device, seed) = database.read(async |db| {
            let users = user::all(db).await?;
            let user = users.iter().find(|u| u.id == holder.user).cloned();
            let user = user.ok_or_else(|| StoreError::UnknownUser { user: holder.user.clone() })?;
            if user.disabled {
                return Err(StoreError::DisabledUser { user: user.id });
            }
            let enabled: Vec<UserId> = users.into_iter().filter(|u| !u.disabled).map(|u| u.id).collect();
            let device = installation::get(db).await?.device;
            Ok((user, enabled, device, holder.open(db, &KeyPurpose::DeviceSignature).await?))
        })?;
        let signing = SigningKey::from_seed(&seed);
        let session =
            Self { database, holder, name: user.name, role: user.role, device, signing, device_key, occupied };
        // The database says who is a user; a crash may have left users.json behind it.
        let mut file = session.users_file()?;
        if file.keep_only(&enabled) {
            disk::replace(&session.home().users(), &file.to_bytes()?)?;
        }
        session.remove_orphans()?;
        Ok(session)
    }

    /// Gives the database of a new store its name.
    pub(crate) fn move_database(self, from: &Path, to: &Path, key: &DatabaseKey) -> Result<Self, StoreError> {
        self.database.close()?;
        disk::rename(from, to)?;
        Ok(Self { database: Database::open(to, key)?, ..self })
    }

    /// Locks the store: keys are wiped, the database is closed and its log emptied.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`] and other errors of the last write; the store is locked all the same.
    pub fn lock(self) -> Result<(), StoreError> {
        self.database.close()
    }

    /// Who unlocked it.
    pub fn user(&self) -> &UserId {
        &self.holder.user
    }

    /// The name that is shown.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// As what.
    pub fn role(&self) -> Role {
        self.role
    }

    /// The device, which is also the name of the chain that it writes.
    pub fn device(&self) -> &DeviceId {
        &self.device
    }

    /// The folder of the store.
    pub fn folder(&self) -> PathBuf {
        self.home().root().to_owned()
    }

    pub(crate) fn signing_key(&self) -> &SigningKey {
        &self.signing
    }

    /// The users file, which must belong to the database: new keys are sealed to the recovery key that it names.
    fn users_file(&self) -> Result<UsersFile, StoreError> {
        let path = self.home().users();
        let file = UsersFile::read(&path)?;
        let installation = self.read(async |db| installation::get(db).await)?;
        if (&file.store, &file.recovery.public_key) != (&installation.store, &installation.recovery) {
            let fault = "its recovery key is not the one that the database knows".to_owned();
            return Err(StoreError::UsersDamaged { path, fault });
        }
        Ok(file)
    }

    fn home(&self) -> &Home {
        &self.occupied.home
    }

    fn environment(&self) -> &Environment {
        &self.occupied.environment
    }

    pub(crate) fn read<T>(
        &self,
        work: impl AsyncFnOnce(&mut SqliteConnection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.database.read(work)
    }

    pub(crate) fn write<T>(
        &self,
        work: impl AsyncFnOnce(&mut SqliteConnection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.database.write(work)
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("user", self.user()).field("role", &self.role).finish_non_exhaustive()
    }
}
