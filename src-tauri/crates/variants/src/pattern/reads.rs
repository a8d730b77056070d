//! What the reads of a parent show beside the genotype.
//!
//! Genotype callers write `0/0` for a parent with a few reads of the allele: a low mosaic, or the carrier of a poorly covered
//! place. The limits below are ours, not a published rule. They ask depth and reads by allele (DP, AD); the likelihoods of the
//! genotypes act through the genotype quality. Where either count is missing nothing is said.

use crate::Sample;

/// A parent without the allele by genotype shows it from this share and this number of reads on: a single read, and about
/// 1 % of the bases of short reads, is wrong by chance.
const SHOWS_PERCENT: u32 = 5;
const SHOWS_READS: u16 = 2;

/// A parent may be mosaic within these shares, both ends included, and from this number of reads on: below lie errors of
/// sequencing, above the balance of a germline heterozygote (the least that [`crate::Thresholds`] believe is 20 %).
const MOSAIC_PERCENT: (u32, u32) = (2, 20);
const MOSAIC_READS: u16 = 3;

/// True where more reads have the allele than errors explain.
pub(super) fn show_allele(sample: &Sample, row: usize) -> bool {
    is_share(sample, row, SHOWS_READS, |share, depth| share >= SHOWS_PERCENT * depth)
}

/// True where the reads are those of a mosaic.
pub(super) fn look_mosaic(sample: &Sample, row: usize) -> bool {
    let (low, high) = MOSAIC_PERCENT;
    is_share(sample, row, MOSAIC_READS, |share, depth| share >= low * depth && share <= high * depth)
}

/// `fits` is asked about the reads with the allele times 100, and the depth.
fn is_share(sample: &Sample, row: usize, least: u16, fits: impl Fn(u32, u32) -> bool) -> bool {
    let (Some(alternate), Some(depth)) = (sample.alternate_reads(row), sample.depth(row)) else { return false };
    alternate >= least && depth > 0 && fits(u32::from(alternate) * 100, u32::from(depth))
}
