//! What a case waits for, since when and for whom: derived from the ledger each time, kept nowhere.

use std::collections::{BTreeMap, BTreeSet};

use consent::ConsentRecord;
use domain::{CaseId, PersonId, Role};
use jiff::Timestamp;
use store::{
    FileKind, Part,
    ledger::{Event, Verdict},
};

use crate::{Action, CaseRecord, Desk, WorkbenchError, assessment::Assessed, desk::in_force, view::worklist::Stage};

/// The documents that a case is not returned without.
pub(crate) const RETURNED: [&str; 2] = ["physician", "patient"];

/// What a case waits for.
pub(crate) struct Waiting {
    pub stage: Stage,
    /// The time of the event that began the wait.
    pub since: Timestamp,
}

impl Waiting {
    /// The roles that can take the next step.
    pub fn roles(&self) -> &'static [Role] {
        match self.stage {
            Stage::Consent => Action::RecordConsent.roles(),
            Stage::Data => Action::ImportCase.roles(),
            Stage::Review | Stage::Conference => Action::Decide.roles(),
            Stage::Return => Action::Release.roles(),
            Stage::Returned => &[],
        }
    }
}

impl Desk {
    /// What a case waits for.
    pub(crate) fn waiting(
        &self,
        id: &CaseId,
        case: &CaseRecord,
        imported_on: Timestamp,
        assessed: &Assessed,
    ) -> Result<Waiting, WorkbenchError> {
        let at = |stage, since| Ok(Waiting { stage, since });
        let consents = self.session.consents(id)?;
        let of_proband = consents.iter().filter(|(_, record)| record.person == case.proband);
        let consented_on = of_proband.map(|(event, _)| event.device_time).max();
        let since_consent = consented_on.map_or(imported_on, |on| on.max(imported_on));
        let consents = in_force(consents.into_iter().map(|(_, record)| record));
        if !self.takes_part(case, &consents, &case.proband) {
            return at(Stage::Consent, consented_on.unwrap_or(imported_on));
        }
        if !self.sequenced(id)?.contains(&case.proband) {
            return at(Stage::Data, since_consent);
        }
        let conference = || {
            let found = assessed.standing.iter().filter(|s| s.decision.verdict != Verdict::Dismissed);
            match found.map(|s| s.event.device_time).min() {
                Some(since) => at(Stage::Conference, since),
                None => at(Stage::Review, since_consent),
            }
        };
        let panel = self.session.panel_decisions(id)?.into_iter().map(|(event, _)| event).max_by_key(Event::depth);
        let Some(panel) = panel else { return conference() };
        // A decision that came after the documents makes them old.
        let last = assessed.reported.iter().chain([&panel]).max_by_key(|event| event.depth()).unwrap_or(&panel);
        let released = self.session.reports(id)?;
        let current = RETURNED.map(|kind| {
            let current = released.iter().filter(|(event, report)| report.document == kind && event.follows(last));
            current.map(|(event, _)| event.device_time).min()
        });
        match current {
            [Some(one), Some(other)] => at(Stage::Returned, one.max(other)),
            // What the panel said may not be read any more: it speaks anew.
            _ if self.panel_decision(id, case)?.is_none() => conference(),
            _ => at(Stage::Return, last.device_time),
        }
    }

    /// Whether a person takes part at this moment.
    pub(crate) fn takes_part(
        &self,
        case: &CaseRecord,
        in_force: &BTreeMap<PersonId, ConsentRecord>,
        person: &PersonId,
    ) -> bool {
        in_force.get(person).is_some_and(|record| case.consent_state(record).participates())
    }

    /// The people with genome data. Each has slices of every category, whatever is in them.
    pub(crate) fn sequenced(&self, id: &CaseId) -> Result<BTreeSet<PersonId>, WorkbenchError> {
        let person = |kind: FileKind| match kind.part {
            Part::Person { person } | Part::Slice { person, .. } => Some(person),
            Part::Open => None,
        };
        Ok(self.session.file_kinds(id)?.into_iter().filter_map(person).collect())
    }
}
