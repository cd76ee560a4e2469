//! Cells that are nothing but a number within its column's range, read without looking any further.

use std::ops::RangeInclusive;

use super::{AMOUNT_MAX, CellReader};
use crate::schema::Kind;
use crate::time::NaiveDate;

/// Most digits of such a number: whole numbers of as many are exact in floating point.
const DIGITS_MAX: usize = 15;

/// Powers of ten that are exact in floating point.
const TENS: [f64; 3] = [1.0, 10.0, 100.0];

/// A number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plain {
    /// In the column's unit; exact where the column's values are whole.
    amount: f64,
    /// The decimal sign it is written with.
    pub sign: Option<u8>,
}

impl Plain {
    /// The value, in a column of whole numbers.
    pub fn integer(self) -> i64 {
        let whole = self.amount as i64;
        // Mostly it is one, and never negative.
        if whole as f64 >= self.amount { whole } else { self.amount.round() as i64 }
    }

    /// The value, in a column of decimals.
    pub const fn decimal(self) -> f64 {
        self.amount
    }
}

/// Reads the plain numbers of one column.
#[derive(Debug, Clone, Copy)]
pub struct PlainReader {
    /// How many of the column's unit the unit is that numbers are in.
    scale: f64,
    low: f64,
    high: f64,
    /// Whether numbers have no decimals.
    is_count: bool,
}

impl CellReader {
    /// The reader of the column's plain numbers; `None` where cells are no numbers.
    pub fn plain(&self) -> Option<PlainReader> {
        let kind = self.column.kind;
        let is_count = matches!(kind, Kind::Count);
        let (low, high) = self.column.plausible.unwrap_or((0.0, AMOUNT_MAX));
        matches!(kind, Kind::Count | Kind::Quantity(_)).then(|| PlainReader {
            scale: self.scale(),
            low,
            high,
            is_count,
        })
    }
}

impl PlainReader {
    /// What [`CellReader::read`] says of a text that is a plain number: digits, with at most one sign
    /// before one or two more, which no other reading fits, and of which nothing is to be said.
    /// `None` for every other text.
    #[inline]
    pub fn read(&self, text: &[u8]) -> Option<Plain> {
        let (digits, decimals, sign) = digits_of(text)?;
        if self.is_count && decimals > 0 {
            return None;
        }
        // Both are exact, so that the quotient is the number nearest to what is written.
        let number = if decimals == 0 { digits as f64 } else { digits as f64 / TENS[decimals] };
        Some(Plain { amount: self.amount_of(number)?, sign })
    }

    /// What [`CellReader::read`] says of a cell that is a number, written as Rust writes one, of which
    /// nothing is to be said. `None` for every other number.
    #[inline]
    pub fn read_number(&self, text: &str) -> Option<Plain> {
        let number = match digits_of(text.as_bytes()) {
            Some((digits, decimals, _)) => digits as f64 / TENS[decimals],
            None => text.parse().ok()?,
        };
        if self.is_count && number.fract() != 0.0 || number.is_sign_negative() {
            return None;
        }
        Some(Plain { amount: self.amount_of(number)?, sign: None })
    }

    /// The amount in the column's unit, within its range.
    #[inline]
    fn amount_of(&self, number: f64) -> Option<f64> {
        let amount = number * self.scale;
        let fits = (self.low..=self.high).contains(&amount) && amount < AMOUNT_MAX;
        fits.then_some(amount)
    }
}

/// The digits of a number, how many of them are decimals, and the sign before those.
fn digits_of(text: &[u8]) -> Option<(u64, usize, Option<u8>)> {
    if text.len() > DIGITS_MAX {
        return None;
    }
    let mut digits = 0_u64;
    let mut at = 0;
    while let Some(digit) = text.get(at).and_then(digit_of) {
        digits = digits * 10 + digit;
        at += 1;
    }
    match &text[at..] {
        [] if at > 0 => Some((digits, 0, None)),
        // Three may be thousands.
        [sign @ (b',' | b'.'), one] if at > 0 => {
            Some((digits * 10 + digit_of(one)?, 1, Some(*sign)))
        }
        [sign @ (b',' | b'.'), one, two] if at > 0 => {
            Some((digits * 100 + digit_of(one)? * 10 + digit_of(two)?, 2, Some(*sign)))
        }
        _ => None,
    }
}

/// What [`CellReader::read`] says of a text that is a day of ten characters: 2025-03-01, 01/03/2025,
/// also with the other sign that parts them. `None` for every other text.
pub fn plain_day(text: &[u8]) -> Option<NaiveDate> {
    const YEARS: RangeInclusive<i32> = 1980..=2100;
    let [a, b, c, d, e, f, g, h, i, j] = text else { return None };
    let number = |digits: &[&u8]| {
        digits.iter().try_fold(0, |number, digit| Some(number * 10 + digit_of(digit)?))
    };
    let (year, month, day) = match (e, h, c, f) {
        (b'-', b'-', ..) | (b'/', b'/', ..) => {
            (number(&[a, b, c, d])?, number(&[f, g])?, number(&[i, j])?)
        }
        (_, _, b'-', b'-') | (_, _, b'/', b'/') => {
            (number(&[g, h, i, j])?, number(&[d, e])?, number(&[a, b])?)
        }
        _ => return None,
    };
    let year = i32::try_from(year).ok().filter(|year| YEARS.contains(year))?;
    NaiveDate::from_ymd_opt(year, month as u32, day as u32)
}

fn digit_of(byte: &u8) -> Option<u64> {
    let digit = byte.wrapping_sub(b'0');
    (digit <= 9).then_some(u64::from(digit))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::schema::Table;
    use crate::submission::facts::ColumnFacts;
    use crate::submission::header::Heading;
    use crate::submission::number::DecimalSign;
    use crate::submission::rows::Value;
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
        let plain = reader.plain().and_then(|plain| plain.read(text.as_bytes()));
        assert_is(reader, plain, &Cell::Text(text.to_owned()))
    }

    /// What is read, if anything, is what the reader of any cell says.
    fn assert_is(reader: &CellReader, plain: Option<Plain>, cell: &Cell) -> bool {
        let Some(plain) = plain else { return false };
        let (expected, fault) = reader.read(cell);
        let value = match expected {
            Value::Integer(_) => Value::Integer(plain.integer()),
            _ => Value::Decimal(plain.decimal()),
        };
        assert_eq!((value, None), (expected, fault), "{cell:?} in {}", reader.column.name);
        let (mut seen, mut expected) = (ColumnFacts::default(), ColumnFacts::default());
        seen.add_plain(plain.sign);
        expected.add_amount(cell);
        assert_eq!(seen.has_bare, expected.has_bare, "{cell:?}");
        assert_eq!(seen.evidence, expected.evidence, "{cell:?}");
        true
    }

    proptest! {
        #[test]
        fn a_number_of_a_workbook_is_read_as_its_cell_is(
            number in prop_oneof![
                (0_u32..4_000, 0_i32..5)
                    .prop_map(|(number, tens)| f64::from(number) / 10_f64.powi(tens)),
                prop::num::f64::NORMAL | prop::num::f64::ZERO | prop::num::f64::NEGATIVE,
            ],
        ) {
            let cell = Cell::Number(number);
            for reader in readers() {
                let plain = reader.plain().and_then(|plain| plain.read_number(&cell.raw()));
                assert_is(&reader, plain, &cell);
            }
        }
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

    proptest! {
        #[test]
        fn a_plain_day_is_read_as_any_cell_is(
            first in 0_u32..40,
            month in 0_u32..14,
            year in prop_oneof![1970_u32..2110, 0_u32..10_000],
            sign in "[-/. ]",
            other in "[-/]",
            form in 0..5,
        ) {
            let text = match form {
                0 => format!("{year:04}{sign}{month:02}{sign}{first:02}"),
                1 => format!("{first:02}{sign}{month:02}{sign}{year:04}"),
                2 => format!("{first}{sign}{month}{sign}{year}"),
                3 => format!("{first:02}{sign}{month:02}{other}{year:04}"),
                _ => format!("{year:04}{sign}{month:02}{other}{first:02}"),
            };
            if let Some(day) = plain_day(text.as_bytes()) {
                let column = Table::Workload.column("in_service_on").expect("is a column");
                let reader =
                    CellReader::new(column, &Heading::parse("Ngày"), DecimalSign::Undecided);
                prop_assert_eq!(reader.read(&Cell::Text(text)), (Value::Day(day), None));
            }
        }
    }

    #[test]
    fn days_as_people_and_tools_write_them_are_plain() {
        let day = NaiveDate::from_ymd_opt(2025, 3, 1);
        for text in ["2025-03-01", "01/03/2025", "2025/03/01", "01-03-2025"] {
            assert_eq!(plain_day(text.as_bytes()), day, "{text}");
        }
        for text in ["1/3/2025", "31/02/2025", "01/13/2025", "2025-03-0x", "01.03.2025", "01/03/25"]
        {
            assert_eq!(plain_day(text.as_bytes()), None, "{text}");
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
        let number = |text: &str| ram.plain().and_then(|plain| plain.read_number(text));
        assert_eq!(number("1.5").map(Plain::integer), Some(3 << 29));
        assert!(number("1.024").is_some() && number("-1").is_none(), "a number has one reading");
        let share = reader(Table::Workload, "cpu_util_p95_pct");
        assert!(assert_same(&share, "99,9") && !assert_same(&share, "180,0"));
        assert!(!assert_same(&reader(Table::Workload, "vcpu_count"), "2,5"));
        assert!(!assert_same(&reader(Table::Workload, "name"), "25"));
    }
}
