//! JSON objects → one sheet: one object a line, or objects in an array.
//!
//! Row 1 holds the keys, in the order in which they first appear. The object on line n stands in
//! row n + 1; the n-th of an array does. Nested values are kept as their JSON text.

use std::collections::HashMap;
use std::fmt;
use std::io::{BufRead, BufReader, Read};
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::delimited::records::{Chunk, Chunks, Stop};
use super::filling::{Filling, Look, plain_row};
use super::limit::{Meter, Refusal};
use super::{Cell, Sheet, SheetRow};
use crate::diagnostic::{Code, Finding, Text};

/// Whole numbers up to here are exact as a decimal; longer ones are codes, and kept as text.
const EXACT_MAX: f64 = 9_007_199_254_740_992.0;

/// The members of an object as they stand, the same key twice included.
struct Members<T>(Vec<(String, T)>);

impl<T> Members<T> {
    /// The key of each member, with how often it has stood so far.
    fn numbered(&self) -> impl Iterator<Item = (String, usize)> {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        self.0.iter().map(move |(key, _)| {
            let times = seen.entry(key).or_insert(0);
            *times += 1;
            (key.clone(), *times)
        })
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Members<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Reader<T> {
            type Value = Members<T>;
            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<T>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Reader(PhantomData))
    }
}

/// Reads decoded text.
pub(super) fn read_text(
    name: &str,
    text: &str,
    meter: &mut Meter,
    findings: &mut Vec<Finding>,
) -> Result<Sheet, Refusal> {
    let mut table = Table { keys: Keys::default(), filling: Filling::new(name, meter, findings) };
    if text.trim_start().starts_with('[') {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let read = serde::Deserializer::deserialize_seq(&mut deserializer, Rows(&mut table));
        let rest = read.and_then(|refused| deserializer.end().map(|()| refused));
        rest.map_err(|error| no_table(error.to_string().into()))??;
        return table.finish();
    }
    for (number, line) in (1..).zip(text.lines()) {
        if !line.trim().is_empty() {
            table.put(number, object_of(line, number)?)?;
        }
    }
    table.finish()
}

/// The object on a line.
fn object_of(line: &str, number: u32) -> Result<Members<Value>, Refusal> {
    serde_json::from_str(line).map_err(|error| {
        let what = error.to_string();
        let what = what.split(" at line ").next().unwrap_or_default();
        no_table(Text::phrase("F101-json-line").with("error", what).with("line", number))
    })
}

fn no_table(error: Text) -> Refusal {
    let finding = Finding::new(Code::F101, Text::phrase("F101-json").with("error", error))
        .expected(Text::phrase("F101-json-wanted"));
    Box::new(finding)
}

/// The objects of an array, put into the table as they come.
struct Rows<'a, 'b>(&'a mut Table<'b>);

impl<'de> Visitor<'de> for Rows<'_, '_> {
    type Value = Result<(), Refusal>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("an array of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Self::Value, A::Error> {
        let mut number = 0;
        let mut put = Ok(());
        while let Some(members) = sequence.next_element::<Members<Value>>()? {
            number += 1;
            if put.is_ok() {
                put = self.0.put(number, members);
            }
        }
        Ok(put)
    }
}

struct Table<'a> {
    keys: Keys,
    filling: Filling<'a>,
}

impl Table<'_> {
    fn finish(mut self) -> Result<Sheet, Refusal> {
        for (column, heading) in self.keys.headings.into_iter().enumerate() {
            self.filling.put(0, column, Cell::Text(heading))?;
        }
        self.filling.finish(Look::default())
    }

    /// Takes in an object, counted from 1.
    fn put(&mut self, number: u32, members: Members<Value>) -> Result<(), Refusal> {
        let columns = self.keys.add(&members);
        for (column, (_, value)) in columns.into_iter().zip(members.0) {
            self.filling.put(number, column, cell_of(value))?;
        }
        Ok(())
    }
}

/// The keys of objects, each with the column of its row, in the order in which they first appear. The
/// same key again in one object is a column of its own.
#[derive(Debug, Clone, Default)]
pub(super) struct Keys {
    columns: HashMap<(String, usize), usize>,
    headings: Vec<String>,
}

impl Keys {
    /// The column of each member of an object; `None` for one whose key is not known.
    fn columns_of<T>(&self, members: &Members<T>) -> Vec<Option<usize>> {
        members.numbered().map(|key| self.columns.get(&key).copied()).collect()
    }

    /// The same once the keys of the object that are not known are.
    fn add<T>(&mut self, members: &Members<T>) -> Vec<usize> {
        let column_of = |key: (String, usize)| {
            let next = self.headings.len();
            *self.columns.entry(key).or_insert_with_key(|(key, _)| {
                self.headings.push(key.clone());
                next
            })
        };
        members.numbered().map(column_of).collect()
    }
}

/// Bytes of the longest line.
const LINE_MAX: u64 = 256 << 20;

/// Bytes of lines that are read at a time.
const LINES_BYTES: usize = 192 << 10;

/// Whether a text begins with an object on a line of its own, or with a line that is longer than what
/// is seen of it.
pub(super) fn begins_with_an_object(begin: &str) -> bool {
    let line = begin.trim_start().split_inclusive('\n').next().unwrap_or_default();
    let is_object = || serde_json::from_str::<Members<IgnoredAny>>(line).is_ok();
    line.starts_with('{') && (!line.ends_with('\n') || is_object())
}

/// The keys of a text with an object on every line; stops at a line that is none.
pub(super) fn keys_of(text: impl Read) -> Result<Keys, Stop> {
    let mut text = BufReader::with_capacity(1 << 20, text);
    let mut keys = Keys::default();
    let mut line = Vec::new();
    while next_line(&mut text, &mut line)? {
        if !line.trim_ascii().is_empty() {
            let members: Members<IgnoredAny> =
                serde_json::from_slice(&line).map_err(|_| Stop::NoText)?;
            keys.add(&members);
        }
    }
    if keys.headings.is_empty() { Err(Stop::NoText) } else { Ok(keys) }
}

/// What is wrong with the first line that is no object; `None` where each is one, or where what stands
/// there is no text.
pub(super) fn broken_line(text: impl Read) -> Result<Option<Refusal>, Stop> {
    let mut text = BufReader::with_capacity(1 << 20, text);
    let (mut line, mut number) = (Vec::new(), 0_u32);
    while next_line(&mut text, &mut line)? {
        number = number.checked_add(1).ok_or(Stop::NoText)?;
        let line = std::str::from_utf8(&line).map_err(|_| Stop::NoText)?;
        // Without its end, as the reader of the whole text has it.
        let line = line.lines().next().unwrap_or_default();
        if !line.trim().is_empty()
            && let Err(refusal) = object_of(line, number)
        {
            return Ok(Some(refusal));
        }
    }
    Ok(None)
}

/// Reads a line; false at the end.
fn next_line(text: &mut impl BufRead, line: &mut Vec<u8>) -> Result<bool, Stop> {
    line.clear();
    let read = text.by_ref().take(LINE_MAX).read_until(b'\n', line).map_err(Stop::Failed)?;
    if read as u64 == LINE_MAX { Err(Stop::NoText) } else { Ok(read > 0) }
}

/// A long text with an object on every line, some lines at a time.
pub(super) struct Lines {
    text: BufReader<Box<dyn Read + Send>>,
    keys: Keys,
    bytes: usize,
    /// Bytes of the lines before.
    begin: u64,
    /// Number of the last line.
    number: u32,
    line: Vec<u8>,
}

impl Lines {
    pub(super) fn new(text: Box<dyn Read + Send>, keys: &Keys, bytes: Option<usize>) -> Self {
        let text = BufReader::with_capacity(1 << 18, text);
        let bytes = bytes.unwrap_or(LINES_BYTES);
        Self { text, keys: keys.clone(), bytes, begin: 0, number: 0, line: Vec::new() }
    }

    fn row(&self) -> Result<Option<SheetRow>, Stop> {
        let members: Members<Value> =
            serde_json::from_slice(&self.line).map_err(|_| Stop::NoText)?;
        let mut cells = vec![Cell::Empty; self.keys.headings.len()];
        for (column, (_, value)) in self.keys.columns_of(&members).into_iter().zip(members.0) {
            cells[column.ok_or(Stop::NoText)?] = cell_of(value);
        }
        let number = self.number.checked_add(1).ok_or(Stop::NoText)?;
        plain_row(number, cells)
    }
}

impl Chunks for Lines {
    fn next_chunk(&mut self, _: Option<Chunk>) -> Result<Chunk, Stop> {
        let mut chunk = Chunk { begin: self.begin, ..Chunk::default() };
        if self.number == 0 {
            let headings = self.keys.headings.iter().cloned().map(Cell::Text).collect();
            chunk.rows.extend(plain_row(1, headings)?);
        }
        while chunk.bytes < self.bytes as u64 && !chunk.is_last {
            chunk.is_last = !next_line(&mut self.text, &mut self.line)?;
            chunk.bytes += self.line.len() as u64;
            self.number = self.number.checked_add(1).ok_or(Stop::NoText)?;
            if !self.line.trim_ascii().is_empty() {
                chunk.rows.extend(self.row()?);
            }
        }
        self.begin += chunk.bytes;
        Ok(chunk)
    }
}

fn cell_of(value: Value) -> Cell {
    match value {
        Value::Null => Cell::Empty,
        Value::Bool(flag) => Cell::Flag(flag),
        Value::String(text) => Cell::Text(text),
        Value::Number(number) => match number.as_f64() {
            Some(float) if float.abs() < EXACT_MAX => Cell::Number(float),
            _ => Cell::Text(number.to_string()),
        },
        nested @ (Value::Array(_) | Value::Object(_)) => Cell::Text(nested.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(u32, Vec<Cell>)>, String> {
        let mut meter = Meter::new(crate::plan::Plan::built_in().limits);
        let sheet = read_text("t", text, &mut meter, &mut Vec::new());
        let rows = sheet.map_err(|finding| finding.found.english().into_owned())?.rows;
        Ok(rows.into_iter().map(|row| (row.number, row.cells)).collect())
    }

    fn text(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    #[test]
    fn lines_are_rows_and_keys_are_headings_in_order_of_appearance() {
        let lines = "{\"name\": \"VM-1\", \"vcpu\": 4}\n\n{\"ram\": 8.5, \"name\": \"VM-2\", \"on\": true, \"x\": null}\n";
        let headings = vec![text("name"), text("vcpu"), text("ram"), text("on"), text("x")];
        let second = vec![text("VM-2"), Cell::Empty, Cell::Number(8.5), Cell::Flag(true)];
        let expected = vec![(1, headings), (2, vec![text("VM-1"), Cell::Number(4.0)]), (4, second)];
        assert_eq!(read(lines), Ok(expected));
    }

    #[test]
    fn an_array_is_read_as_its_objects() {
        let array = "[\n {\"a\": \"1\",\n  \"b\": [1, {\"c\": 2}]},\n {\"b\": 20250101123456789}]";
        let nested = text("[1,{\"c\":2}]");
        let expected = vec![
            (1, vec![text("a"), text("b")]),
            (2, vec![text("1"), nested]),
            (3, vec![Cell::Empty, text("20250101123456789")]),
        ];
        assert_eq!(read(array), Ok(expected));
        assert_eq!(read("[]"), Ok(vec![]));
    }

    #[test]
    fn a_key_that_stands_twice_is_two_columns() {
        let expected =
            vec![(1, vec![text("a"), text("a")]), (2, vec![Cell::Number(1.0), Cell::Number(2.0)])];
        assert_eq!(read("{\"a\": 1, \"a\": 2}"), Ok(expected));
    }

    #[test]
    fn what_is_no_list_of_objects_is_refused_with_its_line() {
        let refused = |text: &str| read(text).expect_err("is no table");
        assert!(
            refused("{\"a\": 1}\n{\"a\": \n").ends_with("on line 2"),
            "{}",
            refused("{\"a\": 1}\n{\"a\": \n")
        );
        assert!(refused("{\"a\": 1}\n[1]\n").contains("on line 2"));
        assert!(refused("[{\"a\": 1}").contains("EOF"), "cut off");
        assert!(refused("[{\"a\": 1}] x").contains("trailing"));
        assert!(refused("[1]").contains("an object"));
    }
}
