use crate::{Change, Kind, VariantTable, column::Counts};

/// The genotype quality (phred) from which a genotype counts as sure.
const SURE: u16 = 20;

/// How a person's data look as a whole, over the rows of a table in which the person has the allele. `None` where the
/// file says nothing that it could be counted from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// Alleles that the person has.
    pub variants: u64,
    /// Median read depth (DP) at them.
    pub median_depth: Option<u16>,
    /// Heterozygous over homozygous ones, on the autosomes.
    pub het_hom: Option<f64>,
    /// Transitions over transversions, of single bases.
    pub ti_tv: Option<f64>,
    /// Share with a genotype quality (GQ) of 20 or more.
    pub gq20: Option<f64>,
}

impl Figures {
    /// The figures of the sample at a place of the header; `None` where there is no such sample.
    pub fn of(table: &VariantTable, sample: usize) -> Option<Self> {
        let sample = table.samples().get(sample)?;
        let (mut het, mut hom, mut transitions, mut transversions) = (0_u64, 0_u64, 0_u64, 0_u64);
        let (mut depths, mut qualities, mut variants) = (Histogram::default(), Histogram::default(), 0_u64);
        for row in 0..table.rows() {
            let genotype = sample.genotype(row);
            if !genotype.has_allele() || matches!(table.kind(row), Kind::Star | Kind::NonRef) {
                continue;
            }
            variants += 1;
            depths.add(&sample.depth, row);
            qualities.add(&sample.genotype_quality, row);
            if table.chromosome(row).is_some_and(|c| c.is_autosome()) {
                het += u64::from(genotype.is_heterozygous());
                hom += u64::from(genotype.is_homozygous_alternate());
            }
            match table.change(row) {
                Some(Change::Transition) => transitions += 1,
                Some(Change::Transversion) => transversions += 1,
                Some(Change::Other) | None => {}
            }
        }
        Some(Self {
            variants,
            median_depth: depths.median(),
            het_hom: ratio(het, hom),
            ti_tv: ratio(transitions, transversions),
            gq20: ratio(qualities.from(SURE), qualities.total),
        })
    }
}

#[allow(clippy::cast_precision_loss, reason = "counts of rows are far below 2^53")]
fn ratio(of: u64, to: u64) -> Option<f64> {
    (to > 0).then(|| of as f64 / to as f64)
}

/// How often each count is there.
#[derive(Default)]
struct Histogram {
    counts: Vec<u64>,
    total: u64,
}

impl Histogram {
    fn add(&mut self, column: &Counts, row: usize) {
        let Some(value) = column.get(row).map(usize::from) else { return };
        if self.counts.len() <= value {
            self.counts.resize(value + 1, 0);
        }
        self.counts[value] += 1;
        self.total += 1;
    }

    /// The lower of two in the middle.
    fn median(&self) -> Option<u16> {
        let mut left = self.total.checked_sub(1)? / 2;
        let median = self.counts.iter().position(|&count| {
            let here = left < count;
            left = left.saturating_sub(count);
            here
        });
        median.and_then(|value| u16::try_from(value).ok())
    }

    fn from(&self, value: u16) -> u64 {
        self.counts.iter().skip(usize::from(value)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    const HEAD: &str = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tchild\tmother\n";

    fn table(rows: &[(&str, &str, &str, &str)]) -> VariantTable {
        let line = |(n, (place, alleles, child, mother)): (usize, &(&str, &str, &str, &str))| {
            let (reference, alternate) = alleles.split_once('>').expect("two alleles");
            format!("{place}\t{}\t.\t{reference}\t{alternate}\t.\tPASS\t.\tGT:DP:GQ\t{child}\t{mother}\n", n + 1)
        };
        testing::table(&format!("{HEAD}{}", rows.iter().enumerate().map(line).collect::<String>()))
    }

    #[test]
    fn what_a_person_has_is_counted() {
        let table = table(&[
            ("chr1", "A>G", "0/1:10:99", "0/0:9:9"),
            ("chr1", "C>T", "1/1:30:20", "0/1:7:50"),
            ("chr1", "A>C", "0/1:20:19", "./.:.:."),
            ("chr1", "AT>A", "0|1:40:5", "0/0:9:9"),
            ("chrX", "G>A", "1:15:60", "0/1:9:9"),
            ("chr2", "G>T,A", "1/2:12:40", "0/0:9:9"),
            ("chr2", "G>*", "0/1:99:99", "0/0:9:9"),
        ]);
        let child = Figures::of(&table, 0).expect("a sample");
        assert_eq!(child.variants, 7, "two alleles of one record are two, a missing base upstream is none");
        assert_eq!(child.median_depth, Some(15), "10 12 12 15 20 30 40");
        assert_eq!(child.het_hom, Some(5.0), "five to one on the autosomes");
        assert_eq!(child.ti_tv, Some(4.0 / 2.0));
        assert_eq!(child.gq20, Some(5.0 / 7.0));
        let mother = Figures::of(&table, 1).expect("a sample");
        assert_eq!((mother.variants, mother.het_hom), (2, None), "nothing to divide by");
        assert!(Figures::of(&table, 2).is_none());
    }

    #[test]
    fn a_file_without_depths_has_no_median() {
        let table = table(&[("chr1", "A>G", "0/1", "0/0")]);
        let figures = Figures::of(&table, 0).expect("a sample");
        assert_eq!((figures.median_depth, figures.gq20, figures.variants), (None, None, 1));
    }
}
