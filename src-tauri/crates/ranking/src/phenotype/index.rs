use std::collections::{BTreeMap, BTreeSet};

use domain::{DiseaseId, DiseaseSource, HpoId, ModeOfInheritance};
use knowledge::{Disease, Diseases, Knowledge, Ontology};
use rayon::prelude::*;

use super::{LENGTH_OFFSET, LENGTH_WEIGHT, frequency::Evidence, lists::Lists};
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
    /// bg(a), by term.
    background: Vec<f64>,
    ancestors: Lists<u32>,
    /// Every disease with something at or below a term, by term and disease.
    at_or_below: Lists<Posting>,
    /// The same where the term itself is annotated.
    annotated: Lists<Posting>,
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
        let ground = Ground {
            knowledge,
            ontology,
            annotation: knowledge.diseases()?,
            terms: ontology.terms().iter().map(|term| term.id).collect(),
            ancestors: abnormalities(ontology),
            partners: partners(knowledge),
        };
        let omim = |disease: &&Disease| disease.id.source() == DiseaseSource::Omim;
        let diseases: Vec<&Disease> = ground.annotation.all().iter().filter(omim).collect();
        let scratch = || vec![1.0; ground.terms.len()];
        let profiles: Vec<Option<Profile>> =
            diseases.par_iter().map_init(scratch, |without, disease| ground.profile(disease, without)).collect();
        Ok(ground.index(&profiles.into_iter().flatten().collect::<Vec<_>>()))
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

    /// P(a, d); `None` where nothing at or below the term is annotated.
    pub(super) fn frequency(&self, term: usize, disease: usize) -> Option<f64> {
        let ratio = self.ratio(term, disease);
        (ratio > 0.0).then(|| f64::from(ratio) * self.background[term])
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

/// For each disease of OMIM those of Orphanet that a MONDO class matches exactly together with it.
fn partners(knowledge: &Knowledge) -> BTreeMap<DiseaseId, BTreeSet<DiseaseId>> {
    let mut classes: BTreeMap<DiseaseId, Vec<DiseaseId>> = BTreeMap::new();
    for (class, disease) in knowledge.exact_matches() {
        classes.entry(class).or_default().push(disease);
    }
    let mut partners: BTreeMap<DiseaseId, BTreeSet<DiseaseId>> = BTreeMap::new();
    for diseases in classes.values() {
        let (omim, orpha): (Vec<DiseaseId>, Vec<DiseaseId>) =
            diseases.iter().partition(|d| d.source() == DiseaseSource::Omim);
        for disease in omim {
            partners.entry(disease).or_default().extend(orpha.iter().copied());
        }
    }
    partners
}

/// What the profiles of diseases are made from.
struct Ground<'a> {
    knowledge: &'a Knowledge,
    ontology: &'a Ontology,
    annotation: &'a Diseases,
    terms: Vec<HpoId>,
    ancestors: Lists<u32>,
    partners: BTreeMap<DiseaseId, BTreeSet<DiseaseId>>,
}

/// A disease by itself, before it is compared with the others.
struct Profile {
    id: DiseaseId,
    /// Diseases whose annotation joined.
    joined: Vec<DiseaseId>,
    only_x_recessive: bool,
    /// F(d).
    features: f64,
    /// Annotated terms with P(a, d).
    annotated: Vec<(u32, f64)>,
    /// These and all above them with P(a, d).
    reached: Vec<(u32, f64)>,
}

impl Ground<'_> {
    /// `None` where no phenotypic abnormality is annotated. `without` holds 1 for every term, before and after.
    fn profile(&self, disease: &Disease, without: &mut [f64]) -> Option<Profile> {
        let others = self.partners.get(&disease.id).into_iter().flatten();
        let others: Vec<&Disease> = others.filter_map(|&id| self.annotation.get(id)).collect();
        let features = self.features(disease, &others);
        let mut touched = Vec::new();
        for &(term, frequency) in &features {
            for &above in self.ancestors.get(term as usize) {
                let without = &mut without[above as usize];
                if *without == 1.0 {
                    touched.push(above);
                }
                *without *= 1.0 - frequency;
            }
        }
        let annotated = features.iter().map(|&(term, _)| (term, 1.0 - without[term as usize])).collect();
        let reached = touched.iter().map(|&term| (term, 1.0 - without[term as usize])).collect();
        for term in touched {
            without[term as usize] = 1.0;
        }
        let modes = self.knowledge.modes_of_inheritance(disease.id);
        (!features.is_empty()).then(|| Profile {
            id: disease.id,
            joined: others.iter().map(|other| other.id).collect(),
            only_x_recessive: modes.into_iter().eq([ModeOfInheritance::XLinkedRecessive]),
            features: features.iter().map(|&(_, frequency)| frequency).sum(),
            annotated,
            reached,
        })
    }

    /// The features of a disease by all its sources: term and frequency, by term.
    fn features(&self, disease: &Disease, others: &[&Disease]) -> Vec<(u32, f64)> {
        let position = |id: HpoId| {
            let live = self.terms.binary_search(&id).ok();
            live.or_else(|| self.terms.binary_search(&self.ontology.resolve(id)?).ok())
        };
        let mut evidence: Vec<(u32, Evidence)> = std::iter::once(disease)
            .chain(others.iter().copied())
            .flat_map(|source| &source.annotations)
            .filter_map(|annotation| Some((position(annotation.term)?, Evidence::of(annotation))))
            .filter(|&(term, _)| !self.ancestors.get(term).is_empty())
            .filter_map(|(term, evidence)| Some((u32::try_from(term).ok()?, evidence)))
            .collect();
        evidence.sort_by_key(|&(term, _)| term);
        let together = |rows: &[(u32, Evidence)]| {
            let sum = rows.iter().fold(Evidence::default(), |sum, row| sum.and(row.1));
            Some((rows[0].0, sum.frequency()?))
        };
        evidence.chunk_by(|a, b| a.0 == b.0).filter_map(together).collect()
    }

    fn index(self, profiles: &[Profile]) -> Index {
        let count = f64::from(u32::try_from(profiles.len()).unwrap_or(u32::MAX));
        let mut background = vec![0.0; self.terms.len()];
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
                self.terms.len(),
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
        Index {
            diseases: profiles.iter().map(|profile| profile.id).collect(),
            only_x_recessive: profiles.iter().map(|profile| profile.only_x_recessive).collect(),
            length: profiles.iter().map(|profile| -LENGTH_WEIGHT * (profile.features + LENGTH_OFFSET).ln()).collect(),
            at_or_below,
            annotated,
            old_ids: self.ontology.old_ids().collect(),
            terms: self.terms,
            background,
            ancestors: self.ancestors,
            joined,
        }
    }
}
