//! Judges a plan with added hosts: its racks and its power as those of any placement, that nothing lost its
//! rack for them, and that what is told of them is so.

use std::collections::BTreeSet;

use super::{Violation, compare, racks, statement};
use crate::placement::Placement;
use crate::placement::contingency::Addition;
use crate::placement::fleet::{Fleet, Survey};
use crate::unit::RackUnits;

/// Every rule that the addition to the placement breaks; empty for a legal one.
#[must_use = "an unread violation is not actionable"]
pub fn check_addition(fleet: &Fleet, before: &Placement, addition: &Addition) -> Vec<Violation> {
    let mut violations = Vec::new();
    let fleet = with_profiles(fleet, addition);
    racks::check(&fleet, &addition.placement, &mut violations);
    statement::check(&fleet, &addition.placement, &mut violations);
    check_kept(before, &addition.placement, &mut violations);
    check_told(before, addition, &mut violations);
    violations
}

/// The fleet as racks see it, with a profile that comes to a pool from another one behind those it has.
fn with_profiles(fleet: &Fleet, addition: &Addition) -> Fleet {
    let mut pools = fleet.pools.clone();
    for zone in &addition.zones {
        let Some(pool) = pools.iter_mut().find(|pool| pool.zone == zone.zone) else { continue };
        let is_meant = |name: &str| name == zone.host_profile;
        if pool.profiles.iter().any(|profile| is_meant(&profile.name)) {
            continue;
        }
        let mut all = fleet.pools.iter().flat_map(|pool| &pool.profiles);
        pool.profiles.extend(all.find(|profile| is_meant(&profile.name)).cloned());
    }
    Fleet {
        pools,
        devices: fleet.devices.clone(),
        rack: fleet.rack.clone(),
        standing: fleet.standing.clone(),
        hall: fleet.hall.clone(),
        workloads: Vec::new(),
        rules: Vec::new(),
        survey: Survey::default(),
        not_on_hosts: Default::default(),
        effort_steps: fleet.effort_steps,
    }
}

/// What had a rack has one.
fn check_kept(before: &Placement, after: &Placement, violations: &mut Vec<Violation>) {
    let racked = |placement: &Placement| -> BTreeSet<usize> {
        let stood = placement.racks.iter().flat_map(|rack| &rack.placements);
        stood.map(|stood| stood.device).collect()
    };
    let kept = racked(after);
    // Those that stand are behind the ones that came.
    let moved_by = after.devices.len().saturating_sub(before.devices.len());
    for index in racked(before) {
        let is_standing = before.standing_devices.contains(&index);
        let index_after = if is_standing { index + moved_by } else { index };
        let id = &before.devices[index].id;
        let is_same = after.devices.get(index_after).is_some_and(|device| device.id == *id);
        if !is_same || !kept.contains(&index_after) {
            violations.push(Violation::RackLost { id: id.clone() });
        }
    }
}

/// Hosts, racks, units and power are what the plan after it has.
fn check_told(before: &Placement, addition: &Addition, violations: &mut Vec<Violation>) {
    let after = &addition.placement;
    let came = before.standing_devices.start..after.standing_devices.start;
    let stood = after.racks.iter().flat_map(|rack| &rack.placements).map(|stood| stood.device);
    let racked: Vec<usize> = stood.filter(|device| came.contains(device)).collect();
    compare("hall", "added hosts with a rack", &racked.len(), &came.len(), violations);
    for zone in &addition.zones {
        let of_zone =
            || racked.iter().map(|&d| &after.devices[d]).filter(|device| device.zone == zone.zone);
        let (told, found) = (zone.hosts_racked_count, of_zone().count());
        compare(&zone.zone, "added hosts with a rack", &told, &found, violations);
        let units: u32 = of_zone().map(|device| device.height.as_units().ceil() as u32).sum();
        let (told, found) = (zone.height, RackUnits::from_units(units));
        compare(&zone.zone, "units of added hosts", &told.raw(), &found.raw(), violations);
    }
    for (told, placement) in [(&addition.before, before), (&addition.after, after)] {
        compare("hall", "racks", &told.racks_count, &placement.racks.len(), violations);
        let units: u64 = placement.racks.iter().map(|rack| u64::from(rack.height_used.raw())).sum();
        compare("hall", "units", &u64::from(told.height.raw()), &units, violations);
        compare("hall", "power", &told.power, &placement.power, violations);
    }
}
