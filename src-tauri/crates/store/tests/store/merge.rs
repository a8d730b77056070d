//! Events from other devices: any order, any grouping, any number of times, the same ledger.

use std::collections::BTreeSet;

use consent::Item;
use proptest::prelude::*;
use store::{
    Conflict, NewEvent, Session, StoreError,
    ledger::{Fault, Head, Record},
};

use crate::support::{Place, case, consent, foreign_line};

fn export(session: &Session) -> Vec<u8> {
    let mut lines = Vec::new();
    session.export(&mut lines).expect("exported");
    lines
}

fn introduce(sessions: &[Session]) {
    for one in sessions {
        for other in sessions.iter().filter(|other| other.device() != one.device()) {
            one.accept_device(other.device(), "同僚").expect("accepted");
        }
    }
}

fn say(session: &Session, who: &str, items: &[Item]) {
    let record = Record::ConsentRecorded(consent(who, items));
    session.append(NewEvent::in_case(&case("family-1"), record)).expect("appended");
}

#[test]
fn concurrent_decisions_both_stand_until_a_person_resolves_them() {
    let places = [Place::new(50), Place::new(51)];
    let sessions: Vec<Session> = places.iter().map(Place::create_for_geneticist).collect();
    introduce(&sessions);
    let [one, two] = sessions.as_slice() else { panic!("two sessions") };
    say(one, "child", &[Item::Participation]);
    say(two, "child", &[]);
    say(two, "mother", &[Item::Participation]);
    one.merge(export(two).as_slice()).expect("merged");
    two.merge(export(one).as_slice()).expect("merged");
    let of = |session: &Session| -> Vec<Conflict> { session.conflicts().expect("conflicts") };
    assert_eq!(of(one), of(two), "both see the same conflict");
    assert_eq!(of(one).len(), 1, "the mother's consent is no conflict");
    assert_eq!((of(one)[0].topic.as_str(), of(one)[0].events.len()), ("consent", 2));
    // Deciding with both in sight resolves it, here and there.
    say(two, "child", &[]);
    assert!(of(two).is_empty());
    one.merge(export(two).as_slice()).expect("merged");
    assert!(of(one).is_empty());
    for session in &sessions {
        assert!(session.verify(&[]).expect("verified").is_sound());
        assert!(session.rebuild().expect("rebuilt").differed.is_empty(), "merging leaves what rebuilding makes");
    }
}

#[test]
fn what_does_not_fit_is_refused_whole() {
    let place = Place::new(52);
    let session = place.create_for_geneticist();
    let (first, device) = foreign_line(5, 1, None, "decision");
    let hash = |line: &[u8]| {
        let line: serde_json::Value = serde_json::from_slice(line).expect("JSON");
        sealed::digest::Sha256::of(&sealed::canonical::to_vec(&line["event"]).expect("canonical"))
    };
    let (second, _) = foreign_line(5, 2, Some(hash(&first)), "decision");
    let (unlinked, _) = foreign_line(5, 2, None, "decision");
    let (fork, _) = foreign_line(5, 1, None, "other");
    let refuse = |lines: &[&[u8]]| match session.merge(lines.concat().as_slice()) {
        Err(StoreError::Refused { finding }) => finding.fault,
        other => panic!("must be refused: {other:?}"),
    };
    assert_eq!(refuse(&[&first]), Fault::UnknownDevice);
    session.accept_device(&device, "同僚").expect("accepted");
    assert_eq!(refuse(&[&second]), Fault::Missing { from: 1, count: 1 });
    assert_eq!(refuse(&[&first, &unlinked]), Fault::Unlinked);
    let mut changed = first.clone();
    changed[20] ^= 1;
    assert_eq!(refuse(&[&first, &changed]), Fault::Payload);
    assert!(matches!(refuse(&[&first, b"{\n"]), Fault::Unreadable { .. }));
    let before: Vec<Head> = session.heads().expect("heads");
    assert_eq!(before.len(), 1, "nothing of a refused merge was taken over");
    // In any order, once more, and then no second event at the same place.
    session.merge([second.clone(), first.clone()].concat().as_slice()).expect("merged");
    let again = session.merge([first, second].concat().as_slice()).expect("merged");
    assert_eq!((again.added, again.known), (0, 2));
    assert_eq!(refuse(&[&fork]), Fault::Forked);
    assert!(session.verify(&[]).expect("verified").is_sound());
}

#[test]
fn an_erasure_elsewhere_is_an_erasure_here() {
    let places = [Place::new(53), Place::new(54)];
    let sessions: Vec<Session> = places.iter().map(Place::create_for_geneticist).collect();
    introduce(&sessions);
    let [one, two] = sessions.as_slice() else { panic!("two sessions") };
    let family = case("family-1");
    let record = Record::ConsentRecorded(consent("child", &[]));
    let event = one.append(NewEvent::in_case(&family, record)).expect("appended");
    two.merge(export(one).as_slice()).expect("merged");
    one.erase(store::Erasure {
        case: family.clone(),
        purposes: vec![],
        events: vec![event.id.clone()],
        reason: "x".into(),
    })
    .expect("erased");
    two.merge(export(one).as_slice()).expect("merged");
    assert!(matches!(two.payload(&event).expect("a payload"), store::Payload::Erased { .. }));
    assert_eq!(two.verify(&[]).expect("verified").erased, [event.id]);
}

/// What a replica does: speak for one of two persons, or hear another replica.
#[derive(Clone, Debug)]
enum Step {
    Say { replica: usize, mother: bool, agreed: bool },
    Hear { replica: usize, from: usize },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0..3usize, any::<bool>(), any::<bool>())
            .prop_map(|(replica, mother, agreed)| Step::Say { replica, mother, agreed }),
        1 => (0..3usize, 1..3usize).prop_map(|(replica, on)| Step::Hear { replica, from: (replica + on) % 3 }),
    ];
    proptest::collection::vec(step, 1..14)
}

/// What a listener knows, but for its own events.
fn known(session: &Session) -> (BTreeSet<Vec<u8>>, Vec<Conflict>, Vec<Head>, Vec<String>) {
    let own = format!("\"device\":\"{}\",\"device_time\"", session.device()).into_bytes();
    let lines = export(session);
    let foreign = lines
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty() && !line.windows(own.len()).any(|window| window == own))
        .map(<[u8]>::to_vec)
        .collect();
    let heads = session.heads().expect("heads").into_iter().filter(|head| &head.device != session.device()).collect();
    let standing = session.standing(&case("family-1"), store::Decided::Consent).expect("standing");
    let order = standing.into_iter().map(|entry| entry.event.id.to_string()).collect();
    (foreign, session.conflicts().expect("conflicts"), heads, order)
}

#[test]
fn merging_is_commutative_associative_and_idempotent() {
    let mut runner = crate::support::cases(12);
    let order = Just(vec![0usize, 1, 2]).prop_shuffle();
    let result = runner.run(&(steps(), order, any::<u64>()), |(steps, order, seed)| {
        let places: Vec<Place> = (0..5).map(|i| Place::new(seed.wrapping_add(i))).collect();
        let mut sessions: Vec<Session> = places.iter().map(Place::create_for_geneticist).collect();
        introduce(&sessions);
        let (b, a) = (sessions.pop().expect("a listener"), sessions.pop().expect("a listener"));
        for step in steps {
            match step {
                Step::Say { replica, mother, agreed } => {
                    let items: &[Item] = if agreed { &[Item::Participation] } else { &[] };
                    say(&sessions[replica], if mother { "mother" } else { "child" }, items);
                }
                Step::Hear { replica, from } => {
                    sessions[replica].merge(export(&sessions[from]).as_slice()).expect("merged");
                }
            }
        }
        // What a replica knows is closed: whatever an event follows is with it.
        let said: Vec<Vec<u8>> = sessions.iter().map(export).collect();
        for lines in &said {
            a.merge(lines.as_slice()).expect("merged");
        }
        // Another order, other groups, reversed lines, and everything twice.
        let group = [said[order[1]].clone(), said[order[0]].clone()].concat();
        let mut reversed: Vec<&[u8]> = group.split_inclusive(|byte| *byte == b'\n').collect();
        reversed.reverse();
        b.merge(said[order[2]].as_slice()).expect("merged");
        b.merge(reversed.concat().as_slice()).expect("merged");
        let again = b.merge(said.concat().as_slice()).expect("merged");
        prop_assert_eq!(again.added, 0, "idempotent");
        prop_assert!(known(&a) == known(&b), "the same whatever the way");
        for session in [&a, &b] {
            prop_assert!(session.verify(&[]).expect("verified").is_sound());
            prop_assert!(session.rebuild().expect("rebuilt").differed.is_empty());
        }
        Ok(())
    });
    result.expect("the same whatever the way");
}
