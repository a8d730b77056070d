//! What is reported, whichever way it was found, stands in the documents as it was decided.

use std::collections::BTreeMap;

use base64ct::{Base64, Encoding};
use domain::Classification;
use testkit::Family;
use workbench::{
    Decisions, Facility, FolderHub, Reported,
    view::{
        report::{DocumentName, DocumentRequest, LanguageName, MissingName, PanelRequest},
        variant::{DecisionRequest, VariantRequest, Words},
        variant_row::{ClassName, VariantRow, VerdictName},
        variants::FilterRequest,
        worklist::Stage,
    },
};

use crate::desk::Case;

fn report(case: &Case, row: &VariantRow, disease: Option<&str>, verdict: VerdictName) {
    case.desk.decide_variant(&request(case, row, disease, verdict)).expect("decided");
}

fn request(case: &Case, row: &VariantRow, disease: Option<&str>, verdict: VerdictName) -> DecisionRequest {
    let class = (verdict == VerdictName::Reported).then_some(ClassName::LikelyPathogenic);
    DecisionRequest {
        case: case.id.clone(),
        key: row.key.clone(),
        gene: Some(row.gene.clone()),
        verdict,
        class,
        criteria: Vec::new(),
        evidence: BTreeMap::new(),
        reasons: Vec::new(),
        note: None,
        note_en: None,
        disease: disease.map(str::to_owned),
    }
}

/// The words of the physician's document; `None` where nothing can read them.
fn words(case: &Case) -> Option<String> {
    let request = DocumentRequest { case: case.id.clone(), kind: DocumentName::Physician, language: LanguageName::Ja };
    let pdf = case.desk.preview(&request, &Facility::default()).expect("set").pdf;
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), Base64::decode_vec(&pdf.base64).expect("Base64")).expect("written");
    let run = std::process::Command::new("pdftotext").arg("-layout").arg(file.path()).arg("-").output();
    let Ok(output) = run else {
        eprintln!("skipped: pdftotext is not installed");
        return None;
    };
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn a_finding_has_the_disease_that_was_decided() {
    let case = Case::demonstration(1);
    let rows = case.rows(&case.request());
    assert_eq!(rows[0].gene, "FGFR2");
    report(&case, &rows[0], Some("OMIM:123500"), VerdictName::Reported);
    let Some(words) = words(&case) else { return };
    assert!(words.contains("123500") && !words.contains("101200"), "Crouzon was decided, not Apert: {words}");
    let populations = ["gnomAD エクソーム", "gnomAD ゲノム", "ToMMo（日本人）"];
    assert!(populations.iter().all(|name| words.contains(name)), "each frequency has its source: {words}");
}

#[test]
fn a_class_is_reported_with_its_evidence_and_with_what_each_rule_set_gives() {
    let case = Case::demonstration(1);
    let rows = case.rows(&case.request());
    let ja = "どの集団にも登録がない。";
    let decision = DecisionRequest {
        criteria: vec!["PS2".into(), "PM2_Supporting".into(), "PP4".into()],
        evidence: [("PM2", Some(ja), Some("Absent.")), ("PP4", None, Some("Syndactyly fits."))]
            .map(|(code, ja, en)| (code.into(), Words { ja: ja.map(Into::into), en: en.map(Into::into) }))
            .into(),
        ..request(&case, &rows[0], Some("OMIM:101200"), VerdictName::Reported)
    };
    case.desk.decide_variant(&decision).expect("decided");
    let Some(words) = words(&case) else { return };
    let line = |code: &str| words.lines().find(|line| line.contains(code)).unwrap_or_else(|| panic!("{code}: {words}"));
    assert!(line("PM2 Supporting").contains(ja), "{words}");
    assert!(line("PP4").contains("Syndactyly fits."), "the other language rather than nothing: {words}");
    assert!(line("Tavtigian 2020").contains("LP") && line("Tavtigian 2020").contains('6'), "4 + 1 + 1 points: {words}");
    assert!(words.contains("Richards 2015"), "{words}");
}

#[test]
fn two_variants_are_in_trans_only_where_that_is_known() {
    let family = || Family::numbered(2).expect("a family");
    let pair: Vec<testkit::Variant> = family().variants().iter().filter(|v| v.gene == "WFS1").cloned().collect();
    let told = |pair: &[testkit::Variant]| {
        let changed = pair.iter().fold(family().without("WFS1"), |family, v| family.with_variant(v.clone()));
        let folder = tempfile::tempdir().expect("a folder");
        testkit::write_hub(folder.path(), &[changed]).expect("written");
        let case = Case::of(&FolderHub::open(folder.path()).expect("a hub"), "family-2");
        let rows = case.rows(&case.request());
        let [one, other] = &rows[..2] else { panic!("a pair") };
        assert_eq!((one.gene.as_str(), one.partner.as_deref()), ("WFS1", Some(other.key.as_str())), "still a pair");
        for row in [one, other] {
            report(&case, row, None, VerdictName::Reported);
        }
        words(&case)
    };
    let Some(known) = told(&pair) else { return };
    assert!(known.contains("（トランス）"), "each from one parent: {known}");
    // Each may come from either parent: one carries it, the other has no genotype.
    let [mut one, mut other] = <[testkit::Variant; 2]>::try_from(pair).expect("two variants");
    let called = |variant: &mut testkit::Variant, father: &str, mother: &str| {
        for (parent, genotype) in [("F2-father", father), ("F2-mother", mother)] {
            variant.genotypes.insert(parent.parse().expect("an id"), genotype.to_owned());
        }
    };
    called(&mut one, "./.", "0/1");
    called(&mut other, "0/1", "./.");
    let unknown = told(&[one, other]).expect("words");
    assert!(!unknown.contains("トランス"), "{unknown}");
}

#[test]
fn what_is_said_of_parents_ends_with_their_consent() {
    const BRCA2: &str = "chr13-32340000-C-A";
    let case = Case::demonstration(6);
    let id = case.id.parse().expect("an id");
    let parents = |who: &[&str], choice: consent::Decision| {
        for parent in who {
            let parent = parent.parse().expect("an id");
            let mut record = case.desk.consents(&id).expect("consents")[&parent].clone();
            record.decisions.insert(consent::Item::SecondaryFindingsAdult, choice);
            case.desk.record_consent(&id, record).expect("recorded");
        }
        case.desk.open_variants_of(&case.id).expect("opened");
    };
    let row = |case: &Case| case.rows(&any(case)).into_iter().find(|row| row.key == BRCA2).expect("opened");
    let untold = |case: &Case| {
        let (filtered, row) = (case.filter(&any(case)), row(case).row);
        let request = VariantRequest { case: case.id.clone(), view: filtered.view, row, place: None, look: false };
        let page = case.desk.variant_page(&request).expect("a page");
        assert_eq!(page.patterns.is_empty(), page.untold.contains(&"PM6".to_owned()), "what cannot be known");
        page.untold.len()
    };
    assert_eq!(untold(&case), 6, "both parents refused");
    let decision = |case: &Case| DecisionRequest {
        criteria: vec!["PVS1".into(), "PM6_Supporting".into(), "PM2_Supporting".into()],
        evidence: [("PM6", "両親にない。"), ("PM2", "登録がない。")]
            .map(|(code, ja)| (code.into(), Words { ja: Some(ja.into()), en: None }))
            .into(),
        note: Some("新生変異と考える。".into()),
        ..request(case, &row(case), None, VerdictName::Reported)
    };
    let refused = case.desk.decide_variant(&decision(&case)).expect_err("nobody can know it").to_string();
    assert!(refused.contains("PM6_Supporting") && refused.contains("nothing of relatives"), "{refused}");
    let of_a_conference = |criteria: &[&str]| Decisions {
        reported: [&["PVS1", "PM2_Supporting"][..], criteria].map(|criteria| reported(BRCA2, criteria)).into(),
        ..Decisions::default()
    };
    let refused = case.desk.decide(&id, &of_a_conference(&["PM6"])).expect_err("nor can a conference").to_string();
    assert!(refused.contains("PM6") && refused.contains("nothing of relatives"), "{refused}");
    let refused = case.desk.decide(&id, &of_a_conference(&["PM7"])).expect_err("there is no such").to_string();
    assert!(refused.contains("PM7"), "{refused}");
    assert_eq!(case.desk.decisions_of_variants(&id).expect("decisions").get(BRCA2), None, "one refused, none recorded");
    let of_itself = || {
        let evidence = [("PM2".into(), Words { ja: Some("登録がない。".into()), en: None })].into();
        DecisionRequest { criteria: vec!["PM2_Supporting".into()], evidence, ..decision(&case) }
    };
    case.desk.decide_variant(&of_itself()).expect("what says nothing of them can be chosen");

    parents(&["F6-mother", "F6-father"], consent::Decision::Agreed);
    assert_eq!(untold(&case), 0);
    case.desk.decide_variant(&decision(&case)).expect("decided");
    case.desk.record_panel(&panel(&case)).expect("recorded");
    let standing = || case.desk.decisions_of_variants(&id).expect("decisions")[BRCA2][0].clone();
    assert_eq!((standing().criteria.len(), standing().evidence.len(), standing().note.is_some()), (3, 2, true));
    assert!(!misses_panel(&case));
    if let Some(words) = words(&case) {
        let told = ["両親にない。", "新生変異", "Tavtigian 2020"];
        assert!(told.iter().all(|told| words.contains(told)), "{words}");
    }

    parents(&["F6-mother"], consent::Decision::Refused);
    assert_eq!(standing().criteria, ["PVS1", "PM2_Supporting"]);
    assert_eq!((standing().evidence.len(), standing().note), (0, None), "words may speak of what was known then");
    assert_eq!(standing().class, Some(ClassName::LikelyPathogenic), "what was decided stands");
    assert!(misses_panel(&case), "the panel's words may speak of it too");
    if let Some(words) = words(&case) {
        assert!(words.contains("PM2 Supporting"), "{words}");
        let tells = ["両親にない", "新生変異", "PM6", "Tavtigian 2020"].into_iter().find(|told| words.contains(told));
        assert_eq!(tells, None, "neither words, nor the criterion, nor the points that it gave: {words}");
    }
    case.desk.decide_variant(&of_itself()).expect("decided anew");
    assert_eq!((standing().evidence.len(), standing().note.is_some()), (1, true), "who writes now knows no more");
}

fn reported(variant: &str, criteria: &[&str]) -> Reported {
    Reported {
        gene: "BRCA2".into(),
        variants: vec![variant.into()],
        disease: None,
        class: Classification::LikelyPathogenic,
        criteria: criteria.iter().map(ToString::to_string).collect(),
        evidence: BTreeMap::new(),
        comment_ja: None,
        comment_en: None,
    }
}

fn panel(case: &Case) -> PanelRequest {
    PanelRequest {
        case: case.id.clone(),
        decision_ja: "返却する".into(),
        decision_en: None,
        members: vec!["佐伯 綾乃".into()],
        next_steps_ja: Vec::new(),
        next_steps_en: Vec::new(),
    }
}

fn misses_panel(case: &Case) -> bool {
    let page = case.desk.report_page(&case.id, &Facility::default()).expect("a page");
    page.documents.iter().any(|line| line.missing.contains(&MissingName::PanelDecision))
}

fn any(case: &Case) -> FilterRequest {
    FilterRequest { patterns: Some(Vec::new()), max_af: Some(1.0), ..case.request() }
}

#[test]
fn a_variant_found_with_other_filters_can_be_reported() {
    let case = Case::demonstration(1);
    let standard: Vec<String> = case.rows(&case.request()).into_iter().map(|row| row.key).collect();
    let everything =
        FilterRequest { patterns: Some(Vec::new()), max_af: Some(1.0), consequence: None, ..case.request() };
    let rows = case.rows(&everything);
    let other = rows.iter().find(|r| !standard.contains(&r.key) && !r.gene.is_empty() && r.hgvs_c.is_some());
    let other = other.expect("something that the standard filters remove");
    report(&case, other, None, VerdictName::Reported);
    let Some(words) = words(&case) else { return };
    assert!(words.contains(&other.gene), "{} is in the document", other.gene);
}

#[test]
fn what_is_missing_is_told_of_each_document() {
    let case = Case::demonstration(1);
    let missing = |facility: &Facility| {
        let page = case.desk.report_page(&case.id, facility).expect("a page");
        page.documents.into_iter().map(|line| (line.kind, line.missing)).collect::<Vec<_>>()
    };
    let both = vec![MissingName::PanelDecision, MissingName::Facility];
    let expected = [
        (DocumentName::Physician, both.clone()),
        (DocumentName::Patient, both),
        (DocumentName::Consent, vec![MissingName::Facility]),
    ];
    assert_eq!(missing(&Facility::default()), expected);
}

#[test]
fn whoever_reads_a_document_is_written_down_once_a_day() {
    let case = Case::demonstration(1);
    let id = case.id.parse().expect("an id");
    let read = |kind, language| {
        let document = DocumentRequest { case: case.id.clone(), kind, language };
        case.desk.preview(&document, &Facility::default()).expect("set");
        let audit = case.desk.audit(&id).expect("an audit trail");
        audit.events.iter().filter(|event| event.kind == "document_viewed").count()
    };
    assert_eq!(read(DocumentName::Physician, LanguageName::Ja), 1);
    assert_eq!(read(DocumentName::Physician, LanguageName::En), 1, "the same document");
    assert_eq!(read(DocumentName::Patient, LanguageName::Ja), 2);
}

#[test]
fn a_secondary_finding_on_one_copy_is_not_returned_where_both_are_needed() {
    let variant = testkit::Variant {
        place: "chr1-45330000-C-T".into(),
        gene: "MUTYH".into(),
        consequence: "missense_variant".into(),
        clin_sig: "pathogenic".into(),
        ..testkit::Variant::default()
    };
    for (genotype, held_back) in [("0/1", true), ("1/1", false)] {
        let variant = variant.clone().with_genotype("F6-proband", genotype).expect("a genotype");
        let family = testkit::Family::numbered(6).expect("the sixth family").with_records(1_500).with_variant(variant);
        let (folder, id) = (tempfile::tempdir().expect("a temporary folder"), family.id().to_owned());
        testkit::write_hub(&folder.path().join("hub"), &[family]).expect("written");
        let case = Case::of(&workbench::FolderHub::open(&folder.path().join("hub")).expect("a hub"), &id);
        let rows = case.rows(&any(&case));
        let row = rows.iter().find(|r| r.gene == "MUTYH").expect("the proband has opened it");
        report(&case, row, None, VerdictName::Reported);
        let page = case.desk.report_page(&case.id, &Facility::default()).expect("a page");
        let is_held_back = page.documents.iter().any(|line| line.missing.contains(&MissingName::Secondary));
        assert_eq!(is_held_back, held_back, "{genotype}");
    }
}

#[test]
fn a_secondary_finding_of_uncertain_significance_is_not_returned() {
    let case = Case::demonstration(6);
    let rows = case.rows(&any(&case));
    let row = rows.iter().find(|r| r.gene == "BRCA2").expect("the proband has opened it");
    let is_held_back = || {
        let page = case.desk.report_page(&case.id, &Facility::default()).expect("a page");
        page.documents.iter().any(|line| line.missing.contains(&MissingName::Secondary))
    };
    for (class, held_back) in [(ClassName::UncertainSignificance, true), (ClassName::LikelyPathogenic, false)] {
        let request = DecisionRequest { class: Some(class), ..request(&case, row, None, VerdictName::Reported) };
        case.desk.decide_variant(&request).expect("decided");
        assert_eq!(is_held_back(), held_back, "{class:?}");
    }
    // The question that was asked is answered whatever the class.
    let case = Case::demonstration(1);
    let rows = case.rows(&case.request());
    let row = rows.iter().find(|r| r.gene == "FGFR2").expect("the cause");
    let request = DecisionRequest {
        class: Some(ClassName::UncertainSignificance),
        ..request(&case, row, None, VerdictName::Reported)
    };
    case.desk.decide_variant(&request).expect("decided");
    let page = case.desk.report_page(&case.id, &Facility::default()).expect("a page");
    assert!(page.documents.iter().all(|line| !line.missing.contains(&MissingName::Secondary)));
}

#[test]
fn a_case_whose_finding_is_taken_back_is_to_be_returned_anew() {
    let case = Case::demonstration(1);
    let rows = case.rows(&case.request());
    report(&case, &rows[0], Some("OMIM:101200"), VerdictName::Reported);
    let facility: Facility = serde_json::from_str(r#"{"name":{"ja":"標病院"}}"#).expect("a facility");
    case.desk.record_panel(&panel(&case)).expect("recorded");
    for kind in [DocumentName::Physician, DocumentName::Patient] {
        let document = DocumentRequest { case: case.id.clone(), kind, language: LanguageName::Ja };
        let preview = case.desk.preview(&document, &facility).expect("set");
        let changes: Vec<_> = preview.changes.iter().map(|c| (c.variant.as_str(), c.hgvs_c.as_deref())).collect();
        assert_eq!(changes, [(rows[0].key.as_str(), rows[0].hgvs_c.as_deref())], "as in the list of variants");
        let release = workbench::view::report::ReleaseRequest {
            case: case.id.clone(),
            kind,
            language: LanguageName::Ja,
            sha256: preview.pdf.sha256,
        };
        case.desk.release(&release, &facility).expect("released");
    }
    let stage = || case.desk.worklist().expect("a worklist")[0].stage;
    assert_eq!(stage(), Stage::Returned);
    let id = case.id.parse().expect("an id");
    let of_father = case.desk.consents(&id).expect("consents")[&"F1-father".parse().expect("an id")].clone();
    let mut closed = of_father.clone();
    closed.decisions.retain(|item, _| *item == consent::Item::Participation);
    assert_ne!(closed, of_father, "he has opened something");
    for (consent, missing) in [(closed, true), (of_father, false)] {
        case.desk.record_consent(&id, consent).expect("recorded");
        assert_eq!((stage(), misses_panel(&case)), (Stage::Returned, missing), "what was handed over stays so");
    }
    report(&case, &rows[0], None, VerdictName::Open);
    assert_eq!(stage(), Stage::Return, "the documents say what does not stand any more");
}
