//! The text of a VCF in pieces of about a megabyte, whatever it is packed in, with the place of every byte.
//!
//! [`Batches`] only cuts a file into runs of whole BGZF blocks; [`Batch::unpack`] inflates one, on any thread.

use std::io::{BufReader, Read};

use flate2::bufread::MultiGzDecoder;
use noodles_bgzf as bgzf;

use crate::{
    Error,
    bcf::BcfText,
    limits,
    source::{Packing, Source},
};

/// Bytes of text in a batch, about: small enough for the cache, large enough that lines seldom straddle.
const BATCH: usize = 1 << 20;
/// Longest text of a BGZF block (SAM specification, section 4.1).
const BLOCK_TEXT: usize = 1 << 16;
/// Header and trailer of a BGZF block.
const BLOCK_HEAD: usize = 18;
const BLOCK_TAIL: usize = 8;

/// A run of packed text.
pub(crate) enum Batch {
    Blocks {
        bytes: Vec<u8>,
        blocks: Vec<Block>,
    },
    Text {
        bytes: Vec<u8>,
        start: u64,
    },
    /// Whole lines made of BCF records, with the places of the records.
    Lines {
        bytes: Vec<u8>,
        places: Vec<(usize, u64)>,
    },
}

/// A BGZF block of a batch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block {
    /// Where it starts in the file.
    pub offset: u64,
    /// Where it starts in the batch, and its packed length.
    pub at: usize,
    pub len: usize,
    /// Length of its text.
    pub text: usize,
}

/// Unpacked text with the place of each byte.
#[derive(Default)]
pub(crate) struct Text {
    pub bytes: Vec<u8>,
    /// Start in `bytes` and place in the file, from left to right.
    places: Vec<(usize, u64)>,
    packed: bool,
}

impl Text {
    /// Where a byte lies: BGZF virtual position, or byte of the plain text.
    pub fn place(&self, at: usize) -> u64 {
        let before = self.places.partition_point(|(start, _)| *start <= at);
        let Some((start, offset)) = before.checked_sub(1).and_then(|i| self.places.get(i)) else { return 0 };
        let within = u64::try_from(at - start).unwrap_or(u64::MAX);
        if self.packed { (offset << 16) | within } else { offset + within }
    }
}

impl Batch {
    /// Inflates into `text`, checking the CRC of every block.
    pub fn unpack(self, file: &str, text: &mut Text) -> Result<(), Error> {
        text.places.clear();
        match self {
            Self::Text { bytes, start } => {
                text.packed = false;
                text.places.push((0, start));
                text.bytes = bytes;
            }
            Self::Lines { bytes, places } => {
                text.packed = false;
                (text.bytes, text.places) = (bytes, places);
            }
            Self::Blocks { bytes, blocks } => {
                text.packed = true;
                text.bytes.resize(blocks.iter().map(|b| b.text).sum::<usize>() + BLOCK_TEXT, 0);
                let mut reader = bgzf::io::Reader::new(bytes.as_slice());
                let mut at = 0;
                for block in blocks.iter().filter(|b| b.text > 0) {
                    let found = reader.read(&mut text.bytes[at..at + BLOCK_TEXT]).map_err(|e| Error::Block {
                        file: file.to_owned(),
                        offset: block.offset,
                        what: e.to_string(),
                    })?;
                    if found != block.text {
                        let what = format!("expected {} bytes of text, found {found}", block.text);
                        return Err(Error::Block { file: file.to_owned(), offset: block.offset, what });
                    }
                    text.places.push((at, block.offset));
                    at += found;
                }
                text.bytes.truncate(at);
            }
        }
        Ok(())
    }
}

/// Cuts a stream into batches. It ends well only at a whole end: a missing end-of-file block is an error.
pub(crate) struct Batches {
    file: String,
    unpacker: Unpacker,
    /// Packed and unpacked bytes so far.
    packed: u64,
    unpacked: u64,
}

#[allow(clippy::large_enum_variant, reason = "one a file")]
enum Unpacker {
    Bgzf {
        stream: Box<dyn Read + Send>,
        offset: u64,
        ended: bool,
        saw_eof: bool,
    },
    Gzip(MultiGzDecoder<BufReader<Counted>>),
    /// Its header is read when the first lines are asked for.
    Bcf {
        stream: Option<Box<dyn Read + Send>>,
        text: Option<BcfText<Box<dyn Read + Send>>>,
    },
    Text(Box<dyn Read + Send>),
}

/// Counts what is read through it.
struct Counted {
    stream: Box<dyn Read + Send>,
    read: u64,
}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = self.stream.read(into)?;
        self.read += n as u64;
        Ok(n)
    }
}

/// The empty block at the end of a BGZF file (SAM specification, section 4.1.2).
pub(crate) const END: [u8; 28] =
    [0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 6, 0, b'B', b'C', 2, 0, 0x1b, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

/// A BGZF stream that must end with its empty block.
struct EndChecked<R> {
    stream: R,
    last: Vec<u8>,
}

impl<R> EndChecked<R> {
    fn new(stream: R) -> Self {
        Self { stream, last: Vec::new() }
    }
}

impl<R: Read> Read for EndChecked<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let found = self.stream.read(into)?;
        if found == 0 && !into.is_empty() && self.last != END {
            let what = "the BGZF end-of-file block is missing: it is cut off";
            return Err(std::io::Error::new(std::io::ErrorKind::InvalidData, what));
        }
        self.last.extend_from_slice(&into[found.saturating_sub(END.len())..found]);
        self.last.drain(..self.last.len().saturating_sub(END.len()));
        Ok(found)
    }
}

impl Batches {
    pub fn open(source: &Source) -> Result<Self, Error> {
        let (stream, packing) = source.open_packed()?;
        Ok(Self::over(source.name(), stream, packing))
    }

    /// Over a stream of known packing, from its first byte.
    pub fn over(file: &str, stream: impl Read + Send + 'static, packing: Packing) -> Self {
        let unpacker = match packing {
            Packing::Text => Unpacker::Text(Box::new(stream)),
            Packing::Gzip => {
                let counted = Counted { stream: Box::new(stream), read: 0 };
                Unpacker::Gzip(MultiGzDecoder::new(BufReader::with_capacity(1 << 16, counted)))
            }
            Packing::Bgzf => {
                let stream = Box::new(BufReader::with_capacity(1 << 18, stream));
                Unpacker::Bgzf { stream, offset: 0, ended: false, saw_eof: false }
            }
            Packing::Bcf => Unpacker::Bcf { stream: Some(Box::new(EndChecked::new(stream))), text: None },
        };
        Self { file: file.to_owned(), unpacker, packed: 0, unpacked: 0 }
    }

    /// Bytes of the file that are read so far.
    pub fn packed(&self) -> u64 {
        self.packed
    }

    /// True for plain text, whose end nothing marks but the newline of its last line.
    pub fn are_text(&self) -> bool {
        matches!(self.unpacker, Unpacker::Text(_))
    }

    pub fn next(&mut self) -> Result<Option<Batch>, Error> {
        let batch = match &mut self.unpacker {
            Unpacker::Bgzf { .. } => self.next_blocks()?,
            Unpacker::Text(stream) => {
                let start = self.unpacked;
                read_text(stream, &self.file, start)?
            }
            Unpacker::Gzip(decoder) => {
                let start = self.unpacked;
                let batch = read_gzip(decoder, &self.file, start)?;
                self.packed = decoder.get_ref().get_ref().read;
                batch
            }
            Unpacker::Bcf { stream, text } => {
                if let Some(stream) = stream.take() {
                    *text = Some(BcfText::open(&self.file, stream)?);
                }
                let (mut bytes, mut places) = (Vec::with_capacity(BATCH), Vec::new());
                let more = match text {
                    Some(text) => {
                        let more = text.lines(BATCH, &mut bytes, &mut places)?;
                        self.packed = text.read();
                        more
                    }
                    None => false,
                };
                more.then_some(Batch::Lines { bytes, places })
            }
        };
        self.unpacked += match &batch {
            None => 0,
            Some(Batch::Text { bytes, .. } | Batch::Lines { bytes, .. }) => bytes.len() as u64,
            Some(Batch::Blocks { blocks, .. }) => blocks.iter().map(|b| b.text as u64).sum(),
        };
        if self.are_text() {
            self.packed = self.unpacked;
        }
        if self.unpacked > limits::RATIO_FREE && self.unpacked / limits::RATIO > self.packed {
            return Err(Error::Limit {
                file: self.file.clone(),
                place: format!("compressed byte {}", self.packed),
                what: "the ratio of text to compressed bytes",
                limit: limits::RATIO.to_string(),
            });
        }
        Ok(batch)
    }

    fn next_blocks(&mut self) -> Result<Option<Batch>, Error> {
        let Unpacker::Bgzf { stream, offset, ended, saw_eof } = &mut self.unpacker else { return Ok(None) };
        let (mut bytes, mut blocks, mut text) = (Vec::with_capacity(BATCH / 4), Vec::new(), 0);
        // Blocks may be empty.
        while !*ended && text < BATCH && bytes.len() < BATCH {
            let Some(block) = read_block(stream, &mut bytes, *offset, &self.file)? else {
                if !*saw_eof {
                    return Err(Error::MissingEof { file: self.file.clone() });
                }
                *ended = true;
                break;
            };
            *saw_eof = block.text == 0;
            *offset += block.len as u64;
            self.packed += block.len as u64;
            text += block.text;
            blocks.push(block);
        }
        Ok((!blocks.is_empty()).then_some(Batch::Blocks { bytes, blocks }))
    }
}

/// Appends the next BGZF block to `bytes`; `None` at the end of the stream.
fn read_block(stream: &mut impl Read, bytes: &mut Vec<u8>, offset: u64, file: &str) -> Result<Option<Block>, Error> {
    let io = |source| Error::Io { file: file.to_owned(), source };
    let truncated = || Error::Truncated { file: file.to_owned(), offset };
    let damaged = |what: &str| Error::Block { file: file.to_owned(), offset, what: what.to_owned() };
    let at = bytes.len();
    let found = stream.by_ref().take(BLOCK_HEAD as u64).read_to_end(bytes).map_err(io)?;
    if found == 0 {
        return Ok(None);
    }
    let head = &bytes[at..];
    if found >= 4 && head[..4] != [0x1f, 0x8b, 8, 4] {
        return Err(damaged("expected the start of a BGZF block"));
    }
    if found < BLOCK_HEAD {
        return Err(truncated());
    }
    if head[10..16] != [6, 0, b'B', b'C', 2, 0] {
        return Err(damaged("expected the BGZF extra field"));
    }
    let len = usize::from(u16::from_le_bytes([head[16], head[17]])) + 1;
    if len < BLOCK_HEAD + BLOCK_TAIL {
        return Err(damaged("its stated length is shorter than its header"));
    }
    let rest = (len - BLOCK_HEAD) as u64;
    let found = stream.by_ref().take(rest).read_to_end(bytes).map_err(io)?;
    if (found as u64) < rest {
        return Err(truncated());
    }
    let text = bytes.last_chunk().map_or(u32::MAX, |size| u32::from_le_bytes(*size));
    let text = usize::try_from(text).ok().filter(|t| *t <= BLOCK_TEXT);
    let text = text.ok_or_else(|| damaged("its stated text is longer than 65,536 bytes"))?;
    Ok(Some(Block { offset, at, len, text }))
}

fn read_text(stream: &mut impl Read, file: &str, start: u64) -> Result<Option<Batch>, Error> {
    let mut bytes = Vec::with_capacity(BATCH);
    let found = stream
        .take(BATCH as u64)
        .read_to_end(&mut bytes)
        .map_err(|source| Error::Io { file: file.to_owned(), source })?;
    Ok((found > 0).then_some(Batch::Text { bytes, start }))
}

fn read_gzip(decoder: &mut MultiGzDecoder<BufReader<Counted>>, file: &str, start: u64) -> Result<Option<Batch>, Error> {
    let place = decoder.get_ref().get_ref().read;
    match read_text(decoder, file, start) {
        Err(Error::Io { source, .. }) if source.kind() == std::io::ErrorKind::UnexpectedEof => {
            Err(Error::Truncated { file: file.to_owned(), offset: place })
        }
        Err(Error::Io { source, .. })
            if matches!(source.kind(), std::io::ErrorKind::InvalidInput | std::io::ErrorKind::InvalidData) =>
        {
            Err(Error::Block { file: file.to_owned(), offset: place, what: source.to_string() })
        }
        other => other,
    }
}

/// The lines of a file one after the other, with their numbers and places. For the header, checks and details.
pub(crate) struct Lines {
    file: String,
    batches: Batches,
    text: Text,
    /// Where the next line starts in `text`.
    at: usize,
    /// Lines given out so far.
    pub number: u64,
    /// True where the last line given out had its newline.
    pub ended: bool,
}

impl Lines {
    pub fn new(file: &str, batches: Batches) -> Self {
        Self { file: file.to_owned(), batches, text: Text::default(), at: 0, number: 0, ended: true }
    }

    pub fn open(source: &Source) -> Result<Self, Error> {
        Ok(Self::new(source.name(), Batches::open(source)?))
    }

    /// Puts the next line, without its newline, into `line` and gives its place; `None` at the end.
    pub fn next_into(&mut self, line: &mut Vec<u8>) -> Result<Option<u64>, Error> {
        line.clear();
        let mut place = None;
        loop {
            if self.at >= self.text.bytes.len() {
                let Some(batch) = self.batches.next()? else { break };
                batch.unpack(&self.file, &mut self.text)?;
                self.at = 0;
                continue;
            }
            place = place.or_else(|| Some(self.text.place(self.at)));
            let rest = &self.text.bytes[self.at..];
            let newline = memchr::memchr(b'\n', rest);
            line.extend_from_slice(&rest[..newline.unwrap_or(rest.len())]);
            if line.len() > limits::LINE {
                return Err(line_limit(&self.file, self.number + 1));
            }
            self.at += newline.map_or(rest.len(), |n| n + 1);
            self.ended = newline.is_some();
            if self.ended {
                break;
            }
        }
        if place.is_some() {
            self.number += 1;
        }
        Ok(place)
    }
}

pub(crate) fn line_limit(file: &str, line: u64) -> Error {
    Error::Limit {
        file: file.to_owned(),
        place: format!("line {line}"),
        what: "the length of the line",
        limit: format!("{} MiB", limits::LINE >> 20),
    }
}
