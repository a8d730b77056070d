//! "Why is it not here?", with what reference data, panels and coverage tell of a place that the file says nothing about.

use consent::ConsentScope;
use domain::{Absence, GeneSymbol, Region};
use variants::{Callable, Explain, Explanation, Family, GeneThere, Outcome, Source, Surroundings, VariantTable};

use crate::{Reference, WorkbenchError};

/// Where the proband could be called.
#[derive(Clone, Copy)]
pub(crate) struct Coverage<'a> {
    /// By place.
    pub callable: Option<&'a Callable>,
    /// Of 1,000 bases of a gene how many, as the hub measured it.
    pub of_gene: &'a dyn Fn(&GeneSymbol) -> Option<u16>,
}

/// Whoever asks.
#[derive(Clone, Copy)]
pub(crate) struct WhyNotHere<'a> {
    pub reference: &'a Reference,
    pub table: &'a VariantTable,
    pub family: &'a Family,
    pub scope: &'a ConsentScope,
    /// What the filters left.
    pub outcome: &'a Outcome,
    pub coverage: Coverage<'a>,
}

impl WhyNotHere<'_> {
    /// The answer to a query. `sources` are the files of the table, the open part first.
    pub fn answer(&self, query: &str, sources: &[Source]) -> Result<Explanation, WorkbenchError> {
        let Self { reference, table, family, scope, outcome, .. } = *self;
        let places = |gene: &GeneSymbol| reference.knowledge().regions(gene, table.assembly());
        let surroundings = |place: Option<&Region>, gene: Option<&GeneSymbol>| self.surroundings(place, gene);
        let explain = Explain { table, family, scope, outcome, places: &places, surroundings: &surroundings };
        Ok(explain.answer(&query.parse()?, &sources.iter().collect::<Vec<_>>())?)
    }

    fn surroundings(&self, place: Option<&Region>, gene: Option<&GeneSymbol>) -> Surroundings {
        let coverage = self.coverage;
        let (knowledge, assembly) = (self.reference.knowledge(), self.table.assembly());
        let at_place = place.map(|place| knowledge.genes_at(place, assembly)).unwrap_or_default();
        let named = gene.filter(|gene| !at_place.contains(gene));
        let shown = at_place.into_iter().chain(named).filter(|gene| !self.scope.hides_name(gene.as_str()));
        let genes: Vec<GeneThere> = shown
            .map(|gene| GeneThere {
                gene: gene.clone(),
                in_panel: self.outcome.panel().map(|panel| panel.contains(gene)),
                callable_permille: (coverage.of_gene)(gene).or_else(|| {
                    let (all, called) = coverage.callable?.bases(&knowledge.regions(gene, assembly));
                    u16::try_from((called * 1000).checked_div(all)?).ok()
                }),
            })
            .collect();
        let whole = |permille| match permille {
            0 => Some(false),
            permille => (permille >= 1000).then_some(true),
        };
        let callable = match (place, coverage.callable) {
            (Some(place), Some(callable)) => callable.covers(place),
            // The hub measures the coding bases of a gene: that all or none of them could be called tells of a change that is
            // named by the gene, not of a base somewhere within it.
            (None, _) => gene.and_then(|g| genes.iter().find(|t| &t.gene == g)?.callable_permille).and_then(whole),
            (Some(_), None) => None,
        };
        let absence = callable.map(|yes| if yes { Absence::TrulyAbsent } else { Absence::NotCallable });
        Surroundings { absence, genes }
    }
}
