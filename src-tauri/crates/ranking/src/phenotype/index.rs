use std::collections::{BTreeMap, BTreeSet};

use domain::{DiseaseId, DiseaseSource, HpoId, ModeOfInheritance};
use knowledge::{Disease, Knowledge, Ontology};

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
        let ancestors = abnormalities(ontology);
        let partners = partners(knowledge);
        let annotation = knowledge.diseases()?;
        let mut builder = Builder::new(ontology.terms().len());
        let mut joined = BTreeMap::new();
        let omim = |disease: &&Disease| disease.id.source() == DiseaseSource::Omim;
        for disease in annotation.all().iter().filter(omim) {
            let others = partners.get(&disease.id).into_iter().flatten().filter_map(|&id| annotation.get(id));
            let sources: Vec<&Disease> = std::iter::once(disease).chain(others).collect();
            let features = features(ontology, &ancestors, &sources);
            if features.is_empty() {
                continue;
            }
            for source in &sources[1..] {
                joined.entry(source.id).or_insert(builder.diseases.len());
            }
            builder.add(disease.id, &features, &ancestors);
            let modes = knowledge.modes_of_inheritance(disease.id);
            builder.only_x_recessive.push(modes.into_iter().eq([ModeOfInheritance::XLinkedRecessive]));
        }
        let terms = ontology.terms().iter().map(|term| term.id).collect();
        Ok(builder.finish(terms, ancestors, ontology.old_ids().collect(), joined))
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

/// The features of a disease by all its sources: term and frequency, by term.
fn features(ontology: &Ontology, ancestors: &Lists<u32>, sources: &[&Disease]) -> Vec<(usize, f64)> {
    let mut evidence: Vec<(usize, Evidence)> = sources
        .iter()
        .flat_map(|disease| &disease.annotations)
        .filter_map(|annotation| {
            let term = ontology.position(ontology.resolve(annotation.term)?)?;
            (!ancestors.get(term).is_empty()).then(|| (term, Evidence::of(annotation)))
        })
        .collect();
    evidence.sort_by_key(|&(term, _)| term);
    let same_term = evidence.chunk_by(|a, b| a.0 == b.0);
    same_term
        .filter_map(|rows| {
            let together = rows.iter().fold(Evidence::default(), |sum, row| sum.and(row.1));
            Some((rows[0].0, together.frequency()?))
        })
        .collect()
}

/// An index in the making.
struct Builder {
    diseases: Vec<DiseaseId>,
    only_x_recessive: Vec<bool>,
    length: Vec<f64>,
    /// Disease, term, P(a, d).
    reached: Vec<(u32, u32, f64)>,
    /// Disease, term, P(a, d), where the term itself is annotated.
    annotated: Vec<(u32, u32, f64)>,
    /// By term the chance that a patient of the present disease has nothing at or below it; 1 between diseases.
    without: Vec<f64>,
}

impl Builder {
    fn new(terms: usize) -> Self {
        let (diseases, only_x_recessive, length) = (Vec::new(), Vec::new(), Vec::new());
        Self {
            diseases,
            only_x_recessive,
            length,
            reached: Vec::new(),
            annotated: Vec::new(),
            without: vec![1.0; terms],
        }
    }

    fn add(&mut self, id: DiseaseId, features: &[(usize, f64)], ancestors: &Lists<u32>) {
        let Ok(disease) = u32::try_from(self.diseases.len()) else { return };
        let mut touched = Vec::new();
        for &(term, frequency) in features {
            for &above in ancestors.get(term) {
                let without = &mut self.without[above as usize];
                if *without == 1.0 {
                    touched.push(above);
                }
                *without *= 1.0 - frequency;
            }
        }
        for &(term, _) in features {
            let Ok(number) = u32::try_from(term) else { continue };
            self.annotated.push((disease, number, 1.0 - self.without[term]));
        }
        for term in touched {
            self.reached.push((disease, term, 1.0 - self.without[term as usize]));
            self.without[term as usize] = 1.0;
        }
        let expected: f64 = features.iter().map(|&(_, frequency)| frequency).sum();
        self.diseases.push(id);
        self.length.push(-LENGTH_WEIGHT * (expected + LENGTH_OFFSET).ln());
    }

    fn finish(
        self,
        terms: Vec<HpoId>,
        ancestors: Lists<u32>,
        old_ids: BTreeMap<HpoId, HpoId>,
        joined: BTreeMap<DiseaseId, usize>,
    ) -> Index {
        let count = f64::from(u32::try_from(self.diseases.len()).unwrap_or(u32::MAX));
        let mut background = vec![0.0; terms.len()];
        for &(_, term, chance) in &self.reached {
            background[term as usize] += chance;
        }
        for sum in &mut background {
            *sum = f64::max(*sum, LEAST_BACKGROUND) / count;
        }
        let posting = |&(disease, term, chance): &(u32, u32, f64)| {
            #[allow(clippy::cast_possible_truncation, reason = "a ratio needs no more than 24 bits")]
            let ratio = (chance / background[term as usize]) as f32;
            (term as usize, Posting { disease, ratio })
        };
        let group = |list: &[(u32, u32, f64)]| Lists::group(terms.len(), list.iter().map(posting));
        let (at_or_below, annotated) = (group(&self.reached), group(&self.annotated));
        Index {
            diseases: self.diseases,
            only_x_recessive: self.only_x_recessive,
            length: self.length,
            at_or_below,
            annotated,
            terms,
            background,
            ancestors,
            old_ids,
            joined,
        }
    }
}
