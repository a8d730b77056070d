use workbench::{
    Role, WorkbenchError,
    view::{
        case::{ConsentStanding, RelationName},
        consent::{ConsentRequest, DeciderName, ItemName, ProxyDetails, ProxyRelationName},
        worklist::Stage,
    },
};

use crate::hospital::{Hospital, line};

fn mother() -> ProxyDetails {
    let (name, relation) = ("佐藤 美咲".to_owned(), ProxyRelationName::Mother);
    ProxyDetails { name: Some(name), relation: Some(relation), assented: Some(true) }
}

fn form(person: &str, decider: DeciderName, agreed: &[ItemName]) -> ConsentRequest {
    ConsentRequest {
        case: "family-1".into(),
        person: person.into(),
        icf_version: "統一ICF 2.0".into(),
        decider,
        proxy: (decider == DeciderName::Proxy).then(mother),
        date: "2026-11-10".into(),
        agreed: agreed.to_vec(),
        withdrawn: false,
    }
}

#[test]
fn each_person_has_a_history_with_its_author() {
    let hospital = Hospital::with(&["family-1"]);
    hospital.as_a(Role::Counsellor, |desk| {
        let page = desk.consent_page("family-1").expect("a page");
        assert_eq!(page.items.len(), 13);
        assert_eq!(page.icf_versions, ["統一ICF 2.0"]);
        let relations: Vec<RelationName> = page.people.iter().map(|p| p.relation).collect();
        assert_eq!(relations, [RelationName::Proband, RelationName::Mother, RelationName::Father]);
        let proband = &page.people[0];
        assert_eq!(proband.in_force.as_ref().map(|c| c.decider), Some(DeciderName::Proxy));
        let signed = proband.in_force.as_ref().and_then(|c| c.proxy.as_ref()).expect("the hub names who signed");
        assert_eq!((signed.relation, signed.assented), (Some(ProxyRelationName::Mother), None));
        assert_eq!(signed.name, page.people[1].name);
        assert_eq!(proband.closed, [ItemName::SecondaryFindingsAdult, ItemName::AdultOnsetConditions]);
        assert!(page.people[1].closed.is_empty());

        desk.record_consent_form(&form("F1-mother", DeciderName::Person, &[ItemName::Participation]))
            .expect("recorded");
        let page = desk.consent_page("family-1").expect("a page");
        let mother = &page.people[1];
        assert_eq!(mother.history.len(), 2);
        assert_eq!(mother.history[0].recorded_by, "先生 counsellor");
        assert_eq!(mother.in_force.as_ref(), mother.history.first());
        let agreed: Vec<ItemName> = mother.history[0].choices.iter().filter(|c| c.agreed).map(|c| c.item).collect();
        assert_eq!(agreed, [ItemName::Participation], "all others are refused");
    });
}

#[test]
fn a_withdrawal_holds_at_once_and_can_be_followed_by_a_new_consent() {
    let hospital = Hospital::with(&["family-1"]);
    let geneticist = hospital.desk(Role::Geneticist);
    assert_eq!(line(&geneticist, "family-1").stage, Stage::Review);
    let withdrawal = ConsentRequest { withdrawn: true, ..form("F1-proband", DeciderName::Proxy, &[]) };
    geneticist.record_consent_form(&withdrawal).expect("recorded");
    let waiting = line(&geneticist, "family-1");
    assert_eq!(waiting.stage, Stage::Consent);
    assert!(waiting.since > waiting.imported_on);
    let refused = geneticist.triage(&"family-1".parse().expect("a case"), &workbench::CaseQuestion::standard(1));
    assert!(matches!(refused, Err(WorkbenchError::Consent(_))), "nothing of the genome is shown any more");
    let page = geneticist.case_page("family-1").expect("a page");
    assert_eq!(page.people[0].consent, ConsentStanding::Withdrawn);
    let again = geneticist.record_consent_form(&withdrawal).expect_err("nothing is left to withdraw");
    assert!(again.to_string().contains("in force"));
    geneticist
        .record_consent_form(&form("F1-proband", DeciderName::Proxy, &[ItemName::Participation]))
        .expect("recorded");
    assert_eq!(line(&geneticist, "family-1").stage, Stage::Review);
}

#[test]
fn a_consent_that_cannot_be_is_refused() {
    let hospital = Hospital::with(&["family-1"]);
    hospital.as_a(Role::Coordinator, |desk| {
        let good = || form("F1-proband", DeciderName::Proxy, &[ItemName::Participation]);
        let adult = ItemName::SecondaryFindingsAdult;
        let with = |proxy: ProxyDetails| ConsentRequest { proxy: Some(proxy), ..good() };
        let own = form("F1-mother", DeciderName::Person, &[]);
        for (wrong, expected) in [
            (form("F1-proband", DeciderName::Person, &[]), "a proxy for a person who was not yet 16"),
            (form("F1-proband", DeciderName::Proxy, &[ItemName::Participation, adult]), "no item about adult life"),
            (ConsentRequest { proxy: None, ..good() }, "the name of who signed"),
            (with(ProxyDetails { name: Some(" ".into()), ..mother() }), "the name of who signed"),
            (with(ProxyDetails { relation: None, ..mother() }), "what the proxy is to the person"),
            (with(ProxyDetails { assented: None, ..mother() }), "whether the person assented"),
            (ConsentRequest { proxy: Some(mother()), ..own }, "expected no proxy"),
            (ConsentRequest { date: "2026-11-12".into(), ..good() }, "not after 2026-11-11"),
            (ConsentRequest { date: "2025-02-10".into(), ..good() }, "not before birth"),
            (ConsentRequest { date: "yesterday".into(), ..good() }, "a day such as"),
            (ConsentRequest { icf_version: "3".into(), ..good() }, "one of 統一ICF 2.0"),
            (ConsentRequest { person: "F2-proband".into(), ..good() }, "not of this family"),
        ] {
            let error = desk.record_consent_form(&wrong).expect_err("must be refused").to_string();
            assert!(error.contains(expected), "{error:?} should say {expected:?}");
        }
        let history = desk.consent_page("family-1").expect("a page").people[0].history.len();
        assert_eq!(history, 1, "nothing was kept");
        desk.record_consent_form(&good()).expect("recorded");
        let page = desk.consent_page("family-1").expect("a page");
        assert_eq!(page.people[0].history[0].proxy, Some(mother()));
        desk.record_consent_form(&form("F1-mother", DeciderName::Person, &[ItemName::Participation, adult]))
            .expect("she is of age");
    });
    hospital.as_a(Role::PanelMember, |desk| {
        let refused = desk.record_consent_form(&form("F1-mother", DeciderName::Person, &[])).expect_err("refused");
        assert!(matches!(refused, WorkbenchError::NotPermitted { .. }));
    });
}

#[test]
fn who_comes_of_age_is_asked_anew() {
    // Born on 2010-01-22; it is 2026-11-11.
    let hospital = Hospital::with(&["family-3"]);
    let adult = [ItemName::SecondaryFindingsAdult, ItemName::AdultOnsetConditions];
    let opened = |desk: &workbench::Desk| {
        let id = "family-3".parse().expect("an id");
        let record = desk.consents(&id).expect("consents")[&"F3-proband".parse().expect("an id")].clone();
        desk.scope(&id, &desk.case(&id).expect("a case")).expect("takes part");
        desk.case(&id).expect("a case").consent_state(&record).opened().clone()
    };
    hospital.as_a(Role::Counsellor, |desk| {
        let id = "family-3".parse().expect("an id");
        let mut record = desk.consents(&id).expect("consents")[&"F3-proband".parse().expect("an id")].clone();
        // As a hub may send it: the proxy has agreed to everything.
        record.decisions = consent::Item::ALL.into_iter().map(|item| (item, consent::Decision::Agreed)).collect();
        desk.record_consent(&id, record).expect("recorded");
    });
    hospital.wait(500);
    hospital.as_a(Role::Counsellor, |desk| {
        let page = desk.consent_page("family-3").expect("a page");
        let proband = &page.people[0];
        assert!(!proband.minor && proband.closed.is_empty(), "of age, so that everything can be asked");
        let in_force = proband.in_force.as_ref().expect("a consent");
        assert_eq!(in_force.closed, adult, "but the yes of a proxy opens nothing of adult life");
        assert!(opened(desk).iter().all(|category| !category.is_adult_only()));
        let own = ConsentRequest {
            case: "family-3".into(),
            date: "2028-02-01".into(),
            ..form("F3-proband", DeciderName::Person, &[ItemName::Participation, adult[0], adult[1]])
        };
        desk.record_consent_form(&own).expect("recorded");
        assert!(opened(desk).iter().any(|category| category.is_adult_only()), "the own yes does");
    });
}

#[test]
fn of_sixteen_one_signs_alone() {
    // Born on 2010-01-22.
    let hospital = Hospital::with(&["family-3"]);
    hospital.as_a(Role::Counsellor, |desk| {
        let on = |date: &str| ConsentRequest {
            case: "family-3".into(),
            date: date.into(),
            ..form("F3-proband", DeciderName::Person, &[ItemName::Participation])
        };
        assert!(desk.record_consent_form(&on("2026-01-21")).is_err(), "the day before the birthday");
        desk.record_consent_form(&on("2026-01-22")).expect("the birthday");
    });
}
