//! How partners are joined: side by side, around those between them, or across rows.

use super::{
    family::{Family, Union},
    order::{Link, Order, Stand, Way},
    place::Reach,
    symbol::HALF,
};

/// How two partners are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// By a straight line: nobody stands between them.
    Straight,
    /// Around those who stand between them.
    Around,
    /// Across rows, by a link.
    Across(usize),
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

    /// How far below the centre the line leaves the symbol.
    pub fn drop(&self) -> f64 {
        if self.count == 1 && !self.shared {
            return 0.0;
        }
        4.0 + (HALF - 6.0) * times(self.count - self.rank) / times(self.count + 1)
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
        let mut place = vec![0; family.people.len()];
        for row in &order.rows {
            for (k, stand) in row.iter().enumerate() {
                if let Stand::Person(person) = *stand {
                    place[person] = k;
                }
            }
        }
        let tie = |(index, union): (usize, &Union)| {
            let [a, b] = union.partners;
            let across =
                order.links.iter().position(|link| matches!(link.way, Way::Partner { union, .. } if union == index));
            if let Some(link) = across {
                return Tie::Across(link);
            }
            let between = place[a].min(place[b]) + 1..place[a].max(place[b]);
            match order.rows[order.row_of[a]][between].iter().any(|stand| matches!(stand, Stand::Person(_))) {
                true => Tie::Around,
                false => Tie::Straight,
            }
        };
        let of: Vec<Tie> = family.unions.iter().enumerate().map(tie).collect();
        let mut ties = Self { of, stubs: Vec::new() };
        let straight = |person: usize, side: usize| {
            let beside = |union: &usize| {
                let other = family.unions[*union].other(person);
                match ties.of[*union] {
                    Tie::Straight => (place[other] > place[person]) == (side == 1),
                    Tie::Around => false,
                    Tie::Across(link) => {
                        let Link { way, last, .. } = order.links[link];
                        let ends = |stand: &Stand| matches!(stand, Stand::Bend { link: l, .. } if *l == link);
                        matches!(way, Way::Partner { lower, .. } if lower == person)
                            && order.rows[last].iter().position(ends).is_some_and(|k| (k > place[person]) == (side == 1))
                    }
                }
            };
            family.people[person].unions.iter().any(beside)
        };
        let mut wanted: Vec<(usize, usize, usize)> = Vec::new();
        for (index, union) in family.unions.iter().enumerate() {
            let [a, b] = union.partners;
            match ties.of[index] {
                Tie::Straight => {}
                Tie::Around => {
                    let a_left = place[a] < place[b];
                    wanted.push((a, usize::from(a_left), index));
                    wanted.push((b, usize::from(!a_left), index));
                }
                Tie::Across(link) => {
                    if let Way::Partner { upper, .. } = order.links[link].way {
                        let side = usize::from(!straight(upper, 1) || straight(upper, 0));
                        wanted.push((upper, side, index));
                    }
                }
            }
        }
        wanted.sort_unstable();
        let stub = |&(person, side, union): &(usize, usize, usize)| {
            let same = || wanted.iter().filter(move |w| (w.0, w.1) == (person, side));
            let rank = same().position(|w| w.2 == union).unwrap_or_default();
            Stub { person, union, side, rank, count: same().count(), shared: straight(person, side) }
        };
        ties.stubs = wanted.iter().map(stub).collect();
        ties
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
