//! BCF as the text that it stands for (VCF specification, section 6): each record becomes the line of a VCF, so that everything
//! behind it reads one form. Places are virtual positions of records.

use std::{
    cell::Cell,
    fmt,
    io::{self, ErrorKind, Read, Write},
    panic::{self, AssertUnwindSafe},
    sync::Once,
};

use noodles::{
    bcf,
    vcf::{self, variant::io::Write as _},
};
use noodles_bgzf as bgzf;

use crate::{Error, limits};

/// How an inflated BCF begins: the letters and its major version.
pub(crate) const MAGIC: [u8; 4] = *b"BCF\x02";

/// A BCF as lines of text.
pub(crate) struct BcfText<R> {
    file: String,
    reader: bgzf::io::Reader<R>,
    header: vcf::Header,
    header_text: Vec<u8>,
    record: bcf::Record,
    /// The bytes of a record.
    packed: Vec<u8>,
}

impl<R: Read> BcfText<R> {
    /// Reads the header.
    pub fn open(file: &str, stream: R) -> Result<Self, Error> {
        let mut reader = bgzf::io::Reader::new(stream);
        let mut packed = Vec::new();
        let header = header(&mut reader, &mut packed).map_err(|source| failed(file, 0, source))?;
        let mut writer = vcf::io::Writer::new(Vec::new());
        writer.write_header(&header).map_err(|source| failed(file, 0, source))?;
        let (file, header_text) = (file.to_owned(), writer.into_inner());
        Ok(Self { file, reader, header, header_text, record: bcf::Record::default(), packed })
    }

    /// Bytes of the file that are read so far.
    pub fn read(&self) -> u64 {
        self.reader.virtual_position().compressed()
    }

    /// Adds lines until there are about `enough` bytes, first those of the header, and tells where in the file each record
    /// starts. False at the end.
    pub fn lines(&mut self, enough: usize, text: &mut Vec<u8>, places: &mut Vec<(usize, u64)>) -> Result<bool, Error> {
        if !self.header_text.is_empty() {
            places.push((0, 0));
            *text = std::mem::take(&mut self.header_text);
        }
        while text.len() < enough {
            let (start, place) = (text.len(), u64::from(self.reader.virtual_position()));
            let offset = self.read();
            if !self.line(text).map_err(|source| failed(&self.file, offset, source))? {
                break;
            }
            places.push((start, place));
        }
        Ok(!text.is_empty())
    }

    /// Adds the line of the next record; false at the end.
    fn line(&mut self, text: &mut Vec<u8>) -> io::Result<bool> {
        let mut lengths = [0; 8];
        if !starts(&mut self.reader, &mut lengths)? {
            return Ok(false);
        }
        let [a, b, c, d, e, f, g, h] = lengths;
        let (shared, samples) = (u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h]));
        if shared == 0 {
            return Err(io::Error::new(ErrorKind::InvalidData, "a record without content"));
        }
        self.packed.clear();
        self.packed.extend_from_slice(&lengths);
        exactly(&mut self.reader, u64::from(shared) + u64::from(samples), limits::LINE, &mut self.packed)?;
        let (packed, record, header) = (self.packed.as_slice(), &mut self.record, &self.header);
        let most = text.len() + limits::LINE;
        let mut line = Line { text, most, full: false };
        let written = guarded(|| {
            bcf::io::Reader::from(packed).read_record(record)?;
            vcf::io::Writer::new(&mut line).write_variant_record(header, record)
        });
        if line.full {
            return Err(io::Error::new(ErrorKind::InvalidData, Refused::TooLong));
        }
        written.map(|()| true)
    }
}

impl<R: Read + io::Seek> BcfText<R> {
    /// The line of the record at a place, without its newline.
    pub fn line_at(&mut self, place: u64) -> io::Result<Vec<u8>> {
        self.reader.seek(bgzf::VirtualPosition::from(place))?;
        let mut text = Vec::new();
        self.line(&mut text)?;
        text.pop_if(|b| *b == b'\n');
        Ok(text)
    }
}

fn header(reader: &mut impl Read, packed: &mut Vec<u8>) -> io::Result<vcf::Header> {
    let mut start = [0; 9];
    reader.read_exact(&mut start)?;
    let [.., a, b, c, d] = start;
    packed.extend_from_slice(&start);
    exactly(reader, u32::from_le_bytes([a, b, c, d]).into(), limits::HEADER, packed)?;
    guarded(|| bcf::io::Reader::from(packed.as_slice()).read_header())
}

/// A line that is being written, up to a length: short records can stand for long lines.
struct Line<'a> {
    text: &'a mut Vec<u8>,
    most: usize,
    full: bool,
}

impl Write for Line<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.text.len() + bytes.len() > self.most {
            self.full = true;
            return Err(ErrorKind::FileTooLarge.into());
        }
        self.text.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Why a record whose bytes are whole is not taken.
#[derive(Debug)]
enum Refused {
    Undecoded(String),
    TooLong,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undecoded(what) => f.write_str(what),
            Self::TooLong => write!(f, "a line above the limit of {} MiB", limits::LINE >> 20),
        }
    }
}

impl std::error::Error for Refused {}

/// The decoder panics where a record holds what it does not expect, such as lengths that contradict each other: here that is
/// an error, nothing is printed, and what was being decoded is not used again.
fn guarded<T>(decode: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    let refused = |what: String| io::Error::new(ErrorKind::InvalidData, Refused::Undecoded(what));
    let before = quiet(true);
    let decoded = panic::catch_unwind(AssertUnwindSafe(decode));
    quiet(before);
    let decoded = decoded.map_err(|_| refused("it holds what the decoder does not expect".to_owned()))?;
    decoded.map_err(|error| refused(with_sources(&error)))
}

/// What an error says and what the errors below it say.
fn with_sources(error: &io::Error) -> String {
    let mut text = error.to_string();
    let mut below = std::error::Error::source(error);
    while let Some(error) = below {
        text = format!("{text}: {error}");
        below = error.source();
    }
    text
}

/// Whether panics of this thread are printed from now on; tells what held before.
fn quiet(now: bool) -> bool {
    thread_local!(static QUIET: Cell<bool> = const { Cell::new(false) });
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let print = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                print(info);
            }
        }));
    });
    QUIET.replace(now)
}

/// Fills the buffer; false where the stream ends before its first byte.
fn starts(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<bool> {
    let (first, rest) = buffer.split_at_mut(1);
    loop {
        match reader.read(first) {
            Ok(0) => return Ok(false),
            Ok(_) => return reader.read_exact(rest).map(|()| true),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn exactly(reader: &mut impl Read, length: u64, limit: usize, into: &mut Vec<u8>) -> io::Result<()> {
    if length > limit as u64 {
        let what = format!("a length of {length} bytes is above the limit of {} MiB", limit >> 20);
        return Err(io::Error::new(ErrorKind::InvalidData, what));
    }
    match reader.take(length).read_to_end(into)? {
        found if found as u64 == length => Ok(()),
        _ => Err(ErrorKind::UnexpectedEof.into()),
    }
}

fn failed(file: &str, offset: u64, source: io::Error) -> Error {
    let file = file.to_owned();
    match source.get_ref().and_then(|inner| inner.downcast_ref::<Refused>()) {
        Some(Refused::Undecoded(what)) => return Error::Undecoded { file, offset, what: what.clone() },
        Some(Refused::TooLong) => {
            let (place, limit) = (format!("compressed byte {offset}"), format!("{} MiB", limits::LINE >> 20));
            return Error::Limit { file, place, what: "the length of the line", limit };
        }
        None => {}
    }
    match source.kind() {
        ErrorKind::UnexpectedEof => Error::Truncated { file, offset },
        ErrorKind::InvalidData | ErrorKind::InvalidInput => Error::Block { file, offset, what: source.to_string() },
        _ => Error::Io { file, source },
    }
}
