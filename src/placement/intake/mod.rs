//! Demand, inventory and plan → fleet. The only place of this room that reads frames.

mod devices;
mod hall;
mod hosts;

use polars::prelude::PolarsError;

use super::fleet::{Fleet, Pool, WorkloadItem};
use crate::demand::{Demand, Level, Sized};
use crate::inventory::{Inventory, StoreError};
use crate::plan::Plan;

pub(super) use hall::{hall, rack_profile};
pub(super) use hosts::host_profile;

/// Why no fleet could be made: only the store can fail.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A table of devices or systems cannot be read as declared.
    #[error("cannot read the devices or systems of the store: {0}; ingest their files again")]
    Table(#[from] PolarsError),
}

impl Fleet {
    /// The fleet of a demand at the plan's last quarter: machines grown to it, one pool a zone,
    /// the devices that relocate.
    pub fn of(demand: &Demand, inventory: &Inventory, plan: &Plan) -> Result<Self, IntakeError> {
        let last = plan.period.target_quarter;
        let arrived = |machine: &&Sized| machine.quarter <= last;
        let level = Level::likely(plan);
        let workloads: Vec<WorkloadItem> = demand
            .machines
            .iter()
            .filter(arrived)
            .flat_map(|machine| hosts::items_of(machine, &level, plan))
            .collect();
        let mut zones: Vec<&str> = workloads.iter().map(|item| item.zone.as_str()).collect();
        zones.sort_unstable();
        zones.dedup();
        let pool = |zone: &str| Pool {
            zone: zone.to_owned(),
            profile: host_profile(plan),
            spare: hosts::spare_rule(plan),
        };
        let pools = zones.into_iter().map(pool).collect();
        let (devices, survey) = devices::moved(demand, inventory, plan)?;
        Ok(Self {
            workloads,
            pools,
            devices,
            survey,
            rack: rack_profile(plan),
            standing: Vec::new(),
            hall: hall(plan),
            effort_steps: plan.placement.effort_steps,
        })
    }
}
