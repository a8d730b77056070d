//! How much is ever read of a file: a hostile or damaged one stops at a fixed limit with a clear message.

/// Longest line in bytes (real annotated lines stay below 1 MiB).
pub(crate) const LINE: usize = 32 << 20;
/// Longest header in bytes (that of a file with every contig of GRCh38 has 0.4 MiB).
pub(crate) const HEADER: usize = 16 << 20;
/// Longest INFO column in bytes.
pub(crate) const INFO: usize = 16 << 20;
/// Most fields of an INFO column.
pub(crate) const INFO_FIELDS: usize = 10_000;
/// Most alleles of a genotype.
pub(crate) const PLOIDY: usize = 255;
/// Most contigs, and most different texts of the FILTER column: the table has 16 bits for each.
pub(crate) const TEXTS: usize = 65_535;
/// Most samples.
pub(crate) const SAMPLES: usize = 10_000;
/// Most alternate alleles of a record.
pub(crate) const ALLELES: usize = 2_048;
/// Most genotypes of a record, seen from each of its alternates: alternates times samples.
pub(crate) const CELLS: usize = 1 << 22;
/// Most bytes of text per compressed byte, beyond the first [`RATIO_FREE`] bytes. Real VCFs stay below 60.
pub(crate) const RATIO: u64 = 400;
/// Bytes of text for which no ratio is asked.
pub(crate) const RATIO_FREE: u64 = 256 << 20;
