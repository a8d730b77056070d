//! What runs in a channel from above to below, and on which track.

use super::{
    family::Family,
    line::Plan,
    order::{Link, Order, Stand, Way},
    place::Places,
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
        let twins =
            family.twins_of(child).filter(|&t| family.twins[t].0.iter().all(|&m| plan.order.row_of[m] == row + 1));
        let place = downs.iter().position(|down| twins.is_some() && down.twins == twins);
        match place {
            Some(place) => downs[place].people.push(child),
            None => downs.push(Down { x: plan.places.person[child], people: vec![child], twins }),
        }
    }
    for down in downs.iter_mut().filter(|down| down.twins.is_some()) {
        down.people.sort_by(|&a, &b| plan.places.person[a].total_cmp(&plan.places.person[b]));
        down.x = apex(family, plan.order, plan.places, &down.people);
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

/// Moves the lines that pass a row, and those that begin beside an upper partner, a little to the side where they would
/// come down right above somebody else's child. `starts` are the places of the stubs.
pub fn sidestep(family: &Family, order: &Order, places: &mut Places, stubs: &[Stub], starts: &mut [f64]) {
    for row in (0..order.rows.len().saturating_sub(1)).rev() {
        let free = |places: &Places, own: f64, wish: f64, steps: &[f64]| {
            let lands = landings(family, order, places, row + 1);
            let others = || lands.iter().filter(|land| (*land - own).abs() >= 0.5);
            let room = |x: f64| others().map(|land| (land - x).abs()).fold(APART, f64::min);
            // The first that is clear; where none is, the one that is furthest from the others.
            let further = |best: f64, x: f64| if room(x) > room(best) { x } else { best };
            steps.iter().map(|step| wish + step).reduce(further).unwrap_or(wish)
        };
        // Beside one person several lines may go down.
        let crowded = |starts: &[f64], stub: usize, x: f64| {
            let same = |other: &usize| *other != stub && stubs[*other].person == stubs[stub].person;
            (0..stubs.len()).filter(same).any(|other| (starts[other] - x).abs() < 3.0)
        };
        for (place, link) in order.links.iter().enumerate() {
            let at = |places: &Places, row: usize| places.bend[place][row - link.first];
            match link.way {
                Way::Partner { union, upper, .. } if row + 1 == link.first => {
                    if let Some(stub) = stubs.iter().position(|s| s.person == upper && s.union == union) {
                        let out = if stubs[stub].side == 0 { -1.0 } else { 1.0 };
                        let own = at(places, row + 1);
                        // Straight down where the way is only a little longer.
                        let straight = (own - starts[stub]) * out;
                        let is_near = (-1.0..=6.0).contains(&straight) && !crowded(starts, stub, own);
                        let wish = if is_near { own } else { starts[stub] };
                        let steps: Vec<f64> = BESIDE.into_iter().filter(|step| step * out >= 0.0).collect();
                        let steps: Vec<f64> =
                            steps.into_iter().filter(|step| !crowded(starts, stub, wish + step)).collect();
                        starts[stub] = free(places, own, wish, &steps);
                    }
                }
                Way::Child(child) if row == link.last => {
                    let (own, wish) = (places.person[child], at(places, row));
                    places.bend[place][row - link.first] = free(places, own, wish, &BESIDE);
                }
                _ if (link.first..link.last).contains(&row) => {
                    let (own, wish) = (at(places, row + 1), at(places, row));
                    places.bend[place][row - link.first] = free(places, own, wish, &BESIDE);
                }
                _ => {}
            }
        }
    }
}

/// How far a line may move within its own place in the row.
const BESIDE: [f64; 11] = [0.0, 1.0, -1.0, 2.0, -2.0, 3.0, -3.0, 4.0, -4.0, 5.0, -5.0];

/// Where lines come down to a row.
fn landings(family: &Family, order: &Order, places: &Places, row: usize) -> Vec<f64> {
    let mut found = single_landings(family, order, places, row, &[]);
    let here = |members: &[usize]| members.first().is_some_and(|&m| order.row_of[m] == row);
    let twins = family.twins.iter().filter(|(members, _)| here(members));
    found.extend(twins.map(|(members, _)| apex(family, order, places, members)));
    found
}

/// Where lines come down to everybody in a row but some.
fn single_landings(family: &Family, order: &Order, places: &Places, row: usize, but: &[usize]) -> Vec<f64> {
    let land = |stand: &Stand| match *stand {
        Stand::Person(person) => {
            (family.people[person].origin.is_some() && !but.contains(&person)).then(|| places.person[person])
        }
        Stand::Bend { link, step } => Some(places.bend[link][step]),
    };
    order.rows[row].iter().filter_map(land).collect()
}

/// Where the lines of twins part: above their middle, beside what comes down between them.
fn apex(family: &Family, order: &Order, places: &Places, members: &[usize]) -> f64 {
    let xs = members.iter().map(|&m| places.person[m]);
    let (low, high) = xs.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
    let middle = f64::midpoint(low, high).floor();
    let row = members.first().map_or(0, |&m| order.row_of[m]);
    let others = single_landings(family, order, places, row, members);
    let clear = |x: &f64| others.iter().all(|other| (other - x).abs() >= APART);
    BESIDE.into_iter().map(|step| middle + step).find(clear).unwrap_or(middle)
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
        let taken: Vec<usize> =
            (0..spans.len()).filter(|&o| o != next && touches(o)).filter_map(|o| track[o]).collect();
        let mut at = least.map_or(0, |least| least + 1);
        while taken.contains(&at) {
            at += 1;
        }
        track[next] = Some(at);
    }
    track.into_iter().map(Option::unwrap_or_default).collect()
}
