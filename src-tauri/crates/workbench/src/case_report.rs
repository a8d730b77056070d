//! The decisions about a case, and its documents.

use std::collections::{BTreeMap, BTreeSet};

use consent::{Category, ConsentRecord};
use documents::{Kind, Language, record::Stage};
use domain::{CaseId, GeneSymbol, Person};
use store::{
    NewEvent,
    ledger::{Decision, Event, PanelDecision, Record, Verdict},
};

use crate::{
    Action, CaseQuestion, CaseRecord, Decisions, Desk, Facility, WorkbenchError,
    analysis::variant,
    assessment::met,
    decision::{Conclusion, PanelWords},
    desk::in_force,
    report::{Report, ReportBasis},
};

/// Candidates that a report looks among: whatever was decided stands on the list of that length.
const ALL: usize = usize::MAX;

impl Desk {
    /// Records what the conference decided: each finding and the panel's words are one event each.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`], [`WorkbenchError::Consent`], [`WorkbenchError::Store`]; [`WorkbenchError::Unknown`] for a
    /// variant that is not part of the analysis, a criterion that is not known or tells of relatives who may not be shown;
    /// [`WorkbenchError::InDoubt`] for a finding from data that may be of another person. Nothing is recorded then.
    pub fn decide(&self, case: &CaseId, decisions: &Decisions) -> Result<(), WorkbenchError> {
        self.ask(Action::Decide)?;
        let record = self.case(case)?;
        let reported = decisions.reported.iter().map(|reported| {
            let decision = Decision {
                thing: format!("{} {}", reported.gene, reported.variants.join(" ")),
                verdict: Verdict::Reported,
                gene: reported.gene.parse().ok(),
                variants: reported.variants.clone(),
                end: None,
                disease: reported.disease,
                classification: Some(reported.class),
                criteria: met(&reported.criteria)?.iter().map(ToString::to_string).collect(),
                evidence: reported.evidence.clone(),
                comment: by_language(reported.comment_ja.as_ref(), reported.comment_en.as_ref()),
                reasons: BTreeSet::new(),
            };
            self.recordable(case, &record, decision)
        });
        for decision in reported.collect::<Result<Vec<_>, WorkbenchError>>()? {
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

    /// What stands of the decisions about a case, within the consents of this moment.
    pub(crate) fn conclusion(&self, id: &CaseId, case: &CaseRecord) -> Result<Conclusion, WorkbenchError> {
        let mut conclusion = Conclusion::of(&self.assessed(id, case)?);
        if let Some((event, panel)) = self.panel_decision(id, case)? {
            conclusion.decided_at = conclusion.decided_at.max(Some(event.device_time));
            conclusion.next_steps_ja = panel.next_steps.get("ja").cloned().unwrap_or_default();
            conclusion.next_steps_en = panel.next_steps.get("en").cloned().unwrap_or_default();
            let words = PanelWords {
                decision_ja: panel.decision.get("ja").cloned().unwrap_or_default(),
                decision_en: panel.decision.get("en").cloned(),
                members: panel.members,
            };
            conclusion.panel = Some((event.device_time, words));
        }
        Ok(conclusion)
    }

    /// What the panel decided, unless it knew more than the family opens now: its words may speak of what is sealed since.
    /// Whether anything is there makes no difference.
    pub(crate) fn panel_decision(
        &self,
        id: &CaseId,
        case: &CaseRecord,
    ) -> Result<Option<(Event, PanelDecision)>, WorkbenchError> {
        let Some((event, panel)) = self.session.panel_decisions(id)?.into_iter().max_by_key(|(e, _)| e.depth()) else {
            return Ok(None);
        };
        let knew_more = self.knew_more(id, case, &event, &Category::ALL.into())?;
        Ok((!knew_more).then_some((event, panel)))
    }

    /// True where somebody of the family had opened one of these categories when an event was recorded that is closed now.
    pub(crate) fn knew_more(
        &self,
        id: &CaseId,
        case: &CaseRecord,
        event: &Event,
        of: &BTreeSet<Category>,
    ) -> Result<bool, WorkbenchError> {
        let opened = |record: Option<&ConsentRecord>| -> BTreeSet<Category> {
            let state = record.map(|record| case.consent_state(record));
            state.iter().flat_map(|state| state.opened() & of).collect()
        };
        let mut known = self.consent_history(id)?;
        known.retain(|(before, _)| event.follows(before));
        // What stood then: nothing of the same person that was known came later.
        let stood = |(before, record): &&(Event, ConsentRecord)| {
            !known.iter().any(|(later, other)| other.person == record.person && later.follows(before))
        };
        let then = in_force(known.iter().filter(stood).map(|(_, record)| record.clone()));
        let now = self.consents(id)?;
        let knew_more = |person: &Person| !opened(then.get(&person.id)).is_subset(&opened(now.get(&person.id)));
        Ok(case.pedigree.members.iter().any(knew_more))
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
        let basis = self.report_basis(id)?;
        let document = self.documents(id, &basis, facility, Stage::Draft, &[(kind, language)])?.remove(0);
        self.look_at_document(id, kind.name())?;
        Ok(document)
    }

    /// What the documents of a case rest on: the whole list, and what is reported, also where it does not stand on it.
    pub(crate) fn report_basis(&self, id: &CaseId) -> Result<ReportBasis, WorkbenchError> {
        self.ask(Action::PrintDocuments)?;
        let open = self.read_case(id)?;
        let shortlist = self.shortlist(&open, &CaseQuestion::standard(ALL))?.shortlist;
        let findings = Conclusion::of(&self.assessed(id, &open.record)?).findings;
        let genes = findings.iter().flat_map(|f| f.variants.iter().map(|v| (v.key.as_str(), &f.gene)));
        let genes: BTreeMap<&str, &GeneSymbol> = genes.collect();
        let mut reported = BTreeMap::new();
        for (key, row) in open.rows_of(&genes.keys().copied().collect())? {
            let detail = open.texts().detail(&open, row)?;
            let gene = genes.get(key.as_str());
            reported.extend(gene.map(|gene| (key, variant(&open.evidence(&self.reference), &detail, row, gene))));
        }
        Ok(ReportBasis { shortlist, reported })
    }

    /// Sets several documents from one record.
    pub(crate) fn documents(
        &self,
        id: &CaseId,
        basis: &ReportBasis,
        facility: &Facility,
        stage: Stage,
        which: &[(Kind, Language)],
    ) -> Result<Vec<Vec<u8>>, WorkbenchError> {
        self.ask(Action::PrintDocuments)?;
        let case = self.case(id)?;
        let consents = self.consents(id)?;
        let conclusion = self.conclusion(id, &case)?;
        let scope = self.scope(id, &case)?;
        let report = Report {
            case: id,
            stage,
            record: &case,
            scope: &scope,
            basis,
            conclusion: &conclusion,
            consent: consents.get(&case.proband),
            facility,
            reference: &self.reference,
            today: hub::day_in_japan(self.clock.as_ref()),
        };
        let record = report.record()?;
        which.iter().map(|(kind, language)| Ok(documents::render(*kind, *language, &record)?.into_bytes())).collect()
    }
}

pub(crate) fn by_language(ja: Option<&String>, en: Option<&String>) -> BTreeMap<String, String> {
    [("ja", ja), ("en", en)].into_iter().filter_map(|(l, t)| Some((l.to_owned(), t?.clone()))).collect()
}
