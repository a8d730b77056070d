//! Rules that an expert panel of ClinGen made for its genes: JSON of the Criteria Specification Registry
//! (<https://cspec.genome.network>), the answer to a list of specifications.

use std::collections::BTreeSet;

use domain::{Classification, Criterion, GeneSymbol, MetCriterion, Strength};
use serde::Deserialize;

use crate::{
    Error,
    rules::{Combination, Counts, RuleSet},
};

/// Rules for contradictory evidence: a rule set finds a contradiction by itself.
const UNCERTAIN: &str = "Uncertain Significance";
/// Rules of what contradicts itself: it is of uncertain significance whatever else is met.
const CONFLICTING: &str = "Conflicting";
const EXPECTED: &str = "JSON of the ClinGen Criteria Specification Registry (data, ld, RuleSet, rules, mainRules)";

#[derive(Deserialize)]
struct Document {
    data: Vec<Specification>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Specification {
    ent_id: String,
    ent_content: Title,
    ld: Linked,
}

#[derive(Deserialize)]
struct Title {
    title: String,
}

#[derive(Deserialize)]
struct Linked {
    #[serde(rename = "RuleSet", default)]
    rule_sets: Vec<Entity>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entity {
    ent_content: Content,
    rev: String,
}

#[derive(Deserialize)]
struct Content {
    #[serde(rename = "_uniqueProp")]
    name: String,
    #[serde(default)]
    genes: Vec<Gene>,
    rules: Rules,
}

#[derive(Deserialize)]
struct Gene {
    gene: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Rules {
    main_rules: Vec<Rule>,
}

#[derive(Deserialize)]
struct Rule {
    rule: String,
    inference: String,
    conditions: Vec<Condition>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Condition {
    condition: String,
    partition_path: String,
    #[serde(default)]
    applicable_criteria_codes: Vec<String>,
}

/// Reads every rule set of the file, in its order. `==1` and `>=1` both become "at least 1": a criterion more never takes a
/// class away. Rules of conflicting evidence are kept, those of insufficient evidence passed over: what meets no rule is
/// uncertain by itself. Where the rules name the criteria that they apply to, all others are left out of the judgement.
///
/// # Errors
/// [`Error::Json`] with line and column; [`Error::Rule`] where a rule names a class, strength, number or criterion that there
/// is not.
pub fn read_cspec(file: &str, text: &str) -> Result<Vec<RuleSet>, Error> {
    let document: Document = serde_json::from_str(text).map_err(|source| Error::Json {
        file: file.to_owned(),
        source,
        expected: EXPECTED,
    })?;
    let mut sets = Vec::new();
    for specification in document.data {
        for entity in specification.ld.rule_sets {
            let id = format!("{}/{}", specification.ent_id, entity.ent_content.name);
            let place = |rule: &str| format!("{id}, {rule}");
            let wrong = |rule: &str, what: String| Error::Rule { file: file.to_owned(), rule: place(rule), what };
            let mut genes = BTreeSet::new();
            for gene in &entity.ent_content.genes {
                let symbol: GeneSymbol = gene.gene.parse().map_err(|e| wrong("genes", format!("{e}")))?;
                genes.insert(symbol);
            }
            let mut applicable = BTreeSet::new();
            let mut combinations = Vec::new();
            let rules = entity.ent_content.rules.main_rules.iter();
            for rule in
                rules.filter(|rule| rule.inference.contains(CONFLICTING) || !rule.inference.starts_with(UNCERTAIN))
            {
                let combination = combination(rule, &mut applicable).map_err(|what| wrong(&rule.rule, what))?;
                combinations.push(combination);
            }
            if combinations.is_empty() {
                return Err(wrong("mainRules", "holds no rule".to_owned()));
            }
            let applicable = (!applicable.is_empty()).then_some(applicable);
            let title = specification.ent_content.title.clone();
            sets.push(RuleSet::of_combinations(id, title, entity.rev, genes, applicable, combinations));
        }
    }
    Ok(sets)
}

fn combination(rule: &Rule, applicable: &mut BTreeSet<MetCriterion>) -> Result<Combination, String> {
    let class = match rule.inference.as_str() {
        "Pathogenic" => Classification::Pathogenic,
        "Likely Pathogenic" => Classification::LikelyPathogenic,
        "Likely Benign" => Classification::LikelyBenign,
        "Benign" => Classification::Benign,
        conflicting if conflicting.contains(CONFLICTING) => Classification::UncertainSignificance,
        other => return Err(format!("{other:?} is no class that a combination gives")),
    };
    let mut needs = Counts::default();
    for condition in &rule.conditions {
        let (side, strength) = condition.partition_path.split_once('.').unwrap_or_default();
        let pathogenic = match side {
            "Pathogenic" => true,
            "Benign" => false,
            _ => return Err(format!("{:?} is no side and strength", condition.partition_path)),
        };
        let strength = match strength {
            "Stand Alone" => Strength::StandAlone,
            "Very Strong" => Strength::VeryStrong,
            "Strong" => Strength::Strong,
            "Moderate" => Strength::Moderate,
            "Supporting" => Strength::Supporting,
            _ => return Err(format!("{:?} is no side and strength", condition.partition_path)),
        };
        let number = condition.condition.trim_start_matches(['=', '>', ' ']).parse::<u32>();
        let number = number.ok().filter(|n| *n > 0 && condition.condition.starts_with(['=', '>']));
        let number = number.ok_or_else(|| format!("{:?} is no number of criteria (==1, >=2)", condition.condition))?;
        needs.add(pathogenic, strength, number);
        for code in &condition.applicable_criteria_codes {
            applicable.insert(met(code, strength)?);
        }
    }
    Ok(Combination { id: rule.rule.clone(), class, needs })
}

/// A code with the strength of its condition: panels give criteria strengths that the general rules do not.
fn met(code: &str, strength: Strength) -> Result<MetCriterion, String> {
    let name = code.split_once('_').map_or(code, |(name, _)| name);
    let criterion: Criterion = name.parse().map_err(|error: domain::ParseCriterionError| error.to_string())?;
    Ok(MetCriterion { criterion, strength })
}
