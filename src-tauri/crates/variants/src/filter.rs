//! Filters over the columns of the table, in blocks of rows. Every row knows the first filter that removed it.

mod allele;
mod carried;
mod clinvar;
mod consequence;
mod frequency;
mod inheritance;
mod panel;
mod quality;
mod region;
mod why;

use std::collections::BTreeSet;

use domain::{GeneSymbol, Region};
use serde::{Deserialize, Serialize};

pub use clinvar::{ClinvarStanding, ClinvarUse};
pub use consequence::{ConsequenceFilter, ConsequenceSet};
pub use frequency::{AlleleFrequency, FrequencyLimits, ParseFrequencyError};
pub use quality::{Quality, Thresholds};
pub use why::{Against, Why};

use crate::{Call, Family, Outcome, PatternSet, Segregation, Step, VariantTable};

/// Rows that are worked on at a time: their columns stay in the second-level cache.
const BLOCK: usize = 8_192;

/// The number of a row that is not part of the analysis for the proband: a relative's slice. It is counted nowhere.
pub(crate) const NOT_ANALYSED: u8 = u8::MAX;

/// The filters, in the order in which they are applied; the number is what a removed row remembers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Filter {
    /// `*` and `<NON_REF>` are no alleles of their own. Always applied.
    Allele = 1,
    /// The proband carries the allele.
    Carried,
    /// Within the regions asked for.
    Region,
    /// In a gene of the panel.
    Panel,
    /// FILTER column, and the proband's depth, genotype quality and allele balance.
    Quality,
    /// Rare enough in every population for the mode of inheritance.
    Frequency,
    /// Changes a protein or splicing, or one of the terms asked for.
    Consequence,
    /// Pathogenic or likely pathogenic in ClinVar, with a star and without conflict.
    Clinvar,
    /// Fits one of the inheritance patterns asked for in this family.
    Inheritance,
}

impl Filter {
    /// All filters in the order of their application.
    pub const ALL: [Self; 9] = [
        Self::Allele,
        Self::Carried,
        Self::Region,
        Self::Panel,
        Self::Quality,
        Self::Frequency,
        Self::Consequence,
        Self::Clinvar,
        Self::Inheritance,
    ];

    /// The name in waterfalls and answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Allele => "allele",
            Self::Carried => "carried",
            Self::Region => "region",
            Self::Panel => "panel",
            Self::Quality => "quality",
            Self::Frequency => "frequency",
            Self::Consequence => "consequence",
            Self::Clinvar => "clinvar",
            Self::Inheritance => "inheritance",
        }
    }

    /// The filter of a row's number; `None` for 0, which is kept.
    pub(crate) fn of_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|f| *f as u8 == number)
    }
}

/// Which filters apply and how. What is `None`, `false` or empty does not apply.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filters {
    /// Only what the proband carries.
    pub carried: bool,
    /// Only within one of these regions (records that overlap); empty: everywhere.
    pub regions: Vec<Region>,
    /// Only genes of the panel that is given to [`Filters::run`].
    pub panel: bool,
    /// Quality of the record and of each person's genotype.
    pub quality: Option<Quality>,
    /// Where `quality` does not apply: below this a relative's genotype is still not believed, so that what is asked of the
    /// proband can be given up without believing more of the relatives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relatives: Option<Thresholds>,
    /// Largest population frequency.
    pub frequency: Option<FrequencyLimits>,
    /// Consequences.
    pub consequence: Option<ConsequenceFilter>,
    /// What a ClinVar entry does.
    pub clinvar: ClinvarUse,
    /// Inheritance patterns asked for.
    pub inheritance: Option<PatternSet>,
    /// De novo only where no parent shows the allele in the reads; else it is noted ([`crate::Note::ParentShowsReads`]).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub clean_parents: bool,
}

/// Filters that cannot be applied as asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    /// The panel filter without a panel.
    #[error("the panel filter is on but no panel is given: name one with --panel")]
    NoPanel,
}

/// One filter, ready for the rows of a table.
trait Test {
    /// True where the row passes.
    fn keeps(&self, row: usize) -> bool;

    /// Why a row does not pass.
    fn why(&self, row: usize) -> Why;

    /// Tests the rows of a block that are still kept: takes out those that do not pass and writes why. Without branches
    /// on what a row holds, since that cannot be foretold.
    fn sweep(&self, rows: &mut Vec<usize>, reasons: &mut [u8], number: u8, rescue: &mut Rescue<'_>) {
        let mut kept = 0;
        for i in 0..rows.len() {
            let row = rows[i];
            let mut keep = self.keeps(row);
            if !keep & rescue.may_save(row) {
                keep = rescue.saves(row);
            }
            reasons[row] = number * u8::from(!keep);
            rows[kept] = row;
            kept += usize::from(keep);
        }
        rows.truncate(kept);
    }
}

/// Rows that ClinVar keeps against one filter.
struct Rescue<'a> {
    clinvar: Option<clinvar::Entries<'a>>,
    rows: &'a mut BTreeSet<usize>,
    saved: u64,
}

impl Rescue<'_> {
    #[inline]
    fn may_save(&self, row: usize) -> bool {
        self.clinvar.is_some_and(|c| c.is_pathogenic(row))
    }

    fn saves(&mut self, row: usize) -> bool {
        self.saves_from(self.clinvar, row)
    }

    /// Saves it from a filter for which these entries count.
    fn saves_from(&mut self, clinvar: Option<clinvar::Entries<'_>>, row: usize) -> bool {
        let saves = clinvar.is_some_and(|c| c.standing(row) == Some(ClinvarStanding::Pathogenic));
        if saves {
            self.rows.insert(row);
            self.saved += 1;
        }
        saves
    }
}

/// The filters bound to a table and a family.
pub(crate) struct Bound<'a> {
    table: &'a VariantTable,
    filters: &'a Filters,
    segregation: Segregation<'a>,
    panel: Option<panel::PanelRows<'a>>,
    /// Pairs are looked for.
    pairs: bool,
}

impl Filters {
    /// Runs the filters: the waterfall, the reason of every removed row, and a hit for each kept row, gene and pattern.
    ///
    /// # Errors
    /// [`FilterError::NoPanel`] where the panel filter is on and no panel is given.
    pub fn run(
        &self,
        table: &VariantTable,
        family: &Family,
        panel: Option<&BTreeSet<GeneSymbol>>,
    ) -> Result<Outcome, FilterError> {
        Ok(self.sweep(&self.bind(table, family, panel)?, panel))
    }

    /// As [`Filters::run`], for a list of rows alone: where inheritance is not asked for, no pairs are looked for, of which a
    /// whole genome without other filters has more than anybody can read.
    ///
    /// # Errors
    /// As [`Filters::run`].
    pub fn run_unpaired(
        &self,
        table: &VariantTable,
        family: &Family,
        panel: Option<&BTreeSet<GeneSymbol>>,
    ) -> Result<Outcome, FilterError> {
        let mut bound = self.bind(table, family, panel)?;
        bound.pairs = self.inheritance.is_some();
        Ok(self.sweep(&bound, panel))
    }

    fn sweep(&self, bound: &Bound<'_>, panel: Option<&BTreeSet<GeneSymbol>>) -> Outcome {
        let mut reasons = vec![0_u8; bound.table.rows()];
        let (mut kept, mut rescued) = (Vec::new(), BTreeSet::new());
        let mut waterfall = sweep_all(bound, &mut reasons, &mut kept, &mut rescued);
        let found = inheritance::find(bound, kept, &mut rescued);
        if self.inheritance.is_some() {
            for row in &found.removed {
                reasons[*row] = Filter::Inheritance as u8;
            }
            let (before, removed) = (waterfall.last().map_or(0, |s| s.kept), count(found.removed.len()));
            let (step, rescued) = (Filter::Inheritance, found.rescued);
            waterfall.push(Step { step, kept: before - removed, removed, rescued });
        }
        Outcome::new(reasons, waterfall, found.hits, self.clone(), panel.cloned())
    }

    pub(crate) fn bind<'a>(
        &'a self,
        table: &'a VariantTable,
        family: &'a Family,
        panel: Option<&BTreeSet<GeneSymbol>>,
    ) -> Result<Bound<'a>, FilterError> {
        let panel = match (self.panel, panel) {
            (true, None) => return Err(FilterError::NoPanel),
            (true, Some(genes)) => Some(panel::PanelRows::new(table, genes)),
            (false, _) => None,
        };
        Ok(Bound { table, filters: self, segregation: self.segregation(table, family), panel, pairs: true })
    }

    /// How rows segregate in a family, by what these filters believe of a relative.
    pub fn segregation<'a>(&self, table: &'a VariantTable, family: &'a Family) -> Segregation<'a> {
        let believed = self.quality.as_ref().map(|q| q.thresholds).or(self.relatives);
        Segregation::new(table, family, believed).with_clean_parents(self.clean_parents)
    }

    /// The patterns asked for; all of them where the filter is not on.
    pub(crate) fn asked(&self) -> PatternSet {
        self.inheritance.unwrap_or(PatternSet::ANY)
    }

    /// True where ClinVar rescues from this filter. Region, panel and a choice of patterns are the question itself and
    /// nothing is rescued from them.
    fn is_soft(&self, filter: Filter) -> bool {
        match filter {
            Filter::Quality | Filter::Frequency | Filter::Consequence => true,
            Filter::Inheritance => self.inheritance == Some(PatternSet::ANY),
            Filter::Allele | Filter::Carried | Filter::Region | Filter::Panel | Filter::Clinvar => false,
        }
    }
}

/// Runs the filters that test row by row over all blocks; what they keep goes to `kept`.
fn sweep_all(bound: &Bound<'_>, reasons: &mut [u8], kept: &mut Vec<usize>, rescued: &mut BTreeSet<usize>) -> Vec<Step> {
    let tests = bound.tests();
    let step = |(filter, _): &(Filter, _)| Step { step: *filter, kept: 0, removed: 0, rescued: 0 };
    let mut waterfall: Vec<Step> = tests.iter().map(step).collect();
    let proband = &bound.table.samples()[bound.segregation.family().proband_sample()];
    let mut rows = Vec::with_capacity(BLOCK);
    for start in (0..reasons.len()).step_by(BLOCK) {
        rows.clear();
        for row in start..(start + BLOCK).min(reasons.len()) {
            if proband.genotype(row).call() == Call::NotShown {
                reasons[row] = NOT_ANALYSED;
            } else {
                rows.push(row);
            }
        }
        for ((filter, test), step) in tests.iter().zip(&mut waterfall) {
            let mut rescue = Rescue { clinvar: bound.rescue(*filter), rows: rescued, saved: 0 };
            let before = rows.len();
            test.sweep(&mut rows, reasons, *filter as u8, &mut rescue);
            step.kept += count(rows.len());
            step.removed += count(before - rows.len());
            step.rescued += rescue.saved;
        }
        kept.extend_from_slice(&rows);
    }
    waterfall
}

fn count(rows: usize) -> u64 {
    u64::try_from(rows).unwrap_or(u64::MAX)
}

impl<'a> Bound<'a> {
    fn tests(&self) -> Vec<(Filter, Box<dyn Test + '_>)> {
        Filter::ALL.into_iter().filter_map(|filter| Some((filter, self.test(filter)?))).collect()
    }

    /// The test of a filter that applies row by row; `None` where it does not apply, and for inheritance.
    fn test(&self, filter: Filter) -> Option<Box<dyn Test + '_>> {
        let (table, filters) = (self.table, self.filters);
        let family = self.segregation.family();
        Some(match filter {
            Filter::Allele => Box::new(allele::RealAllele(table)),
            Filter::Carried if filters.carried => Box::new(carried::CarriedByProband::new(table, family)),
            Filter::Region if !filters.regions.is_empty() => {
                Box::new(region::WithinRegions { table, regions: &filters.regions })
            }
            Filter::Panel => Box::new(self.panel.as_ref()?),
            Filter::Quality => Box::new(quality::GoodEnough::new(table, family, filters.quality.as_ref()?)),
            Filter::Frequency => {
                Box::new(frequency::RareEnough::new(&self.segregation, table, filters.frequency?, filters.asked()))
            }
            Filter::Consequence => Box::new(self.consequences()?),
            Filter::Clinvar if filters.clinvar == ClinvarUse::Only => Box::new(clinvar::Entries { table }),
            Filter::Carried | Filter::Region | Filter::Clinvar | Filter::Inheritance => return None,
        })
    }

    fn consequences(&self) -> Option<consequence::Matters<'_>> {
        let wanted = self.filters.consequence.as_ref()?;
        Some(consequence::Matters { table: self.table, wanted, panel: self.panel.as_ref() })
    }

    /// Why a row was removed by a filter; `None` where that filter does not apply.
    pub(crate) fn why(&self, row: usize, filter: Filter) -> Option<Why> {
        match filter {
            Filter::Inheritance => Some(inheritance::why(self, row)),
            other => Some(self.test(other)?.why(row)),
        }
    }

    fn rescue(&self, filter: Filter) -> Option<clinvar::Entries<'a>> {
        let on = self.filters.clinvar == ClinvarUse::Rescue && self.filters.is_soft(filter);
        on.then_some(clinvar::Entries { table: self.table })
    }
}
