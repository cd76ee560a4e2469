//! Sizes that nobody gave: the nearest group of peers that is large enough stands in.
//!
//! The likely figure is the mean of the group, since totals are wanted: the median of sizes, of
//! which few are large, would make every total too low. In a draw each row takes the size of a peer
//! drawn at random, and the group as a whole is off by as much as so few peers can be (after the
//! approximate Bayesian bootstrap of Rubin and Schenker, 1986). Groups overlap (those of the nation
//! are the members of all others), so what they are off by is drawn once for each cell of agency and
//! environment: drawn group by group, errors that come together would cancel out, and low and high
//! would stand too close.

mod sizes;

use std::collections::BTreeMap;
use std::ops::Range;

use super::machine::Machine;
use super::seen::Seen;

pub use sizes::Sizes;

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
    /// The sizes they state, in the unit of the column.
    pub sizes: Sizes,
    /// Their mean.
    pub mean: f64,
    /// Their variance (that of the group, not of a sample).
    pub variance: f64,
    /// The cells it is made of, as places in [`Peers::cells`].
    pub cells: Range<usize>,
}

impl PeerGroup {
    fn of(size: Size, name: String, sizes: Sizes, cells: Range<usize>) -> Self {
        let (mean, variance) = sizes.moments();
        Self { size, name, sizes, mean, variance, cells }
    }
}

/// Machines of one agency and environment that state a size. Every group is made of whole cells, so
/// that groups that share members can be drawn off by the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The sizes they state, in the unit of the column.
    pub sizes: Sizes,
    /// Their mean.
    pub mean: f64,
    /// Their variance (that of the cell, not of a sample).
    pub variance: f64,
}

/// Place of a group in the list of [`Peers`].
pub type GroupId = u32;

/// Environment of machines that state none, in the name of their group.
pub(super) const UNSTATED: &str = "unstated";

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
    pub fn of(seen: &Seen, members_min: usize) -> Self {
        let mut peers = Self::default();
        for size in Size::ALL {
            // Groups are only made where a size is missing somewhere.
            if seen.lacks(size) {
                peers.add(size, seen.stated(size), members_min);
            }
        }
        peers
    }

    /// Adds the groups of a size; cells come by agency and environment.
    fn add<'a>(
        &mut self,
        size: Size,
        cells: impl Iterator<Item = (&'a str, &'a str, Sizes)>,
        members_min: usize,
    ) {
        // The cells of an agency stand together, as those of a size do.
        let first = self.cells.len();
        let mut agencies: BTreeMap<&str, Range<usize>> = BTreeMap::new();
        for (agency, kind, sizes) in cells {
            let at = self.cells.len();
            agencies.entry(agency).or_insert(at..at).end = at + 1;
            let (mean, variance) = sizes.moments();
            if sizes.len() >= members_min {
                let group =
                    PeerGroup::of(size, format!("{agency}/{kind}"), sizes.clone(), at..at + 1);
                let id = self.push(group);
                self.by_kind.insert((size, agency.to_owned(), kind.to_owned()), id);
            }
            self.cells.push(Cell { sizes, mean, variance });
        }
        for (agency, cells) in agencies {
            let sizes = self.together(cells.clone());
            if sizes.len() >= members_min {
                let id = self.push(PeerGroup::of(size, agency.to_owned(), sizes, cells));
                self.by_agency.insert((size, agency.to_owned()), id);
            }
        }
        let cells = first..self.cells.len();
        if !cells.is_empty() {
            let sizes = self.together(cells.clone());
            let id = self.push(PeerGroup::of(size, "nation".to_owned(), sizes, cells));
            self.nation.insert(size, id);
        }
    }

    /// The sizes of some cells.
    fn together(&self, cells: Range<usize>) -> Sizes {
        Sizes::together(self.cells[cells].iter().map(|cell| &cell.sizes))
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
