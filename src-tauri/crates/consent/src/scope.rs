use std::collections::BTreeMap;

use domain::{GeneSymbol, Person, PersonId, Region};
use serde::{Deserialize, Serialize};

use crate::{Category, ConsentError, ConsentState, Item, Sealing, SensitiveLists};

/// What may be seen of a case at this moment. No query returns a variant, a file or a document without one, and only
/// this crate makes it.
#[derive(Clone, Debug)]
pub struct ConsentScope {
    sealing: Sealing,
    basis: Basis,
}

#[derive(Clone, Debug)]
enum Basis {
    /// A case: what each person opens.
    People(BTreeMap<PersonId, ConsentState>),
    /// Bare files belong to no person.
    BareFiles(Breadth),
}

/// How much of bare files is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Breadth {
    /// All but the sensitive genes that no given panel names.
    Panel,
    /// Everything; says so wherever it is printed.
    All,
}

impl ConsentScope {
    /// The scope of a case for its proband, from the state of every person's consent.
    ///
    /// # Errors
    /// [`ConsentError::NotAgreed`] where the proband takes no part or has withdrawn.
    pub fn for_case(sealing: Sealing, proband: &PersonId, people: &[ConsentState]) -> Result<Self, ConsentError> {
        let people: BTreeMap<_, _> = people.iter().map(|s| (s.person().clone(), s.clone())).collect();
        if !people.get(proband).is_some_and(ConsentState::participates) {
            return Err(ConsentError::NotAgreed { person: proband.clone(), item: Item::Participation });
        }
        Ok(Self { sealing, basis: Basis::People(people) })
    }

    /// The scope of bare files on the command line; the primary genes of `sealing` are those of the given panels.
    pub fn for_bare_files(sealing: Sealing, breadth: Breadth) -> Self {
        Self { sealing, basis: Basis::BareFiles(breadth) }
    }

    /// True where the region belongs to the open part, which holds all persons.
    pub fn is_open(&self, region: &Region) -> bool {
        matches!(self.basis, Basis::BareFiles(Breadth::All)) || self.sealing.category_of(region).is_none()
    }

    /// True where this person's genotype may be seen here: in the open part while the person takes part; in a sealed
    /// region where the person has opened every category that it touches.
    pub fn opens(&self, person: &PersonId, region: &Region) -> bool {
        match &self.basis {
            Basis::BareFiles(_) => self.is_open(region),
            Basis::People(people) => people.get(person).is_some_and(|s| {
                s.participates() && self.sealing.sealed(region).all(|r| s.opened().contains(&r.category))
            }),
        }
    }

    /// True where this is a sealed region that a person who was asked does not open.
    pub fn closes(&self, person: &PersonId, region: &Region) -> bool {
        let asked = matches!(&self.basis, Basis::People(people) if people.get(person).is_some_and(ConsentState::asked));
        asked && !self.is_open(region) && !self.opens(person, region)
    }

    /// True where something of this person may be seen: the person takes part.
    pub fn includes(&self, person: &PersonId) -> bool {
        matches!(&self.basis, Basis::People(people) if people.get(person).is_some_and(ConsentState::participates))
    }

    /// True where what this person's data say in the region of a gene may be seen, whatever else lies there.
    pub fn opens_gene(&self, person: &PersonId, gene: &GeneSymbol) -> bool {
        let Basis::People(people) = &self.basis else { return !self.hides_name(gene.as_str()) };
        let opened = |state: &ConsentState| match self.sealing.map().lists().genes().get(gene) {
            Some(category) => self.sealing.primary().contains(gene) || state.opened().contains(category),
            None => true,
        };
        people.get(person).is_some_and(|state| state.participates() && opened(state))
    }

    /// The sealed slices that may be read: those of a category that the person has opened, and those that hold a gene
    /// which has become primary since the import. Each row is still asked for by [`ConsentScope::opens`].
    pub fn opened_slices(&self) -> Vec<(PersonId, Category)> {
        let Basis::People(people) = &self.basis else { return Vec::new() };
        let lists = self.sealing.map().lists();
        let primary = |c: Category| lists.of(c).any(|g| self.sealing.primary().contains(g));
        people
            .values()
            .filter(|s| s.participates())
            .flat_map(|s| {
                Category::ALL
                    .into_iter()
                    .filter(|c| s.opened().contains(c) || primary(*c))
                    .map(|c| (s.person().clone(), c))
            })
            .collect()
    }

    /// True where this slice may be unwrapped.
    pub fn opens_slice(&self, person: &PersonId, category: Category) -> bool {
        self.opened_slices().iter().any(|(p, c)| p == person && *c == category)
    }

    /// True where the name of a gene is taken out of the annotation of open records.
    pub fn hides_name(&self, symbol: &str) -> bool {
        !matches!(self.basis, Basis::BareFiles(Breadth::All)) && self.sealing.hides_name(symbol)
    }

    /// True where a parent is sealed: no parent's genotype is shown here and nothing says inherited or de novo.
    pub fn origin_hidden(&self, child: &Person, region: &Region) -> bool {
        !self.is_open(region) && child.father.iter().chain(&child.mother).any(|parent| !self.opens(parent, region))
    }

    /// As [`ConsentScope::origin_hidden`], in the region of a gene.
    pub fn origin_hidden_in_gene(&self, child: &Person, gene: &GeneSymbol) -> bool {
        self.hides_name(gene.as_str())
            && child.father.iter().chain(&child.mother).any(|parent| !self.opens_gene(parent, gene))
    }

    /// The fixed list of categories and genes that are printed as not part of the analysis: the same for everybody.
    pub fn general_list(&self) -> &SensitiveLists {
        self.sealing.map().lists()
    }

    /// The rule beneath.
    pub fn sealing(&self) -> &Sealing {
        &self.sealing
    }

    /// The breadth of bare files; `None` for a case.
    pub fn breadth(&self) -> Option<Breadth> {
        match self.basis {
            Basis::BareFiles(breadth) => Some(breadth),
            Basis::People(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, sync::Arc};

    use domain::{Affection, Assembly, Sex};
    use proptest::prelude::*;

    use super::*;
    use crate::{AgeClass, ConsentRecord, Decider, Decision, FLANK, SensitiveMap};

    const LISTS: &str = "gene\tonset\nBRCA2\tadult\nFBN1\tany\n";

    fn sealing(primary: &[&str]) -> Sealing {
        let mut lists = SensitiveLists::default();
        lists.add_tsv("sf", LISTS).expect("a list");
        let map = SensitiveMap::new(Assembly::GRCh38, lists, |gene| match gene.as_str() {
            "BRCA2" => vec!["13:32315086-32400268".parse().expect("a region")],
            _ => vec!["15:48408313-48645721".parse().expect("a region")],
        })
        .expect("every gene has a place");
        Sealing::new(
            Arc::new(map),
            primary.iter().map(|g| g.parse().expect("a gene")).collect::<BTreeSet<GeneSymbol>>(),
        )
    }

    fn state(person: &str, items: &[Item]) -> ConsentState {
        let decisions = items.iter().map(|&i| (i, Decision::Agreed)).collect();
        let (icf_version, date) = ("1".into(), "2026-04-01".into());
        let person = person.parse().expect("an id");
        let record = ConsentRecord {
            person,
            icf_version,
            decider: Decider::Person,
            proxy: None,
            date,
            decisions,
            withdrawn: false,
        };
        ConsentState::of(&record, AgeClass::Adult)
    }

    fn id(text: &str) -> PersonId {
        text.parse().expect("an id")
    }

    fn at(text: &str) -> Region {
        text.parse().expect("a region")
    }

    fn gene(text: &str) -> GeneSymbol {
        text.parse().expect("a gene")
    }

    #[test]
    fn who_was_asked_closes_a_sealed_region_also_after_leaving() {
        let all = [Item::Participation, Item::SecondaryFindings, Item::SecondaryFindingsAdult];
        let siblings = [state("refuses", &all[..1]), state("left", &[]), state("opens", &all)];
        let people = siblings.into_iter().chain([ConsentState::none(id("never-asked")), state("child", &all)]);
        let people: Vec<ConsentState> = people.collect();
        let scope = ConsentScope::for_case(sealing(&[]), &id("child"), &people).expect("the proband takes part");
        let closes = |place: &str| -> Vec<&str> {
            let names = ["refuses", "left", "opens", "never-asked", "child"];
            names.into_iter().filter(|name| scope.closes(&id(name), &at(place))).collect()
        };
        assert_eq!(closes("13:32340000-32340000"), ["refuses", "left"]);
        assert_eq!(closes("1:1000-1000"), [""; 0], "nothing is sealed here");
    }

    fn family() -> ConsentScope {
        let people = [
            state("child", &[Item::Participation, Item::SecondaryFindings, Item::SecondaryFindingsAdult]),
            state("mother", &[Item::Participation]),
            state("father", &[Item::Participation, Item::SecondaryFindingsAdult]),
        ];
        ConsentScope::for_case(sealing(&[]), &id("child"), &people).expect("the proband takes part")
    }

    #[test]
    fn each_person_opens_for_oneself() {
        let (scope, brca2) = (family(), at("13:32340000"));
        assert!(scope.opens(&id("child"), &brca2));
        assert!(scope.opens(&id("father"), &brca2));
        assert!(!scope.opens(&id("mother"), &brca2), "the mother refused");
        assert!(scope.opens(&id("mother"), &at("13:32000000")), "elsewhere she takes part");
        assert!(scope.opens_gene(&id("father"), &gene("BRCA2")) && !scope.opens_gene(&id("mother"), &gene("BRCA2")));
        assert!(scope.opens_gene(&id("mother"), &gene("FGFR2")) && scope.includes(&id("mother")));
        assert!(!scope.opens_gene(&id("stranger"), &gene("FGFR2")) && !scope.includes(&id("stranger")));
        assert!(!scope.opens(&id("stranger"), &at("13:32000000")), "no consent is recorded");
    }

    #[test]
    fn the_origin_is_hidden_where_one_parent_is_sealed() {
        let (father, mother) = (Some(id("father")), Some(id("mother")));
        let child = Person { id: id("child"), sex: Sex::Female, affection: Affection::Affected, father, mother };
        assert!(family().origin_hidden(&child, &at("13:32340000")));
        assert!(!family().origin_hidden(&child, &at("13:32000000")), "the open part has no secrets");
        assert!(family().origin_hidden_in_gene(&child, &gene("BRCA2")));
        assert!(!family().origin_hidden_in_gene(&child, &gene("FGFR2")));
        let half = Person { mother: None, ..child };
        assert!(!family().origin_hidden(&half, &at("13:32340000")), "the father has opened it");
    }

    #[test]
    fn a_primary_gene_is_open_for_everybody_and_its_slices_are_joined() {
        let people = [state("child", &[Item::Participation])];
        let scope = ConsentScope::for_case(sealing(&["BRCA2"]), &id("child"), &people).expect("takes part");
        assert!(scope.is_open(&at("13:32340000")));
        assert!(!scope.is_open(&at("15:48500000")));
        assert_eq!(
            scope.opened_slices(),
            [(id("child"), Category::SecondaryFindingAdult)],
            "imported before the choice"
        );
        assert!(!scope.hides_name("BRCA2") && scope.hides_name("FBN1") && !scope.hides_name("TP53"));
    }

    #[test]
    fn flanks_belong_to_the_region_and_bare_files_open_all_only_when_told() {
        let panel = ConsentScope::for_bare_files(sealing(&[]), Breadth::Panel);
        assert!(!panel.is_open(&at(&format!("13:{}", 32_315_086 - FLANK))));
        assert!(panel.is_open(&at(&format!("13:{}", 32_315_086 - FLANK - 1))));
        assert!(!panel.is_open(&at("13:1-114364328")), "a spanning deletion belongs to it whole");
        let all = ConsentScope::for_bare_files(sealing(&[]), Breadth::All);
        assert!(all.is_open(&at("13:32340000")) && !all.hides_name("BRCA2"));
    }

    #[test]
    fn no_scope_without_the_probands_consent() {
        let refused = ConsentScope::for_case(sealing(&[]), &id("child"), &[ConsentState::none(id("child"))]);
        assert!(matches!(refused, Err(ConsentError::NotAgreed { item: Item::Participation, .. })));
    }

    proptest! {
        /// More consent never shows less, and no consent ever shows a sealed base.
        #[test]
        fn consent_is_monotone(items in proptest::collection::btree_set(proptest::sample::select(Item::ALL.to_vec()), 0..13), start in 1u32..114_000_000, length in 0u32..100_000) {
            let region = Region::new("13".parse().expect("13"), start, start + length).expect("a region");
            let mut more: Vec<Item> = items.iter().copied().collect();
            more.push(Item::Participation);
            let full = state("child", &Item::ALL);
            let scope_more = ConsentScope::for_case(sealing(&[]), &id("child"), &[state("child", &more)]).expect("takes part");
            let scope_full = ConsentScope::for_case(sealing(&[]), &id("child"), &[full]).expect("takes part");
            prop_assert!(!scope_more.opens(&id("child"), &region) || scope_full.opens(&id("child"), &region));
            if !items.contains(&Item::SecondaryFindingsAdult) {
                prop_assert!(!scope_more.opens(&id("child"), &region) || scope_more.is_open(&region));
            }
        }
    }
}
