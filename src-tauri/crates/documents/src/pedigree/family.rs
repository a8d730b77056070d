//! The family as a graph of people and couples, put into an order of its own and checked.

use std::collections::{BTreeMap, BTreeSet};

use domain::PersonId;

use super::{Childless, Couple, Gender, Individual, MOST_CONDITIONS, Pedigree, Several, Zygosity};
use crate::{DocumentsError, picture::readable, record::Localized};

/// People, couples and twins; each refers to the others by its place in the list.
#[derive(Debug)]
pub struct Family {
    /// Names of the conditions.
    pub conditions: Vec<Localized>,
    /// The listed people by id, then those who are only named, then those who must have been.
    pub people: Vec<Member>,
    /// The couples, in an order that depends on nothing but who they are.
    pub unions: Vec<Union>,
    /// Twins by their places in `people`.
    pub twins: Vec<(Vec<usize>, Zygosity)>,
}

/// A person and where the person stands in the graph.
#[derive(Debug)]
pub struct Member {
    /// What is known.
    pub person: Individual,
    /// How the person came into the drawing.
    pub mention: Mention,
    /// The couple whose child this is.
    pub origin: Option<usize>,
    /// The couples that the person is part of.
    pub unions: Vec<usize>,
}

/// How a person came into the drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mention {
    /// Listed.
    Listed,
    /// Named as a parent and not listed.
    Named,
    /// The other parent of children of whom one parent is named.
    Implied,
}

/// A couple.
#[derive(Debug)]
pub struct Union {
    /// The partners; the first is drawn on the left where nothing speaks against it.
    pub partners: [usize; 2],
    /// The children by birth order, then id.
    pub children: Vec<usize>,
    /// Related by blood.
    pub consanguineous: bool,
    /// Without children.
    pub childless: Option<Childless>,
}

impl Union {
    /// The other partner.
    pub fn other(&self, person: usize) -> usize {
        if self.partners[0] == person { self.partners[1] } else { self.partners[0] }
    }
}

fn refuse<T>(what: &'static str) -> Result<T, DocumentsError> {
    Err(DocumentsError::Pedigree { what })
}

impl Family {
    /// The graph of a pedigree.
    pub fn of(pedigree: &Pedigree) -> Result<Self, DocumentsError> {
        check(pedigree)?;
        let mut listed: Vec<&Individual> = pedigree.people.iter().collect();
        listed.sort_by(|a, b| a.id.cmp(&b.id));
        if listed.windows(2).any(|pair| pair[0].id == pair[1].id) {
            return refuse("a person is listed twice");
        }
        let member = |person: &Individual, mention| Member {
            person: Individual { labels: person.labels.iter().map(spaced).collect(), ..person.clone() },
            mention,
            origin: None,
            unions: Vec::new(),
        };
        let mut family = Self {
            conditions: pedigree.conditions.iter().map(spaced).collect(),
            people: listed.iter().map(|person| member(person, Mention::Listed)).collect(),
            unions: Vec::new(),
            twins: Vec::new(),
        };
        let mut places: BTreeMap<PersonId, usize> =
            listed.iter().enumerate().map(|(place, person)| (person.id.clone(), place)).collect();
        let parents: BTreeMap<&PersonId, Gender> = listed
            .iter()
            .flat_map(|p| {
                p.father.iter().map(|id| (id, Gender::Man)).chain(p.mother.iter().map(|id| (id, Gender::Woman)))
            })
            .collect();
        for (id, gender) in parents {
            if !places.contains_key(id) {
                places.insert(id.clone(), family.people.len());
                family.people.push(member(&Individual::new(id.clone(), gender), Mention::Named));
            }
        }
        family.pair(pedigree, &places)?;
        family.refuse_circles()?;
        family.relate();
        family.pair_twins(pedigree, &places)?;
        Ok(family)
    }

    /// Couples from children, then from what is said of couples.
    fn pair(&mut self, pedigree: &Pedigree, places: &BTreeMap<PersonId, usize>) -> Result<(), DocumentsError> {
        let mut single: BTreeMap<(usize, bool), usize> = BTreeMap::new();
        let mut couples: BTreeMap<[usize; 2], Vec<usize>> = BTreeMap::new();
        for child in 0..self.people.len() {
            let place = |id: &Option<PersonId>| id.as_ref().and_then(|id| places.get(id)).copied();
            let (father, mother) = (place(&self.people[child].person.father), place(&self.people[child].person.mother));
            let pair = match (father, mother) {
                (None, None) => continue,
                (Some(father), Some(mother)) if father == mother => return refuse("father and mother are one person"),
                (Some(father), Some(mother)) => [father, mother],
                (Some(known), None) => [known, self.implied(&mut single, known, Gender::Woman)],
                (None, Some(known)) => [self.implied(&mut single, known, Gender::Man), known],
            };
            // Two people are one couple, whichever of them a child calls the father.
            let turned = [pair[1], pair[0]];
            couples.entry(if couples.contains_key(&turned) { turned } else { pair }).or_default().push(child);
        }
        for Couple { partners: [a, b], .. } in &pedigree.couples {
            let (Some(&a), Some(&b)) = (places.get(a), places.get(b)) else {
                return refuse("a partner of a couple is not listed");
            };
            if a == b {
                return refuse("a couple is one person twice");
            }
            if !couples.contains_key(&[a, b]) && !couples.contains_key(&[b, a]) {
                // Unlike the parents of a child, the partners come in no order.
                let key = |place: usize| (self.people[place].person.gender, place);
                couples.insert(if key(a) <= key(b) { [a, b] } else { [b, a] }, Vec::new());
            }
        }
        for (partners, mut children) in couples {
            children.sort_by_key(|&c| (self.people[c].person.birth_order.unwrap_or(u16::MAX), c));
            let said = pedigree.couples.iter().filter(|couple| {
                let said = couple.partners.each_ref().map(|id| places.get(id).copied());
                said == partners.map(Some) || said == [partners[1], partners[0]].map(Some)
            });
            let said: Vec<&Couple> = said.collect();
            let place = self.unions.len();
            for &child in &children {
                self.people[child].origin = Some(place);
            }
            for partner in partners {
                self.people[partner].unions.push(place);
            }
            self.unions.push(Union {
                partners,
                childless: said.iter().filter_map(|c| c.childless).max().filter(|_| children.is_empty()),
                children,
                consanguineous: said.iter().any(|couple| couple.consanguineous),
            });
        }
        Ok(())
    }

    /// The one unknown partner of a person, made when first needed.
    fn implied(&mut self, single: &mut BTreeMap<(usize, bool), usize>, known: usize, gender: Gender) -> usize {
        *single.entry((known, gender == Gender::Man)).or_insert_with(|| {
            let person = Individual::new(self.people[known].person.id.clone(), gender);
            self.people.push(Member { person, mention: Mention::Implied, origin: None, unions: Vec::new() });
            self.people.len() - 1
        })
    }

    fn refuse_circles(&self) -> Result<(), DocumentsError> {
        // Whoever has no undrawn parent is taken away; in a circle nobody is ever free.
        let mut left: BTreeSet<usize> = (0..self.people.len()).collect();
        loop {
            let free: Vec<usize> =
                left.iter().copied().filter(|&p| self.parents(p).iter().all(|parent| !left.contains(parent))).collect();
            if free.is_empty() {
                return if left.is_empty() { Ok(()) } else { refuse("a person is their own ancestor") };
            }
            for person in free {
                left.remove(&person);
            }
        }
    }

    /// Marks the couples who have a common ancestor.
    fn relate(&mut self) {
        let ancestors: Vec<BTreeSet<usize>> = (0..self.people.len()).map(|p| self.ancestors(p)).collect();
        for union in &mut self.unions {
            let [a, b] = union.partners;
            union.consanguineous |= !ancestors[a].is_disjoint(&ancestors[b]);
        }
    }

    /// The person and everybody the person comes from.
    fn ancestors(&self, person: usize) -> BTreeSet<usize> {
        let (mut found, mut open) = (BTreeSet::new(), vec![person]);
        while let Some(next) = open.pop() {
            if found.insert(next) {
                open.extend(self.parents(next));
            }
        }
        found
    }

    fn pair_twins(&mut self, pedigree: &Pedigree, places: &BTreeMap<PersonId, usize>) -> Result<(), DocumentsError> {
        let mut seen = BTreeSet::new();
        for twins in &pedigree.twins {
            let members: Option<BTreeSet<usize>> = twins.members.iter().map(|id| places.get(id).copied()).collect();
            let Some(members) = members else { return refuse("a twin is not listed") };
            let mut origins = members.iter().map(|&m| self.people[m].origin);
            let first = origins.next().flatten();
            if members.len() < 2 || first.is_none() || !origins.all(|origin| origin == first) {
                return refuse("twins are two or more children of the same parents");
            }
            if !members.iter().all(|&member| seen.insert(member)) {
                return refuse("a person belongs to two births");
            }
            self.twins.push((members.into_iter().collect(), twins.zygosity));
        }
        self.twins.sort();
        Ok(())
    }

    /// The parents of a person: none or two.
    pub fn parents(&self, person: usize) -> &[usize] {
        self.people[person].origin.map_or(&[], |union| &self.unions[union].partners)
    }

    /// The twins that a person is one of.
    pub fn twins_of(&self, person: usize) -> Option<usize> {
        self.twins.iter().position(|(members, _)| members.contains(&person))
    }
}

/// A text whose tabs and line ends are spaces.
fn spaced(text: &Localized) -> Localized {
    let spaced = |text: &String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    Localized { ja: text.ja.as_ref().map(spaced), en: text.en.as_ref().map(spaced) }
}

/// Refuses what cannot be drawn whatever the rest is.
fn check(pedigree: &Pedigree) -> Result<(), DocumentsError> {
    if pedigree.people.is_empty() {
        return refuse("there is nobody in it");
    }
    if pedigree.conditions.len() > MOST_CONDITIONS {
        return refuse("a symbol has four parts, and there are more conditions");
    }
    let both = |text: &Localized, field: &dyn Fn() -> String| {
        text.ja.iter().chain(&text.en).try_for_each(|text| readable(text, field))
    };
    for (index, condition) in pedigree.conditions.iter().enumerate() {
        both(condition, &|| format!("conditions.{index}"))?;
    }
    for (index, person) in pedigree.people.iter().enumerate() {
        if person.affection.len() > pedigree.conditions.len().max(1) {
            return refuse("a person has more affections than there are conditions");
        }
        if matches!(person.several, Some(Several::Number(0 | 1))) {
            return refuse("a symbol for several people stands for two or more");
        }
        for (line, label) in person.labels.iter().enumerate() {
            both(label, &|| format!("people.{index}.labels.{line}"))?;
        }
    }
    Ok(())
}
