//! Crypt4GH, key envelopes, signatures, Shamir shares, canonical JSON: bytes in, bytes out.
//!
//! Nothing here opens a path, asks the time or draws a random number by itself: randomness comes in as a
//! [`rand_core::CryptoRng`]. All cryptography is RustCrypto's and dalek's; this crate composes it and writes down the
//! formats. Every format carries a version (today 1) and the module documentation gives its byte layout; the files in
//! `fixtures/sealed` are opened by a test, so that a format cannot drift unseen.

mod aead;
pub mod canonical;
pub mod crypt4gh;
pub mod digest;
pub mod envelope;
mod error;
mod hex;
pub mod shamir;
pub mod signature;
pub mod symmetric;

pub use error::Error;
