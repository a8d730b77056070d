//! BAM as bytes (SAMv1, 4.2): every length is held to a limit before anything is read by it.

use std::{
    collections::BTreeSet,
    io::{self, Read},
};

use domain::{Assembly, Chromosome, PersonId, Region};
use noodles::{
    bam::RecordRef,
    sam::alignment::record::data::field::{Tag, Value},
};
use noodles_bgzf as bgzf;

/// Longest header in bytes.
const HEADER: usize = 64 << 20;
/// Most reference sequences.
const CONTIGS: usize = 1 << 20;
/// Longest record in bytes: a read of 10 million bases with its qualities and tags.
const RECORD: usize = 64 << 20;
/// Bytes of a record before its name.
const FIXED: usize = 32;
/// The last block of every BGZF file (SAMv1, 4.1.2).
const END: [u8; 28] = *b"\x1f\x8b\x08\x04\0\0\0\0\0\xff\x06\0\x42\x43\x02\0\x1b\0\x03\0\0\0\0\0\0\0\0\0";

/// What is wrong and what to do.
type Wrong = String;

/// The header of a BAM.
pub(super) struct BamHeader {
    /// The reference sequences with their lengths, in the order of the file.
    pub contigs: Vec<(Option<Chromosome>, u32)>,
    /// The header as it is kept: without the lines of programs and comments, which name paths and people.
    pub kept: Vec<u8>,
    /// Names of the samples of the read groups; `None` for a group without one.
    samples: BTreeSet<Option<String>>,
}

/// A read with a place.
pub(super) struct Placed {
    /// Number of its reference sequence in the file.
    pub contig: usize,
    /// First base of its alignment, 1-based.
    pub start: u32,
    /// Last base.
    pub end: u32,
    /// Its alignment, that of its mate, and its supplementary ones, as far as they lie on chromosomes.
    pub places: Vec<Region>,
    /// False for one that only stands beside its mate.
    pub is_mapped: bool,
    /// False on a contig that is no chromosome.
    pub is_drawn: bool,
    /// True where the read itself says how it differs from the reference (`MD`), or there is nothing to say.
    pub says_differences: bool,
}

/// Reads a BAM from its start to its end.
pub(super) struct Reader<R> {
    inner: bgzf::io::Reader<Watched<R>>,
    record: Vec<u8>,
    number: u64,
}

impl<R: Read> Reader<R> {
    pub fn new(stream: R) -> Self {
        let watched = Watched { inner: stream, bytes: 0, last: Vec::new() };
        Self { inner: bgzf::io::Reader::new(watched), record: Vec::new(), number: 0 }
    }

    /// Bytes of the file that were read.
    pub fn bytes(&self) -> u64 {
        self.inner.get_ref().bytes
    }

    /// The record that was read last, without its length.
    pub fn record(&self) -> &[u8] {
        &self.record
    }

    /// Its number in the file, 1-based.
    pub fn number(&self) -> u64 {
        self.number
    }

    pub fn header(&mut self) -> Result<BamHeader, Wrong> {
        if self.bytes_of(4)? != *b"BAM\x01" {
            return Err("not a BAM: expected BGZF that begins with `BAM\\1`".to_owned());
        }
        let text = self.length("header", HEADER)?;
        let text = self.bytes_of(text)?;
        let text = String::from_utf8_lossy(&text);
        let lines = text.trim_end_matches('\0').lines();
        let samples = lines.clone().filter(|l| l.starts_with("@RG\t"));
        let samples = samples.map(|l| l.split('\t').find_map(|f| f.strip_prefix("SM:")).map(str::to_owned)).collect();
        let kept: String =
            lines.filter(|l| !l.starts_with("@PG") && !l.starts_with("@CO")).flat_map(|l| [l, "\n"]).collect();
        let mut kept = with_length(b"BAM\x01".to_vec(), kept.as_bytes());
        let count = self.length("number of reference sequences", CONTIGS)?;
        kept.extend(u32::try_from(count).unwrap_or_default().to_le_bytes());
        let mut contigs = Vec::new();
        for _ in 0..count {
            let length = self.length("name of a reference sequence", HEADER)?;
            let name = self.bytes_of(length)?;
            let length = self.number_u32()?;
            kept = with_length(kept, &name);
            kept.extend(length.to_le_bytes());
            let name = String::from_utf8_lossy(&name);
            contigs.push((name.trim_end_matches('\0').parse().ok(), length));
        }
        Ok(BamHeader { contigs, kept, samples })
    }

    /// The next read: `Some(None)` for one without a place, `None` at the end.
    pub fn next(&mut self, header: &BamHeader) -> Result<Option<Option<Placed>>, Wrong> {
        let mut length = [0; 4];
        match self.inner.read(&mut length[..1]) {
            Ok(0) => return Ok(None),
            Ok(_) => {}
            Err(error) => return Err(self.damaged(&error)),
        }
        self.inner.read_exact(&mut length[1..]).map_err(|error| self.damaged(&error))?;
        self.number += 1;
        let length = usize::try_from(u32::from_le_bytes(length)).unwrap_or(usize::MAX);
        if !(FIXED..=RECORD).contains(&length) {
            return Err(self.at_record(format!("{length} bytes long, where {FIXED} to {RECORD} are expected")));
        }
        let mut record = std::mem::take(&mut self.record);
        record.resize(length, 0);
        self.inner.read_exact(&mut record).map_err(|error| self.damaged(&error))?;
        self.record = record;
        placed(&self.record, header).map_err(|what| self.at_record(what)).map(Some)
    }

    /// Whether the file ended as it must.
    pub fn whole(&self) -> Result<(), Wrong> {
        if self.inner.get_ref().last == END {
            return Ok(());
        }
        Err("the BGZF end-of-file block is missing, so the file may have been cut off: get it again".to_owned())
    }

    fn bytes_of(&mut self, count: usize) -> Result<Vec<u8>, Wrong> {
        let mut bytes = Vec::new();
        let wanted = u64::try_from(count).unwrap_or(u64::MAX);
        let read = (&mut self.inner).take(wanted).read_to_end(&mut bytes);
        match read {
            Ok(read) if read == count => Ok(bytes),
            Ok(_) => Err(self.damaged(&io::ErrorKind::UnexpectedEof.into())),
            Err(error) => Err(self.damaged(&error)),
        }
    }

    fn number_u32(&mut self) -> Result<u32, Wrong> {
        let mut bytes = [0; 4];
        self.inner.read_exact(&mut bytes).map_err(|error| self.damaged(&error))?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn length(&mut self, what: &str, limit: usize) -> Result<usize, Wrong> {
        let found = usize::try_from(self.number_u32()?).unwrap_or(usize::MAX);
        if found > limit { Err(format!("{what}: {found} is above the limit of {limit}")) } else { Ok(found) }
    }

    fn damaged(&self, error: &io::Error) -> Wrong {
        let place = if self.number == 0 { "in its header".to_owned() } else { format!("at read {}", self.number) };
        format!("it is damaged or cut off {place} ({error}): get it again")
    }

    fn at_record(&self, what: String) -> Wrong {
        format!("read {}: {what}: get the file again", self.number)
    }
}

impl BamHeader {
    /// Refuses reads of somebody else or on another assembly.
    pub fn is_of(&self, person: &PersonId, assembly: Assembly) -> Result<(), Wrong> {
        for sample in &self.samples {
            match sample {
                Some(sample) if sample == person.as_str() => {}
                Some(sample) => {
                    return Err(format!(
                        "its sample (SM of @RG) is {sample:?}, but it is listed as the reads of {person}"
                    ));
                }
                None => return Err(format!("a read group (@RG) names no sample (SM): expected {person}")),
            }
        }
        if self.samples.is_empty() {
            return Err(format!("no read group (@RG) says whose reads they are: expected SM:{person}"));
        }
        let known = self.contigs.iter().filter_map(|(c, length)| Some(((*c)?, *length)));
        // The mitochondrial sequence of GRCh37 goes by two lengths.
        let mut known = known.filter(|(c, _)| *c != Chromosome::MT).peekable();
        if known.peek().is_none() {
            return Err("no reference sequence (@SQ) is a chromosome".to_owned());
        }
        match known.find(|(c, length)| *length != assembly.length(*c)) {
            None => Ok(()),
            Some((c, length)) => Err(format!(
                "chromosome {c} is {length} bases long (@SQ), in {assembly}, the assembly of the case, {}: it is on another assembly",
                assembly.length(c)
            )),
        }
    }
}

fn with_length(mut into: Vec<u8>, bytes: &[u8]) -> Vec<u8> {
    into.extend(u32::try_from(bytes.len()).unwrap_or_default().to_le_bytes());
    into.extend_from_slice(bytes);
    into
}

/// Where a read lies; `None` without a place.
fn placed(record: &[u8], header: &BamHeader) -> Result<Option<Placed>, Wrong> {
    let cut = || "its parts are longer than itself".to_owned();
    let number =
        |at: usize| record.get(at..at + 4).and_then(|b| b.try_into().ok()).map(u32::from_le_bytes).ok_or_else(cut);
    let bases = usize::try_from(number(16)?).unwrap_or(usize::MAX);
    let operations = usize::from(u16::from_le_bytes([record[12], record[13]]));
    let needed = bases
        .checked_add(bases.div_ceil(2))
        .and_then(|n| n.checked_add(FIXED + usize::from(record[8]) + 4 * operations));
    let read = RecordRef::new(record).filter(|_| needed.is_some_and(|n| n <= record.len())).ok_or_else(cut)?;
    let contig = |id: Option<io::Result<usize>>| match id.transpose() {
        Ok(None) => Ok(None),
        Ok(Some(id)) if id < header.contigs.len() => Ok(Some(id)),
        _ => Err("its reference sequence is none of the header".to_owned()),
    };
    let base = |position: Option<io::Result<noodles::core::Position>>| match position.transpose() {
        Ok(position) => Ok(position.and_then(|p| u32::try_from(p.get()).ok())),
        Err(error) => Err(format!("its position: {error}")),
    };
    let (Some(own), Some(start)) = (contig(read.reference_sequence_id())?, base(read.alignment_start())?) else {
        return Ok(None);
    };
    let is_mapped = !read.flags().is_unmapped();
    let mut length = 0;
    for operation in read.cigar().iter() {
        let operation = operation.map_err(|error| format!("its CIGAR: {error}"))?;
        if is_mapped && operation.kind().consumes_reference() {
            length += operation.len();
        }
    }
    let (chromosome, whole) = header.contigs[own];
    let length = u32::try_from(length.max(1)).ok();
    let end = length.and_then(|length| start.checked_add(length - 1)).filter(|end| *end <= whole);
    let end = end.ok_or_else(|| "it reaches beyond its reference sequence".to_owned())?;
    let mut places = Vec::from_iter(chromosome.and_then(|c| Region::new(c, start, end).ok()));
    if let (Some(mate), Some(at)) = (contig(read.mate_reference_sequence_id())?, base(read.mate_alignment_start())?) {
        // How long the mate is stands in its own record; the reads of a pair are of one length.
        places.extend(region(header.contigs[mate].0, at, number(16)?));
    }
    let mut says_differences = !is_mapped || bases == 0;
    for field in read.data().iter() {
        let (tag, value) = field.map_err(|error| format!("its tags: {error}"))?;
        match (tag, value) {
            (Tag::MISMATCHED_POSITIONS, _) => says_differences = true,
            (Tag::OTHER_ALIGNMENTS | Tag::ORIGINAL_ALIGNMENT, Value::String(text)) => {
                places.extend(text.split(|b| *b == b';').filter_map(|entry| listed(&String::from_utf8_lossy(entry))));
            }
            _ => {}
        }
    }
    Ok(Some(Placed { contig: own, start, end, places, is_mapped, is_drawn: chromosome.is_some(), says_differences }))
}

/// An alignment as `SA` and `OA` list it: name, position (1-based), strand, CIGAR and more, separated by commas.
fn listed(entry: &str) -> Option<Region> {
    let fields: Vec<&str> = entry.split(',').collect();
    let [name, position, _, cigar, ..] = fields[..] else { return None };
    let (mut length, mut number) = (0_u32, 0_u32);
    for sign in cigar.chars() {
        match sign.to_digit(10) {
            Some(digit) => number = number.saturating_mul(10).saturating_add(digit),
            None => {
                if matches!(sign, 'M' | 'D' | 'N' | '=' | 'X') {
                    length = length.saturating_add(number);
                }
                number = 0;
            }
        }
    }
    region(name.parse().ok(), position.parse().ok()?, length)
}

/// So many bases of a chromosome, at least one; `None` where it is none.
fn region(chromosome: Option<Chromosome>, start: u32, length: u32) -> Option<Region> {
    Region::new(chromosome?, start, start.saturating_add(length.max(1) - 1)).ok()
}

/// Counts what is read and keeps the last bytes.
struct Watched<R> {
    inner: R,
    bytes: u64,
    last: Vec<u8>,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.bytes += read as u64;
        self.last.extend_from_slice(&into[read.saturating_sub(END.len())..read]);
        self.last.drain(..self.last.len().saturating_sub(END.len()));
        Ok(read)
    }
}
