use std::collections::BTreeMap;

use domain::{DiseaseId, HpoId};
use knowledge::{Knowledge, Ontology};

use super::{
    LENGTH_OFFSET, LENGTH_WEIGHT, PATIENTS_WEIGHT,
    lists::Lists,
    onset,
    profile::{Ground, Profile},
};
use crate::Error;

/// The least expected number of diseases with a term, so that a term of one rare disease does not weigh without bound.
const LEAST_BACKGROUND: f64 = 0.5;

/// Diseases and terms with everything that does not depend on the patient. Both are numbered by their positions here.
#[derive(Debug)]
pub(super) struct Index {
    /// By id.
    pub(super) diseases: Vec<DiseaseId>,
    /// All live terms, by id; those that are no phenotypic abnormality have no ancestors here.
    pub(super) terms: Vec<HpoId>,
    /// Diseases for which only X-linked recessive inheritance is annotated.
    pub(super) only_x_recessive: Vec<bool>,
    /// The length penalty of one term, by disease.
    length: Vec<f64>,
    /// What is added for the published patients of a disease.
    pub(super) patients: Vec<f64>,
    ancestors: Lists<u32>,
    /// Every disease with something at or below a term, by term and disease.
    at_or_below: Lists<Posting>,
    /// The same where the term itself is annotated.
    annotated: Lists<Posting>,
    /// Whether no gene is known that causes the disease, though genes were imported.
    pub(super) gene_unknown: Vec<bool>,
    /// ln of how much likelier the patients of a disease begin in each class of onset than all patients.
    onset: Vec<onset::LogRatios>,
    onset_terms: BTreeMap<HpoId, &'static [usize]>,
    /// For each disease the terms annotated to itself with the share of published patients, by term.
    published: Lists<(u32, f64)>,
    /// Ids that are not live, with the live one.
    old_ids: BTreeMap<HpoId, HpoId>,
    /// Diseases whose annotation joined another one.
    joined: BTreeMap<DiseaseId, usize>,
}

/// A disease and a ratio.
#[derive(Clone, Copy, Debug)]
pub(super) struct Posting {
    /// The disease.
    pub(super) disease: u32,
    /// P(a, d) / bg(a).
    pub(super) ratio: f32,
}

impl Index {
    pub(super) fn new(knowledge: &Knowledge) -> Result<Self, Error> {
        let ontology = knowledge.ontology()?;
        let ground = Ground::new(knowledge, ontology, knowledge.diseases()?, abnormalities(ontology));
        let profiles = ground.profiles();
        Ok(Self::of(ground, &profiles, ontology))
    }

    fn of(ground: Ground<'_>, profiles: &[Profile], ontology: &Ontology) -> Self {
        let count = f64::from(u32::try_from(profiles.len()).unwrap_or(u32::MAX));
        let mut background = vec![0.0; ground.terms.len()];
        for &(term, chance) in profiles.iter().flat_map(|profile| &profile.reached) {
            background[term as usize] += chance;
        }
        for sum in &mut background {
            *sum = f64::max(*sum, LEAST_BACKGROUND) / count;
        }
        let postings = |list: fn(&Profile) -> &[(u32, f64)]| {
            let numbered = (0_u32..).zip(profiles);
            let entries = numbered.flat_map(move |(disease, profile)| list(profile).iter().map(move |e| (disease, e)));
            let background = &background;
            Lists::group(
                ground.terms.len(),
                entries.map(move |(disease, &(term, chance))| {
                    #[allow(clippy::cast_possible_truncation, reason = "a ratio needs no more than 24 bits")]
                    let ratio = (chance / background[term as usize]) as f32;
                    (term as usize, Posting { disease, ratio })
                }),
            )
        };
        let (at_or_below, annotated) = (postings(|profile| &profile.reached), postings(|profile| &profile.annotated));
        let mut joined = BTreeMap::new();
        for (disease, profile) in profiles.iter().enumerate() {
            for &other in &profile.joined {
                joined.entry(other).or_insert(disease);
            }
        }
        let genes = profiles.iter().any(|profile| profile.gene_known);
        let onsets: Vec<onset::Shares> = profiles.iter().map(|profile| profile.onset).collect();
        Self {
            diseases: profiles.iter().map(|profile| profile.id).collect(),
            only_x_recessive: profiles.iter().map(|profile| profile.only_x_recessive).collect(),
            gene_unknown: profiles.iter().map(|profile| genes && !profile.gene_known).collect(),
            onset: onset::log_ratios(&onsets),
            onset_terms: ground.onsets,
            length: profiles.iter().map(|profile| -LENGTH_WEIGHT * (profile.features + LENGTH_OFFSET).ln()).collect(),
            patients: profiles.iter().map(|profile| PATIENTS_WEIGHT * profile.patients.ln_1p()).collect(),
            at_or_below,
            annotated,
            published: Lists::new(profiles.iter().map(|profile| &profile.published[..])),
            old_ids: ontology.old_ids().collect(),
            terms: ground.terms,
            ancestors: ground.ancestors,
            joined,
        }
    }

    /// The term that an id stands for; `None` where there is none or it is no phenotypic abnormality.
    pub(super) fn term(&self, id: HpoId) -> Option<usize> {
        let live = self.old_ids.get(&id).unwrap_or(&id);
        self.terms.binary_search(live).ok().filter(|&term| !self.ancestors(term).is_empty())
    }

    /// The disease of this id, or the one that its annotation joined.
    pub(super) fn disease(&self, id: DiseaseId) -> Option<usize> {
        self.diseases.binary_search(&id).ok().or_else(|| self.joined.get(&id).copied())
    }

    /// A term and all above it, up to phenotypic abnormality.
    pub(super) fn ancestors(&self, term: usize) -> &[u32] {
        self.ancestors.get(term)
    }

    pub(super) fn at_or_below(&self, term: usize) -> &[Posting] {
        self.at_or_below.get(term)
    }

    pub(super) fn annotated(&self, term: usize) -> &[Posting] {
        self.annotated.get(term)
    }

    /// P(a, d) / bg(a); 0 where nothing at or below the term is annotated.
    pub(super) fn ratio(&self, term: usize, disease: usize) -> f32 {
        find(self.at_or_below(term), disease)
    }

    /// P(a, d) / bg(a) where the term itself is annotated, else 0.
    pub(super) fn annotated_ratio(&self, term: usize, disease: usize) -> f32 {
        find(self.annotated(term), disease)
    }

    /// The share of a disease's published patients with something at or below a term; `None` where nothing is published.
    pub(super) fn published(&self, term: usize, disease: usize) -> Option<f64> {
        let of_this = |below: u32| self.ancestors(below as usize).iter().any(|&above| above as usize == term);
        let shares = self.published.get(disease).iter().filter(|(below, _)| of_this(*below)).map(|(_, share)| share);
        shares.map(|share| 1.0 - share).reduce(|without, next| without * next).map(|without| 1.0 - without)
    }

    /// The classes of onset that a term stands for; none where it is no onset.
    pub(super) fn onset_classes(&self, term: HpoId) -> &'static [usize] {
        self.onset_terms.get(self.old_ids.get(&term).unwrap_or(&term)).copied().unwrap_or(&[])
    }

    /// What an onset in one of these classes adds: their mean; nothing where there are none.
    pub(super) fn onset_share(&self, classes: &[usize], disease: usize) -> f64 {
        let count = f64::from(u32::try_from(classes.len().max(1)).unwrap_or(1));
        classes.iter().map(|&class| f64::from(self.onset[disease][class])).sum::<f64>() / count
    }

    /// What each term's score loses by the length of a disease's annotation.
    pub(super) fn length_share(&self, disease: usize) -> f64 {
        self.length[disease]
    }
}

fn find(postings: &[Posting], disease: usize) -> f32 {
    postings.binary_search_by_key(&disease, |p| p.disease as usize).map_or(0.0, |found| postings[found].ratio)
}

/// For each phenotypic abnormality itself and all above it up to HP:0000118, ascending; for other terms nothing.
fn abnormalities(ontology: &Ontology) -> Lists<u32> {
    let count = ontology.terms().len();
    let root = ontology.position(HpoId::PHENOTYPIC_ABNORMALITY);
    let mut lists: Vec<Option<Vec<u32>>> = vec![None; count];
    for term in 0..count {
        let mut open = vec![term];
        while let Some(&current) = open.last() {
            let parents = ontology.parents(current);
            let waiting = open.len();
            open.extend(parents.iter().map(|&p| p as usize).filter(|&p| lists[p].is_none()));
            if open.len() > waiting {
                continue;
            }
            open.truncate(waiting - 1);
            let mut list: Vec<u32> =
                parents.iter().filter_map(|&p| lists[p as usize].as_deref()).flatten().copied().collect();
            if !list.is_empty() || Some(current) == root {
                list.extend(u32::try_from(current));
            }
            list.sort_unstable();
            list.dedup();
            lists[current] = Some(list);
        }
    }
    Lists::new(lists.iter().map(|list| list.as_deref().unwrap_or(&[])))
}
