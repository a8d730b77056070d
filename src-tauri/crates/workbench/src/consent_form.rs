//! Consents by the simple form: what stands for each person, what was recorded before, and a new record.

use std::collections::BTreeMap;

use consent::{AgeClass, ConsentRecord, Decider, Decision, Item, Proxy, ProxyRelation};
use domain::{CaseId, PersonId, UserId};
use store::{
    Payload,
    ledger::{Event, Record},
};

use crate::{
    Action, CaseRecord, Desk, WorkbenchError,
    assessment::unknown,
    desk::case_id,
    family_relation::relation_name,
    sign::day,
    view::consent::{
        Choice, ConsentEntry, ConsentPage, ConsentRequest, DeciderName, ItemName, PersonConsent, ProxyDetails,
        ProxyRelationName,
    },
};

/// The version of the unified ICF (統一ICF) that is in use.
const ICF: &str = "統一ICF 2.0";
/// Years from which a person signs alone (人を対象とする生命科学・医学系研究に関する倫理指針, 第9).
const OWN_CONSENT: i16 = 16;
/// Longest name of a proxy, in characters.
const LONGEST_NAME: usize = 100;

impl Desk {
    /// The consents of a case.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`], [`WorkbenchError::Store`].
    pub fn consent_page(&self, case: &str) -> Result<ConsentPage, WorkbenchError> {
        self.ask(Action::SeeCase)?;
        let id = case_id(case)?;
        let record = self.case(&id)?;
        let history = self.consent_history(&id)?;
        let in_force = self.consents(&id)?;
        let names = self.names()?;
        let mut people: Vec<PersonConsent> = record
            .pedigree
            .members
            .iter()
            .map(|member| self.person_consent(&record, &member.id, in_force.get(&member.id), &history, &names))
            .collect();
        people.sort_by_key(|person| person.relation);
        Ok(ConsentPage {
            case: id.to_string(),
            items: Item::ALL.map(Into::into).to_vec(),
            icf_versions: icf_versions(&history),
            people,
        })
    }

    fn person_consent(
        &self,
        case: &CaseRecord,
        person: &PersonId,
        in_force: Option<&ConsentRecord>,
        history: &[(Event, ConsentRecord)],
        names: &BTreeMap<UserId, String>,
    ) -> PersonConsent {
        let today = hub::day_in_japan(self.clock.as_ref());
        let minor = case.age_class(person, today) == AgeClass::Minor;
        let own: Vec<&(Event, ConsentRecord)> = history.iter().filter(|(_, record)| &record.person == person).collect();
        // Of two that do not know of each other only what both agree to holds; it bears the name of the later.
        let standing = self.consent_standing(case, in_force);
        let in_force = in_force.zip(own.first()).map(|(record, (event, _))| entry(case, event, record, names));
        PersonConsent {
            person: person.to_string(),
            name: case.clinical.person(person).and_then(|p| p.name.as_ref()).map(|n| n.full.clone()),
            relation: relation_name(&case.pedigree, &case.proband, person),
            birth_date: case.clinical.person(person).and_then(|p| p.birth_date).map(|date| date.to_string()),
            age_years: case.age_years(person, today),
            minor,
            standing,
            closed: closed_as(case.age_class(person, today)),
            in_force,
            history: own.into_iter().map(|(event, record)| entry(case, event, record, names)).collect(),
        }
    }

    /// Every consent of a case that can be read, the latest first.
    pub(crate) fn consent_history(&self, id: &CaseId) -> Result<Vec<(Event, ConsentRecord)>, WorkbenchError> {
        let mut history = Vec::new();
        for entry in self.session.entries(Some(id), &["consent_recorded", "consent_withdrawn"])?.into_iter().rev() {
            let Payload::Readable(record) = entry.payload else { continue };
            match *record {
                Record::ConsentRecorded(record) => history.push((entry.event, record)),
                Record::ConsentWithdrawn(record) => {
                    history.push((entry.event, ConsentRecord { withdrawn: true, ..record }));
                }
                _ => {}
            }
        }
        Ok(history)
    }

    /// Records a consent by the simple form. It holds at once.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`]; [`WorkbenchError::BadCase`] where the person is not of this family;
    /// [`WorkbenchError::Unknown`] where the version is not one of the ICF, the day has not come, a child under 16 would
    /// sign alone, a proxy is not named, a minor would open what concerns adult life, or there is nothing to withdraw.
    pub fn record_consent_form(&self, form: &ConsentRequest) -> Result<(), WorkbenchError> {
        self.ask(Action::RecordConsent)?;
        let id = case_id(&form.case)?;
        let case = self.case(&id)?;
        let person: PersonId =
            form.person.parse().map_err(|e: domain::ParseIdError| unknown("person", &form.person, e.to_string()))?;
        let versions = icf_versions(&self.consent_history(&id)?);
        if !versions.contains(&form.icf_version) {
            return Err(unknown("version of the ICF", &form.icf_version, format!("one of {}", versions.join(", "))));
        }
        let today = hub::day_in_japan(self.clock.as_ref());
        let born = case.clinical.person(&person).and_then(|p| p.birth_date);
        let date = day("day of a signature", &form.date, born.and_then(fhir::PartialDate::day), today)?;
        if form.withdrawn {
            let standing = self.consents(&id)?.remove(&person).filter(|record| !record.withdrawn);
            if standing.is_none() {
                return Err(unknown("consent to withdraw", &form.person, "a person with a consent in force"));
            }
        } else {
            let signed = date.parse().unwrap_or(today);
            if form.decider == DeciderName::Person && born.is_some_and(|born| !born.is_aged(OWN_CONSENT, signed)) {
                let expected = format!("a proxy for a person who was not yet {OWN_CONSENT} on that day");
                return Err(unknown("person who can sign alone", &form.person, expected));
            }
            let minor = case.age_class(&person, signed) == AgeClass::Minor;
            let wrong =
                Item::ALL.into_iter().find(|i| minor && is_adult_only(*i) && form.agreed.contains(&(*i).into()));
            if let Some(item) = wrong {
                let expected = "no item about adult life before the person is of age, whatever a proxy says";
                return Err(unknown("item that a minor can open", item.name(), expected));
            }
        }
        let named = form.decider == DeciderName::Proxy || form.proxy.is_some();
        let proxy = named.then(|| proxy(form)).transpose()?;
        let choice = |item: Item| {
            let agreed = !form.withdrawn && form.agreed.contains(&item.into());
            (item, if agreed { Decision::Agreed } else { Decision::Refused })
        };
        let record = ConsentRecord {
            person,
            icf_version: form.icf_version.clone(),
            decider: match form.decider {
                DeciderName::Person => Decider::Person,
                DeciderName::Proxy => Decider::Proxy,
            },
            proxy,
            date,
            decisions: Item::ALL.into_iter().map(choice).collect(),
            withdrawn: form.withdrawn,
        };
        self.record_consent(&id, record)
    }
}

/// The proxy of a form, who signs by name.
fn proxy(form: &ConsentRequest) -> Result<Proxy, WorkbenchError> {
    let details = form.proxy.as_ref();
    let name = details.and_then(|p| p.name.as_deref()).map(str::trim).unwrap_or_default();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(unknown("proxy", name, format!("the name of who signed, up to {LONGEST_NAME} characters")));
    }
    let relation =
        details.and_then(|p| p.relation).ok_or_else(|| unknown("proxy", name, "what the proxy is to the person"))?;
    let assented = details.and_then(|p| p.assented).filter(|_| !form.withdrawn);
    if assented.is_none() && !form.withdrawn {
        return Err(unknown("assent", "", "whether the person assented beside the proxy's decision"));
    }
    Ok(Proxy { name: Some(name.to_owned()), relation: Some(relation.into()), assented })
}

/// The versions that can be recorded, the newest first: the one in use and those of the case.
fn icf_versions(history: &[(Event, ConsentRecord)]) -> Vec<String> {
    let mut versions: Vec<String> = history.iter().map(|(_, record)| record.icf_version.clone()).collect();
    versions.push(ICF.to_owned());
    versions.sort_unstable_by(|a, b| b.cmp(a));
    versions.dedup();
    versions
}

fn is_adult_only(item: Item) -> bool {
    item.opens().is_some_and(consent::Category::is_adult_only)
}

/// The items that stay closed by a person's age on the day of the signature.
fn closed_as(signed_as: AgeClass) -> Vec<ItemName> {
    let closed = |item: &Item| signed_as == AgeClass::Minor && is_adult_only(*item);
    Item::ALL.into_iter().filter(closed).map(Into::into).collect()
}

fn entry(case: &CaseRecord, event: &Event, record: &ConsentRecord, names: &BTreeMap<UserId, String>) -> ConsentEntry {
    let agreed = |item: Item| record.decisions.get(&item) == Some(&Decision::Agreed);
    ConsentEntry {
        id: event.id.to_string(),
        icf_version: record.icf_version.clone(),
        decider: match record.decider {
            Decider::Person => DeciderName::Person,
            Decider::Proxy => DeciderName::Proxy,
        },
        proxy: record.proxy.as_ref().map(|proxy| ProxyDetails {
            name: proxy.name.clone(),
            relation: proxy.relation.map(Into::into),
            assented: proxy.assented,
        }),
        date: record.date.clone(),
        choices: Item::ALL.into_iter().map(|item| Choice { item: item.into(), agreed: agreed(item) }).collect(),
        closed: closed_as(case.signed_as(record)),
        withdrawn: record.withdrawn,
        recorded_by: names.get(&event.author).cloned().unwrap_or_else(|| event.author.to_string()),
        recorded_on: event.device_time.to_string(),
    }
}

impl From<Item> for ItemName {
    fn from(item: Item) -> Self {
        match item {
            Item::Participation => Self::Participation,
            Item::SecondaryFindings => Self::SecondaryFindings,
            Item::SecondaryFindingsAdult => Self::SecondaryFindingsAdult,
            Item::AdultOnsetConditions => Self::AdultOnsetConditions,
            Item::SpecimenStorage => Self::SpecimenStorage,
            Item::JointResearch => Self::JointResearch,
            Item::IndustryAlone => Self::IndustryAlone,
            Item::AcademicData => Self::AcademicData,
            Item::IndustrialData => Self::IndustrialData,
            Item::UseAbroad => Self::UseAbroad,
            Item::Recontact => Self::Recontact,
            Item::Relatives => Self::Relatives,
            Item::Matchmaking => Self::Matchmaking,
        }
    }
}

impl From<ProxyRelation> for ProxyRelationName {
    fn from(relation: ProxyRelation) -> Self {
        match relation {
            ProxyRelation::Mother => Self::Mother,
            ProxyRelation::Father => Self::Father,
            ProxyRelation::Partner => Self::Partner,
            ProxyRelation::Child => Self::Child,
            ProxyRelation::Sibling => Self::Sibling,
            ProxyRelation::Grandparent => Self::Grandparent,
            ProxyRelation::Guardian => Self::Guardian,
            ProxyRelation::Other => Self::Other,
        }
    }
}

impl From<ProxyRelationName> for ProxyRelation {
    fn from(relation: ProxyRelationName) -> Self {
        match relation {
            ProxyRelationName::Mother => Self::Mother,
            ProxyRelationName::Father => Self::Father,
            ProxyRelationName::Partner => Self::Partner,
            ProxyRelationName::Child => Self::Child,
            ProxyRelationName::Sibling => Self::Sibling,
            ProxyRelationName::Grandparent => Self::Grandparent,
            ProxyRelationName::Guardian => Self::Guardian,
            ProxyRelationName::Other => Self::Other,
        }
    }
}
