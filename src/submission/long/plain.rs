//! Rows that are data beyond doubt, read column by column.
//!
//! Most rows of a long list need nothing but their own cells. Of these numbers are read where they
//! stand, and each other text of a column once, by the same reader as any cell; its value is copied
//! wherever the text stands. Every other row is read as a row of a sheet is, by itself.

use std::collections::{BTreeSet, HashMap};

use foldhash::fast::FixedState;

use super::column::PlainColumn;
use crate::diagnostic::Finding;
use crate::submission::Rows;
use crate::submission::draft::Draft;
use crate::submission::facts::Facts;
use crate::submission::layout::{Block, names_no_data};
use crate::submission::row::Reading;
use crate::submission::source::{Cell, Record, Sample, SheetRow};
use crate::text::shows_nothing;

/// Distinct texts of which is remembered whether they say that their row is no data.
const REMEMBERED_MAX: usize = 1 << 16;

/// A row of data among plain ones that must be read by itself.
#[derive(Debug)]
pub struct RowByItself {
    /// Its order among the records.
    pub nth: usize,
    /// Its cells.
    pub row: SheetRow,
    /// What is to be said of their texts.
    pub told: Vec<Finding>,
}

impl RowByItself {
    /// Whether the record of that order is one of those, which stand in order.
    pub fn is_among(rows: &[Self], nth: usize) -> bool {
        rows.binary_search_by_key(&nth, |row| row.nth).is_ok()
    }
}

/// The columns of a block whose cells can be read by themselves.
#[derive(Debug)]
pub struct PlainColumns {
    columns: Vec<PlainColumn>,
    /// Column of the sheet with names, in which totals are named too.
    name: Option<usize>,
    /// Column of the sheet with codes.
    key: usize,
    number_source: Option<usize>,
    /// Column of the sheet in which the last row without a running number had a number.
    number_hint: usize,
    /// Columns of the sheet that are none of the table, but for that of agencies.
    elsewhere: Vec<usize>,
    /// Columns of the sheet that have a heading.
    width: usize,
    /// Columns of the sheet without a heading.
    unheaded: Vec<usize>,
    /// Columns of the table whose values are required.
    required: Vec<usize>,
    /// Whether a text says that its row is no data, for texts with letters beyond ASCII.
    says_no_data: HashMap<Box<str>, bool, FixedState>,
}

impl PlainColumns {
    /// The columns of a block, by its readers; `None` where cells of one row depend on each other:
    /// numbers of things, descriptions, amounts in several columns, rows without codes.
    pub fn of(reading: &Reading<'_>) -> Option<Self> {
        let block = &reading.block;
        let columns = block.table.columns();
        let depends = !block.parts.is_empty()
            || !block.counted.is_empty()
            || !block.specs.is_empty()
            || columns.iter().zip(&block.sources).any(|(c, s)| c.name == "quantity" && s.is_some())
            || columns.iter().zip(&block.sources).any(|(c, s)| c.required && s.is_none());
        let key = block.sources[0].filter(|_| !depends)?;
        let name = columns.iter().position(|column| column.name == "name");
        let required = columns.iter().enumerate().filter(|(_, column)| column.required);
        let has_heading = |source: &usize| !block.headings[*source].text.is_empty();
        let readers = reading.readers.iter().enumerate();
        let of_column = |(at, reader): (usize, &Option<_>)| {
            Some(PlainColumn::new(at, block.sources[at]?, Clone::clone(reader.as_ref()?)))
        };
        Some(Self {
            columns: readers.filter_map(of_column).collect(),
            name: name.and_then(|at| block.sources[at]),
            key,
            number_source: block.number_source,
            number_hint: 0,
            elsewhere: (0..block.headings.len())
                .filter(|source| !block.sources.contains(&Some(*source)))
                .filter(|source| block.agency_source != Some(*source))
                .collect(),
            width: block.headings.len(),
            unheaded: (0..block.headings.len()).filter(|source| !has_heading(source)).collect(),
            required: required.map(|(at, _)| at).collect(),
            says_no_data: HashMap::with_hasher(FixedState::default()),
        })
    }

    /// Adds the values of records to rows without any; what the texts say of their columns goes to
    /// the facts, what they say of their font to the sample. Those records, by their order, that must
    /// be read by themselves: it does not matter what is read of them.
    pub fn read(
        &mut self,
        records: &[Record<'_>],
        rows: &mut Rows,
        (facts, fonts): (&mut Facts, &mut Sample),
    ) -> BTreeSet<usize> {
        let mut open = BTreeSet::new();
        for column in &mut self.columns {
            column.read(records, &mut rows.columns[column.at]);
            open.extend(column.open());
            let (seen, unseen) = column.take_seen();
            facts.add_texts(column.source, &seen);
            unseen.iter().for_each(|text| fonts.add(text));
        }
        for column in &self.elsewhere {
            let others = records.iter().filter(|record| !record.bytes(*column).is_ascii());
            others.for_each(|record| fonts.add(record.field(*column)));
        }
        open
    }

    /// Whether the cell of that record of those that were read last says "%", in a column of the
    /// table.
    pub fn says_percent(&self, nth: usize, at: usize) -> bool {
        let mut columns = self.columns.iter();
        columns.find(|column| column.at == at).is_some_and(|column| column.says_percent(nth))
    }

    /// Tells the faults of the cells that were read last, of rows that are the only ones of a draft,
    /// but not of those that are read by themselves.
    pub fn tell_faults(
        &self,
        (records, by_themselves): (&[Record<'_>], &[RowByItself]),
        reading: &mut Reading<'_>,
        draft: &mut Draft<'_>,
        findings: &mut Vec<Finding>,
    ) {
        let is_plain = |nth: &usize| !RowByItself::is_among(by_themselves, *nth);
        let mut errors = Vec::new();
        for column in &self.columns {
            for (nth, fault) in column.faults().filter(|(nth, _)| is_plain(nth)) {
                let place = (records[nth].number, column.source);
                reading.tell(fault, place, &mut errors, findings);
                errors.drain(..).for_each(|code| draft.fault(nth, code));
            }
        }
        let mut incomplete: Vec<usize> = Vec::new();
        for at in &self.required {
            incomplete.extend(draft.rows.columns[*at].missing().into_iter().filter(is_plain));
        }
        incomplete.sort_unstable();
        incomplete.dedup();
        for nth in incomplete {
            reading.c401_required_cells_are_filled(&draft.rows, nth, &mut errors, findings);
            errors.drain(..).for_each(|code| draft.fault(nth, code));
        }
    }

    /// Whether nothing can be said of a record below the first but that it is data, by what
    /// [`Block::kind_of`] and those who ask it look at.
    pub fn is_data(&mut self, block: &Block<'_>, record: &Record<'_>) -> bool {
        let is_blank = |column: usize| is_blank(record, column);
        if block.is_export {
            let has_more = (self.width..record.len()).any(|at| !is_blank(at));
            return !has_more && !is_blank(self.key) && self.is_no_heading(block, record);
        }
        if (self.width..record.len()).chain(self.unheaded.iter().copied()).any(|at| !is_blank(at)) {
            return false;
        }
        // A running number, so that it goes on with no other row and states no sum of others; where
        // there are none, another number, which headings have not.
        let is_numbered = match self.number_source {
            Some(source) => {
                let number = record.bytes(source);
                (1..=9).contains(&number.len()) && number.iter().all(u8::is_ascii_digit)
            }
            None => {
                let begins = |column: usize| begins_with_digit(record, column);
                let found = match begins(self.number_hint) {
                    true => Some(self.number_hint),
                    false => (0..record.len()).find(|column| begins(*column)),
                };
                self.number_hint = found.unwrap_or(self.number_hint);
                found.is_some()
            }
        };
        if !is_numbered || is_blank(self.key) {
            return false;
        }
        let mut filled = (0..record.len()).filter(|column| !is_blank(*column));
        let (Some(first), Some(second), Some(_)) = (filled.next(), filled.next(), filled.next())
        else {
            return false;
        };
        let key = record.bytes(self.key);
        let repeats = block
            .heading_rows()
            .iter()
            .any(|row| matches!(row.cell(self.key), Cell::Text(text) if text.as_bytes() == key));
        if repeats || opens_as_no_data(record, first) {
            return false;
        }
        let asked = [first, second, self.key, self.name.unwrap_or(first)];
        !asked
            .iter()
            .any(|at| may_begin_so(record.bytes(*at)) && self.may_be_no_data(record.field(*at)))
    }

    /// Whether a record repeats no row of headings, by those of its required cells that are compared
    /// as they stand, which letters beyond ASCII are not.
    fn is_no_heading(&self, block: &Block<'_>, record: &Record<'_>) -> bool {
        let mut sources = self.required.iter().filter_map(|at| block.sources[*at]);
        sources.any(|source| {
            let own = record.bytes(source);
            let is_own = |row: &SheetRow| match row.cell(source) {
                Cell::Text(text) => text.as_bytes() == own,
                _ => false,
            };
            own.is_ascii() && !block.heading_rows().iter().any(is_own)
        })
    }

    /// Whether a text says that its row is a total, part of one, or a signature.
    fn may_be_no_data(&mut self, text: &str) -> bool {
        if !may_begin_such(text) {
            return false;
        }
        if text.is_ascii() {
            return names_no_data(text);
        }
        if let Some(says) = self.says_no_data.get(text) {
            return *says;
        }
        let says = names_no_data(text);
        if self.says_no_data.len() < REMEMBERED_MAX {
            self.says_no_data.insert(text.into(), says);
        }
        says
    }
}

/// Whether a person sees nothing in a field.
fn is_blank(record: &Record<'_>, column: usize) -> bool {
    match record.bytes(column).first() {
        None => true,
        Some(first) => !first.is_ascii_graphic() && shows_nothing(record.field(column)),
    }
}

/// Whether the first of a field that a person sees is a digit.
fn begins_with_digit(record: &Record<'_>, column: usize) -> bool {
    match record.bytes(column).first() {
        Some(first) if first.is_ascii_graphic() => first.is_ascii_digit(),
        _ => record.field(column).trim_start().starts_with(|c: char| c.is_ascii_digit()),
    }
}

/// Whether a field opens with a sign of those that rows which are no data open with.
fn opens_as_no_data(record: &Record<'_>, column: usize) -> bool {
    match record.bytes(column).first() {
        Some(first) if first.is_ascii_graphic() => matches!(first, b'(' | b'-' | b'+'),
        _ => record.field(column).trim_start().starts_with(['(', '-', '+', '•']),
    }
}

/// Whether a text may be one for which [`may_begin_such`] is true, by its first byte.
const fn may_begin_so(text: &[u8]) -> bool {
    match text.first() {
        None => false,
        Some(first) if first.is_ascii_graphic() => matches!(
            first.to_ascii_lowercase(),
            b't' | b'c' | b's' | b'l' | b'g' | b'o' | b'n' | b'k'
        ),
        Some(_) => true,
    }
}

/// Whether a text begins with a letter, or, in ASCII, a word, with which those texts begin that say
/// of their row that it is no data.
fn may_begin_such(text: &str) -> bool {
    const WORDS: [&str; 5] = ["total", "sum", "grand", "of which", "subtotal"];
    let text = text.trim_start();
    let Some(first) = text.chars().next() else { return false };
    let may_begin = match first.to_ascii_lowercase() {
        't' | 'c' | 's' | 'l' | 'g' | 'o' | 'n' | 'k' => true,
        other => !other.is_ascii() && !matches!(other, 'À'..='ɏ' | 'Ḁ'..='ỿ'),
    };
    let begins =
        |word: &&str| text.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word));
    may_begin && (!text.is_ascii() || WORDS.iter().any(begins))
}
