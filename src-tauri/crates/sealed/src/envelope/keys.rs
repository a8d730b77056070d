use std::sync::OnceLock;

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::Error;

/// An X25519 secret key (RFC 7748); wiped from memory when dropped, never printed.
#[derive(Clone)]
pub struct SecretKey {
    secret: x25519_dalek::StaticSecret,
    /// Worked out once: every envelope that is opened asks for it.
    public: OnceLock<PublicKey>,
}

impl SecretKey {
    /// A new random key.
    pub fn generate(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        Self::of(x25519_dalek::StaticSecret::random_from_rng(rng))
    }

    fn of(secret: x25519_dalek::StaticSecret) -> Self {
        Self { secret, public: OnceLock::new() }
    }

    /// The public half.
    pub fn public_key(&self) -> PublicKey {
        *self.public.get_or_init(|| PublicKey(x25519_dalek::PublicKey::from(&self.secret).to_bytes()))
    }

    /// The 32 bytes, to be wrapped or split into shares.
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.secret.as_bytes()
    }

    /// The X25519 shared secret with the owner of `other`.
    pub(crate) fn agree(&self, other: &PublicKey) -> Result<Zeroizing<[u8; 32]>, Error> {
        let shared = self.secret.diffie_hellman(&other.0.into());
        if shared.was_contributory() { Ok(Zeroizing::new(shared.to_bytes())) } else { Err(Error::WeakPublicKey) }
    }
}

impl From<[u8; 32]> for SecretKey {
    fn from(bytes: [u8; 32]) -> Self {
        Self::of(bytes.into())
    }
}

impl TryFrom<&[u8]> for SecretKey {
    type Error = Error;

    /// A key from unwrapped bytes; there must be exactly 32.
    fn try_from(bytes: &[u8]) -> Result<Self, Error> {
        let found = bytes.len();
        let bytes: [u8; 32] =
            bytes.try_into().map_err(|_| Error::Length { what: "an X25519 secret key", expected: "32", found })?;
        Ok(bytes.into())
    }
}

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SecretKey(of {})", self.public_key())
    }
}

/// An X25519 public key: what others seal to. Text form: 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl From<[u8; 32]> for PublicKey {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

crate::hex::hex_text!(PublicKey, 32, "an X25519 public key");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_vector() {
        // RFC 7748 section 6.1.
        let bytes = |text| crate::hex::decode::<32>("key", text).unwrap();
        let bob = SecretKey::from(bytes("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"));
        assert_eq!(bob.public_key().to_string(), "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
        let alice = PublicKey::from(bytes("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"));
        let shared = bytes("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
        assert_eq!(*bob.agree(&alice).unwrap(), shared);
    }
}
