//! Pools of hosts: what a host offers, and how many stand by.

use super::WorkloadItem;
use super::factor::{MILLION, millionths, millionths_of_share, saturated};
use crate::unit::{Bytes, Kilograms, RackUnits, Vcpus, Watts};

/// The hosts of one zone: all of one profile.
#[derive(Debug, Clone, PartialEq)]
pub struct Pool {
    /// The zone whose workloads it takes, in kebab case.
    pub zone: String,
    /// What each of its hosts is.
    pub profile: HostProfile,
    /// How many hosts stand by.
    pub spare: SpareRule,
}

/// N+k: how many hosts stand by, by the number of hosts that carry workloads.
///
/// Customary: k = 1 up to 16 hosts, 2 above, in each zone (domain facts C7; VMware's guide reserves
/// failures over hosts).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpareRule {
    /// The largest pool, in hosts that carry workloads, for which `spare_up_to` holds.
    pub up_to_hosts: u32,
    /// Spare hosts of a pool of at most `up_to_hosts`.
    pub spare_up_to: u8,
    /// Spare hosts of a larger pool.
    pub spare_above: u8,
}

impl SpareRule {
    /// The same number of spare hosts for any pool.
    pub const fn fixed(spare: u8) -> Self {
        Self { up_to_hosts: 0, spare_up_to: spare, spare_above: spare }
    }

    /// `spare_up_to` spare hosts for a pool of at most `up_to_hosts`, `spare_above` for a larger one.
    pub const fn stepped(up_to_hosts: u32, spare_up_to: u8, spare_above: u8) -> Self {
        Self { up_to_hosts, spare_up_to, spare_above }
    }

    /// Spare hosts of a pool in which `hosts_count` hosts carry workloads; none when none does.
    pub fn spare_count(self, hosts_count: usize) -> u8 {
        match u32::try_from(hosts_count) {
            Ok(0) => 0,
            Ok(count) if count <= self.up_to_hosts => self.spare_up_to,
            _ => self.spare_above,
        }
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
    /// Memory the hypervisor needs for each workload; 0.5 GiB (Red Hat).
    pub ram_overhead_per_workload: Bytes,
    /// Share of the remaining memory to be used, 0 to 1; 0.85.
    pub ram_target_share: f64,
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

    /// Memory a workload takes from a host: its own and the hypervisor's overhead for it. `None` when
    /// the sum leaves the range, which no host can offer.
    pub fn ram_need(&self, workload: &WorkloadItem) -> Option<Bytes> {
        workload.ram.checked_add(self.ram_overhead_per_workload)
    }

    /// Average power: P(u) = P_idle + (P_peak − P_idle)·u (Fan, Weber, Barroso, ISCA 2007; Cloud
    /// Carbon Footprint), u being the planned utilisation held within 0 to 1.
    pub fn power_average(&self) -> Watts {
        let share = self.utilisation_planned.clamp(0.0, 1.0);
        self.power_idle + (self.power_peak - self.power_idle).scaled(share)
    }
}
