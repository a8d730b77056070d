use std::io::{self, BufRead, ErrorKind, Read, Seek, SeekFrom};

use zeroize::Zeroizing;

use super::{
    BLOCK_LEN, Fault,
    block::{Cipher, NONCE, SEALED_LEN},
    header,
    writer::io_error,
};
use crate::{Error, envelope::SecretKey};

const PLAIN: u64 = BLOCK_LEN as u64;
const SEALED: u64 = SEALED_LEN as u64;

/// The plain content of a Crypt4GH file by random access: `Read`, `BufRead` and `Seek` over plain offsets.
///
/// One block is kept decrypted. Nothing of a block is given out before its tag is verified. No buffer is needed around the
/// reader or below it: the file is read block by block.
///
/// # Examples
///
/// ```
/// use std::io::{Cursor, Read, Seek, SeekFrom, Write};
///
/// use rand_core::SeedableRng;
/// use sealed::{crypt4gh::{Reader, Writer}, envelope::SecretKey};
///
/// let mut rng = rand_chacha::ChaCha20Rng::seed_from_u64(1); // the system's generator in earnest
/// let hospital = SecretKey::generate(&mut rng);
/// let mut writer = Writer::new(Vec::new(), &[hospital.public_key()], &mut rng)?;
/// writer.write_all(b"##fileformat=VCFv4.3\n")?;
/// let (file, plain_len) = writer.finish()?;
///
/// let mut reader = Reader::open_expecting(Cursor::new(file), &hospital, plain_len)?;
/// reader.seek(SeekFrom::Start(13))?;
/// let mut text = String::new();
/// reader.read_to_string(&mut text)?;
/// assert_eq!(text, "VCFv4.3\n");
/// # Ok::<(), sealed::Error>(())
/// ```
pub struct Reader<R> {
    inner: R,
    /// Offset of the first block in the file.
    start: u64,
    /// Encrypted bytes from there to the end.
    sealed_len: u64,
    plain_len: u64,
    /// Data keys; the one that opened the last block comes first.
    ciphers: Vec<Cipher>,
    /// Whether each block must carry its number in its nonce, as [`Writer`](super::Writer) writes it.
    numbered: bool,
    /// Where the next plain byte is read.
    position: u64,
    /// Where the file below stands, as far as known.
    inner_position: Option<u64>,
    /// Number of the block that `block` holds, decrypted.
    held: Option<u64>,
    block: Zeroizing<Box<[u8]>>,
}

impl<R: Read + Seek> Reader<R> {
    /// Opens a file that anybody may have written, with the secret key of one of its recipients.
    ///
    /// The last block is verified at once, so that a file cut within a block is found here. A file cut between two blocks or
    /// with exchanged blocks is only found by [`open_expecting`](Self::open_expecting); the standard cannot tell.
    ///
    /// # Errors
    ///
    /// [`Error::Crypt4gh`] names what is wrong with the file or that it is for somebody else; [`Error::Io`].
    pub fn open(inner: R, secret: &SecretKey) -> Result<Self, Error> {
        Self::open_file(inner, secret, None)
    }

    /// Opens a file that [`Writer`](super::Writer) wrote, whose plain length was recorded when it did.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open); a file of another plain length, for instance one cut between two blocks; and later, while
    /// reading, a block that is not the one written at its place.
    pub fn open_expecting(inner: R, secret: &SecretKey, plain_len: u64) -> Result<Self, Error> {
        Self::open_file(inner, secret, Some(plain_len))
    }

    fn open_file(mut inner: R, secret: &SecretKey, expected: Option<u64>) -> Result<Self, Error> {
        let end = inner.seek(SeekFrom::End(0))?;
        inner.seek(SeekFrom::Start(0))?;
        let header = header::read(&mut inner, secret)?;
        let sealed_len = end.saturating_sub(header.len);
        let (full, rest) = (sealed_len / SEALED, sealed_len % SEALED);
        let last = match rest {
            0 => 0,
            rest => rest.checked_sub(SEALED - PLAIN).ok_or(Fault::Cut { block: full })?,
        };
        let mut reader = Self {
            inner,
            start: header.len,
            sealed_len,
            plain_len: full * PLAIN + last,
            ciphers: header.ciphers,
            numbered: expected.is_some(),
            position: 0,
            inner_position: Some(header.len),
            held: None,
            block: Zeroizing::new(vec![0; SEALED_LEN].into_boxed_slice()),
        };
        if let Some(expected) = expected.filter(|&expected| expected != reader.plain_len) {
            return Err(Fault::PlainLength { expected, found: reader.plain_len }.into());
        }
        if let Some(last) = sealed_len.checked_sub(1) {
            reader.hold(last / SEALED)?;
        }
        Ok(reader)
    }

    /// Plain bytes of the whole file.
    pub fn plain_len(&self) -> u64 {
        self.plain_len
    }

    /// Reads and decrypts a block, unless it is held already.
    fn hold(&mut self, number: u64) -> Result<(), Error> {
        if self.held == Some(number) {
            return Ok(());
        }
        self.held = None;
        let offset = number * SEALED;
        let place = self.start + offset;
        if self.inner_position != Some(place) {
            self.inner_position = None;
            self.inner.seek(SeekFrom::Start(place))?;
        }
        let sealed_len = (self.sealed_len - offset).min(SEALED);
        let block = &mut self.block[..to_usize(sealed_len)];
        self.inner_position = None;
        self.inner.read_exact(block).map_err(|error| match error.kind() {
            ErrorKind::UnexpectedEof => Fault::Cut { block: number }.into(),
            _ => Error::from(error),
        })?;
        self.inner_position = Some(place + sealed_len);
        let opened = self.ciphers.iter().position(|cipher| cipher.open(block).is_some());
        self.ciphers.swap(0, opened.ok_or(Fault::Changed { block: number })?);
        if self.numbered && block[4..NONCE] != number.to_le_bytes() {
            return Err(Fault::Moved { block: number }.into());
        }
        self.held = Some(number);
        Ok(())
    }

    /// The plain bytes from the position to the end of their block; none at the end of the file.
    fn rest_of_block(&mut self) -> Result<&[u8], Error> {
        if self.position >= self.plain_len {
            return Ok(&[]);
        }
        let number = self.position / PLAIN;
        self.hold(number)?;
        let len = (self.plain_len - number * PLAIN).min(PLAIN);
        Ok(&self.block[NONCE + to_usize(self.position % PLAIN)..NONCE + to_usize(len)])
    }
}

/// A length within a block, which every machine can address.
fn to_usize(len: u64) -> usize {
    usize::try_from(len).unwrap_or(usize::MAX)
}

impl<R: Read + Seek> Read for Reader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: Read + Seek> BufRead for Reader<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.rest_of_block().map_err(io_error)
    }

    fn consume(&mut self, read: usize) {
        self.position = self.position.saturating_add(read as u64);
    }
}

impl<R: Read + Seek> Seek for Reader<R> {
    /// Moves to a plain offset. Beyond the end nothing is read.
    fn seek(&mut self, place: SeekFrom) -> io::Result<u64> {
        let position = match place {
            SeekFrom::Start(offset) => Some(offset),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
            SeekFrom::End(offset) => self.plain_len.checked_add_signed(offset),
        };
        self.position = position.ok_or(ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}
