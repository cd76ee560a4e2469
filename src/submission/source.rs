//! Bytes → sheets of cells. The only file that knows calamine, csv and encodings.
//!
//! Cells come with their row number and column index as the sender sees them. Nothing is
//! interpreted here beyond what the file format itself says (number, text, date, error).

use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use calamine::{Data, DataRef, Reader, SheetVisible, Xlsx};

use crate::diagnostic::{Code, Finding};
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

/// One sheet; a CSV file is a sheet named after the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Name as in the file.
    pub name: String,
    /// Rows that are not blank, in order.
    pub rows: Vec<SheetRow>,
}

/// Reads the sheets of a file. On failure the one finding that says why.
pub fn read_sheets(
    path: &Path,
    bytes: &[u8],
    limits: Limits,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Sheet>, Box<Finding>> {
    if bytes.is_empty() {
        return Err(Box::new(Finding::new(Code::F102, "0 bytes")));
    }
    if bytes.len() as u64 > limits.file_bytes_max {
        let found = format!("{} bytes", bytes.len());
        let most = format!("at most {} bytes (limits.file_bytes_max)", limits.file_bytes_max);
        return Err(Box::new(Finding::new(Code::F104, found).expected(most)));
    }
    let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        Some("xlsx" | "xlsm") => read_workbook(bytes, limits, findings),
        Some("csv" | "tsv" | "txt") => {
            let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
            read_text(stem.unwrap_or_default(), bytes, limits, findings).map(|sheet| vec![sheet])
        }
        other => {
            let found = other.map_or("no extension".to_owned(), |e| format!("extension .{e}"));
            let finding =
                Finding::new(Code::F101, found).expected("a file .xlsx, .xlsm, .csv or .tsv");
            Err(Box::new(finding))
        }
    }
}

fn read_workbook(
    bytes: &[u8],
    limits: Limits,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Sheet>, Box<Finding>> {
    if !bytes.starts_with(b"PK") {
        return Err(Box::new(Finding::new(Code::F101, what_it_looks_like(bytes))));
    }
    // A damaged workbook must not take the program down, whatever the reader thinks of it.
    let read = catch_unwind(AssertUnwindSafe(|| read_xlsx(bytes, limits)));
    let (sheets, cuts) = match read {
        Ok(Ok(read)) => read,
        Ok(Err(finding)) => return Err(finding),
        Err(_) => {
            let found = "a workbook so damaged that it cannot be followed";
            return Err(Box::new(Finding::new(Code::F101, found)));
        }
    };
    findings.extend(cuts);
    Ok(sheets)
}

/// What a file that is no workbook seems to be, in words.
fn what_it_looks_like(bytes: &[u8]) -> String {
    let kind = match bytes {
        [b'%', b'P', b'D', b'F', ..] => "a PDF document",
        [0xd0, 0xcf, 0x11, 0xe0, ..] => "an old .xls workbook or one with a password",
        [b'<', ..] => "an HTML or XML page",
        [0x89, b'P', b'N', b'G', ..] | [0xff, 0xd8, ..] => "a picture",
        _ => "no workbook",
    };
    format!("the content is {kind}")
}

type SheetsAndCuts = (Vec<Sheet>, Vec<Finding>);

fn read_xlsx(bytes: &[u8], limits: Limits) -> Result<SheetsAndCuts, Box<Finding>> {
    let damaged = |error: calamine::XlsxError| {
        Box::new(Finding::new(Code::F101, format!("the workbook is damaged or cut off: {error}")))
    };
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let names: Vec<(String, SheetVisible)> = workbook
        .sheets_metadata()
        .iter()
        .map(|sheet| (sheet.name.clone(), sheet.visible))
        .collect();
    let mut sheets = Vec::new();
    let mut cuts = Vec::new();
    for (name, _) in names {
        let mut sheet = Sheet { name: name.clone(), rows: Vec::new() };
        let mut reader = match workbook.worksheet_cells_reader(&name) {
            Ok(reader) => reader,
            // Chart sheets have no cells.
            Err(calamine::XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => return Err(damaged(error)),
        };
        while let Some(cell) = reader.next_cell().map_err(damaged)? {
            let (row, column) = cell.get_position();
            let column = column as usize;
            if column >= limits.columns_max {
                return Err(Box::new(too_many_columns(&name, column + 1, limits)));
            }
            let value = from_calamine(cell.get_value());
            if value.is_blank() {
                continue;
            }
            let value = cut(value, &name, row + 1, column, &mut cuts);
            let number = row + 1;
            if sheet.rows.last().is_none_or(|last| last.number != number) {
                sheet.rows.push(SheetRow { number, cells: Vec::new() });
            }
            if let Some(last) = sheet.rows.last_mut() {
                if last.cells.len() <= column {
                    last.cells.resize(column + 1, Cell::Empty);
                }
                last.cells[column] = value;
            }
        }
        // A file may list its rows in any order; ours is the sender's.
        sheet.rows.sort_by_key(|row| row.number);
        sheets.push(sheet);
    }
    Ok((sheets, cuts))
}

fn too_many_columns(sheet: &str, columns: usize, limits: Limits) -> Finding {
    Finding::new(Code::F104, format!("at least {columns} columns"))
        .sheet(sheet)
        .expected(format!("at most {} columns (limits.columns_max)", limits.columns_max))
}

fn from_calamine(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::Bool(flag) => Cell::Flag(*flag),
        DataRef::DateTime(at) if at.is_datetime() => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            NaiveDate::from_ymd_opt(year.into(), month.into(), day.into())
                .map_or(Cell::Number(at.as_f64()), Cell::Day)
        }
        DataRef::DateTime(duration) => Cell::Number(duration.as_f64()),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::Text(text.clone()),
        DataRef::Error(error) => Cell::Broken(Data::Error(error.clone()).to_string()),
        DataRef::Empty => Cell::Empty,
    }
}

/// Cuts a text that no spreadsheet could hold, and says so.
fn cut(cell: Cell, sheet: &str, row: u32, column: usize, findings: &mut Vec<Finding>) -> Cell {
    match cell {
        Cell::Text(text) if text.len() > CELL_CHARS_MAX => {
            let found = format!("{} bytes of text", text.len());
            findings.push(Finding::new(Code::C412, found).sheet(sheet).row(row).column(column));
            Cell::Text(text.chars().take(CELL_CHARS_MAX).collect())
        }
        cell => cell,
    }
}

fn read_text(
    name: String,
    bytes: &[u8],
    limits: Limits,
    findings: &mut Vec<Finding>,
) -> Result<Sheet, Box<Finding>> {
    let text = decode(bytes)?;
    let separator = separator_of(&text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut sheet = Sheet { name, rows: Vec::new() };
    let mut record = csv::StringRecord::new();
    let mut number = 0;
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                let found = format!("a line that cannot be followed: {error}");
                return Err(Box::new(Finding::new(Code::F101, found)));
            }
        }
        // Records are numbered, not lines: a spreadsheet shows a cell with line breaks as one row.
        number = number_after(number, &record, &text);
        if record.len() > limits.columns_max {
            return Err(Box::new(too_many_columns(&sheet.name, record.len(), limits)));
        }
        let filled = (0..record.len()).rev().find(|&at| !record[at].trim().is_empty());
        let Some(last) = filled else { continue };
        let cells = record
            .iter()
            .take(last + 1)
            .enumerate()
            .map(|(column, field)| {
                let cell = if field.trim().is_empty() {
                    Cell::Empty
                } else {
                    Cell::Text(field.to_owned())
                };
                cut(cell, &sheet.name, number, column, findings)
            })
            .collect();
        sheet.rows.push(SheetRow { number, cells });
    }
    Ok(sheet)
}

/// Number of the record a spreadsheet would show: blank lines, which the reader skips, count.
fn number_after(previous: u32, record: &csv::StringRecord, text: &str) -> u32 {
    let Some(position) = record.position() else { return previous + 1 };
    let bytes = text.as_bytes();
    let mut at = usize::try_from(position.byte()).unwrap_or(usize::MAX).min(bytes.len());
    // The reader ends a record at CR; the LF after it belongs to that line, not to a blank one.
    if at > 0 && bytes[at - 1] == b'\r' && bytes.get(at) == Some(&b'\n') {
        at += 1;
    }
    let blank = bytes[at..].iter().take_while(|&&b| b == b'\n' || b == b'\r');
    let newlines = blank.filter(|&&b| b == b'\n').count();
    previous + 1 + u32::try_from(newlines).unwrap_or(u32::MAX - previous - 1)
}

fn decode(bytes: &[u8]) -> Result<String, Box<Finding>> {
    let (encoding, marked) = match bytes {
        [0xff, 0xfe, ..] => (encoding_rs::UTF_16LE, true),
        [0xfe, 0xff, ..] => (encoding_rs::UTF_16BE, true),
        [0xef, 0xbb, 0xbf, ..] => (encoding_rs::UTF_8, true),
        _ => (encoding_rs::UTF_8, false),
    };
    let (text, _, malformed) = encoding.decode(bytes);
    if malformed || text.contains('\0') {
        let found =
            if marked { "bytes that break its own encoding" } else { "bytes that are no UTF-8" };
        return Err(Box::new(Finding::new(Code::F105, found)));
    }
    Ok(text.into_owned())
}

/// The separator that splits the first lines into the most even number of fields.
fn separator_of(text: &str) -> u8 {
    let mut sample = String::new();
    // Reading from memory cannot fail; a cut in the middle of a letter only shortens the sample.
    let _ = text.as_bytes().take(64 * 1024).read_to_string(&mut sample);
    if sample.is_empty() {
        sample = text.chars().take(16 * 1024).collect();
    }
    let score = |separator: u8| {
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(sample.as_bytes());
        let lengths: Vec<usize> = reader
            .into_records()
            .map_while(Result::ok)
            .take(50)
            .map(|record| record.len())
            .collect();
        let usual = lengths.iter().copied().max_by_key(|length| {
            (lengths.iter().filter(|other| *other == length).count(), *length)
        });
        usual.filter(|&usual| usual > 1).map_or(0, |usual| {
            lengths.iter().filter(|&&length| length == usual).count() * 1_000 + usual
        })
    };
    // The comma first, so that it wins where nothing speaks for another.
    [b',', b';', b'\t', b'|'].into_iter().rev().max_by_key(|&s| score(s)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Sheet {
        let limits = crate::plan::Plan::built_in().limits;
        read_text("t".to_owned(), text.as_bytes(), limits, &mut Vec::new()).expect("is text")
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_shows_them() {
        let sheet = read("a,b\n\n1,\"x\ny\"\n,,\n2,z\n");
        let numbers: Vec<u32> = sheet.rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [1, 3, 5]);
        let sheet = read("a,b\r\n\r\n1,\"x\r\ny\"\r\n,,\r\n2,z\r\n");
        let numbers: Vec<u32> = sheet.rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [1, 3, 5], "the same with the line ends of Windows");
    }

    #[test]
    fn the_separator_is_found_though_decimals_have_commas() {
        assert_eq!(separator_of("a;b;c\n1,5;2,5;3\n1;2;3\n"), b';');
        assert_eq!(separator_of("a,b\n1,2\n"), b',');
        assert_eq!(separator_of("a\tb\n1\t2\n"), b'\t');
        assert_eq!(separator_of("one column\n"), b',');
    }

    #[test]
    fn utf_16_with_its_mark_is_read() {
        let bytes: Vec<u8> = "\u{feff}a\tĐ\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&bytes).expect("is UTF-16"), "a\tĐ\n");
        assert!(decode(&[b'a', 0xff]).is_err());
    }
}
