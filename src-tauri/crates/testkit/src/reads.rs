//! Reads of a person as BAM with its index (BAI). The same reads give the same bytes everywhere.

use std::num::NonZero;

use anyhow::{Context, Result};
use domain::{Assembly, Chromosome};
use noodles::{
    bam::{self, bai},
    core::Position,
    csi::binning_index::{Indexer, index::reference_sequence::bin::Chunk},
    sam::{
        self,
        alignment::{
            RecordBuf,
            io::Write as _,
            record::{
                Flags, MappingQuality,
                cigar::{Op, op::Kind},
                data::field::Tag,
            },
            record_buf::{Cigar, Data, QualityScores, Sequence, data::field::Value},
        },
        header::record::value::{Map, map::ReferenceSequence},
    },
};

use crate::{chance::Chance, family::Family};

/// Bases of a read.
const LENGTH: usize = 150;
/// Bases of a fragment that is read from both ends, least and most.
const FRAGMENT: (u32, u32) = (300, 460);
/// Reads over each base, about.
const DEPTH: usize = 32;
/// Bases on each side of a variant of which there are reads.
const AROUND: u32 = 1_200;
/// Share of the bases that are read wrongly.
const ERROR: f64 = 0.001;

/// A read with its alignment.
#[derive(Clone, Debug)]
pub struct Read {
    /// Name; that of its mate too.
    pub name: String,
    /// SAM flags.
    pub flags: u16,
    /// The chromosome.
    pub chromosome: Chromosome,
    /// First base of the alignment, 1-based.
    pub start: u32,
    /// CIGAR as pairs of a letter and a length.
    pub cigar: Vec<(char, usize)>,
    /// Its bases.
    pub bases: String,
    /// The Phred quality of each base.
    pub qualities: Vec<u8>,
    /// Where its mate lies: chromosome and first base, 1-based.
    pub mate: Option<(Chromosome, u32)>,
    /// Tags of text, such as `MD`.
    pub tags: Vec<([u8; 2], String)>,
}

impl Read {
    /// A read alone that shows the reference from this base (1-based) on.
    pub fn plain(name: &str, chromosome: Chromosome, start: u32, bases: &str) -> Self {
        Self {
            name: name.to_owned(),
            flags: 0,
            chromosome,
            start,
            cigar: vec![('M', bases.len())],
            bases: bases.to_owned(),
            qualities: vec![37; bases.len()],
            mate: None,
            tags: vec![(*b"MD", bases.len().to_string())],
        }
    }

    fn record(&self, contigs: &[Chromosome]) -> Result<RecordBuf> {
        let contig = |chromosome| contigs.iter().position(|c| *c == chromosome).context("a chromosome of the header");
        let base = |base: u32| Position::try_from(usize::try_from(base)?).context("a position");
        let kind = |letter: char| match letter {
            'I' => Kind::Insertion,
            'D' => Kind::Deletion,
            'N' => Kind::Skip,
            'S' => Kind::SoftClip,
            _ => Kind::Match,
        };
        let cigar: Cigar = self.cigar.iter().map(|(letter, length)| Op::new(kind(*letter), *length)).collect();
        let tags = self.tags.iter().map(|(tag, text)| (Tag::from(*tag), Value::from(text.as_str())));
        let mut record = RecordBuf::builder()
            .set_name(self.name.as_str())
            .set_flags(Flags::from(self.flags))
            .set_reference_sequence_id(contig(self.chromosome)?)
            .set_alignment_start(base(self.start)?)
            .set_mapping_quality(MappingQuality::new(60).context("a quality")?)
            .set_cigar(cigar)
            .set_sequence(Sequence::from(self.bases.as_bytes()))
            .set_quality_scores(QualityScores::from(self.qualities.clone()))
            .set_data(tags.collect::<Data>());
        if let Some((chromosome, start)) = self.mate {
            record = record.set_mate_reference_sequence_id(contig(chromosome)?).set_mate_alignment_start(base(start)?);
        }
        Ok(record.build())
    }
}

/// A BAM of these reads, which must be sorted by coordinate to have an index, and that index. `sample` is the sample of
/// the one read group.
///
/// # Errors
/// Where a read cannot be written or the order is wrong.
pub fn pack(sample: &str, assembly: Assembly, reads: &[Read]) -> Result<(Vec<u8>, Vec<u8>)> {
    let contigs: Vec<Chromosome> = Chromosome::all().collect();
    let mut header: sam::Header = format!("@HD\tVN:1.6\tSO:coordinate\n@RG\tID:{sample}.1\tSM:{sample}\n").parse()?;
    for chromosome in &contigs {
        let name = if *chromosome == Chromosome::MT { "M" } else { chromosome.name() };
        let length = NonZero::new(usize::try_from(assembly.length(*chromosome))?).context("a length")?;
        let sequence = Map::<ReferenceSequence>::new(length);
        header.reference_sequences_mut().insert(format!("chr{name}").into(), sequence);
    }
    let mut writer = bam::io::Writer::new(Vec::new());
    writer.write_header(&header)?;
    let mut indexer: Indexer<Vec<noodles_bgzf::VirtualPosition>> = Indexer::default();
    for read in reads {
        let record = read.record(&contigs)?;
        let start = writer.get_ref().virtual_position();
        writer.write_alignment_record(&header, &record)?;
        let chunk = Chunk::new(start, writer.get_ref().virtual_position());
        let place = record.reference_sequence_id().zip(record.alignment_start()).zip(record.alignment_end());
        let place = place.map(|((contig, first), last)| (contig, first, last, !record.flags().is_unmapped()));
        indexer.add_record(place, chunk)?;
    }
    writer.try_finish()?;
    let mut index = Vec::new();
    bai::io::Writer::new(&mut index).write_index(&indexer.build(contigs.len()))?;
    Ok((writer.into_inner().into_inner(), index))
}

/// Place (1-based) and name of every read of a BAM, in its order.
///
/// # Errors
/// Where it is none.
pub fn listed(bam: &[u8]) -> Result<Vec<String>> {
    let mut reader = bam::io::Reader::new(bam);
    let header = reader.read_header()?;
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record?;
        let contig = record.reference_sequence_id().transpose()?.context("a place")?;
        let (contig, _) = header.reference_sequences().get_index(contig).context("a chromosome of the header")?;
        let start = record.alignment_start().transpose()?.context("a place")?;
        lines.push(format!("{contig}:{start} {}", record.name().context("a name")?));
    }
    Ok(lines)
}

/// The reads of each sequenced person around the variants that were put into the family, as its VCF has them.
pub(crate) fn of(family: &Family, vcf: &str) -> Result<Vec<(String, Vec<Read>)>> {
    let mut stretches = Vec::new();
    for variant in &family.variants {
        let place = variant.place()?;
        stretches.push(Stretch::of(place.chromosome, place.position, vcf)?);
    }
    let mut people = Vec::new();
    for (column, (member, _)) in family.participants().enumerate() {
        let mut reads = Vec::new();
        for stretch in &stretches {
            let (chromosome, start) = (stretch.chromosome.name(), stretch.start.to_string());
            let mut chance = Chance::of(&[family.id(), "reads", member.id.as_str(), chromosome, &start]);
            reads.extend(stretch.reads(column, &mut chance));
        }
        reads.sort_by(|a, b| (a.chromosome, a.start, &a.name).cmp(&(b.chromosome, b.start, &b.name)));
        people.push((member.id.to_string(), reads));
    }
    Ok(people)
}

/// A stretch of the made-up reference with the records in it.
struct Stretch {
    chromosome: Chromosome,
    /// 1-based.
    start: u32,
    reference: Vec<u8>,
    /// Position, alleles and genotypes of the records that do not overlap.
    records: Vec<(u32, Vec<String>, Vec<[usize; 2]>)>,
}

/// A base of a haplotype and where it lies on the reference; `None` within an insertion.
type Base = (u8, Option<u32>);

impl Stretch {
    fn of(chromosome: Chromosome, position: u32, vcf: &str) -> Result<Self> {
        let (start, end) = (position.saturating_sub(AROUND).max(1), position + AROUND);
        let mut chance = Chance::of(&["reference", chromosome.name(), &start.to_string()]);
        let mut reference: Vec<u8> = (start..=end).map(|_| *chance.pick(b"ACGT")).collect();
        let mut records: Vec<(u32, Vec<String>, Vec<[usize; 2]>)> = Vec::new();
        let mut free = start;
        for line in vcf.lines().filter(|line| !line.starts_with('#')) {
            let mut place = line.split('\t');
            let (there, at) = (place.next().unwrap_or_default(), place.next().unwrap_or_default().parse()?);
            if !(free..=end).contains(&at) || there.parse() != Ok(chromosome) {
                continue;
            }
            let fields: Vec<&str> = line.split('\t').collect();
            let last = at + u32::try_from(fields[3].len())? - 1;
            if last > end {
                continue;
            }
            let first = usize::try_from(at - start)?;
            reference[first..first + fields[3].len()].copy_from_slice(fields[3].as_bytes());
            let alleles: Vec<String> =
                std::iter::once(fields[3]).chain(fields[4].split(',')).map(str::to_owned).collect();
            let genotype = |column: &&str| {
                let text = column.split(':').next().unwrap_or_default();
                let mut alleles = text.split(['/', '|']).map(|a| a.parse().unwrap_or(0));
                let one = alleles.next().unwrap_or(0);
                [one, alleles.next().unwrap_or(one)]
            };
            records.push((at, alleles, fields[9..].iter().map(genotype).collect()));
            free = last + 1;
        }
        Ok(Self { chromosome, start, reference, records })
    }

    fn base(&self, position: u32) -> u8 {
        let at = usize::try_from(position - self.start).unwrap_or(usize::MAX);
        self.reference.get(at).copied().unwrap_or(b'N')
    }

    /// One of the two haplotypes of the person of a column.
    fn haplotype(&self, column: usize, which: usize) -> Vec<Base> {
        let mut bases = Vec::new();
        let mut next = self.start;
        let end = self.start + u32::try_from(self.reference.len()).unwrap_or(0);
        for (position, alleles, genotypes) in &self.records {
            bases.extend((next..*position).map(|p| (self.base(p), Some(p))));
            let allele = genotypes.get(column).and_then(|g| alleles.get(g[which])).filter(|a| a.as_str() != "*");
            let allele = allele.unwrap_or(&alleles[0]).as_bytes();
            let length = u32::try_from(alleles[0].len()).unwrap_or(0);
            for (at, base) in (0..).zip(allele) {
                bases.push((*base, (at < length).then_some(position + at)));
            }
            next = position + length;
        }
        bases.extend((next..end).map(|p| (self.base(p), Some(p))));
        bases
    }

    /// Pairs of reads of the person of a column.
    fn reads(&self, column: usize, chance: &mut Chance) -> Vec<Read> {
        let haplotypes = [self.haplotype(column, 0), self.haplotype(column, 1)];
        let pairs = DEPTH * self.reference.len() / (2 * LENGTH);
        (0..pairs).flat_map(|pair| self.pair(pair, &haplotypes[pair % 2], chance)).collect()
    }

    fn pair(&self, number: usize, haplotype: &[Base], chance: &mut Chance) -> Vec<Read> {
        let size = usize::try_from(chance.hump(FRAGMENT.0, FRAGMENT.1)).unwrap_or(LENGTH);
        let room = u32::try_from(haplotype.len().saturating_sub(size + 1)).unwrap_or(0);
        let first = usize::try_from(chance.between(0, room)).unwrap_or(0);
        let name = format!("{}:{}:{number}", self.chromosome, self.start);
        let read = |at: usize, chance: &mut Chance| self.read(&name, &haplotype[at..at + LENGTH], chance);
        let (mut left, mut right) = (read(first, chance), read(first + size - LENGTH, chance));
        let is_left_first = chance.happens(0.5);
        (left.flags, right.flags) = if is_left_first { (99, 147) } else { (163, 83) };
        (left.mate, right.mate) = (Some((self.chromosome, right.start)), Some((self.chromosome, left.start)));
        vec![left, right]
    }

    /// A read of these bases, cut so that it begins and ends on the reference.
    fn read(&self, name: &str, bases: &[Base], chance: &mut Chance) -> Read {
        let is_placed = |base: &Base| base.1.is_some();
        let first = bases.iter().position(is_placed).unwrap_or(0);
        let last = bases.iter().rposition(is_placed).map_or(bases.len(), |last| last + 1);
        let bases = &bases[first..last];
        let (mut cigar, mut text, mut qualities): (Vec<(char, usize)>, String, Vec<u8>) = Default::default();
        let (mut differences, mut same) = (String::new(), 0);
        let mut push = |letter: char, length: usize| match cigar.last_mut() {
            Some((last, count)) if *last == letter => *count += length,
            _ => cigar.push((letter, length)),
        };
        let start = bases.iter().find_map(|(_, place)| *place).unwrap_or(self.start);
        let mut next = start;
        for (base, place) in bases {
            let is_wrong = chance.happens(ERROR);
            let seen = if is_wrong { *chance.pick(b"ACGT") } else { *base };
            text.push(char::from(seen));
            qualities.push(if is_wrong { 12 } else { 37 });
            let Some(place) = *place else {
                push('I', 1);
                continue;
            };
            if place > next {
                push('D', usize::try_from(place - next).unwrap_or(0));
                differences.push_str(&format!("{same}^"));
                differences.extend((next..place).map(|p| char::from(self.base(p))));
                same = 0;
            }
            push('M', 1);
            if seen == self.base(place) {
                same += 1;
            } else {
                differences.push_str(&format!("{same}{}", char::from(self.base(place))));
                same = 0;
            }
            next = place + 1;
        }
        differences.push_str(&same.to_string());
        Read {
            name: name.to_owned(),
            flags: 0,
            chromosome: self.chromosome,
            start,
            cigar,
            bases: text,
            qualities,
            mate: None,
            tags: vec![(*b"MD", differences)],
        }
    }
}
