//! Sheets → blocks: where the headings stand, which table it is, which rows are data.

use std::collections::BTreeMap;

use super::header::{Heading, Headings, names_agency, names_row_number};
use super::source::{Cell, Sheet, SheetRow};
use crate::schema::Table;
use crate::text::match_key;

/// How many filled rows from the top may come before the headings.
const HEADER_ROWS_SEARCHED: usize = 40;

/// Unknown headings for each known one, beyond which a sheet is no table of ours.
const STRANGE_TO_KNOWN: usize = 2;

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
    /// For a column of the table, by its index, further columns of the sheet whose amounts are added
    /// to that of its source: the sizes of a machine's disks, each in a column of its own.
    pub parts: BTreeMap<usize, Vec<usize>>,
    /// Columns of the sheet whose cells are kept as tags of the row.
    pub tags: Vec<usize>,
    /// Column of the sheet that names the agency.
    pub agency_source: Option<usize>,
    /// Columns of the sheet nothing is read from: unknown headings.
    pub unknown: Vec<usize>,
    /// Columns of the sheet that mean the same as an earlier one.
    pub doubled: Vec<usize>,
    /// Columns whose heading has a unit that the column it names cannot be in: not read.
    pub misfit: Vec<usize>,
    /// Index, in the sheet's rows, of the first row of another table below this one.
    pub end_index: usize,
    /// Whether a tool wrote it: tools write no totals, sections or signatures, and a machine may be
    /// called "sum-01".
    pub is_export: bool,
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
            // Another tool's export shares a few headings with us and means other things by them:
            // where most headings are strange, nothing is read.
            let matched = block.sources.iter().flatten().count();
            if hint.is_none() && block.unknown.len() > STRANGE_TO_KNOWN * matched {
                continue;
            }
            let enough = if hint.is_some() { 1 } else { 3 };
            if score >= enough && best.as_ref().is_none_or(|(most, _)| score > *most) {
                best = Some((score, block));
            }
        }
    }
    let (_, mut block) = best?;
    let header = &sheet.rows[block.header_index];
    let below = sheet.rows.iter().enumerate().skip(block.header_index + 1);
    let mut others = below.filter(|(_, row)| row.cells != header.cells && looks_like_headings(row));
    if let Some((index, _)) = others.next() {
        block.end_index = index;
    }
    Some(block)
}

/// Whether a row would pass for the headings of some table: at least three texts, no number, and
/// three columns of one table, its key among them.
fn looks_like_headings(row: &SheetRow) -> bool {
    let starts_with_digit =
        |text: &str| text.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let mut texts = 0;
    for cell in &row.cells {
        match cell {
            Cell::Empty => {}
            Cell::Text(text) if !starts_with_digit(text) => texts += 1,
            _ => return false,
        }
    }
    if texts < 3 {
        return false;
    }
    let headings = headings_of(row);
    Table::ALL.into_iter().any(|table| {
        let known = Headings::of(table);
        let mut named: Vec<usize> =
            headings.iter().filter_map(|h| known.find(h)).map(|named| named.column).collect();
        named.sort_unstable();
        named.dedup();
        named.len() >= 3 && named[0] == 0
    })
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
    let sources = vec![None; table.columns().len()];
    let mut block = Block::new(sheet, table, header_index, headings.to_vec(), sources);
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
            Some(named) if !heading.fits(table.columns()[named.column].kind) => {
                block.misfit.push(source);
            }
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
    /// A block from a row of headings down to the end of its sheet, whose columns are known.
    pub const fn new(
        sheet: &'a Sheet,
        table: Table,
        header_index: usize,
        headings: Vec<Heading>,
        sources: Vec<Option<usize>>,
    ) -> Self {
        Self {
            sheet,
            table,
            header_index,
            headings,
            sources,
            parts: BTreeMap::new(),
            tags: Vec::new(),
            agency_source: None,
            unknown: Vec::new(),
            doubled: Vec::new(),
            misfit: Vec::new(),
            end_index: sheet.rows.len(),
            is_export: false,
        }
    }

    /// The rows below the headings.
    pub fn rows(&self) -> &'a [SheetRow] {
        &self.sheet.rows[self.header_index + 1..self.end_index]
    }

    /// Rows of other tables on the sheet, which are not read: from the next table's headings on, and
    /// those above our headings when a table's headings are among them; letterheads are no rows.
    pub fn rows_outside(&self) -> usize {
        let above = &self.sheet.rows[..self.header_index];
        let above = if above.iter().any(looks_like_headings) { above.len() } else { 0 };
        above + (self.sheet.rows.len() - self.end_index)
    }

    /// Rows outside the block that look like the headings of another table.
    pub fn other_headings(&self) -> Vec<u32> {
        let outside = (0..self.header_index).chain(self.end_index..self.sheet.rows.len());
        outside
            .map(|index| &self.sheet.rows[index])
            .filter(|row| looks_like_headings(row))
            .map(|row| row.number)
            .collect()
    }

    /// What a row is.
    pub fn kind_of(&self, row: &SheetRow) -> RowKind {
        let is_blank = row.cells.iter().all(Cell::is_blank);
        let written_by_people = || {
            is_total(row)
                || is_signature(row)
                || is_index_row(row, self.is_first(row))
                || self.is_section(row)
        };
        let no_data =
            is_blank || self.repeats_headings(row) || !self.is_export && written_by_people();
        if no_data { RowKind::NoData } else { RowKind::Data }
    }

    /// Whether the row stands right under the headings, or under a repetition of them.
    fn is_first(&self, row: &SheetRow) -> bool {
        let rows = &self.sheet.rows;
        let above = rows.binary_search_by_key(&row.number, |known| known.number);
        above.is_ok_and(|at| at > 0 && rows[at - 1].cells == rows[self.header_index].cells)
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

/// The texts a row begins with: the first filled cell, and the second where the first is only a
/// running number or letter.
fn first_texts(row: &SheetRow) -> Vec<String> {
    let mut filled = row.cells.iter().filter(|cell| !cell.is_blank());
    let mut texts = Vec::new();
    for _ in 0..2 {
        let Some(cell) = filled.next() else { break };
        let text = crate::text::clean(&cell.raw()).to_lowercase();
        let is_running = text.chars().count() <= 4
            && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
        texts.push(text);
        if !is_running {
            break;
        }
    }
    texts
}

/// A row of totals. "Tổng hợp dữ liệu 01" is the name of a machine, so that the shorter words count
/// only alone or before a sign or a number.
fn is_total(row: &SheetRow) -> bool {
    const ALWAYS: [&str; 4] = ["tổng cộng", "tổng số", "grand total", "subtotal"];
    const ALONE: [&str; 7] = ["tổng", "tổng hợp", "cộng", "total", "sum", "trong đó", "lũy kế"];
    let follows = |rest: &str, signs: &[char]| {
        let rest = rest.trim_start();
        rest.is_empty() || rest.starts_with(signs) || rest.starts_with(|c: char| c.is_ascii_digit())
    };
    first_texts(row).iter().any(|text| {
        ALWAYS.iter().any(|word| {
            text.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
        }) || ALONE.iter().any(|word| {
            text.strip_prefix(word).is_some_and(|rest| follows(rest, &[':', '(', '/', '.', '-']))
        })
    })
}

fn is_signature(row: &SheetRow) -> bool {
    const WORDS: [&str; 6] =
        ["người lập biểu", "nơi nhận", "thủ trưởng đơn vị", "ký tên", "ghi chú:", "người lập"];
    first_texts(row).iter().any(|text| WORDS.iter().any(|word| text.starts_with(word)))
}

/// "(1) (2) (3)", or "A B C 1 2" and "1 2 3 4" right under the headings.
fn is_index_row(row: &SheetRow, is_first: bool) -> bool {
    let texts: Vec<String> = row
        .cells
        .iter()
        .filter(|cell| !cell.is_blank())
        .map(|cell| cell.raw().trim().to_owned())
        .collect();
    let in_brackets = |text: &String| {
        let inner = text.strip_prefix('(').and_then(|t| t.split(')').next());
        inner
            .is_some_and(|t| !t.is_empty() && t.len() <= 2 && t.chars().all(|c| c.is_ascii_digit()))
    };
    if texts.len() < 3 {
        return false;
    }
    texts.iter().all(in_brackets) || (is_first && counts_up(&texts))
}

/// Letters in order, then numbers that rise by one from 1.
fn counts_up(texts: &[String]) -> bool {
    let is_letter =
        |text: &String| text.len() == 1 && text.starts_with(|c: char| c.is_ascii_uppercase());
    let letters = texts.iter().take_while(|text| is_letter(text)).count();
    let numbers = &texts[letters..];
    let letters_rise = texts[..letters].windows(2).all(|pair| pair[0] < pair[1]);
    let numbers_rise =
        (1..).zip(numbers).all(|(place, text): (usize, &String)| *text == place.to_string());
    letters_rise && numbers_rise
}
