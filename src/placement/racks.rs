//! Devices into racks, zone by zone: no rack serves two zones.
//!
//! Hard rules: units, mass and the load of a surviving feed stay within the limits of the rack. First
//! fit decreasing decides: by height, then largest power, then id. Zones come in the order of their
//! names, so when the hall is short of racks the later zones lack them. Spare hosts of a pool are then
//! spread over the racks of its hosts, so that one rack does not hold them all.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::fleet::{Device, DeviceKind, Fleet, HostProfile, PowerSource};
use super::hosts::PoolPlacement;
use super::rack::{self, BindingLimit, Feeds, Load, RackPlacement, Room};
use super::unplaced::{Unplaced, UnplacedItem, UnplacedReason};
use super::vector::Bins;

/// A rack by its index and the feeds used there; `None` for a device without a rack.
type Slot = Option<(usize, Feeds)>;

/// All devices to be racked: those of the fleet, then the hosts of each pool, then its spares. Tells
/// the pools which devices are theirs.
pub(super) fn devices(fleet: &Fleet, pools: &mut [PoolPlacement]) -> Vec<Device> {
    let mut devices = fleet.devices.clone();
    for placement in pools {
        let Some(pool) = fleet.pools.get(placement.pool) else { continue };
        for (number, host) in placement.hosts.iter_mut().enumerate() {
            host.device = devices.len();
            let profile = &pool.profiles[host.profile];
            devices.push(host_device(&pool.zone, profile, DeviceKind::Host, number + 1));
        }
        for (number, &profile) in placement.spare_profiles.iter().enumerate() {
            placement.spare_devices.push(devices.len());
            let profile = &pool.profiles[profile];
            devices.push(host_device(&pool.zone, profile, DeviceKind::SpareHost, number + 1));
        }
    }
    devices
}

/// The device of a host. A spare host is switched on and idle, but must be able to draw its peak.
fn host_device(zone: &str, profile: &HostProfile, kind: DeviceKind, number: usize) -> Device {
    let (name, power_average) = match kind {
        DeviceKind::SpareHost => ("spare", profile.power_idle),
        _ => ("host", profile.power_average()),
    };
    Device {
        id: format!("{name}-{zone}-{number:04}"),
        agency_id: String::new(),
        system_id: String::new(),
        manufacturer: String::new(),
        label: profile.name.clone(),
        kind,
        zone: zone.to_owned(),
        height: profile.height,
        is_full_depth: true,
        ports_count: 2,
        weight: profile.weight,
        power_average,
        power_peak: profile.power_peak,
        power_source: PowerSource::Profile,
        cords: profile.cords,
    }
}

/// Puts the devices into racks. Racks come by zone and number, unplaced devices by index.
pub(super) fn place(
    fleet: &Fleet,
    devices: &[Device],
    pools: &[PoolPlacement],
) -> (Vec<RackPlacement>, Vec<Unplaced>) {
    let mut by_zone: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, device) in devices.iter().enumerate() {
        by_zone.entry(&device.zone).or_default().push(index);
    }
    let mut slots: Vec<Slot> = vec![None; devices.len()];
    let mut racks: Vec<RackPlacement> = Vec::new();
    let mut unplaced = Vec::new();
    for (zone, members) in by_zone {
        let mut filling = ZoneRacks::new(fleet, devices, racks.len(), members);
        filling.fill(&mut slots);
        let closed_by = filling.closed_by(&slots);
        for pool in pools.iter().filter(|pool| pool.zone == zone) {
            for profile in pool.profiles() {
                spread_spares(pool, profile, filling.loads.len(), &mut slots);
            }
        }
        let mut contents = vec![Vec::new(); filling.loads.len()];
        for index in filling.order {
            if let Some((rack, feeds)) = slots[index] {
                contents[rack].push((index, feeds));
            }
        }
        for (number, (contents, closed_by)) in contents.into_iter().zip(closed_by).enumerate() {
            let id = format!("R-{zone}-{:03}", number + 1);
            let stacked = rack::stack(id, zone, contents, devices, &fleet.rack);
            racks.push(RackPlacement { closed_by, ..stacked });
        }
        unplaced.extend(filling.unplaced.into_iter().map(|(index, reason)| {
            let item = UnplacedItem::Device(index);
            Unplaced { item, id: devices[index].id.clone(), reason }
        }));
    }
    unplaced.sort_by_key(|refusal| refusal.item);
    (racks, unplaced)
}

/// The racks of one zone while they are filled.
struct ZoneRacks<'a> {
    devices: &'a [Device],
    room: Room,
    racks_max: Option<u32>,
    /// Racks of the zones before.
    racks_before: usize,
    /// Devices of the zone as they are packed.
    order: Vec<usize>,
    loads: Vec<Load>,
    unplaced: Vec<(usize, UnplacedReason)>,
}

impl<'a> ZoneRacks<'a> {
    fn new(fleet: &Fleet, devices: &'a [Device], before: usize, mut order: Vec<usize>) -> Self {
        order.sort_by(|&a, &b| {
            let size = |device: &Device| Reverse((device.units(), device.load()));
            let (first, second) = (&devices[a], &devices[b]);
            size(first).cmp(&size(second)).then_with(|| (&first.id, a).cmp(&(&second.id, b)))
        });
        Self {
            devices,
            room: Room::of(&fleet.rack),
            racks_max: fleet.hall.racks_max,
            racks_before: before,
            order,
            loads: Vec::new(),
            unplaced: Vec::new(),
        }
    }

    /// Gives each device the first rack that takes it, opening racks while the hall has room.
    fn fill(&mut self, slots: &mut [Slot]) {
        let empty = self.room.free(Load::default());
        let mut bins = Bins::new(&empty);
        for &index in &self.order {
            let device = &self.devices[index];
            if let Some(reason) = self.room.refusal(device) {
                self.unplaced.push((index, reason));
                continue;
            }
            let racks_count = self.racks_before.saturating_add(self.loads.len());
            let rack = match (bins.first_fit(&rack::need(device)), self.racks_max) {
                (Some(rack), _) => rack,
                (None, Some(limit)) if racks_count >= limit as usize => {
                    let need = limit.saturating_add(1);
                    self.unplaced.push((index, UnplacedReason::RacksExhausted { need, limit }));
                    continue;
                }
                (None, _) => {
                    self.loads.push(Load::default());
                    bins.open(&empty)
                }
            };
            let feeds = self.loads[rack].feeds_for(device);
            self.loads[rack] = self.loads[rack].with(device, feeds);
            bins.set_free(rack, &self.room.free(self.loads[rack]));
            slots[index] = Some((rack, feeds));
        }
    }

    /// For each rack the limit that refuses the last device packed into a later rack or left out for
    /// want of racks. Devices no empty rack takes do not count.
    fn closed_by(&self, slots: &[Slot]) -> Vec<Option<BindingLimit>> {
        let racks_count = self.loads.len();
        // By rack the last device in it; behind them the last device left out.
        let mut last: Vec<Option<usize>> = vec![None; racks_count + 1];
        for (position, &index) in self.order.iter().enumerate() {
            match slots[index] {
                Some((rack, _)) => last[rack] = Some(position),
                None if self.room.refusal(&self.devices[index]).is_none() => {
                    last[racks_count] = Some(position);
                }
                None => {}
            }
        }
        let mut closed_by = vec![None; racks_count];
        let mut refused = last[racks_count];
        for rack in (0..racks_count).rev() {
            let device = refused.map(|position| &self.devices[self.order[position]]);
            closed_by[rack] = device.and_then(|d| self.room.closed_by(self.loads[rack], d));
            refused = refused.max(last[rack]);
        }
        closed_by
    }
}

/// Evens out the spare hosts of a pool and profile over the racks that hold its hosts, by exchanging a
/// spare and a host. Both are of one profile, so every limit holds as before.
fn spread_spares(pool: &PoolPlacement, profile: usize, racks_count: usize, slots: &mut [Slot]) {
    let mut spares: Vec<Vec<usize>> = vec![Vec::new(); racks_count];
    let mut hosts: Vec<Vec<usize>> = vec![Vec::new(); racks_count];
    let of_profile = pool.spare_devices.iter().zip(&pool.spare_profiles);
    for (&device, _) in of_profile.filter(|(_, of)| **of == profile) {
        if let Some((rack, _)) = slots[device] {
            spares[rack].push(device);
        }
    }
    for host in pool.hosts_of(profile) {
        if let Some((rack, _)) = slots[host.device] {
            hosts[rack].push(host.device);
        }
    }
    // Each exchange takes one spare from a rack that has too many, so there are at most as many.
    for _ in 0..pool.spare_devices.len() {
        let most = (0..racks_count).max_by_key(|&rack| (spares[rack].len(), Reverse(rack)));
        let with_hosts = (0..racks_count).filter(|&rack| !hosts[rack].is_empty());
        let fewest = with_hosts.min_by_key(|&rack| (spares[rack].len(), rack));
        let (Some(most), Some(fewest)) = (most, fewest) else { return };
        if spares[most].len() < spares[fewest].len().saturating_add(2) {
            return;
        }
        if let (Some(spare), Some(host)) = (spares[most].pop(), hosts[fewest].pop()) {
            slots.swap(spare, host);
            spares[fewest].push(spare);
            hosts[most].push(host);
        }
    }
}

#[cfg(test)]
#[path = "racks_tests.rs"]
mod tests;
