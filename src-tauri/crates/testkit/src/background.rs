//! The variants that everybody has: sites in genes, handed down from founders to children.

use std::collections::BTreeMap;

use anyhow::Result;
use consent::Category;
use domain::{Affection, Chromosome, GeneSymbol, Pedigree, PersonId};

use crate::{
    asset,
    call::{Call, Care},
    chance::Chance,
    descent::{Alleles, Descent},
    family::Family,
    frequency::Rarity,
    gene::Gene,
    record::{Record, Records},
    site::{Harm, Site},
};

/// New variants of the proband where both parents are sequenced, besides the one that causes the disease: one changes
/// an amino acid without harm, one lies in an intron.
const DE_NOVO: [&str; 2] = ["missense_variant", "intron_variant"];

/// Adds the background of a family.
pub(crate) fn add(family: &Family, pedigree: &Pedigree, records: &mut Records) -> Result<()> {
    let genes: Vec<Gene> =
        Gene::all()?.into_iter().filter(|gene| !family.callable.contains_key(&gene.symbol)).collect();
    let weights: Vec<(f64, usize)> =
        genes.iter().enumerate().map(|(index, gene)| (f64::from(gene.coding_bases()), index)).collect();
    let descent = Descent::draw(pedigree, &family.id)?;
    let lists = asset::sensitive()?;
    let sensitive = lists.genes();
    let mut draw = 0;
    while records.len() < family.records {
        draw += 1;
        let mut chance = Chance::of(&[&family.id, "site", &draw.to_string()]);
        let gene = &genes[chance.weighted(&weights)];
        let harm = match (family.quiet.contains(&gene.symbol), sensitive.contains_key(gene.symbol.as_str())) {
            (true, _) => Harm::None,
            (false, true) => Harm::NoLoss,
            (false, false) => Harm::Any,
        };
        let rarity = Rarity::draw(&mut chance);
        let site = Site::draw(gene, rarity, harm, &mut chance);
        let alleles = inherited(&site, &descent, &mut chance);
        if let Some(record) = record(family, site, &alleles, false, &mut chance) {
            records.insert(record);
        }
    }
    for consequence in DE_NOVO {
        if let Some(record) = de_novo(family, pedigree, &genes, sensitive, consequence) {
            records.insert(record);
        }
    }
    Ok(())
}

/// The alleles of everybody at a site. Where chance gives no founder the rarer allele, one founder gets it.
fn inherited<'a>(site: &Site, descent: &Descent<'a>, chance: &mut Chance) -> BTreeMap<&'a PersonId, Alleles> {
    let (chromosome, position) = (site.chromosome, site.position);
    let copies = descent.founders(chromosome, position);
    let mut founders: BTreeMap<&PersonId, Alleles> = BTreeMap::new();
    for (founder, has) in &copies {
        let alleles = has.map(|has| {
            let mut left = chance.unit();
            has.then(|| {
                for (allele, alternate) in (1..).zip(&site.alternates) {
                    if left < alternate.frequency {
                        return allele;
                    }
                    left -= alternate.frequency;
                }
                0
            })
        });
        founders.insert(founder, alleles);
    }
    if !founders.values().flatten().any(|&allele| allele == Some(1)) {
        let places: Vec<(&PersonId, usize)> =
            copies.iter().flat_map(|&(id, has)| (0..2).filter(move |&c| has[c]).map(move |c| (id, c))).collect();
        let &(id, copy) = chance.pick(&places);
        if let Some(alleles) = founders.get_mut(id) {
            alleles[copy] = Some(1);
        }
    }
    descent.pass(founders, chromosome, position)
}

/// The record of a site with the alleles that a sequenced person has; none where that is no real one.
fn record(
    family: &Family,
    mut site: Site,
    alleles: &BTreeMap<&PersonId, Alleles>,
    is_sure: bool,
    chance: &mut Chance,
) -> Option<Record> {
    let is_linked = Gene::is_sex_linked(site.chromosome, site.position);
    let mut truths: Vec<Vec<u8>> = family
        .participants()
        .map(|(member, _)| {
            let own: Vec<u8> = alleles.get(&member.id).copied().unwrap_or_default().into_iter().flatten().collect();
            if is_linked && own.len() == 1 && !family.haploid_x { vec![own[0]; 2] } else { own }
        })
        .collect();
    let carried: Vec<u8> =
        (1..).take(site.alternates.len()).filter(|a| truths.iter().flatten().any(|b| b == a)).collect();
    if !carried.iter().any(|&a| site.alternates[usize::from(a) - 1].bases != "*") {
        return None;
    }
    let renumber =
        |old: u8| carried.iter().position(|&a| a == old).map_or(0, |index| u8::try_from(index + 1).unwrap_or(0));
    truths.iter_mut().flatten().for_each(|allele| *allele = renumber(*allele));
    site.alternates = carried.iter().map(|&a| site.alternates[usize::from(a) - 1].clone()).collect();
    let filter = if is_sure { "PASS" } else { chance.weighted(&FILTERS) };
    let care = if is_sure { Care::sure(chance) } else { Care::draw(filter == "PASS", chance) };
    let calls = truths.iter().map(|truth| Call::draw(truth, site.alternates.len(), care, chance)).collect();
    Some(Record { site, filter, calls })
}

/// FILTER as a joint caller leaves it.
const FILTERS: [(f64, &str); 6] = [
    (0.935, "PASS"),
    (0.025, "VQSRTrancheSNP99.90to100.00"),
    (0.015, "LowQual"),
    (0.012, "QD2"),
    (0.008, "FS60"),
    (0.005, "QD2;FS60"),
];

/// A variant of the proband alone.
fn de_novo(
    family: &Family,
    pedigree: &Pedigree,
    genes: &[Gene],
    sensitive: &BTreeMap<GeneSymbol, Category>,
    consequence: &str,
) -> Option<Record> {
    let proband = pedigree.member(family.proband()).filter(|p| p.affection == Affection::Affected)?;
    let is_sequenced =
        |id: &Option<PersonId>| id.as_ref().is_some_and(|id| family.participants().any(|(m, _)| &m.id == id));
    if !is_sequenced(&proband.father) || !is_sequenced(&proband.mother) {
        return None;
    }
    (0..1_000).find_map(|draw: u32| {
        let mut chance = Chance::of(&[&family.id, "de novo", consequence, &draw.to_string()]);
        let gene = chance.pick(genes);
        let mut site = Site::draw(gene, Rarity::Private, Harm::Any, &mut chance);
        site.alternates.truncate(1);
        let entry = site.alternates[0].entries.first_mut().filter(|entry| entry.consequence == consequence)?;
        if gene.chromosome == Chromosome::X
            || family.quiet.contains(&gene.symbol)
            || sensitive.contains_key(gene.symbol.as_str())
        {
            return None;
        }
        if !entry.revel.is_empty() {
            entry.revel = format!("0.{:03}", chance.between(60, 240));
        }
        let alleles = pedigree.members.iter().map(|p| (&p.id, [Some(u8::from(p.id == proband.id)), Some(0)])).collect();
        record(family, site, &alleles, true, &mut chance)
    })
}
