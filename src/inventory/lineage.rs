//! From a row of a table back to the cell it was read from.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{Inventory, Record, StoreError};
use crate::diagnostic::column_index;
use crate::plan::Limits;
use crate::schema::Table;
use crate::submission::{Cell, Sheet, read_sheets, rows_of_long_file, sha256_of};

/// One cell of a file as received, and what it adds to a figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SourceCell {
    /// The submission.
    pub submission_id: String,
    /// Name of the file as received.
    pub file: String,
    /// The sheet.
    pub sheet: String,
    /// Row as the sender sees it.
    pub row: u32,
    /// Column letter; empty when the figure counts the row, or the file has no such column.
    pub column: String,
    /// The text that stands there.
    pub raw: String,
    /// What it adds to the figure, in the figure's unit.
    pub value: f64,
    /// How that comes from the text, with its numbers; empty where it is the text itself. A cell
    /// that is a factor of another's amount adds nothing of its own and says so here.
    pub formula: String,
}

/// Where a row came from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowAddress {
    /// The submission.
    pub submission_id: String,
    /// The sheet.
    pub sheet: String,
    /// Row as the sender sees it.
    pub row: u32,
}

/// The files as received, opened as needed.
#[derive(Debug)]
pub struct Originals<'a> {
    inventory: &'a Inventory,
    limits: Limits,
    /// Rows asked for, by submission: of a long file no others are read.
    wanted: BTreeMap<String, BTreeSet<u32>>,
    open: BTreeMap<String, Vec<Sheet>>,
}

impl<'a> Originals<'a> {
    /// Nothing is opened yet; cells of the rows at these addresses will be asked for.
    pub fn new<'w>(
        inventory: &'a Inventory,
        limits: Limits,
        addresses: impl Iterator<Item = &'w RowAddress>,
    ) -> Self {
        let mut wanted: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
        for address in addresses {
            wanted.entry(address.submission_id.clone()).or_default().insert(address.row);
        }
        Self { inventory, limits, wanted, open: BTreeMap::new() }
    }

    /// The cell a row's column was read from.
    pub fn cell(
        &mut self,
        table: Table,
        address: &RowAddress,
        column: &str,
        (value, formula): (f64, &str),
    ) -> Result<SourceCell, StoreError> {
        let record = self
            .inventory
            .records
            .iter()
            .find(|record| record.id == address.submission_id)
            .ok_or_else(|| StoreError::Unknown { id: address.submission_id.clone() })?;
        let letter = record.letter(table, &address.sheet, address.row, column);
        let letter = letter.unwrap_or_default().to_owned();
        let mut raw = Vec::new();
        for index in letter.split('+').filter_map(column_index) {
            raw.push(self.raw(record, address, index)?);
        }
        let raw = raw.join(" + ");
        Ok(SourceCell {
            submission_id: record.id.clone(),
            file: record.file.clone(),
            sheet: address.sheet.clone(),
            row: address.row,
            column: letter,
            raw,
            value,
            formula: formula.to_owned(),
        })
    }

    fn raw(
        &mut self,
        record: &Record,
        address: &RowAddress,
        column: usize,
    ) -> Result<String, StoreError> {
        if !self.open.contains_key(&record.id) {
            let sheets = self.read(record)?;
            self.open.insert(record.id.clone(), sheets);
        }
        let sheets = &self.open[&record.id];
        let row = sheets.iter().find(|sheet| sheet.name == address.sheet).and_then(|sheet| {
            let at = sheet.rows.binary_search_by_key(&address.row, |row| row.number).ok()?;
            Some(&sheet.rows[at])
        });
        Ok(row.map_or_else(String::new, |row| Cell::raw(row.cell(column))))
    }

    fn read(&self, record: &Record) -> Result<Vec<Sheet>, StoreError> {
        let path = original_in(&self.inventory.folder_of(record))?;
        // A sheet of a CSV is named after the file as received, not after the copy.
        let received = Path::new(&record.file);
        if let Some(rows) = self.wanted.get(&record.id) {
            let sheet = rows_of_long_file((&path, received), self.limits, rows);
            if let Some(sheet) = sheet.map_err(|error| StoreError::reading(&path, error))? {
                return Ok(vec![sheet]);
            }
        }
        let bytes = std::fs::read(&path).map_err(|source| StoreError::io("read", &path, source))?;
        read_sheets(received, &bytes, self.limits, &mut Vec::new()).map_err(|finding| {
            StoreError::Record { path, message: finding.found.english().into_owned() }
        })
    }
}

/// What is wrong with the folder of a submission.
pub(super) fn damages_of(folder: &Path, record: &Record) -> Result<Vec<String>, StoreError> {
    let mut damages = Vec::new();
    let path = original_in(folder)?;
    let hash = sha256_of(&path).map_err(|source| StoreError::io("read", &path, source))?;
    if hash != record.sha256 {
        damages.push(format!(
            "{}: {} is not the file that was received",
            record.id,
            path.display()
        ));
    }
    for table in record.tables() {
        let counted = record.rows_accepted(table);
        let stored = super::preparation::count_rows_of(folder, table)?;
        if stored != counted {
            let name = table.name();
            damages
                .push(format!("{}: {name} has {stored} rows, {counted} were accepted", record.id));
        }
    }
    Ok(damages)
}

fn original_in(folder: &Path) -> Result<PathBuf, StoreError> {
    let fail = |source| StoreError::io("read", folder, source);
    for entry in std::fs::read_dir(folder).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        let name = path.file_name().map(|name| name.to_string_lossy());
        if name.is_some_and(|name| name == "original" || name.starts_with("original.")) {
            return Ok(path);
        }
    }
    let missing = std::io::Error::new(std::io::ErrorKind::NotFound, "the file as received is gone");
    Err(fail(missing))
}
