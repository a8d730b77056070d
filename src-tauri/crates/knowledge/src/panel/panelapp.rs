//! Panels of PanelApp (Genomics England and Australia, <https://panelapp.genomicsengland.co.uk/api/docs/>) as JSON: the answer
//! to `/panels/ID/`, or a bare list of its genes.

use std::collections::BTreeMap;

use domain::ModeOfInheritance;
use serde::Deserialize;

use super::{Colour, Panel, PanelGene};
use crate::{Error, reading::Text, source::stem};

const EXPECTED: &str = "the JSON of one panel of PanelApp (the answer to /panels/ID/)";

/// The largest panel; those of PanelApp have some megabytes.
const MAX_BYTES: u64 = 64 << 20;

/// The answer to `/panels/`, as far as it is looked at.
#[derive(Deserialize)]
struct List {
    results: Option<serde::de::IgnoredAny>,
}

enum Document {
    Panel(Box<Whole>),
    Genes(Vec<Entity>),
}

#[derive(Deserialize)]
struct Whole {
    name: String,
    version: String,
    version_created: Option<String>,
    genes: Vec<Entity>,
    #[serde(default)]
    strs: Vec<Beside>,
    #[serde(default)]
    regions: Vec<Beside>,
}

/// A short tandem repeat or a region.
#[derive(Deserialize)]
struct Beside {
    entity_name: String,
}

#[derive(Deserialize)]
struct Entity {
    entity_type: String,
    entity_name: String,
    #[serde(default)]
    confidence_level: Option<Level>,
    #[serde(default)]
    mode_of_inheritance: Option<String>,
    #[serde(default)]
    gene_data: GeneData,
}

#[derive(Default, Deserialize)]
struct GeneData {
    #[serde(default)]
    gene_symbol: Option<String>,
}

/// PanelApp writes `"3"`; some copies write 3.
#[derive(Deserialize)]
#[serde(untagged)]
enum Level {
    Text(String),
    Number(u8),
}

/// What a panel lists that is no gene: short tandem repeats and regions.
pub(super) fn beside_genes(text: &Text) -> Result<Vec<String>, Error> {
    let (genes, beside) = match document(text)? {
        Document::Panel(whole) => (whole.genes, whole.strs.into_iter().chain(whole.regions).collect()),
        Document::Genes(genes) => (genes, Vec::new()),
    };
    let others = genes.into_iter().filter(|entity| entity.entity_type != "gene").map(|entity| entity.entity_name);
    Ok(others.chain(beside.into_iter().map(|one: Beside| one.entity_name)).collect())
}

fn document(text: &Text) -> Result<Document, Error> {
    let json = |source| Error::Json { file: text.file.clone(), source, expected: EXPECTED };
    if text.content.len() as u64 > MAX_BYTES {
        return Err(Error::TooLarge { file: text.file.clone(), limit: MAX_BYTES });
    }
    Ok(if text.content.trim_start().starts_with('[') {
        Document::Genes(serde_json::from_str(&text.content).map_err(json)?)
    } else {
        let list: List = serde_json::from_str(&text.content).map_err(json)?;
        if list.results.is_some() {
            return Err(wrong(text, "results", "is a list of panels; download each panel by itself, /panels/ID/"));
        }
        Document::Panel(serde_json::from_str(&text.content).map_err(json)?)
    })
}

/// Reads the genes of a panel; what it lists beside them tells [`beside_genes`].
pub(crate) fn read(text: &Text) -> Result<Panel, Error> {
    let (name, version, published, entities) = match document(text)? {
        Document::Panel(whole) => (whole.name, Some(whole.version), whole.version_created, whole.genes),
        Document::Genes(genes) => (stem(&text.file).to_owned(), None, None, genes),
    };
    let mut genes: BTreeMap<_, PanelGene> = BTreeMap::new();
    for entity in entities.into_iter().filter(|entity| entity.entity_type == "gene") {
        let written = entity.gene_data.gene_symbol.unwrap_or_else(|| entity.entity_name.clone());
        let symbol: domain::GeneSymbol =
            written.parse().map_err(|_| wrong(text, &entity.entity_name, "is no gene symbol"))?;
        let colour = entity.confidence_level.as_ref().map(colour).transpose();
        let colour = colour.map_err(|()| wrong(text, &entity.entity_name, "confidence_level is not 0 to 4"))?;
        let mode = entity.mode_of_inheritance.filter(|mode| !mode.is_empty());
        let modes = mode.as_deref().map(modes).unwrap_or_default();
        let gene = PanelGene { symbol: symbol.clone(), colour, mode, modes };
        if genes.insert(symbol, gene).is_some() {
            return Err(wrong(text, &entity.entity_name, "is there twice"));
        }
    }
    if genes.is_empty() {
        return Err(text.empty("gene (entity_type gene)"));
    }
    Ok(Panel::coloured(name, version, published.map(|day| day.chars().take(10).collect()), genes.into_values()))
}

fn wrong(text: &Text, term: &str, what: &'static str) -> Error {
    Error::Term { file: text.file.clone(), term: term.to_owned(), what, kind: text.kind }
}

/// 3 and 4 are green (diagnostic grade), 2 is amber, 1 and 0 are red.
fn colour(level: &Level) -> Result<Colour, ()> {
    let level = match level {
        Level::Number(level) => *level,
        Level::Text(text) => text.parse().map_err(|_| ())?,
    };
    match level {
        3 | 4 => Ok(Colour::Green),
        2 => Ok(Colour::Amber),
        0 | 1 => Ok(Colour::Red),
        _ => Err(()),
    }
}

/// The modes that PanelApp's sentence names; none for `Unknown` and `Other`.
fn modes(sentence: &str) -> Vec<ModeOfInheritance> {
    use ModeOfInheritance::{AutosomalDominant, AutosomalRecessive, Mitochondrial, XLinkedDominant, XLinkedRecessive};
    let upper = sentence.to_ascii_uppercase();
    if upper.starts_with("X-LINKED") {
        return vec![if upper.contains("BIALLELIC") { XLinkedRecessive } else { XLinkedDominant }];
    }
    if upper.starts_with("MITOCHONDRIAL") {
        return vec![Mitochondrial];
    }
    if upper.starts_with("BOTH") {
        return vec![AutosomalDominant, AutosomalRecessive];
    }
    if upper.starts_with("MONOALLELIC") {
        return vec![AutosomalDominant];
    }
    if upper.starts_with("BIALLELIC") { vec![AutosomalRecessive] } else { Vec::new() }
}
