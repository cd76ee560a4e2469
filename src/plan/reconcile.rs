//! Limits of the checks across tables.

use serde::Deserialize;

use super::Assumption;

/// From when on figures that should match are told as a disagreement.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReconcilePlan {
    /// Most vCPUs of running workloads on a core.
    pub vcpu_per_core_max: Assumption,
    /// Most that two figures of one thing may differ, as a share of the larger.
    pub difference_max: Assumption,
    /// Largest modified z-score of an agency among the others, either way.
    pub outlier_z_max: Assumption,
    /// Fewest agencies with a ratio among which one can be an outlier.
    pub peers_min: Assumption,
    /// Height of the racks that agencies have.
    pub rack_height_u: Assumption,
}
