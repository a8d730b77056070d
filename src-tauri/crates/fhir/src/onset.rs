use std::{fmt, str::FromStr};

use domain::HpoId;
use serde::{Serialize, Serializer};

/// An age since birth in completed years, months and days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Age {
    /// Years.
    pub years: u16,
    /// Further months; may be more than 12 where no years are stated.
    pub months: u16,
    /// Further days.
    pub days: u16,
}

/// A text is no age.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no age: expected an ISO 8601 duration of years, months, weeks and days, such as P3Y6M")]
pub struct ParseAgeError {
    /// The text as found.
    pub text: String,
}

impl Age {
    /// The age in days, a year as 365 and a month as 30 days: for comparison with the bounds of onset classes.
    pub fn approximate_days(self) -> u32 {
        u32::from(self.years) * 365 + u32::from(self.months) * 30 + u32::from(self.days)
    }

    /// The class of onset whose ages hold this one, as the number of its HPO term.
    fn class(self) -> u32 {
        let years = u32::from(self.years) + u32::from(self.months) / 12;
        match (years, self.approximate_days()) {
            (0, 0) => CONGENITAL,
            (0, ..=28) => NEONATAL,
            (0, _) => INFANTILE,
            (1..=4, _) => CHILDHOOD,
            (5..=15, _) => JUVENILE,
            (16..=39, _) => YOUNG_ADULT,
            (40..=59, _) => MIDDLE_AGE,
            (60.., _) => LATE,
        }
    }
}

impl FromStr for Age {
    type Err = ParseAgeError;

    /// Hours, minutes and seconds are read and left out.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ParseAgeError { text: text.to_owned() };
        let span = text.strip_prefix('P').and_then(|_| text.parse::<jiff::Span>().ok()).ok_or_else(error)?;
        let days = span.get_weeks().saturating_mul(7).saturating_add(span.get_days());
        Ok(Self {
            years: u16::try_from(span.get_years()).map_err(|_| error())?,
            months: u16::try_from(span.get_months()).map_err(|_| error())?,
            days: u16::try_from(days).map_err(|_| error())?,
        })
    }
}

impl fmt::Display for Age {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::default() {
            return f.write_str("P0D");
        }
        f.write_str("P")?;
        let parts = [(self.years, 'Y'), (self.months, 'M'), (self.days, 'D')];
        parts.into_iter().filter(|(n, _)| *n > 0).try_for_each(|(n, unit)| write!(f, "{n}{unit}"))
    }
}

impl Serialize for Age {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// When a sign began, or when a person was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Onset {
    /// At an age.
    Age(Age),
    /// Between two ages.
    Between(Age, Age),
    /// Before birth: completed weeks and days of gestation.
    Gestation(u8, u8),
    /// In a class of onset of HPO, such as HP:0003577.
    Class(HpoId),
}

impl Onset {
    /// The class of onset in HPO; of two ages that of the younger.
    pub fn class(self) -> Option<HpoId> {
        match self {
            Self::Age(age) | Self::Between(age, _) => HpoId::from_number(age.class()),
            Self::Gestation(..) => HpoId::from_number(ANTENATAL),
            Self::Class(term) => Some(term),
        }
    }
}

// Classes of onset below HP:0003674 (HPO release 2025-05-06).
const ANTENATAL: u32 = 30_674;
const EMBRYONAL: u32 = 11_460;
const FETAL: u32 = 11_461;
const LATE_FIRST_TRIMESTER: u32 = 34_199;
const SECOND_TRIMESTER: u32 = 34_198;
const THIRD_TRIMESTER: u32 = 34_197;
const CONGENITAL: u32 = 3_577;
const NEONATAL: u32 = 3_623;
const PEDIATRIC: u32 = 410_280;
const INFANTILE: u32 = 3_593;
const CHILDHOOD: u32 = 11_463;
const JUVENILE: u32 = 3_621;
const ADULT: u32 = 3_581;
const YOUNG_ADULT: u32 = 11_462;
const EARLY_YOUNG_ADULT: u32 = 25_708;
const INTERMEDIATE_YOUNG_ADULT: u32 = 25_709;
const LATE_YOUNG_ADULT: u32 = 25_710;
const MIDDLE_AGE: u32 = 3_596;
const LATE: u32 = 3_584;

/// In the order in which their ages begin. Those bound to childbirth or menopause have no place.
const ORDER: [u32; 19] = [
    ANTENATAL,
    EMBRYONAL,
    FETAL,
    LATE_FIRST_TRIMESTER,
    SECOND_TRIMESTER,
    THIRD_TRIMESTER,
    CONGENITAL,
    NEONATAL,
    PEDIATRIC,
    INFANTILE,
    CHILDHOOD,
    JUVENILE,
    ADULT,
    YOUNG_ADULT,
    EARLY_YOUNG_ADULT,
    INTERMEDIATE_YOUNG_ADULT,
    LATE_YOUNG_ADULT,
    MIDDLE_AGE,
    LATE,
];

/// The earliest of some onsets as a class of HPO.
pub(crate) fn earliest(onsets: impl Iterator<Item = Onset>) -> Option<HpoId> {
    let place = |term: &HpoId| ORDER.iter().position(|&n| n == term.number()).unwrap_or(ORDER.len());
    onsets.filter_map(Onset::class).min_by_key(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn age(text: &str) -> Age {
        text.parse().expect("an age")
    }

    #[test]
    fn ages_read_back_as_written() {
        for text in ["P0D", "P3Y", "P20M", "P2Y7M", "P10M14D", "P1Y2M3D"] {
            assert_eq!(age(text).to_string(), text);
        }
        assert_eq!(age("P2W"), age("P14D"));
        assert_eq!(age("P1DT5H"), age("P1D"));
        for bad in ["", "P", "3Y", "-P3Y", "P-3Y", "P3.5Y", "P99999Y", "three", "P3Y extra"] {
            assert!(bad.parse::<Age>().is_err(), "{bad:?} must be refused");
        }
    }

    #[test]
    fn every_age_falls_into_the_class_that_hpo_defines() {
        for (text, expected) in [
            ("P0D", CONGENITAL),
            ("P1D", NEONATAL),
            ("P28D", NEONATAL),
            ("P29D", INFANTILE),
            ("P11M", INFANTILE),
            ("P12M", CHILDHOOD),
            ("P1Y", CHILDHOOD),
            ("P4Y11M", CHILDHOOD),
            ("P60M", JUVENILE),
            ("P15Y11M", JUVENILE),
            ("P16Y", YOUNG_ADULT),
            ("P40Y", MIDDLE_AGE),
            ("P59Y11M", MIDDLE_AGE),
            ("P60Y", LATE),
        ] {
            assert_eq!(age(text).class(), expected, "{text}");
        }
    }

    #[test]
    fn the_earliest_onset_is_found_across_forms() {
        let class = |n| Onset::Class(HpoId::from_number(n).expect("small"));
        let onsets = [class(6_000_314), Onset::Age(age("P3Y")), Onset::Gestation(30, 0), class(LATE)];
        assert_eq!(earliest(onsets.into_iter()), HpoId::from_number(ANTENATAL));
        assert_eq!(earliest(onsets[..2].iter().copied()), HpoId::from_number(CHILDHOOD));
        assert_eq!(earliest(std::iter::empty()), None);
    }
}
