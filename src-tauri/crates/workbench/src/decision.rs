//! What people decided about a case: what is reported, in which class, and what the panel said.

use domain::{Classification, DiseaseId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Acmg;

/// The decisions about one case; each is one event of the ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decisions {
    /// When the conference was held, by the clock of the device.
    pub decided_at: Option<Timestamp>,
    /// The findings to report, the most important first.
    #[serde(default)]
    pub reported: Vec<Reported>,
    /// What the panel decided.
    pub panel: Option<PanelWords>,
    /// Recommended steps in Japanese.
    #[serde(default)]
    pub next_steps_ja: Vec<String>,
    /// The same in English.
    #[serde(default)]
    pub next_steps_en: Vec<String>,
}

/// A finding that is reported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reported {
    /// Symbol of the gene.
    pub gene: String,
    /// The variants as `chrom-pos-ref-alt`.
    pub variants: Vec<String>,
    /// The disease.
    pub disease: Option<DiseaseId>,
    /// The class.
    pub class: Classification,
    /// ACMG/AMP criteria with strength.
    pub criteria: Vec<String>,
    /// The reasoning in Japanese.
    #[serde(default)]
    pub comment_ja: Option<String>,
    /// The reasoning in English.
    #[serde(default)]
    pub comment_en: Option<String>,
}

/// The panel's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PanelWords {
    /// In Japanese.
    pub decision_ja: String,
    /// In English.
    #[serde(default)]
    pub decision_en: Option<String>,
    /// Who sat on it, in the order of signing.
    pub members: Vec<String>,
}

impl Reported {
    /// The class with its criteria, as it stands beside a variant.
    pub fn acmg(&self) -> Acmg {
        Acmg { class: self.class, points: None, criteria: self.criteria.clone() }
    }
}
