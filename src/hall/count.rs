//! What became of the rows of a list.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::List;
use crate::diagnostic::Code;

/// Rows of one list: read = taken + skipped + rejected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListCount {
    /// Word of the list, as `racks`.
    pub list: String,
    /// Rows below the headings that are not blank.
    pub rows_read: usize,
    /// Rows that stand in the hall.
    pub rows_taken: usize,
    /// Rows that are none of the hall's, by the word of the reason ([`Skip`]).
    pub skipped: BTreeMap<String, usize>,
    /// Rows that cannot be used, by the code of their finding.
    pub rejected: BTreeMap<String, usize>,
}

/// Why a row is none of the hall's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Skip {
    /// It is of a site that was not asked for.
    OtherSite,
    /// The rack is planned: it does not stand yet.
    PlannedRack,
    /// The device is in no rack.
    NoRack,
    /// The device lies in store.
    InStore,
    /// Its rack was left out.
    RackLeftOut,
}

impl Skip {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::OtherSite, Self::PlannedRack, Self::NoRack, Self::InStore, Self::RackLeftOut];

    /// The word in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::OtherSite => "other_site",
            Self::PlannedRack => "planned_rack",
            Self::NoRack => "no_rack",
            Self::InStore => "in_store",
            Self::RackLeftOut => "rack_left_out",
        }
    }
}

impl ListCount {
    pub(super) fn new(list: List) -> Self {
        Self {
            list: list.word().to_owned(),
            rows_read: 0,
            rows_taken: 0,
            skipped: BTreeMap::new(),
            rejected: BTreeMap::new(),
        }
    }

    pub(super) fn skip(&mut self, why: Skip) {
        *self.skipped.entry(why.word().to_owned()).or_default() += 1;
    }

    pub(super) fn reject(&mut self, code: Code) {
        *self.rejected.entry(code.id().to_owned()).or_default() += 1;
    }

    /// Rows that are none of the hall's.
    pub fn rows_skipped(&self) -> usize {
        self.skipped.values().sum()
    }

    /// Rows that cannot be used.
    pub fn rows_rejected(&self) -> usize {
        self.rejected.values().sum()
    }

    /// Whether nothing was lost.
    pub fn is_conserved(&self) -> bool {
        self.rows_read == self.rows_taken + self.rows_skipped() + self.rows_rejected()
    }
}
