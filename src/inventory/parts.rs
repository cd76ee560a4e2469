//! The rows of a table some ten thousand at a time, for those who need not hold them all.

use std::fs::File;
use std::path::PathBuf;

use polars::prelude::{DataFrame, ParquetReader, SerReader};

use super::{Inventory, StoreError};
use crate::schema::Table;

/// Rows that stand together in a file of the store: a row group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TablePart {
    /// The submission they are of.
    pub submission_id: String,
    file: PathBuf,
    first_row: usize,
    rows_count: usize,
}

impl Inventory {
    /// The current rows of a table as they were sent, in parts, in the order of submissions; not of
    /// samples, which stand otherwise.
    pub fn parts(&self, table: Table) -> Result<Vec<TablePart>, StoreError> {
        let mut parts = Vec::new();
        for record in self.current(table) {
            for footer in self.footers_of(record, table)? {
                let mut first_row = 0;
                for group in &footer.groups {
                    let rows_count = group.rows_count;
                    parts.push(TablePart {
                        submission_id: record.id.clone(),
                        file: footer.path.clone(),
                        first_row,
                        rows_count,
                    });
                    first_row += rows_count;
                }
            }
        }
        Ok(parts)
    }
}

impl TablePart {
    /// Reads some columns of the rows. One that the file does not have, since it is of an older version
    /// of the store, is not in the frame: nothing is known of it.
    pub fn read(&self, columns: &[&str]) -> Result<DataFrame, StoreError> {
        let fail = |source| StoreError::parquet(&self.file, source);
        let opened = File::open(&self.file);
        let file = opened.map_err(|source| StoreError::io("read", &self.file, source))?;
        let mut reader = ParquetReader::new(file);
        let schema = reader.schema().map_err(fail)?;
        let known = columns.iter().copied().filter(|name| schema.contains(name));
        let known = known.map(str::to_owned).collect();
        reader
            .with_columns(Some(known))
            .with_slice(Some((self.first_row, self.rows_count)))
            .finish()
            .map_err(fail)
    }
}
