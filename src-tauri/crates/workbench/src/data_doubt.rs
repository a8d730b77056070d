//! Doubts about whose data these are, and what a person answered: before that no class is given and no report released.

use consent::ConsentScope;
use domain::{CaseId, PersonId};
use store::{
    NewEvent,
    ledger::{DoubtAnswered, Event, Record},
};

use crate::{
    Action, CaseRecord, Desk, WorkbenchError,
    assessment::{unknown, words},
    desk::case_id,
    view::{quality::Doubt, quality::DoubtRequest},
};

impl Doubt {
    /// True where it tells of kinship or parentage.
    pub(crate) fn is_of_kinship(&self) -> bool {
        matches!(self, Self::Relation { .. } | Self::Parents { .. })
    }

    /// True where the data may be of another person than is said, so that nothing may be read from them before somebody has
    /// answered it. A disomy is a finding, not a wrong sample.
    pub(crate) fn stops(&self) -> bool {
        !matches!(self, Self::Disomy { .. })
    }

    /// A name that is the same as long as the same is in doubt; counts may change with what consent opens.
    pub(crate) fn key(&self) -> String {
        match self {
            Self::Sex { person, stated, shown } => format!("sex {person} {stated:?} {shown:?}"),
            Self::Relation { people: [one, other], stated, shown } => {
                format!("relation {one} {other} {stated:?} {shown:?}")
            }
            Self::Parents { people, .. } => format!("parents {}", people.join(" ")),
            Self::Disomy { person, chromosome, of } => format!("disomy {person} {chromosome} {of:?}"),
            Self::Contamination { person, .. } => format!("contamination {person}"),
        }
    }
}

impl Desk {
    /// Records whether data that do not fit the pedigree may be used, with the reason; the last answer stands, for the data
    /// that it was given for.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`]; [`WorkbenchError::Consent`]; [`WorkbenchError::Unknown`] where there is no such doubt
    /// or no reason.
    pub fn answer_doubt(&self, request: &DoubtRequest) -> Result<(), WorkbenchError> {
        self.ask(Action::AnswerDoubts)?;
        let id = case_id(&request.case)?;
        let case = self.case(&id)?;
        let measured = self.measured(&id, &case, &self.scope(&id, &case)?)?;
        let known = measured.check.doubts.iter().any(|doubt| doubt.stops() && doubt.key() == request.doubt);
        if !known {
            return Err(unknown("doubt about these data", &request.doubt, "one that the page shows"));
        }
        let reason = words("reason of an answer", Some(&request.reason))?;
        let reason = reason.ok_or_else(|| unknown("reason of an answer", "", "why, in words"))?;
        let answer =
            DoubtAnswered { doubt: request.doubt.clone(), data: case.open_part, usable: request.usable, reason };
        let event = NewEvent::in_case(&id, Record::DoubtAnswered(answer)).with_ref("data", case.open_part);
        self.session.append(event)?;
        Ok(())
    }

    /// The answers that stand for the data as they are, with their doubts. Two that do not know of each other both stand.
    pub(crate) fn doubt_answers(
        &self,
        id: &CaseId,
        case: &CaseRecord,
    ) -> Result<Vec<(Event, DoubtAnswered)>, WorkbenchError> {
        let mut answers = self.session.doubt_answers(id)?;
        answers.retain(|(_, answer)| answer.data == case.open_part);
        Ok(answers)
    }

    /// Whether anything stands in doubt of which nobody has said that the data may be used. Without the proband's consent
    /// nothing is looked at, and nothing may be decided either.
    pub(crate) fn is_in_doubt(&self, id: &CaseId, case: &CaseRecord) -> Result<bool, WorkbenchError> {
        let scope: ConsentScope = match self.scope(id, case) {
            Err(WorkbenchError::Consent(_)) => return Ok(false),
            scope => scope?,
        };
        if !self.has_data(id, &case.proband)? {
            return Ok(false);
        }
        let measured = self.measured(id, case, &scope)?;
        let mut stopping = measured.check.doubts.iter().filter(|doubt| doubt.stops()).peekable();
        if stopping.peek().is_none() {
            return Ok(false);
        }
        let answers = self.doubt_answers(id, case)?;
        Ok(stopping.any(|doubt| !is_cleared(doubt, &answers)))
    }

    /// Refuses what may not be done from data in doubt.
    pub(crate) fn ask_for_answers(&self, id: &CaseId, case: &CaseRecord) -> Result<(), WorkbenchError> {
        if self.is_in_doubt(id, case)? { Err(WorkbenchError::InDoubt { case: id.clone() }) } else { Ok(()) }
    }

    fn has_data(&self, id: &CaseId, person: &PersonId) -> Result<bool, WorkbenchError> {
        Ok(self.sequenced(id)?.contains(person))
    }
}

/// Whether every standing answer, and at least one, says that the data may be used.
pub(crate) fn is_cleared(doubt: &Doubt, answers: &[(Event, DoubtAnswered)]) -> bool {
    let key = doubt.key();
    let mut of_doubt = answers.iter().filter(|(_, answer)| answer.doubt == key).peekable();
    of_doubt.peek().is_some() && of_doubt.all(|(_, answer)| answer.usable)
}
