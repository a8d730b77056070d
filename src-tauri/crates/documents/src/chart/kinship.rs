//! How near people are by their genotypes, beside what their pedigree states.

use plotters::{
    element::{Circle, PathElement, Text},
    style::Color as _,
};
use plotters_backend::text_anchor::{HPos, VPos};

use super::{ACCENT, LINE, SMALL, TEXT, WIDTH, letters, many, name, pixels, plate, refuse, say};
use crate::{DocumentsError, Ink, Language, Picture, record::Localized};

/// Coefficients of kinship, a line for each pair.
#[derive(Clone, Debug, PartialEq)]
pub struct Kinship {
    /// Coefficients from which a pair is of the next degree, ascending: third, second, first degree, the same person.
    pub limits: [f64; 4],
    /// The pairs, in this order.
    pub pairs: Vec<KinshipPair>,
}

/// Two people.
#[derive(Clone, Debug, PartialEq)]
pub struct KinshipPair {
    /// Who they are.
    pub people: [Localized; 2],
    /// The coefficient that the pedigree lets expect; `None` where it states no relation.
    pub expected: Option<f64>,
    /// The coefficient by the genotypes; `None` where they tell none.
    pub measured: Option<f64>,
    /// The two contradict each other.
    pub contradicts: bool,
}

/// What is drawn; a coefficient below is at the left end.
const LEAST: f64 = -0.05;
const MOST: f64 = 0.52;
const HEAD: i32 = 22;
const ROW: i32 = 22;
const AXIS: i32 = 34;
const VALUES: i32 = 232;

impl Kinship {
    /// The chart.
    ///
    /// # Errors
    /// [`DocumentsError::Chart`] where there is no pair or a coefficient is no number; [`DocumentsError::Unprintable`] for a
    /// name that no embedded font can show.
    pub fn draw(&self, language: Language, ink: Ink) -> Result<Picture, DocumentsError> {
        if self.pairs.is_empty() {
            return refuse("there is no pair");
        }
        let numbers = self.pairs.iter().flat_map(|p| [p.expected, p.measured]).flatten().chain(self.limits);
        if numbers.into_iter().any(|n| !n.is_finite()) || !self.limits.is_sorted() {
            return refuse("a coefficient is no number");
        }
        let mut rows = Vec::new();
        let mut left = 0.0_f64;
        for (at, pair) in self.pairs.iter().enumerate() {
            let [one, other] = [0, 1].map(|n| name(&pair.people[n], language, || format!("pairs.{at}.people.{n}")));
            let label = format!("{} – {}", one?, other?);
            left = left.max(plate::width(&label, TEXT)?);
            rows.push((pair, label, pair.words(language)));
        }
        let left = pixels(left.min(250.0)) + 12;
        let title = say(
            language,
            [
                "近縁係数：測定値と家系図からの期待値。",
                "Coefficient of kinship, measured and expected from the pedigree. ",
            ],
        );
        let stop = say(language, ["。", ". "]);
        let colon = say(language, ["：", ": "]);
        let told: Vec<String> = rows.iter().map(|(_, label, words)| format!("{label}{colon}{words}")).collect();
        let text = format!("{title}{}{}", told.join(stop), stop.trim_end());
        let x = |value: f64| {
            left + pixels(f64::from(WIDTH - VALUES - left) * (value.clamp(LEAST, MOST) - LEAST) / (MOST - LEAST))
        };
        let height = HEAD + ROW * many(rows.len()) + AXIS;
        plate::chart(height, ink, text, |area| {
            let bottom = HEAD + ROW * many(rows.len());
            let degrees = [["なし", "none"], ["第3度", "3rd"], ["第2度", "2nd"], ["第1度", "1st"], ["同一", "same"]];
            let edges: Vec<f64> = [LEAST].into_iter().chain(self.limits).chain([MOST]).collect();
            for (edge, words) in edges.windows(2).zip(degrees) {
                let (from, to) = (x(edge[0]), x(edge[1]));
                // The third degree is too narrow for its name.
                if to - from > 24 {
                    let style = letters(SMALL, 0.85, HPos::Center, VPos::Center);
                    area.draw(&Text::new(say(language, words), (i32::midpoint(from, to), HEAD / 2), style))?;
                }
            }
            for limit in self.limits {
                area.draw(&PathElement::new([(x(limit), HEAD - 4), (x(limit), bottom)], LINE.mix(0.25)))?;
            }
            for ((pair, label, words), at) in rows.iter().zip(0..) {
                let middle = HEAD + ROW * at + ROW / 2;
                let style = letters(TEXT, 1.0, HPos::Right, VPos::Center);
                area.draw(&Text::new(label.as_str(), (left - 8, middle), style))?;
                area.draw(&PathElement::new([(left, middle), (x(MOST), middle)], LINE.mix(0.12)))?;
                if let Some(expected) = pair.expected {
                    area.draw(&Circle::new((x(expected), middle), 7, LINE.mix(0.8)))?;
                }
                if let Some(measured) = pair.measured {
                    area.draw(&Circle::new((x(measured), middle), 4, ACCENT.filled()))?;
                }
                let style = letters(TEXT, 1.0, HPos::Left, VPos::Center);
                area.draw(&Text::new(words.as_str(), (WIDTH - VALUES + 8, middle), style))?;
            }
            area.draw(&PathElement::new([(left, bottom), (x(MOST), bottom)], LINE.mix(0.5)))?;
            for value in [0.0, 0.125, 0.25, 0.5] {
                area.draw(&PathElement::new([(x(value), bottom), (x(value), bottom + 4)], LINE.mix(0.5)))?;
                let style = letters(SMALL, 0.8, HPos::Center, VPos::Top);
                area.draw(&Text::new(value.to_string(), (x(value), bottom + 6), style))?;
            }
            let style = letters(SMALL, 0.85, HPos::Left, VPos::Top);
            let key = say(language, ["● 測定値　○ 期待値", "● measured   ○ expected"]);
            area.draw(&Text::new(key, (WIDTH - VALUES + 8, bottom + 6), style))?;
            Ok(())
        })
    }
}

impl KinshipPair {
    fn words(&self, language: Language) -> String {
        let shown = |value: Option<f64>, none: [&'static str; 2]| {
            value.map_or_else(|| say(language, none).to_owned(), |v| format!("{v:.3}"))
        };
        let measured = shown(self.measured, ["判定できない", "not shown"]);
        let expected = match (self.expected, language) {
            (Some(value), Language::Ja) => format!("（期待値 {value}）"),
            (Some(value), Language::En) => format!(" (expected {value})"),
            (None, Language::Ja) => "（期待値なし）".to_owned(),
            (None, Language::En) => " (none expected)".to_owned(),
        };
        let mark = if self.contradicts { say(language, ["×不一致", " × differs"]) } else { "" };
        format!("{measured}{expected}{mark}")
    }
}
