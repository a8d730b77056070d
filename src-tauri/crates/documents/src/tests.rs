//! What the documents say, read from the finished pages.

mod hostile;
mod messages;
mod page;
mod privacy;
mod text;

use typst::syntax::Source;

use super::*;

pub const RECORDS: [(&str, &str); 3] = [
    ("solved", include_str!("../tests/records/solved.json")),
    ("unsolved", include_str!("../tests/records/unsolved.json")),
    ("secondary", include_str!("../tests/records/secondary.json")),
];

pub fn sample(name: &str) -> Record {
    let (_, text) = RECORDS.into_iter().find(|(n, _)| *n == name).expect("a sample record");
    serde_json::from_str(text).expect("the sample record is readable")
}

/// The pages of a document.
pub fn pages(kind: Kind, language: Language, record: &Record) -> PagedDocument {
    let pages = desk(kind, language, record).and_then(|desk| set(kind, &desk));
    pages.unwrap_or_else(|e| panic!("{kind:?} {language:?}: {e}"))
}

/// The text of a document as it stands on the pages. The document must also export.
pub fn printed(kind: Kind, language: Language, record: &Record) -> String {
    let document = pages(kind, language, record);
    export(kind, language, record, &document).unwrap_or_else(|e| panic!("{kind:?} {language:?}: {e}"));
    page::text(&document)
}

#[test]
fn a_document_that_is_not_accessible_is_refused() {
    let record = sample("solved");
    let picture = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>";
    let main =
        Source::detached(format!("#set document(title: \"x\")\n#image(bytes(\"{picture}\"), format: \"svg\")\n"));
    let desk = Desk::with_main(main, Dict::new(), record.issued).expect("the fonts are readable");
    let document = typst::compile::<PagedDocument>(&desk).output.expect("it compiles");
    let refused = export(Kind::Physician, Language::Ja, &record, &document);
    assert!(
        matches!(refused, Err(DocumentsError::Export { .. })),
        "a picture without alternative text is no PDF/UA-1: {refused:?}"
    );
}
