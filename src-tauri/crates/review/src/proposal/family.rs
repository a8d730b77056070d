//! PS2, PM6 and PM3: what the family shows, by the point tables of ClinGen SVI (de novo, version 1.1; in trans, version 1.0).

use domain::Strength;

use super::{Clinvar, Facts, Message, Review, Thresholds, number, population};

const IN_TRANS: &str = "ClinGen SVI, recommendation for in trans criterion (PM3), version 1.0 (2019)";

/// Where a variant comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Origin {
    /// Not both parents were looked at.
    #[default]
    Unknown,
    /// A parent has it.
    Inherited,
    /// Neither parent has it.
    DeNovo(DeNovo),
}

/// A variant that neither parent has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DeNovo {
    /// Both parents are shown to be the parents by the genotypes.
    pub parents_confirmed: bool,
    /// How probable a disease of the gene is by the signs alone, 0 to 1; `None` where that is not known.
    pub probability: Option<f64>,
}

/// How the signs of a person fit a gene.
enum PhenotypeFit {
    /// Not consistent with it.
    NotConsistent,
    /// Consistent, with many genes in question.
    ManyGenes,
    /// Consistent, not highly specific.
    Consistent,
    /// Highly specific for it.
    Specific,
}

/// The other allele of a gene of a recessive disease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherAllele {
    /// Where it lies.
    pub phase: Phase,
    /// Its class; `None` for one that is neither pathogenic nor likely pathogenic.
    pub class: Option<Clinvar>,
}

/// Where the other allele lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// On the other copy.
    Trans,
    /// On the same copy.
    Cis,
    /// Not known.
    Unknown,
    /// The variant itself: homozygous.
    Homozygous,
}

/// Quarters of a point to the strength: 0.5 supporting, 1 moderate, 2 strong, 4 very strong.
fn strength(quarters: u32) -> Option<Strength> {
    Some(match quarters {
        16.. => Strength::VeryStrong,
        8.. => Strength::Strong,
        4.. => Strength::Moderate,
        2.. => Strength::Supporting,
        _ => return None,
    })
}

fn points(quarters: u32) -> String {
    format!("{}", f64::from(quarters) / 4.0)
}

pub(super) fn propose(thresholds: &Thresholds, facts: &Facts<'_>, review: &mut Review) {
    match facts.origin {
        Origin::DeNovo(found) => de_novo(thresholds, found, review),
        Origin::Inherited => {}
        Origin::Unknown => review.not_asked("PS2", "missing_parents"),
    }
    match facts.other_allele {
        // What is common is found beside another allele by chance.
        Some(_) if population::is_common(thresholds, facts) => review.not_asked("PM3", "pm3_common"),
        Some(other) => in_trans(other, review),
        None => {}
    }
}

fn de_novo(thresholds: &Thresholds, found: DeNovo, review: &mut Review) {
    let limits = &thresholds.de_novo;
    let fit = match found.probability {
        Some(probability) if probability >= limits.specific => PhenotypeFit::Specific,
        Some(probability) if probability >= limits.consistent => PhenotypeFit::Consistent,
        Some(probability) if probability < limits.many_genes => PhenotypeFit::NotConsistent,
        // Where it is not known, the least that is consistent.
        Some(_) | None => PhenotypeFit::ManyGenes,
    };
    let quarters = match (fit, found.parents_confirmed) {
        (PhenotypeFit::Specific, true) => 8,
        (PhenotypeFit::Specific, false) | (PhenotypeFit::Consistent, true) => 4,
        (PhenotypeFit::Consistent, false) | (PhenotypeFit::ManyGenes, true) => 2,
        (PhenotypeFit::ManyGenes, false) => 1,
        (PhenotypeFit::NotConsistent, _) => 0,
    };
    let (code, key) = if found.parents_confirmed { ("PS2", "evidence_ps2") } else { ("PM6", "evidence_pm6") };
    let probability = || ("probability", number(found.probability));
    match (strength(quarters), code.parse()) {
        (Some(strength), _) => {
            // A probability is no judgement.
            let missing = match found.probability {
                Some(_) => "missing_phenotype_judgement",
                None => "missing_phenotype_fit",
            };
            let evidence = Message::new(key, [("points", points(quarters)), probability()]);
            review.propose(code, strength, evidence, &limits.source, vec![missing]);
        }
        (None, _) if found.probability.is_none() => review.not_asked(code, "missing_phenotype_fit"),
        (None, Ok(criterion)) => {
            review.not_asked.push((criterion, Message::new("de_novo_does_not_fit", [probability()])));
        }
        (None, Err(_)) => {}
    }
}

fn in_trans(other: OtherAllele, review: &mut Review) {
    let quarters = match (other.phase, other.class) {
        (Phase::Trans, Some(_)) => 4,
        (Phase::Unknown, Some(Clinvar::Pathogenic)) | (Phase::Homozygous, _) => 2,
        (Phase::Unknown, Some(Clinvar::LikelyPathogenic)) | (Phase::Trans, None) => 1,
        (Phase::Cis, _) | (Phase::Unknown, None) => 0,
    };
    if let Some(strength) = strength(quarters) {
        let key = match other.phase {
            Phase::Homozygous => "evidence_pm3_homozygous",
            Phase::Trans => "evidence_pm3_trans",
            Phase::Cis | Phase::Unknown => "evidence_pm3_phase_unknown",
        };
        review.propose("PM3", strength, Message::new(key, [("points", points(quarters))]), IN_TRANS, Vec::new());
    } else if other.phase == Phase::Unknown {
        review.not_asked("PM3", "missing_phase");
    }
}
