//! How two people are related by their genotypes, and whether a person's sex is the stated one.

use domain::{Chromosome, Sex};
use serde::Serialize;

use crate::{Locus, VariantTable};

/// The relation of two samples by the genotypes that both have on the autosomes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kinship {
    /// Places of the two in the header.
    pub samples: [usize; 2],
    /// Records that could be compared.
    pub compared: u64,
    /// Records at which they share no allele: hardly any between a parent and a child.
    pub none_shared: u64,
    /// Records at which one of the two has only the reference, or both. Where single files were merged and absent genotypes
    /// left open (`bcftools merge` without `-0`) there are hardly any, and what is compared is what the two share.
    pub with_reference: u64,
    /// KING's robust coefficient within a family (10.1093/bioinformatics/btq559): 0.5 for the same person, 0.25 for
    /// parent and child and for full siblings, about 0 or below for unrelated people. `None` without heterozygous genotypes.
    pub coefficient: Option<f64>,
}

/// The degree of relation that a coefficient tells, with the limits of KING (Table 1 of the same paper).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Degree {
    /// The same person, or a twin.
    Same,
    /// Parent and child, or full siblings.
    First,
    /// Half siblings, grandparent, uncle or aunt.
    Second,
    /// Cousins and the like.
    Third,
    /// None of these.
    Unrelated,
}

impl Kinship {
    /// Coefficients from which two people are of the third, second and first degree, and from which they are the same
    /// (10.1093/bioinformatics/btq559, Table 1).
    pub const LIMITS: [f64; 4] = [0.0442, 0.0884, 0.177, 0.354];

    /// Compares two samples at these places of the header.
    #[allow(clippy::cast_precision_loss, reason = "counts of rows are far below 2^53")]
    pub fn of(table: &VariantTable, samples: [usize; 2]) -> Option<Self> {
        let [one, other] = samples.map(|place| table.samples().get(place));
        let (one, other) = (one?, other?);
        let (mut compared, mut none_shared, mut both, mut heterozygous) = (0_u64, 0_u64, 0_u64, 0_u64);
        let mut with_reference = 0_u64;
        for row in (0..table.rows()).filter(|row| table.is_sure_snv(*row, &[one, other])) {
            if !table.chromosome(row).is_some_and(Chromosome::is_autosome) {
                continue;
            }
            compared += 1;
            let copies = (one.genotype(row).copies(), other.genotype(row).copies());
            with_reference += u64::from(copies.0 == 0 || copies.1 == 0);
            match copies {
                (1, 1) => (both, heterozygous) = (both + 1, heterozygous + 2),
                (1, _) | (_, 1) => heterozygous += 1,
                (0, 2) | (2, 0) => none_shared += 1,
                _ => {}
            }
        }
        let coefficient = (heterozygous > 0).then(|| (both as f64 - 2.0 * none_shared as f64) / heterozygous as f64);
        Some(Self { samples, compared, none_shared, with_reference, coefficient })
    }

    /// The degree; `None` where fewer than 1,000 records could be compared, or hardly any of them (below 2 %, our limit) has
    /// only the reference in one of the two: without what they do not share, strangers look like parent and child.
    pub fn degree(&self) -> Option<Degree> {
        const FEWEST: u64 = 1_000;
        const FEWEST_WITH_REFERENCE_PERCENT: u64 = 2;
        let tells =
            self.compared >= FEWEST && self.with_reference * 100 >= FEWEST_WITH_REFERENCE_PERCENT * self.compared;
        let coefficient = self.coefficient.filter(|_| tells)?;
        let degrees = [Degree::Third, Degree::Second, Degree::First, Degree::Same];
        let reached = Self::LIMITS.into_iter().zip(degrees).rfind(|(limit, _)| coefficient > *limit);
        Some(reached.map_or(Degree::Unrelated, |(_, degree)| degree))
    }
}

/// What X and Y say about the sex of a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SexChromosomes {
    /// Alternate alleles on X outside of the pseudoautosomal regions.
    pub on_x: u64,
    /// Those that are heterozygous.
    pub heterozygous_on_x: u64,
    /// Alternate alleles on Y outside of the pseudoautosomal regions.
    pub on_y: u64,
}

impl SexChromosomes {
    /// Counts single bases with sure genotypes of the sample at a place of the header.
    pub fn of(table: &VariantTable, sample: usize) -> Option<Self> {
        const SURE: u16 = 20;
        let sample = table.samples().get(sample)?;
        let mut found = Self { on_x: 0, heterozygous_on_x: 0, on_y: 0 };
        for row in 0..table.rows() {
            let genotype = sample.genotype(row);
            let sure = sample.genotype_quality(row).is_none_or(|quality| quality >= SURE);
            if !genotype.is_called() || !genotype.has_allele() || !sure || !table.passes(row) {
                continue;
            }
            match table.locus(row) {
                Locus::X => {
                    found.on_x += 1;
                    found.heterozygous_on_x += u64::from(genotype.is_heterozygous());
                }
                Locus::Y => found.on_y += 1,
                Locus::Autosomal | Locus::Mitochondrial => {}
            }
        }
        Some(found)
    }

    /// Up to this share of heterozygous alleles X is that of a male, and from that one on of a female (our limits: a male has
    /// only errors, a female about as many heterozygous as homozygous ones).
    pub const MALE_TO: f64 = 0.15;
    /// See [`MALE_TO`](Self::MALE_TO).
    pub const FEMALE_FROM: f64 = 0.3;

    /// Share of the alternate alleles on X that are heterozygous, 0 to 1; `None` with fewer than 20.
    #[allow(clippy::cast_precision_loss, reason = "counts of rows are far below 2^53")]
    pub fn heterozygosity(&self) -> Option<f64> {
        const FEWEST: u64 = 20;
        (self.on_x >= FEWEST).then(|| self.heterozygous_on_x as f64 / self.on_x as f64)
    }

    /// The sex that X shows; `None` between the limits, and where too few alleles tell.
    pub fn shows(&self) -> Option<Sex> {
        match self.heterozygosity()? {
            share if share <= Self::MALE_TO => Some(Sex::Male),
            share if share >= Self::FEMALE_FROM => Some(Sex::Female),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    const HEAD: &str = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tone\tother\n";

    fn table(records: &[(&str, &str, usize)]) -> VariantTable {
        let mut text = HEAD.to_owned();
        for (position, (chrom, calls)) in
            (3_000_000..).zip(records.iter().flat_map(|(chrom, calls, times)| vec![(chrom, calls); *times]))
        {
            text += &format!("{chrom}\t{position}\t.\tA\tG\t.\tPASS\t.\tGT\t{}\n", calls.replace(' ', "\t"));
        }
        testing::table(&text)
    }

    #[test]
    fn the_coefficient_is_that_of_king() {
        let same = table(&[("chr1", "0/1 0/1", 600), ("chr1", "1/1 1/1", 500), ("chr1", "0/0 0/0", 100)]);
        let same = Kinship::of(&same, [0, 1]).expect("two samples");
        assert_eq!((same.coefficient, same.degree()), (Some(0.5), Some(Degree::Same)));
        let child = table(&[("chr1", "0/1 0/1", 500), ("chr1", "0/1 0/0", 500), ("chr1", "1/1 0/1", 500)]);
        let child = Kinship::of(&child, [0, 1]).expect("two samples");
        assert_eq!((child.coefficient, child.none_shared, child.degree()), (Some(0.25), 0, Some(Degree::First)));
        let strangers = table(&[("chr1", "0/1 0/1", 400), ("chr1", "0/1 0/0", 800), ("chr1", "1/1 0/0", 200)]);
        let strangers = Kinship::of(&strangers, [0, 1]).expect("two samples");
        assert_eq!((strangers.coefficient, strangers.degree()), (Some(0.0), Some(Degree::Unrelated)));
        let few = Kinship::of(&table(&[("chr1", "0/1 0/1", 9)]), [0, 1]).expect("two samples");
        assert_eq!(few.degree(), None, "nine records tell nothing");
    }

    #[test]
    fn merged_files_without_the_reference_tell_no_degree() {
        let merged =
            [("chr1", "0/1 0/1", 800), ("chr1", "1/1 0/1", 500), ("chr1", "1/1 1/1", 500), ("chr1", "0/1 ./.", 900)];
        let merged = Kinship::of(&table(&merged), [0, 1]).expect("two samples");
        assert_eq!((merged.compared, merged.with_reference, merged.degree()), (1_800, 0, None));
        assert!(merged.coefficient.is_some_and(|c| c > 0.354), "which would be the same person");
    }

    #[test]
    fn sex_shows_on_x() {
        let table = table(&[("chrX", "1/1 0/1", 30), ("chrX", "0/1 1/1", 3), ("chrY", "1 ./.", 4)]);
        let [one, other] = [0, 1].map(|s| SexChromosomes::of(&table, s).expect("a sample"));
        assert_eq!((one.on_x, one.heterozygous_on_x, one.on_y, one.shows()), (33, 3, 4, Some(Sex::Male)));
        assert_eq!((other.on_y, other.shows()), (0, Some(Sex::Female)));
        let few = SexChromosomes { on_x: 19, heterozygous_on_x: 19, on_y: 0 };
        assert_eq!(few.shows(), None);
    }
}
