use std::{path::Path, sync::Arc};

use domain::{DeviceId, Role, UserId};
use sealed::{
    envelope::{SecretKey, UserEnvelope},
    shamir::{self, Share},
    signature::SigningKey,
};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{
    DeviceKeySource, Environment, KeyPurpose, NewEvent, NewUser, Session, StoreError,
    database::Database,
    disk,
    error::sealing,
    home::{Contents, Home},
    key_ring::{self, Holder},
    ledger::{Record, UserAdded},
    session::Occupied,
    table::{
        installation::{self, Installation},
        user,
    },
    users_file::{DatabaseKey, UsersFile},
};

/// A locked store: a folder that this process has claimed.
#[derive(Clone, Debug)]
pub struct Store {
    home: Arc<Home>,
    environment: Environment,
}

/// What a first run decides.
#[derive(Clone, Debug)]
pub struct SetUp {
    /// The first administrator; the role is always [`Role::Administrator`].
    pub administrator: NewUser,
    /// What people call this device.
    pub device_name: String,
    /// How many recovery shares are needed.
    pub shares_needed: u8,
    /// How many recovery shares are made, each for another named person.
    pub shares: u8,
}

impl SetUp {
    /// Two of three recovery shares.
    pub fn new(administrator: NewUser, device_name: &str) -> Self {
        Self { administrator, device_name: device_name.to_owned(), shares_needed: 2, shares: 3 }
    }
}

/// Fewest characters of a passphrase (NIST SP 800-63B-4, section 3.1.1.2, where it is one of two factors).
const PASSPHRASE_LEAST: usize = 8;

/// Whether a passphrase is long enough.
///
/// # Errors
/// [`StoreError::ShortPassphrase`].
pub fn check_passphrase(passphrase: &str) -> Result<(), StoreError> {
    let found = passphrase.chars().count();
    if found < PASSPHRASE_LEAST {
        return Err(StoreError::ShortPassphrase { found, least: PASSPHRASE_LEAST });
    }
    Ok(())
}

impl Store {
    /// Sets up a new store: its database, device key and signing key, the first administrator, and the recovery shares,
    /// which are given out this once and kept nowhere. After a crash there is either the whole store or none.
    ///
    /// # Errors
    /// [`StoreError::AlreadySetUp`] where a store is, or half of one; errors of the device key, of writing, of the
    /// passphrase; a split that protects nothing.
    pub fn create(
        home: &Path,
        set_up: SetUp,
        device_key: &DeviceKeySource,
        environment: Environment,
    ) -> Result<(Session, Vec<Share>), StoreError> {
        check_passphrase(&set_up.administrator.passphrase)?;
        let home = Arc::new(Home::claim(home)?);
        match home.contents() {
            Ok(Contents::Nothing) => {}
            Ok(Contents::Store) => return Err(StoreError::AlreadySetUp { path: home.database() }),
            Err(StoreError::DatabaseMissing { .. }) => return Err(StoreError::AlreadySetUp { path: home.users() }),
            Err(StoreError::UsersMissing { .. }) => return Err(StoreError::AlreadySetUp { path: home.database() }),
            Err(other) => return Err(other),
        }
        let mut random = environment.random.clone();
        let mut id = [0; 16];
        rand_core::Rng::fill_bytes(&mut random, &mut id);
        let store_id = uuid::Builder::from_random_bytes(id).into_uuid().to_string();
        let key = device_key.create(&store_id, &mut random)?;
        let store = Self { home, environment };
        let database = store.home.database();
        store.create_with(set_up, &store_id, key).inspect_err(|_| {
            // From there on the set-up counts and is brought to its end at the next opening.
            if !database.exists() {
                device_key.discard(&store_id);
            }
        })
    }

    fn create_with(
        self,
        set_up: SetUp,
        store_id: &str,
        device_key: sealed::envelope::DeviceKey,
    ) -> Result<(Session, Vec<Share>), StoreError> {
        let SetUp { administrator, device_name, shares_needed, shares } = set_up;
        let mut random = self.environment.random.clone();
        let recovery = SecretKey::generate(&mut random);
        let shares = shamir::split(recovery.as_bytes(), shares_needed, shares, &mut random)
            .map_err(|source| StoreError::Shares { source })?;
        let mut users = UsersFile::new(store_id.to_owned(), &shares, recovery.public_key());
        let (envelope, secret) = UserEnvelope::create(
            administrator.user.clone(),
            &administrator.passphrase,
            &device_key,
            self.environment.kdf,
            &mut random,
        )
        .map_err(sealing("the administrator's key"))?;
        let mut database_key = DatabaseKey::new([0; 32]);
        rand_core::Rng::fill_bytes(&mut random, database_key.as_mut());
        users.put(envelope, &secret, &database_key, &mut random)?;
        let signing = SigningKey::generate(&mut random);
        let device: DeviceId = signing
            .verifying_key()
            .to_string()
            .parse()
            .map_err(|_| StoreError::Malformed { what: "the device's key" })?;
        let first = UserAdded {
            user: administrator.user.clone(),
            name: administrator.name,
            role: Role::Administrator,
            public_key: secret.public_key(),
        };

        disk::write_new(&self.home.new_users(), &users.to_bytes()?)?;
        let database = Database::create(&self.home.new_database(), &database_key)?;
        let holder = Holder { user: administrator.user, secret };
        let session = Session::new(self.occupy()?, database, holder, &first, device.clone(), signing, device_key);
        let recovery = recovery.public_key();
        session.write(async |db| {
            let store = store_id.to_owned();
            installation::insert(db, &Installation { store, device: device.clone(), recovery }).await?;
            user::put(db, &first).await?;
            let signing = session.signing_key();
            let public = signing.verifying_key();
            key_ring::keep(db, &KeyPurpose::DeviceSignature, public.as_bytes(), signing.seed(), &mut random).await?;
            let accepted = Record::DeviceAccepted { device: device.clone(), name: device_name.clone() };
            session.append_in(db, NewEvent::new(accepted)).await?;
            session.append_in(db, NewEvent::new(Record::UserAdded(first.clone()))).await?;
            session.append_in(db, NewEvent::new(Record::Unlocked)).await?;
            Ok(())
        })?;
        let session = session.move_database(&self.home.new_database(), &self.home.database(), &database_key)?;
        disk::rename(&self.home.new_users(), &self.home.users())?;
        Ok((session, shares))
    }

    /// Claims a store that was set up.
    ///
    /// # Errors
    /// [`StoreError::NotSetUp`], [`StoreError::InUse`], [`StoreError::UsersMissing`], [`StoreError::DatabaseMissing`],
    /// [`StoreError::NotWritable`].
    pub fn open(home: &Path, environment: Environment) -> Result<Self, StoreError> {
        if !Home::holds_something(home)? {
            return Err(StoreError::NotSetUp { home: home.to_owned() });
        }
        let home = Arc::new(Home::claim(home)?);
        match home.contents()? {
            Contents::Store => Ok(Self { home, environment }),
            Contents::Nothing => Err(StoreError::NotSetUp { home: home.root().to_owned() }),
        }
    }

    /// The names that can sign in, as they are known before anybody has; none where no store is. Nothing is claimed.
    ///
    /// # Errors
    /// [`StoreError::UsersMissing`], [`StoreError::UsersDamaged`].
    pub fn names(home: &Path) -> Result<Vec<UserId>, StoreError> {
        if !Home::holds_something(home)? {
            return Ok(Vec::new());
        }
        Ok(UsersFile::read(&Home::users_of(home))?.names())
    }

    /// Unlocks the store by both factors of a user. That is an event.
    ///
    /// # Errors
    /// [`StoreError::WrongPassphrase`], [`StoreError::UnknownUser`], [`StoreError::DisabledUser`], the errors of the
    /// device key, of a damaged or newer store.
    pub fn unlock(&self, user: &UserId, passphrase: &str, device_key: &DeviceKeySource) -> Result<Session, StoreError> {
        let occupied = self.occupy()?;
        let users = UsersFile::read(&self.home.users())?;
        let entry = users.entry(user).ok_or_else(|| StoreError::UnknownUser { user: user.clone() })?;
        if entry.is_disabled() {
            return Err(StoreError::DisabledUser { user: user.clone() });
        }
        let device_key = device_key.read(&self.home, &users.store)?;
        let secret = entry.envelope.open_in(passphrase, &device_key, &self.environment.kdf_memory).map_err(
            |source| match source {
                sealed::Error::UserEnvelope { .. } => StoreError::WrongPassphrase { user: user.clone(), source },
                source => StoreError::Sealed { what: "a user's key", source },
            },
        )?;
        let database_key = users.database_key(user, &secret)?;
        let session = Session::open(occupied, &database_key, Holder { user: user.clone(), secret }, device_key)?;
        session.append(NewEvent::new(Record::Unlocked))?;
        Ok(session)
    }

    /// Gives a user a new passphrase by recovery shares, and unlocks the store. That is an event. Where the device key
    /// is lost too, `new_device_key` makes a new one; every other user then needs recovery as well.
    ///
    /// # Errors
    /// [`StoreError::Shares`], [`StoreError::OtherShares`]; as [`Store::unlock`].
    pub fn recover(
        &self,
        user: &UserId,
        shares: &[Share],
        new_passphrase: &str,
        device_key: &DeviceKeySource,
        new_device_key: bool,
    ) -> Result<Session, StoreError> {
        check_passphrase(new_passphrase)?;
        let occupied = self.occupy()?;
        let mut users = UsersFile::read(&self.home.users())?;
        let recovery = shamir::combine(shares).map_err(|source| StoreError::Shares { source })?;
        let recovery = SecretKey::from(*recovery);
        if recovery.public_key() != users.recovery.public_key {
            return Err(StoreError::OtherShares { expected: users.recovery.set.clone() });
        }
        let secret = users.recover(user, &recovery)?;
        let database_key = users.database_key(user, &secret)?;
        let mut random = self.environment.random.clone();
        let device_key = if new_device_key {
            device_key.create(&users.store, &mut random)?
        } else {
            device_key.read(&self.home, &users.store)?
        };
        let envelope =
            UserEnvelope::wrap(user.clone(), &secret, new_passphrase, &device_key, self.environment.kdf, &mut random)
                .map_err(sealing("a user's key"))?;
        users.put(envelope, &secret, &database_key, &mut random)?;
        let session = Session::open(occupied, &database_key, Holder { user: user.clone(), secret }, device_key)?;
        session.append(NewEvent::new(Record::Recovered { user: user.clone() }))?;
        disk::replace(&self.home.users(), &users.to_bytes()?)?;
        Ok(session)
    }

    fn occupy(&self) -> Result<Occupied, StoreError> {
        Occupied::new(&self.home, &self.environment)
    }
}

/// A new event id: UUIDv7 (RFC 9562, section 5.7) of the device's time.
pub(crate) fn event_id(environment: &Environment) -> Uuid {
    let mut random = Zeroizing::new([0; 10]);
    rand_core::Rng::fill_bytes(&mut environment.random.clone(), random.as_mut());
    let millis = u64::try_from(environment.clock.now().as_millisecond()).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}
