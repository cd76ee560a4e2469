//! Long files: one table of a text with separators, of JSON objects a line, of a Parquet file, or of the
//! one sheet of a workbook, read some rows at a time.
//!
//! Memory does not grow with the rows, but for a hash of each row's code ([`Codes`]), and for
//! findings. What such a file says is the same as if it were held in memory: the same rows, findings
//! and counts, which tests hold against each other.
//!
//! A file is read by what its first rows decide of its columns ([`Decisions`]); when all of them
//! decide otherwise, it is read again by that, and once more when codes stand twice. Whatever takes
//! more than a table from its headings to the end of the file, as several tables, rows that state the
//! sums of those below them, cells merged over rows, and letters of old fonts, is left to
//! [`super::read()`]; so are exports of other tools, unless each of their rows stands for itself, as a
//! sample does.

mod agencies;
mod codes;
mod column;
mod lookup;
mod pass;
mod plain;

pub use agencies::PlainAgencies;
pub use codes::Codes;
pub use plain::{PlainColumns, RowByItself};
use std::collections::BTreeSet;

#[cfg(doc)]
use super::facts::Decisions;
use super::heading_rules as headings;
use super::layout::find_blocks;
use super::overrides::SheetOverride;
use super::profile::{self, Profile};
use super::read::{Content, Settled};
use super::source::{Item, LongText, Records, Sheet, SheetRow, Stop};
use super::{Intake, ReadError, Stage, Taker, Watcher, is_return_sheet, settled};
use crate::diagnostic::Finding;
use crate::schema::GUIDE_SHEETS;
use pass::Pass;

/// Times a file is read until what its rows decide is what they were read by.
const TIMES_MAX: usize = 6;

/// Bytes in which the headings are looked for.
const HEAD_BYTES: usize = 1 << 20;

/// How much is read at a time, for tests to choose.
#[derive(Debug, Clone, Copy)]
pub struct Portions {
    /// Bytes from which a file is long.
    pub long_from: u64,
    /// Bytes read at a time; `None` for as many as is best.
    pub window_bytes: Option<usize>,
    /// Records from the first on in which the headings are looked for.
    pub head_records: usize,
}

impl Portions {
    /// As is best.
    pub const USUAL: Self = Self { long_from: 1 << 20, window_bytes: None, head_records: 1_000 };
}

/// Reads a long text; `None` for one that must be held in memory to be read.
pub fn read_long(
    text: &LongText,
    portions: Portions,
    (intake, watch): (&Intake<'_>, &Watcher),
    taker: &mut dyn Taker,
    findings: &mut Vec<Finding>,
) -> Result<Option<Content>, ReadError> {
    watch.work(Some(Stage::Recognise));
    if !text.is_whole() {
        return Ok(None);
    }
    let Some(head) = head_of(text, portions)? else { return Ok(None) };
    let mut told = text.findings.clone();
    let sheets = std::slice::from_ref(&head);
    if GUIDE_SHEETS.contains(&head.name.as_str()) || is_return_sheet(&head) {
        return Ok(None);
    }
    let profile = profile::recognise(sheets, &mut told);
    let Some((block, settled)) = table_of(sheets, &profile, intake, &mut told) else {
        return Ok(None);
    };
    // A cell that stands for several rows is not looked for in other windows.
    if text.merged.iter().any(|merged| merged.last_row > block.header_number()) {
        return Ok(None);
    }
    headings::check_headings(&block, &mut told);
    let pass = Pass { text, portions, intake, watch, block, settled };
    let mut decisions = pass.first_decisions();
    let mut codes = Codes::new();
    for _ in 0..TIMES_MAX {
        taker.begin_anew()?;
        let mut of_rows = Vec::new();
        let Some(read) = pass.read(&decisions, codes, taker, &mut of_rows)? else { break };
        if read.decisions != decisions {
            (decisions, codes) = (read.decisions, Codes::new());
        } else if let Some(repeated) = read.codes.repeated().map_err(ReadError::Temporary)? {
            codes = repeated;
        } else {
            let mut content = read.content;
            if let Profile::Export(export) = &profile {
                content.profile = export.name();
                let rows_count = content.counts.iter().map(|count| count.rows_read).sum();
                export.p708_tells_all_rows(rows_count, &mut told);
            }
            findings.append(&mut told);
            findings.append(&mut of_rows);
            return Ok(Some(content));
        }
    }
    taker.begin_anew()?;
    Ok(None)
}

/// The one table of a text, by its first rows, and what is settled about it; `None` where there are
/// more or none, or its rows must be held together.
fn table_of<'a>(
    sheets: &'a [Sheet],
    profile: &'a Profile<'a>,
    intake: &Intake<'_>,
    told: &mut Vec<Finding>,
) -> Option<Settled<'a>> {
    let head = sheets.first()?;
    match profile {
        Profile::Refused(_) => None,
        Profile::Export(export) => {
            settled::h212_no_export_is_settled(intake, export.name(), told);
            Some((export.long_block()?, SheetOverride::default()))
        }
        Profile::None => {
            let settled = intake.overrides.of(intake.sender.map(|a| a.id.as_str()), &head.name);
            let mut blocks = find_blocks(head, &settled);
            let block = blocks.pop().filter(|_| blocks.is_empty())?;
            let blocks = [(block, settled)];
            settled::h212_what_is_settled_is_found(sheets, &blocks, intake, told);
            let [found] = blocks;
            Some(found)
        }
    }
}

/// The first rows of a text, as a sheet.
fn head_of(text: &LongText, portions: Portions) -> Result<Option<Sheet>, ReadError> {
    let mut records = records_of(text, Some(HEAD_BYTES))?;
    let mut head = Sheet { merged: text.merged.clone(), ..Sheet::new(&text.name) };
    let window = match records.next_window() {
        Ok(window) => window,
        Err(stop) => return stopped(text, stop).map(|()| None),
    };
    for item in window.items().take(portions.head_records) {
        head.rows.extend(row_of(text, item));
    }
    Ok(Some(head))
}

/// Rows of a text by their numbers, as a sheet with no others; `None` for one that must be held in
/// memory.
pub fn rows_of(
    text: &LongText,
    portions: Portions,
    numbers: &BTreeSet<u32>,
) -> Result<Option<Sheet>, ReadError> {
    let mut records = records_of(text, portions.window_bytes)?;
    let mut sheet = Sheet::new(&text.name);
    let last = numbers.last().copied().unwrap_or(0);
    loop {
        let window = match records.next_window() {
            Ok(window) => window,
            Err(stop) => return stopped(text, stop).map(|()| None),
        };
        let wanted = window.items().filter(|item| numbers.contains(&item.number()));
        sheet.rows.extend(wanted.filter_map(|item| row_of(text, item)));
        let is_behind = window.items().last().is_none_or(|item| item.number() >= last);
        if window.is_last || is_behind {
            return Ok(Some(sheet));
        }
        let taken = window.len();
        records.take(taken);
    }
}

/// A row as the reader of a whole file gives it; `None` for one without a filled cell.
fn row_of(text: &LongText, item: Item<'_>) -> Option<SheetRow> {
    match item {
        Item::Record(record) => text.row_of(&record, &mut Vec::new()),
        Item::Row(row) => Some(row.clone()),
    }
}

/// What comes of a text that cannot be read on: a world that fails is an error; a text that is none
/// is held in memory, and told there.
fn stopped(text: &LongText, stop: Stop) -> Result<(), ReadError> {
    match stop {
        Stop::Failed(source) if !text.is_compressed() => Err(ReadError::of(text.path(), source)),
        _ => Ok(()),
    }
}

fn records_of(text: &LongText, window_bytes: Option<usize>) -> Result<Records, ReadError> {
    text.records(window_bytes).map_err(|source| ReadError::of(text.path(), source))
}

#[cfg(test)]
mod export_tests;
#[cfg(test)]
mod growth_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod workbook_tests;
