//! Placement: workloads onto hosts, hosts and other devices into racks, racks onto feeds.
//!
//! In comes a [`Fleet`]: workloads already sized and grown, the rules between them, one pool of hosts a
//! zone, devices that move as they are, racks that stand already, the rack and the hall. Out goes a
//! [`Placement`]: which workload runs on which host, which device stands in which unit of which rack,
//! what each feed carries, what the facility must supply, and what found no place with the limit that
//! stood in the way. Not fitting is a result, not an error.
//!
//! Same fleet, same placement: quantities are integers, ties are broken by id, then by index. Hosts
//! are near the fewest there can be, with a lower bound beside them ([`packing`]), and so are racks.
//! [`check()`] judges a placement without sharing code with what made it.
//!
//! This room does not know where demand comes from, what a quarter is, or what anything costs.

pub mod check;
pub mod contingency;
pub mod fleet;
pub mod hosts;
mod intake;
mod openings;
pub mod outlook;
pub mod packing;
pub mod power;
pub mod rack;
pub mod racks;
mod resource;
mod rows;
mod rules;
mod spares;
pub mod unplaced;
pub mod vector;

pub use check::{Violation, check};
pub use fleet::{
    Device, DeviceKind, Face, Fact, Fleet, Floor, Hall, HostProfile, ModelMatch, Occupied, Origin,
    Pool, PowerSource, RackProfile, Reservation, ReservedFor, Rule, RuleKind, SpareRule,
    StandingRack, StaysBehind, Supply, Survey, WorkloadItem,
};
pub use hosts::{Host, HostLoss, PoolPlacement, Recovery};
pub use intake::IntakeError;
pub(crate) use outlook::asked_by;
pub use outlook::{Outlook, PlacementDriver, Quantity};
pub use power::{PhaseBalance, PowerStatement};
pub use rack::{
    BindingLimit, ConflictKind, DevicePlacement, Feeds, FreeUnits, NO_ZONE, RackPlacement,
    ReservedUnits, StandingConflict, ZoneRacks, standing_units_free, units_free,
};
pub use resource::{Amount, Amounts, Resource};
pub use rules::{RuleOutcome, RuleState, outcomes};
pub use unplaced::{Shortage, Unplaced, UnplacedItem, UnplacedReason};

use racks::Racked;
use std::ops::Range;

/// Where everything goes, what it draws, and what found no place.
#[derive(Debug, Clone, PartialEq)]
pub struct Placement {
    /// The hosts of each pool, in the order of the fleet.
    pub pools: Vec<PoolPlacement>,
    /// All devices that need a rack: those of the fleet with their indices, then the hosts of each
    /// pool, then its spare hosts; then those that stand already, rack by rack.
    pub devices: Vec<Device>,
    /// Which of these stand already.
    pub standing_devices: Range<usize>,
    /// The racks, by zone and number, those of a zone that stand already first; at the end those that
    /// stand and that no zone needs.
    pub racks: Vec<RackPlacement>,
    /// The racks of each zone and the fewest there could be, by zone.
    pub zones: Vec<ZoneRacks>,
    /// What about racks that stand already cannot be so.
    pub conflicts: Vec<StandingConflict>,
    /// Placed devices, by index, that hang on one feed and so break 2N.
    pub single_corded: Vec<usize>,
    /// Workloads, then devices, that found no place, by index.
    pub unplaced: Vec<Unplaced>,
    /// What the racks ask of the facility.
    pub power: PowerStatement,
    /// How the racks hang on the three phases.
    pub phases: PhaseBalance,
}

impl Placement {
    /// Workloads, by index, that run on a host whose device found no rack: placed on paper only.
    pub fn workloads_without_rack(&self) -> Vec<usize> {
        let unracked: Vec<bool> = self.unracked();
        let hosts = self.pools.iter().flat_map(|pool| &pool.hosts);
        let stranded = hosts.filter(|host| unracked.get(host.device).is_some_and(|&lost| lost));
        let mut workloads: Vec<usize> =
            stranded.flat_map(|host| host.workloads.iter().copied()).collect();
        workloads.sort_unstable();
        workloads
    }

    fn unracked(&self) -> Vec<bool> {
        let mut unracked = vec![false; self.devices.len()];
        for refusal in &self.unplaced {
            if let UnplacedItem::Device(index) = refusal.item
                && let Some(lost) = unracked.get_mut(index)
            {
                *lost = true;
            }
        }
        unracked
    }
}

/// Places the fleet: workloads on hosts, then all devices in racks.
pub fn place(fleet: &Fleet) -> Placement {
    let (mut pools, unplaced) = hosts::place(fleet);
    let devices = racks::devices(fleet, &mut pools);
    in_racks(fleet, pools, devices, unplaced)
}

/// Puts all devices into racks. Those that stand come last; `unplaced` are the workloads that found no
/// host.
fn in_racks(
    fleet: &Fleet,
    pools: Vec<PoolPlacement>,
    devices: Vec<Device>,
    mut unplaced: Vec<Unplaced>,
) -> Placement {
    let standing_count: usize = fleet.standing.iter().map(|rack| rack.occupied.len()).sum();
    let standing_devices = devices.len() - standing_count..devices.len();
    let Racked { racks, unplaced: without_rack, zones, conflicts } =
        racks::place(fleet, &devices, &pools);
    unplaced.extend(without_rack);
    let mut single_corded: Vec<usize> = racks
        .iter()
        .flat_map(|rack| rack.placements.iter().map(|placement| placement.device))
        .filter(|&index| devices[index].is_single_corded())
        .collect();
    single_corded.sort_unstable();
    let power = power::state(&racks, &fleet.hall);
    let phases = PhaseBalance::of(&racks, fleet.rack.is_three_phase);
    Placement {
        pools,
        devices,
        standing_devices,
        racks,
        zones,
        conflicts,
        single_corded,
        unplaced,
        power,
        phases,
    }
}

#[cfg(test)]
mod example;
#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod rack_property_tests;
