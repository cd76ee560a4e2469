//! Pools of hosts: what a host offers, and how many stand by.

use super::WorkloadItem;
use super::factor::{MILLION, millionths, millionths_of_share, saturated};
use crate::placement::resource::{Amounts, Resource};
use crate::unit::{Bytes, Gpus, Iops, Kilograms, Mbps, RackUnits, Vcpus, Watts};

/// The hosts of one zone.
#[derive(Debug, Clone, PartialEq)]
pub struct Pool {
    /// The zone whose workloads it takes, in kebab case.
    pub zone: String,
    /// The kinds of hosts it may have; their prices decide between them.
    pub profiles: Vec<HostProfile>,
    /// Memory the hypervisor needs for each workload; 0.5 GiB (Red Hat).
    pub ram_overhead_per_workload: Bytes,
    /// How many hosts stand by.
    pub spare: SpareRule,
}

impl Pool {
    /// What a workload takes from a host: its own, the hypervisor's memory for it, and nothing of what
    /// nobody states. A sum beyond the range is the largest there is, which no host offers.
    pub fn need(&self, workload: &WorkloadItem) -> Amounts {
        [
            workload.vcpu.raw(),
            (workload.ram + self.ram_overhead_per_workload).raw(),
            workload.gpu.map_or(0, Gpus::raw),
            workload.local_disk.map_or(0, Bytes::raw),
            workload.iops.map_or(0, Iops::raw),
            workload.network.map_or(0, Mbps::raw),
        ]
    }
}

/// How many hosts stand by, by the number of hosts that carry workloads: the larger of N+k and a share.
///
/// Customary: k = 1 up to 16 hosts, 2 above, in each zone (domain facts C7; VMware's guide reserves
/// failures over hosts, as a share).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpareRule {
    /// The largest pool, in hosts that carry workloads, for which `spare_up_to` holds.
    pub up_to_hosts: u32,
    /// Spare hosts of a pool of at most `up_to_hosts`.
    pub spare_up_to: u8,
    /// Spare hosts of a larger pool.
    pub spare_above: u8,
    /// No fewer than this many millionths of the hosts that carry workloads, rounded up; 0 is off.
    pub share_millionths: u32,
}

impl SpareRule {
    /// The same number of spare hosts for any pool.
    pub const fn fixed(spare: u8) -> Self {
        Self::stepped(0, spare, spare)
    }

    /// `spare_up_to` spare hosts for a pool of at most `up_to_hosts`, `spare_above` for a larger one.
    pub const fn stepped(up_to_hosts: u32, spare_up_to: u8, spare_above: u8) -> Self {
        Self { up_to_hosts, spare_up_to, spare_above, share_millionths: 0 }
    }

    /// The same with no fewer than a share (0 to 1) of the hosts that carry workloads.
    pub fn with_share(self, share: f64) -> Self {
        let share_millionths = u32::try_from(millionths_of_share(share)).unwrap_or(u32::MAX);
        Self { share_millionths, ..self }
    }

    /// Spare hosts of a pool in which `hosts_count` hosts carry workloads; none when none does.
    pub fn spare_count(self, hosts_count: usize) -> usize {
        let by_number = match u32::try_from(hosts_count) {
            Ok(0) => 0,
            Ok(count) if count <= self.up_to_hosts => self.spare_up_to,
            _ => self.spare_above,
        };
        let share = hosts_count as u128 * u128::from(self.share_millionths);
        usize::from(by_number).max(usize::try_from(share.div_ceil(MILLION)).unwrap_or(usize::MAX))
    }
}

/// A kind of host and how far it may be filled.
#[derive(Debug, Clone, PartialEq)]
pub struct HostProfile {
    /// What reports call it.
    pub name: String,
    /// Physical cores (threads are not cores).
    pub cores: u32,
    /// vCPUs sold for one physical core; production 4, databases 1 to 2, development 8 (C7).
    pub vcpu_per_core: f64,
    /// Cores kept for the hypervisor.
    pub reserved_cores: u32,
    /// Share of the remaining cores to be used, 0 to 1; 0.80 (VMware vCAT).
    pub cpu_target_share: f64,
    /// Memory built in.
    pub ram: Bytes,
    /// Memory kept for the hypervisor; 4 GiB (Red Hat).
    pub reserved_ram: Bytes,
    /// Share of the remaining memory to be used, 0 to 1; 0.85.
    pub ram_target_share: f64,
    /// GPUs; nothing for a host without any.
    pub gpus: Gpus,
    /// Disks inside that workloads may fill; `None` where they are not held against what workloads need.
    pub local_disk: Option<Bytes>,
    /// Disk operations a second that workloads may ask for; `None` as for disks.
    pub iops: Option<Iops>,
    /// Traffic that workloads may have; `None` as for disks.
    pub network: Option<Mbps>,
    /// What a host costs, in units of which only the ratio to other profiles counts.
    pub price: u64,
    /// Most hosts of the profile in one pool that carry workloads, spare hosts on top; `None` for as
    /// many as it takes.
    pub count_max: Option<u32>,
    /// Height in the rack.
    pub height: RackUnits,
    /// Mass.
    pub weight: Kilograms,
    /// Power when idle.
    pub power_idle: Watts,
    /// Power when all cores work.
    pub power_peak: Watts,
    /// Mean utilisation to be expected, 0 to 1; decides the average power.
    pub utilisation_planned: f64,
    /// Power cords; two or more may share their load between the feeds.
    pub cords: u8,
    /// Ports of the switches of its rack that it takes.
    pub ports_count: u16,
}

impl HostProfile {
    /// vCPUs one host offers: (cores − reserved) × vCPU per core × target share, rounded down to the
    /// thousandth of a vCPU (C7).
    pub fn vcpu_capacity(&self) -> Vcpus {
        let cores = self.cores.saturating_sub(self.reserved_cores);
        let whole = u128::from(Vcpus::from_count(u64::from(cores)).raw());
        let sold =
            whole * millionths(self.vcpu_per_core) * millionths_of_share(self.cpu_target_share);
        Vcpus::from_raw(saturated(sold / (MILLION * MILLION)))
    }

    /// Memory one host offers: (RAM − reserved) × target share, rounded down to the byte (C7). Memory
    /// is never sold twice.
    pub fn ram_capacity(&self) -> Bytes {
        let whole = u128::from(self.ram.saturating_sub(self.reserved_ram).raw());
        let usable = whole * millionths_of_share(self.ram_target_share) / MILLION;
        Bytes::from_raw(saturated(usable))
    }

    /// What one host offers of a resource, in raw units; `None` where the profile does not limit it. A
    /// host whose GPUs nobody states has none.
    pub fn capacity(&self, resource: Resource) -> Option<u64> {
        match resource {
            Resource::Vcpu => Some(self.vcpu_capacity().raw()),
            Resource::Ram => Some(self.ram_capacity().raw()),
            Resource::Gpu => Some(self.gpus.raw()),
            Resource::LocalDisk => self.local_disk.map(Bytes::raw),
            Resource::Iops => self.iops.map(Iops::raw),
            Resource::Network => self.network.map(Mbps::raw),
        }
    }

    /// Whether a host can take over whatever a host of the other profile carries.
    pub fn stands_in_for(&self, other: &Self) -> bool {
        Resource::ALL.into_iter().all(|resource| {
            match (self.capacity(resource), other.capacity(resource)) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(own), Some(of_other)) => own >= of_other,
            }
        })
    }

    /// Average power: P(u) = P_idle + (P_peak − P_idle)·u (Fan, Weber, Barroso, ISCA 2007; Cloud
    /// Carbon Footprint), u being the planned utilisation held within 0 to 1.
    pub fn power_average(&self) -> Watts {
        let share = self.utilisation_planned.clamp(0.0, 1.0);
        self.power_idle + (self.power_peak - self.power_idle).scaled(share)
    }
}
