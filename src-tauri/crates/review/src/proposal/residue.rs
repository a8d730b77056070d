//! PS1 and PM5: other missense variants of ClinVar at the same residue.

use domain::Strength;

use super::{Effect, Facts, Message, Review};

const SOURCE: &str = "10.1038/gim.2015.30";

/// What ClinVar says of a variant, as far as PS1 and PM5 ask: at least one star, without conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Clinvar {
    /// Likely pathogenic.
    LikelyPathogenic,
    /// Pathogenic.
    Pathogenic,
}

/// Another missense variant at the residue of the variant in question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClinvarNeighbour {
    /// Its Variation ID.
    pub variation: u32,
    /// The residue that it puts in, one letter.
    pub residue: char,
    /// True where that is the residue which the variant in question puts in, by another change of the codon.
    pub same_residue: bool,
    /// Its class.
    pub class: Clinvar,
}

pub(super) fn propose(facts: &Facts<'_>, review: &mut Review) {
    if facts.effect != Some(Effect::Missense) {
        return;
    }
    let Some(neighbours) = facts.residue else {
        review.not_asked("PS1", "missing_residue");
        review.not_asked("PM5", "missing_residue");
        return;
    };
    let best = |same: bool| neighbours.iter().filter(|n| n.same_residue == same).max_by_key(|n| n.class);
    let evidence = |key, found: &ClinvarNeighbour| {
        Message::new(key, [("clinvar", found.variation.to_string()), ("residue", found.residue.to_string())])
    };
    if let Some(found) = best(true) {
        let strength = match found.class {
            Clinvar::Pathogenic => Strength::Strong,
            Clinvar::LikelyPathogenic => Strength::Moderate,
        };
        return review.propose("PS1", strength, evidence("evidence_ps1", found), SOURCE, vec!["missing_splice_effect"]);
    }
    if let Some(found) = best(false) {
        let strength = match found.class {
            Clinvar::Pathogenic => Strength::Moderate,
            Clinvar::LikelyPathogenic => Strength::Supporting,
        };
        review.propose("PM5", strength, evidence("evidence_pm5", found), SOURCE, Vec::new());
    }
}
