//! Workloads onto hosts: how many hosts of which profile each zone needs, and which workload runs where.
//!
//! Hard rules: a workload runs on one host of its own zone; no host is filled beyond what its profile
//! offers of any resource; workloads that are to be apart share no host, those that are to be together
//! do (`rules`). [`pack`] decides who goes where, at the least price of hosts; of equal
//! workloads the id decides; no workload is split.
//!
//! A resource that a profile does not state is not limited by its hosts ([`PoolPlacement::held`] names
//! those that are); GPUs are the exception, a host that states none has none.
//! Knowingly left out: NUMA nodes.

use std::collections::{BTreeMap, BTreeSet};

use super::fleet::{Fleet, HostProfile, Pool};
use super::openings::Openings;
use super::packing::{Bound, BoundMethod, Problem, pack};
use super::resource::{Amounts, Resource};
use super::rows::Rows;
use super::rules::{self, Unit, plus};
use super::spares::{self, Filled};
use super::unplaced::{Shortage, Unplaced, UnplacedItem, UnplacedReason};
use super::vector;
use crate::unit::{Bytes, Vcpus};

/// A host that carries workloads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// Index of its profile in the pool.
    pub profile: usize,
    /// Indices into the workloads of the fleet, by id; workloads that run together one after the other.
    pub workloads: Vec<usize>,
    /// vCPUs they need together.
    pub vcpu_used: Vcpus,
    /// Memory they need together, overhead included.
    pub ram_used: Bytes,
    /// What they need together of every resource, the two above among them.
    pub used: Amounts,
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
    /// The hosts that carry workloads, by profile, then in the order they were opened.
    pub hosts: Vec<Host>,
    /// Hosts that stand by, by the spare rule; not among `hosts`.
    pub hosts_spare_count: usize,
    /// Index of the profile of each spare host in the pool, ascending.
    pub spare_profiles: Vec<usize>,
    /// Indices of the spare hosts' devices in the placement.
    pub spare_devices: Vec<usize>,
    /// The fewest hosts of any profiles that a packing could need, spares aside, counting placed
    /// workloads only: no less than the largest, over the resources, of ⌈total need ÷ capacity of a
    /// host⌉ (C7).
    pub hosts_lower_bound: usize,
    /// What the hosts cost, spares aside.
    pub price: u128,
    /// The least that hosts for the placed workloads could cost.
    pub price_lower_bound: u128,
    /// What gave that bound.
    pub bound_method: BoundMethod,
    /// The resources held against the hosts.
    pub held: Vec<Resource>,
    /// The resource of which the largest share of what all hosts offer is used; `None` when nothing is
    /// needed.
    pub limiting_resource: Option<Resource>,
    /// What happens when as many of the fullest hosts fail as there are spares.
    pub loss: HostLoss,
}

impl PoolPlacement {
    /// Hosts of a profile that carry workloads.
    pub fn hosts_of(&self, profile: usize) -> impl Iterator<Item = &Host> {
        self.hosts.iter().filter(move |host| host.profile == profile)
    }

    /// Spare hosts of a profile.
    pub fn spares_of(&self, profile: usize) -> usize {
        self.spare_profiles.iter().filter(|&&spare| spare == profile).count()
    }

    /// Indices of the profiles that hosts or spare hosts have, ascending.
    pub fn profiles(&self) -> Vec<usize> {
        let profiles = self.hosts.iter().map(|host| host.profile);
        let profiles: BTreeSet<usize> =
            profiles.chain(self.spare_profiles.iter().copied()).collect();
        profiles.into_iter().collect()
    }

    /// What the hosts cost above the least they could, over that; none where that is nothing. With
    /// one profile it is the same of the numbers of hosts.
    pub fn gap(&self) -> Option<f64> {
        let above = self.price.saturating_sub(self.price_lower_bound);
        (self.price_lower_bound > 0).then(|| above as f64 / self.price_lower_bound as f64)
    }
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
    /// where they always fit since its profile stands in for that of the failed one.
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
        // A pool without a kind of host is none.
        let workloads = match pool.profiles.is_empty() {
            true => Vec::new(),
            false => by_zone.remove(pool.zone.as_str()).unwrap_or_default(),
        };
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
    let mut units = rules::units(pool, fleet, workloads);
    units.retain(|unit| match unplaceable(pool, fleet, unit) {
        Some(reason) => {
            let refusals = unit.workloads.iter().map(|&w| refused(fleet, w, reason.clone()));
            unplaced.extend(refusals);
            false
        }
        None => true,
    });
    let rows = Rows::of(pool, &units);
    let Carried { hosts, without_host, bound } = carry(&rows, &units, fleet.effort_steps);
    for unit in without_host {
        let reason = rows.no_host_left(&units[unit]);
        let members = units[unit].workloads.iter();
        unplaced.extend(members.map(|&w| refused(fleet, w, reason.clone())));
    }
    let mut by_profile = vec![0; pool.profiles.len()];
    hosts.iter().for_each(|(profile, _)| by_profile[*profile] += 1);
    let spare_counts = spares::spare_counts(pool, &by_profile);
    let spare_profiles: Vec<usize> = (spare_counts.iter().enumerate())
        .flat_map(|(profile, &count)| std::iter::repeat_n(profile, count))
        .collect();
    let lost = pool.spare.spare_count(hosts.len());
    let loss = spares::lose_fullest(&hosts, &units, &spare_profiles, lost, &rows);
    let totals: Vec<u128> = rows.totals(&units, hosts.iter().flat_map(|(_, held)| held));
    let by_need = vector::lower_bound(&rows.largest(), &totals).0;
    PoolPlacement {
        pool: index,
        zone: pool.zone.clone(),
        limiting_resource: rows.limiting(&hosts, &units),
        hosts: hosts.iter().map(|(profile, held)| host(*profile, held, &units)).collect(),
        hosts_spare_count: spare_profiles.len(),
        spare_profiles,
        spare_devices: Vec::new(),
        hosts_lower_bound: bound.bins.max(by_need),
        price: rows.price(&hosts),
        price_lower_bound: bound.price,
        bound_method: bound.method,
        held: rows.resources,
        loss,
    }
}

/// Units on hosts.
struct Carried {
    /// By profile, then in the order they were opened.
    hosts: Vec<Filled>,
    /// Units for which none is left of the hosts there may be, ascending.
    without_host: Vec<usize>,
    /// No hosts for the others cost less.
    bound: Bound,
}

/// Puts the units on hosts. Where rules overlap two packings are made: one of whole groups, which keeps
/// more apart than asked, and one of a single rule a group, which keeps less apart and so gives the
/// bound; what breaks a rule in it is put elsewhere, and the cheaper of the two counts.
fn carry(rows: &Rows<'_>, units: &[Unit], effort: u64) -> Carried {
    let all: Vec<usize> = (0..units.len()).collect();
    let (hosts, left, bound) = packed(rows, units, &all, effort, |unit| unit.group);
    let mut openings = Openings::of(rows, units, hosts);
    let without_host: Vec<usize> = left.into_iter().filter(|&unit| !openings.add(unit)).collect();
    let hosts = openings.into_hosts();
    if units.iter().all(|unit| unit.group == unit.single) {
        return Carried { hosts, without_host, bound };
    }
    let placed: Vec<usize> =
        all.into_iter().filter(|unit| without_host.binary_search(unit).is_err()).collect();
    let (others, left, bound) = packed(rows, units, &placed, effort, |unit| unit.single);
    let mut openings = Openings::of(rows, units, others);
    let homeless = left.into_iter().chain(openings.part_foes());
    let all_found = homeless.into_iter().all(|unit| openings.add(unit) || openings.open(unit));
    let others = openings.into_hosts();
    let is_cheaper = all_found && rows.price(&others) < rows.price(&hosts);
    Carried { hosts: if is_cheaper { others } else { hosts }, without_host, bound }
}

/// Packs some of the units, of which a host takes one a group: the hosts by profile, the units left
/// without, and the bound for those that are not.
fn packed(
    rows: &Rows<'_>,
    units: &[Unit],
    chosen: &[usize],
    effort: u64,
    group: impl Fn(&Unit) -> Option<u32>,
) -> (Vec<Filled>, Vec<usize>, Bound) {
    let kinds = rows.kinds();
    let groups: Vec<Option<u32>> = chosen.iter().map(|&unit| group(&units[unit])).collect();
    let problem = Problem {
        kinds: kinds.iter().map(|&profile| rows.bin_kind(profile)).collect(),
        needs: chosen.iter().flat_map(|&unit| rows.need(&units[unit])).collect(),
        apart: if groups.iter().any(Option::is_some) { groups } else { Vec::new() },
    };
    let packing = pack(&problem, effort);
    assert!(packing.too_large.is_empty(), "each of these units fits an empty host");
    let of_items = |items: Vec<usize>| items.into_iter().map(|item| chosen[item]).collect();
    let mut hosts: Vec<Filled> =
        packing.bins.into_iter().map(|bin| (kinds[bin.kind], of_items(bin.items))).collect();
    hosts.sort_by_key(|(profile, _)| *profile);
    (hosts, of_items(packing.without_bin), packing.bound)
}

/// Why no empty host of the pool may take the unit; `None` when one may.
fn unplaceable(pool: &Pool, fleet: &Fleet, unit: &Unit) -> Option<UnplacedReason> {
    let ids = || unit.workloads.iter().map(|&w| fleet.workloads[w].id.clone()).collect();
    if let Some(apart) = &unit.contradicts {
        return Some(UnplacedReason::RulesContradict { apart: apart.clone(), workloads: ids() });
    }
    let short = |profile: &HostProfile| {
        let is_one_of_many = pool.profiles.len() > 1;
        let name = if is_one_of_many { profile.name.clone() } else { String::new() };
        let shortage = |resource: Resource| {
            let (need, capacity) = (unit.need[resource as usize], profile.capacity(resource)?);
            (need > capacity).then(|| Shortage {
                host_profile: name.clone(),
                resource,
                need: resource.amount(need),
                capacity: resource.amount(capacity),
            })
        };
        Resource::ALL.into_iter().filter_map(shortage).collect::<Vec<Shortage>>()
    };
    let shortages: Vec<Vec<Shortage>> = pool.profiles.iter().map(short).collect();
    if shortages.iter().any(Vec::is_empty) {
        return None;
    }
    let shortages = shortages.concat();
    Some(match unit.workloads.len() {
        1 => UnplacedReason::LargerThanHost { shortages },
        _ => UnplacedReason::TogetherLargerThanHost { workloads: ids(), shortages },
    })
}

fn host(profile: usize, held: &[usize], units: &[Unit]) -> Host {
    let workloads = held.iter().flat_map(|&unit| units[unit].workloads.iter().copied()).collect();
    let used = held.iter().map(|&unit| units[unit].need).fold(Amounts::default(), plus);
    Host {
        profile,
        workloads,
        vcpu_used: Vcpus::from_raw(used[Resource::Vcpu as usize]),
        ram_used: Bytes::from_raw(used[Resource::Ram as usize]),
        used,
        device: usize::MAX,
    }
}

#[cfg(test)]
#[path = "hosts_tests.rs"]
mod tests;
