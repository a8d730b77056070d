//! The reads of a person (BAM) split by consent: one pass over the hub's file makes the open part and a sealed slice for
//! each category, each a BAM of its own, sorted, with its index.
//!
//! Where a read goes depends on places alone: its own alignment, that of its mate and its supplementary alignments. One
//! that touches a sensitive region goes with that region whole, so that nothing in the open part tells of it. Reads of one
//! set of sensitive genes lie together in compressed blocks of their own, a [`Cell`]: what a consent opens later is put
//! together from whole blocks ([`ReadsLayout`]), without decoding a read. Reads without a place, and those on contigs that
//! are no chromosome, are never drawn and are left out.

mod bam;
mod hub_index;
mod index;
mod layout;

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Read, Write},
    ops::ControlFlow,
};

use consent::{Category, Sealing};
use domain::{Assembly, GeneSymbol, PersonId};
use noodles::{
    core::Position,
    csi::binning_index::{Indexer, index::reference_sequence::bin::Chunk},
};
use noodles_bgzf as bgzf;

use self::bam::{BamHeader, Placed};
pub use self::{
    index::{Cell, ReadsIndex},
    layout::ReadsLayout,
};
use crate::Error;

/// The file of the reads and what it must be.
pub struct ReadsSource<'a> {
    /// Its name in messages.
    pub file: &'a str,
    /// Whose reads the hub says that they are: the sample name (`SM`) of every read group.
    pub person: &'a PersonId,
    /// The assembly of the case.
    pub assembly: Assembly,
    /// The index that the hub sent beside it (BAI), where it did. It is not used, but one that does not fit says that the
    /// two are of different files.
    pub index: Option<&'a [u8]>,
}

/// Where the parts are written, one for every category, whether anything will be in it or not.
pub struct ReadsSinks<'a> {
    /// The open part.
    pub open: &'a mut dyn Write,
    /// The sealed slices.
    pub slices: BTreeMap<Category, &'a mut dyn Write>,
}

/// The indexes of what was written.
pub struct ReadsReport {
    /// Of the open part.
    pub open: ReadsIndex,
    /// Of the slices.
    pub slices: BTreeMap<Category, ReadsIndex>,
}

/// Reads a BAM once and writes its parts, in bounded memory. `watch` is told how many bytes of the file are read, and may
/// stop it: then the answer is [`Error::Stopped`].
///
/// # Errors
/// [`Error::Reads`] where it is damaged, cut off or not sorted by coordinate, of another person or assembly, or its index
/// is of another file; [`Error::Io`] where a part cannot be written.
pub fn split_reads(
    source: &ReadsSource<'_>,
    stream: impl Read,
    sealing: &Sealing,
    sinks: ReadsSinks<'_>,
    watch: &dyn Fn(u64) -> ControlFlow<()>,
) -> Result<ReadsReport, Error> {
    let wrong = |what: String| Error::Reads { file: source.file.to_owned(), what };
    let io = |fault| Error::Io { file: source.file.to_owned(), source: fault };
    let mut reader = bam::Reader::new(stream);
    let header = reader.header().map_err(wrong)?;
    header.is_of(source.person, source.assembly).map_err(wrong)?;
    let mut parts = Parts::open(&header, sinks).map_err(io)?;
    let mut counts = vec![(0, 0); header.contigs.len()];
    let mut last = None;
    while let Some(read) = reader.next(&header).map_err(wrong)? {
        if watch(reader.bytes()).is_break() {
            return Err(Error::Stopped { file: source.file.to_owned() });
        }
        let Some(placed) = read else { continue };
        let here = (placed.contig, placed.start);
        if last.is_some_and(|last| here < last) {
            return Err(wrong(format!(
                "the reads are not sorted by coordinate (read {} comes too late): sort it with `samtools sort`",
                reader.number()
            )));
        }
        last = Some(here);
        let count = &mut counts[placed.contig];
        if placed.is_mapped {
            count.0 += 1
        } else {
            count.1 += 1
        }
        if placed.is_drawn {
            parts.write(&placed, reader.record(), sealing).map_err(io)?;
        }
    }
    reader.whole().map_err(wrong)?;
    if let Some(index) = source.index {
        hub_index::fits(index, &counts)
            .map_err(|what| wrong(format!("its index {what}: make it again with `samtools index`")))?;
    }
    parts.finish(header.contigs.len()).map_err(io)
}

/// The parts being written.
struct Parts<'a> {
    open: Part<'a>,
    slices: BTreeMap<Category, Part<'a>>,
    run: Run,
    runs: u64,
}

/// Reads in a row that touch the same sensitive genes.
#[derive(Default)]
struct Run {
    genes: BTreeSet<GeneSymbol>,
    /// The slice that they go to; none for the open part.
    category: Option<Category>,
    start: u64,
    before: u64,
}

struct Part<'a> {
    writer: bgzf::io::Writer<&'a mut dyn Write>,
    indexer: Indexer<Vec<bgzf::VirtualPosition>>,
    cells: Vec<Cell>,
    differences: bool,
}

impl<'a> Part<'a> {
    fn open(header: &BamHeader, sink: &'a mut dyn Write) -> io::Result<Self> {
        let mut writer = bgzf::io::Writer::new(sink);
        writer.write_all(&header.kept)?;
        writer.flush()?;
        Ok(Self { writer, indexer: Indexer::default(), cells: Vec::new(), differences: true })
    }

    fn write(&mut self, placed: &Placed, record: &[u8]) -> io::Result<()> {
        let start = self.writer.virtual_position();
        let length = u32::try_from(record.len()).map_err(io::Error::other)?;
        self.writer.write_all(&length.to_le_bytes())?;
        self.writer.write_all(record)?;
        let chunk = Chunk::new(start, self.writer.virtual_position());
        let base = |base: u32| usize::try_from(base).ok().and_then(Position::new).unwrap_or(Position::MIN);
        let place = (placed.contig, base(placed.start), base(placed.end), placed.is_mapped);
        self.indexer.add_record(Some(place), chunk).map_err(io::Error::other)?;
        self.differences &= placed.says_differences;
        Ok(())
    }

    fn finish(mut self, contigs: usize) -> io::Result<ReadsIndex> {
        self.writer.try_finish()?;
        ReadsIndex::new(&self.indexer.build(contigs), self.cells, self.differences)
    }
}

impl<'a> Parts<'a> {
    fn open(header: &BamHeader, sinks: ReadsSinks<'a>) -> io::Result<Self> {
        let mut slices = BTreeMap::new();
        for (category, sink) in sinks.slices {
            slices.insert(category, Part::open(header, sink)?);
        }
        Ok(Self { open: Part::open(header, sinks.open)?, slices, run: Run::default(), runs: 0 })
    }

    fn part(&mut self, category: Option<Category>) -> io::Result<&mut Part<'a>> {
        match category {
            None => Ok(&mut self.open),
            Some(category) => self.slices.get_mut(&category).ok_or_else(|| io::Error::other("a sink is missing")),
        }
    }

    fn write(&mut self, placed: &Placed, record: &[u8], sealing: &Sealing) -> io::Result<()> {
        let sensitive = || placed.places.iter().flat_map(|place| sealing.map().overlapping(place));
        let is_same = sensitive().all(|s| self.run.genes.contains(&s.gene))
            && self.run.genes.iter().all(|gene| sensitive().any(|s| &s.gene == gene));
        if !is_same {
            self.end_run()?;
            let category = placed.places.iter().filter_map(|place| sealing.category_of(place)).max();
            let before = self.open.writer.position();
            let start = self.part(category)?.writer.position();
            self.run = Run { genes: sensitive().map(|s| s.gene.clone()).collect(), category, start, before };
        }
        self.part(self.run.category)?.write(placed, record)
    }

    /// Ends the run at the end of a block, so that the next one begins with its own.
    fn end_run(&mut self) -> io::Result<()> {
        let Run { genes, category, start, before } = std::mem::take(&mut self.run);
        let number = self.runs;
        self.runs += 1;
        let part = self.part(category)?;
        part.writer.flush()?;
        if !genes.is_empty() {
            let end = part.writer.position();
            part.cells.push(Cell { genes, number, start, end, before });
        }
        Ok(())
    }

    fn finish(mut self, contigs: usize) -> io::Result<ReadsReport> {
        self.end_run()?;
        let mut slices = BTreeMap::new();
        for (category, part) in self.slices {
            slices.insert(category, part.finish(contigs)?);
        }
        Ok(ReadsReport { open: self.open.finish(contigs)?, slices })
    }
}

#[cfg(test)]
mod tests;
