use std::{fs, io::ErrorKind, path::Path};

use domain::UserId;
use sealed::{
    canonical,
    digest::Sha256,
    envelope::{PublicKey, SecretKey, UserEnvelope, open_with, seal_to},
    shamir::Share,
};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{Random, StoreError, disk, error::sealing, hex};

const VERSION: u32 = 1;

/// `users.json`: what is needed before the database can be opened.
///
/// A JSON object `{checksum, contents}`; the checksum is SHA-256 of the canonical JSON of the contents and tells damage
/// from a wrong passphrase. It protects from nobody: who is a user is said by the database, and every envelope is sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UsersFile {
    v: u32,
    /// Random id of the store, the name of its key in the keyring.
    pub(crate) store: String,
    pub(crate) recovery: Recovery,
    users: Vec<Entry>,
}

/// What is said of the recovery shares; they give the secret of this public key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Recovery {
    pub(crate) set: String,
    pub(crate) needed: u8,
    pub(crate) shares: u8,
    pub(crate) public_key: PublicKey,
}

/// One user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    pub(crate) envelope: UserEnvelope,
    /// The database key, sealed to the user; empty for a disabled user.
    #[serde(with = "hex")]
    database_key: Vec<u8>,
    /// The user's secret key, sealed to the recovery key.
    #[serde(with = "hex")]
    recovery: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OnDisk<T> {
    checksum: Sha256,
    contents: T,
}

/// The key of the database.
pub(crate) type DatabaseKey = Zeroizing<[u8; 32]>;

impl UsersFile {
    /// Who can sign in.
    pub(crate) fn names(&self) -> Vec<UserId> {
        self.users.iter().filter(|e| !e.is_disabled()).map(|e| e.envelope.user().clone()).collect()
    }

    pub(crate) fn new(store: String, shares: &[Share], public_key: PublicKey) -> Self {
        let needed = shares.first().map_or(0, Share::needed);
        let set = shares.first().map(Share::set).unwrap_or_default();
        let shares = u8::try_from(shares.len()).unwrap_or(u8::MAX);
        Self { v: VERSION, store, recovery: Recovery { set, needed, shares, public_key }, users: Vec::new() }
    }

    /// Reads the file.
    pub(crate) fn read(path: &Path) -> Result<Self, StoreError> {
        #[derive(Deserialize)]
        struct Version {
            v: u32,
        }
        let damaged = |fault: String| StoreError::UsersDamaged { path: path.to_owned(), fault };
        let text = fs::read(path).map_err(|error| match error.kind() {
            ErrorKind::NotFound => StoreError::UsersMissing { users: path.to_owned() },
            _ => disk::at(path)(error),
        })?;
        let OnDisk { checksum, contents }: OnDisk<serde_json::Value> =
            serde_json::from_slice(&text).map_err(|e| damaged(e.to_string()))?;
        let bytes = canonical::to_vec(&contents).map_err(|e| damaged(e.to_string()))?;
        if Sha256::of(&bytes) != checksum {
            return Err(damaged("its checksum does not fit".to_owned()));
        }
        let Version { v: found } = Version::deserialize(&contents).map_err(|e| damaged(e.to_string()))?;
        if found != VERSION {
            return Err(StoreError::UsersNewer { path: path.to_owned(), found, known: VERSION });
        }
        Self::deserialize(contents).map_err(|e| damaged(e.to_string()))
    }

    /// The contents as they lie on the disk.
    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>, StoreError> {
        let what = "users.json";
        let checksum = Sha256::of(&canonical::to_vec(self).map_err(sealing(what))?);
        let mut text = serde_json::to_vec_pretty(&OnDisk { checksum, contents: self })
            .map_err(|source| StoreError::Json { what, source })?;
        text.push(b'\n');
        Ok(text)
    }

    pub(crate) fn entry(&self, user: &UserId) -> Option<&Entry> {
        self.users.iter().find(|entry| entry.envelope.user() == user)
    }

    /// Puts a user in, in place of what was there of that name.
    pub(crate) fn put(
        &mut self,
        envelope: UserEnvelope,
        secret: &SecretKey,
        database_key: &DatabaseKey,
        random: &mut Random,
    ) -> Result<(), StoreError> {
        let user = envelope.user().clone();
        let aad = self.database_aad(&user);
        let database_key = seal_to(&secret.public_key(), &aad, database_key.as_slice(), random)
            .map_err(sealing("the database key"))?;
        let aad = self.recovery_aad(&user);
        let recovery = seal_to(&self.recovery.public_key, &aad, secret.as_bytes(), random)
            .map_err(sealing("a user's key for recovery"))?;
        self.users.retain(|entry| entry.envelope.user() != &user);
        self.users.push(Entry { envelope, database_key, recovery });
        Ok(())
    }

    /// Takes the database key from everybody but these users.
    pub(crate) fn keep_only(&mut self, enabled: &[UserId]) -> bool {
        let mut changed = false;
        for entry in &mut self.users {
            if !entry.database_key.is_empty() && !enabled.contains(entry.envelope.user()) {
                entry.database_key.clear();
                changed = true;
            }
        }
        changed
    }

    /// The database key of a user who has opened the own secret key.
    pub(crate) fn database_key(&self, user: &UserId, secret: &SecretKey) -> Result<DatabaseKey, StoreError> {
        let entry = self.entry(user).ok_or_else(|| StoreError::UnknownUser { user: user.clone() })?;
        if entry.database_key.is_empty() {
            return Err(StoreError::DisabledUser { user: user.clone() });
        }
        let opened = open_with(secret, &self.database_aad(user), &entry.database_key)
            .map_err(sealing("the database key in users.json"))?;
        key_of(&opened)
    }

    /// The secret key of a user by the recovery key.
    pub(crate) fn recover(&self, user: &UserId, recovery: &SecretKey) -> Result<SecretKey, StoreError> {
        let entry = self.entry(user).ok_or_else(|| StoreError::UnknownUser { user: user.clone() })?;
        let opened = open_with(recovery, &self.recovery_aad(user), &entry.recovery)
            .map_err(sealing("the recovery envelope in users.json"))?;
        SecretKey::try_from(opened.as_slice()).map_err(sealing("the recovery envelope in users.json"))
    }

    fn database_aad(&self, user: &UserId) -> Vec<u8> {
        format!("shirube database key 1 {} {user}", self.store).into_bytes()
    }

    fn recovery_aad(&self, user: &UserId) -> Vec<u8> {
        format!("shirube recovery 1 {} {user}", self.store).into_bytes()
    }
}

impl Entry {
    pub(crate) fn is_disabled(&self) -> bool {
        self.database_key.is_empty()
    }
}

fn key_of(bytes: &[u8]) -> Result<DatabaseKey, StoreError> {
    let mut key = Zeroizing::new([0; 32]);
    if bytes.len() != key.len() {
        return Err(StoreError::Malformed { what: "the database key" });
    }
    key.copy_from_slice(bytes);
    Ok(key)
}
