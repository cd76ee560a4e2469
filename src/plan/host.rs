//! The sections of the plan file that hosts rest on.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{Assumption, Plan, SystemName};

/// The host that is bought first, and what all profiles have in common.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are explained in the plan file itself")]
pub struct HostPlan {
    pub name: String,
    pub cores: u32,
    pub ram_gib: u64,
    pub height_u: f64,
    pub weight_kg: f64,
    pub cords: u8,
    pub price: u64,
    pub gpu_count: Option<u32>,
    pub local_disk_tib: Option<f64>,
    pub iops: Option<f64>,
    pub network_gbps: Option<f64>,
    pub vcpu_per_core: Assumption,
    pub cpu_target_share: Assumption,
    pub ram_target_share: Assumption,
    pub reserved_cores: Assumption,
    pub reserved_ram_gib: Assumption,
    pub ram_overhead_gib_per_workload: Assumption,
    pub power_idle_w: Assumption,
    pub power_peak_w: Assumption,
    pub utilisation_planned: Assumption,
    pub spare_small: Assumption,
    pub spare_large: Assumption,
    pub spare_small_up_to: Assumption,
    pub reserve_share: Assumption,
}

/// A further profile of hosts.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are explained in the plan file itself")]
pub struct HostProfilePlan {
    pub name: String,
    pub cores: u32,
    pub ram_gib: u64,
    pub height_u: f64,
    pub weight_kg: f64,
    pub cords: u8,
    pub power_idle_w: f64,
    pub power_peak_w: f64,
    pub price: u64,
    pub source: String,
    pub gpu_count: Option<u32>,
    pub local_disk_tib: Option<f64>,
    pub iops: Option<f64>,
    pub network_gbps: Option<f64>,
    pub count_max: Option<u32>,
    #[serde(default)]
    pub zones: Vec<String>,
}

impl std::fmt::Display for HostProfilePlan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { name, cores, ram_gib, height_u, weight_kg, cords, price, .. } = self;
        let (idle, peak) = (self.power_idle_w, self.power_peak_w);
        write!(f, "{name} (price {price}, {cores} cores, {ram_gib} GiB, {height_u} U, ")?;
        write!(f, "{weight_kg} kg, {cords} cords, {idle} to {peak} W")?;
        let stated = [
            ("GPU", self.gpu_count.map(f64::from)),
            ("TiB inside", self.local_disk_tib),
            ("IOPS", self.iops),
            ("Gbps", self.network_gbps),
        ];
        for (unit, amount) in stated {
            if let Some(amount) = amount {
                write!(f, ", {amount} {unit}")?;
            }
        }
        if let Some(most) = self.count_max {
            write!(f, ", at most {most} in a zone")?;
        }
        if !self.zones.is_empty() {
            write!(f, ", for {}", self.zones.join(", "))?;
        }
        write!(f, "; {})", self.source)
    }
}

/// Where block storage of workloads lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockStorage {
    /// On arrays, which no host carries.
    Shared,
    /// On disks inside the hosts.
    Local,
}

impl BlockStorage {
    /// The word in the plan file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Shared => "shared",
            Self::Local => "local",
        }
    }
}

/// Which workloads are kept apart without being named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spread {
    /// None.
    None,
    /// Those whose names differ in a number at the end alone.
    Replicas,
}

impl Spread {
    /// The word in the plan file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Replicas => "replicas",
        }
    }
}

/// How workloads are put on hosts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlacementPlan {
    /// Steps spent on packing the workloads of each zone.
    pub effort_steps: u64,
    /// Where block storage of workloads lies.
    pub block_storage: BlockStorage,
    /// Which workloads are kept apart without being named.
    pub spread_replicas: Spread,
    /// Most replicas kept apart from each other.
    pub replicas_max: u32,
}

/// Workloads that run on different hosts, or on one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulePlan {
    /// The system whose workloads are meant.
    pub system: SystemName,
    /// How their id or name begins; without it all of them.
    #[serde(default)]
    pub prefix: Option<String>,
}

impl std::fmt::Display for RulePlan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.prefix {
            Some(prefix) => write!(f, "{} {prefix}", self.system),
            None => self.system.fmt(f),
        }
    }
}

impl Plan {
    /// What no plan may say of hosts.
    pub(super) fn check_hosts(&self) -> Result<(), String> {
        let mut names = BTreeSet::from([self.host.name.as_str()]);
        if self.host.price == 0 {
            return Err(
                "host.price is 0; without prices nothing chooses between profiles".to_owned()
            );
        }
        let limits = [self.host.local_disk_tib, self.host.iops, self.host.network_gbps];
        if limits.into_iter().flatten().any(|limit| !limit.is_finite() || limit < 0.0) {
            return Err("host: local_disk_tib, iops and network_gbps cannot be negative".to_owned());
        }
        let zones = self.zone.all();
        for profile in &self.host_profiles {
            let name = &profile.name;
            if name.is_empty() || !names.insert(name) {
                return Err(format!(
                    "host_profile: two profiles are called \"{name}\", or one has no name"
                ));
            }
            let whole = [u64::from(profile.cores), profile.ram_gib, profile.price];
            let figures = [
                profile.height_u,
                profile.weight_kg,
                profile.power_idle_w,
                profile.power_peak_w,
                profile.local_disk_tib.unwrap_or_default(),
                profile.iops.unwrap_or_default(),
                profile.network_gbps.unwrap_or_default(),
            ];
            if whole.contains(&0) || figures.iter().any(|f| !f.is_finite() || *f < 0.0) {
                return Err(format!(
                    "host_profile \"{name}\": cores, ram_gib and price must be above 0, and no figure negative"
                ));
            }
            if profile.power_idle_w > profile.power_peak_w {
                return Err(format!("host_profile \"{name}\": power_idle_w is above power_peak_w"));
            }
            if let Some(unknown) = profile.zones.iter().find(|zone| !self.zone.is_zone(zone)) {
                let zones = BTreeSet::from_iter(&zones);
                let zones = zones.into_iter().cloned().collect::<Vec<_>>().join(", ");
                return Err(format!(
                    "host_profile \"{name}\" is for the zone {unknown}, which the plan has not; \
                     its zones are {zones}, each with {SECOND_SITE} for its second site"
                ));
            }
        }
        let mut cages = BTreeSet::new();
        if let Some(wrong) =
            self.zone.cages.iter().find(|id| id.trim().is_empty() || !cages.insert(*id))
        {
            return Err(format!("zone.cages: the agency \"{wrong}\" is empty or stands twice"));
        }
        if self.placement.replicas_max < 2 {
            return Err("placement.replicas_max must be 2 or more".to_owned());
        }
        Ok(())
    }
}

/// Behind the name of a zone at the first site, that of its zone at the second.
pub(crate) const SECOND_SITE: &str = "-second-site";
