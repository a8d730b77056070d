//! How much of each gene of a panel could be judged.

use plotters::{
    chart::ChartBuilder,
    element::{PathElement, Rectangle, Text},
    style::Color as _,
};
use plotters_backend::text_anchor::{HPos, VPos};

use super::{ACCENT, LINE, SMALL, TEXT, WIDTH, letters, many, percent, pixels, plate, refuse, say};
use crate::{DocumentsError, Ink, Language, Picture, picture::readable};

/// The genes of a panel, the least seen first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallableGenes {
    /// The genes, in any order.
    pub genes: Vec<GeneShare>,
    /// Share in thousandths below which a gene counts as not seen.
    pub limit_permille: Option<u16>,
    /// How many genes get a bar of their own; the others, all seen better, are counted.
    pub most: usize,
}

/// One gene.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneShare {
    /// Its symbol.
    pub gene: String,
    /// Share of its bases that could be judged, in thousandths, 0..=1000; `None` where it is not known.
    pub permille: Option<u16>,
}

const ROW: i32 = 18;
const BAR: i32 = 10;
const TOP: i32 = 22;
const AXIS: i32 = 36;
const VALUES: i32 = 70;

impl CallableGenes {
    /// The chart.
    ///
    /// # Errors
    /// [`DocumentsError::Chart`] where there is no gene or a share is above 1000; [`DocumentsError::Unprintable`] for a
    /// symbol that no embedded font can show.
    pub fn draw(&self, language: Language, ink: Ink) -> Result<Picture, DocumentsError> {
        if self.genes.is_empty() || self.most == 0 {
            return refuse("there is no gene");
        }
        let mut left = 0.0;
        for (index, gene) in self.genes.iter().enumerate() {
            readable(&gene.gene, || format!("genes.{index}.gene"))?;
            left = plate::width(&gene.gene, TEXT)?.max(left);
        }
        if self.genes.iter().any(|gene| gene.permille.is_some_and(|permille| permille > 1000)) {
            return refuse("a share is above 1000");
        }
        let mut sorted: Vec<&GeneShare> = self.genes.iter().collect();
        // What is not known comes first: it is the least that can be said of a gene.
        sorted.sort_by(|a, b| (a.permille, &a.gene).cmp(&(b.permille, &b.gene)));
        let (shown, rest) = sorted.split_at(self.most.min(sorted.len()));
        let value = |gene: &GeneShare| match gene.permille {
            Some(permille) => percent(f64::from(permille) / 1000.0),
            None => say(language, ["不明", "not known"]).to_owned(),
        };
        let rest_words = rest.first().map(|least| match language {
            Language::Ja => format!("ほか {} 遺伝子は {} 以上", rest.len(), value(least)),
            Language::En => format!("{} more genes at {} or above", rest.len(), value(least)),
        });
        let text = self.tell(shown, rest_words.as_deref(), &value, language);
        let left = pixels(left.min(200.0)) + 12;
        let right = WIDTH - VALUES;
        let height = TOP + ROW * many(shown.len() + usize::from(!rest.is_empty())) + AXIS;
        plate::chart(height, ink, text, |area| {
            let bottom = height - AXIS;
            let mut chart = ChartBuilder::on(area)
                .margin_top(TOP)
                .margin_right(VALUES)
                .set_label_area_size(plotters::chart::LabelAreaPosition::Left, left)
                .set_label_area_size(plotters::chart::LabelAreaPosition::Bottom, AXIS)
                .build_cartesian_2d(0.0..1.0, 0.0..1.0)?;
            chart
                .configure_mesh()
                .disable_y_mesh()
                .disable_y_axis()
                .x_labels(11)
                .x_label_formatter(&|share| percent(*share))
                .label_style(letters(SMALL, 0.8, HPos::Left, VPos::Top))
                .axis_style(LINE.mix(0.5))
                .bold_line_style(LINE.mix(0.15))
                .light_line_style(LINE.mix(0.0))
                .draw()?;
            let x = |permille: u16| left + pixels(f64::from(right - left) * f64::from(permille) / 1000.0);
            for (gene, at) in shown.iter().zip(0..) {
                let middle = TOP + ROW * at + ROW / 2;
                let label = letters(TEXT, 1.0, HPos::Right, VPos::Center);
                area.draw(&Text::new(gene.gene.as_str(), (left - 8, middle), label))?;
                if let Some(permille) = gene.permille.filter(|permille| *permille > 0) {
                    let bar = [(left, middle - BAR / 2), (x(permille).max(left + 1), middle + BAR / 2)];
                    // A gene that was seen well enough steps back.
                    let strength = if self.is_below(gene) { 1.0 } else { 0.45 };
                    area.draw(&Rectangle::new(bar, ACCENT.mix(strength).filled()))?;
                }
                let style = letters(TEXT, 1.0, HPos::Left, VPos::Center);
                area.draw(&Text::new(value(gene), (right + 8, middle), style))?;
            }
            if let Some(words) = &rest_words {
                let middle = TOP + ROW * many(shown.len()) + ROW / 2;
                let style = letters(TEXT, 0.8, HPos::Left, VPos::Center);
                area.draw(&Text::new(words.as_str(), (left + 6, middle), style))?;
            }
            if let Some(limit) = self.limit_permille.filter(|limit| *limit <= 1000) {
                area.draw(&PathElement::new([(x(limit), TOP - 4), (x(limit), bottom)], LINE.mix(0.8)))?;
                let style = letters(SMALL, 1.0, HPos::Center, VPos::Bottom);
                area.draw(&Text::new(percent(f64::from(limit) / 1000.0), (x(limit), TOP - 6), style))?;
            }
            area.draw(&PathElement::new([(left, TOP), (left, bottom)], LINE.mix(0.5)))?;
            let style = letters(SMALL, 0.8, HPos::Center, VPos::Bottom);
            let title = say(language, ["判定できた塩基の割合", "Share of bases that could be judged"]);
            area.draw(&Text::new(title, (i32::midpoint(left, right), height - 3), style))?;
            Ok(())
        })
    }

    fn is_below(&self, gene: &GeneShare) -> bool {
        self.limit_permille.is_none_or(|limit| gene.permille.is_none_or(|permille| permille < limit))
    }

    fn tell(
        &self,
        shown: &[&GeneShare],
        rest: Option<&str>,
        value: &dyn Fn(&GeneShare) -> String,
        language: Language,
    ) -> String {
        let stop = say(language, ["。", ". "]);
        let mut text = say(
            language,
            ["遺伝子ごとの判定できた塩基の割合。", "Share of the bases of each gene that could be judged. "],
        )
        .to_owned();
        if let Some(limit) = self.limit_permille {
            let below = self.genes.iter().filter(|gene| self.is_below(gene)).count();
            let limit = percent(f64::from(limit) / 1000.0);
            text.push_str(&match language {
                Language::Ja => format!("{limit}未満は{}遺伝子中{below}遺伝子。", self.genes.len()),
                Language::En => format!("{below} of {} genes are below {limit}. ", self.genes.len()),
            });
        }
        let genes: Vec<String> = shown.iter().map(|gene| format!("{} {}", gene.gene, value(gene))).collect();
        text.push_str(&genes.join(say(language, ["、", ", "])));
        text.push_str(stop);
        if let Some(rest) = rest {
            text.push_str(rest);
            text.push_str(stop);
        }
        text.trim_end().to_owned()
    }
}
