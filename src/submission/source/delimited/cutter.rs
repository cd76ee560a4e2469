//! Bytes of a text with separators → chunks of whole records.

use std::io::{ErrorKind, Read};

use super::ends::Ends;
use super::records::{Chunk, Chunks, Field, FieldKind, Span, Stop};

/// Bytes of the longest record, with the rows that cannot be told apart from it.
const CHUNK_BYTES_MAX: usize = 256 << 20;

/// Cuts text with separators into chunks of records. Every record is in one chunk.
pub(super) struct Cutter<R> {
    input: R,
    separator: u8,
    chunk_bytes: usize,
    /// The bytes that are being cut.
    buffer: Vec<u8>,
    at_end: bool,
    /// Number of the last record that was cut.
    number: u32,
    /// Bytes of the text before the buffer.
    begin: u64,
    aside: String,
    fields: Vec<Field>,
    spans: Vec<Span>,
    /// Byte behind the last record that was cut.
    cut: usize,
}

impl<R: Read> Cutter<R> {
    /// Cuts a text from its first byte on; `number` is that of the record before the first.
    pub(super) const fn new(input: R, separator: u8, number: u32, chunk_bytes: usize) -> Self {
        Self {
            input,
            separator,
            chunk_bytes,
            buffer: Vec::new(),
            at_end: false,
            number,
            begin: 0,
            aside: String::new(),
            fields: Vec::new(),
            spans: Vec::new(),
            cut: 0,
        }
    }
}

impl<R: Read + Send> Chunks for Cutter<R> {
    fn next_chunk(&mut self, old: Option<Chunk>) -> Result<Chunk, Stop> {
        let mut text = String::new();
        if let Some(old) = old {
            (self.aside, self.fields, self.spans) = (old.aside, old.fields, old.spans);
            text = old.text;
            text.clear();
        }
        let mut wanted = self.chunk_bytes;
        loop {
            self.fill(wanted)?;
            self.cut_records()?;
            if !self.spans.is_empty() || self.at_end {
                break;
            }
            wanted = self.buffer.len() * 2;
        }
        let bytes = &self.buffer[..self.cut];
        if memchr::memchr(0, bytes).is_some() {
            return Err(Stop::NoText);
        }
        text.push_str(simdutf8::basic::from_utf8(bytes).map_err(|_| Stop::NoText)?);
        // What is left of the bytes begins the next chunk.
        self.buffer.drain(..self.cut);
        let begin = self.begin;
        self.begin += text.len() as u64;
        Ok(Chunk {
            text,
            aside: std::mem::take(&mut self.aside),
            fields: std::mem::take(&mut self.fields),
            spans: std::mem::take(&mut self.spans),
            rows: Vec::new(),
            begin,
            bytes: self.begin - begin,
            is_last: self.at_end && self.buffer.is_empty(),
        })
    }
}

impl<R: Read> Cutter<R> {
    fn fill(&mut self, wanted: usize) -> Result<(), Stop> {
        if wanted > CHUNK_BYTES_MAX {
            return Err(Stop::NoText);
        }
        let mut filled = self.buffer.len();
        if self.at_end || filled >= wanted {
            return Ok(());
        }
        self.buffer.resize(wanted, 0);
        while !self.at_end && filled < wanted {
            match self.input.read(&mut self.buffer[filled..]) {
                Ok(read) => (filled, self.at_end) = (filled + read, read == 0),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(Stop::Failed(error)),
            }
        }
        self.buffer.truncate(filled);
        Ok(())
    }

    /// Cuts what is whole in the buffer.
    fn cut_records(&mut self) -> Result<(), Stop> {
        let buffer = std::mem::take(&mut self.buffer);
        let cut = self.cut_records_of(&buffer);
        self.buffer = buffer;
        cut
    }

    fn cut_records_of(&mut self, buffer: &[u8]) -> Result<(), Stop> {
        self.fields.clear();
        self.spans.clear();
        self.aside.clear();
        self.cut = 0;
        let mut number = self.number;
        let mut ends = Ends::new(buffer, self.separator);
        loop {
            let (begin, newlines) = behind_blank_lines(buffer, self.cut);
            if begin == buffer.len() {
                if self.at_end {
                    self.cut = begin;
                }
                break;
            }
            let first_field = self.fields.len();
            let aside = self.aside.len();
            let Some((end, broken_quote)) = self.cut_fields(buffer, begin, &mut ends)? else {
                self.fields.truncate(first_field);
                self.aside.truncate(aside);
                break;
            };
            number = number.saturating_add(newlines).saturating_add(1);
            self.spans.push(Span {
                number,
                first_field: first_field as u32,
                last_field: self.fields.len() as u32,
                broken_quote,
            });
            self.cut = end;
        }
        if !self.spans.is_empty() {
            self.number = number;
        }
        Ok(())
    }

    /// Cuts the fields of the record that begins at a byte; the byte behind it, its line break
    /// included. `None` where the buffer ends before it does.
    fn cut_fields(
        &mut self,
        buffer: &[u8],
        begin: usize,
        ends: &mut Ends<'_>,
    ) -> Result<Option<(usize, u32)>, Stop> {
        let mut at = begin;
        let mut broken_quote = 0;
        loop {
            at = ends.plain_fields(at, &mut self.fields);
            let end = if buffer.get(at) == Some(&b'"') {
                match self.cut_quoted(buffer, at, &mut broken_quote)? {
                    Some(end) => end,
                    None => return Ok(None),
                }
            } else {
                let end = ends.next(at);
                if end == buffer.len() && !self.at_end {
                    return Ok(None);
                }
                self.fields.push(Field { begin: at as u32, end: end as u32 });
                end
            };
            match buffer.get(end) {
                Some(&byte) if byte == self.separator => at = end + 1,
                None => return Ok(Some((end, broken_quote))),
                Some(b'\r') => match buffer.get(end + 1) {
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
    fn cut_quoted(
        &mut self,
        buffer: &[u8],
        begin: usize,
        broken: &mut u32,
    ) -> Result<Option<usize>, Stop> {
        let mut at = begin + 1;
        let mut is_doubled = false;
        let closed = loop {
            let Some(next) = memchr::memchr(b'"', &buffer[at..]) else {
                // A text that never ends is for the reader of the whole text to refuse.
                return if self.at_end { Err(Stop::NoText) } else { Ok(None) };
            };
            at += next;
            match buffer.get(at + 1) {
                Some(b'"') => {
                    is_doubled = true;
                    at += 2;
                }
                None if !self.at_end => return Ok(None),
                _ => break at,
            }
        };
        let rest = &buffer[closed + 1..];
        let more = memchr::memchr3(self.separator, b'\n', b'\r', rest).unwrap_or(rest.len());
        let end = closed + 1 + more;
        if end == buffer.len() && !self.at_end {
            return Ok(None);
        }
        if !is_doubled && more == 0 {
            self.fields.push(Field { begin: begin as u32 + 1, end: closed as u32 });
            return Ok(Some(end));
        }
        let after = &buffer[closed + 1..end];
        let is_ended = after.iter().all(|&byte| byte == b' ' && self.separator != b' ');
        if !is_ended {
            let breaks = memchr::memchr_iter(b'\n', &buffer[begin..closed]).count();
            // Each of several is for the reader of the whole text to tell.
            if breaks > 0 && *broken > 0 {
                return Err(Stop::NoText);
            }
            *broken = (*broken).max(u32::try_from(breaks).unwrap_or(u32::MAX));
        }
        let text = |bytes| std::str::from_utf8(bytes).map_err(|_| Stop::NoText);
        let inner = text(&buffer[begin + 1..closed])?.replace("\"\"", "\"");
        let start = self.aside.len();
        self.aside.push_str(&inner);
        self.aside.push_str(text(after)?);
        let field = Field::aside((start, self.aside.len()), FieldKind::Text);
        self.fields.push(field.ok_or(Stop::NoText)?);
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
