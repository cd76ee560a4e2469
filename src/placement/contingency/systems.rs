//! What losses mean for the systems of agencies.

use std::collections::BTreeMap;

use super::Aftermath;
use super::estate::Estate;

/// A system of which something is down or had to move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemEffect {
    /// Its agency.
    pub agency_id: String,
    /// Its id; empty for what is named in no system.
    pub system_id: String,
    /// Workloads and devices of it that ran before.
    pub parts_count: usize,
    /// Of these, down.
    pub down_count: usize,
    /// Of these, moved to another host.
    pub moved_count: usize,
}

/// How far a system is hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Extent {
    /// Nothing of it runs.
    Wholly,
    /// Some of it does not run.
    Partly,
    /// All of it runs, some on other hosts, where it was started anew.
    Moved,
}

impl Extent {
    /// Its name in machine outputs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Wholly => "wholly",
            Self::Partly => "partly",
            Self::Moved => "moved",
        }
    }
}

impl SystemEffect {
    /// How far it is hit; `None` for what is named in no system: nobody says what it is a part of.
    pub fn extent(&self) -> Option<Extent> {
        match self {
            _ if self.system_id.is_empty() => None,
            _ if self.down_count == self.parts_count => Some(Extent::Wholly),
            _ if self.down_count > 0 => Some(Extent::Partly),
            _ => Some(Extent::Moved),
        }
    }
}

/// Wholly down, partly down, moved, then what is named in no system; each by agency and id. Devices of
/// no agency, such as what the hall itself has standing, are in no system.
pub(super) fn of(estate: &Estate<'_>, aftermath: &Aftermath) -> Vec<SystemEffect> {
    let mut by_system: BTreeMap<(&str, &str), [usize; 3]> = BTreeMap::new();
    let workloads = &estate.fleet.workloads;
    let mut add = |agency_id, system_id, [parts, down, moved]: [usize; 3]| {
        let of_system = by_system.entry((agency_id, system_id)).or_default();
        of_system[0] += parts;
        of_system[1] += down;
        of_system[2] += moved;
    };
    for host in estate.pools.iter().flat_map(|pool| &pool.hosts) {
        for workload in host.workloads.iter().map(|&workload| &workloads[workload]) {
            add(workload.agency_id.as_str(), workload.system_id.as_str(), [1, 0, 0]);
        }
    }
    for item in estate.items.iter().filter(|item| !item.is_host) {
        add(item.device.agency_id.as_str(), item.device.system_id.as_str(), [1, 0, 0]);
    }
    for down in &aftermath.down {
        add(down.agency_id.as_str(), down.system_id.as_str(), [0, 1, 0]);
    }
    for moved in &aftermath.moves {
        let workload = &workloads[moved.workload];
        add(workload.agency_id.as_str(), workload.system_id.as_str(), [0, 0, 1]);
    }
    let is_hit = |&(_, [_, down, moved]): &(_, [usize; 3])| down + moved > 0;
    let mut systems: Vec<SystemEffect> = by_system
        .into_iter()
        .filter(is_hit)
        .filter(|((agency_id, _), _)| !agency_id.is_empty())
        .map(|((agency_id, system_id), [parts_count, down_count, moved_count])| SystemEffect {
            agency_id: agency_id.to_owned(),
            system_id: system_id.to_owned(),
            parts_count,
            down_count,
            moved_count,
        })
        .collect();
    // The sort keeps the order of agency and id within each extent.
    systems.sort_by_key(|system| (system.extent().is_none(), system.extent()));
    systems
}
