use std::collections::BTreeMap;

use anyhow::{Result, bail};
use domain::{Assembly, Chromosome, Pedigree, Person, PersonId, Sex};

use crate::{chance::Chance, gene::Gene};

/// How the chromosomes went down a pedigree: for each child, which of a parent's two copies it has at a place.
pub(crate) struct Descent<'a> {
    /// Parents before their children.
    people: Vec<&'a Person>,
    /// By child, parent and chromosome.
    passed: BTreeMap<(&'a PersonId, &'a PersonId, usize), Strand>,
}

/// One copy that a parent passed on: which of two it begins with, and where it changes to the other.
struct Strand {
    first: usize,
    crossovers: Vec<u32>,
}

/// The alleles of a person at a place: of the father's and of the mother's copy; `None` where there is no copy.
pub(crate) type Alleles = [Option<u8>; 2];

/// Bases to one crossover (about 1 cM a megabase).
const BASES_A_CROSSOVER: u32 = 100_000_000;

impl<'a> Descent<'a> {
    /// Draws every strand. A child has both parents in the pedigree or none.
    pub(crate) fn draw(pedigree: &'a Pedigree, seed: &str) -> Result<Self> {
        let mut people: Vec<&Person> = Vec::new();
        while people.len() < pedigree.members.len() {
            let is_known =
                |parent: &Option<PersonId>| parent.as_ref().is_none_or(|id| people.iter().any(|p| &p.id == id));
            let next = pedigree.members.iter().filter(|p| !people.iter().any(|known| known.id == p.id));
            let ready: Vec<&Person> = next.filter(|p| is_known(&p.father) && is_known(&p.mother)).collect();
            if ready.is_empty() || ready.iter().any(|p| p.father.is_some() != p.mother.is_some()) {
                bail!("family {}: expected both parents of a child in the pedigree, or none", pedigree.family);
            }
            people.extend(ready);
        }
        let mut passed = BTreeMap::new();
        for child in &people {
            for parent in child.father.iter().chain(&child.mother) {
                for chromosome in Chromosome::all() {
                    let mut chance =
                        Chance::of(&[seed, "strand", child.id.as_str(), parent.as_str(), chromosome.name()]);
                    let length = Assembly::GRCh38.length(chromosome);
                    let count = chance.successes(2 * length / BASES_A_CROSSOVER + 1, 0.5);
                    let mut crossovers: Vec<u32> = (0..count).map(|_| chance.between(1, length)).collect();
                    crossovers.sort_unstable();
                    let first = usize::from(chance.happens(0.5));
                    passed.insert((&child.id, parent, chromosome.index()), Strand { first, crossovers });
                }
            }
        }
        Ok(Self { people, passed })
    }

    /// The people without parents here, with the copies that each has at this place.
    pub(crate) fn founders(&self, chromosome: Chromosome, position: u32) -> Vec<(&'a PersonId, [bool; 2])> {
        let is_linked = Gene::is_sex_linked(chromosome, position);
        let copies = |p: &Person| if is_linked && p.sex == Sex::Male { [false, true] } else { [true, true] };
        self.people.iter().filter(|p| p.father.is_none()).map(|p| (&p.id, copies(p))).collect()
    }

    /// The alleles of everybody, from those of the founders.
    pub(crate) fn pass(
        &self,
        founders: BTreeMap<&'a PersonId, Alleles>,
        chromosome: Chromosome,
        position: u32,
    ) -> BTreeMap<&'a PersonId, Alleles> {
        let is_linked = Gene::is_sex_linked(chromosome, position);
        let mut alleles = founders;
        for child in &self.people {
            let (Some(father), Some(mother)) = (&child.father, &child.mother) else { continue };
            let from = |parent: &'a PersonId| {
                let copies = alleles.get(parent).copied().unwrap_or_default();
                let strand = self.passed.get(&(&child.id, parent, chromosome.index()));
                let copy = strand.map_or(0, |s| (s.first + s.crossovers.partition_point(|&c| c <= position)) % 2);
                copies[copy].or(copies[1 - copy])
            };
            let of_father = if is_linked && child.sex == Sex::Male { None } else { from(father) };
            let both = [of_father, from(mother)];
            alleles.insert(&child.id, both);
        }
        alleles
    }
}
