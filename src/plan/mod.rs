//! The plan file: every assumption with its unit, range and source.
//!
//! The built-in plan (`datasets/reference/plan.default.toml`) is complete; a planner's file holds
//! what differs. Nothing has a default in code: what is assumed can be read in one file and is
//! printed in every report. Knows nothing of stages.

mod device;
mod drivers;
mod duplicates;
mod entries;
mod host;
mod library;
mod listing;
mod measure;
mod quality;
mod rack;
mod reconcile;
mod scenario;
mod sizing;
mod standing;

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::time::{NaiveDate, Quarter, read_day};

pub use device::{DevicePlan, MovedDevices};
pub(crate) use drivers::drivers;
pub use duplicates::{DuplicatesPlan, GapsPlan};
pub use entries::{Difference, Entries};
pub(crate) use host::SECOND_SITE;
pub use host::{BlockStorage, HostPlan, HostProfilePlan, PlacementPlan, RulePlan, Spread};
pub use library::LibraryPlan;
pub use listing::ListedAssumption;
pub use measure::MeasurePlan;
pub use quality::{ColumnNames, QualityPlan};
pub use rack::{FeedPlan, RackPlan};
pub use reconcile::ReconcilePlan;
pub use scenario::{Delay, Delayed, ScenarioPlan, Shift, SystemName};
pub use sizing::{
    BackupPlan, Basis, CutoverPlan, DemandPlan, Flavour, Protection, Recovery, SecondSitePlan,
    SimulationPlan, StoragePlan, TransferPlan,
};
pub use standing::{BillPlan, NetboxPlan, StandingPlan, ZoneColumn};

/// The built-in plan file.
pub const DEFAULT_PLAN: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/datasets/reference/plan.default.toml"));

/// The zone of a rack that stands in the hall, serves no zone, and was needed by none. No zone of a plan
/// may have this name.
pub const NO_ZONE: &str = "unassigned";

/// A figure that is assumed, with its range and source.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assumption {
    /// The value used.
    pub value: f64,
    /// Lower end, where the value is uncertain.
    pub low: Option<f64>,
    /// Upper end, where the value is uncertain.
    pub high: Option<f64>,
    /// Unit of value, low and high.
    pub unit: String,
    /// Where it comes from.
    pub source: String,
}

impl Assumption {
    /// The lower end; the value itself where no range is given.
    pub fn low(&self) -> f64 {
        self.low.unwrap_or(self.value)
    }
    /// The upper end; the value itself where no range is given.
    pub fn high(&self) -> f64 {
        self.high.unwrap_or(self.value)
    }
}

/// Days and quarters of the plan.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// Day the figures are shown for.
    #[serde(deserialize_with = "day")]
    pub as_of: NaiveDate,
    /// Quarter the submissions describe.
    #[serde(deserialize_with = "quarter")]
    pub base_quarter: Quarter,
    /// Last quarter of the plan.
    #[serde(deserialize_with = "quarter")]
    pub target_quarter: Quarter,
    /// Quarter assumed for a system that states none.
    #[serde(deserialize_with = "quarter")]
    pub assumed_quarter: Quarter,
    /// First quarter in which the centre can take systems.
    #[serde(deserialize_with = "quarter")]
    pub capacity_quarter: Quarter,
}

/// Which workloads may share hosts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZonePlan {
    /// Zone by security level 1 to 5.
    pub by_level: [String; 5],
    /// Zone of systems with state secrets.
    pub state_secret: String,
    /// Zone where the level is not stated.
    pub unknown: String,
    /// Agencies with zones of their own.
    pub cages: Vec<String>,
}

impl ZonePlan {
    /// The zone of an agency's systems: of its own, where the plan says so.
    pub fn of_agency(&self, zone: &str, agency_id: &str) -> String {
        if self.cages.iter().any(|caged| caged == agency_id) {
            format!("{zone}-{}", cage_suffix(agency_id))
        } else {
            zone.to_owned()
        }
    }

    /// Whether it is the name of a zone, at the first site or the second, an agency's own included.
    pub fn is_zone(&self, name: &str) -> bool {
        let first_site = name.strip_suffix(SECOND_SITE).unwrap_or(name);
        self.all().iter().any(|zone| zone == first_site)
    }

    /// Every zone there can be at the first site.
    fn all(&self) -> Vec<String> {
        let shared = self.by_level.iter().chain([&self.state_secret, &self.unknown]);
        let caged = |zone: &String| {
            let cages = self.cages.iter();
            cages.map(|agency| self.of_agency(zone, agency)).collect::<Vec<_>>()
        };
        shared.flat_map(|zone| [vec![zone.clone()], caged(zone)].concat()).collect()
    }
}

/// An agency's id in the name of a zone: letters and digits, all others as a hyphen, since a zone is a
/// part of addresses.
fn cage_suffix(agency_id: &str) -> String {
    let letter = |c: char| if c.is_alphanumeric() { c } else { '-' };
    agency_id.to_lowercase().chars().map(letter).collect()
}

/// The hall around the racks.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are explained in the plan file itself")]
pub struct HallPlan {
    pub racks_per_row: u32,
    pub pue: Assumption,
    pub overhead_fixed_share: Assumption,
    pub overhead_square_share: Assumption,
    #[serde(default)]
    pub design_it_kw: Option<Assumption>,
    pub diversity: Assumption,
    pub cooling_factor: Assumption,
    pub cooling_unit_kw: Assumption,
    pub power_factor: Assumption,
    pub ups_module_kw: Assumption,
    pub ups_efficiency: Assumption,
    pub battery_minutes: Assumption,
    pub battery_usable_share: Assumption,
    pub generator_power_factor: Assumption,
    pub grid_kg_co2_per_kwh: Assumption,
    pub area_m2_per_rack: Assumption,
    #[serde(default)]
    pub floor_limit_kg_m2: Option<Assumption>,
}

/// What a submission may be at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Largest file, in bytes.
    pub file_bytes_max: u64,
    /// Most columns of a sheet.
    pub columns_max: usize,
    /// Most bytes that the parts of a compressed file make together.
    pub inflated_bytes_max: u64,
    /// Most times its compressed size that a large part may be.
    pub inflation_max: u64,
    /// Most cells of a file, the empty ones left of a filled one included.
    pub cells_max: usize,
    /// Most bytes of text of these cells.
    pub text_bytes_max: usize,
}

/// A whole plan.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each section is a documented type")]
pub struct Plan {
    pub period: Period,
    pub scenario: ScenarioPlan,
    pub demand: DemandPlan,
    pub measure: MeasurePlan,
    #[serde(default, rename = "flavour")]
    pub flavours: Vec<Flavour>,
    pub simulation: SimulationPlan,
    pub storage: StoragePlan,
    pub backup: BackupPlan,
    pub second_site: SecondSitePlan,
    pub cutover: CutoverPlan,
    pub transfer: TransferPlan,
    pub zone: ZonePlan,
    pub host: HostPlan,
    #[serde(default, rename = "host_profile")]
    pub host_profiles: Vec<HostProfilePlan>,
    #[serde(default)]
    pub apart: Vec<RulePlan>,
    #[serde(default)]
    pub together: Vec<RulePlan>,
    pub rack: RackPlan,
    pub device: DevicePlan,
    pub hall: HallPlan,
    pub placement: PlacementPlan,
    pub standing: StandingPlan,
    pub netbox: NetboxPlan,
    pub bill: BillPlan,
    pub reconcile: ReconcilePlan,
    pub duplicates: DuplicatesPlan,
    pub gaps: GapsPlan,
    pub quality: QualityPlan,
    pub library: LibraryPlan,
    pub limits: Limits,
    /// Where the plan was read from.
    #[serde(skip)]
    pub origin: Option<PathBuf>,
}

/// Why a plan file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// The file cannot be read.
    #[error("cannot read the plan file {path}: {source}; check the path")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is no TOML, or holds an unknown or ill-typed entry.
    #[error("the plan file {origin} cannot be used: {message}")]
    Parse {
        /// The file, or "built in".
        origin: String,
        /// Which entry, and why.
        message: String,
    },
}

impl Plan {
    /// The built-in plan.
    pub fn built_in() -> Self {
        Self::from_text("", None).expect("the embedded plan is tested to be complete")
    }

    /// Reads a planner's file over the built-in plan.
    pub fn read(path: &Path) -> Result<Self, PlanError> {
        Entries::read(path)?.plan()
    }

    /// A plan from the text of a file over the built-in plan. An assumption whose value is changed
    /// loses the source of the built-in one: it is the planner's now.
    pub fn from_text(text: &str, path: Option<&Path>) -> Result<Self, PlanError> {
        Entries::from_text(text, path)?.plan()
    }

    /// What no plan may say.
    fn check(&self) -> Result<(), String> {
        for line in self.assumptions() {
            let (low, high) = (line.low.unwrap_or(line.value), line.high.unwrap_or(line.value));
            if !(line.value.is_finite() && low <= line.value && line.value <= high) {
                return Err(format!("{}: low <= value <= high does not hold", line.name));
            }
            if low < 0.0 {
                return Err(format!("{} is negative", line.name));
            }
        }
        for divisor in [
            "demand.converted_cpu_target",
            "storage.fill_share",
            "backup.reduction",
            "transfer.link_mbps",
            "transfer.efficiency",
            "hall.cooling_unit_kw",
            "hall.power_factor",
            "hall.ups_module_kw",
            "hall.ups_efficiency",
            "hall.battery_usable_share",
            "hall.generator_power_factor",
        ] {
            let line = self.assumption(divisor);
            if line.is_none_or(|line| line.low.unwrap_or(line.value) <= 0.0) {
                return Err(format!("{divisor} divides and must be above 0"));
            }
        }
        if !(100..=1_000_000).contains(&self.simulation.draws) {
            return Err("simulation.draws must be 100 to 1000000".to_owned());
        }
        let trust = &self.demand.order_of_trust;
        if let Some(missing) = Basis::ALL.iter().find(|basis| !trust.contains(basis)) {
            return Err(format!("demand.order_of_trust leaves out {}", missing.word()));
        }
        if trust.len() > Basis::ALL.len() {
            return Err("demand.order_of_trust names a basis twice".to_owned());
        }
        if let Some(empty) = self.flavours.iter().find(|f| f.vcpu == 0 || f.ram_gib == 0) {
            return Err(format!("the flavour {} has no vCPU or no memory", empty.name));
        }
        if self.period.target_quarter < self.period.base_quarter {
            return Err("period.target_quarter lies before period.base_quarter".to_owned());
        }
        if self.hall.racks_per_row == 0 {
            return Err("hall.racks_per_row must be 1 or more".to_owned());
        }
        let zones = self.zone.by_level.iter().chain([&self.zone.state_secret, &self.zone.unknown]);
        if zones.into_iter().any(|zone| zone == NO_ZONE) {
            return Err(format!("no zone may be called {NO_ZONE}: racks without a zone are"));
        }
        self.rack.check()?;
        if self.library.doubt_score.value > self.library.accept_score.value {
            return Err("library.doubt_score lies above library.accept_score".to_owned());
        }
        self.duplicates.check()?;
        self.scenario.check()?;
        self.measure.check()?;
        self.quality.check()?;
        self.check_hosts()?;
        self.standing.check(&self.zone)?;
        self.netbox.check()?;
        for (name, share) in [
            ("host.cpu_target_share", self.host.cpu_target_share.value),
            ("host.ram_target_share", self.host.ram_target_share.value),
            ("host.reserve_share", self.host.reserve_share.value),
            ("rack.fill_share", self.rack.fill_share.value),
            ("hall.diversity", self.hall.diversity.value),
            ("hall.power_factor", self.hall.power_factor.value),
            ("hall.ups_efficiency", self.hall.ups_efficiency.value),
            ("hall.battery_usable_share", self.hall.battery_usable_share.value),
            ("hall.generator_power_factor", self.hall.generator_power_factor.value),
            (
                "hall.overhead_fixed_share + hall.overhead_square_share",
                self.hall.overhead_fixed_share.high() + self.hall.overhead_square_share.high(),
            ),
            ("device.utilisation", self.device.utilisation.value),
            ("device.idle_share", self.device.idle_share.value),
            ("device.average_share", self.device.average_share.value),
            ("library.accept_score", self.library.accept_score.value),
            ("library.doubt_score", self.library.doubt_score.value),
            ("demand.converted_disk_share", self.demand.converted_disk_share.value),
            ("storage.fill_share", self.storage.fill_share.value),
            ("transfer.efficiency", self.transfer.efficiency.value),
            ("reconcile.difference_max", self.reconcile.difference_max.value),
            ("duplicates.likely_min", self.duplicates.likely_min.value),
            ("duplicates.possible_min", self.duplicates.possible_min.value),
            ("duplicates.size_near_share", self.duplicates.size_near_share.value),
            ("gaps.hosts_full_share", self.gaps.hosts_full_share.value),
            ("quality.plausible_share_min", self.quality.plausible_share_min.value),
        ] {
            if share > 1.0 {
                return Err(format!("{name} is a share and cannot be above 1"));
            }
        }
        Ok(())
    }
}

fn day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    let text = String::deserialize(deserializer)?;
    read_day(&text).ok_or_else(|| {
        serde::de::Error::custom(format!("\"{text}\" is no day; write it as 2024-12-31"))
    })
}

fn quarter<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Quarter, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests;
