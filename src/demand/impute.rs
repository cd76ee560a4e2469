//! Sizes that nobody gave: the nearest group of peers that is large enough stands in.
//!
//! The likely figure is the mean of the group, since totals are wanted: the median of sizes, of
//! which few are large, would make every total too low. In a draw each row takes the size of a peer
//! drawn at random, and the group as a whole is off by as much as so few peers can be (after the
//! approximate Bayesian bootstrap of Rubin and Schenker, 1986). Groups overlap (those of the nation
//! are the members of all others), so what they are off by is drawn once for each cell of agency and
//! environment: drawn group by group, errors that come together would cancel out, and low and high
//! would stand too close.

use std::collections::BTreeMap;
use std::ops::Range;

use super::machine::Machine;

/// Which size of a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Size {
    /// vCPUs allocated.
    Vcpu,
    /// Memory allocated, in bytes.
    Ram,
    /// Disk allocated, in bytes.
    DiskProvisioned,
}

impl Size {
    /// Every size.
    pub const ALL: [Self; 3] = [Self::Vcpu, Self::Ram, Self::DiskProvisioned];

    /// What the machine states.
    pub const fn of(self, machine: &Machine) -> Option<u64> {
        match self {
            Self::Vcpu => machine.vcpu_count,
            Self::Ram => machine.ram_bytes,
            Self::DiskProvisioned => machine.disk_provisioned_bytes,
        }
    }
}

/// Machines whose stated sizes stand in for those of others.
#[derive(Debug, Clone, PartialEq)]
pub struct PeerGroup {
    /// Which size.
    pub size: Size,
    /// Who: `MOET/production`, `MOET`, or `nation`.
    pub name: String,
    /// The sizes they state, in the unit of the column, ascending.
    pub sizes: Vec<u64>,
    /// Their mean.
    pub mean: f64,
    /// Their variance (that of the group, not of a sample).
    pub variance: f64,
    /// The cells it is made of, as places in [`Peers::cells`].
    pub cells: Range<usize>,
}

impl PeerGroup {
    fn of(size: Size, name: String, mut sizes: Vec<u64>, cells: Range<usize>) -> Self {
        sizes.sort_unstable();
        let (mean, variance) = moments(&sizes);
        Self { size, name, sizes, mean, variance, cells }
    }
}

/// Machines of one agency and environment that state a size. Every group is made of whole cells, so
/// that groups that share members can be drawn off by the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The sizes they state, in the unit of the column.
    pub sizes: Vec<u64>,
    /// Their mean.
    pub mean: f64,
    /// Their variance (that of the cell, not of a sample).
    pub variance: f64,
}

/// Mean and variance.
fn moments(sizes: &[u64]) -> (f64, f64) {
    let count = sizes.len() as f64;
    let mean = sizes.iter().map(|size| *size as f64).sum::<f64>() / count;
    let square = |size: &u64| (*size as f64 - mean) * (*size as f64 - mean);
    (mean, sizes.iter().map(square).sum::<f64>() / count)
}

/// Place of a group in the list of [`Peers`].
pub type GroupId = u32;

/// Environment of machines that state none, in the name of their group.
const UNSTATED: &str = "unstated";

/// Groups of peers: by agency and environment, by agency, and of the nation.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Peers {
    groups: Vec<PeerGroup>,
    cells: Vec<Cell>,
    by_kind: BTreeMap<(Size, String, String), GroupId>,
    by_agency: BTreeMap<(Size, String), GroupId>,
    nation: BTreeMap<Size, GroupId>,
}

impl Peers {
    /// The groups of a list of machines that have at least `members_min` members; the nation's
    /// whatever its size.
    pub fn of(machines: &[Machine], members_min: usize) -> Self {
        let mut peers = Self::default();
        for size in Size::ALL {
            let mut kinds: BTreeMap<(&str, &str), Vec<u64>> = BTreeMap::new();
            let mut needed: BTreeMap<(&str, &str), bool> = BTreeMap::new();
            for machine in machines {
                let kind = machine.environment.as_deref().unwrap_or(UNSTATED);
                let key = (machine.agency_id.as_str(), kind);
                match size.of(machine) {
                    Some(value) => kinds.entry(key).or_default().push(value),
                    None => drop(needed.insert(key, true)),
                }
            }
            // Groups are only made where a size is missing somewhere.
            if needed.is_empty() {
                continue;
            }
            peers.add(size, &kinds, members_min);
        }
        peers
    }

    fn add(&mut self, size: Size, kinds: &BTreeMap<(&str, &str), Vec<u64>>, members_min: usize) {
        // The cells of an agency stand together, as those of a size do.
        let first = self.cells.len();
        let mut agencies: BTreeMap<&str, (Vec<u64>, Range<usize>)> = BTreeMap::new();
        for ((agency, kind), sizes) in kinds {
            let at = self.cells.len();
            let (mean, variance) = moments(sizes);
            self.cells.push(Cell { sizes: sizes.clone(), mean, variance });
            let of_agency = agencies.entry(agency).or_insert_with(|| (Vec::new(), at..at));
            of_agency.0.extend(sizes);
            of_agency.1.end = at + 1;
            if sizes.len() >= members_min {
                let name = format!("{agency}/{kind}");
                let group = PeerGroup::of(size, name, sizes.clone(), at..at + 1);
                let id = self.push(group);
                self.by_kind.insert((size, (*agency).to_owned(), (*kind).to_owned()), id);
            }
        }
        let mut nation = Vec::new();
        for (agency, (sizes, cells)) in agencies {
            nation.extend_from_slice(&sizes);
            if sizes.len() >= members_min {
                let id = self.push(PeerGroup::of(size, agency.to_owned(), sizes, cells));
                self.by_agency.insert((size, agency.to_owned()), id);
            }
        }
        if !nation.is_empty() {
            let cells = first..self.cells.len();
            let id = self.push(PeerGroup::of(size, "nation".to_owned(), nation, cells));
            self.nation.insert(size, id);
        }
    }

    fn push(&mut self, group: PeerGroup) -> GroupId {
        self.groups.push(group);
        GroupId::try_from(self.groups.len() - 1).expect("there are fewer groups than machines")
    }

    /// The nearest group: of the machine's agency and environment, of its agency, of the nation;
    /// `None` when nobody in the nation states the size.
    pub fn nearest(&self, size: Size, machine: &Machine) -> Option<GroupId> {
        let agency = &machine.agency_id;
        let kind = machine.environment.as_deref().unwrap_or(UNSTATED);
        let of_kind = self.by_kind.get(&(size, agency.clone(), kind.to_owned()));
        let of_agency = || self.by_agency.get(&(size, agency.clone()));
        of_kind.or_else(of_agency).or_else(|| self.nation.get(&size)).copied()
    }

    /// A group.
    pub fn group(&self, id: GroupId) -> &PeerGroup {
        &self.groups[id as usize]
    }

    /// The cells that groups are made of.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// Every group.
    pub fn groups(&self) -> &[PeerGroup] {
        &self.groups
    }
}
