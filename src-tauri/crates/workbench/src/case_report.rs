//! The decisions about a case, and its documents.

use std::collections::{BTreeMap, BTreeSet};

use documents::{Kind, Language};
use domain::CaseId;
use store::{
    NewEvent,
    ledger::{Decision, PanelDecision, Record, Verdict},
};

use crate::{
    Action, CaseQuestion, Decisions, Desk, Facility, Shortlist, WorkbenchError,
    decision::{PanelWords, Reported},
    report::Report,
};

/// Candidates that a report looks among: whatever was decided stands on the list of that length.
const ALL: usize = usize::MAX;

impl Desk {
    /// Records what the conference decided: each finding and the panel's words are one event each.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`], [`WorkbenchError::Store`].
    pub fn decide(&self, case: &CaseId, decisions: &Decisions) -> Result<(), WorkbenchError> {
        self.ask(Action::Decide)?;
        for reported in &decisions.reported {
            let decision = Decision {
                thing: format!("{} {}", reported.gene, reported.variants.join(" ")),
                verdict: Verdict::Reported,
                gene: reported.gene.parse().ok(),
                variants: reported.variants.clone(),
                disease: reported.disease,
                classification: Some(reported.class),
                criteria: reported.criteria.clone(),
                comment: by_language(reported.comment_ja.as_ref(), reported.comment_en.as_ref()),
                reasons: BTreeSet::new(),
            };
            self.session.append(NewEvent::in_case(case, Record::Decision(decision)))?;
        }
        if let Some(words) = &decisions.panel {
            let mut next_steps = BTreeMap::new();
            next_steps.insert("ja".to_owned(), decisions.next_steps_ja.clone());
            next_steps.insert("en".to_owned(), decisions.next_steps_en.clone());
            let decision = PanelDecision {
                decision: by_language(Some(&words.decision_ja), words.decision_en.as_ref()),
                members: words.members.clone(),
                next_steps,
            };
            self.session.append(NewEvent::in_case(case, Record::PanelDecision(decision)))?;
        }
        Ok(())
    }

    /// What was decided about a case, as the ledger has it.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`], [`WorkbenchError::Store`].
    pub fn decisions(&self, case: &CaseId) -> Result<Decisions, WorkbenchError> {
        self.ask(Action::SeeCase)?;
        let mut found = Decisions::default();
        for (event, decision) in self.session.decisions(case)? {
            found.decided_at = found.decided_at.max(Some(event.device_time));
            let (Verdict::Reported, Some(gene), Some(class)) =
                (decision.verdict, decision.gene, decision.classification)
            else {
                continue;
            };
            found.reported.push(Reported {
                gene: gene.to_string(),
                variants: decision.variants,
                disease: decision.disease,
                class,
                criteria: decision.criteria,
                comment_ja: decision.comment.get("ja").cloned(),
                comment_en: decision.comment.get("en").cloned(),
            });
        }
        for (event, panel) in self.session.panel_decisions(case)? {
            found.decided_at = found.decided_at.max(Some(event.device_time));
            found.panel = Some(PanelWords {
                decision_ja: panel.decision.get("ja").cloned().unwrap_or_default(),
                decision_en: panel.decision.get("en").cloned(),
                members: panel.members,
            });
            found.next_steps_ja = panel.next_steps.get("ja").cloned().unwrap_or_default();
            found.next_steps_en = panel.next_steps.get("en").cloned().unwrap_or_default();
        }
        Ok(found)
    }

    /// Sets a document of a case. The same case in the same state gives the same bytes.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`]; [`WorkbenchError::Documents`] for what cannot be printed.
    pub fn document(
        &self,
        id: &CaseId,
        kind: Kind,
        language: Language,
        facility: &Facility,
    ) -> Result<Vec<u8>, WorkbenchError> {
        let shortlist = self.triage_for_report(id)?;
        self.documents(id, &shortlist, facility, &[(kind, language)]).map(|mut all| all.remove(0))
    }

    /// The whole list behind a report.
    pub(crate) fn triage_for_report(&self, id: &CaseId) -> Result<Shortlist, WorkbenchError> {
        self.ask(Action::PrintDocuments)?;
        Ok(self.shortlist(id, &CaseQuestion::standard(ALL))?.shortlist)
    }

    /// Sets several documents from one record.
    pub(crate) fn documents(
        &self,
        id: &CaseId,
        shortlist: &Shortlist,
        facility: &Facility,
        which: &[(Kind, Language)],
    ) -> Result<Vec<Vec<u8>>, WorkbenchError> {
        self.ask(Action::PrintDocuments)?;
        let case = self.case(id)?;
        let consents = self.consents(id)?;
        let decisions = self.decisions(id)?;
        let report = Report {
            case: id,
            record: &case,
            shortlist,
            decisions: &decisions,
            consent: consents.get(&case.proband),
            facility,
            reference: &self.reference,
            today: hub::day_in_japan(self.clock.as_ref()),
        };
        let record = report.record()?;
        which.iter().map(|(kind, language)| Ok(documents::render(*kind, *language, &record)?.into_bytes())).collect()
    }
}

fn by_language(ja: Option<&String>, en: Option<&String>) -> BTreeMap<String, String> {
    [("ja", ja), ("en", en)].into_iter().filter_map(|(l, t)| Some((l.to_owned(), t?.clone()))).collect()
}
