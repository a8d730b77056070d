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
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

pub use clinvar::{ClinvarStanding, ClinvarUse};
pub use consequence::{ConsequenceFilter, ConsequenceSet};
pub use frequency::{AlleleFrequency, FrequencyLimits, ParseFrequencyError};
pub(crate) use quality::Belief;
pub use quality::{Quality, Thresholds};
pub use why::{Against, Why};

use crate::{Call, Family, GenotypeCode, Outcome, PatternSet, Segregation, Step, VariantTable};

/// Rows that are worked on at a time, fewer than 65,536: their columns stay in the second-level cache.
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
    /// An unaffected member who carries one copy does not speak against de novo, dominant and X-linked dominant inheritance;
    /// it is noted ([`crate::Note::UnaffectedCarrier`]).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub incomplete_penetrance: bool,
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
    fn sweep(&self, block: &mut Block<'_>, number: u8, rescue: &mut Rescue<'_>) {
        let Block { start, rows, reasons } = block;
        let mut kept = 0;
        for i in 0..rows.len() {
            let place = rows[i];
            let row = *start + usize::from(place);
            let mut keep = self.keeps(row);
            if !keep & rescue.may_save(row) {
                keep = rescue.saves(row);
            }
            reasons[usize::from(place)] = number * u8::from(!keep);
            rows[kept] = place;
            kept += usize::from(keep);
        }
        rows.truncate(kept);
    }
}

/// Neighbouring rows that are tested together.
struct Block<'a> {
    /// The first row.
    start: usize,
    /// Those that are still kept, counted from there.
    rows: Vec<u16>,
    /// Why each is not.
    reasons: &'a mut [u8],
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
    rna: consequence::RnaGenes,
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
        let Swept { mut waterfall, kept, mut rescued } = sweep_all(bound, &mut reasons);
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
        let rna = self.consequence.as_ref().filter(|c| c.rna_genes).map(|_| consequence::RnaGenes::of(table));
        let (segregation, rna) = (self.segregation(table, family), rna.unwrap_or_default());
        Ok(Bound { table, filters: self, segregation, panel, rna, pairs: true })
    }

    /// How rows segregate in a family, by what these filters believe of a relative.
    pub fn segregation<'a>(&self, table: &'a VariantTable, family: &'a Family) -> Segregation<'a> {
        let believed = self.quality.as_ref().map(|q| q.thresholds).or(self.relatives);
        Segregation::new(table, family, believed)
            .with_clean_parents(self.clean_parents)
            .with_incomplete_penetrance(self.incomplete_penetrance)
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

/// What the filters that test row by row leave of some rows.
struct Swept {
    waterfall: Vec<Step>,
    kept: Vec<usize>,
    rescued: BTreeSet<usize>,
}

/// Runs the filters that test row by row over all blocks, on every core.
fn sweep_all(bound: &Bound<'_>, reasons: &mut [u8]) -> Swept {
    let part = part_of(reasons.len()).next_multiple_of(BLOCK);
    let parts = reasons.par_chunks_mut(part).enumerate();
    let swept: Vec<Swept> = parts.map(|(i, reasons)| sweep_part(bound, i * part, reasons)).collect();
    let mut all = Swept { waterfall: bound.steps(), kept: Vec::new(), rescued: BTreeSet::new() };
    for part in swept {
        for (sum, step) in all.waterfall.iter_mut().zip(part.waterfall) {
            sum.kept += step.kept;
            sum.removed += step.removed;
            sum.rescued += step.rescued;
        }
        all.kept.extend(part.kept);
        all.rescued.extend(part.rescued);
    }
    all
}

/// How many of so many things each core gets; a few are not worth a thread.
fn part_of(things: usize) -> usize {
    things.div_ceil(rayon::current_num_threads()).max(BLOCK)
}

fn sweep_part(bound: &Bound<'_>, first: usize, reasons: &mut [u8]) -> Swept {
    let tests = bound.tests();
    let mut swept = Swept { waterfall: bound.steps(), kept: Vec::new(), rescued: BTreeSet::new() };
    let kinds = &bound.table.kind;
    let proband = &bound.table.samples()[bound.segregation.family().proband_sample()].genotype;
    let by_genotype = bound.by_genotype();
    let mut rows = Vec::with_capacity(BLOCK);
    for (i, reasons) in reasons.chunks_mut(BLOCK).enumerate() {
        let start = first + i * BLOCK;
        let end = start + reasons.len();
        rows.resize(reasons.len(), 0);
        let mut kept = 0;
        let columns = kinds[start..end].iter().zip(&proband[start..end]);
        for ((place, reason), (kind, code)) in (0_u16..).zip(reasons.iter_mut()).zip(columns) {
            let found = by_genotype[usize::from(kind.is_real())][usize::from(code.bits())];
            *reason = found;
            rows[kept] = place;
            kept += usize::from(found == 0);
        }
        rows.truncate(kept);
        // Counted in bytes, so that many are counted at once.
        let in_part = |part: &[u8], number: u8| part.iter().map(|reason| u8::from(*reason == number)).sum::<u8>();
        let of = |number: u8| reasons.chunks(255).map(|part| usize::from(in_part(part, number))).sum::<usize>();
        let mut left = reasons.len() - of(NOT_ANALYSED);
        for step in swept.waterfall.iter_mut().filter(|step| step.step <= Filter::Carried) {
            let removed = of(step.step as u8);
            left -= removed;
            (step.removed, step.kept) = (step.removed + count(removed), step.kept + count(left));
        }
        let mut block = Block { start, rows, reasons };
        let row_by_row = tests.iter().zip(&mut swept.waterfall).filter(|((filter, _), _)| *filter > Filter::Carried);
        for ((filter, test), step) in row_by_row {
            let mut rescue = Rescue { clinvar: bound.rescue(*filter), rows: &mut swept.rescued, saved: 0 };
            let before = block.rows.len();
            test.sweep(&mut block, *filter as u8, &mut rescue);
            step.kept += count(block.rows.len());
            step.removed += count(before - block.rows.len());
            step.rescued += rescue.saved;
        }
        swept.kept.extend(block.rows.iter().map(|place| start + usize::from(*place)));
        rows = block.rows;
    }
    swept
}

fn count(rows: usize) -> u64 {
    u64::try_from(rows).unwrap_or(u64::MAX)
}

impl<'a> Bound<'a> {
    fn tests(&self) -> Vec<(Filter, Box<dyn Test + '_>)> {
        Filter::ALL.into_iter().filter_map(|filter| Some((filter, self.test(filter)?))).collect()
    }

    /// The reason that allele and proband's genotype give by themselves: by whether the allele is a real one, and by
    /// genotype code.
    fn by_genotype(&self) -> [[u8; 256]; 2] {
        [false, true].map(|real| {
            let mut reasons = [0; 256];
            for (reason, code) in reasons.iter_mut().zip((0..=u8::MAX).map(GenotypeCode::from_bits)) {
                *reason = match code.call() {
                    Call::NotShown => NOT_ANALYSED,
                    _ if !real => Filter::Allele as u8,
                    _ if self.filters.carried && !code.has_allele() => Filter::Carried as u8,
                    _ => 0,
                };
            }
            reasons
        })
    }

    /// The steps of these tests before any row.
    fn steps(&self) -> Vec<Step> {
        let step = |(filter, _)| Step { step: filter, kept: 0, removed: 0, rescued: 0 };
        self.tests().into_iter().map(step).collect()
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
        Some(consequence::Matters { table: self.table, wanted, panel: self.panel.as_ref(), rna: &self.rna })
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
