//! The power, energy, cooling and floor the placed racks ask of the facility.

mod phases;

use super::fleet::Hall;
use super::rack::RackPlacement;
use crate::unit::Watts;

pub use phases::PhaseBalance;

/// Hours of a year of 365 days.
pub const HOURS_PER_YEAR: f64 = 8_760.0;
/// Kilowatts in a megawatt, and kilograms in a tonne.
pub const THOUSAND: f64 = 1e3;
/// Minutes in an hour.
pub const MINUTES_PER_HOUR: f64 = 60.0;
/// Watts in a ton of refrigeration (C5).
pub const WATTS_PER_TON: f64 = 3_517.0;
/// Cooling units up to which one stands by; above, two do (C5).
pub const COOLING_UNITS_WITH_ONE_SPARE: f64 = 8.0;

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
    /// IT load the hall is built for: the plan's, else `it_peak`.
    pub design_it: Watts,
    /// PUE at `it_peak`.
    pub pue: f64,
    /// PUE at `it_average`: the part of the overhead that does not fall with the load makes it worse.
    pub pue_average: f64,
    /// Facility peak: `it_peak` × `pue`.
    pub facility_peak: Watts,
    /// Heat to be removed: `it_peak` × cooling factor (short form Q ≈ 1.2·P_IT, lbl-srg/obc).
    pub cooling: Watts,
    /// Cooling units that carry `cooling`: whole ones.
    pub cooling_units: f64,
    /// Cooling units that stand by: one up to eight, else two.
    pub cooling_units_spare: f64,
    /// What the units still remove when one of them all fails; no less than `cooling`.
    pub cooling_one_out: Watts,
    /// Apparent power of the IT peak, in kVA: what one path of a 2N supply must carry alone.
    pub ups_kva: f64,
    /// UPS modules of each of the two paths.
    pub ups_modules_per_path: f64,
    /// Load of a path's modules while both paths live, 0 to 1.
    pub ups_load_normal: f64,
    /// Load of a path's modules after the other path failed, 0 to 1.
    pub ups_load_failover: f64,
    /// Energy of the batteries of one path, in kWh, so that it alone carries the peak.
    pub battery_kwh_per_path: f64,
    /// Rating of the generators, in kVA: `facility_peak` ÷ their power factor.
    pub generator_kva: f64,
    /// Energy of a year in MWh: `it_average` × `pue_average` × 8 760 h.
    pub energy_mwh_year: f64,
    /// Carbon dioxide of that energy, in tonnes.
    pub carbon_t_year: f64,
    /// White space in m²: racks × area of one rack.
    pub white_space_m2: f64,
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
    let supply = &hall.supply;
    let it_peak = it_peak_sum.scaled(hall.diversity);
    let design_it = hall.design_it.unwrap_or(it_peak);
    let pue = pue_at(share(it_peak, design_it), hall);
    let pue_average = pue_at(share(it_average, design_it), hall);
    let facility_peak = it_peak.scaled(pue);
    let cooling = it_peak.scaled(hall.cooling_factor);
    let cooling_units = share(cooling, hall.cooling_unit).ceil();
    let cooling_units_spare = match cooling_units {
        units if units < 1.0 => 0.0,
        units if units <= COOLING_UNITS_WITH_ONE_SPARE => 1.0,
        _ => 2.0,
    };
    let one_out = (cooling_units + cooling_units_spare - 1.0).max(0.0);
    let modules = share(it_peak, supply.ups_module).ceil();
    let ups_load_failover = share(it_peak, supply.ups_module.scaled(modules));
    let battery_hours = finite(supply.battery_minutes) / MINUTES_PER_HOUR;
    let usable = supply.ups_efficiency * supply.battery_usable_share;
    let energy_mwh_year = it_average.as_kilowatts() * pue_average * HOURS_PER_YEAR / THOUSAND;
    PowerStatement {
        it_average,
        it_peak_sum,
        it_peak,
        design_it,
        pue,
        pue_average,
        facility_peak,
        cooling,
        cooling_units,
        cooling_units_spare,
        cooling_one_out: hall.cooling_unit.scaled(one_out),
        ups_kva: over(it_peak.as_kilowatts(), supply.power_factor),
        ups_modules_per_path: modules,
        ups_load_normal: ups_load_failover / 2.0,
        ups_load_failover,
        battery_kwh_per_path: over(it_peak.as_kilowatts() * battery_hours, usable),
        generator_kva: over(facility_peak.as_kilowatts(), supply.generator_power_factor),
        energy_mwh_year,
        carbon_t_year: energy_mwh_year * finite(hall.grid_kg_co2_per_kwh),
        white_space_m2: racks_count * finite(hall.area_per_rack_m2),
    }
}

/// PUE at a share of the load the hall is built for: of what is not IT power at that load one part
/// stays as it is, one goes with the load and one with its square, so that
/// PUE = 1 + (PUE of the plan − 1) × (fixed ÷ load + rest + square × load). An empty hall has that of
/// the plan.
pub fn pue_at(load_share: f64, hall: &Hall) -> f64 {
    let pue = finite(hall.pue);
    if load_share <= 0.0 {
        return pue;
    }
    let (fixed, square) = (finite(hall.overhead_fixed_share), finite(hall.overhead_square_share));
    let rest = (1.0 - fixed - square).max(0.0);
    1.0 + (pue - 1.0) * (fixed / load_share + rest + square * load_share)
}

/// One power over another; over nothing it is nothing.
fn share(power: Watts, of: Watts) -> f64 {
    over(power.as_watts(), of.as_watts())
}

fn over(value: f64, divisor: f64) -> f64 {
    if divisor > 0.0 { value / divisor } else { 0.0 }
}

/// The ratio, or zero when it is negative or not a number; never infinite.
fn finite(ratio: f64) -> f64 {
    if ratio > 0.0 { ratio.min(f64::MAX) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    fn rack(average: f64, peak: f64) -> RackPlacement {
        RackPlacement {
            power_average: Watts::from_watts(average),
            power_peak: Watts::from_watts(peak),
            ..RackPlacement::default()
        }
    }

    #[test]
    fn the_facility_follows_from_the_racks_by_hand() {
        let hall = example::hall();
        let power = state(&[rack(4_000.0, 6_000.0), rack(1_000.0, 4_000.0)], &hall);
        assert_eq!(power.it_average, Watts::from_kilowatts(5.0));
        assert_eq!(power.it_peak_sum, Watts::from_kilowatts(10.0));
        assert_eq!(power.it_peak, Watts::from_kilowatts(8.8));
        assert_eq!(power.design_it, power.it_peak);
        assert_eq!(power.facility_peak, Watts::from_kilowatts(14.08));
        assert_eq!(power.cooling, Watts::from_kilowatts(10.56));
        // At 5 of 8.8 kW: 1 + 0.6 × (0.4 × 1.76 + 0.5 + 0.1 ÷ 1.76) = 1.7564909….
        let pue = 1.0 + 0.6 * (0.4 * 1.76 + 0.5 + 0.1 / 1.76);
        assert!((power.pue_average - pue).abs() < 1e-9);
        assert!((power.energy_mwh_year - 5.0 * pue * 8.76).abs() < 1e-9);
        assert!((power.carbon_t_year - 5.0 * pue * 8.76 * 0.66).abs() < 1e-9);
        assert!((power.white_space_m2 - 5.0).abs() < 1e-9);
    }

    #[test]
    fn cooling_supply_and_batteries_follow_by_hand() {
        let power = state(&[rack(5_000.0, 10_000.0)], &example::hall());
        // 10.56 kW by units of 3 kW: four and one spare; with one out four remain, 12 kW.
        assert_eq!([power.cooling_units, power.cooling_units_spare].map(|n| n as u32), [4, 1]);
        assert_eq!(power.cooling_one_out, Watts::from_kilowatts(12.0));
        assert!(power.cooling_one_out >= power.cooling);
        // 8.8 kW by modules of 4 kW: three a path, 73.3 % loaded when alone.
        assert!((power.ups_modules_per_path - 3.0).abs() < 1e-12);
        assert!((power.ups_load_failover - 8.8 / 12.0).abs() < 1e-9);
        assert!((power.ups_load_normal - 4.4 / 12.0).abs() < 1e-9);
        assert!((power.ups_kva - 8.8 / 0.95).abs() < 1e-9);
        assert!((power.battery_kwh_per_path - 8.8 / 6.0 / 0.95 / 0.64).abs() < 1e-9);
        assert!((power.generator_kva - 14.08 / 0.8).abs() < 1e-9);
    }

    #[test]
    fn a_half_empty_hall_has_a_worse_pue_and_an_empty_one_needs_no_units() {
        let design = Some(Watts::from_kilowatts(17.6));
        let hall = Hall { design_it: design, ..example::hall() };
        let power = state(&[rack(5_000.0, 10_000.0)], &hall);
        // Half of the load it is built for: 1 + 0.6 × (0.4 × 2 + 0.5 + 0.1 ÷ 2).
        assert!((power.pue - 1.81).abs() < 1e-9);
        let empty = state(&[], &hall);
        assert_eq!([empty.cooling_units, empty.cooling_units_spare].map(|n| n as u32), [0, 0]);
        assert_eq!(empty.cooling_one_out, Watts::ZERO);
        assert!((empty.pue - 1.6).abs() < 1e-9);
    }
}
