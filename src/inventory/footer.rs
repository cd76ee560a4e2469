//! What the end of a Parquet file says of its rows, so that they need not be read to learn it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::{Path, PathBuf};

use polars::prelude::{ParquetReader, SerReader};

use super::{AGENCY_ID, Inventory, Record, StoreError, files_of, scan};
use crate::schema::Table;

/// The footer of a file of accepted rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Footer {
    /// The file.
    pub path: PathBuf,
    /// Its row groups, in their order.
    pub groups: Vec<RowGroup>,
}

/// Some ten thousand rows that stand together in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowGroup {
    /// How many.
    pub rows_count: usize,
    /// The agency that all of them belong to, where the least and the greatest id say so.
    only_agency: Option<String>,
    /// Columns that some of them may state.
    stated: BTreeSet<String>,
}

impl Footer {
    /// Reads it.
    pub fn read(path: &Path) -> Result<Self, StoreError> {
        let fail = |source| StoreError::parquet(path, source);
        let file = File::open(path).map_err(|source| StoreError::io("read", path, source))?;
        let mut reader = ParquetReader::new(file);
        let footer = reader.get_metadata().map_err(fail)?;
        let mut groups = Vec::with_capacity(footer.row_groups.len());
        for group in &footer.row_groups {
            let mut only_agency = None;
            let mut stated = BTreeSet::new();
            for column in group.parquet_columns() {
                let Some(name) = column.descriptor().path_in_schema.first() else { continue };
                // What cannot be read of the statistics says nothing: the rows are asked then.
                let said = column.statistics(&footer.footer_buf).and_then(Result::ok);
                // Whole numbers and flags of which none is stated have neither a least nor a greatest
                // value; texts may have none although they are stated. How many nulls are counted is
                // no measure: writers differ in what they count.
                let has_values = said.as_ref().is_none_or(|said| {
                    let integers = said.as_int64().map(|of| of.min_value.is_some());
                    let flags = said.as_boolean().map(|of| of.min_value.is_some());
                    integers.or(flags).unwrap_or(true)
                });
                if has_values {
                    stated.insert(name.to_string());
                }
                if name.as_str() == AGENCY_ID {
                    only_agency = said.as_ref().and_then(|said| {
                        let ids = said.as_binary()?;
                        only_text(ids.min_value.as_deref()?, ids.max_value.as_deref()?)
                    });
                }
            }
            groups.push(RowGroup { rows_count: group.num_rows(), only_agency, stated });
        }
        Ok(Self { path: path.to_owned(), groups })
    }

    /// Whether some row may state a column; false only where none does.
    pub fn may_state(&self, column: &str) -> bool {
        self.groups.iter().any(|group| group.stated.contains(column))
    }

    /// The agencies its rows belong to; `None` where that takes reading them.
    pub fn agencies(&self) -> Option<BTreeSet<&str>> {
        self.groups.iter().map(|group| group.only_agency.as_deref()).collect()
    }
}

/// Longest text whose least and greatest value are taken as they stand: writers may cut longer ones.
const EXACT_MAX: usize = 32;

fn only_text(least: &[u8], greatest: &[u8]) -> Option<String> {
    let is_one = least == greatest && least.len() <= EXACT_MAX;
    let text = is_one.then(|| std::str::from_utf8(least))?;
    text.ok().map(str::to_owned)
}

impl Inventory {
    /// The footers of the files that hold the current rows of a table, in the order of submissions;
    /// not of samples, of which there are many.
    pub(super) fn footers(&self, table: Table) -> Result<Vec<Footer>, StoreError> {
        let mut footers = Vec::new();
        for record in self.current(table) {
            footers.extend(self.footers_of(record, table)?);
        }
        Ok(footers)
    }

    /// The footers of the files that hold the rows of a table in one submission.
    pub(super) fn footers_of(
        &self,
        record: &Record,
        table: Table,
    ) -> Result<Vec<Footer>, StoreError> {
        let files = files_of(&self.folder_of(record), table)?;
        files.iter().map(|file| Footer::read(file)).collect()
    }

    /// Tables each agency has current rows of, as they were sent.
    pub fn received(&self) -> Result<BTreeMap<String, BTreeSet<Table>>, StoreError> {
        self.received_of(&Table::ALL)
    }

    /// The same for some tables. Rows are read only of files whose footers do not say whose they are.
    pub(super) fn received_of(
        &self,
        tables: &[Table],
    ) -> Result<BTreeMap<String, BTreeSet<Table>>, StoreError> {
        let mut received: BTreeMap<String, BTreeSet<Table>> = BTreeMap::new();
        for table in tables.iter().copied() {
            let agencies = match table {
                Table::Utilisation => {
                    self.samples()?.agencies().into_iter().map(str::to_owned).collect()
                }
                _ => self.agencies_of(table)?,
            };
            for agency in agencies {
                received.entry(agency).or_default().insert(table);
            }
        }
        Ok(received)
    }

    fn agencies_of(&self, table: Table) -> Result<BTreeSet<String>, StoreError> {
        let mut agencies = BTreeSet::new();
        let mut unsaid = Vec::new();
        for footer in self.footers(table)? {
            match footer.agencies() {
                Some(said) => agencies.extend(said.into_iter().map(str::to_owned)),
                None => unsaid.push(vec![footer.path]),
            }
        }
        if unsaid.is_empty() {
            return Ok(agencies);
        }
        let fail = |source| StoreError::parquet(&self.root, source);
        let ids = scan(&unsaid, table)?.select([polars::prelude::col(AGENCY_ID)]);
        let ids = ids.unique(None, polars::prelude::UniqueKeepStrategy::Any);
        let frame = self.collected(ids).map_err(fail)?;
        let ids = frame.columns()[0].str().map_err(fail)?;
        agencies.extend(ids.iter().flatten().map(str::to_owned));
        Ok(agencies)
    }
}

#[cfg(test)]
mod tests;
