use std::{fmt, num::NonZeroU32, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{Chromosome, ParseChromosomeError};

/// A place on a chromosome: 1-based, never zero. Its assembly is that of what holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Position(NonZeroU32);

impl Position {
    /// The first base.
    pub const FIRST: Self = Self(NonZeroU32::MIN);

    /// `None` for zero.
    pub fn new(one_based: u32) -> Option<Self> {
        NonZeroU32::new(one_based).map(Self)
    }

    /// The 1-based number.
    pub fn get(self) -> u32 {
        self.0.get()
    }

    /// This many bases to the left, but never before the first base.
    pub fn left(self, bases: u32) -> Self {
        Self::new(self.get().saturating_sub(bases)).unwrap_or(Self::FIRST)
    }

    /// This many bases to the right (saturating).
    pub fn right(self, bases: u32) -> Self {
        Self(self.0.saturating_add(bases))
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A stretch of a chromosome, 1-based, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Region {
    /// The chromosome.
    pub chromosome: Chromosome,
    /// First base.
    pub start: Position,
    /// Last base, never left of `start`.
    pub end: Position,
}

/// A text or two numbers that are no region.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegionError {
    /// The end lies left of the start, or a bound is zero.
    #[error("{start}-{end} is no region: expected 1 <= start <= end")]
    Bounds {
        /// Start as given.
        start: u32,
        /// End as given.
        end: u32,
    },
    /// The chromosome is not known.
    #[error(transparent)]
    Chromosome(#[from] ParseChromosomeError),
    /// Not of the form `chrom:start-end`.
    #[error("{text:?} is no region: expected chrom, chrom:position or chrom:start-end, 1-based")]
    Form {
        /// The text as found.
        text: String,
    },
}

impl Region {
    /// A region from 1-based inclusive bounds.
    ///
    /// # Errors
    /// [`RegionError::Bounds`] where a bound is zero or the end lies left of the start.
    pub fn new(chromosome: Chromosome, start: u32, end: u32) -> Result<Self, RegionError> {
        match (Position::new(start), Position::new(end)) {
            (Some(s), Some(e)) if s <= e => Ok(Self { chromosome, start: s, end: e }),
            _ => Err(RegionError::Bounds { start, end }),
        }
    }

    pub(crate) fn whole(chromosome: Chromosome, length: u32) -> Self {
        Self { chromosome, start: Position::FIRST, end: Position::new(length).unwrap_or(Position::FIRST) }
    }

    /// True where the two share a base.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.chromosome == other.chromosome && self.start <= other.end && other.start <= self.end
    }

    /// True where the position lies within.
    pub fn contains(&self, chromosome: Chromosome, position: Position) -> bool {
        self.chromosome == chromosome && (self.start..=self.end).contains(&position)
    }

    /// The same region with this many bases more on each side.
    #[must_use]
    pub fn widened(self, bases: u32) -> Self {
        Self { start: self.start.left(bases), end: self.end.right(bases), ..self }
    }
}

impl FromStr for Region {
    type Err = RegionError;

    /// Reads `chrom`, `chrom:position` and `chrom:start-end`; commas in numbers are allowed.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let form = || RegionError::Form { text: text.to_owned() };
        let Some((chromosome, span)) = text.split_once(':') else {
            return Ok(Self::whole(text.parse()?, u32::MAX));
        };
        let number = |t: &str| t.replace(',', "").parse::<u32>().map_err(|_| form());
        let (start, end) = match span.split_once('-') {
            Some((s, e)) => (number(s)?, number(e)?),
            None => (number(span)?, number(span)?),
        };
        Self::new(chromosome.parse()?, start, end)
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}-{}", self.chromosome, self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_belong_to_the_region() {
        let r: Region = "chr13:32,310,000-32,320,000".parse().expect("a region");
        let touching: Region = "13:32320000-32320001".parse().expect("a region");
        let beside: Region = "13:32320001-32330000".parse().expect("a region");
        assert!(r.overlaps(&touching), "both ends are included");
        assert!(!r.overlaps(&beside));
    }

    #[test]
    fn what_is_no_region_is_refused() {
        for bad in ["13:0-5", "13:9-5", "13:a-b", "chrUn:1-2", "13:", "13:-5"] {
            assert!(bad.parse::<Region>().is_err(), "{bad} must be refused");
        }
    }

    #[test]
    fn widening_stops_at_the_first_base() {
        let r = Region::new(Chromosome::CHR1, 100, 200).expect("a region").widened(5_000);
        assert_eq!((r.start.get(), r.end.get()), (1, 5_200));
    }
}
