//! An unlocked store with the reference data: what one user does with cases. Permissions are asked here.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, Mutex},
};

use consent::{ConsentRecord, ConsentScope, ConsentState, Decider, Decision as Choice, Sealing};
use domain::{CaseId, Clock, PersonId, Role, UserId};
use store::{
    CaseSummary, DeviceKeySource, Environment, NewEvent, NewUser, Session, SetUp, Store, User, ledger::Record,
};
use zeroize::Zeroizing;

use crate::{
    Action, CaseRecord, Reference, WorkbenchError, case_record::Originals, data_quality::CountedOnce,
    open_case::OpenCase,
};

/// An unlocked store.
pub struct Desk {
    pub(crate) session: Session,
    pub(crate) reference: Arc<Reference>,
    pub(crate) clock: Arc<dyn Clock>,
    /// The case whose variants are open.
    pub(crate) open: Mutex<Option<Arc<OpenCase>>>,
    /// The figures of the data of the cases that were looked at.
    pub(crate) measured: Mutex<BTreeMap<CaseId, CountedOnce>>,
}

/// How a user unlocks: the name, what the user knows, and what the device holds.
pub struct Unlock<'a> {
    /// The name.
    pub user: &'a UserId,
    /// The passphrase.
    pub passphrase: &'a str,
    /// Where the device's key is.
    pub device_key: &'a DeviceKeySource,
}

impl Desk {
    /// Unlocks a store.
    ///
    /// # Errors
    /// [`WorkbenchError::Store`] says which factor, file or version is wrong.
    pub fn unlock(
        home: &Path,
        unlock: &Unlock<'_>,
        reference: impl Into<Arc<Reference>>,
        environment: Environment,
    ) -> Result<Self, WorkbenchError> {
        let clock = Arc::clone(&environment.clock);
        let session = Store::open(home, environment)?.unlock(unlock.user, unlock.passphrase, unlock.device_key)?;
        // Whoever holds the keys of a case gives them to all who may work at it: to those as well who came later.
        session.share_with_newcomers()?;
        Ok(Self { session, reference: reference.into(), clock, open: Mutex::default(), measured: Mutex::default() })
    }

    /// Makes a store with its first administrator; gives the recovery shares as text, once.
    ///
    /// # Errors
    /// [`WorkbenchError::Store`] where something is there already or cannot be written.
    pub fn set_up(
        home: &Path,
        administrator: NewUser,
        device_name: &str,
        device_key: &DeviceKeySource,
        reference: impl Into<Arc<Reference>>,
        environment: Environment,
    ) -> Result<(Self, Vec<String>), WorkbenchError> {
        let clock = Arc::clone(&environment.clock);
        let (session, shares) = Store::create(home, SetUp::new(administrator, device_name), device_key, environment)?;
        let shares = shares.iter().map(|s| s.to_text().to_string()).collect();
        Ok((
            Self { session, reference: reference.into(), clock, open: Mutex::default(), measured: Mutex::default() },
            shares,
        ))
    }

    /// Opens a store again by recovery shares and gives a user a new passphrase. Where the device's key is lost too,
    /// `new_device_key` makes a new one; every other user then needs recovery as well.
    ///
    /// # Errors
    /// [`WorkbenchError::Store`] where the shares do not belong together or to this store.
    pub fn recover(
        home: &Path,
        unlock: &Unlock<'_>,
        shares: &[Zeroizing<String>],
        new_device_key: bool,
        reference: impl Into<Arc<Reference>>,
        environment: Environment,
    ) -> Result<Self, WorkbenchError> {
        let clock = Arc::clone(&environment.clock);
        let read = |text: &Zeroizing<String>| {
            text.trim().parse().map_err(|e: sealed::Error| WorkbenchError::Unknown {
                what: "recovery share",
                text: "(not shown)".into(),
                expected: e.to_string(),
            })
        };
        let shares = shares.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let store = Store::open(home, environment)?;
        let session = store.recover(unlock.user, &shares, unlock.passphrase, unlock.device_key, new_device_key)?;
        session.share_with_newcomers()?;
        Ok(Self { session, reference: reference.into(), clock, open: Mutex::default(), measured: Mutex::default() })
    }

    /// Locks the store: keys are wiped.
    ///
    /// # Errors
    /// [`WorkbenchError::Store`] where the last write fails.
    pub fn lock(self) -> Result<(), WorkbenchError> {
        Ok(self.session.lock()?)
    }

    /// The role of the user.
    pub fn role(&self) -> Role {
        self.session.role()
    }

    /// The reference data.
    pub fn reference(&self) -> &Reference {
        &self.reference
    }

    pub(crate) fn ask(&self, action: Action) -> Result<(), WorkbenchError> {
        action.ask(self.role())
    }

    /// The users.
    ///
    /// # Errors
    /// [`WorkbenchError::Store`].
    pub fn users(&self) -> Result<Vec<User>, WorkbenchError> {
        Ok(self.session.users()?)
    }

    /// Adds a user.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`], [`WorkbenchError::Store`].
    pub fn add_user(&self, user: NewUser, role: Role) -> Result<(), WorkbenchError> {
        self.ask(Action::ManageUsers)?;
        self.session.add_user(user, role)?;
        Ok(())
    }

    /// Takes a user's keys away.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`], [`WorkbenchError::Store`].
    pub fn disable_user(&self, user: &UserId) -> Result<(), WorkbenchError> {
        self.ask(Action::ManageUsers)?;
        self.session.disable_user(user)?;
        Ok(())
    }

    /// The cases.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`], [`WorkbenchError::Store`].
    pub fn cases(&self) -> Result<Vec<CaseSummary>, WorkbenchError> {
        self.ask(Action::SeeCase)?;
        Ok(self.session.cases()?)
    }

    /// A case.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`], [`WorkbenchError::Store`].
    pub fn case(&self, id: &CaseId) -> Result<CaseRecord, WorkbenchError> {
        self.ask(Action::SeeCase)?;
        let case = self.session.case(id)?;
        let originals: Originals = serde_json::from_value(case.imported.record)
            .map_err(|source| WorkbenchError::Json { path: format!("case {id}").into(), source })?;
        originals.read(id, case.imported.assembly, case.imported.pedigree, self.session.signs(id)?)
    }

    /// The consents in force, one per person.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`], [`WorkbenchError::Store`].
    pub fn consents(&self, case: &CaseId) -> Result<BTreeMap<PersonId, ConsentRecord>, WorkbenchError> {
        self.ask(Action::SeeCase)?;
        Ok(in_force(self.session.consents(case)?.into_iter().map(|(_, record)| record)))
    }

    /// Records a consent of a person of the family.
    ///
    /// # Errors
    /// [`WorkbenchError::NotPermitted`]; [`WorkbenchError::BadCase`] where the person is not of this family, or a proxy is
    /// named though the person decided.
    pub fn record_consent(&self, case: &CaseId, record: ConsentRecord) -> Result<(), WorkbenchError> {
        self.ask(Action::RecordConsent)?;
        if self.case(case)?.pedigree.member(&record.person).is_none() {
            let what = format!("{} is not of this family", record.person);
            return Err(WorkbenchError::BadCase { case: case.clone(), what });
        }
        if record.decider == Decider::Person && record.proxy.is_some() {
            let what = format!("{} decided alone: expected no proxy", record.person);
            return Err(WorkbenchError::BadCase { case: case.clone(), what });
        }
        let withdrawn = record.withdrawn;
        let record = if withdrawn { Record::ConsentWithdrawn(record) } else { Record::ConsentRecorded(record) };
        self.session.append(NewEvent::in_case(case, record))?;
        Ok(())
    }

    /// What may be seen of a case at this moment.
    ///
    /// # Errors
    /// [`WorkbenchError::Consent`] where the proband takes no part.
    pub fn scope(&self, id: &CaseId, case: &CaseRecord) -> Result<ConsentScope, WorkbenchError> {
        let consents = self.consents(id)?;
        let state = |person: &PersonId| match consents.get(person) {
            Some(record) => case.consent_state(record),
            None => ConsentState::none(person.clone()),
        };
        let people: Vec<ConsentState> = case.pedigree.members.iter().map(|m| state(&m.id)).collect();
        Ok(ConsentScope::for_case(self.sealing(id, case)?, &case.proband, &people)?)
    }

    /// What is sealed in a case, whoever consents: by the panels that it came with.
    pub(crate) fn sealing(&self, id: &CaseId, case: &CaseRecord) -> Result<Sealing, WorkbenchError> {
        let primary = self.session.panels(id)?.into_iter().flat_map(|(_, chosen)| chosen.primary).collect();
        Ok(Sealing::new(self.reference.sensitive_map(case.assembly)?, primary))
    }
}

/// A user's name.
pub(crate) fn user_id(text: &str) -> Result<UserId, WorkbenchError> {
    let unknown = |e: domain::ParseIdError| WorkbenchError::Unknown {
        what: "user",
        text: text.to_owned(),
        expected: e.to_string(),
    };
    text.trim().parse().map_err(unknown)
}

/// A case's id.
pub(crate) fn case_id(text: &str) -> Result<CaseId, WorkbenchError> {
    let unknown = |e: domain::ParseIdError| WorkbenchError::Unknown {
        what: "case",
        text: text.to_owned(),
        expected: e.to_string(),
    };
    text.parse().map_err(unknown)
}

/// Of the consents that stand, one per person.
pub(crate) fn in_force(standing: impl IntoIterator<Item = ConsentRecord>) -> BTreeMap<PersonId, ConsentRecord> {
    let mut in_force: BTreeMap<PersonId, ConsentRecord> = BTreeMap::new();
    for record in standing {
        match in_force.get_mut(&record.person) {
            Some(other) => strictest(other, &record),
            None => {
                in_force.insert(record.person.clone(), record);
            }
        }
    }
    in_force
}

/// Two consents of one person that do not know of each other: only what both agree to is agreed.
fn strictest(consent: &mut ConsentRecord, other: &ConsentRecord) {
    consent.withdrawn |= other.withdrawn;
    for (item, choice) in &mut consent.decisions {
        if other.decisions.get(item) != Some(&Choice::Agreed) {
            *choice = Choice::Refused;
        }
    }
}

#[cfg(test)]
mod tests {
    use consent::Item;

    use super::*;

    #[test]
    fn of_two_concurrent_consents_the_stricter_holds() {
        let record = |agreed: &[Item]| ConsentRecord {
            person: "p".parse().expect("an id"),
            icf_version: "1".into(),
            decider: Decider::Person,
            proxy: None,
            date: "2026-04-01".into(),
            decisions: agreed.iter().map(|i| (*i, Choice::Agreed)).collect(),
            withdrawn: false,
        };
        let mut one = record(&[Item::Participation, Item::SecondaryFindings]);
        strictest(&mut one, &record(&[Item::Participation]));
        assert_eq!(one.decisions[&Item::Participation], Choice::Agreed);
        assert_eq!(one.decisions[&Item::SecondaryFindings], Choice::Refused, "the other one did not agree");
    }
}
