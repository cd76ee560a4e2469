//! Rows as the nation means them, before anybody writes them into a file.

use std::collections::BTreeMap;

use crate::diagnostic::Code;
use crate::schema::Table;
use crate::submission::Value;
use crate::time::NaiveDate;

/// Bytes of the units amounts are chosen in, so that every text form of them is exact.
pub const GIB: i64 = 1 << 30;
/// One mebibyte.
pub const MIB: i64 = 1 << 20;
/// A tenth of a decimal terabyte.
pub const TENTH_OF_TB: i64 = 100_000_000_000;

/// What must become of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is sound.
    Accepted,
    /// It is an exact copy of an earlier row.
    Merged,
    /// It breaks this rule on purpose.
    Rejected(Code),
}

/// One row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Which table.
    pub table: Table,
    /// What its cells mean, in the order of the table's columns.
    pub values: Vec<Value>,
    /// A text that stands in a cell instead of any value, by index of the column.
    pub raw: Option<(usize, &'static str)>,
    /// What must become of it.
    pub fate: Fate,
}

impl Row {
    /// A row that says nothing yet.
    pub fn new(table: Table) -> Self {
        let values = vec![Value::Missing; table.columns().len()];
        Self { table, values, raw: None, fate: Fate::Accepted }
    }

    /// The same row with a value.
    pub fn with(mut self, name: &str, value: Value) -> Self {
        self.set(name, value);
        self
    }

    /// Replaces a value.
    pub fn set(&mut self, name: &str, value: Value) {
        let index = self.table.index_of(name);
        self.values[index] = value;
    }

    /// The value of a column.
    pub fn value(&self, name: &str) -> &Value {
        &self.values[self.table.index_of(name)]
    }

    /// The whole number of a column.
    pub fn integer(&self, name: &str) -> Option<i64> {
        match self.value(name) {
            Value::Integer(number) => Some(*number),
            _ => None,
        }
    }

    /// The text of a column; empty where there is none.
    pub fn text(&self, name: &str) -> &str {
        match self.value(name) {
            Value::Text(text) => text,
            _ => "",
        }
    }

    /// Whether a flag is set.
    pub fn is(&self, name: &str) -> bool {
        *self.value(name) == Value::Flag(true)
    }

    /// The code of the row.
    pub fn key(&self) -> &str {
        self.text(self.table.key().name)
    }
}

/// A text as a value.
pub fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

/// Tenths as a decimal: the nearest double, which is also what the text "45.3" is read as.
pub fn tenths(number: i64) -> Value {
    Value::Decimal(number as f64 / 10.0)
}

/// A whole number in a column of decimals.
pub fn whole(number: i64) -> Value {
    Value::Decimal(number as f64)
}

/// A day as a value; a day that does not exist is missing.
pub fn day(year: i64, month: i64, day: i64) -> Value {
    let part = |number: i64| u32::try_from(number).unwrap_or(0);
    let year = i32::try_from(year).unwrap_or(0);
    NaiveDate::from_ymd_opt(year, part(month), part(day)).map_or(Value::Missing, Value::Day)
}

/// The value, or nothing where it is unknown.
pub fn unless(unknown: bool, value: Value) -> Value {
    if unknown { Value::Missing } else { value }
}

/// Everything one agency has to tell.
pub type Estate = BTreeMap<Table, Vec<Row>>;
