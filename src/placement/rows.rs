//! Needs and capacities of a pool as packing takes them: rows of the resources that are held against its
//! hosts, and the profiles worth considering.

use super::fleet::{HostProfile, Pool};
use super::packing::BinKind;
use super::resource::{Amounts, Resource};
use super::rules::{Unit, plus};
use super::spares::Filled;
use super::unplaced::UnplacedReason;

/// Needs and capacities as rows of the resources held against the hosts of a pool.
pub(super) struct Rows<'a> {
    pub(super) pool: &'a Pool,
    /// The resources, in the order of the rows.
    pub(super) resources: Vec<Resource>,
    /// What stands for "not limited": what all units need together.
    unlimited: Vec<u64>,
}

impl<'a> Rows<'a> {
    pub(super) fn of(pool: &'a Pool, units: &[Unit]) -> Self {
        let all = units.iter().map(|unit| unit.need).fold(Amounts::default(), plus);
        let resources = held(pool, units);
        let unlimited = resources.iter().map(|&resource| all[resource as usize]).collect();
        Self { pool, resources, unlimited }
    }

    pub(super) fn need(&self, unit: &Unit) -> Vec<u64> {
        self.resources.iter().map(|&resource| unit.need[resource as usize]).collect()
    }

    pub(super) fn used(&self, units: &[Unit], held: &[usize]) -> Vec<u64> {
        let used = held.iter().map(|&unit| units[unit].need).fold(Amounts::default(), plus);
        self.resources.iter().map(|&resource| used[resource as usize]).collect()
    }

    pub(super) fn totals<'u>(
        &self,
        units: &[Unit],
        held: impl Iterator<Item = &'u usize>,
    ) -> Vec<u128> {
        let mut totals = vec![0; self.resources.len()];
        for &unit in held {
            for (total, &resource) in totals.iter_mut().zip(&self.resources) {
                *total += u128::from(units[unit].need[resource as usize]);
            }
        }
        totals
    }

    pub(super) fn capacity(&self, profile: usize) -> Vec<u64> {
        let profile = &self.pool.profiles[profile];
        let stated = self.resources.iter().map(|&resource| profile.capacity(resource));
        stated.zip(&self.unlimited).map(|(stated, &all)| stated.unwrap_or(all)).collect()
    }

    /// The largest capacity of any profile, resource by resource.
    pub(super) fn largest(&self) -> Vec<u64> {
        let rows = (0..self.pool.profiles.len()).map(|profile| self.capacity(profile));
        let largest = rows.reduce(|a, b| a.iter().zip(b).map(|(&a, b)| a.max(b)).collect());
        largest.unwrap_or_else(|| vec![0; self.resources.len()])
    }

    pub(super) fn bin_kind(&self, profile: usize) -> BinKind {
        let HostProfile { price, count_max, .. } = self.pool.profiles[profile];
        let count_max = count_max.map(|most| most as usize);
        BinKind { capacity: self.capacity(profile), price, count_max }
    }

    /// What the hosts cost.
    pub(super) fn price(&self, hosts: &[Filled]) -> u128 {
        hosts.iter().map(|(profile, _)| u128::from(self.pool.profiles[*profile].price)).sum()
    }

    /// The profiles worth considering: not those for which another, of which there may be any number,
    /// offers as much for no more. With one left the bound is the strongest.
    pub(super) fn kinds(&self) -> Vec<usize> {
        let kinds: Vec<BinKind> =
            (0..self.pool.profiles.len()).map(|profile| self.bin_kind(profile)).collect();
        let is_no_worse = |a: &BinKind, b: &BinKind| {
            a.count_max.is_none()
                && a.price <= b.price
                && a.capacity.iter().zip(&b.capacity).all(|(a, b)| a >= b)
        };
        let is_dominated = |own: usize| {
            (0..kinds.len()).any(|other| {
                let (a, b) = (&kinds[other], &kinds[own]);
                other != own && is_no_worse(a, b) && (other < own || !is_no_worse(b, a))
            })
        };
        (0..kinds.len()).filter(|&profile| !is_dominated(profile)).collect()
    }

    /// The cheapest profile whose empty host takes a unit, of which one more may be opened; of equals
    /// the first.
    pub(super) fn cheapest_for(&self, unit: &Unit, hosts: &[Filled]) -> Option<usize> {
        let need = self.need(unit);
        let may_open = |&profile: &usize| {
            let opened = hosts.iter().filter(|(of_host, _)| *of_host == profile).count();
            let limit = self.pool.profiles[profile].count_max;
            limit.is_none_or(|most| opened < most as usize)
                && self.capacity(profile).iter().zip(&need).all(|(all, need)| need <= all)
        };
        let profiles = (0..self.pool.profiles.len()).filter(may_open);
        profiles.min_by_key(|&profile| (self.pool.profiles[profile].price, profile))
    }

    /// Why a unit is left out that an empty host would take.
    pub(super) fn no_host_left(&self, unit: &Unit) -> UnplacedReason {
        let takes = |profile: &&HostProfile| {
            Resource::ALL.into_iter().all(|resource| {
                profile.capacity(resource).is_none_or(|most| unit.need[resource as usize] <= most)
            })
        };
        let limits = self.pool.profiles.iter().filter(takes);
        let limits = limits.map(|p| (p.name.clone(), p.count_max.unwrap_or(u32::MAX))).collect();
        UnplacedReason::NoHostLeft { limits }
    }

    /// The resource whose share of what the hosts offer is the largest; of equals the first. Hosts that
    /// do not limit a resource count in it neither with what they offer nor with what they carry.
    pub(super) fn limiting(&self, hosts: &[Filled], units: &[Unit]) -> Option<Resource> {
        let mut best: Option<(f64, Resource)> = None;
        for &resource in &self.resources {
            let (mut offered, mut needed) = (0_u128, 0_u128);
            for (profile, held) in hosts {
                let Some(capacity) = self.pool.profiles[*profile].capacity(resource) else {
                    continue;
                };
                offered += u128::from(capacity);
                let needs = held.iter().map(|&unit| units[unit].need[resource as usize]);
                needed += needs.map(u128::from).sum::<u128>();
            }
            if needed > 0 && offered > 0 {
                let share = needed as f64 / offered as f64;
                if best.is_none_or(|(most, _)| share > most) {
                    best = Some((share, resource));
                }
            }
        }
        best.map(|(_, resource)| resource)
    }
}

/// The resources held against the hosts of a pool: vCPUs and memory always, another where a workload
/// needs some of it and a profile limits it.
fn held(pool: &Pool, units: &[Unit]) -> Vec<Resource> {
    let is_held = |&resource: &Resource| {
        let at = resource as usize;
        matches!(resource, Resource::Vcpu | Resource::Ram)
            || units.iter().any(|unit| unit.need[at] > 0)
                && pool.profiles.iter().any(|profile| profile.capacity(resource).is_some())
    };
    Resource::ALL.into_iter().filter(is_held).collect()
}
