//! A drawing with its text alternative.

use serde::Serialize;
use specta::Type;

/// One drawing for screen and PDF.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct Picture {
    /// A whole SVG document without scripts, styles or references to anything outside.
    pub svg: String,
    /// What it shows, in Japanese.
    pub alt_ja: String,
    /// The same in English.
    pub alt_en: String,
}
