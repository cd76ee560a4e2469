//! Seeded chance. Only additions, multiplications and comparisons are used: logarithms, sines and
//! powers differ between systems in their last bit, and neither a nation nor a figure may.

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A stream of random numbers.
#[derive(Debug)]
pub struct Chance {
    rng: ChaCha12Rng,
}

impl Chance {
    /// The stream of that number under a seed; streams do not touch each other.
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let mut rng = ChaCha12Rng::from_seed(key);
        rng.set_stream(stream);
        Self { rng }
    }

    /// Uniform on 0 ≤ x < 1, in steps of 2^-53.
    pub fn unit(&mut self) -> f64 {
        (self.rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A uniform whole number from `low` to `high`, both included; `low` when `high` is below it.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        // Multiply and take the high half: off uniform by at most one part in 2^64 / span.
        let span = high.saturating_sub(low).max(0).unsigned_abs() + 1;
        let scaled = u128::from(self.rng.next_u64()) * u128::from(span);
        low + (scaled >> 64) as i64
    }

    /// A uniform index below `len`, which must not be 0.
    pub fn index(&mut self, len: usize) -> usize {
        assert!(len > 0, "something to choose from");
        self.between(0, len as i64 - 1) as usize
    }

    /// True with the probability.
    pub fn happens(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// One of the items, all equally likely.
    pub fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.index(items.len())]
    }

    /// One of the items, by weight.
    pub fn weighted<T: Copy>(&mut self, items: &[(T, i64)]) -> T {
        let all: i64 = items.iter().map(|(_, weight)| weight).sum();
        let mut left = self.between(0, all - 1);
        for (item, weight) in items {
            if left < *weight {
                return *item;
            }
            left -= weight;
        }
        items[0].0
    }

    /// About standard normal: the sum of twelve uniforms less six (Irwin–Hall), within ±6.
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    /// About lognormal with the median and the spread (standard deviation of the logarithm).
    pub fn lognormal(&mut self, median: f64, spread: f64) -> f64 {
        median * exp(spread * self.normal())
    }

    /// Beta with whole parameters: the a-th smallest of a + b − 1 uniforms.
    pub fn beta(&mut self, a: usize, b: usize) -> f64 {
        let mut uniforms: Vec<f64> = (1..a + b).map(|_| self.unit()).collect();
        uniforms.sort_by(f64::total_cmp);
        uniforms[a - 1]
    }

    /// The items in random order (Fisher–Yates).
    pub fn shuffled<T: Copy>(&mut self, items: &[T]) -> Vec<T> {
        let mut items = items.to_vec();
        for last in (1..items.len()).rev() {
            let other = self.index(last + 1);
            items.swap(last, other);
        }
        items
    }
}

/// e^x as (1 + x/1024)^1024, by squaring ten times: within 0.4 % for |x| ≤ 3, which is all that
/// invented sizes need, and the same on every system.
fn exp(x: f64) -> f64 {
    (0..10).fold(1.0 + x / 1024.0, |power, _| power * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(values: impl Iterator<Item = f64>) -> f64 {
        let values: Vec<f64> = values.collect();
        values.iter().sum::<f64>() / values.len() as f64
    }

    #[test]
    fn distributions_have_the_means_they_should() {
        let mut chance = Chance::new(7, 0);
        let near = |found: f64, expected: f64, what: &str| {
            assert!((found - expected).abs() < 0.03 * expected.max(1.0), "{what}: {found}");
        };
        near(mean((0..20_000).map(|_| chance.unit())), 0.5, "uniform");
        near(mean((0..20_000).map(|_| chance.beta(2, 6))), 0.25, "beta(2, 6)");
        near(mean((0..20_000).map(|_| chance.beta(4, 4))), 0.5, "beta(4, 4)");
        near(mean((0..20_000).map(|_| chance.normal())), 0.0, "normal");
        let lognormal = mean((0..20_000).map(|_| chance.lognormal(100.0, 0.5)));
        near(lognormal, 100.0 * exp(0.125), "lognormal");
    }

    #[test]
    fn whole_numbers_reach_both_ends_and_nothing_beyond() {
        let mut chance = Chance::new(7, 1);
        let drawn: std::collections::BTreeSet<i64> =
            (0..1_000).map(|_| chance.between(-2, 2)).collect();
        assert_eq!(drawn.into_iter().collect::<Vec<_>>(), [-2, -1, 0, 1, 2]);
        assert_eq!(chance.between(5, 4), 5);
        let weights = [('a', 1), ('b', 0), ('c', 3)];
        let picked: String = (0..400).map(|_| chance.weighted(&weights)).collect();
        assert!(!picked.contains('b') && picked.contains('a') && picked.contains('c'));
    }

    #[test]
    fn a_seed_and_a_stream_fix_the_numbers() {
        let first = |seed, stream| Chance::new(seed, stream).between(0, i64::MAX - 1);
        assert_eq!(first(1, 2), first(1, 2));
        assert_ne!(first(1, 2), first(1, 3));
        assert_ne!(first(1, 2), first(2, 2));
    }
}
