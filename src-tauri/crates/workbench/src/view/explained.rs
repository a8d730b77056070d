//! Why a variant is not in the list.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::variants::PatternName;

/// Why is it not here?
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
pub struct ExplainRequest {
    /// The case.
    pub case: String,
    /// The number of the view.
    pub view: u32,
    /// A position, `chrom-pos-ref-alt`, rs number or HGVS.
    pub query: String,
}

/// The answer to "why is it not here?".
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct Explained {
    /// What was asked.
    pub query: String,
    /// What can be said.
    pub answer: ExplainedAnswer,
    /// Of what is not in the file: true where the place could be called, so that it is truly absent; `None` where nothing
    /// tells.
    pub callable: Option<bool>,
    /// The genes at the place of what is not in the file.
    pub there: Vec<GeneAtPlace>,
    /// The rows that it means.
    pub rows: Vec<ExplainedRow>,
}

/// What can be said of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ExplainedAnswer {
    /// Not part of this analysis: the one answer for every sealed region.
    NotAnalysed,
    /// The place was looked at and no such record is in the file.
    NotInFile,
    /// These rows.
    Found,
}

/// A gene at a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct GeneAtPlace {
    /// Its symbol.
    pub gene: String,
    /// Whether the panels of the analysis have it; `None` where it has no panel.
    pub in_panel: Option<bool>,
    /// Of 1,000 of its bases, how many could be called in the proband; `None` where the hub did not measure it.
    pub callable_permille: Option<u16>,
}

/// What became of one row.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
pub struct ExplainedRow {
    /// Its number in the table.
    pub row: u32,
    /// `chrom-pos-ref-alt`.
    pub key: String,
    /// Its genes.
    pub genes: Vec<String>,
    /// True where it is in the view.
    pub shown: bool,
    /// The first filter that removed it, a key; `dismissed` where a person has put it aside.
    pub removed_by: Option<String>,
    /// Why, with its numbers: keys of the messages with their arguments.
    pub reasons: Vec<Reason>,
    /// The patterns under which it is shown.
    pub patterns: Vec<PatternName>,
}

/// A sentence as a key with arguments, so that both languages can say it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct Reason {
    /// The key.
    pub key: String,
    /// The arguments, by name.
    pub args: Vec<Argument>,
}

/// An argument of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}
