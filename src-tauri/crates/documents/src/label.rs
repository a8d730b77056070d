//! Sheets of specimen labels (検体ラベル): what is read by people, and a QR code that holds the id of the specimen.
//!
//! The same labels give the same bytes.

mod page;
mod sheet;
mod text;

use domain::{CaseId, PersonId};
use jiff::civil::Date;
use qrcodegen::{QrCode, QrCodeEcc};

use crate::{DocumentsError, Language, Pdf};

/// What is on the label of one vessel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Kind of the specimen, such as 末梢血.
    pub kind: String,
    /// Its number: the only thing that the code holds.
    pub specimen: String,
    /// Whose it is.
    pub person: PersonId,
    /// The name, where it is to be printed.
    pub name: Option<PrintedName>,
    /// Day of collection; `None` leaves a line to write on.
    pub collected: Option<Date>,
    /// The case.
    pub case: CaseId,
}

/// A name on a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedName {
    /// As it is written.
    pub written: String,
    /// Its reading.
    pub kana: Option<String>,
}

/// A sheet of labels as it is bought: A4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LabelSheet {
    /// 24 labels of 70 x 37 mm, 3 across and 8 down.
    A4Of24,
    /// 65 labels of 38.1 x 21.2 mm for tubes, 5 across and 13 down.
    A4Of65,
}

impl LabelSheet {
    /// Both sheets.
    pub const ALL: [Self; 2] = [Self::A4Of24, Self::A4Of65];

    /// How many labels are on a sheet.
    pub fn labels(self) -> usize {
        let (across, down) = self.shape().grid;
        across * down
    }
}

/// Prints labels from place `start` of the first sheet, counted from 1 along the rows; more sheets follow as needed. `on` is the day of printing.
///
/// # Errors
/// [`DocumentsError::Label`] where there is no label, the place is not on the sheet, or a text is too long for a label
/// of the sheet; [`DocumentsError::Unprintable`] for a character that no embedded font has.
pub fn print(
    sheet: LabelSheet,
    start: usize,
    on: Date,
    language: Language,
    labels: &[Label],
) -> Result<Pdf, DocumentsError> {
    if labels.is_empty() {
        return Err(DocumentsError::Label { label: 0, what: "there is none to print" });
    }
    if !(1..=sheet.labels()).contains(&start) {
        return Err(DocumentsError::Label { label: 0, what: "the first place is not on the sheet" });
    }
    let shape = sheet.shape();
    let mut pages: Vec<page::Page> = Vec::new();
    for (index, label) in labels.iter().enumerate() {
        let place = start - 1 + index;
        let (number, place) = (place / sheet.labels(), place % sheet.labels());
        if pages.len() <= number {
            pages.push(page::Page::default());
        }
        let marks = shape.set(index, label, language)?;
        if let Some(page) = pages.last_mut() {
            page.add(&marks, shape.corner(place));
        }
    }
    page::pdf(&pages, on, language, labels)
}

/// The code of a specimen. Medium error correction: a scratched label can still be read.
fn code(index: usize, specimen: &str) -> Result<QrCode, DocumentsError> {
    QrCode::encode_text(specimen, QrCodeEcc::Medium)
        .map_err(|_| DocumentsError::Label { label: index + 1, what: "the id of the specimen is too long for a code" })
}
