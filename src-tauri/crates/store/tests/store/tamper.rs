//! Whatever is done to the ledger beneath the program is found, and the event is named.

use proptest::{prelude::*, sample::Index};
use store::{
    NewEvent, Session,
    ledger::{Fault, Finding, Head, Record, Verification, verify_export},
};

use crate::{
    ledger::decision,
    support::{Place, Raw, case, consent, foreign_line},
};

const COLUMNS: &str = "depth, hash, body, ciphertext, id, device, seq, kind, case_id";

/// A store whose ledger has two chains and an erasure, unlocked, and its database past all rules: the `rowid` of an event is
/// its place in the ledger, and the table `saved` has it all once more.
struct Bench {
    _place: Place,
    session: Session,
    raw: Raw,
    /// Id, device and number of each event.
    events: Vec<(String, String, u64)>,
}

/// Two chains and an erasure.
fn write_ledger(session: &Session) {
    let family = case("family-1");
    let say = |record| session.append(NewEvent::in_case(&family, record)).expect("appended");
    let (first, device) = foreign_line(9, 1, None, "decision");
    session.accept_device(&device, "その他").expect("accepted");
    let gone = say(decision("one", "1"));
    session.merge(first.as_slice()).expect("merged");
    say(Record::ConsentRecorded(consent("child", &[])));
    let (second, _) = foreign_line(9, 2, Some(hash_of(&first)), "decision");
    session.merge(second.as_slice()).expect("merged");
    let erasure = store::Erasure { case: family.clone(), purposes: vec![], events: vec![gone.id], reason: "x".into() };
    session.erase(erasure).expect("erased");
    say(decision("two", "2"));
}

impl Bench {
    fn new(seed: u64) -> Self {
        let place = Place::new(seed);
        let session = place.create_for_geneticist();
        write_ledger(&session);
        let mut export = Vec::new();
        session.export(&mut export).expect("exported");
        let events = export
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty())
            .map(|line| {
                let line: serde_json::Value = serde_json::from_slice(line).expect("JSON");
                let text = |name: &str| line["event"][name].as_str().expect("text").to_owned();
                (text("id"), text("device"), line["event"]["seq"].as_u64().expect("a number"))
            })
            .collect();
        let raw = Raw::open(&place);
        // Triggers and uniqueness are the database's rules; an attacker changes the file past them.
        raw.run("CREATE TABLE saved AS SELECT * FROM events ORDER BY depth, hash");
        raw.run("DROP TABLE events");
        raw.run("CREATE TABLE events AS SELECT * FROM saved");
        let bench = Self { _place: place, session, raw, events };
        assert_eq!(bench.verify(&[]).findings, [], "sound before");
        bench
    }

    fn rows(&self) -> std::ops::RangeInclusive<usize> {
        1..=self.events.len()
    }

    fn verify(&self, anchors: &[Head]) -> Verification {
        self.session.verify(anchors).expect("verified")
    }

    /// What is found after a change, which is undone.
    fn after(&self, change: &str) -> Vec<Finding> {
        assert!(self.raw.run(change) > 0, "{change} changes nothing");
        let findings = self.verify(&[]).findings;
        self.raw.run("DELETE FROM events");
        self.raw.run(&format!("INSERT INTO events (rowid, {COLUMNS}) SELECT rowid, {COLUMNS} FROM saved"));
        findings
    }

    /// Whether a finding names the event of a row: by its place in the ledger, its id, or its place in its chain.
    fn names(&self, findings: &[Finding], row: usize) -> bool {
        let (id, device, seq) = &self.events[row - 1];
        findings.iter().any(|finding| {
            finding.place == u64::try_from(row).ok()
                || finding.event.as_ref().is_some_and(|event| event.as_str() == id)
                || finding.at.as_ref().is_some_and(|(at, number)| at.as_str() == device && number == seq)
        })
    }
}

fn hash_of(line: &[u8]) -> sealed::digest::Sha256 {
    let line: serde_json::Value = serde_json::from_slice(line).expect("JSON");
    sealed::digest::Sha256::of(&sealed::canonical::to_vec(&line["event"]).expect("canonical"))
}

#[test]
fn a_flipped_bit_in_any_column_is_found_and_named() {
    let bench = Bench::new(40);
    let mut runner = crate::support::cases(200);
    let columns = ["hash", "body", "ciphertext", "id", "device", "kind", "case_id"];
    let change = (bench.rows(), proptest::sample::select(columns.to_vec()), any::<Index>(), 0..8u8);
    let result = runner.run(&change, |(row, column, place, bit)| {
        let value = format!("SELECT CAST(coalesce({column}, '-') AS BLOB) FROM events WHERE rowid = {row}");
        let mut bytes = bench.raw.bytes(&value);
        let place = place.index(bytes.len());
        bytes[place] ^= 1 << bit;
        // A column of text stays text.
        let text = !matches!(column, "hash" | "body" | "ciphertext");
        if text && String::from_utf8(bytes.clone()).is_err() {
            return Ok(());
        }
        let literal = format!("X'{}'", base16ct::lower::encode_string(&bytes));
        let literal = if text { format!("CAST({literal} AS TEXT)") } else { literal };
        let findings = bench.after(&format!("UPDATE events SET {column} = {literal} WHERE rowid = {row}"));
        prop_assert!(bench.names(&findings, row), "{column} of row {row}: {findings:?}");
        Ok(())
    });
    result.expect("every change is found");
    for (row, column) in bench.rows().flat_map(|row| [(row, "seq"), (row, "depth")]) {
        let findings = bench.after(&format!("UPDATE events SET {column} = {column} + 1 WHERE rowid = {row}"));
        assert!(bench.names(&findings, row), "{column} of row {row}: {findings:?}");
    }
}

#[test]
fn a_removed_row_is_found_and_its_place_named() {
    let bench = Bench::new(41);
    for row in bench.rows() {
        let (_, device, seq) = &bench.events[row - 1];
        let findings = bench.after(&format!("DELETE FROM events WHERE rowid = {row}"));
        let found = |finding: &Finding| match (&finding.fault, &finding.at) {
            (Fault::Missing { from, count: 1 }, Some((at, _))) => from == seq && at.as_str() == device,
            // The end of another device's chain: who wrote after it knew of it.
            (Fault::Parent { parent }, _) => parent.seq == *seq && parent.device.as_str() == device,
            _ => false,
        };
        let is_tail = row == bench.events.len();
        assert_eq!(findings.iter().any(found), !is_tail, "row {row}: {findings:?}");
    }
}

#[test]
fn a_cut_tail_is_found_by_an_anchor_and_only_by_that() {
    let place = Place::new(42);
    let session = place.create_for_geneticist();
    write_ledger(&session);
    let anchors = session.heads().expect("heads");
    let verify = |anchors: &[Head]| session.verify(anchors).expect("verified");
    assert!(verify(&anchors).is_sound());
    let raw = Raw::open(&place);
    raw.run("DROP TRIGGER events_are_not_deleted");
    raw.run("DELETE FROM payload_keys WHERE event_id = (SELECT id FROM events ORDER BY depth DESC LIMIT 1)");
    raw.run("DELETE FROM standing WHERE event = (SELECT hash FROM events ORDER BY depth DESC LIMIT 1)");
    raw.run("DELETE FROM events WHERE depth = (SELECT max(depth) FROM events)");
    assert!(verify(&[]).is_sound(), "from within, a shorter ledger looks like a younger one");
    let findings = verify(&anchors).findings;
    assert_eq!(findings.len(), 1);
    assert!(findings[0].fault == Fault::CutTail && findings[0].to_string().contains("number"), "{findings:?}");
    session.append(NewEvent::new(Record::Unlocked)).expect("appended");
    let findings = verify(&anchors).findings;
    assert!(findings.iter().any(|f| f.fault == Fault::Rewritten), "something else stands there now: {findings:?}");
}

#[test]
fn swapped_rows_are_found_and_named() {
    let bench = Bench::new(43);
    let last = bench.events.len();
    for (one, two) in (1..last).map(|row| (row, row + 1)).chain([(1, last), (2, 6)]) {
        // The order of a table says nothing; what is exchanged are contents.
        for columns in [&["body"][..], &["ciphertext"], &["hash", "body"], &["hash", "body", "ciphertext"], &["id"]] {
            let set: Vec<String> = columns
                .iter()
                .map(|c| format!("{c} = (SELECT {c} FROM saved WHERE rowid = {one} + {two} - events.rowid)"))
                .collect();
            let findings = bench.after(&format!("UPDATE events SET {} WHERE rowid IN ({one}, {two})", set.join(", ")));
            let named = bench.names(&findings, one) && bench.names(&findings, two);
            assert!(named, "{columns:?} of {one} and {two}: {findings:?}");
        }
    }
}

#[test]
fn inserted_and_replayed_rows_are_found_and_named() {
    let bench = Bench::new(44);
    for row in bench.rows() {
        for depth in ["depth", "depth + 100"] {
            let rest = &COLUMNS["depth, ".len()..];
            let replay =
                format!("INSERT INTO events ({COLUMNS}) SELECT {depth}, {rest} FROM saved WHERE rowid = {row}");
            let findings = bench.after(&replay);
            let replayed = findings.iter().any(|finding| finding.fault == Fault::Replayed);
            assert!(replayed && bench.names(&findings, row), "{row}: {findings:?}");
        }
    }
    let insert = |line: &[u8]| {
        let value: serde_json::Value = serde_json::from_slice(line).expect("JSON");
        let event = &value["event"];
        let body = sealed::canonical::to_vec(event).expect("canonical");
        bench.after(&format!(
            "INSERT INTO events ({COLUMNS}) VALUES ({0}, X'{1}', X'{2}', X'{3}', '{4}', '{5}', {0}, '{6}', NULL)",
            event["seq"],
            hash_of(line),
            base16ct::lower::encode_string(&body),
            value["ciphertext"].as_str().expect("a ciphertext"),
            event["id"].as_str().expect("an id"),
            event["device"].as_str().expect("a device"),
            event["kind"].as_str().expect("a kind"),
        ))
    };
    let named = |findings: &[Finding], id: &str, fault: &Fault| {
        findings.iter().any(|f| &f.fault == fault && f.event.as_ref().is_some_and(|event| event.as_str() == id))
    };
    // A whole chain of a device that nobody accepted, otherwise faultless.
    let findings = insert(&foreign_line(77, 1, None, "decision").0);
    assert!(findings.len() == 1 && named(&findings, "77-1", &Fault::UnknownDevice), "{findings:?}");
    // A device's own key was stolen: a second event where one is, and one at the end that does not follow.
    let first = hash_of(&foreign_line(9, 1, None, "decision").0);
    let findings = insert(&foreign_line(9, 2, Some(first), "forged").0);
    assert!(named(&findings, "9-2", &Fault::Forked), "{findings:?}");
    let findings = insert(&foreign_line(9, 3, Some(first), "forged").0);
    assert!(named(&findings, "9-3", &Fault::Unlinked), "{findings:?}");
}

#[test]
fn a_key_that_vanished_without_an_erasure_is_found() {
    let bench = Bench::new(45);
    let last = bench.events.len();
    bench.raw.run(&format!("DELETE FROM payload_keys WHERE event_id = '{}'", bench.events[last - 1].0));
    let findings = bench.verify(&[]).findings;
    assert_eq!(findings.len(), 1);
    assert!(findings[0].fault == Fault::KeyLost && bench.names(&findings, last), "{findings:?}");
}

#[test]
fn an_export_is_as_hard_to_change_as_the_ledger() {
    let bench = Bench::new(46);
    let mut export = Vec::new();
    let count = bench.session.export(&mut export).expect("exported");
    let anchors = bench.session.heads().expect("heads");
    let lines: Vec<&[u8]> = export.split_inclusive(|byte| *byte == b'\n').collect();
    assert_eq!(u64::try_from(lines.len()).ok(), Some(count));
    let verify = |lines: &[&[u8]]| verify_export(lines.concat().as_slice(), &anchors).expect("verified").findings;
    assert_eq!(verify(&lines), []);
    // Every byte of two lines, and the rest by chance.
    let whole: Vec<(usize, usize)> = [4, lines.len() - 1]
        .iter()
        .flat_map(|&line| (0..lines[line].len() - 1).map(move |byte| (line, byte)))
        .collect();
    let some = (0..lines.len()).flat_map(|line| (0..lines[line].len() - 1).step_by(37).map(move |byte| (line, byte)));
    for (line, byte) in whole.into_iter().chain(some) {
        let mut changed = lines[line].to_vec();
        changed[byte] ^= 1 << (byte % 7);
        if changed[byte] == b'\n' {
            continue;
        }
        let mut with: Vec<&[u8]> = lines.clone();
        with[line] = &changed;
        let findings = verify(&with);
        assert!(bench.names(&findings, line + 1), "byte {byte} of line {line}: {findings:?}");
    }
    for line in 0..lines.len() {
        let without = [&lines[..line], &lines[line + 1..]].concat();
        assert!(!verify(&without).is_empty(), "line {line} is missing; the last ones are told by the anchors");
        let twice = [&lines[..=line], &lines[line..]].concat();
        assert!(verify(&twice).iter().any(|f| f.fault == Fault::Replayed), "line {line} is there twice");
        if line > 0 {
            let mut swapped = lines.clone();
            swapped.swap(line - 1, line);
            assert!(!verify(&swapped).is_empty(), "lines {} and {line} are swapped", line - 1);
        }
    }
}
