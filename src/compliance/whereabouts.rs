//! Where the systems of the directive run, which way they go, and which of those it names are missing.

use super::Status;
use super::expected::{self, Expected};
use super::facility::{self, FacilityCase};
use super::route::{self, Route};
use crate::inventory::{Inventory, StoreError};
use crate::plan::Plan;
use crate::reference::{Agencies, LegalRule};
use crate::time::NaiveDate;

/// Facilities, routes and expected systems. All are of the current rows, as the store stands; days are
/// looked at from the status' day.
#[derive(Debug, Clone, PartialEq)]
pub struct Whereabouts {
    /// The day looked from.
    pub as_of: NaiveDate,
    /// By agency and code.
    pub facilities: Vec<FacilityCase>,
    /// By agency and code.
    pub routes: Vec<Route>,
    /// In the order of their table.
    pub expected: Vec<Expected>,
}

impl Whereabouts {
    /// Works them out. Without an inventory there is no facility and no system, and all that is
    /// expected is missing.
    pub fn of(
        inventory: Option<&Inventory>,
        agencies: &Agencies,
        status: &Status,
        plan: &Plan,
    ) -> Result<Self, StoreError> {
        let facilities = match inventory {
            Some(inventory) => facility::all(inventory, status, plan)?,
            None => Vec::new(),
        };
        let routes = match inventory {
            Some(inventory) => route::all(inventory, agencies, status, &facilities, plan)?,
            None => Vec::new(),
        };
        Ok(Self { as_of: status.as_of, facilities, routes, expected: expected::all(inventory)? })
    }

    /// Rules on security levels that hold on the day.
    pub fn level_rules(&self) -> impl Iterator<Item = &'static LegalRule> {
        route::rules_on(self.as_of)
    }
}
