//! One column of a long text whose cells can be read by themselves.

use compact_str::CompactString;

use super::lookup::{Lookup, Place};
use crate::diagnostic::Code;
use crate::schema::Kind;
use crate::submission::cell::{Blank, CellReader, Fault, PlainReader, blank_of, plain_day};
use crate::submission::facts::ColumnFacts;
use crate::submission::source::{Cell, FieldKind, Record};
use crate::submission::{TextPlace, Texts, Value, Values};

/// Distinct texts of a column that are remembered.
const REMEMBERED_MAX: usize = 1 << 18;

/// Bytes beyond which a text is looked at by itself: it may be too long to be one.
const TEXT_MAX: usize = 1 << 12;

/// Words of a column that are looked up before it is decided whether that is of use.
const WORDS_TRIED: u32 = 1 << 12;

/// The place of a text whose row must be read by itself.
const NEEDS_ITS_ROW: Place = Place::MAX;

/// What is known of a text of a column.
#[derive(Debug)]
struct Known {
    value: Value,
    fault: Option<Box<Fault>>,
    says_percent: bool,
    /// Where it is held among the texts of a part, and of which.
    held: (TextPlace, u64),
}

/// Whether the words of a column are looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Words {
    /// It is not decided yet: so many were met, of which so many were known.
    Tried { met: u32, known: u32 },
    /// They are not: most differ from row to row.
    Varied,
    /// They are.
    Repeated,
}

/// What is known of the text of a cell.
enum Met {
    /// It stands for itself.
    Word,
    /// It is known.
    Known(Place),
    /// It was read, and is not remembered.
    Anew(Box<Known>),
    /// Its row must be read by itself.
    NeedsItsRow,
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
    numbers: Option<PlainReader>,
    words: Words,
    places: Lookup,
    known: Vec<Known>,
    /// What the texts say that were not known before.
    seen: ColumnFacts,
    /// Those of them that have letters beyond ASCII.
    unseen: Vec<String>,
    /// Parts that were read.
    parts: u64,
    /// What is to be said of the cells that were read last, by their order.
    said: Vec<(usize, Said)>,
    /// Which of these cells say "%", in order.
    percents: Vec<usize>,
    /// Of which of them the row must be read by itself, in order.
    open: Vec<usize>,
}

impl PlainColumn {
    /// A column of which no text is known yet.
    pub fn new(at: usize, source: usize, reader: CellReader) -> Self {
        Self {
            at,
            source,
            numbers: reader.plain(),
            words: match reader.column.kind {
                Kind::Id | Kind::Text => Words::Tried { met: 0, known: 0 },
                _ => Words::Repeated,
            },
            reader,
            places: Lookup::default(),
            known: Vec::new(),
            seen: ColumnFacts::default(),
            unseen: Vec::new(),
            parts: 0,
            said: Vec::new(),
            percents: Vec::new(),
            open: Vec::new(),
        }
    }

    /// Adds the values of records to those of a part that is begun with them.
    pub fn read(&mut self, records: &[Record<'_>], values: &mut Values) {
        self.said.clear();
        self.percents.clear();
        self.open.clear();
        // Each part holds its own texts.
        self.parts += 1;
        let (numbers, source) = (self.numbers, self.source);
        let number = |record: &Record<'_>| match record.kind(source) {
            FieldKind::Text => numbers?.read(record.bytes(source)),
            FieldKind::Number => numbers?.read_number(record.field(source)),
            _ => None,
        };
        match values {
            Values::Text(texts) => self.read_texts(records, texts),
            Values::Integer(values) => {
                let plain =
                    |record: &Record<'_>| number(record).map(|plain| (plain.integer(), plain.sign));
                self.read_into(records, values, plain, |value| match value {
                    Value::Integer(number) => Some(*number),
                    _ => None,
                });
            }
            Values::Decimal(values) => {
                let plain =
                    |record: &Record<'_>| number(record).map(|plain| (plain.decimal(), plain.sign));
                self.read_into(records, values, plain, |value| match value {
                    Value::Decimal(number) => Some(*number),
                    _ => None,
                });
            }
            Values::Flag(values) => {
                self.read_into(
                    records,
                    values,
                    |_| None,
                    |value| match value {
                        Value::Flag(flag) => Some(*flag),
                        _ => None,
                    },
                );
            }
            Values::Day(values) => {
                let plain = |record: &Record<'_>| match record.kind(source) {
                    FieldKind::Text | FieldKind::Day => {
                        Some((plain_day(record.bytes(source))?, None))
                    }
                    _ => None,
                };
                self.read_into(records, values, plain, |value| match value {
                    Value::Day(day) => Some(*day),
                    _ => None,
                });
            }
        }
    }

    /// Those records that were read last, by their order, whose row must be read by itself: they say
    /// nothing yet.
    pub fn open(&self) -> &[usize] {
        &self.open
    }

    /// Adds the values of texts that are plain, with their decimal signs, and of others by what they
    /// come to.
    fn read_into<T: Copy>(
        &mut self,
        records: &[Record<'_>],
        values: &mut Vec<Option<T>>,
        plain: impl Fn(&Record<'_>) -> Option<(T, Option<u8>)>,
        of: impl Fn(&Value) -> Option<T>,
    ) {
        values.extend(records.iter().enumerate().map(|(nth, record)| {
            if let Some((value, sign)) = plain(record) {
                self.seen.add_plain(sign);
                return Some(value);
            }
            match self.meet(record) {
                Met::Known(place) => {
                    self.tell(nth, place);
                    of(&self.known[place as usize].value)
                }
                Met::Anew(known) => {
                    let value = of(&known.value);
                    self.tell_anew(nth, *known);
                    value
                }
                Met::NeedsItsRow => {
                    self.open.push(nth);
                    None
                }
                Met::Word => unreachable!("a word is a text"),
            }
        }));
    }

    fn read_texts(&mut self, records: &[Record<'_>], texts: &mut Texts) {
        texts.reserve(records.len());
        if self.words == Words::Varied {
            texts.reserve_held(records.len());
        }
        for (nth, record) in records.iter().enumerate() {
            match self.meet(record) {
                Met::Word => texts.push(Some(record.field(self.source).into())),
                Met::Known(place) => {
                    self.tell(nth, place);
                    let known = &mut self.known[place as usize];
                    let Value::Text(text) = &known.value else {
                        texts.push(None);
                        continue;
                    };
                    if known.held.1 != self.parts {
                        let text = CompactString::from(text.as_str());
                        known.held = (texts.hold(text), self.parts);
                    }
                    texts.push_held(known.held.0);
                }
                Met::Anew(known) => {
                    texts.push(match &known.value {
                        Value::Text(text) => Some(text.into()),
                        _ => None,
                    });
                    self.tell_anew(nth, *known);
                }
                Met::NeedsItsRow => {
                    self.open.push(nth);
                    texts.push(None);
                }
            }
        }
    }

    /// Puts down what is to be said of the next cell.
    fn tell(&mut self, nth: usize, place: Place) {
        let known = &self.known[place as usize];
        if known.fault.is_some() {
            self.said.push((nth, Said::Known(place)));
        }
        if known.says_percent {
            self.percents.push(nth);
        }
    }

    fn tell_anew(&mut self, nth: usize, known: Known) {
        if known.says_percent {
            self.percents.push(nth);
        }
        self.said.extend(known.fault.map(|fault| (nth, Said::Anew(fault))));
    }

    /// What the texts say that were met for the first time, and those of them that have letters
    /// beyond ASCII.
    pub fn take_seen(&mut self) -> (ColumnFacts, Vec<String>) {
        (std::mem::take(&mut self.seen), std::mem::take(&mut self.unseen))
    }

    fn meet(&mut self, record: &Record<'_>) -> Met {
        if self.words == Words::Varied && is_plain_word(record.bytes(self.source)) {
            return Met::Word;
        }
        let place = self.places.get(record, self.source);
        if let Words::Tried { met, known } = &mut self.words
            && is_plain_word(record.bytes(self.source))
        {
            (*met, *known) = (*met + 1, *known + u32::from(place.is_some()));
            if *met == WORDS_TRIED {
                let is_varied = *known < WORDS_TRIED / 2;
                self.words = if is_varied { Words::Varied } else { Words::Repeated };
            }
        }
        match place {
            Some(NEEDS_ITS_ROW) => Met::NeedsItsRow,
            Some(place) => Met::Known(place),
            None => self.meet_anew(record),
        }
    }

    /// Reads a text that is not known yet.
    #[cold]
    fn meet_anew(&mut self, record: &Record<'_>) -> Met {
        let text = record.field(self.source);
        if text.len() > TEXT_MAX {
            return Met::NeedsItsRow;
        }
        let cell = record.cell(self.source);
        if self.numbers.is_some() {
            self.seen.add_amount(&cell);
        }
        if !text.is_ascii() {
            self.unseen.push(text.to_owned());
        }
        let known = self.parse(&cell);
        // A long number, as one that was computed, seldom stands twice.
        let is_number = record.kind(self.source) != FieldKind::Text;
        let is_long = is_number && record.short_key(self.source).is_none();
        let is_full = is_long || self.known.len() >= REMEMBERED_MAX;
        let (place, met) = match known {
            Some(known) if is_full => return Met::Anew(Box::new(known)),
            None if is_full => return Met::NeedsItsRow,
            Some(known) => {
                self.known.push(known);
                let place = (self.known.len() - 1) as Place;
                (place, Met::Known(place))
            }
            None => (NEEDS_ITS_ROW, Met::NeedsItsRow),
        };
        self.places.insert(record, self.source, place);
        met
    }

    /// What a text comes to; `None` where its row must be read by itself.
    fn parse(&self, cell: &Cell) -> Option<Known> {
        if blank_of(cell) == Some(Blank::AsAbove) {
            return None;
        }
        let (value, fault) = self.reader.read(cell);
        // An end stated as a length of time is counted from the begin of its row.
        let is_of_row = fault.as_ref().is_some_and(|fault| fault.code == Code::C421);
        let says_percent = match cell {
            Cell::Text(text) => text.contains('%'),
            cell => matches!(cell, Cell::Share(_)),
        };
        let fault = fault.map(Box::new);
        (!is_of_row).then_some(Known { value, fault, says_percent, held: (0, 0) })
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

    /// Whether that cell of those that were read last says "%".
    pub fn says_percent(&self, nth: usize) -> bool {
        self.percents.binary_search(&nth).is_ok()
    }
}

/// A byte that may be part of a plain word.
const PART: u8 = 1;

/// A digit, which may be too.
const DIGIT: u8 = 3;

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
    let (every, any) = bytes.iter().fold((PART, 0), |(every, any), byte| {
        let class = CLASSES[*byte as usize];
        (every & class, any | class)
    });
    every == PART && any == DIGIT
}

#[cfg(test)]
mod tests {
    use super::*;

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
