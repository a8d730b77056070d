use std::cmp::Ordering;

use consent::Category;
use domain::{Assembly, Chromosome, PersonId, Region};

use crate::{
    AnnotationKind, Change, ClinVarClass, Consequence, Genes, GenotypeCode, Kind, Repeat, VariantClass,
    column::{Counts, Numbers},
    kind::STRUCTURAL_LENGTH,
    record::length,
};

/// Everything that filters need of a VCF, as plain columns: one row per record and alternate allele, rows in the order
/// of the file (of the open part first, then of each joined slice). The alleles themselves and all the rest of a record
/// are read at its offset when a person looks.
#[derive(Clone, Debug, PartialEq)]
pub struct VariantTable {
    pub(crate) assembly: Assembly,
    pub(crate) annotation: AnnotationKind,
    pub(crate) contigs: Vec<Contig>,
    /// Distinct texts of the FILTER column: [`FILTER_MISSING`], [`FILTER_PASS`], then all others sorted.
    pub(crate) filters: Vec<String>,
    pub(crate) genes: Genes,
    pub(crate) parts: Vec<Part>,
    pub(crate) samples: Vec<Sample>,
    pub(crate) frequencies: Vec<Frequency>,
    /// Records read, also those without an alternate allele.
    pub(crate) records: u64,
    /// It was read from plain text whose last line has no newline; not kept when saved.
    pub(crate) unended: bool,

    /// Index into `contigs`.
    pub(crate) contig: Vec<u16>,
    /// POS, 1-based (0 is a telomere).
    pub(crate) position: Vec<u32>,
    /// Last base of the record on the reference: of REF, or INFO END / SVLEN for symbolic alleles.
    pub(crate) end: Vec<u32>,
    /// Number of the alternate allele in its record, 1-based.
    pub(crate) allele: Vec<u16>,
    pub(crate) kind: Vec<Kind>,
    /// How one base becomes another; empty where the table was saved before this was kept.
    pub(crate) change: Vec<Change>,
    /// Index into `filters`.
    pub(crate) filter: Vec<u16>,
    /// Index into `parts`.
    pub(crate) part: Vec<u8>,
    /// Where the line starts: BGZF virtual position, or byte in a plain file.
    pub(crate) offset: Vec<u64>,
    /// Gravest consequence over all transcripts.
    pub(crate) consequence: Vec<Consequence>,
    /// Gene of the gravest consequence, [`Genes::NONE`] where none.
    pub(crate) gene: Vec<u32>,
    /// For rows with several genes: each of them with its gravest consequence, sorted by row, then consequence, then gene.
    pub(crate) gene_hits: Vec<GeneHit>,
    pub(crate) clinvar: Vec<ClinVarClass>,
    /// Stars of the review status, 0 to 4; [`STARS_UNKNOWN`] where the annotation has no status. With [`STARS_OF_RECORD`]
    /// where the class is one of the record, [`STARS_NONE`] then without status.
    pub(crate) stars: Vec<u8>,
    /// Largest of all population frequencies.
    pub(crate) max_af: Numbers,
    pub(crate) revel: Numbers,
    pub(crate) cadd: Numbers,
    pub(crate) spliceai: Numbers,
    /// Number of the dbSNP id, 0 where none.
    pub(crate) rs: Vec<u32>,
    /// The repeats of rows, by row; made by [`VariantTable::fill`], not kept when saved.
    pub(crate) repeats: Vec<(u32, Repeat)>,
}

/// Id of the filter text `.`: filters were not run.
pub const FILTER_MISSING: u16 = 0;
/// Id of the filter text `PASS`.
pub const FILTER_PASS: u16 = 1;
/// A review status that the annotation does not give.
pub(crate) const STARS_UNKNOWN: u8 = u8::MAX;
pub(crate) const STARS_OF_RECORD: u8 = 0x10;
pub(crate) const STARS_NONE: u8 = 0xf;

/// A contig of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contig {
    /// Its name as in the file.
    pub name: String,
    /// The chromosome that it is, where it is a primary one.
    pub chromosome: Option<Chromosome>,
}

/// Where rows come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// The open part of a case, or a bare file of a family: all persons.
    Open,
    /// A sealed slice that the scope opens: one person.
    Slice {
        /// The person.
        person: PersonId,
        /// The category.
        category: Category,
    },
}

/// A gene of a row with its gravest consequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GeneHit {
    /// Index of the row.
    pub row: u32,
    /// Gravest consequence in this gene.
    pub consequence: Consequence,
    /// The gene.
    pub gene: u32,
}

/// The columns of one sample.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// Its name in the header.
    pub name: String,
    pub(crate) genotype: Vec<GenotypeCode>,
    /// Read depth (DP).
    pub(crate) depth: Counts,
    /// Genotype quality (GQ), phred.
    pub(crate) genotype_quality: Counts,
    /// Reads that show this allele (AD).
    pub(crate) alternate_reads: Counts,
    /// Phase set (PS); 0 where none. Empty where no record has one.
    pub(crate) phase_set: Vec<u32>,
}

/// One population frequency column.
#[derive(Clone, Debug, PartialEq)]
pub struct Frequency {
    /// Its name, such as `gnomad_exomes` or `tommo`.
    pub name: String,
    pub(crate) values: Numbers,
}

impl VariantTable {
    /// Without samples, frequencies and rows.
    pub(crate) fn blank(assembly: Assembly) -> Self {
        Self {
            assembly,
            annotation: AnnotationKind::None,
            contigs: Vec::new(),
            filters: Vec::new(),
            genes: Genes::default(),
            parts: vec![Part::Open],
            samples: Vec::new(),
            frequencies: Vec::new(),
            records: 0,
            unended: false,
            contig: Vec::new(),
            position: Vec::new(),
            end: Vec::new(),
            allele: Vec::new(),
            kind: Vec::new(),
            change: Vec::new(),
            filter: Vec::new(),
            part: Vec::new(),
            offset: Vec::new(),
            consequence: Vec::new(),
            gene: Vec::new(),
            gene_hits: Vec::new(),
            clinvar: Vec::new(),
            stars: Vec::new(),
            max_af: Numbers::default(),
            revel: Numbers::default(),
            cadd: Numbers::default(),
            spliceai: Numbers::default(),
            rs: Vec::new(),
            repeats: Vec::new(),
        }
    }

    /// True where it was just read from plain text that has no newline at its end: unlike a packed file, nothing else would
    /// tell that it was cut off there.
    pub fn may_be_cut_off(&self) -> bool {
        self.unended
    }

    /// Number of rows: records times alternate alleles.
    pub fn rows(&self) -> usize {
        self.position.len()
    }

    /// A table without rows of the same samples and frequencies.
    pub(crate) fn without_rows(&self) -> Self {
        Self {
            annotation: self.annotation,
            samples: self.samples.iter().map(|s| Sample::blank(&s.name)).collect(),
            frequencies: self.frequencies.iter().map(|f| Frequency::blank(&f.name)).collect(),
            ..Self::blank(self.assembly)
        }
    }

    /// Records that were read, also those without an alternate allele.
    pub fn records(&self) -> u64 {
        self.records
    }

    /// The assembly of all positions.
    pub fn assembly(&self) -> Assembly {
        self.assembly
    }

    /// How consequences are annotated.
    pub fn annotation(&self) -> AnnotationKind {
        self.annotation
    }

    /// The samples in the order of the header, with their columns.
    pub fn samples(&self) -> &[Sample] {
        &self.samples
    }

    /// The place of a person among the samples.
    pub fn sample_index(&self, name: &str) -> Option<usize> {
        self.samples.iter().position(|s| s.name == name)
    }

    /// The genes.
    pub fn genes(&self) -> &Genes {
        &self.genes
    }

    /// The parts that rows come from; the first is the open one.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The population frequencies that the annotation has, kept apart.
    pub fn frequencies(&self) -> &[Frequency] {
        &self.frequencies
    }

    /// The contigs that rows lie on.
    pub fn contigs(&self) -> &[Contig] {
        &self.contigs
    }

    /// The place of a row's contig among all: chromosomes, then the others as in the file. Two files may name one differently.
    #[inline]
    pub(crate) fn contig_order(&self, row: usize) -> u32 {
        let contig = self.contig[row];
        let chromosome = self.contigs[usize::from(contig)].chromosome;
        chromosome.map_or_else(|| u32::from(u8::MAX) + u32::from(contig), |c| length(c.index()))
    }

    /// True where two rows lie on one contig.
    #[inline]
    pub(crate) fn same_contig(&self, one: usize, other: usize) -> bool {
        self.contig_order(one) == self.contig_order(other)
    }

    /// Order of rows by place: contig, position, end, allele.
    pub(crate) fn by_place(&self, one: usize, other: usize) -> Ordering {
        let place = |row: usize| (self.contig_order(row), self.position[row]);
        let more = |row: usize| (self.end[row], self.allele[row], row);
        place(one).cmp(&place(other)).then_with(|| more(one).cmp(&more(other)))
    }

    /// What sort of variant people take a row for.
    #[inline]
    pub fn class(&self, row: usize) -> VariantClass {
        match self.kind[row] {
            Kind::Repeat => VariantClass::Repeat,
            Kind::Symbolic | Kind::SymbolicDeletion | Kind::Breakend | Kind::LongInsertion => VariantClass::Structural,
            Kind::Deletion if self.end[row].saturating_sub(self.position[row]) >= STRUCTURAL_LENGTH => {
                VariantClass::Structural
            }
            Kind::Snv | Kind::Mnv | Kind::Insertion | Kind::Deletion | Kind::Star | Kind::NonRef => VariantClass::Small,
        }
    }

    /// The repeat of a row that is one, where it was sized ([`VariantTable::fill`]).
    pub fn repeat(&self, row: usize) -> Option<&Repeat> {
        let row = u32::try_from(row).ok()?;
        let place = self.repeats.binary_search_by_key(&row, |(of, _)| *of).ok()?;
        Some(&self.repeats[place].1)
    }

    /// True for a repeat with more copies than normal ones have.
    #[inline]
    pub fn is_expanded(&self, row: usize) -> bool {
        self.kind[row] == Kind::Repeat && self.repeat(row).is_some_and(Repeat::is_expanded)
    }

    /// The contig's name as in the file.
    pub fn contig_name(&self, row: usize) -> &str {
        &self.contigs[usize::from(self.contig[row])].name
    }

    /// The chromosome; `None` on other contigs.
    #[inline]
    pub fn chromosome(&self, row: usize) -> Option<Chromosome> {
        self.contigs[usize::from(self.contig[row])].chromosome
    }

    /// POS, 1-based (0 is a telomere).
    #[inline]
    pub fn position(&self, row: usize) -> u32 {
        self.position[row]
    }

    /// Last base of the record on the reference, 1-based.
    #[inline]
    pub fn end(&self, row: usize) -> u32 {
        self.end[row]
    }

    /// The whole record's region; `None` on contigs that are no primary chromosome.
    pub fn region(&self, row: usize) -> Option<Region> {
        let start = self.position[row].max(1);
        Region::new(self.chromosome(row)?, start, self.end[row].max(start)).ok()
    }

    /// Number of the alternate allele in its record, 1-based.
    #[inline]
    pub fn allele(&self, row: usize) -> u16 {
        self.allele[row]
    }

    /// What sort of allele it is.
    #[inline]
    pub fn kind(&self, row: usize) -> Kind {
        self.kind[row]
    }

    /// How one base becomes another; `None` where the table was saved before this was kept.
    #[inline]
    pub fn change(&self, row: usize) -> Option<Change> {
        self.change.get(row).copied()
    }

    /// The FILTER column as in the file.
    pub fn filter(&self, row: usize) -> &str {
        &self.filters[usize::from(self.filter[row])]
    }

    /// True where FILTER is `PASS`, or `.` (filters not run).
    #[inline]
    pub fn passes(&self, row: usize) -> bool {
        self.filter[row] <= FILTER_PASS
    }
    /// The part that the row comes from.
    pub fn part(&self, row: usize) -> &Part {
        &self.parts[usize::from(self.part[row])]
    }

    /// Where the line starts in its part: BGZF virtual position, or byte in a plain file.
    pub fn offset(&self, row: usize) -> u64 {
        self.offset[row]
    }

    /// Gravest consequence over all transcripts.
    #[inline]
    pub fn consequence(&self, row: usize) -> Consequence {
        self.consequence[row]
    }

    /// Gene of the gravest consequence, [`Genes::NONE`] where none.
    #[inline]
    pub fn gene(&self, row: usize) -> u32 {
        self.gene[row]
    }

    /// Every gene of the row with its gravest consequence there, the gravest first. Empty where no gene is annotated.
    pub fn genes_of(&self, row: usize) -> impl Iterator<Item = (u32, Consequence)> + use<'_> {
        let number = u32::try_from(row).unwrap_or(u32::MAX);
        let start = self.gene_hits.partition_point(|h| h.row < number);
        let several = self.gene_hits[start..].iter().take_while(move |h| h.row == number);
        let alone = self.gene_hits.get(start).is_none_or(|h| h.row != number) && self.gene[row] != Genes::NONE;
        several.map(|h| (h.gene, h.consequence)).chain(alone.then(|| (self.gene[row], self.consequence[row])))
    }

    /// Class in ClinVar.
    #[inline]
    pub fn clinvar(&self, row: usize) -> ClinVarClass {
        self.clinvar[row]
    }

    /// Stars of the ClinVar review status, 0 to 4; `None` where the annotation has no status.
    pub fn stars(&self, row: usize) -> Option<u8> {
        let stars = self.stars[row];
        Some(if stars == STARS_UNKNOWN { stars } else { stars & STARS_NONE }).filter(|stars| *stars < STARS_NONE)
    }

    /// True where the class in ClinVar is told of a record with several alternates, and not of which.
    #[inline]
    pub fn is_clinvar_of_record(&self, row: usize) -> bool {
        self.stars[row] != STARS_UNKNOWN && self.stars[row] & STARS_OF_RECORD != 0
    }

    /// Largest of all population frequencies, Japanese ones too; `None` where none is known.
    #[inline]
    pub fn max_af(&self, row: usize) -> Option<f32> {
        self.max_af.get(row)
    }

    /// REVEL score.
    pub fn revel(&self, row: usize) -> Option<f32> {
        self.revel.get(row)
    }

    /// CADD score, scaled (phred).
    pub fn cadd(&self, row: usize) -> Option<f32> {
        self.cadd.get(row)
    }

    /// Largest of the four SpliceAI delta scores.
    pub fn spliceai(&self, row: usize) -> Option<f32> {
        self.spliceai.get(row)
    }

    /// Number of the dbSNP id.
    pub fn rs(&self, row: usize) -> Option<u32> {
        Some(self.rs[row]).filter(|n| *n != 0)
    }
}

impl Sample {
    pub(crate) fn blank(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            genotype: Vec::new(),
            depth: Counts::default(),
            genotype_quality: Counts::default(),
            alternate_reads: Counts::default(),
            phase_set: Vec::new(),
        }
    }

    /// The genotype for the row's allele.
    #[inline]
    pub fn genotype(&self, row: usize) -> GenotypeCode {
        self.genotype[row]
    }

    /// Read depth (DP).
    #[inline]
    pub fn depth(&self, row: usize) -> Option<u16> {
        self.depth.get(row)
    }

    /// Genotype quality (GQ), phred.
    #[inline]
    pub fn genotype_quality(&self, row: usize) -> Option<u16> {
        self.genotype_quality.get(row)
    }

    /// Reads that show the row's allele (AD).
    #[inline]
    pub fn alternate_reads(&self, row: usize) -> Option<u16> {
        self.alternate_reads.get(row)
    }

    /// Phase set (PS) of a phased genotype.
    pub fn phase_set(&self, row: usize) -> Option<u32> {
        self.phase_set.get(row).copied().filter(|n| *n != 0)
    }
}

impl Frequency {
    pub(crate) fn blank(name: &str) -> Self {
        Self { name: name.to_owned(), values: Numbers::default() }
    }

    /// The frequency of a row's allele; `None` where missing, which is not zero.
    #[inline]
    pub fn get(&self, row: usize) -> Option<f32> {
        self.values.get(row)
    }
}
