//! How the measured use of workloads is read.

use serde::Deserialize;

use super::Assumption;

/// What a workload is taken to have used, and when that can be relied upon.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasurePlan {
    /// Percentile of the samples, one of [`MeasurePlan::PERCENTILES`]. A single figure that an agency
    /// states is a 95th percentile whatever stands here.
    pub percentile: u32,
    /// Days up to the last sample of an agency that count.
    pub window_days: u32,
    /// Share of time a vCPU may wait for a core before the machine counts as contended.
    pub cpu_ready_max_pct: Assumption,
    /// Fewest stars with which samples go before a single figure, 1 to 5.
    pub stars_min: Assumption,
}

impl MeasurePlan {
    /// The percentiles that can be chosen; 100 is the maximum.
    pub const PERCENTILES: [u32; 5] = [50, 90, 95, 99, 100];

    /// What no plan may say of it.
    pub(super) fn check(&self) -> Result<(), String> {
        if !Self::PERCENTILES.contains(&self.percentile) {
            return Err(format!(
                "measure.percentile is {}; it can be 50, 90, 95, 99 or 100",
                self.percentile
            ));
        }
        if self.window_days == 0 {
            return Err("measure.window_days is 0; it has to be 1 at least".to_owned());
        }
        if self.cpu_ready_max_pct.value > 100.0 {
            return Err(
                "measure.cpu_ready_max_pct is a percentage and cannot be above 100".to_owned()
            );
        }
        let stars = self.stars_min.value;
        if stars.fract() != 0.0 || !(1.0..=5.0).contains(&stars) {
            return Err(format!("measure.stars_min is {stars}; it can be 1, 2, 3, 4 or 5"));
        }
        Ok(())
    }
}
