//! NANDO, the Nanbyo Disease Ontology (<https://nanbyodata.jp/ontology/nando>), as Turtle; and the tables of NanbyoData that
//! link its classes with genes and with HPO terms.

use std::collections::BTreeMap;

use domain::{DiseaseId, DiseaseSource, GeneSymbol, HpoId};
use oxttl::{TurtleParser, TurtleSyntaxError};
use serde::{Deserialize, Serialize};

use crate::{
    Error,
    packed::{PackedDisease, PackedHpo, disease_id},
    reading::Text,
};

const CLASS: &str = "http://nanbyodata.jp/ontology/NANDO_";
const MONDO: &str = "http://purl.obolibrary.org/obo/MONDO_";
const NUMBER: &str = "http://nanbyodata.jp/ontology/NANDO_hasNotificationNumber";
const LABEL: &str = "http://www.w3.org/2000/01/rdf-schema#label";
const SUBCLASS: &str = "http://www.w3.org/2000/01/rdf-schema#subClassOf";
const ALTERNATIVE: &str = "http://www.w3.org/2004/02/skos/core#altLabel";
const PREFERRED: &str = "http://www.w3.org/2004/02/skos/core#prefLabel";
const EXACT: &str = "http://www.w3.org/2004/02/skos/core#exactMatch";
const CLOSE: &str = "http://www.w3.org/2004/02/skos/core#closeMatch";
const DEPRECATED: &str = "http://www.w3.org/2002/07/owl#deprecated";
const VERSION: &str = "http://www.w3.org/2002/07/owl#versionInfo";
/// The language of readings in hiragana.
const KANA: &str = "ja-hira";

/// Which of the two public programmes a class of NANDO belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NandoScheme {
    /// 指定難病, designated intractable diseases (NANDO:1…).
    Designated,
    /// 小児慢性特定疾病, specific paediatric chronic diseases (NANDO:2…).
    PaediatricChronic,
    /// Roots and groups for genetic testing (NANDO:0…, NANDO:3…).
    Other,
}

/// A live class of NANDO.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NandoClass {
    /// The id, such as `NANDO:1200399`.
    #[serde(with = "disease_id")]
    pub id: DiseaseId,
    /// The programme.
    pub scheme: NandoScheme,
    /// 告示番号: for a designated disease its number as 指定難病, from 1; for a paediatric one the number within its group.
    pub notification: Option<u16>,
    /// The Japanese name.
    pub name_ja: String,
    /// The reading of the Japanese name in hiragana.
    pub kana: Option<String>,
    /// The English name.
    pub name_en: Option<String>,
    /// Other names, Japanese and English, in the order of their code points.
    pub synonyms: Vec<String>,
    parents: Vec<PackedDisease>,
    exact: Vec<PackedDisease>,
    close: Vec<PackedDisease>,
}

impl NandoClass {
    /// The number as a designated intractable disease (指定難病); `None` for any other class.
    pub fn shitei_nanbyo(&self) -> Option<u16> {
        self.notification.filter(|_| self.scheme == NandoScheme::Designated)
    }

    /// The classes directly above, by id.
    pub fn parents(&self) -> impl Iterator<Item = DiseaseId> {
        self.parents.iter().map(|id| id.0)
    }

    /// MONDO classes that mean the same, by id; many classes have none, which is an answer and no fault.
    pub fn exact_mondo(&self) -> impl Iterator<Item = DiseaseId> {
        self.exact.iter().map(|id| id.0)
    }

    /// MONDO classes that mean nearly the same, by id.
    pub fn close_mondo(&self) -> impl Iterator<Item = DiseaseId> {
        self.close.iter().map(|id| id.0)
    }
}

#[derive(Default)]
struct Draft {
    notification: Option<u16>,
    label_ja: Option<String>,
    preferred: Option<String>,
    kana: Option<String>,
    name_en: Option<String>,
    synonyms: Vec<String>,
    parents: Vec<PackedDisease>,
    exact: Vec<PackedDisease>,
    close: Vec<PackedDisease>,
    deprecated: bool,
}

/// Reads the classes that are not deprecated, by id, and the release.
pub(crate) fn read(text: &Text) -> Result<(Vec<NandoClass>, Option<String>), Error> {
    // A line without end would be taken in whole by the parser.
    text.lines().try_for_each(|line| line.map(drop))?;
    let mut drafts: BTreeMap<DiseaseId, Draft> = BTreeMap::new();
    let mut release = None;
    for triple in TurtleParser::new().for_slice(text.content.as_bytes()) {
        let triple = triple.map_err(|error| syntax(text, error))?;
        let predicate = triple.predicate.as_str();
        let written = triple.subject.to_string();
        let subject = written.trim_matches(['<', '>']);
        let (value, language) = object(&triple.object);
        if predicate == VERSION {
            release = Some(value.to_owned());
        }
        let Some(id) = class(subject) else { continue };
        let draft = drafts.entry(id).or_default();
        let mondo =
            || mondo_id(value).ok_or_else(|| wrong(text, id, "a MONDO match is no MONDO id (MONDO_ and digits)"));
        match (predicate, language.as_str()) {
            (NUMBER, _) => {
                let number = value.parse().ok().filter(|n| *n > 0);
                draft.notification =
                    Some(number.ok_or_else(|| wrong(text, id, "its notification number is no number from 1"))?);
            }
            (LABEL, "ja") => draft.label_ja = Some(value.to_owned()),
            (LABEL, KANA) => draft.kana = Some(value.to_owned()),
            (LABEL, "en") => draft.name_en = Some(value.to_owned()),
            (PREFERRED, "ja") => draft.preferred = Some(value.to_owned()),
            (ALTERNATIVE, "ja" | "en") => draft.synonyms.push(value.to_owned()),
            (SUBCLASS, _) => draft.parents.extend(class(value).map(PackedDisease)),
            (EXACT, _) if value.starts_with(MONDO) => draft.exact.push(PackedDisease(mondo()?)),
            (CLOSE, _) if value.starts_with(MONDO) => draft.close.push(PackedDisease(mondo()?)),
            (DEPRECATED, _) => draft.deprecated = value == "true",
            _ => {}
        }
    }
    let mut classes = Vec::with_capacity(drafts.len());
    for (id, draft) in drafts.into_iter().filter(|(_, draft)| !draft.deprecated) {
        classes.push(finish(id, draft).ok_or_else(|| wrong(text, id, "has no Japanese name"))?);
    }
    if classes.is_empty() { Err(text.empty("class (NANDO_…)")) } else { Ok((classes, release)) }
}

fn finish(id: DiseaseId, mut draft: Draft) -> Option<NandoClass> {
    let scheme = match id.number() / 1_000_000 {
        1 => NandoScheme::Designated,
        2 => NandoScheme::PaediatricChronic,
        _ => NandoScheme::Other,
    };
    for ids in [&mut draft.parents, &mut draft.exact, &mut draft.close] {
        ids.sort_unstable();
        ids.dedup();
    }
    draft.synonyms.sort_unstable();
    draft.synonyms.dedup();
    Some(NandoClass {
        id,
        scheme,
        notification: draft.notification,
        name_ja: draft.preferred.or(draft.label_ja)?,
        kana: draft.kana,
        name_en: draft.name_en,
        synonyms: draft.synonyms,
        parents: draft.parents,
        exact: draft.exact,
        close: draft.close,
    })
}

/// The text of an object and, for words, their language in lower case.
fn object(term: &oxrdf::Term) -> (&str, String) {
    match term {
        oxrdf::Term::NamedNode(node) => (node.as_str(), String::new()),
        oxrdf::Term::Literal(literal) => (literal.value(), literal.language().unwrap_or_default().to_ascii_lowercase()),
        oxrdf::Term::BlankNode(node) => (node.as_str(), String::new()),
    }
}

fn class(iri: &str) -> Option<DiseaseId> {
    let number = iri.strip_prefix(CLASS)?.parse().ok()?;
    Some(DiseaseId::new(DiseaseSource::Nando, number))
}

fn mondo_id(iri: &str) -> Option<DiseaseId> {
    Some(DiseaseId::new(DiseaseSource::Mondo, iri.strip_prefix(MONDO)?.trim().parse().ok()?))
}

fn wrong(text: &Text, id: DiseaseId, what: &'static str) -> Error {
    Error::Term { file: text.file.clone(), term: id.to_string(), what, kind: text.kind }
}

fn syntax(text: &Text, error: TurtleSyntaxError) -> Error {
    let line = usize::try_from(error.location().start.line).unwrap_or(usize::MAX).saturating_add(1);
    Error::Turtle { file: text.file.clone(), line, what: error.message().to_owned() }
}

/// Classes of NANDO with a gene or a term, by class.
pub(crate) type Links<T> = Vec<(PackedDisease, T)>;

/// Reads a table without header of NANDO id and gene symbol.
pub(crate) fn read_genes(text: &Text) -> Result<Links<GeneSymbol>, Error> {
    read_links(text, "gene symbol (column 2)", "a gene symbol", |field| field.parse().ok())
}

/// Reads a table without header of NANDO id and HPO term.
pub(crate) fn read_terms(text: &Text) -> Result<Links<PackedHpo>, Error> {
    read_links(text, "HPO term (column 2)", "HP: and seven digits", |field| field.parse::<HpoId>().ok().map(PackedHpo))
}

fn read_links<T: Ord>(
    text: &Text,
    field: &'static str,
    expected: &'static str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Links<T>, Error> {
    text.ends_whole()?;
    let mut links = Vec::new();
    for line in text.lines() {
        let line = line?;
        if line.text.starts_with('#') {
            continue;
        }
        let (id, other) = line.text.split_once('\t').unwrap_or((line.text, ""));
        let class: Option<DiseaseId> =
            id.trim().parse().ok().filter(|d: &DiseaseId| d.source() == DiseaseSource::Nando);
        let class = class.ok_or_else(|| line.wrong("NANDO id (column 1)", id, "NANDO: and seven digits"))?;
        let other = other.trim();
        links.push((PackedDisease(class), parse(other).ok_or_else(|| line.wrong(field, other, expected))?));
    }
    links.sort_unstable();
    links.dedup();
    if links.is_empty() { Err(text.empty("link with a NANDO class")) } else { Ok(links) }
}
