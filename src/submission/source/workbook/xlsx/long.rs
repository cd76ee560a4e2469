//! The one long sheet of a workbook, read some rows at a time.
//!
//! The part is held inflated, since it says only below its rows which cells are shown as one, and may
//! have to be read again; the cells of its rows never are.

use std::io::{Cursor, Read};
use std::sync::Arc;

use memchr::memmem;

use super::book::{Book, Opened, SheetPart, open};
use super::scan::{PIECE_MAX, Scanner, Seen, Take, Unusual, head_of};
use super::sheets::{Counting, Used, look_through};
use crate::diagnostic::Finding;
use crate::plan::Limits;
use crate::submission::source::delimited::records::{
    Chunk, Chunks, Field, FieldKind, Records, Span, Stop,
};
use crate::submission::source::filling::{CELL_CHARS_MAX, Look};
use crate::submission::source::limit::Meter;
use crate::submission::source::workbook::h208_no_sheet_is_hidden;
use crate::submission::source::{Cell, Merged, archive};

/// Bytes of a part that is held.
const PART_MAX: u64 = 512 << 20;

/// Bytes of a part that are made a chunk of: about as many rows as of a text.
const CHUNK_BYTES: usize = 768 << 10;

/// The one sheet with cells of a workbook.
#[derive(Debug)]
pub(in crate::submission::source) struct LongSheet {
    /// Its name.
    pub(in crate::submission::source) name: String,
    /// Cells shown as one, from the top.
    pub(in crate::submission::source) merged: Vec<Merged>,
    /// What is told of the workbook as a whole.
    pub(in crate::submission::source) findings: Vec<Finding>,
    part: Arc<Vec<u8>>,
    book: Arc<Book>,
    limits: Limits,
    /// Bytes of the file.
    file_bytes: u64,
}

/// Whether a workbook, going by its directory, has one sheet that is long, of so many bytes at least.
pub(in crate::submission::source) fn may_be_long(bytes: &[u8], from: u64) -> bool {
    let Ok(mut archive) = archive::open(bytes) else { return false };
    let names = archive::names(&archive);
    let mut sizes = names.iter().enumerate().filter_map(|(place, name)| {
        let is_sheet = name.starts_with("xl/worksheets/") && name.ends_with(".xml");
        is_sheet.then(|| archive.by_index_raw(place).map_or(0, |entry| entry.size()))
    });
    sizes.by_ref().filter(|size| *size >= from).count() == 1
}

impl LongSheet {
    /// The sheet of a workbook that has one with cells, of so many bytes at least, hides nothing of it,
    /// and is written as usual; `None` of every other.
    pub(in crate::submission::source) fn open(
        bytes: &[u8],
        limits: Limits,
        from: u64,
    ) -> Option<Self> {
        let mut meter = Meter::new(limits);
        let mut archive = archive::open(bytes).ok()?;
        let Opened { book, sheets, mut findings } = open(&mut archive, &mut meter).ok()?;
        let mut with_rows = sheets.iter().filter(|sheet| sheet.has_rows);
        let (Some(sheet), None) = (with_rows.next(), with_rows.next()) else { return None };
        let used = Used::new(&meter);
        let part = inflated(&mut archive, sheet, &used, from)?;
        let (above, _) = head_of(&part)?;
        let below = memmem::rfind(&part, b"</sheetData>")?;
        let mut look = Look::default();
        look_through(&part[..above], &mut look).ok()?;
        look_through(part.get(below..)?, &mut look).ok()?;
        if !look.hidden_columns.is_empty() || part.len() - below > PIECE_MAX {
            return None;
        }
        look.merged.sort_by_key(|merged| (merged.first_row, merged.first_column));
        h208_no_sheet_is_hidden(&sheet.name, sheet.is_hidden, &mut findings);
        Some(Self {
            name: sheet.name.clone(),
            merged: look.merged,
            findings,
            part: Arc::new(part),
            book: Arc::new(book),
            limits,
            file_bytes: bytes.len() as u64,
        })
    }

    /// Its rows, from the first on, of about so many bytes of the part at a time.
    pub(in crate::submission::source) fn records(&self, chunk_bytes: Option<usize>) -> Records {
        let part = Cursor::new(Shared(Arc::clone(&self.part)));
        Records::of(Box::new(Rows {
            // What cannot be read stops at the first chunk.
            scanner: Scanner::new(part, Arc::clone(&self.book)).ok(),
            used: Used::new(&Meter::new(self.limits)),
            chunk_bytes: chunk_bytes.unwrap_or(CHUNK_BYTES).max(1),
            part_bytes: self.part.len() as u64,
            file_bytes: self.file_bytes,
            begin: 0,
        }))
    }
}

/// The part of a sheet, within the limits.
fn inflated(
    archive: &mut archive::Archive<'_>,
    sheet: &SheetPart,
    used: &Used,
    from: u64,
) -> Option<Vec<u8>> {
    let input = archive.by_index(sheet.place).ok()?;
    let (packed, size) = (input.compressed_size(), input.size());
    if size < from || size > PART_MAX {
        return None;
    }
    // What the part claims is no more than what it may inflate to.
    let mut part = Vec::with_capacity(size as usize);
    let counted = Counting { input, packed, bytes: 0, used };
    // A byte more, so that a part that is longer than it says is told from one that is not.
    counted.take(PART_MAX + 1).read_to_end(&mut part).ok()?;
    (part.len() as u64 == size).then_some(part)
}

/// Bytes that several read.
struct Shared(Arc<Vec<u8>>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// The rows of a sheet, as records.
struct Rows {
    scanner: Option<Scanner<Cursor<Shared>>>,
    used: Used,
    chunk_bytes: usize,
    part_bytes: u64,
    file_bytes: u64,
    /// Bytes of the file before the next chunk.
    begin: u64,
}

impl Chunks for Rows {
    fn next_chunk(&mut self, old: Option<Chunk>) -> Result<Chunk, Stop> {
        let scanner = self.scanner.as_mut().ok_or(Stop::NoText)?;
        let mut chunk = old.unwrap_or_default();
        chunk.text.clear();
        chunk.aside.clear();
        chunk.fields.clear();
        chunk.spans.clear();
        let mut into = IntoChunk { chunk, used: &self.used, row: 0, first: 0, text: 0 };
        loop {
            let has_more = scanner.read(self.chunk_bytes, &mut into).map_err(|_| Stop::NoText)?;
            into.chunk.is_last = !has_more;
            if !has_more || !into.chunk.spans.is_empty() {
                break;
            }
        }
        let mut chunk = into.chunk;
        let scanned = if chunk.is_last { self.part_bytes } else { scanner.scanned() };
        let end = u128::from(self.file_bytes) * u128::from(scanned) / u128::from(self.part_bytes);
        (chunk.begin, chunk.bytes) = (self.begin, end as u64 - self.begin);
        self.begin = end as u64;
        Ok(chunk)
    }
}

/// Fills a chunk.
struct IntoChunk<'u> {
    chunk: Chunk,
    used: &'u Used,
    /// The row, and its first field.
    row: u32,
    first: usize,
    /// Bytes of text of the row.
    text: usize,
}

impl IntoChunk<'_> {
    /// Puts a field that is no text aside.
    fn aside(&mut self, kind: FieldKind, text: impl std::fmt::Display) -> Result<(), Unusual> {
        use std::fmt::Write;
        let begin = self.chunk.aside.len();
        write!(self.chunk.aside, "{text}").map_err(|_| Unusual)?;
        self.aside_from(begin, kind)
    }

    fn aside_from(&mut self, begin: usize, kind: FieldKind) -> Result<(), Unusual> {
        let field = Field::aside((begin, self.chunk.aside.len()), kind);
        self.chunk.fields.push(field.ok_or(Unusual)?);
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), Unusual> {
        if text.len() > CELL_CHARS_MAX {
            return Err(Unusual);
        }
        let begin = self.chunk.text.len();
        self.chunk.text.push_str(text);
        let (begin, end) = (begin as u32, self.chunk.text.len());
        // The text of a chunk is as short as its bytes in the part, but for texts that cells share.
        if end > i32::MAX as usize {
            return Err(Unusual);
        }
        self.text += text.len();
        self.chunk.fields.push(Field { begin, end: end as u32 });
        Ok(())
    }
}

impl Take for IntoChunk<'_> {
    fn begin_row(&mut self, number: u32, is_hidden: bool) -> Result<(), Unusual> {
        (self.row, self.first, self.text) = (number, self.chunk.fields.len(), 0);
        if is_hidden { Err(Unusual) } else { Ok(()) }
    }

    fn cell(&mut self, column: usize, seen: Seen<'_>) -> Result<(), Unusual> {
        self.used.column(column)?;
        let empty = Field { begin: 0, end: 0 };
        self.chunk.fields.resize(self.first + column, empty);
        match seen {
            Seen::Text(text) => self.text(text),
            Seen::Number(number) if is_shortest(number.as_bytes()) => {
                let begin = self.chunk.aside.len();
                self.chunk.aside.push_str(number);
                self.aside_from(begin, FieldKind::Number)
            }
            Seen::Number(number) => {
                let number: f64 = number.parse().map_err(|_| Unusual)?;
                self.aside(FieldKind::Number, number)
            }
            Seen::Other(cell) => match cell {
                Cell::Number(number) => self.aside(FieldKind::Number, number),
                Cell::Share(share) => self.aside(FieldKind::Share, share),
                Cell::Day(day) => self.aside(FieldKind::Day, day),
                Cell::Broken(text) => self.aside(FieldKind::Broken, text),
                Cell::Flag(_) => self.aside(FieldKind::Flag, cell.raw()),
                Cell::Text(text) => self.text(&text),
                Cell::Empty => Ok(()),
            },
        }
    }

    fn end_row(&mut self) -> Result<(), Unusual> {
        let fields = self.chunk.fields.len();
        self.used.hold(fields - self.first, self.text)?;
        if fields > self.first {
            let place = |at| u32::try_from(at).map_err(|_| Unusual);
            let (first_field, last_field) = (place(self.first)?, place(fields)?);
            let span = Span { number: self.row, first_field, last_field, broken_quote: 0 };
            self.chunk.spans.push(span);
        }
        Ok(())
    }
}

/// Whether a number is written as Rust writes it: of up to 15 digits no two are the same number.
fn is_shortest(text: &[u8]) -> bool {
    let (whole, decimals) = match memchr::memchr(b'.', text) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let is_digits = |text: &[u8]| !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    text.len() <= 16
        && is_digits(whole)
        && (whole.len() == 1 || whole[0] != b'0')
        && decimals.is_none_or(|text| is_digits(text) && text.last() != Some(&b'0'))
        && whole.len() + decimals.map_or(0, <[u8]>::len) <= 15
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_number_that_is_the_shortest_is_written_so(text in "[0-9]{1,17}(\\.[0-9]{1,9})?") {
            if is_shortest(text.as_bytes()) {
                let number: f64 = text.parse().expect("a number");
                prop_assert_eq!(number.to_string(), text);
            }
        }
    }

    #[test]
    fn usual_numbers_are_the_shortest() {
        for text in ["0", "7", "0.5", "51.5", "123456789012345", "1024"] {
            assert!(is_shortest(text.as_bytes()), "{text}");
        }
        for text in ["", "00", "01", "1.50", "1.", ".5", "-1", "1e3", "74.40000000000001"] {
            assert!(!is_shortest(text.as_bytes()), "{text}");
        }
    }
}
