//! Text with separators → records, some at a time: memory does not grow with the file.
//!
//! The same records as the reader of a whole text gives ([`super::read_text`]), by the same numbers;
//! a property test holds one against the other.

use std::collections::VecDeque;
use std::io::{self, Read};
use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};

use super::cutter::{ASIDE, Cutter};

/// Bytes cut at a time: few enough that all that is made of them stays close to the processor.
const CHUNK_BYTES: usize = 192 << 10;

/// Chunks that are cut ahead of the one that is read.
const AHEAD: usize = 8;

/// Where the text of a field stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    pub begin: u32,
    pub end: u32,
}

/// Where the fields of a record stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub number: u32,
    /// Byte at which the record begins, and what stands before it: blank lines.
    pub before: u32,
    pub first_field: u32,
    pub last_field: u32,
    /// Line breaks of a quoted text that ends in the middle of another.
    pub broken_quote: u32,
}

/// Records that stand one after the other, and their text.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    pub text: String,
    pub aside: String,
    pub fields: Vec<Field>,
    pub spans: Vec<Span>,
    /// Bytes of the text before it.
    pub begin: u64,
    /// Whether nothing follows.
    pub is_last: bool,
}

/// Why no further records are cut.
#[derive(Debug)]
pub enum Stop {
    /// The file cannot be read.
    Failed(io::Error),
    /// It is no UTF-8, or a record is too long to be one, or never ends.
    NoText,
}

/// Records of a text, to be taken in their order.
pub struct Records {
    source: Source,
    /// What was cut and not taken, from the first record that was not.
    chunks: VecDeque<Chunk>,
    /// Records of the first chunk that were taken.
    taken: usize,
}

/// Where chunks come from.
enum Source {
    /// They are cut when they are asked for.
    Here(Cutter<Box<dyn Read + Send>>),
    /// They are cut ahead, by another thread, which gets back what they were made of.
    Ahead(Receiver<Result<Chunk, Stop>>, Sender<Chunk>),
}

/// Records that stand one after the other.
#[derive(Clone, Copy)]
pub struct Window<'w> {
    chunks: &'w VecDeque<Chunk>,
    taken: usize,
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

impl Chunk {
    fn record(&self, span: &Span) -> Record<'_> {
        Record {
            text: &self.text,
            aside: &self.aside,
            fields: &self.fields[span.first_field as usize..span.last_field as usize],
            number: span.number,
            broken_quote: span.broken_quote as usize,
        }
    }
}

impl<'w> Window<'w> {
    /// Number of records.
    pub fn len(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.spans.len()).sum::<usize>() - self.taken
    }

    /// The records.
    pub fn records(self) -> impl Iterator<Item = Record<'w>> {
        let all = self.chunks.iter();
        let all = all.flat_map(|chunk| chunk.spans.iter().map(move |span| chunk.record(span)));
        all.skip(self.taken)
    }
}

impl<'w> Record<'w> {
    /// Number of fields.
    pub const fn len(&self) -> usize {
        self.fields.len()
    }

    /// The text of a field; empty beyond the last.
    #[inline]
    pub fn field(&self, column: usize) -> &'w str {
        let Some(field) = self.fields.get(column) else { return "" };
        match field.begin & ASIDE {
            0 => &self.text[field.begin as usize..field.end as usize],
            _ => &self.aside[(field.begin ^ ASIDE) as usize..field.end as usize],
        }
    }

    /// The bytes of that text.
    #[inline]
    pub fn bytes(&self, column: usize) -> &'w [u8] {
        let Some(field) = self.fields.get(column) else { return &[] };
        match field.begin & ASIDE {
            0 => &self.text.as_bytes()[field.begin as usize..field.end as usize],
            _ => &self.aside.as_bytes()[(field.begin ^ ASIDE) as usize..field.end as usize],
        }
    }
}

impl Records {
    /// Records of a text from its first byte on, of which so many bytes are cut at a time; `number`
    /// is that of the record before the first.
    pub fn new(
        input: Box<dyn Read + Send>,
        (separator, number): (u8, u32),
        chunk_bytes: Option<usize>,
    ) -> Self {
        let bytes = chunk_bytes.unwrap_or(CHUNK_BYTES).max(1);
        let source = Source::Here(Cutter::new(input, separator, number, bytes));
        Self { source, chunks: VecDeque::new(), taken: 0 }
    }

    /// The same, cut by another thread while others read what was cut.
    pub fn ahead(self) -> Self {
        let Source::Here(mut cutter) = self.source else { return self };
        let (chunks, received) = sync_channel(AHEAD);
        let (give_back, old) = channel();
        std::thread::spawn(move || {
            loop {
                let chunk = cutter.next_chunk(old.try_recv().ok());
                let is_over = chunk.as_ref().map_or(true, |chunk| chunk.is_last);
                // Where nobody receives it, nobody wants more.
                if chunks.send(chunk).is_err() || is_over {
                    return;
                }
            }
        });
        Self { source: Source::Ahead(received, give_back), ..self }
    }

    /// The next records, those left over from the last window first; an empty window at the end.
    /// Where none was taken of the last window, the next holds more.
    pub fn next_window(&mut self) -> Result<Window<'_>, Stop> {
        if self.chunks.back().is_none_or(|last| !last.is_last) {
            let chunk = match &mut self.source {
                Source::Here(cutter) => cutter.next_chunk(None)?,
                // A thread that is gone without a last chunk has failed, and says so itself.
                Source::Ahead(chunks, _) => chunks.recv().map_err(|_| Stop::NoText)??,
            };
            self.chunks.push_back(chunk);
        }
        let is_last = self.chunks.back().is_none_or(|last| last.is_last);
        Ok(Window { chunks: &self.chunks, taken: self.taken, is_last })
    }

    /// Takes the first records of the last window; the others come again with the next.
    pub fn take(&mut self, records: usize) {
        self.taken += records;
        while let Some(first) = self.chunks.front()
            && self.taken >= first.spans.len()
            && !first.is_last
        {
            self.taken -= first.spans.len();
            if let (Some(old), Source::Ahead(_, give_back)) =
                (self.chunks.pop_front(), &self.source)
            {
                // The thread may be done already.
                let _ = give_back.send(old);
            }
        }
    }

    /// Bytes of the records that were taken so far.
    pub fn bytes_taken(&self) -> u64 {
        self.chunks.front().map_or(0, |first| {
            let behind = first.spans.get(self.taken).map(|span| u64::from(span.before));
            first.begin + behind.unwrap_or(first.text.len() as u64)
        })
    }
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

    fn records_of(text: impl Into<Vec<u8>>, bytes: usize) -> Records {
        Records::new(Box::new(io::Cursor::new(text.into())), (b';', 0), Some(bytes))
    }

    /// What windows give, of each of which only some records are taken.
    fn by_windows(text: &str, bytes: usize, left: usize, is_ahead: bool) -> Option<Vec<Row>> {
        let mut records = records_of(text, bytes);
        if is_ahead {
            records = records.ahead();
        }
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
            is_ahead in prop::bool::ANY,
        ) {
            let text = pieces.concat();
            if let Some(rows) = by_windows(&text, bytes, left, is_ahead) {
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
        let mut records = records_of(*b"a;b\n\xff;c\n", 99);
        assert!(matches!(records.next_window(), Err(Stop::NoText)));
        let mut records = records_of(*b"a;b\n\0;c\n", 99);
        assert!(matches!(records.next_window(), Err(Stop::NoText)));
    }

    #[test]
    fn a_quoted_text_that_ends_in_another_is_told() {
        let text = "a;b\nVM-1;\"24 inch\nVM-2;x\nVM-3;\"web\"\n";
        let mut records = records_of(text, 99);
        let window = records.next_window().expect("is text");
        let broken: Vec<(u32, usize)> =
            window.records().map(|record| (record.number, record.broken_quote)).collect();
        assert_eq!(broken, [(1, 0), (2, 2)]);
    }

    #[test]
    fn two_of_them_in_one_record_are_left_to_the_reader_of_the_whole_text() {
        let mut records = records_of(*b"\"\n\"a;\"1;2\n\"aaaa", 99);
        assert!(matches!(records.next_window(), Err(Stop::NoText)));
    }
}
