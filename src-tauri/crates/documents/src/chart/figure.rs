//! Figures of a call set, such as het/hom and Ti/Tv, beside what is expected.

use plotters::{
    element::{PathElement, Rectangle, Text},
    style::Color as _,
};
use plotters_backend::text_anchor::{HPos, VPos};

use super::{ACCENT, LINE, TEXT, WIDTH, letters, many, name, pixels, plate, refuse, say};
use crate::{DocumentsError, Ink, Language, Picture, record::Localized};

/// Several figures, each on an axis of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// The figures, in this order.
    pub figures: Vec<Figure>,
}

/// One figure of several people.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What it is, such as `Ti/Tv`.
    pub name: Localized,
    /// How many decimals are shown.
    pub decimals: u8,
    /// The least and the greatest value that is expected.
    pub expected: Option<(f64, f64)>,
    /// A bar each, in this order.
    pub values: Vec<FigureValue>,
}

/// The figure of one person.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureValue {
    /// Who it is.
    pub person: Localized,
    /// The value, not negative; `None` where it is not known.
    pub value: Option<f64>,
}

const HEAD: i32 = 26;
const ROW: i32 = 22;
const BAR: i32 = 12;
const BELOW: i32 = 12;
const VALUES: i32 = 130;

/// A bar with its words.
struct Row {
    person: String,
    value: Option<f64>,
    words: String,
}

impl Figures {
    /// The chart.
    ///
    /// # Errors
    /// [`DocumentsError::Chart`] where there is no figure, a value is negative or no number, or what is expected is no
    /// range; [`DocumentsError::Unprintable`] for a name that no embedded font can show.
    pub fn draw(&self, language: Language, ink: Ink) -> Result<Picture, DocumentsError> {
        if self.figures.is_empty() {
            return refuse("there is no figure");
        }
        let mut panels = Vec::new();
        let mut left = 0.0;
        for (index, figure) in self.figures.iter().enumerate() {
            let title = figure.title(index, language)?;
            let rows = figure.rows(index, language)?;
            for row in &rows {
                left = plate::width(&row.person, TEXT)?.max(left);
            }
            panels.push((figure, title, rows));
        }
        let left = pixels(left.min(260.0)) + 12;
        let colon = say(language, ["：", ": "]);
        let stop = say(language, ["。", ". "]);
        let told = panels.iter().map(|(_, title, rows)| {
            let rows: Vec<String> = rows.iter().map(|row| format!("{} {}", row.person, row.words)).collect();
            format!("{title}{colon}{}", rows.join(say(language, ["、", ", "])))
        });
        let text = format!("{}{}", told.collect::<Vec<_>>().join(stop), stop.trim_end());
        let height: i32 = panels.iter().map(|(_, _, rows)| HEAD + ROW * many(rows.len()) + BELOW).sum();
        plate::chart(height, ink, text, |area| {
            let mut top = 0;
            for (figure, title, rows) in &panels {
                let style = letters(TEXT, 1.0, HPos::Left, VPos::Center);
                area.draw(&Text::new(title.as_str(), (0, top + HEAD / 2), style))?;
                let (start, end) = (top + HEAD, top + HEAD + ROW * many(rows.len()));
                let values = rows.iter().filter_map(|row| row.value).chain(figure.expected.map(|band| band.1));
                let most = values.fold(0.0, f64::max);
                let most = if most > 0.0 { most * 1.05 } else { 1.0 };
                let x = |value: f64| left + pixels(f64::from(WIDTH - VALUES - left) * value / most);
                if let Some((low, high)) = figure.expected {
                    let band = [(x(low), start), (x(high).max(x(low) + 1), end)];
                    area.draw(&Rectangle::new(band, LINE.mix(0.12).filled()))?;
                    for value in [low, high] {
                        area.draw(&PathElement::new([(x(value), start), (x(value), end)], LINE.mix(0.45)))?;
                    }
                }
                for (row, at) in rows.iter().zip(0..) {
                    let middle = start + ROW * at + ROW / 2;
                    let label = letters(TEXT, 1.0, HPos::Right, VPos::Center);
                    area.draw(&Text::new(row.person.as_str(), (left - 8, middle), label))?;
                    if let Some(value) = row.value {
                        let bar = [(left, middle - BAR / 2), (x(value).max(left + 1), middle + BAR / 2)];
                        area.draw(&Rectangle::new(bar, ACCENT.filled()))?;
                    }
                    // Beside the longest bar and the band, so that no value stands on either.
                    let style = letters(TEXT, 1.0, HPos::Left, VPos::Center);
                    area.draw(&Text::new(row.words.as_str(), (WIDTH - VALUES + 8, middle), style))?;
                }
                area.draw(&PathElement::new([(left, start), (left, end)], LINE.mix(0.5)))?;
                top = end + BELOW;
            }
            Ok(())
        })
    }
}

impl Figure {
    fn shown(&self, value: f64) -> String {
        format!("{value:.*}", usize::from(self.decimals.min(6)))
    }

    fn title(&self, index: usize, language: Language) -> Result<String, DocumentsError> {
        let title = name(&self.name, language, || format!("figures.{index}.name"))?;
        let Some((low, high)) = self.expected else { return Ok(title) };
        if !(low >= 0.0 && low <= high && high.is_finite()) {
            return refuse("what is expected is no range");
        }
        let (low, high) = (self.shown(low), self.shown(high));
        Ok(match language {
            Language::Ja => format!("{title}（目安 {low}〜{high}）"),
            Language::En => format!("{title} (expected {low} to {high})"),
        })
    }

    fn rows(&self, index: usize, language: Language) -> Result<Vec<Row>, DocumentsError> {
        let row = |(at, value): (usize, &FigureValue)| {
            let person = name(&value.person, language, || format!("figures.{index}.values.{at}.person"))?;
            let Some(found) = value.value else {
                let words = say(language, ["不明", "not known"]).to_owned();
                return Ok(Row { person, value: None, words });
            };
            if !(found >= 0.0 && found.is_finite()) {
                return refuse("a value is negative or no number");
            }
            let note = match self.expected {
                Some((low, _)) if found < low => say(language, ["（目安より低い）", " (below expected)"]),
                Some((_, high)) if found > high => say(language, ["（目安より高い）", " (above expected)"]),
                _ => "",
            };
            Ok(Row { person, value: Some(found), words: format!("{}{note}", self.shown(found)) })
        };
        self.values.iter().enumerate().map(row).collect()
    }
}
