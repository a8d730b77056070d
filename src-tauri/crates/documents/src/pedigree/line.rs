//! The lines between people: of partnership, of descent, of brothers and sisters.

use super::{
    Childless,
    channel::Channel,
    family::Family,
    order::{Order, Stand},
    place::{BEND, Places, Reach},
    symbol::{Figure, HALF},
    tie::{Stub, Ties},
};
use crate::picture::Point;

/// Half of the distance of the two lines of a couple related by blood.
pub const HALF_DOUBLE: f64 = 2.0;

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    Single,
    Double,
    Dashed,
}

/// A line.
#[derive(Clone, Debug, PartialEq)]
pub struct Stroke {
    pub points: Vec<Point>,
    pub style: Style,
    /// The couple that the line belongs to.
    pub union: usize,
}

/// The heights of the rows, and every line.
pub struct Lines {
    /// Height of the centre of the symbols of each row.
    pub centre: Vec<f64>,
    /// Height below which nothing of the rows is drawn.
    pub bottom: f64,
    pub strokes: Vec<Stroke>,
    /// Question marks of twins of unknown zygosity.
    pub questions: Vec<Point>,
}

/// What the lines are drawn from.
pub struct Plan<'a> {
    pub family: &'a Family,
    pub order: &'a Order,
    pub ties: &'a Ties,
    pub places: &'a Places,
    pub figures: &'a [Figure],
    /// Without the lines beside the symbols.
    pub reach: &'a [Reach],
    /// Where the stubs go down.
    pub starts: &'a [f64],
}

impl Plan<'_> {
    /// Height from the centre of a row to where its labels end.
    fn depth(&self, row: usize) -> f64 {
        let people = self.order.rows[row].iter().filter_map(|stand| match *stand {
            Stand::Person(person) => Some(self.figures[person].depth()),
            Stand::Bend { .. } => None,
        });
        people.fold(HALF, f64::max)
    }

    /// Draws all lines.
    pub fn lines(&self) -> Lines {
        let mut lines = Lines { centre: Vec::new(), bottom: 0.0, strokes: Vec::new(), questions: Vec::new() };
        let mut centre = HALF + 8.0;
        let mut channels = Vec::new();
        for row in 0..self.order.rows.len() {
            lines.centre.push(centre);
            let channel = Channel::of(self, row, centre + self.depth(row) + 4.0);
            centre = channel.end + HALF;
            lines.bottom = channel.low;
            channels.push(channel);
        }
        for (row, channel) in channels.iter().enumerate() {
            self.couples(row, channel, &mut lines);
            channel.draw(self, row, &mut lines);
        }
        lines
    }

    pub fn stub(&self, person: usize, union: usize) -> Option<&Stub> {
        self.ties.stubs.iter().find(|s| s.person == person && s.union == union)
    }

    /// The height and place where the stub of a person goes down.
    pub fn stub_x(&self, stub: &Stub) -> f64 {
        let place = self.ties.stubs.iter().position(|s| s == stub);
        place.map_or(0.0, |place| self.starts[place])
    }

    /// From the rim of the symbol to where the stub goes down.
    pub fn stub_points(&self, stub: &Stub, centre: f64) -> [Point; 2] {
        let figure = &self.figures[stub.person];
        let drop = stub.drop(figure.has_arrow());
        let (x, y) = (self.places.person[stub.person], centre + drop);
        let rim = figure.rim(drop);
        let start = if stub.side == 0 { x - rim } else { x + rim };
        [(start, y), (self.stub_x(stub), y)]
    }

    /// The two ends of a couple that stands in one row, the left one first: centre and free space beside it.
    pub fn ends(&self, union: usize) -> [(f64, Reach, f64); 2] {
        let person = |p: usize| {
            let widened = self.ties.widened(p, self.reach[p]);
            (self.places.person[p], widened, self.figures[p].rim(0.0))
        };
        let [a, b] = self.family.unions[union].partners;
        let mut ends = match self.ties.of[union].link {
            Some(link) => {
                let lower = if self.order.row_of[a] > self.order.row_of[b] { a } else { b };
                [person(lower), (self.last_bend(link), BEND, 0.0)]
            }
            None => [person(a), person(b)],
        };
        ends.sort_by(|a, b| a.0.total_cmp(&b.0));
        ends
    }

    /// Where a link ends.
    fn last_bend(&self, link: usize) -> f64 {
        self.places.bend[link].last().copied().unwrap_or_default()
    }

    /// From the ends of a couple that is joined around others to where the line goes down, the left end first.
    pub fn legs(&self, union: usize, centre: f64) -> Option<[Vec<Point>; 2]> {
        let tie = self.ties.of[union];
        let row = self.order.row_of_union(self.family, union);
        let in_row = self.family.unions[union].partners.into_iter().filter(|&p| self.order.row_of[p] == row);
        let stubs = in_row.filter_map(|p| self.stub(p, union)).map(|stub| self.stub_points(stub, centre).to_vec());
        let mut legs: Vec<Vec<Point>> = stubs.collect();
        legs.extend(tie.link.map(|link| vec![(self.last_bend(link), centre)]));
        let end = |leg: &Vec<Point>| leg.last().map_or(0.0, |p| p.0);
        legs.sort_by(|a, b| end(a).total_cmp(&end(b)));
        <[Vec<Point>; 2]>::try_from(legs).ok().filter(|_| tie.around)
    }

    pub fn style(&self, union: usize) -> Style {
        if self.family.unions[union].consanguineous { Style::Double } else { Style::Single }
    }

    /// The lines of the couples of a row.
    fn couples(&self, row: usize, channel: &Channel, lines: &mut Lines) {
        let centre = lines.centre[row];
        for union in (0..self.family.unions.len()).filter(|&u| self.order.row_of_union(self.family, u) == row) {
            let style = self.style(union);
            let track = channel.around.iter().find(|(u, _)| *u == union).map(|(_, y)| *y);
            match (track, self.legs(union, centre)) {
                (Some(y), Some([mut points, mut back])) => {
                    points.extend(points.last().map(|end| (end.0, y)));
                    points.extend(back.last().map(|end| (end.0, y)));
                    back.reverse();
                    points.extend(back);
                    lines.strokes.push(Stroke { points, style, union });
                }
                _ => {
                    let [left, right] = self.ends(union);
                    let points = vec![(left.0 + left.2, centre), (right.0 - right.2, centre)];
                    lines.strokes.push(Stroke { points, style, union });
                }
            }
            let (Some(&(_, x)), Some(childless)) =
                (channel.drops.iter().find(|(u, _)| *u == union), self.family.unions[union].childless)
            else {
                continue;
            };
            let from = track.unwrap_or(centre);
            let foot = from + 14.0;
            lines.strokes.push(Stroke { points: vec![(x, from), (x, foot)], style: Style::Single, union });
            let bars: &[f64] = match childless {
                Childless::NoChildren => &[0.0],
                Childless::Infertile => &[0.0, 4.0],
            };
            for below in bars {
                let points = vec![(x - 8.0, foot + below), (x + 8.0, foot + below)];
                lines.strokes.push(Stroke { points, style: Style::Single, union });
            }
        }
    }
}
