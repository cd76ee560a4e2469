//! Sizes that nobody gave: the median of the nearest group of peers that is large enough.

use std::collections::BTreeMap;

use super::machine::Machine;

/// Members a group needs before it may stand in.
const MEMBERS_MIN: usize = 5;

/// A size that stands in, and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandIn {
    /// The median of the group, in the unit of the column.
    pub value: u64,
    /// The group: an agency id, or `nation`.
    pub group: String,
    /// Its members that state the size.
    pub members: usize,
}

/// Which size of a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Size {
    Vcpu,
    Ram,
    DiskProvisioned,
}

impl Size {
    const ALL: [Self; 3] = [Self::Vcpu, Self::Ram, Self::DiskProvisioned];

    /// What the machine states.
    pub const fn of(self, machine: &Machine) -> Option<u64> {
        match self {
            Self::Vcpu => machine.vcpu_count,
            Self::Ram => machine.ram_bytes,
            Self::DiskProvisioned => machine.disk_provisioned_bytes,
        }
    }
}

/// Medians by group.
#[derive(Debug, Default)]
pub struct Peers {
    by_agency: BTreeMap<(Size, String), StandIn>,
    nation: BTreeMap<Size, StandIn>,
}

impl Peers {
    /// The groups of a list of machines.
    pub fn of(machines: &[Machine]) -> Self {
        let mut peers = Self::default();
        for size in Size::ALL {
            let mut stated: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
            for machine in machines {
                if let Some(value) = size.of(machine) {
                    stated.entry(&machine.agency_id).or_default().push(value);
                }
            }
            let all: Vec<u64> = stated.values().flatten().copied().collect();
            for (agency, values) in stated {
                if values.len() >= MEMBERS_MIN {
                    peers.by_agency.insert((size, agency.to_owned()), median(values, agency));
                }
            }
            if !all.is_empty() {
                peers.nation.insert(size, median(all, "nation"));
            }
        }
        peers
    }

    /// The size that stands in for a machine's: its agency's median if at least five of its
    /// machines state theirs, else the nation's, `None` when nobody in the nation does.
    pub fn stand_in(&self, size: Size, machine: &Machine) -> Option<&StandIn> {
        self.by_agency.get(&(size, machine.agency_id.clone())).or_else(|| self.nation.get(&size))
    }
}

/// The lower median: a size that some machine really has.
fn median(mut values: Vec<u64>, group: &str) -> StandIn {
    values.sort_unstable();
    let members = values.len();
    StandIn { value: values[(members - 1) / 2], group: group.to_owned(), members }
}
