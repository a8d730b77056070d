//! In which row each person stands.

use super::family::Family;

/// The row of each person, the oldest generation being 0.
///
/// Brothers and sisters share a row, and so do partners, unless one descends from the other's row: then the couple
/// spans rows.
pub fn rows(family: &Family) -> Vec<usize> {
    let mut classes = Classes::new(family);
    for union in &family.unions {
        for pair in union.children.windows(2) {
            classes.join(pair[0], pair[1]);
        }
    }
    // Couples whose partners are equally far from their first ancestors come first: they stand in one row by nature.
    let depth = classes.depths();
    let mut unions: Vec<(usize, [usize; 2])> = family.unions.iter().map(|u| u.partners).enumerate().collect();
    unions.sort_by_key(|&(place, [a, b])| (depth[classes.of[a]].abs_diff(depth[classes.of[b]]), place));
    for (_, [a, b]) in unions {
        classes.join(a, b);
    }
    let depth = classes.settled();
    let rows: Vec<usize> = classes.of.iter().map(|&class| depth[class]).collect();
    let first = rows.iter().copied().min().unwrap_or_default();
    rows.into_iter().map(|row| row - first).collect()
}

/// People who must share a row.
struct Classes<'a> {
    family: &'a Family,
    /// The class of each person, named by its first member.
    of: Vec<usize>,
}

impl<'a> Classes<'a> {
    fn new(family: &'a Family) -> Self {
        Self { family, of: (0..family.people.len()).collect() }
    }

    /// Makes the rows of two people one, unless one of them is above the other.
    fn join(&mut self, a: usize, b: usize) {
        let (keep, drop) = (self.of[a].min(self.of[b]), self.of[a].max(self.of[b]));
        if keep == drop || self.is_above(keep, drop) || self.is_above(drop, keep) {
            return;
        }
        for class in &mut self.of {
            if *class == drop {
                *class = keep;
            }
        }
    }

    /// The classes of the children of a class.
    fn below(&self, class: usize) -> Vec<usize> {
        let members = (0..self.of.len()).filter(|&p| self.of[p] == class);
        let unions = members.flat_map(|p| &self.family.people[p].unions);
        let mut found: Vec<usize> =
            unions.flat_map(|&u| &self.family.unions[u].children).map(|&child| self.of[child]).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn is_above(&self, upper: usize, lower: usize) -> bool {
        let mut seen = vec![false; self.of.len()];
        let mut open = vec![upper];
        while let Some(class) = open.pop() {
            if class == lower {
                return true;
            }
            if !std::mem::replace(&mut seen[class], true) {
                open.extend(self.below(class));
            }
        }
        false
    }

    /// The longest way from a first ancestor to each class.
    fn depths(&self) -> Vec<usize> {
        let mut depth = vec![0; self.of.len()];
        let below: Vec<Vec<usize>> = (0..self.of.len()).map(|class| self.below(class)).collect();
        let mut changed = true;
        // Ends because no class is above itself: `join` sees to that.
        while changed {
            changed = false;
            for (class, children) in below.iter().enumerate() {
                for &child in children {
                    if depth[child] <= depth[class] {
                        depth[child] = depth[class] + 1;
                        changed = true;
                    }
                }
            }
        }
        depth
    }

    /// Depths in which those who come from nowhere stand right above their children.
    fn settled(&self) -> Vec<usize> {
        let mut depth = self.depths();
        let below: Vec<Vec<usize>> = (0..self.of.len()).map(|class| self.below(class)).collect();
        let mut order: Vec<usize> = (0..self.of.len()).filter(|&class| self.of[class] == class).collect();
        order.sort_by_key(|&class| (std::cmp::Reverse(depth[class]), class));
        for class in order {
            let above = |parent: &usize| below[*parent].contains(&class);
            let mut parents = (0..self.of.len()).filter(|p| self.of[*p] == *p).filter(above);
            let free = parents.all(|parent| below[parent] == [class]);
            if let (true, Some(next)) = (free, below[class].iter().map(|&child| depth[child]).min()) {
                depth[class] = next.saturating_sub(1);
            }
        }
        depth
    }
}
