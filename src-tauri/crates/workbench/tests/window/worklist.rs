use workbench::{
    Role, WorkbenchError,
    view::{
        variant_row::{ClassName, VerdictName},
        worklist::Stage,
    },
};

use crate::{
    decision::{dismissal, request},
    hospital::{Hospital, line},
};

#[test]
fn a_case_goes_its_way_from_review_to_the_conference() {
    let hospital = Hospital::with(&["family-1"]);
    hospital.as_a(Role::Geneticist, |desk| {
        let new = line(desk, "family-1");
        assert_eq!((new.stage, new.mine), (Stage::Review, true));
        assert_eq!((new.people, new.sequenced), (3, 3), "the people of the slices are those of the VCF");
        assert_eq!((new.age_years, new.age_months), (Some(1), Some(21)), "born on 2025-02-11");
        assert_eq!(new.kana.as_deref(), Some("タカナシ サクラ"));
        assert_eq!(new.ordered, ["アペール症候群"]);
        assert_eq!(new.panels, ["craniosynostosis"]);
        assert!(
            new.since >= new.imported_on,
            "it waits since it came with its consents: {} {}",
            new.since,
            new.imported_on
        );

        desk.decide_variant(&dismissal("chr10-100-A-G")).expect("recorded");
        assert_eq!(line(desk, "family-1").stage, Stage::Review, "nothing is left to talk about");
        let mut reported = request("chr10-121520163-G-C", VerdictName::Reported);
        (reported.gene, reported.class) = (Some("FGFR2".into()), Some(ClassName::Pathogenic));
        let decided = desk.decide_variant(&reported).expect("recorded");
        let talked = line(desk, "family-1");
        assert_eq!((talked.stage, talked.since), (Stage::Conference, decided.time));
        assert_eq!((talked.reported, talked.candidates), (1, 0));
        let back = request("chr10-121520163-G-C", VerdictName::Open);
        desk.decide_variant(&back).expect("taken back");
        assert_eq!(line(desk, "family-1").stage, Stage::Review);
    });
}

#[test]
fn what_waits_for_me_comes_first_then_the_longest_waiting() {
    let hospital = Hospital::with(&["family-1", "family-5"]);
    hospital.as_a(Role::Geneticist, |desk| {
        let order = |desk: &workbench::Desk| -> Vec<String> {
            desk.worklist().expect("a worklist").into_iter().map(|c| c.case).collect()
        };
        assert_eq!(order(desk), ["family-1", "family-5"]);
        desk.decide_variant(&request("chr10-121520163-G-C", VerdictName::Candidate)).expect("recorded");
        assert_eq!(order(desk), ["family-5", "family-1"], "the wait of family-1 has begun anew");
    });
    hospital.as_a(Role::Coordinator, |desk| {
        let list = desk.worklist().expect("a worklist");
        assert!(list.iter().all(|c| !c.mine), "neither waits for a coordinator");
    });
    hospital.as_a(Role::Administrator, |desk| {
        let refused = desk.worklist().expect_err("keys of the house are no keys to a patient");
        assert!(matches!(refused, WorkbenchError::NotPermitted { .. }));
    });
}
