//! Typed rows of one table, column by column: the shape between cells and the store.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::names::Names;
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

    /// Adds rows that do not say, up to that many.
    fn open(&mut self, rows: usize) {
        match self {
            Self::Text(values) => values.open(rows),
            Self::Integer(values) => values.resize(rows, None),
            Self::Decimal(values) => values.resize(rows, None),
            Self::Flag(values) => values.resize(rows, None),
            Self::Day(values) => values.resize(rows, None),
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

    fn keep(&mut self, runs: &[Range<usize>]) {
        match self {
            Self::Text(values) => values.keep(runs),
            Self::Integer(values) => retain(values, runs),
            Self::Decimal(values) => retain(values, runs),
            Self::Flag(values) => retain(values, runs),
            Self::Day(values) => retain(values, runs),
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

    /// Rows that do not say.
    pub fn missing(&self) -> Vec<usize> {
        fn of<T>(values: &[Option<T>]) -> Vec<usize> {
            let rows = values.iter().enumerate();
            rows.filter(|(_, value)| value.is_none()).map(|(index, _)| index).collect()
        }
        match self {
            Self::Text(values) => values.missing(),
            Self::Integer(values) => of(values),
            Self::Decimal(values) => of(values),
            Self::Flag(values) => of(values),
            Self::Day(values) => of(values),
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

/// Keeps the values of these runs, which stand in order: few rows drop out of many.
pub fn retain<T: Copy>(values: &mut Vec<T>, runs: &[Range<usize>]) {
    let mut end = 0;
    for run in runs {
        values.copy_within(run.clone(), end);
        end += run.len();
    }
    values.truncate(end);
}

/// The runs of rows that are left when some drop out, which stand in order.
fn runs_without(dropped: impl Iterator<Item = usize>, rows: usize) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut begin = 0;
    for row in dropped.chain([rows]) {
        if begin < row {
            runs.push(begin..row);
        }
        begin = row + 1;
    }
    runs
}

/// Heading and text of cells that no column of a table takes.
pub type Tags = Vec<(String, String)>;

/// Name of the tag that holds the title a row stands under.
pub const SECTION: &str = "section";

/// Typed rows of one table from one file: one row per accepted row of the file, in its order.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    /// Which table.
    pub table: Table,
    /// Agency of each row.
    pub agency_id: Names,
    /// Sheet of each row.
    pub sheet: Names,
    /// Row number of each row, as the sender sees it.
    pub number: Vec<u32>,
    /// Values, in the order of the table's columns.
    pub columns: Vec<Values>,
    /// What no column of the table takes, of the rows that have such cells.
    tags: BTreeMap<usize, Tags>,
}

impl Rows {
    /// No rows.
    pub fn empty(table: Table) -> Self {
        Self {
            table,
            agency_id: Names::default(),
            sheet: Names::default(),
            number: Vec::new(),
            columns: table.columns().iter().map(|column| Values::new(column.kind)).collect(),
            tags: BTreeMap::new(),
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

    /// Adds rows by their numbers, that say nothing yet, not even their agency, but in columns that
    /// are filled already.
    pub fn open(&mut self, sheet: &Arc<str>, numbers: impl Iterator<Item = u32>) {
        let before = self.len();
        self.number.extend(numbers);
        let opened = self.len() - before;
        self.agency_id.open(opened, sheet);
        self.sheet.open(opened, sheet);
        self.columns.iter_mut().for_each(|column| column.open(self.number.len()));
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
        let before = self.len();
        self.agency_id.append(&other.agency_id);
        self.sheet.append(&other.sheet);
        self.number.extend(other.number);
        self.tags.extend(other.tags.into_iter().map(|(index, tags)| (before + index, tags)));
        for (own, others) in self.columns.iter_mut().zip(other.columns) {
            own.append(others);
        }
    }

    /// Leaves out rows, by their indices in order.
    pub fn leave_out(&mut self, dropped: &[usize]) {
        let runs = &runs_without(dropped.iter().copied(), self.len());
        self.agency_id.keep(runs);
        self.sheet.keep(runs);
        retain(&mut self.number, runs);
        for column in &mut self.columns {
            column.keep(runs);
        }
        let moved = |(index, tags)| {
            let before = dropped.partition_point(|dropped| *dropped < index);
            (dropped.get(before) != Some(&index)).then_some((index - before, tags))
        };
        self.tags = std::mem::take(&mut self.tags).into_iter().filter_map(moved).collect();
    }

    /// Replaces the value of a row, before the row is stored.
    pub fn set(&mut self, index: usize, name: &str, value: Value) {
        self.columns[self.table.index_of(name)].fill(index, value);
    }

    /// Keeps a text that no column takes on a row; an empty one is nothing.
    pub fn add_tag(&mut self, index: usize, heading: &str, text: String) {
        if !text.is_empty() {
            self.tags.entry(index).or_default().push((heading.to_owned(), text));
        }
    }

    /// What no column takes of a row.
    pub fn tags(&self, index: usize) -> &[(String, String)] {
        self.tags.get(&index).map_or(&[], Vec::as_slice)
    }

    /// What no column takes, by the rows that have such cells, in order.
    pub const fn all_tags(&self) -> &BTreeMap<usize, Tags> {
        &self.tags
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
        let own = |index: usize| self.tags(index).iter().filter(|(name, _)| name != SECTION);
        self.agency_id[left] == self.agency_id[right]
            && own(left).eq(own(right))
            && self.columns.iter().all(|column| column.get(left) == column.get(right))
    }
}
