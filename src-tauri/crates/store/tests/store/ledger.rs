use std::collections::{BTreeMap, BTreeSet};

use consent::Item;
use store::{
    Decided, Erasure, KeyPurpose, NewEvent, Payload, StoreError, Topic,
    ledger::{
        Decision, DiseaseClass, DismissalReason, EarlierTest, EligibilityRecorded, Record, Severity, SignRecorded,
        SignState, Subject, TestKind, Verdict, verify_export,
    },
};

use crate::{
    cases::{new_case, open_vcf, slice},
    support::{Place, Raw, case, consent, files, id, person, scope},
};

pub fn decision(thing: &str, comment: &str) -> Record {
    Record::Decision(Decision {
        thing: thing.into(),
        verdict: Verdict::Candidate,
        gene: "FGFR2".parse().ok(),
        variants: vec![thing.into()],
        end: None,
        disease: "OMIM:101200".parse().ok(),
        classification: None,
        criteria: vec!["PS2".into(), "PM2_Supporting".into()],
        evidence: BTreeMap::from([("PM2".into(), BTreeMap::from([("en".into(), "in no population".into())]))]),
        comment: BTreeMap::from([("ja".into(), comment.into())]),
        reasons: BTreeSet::new(),
    })
}

fn sign(term: &str, state: SignState) -> Record {
    Record::SignRecorded(SignRecorded {
        person: person("child"),
        term: term.parse().expect("a term"),
        state,
        onset: Some("HP:0003577".into()),
        severity: Some(Severity::Moderate),
        observed: Some("2026-04-01".into()),
        note: None,
    })
}

#[test]
fn the_last_decision_about_a_thing_stands_and_the_first_stays_in_the_ledger() {
    let place = Place::new(30);
    let session = place.create_for_geneticist();
    let family = case("family-1");
    for (thing, comment) in [("chr10-1-A-G", "one"), ("chr10-2-C-T", "two"), ("chr10-1-A-G", "three")] {
        session.append(NewEvent::in_case(&family, decision(thing, comment))).expect("appended");
    }
    let comments = |session: &store::Session| -> Vec<String> {
        let decisions = session.decisions(&family).expect("decisions");
        decisions.into_iter().map(|(_, decision)| decision.comment["ja"].clone()).collect()
    };
    assert_eq!(comments(&session), ["two", "three"]);
    let events = session.events(Some(&family)).expect("events");
    assert_eq!(events.len(), 3, "nothing is updated in place");
    let things: Vec<&Subject> = events.iter().flat_map(|event| &event.subjects).collect();
    assert!(things[0] == things[2] && things[0] != things[1], "the same thing has the same name");
    let clear = format!("{events:?}");
    assert!(!clear.contains("chr10") && !clear.contains("FGFR2"), "nothing clinical is said in clear");
    session.lock().expect("locked");
    assert_eq!(comments(&place.unlock("gen")), ["two", "three"]);
}

#[test]
fn a_consent_can_be_changed_and_withdrawn() {
    let place = Place::new(31);
    let session = place.create_for_geneticist();
    let family = case("family-1");
    let say = |record| session.append(NewEvent::in_case(&family, record)).expect("appended");
    say(Record::ConsentRecorded(consent("child", &[Item::Participation])));
    say(Record::ConsentRecorded(consent("mother", &[Item::Participation])));
    say(Record::ConsentRecorded(consent("child", &[Item::Participation, Item::SecondaryFindings])));
    say(Record::ConsentWithdrawn(consent("mother", &[Item::Participation])));
    let consents = session.consents(&family).expect("consents");
    let state: Vec<_> = consents.iter().map(|(_, c)| (c.person.as_str(), c.decisions.len(), c.withdrawn)).collect();
    assert_eq!(state, [("child", 2, false), ("mother", 1, true)], "one per person is in force");
}

#[test]
fn the_ledger_is_append_only_for_everybody() {
    let place = Place::new(32);
    let session = place.create_for_geneticist();
    let raw = Raw::open(&place);
    for statement in [
        "UPDATE events SET kind = 'x'",
        "DELETE FROM events WHERE seq = 1",
        "INSERT OR REPLACE INTO events SELECT depth, hash, X'00', ciphertext, id, device, seq, kind, case_id FROM events WHERE seq = 2",
        "REPLACE INTO events SELECT depth + 100, X'00', body, ciphertext, id || 'x', device, seq, kind, case_id FROM events WHERE seq = 2",
        "REPLACE INTO events (rowid, depth, hash, body, ciphertext, id, device, seq, kind) VALUES (1, 1, X'00', X'', X'', 'x', 'y', 1, 'z')",
    ] {
        let error = raw.try_run(statement).expect_err("a trigger refuses").to_string();
        assert!(error.contains("append-only"), "{statement}: {error}");
    }
    assert!(session.verify(&[]).expect("verified").is_sound());
}

#[test]
fn an_erased_payload_is_gone_and_the_chain_is_whole() {
    let place = Place::new(33);
    let session = place.create_for_geneticist();
    session.import_case(new_case(&session)).expect("imported");
    let family = case("family-1");
    let first = session.append(NewEvent::in_case(&family, decision("one", "1"))).expect("appended");
    let second = session.append(NewEvent::in_case(&family, decision("two", "2"))).expect("appended");
    let erasure = |purposes: Vec<KeyPurpose>, events: Vec<_>| Erasure {
        case: family.clone(),
        purposes,
        events,
        reason: "撤回".into(),
    };
    let single = session.erase(erasure(vec![], vec![first.id.clone()])).expect("erased");
    assert_eq!(single.subjects, [Subject::Event(first.id.clone())]);
    let gone = session.payload(&first).expect("a payload");
    let Payload::Erased { by, on, event } = gone else { panic!("{gone:?}") };
    assert_eq!((by, on, event), (id("gen"), single.device_time, single.id), "it reads: erased on … by …");
    assert!(matches!(session.payload(&second).expect("a payload"), Payload::Readable(_)));

    let opinion = KeyPurpose::Ledger { case: Some(family.clone()), person: None, topic: Topic::Opinion };
    let slices = KeyPurpose::File { case: family.clone(), kind: slice() };
    session.erase(erasure(vec![opinion.clone(), slices.clone()], vec![])).expect("erased");
    assert!(matches!(session.payload(&second).expect("a payload"), Payload::Erased { .. }));
    assert!(session.decisions(&family).expect("decisions").is_empty());
    assert_eq!(files(&place.home().join("genomes")).len(), 1, "the slice is gone from the disk");
    assert!(!session.purposes(&family).expect("purposes").contains(&slices));
    let wide = scope(&[Item::Participation, Item::SecondaryFindingsAdult]);
    let slice = session.open_genome_file(&family, &slice(), &wide);
    assert!(matches!(slice, Err(StoreError::UnknownFile { .. })));
    session.open_genome_file(&family, &open_vcf(), &wide).expect("the rest is there");
    session.case(&family).expect("the rest is there");
    let twice = session.erase(erasure(vec![opinion], vec![]));
    assert!(matches!(twice, Err(StoreError::KeyDestroyed { .. })));

    let verified = session.verify(&[]).expect("verified");
    assert_eq!(verified.findings, [], "an erasure is no fault");
    assert_eq!(verified.erased, [first.id, second.id]);
    assert!(session.rebuild().expect("rebuilt").differed.is_empty());
    let mut export = Vec::new();
    session.export(&mut export).expect("exported");
    let elsewhere = verify_export(export.as_slice(), &session.heads().expect("heads")).expect("verified");
    assert!(elsewhere.is_sound() && elsewhere.erased == verified.erased, "it verifies elsewhere without any key");
}

#[test]
fn a_new_decision_after_an_erasure_has_a_key_of_its_own() {
    let place = Place::new(34);
    let session = place.create_for_geneticist();
    let family = case("family-1");
    session.append(NewEvent::in_case(&family, decision("one", "old"))).expect("appended");
    let opinion = KeyPurpose::Ledger { case: Some(family.clone()), person: None, topic: Topic::Opinion };
    let erasure = Erasure { case: family.clone(), purposes: vec![opinion], events: vec![], reason: "撤回".into() };
    session.erase(erasure).expect("erased");
    session.append(NewEvent::in_case(&family, decision("one", "new"))).expect("appended");
    let decisions = session.decisions(&family).expect("decisions");
    assert_eq!(decisions.len(), 1);
    assert_eq!(decisions[0].1.comment["ja"], "new");
}

#[test]
fn an_event_about_one_person_is_under_that_persons_key() {
    let place = Place::new(35);
    let session = place.create_for_geneticist();
    let family = case("family-1");
    let both = NewEvent::in_case(&family, decision("one", "both")).about(&person("child")).about(&person("mother"));
    let mother = NewEvent::in_case(&family, decision("two", "hers")).about(&person("mother"));
    let (both, mother) = (session.append(both).expect("appended"), session.append(mother).expect("appended"));
    let hers = KeyPurpose::Ledger { case: Some(family.clone()), person: Some(person("mother")), topic: Topic::Opinion };
    let erasure = Erasure { case: family, purposes: vec![hers], events: vec![], reason: "撤回".into() };
    session.erase(erasure).expect("erased");
    assert!(matches!(session.payload(&mother).expect("a payload"), Payload::Erased { .. }));
    assert!(matches!(session.payload(&both).expect("a payload"), Payload::Readable(_)));
}

#[test]
fn tables_are_rebuilt_from_the_ledger() {
    let place = Place::new(36);
    let session = place.create_for_geneticist();
    session.import_case(new_case(&session)).expect("imported");
    session.append(NewEvent::in_case(&case("family-1"), decision("one", "1"))).expect("appended");
    assert!(session.rebuild().expect("rebuilt").differed.is_empty(), "they are what the ledger says");
    let raw = Raw::open(&place);
    raw.run("DELETE FROM standing WHERE topic = 'decision'");
    raw.run("UPDATE users SET role = 'administrator' WHERE id = 'gen'");
    assert!(session.decisions(&case("family-1")).expect("decisions").is_empty());
    assert_eq!(session.rebuild().expect("rebuilt").differed, ["standing", "users"], "what was changed is found");
    assert_eq!(session.decisions(&case("family-1")).expect("decisions").len(), 1, "and put right");
    assert!(session.rebuild().expect("rebuilt").differed.is_empty());
}

#[test]
fn kinds_of_a_newer_program_are_kept_and_verified() {
    // A chain written elsewhere holds a kind that this program does not know; only its clear part is ever looked at.
    let place = Place::new(37);
    let session = place.create_for_geneticist();
    let line = crate::support::foreign_line(37, 1, None, "quantum_consent");
    let device = line.1.clone();
    session.accept_device(&device, "newer").expect("accepted");
    let merged = session.merge(line.0.as_slice()).expect("merged");
    assert_eq!((merged.added, merged.known), (1, 0));
    assert!(session.verify(&[]).expect("verified").is_sound());
    let kept = session.events(None).expect("events").into_iter().find(|e| e.device == device).expect("kept");
    assert_eq!(kept.kind, "quantum_consent");
    assert_eq!(session.payload(&kept).expect("a payload"), Payload::NoKey);
}

#[test]
fn every_kind_reads_back() {
    let place = Place::new(38);
    let session = place.create_for_geneticist();
    session.import_case(new_case(&session)).expect("imported");
    let family = case("family-1");
    let records = [
        decision("one", "1"),
        Record::PanelChosen(store::ledger::PanelChosen {
            panels: vec!["craniosynostosis 1.2".into()],
            primary: ["FGFR2".parse().expect("a gene")].into(),
        }),
        Record::PanelDecision(store::ledger::PanelDecision {
            decision: BTreeMap::from([("ja".into(), "報告する".into())]),
            members: vec!["田中".into()],
            next_steps: BTreeMap::from([("ja".into(), vec!["外来".into()])]),
        }),
        Record::ReportReleased(store::ledger::ReportReleased {
            document: "physician".into(),
            sha256: sealed::digest::Sha256::of(b"pdf"),
            language: Some("ja".into()),
            pdf: Some("cGRm".into()),
        }),
        Record::Decision(Decision {
            thing: "variant chr10-1-A-G".into(),
            verdict: Verdict::Dismissed,
            gene: None,
            variants: vec!["chr10-1-A-G".into()],
            end: None,
            disease: None,
            classification: None,
            criteria: Vec::new(),
            evidence: BTreeMap::new(),
            comment: BTreeMap::new(),
            reasons: [DismissalReason::Common, DismissalReason::Technical].into(),
        }),
        sign("HP:0000316", SignState::Resolved),
        Record::EligibilityRecorded(EligibilityRecorded {
            class: Some(DiseaseClass::HardToDiagnose),
            atypical: true,
            question: Some("原因を知りたい".into()),
            tests: vec![EarlierTest {
                kind: TestKind::Exome,
                name: "全エクソーム解析".into(),
                date: Some("2024-05".into()),
                result: "原因は見つからなかった".into(),
            }],
        }),
        Record::SealedViewed { person: person("child"), category: consent::Category::AdultOnset },
    ];
    for record in records {
        let event = session.append(NewEvent::in_case(&family, record.clone())).expect("appended");
        assert_eq!(event.kind, record.kind());
        assert_eq!(session.payload(&event).expect("a payload"), Payload::Readable(Box::new(record)));
    }
    assert_eq!(session.panels(&family).expect("panels")[0].1.primary.len(), 1);
    assert_eq!(session.panel_decisions(&family).expect("decisions")[0].1.members, ["田中"]);
    assert_eq!(session.reports(&family).expect("reports").len(), 1);
    for event in session.events(None).expect("events") {
        assert!(matches!(session.payload(&event).expect("a payload"), Payload::Readable(_)), "{}", event.kind);
    }
}

#[test]
fn the_last_record_of_a_term_stands_and_no_term_is_said_in_clear() {
    let place = Place::new(39);
    let session = place.create_for_geneticist();
    let family = case("family-1");
    for (term, state) in
        [("HP:0000316", SignState::Present), ("HP:0001250", SignState::Absent), ("HP:0000316", SignState::Resolved)]
    {
        session.append(NewEvent::in_case(&family, sign(term, state))).expect("appended");
    }
    assert_eq!(session.signs(&family).expect("signs").len(), 3, "the earlier one stays in the ledger");
    let standing = session.standing(&family, Decided::Sign).expect("signs");
    let states: Vec<SignState> = standing
        .iter()
        .filter_map(|entry| match &entry.payload {
            Payload::Readable(record) => match &**record {
                Record::SignRecorded(sign) => Some(sign.state),
                _ => None,
            },
            _ => None,
        })
        .collect();
    assert_eq!(states, [SignState::Absent, SignState::Resolved], "one a term");
    let clear = format!("{:?}", session.events(Some(&family)).expect("events"));
    assert!(!clear.contains("HP:") && !clear.contains("316"), "nothing clinical is said in clear");
}

#[test]
fn payloads_of_an_older_program_stay_readable() {
    let old = [
        r#"{"kind":"decision","payload":{"thing":"t","verdict":"dismissed","gene":null,"disease":null,"classification":null}}"#,
        r#"{"kind":"report_released","payload":{"document":"physician","sha256":"0000000000000000000000000000000000000000000000000000000000000000"}}"#,
    ];
    for text in old {
        let record: Record = serde_json::from_str(text).expect("an older payload");
        match record {
            Record::Decision(decision) => assert!(decision.reasons.is_empty(), "none was asked for then"),
            Record::ReportReleased(report) => assert_eq!((report.language, report.pdf), (None, None)),
            other => panic!("{other:?}"),
        }
    }
}
