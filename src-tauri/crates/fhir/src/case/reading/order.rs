use std::collections::BTreeMap;

use domain::{DiseaseId, DiseaseSource};

use super::{Reading, checked, notes};
use crate::{
    Bundle, FhirError, Resource,
    case::{Order, OrderedDisease},
    element::CodeableConcept,
    json::Place,
    resource::{Condition, ServiceRequest},
    system,
};

/// The Conditions of a Bundle by their addresses.
pub(super) fn conditions(bundle: &Bundle) -> BTreeMap<String, &Condition> {
    let mut conditions = BTreeMap::new();
    for entry in &bundle.entry {
        let Resource::Condition(condition) = &entry.resource else { continue };
        let own = condition.id.as_ref().map(|id| format!("Condition/{id}"));
        conditions.extend(entry.full_url.iter().cloned().chain(own).map(|address| (address, condition)));
    }
    conditions
}

impl Reading<'_> {
    pub(super) fn order(&self, place: Place<'_>, request: &ServiceRequest) -> Result<Order, FhirError> {
        let mut diseases: Vec<OrderedDisease> = Vec::new();
        for (i, reason) in request.reason_code.iter().enumerate() {
            join(&mut diseases, disease(place, &format!("reasonCode[{i}]"), reason)?);
        }
        for (i, reason) in request.reason_reference.iter().enumerate() {
            let field = format!("reasonReference[{i}].reference");
            let address = reason.reference.as_deref().unwrap_or_default();
            let condition = self.conditions.get(address);
            let condition =
                condition.ok_or_else(|| place.value(&field, address, "a reference to a Condition of this Bundle"))?;
            let void = condition.verification_status.as_ref().is_some_and(|status| {
                status.coding.iter().any(|c| matches!(c.code.as_deref(), Some("refuted" | "entered-in-error")))
            });
            let Some(code) = condition.code.as_ref().filter(|_| !void) else { continue };
            join(&mut diseases, disease(place, &format!("reasonReference[{i}] -> {address}.code"), code)?);
        }
        let reasons: Vec<&str> = request.reason_code.iter().filter_map(|r| r.text.as_deref()).collect();
        let panels = request.order_detail.iter().filter_map(|detail| detail.code_of(system::PANEL)).map(str::to_owned);
        let requester = request.requester.as_ref();
        Ok(Order {
            number: request.identifier.iter().find_map(|i| i.value.clone()).or_else(|| request.id.clone()),
            proband: self.person(place, "subject", &request.subject)?,
            indication: if reasons.is_empty() { notes(&request.note) } else { Some(reasons.join("\n")) },
            diseases,
            panels: panels.collect(),
            authored_on: checked(place, "authoredOn", request.authored_on.as_deref())?,
            requester: requester.and_then(|r| r.display.clone().or_else(|| r.reference.clone())),
        })
    }
}

/// Adds a disease, or its further ids where the same disease is there already.
fn join(diseases: &mut Vec<OrderedDisease>, disease: Option<OrderedDisease>) {
    let Some(disease) = disease else { return };
    match diseases.iter_mut().find(|known| known.ids.iter().any(|id| disease.ids.contains(id))) {
        Some(known) => {
            let more: Vec<DiseaseId> = disease.ids.into_iter().filter(|id| !known.ids.contains(id)).collect();
            known.ids.extend(more);
        }
        None => diseases.push(disease),
    }
}

fn disease(place: Place<'_>, field: &str, concept: &CodeableConcept) -> Result<Option<OrderedDisease>, FhirError> {
    let ids = disease_ids(place, field, concept)?;
    let display = concept.coding.iter().find_map(|c| c.display.clone());
    let Some(first) = ids.first() else { return Ok(None) };
    let name = display.or_else(|| concept.text.clone()).unwrap_or_else(|| first.to_string());
    Ok(Some(OrderedDisease { ids, name }))
}

/// The ids of a disease: every code of a catalogue that is known, with or without its prefix.
pub(super) fn disease_ids(
    place: Place<'_>,
    field: &str,
    concept: &CodeableConcept,
) -> Result<Vec<DiseaseId>, FhirError> {
    let mut ids = Vec::new();
    for (i, coding) in concept.coding.iter().enumerate() {
        let source = match coding.system.as_deref() {
            Some(system::OMIM | "https://www.omim.org" | "https://omim.org" | "urn:oid:2.16.840.1.113883.6.174") => {
                DiseaseSource::Omim
            }
            Some(system::ORPHA | "https://www.orpha.net") => DiseaseSource::Orpha,
            Some(system::MONDO | "http://purl.obolibrary.org/obo/mondo") => DiseaseSource::Mondo,
            Some(system::NANDO) => DiseaseSource::Nando,
            _ => continue,
        };
        let code = coding.code.as_deref().unwrap_or_default();
        let id = if code.contains(':') { code.to_owned() } else { format!("{}:{code}", source.prefix()) };
        let id: Option<DiseaseId> = id.parse().ok().filter(|id: &DiseaseId| id.source() == source);
        let expected = || format!("a number of {}", source.prefix());
        ids.push(id.ok_or_else(|| place.value(&format!("{field}.coding[{i}].code"), code, expected()))?);
    }
    Ok(ids)
}
