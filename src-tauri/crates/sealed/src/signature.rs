//! Ed25519 signatures (RFC 8032), verified strictly: keys and points of small order and non-canonical encodings are refused,
//! so that a signature fits one message and one key only.
//!
//! Text forms are lower-case hexadecimal: 64 digits for a verifying key, 128 for a signature.

use ed25519_dalek::Signer as _;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::Error;

/// The secret half: a seed of 32 bytes, wiped from memory when dropped, never printed.
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// A new random key.
    pub fn generate(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        let mut seed = Zeroizing::new([0; 32]);
        rng.fill_bytes(seed.as_mut());
        Self::from_seed(&seed)
    }

    /// The key of a seed.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    /// The seed, to be wrapped.
    pub fn seed(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// The public half.
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey(self.0.verifying_key())
    }

    /// Signs a message. The same key and message give the same signature.
    pub fn sign(&self, message: &[u8]) -> Signature {
        Signature(self.0.sign(message).to_bytes())
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKey(of {})", self.verifying_key())
    }
}

/// The public half.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct VerifyingKey(ed25519_dalek::VerifyingKey);

impl VerifyingKey {
    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// Checks that the owner of this key signed exactly this message.
    ///
    /// # Errors
    ///
    /// [`Error::Signature`].
    pub fn verify_strict(&self, message: &[u8], signature: &Signature) -> Result<(), Error> {
        let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
        self.0.verify_strict(message, &signature).map_err(|_| Error::Signature)
    }
}

impl TryFrom<[u8; 32]> for VerifyingKey {
    type Error = Error;

    fn try_from(bytes: [u8; 32]) -> Result<Self, Error> {
        match ed25519_dalek::VerifyingKey::from_bytes(&bytes) {
            Ok(key) if !key.is_weak() => Ok(Self(key)),
            _ => Err(Error::VerifyingKey),
        }
    }
}

crate::hex::hex_text!(VerifyingKey, 32, "an Ed25519 public key");

/// A signature of 64 bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Signature([u8; 64]);

impl Signature {
    /// The 64 bytes.
    pub fn as_bytes(&self) -> &[u8; 64] {
        &self.0
    }
}

impl From<[u8; 64]> for Signature {
    fn from(bytes: [u8; 64]) -> Self {
        Self(bytes)
    }
}

crate::hex::hex_text!(Signature, 64, "an Ed25519 signature");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// RFC 8032 section 7.1: secret key, public key, message, signature.
    const RFC_8032: [(&str, &str, &[u8], &str); 2] = [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            b"",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            b"\x72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
    ];

    #[test]
    fn published_vectors() {
        for (seed, public, message, signature) in RFC_8032 {
            let key = SigningKey::from_seed(&crate::hex::decode("seed", seed).unwrap());
            assert_eq!(key.verifying_key().to_string(), public);
            assert_eq!(key.sign(message).to_string(), signature);
            let public: VerifyingKey = public.parse().unwrap();
            public.verify_strict(message, &signature.parse().unwrap()).unwrap();
        }
    }

    #[test]
    fn keys_of_small_order_are_refused() {
        // The neutral element and a point of order 4: a "signature" under them would fit every message.
        for text in ["0100000000000000000000000000000000000000000000000000000000000000", &"0".repeat(64)] {
            assert!(matches!(text.parse::<VerifyingKey>(), Err(Error::VerifyingKey)), "{text}");
        }
    }

    #[test]
    fn serde_is_the_text() {
        let key = SigningKey::from_seed(&[7; 32]);
        let json = serde_json::to_string(&(key.verifying_key(), key.sign(b"m"))).unwrap();
        let (public, signature): (VerifyingKey, Signature) = serde_json::from_str(&json).unwrap();
        public.verify_strict(b"m", &signature).unwrap();
        assert!(!format!("{key:?}").contains("0707"), "the seed is never printed");
    }

    proptest! {
        #[test]
        fn any_change_is_refused(seed: [u8; 32], message in proptest::collection::vec(any::<u8>(), 1..50), flip in 1u8..) {
            let key = SigningKey::from_seed(&seed);
            let signature = key.sign(&message);
            let public = key.verifying_key();
            public.verify_strict(&message, &signature).unwrap();
            for place in 0..64 {
                let mut changed = *signature.as_bytes();
                changed[place] ^= flip;
                prop_assert!(public.verify_strict(&message, &changed.into()).is_err());
            }
            for place in 0..message.len() {
                let mut changed = message.clone();
                changed[place] ^= flip;
                prop_assert!(public.verify_strict(&changed, &signature).is_err());
            }
        }
    }
}
