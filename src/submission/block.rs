//! One block of a sheet → rows of a draft: every cell parsed, every row told what it is.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::agency::{AgencyResolver, RowAgency, Sections};
use super::draft::Draft;
use super::facts::{Decisions, Facts};
use super::fill::Fill;
use super::heading_rules as headings;
use super::layout::{Block, RowKind};
use super::line::{Line, RowSource, classify, first_text};
use super::long::{PlainAgencies, PlainColumns, RowByItself};
use super::mapping::{Described, mapping_of};
use super::outline::{Disagreeing, t610_a_row_broken_down_states_its_sum};
use super::overrides::SheetOverride;
use super::read::shorten;
use super::row::{Above, Continued, Reading};
use super::row_rules::{t608_a_row_goes_on_with_the_one_above, t609_a_machine_stands_on_one_row};
use super::rows::{Rows, SECTION, Value, Values};
use super::source::{Record, Sample, SheetRow};
use super::stated::Sums;
use super::{Intake, SheetCount, SheetMapping};
use crate::diagnostic::{Code, Finding, Text};
use crate::schema::{Kind, Unit};
use crate::text::{clean, shows_nothing};

/// A block that is read.
pub struct BlockRead<'a> {
    /// Its rows, as those of the only block of a file.
    pub draft: Draft<'a>,
    pub count: SheetCount,
    pub mapping: SheetMapping,
    pub findings: Vec<Finding>,
}

/// Reads a block that is held in memory.
pub fn read_block<'a>(
    block: &Block<'a>,
    settled: &SheetOverride,
    intake: &'a Intake<'a>,
) -> BlockRead<'a> {
    let mut findings = Vec::new();
    headings::check_headings(block, &mut findings);
    let mut facts = Facts::new(block);
    block.rows().iter().for_each(|row| facts.see(row));
    let mut lines = classify(block, intake, facts.is_numbered);
    for line in lines.iter().filter(|line| line.kind == RowKind::Data) {
        facts.add(line.row);
    }
    let decisions = Decisions::of(&facts, block, settled);
    let mut reader = BlockReader::new(block, settled, intake, decisions);
    let disagreeing =
        t610_a_row_broken_down_states_its_sum(&reader.reading, &mut lines, &mut findings);
    let mut draft = Draft::new(block.table);
    draft.add_block(0, &reader.reading.block);
    reader.read(&lines, &disagreeing, &mut draft, &mut findings);
    reader.tally_shares(&draft.rows, 0, &mut facts, |index, at| draft.says_percent(index, at));
    let columns = block.table.columns();
    let doubtful = facts.shares.iter().filter(|(at, shares)| shares.are_doubtful(&columns[**at]));
    for at in doubtful.map(|(at, _)| *at) {
        leave_out_doubtful_shares(&mut draft, 0, at);
    }
    let (count, mapping) = reader.finish(&facts, &mut findings);
    BlockRead { draft, count, mapping, findings }
}

/// Reads the rows of one block, some at a time, from the first on.
pub struct BlockReader<'a> {
    /// What cells are read by.
    pub reading: Reading<'a>,
    decisions: Decisions,
    tags: Vec<(usize, Arc<str>)>,
    sheet: Arc<str>,
    resolver: AgencyResolver<'a>,
    sections: Sections<'a>,
    sums: Sums,
    skipped: Skipped,
    rows_read: usize,
    rows_merged: usize,
    last_row: Option<u32>,
    /// Values of the last row of data that was read before.
    above: Option<Vec<Value>>,
    /// Columns whose cells can be read by themselves; `None` where those of some cannot.
    pub plain: Option<PlainColumns>,
    agencies: PlainAgencies,
}

/// Rows that are no data.
#[derive(Debug, Default)]
struct Skipped {
    rows: usize,
    /// Numbers and first texts of some.
    first: Vec<(u32, String)>,
}

impl<'a> BlockReader<'a> {
    /// Before the first row; `block` as its headings say it is.
    pub fn new(
        block: &Block<'a>,
        settled: &SheetOverride,
        intake: &'a Intake<'a>,
        decisions: Decisions,
    ) -> Self {
        let block = decisions.settle(block);
        let reading = Reading {
            fill: Fill::of(&block),
            readers: headings::readers_of(&block, &decisions),
            per: headings::pers_of(&block, settled),
            stand_in: block.stand_in(),
            data: Vec::new(),
            unknown: BTreeMap::new(),
            described: Described::default(),
            continued: Continued::new(),
            block,
        };
        Self {
            tags: headings::tags_of(&reading.block, &decisions),
            decisions,
            sheet: reading.block.sheet.name.as_str().into(),
            resolver: AgencyResolver::new(intake),
            sections: Sections::new(intake, &reading.block.sheet.name),
            sums: Sums::new(reading.block.table),
            skipped: Skipped::default(),
            rows_read: 0,
            rows_merged: 0,
            last_row: None,
            above: None,
            plain: PlainColumns::of(&reading),
            agencies: PlainAgencies::default(),
            reading,
        }
    }

    /// Reads the next rows.
    pub fn read<'r>(
        &mut self,
        lines: &[Line<'r>],
        disagreeing: &Disagreeing,
        draft: &mut Draft<'r>,
        findings: &mut Vec<Finding>,
    ) {
        let data = lines.iter().filter(|line| line.kind == RowKind::Data);
        self.reading.data = data.map(|line| line.row.number).collect();
        self.reading.continued = continued_descriptions(&self.reading.block, lines);
        self.rows_read += lines.len();
        let first = draft.rows.len();
        let mut sources = Vec::with_capacity(lines.len());
        for line in lines {
            if line.is_row_of_its_own(!sources.is_empty() || self.above.is_some()) {
                sources.push(RowSource::Cells(line.row));
            }
        }
        draft.open(&self.sheet, sources);
        let mut index = first;
        for line in lines {
            if line.is_row_of_its_own(index > first || self.above.is_some()) {
                self.read_row(line.row, (index, first), disagreeing, draft, findings);
                index += 1;
            } else {
                self.read_other(line, index, draft, findings);
            }
        }
        if index > first {
            self.above = Some(draft.rows.values(index - 1));
        }
    }

    /// Reads the next rows of a long text, whose columns are read but for the rows by themselves; all
    /// of them are data.
    pub fn read_plain<'r>(
        &mut self,
        (records, by_themselves): (&[Record<'r>], &[RowByItself]),
        mut rows: Rows,
        fonts: &mut Sample,
        findings: &mut Vec<Finding>,
    ) -> Draft<'r> {
        rows.open(&self.sheet, records.iter().map(|record| record.number));
        let sources = records.iter().copied().map(RowSource::Fields).collect();
        let mut draft = Draft::of(rows, sources, (0, &self.reading.block));
        if let Some(columns) = &self.plain {
            let read = (records, by_themselves);
            columns.tell_faults(read, &mut self.reading, &mut draft, findings);
        }
        self.reading.data = by_themselves.iter().map(|by_itself| by_itself.row.number).collect();
        self.reading.continued = Continued::new();
        for RowByItself { nth, row, .. } in by_themselves {
            self.fill_row(row, (*nth, 0), &mut draft, findings);
        }
        let read = (records, by_themselves);
        let agencies = self.agencies_of(read, &mut draft.rows, fonts, findings);
        agencies.into_iter().for_each(|(index, code)| draft.fault(index, code));
        self.sums.add_all(&draft.rows);
        self.add_plain_tags(records, &mut draft.rows);
        self.rows_read += records.len();
        self.last_row = records.last().map(|record| record.number).or(self.last_row);
        self.above = records.len().checked_sub(1).map(|last| draft.rows.values(last));
        draft
    }

    /// Puts down the agencies of rows; those that have none, and which rule they break.
    fn agencies_of(
        &mut self,
        rows: (&[Record<'_>], &[RowByItself]),
        to: &mut Rows,
        fonts: &mut Sample,
        findings: &mut Vec<Finding>,
    ) -> Vec<(usize, Code)> {
        let block = &self.reading.block;
        let sheet = &block.sheet.name;
        if let Some(source) = block.agency_source {
            let (resolver, fill) = (&mut self.resolver, &self.reading.fill);
            return self.agencies.read(rows, source, &mut to.agency_id, |record, by_itself| {
                let text = record.raw(source);
                fonts.add(&text);
                let agency = match by_itself {
                    Some(RowByItself { row, .. }) => {
                        let cell = Some((fill.cell(row, source), source));
                        resolver.resolve(cell, sheet, record.number, findings)
                    }
                    None => {
                        let named = Some((&*text, source));
                        resolver.resolve_text(named, sheet, record.number, findings)
                    }
                };
                (agency, !shows_nothing(&text))
            });
        }
        // It is the same for all of them.
        let agency = match &self.sections.agency {
            Some(agency) => agency.clone(),
            None => self.resolver.resolve(None, sheet, 0, findings),
        };
        let (agency, code) = match agency {
            Ok(agency) => (agency, None),
            Err(code) => ("".into(), Some(code)),
        };
        let all = 0..to.len();
        all.clone().for_each(|index| to.agency_id.set(index, &agency));
        code.into_iter().flat_map(|code| all.clone().map(move |index| (index, code))).collect()
    }

    fn add_plain_tags(&self, records: &[Record<'_>], rows: &mut Rows) {
        if self.tags.is_empty() && self.sections.title.is_none() {
            return;
        }
        for (index, record) in records.iter().enumerate() {
            for (source, heading) in &self.tags {
                let text = record.raw(*source);
                if !shows_nothing(&text) {
                    rows.add_tag(index, heading, clean(&text));
                }
            }
            if let Some(section) = self.sections.title.as_deref() {
                rows.add_tag(index, SECTION, section.to_owned());
            }
        }
    }

    /// Rows read so far, whatever they are.
    pub const fn rows_read(&self) -> usize {
        self.rows_read
    }

    /// A row that is none of its own.
    fn read_other(
        &mut self,
        line: &Line<'_>,
        index: usize,
        draft: &mut Draft<'_>,
        findings: &mut Vec<Finding>,
    ) {
        self.last_row = Some(line.row.number);
        if line.kind == RowKind::Continuation {
            let block = &self.reading.block;
            t608_a_row_goes_on_with_the_one_above(block, line.row, index - 1, draft, findings);
            self.rows_merged += 1;
        } else {
            self.skip(&line.kind, line.row, findings);
        }
    }

    fn skip(&mut self, kind: &RowKind, row: &SheetRow, findings: &mut Vec<Finding>) {
        let block = &self.reading.block;
        match kind {
            RowKind::Section(text) => {
                self.sums.begin_section();
                self.sections.begin(text, row, block.agency_source.is_none(), findings);
            }
            RowKind::Total => {
                let stated = self.reading.read_total(row);
                let sheet = &block.sheet.name;
                let sources = &block.sources;
                self.sums
                    .t607_a_total_is_the_sum_of_its_rows(row, sheet, &stated, sources, findings);
            }
            _ => {}
        }
        if self.skipped.first.len() < SKIPPED_TOLD {
            self.skipped.first.push((row.number, first_text(row)));
        }
        self.skipped.rows += 1;
    }

    fn read_row(
        &mut self,
        row: &SheetRow,
        (index, first): (usize, usize),
        disagreeing: &Disagreeing,
        draft: &mut Draft<'_>,
        findings: &mut Vec<Finding>,
    ) {
        self.last_row = Some(row.number);
        self.fill_row(row, (index, first), draft, findings);
        let agency = self.agency_of(row, findings).unwrap_or_else(|code| {
            draft.fault(index, code);
            "".into()
        });
        draft.rows.agency_id.set(index, &agency);
        if disagreeing.contains(&row.number) {
            draft.fault(index, Code::T610);
        } else {
            self.sums.add(&draft.rows, index);
        }
        self.add_tags(index, row, draft);
    }

    /// Fills the columns of a row.
    fn fill_row(
        &mut self,
        row: &SheetRow,
        (index, first): (usize, usize),
        draft: &mut Draft<'_>,
        findings: &mut Vec<Finding>,
    ) {
        let mut errors = Vec::new();
        let above = match index > first {
            true => Some(Above::Among(&draft.rows, index - 1)),
            false => self.above.as_deref().map(Above::Values),
        };
        let mut values = self.reading.read_cells(row, above, &mut errors, findings);
        self.reading.name_row(row, &mut values);
        t609_a_machine_stands_on_one_row(&self.reading, row, &mut errors, findings);
        for (at, value) in values.into_iter().enumerate() {
            draft.rows.fill(index, at, value);
        }
        let rows = &draft.rows;
        self.reading.c401_required_cells_are_filled(rows, index, &mut errors, findings);
        errors.into_iter().for_each(|code| draft.fault(index, code));
    }

    fn agency_of(&mut self, row: &SheetRow, findings: &mut Vec<Finding>) -> RowAgency {
        let reading = &self.reading;
        let source = reading.block.agency_source;
        let cell = source.map(|source| (reading.fill.cell(row, source), source));
        match (&cell, &self.sections.agency) {
            (None, Some(agency)) => agency.clone(),
            _ => self.resolver.resolve(cell, &reading.block.sheet.name, row.number, findings),
        }
    }

    fn add_tags(&self, index: usize, row: &SheetRow, draft: &mut Draft<'_>) {
        for (source, heading) in &self.tags {
            let cell = row.cell(*source);
            if !cell.is_blank() {
                draft.rows.add_tag(index, heading, clean(&cell.raw()));
            }
        }
        if let Some(section) = self.sections.title.as_deref() {
            draft.rows.add_tag(index, SECTION, section.to_owned());
        }
    }

    /// Counts shares of at most 1 among the rows from an index on, of which `says_percent` says
    /// whether the cell of a row in a column of the table says "%".
    pub fn tally_shares(
        &self,
        rows: &Rows,
        first: usize,
        facts: &mut Facts,
        says_percent: impl Fn(usize, usize) -> bool,
    ) {
        // A tool writes shares in percent; only a person's column may hold fractions.
        if self.reading.block.is_export {
            return;
        }
        for (at, column) in rows.table.columns().iter().enumerate() {
            if column.kind != Kind::Quantity(Unit::Percent) {
                continue;
            }
            let Values::Decimal(values) = &rows.columns[at] else { continue };
            let shares = facts.shares.entry(at).or_default();
            for (index, value) in values.iter().enumerate().skip(first) {
                let Some(value) = *value else { continue };
                if says_percent(index, at) {
                    continue;
                }
                shares.all += 1;
                if value > 0.0 && value <= 1.0 {
                    if shares.few == 0 {
                        shares.first_row = rows.number[index];
                    }
                    shares.few += 1;
                    shares.has_fractions |= value < 1.0;
                }
            }
        }
    }

    /// Leaves out the shares that are decided to be doubtful from the rows from an index on.
    pub fn leave_out_doubtful_shares(&self, draft: &mut Draft<'_>, first: usize) {
        for &at in &self.decisions.doubtful_shares {
            leave_out_doubtful_shares(draft, first, at);
        }
    }

    /// What is told once all rows are read; the count of the block, in which accepted and rejected
    /// rows are still missing, and where its columns stood.
    pub fn finish(
        mut self,
        facts: &Facts,
        findings: &mut Vec<Finding>,
    ) -> (SheetCount, SheetMapping) {
        self.reading.c414_unknown_amounts_are_told(findings);
        let block = &self.reading.block;
        if facts.data_rows == 0 {
            let found = Text::phrase("H202-headings-only");
            findings.push(Finding::new(Code::H202, found).sheet(&block.sheet.name));
        }
        if self.decisions.counts_cores {
            headings::c424_a_column_counts_processors_or_cores(block, facts, findings);
        }
        headings::h203_a_filled_column_has_a_heading(block, facts, findings);
        headings::h207_the_units_are_exact(block, facts, findings);
        headings::c403_shares_are_no_fractions(block, facts, findings);
        self.skipped.t604_rows_that_are_no_data_are_told(&block.sheet.name, findings);
        self.reading.described.c427_descriptions_are_told(block, findings);
        // The title of the next table is skipped with the rows above it.
        let count = SheetCount {
            rows_merged: self.rows_merged,
            rows_skipped: self.skipped.rows + block.titles_below,
            ..SheetCount::of_rows(
                block.table.name(),
                &block.sheet.name,
                self.rows_read + block.titles_below,
            )
        };
        let stand_in = self.reading.stand_in;
        (count, mapping_of(block, &self.reading.described, stand_in, self.last_row))
    }
}

/// Rows that are no data of which the text is told.
const SKIPPED_TOLD: usize = 5;

impl Skipped {
    fn t604_rows_that_are_no_data_are_told(&self, sheet: &str, findings: &mut Vec<Finding>) {
        let Some((first, _)) = self.first.first() else { return };
        let texts: Vec<String> =
            self.first.iter().map(|(number, text)| format!("{number} \"{text}\"")).collect();
        let found = Text::phrase("T604-rows")
            .with("rows", self.rows)
            .with("first", shorten(&texts.join(", ")));
        findings.push(Finding::new(Code::T604, found).sheet(sheet).row(*first));
    }
}

/// Shares of at most 1 of a column count as not measured, in the rows from an index on.
fn leave_out_doubtful_shares(draft: &mut Draft<'_>, first: usize, at: usize) {
    for index in first..draft.rows.len() {
        let Value::Decimal(value) = draft.rows.columns[at].get(index) else { continue };
        if value > 0.0 && value <= 1.0 && !draft.says_percent(index, at) {
            draft.rows.fill(index, at, Value::Missing);
        }
    }
}

/// Descriptions of machines that go on in the rows below theirs.
fn continued_descriptions(block: &Block<'_>, lines: &[Line<'_>]) -> Continued {
    let mut continued = Continued::new();
    let mut above = None;
    if block.specs.is_empty() {
        return continued;
    }
    for Line { kind, row } in lines {
        match (kind, above) {
            (RowKind::Continuation, Some(above)) => {
                for &source in block.specs.iter().filter(|source| !row.cell(**source).is_blank()) {
                    let texts = continued.entry((above, source)).or_default();
                    texts.push(row.cell(source).raw());
                }
            }
            (RowKind::Data, _) => above = Some(row.number),
            _ => above = None,
        }
    }
    continued
}
