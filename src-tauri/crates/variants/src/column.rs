//! Columns of numbers that may be missing. Missing is a value of its own, never 0: it cannot be mistaken, since the
//! columns answer with an `Option`.

/// Numbers of 32 bits as they stand in the file, or missing. Compare them as f32: `0.0001_f32 as f64 < 1e-4` is true.
#[derive(Clone, Debug, Default)]
pub struct Numbers(Vec<f32>);

impl Numbers {
    /// Missing in so many rows.
    pub(crate) fn missing(rows: usize) -> Self {
        Self(vec![f32::NAN; rows])
    }

    /// The number of a row, `None` where missing.
    #[inline]
    pub fn get(&self, row: usize) -> Option<f32> {
        self.0.get(row).copied().filter(|v| !v.is_nan())
    }

    /// The raw numbers for scanning; missing is NaN.
    #[inline]
    pub(crate) fn raw(&self) -> &Vec<f32> {
        &self.0
    }

    pub(crate) fn raw_mut(&mut self) -> &mut Vec<f32> {
        &mut self.0
    }
}

impl PartialEq for Numbers {
    fn eq(&self, other: &Self) -> bool {
        self.0.len() == other.0.len() && self.0.iter().zip(&other.0).all(|(a, b)| a == b || (a.is_nan() && b.is_nan()))
    }
}

/// Counts from 0 to 65,534 (larger ones are kept as 65,534), or missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts(Vec<u16>);

impl Counts {
    pub(crate) const MISSING: u16 = u16::MAX;

    /// Missing in so many rows.
    pub(crate) fn missing(rows: usize) -> Self {
        Self(vec![Self::MISSING; rows])
    }

    /// The count of a row, `None` where missing.
    #[inline]
    pub fn get(&self, row: usize) -> Option<u16> {
        self.0.get(row).copied().filter(|v| *v != Self::MISSING)
    }

    pub(crate) fn push(&mut self, value: Option<u16>) {
        self.0.push(value.map_or(Self::MISSING, |v| v.min(Self::MISSING - 1)));
    }

    pub(crate) fn hide(&mut self, row: usize) {
        if let Some(value) = self.0.get_mut(row) {
            *value = Self::MISSING;
        }
    }

    pub(crate) fn raw(&self) -> &Vec<u16> {
        &self.0
    }

    pub(crate) fn raw_mut(&mut self) -> &mut Vec<u16> {
        &mut self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_is_never_zero() {
        let numbers = Numbers(vec![0.0, f32::NAN, 1e-4]);
        let mut counts = Counts::default();
        for value in [Some(0), None, Some(u16::MAX)] {
            counts.push(value);
        }
        assert_eq!([0, 1, 2].map(|r| numbers.get(r)), [Some(0.0), None, Some(1e-4)]);
        assert_eq!([0, 1, 2].map(|r| counts.get(r)), [Some(0), None, Some(65_534)], "too large is not missing");
        assert_eq!(numbers, numbers.clone(), "missing equals missing");
    }
}
