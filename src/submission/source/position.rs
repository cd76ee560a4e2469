//! Where the fields of a text with separators stand, as editors count: lines and characters.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{delimited, encoding};

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Character of the line, from 1; the mark of an encoding is none.
    pub character: u32,
}

/// Where the fields of the rows asked for begin, by row as findings number it; the row itself
/// begins where its first field does. Empty for workbooks and for text that cannot be read.
///
/// A row is a record, not a line: cells with line breaks make the numbers differ.
pub fn field_positions(
    path: &Path,
    bytes: &[u8],
    rows: &BTreeSet<u32>,
) -> BTreeMap<u32, Vec<Position>> {
    let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    if !matches!(extension.as_deref(), Some("csv" | "tsv" | "txt")) || rows.is_empty() {
        return BTreeMap::new();
    }
    match encoding::decode(bytes, &mut Vec::new()) {
        Ok(text) => positions_in(&text, rows),
        Err(_) => BTreeMap::new(),
    }
}

fn positions_in(text: &str, rows: &BTreeSet<u32>) -> BTreeMap<u32, Vec<Position>> {
    let separator = delimited::separator_of(text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut found = BTreeMap::new();
    let mut record = csv::StringRecord::new();
    let (mut number, mut line, mut counted) = (0, 1, 0);
    while let Ok(true) = reader.read_record(&mut record) {
        number = delimited::number_after(number, &record, text);
        let Some(position) = record.position() else { break };
        let at = usize::try_from(position.byte()).unwrap_or(usize::MAX).min(text.len());
        // The record begins after the blank lines that the reader skips.
        let start = text.len() - text[at..].trim_start_matches(['\r', '\n']).len();
        line += line_breaks(&text[counted..start]);
        counted = start;
        if rows.contains(&number) {
            found.insert(number, fields_of(&text[start..], line, char::from(separator)));
        }
    }
    found
}

/// Number of line breaks: LF, CR, and CR LF as one.
fn line_breaks(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let breaks = bytes.iter().enumerate().filter(|(at, byte)| match byte {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    });
    u32::try_from(breaks.count()).unwrap_or(u32::MAX)
}

/// Where the fields of the first record of a text begin.
fn fields_of(text: &str, line: u32, separator: char) -> Vec<Position> {
    let mut at = Position { line, character: 1 };
    let mut fields = vec![at];
    let (mut begins, mut is_quoted, mut in_quotes) = (true, false, false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let is_break = c == '\n' || (c == '\r' && chars.peek() != Some(&'\n'));
        if !in_quotes && matches!(c, '\n' | '\r') {
            break;
        }
        if begins {
            is_quoted = c == '"';
        }
        // Of a doubled quote the first closes the field and the second opens it again.
        in_quotes ^= is_quoted && c == '"';
        at = match is_break {
            true => Position { line: at.line + 1, character: 1 },
            false => Position { character: at.character + 1, ..at },
        };
        begins = c == separator && !in_quotes;
        if begins {
            fields.push(at);
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    fn positions(text: &str, row: u32) -> Vec<(u32, u32)> {
        let found = field_positions(Path::new("a.csv"), text.as_bytes(), &BTreeSet::from([row]));
        let fields = found.get(&row).map(Vec::as_slice).unwrap_or_default();
        fields.iter().map(|at| (at.line, at.character)).collect()
    }

    #[test]
    fn fields_stand_at_their_line_and_character_whatever_their_letters() {
        let text = "Mã máy ảo,Số vCPU\nVM-1,4\n\nMáy ảo,nhiều\n";
        assert_eq!(positions(text, 1), [(1, 1), (1, 11)]);
        assert_eq!(positions(text, 2), [(2, 1), (2, 6)]);
        assert_eq!(positions(text, 4), [(4, 1), (4, 8)]);
        assert_eq!(positions(&format!("\u{feff}{text}"), 1), [(1, 1), (1, 11)]);
        assert_eq!(positions(text, 9), []);
    }

    #[test]
    fn rows_after_a_cell_with_line_breaks_stand_on_later_lines() {
        for end in ["\n", "\r\n"] {
            let text = ["a;b;c", "\"x", "\"\"y\"\";z\";2;3", "", "4;5;6"].join(end);
            assert_eq!(positions(&text, 2), [(2, 1), (3, 10), (3, 12)], "{text}");
            assert_eq!(positions(&text, 4), [(5, 1), (5, 3), (5, 5)], "{text}");
        }
    }

    #[test]
    fn workbooks_have_no_lines() {
        let found = field_positions(Path::new("a.xlsx"), b"a,b\n", &BTreeSet::from([1]));
        assert!(found.is_empty());
    }
}
