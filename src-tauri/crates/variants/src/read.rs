//! One streaming pass over a VCF: one thread cuts the file into batches of whole blocks, workers inflate and parse them,
//! and the pieces are put together in the order of the file.

use std::{
    collections::BTreeMap,
    num::NonZeroUsize,
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
};

use consent::ConsentScope;
use domain::{Assembly, Region};

use crate::{
    Error,
    append::{Dictionaries, Segment},
    error::Fault,
    header::Header,
    import::Kept,
    index::read_region,
    limits,
    profile::Profile,
    rows::{Admission, Rows, empty},
    source::{Packing, Source},
    table::VariantTable,
    text::{Batch, Batches, Text, line_limit},
};

/// How a VCF is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReadOptions {
    /// The assembly where the header does not tell it; a contradiction is an error.
    pub assembly: Option<Assembly>,
    /// Threads that inflate and parse; the machine's number of cores where not given. The table is the same.
    pub threads: Option<NonZeroUsize>,
}

impl VariantTable {
    /// Reads what the scope opens of a VCF: a bare file, or the open part of a case.
    ///
    /// # Errors
    /// What [`Error`] says of files, headers and records: never a shorter table that looks whole.
    pub fn read(source: &Source, scope: &ConsentScope, options: ReadOptions) -> Result<Self, Error> {
        Self::read_part(source, None, scope, options)
    }

    /// As [`VariantTable::read`], only records that touch a region. A BGZF file on the disk is then read by the index beside
    /// it, which must be there and not older than the file; anything else is read whole.
    ///
    /// # Errors
    /// Also [`Error::MissingIndex`], [`Error::OldIndex`], [`Error::BadIndex`].
    pub fn read_region(
        source: &Source,
        region: Region,
        scope: &ConsentScope,
        options: ReadOptions,
    ) -> Result<Self, Error> {
        Self::read_part(source, Some(region), scope, options)
    }

    fn read_part(
        source: &Source,
        region: Option<Region>,
        scope: &ConsentScope,
        options: ReadOptions,
    ) -> Result<Self, Error> {
        let header = Header::read(source)?;
        if scope.breadth().is_some() {
            let hides_name = |name: &str| scope.hides_name(name);
            return read(source, &header, &header.samples, &Admission::Bare(scope), region, &hides_name, options);
        }
        let whole = read(source, &header, &header.samples, &Admission::Whole, region, &|_| false, options)?;
        whole.same_assembly(source.name(), scope)?;
        whole.within(scope)
    }

    /// The sensitive regions must lie on the table's assembly.
    pub(crate) fn same_assembly(&self, file: &str, scope: &ConsentScope) -> Result<(), Error> {
        let regions = scope.sealing().assembly();
        if regions == self.assembly() {
            return Ok(());
        }
        let what = format!("it is on {}, the sensitive regions on {regions}", self.assembly());
        Err(Error::Mismatch { file: file.to_owned(), what })
    }
}

/// Reads a file into a table whose sample columns are `samples`.
pub(crate) fn read(
    source: &Source,
    header: &Header,
    samples: &[String],
    admission: &Admission,
    region: Option<Region>,
    hides_name: &(dyn Fn(&str) -> bool + Sync),
    options: ReadOptions,
) -> Result<VariantTable, Error> {
    let file = source.name();
    let assembly = header.assembly(file, options.assembly)?;
    let profile = Profile::of(header);
    let blank = empty(assembly, header, &profile, samples);
    let new_rows = || Rows::new(blank.clone(), header.samples.len(), &profile, admission, region, hides_name);
    let table = match (&region, source.path()) {
        (Some(region), Some(path)) if source.open_packed()?.1 == Packing::Bgzf => {
            let mut rows = new_rows();
            read_region(source, path, region, &mut rows)?;
            let mut table = rows.take();
            table.renumber(&header.contig_names(), &[Dictionaries::of(&rows)], &[Segment::default()]);
            table
        }
        _ => stream(source, header, new_rows, Kept::Whole(Box::new(blank.clone())), options.threads)?,
    };
    table.few_texts(file)?;
    match admission {
        Admission::Whole => {}
        Admission::Bare(scope) | Admission::Slice { scope, .. } => table.same_assembly(file, scope)?,
    }
    Ok(table)
}

impl VariantTable {
    /// The ids of contigs and filters have 16 bits.
    pub(crate) fn few_texts(&self, file: &str) -> Result<(), Error> {
        for (what, texts) in [("contigs", self.contigs.len()), ("filters", self.filters.len())] {
            if texts > limits::TEXTS {
                let (file, place, limit) = (file.to_owned(), "the whole file".to_owned(), limits::TEXTS.to_string());
                return Err(Error::Limit { file, place, what, limit });
            }
        }
        Ok(())
    }
}

/// The whole file, by as many threads as there are.
pub(crate) fn stream<'a>(
    source: &Source,
    header: &Header,
    new_rows: impl Fn() -> Rows<'a>,
    kept: Kept,
    threads: Option<NonZeroUsize>,
) -> Result<VariantTable, Error> {
    let file = source.name();
    let threads = threads.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    let batches = Batches::open(source)?;
    let are_text = batches.are_text();
    // So many batches are under way at most, however long one of them takes: the others wait for it in memory.
    let ahead = threads * AHEAD;
    let (merged, may_cut) = sync_channel(ahead);
    (0..ahead).try_for_each(|_| merged.try_send(())).unwrap_or_default();
    let (work_in, work_out) = sync_channel(threads);
    let work_out = Arc::new(Mutex::new(work_out));
    let (done_in, done_out) = sync_channel(threads);
    std::thread::scope(|scope| {
        // Dropped where the reading stops early: then nobody goes on.
        let (done_out, merged) = (done_out, merged);
        scope.spawn(move || cut(batches, &work_in, &may_cut));
        let workers: Vec<_> = (0..threads)
            .map(|builder| {
                let (work, done, mut rows) = (Arc::clone(&work_out), done_in.clone(), new_rows());
                scope.spawn(move || {
                    work_through(&work, &done, builder, &mut rows, file);
                    Dictionaries::of(&rows)
                })
            })
            .collect();
        drop((done_in, work_out));
        let mut merge = Merge::new(file, new_rows(), kept, threads);
        merge.all(&done_out, &merged, header)?;
        let mut dictionaries = Vec::with_capacity(threads + 1);
        for worker in workers {
            dictionaries.push(worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        dictionaries.push(Dictionaries::of(&merge.straddling));
        let mut table = merge.kept.finish()?;
        table.unended = are_text && merge.unended;
        table.renumber(&header.contig_names(), &dictionaries, &merge.segments);
        Ok(table)
    })
}

/// A batch with its number.
type Work = (usize, Result<Batch, Error>);
/// What became of a batch: its number and builder.
type Done = (usize, usize, Result<Piece, PieceError>);

/// The parsed middle of a batch, and the ends of the lines that straddle.
struct Piece {
    table: VariantTable,
    /// Lines parsed.
    lines: u64,
    header_lines: u64,
    /// Up to and with the first newline, and where it starts.
    head: (Vec<u8>, u64),
    /// After the last newline; `None` where the batch has no newline at all.
    tail: Option<(Vec<u8>, u64)>,
}

enum PieceError {
    Whole(Error),
    /// A fault in a line, counted from 1 behind the head.
    Line(u64, Fault),
}

/// Batches under way for each thread.
const AHEAD: usize = 4;

/// `may_cut` gives leave for a batch.
fn cut(mut batches: Batches, work: &SyncSender<Work>, may_cut: &Receiver<()>) {
    for index in 0.. {
        if may_cut.recv().is_err() {
            return;
        }
        let Some(batch) = batches.next().transpose() else { return };
        let last = batch.is_err();
        if work.send((index, batch)).is_err() || last {
            return;
        }
    }
}

fn work_through(work: &Mutex<Receiver<Work>>, done: &SyncSender<Done>, builder: usize, rows: &mut Rows, file: &str) {
    let mut text = Text::default();
    loop {
        let Some((index, batch)) = work.lock().ok().and_then(|w| w.recv().ok()) else { return };
        let unpacked = batch.and_then(|b| b.unpack(file, &mut text)).map_err(PieceError::Whole);
        let piece = unpacked.and_then(|()| parse(&text, rows));
        if done.send((index, builder, piece)).is_err() {
            return;
        }
    }
}

fn parse(text: &Text, rows: &mut Rows) -> Result<Piece, PieceError> {
    let bytes = &text.bytes;
    let Some(first) = memchr::memchr(b'\n', bytes) else {
        let head = (bytes.clone(), text.place(0));
        return Ok(Piece { table: rows.take(), lines: 0, header_lines: 0, head, tail: None });
    };
    let headers_before = rows.header_lines;
    let (mut start, mut lines) = (first + 1, 0);
    for newline in memchr::memchr_iter(b'\n', &bytes[start..]) {
        let end = first + 1 + newline;
        lines += 1;
        rows.line(&bytes[start..end], text.place(start)).map_err(|fault| PieceError::Line(lines, fault))?;
        start = end + 1;
    }
    Ok(Piece {
        table: rows.take(),
        lines,
        header_lines: rows.header_lines - headers_before,
        head: (bytes[..=first].to_vec(), text.place(0)),
        tail: Some((bytes[start..].to_vec(), text.place(start))),
    })
}

/// Puts the pieces together in the order of the file.
struct Merge<'a> {
    file: &'a str,
    kept: Kept,
    segments: Vec<Segment>,
    /// Parses the lines that straddle two batches.
    straddling: Rows<'a>,
    builder: usize,
    carried: Vec<u8>,
    place: u64,
    lines: u64,
    header_lines: u64,
    /// The last line had no newline.
    unended: bool,
}

impl<'a> Merge<'a> {
    fn new(file: &'a str, straddling: Rows<'a>, kept: Kept, builder: usize) -> Self {
        let (segments, carried) = (Vec::new(), Vec::new());
        Self { file, kept, segments, straddling, builder, carried, place: 0, lines: 0, header_lines: 0, unended: false }
    }

    /// Each piece that is put into its place gives leave for another batch.
    fn all(&mut self, done: &Receiver<Done>, merged: &SyncSender<()>, header: &Header) -> Result<(), Error> {
        let (mut waiting, mut next) = (BTreeMap::new(), 0);
        for (index, builder, piece) in done {
            waiting.insert(index, (builder, piece));
            while let Some((builder, piece)) = waiting.remove(&next) {
                next += 1;
                self.piece(builder, piece)?;
                // Nobody wants leave any more once the last batch is cut.
                merged.try_send(()).unwrap_or_default();
            }
        }
        if !self.carried.is_empty() {
            self.unended = true;
            self.straddling_line()?;
        }
        self.header_lines += self.straddling.header_lines;
        if self.header_lines != header.lines {
            let fault = Fault::new("line", "a header line stands among the records");
            return Err(fault.at(self.file, header.lines + 1));
        }
        Ok(())
    }

    fn piece(&mut self, builder: usize, piece: Result<Piece, PieceError>) -> Result<(), Error> {
        let piece = match piece {
            Ok(piece) => piece,
            Err(PieceError::Whole(error)) => return Err(error),
            Err(PieceError::Line(line, fault)) => return Err(fault.at(self.file, self.lines + 1 + line)),
        };
        if self.carried.is_empty() {
            self.place = piece.head.1;
        }
        self.carried.extend_from_slice(&piece.head.0);
        if self.carried.len() > limits::LINE {
            return Err(line_limit(self.file, self.lines + 1));
        }
        let Some((tail, place)) = piece.tail else { return Ok(()) };
        self.carried.pop();
        self.straddling_line()?;
        self.lines += piece.lines;
        self.header_lines += piece.header_lines;
        self.add(builder, piece.table)?;
        (self.carried, self.place) = (tail, place);
        Ok(())
    }

    fn straddling_line(&mut self) -> Result<(), Error> {
        self.lines += 1;
        let line = std::mem::take(&mut self.carried);
        self.straddling.line(&line, self.place).map_err(|fault| fault.at(self.file, self.lines))?;
        let table = self.straddling.take();
        self.add(self.builder, table)
    }

    fn add(&mut self, builder: usize, table: VariantTable) -> Result<(), Error> {
        if table.rows() == 0 && table.records() == 0 {
            return Ok(());
        }
        let (start, hits) = self.kept.so_far();
        self.segments.push(Segment { start, hits, builder });
        self.kept.add(table)
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::{AnnotationKind, ClinVarClass, Consequence, Kind, testing};

    const HEADER: &str = "##fileformat=VCFv4.2\n##contig=<ID=chr1,length=248956422>\n##contig=<ID=chrX,length=156040895>\n\
        ##INFO=<ID=CSQ,Number=.,Type=String,Description=\"VEP. Format: SYMBOL|Consequence|Allele|gnomADe_AF|ToMMo_AF|CLIN_SIG|REVEL|HGNC_ID|Existing_variation\">\n\
        #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tchild\tdad\n";

    #[test]
    fn a_multi_allelic_record_makes_a_row_for_each_alternate() {
        let text = format!(
            "{HEADER}chr1\t100\t.\tAT\tA,ATT\t50\tPASS\tCSQ=AAA|frameshift_variant|-|0.01|0.2||||,AAA|intron_variant|TT|||pathogenic|0.5|HGNC:5|rs77,BBB|stop_gained|TT||||||\tGT:AD:DP:GQ:PS\t1|2:1,20,30:51:99:100\t./2:5,0,7:.:12.9:.\n"
        );
        let table = testing::table(&text);
        assert_eq!((table.rows(), table.records(), table.annotation()), (2, 1, AnnotationKind::Vep));
        assert_eq!([table.kind(0), table.kind(1)], [Kind::Deletion, Kind::Insertion]);
        assert_eq!([table.consequence(0), table.consequence(1)], [Consequence::Frameshift, Consequence::StopGained]);
        let symbol = |id| table.genes().symbol(id).map(str::to_owned);
        assert_eq!([symbol(table.gene(0)), symbol(table.gene(1))], [Some("AAA".into()), Some("BBB".into())]);
        let genes: Vec<_> = table.genes_of(1).map(|(g, c)| (symbol(g).expect("a gene"), c)).collect();
        assert_eq!(genes, [("BBB".to_owned(), Consequence::StopGained), ("AAA".to_owned(), Consequence::Intron)]);
        assert_eq!([table.max_af(0), table.max_af(1)], [Some(0.2), None], "a missing frequency is not zero");
        assert_eq!([table.clinvar(0), table.clinvar(1)], [ClinVarClass::None, ClinVarClass::Pathogenic]);
        assert_eq!((table.revel(1), table.rs(1), table.rs(0)), (Some(0.5), Some(77), None));
        let child = &table.samples()[0];
        assert!(child.genotype(0).is_heterozygous() && child.genotype(0).haplotype() == Some(0));
        assert_eq!(child.genotype(1).haplotype(), Some(1));
        assert_eq!(
            (child.alternate_reads(0), child.alternate_reads(1), child.depth(0)),
            (Some(20), Some(30), Some(51))
        );
        assert_eq!((child.phase_set(0), table.samples()[1].phase_set(0)), (Some(100), None));
        let dad = &table.samples()[1];
        assert_eq!((dad.depth(0), dad.genotype_quality(0)), (None, Some(12)));
        assert!(dad.genotype(1).has_allele() && !dad.genotype(1).is_called());
    }

    #[test]
    fn plain_text_without_its_last_newline_may_be_cut_off() {
        let text = HEADER.to_owned() + "chr1\t1\t.\tA\tG\t.\t.\t.\tGT\t0/1\t0/0";
        let mut packed = noodles_bgzf::io::Writer::new(Vec::new());
        std::io::Write::write_all(&mut packed, text.as_bytes()).expect("memory");
        let read = |bytes: Vec<u8>| {
            let options = ReadOptions { assembly: Some(Assembly::GRCh38), ..ReadOptions::default() };
            VariantTable::read(&testing::source(bytes), &testing::open_scope(Assembly::GRCh38), options)
        };
        let may_be_cut_off = |bytes| read(bytes).expect("a table").may_be_cut_off();
        assert!(may_be_cut_off(text.clone().into_bytes()), "the last column may have been longer");
        assert!(!may_be_cut_off(format!("{text}\n").into_bytes()));
        assert!(!may_be_cut_off(packed.finish().expect("memory")), "its end-of-file block is there");
        let cut = text[..text.len() - 4].to_owned();
        assert!(read(cut.into_bytes()).is_err(), "a column is missing");
    }

    #[test]
    fn no_more_batches_are_cut_than_may_wait() {
        let text = HEADER.to_owned() + &"chr1\t1\t.\tA\tG\t.\t.\t.\tGT\t0/1\t0/0\n".repeat(400_000);
        let batches = Batches::open(&testing::source(text.into_bytes())).expect("opened");
        let (work, cut_off) = sync_channel(100);
        let (leave, may_cut) = sync_channel(3);
        (0..3).for_each(|_| leave.send(()).expect("room"));
        drop(leave);
        cut(batches, &work, &may_cut);
        drop(work);
        assert_eq!(cut_off.iter().count(), 3, "of more than ten");
    }

    #[test]
    fn threads_and_batches_do_not_change_the_table() {
        let mut text = HEADER.to_owned();
        for i in 0..40_000_u32 {
            let (gene, other) = (i * 7919 % 501, i % 13);
            writeln!(text, "chr{}\t{}\t.\tA\tG\t.\tf{}\tCSQ=G{gene}|missense_variant|G|0.0{other}|||||,H{other}|intron_variant|G||||||\tGT\t0/1\t0/0", if i < 30_000 { "1" } else { "X" }, i + 1, i % 7).expect("memory");
        }
        assert!(text.len() > 2 << 20, "several batches are needed");
        let scope = testing::open_scope(Assembly::GRCh38);
        let read = |threads| {
            let options = ReadOptions { threads: NonZeroUsize::new(threads), ..ReadOptions::default() };
            VariantTable::read(&testing::source(text.as_str()), &scope, options).expect("readable")
        };
        let one = read(1);
        assert_eq!(one.rows(), 40_000);
        assert!((0..one.rows()).all(|r| one.position(r) as usize == r + 1), "rows are in the order of the file");
        for threads in [2, 5] {
            assert!(read(threads) == one, "{threads} threads give the same table");
        }
        let row = 31_234;
        let line = &text.as_bytes()[usize::try_from(one.offset(row)).expect("small")..];
        assert!(line.starts_with(b"chrX\t31235\t"), "offsets point at their lines");
    }

    #[test]
    fn a_fault_names_its_line_wherever_it_stands() {
        let good = "chr1\t7\t.\tA\tG\t.\t.\t.\tGT\t0/1\t0/0\n";
        for at in [0, 1, 25_000, 60_000] {
            let mut text = HEADER.to_owned();
            for i in 0..=60_000 {
                text.push_str(if i == at { "chr1\tx\t.\tA\tG\t.\t.\t.\tGT\t0/1\t0/0\n" } else { good });
            }
            let options = ReadOptions { threads: NonZeroUsize::new(3), ..ReadOptions::default() };
            let error = VariantTable::read(&testing::source(text), &testing::open_scope(Assembly::GRCh38), options);
            let message = error.expect_err("must be refused").to_string();
            assert_eq!(message, format!("test.vcf:{}: POS: expected a whole number, found \"x\"", 6 + at));
        }
    }
}
