//! Writes into a store until it is killed, and says what was acknowledged: one line `event <id>` or `case <id>` on standard
//! output after each call that returned. Used by tests that kill it at any moment.
//!
//! `ledger_writer HOME KEY_FILE USER PASSPHRASE`

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a program of the tests: it is its own clock, and it ends where something fails"
)]

use std::{
    collections::BTreeMap,
    io::{Write as _, stdout},
    path::Path,
    sync::Arc,
};

use consent::{Category, ConsentRecord, Decider};
use domain::{Assembly, CaseId, Clock, Pedigree, PersonId, Sex};
use jiff::Timestamp;
use store::{Content, DeviceKeySource, Environment, FileKind, NewCase, NewEvent, Session, Store, ledger::Record};

struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

fn acknowledge(what: &str) {
    println!("{what}");
    stdout().flush().expect("a reader");
}

fn consent(person: &PersonId) -> Record {
    Record::ConsentRecorded(ConsentRecord {
        person: person.clone(),
        icf_version: "1".into(),
        decider: Decider::Person,
        proxy: None,
        date: "2026-04-01".into(),
        decisions: BTreeMap::new(),
        withdrawn: false,
    })
}

fn import(session: &Session, case: &CaseId, person: &PersonId) {
    let kinds = [
        FileKind::open(Content::Vcf),
        FileKind::open(Content::Index),
        FileKind::slice(person.clone(), Category::AdultOnset, Content::Vcf),
    ];
    let files = kinds.map(|kind| {
        let mut file = session.new_genome_file(case, kind).expect("a new file");
        file.write_all(&vec![b'#'; 150_000]).expect("written");
        file.finish().expect("finished")
    });
    let new = NewCase {
        id: case.clone(),
        assembly: Assembly::GRCh38,
        pedigree: Pedigree::alone(person.clone(), Sex::Unknown),
        record: serde_json::Value::Null,
        sources: Vec::new(),
        refs: BTreeMap::new(),
        files: files.into(),
        events: vec![NewEvent::in_case(case, consent(person))],
    };
    session.import_case(new).expect("imported");
    acknowledge(&format!("case {case}"));
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [home, key_file, user, passphrase] = arguments.as_slice() else {
        println!("usage: ledger_writer HOME KEY_FILE USER PASSPHRASE");
        return;
    };
    let store = Store::open(Path::new(home), Environment::new(Arc::new(SystemClock))).expect("a store");
    let key = DeviceKeySource::KeyFile(key_file.into());
    let session = store.unlock(&user.parse().expect("a user id"), passphrase, &key).expect("unlocked");
    let start = session.events(None).expect("events").len();
    acknowledge("ready");
    for step in 0_u32.. {
        let case: CaseId = format!("case-{start}-{}", step / 8).parse().expect("a case id");
        let person: PersonId = format!("person-{step}").parse().expect("a person id");
        if step % 8 == 0 {
            import(&session, &case, &person);
        } else {
            let event = session.append(NewEvent::in_case(&case, consent(&person))).expect("appended");
            acknowledge(&format!("event {}", event.id));
        }
    }
}
