//! The record of one submission: `submission.json`.

use serde::{Deserialize, Serialize};

use crate::diagnostic::Counts;
use crate::schema::Table;
use crate::submission::{SheetCount, SheetMapping};

/// An earlier submission whose rows of one table a newer one takes the place of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaced {
    /// The earlier submission.
    pub id: String,
    /// The table.
    pub table: String,
    /// Codes the earlier submission had and the newer one has not: they leave the current view.
    pub codes_gone: usize,
}

/// Whether a submission counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Some of its rows are in the current view.
    Current,
    /// Newer submissions took the place of all its tables.
    Replaced,
    /// Withdrawn.
    Withdrawn,
}

impl Status {
    /// The word in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Replaced => "replaced",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// What is kept of a submission besides its rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Id: agency, sequence number, start of the hash, as `MOET/0001-1a2b3c4d`.
    pub id: String,
    /// Sender.
    pub agency_id: String,
    /// Name of the file as received.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Format it was recognised as.
    pub profile: String,
    /// Day it was received, as yyyy-mm-dd.
    pub received_on: String,
    /// Last day of which a sample is a measure of use, as yyyy-mm-dd; none where the day of receipt
    /// was not known, or the submission is older than the rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub samples_until: Option<String>,
    /// Version of the program that read it.
    pub tool_version: String,
    /// What became of each sheet's rows.
    pub tables: Vec<SheetCount>,
    /// Findings by severity.
    pub findings: Counts,
    /// Where columns stood.
    pub mapping: Vec<SheetMapping>,
    /// What it takes the place of.
    pub replaces: Vec<Replaced>,
    /// Whether it has been withdrawn; kept in a file of its own, so that the record never changes.
    #[serde(skip)]
    pub(super) withdrawn: bool,
}

impl Record {
    /// Whether it has been withdrawn.
    pub const fn is_withdrawn(&self) -> bool {
        self.withdrawn
    }

    /// Accepted rows of a table, on all sheets.
    pub fn rows_accepted(&self, table: Table) -> usize {
        let of_table = self.tables.iter().filter(|count| count.table == table.name());
        of_table.map(|count| count.rows_accepted).sum()
    }

    /// Tables it has accepted rows of.
    pub fn tables(&self) -> Vec<Table> {
        let mut tables: Vec<Table> = self
            .tables
            .iter()
            .filter(|count| count.rows_accepted > 0)
            .filter_map(|count| Table::from_name(&count.table))
            .collect();
        tables.sort_unstable();
        tables.dedup();
        tables
    }

    /// Column letter of a table's column at a row of a sheet, which may hold the table twice;
    /// several letters joined by `+` where their amounts were added.
    pub fn letter(&self, table: Table, sheet: &str, row: u32, column: &str) -> Option<&str> {
        self.mapping_at(table, sheet, row)
            .and_then(|mapping| mapping.columns.get(column))
            .map(String::as_str)
    }

    /// Where columns of a table stand at a row of a sheet, which may hold the table twice.
    pub fn mapping_at(&self, table: Table, sheet: &str, row: u32) -> Option<&SheetMapping> {
        let mut of_sheet = self
            .mapping
            .iter()
            .filter(|mapping| mapping.table == table.name() && mapping.sheet == sheet);
        let holds = |mapping: &&SheetMapping| {
            mapping.header_row < row && mapping.last_row.is_none_or(|last| row <= last)
        };
        of_sheet.clone().find(holds).or_else(|| of_sheet.next())
    }
}
