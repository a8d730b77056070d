use domain::{HpoId, PersonId};
use serde::{Deserialize, Serialize};

/// A sign (HPO) of a person, as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignRecorded {
    /// Who was looked at.
    pub person: PersonId,
    /// The term.
    pub term: HpoId,
    /// Whether it is there.
    pub state: SignState,
    /// When it began: an HPO onset term, an ISO 8601 age, or words.
    #[serde(default)]
    pub onset: Option<String>,
    /// How severe.
    #[serde(default)]
    pub severity: Option<Severity>,
    /// Day of the observation, ISO 8601.
    #[serde(default)]
    pub observed: Option<String>,
    /// Words.
    #[serde(default)]
    pub note: Option<String>,
}

/// Whether a sign is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignState {
    /// There.
    Present,
    /// Looked for and not there.
    Absent,
    /// It was there and is gone.
    Resolved,
    /// Taken back: recorded by mistake.
    Withdrawn,
}

/// How severe a sign is, by the terms below HP:0012824.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// HP:0012827.
    Borderline,
    /// HP:0012825.
    Mild,
    /// HP:0012826.
    Moderate,
    /// HP:0012828.
    Severe,
    /// HP:0012829.
    Profound,
}

/// Eligibility for the analysis, and what was tested before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EligibilityRecorded {
    /// The class of the disease.
    #[serde(default)]
    pub class: Option<DiseaseClass>,
    /// An atypical case (非典型例).
    #[serde(default)]
    pub atypical: bool,
    /// The question that is asked.
    #[serde(default)]
    pub question: Option<String>,
    /// What was tested before.
    #[serde(default)]
    pub tests: Vec<EarlierTest>,
}

/// The three classes of disease of the programme (全ゲノム解析等実行計画).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DiseaseClass {
    /// 単一遺伝子性.
    SingleGene,
    /// 多因子性.
    Multifactorial,
    /// 診断困難.
    HardToDiagnose,
}

/// A test that was done before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierTest {
    /// What was tested.
    pub kind: TestKind,
    /// Its name.
    pub name: String,
    /// When, as much of the date as is known.
    #[serde(default)]
    pub date: Option<String>,
    /// What came out, in words.
    pub result: String,
}

/// The kinds of earlier tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TestKind {
    /// Exome.
    Exome,
    /// Genome.
    Genome,
    /// A panel of genes.
    Panel,
    /// A test that the insurance pays (保険収載).
    Insured,
    /// Chromosomes or array.
    Chromosomes,
    /// Anything else.
    Other,
}
