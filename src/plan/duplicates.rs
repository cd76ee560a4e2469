//! What makes two rows one thing, and what an agency lacks.

use serde::Deserialize;

use super::Assumption;

/// How much evidence makes two rows of two submissions one machine or one database.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DuplicatesPlan {
    /// Most rows of one key that are compared with each other by that key.
    pub block_rows_max: usize,
    /// Most rows that are compared on the way to a total; of a longer inventory the total tells that
    /// they were not.
    pub rows_told_max: usize,
    /// Score from which on a pair is likely.
    pub likely_min: Assumption,
    /// Score from which on a pair is told.
    pub possible_min: Assumption,
    /// Most bits that one serial, UUID, name or address is worth.
    pub identity_bits_max: Assumption,
    /// Most bits that a name is worth which says nothing.
    pub common_name_bits_max: Assumption,
    /// Most bits that model, sizes, dates and place are worth together.
    pub batch_bits_max: Assumption,
    /// Most bits that measured use and data held are worth together.
    pub use_bits_max: Assumption,
    /// Share of true pairs whose serial or name is mistyped by one sign.
    pub mistyped_share: Assumption,
    /// Share of true pairs whose serials differ altogether.
    pub serial_differs_share: Assumption,
    /// Share of true pairs whose names differ.
    pub name_differs_share: Assumption,
    /// Share of true pairs that differ in one size.
    pub size_differs_share: Assumption,
    /// Most that two figures of one thing differ by rounding, as a share of the larger.
    pub size_near_share: Assumption,
}

impl DuplicatesPlan {
    /// What no plan may say.
    pub(super) fn check(&self) -> Result<(), String> {
        if self.block_rows_max < 2 {
            return Err("duplicates.block_rows_max must be 2 or more".to_owned());
        }
        if self.possible_min.value > self.likely_min.value {
            return Err("duplicates.possible_min lies above duplicates.likely_min".to_owned());
        }
        for (name, share) in [
            ("duplicates.mistyped_share", &self.mistyped_share),
            ("duplicates.serial_differs_share", &self.serial_differs_share),
            ("duplicates.name_differs_share", &self.name_differs_share),
            ("duplicates.size_differs_share", &self.size_differs_share),
        ] {
            if !(share.value > 0.0 && share.value < 1.0) {
                return Err(format!("{name} is a share between 0 and 1, both excluded"));
            }
        }
        Ok(())
    }
}

/// From when on an agency lacks the infrastructure it needs.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GapsPlan {
    /// Use of the processors from which on a host is full.
    pub cpu_full_pct: Assumption,
    /// Use of the memory from which on a host is full.
    pub ram_full_pct: Assumption,
    /// Use of the usable capacity from which on storage is full.
    pub storage_full_pct: Assumption,
    /// Share of the measured hosts that are full from which on it is told.
    pub hosts_full_share: Assumption,
}
