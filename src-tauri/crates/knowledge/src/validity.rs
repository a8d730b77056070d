//! ClinGen gene-disease validity (<https://search.clinicalgenome.org/kb/gene-validity>, 10.1016/j.ajhg.2017.04.015), as
//! comma-separated table.

use domain::{DiseaseId, GeneSymbol, HgncId, ModeOfInheritance};
use serde::{Deserialize, Serialize};

use crate::{Error, packed::disease_id, reading::Text};

/// How well it is shown that a gene causes a disease (ClinGen, SOP 5 to 11), from least to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Validity {
    /// Shown not to hold.
    Refuted,
    /// Evidence speaks against it.
    Disputed,
    /// Nothing is known.
    NoKnownRelationship,
    /// Some evidence.
    Limited,
    /// Moderate evidence.
    Moderate,
    /// Strong evidence.
    Strong,
    /// Beyond doubt.
    Definitive,
}

impl Validity {
    const ALL: [(&'static str, Self); 7] = [
        ("Refuted", Self::Refuted),
        ("Disputed", Self::Disputed),
        ("No Known Disease Relationship", Self::NoKnownRelationship),
        ("Limited", Self::Limited),
        ("Moderate", Self::Moderate),
        ("Strong", Self::Strong),
        ("Definitive", Self::Definitive),
    ];

    /// The word of ClinGen.
    pub fn word(self) -> &'static str {
        Self::ALL.into_iter().find(|entry| entry.1 == self).map_or("", |entry| entry.0)
    }
}

/// One curation: a gene, a disease, a mode of inheritance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GeneValidity {
    /// The symbol as the source writes it.
    pub symbol: GeneSymbol,
    /// The gene.
    hgnc: u32,
    /// The disease, a MONDO class.
    #[serde(with = "disease_id")]
    pub disease: DiseaseId,
    /// Its name as the source writes it.
    pub disease_name: String,
    /// The mode; `None` where it is undetermined.
    pub mode: Option<ModeOfInheritance>,
    /// The class.
    pub class: Validity,
    /// The day of the classification, `YYYY-MM-DD`.
    pub date: String,
    /// The expert panel.
    pub panel: String,
}

impl GeneValidity {
    /// The gene.
    pub fn hgnc(&self) -> HgncId {
        HgncId(self.hgnc)
    }
}

const COLUMNS: [&str; 8] = [
    "GENE SYMBOL",
    "GENE ID (HGNC)",
    "DISEASE LABEL",
    "DISEASE ID (MONDO)",
    "MOI",
    "CLASSIFICATION",
    "CLASSIFICATION DATE",
    "GCEP",
];

/// Reads the curations, by symbol, then best class, disease and mode; and the day on which the file was made. The rows of
/// `+` that set off the header of the published file are passed over.
pub(crate) fn read(text: &Text) -> Result<(Vec<GeneValidity>, Option<String>), Error> {
    let mut curations = Vec::new();
    let table = text.csv_rows(COLUMNS)?;
    for row in table {
        let row = row?;
        if row.fields[0].starts_with('+') {
            continue;
        }
        curations.push(GeneValidity {
            symbol: row.read(0, "a gene symbol", |f| f.parse().ok())?,
            hgnc: row.read(1, "HGNC: and a number", |f| f.parse::<HgncId>().ok())?.0,
            disease_name: row.fields[2].clone(),
            disease: row.read(3, "MONDO: and a number", |f| f.parse().ok())?,
            mode: row.read(4, "AD, AR, XL, SD, MT or UD", mode)?,
            class: row.read(
                5,
                "Definitive, Strong, Moderate, Limited, Disputed, Refuted or No Known Disease Relationship",
                |f| Validity::ALL.into_iter().find(|entry| entry.0.eq_ignore_ascii_case(f)).map(|entry| entry.1),
            )?,
            date: row.read(6, "a day, YYYY-MM-DD", |f| is_day(f.get(..10)?).then(|| f[..10].to_owned()))?,
            panel: row.fields[7].clone(),
        });
    }
    curations.sort_by(|a, b| {
        (&a.symbol, std::cmp::Reverse(a.class), a.disease, a.mode).cmp(&(
            &b.symbol,
            std::cmp::Reverse(b.class),
            b.disease,
            b.mode,
        ))
    });
    if curations.is_empty() { Err(text.empty("curation")) } else { Ok((curations, release(text))) }
}

fn mode(field: &str) -> Option<Option<ModeOfInheritance>> {
    Some(match field {
        "AD" => Some(ModeOfInheritance::AutosomalDominant),
        "AR" => Some(ModeOfInheritance::AutosomalRecessive),
        "XL" => Some(ModeOfInheritance::XLinked),
        "SD" => Some(ModeOfInheritance::Semidominant),
        "MT" => Some(ModeOfInheritance::Mitochondrial),
        "UD" | "Undetermined" => None,
        _ => return None,
    })
}

/// The day that the file states (`FILE CREATED: 2025-01-03`), else the one in its name.
fn release(text: &Text) -> Option<String> {
    let stated = text.content.lines().take(6).find_map(|line| {
        let line = line.trim_matches(['"', ',', ' ']);
        Some(line.strip_prefix("FILE CREATED:")?.trim().trim_matches('"').to_owned())
    });
    let in_name = || (0..text.file.len()).filter_map(|i| text.file.get(i..i + 10)).find(|part| is_day(part));
    stated.or_else(|| in_name().map(str::to_owned))
}

fn is_day(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() })
}
