//! Workloads onto hosts: how many hosts each zone needs, and which workload runs where.
//!
//! Hard rules: a workload runs on one host of its own zone; no host is filled beyond the target shares
//! of its profile. Who goes where is decided by [`pack`], of equal workloads by id;
//! no workload is split.
//! Knowingly left out: NUMA nodes, and keeping two workloads of a system apart.

use std::collections::BTreeMap;

use super::fleet::{Fleet, HostProfile, Pool, WorkloadItem};
use super::packing::{BoundMethod, Problem, pack};
use super::unplaced::{Amount, Resource, Unplaced, UnplacedItem, UnplacedReason};
use super::vector::{self, Bins};
use crate::unit::{Bytes, Vcpus};

/// A host that carries workloads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// Indices into the workloads of the fleet, by id.
    pub workloads: Vec<usize>,
    /// vCPUs they need together.
    pub vcpu_used: Vcpus,
    /// Memory they need together, overhead included.
    pub ram_used: Bytes,
    /// Index of its device in the placement.
    pub device: usize,
}

/// The hosts of one pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolPlacement {
    /// Index of the pool in the fleet.
    pub pool: usize,
    /// The zone it serves.
    pub zone: String,
    /// Name of the profile of its hosts.
    pub host_profile: String,
    /// The hosts that carry workloads, in the order they were opened.
    pub hosts: Vec<Host>,
    /// Hosts that stand by, by the spare rule; not among `hosts`.
    pub hosts_spare_count: usize,
    /// Indices of the spare hosts' devices in the placement.
    pub spare_devices: Vec<usize>,
    /// The fewest hosts any packing could need, spares aside, counting placed workloads only: no less
    /// than the largest, over the resources, of ⌈total need ÷ capacity of a host⌉ (C7).
    pub hosts_lower_bound: usize,
    /// What gave that bound.
    pub bound_method: BoundMethod,
    /// The resource of which the workloads need the most hosts' worth; `None` when nothing is needed.
    pub limiting_resource: Option<Resource>,
    /// What happens when as many of the fullest hosts fail as there are spares.
    pub loss: HostLoss,
}

/// The test of N+k: the k fullest hosts fail, their workloads go to the other hosts and the spares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostLoss {
    /// The hosts that fail, fullest first.
    pub hosts: Vec<usize>,
    /// How their workloads found room.
    pub recovery: Recovery,
}

/// How the workloads of failed hosts find room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recovery {
    /// One by one, largest first, wherever there is room first. Also when nothing failed.
    FirstFit,
    /// First fit got stuck; each failed host's workloads go together to a spare host of their own,
    /// where they always fit since spares are of the same profile.
    HostForHost,
}

/// Puts the workloads on the hosts of their zones. Pools come in the order of the fleet, unplaced
/// workloads in the order of their index. Device indices are filled in by [`racks`](super::racks).
pub(super) fn place(fleet: &Fleet) -> (Vec<PoolPlacement>, Vec<Unplaced>) {
    let mut by_zone: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, workload) in fleet.workloads.iter().enumerate() {
        by_zone.entry(&workload.zone).or_default().push(index);
    }
    let mut pools = Vec::with_capacity(fleet.pools.len());
    let mut unplaced = Vec::new();
    for (index, pool) in fleet.pools.iter().enumerate() {
        let workloads = by_zone.remove(pool.zone.as_str()).unwrap_or_default();
        pools.push(place_pool(index, pool, fleet, &workloads, &mut unplaced));
    }
    for index in by_zone.into_values().flatten() {
        let zone = fleet.workloads[index].zone.clone();
        unplaced.push(refused(fleet, index, UnplacedReason::NoPool { zone }));
    }
    unplaced.sort_by_key(|refusal| refusal.item);
    (pools, unplaced)
}

fn refused(fleet: &Fleet, index: usize, reason: UnplacedReason) -> Unplaced {
    let id = fleet.workloads[index].id.clone();
    Unplaced { item: UnplacedItem::Workload(index), id, reason }
}

/// Packs the workloads of one zone.
fn place_pool(
    index: usize,
    pool: &Pool,
    fleet: &Fleet,
    workloads: &[usize],
    unplaced: &mut Vec<Unplaced>,
) -> PoolPlacement {
    let profile = &pool.profile;
    let mut fitting = Vec::with_capacity(workloads.len());
    for &workload in workloads {
        match larger_than_host(profile, &fleet.workloads[workload]) {
            Some(reason) => unplaced.push(refused(fleet, workload, reason)),
            None => fitting.push(workload),
        }
    }
    fitting.sort_by(|&a, &b| fleet.workloads[a].id.cmp(&fleet.workloads[b].id).then(a.cmp(&b)));
    let capacity = [profile.vcpu_capacity().raw(), profile.ram_capacity().raw()];
    let needs: Vec<u64> =
        fitting.iter().flat_map(|&w| need(profile, &fleet.workloads[w])).collect();
    let totals = [0, 1].map(|r| needs.iter().skip(r).step_by(2).map(|&n| u128::from(n)).sum());
    let (_, limiting) = vector::lower_bound(&capacity, &totals);
    let packing = pack(&Problem::of_one_kind(&capacity, needs), fleet.effort_steps);
    let left_out = packing.too_large.len() + packing.without_bin.len();
    assert_eq!(
        left_out, 0,
        "each of these workloads fits an empty host, and hosts are not limited"
    );
    let hosts: Vec<Host> = packing
        .bins
        .iter()
        .map(|bin| host(bin.items.iter().map(|&item| fitting[item]).collect(), profile, fleet))
        .collect();
    let spare_count = usize::from(pool.spare.spare_count(hosts.len()));
    PoolPlacement {
        pool: index,
        zone: pool.zone.clone(),
        host_profile: profile.name.clone(),
        loss: lose_fullest(&hosts, spare_count, profile, fleet),
        hosts,
        hosts_spare_count: spare_count,
        spare_devices: Vec::new(),
        hosts_lower_bound: packing.bound.bins,
        bound_method: packing.bound.method,
        limiting_resource: limiting.map(|r| if r == 0 { Resource::Vcpu } else { Resource::Ram }),
    }
}

fn host(workloads: Vec<usize>, profile: &HostProfile, fleet: &Fleet) -> Host {
    let mut host =
        Host { workloads, vcpu_used: Vcpus::ZERO, ram_used: Bytes::ZERO, device: usize::MAX };
    for &workload in &host.workloads {
        let [vcpu, ram] = need(profile, &fleet.workloads[workload]);
        host.vcpu_used += Vcpus::from_raw(vcpu);
        host.ram_used += Bytes::from_raw(ram);
    }
    host
}

/// What the workload takes from a host, in raw vCPUs and bytes.
fn need(profile: &HostProfile, workload: &WorkloadItem) -> [u64; 2] {
    let ram = profile.ram_need(workload).map_or(u64::MAX, Bytes::raw);
    [workload.vcpu.raw(), ram]
}

/// Why an empty host has no room for the workload; `None` when it has.
fn larger_than_host(profile: &HostProfile, workload: &WorkloadItem) -> Option<UnplacedReason> {
    let (vcpu, ram) = (profile.vcpu_capacity(), profile.ram_capacity());
    let (resource, need, capacity) = match profile.ram_need(workload) {
        _ if workload.vcpu > vcpu => {
            (Resource::Vcpu, Amount::Vcpu(workload.vcpu), Amount::Vcpu(vcpu))
        }
        Some(need) if need <= ram => return None,
        need => {
            let need = need.unwrap_or(Bytes::from_raw(u64::MAX));
            (Resource::Ram, Amount::Ram(need), Amount::Ram(ram))
        }
    };
    Some(UnplacedReason::LargerThanHost { resource, need, capacity })
}

/// Fails the `spare_count` fullest hosts (larger share used of either resource, then the lower index)
/// and places their workloads again on the others, in order, then on the spares.
fn lose_fullest(
    hosts: &[Host],
    spare_count: usize,
    profile: &HostProfile,
    fleet: &Fleet,
) -> HostLoss {
    let capacity = [profile.vcpu_capacity().raw(), profile.ram_capacity().raw()];
    let used: Vec<[u64; 2]> =
        hosts.iter().map(|host| [host.vcpu_used.raw(), host.ram_used.raw()]).collect();
    let rows: Vec<&[u64]> = used.iter().map(<[u64; 2]>::as_slice).collect();
    let by_fullness =
        vector::decreasing(&capacity, &rows, (0..hosts.len()).collect(), |a, b| a.cmp(&b));
    let lost: Vec<usize> = by_fullness.into_iter().take(spare_count).collect();

    let mut bins = Bins::new(&capacity);
    for (index, used) in used.iter().enumerate() {
        if !lost.contains(&index) {
            let bin = bins.open(&capacity);
            bins.take(bin, used);
        }
    }
    for _ in 0..spare_count {
        bins.open(&capacity);
    }
    let homeless: Vec<usize> = lost.iter().flat_map(|&h| hosts[h].workloads.clone()).collect();
    let needs: Vec<[u64; 2]> =
        homeless.iter().map(|&w| need(profile, &fleet.workloads[w])).collect();
    let rows: Vec<&[u64]> = needs.iter().map(<[u64; 2]>::as_slice).collect();
    let order = vector::decreasing(&capacity, &rows, (0..homeless.len()).collect(), |a, b| {
        fleet.workloads[homeless[a]].id.cmp(&fleet.workloads[homeless[b]].id)
    });
    let mut recovery = Recovery::FirstFit;
    for item in order {
        match bins.first_fit(rows[item]) {
            Some(bin) => bins.take(bin, rows[item]),
            None => recovery = Recovery::HostForHost,
        }
    }
    HostLoss { hosts: lost, recovery }
}

#[cfg(test)]
#[path = "hosts_tests.rs"]
mod tests;
