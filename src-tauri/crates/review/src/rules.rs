//! Rule sets: which class a set of criteria gives. A rule set is a JSON file with the schema `shirube.acmg-rules/1`; those
//! that ship lie in `assets/rules`.

use std::collections::BTreeSet;

use domain::{Classification, GeneSymbol, MetCriterion, Strength};
use serde::Deserialize;

use crate::Error;

mod counts;

pub use counts::Counts;

const SCHEMA: &str = "shirube.acmg-rules/1";
const EXPECTED: &str = "a rule set (id, version, title, sources, method)";
const ACMG_2015: &str = include_str!("../../../../assets/rules/acmg-2015.json");
const POINTS: &str = include_str!("../../../../assets/rules/acmg-points.json");

/// A versioned way from criteria to a class.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSet {
    schema: String,
    /// The id, such as `acmg-2015`.
    pub id: String,
    /// The version.
    pub version: String,
    /// The title.
    pub title: String,
    /// Where the rules come from.
    pub sources: Vec<String>,
    /// The genes that the rules are made for; empty for all.
    #[serde(skip)]
    pub genes: BTreeSet<GeneSymbol>,
    /// The criteria that may be used, each at this strength; `None` for all.
    #[serde(skip)]
    pub applicable: Option<BTreeSet<MetCriterion>>,
    /// How the class is found.
    pub method: Method,
}

/// How the class is found.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Method {
    /// By combinations. A combination is met where the criteria hold what it needs at that strength or a stronger one: a
    /// stronger criterion, or one more on the same side, never takes a class away. Pathogenic and benign combinations that
    /// are both met contradict each other: uncertain significance.
    Combinations(Vec<Combination>),
    /// By the sum of points. What stands alone makes benign whatever the sum.
    Points(PointTable),
}

/// One combination and the class that it gives.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Combination {
    /// Its name in the source, such as `P (i) (a)`.
    pub id: String,
    /// The class.
    #[serde(deserialize_with = "class")]
    pub class: Classification,
    /// How many criteria it needs; all pathogenic or all benign.
    pub needs: Counts,
}

/// Points by strength, and the classes of their sum.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointTable {
    points: PointsByStrength,
    /// From the highest sum down; the last has no lower end.
    bands: Vec<Band>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct PointsByStrength {
    supporting: i32,
    moderate: i32,
    strong: i32,
    very_strong: i32,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Band {
    #[serde(deserialize_with = "class")]
    class: Classification,
    from: Option<i32>,
}

fn class<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Classification, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
}

/// The class of some criteria and how it came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The class.
    pub class: Classification,
    /// The sum, where the rule set goes by points.
    pub points: Option<i32>,
    /// The combinations that are met, by the order of the rule set.
    pub combinations: Vec<String>,
    /// True where pathogenic and benign combinations contradict each other.
    pub contradictory: bool,
    /// Criteria that the rule set does not use at this strength, in the order given.
    pub not_applicable: Vec<MetCriterion>,
}

impl RuleSet {
    /// The combinations of Richards 2015 (10.1038/gim.2015.30, table 5) with what ClinGen added.
    ///
    /// # Errors
    /// [`Error`] where the file that ships is damaged.
    pub fn acmg_2015() -> Result<Self, Error> {
        Self::read("acmg-2015.json", ACMG_2015)
    }

    /// The points of Tavtigian 2020 (10.1002/humu.24088, table 2).
    ///
    /// # Errors
    /// [`Error`] where the file that ships is damaged.
    pub fn points() -> Result<Self, Error> {
        Self::read("acmg-points.json", POINTS)
    }

    /// Reads a rule set; `file` is for messages.
    ///
    /// # Errors
    /// [`Error::Json`], [`Error::Schema`], [`Error::Rule`].
    pub fn read(file: &str, text: &str) -> Result<Self, Error> {
        let rules: Self = serde_json::from_str(text).map_err(|source| Error::Json {
            file: file.to_owned(),
            source,
            expected: EXPECTED,
        })?;
        if rules.schema != SCHEMA {
            return Err(Error::Schema { file: file.to_owned(), found: rules.schema, expected: SCHEMA });
        }
        let wrong = |rule: &str, what: &str| Error::Rule {
            file: file.to_owned(),
            rule: rule.to_owned(),
            what: what.to_owned(),
        };
        match &rules.method {
            Method::Combinations(combinations) => {
                for rule in combinations {
                    rule.check().map_err(|what| wrong(&rule.id, what))?;
                }
            }
            Method::Points(table) => table.check().map_err(|what| wrong("points", what))?,
        }
        Ok(rules)
    }

    pub(crate) fn of_combinations(
        id: String,
        title: String,
        version: String,
        genes: BTreeSet<GeneSymbol>,
        applicable: Option<BTreeSet<MetCriterion>>,
        combinations: Vec<Combination>,
    ) -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            id,
            version,
            title,
            sources: Vec::new(),
            genes,
            applicable,
            method: Method::Combinations(combinations),
        }
    }

    /// The class of some criteria.
    pub fn judge(&self, criteria: &[MetCriterion]) -> Judgement {
        let used = |met: &&MetCriterion| self.applicable.as_ref().is_none_or(|known| known.contains(met));
        let not_applicable = criteria.iter().filter(|met| !used(met)).copied().collect();
        let counts = Counts::of(criteria.iter().filter(used));
        let judgement = match &self.method {
            Method::Combinations(combinations) => by_combinations(combinations, &counts),
            Method::Points(table) => table.judge(&counts),
        };
        Judgement { not_applicable, ..judgement }
    }
}

fn by_combinations(combinations: &[Combination], counts: &Counts) -> Judgement {
    let met: Vec<&Combination> = combinations.iter().filter(|rule| counts.hold(&rule.needs)).collect();
    let uncertain = Classification::UncertainSignificance;
    let highest = met.iter().map(|rule| rule.class).filter(|class| *class > uncertain).max();
    let lowest = met.iter().map(|rule| rule.class).filter(|class| *class < uncertain).min();
    // The rules of a gene name what contradicts itself.
    let named = met.iter().any(|rule| rule.class == uncertain);
    let contradictory = named || (highest.is_some() && lowest.is_some());
    let class = if contradictory { uncertain } else { highest.or(lowest).unwrap_or(uncertain) };
    let combinations = met.iter().map(|rule| rule.id.clone()).collect();
    Judgement { class, points: None, combinations, contradictory, not_applicable: Vec::new() }
}

impl Combination {
    fn check(&self) -> Result<(), &'static str> {
        match (self.needs.pathogenic() > 0, self.needs.benign() > 0, self.class) {
            (_, _, Classification::UncertainSignificance) => Err("a combination gives no uncertain significance"),
            (true, false, Classification::Pathogenic | Classification::LikelyPathogenic)
            | (false, true, Classification::Benign | Classification::LikelyBenign) => Ok(()),
            _ => Err("needs criteria of the side of its class, and of no other"),
        }
    }
}

impl PointTable {
    fn check(&self) -> Result<(), &'static str> {
        let points = &self.points;
        if !(0 < points.supporting
            && points.supporting <= points.moderate
            && points.moderate <= points.strong
            && points.strong <= points.very_strong)
        {
            return Err("a stronger criterion has at least the points of a weaker one, and none has fewer than 1");
        }
        let Some((last, before)) = self.bands.split_last() else { return Err("there is no band") };
        let falls = self.bands.windows(2).all(|pair| {
            pair[0].class > pair[1].class && pair[1].from.is_none_or(|from| pair[0].from.is_some_and(|f| f > from))
        });
        if last.from.is_some() || before.iter().any(|band| band.from.is_none()) || !falls {
            return Err("bands go from the highest class and sum down, and only the last has no lower end");
        }
        Ok(())
    }

    fn judge(&self, counts: &Counts) -> Judgement {
        let points = |strength| match strength {
            Strength::Supporting => self.points.supporting,
            Strength::Moderate => self.points.moderate,
            Strength::Strong => self.points.strong,
            Strength::VeryStrong => self.points.very_strong,
            Strength::StandAlone => 0,
        };
        let sum = counts.sum(points);
        let band = self.bands.iter().find(|band| band.from.is_none_or(|from| sum >= from));
        let class = band.map_or(Classification::UncertainSignificance, |band| band.class);
        let class = if counts.stands_alone() { Classification::Benign } else { class };
        Judgement {
            class,
            points: Some(sum),
            combinations: Vec::new(),
            contradictory: false,
            not_applicable: Vec::new(),
        }
    }
}
