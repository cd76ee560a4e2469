//! Text with separators (CSV and its kin) → one sheet.

mod cutter;
mod ends;
mod quotes;
pub mod records;

use std::io::Read;

use super::filling::{Filling, Look};
use super::limit::{Meter, Refusal};
use super::{Cell, Sheet, encoding};
use crate::diagnostic::{Code, Finding, Text};

/// Reads text with whatever separator it has.
pub(super) fn read(
    name: &str,
    bytes: &[u8],
    meter: &mut Meter,
    findings: &mut Vec<Finding>,
) -> Result<Sheet, Refusal> {
    let text = encoding::decode(bytes, findings)?;
    read_text(name, &text, meter, findings)
}

/// Reads decoded text. A first line `sep=;`, by which Excel is told the separator, is no row: Excel
/// does not show it, and counts rows from the next line on.
pub(super) fn read_text(
    name: &str,
    text: &str,
    meter: &mut Meter,
    findings: &mut Vec<Finding>,
) -> Result<Sheet, Refusal> {
    let (declared, text) = declared_separator(text);
    let separator = declared.unwrap_or_else(|| separator_of(text));
    let mut faults = quotes::faults(text.as_bytes(), separator).into_iter().peekable();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut filling = Filling::new(name, meter, findings);
    let mut record = csv::StringRecord::new();
    let mut number = 0;
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                let found = Text::phrase("F101-line-not-followed").with("error", error.to_string());
                return Err(Box::new(Finding::new(Code::F101, found)));
            }
        }
        // Records are numbered, not lines: a spreadsheet shows a cell with line breaks as one row.
        number = number_after(number, &record, text);
        let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        while let Some(fault) = faults.next_if(|fault| fault.opened < end) {
            filling.tell(fault.finding(number)?);
        }
        filling.column(record.len().saturating_sub(1))?;
        for (column, field) in record.iter().enumerate() {
            filling.put(number - 1, column, Cell::Text(field.to_owned()))?;
        }
    }
    filling.finish(Look::default())
}

/// The separator that a first line `sep=;` names, and the text after that line.
pub(super) fn declared_separator(text: &str) -> (Option<u8>, &str) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let line = line.trim_end_matches('\r').trim_matches('"');
    let named = line.get(..4).filter(|word| word.eq_ignore_ascii_case("sep="));
    match named.map(|_| &line.as_bytes()[4..]) {
        Some(&[separator]) if separator.is_ascii() => (Some(separator), rest),
        _ => (None, text),
    }
}

/// Number of the record a spreadsheet would show: blank lines, which the reader skips, count.
pub(super) fn number_after(previous: u32, record: &csv::StringRecord, text: &str) -> u32 {
    let Some(position) = record.position() else { return previous + 1 };
    let bytes = text.as_bytes();
    let mut at = usize::try_from(position.byte()).unwrap_or(usize::MAX).min(bytes.len());
    // The reader ends a record at CR; the LF after it belongs to that line, not to a blank one.
    if at > 0 && bytes[at - 1] == b'\r' && bytes.get(at) == Some(&b'\n') {
        at += 1;
    }
    let blank = bytes[at..].iter().take_while(|&&b| b == b'\n' || b == b'\r');
    let newlines = blank.filter(|&&b| b == b'\n').count();
    previous + 1 + u32::try_from(newlines).unwrap_or(u32::MAX - previous - 1)
}

/// The separator that splits the first lines into the most even number of fields.
pub(super) fn separator_of(text: &str) -> u8 {
    let mut sample = String::new();
    // Reading from memory cannot fail; a cut in the middle of a letter only shortens the sample.
    let _ = text.as_bytes().take(64 * 1024).read_to_string(&mut sample);
    if sample.is_empty() {
        sample = text.chars().take(16 * 1024).collect();
    }
    let score = |separator: u8| {
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(sample.as_bytes());
        let lengths: Vec<usize> = reader
            .into_records()
            .map_while(Result::ok)
            .take(50)
            .map(|record| record.len())
            .collect();
        let usual = lengths.iter().copied().max_by_key(|length| {
            (lengths.iter().filter(|other| *other == length).count(), *length)
        });
        usual.filter(|&usual| usual > 1).map_or(0, |usual| {
            lengths.iter().filter(|&&length| length == usual).count() * 1_000 + usual
        })
    };
    // The comma first, so that it wins where nothing speaks for another.
    [b',', b';', b'\t', b'|'].into_iter().rev().max_by_key(|&s| score(s)).unwrap_or(b',')
}

#[cfg(test)]
mod tests;
