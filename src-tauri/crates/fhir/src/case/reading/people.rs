use std::collections::BTreeMap;

use domain::{PersonId, Sex};

use crate::{
    Bundle, FhirError, Resource,
    case::{ChartNumber, PersonDetails, PersonName},
    element::HumanName,
    json::Place,
    resource::{Gender, Patient},
    system,
};

pub(super) struct People {
    pub(super) details: Vec<PersonDetails>,
    pub(super) by_address: BTreeMap<String, PersonId>,
}

pub(super) fn read(file: &str, bundle: &Bundle) -> Result<People, FhirError> {
    let mut people = People { details: Vec::new(), by_address: BTreeMap::new() };
    for (i, entry) in bundle.entry.iter().enumerate() {
        let Resource::Patient(patient) = &entry.resource else { continue };
        let path = format!("entry[{i}].resource");
        let place = Place { file, path: &path };
        let person = person(place, patient)?;
        if people.details.iter().any(|p| p.id == person.id) {
            return Err(place.value("identifier", person.id.as_str(), "one Patient per person"));
        }
        let own = patient.id.as_ref().map(|id| format!("Patient/{id}"));
        for address in entry.full_url.iter().chain(&own) {
            if people.by_address.insert(address.clone(), person.id.clone()).is_some_and(|other| other != person.id) {
                return Err(place.value("id", address, "an address of its own for each Patient"));
            }
        }
        people.details.push(person);
    }
    Ok(people)
}

fn person(place: Place<'_>, patient: &Patient) -> Result<PersonDetails, FhirError> {
    let of_system = |wanted: bool| {
        let is_person = |system: &Option<String>| system.as_deref() == Some(system::PERSON);
        patient.identifier.iter().find(move |i| is_person(&i.system) == wanted)
    };
    let expected = format!("the id of the person in the PED, with system {}", system::PERSON);
    let id = of_system(true).and_then(|i| i.value.as_deref());
    let id = id.ok_or_else(|| place.missing("identifier", expected))?;
    let id = id.parse().map_err(|error: domain::ParseIdError| place.value("identifier", id, error.to_string()))?;
    let chart = of_system(false).and_then(|identifier| {
        Some(ChartNumber { institution: identifier.system.clone(), number: identifier.value.clone()? })
    });
    let in_script = |script: Option<&str>| patient.name.iter().find(|n| n.script() == script).map(name);
    let birth_date = match patient.birth_date.as_deref() {
        Some(text) => Some(text.parse().map_err(|_| place.value("birthDate", text, "YYYY, YYYY-MM or YYYY-MM-DD"))?),
        None => None,
    };
    Ok(PersonDetails {
        id,
        chart,
        name: in_script(Some("IDE")).or_else(|| in_script(None)),
        kana: in_script(Some("SYL")),
        sex: match patient.gender {
            Some(Gender::Male) => Sex::Male,
            Some(Gender::Female) => Sex::Female,
            Some(Gender::Other | Gender::Unknown) | None => Sex::Unknown,
        },
        birth_date,
        deceased: patient.deceased_boolean.or(patient.deceased_date_time.as_ref().map(|_| true)),
    })
}

fn name(name: &HumanName) -> PersonName {
    let family = name.family.clone().unwrap_or_default();
    let given = name.given.join(" ");
    let whole = || [family.as_str(), &given].into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ");
    PersonName { full: name.text.clone().unwrap_or_else(whole), family, given }
}
