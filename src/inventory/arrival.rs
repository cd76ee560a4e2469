//! What arrived when, and how much of its columns is filled in: the base of who has answered.

use std::collections::BTreeMap;

use polars::prelude::*;

use super::{AGENCY_ID, Inventory, Record, StoreError};
use crate::schema::Table as Source;
use crate::time::NaiveDate;

/// Rows of one table that a submission brought of one agency, be they current or replaced since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// Whose rows they are; not always the sender's.
    pub agency_id: String,
    /// The table.
    pub table: Source,
    /// The submission.
    pub submission_id: String,
    /// The day it was received.
    pub received_on: NaiveDate,
    /// Its accepted rows.
    pub rows_count: usize,
}

/// How far the current rows of a table are filled in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filled {
    /// Rows.
    pub rows: usize,
    /// Cells they have: rows times columns, notes left out.
    pub cells: usize,
    /// Cells that say something.
    pub cells_filled: usize,
}

impl Filled {
    /// Both together.
    pub const fn plus(self, other: Self) -> Self {
        Self {
            rows: self.rows + other.rows,
            cells: self.cells + other.cells,
            cells_filled: self.cells_filled + other.cells_filled,
        }
    }

    /// Share of cells that say something, 0 to 1; `None` without a row.
    pub fn share(self) -> Option<f64> {
        (self.cells > 0).then(|| self.cells_filled as f64 / self.cells as f64)
    }
}

impl Inventory {
    /// The inventory as it stood on a day: without the submissions that arrived later, so that what they
    /// replaced is current again. Decisions on duplicates are kept, whenever they were made. A record
    /// whose day of receipt cannot be read is an error.
    pub fn on(&self, day: NaiveDate) -> Result<Self, StoreError> {
        let mut arrived = self.clone();
        arrived.records.clear();
        for record in &self.records {
            if self.received_on(record)? <= day {
                arrived.records.push(record.clone());
            }
        }
        Ok(arrived)
    }

    fn received_on(&self, record: &Record) -> Result<NaiveDate, StoreError> {
        record.received_on.parse().map_err(|_| StoreError::Record {
            path: self.folder_of(record),
            message: format!("received_on \"{}\" is no day", record.received_on),
        })
    }

    /// What every submission that is not withdrawn brought, by submission, table and agency; samples
    /// of use left out, since nobody owes them. A record whose day of receipt cannot be read is an
    /// error.
    pub fn arrivals(&self) -> Result<Vec<Arrival>, StoreError> {
        let mut arrivals = Vec::new();
        for record in self.submissions() {
            let received_on = self.received_on(record)?;
            for table in record.tables().into_iter().filter(|table| *table != Source::Utilisation) {
                let rows = self.rows_of(record, table)?;
                for (agency_id, [rows_count]) in self.counts(rows, [len().alias("rows")])? {
                    arrivals.push(Arrival {
                        agency_id,
                        table,
                        submission_id: record.id.clone(),
                        received_on,
                        rows_count,
                    });
                }
            }
        }
        Ok(arrivals)
    }

    /// How far the current rows of a table are filled in, by agency; as they were sent, those that count
    /// with another agency's row included.
    pub fn filled(&self, table: Source) -> Result<BTreeMap<String, Filled>, StoreError> {
        let columns: Vec<&str> = table
            .columns()
            .iter()
            .map(|column| column.name)
            .filter(|name| *name != "note")
            .collect();
        let said = columns.iter().map(|name| col(*name).count().strict_cast(DataType::Int64));
        let said = said.reduce(|sum, count| sum + count).unwrap_or_else(|| lit(0_i64));
        let counts =
            self.counts(self.submitted(table)?, [len().alias("rows"), said.alias("said")])?;
        let filled = |[rows, cells_filled]: [usize; 2]| Filled {
            rows,
            cells: rows * columns.len(),
            cells_filled,
        };
        Ok(counts.into_iter().map(|(agency, counts)| (agency, filled(counts))).collect())
    }

    /// Counts of a table's rows by agency, agencies by id.
    fn counts<const N: usize>(
        &self,
        rows: LazyFrame,
        counts: [Expr; N],
    ) -> Result<Vec<(String, [usize; N])>, StoreError> {
        let read = || -> PolarsResult<Vec<(String, [usize; N])>> {
            let frame = rows
                .group_by([col(AGENCY_ID)])
                .agg(counts.map(|count| count.strict_cast(DataType::Int64)))
                .sort([AGENCY_ID], SortMultipleOptions::default())
                .collect()?;
            let columns = frame.columns();
            let agencies = columns[0].str()?;
            let numbers =
                columns[1..].iter().map(|column| column.i64()).collect::<PolarsResult<Vec<_>>>()?;
            let count = |column: usize, row: usize| {
                numbers[column].get(row).and_then(|n| usize::try_from(n).ok()).unwrap_or_default()
            };
            let named = |row| Some((agencies.get(row)?.to_owned(), row));
            let rows = (0..frame.height()).filter_map(named);
            Ok(rows
                .map(|(agency, row)| (agency, std::array::from_fn(|column| count(column, row))))
                .collect())
        };
        read().map_err(|source| StoreError::parquet(&self.root, source))
    }
}
