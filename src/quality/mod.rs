//! How complete and how sound what agencies sent is: per agency, table and column what is filled in,
//! what passed the rules of intake, what is like the values of other agencies; and a score of the
//! three, taken apart into what lowers it.
//!
//! In: the store as it is, its findings and rejected rows included, and the weights of the plan. Out:
//! a [`Quality`]. It tells and changes no number. No file of a sender is read again.
//!
//! Unknown is not zero: an agency without a row has no share and no score, a column nobody states
//! has no share of valid values, and where too few agencies state a column nothing is said of its
//! plausibility. Shares are of rows and cells as they stand, not of the machines a row stands for: a
//! cell is asked for once, however many machines its row describes. Templates of machines are left
//! out, as in every total. Samples of use are left out too: nobody owes them, and how far they
//! reach is told by the stars of a measured figure.

mod column;
mod doubt;
mod filled;
mod loss;
mod peers;
mod score;

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::{LazyFrame, PolarsError};

pub use column::{ColumnQuality, Group, Importance, Share};
pub use filled::share_of_decisive_cells;
pub use loss::Loss;
pub use score::{AgencyQuality, Part, Parts, TableQuality};

use crate::inventory::{Inventory, StoreError, is_counted};
use crate::plan::Plan;
use crate::reference::Agencies;
use crate::schema::Table;

/// What agencies sent, judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Quality {
    /// One per agency the directive names or that has sent rows, by id.
    pub agencies: Vec<AgencyQuality>,
    /// Rejected rows of lists of several agencies that name none anybody knows: they count against
    /// nobody.
    pub rows_of_nobody: usize,
}

impl Quality {
    /// That of an agency.
    pub fn of(&self, agency_id: &str) -> Option<&AgencyQuality> {
        self.agencies.iter().find(|agency| agency.agency_id == agency_id)
    }
}

/// The tables that are judged, in the order of the template.
pub fn judged() -> impl Iterator<Item = Table> {
    Table::ALL.into_iter().filter(|table| *table != Table::Utilisation)
}

/// Judges what is current in the store.
pub fn judge(
    inventory: &Inventory,
    agencies: &Agencies,
    plan: &Plan,
) -> Result<Quality, StoreError> {
    let mut of_agency: BTreeMap<String, Vec<TableQuality>> =
        agencies.of_the_directive().map(|agency| (agency.id.clone(), Vec::new())).collect();
    let mut rows_of_nobody = 0;
    for (table, doubts) in doubt::by_table(inventory, agencies)? {
        let filled = filled::by_agency(inventory, table)?;
        let inside = peers::by_agency(inventory, table, plan)?;
        rows_of_nobody += doubts.rows_of_nobody;
        let ids: BTreeSet<&String> = filled.keys().chain(doubts.agencies.keys()).collect();
        for id in ids {
            let rows = filled.get(id).map_or(0, |filled| filled.rows);
            let of_doubts = doubts.agencies.get(id);
            let columns = table.columns().iter().enumerate().map(|(at, column)| {
                let counts = of_doubts.and_then(|doubts| doubts.columns.get(&at));
                let counts = counts.copied().unwrap_or_default();
                let filled = filled.get(id).map_or(0, |filled| filled.columns[at]);
                ColumnQuality {
                    table,
                    column,
                    importance: Importance::of(table, column, &plan.quality),
                    filled: Share { part: filled, of: rows },
                    valid: Share {
                        part: filled - counts.doubted.min(filled),
                        of: filled + counts.refused,
                    },
                    plausible: inside.get(&(id.clone(), at)).copied().unwrap_or_default(),
                }
            });
            let rejected = of_doubts.map_or(0, |doubts| doubts.rows_rejected);
            let columns = columns.collect();
            let judged = TableQuality { table, rows, rows_rejected: rejected, columns };
            of_agency.entry(id.clone()).or_default().push(judged);
        }
    }
    let agencies = of_agency
        .into_iter()
        .map(|(agency_id, tables)| AgencyQuality { agency_id, tables })
        .collect();
    Ok(Quality { agencies, rows_of_nobody })
}

/// Current rows of a table that are judged: as they were sent, since a row that counts with another's was
/// filled in by its sender all the same.
fn rows_of(inventory: &Inventory, table: Table) -> Result<LazyFrame, StoreError> {
    let rows = inventory.submitted(table)?;
    Ok(if table == Table::Workload { rows.filter(is_counted()) } else { rows })
}

/// An error of polars as one of the store.
fn fail(table: Table) -> impl Fn(PolarsError) -> StoreError {
    move |source| StoreError::Parquet { path: table.name().into(), source: Box::new(source) }
}

#[cfg(test)]
mod tests;
