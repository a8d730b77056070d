use domain::Chromosome;
use serde::{Deserialize, Serialize};

use super::{Test, Why, rows};
use crate::{Counts, FILTER_PASS, Family, GenotypeCode, Sample, VariantTable, pattern::Shown};

/// The quality asked of the record and of the genotypes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quality {
    /// FILTER must be `PASS`, or `.` (filters not run, which is noted).
    pub passing: bool,
    /// What is asked of each person's genotype: the proband's is removed below, a relative's is not believed.
    pub thresholds: Thresholds,
}

/// What is asked of a genotype. A value that is not given removes nothing. Where GQ is not given it is worked out from the
/// likelihoods of the genotypes (PL, GL): a parent called `0/0` against what they say has quality 0 and is not believed. What
/// the reads say against `0/0` is noted ([`crate::Note::ParentShowsReads`]).
///
/// The balances follow slivar's filters for trios (10.1038/s41525-021-00227-3). On the mitochondrial genome they are not asked:
/// any share of its copies may carry an allele (heteroplasmy).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// Least read depth.
    pub min_depth: u16,
    /// Least genotype quality, phred: how much likelier the called genotype is than any other.
    pub min_genotype_quality: u16,
    /// Least share of reads with the allele where it is heterozygous, in percent.
    pub min_heterozygous_percent: u8,
    /// Largest share of reads with the allele where it is heterozygous, in percent.
    pub max_heterozygous_percent: u8,
    /// Least share of reads with the allele where it is homozygous or hemizygous, in percent.
    pub min_homozygous_percent: u8,
}

/// Thresholds with what they ask of the balance of each genotype code: a row then costs no branch.
#[derive(Clone, Debug)]
pub(crate) struct Belief {
    least_depth: u16,
    least_quality: u16,
    /// By genotype code: least and largest share of reads in percent; [`Belief::ANY`] and above it there is no largest.
    balance: Box<[(u16, u16); 256]>,
    /// By contig: whether it is the mitochondrial genome, of which a part of the copies may carry an allele.
    mitochondrial: Vec<bool>,
}

impl Belief {
    const ANY: u16 = u16::MAX;

    pub fn new(thresholds: Thresholds, table: &VariantTable) -> Self {
        let mitochondrial = table.contigs.iter().map(|c| c.chromosome == Some(Chromosome::MT)).collect();
        let share = |code: u8| match Shown::of(GenotypeCode::from_bits(code)) {
            Shown::One => (thresholds.min_heterozygous_percent, thresholds.max_heterozygous_percent),
            Shown::Every => (thresholds.min_homozygous_percent, 100),
            Shown::Lacks | Shown::AtLeastOne | Shown::NotKnown | Shown::Sealed => (0, 100),
        };
        let mut balance = Box::new([(0, Self::ANY); 256]);
        for (limits, (low, high)) in balance.iter_mut().zip((0..=u8::MAX).map(share)) {
            *limits = (u16::from(low), if high >= 100 { Self::ANY } else { u16::from(high) });
        }
        let (least_depth, least_quality) = (thresholds.min_depth, thresholds.min_genotype_quality);
        Self { least_depth, least_quality, balance, mitochondrial }
    }

    /// True where nothing that is given speaks against the genotype.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "asked of every row; a call costs more than the answer")]
    pub fn holds(&self, table: &VariantTable, sample: &Sample, row: usize) -> bool {
        // A missing count is the largest number: never too low.
        let (depth, quality) = (sample.depth.raw()[row], sample.genotype_quality.raw()[row]);
        let balanced = self.is_balanced(sample.genotype(row), depth, sample.alternate_reads.raw()[row]);
        let balanced = balanced | self.mitochondrial[usize::from(table.contig[row])];
        (depth >= self.least_depth) & (quality >= self.least_quality) & balanced
    }

    #[inline]
    fn is_balanced(&self, code: GenotypeCode, depth: u16, alternate: u16) -> bool {
        let (low, high) = self.balance[usize::from(code.bits())];
        let (share, whole) = (u32::from(alternate) * 100, u32::from(depth));
        let not_given = (alternate == Counts::MISSING) | (depth == Counts::MISSING);
        let above = share >= u32::from(low) * whole;
        let below = (high == Self::ANY) | (share <= u32::from(high) * whole);
        not_given | (above & below)
    }

    /// As [`Belief::holds`] for the rows of a word.
    fn word(&self, table: &VariantTable, sample: &Sample, first: usize) -> u64 {
        let depths = rows::cells(sample.depth.raw(), first);
        let alternates = rows::cells(sample.alternate_reads.raw(), first);
        let deep = rows::word(depths, |depth| depth >= self.least_depth);
        let sure = rows::word(rows::cells(sample.genotype_quality.raw(), first), |q| q >= self.least_quality);
        let counts = rows::cells(&sample.genotype, first).iter().zip(depths.iter().zip(alternates));
        let balanced = rows::flags(counts.map(|(code, (depth, reads))| self.is_balanced(*code, *depth, *reads)));
        let contigs = rows::cells(&table.contig, first);
        let anywhere = rows::word(contigs, |contig| self.mitochondrial[usize::from(contig)]);
        deep & sure & (balanced | anywhere)
    }
}

/// FILTER and the proband's genotype are good enough.
pub(super) struct GoodEnough<'a> {
    table: &'a VariantTable,
    proband: &'a Sample,
    wanted: &'a Quality,
    belief: Belief,
}

impl<'a> GoodEnough<'a> {
    pub fn new(table: &'a VariantTable, family: &Family, wanted: &'a Quality) -> Self {
        let belief = Belief::new(wanted.thresholds, table);
        Self { table, proband: &table.samples()[family.proband_sample()], wanted, belief }
    }
}

impl Test for GoodEnough<'_> {
    fn keeps(&self, row: usize) -> bool {
        (!self.wanted.passing | self.table.passes(row)) & self.belief.holds(self.table, self.proband, row)
    }

    fn word(&self, first: usize, _: u64) -> u64 {
        let passing = rows::word(rows::cells(&self.table.filter, first), |filter| filter <= FILTER_PASS);
        let passing = if self.wanted.passing { passing } else { u64::MAX };
        passing & self.belief.word(self.table, self.proband, first)
    }

    fn why(&self, row: usize) -> Why {
        let asked = self.wanted.thresholds;
        if self.wanted.passing && !self.table.passes(row) {
            return Why::FilterColumn { value: self.table.filter(row).to_owned() };
        }
        if let Some(value) = self.proband.depth(row).filter(|d| *d < asked.min_depth) {
            return Why::Depth { value, limit: asked.min_depth };
        }
        if let Some(value) = self.proband.genotype_quality(row).filter(|q| *q < asked.min_genotype_quality) {
            return Why::GenotypeQuality { value, limit: asked.min_genotype_quality };
        }
        let homozygous = Shown::of(self.proband.genotype(row)) == Shown::Every;
        Why::Balance {
            alternate: self.proband.alternate_reads(row).unwrap_or(0),
            depth: self.proband.depth(row).unwrap_or(0),
            low: if homozygous { asked.min_homozygous_percent } else { asked.min_heterozygous_percent },
            high: if homozygous { 100 } else { asked.max_heterozygous_percent },
        }
    }
}
