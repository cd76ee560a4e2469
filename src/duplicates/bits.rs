//! Evidence in bits, as whole parts of a bit: logarithms differ between systems in their last digit,
//! and no score may.

/// Parts of one bit.
pub const PARTS: i32 = 128;

/// An amount of evidence, in parts of a bit; negative where it speaks against.
pub type Bits = i32;

/// Bits of a number of the plan.
pub fn of_plan(bits: f64) -> Bits {
    (bits * f64::from(PARTS)) as Bits
}

/// The logarithm to base 2 of a ratio of counts, each at least 1.
pub fn log2_ratio(numerator: u64, denominator: u64) -> Bits {
    log2(numerator.max(1)) - log2(denominator.max(1))
}

/// The logarithm to base 2 of a share of the plan between 0 and 1, rounded down to a millionth.
pub fn log2_share(share: f64) -> Bits {
    log2_ratio((share * 1e6) as u64, 1_000_000)
}

/// By squaring the mantissa: each square over 2 gives one binary digit.
fn log2(number: u64) -> Bits {
    let whole = number.ilog2();
    let mut mantissa = u128::from(number) << (63 - whole);
    let mut parts = 0;
    for _ in 0..PARTS.ilog2() {
        mantissa = (mantissa * mantissa) >> 63;
        let is_over = mantissa >> 64 != 0;
        parts = parts * 2 + i32::from(is_over);
        if is_over {
            mantissa >>= 1;
        }
    }
    whole as i32 * PARTS + parts
}

/// The probability whose odds are 2 to the power of the bits; between 2^-60 and 1 less as much.
pub fn score_of(bits: Bits) -> f64 {
    let (whole, rest) = (bits.div_euclid(PARTS), bits.rem_euclid(PARTS));
    // e^x as (1 + x/1024)^1024, by squaring ten times: additions and multiplications alone.
    let x = f64::from(rest) / f64::from(PARTS) * std::f64::consts::LN_2;
    let mut odds = (0..10).fold(1.0 + x / 1024.0, |power, _| power * power);
    for _ in 0..whole.unsigned_abs().min(60) {
        odds *= if whole > 0 { 2.0 } else { 0.5 };
    }
    odds / (1.0 + odds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_agree_with_those_of_the_system_to_a_part_of_a_bit() {
        for number in [1_u64, 2, 3, 7, 10, 100, 4_095, 4_096, 1_000_000, u64::MAX] {
            let exact = (number as f64).log2() * f64::from(PARTS);
            let found = f64::from(log2(number));
            assert!(
                found <= exact + 1e-9 && exact - found <= 1.0 + 1e-9,
                "{number}: {found} of {exact}"
            );
        }
        assert_eq!(log2_ratio(8, 1), 3 * PARTS);
        assert_eq!(log2_ratio(1, 4), -2 * PARTS);
        assert_eq!(log2_ratio(0, 0), 0, "no count is below 1");
        assert_eq!(log2_share(0.5), -PARTS);
    }

    #[test]
    fn even_odds_are_a_half_and_each_bit_doubles_the_odds() {
        let near = |bits: Bits, expected: f64| {
            assert!((score_of(bits) - expected).abs() < 1e-3, "{bits}: {}", score_of(bits));
        };
        near(0, 0.5);
        near(PARTS, 2.0 / 3.0);
        near(-PARTS, 1.0 / 3.0);
        near(PARTS * 10 / 3, 0.909);
        near(PARTS * 1_000, 1.0);
        near(-PARTS * 1_000, 0.0);
        let scores: Vec<f64> = (-500..500).map(score_of).collect();
        assert!(scores.is_sorted());
    }
}
