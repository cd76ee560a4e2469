//! Devices into racks, zone by zone: no rack serves two zones.
//!
//! Hard rules: units, mass, the load of a surviving feed and ports stay within the limits of the rack,
//! and so does the load of the floor under it. Racks that stand already come before new ones. Zones come
//! in the order of their names, so when the hall is short of racks the later zones lack them. Who goes
//! where is decided in `zone`; what should not go down together is then spread over the racks
//! (`spread`), and what was refused is tried once more, until neither changes anything.

mod bound;
mod occupancy;
mod replicas;
mod room;
mod spread;
mod standing;
mod zone;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::fleet::{
    Device, DeviceKind, Face, Fleet, HostProfile, PowerSource, RackProfile, UNITS_MAX,
};
use super::hosts::PoolPlacement;
use super::rack::{
    BindingLimit, DevicePlacement, NO_ZONE, RackPlacement, ReservedUnits, StandingConflict,
    ZoneRacks,
};
use super::unplaced::{Unplaced, UnplacedItem, UnplacedReason};
use crate::unit::{RackUnits, Watts};
use room::Room;
use standing::Standing;
use zone::{Filled, Site};

/// Of the steps spent on packing workloads the part that packing devices may take.
const EFFORT_PART: u64 = 20;

/// All devices to be racked: those of the fleet, then the hosts of each pool, then its spares; behind
/// them those that stand in racks already. Tells the pools which devices are theirs.
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
    devices.extend(standing::devices(fleet));
    devices
}

/// The device of a host. A spare host is switched on and idle, but must be able to draw its peak.
pub(super) fn host_device(
    zone: &str,
    profile: &HostProfile,
    kind: DeviceKind,
    number: usize,
) -> Device {
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
        ports_count: profile.ports_count,
        weight: profile.weight,
        power_average,
        power_peak: profile.power_peak,
        power_source: PowerSource::Profile,
        cords: profile.cords,
    }
}

/// The racks with what is in them, and what found none.
#[derive(Debug, Default)]
pub(super) struct Racked {
    /// By zone and number, those that stand already first; behind them those that no zone needs.
    pub(super) racks: Vec<RackPlacement>,
    /// By index.
    pub(super) unplaced: Vec<Unplaced>,
    /// By zone.
    pub(super) zones: Vec<ZoneRacks>,
    pub(super) conflicts: Vec<StandingConflict>,
}

/// Puts the devices into racks.
pub(super) fn place(fleet: &Fleet, devices: &[Device], pools: &[PoolPlacement]) -> Racked {
    let standing_count: usize = fleet.standing.iter().map(|rack| rack.occupied.len()).sum();
    let coming = devices.len() - standing_count;
    let (standing, conflicts) = standing::open(fleet, coming);
    let mut hall = HallRacks { fleet, devices, standing, racked: Racked::default(), new_count: 0 };
    hall.racked.conflicts = conflicts;
    let mut by_zone: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, device) in devices[..coming].iter().enumerate() {
        by_zone.entry(&device.zone).or_default().push(index);
    }
    for zone in fleet.standing.iter().filter_map(|rack| rack.zone.as_deref()) {
        by_zone.entry(zone).or_default();
    }
    let mut unclaimed: Vec<Room> = (fleet.standing.iter().zip(&hall.standing))
        .filter(|(rack, _)| rack.zone.is_none())
        .map(|(_, standing)| standing.room.clone())
        .collect();
    for (zone, members) in by_zone {
        let pools: Vec<&PoolPlacement> = pools.iter().filter(|pool| pool.zone == zone).collect();
        hall.fill(zone, &members, &pools, &mut unclaimed);
    }
    for room in unclaimed {
        hall.close(room, NO_ZONE, 0, None);
    }
    let HallRacks { mut racked, .. } = hall;
    racked.unplaced.sort_by_key(|refusal| refusal.item);
    number_in_rows(&mut racked.racks, fleet);
    racked
}

/// The racks of the hall while zone after zone is filled.
struct HallRacks<'a> {
    fleet: &'a Fleet,
    devices: &'a [Device],
    standing: Vec<Standing>,
    racked: Racked,
    /// New racks of the zones before.
    new_count: usize,
}

impl HallRacks<'_> {
    fn fill(
        &mut self,
        zone: &str,
        members: &[usize],
        pools: &[&PoolPlacement],
        unclaimed: &mut Vec<Room>,
    ) {
        let fleet = self.fleet;
        let racks_count = self.new_count + fleet.standing.len();
        let racks_max = fleet.hall.racks_max.map(|max| max as usize);
        let site = Site {
            devices: self.devices,
            empty: Room::empty(&fleet.rack),
            unclaimed: unclaimed.clone(),
            racks_left: racks_max.map(|max| max.saturating_sub(racks_count)),
            effort: fleet.effort_steps / EFFORT_PART,
        };
        let own = fleet.standing.iter().zip(&self.standing);
        let own = own.filter(|(rack, _)| rack.zone.as_deref() == Some(zone));
        let own = own.map(|(_, standing)| standing.room.clone()).collect();
        let Filled { mut filling, order, bound } = zone::fill(&site, own, members);
        for rack in 0..filling.rooms.len() {
            filling.stack(rack);
        }
        let groups = spread::groups(self.devices, members, pools);
        let replicas = replicas::groups(fleet, zone, pools);
        while spread::spread(&mut filling, &groups, &replicas, pools) | filling.retry() {}
        let closed_by = filling.closed_by(&order, &site.empty);
        let mut claimed = filling.claimed.clone();
        claimed.sort_unstable();
        for at in claimed.into_iter().rev() {
            unclaimed.remove(at);
        }
        self.refuse(&filling.refused, &site, racks_max);
        let mut numbers = Numbers::new(zone, fleet);
        let mut of_zone = ZoneRacks {
            zone: zone.to_owned(),
            racks_standing: 0,
            racks_new: 0,
            racks_new_lower_bound: bound.0,
            limiting: bound.1,
        };
        let rooms: Vec<_> = filling.rooms.into_iter().zip(closed_by).collect();
        let (standing, new): (Vec<_>, Vec<_>) =
            rooms.into_iter().partition(|(room, _)| room.standing.is_some());
        (of_zone.racks_standing, of_zone.racks_new) = (standing.len(), new.len());
        self.new_count += new.len();
        for (room, closed_by) in standing.into_iter().chain(new) {
            let number = if room.standing.is_none() { numbers.next() } else { 0 };
            self.close(room, zone, number, closed_by);
        }
        self.racked.zones.push(of_zone);
    }

    /// Lists the devices that found no rack, each with the limit that stood in the way.
    fn refuse(&mut self, refused: &[usize], site: &Site<'_>, racks_max: Option<usize>) {
        let whole = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let limit = whole(racks_max.unwrap_or(usize::MAX));
        // More racks may stand than there is said to be room for.
        let need = limit.max(whole(self.fleet.standing.len())).saturating_add(1);
        for &index in refused {
            let device = &self.devices[index];
            let exhausted = UnplacedReason::RacksExhausted { need, limit };
            let reason = site.empty.refusal(device).unwrap_or(exhausted);
            let item = UnplacedItem::Device(index);
            self.racked.unplaced.push(Unplaced { item, id: device.id.clone(), reason });
        }
    }

    /// The rack as it is placed; `number` is that of a new rack in its zone.
    fn close(&mut self, room: Room, zone: &str, number: u32, closed_by: Option<BindingLimit>) {
        let fleet = self.fleet;
        let profile = &fleet.rack;
        let mut rack = RackPlacement { zone: zone.to_owned(), closed_by, ..Default::default() };
        let mut has_plan_switches = true;
        let frame = match room.standing.and_then(|index| fleet.standing.get(index)) {
            Some(stands) => {
                let index = room.standing.unwrap_or_default();
                let Standing { placements, reserved, switches, .. } = &self.standing[index];
                rack.id = stands.id.clone();
                rack.standing = Some(index);
                let whole = stands.height.as_units().floor() as u32;
                rack.height = RackUnits::from_units(whole.min(UNITS_MAX));
                rack.placements = placements.clone();
                rack.reserved = reserved.clone();
                has_plan_switches = switches.is_some() && !room.stood.is_empty();
                if has_plan_switches {
                    rack.reserved.extend(switches.iter().flatten().cloned());
                }
                rack.reserved.sort_by_key(|kept| Reverse(kept.bottom_u));
                stands.weight_limit.unwrap_or(profile.weight_limit)
            }
            None => {
                rack.id = format!("R-{zone}-{number:03}");
                rack.height = RackUnits::from_units(profile.units());
                rack.reserved = reserved_of_new(profile);
                profile.weight_limit
            }
        };
        rack.weight_limit = profile.mass_limit(frame).0;
        rack.placements.extend(room.stood.iter().map(|stood| DevicePlacement {
            device: stood.device,
            bottom_u: stood.spot.map_or(0, |spot| spot.bottom),
            units: stood.spot.map_or(0, |_| self.devices[stood.device].units()),
            face: stood.spot.map_or(Face::Front, |spot| spot.face),
            feeds: stood.feeds,
        }));
        rack.placements.sort_by_key(|stood| (stood.bottom_u, stood.face, stood.device));
        sum_up(&mut rack, &room, self.devices, profile, has_plan_switches);
        self.racked.racks.push(rack);
    }
}

/// The units a new rack keeps, from the top down.
fn reserved_of_new(profile: &RackProfile) -> Vec<ReservedUnits> {
    let mut above = profile.units() + 1;
    let reserved = profile.reserved().into_iter().map(|(purpose, units)| {
        above -= units;
        ReservedUnits { bottom_u: above, units, purpose }
    });
    reserved.collect()
}

/// Height, ports, power and mass of what is in the rack.
fn sum_up(
    rack: &mut RackPlacement,
    room: &Room,
    devices: &[Device],
    profile: &RackProfile,
    has_plan_switches: bool,
) {
    let load = room.load;
    let switches = if has_plan_switches { profile.tor_power } else { Watts::ZERO };
    (rack.switch_power, rack.power_average, rack.power_peak) = (switches, switches, switches);
    for stood in &rack.placements {
        rack.power_average += devices[stood.device].power_average;
        rack.power_peak += devices[stood.device].load();
    }
    let dual = load.dual + switches;
    let half = Watts::from_raw(dual.raw() / 2);
    rack.height_used = RackUnits::from_units(room.occupancy.used());
    rack.ports_used = load.ports;
    rack.feed_power_normal = [dual - half + load.single[0], half + load.single[1]];
    rack.power_failover = load.failover() + switches;
    rack.weight = profile.rack_weight + load.weight;
    if has_plan_switches {
        rack.weight += profile.tor_weight;
    }
}

/// Numbers for the new racks of a zone: those by which no standing rack is called.
struct Numbers<'a> {
    zone: &'a str,
    taken: Vec<&'a str>,
    number: u32,
}

impl<'a> Numbers<'a> {
    fn new(zone: &'a str, fleet: &'a Fleet) -> Self {
        let taken = fleet.standing.iter().map(|rack| rack.id.as_str()).collect();
        Self { zone, taken, number: 0 }
    }

    fn next(&mut self) -> u32 {
        loop {
            self.number += 1;
            let id = format!("R-{}-{:03}", self.zone, self.number);
            if !self.taken.contains(&id.as_str()) {
                return self.number;
            }
        }
    }
}

/// Gives every rack its row and its place in it. New racks fill rows 1, 2, … of the hall's length in
/// their order; rows in which racks stand already are passed over.
fn number_in_rows(racks: &mut [RackPlacement], fleet: &Fleet) {
    let mut in_row: BTreeMap<&str, u32> = BTreeMap::new();
    let mut standing: Vec<&mut RackPlacement> = Vec::new();
    let mut new: Vec<&mut RackPlacement> = Vec::new();
    for rack in racks {
        if rack.standing.is_some() { standing.push(rack) } else { new.push(rack) }
    }
    standing.sort_by_key(|rack| rack.standing);
    for rack in standing {
        let stands = rack.standing.and_then(|index| fleet.standing.get(index));
        if let Some(row) = stands.and_then(|stands| stands.row.as_deref()) {
            let number = in_row.entry(row).or_default();
            *number += 1;
            (rack.row, rack.number) = (Some(row.to_owned()), Some(*number));
        }
    }
    let mut rows = (1_u64..).map(|row| row.to_string());
    let mut rows = rows.by_ref().filter(|row| !in_row.contains_key(row.as_str()));
    let per_row = fleet.hall.racks_per_row.max(1) as usize;
    for racks in new.chunks_mut(per_row) {
        let row = rows.next();
        for (rack, number) in racks.iter_mut().zip(1..) {
            (rack.row, rack.number) = (row.clone(), Some(number));
        }
    }
}

#[cfg(test)]
mod tests;
