//! Headings that stand on one to three rows: a group above its parts.

use super::name_a_table;
use crate::schema::Table;
use crate::submission::header::Heading;
use crate::submission::source::{Cell, Sheet, SheetRow};
use crate::text::{clean, match_key};

/// Most rows that headings take.
pub(super) const ROWS_MAX: usize = 3;

/// Longest text that is a heading; anything longer is prose.
const HEADING_BYTES_MAX: usize = 300;

/// Headings as they stand: one per column of the sheet.
#[derive(Debug)]
pub(super) struct Head {
    /// Index of their first row.
    pub index: usize,
    /// How many rows they take.
    pub rows: usize,
    /// One per column of the sheet.
    pub headings: Vec<Heading>,
    /// Whether the rows can hardly be read otherwise: texts only, a part below a group that spans
    /// columns.
    pub is_firm: bool,
}

impl Head {
    /// Every way of reading the headings that begin at a row, the fewest rows first.
    pub fn all_at(sheet: &Sheet, index: usize) -> Vec<Self> {
        let single = |row: &SheetRow| row.cells.iter().map(|c| Heading::parse(&text(c))).collect();
        let headings = single(&sheet.rows[index]);
        let mut all = vec![Self { index, rows: 1, headings, is_firm: false }];
        for rows in 2..=ROWS_MAX {
            let Some(span) = sheet.rows.get(index..index + rows) else { break };
            let Some((headings, is_firm)) = grouped(sheet, span) else { break };
            all.push(Self { index, rows, headings, is_firm });
        }
        all
    }
}

/// The text of a cell that can be a heading; empty for anything else.
fn text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) if text.len() <= HEADING_BYTES_MAX => text.clone(),
        _ => String::new(),
    }
}

/// Headings over several rows, and whether they are firm; `None` when the rows below the first are
/// no parts of its groups.
fn grouped(sheet: &Sheet, span: &[SheetRow]) -> Option<(Vec<Heading>, bool)> {
    let only_texts = span
        .iter()
        .all(|row| row.cells.iter().all(|cell| cell.is_blank() || !begins_with_digit(&text(cell))));
    // Rows that are not right below one another are no rows of one heading.
    let adjoin = span.windows(2).all(|pair| pair[1].number == pair[0].number + 1);
    // One text alone titles the table; it is no group of columns.
    let titles = span[0].cells.iter().filter(|cell| !cell.is_blank()).count() < 2;
    if !only_texts || !adjoin || titles {
        return None;
    }
    let width = span.iter().map(|row| row.cells.len()).max()?;
    let mut columns: Vec<Vec<String>> = vec![Vec::new(); width];
    let mut has_part = false;
    let mut has_whole = false;
    let mut has_group = false;
    for (level, row) in span.iter().enumerate() {
        for (column, parts) in columns.iter_mut().enumerate() {
            let own = clean(&text(row.cell(column)));
            if !own.is_empty() {
                has_part |= level > 0 && !parts.is_empty();
                parts.push(own);
            } else if level + 1 < span.len()
                && let Some(group) = group_over(sheet, row, &span[level + 1], column)
            {
                has_group = true;
                parts.push(group);
            } else if level > 0 && !parts.is_empty() {
                // Nothing below: one heading over all rows, as "STT" beside a group.
                has_whole = true;
            }
        }
    }
    let merged = sheet.merged.iter().any(|merged| {
        merged.first_row >= span[0].number && merged.last_row <= span[span.len() - 1].number
    });
    let below = span[1].cells.iter().filter(|cell| !cell.is_blank()).count();
    let is_word = |cell: &Cell| matches!(cell, Cell::Empty | Cell::Text(_));
    let is_firm = has_group && span.iter().all(|row| row.cells.iter().all(is_word));
    (has_part && (has_whole || merged) && below >= 2)
        .then(|| (columns.iter().map(|parts| Heading::of_parts(parts)).collect(), is_firm))
}

fn begins_with_digit(text: &str) -> bool {
    text.trim_start().starts_with(|c: char| c.is_ascii_digit())
}

/// The group whose cell spans a blank cell: merged with it, or, where nothing is merged (CSV), the
/// nearest text to the left with parts below all the way.
fn group_over(sheet: &Sheet, row: &SheetRow, below: &SheetRow, column: usize) -> Option<String> {
    let merged = sheet.merged.iter().find(|merged| {
        (merged.first_row..=merged.last_row).contains(&row.number)
            && (merged.first_column..=merged.last_column).contains(&column)
    });
    let first = match merged {
        Some(merged) if merged.first_row == row.number => merged.first_column,
        Some(_) => return None,
        None if !sheet.merged.is_empty() => return None,
        None => {
            let is_part = |at: usize| !below.cell(at).is_blank();
            let first = (0..column).rev().find(|&at| !row.cell(at).is_blank())?;
            ((first..=column).all(is_part)).then_some(first)?
        }
    };
    let group = clean(&text(row.cell(first)));
    (!group.is_empty()).then_some(group)
}

/// Whether a row would pass for the headings of some table: at least three texts, no number, and
/// three columns of one table, its key among them.
pub(super) fn pass_for_headings(row: &SheetRow) -> bool {
    let mut texts = 0;
    for cell in &row.cells {
        match cell {
            Cell::Empty => {}
            Cell::Text(text) if !begins_with_digit(text) => texts += 1,
            _ => return false,
        }
    }
    let headings =
        || -> Vec<Heading> { row.cells.iter().map(|cell| Heading::parse(&text(cell))).collect() };
    texts >= 3 && name_a_table(&headings())
}

/// Words of a title that say which table stands below it; the longest found decides, so that
/// "máy chủ ảo" is no "máy chủ".
const TITLES: &[(&str, Table)] = &[
    ("máy chủ ảo", Table::Workload),
    ("máy ảo", Table::Workload),
    ("virtual machine", Table::Workload),
    ("máy chủ vật lý", Table::Server),
    ("máy chủ", Table::Server),
    ("physical server", Table::Server),
    ("thiết bị lưu trữ", Table::Storage),
    ("tủ đĩa", Table::Storage),
    ("hệ thống lưu trữ", Table::Storage),
    ("thiết bị mạng", Table::NetworkDevice),
    ("nhu cầu sử dụng", Table::CloudNeed),
    ("nhu cầu điện toán đám mây", Table::CloudNeed),
    ("nhu cầu tài nguyên", Table::CloudNeed),
    ("danh mục hệ thống", Table::System),
    ("danh sách hệ thống", Table::System),
    ("hệ thống thông tin", Table::System),
    ("cơ sở dữ liệu", Table::Database),
    ("csdl", Table::Database),
    ("phòng máy chủ", Table::Facility),
    ("trung tâm dữ liệu của", Table::Facility),
    ("danh sách trung tâm dữ liệu", Table::Facility),
];

/// Rows above the headings that may hold their title.
const TITLE_ROWS: usize = 4;

/// The table that the title above the headings, else the name of the sheet, speaks of.
pub(super) fn table_of_title(sheet: &Sheet, index: usize) -> Option<Table> {
    let above = &sheet.rows[index.saturating_sub(TITLE_ROWS)..index];
    let is_title = |row: &&SheetRow| row.cells.iter().filter(|c| !c.is_blank()).count() <= 2;
    let titles = above.iter().rev().take_while(is_title);
    titles
        .flat_map(|row| row.cells.iter().map(text))
        .chain(std::iter::once(sheet.name.clone()))
        .find_map(|title| named_in(&title))
}

/// Rows right above the headings of a further table that title it: one text each, numbered or
/// speaking of a table.
pub(super) fn titles_above(sheet: &Sheet, index: usize, floor: usize) -> usize {
    let titles = |row: &SheetRow| {
        let filled: Vec<&Cell> = row.cells.iter().filter(|cell| !cell.is_blank()).collect();
        let [cell] = filled.as_slice() else { return false };
        let title = clean(&text(cell)).to_lowercase();
        let number = title.find(['.', ')', ':']).unwrap_or(0);
        let is_numbered = (1..=5).contains(&number)
            && title[..number].chars().all(|c| c.is_ascii_digit() || "ivxabcdefgh".contains(c));
        let by_word = ["bảng", "biểu", "phụ lục", "danh sách", "danh mục", "đơn vị tính", "table"];
        is_numbered
            || by_word.iter().any(|word| title.starts_with(word))
            || named_in(&title).is_some()
    };
    sheet.rows[floor..index].iter().rev().take_while(|row| titles(row)).count()
}

fn named_in(title: &str) -> Option<Table> {
    let key = match_key(title);
    if key.is_empty() {
        return None;
    }
    let named = TITLES.iter().filter(|(words, _)| key.contains(&match_key(words)));
    named.max_by_key(|(words, _)| words.len()).map(|(_, table)| *table)
}
