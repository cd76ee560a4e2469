//! Typed rows of one table, column by column: the shape between cells and the store.

use std::sync::Arc;

use compact_str::CompactString;

use super::cell::PlainValue;
use super::texts::Texts;
use crate::schema::{Kind, Table, Unit};
use crate::time::NaiveDate;

/// The values of one column; one entry per row, `None` where the submission does not say.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Ids, text, words of closed lists, quarters.
    Text(Texts),
    /// Counts, bytes, years, đồng.
    Integer(Vec<Option<i64>>),
    /// Other quantities.
    Decimal(Vec<Option<f64>>),
    /// Yes or no.
    Flag(Vec<Option<bool>>),
    /// Days.
    Day(Vec<Option<NaiveDate>>),
}

/// One value, as parsed from one cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// The submission does not say.
    Missing,
    /// Ids, text, words of closed lists, quarters.
    Text(String),
    /// Counts, bytes, years, đồng.
    Integer(i64),
    /// Other quantities.
    Decimal(f64),
    /// Yes or no.
    Flag(bool),
    /// A day.
    Day(NaiveDate),
}

impl Values {
    fn new(kind: Kind) -> Self {
        match kind {
            Kind::Id | Kind::Text | Kind::Quarter | Kind::Category(_) => {
                Self::Text(Texts::default())
            }
            Kind::Date => Self::Day(Vec::new()),
            Kind::Flag => Self::Flag(Vec::new()),
            Kind::Year | Kind::Count | Kind::Quantity(Unit::Bytes(_) | Unit::Vnd) => {
                Self::Integer(Vec::new())
            }
            Kind::Quantity(_) => Self::Decimal(Vec::new()),
        }
    }

    /// Adds rows that do not say.
    fn open(&mut self, rows: usize) {
        match self {
            Self::Text(values) => values.open(rows),
            Self::Integer(values) => values.resize(values.len() + rows, None),
            Self::Decimal(values) => values.resize(values.len() + rows, None),
            Self::Flag(values) => values.resize(values.len() + rows, None),
            Self::Day(values) => values.resize(values.len() + rows, None),
        }
    }

    /// Replaces the value of a row.
    pub fn fill(&mut self, index: usize, value: Value) {
        match (self, value) {
            (Self::Text(values), Value::Text(value)) => values.set(index, Some(value.into())),
            (Self::Integer(values), Value::Integer(value)) => values[index] = Some(value),
            (Self::Decimal(values), Value::Decimal(value)) => values[index] = Some(value),
            (Self::Flag(values), Value::Flag(value)) => values[index] = Some(value),
            (Self::Day(values), Value::Day(value)) => values[index] = Some(value),
            (Self::Text(values), Value::Missing) => values.set(index, None),
            (Self::Integer(values), Value::Missing) => values[index] = None,
            (Self::Decimal(values), Value::Missing) => values[index] = None,
            (Self::Flag(values), Value::Missing) => values[index] = None,
            (Self::Day(values), Value::Missing) => values[index] = None,
            (values, value) => unreachable!("a cell of {values:?} was parsed as {value:?}"),
        }
    }

    /// Replaces the number of a row.
    pub fn fill_number(&mut self, index: usize, number: PlainValue) {
        match (self, number) {
            (Self::Integer(values), PlainValue::Integer(number)) => values[index] = Some(number),
            (Self::Decimal(values), PlainValue::Decimal(number)) => values[index] = Some(number),
            (values, number) => unreachable!("{number:?} is no value of {values:?}"),
        }
    }

    /// Replaces the text of a row.
    pub fn fill_text(&mut self, index: usize, text: CompactString) {
        match self {
            Self::Text(values) => values.set(index, Some(text)),
            other => unreachable!("{text} is no value of {other:?}"),
        }
    }

    fn append(&mut self, other: Self) {
        match (self, other) {
            (Self::Text(values), Self::Text(others)) => values.append(others),
            (Self::Integer(values), Self::Integer(others)) => values.extend(others),
            (Self::Decimal(values), Self::Decimal(others)) => values.extend(others),
            (Self::Flag(values), Self::Flag(others)) => values.extend(others),
            (Self::Day(values), Self::Day(others)) => values.extend(others),
            (values, others) => unreachable!("{others:?} is of another kind than {values:?}"),
        }
    }

    fn keep(&mut self, keep: &[bool]) {
        match self {
            Self::Text(values) => values.keep(keep),
            Self::Integer(values) => retain(values, keep),
            Self::Decimal(values) => retain(values, keep),
            Self::Flag(values) => retain(values, keep),
            Self::Day(values) => retain(values, keep),
        }
    }

    /// Whether a row does not say.
    pub fn is_missing(&self, index: usize) -> bool {
        match self {
            Self::Text(values) => values[index].is_none(),
            Self::Integer(values) => values[index].is_none(),
            Self::Decimal(values) => values[index].is_none(),
            Self::Flag(values) => values[index].is_none(),
            Self::Day(values) => values[index].is_none(),
        }
    }

    /// The whole number of a row; `None` where there is none, or the column has none.
    pub fn integer(&self, index: usize) -> Option<i64> {
        match self {
            Self::Integer(values) => values[index],
            _ => None,
        }
    }

    /// The number of a row, whole or not; `None` where there is none.
    pub fn amount(&self, index: usize) -> Option<f64> {
        match self {
            Self::Integer(values) => values[index].map(|number| number as f64),
            Self::Decimal(values) => values[index],
            _ => None,
        }
    }

    /// The value of a row.
    pub fn get(&self, index: usize) -> Value {
        match self {
            Self::Text(values) => {
                values[index].as_ref().map_or(Value::Missing, |text| Value::Text(text.to_string()))
            }
            Self::Integer(values) => values[index].map_or(Value::Missing, Value::Integer),
            Self::Decimal(values) => values[index].map_or(Value::Missing, Value::Decimal),
            Self::Flag(values) => values[index].map_or(Value::Missing, Value::Flag),
            Self::Day(values) => values[index].map_or(Value::Missing, Value::Day),
        }
    }
}

/// Keeps the values whose flag is true.
pub fn retain<T>(values: &mut Vec<T>, keep: &[bool]) {
    let mut flags = keep.iter();
    values.retain(|_| flags.next().copied().unwrap_or(false));
}

/// Name of the tag that holds the title a row stands under.
pub const SECTION: &str = "section";

/// Typed rows of one table from one file: one row per accepted row of the file, in its order.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    /// Which table.
    pub table: Table,
    /// Agency of each row.
    pub agency_id: Vec<Arc<str>>,
    /// Sheet of each row.
    pub sheet: Vec<Arc<str>>,
    /// Row number of each row, as the sender sees it.
    pub number: Vec<u32>,
    /// Values, in the order of the table's columns.
    pub columns: Vec<Values>,
    /// Heading and text of each row's cells that no column of the table takes.
    pub tags: Vec<Vec<(String, String)>>,
}

impl Rows {
    /// No rows.
    pub fn empty(table: Table) -> Self {
        Self {
            table,
            agency_id: Vec::new(),
            sheet: Vec::new(),
            number: Vec::new(),
            columns: table.columns().iter().map(|column| Values::new(column.kind)).collect(),
            tags: Vec::new(),
        }
    }

    /// Number of rows.
    pub const fn len(&self) -> usize {
        self.number.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.number.is_empty()
    }

    /// Adds rows by their numbers, that say nothing yet, not even their agency.
    pub fn open(&mut self, sheet: &Arc<str>, numbers: impl Iterator<Item = u32>) {
        let before = self.len();
        self.number.extend(numbers);
        let opened = self.len() - before;
        self.agency_id.resize(self.len(), Arc::clone(sheet));
        self.sheet.resize(self.len(), Arc::clone(sheet));
        self.tags.resize_with(self.len(), Vec::new);
        self.columns.iter_mut().for_each(|column| column.open(opened));
    }

    /// Replaces the value of a row in the column of that index.
    pub fn fill(&mut self, index: usize, column: usize, value: Value) {
        self.columns[column].fill(index, value);
    }

    /// The values of a row, in the order of the table's columns.
    pub fn values(&self, index: usize) -> Vec<Value> {
        self.columns.iter().map(|column| column.get(index)).collect()
    }

    /// Adds the rows of another part of the same table.
    pub fn append(&mut self, other: Self) {
        assert_eq!(self.table, other.table, "rows of one table");
        self.agency_id.extend(other.agency_id);
        self.sheet.extend(other.sheet);
        self.number.extend(other.number);
        self.tags.extend(other.tags);
        for (own, others) in self.columns.iter_mut().zip(other.columns) {
            own.append(others);
        }
    }

    /// Keeps the rows whose flag is true.
    pub fn keep(&mut self, keep: &[bool]) {
        assert_eq!(keep.len(), self.len(), "one flag per row");
        retain(&mut self.agency_id, keep);
        retain(&mut self.sheet, keep);
        retain(&mut self.number, keep);
        retain(&mut self.tags, keep);
        for column in &mut self.columns {
            column.keep(keep);
        }
    }

    /// Replaces the value of a row, before the row is stored.
    pub fn set(&mut self, index: usize, name: &str, value: Value) {
        self.columns[self.table.index_of(name)].fill(index, value);
    }

    /// Keeps a text that no column takes on a row; an empty one is nothing.
    pub fn add_tag(&mut self, index: usize, heading: &str, text: String) {
        if !text.is_empty() {
            self.tags[index].push((heading.to_owned(), text));
        }
    }

    /// Texts of a column.
    pub fn texts(&self, name: &str) -> &Texts {
        match &self.columns[self.table.index_of(name)] {
            Values::Text(values) => values,
            other => unreachable!("{name} is no text but {other:?}"),
        }
    }

    /// Whole numbers of a column.
    pub fn integers(&self, name: &str) -> &[Option<i64>] {
        match &self.columns[self.table.index_of(name)] {
            Values::Integer(values) => values,
            other => unreachable!("{name} is no whole number but {other:?}"),
        }
    }

    /// Decimals of a column.
    pub fn decimals(&self, name: &str) -> &[Option<f64>] {
        match &self.columns[self.table.index_of(name)] {
            Values::Decimal(values) => values,
            other => unreachable!("{name} is no decimal but {other:?}"),
        }
    }

    /// Flags of a column.
    pub fn flags(&self, name: &str) -> &[Option<bool>] {
        match &self.columns[self.table.index_of(name)] {
            Values::Flag(values) => values,
            other => unreachable!("{name} is no flag but {other:?}"),
        }
    }

    /// Days of a column.
    pub fn days(&self, name: &str) -> &[Option<NaiveDate>] {
        match &self.columns[self.table.index_of(name)] {
            Values::Day(values) => values,
            other => unreachable!("{name} is no day but {other:?}"),
        }
    }

    /// The key of a row: its agency and code.
    pub fn key(&self, index: usize) -> (&str, &str) {
        let key = self.texts(self.table.key().name)[index].as_deref();
        (&self.agency_id[index], key.unwrap_or_default())
    }

    /// Whether two rows say exactly the same, what no column takes included: two machines under one
    /// code may differ in nothing but their address. Under which title they stand is not theirs.
    pub fn same(&self, left: usize, right: usize) -> bool {
        let own = |index: usize| self.tags[index].iter().filter(|(name, _)| name != SECTION);
        self.agency_id[left] == self.agency_id[right]
            && own(left).eq(own(right))
            && self.columns.iter().all(|column| column.get(left) == column.get(right))
    }
}
