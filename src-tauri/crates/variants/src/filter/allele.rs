use super::{Test, Why, rows};
use crate::{Kind, VariantTable};

/// Only real alleles ([`crate::Kind::is_real`]).
pub(super) struct RealAllele<'a>(pub &'a VariantTable);

impl Test for RealAllele<'_> {
    #[inline]
    fn keeps(&self, row: usize) -> bool {
        self.0.kind[row].is_real()
    }

    fn word(&self, first: usize, _: u64) -> u64 {
        rows::word(rows::cells(&self.0.kind, first), Kind::is_real)
    }

    fn why(&self, row: usize) -> Why {
        Why::NoAllele { kind: self.0.kind[row] }
    }
}
