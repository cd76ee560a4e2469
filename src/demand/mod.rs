//! Current rows → resources asked of the National Data Centre, by agency, system, zone, tier,
//! quarter, resource and basis.
//!
//! In: the inventory and the plan. Out: a [`Demand`]: what every machine asks for on every basis,
//! and what is left out, with its reason. Tables, ranges and explanations are computed from that.
//! Nothing is known here of hosts.
//!
//! Amounts at the base quarter are integers (thousandths of a vCPU or GPU, bytes); grown to a quarter
//! they are rounded where they are printed. A figure of a quarter is the stock of that quarter: everything that has arrived by then, grown since the base
//! quarter. Figures of different quarters are never added.

mod amount;
mod bases;
mod cutover;
mod error;
mod factor;
mod figure;
mod fold;
mod ground;
mod impute;
mod intake;
mod machine;
mod measure;
mod part;
mod roll_up;
mod scenario;
mod seen;
mod selection;
mod simulation;
mod sizing;
mod system;
mod table;
mod tornado;
mod transfer;

pub use amount::{Amount, Grown, Range, Resource, Standing, Tier, scale};
pub use bases::{Bases, bases};
pub use cutover::{Cutover, cutovers};
pub use error::DemandError;
pub use factor::{Chain, Driver, Growth, Level, Need, Recipe, Site};
pub use figure::{Addition, End, Figure, Total};
pub use fold::size_folded;
pub use ground::{size, size_rows};
pub use impute::{GroupId, PeerGroup, Peers, Size, Sizes};
pub use intake::Rows;
pub(crate) use machine::{Columns, collect};
pub use machine::{Machine, Need as CloudNeed, Server};
pub use measure::{
    Measured, Measures, Quantity, SampleTrace, SampledUse, Stars, Stated, Traced, Use, UseSource,
    Window, traces,
};
pub use part::{Part, PartSize, Samples, Sized};
pub use scenario::{Effect, Unmatched};
pub use seen::Seen;
pub use selection::Selection;
pub use simulation::{Draws, range_of};
pub use sizing::{Aspect, SystemKey};
pub use system::{Codes, Left, LeftOut, SystemPlan};
pub use table::{By, DemandKey, DemandRow, Wanted};
pub use tornado::{STAND_INS, Swing, sort as sort_swings, tornado};
pub use transfer::{Transfer, transfer_hours, transfers};

use std::collections::{BTreeMap, BTreeSet};

use crate::plan::{Basis, Plan};
use crate::time::Quarter;
use sizing::Chosen;

/// Everything the plan asks of the National Data Centre.
#[derive(Debug, Clone, PartialEq)]
pub struct Demand {
    /// Every sized machine: workloads in the order of the inventory, cloud needs, converted servers,
    /// then the copies at second sites. Folded, one for all workloads of a system that stand in one
    /// zone, in the order of agencies and codes.
    pub machines: Vec<Sized>,
    /// Systems by agency and code.
    pub systems: BTreeMap<SystemKey, SystemPlan>,
    /// The basis that counts, by system and aspect.
    pub chosen: BTreeMap<SystemKey, Chosen>,
    /// Groups whose sizes stand in for those nobody gave.
    pub peers: Peers,
    /// Other spellings of the codes of systems.
    pub codes: Codes,
    /// Systems, machines and needs that are not part of the demand, with the reason.
    pub left_out: Vec<LeftOut>,
    /// Amounts that nobody states and no peer can stand in for; they are in no total.
    pub unsized_amounts: BTreeMap<Resource, usize>,
    /// Servers that name a system with workloads: they are taken as carrying these.
    pub carriers_count: usize,
    /// Workloads and servers that count with a row of another list, as a planner decided.
    pub counted_elsewhere_count: usize,
    /// Systems whose cloud needs state no class of disaster recovery, or that have none.
    pub recovery_is_assumed_count: usize,
    /// Names of the plan's scenario that stand for nothing in the inventory.
    pub unmatched: Vec<Unmatched>,
}

impl Demand {
    /// Likely total of a resource over everything that counts in a quarter.
    pub fn total(&self, resource: Resource, quarter: Quarter, plan: &Plan) -> Grown {
        let wanted = Wanted {
            resource: Some(resource),
            quarter: Some(quarter),
            is_used: Some(true),
            ..Wanted::default()
        };
        let rows = self.likely(&[], &wanted, plan);
        rows.iter().fold(Grown::default(), |sum, row| sum.plus(row.amount))
    }

    /// The same total in every quarter of the plan, with its low, median and high. `quarters` are
    /// in order.
    pub fn totals(
        &self,
        resource: Resource,
        quarters: impl Iterator<Item = Quarter>,
        draws: &Draws,
    ) -> Vec<Total> {
        figure::totals(self, resource, quarters, draws)
    }

    /// Bases in the table, for notes.
    pub fn bases(&self) -> BTreeSet<Basis> {
        let parts = self.machines.iter().flat_map(|machine| &machine.parts);
        parts.map(|part| part.basis).collect()
    }
}
