//! The stated figures of racks and of the facility are what their parts amount to.

use super::tally::{Tally, load, single_corded};
use super::{Violation, compare};
use crate::placement::Placement;
use crate::placement::fleet::{Fleet, Hall};
use crate::placement::rack::RackPlacement;
use crate::unit::Watts;

pub(super) fn check(fleet: &Fleet, placement: &Placement, violations: &mut Vec<Violation>) {
    let (mut average, mut peak) = (0, 0);
    let mut single = Vec::new();
    for rack in &placement.racks {
        check_rack(rack, fleet, placement, violations);
        average += u128::from(rack.power_average.raw());
        peak += u128::from(rack.power_peak.raw());
        let stood = rack.placements.iter().map(|stood| stood.device);
        single.extend(stood.filter(|&d| placement.devices.get(d).is_some_and(single_corded)));
    }
    single.sort_unstable();
    let hall = &fleet.hall;
    let power = &placement.power;
    let mut same = |figure, stated: Watts, found: u128| {
        compare("facility", figure, &stated.raw(), &saturated(found), violations);
    };
    same("average IT power", power.it_average, average);
    same("sum of IT peaks", power.it_peak_sum, peak);
    let times = |power: Watts, factor: f64| (power.raw() as f64 * factor.max(0.0)).round() as u64;
    same("IT peak", power.it_peak, u128::from(times(power.it_peak_sum, hall.diversity)));
    same("cooling", power.cooling, u128::from(times(power.it_peak, hall.cooling_factor)));
    check_facility(hall, placement, violations);
    check_phases(fleet, placement, violations);
    let found = &single;
    compare("placement", "single-corded devices", &placement.single_corded, found, violations);
}

/// The facility's peak to the watt, and N+1 of its cooling: what is left without one unit carries all.
fn check_facility(hall: &Hall, placement: &Placement, violations: &mut Vec<Violation>) {
    let power = &placement.power;
    let it = power.it_peak.as_kilowatts();
    let built_for = hall.design_it.map_or(it, Watts::as_kilowatts);
    // Kilowatts that are not IT: at any load, with the load, with its square.
    let overhead = (hall.pue - 1.0) * built_for;
    let [fixed, square] = [hall.overhead_fixed_share, hall.overhead_square_share];
    let load = if built_for > 0.0 { it / built_for } else { 0.0 };
    let other = overhead * (fixed + (1.0 - fixed - square) * load + square * load * load);
    let found = if load > 0.0 { it + other } else { it * hall.pue };
    // To the watt, or to the last digits of a figure that has more digits than a float keeps.
    let slack = |kilowatts: f64| 1e-3_f64.max(kilowatts * 1e-12);
    if (found - power.facility_peak.as_kilowatts()).abs() > slack(found) {
        let (stated, found) = (power.facility_peak, Watts::from_kilowatts(found));
        compare("facility", "peak", &stated.raw(), &found.raw(), violations);
    }
    let units = power.cooling_units + power.cooling_units_spare - 1.0;
    let left = units.max(0.0) * hall.cooling_unit.as_kilowatts();
    let cooling = power.cooling.as_kilowatts();
    if left < cooling - slack(cooling) {
        let left = Watts::from_kilowatts(left);
        compare("facility", "cooling with one out", &power.cooling.raw(), &left.raw(), violations);
    }
}

/// Every rack hangs on one phase, or on all three where feeds have three, and each phase carries what its
/// racks do.
fn check_phases(fleet: &Fleet, placement: &Placement, violations: &mut Vec<Violation>) {
    let phases = &placement.phases;
    let mut found = [0_u128; 3];
    for (rack, phase) in placement.racks.iter().zip(&phases.of_rack) {
        let load = u128::from(rack.power_failover.raw());
        match usize::from(*phase) {
            0 if fleet.rack.is_three_phase => {
                let (third, left) = (load / 3, load % 3);
                for (at, sum) in found.iter_mut().enumerate() {
                    *sum += third + u128::from(left > at as u128);
                }
            }
            one @ 1..=3 if !fleet.rack.is_three_phase => found[one - 1] += load,
            _ => compare(&rack.id, "phase", phase, &1, violations),
        }
    }
    let (stated, racks) = (phases.of_rack.len(), placement.racks.len());
    compare("facility", "racks on phases", &stated, &racks, violations);
    for (stated, found) in phases.failover.iter().zip(found) {
        compare("facility", "load of a phase", &stated.raw(), &saturated(found), violations);
    }
}

/// Sums of one rack. A dual-corded load splits in halves, the odd milliwatt on feed A. A rack that stands
/// has the plan's switches if something came to it and no switch stands in it.
fn check_rack(
    rack: &RackPlacement,
    fleet: &Fleet,
    placement: &Placement,
    violations: &mut Vec<Violation>,
) {
    let of_hall = &placement.standing_devices;
    let known = rack.placements.iter();
    let known = known.filter_map(|s| Some((placement.devices.get(s.device)?, s)));
    let has_come = known.clone().any(|(_, stood)| !of_hall.contains(&stood.device));
    let stands = rack.standing.and_then(|index| fleet.standing.get(index));
    let has_own = stands.is_some_and(|stands| stands.occupied.iter().any(|stood| stood.is_switch));
    let mut tally = Tally::bare(fleet);
    let mut average = 0;
    if rack.standing.is_none() || (has_come && !has_own) {
        tally = tally.plus_switches(fleet);
        average = tally.both;
    }
    let (switches, mut peak) = (average, average);
    let mut units = std::collections::BTreeSet::new();
    for (device, stood) in known {
        tally = tally.with(device, stood.feeds);
        average += u128::from(device.power_average.raw());
        peak += load(device);
        let height = rack.height.as_units().floor() as u32;
        let top = stood.bottom_u.saturating_add(stood.units).min(height.saturating_add(1));
        units.extend(stood.bottom_u.max(1)..top);
    }
    let on_a = tally.both - tally.both / 2 + tally.a_only;
    let on_b = tally.both / 2 + tally.b_only;
    let mut same = |figure, stated: u64, found: u128| {
        compare(&rack.id, figure, &stated, &saturated(found), violations);
    };
    same("power of feed A", rack.feed_power_normal[0].raw(), on_a);
    same("power of feed B", rack.feed_power_normal[1].raw(), on_b);
    same("power after failover", rack.power_failover.raw(), tally.failover());
    same("power of switches", rack.switch_power.raw(), switches);
    same("average power", rack.power_average.raw(), average);
    same("peak power", rack.power_peak.raw(), peak);
    same("weight", rack.weight.raw(), tally.weight);
    same("limit of weight", rack.weight_limit.raw(), Tally::limits(fleet, stands).weight);
    same("ports of each switch", u64::from(rack.ports_used), tally.ports);
    let used = rack.height_used.as_units().floor() as u64;
    same("units used", used, units.len() as u128);
}

/// A sum as it is stated: one beyond the range stays at its end.
fn saturated(sum: u128) -> u64 {
    u64::try_from(sum).unwrap_or(u64::MAX)
}
