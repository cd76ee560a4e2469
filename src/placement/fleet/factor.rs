//! Factors as integers.

/// Factors are taken to the millionth, so that capacities are computed in integers.
pub(super) const MILLION: u128 = 1_000_000;

/// A factor in millionths, rounded to nearest; negative and not-a-number become nothing.
pub(super) fn millionths(factor: f64) -> u128 {
    // `as` saturates and maps NaN to 0.
    u128::from((factor * 1e6).round() as u64)
}

/// A share in millionths, at most one.
pub(super) fn millionths_of_share(share: f64) -> u128 {
    millionths(share).min(MILLION)
}

pub(super) fn saturated(value: u128) -> u64 {
    u64::try_from(value).unwrap_or(u64::MAX)
}
