//! The tables of a report, built from the results of the chain.

mod demand;
mod inventory;
mod ledger;
mod placement;

pub use demand::{demand, demand_by_agency, left_out};
pub use inventory::{inventory_by_agency, inventory_line_of_all, inventory_of_all};
pub use ledger::{assumptions, findings, findings_of, submissions};
pub use placement::{hosts, kind_word, positions, power, racks, unplaced};

use super::Planning;
use super::table::Table;
use crate::demand::{By, Wanted};

/// Every table, in reading order.
pub fn all(planning: &Planning<'_>) -> Vec<Table> {
    let rows = planning.demand.table(&By::ALL, &Wanted::default(), planning.draws);
    vec![
        inventory_of_all(planning.totals, planning.language),
        inventory_by_agency(planning.totals, planning.agencies, planning.language),
        demand_by_agency(planning),
        hosts(planning),
        power(planning),
        racks(planning),
        unplaced(planning),
        left_out(planning),
        submissions(planning),
        findings(planning),
        assumptions(planning.plan, planning.language),
        positions(planning),
        demand(&rows, &By::ALL, planning.language, true),
    ]
}
