//! Devices that should not all go down with one rack: the hosts of a pool, its spare hosts, and moved
//! devices of one model of a system.
//!
//! What is promised of each such group with two devices in racks or more: it does not stand in one rack
//! alone while another rack of its zone has room for one of them. Spare hosts of a pool are evened out
//! over the racks of its hosts by exchanging a spare host and a host of the same make, unless its hosts
//! would come to stand in one rack alone. No rack is opened for it. Hosts whose workloads are kept apart are
//! the business of [`replicas`](super::replicas).

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::room::size_of;
use super::zone::Filling;
use crate::placement::fleet::{Device, DeviceKind};
use crate::placement::hosts::PoolPlacement;
use crate::unit::{Kilograms, Watts};

/// What a rack feels of a device.
pub(super) type Shape = (u32, bool, Kilograms, Watts, bool, u16);

pub(super) fn shape_of(device: &Device) -> Shape {
    let size = size_of(device);
    let is_single_corded = device.is_single_corded();
    let Device { weight, ports_count, .. } = *device;
    (size.units, size.is_full_depth, weight, device.load(), is_single_corded, ports_count)
}

/// The groups of a zone: indices of devices, by id.
pub(super) fn groups(
    devices: &[Device],
    members: &[usize],
    pools: &[&PoolPlacement],
) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for pool in pools {
        groups.push(pool.hosts.iter().map(|host| host.device).collect());
        groups.push(pool.spare_devices.clone());
    }
    let mut systems: BTreeMap<(&str, &str, &str), Vec<usize>> = BTreeMap::new();
    for &index in members {
        let device = &devices[index];
        let is_host = matches!(device.kind, DeviceKind::Host | DeviceKind::SpareHost);
        if !is_host && !device.system_id.is_empty() {
            let key = (&*device.agency_id, &*device.system_id, &*device.label);
            systems.entry(key).or_default().push(index);
        }
    }
    groups.extend(systems.into_values().map(|mut group| {
        group.sort_by_key(|&index| (&devices[index].id, index));
        group
    }));
    groups.retain(|group| group.len() >= 2);
    groups
}

/// Spreads the groups and evens out the spare hosts until nothing is left to do, then tells whether it
/// did anything.
pub(super) fn spread(
    filling: &mut Filling<'_>,
    groups: &[Vec<usize>],
    replicas: &[Vec<usize>],
    pools: &[&PoolPlacement],
) -> bool {
    if filling.rooms.len() < 2 {
        return false;
    }
    let mut rack_of = vec![None; filling.devices.len()];
    for (rack, room) in filling.rooms.iter().enumerate() {
        for stood in &room.stood {
            rack_of[stood.device] = Some(rack);
        }
    }
    let mut has_changed = false;
    for pool in pools {
        has_changed |= even_spares(filling, pool, &mut rack_of);
    }
    // A group once spread stays so, whatever is done for others: each moves its own devices only.
    while groups.iter().any(|group| spread_group(filling, group, &mut rack_of)) {
        has_changed = true;
    }
    // Exchanges change no number of hosts or spare hosts in a rack, and a move leaves hosts of its pool
    // behind, so that what is done above stays done or has fewer spare hosts to even out.
    has_changed | super::replicas::part(filling, replicas, pools, &mut rack_of)
}

/// Takes a device of the group to another rack, if all of them are in one and another has room.
fn spread_group(filling: &mut Filling<'_>, group: &[usize], rack_of: &mut [Option<usize>]) -> bool {
    let mut placed = group.iter().filter_map(|&index| Some((index, rack_of[index]?)));
    let Some((_, only)) = placed.next() else { return false };
    let others: Vec<(usize, usize)> = placed.collect();
    if others.is_empty() || others.iter().any(|&(_, rack)| rack != only) {
        return false;
    }
    let mut tried: Vec<Shape> = Vec::new();
    for &index in group.iter().rev().filter(|&&index| rack_of[index].is_some()) {
        let shape = shape_of(&filling.devices[index]);
        if tried.contains(&shape) {
            continue;
        }
        tried.push(shape);
        if let Some(other) = filling.first_other(index, only) {
            filling.take_to(index, only, other);
            rack_of[index] = Some(other);
            return true;
        }
    }
    false
}

/// Evens out the spare hosts of a pool over the racks that hold its hosts.
fn even_spares(
    filling: &mut Filling<'_>,
    pool: &PoolPlacement,
    rack_of: &mut [Option<usize>],
) -> bool {
    let mut has_changed = false;
    // Each exchange takes a spare host from a rack that has more of them by two or more, which makes the
    // sum of their squares smaller; so there is an end.
    while let Some((spare, host)) = exchange_of(filling.devices, pool, rack_of) {
        let (Some(from), Some(to)) = (rack_of[spare], rack_of[host]) else { break };
        filling.exchange((spare, from), (host, to));
        rack_of.swap(spare, host);
        has_changed = true;
    }
    has_changed
}

/// A spare host and a host to exchange: of the racks that hold most spare hosts and fewest.
fn exchange_of(
    devices: &[Device],
    pool: &PoolPlacement,
    rack_of: &[Option<usize>],
) -> Option<(usize, usize)> {
    let mut spares: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut hosts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &spare in &pool.spare_devices {
        if let Some(rack) = rack_of[spare] {
            spares.entry(rack).or_default().push(spare);
        }
    }
    for host in &pool.hosts {
        if let Some(rack) = rack_of[host.device] {
            hosts.entry(rack).or_default().push(host.device);
        }
    }
    let spares_in = |rack: usize| spares.get(&rack).map_or(0, Vec::len);
    let mut most: Vec<usize> = spares.keys().copied().collect();
    most.sort_by_key(|&rack| (Reverse(spares_in(rack)), rack));
    let mut fewest: Vec<usize> = hosts.keys().copied().collect();
    fewest.sort_by_key(|&rack| (spares_in(rack), rack));
    let racks_of_hosts = hosts.len();
    for &from in &most {
        for &to in fewest.iter().take_while(|&&to| spares_in(from) >= spares_in(to) + 2) {
            // The racks that hold hosts afterwards: one fewer where the last host leaves, one more where
            // the first comes.
            let leaves = usize::from(hosts[&to].len() == 1);
            let comes = usize::from(!hosts.contains_key(&from));
            if racks_of_hosts + comes - leaves < racks_of_hosts.min(2) {
                continue;
            }
            for &spare in spares[&from].iter().rev() {
                let is_alike =
                    |&&host: &&usize| shape_of(&devices[host]) == shape_of(&devices[spare]);
                if let Some(&host) = hosts[&to].iter().rev().find(is_alike) {
                    return Some((spare, host));
                }
            }
        }
    }
    None
}
