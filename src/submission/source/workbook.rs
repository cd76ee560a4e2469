//! Workbooks → sheets. The only file that knows calamine.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, Ods, Range, Reader, SheetVisible, Xls, Xlsb, Xlsx};

use super::{Cell, Sheet, SheetRow, cut, too_many_columns};
use crate::diagnostic::{Code, Finding, Text};
use crate::plan::Limits;
use crate::time::NaiveDate;

/// Cells that a sheet may span where all of them are held, filled or not.
const SPAN_MAX: usize = 50_000_000;

/// Rows and columns an .xls can have.
const XLS_SIZE: (u64, u64) = (65_536, 256);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Xlsx,
    Xlsb,
    Xls,
    Ods,
}

/// The format by its content: senders rename files, and the name then says nothing.
fn format_of(bytes: &[u8]) -> Option<Format> {
    let has = |part: &[u8], name: &[u8]| part.windows(name.len()).any(|window| window == name);
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Some(Format::Xls);
    }
    if !bytes.starts_with(b"PK") {
        return None;
    }
    // The first entry of an .ods says what it is; the directory at the end lists the other names.
    let (begin, end) = (bytes.len().min(128), bytes.len().saturating_sub(128 * 1024));
    Some(if has(&bytes[..begin], b"opendocument.spreadsheet") {
        Format::Ods
    } else if has(&bytes[end..], b"xl/workbook.bin") {
        Format::Xlsb
    } else {
        Format::Xlsx
    })
}

/// Reads a workbook, whatever state it is in.
pub(super) fn read(
    bytes: &[u8],
    limits: Limits,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Sheet>, Box<Finding>> {
    let Some(format) = format_of(bytes) else {
        return Err(Box::new(Finding::new(Code::F101, what_it_looks_like(bytes))));
    };
    // A damaged workbook must not take the program down, whatever the reader thinks of it.
    let read = catch_unwind(AssertUnwindSafe(|| match format {
        Format::Xlsx => read_xlsx(bytes, limits),
        Format::Xlsb => read_xlsb(bytes, limits),
        Format::Xls => read_xls(bytes, limits),
        Format::Ods => read_ods(bytes, limits),
    }));
    let (sheets, cuts) = match read {
        Ok(Ok(read)) => read,
        Ok(Err(finding)) => return Err(finding),
        Err(_) => {
            let found = Text::phrase("F101-not-followed");
            return Err(Box::new(Finding::new(Code::F101, found)));
        }
    };
    findings.extend(cuts);
    Ok(sheets)
}

/// What a file that is no workbook seems to be, in words.
fn what_it_looks_like(bytes: &[u8]) -> Text {
    Text::phrase(match bytes {
        [b'%', b'P', b'D', b'F', ..] => "F101-pdf",
        [b'<', ..] => "F101-page",
        [0x89, b'P', b'N', b'G', ..] | [0xff, 0xd8, ..] => "F101-picture",
        _ => "F101-no-workbook",
    })
}

type SheetsAndCuts = (Vec<Sheet>, Vec<Finding>);

fn damaged(error: impl std::fmt::Display) -> Box<Finding> {
    let found = Text::phrase("F101-damaged").with("error", error.to_string());
    Box::new(Finding::new(Code::F101, found))
}

fn names(sheets: &[calamine::Sheet]) -> Vec<(String, SheetVisible)> {
    sheets.iter().map(|sheet| (sheet.name.clone(), sheet.visible)).collect()
}

/// A sheet while its cells come in.
struct Filling<'a> {
    sheet: Sheet,
    limits: Limits,
    cuts: &'a mut Vec<Finding>,
}

impl<'a> Filling<'a> {
    fn new(name: &str, visible: SheetVisible, limits: Limits, cuts: &'a mut Vec<Finding>) -> Self {
        tell_hidden(name, visible, cuts);
        Self { sheet: Sheet::new(name), limits, cuts }
    }

    /// Takes in the cell of a row and column counted from 0.
    fn put(&mut self, row: u32, column: usize, value: &DataRef<'_>) -> Result<(), Box<Finding>> {
        if column >= self.limits.columns_max {
            return Err(Box::new(too_many_columns(&self.sheet.name, column + 1, self.limits)));
        }
        let value = from_calamine(value);
        if value.is_blank() {
            return Ok(());
        }
        let number = row.saturating_add(1);
        let value = cut(value, &self.sheet.name, number, column, self.cuts);
        let rows = &mut self.sheet.rows;
        if rows.last().is_none_or(|last| last.number != number) {
            rows.push(SheetRow { number, cells: Vec::new() });
        }
        if let Some(last) = rows.last_mut() {
            if last.cells.len() <= column {
                last.cells.resize(column + 1, Cell::Empty);
            }
            last.cells[column] = value;
        }
        Ok(())
    }

    /// Takes in every cell of a range.
    fn put_all(&mut self, range: &Range<Data>) -> Result<(), Box<Finding>> {
        let (height, width) = range.get_size();
        if height.saturating_mul(width) > SPAN_MAX {
            let found = Text::phrase("F104-spans").with("rows", height).with("columns", width);
            return Err(Box::new(too_wide_a_span(found).sheet(&self.sheet.name)));
        }
        let Some((first_row, first_column)) = range.start() else { return Ok(()) };
        for (row, column, value) in range.used_cells() {
            let row = first_row.saturating_add(u32::try_from(row).unwrap_or(u32::MAX));
            self.put(row, first_column as usize + column, &borrowed(value))?;
        }
        Ok(())
    }

    /// The sheet; a file may list its rows in any order, ours is the sender's.
    fn finish(mut self) -> Sheet {
        self.sheet.rows.sort_by_key(|row| row.number);
        self.sheet
    }
}

fn too_wide_a_span(found: Text) -> Finding {
    let most = Text::phrase("F104-cells-most").with("most", SPAN_MAX);
    Finding::new(Code::F104, found).expected(most)
}

fn read_xlsx(bytes: &[u8], limits: Limits) -> Result<SheetsAndCuts, Box<Finding>> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut sheets = Vec::new();
    let mut cuts = Vec::new();
    for (name, visible) in names(workbook.sheets_metadata()) {
        let mut filling = Filling::new(&name, visible, limits, &mut cuts);
        let mut reader = match workbook.worksheet_cells_reader(&name) {
            Ok(reader) => reader,
            // Chart sheets have no cells.
            Err(calamine::XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => return Err(damaged(error)),
        };
        while let Some(cell) = reader.next_cell().map_err(damaged)? {
            let (row, column) = cell.get_position();
            filling.put(row, column as usize, cell.get_value())?;
        }
        sheets.push(filling.finish());
    }
    Ok((sheets, cuts))
}

fn read_xlsb(bytes: &[u8], limits: Limits) -> Result<SheetsAndCuts, Box<Finding>> {
    let mut workbook: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut sheets = Vec::new();
    let mut cuts = Vec::new();
    for (name, visible) in names(workbook.sheets_metadata()) {
        let mut filling = Filling::new(&name, visible, limits, &mut cuts);
        let mut reader = workbook.worksheet_cells_reader(&name).map_err(damaged)?;
        while let Some(cell) = reader.next_cell().map_err(damaged)? {
            let (row, column) = cell.get_position();
            filling.put(row, column as usize, cell.get_value())?;
        }
        sheets.push(filling.finish());
    }
    Ok((sheets, cuts))
}

fn read_xls(bytes: &[u8], limits: Limits) -> Result<SheetsAndCuts, Box<Finding>> {
    if let Some((rows, columns)) = impossible_size(bytes) {
        let found = Text::phrase("F104-claims").with("rows", rows).with("columns", columns);
        return Err(Box::new(too_wide_a_span(found)));
    }
    let mut workbook: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| {
        let found = Text::phrase("F101-old-damaged").with("error", error.to_string());
        Box::new(Finding::new(Code::F101, found))
    })?;
    read_ranges(&mut workbook, limits)
}

/// A size no .xls can have. The reader would set aside memory for whatever a sheet claims, and run
/// out of it; so the claims, records of type 0x0200, are looked at first.
fn impossible_size(bytes: &[u8]) -> Option<(u64, u64)> {
    bytes.windows(18).find_map(|at| {
        let short = |from: usize| u64::from(at[from]) | u64::from(at[from + 1]) << 8;
        let long = |from: usize| short(from) | short(from + 2) << 16;
        let (rows, columns, reserved) = match at[..4] {
            [0x00, 0x02, 14, 0] => (long(8), short(14), short(16)),
            [0x00, 0x02, 10, 0] => (short(6), short(10), short(12)),
            _ => return None,
        };
        let fits = rows <= XLS_SIZE.0 && columns <= XLS_SIZE.1;
        (reserved == 0 && !fits).then_some((rows, columns))
    })
}

fn read_ods(bytes: &[u8], limits: Limits) -> Result<SheetsAndCuts, Box<Finding>> {
    let mut workbook: Ods<_> = match Ods::new(Cursor::new(bytes)) {
        Err(error @ calamine::OdsError::CellLimitExceeded { .. }) => {
            let found = Text::phrase("F104-too-many-cells").with("error", error.to_string());
            return Err(Box::new(too_wide_a_span(found)));
        }
        other => other.map_err(damaged)?,
    };
    read_ranges(&mut workbook, limits)
}

fn read_ranges<'a, R>(workbook: &mut R, limits: Limits) -> Result<SheetsAndCuts, Box<Finding>>
where
    R: Reader<Cursor<&'a [u8]>>,
    R::Error: std::fmt::Display,
{
    let mut sheets = Vec::new();
    let mut cuts = Vec::new();
    for (name, visible) in names(workbook.sheets_metadata()) {
        let mut filling = Filling::new(&name, visible, limits, &mut cuts);
        filling.put_all(&workbook.worksheet_range(&name).map_err(damaged)?)?;
        sheets.push(filling.finish());
    }
    Ok((sheets, cuts))
}

/// What a sender hid is read all the same, and told.
fn tell_hidden(sheet: &str, visible: SheetVisible, findings: &mut Vec<Finding>) {
    if visible != SheetVisible::Visible {
        findings.push(Finding::new(Code::H208, Text::phrase("H208-hidden-sheet")).sheet(sheet));
    }
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

/// The same value, its text borrowed.
fn borrowed(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            DataRef::SharedString(text)
        }
        Data::Bool(flag) => DataRef::Bool(*flag),
        Data::DateTime(at) => DataRef::DateTime(*at),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

#[cfg(test)]
#[path = "workbook_tests.rs"]
mod tests;
