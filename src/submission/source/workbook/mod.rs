//! Workbooks → sheets. The only folder that knows calamine.

mod biff;
mod compound;
mod look;
mod ods;
mod style;
mod xls;
mod xlsb;
mod xlsx;

use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, SheetVisible};

use super::Cell;
use super::archive;
use super::format::Format;
use super::legacy::Decided;
use super::limit::{Meter, Refusal};
use super::{Merged, Sheet};
use crate::diagnostic::{Code, Finding, Text};
use crate::time::NaiveDate;

pub(super) use xlsx::{LongSheet, may_be_long};

/// Reads a workbook, whatever state it is in.
pub(super) fn read(
    format: Format,
    bytes: &[u8],
    meter: &mut Meter,
    decided: &mut Decided,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Sheet>, Refusal> {
    // A damaged workbook must not take the program down, whatever the reader thinks of it.
    let read = catch_unwind(AssertUnwindSafe(|| match format {
        Format::Xls => xls::read(bytes, meter, decided, findings),
        Format::Ods => ods::read(bytes, meter, findings),
        Format::Xlsb => xlsb::read(bytes, meter, findings),
        _ => xlsx::read(bytes, meter, decided, findings),
    }));
    read.unwrap_or_else(|_| {
        Err(Box::new(Finding::new(Code::F101, Text::phrase("F101-not-followed"))))
    })
}

/// The refusal of a workbook that a reader gives up on, in its words.
pub(super) fn damaged(error: impl std::fmt::Display) -> Refusal {
    broken(error.to_string().into())
}

/// The refusal of a workbook with a fault that we found.
pub(super) fn broken(fault: Text) -> Refusal {
    Box::new(Finding::new(Code::F101, Text::phrase("F101-damaged").with("error", fault)))
}

fn names(sheets: &[calamine::Sheet]) -> Vec<(String, SheetVisible)> {
    sheets.iter().map(|sheet| (sheet.name.clone(), sheet.visible)).collect()
}

/// What a sender hid is read all the same, and told.
fn h208_no_sheet_is_hidden(sheet: &str, is_hidden: bool, findings: &mut Vec<Finding>) {
    if is_hidden {
        let found = Text::phrase("H208-hidden-sheet");
        findings.push(Finding::new(Code::H208, found).sheet(sheet));
    }
}

/// Links to other workbooks are not followed: what was last saved of them is read, and told.
fn f111_no_figure_comes_from_another_file(parts: &archive::Parts, findings: &mut Vec<Finding>) {
    let is_link = |name: &&String| {
        name.starts_with("xl/externallinks/") && !name.contains("/_rels/") && !name.ends_with('/')
    };
    let links = parts.places.keys().filter(is_link).count();
    if links > 0 {
        let found = Text::phrase("F111-links").with("files", links);
        findings.push(Finding::new(Code::F111, found));
    }
}

fn merged_of(dimensions: &calamine::Dimensions) -> Merged {
    Merged {
        first_row: dimensions.start.0.saturating_add(1),
        last_row: dimensions.end.0.saturating_add(1),
        first_column: dimensions.start.1 as usize,
        last_column: dimensions.end.1 as usize,
    }
}

fn cell_of(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::number(*number),
        DataRef::String(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::Bool(flag) => Cell::Flag(*flag),
        DataRef::DateTime(at) if at.is_datetime() => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            NaiveDate::from_ymd_opt(year.into(), month.into(), day.into())
                .map_or(Cell::number(at.as_f64()), Cell::Day)
        }
        DataRef::DateTime(duration) => Cell::number(duration.as_f64()),
        DataRef::DateTimeIso(text) => day_of(text).map_or_else(|| text_of(text), Cell::Day),
        DataRef::DurationIso(text) => text_of(text),
        DataRef::Error(error) => Cell::Broken(Data::Error(error.clone()).to_string()),
        DataRef::Empty => Cell::Empty,
    }
}

fn text_of(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

/// The day of `2024-02-01` and `2024-02-01T08:00:00`.
fn day_of(text: &str) -> Option<NaiveDate> {
    let day = text.split('T').next()?;
    NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()
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
