//! One reading of a long text, window by window.

use super::{Codes, Portions, RowByItself, records_of, stopped};
use crate::diagnostic::{Code, Finding, Text};
use crate::submission::block::BlockReader;
use crate::submission::draft::Draft;
use crate::submission::facts::{Decisions, Facts};
use crate::submission::layout::{Block, RowKind, pass_for_headings};
use crate::submission::line::{self, Classifier, Line};
use crate::submission::outline::{Depths, Disagreeing};
use crate::submission::overrides::SheetOverride;
use crate::submission::read::Content;
use crate::submission::rule::{self, SumsAbove};
use crate::submission::source::{Cell, Item, LongText, Record, Sample, SheetRow, Window};
use crate::submission::{Intake, ReadError, RejectedRow, Rows, SheetCount, Stage, Taker, Watcher};
use crate::text::clean;

/// Rows that are read one by one before it is seen whether more can be read at once.
const BY_CELLS: usize = 8;

/// Least rows that are read column by column.
const PLAIN_MIN: usize = 4;

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
struct Row {
    /// Its place among the records of the window.
    place: usize,
    /// What earlier rows say of it.
    before: line::State,
    kind: RowKind,
    row: SheetRow,
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
        let mut taken = 0;
        let mut at_once = BY_CELLS;
        while taken < window.len() {
            let rest = window.behind(taken);
            // One that is left is the last row of data, which comes again.
            if rest.len() == 1 && !rest.is_last && taken > 0 {
                break;
            }
            let Some(read) = self.read_plain(rest, state, taker, findings)? else {
                return Ok(None);
            };
            if read > 0 {
                taken += read;
                continue;
            }
            let some = rest.first(at_once);
            let Some(read) = self.read_by_cells(some, state, taker, findings)? else {
                return Ok(None);
            };
            if read == 0 && some.len() == rest.len() {
                break;
            }
            at_once = if read == 0 { at_once * 2 } else { BY_CELLS };
            taken += read;
        }
        Ok(Some(taken))
    }

    /// Reads the first rows of a window column by column, as far as they are data beyond doubt; how
    /// many were read, none where they are too few. `None` where the text must be held in memory.
    fn read_plain(
        &self,
        window: Window<'_>,
        state: &mut State<'a>,
        taker: &mut dyn Taker,
        findings: &mut Vec<Finding>,
    ) -> Result<Option<usize>, ReadError> {
        // A row right below headings may number the columns.
        if state.classifier.is_first() || state.facts.needs_rows() || state.reader.plain.is_none() {
            return Ok(Some(0));
        }
        let before = state.classifier.state();
        let Some((mut records, mut by_themselves)) = self.data_of(window, state) else {
            return Ok(None);
        };
        if !(window.is_last && records.len() == window.len()) {
            // The next row may go on with the last of them.
            records.pop();
        }
        by_themselves.retain(|row| row.nth < records.len());
        if records.len() < PLAIN_MIN {
            state.classifier.go_back_to(before);
            return Ok(Some(0));
        }
        self.watch.work(Some(Stage::Normalise));
        let mut rows = Rows::empty(self.block.table);
        if let Some(columns) = &mut state.reader.plain {
            let seen = (&mut state.facts, &mut state.fonts);
            for nth in columns.read(&records, &mut rows, seen) {
                let place = by_themselves.partition_point(|row| row.nth < nth);
                if by_themselves.get(place).is_none_or(|row| row.nth != nth) {
                    by_themselves.splice(place..place, self.by_itself(nth, &records[nth]));
                }
            }
        }
        by_themselves.iter_mut().for_each(|row| findings.append(&mut row.told));
        let read = (&*records, &*by_themselves);
        if !self.look_at_plain(read, state) {
            return Ok(None);
        }
        let draft = state.reader.read_plain(read, rows, &mut state.fonts, findings);
        if let Some(columns) = &state.reader.plain {
            let is_plain = |nth| !RowByItself::is_among(&by_themselves, nth);
            state.reader.tally_shares(&draft.rows, 0, &mut state.facts, |nth, at| {
                match is_plain(nth) {
                    true => columns.says_percent(nth, at),
                    false => draft.says_percent(nth, at),
                }
            });
        }
        let (rows, rejected) = self.check(draft, state, findings)?;
        self.take(rows, rejected, taker)?;
        Ok(Some(records.len()))
    }

    /// The first records of a window as far as they are data, and those among them that must be read
    /// by themselves. `None` where one may be the headings of a further table.
    fn data_of<'w>(
        &self,
        window: Window<'w>,
        state: &mut State<'a>,
    ) -> Option<(Vec<Record<'w>>, Vec<RowByItself>)> {
        let mut records = Vec::with_capacity(window.len());
        let mut by_themselves = Vec::new();
        for item in window.items() {
            let Item::Record(record) = item else { break };
            if record.broken_quote > 0 || record.len() > self.intake.limits.columns_max {
                break;
            }
            let columns = state.reader.plain.as_mut();
            if columns.is_some_and(|columns| columns.is_data(&self.block, &record)) {
                state.classifier.pass_data();
            } else {
                let Some(by_itself) = self.by_itself(records.len(), &record) else { break };
                let row = &by_itself.row;
                if self.may_begin_a_table(row) {
                    return None;
                }
                let before = state.classifier.state();
                if state.classifier.next(&self.block, row) != RowKind::Data {
                    state.classifier.go_back_to(before);
                    break;
                }
                by_themselves.push(by_itself);
            }
            records.push(record);
        }
        Some((records, by_themselves))
    }

    /// Whether a row may be the headings of a further table; an export has none.
    fn may_begin_a_table(&self, row: &SheetRow) -> bool {
        !self.block.is_export && pass_for_headings(row) && !self.block.repeats_headings(row)
    }

    /// A record as a row that is read by itself; `None` for one without a filled field.
    fn by_itself(&self, nth: usize, record: &Record<'_>) -> Option<RowByItself> {
        let mut told = Vec::new();
        let row = self.text.row_of(record, &mut told)?;
        Some(RowByItself { nth, row, told })
    }

    /// Takes note of what rows of data say together; false where they must be held in memory.
    fn look_at_plain(
        &self,
        (records, by_themselves): (&[Record<'_>], &[RowByItself]),
        state: &mut State<'a>,
    ) -> bool {
        state.facts.add_plain(records.len() - by_themselves.len());
        for RowByItself { row, .. } in by_themselves {
            state.facts.see(row);
            state.facts.add(row);
            for cell in &row.cells {
                if let Cell::Text(text) = cell {
                    state.fonts.add(text);
                }
            }
        }
        let Some(source) = self.block.number_source else { return true };
        let is_plain = |nth: &usize| !RowByItself::is_among(by_themselves, *nth);
        // The numbers of plain rows are whole, and so equally deep: of each run one is looked at.
        let runs = by_themselves.iter().flat_map(|row| [row.nth, row.nth + 1]);
        for nth in std::iter::once(0).chain(runs).filter(|nth| *nth < records.len()) {
            let text = records[nth].field(source);
            match is_plain(&nth) {
                true => state.depths.see(text, true),
                false => state.depths.see(&clean(text), true),
            }
        }
        !state.depths.go_deeper
    }

    fn take(
        &self,
        rows: Rows,
        rejected: Vec<RejectedRow>,
        taker: &mut dyn Taker,
    ) -> Result<(), ReadError> {
        // Where the one who writes is behind, this thread waits.
        self.watch.work(None);
        Ok(taker.take(rows, rejected)?)
    }

    /// Reads the rows of a window one by one; how many were read. `None` where the text must be held
    /// in memory.
    fn read_by_cells(
        &self,
        window: Window<'_>,
        state: &mut State<'a>,
        taker: &mut dyn Taker,
        findings: &mut Vec<Finding>,
    ) -> Result<Option<usize>, ReadError> {
        let mut told = Vec::new();
        let Some(mut rows) = self.rows_of(window, state, &mut told) else { return Ok(None) };
        let mut taken = window.len();
        if !window.is_last && !rows.is_empty() {
            let Some(last) = rows.iter().rposition(|row| row.kind == RowKind::Data) else {
                // All of them come again, with more.
                rows.iter().take(1).for_each(|row| state.classifier.go_back_to(row.before));
                return Ok(Some(0));
            };
            state.classifier.go_back_to(rows[last].before);
            let number = rows[last].row.number;
            told.retain(|finding| finding.row.is_none_or(|row| row < number));
            taken = rows[last].place;
            rows.truncate(last);
        }
        findings.append(&mut told);
        self.watch.work(Some(Stage::Normalise));
        if !self.look_at(&rows, state) {
            return Ok(None);
        }
        let lines = rows.iter().map(|row| Line { kind: row.kind.clone(), row: &row.row });
        let lines: Vec<Line<'_>> = lines.collect();
        let mut draft = Draft::new(self.block.table);
        draft.add_block(0, &state.reader.reading.block);
        state.reader.read(&lines, &Disagreeing::new(), &mut draft, findings);
        state.reader.tally_shares(&draft.rows, 0, &mut state.facts, |index, at| {
            draft.says_percent(index, at)
        });
        let (rows, rejected) = self.check(draft, state, findings)?;
        self.take(rows, rejected, taker)?;
        Ok(Some(taken))
    }

    /// The filled rows below the headings, and what each is; `None` where one may be the headings
    /// of a further table, or has too many fields.
    fn rows_of(
        &self,
        window: Window<'_>,
        state: &mut State<'a>,
        findings: &mut Vec<Finding>,
    ) -> Option<Vec<Row>> {
        let header = self.block.header_number();
        let mut rows = Vec::with_capacity(window.len());
        for (place, item) in window.items().enumerate() {
            let row = match item {
                Item::Record(record) => {
                    if record.len() > self.intake.limits.columns_max {
                        return None;
                    }
                    if record.broken_quote > 0 {
                        let finding = c417_a_quoted_text_ends(&record);
                        findings.push(finding.sheet(&self.text.name));
                    }
                    self.text.row_of(&record, findings)
                }
                Item::Row(row) => Some(row.clone()),
            };
            let Some(row) = row.filter(|row| row.number > header) else { continue };
            if self.may_begin_a_table(&row) {
                return None;
            }
            let before = state.classifier.state();
            let kind = state.classifier.next(&self.block, &row);
            rows.push(Row { place, before, kind, row });
        }
        Some(rows)
    }

    /// Takes note of what rows say together; false where they must be held in memory.
    fn look_at(&self, rows: &[Row], state: &mut State<'a>) -> bool {
        for Row { kind, row, .. } in rows {
            let is_data = *kind == RowKind::Data;
            state.facts.see(row);
            if is_data {
                state.facts.add(row);
            }
            if let Some(source) = self.block.number_source {
                state.depths.see(&clean(&row.cell(source).raw()), is_data);
            }
            for cell in &row.cells {
                if let Cell::Text(text) = cell {
                    state.fonts.add(text);
                }
            }
        }
        !state.depths.go_deeper
    }

    /// Runs the rules on rows that are read, and parts them.
    fn check(
        &self,
        mut draft: Draft<'_>,
        state: &mut State<'a>,
        findings: &mut Vec<Finding>,
    ) -> Result<(Rows, Vec<RejectedRow>), ReadError> {
        state.reader.leave_out_doubtful_shares(&mut draft, 0);
        self.watch.work(Some(Stage::Check));
        state.has_no_sender |= draft.has_error(Code::A302);
        // Tools write no totals, and among small equal samples one is the sum of others by chance.
        if !self.block.is_export {
            state.sums.t605_a_row_is_not_the_sum_of_the_rows_above(&mut draft, findings);
        }
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
