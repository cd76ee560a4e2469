//! Headings that stand on one to three rows: a group above its parts.

use super::name_a_table;
use crate::schema::Table;
use crate::submission::header::{COUNTING, Heading, is_unit};
use crate::submission::source::{Cell, Merged, Sheet, SheetRow};
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
    /// Whether each row below the first has parts of a group that spans columns, or units only: it
    /// is a row of headings though it may name no more columns.
    pub is_plain: bool,
}

impl Head {
    /// Every way of reading the headings that begin at a row, the fewest rows first.
    pub fn all_at(sheet: &Sheet, index: usize) -> Vec<Self> {
        let single = |row: &SheetRow| row.cells.iter().map(|c| Heading::parse(&text(c))).collect();
        let headings = single(&sheet.rows[index]);
        let mut all = vec![Self { index, rows: 1, headings, is_plain: false }];
        for rows in 2..=ROWS_MAX {
            let Some(span) = sheet.rows.get(index..index + rows) else { break };
            let Some((headings, is_plain)) = grouped(sheet, span) else { break };
            all.push(Self { index, rows, headings, is_plain });
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

/// Headings over several rows, and whether these are plainly headings; `None` when the rows below
/// the first are no parts of its groups.
fn grouped(sheet: &Sheet, span: &[SheetRow]) -> Option<(Vec<Heading>, bool)> {
    let only_texts = span
        .iter()
        .all(|row| row.cells.iter().all(|cell| cell.is_blank() || !begins_with_digit(&text(cell))));
    // Rows that are not right below one another are no rows of one heading.
    let adjoin = span.windows(2).all(|pair| pair[1].number == pair[0].number + 1);
    if !only_texts || !adjoin || is_title(&span[0], &span[1]) {
        return None;
    }
    let width = span.iter().map(|row| row.cells.len()).max()?;
    let mut columns: Vec<Vec<String>> = vec![Vec::new(); width];
    let mut has_part = false;
    let mut has_whole = false;
    let mut spans = [false; ROWS_MAX];
    for (level, row) in span.iter().enumerate() {
        let mut groups = span.get(level + 1).map(|below| Groups::of(sheet, row, below));
        for (column, parts) in columns.iter_mut().enumerate() {
            let own = clean(&text(row.cell(column)));
            if !own.is_empty() {
                has_part |= level > 0 && !parts.is_empty();
                parts.push(own);
            } else if let Some(group) = groups.as_ref().and_then(|groups| groups.over(column)) {
                parts.push(group);
                spans[level] = true;
            } else if level > 0 && !parts.is_empty() {
                // Nothing below: one heading over all rows, as "STT" beside a group.
                has_whole = true;
            }
            if let Some(groups) = &mut groups {
                groups.pass(column);
            }
        }
    }
    let merged = sheet.merged.iter().any(|merged| {
        merged.first_row >= span[0].number && merged.last_row <= span[span.len() - 1].number
    });
    let below = span[1].cells.iter().filter(|cell| !cell.is_blank()).count();
    let only_units = |row: &SheetRow| {
        let filled = row.cells.iter().filter(|cell| !cell.is_blank());
        filled.map(text).all(|text| is_bare_unit(&text))
    };
    let is_plain = (1..span.len()).all(|level| spans[level - 1] || only_units(&span[level]));
    let headings = || columns.iter().map(|parts| Heading::of_parts(parts)).collect();
    (has_part && (has_whole || merged) && below >= 2).then(|| (headings(), is_plain))
}

/// Whether a row has one text only, above all headings of the row below: a title, often merged over
/// the whole table, is no group of them.
fn is_title(row: &SheetRow, below: &SheetRow) -> bool {
    let first_of = |row: &SheetRow| row.cells.iter().position(|cell| !cell.is_blank());
    let filled = row.cells.iter().filter(|cell| !cell.is_blank()).count();
    filled == 1 && first_of(row) <= first_of(below)
}

/// "GB", "(GB)" or "core" alone, as stands below a heading.
fn is_bare_unit(text: &str) -> bool {
    let text = text.trim();
    let text = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).unwrap_or(text);
    is_unit(text) || COUNTING.contains(&text.to_lowercase().as_str())
}

fn begins_with_digit(text: &str) -> bool {
    text.trim_start().starts_with(|c: char| c.is_ascii_digit())
}

/// The groups of a row of headings, asked for from left to right.
struct Groups<'a> {
    row: &'a SheetRow,
    below: &'a SheetRow,
    /// Merged cells over the row, from the left; `None` where the sheet has none at all (CSV).
    merged: Option<Vec<&'a Merged>>,
    /// The nearest text to the left with parts below all the way.
    nearest: Option<usize>,
}

impl<'a> Groups<'a> {
    fn of(sheet: &'a Sheet, row: &'a SheetRow, below: &'a SheetRow) -> Self {
        let is_over = |merged: &&Merged| (merged.first_row..=merged.last_row).contains(&row.number);
        let merged = (!sheet.merged.is_empty()).then(|| {
            let mut over: Vec<&Merged> = sheet.merged.iter().filter(is_over).collect();
            over.sort_by_key(|merged| merged.first_column);
            over
        });
        Self { row, below, merged, nearest: None }
    }

    /// The group whose cell spans a blank cell: merged with it, or, where nothing is merged, the
    /// nearest text to the left.
    fn over(&self, column: usize) -> Option<String> {
        let first = match &self.merged {
            Some(merged) => {
                let after = merged.partition_point(|merged| merged.first_column <= column);
                let merged =
                    merged[..after].last().filter(|merged| column <= merged.last_column)?;
                (merged.first_row == self.row.number).then_some(merged.first_column)?
            }
            None => self.nearest.filter(|_| !self.below.cell(column).is_blank())?,
        };
        let group = clean(&text(self.row.cell(first)));
        (!group.is_empty()).then_some(group)
    }

    /// Goes on to the next column.
    fn pass(&mut self, column: usize) {
        if self.below.cell(column).is_blank() {
            self.nearest = None;
        } else if !self.row.cell(column).is_blank() {
            self.nearest = Some(column);
        }
    }
}

/// Whether a row would pass for the headings of some table: at least three texts, no number, and
/// three columns of one table, its key among them.
pub fn pass_for_headings(row: &SheetRow) -> bool {
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
