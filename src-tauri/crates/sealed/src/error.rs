use std::convert::Infallible;

use crate::{canonical, crypt4gh, shamir};

/// Why sealed bytes were not made or not opened. No message holds key material or plain content.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A text is no lower-case hexadecimal of the right length.
    #[error("{what}: expected exactly {digits} lower-case hexadecimal digits")]
    Hex {
        /// What the text stands for.
        what: &'static str,
        /// Digits expected.
        digits: usize,
    },
    /// A value has no canonical JSON form.
    #[error("no canonical JSON at {place}: {fault}")]
    Canonical {
        /// Path of the value, `$` for the root.
        place: String,
        /// What stands there.
        #[source]
        fault: canonical::Fault,
    },
    /// The bytes are no Ed25519 public key, or one of small order that would verify anything.
    #[error("these 32 bytes are no usable Ed25519 public key; get the key again from its owner")]
    VerifyingKey,
    /// A signature does not fit the message and the key.
    #[error("the signature does not verify: the message, the signature or the key is not the one that was signed")]
    Signature,
    /// A format of a version that this program does not know.
    #[error("{what} has version {found}, this program reads version {known}: open it with a newer program")]
    Version {
        /// The format.
        what: &'static str,
        /// Version as found.
        found: u32,
        /// Version this program reads.
        known: u32,
    },
    /// Too few or too many bytes.
    #[error("{what}: expected {expected} bytes, found {found}")]
    Length {
        /// What the bytes stand for.
        what: &'static str,
        /// How many bytes are needed, in words.
        expected: &'static str,
        /// Bytes found.
        found: usize,
    },
    /// Authenticated decryption failed: another key, another context or changed bytes.
    #[error("{what} does not open: it was sealed with another key or for another purpose, or its bytes were changed")]
    Unopened {
        /// The format.
        what: &'static str,
    },
    /// The plain content is longer than the cipher allows in one piece (256 GiB).
    #[error("{what}: the content is too long to be sealed in one piece")]
    TooLong {
        /// The format.
        what: &'static str,
    },
    /// A public key of small order: nothing sealed to it would be secret.
    #[error("the X25519 public key is of small order and protects nothing; get the key again from its owner")]
    WeakPublicKey,
    /// The two factors together do not open the user's key.
    #[error(
        "the key of user {user} does not open: the passphrase or the device key is wrong, or the stored envelope was changed"
    )]
    UserEnvelope {
        /// Whose envelope.
        user: domain::UserId,
    },
    /// Argon2id parameters outside the range that this program computes.
    #[error(
        "Argon2id parameters m={m_kib} KiB, t={t}, p={p} are out of range: expected m of 8 x p to 1048576, t of 1 to 64, p of 1 to 16"
    )]
    KdfParams {
        /// Memory in KiB.
        m_kib: u32,
        /// Passes.
        t: u32,
        /// Lanes.
        p: u32,
    },
    /// The key derivation failed, for lack of memory for instance.
    #[error("the key derivation failed")]
    Argon2 {
        /// The cause.
        #[source]
        source: argon2::Error,
    },
    /// Recovery shares were not made, read or put together.
    #[error(transparent)]
    Shamir {
        /// What is wrong.
        #[from]
        fault: shamir::Fault,
    },
    /// A Crypt4GH file or key file was not made or read.
    #[error(transparent)]
    Crypt4gh {
        /// What is wrong.
        #[from]
        fault: crypt4gh::Fault,
    },
    /// The bytes below could not be read or written.
    #[error("reading or writing the encrypted bytes failed")]
    Io {
        /// The cause.
        #[from]
        source: std::io::Error,
    },
}

impl From<Infallible> for Error {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}
