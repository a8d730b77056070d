use domain::{DiseaseId, HpoId, Sex};
use serde::{Deserialize, Serialize};

use crate::packed::{PackedHpo, disease_id, hpo_id};

pub(crate) mod hpoa;

/// Diseases and their published phenotype, by id.
#[derive(Debug, Serialize, Deserialize)]
pub struct Diseases(Vec<Disease>);

/// A disease as annotated by the HPO.
#[derive(Debug, Serialize, Deserialize)]
pub struct Disease {
    /// The id.
    #[serde(with = "disease_id")]
    pub id: DiseaseId,
    /// The English name.
    pub name: String,
    /// Phenotypic abnormalities (aspect P), by term and then in the order of the source.
    pub annotations: Vec<Annotation>,
    inheritance: Vec<PackedHpo>,
    course: Vec<PackedHpo>,
}

/// One line of evidence that patients with a disease have, or do not have, a phenotypic abnormality.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Annotation {
    /// The term as written in the source; it may be obsolete in the ontology at hand.
    #[serde(with = "hpo_id")]
    pub term: HpoId,
    /// How many have it.
    pub frequency: Frequency,
    /// True for qualifier NOT: patients were seen not to have it.
    pub absent: bool,
    /// Only in this sex.
    pub sex: Option<Sex>,
    onset: Option<PackedHpo>,
}

/// How many patients with a disease have a feature.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Frequency {
    /// Not stated.
    Unstated,
    /// `present` of `examined` patients.
    Count {
        /// Patients with the feature.
        present: u32,
        /// Patients examined for it, at least one.
        examined: u32,
    },
    /// A share, 0 to 1.
    Share(f64),
    /// A class of the HPO.
    Class(FrequencyClass),
}

/// The frequency classes below HP:0040279.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FrequencyClass {
    /// HP:0040285, 0 %.
    Excluded,
    /// HP:0040284, 1 to 4 %.
    VeryRare,
    /// HP:0040283, 5 to 29 %.
    Occasional,
    /// HP:0040282, 30 to 79 %.
    Frequent,
    /// HP:0040281, 80 to 99 %.
    VeryFrequent,
    /// HP:0040280, 100 %.
    Obligate,
}

impl Diseases {
    /// All diseases, by id.
    pub fn all(&self) -> &[Disease] {
        &self.0
    }

    /// The disease with this id.
    pub fn get(&self, id: DiseaseId) -> Option<&Disease> {
        self.0.binary_search_by_key(&id, |disease| disease.id).ok().map(|found| &self.0[found])
    }
}

impl Disease {
    /// Terms for the mode of inheritance (aspect I), as written, by id.
    pub fn inheritance(&self) -> impl Iterator<Item = HpoId> {
        self.inheritance.iter().map(|term| term.0)
    }

    /// Terms for onset and course (aspect C), one per line of evidence, by id.
    pub fn course(&self) -> impl Iterator<Item = HpoId> {
        self.course.iter().map(|term| term.0)
    }
}

impl Annotation {
    /// The age class at which the feature appears, a term below HP:0003674.
    pub fn onset(&self) -> Option<HpoId> {
        self.onset.map(|term| term.0)
    }
}
