//! JSON objects → one sheet: one object a line, or objects in an array.
//!
//! Row 1 holds the keys, in the order in which they first appear. The object on line n stands in
//! row n + 1; the n-th of an array does. Nested values are kept as their JSON text.

use std::collections::HashMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::filling::{Filling, Look};
use super::limit::{Meter, Refusal};
use super::{Cell, Sheet};
use crate::diagnostic::{Code, Finding, Text};

/// Whole numbers up to here are exact as a decimal; longer ones are codes, and kept as text.
const EXACT_MAX: f64 = 9_007_199_254_740_992.0;

/// The members of an object as they stand, the same key twice included.
struct Members(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Members;
            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

/// Reads decoded text.
pub(super) fn read_text(
    name: &str,
    text: &str,
    meter: &mut Meter,
    findings: &mut Vec<Finding>,
) -> Result<Sheet, Refusal> {
    let mut table = Table {
        columns: HashMap::new(),
        headings: Vec::new(),
        filling: Filling::new(name, meter, findings),
    };
    if text.trim_start().starts_with('[') {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let read = serde::Deserializer::deserialize_seq(&mut deserializer, Rows(&mut table));
        let rest = read.and_then(|refused| deserializer.end().map(|()| refused));
        rest.map_err(|error| no_table(error.to_string().into()))??;
        return table.finish();
    }
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        let members: Members = serde_json::from_str(line).map_err(|error| {
            let what = error.to_string();
            let what = what.split(" at line ").next().unwrap_or_default();
            no_table(Text::phrase("F101-json-line").with("error", what).with("line", number))
        })?;
        table.put(number, members)?;
    }
    table.finish()
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
        while let Some(members) = sequence.next_element::<Members>()? {
            number += 1;
            if put.is_ok() {
                put = self.0.put(number, members);
            }
        }
        Ok(put)
    }
}

struct Table<'a> {
    /// Column by key; the same key again in one object is a column of its own.
    columns: HashMap<(String, usize), usize>,
    headings: Vec<String>,
    filling: Filling<'a>,
}

impl Table<'_> {
    fn finish(mut self) -> Result<Sheet, Refusal> {
        for (column, heading) in self.headings.into_iter().enumerate() {
            self.filling.put(0, column, Cell::Text(heading))?;
        }
        self.filling.finish(Look::default())
    }

    /// Takes in an object, counted from 1.
    fn put(&mut self, number: u32, members: Members) -> Result<(), Refusal> {
        let mut seen: HashMap<String, usize> = HashMap::new();
        for (key, value) in members.0 {
            let times = seen.entry(key.clone()).or_insert(0);
            *times += 1;
            let next = self.headings.len();
            let column = *self.columns.entry((key.clone(), *times)).or_insert(next);
            if column == next {
                self.headings.push(key);
            }
            self.filling.put(number, column, cell_of(value))?;
        }
        Ok(())
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
