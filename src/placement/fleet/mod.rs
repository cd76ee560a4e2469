//! What placement is given: workloads, pools of hosts, devices, the rack and the hall, as plain values.
//!
//! Nothing here has a default: every share, ratio and limit is said by the plan file. Quantities that
//! are not numbers or are negative count as nothing, shares above one count as one.

mod device;
mod factor;
mod hall;
mod host;
mod rack;
mod rule;
mod standing;
mod survey;

pub use device::{Device, DeviceKind, PowerSource};
pub use hall::{Hall, Supply};
pub use host::{HostProfile, Pool, SpareRule};
pub use rack::{Floor, RackProfile, ReservedFor, UNITS_MAX};
pub use rule::{Rule, RuleKind};
pub use standing::{Face, Occupied, Reservation, StandingRack};
pub use survey::{Fact, ModelMatch, Origin, StaysBehind, Survey};

use std::collections::BTreeMap;

use super::resource::Resource;
use crate::unit::{Bytes, Gpus, Iops, Mbps, Vcpus};

/// Everything placement needs to know.
#[derive(Debug, Clone, PartialEq)]
pub struct Fleet {
    /// The workloads to be put on hosts.
    pub workloads: Vec<WorkloadItem>,
    /// One pool a zone; were there two of one zone, the first takes all its workloads.
    pub pools: Vec<Pool>,
    /// Which workloads run on different hosts, and which on one.
    pub rules: Vec<Rule>,
    /// What rows that ask for no vCPU, memory or GPU ask for of other resources, as storage alone does: on
    /// no host, by zone and resource.
    pub not_on_hosts: BTreeMap<(String, Resource), NotOnHosts>,
    /// Devices that move as they are; the devices of the hosts are added by placement.
    pub devices: Vec<Device>,
    /// What is known of these devices, and which stay behind.
    pub survey: Survey,
    /// The rack all devices go into.
    pub rack: RackProfile,
    /// Racks that stand in the hall already.
    pub standing: Vec<StandingRack>,
    /// The hall the racks stand in.
    pub hall: Hall,
    /// Steps spent on packing each pool, after which the best found counts.
    pub effort_steps: u64,
}

/// Amounts of rows that put nothing on hosts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NotOnHosts {
    /// Rows that ask for some.
    pub rows_count: usize,
    /// What they ask for together, in raw units.
    pub amount: u64,
}

/// A workload as placement sees it: already right-sized and grown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkloadItem {
    /// Identifies the workload; also the last tie-break when packing.
    pub id: String,
    /// The agency it belongs to.
    pub agency_id: String,
    /// The system it runs a part of.
    pub system_id: String,
    /// The zone whose hosts it may run on.
    pub zone: String,
    /// Virtual processors it needs; nothing where nobody states them and no peer stands in, which the
    /// demand counts as unsized.
    pub vcpu: Vcpus,
    /// Memory it needs, without what the hypervisor adds; nothing as for vCPUs.
    pub ram: Bytes,
    /// GPUs it needs, whole cards: those that growth adds are workloads of their own, rounded by zone;
    /// `None` where none are stated, which takes none.
    pub gpu: Option<Gpus>,
    /// Disks inside the host that its block storage needs, copies and free space included; `None` where
    /// no block storage is stated, or the plan keeps it on arrays.
    pub local_disk: Option<Bytes>,
    /// Disk operations a second it needs; `None` where none were measured.
    pub iops: Option<Iops>,
    /// Traffic it needs; `None` where none is stated or measured.
    pub network: Option<Mbps>,
    /// A piece that growth adds to another workload, of which it asks for GPUs alone; not a workload that
    /// anybody listed, and none of those that state no vCPU.
    pub is_growth: bool,
}
