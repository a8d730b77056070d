//! Everything that is drawn for one person: the symbol, what stands in it, around it and below it.

use domain::Affection;

use super::{
    Adoption, AssignedSex, Birth, Individual, Several,
    family::{Family, Member, Mention},
    place::Reach,
    symbol::{self, HALF, LINE, Shape},
    tie::times,
    words::{Words, pick},
};
use crate::{
    Language,
    fonts::Fonts,
    picture::{Anchor, Frame, Letters, Point, Sheet, Tone, trace},
};

/// Letters of the labels.
pub const LABEL: f64 = 11.0;
const LABEL_STEP: f64 = 14.0;
const SMALL: f64 = 9.0;
/// The widest line of a label; a longer one is broken.
const LABEL_WIDTH: f64 = 104.0;

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
        let shape = Shape::of(person.birth, person.gender);
        let parts = (0..family.conditions.len().max(1))
            .map(|part| person.affection.get(part).copied().unwrap_or(Affection::Unknown))
            .collect();
        let lines = lines(person, member.mention, language, fonts);
        let widest = lines.iter().map(|(line, size)| fonts.width(line) * size / 2.0 + 2.0).fold(0.0, f64::max);
        let digits = times(digits) * SMALL / 2.0;
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
        HALF + 9.0 + LABEL_STEP * times(self.lines.len())
    }

    /// Height from the centre to the upper end of the symbol.
    pub fn rise(&self) -> f64 {
        self.shape.half().1
    }

    /// Width from the centre to the rim, at a depth below the centre.
    pub fn rim(&self, below: f64) -> f64 {
        self.shape.rim(below)
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
        let (wide, high) = self.shape.half();
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
            let below = y + HALF + 9.0 + LABEL_STEP * times(index) + 11.0;
            letters.push(Letters::new(line.clone(), (x, below), *size, Anchor::Middle));
        }
        letters
    }

    /// Draws the figure without its texts.
    pub fn draw(&self, sheet: &mut Sheet, (x, y): Point) {
        symbol::outline(sheet, self.shape, (x, y), &self.parts);
        if self.person.carrier {
            symbol::dot(sheet, (x, y), 3.6);
        }
        for inside in self.inside((x, y)) {
            sheet.letters(&inside);
        }
        if self.is_slashed() {
            let reach = HALF + 6.0;
            if self.parts.contains(&Affection::Affected) {
                // The slash is seen on a filled symbol, too: a rim in the colour of the ground, within the symbol.
                let (down, up) = self.shape.slash();
                sheet.gap(&[(x - down, y + down), (x + up, y - up)], 3.0 * LINE);
            }
            sheet.line(&[(x - reach, y + reach), (x + reach, y - reach)], LINE, false);
        }
        let mut line = |points: &[Point], width: f64| sheet.line(points, width, false);
        if self.person.adoption.is_some() {
            let (wide, high) = (HALF + 5.0, HALF + 3.0);
            for side in [-1.0, 1.0] {
                let (edge, hook) = (x + side * wide, x + side * (wide - 5.0));
                line(&[(hook, y - high), (edge, y - high), (edge, y + high), (hook, y + high)], LINE);
            }
        }
        if self.has_arrow() {
            let tip = (x - self.shape.rim(7.0) - 3.0, y + 7.0);
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
                        let centre = symbol::part_centre(self.parts.len(), part);
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
