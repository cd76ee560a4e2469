//! Cells that stand for several rows: merged downwards, or "như trên".

use super::source::{Cell, Merged, Sheet, SheetRow};

/// The cells of a sheet that are merged over several rows.
#[derive(Debug)]
pub struct Fill<'a> {
    sheet: &'a Sheet,
    down: Vec<Merged>,
}

/// A cell that stands for a row above or below its own.
#[derive(Debug, Clone, Copy)]
pub struct Spanning<'a> {
    /// The cell.
    pub cell: &'a Cell,
    /// Its row.
    pub first_row: u32,
    /// The last row it stands for.
    pub last_row: u32,
}

impl<'a> Fill<'a> {
    /// The cells merged downwards of a sheet.
    pub fn of(sheet: &'a Sheet) -> Self {
        let down = sheet.merged.iter().filter(|merged| merged.last_row > merged.first_row);
        Self { sheet, down: down.copied().collect() }
    }

    /// The cell that stands for a row in a column; `None` where the row has a cell of its own only.
    pub fn over(&self, row: u32, column: usize) -> Option<Spanning<'a>> {
        let merged = self.down.iter().find(|merged| {
            (merged.first_row..=merged.last_row).contains(&row)
                && (merged.first_column..=merged.last_column).contains(&column)
        })?;
        let at = self.sheet.rows.binary_search_by_key(&merged.first_row, |row| row.number).ok()?;
        let cell = self.sheet.rows[at].cell(merged.first_column);
        let (first_row, last_row) = (merged.first_row, merged.last_row);
        (!cell.is_blank()).then_some(Spanning { cell, first_row, last_row })
    }

    /// The cell of a row, or the one merged over it.
    pub fn cell(&self, row: &'a SheetRow, column: usize) -> &'a Cell {
        let own = row.cell(column);
        if !own.is_blank() || self.down.is_empty() {
            return own;
        }
        self.over(row.number, column).map_or(own, |spanning| spanning.cell)
    }
}
