//! Everything about a case but its variants.

use std::collections::{BTreeMap, BTreeSet};

use consent::ConsentRecord;
use documents::Ink;
use domain::{CaseId, PersonId};

use crate::{
    Action, CaseRecord, Desk, WorkbenchError,
    desk::case_id,
    drawn_family::{Below, drawn_family},
    family_relation::relation_name,
    view::{
        case::{CasePage, ConsentStanding, OrderPage, Person, RelationName, RelativeLine, Specimen},
        picture::Picture,
    },
};

impl Desk {
    /// Everything about a case but its variants.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`], [`WorkbenchError::Store`].
    pub fn case_page(&self, case: &str) -> Result<CasePage, WorkbenchError> {
        self.ask(Action::SeeCase)?;
        let id = case_id(case)?;
        let imported_on = self.session.case(&id)?.event.device_time;
        let record = self.case(&id)?;
        let names = self.names()?;
        let assessed = self.assessed(&id, &record)?;
        Ok(CasePage {
            case: id.to_string(),
            assembly: record.assembly.to_string(),
            stage: self.waiting(&id, &record, imported_on, &assessed)?.stage,
            proband: record.proband.to_string(),
            people: self.people(&id, &record)?,
            pedigree: self.family_picture(&id, &record)?,
            family_history: family_history(&record),
            signs: self.signs_page(&record, &names),
            specimens: specimens(&record),
            order: self.order(&id, &record)?,
            eligibility: self.eligibility(&id, &names)?,
            quality: self.quality(&id, &record)?,
            timeline: self.timeline(&id, &record, &names)?,
        })
    }

    /// The family, the proband first, then by relation.
    pub(crate) fn people(&self, id: &CaseId, case: &CaseRecord) -> Result<Vec<Person>, WorkbenchError> {
        let consents = self.consents(id)?;
        let sequenced = self.sequenced(id)?;
        let mut people: Vec<Person> =
            case.pedigree.members.iter().map(|m| self.person(case, m, &consents, &sequenced)).collect();
        people.sort_by_key(|p| p.relation);
        Ok(people)
    }

    fn person(
        &self,
        case: &CaseRecord,
        member: &domain::Person,
        consents: &BTreeMap<PersonId, ConsentRecord>,
        sequenced: &BTreeSet<PersonId>,
    ) -> Person {
        let day = hub::day_in_japan(self.clock.as_ref());
        let details = case.clinical.person(&member.id);
        let minor = case.age_class(&member.id, day) == consent::AgeClass::Minor;
        Person {
            id: member.id.to_string(),
            name: details.and_then(|d| d.name.as_ref()).map(|n| n.full.clone()),
            kana: details.and_then(|d| d.kana.as_ref()).map(|n| n.full.clone()),
            chart: details.and_then(|d| d.chart.as_ref()).map(|c| c.number.clone()),
            sex: member.sex.into(),
            birth_date: details.and_then(|d| d.birth_date).map(|b| b.to_string()),
            age_years: case.age_years(&member.id, day),
            age_months: case.age_months(&member.id, day),
            deceased: details.and_then(|d| d.deceased).unwrap_or(false),
            affection: member.affection.into(),
            relation: relation_name(&case.pedigree, &case.proband, &member.id),
            sequenced: sequenced.contains(&member.id),
            consent: self.consent_standing(case, consents.get(&member.id)),
            minor,
        }
    }

    /// A consent at a glance.
    pub(crate) fn consent_standing(&self, case: &CaseRecord, record: Option<&ConsentRecord>) -> ConsentStanding {
        let Some(record) = record else { return ConsentStanding::None };
        if record.withdrawn {
            return ConsentStanding::Withdrawn;
        }
        if case.consent_state(record).participates() { ConsentStanding::TakesPart } else { ConsentStanding::Refused }
    }

    fn order(&self, id: &CaseId, case: &CaseRecord) -> Result<Option<OrderPage>, WorkbenchError> {
        let Some(order) = &case.clinical.order else { return Ok(None) };
        let disease = |d: &fhir::case::OrderedDisease| {
            let ids = d.ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            if ids.is_empty() { d.name.clone() } else { format!("{} ({ids})", d.name) }
        };
        let panels: BTreeSet<String> = self.session.panels(id)?.into_iter().flat_map(|(_, c)| c.panels).collect();
        Ok(Some(OrderPage {
            number: order.number.clone(),
            date: order.authored_on.clone(),
            requester: order.requester.clone(),
            indication: order.indication.clone(),
            diseases: order.diseases.iter().map(disease).collect(),
            panels: panels.into_iter().collect(),
        }))
    }

    /// The family drawn for the screen, with names.
    fn family_picture(&self, id: &CaseId, case: &CaseRecord) -> Result<Picture, WorkbenchError> {
        let sequenced: Vec<PersonId> = self.sequenced(id)?.into_iter().collect();
        let family = drawn_family(case, &sequenced, hub::day_in_japan(self.clock.as_ref()), Below::Name);
        Ok(Picture::in_both(|language| family.draw(language, Ink::Screen))?)
    }
}

fn family_history(case: &CaseRecord) -> Vec<RelativeLine> {
    let condition = |c: &fhir::case::RelativeCondition| match &c.onset {
        Some(onset) => format!("{} ({onset})", c.words),
        None => c.words.clone(),
    };
    let of_proband = case.clinical.family_history.iter().filter(|r| r.of == case.proband);
    of_proband
        .map(|relative| RelativeLine {
            relation: relative.relation_words.clone(),
            conditions: relative.conditions.iter().map(condition).collect(),
            note: relative.note.clone(),
        })
        .collect()
}

/// The specimens, the proband's first, in the order of the family.
fn specimens(case: &CaseRecord) -> Vec<Specimen> {
    let relation = |person: &PersonId| relation_name(&case.pedigree, &case.proband, person);
    let mut specimens: Vec<(RelationName, Specimen)> = case
        .clinical
        .specimens
        .iter()
        .map(|s| {
            let specimen = Specimen {
                number: s.number.clone(),
                person: s.person.to_string(),
                kind: s.kind.clone(),
                collected: s.collected.clone(),
                left: s.left.iter().map(|a| format!("{} {}", a.value, a.unit)).collect(),
            };
            (relation(&s.person), specimen)
        })
        .collect();
    specimens.sort_by_key(|(relation, _)| *relation);
    specimens.into_iter().map(|(_, specimen)| specimen).collect()
}
