//! Both languages have the same messages, and every name that a record can hold has one.

use std::collections::{BTreeMap, BTreeSet};

use consent::{Category, Item};
use domain::{Absence, Affection, ModeOfInheritance, Pattern, Role, Sex};
use serde_json::Value;

use super::*;
use crate::{
    fonts::Fonts,
    record::{Confirmation, Grade, Phase, Relation, Stage, VersionKind, Zygosity},
    world::TEMPLATES,
};

fn messages(language: Language) -> Value {
    let file = format!("messages.{}.json", language.code());
    let (_, text) = TEMPLATES.into_iter().find(|(name, _)| *name == file).expect("the messages are embedded");
    serde_json::from_str(text).expect("the messages are JSON")
}

/// Every message by its path; the places of a list count as keys.
fn leaves(value: &Value) -> BTreeMap<String, String> {
    fn walk(value: &Value, path: &str, found: &mut BTreeMap<String, String>) {
        match value {
            Value::String(text) => {
                found.insert(path.to_owned(), text.clone());
            }
            Value::Array(items) => items.iter().enumerate().for_each(|(i, v)| walk(v, &format!("{path}.{i}"), found)),
            Value::Object(fields) => fields.iter().for_each(|(k, v)| walk(v, &format!("{path}.{k}"), found)),
            Value::Null | Value::Bool(_) | Value::Number(_) => panic!("{path} is no text"),
        }
    }
    let mut found = BTreeMap::new();
    walk(value, "", &mut found);
    found
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

#[test]
fn both_languages_have_the_same_messages() {
    let [ja, en] = Language::ALL.map(|language| leaves(&messages(language)));
    let keys = |m: &BTreeMap<String, String>| m.keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&ja), keys(&en));
    for (key, text) in &ja {
        // A sentence may name the person in one language and do without in the other.
        let without_person = |text| placeholders(text).into_iter().filter(|name| *name != "you").collect::<Vec<_>>();
        assert_eq!(without_person(text), without_person(&en[key]), "placeholders of {key}");
        assert!(!en[key].contains(['[', ']']), "{key}: furigana in English");
    }
}

#[test]
fn every_message_is_printable() {
    let fonts = Fonts::embedded().expect("the fonts are readable");
    for language in Language::ALL {
        for (key, text) in leaves(&messages(language)) {
            assert!(!text.trim().is_empty(), "{key} is empty");
            let missing: String = text.chars().filter(|&c| !fonts.can_print(c)).collect();
            assert_eq!(missing, "", "{key} in {language:?}");
        }
    }
}

#[test]
fn every_name_of_a_record_has_a_message() {
    fn names<T: serde::Serialize>(values: &[T]) -> Vec<String> {
        let name = |value| serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned));
        values.iter().map(|value| name(value).expect("a name")).collect()
    }
    use ModeOfInheritance as Mode;
    let groups = [
        ("stages", names(&[Stage::Draft, Stage::Signed])),
        ("grades", names(&[Grade::Clinical, Grade::Research])),
        ("confirmations", names(&[Confirmation::Confirmed, Confirmation::Unconfirmed])),
        ("sexes", names(&[Sex::Male, Sex::Female, Sex::Unknown])),
        ("affections", names(&[Affection::Affected, Affection::Unaffected, Affection::Unknown])),
        ("relations", names(&Relation::ALL)),
        ("zygosity", names(&[Zygosity::Reference, Zygosity::Heterozygous, Zygosity::Homozygous, Zygosity::Hemizygous])),
        ("patterns", names(&Pattern::ALL)),
        ("phases", names(&[Phase::Trans, Phase::Cis, Phase::Unknown])),
        (
            "modes",
            names(&[
                Mode::AutosomalDominant,
                Mode::AutosomalRecessive,
                Mode::Semidominant,
                Mode::XLinked,
                Mode::XLinkedRecessive,
                Mode::XLinkedDominant,
                Mode::YLinked,
                Mode::Mitochondrial,
            ]),
        ),
        ("roles", names(&Role::ALL)),
        (
            "absences",
            names(&[
                Absence::TrulyAbsent,
                Absence::NotCalled,
                Absence::NotCallable,
                Absence::NotInPanel,
                Absence::NotAnalysed,
            ]),
        ),
        ("categories", names(&Category::ALL)),
        ("version_kinds", names(&VersionKind::ALL)),
        ("items", names(&Item::ALL)),
        ("genotype", vec!["not_called".to_owned(), "not_sequenced".to_owned(), "not_shown".to_owned()]),
    ];
    for language in Language::ALL {
        let messages = messages(language);
        for (group, names) in &groups {
            for name in names {
                assert!(messages[group].get(name).is_some(), "{language:?}: {group}.{name}");
            }
        }
    }
}

/// A message that no template names would only be translated, never read.
#[test]
fn every_message_is_used() {
    let templates: String =
        TEMPLATES.iter().filter(|(name, _)| name.ends_with(".typ")).map(|(_, text)| *text).collect();
    for key in leaves(&messages(Language::Ja)).keys() {
        let mut parts = key.trim_start_matches('.').split('.');
        let group = parts.next().expect("a key has a group");
        let name = match Kind::ALL.iter().any(|kind| kind.name() == group) {
            true => parts.next().expect("a document has messages"),
            false => group,
        };
        // The explained words are named by a list of their own in the template.
        let name = name.strip_prefix("word_").unwrap_or(name).trim_end_matches("_text");
        let named = [format!("\"{name}\""), format!(".{name}\""), format!(".{name}."), format!("\"{name}.")];
        assert!(named.iter().any(|text| templates.contains(text)), "{key} is in the messages and in no template");
    }
}
