use workbench::{
    CaseQuestion, Role, WorkbenchError,
    view::{
        case::{
            AffectionName, ConsentStanding, DiseaseClass, EarlierTestRequest, EligibilityRequest, RelationName,
            TestKind,
        },
        phenotype::{SeverityName, SignRequest, SignState, SignsRequest},
    },
};

use crate::hospital::{Hospital, case};

fn sign(term: &str, state: SignState) -> SignRequest {
    SignRequest { term: term.into(), state, onset: None, severity: None, observed: None, note: None }
}

fn of(case: &str, signs: &[SignRequest]) -> SignsRequest {
    SignsRequest { case: case.into(), signs: signs.to_vec() }
}

#[test]
fn a_page_holds_the_family_the_signs_and_the_specimens() {
    let hospital = Hospital::with(&["family-4"]);
    hospital.as_a(Role::Counsellor, |desk| {
        let page = desk.case_page("family-4").expect("a page");
        let people: Vec<(&str, RelationName, bool)> =
            page.people.iter().map(|p| (p.id.as_str(), p.relation, p.sequenced)).collect();
        assert_eq!(people[0], ("F4-proband", RelationName::Proband, true));
        assert!(people.contains(&("F4-uncle", RelationName::MaternalUncle, true)));
        assert!(people.iter().any(|p| p.1 == RelationName::MaternalGrandmother && !p.2), "in the PED only");
        let uncle = page.people.iter().find(|p| p.id == "F4-uncle").expect("the uncle");
        assert_eq!((uncle.affection, uncle.consent), (AffectionName::Affected, ConsentStanding::TakesPart));
        assert_eq!((uncle.age_years, uncle.minor), (Some(30), false));
        let proband = &page.people[0];
        assert!(proband.minor && proband.kana.is_some() && proband.chart.as_deref() == Some("1000401"));
        assert_eq!((proband.age_years, proband.age_months), (Some(6), None));
        assert!(page.signs.iter().any(|s| s.state == SignState::Present && s.label_ja.is_some() && s.onset.is_some()));
        assert!(page.signs.iter().any(|s| s.state == SignState::Absent));
        assert_eq!(page.specimens[0].person, "F4-proband");
        assert!(page.specimens.iter().all(|s| s.number.is_some() && !s.left.is_empty()));
        assert!(page.order.expect("an order").diseases[0].contains("OMIM:305400"));
        let kinds: Vec<&str> = page.timeline.iter().map(|e| e.kind.as_str()).collect();
        assert!(kinds.contains(&"case_imported") && kinds.contains(&"consent_recorded"), "{kinds:?}");
        assert!(page.timeline.is_sorted_by(|a, b| a.time >= b.time), "the latest first");
    });
}

#[test]
fn panel_genes_that_could_not_be_read_are_named() {
    let hospital = Hospital::with(&["family-5"]);
    hospital.as_a(Role::Coordinator, |desk| {
        let quality = desk.case_page("family-5").expect("a page").quality;
        assert_eq!(quality.not_callable.iter().map(|g| g.gene.as_str()).collect::<Vec<_>>(), ["STRC"]);
        assert!(quality.not_callable[0].callable < 0.95);
        assert!(quality.people.is_empty(), "figures of the genome are for those who see variants");
    });
}

#[test]
fn the_latest_record_of_a_sign_stands_and_the_ranking_uses_it() {
    let hospital = Hospital::with(&["family-1"]);
    // Hypertelorism is there by the hub, seizures are not.
    let (hypertelorism, seizure, new, mistake) = ("HP:0000316", "HP:0001250", "HP:0000405", "HP:0011304");
    hospital.as_a(Role::Counsellor, |desk| {
        let rich = SignRequest {
            onset: Some("P3M".into()),
            severity: Some(SeverityName::Moderate),
            observed: Some("2026-11-01".into()),
            note: Some("眼科で確認".into()),
            ..sign(hypertelorism, SignState::Absent)
        };
        desk.record_signs(&of("family-1", &[rich])).expect("recorded");
        let more = [(seizure, SignState::Resolved), (new, SignState::Present), (mistake, SignState::Withdrawn)];
        desk.record_signs(&of("family-1", &more.map(|(term, state)| sign(term, state)))).expect("recorded");
        let page = desk.case_page("family-1").expect("a page");
        let shown = |term: &str| page.signs.iter().find(|s| s.term == term).expect("the sign").clone();
        let sign = shown(hypertelorism);
        assert_eq!((sign.state, sign.severity), (SignState::Absent, Some(SeverityName::Moderate)));
        assert_eq!(sign.recorded_by.as_deref(), Some("先生 counsellor"));
        assert_eq!(sign.earlier.len(), 1);
        assert_eq!((sign.earlier[0].state, sign.earlier[0].recorded_by.as_deref()), (SignState::Present, None));
        assert_eq!(shown(seizure).state, SignState::Resolved);
        assert_eq!(shown(mistake).state, SignState::Withdrawn);
        let about = page.timeline[3].about.as_deref().expect("readable");
        assert!(about.ends_with(hypertelorism), "{about}");
    });
    hospital.as_a(Role::Geneticist, |desk| {
        let used = desk.triage(&case("family-1"), &CaseQuestion::standard(5)).expect("a shortlist").shortlist.phenotype;
        let has = |list: &[domain::HpoId], term: &str| list.iter().any(|t| t.to_string() == term);
        assert!(!has(&used.observed, hypertelorism) && has(&used.excluded, hypertelorism), "absent excludes");
        assert!(has(&used.observed, seizure) && !has(&used.excluded, seizure), "what is gone was there");
        assert!(has(&used.observed, new));
        assert!(!has(&used.observed, mistake) && !has(&used.excluded, mistake), "taken back");
    });
}

#[test]
fn a_sign_that_cannot_be_is_refused() {
    let hospital = Hospital::with(&["family-1"]);
    hospital.as_a(Role::Geneticist, |desk| {
        let seizure = || sign("HP:0001250", SignState::Present);
        let on = |day: &str| SignRequest { observed: Some(day.into()), ..seizure() };
        let from = |onset: &str| SignRequest { onset: Some(onset.into()), ..seizure() };
        for (wrong, expected) in [
            (sign("HP:9999999", SignState::Present), "the id of a phenotypic abnormality"),
            (sign("けいれん", SignState::Present), "the id of a phenotypic abnormality"),
            (sign("HP:0003577", SignState::Present), "the id of a phenotypic abnormality"),
            (on("2026-11-12"), "not after 2026-11-11"),
            (on("2025-02-10"), "not before birth"),
            (on("2026-13-01"), "a day such as"),
            (on("11/1"), "a day such as"),
            (from("HP:0001250"), "a class of onset"),
            (from("P3X"), "a class of onset"),
        ] {
            let both = of("family-1", &[sign("HP:0000518", SignState::Present), wrong]);
            let error = desk.record_signs(&both).expect_err("must be refused").to_string();
            assert!(error.contains(expected), "{error:?} should say {expected:?}");
        }
        for case in ["family-9", "../x"] {
            let error = desk.record_signs(&of(case, &[seizure()])).expect_err("must be refused").to_string();
            assert!(error.contains(case), "{error:?}");
        }
        let page = desk.case_page("family-1").expect("a page");
        assert!(page.signs.iter().all(|s| s.recorded_by.is_none()), "of several signs all or none are recorded");
        for fine in ["HP:0003577", "P3Y6M", "学童期のいつか"] {
            desk.record_signs(&of("family-1", &[from(fine)])).expect("fine");
        }
        desk.record_signs(&of("family-1", &[on("2026-11-11")])).expect("today in Japan");
    });
    hospital.as_a(Role::PanelMember, |desk| {
        let signs = of("family-1", &[sign("HP:0001250", SignState::Present)]);
        let refused = desk.record_signs(&signs).expect_err("not a member of the panel");
        assert!(matches!(refused, WorkbenchError::NotPermitted { .. }));
        let refused = desk.scan_note("けいれん").expect_err("what cannot be recorded is not offered");
        assert!(matches!(refused, WorkbenchError::NotPermitted { .. }));
    });
}

#[test]
fn eligibility_is_recorded_as_a_whole() {
    let hospital = Hospital::with(&["family-1"]);
    let exome = EarlierTestRequest {
        kind: TestKind::Exome,
        name: "全エクソーム解析".into(),
        date: Some("2024-05".into()),
        result: "原因は見つからなかった".into(),
    };
    let request = EligibilityRequest {
        case: "family-1".into(),
        class: Some(DiseaseClass::HardToDiagnose),
        atypical: true,
        question: Some("原因を知りたい".into()),
        tests: vec![exome.clone()],
    };
    hospital.as_a(Role::Coordinator, |desk| {
        desk.record_eligibility(&EligibilityRequest { class: None, ..request.clone() }).expect("recorded");
        desk.record_eligibility(&request).expect("recorded");
        let page = desk.case_page("family-1").expect("a page").eligibility;
        assert_eq!((page.class, page.atypical, page.tests.len()), (Some(DiseaseClass::HardToDiagnose), true, 1));
        assert_eq!(page.recorded_by.as_deref(), Some("先生 coordinator"));
        for (date, name) in [("2026-12", "x"), ("2027", "x"), ("2026-11-12", "x"), ("May", "x"), ("2024", " ")] {
            let test = EarlierTestRequest { date: Some(date.into()), name: name.into(), ..exome.clone() };
            let wrong = EligibilityRequest { tests: vec![test], ..request.clone() };
            assert!(desk.record_eligibility(&wrong).is_err(), "{date} {name:?} must be refused");
        }
    });
}
