//! From a figure back to the cells it rests on.
//!
//! In: the address of a figure, as `inventory/agency_id=MOET/ram_gib`,
//! `demand/agency_id=MOET/resource=vcpu/quarter=2025Q4/likely` or `power/facility_kw_peak`. Out: the formula, the assumptions,
//! the parts the figure is the sum of, and the source cells with what each adds, so that adding
//! them up gives the figure.

mod address;
mod demand;
mod expression;
mod formula;
mod inventory;
mod power;

use serde::Serialize;

use crate::demand::{Demand, DemandError, Draws};
use crate::inventory::{Inventory, RowAddress, SourceCell, StoreError};
use crate::plan::Plan;
use crate::schema::Table;

pub use address::{Address, AddressError};
pub use expression::{Expression, Numbers, formula_of};
pub use power::{Placed, explain_power, is_of_power};

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
    /// Source cells, largest contribution first.
    pub cells: Vec<SourceCell>,
    /// Cells beyond the limit.
    pub cells_left_out_count: usize,
    /// Sum of what the cells beyond the limit add.
    pub cells_left_out_sum: f64,
    /// Rows that do not state the amount and so add nothing.
    pub rows_unknown: usize,
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
/// factors of their amounts.
pub fn explain(
    address: &str,
    inventory: &Inventory,
    demand: &Demand,
    draws: &Draws,
    limit: usize,
) -> Result<Explanation, ExplainError> {
    let address = Address::parse(address)?;
    match address.table.as_str() {
        "inventory" => inventory::explain(&address, inventory, draws.plan(), limit),
        "demand" => demand::explain(&address, inventory, demand, draws, limit),
        other => Err(AddressError::UnknownTable { table: other.to_owned() }.into()),
    }
}

/// One cell that adds to a figure, before its file is opened.
#[derive(Debug, Clone, PartialEq)]
struct Contribution {
    table: Table,
    address: RowAddress,
    column: &'static str,
    value: f64,
    /// How the value comes from the cell, with its numbers.
    formula: String,
    /// Cells of the same row that are factors of the value.
    factors: Vec<(&'static str, String)>,
}

/// Opens the files of the largest contributions and sums up the rest.
fn open_cells(
    mut contributions: Vec<Contribution>,
    inventory: &Inventory,
    plan: &Plan,
    limit: usize,
) -> Result<(Vec<SourceCell>, usize, f64), StoreError> {
    contributions
        .sort_by(|a, b| b.value.total_cmp(&a.value).then_with(|| a.address.cmp(&b.address)));
    let rest = contributions.split_off(limit.min(contributions.len()));
    let addresses = contributions.iter().map(|contribution| &contribution.address);
    let mut originals = crate::inventory::Originals::new(inventory, plan.limits, addresses);
    let mut cells = Vec::with_capacity(contributions.len());
    for c in &contributions {
        cells.push(originals.cell(c.table, &c.address, c.column, (c.value, &c.formula))?);
        for (column, formula) in &c.factors {
            cells.push(originals.cell(c.table, &c.address, column, (0.0, formula))?);
        }
    }
    Ok((cells, rest.len(), rest.iter().map(|c| c.value).sum()))
}
