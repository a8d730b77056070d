use super::{Test, Why, rows};
use crate::{Family, GenotypeCode, Sample, VariantTable};

/// At least one copy is called in the proband.
pub(super) struct CarriedByProband<'a> {
    proband: &'a Sample,
}

impl<'a> CarriedByProband<'a> {
    pub fn new(table: &'a VariantTable, family: &Family) -> Self {
        Self { proband: &table.samples()[family.proband_sample()] }
    }
}

impl Test for CarriedByProband<'_> {
    #[inline]
    fn keeps(&self, row: usize) -> bool {
        self.proband.genotype(row).has_allele()
    }

    fn word(&self, first: usize, _: u64) -> u64 {
        rows::word(rows::cells(&self.proband.genotype, first), GenotypeCode::has_allele)
    }

    fn why(&self, row: usize) -> Why {
        if self.proband.genotype(row).is_called() { Why::NotCarried } else { Why::NotCalled }
    }
}
