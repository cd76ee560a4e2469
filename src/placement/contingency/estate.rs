//! A placement as a contingency sees it: what stands in each rack on which feeds, which hosts of a
//! pool are up and what they carry. The only file here that knows how a placement is laid out.
//!
//! What found no rack is not up before anything is lost, so nothing can be lost with it and nothing
//! can move to it.

use std::collections::BTreeSet;

use super::recovery::Room;
use crate::placement::fleet::{Device, Fleet, HostProfile, StandingRack};
use crate::placement::hosts::PoolPlacement;
use crate::placement::rack::{Feeds, RackPlacement};
use crate::placement::unplaced::Amount;
use crate::placement::{DeviceKind, Placement};
use crate::unit::{Bytes, Vcpus, Watts};

/// What stands in the hall and runs.
pub(super) struct Estate<'a> {
    pub fleet: &'a Fleet,
    /// The racks, as placed, then standing racks that took nothing.
    pub racks: Vec<Rack<'a>>,
    /// Everything that stands in a rack, rack by rack.
    pub items: Vec<Item<'a>>,
    /// The pools of hosts.
    pub pools: Vec<HostPool<'a>>,
    /// Workloads that found no host, or a host without a rack.
    pub workloads_not_up: usize,
}

/// One rack.
pub(super) struct Rack<'a> {
    pub id: &'a str,
    /// The row it stands in, where one is known.
    pub row: Option<&'a str>,
    /// Power of its own switches, on both feeds.
    pub switches: Watts,
    /// What one of its feeds may carry.
    pub feed_limit: Watts,
}

/// Something in a rack.
pub(super) struct Item<'a> {
    pub device: &'a Device,
    /// Its index in the placement; `None` for what stood in the rack before.
    pub index: Option<usize>,
    /// Index of its rack.
    pub rack: usize,
    pub feeds: Feeds,
}

impl Item<'_> {
    /// A host of the centre: what it carries may move; any other device has no replacement.
    pub fn is_host(&self) -> bool {
        matches!(self.device.kind, DeviceKind::Host | DeviceKind::SpareHost)
    }
}

/// The hosts of one pool that are up.
pub(super) struct HostPool<'a> {
    pub zone: &'a str,
    pub host_profile: &'a str,
    /// Hosts that carry workloads, then those that stand by.
    pub hosts: Vec<Host<'a>>,
    /// Memory the hypervisor takes for a workload differs by profile; this one's is meant.
    profile: Option<&'a HostProfile>,
}

/// One host.
pub(super) struct Host<'a> {
    /// Index of its device in the placement, by which it is known.
    pub device: usize,
    pub is_spare: bool,
    /// Indices of its workloads in the fleet.
    pub workloads: &'a [usize],
    /// What its workloads take, by resource.
    pub used: Vec<u64>,
    /// What it offers, by resource.
    pub capacity: Vec<u64>,
}

impl Host<'_> {
    /// What is free on it.
    pub fn free(&self) -> Vec<u64> {
        self.capacity.iter().zip(&self.used).map(|(all, used)| all.saturating_sub(*used)).collect()
    }
}

impl<'a> Estate<'a> {
    pub fn of(fleet: &'a Fleet, placement: &'a Placement) -> Self {
        let mut estate = Self {
            fleet,
            racks: Vec::new(),
            items: Vec::new(),
            pools: Vec::new(),
            workloads_not_up: 0,
        };
        for placed in &placement.racks {
            let standing = fleet.standing.iter().find(|standing| standing.id == placed.id);
            estate.take_rack(&placed.id, standing);
            estate.take_placed(placed, placement);
            if let Some(standing) = standing {
                estate.take_occupied(standing);
            }
        }
        for standing in &fleet.standing {
            if !placement.racks.iter().any(|placed| placed.id == standing.id) {
                estate.take_rack(&standing.id, Some(standing));
                estate.take_occupied(standing);
            }
        }
        let mut is_racked = vec![false; placement.devices.len()];
        for index in estate.items.iter().filter_map(|item| item.index) {
            is_racked[index] = true;
        }
        estate.pools =
            placement.pools.iter().map(|pool| pool_of(pool, fleet, &is_racked)).collect();
        let up: usize = estate.pools.iter().map(HostPool::workloads_count).sum();
        estate.workloads_not_up = fleet.workloads.len().saturating_sub(up);
        estate
    }

    fn take_rack(&mut self, id: &'a str, standing: Option<&'a StandingRack>) {
        self.racks.push(Rack {
            id,
            row: standing.and_then(|standing| standing.row.as_deref()),
            switches: self.fleet.rack.tor_power,
            feed_limit: self.fleet.rack.feed_limit,
        });
    }

    fn take_placed(&mut self, placed: &'a RackPlacement, placement: &'a Placement) {
        let rack = self.racks.len() - 1;
        self.items.extend(placed.placements.iter().filter_map(|position| {
            let device = placement.devices.get(position.device)?;
            Some(Item { device, index: Some(position.device), rack, feeds: position.feeds })
        }));
    }

    /// What stands in the rack already. Nobody says on which feed a single-corded device hangs: each
    /// takes the one with less single-corded load, A where they are equal, as those that come do.
    fn take_occupied(&mut self, standing: &'a StandingRack) {
        let rack = self.racks.len() - 1;
        let mut single = [Watts::ZERO; 2];
        for item in self.items.iter().filter(|item| item.rack == rack) {
            match item.feeds {
                Feeds::A => single[0] += item.device.load(),
                Feeds::B => single[1] += item.device.load(),
                Feeds::Both => {}
            }
        }
        for occupied in &standing.occupied {
            let device = &occupied.device;
            let feeds = match device.is_single_corded() {
                false => Feeds::Both,
                true if single[0] <= single[1] => Feeds::A,
                true => Feeds::B,
            };
            if feeds != Feeds::Both {
                single[usize::from(feeds == Feeds::B)] += device.load();
            }
            self.items.push(Item { device, index: None, rack, feeds });
        }
    }

    /// What a workload takes from a host of the pool, by resource.
    pub fn need(&self, pool: &HostPool<'_>, workload: usize) -> Vec<u64> {
        let item = &self.fleet.workloads[workload];
        let ram = pool.profile.and_then(|profile| profile.ram_need(item));
        vec![item.vcpu.raw(), ram.map_or(u64::MAX, Bytes::raw)]
    }

    /// The group of workloads of which a host takes one at most; none is asked for yet.
    pub const fn apart(&self, _workload: usize) -> Option<u32> {
        None
    }

    /// A host as room for workloads that move.
    pub fn room(&self, host: &Host<'_>) -> Room {
        let apart: BTreeSet<u32> = host.workloads.iter().filter_map(|&w| self.apart(w)).collect();
        Room { free: host.free(), is_spare: host.is_spare, apart }
    }
}

impl HostPool<'_> {
    fn workloads_count(&self) -> usize {
        self.hosts.iter().map(|host| host.workloads.len()).sum()
    }

    /// The most that any of its hosts offers, by resource: what shares are taken of.
    pub fn capacity_most(&self) -> Vec<u64> {
        let mut most: Vec<u64> = Vec::new();
        for host in &self.hosts {
            most.resize(host.capacity.len().max(most.len()), 0);
            for (most, &capacity) in most.iter_mut().zip(&host.capacity) {
                *most = capacity.max(*most);
            }
        }
        most
    }

    /// The hosts in the order in which the worst of them fail: those that carry most first (by the
    /// larger share of a resource, then the sum of shares), equals in the order of the placement; those
    /// that stand by last.
    pub fn fullest_first(&self) -> Vec<usize> {
        let rows: Vec<&[u64]> = self.hosts.iter().map(|host| host.used.as_slice()).collect();
        let carrying = (0..self.hosts.len()).filter(|&host| !self.hosts[host].is_spare).collect();
        let mut order =
            crate::placement::vector::decreasing(&self.capacity_most(), &rows, carrying, |a, b| {
                a.cmp(&b)
            });
        order.extend((0..self.hosts.len()).filter(|&host| self.hosts[host].is_spare));
        order
    }
}

fn pool_of<'a>(pool: &'a PoolPlacement, fleet: &'a Fleet, is_racked: &[bool]) -> HostPool<'a> {
    let profile = fleet.pools.get(pool.pool).map(|pool| &pool.profile);
    let capacity = profile.map_or_else(|| vec![0, 0], capacity_of);
    let is_up = |device: usize| is_racked.get(device).is_some_and(|&racked| racked);
    let carrying = pool.hosts.iter().filter(|host| is_up(host.device)).map(|host| Host {
        device: host.device,
        is_spare: false,
        workloads: &host.workloads,
        used: vec![host.vcpu_used.raw(), host.ram_used.raw()],
        capacity: capacity.clone(),
    });
    let spare = pool.spare_devices.iter().copied().filter(|&device| is_up(device));
    let spare = spare.map(|device| Host {
        device,
        is_spare: true,
        workloads: &[],
        used: vec![0, 0],
        capacity: capacity.clone(),
    });
    let hosts = carrying.chain(spare).collect();
    HostPool { zone: &pool.zone, host_profile: &pool.host_profile, hosts, profile }
}

/// What a host of the profile offers, by resource.
pub(super) fn capacity_of(profile: &HostProfile) -> Vec<u64> {
    vec![profile.vcpu_capacity().raw(), profile.ram_capacity().raw()]
}

/// Raw amounts by resource, with their units.
pub(super) fn amounts(raw: &[u64]) -> Vec<Amount> {
    let with_unit = |(resource, &raw): (usize, &u64)| match resource {
        0 => Amount::Vcpu(Vcpus::from_raw(raw)),
        _ => Amount::Ram(Bytes::from_raw(raw)),
    };
    raw.iter().enumerate().map(with_unit).collect()
}
