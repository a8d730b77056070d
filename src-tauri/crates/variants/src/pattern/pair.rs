//! Compound heterozygous: two variants of a gene, one on each copy.

use super::{Note, Notes, Segregation};
use crate::{GenotypeCode, VariantTable};

/// In a gene with more paired rows than this, each row is listed with its first partner only, and that is noted.
pub const MOST_PAIRED_ROWS: usize = 64;

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
    origins: u8,
    /// Phase set (`None` where no PS is given, which is a set of its own by VCF 4.3, 1.6.2) and haplotype.
    haplotype: Option<(Option<u32>, u8)>,
}

impl Half {
    /// `father`, `mother`: whether the parent carries it, where known.
    pub(super) fn new(
        row: usize,
        father: Option<bool>,
        mother: Option<bool>,
        proband: GenotypeCode,
        phase_set: Option<u32>,
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
        Self { row, origins, haplotype: proband.haplotype().map(|h| (phase_set, h)) }
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
    pub notes: Notes,
}

impl Pairs<'_> {
    /// Every row with each of its partners; in a gene with very many, with the first one. `halves` in the order in
    /// which partners are preferred.
    pub fn of_gene<'h>(
        &'h self,
        halves: impl ExactSizeIterator<Item = &'h Half> + Clone + 'h,
    ) -> impl Iterator<Item = Pair> + 'h {
        let many = halves.len() > MOST_PAIRED_ROWS;
        halves.clone().flat_map(move |one| {
            let partners = halves.clone().filter_map(move |other| {
                let notes = self.notes(one, other)?;
                Some(Pair { row: one.row, partner: other.row, notes: notes.with(Note::MorePartners, many) })
            });
            partners.take(if many { 1 } else { usize::MAX })
        })
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

    /// How the phase of two rows is known; `None` where they are no pair: both from one parent, both on one haplotype,
    /// or both in an unaffected member.
    fn phase(&self, one: &Half, other: &Half) -> Option<Phase> {
        if one.row == other.row {
            return None;
        }
        let (a, b) = (one.origins, other.origins);
        if a == b && matches!(a, FATHER | MOTHER) {
            return None;
        }
        if self.segregation.unaffected_has_both(one.row, other.row) {
            return None;
        }
        if a | b == FATHER | MOTHER && a & b == 0 {
            return Some(Phase::Parents);
        }
        if self.same_record(one.row, other.row) {
            return Some(Phase::Genotype);
        }
        let same_contig = self.table.contig[one.row] == self.table.contig[other.row];
        match (one.haplotype, other.haplotype) {
            (Some((set, h)), Some((other_set, other_h))) if same_contig && set == other_set => {
                (h != other_h).then_some(Phase::Genotype)
            }
            _ => Some(Phase::NotKnown),
        }
    }

    fn same_record(&self, one: usize, other: usize) -> bool {
        let of = |row: usize| (self.table.part[row], self.table.offset[row]);
        of(one) == of(other) && self.table.allele[one] != self.table.allele[other]
    }
}
