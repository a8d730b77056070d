//! Key envelopes: sealing to a person's X25519 key, and the person's own key behind passphrase and device.
//!
//! # Sealed to a public key, version 1
//!
//! | bytes | what |
//! |---|---|
//! | 1 | version, `01` |
//! | 32 | ephemeral X25519 public key |
//! | n | ciphertext, as long as the plain content |
//! | 16 | Poly1305 tag |
//!
//! HKDF-SHA256 (RFC 5869) with the X25519 shared secret (RFC 7748) as input, ephemeral and recipient's public key as salt and
//! the text `shirube envelope 1` as info gives 56 bytes: the XChaCha20-Poly1305 key and nonce. They are used once, since the
//! ephemeral key is. The associated data is `shirube envelope 1`, one zero byte and the caller's own. The sender is anonymous:
//! who sealed is said by a signature around it, where that matters.
//!
//! The user's envelope: [`UserEnvelope`].

mod keys;
mod user;

use hkdf::Hkdf;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

pub use keys::{PublicKey, SecretKey};
pub use user::{DeviceKey, KdfMemory, KdfParams, UserEnvelope};

use crate::{Error, aead};

/// The version that [`seal_to`] writes.
pub const VERSION: u8 = 1;

const LABEL: &str = "shirube envelope 1";

/// Seals `plain` so that only the owner of `recipient` opens it, bound to `aad`.
///
/// # Errors
///
/// A recipient's key of small order, content above 256 GiB.
///
/// # Examples
///
/// ```
/// use rand_core::SeedableRng;
/// use sealed::envelope::{SecretKey, open_with, seal_to};
///
/// let mut rng = rand_chacha::ChaCha20Rng::seed_from_u64(1); // the system's generator in earnest
/// let user = SecretKey::generate(&mut rng);
/// let sealed = seal_to(&user.public_key(), b"case key", &[7; 32], &mut rng)?;
/// assert_eq!(open_with(&user, b"case key", &sealed)?.as_slice(), [7; 32]);
/// # Ok::<(), sealed::Error>(())
/// ```
pub fn seal_to(
    recipient: &PublicKey,
    aad: &[u8],
    plain: &[u8],
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<Vec<u8>, Error> {
    let ephemeral = SecretKey::generate(rng);
    let sender = ephemeral.public_key();
    let once = Once::derive(&*ephemeral.agree(recipient)?, &sender, recipient)?;
    let mut sealed = Vec::with_capacity(1 + 32 + plain.len() + aead::TAG);
    sealed.push(VERSION);
    sealed.extend_from_slice(sender.as_bytes());
    aead::encrypt_onto(&mut sealed, LABEL, &once.key, &once.nonce, aad, plain)?;
    Ok(sealed)
}

/// Opens what [`seal_to`] made for the owner of `secret`.
///
/// # Errors
///
/// Another version, too few bytes, another recipient or `aad`, changed bytes.
pub fn open_with(secret: &SecretKey, aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
    let short = || Error::Length { what: LABEL, expected: "49 or more", found: sealed.len() };
    let (&version, rest) = sealed.split_first().ok_or_else(short)?;
    if version != VERSION {
        return Err(Error::Version { what: "an envelope", found: version.into(), known: VERSION.into() });
    }
    let (sender, cipher) = rest.split_first_chunk::<32>().ok_or_else(short)?;
    if cipher.len() < aead::TAG {
        return Err(short());
    }
    let sender = PublicKey::from(*sender);
    let once = Once::derive(&*secret.agree(&sender)?, &sender, &secret.public_key())?;
    aead::decrypt(LABEL, &once.key, &once.nonce, aad, cipher)
}

/// Key and nonce of one envelope.
struct Once {
    key: Zeroizing<[u8; 32]>,
    nonce: [u8; aead::NONCE],
}

impl Once {
    fn derive(shared: &[u8; 32], sender: &PublicKey, recipient: &PublicKey) -> Result<Self, Error> {
        let salt = [sender.as_bytes().as_slice(), recipient.as_bytes()].concat();
        let mut okm = Zeroizing::new([0; 32 + aead::NONCE]);
        expand(&salt, shared, LABEL, okm.as_mut())?;
        let mut once = Self { key: Zeroizing::new([0; 32]), nonce: [0; aead::NONCE] };
        once.key.copy_from_slice(&okm[..32]);
        once.nonce.copy_from_slice(&okm[32..]);
        Ok(once)
    }
}

/// HKDF-SHA256 (RFC 5869).
fn expand(salt: &[u8], input: &[u8], info: &'static str, output: &mut [u8]) -> Result<(), Error> {
    let found = output.len();
    Hkdf::<sha2::Sha256>::new(Some(salt), input).expand(info.as_bytes(), output).map_err(|_| Error::Length {
        what: "HKDF-SHA256",
        expected: "at most 8160",
        found,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};

    use super::*;

    #[test]
    fn low_order_keys_are_refused() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let weak = PublicKey::from([0; 32]);
        assert!(matches!(seal_to(&weak, b"", b"", &mut rng), Err(Error::WeakPublicKey)));
        let mut sealed = vec![VERSION];
        sealed.extend_from_slice(&[0; 48]);
        assert!(matches!(open_with(&SecretKey::generate(&mut rng), b"", &sealed), Err(Error::WeakPublicKey)));
    }

    #[test]
    fn short_and_newer_envelopes_say_what_they_are() {
        let secret = SecretKey::from([1; 32]);
        assert!(matches!(open_with(&secret, b"", &[1; 48]), Err(Error::Length { found: 48, .. })));
        assert!(matches!(open_with(&secret, b"", &[9; 60]), Err(Error::Version { found: 9, .. })));
    }

    proptest! {
        #[test]
        fn round_trip(seed: u64, aad: Vec<u8>, plain: Vec<u8>) {
            let mut rng = ChaCha20Rng::seed_from_u64(seed);
            let user = SecretKey::generate(&mut rng);
            let sealed = seal_to(&user.public_key(), &aad, &plain, &mut rng).unwrap();
            let opened = open_with(&user, &aad, &sealed).unwrap();
            prop_assert_eq!(opened.as_slice(), plain.as_slice());
            prop_assert!(open_with(&SecretKey::generate(&mut rng), &aad, &sealed).is_err(), "only the recipient opens");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]

        #[test]
        fn any_change_is_refused(seed: u64, flip in 1u8..) {
            let mut rng = ChaCha20Rng::seed_from_u64(seed);
            let user = SecretKey::generate(&mut rng);
            let sealed = seal_to(&user.public_key(), b"aad", b"key", &mut rng).unwrap();
            for place in 0..sealed.len() {
                let mut changed = sealed.clone();
                changed[place] ^= flip;
                prop_assert!(open_with(&user, b"aad", &changed).is_err(), "byte {} is protected", place);
            }
            prop_assert!(open_with(&user, b"add", &sealed).is_err());
        }
    }
}
