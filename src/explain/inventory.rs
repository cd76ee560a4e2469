//! Figures of the inventory: sums over rows.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::{DataFrame, PolarsResult};

use super::cells::{Contribution, open_cells};
use super::{Address, AddressError, ExplainError, ExplainedPart, Explanation, counted_elsewhere};
use crate::demand::Columns;
use crate::inventory::{Inventory, StoreError, is_counted};
use crate::plan::Plan;
use crate::reference::RollUp;
use crate::schema::Table;
use crate::unit::Bytes;

/// Where a column of the inventory comes from.
struct Figure {
    name: &'static str,
    table: Table,
    /// Column of the table; the key for a count of rows.
    column: &'static str,
    unit: &'static str,
    formula: &'static str,
    /// Raw value → printed unit.
    print: fn(i64) -> f64,
    /// Times the quantity of the row.
    times_quantity: bool,
}

fn count(raw: i64) -> f64 {
    raw as f64
}

fn gib(raw: i64) -> f64 {
    Bytes::from_bytes(raw.unsigned_abs()).as_gib()
}

fn tib(raw: i64) -> f64 {
    Bytes::from_bytes(raw.unsigned_abs()).as_tib()
}

const fn figure(
    name: &'static str,
    table: Table,
    column: &'static str,
    unit: &'static str,
    formula: &'static str,
    print: fn(i64) -> f64,
) -> Figure {
    Figure {
        name,
        table,
        column,
        unit,
        formula,
        print,
        times_quantity: matches!(table, Table::Workload | Table::Server | Table::Storage),
    }
}

const FIGURES: &[Figure] = &[
    figure(
        "workloads_count",
        Table::Workload,
        "workload_id",
        "workloads",
        "sum of quantities of the workloads that are no templates; a row without quantity counts 1",
        count,
    ),
    figure(
        "vcpu_count",
        Table::Workload,
        "vcpu_count",
        "vCPU",
        "sum of vCPUs × quantity of the workloads that are no templates",
        count,
    ),
    figure(
        "ram_gib",
        Table::Workload,
        "ram_bytes",
        "GiB",
        "sum of RAM × quantity in bytes ÷ 2^30",
        gib,
    ),
    figure(
        "disk_provisioned_gib",
        Table::Workload,
        "disk_provisioned_bytes",
        "GiB",
        "sum of provisioned disk × quantity in bytes ÷ 2^30",
        gib,
    ),
    figure(
        "disk_used_gib",
        Table::Workload,
        "disk_used_bytes",
        "GiB",
        "sum of used disk × quantity in bytes ÷ 2^30",
        gib,
    ),
    figure(
        "servers_count",
        Table::Server,
        "quantity",
        "servers",
        "sum of quantities; a row without quantity counts 1",
        count,
    ),
    figure(
        "server_cores_count",
        Table::Server,
        "cores_count",
        "cores",
        "sum of cores × quantity",
        count,
    ),
    figure(
        "server_ram_gib",
        Table::Server,
        "ram_bytes",
        "GiB",
        "sum of RAM × quantity in bytes ÷ 2^30",
        gib,
    ),
    figure(
        "storage_raw_tib",
        Table::Storage,
        "raw_bytes",
        "TiB",
        "sum of raw capacity × quantity in bytes ÷ 2^40",
        tib,
    ),
    figure(
        "storage_usable_tib",
        Table::Storage,
        "usable_bytes",
        "TiB",
        "sum of usable capacity × quantity in bytes ÷ 2^40",
        tib,
    ),
    figure(
        "storage_used_tib",
        Table::Storage,
        "used_bytes",
        "TiB",
        "sum of used capacity × quantity in bytes ÷ 2^40",
        tib,
    ),
    figure(
        "databases_count",
        Table::Database,
        "database_id",
        "databases",
        "number of databases",
        count,
    ),
    figure(
        "database_size_gib",
        Table::Database,
        "size_bytes",
        "GiB",
        "sum of sizes in bytes ÷ 2^30",
        gib,
    ),
];

/// Explains a figure of the inventory.
pub fn explain(
    address: &Address,
    inventory: &Inventory,
    plan: &Plan,
    roll_up: Option<RollUp<'_>>,
    limit: usize,
) -> Result<Explanation, ExplainError> {
    address.check_keys("inventory", &["agency_id"])?;
    let figure = FIGURES.iter().find(|figure| figure.name == address.column).ok_or_else(|| {
        let known: Vec<&str> = FIGURES.iter().map(|figure| figure.name).collect();
        AddressError::UnknownColumn {
            table: "inventory",
            column: address.column.clone(),
            known: known.join(", "),
        }
    })?;
    let mut rows = inventory.table(figure.table)?;
    if figure.table == Table::Workload {
        rows = rows.filter(is_counted());
    }
    let fail =
        |source| StoreError::Parquet { path: figure.table.name().into(), source: Box::new(source) };
    let frame = rows.collect().map_err(fail)?;
    let mut rows = rows_of(&frame, figure).map_err(fail)?;
    if let Some(roll_up) = roll_up {
        rows.iter_mut().for_each(|(agency, _)| *agency = roll_up.id_of(agency).to_owned());
    }
    let wanted = address.key("agency_id");
    let mut by_agency: BTreeMap<String, i64> = BTreeMap::new();
    let mut contributions = Vec::new();
    let mut unknown = 0;
    for (agency, row) in rows.into_iter().filter(|(agency, _)| wanted.is_none_or(|id| id == agency))
    {
        let Some(raw) = row.1 else {
            unknown += 1;
            continue;
        };
        *by_agency.entry(agency).or_default() += raw;
        contributions.push(Contribution {
            table: figure.table,
            address: row.0,
            column: figure.column,
            value: (figure.print)(raw),
            formula: String::new(),
            factors: Vec::new(),
            sampled: None,
        });
    }
    if let Some(id) = wanted
        && by_agency.is_empty()
        && unknown == 0
    {
        check_agency(id, inventory, roll_up)?;
    }
    let total: i64 = by_agency.values().sum();
    let parts = match wanted {
        Some(_) => Vec::new(),
        None => by_agency
            .iter()
            .map(|(agency, raw)| ExplainedPart {
                address: address.with("agency_id", agency).to_string(),
                value: (figure.print)(*raw),
            })
            .collect(),
    };
    // A count of no rows is zero; a sum over no rows is not stated.
    let counts_rows = figure.column == figure.table.key().name || figure.column == "quantity";
    let is_stated = !contributions.is_empty() || counts_rows;
    let opened = open_cells(contributions, inventory, plan, limit)?;
    Ok(Explanation {
        address: address.to_string(),
        value: is_stated.then(|| (figure.print)(total)),
        unit: figure.unit.to_owned(),
        formula: figure.formula.to_owned(),
        draw: None,
        assumptions: Vec::new(),
        parts,
        delays: Vec::new(),
        cells: opened.cells,
        samples: opened.samples,
        cells_left_out_count: opened.left_out.0,
        cells_left_out_sum: opened.left_out.1,
        counted_elsewhere: counted_elsewhere(inventory, &[figure.table], wanted)?,
        rows_unknown: unknown,
    })
}

/// Refuses an agency the store has no row of.
fn check_agency(
    id: &str,
    inventory: &Inventory,
    roll_up: Option<RollUp<'_>>,
) -> Result<(), ExplainError> {
    let received = inventory.received()?;
    let received = received.keys().map(String::as_str);
    let known: BTreeSet<&str> =
        received.map(|id| roll_up.map_or(id, |roll_up| roll_up.id_of(id))).collect();
    if known.contains(id) {
        return Ok(());
    }
    let known: Vec<&str> = known.into_iter().collect();
    let remedy = format!("the store has rows of {}", known.join(", "));
    Err(AddressError::Value { key: "agency_id".to_owned(), value: id.to_owned(), remedy }.into())
}

type Row = (crate::inventory::RowAddress, Option<i64>);

/// Agency, place and raw value of every row.
fn rows_of(frame: &DataFrame, figure: &Figure) -> PolarsResult<Vec<(String, Row)>> {
    let columns = Columns::of(frame);
    let agencies = columns.agencies()?;
    let addresses = columns.addresses()?;
    let is_count = figure.column == figure.table.key().name;
    let quantities = if figure.times_quantity {
        columns.integers("quantity")?
    } else {
        vec![Some(1); frame.height()]
    };
    let values = match figure.column {
        _ if is_count => vec![Some(1); frame.height()],
        "quantity" => vec![Some(1); frame.height()],
        column => columns.integers(column)?,
    };
    let rows = agencies.into_iter().zip(addresses).zip(values).zip(quantities);
    Ok(rows
        .map(|(((agency, address), value), quantity)| {
            (agency, (address, value.map(|value| value.saturating_mul(quantity.unwrap_or(1)))))
        })
        .collect())
}
