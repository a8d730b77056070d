use std::collections::BTreeSet;

use anyhow::Result;

use crate::{asset, chance::Chance, family::Family, gene::Gene};

/// `coverage.tsv`: how much of each panel gene could be called in each sequenced person.
pub(crate) fn table(family: &Family) -> Result<String> {
    let mut genes = BTreeSet::new();
    for panel in &family.panels {
        genes.extend(asset::panel(panel)?);
    }
    let known = Gene::all()?;
    let mut text = "# Coding bases of the panel genes; callable: at least 10 reads of mapping quality 20.\n".to_owned();
    text.push_str("gene\tperson\tbases\tcallable_bases\tmean_depth\n");
    for gene in known.iter().filter(|gene| genes.contains(&gene.symbol)) {
        for (member, _) in family.participants() {
            let mut chance = Chance::of(&[family.id(), "coverage", &gene.symbol, member.id.as_str()]);
            let bases = gene.coding_bases();
            let (share, depth) = match family.callable.get(&gene.symbol) {
                Some(&share) => (share, f64::from(chance.between(20, 60)) / 10.0),
                None => (chance.real(0.985, 1.004).min(1.0), f64::from(chance.between(680, 890)) / 10.0),
            };
            let callable = chance.successes(bases, share).min(bases);
            text.push_str(&format!("{}\t{}\t{bases}\t{callable}\t{depth:.1}\n", gene.symbol, member.id));
        }
    }
    Ok(text)
}
