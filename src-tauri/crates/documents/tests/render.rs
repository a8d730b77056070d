//! Every document of the sample records. The files lie in the target folder afterwards, so that a person can look.

use std::path::Path;

use documents::{Kind, Language, record::Record, render};

const RECORDS: [(&str, &str); 3] = [
    ("solved", include_str!("records/solved.json")),
    ("unsolved", include_str!("records/unsolved.json")),
    ("secondary", include_str!("records/secondary.json")),
];

fn record(text: &str) -> Record {
    serde_json::from_str(text).expect("the sample record is readable")
}

#[test]
fn the_same_record_gives_the_same_bytes() {
    for (name, text) in RECORDS {
        let record = record(text);
        for kind in Kind::ALL {
            for language in Language::ALL {
                if kind == Kind::Consent && record.consent.is_none() {
                    continue;
                }
                let first =
                    render(kind, language, &record).unwrap_or_else(|e| panic!("{name} {kind:?} {language:?}: {e}"));
                let second = render(kind, language, &record).expect("it was rendered before");
                assert_eq!(first, second, "{name} {kind:?} {language:?} must not depend on anything but the record");
                let file = format!("{name}-{}.{}.pdf", kind.name(), language.code());
                std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join(file), first.as_bytes())
                    .expect("the target folder is writable");
            }
        }
    }
}
