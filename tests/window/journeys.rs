//! What people do at the window; each journey in both languages, each ends in a picture.

use std::fs;

use end_to_end::{Language, Person, Place, files_below, root};
use fantoccini::key::Key;
use serde_json::json;
use testkit::Family;

/// A store with the geneticist and one family of the demonstration hub.
fn with_family(case: &str) -> Place {
    let place = Place::set_up();
    place.import(&root().join("fixtures/hub"), Some(case));
    place
}

/// A store whose settings name a hub in a folder.
pub fn with_hub(hub: &std::path::Path) -> Place {
    let place = Place::set_up();
    let hub = fs::canonicalize(hub).expect("the folder of the hub");
    let settings = json!({ "v": 1, "hub_folder": hub, "facility": { "name_ja": "青葉大学病院", "name_en": "Aoba University Hospital",
        "department_ja": "", "department_en": "", "telephone": "", "hours_ja": "", "hours_en": "", "physician": "", "counsellor": "" } });
    fs::write(place.home().join("settings.json"), settings.to_string()).expect("the settings");
    place
}

#[tokio::test]
async fn the_first_run_sets_the_store_up() {
    for language in Language::BOTH {
        let place = Place::empty();
        let Some(person) = Person::sits_down(&place, language).await else { return };
        person.fills_word("session_facility", "青葉大学病院").await;
        person.fills_word("session_device", "診察室1").await;
        person.presses_word("session_step_next").await;
        let (user, name) = (person.word("session_user_name"), person.word("session_shown_name"));
        let (passphrase, again) = (person.word("session_passphrase"), person.word("session_passphrase_again"));
        for (number, (id, shown)) in [("yamada", "山田 太郎"), ("aoki", "青木 恵")].into_iter().enumerate() {
            person.fills_nth(&user, number, id).await;
            person.fills_nth(&name, number, shown).await;
            person.fills_nth(&passphrase, number, Place::PASSPHRASE).await;
            person.fills_nth(&again, number, Place::PASSPHRASE).await;
        }
        person.picture("first-run-users").await;
        person.presses_word("session_setup_make").await;
        person.reads_word("session_shares_once").await;
        person.picture("first-run-shares").await;
        person.presses_word("session_shares_done").await;
        person.presses_word("session_to_sign_in").await;
        person.signs_in("aoki").await;
        person.reads("青木 恵").await;
        person.picture("first-run").await;
        person.leaves().await;
        let plain = files_below(&place.home()).into_iter().filter(|f| fs::read(f).is_ok_and(|b| contains(&b, "青木")));
        assert_eq!(plain.count(), 0, "no name lies in the store in clear");
    }
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|w| w == text.as_bytes())
}

#[tokio::test]
async fn a_wrong_passphrase_is_refused_and_the_store_locks() {
    let place = with_family("family-1");
    for language in Language::BOTH {
        let Some(person) = Person::sits_down(&place, language).await else { return };
        person.fills_word("session_user", "gen").await;
        person.fills_word("session_passphrase", "not the passphrase").await;
        person.strikes(Key::Enter).await;
        person.reads_word("session_wrong").await;
        person.picture("wrong-passphrase").await;
        person.signs_in("gen").await;
        person.reads("family-1").await;
        person.picture("worklist").await;
        person.strikes_with(Key::Control, 'l').await;
        person.reads_word("session_title").await;
        person.no_longer_reads("family-1").await;
        person.picture("locked").await;
        person.leaves().await;
    }
}

#[tokio::test]
async fn a_family_is_imported_and_the_cause_found_by_keyboard_alone() {
    for language in Language::BOTH {
        let place = with_hub(&root().join("fixtures/hub"));
        let Some(person) = Person::sits_down(&place, language).await else { return };
        person.signs_in("gen").await;
        person.strikes_with(Key::Control, '2').await;
        person.reads("family-1").await;
        person.tabs_to_word("hub_import_all").await;
        person.strikes(Key::Enter).await;
        person.reads_word("hub_ended_done").await;
        person.picture("hub-imported").await;
        person.strikes_with(Key::Control, '1').await;
        person.reads("family-1").await;
        person.picture("worklist-full").await;
        person.opens_by_palette("family-1").await;
        person.strikes_with(Key::Alt, '2').await;
        person.reads("FGFR2").await;
        person.types("j").await;
        person.types("k").await;
        person.reads("Ser252Trp").await;
        person.picture("cause-by-keyboard").await;
        person.strikes(Key::Enter).await;
        person.reads("NM_000141").await;
        person.picture("variant-page").await;
        person.types("5").await;
        person.types("c").await;
        person.sees(".classes [aria-pressed=true]").await;
        person.sees(".verdicts [aria-pressed=true]").await;
        person.picture("classified").await;
        person.leaves().await;
    }
}

#[tokio::test]
async fn the_signs_of_a_note_are_confirmed_and_recorded() {
    for language in Language::BOTH {
        let place = with_family("family-1");
        let Some(person) = Person::sits_down(&place, language).await else { return };
        person.signs_in("gen").await;
        person.opens_case("family-1").await;
        person.presses_word("case_note_open").await;
        let note = "乳児期より眼振あり。白内障は認めず。母に難聴。 No glaucoma; hypotonia since birth.";
        person.fills_word("case_note_text", note).await;
        person.presses_word("case_note_scan").await;
        person.reads_word("case_note_doubt_relative").await;
        person.picture("note").await;
        person.presses(&person.word("case_note_record").replace("{n}", "4")).await;
        person.reads(&person.word("case_note_recorded").replace("{n}", "4")).await;
        person.picture("note-recorded").await;
        person.leaves().await;
    }
}

#[tokio::test]
async fn the_cause_is_found_by_mouse() {
    let place = with_family("family-1");
    for language in Language::BOTH {
        let Some(person) = Person::sits_down(&place, language).await else { return };
        person.signs_in("gen").await;
        person.opens_case("family-1").await;
        person.sees("svg[role=img], img[alt]").await;
        person.picture("case").await;
        person.opens_tab("variants").await;
        person.reads("FGFR2").await;
        person.opens_row("FGFR2").await;
        person.reads("NM_000141").await;
        person.picture("cause-by-mouse").await;
        person.leaves().await;
    }
}

#[tokio::test]
async fn the_cause_is_looked_at_in_the_genome_browser() {
    let place = with_family("family-1");
    for language in Language::BOTH {
        let Some(person) = Person::sits_down(&place, language).await else { return };
        person.signs_in("gen").await;
        person.opens_case("family-1").await;
        person.opens_tab("variants").await;
        person.reads("FGFR2").await;
        person.chooses_row("FGFR2").await;
        person.types("g").await;
        person.sees_the_genome().await;
        person.reads("chr10:121,519,").await;
        person.picture("genome-browser").await;
        person.asks_the_genome_for("FGFR2").await;
        person.reads("chr10:121,478,").await;
        person.sees_the_genome().await;
        person.picture("genome-browser-gene").await;
        person.strikes(Key::Escape).await;
        person.no_longer_sees("dialog[open]").await;
        person.reads("FGFR2").await;
        person.leaves().await;
    }
}

#[tokio::test]
async fn the_reads_of_the_family_lie_below_the_cause() {
    let place = with_family("family-1");
    for language in Language::BOTH {
        let Some(person) = Person::sits_down_at(&place, language, 1440, 1500).await else { return };
        person.signs_in("gen").await;
        person.opens_case("family-1").await;
        person.opens_tab("variants").await;
        person.reads("FGFR2").await;
        person.chooses_row("FGFR2").await;
        person.types("g").await;
        person.sees_the_genome().await;
        person.sees_reads(3).await;
        person.reads_word("variants_genome_reads_note").await;
        person.picture("genome-browser-reads").await;
        person.asks_the_genome_for("chr10:121520133-121520193").await;
        person.reads("61 bp").await;
        person.sees_reads(3).await;
        person.picture("genome-browser-reads-bases").await;
        person.leaves().await;
    }
}

#[tokio::test]
async fn reads_of_an_opened_gene_are_those_of_the_one_who_opened_it() {
    let place = with_family("family-6");
    let Some(person) = Person::sits_down_at(&place, Language::Ja, 1440, 1500).await else { return };
    person.signs_in("gen").await;
    person.opens_case("family-6").await;
    person.opens_tab("variants").await;
    person.reads("VPS13A").await;
    person.chooses_row("VPS13A").await;
    person.types("g").await;
    person.sees_the_genome().await;
    person.sees_reads(3).await;
    person.asks_the_genome_for("chr13:32339500-32340500").await;
    person.reads("chr13:32,339,500").await;
    person.sees_the_genome().await;
    person.sees_reads(1).await;
    person.picture("genome-browser-reads-secondary").await;
    person.leaves().await;
}

#[tokio::test]
async fn why_something_is_not_here_is_answered() {
    let place = with_family("family-1");
    for language in Language::BOTH {
        let Some(person) = Person::sits_down(&place, language).await else { return };
        person.signs_in("gen").await;
        person.opens_case("family-1").await;
        person.opens_tab("variants").await;
        person.reads("FGFR2").await;
        for (query, answer) in [
            // The father's too, and a carrier's only: a filter removed it.
            ("chr9-34648170-A-G", "GALT"),
            // Nothing is there.
            ("chr10:121520199", "121520199"),
        ] {
            person.asks_why(query).await;
            person.reads(answer).await;
        }
        // A sealed gene has the one answer for every place in it.
        person.asks_why("BRCA2:c.5645C>A").await;
        person.reads_word("variants_why_not_analysed").await;
        person.picture("why-not-here").await;
        person.leaves().await;
    }
}

#[tokio::test]
async fn a_variant_is_dismissed_with_its_reason_and_taken_back() {
    for language in Language::BOTH {
        let place = with_family("family-1");
        let Some(person) = Person::sits_down(&place, language).await else { return };
        person.signs_in("gen").await;
        person.opens_case("family-1").await;
        person.opens_tab("variants").await;
        person.reads("FGFR2").await;
        person.chooses_row("FGFR2").await;
        person.types("d").await;
        person.reads_word("review_dismiss_hint").await;
        person.presses_word("review_reason_technical").await;
        person.picture("dismiss").await;
        person.presses_word("review_dismiss_do").await;
        // It stays where it was, faint, so that a slip is seen; a filter applied anew leaves it out and says so.
        person.sees("[role=row].quiet").await;
        person.picture("dismissed").await;
        match language {
            Language::Ja => person.presses_word("shared_undo").await,
            Language::En => person.types("z").await,
        }
        person.no_longer_sees("[role=row].quiet").await;
        person.picture("dismissal-undone").await;
        person.leaves().await;
        let audit = place.must(Some("gen"), &["ledger", "verify"]);
        assert!(audit.contains("0 finding"), "the ledger holds both, signed: {audit}");
    }
}

#[tokio::test]
async fn a_finding_is_classified_reported_and_released() {
    for language in Language::BOTH {
        let place = with_hub(&root().join("fixtures/hub"));
        place.import(&root().join("fixtures/hub"), Some("family-1"));
        let Some(person) = Person::sits_down(&place, language).await else { return };
        person.signs_in("gen").await;
        person.opens_case("family-1").await;
        person.opens_tab("variants").await;
        person.reads("FGFR2").await;
        person.chooses_row("FGFR2").await;
        person.presses_word("review_proposals_accept_all").await;
        person.types("5").await;
        person.types("r").await;
        person.reads_word("review_report_disease").await;
        person.fills_word("review_report_ja", "新生変異で、表現型も一致します。").await;
        person.fills_word("review_report_en", "A new variant; the phenotype fits.").await;
        person.picture("report-a-finding").await;
        person.presses_word("review_report_do").await;
        person.opens_tab("report").await;
        person.sees("canvas").await;
        person
            .decides_as_panel(
                "FGFR2の病的バリアントをアペール症候群の原因と判断する。",
                "The FGFR2 variant is the cause of Apert syndrome.",
            )
            .await;
        person.no_longer_reads(&person.word("report_setting_again")).await;
        person.until_it_may_press("report_release").await;
        person.sees("canvas ~ div span").await;
        person.picture("report").await;
        // The second page: the class with the evidence that was accepted, and what the rule sets give.
        person.ask("document.querySelectorAll('[role=document] section')[1].scrollIntoView()").await;
        person.reads("Tavtigian 2020").await;
        let evidence = match language {
            Language::Ja => "両親のどちらにもない新生",
            Language::En => "It is de novo, in neither parent",
        };
        person.reads(evidence).await;
        person.picture("report-evidence").await;
        person.presses_word("report_release").await;
        person.reads_word("report_release_final").await;
        person.picture("release").await;
        person.presses_word("report_release_now").await;
        person.no_longer_reads(&person.word("report_released_none")).await;
        person.sees("canvas ~ div span").await;
        person.picture("released").await;
        person.leaves().await;
    }
}

#[tokio::test]
async fn an_unsolved_case_says_what_could_not_be_seen_and_is_reported_as_such() {
    for language in Language::BOTH {
        let place = with_hub(&root().join("fixtures/hub"));
        place.import(&root().join("fixtures/hub"), Some("family-5"));
        let Some(person) = Person::sits_down(&place, language).await else { return };
        person.signs_in("gen").await;
        person.opens_case("family-5").await;
        person.opens_tab("variants").await;
        person.presses_word("variants_not_seen").await;
        person.reads("STRC").await;
        person.reads_word("variants_not_seen_text").await;
        person.picture("unsolved").await;
        person.opens_tab("report").await;
        person.reads_word("report_findings_none").await;
        person.decides_as_panel("原因となるバリアントは見つからなかった。", "No causative variant was found.").await;
        person.no_longer_reads(&person.word("report_setting_again")).await;
        person.until_it_may_press("report_release").await;
        person.sees("canvas ~ div span").await;
        person.picture("unsolved-report").await;
        person.leaves().await;
    }
}

#[tokio::test]
async fn a_consent_that_is_recorded_rules_at_once() {
    for language in Language::BOTH {
        let place = with_family("family-6");
        let Some(person) = Person::sits_down(&place, language).await else { return };
        person.signs_in("gen").await;
        person.opens_case("family-6").await;
        person.opens_tab("variants").await;
        person.reads("VPS13A").await;
        person.reads("BRCA2").await;
        person.picture("secondary-finding-open").await;
        person.opens_tab("consent").await;
        person.presses_word("consent_record_change").await;
        for item in ["secondary_findings", "secondary_findings_adult"] {
            person.clicks(&format!("[data-item={item}] label:last-child")).await;
        }
        person.picture("consent-form").await;
        person.presses_word("consent_check").await;
        person.reads_word("consent_confirm_changes").await;
        person.picture("consent-confirm").await;
        person.presses_word("consent_confirm").await;
        person.reads_word("consent_done").await;
        person.picture("consent-recorded").await;
        person.opens_tab("variants").await;
        person.reads("VPS13A").await;
        person.no_longer_reads("BRCA2").await;
        person.picture("secondary-finding-sealed").await;
        person.leaves().await;
        let audit = place.must(Some("gen"), &["ledger", "verify"]);
        assert!(audit.contains("0 finding"), "the consent stands in the ledger, signed: {audit}");
    }
}

#[tokio::test]
async fn who_decides_for_a_child_is_named_on_the_copy_of_the_consent() {
    for language in Language::BOTH {
        let place = with_family("family-1");
        let Some(person) = Person::sits_down(&place, language).await else { return };
        person.signs_in("gen").await;
        person.opens_case("family-1").await;
        person.opens_tab("consent").await;
        person.presses_word("consent_record_change").await;
        person.fills_word("consent_proxy_name", "高橋 直美").await;
        person.chooses("consent_proxy_relation", "guardian").await;
        person.presses_word("consent_check").await;
        person.reads_word("consent_proxy_missing").await;
        person.clicks(".assent label:has([value=given])").await;
        person.picture("consent-proxy").await;
        person.presses_word("consent_check").await;
        person.reads_word("consent_assent").await;
        person.presses_word("consent_confirm").await;
        person.reads_word("consent_done").await;
        person.reads("高橋 直美").await;
        person.picture("consent-proxy-recorded").await;
        person.leaves().await;
    }
}

#[tokio::test]
async fn an_import_that_a_power_cut_ends_leaves_whole_cases_and_goes_on() {
    for language in Language::BOTH {
        let place = with_hub(&root().join("fixtures/hub"));
        let Some(person) = Person::sits_down(&place, language).await else { return };
        person.signs_in("gen").await;
        person.strikes_with(Key::Control, '2').await;
        person.presses_word("hub_import_all").await;
        let genomes = place.home().join("genomes");
        person.until("the first files of a case", async || genomes.exists() && !files_below(&genomes).is_empty()).await;
        person.picture("import").await;
        person.loses_power().await;
        let ledger = place.run(Some("gen"), &["ledger", "verify"]);
        assert_eq!(ledger.code, Some(0), "the ledger is whole: {}", ledger.err);
        let Some(person) = Person::sits_down(&place, language).await else { return };
        person.signs_in("gen").await;
        person.strikes_with(Key::Control, '2').await;
        person.presses_word("hub_import_all").await;
        person.reads_word("hub_ended_done").await;
        person.picture("import-after-a-power-cut").await;
        person.leaves().await;
        let cases = place.must(Some("gen"), &["case", "list"]);
        for family in 1..=6 {
            assert!(cases.contains(&format!("family-{family}")), "family {family} is here: {cases}");
        }
    }
}

#[tokio::test]
async fn the_language_switches_without_a_restart() {
    for language in Language::BOTH {
        let place = with_family("family-1");
        let Some(mut person) = Person::sits_down(&place, language).await else { return };
        person.signs_in("gen").await;
        person.opens_case("family-1").await;
        person.presses_word("shared_view").await;
        let (other, name) = match language {
            Language::Ja => (Language::En, "English"),
            Language::En => (Language::Ja, "日本語"),
        };
        person.presses(name).await;
        person.reads_now(other);
        person.reads_word("case_family").await;
        person.strikes(Key::Escape).await;
        person.picture("language-switched").await;
        let text = person.text().await;
        let kana = text.lines().filter(|l| l.chars().any(|c| ('\u{3041}'..='\u{3096}').contains(&c))).count();
        match other {
            Language::En => assert!(kana <= 6, "only what people wrote stays Japanese: {text}"),
            Language::Ja => assert!(kana > 6, "the screen speaks Japanese: {text}"),
        }
        person.leaves().await;
    }
}

#[tokio::test]
async fn exchanged_samples_hold_the_class_back_until_they_are_answered() {
    let person = |name: &str| name.parse().expect("an id");
    let family = Family::numbered(1).expect("the first family");
    let hub = tempfile::tempdir().expect("a folder");
    let exchanged = family.with_exchanged(&person("F1-proband"), &person("F1-father"));
    testkit::write_hub(hub.path(), &[exchanged]).expect("written");
    for language in Language::BOTH {
        let place = with_hub(hub.path());
        place.import(hub.path(), Some("family-1"));
        let Some(person) = Person::sits_down(&place, language).await else { return };
        person.signs_in("gen").await;
        person.opens_case("family-1").await;
        person.reads_word("shared_doubts_title").await;
        // From the warning to the page.
        person.presses_word("shared_doubts_answer").await;
        person.reads_word("quality_chart_sex").await;
        person.picture("quality-doubts").await;
        person.opens_tab("report").await;
        person.reads_word("report_missing_doubt_answer").await;
        person.presses_word("report_to_quality").await;
        person.reads_word("quality_chart_sex").await;
        // By key alone: each answer in turn, until nothing is held back.
        let open = "return document.querySelectorAll('main li.open').length";
        while let Some(left) = person.ask(open).await.as_u64().filter(|left| *left > 0) {
            person.types("e").await;
            person.reads_word("quality_answer_verdict").await;
            person.presses_word("quality_answer_usable").await;
            person.fills_word("quality_answer_reason", "再検査で検体番号が一致した。").await;
            if left == 1 {
                person.picture("quality-answer").await;
            }
            person.presses_word("quality_answer_save").await;
            person.until("one answer less", async || person.ask(open).await.as_u64() == Some(left - 1)).await;
        }
        person.reads_word("quality_doubts_clear").await;
        person.picture("quality-answered").await;
        for (part, name) in
            [(".charts", "quality-charts"), ("main h3", "quality-kinship"), ("main section section", "quality-roh")]
        {
            person.ask(&format!("document.querySelector({part:?}).scrollIntoView()")).await;
            person.picture(name).await;
        }
        person.opens_tab("report").await;
        person.reads_word("report_needed").await;
        person.no_longer_reads(&person.word("report_missing_doubt_answer")).await;
        person.leaves().await;
    }
}

#[tokio::test]
async fn a_file_that_is_not_the_listed_one_is_refused_and_the_others_come_in() {
    let hub = tempfile::tempdir().expect("a folder");
    let from = root().join("fixtures/hub");
    for file in files_below(&from) {
        let to = hub.path().join(file.strip_prefix(&from).expect("below the hub"));
        fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        fs::copy(&file, &to).expect("copied");
    }
    let vcf = hub.path().join("family-2/family.vcf.gz");
    let mut bytes = fs::read(&vcf).expect("the variants");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&vcf, bytes).expect("damaged");
    for language in Language::BOTH {
        let place = with_hub(hub.path());
        let Some(person) = Person::sits_down(&place, language).await else { return };
        person.signs_in("gen").await;
        person.strikes_with(Key::Control, '2').await;
        person.presses_word("hub_import_all").await;
        person.reads_word("hub_ended_refused").await;
        person.reads("family-2/family.vcf.gz").await;
        person.picture("bad-hash").await;
        let here = place.path("home/genomes");
        person.leaves().await;
        assert!(
            !here.join("family-2").exists() || files_below(&here.join("family-2")).is_empty(),
            "nothing of it is kept"
        );
        assert!(place.must(Some("gen"), &["case", "list"]).contains("family-3"), "the others came in");
    }
}

#[tokio::test]
async fn what_was_recorded_before_a_power_cut_is_there() {
    for language in Language::BOTH {
        let place = with_family("family-1");
        let Some(person) = Person::sits_down(&place, language).await else { return };
        person.signs_in("gen").await;
        person.opens_case("family-1").await;
        person.opens_tab("variants").await;
        person.reads("FGFR2").await;
        person.chooses_row("FGFR2").await;
        person.types("4").await;
        person.types("c").await;
        person.reads_word("review_verdict_candidate").await;
        person.loses_power().await;
        let Some(person) = Person::sits_down(&place, language).await else { return };
        person.signs_in("gen").await;
        person.opens_case("family-1").await;
        person.opens_tab("variants").await;
        person.chooses_row("FGFR2").await;
        person.reads_word("review_verdict_candidate").await;
        person.picture("after-a-power-cut").await;
        person.leaves().await;
        assert_eq!(place.run(Some("gen"), &["ledger", "verify"]).code, Some(0), "the ledger is whole");
    }
}

#[tokio::test]
async fn panels_and_what_is_known_are_looked_at() {
    let place = with_family("family-1");
    for language in Language::BOTH {
        let Some(person) = Person::sits_down(&place, language).await else { return };
        person.signs_in("gen").await;
        person.opens_case("family-1").await;
        person.opens_tab("variants").await;
        person.reads("FGFR2").await;
        person.chooses_row("FGFR2").await;
        person.types("l").await;
        person.sees("dialog[open]").await;
        person.reads_word("variants_panels_suggested").await;
        person.picture("panels").await;
        person.strikes(Key::Escape).await;
        person.no_longer_sees("dialog[open]").await;
        person.types("i").await;
        person.sees("dialog[open]").await;
        person.reads("HGNC").await;
        person.picture("known-gene").await;
        person.strikes(Key::Escape).await;
        person.no_longer_sees("dialog[open]").await;
        person.leaves().await;
    }
}
