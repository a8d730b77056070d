use std::path::PathBuf;

use sealed::envelope::DeviceKey;

use crate::{Random, StoreError, home::Home};

mod key_file;
mod keyring;

pub use keyring::Keyring;

/// Where the device key is: the second factor beside the passphrase.
#[derive(Clone, Debug)]
pub enum DeviceKeySource {
    /// The keyring of the operating system.
    Keyring(Keyring),
    /// A file, on a token that is not left in the device.
    KeyFile(PathBuf),
}

impl DeviceKeySource {
    /// The keyring of this system.
    ///
    /// # Errors
    /// [`StoreError::NoKeyring`].
    pub fn keyring() -> Result<Self, StoreError> {
        Keyring::platform().map(Self::Keyring)
    }

    /// Makes the key of a store that is being set up.
    pub(crate) fn create(&self, store: &str, random: &mut Random) -> Result<DeviceKey, StoreError> {
        let key = DeviceKey::generate(random);
        match self {
            Self::Keyring(keyring) => keyring.create(store, &key)?,
            Self::KeyFile(path) => key_file::create(path, &key)?,
        }
        Ok(key)
    }

    /// Takes back a key whose store was not set up after all.
    pub(crate) fn discard(&self, store: &str) {
        match self {
            Self::Keyring(keyring) => keyring.discard(store),
            Self::KeyFile(path) => {
                let _ = crate::disk::remove(path);
            }
        }
    }

    /// The key of a store that exists; never a new one.
    pub(crate) fn read(&self, home: &Home, store: &str) -> Result<DeviceKey, StoreError> {
        match self {
            Self::Keyring(keyring) => {
                keyring.read(store)?.ok_or_else(|| StoreError::KeyringWithoutKey { home: home.root().to_owned() })
            }
            Self::KeyFile(path) => key_file::read(path),
        }
    }
}
