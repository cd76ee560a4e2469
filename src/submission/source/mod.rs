//! Bytes → sheets of cells. The only room that knows calamine, csv and encodings.
//!
//! Cells come with their row number and column index as the sender sees them. Nothing is
//! interpreted here beyond what the file format itself says (number, text, date, error).

mod delimited;
mod encoding;
mod legacy;
mod position;
mod syllable;
mod workbook;

use std::path::Path;

use unicode_normalization::{UnicodeNormalization, is_nfc};

pub use position::{Position, field_positions};

use crate::diagnostic::{Code, Finding, Text};
use crate::plan::Limits;
use crate::time::NaiveDate;

/// Characters of a cell beyond which its text is cut; Excel itself allows no more.
const CELL_CHARS_MAX: usize = 32_767;

/// One cell as the file format gives it.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// A number that the sheet shows as a percentage: 0.85, shown as 85 %.
    Share(f64),
    /// A truth value.
    Flag(bool),
    /// A day; the time of day is dropped.
    Day(NaiveDate),
    /// A formula that failed, as `#REF!`.
    Broken(String),
}

impl Cell {
    /// The text a person would see, without number formats.
    pub fn raw(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Broken(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Share(share) => format!("{}%", (share * 1e10).round() / 1e8),
            Self::Day(day) => day.to_string(),
            Self::Flag(flag) => if *flag { "TRUE" } else { "FALSE" }.to_owned(),
        }
    }

    /// Whether a person would see nothing.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}

/// One row that is not blank.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetRow {
    /// Number as the sender sees it, from 1.
    pub number: u32,
    /// Cells from column A on; cells after the last filled one are left out.
    pub cells: Vec<Cell>,
}

impl SheetRow {
    /// The cell of a column; empty beyond the last.
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }
}

/// Cells that the sheet shows as one; the value stands in the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    /// First row, from 1.
    pub first_row: u32,
    /// Last row, from 1.
    pub last_row: u32,
    /// First column, from 0.
    pub first_column: usize,
    /// Last column, from 0.
    pub last_column: usize,
}

/// One sheet; a CSV file is a sheet named after the file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// Name as in the file.
    pub name: String,
    /// Rows that are not blank, in order.
    pub rows: Vec<SheetRow>,
    /// Cells shown as one, in the order of the file.
    pub merged: Vec<Merged>,
    /// Numbers of the filled rows that the sheet hides, in order.
    pub hidden_rows: Vec<u32>,
}

impl Sheet {
    /// A sheet without rows.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }
}

/// Reads the sheets of a file. On failure the one finding that says why.
///
/// Text comes composed (NFC), and typed for fonts of old it comes as Unicode.
pub fn read_sheets(
    path: &Path,
    bytes: &[u8],
    limits: Limits,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Sheet>, Box<Finding>> {
    if bytes.is_empty() {
        return Err(Box::new(Finding::new(Code::F102, Text::phrase("F102-no-bytes"))));
    }
    if bytes.len() as u64 > limits.file_bytes_max {
        let found = Text::phrase("F104-bytes").with("bytes", bytes.len());
        let most = Text::phrase("F104-bytes-most").with("most", limits.file_bytes_max);
        return Err(Box::new(Finding::new(Code::F104, found).expected(most)));
    }
    let mut sheets = by_extension(path, bytes, limits, findings)?;
    compose(&mut sheets);
    legacy::to_unicode(&mut sheets, findings);
    Ok(sheets)
}

fn by_extension(
    path: &Path,
    bytes: &[u8],
    limits: Limits,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Sheet>, Box<Finding>> {
    let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        Some("xlsx" | "xlsm" | "xls" | "xlsb" | "ods") => workbook::read(bytes, limits, findings),
        Some("csv" | "tsv" | "txt") => {
            let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
            delimited::read(stem.unwrap_or_default(), bytes, limits, findings)
                .map(|sheet| vec![sheet])
        }
        other => {
            let found = other.map_or(Text::phrase("F101-no-extension"), |extension| {
                Text::phrase("F101-extension").with("extension", extension)
            });
            let finding =
                Finding::new(Code::F101, found).expected(Text::phrase("F101-extensions-read"));
            Err(Box::new(finding))
        }
    }
}

/// Composes every text: macOS writes letters and their marks apart.
fn compose(sheets: &mut [Sheet]) {
    for cell in sheets.iter_mut().flat_map(|sheet| &mut sheet.rows).flat_map(|row| &mut row.cells) {
        if let Cell::Text(text) = cell
            && !text.is_ascii()
            && !is_nfc(text)
        {
            *text = text.nfc().collect();
        }
    }
}

fn too_many_columns(sheet: &str, columns: usize, limits: Limits) -> Finding {
    Finding::new(Code::F104, Text::phrase("F104-columns").with("columns", columns))
        .sheet(sheet)
        .expected(Text::phrase("F104-columns-most").with("most", limits.columns_max))
}

/// Cuts a text that no spreadsheet could hold, and says so.
fn cut(cell: Cell, sheet: &str, row: u32, column: usize, findings: &mut Vec<Finding>) -> Cell {
    match cell {
        Cell::Text(text) if text.len() > CELL_CHARS_MAX => {
            let found = Text::phrase("C412-bytes").with("bytes", text.len());
            findings.push(Finding::new(Code::C412, found).sheet(sheet).row(row).column(column));
            Cell::Text(text.chars().take(CELL_CHARS_MAX).collect())
        }
        cell => cell,
    }
}
