//! Text with separators (CSV and its kin) → one sheet.

use std::io::Read;

use super::{Cell, Sheet, SheetRow, cut, encoding, too_many_columns};
use crate::diagnostic::{Code, Finding, Text};
use crate::plan::Limits;

/// Reads text with whatever separator it has.
pub(super) fn read(
    name: String,
    bytes: &[u8],
    limits: Limits,
    findings: &mut Vec<Finding>,
) -> Result<Sheet, Box<Finding>> {
    let text = encoding::decode(bytes, findings)?;
    let separator = separator_of(&text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut sheet = Sheet::new(name);
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
        number = number_after(number, &record, &text);
        if record.len() > limits.columns_max {
            return Err(Box::new(too_many_columns(&sheet.name, record.len(), limits)));
        }
        let filled = (0..record.len()).rev().find(|&at| !record[at].trim().is_empty());
        let Some(last) = filled else { continue };
        let cells = record
            .iter()
            .take(last + 1)
            .enumerate()
            .map(|(column, field)| {
                let cell = if field.trim().is_empty() {
                    Cell::Empty
                } else {
                    Cell::Text(field.to_owned())
                };
                cut(cell, &sheet.name, number, column, findings)
            })
            .collect();
        sheet.rows.push(SheetRow { number, cells });
    }
    Ok(sheet)
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
mod tests {
    use super::*;

    fn sheet_of(text: &str) -> Sheet {
        let limits = crate::plan::Plan::built_in().limits;
        read("t".to_owned(), text.as_bytes(), limits, &mut Vec::new()).expect("is text")
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_shows_them() {
        let sheet = sheet_of("a,b\n\n1,\"x\ny\"\n,,\n2,z\n");
        let numbers: Vec<u32> = sheet.rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [1, 3, 5]);
        let sheet = sheet_of("a,b\r\n\r\n1,\"x\r\ny\"\r\n,,\r\n2,z\r\n");
        let numbers: Vec<u32> = sheet.rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [1, 3, 5], "the same with the line ends of Windows");
    }

    #[test]
    fn the_separator_is_found_though_decimals_have_commas() {
        assert_eq!(separator_of("a;b;c\n1,5;2,5;3\n1;2;3\n"), b';');
        assert_eq!(separator_of("a,b\n1,2\n"), b',');
        assert_eq!(separator_of("a\tb\n1\t2\n"), b'\t');
        assert_eq!(separator_of("one column\n"), b',');
    }
}
