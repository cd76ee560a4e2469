//! Long files: one table of a text with separators, read some rows at a time.
//!
//! Memory does not grow with the rows, but for 24 bytes of each row's code ([`Codes`]), and for
//! findings and rejected rows. What such a file says is the same as if it were held in memory: the
//! same rows, findings and counts, which tests hold against each other.
//!
//! A file is read by what its first rows decide of its columns ([`Decisions`]); when all of them
//! decide otherwise, it is read again by that. Whatever takes more than a table from its headings to
//! the end of the file, as several tables, exports of other tools, rows that state the sums of those
//! below them, and letters of old fonts, is left to [`super::read()`].

mod codes;
mod plain;

use std::collections::BTreeSet;
use std::io::Read;

pub use codes::Codes;
pub use plain::PlainColumns;

use super::block::BlockReader;
use super::draft::Draft;
use super::facts::{Decisions, Facts};
use super::heading_rules as headings;
use super::layout::{Block, RowKind, find_blocks, pass_for_headings};
use super::line::{self, Classifier, Entry, Line};
use super::outline::{Depths, Disagreeing};
use super::overrides::SheetOverride;
use super::profile::{self, Profile};
use super::read::Content;
use super::rule::{self, SumsAbove};
use super::source::{Cell, LongText, Record, Records, Sample, Sheet, SheetRow, Stop, Window};
use super::{Intake, ReadError, RejectedRow, Rows, SheetCount, Taker, is_return_sheet, settled};
use crate::diagnostic::{Code, Finding, Text};
use crate::schema::{GUIDE_SHEETS, Table};
use crate::text::clean;

/// Times a file is read until what its rows decide is what they were read by.
const TIMES_MAX: usize = 4;

/// How much is read at a time, for tests to choose.
#[derive(Debug, Clone, Copy)]
pub struct Portions {
    /// Bytes from which a file is long.
    pub long_from: u64,
    /// Bytes read at a time.
    pub window_bytes: usize,
    /// Records from the first on in which the headings are looked for.
    pub head_records: usize,
}

impl Portions {
    /// As is best.
    pub const USUAL: Self = Self { long_from: 8 << 20, window_bytes: 4 << 20, head_records: 1_000 };
}

/// Reads a long text; `None` for one that must be held in memory to be read.
pub fn read_long(
    text: &LongText,
    portions: Portions,
    intake: &Intake<'_>,
    taker: &mut dyn Taker,
    findings: &mut Vec<Finding>,
) -> Result<Option<Content>, ReadError> {
    let Some(head) = head_of(text, portions)? else { return Ok(None) };
    let mut told = text.findings.clone();
    let sheets = std::slice::from_ref(&head);
    let is_guide = GUIDE_SHEETS.contains(&head.name.as_str()) || is_return_sheet(&head);
    if is_guide || !matches!(profile::recognise(sheets, &mut told), Profile::None) {
        return Ok(None);
    }
    let settled = intake.overrides.of(intake.sender.map(|a| a.id.as_str()), &head.name);
    let mut blocks = find_blocks(&head, &settled);
    let (Some(block), true) = (blocks.pop(), blocks.is_empty()) else { return Ok(None) };
    let blocks = [(block.clone(), settled.clone())];
    settled::h212_what_is_settled_is_found(sheets, &blocks, intake, &mut told);
    headings::check_headings(&block, &mut told);
    let mut pass = Pass { text, portions, intake, block, settled };
    let mut decisions = pass.first_decisions();
    for _ in 0..TIMES_MAX {
        taker.begin_anew()?;
        let mut of_rows = Vec::new();
        let Some((content, decided)) = pass.read(&decisions, taker, &mut of_rows)? else { break };
        if decided == decisions {
            findings.append(&mut told);
            findings.append(&mut of_rows);
            return Ok(Some(content));
        }
        decisions = decided;
    }
    taker.begin_anew()?;
    Ok(None)
}

/// The first rows of a text, as a sheet.
fn head_of(text: &LongText, portions: Portions) -> Result<Option<Sheet>, ReadError> {
    let mut records = records_of(text, portions.window_bytes.max(1 << 20))?;
    let mut head = Sheet::new(&text.name);
    let window = match records.next_window() {
        Ok(window) => window,
        Err(stop) => return stopped(text, stop).map(|()| None),
    };
    for record in window.records().take(portions.head_records) {
        head.rows.extend(text.row_of(&record, &mut Vec::new()));
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
        let wanted = window.records().filter(|record| numbers.contains(&record.number));
        sheet.rows.extend(wanted.filter_map(|record| text.row_of(&record, &mut Vec::new())));
        let is_behind = window.records().last().is_none_or(|record| record.number >= last);
        if window.is_last || is_behind {
            return Ok(Some(sheet));
        }
        let taken = window.len();
        records.take(taken);
    }
}

/// One reading of a long text.
struct Pass<'a> {
    text: &'a LongText,
    portions: Portions,
    intake: &'a Intake<'a>,
    block: Block<'a>,
    settled: SheetOverride,
}

/// What is known at a place of the text.
struct State<'a> {
    reader: BlockReader<'a>,
    classifier: Classifier<'a>,
    facts: Facts,
    depths: Depths,
    fonts: Sample,
    sums: SumsAbove,
    codes: Codes,
    counts: Vec<SheetCount>,
    has_no_sender: bool,
    has_samples: bool,
}

/// A filled row of a window.
struct Row<'w> {
    /// Its place among the records of the window.
    place: usize,
    /// What earlier rows say of it.
    before: line::State,
    told: Told<'w>,
}

/// What a row is told to be.
enum Told<'w> {
    /// Data beyond doubt.
    Plain(Record<'w>),
    /// Something, by its cells.
    Row(RowKind, SheetRow),
}

impl Row<'_> {
    /// The row as a line; `None` for a plain one.
    fn line(&self) -> Option<Line<'_>> {
        match &self.told {
            Told::Plain(_) => None,
            Told::Row(kind, row) => Some(Line { kind: kind.clone(), row }),
        }
    }

    /// The row to be read, by its line.
    fn entry<'l, 'r>(&'r self, line: Option<&'l Line<'r>>) -> Entry<'l, 'r> {
        match (&self.told, line) {
            (Told::Plain(record), _) => Entry::Plain(*record),
            (Told::Row(..), Some(line)) => Entry::Row(line),
            (Told::Row(..), None) => unreachable!("every row that is not plain has a line"),
        }
    }
}

impl Told<'_> {
    const fn is_data(&self) -> bool {
        matches!(self, Self::Plain(_) | Self::Row(RowKind::Data, _))
    }

    const fn number(&self) -> u32 {
        match self {
            Self::Plain(record) => record.number,
            Self::Row(_, row) => row.number,
        }
    }
}

impl<'a> Pass<'a> {
    /// What the first rows decide.
    fn first_decisions(&self) -> Decisions {
        let mut facts = Facts::new(&self.block);
        self.block.rows().iter().for_each(|row| facts.see(row));
        let mut classifier = Classifier::new(self.intake, facts.is_numbered);
        for row in self.block.rows() {
            if classifier.next(&self.block, row) == RowKind::Data {
                facts.add(row);
            }
        }
        Decisions::of(&facts, &self.block, &self.settled)
    }

    /// Reads all rows by what is decided; what all of them decide. `None` where the text must be
    /// held in memory after all.
    fn read(
        &mut self,
        decisions: &Decisions,
        taker: &mut dyn Taker,
        findings: &mut Vec<Finding>,
    ) -> Result<Option<(Content, Decisions)>, ReadError> {
        let mut records = records_of(self.text, self.portions.window_bytes)?;
        let mut state = self.begin(decisions);
        loop {
            let window = match records.next_window() {
                Ok(window) => window,
                Err(stop) => return stopped(self.text, stop).map(|()| None),
            };
            let is_last = window.is_last;
            let Some(taken) = self.read_window(window, &mut state, taker, findings)? else {
                return Ok(None);
            };
            records.take(taken);
            if is_last {
                break;
            }
        }
        if state.fonts.is_of_old() {
            return Ok(None);
        }
        Ok(Some(self.finish(state, findings)))
    }

    fn begin(&self, decisions: &Decisions) -> State<'a> {
        let table = self.block.table;
        let none = SheetCount::of_rows(table.name(), &self.block.sheet.name, 0);
        State {
            reader: BlockReader::new(&self.block, &self.settled, self.intake, decisions.clone()),
            classifier: Classifier::new(self.intake, decisions.is_numbered),
            facts: Facts::new(&self.block),
            depths: Depths::default(),
            fonts: Sample::default(),
            sums: SumsAbove::new(table),
            codes: Codes::new(),
            counts: vec![none],
            has_no_sender: false,
            has_samples: false,
        }
    }

    /// Reads the rows of a window; how many of its records were read. The last row of data and what
    /// follows it come again with the next window, since rows below may go on with it.
    fn read_window(
        &self,
        window: Window<'_>,
        state: &mut State<'a>,
        taker: &mut dyn Taker,
        findings: &mut Vec<Finding>,
    ) -> Result<Option<usize>, ReadError> {
        let mut told = Vec::new();
        let Some(mut rows) = self.rows_of(window, state, &mut told) else { return Ok(None) };
        let mut taken = window.len();
        if !window.is_last {
            let Some(last) = rows.iter().rposition(|row| row.told.is_data()) else {
                return Ok(Some(0));
            };
            state.classifier.go_back_to(rows[last].before);
            let number = rows[last].told.number();
            told.retain(|finding| finding.row.is_none_or(|row| row < number));
            taken = rows[last].place;
            rows.truncate(last);
        }
        findings.append(&mut told);
        if !self.look_at(&rows, state) {
            return Ok(None);
        }
        let (rows, rejected) = self.read_rows(&rows, state, findings);
        taker.take(rows, rejected)?;
        Ok(Some(taken))
    }

    /// The filled rows below the headings, and what each is; `None` where one may be the headings
    /// of a further table, or has too many fields.
    fn rows_of<'w>(
        &self,
        window: Window<'w>,
        state: &mut State<'a>,
        findings: &mut Vec<Finding>,
    ) -> Option<Vec<Row<'w>>> {
        let header = self.block.header_number();
        let mut rows = Vec::with_capacity(window.len());
        for (place, record) in window.records().enumerate() {
            if record.len() > self.intake.limits.columns_max {
                return None;
            }
            if record.broken_quote > 0 {
                findings.push(c417_a_quoted_text_ends(&record).sheet(&self.text.name));
            }
            if record.number <= header {
                continue;
            }
            let before = state.classifier.state();
            let columns = state.reader.plain.as_mut();
            let columns = columns.filter(|_| !state.facts.needs_rows());
            // A row right below headings may number the columns.
            let is_plain = !state.classifier.is_first()
                && columns.is_some_and(|columns| {
                    columns.can_read(&self.block, &record, &mut state.facts)
                });
            if is_plain {
                state.classifier.pass_data();
                rows.push(Row { place, before, told: Told::Plain(record) });
                continue;
            }
            let Some(row) = self.text.row_of(&record, findings) else { continue };
            if pass_for_headings(&row) && !self.block.repeats_headings(&row) {
                return None;
            }
            let kind = state.classifier.next(&self.block, &row);
            rows.push(Row { place, before, told: Told::Row(kind, row) });
        }
        Some(rows)
    }

    /// Takes note of what rows say together; false where they must be held in memory.
    fn look_at(&self, rows: &[Row<'_>], state: &mut State<'a>) -> bool {
        let number = self.block.number_source;
        for row in rows {
            match &row.told {
                Told::Plain(record) => {
                    state.facts.add_plain();
                    if let Some(source) = number {
                        state.depths.see(record.field(source), true);
                    }
                    (0..record.len()).for_each(|column| state.fonts.add(record.field(column)));
                }
                Told::Row(kind, row) => {
                    let is_data = *kind == RowKind::Data;
                    state.facts.see(row);
                    if is_data {
                        state.facts.add(row);
                    }
                    if let Some(source) = number {
                        state.depths.see(&clean(&row.cell(source).raw()), is_data);
                    }
                    for cell in &row.cells {
                        if let Cell::Text(text) = cell {
                            state.fonts.add(text);
                        }
                    }
                }
            }
        }
        !state.depths.go_deeper
    }

    fn read_rows(
        &self,
        rows: &[Row<'_>],
        state: &mut State<'a>,
        findings: &mut Vec<Finding>,
    ) -> (Rows, Vec<RejectedRow>) {
        let lines: Vec<Option<Line<'_>>> = rows.iter().map(Row::line).collect();
        let entries: Vec<Entry<'_, '_>> =
            rows.iter().zip(&lines).map(|(row, line)| row.entry(line.as_ref())).collect();
        let mut draft = Draft::new(self.block.table);
        draft.add_block(0, &state.reader.reading.block);
        state.reader.read(&entries, &Disagreeing::new(), &mut draft, findings);
        state.reader.tally_shares(&draft, 0, &mut state.facts);
        state.reader.leave_out_doubtful_shares(&mut draft, 0);
        state.has_no_sender |= draft.has_error(Code::A302);
        state.has_samples |= draft.rows.table == Table::Utilisation && !draft.rows.is_empty();
        state.sums.t605_a_row_is_not_the_sum_of_the_rows_above(&mut draft, findings);
        rule::check_rows(&mut draft, self.intake.as_of, findings);
        draft.t601_codes_of_a_long_file_are_unique(&mut state.codes, findings);
        draft.settle(&mut state.counts)
    }

    fn finish(&self, state: State<'a>, findings: &mut Vec<Finding>) -> (Content, Decisions) {
        if state.has_no_sender {
            findings.push(Finding::new(Code::A302, Text::phrase("A302-no-sender")));
        }
        if state.has_samples {
            findings.push(Finding::new(Code::T606, Text::phrase("T606-samples")));
        }
        let (count, mapping) = state.reader.finish(&state.facts, findings);
        let settled = &state.counts[0];
        let count = SheetCount {
            rows_accepted: settled.rows_accepted,
            rows_rejected: settled.rows_rejected,
            rows_merged: count.rows_merged + settled.rows_merged,
            ..count
        };
        let content = Content {
            profile: "template",
            tables: Vec::new(),
            rejected: Vec::new(),
            counts: vec![count],
            mapping: vec![mapping],
        };
        (content, Decisions::of(&state.facts, &self.block, &self.settled))
    }
}

fn c417_a_quoted_text_ends(record: &Record<'_>) -> Finding {
    let found = Text::phrase("C417-lines").with("lines", record.broken_quote + 1);
    Finding::new(Code::C417, found).row(record.number)
}

/// What comes of a text that cannot be read on: a world that fails is an error; a text that is none
/// is held in memory, and told there.
fn stopped(text: &LongText, stop: Stop) -> Result<(), ReadError> {
    match stop {
        Stop::Failed(source) if !text.is_compressed() => Err(ReadError::of(text.path(), source)),
        _ => Ok(()),
    }
}

fn records_of(
    text: &LongText,
    window_bytes: usize,
) -> Result<Records<Box<dyn Read + Send>>, ReadError> {
    let records = text.records().map_err(|source| ReadError::of(text.path(), source))?;
    Ok(records.of_bytes(window_bytes))
}

#[cfg(test)]
mod tests;
