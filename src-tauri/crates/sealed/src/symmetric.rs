//! Sealing under a secret key that both sides hold: XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03).
//!
//! # Layout, version 1
//!
//! | bytes | what |
//! |---|---|
//! | 1 | version, `01` |
//! | 24 | nonce, random |
//! | n | ciphertext, as long as the plain content |
//! | 16 | Poly1305 tag |
//!
//! The associated data is the text `shirube symmetric 1`, one zero byte and the caller's own associated data (`aad`): what
//! was sealed for one purpose does not open for another.

use rand_core::CryptoRng;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{Error, aead};

/// The version that [`seal`] writes.
pub const VERSION: u8 = 1;

const LABEL: &str = "shirube symmetric 1";

/// A secret key of 32 bytes; wiped from memory when dropped, never printed.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct SymmetricKey([u8; 32]);

impl SymmetricKey {
    /// A new random key.
    pub fn generate(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        let mut key = Self([0; 32]);
        rng.fill_bytes(&mut key.0);
        key
    }

    /// The 32 bytes, to be wrapped.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl From<[u8; 32]> for SymmetricKey {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl TryFrom<&[u8]> for SymmetricKey {
    type Error = Error;

    /// A key from unwrapped bytes; there must be exactly 32.
    fn try_from(bytes: &[u8]) -> Result<Self, Error> {
        let found = bytes.len();
        let bytes = bytes.try_into().map_err(|_| Error::Length { what: "a symmetric key", expected: "32", found })?;
        Ok(Self(bytes))
    }
}

impl std::fmt::Debug for SymmetricKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SymmetricKey(..)")
    }
}

/// Seals `plain` under `key`, bound to `aad`.
///
/// # Errors
///
/// Content above 256 GiB.
///
/// # Examples
///
/// ```
/// use rand_core::SeedableRng;
/// use sealed::symmetric::{SymmetricKey, open, seal};
///
/// let mut rng = rand_chacha::ChaCha20Rng::seed_from_u64(1); // the system's generator in earnest
/// let key = SymmetricKey::generate(&mut rng);
/// let sealed = seal(&key, b"note", "紹介状".as_bytes(), &mut rng)?;
/// assert_eq!(open(&key, b"note", &sealed)?.as_slice(), "紹介状".as_bytes());
/// assert!(open(&key, b"letter", &sealed).is_err());
/// # Ok::<(), sealed::Error>(())
/// ```
pub fn seal(
    key: &SymmetricKey,
    aad: &[u8],
    plain: &[u8],
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<Vec<u8>, Error> {
    let mut nonce = [0; aead::NONCE];
    rng.fill_bytes(&mut nonce);
    let mut sealed = Vec::with_capacity(1 + aead::NONCE + plain.len() + aead::TAG);
    sealed.push(VERSION);
    sealed.extend_from_slice(&nonce);
    aead::encrypt_onto(&mut sealed, LABEL, &key.0, &nonce, aad, plain)?;
    Ok(sealed)
}

/// Opens what [`seal`] made with the same `key` and `aad`.
///
/// # Errors
///
/// Another version, too few bytes, another key or `aad`, changed bytes.
pub fn open(key: &SymmetricKey, aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
    let short = || Error::Length { what: LABEL, expected: "41 or more", found: sealed.len() };
    let (&version, rest) = sealed.split_first().ok_or_else(short)?;
    if version != VERSION {
        return Err(Error::Version { what: "a symmetric seal", found: version.into(), known: VERSION.into() });
    }
    let (nonce, cipher) = rest.split_first_chunk().ok_or_else(short)?;
    if cipher.len() < aead::TAG {
        return Err(short());
    }
    aead::decrypt(LABEL, &key.0, nonce, aad, cipher)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};

    use super::*;

    #[test]
    fn a_key_is_never_printed() {
        let key = SymmetricKey::from([0xab; 32]);
        assert_eq!(format!("{key:?}"), "SymmetricKey(..)");
        assert!(SymmetricKey::try_from(&[0; 31][..]).is_err());
    }

    #[test]
    fn short_and_newer_seals_say_what_they_are() {
        let key = SymmetricKey::from([1; 32]);
        assert!(matches!(open(&key, b"", &[]), Err(Error::Length { found: 0, .. })));
        assert!(matches!(open(&key, b"", &[1; 40]), Err(Error::Length { found: 40, .. })));
        assert!(matches!(open(&key, b"", &[2; 60]), Err(Error::Version { found: 2, known: 1, .. })));
        assert!(matches!(open(&key, b"", &[1; 41]), Err(Error::Unopened { .. })));
    }

    proptest! {
        #[test]
        fn round_trip(seed: u64, aad: Vec<u8>, plain: Vec<u8>) {
            let mut rng = ChaCha20Rng::seed_from_u64(seed);
            let key = SymmetricKey::generate(&mut rng);
            let sealed = seal(&key, &aad, &plain, &mut rng).unwrap();
            prop_assert_eq!(sealed.len(), 41 + plain.len());
            let opened = open(&key, &aad, &sealed).unwrap();
            prop_assert_eq!(opened.as_slice(), plain.as_slice());
        }

        #[test]
        fn any_change_is_refused(seed: u64, plain in proptest::collection::vec(any::<u8>(), 0..40), flip in 1u8..) {
            let mut rng = ChaCha20Rng::seed_from_u64(seed);
            let key = SymmetricKey::generate(&mut rng);
            let sealed = seal(&key, b"aad", &plain, &mut rng).unwrap();
            for place in 0..sealed.len() {
                let mut changed = sealed.clone();
                changed[place] ^= flip;
                prop_assert!(open(&key, b"aad", &changed).is_err(), "byte {} is protected", place);
                prop_assert!(open(&key, b"aad", &sealed[..place]).is_err(), "cut at {} is found", place);
            }
            prop_assert!(open(&key, b"add", &sealed).is_err(), "bound to its associated data");
            prop_assert!(open(&SymmetricKey::generate(&mut rng), b"aad", &sealed).is_err());
        }
    }
}
