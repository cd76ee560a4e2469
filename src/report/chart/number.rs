//! How numbers are written, and the round numbers an axis is marked with.

pub use crate::language::NumberStyle;

impl NumberStyle {
    /// Writes a number with no more decimals than it needs, for axis ticks.
    pub(super) fn tick(self, value: f64, step: f64) -> String {
        let decimals = if step >= 1.0 { 0.0 } else { (-step.log10() - 1e-9).ceil() };
        self.format(value, decimals.clamp(0.0, 12.0) as usize)
    }
}

/// What is measured along an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Name and unit, written at the axis: "RAM (GiB)".
    pub label: String,
    /// Marks of the numbers.
    pub numbers: NumberStyle,
    /// Decimals of printed values; 0 also keeps the axis to whole numbers.
    pub decimals: usize,
}

impl Measure {
    /// The value as printed beside a bar.
    pub fn format(&self, value: f64) -> String {
        self.numbers.format(value, self.decimals)
    }
}

/// The marks of an axis with their texts, in order.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ticks {
    pub(super) marks: Vec<(f64, String)>,
}

impl Ticks {
    /// Round marks from zero to just above `max`: a step of 1, 2 or 5 times a power of ten.
    pub(super) fn from_zero(max: f64, measure: &Measure) -> Self {
        if !(max.is_finite() && max > 0.0) {
            return Self { marks: vec![(0.0, measure.numbers.format(0.0, 0))] };
        }
        let step = step_of(max, measure);
        let last = (max / step - 1e-9).ceil().max(1.0) as usize;
        let mark = |index: usize| {
            let value = index as f64 * step;
            (value, measure.numbers.tick(value, step))
        };
        Self { marks: (0..=last).map(mark).collect() }
    }

    /// Round marks from just below `low` to just above `high`, for values of which only differences
    /// are shown as lengths.
    pub(super) fn between(low: f64, high: f64, measure: &Measure) -> Self {
        let span = (high - low).max(high.abs() * 1e-6);
        if !(low.is_finite() && span.is_finite() && span > 0.0) {
            return Self::from_zero(high, measure);
        }
        let step = step_of(span, measure);
        let first = (low / step + 1e-9).floor().max(0.0);
        let last = (high / step - 1e-9).ceil().max(first + 1.0);
        let mark = |index: usize| {
            let value = (first + index as f64) * step;
            (value, measure.numbers.tick(value, step))
        };
        Self { marks: (0..=(last - first) as usize).map(mark).collect() }
    }

    /// Marks of a logarithmic axis around the positive range `low..=high`.
    pub(super) fn logarithmic(low: f64, high: f64, measure: &Measure) -> Self {
        let first = low.max(f64::MIN_POSITIVE).log10().floor() as i32;
        let last = high.max(f64::MIN_POSITIVE).log10().ceil() as i32;
        let all: Vec<(f64, i32, f64)> = (first..=last)
            .flat_map(|exponent| [1.0, 2.0, 5.0].map(|factor| (exponent, factor)))
            .map(|(exponent, factor)| (factor, exponent, round_number(factor, exponent)))
            .collect();
        let at = |value: f64| all.partition_point(|&(_, _, mark)| mark <= value * (1.0 + 1e-9));
        let start = at(low).saturating_sub(1);
        let mut end = all.partition_point(|&(_, _, mark)| mark < high * (1.0 - 1e-9));
        end = end.max(start + 1).min(all.len().saturating_sub(1));
        let inside = all.get(start..=end).unwrap_or_default();
        let decades = inside.iter().filter(|(factor, ..)| *factor < 1.5).count();
        let every = decades.div_ceil(7).max(1);
        let shown = |&(index, &(factor, exponent, _)): &(usize, &(f64, i32, f64))| {
            index == 0
                || index + 1 == inside.len()
                || inside.len() <= 7
                || (factor < 1.5 && exponent.rem_euclid(every as i32) == 0)
        };
        let kept = inside.iter().enumerate().filter(shown);
        let write = |(_, &(_, _, value)): (usize, &(f64, i32, f64))| {
            (value, measure.numbers.tick(value, value))
        };
        Self { marks: kept.map(write).collect() }
    }

    pub(super) fn first(&self) -> f64 {
        self.marks.first().map_or(0.0, |mark| mark.0)
    }

    pub(super) fn last(&self) -> f64 {
        self.marks.last().map_or(1.0, |mark| mark.0)
    }

    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.marks.iter().map(|mark| mark.1.as_str())
    }
}

/// The least step of 1, 2 or 5 times a power of ten of which no more than six make the span; 1 at least
/// where whole things are counted.
fn step_of(span: f64, measure: &Measure) -> f64 {
    let least = if measure.decimals == 0 { 1.0 } else { 0.0 };
    let mut exponent = span.log10().floor() as i32 - 2;
    loop {
        for factor in [1.0, 2.0, 5.0] {
            let step = round_number(factor, exponent);
            if step >= least && span / step <= 6.0 {
                return step;
            }
        }
        exponent += 1;
    }
}

/// `factor × 10^exponent`, exact for the negative exponents too (0.2, not 0.2000…1).
fn round_number(factor: f64, exponent: i32) -> f64 {
    if exponent < 0 { factor / 10f64.powi(-exponent) } else { factor * 10f64.powi(exponent) }
}
