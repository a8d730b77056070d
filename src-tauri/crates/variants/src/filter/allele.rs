use super::{Test, Why};
use crate::{Kind, VariantTable};

/// `*` stands for a deletion that has its own record, `<NON_REF>` for whatever else could be there: neither is a variant.
pub(super) struct RealAllele<'a>(pub &'a VariantTable);

impl Test for RealAllele<'_> {
    #[inline]
    fn keeps(&self, row: usize) -> bool {
        !matches!(self.0.kind[row], Kind::Star | Kind::NonRef)
    }

    fn why(&self, row: usize) -> Why {
        Why::NoAllele { kind: self.0.kind[row] }
    }
}
