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

/// What `person` is to `proband`, with the side of the family; `Relative` where the pedigree does not tell.
pub(crate) fn relation_name(pedigree: &Pedigree, proband: &PersonId, person: &PersonId) -> RelationName {
    if proband == person {
        return RelationName::Proband;
    }
    let Some((child, other)) = pedigree.member(proband).zip(pedigree.member(person)) else {
        return RelationName::Relative;
    };
    let by_sex = |male, female, unknown| match other.sex {
        Sex::Male => male,
        Sex::Female => female,
        Sex::Unknown => unknown,
    };
    if child.mother.as_ref() == Some(person) {
        return RelationName::Mother;
    }
    if child.father.as_ref() == Some(person) {
        return RelationName::Father;
    }
    if is_parent(other, proband) {
        return by_sex(RelationName::Son, RelationName::Daughter, RelationName::Child);
    }
    if let Some(kind) = siblings(child, other) {
        return match kind {
            Siblings::Half => RelationName::HalfSibling,
            Siblings::Full => by_sex(RelationName::Brother, RelationName::Sister, RelationName::Sibling),
        };
    }
    if pedigree.members.iter().any(|m| is_parent(m, proband) && is_parent(m, person)) {
        return RelationName::Partner;
    }
    let sides = [(&child.mother, true), (&child.father, false)];
    for (parent, maternal) in sides.into_iter().filter_map(|(id, side)| Some((pedigree.member(id.as_ref()?)?, side))) {
        let on_side = |mother_side, father_side| if maternal { mother_side } else { father_side };
        if parent.mother.as_ref() == Some(person) {
            return on_side(RelationName::MaternalGrandmother, RelationName::PaternalGrandmother);
        }
        if parent.father.as_ref() == Some(person) {
            return on_side(RelationName::MaternalGrandfather, RelationName::PaternalGrandfather);
        }
        if siblings(parent, other).is_some() {
            return by_sex(
                on_side(RelationName::MaternalUncle, RelationName::PaternalUncle),
                on_side(RelationName::MaternalAunt, RelationName::PaternalAunt),
                RelationName::Relative,
            );
        }
    }
    RelationName::Relative
}

enum Siblings {
    Full,
    Half,
}

fn is_parent(child: &Person, parent: &PersonId) -> bool {
    child.father.as_ref() == Some(parent) || child.mother.as_ref() == Some(parent)
}

/// Half where the other parents are stated and differ; with a parent that is not stated they count as full.
fn siblings(a: &Person, b: &Person) -> Option<Siblings> {
    let pairs = [(&a.father, &b.father), (&a.mother, &b.mother)];
    let shared = pairs.iter().any(|(a, b)| a.is_some() && a == b);
    let differ = pairs.iter().any(|(a, b)| a.is_some() && b.is_some() && a != b);
    shared.then_some(if differ { Siblings::Half } else { Siblings::Full })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_side_of_the_family_is_told() {
        let ped = "F boy dad mum 1 2\nF dad gpa2 gma2 1 1\nF mum gpa gma 2 1\nF uncle gpa gma 1 2\nF aunt gpa2 gma2 2 1\n\
                   F sis dad mum 2 1\nF half dad other 2 1\nF gpa 0 0 1 1\nF gma 0 0 2 1\nF gpa2 0 0 1 1\nF gma2 0 0 2 1\n\
                   F wife 0 0 2 1\nF kid boy wife 0 1\nF friend 0 0 1 1\nF other 0 0 2 1";
        let family = &Pedigree::parse_ped(ped).expect("a PED")[0];
        let id = |t: &str| t.parse::<PersonId>().expect("an id");
        for (person, expected) in [
            ("boy", RelationName::Proband),
            ("dad", RelationName::Father),
            ("mum", RelationName::Mother),
            ("uncle", RelationName::MaternalUncle),
            ("aunt", RelationName::PaternalAunt),
            ("sis", RelationName::Sister),
            ("half", RelationName::HalfSibling),
            ("gma", RelationName::MaternalGrandmother),
            ("gpa2", RelationName::PaternalGrandfather),
            ("wife", RelationName::Partner),
            ("kid", RelationName::Child),
            ("friend", RelationName::Relative),
            ("nobody", RelationName::Relative),
        ] {
            assert_eq!(relation_name(family, &id("boy"), &id(person)), expected, "{person}");
        }
    }

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
