//! The rules of hosts: each workload once, within capacity, in its zone, and none left out that fits.

use super::{HostRef, Seen, Violation, compare, listed, parts_per_million, rules, spares};
use crate::placement::fleet::{Fleet, HostProfile, Pool, WorkloadItem};
use crate::placement::hosts::{Host, PoolPlacement};
use crate::placement::unplaced::UnplacedItem;
use crate::placement::{Placement, Resource};

const MILLION: u128 = 1_000_000;

/// What a workload needs of each resource, in raw units: vCPU, memory, GPUs, disks inside, disk
/// operations, traffic.
pub(super) type Need = [u128; 6];

/// What a host offers of each; `None` where its profile says nothing of it.
pub(super) type Offer = [Option<u128>; 6];

/// Names of the resources, in the order of the amounts.
const RESOURCES: [Resource; 6] = [
    Resource::Vcpu,
    Resource::Ram,
    Resource::Gpu,
    Resource::LocalDisk,
    Resource::Iops,
    Resource::Network,
];

pub(super) fn check(fleet: &Fleet, placement: &Placement, violations: &mut Vec<Violation>) {
    let mut seen: Seen<HostRef> = Seen::new(fleet.workloads.len());
    if placement.pools.len() != fleet.pools.len() {
        let position = placement.pools.len().min(fleet.pools.len());
        let zone = fleet.pools.get(position).map_or_else(String::new, |pool| pool.zone.clone());
        violations.push(Violation::PoolMismatch { position, zone });
    }
    for (position, stated) in placement.pools.iter().enumerate() {
        match fleet.pools.get(stated.pool) {
            Some(pool) if stated.pool == position && stated.zone == pool.zone => {
                check_pool(position, pool, stated, fleet, &mut seen, violations);
            }
            Some(_) => {
                let zone = stated.zone.clone();
                violations.push(Violation::PoolMismatch { position, zone });
            }
            None => {
                let place = format!("pool {position}");
                let index = stated.pool;
                violations.push(Violation::UnknownIndex { what: "pool", index, place });
            }
        }
    }
    let unplaced = check_listed(fleet, placement, &seen, violations);
    rules::check(fleet, &seen, &unplaced, violations);
    rules::check_refused(fleet, placement, &unplaced, violations);
}

/// Every workload is placed or listed, not both; which are listed.
fn check_listed(
    fleet: &Fleet,
    placement: &Placement,
    seen: &Seen<HostRef>,
    violations: &mut Vec<Violation>,
) -> Vec<bool> {
    let index_of = |item| match item {
        UnplacedItem::Workload(index) => Some(index),
        UnplacedItem::Device(_) => None,
    };
    let count = fleet.workloads.len();
    let unplaced = listed(placement, "workload", count, seen, index_of, violations);
    for (index, workload) in fleet.workloads.iter().enumerate() {
        if !unplaced[index] && !seen.has(index) {
            violations.push(Violation::WorkloadMissing { id: workload.id.clone() });
        }
    }
    unplaced
}

fn check_pool(
    position: usize,
    pool: &Pool,
    stated: &PoolPlacement,
    fleet: &Fleet,
    seen: &mut Seen<HostRef>,
    violations: &mut Vec<Violation>,
) {
    let offers: Vec<Offer> = pool.profiles.iter().map(offer).collect();
    let mut used_by_host: Vec<Need> = Vec::with_capacity(stated.hosts.len());
    let mut numbers = vec![0_usize; pool.profiles.len()];
    for (number, host) in stated.hosts.iter().enumerate() {
        let at = HostRef { pool: position, host: number };
        let Some(offered) = offers.get(host.profile) else {
            let (index, place) = (host.profile, at.to_string());
            violations.push(Violation::UnknownIndex { what: "profile", index, place });
            return;
        };
        numbers[host.profile] += 1;
        let used = use_of(pool, host, at, fleet, seen, violations);
        for (at_resource, resource) in RESOURCES.into_iter().enumerate() {
            let Some(capacity) = offered[at_resource] else { continue };
            if used[at_resource] > capacity {
                let used = used[at_resource];
                let resource = resource.code();
                violations.push(Violation::HostOver { host: at, resource, used, capacity });
            }
        }
        let place = at.to_string();
        let said = host.used.map(u128::from);
        compare(&place, "amounts used", &said, &used, violations);
        let said = [u128::from(host.vcpu_used.raw()), u128::from(host.ram_used.raw())];
        compare(&place, "vCPU and memory used", &said, &[used[0], used[1]], violations);
        used_by_host.push(used);
    }
    for (profile, &hosts) in pool.profiles.iter().zip(&numbers) {
        if let Some(limit) = profile.count_max.filter(|&limit| hosts > limit as usize) {
            let (zone, profile) = (pool.zone.clone(), profile.name.clone());
            violations.push(Violation::TooManyHosts { zone, profile, hosts, limit });
        }
    }
    check_bound(pool, stated, &offers, &used_by_host, violations);
    spares::check(pool, stated, fleet, &offers, &used_by_host, violations);
}

/// What the workloads of a host need together; each is known, of the zone, and on no other host.
fn use_of(
    pool: &Pool,
    host: &Host,
    at: HostRef,
    fleet: &Fleet,
    seen: &mut Seen<HostRef>,
    violations: &mut Vec<Violation>,
) -> Need {
    let mut used: Need = [0; 6];
    for &index in &host.workloads {
        let Some(workload) = fleet.workloads.get(index) else {
            let place = at.to_string();
            violations.push(Violation::UnknownIndex { what: "workload", index, place });
            continue;
        };
        if let Some(first) = seen.note(index, at) {
            let id = workload.id.clone();
            violations.push(Violation::WorkloadTwice { id, first, second: at });
        }
        if workload.zone != pool.zone {
            violations.push(Violation::ZoneMixedOnHost {
                host: at,
                workload: workload.id.clone(),
                zone: workload.zone.clone(),
                host_zone: pool.zone.clone(),
            });
        }
        used = sum(used, need(pool, workload));
    }
    used
}

/// The bounds are no less than the total need asks for, and not above what was placed; the resource said
/// to limit is the one most used.
fn check_bound(
    pool: &Pool,
    stated: &PoolPlacement,
    offers: &[Offer],
    used: &[Need],
    violations: &mut Vec<Violation>,
) {
    let place = format!("zone {}", stated.zone);
    let totals = used.iter().copied().fold([0; 6], sum);
    let hosts = stated.hosts.len();
    if stated.hosts_lower_bound > hosts {
        let (zone, lower_bound) = (stated.zone.clone(), stated.hosts_lower_bound);
        violations.push(Violation::LowerBoundAboveHosts { zone, lower_bound, hosts });
    } else {
        // It may say more than the total need does: items too large to share a host, for one.
        let by_need = |r: usize| {
            let largest = offers.iter().map(|offer| offer[r]);
            let largest = largest.collect::<Option<Vec<u128>>>()?.into_iter().max()?;
            (largest > 0).then(|| totals[r].div_ceil(largest))
        };
        let found = (0..6).filter_map(by_need).max().unwrap_or(0);
        let said = stated.hosts_lower_bound as u128;
        if said < found {
            compare(&place, "lower bound of hosts", &said, &found, violations);
        }
    }
    let prices = stated.hosts.iter().map(|host| pool.profiles[host.profile].price);
    let price: u128 = prices.map(u128::from).sum();
    compare(&place, "price of hosts", &stated.price, &price, violations);
    if stated.price_lower_bound > price {
        compare(&place, "least price of hosts", &stated.price_lower_bound, &price, violations);
    }
    let share = |r: usize| {
        // Only hosts that limit a resource say how far it is used.
        let limiting = stated.hosts.iter().zip(used);
        let limiting =
            limiting.filter_map(|(host, used)| Some((offers[host.profile][r]?, used[r])));
        let (offered, needed) = limiting
            .fold((0, 0), |(offered, needed), (offer, used)| (offered + offer, needed + used));
        let is_held = stated.held.contains(&RESOURCES[r]) && offered > 0 && needed > 0;
        is_held.then(|| needed as f64 / offered as f64)
    };
    let most = (0..6).filter_map(share).fold(0.0, f64::max);
    let said = stated.limiting_resource.and_then(|r| share(r as usize)).unwrap_or(0.0);
    if said < most * (1.0 - 1e-9) {
        compare(&place, "limiting resource", &stated.limiting_resource, &None, violations);
    }
    for (r, resource) in RESOURCES.into_iter().enumerate() {
        let counts = r < 2 || totals[r] > 0 && offers.iter().any(|offer| offer[r].is_some());
        if counts && !stated.held.contains(&resource) {
            compare(
                &place,
                "resources held against hosts",
                &stated.held,
                &vec![resource],
                violations,
            );
        }
    }
}

/// What one host of the profile offers, each product rounded down once (C7).
pub(super) fn offer(profile: &HostProfile) -> Offer {
    let cores = u128::from(profile.cores.saturating_sub(profile.reserved_cores));
    let ratio = parts_per_million(profile.vcpu_per_core, u128::from(u64::MAX));
    let cpu_share = parts_per_million(profile.cpu_target_share, MILLION);
    let thousandths = cores * 1000 * ratio * cpu_share / MILLION / MILLION;
    let ram = profile.ram.raw().saturating_sub(profile.reserved_ram.raw());
    let ram_share = parts_per_million(profile.ram_target_share, MILLION);
    [
        Some(thousandths.min(u128::from(u64::MAX))),
        Some(u128::from(ram) * ram_share / MILLION),
        Some(u128::from(profile.gpus.raw())),
        profile.local_disk.map(|disk| u128::from(disk.raw())),
        profile.iops.map(|iops| u128::from(iops.raw())),
        profile.network.map(|network| u128::from(network.raw())),
    ]
}

/// What a workload takes from a host of the pool.
pub(super) fn need(pool: &Pool, workload: &WorkloadItem) -> Need {
    let overhead = u128::from(pool.ram_overhead_per_workload.raw());
    [
        u128::from(workload.vcpu.raw()),
        u128::from(workload.ram.raw()) + overhead,
        workload.gpu.map_or(0, |gpu| u128::from(gpu.raw())),
        workload.local_disk.map_or(0, |disk| u128::from(disk.raw())),
        workload.iops.map_or(0, |iops| u128::from(iops.raw())),
        workload.network.map_or(0, |network| u128::from(network.raw())),
    ]
}

pub(super) fn sum(a: Need, b: Need) -> Need {
    std::array::from_fn(|r| a[r] + b[r])
}

pub(super) fn within(need: Need, offer: Offer) -> bool {
    need.iter().zip(offer).all(|(need, offer)| offer.is_none_or(|offer| *need <= offer))
}
