//! Resources, tiers of storage, and amounts.

use crate::plan::{Plan, Protection};
use crate::unit::{Bytes, Vcpus};

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resource {
    /// Virtual processors.
    Vcpu,
    /// Memory.
    Ram,
    /// Usable storage, by tier.
    Storage,
    /// Raw storage: the disks under the usable storage, by tier.
    StorageRaw,
    /// GPUs.
    Gpu,
    /// Disk operations a second.
    Iops,
    /// Disk throughput.
    DiskThroughput,
    /// Network traffic.
    Network,
    /// Public addresses.
    PublicIp,
}

impl Resource {
    /// Every resource.
    pub const ALL: [Self; 9] = [
        Self::Vcpu,
        Self::Ram,
        Self::Storage,
        Self::StorageRaw,
        Self::Gpu,
        Self::Iops,
        Self::DiskThroughput,
        Self::Network,
        Self::PublicIp,
    ];

    /// The word in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Vcpu => "vcpu",
            Self::Ram => "ram",
            Self::Storage => "storage",
            Self::StorageRaw => "storage_raw",
            Self::Gpu => "gpu",
            Self::Iops => "iops",
            Self::DiskThroughput => "disk_throughput",
            Self::Network => "network",
            Self::PublicIp => "public_ip",
        }
    }

    /// Unit of printed amounts.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Vcpu => "vCPU",
            Self::Ram => "GiB",
            Self::Storage | Self::StorageRaw => "TiB",
            Self::Gpu => "GPU",
            Self::Iops => "IOPS",
            Self::DiskThroughput => "MB/s",
            Self::Network => "Mbps",
            Self::PublicIp => "IP",
        }
    }

    /// An amount in the printed unit: raw amounts are bytes of memory and storage, and thousandths
    /// of everything else.
    pub fn print(self, raw: f64) -> f64 {
        match self {
            Self::Vcpu => raw / Vcpus::from_count(1).raw() as f64,
            Self::Ram => raw / Bytes::from_gib(1).raw() as f64,
            Self::Storage | Self::StorageRaw => raw / Bytes::from_tib(1).raw() as f64,
            Self::Gpu | Self::Iops | Self::DiskThroughput | Self::Network | Self::PublicIp => {
                raw / THOUSANDTHS
            }
        }
    }

    /// Whether it is storage, which grows as data does.
    pub const fn is_storage(self) -> bool {
        matches!(self, Self::Storage | Self::StorageRaw)
    }
}

/// Raw amounts of one GPU, one operation a second, one MB/s, one Mbps, one address.
pub const THOUSANDTHS: f64 = 1000.0;

/// Kind of storage; none but for storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// The resource is no storage.
    None,
    /// Archive: written once, seldom read.
    Archive,
    /// Backup.
    Backup,
    /// Files over the network.
    File,
    /// Block storage on disks.
    Hdd,
    /// Objects.
    Object,
    /// Block storage on flash.
    Ssd,
    /// Storage whose kind nobody states.
    Unspecified,
}

impl Tier {
    /// Every tier of storage, in the order of tables.
    pub const ALL: [Self; 7] = [
        Self::Archive,
        Self::Backup,
        Self::File,
        Self::Hdd,
        Self::Object,
        Self::Ssd,
        Self::Unspecified,
    ];

    /// The word in tables; empty when the resource is no storage.
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Archive => "archive",
            Self::Backup => "backup",
            Self::File => "file",
            Self::Hdd => "hdd",
            Self::Object => "object",
            Self::Ssd => "ssd",
            Self::Unspecified => "unspecified",
        }
    }

    /// The tier of that word; `Unspecified` where none is stated.
    pub fn of(word: Option<&str>) -> Self {
        let word = word.unwrap_or_default();
        Self::ALL.into_iter().find(|tier| tier.word() == word).unwrap_or(Self::Unspecified)
    }

    /// How its data is kept safe.
    pub const fn protection(self, plan: &Plan) -> Protection {
        let storage = &plan.storage;
        match self {
            Self::None => Protection::None,
            Self::Archive => storage.protection_archive,
            Self::Backup => storage.protection_backup,
            Self::File => storage.protection_file,
            Self::Hdd => storage.protection_hdd,
            Self::Object => storage.protection_object,
            Self::Ssd => storage.protection_ssd,
            Self::Unspecified => storage.protection_unspecified,
        }
    }
}

/// What a figure rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Figures that submissions state.
    Declared,
    /// Figures of peers, in the place of those nobody gave.
    Imputed,
    /// A share that the plan assumes, where use was not measured or backup not stated.
    Assumed,
}

/// An amount and what it rests on, in raw units: bytes of memory and storage, thousandths of
/// everything else. `declared + imputed + assumed = likely` at all times.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Amount {
    /// With every assumption at its value and every stand-in at the mean of its peers.
    pub likely: u64,
    /// Part of `likely` that rests on stated figures.
    pub declared: u64,
    /// Part of `likely` that stands in for a figure nobody gave.
    pub imputed: u64,
    /// Part of `likely` that rests on a share the plan assumes.
    pub assumed: u64,
}

impl Amount {
    /// An amount that rests on one thing.
    pub fn of(likely: u64, standing: Standing) -> Self {
        let mut amount = Self { likely, ..Self::default() };
        match standing {
            Standing::Declared => amount.declared = likely,
            Standing::Imputed => amount.imputed = likely,
            Standing::Assumed => amount.assumed = likely,
        }
        amount
    }

    /// The sum.
    pub const fn plus(self, other: Self) -> Self {
        Self {
            likely: self.likely.saturating_add(other.likely),
            declared: self.declared.saturating_add(other.declared),
            imputed: self.imputed.saturating_add(other.imputed),
            assumed: self.assumed.saturating_add(other.assumed),
        }
    }

    /// The amount times a growth.
    pub fn grown(self, factor: f64) -> Grown {
        Grown {
            likely: self.likely as f64 * factor,
            declared: self.declared as f64 * factor,
            imputed: self.imputed as f64 * factor,
            assumed: self.assumed as f64 * factor,
        }
    }
}

/// An amount grown to a quarter, in raw units, unrounded: it is rounded where it is printed.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Grown {
    /// With every assumption at its value and every stand-in at the mean of its peers.
    pub likely: f64,
    /// Part of `likely` that rests on stated figures.
    pub declared: f64,
    /// Part of `likely` that stands in for a figure nobody gave.
    pub imputed: f64,
    /// Part of `likely` that rests on a share the plan assumes.
    pub assumed: f64,
}

impl Grown {
    /// The sum.
    pub fn plus(self, other: Self) -> Self {
        Self {
            likely: self.likely + other.likely,
            declared: self.declared + other.declared,
            imputed: self.imputed + other.imputed,
            assumed: self.assumed + other.assumed,
        }
    }

    /// The likely figure in whole raw units, for differences that must add up.
    pub fn whole(self) -> u64 {
        scale(1, self.likely)
    }

    /// Share of the likely figure that rests on stated figures; none when it is nothing.
    pub fn declared_share(self) -> Option<f64> {
        self.share(self.declared)
    }

    /// Share of the likely figure that stands in for figures nobody gave; none when it is nothing.
    pub fn imputed_share(self) -> Option<f64> {
        self.share(self.imputed)
    }

    /// Share of the likely figure that the plan assumes; none when it is nothing.
    pub fn assumed_share(self) -> Option<f64> {
        self.share(self.assumed)
    }

    fn share(self, part: f64) -> Option<f64> {
        (self.likely > 0.0).then(|| part / self.likely)
    }
}

/// The ends of a figure over the draws, in raw units.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Range {
    /// The 10th percentile (P10), never above the likely figure.
    pub low: f64,
    /// The median (P50) of the draws.
    pub median: f64,
    /// The 90th percentile (P90), never below the likely figure.
    pub high: f64,
}

/// A raw amount times a factor, rounded to the nearest raw unit.
pub fn scale(raw: u64, factor: f64) -> u64 {
    Bytes::from_raw(raw).scaled(factor).raw()
}
