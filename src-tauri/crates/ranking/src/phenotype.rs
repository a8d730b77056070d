//! Diseases by phenotype: a likelihood ratio per observed term against the published patients of each disease.
//!
//! For a disease d and a term a, P(a, d) is the chance that a patient with d has a feature at or below a, and bg(a) its
//! mean over all diseases. A patient's distinct observed terms q are scored by
//!
//! LR_q(d) = 0.7 + \[q itself annotated to d\] · P(q, d) / bg(q) + 0.5 · max over a at or above q of P(a, d) / bg(a)
//!
//! S(d) = Σ_q ( ln LR_q(d) − 0.6 · ln(F(d) + 2.5) ),
//!
//! F(d) being the expected number of annotated features: a disease described at length matches more by chance. The
//! constant 0.7 keeps one unrelated term from sinking the true disease. Parameters were tuned on patients of cited papers
//! with the annotation of their own paper removed. Excluded terms weigh nothing; they are shown beside the disease.

use domain::{DiseaseId, HpoId, Sex};
use knowledge::Knowledge;

use crate::Error;

mod frequency;
mod index;
mod lists;

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
/// The posterior is a softmax of this times S / √n.
const SHARPNESS: f64 = 1.5;
/// So many ratios are multiplied before a logarithm is taken: one is below 10⁶, the product far below the largest f64.
const RATIOS_PER_LOGARITHM: usize = 6;

/// What is known about a patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phenotype {
    /// Terms observed, in any order; old ids are followed, repetitions count once.
    pub observed: Vec<HpoId>,
    /// Terms looked for and found absent.
    pub excluded: Vec<HpoId>,
    /// The patient's sex.
    pub sex: Sex,
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
    /// The observed terms, by id; their shares and `sex` sum to the score.
    pub terms: Vec<TermShare>,
    /// What the patient's sex adds, zero or negative.
    pub sex: f64,
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
    /// P(q, d): how many of the published patients have this or something below it, 0 to 1; `None` where it is not published.
    pub frequency: Option<f64>,
}

/// A term that the patient does not have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExcludedTerm {
    /// The term.
    pub id: HpoId,
    /// How many of the published patients have this or something below it, 0 to 1; `None` where it is not published.
    pub frequency: Option<f64>,
}

/// Ranks diseases by phenotype. Building it takes about a tenth of a second, ranking a patient one or two
/// milliseconds.
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

        let scores = self.scores(&observed, patient.sex);
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
            places,
        }
    }

    /// Why a disease has its place in a ranking made here; `None` where the disease is not ranked.
    pub fn explain(&self, ranking: &PhenotypeRanking, disease: DiseaseId) -> Option<Explanation> {
        let disease = self.index.disease(disease)?;
        let position = |id: &HpoId| self.index.term(*id);
        let frequency = |term| self.index.frequency(term, disease);
        let excluded = |id: &HpoId| Some(ExcludedTerm { id: *id, frequency: frequency(position(id)?) });
        Some(Explanation {
            rank: ranking.places.get(disease)? + 1,
            terms: ranking.observed.iter().filter_map(position).map(|term| self.share(term, disease)).collect(),
            sex: self.sex_share(ranking.sex, disease),
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

    fn scores(&self, terms: &[usize], sex: Sex) -> Vec<f64> {
        let count = self.index.diseases.len();
        let (mut sums, mut product) = (vec![0.0; count], vec![1.0; count]);
        let (mut exact, mut best) = (vec![0.0_f32; count], vec![0.0_f32; count]);
        for chunk in terms.chunks(RATIOS_PER_LOGARITHM) {
            for &term in chunk {
                for posting in self.index.annotated(term) {
                    exact[posting.disease as usize] = posting.ratio;
                }
                for &above in self.index.ancestors(term) {
                    for posting in self.index.at_or_below(above as usize) {
                        let best = &mut best[posting.disease as usize];
                        if posting.ratio > *best {
                            *best = posting.ratio;
                        }
                    }
                }
                for ((product, exact), best) in product.iter_mut().zip(&mut exact).zip(&mut best) {
                    *product *= likelihood_ratio(*exact, *best);
                    (*exact, *best) = (0.0, 0.0);
                }
            }
            for (sum, product) in sums.iter_mut().zip(&mut product) {
                *sum += product.ln();
                *product = 1.0;
            }
        }
        let length = f64::from(u32::try_from(terms.len()).unwrap_or(u32::MAX));
        for (disease, sum) in sums.iter_mut().enumerate() {
            *sum += length * self.index.length_share(disease) + self.sex_share(sex, disease);
        }
        sums
    }

    fn share(&self, term: usize, disease: usize) -> TermShare {
        let exact = self.index.annotated_ratio(term, disease);
        let (mut best, mut matched) = (0.0_f32, term);
        for &above in self.index.ancestors(term) {
            let ratio = self.index.ratio(above as usize, disease);
            if ratio > best {
                (best, matched) = (ratio, above as usize);
            }
        }
        if exact > 0.0 {
            matched = term;
        }
        TermShare {
            id: self.index.terms[term],
            share: likelihood_ratio(exact, best).ln() + self.index.length_share(disease),
            matched: self.index.terms[matched],
            frequency: self.index.frequency(term, disease),
        }
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

fn likelihood_ratio(exact: f32, best: f32) -> f64 {
    UNRELATED + f64::from(exact) + BEST_ABOVE * f64::from(best)
}

fn posteriors(scores: &[f64], terms: usize) -> Vec<f64> {
    let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let scale = SHARPNESS / f64::from(u32::try_from(terms.max(1)).unwrap_or(u32::MAX)).sqrt();
    let weights: Vec<f64> = scores.iter().map(|score| (scale * (score - top)).exp()).collect();
    let total: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / total).collect()
}
