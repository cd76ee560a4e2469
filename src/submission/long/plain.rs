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
use crate::submission::layout::{Block, names_no_data};
use crate::submission::row::Reading;
use crate::submission::source::{Cell, Record};
use crate::text::shows_nothing;

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

/// Place of a text among the known ones of its column.
type Place = u32;

/// The place of a word that stands for itself.
const WORD: Place = Place::MAX;

/// The place of a text beyond those that are remembered.
const FORGOTTEN: Place = Place::MAX - 1;

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
    places: HashMap<Box<str>, Place, FixedState>,
    known: Vec<Known>,
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
    /// Columns of the sheet that have a heading.
    width: usize,
    /// Columns of the sheet without a heading.
    unheaded: Vec<usize>,
    /// Columns of the table whose values are required.
    required: Vec<usize>,
    /// Whether a text says that its row is no data, for texts with letters beyond ASCII.
    says_no_data: HashMap<Box<str>, bool, FixedState>,
    /// Where the texts of the rows that can be read are known, column by column, row by row.
    places: Vec<Place>,
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
                places: HashMap::with_hasher(FixedState::default()),
                known: Vec::new(),
            })
        };
        let name = columns.iter().position(|column| column.name == "name");
        let required = columns.iter().enumerate().filter(|(_, column)| column.required);
        let has_heading = |source: &usize| !block.headings[*source].text.is_empty();
        Some(Self {
            columns: reading.readers.iter().enumerate().filter_map(of_column).collect(),
            name: name.and_then(|at| block.sources[at]),
            key,
            number_source: block.number_source,
            width: block.headings.len(),
            unheaded: (0..block.headings.len()).filter(|source| !has_heading(source)).collect(),
            required: required.map(|(at, _)| at).collect(),
            says_no_data: HashMap::with_hasher(FixedState::default()),
            places: Vec::new(),
        })
    }

    /// Forgets the rows that were found to be readable.
    pub fn begin_window(&mut self) {
        self.places.clear();
    }

    /// Whether a record is a row of data that can be read by its cells alone. What its texts say of
    /// their columns goes to the facts.
    pub fn can_read(&mut self, block: &Block<'_>, record: &Record<'_>, facts: &mut Facts) -> bool {
        if !self.is_data(block, record) {
            return false;
        }
        let begin = self.places.len();
        for column in &mut self.columns {
            match column.place_of(record.field(column.source), facts) {
                Some(place) => self.places.push(place),
                None => {
                    self.places.truncate(begin);
                    return false;
                }
            }
        }
        true
    }

    /// Whether nothing can be said of a record but that it is data, by what [`Block::kind_of`] and
    /// those who ask it look at.
    fn is_data(&mut self, block: &Block<'_>, record: &Record<'_>) -> bool {
        let is_blank = |column: usize| shows_nothing(record.field(column));
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
            None => (0..record.len()).any(|column| {
                record.field(column).trim_start().starts_with(|c: char| c.is_ascii_digit())
            }),
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

    /// Reads the cells of rows, column by column.
    pub fn read(
        &mut self,
        rows: &[(usize, Record<'_>)],
        reading: &mut Reading<'_>,
        draft: &mut Draft<'_>,
        findings: &mut Vec<Finding>,
    ) {
        let mut errors = Vec::new();
        let width = self.columns.len();
        for (nth, column) in self.columns.iter().enumerate() {
            let places = self.places.iter().skip(nth).step_by(width.max(1));
            for ((index, record), place) in rows.iter().zip(places) {
                let text = record.field(column.source);
                let forgotten;
                let (value, fault) = match column.known.get(*place as usize) {
                    Some(Known::Parsed(parsed)) => parsed,
                    _ if *place == WORD => {
                        draft.rows.fill_text(*index, column.at, text);
                        continue;
                    }
                    _ => {
                        forgotten = column.reader.read(&cell_of(text));
                        &forgotten
                    }
                };
                draft.rows.fill_with(*index, column.at, value);
                if let Some(fault) = fault {
                    let place = (record.number, column.source);
                    reading.tell(fault.clone(), place, &mut errors, findings);
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
    /// Where a text is known; `None` where its row must be read by itself.
    fn place_of(&mut self, text: &str, facts: &mut Facts) -> Option<Place> {
        if text.len() > TEXT_MAX {
            return None;
        }
        if self.is_words && is_plain_word(text) {
            return Some(WORD);
        }
        let place = match self.places.get(text) {
            Some(place) => *place,
            None => {
                let cell = cell_of(text);
                facts.add_text(self.source, &cell);
                let known = self.parse(&cell);
                if self.known.len() >= REMEMBERED_MAX {
                    return matches!(known, Known::Parsed(_)).then_some(FORGOTTEN);
                }
                let place = self.known.len() as Place;
                self.known.push(known);
                self.places.insert(text.into(), place);
                place
            }
        };
        matches!(self.known[place as usize], Known::Parsed(_)).then_some(place)
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
