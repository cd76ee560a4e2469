//! One value in the many ways hands write it: units in cells, decimal commas, words for nothing.
//! Every text has one reading; what is ambiguous is not written.

use unicode_normalization::UnicodeNormalization;

use super::own::{category, entry, quarter_in_words};
use crate::chance::Chance;
use crate::reference::Agency;
use crate::schema::{Category, Column, Kind, Unit};
use crate::submission::Value;
use crate::synth::model::{GIB, TENTH_OF_TB};
use crate::template::Entry;
use crate::text::match_key;
use crate::unit::Prefix;

/// Words for an amount or text that is not known.
const NOTHING: [&str; 4] = ["N/A", "đang cập nhật", "chưa có số liệu", "-"];
/// Half a tebibyte: such sizes can be written in TB with one decimal.
const HALF_TIB: i64 = 512 * GIB;

/// The cell of a value. `bare_unit` is the unit of the heading in bytes, where it names one.
pub fn spelled(
    chance: &mut Chance,
    column: &Column,
    bare_unit: Option<i64>,
    value: &Value,
    is_key: bool,
) -> Entry {
    match (value, column.kind) {
        (Value::Missing, _) if is_key || chance.happens(0.6) => Entry::Blank,
        (Value::Missing, Kind::Text | Kind::Id | Kind::Category(_)) => Entry::Blank,
        (Value::Missing, _) => written(chance.pick(&NOTHING)),
        (Value::Integer(bytes), Kind::Quantity(Unit::Bytes(prefix))) => {
            size(chance, *bytes, prefix, bare_unit)
        }
        (Value::Integer(number), _) => count(chance, column, *number),
        (Value::Decimal(number), Kind::Quantity(unit)) => decimal(chance, unit, *number),
        (Value::Text(text), Kind::Quarter) => written(quarter(chance, text)),
        (Value::Text(label), Kind::Category(categories)) => {
            let known = category(categories, label);
            written(known.map_or(label.as_str(), |known| word(chance, categories, known)))
        }
        (Value::Flag(flag), _) => {
            let words = if *flag { ["Có", "x", "có"] } else { ["Không", "không", "Không"] };
            written(chance.pick(&words))
        }
        (Value::Day(day), _) if chance.happens(0.6) => written(day.format("%d/%m/%Y").to_string()),
        _ => entry(column, value),
    }
}

fn written(text: impl Into<String>) -> Entry {
    Entry::Text(text.into())
}

/// A size: bare where the heading has a unit, else with a unit of its own.
fn size(chance: &mut Chance, bytes: i64, prefix: Prefix, bare_unit: Option<i64>) -> Entry {
    if let Some(unit) = bare_unit
        && chance.happens(0.6)
    {
        return match prefix {
            Prefix::Binary => Entry::Number((bytes / unit) as f64),
            Prefix::Decimal => written(in_tenths(bytes / TENTH_OF_TB)),
        };
    }
    match prefix {
        Prefix::Decimal if chance.happens(0.3) => {
            written(format!("{} GB", bytes / (TENTH_OF_TB / 100)))
        }
        Prefix::Decimal => written(format!("{} TB", in_tenths(bytes / TENTH_OF_TB))),
        Prefix::Binary if bytes > 0 && bytes % HALF_TIB == 0 && chance.happens(0.7) => {
            written(format!("{} TB", in_tenths(bytes / HALF_TIB * 5)))
        }
        Prefix::Binary if bytes <= 256 * GIB && chance.happens(0.15) => {
            written(format!("{} MB", bytes / GIB * 1024))
        }
        Prefix::Binary if chance.happens(0.3) => written(format!("{}GB", bytes / GIB)),
        Prefix::Binary => written(format!("{} GB", bytes / GIB)),
    }
}

/// "38,4", "40".
fn in_tenths(tenths: i64) -> String {
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        rest => format!("{},{rest}", tenths / 10),
    }
}

fn count(chance: &mut Chance, column: &Column, number: i64) -> Entry {
    // The word that may follow the number, by column; the reader knows all of them.
    let word = match column.name {
        "vcpu_count" => " vCPU",
        "cores_count" => " core",
        "ports_count" => " cổng",
        "quantity" => " chiếc",
        _ => "",
    };
    match column.name {
        "security_level" if chance.happens(0.4) => written(format!("Cấp độ {number}")),
        // Two groups of three and more can only be thousands.
        _ if number >= 1_000_000 && chance.happens(0.6) => written(grouped(number)),
        _ if !word.is_empty() && chance.happens(0.25) => written(format!("{number}{word}")),
        _ if chance.happens(0.5) => written(number.to_string()),
        _ => Entry::Number(number as f64),
    }
}

/// "1.250.000".
fn grouped(number: i64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

fn decimal(chance: &mut Chance, unit: Unit, number: f64) -> Entry {
    let comma = number.to_string().replace('.', ",");
    let suffix = match unit {
        Unit::Percent => "%",
        Unit::Watts => " W",
        Unit::Kilograms => " kg",
        Unit::RackUnits => "U",
        Unit::Hours => " giờ",
        Unit::Mbps => " Mbps",
        _ => "",
    };
    match chance.between(0, 2) {
        0 => Entry::Number(number),
        1 if !suffix.is_empty() => written(format!("{comma}{suffix}")),
        _ => written(comma),
    }
}

fn quarter(chance: &mut Chance, text: &str) -> String {
    let words = quarter_in_words(text);
    match chance.between(0, 3) {
        0 => text.to_owned(),
        1 => words.replace("Quý ", ""),
        2 => words.to_uppercase(),
        _ => words,
    }
}

/// One of the words of a category; a word that an earlier category has too means that one.
fn word(chance: &mut Chance, categories: &[Category], known: &Category) -> &'static str {
    let means_it = |word: &&&str| {
        let key = match_key(word);
        let has = |category: &&Category| {
            std::iter::once(&category.label).chain(category.words).any(|w| match_key(w) == key)
        };
        categories.iter().find(has).is_some_and(|first| first.label == known.label)
    };
    let words: Vec<&'static str> = known.words.iter().filter(means_it).copied().collect();
    if words.is_empty() { known.label } else { chance.pick(&words) }
}

/// The name of an agency as its own people write it.
pub fn agency_name(chance: &mut Chance, agency: &Agency) -> String {
    match chance.weighted(&[(0, 50), (1, 15), (2, 10), (3, 10), (4, 15)]) {
        1 => agency.name.to_uppercase(),
        2 => agency.name.replace(" - ", " – "),
        // As a Mac stores it.
        3 => agency.name.nfd().collect(),
        4 if !agency.aliases.is_empty() => {
            agency.aliases[chance.index(agency.aliases.len())].clone()
        }
        _ => agency.name.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_threes_and_tenths_have_a_comma() {
        assert_eq!(grouped(1_250_000), "1.250.000");
        assert_eq!(grouped(12_345_678_901), "12.345.678.901");
        assert_eq!(in_tenths(384), "38,4");
        assert_eq!(in_tenths(400), "40");
    }
}
