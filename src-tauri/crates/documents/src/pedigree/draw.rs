//! The drawing: everybody at a place, every line, and how it becomes a picture.

use super::{
    family::{Family, Mention},
    generation,
    legend::Legend,
    line::{HALF_DOUBLE, Lines, Plan, Stroke, Style},
    net,
    order::{self, Order, Stand},
    place::{self, Reach},
    symbol::{Figure, LINE},
    tie::{Stub, Ties},
    words,
};
use crate::{
    DocumentsError, Ink, Language, Picture,
    fonts::Fonts,
    picture::{Anchor, Frame, Letters, Point, Sheet},
};

/// Around everything.
const MARGIN: f64 = 8.0;
/// Letters of the generations.
const GENERATION: f64 = 12.0;

/// A person at a place.
#[derive(Debug)]
pub struct Placed {
    pub figure: Figure,
    /// Centre of the symbol.
    pub at: Point,
    /// Generation from 0, place in it from 0.
    pub row: usize,
    pub place: usize,
    /// Generation and number, such as `II-3`.
    pub name: String,
}

/// Everything at its place.
#[derive(Debug)]
pub struct Drawing {
    /// The people, in the order of the family.
    pub people: Vec<Placed>,
    pub strokes: Vec<Stroke>,
    /// The numbers of the generations and question marks of twins.
    pub letters: Vec<Letters>,
    pub legend: Legend,
    /// How many generations.
    pub rows: usize,
    pub frame: Frame,
    pub text: String,
}

impl Drawing {
    /// Places a family.
    pub fn of(family: &Family, language: Language) -> Result<Self, DocumentsError> {
        let fonts = Fonts::embedded()?;
        let order = order::order(family, generation::rows(family));
        let ties = Ties::of(family, &order);
        let numbers = numbers(family, &order);
        let mut figures: Vec<Figure> = Vec::new();
        for (person, member) in family.people.iter().enumerate() {
            let mut figure = Figure::of(member, family, language, fonts, numbers[person].1.len());
            figure.number.clone_from(&numbers[person].1);
            figures.push(figure);
        }
        let reach: Vec<Reach> = figures.iter().map(Figure::reach).collect();
        let widened: Vec<Reach> = reach.iter().enumerate().map(|(p, &reach)| ties.widened(p, reach)).collect();
        let mut places = place::places(family, &order, &widened, &ties.starts(&order, &reach));
        let roman: Vec<String> = (1..=order.rows.len()).map(roman).collect();
        let widest = roman.iter().map(|r| fonts.width(r) * GENERATION).fold(0.0, f64::max).ceil();
        let leftmost = places.person.iter().zip(&widened).map(|(x, reach)| x - reach.left).fold(0.0, f64::min);
        let shift = (widest + 18.0 - leftmost).ceil();
        places.person.iter_mut().chain(places.bend.iter_mut().flatten()).for_each(|x| *x += shift);
        let start = |stub: &Stub| places.person[stub.person] + stub.offset(reach[stub.person]);
        let mut starts: Vec<f64> = ties.stubs.iter().map(start).collect();
        net::sidestep(family, &order, &mut places, &ties.stubs, &mut starts);
        let (figures, places) = (figures, places);
        let plan = Plan {
            family,
            order: &order,
            ties: &ties,
            places: &places,
            figures: &figures,
            reach: &reach,
            starts: &starts,
        };
        let lines = plan.lines();
        let at = |p: usize| (places.person[p], lines.centre[order.row_of[p]]);
        let mut letters: Vec<Letters> = Vec::new();
        for (generation, &centre) in roman.iter().zip(&lines.centre) {
            let start = (0.0, centre + 0.36 * GENERATION);
            letters.push(Letters::new(generation.clone(), start, GENERATION, Anchor::Start));
        }
        letters.extend(lines.questions.iter().map(|&at| Letters::new("?", at, 10.0, Anchor::Middle)));
        let Lines { strokes, bottom, .. } = &lines;
        let strokes = strokes.clone();
        let text_frames = figures.iter().enumerate().flat_map(|(p, f)| f.letters(at(p))).chain(letters.iter().cloned());
        let mut frame = Frame { left: 0.0, top: 0.0, right: 0.0, bottom: *bottom };
        for other in text_frames.map(|l| l.frame(fonts)).chain(figures.iter().enumerate().map(|(p, f)| f.frame(at(p))))
        {
            frame = frame.around(other);
        }
        for &(x, y) in strokes.iter().flat_map(|stroke| &stroke.points) {
            frame = frame.around(Frame { left: x, top: y, right: x, bottom: y });
        }
        let legend = Legend::of(family, &figures.iter().collect::<Vec<_>>(), language, 0.0, frame.bottom + 12.0);
        for letters in legend.letters() {
            frame = frame.around(letters.frame(fonts));
        }
        frame.bottom = frame.bottom.max(legend.bottom);
        let frame = Frame {
            left: frame.left - MARGIN,
            top: frame.top.min(0.0) - MARGIN,
            right: frame.right + MARGIN + 2.0,
            bottom: frame.bottom + MARGIN,
        };
        let centres: Vec<Point> = (0..figures.len()).map(at).collect();
        let people = figures.into_iter().zip(centres).enumerate().map(|(person, (figure, at))| {
            let row = order.row_of[person];
            let name = format!("{}-{}", roman[row], figure.number);
            Placed { figure, at, row, place: numbers[person].0, name }
        });
        let mut drawing = Self {
            people: people.collect(),
            strokes,
            letters,
            legend,
            rows: order.rows.len(),
            frame,
            text: String::new(),
        };
        drawing.text = words::tell(family, &drawing, language);
        Ok(drawing)
    }

    /// The drawing as SVG.
    pub fn picture(self, ink: Ink) -> Picture {
        let mut sheet = Sheet::new(ink);
        for stroke in &self.strokes {
            match stroke.style {
                Style::Single => sheet.line(&stroke.points, LINE, false),
                Style::Dashed => sheet.line(&stroke.points, LINE, true),
                Style::Double => {
                    sheet.line(&beside(&stroke.points, HALF_DOUBLE), LINE, false);
                    sheet.line(&beside(&stroke.points, -HALF_DOUBLE), LINE, false);
                }
            }
        }
        for placed in &self.people {
            match placed.figure.mention() {
                Mention::Listed | Mention::Named => {
                    let person = placed.figure.person().id.as_str();
                    sheet.open("g", &[("data-person", person), ("data-name", &placed.name)]);
                }
                Mention::Implied => sheet.open("g", &[("data-name", placed.name.as_str())]),
            }
            placed.figure.draw(&mut sheet, placed.at);
            for letters in placed.figure.letters(placed.at) {
                sheet.letters(&letters);
            }
            sheet.close("g");
        }
        for letters in &self.letters {
            sheet.letters(letters);
        }
        self.legend.draw(&mut sheet);
        sheet.picture(self.frame, self.text)
    }
}

/// The place of each person in the row from 0, and the number beside the symbol: one per person that it stands for.
fn numbers(family: &Family, order: &Order) -> Vec<(usize, String)> {
    let mut numbers = vec![(0, String::new()); family.people.len()];
    for row in &order.rows {
        let mut next = 1;
        let people = row.iter().filter_map(|stand| match *stand {
            Stand::Person(person) => Some(person),
            Stand::Bend { .. } => None,
        });
        for (place, person) in people.enumerate() {
            let count = words::count(family.people[person].person.several);
            let number = if count == 1 { next.to_string() } else { format!("{next}–{}", next + count - 1) };
            numbers[person] = (place, number);
            next += count;
        }
    }
    numbers
}

/// A generation as a Roman number.
fn roman(number: usize) -> String {
    const SIGNS: [(usize, &str); 9] =
        [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut left = number;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            out.push_str(sign);
            left -= value;
        }
    }
    out
}

/// A line of upright and level pieces, moved to one side by a distance.
fn beside(points: &[Point], by: f64) -> Vec<Point> {
    // To the left of the direction of each piece.
    let normal = |a: Point, b: Point| match (b.0 - a.0, b.1 - a.1) {
        (dx, dy) if dx.abs() >= dy.abs() => (0.0, -by * dx.signum()),
        (_, dy) => (by * dy.signum(), 0.0),
    };
    let mut pieces: Vec<Point> = points.windows(2).map(|pair| normal(pair[0], pair[1])).collect();
    pieces.insert(0, pieces.first().copied().unwrap_or_default());
    pieces.push(pieces.last().copied().unwrap_or_default());
    let moved = points.iter().enumerate().map(|(index, point)| {
        let (before, after) = (pieces[index], pieces[index + 1]);
        let shift = if before == after { before } else { (before.0 + after.0, before.1 + after.1) };
        (point.0 + shift.0, point.1 + shift.1)
    });
    moved.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generations_are_counted_in_roman_numbers() {
        for (number, text) in [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (40, "XL")] {
            assert_eq!(roman(number), text);
        }
    }

    #[test]
    fn the_two_lines_of_a_bent_double_line_keep_their_distance() {
        let bent = [(0.0, 0.0), (10.0, 0.0), (10.0, 20.0), (0.0, 20.0)];
        let expected = [(0.0, 2.0), (8.0, 2.0), (8.0, 18.0), (0.0, 18.0)];
        assert_eq!(beside(&bent, -2.0), expected);
    }
}
