//! Percentiles of samples that are held, and of a sketch of them.

use std::str::FromStr;

use sketches_ddsketch::{Config, DDSketch};

/// A percentile, in thousandths of a percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percentile(u32);

/// Thousandths of a percent of the whole.
const WHOLE: u64 = 100_000;

/// Relative error of a sketched percentile.
pub const SKETCH_ERROR: f64 = 0.01;

/// Bins of a sketch: enough for all amounts from [`SKETCH_MIN`] to 10^26 without joining any.
const SKETCH_BINS: u32 = 1 << 12;

/// Smaller amounts count as zero in a sketch.
const SKETCH_MIN: f64 = 1e-9;

impl Percentile {
    /// The 95th.
    pub const P95: Self = Self(95_000);

    /// The rank from 0 below or at which it stands among so many, and the part of the way to the next
    /// in 100,000ths; in whole numbers, since 0.95 is none that a computer has.
    fn rank(self, count: u64) -> (u64, u64) {
        let at = u128::from(self.0) * u128::from(count - 1);
        let whole = u128::from(WHOLE);
        ((at / whole) as u64, (at % whole) as u64)
    }

    /// As in names of columns: `p95`, `p99_9`.
    pub fn name(self) -> String {
        format!("p{}", self.to_string().replace('.', "_"))
    }
}

impl std::fmt::Display for Percentile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = format!("{}.{:03}", self.0 / 1000, self.0 % 1000);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

impl FromStr for Percentile {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let refused = || format!("\"{text}\" is no percentile; write 0 to 100 as 95 or 99.9");
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !are_digits(whole) || !are_digits(part) || whole.len() > 3 || part.len() > 3 {
            return Err(refused());
        }
        let thousandths = format!("{whole}{part:0<3}").parse().map_err(|_| refused())?;
        Some(Self(thousandths)).filter(|known| known.0 <= 100_000).ok_or_else(refused)
    }
}

/// Between two samples, in proportion; the samples are no less than zero, so that what lies between two
/// that are off by a share is off by that share at most.
fn between(low: f64, high: f64, part: u64) -> f64 {
    // From the lower one on, so that between equal samples stands that sample.
    low + (high - low) * (part as f64 / WHOLE as f64)
}

/// The percentiles of samples, in ascending order of percentile, and the largest sample. Reorders the
/// samples. There is at least one.
pub fn of_samples(samples: &mut [f64], ascending: &[Percentile]) -> (Vec<f64>, f64) {
    let count = samples.len() as u64;
    let mut found = Vec::with_capacity(ascending.len());
    // What stands before is no larger than what stands from here on.
    let mut from = 0;
    for percentile in ascending {
        let (rank, part) = percentile.rank(count);
        let rank = rank as usize;
        let rest = &mut samples[from..];
        let (_, low, above) = rest.select_nth_unstable_by(rank - from, f64::total_cmp);
        let low = *low;
        let high = if part == 0 { low } else { largest(above, |a, b| b.total_cmp(a)) };
        found.push(between(low, high, part));
        from = rank;
    }
    (found, largest(&samples[from..], f64::total_cmp))
}

fn largest(samples: &[f64], order: fn(&f64, &f64) -> std::cmp::Ordering) -> f64 {
    samples.iter().copied().max_by(order).unwrap_or(f64::NAN)
}

/// A sketch of samples, and the largest of them.
#[derive(Clone)]
pub struct Sketch {
    sketch: DDSketch,
    max: f64,
}

impl Sketch {
    pub fn new() -> Self {
        let config = Config::new(SKETCH_ERROR, SKETCH_BINS, SKETCH_MIN);
        Self { sketch: DDSketch::new(config), max: f64::NEG_INFINITY }
    }

    pub fn add(&mut self, sample: f64) {
        self.sketch.add(sample);
        self.max = self.max.max(sample);
    }

    pub fn count(&self) -> u64 {
        self.sketch.count() as u64
    }

    /// As [`of_samples`]; there is at least one.
    pub fn percentiles(&self, percentiles: &[Percentile]) -> (Vec<f64>, f64) {
        let count = self.count();
        let of = |percentile: &Percentile| {
            let (rank, part) = percentile.rank(count);
            let high = if part == 0 { rank } else { rank + 1 };
            between(self.at(rank, count), self.at(high, count), part)
        };
        (percentiles.iter().map(of).collect(), self.max)
    }

    /// The value of a rank. The sketch asks for a share of the count less one and cuts off what is
    /// left, so that half a rank more means this one.
    fn at(&self, rank: u64, count: u64) -> f64 {
        if rank + 1 >= count {
            return self.max;
        }
        let share = (rank as f64 + 0.5) / (count - 1) as f64;
        self.sketch.quantile(share).ok().flatten().unwrap_or(f64::NAN)
    }
}
