//! Excel workbooks of before 2007.

use std::io::Cursor;

use calamine::{Reader, SheetVisible, Xls};

use super::biff::{self, SheetRecords};
use super::compound::Compound;
use super::{borrowed, broken, cell_of, damaged, h208_no_sheet_is_hidden, merged_of, names};
use crate::diagnostic::{Code, Finding, Text};
use crate::submission::source::filling::Filling;
use crate::submission::source::legacy::Decided;
use crate::submission::source::limit::{Meter, Refusal};
use crate::submission::source::{Cell, Sheet};

/// Reads every sheet.
pub(super) fn read(
    bytes: &[u8],
    meter: &mut Meter,
    decided: &mut Decided,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Sheet>, Refusal> {
    let compound = Compound::open(bytes)?;
    compound.f112_the_file_has_no_password()?;
    let stream = match compound.stream("Workbook")? {
        Some(stream) => Some(stream),
        None => compound.stream("Book")?,
    };
    let stream = stream.ok_or_else(|| broken(Text::phrase("F101-holds-no-workbook")))?;
    let mut records = biff::look_through(&stream, meter)?;
    drop(stream);
    let mut workbook: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::XlsError::Password => {
            Box::new(Finding::new(Code::F112, Text::phrase("F112-xls")))
        }
        error => damaged(error),
    })?;
    let mut sheets: Vec<Sheet> = Vec::new();
    for (place, (name, visible)) in names(workbook.sheets_metadata()).into_iter().enumerate() {
        h208_no_sheet_is_hidden(&name, visible != SheetVisible::Visible, findings);
        let SheetRecords { mut look, styles } =
            records.get_mut(place).map(std::mem::take).unwrap_or_default();
        let merged = workbook.merge_cells_by_sheet_name(&name).map_err(damaged)?;
        look.merged = merged.iter().map(merged_of).collect();
        let mut filling = Filling::new(&name, meter, findings);
        let range = workbook.worksheet_range(&name).map_err(damaged)?;
        let Some((first_row, first_column)) = range.start() else {
            sheets.push(filling.finish(look)?);
            continue;
        };
        for (row, column, value) in range.used_cells() {
            let row = first_row.saturating_add(u32::try_from(row).unwrap_or(u32::MAX));
            let column = first_column as usize + column;
            let mut value = cell_of(&borrowed(value));
            let key = (row, u32::try_from(column).unwrap_or(u32::MAX));
            if let Some(style) = styles.get(&key) {
                value = style.show(value);
                if let (Some(face), Cell::Text(text)) = (style.face, &mut value) {
                    decided.decide((sheets.len(), row.saturating_add(1), column), face, text);
                }
            }
            filling.put(row, column, value)?;
        }
        sheets.push(filling.finish(look)?);
    }
    Ok(sheets)
}
