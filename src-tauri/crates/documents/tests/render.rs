//! Every document of the sample records as a file. The files lie in the target folder afterwards, so that a person
//! can look at them.

#![allow(clippy::expect_used, clippy::panic, reason = "the helpers of a test fail as the test does")]

use std::path::Path;

use documents::{Kind, Language, Pdf, record::Record, render};

fn record(text: &str) -> Record {
    serde_json::from_str(text).expect("the sample record is readable")
}

/// Renders every document of a record, checks what each file says of itself and leaves it in the target folder.
fn files(name: &str, record: &Record) -> Vec<Pdf> {
    let mut files = Vec::new();
    for kind in Kind::ALL {
        for language in Language::ALL {
            if kind == Kind::Consent && record.consent.is_none() {
                continue;
            }
            let pdf = render(kind, language, record).unwrap_or_else(|e| panic!("{name} {kind:?} {language:?}: {e}"));
            let text = String::from_utf8_lossy(pdf.as_bytes()).into_owned();
            for claim in [
                "<pdfaid:part>2</pdfaid:part>",
                "<pdfaid:conformance>A</pdfaid:conformance>",
                "<pdfuaid:part>1</pdfuaid:part>",
                "2026-11-21T00:00:00",
                "<xmp:CreatorTool>Shirube</xmp:CreatorTool>",
            ] {
                assert!(text.contains(claim), "{name} {kind:?} {language:?}: the metadata must say {claim}");
            }
            let file = format!("{name}-{}.{}.pdf", kind.name(), language.code());
            let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(file);
            std::fs::write(path, pdf.as_bytes()).expect("the target folder is writable");
            files.push(pdf);
        }
    }
    files
}

#[test]
fn the_same_record_gives_the_same_bytes() {
    let record = record(include_str!("records/solved.json"));
    let first = files("solved", &record);
    assert_eq!(first.len(), 6, "three documents in two languages");
    for (kind, first) in Kind::ALL.into_iter().zip(first.chunks(2)) {
        let second = render(kind, Language::Ja, &record).expect("it was rendered before");
        assert!(first[0] == second, "{kind:?} must not depend on anything but its record");
    }
}

#[test]
fn the_unsolved_case_has_its_reports() {
    let record = record(include_str!("records/unsolved.json"));
    assert_eq!(files("unsolved", &record).len(), 4, "no consent is recorded");
}

#[test]
fn the_case_with_a_secondary_finding_has_its_documents() {
    let record = record(include_str!("records/secondary.json"));
    assert_eq!(files("secondary", &record).len(), 6);
}

#[test]
fn a_record_reads_back_as_written() {
    for text in [include_str!("records/solved.json"), include_str!("records/unsolved.json")] {
        let first = record(text);
        let written = serde_json::to_string(&first).expect("a record is plain values");
        assert_eq!(first, record(&written));
    }
}
