//! Rows added up by key before anything is held in memory: what comes out has as many entries as
//! there are hosts, systems or agencies, however many rows there are.

use polars::prelude::*;

use crate::inventory::{Amount, Inventory, RowAddress, StoreError};
use crate::schema::{Table, provenance};

/// The rows of one key, added up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// Values of the key columns, in their order; `None` where the rows do not state one.
    pub keys: Vec<Option<String>>,
    /// Things the rows stand for: the sum of their quantities.
    pub count: i64,
    /// The rows.
    pub rows: i64,
    /// One per amount asked for, each times the quantity of its row.
    pub amounts: Vec<Amount>,
    /// Where the first of the rows stands.
    pub first: RowAddress,
}

impl Sum {
    /// A key column; empty where the rows do not state it.
    pub fn key(&self, index: usize) -> &str {
        self.keys[index].as_deref().unwrap_or_default()
    }
}

/// How many things a row stands for: its quantity, one when it does not say.
pub fn quantity_of(table: Table) -> Expr {
    if table.column("quantity").is_some() {
        col("quantity").fill_null(lit(1_i64))
    } else {
        lit(1_i64)
    }
}

/// A measured share or height as a whole number of thousandths, so that sums do not depend on the
/// order of rows.
pub fn thousandths(amount: Expr) -> Expr {
    (amount * lit(1000.0) + lit(0.5)).strict_cast(DataType::Int64)
}

/// Adds up rows of a table by key columns: the amounts of each row times its quantity, sorted by
/// key.
pub fn sums(
    rows: LazyFrame,
    table: Table,
    keys: &[&str],
    amounts: &[Expr],
) -> Result<Vec<Sum>, StoreError> {
    let fail = |source| StoreError::Parquet { path: table.name().into(), source: Box::new(source) };
    let frame = plan(rows, table, keys, amounts).collect().map_err(fail)?;
    let mut sums = read(&frame, keys.len(), amounts.len()).map_err(fail)?;
    sums.sort_by(|a, b| a.keys.cmp(&b.keys));
    Ok(sums)
}

/// Columns of the result, in their order: keys, submission, sheet, row, count, rows, then sum and
/// rows unknown of each amount.
fn plan(rows: LazyFrame, table: Table, keys: &[&str], amounts: &[Expr]) -> LazyFrame {
    let first = [provenance::SUBMISSION_ID, provenance::SHEET, provenance::ROW];
    let mut aggregates: Vec<Expr> =
        first.iter().map(|name| col(*name).first().alias(format!("first {name}"))).collect();
    aggregates.push((quantity_of(table) * row()).sum().alias("count of things"));
    aggregates.push(row().sum().alias("count of rows"));
    for (index, amount) in amounts.iter().enumerate() {
        let amount = amount.clone() * quantity_of(table);
        aggregates.push(amount.clone().sum().alias(format!("sum {index}")));
        let unknown = amount.is_null().strict_cast(DataType::Int64);
        aggregates.push(unknown.sum().alias(format!("unknown {index}")));
    }
    let keys: Vec<Expr> = keys.iter().map(|name| col(*name)).collect();
    // In the order of rows, so that the first row of a key is the first.
    rows.group_by_stable(keys).agg(aggregates)
}

/// One for every row of a group; a literal alone would be one for the group.
fn row() -> Expr {
    col(provenance::ROW).is_not_null().strict_cast(DataType::Int64)
}

fn read(frame: &DataFrame, keys: usize, amounts: usize) -> PolarsResult<Vec<Sum>> {
    let columns = frame.columns();
    let text = |at: usize, index: usize| -> PolarsResult<Option<String>> {
        Ok(columns[at].str()?.get(index).map(str::to_owned))
    };
    let integer = |at: usize, index: usize| -> PolarsResult<i64> {
        Ok(columns[at].i64()?.get(index).unwrap_or_default())
    };
    let sum = |index: usize| -> PolarsResult<Sum> {
        let row = integer(keys + 2, index)?;
        let rows = integer(keys + 4, index)?;
        let amount = |at: usize| -> PolarsResult<Amount> {
            let at = keys + 5 + 2 * at;
            let (known, rows_unknown) = (integer(at, index)?, integer(at + 1, index)?);
            Ok(Amount { known, rows_unknown, rows })
        };
        Ok(Sum {
            keys: (0..keys).map(|at| text(at, index)).collect::<PolarsResult<_>>()?,
            first: RowAddress {
                submission_id: text(keys, index)?.unwrap_or_default(),
                sheet: text(keys + 1, index)?.unwrap_or_default(),
                row: u32::try_from(row).unwrap_or_default(),
            },
            count: integer(keys + 3, index)?,
            rows,
            amounts: (0..amounts).map(amount).collect::<PolarsResult<_>>()?,
        })
    };
    (0..frame.height()).map(sum).collect()
}

/// The current rows of a table, read as they are: for tables of few rows.
pub struct Rows {
    frame: DataFrame,
    table: Table,
}

impl Rows {
    /// Reads the named columns of a table's current rows, with agency and place.
    pub fn of(inventory: &Inventory, table: Table, names: &[&str]) -> Result<Self, StoreError> {
        let place =
            [provenance::AGENCY_ID, provenance::SUBMISSION_ID, provenance::SHEET, provenance::ROW];
        let columns: Vec<Expr> = place.iter().chain(names).map(|name| col(*name)).collect();
        let fail =
            |source| StoreError::Parquet { path: table.name().into(), source: Box::new(source) };
        let frame = inventory.submitted(table)?.select(columns).collect().map_err(fail)?;
        Ok(Self { frame, table })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.frame.height()
    }

    fn fail(&self, source: PolarsError) -> StoreError {
        StoreError::Parquet { path: self.table.name().into(), source: Box::new(source) }
    }

    /// A column of texts; empty where a row does not state it.
    pub fn texts(&self, name: &str) -> Result<Vec<String>, StoreError> {
        let read = || -> PolarsResult<Vec<String>> {
            let texts = self.frame.column(name)?.str()?.iter();
            Ok(texts.map(|text| text.unwrap_or_default().to_owned()).collect())
        };
        read().map_err(|source| self.fail(source))
    }

    /// A column of whole numbers.
    pub fn integers(&self, name: &str) -> Result<Vec<Option<i64>>, StoreError> {
        let read = || Ok(self.frame.column(name)?.i64()?.iter().collect());
        read().map_err(|source| self.fail(source))
    }

    /// Where each row stands.
    pub fn addresses(&self) -> Result<Vec<RowAddress>, StoreError> {
        let submissions = self.texts(provenance::SUBMISSION_ID)?;
        let sheets = self.texts(provenance::SHEET)?;
        let rows = self.integers(provenance::ROW)?;
        let of = submissions.into_iter().zip(sheets).zip(rows);
        Ok(of
            .map(|((submission_id, sheet), row)| RowAddress {
                submission_id,
                sheet,
                row: row.and_then(|row| u32::try_from(row).ok()).unwrap_or_default(),
            })
            .collect())
    }
}
