//! The directive: who owes what, what has arrived, how late it is; how its tasks stand.
//!
//! In: the inventory's arrivals, the file in which a planner keeps what is no inventory
//! ([`Progress`]), and the day to look from. Out: a [`Status`], as values. What arrived later than
//! that day has not arrived. Due dates and legal grounds come from the table of tasks; a start date
//! is never overdue. [`Whereabouts`] says where its systems run, which way they go, and which of those
//! it names are missing. Knows nothing of how it is shown.

mod duty;
mod entry;
mod expected;
mod facility;
mod obligation;
mod progress;
mod route;
mod schedule;
mod whereabouts;

use std::collections::{BTreeMap, BTreeSet};

use crate::inventory::{Filled, Inventory, StoreError};
use crate::reference::{Agencies, TaskId};
use crate::schema::Table;
use crate::time::NaiveDate;

pub use duty::{Duty, Receipt, State};
pub use expected::{Candidate, Expected, Presence};
pub use facility::{
    Case, Days, Decision, Equipment, Evidence, FacilityCase, Facts, Proof, Scope, SitePart,
    Standard, Stated, Warning, day_of_share, decide, evidence_of,
};
pub use obligation::{Ground, Obligation};
pub use progress::{Paper, Problem, Progress, ProgressError, Reported, TaskState, Variation};
pub use route::{Lack, Route, RouteGround, RouteWarning, Way};
pub use schedule::{Step, Verdict};
pub use whereabouts::Whereabouts;

/// How the directive stands on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Status {
    /// The day.
    pub as_of: NaiveDate,
    /// One per agency and obligation, owed or not: agencies in the order of their table, then those
    /// that table does not have, by id.
    pub duties: Vec<Duty>,
    /// One per milestone of every task, in the order of the annex.
    pub steps: Vec<Step>,
    /// How far the rows of each agency and table that were current on the day are filled in.
    pub filled: BTreeMap<(String, Table), Filled>,
    /// Submissions that arrived after the day and are not counted.
    pub later: BTreeSet<String>,
}

impl Status {
    /// Works it out. Without an inventory nothing has been received but what the planner's file
    /// says.
    pub fn of(
        inventory: Option<&Inventory>,
        agencies: &Agencies,
        progress: &Progress,
        as_of: NaiveDate,
    ) -> Result<Self, StoreError> {
        let mut arrivals = match inventory {
            Some(inventory) => inventory.arrivals()?,
            None => Vec::new(),
        };
        let later = arrivals.iter().filter(|arrival| arrival.received_on > as_of);
        let later = later.map(|arrival| arrival.submission_id.clone()).collect();
        arrivals.retain(|arrival| arrival.received_on <= as_of);
        let arrived = inventory.map(|inventory| inventory.on(as_of)).transpose()?;
        let mut filled = BTreeMap::new();
        for table in Obligation::ALL.iter().flat_map(|obligation| obligation.tables()) {
            let Some(inventory) = &arrived else { continue };
            for (agency, of_agency) in inventory.filled(*table)? {
                filled.insert((agency, *table), of_agency);
            }
        }
        let duties = duty::all(agencies, &arrivals, progress, as_of);
        let steps = schedule::all(progress, &answered(&duties), as_of);
        Ok(Self { as_of, duties, steps, filled, later })
    }

    /// The duties of one agency, one per obligation.
    pub fn of_agency<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Duty> {
        self.duties.iter().filter(move |duty| duty.agency_id == id)
    }

    /// Ids of agencies, in the order of the duties.
    pub fn agencies(&self) -> impl Iterator<Item = &str> {
        let first = |duty: &&Duty| duty.obligation == Obligation::ALL[0];
        self.duties.iter().filter(first).map(|duty| duty.agency_id.as_str())
    }

    /// Agencies that owe something for a task, and those of them that have handed all of it in.
    pub fn count_of(&self, task: TaskId) -> (usize, usize) {
        let mut of_agency: BTreeMap<&str, bool> = BTreeMap::new();
        for duty in &self.duties {
            for ground in duty.grounds.iter().filter(|ground| ground.task == task) {
                let has_all = of_agency.entry(&duty.agency_id).or_insert(true);
                *has_all &= duty.receipt_for(ground).is_some();
            }
        }
        (of_agency.len(), of_agency.values().filter(|has_all| **has_all).count())
    }

    /// Submissions that have met something, in the order of their ids.
    pub fn submissions(&self) -> BTreeSet<&str> {
        let receipts = self.duties.iter().flat_map(|duty| &duty.receipts);
        let ids = receipts.filter(|receipt| receipt.is_submission);
        ids.map(|receipt| receipt.document.as_str()).collect()
    }

    /// How far the rows that meet an obligation are filled in; no rows where none are current.
    pub fn filled_of(&self, duty: &Duty) -> Filled {
        let of = |table: &Table| self.filled.get(&(duty.agency_id.clone(), *table)).copied();
        duty.obligation.tables().iter().filter_map(of).fold(Filled::default(), Filled::plus)
    }

    /// Tables of an obligation that hold a current row of the agency.
    pub fn tables_of(&self, duty: &Duty) -> Vec<Table> {
        let has = |table: &&Table| self.filled.contains_key(&(duty.agency_id.clone(), **table));
        duty.obligation.tables().iter().filter(has).copied().collect()
    }
}

/// For each task that somebody owes something for, the day the last one had handed it in; none
/// while something is missing.
fn answered(duties: &[Duty]) -> BTreeMap<TaskId, Option<NaiveDate>> {
    let mut answered: BTreeMap<TaskId, Option<NaiveDate>> = BTreeMap::new();
    for duty in duties {
        for ground in &duty.grounds {
            let on = duty.receipt_for(ground).map(|receipt| receipt.on);
            let of_task = answered.entry(ground.task).or_insert(on);
            *of_task = of_task.zip(on).map(|(last, on)| last.max(on));
        }
    }
    answered
}

#[cfg(test)]
mod tests;
