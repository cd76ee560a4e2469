//! A placement as a contingency sees it: what stands in each rack on which feeds, which hosts of a
//! pool are up and what they carry. The only file here that knows how a placement is laid out.
//!
//! What found no rack is not up before anything is lost, so nothing can be lost with it and nothing
//! can move to it.

use std::collections::BTreeMap;

use super::recovery::{Displaced, Room};
use crate::placement::fleet::{Device, Fleet, HostProfile, Pool, RuleKind};
use crate::placement::hosts::PoolPlacement;
use crate::placement::rack::Feeds;
use crate::placement::resource::{Amount, Resource};
use crate::placement::rules;
use crate::placement::{DeviceKind, Placement};
use crate::unit::Watts;

/// What a host offers of a resource that its profile does not limit.
const UNLIMITED: u64 = u64::MAX;

/// What stands in the hall and runs.
pub(super) struct Estate<'a> {
    pub fleet: &'a Fleet,
    /// The racks, as placed.
    pub racks: Vec<Rack<'a>>,
    /// Everything that stands in a rack, rack by rack.
    pub items: Vec<Item<'a>>,
    /// The pools of hosts.
    pub pools: Vec<HostPool<'a>>,
    /// Workloads that found no host, or a host without a rack.
    pub workloads_not_up: usize,
    /// The rules, by index, that keep a workload apart from others.
    apart: BTreeMap<usize, Vec<usize>>,
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
    /// Its index in the placement.
    pub index: usize,
    /// Index of its rack.
    pub rack: usize,
    pub feeds: Feeds,
    /// A host of the placement: what it carries may move; any other device has no replacement.
    pub is_host: bool,
}

/// The hosts of one pool that are up.
pub(super) struct HostPool<'a> {
    pub zone: &'a str,
    /// Hosts that carry workloads, then those that stand by.
    pub hosts: Vec<Host<'a>>,
    /// What the fleet says of it.
    pool: &'a Pool,
}

/// One host.
pub(super) struct Host<'a> {
    /// Index of its device in the placement, by which it is known.
    pub device: usize,
    pub is_spare: bool,
    pub profile: &'a HostProfile,
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
        let mut racks = Vec::with_capacity(placement.racks.len());
        let mut items = Vec::new();
        let mut is_racked = vec![false; placement.devices.len()];
        for (number, placed) in placement.racks.iter().enumerate() {
            racks.push(Rack {
                id: &placed.id,
                row: placed.row.as_deref(),
                switches: placed.switch_power,
                feed_limit: fleet.rack.feed_limit,
            });
            for position in &placed.placements {
                let (index, feeds) = (position.device, position.feeds);
                let device = &placement.devices[index];
                let is_host = matches!(device.kind, DeviceKind::Host | DeviceKind::SpareHost)
                    && !placement.standing_devices.contains(&index);
                is_racked[index] = true;
                items.push(Item { device, index, rack: number, feeds, is_host });
            }
        }
        let pools = placement.pools.iter().filter_map(|pool| pool_of(pool, fleet, &is_racked));
        let pools: Vec<HostPool<'_>> = pools.collect();
        let up: usize =
            pools.iter().flat_map(|pool| &pool.hosts).map(|host| host.workloads.len()).sum();
        let mut apart: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (number, rule) in fleet.rules.iter().enumerate() {
            if rule.kind == RuleKind::Apart {
                let in_zone = |w: &&usize| fleet.workloads[**w].zone == rule.zone;
                for &workload in rule.workloads.iter().filter(in_zone) {
                    apart.entry(workload).or_default().push(number);
                }
            }
        }
        let workloads_not_up = fleet.workloads.len().saturating_sub(up);
        Self { fleet, racks, items, pools, workloads_not_up, apart }
    }

    /// Workloads as they move: those that run together at once.
    pub fn displaced(
        &self,
        pool: &HostPool<'_>,
        workloads: &[usize],
        from: usize,
    ) -> Vec<Displaced> {
        self.displaced_in(pool.pool, workloads, from)
    }

    /// The same of a pool of the fleet.
    pub fn displaced_in(&self, pool: &Pool, workloads: &[usize], from: usize) -> Vec<Displaced> {
        let units = rules::units(pool, self.fleet, workloads).into_iter();
        units
            .filter(|unit| unit.contradicts.is_none())
            .map(|unit| Displaced {
                id: self.fleet.workloads[unit.workloads[0]].id.clone(),
                need: unit.need.to_vec(),
                from,
                apart: self.apart_of(&unit.workloads),
                workloads: unit.workloads,
            })
            .collect()
    }

    /// A host as room for workloads that move.
    pub fn room(&self, host: &Host<'_>) -> Room {
        let apart = self.apart_of(host.workloads).into_iter().collect();
        Room { free: host.free(), is_spare: host.is_spare, apart }
    }

    fn apart_of(&self, workloads: &[usize]) -> Vec<usize> {
        workloads
            .iter()
            .filter_map(|workload| self.apart.get(workload))
            .flatten()
            .copied()
            .collect()
    }
}

impl HostPool<'_> {
    /// The profiles of its hosts, in their order in the pool.
    pub fn host_profiles(&self) -> Vec<String> {
        let is_used = |profile: &&HostProfile| {
            self.hosts.iter().any(|host| std::ptr::eq(host.profile, *profile))
        };
        self.pool.profiles.iter().filter(is_used).map(|profile| profile.name.clone()).collect()
    }

    /// The most that any of its hosts offers, by resource: what shares are taken of.
    pub fn capacity_most(&self) -> Vec<u64> {
        let mut most = vec![0; Resource::ALL.len()];
        for host in &self.hosts {
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
        let most = self.capacity_most();
        let mut order =
            crate::placement::vector::decreasing(&most, &rows, carrying, |a, b| a.cmp(&b));
        order.extend((0..self.hosts.len()).filter(|&host| self.hosts[host].is_spare));
        order
    }
}

fn pool_of<'a>(
    placed: &'a PoolPlacement,
    fleet: &'a Fleet,
    is_racked: &[bool],
) -> Option<HostPool<'a>> {
    let pool = fleet.pools.get(placed.pool)?;
    let is_up = |device: usize| is_racked.get(device).is_some_and(|&racked| racked);
    let carrying = placed.hosts.iter().filter(|host| is_up(host.device)).map(|host| Host {
        device: host.device,
        is_spare: false,
        profile: &pool.profiles[host.profile],
        workloads: &host.workloads,
        used: host.used.to_vec(),
        capacity: capacity_of(&pool.profiles[host.profile]),
    });
    let spare = placed.spare_devices.iter().copied().zip(&placed.spare_profiles);
    let spare = spare.filter(|&(device, _)| is_up(device)).map(|(device, &profile)| Host {
        device,
        is_spare: true,
        profile: &pool.profiles[profile],
        workloads: &[],
        used: vec![0; Resource::ALL.len()],
        capacity: capacity_of(&pool.profiles[profile]),
    });
    let hosts = carrying.chain(spare).collect();
    Some(HostPool { zone: &placed.zone, hosts, pool })
}

/// What a host of the profile offers, by resource.
pub(super) fn capacity_of(profile: &HostProfile) -> Vec<u64> {
    let of = |resource| profile.capacity(resource).unwrap_or(UNLIMITED);
    Resource::ALL.into_iter().map(of).collect()
}

/// Of vCPUs, memory and every other resource that is needed, what is needed and what there is, as far as
/// it is limited.
pub(super) fn amounts(need: &[u64], free: &[u64]) -> (Vec<Amount>, Vec<Amount>) {
    let with_unit = |(resource, (&need, &free)): (Resource, (&u64, &u64))| {
        let is_told = need > 0 || matches!(resource, Resource::Vcpu | Resource::Ram);
        let is_limited = free < UNLIMITED / 2;
        (is_told && is_limited).then(|| (resource.amount(need), resource.amount(free)))
    };
    Resource::ALL.into_iter().zip(need.iter().zip(free)).filter_map(with_unit).unzip()
}
