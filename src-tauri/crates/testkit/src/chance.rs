use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};
use sealed::digest::Sha256;

/// Chance that is the same on every run and machine: ChaCha8 from the SHA-256 of a name. Only integers and the four
/// basic operations on floats are used with it, because the functions of the system's mathematics library differ.
pub(crate) struct Chance(ChaCha8Rng);

impl Chance {
    /// The stream of this name; its parts are what it decides about.
    pub(crate) fn of(name: &[&str]) -> Self {
        Self(ChaCha8Rng::from_seed(*Sha256::of(name.join("|").as_bytes()).as_bytes()))
    }

    /// Uniform in 0 (included) to 1 (excluded).
    pub(crate) fn unit(&mut self) -> f64 {
        f64::from(self.0.next_u32()) / 4_294_967_296.0
    }

    /// True with this probability.
    pub(crate) fn happens(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Uniform between two bounds, both included.
    pub(crate) fn between(&mut self, low: u32, high: u32) -> u32 {
        let width = u64::from(high.max(low) - low) + 1;
        low + u32::try_from((u64::from(self.0.next_u32()) * width) >> 32).unwrap_or(0)
    }

    /// Uniform between two bounds.
    pub(crate) fn real(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// Between two bounds with a hump in the middle (sum of three throws).
    pub(crate) fn hump(&mut self, low: u32, high: u32) -> u32 {
        let third = (high - low) / 3;
        low + self.between(0, third) + self.between(0, third) + self.between(0, third)
    }

    /// How many of `trials` succeed.
    pub(crate) fn successes(&mut self, trials: u32, probability: f64) -> u32 {
        (0..trials).map(|_| u32::from(self.happens(probability))).sum()
    }

    /// One of a list that is not empty.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        let last = u32::try_from(from.len().saturating_sub(1)).unwrap_or(u32::MAX);
        &from[self.between(0, last) as usize]
    }

    /// One of a list that is not empty, by weight.
    pub(crate) fn weighted<T: Copy>(&mut self, from: &[(f64, T)]) -> T {
        let total: f64 = from.iter().map(|(weight, _)| weight).sum();
        let mut left = self.unit() * total;
        for &(weight, value) in from {
            if left < weight {
                return value;
            }
            left -= weight;
        }
        from[from.len() - 1].1
    }
}
