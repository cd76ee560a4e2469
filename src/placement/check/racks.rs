//! The rules of racks: each device once, in its zone, in units of its own, within every limit.

use std::collections::{BTreeMap, BTreeSet};

use super::tally::{Tally, load, single_corded, units};
use super::{Seen, Violation, listed};
use crate::placement::Placement;
use crate::placement::fleet::{Device, DeviceKind, Fleet, Pool};
use crate::placement::rack::{Feeds, RackPlacement};
use crate::placement::unplaced::UnplacedItem;

pub(super) fn check(fleet: &Fleet, placement: &Placement, violations: &mut Vec<Violation>) {
    check_devices(fleet, placement, violations);
    let mut seen: Seen<usize> = Seen::new(placement.devices.len());
    let mut ids = BTreeSet::new();
    for (number, rack) in placement.racks.iter().enumerate() {
        if !ids.insert(&rack.id) {
            violations.push(Violation::RackIdTwice { rack: rack.id.clone() });
        }
        check_members(number, rack, placement, &mut seen, violations);
        check_units(rack, &placement.devices, fleet, violations);
        check_limits(rack, &placement.devices, fleet, violations);
    }
    if let Some(limit) = fleet.hall.racks_max
        && placement.racks.len() > limit as usize
    {
        violations.push(Violation::TooManyRacks { racks: placement.racks.len(), limit });
    }
    check_listed(fleet, placement, &seen, violations);
}

/// The devices are those of the fleet, and one of the right make for each host and each spare.
fn check_devices(fleet: &Fleet, placement: &Placement, violations: &mut Vec<Violation>) {
    let mut owed: BTreeMap<usize, Option<(&Pool, usize, DeviceKind)>> =
        (0..placement.devices.len()).map(|index| (index, None)).collect();
    let mut altered = |index: usize, id: &str| {
        violations.push(Violation::DeviceAltered { index, id: id.to_owned() });
    };
    for stated in &placement.pools {
        let Some(pool) = fleet.pools.get(stated.pool) else { continue };
        let hosts = stated.hosts.iter().map(|host| (host.device, host.profile, DeviceKind::Host));
        let spares = stated.spare_devices.iter().zip(&stated.spare_profiles);
        let spares = spares.map(|(&device, &profile)| (device, profile, DeviceKind::SpareHost));
        let spares_count = stated.hosts_spare_count;
        if [stated.spare_devices.len(), stated.spare_profiles.len()] != [spares_count; 2] {
            altered(fleet.devices.len(), &format!("spare hosts of zone {}", stated.zone));
        }
        for (index, profile, kind) in hosts.chain(spares) {
            match owed.get_mut(&index) {
                Some(owner @ None) => *owner = Some((pool, profile, kind)),
                _ => altered(index, "device of two hosts, or of none"),
            }
        }
    }
    for (index, device) in placement.devices.iter().enumerate() {
        let right = match (fleet.devices.get(index), owed.get(&index).copied().flatten()) {
            (Some(original), None) => original == device,
            (None, Some((pool, profile, kind))) => stands_for_host(device, pool, profile, kind),
            _ => false,
        };
        if !right {
            altered(index, &device.id);
        }
    }
    for (index, device) in fleet.devices.iter().enumerate().skip(placement.devices.len()) {
        altered(index, &device.id);
    }
}

/// Whether the device is a host of the pool in all that a rack feels.
fn stands_for_host(device: &Device, pool: &Pool, profile: usize, kind: DeviceKind) -> bool {
    let Some(profile) = pool.profiles.get(profile) else { return false };
    device.kind == kind
        && device.zone == pool.zone
        && device.height == profile.height
        && device.weight == profile.weight
        && device.power_peak == profile.power_peak
        && device.power_average >= profile.power_idle
        && device.cords == profile.cords
}

/// Every device of the rack exists, is in no other, and is of the rack's zone.
fn check_members(
    number: usize,
    rack: &RackPlacement,
    placement: &Placement,
    seen: &mut Seen<usize>,
    violations: &mut Vec<Violation>,
) {
    for stood in &rack.placements {
        let Some(device) = placement.devices.get(stood.device) else {
            let (index, place) = (stood.device, rack.id.clone());
            violations.push(Violation::UnknownIndex { what: "device", index, place });
            continue;
        };
        if let Some(before) = seen.note(stood.device, number) {
            let first = placement.racks[before].id.clone();
            let (id, second) = (device.id.clone(), rack.id.clone());
            violations.push(Violation::DeviceTwice { id, first, second });
        }
        let id = || (rack.id.clone(), device.id.clone());
        if device.zone != rack.zone {
            let (rack_id, device_id) = id();
            violations.push(Violation::ZoneMixedInRack {
                rack: rack_id,
                device: device_id,
                zone: device.zone.clone(),
                rack_zone: rack.zone.clone(),
            });
        }
        if single_corded(device) == (stood.feeds == Feeds::Both) {
            let (rack, device) = id();
            violations.push(Violation::FeedsWrong { rack, device });
        }
    }
}

/// Every device stands within the rack, below the reserved units, alone in its units.
fn check_units(
    rack: &RackPlacement,
    devices: &[Device],
    fleet: &Fleet,
    violations: &mut Vec<Violation>,
) {
    let height = u64::from(fleet.rack.height_u.as_units().floor() as u32);
    let limit = height.saturating_sub(units(fleet.rack.reserved_u));
    let mut taken: Vec<(u64, u64, usize)> = Vec::new();
    for stood in &rack.placements {
        let Some(device) = devices.get(stood.device) else { continue };
        let (bottom, needed) = (u64::from(stood.bottom_u), units(device.height));
        let top = (bottom + u64::from(stood.units)).saturating_sub(1);
        let aside = needed == 0 && stood.units == 0 && bottom == 0;
        let inside = bottom >= 1 && top <= limit && u64::from(stood.units) == needed;
        if !aside && (!inside || needed == 0) {
            let (rack, device) = (rack.id.clone(), device.id.clone());
            violations.push(Violation::DeviceOutsideRack { rack, device, bottom, top, limit });
        } else if !aside {
            taken.push((bottom, top, stood.device));
        }
    }
    taken.sort_unstable();
    for pair in taken.windows(2) {
        let ((_, top, first), (bottom, _, second)) = (pair[0], pair[1]);
        if bottom <= top {
            let (rack, unit) = (rack.id.clone(), bottom);
            violations.push(Violation::UnitTakenTwice { rack, unit, first, second });
        }
    }
}

/// Height, weight and the load of a surviving feed stay within the limits.
fn check_limits(
    rack: &RackPlacement,
    devices: &[Device],
    fleet: &Fleet,
    violations: &mut Vec<Violation>,
) {
    let (tally, limits) = (Tally::of_rack(rack, devices, &fleet.rack), Tally::limits(&fleet.rack));
    let id = || rack.id.clone();
    if tally.units > limits.units {
        let (used, limit) = (tally.units, limits.units);
        violations.push(Violation::RackOverHeight { rack: id(), used, limit });
    }
    if tally.weight > limits.weight {
        let (used, limit) = (tally.weight, limits.weight);
        violations.push(Violation::RackOverWeight { rack: id(), used, limit });
    }
    if tally.failover() > limits.both {
        let (used, limit) = (tally.failover(), limits.both);
        violations.push(Violation::RackOverFeed { rack: id(), used, limit });
    }
}

/// Every device is placed or listed, and only those are listed that no rack takes.
fn check_listed(
    fleet: &Fleet,
    placement: &Placement,
    seen: &Seen<usize>,
    violations: &mut Vec<Violation>,
) {
    let index_of = |item| match item {
        UnplacedItem::Device(index) => Some(index),
        UnplacedItem::Workload(_) => None,
    };
    let count = placement.devices.len();
    let unplaced = listed(placement, "device", count, seen, index_of, violations);
    let limits = Tally::limits(&fleet.rack);
    let racks_remain = fleet.hall.racks_max.is_none_or(|max| placement.racks.len() < max as usize);
    let tallies: Vec<Tally> = placement
        .racks
        .iter()
        .map(|rack| Tally::of_rack(rack, &placement.devices, &fleet.rack))
        .collect();
    // Devices of one shape are refused alike, so each shape is tried once a zone.
    let mut refused = BTreeSet::new();
    for (index, device) in placement.devices.iter().enumerate() {
        let id = device.id.clone();
        if !unplaced[index] {
            if !seen.has(index) {
                violations.push(Violation::DeviceMissing { id });
            }
            continue;
        }
        let corded = single_corded(device);
        let shape = (&device.zone, units(device.height), device.weight, load(device), corded);
        if refused.contains(&shape) {
            continue;
        }
        let empty = Tally::empty_rack(&fleet.rack);
        let open = placement.racks.iter().zip(&tallies).find(|(rack, tally)| {
            rack.zone == device.zone && tally.with_on_best_feed(device).within(&limits)
        });
        if racks_remain && empty.with_on_best_feed(device).within(&limits) {
            violations.push(Violation::DeviceFalselyRefused { id, rack: None });
        } else if let Some((rack, _)) = open {
            let rack = Some(rack.id.clone());
            violations.push(Violation::DeviceFalselyRefused { id, rack });
        } else {
            refused.insert(shape);
        }
    }
}
