//! Sheets → blocks: where the headings stand, which table it is, which rows are data.

use super::header::{Heading, Headings, names_agency, names_row_number};
use super::source::{Cell, Sheet, SheetRow};
use crate::schema::Table;
use crate::text::match_key;

/// How many filled rows from the top may come before the headings.
const HEADER_ROWS_SEARCHED: usize = 40;

/// A table found on a sheet.
#[derive(Debug)]
pub struct Block<'a> {
    /// The sheet it stands on.
    pub sheet: &'a Sheet,
    /// Which table it is.
    pub table: Table,
    /// Index, in the sheet's rows, of the headings.
    pub header_index: usize,
    /// Headings by column of the sheet.
    pub headings: Vec<Heading>,
    /// For each column of the table the column of the sheet it is read from.
    pub sources: Vec<Option<usize>>,
    /// Column of the sheet that names the agency.
    pub agency_source: Option<usize>,
    /// Columns of the sheet nothing is read from: unknown headings.
    pub unknown: Vec<usize>,
    /// Columns of the sheet that mean the same as an earlier one.
    pub doubled: Vec<usize>,
}

/// What a row below the headings is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// Data.
    Data,
    /// "Tổng cộng" and the like, index rows, repeated headings, section titles, signatures.
    NoData,
}

/// Finds the table of a sheet; `None` when no row looks like headings.
pub fn find_block(sheet: &Sheet) -> Option<Block<'_>> {
    let hint = Table::ALL.into_iter().find(|table| {
        let name = match_key(&sheet.name);
        name == match_key(table.name()) || name == match_key(table.title_vi())
    });
    let mut best: Option<(usize, Block<'_>)> = None;
    for index in 0..sheet.rows.len().min(HEADER_ROWS_SEARCHED) {
        let headings = headings_of(&sheet.rows[index]);
        for table in Table::ALL {
            if hint.is_some_and(|hint| hint != table) {
                continue;
            }
            let block = match_headings(sheet, table, index, &headings);
            let score = score(&block);
            let enough = if hint.is_some() { 1 } else { 3 };
            if score >= enough && best.as_ref().is_none_or(|(most, _)| score > *most) {
                best = Some((score, block));
            }
        }
    }
    best.map(|(_, block)| block)
}

/// Matched columns, the key counting double: a row of data that happens to hold a known word must
/// not pass for headings.
fn score(block: &Block<'_>) -> usize {
    let matched = block.sources.iter().flatten().count();
    let key = usize::from(block.sources[0].is_some());
    if matched == 0 { 0 } else { matched + key + usize::from(block.agency_source.is_some()) }
}

fn headings_of(row: &SheetRow) -> Vec<Heading> {
    let text = |cell: &Cell| match cell {
        // A very long text is no heading.
        Cell::Text(text) if text.len() <= 300 => text.clone(),
        _ => String::new(),
    };
    row.cells.iter().map(|cell| Heading::parse(&text(cell))).collect()
}

fn match_headings<'a>(
    sheet: &'a Sheet,
    table: Table,
    header_index: usize,
    headings: &[Heading],
) -> Block<'a> {
    let known = Headings::of(table);
    let mut block = Block {
        sheet,
        table,
        header_index,
        headings: headings.to_vec(),
        sources: vec![None; table.columns().len()],
        agency_source: None,
        unknown: Vec::new(),
        doubled: Vec::new(),
    };
    let mut ranks = vec![usize::MAX; table.columns().len()];
    for (source, heading) in headings.iter().enumerate() {
        if heading.text.is_empty() || names_row_number(heading) {
            continue;
        }
        if names_agency(heading) && block.agency_source.is_none() {
            block.agency_source = Some(source);
            continue;
        }
        match known.find(heading) {
            None => block.unknown.push(source),
            Some(named) if named.rank < ranks[named.column] => {
                // A surer heading takes over; what it replaces is an extra column, not a double.
                if let Some(replaced) = block.sources[named.column].replace(source) {
                    block.unknown.push(replaced);
                }
                ranks[named.column] = named.rank;
            }
            Some(named) if named.rank == ranks[named.column] => block.doubled.push(source),
            Some(_) => block.unknown.push(source),
        }
    }
    block
}

impl<'a> Block<'a> {
    /// The rows below the headings.
    pub fn rows(&self) -> &'a [SheetRow] {
        &self.sheet.rows[self.header_index + 1..]
    }

    /// What a row is.
    pub fn kind_of(&self, row: &SheetRow) -> RowKind {
        let is_blank = row.cells.iter().all(Cell::is_blank);
        let no_data = is_blank
            || is_total(row)
            || is_signature(row)
            || is_index_row(row)
            || self.repeats_headings(row)
            || self.is_section(row);
        if no_data { RowKind::NoData } else { RowKind::Data }
    }

    /// Whether the row repeats the headings, as printed pages do.
    fn repeats_headings(&self, row: &SheetRow) -> bool {
        let header = &self.sheet.rows[self.header_index];
        row.cells == header.cells
    }

    /// Whether only one cell is filled, and in a column nothing is read from: "I", "A. Máy chủ".
    fn is_section(&self, row: &SheetRow) -> bool {
        let filled = || row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank());
        let only = filled().next().filter(|_| filled().count() == 1);
        only.is_some_and(|(column, _)| {
            !self.sources.contains(&Some(column)) && self.agency_source != Some(column)
        })
    }
}

fn first_text(row: &SheetRow) -> Option<String> {
    row.cells.iter().find(|cell| !cell.is_blank()).map(|cell| cell.raw().trim().to_lowercase())
}

fn is_total(row: &SheetRow) -> bool {
    const WORDS: [&str; 8] = [
        "tổng cộng",
        "tổng số",
        "tổng hợp",
        "cộng",
        "trong đó",
        "total",
        "grand total",
        "subtotal",
    ];
    first_text(row).is_some_and(|text| {
        let text = text.trim_end_matches(':').trim();
        WORDS.iter().any(|word| {
            text == *word
                || text.strip_prefix(word).is_some_and(|rest| rest.starts_with([':', ' ', '(']))
        })
    })
}

fn is_signature(row: &SheetRow) -> bool {
    const WORDS: [&str; 6] =
        ["người lập biểu", "nơi nhận", "thủ trưởng đơn vị", "ký tên", "ghi chú:", "người lập"];
    first_text(row).is_some_and(|text| WORDS.iter().any(|word| text.starts_with(word)))
}

/// "(1) (2) (3)" or "A B C 1 2" under the headings.
fn is_index_row(row: &SheetRow) -> bool {
    let texts: Vec<String> = row
        .cells
        .iter()
        .filter(|cell| !cell.is_blank())
        .map(|cell| cell.raw().trim().to_owned())
        .collect();
    texts.len() >= 3
        && texts.iter().all(|text| {
            let inner = text.strip_prefix('(').and_then(|t| t.split(')').next());
            inner.is_some_and(|t| {
                !t.is_empty() && t.len() <= 2 && t.chars().all(|c| c.is_ascii_digit())
            })
        })
}
