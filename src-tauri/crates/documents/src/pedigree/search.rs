//! The best order of the people.
//!
//! A plan says in which order brothers and sisters stand, on which side each partner, and in which order the families.
//! Rows follow from it, so that a change takes everybody along who comes after. The best plan is searched by steps,
//! each of which makes the drawing better; the search takes nothing but the family into account.

use super::{
    family::Family,
    order::{Link, Stand, Way, is_somebody},
};

/// What a drawing is made from.
#[derive(Clone)]
pub struct Plan {
    /// The families without ancestors, each by the person it starts from.
    roots: Vec<usize>,
    /// Brothers and sisters of each couple.
    children: Vec<Vec<usize>>,
    /// The couples of each person to the left and to the right, the nearest first.
    seats: Vec<[Vec<usize>; 2]>,
}

/// One change of a plan.
#[derive(Clone, Copy)]
enum Step {
    Root(usize, usize),
    Child(usize, usize, usize),
    Turn(usize, usize, usize),
    Seat(usize, usize, usize, usize),
}

/// The search for the best plan.
pub struct Search<'a> {
    family: &'a Family,
    pub row_of: Vec<usize>,
    pub links: Vec<Link>,
    /// The link that ends at a child, and the one that ends at the lower partner of a couple.
    link_of_child: Vec<Option<usize>>,
    link_of_union: Vec<Option<usize>>,
    tries: usize,
}

/// How often a plan is weighed at most.
const TRIES: usize = 6000;

impl<'a> Search<'a> {
    pub fn new(family: &'a Family, row_of: Vec<usize>, links: Vec<Link>) -> Self {
        let mut link_of_child = vec![None; family.people.len()];
        let mut link_of_union = vec![None; family.unions.len()];
        for (place, link) in links.iter().enumerate() {
            match link.way {
                Way::Child(child) => link_of_child[child] = Some(place),
                Way::Partner { union, .. } => link_of_union[union] = Some(place),
            }
        }
        Self { family, row_of, links, link_of_child, link_of_union, tries: 0 }
    }

    fn first_plan(&self) -> Plan {
        let mut seats = vec![[Vec::new(), Vec::new()]; self.family.people.len()];
        for (place, union) in self.family.unions.iter().enumerate() {
            for (at, &person) in union.partners.iter().enumerate() {
                // The first partner has the second on the right; a second couple goes to the other side.
                let natural = 1 - at;
                let side = if seats[person][natural].len() > seats[person][1 - natural].len() { at } else { natural };
                seats[person][side].push(place);
            }
        }
        let mut children: Vec<Vec<usize>> = self.family.unions.iter().map(|u| u.children.clone()).collect();
        for list in &mut children {
            // Twins stand where the first of them stands.
            let places = list.clone();
            let place = |child: &usize| places.iter().position(|c| c == child);
            list.sort_by_key(|child| {
                let first =
                    self.family.twins_of(*child).and_then(|t| self.family.twins[t].0.iter().filter_map(place).min());
                (first.or_else(|| place(child)), place(child))
            });
        }
        Plan { roots: self.roots(), children, seats }
    }

    /// One person of each group of partners that has nobody with parents.
    fn roots(&self) -> Vec<usize> {
        let people = &self.family.people;
        let mut group: Vec<usize> = (0..people.len()).collect();
        loop {
            let mut changed = false;
            for (place, union) in self.family.unions.iter().enumerate() {
                if self.link_of_union[place].is_none() {
                    let [a, b] = union.partners;
                    let least = group[a].min(group[b]);
                    changed |= group[a] != least || group[b] != least;
                    (group[a], group[b]) = (least, least);
                }
            }
            if !changed {
                break;
            }
        }
        let has_parents = |root: usize| (0..people.len()).any(|p| group[p] == root && people[p].origin.is_some());
        // The one with the most partners of the group stands in its middle.
        let start = |root: usize| {
            let members = (0..people.len()).filter(|&p| group[p] == root);
            members.max_by_key(|&p| (people[p].unions.len(), std::cmp::Reverse(p))).unwrap_or(root)
        };
        (0..people.len()).filter(|&p| group[p] == p && !has_parents(p)).map(start).collect()
    }

    /// The rows that follow from a plan.
    pub fn rows(&self, plan: &Plan) -> Vec<Vec<Stand>> {
        let depth = self.row_of.iter().max().map_or(0, |last| last + 1);
        let mut walk = Walk {
            search: self,
            plan,
            rows: vec![Vec::new(); depth],
            placed: vec![false; self.family.people.len()],
            done: vec![false; self.family.unions.len()],
        };
        // Everybody without a root of their own has parents and follows from them; the second part is for nobody.
        for person in plan.roots.iter().copied().chain(0..self.family.people.len()) {
            if !walk.placed[person] {
                walk.visit(person);
            }
        }
        walk.rows
    }

    /// The best plan that is found.
    pub fn best(&mut self) -> Plan {
        let mut plan = self.first_plan();
        let mut cost = self.cost(&plan);
        let mut better = true;
        while better && self.tries < TRIES {
            better = false;
            for step in self.steps(&plan) {
                let changed = apply(&plan, step);
                let new = self.cost(&changed);
                if new < cost {
                    (plan, cost, better) = (changed, new, true);
                }
                if self.tries >= TRIES {
                    break;
                }
            }
        }
        plan
    }

    fn steps(&self, plan: &Plan) -> Vec<Step> {
        let pairs = |len: usize| (0..len).flat_map(move |i| (0..len).filter(move |j| *j != i).map(move |j| (i, j)));
        let mut steps = Vec::new();
        for (person, seats) in plan.seats.iter().enumerate() {
            for (side, unions) in seats.iter().enumerate() {
                steps.extend((0..unions.len()).map(|at| Step::Turn(person, side, at)));
                steps.extend(pairs(unions.len()).map(|(i, j)| Step::Seat(person, side, i, j)));
            }
        }
        for (union, children) in plan.children.iter().enumerate() {
            steps.extend(pairs(children.len()).map(|(i, j)| Step::Child(union, i, j)));
        }
        steps.extend(pairs(plan.roots.len()).map(|(i, j)| Step::Root(i, j)));
        steps
    }

    /// How bad a plan is: couples apart, lines that cross, births out of order.
    fn cost(&mut self, plan: &Plan) -> usize {
        self.tries += 1;
        let rows = self.rows(plan);
        let mut at = vec![0; self.family.people.len()];
        let mut bend_at = vec![Vec::new(); self.links.len()];
        for row in &rows {
            for (place, stand) in row.iter().enumerate() {
                match *stand {
                    Stand::Person(person) => at[person] = place,
                    Stand::Bend { link, .. } => bend_at[link].push(place),
                }
            }
        }
        // Bends were put into their rows from top to bottom, and `rows` lists the rows in that order.
        let mut cost = 0;
        let mut edges: Vec<Vec<(usize, usize)>> = vec![Vec::new(); rows.len()];
        for (place, union) in self.family.unions.iter().enumerate() {
            let [a, b] = union.partners;
            let row = self.row_of[a].max(self.row_of[b]);
            let (left, right) = match self.link_of_union[place] {
                None => (at[a], at[b]),
                Some(link) => {
                    let lower = if self.row_of[a] == row { a } else { b };
                    (at[lower], bend_at[link].last().copied().unwrap_or_default())
                }
            };
            let (first, last) = (left.min(right), left.max(right));
            let between = rows[row][first + 1..last.max(first + 1)].iter();
            let people = between.filter(|stand| is_somebody(&self.links, **stand, row)).count();
            cost += if people > 0 { 40 + 60 * people } else { 0 } + 4 * (last - first);
            cost += if left > right { 2 } else { 0 };
            for (index, &child) in plan.children[place].iter().enumerate() {
                let below = self.link_of_child[child].map_or(at[child], |link| bend_at[link][0]);
                edges[row].push((left + right, below));
                cost += self.out_of_order(&plan.children[place], index);
            }
        }
        for (place, link) in self.links.iter().enumerate() {
            let bends = &bend_at[place];
            match link.way {
                Way::Child(child) => edges[link.last].push((2 * bends[bends.len() - 1], at[child])),
                Way::Partner { upper, .. } => edges[link.first - 1].push((2 * at[upper], bends[0])),
            }
            for (step, pair) in bends.windows(2).enumerate() {
                edges[link.first + step].push((2 * pair[0], pair[1]));
            }
        }
        cost + edges.iter().map(|edges| 30 * crossings(edges)).sum::<usize>()
    }

    /// What it costs that a child stands where it stands among the others.
    fn out_of_order(&self, children: &[usize], index: usize) -> usize {
        let people = &self.family.people;
        let key = |child: usize| (people[child].person.birth_order.unwrap_or(u16::MAX), child);
        let child = children[index];
        let later = children[index + 1..].iter();
        let turned = later.filter(|&&other| key(other) < key(child)).map(|&other| {
            // Nobody said who is older: any order is right, that of the ids is only the same every time.
            if key(other).0 == key(child).0 { 1 } else { 8 }
        });
        let torn = match self.family.twins_of(child) {
            None => 0,
            Some(twins) => {
                let members = &self.family.twins[twins].0;
                let next = children[index + 1..].iter().position(|c| members.contains(c));
                next.map_or(0, |gap| 50 * gap)
            }
        };
        turned.sum::<usize>() + torn
    }
}

fn crossings(edges: &[(usize, usize)]) -> usize {
    let mut found = 0;
    for (i, a) in edges.iter().enumerate() {
        found += edges[i + 1..].iter().filter(|b| (a.0 < b.0 && a.1 > b.1) || (a.0 > b.0 && a.1 < b.1)).count();
    }
    found
}

fn apply(plan: &Plan, step: Step) -> Plan {
    let mut plan = plan.clone();
    let shift = |list: &mut Vec<usize>, from: usize, to: usize| {
        let moved = list.remove(from);
        list.insert(to, moved);
    };
    match step {
        Step::Root(from, to) => shift(&mut plan.roots, from, to),
        Step::Child(union, from, to) => shift(&mut plan.children[union], from, to),
        // An earlier turn of the same round may have emptied the place.
        Step::Seat(person, side, from, to) => {
            if from.max(to) < plan.seats[person][side].len() {
                shift(&mut plan.seats[person][side], from, to);
            }
        }
        Step::Turn(person, side, at) => {
            if at < plan.seats[person][side].len() {
                let union = plan.seats[person][side].remove(at);
                plan.seats[person][1 - side].insert(0, union);
            }
        }
    }
    plan
}

/// A walk through the family that fills the rows from left to right.
struct Walk<'a> {
    search: &'a Search<'a>,
    plan: &'a Plan,
    rows: Vec<Vec<Stand>>,
    placed: Vec<bool>,
    done: Vec<bool>,
}

impl Walk<'_> {
    /// Puts a person, the partners and everybody who comes from them.
    fn visit(&mut self, person: usize) {
        self.placed[person] = true;
        let [mut left, mut right] = [Wing::default(), Wing::default()];
        self.spread(person, None, 0, &mut left);
        self.spread(person, None, 1, &mut right);
        let row = &mut self.rows[self.search.row_of[person]];
        row.extend(left.stands.iter().rev());
        row.push(Stand::Person(person));
        row.extend(right.stands.iter());
        for union in left.unions.into_iter().rev().chain(right.unions) {
            if !std::mem::replace(&mut self.done[union], true) {
                for &child in &self.plan.children[union] {
                    if let Some(link) = self.search.link_of_child[child] {
                        self.bends(link, self.search.links[link].last);
                    }
                    self.visit(child);
                }
            }
        }
    }

    /// The partners on one side of a person, and theirs, from near to far.
    fn spread(&mut self, person: usize, via: Option<usize>, side: usize, wing: &mut Wing) {
        let plan = self.plan;
        let own = &plan.seats[person][side];
        let rest = plan.seats[person][1 - side].iter().filter(|_| via.is_some());
        for &union in own.iter().chain(rest).filter(|&&union| via != Some(union)) {
            let other = self.search.family.unions[union].other(person);
            match self.search.link_of_union[union] {
                None => {
                    wing.unions.push(union);
                    if !self.placed[other] && self.search.family.people[other].origin.is_none() {
                        self.placed[other] = true;
                        wing.stands.push(Stand::Person(other));
                        self.spread(other, Some(union), side, wing);
                    }
                }
                Some(link) if self.search.row_of[person] > self.search.row_of[other] => {
                    let Link { first, last, .. } = self.search.links[link];
                    self.bends(link, last - 1);
                    wing.unions.push(union);
                    wing.stands.push(Stand::Bend { link, step: last - first });
                }
                Some(_) => {}
            }
        }
    }

    /// Puts the bends of a link down to a row.
    fn bends(&mut self, link: usize, last: usize) {
        let first = self.search.links[link].first;
        for row in first..=last {
            self.rows[row].push(Stand::Bend { link, step: row - first });
        }
    }
}

/// What stands on one side of a person.
#[derive(Default)]
struct Wing {
    stands: Vec<Stand>,
    unions: Vec<usize>,
}
