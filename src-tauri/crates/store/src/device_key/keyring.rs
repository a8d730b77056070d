//! The only place that knows the keyring of the operating system.

use std::sync::Arc;

use keyring_core::{CredentialStore, Entry, Error};
use sealed::envelope::DeviceKey;
use zeroize::Zeroizing;

use crate::StoreError;

const SERVICE: &str = "shirube";

/// A keyring: one entry per store, service `shirube`, user name the id of the store.
#[derive(Clone, Debug)]
pub struct Keyring(Arc<CredentialStore>);

impl Keyring {
    /// The keyring of this system: Secret Service, Windows Credential Manager, macOS Keychain.
    ///
    /// # Errors
    /// [`StoreError::NoKeyring`] with the cause, for instance where no D-Bus session runs.
    pub fn platform() -> Result<Self, StoreError> {
        // Whether there is a service is known only here; `Entry::new` no longer tells the cause.
        let no_keyring = |cause: String| StoreError::NoKeyring { cause };
        keyring::Entry::store_status().as_ref().map_err(|error| no_keyring(error.to_string()))?;
        keyring_core::get_default_store().map(Self).ok_or_else(|| no_keyring("it was unset".to_owned()))
    }

    /// Another keyring, for tests.
    pub fn of(store: Arc<CredentialStore>) -> Self {
        Self(store)
    }

    pub(super) fn create(&self, store: &str, key: &DeviceKey) -> Result<(), StoreError> {
        let entry = self.entry(store)?;
        match entry.get_secret() {
            Err(Error::NoEntry) => {}
            Ok(_) => return Err(StoreError::KeyringHasKey { service: SERVICE, entry: store.to_owned() }),
            Err(error) => return Err(failed(error)),
        }
        entry.set_secret(key.as_bytes()).map_err(failed)?;
        // Read back: a keyring that forgets would lock everybody out at the next start.
        match self.read(store)? {
            Some(read) if read.as_bytes() == key.as_bytes() => Ok(()),
            _ => Err(malformed(store)),
        }
    }

    pub(super) fn read(&self, store: &str) -> Result<Option<DeviceKey>, StoreError> {
        match self.entry(store)?.get_secret() {
            Ok(secret) => {
                let secret = Zeroizing::new(secret);
                let bytes = <[u8; 32]>::try_from(secret.as_slice()).map_err(|_| malformed(store))?;
                Ok(Some(DeviceKey::from(bytes)))
            }
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    pub(super) fn discard(&self, store: &str) {
        if let Ok(entry) = self.entry(store) {
            let _ = entry.delete_credential();
        }
    }

    fn entry(&self, store: &str) -> Result<Entry, StoreError> {
        self.0.build(SERVICE, store, None).map_err(failed)
    }
}

fn malformed(store: &str) -> StoreError {
    StoreError::KeyringMalformed { service: SERVICE, entry: store.to_owned() }
}

fn failed(source: Error) -> StoreError {
    match source {
        Error::NoStorageAccess(_) => StoreError::KeyringLocked { source },
        Error::PlatformFailure(cause) if cause.to_string().to_lowercase().contains("locked") => {
            StoreError::KeyringLocked { source: Error::PlatformFailure(cause) }
        }
        source => StoreError::Keyring { source },
    }
}
