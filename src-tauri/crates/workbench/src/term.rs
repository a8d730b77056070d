//! Terms of the HPO: search and neighbours.

use domain::HpoId;
use serde::Serialize;

use crate::{
    Desk, NamedTerm, Reference, Version, WorkbenchError,
    assessment::unknown,
    view::phenotype::{TermFound, TermPage},
};

/// The most terms that a search gives.
const MOST: u32 = 200;

/// Terms that were looked for, schema `shirube.search/1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SearchAnswer {
    /// `shirube.search/1`.
    pub schema: &'static str,
    /// One answer for each text, in their order.
    pub answers: Vec<Searched>,
    /// What was used.
    pub versions: Vec<Version>,
}

/// The terms that a text found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Searched {
    /// The text.
    pub text: String,
    /// The terms, the best first.
    pub terms: Vec<SearchedTerm>,
}

/// A term that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SearchedTerm {
    /// The term with its names.
    #[serde(flatten)]
    pub term: NamedTerm,
    /// The synonym by which it was found; `None` where it was by a label or the id.
    pub by: Option<String>,
}

/// Terms of the HPO by Japanese (kanji or its reading; kana of full and half width), English, synonym or id, for each text.
///
/// # Errors
/// [`WorkbenchError::Knowledge`] where there is no ontology.
pub fn search_terms(reference: &Reference, texts: &[String], most: usize) -> Result<SearchAnswer, WorkbenchError> {
    let index = reference.terms()?;
    let found = |hit: knowledge::TermHit<'_>| SearchedTerm {
        term: NamedTerm::of(reference, hit.id),
        by: hit.synonym.map(str::to_owned),
    };
    let answer = |text: &String| Searched {
        text: text.clone(),
        terms: index.search(text, most).into_iter().map(found).collect(),
    };
    let answers = texts.iter().map(answer).collect();
    Ok(SearchAnswer { schema: "shirube.search/1", answers, versions: reference.versions()? })
}

impl Desk {
    /// Terms of the HPO by Japanese (kanji or its reading; kana of full and half width), English, synonym or id; the best first.
    ///
    /// # Errors
    /// [`WorkbenchError::Knowledge`].
    pub fn search_terms(&self, text: &str, limit: u32) -> Result<Vec<TermFound>, WorkbenchError> {
        let limit = usize::try_from(limit.min(MOST)).unwrap_or(usize::MAX);
        let hits = self.reference.terms()?.search(text, limit);
        let found = |hit: knowledge::TermHit<'_>| {
            Some(TermFound { by: hit.synonym.map(str::to_owned), ..self.term_found(hit.id)? })
        };
        Ok(hits.into_iter().filter_map(found).collect())
    }

    /// A term with its neighbours.
    ///
    /// # Errors
    /// [`WorkbenchError::Unknown`] where there is no such term.
    pub fn term(&self, term: &str) -> Result<TermPage, WorkbenchError> {
        let ontology = self.reference.knowledge().ontology()?;
        let expected = || unknown("term of the HPO", term, "HP: and seven digits of a term that is known");
        let id = term.trim().parse::<HpoId>().ok().and_then(|id| ontology.resolve(id)).ok_or_else(expected)?;
        let position = ontology.position(id).ok_or_else(expected)?;
        let parents = ontology.parents(position).iter().filter_map(|&p| ontology.terms().get(p as usize));
        let children = ontology.children(position).filter_map(|p| ontology.terms().get(p));
        Ok(TermPage {
            term: self.term_found(id).ok_or_else(expected)?,
            parents: parents.filter_map(|t| self.term_found(t.id)).collect(),
            children: children.filter_map(|t| self.term_found(t.id)).collect(),
        })
    }

    pub(crate) fn term_found(&self, id: HpoId) -> Option<TermFound> {
        let knowledge = self.reference.knowledge();
        let term = knowledge.ontology().ok()?.term(id)?;
        Some(TermFound {
            term: id.to_string(),
            label_ja: knowledge.term_name_ja(id).map(str::to_owned),
            label_en: term.name.clone(),
            by: None,
            definition: term.definition.clone(),
        })
    }
}
