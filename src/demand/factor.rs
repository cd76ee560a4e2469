//! The assumptions that demand is multiplied by, and the products of them that parts use.
//!
//! A [`Level`] holds one value of every such assumption: those of the plan, one of them at an end of
//! its range, or those of one draw. Every figure of demand can be computed at any level.

use super::amount::{Resource, Tier};
use crate::plan::{Basis, Plan, Recovery, drivers};
use crate::time::Quarter;

drivers! {
    /// An assumption of the plan that demand is multiplied by.
    Driver:
    CpuComfort = demand.cpu_comfort_factor;
    RamComfort = demand.ram_comfort_factor;
    StorageComfort = demand.storage_comfort_factor;
    Growth = demand.growth_per_year;
    StorageGrowth = demand.storage_growth_per_year;
    PerformanceComfort = demand.performance_comfort_factor;
    UnmeasuredShare = demand.unmeasured_share;
    ConvertedCpuTarget = demand.converted_cpu_target;
    ConvertedUnmeasuredShare = demand.converted_unmeasured_share;
    ConvertedDiskShare = demand.converted_disk_share;
    SnapshotReserve = storage.snapshot_reserve;
    FillShare = storage.fill_share;
    BackupFull = backup.full_copies;
    BackupIncremental = backup.incremental_copies;
    BackupChange = backup.change_per_day;
    BackupReduction = backup.reduction;
    BackupHeadroom = backup.headroom;
    ColdCompute = second_site.cold_compute;
    WarmCompute = second_site.warm_compute;
    HotCompute = second_site.hot_compute;
    SecondStorage = second_site.storage;
}

impl Plan {
    /// The same plan with every assumption that demand is multiplied by known for certain.
    pub fn without_ranges(&self) -> Self {
        let mut plan = self.clone();
        for driver in Driver::ALL {
            driver.fix(&mut plan);
        }
        plan
    }
}

/// How many there are.
const DRIVERS: usize = Driver::ALL.len();

/// One value of every driver.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    values: [f64; DRIVERS],
}

impl Level {
    /// Every driver at its value in the plan.
    pub fn likely(plan: &Plan) -> Self {
        Self { values: std::array::from_fn(|at| Driver::ALL[at].of(plan).value) }
    }

    /// The same with one driver at another value.
    pub fn with(mut self, driver: Driver, value: f64) -> Self {
        self.values[driver as usize] = value;
        self
    }

    /// The value of a driver.
    pub const fn value(&self, driver: Driver) -> f64 {
        self.values[driver as usize]
    }
}

/// What the size of a part is multiplied by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Need {
    /// Nothing: the size as it is.
    AsIs,
    /// Comfort over the measured use of vCPUs.
    CpuComfort,
    /// Comfort over the measured use of memory.
    RamComfort,
    /// Comfort over used disk.
    StorageComfort,
    /// Comfort over measured IOPS, throughput or traffic.
    PerformanceComfort,
    /// Share of an allocation whose use nobody measured.
    Unmeasured,
    /// Measured cores in use over the target.
    ConvertedCpu,
    /// Share of a physical server whose use nobody measured.
    ConvertedUnmeasured,
    /// Share of raw disks that holds data.
    ConvertedDisk,
}

impl Need {
    /// Every need.
    pub const ALL: [Self; 9] = [
        Self::AsIs,
        Self::CpuComfort,
        Self::RamComfort,
        Self::StorageComfort,
        Self::PerformanceComfort,
        Self::Unmeasured,
        Self::ConvertedCpu,
        Self::ConvertedUnmeasured,
        Self::ConvertedDisk,
    ];

    /// The factor at a level.
    pub fn factor(self, level: &Level) -> f64 {
        let value = |driver| level.value(driver);
        match self {
            Self::AsIs => 1.0,
            Self::CpuComfort => value(Driver::CpuComfort),
            Self::RamComfort => value(Driver::RamComfort),
            Self::StorageComfort => value(Driver::StorageComfort),
            Self::PerformanceComfort => value(Driver::PerformanceComfort),
            Self::Unmeasured => value(Driver::UnmeasuredShare),
            Self::ConvertedCpu => 1.0 / value(Driver::ConvertedCpuTarget),
            Self::ConvertedUnmeasured => value(Driver::ConvertedUnmeasuredShare),
            Self::ConvertedDisk => value(Driver::ConvertedDiskShare),
        }
    }

    /// The drivers it rests on.
    pub const fn drivers(self) -> &'static [Driver] {
        match self {
            Self::AsIs => &[],
            Self::CpuComfort => &[Driver::CpuComfort],
            Self::RamComfort => &[Driver::RamComfort],
            Self::StorageComfort => &[Driver::StorageComfort],
            Self::PerformanceComfort => &[Driver::PerformanceComfort],
            Self::Unmeasured => &[Driver::UnmeasuredShare],
            Self::ConvertedCpu => &[Driver::ConvertedCpuTarget],
            Self::ConvertedUnmeasured => &[Driver::ConvertedUnmeasuredShare],
            Self::ConvertedDisk => &[Driver::ConvertedDiskShare],
        }
    }
}

/// What becomes of the need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Chain {
    /// It is what is asked for.
    Direct,
    /// The disks under it, of a tier.
    Raw(Tier),
    /// Its backup.
    Backup,
    /// The disks under its backup.
    BackupRaw,
}

impl Chain {
    /// Every chain.
    pub const ALL: [Self; 10] = [
        Self::Direct,
        Self::Backup,
        Self::BackupRaw,
        Self::Raw(Tier::Archive),
        Self::Raw(Tier::Backup),
        Self::Raw(Tier::File),
        Self::Raw(Tier::Hdd),
        Self::Raw(Tier::Object),
        Self::Raw(Tier::Ssd),
        Self::Raw(Tier::Unspecified),
    ];

    /// The factor at a level.
    pub fn factor(self, level: &Level, plan: &Plan) -> f64 {
        match self {
            Self::Direct => 1.0,
            Self::Raw(tier) => raw_per_usable(tier.protection(plan).factor(), level),
            Self::Backup => backup_per_data(level),
            Self::BackupRaw => {
                backup_per_data(level)
                    * raw_per_usable(Tier::Backup.protection(plan).factor(), level)
            }
        }
    }

    /// The drivers it rests on.
    pub const fn drivers(self) -> &'static [Driver] {
        match self {
            Self::Direct => &[],
            Self::Raw(_) => &[Driver::SnapshotReserve, Driver::FillShare],
            Self::Backup => &[
                Driver::BackupFull,
                Driver::BackupIncremental,
                Driver::BackupChange,
                Driver::BackupReduction,
                Driver::BackupHeadroom,
            ],
            Self::BackupRaw => &[
                Driver::BackupFull,
                Driver::BackupIncremental,
                Driver::BackupChange,
                Driver::BackupReduction,
                Driver::BackupHeadroom,
                Driver::SnapshotReserve,
                Driver::FillShare,
            ],
        }
    }
}

/// Bytes of disks for a usable byte: (1 + snapshot reserve) × protection ÷ fill.
fn raw_per_usable(protection: f64, level: &Level) -> f64 {
    (1.0 + level.value(Driver::SnapshotReserve)) * protection / level.value(Driver::FillShare)
}

/// Bytes of backup for a byte of data: (full copies + incremental copies × change) ÷ reduction ×
/// headroom.
fn backup_per_data(level: &Level) -> f64 {
    let copies = level.value(Driver::BackupFull)
        + level.value(Driver::BackupIncremental) * level.value(Driver::BackupChange);
    copies / level.value(Driver::BackupReduction) * level.value(Driver::BackupHeadroom)
}

/// Where a part stands, and how much of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Site {
    /// At the first site: all of it.
    First,
    /// Compute at a second site, of the class cold.
    Cold,
    /// Compute at a second site, of the class warm.
    Warm,
    /// Compute at a second site, of the class hot.
    Hot,
    /// Storage at a second site, of any class.
    Storage,
}

impl Site {
    /// Every site.
    pub const ALL: [Self; 5] = [Self::First, Self::Cold, Self::Warm, Self::Hot, Self::Storage];

    /// The share that stands there.
    pub const fn driver(self) -> Option<Driver> {
        match self {
            Self::First => None,
            Self::Cold => Some(Driver::ColdCompute),
            Self::Warm => Some(Driver::WarmCompute),
            Self::Hot => Some(Driver::HotCompute),
            Self::Storage => Some(Driver::SecondStorage),
        }
    }

    /// That of a resource at the second site of a class; `None` where there is none.
    pub const fn second(resource: Resource, class: Recovery) -> Option<Self> {
        match (class, resource.is_storage()) {
            (Recovery::None, _) => None,
            // Addresses are whole: a site that runs anything needs them, one that waits does not.
            (Recovery::Cold, _) if matches!(resource, Resource::PublicIp) => None,
            (Recovery::Warm, _) if matches!(resource, Resource::PublicIp) => Some(Self::Hot),
            (_, true) => Some(Self::Storage),
            (Recovery::Cold, false) => Some(Self::Cold),
            (Recovery::Warm, false) => Some(Self::Warm),
            (Recovery::Hot, false) => Some(Self::Hot),
        }
    }
}

/// The product of assumptions that a size is multiplied by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Recipe {
    /// From size to need.
    pub need: Need,
    /// From need to what is asked for.
    pub chain: Chain,
    /// Where it stands.
    pub site: Site,
}

impl Recipe {
    /// The size as it is.
    pub const AS_IS: Self = Self::of(Need::AsIs);

    /// A need that is asked for directly, at the first site.
    pub const fn of(need: Need) -> Self {
        Self { need, chain: Chain::Direct, site: Site::First }
    }

    /// The same need, further along the chain.
    pub const fn then(self, chain: Chain) -> Self {
        Self { chain, ..self }
    }

    /// The same at another site.
    pub const fn at(self, site: Site) -> Self {
        Self { site, ..self }
    }

    /// From size to need: before a least need applies.
    pub fn inner(self, level: &Level) -> f64 {
        self.need.factor(level)
    }

    /// From need to what is asked for.
    pub fn outer(self, level: &Level, plan: &Plan) -> f64 {
        let share = self.site.driver().map_or(1.0, |driver| level.value(driver));
        self.chain.factor(level, plan) * share
    }

    /// The drivers it rests on.
    pub fn drivers(self) -> impl Iterator<Item = Driver> {
        let along = self.need.drivers().iter().chain(self.chain.drivers()).copied();
        along.chain(self.site.driver())
    }
}

/// How a figure grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Growth {
    /// Not at all: amounts asked for are meant for their horizon as they stand, and addresses are
    /// counted.
    None,
    /// As the use of computers does, from the base quarter on.
    Compute,
    /// As data does, from the base quarter on.
    Data,
    /// As the use of computers does, after the last quarter that an amount asked for is meant for.
    ComputeAfter(Quarter),
    /// As data does, after that quarter.
    DataAfter(Quarter),
}

impl Growth {
    /// That of a resource on a basis. `horizon` is the last quarter that an amount asked for is meant
    /// for as it stands: up to it nothing grows, since that growth is in the amount already.
    pub const fn of(resource: Resource, basis: Basis, horizon: Option<Quarter>) -> Self {
        match (basis, resource, horizon) {
            (_, Resource::PublicIp, _) | (Basis::Requested, _, None) => Self::None,
            (Basis::Requested, Resource::Storage | Resource::StorageRaw, Some(horizon)) => {
                Self::DataAfter(horizon)
            }
            (Basis::Requested, _, Some(horizon)) => Self::ComputeAfter(horizon),
            (_, Resource::Storage | Resource::StorageRaw, _) => Self::Data,
            _ => Self::Compute,
        }
    }

    /// The assumption of growth a year.
    pub const fn driver(self) -> Option<Driver> {
        match self {
            Self::None => None,
            Self::Compute | Self::ComputeAfter(_) => Some(Driver::Growth),
            Self::Data | Self::DataAfter(_) => Some(Driver::StorageGrowth),
        }
    }

    /// The quarter it counts from: never one before the base quarter, which is what amounts are of.
    pub fn since(self, plan: &Plan) -> Quarter {
        let base = plan.period.base_quarter;
        match self {
            Self::None | Self::Compute | Self::Data => base,
            Self::ComputeAfter(horizon) | Self::DataAfter(horizon) => base.max(horizon),
        }
    }

    /// The factor up to a quarter, at a level: (1 + growth a year)^years.
    pub fn factor(self, level: &Level, plan: &Plan, quarter: Quarter) -> f64 {
        let quarters = quarter.quarters_since(self.since(plan));
        self.driver().map_or(1.0, |driver| compound(level.value(driver), quarters))
    }
}

/// (1 + rate a year)^(quarters ÷ 4) by roots and products alone: powers differ between systems in
/// their last bit, and figures must not. 1 for no quarters.
pub fn compound(rate: f64, quarters: u32) -> f64 {
    let year = 1.0 + rate;
    let quarter = year.sqrt().sqrt();
    let years = (0..quarters / 4).fold(1.0, |product, _| product * year);
    (0..quarters % 4).fold(years, |product, _| product * quarter)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published and arithmetic factors of protection and backup.
    #[test]
    fn chains_give_their_published_factors() {
        let plan = Plan::from_text(
            "[storage]\nprotection_ssd = \"raid 3+1\"\nprotection_hdd = \"ec 4+2\"\n\
             protection_object = \"ec 8+3\"\nprotection_file = \"replica 3\"\n\
             snapshot_reserve = 0\nfill_share = 1",
            None,
        )
        .expect("is a plan");
        let level = Level::likely(&plan);
        let disks = |tier, usable: f64| usable * Chain::Raw(tier).factor(&level, &plan);
        // Azure VMware Solution sizes RAID-5 with one failure to tolerate at 1.333: 100 GB → 133.33.
        assert!((disks(Tier::Ssd, 100.0) - 133.333_333).abs() < 1e-5);
        // Ceph: (k + m) ÷ k. Red Hat's table of erasure codes; 4+2 stores 1.5 bytes a byte.
        assert!((disks(Tier::Hdd, 1.0) - 1.5).abs() < 1e-12);
        assert!((disks(Tier::Object, 8.0) - 11.0).abs() < 1e-12);
        // Ceph's default of three copies.
        assert!((disks(Tier::File, 2.0) - 6.0).abs() < 1e-12);
    }

    #[test]
    fn snapshots_and_fill_limit_stand_in_the_chain() {
        let plan = Plan::from_text(
            "[storage]\nprotection_ssd = \"none\"\nsnapshot_reserve = 0.2\nfill_share = 0.75",
            None,
        )
        .expect("is a plan");
        let factor = Chain::Raw(Tier::Ssd).factor(&Level::likely(&plan), &plan);
        assert!((factor - 1.6).abs() < 1e-12, "1.2 ÷ 0.75");
    }

    #[test]
    fn backup_counts_its_copies() {
        let plan = Plan::from_text(
            "[backup]\nfull_copies = 4\nincremental_copies = 30\nchange_per_day = 0.05\n\
             reduction = 2\nheadroom = 1.2",
            None,
        )
        .expect("is a plan");
        // (4 + 30 × 0.05) ÷ 2 × 1.2
        let factor = Chain::Backup.factor(&Level::likely(&plan), &plan);
        assert!((factor - 3.3).abs() < 1e-12);
    }

    #[test]
    fn growth_compounds_by_quarters() {
        let near = |found: f64, expected: f64| (found - expected).abs() < f64::EPSILON;
        assert!(near(compound(0.2, 0), 1.0));
        assert!(near(compound(0.21, 2), 1.1));
        assert!((compound(0.2, 11) - 1.2_f64.powf(2.75)).abs() < 1e-12);
    }
}
