//! Relatives who are known by what they are to somebody, and not by their parents.

use domain::PersonId;

use super::{Gender, Individual, Pedigree};

/// Where a relative went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// Is drawn now.
    New,
    /// Was listed before, as this person; nothing was changed.
    Listed(PersonId),
    /// The relation does not say where the relative stands: must be told in words.
    NotPlaced,
}

/// A line of descent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Parent {
    Father,
    Mother,
}

/// What a relation means.
enum Place {
    /// The ancestor at the end of the way.
    Ancestor(&'static [Parent]),
    /// A brother or sister of the ancestor at the end of the way.
    Sibling(&'static [Parent]),
    /// A child of the person.
    Child,
}

/// The relations of HL7 v3 RoleCode (PersonalRelationshipRoleType) that say where somebody stands in a pedigree. A half
/// sibling, a cousin or a grandparent without a side could stand in several places.
fn place(role: &str) -> Option<Place> {
    use Parent::{Father, Mother};
    Some(match role {
        "FTH" | "NFTH" => Place::Ancestor(&[Father]),
        "MTH" | "NMTH" => Place::Ancestor(&[Mother]),
        "PGRFTH" => Place::Ancestor(&[Father, Father]),
        "PGRMTH" => Place::Ancestor(&[Father, Mother]),
        "MGRFTH" => Place::Ancestor(&[Mother, Father]),
        "MGRMTH" => Place::Ancestor(&[Mother, Mother]),
        "SIB" | "NSIB" | "BRO" | "NBRO" | "SIS" | "NSIS" => Place::Sibling(&[]),
        "PUNCLE" | "PAUNT" => Place::Sibling(&[Father]),
        "MUNCLE" | "MAUNT" => Place::Sibling(&[Mother]),
        "CHILD" | "NCHILD" | "SON" | "NSON" | "DAU" | "DAUC" => Place::Child,
        _ => return None,
    })
}

impl Pedigree {
    /// Adds a relative of a listed person by an HL7 v3 RoleCode such as `MUNCLE` (母方のおじ). People on the way who are
    /// not known yet are drawn without a label. The parents given in `relative` are not looked at.
    ///
    /// An ancestor who is listed already stays as listed; brothers, sisters, uncles, aunts and children are always new.
    pub fn add_relative(&mut self, of: &PersonId, role: &str, mut relative: Individual) -> Added {
        let is_listed = |pedigree: &Self, id: &PersonId| pedigree.people.iter().any(|person| &person.id == id);
        if !is_listed(self, of) || is_listed(self, &relative.id) {
            return Added::NotPlaced;
        }
        (relative.father, relative.mother) = (None, None);
        match place(role) {
            None => Added::NotPlaced,
            Some(Place::Ancestor(way)) => {
                let Some((last, way)) = way.split_last() else { return Added::NotPlaced };
                let child = self.follow(of, way);
                match self.parent(&child, *last) {
                    Some(known) if is_listed(self, &known) => Added::Listed(known),
                    named => {
                        // One who was only named keeps the id by which the child names the parent.
                        relative.id = named.unwrap_or(relative.id);
                        self.set_parent(&child, *last, relative.id.clone());
                        self.people.push(relative);
                        Added::New
                    }
                }
            }
            Some(Place::Sibling(way)) => {
                let sibling = self.follow(of, way);
                let father = self.follow(&sibling, &[Parent::Father]);
                let mother = self.follow(&sibling, &[Parent::Mother]);
                (relative.father, relative.mother) = (Some(father), Some(mother));
                self.people.push(relative);
                Added::New
            }
            Some(Place::Child) => {
                let parent = self.people.iter().find(|person| &person.id == of);
                if parent.is_some_and(|parent| parent.gender == Gender::Woman) {
                    relative.mother = Some(of.clone());
                } else {
                    relative.father = Some(of.clone());
                }
                // The other parent is the one of the other children, where there is one.
                let is_own =
                    |person: &&Individual| person.father.as_ref() == Some(of) || person.mother.as_ref() == Some(of);
                let mut others = self.people.iter().filter(is_own).map(|person| (&person.father, &person.mother));
                if let Some((father, mother)) = others.next().map(|(f, m)| (f.clone(), m.clone()))
                    && others.all(|other| other == (&father, &mother))
                {
                    (relative.father, relative.mother) = (father, mother);
                }
                self.people.push(relative);
                Added::New
            }
        }
    }

    fn parent(&self, child: &PersonId, which: Parent) -> Option<PersonId> {
        let child = self.people.iter().find(|person| &person.id == child)?;
        match which {
            Parent::Father => child.father.clone(),
            Parent::Mother => child.mother.clone(),
        }
    }

    fn set_parent(&mut self, child: &PersonId, which: Parent, parent: PersonId) {
        for person in self.people.iter_mut().filter(|person| &person.id == child) {
            match which {
                Parent::Father => person.father = Some(parent.clone()),
                Parent::Mother => person.mother = Some(parent.clone()),
            }
        }
    }

    /// The ancestor at the end of a way; those on it who are not listed are.
    fn follow(&mut self, from: &PersonId, way: &[Parent]) -> PersonId {
        let mut at = from.clone();
        for &which in way {
            let gender = if which == Parent::Father { Gender::Man } else { Gender::Woman };
            let named = self.parent(&at, which);
            let next = named.or_else(|| self.free_id()).unwrap_or_else(|| at.clone());
            self.set_parent(&at, which, next.clone());
            if !self.people.iter().any(|person| person.id == next) {
                self.people.push(Individual::new(next.clone(), gender));
            }
            at = next;
        }
        at
    }

    /// An id that nobody in the family has or names.
    fn free_id(&self) -> Option<PersonId> {
        let is_taken = |id: &PersonId| {
            let names = |person: &Individual| {
                &person.id == id || person.father.as_ref() == Some(id) || person.mother.as_ref() == Some(id)
            };
            self.people.iter().any(names)
        };
        (1..).map_while(|number: usize| format!("kin-{number}").parse().ok()).find(|id| !is_taken(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> PersonId {
        text.parse().expect("an id")
    }

    fn child() -> Pedigree {
        let ped = "F child dad mum 1 2\nF mum 0 0 2 1";
        Pedigree::of(&domain::Pedigree::parse_ped(ped).expect("a PED")[0], None)
    }

    fn added(pedigree: &mut Pedigree, role: &str, name: &str) -> Added {
        pedigree.add_relative(&id("child"), role, Individual::new(id(name), Gender::Man))
    }

    fn parents(pedigree: &Pedigree, of: &str) -> [Option<String>; 2] {
        let person = pedigree.people.iter().find(|person| person.id == id(of)).expect("a listed person");
        [&person.father, &person.mother].map(|parent| parent.as_ref().map(ToString::to_string))
    }

    fn some(names: [&str; 2]) -> [Option<String>; 2] {
        names.map(|name| Some(name.to_owned()))
    }

    #[test]
    fn relatives_stand_where_their_relation_says() {
        let mut family = child();
        assert_eq!(added(&mut family, "MUNCLE", "uncle"), Added::New);
        assert_eq!(parents(&family, "uncle"), parents(&family, "mum"), "an uncle is a brother of the mother");
        assert_eq!(added(&mut family, "BRO", "brother"), Added::New);
        assert_eq!(parents(&family, "brother"), some(["dad", "mum"]));
        assert_eq!(added(&mut family, "PGRFTH", "grandfather"), Added::New);
        assert_eq!(parents(&family, "dad"), [Some("grandfather".to_owned()), None]);
        assert_eq!(added(&mut family, "MTH", "mother"), Added::Listed(id("mum")), "she is listed once");
        assert_eq!(added(&mut family, "SON", "son"), Added::New);
        assert_eq!(parents(&family, "son"), [Some("child".to_owned()), None]);
        for unclear in ["COUSN", "HBRO", "GRMTH", "", "x"] {
            assert_eq!(
                added(&mut family, unclear, "other"),
                Added::NotPlaced,
                "{unclear:?} could stand in several places"
            );
        }
        family.draw(crate::Language::Ja, crate::Ink::Paper).expect("a family that can be drawn");
    }

    #[test]
    fn a_parent_who_was_only_named_keeps_the_id() {
        let mut family = child();
        assert_eq!(added(&mut family, "FTH", "father"), Added::New);
        assert!(family.people.iter().any(|person| person.id == id("dad")));
        assert!(!family.people.iter().any(|person| person.id == id("father")));
    }
}
