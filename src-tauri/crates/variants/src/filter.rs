//! Filters over the columns of the table: each answers for every row, and the first one that says no is the reason.

mod allele;
mod answers;
mod carried;
mod clinvar;
mod consequence;
mod frequency;
mod inheritance;
mod judged;
mod panel;
mod quality;
mod region;
mod rows;
mod why;

use std::collections::BTreeSet;

use domain::{GeneSymbol, Region};
use serde::{Deserialize, Serialize};

pub use answers::Answers;
pub use clinvar::{ClinvarStanding, ClinvarUse};
pub use consequence::{ConsequenceFilter, ConsequenceSet};
pub use frequency::{AlleleFrequency, FrequencyLimits, ParseFrequencyError};
pub(crate) use quality::Belief;
pub use quality::{Quality, Thresholds};
pub(crate) use rows::RowSet;
pub use why::{Against, Why};

use crate::{Family, Outcome, PatternSet, Segregation, Step, VariantTable};

/// The filters, in the order in which they are applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Filter {
    /// `*` and `<NON_REF>` are no alleles of their own. Always applied.
    Allele,
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
trait Test: Sync {
    /// Those of some rows that pass by a look at a column, and those that have to be asked about; `None` where all have to be.
    fn at_once(&self, _: &RowSet) -> Option<(RowSet, RowSet)> {
        None
    }

    /// True where the row passes, of those that have to be asked about.
    fn keeps(&self, row: usize) -> bool;

    /// Those of the rows of a word that pass, of which only those asked for need be right.
    fn word(&self, first: usize, asked: u64) -> u64 {
        rows::one_by_one(asked, |place| self.keeps(first + place))
    }

    /// Why a row does not pass.
    fn why(&self, row: usize) -> Why;
}

/// The filters bound to a table and a family.
pub(crate) struct Bound<'a> {
    table: &'a VariantTable,
    filters: &'a Filters,
    segregation: Segregation<'a>,
    genes: Option<&'a BTreeSet<GeneSymbol>>,
    panel: Option<panel::PanelRows<'a>>,
    rna: consequence::RnaGenes,
    /// Pairs are looked for.
    pairs: bool,
    /// Of several partners the strongest is wanted.
    weigh: Option<Weigh<'a>>,
}

/// How strongly a row speaks in a gene, and a side: of the partners on either side the strongest counts.
pub type Weigh<'a> = &'a (dyn Fn(usize, u32) -> (bool, f64) + Sync);

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
        self.run_again(table, family, panel, &mut Answers::default())
    }

    /// As [`Filters::run`], where other filters were run on the table for the family: what they asked about is not asked again.
    ///
    /// # Errors
    /// As [`Filters::run`].
    pub fn run_again(
        &self,
        table: &VariantTable,
        family: &Family,
        panel: Option<&BTreeSet<GeneSymbol>>,
        answers: &mut Answers,
    ) -> Result<Outcome, FilterError> {
        Ok(self.bind(table, family, panel)?.run(answers))
    }

    /// As [`Filters::run_again`], for a list that shows a row once: of its partners in a gene the strongest alone, where
    /// there are not more than [`crate::MOST_PAIRED_ROWS`]. Where inheritance is not asked for, no pairs are looked for, of
    /// which a whole genome without other filters has more than anybody can read.
    ///
    /// # Errors
    /// As [`Filters::run`].
    pub fn run_for_list(
        &self,
        table: &VariantTable,
        family: &Family,
        panel: Option<&BTreeSet<GeneSymbol>>,
        answers: &mut Answers,
        weigh: Weigh<'_>,
    ) -> Result<Outcome, FilterError> {
        let bound = self.bind(table, family, panel)?;
        Ok(Bound { pairs: self.inheritance.is_some(), weigh: Some(weigh), ..bound }.run(answers))
    }

    pub(crate) fn bind<'a>(
        &'a self,
        table: &'a VariantTable,
        family: &'a Family,
        genes: Option<&'a BTreeSet<GeneSymbol>>,
    ) -> Result<Bound<'a>, FilterError> {
        let panel = match (self.panel, genes) {
            (true, None) => return Err(FilterError::NoPanel),
            (true, Some(genes)) => Some(panel::PanelRows::new(table, genes)),
            (false, _) => None,
        };
        let rna = self.consequence.as_ref().filter(|c| c.rna_genes).map(|_| consequence::RnaGenes::of(table));
        let (segregation, rna) = (self.segregation(table, family), rna.unwrap_or_default());
        Ok(Bound { table, filters: self, segregation, genes, panel, rna, pairs: true, weigh: None })
    }

    /// The part of these filters that decides what one of them answers for a row that it has to be asked about.
    fn deciding(&self, filter: Filter) -> Self {
        let none = Self::default();
        // How a row segregates.
        let segregation = Self {
            quality: self.quality,
            relatives: self.relatives,
            clean_parents: self.clean_parents,
            incomplete_penetrance: self.incomplete_penetrance,
            ..Self::default()
        };
        match filter {
            Filter::Allele | Filter::Carried | Filter::Panel | Filter::Clinvar => none,
            Filter::Region => Self { regions: self.regions.clone(), ..none },
            Filter::Quality => Self { quality: self.quality, ..none },
            Filter::Consequence => Self { consequence: self.consequence.clone(), panel: self.panel, ..none },
            // Which frequency is rare enough depends on how the row segregates, not on the limit.
            Filter::Frequency => {
                Self { inheritance: self.frequency.map(|limits| limits.between(self.asked())), ..segregation }
            }
            Filter::Inheritance => Self { consequence: self.consequence.clone(), panel: self.panel, ..segregation },
        }
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

impl<'a> Bound<'a> {
    fn run(&self, answers: &mut Answers) -> Outcome {
        // Among the threads that take part: from outside, they would fall asleep between two steps.
        rayon::scope(|_| self.steps(answers))
    }

    /// One filter after the other, then what goes by pairs.
    fn steps(&self, answers: &mut Answers) -> Outcome {
        let answers = answers.of(self.table, self.segregation.family());
        let mut left = answers.analysed().clone();
        let (mut waterfall, mut after, mut rescued) = (Vec::new(), Vec::new(), BTreeSet::new());
        let mut before = left.count();
        let mut step = |step, left: &RowSet, rescued| {
            let kept = left.count();
            waterfall.push(Step { step, kept, removed: before - kept, rescued });
            after.push(left.clone());
            before = kept;
        };
        for (filter, test) in self.tests() {
            let mut passing = answers.passing(self, filter, &*test, &left);
            let mut saved = 0;
            if let Some(entries) = self.rescue(filter) {
                let failing = left.without(&passing);
                let pathogenic = answers.passing(self, Filter::Clinvar, &entries, &failing);
                rescued.extend(pathogenic.iter());
                saved = pathogenic.count();
                passing = passing.or(&pathogenic);
            }
            left = passing;
            step(filter, &left, saved);
        }
        let found = inheritance::find(self, answers.judged(self, &left), &left, &rescued);
        answers.forget_too_many();
        if self.filters.inheritance.is_some() {
            found.removed.iter().for_each(|row| left.remove(*row));
            step(Filter::Inheritance, &left, found.rescued);
        }
        Outcome::new(
            answers.analysed().clone(),
            waterfall,
            after,
            found.hits,
            self.filters.clone(),
            self.genes.cloned(),
        )
    }

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

    /// The genes of the panel, where it is asked for.
    fn panel_genes(&self) -> Option<&BTreeSet<GeneSymbol>> {
        self.genes.filter(|_| self.panel.is_some())
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
