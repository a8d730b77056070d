//! How well each disease fits one patient, worked out once, and the diseases of genes seen from that patient.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
};

use domain::{DiseaseId, GeneSymbol, ModeOfInheritance};
use ranking::{
    LinkedDisease, linked_diseases,
    phenotype::{Explanation, Phenotype, PhenotypeRanking},
};

use crate::{Reference, WorkbenchError};

/// The diseases ranked for one patient. It belongs to the reference data that it was made with.
#[derive(Debug)]
pub(crate) struct PhenotypeFit {
    ranking: PhenotypeRanking,
    linked: Mutex<BTreeMap<GeneSymbol, Arc<[LinkedDisease]>>>,
}

impl PhenotypeFit {
    pub fn new(reference: &Reference, phenotype: &Phenotype) -> Result<Self, WorkbenchError> {
        Ok(Self { ranking: reference.ranker()?.rank(phenotype), linked: Mutex::default() })
    }

    /// The ranking of all diseases.
    pub fn ranking(&self) -> &PhenotypeRanking {
        &self.ranking
    }

    /// The diseases of a gene; looked up once.
    pub fn linked(&self, reference: &Reference, gene: &GeneSymbol) -> Arc<[LinkedDisease]> {
        let mut linked = self.linked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = linked.get(gene) {
            return Arc::clone(known);
        }
        let posterior = |disease| Some(self.ranking.find(reference.ranker().ok()?, disease)?.1.posterior);
        let found: Arc<[LinkedDisease]> = linked_diseases(gene, reference.knowledge(), posterior).into();
        linked.insert(gene.clone(), Arc::clone(&found));
        found
    }

    /// How probable a disease of a gene is by the signs alone, of those that one new allele may cause; `None` where no sign
    /// is known, or no such disease has annotated signs.
    pub fn probability_of_dominant(&self, reference: &Reference, gene: &GeneSymbol) -> Option<f64> {
        let ranker = reference.ranker().ok().filter(|_| !self.ranking.observed.is_empty())?;
        let linked = self.linked(reference, gene);
        let by_one_allele = |disease: &&LinkedDisease| {
            disease.modes.is_empty() || disease.modes.iter().any(|mode| *mode != ModeOfInheritance::AutosomalRecessive)
        };
        let diseases: BTreeSet<DiseaseId> = linked.iter().filter(by_one_allele).map(|d| d.disease).collect();
        let ranked = diseases.iter().filter_map(|&disease| Some(self.ranking.find(ranker, disease)?.1));
        // One disease may be linked under two numbers.
        let posteriors: BTreeMap<DiseaseId, f64> = ranked.map(|ranked| (ranked.id, ranked.posterior)).collect();
        (!posteriors.is_empty()).then(|| posteriors.values().sum::<f64>().min(1.0))
    }

    /// True where the signs make a disease of a gene more probable than an arbitrary disease is: one that a hit on one copy
    /// may cause, or any. Diseases without an annotated mode do not count where another one has it.
    pub fn speaks_for(&self, reference: &Reference, gene: &GeneSymbol, on_both_copies: bool) -> bool {
        let Some(ranker) = reference.ranker().ok().filter(|_| !self.ranking.observed.is_empty()) else { return false };
        let arbitrary = 1.0 / f64::from(u32::try_from(self.ranking.diseases.len()).unwrap_or(u32::MAX));
        let posterior = |d: &LinkedDisease| self.ranking.find(ranker, d.disease).map_or(0.0, |(_, d)| d.posterior);
        let linked = self.linked(reference, gene);
        let tells = linked.iter().any(|disease| !disease.modes.is_empty());
        let by_one = |d: &LinkedDisease| d.modes.iter().any(|mode| *mode != ModeOfInheritance::AutosomalRecessive);
        let may_be = |d: &&LinkedDisease| on_both_copies || !tells || by_one(d);
        linked.iter().filter(may_be).any(|disease| posterior(disease) > arbitrary)
    }

    /// Why a disease has its place.
    pub fn explain(&self, reference: &Reference, disease: DiseaseId) -> Option<Explanation> {
        reference.ranker().ok()?.explain(&self.ranking, disease)
    }
}
