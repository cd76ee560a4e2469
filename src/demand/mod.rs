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
mod impute;
mod intake;
mod machine;
mod measure;
mod part;
mod roll_up;
mod scenario;
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
pub use impute::{GroupId, PeerGroup, Peers, Size};
pub use intake::Rows;
pub(crate) use machine::{Columns, collect};
pub use machine::{Machine, Need as CloudNeed, Server};
pub use measure::{
    Measured, Measures, Quantity, SampleTrace, SampledUse, Stars, Stated, Traced, Use, UseSource,
    Window, traces,
};
pub use part::{Part, PartSize, Samples, Sized};
pub use scenario::{Effect, Unmatched};
pub use selection::Selection;
pub use simulation::{Draws, range_of};
pub use sizing::{Aspect, SystemKey};
pub use system::{Codes, Left, LeftOut, SystemPlan};
pub use table::{By, DemandKey, DemandRow, Wanted};
pub use tornado::{STAND_INS, Swing, sort as sort_swings, tornado};
pub use transfer::{Transfer, transfer_hours, transfers};

use std::collections::{BTreeMap, BTreeSet};

use crate::inventory::{Inventory, RowAddress};
use crate::plan::{Basis, Plan};
use crate::schema::Table;
use crate::time::Quarter;
use sizing::{Chosen, Sizer};

/// Everything the plan asks of the National Data Centre.
#[derive(Debug, Clone, PartialEq)]
pub struct Demand {
    /// Every sized machine: workloads in the order of the inventory, cloud needs, converted servers,
    /// then the copies at second sites.
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

/// Sizes the demand of the current inventory under a plan.
pub fn size(inventory: &Inventory, plan: &Plan) -> Result<Demand, DemandError> {
    Ok(size_rows(Rows::read(inventory, plan)?, plan))
}

/// Sizes the demand of rows under a plan.
pub fn size_rows(rows: Rows, plan: &Plan) -> Demand {
    let Rows { mut systems, mut machines, mut needs, mut servers, elsewhere } = rows;
    let mut left_out = Vec::new();
    let codes = Codes::of(&systems);
    machines.iter_mut().for_each(|m| codes.resolve(&m.agency_id, &mut m.system_id));
    needs.iter_mut().for_each(|need| codes.resolve(&need.agency_id, &mut need.system_id));
    servers.iter_mut().for_each(|s| codes.resolve(&s.agency_id, &mut s.system_id));
    system::mark_servers(&mut systems, &servers);
    let rows = (machines.as_slice(), needs.as_slice(), servers.as_slice());
    let unmatched = scenario::unmatched(plan, &systems, rows, &codes);
    scenario::delay_needs(&mut needs, plan);
    // What a scenario leaves out still carries workloads and still is somebody's peer: leaving out one
    // agency must not change the figures of another.
    let (bare, carriers_count) = intake::without_workloads(servers, &machines, &systems, plan);
    let peers = Peers::of(&machines, plan.demand.peers_min);
    let classes = intake::recoveries(&needs);
    let open = intake::open_needs(&needs);
    let mut sizer = Sizer::new(plan, &systems, &peers);
    let bare = scenario::take_out_servers(bare, &plan.scenario, &mut sizer.stays);
    // What counts with a row of another list is sized apart: it settles which basis of its system counts,
    // since the system has it, and is in no figure.
    let counts = |table: Table, at: &RowAddress| !elsewhere.contains(&(table, at.clone()));
    let (machines, machines_elsewhere): (Vec<_>, Vec<_>) =
        machines.into_iter().partition(|machine| counts(Table::Workload, &machine.address));
    let (bare, bare_elsewhere): (Vec<_>, Vec<_>) =
        bare.into_iter().partition(|server| counts(Table::Server, &server.address));
    let mut sized: Vec<Sized> =
        machines.into_iter().filter_map(|machine| sizer.size_machine(machine)).collect();
    sized.extend(needs.into_iter().filter_map(|need| sizer.size_need(need)));
    sized.extend(bare.into_iter().filter_map(|server| sizer.convert(server)));
    let Sizer { stays, mut unsized_amounts, .. } = sizer;
    let counted = sized.len();
    let mut sizer = Sizer::new(plan, &systems, &peers);
    sized.extend(machines_elsewhere.into_iter().filter_map(|m| sizer.size_machine(m)));
    sized.extend(bare_elsewhere.into_iter().filter_map(|server| sizer.convert(server)));
    let chosen = sizing::settle_trust(&mut sized, &plan.demand.order_of_trust);
    let counted_elsewhere = sized.split_off(counted);
    for (key, resource) in open {
        let of_system = chosen.get(&key).and_then(|chosen| chosen[Aspect::Compute as usize]);
        let counts = key.1.is_empty() || matches!(of_system, None | Some(Basis::Requested));
        let stays = system::stays(&systems, &key, plan);
        if counts && !stays {
            *unsized_amounts.entry(resource).or_default() += 1;
        }
    }
    sizing::add_second_site(&mut sized, &classes, plan, &peers);
    system::tell_left_out(&systems, &sized, &stays, plan.period.target_quarter, &mut left_out);
    system::tell_elsewhere(&counted_elsewhere, &mut left_out);
    let coming = chosen.keys().filter(|key| !classes.contains_key(key)).count();
    Demand {
        machines: sized,
        systems,
        chosen,
        peers,
        codes,
        left_out,
        unsized_amounts,
        carriers_count,
        counted_elsewhere_count: counted_elsewhere.len(),
        recovery_is_assumed_count: coming,
        unmatched,
    }
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
