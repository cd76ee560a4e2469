//! One worked example row per table and what each column means in Vietnamese:
//! `datasets/reference/template_columns.csv`, a line per column.
//!
//! The rows belong together: their codes refer to each other. They stand in the guide only, so that
//! no example comes back as data.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::{Entry, no, word_of, yes};
use crate::language::Language;
use crate::schema::{Column, Kind, Table};
use crate::time::Quarter;

/// The embedded list.
const COLUMNS_CSV: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/datasets/reference/template_columns.csv"));

/// What stands in the list about a column.
#[derive(Debug, Default)]
struct ColumnText {
    /// The example as the tables hold it: labels of closed lists, yes or no, 2025Q4, 2021-03-15,
    /// numbers in the unit of the heading; empty where the example leaves the cell empty.
    example: String,
    meaning_vi: String,
}

fn text_of(table: Table, column: &Column) -> &'static ColumnText {
    static TEXTS: OnceLock<BTreeMap<(String, String), ColumnText>> = OnceLock::new();
    static NONE: ColumnText = ColumnText { example: String::new(), meaning_vi: String::new() };
    let texts = TEXTS.get_or_init(|| {
        csv::Reader::from_reader(COLUMNS_CSV.as_bytes())
            .into_records()
            .map(|line| line.expect("the embedded table is tested to be well-formed"))
            .map(|line| {
                let text =
                    ColumnText { example: line[2].to_owned(), meaning_vi: line[3].to_owned() };
                ((line[0].to_owned(), line[1].to_owned()), text)
            })
            .collect()
    });
    texts.get(&(table.name().to_owned(), column.name.to_owned())).unwrap_or(&NONE)
}

/// What a column means, in the language.
pub(super) fn meaning(table: Table, column: &Column, language: Language) -> &'static str {
    match language {
        Language::English => column.doc,
        Language::Vietnamese => &text_of(table, column).meaning_vi,
    }
}

/// The worked example of a table: one cell per column, as a sender would fill it in.
pub fn example_row(table: Table, language: Language) -> Vec<Entry> {
    table.columns().iter().map(|column| example(table, column, language)).collect()
}

/// The worked example of a column.
pub(super) fn example(table: Table, column: &Column, language: Language) -> Entry {
    let text = text_of(table, column).example.as_str();
    if text.is_empty() {
        return Entry::Blank;
    }
    let word = match column.kind {
        Kind::Id | Kind::Text => text.to_owned(),
        Kind::Category(categories) => categories
            .iter()
            .find(|category| category.label == text)
            .map_or(text, |category| word_of(category, language))
            .to_owned(),
        Kind::Flag => if text == "yes" { yes(language) } else { no(language) }.to_owned(),
        Kind::Quarter => quarter(text, language),
        Kind::Date => return text.parse().map_or(Entry::Blank, Entry::Day),
        Kind::Year | Kind::Count | Kind::Quantity(_) => {
            return text.parse().map_or(Entry::Blank, Entry::Number);
        }
    };
    Entry::Text(word)
}

/// The quarter as the language writes it: 2025Q4, Quý IV/2025.
fn quarter(text: &str, language: Language) -> String {
    match (Quarter::read(text), language) {
        (Some(quarter), Language::Vietnamese) => {
            let numeral = match quarter.number() {
                1 => "I",
                2 => "II",
                3 => "III",
                _ => "IV",
            };
            format!("Quý {numeral}/{}", quarter.year())
        }
        _ => text.to_owned(),
    }
}

/// The example as it is printed; empty where it leaves the cell empty.
pub(super) fn printed(entry: &Entry, language: Language) -> String {
    match entry {
        Entry::Blank => String::new(),
        Entry::Text(text) => text.clone(),
        Entry::Number(number) => {
            let text = number.to_string();
            if language == Language::Vietnamese { text.replace('.', ",") } else { text }
        }
        Entry::Day(day) => day.format("%d/%m/%Y").to_string(),
        Entry::Flag(flag) => if *flag { yes(language) } else { no(language) }.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_its_line_and_no_line_is_of_another() {
        let lines = csv::Reader::from_reader(COLUMNS_CSV.as_bytes()).into_records();
        let listed: Vec<(String, String)> = lines
            .map(|line| line.expect("a line"))
            .map(|line| (line[0].to_owned(), line[1].to_owned()))
            .collect();
        let columns: Vec<(String, String)> = Table::ALL
            .iter()
            .flat_map(|table| table.columns().iter().map(|column| (table.name(), column.name)))
            .map(|(table, column)| (table.to_owned(), column.to_owned()))
            .collect();
        assert_eq!(listed, columns, "in the order of the tables");
        for table in Table::ALL {
            for column in table.columns() {
                assert!(!meaning(table, column, Language::Vietnamese).is_empty());
                let filled = !text_of(table, column).example.is_empty();
                let entry = example(table, column, Language::Vietnamese);
                assert_eq!(entry != Entry::Blank, filled, "{} {}", table.name(), column.name);
                assert!(filled || !column.required, "{} {}", table.name(), column.name);
            }
        }
    }

    #[test]
    fn examples_are_printed_as_the_language_writes_them() {
        let column = |table: Table, name| &table.columns()[table.index_of(name)];
        let print = |table, name, language| {
            printed(&example(table, column(table, name), language), language)
        };
        let (vi, en) = (Language::Vietnamese, Language::English);
        assert_eq!(print(Table::Server, "disk_raw_bytes", vi), "3,84");
        assert_eq!(print(Table::Server, "disk_raw_bytes", en), "3.84");
        assert_eq!(print(Table::System, "proposed_quarter", vi), "Quý IV/2025");
        assert_eq!(print(Table::System, "proposed_quarter", en), "2025Q4");
        assert_eq!(print(Table::Server, "in_service_on", vi), "15/03/2021");
        assert_eq!(print(Table::System, "state_secret", vi), "Không");
        assert_eq!(print(Table::System, "move_plan", vi), "đám mây");
    }
}
