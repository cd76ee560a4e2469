//! The rows of a sheet's part, cell by cell, as spreadsheet programs write them.
//!
//! Every program writes rows and cells in the one plain way that is read here, at several times the
//! speed of a reader of any XML. What is written otherwise is [`Unusual`]: the workbook is then left
//! to that reader, so that here nothing is guessed. A property test holds one against the other.

use std::io::Read;
use std::sync::Arc;

use calamine::{CellErrorType, Data, DataRef, ExcelDateTime};
use memchr::{memchr, memmem};

use super::book::{Book, CellStyle};
use super::texts::{Written, written};
use crate::submission::source::Cell;
use crate::submission::source::workbook::cell_of;

/// Bytes read at a time.
const BYTES: usize = 256 << 10;

/// Bytes of the longest row, and of all that stands above or below the rows.
pub(super) const PIECE_MAX: usize = 16 << 20;

/// Days that a date can be: those from 1900 to 9999.
const DAYS: std::ops::RangeInclusive<f64> = 0.0..=2_958_465.0;

/// Something that is not written as spreadsheet programs do, or beyond a limit: for the reader of any
/// workbook to read or refuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::submission::source) struct Unusual;

/// What stands in a cell.
#[derive(Debug)]
pub(super) enum Seen<'a> {
    /// A text.
    Text(&'a str),
    /// A number as it is written, in a form that is one in Rust too.
    Number(&'a str),
    /// Anything else.
    Other(Cell),
}

/// Takes what a sheet holds, row by row.
pub(super) trait Take {
    /// A row begins; its number counts from 1 and is larger than that of the last.
    fn begin_row(&mut self, number: u32, is_hidden: bool) -> Result<(), Unusual>;

    /// A cell of that row; columns count from 0, and rise.
    fn cell(&mut self, column: usize, seen: Seen<'_>) -> Result<(), Unusual>;

    /// The row ends.
    fn end_row(&mut self) -> Result<(), Unusual>;
}

/// Reads the rows of a part.
pub(super) struct Scanner<R> {
    input: R,
    book: Arc<Book>,
    buffer: Vec<u8>,
    /// Bytes of the buffer that were scanned.
    at: usize,
    at_end: bool,
    /// Bytes of the part before the buffer.
    before: u64,
    /// Number of the last row.
    row: u32,
}

impl<R: Read> Scanner<R> {
    /// Reads a part from its first byte on; what stands above the rows is passed.
    pub(super) fn new(input: R, book: Arc<Book>) -> Result<Self, Unusual> {
        let buffer = Vec::with_capacity(BYTES * 2);
        let mut scanner = Self { input, book, buffer, at: 0, at_end: false, before: 0, row: 0 };
        let (above, has_rows) = loop {
            match head_of(&scanner.buffer) {
                Some(head) => break head,
                None => scanner.fill()?,
            }
        };
        scanner.at = above;
        // What follows an empty list of rows is not looked at as rows.
        if has_rows { Ok(scanner) } else { Err(Unusual) }
    }

    /// Bytes of the part that were scanned.
    pub(super) const fn scanned(&self) -> u64 {
        self.before + self.at as u64
    }

    /// Reads rows until so many bytes of them are read; whether more may follow.
    pub(super) fn read(&mut self, bytes: usize, take: &mut impl Take) -> Result<bool, Unusual> {
        let until = self.scanned() + bytes as u64;
        while self.scanned() < until {
            if !self.next_row(take)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// What stands below the rows, once all of them are read.
    pub(super) fn below(mut self) -> Result<Vec<u8>, Unusual> {
        while !self.at_end {
            self.fill()?;
        }
        Ok(self.buffer.split_off(self.at))
    }

    /// Reads a row; false where there is none any more.
    fn next_row(&mut self, take: &mut impl Take) -> Result<bool, Unusual> {
        loop {
            let rest = without_space(&self.buffer[self.at..]);
            if rest.starts_with(b"</sheetData>") {
                self.at = self.buffer.len() - rest.len();
                return Ok(false);
            }
            if let Some((row, after)) = row_of(rest)? {
                let length = rest.len() - after.len();
                row.read(&self.book, &mut self.row, take)?;
                self.at = self.buffer.len() - rest.len() + length;
                return Ok(true);
            }
            self.fill()?;
        }
    }

    /// Reads on; the bytes that were scanned are let go.
    fn fill(&mut self) -> Result<(), Unusual> {
        if self.at_end || self.buffer.len() - self.at > PIECE_MAX {
            return Err(Unusual);
        }
        self.buffer.drain(..self.at);
        self.before += self.at as u64;
        self.at = 0;
        let length = self.buffer.len();
        self.buffer.resize(length + BYTES, 0);
        let mut filled = length;
        while filled < self.buffer.len() {
            match self.input.read(&mut self.buffer[filled..]) {
                Ok(0) => {
                    self.at_end = true;
                    break;
                }
                Ok(read) => filled += read,
                Err(_) => return Err(Unusual),
            }
        }
        self.buffer.truncate(filled);
        Ok(())
    }
}

/// How many bytes stand above the rows, and whether there is a list of rows; `None` where that is
/// still to come.
pub(super) fn head_of(part: &[u8]) -> Option<(usize, bool)> {
    let at = memmem::find(part, b"<sheetData")? + b"<sheetData".len();
    match part.get(at..)? {
        [b'>', ..] => Some((at + 1, true)),
        [b'/', b'>', ..] => Some((at + 2, false)),
        [b' ', b'/', b'>', ..] => Some((at + 3, false)),
        _ => None,
    }
}

/// A row that is there as a whole.
struct Row<'a> {
    number: &'a [u8],
    is_hidden: bool,
    /// Its cells.
    cells: &'a [u8],
}

/// The row that begins some bytes, and what follows it; `None` where its end is still to come.
fn row_of(bytes: &[u8]) -> Result<Option<(Row<'_>, &[u8])>, Unusual> {
    const BEGIN: &[u8] = b"<row";
    let Some(rest) = bytes.strip_prefix(BEGIN) else {
        return if bytes.len() < b"</sheetData>".len() { Ok(None) } else { Err(Unusual) };
    };
    if memchr(b'>', rest).is_none() {
        return Ok(None);
    }
    let (mut number, mut is_hidden) = (None, false);
    let (is_empty, rest) = attributes(rest, |name, value| {
        match name {
            b"r" if number.is_none() => number = Some(value),
            b"r" => return Err(Unusual),
            b"hidden" => is_hidden = matches!(value, b"1" | b"true"),
            _ => {}
        }
        Ok(())
    })?;
    let number = number.ok_or(Unusual)?;
    if is_empty {
        return Ok(Some((Row { number, is_hidden, cells: &[] }, rest)));
    }
    let Some(length) = memmem::find(rest, b"</row>") else { return Ok(None) };
    let after = &rest[length + b"</row>".len()..];
    Ok(Some((Row { number, is_hidden, cells: &rest[..length] }, after)))
}

impl Row<'_> {
    fn read(&self, book: &Book, last: &mut u32, take: &mut impl Take) -> Result<(), Unusual> {
        let number = whole(self.number).filter(|number| number > last).ok_or(Unusual)?;
        *last = number;
        take.begin_row(number, self.is_hidden)?;
        let mut rest = without_space(self.cells);
        let mut least = 0;
        while !rest.is_empty() {
            let (tag, after) = CellTag::of(rest.strip_prefix(b"<c").ok_or(Unusual)?, self.number)?;
            if tag.column < least {
                return Err(Unusual);
            }
            least = tag.column + 1;
            rest = match tag.is_empty {
                true => after,
                false => tag.read(after, book, take)?,
            };
            rest = without_space(rest);
        }
        take.end_row()
    }
}

/// The tag that begins a cell.
struct CellTag<'a> {
    column: usize,
    style: Option<&'a [u8]>,
    kind: Option<&'a [u8]>,
    is_empty: bool,
}

impl<'a> CellTag<'a> {
    /// The tag behind its name, of a cell of the row of that number; what follows it.
    fn of(rest: &'a [u8], row: &[u8]) -> Result<(Self, &'a [u8]), Unusual> {
        let (mut place, mut style, mut kind) = (None, None, None);
        let (is_empty, after) = attributes(rest, |name, value| {
            let known = match name {
                b"r" => &mut place,
                b"s" => &mut style,
                b"t" => &mut kind,
                _ => return Ok(()),
            };
            if known.replace(value).is_some() { Err(Unusual) } else { Ok(()) }
        })?;
        let letters = place.and_then(|place: &[u8]| place.strip_suffix(row)).ok_or(Unusual)?;
        Ok((Self { column: column(letters)?, style, kind, is_empty }, after))
    }

    /// Reads what stands in the cell; what follows it.
    fn read(
        &self,
        mut rest: &'a [u8],
        book: &Book,
        take: &mut impl Take,
    ) -> Result<&'a [u8], Unusual> {
        rest = without_space(rest);
        if let Some(formula) = rest.strip_prefix(b"<f") {
            let (is_empty, after) = attributes(formula, |_, _| Ok(()))?;
            rest = if is_empty { after } else { text_of(after, b"</f>")?.1 };
            rest = without_space(rest);
        }
        if let Some(value) = rest.strip_prefix(b"<v") {
            let (is_empty, after) = attributes(value, |_, _| Ok(()))?;
            let (text, after) =
                if is_empty { (&after[..0], after) } else { text_of(after, b"</v>")? };
            rest = after;
            self.value(text, book, take)?;
        } else if let Some(inline) = rest.strip_prefix(b"<is>") {
            let (text, after) = written(inline).ok_or(Unusual)?;
            rest = after.strip_prefix(b"</is>").ok_or(Unusual)?;
            let Written::Plain(text) = text else { return Err(Unusual) };
            if self.kind != Some(b"inlineStr") {
                return Err(Unusual);
            }
            self.text(&text, book, take)?;
        }
        without_space(rest).strip_prefix(b"</c>").ok_or(Unusual)
    }

    fn value(&self, text: &[u8], book: &Book, take: &mut impl Take) -> Result<(), Unusual> {
        let column = self.column;
        let as_text = || std::str::from_utf8(text).map_err(|_| Unusual);
        match self.kind {
            None | Some(b"n" | b"s" | b"b" | b"e") if text.is_empty() => Ok(()),
            Some(b"s") => {
                let place = whole(text).ok_or(Unusual)? as usize;
                self.text(book.texts.get(place).ok_or(Unusual)?, book, take)
            }
            None | Some(b"n") => {
                take.cell(column, number(as_text()?, book.style(self.style)?, book)?)
            }
            Some(b"str") => match written_value(text)? {
                Written::Plain(text) => self.text(&text, book, take),
                Written::Odd => Err(Unusual),
            },
            Some(b"b") => match text {
                b"0" | b"1" => take.cell(column, Seen::Other(Cell::Flag(text == b"1"))),
                _ => Err(Unusual),
            },
            Some(b"e") => {
                let error: CellErrorType = as_text()?.parse().map_err(|_| Unusual)?;
                let text = Data::Error(error).to_string();
                take.cell(column, Seen::Other(Cell::Broken(text)))
            }
            _ => Err(Unusual),
        }
    }

    fn text(&self, text: &str, book: &Book, take: &mut impl Take) -> Result<(), Unusual> {
        // A font of old decides what its text means.
        if book.style(self.style)?.has_face() {
            return Err(Unusual);
        }
        take.cell(self.column, Seen::Text(text))
    }
}

/// The text of a formula's value.
fn written_value(text: &[u8]) -> Result<Written<'_>, Unusual> {
    super::texts::plain(text, true).ok_or(Unusual)
}

/// What stands in a cell with a number.
fn number<'a>(text: &'a str, style: &CellStyle, book: &Book) -> Result<Seen<'a>, Unusual> {
    if !is_number(text.as_bytes()) {
        return Err(Unusual);
    }
    if style.is_plain() {
        return Ok(Seen::Number(text));
    }
    let number: f64 = text.parse().map_err(|_| Unusual)?;
    let cell = match style.at {
        None => Cell::number(number),
        Some(_) if !DAYS.contains(&number) => return Err(Unusual),
        Some(at) => cell_of(&DataRef::DateTime(ExcelDateTime::new(number, at, book.is_1904))),
    };
    Ok(Seen::Other(style.style.show(cell)))
}

/// Whether a text is a number as every reader takes it, and finite.
fn is_number(text: &[u8]) -> bool {
    let digits = |text: &mut &[u8]| {
        let length = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
        *text = &text[length..];
        length > 0
    };
    let mut rest = text.strip_prefix(b"-").unwrap_or(text);
    if !digits(&mut rest) {
        return false;
    }
    if let Some(decimals) = rest.strip_prefix(b".") {
        rest = decimals;
        if !digits(&mut rest) {
            return false;
        }
    }
    if let [b'e' | b'E', exponent @ ..] = rest {
        // Of two digits no number is beyond what can be held.
        rest =
            exponent.strip_prefix(b"-").or_else(|| exponent.strip_prefix(b"+")).unwrap_or(exponent);
        if rest.len() > 2 || !digits(&mut rest) {
            return false;
        }
    }
    rest.is_empty() && text.len() <= 40
}

/// Calls with each attribute of a tag from behind its name; whether the tag is an element without
/// content, and what follows it.
#[inline]
pub(super) fn attributes<'a>(
    mut rest: &'a [u8],
    mut take: impl FnMut(&'a [u8], &'a [u8]) -> Result<(), Unusual>,
) -> Result<(bool, &'a [u8]), Unusual> {
    loop {
        match rest {
            [b'>', after @ ..] => return Ok((false, after)),
            [b'/', b'>', after @ ..] => return Ok((true, after)),
            [b' ' | b'\n' | b'\r' | b'\t', ..] => rest = without_space(rest),
            _ => return Err(Unusual),
        }
        if matches!(rest, [b'>' | b'/', ..]) {
            continue;
        }
        let name = rest.iter().position(|byte| *byte == b'=').ok_or(Unusual)?;
        let (name, value) = rest.split_at(name);
        let [b'=', b'"', value @ ..] = value else { return Err(Unusual) };
        let end = value.iter().position(|byte| *byte == b'"').ok_or(Unusual)?;
        if name.iter().chain(&value[..end]).any(|byte| matches!(byte, b'<' | b'>' | b'&')) {
            return Err(Unusual);
        }
        take(name, &value[..end])?;
        rest = &value[end + 1..];
    }
}

/// The text up to a tag that ends it, without any other tag in it; what follows that tag.
pub(super) fn text_of<'a>(bytes: &'a [u8], end: &[u8]) -> Result<(&'a [u8], &'a [u8]), Unusual> {
    let length = memchr(b'<', bytes).ok_or(Unusual)?;
    let after = bytes[length..].strip_prefix(end).ok_or(Unusual)?;
    Ok((&bytes[..length], after))
}

/// The bytes from the first on that is no white space of XML.
pub(super) fn without_space(bytes: &[u8]) -> &[u8] {
    match bytes {
        [b' ' | b'\n' | b'\r' | b'\t', ..] => {
            let length = bytes.iter().take_while(|b| b" \n\r\t".contains(b)).count();
            &bytes[length..]
        }
        _ => bytes,
    }
}

/// A whole number of up to nine digits.
fn whole(digits: &[u8]) -> Option<u32> {
    if !(1..=9).contains(&digits.len()) {
        return None;
    }
    digits.iter().try_fold(0, |number, digit| {
        digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0'))
    })
}

/// The column of `A`, `AB`, from 0.
fn column(letters: &[u8]) -> Result<usize, Unusual> {
    if !(1..=3).contains(&letters.len()) {
        return Err(Unusual);
    }
    let column = letters.iter().try_fold(0, |column, letter| {
        letter.is_ascii_uppercase().then(|| column * 26 + usize::from(letter - b'A') + 1)
    });
    column.map(|column| column - 1).ok_or(Unusual)
}
