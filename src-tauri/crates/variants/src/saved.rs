//! The variant table on the disk, sealed.
//!
//! # Layout, version 3
//!
//! Numbers are little-endian.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `shvtable` |
//! | 4 | version, 3 |
//! | … | pieces, one after the other |
//! | n | the directory |
//! | 8 | where the directory starts |
//! | 4 | its length n |
//! | 8 | `tableend` |
//!
//! Every piece and the directory is sealed by itself ([`sealed::symmetric`], key per file). The associated data is the case,
//! a zero byte, the number of the chunk (4 bytes) and the name of the column; the directory has the chunk `ffffffff` and
//! the name `directory`. A piece that is exchanged with another, or with that of another case, does not open.
//!
//! A piece holds up to 131,072 rows of a column as byte planes (all first bytes, all second bytes, …), compressed by zstd 3;
//! before that positions and offsets as differences, frequencies and scores as decimal numbers, and columns of which one tells
//! of the other (those of a sample; what is changed, and what follows from it) as distinct rows with their numbers. Missing numbers are NaN
//! (f32) and 65,535 (u16). What follows from other columns is kept as what differs: of the end what it lies behind the
//! position, of the largest frequency the bits in which it is not that of the populations. Version 2 had every column by itself
//! and no decimal numbers; version 1 also kept end and largest frequency whole, and QUAL. The directory is a postcard record:
//! assembly, annotation, dictionaries, parts, samples, number of records and rows, and for each piece its column, chunk, rows,
//! place and length.

mod column;
mod decimal;
mod file;
mod together;
mod write;

use std::{
    collections::BTreeMap,
    io::Write,
    num::NonZeroUsize,
    sync::{Mutex, MutexGuard, PoisonError},
};

use domain::{Assembly, CaseId, HgncId};
use rand_core::CryptoRng;
use rayon::prelude::*;
use sealed::symmetric::{self, SymmetricKey};
use serde::{Deserialize, Serialize};

pub(crate) use self::write::Saving;
use self::{
    column::{Column, Form},
    file::In,
};
use crate::{
    AnnotationKind, Consequence, Error, Genes, Stream,
    record::length,
    table::{Contig, Frequency, GeneHit, Sample, VariantTable},
};

const MAGIC: &[u8; 8] = b"shvtable";
const END: &[u8; 8] = b"tableend";
const VERSION: u32 = 3;
pub(crate) const CHUNK: usize = 131_072;
const TRAILER: u64 = 20;
/// Longest directory that is read.
const DIRECTORY: u32 = 256 << 20;

#[derive(Serialize, Deserialize)]
struct Directory {
    assembly: Assembly,
    annotation: AnnotationKind,
    contigs: Vec<String>,
    filters: Vec<String>,
    genes: Vec<(String, u32)>,
    samples: Vec<String>,
    frequencies: Vec<String>,
    records: u64,
    rows: u64,
    gene_hits: u64,
    pieces: Vec<Piece>,
}

#[derive(Serialize, Deserialize)]
struct Piece {
    column: String,
    chunk: u32,
    rows: u32,
    place: u64,
    length: u32,
}

impl VariantTable {
    /// Writes the table, sealed with `key`, which must be fresh for this file. `name` stands in messages; the caller brings
    /// what was written to the disk.
    ///
    /// # Errors
    /// [`Error::Io`]; [`Error::Table`] for a table with joined slices, which are never saved together.
    pub fn write_to(
        &self,
        out: &mut (dyn Write + Send),
        name: &str,
        case: &CaseId,
        key: &SymmetricKey,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<(), Error> {
        if self.parts.len() != 1 {
            let what = "joined slices are never saved with the open part".to_owned();
            return Err(Error::Table { file: name.to_owned(), what });
        }
        let mut saving = Saving::begin(out, name, case, key, rng)?;
        saving.rows(self)?;
        saving.finish(self)
    }

    /// Reads what [`VariantTable::write_to`] wrote.
    ///
    /// # Errors
    /// [`Error::Table`] where it is no such table, cut off, newer or inconsistent; [`Error::Sealed`] where a part does
    /// not open: another key, another case, or changed bytes; [`Error::Io`].
    pub fn read_from(stream: impl Stream, name: &str, case: &CaseId, key: &SymmetricKey) -> Result<Self, Error> {
        let mut input = In::new(stream, name)?;
        let (version, directory) = (input.version()?, input.directory(case, key)?);
        let mut table = directory.blank();
        let mut other = Other::default();
        let by_column = directory.by_column();
        let rows = usize::try_from(directory.rows).unwrap_or(usize::MAX);
        let hit_rows = usize::try_from(directory.gene_hits).unwrap_or(usize::MAX);
        let input = Mutex::new(input);
        let load = |scratch: &mut Scratch, column: &str, form: Form, mut cells: Vec<&mut dyn Column>| {
            let pieces = by_column.get(column).map_or(&[][..], Vec::as_slice);
            cells.iter_mut().for_each(|cells| cells.reserve(pieces.iter().map(|p| p.count()).sum()));
            for (chunk, piece) in (0_u32..).zip(pieces) {
                let sealed = locked(&input).bytes(piece.place, piece.length)?;
                let packed = symmetric::open(key, &associated(case, chunk, column), &sealed)
                    .map_err(|source| Error::Sealed { file: name.to_owned(), source })?;
                let plain = scratch.unpack(&packed, piece.count()).map_err(|e| locked(&input).io(e))?;
                let wrong = || locked(&input).wrong(format!("column {column}: bad values"));
                decode(&mut cells, plain, piece.count(), form).ok_or_else(wrong)?;
            }
            let expected = if column.starts_with("gene_hits.") { hit_rows } else { rows };
            // Phase sets are only kept where there are any; the change of a base was not kept at first.
            let may_lack = column.ends_with(".phase_set") || (column == "change" && version < 3);
            for found in cells.iter().map(|cells| cells.rows()).filter(|found| !(may_lack && *found == 0)) {
                if found != expected {
                    return Err(locked(&input).wrong(format!("column {column}: {found} rows, expected {expected}")));
                }
            }
            Ok(())
        };
        let columns = Mutex::new(columns_mut(&mut table, &mut other, version).into_iter());
        let work = || -> Result<(), Error> {
            let mut scratch = Scratch::new().map_err(|e| locked(&input).io(e))?;
            loop {
                let next = locked(&columns).next();
                let Some((column, form, cells)) = next else { return Ok(()) };
                load(&mut scratch, &column, form, cells)?;
            }
        };
        let threads = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        std::thread::scope(|scope| -> Result<(), Error> {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            let done = workers.into_iter().map(|w| w.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            done.collect()
        })?;
        drop(columns);
        let input = locked(&input);
        other.restore(&mut table).map_err(|what| input.wrong(what))?;
        table.verify().map_err(|what| input.wrong(what))?;
        Ok(table)
    }

    /// Every id must lie in its dictionary: accessors index without asking.
    fn verify(&self) -> Result<(), String> {
        let (genes, rows) = (length(self.genes.len()), length(self.rows()));
        let known = |g: u32| g == Genes::NONE || g < genes;
        let fits = self.contig.par_iter().all(|c| usize::from(*c) < self.contigs.len())
            && self.filter.par_iter().all(|f| usize::from(*f) < self.filters.len())
            && self.part.par_iter().all(|p| *p == 0)
            && self.gene.par_iter().all(|g| known(*g))
            && self.gene_hits.par_iter().all(|h| known(h.gene) && h.row < rows)
            && self.gene_hits.par_windows(2).all(|two| two[0] <= two[1]);
        if fits { Ok(()) } else { Err("an id lies outside its dictionary".to_owned()) }
    }
}

impl Directory {
    fn blank(&self) -> VariantTable {
        let genes: BTreeMap<String, Option<HgncId>> =
            self.genes.iter().map(|(s, h)| (s.clone(), (*h > 0).then_some(HgncId(*h)))).collect();
        let contig = |name: &String| Contig { name: name.clone(), chromosome: name.parse().ok() };
        VariantTable {
            assembly: self.assembly,
            annotation: self.annotation,
            contigs: self.contigs.iter().map(contig).collect(),
            filters: self.filters.clone(),
            genes: Genes::new(genes),
            samples: self.samples.iter().map(|name| Sample::blank(name)).collect(),
            frequencies: self.frequencies.iter().map(|name| Frequency::blank(name)).collect(),
            records: self.records,
            ..VariantTable::blank(self.assembly)
        }
    }

    fn by_column(&self) -> BTreeMap<&str, Vec<&Piece>> {
        let mut found: BTreeMap<&str, Vec<&Piece>> = BTreeMap::new();
        for piece in &self.pieces {
            found.entry(&piece.column).or_default().push(piece);
        }
        found.values_mut().for_each(|pieces| pieces.sort_by_key(|p| p.chunk));
        found
    }
}

fn associated(case: &CaseId, chunk: u32, column: &str) -> Vec<u8> {
    let mut data = case.as_str().as_bytes().to_vec();
    data.push(0);
    data.extend_from_slice(&chunk.to_le_bytes());
    data.extend_from_slice(column.as_bytes());
    data
}

/// Bytes of a row before it is compressed, at most: those of a distinct row and its number.
const MOST_BYTES: usize = 12;

/// What is used again for each piece.
struct Scratch {
    unpacker: zstd::bulk::Decompressor<'static>,
    plain: Vec<u8>,
}

impl Scratch {
    fn new() -> std::io::Result<Self> {
        Ok(Self { unpacker: zstd::bulk::Decompressor::new()?, plain: Vec::with_capacity(CHUNK * MOST_BYTES + 4) })
    }

    /// The bytes of so many rows.
    fn unpack(&mut self, packed: &[u8], rows: usize) -> std::io::Result<&[u8]> {
        self.plain.clear();
        self.plain.reserve(rows * MOST_BYTES + 4);
        self.unpacker.decompress_to_buffer(packed, &mut self.plain)?;
        Ok(&self.plain)
    }
}

fn encode(columns: &[&dyn Column], start: usize, rows: usize, form: Form) -> Vec<u8> {
    match (form, columns) {
        (_, [column]) if form != Form::Together => column.encode(start, rows, form),
        (_, columns) => together::encode(columns, start, rows),
    }
}

fn decode(columns: &mut [&mut dyn Column], bytes: &[u8], rows: usize, form: Form) -> Option<()> {
    match (form, columns) {
        (Form::Together, columns) => together::decode(columns, bytes, rows),
        (_, [column]) => column.decode(bytes, rows, form),
        _ => None,
    }
}

/// What is kept otherwise than the table has it: the side list of genes as columns, and columns that follow from others.
#[derive(Default)]
struct Other {
    row: Vec<u32>,
    consequence: Vec<Consequence>,
    gene: Vec<u32>,
    /// The end behind the position.
    length: Vec<u32>,
    /// The bits of the largest frequency that are not those of the largest of the populations.
    apart: Vec<u32>,
}

impl Other {
    fn of_hits(hits: &[GeneHit]) -> Self {
        Self {
            row: hits.iter().map(|h| h.row).collect(),
            consequence: hits.iter().map(|h| h.consequence).collect(),
            gene: hits.iter().map(|h| h.gene).collect(),
            ..Self::default()
        }
    }

    fn of_rows(table: &VariantTable) -> Self {
        let places = table.end.iter().zip(&table.position);
        let largest = table.max_af.raw().iter().zip((0..table.rows()).map(largest_of_populations(table)));
        Self {
            length: places.map(|(end, position)| end.wrapping_sub(*position)).collect(),
            apart: largest.map(|(value, other)| value.to_bits() ^ other.to_bits()).collect(),
            ..Self::default()
        }
    }

    /// Gives the table back what was kept otherwise.
    fn restore(self, table: &mut VariantTable) -> Result<(), String> {
        let genes = self.consequence.par_iter().zip(&self.gene);
        let hit = |(row, (consequence, gene)): (&u32, (&Consequence, &u32))| GeneHit {
            row: *row,
            consequence: *consequence,
            gene: *gene,
        };
        table.gene_hits = self.row.par_iter().zip(genes).map(hit).collect();
        if table.end.is_empty() {
            let places = table.position.par_iter().zip(&self.length);
            table.end = places.map(|(position, length)| position.wrapping_add(*length)).collect();
        }
        if table.max_af.raw().is_empty() {
            let largest = largest_of_populations(table);
            let value = |(row, apart): (usize, &u32)| f32::from_bits(largest(row).to_bits() ^ apart);
            let values = self.apart.par_iter().enumerate().map(value).collect();
            drop(largest);
            *table.max_af.raw_mut() = values;
        }
        let whole = table.end.len() == table.rows() && table.max_af.raw().len() == table.rows();
        if whole { Ok(()) } else { Err("a column is missing".to_owned()) }
    }
}

/// The largest frequency of the populations in a row; NaN where there is none.
fn largest_of_populations(table: &VariantTable) -> impl Fn(usize) -> f32 + Sync {
    let columns: Vec<&[f32]> = table.frequencies.iter().map(|f| f.values.raw().as_slice()).collect();
    move |row| {
        let largest = columns.iter().map(|column| column[row]).fold(f32::NAN, f32::max);
        // A NaN has many forms; the bits must be the same each time.
        if largest.is_nan() { f32::NAN } else { largest }
    }
}

impl Piece {
    fn count(&self) -> usize {
        usize::try_from(self.rows).unwrap_or(0).min(CHUNK)
    }
}

/// Nobody leaves behind a lock what is not whole.
fn locked<T>(place: &Mutex<T>) -> MutexGuard<'_, T> {
    place.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is written under a name: the form, and the columns, of which there is one in all forms but [`Form::Together`].
type Written<'a> = (String, Form, Vec<&'a dyn Column>);
type Read<'a> = (String, Form, Vec<&'a mut dyn Column>);

macro_rules! column_list {
    ($table:ident, $other:ident, $version:ident, $kind:ty $(, $mutable:tt)?) => {{
        let numbers = if $version < 3 { Form::Plain } else { Form::Decimal };
        let mut all: Vec<$kind> = vec![
            ("contig".to_owned(), Form::Plain, vec![& $($mutable)? $table.contig]),
            ("position".to_owned(), Form::Differences, vec![& $($mutable)? $table.position]),
            ("filter".to_owned(), Form::Plain, vec![& $($mutable)? $table.filter]),
            ("part".to_owned(), Form::Plain, vec![& $($mutable)? $table.part]),
            ("offset".to_owned(), Form::Differences, vec![& $($mutable)? $table.offset]),
            ("allele".to_owned(), Form::Plain, vec![& $($mutable)? $table.allele]),
            ("gene".to_owned(), Form::Plain, vec![& $($mutable)? $table.gene]),
            ("gene_hits.row".to_owned(), Form::Differences, vec![& $($mutable)? $other.row]),
            ("gene_hits.consequence".to_owned(), Form::Plain, vec![& $($mutable)? $other.consequence]),
            ("gene_hits.gene".to_owned(), Form::Plain, vec![& $($mutable)? $other.gene]),
            ("clinvar".to_owned(), Form::Plain, vec![& $($mutable)? $table.clinvar]),
            ("stars".to_owned(), Form::Plain, vec![& $($mutable)? $table.stars]),
            ("revel".to_owned(), numbers, vec![& $($mutable)? $table.revel]),
            ("cadd".to_owned(), numbers, vec![& $($mutable)? $table.cadd]),
            ("spliceai".to_owned(), numbers, vec![& $($mutable)? $table.spliceai]),
            ("rs".to_owned(), Form::Plain, vec![& $($mutable)? $table.rs]),
        ];
        if $version == 1 {
            all.push(("end".to_owned(), Form::Differences, vec![& $($mutable)? $table.end]));
            all.push(("max_af".to_owned(), Form::Plain, vec![& $($mutable)? $table.max_af]));
        } else {
            all.push(("max_af.apart".to_owned(), Form::Plain, vec![& $($mutable)? $other.apart]));
        }
        let kind = & $($mutable)? $table.kind;
        let (length, change, consequence) =
            (& $($mutable)? $other.length, & $($mutable)? $table.change, & $($mutable)? $table.consequence);
        if $version < 3 {
            all.push(("consequence".to_owned(), Form::Plain, vec![consequence]));
            all.push(("kind".to_owned(), Form::Plain, vec![kind]));
            all.push(("change".to_owned(), Form::Plain, vec![change]));
            if $version == 2 {
                all.push(("length".to_owned(), Form::Plain, vec![length]));
            }
        } else {
            all.push(("change and consequence".to_owned(), Form::Together, vec![length, kind, change, consequence]));
        }
        for frequency in & $($mutable)? $table.frequencies {
            all.push((format!("frequency.{}", frequency.name), numbers, vec![& $($mutable)? frequency.values]));
        }
        for (n, sample) in (& $($mutable)? $table.samples).into_iter().enumerate() {
            let genotype = & $($mutable)? sample.genotype;
            let (depth, quality, reads) = (
                & $($mutable)? sample.depth,
                & $($mutable)? sample.genotype_quality,
                & $($mutable)? sample.alternate_reads,
            );
            if $version < 3 {
                all.push((format!("sample.{n}.genotype"), Form::Plain, vec![genotype]));
                all.push((format!("sample.{n}.depth"), Form::Plain, vec![depth]));
                all.push((format!("sample.{n}.genotype_quality"), Form::Plain, vec![quality]));
                all.push((format!("sample.{n}.alternate_reads"), Form::Plain, vec![reads]));
            } else {
                all.push((format!("sample.{n}"), Form::Together, vec![genotype, depth, quality, reads]));
            }
            all.push((format!("sample.{n}.phase_set"), Form::Plain, vec![& $($mutable)? sample.phase_set]));
        }
        all
    }};
}

fn columns<'a>(table: &'a VariantTable, other: &'a Other) -> Vec<Written<'a>> {
    let version = VERSION;
    column_list!(table, other, version, Written<'a>)
}

fn columns_mut<'a>(table: &'a mut VariantTable, other: &'a mut Other, version: u32) -> Vec<Read<'a>> {
    column_list!(table, other, version, Read<'a>, mut)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};

    use super::*;
    use crate::testing;

    fn example() -> VariantTable {
        let mut text = "##fileformat=VCFv4.2\n##INFO=<ID=CSQ,Number=.,Type=String,Description=\"Format: Allele|Consequence|SYMBOL|gnomADe_AF\">\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tchild\n".to_owned();
        for i in 1..2_000 {
            text.push_str(&format!("chr1\t{}\trs{i}\tA\tG,T\t.\tPASS\tCSQ=G|missense_variant|A{i}|0.{i},T|stop_gained|B|,T|intron_variant|C|\tGT:DP:PS\t0|1:{i}:7\n", i * 1000));
        }
        testing::table(&text)
    }

    fn case(name: &str) -> CaseId {
        name.parse().expect("an id")
    }

    fn written(table: &VariantTable, key: &SymmetricKey, rng: &mut ChaCha20Rng) -> Vec<u8> {
        let mut bytes = Vec::new();
        table.write_to(&mut bytes, "table", &case("f-1"), key, rng).expect("written");
        bytes
    }

    fn read(bytes: &[u8], of: &str, key: &SymmetricKey) -> Result<VariantTable, Error> {
        VariantTable::read_from(Cursor::new(bytes.to_vec()), "table", &case(of), key)
    }

    #[test]
    fn a_saved_table_reads_equal() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let (key, table) = (SymmetricKey::generate(&mut rng), example());
        let bytes = written(&table, &key, &mut rng);
        assert!(read(&bytes, "f-1", &key).expect("read") == table);
        let other_case = read(&bytes, "f-2", &key).expect_err("another case");
        assert!(matches!(other_case, Error::Sealed { .. }), "{other_case}");
        let other_key = read(&bytes, "f-1", &SymmetricKey::generate(&mut rng));
        assert!(matches!(other_key, Err(Error::Sealed { .. })));
    }

    #[test]
    fn every_cut_and_every_changed_byte_is_found() {
        let mut rng = ChaCha20Rng::seed_from_u64(2);
        let key = SymmetricKey::generate(&mut rng);
        let whole = written(&example(), &key, &mut rng);
        let step = whole.len() / 150 + 1;
        for place in (0..whole.len()).step_by(step) {
            let cut = read(&whole[..place], "f-1", &key);
            assert!(matches!(cut, Err(Error::Table { .. })), "cut at {place} of {}", whole.len());
            let mut changed = whole.clone();
            changed[place] ^= 0x20;
            assert!(read(&changed, "f-1", &key).is_err(), "changed at {place}");
        }
    }
}
