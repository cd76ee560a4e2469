//! What the checker can find wrong, with its evidence.

use std::fmt;

use crate::placement::unplaced::UnplacedItem;

/// A host, by the index of its pool and its own in the pool's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HostRef {
    /// Index in the pools of the placement.
    pub pool: usize,
    /// Index in the hosts of the pool.
    pub host: usize,
}

impl fmt::Display for HostRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "host {} of pool {}", self.host, self.pool)
    }
}

/// One way in which a placement breaks a rule. Amounts are in internal units (thousandths of a vCPU,
/// bytes, milliwatts, grams), rack heights in whole units.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are named as the sentences of Display name them")]
pub enum Violation {
    /// An index points at nothing.
    UnknownIndex { what: &'static str, index: usize, place: String },
    /// The pools of the placement are not those of the fleet, one for one.
    PoolMismatch { position: usize, zone: String },
    /// A workload runs on two hosts, or twice on one.
    WorkloadTwice { id: String, first: HostRef, second: HostRef },
    /// A workload is neither placed nor listed as unplaced.
    WorkloadMissing { id: String },
    /// Something is both placed and listed as unplaced, or listed twice.
    PlacedAndUnplaced { item: UnplacedItem, id: String },
    /// The workloads of a host need more of a resource than it offers.
    HostOver { host: HostRef, resource: &'static str, used: u128, capacity: u128 },
    /// More hosts of a profile in a pool than there may be.
    TooManyHosts { zone: String, profile: String, hosts: usize, limit: u32 },
    /// Two workloads that are to be apart run on one host.
    ApartBroken { rule: String, host: HostRef, first: String, second: String },
    /// Two workloads that are to be together do not run on one host.
    TogetherBroken { rule: String, first: String, second: String },
    /// No spare host offers as much as a host does.
    HostWithoutSpare { zone: String, host: usize },
    /// A host runs a workload of another zone.
    ZoneMixedOnHost { host: HostRef, workload: String, zone: String, host_zone: String },
    /// A rack holds a device of another zone.
    ZoneMixedInRack { rack: String, device: String, zone: String, rack_zone: String },
    /// A pool has too few spare hosts, or too many.
    SpareRuleBroken { zone: String, hosts: usize, spare: usize, required: usize },
    /// After the loss of the fullest hosts a workload finds no room.
    HostLossNotSurvived { zone: String, lost: Vec<usize>, workload: String },
    /// The lower bound is above the number of hosts, so one of the two is wrong.
    LowerBoundAboveHosts { zone: String, lower_bound: usize, hosts: usize },
    /// A stated figure is not what its parts amount to.
    FigureMisstated { place: String, figure: &'static str, stated: String, found: String },
    /// The devices of a rack take more units than its fill share allows.
    RackOverHeight { rack: String, used: u64, limit: u64 },
    /// A rack is heavier than it may be.
    RackOverWeight { rack: String, used: u128, limit: u128 },
    /// A surviving feed would carry more than it may.
    RackOverFeed { rack: String, used: u128, limit: u128 },
    /// The devices of a rack take more ports of a switch than it has.
    RackOverPorts { rack: String, used: u128, limit: u128 },
    /// A device stands in a unit that is kept for something.
    DeviceInReservedUnit { rack: String, device: String, unit: u64 },
    /// The units a rack is said to keep are not those it has to keep.
    ReservedAltered { rack: String },
    /// A rack that stands already, or what stands in it, is not as the fleet says.
    StandingAltered { rack: String },
    /// A rack has no place in a row of its own.
    RackPlaceWrong { rack: String },
    /// The lower bound is above the number of new racks, so one of the two is wrong.
    LowerBoundAboveRacks { zone: String, lower_bound: usize, racks: usize },
    /// Devices that should not go down with one rack are all in one, and another takes one of them.
    NotSpread { device: String, rack: String, other: String },
    /// The hosts of a rule that keeps workloads apart stand in one rack, and taking one to another, or
    /// exchanging it with one there, would have helped.
    ReplicasInOneRack { rule: String, rack: String, device: String, other: String },
    /// A rack has more spare hosts of a pool than another by two or more, and could give one to it.
    SparesUneven { rack: String, other: String },
    /// A device stands above a lighter one of its size.
    HeavyAboveLight { rack: String, device: String, below: String },
    /// Two devices stand in one unit at one side.
    UnitTakenTwice { rack: String, unit: u64, first: usize, second: usize },
    /// A device stands below unit 1 or above the rack, or takes another number of units than its height
    /// asks for.
    DeviceOutsideRack { rack: String, device: String, bottom: u64, top: u64, limit: u64 },
    /// A dual-corded device hangs on one feed, or a single-corded one on both.
    FeedsWrong { rack: String, device: String },
    /// A device stands in two racks, or twice in one.
    DeviceTwice { id: String, first: String, second: String },
    /// A device is neither in a rack nor listed as unplaced.
    DeviceMissing { id: String },
    /// A device is not what the fleet or the profile of its pool says, or no host stands for it.
    DeviceAltered { index: usize, id: String },
    /// A workload is listed as unplaced though an empty host of its zone takes it.
    WorkloadFalselyRefused { id: String, zone: String },
    /// A workload is listed as unplaced though a host has room for it.
    WorkloadFitsHost { id: String, host: HostRef },
    /// A device is listed as unplaced though a rack takes it; `rack` is `None` for one not yet opened.
    DeviceFalselyRefused { id: String, rack: Option<String> },
    /// More racks than the hall has room for.
    TooManyRacks { racks: usize, limit: u32 },
    /// Two racks have one id.
    RackIdTwice { rack: String },
    /// A device that had a rack has none once hosts are added.
    RackLost { id: String },
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FigureMisstated { place, figure, stated, found } => {
                write!(f, "{place}: {figure} is stated as {stated}, its parts give {found}")
            }
            Self::RackOverHeight { rack, used, limit } => {
                write!(f, "{rack}: {used} U used of {limit} U")
            }
            Self::RackOverWeight { rack, used, limit } => {
                write!(f, "{rack}: {used} g of {limit} g")
            }
            Self::RackOverFeed { rack, used, limit } => {
                write!(f, "{rack}: a surviving feed carries {used} mW of {limit} mW")
            }
            Self::UnitTakenTwice { rack, unit, first, second } => {
                write!(f, "{rack}: devices {first} and {second} both stand in unit {unit}")
            }
            Self::DeviceOutsideRack { rack, device, bottom, top, limit } => {
                write!(
                    f,
                    "{rack}: {device} takes units {bottom} to {top}, allowed are 1 to {limit}"
                )
            }
            Self::FeedsWrong { rack, device } => {
                write!(f, "{rack}: the feeds of {device} do not match its cords")
            }
            Self::ZoneMixedInRack { rack, device, zone, rack_zone } => {
                write!(f, "{rack}: {device} of zone {zone} in a rack of zone {rack_zone}")
            }
            Self::RackIdTwice { rack } => write!(f, "{rack}: two racks have this id"),
            Self::RackLost { id } => write!(f, "{id}: loses its rack to added hosts"),
            Self::TooManyRacks { racks, limit } => {
                write!(f, "{racks} racks in a hall for {limit}")
            }
            Self::DeviceTwice { id, first, second } => {
                write!(f, "device {id} stands in {first} and in {second}")
            }
            Self::DeviceMissing { id } => write!(f, "device {id} is neither placed nor unplaced"),
            Self::DeviceAltered { index, id } => {
                write!(f, "device {index} ({id}) is not what the fleet says")
            }
            Self::DeviceFalselyRefused { id, rack: Some(rack) } => {
                write!(f, "device {id} is unplaced but fits {rack}")
            }
            Self::DeviceFalselyRefused { id, rack: None } => {
                write!(f, "device {id} is unplaced but fits an empty rack, and one is left")
            }
            Self::UnknownIndex { what, index, place } => {
                write!(f, "{place}: there is no {what} {index}")
            }
            other => other.fmt_places(f),
        }
    }
}

impl Violation {
    /// The sentences about places in racks and in the hall.
    fn fmt_places(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RackOverPorts { rack, used, limit } => {
                write!(f, "{rack}: {used} ports of each switch of {limit}")
            }
            Self::DeviceInReservedUnit { rack, device, unit } => {
                write!(f, "{rack}: {device} stands in unit {unit}, which is reserved")
            }
            Self::ReservedAltered { rack } => {
                write!(f, "{rack}: the reserved units are not those the plan or the hall reserves")
            }
            Self::StandingAltered { rack } => {
                write!(
                    f,
                    "{rack}: this rack, or what stands in it, is not as it stands in the hall"
                )
            }
            Self::RackPlaceWrong { rack } => {
                write!(f, "{rack}: this rack has no place of its own in a row")
            }
            Self::LowerBoundAboveRacks { zone, lower_bound, racks } => {
                write!(f, "zone {zone}: {racks} new racks are fewer than the bound {lower_bound}")
            }
            Self::NotSpread { device, rack, other } => {
                write!(f, "{rack} holds all of a group, and {other} has room for its {device}")
            }
            Self::ReplicasInOneRack { rule, rack, device, other } => {
                write!(f, "{rack} holds all hosts of {rule}, and {device} could change to {other}")
            }
            Self::SparesUneven { rack, other } => {
                write!(f, "{rack} could give a spare host to {other}, which has two fewer or less")
            }
            Self::HeavyAboveLight { rack, device, below } => {
                write!(f, "{rack}: {device} stands above {below}, which is lighter")
            }
            other => other.fmt_hosts(f),
        }
    }

    /// The sentences about hosts and workloads.
    fn fmt_hosts(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PoolMismatch { position, zone } => {
                write!(f, "pool {position} (zone {zone}) is not the fleet's pool {position}")
            }
            Self::WorkloadTwice { id, first, second } => {
                write!(f, "workload {id} runs on {first} and on {second}")
            }
            Self::WorkloadMissing { id } => {
                write!(f, "workload {id} is neither placed nor unplaced")
            }
            Self::PlacedAndUnplaced { id, .. } => {
                write!(f, "{id} is listed as unplaced and also elsewhere")
            }
            Self::HostOver { host, resource, used, capacity } => {
                write!(f, "{host}: {used} raw units of {resource} used of {capacity}")
            }
            Self::TooManyHosts { zone, profile, hosts, limit } => {
                write!(f, "zone {zone}: {hosts} hosts \"{profile}\", there may be {limit}")
            }
            Self::ApartBroken { rule, host, first, second } => {
                write!(f, "{host}: {first} and {second} are to be apart by {rule}")
            }
            Self::TogetherBroken { rule, first, second } => {
                write!(f, "{first} and {second} are to run together by {rule}, and do not")
            }
            Self::HostWithoutSpare { zone, host } => {
                write!(f, "zone {zone}: no spare host offers as much as host {host}")
            }
            Self::ZoneMixedOnHost { host, workload, zone, host_zone } => {
                write!(f, "{host}: {workload} of zone {zone} on a host of zone {host_zone}")
            }
            Self::SpareRuleBroken { zone, hosts, spare, required } => {
                write!(f, "zone {zone}: {spare} spare hosts for {hosts}, the rule asks {required}")
            }
            Self::HostLossNotSurvived { zone, lost, workload } => {
                write!(f, "zone {zone}: after the loss of hosts {lost:?} {workload} finds no room")
            }
            Self::LowerBoundAboveHosts { zone, lower_bound, hosts } => {
                write!(f, "zone {zone}: {hosts} hosts are fewer than the lower bound {lower_bound}")
            }
            Self::WorkloadFalselyRefused { id, zone } => {
                write!(f, "workload {id} is unplaced but fits an empty host of zone {zone}")
            }
            Self::WorkloadFitsHost { id, host } => {
                write!(f, "workload {id} is unplaced but {host} has room for it")
            }
            // Every other violation has its sentence in `Display`.
            other => write!(f, "{other:?}"),
        }
    }
}
