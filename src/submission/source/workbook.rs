//! Workbooks → sheets. The only file that knows calamine.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, Reader, SheetVisible, Xlsx};

use super::{Cell, Sheet, SheetRow, cut, too_many_columns};
use crate::diagnostic::{Code, Finding};
use crate::plan::Limits;
use crate::time::NaiveDate;

/// Reads a workbook, whatever state it is in.
pub(super) fn read(
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
    for (name, visible) in names {
        tell_hidden(&name, visible, &mut cuts);
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

/// What a sender hid is read all the same, and told.
fn tell_hidden(sheet: &str, visible: SheetVisible, findings: &mut Vec<Finding>) {
    if visible != SheetVisible::Visible {
        findings.push(Finding::new(Code::H208, "a hidden sheet, read as the others").sheet(sheet));
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
