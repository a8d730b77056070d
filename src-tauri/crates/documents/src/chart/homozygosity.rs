//! Runs of homozygosity of a person over the chromosomes.

use plotters::{
    element::{Rectangle, Text},
    style::Color as _,
};
use plotters_backend::text_anchor::{HPos, VPos};

use super::{ACCENT, LINE, SMALL, TEXT, WIDTH, letters, many, name, percent, pixels, plate, refuse, say};
use crate::{DocumentsError, Ink, Language, Picture, record::Localized};

/// The chromosomes as bars in two columns, with the runs filled.
#[derive(Clone, Debug, PartialEq)]
pub struct Karyogram {
    /// Who it is.
    pub person: Localized,
    /// The chromosomes with their lengths in bases, in this order.
    pub chromosomes: Vec<(String, u32)>,
    /// The runs: the place of the chromosome in the list, first and last base (1-based, inclusive).
    pub runs: Vec<(usize, u32, u32)>,
}

const HEAD: i32 = 26;
const ROW: i32 = 16;
const BAR: i32 = 10;
const LABEL: i32 = 30;
const BETWEEN: i32 = 24;

impl Karyogram {
    /// The chart.
    ///
    /// # Errors
    /// [`DocumentsError::Chart`] where there is no chromosome or a run is not on one; [`DocumentsError::Unprintable`] for a
    /// name that no embedded font can show.
    pub fn draw(&self, language: Language, ink: Ink) -> Result<Picture, DocumentsError> {
        let inside = |&(at, start, end): &(usize, u32, u32)| {
            (1..=end).contains(&start) && self.chromosomes.get(at).is_some_and(|(_, length)| end <= *length)
        };
        if self.chromosomes.is_empty() || !self.runs.iter().all(inside) {
            return refuse("a run is not on a chromosome");
        }
        let person = name(&self.person, language, || "person".to_owned())?;
        let head = self.head(language);
        let half = self.chromosomes.len().div_ceil(2);
        let longest = |part: &[(String, u32)]| part.iter().map(|(_, length)| *length).max().unwrap_or(1);
        let (left, right) = self.chromosomes.split_at(half);
        let bases = f64::from(longest(left)) + f64::from(if right.is_empty() { 0 } else { longest(right) });
        let scale = f64::from(WIDTH - 2 * LABEL - BETWEEN - 1) / bases;
        let second = LABEL + pixels(f64::from(longest(left)) * scale) + BETWEEN + LABEL;
        let place = |at: usize| {
            let (column, row) = if at < half { (LABEL, at) } else { (second, at - half) };
            (column, HEAD + ROW * many(row))
        };
        let height = HEAD + ROW * many(half) + 4;
        let text = self.tell(&person, &head, language);
        plate::chart(height, ink, text, |area| {
            let style = letters(TEXT, 1.0, HPos::Left, VPos::Center);
            area.draw(&Text::new(person.as_str(), (0, HEAD / 2 - 2), style))?;
            let style = letters(SMALL, 0.85, HPos::Right, VPos::Center);
            area.draw(&Text::new(head.as_str(), (WIDTH, HEAD / 2 - 2), style))?;
            for (at, (chromosome, length)) in self.chromosomes.iter().enumerate() {
                let (x, y) = place(at);
                let style = letters(SMALL, 0.85, HPos::Right, VPos::Center);
                area.draw(&Text::new(chromosome.as_str(), (x - 6, y + BAR / 2), style))?;
                let bar = [(x, y), (x + pixels(f64::from(*length) * scale), y + BAR)];
                area.draw(&Rectangle::new(bar, LINE.mix(0.5)))?;
            }
            for &(at, start, end) in &self.runs {
                let (x, y) = place(at);
                let from = x + pixels(f64::from(start) * scale);
                // A run that is there is seen.
                let to = (x + pixels(f64::from(end) * scale)).max(from + 2);
                area.draw(&Rectangle::new([(from, y), (to, y + BAR)], ACCENT.filled()))?;
            }
            Ok(())
        })
    }

    fn total(&self) -> f64 {
        self.runs.iter().map(|(_, start, end)| f64::from(end - start + 1)).sum()
    }

    fn head(&self, language: Language) -> String {
        let (count, total) = (self.runs.len(), self.total());
        let all: f64 = self.chromosomes.iter().map(|(_, length)| f64::from(*length)).sum();
        let (total, share) = (megabases(total), percent(total / all));
        match (count, language) {
            (0, Language::Ja) => "ホモ接合領域なし".to_owned(),
            (0, Language::En) => "no runs of homozygosity".to_owned(),
            (_, Language::Ja) => format!("ホモ接合領域 {count}か所、計 {total}（{share}）"),
            (_, Language::En) => format!("{count} runs of homozygosity, {total} in all ({share})"),
        }
    }

    fn tell(&self, person: &str, head: &str, language: Language) -> String {
        let mut runs = self.runs.clone();
        runs.sort_by_key(|(at, start, end)| (std::cmp::Reverse(end - start), *at));
        let runs = runs.iter().take(5).filter_map(|(at, start, end)| {
            let (chromosome, _) = self.chromosomes.get(*at)?;
            Some(format!("{chromosome}:{start}-{end} {}", megabases(f64::from(end - start + 1))))
        });
        let runs: Vec<String> = runs.collect();
        let longest = match (runs.is_empty(), language) {
            (true, _) => String::new(),
            (false, Language::Ja) => format!("長いものから {}。", runs.join("、")),
            (false, Language::En) => format!(" Longest first: {}.", runs.join(", ")),
        };
        format!("{person}{}{head}{}{longest}", say(language, ["：", ": "]), say(language, ["。", "."]))
    }
}

fn megabases(bases: f64) -> String {
    format!("{:.1} Mb", bases / 1e6)
}
