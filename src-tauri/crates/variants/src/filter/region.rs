use domain::Region;

use super::{Test, Why};
use crate::VariantTable;

/// The record overlaps one of the regions asked for.
pub(super) struct WithinRegions<'a> {
    pub table: &'a VariantTable,
    pub regions: &'a [Region],
}

impl Test for WithinRegions<'_> {
    fn keeps(&self, row: usize) -> bool {
        self.table.region(row).is_some_and(|place| self.regions.iter().any(|r| r.overlaps(&place)))
    }

    fn why(&self, _row: usize) -> Why {
        Why::OutsideRegions { regions: self.regions.to_vec() }
    }
}
