//! Cells that are nothing but a number within its column's range, read without looking any further.

use super::{AMOUNT_MAX, CellReader, integer};
use crate::schema::{Kind, Unit};
use crate::submission::rows::Value;

/// Most digits of such a number: whole numbers of as many are exact in floating point.
const DIGITS_MAX: usize = 15;

/// Powers of ten that are exact in floating point.
const TENS: [f64; 3] = [1.0, 10.0, 100.0];

/// A number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plain {
    /// In the column's unit.
    pub value: PlainValue,
    /// The decimal sign it is written with.
    pub sign: Option<u8>,
}

/// The value of a plain number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PlainValue {
    /// As [`Value::Integer`].
    Integer(i64),
    /// As [`Value::Decimal`].
    Decimal(f64),
}

impl From<PlainValue> for Value {
    fn from(value: PlainValue) -> Self {
        match value {
            PlainValue::Integer(number) => Self::Integer(number),
            PlainValue::Decimal(number) => Self::Decimal(number),
        }
    }
}

impl CellReader {
    /// Whether the column's cells may be plain numbers.
    pub const fn reads_plain(&self) -> bool {
        matches!(self.column.kind, Kind::Count | Kind::Quantity(_))
    }

    /// What [`CellReader::read`] says of a text that is a plain number: digits, with at most one sign
    /// before one or two more, which no other reading fits, and of which nothing is to be said.
    /// `None` for every other text.
    pub fn read_plain(&self, text: &[u8]) -> Option<Plain> {
        let (digits, decimals, sign) = digits_of(text)?;
        // Both are exact, so that the quotient is the number nearest to what is written.
        let number = digits as f64 / TENS[decimals];
        let is_count = match self.column.kind {
            Kind::Count if decimals == 0 => true,
            Kind::Quantity(_) => false,
            _ => return None,
        };
        let amount = number * self.scale();
        let (low, high) = self.column.plausible.unwrap_or((0.0, AMOUNT_MAX));
        if !(low..=high).contains(&amount) || amount >= AMOUNT_MAX {
            return None;
        }
        let is_whole =
            is_count || matches!(self.column.kind, Kind::Quantity(Unit::Bytes(_) | Unit::Vnd));
        let value = match (is_whole, integer(amount)) {
            (true, Value::Integer(number)) => PlainValue::Integer(number),
            _ => PlainValue::Decimal(amount),
        };
        Some(Plain { value, sign })
    }
}

/// The digits of a number, how many of them are decimals, and the sign before those.
fn digits_of(text: &[u8]) -> Option<(u64, usize, Option<u8>)> {
    if text.len() > DIGITS_MAX || !text.first()?.is_ascii_digit() {
        return None;
    }
    let mut digits = 0_u64;
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'0'..=b'9' => digits = digits * 10 + u64::from(byte - b'0'),
            b',' | b'.' => {
                let decimals = &text[at + 1..];
                // Three may be thousands.
                let is_plain =
                    matches!(decimals.len(), 1 | 2) && decimals.iter().all(u8::is_ascii_digit);
                let add = |digits: u64, byte: &u8| digits * 10 + u64::from(byte - b'0');
                return is_plain
                    .then(|| (decimals.iter().fold(digits, add), decimals.len(), Some(*byte)));
            }
            _ => return None,
        }
    }
    Some((digits, 0, None))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::schema::Table;
    use crate::submission::facts::ColumnFacts;
    use crate::submission::header::Heading;
    use crate::submission::number::DecimalSign;
    use crate::submission::source::Cell;

    fn readers() -> Vec<CellReader> {
        let units = [None, Some("GB"), Some("MB"), Some("TB"), Some("KW"), Some("%")];
        let signs = [DecimalSign::Comma, DecimalSign::Point, DecimalSign::Undecided];
        let mut readers = Vec::new();
        for column in Table::ALL.iter().flat_map(|table| table.columns()) {
            for unit in units {
                for sign in signs {
                    let title = unit.map_or("Cột".to_owned(), |unit| format!("Cột ({unit})"));
                    readers.push(CellReader::new(column, &Heading::parse(&title), sign));
                }
            }
        }
        readers
    }

    /// Says the same as the reader of any cell, wherever it says anything.
    fn assert_same(reader: &CellReader, text: &str) -> bool {
        let Some(plain) = reader.read_plain(text.as_bytes()) else { return false };
        let cell = Cell::Text(text.to_owned());
        assert_eq!(
            (plain.value.into(), None),
            reader.read(&cell),
            "{text} in {}",
            reader.column.name
        );
        let (mut seen, mut expected) = (ColumnFacts::default(), ColumnFacts::default());
        seen.add_plain(plain.sign);
        expected.add_amount(&cell);
        assert_eq!(seen.has_bare, expected.has_bare, "{text}");
        assert_eq!(seen.evidence, expected.evidence, "{text}");
        true
    }

    proptest! {
        #[test]
        fn a_plain_number_is_read_as_any_cell_is(
            whole in "[0-9]{1,13}",
            decimals in prop::option::of(("[.,]", "[0-9]{0,4}")),
        ) {
            let text = whole + &decimals.map_or(String::new(), |(sign, digits)| sign + &digits);
            for reader in readers() {
                assert_same(&reader, &text);
            }
        }
    }

    #[test]
    fn what_is_usual_is_read_and_what_has_two_readings_is_not() {
        let reader = |table: Table, column: &str| {
            let column = table.column(column).expect("is a column");
            CellReader::new(column, &Heading::parse("RAM (GB)"), DecimalSign::Comma)
        };
        let ram = reader(Table::Workload, "ram_bytes");
        for text in ["16", "0016", "7,5", "7.25", "1024"] {
            assert!(assert_same(&ram, text), "{text}");
        }
        for text in ["1.024", "1,5 GB", "16 GB", "-1", "", "1,", ",5", "1e3", "102400", "1,2,3"] {
            assert!(!assert_same(&ram, text), "{text}");
        }
        let share = reader(Table::Workload, "cpu_util_p95_pct");
        assert!(assert_same(&share, "99,9") && !assert_same(&share, "180,0"));
        assert!(!assert_same(&reader(Table::Workload, "vcpu_count"), "2,5"));
        assert!(!assert_same(&reader(Table::Workload, "name"), "25"));
    }
}
