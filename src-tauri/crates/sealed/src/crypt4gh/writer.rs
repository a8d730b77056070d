use std::io::{self, Write};

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::{
    BLOCK_LEN,
    block::{Cipher, NONCE, OVERHEAD, SEALED_LEN},
    header,
};
use crate::{Error, envelope::PublicKey};

/// Encrypts what is written into it; [`finish`](Writer::finish) ends the file.
///
/// A writer that is dropped without `finish`, or that failed once, leaves a file without its end: begin it anew. Writes of any size are gathered into whole
/// blocks: no buffer is needed around the writer or below it.
pub struct Writer<W> {
    inner: W,
    cipher: Cipher,
    /// Nonce, content so far, room for the tag.
    block: Zeroizing<Box<[u8]>>,
    /// Plain bytes in `block`.
    filled: usize,
    /// Random start of every nonce.
    prefix: [u8; 4],
    /// Number of the block that is being filled, from 0.
    number: u64,
    plain_len: u64,
}

impl<W: Write> Writer<W> {
    /// Begins a file for the owners of `recipients`: a new data key, a new writer's key, the header.
    ///
    /// # Errors
    ///
    /// No recipient or more than [`MAX_PACKETS`](super::MAX_PACKETS), a recipient's key of small order, a failed write.
    pub fn new(mut inner: W, recipients: &[PublicKey], rng: &mut (impl CryptoRng + ?Sized)) -> Result<Self, Error> {
        let mut key = Zeroizing::new([0; 32]);
        rng.fill_bytes(key.as_mut());
        let mut prefix = [0; 4];
        rng.fill_bytes(&mut prefix);
        header::write(&mut inner, &key, recipients, rng)?;
        let block = Zeroizing::new(vec![0; SEALED_LEN].into_boxed_slice());
        Ok(Self { inner, cipher: Cipher::new(&key), block, filled: 0, prefix, number: 0, plain_len: 0 })
    }

    /// Writes the last block and gives back the writer below and the number of plain bytes, to be recorded elsewhere for
    /// [`Reader::open_expecting`](super::Reader::open_expecting).
    ///
    /// # Errors
    ///
    /// A failed write.
    pub fn finish(mut self) -> Result<(W, u64), Error> {
        if self.filled > 0 {
            self.write_block()?;
        }
        self.inner.flush()?;
        Ok((self.inner, self.plain_len))
    }

    fn write_block(&mut self) -> Result<(), Error> {
        let sealed = &mut self.block[..self.filled + OVERHEAD];
        sealed[..4].copy_from_slice(&self.prefix);
        sealed[4..NONCE].copy_from_slice(&self.number.to_le_bytes());
        self.cipher.seal(sealed)?;
        self.filled = 0;
        self.number += 1;
        self.inner.write_all(sealed)?;
        Ok(())
    }
}

impl<W: Write> Write for Writer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(BLOCK_LEN - self.filled);
        let start = NONCE + self.filled;
        self.block[start..start + taken].copy_from_slice(&bytes[..taken]);
        self.filled += taken;
        self.plain_len += taken as u64;
        if self.filled == BLOCK_LEN {
            self.write_block().map_err(io_error)?;
        }
        Ok(taken)
    }

    /// Flushes the blocks that are complete; a part of a block waits.
    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// An error as `std::io` carries it: what the disk said as it is, anything else as invalid data with its cause.
pub(super) fn io_error(error: Error) -> io::Error {
    match error {
        Error::Io { source } => source,
        error => io::Error::new(io::ErrorKind::InvalidData, error),
    }
}
