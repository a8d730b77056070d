//! Mendelian errors of a child and its parents, and what they say about uniparental disomy.

use domain::Chromosome;

use crate::{GenotypeCode, Kind, Sample, VariantTable};

/// What became of the alternate alleles on which a child and its parents were compared. Only autosomes, only records with
/// one alternate allele: elsewhere a difference may be right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MendelianErrors {
    /// Rows that are not on an autosome.
    pub not_autosomal: u64,
    /// Records with several alternate alleles.
    pub multi_allelic: u64,
    /// Records where one of the three is below the depth asked for, or has none.
    pub low_depth: u64,
    /// Records where one of the three has no whole genotype.
    pub not_called: u64,
    /// Records where one of the three has another number of alleles than two.
    pub not_diploid: u64,
    /// Compared single bases, and those that contradict the laws of Mendel.
    pub snv: (u64, u64),
    /// All others.
    pub indel: (u64, u64),
    /// Rows that contradict, in their order.
    pub rows: Vec<usize>,
}

impl MendelianErrors {
    /// Compares the samples at these places of the header: child, father, mother. With `min_depth`, only where each has that
    /// read depth (DP).
    pub fn of(table: &VariantTable, trio: [usize; 3], min_depth: Option<u16>) -> Option<Self> {
        let samples = trio.map(|place| table.samples().get(place));
        let [Some(child), Some(father), Some(mother)] = samples else { return None };
        let mut found = Self::default();
        let mut row = 0;
        while row < table.rows() {
            let alternates = table.rows_of_record(row);
            let autosomal = table.chromosome(row).is_some_and(Chromosome::is_autosome);
            match alternates {
                _ if !autosomal => found.not_autosomal += 1,
                1 => found.record(table, row, [child, father, mother], min_depth),
                _ => found.multi_allelic += 1,
            }
            row += alternates;
        }
        Some(found)
    }

    fn record(&mut self, table: &VariantTable, row: usize, trio: [&Sample; 3], min_depth: Option<u16>) {
        if min_depth.is_some_and(|least| trio.iter().any(|s| s.depth(row).is_none_or(|depth| depth < least))) {
            self.low_depth += 1;
            return;
        }
        let genotypes = trio.map(|s| s.genotype(row));
        if !genotypes.iter().all(|g| g.is_called()) {
            self.not_called += 1;
            return;
        }
        if genotypes.iter().any(|g| g.is_haploid() || g.copies() > 2) {
            self.not_diploid += 1;
            return;
        }
        let count = if table.kind(row) == Kind::Snv { &mut self.snv } else { &mut self.indel };
        count.0 += 1;
        if !may_be_child(genotypes) {
            count.1 += 1;
            self.rows.push(row);
        }
    }

    /// Records that were compared.
    pub fn compared(&self) -> u64 {
        self.snv.0 + self.indel.0
    }

    /// Records that contradict.
    pub fn errors(&self) -> u64 {
        self.snv.1 + self.indel.1
    }

    /// Share of the compared records that contradict, 0 to 1; `None` where nothing could be compared.
    #[allow(clippy::cast_precision_loss, reason = "counts of rows are far below 2^53")]
    pub fn rate(&self) -> Option<f64> {
        (self.compared() > 0).then(|| self.errors() as f64 / self.compared() as f64)
    }
}

/// Whether a child may have its copies of an allele from its parents, one from each. All are diploid.
fn may_be_child([child, father, mother]: [GenotypeCode; 3]) -> bool {
    let gives = |parent: GenotypeCode| (u8::from(parent.copies() == 2), u8::from(parent.copies() > 0));
    let ((least_f, most_f), (least_m, most_m)) = (gives(father), gives(mother));
    (least_f + least_m..=most_f + most_m).contains(&child.copies())
}

/// On one autosome: at how many records the child has nothing from a parent, and at how many surely one copy from each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Descent {
    /// The autosome.
    pub chromosome: Chromosome,
    /// The child has neither copy of the father, as in a disomy of the mother's, or a deletion on the father's copy.
    pub nothing_from_father: u64,
    /// The same of the mother.
    pub nothing_from_mother: u64,
    /// Parents with different homozygous genotypes, and a heterozygous child.
    pub from_both: u64,
}

impl Descent {
    /// Fewest records that speak for a disomy.
    const FEWEST: u64 = 10;

    /// The records of each autosome on which the parents' origin shows, of a child, its father and its mother. Single bases
    /// that pass, with a genotype quality of 20 or more where it is given: of others, errors are too many.
    pub fn of(table: &VariantTable, trio: [usize; 3]) -> Option<Vec<Self>> {
        let samples = trio.map(|place| table.samples().get(place));
        let [Some(child), Some(father), Some(mother)] = samples else { return None };
        let autosomes = Chromosome::all().filter(|c| c.is_autosome());
        let mut all: Vec<Self> = autosomes
            .map(|chromosome| Self { chromosome, nothing_from_father: 0, nothing_from_mother: 0, from_both: 0 })
            .collect();
        for row in (0..table.rows()).filter(|row| table.is_sure_snv(*row, &[child, father, mother])) {
            let place = table.chromosome(row).map_or(usize::MAX, Chromosome::index);
            let Some(here) = all.get_mut(place) else { continue };
            let copies = [child, father, mother].map(|s| s.genotype(row).copies());
            match copies {
                [2, 0, 1..=2] | [0, 2, 0..=1] => here.nothing_from_father += 1,
                [2, 1..=2, 0] | [0, 0..=1, 2] => here.nothing_from_mother += 1,
                [1, 0, 2] | [1, 2, 0] => here.from_both += 1,
                _ => {}
            }
        }
        Some(all)
    }

    /// Whose two copies the child seems to have: more records without anything from one parent than with a copy from each,
    /// and hardly any that speak of the other parent. A large deletion looks the same.
    pub fn disomy_of(&self) -> Option<Parent> {
        let (f, m) = (self.nothing_from_father, self.nothing_from_mother);
        let outweighs = |one: u64, other: u64| one >= Self::FEWEST && one > self.from_both && one > 10 * other;
        match (outweighs(f, m), outweighs(m, f)) {
            (true, _) => Some(Parent::Mother),
            (_, true) => Some(Parent::Father),
            _ => None,
        }
    }
}

/// A parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Parent {
    /// The father.
    Father,
    /// The mother.
    Mother,
}

impl VariantTable {
    /// How many rows, from this one on, are of the same record.
    pub(crate) fn rows_of_record(&self, row: usize) -> usize {
        let record = |row: usize| (self.part[row], self.offset[row]);
        (row..self.rows()).take_while(|next| record(*next) == record(row)).count().max(1)
    }

    /// A single base as the only alternate of a record that passes, with whole diploid genotypes of these samples that are
    /// sure where their quality is given.
    pub(crate) fn is_sure_snv(&self, row: usize, samples: &[&Sample]) -> bool {
        const SURE: u16 = 20;
        let record = |row: usize| (self.part[row], self.offset[row]);
        let alone = self.allele[row] == 1 && (row + 1 == self.rows() || record(row + 1) != record(row));
        alone
            && self.kind[row] == Kind::Snv
            && self.passes(row)
            && samples.iter().all(|s| {
                let genotype = s.genotype(row);
                genotype.is_called()
                    && !genotype.is_haploid()
                    && genotype.copies() <= 2
                    && s.genotype_quality(row).is_none_or(|quality| quality >= SURE)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    const HEAD: &str =
        "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tchild\tfather\tmother\n";

    fn table(lines: &[&str]) -> VariantTable {
        let lines = lines.iter().zip(1..).map(|(line, position)| {
            let (place, calls) = line.split_once(' ').expect("a place and calls");
            let (chrom, alleles) = place.split_once(':').expect("a contig and alleles");
            let (reference, alternate) = alleles.split_once('>').expect("alleles");
            let calls = calls.replace(' ', "\t");
            format!("{chrom}\t{position}\t.\t{reference}\t{alternate}\t.\tPASS\t.\tGT:DP\t{calls}\n")
        });
        testing::table(&(HEAD.to_owned() + &lines.collect::<String>()))
    }

    #[test]
    fn errors_are_counted_by_what_could_be_compared() {
        let table = table(&[
            "chr1:A>G 0/1:9 0/0:9 0/1:9",
            "chr1:A>G 0/1:9 0/0:9 0/0:9",
            "chr1:A>AG 1/1:9 0/1:9 0/0:9",
            "chr1:A>G 0/0:9 1/1:9 0/1:9",
            "chr1:A>G ./1:9 0/0:9 0/0:9",
            "chr1:A>G 0/1:9 0/0:3 0/0:9",
            "chr1:A>G 1:9 0/0:9 0/0:9",
            "chr1:A>C,G 1/2:9 0/0:9 0/0:9",
            "chrX:A>G 1/1:9 0/0:9 0/0:9",
        ]);
        let found = MendelianErrors::of(&table, [0, 1, 2], Some(5)).expect("three samples");
        assert_eq!((found.snv, found.indel), ((3, 2), (1, 1)));
        assert_eq!((found.not_autosomal, found.multi_allelic, found.low_depth), (1, 1, 1));
        assert_eq!((found.not_called, found.not_diploid), (1, 1));
        assert_eq!(found.rows, [1, 2, 3]);
        assert_eq!(found.rate(), Some(0.75));
        assert_eq!(MendelianErrors::of(&table, [0, 1, 3], None), None, "there are three samples");
    }

    #[test]
    fn two_copies_of_one_parent_show() {
        let mut lines = vec!["chr15:A>G 1/1:9 0/0:9 0/1:9"; 12];
        lines.extend(["chr15:A>G 0/1:9 0/0:9 1/1:9"; 3]);
        lines.extend(["chr1:A>G 0/1:9 0/0:9 1/1:9"; 3]);
        let table = table(&lines);
        let all = Descent::of(&table, [0, 1, 2]).expect("three samples");
        let of = |number: usize| all[number - 1];
        assert_eq!((of(15).nothing_from_father, of(15).from_both), (12, 3));
        assert_eq!((of(15).disomy_of(), of(1).disomy_of()), (Some(Parent::Mother), None));
    }
}
