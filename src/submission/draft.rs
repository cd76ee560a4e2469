//! Rows of one table before it is decided which are accepted.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::layout::Block;
use super::line::RowSource;
use super::long::Codes;
use super::rows::{Rows, Value};
use super::{RejectedRow, SheetCount};
use crate::diagnostic::{Code, Finding, Severity, Text};
use crate::schema::Table;

/// What will become of a row that is not simply accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fate {
    /// Rejected, for these errors.
    Rejected(Vec<Code>),
    /// An exact copy of an earlier row.
    Merged,
}

/// Rows of one table from all sheets of a file, faulty ones included.
#[derive(Debug)]
pub struct Draft<'a> {
    /// The rows.
    pub rows: Rows,
    sources: Vec<RowSource<'a>>,
    /// Of the rows that are not accepted, by their indices.
    fates: BTreeMap<usize, Fate>,
    blocks: Vec<DraftBlock>,
}

/// One block that rows come from.
#[derive(Debug)]
struct DraftBlock {
    /// Index of its first row.
    first: usize,
    /// Its place among the counts of the file.
    place: usize,
    /// Column of the sheet each column of the table was read from.
    sources: Vec<Option<usize>>,
    /// Column of the sheet with running numbers.
    number_source: Option<usize>,
}

impl<'a> Draft<'a> {
    /// No rows.
    pub fn new(table: Table) -> Self {
        Self {
            rows: Rows::empty(table),
            sources: Vec::new(),
            fates: BTreeMap::new(),
            blocks: Vec::new(),
        }
    }

    /// Rows of one block that are read already, from these sources; its place is that among the
    /// counts of the file.
    pub fn of(
        rows: Rows,
        sources: Vec<RowSource<'a>>,
        (place, block): (usize, &Block<'_>),
    ) -> Self {
        let mut draft = Self::new(rows.table);
        draft.add_block(place, block);
        Self { rows, sources, ..draft }
    }

    /// Begins a block; the rows pushed next are of it. Its columns are noted so that findings can
    /// name the letter, its place among the counts so that its rows are counted there.
    pub fn add_block(&mut self, place: usize, block: &Block<'_>) {
        let (sources, number_source) = (block.sources.clone(), block.number_source);
        self.blocks.push(DraftBlock { first: self.rows.len(), place, sources, number_source });
    }

    /// Adds the rows of a draft of one block, whose place among the counts of the file is told now.
    pub fn append(&mut self, other: Self, place: usize) {
        let before = self.rows.len();
        let Self { rows, sources, fates, blocks } = other;
        match self.blocks.is_empty() {
            true => self.rows = rows,
            false => self.rows.append(rows),
        }
        self.sources.extend(sources);
        self.fates.extend(fates.into_iter().map(|(index, fate)| (before + index, fate)));
        let moved = |block: DraftBlock| DraftBlock { first: before + block.first, place, ..block };
        self.blocks.extend(blocks.into_iter().map(moved));
    }

    /// The block of a row.
    fn block_of(&self, index: usize) -> &DraftBlock {
        let behind = self.blocks.partition_point(|block| block.first <= index);
        &self.blocks[behind - 1]
    }

    /// Whether a row has a running number, which totals have not.
    pub fn is_numbered(&self, index: usize) -> bool {
        let number = self.block_of(index).number_source;
        number.is_some_and(|number| !self.sources[index].is_blank(number))
    }

    /// Appends words to a text of a row.
    pub fn append_text(&mut self, index: usize, column: &str, text: &str) {
        let joined = match &self.rows.texts(column)[index] {
            Some(known) => format!("{known} {text}"),
            None => text.to_owned(),
        };
        self.rows.set(index, column, Value::Text(joined));
    }

    /// Adds rows that say nothing yet.
    pub fn open(&mut self, sheet: &Arc<str>, mut sources: Vec<RowSource<'a>>) {
        self.rows.open(sheet, sources.iter().map(|source| source.number()));
        self.sources.append(&mut sources);
    }

    /// Records that a cell of a row has an error.
    pub fn fault(&mut self, index: usize, code: Code) {
        let fate = self.fates.entry(index).or_insert(Fate::Rejected(Vec::new()));
        if let Fate::Rejected(errors) = fate {
            errors.push(code);
        }
    }

    /// Whether the cell of a row's value in the column of that index says "%".
    pub fn says_percent(&self, index: usize, at: usize) -> bool {
        let source = self.block_of(index).sources[at];
        source.is_some_and(|source| self.sources[index].says_percent(source))
    }

    /// Column of the sheet, from 0, that a row's value was read from.
    pub fn letter_of(&self, index: usize, column: &str) -> Option<usize> {
        let at = self.rows.table.index_of(column);
        self.block_of(index).sources[at]
    }

    /// Whether a row breaks a rule.
    pub fn has_error(&self, code: Code) -> bool {
        let has = |fate: &Fate| matches!(fate, Fate::Rejected(errors) if errors.contains(&code));
        self.fates.values().any(has)
    }

    /// Whether no error has been found in the row and it is no copy.
    pub fn is_sound(&self, index: usize) -> bool {
        !self.fates.contains_key(&index)
    }

    /// Records that a row breaks a rule, and reports it.
    pub fn breach(
        &mut self,
        index: usize,
        column: &str,
        finding: Finding,
        findings: &mut Vec<Finding>,
    ) {
        let finding = finding.sheet(&self.rows.sheet[index]).row(self.rows.number[index]);
        let finding = match self.letter_of(index, column) {
            Some(letter) => finding.column(letter),
            None => finding,
        };
        if finding.severity == Severity::Error {
            self.fault(index, finding.code);
        }
        findings.push(finding);
    }

    /// No two sound rows have the same code: an exact copy is merged into the first, anything else
    /// with the code of an earlier row is rejected.
    pub fn t601_codes_are_unique(&mut self, findings: &mut Vec<Finding>) {
        let mut first: HashMap<(String, String), usize> = HashMap::new();
        for index in self.with_codes() {
            let (agency, code) = self.rows.key(index);
            let key = (agency.to_owned(), code.to_owned());
            let Some(&earlier) = first.get(&key) else {
                first.insert(key, index);
                continue;
            };
            let (sheet, row) = (Arc::clone(&self.rows.sheet[earlier]), self.rows.number[earlier]);
            let is_copy = self.rows.same(earlier, index);
            self.repeats((&*sheet, row), index, is_copy, findings);
        }
    }

    /// The same among all rows of a long file, of which these are the next.
    pub fn t601_codes_of_a_long_file_are_unique(
        &mut self,
        codes: &mut Codes,
        findings: &mut Vec<Finding>,
    ) -> std::io::Result<()> {
        for (index, own, earlier) in codes.meet(&self.rows, self.with_codes().into_iter())? {
            let sheet = Arc::clone(&self.rows.sheet[index]);
            self.repeats((&*sheet, earlier.row), index, own.says_the_same(earlier), findings);
        }
        Ok(())
    }

    /// Sound rows of a table whose codes name one row each: a machine has many samples.
    fn with_codes(&self) -> Vec<usize> {
        match self.rows.table {
            Table::Utilisation => Vec::new(),
            _ if self.fates.is_empty() => (0..self.rows.len()).collect(),
            _ => (0..self.rows.len()).filter(|&index| self.is_sound(index)).collect(),
        }
    }

    /// A row with the code of an earlier one.
    fn repeats(
        &mut self,
        (sheet, row): (&str, u32),
        index: usize,
        is_copy: bool,
        findings: &mut Vec<Finding>,
    ) {
        let name = self.rows.table.key().name;
        let code = self.rows.key(index).1;
        let found =
            Text::phrase("also-in").with("code", code).with("sheet", sheet).with("row", row);
        if !is_copy {
            self.breach(index, name, Finding::new(Code::T601, found), findings);
            return;
        }
        let mut finding = Finding::new(Code::T602, found);
        // A name may be that of several machines: the copies may be no copies.
        if self.block_of(index).sources[0].is_none() {
            finding.severity = Severity::Warning;
            finding = finding.remedy(Text::phrase("T602-by-name"));
        }
        self.breach(index, name, finding, findings);
        self.fates.insert(index, Fate::Merged);
    }

    /// Splits the rows into accepted and rejected ones and counts them by sheet.
    pub fn settle(mut self, counts: &mut [SheetCount]) -> (Rows, Vec<RejectedRow>) {
        let ends = self.blocks.iter().skip(1).map(|block| block.first).chain([self.rows.len()]);
        for (block, end) in self.blocks.iter().zip(ends) {
            counts[block.place].rows_accepted += end - block.first;
        }
        let mut rejected = Vec::new();
        for (&index, fate) in &self.fates {
            let count = &mut counts[self.block_of(index).place];
            count.rows_accepted -= 1;
            match fate {
                Fate::Merged => count.rows_merged += 1,
                Fate::Rejected(errors) => {
                    count.rows_rejected += 1;
                    let mut codes = errors.clone();
                    codes.sort_unstable();
                    codes.dedup();
                    rejected.push(RejectedRow {
                        table: self.rows.table,
                        sheet: self.rows.sheet[index].to_string(),
                        row: self.rows.number[index],
                        raw: self.sources[index].raw(),
                        codes,
                    });
                }
            }
        }
        if !self.fates.is_empty() {
            let dropped: Vec<usize> = self.fates.keys().copied().collect();
            self.rows.leave_out(&dropped);
        }
        (self.rows, rejected)
    }
}
