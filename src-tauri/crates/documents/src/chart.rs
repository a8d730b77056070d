//! Charts: one picture for screen and paper, each with what it says in words.
//!
//! The input is plain values. Nothing is left out silently: what is not known is said, and what does not fit is counted.

mod callable;
mod figure;
mod frequency;
mod histogram;
mod homozygosity;
mod kinship;
mod plate;
mod sex;

pub use callable::{CallableGenes, GeneShare};
pub use figure::{Figure, FigureValue, Figures};
pub use frequency::{Frequencies, Mark, Observed, PopulationFrequency};
pub use histogram::{Histograms, Measure, Profile};
pub use homozygosity::Karyogram;
pub use kinship::{Kinship, KinshipPair};
pub use sex::{SexChromosomes, SexPoint};

use plotters::style::{Color as _, IntoFont as _, RGBColor, TextStyle};
use plotters_backend::text_anchor::{HPos, Pos, VPos};

use crate::{DocumentsError, Language, picture::readable, record::Localized};

/// Width of every chart, in CSS pixels.
const WIDTH: i32 = 640;
/// Letters of names and values, and of axes.
const TEXT: i32 = 12;
const SMALL: i32 = 10;

/// Colours by their role; the ink decides what each becomes.
const LINE: RGBColor = RGBColor(0, 0, 0);
const ACCENT: RGBColor = RGBColor(0x1d, 0x4a, 0x6b);

/// A style of letters: their size, their colour, where they stand relative to their point.
fn letters(size: i32, opacity: f64, across: HPos, down: VPos) -> TextStyle<'static> {
    ("sans-serif", size).into_font().color(&LINE.mix(opacity)).pos(Pos::new(across, down))
}

/// One of two texts.
fn say(language: Language, [ja, en]: [&'static str; 2]) -> &'static str {
    match language {
        Language::Ja => ja,
        Language::En => en,
    }
}

/// A text in the language, else in the other, on one line.
///
/// # Errors
/// [`DocumentsError::Unprintable`] with the path that `field` gives.
fn name(text: &Localized, language: Language, field: impl Fn() -> String) -> Result<String, DocumentsError> {
    let (own, other) = match language {
        Language::Ja => (&text.ja, &text.en),
        Language::En => (&text.en, &text.ja),
    };
    let found = own.as_deref().or(other.as_deref()).unwrap_or_default();
    readable(found, field)?;
    Ok(found.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn refuse<T>(what: &'static str) -> Result<T, DocumentsError> {
    Err(DocumentsError::Chart { what })
}

/// A share as percent with three significant digits: `0.00123%`.
fn percent(share: f64) -> String {
    let value = share * 100.0;
    if value == 0.0 {
        return "0%".to_owned();
    }
    let mut digits = 2;
    let mut least = 1.0;
    while value < least && digits < 12 {
        digits += 1;
        least /= 10.0;
    }
    if value >= 10.0 {
        digits = if value >= 100.0 { 0 } else { 1 };
    }
    let text = format!("{value:.digits$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    format!("{text}%")
}

/// A whole number in groups of three digits.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && index % 3 == first {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A count as a number that can be divided; counts beyond 2^53 lose their last digits, which no chart shows.
#[allow(clippy::cast_precision_loss, reason = "see above")]
fn float(count: u64) -> f64 {
    count as f64
}

/// A length in whole pixels.
#[allow(clippy::cast_possible_truncation, reason = "as casts of floats saturate")]
fn pixels(length: f64) -> i32 {
    length.round() as i32
}

/// How many there are, as a length.
fn many(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX / 64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_keep_three_digits() {
        for (share, text) in [
            (0.0, "0%"),
            (1.0, "100%"),
            (0.5, "50%"),
            (0.123_45, "12.3%"),
            (0.051, "5.1%"),
            (0.000_123_4, "0.0123%"),
            (1.234e-6, "0.000123%"),
            (0.999_6, "100%"),
        ] {
            assert_eq!(percent(share), text);
        }
    }

    #[test]
    fn large_numbers_are_grouped() {
        for (number, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (123_456, "123,456")]
        {
            assert_eq!(grouped(number), text);
        }
    }
}
