//! A sheet while its cells come in.

use super::delimited::records::Stop;
use super::limit::{Meter, Refusal};
use super::{Cell, Merged, Sheet, SheetRow, compose};
use crate::diagnostic::{Code, Finding, Text, column_letter};
use crate::text::shows_nothing;

/// Characters of a cell beyond which its text is cut; Excel itself allows no more.
pub(super) const CELL_CHARS_MAX: usize = 32_767;

/// What a sheet shows of its rows and columns, besides their cells.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// Rows that are hidden, from 1, filled or not.
    pub(super) hidden_rows: Vec<u32>,
    /// First and last of columns that are hidden, from 0.
    pub(super) hidden_columns: Vec<(usize, usize)>,
    /// Cells shown as one.
    pub(super) merged: Vec<Merged>,
}

/// A sheet while its cells come in, in any order.
pub(super) struct Filling<'a> {
    sheet: Sheet,
    meter: &'a mut Meter,
    findings: &'a mut Vec<Finding>,
}

/// A place that a file fills twice: which of its cells is meant cannot be known.
fn cell_twice(sheet: &str, row: u32, column: usize) -> Refusal {
    let cell = format!("{}{row}", column_letter(column));
    let found = Text::phrase("F101-cell-twice").with("cell", cell);
    Box::new(Finding::new(Code::F101, found).sheet(sheet).row(row).column(column))
}

impl<'a> Filling<'a> {
    pub(super) fn new(name: &str, meter: &'a mut Meter, findings: &'a mut Vec<Finding>) -> Self {
        Self { sheet: Sheet::new(name), meter, findings }
    }

    /// Takes in the cell of a row and column counted from 0.
    pub(super) fn put(&mut self, row: u32, column: usize, cell: Cell) -> Result<(), Refusal> {
        self.meter.column(column, &self.sheet.name)?;
        if cell.is_blank() {
            return Ok(());
        }
        let Some(number) = row.checked_add(1) else {
            let found = Text::phrase("F101-row-beyond").with("rows", u32::MAX);
            return Err(Box::new(Finding::new(Code::F101, found).sheet(&self.sheet.name)));
        };
        let cell = c412_a_cell_is_of_sensible_length(
            cell,
            (&self.sheet.name, number, column),
            self.findings,
        );
        if let Cell::Text(text) = &cell {
            self.meter.hold_text(text.len(), &self.sheet.name)?;
        }
        let rows = &mut self.sheet.rows;
        if rows.last().is_none_or(|last| last.number != number) {
            rows.push(SheetRow { number, cells: Vec::new() });
        }
        if let Some(last) = rows.last_mut() {
            if last.cells.len() <= column {
                self.meter.hold(column + 1 - last.cells.len(), &self.sheet.name)?;
                last.cells.resize(column + 1, Cell::Empty);
            }
            if !last.cells[column].is_blank() {
                return Err(cell_twice(&self.sheet.name, number, column));
            }
            last.cells[column] = cell;
        }
        Ok(())
    }

    /// Refuses a column, counted from 0, beyond the limit.
    pub(super) fn column(&self, column: usize) -> Result<(), Refusal> {
        self.meter.column(column, &self.sheet.name)
    }

    /// Refuses cells that will not fit in, before they are made.
    pub(super) fn has_room_for(&self, cells: usize) -> Result<(), Refusal> {
        if cells <= self.meter.limits.cells_max {
            return Ok(());
        }
        Err(Box::new(self.meter.too_many_cells(cells).sheet(&self.sheet.name)))
    }

    /// Takes in a finding about the sheet.
    pub(super) fn tell(&mut self, finding: Finding) {
        let finding = finding.sheet(&self.sheet.name);
        self.findings.push(finding);
    }

    /// The sheet, its rows in order; what it hides is told.
    pub(super) fn finish(self, look: Look) -> Result<Sheet, Refusal> {
        let mut sheet = self.sheet;
        // A file may list its rows in any order, and a row in pieces.
        if !sheet.rows.is_sorted_by(|a, b| a.number < b.number) {
            sheet.rows.sort_by_key(|row| row.number);
            let mut twice = None;
            sheet.rows.dedup_by(|later, earlier| {
                let same = later.number == earlier.number;
                if same && let Some(column) = join(&mut earlier.cells, &mut later.cells) {
                    twice.get_or_insert((later.number, column));
                }
                same
            });
            if let Some((row, column)) = twice {
                return Err(cell_twice(&sheet.name, row, column));
            }
        }
        h208_nothing_is_hidden(&mut sheet, &look, self.findings);
        sheet.merged = look.merged;
        sheet.merged.sort_by_key(|merged| (merged.first_row, merged.first_column));
        Ok(sheet)
    }
}

/// Lays the filled cells of the second part of a row beside those of the first; the first column
/// that both fill.
fn join(cells: &mut Vec<Cell>, others: &mut Vec<Cell>) -> Option<usize> {
    if cells.len() < others.len() {
        cells.resize(others.len(), Cell::Empty);
    }
    let mut twice = None;
    for (column, (cell, other)) in cells.iter_mut().zip(others).enumerate() {
        if *other == Cell::Empty {
            continue;
        }
        if *cell != Cell::Empty {
            twice.get_or_insert(column);
        }
        std::mem::swap(cell, other);
    }
    twice
}

/// A row of cells as a sheet holds it: what shows nothing is empty, what is after the last filled cell
/// is left out, texts are composed. `None` without a filled cell; stops at a text that is longer than
/// one may be, which is to be told.
pub(super) fn plain_row(number: u32, mut cells: Vec<Cell>) -> Result<Option<SheetRow>, Stop> {
    for cell in &mut cells {
        if cell.is_blank() {
            *cell = Cell::Empty;
        }
        if matches!(cell, Cell::Text(text) if text.len() > CELL_CHARS_MAX) {
            return Err(Stop::NoText);
        }
        compose(cell);
    }
    let Some(last) = cells.iter().rposition(|cell| *cell != Cell::Empty) else { return Ok(None) };
    cells.truncate(last + 1);
    Ok(Some(SheetRow { number, cells }))
}

/// The cell of a text of a file of texts, composed.
pub(super) fn cell_of_text(
    text: &str,
    place: (&str, u32, usize),
    findings: &mut Vec<Finding>,
) -> Cell {
    if shows_nothing(text) {
        return Cell::Empty;
    }
    let cell = Cell::Text(text.to_owned());
    let mut cell = c412_a_cell_is_of_sensible_length(cell, place, findings);
    compose(&mut cell);
    cell
}

/// Cuts a text that no spreadsheet could hold, and says so.
fn c412_a_cell_is_of_sensible_length(
    cell: Cell,
    (sheet, row, column): (&str, u32, usize),
    findings: &mut Vec<Finding>,
) -> Cell {
    match cell {
        Cell::Text(text) if text.len() > CELL_CHARS_MAX => {
            let found = Text::phrase("C412-bytes").with("bytes", text.len());
            findings.push(Finding::new(Code::C412, found).sheet(sheet).row(row).column(column));
            Cell::Text(text.chars().take(CELL_CHARS_MAX).collect())
        }
        cell => cell,
    }
}

/// Rows and columns that a sender hid are read as the others, and told once a sheet.
fn h208_nothing_is_hidden(sheet: &mut Sheet, look: &Look, findings: &mut Vec<Finding>) {
    let mut hidden = look.hidden_rows.clone();
    hidden.sort_unstable();
    hidden.dedup();
    hidden.retain(|row| sheet.rows.binary_search_by_key(row, |known| known.number).is_ok());
    if let Some(&first) = hidden.first() {
        let found =
            Text::phrase("H208-hidden-rows").with("rows", hidden.len()).with("first", first);
        findings.push(Finding::new(Code::H208, found).sheet(&sheet.name).row(first));
    }
    sheet.hidden_rows = hidden;
    if look.hidden_columns.is_empty() {
        return;
    }
    let columns = filled_between(sheet, &look.hidden_columns);
    if let Some(&first) = columns.first() {
        let letters: Vec<String> = columns.iter().take(10).map(|&c| column_letter(c)).collect();
        let more = if columns.len() > letters.len() { ", …" } else { "" };
        let found = Text::phrase("H208-hidden-columns")
            .with("columns", columns.len())
            .with("letters", letters.join(", ") + more);
        findings.push(Finding::new(Code::H208, found).sheet(&sheet.name).column(first));
    }
}

/// The filled columns of a sheet that lie within one of the ranges, in order.
fn filled_between(sheet: &Sheet, ranges: &[(usize, usize)]) -> Vec<usize> {
    let width = sheet.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let mut filled = vec![false; width];
    for row in &sheet.rows {
        for (filled, cell) in filled.iter_mut().zip(&row.cells) {
            *filled |= *cell != Cell::Empty;
        }
    }
    // How many more ranges a column lies in than the one before it.
    let mut change = vec![0_i64; width + 1];
    for &(first, last) in ranges.iter().filter(|(first, last)| first <= last && *first < width) {
        change[first] += 1;
        change[(last + 1).min(width)] -= 1;
    }
    let mut within = 0;
    let is_within = |column: &usize| {
        within += change[*column];
        within > 0
    };
    (0..width).filter(is_within).filter(|column| filled[*column]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    #[test]
    fn rows_in_pieces_and_out_of_order_become_rows_in_order() {
        let mut meter = Meter::new(crate::plan::Plan::built_in().limits);
        let mut findings = Vec::new();
        let mut filling = Filling::new("a", &mut meter, &mut findings);
        for (row, column, cell) in [(4, 1, "b"), (0, 0, "h"), (4, 0, "a"), (4, 2, "c")] {
            filling.put(row, column, text(cell)).expect("fits");
        }
        let sheet = filling.finish(Look::default()).expect("each cell once");
        let rows: Vec<(u32, &[Cell])> =
            sheet.rows.iter().map(|row| (row.number, row.cells.as_slice())).collect();
        assert_eq!(rows, [(1, &[text("h")][..]), (5, &[text("a"), text("b"), text("c")][..])]);
    }

    #[test]
    fn a_cell_that_stands_twice_is_refused_wherever_it_stands_again() {
        let mut meter = Meter::new(crate::plan::Plan::built_in().limits);
        for places in [&[(0, 0), (0, 0)][..], &[(0, 0), (1, 1), (0, 0)]] {
            let mut findings = Vec::new();
            let mut filling = Filling::new("a", &mut meter, &mut findings);
            let put = |&(row, column): &(u32, usize)| filling.put(row, column, text("x"));
            let done = places.iter().try_for_each(put);
            let refused = done.and_then(|()| filling.finish(Look::default()).map(|_| ()));
            let refused = refused.expect_err("stands twice");
            assert_eq!(
                (refused.code, &*refused.found.english()),
                (Code::F101, "A1 is filled twice")
            );
        }
        let mut findings = Vec::new();
        let mut filling = Filling::new("a", &mut meter, &mut findings);
        let refused = filling.put(u32::MAX, 0, text("x")).expect_err("has no number");
        assert_eq!(refused.found, "a row beyond number 4,294,967,295");
    }

    #[test]
    fn hidden_rows_and_columns_are_told_when_they_are_filled() {
        let mut meter = Meter::new(crate::plan::Plan::built_in().limits);
        let mut findings = Vec::new();
        let mut filling = Filling::new("a", &mut meter, &mut findings);
        for (row, column) in [(0, 0), (2, 1), (3, 3)] {
            filling.put(row, column, text("x")).expect("fits");
        }
        let look = Look {
            hidden_rows: vec![4, 2, 3],
            hidden_columns: vec![(1, 2), (5, 16_383)],
            merged: Vec::new(),
        };
        let sheet = filling.finish(look).expect("each cell once");
        assert_eq!(sheet.hidden_rows, [3, 4]);
        let told: Vec<(String, String)> = findings
            .iter()
            .map(|f| (f.place(crate::language::Language::English), f.found.english().into_owned()))
            .collect();
        let rows = "2 hidden rows, the first row 3, read as the others";
        let columns = "1 hidden column: B, read as the others";
        assert_eq!(
            told,
            [("a row 3".to_owned(), rows.to_owned()), ("a!B".to_owned(), columns.to_owned())]
        );
    }
}
