use domain::Chromosome;

use crate::{Call, Change, Frequency, Kind, VariantTable, column::Counts};

/// The genotype quality (phred) from which a genotype counts as sure.
const SURE: u16 = 20;

/// Depth from which the reads of a genotype are counted apart (Hail's `compute_charr` asks for the same).
const READ: u16 = 10;
/// Bins of [`Figures::balance`], each of 5 %.
pub const BALANCE_BINS: usize = 20;
/// Fewest homozygous places from which a contamination is told (our limit).
const FEWEST_PLACES: u64 = 200;
/// Allele frequencies between which a place tells of a second person (as `compute_charr`).
const COMMON: std::ops::RangeInclusive<f32> = 0.05..=0.95;
/// Whose frequencies are taken, the first that an allele has: of the people of Japan before those of the world.
const POPULATIONS: [&str; 8] =
    ["tommo", "gem_j", "hgvd", "gnomad_genomes", "gnomad", "gnomad_exomes", "thousand_genomes", "exac"];

/// How a person's data look as a whole, over the rows of a table in which the person has the allele. `None` where the
/// file says nothing that it could be counted from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// Alleles that the person has.
    pub variants: u64,
    /// Records with a whole genotype of the person.
    pub called: u64,
    /// Records without one.
    pub missing: u64,
    /// Median read depth (DP) at the alleles that the person has.
    pub median_depth: Option<u16>,
    /// How many of them have each depth, from 0 on.
    pub depths: Vec<u64>,
    /// Heterozygous over homozygous ones, on the autosomes.
    pub het_hom: Option<f64>,
    /// Transitions over transversions, of single bases.
    pub ti_tv: Option<f64>,
    /// Share with a genotype quality (GQ) of 20 or more.
    pub gq20: Option<f64>,
    /// Sure heterozygous single bases of the autosomes with 10 reads or more, by the share of reads that show the
    /// alternate allele: from 0 on in bins of 5 %, the last one with 100 %.
    pub balance: [u64; BALANCE_BINS],
    /// The share of reads that seem to be of somebody else; see [`Contamination`].
    pub contamination: Option<f64>,
}

/// Reads of the reference where a person has the alternate allele twice: they are errors, or of somebody else. Divided by how
/// many there would be if all reads were of somebody else, they estimate the share of the other (CHARR,
/// 10.1016/j.ajhg.2023.10.011). The reads are summed before they are divided, so that where almost everybody has the allele
/// errors do not weigh more. Reads that show neither allele count as the reference, since the table keeps depth and alternate
/// reads: the estimate is rather too high, and one of a relative too low.
#[derive(Clone, Copy, Debug, Default)]
struct Contamination {
    places: u64,
    reference_reads: f64,
    expected: f64,
}

impl Contamination {
    fn add(&mut self, depth: u16, alternate: u16, frequency: f32) {
        self.places += 1;
        self.reference_reads += f64::from(depth.saturating_sub(alternate));
        self.expected += f64::from(depth) * (1.0 - f64::from(frequency));
    }

    fn share(self) -> Option<f64> {
        (self.places >= FEWEST_PLACES && self.expected > 0.0).then(|| (self.reference_reads / self.expected).min(1.0))
    }
}

impl Figures {
    /// The figures of the sample at a place of the header, in one pass; `None` where there is no such sample.
    pub fn of(table: &VariantTable, sample: usize) -> Option<Self> {
        let sample = table.samples().get(sample)?;
        let populations: Vec<&Frequency> =
            POPULATIONS.iter().filter_map(|name| table.frequencies().iter().find(|f| f.name == *name)).collect();
        let (mut het, mut hom, mut transitions, mut transversions) = (0_u64, 0_u64, 0_u64, 0_u64);
        let (mut depths, mut qualities) = (Histogram::default(), Histogram::default());
        let (mut found, mut contamination) = (Self::default(), Contamination::default());
        for row in 0..table.rows() {
            let genotype = sample.genotype(row);
            if table.allele(row) == 1 && genotype.call() != Call::NotShown {
                *if genotype.is_called() { &mut found.called } else { &mut found.missing } += 1;
            }
            if !genotype.has_allele() || matches!(table.kind(row), Kind::Star | Kind::NonRef) {
                continue;
            }
            found.variants += 1;
            depths.add(&sample.depth, row);
            qualities.add(&sample.genotype_quality, row);
            match table.change(row) {
                Some(Change::Transition) => transitions += 1,
                Some(Change::Transversion) => transversions += 1,
                Some(Change::Other) | None => {}
            }
            if !table.chromosome(row).is_some_and(Chromosome::is_autosome) {
                continue;
            }
            het += u64::from(genotype.is_heterozygous());
            hom += u64::from(genotype.is_homozygous_alternate());
            let reads = sample.depth(row).filter(|depth| *depth >= READ).zip(sample.alternate_reads(row));
            let Some((depth, alternate)) = reads.filter(|_| table.is_sure_snv(row, &[sample])) else { continue };
            match genotype.copies() {
                1 => {
                    let bin = usize::from(alternate.min(depth)) * BALANCE_BINS / usize::from(depth);
                    found.balance[bin.min(BALANCE_BINS - 1)] += 1;
                }
                2 => {
                    let frequency = populations.iter().find_map(|population| population.get(row));
                    if let Some(frequency) = frequency.filter(|f| COMMON.contains(f)) {
                        contamination.add(depth, alternate, frequency);
                    }
                }
                _ => {}
            }
        }
        Some(Self {
            median_depth: depths.median(),
            het_hom: ratio(het, hom),
            ti_tv: ratio(transitions, transversions),
            gq20: ratio(qualities.from(SURE), qualities.total),
            contamination: contamination.share(),
            depths: depths.counts,
            ..found
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
        assert_eq!((child.called, child.missing), (7, 0), "records, not alleles");
        assert_eq!(child.depths.iter().sum::<u64>(), 7);
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

    /// Homozygous places with a frequency of one half, and this many of 50 reads showing the reference.
    fn homozygous(places: usize, reference: u32) -> VariantTable {
        let head = "##fileformat=VCFv4.2\n##INFO=<ID=ToMMo_AF,Number=A,Type=Float,Description=\"\">\n\
                    #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tchild\n";
        let line = |n| {
            let alternate = 50 - reference;
            format!("chr1\t{n}\t.\tA\tG\t.\tPASS\tToMMo_AF=0.5\tGT:AD:DP\t1/1:{reference},{alternate}:50\n")
        };
        testing::table(&format!("{head}{}", (1..=places).map(line).collect::<String>()))
    }

    #[test]
    fn reads_of_somebody_else_show_where_a_person_is_homozygous() {
        let of = |places, reference| Figures::of(&homozygous(places, reference), 0).expect("a sample").contamination;
        assert_eq!(of(200, 0), Some(0.0));
        let found = of(200, 2).expect("enough places");
        assert!((found - 0.08).abs() < 1e-6, "4 % of the reads, and half of the other's are as the person's: {found}");
        assert_eq!(of(199, 2), None, "too few places tell nothing, which is not zero");
    }

    #[test]
    fn heterozygous_calls_are_spread_by_their_reads() {
        let head = HEAD.replace("\tmother", "");
        let calls = ["0/1:10,10:20", "0/1:19,1:20", "0/1:0,20:20", "0/1:4,4:8", "0/1:.:20", "1/1:10,10:20"];
        let lines = calls.iter().zip(1..).map(|(c, n)| format!("chr1\t{n}\t.\tA\tG\t.\tPASS\t.\tGT:AD:DP\t{c}\n"));
        let figures =
            Figures::of(&testing::table(&format!("{head}{}", lines.collect::<String>())), 0).expect("a sample");
        let filled: Vec<_> = figures.balance.iter().enumerate().filter(|(_, n)| **n > 0).collect();
        assert_eq!(filled, [(1, &1), (10, &1), (19, &1)], "few reads and unknown ones are left out");
    }
}
