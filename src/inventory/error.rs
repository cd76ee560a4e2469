//! What can fail about the store: the world, never the data.

use std::path::{Path, PathBuf};

use polars::prelude::PolarsError;

use crate::submission::ReadError;

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A file or folder cannot be read or written.
    #[error("cannot {action} {path}: {source}; {remedy}")]
    Io {
        /// What was tried.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
        /// What to do.
        remedy: &'static str,
    },
    /// A Parquet file cannot be read or written.
    #[error(
        "cannot use {path}: {source}; if it is damaged, withdraw the submission and ingest its file again"
    )]
    Parquet {
        /// The file.
        path: PathBuf,
        /// What polars said.
        source: Box<PolarsError>,
    },
    /// The file of the device library cannot be read or written.
    #[error(
        "cannot use {path}: {source}; if it is damaged, import the library again: ndcap library import"
    )]
    Library {
        /// The file.
        path: PathBuf,
        /// What polars said.
        source: Box<PolarsError>,
    },
    /// There is no store.
    #[error("there is no store at {path}; make one with: ndcap ingest FILE --store {path}")]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The folder holds something else.
    #[error("{path} is no store and is not empty; give another folder to --store")]
    NotAStore {
        /// The folder.
        path: PathBuf,
    },
    /// The store was made by a newer version.
    #[error(
        "the store at {path} has format {found}, this program knows {known}; use a newer ndcap"
    )]
    Format {
        /// The folder.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// Ours.
        known: u32,
    },
    /// Somebody else writes.
    #[error("another ndcap is writing to {path}; wait until it has finished and try again")]
    Locked {
        /// The folder.
        path: PathBuf,
    },
    /// A record cannot be understood.
    #[error(
        "the record {path} is damaged: {message}; withdraw the submission and ingest its file again"
    )]
    Record {
        /// The file.
        path: PathBuf,
        /// Why.
        message: String,
    },
    /// A list of the hall cannot be used as it was when it was imported.
    #[error("{path} cannot be used: {message}; import the hall again with: ndcap hall import")]
    Hall {
        /// The file.
        path: PathBuf,
        /// Why.
        message: String,
    },
    /// The file of decisions on duplicates cannot be understood.
    #[error(
        "the decisions in {path} cannot be used: {message}; put back an undamaged copy of the file, or \
         move it away and decide again with: ndcap duplicates decide"
    )]
    Decisions {
        /// The file.
        path: PathBuf,
        /// Which line, and why.
        message: String,
    },
    /// A decision on duplicates contradicts earlier ones.
    #[error("{message}; take back the earlier decision first: ndcap duplicates decide {pair} open")]
    Contradiction {
        /// What contradicts what.
        message: String,
        /// A pair that was decided otherwise.
        pair: String,
    },
    /// No such submission.
    #[error("there is no submission {id}; see them with: ndcap submissions")]
    Unknown {
        /// The id asked for.
        id: String,
    },
    /// The rows have no codes of their own, so that nothing tells whether they were sent before.
    #[error(
        "{file} has no column of codes for its {table} rows, and {earlier} has {table} rows already: \
         does it replace that submission or add to it? Say --replaces {earlier} or --adds"
    )]
    NoCodes {
        /// The new file.
        file: String,
        /// The earlier submission.
        earlier: String,
        /// The table.
        table: &'static str,
    },
    /// The file shares some rows with an earlier one, so that it may replace it or add to it.
    #[error(
        "{file} has {shared} of the {earlier_rows} {table} rows of {earlier}: \
         does it replace that submission or add to it? Say --replaces {earlier} or --adds"
    )]
    Overlap {
        /// The new file.
        file: String,
        /// The earlier submission.
        earlier: String,
        /// The table.
        table: &'static str,
        /// Codes both have.
        shared: usize,
        /// Rows of the earlier one.
        earlier_rows: usize,
    },
}

impl StoreError {
    /// Why a file was not read to its end.
    pub(super) fn reading(path: &Path, error: ReadError) -> Self {
        match error {
            ReadError::File { source, .. } => Self::io("read", path, source),
            ReadError::Temporary(source) => {
                Self::io("use a temporary file in", &std::env::temp_dir(), source)
            }
            ReadError::Taken(error) => match error.downcast::<Self>() {
                Ok(own) => *own,
                Err(other) => Self::io("read", path, std::io::Error::other(other)),
            },
        }
    }

    pub(crate) fn io(action: &'static str, path: &Path, source: std::io::Error) -> Self {
        use std::io::ErrorKind;
        let remedy = match source.kind() {
            ErrorKind::PermissionDenied => "check that you may write there, or give another folder",
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                "free some space and run the command again; nothing was changed"
            }
            ErrorKind::NotFound => "check the path",
            ErrorKind::ReadOnlyFilesystem => "give a folder that can be written to",
            _ => "check the path and the disk, then run the command again",
        };
        Self::Io { action, path: path.to_owned(), source, remedy }
    }

    pub(super) fn library(path: &Path, source: PolarsError) -> Self {
        Self::Library { path: path.to_owned(), source: Box::new(source) }
    }

    pub(crate) fn parquet(path: &Path, source: PolarsError) -> Self {
        Self::Parquet { path: path.to_owned(), source: Box::new(source) }
    }
}
