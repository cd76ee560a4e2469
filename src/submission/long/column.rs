//! One column of a long text whose cells can be read by themselves.

use std::collections::HashMap;

use compact_str::CompactString;
use foldhash::fast::FixedState;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::diagnostic::Code;
use crate::schema::Kind;
use crate::submission::cell::{Blank, CellReader, Fault, PlainValue, blank_of};
use crate::submission::facts::ColumnFacts;
use crate::submission::source::{Cell, Record};
use crate::submission::{TextPlace, Value, Values};
use crate::text::shows_nothing;

/// Distinct texts of a column that are remembered.
const REMEMBERED_MAX: usize = 1 << 18;

/// Bytes beyond which a text is looked at by itself: it may be too long to be one.
const TEXT_MAX: usize = 1 << 12;

/// Bytes of the longest text that is held as a number.
const SHORT_MAX: usize = 15;

/// Words of a column that are looked up before it is decided whether that is of use.
const WORDS_TRIED: u32 = 1 << 12;

/// Place of a text among the known ones of its column.
type Place = u32;

/// The place of a word that stands for itself.
const WORD: Place = Place::MAX;

/// The place of a text beyond those that are remembered.
const FORGOTTEN: Place = Place::MAX - 1;

/// The place of a text whose row must be read by itself.
const NEEDS_ITS_ROW: Place = Place::MAX - 2;

/// The place of a number that is read wherever it stands.
const NUMBER: Place = Place::MAX - 3;

/// What is known of a text of a column.
#[derive(Debug)]
struct Known {
    value: Value,
    fault: Option<Box<Fault>>,
    /// Where it is held among the texts of a part, and of which.
    held: (TextPlace, u64),
}

/// What is to be said of a cell.
#[derive(Debug)]
enum Said {
    /// What is known of its text.
    Known(Place),
    /// What was found again.
    Anew(Box<Fault>),
}

/// One column of the table.
#[derive(Debug)]
pub struct PlainColumn {
    /// Its index in the table.
    pub at: usize,
    /// The column of the sheet.
    pub source: usize,
    reader: CellReader,
    /// Whether its cells are words.
    is_words: bool,
    /// Whether most of its words differ from row to row.
    is_varied: bool,
    words_tried: u32,
    words_known: u32,
    /// The place of no text at all.
    empty: Option<Place>,
    /// Places of short texts, by their bytes and how many they are.
    short: HashMap<u128, Place, FixedState>,
    /// Places of all others.
    long: HashMap<Box<str>, Place, FixedState>,
    known: Vec<Known>,
    /// Where the texts of the records that were looked up are known.
    looked_up: Vec<Place>,
    /// Of these the numbers that were read, in a column of numbers.
    numbers: Vec<PlainValue>,
    /// What the texts say that were not known before.
    seen: ColumnFacts,
    /// Those of them that have letters beyond ASCII.
    unseen: Vec<String>,
    /// Parts that were filled.
    parts: u64,
    /// What is to be said of the cells that were read last, by their order.
    said: Vec<(usize, Said)>,
}

impl PlainColumn {
    /// A column of which no text is known yet.
    pub fn new(at: usize, source: usize, reader: CellReader) -> Self {
        Self {
            at,
            source,
            is_words: matches!(reader.column.kind, Kind::Id | Kind::Text),
            reader,
            is_varied: false,
            words_tried: 0,
            words_known: 0,
            empty: None,
            short: HashMap::with_hasher(FixedState::default()),
            long: HashMap::with_hasher(FixedState::default()),
            known: Vec::new(),
            looked_up: Vec::new(),
            numbers: Vec::new(),
            seen: ColumnFacts::default(),
            unseen: Vec::new(),
            parts: 0,
            said: Vec::new(),
        }
    }

    /// Looks up the texts of records.
    pub fn look_up(&mut self, records: &[Record<'_>]) {
        let mut places = std::mem::take(&mut self.looked_up);
        places.clear();
        if self.reader.reads_plain() {
            let mut numbers = std::mem::take(&mut self.numbers);
            numbers.clear();
            for record in records {
                let number = self.reader.read_plain(record.bytes(self.source));
                places.push(match number {
                    Some(number) => {
                        self.seen.add_plain(number.sign);
                        NUMBER
                    }
                    None => self.place_of(record),
                });
                numbers.push(number.map_or(PlainValue::Integer(0), |number| number.value));
            }
            self.numbers = numbers;
        } else {
            places.extend(records.iter().map(|record| self.place_of(record)));
        }
        self.looked_up = places;
    }

    /// Whether the text of a record that was looked up can be read by itself.
    pub fn is_known(&self, nth: usize) -> bool {
        self.looked_up[nth] != NEEDS_ITS_ROW
    }

    /// What the texts say that were met for the first time, and those of them that have letters
    /// beyond ASCII.
    pub fn take_seen(&mut self) -> (ColumnFacts, Vec<String>) {
        (std::mem::take(&mut self.seen), std::mem::take(&mut self.unseen))
    }

    fn place_of(&mut self, record: &Record<'_>) -> Place {
        let bytes = record.bytes(self.source);
        if bytes.is_empty()
            && let Some(place) = self.empty
        {
            return place;
        }
        if bytes.len() > TEXT_MAX {
            return NEEDS_ITS_ROW;
        }
        let may_stand_for_itself = self.is_words && is_plain_word(bytes);
        if may_stand_for_itself && self.is_varied {
            return WORD;
        }
        let short = short_key(bytes);
        let place = match short {
            Some(key) => self.short.get(&key),
            None => self.long.get(record.field(self.source)),
        };
        if may_stand_for_itself {
            self.words_tried += 1;
            self.words_known += u32::from(place.is_some());
            self.is_varied = self.words_tried == WORDS_TRIED && self.words_known < WORDS_TRIED / 2;
        }
        if let Some(place) = place {
            return *place;
        }
        let text = record.field(self.source);
        let cell = cell_of(text);
        if self.reader.reads_plain() {
            self.seen.add_amount(&cell);
        }
        if !text.is_ascii() {
            self.unseen.push(text.to_owned());
        }
        let known = self.parse(&cell);
        if self.known.len() >= REMEMBERED_MAX {
            return known.map_or(NEEDS_ITS_ROW, |_| FORGOTTEN);
        }
        let place = match known {
            Some(known) => {
                self.known.push(known);
                (self.known.len() - 1) as Place
            }
            None => NEEDS_ITS_ROW,
        };
        if bytes.is_empty() {
            self.empty = Some(place);
        }
        match short {
            Some(key) => self.short.insert(key, place),
            None => self.long.insert(text.into(), place),
        };
        place
    }

    /// What a text comes to; `None` where its row must be read by itself.
    fn parse(&self, cell: &Cell) -> Option<Known> {
        if blank_of(cell) == Some(Blank::AsAbove) {
            return None;
        }
        let (value, fault) = self.reader.read(cell);
        // An end stated as a length of time is counted from the begin of its row.
        let is_of_row = fault.as_ref().is_some_and(|fault| fault.code == Code::C421);
        (!is_of_row).then(|| Known { value, fault: fault.map(Box::new), held: (0, 0) })
    }

    /// Fills the values of rows, by their indices, with the texts of some of the records that were
    /// looked up.
    pub fn fill(&mut self, values: &mut Values, rows: &[(usize, Record<'_>)], looked_up: &[u32]) {
        self.said.clear();
        // Each part holds its own texts.
        self.parts += 1;
        for (nth, ((index, record), of)) in rows.iter().zip(looked_up).enumerate() {
            let place = self.looked_up[*of as usize];
            let text = || record.field(self.source);
            match self.known.get_mut(place as usize) {
                Some(known) => {
                    known.fill(values, *index, self.parts);
                    if known.fault.is_some() {
                        self.said.push((nth, Said::Known(place)));
                    }
                }
                None if place == NUMBER => values.fill_number(*index, self.numbers[*of as usize]),
                None if place == WORD => {
                    values.fill_text(*index, text().into());
                }
                None => {
                    let (value, fault) = self.reader.read(&cell_of(text()));
                    values.fill(*index, value);
                    self.said.extend(fault.map(|fault| (nth, Said::Anew(Box::new(fault)))));
                }
            }
        }
    }

    /// What is to be said of the cells that were read last, by their order.
    pub fn faults(&self) -> impl Iterator<Item = (usize, &Fault)> {
        self.said.iter().filter_map(|(nth, said)| {
            let fault = match said {
                Said::Known(place) => self.known[*place as usize].fault.as_ref(),
                Said::Anew(fault) => Some(fault),
            };
            Some((*nth, &**fault?))
        })
    }
}

impl Known {
    /// Fills the value of a row.
    fn fill(&mut self, values: &mut Values, index: usize, part: u64) {
        match (values, &self.value) {
            (_, Value::Missing) => {}
            (Values::Text(texts), Value::Text(text)) => {
                if self.held.1 != part {
                    self.held = (texts.hold(CompactString::from(text.as_str())), part);
                }
                texts.say(index, self.held.0);
            }
            (Values::Integer(values), Value::Integer(number)) => values[index] = Some(*number),
            (Values::Decimal(values), Value::Decimal(number)) => values[index] = Some(*number),
            (values, value) => values.fill(index, value.clone()),
        }
    }
}

/// The bytes of a short text and how many they are, as one number.
fn short_key(text: &[u8]) -> Option<u128> {
    let mut key = [0; SHORT_MAX + 1];
    key[..SHORT_MAX].get_mut(..text.len())?.copy_from_slice(text);
    key[SHORT_MAX] = text.len() as u8;
    Some(u128::from_le_bytes(key))
}

/// The cell of a field, composed.
fn cell_of(text: &str) -> Cell {
    match text {
        blank if shows_nothing(blank) => Cell::Empty,
        plain if plain.is_ascii() || is_nfc(plain) => Cell::Text(plain.to_owned()),
        other => Cell::Text(other.nfc().collect()),
    }
}

/// A byte that may be part of a plain word.
const PART: u8 = 1;

/// A digit, which may be too.
const DIGIT: u8 = 2;

/// What bytes may be.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'0'..=b'9' => DIGIT,
            b'a'..=b'z' | b'A'..=b'Z' | b'-' | b'_' | b'.' => PART,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

/// Whether a text is a word that stands for itself: letters and digits that nobody writes to say
/// nothing, and no long number.
fn is_plain_word(bytes: &[u8]) -> bool {
    if bytes.len() < 3 || !bytes[0].is_ascii_alphabetic() {
        return false;
    }
    let (every, any) = bytes.iter().fold((PART | DIGIT, 0), |(every, any), byte| {
        let class = CLASSES[*byte as usize];
        (every & (class | class >> 1), any | class)
    });
    every & PART != 0 && any & DIGIT != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_of_the_same_bytes_are_told_apart_by_their_length() {
        assert_ne!(short_key(b"a"), short_key(b"a\0"));
        assert_ne!(short_key(b""), short_key(b"\0"));
        assert!(short_key(b"123456789012345").is_some());
        assert_eq!(short_key(b"1234567890123456"), None);
    }

    #[test]
    fn a_plain_word_begins_with_a_letter_and_has_a_digit_and_no_sign_but_three() {
        for word in ["VM-1", "vm_12.app", "a00", "esx-100"] {
            assert!(is_plain_word(word.as_bytes()), "{word}");
        }
        for other in ["VM", "v1", "1VM", "VM 1", "VM-A", "VM-1,", "Đ-12", "x\u{a0}1", "", "-12"] {
            assert!(!is_plain_word(other.as_bytes()), "{other}");
        }
    }
}
