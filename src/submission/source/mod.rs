//! Bytes → sheets of cells. The only room that knows file formats and encodings.
//!
//! Cells come with their row number and column index as the sender sees them. Nothing is
//! interpreted here beyond what the file format itself says (number, text, date, error). The
//! content says which format it is, not the name; what a file may cost is measured while it is
//! read ([`limit`]).

mod archive;
mod delimited;
mod encoding;
mod filling;
mod format;
mod growth;
mod json;
mod legacy;
mod limit;
mod long;
mod markup;
mod parquet;
mod position;
mod syllable;
mod workbook;
mod xml;

use std::collections::HashSet;
use std::path::Path;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::diagnostic::{Code, Finding, Text};
use crate::plan::Limits;
use crate::text::shows_nothing;
use crate::time::NaiveDate;
use format::Format;
use legacy::Decided;
use limit::{Meter, Refusal};

pub use delimited::records::{FieldKind, Item, Record, Records, Stop, Window};
pub use growth::{Growing, Growth};
pub use legacy::Sample;
pub use long::LongText;
pub use position::{Position, field_positions};

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
    /// A number; what is none, as NaN, is kept as the text a person would see.
    fn number(number: f64) -> Self {
        if number.is_finite() { Self::Number(number) } else { Self::Text(number.to_string()) }
    }

    /// A number shown as a percentage.
    fn share(number: f64) -> Self {
        if number.is_finite() { Self::Share(number) } else { Self::Text(number.to_string()) }
    }

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
            Self::Text(text) => shows_nothing(text),
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
    /// Cells shown as one, from the top.
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
    if let Some(finding) = f104_a_file_is_small_enough(bytes.len() as u64, limits) {
        return Err(Box::new(finding));
    }
    let mut meter = Meter::new(limits);
    let mut decided = Decided::default();
    let mut sheets = match format::of_bytes(bytes) {
        Ok(Some(format @ (Format::Gzip | Format::Zstd))) => {
            format::f108_the_name_says_what_the_file_holds(path, format, findings);
            let inner = match format {
                Format::Gzip => archive::gunzip(bytes, &mut meter)?,
                _ => archive::unzstd(bytes, &mut meter)?,
            };
            read_compressed(path, &inner, &mut meter, findings)?
        }
        Ok(Some(format)) => {
            let sheets = match format {
                Format::Zip => archive::read_csv_files(bytes, &mut meter, findings)?,
                Format::Parquet => {
                    vec![parquet::read(&format::stem_of(path), bytes, &mut meter, findings)?]
                }
                _ => workbook::read(format, bytes, &mut meter, &mut decided, findings)?,
            };
            format::f108_the_name_says_what_the_file_holds(path, format, findings);
            sheets
        }
        Ok(None) => read_text(path, bytes, &mut meter, findings)?,
        Err(refusal) => return Err(refusal),
    };
    a_sheet_has_a_name_of_its_own(&sheets)?;
    let rows = sheets.iter_mut().flat_map(|sheet| &mut sheet.rows);
    rows.flat_map(|row| &mut row.cells).for_each(compose);
    legacy::to_unicode(&mut sheets, &decided, findings);
    Ok(sheets)
}

/// Rows are found again by the name of their sheet, and some readers find sheets by it: of two
/// sheets of one name the first would be read twice and the second never.
fn a_sheet_has_a_name_of_its_own(sheets: &[Sheet]) -> Result<(), Refusal> {
    let mut known = HashSet::new();
    match sheets.iter().find(|sheet| !known.insert(sheet.name.as_str())) {
        Some(sheet) => {
            let found = Text::phrase("F101-name-twice").with("name", sheet.name.as_str());
            Err(Box::new(Finding::new(Code::F101, found)))
        }
        None => Ok(()),
    }
}

/// Reads what a compressed file holds: one text. Archives and workbooks, which are compressed
/// themselves, are not looked for in there.
fn read_compressed(
    path: &Path,
    bytes: &[u8],
    meter: &mut Meter,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Sheet>, Refusal> {
    if bytes.is_empty() {
        return Err(Box::new(Finding::new(Code::F102, Text::phrase("F102-no-bytes-inflated"))));
    }
    match format::of_bytes(bytes)? {
        None => read_text(&format::inner_of(path), bytes, meter, findings),
        Some(inner) => {
            let found = Text::phrase("F109-compressed").with("format", inner.title());
            Err(Box::new(Finding::new(Code::F109, found)))
        }
    }
}

/// Reads text: a table with separators, JSON, or a page with tables.
fn read_text(
    path: &Path,
    bytes: &[u8],
    meter: &mut Meter,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Sheet>, Refusal> {
    let text = encoding::decode(bytes, findings).map_err(|mut finding| {
        if format::is_named_as_container(path) {
            finding = Box::new(Finding::new(Code::F101, Text::phrase("F101-no-workbook")));
        }
        finding
    })?;
    let format = format::of_text(&text);
    format::f108_the_name_says_what_the_file_holds(path, format, findings);
    let name = format::stem_of(path);
    match format {
        Format::Html => markup::html::read(&name, &text, meter, findings),
        Format::Xml => markup::excel_2003::read(&text, meter, findings),
        Format::Json => json::read_text(&name, &text, meter, findings).map(|sheet| vec![sheet]),
        _ => delimited::read_text(&name, &text, meter, findings).map(|sheet| vec![sheet]),
    }
}

/// A file that is held in memory as a whole has no more bytes than the limit.
pub fn f104_a_file_is_small_enough(bytes: u64, limits: Limits) -> Option<Finding> {
    let found = Text::phrase("F104-bytes").with("bytes", bytes);
    let most = Text::phrase("F104-bytes-most").with("most", limits.file_bytes_max);
    let is_beyond = bytes > limits.file_bytes_max;
    is_beyond.then(|| Finding::new(Code::F104, found).expected(most))
}

/// Composes the text of a cell: macOS writes letters and their marks apart.
fn compose(cell: &mut Cell) {
    if let Cell::Text(text) = cell
        && !text.is_ascii()
        && !is_nfc(text)
    {
        *text = text.nfc().collect();
    }
}
