//! What a member of the family is to the proband, in the words of a report.

use documents::record::Relation;
use domain::{Pedigree, Person, PersonId, Sex};

/// What `person` is to `proband`, by blood; `Other` where the pedigree does not tell.
pub(crate) fn relation(pedigree: &Pedigree, proband: &PersonId, person: &PersonId) -> Relation {
    if proband == person {
        return Relation::Proband;
    }
    let Some((child, other)) = pedigree.member(proband).zip(pedigree.member(person)) else { return Relation::Other };
    let parents = |p: &Person| p.father.iter().chain(&p.mother).cloned().collect::<Vec<_>>();
    let share = |a: &[PersonId], b: &[PersonId]| a.iter().any(|p| b.contains(p));
    let grandparents: Vec<PersonId> =
        parents(child).iter().filter_map(|p| pedigree.member(p)).flat_map(parents).collect();
    let by_sex = |male, female| if other.sex == Sex::Male { male } else { female };
    match () {
        () if child.father.as_ref() == Some(person) => Relation::Father,
        () if child.mother.as_ref() == Some(person) => Relation::Mother,
        () if parents(other).contains(proband) => Relation::Child,
        () if share(&parents(child), &parents(other)) => Relation::Sibling,
        () if grandparents.contains(person) && other.sex != Sex::Unknown => {
            by_sex(Relation::Grandfather, Relation::Grandmother)
        }
        () if share(&grandparents, &parents(other)) && other.sex != Sex::Unknown => {
            by_sex(Relation::Uncle, Relation::Aunt)
        }
        () => Relation::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_generations_are_told_apart() {
        let ped = "F boy dad mum 1 2\nF dad 0 0 1 1\nF mum gpa gma 2 1\nF uncle gpa gma 1 2\nF sis dad mum 2 1\nF gpa 0 0 1 1\nF gma 0 0 2 1\nF friend 0 0 1 1";
        let family = &Pedigree::parse_ped(ped).expect("a PED")[0];
        let id = |t: &str| t.parse::<PersonId>().expect("an id");
        for (person, expected) in [
            ("boy", Relation::Proband),
            ("dad", Relation::Father),
            ("mum", Relation::Mother),
            ("uncle", Relation::Uncle),
            ("sis", Relation::Sibling),
            ("gma", Relation::Grandmother),
            ("friend", Relation::Other),
        ] {
            assert_eq!(relation(family, &id("boy"), &id(person)), expected, "{person}");
        }
        assert_eq!(relation(family, &id("mum"), &id("boy")), Relation::Child);
    }
}
