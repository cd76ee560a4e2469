//! What rows state, as texts: for readers that judge some columns of a table and need no frame.

use polars::prelude::*;

use super::{AGENCY_ID, Inventory, StoreError};
use crate::schema::{Table as Source, provenance};

/// One current row: whose it is, where it stands, and what it says in the columns asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedRow {
    /// The agency.
    pub agency_id: String,
    /// The submission it came in with.
    pub submission_id: String,
    /// One per column asked for, in their order, as CSV writes it; none where it says nothing.
    pub cells: Vec<Option<String>>,
}

impl StatedRow {
    /// A cell as another type: a day, a quarter, a count, a flag; none where it says nothing.
    pub fn read<T: std::str::FromStr>(&self, at: usize) -> Option<T> {
        self.cells.get(at)?.as_deref()?.parse().ok()
    }

    /// A cell as text; none where it says nothing.
    pub fn text(&self, at: usize) -> Option<&str> {
        self.cells.get(at)?.as_deref().filter(|text| !text.is_empty())
    }
}

impl Inventory {
    /// The rows of a table that count, in some of its columns, in the order of submissions and rows.
    pub fn stated(&self, table: Source, columns: &[&str]) -> Result<Vec<StatedRow>, StoreError> {
        self.in_columns(self.table(table)?, columns)
    }

    /// The same of all current rows as they were sent, those that count with another row included.
    pub fn sent(&self, table: Source, columns: &[&str]) -> Result<Vec<StatedRow>, StoreError> {
        self.in_columns(self.submitted(table)?, columns)
    }

    fn in_columns(&self, rows: LazyFrame, columns: &[&str]) -> Result<Vec<StatedRow>, StoreError> {
        let read = |frame: LazyFrame| -> PolarsResult<Vec<StatedRow>> {
            let names = [AGENCY_ID, provenance::SUBMISSION_ID].into_iter().chain(columns.to_vec());
            let texts = names.map(|name| col(name).strict_cast(DataType::String));
            let frame = frame.select(texts.collect::<Vec<_>>()).collect()?;
            let texts = frame.columns().iter().map(|column| column.str());
            let texts = texts.collect::<PolarsResult<Vec<_>>>()?;
            let cell = |column: usize, row: usize| texts[column].get(row).map(str::to_owned);
            let of = |row: usize| StatedRow {
                agency_id: cell(0, row).unwrap_or_default(),
                submission_id: cell(1, row).unwrap_or_default(),
                cells: (2..texts.len()).map(|column| cell(column, row)).collect(),
            };
            Ok((0..frame.height()).map(of).collect())
        };
        read(rows).map_err(|source| StoreError::parquet(&self.root, source))
    }
}
