//! The rules of racks: each device once, in its zone, in units of its own, within every limit.

use std::collections::{BTreeMap, BTreeSet};

use super::frame::Frame;
use super::tally::{load, single_corded, units};
use super::{Seen, Violation, hall, listed, spread};
use crate::placement::Placement;
use crate::placement::fleet::{Device, DeviceKind, Fleet, HostProfile, Pool};
use crate::placement::rack::{Feeds, RackPlacement};
use crate::placement::unplaced::UnplacedItem;

pub(super) fn check(fleet: &Fleet, placement: &Placement, violations: &mut Vec<Violation>) {
    check_devices(fleet, placement, violations);
    let mut seen: Seen<usize> = Seen::new(placement.devices.len());
    let mut frames = Vec::with_capacity(placement.racks.len());
    let firsts = first_devices(fleet, placement);
    for (number, rack) in placement.racks.iter().enumerate() {
        check_members(number, rack, placement, &mut seen, violations);
        let stands = rack
            .standing
            .and_then(|index| Some((fleet.standing.get(index)?, firsts.get(index).copied()?)));
        let frame = Frame::draw(rack, stands, fleet, placement, violations);
        check_limits(&frame, violations);
        frames.push(frame);
    }
    hall::check(fleet, placement, &frames, violations);
    check_listed(fleet, placement, &frames, &seen, violations);
    spread::check(fleet, placement, &frames, violations);
}

/// The index of the first device that stands in each standing rack: behind all others, rack by rack.
fn first_devices(fleet: &Fleet, placement: &Placement) -> Vec<usize> {
    let counts = fleet.standing.iter().map(|rack| rack.occupied.len());
    let mut next = placement.devices.len().saturating_sub(counts.clone().sum());
    let first = |count| {
        let first = next;
        next += count;
        first
    };
    counts.map(first).collect()
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
    let standing = fleet.standing.iter().flat_map(|rack| &rack.occupied);
    let standing: Vec<&Device> = standing.map(|occupied| &occupied.device).collect();
    let first = placement.devices.len().saturating_sub(standing.len());
    if placement.standing_devices != (first..placement.devices.len()) {
        altered(first, "devices that stand already");
    }
    for (index, device) in placement.devices.iter().enumerate() {
        if let Some(stands) = index.checked_sub(first).and_then(|at| standing.get(at)) {
            if *stands != device {
                altered(index, &device.id);
            }
            continue;
        }
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
        && device.power_average.raw().abs_diff(average_of_host(profile, kind)) <= 1
        && device.is_full_depth
        && device.cords == profile.cords
        && device.ports_count == profile.ports_count
}

/// Milliwatts of a host of the profile on average: idle when it stands by, else idle + (peak − idle) × use.
fn average_of_host(profile: &HostProfile, kind: DeviceKind) -> u64 {
    let (idle, peak) = (profile.power_idle.raw(), profile.power_peak.raw());
    match kind {
        DeviceKind::SpareHost => idle,
        _ => {
            let range = peak.saturating_sub(idle) as f64;
            idle.saturating_add((range * profile.utilisation_planned.clamp(0.0, 1.0)).round() as u64)
        }
    }
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
        let stands_already = placement.standing_devices.contains(&stood.device);
        if device.zone != rack.zone && !stands_already {
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

/// Height, weight, ports and the load of a surviving feed stay within the limits of a rack to which
/// something came.
fn check_limits(frame: &Frame<'_>, violations: &mut Vec<Violation>) {
    if !frame.has_come {
        return;
    }
    let (tally, limits) = (frame.tally, frame.limits);
    let id = || frame.rack.id.clone();
    let (used, limit) = (frame.units_used(), frame.units_limit());
    if used > limit {
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
    if tally.ports > limits.ports {
        let (used, limit) = (tally.ports, limits.ports);
        violations.push(Violation::RackOverPorts { rack: id(), used, limit });
    }
}

/// Every device that comes is placed or listed, and only those are listed that no rack takes.
fn check_listed(
    fleet: &Fleet,
    placement: &Placement,
    frames: &[Frame<'_>],
    seen: &Seen<usize>,
    violations: &mut Vec<Violation>,
) {
    let index_of = |item| match item {
        UnplacedItem::Device(index) => Some(index),
        UnplacedItem::Workload(_) => None,
    };
    let count = placement.devices.len();
    let unplaced = listed(placement, "device", count, seen, index_of, violations);
    let new = hall::racks_left(fleet, placement)
        .then(|| RackPlacement { height: fleet.rack.height_u, ..RackPlacement::default() });
    // What is drawn of a rack that is not there is no violation of the placement.
    let new = new.as_ref().map(|rack| Frame::draw(rack, None, fleet, placement, &mut Vec::new()));
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
        let power = (load(device), single_corded(device));
        let size = (units(device.height), device.is_full_depth, device.weight, device.ports_count);
        let shape = (&device.zone, size, power);
        if refused.contains(&shape) {
            continue;
        }
        let serves = |rack: &RackPlacement| rack.zone == device.zone || hall::serves_none(rack);
        let open = frames.iter().find(|frame| serves(frame.rack) && frame.takes(device));
        if new.as_ref().is_some_and(|rack| rack.takes(device)) {
            violations.push(Violation::DeviceFalselyRefused { id, rack: None });
        } else if let Some(frame) = open {
            let rack = Some(frame.rack.id.clone());
            violations.push(Violation::DeviceFalselyRefused { id, rack });
        } else {
            refused.insert(shape);
        }
    }
}
