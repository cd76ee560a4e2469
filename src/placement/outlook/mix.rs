//! Hosts of a pool at any level of the assumptions, from those that were placed.
//!
//! The main profile, of which there may be any number, takes what the others leave. Another profile that
//! alone offers a resource (GPUs) has hosts by the need of it; any other carries the share of the need that
//! it was given.
//! All count by volume, the larger of what each resource asks for, times what placing took beyond that.

use std::cmp::Reverse;

use crate::placement::fleet::{Fleet, Pool};
use crate::placement::hosts::PoolPlacement;
use crate::placement::resource::Resource;

/// What a count may be off before it is rounded up, so that 3.000000001 hosts are three.
const ROUNDING: f64 = 1e-6;

const RESOURCES: usize = Resource::ALL.len();

/// What the workloads of a pool need of each resource, in raw units, memory without what the hypervisor
/// adds; nothing of a resource that is not held against its hosts.
pub type PoolNeed = [f64; RESOURCES];

/// How the hosts of a pool are made up.
#[derive(Debug)]
pub(super) struct Mix {
    workloads_count: f64,
    held: Vec<Resource>,
    /// The profile that takes what others leave: not limited in number, not alone in offering a resource,
    /// and of these the one with most hosts.
    main: usize,
    /// What placing its hosts took beyond their volume.
    main_beyond: f64,
    others: Vec<Other>,
    /// The profile of the spares of each profile in use.
    substitutes: Vec<Option<usize>>,
}

/// A further profile with hosts.
#[derive(Debug)]
struct Other {
    profile: usize,
    /// Share of the pool's need that it carries; of a resource it alone offers that is all.
    share: PoolNeed,
    /// Share of what its hosts offer that is used before the main profile has hosts, of the resource that
    /// is used most: placing chooses what its hosts carry, so that of any resource that is short
    /// they can be made as full.
    fill: f64,
    /// The resource that it alone offers.
    alone: Option<Resource>,
    beyond: f64,
}

/// Hosts of a pool by profile.
#[derive(Debug)]
pub(super) struct HostsAt {
    /// Those that carry workloads.
    pub carrying: Vec<f64>,
    /// Those that stand by.
    pub spares: Vec<f64>,
}

impl Mix {
    /// The mix of what was placed, and the need it was placed for.
    pub(super) fn of(pool: &Pool, placed: &PoolPlacement, fleet: &Fleet, need: &PoolNeed) -> Self {
        let workloads_count = fleet.workloads.iter().filter(|w| w.zone == pool.zone).count() as f64;
        let profiles = pool.profiles.len();
        let counts: Vec<usize> = (0..profiles).map(|p| placed.hosts_of(p).count()).collect();
        let offers = |p: usize, r: Resource| pool.profiles[p].capacity(r);
        let alone = |profile: usize| {
            placed.held.iter().copied().find(|&r| {
                offers(profile, r).is_some_and(|own| own > 0)
                    && profiles > 1
                    && (0..profiles).all(|p| p == profile || offers(p, r) == Some(0))
            })
        };
        let suits = |p: usize| pool.profiles[p].count_max.is_none() && alone(p).is_none();
        let rank = |&p: &usize| (suits(p), counts[p], Reverse(pool.profiles[p].price), Reverse(p));
        let main = (0..profiles).max_by_key(rank).unwrap_or(0);
        let is_used: Vec<bool> = counts.iter().map(|&count| count > 0).collect();
        let mut mix = Self {
            workloads_count,
            held: placed.held.clone(),
            main,
            main_beyond: 1.0,
            others: Vec::new(),
            substitutes: crate::placement::spares::substitutes(pool, &is_used),
        };
        let need = mix.as_placed(need, pool);
        for profile in (0..profiles).filter(|&p| p != main && is_used[p]) {
            let used = |r: Resource| -> f64 {
                placed.hosts_of(profile).map(|host| host.used[r as usize] as f64).sum()
            };
            let mut other = Other {
                profile,
                share: Resource::ALL.map(|r| ratio(used(r), need[r as usize])),
                fill: 1.0,
                alone: alone(profile),
                beyond: 1.0,
            };
            // While nothing was left for the main profile there is room for more.
            if counts[main] > 0 {
                let shared = placed.held.iter().filter(|r| other.alone != Some(**r));
                let fills = shared.map(|&r| {
                    let offered = offers(profile, r).unwrap_or(0) as f64 * counts[profile] as f64;
                    ratio(used(r), offered)
                });
                other.fill = fills.fold(0.0, f64::max);
            }
            other.beyond = beyond(counts[profile], mix.volume_of(&other, &need, pool));
            mix.others.push(other);
        }
        let carrying: Vec<f64> = counts.iter().map(|&count| count as f64).collect();
        let volume = mix.volume_of_main(&need, pool, &carrying);
        mix.main_beyond = beyond(counts.get(main).copied().unwrap_or(0), volume);
        mix
    }

    /// Hosts for a need and the pool as it is at a level of the assumptions.
    pub(super) fn at(&self, need: &PoolNeed, pool: &Pool) -> HostsAt {
        let need = self.as_placed(need, pool);
        let mut carrying = vec![0.0; pool.profiles.len()];
        for other in &self.others {
            let count = whole(self.volume_of(other, &need, pool) * other.beyond);
            let most = pool.profiles[other.profile].count_max.map_or(f64::INFINITY, f64::from);
            carrying[other.profile] = count.min(most);
        }
        let volume = self.volume_of_main(&need, pool, &carrying);
        if let Some(main) = carrying.get_mut(self.main) {
            *main = whole(volume * self.main_beyond);
        }
        let spares = self.spares(&carrying, pool);
        HostsAt { carrying, spares }
    }

    fn as_placed(&self, need: &PoolNeed, pool: &Pool) -> PoolNeed {
        let mut need = *need;
        need[Resource::Ram as usize] +=
            pool.ram_overhead_per_workload.raw() as f64 * self.workloads_count;
        // Cards are whole, by zone.
        let gpus = &mut need[Resource::Gpu as usize];
        *gpus = whole(*gpus / 1000.0) * 1000.0;
        need
    }

    fn volume_of(&self, other: &Other, need: &PoolNeed, pool: &Pool) -> f64 {
        let hosts = |resource: Resource| {
            let at = resource as usize;
            let capacity = pool.profiles[other.profile].capacity(resource)?;
            Some(need[at] * other.share[at] / capacity.max(1) as f64)
        };
        match other.alone {
            Some(resource) => hosts(resource).unwrap_or(0.0),
            None => self.held.iter().filter_map(|&r| hosts(r)).fold(0.0, f64::max),
        }
    }

    /// What the hosts of the other profiles leave, when they are as full as they were placed.
    fn volume_of_main(&self, need: &PoolNeed, pool: &Pool, counts: &[f64]) -> f64 {
        let Some(main) = pool.profiles.get(self.main) else { return 0.0 };
        let hosts = |resource: Resource| {
            let at = resource as usize;
            // A host that offers nothing carries nothing: the count is then huge, as it should look,
            // unless nothing is left for it, as of a resource that another profile alone offers.
            let capacity = main.capacity(resource)?.max(1) as f64;
            let elsewhere = |other: &Other| match pool.profiles[other.profile].capacity(resource) {
                _ if other.alone == Some(resource) => need[at] * other.share[at],
                Some(offered) => counts[other.profile] * offered as f64 * other.fill,
                None => need[at] * other.share[at],
            };
            let left = need[at] - self.others.iter().map(elsewhere).sum::<f64>();
            // What is left of a difference of large numbers is nothing.
            Some(if left > need[at] * 1e-12 { left / capacity } else { 0.0 })
        };
        self.held.iter().filter_map(|&resource| hosts(resource)).fold(0.0, f64::max)
    }

    /// As [`spare_counts`](crate::placement::spares::spare_counts), of the profiles that were in use.
    fn spares(&self, carrying: &[f64], pool: &Pool) -> Vec<f64> {
        let asked = pool.spare.spare_count(carrying.iter().sum::<f64>() as usize) as f64;
        let mut covered = vec![0.0; carrying.len()];
        for (substitute, count) in self.substitutes.iter().zip(carrying) {
            if let Some(profile) = *substitute {
                covered[profile] += count;
            }
        }
        let first = covered.iter().position(|&count| count > 0.0);
        let mut spares: Vec<f64> = covered.iter().map(|&count| asked.min(count)).collect();
        if let Some(first) = first {
            spares[first] += (asked - spares.iter().sum::<f64>()).max(0.0);
        }
        spares
    }
}

/// What placing took beyond a volume: 1 where the volume, rounded up, is what was placed; else as much
/// as the middle of the last one placed is over it, since how full that one is nobody asks.
pub(super) fn beyond(placed: usize, volume: f64) -> f64 {
    let placed = placed as f64;
    if (whole(volume) - placed).abs() < 0.5 { 1.0 } else { ratio((placed - 0.5).max(0.0), volume) }
}

/// One over the other; nothing over nothing is nothing.
pub(super) fn ratio(over: f64, under: f64) -> f64 {
    if under > 0.0 { over / under } else { 0.0 }
}

pub(super) fn whole(count: f64) -> f64 {
    (count - ROUNDING).ceil().max(0.0)
}
