//! Rows that are data beyond doubt, read column by column.
//!
//! Most rows of a long list need nothing but their own cells. Of these each distinct text of a column
//! is read once, by the same reader as any cell, and its value is copied wherever the text stands.
//! Every other row is read as a row of a sheet is, by itself.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::diagnostic::{Code, Finding};
use crate::schema::Kind;
use crate::submission::cell::{Blank, CellReader, Parsed, blank_of};
use crate::submission::draft::Draft;
use crate::submission::facts::Facts;
use crate::submission::layout::Block;
use crate::submission::row::Reading;
use crate::submission::rows::Value;
use crate::submission::source::{Cell, Record};
use crate::text::{clean, shows_nothing};

/// Distinct texts of a column that are remembered.
const REMEMBERED_MAX: usize = 1 << 16;

/// Bytes beyond which a text is looked at by itself: it may be too long to be one.
const TEXT_MAX: usize = 1 << 12;

/// What is known of a text of a column.
#[derive(Debug, Clone)]
enum Known {
    /// Its value, and what is to be said of it.
    Parsed(Parsed),
    /// Its row must be read by itself.
    NeedsItsRow,
}

/// One column of the table.
#[derive(Debug)]
struct PlainColumn {
    /// Its index in the table.
    at: usize,
    /// The column of the sheet.
    source: usize,
    reader: CellReader,
    /// Whether its cells are words, most of which may differ from row to row.
    is_words: bool,
    texts: HashMap<Box<str>, Known, FixedState>,
}

/// The columns of a block whose cells can be read by themselves.
#[derive(Debug)]
pub struct PlainColumns {
    columns: Vec<PlainColumn>,
    /// Columns of the sheet with codes and names, in which totals are named too.
    named: Vec<usize>,
    key: usize,
    number_source: Option<usize>,
    /// Columns of the sheet that have a heading.
    width: usize,
    /// Columns of the sheet without a heading.
    unheaded: Vec<usize>,
    /// Columns of the table whose values are required.
    required: Vec<usize>,
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
        let of_column = |(at, reader): (usize, &Option<CellReader>)| {
            Some(PlainColumn {
                at,
                source: block.sources[at]?,
                reader: reader.clone()?,
                is_words: matches!(columns[at].kind, Kind::Id | Kind::Text),
                texts: HashMap::with_hasher(FixedState::default()),
            })
        };
        let name = columns.iter().position(|column| column.name == "name");
        let required = columns.iter().enumerate().filter(|(_, column)| column.required);
        let has_heading = |source: &usize| !block.headings[*source].text.is_empty();
        Some(Self {
            columns: reading.readers.iter().enumerate().filter_map(of_column).collect(),
            named: [Some(key), name.and_then(|at| block.sources[at])]
                .into_iter()
                .flatten()
                .collect(),
            key,
            number_source: block.number_source,
            width: block.headings.len(),
            unheaded: (0..block.headings.len()).filter(|source| !has_heading(source)).collect(),
            required: required.map(|(at, _)| at).collect(),
        })
    }

    /// Whether a record is a row of data that can be read by its cells alone. What its texts say of
    /// their columns goes to the facts.
    pub fn can_read(&mut self, block: &Block<'_>, record: &Record<'_>, facts: &mut Facts) -> bool {
        self.is_data(block, record)
            && self
                .columns
                .iter_mut()
                .all(|column| column.knows(record.field(column.source), facts))
    }

    /// Whether nothing can be said of a record but that it is data, by what [`Block::kind_of`] and
    /// those who ask it look at.
    fn is_data(&self, block: &Block<'_>, record: &Record<'_>) -> bool {
        let is_blank = |column: usize| shows_nothing(record.field(column));
        if (self.width..record.len()).chain(self.unheaded.iter().copied()).any(|at| !is_blank(at)) {
            return false;
        }
        // A running number, so that it goes on with no other row and states no sum of others.
        let is_numbered = self.number_source.is_none_or(|source| {
            let number = record.field(source);
            (1..=9).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
        });
        let begins_with_digit = |column: usize| {
            record.field(column).trim_start().starts_with(|c: char| c.is_ascii_digit())
        };
        if !is_numbered || is_blank(self.key) || !(0..record.len()).any(begins_with_digit) {
            return false;
        }
        let mut filled = (0..record.len()).filter(|column| !is_blank(*column));
        let (Some(first), Some(second), Some(_)) = (filled.next(), filled.next(), filled.next())
        else {
            return false;
        };
        let repeats = block.heading_rows().iter().any(
            |row| matches!(row.cell(self.key), Cell::Text(text) if text == record.field(self.key)),
        );
        let opening = record.field(first).trim_start();
        !repeats
            && !opening.starts_with(['(', '-', '+', '•'])
            && !self.named.iter().chain([&first, &second]).any(|at| may_say_more(record.field(*at)))
    }

    /// Reads the cells of rows, column by column.
    pub fn read(
        &mut self,
        rows: &[(usize, Record<'_>)],
        reading: &mut Reading<'_>,
        draft: &mut Draft<'_>,
        findings: &mut Vec<Finding>,
    ) {
        let mut errors = Vec::new();
        for column in &self.columns {
            for (index, record) in rows {
                let (value, fault) = column.read(record.field(column.source));
                draft.rows.fill(*index, column.at, value);
                if let Some(fault) = fault {
                    reading.tell(fault, record.number, column.source, &mut errors, findings);
                    errors.drain(..).for_each(|code| draft.fault(*index, code));
                }
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

impl PlainColumn {
    /// Whether the value of a text is known, or follows from the text alone.
    fn knows(&mut self, text: &str, facts: &mut Facts) -> bool {
        if text.len() > TEXT_MAX {
            return false;
        }
        if self.is_words && is_plain_word(text) {
            return true;
        }
        if let Some(known) = self.texts.get(text) {
            return matches!(known, Known::Parsed(_));
        }
        let cell = cell_of(text);
        facts.add_text(self.source, &cell);
        let known = self.parse(&cell);
        let is_known = matches!(known, Known::Parsed(_));
        if self.texts.len() < REMEMBERED_MAX {
            self.texts.insert(text.into(), known);
        }
        is_known
    }

    fn read(&self, text: &str) -> Parsed {
        if self.is_words && is_plain_word(text) {
            return (Value::Text(text.to_owned()), None);
        }
        match self.texts.get(text) {
            Some(Known::Parsed(parsed)) => parsed.clone(),
            // Beyond what is remembered.
            _ => self.reader.read(&cell_of(text)),
        }
    }

    fn parse(&self, cell: &Cell) -> Known {
        if blank_of(cell) == Some(Blank::AsAbove) {
            return Known::NeedsItsRow;
        }
        let parsed = self.reader.read(cell);
        match &parsed.1 {
            // An end stated as a length of time is counted from the begin of its row.
            Some(fault) if fault.code == Code::C421 => Known::NeedsItsRow,
            _ => Known::Parsed(parsed),
        }
    }
}

/// The cell of a field, composed.
fn cell_of(text: &str) -> Cell {
    match text {
        blank if shows_nothing(blank) => Cell::Empty,
        plain if plain.is_ascii() || is_nfc(plain) => Cell::Text(plain.to_owned()),
        other => Cell::Text(other.nfc().collect()),
    }
}

/// Whether a text is a word that stands for itself: letters and digits that nobody writes to say
/// nothing, and no long number.
fn is_plain_word(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    bytes.len() >= 3
        && bytes[0].is_ascii_alphabetic()
        && bytes.iter().any(u8::is_ascii_digit)
        && bytes.iter().all(is_part)
}

/// Whether a text may begin what says of its row that it is no data: a total, a part of one, a
/// signature. Says so too often rather than too seldom.
fn may_say_more(text: &str) -> bool {
    const WORDS: [&str; 15] = [
        "tổng",
        "cộng",
        "total",
        "sum",
        "lũy kế",
        "grand",
        "toàn",
        "trong đó",
        "of which",
        "người",
        "nơi nhận",
        "thủ trưởng",
        "ký tên",
        "ghi chú",
        "subtotal",
    ];
    let text = text.trim_start();
    let Some(first) = text.chars().next() else { return false };
    let may_begin = match first.to_ascii_lowercase() {
        't' | 'c' | 's' | 'l' | 'g' | 'o' | 'n' | 'k' => true,
        other => !other.is_ascii() && !matches!(other, 'À'..='ɏ' | 'Ḁ'..='ỿ'),
    };
    if !may_begin {
        return false;
    }
    if text.is_ascii() {
        let begins = |word: &&str| {
            text.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word))
        };
        return WORDS.iter().filter(|word| word.is_ascii()).any(begins);
    }
    let lower = clean(text).to_lowercase();
    WORDS.iter().any(|word| lower.starts_with(word))
}
