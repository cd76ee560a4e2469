//! From a figure back to the cells it rests on.
//!
//! In: the address of a figure, as `inventory/agency_id=MOET/ram_gib`,
//! `demand/agency_id=MOET/resource=vcpu/quarter=2025Q4/likely` or `power/facility_kw_peak`. Out: the formula, the assumptions,
//! the parts the figure is the sum of, and the source cells with what each adds, so that adding
//! them up gives the figure.

mod address;
mod cells;
mod demand;
mod device;
mod expression;
mod formula;
mod inventory;
mod power;
mod samples;

use serde::Serialize;

use crate::demand::{Demand, DemandError, Draws};
use crate::inventory::{Inventory, SourceCell, StoreError};
use crate::reference::RollUp;
use crate::schema::Table;

pub use address::{Address, AddressError};
pub use expression::{Expression, Numbers, formula_of, to_four_decimals};
pub(crate) use power::count_in;
pub use power::{Placed, explain_power, is_of_power};
pub use samples::{Place, UsedSamples};

/// An assumption a figure rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UsedAssumption {
    /// Name in the plan file.
    pub name: String,
    /// The value used.
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// Where it comes from.
    pub source: String,
}

/// A figure the explained one is the sum of, or that its formula rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExplainedPart {
    /// Its address.
    pub address: String,
    /// Its value.
    pub value: f64,
}

/// Machines of a system that the plan's scenario has come later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UsedDelay {
    /// Agency of the system.
    pub agency_id: String,
    /// The system; empty for rows that name none.
    pub system_id: String,
    /// The quarter they state, or the plan assumes, as `2025Q4`.
    pub quarter_stated: String,
    /// The quarter they come in.
    pub quarter: String,
    /// How many.
    pub machines_count: usize,
    /// Whether they are in the figure: they have come by its quarter.
    pub is_in_figure: bool,
}

/// What a figure rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The address as asked for.
    pub address: String,
    /// The figure; null when nobody states it.
    pub value: Option<f64>,
    /// Its unit.
    pub unit: String,
    /// How it is computed, with its numbers.
    pub formula: String,
    /// For a low or high figure, the draw of the simulation it is the figure of, from 1; the
    /// assumptions are those of this draw.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draw: Option<usize>,
    /// Assumptions it rests on.
    pub assumptions: Vec<UsedAssumption>,
    /// Figures it is the sum of, or that its formula rests on, one level down.
    pub parts: Vec<ExplainedPart>,
    /// Machines that the plan's scenario has come later, by system, where they would be there by the
    /// quarter of the figure.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub delays: Vec<UsedDelay>,
    /// Source cells, largest contribution first.
    pub cells: Vec<SourceCell>,
    /// Measured uses among the cells that rest on samples, in the order of their cells.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub samples: Vec<UsedSamples>,
    /// Cells beyond the limit.
    pub cells_left_out_count: usize,
    /// Sum of what the cells beyond the limit add.
    pub cells_left_out_sum: f64,
    /// Rows that do not state the amount and so add nothing.
    pub rows_unknown: usize,
    /// Rows of the agency that a planner decided to be one thing with a row of another list, or the other
    /// way round: the first adds nothing, the second counts for both.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub counted_elsewhere: Vec<CountedRow>,
}

/// A row that is in no figure, and the row that counts for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "agency, code and place of both rows")]
pub struct CountedRow {
    pub table: String,
    pub agency_id: String,
    pub key: String,
    pub submission_id: String,
    pub sheet: String,
    pub row: u32,
    pub kept_agency_id: String,
    pub kept_key: String,
    pub kept_submission_id: String,
    pub kept_sheet: String,
    pub kept_row: u32,
    /// Id of the pair that was decided.
    pub pair: String,
}

/// The rows of tables that count elsewhere, of an agency or of all.
fn counted_elsewhere(
    inventory: &Inventory,
    tables: &[Table],
    agency_id: Option<&str>,
) -> Result<Vec<CountedRow>, StoreError> {
    let mut rows = Vec::new();
    for table in tables {
        for counted in inventory.counted_elsewhere(*table)? {
            let agencies = [&counted.row.agency_id, &counted.kept.agency_id];
            if agency_id.is_none_or(|id| agencies.iter().any(|of| *of == id)) {
                rows.push(CountedRow {
                    table: counted.row.table,
                    agency_id: counted.row.agency_id,
                    key: counted.row.key,
                    submission_id: counted.at.submission_id,
                    sheet: counted.at.sheet,
                    row: counted.at.row,
                    kept_agency_id: counted.kept.agency_id,
                    kept_key: counted.kept.key,
                    kept_submission_id: counted.kept_at.submission_id,
                    kept_sheet: counted.kept_at.sheet,
                    kept_row: counted.kept_at.row,
                    pair: counted.pair,
                });
            }
        }
    }
    Ok(rows)
}

/// Why a figure cannot be explained.
#[derive(Debug, thiserror::Error)]
pub enum ExplainError {
    /// The address is no address.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Demand cannot be sized.
    #[error(transparent)]
    Demand(#[from] DemandError),
}

/// Explains the figure at an address; at most `limit` cells are listed, with the cells that are
/// factors of their amounts. With a roll-up the agencies of addresses are those that answer on its
/// day; the demand must be rolled up likewise.
pub fn explain(
    address: &str,
    inventory: &Inventory,
    demand: &Demand,
    draws: &Draws,
    roll_up: Option<RollUp<'_>>,
    limit: usize,
) -> Result<Explanation, ExplainError> {
    let address = Address::parse(address)?;
    match address.table.as_str() {
        "inventory" => inventory::explain(&address, inventory, draws.plan(), roll_up, limit),
        "demand" => demand::explain(&address, inventory, demand, draws, limit),
        other => Err(AddressError::UnknownTable { table: other.to_owned() }.into()),
    }
}
