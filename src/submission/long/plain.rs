//! Rows that are data beyond doubt, read column by column.
//!
//! Most rows of a long list need nothing but their own cells. Of these each distinct text of a column
//! is read once, by the same reader as any cell, and its value is copied wherever the text stands.
//! Every other row is read as a row of a sheet is, by itself.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::column::PlainColumn;
use crate::diagnostic::Finding;
use crate::submission::draft::Draft;
use crate::submission::facts::Facts;
use crate::submission::layout::{Block, names_no_data};
use crate::submission::row::Reading;
use crate::submission::source::{Cell, Item, Record, Sample, Window};
use crate::text::shows_nothing;

/// Distinct texts of which is remembered whether they say that their row is no data.
const REMEMBERED_MAX: usize = 1 << 16;

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
    /// Columns of the sheet that are none of the table.
    elsewhere: Vec<usize>,
    /// Columns of the sheet that have a heading.
    width: usize,
    /// Columns of the sheet without a heading.
    unheaded: Vec<usize>,
    /// Columns of the table whose values are required.
    required: Vec<usize>,
    /// Whether a text says that its row is no data, for texts with letters beyond ASCII.
    says_no_data: HashMap<Box<str>, bool, FixedState>,
    /// By record of the window whether it can be read by its cells alone.
    is_plain: Vec<bool>,
    /// Of these the places among the records that were looked up.
    looked_up: Vec<u32>,
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
        let key = block.sources[0].filter(|_| !depends && !block.matches.is_empty())?;
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
                .collect(),
            width: block.headings.len(),
            unheaded: (0..block.headings.len()).filter(|source| !has_heading(source)).collect(),
            required: required.map(|(at, _)| at).collect(),
            says_no_data: HashMap::with_hasher(FixedState::default()),
            is_plain: Vec::new(),
            looked_up: Vec::new(),
        })
    }

    /// Looks up the texts of the records of a window that are rows of data below the row of that
    /// number. What the texts say of their columns goes to the facts, what they say of their font to
    /// the sample. The first filled row below the
    /// headings may number the columns, and is left to others.
    pub fn look_up(
        &mut self,
        block: &Block<'_>,
        window: Window<'_>,
        (below, mut is_first): (u32, bool),
        (facts, fonts): (&mut Facts, &mut Sample),
    ) {
        self.is_plain.clear();
        let mut places = Vec::with_capacity(window.len());
        let mut records = Vec::with_capacity(window.len());
        for (place, item) in window.items().enumerate() {
            let Item::Record(record) = item else { return };
            if record.number <= below {
                continue;
            }
            if is_first {
                is_first = (0..record.len()).all(|column| shows_nothing(record.field(column)));
                continue;
            }
            if self.is_data(block, &record) {
                places.push(place);
                records.push(record);
            }
        }
        self.columns.iter_mut().for_each(|column| column.look_up(&records));
        for record in &records {
            self.elsewhere.iter().for_each(|column| fonts.add(record.field(*column)));
        }
        self.is_plain.resize(window.len(), false);
        self.looked_up.clear();
        for (nth, place) in places.into_iter().enumerate() {
            if self.columns.iter().all(|column| column.is_known(nth)) {
                self.is_plain[place] = true;
                self.looked_up.push(nth as u32);
            }
        }
        for column in &mut self.columns {
            let (seen, unseen) = column.take_seen();
            facts.add_texts(column.source, &seen);
            unseen.iter().for_each(|text| fonts.add(text));
        }
    }

    /// Whether the record of that place in the window can be read by its cells alone.
    pub fn can_read(&self, place: usize) -> bool {
        self.is_plain.get(place).copied().unwrap_or(false)
    }

    /// Whether nothing can be said of a record but that it is data, by what [`Block::kind_of`] and
    /// those who ask it look at.
    fn is_data(&mut self, block: &Block<'_>, record: &Record<'_>) -> bool {
        let is_blank = |column: usize| is_blank(record, column);
        if (self.width..record.len()).chain(self.unheaded.iter().copied()).any(|at| !is_blank(at)) {
            return false;
        }
        // A running number, so that it goes on with no other row and states no sum of others; where
        // there are none, another number, which headings have not.
        let is_numbered = match self.number_source {
            Some(source) => {
                let number = record.field(source);
                (1..=9).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit())
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
        let key = record.field(self.key);
        let repeats = block
            .heading_rows()
            .iter()
            .any(|row| matches!(row.cell(self.key), Cell::Text(text) if text == key));
        let opening = record.field(first).trim_start();
        if repeats || opening.starts_with(['(', '-', '+', '•']) {
            return false;
        }
        let name = self.name.unwrap_or(first);
        [first, second, self.key, name].iter().all(|at| !self.may_be_no_data(record.field(*at)))
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

    /// Reads the cells of the first of those records that were found to be readable, into the rows
    /// with these indices.
    pub fn read(
        &mut self,
        rows: &[(usize, Record<'_>)],
        reading: &mut Reading<'_>,
        draft: &mut Draft<'_>,
        findings: &mut Vec<Finding>,
    ) {
        let looked_up = &self.looked_up[..rows.len()];
        let mut errors = Vec::new();
        for column in &mut self.columns {
            column.fill(&mut draft.rows.columns[column.at], rows, looked_up);
            for (nth, fault) in column.faults() {
                let (index, record) = rows[nth];
                reading.tell(fault, (record.number, column.source), &mut errors, findings);
                errors.drain(..).for_each(|code| draft.fault(index, code));
            }
        }
        for (index, _) in rows {
            if self.required.iter().any(|at| draft.rows.columns[*at].is_missing(*index)) {
                let rows = &draft.rows;
                reading.c401_required_cells_are_filled(rows, *index, &mut errors, findings);
                errors.drain(..).for_each(|code| draft.fault(*index, code));
            }
        }
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
