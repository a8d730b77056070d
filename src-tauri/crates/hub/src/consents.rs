use consent::{ConsentRecord, Decider, Decision, Item, Proxy, ProxyRelation};
use domain::{Clock, Pedigree, PersonId};
use fhir::case::{ClinicalCase, ProxySigner, SignedConsent, Signer};
use jiff::civil;

use crate::HubError;

/// The day in Japan by a clock (UTC+9, no summer time).
pub fn day_in_japan(clock: &dyn Clock) -> civil::Date {
    jiff::tz::offset(9).to_datetime(clock.now()).date()
}

/// The consents in the order of their signatures, so that the last one of a person is in force.
///
/// # Errors
/// [`HubError::UnknownItem`]; [`HubError::Disagree`] where it is not clear which of two consents of a person came later.
pub(crate) fn records(
    file: &str,
    clinical: &ClinicalCase,
    pedigree: &Pedigree,
) -> Result<Vec<ConsentRecord>, HubError> {
    let mut consents: Vec<&SignedConsent> = clinical.consents.iter().collect();
    consents.sort_by_key(|c| (&c.person, c.signed));
    let same_time = |a: &SignedConsent, b: &SignedConsent| match (a.signed.instant, b.signed.instant) {
        (Some(a), Some(b)) => a == b,
        _ => a.signed.day == b.signed.day,
    };
    for pair in consents.windows(2) {
        let [earlier, later] = pair else { continue };
        if earlier.person == later.person && same_time(earlier, later) {
            let what = format!("two consents of {}: expected moments that tell which is in force", later.signed.day);
            return Err(HubError::Disagree { file: file.to_owned(), person: later.person.clone(), what });
        }
    }
    consents.into_iter().map(|consent| record(file, consent, clinical, pedigree)).collect()
}

fn record(
    file: &str,
    consent: &SignedConsent,
    clinical: &ClinicalCase,
    pedigree: &Pedigree,
) -> Result<ConsentRecord, HubError> {
    let decisions = consent.decisions.iter().map(|decision| {
        let item = Item::ALL.into_iter().find(|item| item.name() == decision.item);
        let item = item.ok_or_else(|| HubError::UnknownItem {
            file: file.to_owned(),
            path: decision.path.clone(),
            item: decision.item.clone(),
            known: Item::ALL.map(Item::name).to_vec(),
        })?;
        Ok((item, if decision.agreed { Decision::Agreed } else { Decision::Refused }))
    });
    Ok(ConsentRecord {
        person: consent.person.clone(),
        icf_version: consent.icf_version.clone(),
        decider: if consent.signer == Signer::Person { Decider::Person } else { Decider::Proxy },
        proxy: match &consent.signer {
            Signer::Person => None,
            Signer::Proxy(signer) => Some(proxy(&consent.person, signer, clinical, pedigree)),
        },
        date: consent.signed.day.to_string(),
        decisions: decisions.collect::<Result<_, HubError>>()?,
        withdrawn: consent.withdrawn,
    })
}

/// What the Bundle and the pedigree tell of a proxy. That a person did not sign beside the proxy does not tell that there was
/// no assent.
fn proxy(person: &PersonId, signer: &ProxySigner, clinical: &ClinicalCase, pedigree: &Pedigree) -> Proxy {
    let written = signer.person.as_ref().and_then(|id| clinical.person(id)).and_then(|p| p.name.as_ref());
    let member = pedigree.member(person);
    let relation = signer.person.as_ref().and_then(|id| match id {
        _ if member?.mother.as_ref() == Some(id) => Some(ProxyRelation::Mother),
        _ if member?.father.as_ref() == Some(id) => Some(ProxyRelation::Father),
        _ => None,
    });
    Proxy {
        name: written.map(|name| name.full.clone()).or_else(|| signer.name.clone()),
        relation,
        assented: signer.together.then_some(true),
    }
}
