//! Choosing panels for the variants of a case.

use std::sync::atomic::AtomicBool;

use workbench::{
    Desk, Installation, Role,
    view::{
        knowledge::{KnowledgeFileRequest, KnowledgeRequest},
        panels::{GradeName, PanelKind, PanelNewsRequest},
        session::UnlockRequest,
        variants::FilterRequest,
    },
};

use crate::hospital::{Hospital, PASSPHRASE};

const CASE: &str = "family-1";

fn all_of(panel: &str, grade: GradeName) -> FilterRequest {
    FilterRequest { panels: vec![panel.into()], grade, ..FilterRequest::standard(CASE) }
}

fn import(hospital: &Hospital, installation: &Installation, kind: &str, name: &str, text: &str) {
    let path = hospital.write(name, text).display().to_string();
    let request = KnowledgeRequest { files: vec![KnowledgeFileRequest { kind: kind.into(), assembly: None, path }] };
    let desk = installation.desk().expect("signed in");
    desk.import_knowledge_files(installation, &request, &|_| (), &AtomicBool::new(false)).expect("imported");
}

fn sign_in(installation: &Installation) {
    let unlock = UnlockRequest { user: Role::Geneticist.name().into(), passphrase: PASSPHRASE.to_owned().into() };
    installation.unlock(&unlock).expect("signed in");
    installation.desk().expect("signed in").open_variants_of(CASE).expect("opened");
}

fn genes(desk: &Desk, panel: &str, grade: GradeName) -> u32 {
    desk.filter_variants(&all_of(panel, grade)).expect("filtered").genes
}

/// The answer of PanelApp about FGFR2 in one grade, with a red gene that no family has.
fn panelapp(version: &str, level: u8) -> String {
    let gene = |symbol: &str, level: u8| {
        format!(
            r#"{{"entity_type":"gene","entity_name":"{symbol}","confidence_level":"{level}","mode_of_inheritance":"MONOALLELIC"}}"#
        )
    };
    let (one, other) = (gene("FGFR2", level), gene("TWIST1", 1));
    format!(
        r#"{{"name":"Skull","version":"{version}","version_created":"2026-0{version}-01T00:00:00Z","genes":[{one},{other}]}}"#
    )
}

#[test]
fn panels_of_every_source_are_offered_and_the_signs_suggest_what_covers_the_best_diseases() {
    let hospital = Hospital::with(&[CASE]);
    let desk = hospital.desk(Role::Geneticist);
    desk.open_variants_of(CASE).expect("opened");
    let choices = desk.panel_choices(CASE).expect("panels");
    let of = |name: &str| choices.panels.iter().find(|p| p.name == name).unwrap_or_else(|| panic!("{name}"));
    assert_eq!(of("craniosynostosis").kind, PanelKind::Shipped);
    let apert = of("指定難病182");
    assert_eq!((apert.kind, apert.name_ja.as_deref()), (PanelKind::Designated, Some("アペール症候群")));
    let findings = of("acmg_sf_v3.2");
    assert_eq!((findings.kind, findings.genes), (PanelKind::SecondaryFindings, 81));
    assert_eq!(findings.name_en.as_deref(), Some("ACMG SF v3.2"));
    let insured = of("insured-tests");
    assert!(insured.diseases_known > Some(0) && insured.diseases_known < insured.diseases, "{insured:?}");

    let best = choices.suggested.first().expect("a suggestion");
    assert!(best.share > 0.5 && best.share <= 1.0 + 1e-9 && best.best > 0 && best.of == 10, "{best:?}");
    let names: Vec<&str> = choices.suggested.iter().map(|s| s.name.as_str()).collect();
    assert!(names.contains(&"craniosynostosis"), "the family has Apert syndrome: {names:?}");
    assert!(!names.contains(&findings.name.as_str()), "nobody is led to secondary findings");
    assert!(choices.suggested.is_sorted_by(|a, b| a.share >= b.share), "{:?}", choices.suggested);

    assert_eq!(genes(&desk, "指定難病182", GradeName::Green), 1, "FGFR2");
    assert!(desk.filter_variants(&all_of("指定難病9999", GradeName::Green)).is_err(), "there is no such disease");
}

#[test]
fn a_list_of_secondary_findings_opens_no_gene() {
    let hospital = Hospital::with(&[CASE]);
    let desk = hospital.desk(Role::Geneticist);
    desk.open_variants_of(CASE).expect("opened");
    let relaxed = |panels: Vec<String>| FilterRequest {
        patterns: Some(Vec::new()),
        max_af: Some(1.0),
        panels,
        ..all_of("", GradeName::Red)
    };
    let all = desk.filter_variants(&relaxed(Vec::new())).expect("filtered").rows;
    let of_list = desk.filter_variants(&relaxed(vec!["acmg_sf_v3.2".into()])).expect("filtered");
    assert!(of_list.not_seen.is_empty(), "no sealed gene is named: {:?}", of_list.not_seen);
    assert_eq!(
        desk.filter_variants(&relaxed(Vec::new())).expect("filtered").rows,
        all,
        "nothing was opened by looking"
    );
}

#[test]
fn grades_count_as_chosen_and_a_newer_version_tells_what_it_changes() {
    let hospital = Hospital::with(&[CASE]);
    let installation = hospital.installation();
    sign_in(&installation);
    import(&hospital, &installation, "panelapp", "first.json", &panelapp("1", 2));
    sign_in(&installation);
    let desk = installation.desk().expect("signed in");
    let news = |desk: &Desk, grade| {
        let request = PanelNewsRequest { panel: "Skull".into(), filter: all_of("Skull", grade) };
        desk.panel_news(&installation, &request).expect("answered")
    };
    assert_eq!(news(&desk, GradeName::Green), None, "there is one version");
    assert_eq!([GradeName::Green, GradeName::Amber, GradeName::Red].map(|g| genes(&desk, "Skull", g)), [0, 1, 1]);
    let choices = desk.panel_choices(CASE).expect("panels");
    let skull = choices.panels.iter().find(|p| p.name == "Skull").expect("the panel");
    assert_eq!((skull.kind, skull.published.as_deref(), skull.genes), (PanelKind::PanelApp, Some("2026-01-01"), 2));
    assert_eq!(skull.grades.map(|g| (g.green, g.amber, g.red)), Some((0, 1, 1)));

    import(&hospital, &installation, "panelapp", "second.json", &panelapp("2", 3));
    let waiting = news(&desk, GradeName::Green).expect("a newer version");
    assert!(waiting.waiting, "what is imported is used from the next sign-in on");
    drop(desk);
    sign_in(&installation);
    let desk = installation.desk().expect("signed in");
    let in_use = news(&desk, GradeName::Green).expect("what it changed");
    assert!(!in_use.waiting);
    for news in [waiting, in_use] {
        assert_eq!((news.older.version.as_deref(), news.newer.version.as_deref()), (Some("1"), Some("2")));
        let changed = news.genes.first().expect("a gene");
        let grades = [&changed.older, &changed.newer].map(|side| side.as_ref().and_then(|gene| gene.grade));
        assert_eq!((changed.gene.as_str(), grades), ("FGFR2", [Some(GradeName::Amber), Some(GradeName::Green)]));
        assert_eq!((news.genes.len(), news.coming, news.going), (1, 1, 0));
        assert_eq!(news.come.first().map(|row| row.gene.as_str()), Some("FGFR2"), "the causal variant comes in");
    }
    let amber = news(&desk, GradeName::Amber).expect("what it changed");
    assert_eq!((amber.coming, amber.going), (0, 0), "where amber counts, nothing changes for the case");
    desk.panel_news(&installation, &PanelNewsRequest { panel: "?".into(), filter: all_of("?", GradeName::Green) })
        .expect_err("no such panel");
}
