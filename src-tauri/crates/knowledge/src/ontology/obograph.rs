//! hp.json, an OBO graph (<https://github.com/geneontology/obographs>).

use std::{borrow::Cow, collections::BTreeMap};

use domain::HpoId;
use serde::Deserialize;

use super::{Ontology, Term};
use crate::{
    Error, SourceKind,
    packed::PackedHpo,
    reading::{Text, release_in},
};

const ALTERNATIVE_ID: &str = "http://www.geneontology.org/formats/oboInOwl#hasAlternativeId";
const REPLACED_BY: &str = "http://purl.obolibrary.org/obo/IAO_0100001";

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    graphs: Vec<Graph<'a>>,
}

#[derive(Deserialize)]
struct Graph<'a> {
    #[serde(borrow, default)]
    meta: Meta<'a>,
    #[serde(borrow)]
    nodes: Vec<Node<'a>>,
    #[serde(borrow)]
    edges: Vec<Edge<'a>>,
}

#[derive(Deserialize)]
struct Node<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    lbl: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    meta: Meta<'a>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Meta<'a> {
    deprecated: bool,
    #[serde(borrow)]
    version: Option<Cow<'a, str>>,
    #[serde(borrow)]
    synonyms: Vec<Value<'a>>,
    #[serde(borrow)]
    definition: Option<Definition<'a>>,
    #[serde(borrow)]
    basic_property_values: Vec<Value<'a>>,
}

#[derive(Deserialize)]
struct Value<'a> {
    #[serde(borrow)]
    pred: Cow<'a, str>,
    #[serde(borrow)]
    val: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Definition<'a> {
    #[serde(borrow)]
    val: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Edge<'a> {
    #[serde(borrow)]
    sub: Cow<'a, str>,
    #[serde(borrow)]
    pred: Cow<'a, str>,
    #[serde(borrow)]
    obj: Cow<'a, str>,
}

/// Reads the ontology and its release.
pub(crate) fn read(text: &Text) -> Result<(Ontology, Option<String>), Error> {
    let document: Document<'_> = serde_json::from_str(&text.content).map_err(|source| Error::Json {
        file: text.file.clone(),
        source,
        expected: "hp.json of the HPO as OBO graph",
    })?;
    let release = document.graphs.first().and_then(|g| g.meta.version.as_deref()).map(release_in);
    let mut live = BTreeMap::new();
    let mut successors = BTreeMap::new();
    for node in document.graphs.iter().flat_map(|g| &g.nodes) {
        let Ok(id) = node.id.parse::<HpoId>() else { continue };
        read_node(text, id, node, &mut live, &mut successors)?;
    }
    if live.is_empty() {
        return Err(Error::Empty { file: text.file.clone(), what: "term (HP:…)", kind: SourceKind::Hpo });
    }
    successors.retain(|old, _| !live.contains_key(old));
    let mut terms: Vec<Term> = live.into_values().collect();
    link(text, &mut terms, document.graphs.iter().flat_map(|g| &g.edges))?;
    let successors = successors.into_iter().map(|(old, new)| (PackedHpo(old), PackedHpo(new))).collect();
    Ok((Ontology { terms, successors }, release))
}

fn read_node(
    text: &Text,
    id: HpoId,
    node: &Node<'_>,
    live: &mut BTreeMap<HpoId, Term>,
    successors: &mut BTreeMap<HpoId, HpoId>,
) -> Result<(), Error> {
    let wrong = |what| Error::Term { file: text.file.clone(), term: id.to_string(), what, kind: text.kind };
    let references = |pred: &'static str| {
        node.meta.basic_property_values.iter().filter(move |v| v.pred == pred).map(|v| v.val.parse::<HpoId>())
    };
    if node.meta.deprecated {
        // A replacement outside the HPO (a MONDO disease) is none here.
        if let Some(Ok(new)) = references(REPLACED_BY).next() {
            successors.insert(id, new);
        }
        return Ok(());
    }
    for old in references(ALTERNATIVE_ID) {
        successors.insert(old.map_err(|_| wrong("an alternative id is no HPO id"))?, id);
    }
    let name = node.lbl.as_deref().ok_or_else(|| wrong("has no name (lbl)"))?.to_owned();
    let synonyms = node.meta.synonyms.iter().map(|s| s.val.clone().into_owned()).collect();
    let definition = node.meta.definition.as_ref().map(|d| d.val.clone().into_owned());
    match live.insert(id, Term { id, name, synonyms, definition, parents: Vec::new() }) {
        Some(_) => Err(wrong("is there twice")),
        None => Ok(()),
    }
}

/// Sets the parents of all terms and refuses a circle.
fn link<'a>(text: &Text, terms: &mut [Term], edges: impl Iterator<Item = &'a Edge<'a>>) -> Result<(), Error> {
    let wrong =
        |term: &str, what| Error::Term { file: text.file.clone(), term: term.to_owned(), what, kind: text.kind };
    let place = |terms: &[Term], id: HpoId| terms.binary_search_by_key(&id, |t| t.id).ok();
    for edge in edges.filter(|e| e.pred == "is_a") {
        let (Ok(child), Ok(parent)) = (edge.sub.parse(), edge.obj.parse()) else { continue };
        let Some(child) = place(terms, child) else {
            return Err(wrong(&edge.sub, "has a parent but is no live term"));
        };
        let parent = place(terms, parent)
            .and_then(|p| u32::try_from(p).ok())
            .ok_or_else(|| wrong(&edge.sub, "its parent is no live term"))?;
        terms[child].parents.push(parent);
    }
    for term in &mut *terms {
        term.parents.sort_unstable();
        term.parents.dedup();
    }
    match find_circle(terms) {
        Some(id) => Err(wrong(&id.to_string(), "the is_a relations at or below this term run in a circle")),
        None => Ok(()),
    }
}

/// A term on a circle of is_a relations or above one: left over when terms without children are taken away again and again.
fn find_circle(terms: &[Term]) -> Option<HpoId> {
    let mut children = vec![0_usize; terms.len()];
    for &parent in terms.iter().flat_map(|t| &t.parents) {
        children[parent as usize] += 1;
    }
    let mut free: Vec<usize> = (0..terms.len()).filter(|&t| children[t] == 0).collect();
    while let Some(term) = free.pop() {
        for &parent in &terms[term].parents {
            let left = &mut children[parent as usize];
            *left -= 1;
            if *left == 0 {
                free.push(parent as usize);
            }
        }
    }
    terms.iter().zip(children).find(|&(_, left)| left > 0).map(|(term, _)| term.id)
}
