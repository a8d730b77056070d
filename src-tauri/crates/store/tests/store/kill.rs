//! A power cut at any moment: what was acknowledged is there, and nothing is half.

use std::{
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Command, Stdio},
    time::Duration,
};

use consent::{Category, Item};
use domain::{CaseId, EventId};
use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng, SeedableRng},
};
use store::{Content, FileKind, Session};

use crate::support::{PASSPHRASE, Place, files};

/// The example is built with the tests, beside them.
fn writer() -> PathBuf {
    let here = std::env::current_exe().expect("this program");
    let path = here.parent().and_then(|deps| deps.parent()).expect("a target folder").join("examples/ledger_writer");
    let path = path.with_extension(std::env::consts::EXE_EXTENSION);
    assert!(path.exists(), "build the example first: cargo build -p store --example ledger_writer");
    path
}

/// Lets the writer write, kills it, and gives what it said was acknowledged.
fn killed_after(place: &Place, milliseconds: u64) -> Vec<String> {
    let mut child = Command::new(writer())
        .args([place.home(), place.key_file()])
        .args(["gen", PASSPHRASE])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("started");
    let output = BufReader::new(child.stdout.take().expect("its output"));
    let (ready, is_ready) = std::sync::mpsc::channel();
    let reader = std::thread::spawn(move || {
        let mut acknowledged = Vec::new();
        for line in output.lines().map_while(Result::ok) {
            if line == "ready" { ready.send(()).expect("somebody waits") } else { acknowledged.push(line) }
        }
        acknowledged
    });
    is_ready.recv_timeout(Duration::from_secs(60)).expect("the writer unlocks the store");
    std::thread::sleep(Duration::from_millis(milliseconds));
    child.kill().expect("killed");
    child.wait().expect("dead");
    reader.join().expect("read")
}

fn check_case(session: &Session, id: &CaseId) {
    session.case(id).expect("the whole case");
    let person = session.case(id).expect("the case").imported.pedigree.members[0].id.clone();
    let kinds = session.file_kinds(id).expect("kinds");
    assert!(kinds.contains(&FileKind::slice(person, Category::AdultOnset, Content::Vcf)));
    assert_eq!(kinds.len(), 3, "all files or none");
    let scope = crate::support::scope(&[Item::Participation]);
    let mut reader = session.open_genome_file(id, &FileKind::open(Content::Vcf), &scope).expect("opened");
    let read = std::io::copy(&mut reader, &mut std::io::sink()).expect("read");
    assert_eq!(read, 150_000);
}

#[test]
fn what_was_acknowledged_survives_kill_9() {
    let place = Place::new(60);
    place.create_for_geneticist().lock().expect("locked");
    let mut rng = ChaCha20Rng::seed_from_u64(60);
    let mut acknowledged = Vec::new();
    for _ in 0..30 {
        acknowledged.extend(killed_after(&place, u64::from(rng.next_u32() % 200)));
        let session = place.unlock("gen");
        let verified = session.verify(&[]).expect("verified");
        assert_eq!(verified.findings, []);
        assert!(session.rebuild().expect("rebuilt").differed.is_empty());
        let cases: Vec<CaseId> = session.cases().expect("cases").into_iter().map(|case| case.id).collect();
        let on_disk = files(&place.home().join("genomes")).len();
        assert_eq!(on_disk, cases.len() * 3, "no orphan is left, no file is missing");
        cases.iter().rev().take(3).for_each(|id| check_case(&session, id));
        session.lock().expect("locked");
    }
    let session = place.unlock("gen");
    let mut export = Vec::new();
    session.export(&mut export).expect("exported");
    let export = String::from_utf8(export).expect("text");
    let (mut events, mut cases) = (0, 0);
    for line in &acknowledged {
        match line.split_once(' ').expect("two words") {
            ("event", id) => {
                let id: EventId = id.parse().expect("an id");
                assert!(export.contains(&format!("\"id\":\"{id}\"")), "{line} was acknowledged");
                events += 1;
            }
            ("case", id) => {
                check_case(&session, &id.parse().expect("an id"));
                cases += 1;
            }
            _ => panic!("{line}"),
        }
    }
    assert!(
        events > 10 && cases > 3,
        "the writer was not always killed before it wrote: {events} events, {cases} cases"
    );
}
