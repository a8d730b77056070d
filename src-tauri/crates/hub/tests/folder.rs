//! A hub as a folder: what is read, and each way in which it can be wrong.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::{collections::BTreeMap, fs, io::Read, path::Path};

use consent::{Decider, Decision, Item, ProxyRelation};
use domain::{Assembly, FixedClock, PersonId};
use hub::{FolderHub, HubCase, HubError};
use sealed::digest::Sha256;
use serde_json::{Value, json};

const VCF: &[u8] = b"not a genome, but bytes that must arrive as they were sent";

/// The files of a hub with one case, before they are written. Listings are made from the files, so that a test changes either
/// a file (`files`, listed with its true hash) or what lies on the disk afterwards.
struct Draft {
    files: BTreeMap<&'static str, Vec<u8>>,
    kinds: Vec<(&'static str, &'static str)>,
    bundle: Value,
}

fn patient(id: &str, gender: &str, born: &str) -> Value {
    json!({"resource": {"resourceType": "Patient", "id": id, "gender": gender, "birthDate": born,
        "identifier": [{"system": "urn:shirube:person", "value": id}]}})
}

fn consent(person: &str, signer: &str, date: &str, status: &str, items: &[(&str, &str)]) -> Value {
    let item = |(kind, code): &(&str, &str)| json!({"type": kind, "code": [{"coding": [{"system": "urn:shirube:consent-item", "code": code}]}]});
    json!({"resource": {"resourceType": "Consent", "status": status, "scope": {},
        "patient": {"reference": format!("Patient/{person}")}, "dateTime": date,
        "performer": [{"reference": format!("Patient/{signer}")}],
        "policyRule": {"coding": [{"system": "urn:shirube:icf", "code": "3.1"}]},
        "provision": {"type": "deny", "provision": items.iter().map(item).collect::<Vec<_>>()}}})
}

const ALL: [(&str, &str); 4] = [
    ("permit", "participation"),
    ("permit", "secondary_findings"),
    ("permit", "secondary_findings_adult"),
    ("deny", "adult_onset_conditions"),
];

impl Draft {
    fn new() -> Self {
        let bundle = json!({"resourceType": "Bundle", "type": "collection", "entry": [
            patient("child", "female", "2008-04-02"),
            patient("mother", "female", "1980"),
            {"resource": {"resourceType": "ServiceRequest", "status": "active", "intent": "order",
                "subject": {"reference": "Patient/child"}, "reasonCode": [{"text": "why"}]}},
            consent("child", "mother", "2026-03-01", "active", &ALL),
            consent("mother", "mother", "2026-03-01", "active", &ALL),
            {"resource": {"resourceType": "DocumentReference", "status": "current", "content": [{"attachment": {
                "url": "family.vcf.gz", "size": VCF.len(),
                "extension": [{"url": "urn:shirube:sha256", "valueString": Sha256::of(VCF).to_string()}]}}]}},
        ]});
        let packet = json!({"id": "p", "subject": {"id": "child", "sex": "FEMALE"},
            "phenotypicFeatures": [{"type": {"id": "HP:0001363"}}],
            "metaData": {"created": "2026-03-01T00:00:00Z", "createdBy": "a", "phenopacketSchemaVersion": "2.0",
                "resources": [{"id": "hp", "namespacePrefix": "HP"}]}});
        let files = BTreeMap::from([
            ("family.vcf.gz", VCF.to_vec()),
            ("family.vcf.gz.tbi", b"an index".to_vec()),
            ("family.ped", b"F child dad mother 2 2\nF mother 0 0 2 1\nF dad 0 0 1 1\n".to_vec()),
            ("phenopacket.json", packet.to_string().into_bytes()),
            ("coverage.tsv", b"gene\tperson\tbases\tcallable_bases\tmean_depth\nFGFR2\tchild\t10\t9\t30.5\n".to_vec()),
        ]);
        let kinds = vec![
            ("vcf", "family.vcf.gz"),
            ("index", "family.vcf.gz.tbi"),
            ("ped", "family.ped"),
            ("phenopacket", "phenopacket.json"),
            ("fhir", "bundle.json"),
            ("coverage", "coverage.tsv"),
        ];
        Self { files, kinds, bundle }
    }

    /// All files by their paths in the hub.
    fn lay(mut self) -> BTreeMap<String, Vec<u8>> {
        self.files.insert("bundle.json", self.bundle.to_string().into_bytes());
        let listed = |kind: &str, path: &str| {
            let bytes = self.files.get(path).cloned().unwrap_or_default();
            json!({"kind": kind, "path": path, "size": bytes.len(), "sha256": Sha256::of(&bytes).to_string()})
        };
        let files: Vec<Value> = self.kinds.iter().map(|(kind, path)| listed(kind, path)).collect();
        let case = json!({"schema": "shirube.hub-case/1", "id": "family-1", "assembly": "GRCh38", "files": files});
        let mut laid: BTreeMap<String, Vec<u8>> =
            self.files.into_iter().map(|(path, bytes)| (format!("family-1/{path}"), bytes)).collect();
        list(&mut laid, &case);
        laid
    }
}

/// Puts a listing of the case into a hub, and a listing of the hub that names it.
fn list(laid: &mut BTreeMap<String, Vec<u8>>, case: &Value) {
    let case = case.to_string().into_bytes();
    let hub = json!({"schema": "shirube.folder-hub/1", "name": "a hub", "cases": [{"id": "family-1",
        "path": "family-1/case.json", "size": case.len(), "sha256": Sha256::of(&case).to_string()}]});
    laid.insert("hub.json".into(), hub.to_string().into_bytes());
    laid.insert("family-1/case.json".into(), case);
}

fn write(folder: &Path, laid: &BTreeMap<String, Vec<u8>>) {
    for (path, bytes) in laid {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
}

fn read(folder: &Path) -> Result<HubCase, HubError> {
    FolderHub::open(folder)?.case(&"family-1".parse().expect("an id"))
}

fn try_laid(laid: &BTreeMap<String, Vec<u8>>) -> Result<HubCase, HubError> {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), laid);
    read(folder.path())
}

fn refused(laid: &BTreeMap<String, Vec<u8>>, expected: &[&str]) {
    let Err(error) = try_laid(laid) else { panic!("must be refused: {expected:?}") };
    let message = error.to_string();
    for part in expected {
        assert!(message.contains(part), "{message:?} must hold {part:?}");
    }
}

fn person(id: &str) -> PersonId {
    id.parse().expect("an id")
}

/// The same with a file of reads of somebody.
fn with_reads(kinds: &[(&str, Option<&str>)]) -> BTreeMap<String, Vec<u8>> {
    let mut laid = Draft::new().lay();
    let mut case: Value = serde_json::from_slice(&laid["family-1/case.json"]).expect("JSON");
    for (number, (kind, person)) in kinds.iter().enumerate() {
        let (path, bytes) = (format!("reads-{number}"), format!("reads {number}").into_bytes());
        let mut file =
            json!({"kind": kind, "path": path, "size": bytes.len(), "sha256": Sha256::of(&bytes).to_string()});
        if let Some(person) = person {
            file["person"] = json!(person);
        }
        case["files"].as_array_mut().expect("files").push(file);
        laid.insert(format!("family-1/{path}"), bytes);
    }
    list(&mut laid, &case);
    laid
}

#[test]
fn reads_are_of_one_person_each() {
    let folder = tempfile::tempdir().expect("a folder");
    write(
        folder.path(),
        &with_reads(&[("bam", Some("child")), ("reads_index", Some("child")), ("cram", Some("mother"))]),
    );
    let case = read(folder.path()).expect("a case");
    let (child, mother) = (&case.reads[&person("child")], &case.reads[&person("mother")]);
    let mut bytes = Vec::new();
    let mut bam = child.bam().expect("a BAM").expect("as listed");
    bam.read_to_end(&mut bytes).expect("as listed");
    assert_eq!((bytes.as_slice(), bam.finish().is_ok()), (b"reads 0".as_slice(), true));
    assert_eq!(child.index().expect("as listed"), Some(b"reads 1".to_vec()));
    assert!(mother.bam().is_none() && mother.cram().is_some() && mother.index().expect("none").is_none());
    fs::write(folder.path().join("family-1/reads-0"), "reads X").expect("written");
    let changed = read(folder.path()).expect("the reads are checked when they are read");
    let changed = changed.reads[&person("child")].bam().expect("a BAM").expect("of the listed size").finish();
    assert!(matches!(changed, Err(HubError::Hash { .. })));
}

#[test]
fn reads_of_nobody_or_twice_are_refused() {
    refused(&with_reads(&[("bam", None)]), &["reads-0: person: expected the person"]);
    refused(&with_reads(&[("coverage", Some("child"))]), &["reads-0: person: expected none"]);
    refused(
        &with_reads(&[("bam", Some("child")), ("bam", Some("child"))]),
        &["a file of kind bam of child is listed twice"],
    );
    refused(&with_reads(&[("reads_index", Some("child"))]), &["no file of kind bam"]);
    refused(&with_reads(&[("bam", Some("stranger"))]), &["stranger: has reads but is not in the PED"]);
    refused(&with_reads(&[("bam", Some("dad"))]), &["dad: is in the PED and was sequenced, but has no Patient"]);
}

#[test]
fn a_case_is_read_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), &Draft::new().lay());
    let hub = FolderHub::open(folder.path()).expect("a hub");
    assert_eq!(
        (hub.name(), hub.cases().map(ToString::to_string).collect::<Vec<_>>()),
        ("a hub", vec!["family-1".into()])
    );
    let case = read(folder.path()).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!((case.assembly, case.proband.as_str()), (Assembly::GRCh38, "child"));
    assert_eq!(case.pedigree.members.len(), 3, "a father who was not sequenced needs no Patient");
    assert_eq!(case.phenotype.observed().len(), 1);
    assert_eq!(case.coverage.row("FGFR2", &case.proband).map(|r| r.callable_bases), Some(9));
    assert_eq!(case.index.as_deref(), Some(&b"an index"[..]));
    let mut genome = case.vcf.verified().unwrap_or_else(|e| panic!("{e}"));
    let mut bytes = Vec::new();
    genome.read_to_end(&mut bytes).expect("as listed");
    assert_eq!((bytes.as_slice(), genome.finish().expect("as listed")), (VCF, case.vcf.sha256()));
}

#[test]
fn an_embedded_hub_reads_the_same() {
    let files = Draft::new().lay().into_iter().map(|(path, bytes)| (path, &*bytes.leak()));
    let hub = FolderHub::embedded(files).unwrap_or_else(|e| panic!("{e}"));
    let case = hub.case(&"family-1".parse().expect("an id")).unwrap_or_else(|e| panic!("{e}"));
    assert!(case.vcf.verified().unwrap_or_else(|e| panic!("{e}")).finish().is_ok());
}

#[test]
fn a_consent_comes_with_who_decided() {
    let case = try_laid(&Draft::new().lay()).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(case.consents.iter().map(|c| c.decider).collect::<Vec<_>>(), [Decider::Proxy, Decider::Person]);
    let proxy = case.consents[0].proxy.as_ref().expect("who signed for the child");
    assert_eq!((proxy.relation, proxy.assented), (Some(ProxyRelation::Mother), None), "{proxy:?}");
    let asked: Vec<&str> = case.consents.iter().map(|c| c.person.as_str()).collect();
    assert_eq!(asked, ["child", "mother"], "the father was never asked");
    assert!(case.consents.iter().all(|c| c.decisions.get(&Item::Participation) == Some(&Decision::Agreed)));
}

#[test]
fn a_proxy_who_is_no_patient_is_called_as_beside_the_reference() {
    let mut draft = Draft::new();
    let guardian = json!({"reference": "RelatedPerson/guardian", "display": "山本 修"});
    draft.bundle["entry"][3]["resource"]["performer"] = json!([{"reference": "Patient/child"}, guardian]);
    let case = try_laid(&draft.lay()).unwrap_or_else(|e| panic!("{e}"));
    let proxy = case.consents[0].proxy.as_ref().expect("who signed for the child");
    assert_eq!((proxy.name.as_deref(), proxy.relation), (Some("山本 修"), None));
    assert_eq!(proxy.assented, Some(true), "the child signed, too");
}

#[test]
fn the_day_is_that_of_japan() {
    let clock = FixedClock("2026-04-01T15:00:00Z".parse().expect("an instant"));
    assert_eq!(hub::day_in_japan(&clock).to_string(), "2026-04-02");
}

#[test]
fn the_last_consent_is_in_force() {
    let mut draft = Draft::new();
    let entries = draft.bundle["entry"].as_array_mut().expect("entries");
    entries.insert(3, consent("mother", "mother", "2026-03-02T09:00:00+09:00", "inactive", &ALL));
    let case = try_laid(&draft.lay()).unwrap_or_else(|e| panic!("{e}"));
    let last = case.consents.iter().rfind(|c| c.person == person("mother")).expect("a consent");
    assert!(last.withdrawn, "withdrawn on the next day: {last:?}");

    let mut draft = Draft::new();
    let entries = draft.bundle["entry"].as_array_mut().expect("entries");
    entries.push(consent("mother", "mother", "2026-03-01", "inactive", &ALL));
    refused(&draft.lay(), &["bundle.json", "mother", "two consents of 2026-03-01"]);
}

#[test]
fn an_unknown_item_is_an_error_that_names_it() {
    let mut draft = Draft::new();
    let entries = draft.bundle["entry"].as_array_mut().expect("entries");
    entries.push(consent("child", "mother", "2026-03-09", "active", &[("permit", "share_with_everybody")]));
    refused(
        &draft.lay(),
        &["bundle.json", "entry[6].resource.provision.provision[0].code", "\"share_with_everybody\"", "participation"],
    );
}

#[test]
fn what_is_listed_must_be_there_as_listed() {
    for (path, name) in [("family-1/family.ped", "family.ped"), ("family-1/bundle.json", "bundle.json")] {
        let mut laid = Draft::new().lay();
        laid.remove(path);
        refused(&laid, &[name, "is listed but not there"]);

        let mut laid = Draft::new().lay();
        laid.get_mut(path).expect("a file").push(b'\n');
        refused(&laid, &[name, "bytes, but"]);

        let mut laid = Draft::new().lay();
        let bytes = laid.get_mut(path).expect("a file");
        let expected = Sha256::of(bytes).to_string();
        *bytes.last_mut().expect("a byte") ^= 1;
        let found = Sha256::of(bytes).to_string();
        refused(&laid, &[name, "SHA-256", &expected, &found]);
    }
}

#[test]
fn a_changed_genome_is_found_on_the_stream() {
    let mut laid = Draft::new().lay();
    *laid.get_mut("family-1/family.vcf.gz").and_then(|v| v.last_mut()).expect("a byte") ^= 1;
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), &laid);
    let case = read(folder.path()).unwrap_or_else(|e| panic!("{e}"));
    let error = case.vcf.verified().unwrap_or_else(|e| panic!("{e}")).finish().expect_err("changed").to_string();
    assert!(error.contains("family.vcf.gz: SHA-256 is") && error.contains(&case.vcf.sha256().to_string()), "{error}");

    fs::write(folder.path().join("family-1/family.vcf.gz"), b"short").expect("a file");
    assert!(matches!(case.vcf.verified().err(), Some(HubError::Size { found: 5, .. })));
    fs::remove_file(folder.path().join("family-1/family.vcf.gz")).expect("a file");
    assert!(matches!(case.vcf.verified().err(), Some(HubError::NoFile { .. })));
}

#[test]
fn listings_are_checked() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = FolderHub::open(folder.path()).err().expect("no hub").to_string();
    assert!(missing.contains("no hub.json"), "{missing}");
    assert!(FolderHub::open(&folder.path().join("nowhere")).is_err());

    let valid = Draft::new().lay();
    let with_hub = |text: &str| {
        let mut laid = valid.clone();
        laid.insert("hub.json".into(), text.into());
        laid
    };
    refused(&with_hub("{\"schema\": \"shirube.folder-hub/1\""), &["hub.json", "EOF"]);
    refused(&with_hub("{}"), &["hub.json", "missing field `schema`"]);
    refused(
        &with_hub("{\"schema\": \"shirube.folder-hub/2\", \"cases\": 1}"),
        &["shirube.folder-hub/2", "newer version"],
    );
    refused(
        &with_hub("{\"schema\": \"shirube.folder-hub/1\", \"name\": \"a\"}"),
        &["hub.json", "missing field `cases`"],
    );
    let entry = "{\"id\": \"family-1\", \"path\": \"../case.json\", \"size\": 1, \"sha256\": \"00\"}";
    let listed =
        |entries: &str| format!("{{\"schema\": \"shirube.folder-hub/1\", \"name\": \"a\", \"cases\": [{entries}]}}");
    refused(&with_hub(&listed(entry)), &["hub.json", "cases[0]", "SHA-256"]);
    let entry = entry.replace("\"00\"", &format!("\"{}\"", Sha256::of(b"")));
    refused(&with_hub(&listed(&entry)), &["hub.json", "../case.json", "inside the folder"]);
    let entry = entry.replace("../", "");
    refused(&with_hub(&listed(&format!("{entry}, {entry}"))), &["hub.json", "case family-1 is listed twice"]);
    refused(&with_hub(&listed(&entry.replace("family-1", "a/b"))), &["hub.json", "\"a/b\" is no id"]);
    refused(&with_hub(&listed(&entry.replace("family-1", "other"))), &["family-1: not in this hub; it has other"]);

    let with_case = |change: &dyn Fn(&mut Value)| {
        let mut laid = valid.clone();
        let mut case: Value = serde_json::from_slice(&laid["family-1/case.json"]).expect("JSON");
        change(&mut case);
        list(&mut laid, &case);
        laid
    };
    let case_file = "case.json";
    refused(&with_case(&|c| c["schema"] = json!("shirube.hub-case/9")), &[case_file, "shirube.hub-case/9"]);
    refused(&with_case(&|c| c["id"] = json!("family-2")), &[case_file, "found family-2, expected family-1"]);
    refused(&with_case(&|c| c["assembly"] = json!("T2T")), &[case_file, "assembly", "unknown variant `T2T`"]);
    refused(
        &with_case(&|c| c["files"][0]["kind"] = json!("fastq")),
        &[case_file, "files[0].kind", "unknown variant `fastq`"],
    );
    refused(&with_case(&|c| c["files"][1]["kind"] = json!("vcf")), &[case_file, "a file of kind vcf is listed twice"]);
    refused(&with_case(&|c| c["files"][0]["path"] = json!("/etc/passwd")), &[case_file, "/etc/passwd"]);
    refused(&with_case(&|c| c["files"][2]["size"] = json!(u64::MAX)), &["family.ped", "more than the"]);
    for (i, kind) in [(0, "vcf"), (2, "ped"), (4, "fhir")] {
        let without = with_case(&|c| {
            c["files"].as_array_mut().expect("files").remove(i);
        });
        refused(&without, &[case_file, &format!("no file of kind {kind}")]);
    }
}

#[test]
fn the_files_of_a_case_must_agree() {
    let with = |change: &dyn Fn(&mut Draft)| {
        let mut draft = Draft::new();
        change(&mut draft);
        draft.lay()
    };
    let ped = |text: &'static str| with(&|d| drop(d.files.insert("family.ped", text.into())));
    refused(&ped("F child 0 mother 1 2\nF mother 0 0 2 1"), &["bundle.json: child: is male in the ped but female"]);
    refused(&ped("F mother 0 0 2 1"), &["bundle.json: child", "not in the PED"]);
    refused(&ped("F child 0 0 2"), &["family.ped: line 1: 5 columns"]);
    refused(&ped("F child 0 0 2 2\nG mother 0 0 2 1"), &["family.ped: a family is listed twice"]);
    let not_text = with(&|d| drop(d.files.insert("family.ped", b"F \xff".to_vec())));
    refused(&not_text, &["family.ped: byte 2: expected UTF-8"]);

    let coverage = |row: &str| {
        let text = format!("gene\tperson\tbases\tcallable_bases\tmean_depth\n{row}\n").into_bytes();
        with(&|d| drop(d.files.insert("coverage.tsv", text.clone())))
    };
    refused(&coverage("FGFR2\tchild\t10\t11\t3"), &["coverage.tsv: line 2, column callable_bases"]);
    refused(&coverage("FGFR2\tstranger\t10\t1\t3"), &["stranger: has coverage but is not in the PED"]);
    refused(&coverage("FGFR2\tdad\t10\t1\t3"), &["dad", "no Patient in the Bundle"]);

    let other = with(&|d| {
        let packet = d.files.get_mut("phenopacket.json").expect("a packet");
        *packet = String::from_utf8(packet.clone()).expect("text").replace("\"child\"", "\"somebody\"").into_bytes();
    });
    refused(&other, &["phenopacket.json: child: is the proband, but the phenopacket is of \"somebody\""]);

    let attachment = |d: &mut Draft, field: &str, value: Value| {
        d.bundle["entry"][5]["resource"]["content"][0]["attachment"][field] = value;
    };
    refused(&with(&|d| attachment(d, "size", json!(1))), &["family.vcf.gz (entry[5]", "1 bytes"]);
    let hash = |text: String| json!([{"url": "urn:shirube:sha256", "valueString": text}]);
    refused(
        &with(&|d| attachment(d, "extension", hash("0".repeat(64)))),
        &["family.vcf.gz (entry[5]", "SHA-256 is 000"],
    );
    refused(&with(&|d| attachment(d, "extension", hash("x".into()))), &["bundle.json: entry[5]", "64 lower-case"]);
}

#[test]
fn without_an_order_the_only_affected_child_is_the_proband() {
    let without_order = |ped: &'static str| {
        let mut draft = Draft::new();
        draft.bundle["entry"].as_array_mut().expect("entries").remove(2);
        draft.files.insert("family.ped", ped.into());
        draft.lay()
    };
    let case = try_laid(&without_order("F child 0 mother 2 2\nF mother 0 0 2 2\n")).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(case.proband, person("child"));
    refused(&without_order("F child 0 0 2 2\nF mother 0 0 2 2\n"), &["no single proband", "2 affected"]);
}

#[test]
fn without_a_phenopacket_the_bundle_says_the_signs() {
    let mut draft = Draft::new();
    draft.kinds.retain(|(kind, _)| !matches!(*kind, "phenopacket" | "coverage" | "index"));
    let sign = json!({"resource": {"resourceType": "Observation", "status": "final", "valueBoolean": false,
        "subject": {"reference": "Patient/child"},
        "code": {"coding": [{"system": "http://human-phenotype-ontology.org", "code": "HP:0001250"}]}}});
    draft.bundle["entry"].as_array_mut().expect("entries").push(sign);
    let case = try_laid(&draft.lay()).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(case.phenotype.excluded().len(), 1);
    assert!(case.index.is_none() && case.coverage.rows().is_empty());
}

#[cfg(unix)]
#[test]
fn a_link_is_not_followed() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().expect("a folder");
    for (name, folder_too) in [("family-1/family.ped", false), ("family-1", true)] {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), &Draft::new().lay());
        let inner = folder.path().join(name);
        let moved = outside.path().join(if folder_too { "family" } else { "ped" });
        fs::rename(&inner, &moved).expect("moved");
        symlink(&moved, &inner).expect("a link");
        assert!(matches!(read(folder.path()).err(), Some(HubError::NotPlain { .. })), "{name} leads out of the folder");
    }
}
