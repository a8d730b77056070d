use domain::HpoId;
use serde::{Deserialize, Serialize};

use crate::packed::{PackedHpo, hpo_id};

pub(crate) mod obograph;

/// How often an id that is not live is followed to the next before it counts as unknown.
const MAX_STEPS: usize = 5;

/// The Human Phenotype Ontology: live terms, their names and is_a relations, and where old ids went.
#[derive(Debug, Serialize, Deserialize)]
pub struct Ontology {
    /// By id.
    terms: Vec<Term>,
    /// Alternative and replaced ids with the id that stands for them, by the former.
    successors: Vec<(PackedHpo, PackedHpo)>,
}

/// A live term.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// The id.
    #[serde(with = "hpo_id")]
    pub id: HpoId,
    /// The English name.
    pub name: String,
    /// English synonyms, in the order of the source.
    pub synonyms: Vec<String>,
    /// English definition.
    pub definition: Option<String>,
    /// Positions in [`Ontology::terms`], ascending.
    parents: Vec<u32>,
}

impl Ontology {
    /// All live terms, by id.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The position of a live term in [`Ontology::terms`].
    pub fn position(&self, id: HpoId) -> Option<usize> {
        self.terms.binary_search_by_key(&id, |term| term.id).ok()
    }

    /// The positions of the terms directly above the term at a position; empty where there is no such term.
    pub fn parents(&self, position: usize) -> &[u32] {
        self.terms.get(position).map_or(&[], |term| &term.parents)
    }

    /// The positions of the terms directly below the term at a position, ascending.
    pub fn children(&self, position: usize) -> impl Iterator<Item = usize> {
        let is_child = move |term: &Term| term.parents.iter().any(|&parent| parent as usize == position);
        self.terms.iter().enumerate().filter(move |(_, term)| is_child(term)).map(|(child, _)| child)
    }

    /// The live term of this very id.
    pub fn term(&self, id: HpoId) -> Option<&Term> {
        self.position(id).map(|position| &self.terms[position])
    }

    /// True where the id itself is live (not obsolete, not only an alternative id).
    pub fn is_live(&self, id: HpoId) -> bool {
        self.position(id).is_some()
    }

    /// The live id that an id stands for: itself, else by alternative id or replacement, followed up to five times.
    pub fn resolve(&self, id: HpoId) -> Option<HpoId> {
        let mut id = id;
        for _ in 0..=MAX_STEPS {
            if self.is_live(id) {
                return Some(id);
            }
            let found = self.successors.binary_search_by_key(&id, |(old, _)| old.0).ok()?;
            id = self.successors[found].1.0;
        }
        None
    }

    /// All ids that are not live but stand for a live one, with it, by id.
    pub fn old_ids(&self) -> impl Iterator<Item = (HpoId, HpoId)> {
        self.successors.iter().filter_map(|(old, _)| Some((old.0, self.resolve(old.0)?)))
    }

    /// The English name of the term that an id stands for.
    pub fn name(&self, id: HpoId) -> Option<&str> {
        self.term(self.resolve(id)?).map(|term| term.name.as_str())
    }

    /// A live term and all terms above it, by id; empty where the id is not live.
    pub fn ancestors(&self, id: HpoId) -> Vec<HpoId> {
        let mut found: Vec<usize> = self.position(id).into_iter().collect();
        let mut next = 0;
        while let Some(&position) = found.get(next) {
            for &parent in self.parents(position) {
                if !found.contains(&(parent as usize)) {
                    found.push(parent as usize);
                }
            }
            next += 1;
        }
        found.sort_unstable();
        found.into_iter().map(|position| self.terms[position].id).collect()
    }
}
