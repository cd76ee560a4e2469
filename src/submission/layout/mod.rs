//! Sheets → blocks: where headings stand, which table it is, which rows are data.
//!
//! A sheet may hold several tables, one below the other; each is a [`Block`]. Which table a block is
//! is decided before its columns are, since many headings mean different columns in different
//! tables.

mod columns;
mod headings;
mod rows;

use std::collections::BTreeMap;

use super::header::{Heading, Headings};
use super::overrides::SheetOverride;
use super::source::{Sheet, SheetRow};
use crate::schema::Table;
use crate::text::match_key;
use headings::Head;

pub use columns::Match;
pub use headings::pass_for_headings;
pub use rows::{Numbering, RowKind, names_no_data, numbering_of};

/// How many filled rows from the top may come before the first headings.
const HEADER_ROWS_SEARCHED: usize = 40;

/// Unknown headings for each known one, beyond which a sheet is no table of ours.
const STRANGE_TO_KNOWN: usize = 2;

/// A table found on a sheet.
#[derive(Debug, Clone)]
pub struct Block<'a> {
    /// The sheet it stands on.
    pub sheet: &'a Sheet,
    /// Which table it is.
    pub table: Table,
    /// A table whose headings fit as well as those of `table`.
    pub rival: Option<Table>,
    /// Index, in the sheet's rows, of the first row of headings.
    pub header_index: usize,
    /// Rows the headings take, 1 to 3.
    pub header_rows: usize,
    /// Headings by column of the sheet.
    pub headings: Vec<Heading>,
    /// For each column of the table the column of the sheet it is read from.
    pub sources: Vec<Option<usize>>,
    /// For each column of the table how its heading was matched.
    pub matches: Vec<Option<Match>>,
    /// For a column of the table, by its index, further columns of the sheet whose amounts are added
    /// to that of its source: the sizes of a machine's disks, each in a column of its own.
    pub parts: BTreeMap<usize, Vec<usize>>,
    /// For a column of the table, by its index, the column of the sheet that says of how many things
    /// its amount is: "Số lượng" next to "Dung lượng (GB)" below "RAM".
    pub counted: BTreeMap<usize, usize>,
    /// Columns of the sheet that describe a machine in words: "8 vCPU, 32GB RAM".
    pub specs: Vec<usize>,
    /// Columns of the sheet whose cells are kept as tags of the row.
    pub tags: Vec<usize>,
    /// Column of the sheet that names the agency.
    pub agency_source: Option<usize>,
    /// Column of the sheet with running numbers.
    pub number_source: Option<usize>,
    /// Columns of the sheet nothing is read from: unknown headings.
    pub unknown: Vec<usize>,
    /// Columns of the sheet that mean the same as an earlier one.
    pub doubled: Vec<usize>,
    /// Columns whose heading has a unit that the column it names cannot be in: not read.
    pub misfit: Vec<usize>,
    /// Index, in the sheet's rows, of the first row of the next table below this one, its title
    /// included.
    pub end_index: usize,
    /// Whether a tool wrote it: tools write no totals, sections or signatures, and a machine may be
    /// called "sum-01".
    pub is_export: bool,
    /// Rows below `end_index` that title the next table: counted with this one, never data.
    pub titles_below: usize,
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
            rival: None,
            header_index,
            header_rows: 1,
            headings,
            sources,
            matches: Vec::new(),
            parts: BTreeMap::new(),
            counted: BTreeMap::new(),
            specs: Vec::new(),
            tags: Vec::new(),
            agency_source: None,
            number_source: None,
            unknown: Vec::new(),
            doubled: Vec::new(),
            misfit: Vec::new(),
            end_index: sheet.rows.len(),
            titles_below: 0,
            is_export: false,
        }
    }

    /// The rows below the headings.
    pub fn rows(&self) -> &'a [SheetRow] {
        let begin = (self.header_index + self.header_rows).min(self.end_index);
        &self.sheet.rows[begin..self.end_index]
    }

    /// The rows of headings.
    pub fn heading_rows(&self) -> &'a [SheetRow] {
        &self.sheet.rows[self.header_index..self.header_index + self.header_rows]
    }

    /// Number of the last row of headings, which names the columns most exactly.
    pub fn header_number(&self) -> u32 {
        self.heading_rows().last().map_or(1, |row| row.number)
    }

    /// Matched columns, the key and the agency counting double: a row of data that happens to hold a
    /// known word must not pass for headings.
    fn score(&self) -> usize {
        let matched = self.sources.iter().flatten().count();
        let key = usize::from(self.sources[0].is_some());
        let described = usize::from(!self.specs.is_empty());
        match matched {
            0 => 0,
            _ => matched + key + described + usize::from(self.agency_source.is_some()),
        }
    }

    /// Whether the heading of the codes, or of what stands in for them, ends above a row of the
    /// headings, counted from 0.
    fn names_codes_above(&self, row: usize) -> bool {
        let below = self.heading_rows().get(row..).unwrap_or_default();
        self.key_source().is_some_and(|key| below.iter().all(|row| row.cell(key).is_blank()))
    }

    /// Whether it is a table beyond doubt: three columns, codes or what stands in for them among
    /// them.
    fn is_sure(&self) -> bool {
        let named = self.sources.iter().flatten().count();
        let is_named = self.sources[0].is_some() || self.stand_in().is_some();
        named >= 3 && is_named
    }

    /// Whether most of its headings are strange: another tool's export shares a few headings with us
    /// and means other things by them.
    fn is_strange(&self) -> bool {
        let matched = self.sources.iter().flatten().count() + self.specs.len();
        self.unknown.len() > STRANGE_TO_KNOWN * matched
    }
}

/// Finds the tables of a sheet, from top to bottom; none when no row looks like headings.
pub fn find_blocks<'a>(sheet: &'a Sheet, settled: &SheetOverride) -> Vec<Block<'a>> {
    let hint = settled.table.or_else(|| {
        let name = match_key(&sheet.name);
        let named =
            |table: &Table| name == match_key(table.name()) || name == match_key(table.title_vi());
        Table::ALL.into_iter().find(named)
    });
    let Some(first) = first_block(sheet, hint, settled) else { return Vec::new() };
    let mut blocks = vec![first];
    // Each further table begins where a row below the headings passes for headings by itself.
    let mut index = next_row(&blocks[0]);
    let passes: Vec<bool> = sheet.rows.iter().map(headings::pass_for_headings).collect();
    while index < sheet.rows.len() {
        // Headings over several rows begin above the row that passes for headings.
        if !passes[index..].iter().take(headings::ROWS_MAX).any(|passes| *passes) {
            index += 1;
            continue;
        }
        let own = blocks.last().expect("there is one").heading_rows();
        let repeats = own.iter().any(|row| row.cells == sheet.rows[index].cells);
        let found = (!repeats).then(|| other_block(sheet, index, settled)).flatten();
        index = match found {
            Some(block) => {
                if let Some(last) = blocks.last_mut() {
                    let titles = headings::titles_above(sheet, block.header_index, next_row(last));
                    last.end_index = block.header_index - titles;
                    last.titles_below = titles;
                }
                let next = next_row(&block);
                blocks.push(block);
                next
            }
            None => index + 1,
        };
    }
    blocks
}

/// Index of the row below the headings.
const fn next_row(block: &Block<'_>) -> usize {
    block.header_index + block.header_rows
}

/// The table whose headings come first: the best of the rows searched, unless an earlier row passes
/// for headings beyond doubt.
fn first_block<'a>(
    sheet: &'a Sheet,
    hint: Option<Table>,
    settled: &SheetOverride,
) -> Option<Block<'a>> {
    let rows = sheet.rows.len().min(HEADER_ROWS_SEARCHED);
    let enough = if hint.is_some() { 1 } else { 3 };
    let mut best: Option<(usize, Block<'a>)> = None;
    for index in 0..rows {
        if settled.header_row.is_some_and(|row| row != sheet.rows[index].number) {
            continue;
        }
        // Headings further down, below others that are beyond doubt, are those of another table.
        if let Some((_, first)) = &best
            && first.is_sure()
            && index >= next_row(first)
            && other_block(sheet, index, settled).is_some()
        {
            break;
        }
        let Some(block) = best_at(sheet, index, hint, settled) else { continue };
        let score = block.score();
        let is_settled = settled.header_row.is_some();
        if (score >= enough || is_settled) && best.as_ref().is_none_or(|(most, _)| score > *most) {
            best = Some((score, block));
        }
    }
    best.map(|(_, block)| block)
}

/// A further table whose headings begin at a row.
fn other_block<'a>(sheet: &'a Sheet, index: usize, settled: &SheetOverride) -> Option<Block<'a>> {
    if settled.header_row.is_some() {
        return None;
    }
    let block = best_at(sheet, index, settled.table, settled)?;
    // Headings over several rows begin at the upper row; a row of data above them is none of theirs.
    let lower = headings::pass_for_headings(&sheet.rows[block.header_index]);
    (block.is_sure() && (lower || block.header_rows > 1)).then_some(block)
}

/// The best reading of the headings that begin at a row: over one to three rows, as any table.
fn best_at<'a>(
    sheet: &'a Sheet,
    index: usize,
    hint: Option<Table>,
    settled: &SheetOverride,
) -> Option<Block<'a>> {
    let mut best: Option<(usize, Block<'a>)> = None;
    for head in Head::all_at(sheet, index) {
        let Some(block) = as_table(sheet, &head, hint, settled) else { continue };
        let score = block.score();
        // Fewer rows win unless more of them name more columns, or as many and the rows added are
        // plainly headings and have no code: a row of data would have one.
        let wins = |(most, fewer): &(usize, Block<'a>)| {
            let is_plain = head.is_plain && block.names_codes_above(fewer.header_rows);
            score > *most || score == *most && is_plain
        };
        if best.as_ref().is_none_or(wins) {
            best = Some((score, block));
        }
    }
    best.map(|(_, block)| block)
}

/// Decides which table the headings are of, then matches its columns.
fn as_table<'a>(
    sheet: &'a Sheet,
    head: &Head,
    hint: Option<Table>,
    settled: &SheetOverride,
) -> Option<Block<'a>> {
    let titled = headings::table_of_title(sheet, head.index);
    let mut found: Vec<(usize, bool, Block<'a>)> = Vec::new();
    for table in Table::ALL {
        if hint.is_some_and(|hint| hint != table) {
            continue;
        }
        let block = columns::match_headings(sheet, table, head, settled);
        if hint.is_none() && block.is_strange() {
            continue;
        }
        let score = block.score();
        if score > 0 {
            found.push((score, titled == Some(table), block));
        }
    }
    let most = found.iter().map(|(score, ..)| *score).max()?;
    // What the title above says decides between tables that fit equally, or all but equally, well.
    let place = found
        .iter()
        .position(|(score, is_titled, _)| *is_titled && *score + 1 >= most)
        .or_else(|| found.iter().position(|(score, ..)| *score == most))?;
    let is_titled = found[place].1;
    let rival = found
        .iter()
        .enumerate()
        .filter(|(at, (score, ..))| *at != place && *score == most && !is_titled)
        .map(|(_, (_, _, block))| block.table)
        .next();
    let (.., mut block) = found.swap_remove(place);
    block.rival = rival.filter(|_| hint.is_none() && most >= 3);
    Some(block)
}

/// Whether three columns of one table, its key or what stands in for it among them, are named by
/// texts.
fn name_a_table(texts: &[Heading]) -> bool {
    Table::ALL.into_iter().any(|table| {
        let known = Headings::of(table);
        let mut named: Vec<usize> =
            texts.iter().filter_map(|h| known.find(h)).map(|named| named.column).collect();
        named.sort_unstable();
        named.dedup();
        let stands_in =
            |column: &usize| table.key_stand_ins().contains(&table.columns()[*column].name);
        named.len() >= 3 && (named[0] == 0 || named.iter().any(stands_in))
    })
}
