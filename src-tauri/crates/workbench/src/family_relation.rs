//! What a member of the family is to the proband, in the words of a report.

use documents::record::Relation;
use domain::{Pedigree, Person, PersonId, Sex};

use crate::view::case::RelationName;

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

/// The same in the words of the window, which tell sex and side.
pub(crate) fn relation_name(pedigree: &Pedigree, proband: &PersonId, person: &PersonId) -> RelationName {
    let Some((child, other)) = pedigree.member(proband).zip(pedigree.member(person)) else {
        return RelationName::Relative;
    };
    let is_parent = |parent: &PersonId, of: Option<&PersonId>| {
        let of = of.and_then(|id| pedigree.member(id));
        of.is_some_and(|p| p.father.as_ref() == Some(parent) || p.mother.as_ref() == Some(parent))
    };
    let by_sex = |male, female, unknown| match other.sex {
        Sex::Male => male,
        Sex::Female => female,
        Sex::Unknown => unknown,
    };
    let maternal = is_parent(person, child.mother.as_ref());
    let shares_grandparent = |parent: Option<&PersonId>| {
        other.father.iter().chain(&other.mother).any(|grandparent| is_parent(grandparent, parent))
    };
    match relation(pedigree, proband, person) {
        Relation::Proband => RelationName::Proband,
        Relation::Father => RelationName::Father,
        Relation::Mother => RelationName::Mother,
        Relation::Sibling if child.father != other.father || child.mother != other.mother => RelationName::HalfSibling,
        Relation::Sibling => by_sex(RelationName::Brother, RelationName::Sister, RelationName::Sibling),
        Relation::Child => by_sex(RelationName::Son, RelationName::Daughter, RelationName::Child),
        Relation::Grandmother if maternal => RelationName::MaternalGrandmother,
        Relation::Grandmother => RelationName::PaternalGrandmother,
        Relation::Grandfather if maternal => RelationName::MaternalGrandfather,
        Relation::Grandfather => RelationName::PaternalGrandfather,
        Relation::Aunt if shares_grandparent(child.mother.as_ref()) => RelationName::MaternalAunt,
        Relation::Aunt => RelationName::PaternalAunt,
        Relation::Uncle if shares_grandparent(child.mother.as_ref()) => RelationName::MaternalUncle,
        Relation::Uncle => RelationName::PaternalUncle,
        _ if pedigree.members.iter().any(|m| shared_child(m, proband, person)) => RelationName::Partner,
        _ => RelationName::Relative,
    }
}

fn shared_child(child: &Person, one: &PersonId, other: &PersonId) -> bool {
    let has = |parent: &PersonId| child.father.as_ref() == Some(parent) || child.mother.as_ref() == Some(parent);
    has(one) && has(other)
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
        for (proband, person, expected) in [
            ("boy", "uncle", RelationName::MaternalUncle),
            ("boy", "gpa", RelationName::MaternalGrandfather),
            ("boy", "sis", RelationName::Sister),
            ("mum", "dad", RelationName::Partner),
            ("mum", "boy", RelationName::Son),
            ("boy", "friend", RelationName::Relative),
        ] {
            assert_eq!(relation_name(family, &id(proband), &id(person)), expected, "{person} of {proband}");
        }
    }
}
