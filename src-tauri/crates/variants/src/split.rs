//! The import split by consent: one pass over the hub's file makes the open part, for all persons, and a sealed slice for
//! each person and category (privacy.md, "How it is kept").
//!
//! Which record goes where depends on regions alone, never on data. Whatever lies in a sealed region, the text of the open
//! part is the same byte for byte; its identity is the SHA-256 of that text, so that block boundaries never show.

mod blocks;
mod names;
mod phase;
mod slice;
#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    io::{self, Read, Write},
    ops::ControlFlow,
    sync::{Arc, Mutex},
};

use consent::{Category, Sealing};
use domain::{Assembly, Chromosome, PersonId};
use noodles_bgzf as bgzf;
use sealed::digest::{Hasher, Sha256};

use self::{blocks::OpenPart, names::Names, phase::PhaseSets, slice::Slicer};
use crate::{
    Error,
    error::Fault,
    header::Header,
    limits,
    profile::Profile,
    record::Record,
    source::{Source, Stream},
    text::{Batches, Lines, line_limit},
};

/// Where the parts are written: the caller wraps each in its own encryption and brings it to the disk.
pub struct SplitSinks<'a> {
    /// The open part, BGZF.
    pub open: &'a mut dyn Write,
    /// One for every sample and every category, whether anything will be in it or not; BGZF.
    pub slices: BTreeMap<(PersonId, Category), &'a mut dyn Write>,
}

/// What a split read and wrote. It says nothing about sealed regions but `source`, which depends on them: that hash belongs
/// into a record that is sealed itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplitReport {
    /// SHA-256 of the hub's file as it is.
    pub source: Sha256,
    /// Its length in bytes.
    pub source_length: u64,
    /// The identity of the open part: SHA-256 of its text, not of its compressed blocks.
    pub open: Sha256,
    /// Records in the open part.
    pub open_records: u64,
    /// The assembly.
    pub assembly: Assembly,
    /// The samples, all of which have slices.
    pub samples: Vec<PersonId>,
}

/// Reads a hub's VCF once and writes its parts. `watch` is told how many bytes of the file are read, and may stop it: then
/// the answer is [`Error::Stopped`]. Nothing is verified against an expected hash here: the caller compares
/// [`SplitReport::source`] before it keeps what was written.
///
/// # Errors
/// What [`Error`] says of files, headers and records; [`Error::Mismatch`] where the sensitive regions are on another
/// assembly, a sample name is no person id, or a sink is missing.
pub fn split(
    source: &Source,
    sealing: &Sealing,
    given: Option<Assembly>,
    sinks: SplitSinks,
    watch: &dyn Fn(u64) -> ControlFlow<()>,
) -> Result<SplitReport, Error> {
    let file = source.name();
    let mismatch = |what: String| Error::Mismatch { file: file.to_owned(), what };
    let header = Header::read(source)?;
    let assembly = header.assembly(file, given)?;
    if sealing.assembly() != assembly {
        return Err(mismatch(format!("it is on {assembly}, the sensitive regions on {}", sealing.assembly())));
    }
    let people = header.samples.iter().map(|s| s.parse().map_err(|e| mismatch(format!("sample {s:?}: {e}"))));
    let samples = people.collect::<Result<Vec<PersonId>, Error>>()?;
    let profile = Profile::of(&header);
    let hashing = Arc::new(Mutex::new((Hasher::new(), 0)));
    let (stream, packing) = source.open_packed()?;
    let mut batches = Batches::over(file, Hashing { stream, sum: Arc::clone(&hashing) }, packing);
    let mut splitter = Splitter {
        header: &header,
        sealing,
        names: Names::of(sealing),
        phase: PhaseSets::new(header.samples.len()),
        slicer: Slicer::new(&header, &profile),
        slices: Slices::open(&header, &samples, sinks.slices, &mismatch, file)?,
        chromosomes: BTreeMap::new(),
        header_left: &header.text,
        lines: 0,
        open_records: 0,
    };
    let mut open = OpenPart::new(file, sinks.open);
    while let Some(batch) = batches.next()? {
        if watch(batches.packed()).is_break() {
            return Err(Error::Stopped { file: file.to_owned() });
        }
        open.take(batch, &mut |line| splitter.line(line).map_err(|(fault, line)| fault.at(file, line)))?;
        if open.carried() > limits::LINE {
            return Err(line_limit(file, splitter.lines + 1));
        }
    }
    let open_sha = open.finish(&mut |line| splitter.line(line).map_err(|(fault, line)| fault.at(file, line)))?;
    if splitter.lines < header.lines {
        return Err(mismatch("the file changed while it was read".to_owned()));
    }
    splitter.slices.finish(file)?;
    let open_records = splitter.open_records;
    drop(batches);
    let (hasher, source_length) = Arc::into_inner(hashing)
        .and_then(|h| h.into_inner().ok())
        .ok_or_else(|| mismatch("its hash was not finished".to_owned()))?;
    Ok(SplitReport { source: hasher.finish(), source_length, open: open_sha, open_records, assembly, samples })
}

/// What becomes of a line in the open part.
pub(crate) enum Fate {
    Keep,
    Remove,
    Replace(Vec<u8>),
}

struct Splitter<'a, 's> {
    header: &'a Header,
    sealing: &'a Sealing,
    names: Names<'a>,
    phase: PhaseSets,
    slicer: Slicer<'a>,
    slices: Slices<'s>,
    chromosomes: BTreeMap<Vec<u8>, Option<Chromosome>>,
    /// The header as it was read before, as far as it was not met again.
    header_left: &'a [u8],
    lines: u64,
    open_records: u64,
}

impl Splitter<'_, '_> {
    fn line(&mut self, line: &[u8]) -> Result<Fate, (Fault, u64)> {
        self.lines += 1;
        let is_header = self.lines <= self.header.lines;
        let fault = match (line.first(), is_header) {
            (Some(b'#'), true) => {
                let met = line.strip_suffix(b"\r").unwrap_or(line);
                match self.header_left.strip_prefix(met).and_then(|left| left.strip_prefix(b"\n")) {
                    Some(left) => self.header_left = left,
                    None => return Err((Fault::new("header", "the file changed while it was read"), self.lines)),
                }
                return Ok(Fate::Keep);
            }
            (Some(b'#'), false) => Fault::new("line", "a header line stands among the records"),
            (None, _) => Fault::new("line", "empty"),
            (Some(_), _) => match self.record(line) {
                Ok(fate) => return Ok(fate),
                Err(fault) => fault,
            },
        };
        Err((fault, self.lines))
    }

    fn record(&mut self, line: &[u8]) -> Result<Fate, Fault> {
        let record = Record::parse(line, self.header.samples.len())?;
        let chromosome = match self.chromosomes.get(record.chrom) {
            Some(known) => *known,
            None => {
                let found = std::str::from_utf8(record.chrom).ok().and_then(|c| c.parse().ok());
                self.chromosomes.insert(record.chrom.to_vec(), found);
                found
            }
        };
        let regions = record.regions(chromosome);
        match regions.iter().filter_map(|r| self.sealing.category_of(r)).max() {
            Some(category) => {
                self.slicer.rows(&record, |sample, row| self.slices.write(sample, category, row))?;
                Ok(Fate::Remove)
            }
            None => {
                self.open_records += 1;
                let info = self.names.without_hidden(record.info);
                let columns = self.phase.without_sealed(&record, chromosome, self.sealing);
                if info.is_none() && columns.is_none() {
                    return Ok(Fate::Keep);
                }
                let info = info.as_deref().unwrap_or(record.info);
                let samples = columns.as_deref().unwrap_or(record.samples);
                Ok(Fate::Replace(rewritten(&record, info, samples)))
            }
        }
    }
}

/// The line of a record with another INFO and other sample columns.
fn rewritten(record: &Record, info: &[u8], samples: &[u8]) -> Vec<u8> {
    let position = record.position.to_string();
    let fixed = [
        record.chrom,
        position.as_bytes(),
        record.id,
        record.reference,
        record.alternate,
        record.quality,
        record.filter,
        info,
    ];
    let mut line = fixed.join(&b'\t');
    if !record.format.is_empty() {
        for column in [record.format, samples] {
            line.push(b'\t');
            line.extend_from_slice(column);
        }
    }
    line.push(b'\n');
    line
}

/// The writers of the slices, by sample and category.
struct Slices<'a> {
    samples: Vec<BTreeMap<Category, bgzf::io::Writer<&'a mut dyn Write>>>,
    failed: Option<io::Error>,
}

impl<'a> Slices<'a> {
    fn open(
        header: &Header,
        people: &[PersonId],
        mut sinks: BTreeMap<(PersonId, Category), &'a mut dyn Write>,
        mismatch: &dyn Fn(String) -> Error,
        file: &str,
    ) -> Result<Self, Error> {
        let mut samples = Vec::new();
        for person in people {
            let text = slice::header(header, person);
            let mut of_person = BTreeMap::new();
            for category in Category::ALL {
                let sink = sinks
                    .remove(&(person.clone(), category))
                    .ok_or_else(|| mismatch(format!("there is no sink for {person}, {category}")))?;
                let mut writer = bgzf::io::Writer::new(sink);
                writer.write_all(&text).map_err(|source| Error::Io { file: file.to_owned(), source })?;
                of_person.insert(category, writer);
            }
            samples.push(of_person);
        }
        Ok(Self { samples, failed: None })
    }

    fn write(&mut self, sample: usize, category: Category, row: &[u8]) {
        if let Some(writer) = self.samples.get_mut(sample).and_then(|s| s.get_mut(&category))
            && let Err(error) = writer.write_all(row)
        {
            self.failed.get_or_insert(error);
        }
    }

    fn finish(&mut self, file: &str) -> Result<(), Error> {
        let io = |source| Error::Io { file: file.to_owned(), source };
        if let Some(error) = self.failed.take() {
            return Err(io(error));
        }
        for writer in self.samples.iter_mut().flat_map(BTreeMap::values_mut) {
            writer.try_finish().map_err(io)?;
        }
        Ok(())
    }
}

/// Takes the hash of everything that is read.
struct Hashing {
    stream: Box<dyn Stream>,
    sum: Arc<Mutex<(Hasher, u64)>>,
}

impl Read for Hashing {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.stream.read(into)?;
        if let Ok(mut sum) = self.sum.lock() {
            sum.0.update(&into[..n]);
            sum.1 += n as u64;
        }
        Ok(n)
    }
}

/// The SHA-256 of the text of a VCF, whatever it is packed in: the identity of an open part.
///
/// # Errors
/// What [`Error`] says of files.
pub fn text_digest(source: &Source) -> Result<Sha256, Error> {
    let mut lines = Lines::open(source)?;
    let (mut hasher, mut line) = (Hasher::new(), Vec::new());
    while lines.next_into(&mut line)?.is_some() {
        if lines.ended {
            line.push(b'\n');
        }
        hasher.update(&line);
    }
    Ok(hasher.finish())
}
