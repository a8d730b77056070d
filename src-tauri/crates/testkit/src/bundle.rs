//! The FHIR R4 Bundle of a case.

use std::collections::BTreeMap;

use consent::Item;
use domain::{PersonId, Sex};
use fhir::{
    Bundle, Entry, Resource,
    element::{Annotation, Attachment, CodeableConcept, Coding, HumanName, Identifier, Quantity, Reference},
    resource::{
        Condition, Consent, ConsentStatus, DiagnosticReport, DocumentContent, DocumentReference, FamilyCondition,
        FamilyMemberHistory, Gender, Observation, ObservationComponent, Patient, Provision, ProvisionType,
        RootProvision, ServiceRequest, Specimen, SpecimenCollection, SpecimenContainer,
    },
    system,
};
use sealed::digest::Sha256;

use crate::family::{Asked, Family, Member, Participant, Relative, Sign, Stored};

/// A made-up institution: ten digits as JP Core asks for.
const INSTITUTION: &str = "1399900015";

/// The resources of a case, the genome file by its bytes.
pub(crate) fn of(family: &Family, vcf: (&str, &[u8])) -> Bundle {
    let patients: BTreeMap<&PersonId, String> =
        family.participants().map(|(member, _)| (&member.id, address(family, "Patient", member.id.as_str()))).collect();
    let author = Author { family, patients };
    let mut entries = Vec::new();
    for (member, participant) in family.participants() {
        entries.push(author.entry("Patient", member.id.as_str(), Resource::Patient(patient(member, participant))));
    }
    entries.push(author.entry("Condition", "ordered", Resource::Condition(author.condition())));
    entries.push(author.entry("ServiceRequest", "order", Resource::ServiceRequest(author.order())));
    for (member, stored) in author.specimens() {
        entries.push(author.entry("Specimen", &stored.label, Resource::Specimen(author.specimen(member, stored))));
    }
    for sign in &family.signs {
        let name = sign.id.to_string();
        entries.push(author.entry("Observation", &name, Resource::Observation(author.observation(sign))));
    }
    for (index, relative) in family.relatives.iter().enumerate() {
        let name = format!("{}-{index}", relative.code);
        let history = Resource::FamilyMemberHistory(author.history(relative));
        entries.push(author.entry("FamilyMemberHistory", &name, history));
    }
    for (member, participant) in family.participants() {
        let consent = Resource::Consent(author.consent(member, &participant.consent));
        entries.push(author.entry("Consent", member.id.as_str(), consent));
    }
    entries.push(author.entry("DiagnosticReport", "genome", Resource::DiagnosticReport(author.report())));
    entries.push(author.entry("DocumentReference", "genome", Resource::DocumentReference(author.document(vcf))));
    Bundle::collection(entries)
}

/// A UUID (version 8) from what it names, so that it is the same on every run.
fn address(family: &Family, kind: &str, name: &str) -> String {
    let digest = Sha256::of(format!("{}/{kind}/{name}", family.id()).as_bytes()).to_string();
    let part = |from: usize, to: usize| &digest[from..to];
    format!("urn:uuid:{}-{}-8{}-8{}-{}", part(0, 8), part(8, 12), part(12, 15), part(15, 18), part(18, 30))
}

fn patient(member: &Member, participant: &Participant) -> Patient {
    let [family, given] = &participant.kanji;
    let [family_kana, given_kana] = &participant.kana;
    Patient {
        identifier: vec![
            Identifier::new(&format!("{}{INSTITUTION}", system::INSTITUTION_PREFIX), &participant.chart),
            Identifier::new(system::PERSON, member.id.as_str()),
        ],
        name: vec![HumanName::kanji(family, given), HumanName::kana(family_kana, given_kana)],
        gender: Some(match member.sex {
            Sex::Male => Gender::Male,
            Sex::Female => Gender::Female,
            Sex::Unknown => Gender::Unknown,
        }),
        birth_date: Some(participant.birth.clone()),
        ..Patient::default()
    }
}

/// Writes the resources of a family, which point to its people.
struct Author<'a> {
    family: &'a Family,
    patients: BTreeMap<&'a PersonId, String>,
}

impl<'a> Author<'a> {
    fn entry(&self, kind: &str, name: &str, resource: Resource) -> Entry {
        Entry { full_url: Some(address(self.family, kind, name)), resource }
    }

    fn person(&self, id: &PersonId) -> Reference {
        Reference { reference: self.patients.get(id).cloned(), display: None }
    }

    fn proband(&self) -> Reference {
        self.person(self.family.proband())
    }

    fn to(&self, kind: &str, name: &str) -> Reference {
        Reference::to(&address(self.family, kind, name))
    }

    fn disease(&self) -> CodeableConcept {
        CodeableConcept::code(system::OMIM, &self.family.disease.omim, &self.family.disease.name_ja)
    }

    fn condition(&self) -> Condition {
        let status = |kind: &str, code: &str, display: &str| {
            Some(CodeableConcept::code(
                &format!("http://terminology.hl7.org/CodeSystem/condition-{kind}"),
                code,
                display,
            ))
        };
        Condition {
            clinical_status: status("clinical", "active", "Active"),
            verification_status: status("ver-status", "provisional", "Provisional"),
            code: Some(self.disease()),
            subject: self.proband(),
            recorded_date: Some(self.family.dates.seen.clone()),
            ..Condition::default()
        }
    }

    fn order(&self) -> ServiceRequest {
        let panel = |name: &String| CodeableConcept::code(system::PANEL, name, name);
        let specimens = self.specimens().map(|(_, stored)| self.to("Specimen", &stored.label)).collect();
        ServiceRequest {
            identifier: vec![Identifier::new("urn:shirube:order", &format!("{}-order", self.family.id()))],
            status: "active".to_owned(),
            intent: "order".to_owned(),
            code: Some(CodeableConcept::text("全エクソーム解析")),
            order_detail: self.family.panels.iter().map(panel).collect(),
            subject: self.proband(),
            authored_on: Some(self.family.dates.ordered.clone()),
            reason_code: vec![CodeableConcept { text: Some(self.family.indication.clone()), ..self.disease() }],
            reason_reference: vec![self.to("Condition", "ordered")],
            specimen: specimens,
            ..ServiceRequest::default()
        }
    }

    fn specimens(&self) -> impl Iterator<Item = (&'a Member, &'a Stored)> + use<'a> {
        self.family.participants().flat_map(|(member, p)| p.specimens.iter().map(move |stored| (member, stored)))
    }

    fn specimen(&self, member: &Member, stored: &Stored) -> Specimen {
        let [code, words] = &stored.kind;
        let unit = match stored.unit.as_str() {
            "µg" => "ug",
            unit => unit,
        };
        let amount = |value: u32| Quantity {
            value: Some(value.into()),
            unit: Some(stored.unit.clone()),
            system: Some(system::UCUM.to_owned()),
            code: Some(unit.to_owned()),
        };
        let [taken, left] = stored.amount;
        Specimen {
            identifier: vec![Identifier::new("urn:shirube:specimen", &stored.label)],
            status: Some("available".to_owned()),
            kind: Some(CodeableConcept::code(system::SPECIMEN_TYPE, code, words)),
            subject: Some(self.person(&member.id)),
            collection: Some(SpecimenCollection {
                collected_date_time: Some(stored.collected.clone()),
                quantity: Some(amount(taken)),
            }),
            container: vec![SpecimenContainer {
                identifier: Vec::new(),
                description: Some("残量".to_owned()),
                specimen_quantity: Some(amount(left)),
            }],
            ..Specimen::default()
        }
    }

    fn observation(&self, sign: &Sign) -> Observation {
        let answer = if sign.present {
            Coding::new(system::LOINC, system::LOINC_PRESENT, "Present")
        } else {
            Coding::new(system::LOINC, system::LOINC_ABSENT, "Absent")
        };
        let term = |id: &str, words: &str| CodeableConcept::code(system::HPO, id, words);
        let onset = sign.onset.iter().map(|[id, words]| ObservationComponent {
            code: term(system::HPO_ONSET, "Onset"),
            value_codeable_concept: Some(term(id, words)),
            value_quantity: None,
        });
        Observation {
            status: "final".to_owned(),
            code: CodeableConcept { text: Some(sign.label_ja.clone()), ..term(&sign.id.to_string(), &sign.label) },
            subject: Some(self.proband()),
            effective_date_time: Some(self.family.dates.seen.clone()),
            value_codeable_concept: Some(CodeableConcept { coding: vec![answer], text: None }),
            component: onset.collect(),
            ..Observation::default()
        }
    }

    fn history(&self, relative: &Relative) -> FamilyMemberHistory {
        let (code, display) = match relative.sex {
            Sex::Male => ("male", "Male"),
            Sex::Female => ("female", "Female"),
            Sex::Unknown => ("unknown", "Unknown"),
        };
        let years = relative.onset_age.map(|age| Quantity {
            value: Some(age.into()),
            unit: Some("年".to_owned()),
            system: Some(system::UCUM.to_owned()),
            code: Some("a".to_owned()),
        });
        let condition = |words: &String| FamilyCondition {
            code: CodeableConcept::text(words),
            onset_age: years.clone(),
            ..FamilyCondition::default()
        };
        let note = Some(&relative.note).filter(|note| !note.is_empty());
        FamilyMemberHistory {
            status: "completed".to_owned(),
            patient: self.proband(),
            date: Some(self.family.dates.seen.clone()),
            relationship: CodeableConcept::code(system::ROLE_CODE, &relative.code, &relative.words),
            sex: Some(CodeableConcept::code("http://hl7.org/fhir/administrative-gender", code, display)),
            note: note.map(|text| Annotation { text: text.clone() }).into_iter().collect(),
            condition: relative.conditions.iter().map(condition).collect(),
            ..FamilyMemberHistory::default()
        }
    }

    fn consent(&self, member: &Member, asked: &Asked) -> Consent {
        let decided = |item: &Item| {
            let kind = match (asked.agreed.contains(item), asked.refused.contains(item)) {
                (true, false) => ProvisionType::Permit,
                (false, true) => ProvisionType::Deny,
                _ => return None,
            };
            Some(Provision::on_item(kind, item.name(), words(*item)))
        };
        let provision = RootProvision {
            kind: ProvisionType::Deny,
            provision: Item::ALL.iter().filter_map(decided).collect(),
            ..RootProvision::default()
        };
        Consent {
            status: ConsentStatus::Active,
            scope: CodeableConcept::code(system::CONSENT_SCOPE, "research", "Research"),
            category: vec![CodeableConcept::code(system::LOINC, "59284-0", "Consent Document")],
            patient: self.person(&member.id),
            date_time: Some(asked.date.clone()),
            performer: vec![self.person(asked.proxy.as_ref().unwrap_or(&member.id))],
            policy_rule: Some(CodeableConcept::code(system::ICF_VERSION, &asked.icf, "統一ICF")),
            provision: Some(provision),
            ..Consent::default()
        }
    }

    fn report(&self) -> DiagnosticReport {
        DiagnosticReport {
            based_on: vec![self.to("ServiceRequest", "order")],
            status: "final".to_owned(),
            category: vec![CodeableConcept::code(system::DIAGNOSTIC_SECTION, "GE", "Genetics")],
            code: CodeableConcept::code(system::LOINC, "51969-4", "Genetic analysis report"),
            subject: Some(self.proband()),
            effective_date_time: Some(self.family.dates.reported.clone()),
            issued: Some(format!("{}T09:00:00+09:00", self.family.dates.reported)),
            specimen: self.specimens().map(|(_, stored)| self.to("Specimen", &stored.label)).collect(),
            ..DiagnosticReport::default()
        }
    }

    fn document(&self, (name, bytes): (&str, &[u8])) -> DocumentReference {
        let attachment = Attachment {
            content_type: Some("application/gzip".to_owned()),
            url: Some(name.to_owned()),
            size: u64::try_from(bytes.len()).ok(),
            title: Some("joint-called VCF, GRCh38".to_owned()),
            ..Attachment::default()
        };
        DocumentReference {
            status: "current".to_owned(),
            kind: Some(CodeableConcept::text("VCF")),
            subject: Some(self.proband()),
            date: Some(format!("{}T09:00:00+09:00", self.family.dates.reported)),
            content: vec![DocumentContent { attachment: attachment.with_sha256(&Sha256::of(bytes).to_string()) }],
            ..DocumentReference::default()
        }
    }
}

/// The item in the words of the form.
fn words(item: Item) -> &'static str {
    match item {
        Item::Participation => "研究への参加",
        Item::SecondaryFindings => "二次的所見の開示(年齢を問わず対処のある疾患)",
        Item::SecondaryFindingsAdult => "二次的所見の開示(成人期に対処のある疾患)",
        Item::AdultOnsetConditions => "成人期に発症し確立した予防法のない疾患の開示",
        Item::SpecimenStorage => "検体の保管",
        Item::JointResearch => "共同研究での資料の分譲",
        Item::IndustryAlone => "産業界単独での分譲",
        Item::AcademicData => "データの学術利用",
        Item::IndustrialData => "データの産業利用",
        Item::UseAbroad => "外国での利用",
        Item::Recontact => "リコンタクト",
        Item::Relatives => "血縁者との情報の共有",
        Item::Matchmaking => "マッチメイキング",
    }
}
