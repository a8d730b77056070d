//! The values behind `fixtures/fhir/bundle.json`.

use fhir::{
    Bundle, Entry, Resource,
    element::{Annotation, Attachment, CodeableConcept, Coding, HumanName, Identifier, Meta, Quantity, Reference},
    resource::{
        Condition, Consent, ConsentStatus, DiagnosticReport, DocumentContent, DocumentReference, FamilyCondition,
        FamilyMemberHistory, Gender, Observation, ObservationComponent, Patient, Provision, ProvisionType,
        RootProvision, ServiceRequest, Specimen, SpecimenCollection, SpecimenContainer, Task,
    },
    system,
};

pub(crate) fn bundle() -> Bundle {
    let resources = [
        Resource::Patient(child()),
        Resource::Patient(mother()),
        Resource::ServiceRequest(order()),
        Resource::Condition(condition()),
        Resource::Observation(sign("HP:0001363", "Craniosynostosis", true, Some(congenital()))),
        Resource::Observation(sign("HP:0001159", "Syndactyly", true, Some(three_months()))),
        Resource::Observation(sign("HP:0001250", "Seizure", false, None)),
        Resource::Consent(consent("child", "mother", ConsentStatus::Active)),
        Resource::Consent(consent("mother", "mother", ConsentStatus::Inactive)),
        Resource::FamilyMemberHistory(uncle()),
        Resource::Specimen(blood()),
        Resource::DiagnosticReport(report()),
        Resource::DocumentReference(vcf()),
        Resource::Task(task()),
    ];
    let address = |i: usize| format!("urn:uuid:00000000-0000-8000-8000-{i:012}");
    let entry = resources.into_iter().enumerate();
    Bundle::collection(entry.map(|(i, resource)| Entry { full_url: Some(address(i)), resource }).collect())
}

fn child() -> Patient {
    Patient {
        id: Some("child".into()),
        meta: Some(Meta {
            profile: vec!["http://jpfhir.jp/fhir/core/StructureDefinition/JP_Patient".into()],
            ..Meta::default()
        }),
        identifier: vec![
            Identifier::new(&format!("{}1399900015", system::INSTITUTION_PREFIX), "00012345"),
            Identifier::new(system::PERSON, "child"),
        ],
        name: vec![HumanName::kanji("架空", "桜"), HumanName::kana("カクウ", "サクラ")],
        gender: Some(Gender::Female),
        birth_date: Some("2019-05-14".into()),
        ..Patient::default()
    }
}

fn mother() -> Patient {
    Patient {
        id: Some("mother".into()),
        identifier: vec![Identifier::new(system::PERSON, "mother")],
        name: vec![HumanName::kanji("架空", "楓"), HumanName::kana("カクウ", "カエデ")],
        gender: Some(Gender::Female),
        birth_date: Some("1988-11".into()),
        deceased_boolean: Some(false),
        ..Patient::default()
    }
}

fn disease() -> CodeableConcept {
    CodeableConcept {
        coding: vec![
            Coding::new(system::OMIM, "101200", "アペール症候群"),
            Coding::new(system::NANDO, "NANDO:1200001", "アペール症候群"),
        ],
        text: None,
    }
}

fn order() -> ServiceRequest {
    ServiceRequest {
        id: Some("order".into()),
        status: "active".into(),
        intent: "order".into(),
        code: Some(CodeableConcept::text("全ゲノム解析")),
        order_detail: vec![CodeableConcept::code(system::PANEL, "craniosynostosis", "頭蓋縫合早期癒合症")],
        subject: Reference::to("Patient/child"),
        authored_on: Some("2026-04-02".into()),
        requester: Some(Reference { reference: None, display: Some("遺伝診療部".into()) }),
        reason_code: vec![
            CodeableConcept::text("頭蓋縫合早期癒合と合指"),
            CodeableConcept::code(system::OMIM, "101200", "アペール症候群"),
        ],
        reason_reference: vec![Reference::to("urn:uuid:00000000-0000-8000-8000-000000000003")],
        specimen: vec![Reference::to("Specimen/s1")],
        ..ServiceRequest::default()
    }
}

fn condition() -> Condition {
    Condition { code: Some(disease()), subject: Reference::to("Patient/child"), ..Condition::default() }
}

fn congenital() -> ObservationComponent {
    ObservationComponent {
        code: CodeableConcept::code(system::HPO, system::HPO_ONSET, "Onset"),
        value_codeable_concept: Some(CodeableConcept::code(system::HPO, "HP:0003577", "Congenital onset")),
        value_quantity: None,
    }
}

fn three_months() -> ObservationComponent {
    ObservationComponent {
        code: CodeableConcept::code(system::HPO, system::HPO_ONSET, "Onset"),
        value_codeable_concept: None,
        value_quantity: Some(quantity(3.into(), "か月", "mo")),
    }
}

fn quantity(value: serde_json::Number, unit: &str, code: &str) -> Quantity {
    Quantity { value: Some(value), unit: Some(unit.into()), system: Some(system::UCUM.into()), code: Some(code.into()) }
}

fn sign(term: &str, label: &str, present: bool, onset: Option<ObservationComponent>) -> Observation {
    let (code, words) = if present { (system::LOINC_PRESENT, "Present") } else { (system::LOINC_ABSENT, "Absent") };
    Observation {
        status: "final".into(),
        code: CodeableConcept::code(system::HPO, term, label),
        subject: Some(Reference::to("Patient/child")),
        effective_date_time: Some("2026-04-01T10:00:00+09:00".into()),
        value_codeable_concept: Some(CodeableConcept::code(system::LOINC, code, words)),
        component: onset.into_iter().collect(),
        ..Observation::default()
    }
}

fn consent(person: &str, signer: &str, status: ConsentStatus) -> Consent {
    let purpose = Coding::new("http://purl.obolibrary.org/obo/duo.owl", "DUO:0000007", "disease specific research");
    let participation =
        Provision { purpose: vec![purpose], ..Provision::on_item(ProvisionType::Permit, "participation", "参加") };
    Consent {
        status,
        scope: CodeableConcept::code(system::CONSENT_SCOPE, "research", "Research"),
        category: vec![CodeableConcept::code(system::LOINC, "59284-0", "Consent Document")],
        patient: Reference::to(&format!("Patient/{person}")),
        date_time: Some("2026-04-01".into()),
        performer: vec![Reference::to(&format!("Patient/{signer}"))],
        policy_rule: Some(CodeableConcept::code(system::ICF_VERSION, "3.1", "統一ICF 第3.1版")),
        provision: Some(RootProvision {
            kind: ProvisionType::Deny,
            provision: vec![participation, Provision::on_item(ProvisionType::Deny, "secondary_findings", "二次的所見")],
            ..RootProvision::default()
        }),
        ..Consent::default()
    }
}

fn uncle() -> FamilyMemberHistory {
    FamilyMemberHistory {
        status: "completed".into(),
        patient: Reference::to("Patient/child"),
        relationship: CodeableConcept::code(system::ROLE_CODE, "MUNCLE", "母方のおじ"),
        sex: Some(CodeableConcept::code("http://hl7.org/fhir/administrative-gender", "male", "男")),
        deceased_age: Some(quantity(52.into(), "歳", "a")),
        note: vec![Annotation { text: "診療録なし".into() }],
        condition: vec![FamilyCondition {
            code: disease(),
            onset_age: Some(quantity(40.into(), "歳", "a")),
            ..FamilyCondition::default()
        }],
        ..FamilyMemberHistory::default()
    }
}

fn blood() -> Specimen {
    let millilitres = |value: f64| quantity(serde_json::Number::from_f64(value).expect("finite"), "mL", "mL");
    Specimen {
        id: Some("s1".into()),
        identifier: vec![Identifier::new("urn:example:specimen", "S-1")],
        status: Some("available".into()),
        kind: Some(CodeableConcept::code(system::SPECIMEN_TYPE, "WB", "全血")),
        subject: Some(Reference::to("Patient/child")),
        collection: Some(SpecimenCollection {
            collected_date_time: Some("2026-04-01".into()),
            quantity: Some(millilitres(5.0)),
        }),
        container: vec![SpecimenContainer {
            description: Some("EDTA".into()),
            specimen_quantity: Some(millilitres(2.5)),
            ..SpecimenContainer::default()
        }],
        ..Specimen::default()
    }
}

fn report() -> DiagnosticReport {
    DiagnosticReport {
        based_on: vec![Reference::to("ServiceRequest/order")],
        status: "final".into(),
        category: vec![CodeableConcept::code(system::DIAGNOSTIC_SECTION, "GE", "Genetics")],
        code: CodeableConcept::code(system::LOINC, "51969-4", "Genetic analysis report"),
        subject: Some(Reference::to("Patient/child")),
        effective_date_time: Some("2026-06-01".into()),
        specimen: vec![Reference::to("Specimen/s1")],
        ..DiagnosticReport::default()
    }
}

fn vcf() -> DocumentReference {
    let attachment = Attachment {
        content_type: Some("application/gzip".into()),
        url: Some("family.vcf.gz".into()),
        size: Some(5_000_000_000),
        ..Attachment::default()
    };
    DocumentReference {
        status: "current".into(),
        subject: Some(Reference::to("Patient/child")),
        content: vec![DocumentContent { attachment: attachment.with_sha256(&"ab".repeat(32)) }],
        ..DocumentReference::default()
    }
}

fn task() -> Task {
    Task {
        status: "completed".into(),
        intent: "order".into(),
        focus: Some(Reference::to("ServiceRequest/order")),
        subject: Some(Reference::to("Patient/child")),
        ..Task::default()
    }
}
