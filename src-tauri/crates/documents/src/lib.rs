//! Reports and consent copies as accessible, archivable PDF (PDF/UA-1 and PDF/A-2a in one file).
//!
//! One [`Record`] holds everything that the documents of a case print; [`render`] sets one of them in one language.
//! The same record gives the same bytes. Nothing is read but the record and what is embedded in the program: no clock,
//! no file, no network.

pub mod chart;
mod check;
mod error;
mod fonts;
pub mod label;
pub mod pedigree;
mod picture;
pub mod record;
#[cfg(test)]
mod tests;
mod world;

use record::Record;
use serde::Deserialize;
use serde_json::json;
use typst::{
    diag::SourceDiagnostic,
    foundations::{Dict, Smart, Value},
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

pub use error::DocumentsError;
pub use picture::{Ink, Picture};

use crate::world::Desk;

/// Which document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The physician's report (医師向け報告書).
    Physician,
    /// The patient's report (患者さん向け結果説明書).
    Patient,
    /// The copy of the consent (同意書控え).
    Consent,
}

impl Kind {
    /// All documents.
    pub const ALL: [Self; 3] = [Self::Physician, Self::Patient, Self::Consent];

    /// The name on the command line and in file names.
    pub fn name(self) -> &'static str {
        match self {
            Self::Physician => "physician",
            Self::Patient => "patient",
            Self::Consent => "consent",
        }
    }

    fn template(self) -> &'static str {
        match self {
            Self::Physician => "physician.typ",
            Self::Patient => "patient.typ",
            Self::Consent => "consent.typ",
        }
    }
}

/// The language of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Japanese.
    Ja,
    /// English.
    En,
}

impl Language {
    /// Both languages, Japanese first.
    pub const ALL: [Self; 2] = [Self::Ja, Self::En];

    /// The ISO 639-1 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::En => "en",
        }
    }
}

/// A finished PDF file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pdf(Vec<u8>);

impl Pdf {
    /// The bytes of the file.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes of the file, taken out.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// Sets one document of the record in one language.
///
/// # Errors
/// A text that cannot be printed, a finding that tells an origin which is hidden, a consent copy without consent; and
/// every fault of a template or of the export.
pub fn render(kind: Kind, language: Language, record: &Record) -> Result<Pdf, DocumentsError> {
    let desk = desk(kind, language, record)?;
    let result = set(kind, &desk).and_then(|document| export(kind, language, record, &document));
    // The typesetter remembers what it has set; nothing of a patient stays in memory after the document is done.
    typst::comemo::evict(0);
    result
}

/// Looks the record through and lays it out for the typesetter.
fn desk(kind: Kind, language: Language, record: &Record) -> Result<Desk, DocumentsError> {
    if kind == Kind::Consent && record.consent.is_none() {
        return Err(DocumentsError::NoConsent);
    }
    check::origins_stay_hidden(record)?;
    Desk::new(kind.template(), inputs(language, record)?, record.issued)
}

fn set(kind: Kind, desk: &Desk) -> Result<PagedDocument, DocumentsError> {
    let compiled = typst::compile::<PagedDocument>(desk);
    let template = kind.template();
    compiled.output.map_err(|found| DocumentsError::Template { template, details: details(&found) })
}

/// The record as a value: its texts are never read as markup.
fn inputs(language: Language, record: &Record) -> Result<Dict, DocumentsError> {
    let mut plain = check::printable(record)?;
    for (value, finding) in plain["findings"].as_array_mut().into_iter().flatten().zip(&record.findings) {
        value["cause"] = finding.is_cause().into();
    }
    let pedigree = record.pedigree.as_ref().map(|pedigree| pedigree.draw(language, Ink::Paper)).transpose()?;
    let values = json!({
        "language": language.code(),
        "pedigree": pedigree.map(|Picture { svg, width, height, text }| {
            json!({ "svg": svg, "width": width, "height": height, "text": text })
        }),
        "outcome": record.outcome(),
        "reader": record.reader(),
        "record": plain,
    });
    match Value::deserialize(values).map_err(|source| DocumentsError::Values { source })? {
        Value::Dict(inputs) => Ok(inputs),
        _ => Ok(Dict::new()),
    }
}

fn export(kind: Kind, language: Language, record: &Record, document: &PagedDocument) -> Result<Pdf, DocumentsError> {
    let template = kind.template();
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .map_err(|found| DocumentsError::Export { template, details: vec![found.message().to_string()] })?;
    let whole = serde_json::to_string(record).map_err(|source| DocumentsError::Values { source })?;
    let options = PdfOptions {
        ident: Smart::Custom(format!("shirube/{}/{}/{whole}", kind.name(), language.code())),
        creator: Smart::Custom(Some("Shirube".to_owned())),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(document, &options)
        .map(Pdf)
        .map_err(|found| DocumentsError::Export { template, details: details(&found) })
}

fn details(found: &[SourceDiagnostic]) -> Vec<String> {
    found.iter().map(|diagnostic| diagnostic.message.to_string()).collect()
}
