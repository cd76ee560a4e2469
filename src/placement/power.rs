//! The power, energy, cooling and floor the placed racks ask of the facility.

use super::fleet::Hall;
use super::rack::RackPlacement;
use crate::unit::Watts;

/// Hours of a year of 365 days.
const HOURS_PER_YEAR: f64 = 8_760.0;
/// Kilowatts in a megawatt.
const KILOWATTS_PER_MEGAWATT: f64 = 1e3;

/// What all placed racks ask of the facility; devices that found no rack are not in it.
#[derive(Debug, Clone, PartialEq)]
pub struct PowerStatement {
    /// Average IT power: the sum over racks, switches included. For a host P(u) = P_idle +
    /// (P_peak − P_idle)·u (Fan, Weber, Barroso, ISCA 2007).
    pub it_average: Watts,
    /// The sum of the peaks, as if all came at once.
    pub it_peak_sum: Watts,
    /// IT peak to plan for: `it_peak_sum` × diversity (Fan et al.: achieved peaks stay 7–16 % below the
    /// sum in a cluster).
    pub it_peak: Watts,
    /// Facility peak: `it_peak` × PUE.
    pub facility_peak: Watts,
    /// Heat to be removed: `it_peak` × cooling factor (short form Q ≈ 1.2·P_IT, lbl-srg/obc).
    pub cooling: Watts,
    /// Energy of a year in MWh: `it_average` × PUE × 8 760 h.
    pub energy_mwh_year: f64,
    /// White space in m²: racks × area of one rack.
    pub white_space_m2: f64,
    /// The PUE applied.
    pub pue: f64,
}

/// Sums the racks up. Products round to the milliwatt; ratios that are negative or not a number count
/// as nothing.
pub(super) fn state(racks: &[RackPlacement], hall: &Hall) -> PowerStatement {
    let it_average: Watts = racks.iter().map(|rack| rack.power_average).sum();
    let it_peak_sum: Watts = racks.iter().map(|rack| rack.power_peak).sum();
    of_facility(it_average, it_peak_sum, racks.len() as f64, hall)
}

/// What the facility supplies for racks of that average and that sum of peaks.
pub(super) fn of_facility(
    it_average: Watts,
    it_peak_sum: Watts,
    racks_count: f64,
    hall: &Hall,
) -> PowerStatement {
    let it_peak = it_peak_sum.scaled(hall.diversity);
    let pue = finite(hall.pue);
    let energy = it_average.as_kilowatts() * pue * HOURS_PER_YEAR / KILOWATTS_PER_MEGAWATT;
    PowerStatement {
        it_average,
        it_peak_sum,
        it_peak,
        facility_peak: it_peak.scaled(pue),
        cooling: it_peak.scaled(hall.cooling_factor),
        energy_mwh_year: energy,
        white_space_m2: racks_count * finite(hall.area_per_rack_m2),
        pue,
    }
}

/// The ratio, or zero when it is negative or not a number; never infinite.
fn finite(ratio: f64) -> f64 {
    if ratio > 0.0 { ratio.min(f64::MAX) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    #[test]
    fn the_facility_follows_from_the_racks_by_hand() {
        let hall = Hall { racks_max: None, ..example::hall() };
        let rack = |average, peak| RackPlacement {
            power_average: Watts::from_watts(average),
            power_peak: Watts::from_watts(peak),
            ..RackPlacement::default()
        };
        let power = state(&[rack(4_000.0, 6_000.0), rack(1_000.0, 4_000.0)], &hall);
        assert_eq!(power.it_average, Watts::from_kilowatts(5.0));
        assert_eq!(power.it_peak_sum, Watts::from_kilowatts(10.0));
        assert_eq!(power.it_peak, Watts::from_kilowatts(8.8));
        assert_eq!(power.facility_peak, Watts::from_kilowatts(14.08));
        assert_eq!(power.cooling, Watts::from_kilowatts(10.56));
        assert!((power.energy_mwh_year - 5.0 * 1.6 * 8.76).abs() < 1e-9);
        assert!((power.white_space_m2 - 5.0).abs() < 1e-9);
    }
}
