//! How near a pedigree lets two of its members be.

use std::collections::BTreeMap;

use domain::{Pedigree, Person, PersonId};

/// Coefficients of kinship of the members of a pedigree, whose founders are unrelated and not inbred: 0.5 with oneself, 0.25
/// of parent and child and of full siblings, 0.125 of half siblings (Lange, "Mathematical and Statistical Methods for Genetic
/// Analysis", 2nd edition, section 5.2).
pub(crate) struct ExpectedKinship {
    places: BTreeMap<PersonId, usize>,
    coefficients: Vec<Vec<f64>>,
}

impl ExpectedKinship {
    /// Those of all members.
    pub fn of(pedigree: &Pedigree) -> Self {
        // Parents before their children.
        let mut places: BTreeMap<PersonId, usize> = BTreeMap::new();
        let mut order: Vec<&Person> = Vec::new();
        let is_member = |parent: &PersonId| pedigree.member(parent).is_some();
        while order.len() < pedigree.members.len() {
            let before = order.len();
            for member in &pedigree.members {
                let ready = |parent: &PersonId| !is_member(parent) || places.contains_key(parent);
                let parents = member.father.iter().chain(&member.mother);
                if !places.contains_key(&member.id) && parents.into_iter().all(ready) {
                    places.insert(member.id.clone(), order.len());
                    order.push(member);
                }
            }
            if order.len() == before {
                break; // Somebody is their own ancestor, which no pedigree that was read is.
            }
        }
        let mut coefficients = vec![vec![0.0; order.len()]; order.len()];
        for (at, member) in order.iter().enumerate() {
            let [father, mother] =
                [&member.father, &member.mother].map(|p| p.as_ref().and_then(|p| places.get(p)).copied());
            let of = |parent: Option<usize>, other: usize| parent.map_or(0.0, |p| coefficients[p][other]);
            let earlier: Vec<f64> = (0..at).map(|other| f64::midpoint(of(father, other), of(mother, other))).collect();
            for (other, value) in earlier.into_iter().enumerate() {
                (coefficients[at][other], coefficients[other][at]) = (value, value);
            }
            let inbred = father.zip(mother).map_or(0.0, |(f, m)| coefficients[f][m]);
            coefficients[at][at] = f64::midpoint(1.0, inbred);
        }
        Self { places, coefficients }
    }

    /// That of two members; `None` where one is none.
    pub fn between(&self, one: &PersonId, other: &PersonId) -> Option<f64> {
        let (one, other) = (self.places.get(one)?, self.places.get(other)?);
        Some(self.coefficients[*one][*other])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relatives_are_as_near_as_the_textbook_says() {
        // A marriage of first cousins, listed from the youngest on.
        let ped = "F child husband wife 1 2\nF husband uncle x 1 1\nF wife y aunt 2 1\nF half husband z 1 1\n\
                   F uncle grandfather grandmother 1 1\nF aunt grandfather grandmother 2 1\nF grandfather 0 0 1 1\n\
                   F grandmother 0 0 2 1\nF x 0 0 2 1\nF y 0 0 1 1\nF z 0 0 2 1\n";
        let pedigree = Pedigree::parse_ped(ped).expect("a pedigree").remove(0);
        let expected = ExpectedKinship::of(&pedigree);
        let of = |a: &str, b: &str| expected.between(&a.parse().expect("an id"), &b.parse().expect("an id"));
        for (one, other, coefficient) in [
            ("uncle", "aunt", 0.25),
            ("grandfather", "husband", 0.125),
            ("husband", "wife", 0.0625),
            ("grandfather", "grandmother", 0.0),
            ("child", "husband", 0.25 + 0.0625 / 2.0),
            ("child", "half", (0.5 + 0.0625) / 4.0),
            ("child", "child", 0.5 + 0.0625 / 2.0),
        ] {
            assert_eq!((of(one, other), of(other, one)), (Some(coefficient), Some(coefficient)), "{one} {other}");
        }
        assert_eq!(of("child", "stranger"), None);
    }
}
