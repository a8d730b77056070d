use chacha20poly1305::{AeadInOut, ChaCha20Poly1305, KeyInit, Nonce, Tag};

use super::BLOCK_LEN;
use crate::Error;

/// Bytes of a ChaCha20-IETF nonce.
pub(super) const NONCE: usize = 12;
/// Bytes of a Poly1305 tag.
pub(super) const TAG: usize = 16;
/// Bytes by which a block grows.
pub(super) const OVERHEAD: usize = NONCE + TAG;
/// Bytes of a full encrypted block.
pub(super) const SEALED_LEN: usize = BLOCK_LEN + OVERHEAD;

/// ChaCha20-Poly1305 (RFC 8439) on `nonce | content | tag` in place.
#[derive(Clone)]
pub(super) struct Cipher(ChaCha20Poly1305);

impl Cipher {
    pub(super) fn new(key: &[u8; 32]) -> Self {
        Self(ChaCha20Poly1305::new(key.into()))
    }

    /// Encrypts the content and sets the tag. `block` is at least [`OVERHEAD`] long and begins with its nonce.
    pub(super) fn seal(&self, block: &mut [u8]) -> Result<(), Error> {
        const LONG: Error = Error::TooLong { what: "a Crypt4GH block" };
        let (nonce, rest) = block.split_first_chunk_mut::<NONCE>().ok_or(LONG)?;
        let (content, tag) = rest.split_last_chunk_mut::<TAG>().ok_or(LONG)?;
        let made = self.0.encrypt_inout_detached(&Nonce::from(*nonce), &[], content.into()).map_err(|_| LONG)?;
        tag.copy_from_slice(&made);
        Ok(())
    }

    /// Decrypts the content once the tag is verified; otherwise leaves the block as it is and returns `None`.
    pub(super) fn open<'block>(&self, block: &'block mut [u8]) -> Option<&'block mut [u8]> {
        let (nonce, rest) = block.split_first_chunk_mut::<NONCE>()?;
        let (content, tag) = rest.split_last_chunk_mut::<TAG>()?;
        let (nonce, tag) = (Nonce::from(*nonce), Tag::from(*tag));
        self.0.decrypt_inout_detached(&nonce, &[], (&mut *content).into(), &tag).ok()?;
        Some(content)
    }
}
