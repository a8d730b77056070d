//! How well each disease fits one patient, worked out once, and the diseases of genes seen from that patient.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use domain::{DiseaseId, GeneSymbol};
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

    /// How probable the disease of a gene that fits best is, by the signs alone; `None` where none has annotated signs.
    pub fn probability(&self, reference: &Reference, gene: &GeneSymbol) -> Option<f64> {
        let ranker = reference.ranker().ok()?;
        let posterior = |link: &knowledge::GeneLink| Some(self.ranking.find(ranker, link.disease)?.1.posterior);
        reference.knowledge().diseases_of(gene).iter().filter_map(posterior).max_by(f64::total_cmp)
    }

    /// Why a disease has its place.
    pub fn explain(&self, reference: &Reference, disease: DiseaseId) -> Option<Explanation> {
        reference.ranker().ok()?.explain(&self.ranking, disease)
    }
}
