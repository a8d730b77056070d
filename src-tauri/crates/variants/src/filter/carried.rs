use super::{Test, Why};
use crate::{Call, Family, Sample, VariantTable};

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

    fn why(&self, row: usize) -> Why {
        match self.proband.genotype(row).call() {
            Call::Full => Why::NotCarried,
            Call::Half | Call::None => Why::NotCalled,
            Call::NotShown => Why::NotAnalysed,
        }
    }
}
