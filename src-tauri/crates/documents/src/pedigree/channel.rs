//! The space between two rows.
//!
//! Whoever stands apart from the partner is joined below the labels; below that each couple has a bar from which the
//! children hang. Bars that would touch lie on different tracks.

use super::{
    Zygosity,
    line::{HALF_DOUBLE, Lines, Plan, Stroke, Style},
    net::{APART, Down, Net, Source, choose, downs, lay, passing, tracks},
    symbol::HALF,
    tie::times,
};
use crate::picture::Point;

/// Height of the lines that end at symbols, for the lines of twins.
const HANG: f64 = 28.0;
/// Distance of two tracks.
const TRACK: f64 = 9.0;

/// The space between a row and the next.
pub struct Channel {
    /// Height of the line of each couple that goes around.
    pub around: Vec<(usize, f64)>,
    /// Where the line to the children of each couple leaves.
    pub drops: Vec<(usize, f64)>,
    nets: Vec<Net>,
    /// Height of the first track.
    first: f64,
    /// Height at which the symbols of the next row begin.
    pub end: f64,
    /// The lowest line.
    pub low: f64,
}

impl Channel {
    pub fn of(plan: &Plan<'_>, row: usize, top: f64) -> Self {
        let unions: Vec<usize> =
            (0..plan.family.unions.len()).filter(|&u| plan.order.row_of_union(plan.family, u) == row).collect();
        let mut nets = passing(plan, row);
        let hanging: Vec<(usize, Vec<Down>)> = unions.iter().map(|&u| (u, downs(plan, u))).collect();
        let mut low = top;
        // Couples that go around, each on a track of its own where they overlap.
        let mut around: Vec<(usize, f64, f64)> = Vec::new();
        for &union in &unions {
            if let Some([left, right]) = plan.legs(union, 0.0) {
                let end = |leg: &[Point]| leg.last().map_or(0.0, |p| p.0);
                around.push((union, end(&left), end(&right)));
            }
        }
        let spans: Vec<(f64, f64)> = around.iter().map(|a| (a.1, a.2)).collect();
        let tracks = tracks(&spans, &[]);
        let height = |track: usize| top + 6.0 + TRACK * times(track);
        let around_y: Vec<(usize, f64)> = around.iter().zip(&tracks).map(|(a, &t)| (a.0, height(t))).collect();
        let mut after = top;
        for &(union, y) in &around_y {
            low = low.max(y);
            after = after.max(y + 3.0);
            if plan.family.unions[union].childless.is_some() {
                after = after.max(y + 20.0);
                low = after;
            }
        }
        // Where the lines to the children leave: straight couples have little room and choose first.
        let mut ups: Vec<f64> = nets.iter().map(|n| n.up).collect();
        ups.extend(around.iter().flat_map(|a| [a.1, a.2]));
        let mut drops = Vec::new();
        let is_around = |union: usize| plan.ties.of[union].around;
        for turn in [false, true] {
            for (union, own) in hanging.iter().filter(|(u, _)| is_around(*u) == turn) {
                if own.is_empty() && plan.family.unions[*union].childless.is_none() {
                    continue;
                }
                let range = match around.iter().find(|a| a.0 == *union) {
                    Some(&(_, left, right)) => (left + APART, right - APART),
                    None => {
                        let [left, right] = plan.ends(*union);
                        (left.0 + left.1.right + 2.0, right.0 - right.1.left - 2.0)
                    }
                };
                let middle = if turn {
                    f64::midpoint(range.0, range.1)
                } else {
                    let [left, right] = plan.ends(*union);
                    f64::midpoint(left.0, right.0)
                };
                let others: Vec<f64> = hanging
                    .iter()
                    .filter(|(u, _)| u != union)
                    .flat_map(|(_, d)| d)
                    .chain(nets.iter().flat_map(|n| &n.downs))
                    .map(|d| d.x)
                    .collect();
                let x = choose(range, middle, own, &ups, &others);
                ups.push(x);
                drops.push((*union, x));
            }
        }
        for (union, downs) in hanging {
            if let (false, Some(&(_, up))) = (downs.is_empty(), drops.iter().find(|(u, _)| *u == union)) {
                nets.push(Net { union, source: Source::Couple, is_partner: false, up, downs, track: 0 });
            }
        }
        let used = lay(&mut nets);
        let first = after + 10.0;
        let last = first + TRACK * times(used.saturating_sub(1));
        Self { around: around_y, drops, nets, first, end: last + HANG, low }
    }

    pub fn draw(&self, plan: &Plan<'_>, row: usize, lines: &mut Lines) {
        let below = lines.centre.get(row + 1).copied().unwrap_or(self.end + HALF);
        for net in &self.nets {
            let bar = self.first + TRACK * times(net.track);
            let union = net.union;
            let style = if net.is_partner { plan.style(union) } else { Style::Single };
            let mut put = |points: Vec<Point>, style: Style| lines.strokes.push(Stroke { points, style, union });
            let mut head = match net.source {
                Source::Couple => {
                    let around = self.around.iter().find(|(u, _)| *u == union).map(|(_, y)| *y);
                    // From the lower of the two lines of a couple related by blood.
                    let double = if plan.style(union) == Style::Double { HALF_DOUBLE } else { 0.0 };
                    vec![(net.up, around.unwrap_or(lines.centre[row]) + double)]
                }
                Source::Stub(stub) => plan.stub_points(&stub, lines.centre[row]).to_vec(),
                Source::Row => vec![(net.up, lines.centre[row])],
            };
            if let ([down], true) = (&net.downs[..], net.downs.iter().all(|d| d.twins.is_none())) {
                // One line: straight, or with one bend to the side.
                let (end, dashed) = match down.people[..] {
                    [child] => (below - plan.figures[child].rise(), plan.figures[child].adopted_in()),
                    _ => (below, false),
                };
                if (down.x - net.up).abs() > 0.5 {
                    head.extend([(net.up, bar), (down.x, bar)]);
                }
                if dashed {
                    if head.len() > 1 {
                        put(head.clone(), style);
                    }
                    put(vec![head[head.len() - 1], (down.x, end)], Style::Dashed);
                } else {
                    head.push((down.x, end));
                    put(head, style);
                }
                continue;
            }
            head.push((net.up, bar));
            put(head, style);
            let left = net.downs.iter().map(|d| d.x).fold(net.up, f64::min);
            let right = net.downs.iter().map(|d| d.x).fold(net.up, f64::max);
            if right > left {
                put(vec![(left, bar), (right, bar)], style);
            }
            for down in &net.downs {
                match (down.twins, &down.people[..]) {
                    (Some(twins), people) => {
                        let apex = (down.x, (below - HALF - HANG).max(bar));
                        if apex.1 > bar {
                            put(vec![(down.x, bar), apex], style);
                        }
                        let tops: Vec<Point> =
                            people.iter().map(|&p| (plan.places.person[p], below - plan.figures[p].rise())).collect();
                        for (&person, &top) in people.iter().zip(&tops) {
                            let dashed = plan.figures[person].adopted_in();
                            put(vec![apex, top], if dashed { Style::Dashed } else { style });
                        }
                        let half = |top: &Point| (f64::midpoint(apex.0, top.0), f64::midpoint(apex.1, top.1));
                        match plan.family.twins[twins].1 {
                            Zygosity::Monozygotic => {
                                for pair in tops.windows(2) {
                                    put(vec![half(&pair[0]), half(&pair[1])], style);
                                }
                            }
                            Zygosity::Dizygotic => {}
                            Zygosity::Unknown => lines.questions.push((apex.0, below - HALF - 4.0)),
                        }
                    }
                    (None, &[child]) => {
                        let dashed = plan.figures[child].adopted_in();
                        let end = below - plan.figures[child].rise();
                        put(vec![(down.x, bar), (down.x, end)], if dashed { Style::Dashed } else { style });
                    }
                    (None, _) => put(vec![(down.x, bar), (down.x, below)], style),
                }
            }
        }
    }
}
