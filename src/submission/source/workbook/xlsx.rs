//! Excel workbooks since 2007.
//!
//! Nearly all are written in one plain way, which is read fast, sheet by sheet side by side
//! (`sheets.rs`). Everything else is left to the reader of any workbook, and is read or refused here.

mod book;
mod long;
mod scan;
mod sheets;
mod texts;

use std::io::Cursor;

use calamine::{Reader, SheetVisible, Xlsx};

use super::look::Looks;
use super::style::Style;
use super::{
    cell_of, damaged, f111_no_figure_comes_from_another_file, h208_no_sheet_is_hidden, names,
};
use crate::diagnostic::Finding;
use crate::submission::source::filling::Filling;
use crate::submission::source::legacy::Decided;
use crate::submission::source::limit::{Meter, Refusal};
use crate::submission::source::{Cell, Sheet, archive};

pub(in crate::submission::source) use long::{LongSheet, may_be_long};

/// Reads every sheet: each of its cells once, with its style.
pub(super) fn read(
    bytes: &[u8],
    meter: &mut Meter,
    decided: &mut Decided,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Sheet>, Refusal> {
    let before = findings.len();
    match sheets::read(bytes, meter.limits, findings) {
        Ok(sheets) => return Ok(sheets),
        Err(_) => findings.truncate(before),
    }
    read_any(bytes, meter, decided, findings)
}

/// Reads every sheet of any workbook.
fn read_any(
    bytes: &[u8],
    meter: &mut Meter,
    decided: &mut Decided,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Sheet>, Refusal> {
    let mut archive = archive::open(bytes)?;
    let parts = archive::measure(&mut archive, meter)?;
    f111_no_figure_comes_from_another_file(&parts, findings);
    let mut looks = Looks::open(&mut archive, &parts)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut styles: Option<Vec<Style>> = None;
    for (place, (name, visible)) in names(workbook.sheets_metadata()).into_iter().enumerate() {
        let mut reader = match workbook.worksheet_cells_reader(&name) {
            Ok(reader) => reader,
            // Chart sheets have no cells.
            Err(calamine::XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => return Err(damaged(error)),
        };
        h208_no_sheet_is_hidden(&name, visible != SheetVisible::Visible, findings);
        let styles = &*styles.get_or_insert_with(|| reader.styles().iter().map(style_of).collect());
        let mut filling = Filling::new(&name, meter, findings);
        while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(damaged)? {
            let ((row, column), mut value) = (cell.get_position(), cell_of(cell.get_value()));
            if let Some(style) = styles.get(style).filter(|style| !style.is_plain()) {
                value = style.show(value);
                if let (Some(face), Cell::Text(text)) = (style.face, &mut value) {
                    let at = (sheets.len(), row.saturating_add(1), column as usize);
                    decided.decide(at, face, text);
                }
            }
            filling.put(row, column as usize, value)?;
        }
        sheets.push(filling.finish(looks.of_sheet(&mut archive, place)?)?);
    }
    Ok(sheets)
}

fn style_of(style: &calamine::Style) -> Style {
    let format = style.number_format.as_ref().map_or("", |format| &format.format_code);
    let font = style.font.as_ref().and_then(|font| font.name.as_deref()).unwrap_or_default();
    Style::new(format, font)
}

#[cfg(test)]
mod tests;
