//! The stated figures of racks and of the facility are what their parts amount to.

use super::tally::{Tally, load, single_corded};
use super::{Violation, compare};
use crate::placement::Placement;
use crate::placement::fleet::Fleet;
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
    same("facility peak", power.facility_peak, u128::from(times(power.it_peak, hall.pue)));
    same("cooling", power.cooling, u128::from(times(power.it_peak, hall.cooling_factor)));
    let found = &single;
    compare("placement", "single-corded devices", &placement.single_corded, found, violations);
}

/// Sums of one rack. A dual-corded load splits in halves, the odd milliwatt on feed A.
fn check_rack(
    rack: &RackPlacement,
    fleet: &Fleet,
    placement: &Placement,
    violations: &mut Vec<Violation>,
) {
    let tally = Tally::of_rack(rack, &placement.devices, &fleet.rack);
    let mut average = u128::from(fleet.rack.tor_power.raw());
    let mut peak = average;
    for stood in &rack.placements {
        if let Some(device) = placement.devices.get(stood.device) {
            average += u128::from(device.power_average.raw());
            peak += load(device);
        }
    }
    let on_a = tally.both - tally.both / 2 + tally.a_only;
    let on_b = tally.both / 2 + tally.b_only;
    let mut same = |figure, stated: u64, found: u128| {
        compare(&rack.id, figure, &stated, &saturated(found), violations);
    };
    same("power of feed A", rack.feed_power_normal[0].raw(), on_a);
    same("power of feed B", rack.feed_power_normal[1].raw(), on_b);
    same("power after failover", rack.power_failover.raw(), tally.failover());
    same("average power", rack.power_average.raw(), average);
    same("peak power", rack.power_peak.raw(), peak);
    same("weight", rack.weight.raw(), tally.weight);
    let used = rack.height_used.as_units().floor() as u64;
    same("units used", used, u128::from(tally.units));
}

/// A sum as it is stated: one beyond the range stays at its end.
fn saturated(sum: u128) -> u64 {
    u64::try_from(sum).unwrap_or(u64::MAX)
}
