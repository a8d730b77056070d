//! Allele frequency by population.

use plotters::{
    chart::ChartBuilder,
    element::{PathElement, Rectangle, Text},
    prelude::IntoLogRange as _,
    style::Color as _,
};
use plotters_backend::text_anchor::{HPos, VPos};

use super::{ACCENT, LINE, SMALL, TEXT, WIDTH, grouped, letters, many, name, percent, pixels, plate, refuse, say};
use crate::{DocumentsError, Ink, Language, Picture, record::Localized};

/// Frequencies of one allele, as bars on a logarithmic axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Frequencies {
    /// A bar each, in this order.
    pub populations: Vec<PopulationFrequency>,
    /// Thresholds to compare with, such as those of BA1 and BS1.
    pub marks: Vec<Mark>,
}

/// The frequency in one population.
#[derive(Clone, Debug, PartialEq)]
pub struct PopulationFrequency {
    /// The data set and the population, such as `ToMMo 60KJPN`.
    pub population: Localized,
    /// What is known.
    pub observed: Observed,
}

/// What a data set says of an allele. Unknown is not absent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Observed {
    /// Seen, or looked for and not seen.
    Frequency {
        /// From 0 to 1.
        share: f64,
        /// How often it was seen, and among how many alleles, where the data set says so.
        counts: Option<(u64, u64)>,
    },
    /// The data set has no entry.
    NotListed,
    /// The data set did not look at the place well enough to tell.
    NotCovered,
}

/// A threshold.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// From 0 to 1, not 0.
    pub share: f64,
    /// What it is, such as `BA1`.
    pub label: Localized,
}

const ROW: i32 = 24;
const BAR: i32 = 12;
const TOP: i32 = 8;
const AXIS: i32 = 40;
/// Space for the value behind the longest bar.
const VALUES: i32 = 150;

impl Frequencies {
    /// The chart.
    ///
    /// # Errors
    /// [`DocumentsError::Chart`] where there is no population or a share is not between 0 and 1;
    /// [`DocumentsError::Unprintable`] for a name that no embedded font can show.
    pub fn draw(&self, language: Language, ink: Ink) -> Result<Picture, DocumentsError> {
        let rows = self.rows(language)?;
        let marks = self.marks(language)?;
        let shares = rows.iter().filter_map(|row| row.share).chain(marks.iter().map(|mark| mark.0));
        let least = shares.filter(|share| *share > 0.0).fold(1e-6, f64::min);
        let low = 10f64.powf(least.log10().floor());
        let mut left = 0.0;
        for row in &rows {
            left = plate::width(&row.name, TEXT)?.max(left);
        }
        // Labels of marks that would touch stand on lines of their own.
        let right = WIDTH - VALUES;
        let left = pixels(left.min(260.0)) + 12;
        let x = |share: f64| left + pixels(f64::from(right - left) * (share / low).log10() / (1.0 / low).log10());
        let mut lines: Vec<i32> = Vec::new();
        let mut placed = Vec::new();
        for (share, label) in &marks {
            let half = pixels(plate::width(label, SMALL)? / 2.0) + 4;
            let (start, end) = (x(*share) - half, x(*share) + half);
            let line = lines.iter().position(|taken| *taken < start).unwrap_or(lines.len());
            if line == lines.len() {
                lines.push(end);
            } else {
                lines[line] = end;
            }
            placed.push(line);
        }
        let top = TOP + many(lines.len()) * 14;
        let height = top + ROW * many(rows.len()) + AXIS;
        let text = tell(&rows, &marks, language);
        plate::chart(height, ink, text, |area| {
            let bottom = height - AXIS;
            let mut chart = ChartBuilder::on(area)
                .margin_top(top)
                .margin_right(VALUES)
                .set_label_area_size(plotters::chart::LabelAreaPosition::Left, left)
                .set_label_area_size(plotters::chart::LabelAreaPosition::Bottom, AXIS)
                .build_cartesian_2d((low..1.0).log_scale(), 0.0..1.0)?;
            chart
                .configure_mesh()
                .disable_y_mesh()
                .disable_y_axis()
                .x_labels(6)
                .x_label_formatter(&|share| percent(*share))
                .label_style(letters(SMALL, 0.8, HPos::Left, VPos::Top))
                .axis_style(LINE.mix(0.5))
                .bold_line_style(LINE.mix(0.15))
                .light_line_style(LINE.mix(0.0))
                .draw()?;
            for (row, at) in rows.iter().zip(0..) {
                let middle = top + ROW * at + ROW / 2;
                let label = letters(TEXT, 1.0, HPos::Right, VPos::Center);
                area.draw(&Text::new(row.name.as_str(), (left - 8, middle), label))?;
                let end = match row.share {
                    Some(share) if share > 0.0 => x(share).max(left + 2),
                    _ => left,
                };
                if end > left {
                    let bar = [(left, middle - BAR / 2), (end, middle + BAR / 2)];
                    area.draw(&Rectangle::new(bar, ACCENT.filled()))?;
                }
                let opacity = if row.share.is_some() { 1.0 } else { 0.75 };
                let value = letters(TEXT, opacity, HPos::Left, VPos::Center);
                area.draw(&Text::new(row.value.as_str(), (end + 6, middle), value))?;
            }
            for ((share, label), line) in marks.iter().zip(&placed) {
                let at = x(*share);
                area.draw(&PathElement::new([(at, top - 2), (at, bottom)], LINE.mix(0.7)))?;
                let style = letters(SMALL, 1.0, HPos::Center, VPos::Bottom);
                area.draw(&Text::new(label.as_str(), (at, top - 4 - 14 * many(*line)), style))?;
            }
            area.draw(&PathElement::new([(left, top), (left, bottom)], LINE.mix(0.5)))?;
            let title = say(language, ["アレル頻度（対数目盛）", "Allele frequency (log scale)"]);
            let style = letters(SMALL, 0.8, HPos::Center, VPos::Bottom);
            area.draw(&Text::new(title, (i32::midpoint(left, right), height - 3), style))?;
            Ok(())
        })
    }

    fn rows(&self, language: Language) -> Result<Vec<Row>, DocumentsError> {
        if self.populations.is_empty() {
            return refuse("there is no population");
        }
        let row = |(index, population): (usize, &PopulationFrequency)| {
            let (share, value) = match population.observed {
                Observed::Frequency { share, .. } if !(0.0..=1.0).contains(&share) => {
                    return refuse("a frequency is not between 0 and 1");
                }
                Observed::Frequency { share, counts: None } => (Some(share), percent(share)),
                Observed::Frequency { share, counts: Some((seen, all)) } => {
                    (Some(share), format!("{} ({} / {})", percent(share), grouped(seen), grouped(all)))
                }
                Observed::NotListed => {
                    (None, say(language, ["データベースに記載なし", "not in the database"]).to_owned())
                }
                Observed::NotCovered => (None, say(language, ["この位置は評価不能", "place not covered"]).to_owned()),
            };
            let name = name(&population.population, language, || format!("populations.{index}.population"))?;
            Ok(Row { name, share, value })
        };
        self.populations.iter().enumerate().map(row).collect()
    }

    /// Share and label of each mark, from left to right.
    fn marks(&self, language: Language) -> Result<Vec<(f64, String)>, DocumentsError> {
        let mark = |(index, mark): (usize, &Mark)| {
            if !(mark.share > 0.0 && mark.share <= 1.0) {
                return refuse("a threshold is not between 0 and 1");
            }
            let label = name(&mark.label, language, || format!("marks.{index}.label"))?;
            Ok((mark.share, format!("{label} {}", percent(mark.share))))
        };
        let mut marks = self.marks.iter().enumerate().map(mark).collect::<Result<Vec<_>, _>>()?;
        marks.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        Ok(marks)
    }
}

struct Row {
    name: String,
    /// None where it is not known.
    share: Option<f64>,
    value: String,
}

fn tell(rows: &[Row], marks: &[(f64, String)], language: Language) -> String {
    let colon = say(language, ["：", ": "]);
    let mut parts: Vec<String> = rows.iter().map(|row| format!("{}{colon}{}", row.name, row.value)).collect();
    if !marks.is_empty() {
        let labels: Vec<&str> = marks.iter().map(|(_, label)| label.as_str()).collect();
        let comma = say(language, ["、", ", "]);
        parts.push(format!("{}{colon}{}", say(language, ["目安", "thresholds"]), labels.join(comma)));
    }
    let title = say(language, ["集団別アレル頻度。", "Allele frequency by population. "]);
    let stop = say(language, ["。", ". "]);
    format!("{title}{}{}", parts.join(stop), stop.trim_end())
}
