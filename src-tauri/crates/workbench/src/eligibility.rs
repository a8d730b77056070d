//! Eligibility for the analysis and earlier tests (適格性・既往検査).

use std::collections::BTreeMap;

use domain::{CaseId, UserId};
use store::{
    NewEvent,
    ledger::{EarlierTest as TestRecorded, EligibilityRecorded, Event, Record},
};

use crate::{
    Action, Desk, WorkbenchError,
    assessment::{unknown, words},
    desk::case_id,
    view::case::{DiseaseClass, EarlierTest, EarlierTestRequest, Eligibility, EligibilityRequest, TestKind},
};

impl Desk {
    /// Eligibility as it stands; of two records that do not know of each other the later in the ledger.
    pub(crate) fn eligibility(
        &self,
        id: &CaseId,
        names: &BTreeMap<UserId, String>,
    ) -> Result<Eligibility, WorkbenchError> {
        let Some((event, recorded)) = self.session.eligibility(id)?.pop() else { return Ok(Eligibility::default()) };
        let author = |event: &Event| names.get(&event.author).cloned().unwrap_or_else(|| event.author.to_string());
        let test = |test: TestRecorded| EarlierTest {
            kind: test.kind.into(),
            name: test.name,
            date: test.date,
            result: test.result,
        };
        Ok(Eligibility {
            class: recorded.class.map(Into::into),
            atypical: recorded.atypical,
            question: recorded.question,
            tests: recorded.tests.into_iter().map(test).collect(),
            recorded_by: Some(author(&event)),
            recorded_on: Some(event.device_time.to_string()),
        })
    }

    /// Records eligibility and earlier tests, as they are to be from now on.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`]; [`WorkbenchError::Unknown`] where a test has no name or its date has not come.
    pub fn record_eligibility(&self, request: &EligibilityRequest) -> Result<(), WorkbenchError> {
        self.ask(Action::RecordClinical)?;
        let id = case_id(&request.case)?;
        self.case(&id)?;
        let record = EligibilityRecorded {
            class: request.class.map(Into::into),
            atypical: request.atypical,
            question: words("question", request.question.as_ref())?,
            tests: request.tests.iter().map(|t| self.earlier_test(t)).collect::<Result<_, _>>()?,
        };
        self.session.append(NewEvent::in_case(&id, Record::EligibilityRecorded(record)))?;
        Ok(())
    }

    fn earlier_test(&self, test: &EarlierTestRequest) -> Result<TestRecorded, WorkbenchError> {
        let name = words("name of a test", Some(&test.name))?;
        let date = test.date.as_deref().map(str::trim).filter(|d| !d.is_empty());
        let today = hub::day_in_japan(self.clock.as_ref());
        let has_come = |text: &str| {
            let known = text.parse::<fhir::PartialDate>().is_ok();
            // As text: 2024 and 2024-05 compare with a day as the year and the month do.
            let now = today.to_string();
            if known && now.get(..text.len()).is_some_and(|now| text <= now) {
                Ok(text.to_owned())
            } else {
                Err(unknown("date of a test", text, format!("a year, month or day such as 2024-05, not after {today}")))
            }
        };
        Ok(TestRecorded {
            kind: test.kind.into(),
            name: name.ok_or_else(|| unknown("name of a test", "", "a name"))?,
            date: date.map(has_come).transpose()?,
            result: words("result of a test", Some(&test.result))?.unwrap_or_default(),
        })
    }
}

/// Both ways between two enums of the same words.
macro_rules! same_words {
    ($ours:ident, $theirs:path, $($word:ident),+) => {
        impl From<$theirs> for $ours {
            fn from(it: $theirs) -> Self {
                use $theirs as From;
                match it { $(From::$word => Self::$word),+ }
            }
        }

        impl From<$ours> for $theirs {
            fn from(it: $ours) -> Self {
                match it { $($ours::$word => Self::$word),+ }
            }
        }
    };
}

same_words!(DiseaseClass, store::ledger::DiseaseClass, SingleGene, Multifactorial, HardToDiagnose);
same_words!(TestKind, store::ledger::TestKind, Exome, Genome, Panel, Insured, Chromosomes, Other);
