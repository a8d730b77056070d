use domain::{MetCriterion, Strength};
use serde::Deserialize;

/// How many criteria there are of each strength, strongest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Counts {
    pathogenic: Side,
    benign: Side,
}

/// One side, strongest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Side {
    stand_alone: u32,
    very_strong: u32,
    strong: u32,
    moderate: u32,
    supporting: u32,
}

impl Side {
    fn slot(&mut self, strength: Strength) -> &mut u32 {
        match strength {
            Strength::StandAlone => &mut self.stand_alone,
            Strength::VeryStrong => &mut self.very_strong,
            Strength::Strong => &mut self.strong,
            Strength::Moderate => &mut self.moderate,
            Strength::Supporting => &mut self.supporting,
        }
    }

    fn strongest_first(self) -> [(Strength, u32); 5] {
        [
            (Strength::StandAlone, self.stand_alone),
            (Strength::VeryStrong, self.very_strong),
            (Strength::Strong, self.strong),
            (Strength::Moderate, self.moderate),
            (Strength::Supporting, self.supporting),
        ]
    }

    /// True where every criterion that is needed finds one of its own that is at least as strong: at each strength there
    /// are at least as many of it and above as are needed of it and above (Hall's condition on a chain).
    fn holds(self, needs: Self) -> bool {
        let (mut have, mut need) = (0, 0);
        self.strongest_first().into_iter().zip(needs.strongest_first()).all(|((_, own), (_, other))| {
            have += own;
            need += other;
            have >= need
        })
    }

    fn total(self) -> u32 {
        self.strongest_first().into_iter().map(|(_, count)| count).sum()
    }

    fn sum(self, points: impl Fn(Strength) -> i32) -> i32 {
        let count = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
        self.strongest_first()
            .into_iter()
            .fold(0, |sum: i32, (strength, n)| sum.saturating_add(points(strength).saturating_mul(count(n))))
    }
}

impl Counts {
    /// Counts criteria.
    pub fn of<'a>(criteria: impl IntoIterator<Item = &'a MetCriterion>) -> Self {
        let mut counts = Self::default();
        for met in criteria {
            counts.add(met.criterion.is_pathogenic(), met.strength, 1);
        }
        counts
    }

    /// Adds criteria of one side and strength.
    pub fn add(&mut self, pathogenic: bool, strength: Strength, count: u32) {
        let side = if pathogenic { &mut self.pathogenic } else { &mut self.benign };
        let slot = side.slot(strength);
        *slot = slot.saturating_add(count);
    }

    /// How many pathogenic criteria there are.
    pub fn pathogenic(&self) -> u32 {
        self.pathogenic.total()
    }

    /// How many benign criteria there are.
    pub fn benign(&self) -> u32 {
        self.benign.total()
    }

    pub(super) fn hold(&self, needs: &Self) -> bool {
        self.pathogenic.holds(needs.pathogenic) && self.benign.holds(needs.benign)
    }

    pub(super) fn stands_alone(&self) -> bool {
        self.benign.stand_alone > 0
    }

    pub(super) fn sum(&self, points: impl Fn(Strength) -> i32) -> i32 {
        self.pathogenic.sum(&points).saturating_sub(self.benign.sum(&points))
    }
}
