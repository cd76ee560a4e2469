//! A long file → its rows, some at a time: memory does not grow with the file.
//!
//! Of a text with separators the same records as the reader of a whole text gives
//! ([`super::read_text`]), by the same numbers; a property test holds one against the other. Of a sheet
//! of a workbook records whose fields say what they are ([`FieldKind`]), of other files rows of cells.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::{self, Read};
use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};
use std::thread::JoinHandle;

use super::cutter::Cutter;
use crate::submission::source::{Cell, SheetRow, compose};
use crate::text::shows_nothing;
use crate::time::NaiveDate;

/// Bytes cut at a time: few enough that all that is made of them stays close to the processor.
const CHUNK_BYTES: usize = 192 << 10;

/// Chunks that are cut ahead of the one that is read.
const AHEAD: usize = 8;

/// Where the text of a field stands.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    pub begin: u32,
    pub end: u32,
}

/// What a field is, as the cell of a workbook says it. Of what is no text, the text stands aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// A text; every field of a file of texts is one.
    Text,
    /// A number, written as [`Cell::raw`] writes it.
    Number,
    /// A number shown as a percentage, written like any other.
    Share,
    /// A day.
    Day,
    /// A truth value.
    Flag,
    /// A formula that failed.
    Broken,
}

/// Marks a field whose text stands aside, since it is not as in the file: quotes within it are doubled
/// there, or it is no text.
const ASIDE: u32 = 1 << 31;

/// Bits of the begin of a field aside that say what it is, and those that say where it stands.
const KIND_SHIFT: u32 = 28;
const OFFSET: u32 = (1 << KIND_SHIFT) - 1;

impl Field {
    /// A field whose text stands aside; `None` beyond what can be told.
    pub fn aside((begin, end): (usize, usize), kind: FieldKind) -> Option<Self> {
        let (begin, end) = (u32::try_from(begin).ok()?, u32::try_from(end).ok()?);
        (end <= OFFSET).then_some(Self { begin: begin | ASIDE | (kind as u32) << KIND_SHIFT, end })
    }

    const fn kind(self) -> FieldKind {
        if self.begin & ASIDE == 0 {
            return FieldKind::Text;
        }
        match (self.begin ^ ASIDE) >> KIND_SHIFT {
            0 => FieldKind::Text,
            1 => FieldKind::Number,
            2 => FieldKind::Share,
            3 => FieldKind::Day,
            4 => FieldKind::Flag,
            _ => FieldKind::Broken,
        }
    }
}

/// Where the fields of a record stand.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    pub number: u32,
    pub first_field: u32,
    pub last_field: u32,
    /// Line breaks of a quoted text that ends in the middle of another.
    pub broken_quote: u32,
}

/// Rows that stand one after the other: records and their text, or rows of cells.
#[derive(Debug, Default)]
pub struct Chunk {
    pub text: String,
    pub aside: String,
    pub fields: Vec<Field>,
    pub spans: Vec<Span>,
    pub rows: Vec<SheetRow>,
    /// Bytes of the file before it.
    pub begin: u64,
    /// Bytes of the file it takes.
    pub bytes: u64,
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

/// Makes chunks of a file, one after the other; of what an old one was made it may make the next.
pub trait Chunks: Send {
    /// The next rows; none at the end.
    fn next_chunk(&mut self, old: Option<Chunk>) -> Result<Chunk, Stop>;
}

/// Rows of a file, to be taken in their order.
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
    Here(Box<dyn Chunks>),
    /// They are cut ahead, by another thread, which gets back what they were made of.
    Ahead(Receiver<Result<Chunk, Stop>>, Sender<Chunk>, Option<JoinHandle<()>>),
}

/// Records that stand one after the other.
#[derive(Clone, Copy)]
pub struct Window<'w> {
    chunks: &'w VecDeque<Chunk>,
    /// Records of the chunks before the first, and those of the window.
    before: usize,
    length: usize,
    /// Whether no further records follow.
    pub is_last: bool,
}

/// One row.
#[derive(Clone, Copy)]
pub enum Item<'w> {
    /// Of a text.
    Record(Record<'w>),
    /// Of cells.
    Row(&'w SheetRow),
}

impl Item<'_> {
    /// Number as a spreadsheet shows it, from 1.
    pub const fn number(&self) -> u32 {
        match self {
            Self::Record(record) => record.number,
            Self::Row(row) => row.number,
        }
    }
}

/// One record: a row of a text.
#[derive(Clone, Copy)]
pub struct Record<'w> {
    text: &'w str,
    aside: &'w str,
    fields: &'w [Field],
    /// Number as a spreadsheet shows it, from 1.
    pub number: u32,
    /// Line breaks within a quoted text that is followed by more; 0 where there is none.
    pub broken_quote: u32,
}

/// Bytes of the longest text that is held as a number.
const SHORT_MAX: usize = 15;

impl Chunk {
    const fn len(&self) -> usize {
        self.spans.len() + self.rows.len()
    }

    fn record(&self, span: &Span) -> Record<'_> {
        Record {
            text: &self.text,
            aside: &self.aside,
            fields: &self.fields[span.first_field as usize..span.last_field as usize],
            number: span.number,
            broken_quote: span.broken_quote,
        }
    }
}

impl<'w> Window<'w> {
    /// Number of rows.
    pub const fn len(&self) -> usize {
        self.length
    }

    /// The rows behind the first ones.
    pub const fn behind(self, rows: usize) -> Self {
        Self { before: self.before + rows, length: self.length - rows, ..self }
    }

    /// The first rows.
    pub fn first(self, rows: usize) -> Self {
        let is_last = self.is_last && rows >= self.length;
        Self { length: rows.min(self.length), is_last, ..self }
    }

    /// The rows.
    pub fn items(self) -> impl Iterator<Item = Item<'w>> {
        let (mut before, mut left) = (self.before, self.length);
        self.chunks.iter().flat_map(move |chunk| {
            let begin = before.min(chunk.len());
            let end = chunk.len().min(begin + left);
            (before, left) = (before - begin, left - (end - begin));
            // A chunk has rows of one kind.
            let spans = chunk.spans.get(begin..end).unwrap_or_default();
            let rows = chunk.rows.get(begin..end).unwrap_or_default();
            let records = spans.iter().map(|span| Item::Record(chunk.record(span)));
            records.chain(rows.iter().map(Item::Row))
        })
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
        // Separators and line breaks are no part of any other character.
        match field.begin & ASIDE {
            0 => &self.text[field.begin as usize..field.end as usize],
            _ => &self.aside[(field.begin & OFFSET) as usize..field.end as usize],
        }
    }

    /// The bytes of a short text, how many they are, and what the field is, as one number; 0 for no
    /// text. `None` for a longer one.
    #[inline]
    pub fn short_key(&self, column: usize) -> Option<u128> {
        let Some(field) = self.fields.get(column) else { return Some(0) };
        let (text, begin) = match field.begin & ASIDE {
            0 => (self.text.as_bytes(), field.begin as usize),
            _ => (self.aside.as_bytes(), (field.begin & OFFSET) as usize),
        };
        let length = field.end as usize - begin;
        if length > SHORT_MAX {
            return None;
        }
        // Mostly other text follows, so that as many bytes as a number has can be read at once.
        let bytes = match text[begin..].first_chunk::<{ SHORT_MAX + 1 }>() {
            Some(bytes) => u128::from_le_bytes(*bytes) & ((1 << (8 * length)) - 1),
            None => {
                let mut bytes = [0; SHORT_MAX + 1];
                bytes[..length].copy_from_slice(self.bytes(column));
                u128::from_le_bytes(bytes)
            }
        };
        Some(bytes | (length as u128 | (field.kind() as u128) << 4) << (8 * SHORT_MAX))
    }

    /// The bytes of that text.
    #[inline]
    pub fn bytes(&self, column: usize) -> &'w [u8] {
        let Some(field) = self.fields.get(column) else { return &[] };
        match field.begin & ASIDE {
            0 => &self.text.as_bytes()[field.begin as usize..field.end as usize],
            _ => &self.aside.as_bytes()[(field.begin & OFFSET) as usize..field.end as usize],
        }
    }

    /// What a field is; no field is a text.
    #[inline]
    pub fn kind(&self, column: usize) -> FieldKind {
        self.fields.get(column).map_or(FieldKind::Text, |field| field.kind())
    }

    /// The cell of a field, composed.
    pub fn cell(&self, column: usize) -> Cell {
        let text = self.field(column);
        let number = || text.parse::<f64>().ok();
        let read = match self.kind(column) {
            FieldKind::Text if shows_nothing(text) => Some(Cell::Empty),
            FieldKind::Text => None,
            FieldKind::Number => number().map(Cell::Number),
            FieldKind::Share => number().map(Cell::Share),
            FieldKind::Day => NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(Cell::Day),
            FieldKind::Flag => Some(Cell::Flag(text == "TRUE")),
            FieldKind::Broken => Some(Cell::Broken(text.to_owned())),
        };
        read.unwrap_or_else(|| {
            let mut cell = Cell::Text(text.to_owned());
            compose(&mut cell);
            cell
        })
    }

    /// The text of a field as [`Cell::raw`] gives it, but for its composition.
    #[inline]
    pub fn raw(&self, column: usize) -> Cow<'w, str> {
        match self.kind(column) {
            FieldKind::Share => Cow::Owned(self.cell(column).raw()),
            _ => Cow::Borrowed(self.field(column)),
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
        Self::of(Box::new(Cutter::new(input, separator, number, bytes)))
    }

    /// Rows of another file.
    pub fn of(chunks: Box<dyn Chunks>) -> Self {
        Self { source: Source::Here(chunks), chunks: VecDeque::new(), taken: 0 }
    }

    /// The same, cut by another thread while others read what was cut.
    pub fn ahead(self) -> Self {
        let Source::Here(mut cutter) = self.source else { return self };
        let (chunks, received) = sync_channel(AHEAD);
        let (give_back, old) = channel();
        let thread = std::thread::spawn(move || {
            loop {
                let chunk = cutter.next_chunk(old.try_recv().ok());
                let is_over = chunk.as_ref().map_or(true, |chunk| chunk.is_last);
                // Where nobody receives it, nobody wants more.
                if chunks.send(chunk).is_err() || is_over {
                    return;
                }
            }
        });
        Self { source: Source::Ahead(received, give_back, Some(thread)), ..self }
    }

    /// The next records, those left over from the last window first; an empty window at the end.
    /// Where none was taken of the last window, the next holds more.
    pub fn next_window(&mut self) -> Result<Window<'_>, Stop> {
        if self.chunks.back().is_none_or(|last| !last.is_last) {
            let chunk = match &mut self.source {
                Source::Here(cutter) => cutter.next_chunk(None)?,
                Source::Ahead(chunks, _, thread) => match chunks.recv() {
                    Ok(chunk) => chunk?,
                    Err(_) => ended_too_early(thread.take()),
                },
            };
            self.chunks.push_back(chunk);
        }
        let is_last = self.chunks.back().is_none_or(|last| last.is_last);
        let (chunks, before) = (&self.chunks, self.taken);
        let length = chunks.iter().map(Chunk::len).sum::<usize>() - before;
        Ok(Window { chunks, before, length, is_last })
    }

    /// Takes the first records of the last window; the others come again with the next.
    pub fn take(&mut self, records: usize) {
        self.taken += records;
        while let Some(first) = self.chunks.front()
            && self.taken >= first.len()
            && !first.is_last
        {
            self.taken -= first.len();
            if let (Some(old), Source::Ahead(_, give_back, _)) =
                (self.chunks.pop_front(), &self.source)
            {
                // The thread may be done already.
                let _ = give_back.send(old);
            }
        }
    }

    /// About how many bytes of the file the rows that were taken so far make.
    pub fn bytes_taken(&self) -> u64 {
        self.chunks.front().map_or(0, |first| {
            first.begin + first.bytes * self.taken as u64 / (first.len() as u64).max(1)
        })
    }
}

/// A thread that is gone without a last chunk has failed: with that this one fails too.
fn ended_too_early(thread: Option<JoinHandle<()>>) -> ! {
    if let Some(Err(failure)) = thread.map(JoinHandle::join) {
        std::panic::resume_unwind(failure);
    }
    unreachable!("a thread that has not failed gives a last chunk");
}

#[cfg(test)]
mod tests;
