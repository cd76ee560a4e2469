//! The sender's sheets: every row at its number, every cell in its column with its type.

use rust_xlsxwriter::{ExcelDateTime, Formula, Note, ObjectMovement, Worksheet};

use super::ReturnError;
use super::look::{Base, Looks, State};
use super::plan::{COLUMNS_MAX, Mark, ROWS_MAX, SheetBack};
use crate::submission::{Cell, Merged, Sheet, SheetMapping, SheetRow};
use crate::time::{Datelike, NaiveDate};

/// Characters of a cell at most, as UTF-16 counts them.
const TEXT_UNITS_MAX: usize = 32_767;
/// Cells of a merged region that are all written; larger ones, as whole columns, are cut to what
/// the sheet fills.
const MERGED_CELLS_MAX: usize = 10_000;
/// Rows that decide how wide columns are.
const ROWS_MEASURED: usize = 500;
/// Widths of columns in characters.
const WIDTH_RANGE: (usize, usize) = (8, 45);
/// A row of headings further down stays where it is: frozen, it would leave no room to scroll.
const FROZEN_ROWS_MAX: u32 = 8;

/// What a workbook could not take as it was, counted.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lost {
    /// Texts cut at the length of Excel's cells.
    pub texts_cut: usize,
    /// Merged regions that lie on others or outside the sheet.
    pub merges: usize,
    /// Days before 1900, given back as text.
    pub days_as_text: usize,
}

/// A sheet with its marks.
pub(super) fn sheet(
    back: &SheetBack<'_>,
    mapping: &[SheetMapping],
    looks: &Looks,
    lost: &mut Lost,
) -> Result<Worksheet, ReturnError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(&back.name)?;
    let headings: Vec<u32> = mapping
        .iter()
        .filter(|mapping| mapping.sheet == back.sheet.name)
        .map(|mapping| mapping.header_row)
        .collect();
    for (column, width) in (0_u16..).zip(widths(back.sheet)) {
        sheet.set_column_width(column, width)?;
    }
    merge(&mut sheet, back.sheet, lost)?;
    let mut marks = back.marks.iter().peekable();
    for row in &back.sheet.rows {
        // Rows that are blank have no cells; their marks, if any, come before.
        while let Some((&place, mark)) = marks.next_if(|(place, _)| place.0 < row.number) {
            blank(&mut sheet, back, place, mark, looks)?;
        }
        let of_row: Vec<(usize, &Mark)> = std::iter::from_fn(|| {
            marks.next_if(|(place, _)| place.0 == row.number).map(|(place, mark)| (place.1, mark))
        })
        .collect();
        let is_heading = headings.contains(&row.number);
        write_row(&mut sheet, back, row, &of_row, is_heading, looks, lost)?;
    }
    for (&place, mark) in marks {
        blank(&mut sheet, back, place, mark, looks)?;
    }
    if let [only] = headings[..]
        && only <= FROZEN_ROWS_MAX
    {
        sheet.set_freeze_panes(only, 0)?;
    }
    Ok(sheet)
}

fn write_row(
    sheet: &mut Worksheet,
    back: &SheetBack<'_>,
    row: &SheetRow,
    marks: &[(usize, &Mark)],
    is_heading: bool,
    looks: &Looks,
    lost: &mut Lost,
) -> Result<(), ReturnError> {
    let was_hidden = back.was_hidden(row.number);
    for (column, cell) in row.cells.iter().enumerate() {
        let mark = marks.iter().find(|(at, _)| *at == column).map(|(_, mark)| *mark);
        if *cell == Cell::Empty && mark.is_none() {
            continue;
        }
        let severity = mark.and_then(|mark| mark.severity);
        let state = State { severity, was_hidden, is_heading };
        write_cell(sheet, (row.number, column), cell, state, looks, lost)?;
        comment(sheet, (row.number, column), mark)?;
    }
    for (column, mark) in marks.iter().filter(|(at, _)| *at >= row.cells.len()) {
        blank(sheet, back, (row.number, *column), mark, looks)?;
    }
    Ok(())
}

/// A marked cell with nothing in it.
fn blank(
    sheet: &mut Worksheet,
    back: &SheetBack<'_>,
    place: (u32, usize),
    mark: &Mark,
    looks: &Looks,
) -> Result<(), ReturnError> {
    let state =
        State { severity: mark.severity, was_hidden: back.was_hidden(place.0), is_heading: false };
    if let Some(format) = looks.of(Base::Plain, state) {
        let (row, column) = indices(place);
        sheet.write_blank(row, column, format)?;
    }
    comment(sheet, place, Some(mark))
}

/// The indices of a row counted from 1 and a column counted from 0.
fn indices((row, column): (u32, usize)) -> (u32, u16) {
    (row.saturating_sub(1), u16::try_from(column).unwrap_or(u16::MAX))
}

fn write_cell(
    sheet: &mut Worksheet,
    place: (u32, usize),
    cell: &Cell,
    state: State,
    looks: &Looks,
    lost: &mut Lost,
) -> Result<(), ReturnError> {
    let (row, column) = indices(place);
    let format = |base| looks.of(base, state);
    match cell {
        Cell::Empty => {
            if let Some(format) = format(Base::Plain) {
                sheet.write_blank(row, column, format)?;
            }
        }
        Cell::Text(text) => {
            let text = fitting(text, lost);
            match format(base_of(text)) {
                Some(format) => sheet.write_string_with_format(row, column, text, format)?,
                None => sheet.write_string(row, column, text)?,
            };
        }
        Cell::Number(number) => {
            match format(Base::Plain) {
                Some(format) => sheet.write_number_with_format(row, column, *number, format)?,
                None => sheet.write_number(row, column, *number)?,
            };
        }
        Cell::Share(share) => {
            let percent = (share * 1e10).round() / 1e8;
            let base = if percent.fract() == 0.0 { Base::Share } else { Base::FineShare };
            match format(base) {
                Some(format) => sheet.write_number_with_format(row, column, *share, format)?,
                None => sheet.write_number(row, column, *share)?,
            };
        }
        Cell::Flag(flag) => {
            match format(Base::Plain) {
                Some(format) => sheet.write_boolean_with_format(row, column, *flag, format)?,
                None => sheet.write_boolean(row, column, *flag)?,
            };
        }
        Cell::Day(day) => match (excel_day(*day), format(Base::Day)) {
            (Some(at), Some(format)) => {
                sheet.write_datetime_with_format(row, column, at, format)?;
            }
            _ => {
                lost.days_as_text += 1;
                let text = day.format("%d/%m/%Y").to_string();
                write_cell(sheet, place, &Cell::Text(text), state, looks, lost)?;
            }
        },
        Cell::Broken(error) => {
            // A formula that fails again when the sheet is calculated: as text it would pass for one.
            let known = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"];
            let error = known.into_iter().find(|known| *known == error).unwrap_or("#N/A");
            let formula = Formula::new(format!("={error}")).set_result(error);
            match format(Base::Plain) {
                Some(format) => sheet.write_formula_with_format(row, column, formula, format)?,
                None => sheet.write_formula(row, column, formula)?,
            };
        }
    }
    Ok(())
}

/// How a text looks. Text that would turn into something else when its cell is edited, as 0017,
/// =1+1 or 1/2, is in a cell of text.
fn base_of(text: &str) -> Base {
    if text.contains('\n') {
        return Base::Wrapped;
    }
    let first = text.trim_start().chars().next();
    let is_word = first.is_some_and(char::is_alphabetic);
    let is_flag = ["true", "false"].contains(&text.trim().to_lowercase().as_str());
    if is_word && !is_flag { Base::Plain } else { Base::Text }
}

/// As much of the text as a cell holds.
fn fitting<'a>(text: &'a str, lost: &mut Lost) -> &'a str {
    // No text has more units than bytes.
    if text.len() <= TEXT_UNITS_MAX || text.encode_utf16().count() <= TEXT_UNITS_MAX {
        return text;
    }
    lost.texts_cut += 1;
    let mut units = 0;
    let end = text.char_indices().find_map(|(at, c)| {
        units += c.len_utf16();
        (units > TEXT_UNITS_MAX).then_some(at)
    });
    &text[..end.unwrap_or(text.len())]
}

/// The day as Excel counts it; none before 1900, where its calendar begins.
fn excel_day(day: NaiveDate) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok().filter(|year| (1900..=9999).contains(year))?;
    let number = |n: u32| u8::try_from(n).ok();
    ExcelDateTime::from_ymd(year, number(day.month())?, number(day.day())?).ok()
}

fn comment(
    sheet: &mut Worksheet,
    place: (u32, usize),
    mark: Option<&Mark>,
) -> Result<(), ReturnError> {
    let Some(text) = mark.and_then(|mark| mark.comment.as_deref()) else { return Ok(()) };
    // About 52 letters of that size fill a line of the width.
    let lines: usize = text.lines().map(|line| line.chars().count() / 52 + 1).sum();
    let height = u32::try_from(lines * 17 + 12).unwrap_or(400).min(400);
    let note = Note::new(text)
        .set_author("ndcap")
        .add_author_prefix(false)
        .set_font_name("Arial")
        .set_font_size(9)
        .set_width(340)
        .set_height(height)
        .set_object_movement(ObjectMovement::MoveButDontSizeWithCells);
    let (row, column) = indices(place);
    sheet.insert_note(row, column, &note)?;
    Ok(())
}

/// Merges the regions the sheet merged. Their other cells are written afterwards, so that nothing
/// that stood hidden under a region is lost.
fn merge(sheet: &mut Worksheet, original: &Sheet, lost: &mut Lost) -> Result<(), ReturnError> {
    let plain = rust_xlsxwriter::Format::new();
    let mut regions = original.merged.clone();
    regions.sort_by_key(|region| (region.first_row, region.first_column));
    // Regions that reach the current row; those above it cannot overlap what follows.
    let mut open: Vec<Merged> = Vec::new();
    for region in regions {
        let region = clipped(region, original);
        open.retain(|above| above.last_row >= region.first_row);
        if !is_sound(&region) || open.iter().any(|other| overlap(other, &region)) {
            lost.merges += 1;
            continue;
        }
        if size_of(&region) > 1 {
            let (first_row, first_column) = indices((region.first_row, region.first_column));
            let (row, column) = indices((region.last_row, region.last_column));
            sheet.merge_range(first_row, first_column, row, column, "", &plain)?;
        }
        open.push(region);
    }
    Ok(())
}

/// The region; a very large one, as whole columns, as far as the sheet is filled.
fn clipped(mut region: Merged, sheet: &Sheet) -> Merged {
    if size_of(&region) > MERGED_CELLS_MAX {
        let row = sheet.rows.last().map_or(1, |row| row.number);
        let width = sheet.rows.iter().map(|row| row.cells.len()).max().unwrap_or(1);
        region.last_row = region.last_row.min(row.max(region.first_row));
        region.last_column =
            region.last_column.min(width.saturating_sub(1).max(region.first_column));
    }
    region
}

/// Cells of a region.
const fn size_of(region: &Merged) -> usize {
    let rows = region.last_row.saturating_sub(region.first_row) as usize + 1;
    rows.saturating_mul(region.last_column.saturating_sub(region.first_column) + 1)
}

/// Whether the region lies on a sheet of Excel.
const fn is_sound(region: &Merged) -> bool {
    1 <= region.first_row
        && region.first_row <= region.last_row
        && region.last_row <= ROWS_MAX
        && region.first_column <= region.last_column
        && region.last_column < COLUMNS_MAX
}

const fn overlap(left: &Merged, right: &Merged) -> bool {
    left.first_row <= right.last_row
        && right.first_row <= left.last_row
        && left.first_column <= right.last_column
        && right.first_column <= left.last_column
}

/// Widths that show most cells. Letterheads and titles, which run over empty cells, do not count,
/// nor do cells shown as one with their neighbours.
fn widths(sheet: &Sheet) -> Vec<f64> {
    let filled = |row: &&SheetRow| row.cells.iter().filter(|cell| !cell.is_blank()).count();
    let of_table = |row: &&SheetRow| filled(row) >= 3;
    let has_table = sheet.rows.iter().take(ROWS_MEASURED).any(|row| of_table(&row));
    let mut longest: Vec<usize> = Vec::new();
    for row in sheet.rows.iter().take(ROWS_MEASURED) {
        if has_table && !of_table(&row) {
            continue;
        }
        let joined: Vec<&Merged> = sheet
            .merged
            .iter()
            .filter(|region| region.first_column < region.last_column)
            .filter(|region| (region.first_row..=region.last_row).contains(&row.number))
            .collect();
        longest.resize(longest.len().max(row.cells.len()), 0);
        for (column, cell) in row.cells.iter().enumerate() {
            let is_joined =
                |region: &&Merged| region.first_column <= column && column <= region.last_column;
            if joined.iter().any(is_joined) {
                continue;
            }
            let text = cell.raw();
            let length = text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
            longest[column] = longest[column].max(length);
        }
    }
    let (low, high) = WIDTH_RANGE;
    longest.iter().map(|length| (length + 2).clamp(low, high) as f64).collect()
}
