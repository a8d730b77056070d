//! The class that criteria of ACMG/AMP give, by both rule sets and by the rules of a gene.

use std::path::Path;

use domain::{GeneSymbol, MetCriterion};
use review::{Judgement, RuleSet, Temperature, read_cspec};
use serde::Serialize;

use crate::{
    WorkbenchError,
    assessment::{counted, met_at_any_strength, pp3_beside_pm1, unknown},
};

/// The rule sets that ship.
#[derive(Clone, Debug)]
pub struct AcmgRules {
    combinations: RuleSet,
    points: RuleSet,
}

/// An answer of `shirube acmg`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AcmgAnswer {
    /// `shirube.acmg/1`.
    pub schema: &'static str,
    /// The criteria as understood.
    pub criteria: Vec<String>,
    /// As what PP3 was counted beside PM1, where more was given: `PP3`, `PP3_Moderate`, or an empty text for not at all.
    pub pp3_beside_pm1: Option<String>,
    /// The class by the combinations of 2015.
    pub class_2015: &'static str,
    /// The combinations that are met.
    pub combinations: Vec<String>,
    /// True where pathogenic and benign combinations contradict each other.
    pub contradictory: bool,
    /// The class by points.
    pub class_points: &'static str,
    /// The sum of points.
    pub points: i32,
    /// How near a sum of 0 to 5 is to likely pathogenic.
    pub temperature: Option<&'static str>,
    /// True where the two classes differ.
    pub differ: bool,
    /// The class by the rules of a gene, where they were asked for.
    pub by_gene: Option<GeneRules>,
    /// The rule sets with their versions.
    pub rules: Vec<String>,
}

/// The class by the rules of a gene.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GeneRules {
    /// The specification.
    pub title: String,
    /// The class.
    pub class: &'static str,
    /// The rules that are met.
    pub combinations: Vec<String>,
    /// Criteria that these rules do not use at this strength.
    pub not_applicable: Vec<String>,
}

/// What criteria give by both rule sets.
pub(crate) struct Judged {
    /// The criteria, each once.
    pub met: Vec<MetCriterion>,
    /// By points.
    pub summed: Judgement,
    /// By the combinations of 2015.
    pub combined: Judgement,
    /// As what PP3 was counted beside PM1, where more was chosen.
    pub pp3_beside_pm1: Option<String>,
}

impl AcmgRules {
    /// The rule sets that ship.
    ///
    /// # Errors
    /// [`WorkbenchError::Review`] where they are damaged.
    pub fn shipped() -> Result<Self, WorkbenchError> {
        Ok(Self { combinations: RuleSet::acmg_2015()?, points: RuleSet::points()? })
    }

    /// The judgements of both rule sets.
    pub(crate) fn judged(&self, criteria: &[String]) -> Result<Judged, WorkbenchError> {
        let met = met_at_any_strength(criteria)?;
        let pp3_beside_pm1 = pp3_beside_pm1(&met);
        let counted = counted(&met, pp3_beside_pm1.as_deref());
        let (summed, combined) = (self.points.judge(&counted), self.combinations.judge(&counted));
        Ok(Judged { met, summed, combined, pp3_beside_pm1 })
    }

    /// The classes of some criteria, each once.
    ///
    /// # Errors
    /// [`WorkbenchError::Unknown`] where a criterion is not known, has no such strength, or is there twice.
    pub fn judge(&self, criteria: &[String], gene: Option<&RuleSet>) -> Result<AcmgAnswer, WorkbenchError> {
        let Judged { met, summed, combined, pp3_beside_pm1 } = self.judged(criteria)?;
        let points = summed.points.unwrap_or_default();
        let named = |rules: &RuleSet| format!("{} {}", rules.id, rules.version);
        let all = [Some(&self.combinations), Some(&self.points), gene];
        Ok(AcmgAnswer {
            schema: "shirube.acmg/1",
            criteria: met.iter().map(ToString::to_string).collect(),
            pp3_beside_pm1,
            class_2015: combined.class.letters(),
            differ: combined.class != summed.class,
            combinations: combined.combinations,
            contradictory: combined.contradictory,
            class_points: summed.class.letters(),
            points,
            temperature: Temperature::of(points).filter(|_| summed.class.letters() == "VUS").map(Temperature::name),
            by_gene: gene.map(|rules| of_gene(rules, rules.judge(&met))),
            rules: all.into_iter().flatten().map(named).collect(),
        })
    }
}

fn of_gene(rules: &RuleSet, judgement: Judgement) -> GeneRules {
    GeneRules {
        title: rules.title.clone(),
        class: judgement.class.letters(),
        combinations: judgement.combinations,
        not_applicable: judgement.not_applicable.iter().map(MetCriterion::to_string).collect(),
    }
}

/// The rules of a gene from a file of ClinGen's Criteria Specification Registry.
///
/// # Errors
/// [`WorkbenchError::Review`] where the file is none; [`WorkbenchError::Unknown`] where it has no rules of this gene.
pub fn rules_of_gene(file: &Path, gene: &str) -> Result<RuleSet, WorkbenchError> {
    let text = std::fs::read_to_string(file).map_err(|source| WorkbenchError::file(file, source))?;
    let symbol: GeneSymbol = gene.parse().map_err(|e: domain::ParseGeneError| unknown("gene", gene, e.to_string()))?;
    let sets = read_cspec(&file.display().to_string(), &text)?;
    let known: Vec<String> = sets.iter().flat_map(|set| &set.genes).map(ToString::to_string).collect();
    sets.into_iter()
        .find(|set| set.genes.contains(&symbol))
        .ok_or_else(|| unknown("gene with rules in this file", gene, known.join(", ")))
}
