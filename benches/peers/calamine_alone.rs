//! A workbook read by calamine alone: every cell of its first sheet, once, and nothing done with it.
//! What reading a sheet costs at least for one who reads through it.

use std::process::ExitCode;

use calamine::{DataRef, Reader, Xlsx, XlsxError, open_workbook};

fn main() -> ExitCode {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("usage: calamine_alone FILE.xlsx");
        return ExitCode::FAILURE;
    };
    match read(&path) {
        Ok((rows, cells)) => {
            println!("{rows} {cells}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("cannot read {path}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Rows with a filled cell, and filled cells.
fn read(path: &str) -> Result<(u64, u64), XlsxError> {
    let mut workbook: Xlsx<_> = open_workbook(path)?;
    let name = workbook.sheet_names().first().cloned().unwrap_or_default();
    let mut reader = workbook.worksheet_cells_reader(&name)?;
    let (mut rows, mut cells, mut last) = (0, 0, None);
    while let Some(cell) = reader.next_cell()? {
        if *cell.get_value() != DataRef::Empty {
            let row = cell.get_position().0;
            rows += u64::from(last != Some(row));
            last = Some(row);
            cells += 1;
        }
    }
    Ok((rows, cells))
}
