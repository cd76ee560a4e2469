//! Rules between workloads: none on one host that are to be apart, all that are to be together, and none
//! left out that could have been placed under them.

use std::collections::{BTreeMap, BTreeSet};

use super::hosts::{need, offer, sum, within};
use super::{HostRef, Seen, Violation};
use crate::placement::Placement;
use crate::placement::fleet::{Fleet, Rule, RuleKind};
use crate::placement::hosts::Host;

/// Every rule holds for its workloads.
pub(super) fn check(
    fleet: &Fleet,
    seen: &Seen<HostRef>,
    unplaced: &[bool],
    violations: &mut Vec<Violation>,
) {
    for rule in &fleet.rules {
        let members = members(rule, fleet);
        match rule.kind {
            RuleKind::Apart => check_apart(rule, &members, fleet, seen, violations),
            RuleKind::Together => {
                check_together(rule, &members, fleet, seen, unplaced, violations);
            }
        }
    }
}

fn check_apart(
    rule: &Rule,
    members: &BTreeSet<usize>,
    fleet: &Fleet,
    seen: &Seen<HostRef>,
    violations: &mut Vec<Violation>,
) {
    let mut first_on: BTreeMap<HostRef, usize> = BTreeMap::new();
    for &workload in members {
        let Some(host) = seen.place(workload) else { continue };
        if let Some(&first) = first_on.get(&host) {
            violations.push(Violation::ApartBroken {
                rule: rule.name.clone(),
                host,
                first: fleet.workloads[first].id.clone(),
                second: fleet.workloads[workload].id.clone(),
            });
        }
        first_on.entry(host).or_insert(workload);
    }
}

/// All run on one host, or none runs.
fn check_together(
    rule: &Rule,
    members: &BTreeSet<usize>,
    fleet: &Fleet,
    seen: &Seen<HostRef>,
    unplaced: &[bool],
    violations: &mut Vec<Violation>,
) {
    let Some(&first) = members.first() else { return };
    let broken = members.iter().find(|&&workload| {
        seen.place(workload) != seen.place(first) || unplaced[workload] != unplaced[first]
    });
    if let Some(&workload) = broken {
        violations.push(Violation::TogetherBroken {
            rule: rule.name.clone(),
            first: fleet.workloads[first].id.clone(),
            second: fleet.workloads[workload].id.clone(),
        });
    }
}

/// The workloads a rule is about.
fn members(rule: &Rule, fleet: &Fleet) -> BTreeSet<usize> {
    let of_zone =
        |&&index: &&usize| fleet.workloads.get(index).is_some_and(|w| w.zone == rule.zone);
    rule.workloads.iter().filter(of_zone).copied().collect()
}

/// The rules of a zone, as sets of workloads.
pub(super) struct Bonds {
    apart: Vec<BTreeSet<usize>>,
    /// Sets that share a workload are one.
    together: Vec<BTreeSet<usize>>,
}

impl Bonds {
    pub(super) fn of(fleet: &Fleet, zone: &str) -> Self {
        let of_kind = |kind: RuleKind| {
            let rules = fleet.rules.iter().filter(move |r| r.zone == zone && r.kind == kind);
            rules.map(|rule| members(rule, fleet)).filter(|members| members.len() > 1)
        };
        let mut together: Vec<BTreeSet<usize>> = Vec::new();
        for mut members in of_kind(RuleKind::Together) {
            let (joined, others): (Vec<_>, Vec<_>) =
                together.into_iter().partition(|known| !known.is_disjoint(&members));
            joined.into_iter().for_each(|known| members.extend(known));
            together = others;
            together.push(members);
        }
        Self { apart: of_kind(RuleKind::Apart).collect(), together }
    }

    /// All that must run with a workload, itself among them.
    fn with(&self, workload: usize) -> BTreeSet<usize> {
        let set = self.together.iter().find(|set| set.contains(&workload));
        set.cloned().unwrap_or_else(|| BTreeSet::from([workload]))
    }

    /// The workloads of a host in lots that move at once, in the host's order.
    pub(super) fn together_on(&self, workloads: &[usize]) -> Vec<Vec<usize>> {
        let mut moved = BTreeSet::new();
        let mut lots = Vec::new();
        for &workload in workloads {
            if moved.contains(&workload) {
                continue;
            }
            let with = self.with(workload);
            let lot: Vec<usize> = workloads.iter().copied().filter(|w| with.contains(w)).collect();
            moved.extend(lot.iter().copied());
            lots.push(lot);
        }
        lots
    }

    /// All that share a rule with one of these which keeps them apart.
    pub(super) fn foes(&self, these: &[usize]) -> BTreeSet<usize> {
        let sets = self.apart.iter().filter(|set| these.iter().any(|w| set.contains(w)));
        sets.flatten().copied().collect()
    }

    /// Whether two of the workloads are to be apart.
    fn contradict(&self, workloads: &BTreeSet<usize>) -> bool {
        self.apart.iter().any(|set| set.intersection(workloads).nth(1).is_some())
    }
}

/// Only those are listed as unplaced that no empty host takes with all that must run with them, or that
/// no host of a number limited by the plan has room for, or whose rules contradict each other.
pub(super) fn check_refused(
    fleet: &Fleet,
    placement: &Placement,
    unplaced: &[bool],
    violations: &mut Vec<Violation>,
) {
    let mut bonds: BTreeMap<&str, Bonds> = BTreeMap::new();
    // What each host of a pool carries, summed once; and what was found to fit none, which a second one
    // of that need and these foes does not either.
    let mut loads: BTreeMap<usize, Vec<[u128; 6]>> = BTreeMap::new();
    let mut fits_none: BTreeSet<(usize, [u128; 6], BTreeSet<usize>)> = BTreeSet::new();
    let refused = unplaced.iter().enumerate().filter(|(_, unplaced)| **unplaced);
    for (index, _) in refused {
        let workload = &fleet.workloads[index];
        let zone = workload.zone.as_str();
        let bonds = bonds.entry(zone).or_insert_with(|| Bonds::of(fleet, zone));
        // Two pools of one zone: the first takes all.
        let Some(position) =
            fleet.pools.iter().position(|p| p.zone == zone && !p.profiles.is_empty())
        else {
            continue;
        };
        let pool = &fleet.pools[position];
        let lot = bonds.with(index);
        if bonds.contradict(&lot) {
            continue;
        }
        let needs = lot.iter().map(|&member| need(pool, &fleet.workloads[member]));
        let needed = needs.fold([0; 6], sum);
        let hosts = placement.pools.get(position).map_or(&[][..], |pool| pool.hosts.as_slice());
        let is_left = |profile: usize| {
            let number = hosts.iter().filter(|host| host.profile == profile).count();
            pool.profiles[profile].count_max.is_none_or(|most| number < most as usize)
        };
        let takes = |profile: usize| within(needed, offer(&pool.profiles[profile]));
        let members: Vec<usize> = lot.iter().copied().collect();
        let (id, zone) = (workload.id.clone(), zone.to_owned());
        if (0..pool.profiles.len()).any(|profile| is_left(profile) && takes(profile)) {
            violations.push(Violation::WorkloadFalselyRefused { id, zone });
            continue;
        }
        let foes = bonds.foes(&members);
        let key = (position, needed, foes);
        if fits_none.contains(&key) {
            continue;
        }
        let loads = loads.entry(position).or_insert_with(|| {
            let load = |host: &Host| {
                let known = host.workloads.iter().filter_map(|&index| fleet.workloads.get(index));
                known.map(|workload| need(pool, workload)).fold([0; 6], sum)
            };
            hosts.iter().map(load).collect()
        });
        let has_room = hosts.iter().zip(loads).position(|(host, used)| {
            let Some(profile) = pool.profiles.get(host.profile) else { return false };
            let is_apart = !host.workloads.iter().any(|workload| key.2.contains(workload));
            within(sum(*used, needed), offer(profile)) && is_apart
        });
        if let Some(number) = has_room {
            let host = HostRef { pool: position, host: number };
            violations.push(Violation::WorkloadFitsHost { id, host });
        } else {
            fits_none.insert(key);
        }
    }
}
