//! A table as a value, and its plain renderers: CSV, JSON, Parquet.
//!
//! Columns say type, unit and decimals once; every renderer follows them. Rounding happens here and
//! nowhere before: CSV and print round to the column's decimals, JSON and Parquet keep the value.

use polars::prelude::{Column as Series, DataFrame, PolarsResult};
use serde_json::{Map, Number, Value as Json};

use super::chart::NumberStyle;

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Name in CSV, JSON and Parquet, with its unit.
    pub name: &'static str,
    /// Heading for people.
    pub title: String,
    /// What it holds.
    pub kind: Kind,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// Whole numbers.
    Integer,
    /// Decimals, printed with that many places.
    Decimal(usize),
    /// Shares of 1, printed in percent to people, as they are to programs.
    Share,
    /// Yes or no.
    Flag,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Not known; never zero.
    Missing,
    /// Text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A decimal or a share.
    Decimal(f64),
    /// Yes or no.
    Flag(bool),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Decimal(number)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Integer(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Missing, Into::into)
    }
}

/// A table of a report.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Id, used as the stem of its file names.
    pub name: &'static str,
    /// Title for people.
    pub title: String,
    /// What one row is, the units, what is left out.
    pub note: String,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows, one value per column.
    pub rows: Vec<Vec<Value>>,
    /// How figures of it are addressed for `explain`.
    pub address: Option<Addressing>,
    /// Figure columns that go by another name in addresses: column, name.
    pub address_names: Vec<(&'static str, &'static str)>,
    /// It is written to files and stands in the workbook, not on the page.
    pub is_for_files: bool,
}

/// How the figures of a table are addressed: root, key columns, figure columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Addressing {
    /// First part of the address.
    pub root: &'static str,
    /// Columns whose values are keys, as far as the table has them; an empty value is left out.
    pub keys: &'static [&'static str],
    /// Keys whose empty value says something: that no system is named.
    pub keys_kept: &'static [&'static str],
    /// Columns that hold figures.
    pub figures: &'static [&'static str],
}

impl Table {
    /// An empty table.
    pub fn new(name: &'static str, title: impl Into<String>, note: impl Into<String>) -> Self {
        Self {
            name,
            title: title.into(),
            note: note.into(),
            columns: Vec::new(),
            rows: Vec::new(),
            address: None,
            address_names: Vec::new(),
            is_for_files: false,
        }
    }

    /// The same table with one more column.
    pub fn column(mut self, name: &'static str, title: impl Into<String>, kind: Kind) -> Self {
        self.columns.push(Column { name, title: title.into(), kind });
        self
    }

    /// The same table with addresses.
    pub const fn addressed(mut self, address: Addressing) -> Self {
        self.address = Some(address);
        self
    }

    /// The same table with a figure column that goes by another name in addresses.
    pub fn explained_as(mut self, column: &'static str, name: &'static str) -> Self {
        self.address_names.push((column, name));
        self
    }

    /// The same table, too long for the page.
    pub const fn for_files_only(mut self) -> Self {
        self.is_for_files = true;
        self
    }

    /// Adds a row.
    pub fn push(&mut self, row: Vec<Value>) {
        assert_eq!(row.len(), self.columns.len(), "one value per column of {}", self.name);
        self.rows.push(row);
    }

    /// The texts of a column; none where the table has no such column.
    pub fn texts(&self, name: &str) -> Vec<&str> {
        let at = self.columns.iter().position(|column| column.name == name);
        let cells = at.into_iter().flat_map(|at| self.rows.iter().map(move |row| &row[at]));
        let mut texts = Vec::new();
        for cell in cells {
            if let Value::Text(text) = cell {
                texts.push(text.as_str());
            }
        }
        texts
    }

    /// Address of a cell, when it is a figure that can be explained.
    pub fn address_of(&self, row: usize, column: usize) -> Option<String> {
        let addressing = self.address?;
        let name = self.columns.get(column)?.name;
        if !addressing.figures.contains(&name) {
            return None;
        }
        let mut address = addressing.root.to_owned();
        for key in addressing.keys {
            let Some(at) = self.columns.iter().position(|column| column.name == *key) else {
                continue;
            };
            let value = match &self.rows[row][at] {
                Value::Text(text) if text.is_empty() && !addressing.keys_kept.contains(key) => {
                    continue;
                }
                Value::Text(text) => text.clone(),
                Value::Flag(flag) => flag.to_string(),
                _ => continue,
            };
            address.push_str(&format!("/{key}={value}"));
        }
        let renamed = self.address_names.iter().find(|(column, _)| *column == name);
        Some(format!("{address}/{}", renamed.map_or(name, |(_, name)| name)))
    }

    /// The cell as a person reads it; a missing value reads "–".
    pub fn printed(&self, row: usize, column: usize, style: NumberStyle) -> String {
        match (&self.rows[row][column], self.columns[column].kind) {
            (Value::Missing, _) => "–".to_owned(),
            (Value::Text(text), _) => text.clone(),
            (Value::Integer(number), _) => style.format(*number as f64, 0),
            (Value::Decimal(number), Kind::Decimal(places)) => style.format(*number, places),
            (Value::Decimal(number), Kind::Share) => {
                format!("{} %", style.format(number * 100.0, 1))
            }
            (Value::Decimal(number), _) => style.format(*number, 3),
            (Value::Flag(flag), _) => if *flag { "✓" } else { "" }.to_owned(),
        }
    }

    /// Whether a column holds numbers.
    pub fn is_number(&self, column: usize) -> bool {
        matches!(self.columns[column].kind, Kind::Integer | Kind::Decimal(_) | Kind::Share)
    }

    /// CSV for programs: point decimals, no thousands, missing values empty, lines end in LF.
    pub fn to_csv(&self) -> String {
        let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
        // Writing to memory cannot fail, and every row has as many fields as the header.
        let _ = writer.write_record(self.columns.iter().map(|column| column.name));
        for row in &self.rows {
            let fields =
                row.iter().zip(&self.columns).map(|(value, column)| csv_field(value, column));
            let _ = writer.write_record(fields);
        }
        let bytes = writer.into_inner().unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// JSON: an array of one object per row, missing values null.
    pub fn to_json(&self) -> Json {
        let object = |row: &Vec<Value>| {
            let fields = row.iter().zip(&self.columns);
            Json::Object(
                fields
                    .map(|(value, column)| (column.name.to_owned(), json_value(value)))
                    .collect::<Map<_, _>>(),
            )
        };
        Json::Array(self.rows.iter().map(object).collect())
    }

    /// The table as a frame, for Parquet.
    pub fn to_frame(&self) -> PolarsResult<DataFrame> {
        let columns = self.columns.iter().enumerate().map(|(index, column)| {
            let cells = self.rows.iter().map(|row| &row[index]);
            let name = column.name.into();
            match column.kind {
                Kind::Text => Series::new(name, cells.map(text).collect::<Vec<Option<String>>>()),
                Kind::Integer => {
                    Series::new(name, cells.map(integer).collect::<Vec<Option<i64>>>())
                }
                Kind::Decimal(_) | Kind::Share => {
                    Series::new(name, cells.map(decimal).collect::<Vec<Option<f64>>>())
                }
                Kind::Flag => Series::new(name, cells.map(flag).collect::<Vec<Option<bool>>>()),
            }
        });
        DataFrame::new(self.rows.len(), columns.collect())
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    }
}

const fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Integer(number) => Some(*number),
        _ => None,
    }
}

const fn decimal(value: &Value) -> Option<f64> {
    match value {
        Value::Decimal(number) => Some(*number),
        Value::Integer(number) => Some(*number as f64),
        _ => None,
    }
}

const fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Flag(flag) => Some(*flag),
        _ => None,
    }
}

fn csv_field(value: &Value, column: &Column) -> String {
    match (value, column.kind) {
        (Value::Missing, _) => String::new(),
        (Value::Text(text), _) => unarmed(text),
        (Value::Integer(number), _) => number.to_string(),
        (Value::Decimal(number), Kind::Decimal(places)) => format!("{number:.places$}"),
        (Value::Decimal(number), Kind::Share) => format!("{number:.4}"),
        (Value::Decimal(number), _) => number.to_string(),
        (Value::Flag(flag), _) => flag.to_string(),
    }
}

/// Signs at the beginning of a text that make a spreadsheet run it; the wide ones count where the
/// system is set to East Asian letters.
const ARMED: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Text from a submission that a spreadsheet would take for a formula gets an apostrophe in front;
/// a number written as text stays one, and so does a sign alone.
fn unarmed(text: &str) -> String {
    // "-inf" and "+nan" are numbers to Rust, and names in a formula to a spreadsheet.
    let is_number = text.parse::<f64>().is_ok() && text.contains(|c: char| c.is_ascii_digit());
    let is_alone = text.chars().count() == 1;
    if text.starts_with(ARMED) && !is_number && !is_alone {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

fn json_value(value: &Value) -> Json {
    match value {
        Value::Missing => Json::Null,
        Value::Text(text) => Json::String(text.clone()),
        Value::Integer(number) => Json::Number((*number).into()),
        Value::Decimal(number) => Number::from_f64(*number).map_or(Json::Null, Json::Number),
        Value::Flag(flag) => Json::Bool(*flag),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Table {
        let mut table = Table::new("inventory", "Inventory", "")
            .column("agency_id", "Agency", Kind::Text)
            .column("ram_gib", "RAM (GiB)", Kind::Decimal(3))
            .addressed(Addressing {
                root: "inventory",
                keys: &["agency_id"],
                keys_kept: &[],
                figures: &["ram_gib"],
            });
        table.push(vec!["MOET".into(), 10_482.332_031_25.into()]);
        table.push(vec!["=1+1".into(), Value::Missing]);
        table
    }

    #[test]
    fn csv_rounds_to_the_columns_places_and_leaves_the_unknown_empty() {
        assert_eq!(example().to_csv(), "agency_id,ram_gib\nMOET,10482.332\n'=1+1,\n");
    }

    #[test]
    fn csv_disarms_texts_and_changes_no_number() {
        for (text, written) in [
            ("=1+1", "'=1+1"),
            ("+84 24 3825", "'+84 24 3825"),
            ("-inf", "'-inf"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("＝1+1", "'＝1+1"),
            ("-4", "-4"),
            ("+1.5e3", "+1.5e3"),
            ("-", "-"),
            ("VM-1", "VM-1"),
            ("", ""),
        ] {
            assert_eq!(unarmed(text), written, "{text:?}");
        }
        let mut table = Table::new("t", "", "").column("n", "", Kind::Decimal(1));
        table.push(vec![(-4.0).into()]);
        assert_eq!(table.to_csv(), "n\n-4.0\n");
    }

    #[test]
    fn json_and_parquet_keep_the_value() {
        let table = example();
        assert_eq!(table.to_json()[0]["ram_gib"], 10_482.332_031_25);
        assert!(table.to_json()[1]["ram_gib"].is_null());
        let frame = table.to_frame().expect("is a frame");
        assert_eq!((frame.height(), frame.width()), (2, 2));
        assert_eq!(frame.column("ram_gib").expect("exists").null_count(), 1);
    }

    #[test]
    fn figures_have_addresses_and_people_read_their_number_style() {
        let table = example();
        assert_eq!(table.address_of(0, 1).as_deref(), Some("inventory/agency_id=MOET/ram_gib"));
        assert_eq!(table.address_of(0, 0), None);
        let renamed = example().explained_as("ram_gib", "likely");
        assert_eq!(renamed.address_of(0, 1).as_deref(), Some("inventory/agency_id=MOET/likely"));
        assert_eq!(table.printed(0, 1, NumberStyle::VIETNAMESE), "10.482,332");
        assert_eq!(table.printed(1, 1, NumberStyle::ENGLISH), "–");
    }
}
