//! Diseases by phenotype: a likelihood ratio per observed term against the published patients of each disease.
//!
//! For a disease d and a term a, P(a, d) is the chance that a patient with d has a feature at or below a, and bg(a) its
//! mean over all diseases. A patient's distinct observed terms q are scored by
//!
//! LR_q(d) = 0.7 + \[q itself annotated to d\] · P(q, d) / bg(q) + 0.5 · max over a at or above q of P(a, d) / bg(a)
//!
//! S(d) = Σ_q ( ln LR_q(d) − 0.6 · ln(F(d) + 2.5) ) + sex + gene + onset + patients,
//!
//! F(d) being the expected number of annotated features: a disease described at length matches more by chance. The
//! constant 0.7 keeps one unrelated term from sinking the true disease. Excluded terms weigh nothing; they are shown
//! beside the disease. What P rests on, how the parameters were found and what they reach: `METHOD.md` of this crate.

use domain::{DiseaseId, HpoId, Sex};
use knowledge::Knowledge;

use crate::Error;

mod frequency;
mod index;
mod lists;
mod names;
mod onset;
mod profile;

use index::Index;

/// LR of a term that has nothing in common with a disease.
const UNRELATED: f64 = 0.7;
/// Weight of the best match at or above a term.
const BEST_ABOVE: f64 = 0.5;
/// The length penalty: its weight, and the features that every disease is taken to have beside its annotation.
const LENGTH_WEIGHT: f64 = 0.6;
const LENGTH_OFFSET: f64 = 2.5;
/// Added for a female patient where only X-linked recessive inheritance is annotated.
const FEMALE_X_RECESSIVE: f64 = -2.0;
/// Added where no gene is known that causes the disease: a genome cannot show it, and few such entries have patients.
const GENE_UNKNOWN: f64 = -1.0;
/// Weight of ln (1 + patients published of the disease): what was seen more often is met more often.
const PATIENTS_WEIGHT: f64 = 0.1;
/// The posterior is a softmax of this times S / √n.
const SHARPNESS: f64 = 1.5;
/// So many ratios are multiplied before a logarithm is taken: one lies between 0.7 and 10⁵, the product within an f64.
const RATIOS_PER_LOGARITHM: usize = 40;

/// What is known about a patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phenotype {
    /// Terms observed, in any order; old ids are followed, repetitions count once.
    pub observed: Vec<HpoId>,
    /// Terms looked for and found absent.
    pub excluded: Vec<HpoId>,
    /// The patient's sex.
    pub sex: Sex,
    /// When the first feature began: a class of onset of the HPO, a term below HP:0003674.
    pub onset: Option<HpoId>,
}

/// Diseases in the order of their score.
#[derive(Clone, Debug, PartialEq)]
pub struct PhenotypeRanking {
    /// All diseases, best first; equal scores by id.
    pub diseases: Vec<RankedDisease>,
    /// The observed terms that were used: live, distinct, by id.
    pub observed: Vec<HpoId>,
    /// The excluded terms that are known: live, distinct, by id.
    pub excluded: Vec<HpoId>,
    /// Terms of either kind that the ontology does not know or that are no phenotypic abnormality: to be warned of.
    pub unknown: Vec<HpoId>,
    sex: Sex,
    onset: &'static [usize],
    /// For each disease of the index its place in `diseases`.
    places: Vec<usize>,
}

/// A disease and how well it fits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankedDisease {
    /// The disease.
    pub id: DiseaseId,
    /// S(d), natural logarithm; only differences between diseases of one patient mean something.
    pub score: f64,
    /// The calibrated probability, 0 to 1; all of a patient's diseases sum to 1.
    pub posterior: f64,
}

/// Why a disease has its score.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The place in the ranking, from 1.
    pub rank: usize,
    /// The observed terms, by id; their shares, `sex`, `gene`, `onset` and `patients` sum to the score.
    pub terms: Vec<TermShare>,
    /// What the patient's sex adds, zero or negative.
    pub sex: f64,
    /// What is added because no gene is known that causes the disease, zero or negative.
    pub gene: f64,
    /// What the patient's onset adds, zero where it or that of the disease is not known.
    pub onset: f64,
    /// What is added for the patients that were published of the disease, zero where no row stands for any.
    pub patients: f64,
    /// The excluded terms, by id. They weigh nothing.
    pub excluded: Vec<ExcludedTerm>,
}

/// What one observed term adds to the score of a disease.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TermShare {
    /// The observed term.
    pub id: HpoId,
    /// The summand, natural logarithm.
    pub share: f64,
    /// The term at or above the observed one by which it matches best; the observed one itself where it is annotated.
    pub matched: HpoId,
    /// How many of the published patients have this or something below it, 0 to 1; `None` where it is not published of
    /// this very disease.
    pub frequency: Option<f64>,
}

/// A term that the patient does not have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExcludedTerm {
    /// The term.
    pub id: HpoId,
    /// As in [`TermShare`].
    pub frequency: Option<f64>,
}

/// Ranks diseases by phenotype. Building it takes about a fifth of a second, ranking a patient about a millisecond.
#[derive(Debug)]
pub struct PhenotypeRanker {
    index: Index,
}

impl PhenotypeRanker {
    /// Prepares the diseases of OMIM that have an annotated phenotypic abnormality; annotation of Orphanet joins a
    /// disease that one MONDO class matches exactly together with it.
    ///
    /// # Errors
    /// [`Error::Knowledge`] where ontology or annotation were not imported, [`Error::NoDisease`] where they do not fit.
    pub fn new(knowledge: &Knowledge) -> Result<Self, Error> {
        let index = Index::new(knowledge)?;
        if index.diseases.is_empty() { Err(Error::NoDisease) } else { Ok(Self { index }) }
    }

    /// The disease that stands for this one in the ranking: itself, or the disease of OMIM that its annotation joined.
    pub fn ranked_as(&self, disease: DiseaseId) -> Option<DiseaseId> {
        self.index.disease(disease).map(|position| self.index.diseases[position])
    }

    /// Scores all diseases. Without a usable term all scores are equal.
    pub fn rank(&self, patient: &Phenotype) -> PhenotypeRanking {
        let mut unknown = Vec::new();
        let observed = self.positions(&patient.observed, &mut unknown);
        let excluded = self.positions(&patient.excluded, &mut unknown);
        unknown.sort_unstable();
        unknown.dedup();

        let onset = patient.onset.map_or(&[][..], |term| self.index.onset_classes(term));
        let scores = self.scores(&observed, patient.sex, onset);
        // Diseases are numbered in the order of their ids, so that a tie is broken by id.
        let mut order: Vec<(f64, usize)> = scores.iter().copied().zip(0..).collect();
        order.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut places = vec![0; order.len()];
        for (place, &(_, disease)) in order.iter().enumerate() {
            places[disease] = place;
        }
        let posteriors = posteriors(&scores, observed.len());
        let ranked =
            |&(score, d): &(f64, usize)| RankedDisease { id: self.index.diseases[d], score, posterior: posteriors[d] };
        let ids = |positions: &[usize]| positions.iter().map(|&p| self.index.terms[p]).collect();
        PhenotypeRanking {
            diseases: order.iter().map(ranked).collect(),
            observed: ids(&observed),
            excluded: ids(&excluded),
            unknown,
            sex: patient.sex,
            onset,
            places,
        }
    }

    /// Why a disease has its place in a ranking made here; `None` where the disease is not ranked.
    pub fn explain(&self, ranking: &PhenotypeRanking, disease: DiseaseId) -> Option<Explanation> {
        let disease = self.index.disease(disease)?;
        let position = |id: &HpoId| self.index.term(*id);
        let frequency = |term| self.index.published(term, disease);
        let excluded = |id: &HpoId| Some(ExcludedTerm { id: *id, frequency: frequency(position(id)?) });
        Some(Explanation {
            rank: ranking.places.get(disease)? + 1,
            terms: ranking.observed.iter().filter_map(position).map(|term| self.share(term, disease)).collect(),
            sex: self.sex_share(ranking.sex, disease),
            gene: self.gene_share(disease),
            onset: self.index.onset_share(ranking.onset, disease),
            patients: self.patients_share(ranking.observed.len(), disease),
            excluded: ranking.excluded.iter().filter_map(excluded).collect(),
        })
    }

    /// The positions of usable terms, ascending, each once; the others go to `unknown`.
    fn positions(&self, terms: &[HpoId], unknown: &mut Vec<HpoId>) -> Vec<usize> {
        let mut found = Vec::new();
        for &id in terms {
            match self.index.term(id) {
                Some(position) => found.push(position),
                None => unknown.push(id),
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn scores(&self, terms: &[usize], sex: Sex, onset: &[usize]) -> Vec<f64> {
        let count = self.index.diseases.len();
        let (mut sums, mut product) = (vec![0.0; count], vec![1.0; count]);
        let mut matches = vec![Match::default(); count];
        for chunk in terms.chunks(RATIOS_PER_LOGARITHM) {
            for &term in chunk {
                for posting in self.index.annotated(term) {
                    matches[posting.disease as usize].exact = posting.ratio;
                }
                for &above in self.index.ancestors(term) {
                    for posting in self.index.at_or_below(above as usize) {
                        let best = &mut matches[posting.disease as usize].best;
                        *best = best.max(posting.ratio);
                    }
                }
                for (product, found) in product.iter_mut().zip(&mut matches) {
                    *product *= found.likelihood_ratio();
                    *found = Match::default();
                }
            }
            for (sum, product) in sums.iter_mut().zip(&mut product) {
                *sum += product.ln();
                *product = 1.0;
            }
        }
        let length = f64::from(u32::try_from(terms.len()).unwrap_or(u32::MAX));
        for (disease, sum) in sums.iter_mut().enumerate() {
            *sum += length * self.index.length_share(disease)
                + self.sex_share(sex, disease)
                + self.gene_share(disease)
                + self.index.onset_share(onset, disease)
                + self.patients_share(terms.len(), disease);
        }
        sums
    }

    fn share(&self, term: usize, disease: usize) -> TermShare {
        let mut found = Match { exact: self.index.annotated_ratio(term, disease), ..Match::default() };
        let mut matched = term;
        for above in self.index.ancestors(term).iter().map(|&above| above as usize) {
            let ratio = self.index.ratio(above, disease);
            if ratio > found.best {
                (found.best, matched) = (ratio, above);
            }
        }
        if found.exact > 0.0 {
            matched = term;
        }
        TermShare {
            id: self.index.terms[term],
            share: found.likelihood_ratio().ln() + self.index.length_share(disease),
            matched: self.index.terms[matched],
            frequency: self.index.published(term, disease),
        }
    }

    fn gene_share(&self, disease: usize) -> f64 {
        if self.index.gene_unknown[disease] { GENE_UNKNOWN } else { 0.0 }
    }

    /// Without a term nobody is ranked by what is common.
    fn patients_share(&self, terms: usize, disease: usize) -> f64 {
        if terms == 0 { 0.0 } else { self.index.patients[disease] }
    }

    fn sex_share(&self, sex: Sex, disease: usize) -> f64 {
        match sex {
            Sex::Female if self.index.only_x_recessive[disease] => FEMALE_X_RECESSIVE,
            Sex::Female | Sex::Male | Sex::Unknown => 0.0,
        }
    }
}

impl PhenotypeRanking {
    /// A disease of this ranking and its place from 1, by the id that it is ranked as.
    pub fn find(&self, ranker: &PhenotypeRanker, disease: DiseaseId) -> Option<(usize, RankedDisease)> {
        let place = *self.places.get(ranker.index.disease(disease)?)?;
        self.diseases.get(place).map(|&ranked| (place + 1, ranked))
    }
}

/// How one term fits one disease: ratios of P and bg, zero where nothing fits.
#[derive(Clone, Copy, Default)]
struct Match {
    exact: f32,
    best: f32,
}

impl Match {
    fn likelihood_ratio(self) -> f64 {
        UNRELATED + f64::from(self.exact) + BEST_ABOVE * f64::from(self.best)
    }
}

fn posteriors(scores: &[f64], terms: usize) -> Vec<f64> {
    let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let scale = SHARPNESS / f64::from(u32::try_from(terms.max(1)).unwrap_or(u32::MAX)).sqrt();
    let weights: Vec<f64> = scores.iter().map(|score| (scale * (score - top)).exp()).collect();
    let total: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / total).collect()
}
