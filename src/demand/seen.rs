//! What is known of all workloads before any of them is sized: sizes that may stand in for others,
//! which systems and agencies have workloads, which servers carry them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use foldhash::fast::FixedState;

use super::impute::{Size, Sizes, UNSTATED};
use super::machine::Machine;
use super::sizing::SystemKey;

type Map<K, V> = HashMap<K, V, FixedState>;
type Set<K> = HashSet<K, FixedState>;

/// What workloads say together; grows with agencies, systems, servers and different sizes, not with
/// workloads.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    agencies: Map<String, OfAgency>,
}

/// The same of one agency.
#[derive(Debug, Clone, Default)]
struct OfAgency {
    /// Codes of systems that workloads name; empty for those that name none.
    systems: Set<String>,
    /// Servers that workloads name as the one they run on.
    hosts: Set<String>,
    /// Stated sizes by environment, those of workloads that state none under none.
    environments: Map<Option<String>, [OfSize; Size::ALL.len()]>,
}

/// What workloads of one environment state of one size.
#[derive(Debug, Clone, Default)]
struct OfSize {
    /// How often each size is stated.
    counts: Map<u64, u64>,
    /// Some workload does not state it.
    is_lacking: bool,
}

impl Seen {
    /// What a list of workloads says.
    pub fn of(machines: &[Machine]) -> Self {
        let mut seen = Self::default();
        machines.iter().for_each(|machine| seen.learn(machine, 1));
        seen
    }

    /// Learns of so many equal workloads.
    pub fn learn(&mut self, machine: &Machine, times: u64) {
        let agency = entry(&mut self.agencies, &machine.agency_id);
        insert(&mut agency.systems, &machine.system_id);
        if let Some(host) = &machine.host {
            insert(&mut agency.hosts, host);
        }
        let environment = match agency.environments.get_mut(&machine.environment) {
            Some(known) => known,
            None => agency.environments.entry(machine.environment.clone()).or_default(),
        };
        for (size, known) in Size::ALL.into_iter().zip(environment) {
            match size.of(machine) {
                Some(value) => *known.counts.entry(value).or_default() += times,
                None => known.is_lacking = true,
            }
        }
    }

    /// Learns what others have learned.
    pub fn absorb(&mut self, other: Self) {
        for (id, theirs) in other.agencies {
            let ours = self.agencies.entry(id).or_default();
            ours.systems.extend(theirs.systems);
            ours.hosts.extend(theirs.hosts);
            for (environment, theirs) in theirs.environments {
                let ours = ours.environments.entry(environment).or_default();
                for (ours, theirs) in ours.iter_mut().zip(theirs) {
                    ours.is_lacking |= theirs.is_lacking;
                    for (size, times) in theirs.counts {
                        *ours.counts.entry(size).or_default() += times;
                    }
                }
            }
        }
    }

    /// Whether some workload does not state a size.
    pub fn lacks(&self, size: Size) -> bool {
        let mut environments = self.agencies.values().flat_map(|of| of.environments.values());
        environments.any(|sizes| sizes[size as usize].is_lacking)
    }

    /// The stated sizes by agency and environment, in their order.
    pub fn stated(&self, size: Size) -> impl Iterator<Item = (&str, &str, Sizes)> {
        let mut cells: BTreeMap<(&str, &str), &Map<u64, u64>> = BTreeMap::new();
        for (agency, of) in &self.agencies {
            for (environment, sizes) in &of.environments {
                let counts = &sizes[size as usize].counts;
                if !counts.is_empty() {
                    let kind = environment.as_deref().unwrap_or(UNSTATED);
                    cells.insert((agency.as_str(), kind), counts);
                }
            }
        }
        let sizes = |counts: &Map<u64, u64>| counts.iter().map(|(size, n)| (*size, *n)).collect();
        cells.into_iter().map(move |((agency, kind), counts)| (agency, kind, sizes(counts)))
    }

    /// Whether an agency has workloads.
    pub fn has_agency(&self, agency_id: &str) -> bool {
        self.agencies.contains_key(agency_id)
    }

    /// Whether a system of an agency has workloads; that with an empty code: whether some name none.
    pub fn has_system(&self, agency_id: &str, system_id: &str) -> bool {
        self.agencies.get(agency_id).is_some_and(|of| of.systems.contains(system_id))
    }

    /// Agencies and the servers that their workloads name, in no order.
    pub fn hosts(&self) -> impl Iterator<Item = (&str, &str)> {
        let of = self.agencies.iter();
        of.flat_map(|(id, of)| of.hosts.iter().map(move |host| (id.as_str(), host.as_str())))
    }

    /// Agencies and systems that workloads name.
    pub fn systems(&self) -> BTreeSet<SystemKey> {
        let key = |id: &String, system: &String| (id.clone(), system.clone());
        let of = self.agencies.iter();
        of.flat_map(|(id, of)| of.systems.iter().map(move |system| key(id, system))).collect()
    }
}

/// The value of a text, new where there is none; the text is copied only then.
fn entry<'a, V: Default>(map: &'a mut Map<String, V>, key: &str) -> &'a mut V {
    if !map.contains_key(key) {
        map.insert(key.to_owned(), V::default());
    }
    map.get_mut(key).expect("was put in")
}

fn insert(set: &mut Set<String>, text: &str) {
    if !set.contains(text) {
        set.insert(text.to_owned());
    }
}
