//! A variant opposite a deletion: the other copy of the place is gone, so that the proband shows this allele alone and a
//! caller writes it homozygous. Variant and deletion are the two hits (clinical.md, "SNV inside a deletion").
//!
//! The rules are ours:
//! - The place is autosomal, or on the X of a proband who is not male; the variant (bases, not symbolic) is called homozygous
//!   or haploid.
//! - A deletion of the same family, of the same file or another, spans it whole: by bases, `<DEL>`, `<CN0>` or `<CN1>`. The proband has it on one copy. Of
//!   `<CNV>` the number of copies is not in the table: it does not count.
//! - The deletion comes from one parent and the variant from the other; not both parents carry the variant, which would need
//!   no deletion, but where the one with the deletion is affected by the same two. A parent who is not sequenced, not called or not believed speaks against nothing. What is in neither parent
//!   is new, and that is noted.
//! - No unaffected member carries both, or the variant or the deletion on every copy; affected members carry both,
//!   or one of them on every copy.

use domain::Affection;

use super::{Note, Notes, Segregation, Shown};
use crate::{Change, GenotypeCode, Kind, Relation, VariantClass, VariantTable};

/// Two deletions that share so much of the longer one are one: callers place the ends of one event some bases apart.
const ONE_DELETION_PERCENT: u64 = 90;

/// Symbolic alleles whose ends are no further apart, in bases, are one: callers place an insertion some bases apart.
pub(super) const ONE_PLACE: u32 = 50;

impl VariantTable {
    /// True where two rows tell of one change, as of a deletion that two callers found, in bases and as `<DEL>`, or of a record
    /// that stands in two files: deletions, or other symbolic alleles, that share [`ONE_DELETION_PERCENT`] of either or lie
    /// within [`ONE_PLACE`]; a breakend at an end of another; else the same place and kind. Alleles are not in the table: in one file, only what can have but
    /// one alternate counts.
    pub(super) fn are_one_change(&self, one: usize, other: usize) -> bool {
        if !self.same_contig(one, other) {
            return false;
        }
        let place = |row: usize| (self.position[row], self.end[row]);
        let ((start, end), (other_start, other_end)) = (place(one), place(other));
        let is_deletion = |row: usize| matches!(self.kind[row], Kind::Deletion | Kind::SymbolicDeletion);
        let both = |kind: Kind| self.kind[one] == kind && self.kind[other] == kind;
        let near = start.abs_diff(other_start) <= ONE_PLACE && end.abs_diff(other_end) <= ONE_PLACE;
        if both(Kind::Symbolic) && near {
            return true;
        }
        let at_an_end = |breakend: usize, of: usize| {
            let ends = [self.position[of], self.end[of]];
            let is_at = ends.iter().any(|end| end.abs_diff(self.position[breakend]) <= ONE_PLACE);
            self.kind[breakend] == Kind::Breakend && self.class(of) == VariantClass::Structural && is_at
        };
        if at_an_end(one, other) || at_an_end(other, one) {
            return true;
        }
        if both(Kind::Symbolic) || (is_deletion(one) && is_deletion(other)) {
            // The first base of the record is still there.
            let shared = u64::from(end.min(other_end).saturating_sub(start.max(other_start)));
            let longer = u64::from(end.saturating_sub(start).max(other_end.saturating_sub(other_start)));
            return shared * 100 >= longer * ONE_DELETION_PERCENT && longer > 0;
        }
        let change = |row: usize| self.change.get(row).copied().unwrap_or(Change::Other);
        place(one) == place(other)
            && self.kind[one] == self.kind[other]
            && change(one) == change(other)
            && (self.part[one] != self.part[other] || change(one) == Change::Transition)
    }
}

impl Segregation<'_> {
    /// True where the genotype of the proband is that of either half: the variant shown alone, the deletion on one copy.
    pub(super) fn may_be_opposite(&self, row: usize, proband: GenotypeCode) -> bool {
        match self.table.kind[row] {
            Kind::Snv | Kind::Mnv | Kind::Insertion | Kind::LongInsertion => Shown::of(proband) == Shown::Every,
            Kind::Deletion => Shown::of(proband) == Shown::Every || on_one_copy(proband),
            Kind::SymbolicDeletion => on_one_copy(proband),
            Kind::Symbolic | Kind::Breakend | Kind::Star | Kind::NonRef | Kind::Repeat => false,
        }
    }

    /// True for a row that is the deletion of such a pair rather than the variant.
    pub(crate) fn is_deletion_of_pair(&self, row: usize) -> bool {
        let proband = self.table.samples()[self.family.proband_sample()].genotype(row);
        match self.table.kind[row] {
            Kind::SymbolicDeletion => true,
            Kind::Deletion => on_one_copy(proband),
            _ => false,
        }
    }

    /// What has to be said of a variant and a deletion, each of which may be half of such a pair; `None` where they are none.
    pub(crate) fn opposite(&self, variant: usize, deletion: usize) -> Option<Notes> {
        let table = self.table;
        // The first base of the deletion's record is still there.
        let spans = table.same_contig(variant, deletion)
            && table.position[deletion] < table.position[variant]
            && table.end[variant] <= table.end[deletion];
        if !spans
            || self.unaffected_has_both(variant, deletion)
            || !self.spared(variant).are_explained(self.spared(deletion))
        {
            return None;
        }
        let has = |row: usize| [Relation::Father, Relation::Mother].map(|parent| self.parent_carries(parent, row));
        let (variant_in, deletion_in) = (has(variant), has(deletion));
        let affected = [self.family.father(), self.family.mother()]
            .map(|parent| parent.is_some_and(|m| m.person.affection == Affection::Affected));
        // Place of the parent who gave the deletion, and of the one who gave the variant.
        let fits = |&(one, other): &(usize, usize)| {
            (variant_in != [Some(true); 2] || (affected[one] && deletion_in[one] == Some(true)))
                && may_come_from(deletion_in[one], deletion_in[other])
                && may_come_from(variant_in[other], variant_in[one])
        };
        let (one, other) = [(0, 1), (1, 0)].into_iter().find(fits)?;
        let by_parents = deletion_in[one] == Some(true) && variant_in[other] == Some(true);
        let new = [variant_in, deletion_in].contains(&[Some(false); 2]);
        let phase = if by_parents { Note::PhaseByParents } else { Note::PhaseByGenotype };
        Some(Notes::one(phase).with(Note::PairWithDeNovo, new))
    }
}

/// Whether an allele may come from one parent, by what that parent and the other one carry; what is in neither is new.
fn may_come_from(one: Option<bool>, other: Option<bool>) -> bool {
    match (one, other) {
        (Some(true), _) | (Some(false), Some(false)) => true,
        (None, other) => other != Some(true),
        (Some(false), _) => false,
    }
}

fn on_one_copy(code: GenotypeCode) -> bool {
    matches!(Shown::of(code), Shown::One | Shown::AtLeastOne)
}
