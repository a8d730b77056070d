//! A disk that is full, and one that is read-only: small file systems of their own, where this user may mount them.
#![cfg(target_os = "linux")]
#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use store::{DeviceKeySource, FileKind, NewEvent, SetUp, Store, StoreError, ledger::Record};

use crate::{
    cases::{new_case, open_vcf},
    support::{PASSPHRASE, Place, case, consent, id, new_user},
};

/// A file system of its own, unmounted at the end.
struct Mount(PathBuf);

impl Mount {
    fn new(at: PathBuf, options: &str) -> Option<Self> {
        std::fs::create_dir_all(&at).expect("a folder");
        let mounted = run("mount", &["-t", "tmpfs", "-o", options, "tmpfs"], &at);
        if !mounted {
            eprintln!("skipped: a small file system can be mounted by root only");
        }
        mounted.then_some(Self(at))
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        run("umount", &["-l"], &self.0);
    }
}

fn run(program: &str, arguments: &[&str], path: &Path) -> bool {
    let status = Command::new(program).args(arguments).arg(path).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

#[test]
fn a_full_disk_is_named_and_loses_nothing() {
    let place = Place::new(70);
    let Some(_mount) = Mount::new(place.home(), "size=3m,mode=700") else { return };
    let session = place.create_for_geneticist();
    let family = case("family-1");
    session.import_case(new_case(&session)).expect("there is room for one");
    let record = || Record::ConsentRecorded(consent("child", &[]));
    let kept = session.append(NewEvent::in_case(&family, record())).expect("appended");
    let ballast = place.home().join("ballast");
    fill(&ballast);

    let mut acknowledged = 0_u64;
    let error = loop {
        match session.append(NewEvent::in_case(&family, record())) {
            Ok(_) => acknowledged += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, StoreError::DiskFull { .. }), "{error:?}");
    let mut file = session.new_genome_file(&family, open_vcf());
    let written = file.as_mut().map_err(|_| ()).and_then(|file| file.write_all(&[0; 1 << 20]).map_err(|_| ()));
    assert!(written.is_err(), "a genome does not fit either");
    drop(file);
    let heads = session.heads().expect("heads");
    drop(session);

    std::fs::remove_file(ballast).expect("room is made");
    let session = place.unlock("gen");
    let verified = session.verify(&heads).expect("verified");
    assert_eq!(verified.findings, [], "everything up to the error is there, by its anchors too");
    let events = session.events(Some(&family)).expect("events");
    assert!(events.iter().any(|event| event.id == kept.id));
    assert_eq!(events.iter().filter(|e| e.kind == "consent_recorded").count() as u64, acknowledged + 2);
    session.append(NewEvent::in_case(&family, record())).expect("it goes on");
}

fn fill(path: &Path) {
    let mut ballast = std::fs::File::create(path).expect("a file");
    while ballast.write(&[1; 4096]).is_ok_and(|written| written > 0) {}
}

#[test]
fn a_set_up_on_a_full_disk_leaves_no_half_store() {
    let place = Place::new(71);
    let Some(_mount) = Mount::new(place.home(), "size=64k,mode=700") else { return };
    let set_up = || SetUp::new(new_user("admin"), "d");
    let refused = Store::create(&place.home(), set_up(), &place.key(), place.environment.clone());
    assert!(matches!(refused, Err(StoreError::DiskFull { .. })), "{refused:?}");
    assert!(!place.key_file().exists(), "no key is left of it");
    assert!(matches!(place.store_error(), StoreError::NotSetUp { .. }));
    assert!(run("mount", &["-o", "remount,size=4m"], &place.home()), "room is made");
    place.create();
}

#[test]
fn a_read_only_home_is_named() {
    let place = Place::new(72);
    let Some(_mount) = Mount::new(place.home(), "size=4m,mode=700") else { return };
    place.create_for_geneticist().lock().expect("locked");
    assert!(run("mount", &["-o", "remount,ro"], &place.home()));
    let store = Store::open(&place.home(), place.environment.clone());
    assert!(matches!(store, Err(StoreError::NotWritable { .. })), "{store:?}");
    assert!(run("mount", &["-o", "remount,rw"], &place.home()));
    let session = place.unlock("gen");
    // What happens when the disk turns read-only beneath an open store.
    if run("mount", &["-o", "remount,ro"], &place.home()) {
        let refused = session.new_genome_file(&case("family-1"), FileKind::open(store::Content::Index));
        assert!(matches!(refused, Err(StoreError::NotWritable { .. })));
    }
    drop(session);
    assert!(run("mount", &["-o", "remount,rw"], &place.home()));
    let key = DeviceKeySource::KeyFile(place.key_file());
    place.store().unlock(&id("gen"), PASSPHRASE, &key).expect("unlocked");
}
