//! Texts that try to be markup, to leave the page, or to be unprintable.

use serde_json::Value;

use super::*;

const MARKUP: &str = "#panic() *b* $x$ @r <x> [a|b] {gene} `c` \\ _i_ // /* = - + \"q\" #let x = 1\t\nend";

/// Paths (JSON pointers) of the texts of a record that may hold any text: those that still make a record when
/// replaced.
fn free_texts(record: &Record) -> Vec<String> {
    fn walk(value: &Value, path: &str, found: &mut Vec<String>) {
        match value {
            Value::String(_) => found.push(path.to_owned()),
            Value::Array(items) => items.iter().enumerate().for_each(|(i, v)| walk(v, &format!("{path}/{i}"), found)),
            Value::Object(fields) => fields.iter().for_each(|(k, v)| walk(v, &format!("{path}/{k}"), found)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    let whole = serde_json::to_value(record).expect("a record is plain values");
    let mut paths = Vec::new();
    walk(&whole, "", &mut paths);
    paths.retain(|path| with(record, path, MARKUP).is_some());
    paths
}

fn with(record: &Record, path: &str, text: &str) -> Option<Record> {
    let mut whole = serde_json::to_value(record).ok()?;
    *whole.pointer_mut(path)? = Value::String(text.to_owned());
    serde_json::from_value(whole).ok()
}

fn everywhere(record: &Record, text: &str) -> Record {
    free_texts(record).iter().fold(record.clone(), |record, path| with(&record, path, text).expect("a free text"))
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '|').collect()
}

#[test]
fn markup_in_any_field_is_printed_as_it_stands() {
    let record = everywhere(&sample("solved"), MARKUP);
    let hostile = squeezed("#panic() *b* $x$ @r <x>");
    for kind in Kind::ALL {
        for language in Language::ALL {
            let text = squeezed(&printed(kind, language, &record));
            assert!(text.contains(&hostile), "{kind:?} {language:?} must print the text itself");
            assert!(text.contains("{gene}"), "{kind:?} {language:?}: a text is no message with placeholders");
        }
    }
}

#[test]
fn a_control_character_in_any_field_is_refused_by_name() {
    let record = sample("secondary");
    for path in free_texts(&record) {
        let hostile = with(&record, &path, "a\u{7}b").expect("a free text");
        match render(Kind::Physician, Language::Ja, &hostile) {
            Err(DocumentsError::Unprintable { field, character: '\u{7}' }) => {
                assert_eq!(field, path.trim_start_matches('/').replace('/', "."));
            }
            other => panic!("{path} gave {:?}", other.map(|_| "a document")),
        }
    }
}

#[test]
fn what_cannot_be_seen_is_refused() {
    let mut record = sample("solved");
    for character in ['\u{0}', '\u{AD}', '\u{200B}', '\u{202E}', '\u{FEFF}', '\u{FFFD}', '\u{1F600}', '\u{E000}'] {
        record.patient.name = Some(format!("吉田{character}陽菜"));
        let refused = render(Kind::Patient, Language::Ja, &record);
        assert!(
            matches!(&refused, Err(DocumentsError::Unprintable { field, character: c }) if field == "patient.name" && *c == character),
            "{character:?} would be a gap or a box"
        );
    }
}

#[test]
fn nothing_leaves_the_page() {
    let long = format!("{}、{}", "ACGT".repeat(40), "長い文字列".repeat(20));
    let record = everywhere(&sample("secondary"), &long);
    for kind in Kind::ALL {
        for ((width, height), runs) in page::runs(&pages(kind, Language::Ja, &record)) {
            for page::Run { x, y, width: wide, text } in runs {
                let inside = x >= 50.0 && x + wide <= width - 50.0 && (24.0..height - 24.0).contains(&y);
                assert!(inside, "{kind:?}: {text:?} stands at {x} to {}, {y}", x + wide);
            }
        }
    }
}
