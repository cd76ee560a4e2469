//! What workloads take from hosts, and amounts of it.

use std::fmt;

use crate::unit::{Bytes, Gpus, Iops, Mbps, Vcpus};

/// A resource of a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resource {
    /// Virtual processors.
    Vcpu,
    /// Memory.
    Ram,
    /// GPUs.
    Gpu,
    /// Disks inside the host, where the plan puts block storage there.
    LocalDisk,
    /// Disk operations a second.
    Iops,
    /// Network traffic.
    Network,
}

/// An amount of each resource, in raw units (bytes; thousandths of all else), by [`Resource::ALL`].
pub type Amounts = [u64; 6];

impl Resource {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Vcpu, Self::Ram, Self::Gpu, Self::LocalDisk, Self::Iops, Self::Network];

    /// Its name in machine outputs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vcpu => "vcpu",
            Self::Ram => "ram",
            Self::Gpu => "gpu",
            Self::LocalDisk => "local_disk",
            Self::Iops => "iops",
            Self::Network => "network",
        }
    }

    /// The unit of printed amounts.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Vcpu => "vCPU",
            Self::Ram => "GiB",
            Self::Gpu => "GPU",
            Self::LocalDisk => "TiB",
            Self::Iops => "IOPS",
            Self::Network => "Mbps",
        }
    }

    /// So many raw units of it.
    pub const fn amount(self, raw: u64) -> Amount {
        match self {
            Self::Vcpu => Amount::Vcpu(Vcpus::from_raw(raw)),
            Self::Ram => Amount::Ram(Bytes::from_raw(raw)),
            Self::Gpu => Amount::Gpu(Gpus::from_raw(raw)),
            Self::LocalDisk => Amount::LocalDisk(Bytes::from_raw(raw)),
            Self::Iops => Amount::Iops(Iops::from_raw(raw)),
            Self::Network => Amount::Network(Mbps::from_raw(raw)),
        }
    }

    /// So many raw units of it, in the printed unit.
    pub fn print(self, raw: u64) -> f64 {
        match self.amount(raw) {
            Amount::Vcpu(vcpu) => vcpu.as_count(),
            Amount::Ram(ram) => ram.as_gib(),
            Amount::Gpu(gpu) => gpu.as_count(),
            Amount::LocalDisk(disk) => disk.as_tib(),
            Amount::Iops(iops) => iops.as_count(),
            Amount::Network(network) => network.as_count(),
        }
    }
}

/// An amount of a resource of a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// Virtual processors.
    Vcpu(Vcpus),
    /// Memory.
    Ram(Bytes),
    /// GPUs.
    Gpu(Gpus),
    /// Disks inside the host.
    LocalDisk(Bytes),
    /// Disk operations a second.
    Iops(Iops),
    /// Network traffic.
    Network(Mbps),
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Vcpu(vcpu) => vcpu.fmt(f),
            Self::Ram(bytes) | Self::LocalDisk(bytes) => bytes.fmt(f),
            Self::Gpu(gpu) => gpu.fmt(f),
            Self::Iops(iops) => iops.fmt(f),
            Self::Network(network) => network.fmt(f),
        }
    }
}
