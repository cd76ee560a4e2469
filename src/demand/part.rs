//! What one machine, need or server asks for, as amounts that can be computed at any level of the
//! assumptions.

use super::amount::{Amount, Resource, Standing, Tier, scale};
use super::factor::{Growth, Level, Need, Recipe};
use super::impute::{GroupId, Peers};
use super::measure::{Measured, Quantity, Stars, Use};
use crate::inventory::RowAddress;
use crate::plan::{Basis, Plan};
use crate::schema::Table;
use crate::time::Quarter;

/// What one workload, cloud need or converted server asks for, at the base quarter; or what all
/// workloads of a system ask for together, where they were folded ([`super::size_folded`]).
#[derive(Debug, Clone, PartialEq)]
pub struct Sized {
    /// Its agency.
    pub agency_id: String,
    /// The agency its row is stored under, where another one answers for it.
    pub stored_under: Option<String>,
    /// Its system; empty when not stated.
    pub system_id: String,
    /// Its code; empty where it stands for several.
    pub id: String,
    /// Workload, cloud need or server.
    pub table: Table,
    /// Where its row came from; nowhere where it stands for several.
    pub address: RowAddress,
    /// Machines it stands for: one, but where workloads were folded.
    pub machines_count: usize,
    /// Zone it belongs to.
    pub zone: String,
    /// First quarter it is there.
    pub quarter: Quarter,
    /// The quarter it would be there from, where the plan's scenario has it come later.
    pub delayed_from: Option<Quarter>,
    /// Amounts by resource, tier and basis.
    pub parts: Vec<Part>,
    /// Size of the plan's catalogue it was rounded up to; `None` where it was not rounded.
    pub flavour: Option<usize>,
    /// Confidence of what it was measured to use; `None` where that rests on no samples.
    pub stars: Option<Stars>,
    /// Which of its measured uses rest on samples, not on a cell of its row.
    pub samples: Samples,
    /// It is asked for by something new, which has no old environment.
    pub is_new: bool,
    /// It is the copy at a second site.
    pub is_second_site: bool,
}

/// Which measured uses of a machine rest on samples.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Samples {
    /// The use of its vCPUs.
    pub cpu: bool,
    /// The use of its memory.
    pub ram: bool,
    /// Its disk operations.
    pub iops: bool,
    /// Its disk throughput.
    pub disk_throughput: bool,
    /// Its traffic.
    pub network: bool,
}

impl Samples {
    /// Which measured uses rest on samples.
    pub fn of(measured: &Measured) -> Self {
        let is_sampled = |used: Option<Use>| used.is_some_and(|used| used.stars().is_some());
        Self {
            cpu: is_sampled(measured.cpu_pct),
            ram: is_sampled(measured.ram_pct),
            iops: is_sampled(measured.iops),
            disk_throughput: is_sampled(measured.disk_mb_s),
            network: is_sampled(measured.network_mbps),
        }
    }

    /// The quantity whose samples a part of the machine rests on; `None` where it rests on none.
    pub fn behind(self, part: &Part) -> Option<Quantity> {
        let (quantity, is_sampled) = match (part.recipe.need, part.resource) {
            (Need::CpuComfort, _) => (Quantity::Cpu, self.cpu),
            (Need::RamComfort, _) => (Quantity::Ram, self.ram),
            (Need::PerformanceComfort, Resource::Iops) => (Quantity::Iops, self.iops),
            (Need::PerformanceComfort, Resource::DiskThroughput) => {
                (Quantity::DiskThroughput, self.disk_throughput)
            }
            (Need::PerformanceComfort, _) => (Quantity::Network, self.network),
            _ => return None,
        };
        is_sampled.then_some(quantity)
    }
}

/// The size a part rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PartSize {
    /// Stated, in raw units, times the measured share of it that is in use.
    Stated {
        /// The size as stated.
        size: f64,
        /// Measured share in use; 1 where the size counts as it is.
        share: f64,
    },
    /// That of peers, times the same.
    Peers {
        /// The group that stands in.
        group: GroupId,
        /// Raw units of one unit of the column, times the measured share.
        weight: f64,
    },
}

/// One amount.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// What.
    pub resource: Resource,
    /// Tier of storage.
    pub tier: Tier,
    /// On which basis.
    pub basis: Basis,
    /// The size it rests on.
    pub size: PartSize,
    /// Equal sizes it stands for: one, but where workloads were folded.
    pub times: u64,
    /// What the size is multiplied by.
    pub recipe: Recipe,
    /// Least need, in raw units: the plan's minimum, or what a contended machine has.
    pub floor: f64,
    /// Last quarter that an amount asked for is meant for as it stands; `None` where none is stated,
    /// and on other bases.
    pub horizon: Option<Quarter>,
    /// What it rests on.
    pub standing: Standing,
    /// It counts in totals: of the bases of a system's compute, storage, … exactly one does.
    pub is_used: bool,
    /// The column of the table whose cell it rests on.
    pub column: &'static str,
    /// The amount at the plan's values, in raw units.
    pub likely: u64,
}

impl PartSize {
    /// The size times its share, in raw units; where a group of peers stands in, that of its mean.
    pub fn likely(self, peers: &Peers) -> f64 {
        match self {
            Self::Stated { size, share } => size * share,
            Self::Peers { group, weight } => peers.group(group).mean * weight,
        }
    }
}

impl Part {
    /// Where a group of peers stands in, it is at its mean; the amount is unrounded.
    pub fn value(&self, level: &Level, plan: &Plan, peers: &Peers) -> f64 {
        self.value_of(self.size.likely(peers), level, plan) * self.times as f64
    }

    /// The amount for one size already multiplied by its share: the least need applies before what
    /// becomes of the need.
    pub fn value_of(&self, size: f64, level: &Level, plan: &Plan) -> f64 {
        let need = (size * self.recipe.inner(level)).max(self.floor);
        need * self.recipe.outer(level, plan)
    }

    /// How it grows.
    pub const fn growth(&self) -> Growth {
        Growth::of(self.resource, self.basis, self.horizon)
    }

    /// The amount at the plan's values and what it rests on.
    pub fn amount(&self) -> Amount {
        Amount::of(self.likely, self.standing)
    }

    /// Computes the likely amount, rounded to the raw unit.
    pub(super) fn settle(mut self, level: &Level, plan: &Plan, peers: &Peers) -> Self {
        self.likely = scale(1, self.value(level, plan, peers));
        self
    }
}

impl Sized {
    /// Agency and system.
    pub fn system_key(&self) -> (String, String) {
        (self.agency_id.clone(), self.system_id.clone())
    }

    /// Sum of its amounts of a resource that count in totals, at the base quarter.
    pub fn used(&self, resource: Resource) -> Amount {
        self.sum(|part| part.resource == resource && part.is_used)
    }

    /// Sum of its amounts of a resource on a basis, at the base quarter.
    pub fn on_basis(&self, resource: Resource, basis: Basis) -> Amount {
        self.sum(|part| part.resource == resource && part.basis == basis)
    }

    /// Whether any of its amounts counts in totals.
    pub fn is_used(&self) -> bool {
        self.parts.iter().any(|part| part.is_used)
    }

    fn sum(&self, wanted: impl Fn(&Part) -> bool) -> Amount {
        let parts = self.parts.iter().filter(|part| wanted(part));
        parts.fold(Amount::default(), |sum, part| sum.plus(part.amount()))
    }
}
