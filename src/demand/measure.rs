//! What each workload was measured to use, how sure that is, and whether it had to wait for more.
//!
//! In: table `utilisation` and the single figures of table `workload`. Out: one figure per workload
//! and quantity, a percentile over a window of days, with its source. Knows nothing of sizing.
//!
//! The percentile is Azure Migrate's published rule: the points of the window in ascending order, of
//! which the nearest rank is taken (the smallest point that as many points reach as the percentile
//! says; 100 is the maximum). Nothing is interpolated, so that the figure is one that was measured.
//! There a point is the maximum of ten minutes; here it is the maximum of a day, since a sample says
//! its day only, and its samples of one day have neither order nor distance. So the 95th percentile
//! of 30 days is the second largest day, which is on the safe side of one over shorter points.
//!
//! How sure a figure is follows from its coverage, the share of the days of the window that have a
//! sample of the quantity. The window ends with the last sample of the agency, not of the machine, so
//! that a machine that stopped reporting has a low coverage; it is never shortened to the history
//! there is, so that a short history has one too.

mod samples;
mod trace;

use std::collections::{BTreeMap, BTreeSet};

use super::DemandError;
use crate::inventory::Inventory;
use crate::plan::MeasurePlan;

pub use trace::{Quantity, SampleTrace, Traced, traces};

/// Over which days which percentile is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// One of [`MeasurePlan::PERCENTILES`].
    pub percentile: u32,
    /// Days up to the last sample of the agency.
    pub days: u32,
}

impl From<&MeasurePlan> for Window {
    fn from(plan: &MeasurePlan) -> Self {
        Self { percentile: plan.percentile, days: plan.window_days }
    }
}

/// Confidence from 1 to 5 stars, by coverage, as Azure Migrate publishes it: up to 20 % of the points
/// one star, above 20 to 40 % two, 60 % three, 80 % four, above that five.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stars(u8);

impl Stars {
    /// The stars of so many days with a sample in a window of so many days.
    pub const fn of(days_covered: u32, days_window: u32) -> Self {
        let (covered, window) = (days_covered as u64 * 100, days_window as u64);
        Self(match covered {
            _ if covered <= 20 * window => 1,
            _ if covered <= 40 * window => 2,
            _ if covered <= 60 * window => 3,
            _ if covered <= 80 * window => 4,
            _ => 5,
        })
    }

    /// How many: 1 to 5.
    pub const fn count(self) -> u8 {
        self.0
    }
}

/// Where a figure of use comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UseSource {
    /// The single figure of the workload's row, a 95th percentile by its column.
    Stated,
    /// Samples.
    Samples {
        /// Days of the window with a sample of the quantity.
        days_covered: u32,
        /// Days of the window.
        days_window: u32,
    },
}

/// A figure of use.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Use {
    /// In the unit of its quantity.
    pub value: f64,
    /// Where it comes from.
    pub source: UseSource,
}

impl Use {
    /// A single figure.
    const fn stated(value: f64) -> Self {
        Self { value, source: UseSource::Stated }
    }

    /// How sure it is; `None` for a single figure, of which nobody knows what it rests on.
    pub const fn stars(&self) -> Option<Stars> {
        match self.source {
            UseSource::Stated => None,
            UseSource::Samples { days_covered, days_window } => {
                Some(Stars::of(days_covered, days_window))
            }
        }
    }
}

/// What the samples of a workload come to; `None` where the window has no sample of a quantity.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct SampledUse {
    /// Use of the vCPUs, in percent.
    pub cpu_pct: Option<Use>,
    /// Use of the memory, in percent.
    pub ram_pct: Option<Use>,
    /// Disk operations a second.
    pub iops: Option<Use>,
    /// Megabytes (10^6 bytes) read and written a second.
    pub disk_mb_s: Option<Use>,
    /// Megabits sent and received a second.
    pub network_mbps: Option<Use>,
    /// Share of time a vCPU waited for a core, in percent.
    pub cpu_ready_pct: Option<Use>,
    /// Most memory the hypervisor swapped on any day of the window, in bytes.
    pub ram_swapped_bytes: Option<u64>,
    /// Most memory the hypervisor ballooned on any day of the window, in bytes.
    pub ram_ballooned_bytes: Option<u64>,
}

/// The single figures of a workload's row; `None` where it does not state one.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[expect(missing_docs, reason = "each field is the column of that quantity, in its unit")]
pub struct Stated {
    pub cpu_pct: Option<f64>,
    pub ram_pct: Option<f64>,
    pub iops: Option<f64>,
    pub disk_mb_s: Option<f64>,
    pub network_mbps: Option<f64>,
    pub cpu_ready_pct: Option<f64>,
    pub ram_swapped_bytes: Option<u64>,
    pub ram_ballooned_bytes: Option<u64>,
}

/// What a workload was measured to use; `None` for what was not measured, which is not zero.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Measured {
    /// Use of the vCPUs, in percent.
    pub cpu_pct: Option<Use>,
    /// Use of the memory, in percent.
    pub ram_pct: Option<Use>,
    /// Disk operations a second.
    pub iops: Option<Use>,
    /// Megabytes (10^6 bytes) read and written a second.
    pub disk_mb_s: Option<Use>,
    /// Megabits sent and received a second.
    pub network_mbps: Option<Use>,
    /// The fewest stars of the figures above that rest on samples; `None` when none does.
    pub stars: Option<Stars>,
    /// Whether its vCPUs waited for cores longer than the plan allows: what it used is less than what
    /// it needed.
    pub cpu_contended: bool,
    /// Whether the hypervisor took memory from it: what it used is less than what it needed.
    pub ram_contended: bool,
}

/// What the samples of all workloads come to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Measures {
    /// By agency and by code of the workload.
    by_agency: BTreeMap<String, BTreeMap<String, SampledUse>>,
    /// Workloads whose samples name them by name.
    named_count: usize,
    /// From the plan.
    cpu_ready_max_pct: f64,
    /// From the plan.
    stars_min: f64,
}

impl Measures {
    /// Reads table `utilisation`, a share of the workloads after the other: what is held at a time are
    /// the largest samples of each day of one share, what stays is one line per workload.
    ///
    /// A sample names its workload by code, or, as tools do that know no codes, by the name that one
    /// workload of the agency alone has and no workload has as its code.
    pub fn read(inventory: &Inventory, plan: &MeasurePlan) -> Result<Self, DemandError> {
        let mut measures = Self {
            cpu_ready_max_pct: plan.cpu_ready_max_pct.value,
            stars_min: plan.stars_min.value,
            ..Self::default()
        };
        for (agency_id, sampled) in samples::of_agencies(inventory, Window::from(plan))? {
            measures.named_count += sampled.named_count;
            measures.by_agency.insert(agency_id, sampled.by_workload);
        }
        Ok(measures)
    }

    /// What the samples of a workload come to, by the code of its row (that of equal machines is one,
    /// without their numbers); `None` without any sample. One whose samples are all older than the
    /// window has no figures.
    pub fn of(&self, agency_id: &str, workload_id: &str) -> Option<&SampledUse> {
        self.by_agency.get(agency_id)?.get(workload_id)
    }

    /// Workloads with samples.
    pub fn count(&self) -> usize {
        self.by_agency.values().map(BTreeMap::len).sum()
    }

    /// Workloads whose samples were found by their name, since they name no code.
    pub const fn named_count(&self) -> usize {
        self.named_count
    }

    /// Workloads with samples that are not among the known ones, by agency and code: used by nothing.
    pub fn unmatched(&self, known: &BTreeSet<(String, String)>) -> usize {
        let is_unknown =
            |agency: &str, id: &str| !known.contains(&(agency.to_owned(), id.to_owned()));
        self.by_agency
            .iter()
            .flat_map(|(agency, workloads)| workloads.keys().map(move |id| (agency, id)))
            .filter(|(agency, id)| is_unknown(agency, id))
            .count()
    }

    /// What a workload was measured to use: by its samples, unless they have fewer stars than the
    /// plan asks for and its row states a single figure. Each quantity is decided for itself.
    pub fn measured(&self, agency_id: &str, workload_id: &str, stated: &Stated) -> Measured {
        let sampled = self.of(agency_id, workload_id).copied().unwrap_or_default();
        let of = |sampled, stated| self.preferred(sampled, stated);
        let mut measured = Measured {
            cpu_pct: of(sampled.cpu_pct, stated.cpu_pct),
            ram_pct: of(sampled.ram_pct, stated.ram_pct),
            iops: of(sampled.iops, stated.iops),
            disk_mb_s: of(sampled.disk_mb_s, stated.disk_mb_s),
            network_mbps: of(sampled.network_mbps, stated.network_mbps),
            stars: None,
            cpu_contended: self.waits_for_cores(&sampled, stated),
            ram_contended: is_memory_taken(&sampled, stated),
        };
        let figures = [
            measured.cpu_pct,
            measured.ram_pct,
            measured.iops,
            measured.disk_mb_s,
            measured.network_mbps,
        ];
        measured.stars = figures.iter().flatten().filter_map(Use::stars).min();
        measured
    }

    /// Samples, unless there are too few of them and a single figure stands in.
    fn preferred(&self, sampled: Option<Use>, stated: Option<f64>) -> Option<Use> {
        let is_enough =
            |of: &Use| of.stars().is_some_and(|stars| f64::from(stars.count()) >= self.stars_min);
        let stated = stated.map(Use::stated);
        sampled.filter(is_enough).or(stated).or(sampled)
    }

    /// Above the allowed share of CPU ready the use of the vCPUs is held down by others; what the row
    /// states and what the samples say both count, since either is enough not to shrink it.
    fn waits_for_cores(&self, sampled: &SampledUse, stated: &Stated) -> bool {
        let sampled = sampled.cpu_ready_pct.map(|ready| ready.value);
        [sampled, stated.cpu_ready_pct]
            .iter()
            .flatten()
            .any(|ready| *ready > self.cpu_ready_max_pct)
    }
}

/// A hypervisor takes memory only where the host has too little: any at all on any day counts.
fn is_memory_taken(sampled: &SampledUse, stated: &Stated) -> bool {
    let sampled = [sampled.ram_swapped_bytes, sampled.ram_ballooned_bytes];
    let stated = [stated.ram_swapped_bytes, stated.ram_ballooned_bytes];
    sampled.iter().chain(&stated).flatten().any(|bytes| *bytes > 0)
}

#[cfg(test)]
mod tests;
