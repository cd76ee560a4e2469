//! What the device library may be, and how near a text must come to a type of it.

use serde::Deserialize;

use super::Assumption;
use crate::library::{Limits, Score, Thresholds};

/// The device library.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LibraryPlan {
    /// Largest YAML file, in bytes.
    pub file_bytes_max: u64,
    /// Largest table of types, in bytes.
    pub table_bytes_max: u64,
    /// Most files.
    pub files_max: usize,
    /// Likeness from which on a text is taken for a type.
    pub accept_score: Assumption,
    /// Likeness from which on a type is told as doubtful.
    pub doubt_score: Assumption,
}

impl LibraryPlan {
    /// What a library may be at most.
    pub const fn limits(&self) -> Limits {
        Limits {
            file_bytes_max: self.file_bytes_max,
            table_bytes_max: self.table_bytes_max,
            files_max: self.files_max,
        }
    }

    /// When a match counts.
    pub fn thresholds(&self) -> Thresholds {
        Thresholds {
            accept: Score::from_share(self.accept_score.value),
            doubt: Score::from_share(self.doubt_score.value),
        }
    }
}
