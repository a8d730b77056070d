//! The 28 criteria of ACMG/AMP (Richards 2015, 10.1038/gim.2015.30, tables 3 and 4), their strengths and the
//! points of these (Tavtigian 2020, 10.1002/humu.24088).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// How strongly a criterion speaks, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// 1 point.
    Supporting,
    /// 2 points.
    Moderate,
    /// 4 points.
    Strong,
    /// 8 points.
    VeryStrong,
    /// Decides alone, by no points.
    StandAlone,
}

/// One of the 28 criteria.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Criterion(&'static Row);

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Row {
    place: u8,
    code: &'static str,
    strength: Strength,
    strengths: &'static [Strength],
}

use Strength::{Moderate, StandAlone, Strong, Supporting, VeryStrong};

/// Up to strong.
const TO_STRONG: &[Strength] = &[Supporting, Moderate, Strong];
/// Up to very strong.
const ALL_FOUR: &[Strength] = &[Supporting, Moderate, Strong, VeryStrong];

const fn row(place: u8, code: &'static str, strength: Strength, strengths: &'static [Strength]) -> Row {
    Row { place, code, strength, strengths }
}

/// The strengths that a criterion may be given follow the ClinGen recommendations: PVS1 10.1002/humu.23626, PS2 and PM6 and
/// PM3 by their point tables, PS3 and BS3 10.1186/s13073-019-0690-2, PP1 and BS4 10.1016/j.ajhg.2016.04.003, PP3 and BP4
/// 10.1016/j.ajhg.2022.10.013, PM2 and PP4 by their notes, BA1 10.1002/humu.23642; of the others what the rules of the
/// expert panels use. PP5 and BP6 are there because the 28 are; ClinGen advises against both (10.1038/gim.2018.42).
static ROWS: [Row; 28] = [
    row(0, "PVS1", VeryStrong, ALL_FOUR),
    row(1, "PS1", Strong, TO_STRONG),
    row(2, "PS2", Strong, ALL_FOUR),
    row(3, "PS3", Strong, ALL_FOUR),
    row(4, "PS4", Strong, ALL_FOUR),
    row(5, "PM1", Moderate, TO_STRONG),
    row(6, "PM2", Moderate, &[Supporting, Moderate]),
    row(7, "PM3", Moderate, ALL_FOUR),
    row(8, "PM4", Moderate, &[Supporting, Moderate]),
    row(9, "PM5", Moderate, TO_STRONG),
    row(10, "PM6", Moderate, ALL_FOUR),
    row(11, "PP1", Supporting, TO_STRONG),
    row(12, "PP2", Supporting, &[Supporting]),
    row(13, "PP3", Supporting, TO_STRONG),
    row(14, "PP4", Supporting, TO_STRONG),
    row(15, "PP5", Supporting, &[Supporting]),
    row(16, "BA1", StandAlone, &[StandAlone]),
    row(17, "BS1", Strong, TO_STRONG),
    row(18, "BS2", Strong, TO_STRONG),
    row(19, "BS3", Strong, TO_STRONG),
    row(20, "BS4", Strong, TO_STRONG),
    row(21, "BP1", Supporting, &[Supporting, Moderate, Strong]),
    row(22, "BP2", Supporting, TO_STRONG),
    row(23, "BP3", Supporting, &[Supporting]),
    row(24, "BP4", Supporting, ALL_FOUR),
    row(25, "BP5", Supporting, TO_STRONG),
    row(26, "BP6", Supporting, &[Supporting]),
    row(27, "BP7", Supporting, TO_STRONG),
];

/// A criterion that is met, with the strength that a person gave it. Text form: the code alone where the strength is the
/// criterion's own, else with the strength behind, such as `PM2_Supporting`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MetCriterion {
    /// The criterion.
    pub criterion: Criterion,
    /// Its strength.
    pub strength: Strength,
}

/// A text names no criterion, or gives it a strength that it does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no criterion of ACMG/AMP: expected {expected}")]
pub struct ParseCriterionError {
    /// The text as found.
    pub text: String,
    /// What was expected.
    pub expected: String,
}

impl Strength {
    /// The name in a code: `Supporting`, `Moderate`, `Strong`, `VeryStrong`, `StandAlone`.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Supporting => "Supporting",
            Self::Moderate => "Moderate",
            Self::Strong => "Strong",
            Self::VeryStrong => "VeryStrong",
            Self::StandAlone => "StandAlone",
        }
    }

    /// The name in JSON: `very_strong`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Supporting => "supporting",
            Self::Moderate => "moderate",
            Self::Strong => "strong",
            Self::VeryStrong => "very_strong",
            Self::StandAlone => "stand_alone",
        }
    }

    /// Its points; what stands alone counts none.
    pub fn points(self) -> i32 {
        match self {
            Self::Supporting => 1,
            Self::Moderate => 2,
            Self::Strong => 4,
            Self::VeryStrong => 8,
            Self::StandAlone => 0,
        }
    }
}

impl Criterion {
    /// All 28: pathogenic ones first, each from strong to supporting.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(Self)
    }

    /// Its code, such as `PM2`.
    pub fn code(self) -> &'static str {
        self.0.code
    }

    /// True where it speaks for pathogenic.
    pub fn is_pathogenic(self) -> bool {
        self.0.code.starts_with('P')
    }

    /// The strength that it has unless changed.
    pub fn strength(self) -> Strength {
        self.0.strength
    }

    /// The strengths that it may be given, weakest first.
    pub fn strengths(self) -> &'static [Strength] {
        self.0.strengths
    }
}

impl MetCriterion {
    /// Its points, negative for a benign one.
    pub fn points(self) -> i32 {
        if self.criterion.is_pathogenic() { self.strength.points() } else { -self.strength.points() }
    }
}

impl FromStr for Criterion {
    type Err = ParseCriterionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let codes = || ROWS.iter().map(|r| r.code).collect::<Vec<_>>().join(", ");
        let found = ROWS.iter().find(|row| row.code == text);
        found.map(Self).ok_or_else(|| ParseCriterionError {
            text: text.to_owned(),
            expected: format!("one of {}, with `_` and a strength where it is not its own", codes()),
        })
    }
}

impl MetCriterion {
    /// A criterion at any strength that has points, such as the rules of an expert panel may give it; what stands alone keeps
    /// its own.
    ///
    /// # Errors
    /// [`ParseCriterionError`] says which strengths there are.
    pub fn of_any_strength(text: &str) -> Result<Self, ParseCriterionError> {
        Self::among(text, |criterion| if criterion.strength() == StandAlone { criterion.strengths() } else { ALL_FOUR })
    }

    fn among(text: &str, strengths: impl Fn(Criterion) -> &'static [Strength]) -> Result<Self, ParseCriterionError> {
        let Some((code, suffix)) = text.split_once('_') else {
            let criterion: Criterion = text.parse()?;
            return Ok(Self { criterion, strength: criterion.strength() });
        };
        let whole = |error: ParseCriterionError| ParseCriterionError { text: text.to_owned(), ..error };
        let criterion: Criterion = code.parse().map_err(whole)?;
        let strengths = strengths(criterion);
        let strength = strengths.iter().find(|s| s.suffix() == suffix);
        let expected = || strengths.iter().map(|s| format!("{code}_{}", s.suffix())).collect::<Vec<_>>();
        strength
            .map(|&strength| Self { criterion, strength })
            .ok_or_else(|| ParseCriterionError { text: text.to_owned(), expected: expected().join(", ") })
    }
}

/// At a strength that the criterion may be given.
impl FromStr for MetCriterion {
    type Err = ParseCriterionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::among(text, Criterion::strengths)
    }
}

impl fmt::Display for MetCriterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.criterion.code())?;
        if self.strength == self.criterion.strength() { Ok(()) } else { write!(f, "_{}", self.strength.suffix()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_28_each_with_its_own_strength_among_those_allowed() {
        let codes: std::collections::BTreeSet<&str> = Criterion::all().map(Criterion::code).collect();
        assert_eq!(codes.len(), 28);
        assert_eq!(Criterion::all().filter(|c| c.is_pathogenic()).count(), 16);
        for criterion in Criterion::all() {
            assert!(criterion.strengths().contains(&criterion.strength()), "{}", criterion.code());
            assert!(criterion.strengths().is_sorted(), "{}", criterion.code());
            for &strength in criterion.strengths() {
                let text = MetCriterion { criterion, strength }.to_string();
                assert_eq!(text.parse(), Ok(MetCriterion { criterion, strength }), "{text}");
            }
        }
    }

    #[test]
    fn a_strength_that_a_criterion_does_not_have_is_refused() {
        for (text, expected) in [
            ("PM7", "one of PVS1"),
            ("pm2", "one of PVS1"),
            ("PM2_Strong", "PM2_Supporting, PM2_Moderate"),
            ("PM2_supporting", "PM2_Supporting"),
            ("BA1_Strong", "BA1_StandAlone"),
            ("PP5_Strong", "PP5_Supporting"),
            ("", "one of PVS1"),
        ] {
            let error = text.parse::<MetCriterion>().expect_err("must be refused");
            assert!(error.expected.contains(expected) && error.text == text, "{error}");
        }
        let counted = |text: &str| MetCriterion::of_any_strength(text).map(MetCriterion::points).ok();
        assert_eq!(
            (counted("PM2_Strong"), counted("BS1_VeryStrong"), counted("BA1_Strong")),
            (Some(4), Some(-8), None)
        );
        assert_eq!("PS1_Strong".parse::<MetCriterion>().expect("its own").to_string(), "PS1");
    }
}
