//! ClinVar's own VCF (<https://ftp.ncbi.nlm.nih.gov/pub/clinvar/README_VCF.txt>), kept as columns by chromosome and position.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read},
};

use domain::{Assembly, Chromosome};
use flate2::bufread::MultiGzDecoder;
use serde::{Deserialize, Serialize};
use variants::{ClinVarClass, normal_form, review_stars};

use crate::{Error, SourceKind};

/// Largest file, unpacked (2026: about 2 GB).
const MAX_BYTES: u64 = 32 << 30;
/// Longest line (2026: about 60 KB).
const MAX_LINE: usize = 4 << 20;
/// How much of a wrong value a message shows, in characters.
const SHOWN: usize = 60;
/// Letters of all alleles together; those of ClinVar have some 100 million.
const MAX_LETTERS: u64 = 512 << 20;
const STARS_UNKNOWN: u8 = 7;
const MISSENSE: u8 = 1 << 6;

/// The variants of ClinVar on one assembly, each in its normal form: equal ends cut off, one base left. ClinVar aligns to
/// the left itself.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ClinVar {
    pub(crate) assembly: Assembly,
    /// `REF>ALT`, sorted, each once.
    alleles: Vec<String>,
    /// By [`Chromosome::index`].
    chromosomes: Vec<Columns>,
}

/// One chromosome, by position and allele.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Columns {
    positions: Vec<u32>,
    /// Place in `alleles`.
    alleles: Vec<u32>,
    variations: Vec<u32>,
    /// Class (bits 0 to 2), stars (bits 3 to 5, 7 for unknown), missense (bit 6).
    facts: Vec<u8>,
}

/// A variant of ClinVar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClinVarEntry<'a> {
    /// Its number, the Variation ID.
    pub variation: u32,
    /// First base of the reference allele in the normal form, 1-based.
    pub position: u32,
    /// Reference allele in the normal form.
    pub reference: &'a str,
    /// Alternate allele in the normal form.
    pub alternate: &'a str,
    /// The germline class.
    pub class: ClinVarClass,
    /// The stars of the review status, 0 to 4.
    pub stars: Option<u8>,
    /// True where one of the molecular consequences is a missense.
    pub missense: bool,
}

impl ClinVar {
    /// The entry of an allele; it need not be in its normal form.
    pub(crate) fn find(
        &self,
        chromosome: Chromosome,
        position: u32,
        reference: &str,
        alternate: &str,
    ) -> Option<ClinVarEntry<'_>> {
        let (position, reference, alternate) = normal_form(position, reference, alternate);
        let same = |entry: &ClinVarEntry<'_>| {
            entry.reference.eq_ignore_ascii_case(reference) && entry.alternate.eq_ignore_ascii_case(alternate)
        };
        self.within(chromosome, position, position).find(same)
    }

    /// The entries whose normal form begins within a range, both ends included, in order.
    pub(crate) fn within(
        &self,
        chromosome: Chromosome,
        start: u32,
        end: u32,
    ) -> impl Iterator<Item = ClinVarEntry<'_>> {
        let columns = self.chromosomes.get(chromosome.index());
        let range = columns.map_or(0..0, |columns| {
            let first = columns.positions.partition_point(|&position| position < start);
            first..first + columns.positions[first..].partition_point(|&position| position <= end)
        });
        range.filter_map(move |row| self.entry(columns?, row))
    }

    fn entry<'a>(&'a self, columns: &Columns, row: usize) -> Option<ClinVarEntry<'a>> {
        let facts = *columns.facts.get(row)?;
        let (reference, alternate) = self.alleles.get(*columns.alleles.get(row)? as usize)?.split_once('>')?;
        Some(ClinVarEntry {
            variation: *columns.variations.get(row)?,
            position: *columns.positions.get(row)?,
            reference,
            alternate,
            class: *ClinVarClass::ALL.get(usize::from(facts & 7))?,
            stars: Some(facts >> 3 & 7).filter(|&stars| stars != STARS_UNKNOWN),
            missense: facts & MISSENSE != 0,
        })
    }

    /// How many variants there are.
    pub(crate) fn len(&self) -> usize {
        self.chromosomes.iter().map(|columns| columns.positions.len()).sum()
    }
}

struct Lines<'a> {
    file: &'a str,
    reader: Box<dyn BufRead + 'a>,
    number: usize,
    gz: bool,
    read: u64,
}

impl<'a> Lines<'a> {
    fn new(file: &'a str, bytes: &'a [u8]) -> Self {
        let gz = bytes.starts_with(&[0x1f, 0x8b]);
        let reader: Box<dyn BufRead + 'a> =
            if gz { Box::new(BufReader::with_capacity(1 << 18, MultiGzDecoder::new(bytes))) } else { Box::new(bytes) };
        Self { file, reader, number: 0, gz, read: 0 }
    }

    /// The next line without its end; false at the end of the file.
    fn next(&mut self, line: &mut Vec<u8>) -> Result<bool, Error> {
        line.clear();
        self.number += 1;
        let taken = self.reader.by_ref().take(MAX_LINE as u64 + 1).read_until(b'\n', line);
        let taken = taken.map_err(|source| Error::Unpack { file: self.file.to_owned(), source })?;
        self.read += taken as u64;
        if self.read > MAX_BYTES {
            return Err(Error::TooLarge { file: self.file.to_owned(), limit: MAX_BYTES });
        }
        if line.len() > MAX_LINE {
            let (file, line, kind) = (self.file.to_owned(), self.number, SourceKind::ClinVar);
            return Err(Error::LongLine { file, line, limit: MAX_LINE, kind });
        }
        // A last line without its end is what a cut-off file looks like; published files end each line.
        if taken > 0 && line.last() != Some(&b'\n') && !self.gz {
            return Err(self.wrong(
                "line",
                &String::from_utf8_lossy(line),
                "a line with its end (the file is cut off)",
            ));
        }
        while matches!(line.last(), Some(b'\n' | b'\r')) {
            line.pop();
        }
        Ok(taken > 0)
    }

    fn wrong(&self, field: &'static str, found: &str, expected: &'static str) -> Error {
        let found = found.chars().take(SHOWN).collect();
        Error::Field { file: self.file.to_owned(), line: self.number, field, found, expected }
    }
}

/// Reads the file, plain or gz, line by line, and the day that it states. Variants on contigs beside the 25 chromosomes, and
/// records without an alternate allele, are passed over.
pub(crate) fn read(file: &str, bytes: &[u8]) -> Result<(ClinVar, Option<String>), Error> {
    let mut lines = Lines::new(file, bytes);
    let (assembly, release) = read_header(&mut lines)?;
    let mut alleles: BTreeMap<String, u32> = BTreeMap::new();
    let mut letters = 0;
    let mut rows: Vec<Vec<(u32, u32, u32, u8)>> = vec![Vec::new(); Chromosome::all().count()];
    let mut line = Vec::new();
    while lines.next(&mut line)? {
        let text =
            std::str::from_utf8(&line).map_err(|_| Error::NotText { file: file.to_owned(), line: lines.number })?;
        if text.is_empty() {
            continue;
        }
        let mut fields = text.split('\t');
        let mut field = || fields.next();
        let (
            Some(chromosome),
            Some(position),
            Some(id),
            Some(reference),
            Some(alternates),
            Some(_),
            Some(_),
            Some(info),
        ) = (field(), field(), field(), field(), field(), field(), field(), field())
        else {
            let found = text.split('\t').count();
            return Err(Error::Columns { file: file.to_owned(), line: lines.number, found, expected: 8 });
        };
        let Ok(chromosome) = chromosome.parse::<Chromosome>() else { continue };
        let length = assembly.length(chromosome);
        let position: Option<u32> = position.parse().ok().filter(|p| (1..=length).contains(p));
        let position =
            position.ok_or_else(|| lines.wrong("POS", text, "a position on the chromosome of the stated assembly"))?;
        let variation: u32 = id.parse().map_err(|_| lines.wrong("ID", id, "a Variation ID (a number)"))?;
        let facts = facts(info);
        for alternate in alternates.split(',').filter(|allele| *allele != ".") {
            if let Some(wrong) = [reference, alternate].into_iter().find(|allele| !is_bases(allele)) {
                return Err(lines.wrong("REF or ALT", wrong, "bases"));
            }
            let (position, reference, alternate) = normal_form(position, reference, alternate);
            let next = u32::try_from(alleles.len()).unwrap_or(u32::MAX);
            let change = format!("{reference}>{alternate}");
            letters += change.len() as u64;
            if letters > MAX_LETTERS {
                return Err(Error::TooLarge { file: file.to_owned(), limit: MAX_LETTERS });
            }
            let allele = *alleles.entry(change).or_insert(next);
            rows[chromosome.index()].push((position, allele, variation, facts));
        }
    }
    if rows.iter().all(Vec::is_empty) {
        return Err(Error::Empty { file: file.to_owned(), what: "variant", kind: SourceKind::ClinVar });
    }
    Ok((ClinVar::of(assembly, alleles, rows), Some(release)))
}

impl ClinVar {
    fn of(assembly: Assembly, alleles: BTreeMap<String, u32>, rows: Vec<Vec<(u32, u32, u32, u8)>>) -> Self {
        // From the order of reading to the order of the alleles, so that the same variants give the same bytes.
        let mut places = vec![0_u32; alleles.len()];
        for (place, &read) in (0_u32..).zip(alleles.values()) {
            places[read as usize] = place;
        }
        let chromosomes = rows.into_iter().map(|mut rows| {
            for row in &mut rows {
                row.1 = places[row.1 as usize];
            }
            rows.sort_unstable();
            rows.dedup();
            let mut columns = Columns::default();
            for (position, allele, variation, facts) in rows {
                columns.positions.push(position);
                columns.alleles.push(allele);
                columns.variations.push(variation);
                columns.facts.push(facts);
            }
            columns
        });
        let chromosomes = chromosomes.collect();
        Self { assembly, alleles: alleles.into_keys().collect(), chromosomes }
    }
}

fn read_header(lines: &mut Lines<'_>) -> Result<(Assembly, String), Error> {
    let (mut assembly, mut release, mut significance) = (None, None, false);
    let mut line = Vec::new();
    while lines.next(&mut line)? {
        let text = String::from_utf8_lossy(&line).into_owned();
        if let Some(name) = text.strip_prefix("##reference=") {
            let known = name.parse().map_err(|_| lines.wrong("##reference", name, "GRCh37 or GRCh38"))?;
            assembly = Some(known);
        } else if let Some(day) = text.strip_prefix("##fileDate=") {
            release = Some(day.to_owned());
        } else if text.starts_with("##INFO=<ID=CLNSIG,") {
            significance = true;
        } else if text.starts_with("#CHROM\t") {
            let header = |column| Error::Header {
                file: lines.file.to_owned(),
                line: lines.number,
                column,
                kind: SourceKind::ClinVar,
            };
            let assembly = assembly.ok_or_else(|| header("##reference=GRCh37 or GRCh38"))?;
            let release = release.ok_or_else(|| header("##fileDate="))?;
            return if significance { Ok((assembly, release)) } else { Err(header("INFO CLNSIG")) };
        } else if !text.starts_with('#') {
            break;
        }
    }
    Err(Error::Header { file: lines.file.to_owned(), line: lines.number, column: "#CHROM", kind: SourceKind::ClinVar })
}

fn is_bases(allele: &str) -> bool {
    !allele.is_empty() && allele.bytes().all(|base| base.is_ascii_alphabetic())
}

fn facts(info: &str) -> u8 {
    let value = |key: &str| info.split(';').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='));
    let class = value("CLNSIG").map_or(ClinVarClass::None, |text| ClinVarClass::parse(text.as_bytes()));
    let stars = value("CLNREVSTAT").and_then(|text| review_stars(text.as_bytes())).unwrap_or(STARS_UNKNOWN);
    let missense = value("MC").is_some_and(|text| text.contains("missense_variant"));
    class as u8 | stars << 3 | if missense { MISSENSE } else { 0 }
}
