use std::sync::{Arc, Mutex, PoisonError};

use argon2::{Algorithm, Argon2, Block, Params, Version};
use domain::UserId;
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::{PublicKey, SecretKey, expand};
use crate::{
    Error, canonical,
    symmetric::{self, SymmetricKey},
};

const LABEL: &str = "shirube user envelope 1";
const SALT: usize = 16;

/// The second factor: 32 random bytes that the device (keyring) or a token (key file) holds.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct DeviceKey([u8; 32]);

impl DeviceKey {
    /// A new random key.
    pub fn generate(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        let mut key = Self([0; 32]);
        rng.fill_bytes(&mut key.0);
        key
    }

    /// The 32 bytes, for the keyring or the key file.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl From<[u8; 32]> for DeviceKey {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl std::fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DeviceKey(..)")
    }
}

/// Cost of Argon2id (RFC 9106), version 0x13; kept beside the wrapped key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KdfParams {
    /// Memory in KiB.
    pub m_kib: u32,
    /// Passes over the memory.
    pub t: u32,
    /// Lanes.
    pub p: u32,
}

impl Default for KdfParams {
    /// 64 MiB, three passes, four lanes: RFC 9106's second recommended option (section 4). The lanes are filled side by side.
    fn default() -> Self {
        Self { m_kib: 64 * 1024, t: 3, p: 4 }
    }
}

impl KdfParams {
    /// Argon2id of the passphrase, in the memory that was made ready, where it is enough. The range is bounded, since the
    /// parameters come from a file.
    fn derive(self, passphrase: &str, salt: &[u8], memory: &KdfMemory) -> Result<Zeroizing<[u8; 32]>, Error> {
        let Self { m_kib, t, p } = self;
        let out_of_range = Error::KdfParams { m_kib, t, p };
        if m_kib > 1024 * 1024 || t > 64 || p > 16 {
            return Err(out_of_range);
        }
        let params = Params::new(m_kib, t, p, Some(32)).map_err(|_| out_of_range)?;
        let mut key = Zeroizing::new([0; 32]);
        let mut ready = memory.take();
        let blocks = params.block_count();
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        match ready.get_mut(..blocks) {
            Some(ready) => {
                argon2.hash_password_into_with_memory(passphrase.as_bytes(), salt, key.as_mut(), &mut *ready)
            }
            None => argon2.hash_password_into(passphrase.as_bytes(), salt, key.as_mut()),
        }
        .map_err(|source| Error::Argon2 { source })?;
        Ok(key)
    }
}

/// Memory for one derivation, made ready while a passphrase is being typed: the first touch of 64 MiB costs 40 % of it.
#[derive(Clone, Default)]
pub struct KdfMemory(Arc<Mutex<Vec<Block>>>);

impl KdfMemory {
    /// Makes the memory ready that these parameters need. Where there is not so much the derivation will say it.
    pub fn prepare(&self, kdf: KdfParams) {
        let mut memory = Vec::new();
        let blocks = Params::new(kdf.m_kib, kdf.t, kdf.p, None).map_or(0, |params| params.block_count());
        if memory.try_reserve_exact(blocks).is_ok() {
            memory.resize(blocks, Block::new());
        }
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = memory;
    }

    /// What is ready; it serves once, and is given back to the system then.
    fn take(&self) -> Vec<Block> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A user's X25519 secret key behind two factors at once: the passphrase and the device key.
///
/// # Layout, version 1
///
/// A JSON object; byte strings are lower-case hexadecimal.
///
/// | member | what |
/// |---|---|
/// | `v` | version, 1 |
/// | `user` | whose key |
/// | `kdf` | `m_kib`, `t`, `p` of Argon2id, version 0x13 |
/// | `salt` | 16 random bytes |
/// | `public_key` | X25519 public key of the user |
/// | `wrapped` | the secret key sealed by [`symmetric`] |
///
/// The wrapping key is HKDF-SHA256 of Argon2id(passphrase in UTF-8, salt) followed by the device key, with `salt` as salt and
/// the text `shirube user envelope 1` as info. The associated data of `wrapped` is the canonical JSON of the other members, so
/// none of them can be exchanged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserEnvelope {
    v: u32,
    user: UserId,
    kdf: KdfParams,
    #[serde(with = "crate::hex::bytes")]
    salt: Vec<u8>,
    public_key: PublicKey,
    #[serde(with = "crate::hex::bytes")]
    wrapped: Vec<u8>,
}

impl UserEnvelope {
    /// The version that is written.
    pub const VERSION: u32 = 1;

    /// Makes a new secret key for a user and wraps it.
    ///
    /// # Errors
    ///
    /// Parameters out of range, too little memory.
    pub fn create(
        user: UserId,
        passphrase: &str,
        device: &DeviceKey,
        kdf: KdfParams,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<(Self, SecretKey), Error> {
        let secret = SecretKey::generate(rng);
        Ok((Self::wrap(user, &secret, passphrase, device, kdf, rng)?, secret))
    }

    /// Wraps a secret key that exists: for a new passphrase, a new device, or after recovery from shares.
    ///
    /// # Errors
    ///
    /// Parameters out of range, too little memory.
    pub fn wrap(
        user: UserId,
        secret: &SecretKey,
        passphrase: &str,
        device: &DeviceKey,
        kdf: KdfParams,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Self, Error> {
        let mut salt = vec![0; SALT];
        rng.fill_bytes(&mut salt);
        let public_key = secret.public_key();
        let mut envelope = Self { v: Self::VERSION, user, kdf, salt, public_key, wrapped: Vec::new() };
        let key = envelope.wrapping_key(passphrase, device, &KdfMemory::default())?;
        envelope.wrapped = symmetric::seal(&key, &envelope.context()?, secret.as_bytes(), rng)?;
        Ok(envelope)
    }

    /// Opens the secret key with both factors.
    ///
    /// # Errors
    ///
    /// [`Error::UserEnvelope`] when passphrase or device key is wrong (which of the two cannot be told) or the envelope was
    /// changed; another version; parameters out of range.
    pub fn open(&self, passphrase: &str, device: &DeviceKey) -> Result<SecretKey, Error> {
        self.open_in(passphrase, device, &KdfMemory::default())
    }

    /// The same in memory that was made ready.
    ///
    /// # Errors
    ///
    /// As [`UserEnvelope::open`].
    pub fn open_in(&self, passphrase: &str, device: &DeviceKey, memory: &KdfMemory) -> Result<SecretKey, Error> {
        if self.v != Self::VERSION {
            return Err(Error::Version { what: "a user envelope", found: self.v, known: Self::VERSION });
        }
        let closed = || Error::UserEnvelope { user: self.user.clone() };
        let key = self.wrapping_key(passphrase, device, memory)?;
        let secret = symmetric::open(&key, &self.context()?, &self.wrapped).map_err(|_| closed())?;
        let secret = SecretKey::try_from(secret.as_slice())?;
        if secret.public_key() == self.public_key { Ok(secret) } else { Err(closed()) }
    }

    /// Whose key this is.
    pub fn user(&self) -> &UserId {
        &self.user
    }

    /// The user's public key: what others seal to.
    pub fn public_key(&self) -> &PublicKey {
        &self.public_key
    }

    fn wrapping_key(&self, passphrase: &str, device: &DeviceKey, memory: &KdfMemory) -> Result<SymmetricKey, Error> {
        if self.salt.len() != SALT {
            return Err(Error::Length { what: "the salt of a user envelope", expected: "16", found: self.salt.len() });
        }
        let known = self.kdf.derive(passphrase, &self.salt, memory)?;
        let mut both = Zeroizing::new([0; 64]);
        both[..32].copy_from_slice(known.as_ref());
        both[32..].copy_from_slice(device.as_bytes());
        let mut key = Zeroizing::new([0; 32]);
        expand(&self.salt, both.as_ref(), LABEL, key.as_mut())?;
        Ok(SymmetricKey::from(*key))
    }

    /// Everything but the wrapped key.
    fn context(&self) -> Result<Vec<u8>, Error> {
        let salt = base16ct::lower::encode_string(&self.salt);
        canonical::to_vec(&serde_json::json!({
            "v": self.v, "user": self.user, "kdf": self.kdf, "salt": salt, "public_key": self.public_key,
        }))
    }
}

#[cfg(test)]
mod tests {
    use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};

    use super::*;

    /// Cheap on purpose: these tests are about the envelope, not about the cost.
    const CHEAP: KdfParams = KdfParams { m_kib: 64, t: 1, p: 1 };

    fn user() -> UserId {
        "sato".parse().unwrap()
    }

    #[test]
    fn both_factors_open_and_neither_alone() {
        let mut rng = ChaCha20Rng::seed_from_u64(2);
        let device = DeviceKey::generate(&mut rng);
        let (envelope, secret) = UserEnvelope::create(user(), "合言葉 correct", &device, CHEAP, &mut rng).unwrap();
        assert_eq!(envelope.open("合言葉 correct", &device).unwrap().as_bytes(), secret.as_bytes());
        let other = DeviceKey::generate(&mut rng);
        for (passphrase, device) in [("合言葉 wrong", &device), ("合言葉 correct", &other), ("", &device)] {
            let error = envelope.open(passphrase, device).unwrap_err();
            assert!(matches!(error, Error::UserEnvelope { .. }), "{error}");
        }
    }

    #[test]
    fn memory_that_is_ready_changes_nothing() {
        let mut rng = ChaCha20Rng::seed_from_u64(7);
        let device = DeviceKey::generate(&mut rng);
        let kdf = KdfParams { m_kib: 128, t: 2, p: 4 };
        let (envelope, secret) = UserEnvelope::create(user(), "合言葉", &device, kdf, &mut rng).unwrap();
        // More than is needed, just enough, too little; it serves once.
        for m_kib in [256, 128, 64] {
            let memory = KdfMemory::default();
            memory.prepare(KdfParams { m_kib, ..kdf });
            for _ in 0..2 {
                assert_eq!(envelope.open_in("合言葉", &device, &memory).unwrap().as_bytes(), secret.as_bytes());
            }
            memory.prepare(kdf);
            assert!(matches!(envelope.open_in("合い言葉", &device, &memory), Err(Error::UserEnvelope { .. })));
        }
    }

    #[test]
    fn a_new_passphrase_keeps_the_key() {
        let mut rng = ChaCha20Rng::seed_from_u64(3);
        let device = DeviceKey::generate(&mut rng);
        let (old, secret) = UserEnvelope::create(user(), "old", &device, CHEAP, &mut rng).unwrap();
        let new = UserEnvelope::wrap(user(), &secret, "new", &device, CHEAP, &mut rng).unwrap();
        assert_eq!(new.public_key(), old.public_key());
        assert!(new.open("old", &device).is_err());
        assert_eq!(new.open("new", &device).unwrap().as_bytes(), secret.as_bytes());
    }

    #[test]
    fn every_member_is_bound() {
        let mut rng = ChaCha20Rng::seed_from_u64(4);
        let device = DeviceKey::generate(&mut rng);
        let (envelope, _) = UserEnvelope::create(user(), "p", &device, CHEAP, &mut rng).unwrap();
        let (another, _) = UserEnvelope::create(user(), "p", &device, CHEAP, &mut rng).unwrap();
        let changes: [fn(&mut UserEnvelope, &UserEnvelope); 6] = [
            |e, _| e.user = "suzuki".parse().unwrap(),
            |e, _| e.kdf.t = 2,
            |e, other| e.salt = other.salt.clone(),
            |e, other| e.public_key = other.public_key,
            |e, other| e.wrapped = other.wrapped.clone(),
            |e, _| e.wrapped.truncate(10),
        ];
        for change in changes {
            let mut changed = envelope.clone();
            change(&mut changed, &another);
            assert!(matches!(changed.open("p", &device), Err(Error::UserEnvelope { .. })), "{changed:?}");
        }
    }

    #[test]
    fn parameters_from_a_file_are_bounded() {
        let mut rng = ChaCha20Rng::seed_from_u64(5);
        let device = DeviceKey::generate(&mut rng);
        for (m_kib, t, p) in [(u32::MAX, 3, 1), (7, 1, 1), (64, 0, 1), (64, 1, 0), (64, 65, 1), (64 * 1024, 1, 17)] {
            let kdf = KdfParams { m_kib, t, p };
            let error = UserEnvelope::create(user(), "p", &device, kdf, &mut rng).unwrap_err();
            assert!(matches!(error, Error::KdfParams { .. }), "{error}");
        }
    }

    #[test]
    fn json_round_trip_and_newer_version() {
        let mut rng = ChaCha20Rng::seed_from_u64(6);
        let device = DeviceKey::generate(&mut rng);
        let (envelope, _) = UserEnvelope::create(user(), "p", &device, CHEAP, &mut rng).unwrap();
        let json = serde_json::to_string(&envelope).unwrap();
        assert_eq!(serde_json::from_str::<UserEnvelope>(&json).unwrap(), envelope);
        let newer: UserEnvelope = serde_json::from_str(&json.replacen("\"v\":1", "\"v\":2", 1)).unwrap();
        assert!(matches!(newer.open("p", &device), Err(Error::Version { found: 2, known: 1, .. })));
    }
}
