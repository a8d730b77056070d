//! What runs in a channel from above to below, and on which track.

use super::{
    line::Plan,
    order::{Link, Way},
    tie::Stub,
};

/// Verticals closer than this would be read as one.
pub const APART: f64 = 5.0;

/// Something that runs in a channel from above to below.
pub struct Net {
    pub union: usize,
    pub source: Source,
    /// The line of a couple, and not of a child.
    pub is_partner: bool,
    /// Where it comes from above.
    pub up: f64,
    pub downs: Vec<Down>,
    pub track: usize,
}

/// Where a net begins.
#[derive(Clone, Copy, PartialEq)]
pub enum Source {
    /// At the line of a couple.
    Couple,
    /// At the stub of the upper partner of a couple across rows.
    Stub(Stub),
    /// In the row above.
    Row,
}

/// Where a net ends: at a person, at the first bend of a link, at twins.
pub struct Down {
    pub x: f64,
    pub people: Vec<usize>,
    pub twins: Option<usize>,
}

/// Where the children of a couple hang.
pub fn downs(plan: &Plan<'_>, union: usize) -> Vec<Down> {
    let family = plan.family;
    let row = plan.order.row_of_union(family, union);
    let mut downs: Vec<Down> = Vec::new();
    for &child in &family.unions[union].children {
        let link = plan.order.links.iter().position(|link| link.way == Way::Child(child));
        if let Some(link) = link {
            let x = plan.places.bend[link].first().copied().unwrap_or_default();
            downs.push(Down { x, people: Vec::new(), twins: None });
            continue;
        }
        let twins = family.twins_of(child).filter(|&t| family.twins[t].0.iter().all(|&m| plan.order.row_of[m] == row + 1));
        let place = downs.iter().position(|down| twins.is_some() && down.twins == twins);
        match place {
            Some(place) => downs[place].people.push(child),
            None => downs.push(Down { x: plan.places.person[child], people: vec![child], twins }),
        }
    }
    for down in downs.iter_mut().filter(|down| down.twins.is_some()) {
        down.people.sort_by(|&a, &b| plan.places.person[a].total_cmp(&plan.places.person[b]));
        let ends = [down.people.first(), down.people.last()].map(|p| p.map_or(0.0, |&p| plan.places.person[p]));
        down.x = f64::midpoint(ends[0], ends[1]).floor();
    }
    downs.sort_by(|a, b| a.x.total_cmp(&b.x));
    downs
}

/// The lines that come from a row and belong to no couple of it.
pub fn passing(plan: &Plan<'_>, row: usize) -> Vec<Net> {
    let mut nets = Vec::new();
    for (place, link) in plan.order.links.iter().enumerate() {
        let bends = &plan.places.bend[place];
        let Link { way, first, last } = *link;
        let (union, is_partner) = match way {
            Way::Child(child) => (plan.family.people[child].origin.unwrap_or_default(), false),
            Way::Partner { union, .. } => (union, true),
        };
        let bend = |row: usize| bends[row - first];
        let to_bend = |row: usize| Down { x: bend(row), people: Vec::new(), twins: None };
        let mut net = |source, up, down| nets.push(Net { union, source, is_partner, up, downs: vec![down], track: 0 });
        match way {
            Way::Partner { upper, .. } if row + 1 == first => {
                if let Some(stub) = plan.ties.stubs.iter().find(|s| s.person == upper && s.union == union) {
                    net(Source::Stub(*stub), plan.stub_x(stub), to_bend(first));
                }
            }
            _ if (first..last).contains(&row) => net(Source::Row, bend(row), to_bend(row + 1)),
            Way::Child(child) if row == last => {
                let down = Down { x: plan.places.person[child], people: vec![child], twins: None };
                net(Source::Row, bend(row), down);
            }
            _ => {}
        }
    }
    nets
}

/// Where the line to the children leaves a couple: above the middle of the children where that is free, else near the
/// middle of the couple.
pub fn choose((low, high): (f64, f64), middle: f64, own: &[Down], ups: &[f64], others: &[f64]) -> f64 {
    let wish = match (own.first(), own.last()) {
        (Some(first), Some(last)) => f64::midpoint(first.x, last.x).floor(),
        _ => middle.floor(),
    };
    let wish = if (low..=high).contains(&wish) { wish } else { middle.floor() };
    let clear = |x: f64, taken: &[f64]| taken.iter().all(|t| (t - x).abs() >= APART);
    let mut steps: Vec<f64> = vec![wish];
    let mut by = 1.0;
    while wish - by >= low || wish + by <= high {
        steps.extend([wish - by, wish + by].into_iter().filter(|x| (low..=high).contains(x)));
        by += 1.0;
    }
    let both = steps.iter().find(|&&x| clear(x, ups) && clear(x, others));
    both.or_else(|| steps.iter().find(|&&x| clear(x, ups))).copied().unwrap_or(wish)
}

/// Puts every net on a track and says how many tracks there are.
pub fn lay(nets: &mut [Net]) -> usize {
    let span = |net: &Net| {
        let xs = net.downs.iter().map(|d| d.x).chain([net.up]);
        xs.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)))
    };
    let spans: Vec<(f64, f64)> = nets.iter().map(span).collect();
    // A line from above that would run into a line from below must end before it: its bar lies higher.
    let mut above = Vec::new();
    for (i, a) in nets.iter().enumerate() {
        for (j, b) in nets.iter().enumerate().filter(|(j, _)| *j != i) {
            if b.downs.iter().any(|down| (down.x - a.up).abs() < APART) {
                above.push((i, j));
            }
        }
    }
    let tracks = tracks(&spans, &above);
    for (net, &track) in nets.iter_mut().zip(&tracks) {
        net.track = track;
    }
    tracks.into_iter().max().map_or(0, |last| last + 1)
}

/// A track for each span so that no two on one track touch; of a pair in `above` the first lies higher.
pub fn tracks(spans: &[(f64, f64)], above: &[(usize, usize)]) -> Vec<usize> {
    let mut track: Vec<Option<usize>> = vec![None; spans.len()];
    let mut left: Vec<usize> = (0..spans.len()).collect();
    left.sort_by(|&a, &b| spans[a].0.total_cmp(&spans[b].0).then(a.cmp(&b)));
    while !left.is_empty() {
        let waits = |&&span: &&usize| above.iter().any(|&(high, low)| low == span && track[high].is_none());
        // In a circle somebody has to begin.
        let next = left.iter().find(|span| !waits(span)).or(left.first()).copied().unwrap_or_default();
        left.retain(|&span| span != next);
        let least = above.iter().filter(|(_, low)| *low == next).filter_map(|(high, _)| track[*high]).max();
        let touches = |other: usize| spans[other].0 < spans[next].1 + 8.0 && spans[next].0 < spans[other].1 + 8.0;
        let taken: Vec<usize> = (0..spans.len()).filter(|&o| o != next && touches(o)).filter_map(|o| track[o]).collect();
        let mut at = least.map_or(0, |least| least + 1);
        while taken.contains(&at) {
            at += 1;
        }
        track[next] = Some(at);
    }
    track.into_iter().map(Option::unwrap_or_default).collect()
}
