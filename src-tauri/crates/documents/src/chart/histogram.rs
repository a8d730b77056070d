//! How depth, genotype quality or allele balance is spread, person by person.

use plotters::{
    chart::ChartBuilder,
    element::{PathElement, Rectangle, Text},
    style::Color as _,
};
use plotters_backend::text_anchor::{HPos, VPos};

use super::{ACCENT, LINE, SMALL, TEXT, WIDTH, float, letters, many, name, percent, pixels, plate, refuse, say};
use crate::{DocumentsError, Ink, Language, Picture, record::Localized};

/// One histogram for each person, on one axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Histograms {
    /// What is counted.
    pub measure: Measure,
    /// Where the first bin begins.
    pub first: u32,
    /// Width of a bin; not 0.
    pub width: u32,
    /// The last bin also holds everything above it.
    pub open: bool,
    /// A value below which a genotype is not trusted.
    pub limit: Option<u32>,
    /// The people, in this order. All have the same number of bins.
    pub people: Vec<Profile>,
}

/// What a histogram counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Reads over a place.
    Depth,
    /// Genotype quality (GQ), phred-scaled.
    GenotypeQuality,
    /// Share of reads that show the alternate allele, in percent, at heterozygous genotypes.
    AlleleBalance,
}

/// The bins of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Who it is.
    pub person: Localized,
    /// How many places or genotypes fall into each bin.
    pub counts: Vec<u64>,
    /// The value in the middle, where it is known.
    pub median: Option<u32>,
}

const PANEL: i32 = 96;
/// Height of the name above the bars.
const HEAD: i32 = 24;
const LEFT: i32 = 44;
const RIGHT: i32 = 14;
const AXIS: i32 = 36;

impl Histograms {
    /// The chart.
    ///
    /// # Errors
    /// [`DocumentsError::Chart`] where there is nobody, a bin has no width, or the people differ in their bins;
    /// [`DocumentsError::Unprintable`] for a name that no embedded font can show.
    pub fn draw(&self, language: Language, ink: Ink) -> Result<Picture, DocumentsError> {
        let bins = self.people.first().map_or(0, |person| person.counts.len());
        if bins == 0 || self.width == 0 {
            return refuse("there are no bins");
        }
        if self.people.iter().any(|person| person.counts.len() != bins) {
            return refuse("the people differ in their bins");
        }
        let names = self.people.iter().enumerate();
        let names: Vec<String> = names
            .map(|(index, person)| name(&person.person, language, || format!("people.{index}.person")))
            .collect::<Result<_, _>>()?;
        let heads: Vec<String> = self.people.iter().map(|person| self.head(person, language)).collect();
        let text = self.tell(&names, &heads, language);
        let height = PANEL * many(self.people.len()) + AXIS;
        let edge = |bin: usize| f64::from(self.first) + f64::from(self.width) * float(bin as u64);
        let (low, high) = (edge(0), edge(bins));
        let x = |value: f64| LEFT + pixels(f64::from(WIDTH - RIGHT - LEFT) * (value - low) / (high - low));
        plate::chart(height, ink, text, |area| {
            for ((person, at), (name, head)) in self.people.iter().zip(0..).zip(names.iter().zip(&heads)) {
                let (top, bottom) = (PANEL * at + HEAD, PANEL * (at + 1) - 4);
                let all: u64 = person.counts.iter().sum();
                let most = person.counts.iter().copied().max().unwrap_or_default();
                let is_last = at + 1 == many(self.people.len());
                let mut chart = ChartBuilder::on(area)
                    .margin_top(top)
                    .margin_bottom(height - bottom - if is_last { AXIS } else { 0 })
                    .margin_right(RIGHT)
                    .set_label_area_size(plotters::chart::LabelAreaPosition::Left, LEFT)
                    .set_label_area_size(plotters::chart::LabelAreaPosition::Bottom, if is_last { AXIS } else { 0 })
                    .build_cartesian_2d(low..high, 0.0..1.0)?;
                let mark = |value: &f64| {
                    let more = if self.open && *value >= high { "+" } else { "" };
                    format!("{value}{more}")
                };
                chart
                    .configure_mesh()
                    .disable_y_mesh()
                    .disable_y_axis()
                    .x_labels(if is_last { 11 } else { 0 })
                    .x_label_formatter(&mark)
                    .label_style(letters(SMALL, 0.8, HPos::Left, VPos::Top))
                    .axis_style(LINE.mix(0.5))
                    .bold_line_style(LINE.mix(0.15))
                    .light_line_style(LINE.mix(0.0))
                    .draw()?;
                for (bin, &count) in person.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                    // A bin that holds anything is seen.
                    let high = pixels(f64::from(bottom - top) * float(count) / float(most)).max(1);
                    let bar = [(x(edge(bin)), bottom - high), ((x(edge(bin + 1)) - 1).max(x(edge(bin)) + 1), bottom)];
                    area.draw(&Rectangle::new(bar, ACCENT.filled()))?;
                }
                area.draw(&PathElement::new([(LEFT, bottom), (WIDTH - RIGHT, bottom)], LINE.mix(0.5)))?;
                if let Some(limit) = self.limit.map(f64::from).filter(|limit| (low..=high).contains(limit)) {
                    let line = [(x(limit), top - 4), (x(limit), bottom)];
                    area.draw(&PathElement::new(line, LINE.mix(0.8)))?;
                }
                let title = letters(TEXT, 1.0, HPos::Left, VPos::Center);
                area.draw(&Text::new(name.as_str(), (LEFT, top - 14), title))?;
                let figures = letters(SMALL, 0.85, HPos::Right, VPos::Center);
                area.draw(&Text::new(head.as_str(), (WIDTH - RIGHT, top - 14), figures))?;
                if all > 0 {
                    let style = letters(SMALL, 0.7, HPos::Right, VPos::Center);
                    let share = percent(float(most) / float(all));
                    area.draw(&Text::new(share, (LEFT - 6, top + 5), style.clone()))?;
                    area.draw(&Text::new("0", (LEFT - 6, bottom - 4), style))?;
                }
            }
            let style = letters(SMALL, 0.8, HPos::Center, VPos::Bottom);
            area.draw(&Text::new(self.title(language), (i32::midpoint(LEFT, WIDTH - RIGHT), height - 3), style))?;
            Ok(())
        })
    }

    fn title(&self, language: Language) -> &'static str {
        match self.measure {
            Measure::Depth => say(language, ["深度（リード数）", "Depth (reads)"]),
            Measure::GenotypeQuality => say(language, ["遺伝型クオリティ（GQ）", "Genotype quality (GQ)"]),
            Measure::AlleleBalance => say(
                language,
                ["ヘテロ接合での代替アレルのリードの割合（%）", "Alternate reads at heterozygous calls (%)"],
            ),
        }
    }

    /// The figures of a person: the median, and how much lies below the limit.
    fn head(&self, person: &Profile, language: Language) -> String {
        let all: u64 = person.counts.iter().sum();
        if all == 0 {
            return say(language, ["値なし", "no values"]).to_owned();
        }
        let mut parts = Vec::new();
        if let Some(median) = person.median {
            parts.push(format!("{} {median}", say(language, ["中央値", "median"])));
        }
        // Only whole bins can be counted: a limit within a bin has no exact share.
        let whole = |limit: &u32| *limit >= self.first && (limit - self.first).is_multiple_of(self.width);
        if let Some(limit) = self.limit.filter(whole) {
            let bins = usize::try_from((limit - self.first) / self.width).unwrap_or(usize::MAX);
            let below: u64 = person.counts.iter().take(bins).sum();
            let share = percent(float(below) / float(all));
            parts.push(match language {
                Language::Ja => format!("{limit}未満 {share}"),
                Language::En => format!("below {limit}: {share}"),
            });
        }
        parts.join(say(language, ["、", ", "]))
    }

    fn tell(&self, names: &[String], heads: &[String], language: Language) -> String {
        let colon = say(language, ["：", ": "]);
        let stop = say(language, ["。", ". "]);
        let title = match language {
            Language::Ja => format!("{}の分布。", self.title(language)),
            Language::En => format!("{}, how it is spread. ", self.title(language)),
        };
        let most = |person: &Profile| {
            let (bin, _) = person.counts.iter().enumerate().max_by_key(|(bin, count)| (**count, usize::MAX - bin))?;
            let start = self.first + self.width * u32::try_from(bin).ok()?;
            let open = self.open && bin + 1 == person.counts.len();
            let (ja, en) = if open {
                (format!("最も多いのは{start}以上"), format!("most at {start} and above"))
            } else if self.width == 1 {
                (format!("最も多いのは{start}"), format!("most at {start}"))
            } else {
                let end = start + self.width - 1;
                (format!("最も多いのは{start}から{end}"), format!("most at {start} to {end}"))
            };
            Some(if language == Language::Ja { ja } else { en })
        };
        let parts = self.people.iter().zip(names.iter().zip(heads)).map(|(person, (name, head))| {
            let has_values = person.counts.iter().any(|count| *count > 0);
            let most = most(person).filter(|_| has_values);
            let said: Vec<String> =
                [Some(head.clone()).filter(|head| !head.is_empty()), most].into_iter().flatten().collect();
            format!("{name}{colon}{}", said.join(say(language, ["、", ", "])))
        });
        format!("{title}{}{}", parts.collect::<Vec<_>>().join(stop), stop.trim_end())
    }
}
