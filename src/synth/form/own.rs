//! The template, filled in as it asks to be.

use super::{SentFile, csv_bytes, lists};
use crate::language::Language;
use crate::schema::{Category, Column, Kind, Table, Unit};
use crate::submission::Value;
use crate::synth::model::{Estate, GIB, Row, TENTH_OF_TB};
use crate::synth::systems::Owes;
use crate::synth::truth::RowCounts;
use crate::template::{Entry, TemplateError, filled_workbook, headings, no, word_of, yes};
use crate::time::Quarter;
use crate::unit::Prefix;

const VI: Language = Language::Vietnamese;

/// The lists as workbooks.
pub fn workbooks(owes: Owes, estate: &Estate) -> Result<Vec<SentFile>, TemplateError> {
    let mut files = Vec::new();
    for (name, tables) in lists(owes, estate) {
        let mut counts = RowCounts::default();
        let mut sheets: Vec<(Table, Vec<Vec<Entry>>)> = Vec::new();
        for table in tables {
            let Some(rows) = estate.get(&table) else { continue };
            counts += RowCounts::of(rows);
            sheets.push((table, rows.iter().map(entries).collect()));
        }
        let bytes = filled_workbook(VI, &sheets)?;
        files.push(SentFile::new(&format!("{name}.xlsx"), bytes, counts));
    }
    Ok(files)
}

/// The tables as CSV files.
pub fn csv_files(estate: &Estate, decimal_comma: bool) -> Vec<SentFile> {
    estate
        .iter()
        .map(|(table, rows)| {
            let heading = headings(*table, VI).into_iter().map(Entry::Text).collect();
            let mut lines: Vec<Vec<Entry>> = vec![heading];
            lines.extend(rows.iter().map(entries));
            let name = format!("{}.csv", table.name());
            SentFile::new(&name, csv_bytes(&lines, decimal_comma), RowCounts::of(rows))
        })
        .collect()
}

/// The cells of a row.
fn entries(row: &Row) -> Vec<Entry> {
    let cells = row.table.columns().iter().zip(&row.values).enumerate();
    cells
        .map(|(index, (column, value))| match row.raw {
            Some((at, text)) if at == index => Entry::Text(text.to_owned()),
            _ => entry(column, value),
        })
        .collect()
}

/// A value in the unit of the template's heading.
pub fn entry(column: &Column, value: &Value) -> Entry {
    match (value, column.kind) {
        (Value::Missing, _) => Entry::Blank,
        (Value::Text(text), Kind::Quarter) => Entry::Text(quarter_in_words(text)),
        (Value::Text(label), Kind::Category(categories)) => Entry::Text(
            category(categories, label).map_or("", |known| word_of(known, VI)).to_owned(),
        ),
        (Value::Text(text), _) => Entry::Text(text.clone()),
        (Value::Integer(bytes), Kind::Quantity(Unit::Bytes(Prefix::Binary))) => {
            Entry::Number(*bytes as f64 / GIB as f64)
        }
        // Sizes are whole tenths of a TB; the nearest double of the tenths reads back to the byte.
        (Value::Integer(bytes), Kind::Quantity(Unit::Bytes(Prefix::Decimal))) => {
            Entry::Number((bytes / TENTH_OF_TB) as f64 / 10.0)
        }
        (Value::Integer(number), _) => Entry::Number(*number as f64),
        (Value::Decimal(number), _) => Entry::Number(*number),
        (Value::Flag(flag), _) => Entry::Text(if *flag { yes(VI) } else { no(VI) }.to_owned()),
        (Value::Day(day), _) => Entry::Day(*day),
    }
}

/// The category of a label.
pub fn category<'a>(categories: &'a [Category], label: &str) -> Option<&'a Category> {
    categories.iter().find(|category| category.label == label)
}

/// "2025Q4" → "Quý IV/2025".
pub fn quarter_in_words(text: &str) -> String {
    const ROMAN: [&str; 4] = ["I", "II", "III", "IV"];
    let quarter = Quarter::read(text);
    quarter.map_or_else(String::new, |quarter| {
        let number = usize::try_from(quarter.number() - 1).unwrap_or_default();
        format!("Quý {}/{}", ROMAN[number.min(3)], quarter.year())
    })
}
