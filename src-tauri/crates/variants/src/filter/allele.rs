use super::{Test, Why};
use crate::VariantTable;

/// Only real alleles ([`crate::Kind::is_real`]).
pub(super) struct RealAllele<'a>(pub &'a VariantTable);

impl Test for RealAllele<'_> {
    #[inline]
    fn keeps(&self, row: usize) -> bool {
        self.0.kind[row].is_real()
    }

    fn why(&self, row: usize) -> Why {
        Why::NoAllele { kind: self.0.kind[row] }
    }
}
