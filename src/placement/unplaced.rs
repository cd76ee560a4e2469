//! What found no place, and which limit stood in the way, with both numbers.

use std::fmt;

use super::resource::{Amount, Resource};
use crate::unit::{Kilograms, RackUnits, Watts};

/// Something that found no place: not an error, a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unplaced {
    /// What it is.
    pub item: UnplacedItem,
    /// Its id.
    pub id: String,
    /// Why.
    pub reason: UnplacedReason,
}

impl Unplaced {
    /// The limit that bound, in words with both numbers.
    pub fn limit(&self) -> String {
        self.reason.to_string()
    }
}

/// What found no place, by its index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnplacedItem {
    /// A workload of the fleet.
    Workload(usize),
    /// A device of the placement; the hosts of the pools are among them.
    Device(usize),
}

/// A resource of which an empty host has less than is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortage {
    /// Name of the profile of the host; empty where the pool has hosts of one profile only.
    pub host_profile: String,
    /// The resource.
    pub resource: Resource,
    /// What is needed, for memory with the overhead.
    pub need: Amount,
    /// What an empty host offers.
    pub capacity: Amount,
}

/// Why something found no place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnplacedReason {
    /// Not even an empty host has room for the workload.
    LargerThanHost {
        /// Of each profile every resource that is short.
        shortages: Vec<Shortage>,
    },
    /// Not even an empty host has room for the workload and those that must run with it.
    TogetherLargerThanHost {
        /// All of them, by id.
        workloads: Vec<String>,
        /// Of each profile every resource that is short.
        shortages: Vec<Shortage>,
    },
    /// The hosts that have room for the workload are limited in number, and all are taken.
    NoHostLeft {
        /// Profiles of which an empty host has room, each with the most hosts there may be.
        limits: Vec<(String, u32)>,
    },
    /// One rule asks that the workload runs with others, another that two of them do not.
    RulesContradict {
        /// The rule that keeps apart.
        apart: String,
        /// The workloads that must run together, by id.
        workloads: Vec<String>,
    },
    /// No pool serves the workload's zone.
    NoPool {
        /// The zone.
        zone: String,
    },
    /// The device is higher than the usable units of an empty rack.
    RackSpace {
        /// Its height in whole units.
        need: RackUnits,
        /// What an empty rack offers.
        limit: RackUnits,
    },
    /// The device draws more than one feed of an empty rack may carry.
    RackPower {
        /// Its largest power.
        need: Watts,
        /// The limit of one feed less the switches of the rack.
        limit: Watts,
    },
    /// The device is heavier than an empty rack may carry.
    RackWeight {
        /// Its mass.
        need: Kilograms,
        /// The limit less the rack and its switches.
        limit: Kilograms,
    },
    /// The device is heavier than the floor under an empty rack may carry.
    RackFloor {
        /// Its mass.
        need: Kilograms,
        /// What the floor carries less the rack and its switches.
        limit: Kilograms,
    },
    /// The device takes more ports of each switch than there are.
    RackPorts {
        /// Ports it takes on each switch.
        need: u32,
        /// Ports of each switch.
        limit: u32,
    },
    /// The device needs a rack more than the hall has room for.
    RacksExhausted {
        /// The rack it would have opened, counted over all zones.
        need: u32,
        /// Racks the hall has room for.
        limit: u32,
    },
}

impl UnplacedReason {
    /// Its name in machine outputs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::LargerThanHost { .. } => "larger_than_host",
            Self::TogetherLargerThanHost { .. } => "together_larger_than_host",
            Self::NoHostLeft { .. } => "no_host_left",
            Self::RulesContradict { .. } => "rules_contradict",
            Self::NoPool { .. } => "no_pool",
            Self::RackSpace { .. } => "rack_space",
            Self::RackPower { .. } => "rack_power",
            Self::RackWeight { .. } => "rack_weight",
            Self::RackFloor { .. } => "rack_floor",
            Self::RackPorts { .. } => "rack_ports",
            Self::RacksExhausted { .. } => "racks_exhausted",
        }
    }
}

impl fmt::Display for Shortage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host_profile, resource, need, capacity } = self;
        write!(f, "{}: needs {need}, ", resource.code())?;
        match host_profile.as_str() {
            "" => write!(f, "an empty host offers {capacity}"),
            name => write!(f, "an empty host \"{name}\" offers {capacity}"),
        }
    }
}

/// Each in its words, one after the other.
fn listed<T: fmt::Display>(items: &[T]) -> String {
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

impl fmt::Display for UnplacedReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LargerThanHost { shortages } => f.write_str(&listed(shortages)),
            Self::TogetherLargerThanHost { workloads, shortages } => {
                write!(f, "together with {}: {}", workloads.join(", "), listed(shortages))
            }
            Self::NoHostLeft { limits } => {
                let limits = limits.iter().map(|(name, most)| format!("{most} of \"{name}\""));
                let limits: Vec<String> = limits.collect();
                write!(f, "hosts: all are taken of those there may be, {}", listed(&limits))
            }
            Self::RulesContradict { apart, workloads } => {
                write!(
                    f,
                    "rules: {} run together, but {apart} keeps two apart",
                    workloads.join(", ")
                )
            }
            Self::NoPool { zone } => write!(f, "no pool serves zone {zone:?}"),
            Self::RackSpace { need, limit } => {
                write!(f, "height: needs {need}, an empty rack offers {limit}")
            }
            Self::RackPower { need, limit } => {
                write!(f, "power: draws {need}, one feed of an empty rack offers {limit}")
            }
            Self::RackWeight { need, limit } => {
                write!(f, "weight: has {need}, an empty rack offers {limit}")
            }
            Self::RackFloor { need, limit } => {
                write!(f, "floor: has {need}, the floor under an empty rack carries {limit}")
            }
            Self::RackPorts { need, limit } => {
                write!(f, "ports: takes {need} of each switch, which has {limit}")
            }
            Self::RacksExhausted { need, limit } => {
                write!(f, "racks: needs rack {need}, the hall has room for {limit}")
            }
        }
    }
}
