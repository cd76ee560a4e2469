//! The rules of hosts: each workload once, within capacity, in its zone, with enough hosts to spare.

use super::{HostRef, Seen, Violation, compare, listed, parts_per_million};
use crate::placement::fleet::{Fleet, HostProfile, Pool, WorkloadItem};
use crate::placement::hosts::PoolPlacement;
use crate::placement::unplaced::UnplacedItem;
use crate::placement::{Placement, Resource};

const MILLION: u128 = 1_000_000;

/// What a host offers or a workload needs: thousandths of a vCPU, bytes.
type Pair = [u128; 2];

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
    check_listed(fleet, placement, &seen, violations);
}

/// Every workload is placed or listed, and only those are listed that no empty host takes.
fn check_listed(
    fleet: &Fleet,
    placement: &Placement,
    seen: &Seen<HostRef>,
    violations: &mut Vec<Violation>,
) {
    let index_of = |item| match item {
        UnplacedItem::Workload(index) => Some(index),
        UnplacedItem::Device(_) => None,
    };
    let count = fleet.workloads.len();
    let unplaced = listed(placement, "workload", count, seen, index_of, violations);
    for (index, workload) in fleet.workloads.iter().enumerate() {
        let id = workload.id.clone();
        if !unplaced[index] {
            if !seen.has(index) {
                violations.push(Violation::WorkloadMissing { id });
            }
            continue;
        }
        let pool = fleet.pools.iter().find(|pool| pool.zone == workload.zone);
        if pool.is_some_and(|p| within(need(&p.profile, workload), offer(&p.profile))) {
            let zone = workload.zone.clone();
            violations.push(Violation::WorkloadFalselyRefused { id, zone });
        }
    }
}

fn check_pool(
    position: usize,
    pool: &Pool,
    stated: &PoolPlacement,
    fleet: &Fleet,
    seen: &mut Seen<HostRef>,
    violations: &mut Vec<Violation>,
) {
    let capacity = offer(&pool.profile);
    let mut totals: Pair = [0, 0];
    let mut used_by_host: Vec<Pair> = Vec::with_capacity(stated.hosts.len());
    for (number, host) in stated.hosts.iter().enumerate() {
        let at = HostRef { pool: position, host: number };
        let mut used: Pair = [0, 0];
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
            used = sum(used, need(&pool.profile, workload));
        }
        if used[0] > capacity[0] {
            let (used, capacity) = (used[0], capacity[0]);
            violations.push(Violation::HostOverVcpu { host: at, used, capacity });
        }
        if used[1] > capacity[1] {
            let (used, capacity) = (used[1], capacity[1]);
            violations.push(Violation::HostOverRam { host: at, used, capacity });
        }
        let place = at.to_string();
        let said = [u128::from(host.vcpu_used.raw()), u128::from(host.ram_used.raw())];
        compare(&place, "vCPU and memory used", &said, &used, violations);
        totals = sum(totals, used);
        used_by_host.push(used);
    }
    check_bound(stated, capacity, totals, violations);
    check_spares(pool, stated, fleet, &used_by_host, violations);
}

/// The lower bound is no less than the total need asks for, and not above the hosts.
fn check_bound(
    stated: &PoolPlacement,
    capacity: Pair,
    totals: Pair,
    violations: &mut Vec<Violation>,
) {
    let bound = |r: usize| if capacity[r] == 0 { 0 } else { totals[r].div_ceil(capacity[r]) };
    let place = format!("zone {}", stated.zone);
    if stated.hosts_lower_bound > stated.hosts.len() {
        violations.push(Violation::LowerBoundAboveHosts {
            zone: stated.zone.clone(),
            lower_bound: stated.hosts_lower_bound,
            hosts: stated.hosts.len(),
        });
    } else {
        // It may say more than the total need does: items too large to share a host, for one.
        let (found, said) = (bound(0).max(bound(1)), stated.hosts_lower_bound as u128);
        if said < found {
            compare(&place, "lower bound of hosts", &said, &found, violations);
        }
    }
    let resource = match stated.limiting_resource {
        None => return compare(&place, "limiting need", &0, &bound(0).max(bound(1)), violations),
        Some(Resource::Vcpu) => 0,
        Some(Resource::Ram) => 1,
    };
    if bound(resource) < bound(1 - resource) {
        compare(&place, "limiting resource", &resource, &(1 - resource), violations);
    }
}

/// The spare rule, and the promise behind it.
fn check_spares(
    pool: &Pool,
    stated: &PoolPlacement,
    fleet: &Fleet,
    used: &[Pair],
    violations: &mut Vec<Violation>,
) {
    let rule = pool.spare;
    let hosts = stated.hosts.len();
    let required = if hosts == 0 {
        0
    } else if hosts <= rule.up_to_hosts as usize {
        usize::from(rule.spare_up_to)
    } else {
        usize::from(rule.spare_above)
    };
    let spare = stated.hosts_spare_count;
    let zone = pool.zone.clone();
    if spare != required {
        violations.push(Violation::SpareRuleBroken { zone, hosts, spare, required });
    }
    check_loss(pool, stated, fleet, used, required, violations);
}

/// Loses the `count` fullest hosts and places their workloads again, one by one where there is room
/// first; when that gets stuck, a spare host for each lost host also will do. The hosts the placement
/// says it lost must be as many, and as full.
fn check_loss(
    pool: &Pool,
    stated: &PoolPlacement,
    fleet: &Fleet,
    used: &[Pair],
    count: usize,
    violations: &mut Vec<Violation>,
) {
    let capacity = offer(&pool.profile);
    let fullness = |host: usize| {
        let share = |r: usize| used[host][r] as f64 / capacity[r].max(1) as f64;
        share(0).max(share(1))
    };
    let mut lost: Vec<usize> = (0..used.len()).collect();
    lost.sort_by(|&a, &b| fullness(b).total_cmp(&fullness(a)).then(a.cmp(&b)));
    lost.truncate(count);
    let least = |hosts: &[usize]| {
        let known = hosts.iter().filter(|&&host| host < used.len());
        known.map(|&host| (fullness(host) * 1e6).round() as u64).min()
    };
    let place = format!("zone {}", stated.zone);
    let said = (stated.loss.hosts.len(), least(&stated.loss.hosts));
    compare(&place, "hosts lost, least filled", &said, &(lost.len(), least(&lost)), violations);

    let kept = (0..used.len()).filter(|host| !lost.contains(host)).map(|host| used[host]);
    let spares = std::iter::repeat_n([0, 0], stated.hosts_spare_count);
    let mut filled: Vec<Pair> = kept.chain(spares).collect();
    let homeless = lost.iter().flat_map(|&host| &stated.hosts[host].workloads);
    for workload in homeless.filter_map(|&index| fleet.workloads.get(index)) {
        let need = need(&pool.profile, workload);
        match filled.iter_mut().find(|filled| within(sum(**filled, need), capacity)) {
            Some(host) => *host = sum(*host, need),
            None if lost.len() <= stated.hosts_spare_count => return,
            None => {
                let (zone, workload) = (pool.zone.clone(), workload.id.clone());
                violations.push(Violation::HostLossNotSurvived { zone, lost, workload });
                return;
            }
        }
    }
}

/// What one host of the profile offers, each product rounded down once (C7).
fn offer(profile: &HostProfile) -> Pair {
    let cores = u128::from(profile.cores.saturating_sub(profile.reserved_cores));
    let ratio = parts_per_million(profile.vcpu_per_core, u128::from(u64::MAX));
    let cpu_share = parts_per_million(profile.cpu_target_share, MILLION);
    let thousandths = cores * 1000 * ratio * cpu_share / MILLION / MILLION;
    let ram = profile.ram.raw().saturating_sub(profile.reserved_ram.raw());
    let ram_share = parts_per_million(profile.ram_target_share, MILLION);
    let bytes = u128::from(ram) * ram_share / MILLION;
    [thousandths.min(u128::from(u64::MAX)), bytes]
}

/// What a workload takes from a host of the profile.
fn need(profile: &HostProfile, workload: &WorkloadItem) -> Pair {
    let overhead = u128::from(profile.ram_overhead_per_workload.raw());
    [u128::from(workload.vcpu.raw()), u128::from(workload.ram.raw()) + overhead]
}

fn sum(a: Pair, b: Pair) -> Pair {
    [a[0] + b[0], a[1] + b[1]]
}

fn within(need: Pair, capacity: Pair) -> bool {
    need[0] <= capacity[0] && need[1] <= capacity[1]
}
