//! Japanese names of HPO terms and of diseases.

use std::{collections::BTreeMap, sync::LazyLock};

use domain::{DiseaseId, HpoId};
use serde::{Deserialize, Serialize};

use crate::{
    Error,
    packed::{PackedHpo, disease_id},
    reading::{Text, release_in},
};

/// A disease with its Japanese name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JapaneseDisease {
    /// The disease.
    #[serde(with = "disease_id")]
    pub disease: DiseaseId,
    /// The name, such as アペール症候群.
    pub name: String,
    /// The number as a designated intractable disease (指定難病), where it is one.
    pub shitei_nanbyo: Option<u16>,
}

/// Japanese names of terms, by id.
pub(crate) type TermLabels = Vec<(PackedHpo, String)>;

/// Reads Babelon (<https://github.com/monarch-initiative/babelon>; untranslated rows passed over) or a table
/// `hpo_id  label_ja`, and the release of the former.
pub(crate) fn read_terms(text: &Text) -> Result<(TermLabels, Option<String>), Error> {
    let is_babelon =
        text.content.lines().find(|l| !l.starts_with('#')).is_some_and(|l| l.contains("translation_value"));
    let mut labels = Vec::new();
    let mut release = None;
    let mut push = |term: HpoId, label: &str| labels.push((PackedHpo(term), label.to_owned()));
    let expected = "HP: and seven digits";
    if is_babelon {
        const COLUMNS: [&str; 6] = [
            "subject_id",
            "predicate_id",
            "translation_language",
            "translation_value",
            "translation_status",
            "source_version",
        ];
        for row in text.rows(COLUMNS)? {
            let row = row?;
            let term = row.read(0, expected, |f| f.parse().ok())?;
            let [_, predicate, language, label, status, version] = row.fields;
            if predicate == "rdfs:label" && language == "ja" && status != "NOT_TRANSLATED" && !label.is_empty() {
                push(term, label);
                release = release.or_else(|| Some(release_in(version)));
            }
        }
    } else {
        for row in text.rows(["hpo_id", "label_ja"])? {
            let row = row?;
            push(row.read(0, expected, |f| f.parse().ok())?, row.read(1, "a name", |f| (!f.is_empty()).then_some(f))?);
        }
    }
    labels.sort_unstable();
    labels.dedup_by_key(|label| label.0);
    if labels.is_empty() { Err(text.empty("Japanese name")) } else { Ok((labels, release)) }
}

const CORRECTIONS: &str = include_str!("../../../../assets/knowledge/hpo-ja-corrections.tsv");

/// What is shown for a label that is garbled or says something else; `None` for every other, and once its source has
/// changed it.
pub(crate) fn corrected(term: HpoId, label: &str) -> Option<&'static str> {
    static BY_TERM: LazyLock<BTreeMap<HpoId, (&'static str, &'static str)>> = LazyLock::new(|| {
        let rows = CORRECTIONS.lines().filter_map(|line| {
            let mut fields = line.split('\t');
            Some((fields.next()?.parse().ok()?, (fields.next()?, fields.next()?)))
        });
        rows.collect()
    });
    BY_TERM.get(&term).filter(|(wrong, _)| *wrong == label).map(|(_, shown)| *shown)
}

/// Reads a table `disease_id  name_ja  shitei_nanbyo_number` (the number may be empty).
pub(crate) fn read_diseases(text: &Text) -> Result<Vec<JapaneseDisease>, Error> {
    let mut names = Vec::new();
    for row in text.rows(["disease_id", "name_ja", "shitei_nanbyo_number"])? {
        let row = row?;
        names.push(JapaneseDisease {
            disease: row.read(0, "a disease such as OMIM:101200", |f| f.parse().ok())?,
            name: row.read(1, "a name", |f| (!f.is_empty()).then(|| f.to_owned()))?,
            shitei_nanbyo: row.read(2, "a number from 1, or nothing", |f| {
                if f.is_empty() { Some(None) } else { f.parse().ok().filter(|&n| n > 0).map(Some) }
            })?,
        });
    }
    names.sort_by_key(|name| name.disease);
    names.dedup_by_key(|name| name.disease);
    if names.is_empty() { Err(text.empty("Japanese name")) } else { Ok(names) }
}
