//! Current rows → resources asked of the National Data Centre, by agency, system, zone, tier,
//! quarter, resource and basis.
//!
//! In: the inventory and the plan. Out: a [`Demand`]: the table, the machines hosts are sized for,
//! and what is left out, with its reason. Nothing is known here of hosts.
//!
//! Amounts are integers (thousandths of a vCPU or GPU, bytes) until they are printed. A figure of a
//! quarter is the stock of that quarter: everything that has arrived by then, grown since the base
//! quarter. Figures of different quarters are never added.

mod amount;
mod error;
mod impute;
mod machine;
mod measure;
mod sizing;
mod system;
mod table;

pub use amount::{Amount, Resource};
pub use error::DemandError;
pub(crate) use machine::Columns;
pub use machine::Machine;
pub use measure::{Measured, Measures, SampledUse, Stars, Stated, Use, UseSource, Window};
pub use sizing::{Part, Sized, growth_factor};
pub use system::{Left, LeftOut, SystemPlan};
pub use table::{By, DemandKey, DemandRow, aggregate, demand_frame};

use std::collections::BTreeMap;

use crate::inventory::Inventory;
use crate::plan::{Basis, Plan};
use crate::time::Quarter;

/// Everything the plan asks of the National Data Centre.
#[derive(Debug, Clone, PartialEq)]
pub struct Demand {
    /// One row per agency, system, zone, tier, quarter, resource and basis; sorted by these.
    pub rows: Vec<DemandRow>,
    /// Every sized machine, in the order of the inventory; cloud needs cut into instances last.
    pub machines: Vec<Sized>,
    /// Systems by agency and code.
    pub systems: BTreeMap<(String, String), SystemPlan>,
    /// Systems, machines and needs that are not part of the demand, with the reason.
    pub left_out: Vec<LeftOut>,
    /// Amounts that nobody states and no peer can stand in for; they are in no total.
    pub unsized_amounts: BTreeMap<Resource, usize>,
}

/// Sizes the demand of the current inventory under a plan.
pub fn size(inventory: &Inventory, plan: &Plan) -> Result<Demand, DemandError> {
    let mut left_out = Vec::new();
    let systems = system::read_systems(inventory, plan)?;
    let mut machines = machine::read_machines(inventory)?;
    let mut needs = machine::read_needs(inventory)?;
    let codes = system::Codes::of(&systems);
    machines.iter_mut().for_each(|m| codes.resolve(&m.agency_id, &mut m.system_id));
    needs.iter_mut().for_each(|need| codes.resolve(&need.agency_id, &mut need.system_id));
    let peers = impute::Peers::of(&machines);
    let mut sizer = sizing::Sizer::new(plan, &systems, &peers);
    let mut sized = Vec::with_capacity(machines.len());
    for machine in machines {
        sized.extend(sizer.size_machine(machine));
    }
    // A machine without any stated size says less than the amounts a need asks for.
    let has_machines = sized.iter().filter(|m| m.is_stated()).map(Sized::system_key).collect();
    sized.extend(sizer.size_needs(needs, &has_machines));
    let sizing::Sizer { stays, unsized_amounts, .. } = sizer;
    system::tell_left_out(&systems, &sized, &stays, plan.period.target_quarter, &mut left_out);
    let rows = table::build(&sized, plan);
    Ok(Demand { rows, machines: sized, systems, left_out, unsized_amounts })
}

impl Demand {
    /// Total of a resource over all used rows of a quarter: low, likely, high, in raw units.
    pub fn total(&self, resource: Resource, quarter: Quarter) -> Amount {
        self.rows
            .iter()
            .filter(|row| row.is_used && row.key.resource == resource && row.key.quarter == quarter)
            .fold(Amount::default(), |sum, row| sum.plus(row.amount))
    }

    /// Bases in the table, for notes.
    pub fn bases(&self) -> Vec<Basis> {
        let mut bases: Vec<Basis> = self.rows.iter().map(|row| row.key.basis).collect();
        bases.sort_unstable();
        bases.dedup();
        bases
    }
}
