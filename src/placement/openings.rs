//! Hosts that are filled, and room on them for units that packing put nowhere.

use std::collections::BTreeSet;

use super::rows::Rows;
use super::rules::Unit;
use super::spares::Filled;

/// Hosts with what is used on each, and the rules whose units they hold.
pub(super) struct Openings<'a> {
    rows: &'a Rows<'a>,
    units: &'a [Unit],
    hosts: Vec<Filled>,
    /// What a host of each profile holds.
    capacities: Vec<Vec<u64>>,
    used: Vec<Vec<u64>>,
    rules: Vec<BTreeSet<u32>>,
    /// Needs and rules for which there was no room: hosts only get fuller, so there is none for a second.
    refused: BTreeSet<(Vec<u64>, &'a [u32])>,
}

impl<'a> Openings<'a> {
    pub(super) fn of(rows: &'a Rows<'a>, units: &'a [Unit], hosts: Vec<Filled>) -> Self {
        let used = hosts.iter().map(|(_, held)| rows.used(units, held)).collect();
        let rules = hosts.iter().map(|(_, held)| rules_of(units, held)).collect();
        let capacities = (0..rows.pool.profiles.len()).map(|profile| rows.capacity(profile));
        let capacities = capacities.collect();
        Self { rows, units, hosts, capacities, used, rules, refused: BTreeSet::new() }
    }

    /// Puts a unit on the first host with room on which no rule is broken by it.
    pub(super) fn add(&mut self, unit: usize) -> bool {
        let need = self.rows.need(&self.units[unit]);
        let apart = self.units[unit].apart.as_slice();
        let key = (need, apart);
        if self.refused.contains(&key) {
            return false;
        }
        let takes = |&host: &usize| {
            let capacity = &self.capacities[self.hosts[host].0];
            let has_room =
                capacity.iter().zip(&self.used[host]).zip(&key.0).all(|((&all, used), need)| {
                    used.checked_add(*need).is_some_and(|sum| sum <= all)
                });
            has_room && apart.iter().all(|rule| !self.rules[host].contains(rule))
        };
        let Some(host) = (0..self.hosts.len()).find(takes) else {
            self.refused.insert(key);
            return false;
        };
        self.hosts[host].1.push(unit);
        self.hosts[host].1.sort_unstable();
        self.used[host] = self.rows.used(self.units, &self.hosts[host].1);
        self.rules[host].extend(apart);
        true
    }

    /// Opens the cheapest host that takes a unit; none when there may be no more of those.
    pub(super) fn open(&mut self, unit: usize) -> bool {
        let Some(profile) = self.rows.cheapest_for(&self.units[unit], &self.hosts) else {
            return false;
        };
        self.used.push(self.rows.need(&self.units[unit]));
        self.rules.push(self.units[unit].apart.iter().copied().collect());
        self.hosts.push((profile, vec![unit]));
        self.refused.clear();
        true
    }

    /// Takes units off their hosts until no host holds two of a rule, and returns them. Of two the one
    /// with fewer rules stays, since it keeps fewer others away; of equals the first.
    pub(super) fn part_foes(&mut self) -> Vec<usize> {
        let mut parted = Vec::new();
        for host in 0..self.hosts.len() {
            let mut held = std::mem::take(&mut self.hosts[host].1);
            held.sort_by_key(|&unit| (self.units[unit].apart.len(), unit));
            let mut rules: BTreeSet<u32> = BTreeSet::new();
            held.retain(|&unit| {
                let apart = &self.units[unit].apart;
                let stays = apart.iter().all(|rule| !rules.contains(rule));
                if stays {
                    rules.extend(apart);
                } else {
                    parted.push(unit);
                }
                stays
            });
            held.sort_unstable();
            self.used[host] = self.rows.used(self.units, &held);
            self.rules[host] = rules;
            self.hosts[host].1 = held;
        }
        parted
    }

    /// The hosts that hold something, by profile, then in the order they were opened.
    pub(super) fn into_hosts(self) -> Vec<Filled> {
        let mut hosts = self.hosts;
        hosts.retain(|(_, held)| !held.is_empty());
        hosts.sort_by_key(|(profile, _)| *profile);
        hosts
    }
}

fn rules_of(units: &[Unit], held: &[usize]) -> BTreeSet<u32> {
    held.iter().flat_map(|&unit| units[unit].apart.iter().copied()).collect()
}

#[cfg(test)]
#[path = "openings_tests.rs"]
mod tests;
