//! Cells that say something, counted by agency and column.

use std::collections::BTreeMap;

use polars::prelude::*;

use super::{Importance, Share, fail, rows_of};
use crate::inventory::{Inventory, StoreError};
use crate::plan::Plan;
use crate::schema::{Table, provenance};

/// How far the rows of an agency are filled in.
pub struct Filled {
    /// Rows.
    pub rows: usize,
    /// Cells that say something, by column of the table.
    pub columns: Vec<usize>,
}

/// By agency that has rows of the table.
pub fn by_agency(
    inventory: &Inventory,
    table: Table,
) -> Result<BTreeMap<String, Filled>, StoreError> {
    let integer = DataType::Int64;
    // Every stored row has a number, so that its count is that of rows.
    let mut counts = vec![col(provenance::ROW).count().strict_cast(integer.clone()).alias("rows")];
    counts.extend(table.columns().iter().enumerate().map(|(at, column)| {
        col(column.name).count().strict_cast(integer.clone()).alias(format!("filled {at}"))
    }));
    let rows = rows_of(inventory, table)?;
    let read = || -> PolarsResult<BTreeMap<String, Filled>> {
        let frame = rows.group_by([col(provenance::AGENCY_ID)]).agg(counts).collect()?;
        let columns = frame.columns();
        let agencies = columns[0].str()?;
        let count = |column: usize, at: usize| -> PolarsResult<usize> {
            let count = columns[column].i64()?.get(at).unwrap_or_default();
            Ok(usize::try_from(count).unwrap_or_default())
        };
        (0..frame.height())
            .map(|at| {
                let id = agencies.get(at).unwrap_or_default().to_owned();
                let filled = (2..columns.len()).map(|column| count(column, at));
                let filled = filled.collect::<PolarsResult<_>>()?;
                Ok((id, Filled { rows: count(1, at)?, columns: filled }))
            })
            .collect()
    };
    read().map_err(fail(table))
}

/// How far the decisive columns of a table are filled in, by agency that has rows of it: what "how
/// complete" means in one figure. An agency without rows is not in it.
pub fn share_of_decisive_cells(
    inventory: &Inventory,
    table: Table,
    plan: &Plan,
) -> Result<BTreeMap<String, Share>, StoreError> {
    let is_decisive: Vec<bool> = (table.columns().iter())
        .map(|column| Importance::of(table, column, &plan.quality) == Importance::Decisive)
        .collect();
    let share = |filled: &Filled| {
        let decisive = filled.columns.iter().zip(&is_decisive).filter(|(_, is)| **is);
        decisive
            .map(|(&part, _)| Share { part, of: filled.rows })
            .fold(Share::default(), Share::plus)
    };
    let by_agency = by_agency(inventory, table)?;
    Ok(by_agency.into_iter().map(|(id, filled)| (id, share(&filled))).collect())
}
