//! Cells that stand for several rows: merged downwards, or "như trên".

use std::collections::BTreeMap;

use super::layout::Block;
use super::source::{Cell, Merged, Sheet, SheetRow};

/// The cells of a sheet that are merged over several rows.
#[derive(Debug)]
pub struct Fill<'a> {
    sheet: &'a Sheet,
    /// Regions by column of the sheet, from the top; regions of one column never overlap.
    by_column: BTreeMap<usize, Vec<Merged>>,
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
    /// The cells merged downwards in the columns of a block. Of cells that overlap, as no program
    /// writes them, the upper one counts.
    pub fn of(block: &Block<'a>) -> Self {
        let sheet = block.sheet;
        let mut by_column: BTreeMap<usize, Vec<Merged>> = BTreeMap::new();
        let read = block.sources.iter().chain([&block.agency_source]).flatten();
        by_column.extend(read.chain(&block.specs).map(|column| (*column, Vec::new())));
        for merged in sheet.merged.iter().filter(|merged| merged.last_row > merged.first_row) {
            if merged.first_column > merged.last_column {
                continue;
            }
            for (_, regions) in by_column.range_mut(merged.first_column..=merged.last_column) {
                if regions.last().is_none_or(|above: &Merged| above.last_row < merged.first_row) {
                    regions.push(*merged);
                }
            }
        }
        by_column.retain(|_, regions| !regions.is_empty());
        Self { sheet, by_column }
    }

    /// The cell that stands for a row in a column; `None` where the row has a cell of its own only.
    pub fn over(&self, row: u32, column: usize) -> Option<Spanning<'a>> {
        let regions = self.by_column.get(&column)?;
        let after = regions.partition_point(|merged| merged.first_row <= row);
        let merged = regions[..after].last().filter(|merged| row <= merged.last_row)?;
        let at = self.sheet.rows.binary_search_by_key(&merged.first_row, |row| row.number).ok()?;
        let cell = self.sheet.rows[at].cell(merged.first_column);
        let (first_row, last_row) = (merged.first_row, merged.last_row);
        (!cell.is_blank()).then_some(Spanning { cell, first_row, last_row })
    }

    /// The cell of a row, or the one merged over it.
    pub fn cell(&self, row: &'a SheetRow, column: usize) -> &'a Cell {
        let own = row.cell(column);
        if !own.is_blank() || self.by_column.is_empty() {
            return own;
        }
        self.over(row.number, column).map_or(own, |spanning| spanning.cell)
    }
}
