use domain::Sex;
use fhir::phenopacket::{
    MetaData, OntologyClass, OntologySource, PacketSex, Phenopacket, PhenotypicFeature, Subject, TimeElement,
};

use crate::family::{Family, Sign};

/// The phenopacket of the proband. It holds no diagnosis.
pub(crate) fn of(family: &Family) -> Phenopacket {
    let proband = &family.people[0];
    let instant = |day: &str| format!("{day}T00:00:00Z");
    let class = |id: &str, label: &str| OntologyClass { id: id.to_owned(), label: label.to_owned() };
    let feature = |sign: &Sign| PhenotypicFeature {
        kind: class(&sign.id.to_string(), &sign.label),
        excluded: !sign.present,
        onset: sign.onset.as_ref().map(|[id, label]| TimeElement::OntologyClass(class(id, label))),
        resolution: None,
    };
    let sex = match proband.sex {
        Sex::Male => PacketSex::Male,
        Sex::Female => PacketSex::Female,
        Sex::Unknown => PacketSex::UnknownSex,
    };
    let hpo = OntologySource {
        id: "hp".to_owned(),
        name: "Human Phenotype Ontology".to_owned(),
        url: "http://purl.obolibrary.org/obo/hp.owl".to_owned(),
        version: "2025-05-06".to_owned(),
        namespace_prefix: "HP".to_owned(),
        iri_prefix: "http://purl.obolibrary.org/obo/HP_".to_owned(),
    };
    Phenopacket {
        id: family.id().to_owned(),
        subject: Some(Subject {
            id: proband.id.to_string(),
            date_of_birth: proband.participant.as_ref().map(|p| instant(&p.birth)),
            time_at_last_encounter: Some(TimeElement::Timestamp(instant(&family.dates.seen))),
            sex,
        }),
        phenotypic_features: family.signs.iter().map(feature).collect(),
        meta_data: MetaData {
            created: instant(&family.dates.seen),
            created_by: "shirube testkit".to_owned(),
            resources: vec![hpo],
            phenopacket_schema_version: "2.0.2".to_owned(),
        },
    }
}
