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

#[cfg(test)]
mod tests {
    use super::{sheet::Mark, *};

    fn label(specimen: &str) -> Label {
        Label {
            kind: "末梢血".to_owned(),
            specimen: specimen.to_owned(),
            person: "F1-P".parse().expect("an id"),
            name: None,
            collected: None,
            case: "family-1".parse().expect("an id"),
        }
    }

    /// Seen from the blocks: which module is dark, with the rim of four light modules around.
    #[test]
    fn the_blocks_of_a_label_are_the_code_of_its_specimen() {
        for sheet in LabelSheet::ALL {
            for specimen in ["SP-1", "SP-2026-00001", "HOSPITAL.0001-2026-11-21-BLOOD-01"] {
                let marks = sheet.shape().set(0, &label(specimen), Language::Ja).expect("a label");
                let blocks: Vec<((f64, f64), (f64, f64))> = marks
                    .iter()
                    .filter_map(|mark| match mark {
                        Mark::Block { at, size } => Some((*at, *size)),
                        Mark::Line { .. } => None,
                    })
                    .collect();
                let code = code(0, specimen).expect("a code");
                let module = blocks[0].1.1;
                assert!(module >= 0.33, "a scanner needs modules of a third of a millimetre");
                let dark = |x: f64, y: f64| {
                    blocks.iter().any(|(at, size)| x > at.0 && x < at.0 + size.0 && y > at.1 && y < at.1 + size.1)
                };
                let left = blocks.iter().map(|(at, _)| at.0).fold(f64::INFINITY, f64::min);
                let top = blocks.iter().map(|(at, _)| at.1).fold(f64::INFINITY, f64::min);
                for y in -4..code.size() + 4 {
                    for x in -4..code.size() + 4 {
                        let at = (left + module * (f64::from(x) + 0.5), top + module * (f64::from(y) + 0.5));
                        assert_eq!(dark(at.0, at.1), code.get_module(x, y), "{specimen} {x} {y}");
                    }
                }
            }
        }
    }

    #[test]
    fn nothing_leaves_its_label_and_no_text_lies_on_the_code() {
        let mut label = label("SP-2026-00001-WITH-A-LONG-NAME");
        label.kind = "皮膚線維芽細胞（継代 4）".to_owned();
        label.name = Some(PrintedName {
            written: "長谷川ローズマリー 真由美".to_owned(),
            kana: Some("はせがわろーずまりー まゆみ".to_owned()),
        });
        for sheet in LabelSheet::ALL {
            let shape = sheet.shape();
            let marks = shape.set(0, &label, Language::Ja).expect("a label");
            let mut first_block = f64::INFINITY;
            for mark in &marks {
                if let Mark::Block { at, size } = mark {
                    first_block = first_block.min(at.0);
                    assert!(at.0 + size.0 <= shape.size.0 && at.1 >= 0.0 && at.1 + size.1 <= shape.size.1);
                }
            }
            let mut last = 0.0;
            for mark in &marks {
                if let Mark::Line { text, size, at, .. } = mark {
                    let end = at.0 + text::width(text, *size).expect("a width");
                    assert!(at.0 > 0.0 && end < first_block, "{text} ends at {end}, the code begins at {first_block}");
                    assert!(at.1 - size * 0.3 > 0.0 && at.1 + size * 0.05 < shape.size.1, "{text}");
                    assert!(at.1 >= last, "lines follow each other");
                    last = at.1;
                }
            }
        }
    }
}
