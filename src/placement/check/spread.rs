//! What should not go down with one rack does not: hosts of a pool, its spare hosts, and devices of one
//! model of a system. And within a rack the heavier of two devices of one size stands lower.

use std::collections::{BTreeMap, BTreeSet};

use super::frame::Frame;
use super::tally::{load, single_corded, units};
use super::{Violation, replicas};
use crate::placement::Placement;
use crate::placement::fleet::{Device, DeviceKind, Fleet};

pub(super) fn check(
    fleet: &Fleet,
    placement: &Placement,
    frames: &[Frame<'_>],
    violations: &mut Vec<Violation>,
) {
    let mut rack_of: BTreeMap<usize, usize> = BTreeMap::new();
    for (number, frame) in frames.iter().enumerate() {
        rack_of.extend(frame.rack.placements.iter().map(|stood| (stood.device, number)));
        check_heavy_low(frame, placement, violations);
    }
    for group in groups(placement) {
        let placed: Vec<(usize, usize)> =
            group.iter().filter_map(|index| Some((*index, *rack_of.get(index)?))).collect();
        let racks: BTreeSet<usize> = placed.iter().map(|(_, rack)| *rack).collect();
        let Some(&only) = racks.first() else { continue };
        if placed.len() < 2 || racks.len() > 1 {
            continue;
        }
        let mut tried = BTreeSet::new();
        for (index, _) in placed {
            let Some(device) = placement.devices.get(index) else { continue };
            if !tried.insert(shape(device)) {
                continue;
            }
            let other = frames.iter().enumerate().find(|(number, frame)| {
                *number != only && frame.rack.zone == device.zone && frame.takes(device)
            });
            if let Some((_, other)) = other {
                let (rack, other) = (frames[only].rack.id.clone(), other.rack.id.clone());
                let device = device.id.clone();
                violations.push(Violation::NotSpread { device, rack, other });
                break;
            }
        }
    }
    for pool in &placement.pools {
        let hosts: Vec<usize> = pool.hosts.iter().map(|host| host.device).collect();
        check_spares(&hosts, &pool.spare_devices, placement, &rack_of, violations);
        replicas::check(fleet, pool, placement, frames, &rack_of, violations);
    }
}

/// Devices of which not all should stand in one rack.
fn groups(placement: &Placement) -> Vec<Vec<usize>> {
    let mut groups = Vec::new();
    for pool in &placement.pools {
        groups.push(pool.hosts.iter().map(|host| host.device).collect());
        groups.push(pool.spare_devices.clone());
    }
    let mut of_systems: BTreeMap<[&str; 4], Vec<usize>> = BTreeMap::new();
    for (index, device) in placement.devices.iter().enumerate() {
        let is_moved =
            matches!(device.kind, DeviceKind::Server | DeviceKind::Storage | DeviceKind::Network);
        let stands = placement.standing_devices.contains(&index);
        if is_moved && !stands && !device.system_id.is_empty() {
            let key = [&device.zone, &device.agency_id, &device.system_id, &device.label];
            of_systems.entry(key.map(String::as_str)).or_default().push(index);
        }
    }
    groups.extend(of_systems.into_values());
    groups
}

/// All that a rack feels of a device.
pub(super) fn shape(device: &Device) -> (u64, bool, u64, u128, bool, u16) {
    let (units, weight) = (units(device.height), device.weight.raw());
    let power = (load(device), single_corded(device));
    (units, device.is_full_depth, weight, power.0, power.1, device.ports_count)
}

/// No rack has two spare hosts of a pool more than another of its hosts, if a spare host of the one and a
/// host of the other can change places, and hosts that stand in two racks or more still do then.
fn check_spares(
    hosts: &[usize],
    spares: &[usize],
    placement: &Placement,
    rack_of: &BTreeMap<usize, usize>,
    violations: &mut Vec<Violation>,
) {
    let by_rack = |indices: &[usize]| {
        let mut by_rack: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for index in indices {
            if let Some(rack) = rack_of.get(index) {
                by_rack.entry(*rack).or_default().push(*index);
            }
        }
        by_rack
    };
    let (hosts, spares) = (by_rack(hosts), by_rack(spares));
    let shape_of = |index: &usize| placement.devices.get(*index).map(shape);
    for (from, of_from) in &spares {
        for (to, of_to) in &hosts {
            let there = spares.get(to).map_or(0, Vec::len);
            if from == to || of_from.len() < there + 2 {
                continue;
            }
            let mut after: BTreeSet<usize> = hosts.keys().copied().collect();
            after.insert(*from);
            if of_to.len() == 1 {
                after.remove(to);
            }
            let stays_spread = after.len() >= 2 || hosts.len() < 2;
            let shapes: BTreeSet<_> = of_from.iter().filter_map(shape_of).collect();
            if stays_spread && of_to.iter().filter_map(shape_of).any(|s| shapes.contains(&s)) {
                let rack = |number: &usize| placement.racks[*number].id.clone();
                let (rack, other) = (rack(from), rack(to));
                violations.push(Violation::SparesUneven { rack, other });
                return;
            }
        }
    }
}

/// Lowest unit, grams and id of a device.
type Stands<'a> = (u32, u64, &'a str);

/// Of two devices that came and have one height and depth the heavier stands no higher.
fn check_heavy_low(frame: &Frame<'_>, placement: &Placement, violations: &mut Vec<Violation>) {
    let mut by_size: BTreeMap<(u64, bool), Vec<Stands<'_>>> = BTreeMap::new();
    for stood in &frame.rack.placements {
        let Some(device) = placement.devices.get(stood.device) else { continue };
        if !placement.standing_devices.contains(&stood.device) && stood.units > 0 {
            let size = (units(device.height), device.is_full_depth);
            let place = (stood.bottom_u, device.weight.raw(), device.id.as_str());
            by_size.entry(size).or_default().push(place);
        }
    }
    for mut stack in by_size.into_values() {
        stack.sort_by_key(|(bottom, weight, _)| (*bottom, u64::MAX - weight));
        for pair in stack.windows(2) {
            let ((low, light, below), (high, heavy, above)) = (pair[0], pair[1]);
            if low < high && light < heavy {
                let (rack, below) = (frame.rack.id.clone(), below.to_owned());
                let device = above.to_owned();
                violations.push(Violation::HeavyAboveLight { rack, device, below });
            }
        }
    }
}
