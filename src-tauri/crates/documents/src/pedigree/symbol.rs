//! The symbol of a person, what stands in it and what stands around it.

use domain::Affection;

use super::{
    Adoption, AssignedSex, Birth, Gender, Individual, Several,
    family::{Family, Member, Mention},
    place::Reach,
    words::{Words, pick},
};
use crate::{
    Language,
    fonts::Fonts,
    picture::{Anchor, Frame, Letters, Point, Sheet, Tone, number, trace},
};

/// Half of the side of the square.
pub const HALF: f64 = 15.0;
/// Half of the diagonal of the diamond, whose area is nearer to that of the others.
const DIAMOND: f64 = 18.0;
/// Half of the side and half of the height of the triangle.
const TRIANGLE: (f64, f64) = (13.0, 11.0);
/// Width of the rim and of the lines.
pub const LINE: f64 = 1.4;
/// Letters of the labels.
pub const LABEL: f64 = 11.0;
const LABEL_STEP: f64 = 14.0;
const SMALL: f64 = 9.0;
/// The widest line of a label; a longer one is broken.
const LABEL_WIDTH: f64 = 104.0;

/// The outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Square,
    Circle,
    Diamond,
    Triangle,
}

/// Everything that is drawn for one person, relative to the centre of the symbol.
#[derive(Debug)]
pub struct Figure {
    shape: Shape,
    person: Individual,
    /// Whether each part of the symbol is filled; an unknown one has a question mark.
    parts: Vec<Affection>,
    mention: Mention,
    /// Lines below the symbol.
    lines: Vec<(String, f64)>,
    /// The number beside the symbol.
    pub number: String,
    reach: Reach,
}

impl Figure {
    /// The figure of a member. The number beside it has up to `digits` characters.
    pub fn of(member: &Member, family: &Family, language: Language, fonts: &Fonts, digits: usize) -> Self {
        let person = &member.person;
        let shape = match (person.birth, person.gender) {
            (Birth::Miscarriage | Birth::Termination | Birth::Ectopic, _) => Shape::Triangle,
            (_, Gender::Man) => Shape::Square,
            (_, Gender::Woman) => Shape::Circle,
            (_, Gender::Nonbinary | Gender::Unknown) => Shape::Diamond,
        };
        let parts = (0..family.conditions.len().max(1))
            .map(|part| person.affection.get(part).copied().unwrap_or(Affection::Unknown))
            .collect();
        let lines = lines(person, member.mention, language, fonts);
        let widest = lines.iter().map(|(line, size)| fonts.width(line) * size / 2.0 + 2.0).fold(0.0, f64::max);
        let digits = super::tie::times(digits) * SMALL / 2.0;
        let arrow: f64 = match (person.proband, person.consultand) {
            (true, _) => 36.0,
            (false, true) => 26.0,
            (false, false) => 6.0,
        };
        let reach = Reach { left: widest.max(HALF + arrow), right: widest.max(HALF + 10.0 + digits) };
        Self { shape, person: person.clone(), parts, mention: member.mention, lines, number: String::new(), reach }
    }

    /// The space that the figure takes beside its centre.
    pub fn reach(&self) -> Reach {
        Reach { left: self.reach.left.ceil(), right: self.reach.right.ceil() }
    }

    /// Height from the centre to the lower end of the labels.
    pub fn depth(&self) -> f64 {
        HALF + 9.0 + LABEL_STEP * super::tie::times(self.lines.len())
    }

    /// Height from the centre to the upper end of the symbol.
    pub fn rise(&self) -> f64 {
        match self.shape {
            Shape::Square | Shape::Circle => HALF,
            Shape::Diamond => DIAMOND,
            Shape::Triangle => TRIANGLE.1,
        }
    }

    /// Width from the centre to the rim, at a depth below the centre.
    pub fn rim(&self, below: f64) -> f64 {
        match self.shape {
            Shape::Square => HALF,
            Shape::Circle => (HALF * HALF - below * below).max(0.0).sqrt(),
            Shape::Diamond => DIAMOND - below.abs(),
            Shape::Triangle => TRIANGLE.0 * f64::midpoint(1.0, below / TRIANGLE.1),
        }
    }

    /// Whether an arrow points to the symbol, from the lower left.
    pub fn has_arrow(&self) -> bool {
        self.person.proband || self.person.consultand
    }

    /// Whether the line from the parents is dashed.
    pub fn adopted_in(&self) -> bool {
        self.person.adoption == Some(Adoption::In)
    }

    /// The frame of the symbol at a place.
    pub fn frame(&self, (x, y): Point) -> Frame {
        let (wide, high) = match self.shape {
            Shape::Square | Shape::Circle => (HALF, HALF),
            Shape::Diamond => (DIAMOND, DIAMOND),
            Shape::Triangle => TRIANGLE,
        };
        Frame { left: x - wide, top: y - high, right: x + wide, bottom: y + high }
    }

    /// Every text beside and below the symbol, at a place.
    pub fn letters(&self, (x, y): Point) -> Vec<Letters> {
        let mut letters =
            vec![Letters::new(self.number.clone(), (x + HALF + 9.0, y - HALF + 6.0), SMALL, Anchor::Start)];
        if self.person.proband {
            letters.push(Letters::new("P", (x - HALF - 28.0, y + HALF + 3.0), LABEL, Anchor::Middle));
        }
        for (index, (line, size)) in self.lines.iter().enumerate() {
            let below = y + HALF + 9.0 + LABEL_STEP * super::tie::times(index) + 11.0;
            letters.push(Letters::new(line.clone(), (x, below), *size, Anchor::Middle));
        }
        letters
    }

    /// Draws the figure without its texts.
    pub fn draw(&self, sheet: &mut Sheet, (x, y): Point) {
        outline(sheet, self.shape, (x, y), &self.parts);
        if self.person.carrier {
            dot(sheet, (x, y), 3.6);
        }
        for inside in self.inside((x, y)) {
            sheet.letters(&inside);
        }
        let mut line = |points: &[Point], width: f64| sheet.line(points, width, false);
        if self.is_slashed() {
            let reach = HALF + 6.0;
            line(&[(x - reach, y + reach), (x + reach, y - reach)], LINE);
        }
        if self.person.adoption.is_some() {
            let (wide, high) = (HALF + 5.0, HALF + 3.0);
            for side in [-1.0, 1.0] {
                let (edge, hook) = (x + side * wide, x + side * (wide - 5.0));
                line(&[(hook, y - high), (edge, y - high), (edge, y + high), (hook, y + high)], LINE);
            }
        }
        if self.has_arrow() {
            let tip = (x - self.rim(7.0) - 3.0, y + 7.0);
            let tail = (tip.0 - 17.0, y + 18.0);
            line(&[tail, (tip.0 - 3.0, tip.1 + 2.0)], LINE);
            let head = [tip, (tip.0 - 8.6, tip.1 + 1.0), (tip.0 - 4.8, tip.1 + 7.2)];
            sheet.surface(&format!("{}Z", trace(&head)));
        }
    }

    fn is_slashed(&self) -> bool {
        self.person.deceased || matches!(self.person.birth, Birth::Stillbirth | Birth::Termination)
    }

    /// What stands inside of the symbol.
    fn inside(&self, (x, y): Point) -> Vec<Letters> {
        let affected = self.parts.iter().filter(|part| **part == Affection::Affected).count();
        let tone = match affected {
            0 => Tone::Plain,
            _ if affected == self.parts.len() => Tone::Inverse,
            _ => Tone::Rimmed,
        };
        let mut put = Vec::new();
        let mut middle = |text: String, at: Point, size: f64, tone: Tone| {
            let letters = Letters::new(text, (at.0, at.1 + 0.36 * size), size, Anchor::Middle);
            put.push(Letters { tone, ..letters });
        };
        let mark = match (self.person.several, self.person.birth) {
            (Some(Several::Number(number)), _) => Some(number.to_string()),
            (Some(Several::Unknown), _) => Some("n".to_owned()),
            (None, Birth::Pregnancy) => Some("P".to_owned()),
            _ => None,
        };
        let all_unknown = self.parts.iter().all(|part| *part == Affection::Unknown);
        match mark {
            Some(mark) => middle(mark, (x, y), 13.0, tone),
            None if self.person.carrier || self.shape == Shape::Triangle => {}
            // Beside the slash, not below it.
            None if all_unknown && self.is_slashed() => middle("?".to_owned(), (x - 6.0, y - 5.0), 11.0, Tone::Plain),
            None if all_unknown => middle("?".to_owned(), (x, y), 13.0, Tone::Plain),
            None => {
                for (part, affection) in self.parts.iter().enumerate() {
                    if *affection == Affection::Unknown {
                        let centre = part_centre(self.parts.len(), part);
                        middle("?".to_owned(), (x + centre.0, y + centre.1), SMALL, Tone::Plain);
                    }
                }
            }
        }
        put
    }

    /// Whether the figure has a question mark.
    pub fn is_unknown(&self) -> bool {
        self.inside((0.0, 0.0)).iter().any(|letters| letters.text == "?")
    }

    /// How the person came into the drawing.
    pub fn mention(&self) -> Mention {
        self.mention
    }

    /// The person.
    pub fn person(&self) -> &Individual {
        &self.person
    }

    /// Whether each condition is there.
    pub fn parts(&self) -> &[Affection] {
        &self.parts
    }
}

/// The lines below a symbol, each with its size.
fn lines(person: &Individual, mention: Mention, language: Language, fonts: &Fonts) -> Vec<(String, f64)> {
    let words = Words::of(language);
    let mut lines = Vec::new();
    if mention == Mention::Named {
        lines.extend(broken(person.id.as_str(), fonts));
    }
    for label in &person.labels {
        lines.extend(broken(pick(label, language), fonts));
    }
    let mut lines: Vec<(String, f64)> = lines.into_iter().map(|line| (line, LABEL)).collect();
    let mut small = |text: &str| lines.push((text.to_owned(), SMALL));
    match person.assigned {
        Some(AssignedSex::Male) => small("AMAB"),
        Some(AssignedSex::Female) => small("AFAB"),
        Some(AssignedSex::Unassigned) => small("UAAB"),
        None => {}
    }
    match person.birth {
        Birth::Stillbirth => small("SB"),
        Birth::Miscarriage => small("SAB"),
        Birth::Termination => small("TOP"),
        Birth::Ectopic => small("ECT"),
        Birth::Born | Birth::Pregnancy => {}
    }
    if person.sequenced {
        small(words.sequenced_mark);
    }
    lines
}

/// A text in lines of the width of a label, broken at spaces where that is possible.
fn broken(text: &str, fonts: &Fonts) -> Vec<String> {
    let fits = |text: &str| fonts.width(text) * LABEL <= LABEL_WIDTH;
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let joined = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if fits(&joined) {
            line = joined;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for c in word.chars() {
            line.push(c);
            if !fits(&line) {
                line.pop();
                lines.push(std::mem::replace(&mut line, c.to_string()));
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

fn dot(sheet: &mut Sheet, (x, y): Point, radius: f64) {
    let (x, y, radius) = (number(x), number(y), number(radius));
    let fill = sheet.ink().line();
    sheet.shape("circle", &[("cx", &x), ("cy", &y), ("r", &radius), ("fill", fill)]);
}

/// The corners of a shape that has corners.
fn corners(shape: Shape, (x, y): Point) -> Vec<Point> {
    let (wide, high) = TRIANGLE;
    match shape {
        Shape::Square => vec![(x - HALF, y - HALF), (x + HALF, y - HALF), (x + HALF, y + HALF), (x - HALF, y + HALF)],
        Shape::Diamond => vec![(x, y - DIAMOND), (x + DIAMOND, y), (x, y + DIAMOND), (x - DIAMOND, y)],
        Shape::Triangle => vec![(x, y - high), (x + wide, y + high), (x - wide, y + high)],
        Shape::Circle => Vec::new(),
    }
}

/// The part of a symbol as half planes: -1 left or upper, 1 right or lower, 0 both.
fn part_sides(parts: usize, part: usize) -> (f64, f64) {
    match (parts, part) {
        (0 | 1, _) => (0.0, 0.0),
        (2, 0) => (-1.0, 0.0),
        (2, _) => (1.0, 0.0),
        (_, 0) => (-1.0, -1.0),
        (_, 1) => (1.0, -1.0),
        (_, 2) => (1.0, 1.0),
        (_, _) => (-1.0, 1.0),
    }
}

fn part_centre(parts: usize, part: usize) -> Point {
    let (x, y) = part_sides(parts, part);
    (x * 7.0, y * 7.0)
}

/// The rim of a symbol, with its affected parts filled.
fn outline(sheet: &mut Sheet, shape: Shape, (x, y): Point, parts: &[Affection]) {
    let known = parts.iter().any(|part| *part != Affection::Unknown);
    for (part, _) in parts.iter().enumerate().filter(|(_, part)| **part == Affection::Affected) {
        let (across, down) = part_sides(parts.len(), part);
        match shape {
            Shape::Circle if parts.len() == 1 => dot(sheet, (x, y), HALF),
            Shape::Circle => {
                let start =
                    (x + if down == 0.0 { 0.0 } else { across * HALF }, y - if down == 0.0 { HALF } else { 0.0 });
                let end = if down == 0.0 { (x, y + HALF) } else { (x, y + down * HALF) };
                let sweep = if across * if down == 0.0 { 1.0 } else { down } > 0.0 { 1 } else { 0 };
                let radius = number(HALF);
                sheet.surface(&format!(
                    "M{} {}A{radius} {radius} 0 0 {sweep} {} {}L{} {}Z",
                    number(start.0),
                    number(start.1),
                    number(end.0),
                    number(end.1),
                    number(x),
                    number(y),
                ));
            }
            _ => {
                let mut area = corners(shape, (x, y));
                area = cut(&area, |p| across * (p.0 - x));
                area = cut(&area, |p| down * (p.1 - y));
                sheet.surface(&format!("{}Z", trace(&area)));
            }
        }
    }
    if parts.len() > 1 && known {
        let (wide, high) = if shape == Shape::Diamond { (DIAMOND, DIAMOND) } else { (HALF, HALF) };
        let (wide, high) = if shape == Shape::Triangle { (0.0, TRIANGLE.1) } else { (wide, high) };
        sheet.line(&[(x, y - high), (x, y + high)], 0.8, false);
        if parts.len() > 2 && wide > 0.0 {
            sheet.line(&[(x - wide, y), (x + wide, y)], 0.8, false);
        }
    }
    let (width, ink) = (number(LINE), sheet.ink());
    if shape == Shape::Circle {
        let (x, y, radius) = (number(x), number(y), number(HALF));
        let rim = [("cx", x.as_str()), ("cy", &y), ("r", &radius), ("fill", "none")];
        sheet.shape("circle", &[&rim[..], &[("stroke", ink.line()), ("stroke-width", &width)]].concat());
    } else {
        let path = format!("{}Z", trace(&corners(shape, (x, y))));
        let rim = [("d", path.as_str()), ("fill", "none"), ("stroke", ink.line()), ("stroke-width", &width)];
        sheet.shape("path", &rim);
    }
}

/// The part of a convex area where `inside` is not negative.
fn cut(area: &[Point], inside: impl Fn(Point) -> f64) -> Vec<Point> {
    let mut kept = Vec::new();
    for (index, &a) in area.iter().enumerate() {
        let b = area[(index + 1) % area.len()];
        let (of_a, of_b) = (inside(a), inside(b));
        if of_a >= 0.0 {
            kept.push(a);
        }
        if (of_a > 0.0 && of_b < 0.0) || (of_a < 0.0 && of_b > 0.0) {
            let share = of_a / (of_a - of_b);
            kept.push((a.0 + share * (b.0 - a.0), a.1 + share * (b.1 - a.1)));
        }
    }
    kept
}

/// The symbols of the legend, half as large as those of people.
pub const KEY: f64 = HALF * KEY_SCALE;
const KEY_SCALE: f64 = 0.55;

fn small(sheet: &mut Sheet, at: Point, draw: impl FnOnce(&mut Sheet)) {
    let transform = format!("translate({} {}) scale({})", number(at.0), number(at.1), number(KEY_SCALE));
    sheet.open("g", &[("transform", &transform)]);
    draw(sheet);
    sheet.close("g");
}

/// The symbol of the legend for one condition: a square with its part filled.
pub fn key(sheet: &mut Sheet, at: Point, parts: usize, part: usize) {
    let filled = |p: usize| if p == part { Affection::Affected } else { Affection::Unaffected };
    let parts: Vec<Affection> = (0..parts).map(filled).collect();
    small(sheet, at, |sheet| outline(sheet, Shape::Square, (0.0, 0.0), &parts));
}

/// The symbol of the legend for a carrier.
pub fn carrier_key(sheet: &mut Sheet, at: Point) {
    small(sheet, at, |sheet| {
        outline(sheet, Shape::Square, (0.0, 0.0), &[Affection::Unaffected]);
        dot(sheet, (0.0, 0.0), 4.5);
    });
}

/// The symbol of the legend for what is not known.
pub fn unknown_key(sheet: &mut Sheet, at: Point) {
    small(sheet, at, |sheet| {
        outline(sheet, Shape::Square, (0.0, 0.0), &[Affection::Unknown]);
        sheet.letters(&Letters::new("?", (0.0, 0.36 * 18.0), 18.0, Anchor::Middle));
    });
}
