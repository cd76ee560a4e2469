//! Where the systems of the directive run, which way they go, and which of those it names are missing.

use super::Status;
use super::expected::{self, Expected};
use super::facility::{self, FacilityCase};
use super::route::{self, Route};
use crate::inventory::{Inventory, StoreError};
use crate::plan::Plan;
use crate::reference::{Agencies, LegalRule, RollUp};
use crate::time::NaiveDate;

/// Facilities, routes and expected systems, of the rows that had arrived by the status' day, from which
/// days are looked at too.
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
    /// expected is missing. Rolled up, what a successor sent of an owner's systems is not sent by others.
    pub fn of(
        inventory: Option<&Inventory>,
        agencies: &Agencies,
        status: &Status,
        plan: &Plan,
        roll_up: Option<RollUp<'_>>,
    ) -> Result<Self, StoreError> {
        let arrived = inventory.map(|inventory| inventory.on(status.as_of)).transpose()?;
        let inventory = arrived.as_ref();
        let facilities = match inventory {
            Some(inventory) => facility::all(inventory, status, plan)?,
            None => Vec::new(),
        };
        let routes = match inventory {
            Some(inventory) => route::all(inventory, agencies, status, &facilities, plan)?,
            None => Vec::new(),
        };
        let expected = expected::all(inventory, roll_up)?;
        Ok(Self { as_of: status.as_of, facilities, routes, expected })
    }

    /// Rules on security levels that hold on the day.
    pub fn level_rules(&self) -> impl Iterator<Item = &'static LegalRule> {
        route::rules_on(self.as_of)
    }
}
