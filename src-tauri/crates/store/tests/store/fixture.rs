//! `fixtures/store`: one real store per released schema. `fixtures/ledger`: an exported chain of each version.

use std::{
    fs,
    path::{Path, PathBuf},
};

use consent::Item;
use domain::Role;
use store::{
    DeviceKeySource, NewEvent, Store,
    ledger::{Head, Record, verify_export},
};

use crate::{
    cases::{new_case, open_vcf},
    ledger::decision,
    support::{PASSPHRASE, Place, case, environment, files, id, new_user, scope},
};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../fixtures")
}

/// Makes the fixtures of the schema of today. They are made once, when a schema is released, and never again: what older
/// programs wrote must stay readable.
#[test]
#[ignore = "makes fixtures of a new schema; see fixtures/store/README.md"]
fn make() {
    let place = Place::new(1);
    let (admin, _) = place.create();
    admin.add_user(new_user("gen"), Role::Geneticist).expect("added");
    admin.lock().expect("locked");
    let session = place.unlock("gen");
    session.import_case(new_case(&session)).expect("imported");
    let kept = session.append(NewEvent::in_case(&case("family-1"), decision("chr10-1-A-G", "残る"))).expect("appended");
    let gone =
        session.append(NewEvent::in_case(&case("family-1"), decision("chr10-2-C-T", "消える"))).expect("appended");
    assert_ne!(kept.id, gone.id);
    session
        .erase(store::Erasure {
            case: case("family-1"),
            purposes: vec![],
            events: vec![gone.id],
            reason: "試験".into(),
        })
        .expect("erased");
    let ledger = fixtures().join("ledger/v1");
    let store = fixtures().join("store/schema-1");
    for folder in [&ledger, &store] {
        assert!(!folder.exists(), "{} is there and is never made again", folder.display());
        fs::create_dir_all(folder).expect("a folder");
    }
    let mut export = fs::File::create(ledger.join("chain.jsonl")).expect("a file");
    session.export(&mut export).expect("exported");
    let heads = serde_json::to_string_pretty(&session.heads().expect("heads")).expect("JSON");
    fs::write(ledger.join("anchors.json"), heads + "\n").expect("written");
    session.lock().expect("locked");
    fs::remove_file(place.home().join("lock")).expect("removed");
    copy(&place.home(), &store.join("home"));
    fs::copy(place.key_file(), store.join("token.key")).expect("copied");
}

fn copy(from: &Path, to: &Path) {
    for file in files(from) {
        let target = to.join(file.strip_prefix(from).expect("below"));
        fs::create_dir_all(target.parent().expect("a folder")).expect("made");
        fs::copy(&file, target).expect("copied");
    }
}

#[test]
fn a_store_of_every_schema_opens() {
    let folder = fixtures().join("store");
    for schema in 1..=1 {
        let folder = folder.join(format!("schema-{schema}"));
        let place = tempfile::tempdir().expect("a folder");
        copy(&folder.join("home"), place.path());
        let store = Store::open(place.path(), environment(u64::MAX)).expect("a store");
        let key = DeviceKeySource::KeyFile(folder.join("token.key"));
        let session = store.unlock(&id("gen"), PASSPHRASE, &key).expect("unlocked");
        let family = case("family-1");
        assert_eq!(session.case(&family).expect("the case").imported.record["name"], "佐藤 花子");
        let decisions = session.decisions(&family).expect("decisions");
        assert_eq!(decisions.len(), 1, "one was erased");
        assert_eq!(decisions[0].1.comment["ja"], "残る");
        let scope = scope(&[Item::Participation]);
        session.open_genome_file(&family, &open_vcf(), &scope).expect("the open part");
        session
            .append(NewEvent::in_case(&family, Record::ConsentWithdrawn(crate::support::consent("child", &[]))))
            .expect("it goes on");
        let verified = session.verify(&[]).expect("verified");
        assert_eq!(verified.findings, []);
        assert_eq!(verified.erased.len(), 1);
        assert!(session.rebuild().expect("rebuilt").differed.is_empty());
    }
}

#[test]
fn a_ledger_of_every_version_verifies_without_any_key() {
    let folder = fixtures().join("ledger/v1");
    let chain = fs::read(folder.join("chain.jsonl")).expect("a chain");
    let anchors: Vec<Head> =
        serde_json::from_slice(&fs::read(folder.join("anchors.json")).expect("anchors")).expect("JSON");
    let verified = verify_export(chain.as_slice(), &anchors).expect("verified");
    assert_eq!(verified.findings, []);
    assert_eq!(verified.heads, anchors);
    assert_eq!(verified.erased.len(), 1);
    // The tail cut off, which the anchor finds.
    let lines: Vec<&[u8]> = chain.split_inclusive(|byte| *byte == b'\n').collect();
    let cut = lines[..lines.len() - 1].concat();
    assert!(verify_export(cut.as_slice(), &[]).expect("verified").is_sound());
    assert!(!verify_export(cut.as_slice(), &anchors).expect("verified").is_sound());
}
