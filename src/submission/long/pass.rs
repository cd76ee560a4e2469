//! One reading of a long text, window by window.

use super::{Codes, Portions, records_of, stopped};
use crate::diagnostic::{Code, Finding, Text};
use crate::submission::block::BlockReader;
use crate::submission::draft::Draft;
use crate::submission::facts::{Decisions, Facts};
use crate::submission::layout::{Block, RowKind, pass_for_headings};
use crate::submission::line::{self, Classifier, Entry, Line};
use crate::submission::outline::{Depths, Disagreeing};
use crate::submission::overrides::SheetOverride;
use crate::submission::read::Content;
use crate::submission::rule::{self, SumsAbove};
use crate::submission::source::{Cell, Item, LongText, Record, Sample, SheetRow, Window};
use crate::submission::{Intake, ReadError, RejectedRow, Rows, SheetCount, Stage, Taker, Watcher};
use crate::text::clean;

/// One reading of a long text.
pub struct Pass<'a> {
    /// The text.
    pub text: &'a LongText,
    /// How much is read at a time.
    pub portions: Portions,
    /// What is known of the file besides.
    pub intake: &'a Intake<'a>,
    /// Who watches.
    pub watch: &'a Watcher,
    /// Its table, of which only the headings and the first rows are held.
    pub block: Block<'a>,
    /// What is settled about it.
    pub settled: SheetOverride,
}

/// What a reading comes to.
pub struct Read {
    /// What was read.
    pub content: Content,
    /// What all rows decide.
    pub decisions: Decisions,
    /// The codes of all rows.
    pub codes: Codes,
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
    pub fn first_decisions(&self) -> Decisions {
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
    pub fn read(
        &self,
        decisions: &Decisions,
        codes: Codes,
        taker: &mut dyn Taker,
        findings: &mut Vec<Finding>,
    ) -> Result<Option<Read>, ReadError> {
        let mut records = records_of(self.text, self.portions.window_bytes)?.ahead();
        let mut state = self.begin(decisions, codes);
        loop {
            self.watch.work(Some(Stage::Read));
            let window = match records.next_window() {
                Ok(window) => window,
                Err(stop) => return stopped(self.text, stop).map(|()| None),
            };
            let is_last = window.is_last;
            self.watch.work(Some(Stage::Recognise));
            let Some(taken) = self.read_window(window, &mut state, taker, findings)? else {
                return Ok(None);
            };
            records.take(taken);
            self.watch.reached(records.bytes_taken(), state.reader.rows_read() as u64);
            if is_last {
                break;
            }
        }
        if state.fonts.is_of_old() {
            return Ok(None);
        }
        Ok(Some(self.finish(state, findings)))
    }

    fn begin(&self, decisions: &Decisions, codes: Codes) -> State<'a> {
        let table = self.block.table;
        let none = SheetCount::of_rows(table.name(), &self.block.sheet.name, 0);
        State {
            reader: BlockReader::new(&self.block, &self.settled, self.intake, decisions.clone()),
            classifier: Classifier::new(self.intake, decisions.is_numbered),
            facts: Facts::new(&self.block),
            depths: Depths::default(),
            fonts: Sample::default(),
            sums: SumsAbove::new(table),
            codes,
            counts: vec![none],
            has_no_sender: false,
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
                // All of them come again, with more.
                rows.iter().take(1).for_each(|row| state.classifier.go_back_to(row.before));
                return Ok(Some(0));
            };
            state.classifier.go_back_to(rows[last].before);
            let number = rows[last].told.number();
            told.retain(|finding| finding.row.is_none_or(|row| row < number));
            taken = rows[last].place;
            rows.truncate(last);
        }
        findings.append(&mut told);
        self.watch.work(Some(Stage::Normalise));
        if !self.look_at(&rows, state) {
            return Ok(None);
        }
        let (rows, rejected) = self.read_rows(&rows, state, findings)?;
        // Where the one who writes is behind, this thread waits.
        self.watch.work(None);
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
        // A row right below headings may number the columns.
        let below = (header, state.classifier.is_first());
        let columns = state.reader.plain.as_mut().filter(|_| !state.facts.needs_rows());
        let plain = columns.map(|columns| {
            let seen = (&mut state.facts, &mut state.fonts);
            columns.look_up(&self.block, window, below, seen);
            &*columns
        });
        for (place, item) in window.items().enumerate() {
            let record = match item {
                Item::Record(record) => record,
                Item::Row(row) => {
                    if row.number > header {
                        rows.push(self.row_of_cells(place, row.clone(), &mut state.classifier)?);
                    }
                    continue;
                }
            };
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
            if plain.is_some_and(|columns| columns.can_read(place)) {
                state.classifier.pass_data();
                rows.push(Row { place, before, told: Told::Plain(record) });
                continue;
            }
            let Some(row) = self.text.row_of(&record, findings) else { continue };
            rows.push(self.row_of_cells(place, row, &mut state.classifier)?);
        }
        Some(rows)
    }

    /// What a row of cells is; `None` where it may be the headings of a further table.
    fn row_of_cells<'w>(
        &self,
        place: usize,
        row: SheetRow,
        classifier: &mut Classifier<'a>,
    ) -> Option<Row<'w>> {
        if pass_for_headings(&row) && !self.block.repeats_headings(&row) {
            return None;
        }
        let before = classifier.state();
        let kind = classifier.next(&self.block, &row);
        Some(Row { place, before, told: Told::Row(kind, row) })
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
    ) -> Result<(Rows, Vec<RejectedRow>), ReadError> {
        let lines: Vec<Option<Line<'_>>> = rows.iter().map(Row::line).collect();
        let entries: Vec<Entry<'_, '_>> =
            rows.iter().zip(&lines).map(|(row, line)| row.entry(line.as_ref())).collect();
        let mut draft = Draft::new(self.block.table);
        draft.add_block(0, &state.reader.reading.block);
        state.reader.read(&entries, &Disagreeing::new(), &mut draft, findings);
        state.reader.tally_shares(&draft, 0, &mut state.facts);
        state.reader.leave_out_doubtful_shares(&mut draft, 0);
        self.watch.work(Some(Stage::Check));
        state.has_no_sender |= draft.has_error(Code::A302);
        state.sums.t605_a_row_is_not_the_sum_of_the_rows_above(&mut draft, findings);
        rule::check_rows(&mut draft, self.intake, findings);
        draft
            .t601_codes_of_a_long_file_are_unique(&mut state.codes, findings)
            .map_err(ReadError::Temporary)?;
        Ok(draft.settle(&mut state.counts))
    }

    fn finish(&self, state: State<'a>, findings: &mut Vec<Finding>) -> Read {
        if state.has_no_sender {
            findings.push(Finding::new(Code::A302, Text::phrase("A302-no-sender")));
        }
        let (count, mapping) = state.reader.finish(&state.facts, findings);
        let settled = &state.counts[0];
        let count = SheetCount {
            rows_accepted: settled.rows_accepted,
            rows_rejected: settled.rows_rejected,
            rows_merged: count.rows_merged + settled.rows_merged,
            ..count
        };
        let content = Content { counts: vec![count], mapping: vec![mapping], ..Content::empty() };
        let decisions = Decisions::of(&state.facts, &self.block, &self.settled);
        Read { content, decisions, codes: state.codes }
    }
}

fn c417_a_quoted_text_ends(record: &Record<'_>) -> Finding {
    let found = Text::phrase("C417-lines").with("lines", record.broken_quote + 1);
    Finding::new(Code::C417, found).row(record.number)
}
