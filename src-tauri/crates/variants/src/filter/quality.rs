use serde::{Deserialize, Serialize};

use super::{Test, Why};
use crate::{Family, Sample, VariantTable, pattern::Shown};

/// The quality asked of the record and of the genotypes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quality {
    /// FILTER must be `PASS`, or `.` (filters not run, which is noted).
    pub passing: bool,
    /// What is asked of each person's genotype: the proband's is removed below, a relative's is not believed.
    pub thresholds: Thresholds,
}

/// What is asked of a genotype. A value that is not given removes nothing. Likelihoods (PL, GL) are not in the table: that a
/// parent lacks an allele goes by GT, and what the reads say against it is noted ([`crate::Note::ParentShowsReads`]).
///
/// The balances follow slivar's filters for trios (10.1038/s41525-021-00227-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// Least read depth.
    pub min_depth: u16,
    /// Least genotype quality, phred.
    pub min_genotype_quality: u16,
    /// Least share of reads with the allele where it is heterozygous, in percent.
    pub min_heterozygous_percent: u8,
    /// Largest share of reads with the allele where it is heterozygous, in percent.
    pub max_heterozygous_percent: u8,
    /// Least share of reads with the allele where it is homozygous or hemizygous, in percent.
    pub min_homozygous_percent: u8,
}

impl Thresholds {
    /// True where nothing that is given speaks against the genotype.
    #[inline]
    pub(crate) fn believes(&self, sample: &Sample, row: usize) -> bool {
        // A missing count is the largest number: never too low.
        let (depth, quality) = (sample.depth.raw()[row], sample.genotype_quality.raw()[row]);
        (depth >= self.min_depth) & (quality >= self.min_genotype_quality) & self.balance_holds(sample, row)
    }

    #[inline]
    fn balance_holds(&self, sample: &Sample, row: usize) -> bool {
        let (Some(alternate), Some(depth)) = (sample.alternate_reads(row), sample.depth(row)) else { return true };
        let (low, high) = match Shown::of(sample.genotype(row)) {
            Shown::One => (self.min_heterozygous_percent, self.max_heterozygous_percent),
            Shown::Every => (self.min_homozygous_percent, 100),
            Shown::Lacks | Shown::AtLeastOne | Shown::NotKnown | Shown::Sealed => return true,
        };
        let share = u32::from(alternate) * 100;
        let of = |percent: u8| u32::from(percent) * u32::from(depth);
        share >= of(low) && (high == 100 || share <= of(high))
    }
}

/// FILTER and the proband's genotype are good enough.
pub(super) struct GoodEnough<'a> {
    table: &'a VariantTable,
    proband: &'a Sample,
    wanted: &'a Quality,
}

impl<'a> GoodEnough<'a> {
    pub fn new(table: &'a VariantTable, family: &Family, wanted: &'a Quality) -> Self {
        Self { table, proband: &table.samples()[family.proband_sample()], wanted }
    }
}

impl Test for GoodEnough<'_> {
    #[inline]
    fn keeps(&self, row: usize) -> bool {
        (!self.wanted.passing || self.table.passes(row)) && self.wanted.thresholds.believes(self.proband, row)
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
