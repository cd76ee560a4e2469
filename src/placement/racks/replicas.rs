//! Workloads that are kept on different hosts should not all go down with one rack either.
//!
//! What is promised of each rule that keeps workloads apart and whose hosts stand in one rack alone: no
//! move of one of these hosts to another rack that has room, and no exchange with a host of its pool
//! in another rack that is alike in all that a rack feels, would leave fewer such rules. No rack is opened
//! for it.

use std::collections::{BTreeMap, BTreeSet};

use super::spread::shape_of;
use super::zone::Filling;
use crate::placement::fleet::{Fleet, RuleKind};
use crate::placement::hosts::PoolPlacement;

/// The hosts that carry the workloads of each rule of a zone, as indices of their devices; only rules
/// with two hosts or more.
pub(super) fn groups(fleet: &Fleet, zone: &str, pools: &[&PoolPlacement]) -> Vec<Vec<usize>> {
    let rules = || {
        let of_zone = fleet.rules.iter().filter(|rule| rule.zone == zone);
        of_zone.filter(|rule| rule.kind == RuleKind::Apart)
    };
    let bound: BTreeSet<usize> = rules().flat_map(|rule| rule.workloads.iter().copied()).collect();
    let mut device_of: BTreeMap<usize, usize> = BTreeMap::new();
    for host in pools.iter().flat_map(|pool| &pool.hosts) {
        let carried = host.workloads.iter().filter(|workload| bound.contains(workload));
        device_of.extend(carried.map(|&workload| (workload, host.device)));
    }
    let hosts = rules().map(|rule| {
        let hosts = rule.workloads.iter().filter_map(|workload| device_of.get(workload).copied());
        hosts.collect::<BTreeSet<usize>>().into_iter().collect::<Vec<usize>>()
    });
    hosts.filter(|hosts| hosts.len() >= 2).collect()
}

/// Parts the hosts of rules until nothing is left to do, then tells whether it did anything. Each step
/// leaves fewer rules in one rack, so there is an end.
pub(super) fn part(
    filling: &mut Filling<'_>,
    groups: &[Vec<usize>],
    pools: &[&PoolPlacement],
    rack_of: &mut [Option<usize>],
) -> bool {
    let mut of_host: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (group, hosts) in groups.iter().enumerate() {
        hosts.iter().for_each(|&host| of_host.entry(host).or_default().push(group));
    }
    let rules = Rules { groups, of_host };
    let mut has_changed = false;
    while (0..groups.len()).any(|group| part_one(filling, &rules, group, pools, rack_of)) {
        has_changed = true;
    }
    has_changed
}

/// Which hosts each rule has, and which rules each host.
struct Rules<'a> {
    groups: &'a [Vec<usize>],
    of_host: BTreeMap<usize, Vec<usize>>,
}

impl Rules<'_> {
    /// The rack in which all hosts of a rule that have one stand, two or more.
    fn only_rack(&self, group: usize, rack_of: &[Option<usize>]) -> Option<usize> {
        let mut racks = self.groups[group].iter().filter_map(|&host| rack_of[host]);
        let first = racks.next()?;
        let others: Vec<usize> = racks.collect();
        (!others.is_empty() && others.iter().all(|&rack| rack == first)).then_some(first)
    }

    /// How many of the rules of these hosts stand in one rack alone.
    fn in_one_rack(&self, hosts: &[usize], rack_of: &[Option<usize>]) -> usize {
        let touched = hosts.iter().filter_map(|host| self.of_host.get(host)).flatten();
        let touched: BTreeSet<usize> = touched.copied().collect();
        touched.into_iter().filter(|&group| self.only_rack(group, rack_of).is_some()).count()
    }
}

/// Moves or exchanges a host of the rule, if its hosts stand in one rack alone and that helps.
fn part_one(
    filling: &mut Filling<'_>,
    rules: &Rules<'_>,
    group: usize,
    pools: &[&PoolPlacement],
    rack_of: &mut [Option<usize>],
) -> bool {
    let Some(only) = rules.only_rack(group, rack_of) else { return false };
    let hosts = rules.groups[group].iter().rev().copied();
    let hosts: Vec<usize> = hosts.filter(|&host| rack_of[host].is_some()).collect();
    for &host in &hosts {
        let before = rules.in_one_rack(&[host], rack_of);
        for other in filling.others(host, only) {
            rack_of[host] = Some(other);
            if rules.in_one_rack(&[host], rack_of) < before {
                filling.take_to(host, only, other);
                return true;
            }
            rack_of[host] = Some(only);
        }
    }
    for host in hosts {
        let is_its = |pool: &&&PoolPlacement| pool.hosts.iter().any(|own| own.device == host);
        let Some(pool) = pools.iter().find(is_its) else { continue };
        let shape = shape_of(&filling.devices[host]);
        for other in pool.hosts.iter().map(|host| host.device) {
            let Some(rack) = rack_of[other].filter(|&rack| rack != only) else { continue };
            if shape_of(&filling.devices[other]) != shape {
                continue;
            }
            let before = rules.in_one_rack(&[host, other], rack_of);
            rack_of.swap(host, other);
            if rules.in_one_rack(&[host, other], rack_of) < before {
                filling.exchange((host, only), (other, rack));
                return true;
            }
            rack_of.swap(host, other);
        }
    }
    false
}
