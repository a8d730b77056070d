//! Agreement with the classes that expert panels of ClinGen approved, where their records are at hand. Nothing is tuned to
//! them: every disagreement stands in `fixtures/acmg/agreement.md` with its reason.

#![allow(clippy::print_stderr, reason = "a skipped test says so")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panic")]

use std::{fmt::Write, path::Path};

use domain::MetCriterion;
use review::{RuleSet, read_cspec};

const RECORDS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/data/acmg/clingen_vci_2018.tsv");
const CSPEC: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/data/vcf/ngs-bits/in/NGSDImportCSpec_in1.json");
const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../fixtures/acmg/agreement.md");

struct Record {
    uuid: String,
    panel: String,
    met: Vec<MetCriterion>,
    class: &'static str,
    altered: bool,
    reason: String,
}

fn class(words: &str) -> &'static str {
    match words {
        "Pathogenic" => "P",
        "Likely pathogenic" => "LP",
        "Likely benign" => "LB",
        "Benign" => "B",
        other if other.starts_with("Uncertain significance") => "VUS",
        other => panic!("{other:?} is no class"),
    }
}

fn records() -> Option<Vec<Record>> {
    if !Path::new(RECORDS).exists() {
        eprintln!("skipped: ../shared/data is not here");
        return None;
    }
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').from_path(RECORDS).expect("opened");
    let headers = reader.headers().expect("a header").clone();
    let place = |name: &str| headers.iter().position(|h| h == name).expect("a column");
    let columns =
        ["uuid", "panel", "criteria_met", "final_class", "altered_class", "reason_altered", "status"].map(place);
    let rows = reader.records().map(|row| row.expect("a row"));
    let approved = rows.filter(|row| &row[columns[6]] == "Approved");
    let record = |row: csv::StringRecord| {
        let codes = row[columns[2]].split(';').filter(|code| !code.is_empty());
        Record {
            uuid: row[columns[0]].to_owned(),
            panel: row[columns[1]].to_owned(),
            met: codes.map(|code| code.parse().unwrap_or_else(|e| panic!("{e}"))).collect(),
            class: class(&row[columns[3]]),
            altered: !row[columns[4]].is_empty(),
            reason: row[columns[5]].split_whitespace().collect::<Vec<_>>().join(" "),
        }
    };
    Some(approved.map(record).collect())
}

/// Why a rule set and a panel differ: by what the record itself says, else by what the two rules say of these criteria.
fn why(record: &Record, by_points: bool) -> String {
    if record.altered {
        let end = record.reason.char_indices().nth(160).map_or(record.reason.len(), |(end, _)| end);
        let cut = if end < record.reason.len() { " …" } else { "" };
        return format!("the panel set the class by hand: “{}{cut}”", record.reason[..end].replace('|', "/"));
    }
    let benign: i32 = record.met.iter().filter(|m| !m.criterion.is_pathogenic()).map(|m| m.points()).sum();
    match (by_points, benign < 0) {
        (true, true) => {
            "the panel used the combinations of 2015, which ask for two benign criteria; by points a sum below \
                         0 is likely benign"
                .to_owned()
        }
        (true, false) => "the panel used the combinations of 2015; 10 points are pathogenic".to_owned(),
        (false, _) => "the panel used rules of its own".to_owned(),
    }
}

/// 95 % interval of a share (Wilson), in percent.
fn interval(hits: f64, n: f64) -> (f64, f64) {
    let (z, p) = (1.96_f64, hits / n);
    let middle = p + z * z / (2.0 * n);
    let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    let scale = 100.0 / (1.0 + z * z / n);
    ((middle - half) * scale, (middle + half) * scale)
}

#[test]
fn the_document_lists_every_disagreement_with_its_reason() {
    let Some(records) = records() else { return };
    assert_eq!(records.len(), 310, "approved records");
    let mut text = String::from(
        "# Agreement with classes that expert panels approved\n\n\
         310 approved interpretations of three expert panels of ClinGen (CDH1, MYH7, PAH; 2018), each with the criteria that were met. The criteria \
         go in, the class comes out; nothing is tuned to these records. Made by the test `expert_panels` of the room `review`.\n",
    );
    for (rules, name, by_points) in [
        (RuleSet::acmg_2015().expect("ships"), "Combinations of 2015 with ClinGen's addition", false),
        (RuleSet::points().expect("ships"), "Points", true),
    ] {
        let judged: Vec<_> = records.iter().map(|record| (record, rules.judge(&record.met))).collect();
        let wrong: Vec<_> = judged.iter().filter(|(record, j)| j.class.letters() != record.class).collect();
        let hits = records.len() - wrong.len();
        let share = |n: usize| f64::from(u32::try_from(n).expect("small"));
        let (low, high) = interval(share(hits), share(records.len()));
        let percent = share(hits) * 100.0 / share(records.len());
        eprintln!("{name}: {hits} of {} ({percent:.1} %, {low:.1} to {high:.1})", records.len());
        writeln!(
            text,
            "\n## {name}\n\n{hits} of {} agree: {percent:.1} % (95 % interval {low:.1} to {high:.1}).\n\n\
             | record | panel | criteria | panel's class | this rule set | reason |\n|---|---|---|---|---|---|",
            records.len()
        )
        .expect("to memory");
        for (record, judgement) in wrong {
            let criteria = record.met.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
            let points = judgement.points.map(|points| format!(" ({points})")).unwrap_or_default();
            writeln!(
                text,
                "| {} | {} | {criteria} | {} | {}{points} | {} |",
                &record.uuid[..8],
                record.panel,
                record.class,
                judgement.class.letters(),
                why(record, by_points)
            )
            .expect("to memory");
        }
    }
    if std::fs::read_to_string(DOCUMENT).unwrap_or_default() != text {
        std::fs::write(DOCUMENT, &text).expect("written");
        panic!("fixtures/acmg/agreement.md was not what the records give; it is now: look at the difference");
    }
}

#[test]
fn rules_of_a_gene_are_read_from_the_registry_as_it_is() {
    let Ok(text) = std::fs::read_to_string(CSPEC) else {
        eprintln!("skipped: ../shared/data is not here");
        return;
    };
    let sets = read_cspec("cspec.json", &text).expect("read");
    let genes: Vec<Vec<&str>> = sets.iter().map(|s| s.genes.iter().map(|g| g.as_str()).collect()).collect();
    assert_eq!(genes, [vec![], vec!["MYH7"], vec!["PTEN"]], "the general rules, and those of two genes");

    let met = |text: &str| -> Vec<MetCriterion> { text.split(' ').map(|c| c.parse().expect("a criterion")).collect() };
    let (general, myh7) = (&sets[0], &sets[1]);
    assert_eq!(general.judge(&met("PVS1 PS3")).class.letters(), "P");
    let conflict = general.judge(&met("PVS1 PS3 BP4"));
    assert_eq!((conflict.class.letters(), conflict.contradictory), ("VUS", true), "as its rules of conflict say");
    assert_eq!(myh7.judge(&met("PS2 PS3")).class.letters(), "P");
    let judged = myh7.judge(&met("PS3 PM5 PM2"));
    assert_eq!(judged.class.letters(), "LP", "strong and moderate");
    assert_eq!(judged.not_applicable, met("PM2"), "this panel uses PM2 as supporting only");
    assert_eq!(myh7.judge(&met("PVS1 PS3")).not_applicable, met("PVS1"), "loss of function is not how MYH7 harms");
}

#[test]
fn damaged_rules_of_a_gene_are_refused_with_their_place() {
    let cspec = |condition: &str, path: &str, code: &str| {
        format!(
            r#"{{"data":[{{"entId":"GN1","entContent":{{"title":"t"}},"ld":{{"RuleSet":[{{"rev":"1","entContent":{{"_uniqueProp":"a","genes":[{{"gene":"G"}}],"rules":{{"mainRules":[{{"rule":"Rule1","inference":"Pathogenic","conditions":[{{"condition":"{condition}","partitionPath":"{path}","applicableCriteriaCodes":["{code}"]}}]}}]}}}}}}]}}}}]}}"#
        )
    };
    assert_eq!(read_cspec("c.json", &cspec(">=2", "Pathogenic.Strong", "PS1")).expect("whole").len(), 1);
    for (text, expected) in [
        (cspec("<2", "Pathogenic.Strong", "PS1"), "\"<2\" is no number of criteria"),
        (cspec("==0", "Pathogenic.Strong", "PS1"), "is no number of criteria"),
        (cspec("==1", "Pathogenic.Huge", "PS1"), "\"Pathogenic.Huge\""),
        (cspec("==1", "Pathogenic.Strong", "PS9"), "PS9"),
        ("{\"data\":[".to_owned(), "line 1"),
    ] {
        let message = read_cspec("c.json", &text).expect_err("must be refused").to_string();
        assert!(message.contains("c.json") && message.contains(expected), "{message:?} should say {expected:?}");
    }
}
