//! `triage --case`: the shortlist of a case of the store, within the consents of this moment.

use std::collections::{BTreeMap, BTreeSet};

use domain::{CaseId, GeneSymbol};
use store::{
    NewEvent,
    ledger::{Decision, Record},
};
use variants::Preset;

use crate::{
    Acmg, Action, CaseRecord, Desk, TriageAnswer, Version, WorkbenchError, analysis::Analysis, assessment::Standing,
    bare::program, open_case::OpenCase, why_not_here::Coverage,
};

/// A question about a case of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseQuestion {
    /// The preset of filters.
    pub preset: String,
    /// How many candidates.
    pub top: usize,
    /// Why is it not here?
    pub explain: Option<String>,
}

impl CaseQuestion {
    /// The standard question: preset `standard`.
    pub fn standard(top: usize) -> Self {
        Self { preset: "standard".into(), top, explain: None }
    }
}

impl Desk {
    /// Ranks the candidates of a case. That is an event, as is looking at slices of sealed data for each.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`], [`WorkbenchError::Consent`], [`WorkbenchError::Store`].
    pub fn triage(&self, id: &CaseId, question: &CaseQuestion) -> Result<TriageAnswer, WorkbenchError> {
        self.ask(Action::SeeVariants)?;
        let open = self.read_case(id)?;
        self.session.append(NewEvent::in_case(id, Record::VariantsViewed))?;
        self.shortlist(&open, question)
    }

    /// The shortlist, for those who may see it and for those who print what was decided from it.
    pub(crate) fn shortlist(&self, open: &OpenCase, question: &CaseQuestion) -> Result<TriageAnswer, WorkbenchError> {
        let id = &open.id;
        let preset = Preset::named(&question.preset)?;
        let (panels, mut versions) = self.panels_of(id)?;
        versions.insert(0, program());
        versions.extend(open.data.clone());
        versions.extend(self.reference.versions()?);
        let mut genes = BTreeSet::new();
        for name in &panels {
            genes.extend(self.reference.named_panel(name)?.0.genes);
        }
        let of_gene = |gene: &GeneSymbol| open.callable_permille(gene);
        let analysis = Analysis {
            evidence: open.evidence(&self.reference),
            case: Some(id.clone()),
            sources: &open.sources,
            scope_name: "case",
            preset: &preset,
            limit_to: None,
            not_seen: open.not_seen(&self.reference, &genes),
            panels,
            versions,
            coverage: Coverage { callable: None, of_gene: &of_gene },
            decided: self.decided(id, &open.record)?,
            top: question.top,
        };
        analysis.run(question.explain.as_deref())
    }

    /// The panels that were chosen, and their versions.
    pub(crate) fn panels_of(&self, id: &CaseId) -> Result<(Vec<String>, Vec<Version>), WorkbenchError> {
        let chosen: BTreeSet<String> = self.session.panels(id)?.into_iter().flat_map(|(_, c)| c.panels).collect();
        let versions =
            chosen.iter().map(|name| Ok(self.reference.named_panel(name)?.1)).collect::<Result<_, WorkbenchError>>()?;
        Ok((chosen.into_iter().collect(), versions))
    }

    /// The classes that were decided, by `chrom-pos-ref-alt`.
    fn decided(&self, id: &CaseId, case: &CaseRecord) -> Result<BTreeMap<String, Acmg>, WorkbenchError> {
        let class = |standing: Standing| {
            let Decision { classification, criteria, .. } = standing.decision;
            Some((standing.key, Acmg { class: classification?, points: None, criteria }))
        };
        Ok(self.assessed(id, case)?.standing.into_iter().filter_map(class).collect())
    }
}
