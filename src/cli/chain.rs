//! The chain from the store to placement, held together for the commands that need all of it.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::bail;

use super::common::Common;
use crate::demand::{self, Demand, Draws};
use crate::diagnostic::Finding;
use crate::inventory::{Inventory, Store, Totals, totals_by_agency};
use crate::placement::{Fleet, Placement, check, place};
use crate::plan::Plan;
use crate::reference::Agencies;
use crate::report::Planning;
use crate::schema::Table;

/// Results of every stage.
pub struct Chain {
    pub plan: Plan,
    pub inventory: Inventory,
    pub totals: BTreeMap<String, Totals>,
    pub received: BTreeMap<String, BTreeSet<Table>>,
    pub findings: Vec<(String, Finding)>,
    pub demand: Demand,
    pub draws: Draws,
    pub fleet: Fleet,
    pub placement: Placement,
}

impl Chain {
    /// Runs every stage on a store. The independent checker judges the placement every time.
    pub fn run(store: &Store, plan: Plan) -> anyhow::Result<Self> {
        let inventory = store.inventory()?;
        let totals = totals_by_agency(&inventory)?;
        let received = inventory.received()?;
        let mut findings = Vec::new();
        for record in inventory.submissions() {
            let of_record = inventory.findings_of(record)?;
            findings.extend(of_record.into_iter().map(|finding| (record.id.clone(), finding)));
        }
        let demand = demand::size(&inventory, &plan)?;
        let draws = Draws::of(&plan, &demand.machines, &demand.peers);
        let fleet = Fleet::of(&demand, &inventory, &plan)?;
        let placement = place(&fleet);
        let violations = check(&fleet, &placement);
        if let Some(first) = violations.first() {
            bail!(
                "the placement breaks {} of its own limits, the first: {first}; \
                 this is a mistake of ndcap, please report it",
                violations.len()
            );
        }
        Ok(Self { plan, inventory, totals, received, findings, demand, draws, fleet, placement })
    }

    /// The results as reports take them.
    pub fn planning(&self, common: &Common) -> Planning<'_> {
        Planning {
            language: common.language(),
            plan: &self.plan,
            agencies: Agencies::built_in(),
            inventory: &self.inventory,
            totals: &self.totals,
            received: &self.received,
            findings: &self.findings,
            demand: &self.demand,
            draws: &self.draws,
            fleet: &self.fleet,
            placement: &self.placement,
        }
    }
}
