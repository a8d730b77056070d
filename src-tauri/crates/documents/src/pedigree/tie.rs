//! How partners are joined: side by side, around those between them, or across rows.

use super::{
    family::Family,
    order::{Link, Order, Stand, Way},
    place::Reach,
    symbol::HALF,
};

/// How two partners are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tie {
    /// The link that comes down from the upper partner, where they stand in two rows.
    pub link: Option<usize>,
    /// Below the labels of their row, because somebody stands between them; else by a straight line.
    pub around: bool,
}

/// A line that leaves a symbol sideways and goes down beside it.
#[derive(Clone, Copy, Debug)]
pub struct Stub {
    pub person: usize,
    pub union: usize,
    /// 0 left, 1 right.
    pub side: usize,
    /// Place among the stubs of the side, the nearest first; how many there are; whether a straight line leaves there.
    rank: usize,
    count: usize,
    shared: bool,
}

impl Stub {
    /// Where the line goes down, from the centre of the person.
    pub fn offset(&self, reach: Reach) -> f64 {
        let step = 6.0 * times(self.rank + 1);
        if self.side == 0 { -(reach.left + step) } else { reach.right + step }
    }

    /// How far below the centre the line leaves the symbol. Beside an arrow it leaves above the centre.
    pub fn drop(&self, arrow: bool) -> f64 {
        if self.count == 1 && !self.shared {
            return 0.0;
        }
        // The line that goes down first leaves nearest to where it goes: no two of a side cross.
        let share = |rank: usize| 3.0 + (HALF - 4.0) * times(rank) / times(self.count + 1);
        if arrow && self.side == 0 { -share(self.rank + 1) } else { share(self.count - self.rank) }
    }
}

impl PartialEq for Stub {
    fn eq(&self, other: &Self) -> bool {
        (self.person, self.union) == (other.person, other.union)
    }
}

/// A small number as a length.
pub fn times(count: usize) -> f64 {
    u16::try_from(count).map_or(f64::from(u16::MAX), f64::from)
}

/// How each couple is joined, and the stubs that this needs.
pub struct Ties {
    pub of: Vec<Tie>,
    pub stubs: Vec<Stub>,
}

impl Ties {
    pub fn of(family: &Family, order: &Order) -> Self {
        let spans: Vec<Span> = (0..family.unions.len()).map(|union| Span::of(family, order, union)).collect();
        let of: Vec<Tie> =
            spans.iter().map(|span| Tie { link: span.link, around: span.is_interrupted(order) }).collect();
        // The sides of a person at which a straight line leaves.
        let straight = |person: usize, side: usize| {
            let leaves = |span: &Span| span.side(person) == Some(side) && !span.is_interrupted(order);
            spans.iter().any(leaves)
        };
        let mut wanted: Vec<(usize, usize, usize)> = Vec::new();
        for (union, span) in spans.iter().enumerate() {
            if let Some(Way::Partner { upper, .. }) = span.link.map(|link| order.links[link].way) {
                let side = usize::from(!straight(upper, 1) || straight(upper, 0));
                wanted.push((upper, side, union));
            }
            if of[union].around {
                let partners = family.unions[union].partners;
                wanted.extend(partners.into_iter().filter_map(|p| Some((p, span.side(p)?, union))));
            }
        }
        wanted.sort_unstable();
        let stub = |&(person, side, union): &(usize, usize, usize)| {
            let same = || wanted.iter().filter(move |w| (w.0, w.1) == (person, side));
            let rank = same().position(|w| w.2 == union).unwrap_or_default();
            Stub { person, union, side, rank, count: same().count(), shared: straight(person, side) }
        };
        Self { of, stubs: wanted.iter().map(stub).collect() }
    }

    /// How far from the centre of the upper partner each link begins; 0 for a link to a child.
    pub fn starts(&self, order: &Order, reach: &[Reach]) -> Vec<f64> {
        let start = |link: &Link| match link.way {
            Way::Partner { union, upper, .. } => {
                let stub = self.stubs.iter().find(|s| s.person == upper && s.union == union);
                stub.map_or(0.0, |stub| stub.offset(reach[upper]))
            }
            Way::Child(_) => 0.0,
        };
        order.links.iter().map(start).collect()
    }

    /// The reach of a person with the lines beside the symbol.
    pub fn widened(&self, person: usize, reach: Reach) -> Reach {
        let more = |side: usize| {
            let own = self.stubs.iter().filter(|s| s.person == person && s.side == side);
            own.map(|s| s.offset(Reach { left: 0.0, right: 0.0 }).abs() + 4.0).fold(0.0, f64::max)
        };
        Reach { left: reach.left + more(0), right: reach.right + more(1) }
    }
}

/// The part of a row between the two ends of a couple: between the partners, or between the lower partner and the line
/// that stands for the upper.
struct Span {
    row: usize,
    /// Places in the row; the second end is a line where there is a link.
    ends: [(Stand, usize); 2],
    link: Option<usize>,
}

impl Span {
    fn of(family: &Family, order: &Order, union: usize) -> Self {
        let row = order.row_of_union(family, union);
        let is_end = |way: Way| matches!(way, Way::Partner { union: u, .. } if u == union);
        let link = order.links.iter().position(|link| is_end(link.way));
        let mut ends = [(Stand::Person(0), 0); 2];
        let mut found = 0;
        for (place, stand) in order.rows[row].iter().enumerate() {
            let is_end = match *stand {
                Stand::Person(person) => family.unions[union].partners.contains(&person),
                Stand::Bend { link: l, .. } => link == Some(l),
            };
            if let (true, Some(end)) = (is_end, ends.get_mut(found)) {
                *end = (*stand, place);
                found += 1;
            }
        }
        Self { row, ends, link }
    }

    /// Whether somebody stands between the ends, or a line that stands for somebody.
    fn is_interrupted(&self, order: &Order) -> bool {
        let between = &order.rows[self.row][self.ends[0].1 + 1..self.ends[1].1.max(self.ends[0].1 + 1)];
        between.iter().any(|&stand| order.is_somebody(stand, self.row))
    }

    /// The side of a person at which the couple is joined in this row.
    fn side(&self, person: usize) -> Option<usize> {
        match self.ends.map(|(stand, _)| stand == Stand::Person(person)) {
            [true, _] => Some(1),
            [_, true] => Some(0),
            _ => None,
        }
    }
}
