//! What people decided about a case: what is reported, in which class, and what the panel said.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Classification, DiseaseId, GeneSymbol};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::ledger::{DismissalReason, Verdict};

use crate::assessment::{Assessed, Standing};

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
    /// What speaks for each criterion, by its code (`PM2`) and by language (`ja`, `en`).
    #[serde(default)]
    pub evidence: BTreeMap<String, BTreeMap<String, String>>,
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

/// What stands of the decisions about a case at this moment: what its documents are made from.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Conclusion {
    /// When the last of it was recorded, by the clock of the device.
    pub decided_at: Option<Timestamp>,
    /// What is reported, one entry a gene, the gravest first.
    pub findings: Vec<ReportedGene>,
    /// What was put aside, in the order of the genome.
    pub dismissed: Vec<Dismissed>,
    /// How many candidates are left open.
    pub candidates: usize,
    /// What the panel decided, and when.
    pub panel: Option<(Timestamp, PanelWords)>,
    pub next_steps_ja: Vec<String>,
    pub next_steps_en: Vec<String>,
}

/// A gene that is reported, with each variant's own class.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ReportedGene {
    pub gene: GeneSymbol,
    pub disease: Option<DiseaseId>,
    pub variants: Vec<ReportedVariant>,
    /// True where something of the decisions may not be told.
    pub untold: bool,
    /// The reasoning in Japanese and in English, each text once.
    pub comments: Vec<(Option<String>, Option<String>)>,
}

/// A variant that is reported.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ReportedVariant {
    /// `chrom-pos-ref-alt`.
    pub key: String,
    pub class: Classification,
    pub criteria: Vec<String>,
    /// What speaks for each criterion, by its code and by language.
    pub evidence: BTreeMap<String, BTreeMap<String, String>>,
}

/// A variant that was put aside.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Dismissed {
    /// `chrom-pos-ref-alt`.
    pub key: String,
    pub gene: Option<GeneSymbol>,
    pub reasons: BTreeSet<DismissalReason>,
    pub note: Option<String>,
}

impl Conclusion {
    /// What stands of the variants.
    pub fn of(assessed: &Assessed) -> Self {
        let mut conclusion = Self {
            decided_at: assessed.standing.iter().map(|s| s.event.device_time).max(),
            candidates: assessed.count(Verdict::Candidate),
            ..Self::default()
        };
        for standing in &assessed.standing {
            match standing.decision.verdict {
                Verdict::Reported => conclusion.report(standing),
                Verdict::Dismissed => conclusion.dismissed.push(Dismissed {
                    key: standing.key.clone(),
                    gene: standing.decision.gene.clone(),
                    reasons: standing.decision.reasons.clone(),
                    note: standing.decision.comment.get("ja").cloned(),
                }),
                Verdict::Open | Verdict::Candidate => {}
            }
        }
        conclusion.findings.sort_by_key(|finding| std::cmp::Reverse(finding.class()));
        conclusion
    }

    /// True where everything that is printed was also written in English.
    pub fn is_in_english(&self) -> bool {
        let both = |(ja, en): &(Option<String>, Option<String>)| ja.is_none() || en.is_some();
        self.panel.as_ref().is_none_or(|(_, words)| words.decision_en.is_some())
            && (0..self.next_steps_ja.len()).all(|at| self.next_steps_en.get(at).is_some_and(|en| !en.is_empty()))
            && self.findings.iter().all(|finding| finding.comments.iter().all(both))
    }

    fn report(&mut self, standing: &Standing) {
        let decision = &standing.decision;
        let (Some(gene), Some(class)) = (&decision.gene, decision.classification) else { return };
        let variant = ReportedVariant {
            key: standing.key.clone(),
            class,
            criteria: decision.criteria.clone(),
            evidence: decision.evidence.clone(),
        };
        let comment = (decision.comment.get("ja").cloned(), decision.comment.get("en").cloned());
        let place = self.findings.iter().position(|f| &f.gene == gene).unwrap_or_else(|| {
            let (gene, variants, comments) = (gene.clone(), Vec::new(), Vec::new());
            let new = ReportedGene { gene, disease: None, variants, untold: false, comments };
            self.findings.push(new);
            self.findings.len() - 1
        });
        let finding = &mut self.findings[place];
        finding.disease = finding.disease.or(decision.disease);
        finding.variants.push(variant);
        finding.untold |= standing.untold;
        if comment != (None, None) && !finding.comments.contains(&comment) {
            finding.comments.push(comment);
        }
    }
}

impl ReportedGene {
    /// The gravest class of its variants.
    pub fn class(&self) -> Option<Classification> {
        self.variants.iter().map(|v| v.class).max()
    }
}
