//! Workloads that are kept apart do not all go down with one rack where that could have been avoided.

use std::collections::{BTreeMap, BTreeSet};

use super::Violation;
use super::frame::Frame;
use super::spread::shape;
use crate::placement::Placement;
use crate::placement::fleet::{Fleet, RuleKind};
use crate::placement::hosts::PoolPlacement;

/// Racks by device.
type Racks = BTreeMap<usize, usize>;

/// Where the hosts of a rule stand in one rack alone, neither taking one of them to another rack nor
/// exchanging it with one of its pool would leave fewer such rules.
pub(super) fn check(
    fleet: &Fleet,
    pool: &PoolPlacement,
    placement: &Placement,
    frames: &[Frame<'_>],
    rack_of: &Racks,
    violations: &mut Vec<Violation>,
) {
    let rules = rules(fleet, pool);
    if rules.is_empty() {
        return;
    }
    let stuck = |racks: &Racks, touched: &BTreeSet<usize>| {
        let hit = rules.iter().filter(|(_, hosts)| !hosts.is_disjoint(touched));
        hit.filter(|(_, hosts)| only_rack(hosts, racks).is_some()).count()
    };
    for (name, hosts) in &rules {
        let Some(only) = only_rack(hosts, rack_of) else { continue };
        for &host in hosts {
            let Some(device) = placement.devices.get(host) else { continue };
            let mut told = |rack: usize| {
                violations.push(Violation::ReplicasInOneRack {
                    rule: name.clone(),
                    rack: frames[only].rack.id.clone(),
                    device: device.id.clone(),
                    other: frames[rack].rack.id.clone(),
                });
            };
            let before = stuck(rack_of, &BTreeSet::from([host]));
            let helps = |&rack: &usize| {
                let mut racks = rack_of.clone();
                racks.insert(host, rack);
                rack != only
                    && frames[rack].rack.zone == device.zone
                    && frames[rack].takes(device)
                    && stuck(&racks, &BTreeSet::from([host])) < before
            };
            if let Some(rack) = (0..frames.len()).find(helps) {
                return told(rack);
            }
            let alike = pool.hosts.iter().map(|host| host.device).filter(|&other| {
                let of_other = placement.devices.get(other).map(shape);
                rack_of.get(&other).is_some_and(|&rack| rack != only)
                    && of_other == Some(shape(device))
            });
            for other in alike {
                let touched = BTreeSet::from([host, other]);
                let mut racks = rack_of.clone();
                racks.insert(host, rack_of[&other]);
                racks.insert(other, only);
                if stuck(&racks, &touched) < stuck(rack_of, &touched) {
                    return told(rack_of[&other]);
                }
            }
        }
    }
}

/// The rules that keep workloads of a pool on different hosts, with the devices of these.
fn rules(fleet: &Fleet, pool: &PoolPlacement) -> Vec<(String, BTreeSet<usize>)> {
    let apart = fleet.rules.iter().filter(|rule| rule.kind == RuleKind::Apart);
    let apart = apart.filter(|rule| rule.zone == pool.zone);
    let mut device_of: BTreeMap<usize, usize> = BTreeMap::new();
    for host in &pool.hosts {
        device_of.extend(host.workloads.iter().map(|&workload| (workload, host.device)));
    }
    let hosts_of = |workloads: &[usize]| -> BTreeSet<usize> {
        workloads.iter().filter_map(|workload| device_of.get(workload).copied()).collect()
    };
    apart
        .map(|rule| (rule.name.clone(), hosts_of(&rule.workloads)))
        .filter(|(_, hosts)| hosts.len() > 1)
        .collect()
}

/// The rack in which all of two hosts or more stand.
fn only_rack(hosts: &BTreeSet<usize>, rack_of: &Racks) -> Option<usize> {
    let racks: Vec<usize> = hosts.iter().filter_map(|host| rack_of.get(host).copied()).collect();
    let first = *racks.first()?;
    (racks.len() > 1 && racks.iter().all(|&rack| rack == first)).then_some(first)
}
