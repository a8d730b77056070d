//! Looks a finished drawing through.

use super::super::{draw::Drawing, family::Family, line::Stroke};
use crate::{
    fonts::Fonts,
    picture::{Frame, Point},
};

/// Everybody once, nothing on top of anything, everything connected.
pub fn check(family: &Family, drawing: &Drawing) {
    assert_eq!(drawing.people.len(), family.people.len());
    apart(drawing);
    for union in 0..family.unions.len() {
        connected(family, drawing, union);
    }
    distinct(drawing);
}

fn meet(a: Frame, b: Frame) -> bool {
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

/// No symbol or text lies on another, and no line runs through one that it does not end at.
fn apart(drawing: &Drawing) {
    let fonts = Fonts::embedded().expect("the fonts are readable");
    let mut frames: Vec<(String, Frame)> = Vec::new();
    for placed in &drawing.people {
        frames.push((format!("symbol {}", placed.name), placed.figure.frame(placed.at)));
        for letters in placed.figure.letters(placed.at) {
            frames.push((format!("{:?} of {}", letters.text, placed.name), letters.frame(fonts)));
        }
    }
    for letters in drawing.letters.iter().chain(drawing.legend.letters()) {
        frames.push((format!("{:?}", letters.text), letters.frame(fonts)));
    }
    for (index, (name, frame)) in frames.iter().enumerate() {
        for (other, second) in &frames[index + 1..] {
            assert!(!meet(*frame, *second), "{name} lies on {other}: {frame:?} {second:?}");
        }
        let whole = drawing.frame;
        let inside = whole.left <= frame.left
            && whole.top <= frame.top
            && whole.right >= frame.right
            && whole.bottom >= frame.bottom;
        assert!(inside, "{name} leaves the drawing: {frame:?} {whole:?}");
        // A line may touch the rim of a symbol.
        let inner = Frame {
            left: frame.left + 1.5,
            top: frame.top + 1.5,
            right: frame.right - 1.5,
            bottom: frame.bottom - 1.5,
        };
        for stroke in &drawing.strokes {
            for piece in stroke.points.windows(2) {
                let of_round = name.starts_with("symbol") && ends_in(piece, *frame);
                assert!(of_round || !crosses(piece, inner), "{:?} runs through {name} {frame:?}", stroke.points);
            }
        }
    }
}

/// Whether an end of the piece lies in the frame: a line ends at the rim of a circle, within its frame.
fn ends_in(piece: &[Point], frame: Frame) -> bool {
    piece.iter().any(|p| p.0 >= frame.left && p.0 <= frame.right && p.1 >= frame.top && p.1 <= frame.bottom)
}

fn crosses(piece: &[Point], frame: Frame) -> bool {
    // Pieces are upright, level or short: points along them are looked at.
    let (a, b) = (piece[0], piece[1]);
    let steps = ((b.0 - a.0).abs().max((b.1 - a.1).abs())).ceil().max(1.0);
    let mut k = 0.0;
    while k <= steps {
        let at = (a.0 + (b.0 - a.0) * k / steps, a.1 + (b.1 - a.1) * k / steps);
        if at.0 > frame.left && at.0 < frame.right && at.1 > frame.top && at.1 < frame.bottom {
            return true;
        }
        k += 1.0;
    }
    false
}

/// From each child a way of lines of the couple leads to both parents.
fn connected(family: &Family, drawing: &Drawing, union: usize) {
    let strokes: Vec<&Stroke> = drawing.strokes.iter().filter(|stroke| stroke.union == union).collect();
    let mut group: Vec<usize> = (0..strokes.len()).collect();
    for i in 0..strokes.len() {
        for j in 0..strokes.len() {
            if touch(strokes[i], strokes[j]) {
                let (a, b) = (group[i], group[j]);
                group.iter_mut().filter(|g| **g == a).for_each(|g| *g = b);
            }
        }
    }
    assert!(group.windows(2).all(|pair| pair[0] == pair[1]), "the lines of couple {union} hang apart: {strokes:?}");
    let reaches = |person: usize| {
        let placed = &drawing.people[person];
        let frame = placed.figure.frame(placed.at);
        let near = Frame {
            left: frame.left - 0.6,
            top: frame.top - 0.6,
            right: frame.right + 0.6,
            bottom: frame.bottom + 0.6,
        };
        strokes.iter().any(|stroke| ends_in(&[stroke.points[0], stroke.points[stroke.points.len() - 1]], near))
    };
    for &person in family.unions[union].partners.iter().chain(&family.unions[union].children) {
        assert!(reaches(person), "{} is not joined to couple {union}", drawing.people[person].name);
    }
}

fn touch(a: &Stroke, b: &Stroke) -> bool {
    let on = |p: Point, piece: &[Point]| {
        let (a, b) = (piece[0], piece[1]);
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let length = dx * dx + dy * dy;
        let share = if length == 0.0 { 0.0 } else { (((p.0 - a.0) * dx + (p.1 - a.1) * dy) / length).clamp(0.0, 1.0) };
        let (x, y) = (a.0 + share * dx - p.0, a.1 + share * dy - p.1);
        // A line may leave the lower one of a double line.
        x * x + y * y < 2.1 * 2.1
    };
    [(a, b), (b, a)].iter().any(|(a, b)| a.points.iter().any(|p| b.points.windows(2).any(|piece| on(*p, piece))))
}

/// No two couples share a piece of line: it could not be told whose child hangs there.
fn distinct(drawing: &Drawing) {
    let pieces: Vec<(usize, Point, Point)> = drawing
        .strokes
        .iter()
        .flat_map(|stroke| stroke.points.windows(2).map(|piece| (stroke.union, piece[0], piece[1])))
        .collect();
    for (index, (union, a, b)) in pieces.iter().enumerate() {
        for (other, c, d) in pieces[index + 1..].iter().filter(|(other, _, _)| other != union) {
            let shared = |a: f64, b: f64, c: f64, d: f64| a.max(b).min(c.max(d)) - a.min(b).max(c.min(d));
            let upright = a.0 == b.0 && c.0 == d.0 && (a.0 - c.0).abs() < 1.0 && shared(a.1, b.1, c.1, d.1) > 1.0;
            let level = a.1 == b.1 && c.1 == d.1 && (a.1 - c.1).abs() < 1.0 && shared(a.0, b.0, c.0, d.0) > 1.0;
            assert!(!upright && !level, "couples {union} and {other} share a line: {a:?} {b:?}, {c:?} {d:?}");
        }
    }
}
