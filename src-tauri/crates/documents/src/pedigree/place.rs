//! How far to the right each person stands: couples close together, children under the middle of their parents, nobody
//! on top of anybody.

use super::{
    family::Family,
    order::{Link, Order, Stand, Way},
};

/// The space that a person or a line takes to the left and to the right of its centre.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reach {
    pub left: f64,
    pub right: f64,
}

/// The reach of a line that passes a row.
pub const BEND: Reach = Reach { left: 6.0, right: 6.0 };
/// Between neighbours.
const GAP: f64 = 14.0;
/// Between partners, where the line to the children leaves.
const COUPLE_GAP: f64 = 24.0;
const ROUNDS: usize = 240;

/// The centres of everything in the rows.
#[derive(Debug)]
pub struct Places {
    /// Of each person.
    pub person: Vec<f64>,
    /// Of each bend of each link, from top to bottom.
    pub bend: Vec<Vec<f64>>,
}

/// Two groups that want to stand a distance apart, from the middle of the ends of one to that of the other.
struct Pull {
    upper: [(usize, usize); 2],
    lower: [(usize, usize); 2],
    /// Who moves with the lower group.
    movers: Vec<(usize, usize)>,
    distance: f64,
    weight: f64,
}

/// Places everybody. Distances are whole numbers, so that lines are sharp. `starts` says for each link how far from the
/// centre of the upper partner it begins.
pub fn places(family: &Family, order: &Order, reach: &[Reach], starts: &[f64]) -> Places {
    let reach_of = |stand: Stand| match stand {
        Stand::Person(person) => reach[person],
        Stand::Bend { .. } => BEND,
    };
    let at = Where::of(family, order);
    let mut least: Vec<Vec<f64>> = Vec::new();
    let mut pulls = Vec::new();
    for (r, row) in order.rows.iter().enumerate() {
        let mut gaps = Vec::new();
        for (k, pair) in row.windows(2).enumerate() {
            let (a, b) = (reach_of(pair[0]), reach_of(pair[1]));
            let (gap, weight) = match kinship(family, order, pair[0], pair[1]) {
                // The middle between partners is free for the line to their children.
                Kinship::Couple => (2.0 * a.right.max(b.left) + COUPLE_GAP, 1.0),
                Kinship::Siblings => (a.right + b.left + GAP, 0.2),
                Kinship::None => (a.right + b.left + GAP, 0.05),
            };
            let gap = gap.ceil();
            let (left, right) = ((r, k), (r, k + 1));
            pulls.push(Pull { upper: [left; 2], lower: [right; 2], movers: vec![right], distance: gap, weight });
            gaps.push(gap);
        }
        least.push(gaps);
    }
    pulls.extend(descents(family, order, &at, starts));
    let mut x: Vec<Vec<f64>> = least
        .iter()
        .zip(&order.rows)
        .map(|(gaps, row)| {
            let mut places = vec![0.0; row.len()];
            for (k, gap) in gaps.iter().enumerate() {
                places[k + 1] = places[k] + gap;
            }
            places
        })
        .collect();
    let down = 0..x.len();
    let turns: Vec<usize> = down.clone().chain(down.rev()).collect();
    for _ in 0..ROUNDS {
        let before = x.clone();
        for &row in &turns {
            settle(&mut x, row, &pulls, &least[row]);
        }
        let moved = |(a, b): (&Vec<f64>, &Vec<f64>)| a.iter().zip(b).any(|(a, b)| (a - b).abs() > 0.01);
        if !before.iter().zip(&x).any(moved) {
            break;
        }
    }
    let start = x.iter().filter_map(|row| row.first()).copied().fold(f64::INFINITY, f64::min);
    let read = |&(row, k): &(usize, usize)| (x[row][k] - start + 0.001).floor();
    Places {
        person: at.person.iter().map(read).collect(),
        bend: at.bend.iter().map(|bends| bends.iter().map(read).collect()).collect(),
    }
}

enum Kinship {
    Couple,
    Siblings,
    None,
}

fn kinship(family: &Family, order: &Order, a: Stand, b: Stand) -> Kinship {
    let ends_at = |link: usize, step: usize, person: usize| {
        let Link { way, first, last } = order.links[link];
        matches!(way, Way::Partner { lower, .. } if lower == person && first + step == last)
    };
    match (a, b) {
        (Stand::Person(a), Stand::Person(b)) => {
            let origin = family.people[a].origin;
            if family.people[a].unions.iter().any(|u| family.people[b].unions.contains(u)) {
                Kinship::Couple
            } else if origin.is_some() && origin == family.people[b].origin {
                Kinship::Siblings
            } else {
                Kinship::None
            }
        }
        (Stand::Person(person), Stand::Bend { link, step }) | (Stand::Bend { link, step }, Stand::Person(person))
            if ends_at(link, step, person) =>
        {
            Kinship::Couple
        }
        _ => Kinship::None,
    }
}

/// Where in the rows everything stands.
struct Where {
    person: Vec<(usize, usize)>,
    bend: Vec<Vec<(usize, usize)>>,
}

impl Where {
    fn of(family: &Family, order: &Order) -> Self {
        let mut at = Self { person: vec![(0, 0); family.people.len()], bend: vec![Vec::new(); order.links.len()] };
        for (r, row) in order.rows.iter().enumerate() {
            for (k, stand) in row.iter().enumerate() {
                match *stand {
                    Stand::Person(person) => at.person[person] = (r, k),
                    Stand::Bend { link, .. } => at.bend[link].push((r, k)),
                }
            }
        }
        at
    }
}

/// Children under their parents, long lines straight.
fn descents(family: &Family, order: &Order, at: &Where, starts: &[f64]) -> Vec<Pull> {
    let mut pulls = Vec::new();
    let child_link = |child: usize| order.links.iter().position(|link| link.way == Way::Child(child));
    for (place, union) in family.unions.iter().enumerate() {
        let [a, b] = union.partners;
        let link = order.links.iter().position(|l| matches!(l.way, Way::Partner { union, .. } if union == place));
        let upper = match link.and_then(|link| at.bend[link].last()) {
            None => [at.person[a], at.person[b]],
            Some(&bend) => [at.person[if order.row_of[a] > order.row_of[b] { a } else { b }], bend],
        };
        let below = |&child: &usize| child_link(child).map_or(at.person[child], |link| at.bend[link][0]);
        let mut movers: Vec<(usize, usize)> = union.children.iter().map(below).collect();
        movers.sort_unstable();
        if let (Some(&first), Some(&last)) = (movers.first(), movers.last()) {
            pulls.push(Pull { upper, lower: [first, last], movers, distance: 0.0, weight: 4.0 });
        }
        if link.is_none() {
            // Partners who stand apart still want to be near.
            pulls.push(Pull {
                upper: [at.person[a]; 2],
                lower: [at.person[b]; 2],
                movers: vec![at.person[b]],
                distance: 0.0,
                weight: 0.2,
            });
        }
    }
    for (place, link) in order.links.iter().enumerate() {
        let mut stops = at.bend[place].clone();
        match link.way {
            Way::Child(child) => stops.push(at.person[child]),
            Way::Partner { upper, .. } => stops.insert(0, at.person[upper]),
        }
        for (step, pair) in stops.windows(2).enumerate() {
            let (upper, lower) = ([pair[0]; 2], [pair[1]; 2]);
            let distance = if step == 0 { starts[place] } else { 0.0 };
            pulls.push(Pull { upper, lower, movers: vec![pair[1]], distance, weight: 6.0 });
        }
    }
    pulls
}

/// Moves one row to where the pulls want it, the others staying.
fn settle(x: &mut [Vec<f64>], row: usize, pulls: &[Pull], least: &[f64]) {
    const REST: f64 = 0.002;
    let mut wish: Vec<(f64, f64)> = x[row].iter().map(|&place| (place * REST, REST)).collect();
    for pull in pulls {
        let upper_here = pull.upper[0].0 == row;
        let lower_here = pull.lower[0].0 == row;
        if !upper_here && !lower_here {
            continue;
        }
        let middle = |ends: &[(usize, usize); 2]| f64::midpoint(x[ends[0].0][ends[0].1], x[ends[1].0][ends[1].1]);
        let missing = middle(&pull.lower) - middle(&pull.upper) - pull.distance;
        // Where both ends move, each takes half of the way.
        let share = if upper_here && lower_here { missing / 2.0 } else { missing };
        let mut want = |(_, k): (usize, usize), by: f64| {
            wish[k].0 += (x[row][k] + by) * pull.weight;
            wish[k].1 += pull.weight;
        };
        if upper_here {
            want(pull.upper[0], share);
            if pull.upper[1] != pull.upper[0] {
                want(pull.upper[1], share);
            }
        }
        if lower_here {
            for &mover in pull.movers.iter().filter(|mover| mover.0 == row) {
                want(mover, -share);
            }
        }
    }
    // Weighted isotonic regression on what is left after the least distances are taken off.
    let mut blocks: Vec<(f64, f64, usize)> = Vec::new();
    let mut taken = 0.0;
    for (k, (sum, weight)) in wish.into_iter().enumerate() {
        taken += if k == 0 { 0.0 } else { least[k - 1] };
        blocks.push((sum - taken * weight, weight, 1));
        while let [.., a, b] = blocks[..] {
            if a.0 / a.1 <= b.0 / b.1 {
                break;
            }
            blocks.truncate(blocks.len() - 2);
            blocks.push((a.0 + b.0, a.1 + b.1, a.2 + b.2));
        }
    }
    let mut k = 0;
    let mut taken = 0.0;
    for (sum, weight, count) in blocks {
        for _ in 0..count {
            taken += if k == 0 { 0.0 } else { least[k - 1] };
            x[row][k] = sum / weight + taken;
            k += 1;
        }
    }
}
