use consent::ConsentScope;
use domain::{Assembly, Chromosome, PersonId, Region};

use crate::{
    Change, GenotypeCode, Kind,
    annotation::Annotator,
    error::{Fault, shown},
    header::Header,
    intern::Interner,
    limits,
    profile::Profile,
    record::{Record, length},
    samples::{Keys, Sampled},
    table::{Frequency, GeneHit, Sample, VariantTable},
};

/// What rows and genotypes are taken.
pub(crate) enum Admission<'a> {
    /// Everything: the open part of a case, asked for again by [`VariantTable::within`] whenever it is used.
    Whole,
    /// What the scope of bare files opens.
    Bare(&'a ConsentScope),
    /// A slice: one person's rows that the scope opens, put into the columns of the whole family.
    Slice { scope: &'a ConsentScope, person: &'a PersonId, column: usize },
}

impl Admission<'_> {
    /// True where a record that touches these regions is part of the analysis.
    fn admits(&self, regions: &[Region]) -> bool {
        match self {
            Self::Whole => true,
            Self::Bare(scope) => regions.iter().all(|r| scope.is_open(r)),
            Self::Slice { scope, person, .. } => regions.iter().all(|r| scope.opens(person, r)),
        }
    }
}

/// Turns lines into rows. Ids of contigs, filters and genes are those of this builder; [`crate::read`] brings builders
/// together.
pub(crate) struct Rows<'a> {
    samples: usize,
    profile: &'a Profile,
    admission: &'a Admission<'a>,
    /// Only records that touch it.
    region: Option<Region>,
    pub contigs: Interner,
    pub filters: Interner,
    pub annotator: Annotator<'a>,
    chromosomes: Vec<Option<Chromosome>>,
    keys: Keys,
    pub table: VariantTable,
    /// Header lines met.
    pub header_lines: u64,
    seen_record: bool,
    blank: VariantTable,
}

/// A table without rows for these samples.
pub(crate) fn empty(assembly: Assembly, header: &Header, profile: &Profile, samples: &[String]) -> VariantTable {
    VariantTable {
        annotation: header.annotation,
        samples: samples.iter().map(|name| Sample::blank(name)).collect(),
        frequencies: profile.frequencies.iter().map(|name| Frequency::blank(name)).collect(),
        ..VariantTable::blank(assembly)
    }
}

impl<'a> Rows<'a> {
    pub fn new(
        table: VariantTable,
        samples: usize,
        profile: &'a Profile,
        admission: &'a Admission<'a>,
        region: Option<Region>,
        hides_name: &'a (dyn Fn(&str) -> bool + Sync),
    ) -> Self {
        Self {
            samples,
            profile,
            admission,
            region,
            contigs: Interner::default(),
            filters: Interner::default(),
            annotator: Annotator::new(profile, hides_name),
            chromosomes: Vec::new(),
            keys: Keys::default(),
            blank: table.clone(),
            table,
            header_lines: 0,
            seen_record: false,
        }
    }

    /// The rows taken since the last time.
    pub fn take(&mut self) -> VariantTable {
        let mut next = self.blank.clone();
        // As a rule the next batch has about as many.
        next.reserve_rows(self.table.position.len());
        std::mem::replace(&mut self.table, next)
    }

    /// Takes a line that starts at a place in the file.
    pub fn line(&mut self, line: &[u8], place: u64) -> Result<(), Fault> {
        match line.first() {
            Some(b'#') if !self.seen_record => {
                self.header_lines += 1;
                return Ok(());
            }
            Some(b'#') => return Err(Fault::new("line", "a header line stands among the records")),
            None | Some(b'\r') => return Err(Fault::new("line", "empty")),
            Some(_) => self.seen_record = true,
        }
        let record = Record::parse(line, self.samples)?;
        let alternates = record.alternate_list(self.samples)?;
        let contig = self.contig(record.chrom)?;
        let chromosome = self.chromosomes[usize::from(contig)];
        if !self.wants(&record, chromosome) {
            return Ok(());
        }
        self.table.records += 1;
        let before = self.table.position.len();
        self.genotypes(&record, alternates.len())?;
        self.annotator.read(&record, &alternates);
        let filter = self.filters.number(if record.filter.is_empty() { b"." } else { record.filter });
        let filter = few_texts("FILTER", filter)?;
        let end = record.end();
        let several = alternates.len() > 1 && memchr::memchr(b'<', record.alternate).is_some();
        let is_repeat = self.profile.tells_repeats && record.names_repeat();
        for (i, alternate) in alternates.iter().enumerate() {
            let kind = Kind::of(record.reference, alternate);
            let table = &mut self.table;
            table.contig.push(contig);
            table.position.push(record.position);
            table.end.push(if several { record.end_of(i, alternates.len()) } else { end });
            table.allele.push(u16::try_from(i + 1).unwrap_or(u16::MAX));
            table.kind.push(if is_repeat && kind.is_real() { Kind::Repeat } else { kind });
            table.change.push(Change::of(record.reference, alternate));
            table.filter.push(filter);
            table.part.push(0);
            table.offset.push(place);
            self.annotation(i, before + i);
        }
        Ok(())
    }

    /// True for a record that touches the region asked for and that is part of the analysis.
    fn wants(&self, record: &Record, chromosome: Option<Chromosome>) -> bool {
        if self.region.is_none() && matches!(self.admission, Admission::Whole) {
            return true;
        }
        let regions = record.regions(chromosome);
        let here = self.region.is_none_or(|wanted| regions.iter().any(|r| r.overlaps(&wanted)));
        here && self.admission.admits(&regions)
    }

    fn annotation(&mut self, which: usize, row: usize) {
        let (found, table) = (&self.annotator.found[which], &mut self.table);
        table.consequence.push(found.consequence);
        table.gene.push(found.gene);
        // The gravest consequence may be one of which no gene is told.
        if found.genes.len() > 1 || found.genes.first().is_some_and(|(gene, _)| *gene != found.gene) {
            let row = length(row);
            table.gene_hits.extend(found.genes.iter().map(|&(gene, consequence)| GeneHit { row, consequence, gene }));
        }
        table.clinvar.push(found.clinvar);
        table.stars.push(found.stars);
        table.max_af.raw_mut().push(found.max_af);
        table.revel.raw_mut().push(found.revel);
        table.cadd.raw_mut().push(found.cadd);
        table.spliceai.raw_mut().push(found.spliceai);
        table.rs.push(found.rs);
        for (column, value) in table.frequencies.iter_mut().zip(&found.frequencies) {
            column.values.raw_mut().push(*value);
        }
    }

    fn genotypes(&mut self, record: &Record, alternates: usize) -> Result<(), Fault> {
        let keys = self.keys.of(record.format);
        let mut columns = record.samples.split(|b| *b == b'\t');
        let mut sampled = Sampled::default();
        let wrong_number = || Fault::new("samples", "another number of sample columns than the header names");
        for n in 0..self.samples {
            let column = columns.next().ok_or_else(wrong_number)?;
            keys.read(column, alternates, &mut sampled)?;
            let sample = match self.admission {
                Admission::Slice { column, .. } => &mut self.table.samples[*column],
                _ => &mut self.table.samples[n],
            };
            for allele in 1..=u16::try_from(alternates).unwrap_or(u16::MAX) {
                sample.push(&sampled, allele, true);
            }
        }
        if self.samples > 0 && columns.next().is_some() {
            return Err(wrong_number());
        }
        if let Admission::Slice { column, .. } = self.admission {
            for (_, sample) in self.table.samples.iter_mut().enumerate().filter(|(n, _)| n != column) {
                for allele in 1..=u16::try_from(alternates).unwrap_or(u16::MAX) {
                    sample.push(&sampled, allele, false);
                }
            }
        }
        Ok(())
    }

    fn contig(&mut self, name: &[u8]) -> Result<u16, Fault> {
        let number = self.contigs.number(name);
        if number as usize >= self.chromosomes.len() {
            // The name is kept as text, and the record is found again by it.
            let name = std::str::from_utf8(name)
                .map_err(|_| Fault::new("CHROM", format!("expected text in UTF-8, found {:?}", shown(name))))?;
            self.chromosomes.push(name.parse().ok());
        }
        few_texts("CHROM", number)
    }
}

/// The number of a text, while there are few enough of them.
fn few_texts(field: &'static str, number: u32) -> Result<u16, Fault> {
    let fits = u16::try_from(number).ok().filter(|n| usize::from(*n) < limits::TEXTS);
    fits.ok_or_else(|| Fault::new(field, format!("more than {} different ones in the file", limits::TEXTS)))
}

impl Sample {
    fn push(&mut self, sampled: &Sampled, allele: u16, shown: bool) {
        if shown {
            self.genotype.push(sampled.code(allele));
            self.depth.push(sampled.depth);
            self.genotype_quality.push(sampled.quality);
            self.alternate_reads.push(sampled.alternate_reads(allele));
        } else {
            self.genotype.push(GenotypeCode::NOT_SHOWN);
            self.depth.push(None);
            self.genotype_quality.push(None);
            self.alternate_reads.push(None);
        }
        let phase_set = if shown { sampled.phase_set } else { 0 };
        let rows = self.genotype.len();
        if phase_set != 0 || !self.phase_set.is_empty() {
            self.phase_set.resize(rows - 1, 0);
            self.phase_set.push(phase_set);
        }
    }
}
