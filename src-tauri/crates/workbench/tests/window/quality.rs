use testkit::Family;
use workbench::{
    Desk, Facility, PersonId, Role, WorkbenchError,
    view::{
        quality::{DegreeName, Doubt},
        quality::{DoubtRequest, QualityChartName, QualityPage},
        report::{DocumentName, MissingName},
        variant::{DecisionRequest, VariantRequest},
        variant_row::{ClassName, VerdictName},
        variants::{FilterRequest, RowsRequest},
        worklist::SexName,
    },
};

use crate::{
    decision::{dismissal, request},
    hospital::{Hospital, case},
};

const FGFR2: &str = "chr10-121520163-G-C";

fn page(desk: &Desk) -> QualityPage {
    desk.quality_page("family-1").expect("a page")
}

/// The first family with the samples of the child and the father exchanged.
fn exchanged() -> Hospital {
    let person = |name: &str| name.parse::<PersonId>().expect("an id");
    let family = Family::numbered(1).expect("the first family").with_records(4_000);
    Hospital::with_family(family.with_exchanged(&person("F1-proband"), &person("F1-father")))
}

fn looks(desk: &Desk) -> usize {
    let audit = desk.audit(&case("family-1")).expect("the audit");
    audit.events.iter().filter(|line| line.kind == "kinship_viewed").count()
}

#[test]
fn a_geneticist_sees_every_person_pair_and_trio_and_the_look_is_written_down() {
    let hospital = Hospital::with(&["family-1"]);
    hospital.as_a(Role::Geneticist, |desk| {
        assert_eq!(looks(desk), 0);
        let page = page(desk);
        assert!(page.there && page.doubts.is_empty(), "a right family: {:?}", page.doubts);
        let people = page.people.expect("figures");
        let order: Vec<&str> = people.iter().map(|p| p.person.as_str()).collect();
        assert_eq!(order, ["F1-proband", "F1-mother", "F1-father"]);
        for person in &people {
            assert_eq!(person.sex_shown, person.sex_recorded, "{person:?}");
            assert!(person.called > 7_000 && person.missing < person.called / 20, "{person:?}");
            let share = person.contamination.expect("frequencies and reads are given");
            assert!(share < 0.01, "nobody else is in the sample: {share}");
        }
        let heterozygous = people.iter().map(|p| p.heterozygous_on_x > 0).collect::<Vec<_>>();
        assert_eq!(heterozygous, [true, true, false], "a father has one X");
        let kinship = page.kinship.expect("kinship");
        let expected: Vec<Option<f64>> = kinship.pairs.iter().map(|p| p.expected).collect();
        assert_eq!(expected, [Some(0.25), Some(0.25), Some(0.0)]);
        for pair in &kinship.pairs {
            let shown = if pair.expected == Some(0.0) { DegreeName::Unrelated } else { DegreeName::First };
            assert_eq!((pair.shown, pair.contradicts), (Some(shown), false), "{pair:?}");
        }
        assert_eq!(kinship.trios.len(), 1);
        assert!(kinship.trios[0].rate.expect("compared") < 0.02 && kinship.trios[0].compared > 5_000);
        assert_eq!(kinship.homozygosity.len(), 3);
        let kinds: Vec<QualityChartName> = page.charts.iter().map(|c| c.kind).collect();
        use QualityChartName::{Balance, Depth, Homozygosity, Kinship, Sex};
        assert_eq!(kinds, [Sex, Balance, Depth, Kinship, Homozygosity, Homozygosity, Homozygosity]);
        desk.quality_page("family-1").expect("again");
        assert_eq!(looks(desk), 1, "once a day");
    });
}

#[test]
fn each_role_sees_its_part() {
    let hospital = exchanged();
    let kinds = |page: &QualityPage| {
        let kind = |doubt: &Doubt| match doubt {
            Doubt::Sex { .. } => "sex",
            Doubt::Relation { .. } | Doubt::Parents { .. } => "kinship",
            Doubt::Disomy { .. } | Doubt::Contamination { .. } => "other",
        };
        page.doubts.iter().map(|line| kind(&line.doubt)).collect::<Vec<_>>()
    };
    hospital.as_a(Role::PanelMember, |desk| {
        let page = page(desk);
        assert!(page.people.is_some() && page.kinship.is_none());
        assert!(!kinds(&page).contains(&"kinship"), "{:?}", page.doubts);
        let of_kinship = [QualityChartName::Kinship, QualityChartName::Homozygosity];
        assert!(page.charts.iter().all(|chart| !of_kinship.contains(&chart.kind)));
        assert_eq!(looks(desk), 0, "nothing of kinship was shown");
    });
    hospital.as_a(Role::DataManager, |desk| {
        let page = page(desk);
        assert!(page.people.is_none() && page.kinship.is_some());
        assert!(kinds(&page).contains(&"kinship"));
        assert!(!page.charts.iter().any(|chart| chart.kind == QualityChartName::Balance));
    });
    hospital.as_a(Role::Counsellor, |desk| {
        let page = page(desk);
        assert!(page.people.is_none() && page.kinship.is_none() && page.doubts.is_empty() && page.charts.is_empty());
    });
}

/// What a role is told of the origin of the new variant of FGFR2.
fn origin(hospital: &Hospital, role: Role) -> (Vec<(String, String)>, usize) {
    hospital.as_a(role, |desk| {
        desk.open_variants_of("family-1").expect("opened");
        let view = desk.filter_variants(&FilterRequest::standard("family-1")).expect("a view").view;
        let rows = RowsRequest { case: "family-1".into(), view, offset: 0, count: 100 };
        let rows = desk.variant_rows(&rows).expect("rows");
        let row = rows.iter().find(|row| row.key == FGFR2).expect("the cause is listed").row;
        let variant = VariantRequest { case: "family-1".into(), view, row, place: None, look: true };
        let page = desk.variant_page(&variant).expect("a page");
        let of_origin = |code: &str| code.starts_with("PS2") || code.starts_with("PM6");
        let proposed = page.proposals.into_iter().filter(|p| of_origin(&p.criterion));
        let proposed = proposed.map(|p| (p.criterion, p.evidence.key.to_owned()));
        let not_asked = page.not_asked.into_iter().filter(|n| of_origin(n.criterion));
        let told = proposed.chain(not_asked.map(|n| (n.criterion.to_owned(), n.reason.key.to_owned()))).collect();
        (told, looks(desk))
    })
}

#[test]
fn parentage_is_told_to_those_who_may_know_it() {
    let right = Hospital::with(&["family-1"]);
    let person = |name: &str| name.parse::<PersonId>().expect("an id");
    let family = Family::numbered(1).expect("the first family").with_records(4_000);
    let doubtful = Hospital::with_family(family.with_exchanged(&person("F1-mother"), &person("F1-father")));
    let told = |code: &str, key: &str| vec![(code.to_owned(), key.to_owned())];
    for role in [Role::PanelMember, Role::Chair] {
        let (of_right, looked) = origin(&right, role);
        assert_eq!(
            (&of_right, looked),
            (&told("PM6", "evidence_pm6"), 0),
            "{role}: nothing of parentage was looked at"
        );
        assert_eq!(origin(&doubtful, role), (of_right, 0), "{role}: the same, whatever the genotypes show");
    }
    assert_eq!(origin(&right, Role::Geneticist), (told("PS2", "evidence_ps2"), 1), "the look is written down");
    let (told, looked) = origin(&doubtful, Role::Geneticist);
    assert!(told.iter().all(|(_, key)| key == "missing_parents") && !told.is_empty(), "{told:?}");
    assert_eq!(looked, 1, "that something is in doubt was told");
}

#[test]
fn no_class_and_no_report_before_exchanged_samples_are_answered() {
    let hospital = exchanged();
    let reported = || DecisionRequest {
        gene: Some("FGFR2".into()),
        class: Some(ClassName::Pathogenic),
        ..request(FGFR2, VerdictName::Reported)
    };
    let candidate = || DecisionRequest { gene: Some("FGFR2".into()), ..request(FGFR2, VerdictName::Candidate) };
    let held = |desk: &Desk| {
        let page = desk.report_page("family-1", &Facility::default()).expect("a page");
        let of = |kind: DocumentName| {
            page.documents
                .iter()
                .find(|d| d.kind == kind)
                .expect("a document")
                .missing
                .contains(&MissingName::DoubtAnswer)
        };
        (of(DocumentName::Physician), of(DocumentName::Patient), of(DocumentName::Consent))
    };
    let answer = |doubt: &str, usable: bool, reason: &str| DoubtRequest {
        case: "family-1".into(),
        doubt: doubt.into(),
        usable,
        reason: reason.into(),
    };
    hospital.as_a(Role::Chair, |desk| {
        let refused = desk.decide_variant(&reported()).expect_err("from data in doubt");
        assert!(matches!(refused, WorkbenchError::InDoubt { .. }), "{refused}");
        let refused = desk.answer_doubt(&answer("sex", true, "x")).expect_err("not a chair's to answer");
        assert!(matches!(refused, WorkbenchError::NotPermitted { .. }), "{refused}");
    });
    let doubts =
        hospital.as_a(Role::Geneticist, |desk| {
            let refused = desk.decide_variant(&reported()).expect_err("from data in doubt");
            assert!(matches!(refused, WorkbenchError::InDoubt { .. }), "{refused}");
            let classed = DecisionRequest { class: Some(ClassName::UncertainSignificance), ..candidate() };
            assert!(desk.decide_variant(&classed).is_err(), "a class is a class, whatever becomes of the variant");
            desk.decide_variant(&candidate()).expect("a note for later needs no right sample");
            desk.decide_variant(&dismissal(FGFR2)).expect("and what has no class may be put aside");
            assert_eq!(held(desk), (true, true, false), "the copy of the consent says nothing of the data");
            let doubts = page(desk).doubts;
            assert!(doubts.iter().any(
                |d| matches!(&d.doubt, Doubt::Sex { person, shown: SexName::Male, .. } if person == "F1-proband")
            ));
            assert!(doubts.iter().any(|d| matches!(d.doubt, Doubt::Relation { .. })));
            assert!(doubts.iter().any(|d| matches!(d.doubt, Doubt::Parents { .. })));
            assert!(!doubts.iter().any(|d| matches!(d.doubt, Doubt::Disomy { .. })), "a wrong parent is no disomy");
            let first = &doubts[0].id;
            assert!(desk.answer_doubt(&answer(first, true, "  ")).is_err(), "an answer has a reason");
            assert!(desk.answer_doubt(&answer("sex of nobody", true, "x")).is_err(), "only what stands in doubt");
            desk.answer_doubt(&answer(first, false, "検査室が取り違えを認めた")).expect("recorded");
            assert!(desk.decide_variant(&reported()).is_err(), "data that may not be used hold as before");
            doubts.into_iter().filter(|d| d.stops).map(|d| d.id).collect::<Vec<_>>()
        });
    assert!(doubts.len() > 2, "{doubts:?}");
    hospital.as_a(Role::DataManager, |desk| {
        for doubt in &doubts {
            desk.answer_doubt(&answer(doubt, true, "再検査の検体番号が一致した")).expect("recorded");
        }
        let page = page(desk);
        assert!(page.doubts.iter().all(|d| !d.stops || d.cleared && d.answers.len() == 1), "{:?}", page.doubts);
        assert_eq!(page.doubts[0].answers[0].author, "先生 data_manager", "the last answer stands");
    });
    hospital.as_a(Role::Geneticist, |desk| {
        assert_eq!(held(desk), (false, false, false));
        desk.decide_variant(&reported()).expect("answered");
        let page = desk.case_page("family-1").expect("a page");
        assert!(!page.quality.doubts.iter().any(|d| matches!(d, Doubt::Sex { .. } | Doubt::Relation { .. })));
        let entry = page.timeline.iter().find(|e| e.kind == "doubt_answered").expect("in the timeline");
        assert_eq!(entry.about.as_deref(), Some("再検査の検体番号が一致した"));
        assert!(desk.audit(&case("family-1")).expect("the audit").verified, "signed as every decision");
    });
    hospital.as_a(Role::PanelMember, |desk| {
        let page = desk.case_page("family-1").expect("a page");
        assert!(page.timeline.iter().all(|e| e.kind != "doubt_answered"), "a reason may tell of kinship");
    });
}
