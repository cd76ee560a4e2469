//! The blank template: what an agency fills in, derived from the column lists and from nothing else.
//!
//! In: a language, for a filled form rows of cells. Out: the bytes of a workbook or the text of a
//! CSV file. The same call always gives the same bytes. Knows nothing of how a submission is read;
//! a test holds that what is written here is read back without a complaint.

mod example;
mod guide;
mod validation;
mod words;
mod workbook;

use thiserror::Error;

use crate::language::Language;
use crate::schema::{Column, Kind, Table, Unit};
use crate::time::NaiveDate;

pub use example::example_row;
pub use guide::{GUIDE_EN, GUIDE_VI};
pub use words::{no, word_of, yes};
pub use workbook::{Grid, workbook_of};

/// A cell of a filled form.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// Nothing.
    Blank,
    /// Text.
    Text(String),
    /// A number, in the unit of its heading.
    Number(f64),
    /// A day.
    Day(NaiveDate),
    /// A truth value, as other programs export it.
    Flag(bool),
}

/// A workbook that could not be written.
#[derive(Debug, Error)]
pub enum TemplateError {
    /// The writer of workbooks refused, for example because a sheet has too many rows.
    #[error("the workbook could not be written")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// A row does not have one cell per column.
    #[error("row {row} of table {table} has {found} cells, not {expected}")]
    Cells {
        /// Name of the table.
        table: &'static str,
        /// Index of the row, from 0.
        row: usize,
        /// Cells it has.
        found: usize,
        /// Columns of the table.
        expected: usize,
    },
}

/// Title of a column in the language, without its unit.
pub const fn title_of(column: &Column, language: Language) -> &'static str {
    language.pick(column.title_en, column.title_vi)
}

/// Name of the sheet of a table in the language.
pub const fn sheet_of(table: Table, language: Language) -> &'static str {
    language.pick(table.name(), table.title_vi())
}

/// Headings of a table, with their units, in the order of its columns.
pub fn headings(table: Table, language: Language) -> Vec<String> {
    table.columns().iter().map(|column| heading_of(column, language)).collect()
}

/// Heading of a column with its unit, which is written in the language too.
fn heading_of(column: &Column, language: Language) -> String {
    let heading = column.heading(title_of(column, language));
    match (language, column.kind) {
        (Language::English, Kind::Quantity(unit)) => {
            heading.replace(unit.written(), unit_in(unit, language))
        }
        _ => heading,
    }
}

/// A unit as the language writes it.
const fn unit_in(unit: Unit, language: Language) -> &'static str {
    match (unit, language) {
        (Unit::Hours, Language::English) => "hours",
        (Unit::Vnd, Language::English) => "VND",
        _ => unit.written(),
    }
}

/// The blank workbook: the guide, with a worked example, then one sheet per table.
pub fn blank_workbook(language: Language) -> Result<Vec<u8>, TemplateError> {
    let tables: Vec<(Table, Vec<Vec<Entry>>)> =
        Table::ALL.into_iter().map(|table| (table, Vec::new())).collect();
    workbook::forms(language, &tables, true)
}

/// A workbook with the sheets of these tables, filled in; the rows hold one cell per column.
/// It has no guide: it is what comes back, not what goes out.
pub fn filled_workbook(
    language: Language,
    tables: &[(Table, Vec<Vec<Entry>>)],
) -> Result<Vec<u8>, TemplateError> {
    for (table, rows) in tables {
        let expected = table.columns().len();
        if let Some(row) = rows.iter().position(|row| row.len() != expected) {
            let found = rows[row].len();
            return Err(TemplateError::Cells { table: table.name(), row, found, expected });
        }
    }
    workbook::forms(language, tables, false)
}

/// The blank CSV file of a table: a byte order mark, so that Excel reads it as UTF-8, and the
/// headings.
pub fn blank_csv(table: Table, language: Language) -> String {
    let quoted = headings(table, language).into_iter().map(|heading| {
        let must_quote = heading.contains([',', '"', '\n']);
        if must_quote { format!("\"{}\"", heading.replace('"', "\"\"")) } else { heading }
    });
    format!("\u{feff}{}\r\n", quoted.collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests;
