//! Sets of rows, a bit for each row of a table, and how tests fill them a word at a time.

use rayon::prelude::*;
use wide::u8x16;

/// Rows whose bits stand in one word.
pub(super) const WORD: usize = 64;

/// Words that a core takes at a time.
pub(super) const PART: usize = 128;

/// Some of the rows of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RowSet {
    words: Vec<u64>,
}

impl RowSet {
    /// None of so many rows.
    pub fn none(rows: usize) -> Self {
        Self { words: vec![0; rows.div_ceil(WORD)] }
    }

    /// Those of so many rows that a column of a cell for each is asked about.
    pub fn of<T: Copy>(column: &[T], holds: impl Fn(T) -> bool) -> Self {
        Self { words: column.chunks(WORD).map(|cells| word(cells, &holds)).collect() }
    }

    pub fn words(&self) -> &[u64] {
        &self.words
    }

    pub fn words_mut(&mut self) -> &mut [u64] {
        &mut self.words
    }

    /// Of the rows of each word two sets, by the place of its first row and its rows.
    pub fn split(&self, sets: impl Fn(usize, u64) -> (u64, u64) + Sync) -> (Self, Self) {
        let both = |(place, word): (usize, &u64)| if *word == 0 { (0, 0) } else { sets(place * WORD, *word) };
        let (one, other) = self.words.par_iter().enumerate().with_min_len(PART).map(both).unzip();
        (Self { words: one }, Self { words: other })
    }

    /// How many they are.
    pub fn count(&self) -> u64 {
        self.words.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    pub fn contains(&self, row: usize) -> bool {
        self.words.get(row / WORD).is_some_and(|word| word >> (row % WORD) & 1 == 1)
    }

    pub fn remove(&mut self, row: usize) {
        if let Some(word) = self.words.get_mut(row / WORD) {
            *word &= !(1 << (row % WORD));
        }
    }

    /// Those of both sets, of one table.
    pub fn and(&self, other: &Self) -> Self {
        self.with(other, |one, other| one & other)
    }

    /// Those that are not in the other set.
    pub fn without(&self, other: &Self) -> Self {
        self.with(other, |one, other| one & !other)
    }

    /// Those of either set.
    pub fn or(&self, other: &Self) -> Self {
        self.with(other, |one, other| one | other)
    }

    fn with(&self, other: &Self, both: impl Fn(u64, u64) -> u64) -> Self {
        Self { words: self.words.iter().zip(&other.words).map(|(one, other)| both(*one, *other)).collect() }
    }

    /// The rows in their order.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        let words = self.words.iter().zip((0..).step_by(WORD));
        words.flat_map(|(word, first)| places(*word).map(move |place| first + place))
    }
}

/// The places of the bits of a word, the lowest first.
pub(super) fn places(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = word.trailing_zeros() as usize;
        word &= word.wrapping_sub(1);
        (place < WORD).then_some(place)
    })
}

/// Asks about each row of a word that is asked for.
#[inline]
pub(super) fn one_by_one(asked: u64, holds: impl Fn(usize) -> bool) -> u64 {
    places(asked).fold(0, |word, place| word | u64::from(holds(place)) << place)
}

/// The cells of a word's rows, of which the last word may have fewer.
#[inline]
pub(super) fn cells<T>(column: &[T], first: usize) -> &[T] {
    &column[first..column.len().min(first + WORD)]
}

/// Asks about all cells of a word together.
#[inline]
pub(super) fn word<T: Copy>(cells: &[T], holds: impl Fn(T) -> bool) -> u64 {
    flags(cells.iter().map(|cell| holds(*cell)))
}

/// The answers for the rows of a word, from the first on.
#[inline]
pub(super) fn flags(answers: impl Iterator<Item = bool>) -> u64 {
    let mut flags = [0_u8; WORD];
    for (flag, answer) in flags.iter_mut().zip(answers) {
        *flag = u8::from(answer);
    }
    let (parts, _) = flags.as_chunks::<16>();
    let in_part = |part: &[u8; 16]| u64::from(u8x16::new(*part).simd_eq(u8x16::splat(1)).to_bitmask() & 0xffff);
    parts.iter().rev().fold(0, |word, part| word << 16 | in_part(part))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_set_holds_what_its_column_says(column in prop::collection::vec(any::<bool>(), 0..300), other in any::<u64>()) {
            let set = RowSet::of(&column, |cell| cell);
            let rows: Vec<usize> = (0..column.len()).filter(|row| column[*row]).collect();
            prop_assert_eq!(set.iter().collect::<Vec<_>>(), rows.clone());
            prop_assert_eq!(set.count(), rows.len() as u64);
            prop_assert!((0..400).all(|row| set.contains(row) == column.get(row).copied().unwrap_or(false)));
            let mut fewer = set.clone();
            rows.first().into_iter().for_each(|row| fewer.remove(*row));
            prop_assert_eq!(fewer.iter().collect::<Vec<_>>(), rows.get(1..).unwrap_or_default());
            prop_assert_eq!(one_by_one(other, |place| place % 3 == 0), places(other).filter(|p| p % 3 == 0).fold(0, |w, p| w | 1 << p));
        }
    }
}
