//! Where the rows of a file go while it is read.

use std::path::{Path, PathBuf};

use super::{RejectedRow, Rows};

/// Takes in the rows of one file, some at a time, in their order.
pub trait Taker {
    /// What was taken in is void: the file is read anew, or is not taken in at all.
    fn begin_anew(&mut self) -> Result<(), TakeError>;

    /// Takes in the rows that are accepted, all of one table, and those that are not.
    fn take(&mut self, rows: Rows, rejected: Vec<RejectedRow>) -> Result<(), TakeError>;
}

/// Why rows cannot be taken in.
pub type TakeError = Box<dyn std::error::Error + Send + Sync>;

/// Why a file is not read to its end: the world fails, not the file.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file cannot be read.
    #[error("cannot read {}; check the path", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// What is too much to be held cannot be put aside.
    #[error(
        "cannot use a temporary file; make room in the folder for temporary files, or set TMPDIR"
    )]
    Temporary(#[source] std::io::Error),
    /// Its rows cannot be taken in.
    #[error(transparent)]
    Taken(#[from] TakeError),
}

impl ReadError {
    pub(super) fn of(path: &Path, source: std::io::Error) -> Self {
        Self::File { path: path.to_owned(), source }
    }
}

/// Counts rows and keeps none: to check a file.
#[derive(Debug, Default)]
pub struct Counted;

impl Taker for Counted {
    fn begin_anew(&mut self) -> Result<(), TakeError> {
        Ok(())
    }

    fn take(&mut self, _rows: Rows, _rejected: Vec<RejectedRow>) -> Result<(), TakeError> {
        Ok(())
    }
}
