//! What X and Y say of the sex of several people, beside the sex that is recorded.

use domain::Sex;
use plotters::{
    element::{Circle, PathElement, Polygon, Rectangle, Text},
    style::Color as _,
};
use plotters_backend::text_anchor::{HPos, VPos};

use super::{
    ACCENT, LINE, SMALL, TEXT, WIDTH, float, grouped, letters, many, name, percent, pixels, plate, refuse, say,
};
use crate::{DocumentsError, Ink, Language, Picture, record::Localized};

/// Heterozygosity of X against what was called on Y, a point for each person.
#[derive(Clone, Debug, PartialEq)]
pub struct SexChromosomes {
    /// Up to this share of heterozygous alleles X is that of a male, 0 to 1.
    pub male_to: f64,
    /// From this share on it is that of a female, 0 to 1.
    pub female_from: f64,
    /// The people, in this order.
    pub people: Vec<SexPoint>,
}

/// One person.
#[derive(Clone, Debug, PartialEq)]
pub struct SexPoint {
    /// Who it is.
    pub person: Localized,
    /// The sex that is recorded.
    pub recorded: Sex,
    /// Share of heterozygous ones among the alternate alleles on X, 0 to 1; `None` where they are too few to tell.
    pub heterozygous_x: Option<f64>,
    /// Alternate alleles on Y.
    pub on_y: u64,
}

const LEFT: i32 = 64;
const RIGHT: i32 = 14;
const TOP: i32 = 24;
const PLOT: i32 = 190;
const AXIS: i32 = 38;
const ROW: i32 = 16;
const SIZE: i32 = 6;

impl SexChromosomes {
    /// The chart.
    ///
    /// # Errors
    /// [`DocumentsError::Chart`] where there is nobody or a share is none; [`DocumentsError::Unprintable`] for a name that no
    /// embedded font can show.
    pub fn draw(&self, language: Language, ink: Ink) -> Result<Picture, DocumentsError> {
        if self.people.is_empty() {
            return refuse("there is nobody");
        }
        let shares = self.people.iter().filter_map(|p| p.heterozygous_x).chain([self.male_to, self.female_from]);
        if shares.into_iter().any(|share| !(0.0..=1.0).contains(&share)) || self.male_to > self.female_from {
            return refuse("a share is none");
        }
        let names = self.people.iter().enumerate();
        let names: Vec<String> = names
            .map(|(at, p)| name(&p.person, language, || format!("people.{at}.person")))
            .collect::<Result<_, _>>()?;
        let text = self.tell(&names, language);
        let unplaced: Vec<String> = self
            .people
            .iter()
            .zip(&names)
            .filter(|(p, _)| p.heterozygous_x.is_none())
            .map(|(p, name)| format!("{name}{}", self.words(p, language)))
            .collect();
        let most = self.people.iter().map(|p| p.on_y).max().unwrap_or_default().max(1);
        let x = |share: f64| LEFT + pixels(f64::from(WIDTH - RIGHT - LEFT) * share);
        // Some room below and above, so that a point on the axis is whole.
        let y = |count: u64| TOP + PLOT - 10 - pixels(f64::from(PLOT - 22) * float(count) / float(most));
        let labels = self.labels(&names, x, y)?;
        let height = TOP + PLOT + AXIS + ROW * many(unplaced.len());
        plate::chart(height, ink, text, |area| {
            let bottom = TOP + PLOT;
            let zones =
                [(0.0, self.male_to, ["男性の範囲", "male"]), (self.female_from, 1.0, ["女性の範囲", "female"])];
            for (from, to, words) in zones {
                area.draw(&Rectangle::new([(x(from), TOP), (x(to), bottom)], LINE.mix(0.08).filled()))?;
                let style = letters(SMALL, 0.85, HPos::Left, VPos::Center);
                area.draw(&Text::new(say(language, words), (x(from) + 2, TOP - 10), style))?;
            }
            area.draw(&PathElement::new([(LEFT, TOP), (LEFT, bottom), (WIDTH - RIGHT, bottom)], LINE.mix(0.5)))?;
            let style = letters(SMALL, 0.85, HPos::Right, VPos::Center);
            let key =
                say(language, ["■ 記録は男性　● 女性　◆ 記録なし", "■ recorded male   ● female   ◆ not recorded"]);
            area.draw(&Text::new(key, (WIDTH - RIGHT, TOP - 10), style))?;
            for tenth in [0, 2, 4, 6, 8, 10] {
                let at = x(f64::from(tenth) / 10.0);
                area.draw(&PathElement::new([(at, bottom), (at, bottom + 4)], LINE.mix(0.5)))?;
                let style = letters(SMALL, 0.8, HPos::Center, VPos::Top);
                area.draw(&Text::new(format!("{}%", tenth * 10), (at, bottom + 6), style))?;
            }
            for count in [0, most] {
                let style = letters(SMALL, 0.8, HPos::Right, VPos::Center);
                area.draw(&Text::new(grouped(count), (LEFT - SIZE - 4, y(count)), style))?;
            }
            let style = letters(SMALL, 0.85, HPos::Right, VPos::Center);
            area.draw(&Text::new(say(language, ["Y上の数", "On Y"]), (LEFT - 6, TOP - 10), style))?;
            let style = letters(SMALL, 0.85, HPos::Center, VPos::Top);
            let axis = say(language, ["X上のヘテロ接合の割合", "Heterozygous on X"]);
            area.draw(&Text::new(axis, (i32::midpoint(LEFT, WIDTH - RIGHT), bottom + 21), style))?;
            for (person, label) in self.people.iter().zip(&labels) {
                let Some(label) = label else { continue };
                let (px, py) = label.point;
                if label.at.1 != py {
                    area.draw(&PathElement::new([(px, py), (label.at.0, label.at.1)], LINE.mix(0.4)))?;
                }
                let (a, b) = ((px - SIZE, py - SIZE), (px + SIZE, py + SIZE));
                match person.recorded {
                    Sex::Male => area.draw(&Rectangle::new([a, b], ACCENT.filled()))?,
                    Sex::Female => area.draw(&Circle::new((px, py), SIZE, ACCENT.filled()))?,
                    Sex::Unknown => {
                        let diamond = [(px, a.1 - 1), (b.0 + 1, py), (px, b.1 + 1), (a.0 - 1, py)];
                        area.draw(&Polygon::new(diamond, ACCENT.filled()))?;
                    }
                }
                let side = if label.leftward { HPos::Right } else { HPos::Left };
                let style = letters(TEXT, 1.0, side, VPos::Center);
                area.draw(&Text::new(label.text.as_str(), label.at, style))?;
            }
            for (line, at) in unplaced.iter().zip(0..) {
                let style = letters(SMALL, 0.85, HPos::Left, VPos::Center);
                area.draw(&Text::new(line.as_str(), (LEFT, bottom + AXIS + ROW * at + ROW / 2), style))?;
            }
            Ok(())
        })
    }

    /// Where each name stands: beside its point, lower where a point or another name is there already, else higher.
    fn labels(
        &self,
        names: &[String],
        x: impl Fn(f64) -> i32,
        y: impl Fn(u64) -> i32,
    ) -> Result<Vec<Option<Label>>, DocumentsError> {
        let point = |person: &SexPoint| person.heterozygous_x.map(|share| (x(share), y(person.on_y)));
        // Left end, right end and middle of what is there.
        let mut taken: Vec<(i32, i32, i32)> =
            self.people.iter().filter_map(point).map(|(x, y)| (x - SIZE, x + SIZE, y)).collect();
        let mut labels = Vec::new();
        for (person, name) in self.people.iter().zip(names) {
            let Some((px, py)) = point(person) else {
                labels.push(None);
                continue;
            };
            let width = pixels(plate::width(name, TEXT)?);
            let leftward = px + SIZE + 6 + width > WIDTH - RIGHT;
            let side = if leftward { px - SIZE - 6 } else { px + SIZE + 6 };
            let (from, to) = if leftward { (side - width, side) } else { (side, side + width) };
            let is_free =
                |at: &i32| !taken.iter().any(|(f, t, middle)| *f < to && from < *t && (at - middle).abs() < ROW - 2);
            let below = (py..TOP + PLOT - 8).step_by(2).find(is_free);
            let at = below.or_else(|| (0..py).rev().step_by(2).find(is_free)).unwrap_or(py);
            taken.push((from, to, at));
            labels.push(Some(Label { text: name.clone(), point: (px, py), at: (side, at), leftward }));
        }
        Ok(labels)
    }

    /// What is known of a person, behind the name.
    fn words(&self, person: &SexPoint, language: Language) -> String {
        let recorded = match person.recorded {
            Sex::Male => ["記録は男性", "recorded male"],
            Sex::Female => ["記録は女性", "recorded female"],
            Sex::Unknown => ["記録なし", "sex not recorded"],
        };
        let shown = match person.heterozygous_x {
            None => ["Xのバリアントが少なく判定できない", "too few variants on X to tell"],
            Some(share) if share <= self.male_to => ["Xは男性の範囲", "X in the range of males"],
            Some(share) if share >= self.female_from => ["Xは女性の範囲", "X in the range of females"],
            Some(_) => ["Xはどちらの範囲でもない", "X in neither range"],
        };
        let share = person.heterozygous_x.map(percent);
        let (recorded, shown, on_y) = (say(language, recorded), say(language, shown), grouped(person.on_y));
        match language {
            Language::Ja => {
                let share = share.map(|s| format!("（ヘテロ接合 {s}）")).unwrap_or_default();
                format!("：{recorded}、{shown}{share}、Y上 {on_y}")
            }
            Language::En => {
                let share = share.map(|s| format!(" ({s} heterozygous)")).unwrap_or_default();
                format!(": {recorded}, {shown}{share}, {on_y} on Y")
            }
        }
    }

    fn tell(&self, names: &[String], language: Language) -> String {
        let stop = say(language, ["。", ". "]);
        let title =
            say(language, ["X上のヘテロ接合の割合とY上のバリアント数。", "Heterozygosity of X and variants on Y. "]);
        let people = self.people.iter().zip(names).map(|(p, name)| format!("{name}{}", self.words(p, language)));
        format!("{title}{}{}", people.collect::<Vec<_>>().join(stop), stop.trim_end())
    }
}

/// A name at its place.
struct Label {
    text: String,
    point: (i32, i32),
    at: (i32, i32),
    leftward: bool,
}
