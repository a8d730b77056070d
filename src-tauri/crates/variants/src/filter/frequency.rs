use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{RowSet, Test, Why, rows};
use crate::{Kind, PatternSet, Segregation, VariantTable};

/// The share of chromosomes of a population that carry an allele, 0 to 1, at the precision of the file. Written as
/// text: canonical JSON has no floats.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct AlleleFrequency(f32);

/// A text or number is no allele frequency.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no allele frequency: expected a number from 0 to 1, such as 0.0001")]
pub struct ParseFrequencyError {
    /// The text as found.
    pub text: String,
}

impl AlleleFrequency {
    /// `None` outside of 0 to 1.
    pub fn new(value: f32) -> Option<Self> {
        (0.0..=1.0).contains(&value).then_some(Self(value))
    }

    /// The number.
    pub fn get(self) -> f32 {
        self.0
    }
}

impl FromStr for AlleleFrequency {
    type Err = ParseFrequencyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().ok().and_then(Self::new).ok_or_else(|| ParseFrequencyError { text: text.to_owned() })
    }
}

impl fmt::Display for AlleleFrequency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for AlleleFrequency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for AlleleFrequency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// The largest frequency in any population that is still rare, by mode of inheritance. A frequency at the limit is kept.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrequencyLimits {
    /// For patterns in which one changed copy is enough: de novo, dominant, X-linked dominant, Y.
    pub dominant: AlleleFrequency,
    /// For [`PatternSet::BOTH_COPIES`]: recessive, compound heterozygous, X-linked recessive, mitochondrial.
    pub recessive: AlleleFrequency,
}

impl FrequencyLimits {
    /// Dominant 1e-4, recessive 1e-2.
    pub const RARE: Self = Self { dominant: AlleleFrequency(1e-4), recessive: AlleleFrequency(1e-2) };

    /// Dominant 1e-3, recessive 2e-2.
    pub const RELAXED: Self = Self { dominant: AlleleFrequency(1e-3), recessive: AlleleFrequency(2e-2) };

    /// One limit for every pattern.
    pub fn at(limit: AlleleFrequency) -> Self {
        Self { dominant: limit, recessive: limit }
    }

    /// The smaller and the larger limit of the patterns that are asked for.
    fn ends(self, asked: PatternSet) -> (f32, f32) {
        let one_copy = !asked.without(PatternSet::BOTH_COPIES).is_empty();
        let both_copies = !asked.and(PatternSet::BOTH_COPIES).is_empty();
        let (dominant, recessive) = (self.dominant.0, self.recessive.0);
        match (one_copy, both_copies) {
            (true, false) => (dominant, dominant),
            (false, true) => (recessive, recessive),
            _ => (dominant.min(recessive), dominant.max(recessive)),
        }
    }

    /// Those of the patterns asked for for which what lies between their limits is rare enough.
    pub(super) fn between(self, asked: PatternSet) -> PatternSet {
        self.allow(Some(self.ends(asked).1)).and(asked)
    }

    /// The patterns for which a frequency is rare enough; a frequency that is not given excludes none.
    pub(super) fn allow(self, frequency: Option<f32>) -> PatternSet {
        let Some(value) = frequency else { return PatternSet::ANY };
        let within = |limit: AlleleFrequency, patterns| if value <= limit.0 { patterns } else { PatternSet::EMPTY };
        let one_copy = PatternSet::ANY.without(PatternSet::BOTH_COPIES);
        within(self.dominant, one_copy).or(within(self.recessive, PatternSet::BOTH_COPIES))
    }
}

/// Rare enough for one of the patterns that are asked for and that the genotypes show. Of an expanded repeat the size counts,
/// not the frequency.
pub(super) struct RareEnough<'a> {
    segregation: &'a Segregation<'a>,
    table: &'a VariantTable,
    /// At or below: rare for every pattern asked for.
    narrow: f32,
    /// Above: too common for every pattern asked for.
    wide: f32,
    /// Those asked for for which it is rare between the two.
    between: PatternSet,
}

impl<'a> RareEnough<'a> {
    pub fn new(
        segregation: &'a Segregation<'a>,
        table: &'a VariantTable,
        limits: FrequencyLimits,
        asked: PatternSet,
    ) -> Self {
        let (narrow, wide) = limits.ends(asked);
        Self { segregation, table, narrow, wide, between: limits.between(asked) }
    }

    /// Of the rows of a word those that pass by their frequency or as expanded repeats, and those that are rare enough for some
    /// patterns only.
    fn by_column(&self, first: usize, asked: u64) -> (u64, u64) {
        let values = rows::cells(self.table.max_af.raw(), first);
        // A missing frequency is NaN: above nothing, and so kept.
        let above_narrow = rows::word(values, |value| value > self.narrow);
        let above_wide = rows::word(values, |value| value > self.wide);
        let mut passing = asked & !above_narrow;
        if !self.table.repeats.is_empty() {
            let repeats = rows::word(rows::cells(&self.table.kind, first), |kind| kind == Kind::Repeat);
            passing |= rows::one_by_one(asked & repeats & !passing, |place| self.table.is_expanded(first + place));
        }
        (passing, asked & above_narrow & !above_wide & !passing)
    }
}

impl Test for RareEnough<'_> {
    fn at_once(&self, of: &RowSet) -> Option<(RowSet, RowSet)> {
        Some(of.split(|first, asked| self.by_column(first, asked)))
    }

    #[inline]
    fn keeps(&self, row: usize) -> bool {
        let by_reads = || !self.between.and(self.segregation.judge(row).patterns).is_empty();
        self.segregation.holds_as_called(row, self.between).unwrap_or_else(by_reads)
    }

    fn why(&self, row: usize) -> Why {
        let value = self.table.max_af(row).unwrap_or_default();
        let limit = if value > self.wide { self.wide } else { self.narrow };
        Why::Frequency {
            value: AlleleFrequency(value),
            population: population_of(self.table, row),
            limit: AlleleFrequency(limit),
        }
    }
}

/// The population whose frequency is the largest; `None` where only the largest itself is given.
fn population_of(table: &VariantTable, row: usize) -> Option<String> {
    let largest = table.max_af(row)?;
    let population = table.frequencies().iter().find(|f| f.get(row) == Some(largest))?;
    Some(population.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_compared_at_the_precision_of_the_file() {
        let limits = FrequencyLimits::RARE;
        assert_eq!(limits.allow(Some("0.0001".parse().expect("f32"))), PatternSet::ANY, "at the limit is kept");
        let above: f32 = "0.00010001".parse().expect("f32");
        assert_eq!(limits.allow(Some(above)), PatternSet::BOTH_COPIES);
        assert_eq!(limits.allow(Some(0.011)), PatternSet::EMPTY);
        assert_eq!(limits.allow(None), PatternSet::ANY, "not given is not common");
    }

    #[test]
    fn a_frequency_is_a_share() {
        for bad in ["", "-0.1", "1.1", "NaN", "inf", "1%"] {
            assert!(bad.parse::<AlleleFrequency>().is_err(), "{bad} must be refused");
        }
        let one: AlleleFrequency = "1e-4".parse().expect("a frequency");
        assert_eq!(serde_json::to_value(one).expect("text"), "0.0001");
    }
}
