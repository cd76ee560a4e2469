//! Excel workbooks since 2007, saved as binary: cells only; the reader tells no styles, merged cells
//! or hidden rows of them.

use std::io::Cursor;

use calamine::{Reader, SheetVisible, Xlsb};

use super::{
    cell_of, damaged, f111_no_figure_comes_from_another_file, h208_no_sheet_is_hidden, names,
};
use crate::diagnostic::Finding;
use crate::submission::source::filling::{Filling, Look};
use crate::submission::source::limit::{Meter, Refusal};
use crate::submission::source::{Sheet, archive};

/// Reads every sheet.
pub(super) fn read(
    bytes: &[u8],
    meter: &mut Meter,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Sheet>, Refusal> {
    let parts = archive::measure(&mut archive::open(bytes)?, meter)?;
    f111_no_figure_comes_from_another_file(&parts, findings);
    let mut workbook: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut sheets = Vec::new();
    for (name, visible) in names(workbook.sheets_metadata()) {
        h208_no_sheet_is_hidden(&name, visible != SheetVisible::Visible, findings);
        let mut filling = Filling::new(&name, meter, findings);
        let mut reader = workbook.worksheet_cells_reader(&name).map_err(damaged)?;
        while let Some(cell) = reader.next_cell().map_err(damaged)? {
            let (row, column) = cell.get_position();
            filling.put(row, column as usize, cell_of(cell.get_value()))?;
        }
        sheets.push(filling.finish(Look::default())?);
    }
    Ok(sheets)
}
