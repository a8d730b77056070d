use std::collections::BTreeMap;

use workbench::{
    Role, WorkbenchError,
    view::{
        variant::{DecisionRequest, DismissalReason, Words},
        variant_row::{ClassName, VerdictName},
    },
};

use crate::hospital::{Hospital, case, line};

pub fn request(key: &str, verdict: VerdictName) -> DecisionRequest {
    DecisionRequest {
        case: "family-1".into(),
        key: key.into(),
        gene: None,
        verdict,
        class: None,
        criteria: Vec::new(),
        evidence: BTreeMap::new(),
        reasons: Vec::new(),
        note: None,
        note_en: None,
        disease: None,
    }
}

pub fn dismissal(key: &str) -> DecisionRequest {
    DecisionRequest { reasons: vec![DismissalReason::Common], ..request(key, VerdictName::Dismissed) }
}

const FGFR2: &str = "chr10-121520163-G-C";

#[test]
fn the_latest_decision_stands_and_every_one_stays() {
    let hospital = Hospital::with(&["family-1"]);
    hospital.as_a(Role::Geneticist, |desk| {
        let first = DecisionRequest {
            reasons: vec![DismissalReason::Technical, DismissalReason::Common],
            note: Some("  読みが偏っている ".into()),
            ..dismissal(FGFR2)
        };
        desk.decide_variant(&first).expect("recorded");
        let second = DecisionRequest {
            gene: Some("FGFR2".into()),
            class: Some(ClassName::Pathogenic),
            criteria: vec!["PS2".into(), "PM2_Supporting".into(), "PS4_Strong".into()],
            evidence: [("PS2", " 両親にない。 ", "De novo."), ("PM2", " ", "")]
                .map(|(code, ja, en)| (code.into(), Words { ja: Some(ja.into()), en: Some(en.into()) }))
                .into(),
            disease: Some("OMIM:101200".into()),
            ..request(FGFR2, VerdictName::Reported)
        };
        desk.decide_variant(&second).expect("recorded");
    });
    hospital.as_a(Role::PanelMember, |desk| {
        let decisions = &desk.decisions_of_variants(&case("family-1")).expect("decisions")[FGFR2];
        assert_eq!(decisions.len(), 2);
        assert_eq!(decisions[0].verdict, VerdictName::Reported);
        assert_eq!(decisions[0].criteria, ["PS2", "PM2_Supporting", "PS4"], "its own strength is not written");
        let told = Words { ja: Some("両親にない。".into()), en: Some("De novo.".into()) };
        assert_eq!(decisions[0].evidence, [("PS2".to_owned(), told)].into(), "what is blank is none");
        assert_eq!(decisions[1].reasons, [DismissalReason::Common, DismissalReason::Technical]);
        assert_eq!(decisions[1].note.as_deref(), Some("読みが偏っている"));
        assert_eq!(decisions[0].author, "先生 geneticist", "the name that is shown");
        let refused = desk.decide_variant(&dismissal(FGFR2)).expect_err("a member of the panel decides nothing alone");
        assert!(matches!(refused, WorkbenchError::NotPermitted { .. }));
    });
    hospital.as_a(Role::Coordinator, |desk| {
        assert!(desk.decisions_of_variants(&case("family-1")).is_err(), "variants are not for a coordinator");
    });
}

#[test]
fn a_decision_that_cannot_stand_is_refused_and_says_what_is_missing() {
    let hospital = Hospital::with(&["family-1"]);
    hospital.as_a(Role::Geneticist, |desk| {
        let reported = || DecisionRequest {
            gene: Some("FGFR2".into()),
            class: Some(ClassName::Pathogenic),
            ..request(FGFR2, VerdictName::Reported)
        };
        let criteria = |codes: &[&str]| codes.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>();
        for (wrong, expected) in [
            (request(FGFR2, VerdictName::Dismissed), "at least one reason"),
            (DecisionRequest { reasons: vec![DismissalReason::Other], ..dismissal(FGFR2) }, "the reason in a note"),
            (DecisionRequest { class: None, ..reported() }, "a class"),
            (DecisionRequest { gene: None, ..reported() }, "the gene"),
            (DecisionRequest { criteria: criteria(&["PM9"]), ..reported() }, "one of PVS1"),
            (DecisionRequest { criteria: criteria(&["PM2_Strong"]), ..reported() }, "PM2_Supporting, PM2_Moderate"),
            (DecisionRequest { criteria: criteria(&["PM2", "PM2_Supporting"]), ..reported() }, "PM2 once"),
            (DecisionRequest { evidence: [("PM2".into(), Words::default())].into(), ..reported() }, "PM2"),
            (DecisionRequest { disease: Some("Apert".into()), ..reported() }, "Apert"),
            (DecisionRequest { gene: Some("FGF R2".into()), ..reported() }, "FGF R2"),
            (DecisionRequest { note: Some("あ".repeat(5_000)), ..reported() }, "at most 4000"),
            (DecisionRequest { reasons: vec![DismissalReason::Common], ..reported() }, "only where"),
            (request("chr10:121520163:G:C", VerdictName::Candidate), "chrom-pos-ref-alt"),
            (request("chr10-0x-G-C", VerdictName::Candidate), "chrom-pos-ref-alt"),
        ] {
            let error = desk.decide_variant(&wrong).expect_err("must be refused").to_string();
            assert!(error.contains(expected), "{error:?} should say {expected:?}");
        }
        assert!(desk.decisions_of_variants(&case("family-1")).expect("decisions").is_empty(), "nothing was kept");
    });
}

#[test]
fn what_is_sealed_can_neither_be_decided_nor_seen_to_have_been() {
    let hospital = Hospital::with(&["family-1", "family-6"]);
    const BRCA2: &str = "chr13-32340000-C-A";
    hospital.as_a(Role::Geneticist, |desk| {
        let sealed = DecisionRequest { gene: Some("BRCA2".into()), ..request(BRCA2, VerdictName::Candidate) };
        let error = desk.decide_variant(&sealed).expect_err("sealed in family-1").to_string();
        assert!(error.contains("part of"), "{error}");
        // By its gene as well, wherever it is said to lie.
        let elsewhere = DecisionRequest { key: "chr1-1000-C-A".into(), ..sealed.clone() };
        assert_eq!(
            desk.decide_variant(&elsewhere).expect_err("sealed").to_string().replace("chr1-1000-C-A", BRCA2),
            error,
            "the one answer for every sealed region"
        );
        let opened = DecisionRequest { case: "family-6".into(), ..sealed };
        desk.decide_variant(&opened).expect("its proband has opened the category");
        assert_eq!(line(desk, "family-6").candidates, 1);
        assert!(desk.decisions_of_variants(&case("family-6")).expect("decisions").contains_key(BRCA2));
        let page = desk.case_page("family-6").expect("a page");
        assert_eq!(page.timeline[0].kind, "decision");

        // The proband no longer wants to know.
        let mut consent =
            desk.consents(&case("family-6")).expect("consents").remove(&"F6-proband".parse().expect("an id"));
        let mut consent = consent.take().expect("a consent");
        consent.decisions.insert(consent::Item::SecondaryFindingsAdult, consent::Decision::Refused);
        desk.record_consent(&case("family-6"), consent).expect("recorded");
        assert_eq!(line(desk, "family-6").candidates, 0, "no count tells of it");
        assert!(desk.decisions_of_variants(&case("family-6")).expect("decisions").is_empty());
        let page = desk.case_page("family-6").expect("a page");
        assert!(page.timeline.iter().all(|entry| entry.kind != "decision"), "no line in what happened");
    });
}

#[test]
fn points_follow_the_table() {
    let hospital = Hospital::with(&[]);
    hospital.as_a(Role::Counsellor, |desk| {
        assert_eq!(desk.criteria().len(), 28);
        let points = |codes: &str| desk.points(&codes.split(' ').map(str::to_owned).collect::<Vec<_>>());
        let reply = points("PVS1 PM2_Supporting").expect("points");
        assert_eq!((reply.points, reply.class), (9, ClassName::LikelyPathogenic));
        assert_eq!(points("PS2 BA1").expect("points").class, ClassName::Benign);
        assert!(points("PXX").is_err());
        let beside = points("PP3_Strong PM1 PM2_Supporting").expect("points");
        assert_eq!(
            (beside.points, beside.pp3_beside_pm1.as_deref()),
            (5, Some("PP3_Moderate")),
            "together strong at most"
        );
        let beside = points("PP3 PM1_Strong").expect("points");
        assert_eq!((beside.points, beside.pp3_beside_pm1.as_deref()), (4, Some("")));
    });
}
