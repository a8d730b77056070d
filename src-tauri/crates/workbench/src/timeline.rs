//! What happened with a case, as far as a user may read it. Looks at the genome are in the audit, not here.

use std::collections::BTreeMap;

use consent::ConsentScope;
use domain::{CaseId, UserId};
use store::{
    Entry, Payload,
    ledger::{Record, Verdict},
};

use crate::{Action, CaseRecord, Desk, WorkbenchError, told::opens, view::case::TimelineEntry};

/// The kinds of events that a timeline shows.
const KINDS: [&str; 12] = [
    "case_imported",
    "case_shared",
    "consent_recorded",
    "consent_withdrawn",
    "panel_chosen",
    "sign_recorded",
    "eligibility_recorded",
    "decision",
    "panel_decision",
    "doubt_answered",
    "report_released",
    "payload_erased",
];

impl Desk {
    /// What happened, the latest first. What a scope does not open is not there at all.
    pub(crate) fn timeline(
        &self,
        id: &CaseId,
        case: &CaseRecord,
        names: &BTreeMap<UserId, String>,
    ) -> Result<Vec<TimelineEntry>, WorkbenchError> {
        let scope = match self.scope(id, case) {
            Ok(scope) => Some(scope),
            Err(WorkbenchError::Consent(_)) => None,
            Err(other) => return Err(other),
        };
        let mut entries = self.session.entries(Some(id), &KINDS)?;
        let kinship = Action::SeeKinship.ask(self.role()).is_ok();
        entries
            .retain(|entry| is_open(entry, scope.as_ref(), case) && (kinship || entry.event.kind != "doubt_answered"));
        // The words of a panel that knew more than is open now stay unread.
        let spoken = self.panel_decision(id, case)?.map(|(event, _)| event.id);
        for entry in entries.iter_mut().filter(|e| e.event.kind == "panel_decision") {
            if Some(&entry.event.id) != spoken.as_ref() {
                entry.payload = Payload::NoKey;
            }
        }
        let line = |entry: Entry| TimelineEntry {
            id: entry.event.id.to_string(),
            time: entry.event.device_time.to_string(),
            about: self.about(&entry, names),
            author: names.get(&entry.event.author).cloned().unwrap_or_else(|| entry.event.author.to_string()),
            role: entry.event.role.into(),
            kind: entry.event.kind,
        };
        Ok(entries.into_iter().rev().map(line).collect())
    }

    /// What an event was about: ids and names, which need no language.
    fn about(&self, entry: &Entry, names: &BTreeMap<UserId, String>) -> Option<String> {
        let Payload::Readable(record) = &entry.payload else { return None };
        let joined = |parts: Vec<String>| (!parts.is_empty()).then(|| parts.join(" · "));
        match &**record {
            Record::CaseShared { user } => Some(names.get(user).cloned().unwrap_or_else(|| user.to_string())),
            Record::ConsentRecorded(consent) | Record::ConsentWithdrawn(consent) => {
                Some(format!("{} · ICF {} · {}", consent.person, consent.icf_version, consent.date))
            }
            Record::PanelChosen(chosen) => joined(chosen.panels.clone()),
            Record::SignRecorded(sign) => {
                let knowledge = self.reference.knowledge();
                let english = knowledge.ontology().ok().and_then(|o| o.name(sign.term));
                let label = knowledge.term_name_ja(sign.term).or(english).unwrap_or_default();
                Some(format!("{label} {}", sign.term).trim().to_owned())
            }
            Record::EligibilityRecorded(it) => it.question.clone(),
            Record::Decision(decision) if Action::SeeVariants.ask(self.role()).is_ok() => {
                let class = decision.classification.filter(|_| decision.verdict != Verdict::Open);
                let gene = decision.gene.iter().map(ToString::to_string);
                joined(gene.chain(decision.variants.clone()).chain(class.map(|c| c.to_string())).collect())
            }
            Record::PanelDecision(panel) if Action::PrintDocuments.ask(self.role()).is_ok() => {
                panel.decision.get("ja").or_else(|| panel.decision.get("en")).cloned()
            }
            Record::ReportReleased(report) => {
                joined([Some(report.document.clone()), report.language.clone()].into_iter().flatten().collect())
            }
            Record::DoubtAnswered(answer) => Some(answer.reason.clone()),
            Record::PayloadErased(erased) => Some(erased.reason.clone()),
            _ => None,
        }
    }
}

/// Whether an event may be seen at this moment: a decision about what is sealed is not there.
fn is_open(entry: &Entry, scope: Option<&ConsentScope>, case: &CaseRecord) -> bool {
    match &entry.payload {
        Payload::Readable(record) => match &**record {
            Record::Decision(decision) => scope.is_some_and(|scope| opens(scope, &case.proband, decision)),
            _ => true,
        },
        // Nobody can tell any more what it was about.
        Payload::Erased { .. } | Payload::NoKey | Payload::Unknown => entry.event.kind != "decision",
    }
}
