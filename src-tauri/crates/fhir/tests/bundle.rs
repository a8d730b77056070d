//! Reading and writing a Bundle: golden JSON, plain values, and what is refused.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "bundle/shapes.rs"]
mod shapes;

use domain::{DiseaseSource, PersonId, Sex};
use fhir::{
    Bundle, Onset,
    case::{ClinicalCase, Signer},
};
use serde_json::{Value, json};

const GOLDEN: &str = include_str!("../../../../fixtures/fhir/bundle.json");
const FILE: &str = "bundle.json";

fn person(id: &str) -> PersonId {
    id.parse().expect("an id")
}

fn read(bundle: &Value) -> Result<ClinicalCase, fhir::FhirError> {
    let text = serde_json::to_vec(bundle).expect("JSON");
    ClinicalCase::of(FILE, &Bundle::read(FILE, &text)?)
}

fn golden() -> Value {
    serde_json::from_str(GOLDEN).expect("JSON")
}

fn written() -> String {
    serde_json::to_string_pretty(&shapes::bundle()).expect("JSON") + "\n"
}

#[test]
fn the_shapes_write_the_golden_bundle_and_read_it_back() {
    assert_eq!(written(), GOLDEN, "what other systems read from us must not drift unseen");
    assert_eq!(Bundle::read(FILE, GOLDEN.as_bytes()).expect("the golden bundle"), shapes::bundle());
}

#[test]
#[ignore = "writes the golden file anew, after a change that is meant"]
fn write_golden() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../fixtures/fhir/bundle.json");
    std::fs::write(path, written()).expect("the golden file");
}

#[test]
fn people_have_their_names_in_both_scripts() {
    let case = read(&golden()).expect("the golden bundle");
    let child = case.person(&person("child")).expect("a Patient");
    assert_eq!(child.name.as_ref().map(|n| n.full.as_str()), Some("架空 桜"));
    assert_eq!(child.kana.as_ref().map(|n| (n.family.as_str(), n.given.as_str())), Some(("カクウ", "サクラ")));
    assert_eq!(child.chart.as_ref().map(|c| c.number.as_str()), Some("00012345"));
    assert_eq!((child.sex, child.deceased), (Sex::Female, None), "silence about death is not `alive`");
    assert_eq!(child.birth_date.map(|d| d.to_string()).as_deref(), Some("2019-05-14"));
}

#[test]
fn the_order_names_disease_indication_and_panels() {
    let case = read(&golden()).expect("the golden bundle");
    let order = case.order.expect("a ServiceRequest");
    assert_eq!(order.proband, person("child"));
    assert_eq!(order.indication.as_deref(), Some("頭蓋縫合早期癒合と合指"));
    let diseases: Vec<(&str, Vec<String>)> =
        order.diseases.iter().map(|d| (d.name.as_str(), d.ids.iter().map(ToString::to_string).collect())).collect();
    let expected = [("アペール症候群", vec!["OMIM:101200".to_owned(), "NANDO:1200001".to_owned()])];
    assert_eq!(diseases, expected, "the Condition of the reason is the same disease, so it is there once");
    assert_eq!(order.panels, ["craniosynostosis"]);
    assert!(order.diseases[0].ids.iter().any(|id| id.source() == DiseaseSource::Omim));
}

#[test]
fn signs_relatives_specimens_and_files_are_plain_values() {
    let case = read(&golden()).expect("the golden bundle");
    let phenotype = case.phenotype(&person("child"));
    assert_eq!(phenotype.observed().iter().map(ToString::to_string).collect::<Vec<_>>(), ["HP:0001363", "HP:0001159"]);
    assert_eq!(phenotype.excluded().iter().map(ToString::to_string).collect::<Vec<_>>(), ["HP:0001250"]);
    assert_eq!(phenotype.earliest_onset().map(|t| t.to_string()).as_deref(), Some("HP:0003577"));
    assert!(matches!(case.signs[1].onset, Some(Onset::Age(age)) if age.months == 3));

    let [uncle] = case.family_history.as_slice() else { panic!("one relative") };
    assert_eq!((uncle.relation.as_deref(), uncle.deceased), (Some("MUNCLE"), Some(true)));
    assert_eq!(uncle.conditions[0].onset.as_deref(), Some("P40Y"));

    let [blood] = case.specimens.as_slice() else { panic!("one specimen") };
    assert_eq!((blood.kind.as_str(), blood.number.as_deref()), ("全血", Some("S-1")));
    assert_eq!((blood.left[0].value.as_str(), blood.left[0].unit.as_str()), ("2.5", "mL"));

    let [vcf] = case.files.as_slice() else { panic!("one file") };
    assert_eq!((vcf.url.as_str(), vcf.size), ("family.vcf.gz", Some(5_000_000_000)), "larger than 4 GiB");
    assert_eq!(vcf.sha256.as_deref().map(str::len), Some(64));
}

#[test]
fn a_consent_keeps_signer_day_version_and_each_item() {
    let case = read(&golden()).expect("the golden bundle");
    let [child, mother] = case.consents.as_slice() else { panic!("two consents") };
    let Signer::Proxy(proxy) = &child.signer else { panic!("a proxy, found {:?}", child.signer) };
    assert_eq!((proxy.person.as_ref(), proxy.together), (Some(&mother.person), false));
    assert_eq!(mother.signer, Signer::Person);
    assert_eq!((child.icf_version.as_str(), child.signed.day.to_string().as_str()), ("3.1", "2026-04-01"));
    let items: Vec<(&str, bool)> = child.decisions.iter().map(|d| (d.item.as_str(), d.agreed)).collect();
    assert_eq!(items, [("participation", true), ("secondary_findings", false)]);
    assert!(!child.withdrawn && mother.withdrawn, "inactive is withdrawn");
}

#[test]
fn an_unsigned_or_mistaken_resource_is_left_out() {
    for (pointer, status) in [("/entry/7/resource/status", "draft"), ("/entry/7/resource/status", "entered-in-error")] {
        let mut bundle = golden();
        *bundle.pointer_mut(pointer).expect("a status") = json!(status);
        assert_eq!(read(&bundle).expect("readable").consents.len(), 1, "{status} is no consent");
    }
    let mut bundle = golden();
    bundle["entry"][4]["resource"]["status"] = json!("entered-in-error");
    assert_eq!(read(&bundle).expect("readable").signs.len(), 2);
}

#[test]
fn what_is_not_known_is_passed_over() {
    let mut bundle = golden();
    bundle["entry"][0]["resource"]["maritalStatus"] = json!({"text": "?"});
    let group = json!({"resource": {"resourceType": "Group", "modifierExtension": [], "x": 1}});
    bundle["entry"].as_array_mut().expect("entries").insert(0, group);
    assert_eq!(read(&bundle).expect("FHIR is open").people.len(), 2);
}

/// Each row: where the golden bundle is changed, to what (null: taken away), and what the message must hold.
#[test]
fn each_refusal_names_file_place_and_expectation() {
    let rows = [
        ("/resourceType", json!("Patient"), "resourceType: found \"Patient\", expected Bundle"),
        ("/type", json!("searchset"), "type: found \"searchset\", expected collection"),
        ("/entry/0/resource/resourceType", Value::Null, "entry[0].resource.resourceType is missing"),
        ("/entry/0/resource/identifier/1/system", json!("urn:x"), "entry[0].resource.identifier is missing"),
        ("/entry/0/resource/identifier/1/value", json!("a/b"), "entry[0].resource.identifier: found \"a/b\""),
        ("/entry/1/resource/identifier/0/value", json!("child"), "expected one Patient per person"),
        ("/entry/0/resource/birthDate", json!("14.5.2019"), "entry[0].resource.birthDate: found"),
        ("/entry/0/resource/gender", json!("f"), "entry[0].resource.gender: unknown variant `f`"),
        ("/entry/0/resource/name/0/modifierExtension", json!([]), "name[0].modifierExtension: a modifier"),
        ("/entry/0/resource/implicitRules", json!("urn:x"), "entry[0].resource.implicitRules: a modifier"),
        ("/entry/2/resource/subject/reference", json!("Patient/x"), "subject.reference: found \"Patient/x\""),
        ("/entry/2/resource/status", Value::Null, "entry[2].resource: missing field `status`"),
        ("/entry/2/resource/reasonCode/1/coding/0/code", json!("?"), "reasonCode[1].coding[0].code: found \"?\""),
        ("/entry/2/resource/reasonReference/0/reference", json!("Condition/x"), "a Condition of this Bundle"),
        ("/entry/2/resource/authoredOn", json!("2026-04-01T09:00"), "entry[2].resource.authoredOn: found"),
        ("/entry/4/resource/code/coding/0/code", json!("HP:1363"), "expected an HPO id"),
        ("/entry/4/resource/valueCodeableConcept/coding/0/code", json!("LA1-1"), "expected present or absent"),
        ("/entry/4/resource/valueCodeableConcept", Value::Null, "valueCodeableConcept is missing"),
        ("/entry/4/resource/subject", Value::Null, "entry[4].resource.subject is missing"),
        ("/entry/5/resource/component/0/valueQuantity/code", json!("h"), "component[0].valueQuantity: found \"3 h\""),
        ("/entry/7/resource/status", json!("signed"), "entry[7].resource.status: unknown variant `signed`"),
        ("/entry/7/resource/performer", Value::Null, "entry[7].resource.performer is missing"),
        ("/entry/7/resource/dateTime", json!("2026-04"), "entry[7].resource.dateTime: found \"2026-04\""),
        ("/entry/7/resource/policyRule", Value::Null, "entry[7].resource.policyRule is missing"),
        ("/entry/7/resource/provision", Value::Null, "entry[7].resource.provision is missing"),
        ("/entry/7/resource/provision/type", json!("permit"), "expected deny"),
        ("/entry/7/resource/provision/provision/0/period", json!({}), "provision[0].period: unknown field `period`"),
        (
            "/entry/7/resource/provision/provision/0/code/0/coding/0/system",
            json!("urn:x"),
            "provision[0].code is missing",
        ),
        (
            "/entry/7/resource/provision/provision/1/code/0/coding/0/code",
            json!("participation"),
            "one decision per item",
        ),
        ("/entry/10/resource/container/0/specimenQuantity/value", Value::Null, "specimenQuantity is missing"),
    ];
    for (pointer, value, expected) in rows {
        let mut bundle = golden();
        change(&mut bundle, pointer, value);
        let message = read(&bundle).expect_err(pointer).to_string();
        assert!(
            message.starts_with(FILE) && message.contains(expected),
            "{pointer}: {message:?} must hold {expected:?}"
        );
    }
}

fn change(bundle: &mut Value, pointer: &str, value: Value) {
    let (parent, field) = pointer.rsplit_once('/').expect("a pointer");
    let parent = bundle.pointer_mut(parent).unwrap_or_else(|| panic!("{pointer} must be there"));
    let fields = parent.as_object_mut().expect("an object");
    if value.is_null() {
        fields.remove(field).unwrap_or_else(|| panic!("{pointer} must be there"));
    } else {
        fields.insert(field.to_owned(), value);
    }
}

#[test]
fn a_second_order_is_refused() {
    let mut bundle = golden();
    let order = bundle["entry"][2].clone();
    bundle["entry"].as_array_mut().expect("entries").push(order);
    assert!(read(&bundle).expect_err("two orders").to_string().contains("one order per case"));
}

#[test]
fn reading_is_bounded() {
    let deep = "[".repeat(100_000);
    for text in [deep.clone(), format!(r#"{{"resourceType":"Bundle","type":"collection","entry":[{{"resource":{deep}"#)]
    {
        assert!(Bundle::read(FILE, text.as_bytes()).is_err(), "must end with an error, not with the stack");
    }
    let large = vec![b' '; fhir::MAX_BYTES + 1];
    let message = Bundle::read(FILE, &large).expect_err("too large").to_string();
    assert!(message.contains("16777217 bytes"), "{message}");
    for bad in ["", "{", "null", "[]", "\u{feff}", "{\"resourceType\":\"Bundle\",\"type\":\"collection\"} x"] {
        assert!(Bundle::read(FILE, bad.as_bytes()).is_err(), "{bad:?} is no Bundle");
    }
}
