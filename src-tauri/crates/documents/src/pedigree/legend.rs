//! The legend below the drawing: what the marks in it mean, and no other marks.

use domain::Affection;

use super::{
    family::Family,
    symbol::{self, Figure, KEY, LABEL},
    words::{Words, pick},
};
use crate::{
    Language,
    picture::{Anchor, Letters, Sheet},
};

/// Height of a line of the legend.
const STEP: f64 = 21.0;

/// What a line of the legend shows before its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Part(usize),
    Carrier,
    Unknown,
    None,
}

/// The lines of a legend.
#[derive(Debug)]
pub struct Legend {
    lines: Vec<(Sign, Letters)>,
    parts: usize,
    /// Where it ends.
    pub bottom: f64,
}

impl Legend {
    /// The legend of the figures, from a corner downwards.
    pub fn of(family: &Family, figures: &[&Figure], language: Language, left: f64, top: f64) -> Self {
        let words = Words::of(language);
        let mut wanted: Vec<(Sign, &str)> = Vec::new();
        for (part, condition) in family.conditions.iter().enumerate() {
            wanted.push((Sign::Part(part), pick(condition, language)));
        }
        let any = |has: &dyn Fn(&Figure) -> bool| figures.iter().any(|figure| has(figure));
        if any(&|figure| figure.person().carrier) {
            wanted.push((Sign::Carrier, words.carrier_key));
        }
        if any(&|figure| figure.is_unknown() && figure.parts().contains(&Affection::Unknown)) {
            wanted.push((Sign::Unknown, words.unknown_key));
        }
        if any(&|figure| figure.person().sequenced) {
            wanted.push((Sign::None, words.sequenced_key));
        }
        if any(&|figure| figure.person().assigned.is_some()) {
            wanted.push((Sign::None, words.assigned_key));
        }
        let mut y = top;
        let mut lines = Vec::new();
        for (sign, text) in wanted {
            let indent = if sign == Sign::None { 0.0 } else { 2.0 * KEY + 8.0 };
            let at = (left + indent, y + STEP / 2.0 + 0.36 * LABEL);
            lines.push((sign, Letters::new(text, at, LABEL, Anchor::Start)));
            y += STEP;
        }
        Self { lines, parts: family.conditions.len(), bottom: y }
    }

    /// Its texts.
    pub fn letters(&self) -> impl Iterator<Item = &Letters> {
        self.lines.iter().map(|(_, letters)| letters)
    }

    /// Draws it.
    pub fn draw(&self, sheet: &mut Sheet) {
        for (sign, letters) in &self.lines {
            let at = (letters.at.0 - KEY - 8.0, letters.at.1 - 0.36 * LABEL);
            match sign {
                Sign::Part(part) => symbol::key(sheet, at, self.parts, *part),
                Sign::Carrier => symbol::carrier_key(sheet, at),
                Sign::Unknown => symbol::unknown_key(sheet, at),
                Sign::None => {}
            }
            sheet.letters(letters);
        }
    }
}
