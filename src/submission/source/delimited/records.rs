//! Text with separators → records, some at a time: memory does not grow with the file.
//!
//! The same records as the reader of a whole text gives ([`super::read_text`]), by the same numbers;
//! a property test holds one against the other.

use std::io::{self, Read};

/// Bytes read at a time, from which records are cut.
const WINDOW_BYTES: usize = 4 << 20;

/// Bytes of the longest record, with the rows that cannot be told apart from it.
const WINDOW_BYTES_MAX: usize = 256 << 20;

/// Marks a field whose text stands aside, since it is not as in the file: quotes within it are
/// doubled there.
const ASIDE: u32 = 1 << 31;

/// Where the text of a field stands.
#[derive(Debug, Clone, Copy)]
struct Field {
    begin: u32,
    end: u32,
}

/// Where the fields of a record stand.
#[derive(Debug, Clone, Copy)]
struct Span {
    number: u32,
    /// Byte at which the record begins, and what stands before it: blank lines.
    before: u32,
    first_field: u32,
    last_field: u32,
    /// Line breaks of a quoted text that ends in the middle of another.
    broken_quote: u32,
}

/// Why no further records are cut.
#[derive(Debug)]
pub enum Stop {
    /// The file cannot be read.
    Failed(io::Error),
    /// It is no UTF-8, or a record is too long to be one, or never ends.
    NoText,
}

/// Cuts text with separators into records.
pub struct Records<R> {
    input: R,
    separator: u8,
    window_bytes: usize,
    buffer: Vec<u8>,
    aside: String,
    at_end: bool,
    /// Number of the last record that was taken.
    number: u32,
    /// Bytes of the records that were taken.
    bytes_taken: u64,
    fields: Vec<Field>,
    spans: Vec<Span>,
    /// Byte behind the last record that was cut.
    cut: usize,
}

/// Records that stand one after the other.
#[derive(Clone, Copy)]
pub struct Window<'w> {
    text: &'w str,
    aside: &'w str,
    fields: &'w [Field],
    spans: &'w [Span],
    /// Whether no further records follow.
    pub is_last: bool,
}

/// One record: a row of the table.
#[derive(Clone, Copy)]
pub struct Record<'w> {
    text: &'w str,
    aside: &'w str,
    fields: &'w [Field],
    /// Number as a spreadsheet shows it, from 1.
    pub number: u32,
    /// Line breaks within a quoted text that is followed by more; 0 where there is none.
    pub broken_quote: usize,
}

impl<'w> Window<'w> {
    /// Number of records.
    pub const fn len(&self) -> usize {
        self.spans.len()
    }

    /// The records.
    pub fn records(self) -> impl Iterator<Item = Record<'w>> {
        self.spans.iter().map(move |span| Record {
            text: self.text,
            aside: self.aside,
            fields: &self.fields[span.first_field as usize..span.last_field as usize],
            number: span.number,
            broken_quote: span.broken_quote as usize,
        })
    }
}

impl<'w> Record<'w> {
    /// Number of fields.
    pub const fn len(&self) -> usize {
        self.fields.len()
    }

    /// The text of a field; empty beyond the last.
    pub fn field(&self, column: usize) -> &'w str {
        let Some(field) = self.fields.get(column) else { return "" };
        match field.begin & ASIDE {
            0 => &self.text[field.begin as usize..field.end as usize],
            _ => &self.aside[(field.begin ^ ASIDE) as usize..field.end as usize],
        }
    }
}

impl<R: Read> Records<R> {
    /// Records of a text from its first byte on; `number` is that of the record before the first.
    pub fn new(input: R, separator: u8, number: u32) -> Self {
        Self {
            input,
            separator,
            window_bytes: WINDOW_BYTES,
            buffer: Vec::new(),
            aside: String::new(),
            at_end: false,
            number,
            bytes_taken: 0,
            fields: Vec::new(),
            spans: Vec::new(),
            cut: 0,
        }
    }

    /// The same, of windows of that many bytes.
    pub fn of_bytes(mut self, window_bytes: usize) -> Self {
        self.window_bytes = window_bytes.max(1);
        self
    }

    /// The next records, those left over from the last window first; an empty window at the end.
    /// Where none was taken of the last window, the next holds more.
    pub fn next_window(&mut self) -> Result<Window<'_>, Stop> {
        let mut wanted = self.window_bytes.max(self.buffer.len() + self.buffer.len() / 2);
        loop {
            self.fill(wanted)?;
            self.cut_records()?;
            if !self.spans.is_empty() || self.at_end {
                break;
            }
            wanted = self.buffer.len() * 2;
        }
        let bytes = &self.buffer[..self.cut];
        let text = std::str::from_utf8(bytes).map_err(|_| Stop::NoText)?;
        if memchr::memchr(0, bytes).is_some() {
            return Err(Stop::NoText);
        }
        let is_last = self.at_end && self.cut == self.buffer.len();
        let (aside, fields, spans) = (&self.aside, &self.fields, &self.spans);
        Ok(Window { text, aside, fields, spans, is_last })
    }

    /// Takes the first records of the last window; the others come again with the next.
    pub fn take(&mut self, records: usize) {
        if let Some(last) = records.checked_sub(1).and_then(|last| self.spans.get(last)) {
            self.number = last.number;
        }
        let end = self.spans.get(records).map_or(self.cut, |span| span.before as usize);
        self.buffer.drain(..end);
        self.bytes_taken += end as u64;
        self.spans.clear();
    }

    /// Bytes of the records that were taken so far.
    pub const fn bytes_taken(&self) -> u64 {
        self.bytes_taken
    }

    fn fill(&mut self, wanted: usize) -> Result<(), Stop> {
        if wanted > WINDOW_BYTES_MAX {
            return Err(Stop::NoText);
        }
        while !self.at_end && self.buffer.len() < wanted {
            let missing = (wanted - self.buffer.len()) as u64;
            let read = self.input.by_ref().take(missing).read_to_end(&mut self.buffer);
            self.at_end = read.map_err(Stop::Failed)? == 0;
        }
        Ok(())
    }

    /// Cuts what is whole in the buffer.
    fn cut_records(&mut self) -> Result<(), Stop> {
        self.fields.clear();
        self.spans.clear();
        self.aside.clear();
        self.cut = 0;
        let mut number = self.number;
        loop {
            let before = self.cut;
            let (begin, newlines) = behind_blank_lines(&self.buffer, before);
            if begin == self.buffer.len() {
                if self.at_end {
                    self.cut = begin;
                }
                return Ok(());
            }
            let first_field = self.fields.len();
            let aside = self.aside.len();
            let Some((end, broken_quote)) = self.cut_fields(begin)? else {
                self.fields.truncate(first_field);
                self.aside.truncate(aside);
                return Ok(());
            };
            number = number.saturating_add(newlines).saturating_add(1);
            self.spans.push(Span {
                number,
                before: before as u32,
                first_field: first_field as u32,
                last_field: self.fields.len() as u32,
                broken_quote,
            });
            self.cut = end;
        }
    }

    /// Cuts the fields of the record that begins at a byte; the byte behind it, its line break
    /// included. `None` where the buffer ends before it does.
    fn cut_fields(&mut self, begin: usize) -> Result<Option<(usize, u32)>, Stop> {
        let mut at = begin;
        let mut broken_quote = 0;
        loop {
            let end = if self.buffer.get(at) == Some(&b'"') {
                match self.cut_quoted(at, &mut broken_quote)? {
                    Some(end) => end,
                    None => return Ok(None),
                }
            } else {
                let next = memchr::memchr3(self.separator, b'\n', b'\r', &self.buffer[at..]);
                let end = next.map_or(self.buffer.len(), |next| at + next);
                if end == self.buffer.len() && !self.at_end {
                    return Ok(None);
                }
                self.fields.push(Field { begin: at as u32, end: end as u32 });
                end
            };
            match self.buffer.get(end) {
                Some(&byte) if byte == self.separator => at = end + 1,
                None => return Ok(Some((end, broken_quote))),
                Some(b'\r') => match self.buffer.get(end + 1) {
                    Some(b'\n') => return Ok(Some((end + 2, broken_quote))),
                    // It may be half of a line break.
                    None if !self.at_end => return Ok(None),
                    _ => return Ok(Some((end + 1, broken_quote))),
                },
                Some(_) => return Ok(Some((end + 1, broken_quote))),
            }
        }
    }

    /// Cuts a field that begins with a quotation mark; the byte behind it.
    fn cut_quoted(&mut self, begin: usize, broken: &mut u32) -> Result<Option<usize>, Stop> {
        let mut at = begin + 1;
        let mut is_doubled = false;
        let closed = loop {
            let Some(next) = memchr::memchr(b'"', &self.buffer[at..]) else {
                // A text that never ends is for the reader of the whole text to refuse.
                return if self.at_end { Err(Stop::NoText) } else { Ok(None) };
            };
            at += next;
            match self.buffer.get(at + 1) {
                Some(b'"') => {
                    is_doubled = true;
                    at += 2;
                }
                None if !self.at_end => return Ok(None),
                _ => break at,
            }
        };
        let rest = &self.buffer[closed + 1..];
        let more = memchr::memchr3(self.separator, b'\n', b'\r', rest).unwrap_or(rest.len());
        let end = closed + 1 + more;
        if end == self.buffer.len() && !self.at_end {
            return Ok(None);
        }
        if !is_doubled && more == 0 {
            self.fields.push(Field { begin: begin as u32 + 1, end: closed as u32 });
            return Ok(Some(end));
        }
        let after = &self.buffer[closed + 1..end];
        let is_ended = after.iter().all(|&byte| byte == b' ' && self.separator != b' ');
        if !is_ended {
            let breaks = memchr::memchr_iter(b'\n', &self.buffer[begin..closed]).count();
            // Each of several is for the reader of the whole text to tell.
            if breaks > 0 && *broken > 0 {
                return Err(Stop::NoText);
            }
            *broken = (*broken).max(u32::try_from(breaks).unwrap_or(u32::MAX));
        }
        let text = |bytes| std::str::from_utf8(bytes).map_err(|_| Stop::NoText);
        let inner = text(&self.buffer[begin + 1..closed])?.replace("\"\"", "\"");
        let start = self.aside.len();
        self.aside.push_str(&inner);
        self.aside.push_str(text(after)?);
        self.fields.push(Field { begin: start as u32 | ASIDE, end: self.aside.len() as u32 });
        Ok(Some(end))
    }
}

/// The first byte behind blank lines, and the line breaks among them.
fn behind_blank_lines(buffer: &[u8], at: usize) -> (usize, u32) {
    let blank = buffer[at..].iter().take_while(|&&byte| matches!(byte, b'\n' | b'\r'));
    let (mut length, mut newlines) = (0, 0_u32);
    for byte in blank {
        length += 1;
        newlines = newlines.saturating_add(u32::from(*byte == b'\n'));
    }
    (at + length, newlines)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::number_after;
    use super::*;

    type Row = (u32, Vec<String>);

    /// What the reader of a whole text gives.
    fn whole(text: &str) -> Vec<Row> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(b';')
            .from_reader(text.as_bytes());
        let mut record = csv::StringRecord::new();
        let mut number = 0;
        let mut rows = Vec::new();
        while reader.read_record(&mut record).expect("is text") {
            number = number_after(number, &record, text);
            rows.push((number, record.iter().map(str::to_owned).collect()));
        }
        rows
    }

    /// What windows give, of each of which only some records are taken.
    fn by_windows(text: &str, bytes: usize, left: usize) -> Option<Vec<Row>> {
        let mut records = Records::new(text.as_bytes(), b';', 0).of_bytes(bytes);
        let mut rows = Vec::new();
        loop {
            let window = records.next_window().ok()?;
            let (taken, is_last) = match window.is_last {
                true => (window.len(), true),
                false => (window.len().saturating_sub(left), false),
            };
            for record in window.records().take(taken) {
                let fields = (0..record.len()).map(|at| record.field(at).to_owned()).collect();
                rows.push((record.number, fields));
            }
            records.take(taken);
            if is_last {
                return Some(rows);
            }
        }
    }

    proptest! {
        #[test]
        fn windows_give_the_records_of_the_whole_text(
            pieces in prop::collection::vec(
                prop::sample::select(vec!["a", "ộ", ";", "\"", "\"\"", "\n", "\r\n", "\r", " ", "1;2\n"]),
                0..40,
            ),
            bytes in 1_usize..30,
            left in 0_usize..3,
        ) {
            let text = pieces.concat();
            if let Some(rows) = by_windows(&text, bytes, left) {
                prop_assert_eq!(rows, whole(&text), "{:?}", text);
            } else {
                let faults = super::super::quotes::faults(text.as_bytes(), b';');
                let is_open = faults.iter().any(|fault| fault.finding(1).is_err());
                // Several that end in others may stand in one record.
                prop_assert!(is_open || faults.len() > 1, "stopped for nothing: {:?}", text);
            }
        }
    }

    #[test]
    fn a_text_that_is_no_utf_8_stops_it() {
        let mut records = Records::new(&b"a;b\n\xff;c\n"[..], b';', 0);
        assert!(matches!(records.next_window(), Err(Stop::NoText)));
        let mut records = Records::new(&b"a;b\n\0;c\n"[..], b';', 0);
        assert!(matches!(records.next_window(), Err(Stop::NoText)));
    }

    #[test]
    fn a_quoted_text_that_ends_in_another_is_told() {
        let text = "a;b\nVM-1;\"24 inch\nVM-2;x\nVM-3;\"web\"\n";
        let mut records = Records::new(text.as_bytes(), b';', 0);
        let window = records.next_window().expect("is text");
        let broken: Vec<(u32, usize)> =
            window.records().map(|record| (record.number, record.broken_quote)).collect();
        assert_eq!(broken, [(1, 0), (2, 2)]);
    }

    #[test]
    fn two_of_them_in_one_record_are_left_to_the_reader_of_the_whole_text() {
        let mut records = Records::new(&b"\"\n\"a;\"1;2\n\"aaaa"[..], b';', 0);
        assert!(matches!(records.next_window(), Err(Stop::NoText)));
    }
}
