//! Demand, inventory and plan → fleet. The only place of this room that reads frames.

mod devices;
mod gpus;
mod hall;
mod hosts;
mod rules;
mod standing;

use polars::prelude::PolarsError;

use super::fleet::Fleet;
use crate::demand::{Demand, Level, Sized};
use crate::hall::Standing;
use crate::inventory::{Inventory, StoreError};
use crate::plan::Plan;

pub(super) use hall::{hall, rack_profile};
pub(super) use hosts::{BLOCK_TIERS, pool};

/// Why no fleet could be made: only the store can fail.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A table of workloads, devices or systems cannot be read as declared.
    #[error("cannot read a table of the store: {0}; ingest its files again")]
    Table(#[from] PolarsError),
}

impl Fleet {
    /// The fleet of a demand at the plan's last quarter: machines grown to it, one pool a zone,
    /// the devices that relocate, the racks that stand in the hall.
    pub fn of(demand: &Demand, inventory: &Inventory, plan: &Plan) -> Result<Self, IntakeError> {
        Self::in_hall(&inventory.standing(plan)?, demand, inventory, plan)
    }

    /// The same in a hall whose lists are read already.
    pub fn in_hall(
        standing: &Standing,
        demand: &Demand,
        inventory: &Inventory,
        plan: &Plan,
    ) -> Result<Self, IntakeError> {
        let last = plan.period.target_quarter;
        let arrived = |machine: &&Sized| machine.quarter <= last;
        let level = Level::likely(plan);
        let mut hosted = hosts::Hosted::default();
        let machines = demand.machines.iter().filter(arrived);
        machines.for_each(|machine| hosted.add(machine, &level, plan));
        let hosts::Hosted { mut workloads, gpu_pieces, not_on_hosts } = hosted;
        let mut zones: Vec<&str> = workloads.iter().map(|item| item.zone.as_str()).collect();
        zones.sort_unstable();
        zones.dedup();
        let pools = zones.into_iter().map(|zone| pool(zone, plan)).collect();
        let rules = rules::rules(&workloads, inventory, plan)?;
        // Rules speak of the workloads there are; cards that growth brings are bound by none.
        gpus::make_whole(&mut workloads, &gpu_pieces);
        let (devices, survey) = devices::moved(demand, inventory, plan)?;
        Ok(Self {
            workloads,
            pools,
            rules,
            not_on_hosts,
            devices,
            survey,
            rack: rack_profile(plan),
            standing: standing::standing_racks(standing, plan),
            hall: hall(plan),
            effort_steps: plan.placement.effort_steps,
        })
    }
}
