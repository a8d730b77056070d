use std::fmt;

use domain::Pattern;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A set of inheritance patterns.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PatternSet(u16);

impl PatternSet {
    /// No pattern.
    pub const EMPTY: Self = Self(0);
    /// Every pattern (`any` on the command line).
    pub const ANY: Self = Self((1 << Pattern::ALL.len()) - 1);
    /// Those in which both copies of the gene, or the only one, carry a variant: the wider frequency limit holds.
    pub const BOTH_COPIES: Self = Self::of(&[
        Pattern::Recessive,
        Pattern::CompoundHeterozygous,
        Pattern::HemizygousDeletion,
        Pattern::XRecessive,
        Pattern::Mitochondrial,
    ]);

    /// The set of these.
    pub const fn of(patterns: &[Pattern]) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < patterns.len() {
            bits |= 1 << patterns[i] as u16;
            i += 1;
        }
        Self(bits)
    }

    /// True without any.
    #[inline]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// True where the pattern is one of them.
    #[inline]
    pub const fn contains(self, pattern: Pattern) -> bool {
        self.0 & (1 << pattern as u16) != 0
    }

    /// Those in both.
    #[inline]
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Those in either.
    #[inline]
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those not in the other.
    #[inline]
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The patterns, the preferred first.
    pub fn iter(self) -> impl Iterator<Item = Pattern> {
        Pattern::ALL.into_iter().filter(move |p| self.contains(*p))
    }

    /// The one that is named where several hold.
    pub fn preferred(self) -> Option<Pattern> {
        self.iter().next()
    }
}

impl FromIterator<Pattern> for PatternSet {
    fn from_iter<I: IntoIterator<Item = Pattern>>(patterns: I) -> Self {
        patterns.into_iter().fold(Self::EMPTY, |set, p| set.or(Self::of(&[p])))
    }
}

impl fmt::Debug for PatternSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Pattern::name)).finish()
    }
}

impl Serialize for PatternSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for PatternSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<Pattern>::deserialize(deserializer)?.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_holds_every_pattern_once() {
        assert_eq!(PatternSet::ANY.iter().count(), Pattern::ALL.len());
        assert_eq!(PatternSet::ANY, Pattern::ALL.into_iter().collect());
        assert!(PatternSet::ANY.without(PatternSet::ANY).is_empty());
    }

    #[test]
    fn de_novo_is_named_before_dominant() {
        assert_eq!(PatternSet::of(&[Pattern::Dominant, Pattern::DeNovo]).preferred(), Some(Pattern::DeNovo));
    }
}
