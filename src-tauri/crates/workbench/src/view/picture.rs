//! A drawing with its text alternative.

use documents::{DocumentsError, Language};
use serde::Serialize;
use specta::Type;

/// One drawing for screen and PDF.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct Picture {
    /// A whole SVG document without scripts, styles or references to anything outside; its words in Japanese.
    pub svg_ja: String,
    /// The same with its words in English.
    pub svg_en: String,
    /// What it shows, in Japanese.
    pub alt_ja: String,
    /// The same in English.
    pub alt_en: String,
}

impl Picture {
    /// A drawing in both languages.
    pub(crate) fn in_both(
        draw: impl Fn(Language) -> Result<documents::Picture, DocumentsError>,
    ) -> Result<Self, DocumentsError> {
        let (ja, en) = (draw(Language::Ja)?, draw(Language::En)?);
        Ok(Self { svg_ja: ja.svg, svg_en: en.svg, alt_ja: ja.text, alt_en: en.text })
    }
}
