//! What is published of each disease, gathered from all that speaks of it.

use std::collections::{BTreeMap, BTreeSet};

use domain::{DiseaseId, DiseaseSource, HpoId, ModeOfInheritance};
use knowledge::{Association, Disease, Diseases, Knowledge, Ontology};
use rayon::prelude::*;

use super::{frequency::Evidence, lists::Lists, names, onset};

/// How much a patient counts whose disease in Orphanet shares the gene and much of the name, but is not known to be the
/// same; and how alike the names must be, 0 to 1.
const KIN_WEIGHT: f64 = 0.2;
const KIN_LIKENESS: f64 = 0.3;
/// A disease by itself, before it is compared with the others.
pub(super) struct Profile {
    pub(super) id: DiseaseId,
    /// Diseases whose annotation joined.
    pub(super) joined: Vec<DiseaseId>,
    pub(super) only_x_recessive: bool,
    /// True where a gene is known that causes it.
    pub(super) gene_known: bool,
    /// F(d).
    pub(super) features: f64,
    /// Annotated terms with P(a, d).
    pub(super) annotated: Vec<(u32, f64)>,
    /// These and all above them with P(a, d).
    pub(super) reached: Vec<(u32, f64)>,
    /// Terms annotated to the disease itself, with the share of published patients, to be shown.
    pub(super) published: Vec<(u32, f64)>,
    pub(super) onset: onset::Shares,
    /// The most patients that one row of the disease's own annotation stands for.
    pub(super) patients: f64,
}

/// What the profiles are made from.
pub(super) struct Ground<'a> {
    knowledge: &'a Knowledge,
    ontology: &'a Ontology,
    annotation: &'a Diseases,
    pub(super) terms: Vec<HpoId>,
    /// For each phenotypic abnormality itself and all above it.
    pub(super) ancestors: Lists<u32>,
    partners: BTreeMap<DiseaseId, BTreeSet<DiseaseId>>,
    pub(super) onsets: BTreeMap<HpoId, &'static [usize]>,
}

impl<'a> Ground<'a> {
    pub(super) fn new(
        knowledge: &'a Knowledge,
        ontology: &'a Ontology,
        annotation: &'a Diseases,
        ancestors: Lists<u32>,
    ) -> Self {
        Self {
            knowledge,
            ontology,
            annotation,
            terms: ontology.terms().iter().map(|term| term.id).collect(),
            partners: partners(knowledge),
            onsets: onset::terms(ontology),
            ancestors,
        }
    }

    /// The diseases of OMIM that have an annotated phenotypic abnormality, by id.
    pub(super) fn profiles(&self) -> Vec<Profile> {
        let omim = self.annotation.all().par_iter().filter(|disease| disease.id.source() == DiseaseSource::Omim);
        let scratch = || vec![1.0; self.terms.len()];
        omim.map_init(scratch, |without, disease| self.profile(disease, without)).flatten().collect()
    }

    /// `None` where no phenotypic abnormality is annotated. `without` holds 1 for every term, before and after.
    fn profile(&self, disease: &'a Disease, without: &mut [f64]) -> Option<Profile> {
        let partners = self.partners.get(&disease.id).into_iter().flatten();
        let joined: Vec<&Disease> = partners.filter_map(|&id| self.annotation.get(id)).collect();
        let own: Vec<(u32, Evidence)> =
            std::iter::once(disease).chain(joined.iter().copied()).flat_map(|source| self.evidence(source)).collect();
        let published = features(own.clone());
        if published.is_empty() {
            return None;
        }
        let kin = if joined.is_empty() { self.kin(disease) } else { None };
        let kin = kin.into_iter().flat_map(|kin| self.evidence(kin)).map(|(term, e)| (term, e.times(KIN_WEIGHT)));
        let features = features(own.into_iter().chain(kin).collect());

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
        Some(Profile {
            id: disease.id,
            joined: joined.iter().map(|other| other.id).collect(),
            only_x_recessive: modes.into_iter().eq([ModeOfInheritance::XLinkedRecessive]),
            gene_known: self.knowledge.genes_of(disease.id).any(|link| link.association == Association::Mendelian),
            features: features.iter().map(|&(_, frequency)| frequency).sum(),
            annotated,
            reached,
            published,
            onset: onset::published(disease, &self.onsets),
            patients: self.evidence(disease).fold(0.0, |most, (_, evidence)| evidence.examined().max(most)),
        })
    }

    /// What a disease's annotation says, in the order of the source.
    fn evidence(&self, disease: &'a Disease) -> impl Iterator<Item = (u32, Evidence)> {
        let position = |id: HpoId| {
            let live = self.terms.binary_search(&id).ok();
            live.or_else(|| self.terms.binary_search(&self.ontology.resolve(id)?).ok())
        };
        disease.annotations.iter().filter_map(move |annotation| {
            let term = position(annotation.term).filter(|&term| !self.ancestors.get(term).is_empty())?;
            Some((u32::try_from(term).ok()?, Evidence::of(annotation)))
        })
    }

    /// The disease of Orphanet that shares a gene and has the most like name.
    fn kin(&self, disease: &Disease) -> Option<&'a Disease> {
        let links = self.knowledge.genes_of(disease.id).flat_map(|link| self.knowledge.diseases_of(&link.symbol));
        let ids: BTreeSet<DiseaseId> =
            links.map(|link| link.disease).filter(|id| id.source() == DiseaseSource::Orpha).collect();
        let others = ids.into_iter().filter_map(|id| self.annotation.get(id)).filter(|d| !d.annotations.is_empty());
        let liked = others.map(|other| (names::likeness(&disease.name, &other.name), other));
        let best = liked.reduce(|best, next| if next.0 > best.0 { next } else { best });
        best.filter(|best| best.0 >= KIN_LIKENESS).map(|best| best.1)
    }
}

/// What rows say together: term and frequency, by term.
fn features(mut rows: Vec<(u32, Evidence)>) -> Vec<(u32, f64)> {
    rows.sort_by_key(|&(term, _)| term);
    let together = |rows: &[(u32, Evidence)]| {
        let sum = rows.iter().fold(Evidence::default(), |sum, row| sum.and(row.1));
        Some((rows[0].0, sum.frequency()?))
    };
    rows.chunk_by(|a, b| a.0 == b.0).filter_map(together).collect()
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
