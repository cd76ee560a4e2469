//! Who watches a file being taken in: which stage is at work, and how far it has come.
//!
//! Stages have no clock; whoever wants to know how long they take brings one along.

use std::sync::Arc;

/// What is done to a file, in the order in which it is done to each of its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Bytes become sheets and records.
    Read,
    /// Headings, and what each row is.
    Recognise,
    /// Cells become values.
    Normalise,
    /// Rules on rows, codes that stand twice.
    Check,
    /// Rows become Parquet, on a thread of its own.
    Write,
}

impl Stage {
    /// All of them, in order.
    pub const ALL: [Self; 5] =
        [Self::Read, Self::Recognise, Self::Normalise, Self::Check, Self::Write];

    /// The word in tables and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Recognise => "recognise",
            Self::Normalise => "normalise",
            Self::Check => "check",
            Self::Write => "write",
        }
    }
}

/// Watches one file.
pub trait Watch: Send + Sync {
    /// The thread that calls goes on to a stage, or, with `None`, waits.
    fn work(&self, stage: Option<Stage>);

    /// That many bytes of the file and rows of its table have been read since it was begun.
    fn reached(&self, bytes: u64, rows: u64);
}

/// A watch that threads share.
pub type Watcher = Arc<dyn Watch>;

/// Nobody watches.
#[derive(Debug)]
struct Nobody;

impl Watch for Nobody {
    fn work(&self, _: Option<Stage>) {}

    fn reached(&self, _: u64, _: u64) {}
}

/// Nobody watches.
pub fn nobody() -> Watcher {
    Arc::new(Nobody)
}
