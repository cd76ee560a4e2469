//! The store on disk and what is current in it.
//!
//! In: submissions as read, decisions about rows that are one thing. Out: the current rows of each table
//! as lazy frames, each thing once, totals, what arrived when, and the way back from any total to the
//! cells it came from. The only room that writes Parquet. Knows nothing of the formats rows came from.

mod arrival;
mod counted;
mod decision;
mod error;
mod files;
mod findings;
mod footer;
mod frame;
mod gaps;
mod hall;
mod library;
mod lineage;
mod original;
mod parts;
mod preparation;
mod record;
mod relation;
mod revision;
mod row_group;
pub mod samples;
mod stated;
mod store;
mod totals;

use std::path::{Path, PathBuf};

use polars::prelude::{
    DataFrame, Engine, HiveOptions, IntoLazy, LazyFrame, PlRefPath, PolarsResult, ScanArgsParquet,
    UnionArgs, col,
};

pub use arrival::{Arrival, Filled};
pub use counted::{CountedElsewhere, Settled, identities_of};
pub use decision::{Decided, DecidedTogether, Decision, NewDecision, RowId, Verdict, pair_id};
pub use error::StoreError;
pub use files::write_private;
pub use frame::{KeptAside, parquet_bytes, rows_to_frame};
pub use gaps::{Gap, Lack, gaps};
pub use hall::{HallFile, HallImported, HallRecord};
pub use lineage::{Originals, RowAddress, SourceCell};
pub use parts::TablePart;
pub use record::{Record, Replaced, Status};
pub use relation::Relation;
pub use revision::{Change, ChangeKind, Revision, TableChange};
pub use stated::StatedRow;
pub use store::{Ingested, Store};
pub(crate) use totals::is_counted;
pub use totals::{
    Amount, Totals, TotalsOfSuccessor, totals_by_agency, totals_by_successor, totals_of_all,
};

use crate::schema::{Table, provenance};

/// Rows of a store of which a column may be held.
const ROWS_HELD_MAX: usize = 1 << 20;

/// The accepted rows of all current submissions, table by table.
#[derive(Debug, Clone)]
pub struct Inventory {
    records: Vec<Record>,
    decisions: Vec<Decision>,
    root: std::path::PathBuf,
}

impl Inventory {
    pub(crate) const fn new(
        root: std::path::PathBuf,
        records: Vec<Record>,
        decisions: Vec<Decision>,
    ) -> Self {
        Self { records, decisions, root }
    }

    /// Submissions that are not withdrawn, oldest first within an agency; agencies by id.
    pub fn submissions(&self) -> impl Iterator<Item = &Record> {
        self.records.iter().filter(|record| !record.is_withdrawn())
    }

    /// The folder of a submission.
    pub fn folder_of(&self, record: &Record) -> std::path::PathBuf {
        self.root.join("submissions").join(&record.id)
    }

    /// Submissions whose rows of a table are current: not withdrawn and not replaced.
    pub fn current(&self, table: Table) -> Vec<&Record> {
        let replaced: std::collections::BTreeSet<&str> = self
            .submissions()
            .flat_map(|record| &record.replaces)
            .filter(|replaced| replaced.table == table.name())
            .map(|replaced| replaced.id.as_str())
            .collect();
        self.submissions()
            .filter(|record| {
                record.tables().contains(&table) && !replaced.contains(record.id.as_str())
            })
            .collect()
    }

    /// The findings of a submission, in the order of its file.
    pub fn findings_of(
        &self,
        record: &Record,
    ) -> Result<Vec<crate::diagnostic::Finding>, StoreError> {
        let file = self.folder_of(record).join("findings.parquet");
        let fail = |source| StoreError::parquet(&file, source);
        let frame = scan_one(&file)?.collect().map_err(fail)?;
        findings::findings_from_frame(&frame).map_err(fail)
    }

    /// The rejected rows of a submission, in the order of its file.
    pub fn rejected_of(&self, record: &Record) -> Result<Vec<KeptAside>, StoreError> {
        let file = self.folder_of(record).join("rejected.parquet");
        let fail = |source| StoreError::parquet(&file, source);
        let frame = scan_one(&file)?.collect().map_err(fail)?;
        frame::rejected_from_frame(&frame).map_err(fail)
    }

    /// What is wrong with the files of submissions: a changed original, lost rows. Empty when the
    /// store is whole.
    pub fn damages(&self) -> Result<Vec<String>, StoreError> {
        let mut damages = Vec::new();
        for record in &self.records {
            damages.extend(lineage::damages_of(&self.folder_of(record), record)?);
        }
        damages.extend(self.damages_of_hall()?);
        Ok(damages)
    }

    /// Rows of a table that count: the current ones, and of those that a planner decided to be one
    /// thing the one that is kept. Agency, provenance and the table's columns, in the order of
    /// submissions and rows; no rows when nothing was submitted.
    pub fn table(&self, table: Table) -> Result<LazyFrame, StoreError> {
        counted::without(self.submitted(table)?, &self.counted_elsewhere(table)?)
            .map_err(|source| StoreError::parquet(&self.root, source))
    }

    /// Current rows of a table as they were sent, those that count with another row included.
    pub fn submitted(&self, table: Table) -> Result<LazyFrame, StoreError> {
        let current = self.current(table).into_iter();
        let files = current.map(|record| files_of(&self.folder_of(record), table));
        scan(&files.collect::<Result<Vec<_>, _>>()?, table)
    }

    /// What a plan over rows comes to, for one whose result is small and has an order of its own: from
    /// many rows it is made part by part, so that they are not held.
    fn collected(&self, plan: LazyFrame) -> PolarsResult<DataFrame> {
        let accepted =
            |record: &Record| record.tables.iter().map(|t| t.rows_accepted).sum::<usize>();
        if self.submissions().map(accepted).sum::<usize>() < ROWS_HELD_MAX {
            return plan.collect();
        }
        plan.collect_with_engine(Engine::Streaming).map(|result| result.unwrap_single())
    }

    /// Accepted rows of a table in one submission, whether they are current or not.
    pub fn rows_of(&self, record: &Record, table: Table) -> Result<LazyFrame, StoreError> {
        match record.tables().contains(&table) {
            true => scan(&[files_of(&self.folder_of(record), table)?], table),
            false => scan(&[], table),
        }
    }
}

/// The files of a table in the folder of a submission that has rows of it: one, and of samples those
/// of their days and buckets.
fn files_of(folder: &Path, table: Table) -> Result<Vec<PathBuf>, StoreError> {
    match table {
        Table::Utilisation => {
            Ok(samples::files_in(folder)?.into_iter().map(|file| file.path).collect())
        }
        _ => Ok(vec![folder.join(format!("{}.parquet", table.name()))]),
    }
}

/// The rows of a table in the files of submissions.
fn scan(submissions: &[Vec<PathBuf>], table: Table) -> Result<LazyFrame, StoreError> {
    let schema = table.schema();
    if submissions.is_empty() {
        return Ok(polars::prelude::DataFrame::empty_with_schema(&schema).lazy());
    }
    let frames = submissions.iter().map(|files| scan_files(files));
    let mut frames = frames.collect::<Result<Vec<_>, _>>()?;
    // Files of an older version may lack a column; it is unknown there, not zero. The table without
    // rows has them all, should every file be of that version.
    frames.push(polars::prelude::DataFrame::empty_with_schema(&schema).lazy());
    let all = polars::prelude::concat_lf_diagonal(frames, UnionArgs::default())
        .map_err(|source| StoreError::parquet(&submissions[0][0], source))?;
    let names: Vec<_> = schema.iter_names().map(|name| col(name.clone())).collect();
    Ok(all.select(names))
}

fn scan_one(file: &Path) -> Result<LazyFrame, StoreError> {
    scan_files(std::slice::from_ref(&file.to_owned()))
}

/// The rows of files of equal columns, in their order.
fn scan_files(files: &[PathBuf]) -> Result<LazyFrame, StoreError> {
    let mut paths = Vec::with_capacity(files.len());
    for file in files {
        // Opened first, so that a missing file is an error that names it, not a failure in mid-plan.
        std::fs::File::open(file).map_err(|source| StoreError::io("read", file, source))?;
        paths.push(PlRefPath::new(file.to_string_lossy()));
    }
    let hive_options = HiveOptions { enabled: Some(false), ..HiveOptions::default() };
    let arguments = ScanArgsParquet { glob: false, hive_options, ..Default::default() };
    LazyFrame::scan_parquet_files(paths.into(), arguments)
        .map_err(|source| StoreError::parquet(&files[0], source))
}

/// Name of the column that says which agency a row belongs to.
pub const AGENCY_ID: &str = provenance::AGENCY_ID;
