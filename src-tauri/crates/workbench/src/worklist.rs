//! The cases that a user may see, and who waits for whom.

use domain::{CaseId, Role};
use rayon::prelude::*;
use store::{CaseSummary, StoreError, ledger::Verdict};

use crate::{
    Action, CaseRecord, Desk, WorkbenchError,
    view::worklist::{SexName, Stage, WorkItem},
};

impl Desk {
    /// The cases that the user may see, and what each waits for: those that wait for the user's role first, then the
    /// longest waiting; what was returned waits for nobody and comes last.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`], [`WorkbenchError::Store`].
    pub fn worklist(&self) -> Result<Vec<WorkItem>, WorkbenchError> {
        self.ask(Action::SeeCase)?;
        let item = |summary: &CaseSummary| match self.case(&summary.id) {
            Ok(case) => Some(self.work_item(summary, &case)),
            // Erased, or brought in by somebody who has not shared it: not this user's.
            Err(WorkbenchError::Store(StoreError::KeyDestroyed { .. } | StoreError::NoKey { .. })) => None,
            Err(other) => Some(Err(other)),
        };
        let mut cases = self.session.cases()?.par_iter().filter_map(item).collect::<Result<Vec<_>, _>>()?;
        cases.sort_by_key(|(since, item)| (!item.mine, item.stage == Stage::Returned, *since, item.case.clone()));
        Ok(cases.into_iter().map(|(_, item)| item).collect())
    }

    fn work_item(
        &self,
        summary: &CaseSummary,
        case: &CaseRecord,
    ) -> Result<(jiff::Timestamp, WorkItem), WorkbenchError> {
        let id: &CaseId = &summary.id;
        let assessed = self.assessed(id, case)?;
        let waiting = self.waiting(id, case, summary.imported_on, &assessed)?;
        let person = case.clinical.person(&case.proband);
        let order = case.clinical.order.as_ref();
        let day = hub::day_in_japan(self.clock.as_ref());
        let sex = case.pedigree.member(&case.proband).map_or(SexName::Unknown, |m| m.sex.into());
        let roles: &[Role] = waiting.roles();
        let item = WorkItem {
            case: id.to_string(),
            proband: case.proband.to_string(),
            name: person.and_then(|p| p.name.as_ref()).map(|n| n.full.clone()),
            kana: person.and_then(|p| p.kana.as_ref()).map(|n| n.full.clone()),
            chart: person.and_then(|p| p.chart.as_ref()).map(|c| c.number.clone()),
            sex,
            age_years: case.age_years(&case.proband, day),
            age_months: case.age_months(&case.proband, day),
            indication: order.and_then(|o| o.indication.clone()),
            ordered: order.map(|o| o.diseases.iter().map(|d| d.name.clone()).collect()).unwrap_or_default(),
            panels: self.session.panels(id)?.into_iter().flat_map(|(_, chosen)| chosen.panels).collect(),
            people: count(case.pedigree.members.len()),
            sequenced: count(self.sequenced(id)?.len()),
            stage: waiting.stage,
            waits_for: roles.iter().map(|&role| role.into()).collect(),
            since: waiting.since.to_string(),
            mine: roles.contains(&self.role()),
            imported_on: summary.imported_on.to_string(),
            reported: count(assessed.reported_genes().len()),
            candidates: count(assessed.count(Verdict::Candidate)),
        };
        Ok((waiting.since, item))
    }
}

/// A count for the window.
pub(crate) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
