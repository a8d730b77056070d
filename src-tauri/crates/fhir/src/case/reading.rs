use std::collections::BTreeMap;

use domain::{HpoId, PersonId, Sex};

use super::{
    Amount, ClinicalCase, ItemDecision, NamedFile, ProxySigner, Relative, RelativeCondition, Sign, SignedConsent,
    Signer, SpecimenDetails,
};
use crate::{
    Bundle, FhirError, Onset, Resource,
    date::{PartialDate, date_time},
    element::{Annotation, CodeableConcept, Quantity, Reference},
    json::Place,
    onset::Age,
    resource::{
        Condition, Consent, ConsentStatus, DocumentReference, FamilyMemberHistory, Observation, Provision,
        ProvisionType, Specimen,
    },
    system,
};

mod order;
mod people;

/// A Bundle while it is read: who stands behind which address.
struct Reading<'a> {
    people: BTreeMap<String, PersonId>,
    conditions: BTreeMap<String, &'a Condition>,
}

impl ClinicalCase {
    /// The plain values of a Bundle. `file` is its name, for messages. Resources that are marked as entered in error are left
    /// out.
    ///
    /// # Errors
    /// [`FhirError`] with `file` and the place: a Patient without id of the person or two with the same, a reference to
    /// nobody in the Bundle, an id, date or code that cannot be read, an HPO observation that is neither present nor absent,
    /// more than one order, a consent whose signer, day, ICF version or items are not clear.
    pub fn of(file: &str, bundle: &Bundle) -> Result<Self, FhirError> {
        let people = people::read(file, bundle)?;
        let mut case = Self {
            people: people.details,
            order: None,
            specimens: Vec::new(),
            signs: Vec::new(),
            family_history: Vec::new(),
            consents: Vec::new(),
            files: Vec::new(),
        };
        let reading = Reading { people: people.by_address, conditions: order::conditions(bundle) };
        for (i, entry) in bundle.entry.iter().enumerate() {
            let path = format!("entry[{i}].resource");
            let place = Place { file, path: &path };
            match &entry.resource {
                Resource::ServiceRequest(request)
                    if !matches!(request.status.as_str(), "entered-in-error" | "revoked") =>
                {
                    if case.order.is_some() {
                        return Err(place.value(".", "a second ServiceRequest", "one order per case"));
                    }
                    case.order = Some(reading.order(place, request)?);
                }
                Resource::Specimen(specimen) => case.specimens.extend(reading.specimen(place, specimen)?),
                Resource::Observation(observation) => case.signs.extend(reading.sign(place, observation)?),
                Resource::FamilyMemberHistory(history) => case.family_history.extend(reading.relative(place, history)?),
                Resource::Consent(consent) => case.consents.extend(reading.consent(place, consent)?),
                Resource::DocumentReference(document) => case.files.extend(files(place, document)),
                _ => {}
            }
        }
        Ok(case)
    }
}

impl Reading<'_> {
    fn person(&self, place: Place<'_>, field: &str, reference: &Reference) -> Result<PersonId, FhirError> {
        let expected = "a reference to a Patient of this Bundle";
        let Some(address) = reference.reference.as_deref() else {
            return Err(place.missing(&format!("{field}.reference"), expected));
        };
        self.people.get(address).cloned().ok_or_else(|| place.value(&format!("{field}.reference"), address, expected))
    }

    fn specimen(&self, place: Place<'_>, specimen: &Specimen) -> Result<Option<SpecimenDetails>, FhirError> {
        if specimen.status.as_deref() == Some("entered-in-error") {
            return Ok(None);
        }
        let subject = specimen.subject.as_ref().ok_or_else(|| place.missing("subject", "whose specimen it is"))?;
        let kind = specimen.kind.as_ref().and_then(CodeableConcept::words);
        let collected = specimen.collection.as_ref().and_then(|c| c.collected_date_time.as_deref());
        let mut left = Vec::new();
        for (i, container) in specimen.container.iter().enumerate() {
            let Some(quantity) = &container.specimen_quantity else { continue };
            let field = format!("container[{i}].specimenQuantity");
            left.push(amount(quantity).ok_or_else(|| place.missing(&field, "a value and its unit"))?);
        }
        Ok(Some(SpecimenDetails {
            person: self.person(place, "subject", subject)?,
            number: specimen.identifier.iter().find_map(|i| i.value.clone()).or_else(|| specimen.id.clone()),
            kind: kind.ok_or_else(|| place.missing("type", "the kind of specimen, in words"))?.to_owned(),
            collected: checked(place, "collection.collectedDateTime", collected)?,
            left,
        }))
    }

    fn sign(&self, place: Place<'_>, observation: &Observation) -> Result<Option<Sign>, FhirError> {
        let hpo = observation.code.coding.iter().find(|c| c.system.as_deref() == Some(system::HPO));
        let void = matches!(observation.status.as_str(), "entered-in-error" | "cancelled");
        let Some(coding) = hpo.filter(|_| !void) else { return Ok(None) };
        let code = coding.code.as_deref().unwrap_or_default();
        let term = code.parse().map_err(|_| place.value("code.coding.code", code, "an HPO id such as HP:0001250"))?;
        let subject = observation.subject.as_ref().ok_or_else(|| place.missing("subject", "who was observed"))?;
        let Some(present) = presence(observation) else {
            let expected = format!(
                "present or absent: LOINC {} or {}, SNOMED CT {} or {}, or valueBoolean",
                system::LOINC_PRESENT,
                system::LOINC_ABSENT,
                system::SNOMED_PRESENT,
                system::SNOMED_ABSENT
            );
            return Err(place.missing("valueCodeableConcept", expected));
        };
        Ok(Some(Sign {
            person: self.person(place, "subject", subject)?,
            term,
            label: coding.display.as_deref().or(observation.code.text.as_deref()).unwrap_or_default().to_owned(),
            excluded: !present,
            onset: onset(place, observation)?,
            observed: checked(place, "effectiveDateTime", observation.effective_date_time.as_deref())?,
        }))
    }

    fn relative(&self, place: Place<'_>, history: &FamilyMemberHistory) -> Result<Option<Relative>, FhirError> {
        if history.status == "entered-in-error" {
            return Ok(None);
        }
        let relation = history.relationship.code_of(system::ROLE_CODE).map(str::to_owned);
        let words = history.relationship.words().map(str::to_owned).or_else(|| relation.clone());
        let mut conditions = Vec::new();
        for (i, condition) in history.condition.iter().enumerate() {
            let field = format!("condition[{i}].code");
            let ids = order::disease_ids(place, &field, &condition.code)?;
            let words = condition.code.words().map(str::to_owned).or_else(|| ids.first().map(ToString::to_string));
            let words = words.ok_or_else(|| place.missing(&field, "a code or words"))?;
            let age = match &condition.onset_age {
                Some(quantity) => Some(age(place, &format!("condition[{i}].onsetAge"), quantity)?.to_string()),
                None => None,
            };
            conditions.push(RelativeCondition { ids, words, onset: condition.onset_string.clone().or(age) });
        }
        let died = history.deceased_age.is_some() || history.deceased_string.is_some();
        Ok(Some(Relative {
            of: self.person(place, "patient", &history.patient)?,
            relation,
            relation_words: words.ok_or_else(|| place.missing("relationship", "a code or words"))?,
            sex: sex(history.sex.as_ref()),
            deceased: history.deceased_boolean.or(died.then_some(true)),
            conditions,
            note: notes(&history.note),
        }))
    }

    fn consent(&self, place: Place<'_>, consent: &Consent) -> Result<Option<SignedConsent>, FhirError> {
        let withdrawn = match consent.status {
            ConsentStatus::Draft | ConsentStatus::Proposed | ConsentStatus::EnteredInError => return Ok(None),
            ConsentStatus::Active => false,
            ConsentStatus::Inactive | ConsentStatus::Rejected => true,
        };
        let person = self.person(place, "patient", &consent.patient)?;
        if consent.performer.is_empty() {
            return Err(place.missing("performer", "who signed: the patient or a proxy"));
        }
        let referred = |r: &Reference| r.reference.as_ref().and_then(|a| self.people.get(a)).cloned();
        let own = |r: &&Reference| referred(r).as_ref() == Some(&person);
        let signer = consent.performer.iter().find(|r| !own(r)).map_or(Signer::Person, |proxy| {
            let (together, name) = (consent.performer.iter().any(|r| own(&r)), proxy.display.clone());
            Signer::Proxy(ProxySigner { person: referred(proxy), name, together })
        });
        let day = consent.date_time.as_deref();
        let day = day.ok_or_else(|| place.missing("dateTime", "the day of the signature"))?;
        let signed = date_time(day).ok_or_else(|| place.value("dateTime", day, "a day, or a moment with its zone"))?;
        let policy = consent.policy_rule.as_ref();
        let version = policy.and_then(|rule| rule.code_of(system::ICF_VERSION).or(rule.text.as_deref()));
        let icf_version = version
            .ok_or_else(|| place.missing("policyRule", format!("the version of the ICF ({})", system::ICF_VERSION)))?
            .to_owned();
        let root = consent.provision.as_ref();
        let root = root.ok_or_else(|| place.missing("provision", "a root that denies and one child per item"))?;
        if root.kind != ProvisionType::Deny {
            return Err(place.value("provision.type", "permit", "deny: what no item allows is forbidden"));
        }
        let decisions = decisions(place, &root.provision)?;
        Ok(Some(SignedConsent { person, icf_version, signer, signed, decisions, withdrawn }))
    }
}

fn decisions(place: Place<'_>, provisions: &[Provision]) -> Result<Vec<ItemDecision>, FhirError> {
    let mut decisions: Vec<ItemDecision> = Vec::new();
    for (i, provision) in provisions.iter().enumerate() {
        let field = format!("provision.provision[{i}].code");
        let [concept] = provision.code.as_slice() else {
            return Err(place.missing(&field, format!("exactly one item ({})", system::CONSENT_ITEM)));
        };
        let item = concept
            .code_of(system::CONSENT_ITEM)
            .ok_or_else(|| place.missing(&field, format!("a code of {}", system::CONSENT_ITEM)))?;
        if decisions.iter().any(|d| d.item == item) {
            return Err(place.value(&field, item, "one decision per item"));
        }
        decisions.push(ItemDecision {
            item: item.to_owned(),
            agreed: provision.kind == ProvisionType::Permit,
            path: format!("{}.{field}", place.path),
        });
    }
    Ok(decisions)
}

fn files(place: Place<'_>, document: &DocumentReference) -> Vec<NamedFile> {
    if document.status != "current" {
        return Vec::new();
    }
    let attachments = document.content.iter().map(|c| &c.attachment).enumerate();
    let named = attachments.filter_map(|(i, attachment)| {
        Some(NamedFile {
            url: attachment.url.clone()?,
            size: attachment.size,
            sha256: attachment.sha256().map(str::to_owned),
            path: format!("{}.content[{i}].attachment", place.path),
        })
    });
    named.collect()
}

fn presence(observation: &Observation) -> Option<bool> {
    let coded = observation.value_codeable_concept.as_ref().and_then(|value| {
        let code = value.code_of(system::LOINC).or_else(|| value.code_of(system::SNOMED))?;
        match code {
            system::LOINC_PRESENT | system::SNOMED_PRESENT => Some(true),
            system::LOINC_ABSENT | system::SNOMED_ABSENT => Some(false),
            _ => None,
        }
    });
    coded.or(observation.value_boolean)
}

fn onset(place: Place<'_>, observation: &Observation) -> Result<Option<Onset>, FhirError> {
    let is_onset = |code: &CodeableConcept| code.code_of(system::HPO) == Some(system::HPO_ONSET);
    let Some((i, component)) = observation.component.iter().enumerate().find(|(_, c)| is_onset(&c.code)) else {
        return Ok(None);
    };
    let path = format!("{}.component[{i}]", place.path);
    let place = Place { path: &path, ..place };
    if let Some(quantity) = &component.value_quantity {
        return Ok(Some(Onset::Age(age(place, "valueQuantity", quantity)?)));
    }
    let class = component.value_codeable_concept.as_ref().and_then(|value| value.code_of(system::HPO));
    let expected = "an age (valueQuantity), or a class of onset of HPO such as HP:0003577";
    let class = class.ok_or_else(|| place.missing("valueCodeableConcept", expected))?;
    let term: HpoId = class.parse().map_err(|_| place.value("valueCodeableConcept", class, expected))?;
    Ok(Some(Onset::Class(term)))
}

/// An age in UCUM years, months, weeks or days.
fn age(place: Place<'_>, field: &str, quantity: &Quantity) -> Result<Age, FhirError> {
    let number = quantity.value.as_ref().and_then(serde_json::Number::as_u64).and_then(|n| u16::try_from(n).ok());
    let unit = quantity.code.as_deref().or(quantity.unit.as_deref());
    let age = match (number, unit) {
        (Some(years), Some("a")) => Some(Age { years, ..Age::default() }),
        (Some(months), Some("mo")) => Some(Age { months, ..Age::default() }),
        (Some(weeks), Some("wk")) => weeks.checked_mul(7).map(|days| Age { days, ..Age::default() }),
        (Some(days), Some("d")) => Some(Age { days, ..Age::default() }),
        _ => None,
    };
    let found =
        || format!("{} {}", quantity.value.as_ref().map_or("?".to_owned(), ToString::to_string), unit.unwrap_or("?"));
    age.ok_or_else(|| place.value(field, &found(), "a whole number in the UCUM unit a, mo, wk or d"))
}

fn amount(quantity: &Quantity) -> Option<Amount> {
    let unit = quantity.unit.clone().or_else(|| quantity.code.clone())?;
    Some(Amount { value: quantity.value.as_ref()?.to_string(), unit })
}

fn sex(concept: Option<&CodeableConcept>) -> Sex {
    match concept.and_then(|c| c.coding.iter().find_map(|c| c.code.as_deref())) {
        Some("male") => Sex::Male,
        Some("female") => Sex::Female,
        _ => Sex::Unknown,
    }
}

fn notes(notes: &[Annotation]) -> Option<String> {
    let texts: Vec<&str> = notes.iter().map(|n| n.text.as_str()).collect();
    (!texts.is_empty()).then(|| texts.join("\n"))
}

/// A FHIR dateTime as it was written, if it is one.
fn checked(place: Place<'_>, field: &str, text: Option<&str>) -> Result<Option<String>, FhirError> {
    match text {
        Some(text) if text.parse::<PartialDate>().is_err() && date_time(text).is_none() => {
            Err(place.value(field, text, "YYYY, YYYY-MM, YYYY-MM-DD, or a moment with its zone"))
        }
        text => Ok(text.map(str::to_owned)),
    }
}
