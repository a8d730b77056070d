//! Whether the parents that the pedigree names are those that the genotypes show.

use variants::Degree;

use crate::{DataCheck, data_check::LEAST_COMPARED, view::quality::Doubt};

/// Whether the genotypes show who the parents of a person are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parentage {
    /// Both are of the first degree, and the three go by the laws of Mendel.
    Confirmed,
    /// Too little could be compared.
    NotShown,
    /// Something speaks against it.
    InDoubt,
}

impl DataCheck {
    /// Whether the parents that the pedigree names are those that the genotypes show.
    pub(crate) fn parentage(&self, child: &str) -> Parentage {
        let Some(trio) = self.trios.iter().find(|trio| trio.samples[0] == child) else { return Parentage::NotShown };
        let [_, father, mother] = &trio.samples;
        let is_of_trio = |person: &String| trio.samples.contains(person);
        let against = |doubt: &Doubt| match doubt {
            Doubt::Relation { people: [one, other], .. } => {
                is_of_trio(one) && is_of_trio(other) && (one == child || other == child)
            }
            Doubt::Parents { people, .. } => people[0] == child,
            // The sample may be of somebody else.
            Doubt::Sex { person, .. } | Doubt::Contamination { person, .. } => is_of_trio(person),
            Doubt::Disomy { .. } => false,
        };
        if self.doubts.iter().any(against) {
            return Parentage::InDoubt;
        }
        let of_first_degree = |parent: &String| {
            let mut pairs = self.pairs.iter().filter(|pair| pair.samples.iter().all(|s| s == child || s == parent));
            pairs.any(|pair| pair.shown == Some(Degree::First))
        };
        let shown = trio.compared >= LEAST_COMPARED && [father, mother].into_iter().all(of_first_degree);
        if shown { Parentage::Confirmed } else { Parentage::NotShown }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        data_check::{PairCheck, TrioCheck},
        view::quality::DegreeName,
    };

    fn trio(doubts: Vec<Doubt>, shown: [Option<Degree>; 2], compared: u64) -> DataCheck {
        let names = |other: &str| ["child".to_owned(), other.to_owned()];
        let pair = |(other, shown): (&str, Option<Degree>)| PairCheck {
            samples: names(other),
            stated: Some(Degree::First),
            shown,
            coefficient: None,
            expected: None,
            compared,
            none_shared: 0,
        };
        let samples = ["child", "father", "mother"].map(str::to_owned);
        DataCheck {
            schema: "shirube.qc/1",
            assembly: String::new(),
            records: compared,
            samples: Vec::new(),
            pairs: [("father", shown[0]), ("mother", shown[1])].map(pair).into(),
            trios: vec![TrioCheck { samples, compared, errors: 0, rate: None, disomy: Vec::new() }],
            doubts,
            warnings: Vec::new(),
            remarks: Vec::new(),
        }
    }

    #[test]
    fn parents_are_confirmed_by_both_and_doubted_by_either() {
        let first = Some(Degree::First);
        let parentage = |doubts, shown, compared| trio(doubts, shown, compared).parentage("child");
        assert_eq!(parentage(Vec::new(), [first, first], 1_000), Parentage::Confirmed);
        assert_eq!(parentage(Vec::new(), [first, first], 999), Parentage::NotShown, "too few records");
        assert_eq!(parentage(Vec::new(), [first, None], 1_000), Parentage::NotShown);
        assert_eq!(trio(Vec::new(), [first, first], 1_000).parentage("father"), Parentage::NotShown, "whose parents?");
        let people = |one: &str, other: &str| [one.to_owned(), other.to_owned()];
        let relation =
            |one, other| Doubt::Relation { people: people(one, other), stated: None, shown: DegreeName::Unrelated };
        assert_eq!(parentage(vec![relation("mother", "child")], [first, first], 1_000), Parentage::InDoubt);
        assert_eq!(parentage(vec![relation("father", "mother")], [first, first], 1_000), Parentage::Confirmed, "kin");
        let people = ["child", "father", "mother"].map(str::to_owned);
        let parents = Doubt::Parents { people, errors: 90, compared: 1_000 };
        assert_eq!(parentage(vec![parents], [first, first], 1_000), Parentage::InDoubt);
        let mixed = |person: &str| Doubt::Contamination { person: person.to_owned(), permille: 90 };
        assert_eq!(parentage(vec![mixed("mother")], [first, first], 1_000), Parentage::InDoubt, "whose sample?");
        assert_eq!(parentage(vec![mixed("sister")], [first, first], 1_000), Parentage::Confirmed);
    }
}
