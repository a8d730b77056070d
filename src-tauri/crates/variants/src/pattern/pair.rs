//! Compound heterozygous: two variants of a gene, one on each copy.

use std::collections::BTreeMap;

use domain::Pattern;
use smallvec::SmallVec;

use super::{Note, Notes, Segregation, opposite::ONE_PLACE};
use crate::{Kind, VariantTable};

/// In a gene with more paired rows than this, each row is listed with its first partner only, and that is noted.
pub const MOST_PAIRED_ROWS: usize = 64;

const COMPOUND: Pattern = Pattern::CompoundHeterozygous;

/// How it is known that two variants lie on different copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Phase {
    /// One comes from the father, the other from the mother.
    Parents,
    /// By phased genotypes (same phase set, other haplotype), or as two alternate alleles of one record.
    Genotype,
    /// It is not known.
    NotKnown,
}

/// From whom a variant may come, as bits.
const FATHER: u8 = 1;
const MOTHER: u8 = 2;
const NOBODY: u8 = 4;

/// One heterozygous row that may be half of a pair.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Half {
    pub row: usize,
    /// Contig, first and last base.
    place: (u32, u32, u32),
    kind: Kind,
    origins: u8,
    /// Phase set (`None` where no PS is given, which is a set of its own by VCF 4.3, 1.6.2) and haplotype.
    haplotype: Option<(Option<u32>, u8)>,
    /// Bits of the first 64 unaffected members: who surely carries it.
    pub unaffected: u64,
    affected: Spared,
}

/// The affected relatives, as bits, in whom copies surely lack a variant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spared {
    /// Every copy.
    pub wholly: u64,
    /// At least one copy.
    pub in_part: u64,
}

impl Spared {
    /// True where two variants explain every affected relative: who carries both, or one of them on every copy.
    pub fn are_explained(self, other: Self) -> bool {
        self.wholly & other.in_part == 0 && self.in_part & other.wholly == 0
    }
}

impl Half {
    /// `parents`: whether father and mother carry it, where known; `haplotype`: the proband's.
    pub(super) fn new(
        row: usize,
        place: (u32, u32, u32),
        kind: Kind,
        [father, mother]: [Option<bool>; 2],
        haplotype: Option<(Option<u32>, u8)>,
        unaffected: u64,
        affected: Spared,
    ) -> Self {
        let mut origins = 0;
        if father != Some(false) {
            origins |= FATHER;
        }
        if mother != Some(false) {
            origins |= MOTHER;
        }
        if father != Some(true) && mother != Some(true) {
            origins |= NOBODY;
        }
        Self { row, place, kind, origins, haplotype, unaffected, affected }
    }

    /// True where both may tell of one change: they lie upon each other, or nearly.
    fn may_be_one_with(&self, other: &Self) -> bool {
        let ((contig, start, end), (other_contig, other_start, other_end)) = (self.place, other.place);
        let near = |from: u32, to: u32| from <= to.saturating_add(ONE_PLACE);
        contig == other_contig && near(start, other_end) && near(other_start, end)
    }
}

/// Finds the pairs among the rows of a gene.
pub(crate) struct Pairs<'a> {
    pub table: &'a VariantTable,
    pub segregation: &'a Segregation<'a>,
}

/// A row with its partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    pub row: usize,
    pub partner: usize,
    pub pattern: Pattern,
    pub notes: Notes,
}

impl Pairs<'_> {
    /// Every row with each of its partners; in a gene with very many, with the first one. `halves` in the order in
    /// which partners are preferred.
    pub fn of_gene(&self, halves: &[Half]) -> Vec<Pair> {
        if halves.len() > MOST_PAIRED_ROWS {
            return self.first_partners(halves);
        }
        // Two rows pair or not, whichever is asked first.
        let count = halves.len();
        let mut found = vec![None; count * count];
        for (place, one) in halves.iter().enumerate() {
            for (other_place, other) in halves.iter().enumerate().skip(place + 1) {
                let notes = self.notes(one, other);
                found[place * count + other_place] = notes;
                found[other_place * count + place] = notes;
            }
        }
        let mut pairs = Vec::with_capacity(found.iter().flatten().count());
        for (one, notes) in halves.iter().zip(found.chunks_exact(count.max(1))) {
            for (other, notes) in halves.iter().zip(notes) {
                pairs.extend(notes.map(|notes| Pair { row: one.row, partner: other.row, pattern: COMPOUND, notes }));
            }
        }
        pairs
    }

    /// Finds every row with the strongest of its partners on either side of what `weigh` tells apart, the first of equals; in a
    /// gene with very many rows with the first one. As a rule the first that is asked about is one, so that few are.
    pub fn strongest(&self, halves: &[Half], weigh: impl Fn(usize) -> (bool, f64), mut found: impl FnMut(Pair)) {
        if halves.len() > MOST_PAIRED_ROWS {
            return self.first_partners(halves).into_iter().for_each(found);
        }
        let weighed = halves.iter().map(|half| (half, weigh(half.row)));
        // Threads that ask for memory gene by gene wait for each other.
        let mut partners: SmallVec<[(&Half, (bool, f64)); MOST_PAIRED_ROWS]> = weighed.collect();
        partners.sort_by(|(_, (_, one)), (_, (_, other))| other.total_cmp(one));
        for (one, side) in halves.iter().flat_map(|one| [(one, false), (one, true)]) {
            let of_side = partners.iter().filter(|(_, (is, _))| *is == side);
            let strongest = of_side.filter_map(|(other, _)| Some((other.row, self.notes(one, other)?))).next();
            if let Some((partner, notes)) = strongest {
                found(Pair { row: one.row, partner, pattern: COMPOUND, notes });
            }
        }
    }

    /// Every row with its first partner, in time that grows as the rows do: whether two rows pair depends on their origin,
    /// the unaffected who carry them and the affected who do not, whether they are breakends, and their haplotype, so that of each such group a row is asked about the first ones
    /// only.
    fn first_partners(&self, halves: &[Half]) -> Vec<Pair> {
        let mut groups: BTreeMap<(u8, bool, u64, Spared, Vec<bool>), Foremost> = BTreeMap::new();
        let mut records: BTreeMap<(u8, u64), Foremost> = BTreeMap::new();
        let same = |one: usize, other: usize| self.haplotype(&halves[one], &halves[other]) == Some(true);
        // In the order of their places: alleles of one record follow each other.
        let has_other_allele = |place: usize| {
            let is_there = |other: Option<&Half>| other.is_some_and(|other| other.place == halves[place].place);
            is_there(halves.get(place.wrapping_sub(1))) || is_there(halves.get(place + 1))
        };
        for (place, half) in halves.iter().enumerate() {
            let further = self.segregation.further_unaffected_carriers(half.row).collect();
            let group = (half.origins, half.kind == Kind::Breakend, half.unaffected, half.affected, further);
            groups.entry(group).or_default().add(place, same);
            if has_other_allele(place) {
                records.entry(self.record(half.row)).or_default().add(place, same);
            }
        }
        let first = |(own, one): (usize, &Half)| {
            let of_record = if has_other_allele(own) { records.get(&self.record(one.row)) } else { None };
            let candidates = groups.values().chain(of_record).flat_map(|g| g.0);
            let partner = |place: usize| {
                let notes = self.notes(one, &halves[place])?.with(Note::MorePartners, true);
                Some((place, Pair { row: one.row, partner: halves[place].row, pattern: COMPOUND, notes }))
            };
            candidates.flatten().filter_map(partner).min_by_key(|(place, _)| *place).map(|(_, pair)| pair)
        };
        halves.iter().enumerate().filter_map(first).collect()
    }

    fn record(&self, row: usize) -> (u8, u64) {
        (self.table.part[row], self.table.offset[row])
    }

    fn notes(&self, one: &Half, other: &Half) -> Option<Notes> {
        let phase = self.phase(one, other)?;
        let note = match phase {
            Phase::Parents => Note::PhaseByParents,
            Phase::Genotype => Note::PhaseByGenotype,
            Phase::NotKnown => Note::PhaseNotKnown,
        };
        Some(Notes::one(note).with(Note::PairWithDeNovo, one.origins == NOBODY || other.origins == NOBODY))
    }

    /// How the phase of two rows is known; `None` where they are no pair: both from one parent, one change that was written twice, both on one
    /// haplotype, both in an unaffected member, or not the disease of an affected one.
    fn phase(&self, one: &Half, other: &Half) -> Option<Phase> {
        if one.row == other.row {
            return None;
        }
        let (a, b) = (one.origins, other.origins);
        if a == b && matches!(a, FATHER | MOTHER) {
            return None;
        }
        if self.segregation.unaffected_has_halves(one, other) || !one.affected.are_explained(other.affected) {
            return None;
        }
        // Every breakend is written twice, at either side, and which belong together the table does not tell.
        if one.kind == Kind::Breakend && other.kind == Kind::Breakend {
            return None;
        }
        if a | b == FATHER | MOTHER && a & b == 0 {
            return Some(Phase::Parents);
        }
        if one.may_be_one_with(other) {
            if self.same_record(one.row, other.row) {
                return Some(Phase::Genotype);
            }
            if self.table.are_one_change(one.row, other.row) {
                return None;
            }
        }
        match self.haplotype(one, other) {
            Some(same) => (!same).then_some(Phase::Genotype),
            None => Some(Phase::NotKnown),
        }
    }

    /// Whether two rows lie on the same haplotype; `None` where they are not phased together.
    fn haplotype(&self, one: &Half, other: &Half) -> Option<bool> {
        let ((set, one_copy), (other_set, other_copy)) = (one.haplotype?, other.haplotype?);
        let table = self.table;
        // Another file has phase sets of its own.
        let together = table.part[one.row] == table.part[other.row]
            && table.contig[one.row] == table.contig[other.row]
            && set == other_set;
        together.then_some(one_copy == other_copy)
    }

    fn same_record(&self, one: usize, other: usize) -> bool {
        self.record(one) == self.record(other) && self.table.allele[one] != self.table.allele[other]
    }
}

/// The places of those of a group among which is the first partner of any row that pairs with the group: the first, the
/// second for the first itself, the third for the first written twice, and the first on another haplotype than that of the
/// first.
#[derive(Clone, Copy, Debug, Default)]
struct Foremost([Option<usize>; 4]);

impl Foremost {
    fn add(&mut self, place: usize, same_haplotype: impl Fn(usize, usize) -> bool) {
        let [first, second, third, other] = &mut self.0;
        let Some(first) = *first else {
            *first = Some(place);
            return;
        };
        if second.is_some() {
            third.get_or_insert(place);
        }
        second.get_or_insert(place);
        if !same_haplotype(first, place) {
            other.get_or_insert(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::Pedigree;
    use proptest::{prelude::*, sample::select};

    use super::*;
    use crate::{Family, FileNames, testing};

    const HEADER: &str =
        "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tchild\tfather\tmother\tsister\n";
    const PED: &str = "F child father mother 2 2\nF father 0 0 1 2\nF mother 0 0 2 1\nF sister father mother 2 1";

    fn line() -> impl Strategy<Value = String> {
        let call =
            || select(vec!["0/1:.", "0|1:1", "1|0:1", "0|1:2", "1|0:2", "0|1:.", "1|2:1", "0/0:.", "1/1:.", "./.:."]);
        (select(vec!["chrX", "chrY"]), prop::collection::vec(call(), 4))
            .prop_map(|(contig, calls)| format!("{contig}\tPLACE\t.\tG\tC,T\t.\t.\t.\tGT:PS\t{}\n", calls.join("\t")))
    }

    fn table(lines: &[String]) -> (VariantTable, Family) {
        let lines = lines.iter().enumerate().map(|(i, l)| l.replace("PLACE", &(20_000 + i).to_string()));
        let table = testing::table(&(HEADER.to_owned() + &lines.collect::<String>()));
        let pedigree = Pedigree::parse_ped(PED).expect("a PED");
        let files = FileNames { ped: "PED", vcf: "VCF" };
        let child = "child".parse().expect("an id");
        let family = Family::new(&pedigree[0], table.samples(), Some(&child), files).expect("a family");
        (table, family)
    }

    proptest! {
        /// The quick way must choose as looking at every partner does.
        #[test]
        fn the_strongest_partner_is_the_strongest_of_all(
            lines in prop::collection::vec(line(), 1..25),
            weights in prop::collection::vec((any::<bool>(), (0_u8..4).prop_map(f64::from)), 50),
        ) {
            let (table, family) = table(&lines);
            let segregation = Segregation::new(&table, &family, None);
            let halves: Vec<Half> = (0..table.rows()).map(|row| segregation.half(row)).collect();
            let pairs = Pairs { table: &table, segregation: &segregation };
            let mut expected: Vec<Pair> = Vec::new();
            for pair in pairs.of_gene(&halves) {
                let (side, weight) = weights[pair.partner];
                match expected.iter_mut().find(|p| p.row == pair.row && weights[p.partner].0 == side) {
                    Some(known) if weight > weights[known.partner].1 => *known = pair,
                    Some(_) => {}
                    None => expected.push(pair),
                }
            }
            let mut found = Vec::new();
            pairs.strongest(&halves, |row| weights[row], |pair| found.push(pair));
            let places = |p: &Pair| (p.row, p.partner);
            expected.sort_by_key(places);
            found.sort_by_key(places);
            prop_assert_eq!(found, expected);
        }

        /// The quick way must answer as asking every row about every other does.
        #[test]
        fn the_first_partner_is_the_first_of_all(lines in prop::collection::vec(line(), 1..25)) {
            let (table, family) = table(&lines);
            let segregation = Segregation::new(&table, &family, None);
            let halves: Vec<Half> = (0..table.rows()).map(|row| segregation.half(row)).collect();
            let pairs = Pairs { table: &table, segregation: &segregation };
            let expected: Vec<(usize, usize)> = halves
                .iter()
                .filter_map(|one| halves.iter().find(|o| pairs.phase(one, o).is_some()).map(|o| (one.row, o.row)))
                .collect();
            let found: Vec<(usize, usize)> = pairs.first_partners(&halves).iter().map(|p| (p.row, p.partner)).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
