//! What can fail while sizing: only the store.

use polars::prelude::PolarsError;

use crate::inventory::StoreError;

/// A failure while sizing demand.
#[derive(Debug, thiserror::Error)]
pub enum DemandError {
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A table of the store cannot be read as declared.
    #[error("cannot read the table {table} of the store: {source}; ingest its files again")]
    Table {
        /// The table.
        table: &'static str,
        /// What polars said.
        source: Box<PolarsError>,
    },
}

impl DemandError {
    pub(crate) fn table(table: crate::schema::Table, source: PolarsError) -> Self {
        Self::Table { table: table.name(), source: Box::new(source) }
    }
}
