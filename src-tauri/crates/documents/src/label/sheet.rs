//! Where everything stands on a label. Lengths are millimetres from the upper left corner.

use qrcodegen::QrCode;

use super::{
    Label, LabelSheet, code,
    text::{Face, fit},
};
use crate::{DocumentsError, Language};

/// The measures of a sheet.
pub struct Shape {
    /// How many labels across and down.
    pub grid: (usize, usize),
    /// Width and height of a label.
    pub size: (f64, f64),
    /// From one label to the next.
    pitch: (f64, f64),
    /// Corner of the first label.
    first: (f64, f64),
    /// Around everything on a label: printers shift a sheet by a millimetre or two.
    margin: (f64, f64),
    /// Side of the code with the empty rim that it needs.
    code: f64,
    tube: bool,
}

/// Something on a label.
pub enum Mark {
    /// A line of letters; the point is the left end of its baseline.
    Line { text: String, face: Face, size: f64, at: (f64, f64) },
    /// A filled rectangle: left, top, width, height.
    Block { at: (f64, f64), size: (f64, f64) },
}

/// The empty rim that a QR code needs, in modules (ISO/IEC 18004, 6.3.8).
const RIM: i32 = 4;
/// The smallest module that an office printer and a hand scanner manage, in millimetres.
const LEAST_MODULE: f64 = 0.33;

impl LabelSheet {
    /// The measures of the sheet.
    pub(super) fn shape(self) -> Shape {
        match self {
            Self::A4Of24 => Shape {
                grid: (3, 8),
                size: (70.0, 37.0),
                pitch: (70.0, 37.0),
                first: (0.0, 0.5),
                margin: (5.0, 4.0),
                code: 26.0,
                tube: false,
            },
            Self::A4Of65 => Shape {
                grid: (5, 13),
                size: (38.1, 21.2),
                pitch: (40.64, 21.2),
                first: (4.67, 10.7),
                margin: (1.6, 1.8),
                code: 15.5,
                tube: true,
            },
        }
    }
}

impl Shape {
    /// The upper left corner of a place on the sheet, counted from 0 along the rows.
    pub fn corner(&self, place: usize) -> (f64, f64) {
        let times = |count: usize| u16::try_from(count).map_or(0.0, f64::from);
        let (column, row) = (place % self.grid.0, place / self.grid.0);
        (self.first.0 + self.pitch.0 * times(column), self.first.1 + self.pitch.1 * times(row))
    }

    /// Sets one label.
    pub fn set(&self, index: usize, label: &Label, language: Language) -> Result<Vec<Mark>, DocumentsError> {
        let mut marks = Vec::new();
        self.code(index, &code(index, &label.specimen)?, &mut marks)?;
        let words = Words::of(language);
        let collected = label.collected.map_or_else(|| "____-__-__".to_owned(), |day| day.to_string());
        let name = label.name.as_ref();
        let kana = name.and_then(|name| name.kana.as_deref());
        let written = name.map(|name| name.written.as_str());
        let (small, plain, large) = if self.tube { (4.6, 5.6, 7.0) } else { (6.5, 8.5, 11.0) };
        // Field, caption, text, largest size, how small it may become, weight.
        let person = label.person.as_str();
        let mut rows = vec![
            ("kind", "", label.kind.as_str(), plain, Face::Bold),
            ("specimen", "", label.specimen.as_str(), large, Face::Bold),
        ];
        rows.extend(kana.map(|kana| ("name.kana", "", kana, small, Face::Regular)));
        rows.extend(written.map(|written| ("name.written", "", written, plain + 1.0, Face::Regular)));
        rows.push(("person", words.person, person, plain, Face::Regular));
        rows.push(("collected", words.collected, &collected, plain, Face::Regular));
        rows.push(("case", words.case, label.case.as_str(), plain, Face::Regular));
        let width = self.size.0 - 2.0 * self.margin.0 - self.code;
        let height = self.size.1 - 2.0 * self.margin.1;
        // Captions end together, so that what they name begins together.
        let indent = rows
            .iter()
            .map(|row| super::text::width(row.1, small))
            .try_fold(0.0, |most: f64, width| width.map(|width| most.max(width)))?;
        let indent = if indent > 0.0 { indent + 1.0 } else { 0.0 };
        let mut lines = Vec::new();
        for (field, caption, text, size, face) in rows {
            let left = if caption.is_empty() { 0.0 } else { indent };
            let path = || format!("labels.{index}.{field}");
            let least = if self.tube { 4.0 } else { 5.0 };
            let fitted = fit(text, size, least, width - left, path)?;
            let Some((size, broken)) = fitted else {
                return Err(DocumentsError::Label { label: index + 1, what: "a text is too long for the label" });
            };
            for (at, part) in broken.into_iter().enumerate() {
                lines.push((if at == 0 { caption } else { "" }, part, size, face, left));
            }
        }
        let needed: f64 = lines.iter().map(|line| LINE * MM * line.2).sum();
        if needed > height {
            return Err(DocumentsError::Label { label: index + 1, what: "its texts are too long for the label" });
        }
        // What is left goes between the lines, but does not tear them apart.
        let gaps = u16::try_from(lines.len().saturating_sub(1)).map_or(1.0, f64::from).max(1.0);
        let gap = ((height - needed) / gaps).min(if self.tube { 0.5 } else { 1.1 });
        let mut y = self.margin.1 + (height - needed - gap * gaps) / 2.0;
        for (caption, text, size, face, left) in lines {
            let base = y + 0.9 * MM * size;
            if !caption.is_empty() {
                let at = (self.margin.0, base);
                marks.push(Mark::Line { text: caption.to_owned(), face: Face::Regular, size: small, at });
            }
            marks.push(Mark::Line { text, face, size, at: (self.margin.0 + left, base) });
            y += LINE * MM * size + gap;
        }
        Ok(marks)
    }

    /// The code at the right end of the label.
    fn code(&self, index: usize, code: &QrCode, marks: &mut Vec<Mark>) -> Result<(), DocumentsError> {
        let module = self.code / f64::from(code.size() + 2 * RIM);
        if module < LEAST_MODULE {
            let what = "the id of the specimen is too long for the code of this label";
            return Err(DocumentsError::Label { label: index + 1, what });
        }
        // The empty rim may lie in the margin of the label.
        let left = self.size.0 - self.margin.0 - self.code + module * f64::from(RIM);
        let top = (self.size.1 - module * f64::from(code.size())) / 2.0;
        for y in 0..code.size() {
            let mut x = 0;
            while x < code.size() {
                let start = x;
                while x < code.size() && code.get_module(x, y) {
                    x += 1;
                }
                if x > start {
                    let at = (left + module * f64::from(start), top + module * f64::from(y));
                    marks.push(Mark::Block { at, size: (module * f64::from(x - start), module) });
                }
                x += 1;
            }
        }
        Ok(())
    }
}

/// Height of a line, in em.
const LINE: f64 = 1.12;
/// A point in millimetres.
pub const MM: f64 = 25.4 / 72.0;

/// What stands before values.
struct Words {
    person: &'static str,
    collected: &'static str,
    case: &'static str,
}

impl Words {
    fn of(language: Language) -> Self {
        match language {
            Language::Ja => Self { person: "ID", collected: "採取", case: "症例" },
            Language::En => Self { person: "ID", collected: "Coll.", case: "Case" },
        }
    }
}
