//! From marks to PDF.

use std::collections::{BTreeMap, btree_map::Entry};

use jiff::{civil::Date, tz::TimeZone};
use printpdf::{
    FontId, LinePoint, Mm, OffsetDateTime, Op, PaintMode, ParsedFont, PdfDocument, PdfFont, PdfFontHandle, PdfPage,
    PdfSaveOptions, Point, Polygon, PolygonRing, Pt, TextItem, WindingOrder,
};

use super::{Label, sheet::Mark, text::Face};
use crate::{
    DocumentsError, Language, Pdf,
    fonts::{FILES, Fonts},
};

/// Width and height of A4.
const A4: (f64, f64) = (210.0, 297.0);

/// The marks of one sheet, at their places on it.
#[derive(Default)]
pub struct Page {
    blocks: Vec<((f64, f64), (f64, f64))>,
    lines: Vec<(String, Face, f64, (f64, f64))>,
}

impl Page {
    /// Adds the marks of a label whose corner is given.
    pub fn add(&mut self, marks: &[Mark], corner: (f64, f64)) {
        for mark in marks {
            match mark {
                Mark::Line { text, face, size, at } => {
                    self.lines.push((text.clone(), *face, *size, (corner.0 + at.0, corner.1 + at.1)));
                }
                Mark::Block { at, size } => self.blocks.push(((corner.0 + at.0, corner.1 + at.1), *size)),
            }
        }
    }
}

/// The finished file.
pub fn pdf(pages: &[Page], on: Date, language: Language, labels: &[Label]) -> Result<Pdf, DocumentsError> {
    let mut used = BTreeMap::new();
    let mut printed = Vec::new();
    for page in pages {
        let mut ops = vec![Op::DrawPolygon { polygon: area(&page.blocks) }];
        for line in &page.lines {
            write(line, &mut used, &mut ops)?;
        }
        printed.push(PdfPage::new(Mm(float(A4.0)), Mm(float(A4.1)), ops));
    }
    let mut document = PdfDocument::new(match language {
        Language::Ja => "検体ラベル",
        Language::En => "Specimen labels",
    });
    let info = &mut document.metadata.info;
    info.creator = "Shirube".to_owned();
    info.producer = "Shirube".to_owned();
    if let Some(midnight) = midnight(on) {
        (info.creation_date, info.modification_date, info.metadata_date) = (midnight, midnight, midnight);
    }
    for (face, font) in used {
        document.resources.fonts.map.insert(id(face), PdfFont::new(font));
    }
    document.with_pages(printed);
    let mut file = document.to_lopdf_document(&PdfSaveOptions::default(), &mut Vec::new());
    // The library counts its files; here the same labels are the same file.
    let identity = format!("{:032x}", typst::utils::hash128(&format!("{on} {language:?} {labels:?} {}", pages.len())));
    if let Ok(ids) = file.trailer.get_mut(b"ID").and_then(|ids| ids.as_array_mut()) {
        for id in ids {
            if let Ok(bytes) = id.as_str_mut() {
                *bytes = identity.clone().into_bytes();
            }
        }
    }
    file.compress();
    let mut bytes = Vec::new();
    match file.save_to(&mut bytes) {
        Ok(()) => Ok(Pdf(bytes)),
        Err(_) => Err(DocumentsError::Label { label: 0, what: "the file cannot be written" }),
    }
}

fn midnight(on: Date) -> Option<OffsetDateTime> {
    let start = on.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second();
    OffsetDateTime::from_unix_timestamp(start).ok()
}

fn id(face: usize) -> FontId {
    FontId(format!("F{face}"))
}

/// A line of letters, each run in the first font that has it.
fn write(
    (text, face, size, at): &(String, Face, f64, (f64, f64)),
    used: &mut BTreeMap<usize, ParsedFont>,
    ops: &mut Vec<Op>,
) -> Result<(), DocumentsError> {
    let fonts = Fonts::embedded()?;
    let mut runs: Vec<(usize, String)> = Vec::new();
    for c in text.chars() {
        // A text was looked through before it was set, so every character has a font.
        let Some(face) = fonts.face(c, *face == Face::Bold) else {
            return Err(DocumentsError::Unprintable { field: "labels".to_owned(), character: c });
        };
        match runs.last_mut() {
            Some((last, run)) if *last == face => run.push(c),
            _ => runs.push((face, c.to_string())),
        }
    }
    ops.push(Op::StartTextSection);
    ops.push(Op::SetTextCursor { pos: point(at.0, at.1) });
    for (face, run) in runs {
        if let Entry::Vacant(free) = used.entry(face) {
            free.insert(font(face)?);
        }
        ops.push(Op::SetFont { font: PdfFontHandle::External(id(face)), size: Pt(float(*size)) });
        ops.push(Op::ShowText { items: vec![TextItem::Text(run)] });
    }
    ops.push(Op::EndTextSection);
    Ok(())
}

fn font(face: usize) -> Result<ParsedFont, DocumentsError> {
    let (name, bytes) = FILES.get(face).copied().unwrap_or(("", &[]));
    ParsedFont::from_bytes(bytes, 0, &mut Vec::new()).ok_or(DocumentsError::Font { name })
}

/// Rectangles as one filled area.
/// Two corners, in points.
type Block = ((f64, f64), (f64, f64));

fn area(blocks: &[Block]) -> Polygon {
    let ring = |&((left, top), (width, height)): &((f64, f64), (f64, f64))| {
        let corners = [(left, top), (left + width, top), (left + width, top + height), (left, top + height)];
        let points = corners.into_iter().map(|(x, y)| LinePoint { p: point(x, y), bezier: false });
        PolygonRing { points: points.collect() }
    };
    let rings = blocks.iter().map(ring).collect();
    Polygon { rings, mode: PaintMode::Fill, winding_order: WindingOrder::NonZero }
}

/// A point of the sheet as PDF counts: from the lower left corner.
fn point(x: f64, y: f64) -> Point {
    Point { x: Mm(float(x)).into(), y: Mm(float(A4.1 - y)).into() }
}

#[allow(clippy::cast_possible_truncation, reason = "lengths on a sheet of paper")]
fn float(length: f64) -> f32 {
    length as f32
}
