//! One cell → one value, or a fault that says why not.
//!
//! A fault of severity error rejects its row; with a warning or note the value is what the fault
//! says. Each rule about a cell is a function named by its code.

mod blank;
mod day;
mod plain;
mod quantity;
mod words;

use super::header::{Heading, unit_factor};
use super::number::DecimalSign;
use super::rows::Value;
use super::source::Cell;
use crate::diagnostic::{Code, Severity, Text};
use crate::schema::{Column, Kind, Unit};
use crate::unit::{ByteUnit, Prefix};

pub use blank::{Blank, blank_of};
pub use day::c421_an_end_is_a_day;
pub use plain::{PlainReader, plain_day};
pub use quantity::{amount_argument, bytes_of_terms, c402_a_number_can_be_kept};

/// Why a cell is not simply its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// The rule.
    pub code: Code,
    /// How bad it is here.
    pub severity: Severity,
    /// What stands there.
    pub found: Text,
    /// What was expected, where the code's claim is not exact enough.
    pub expected: Option<Text>,
}

impl Fault {
    fn new(code: Code, found: impl Into<Text>) -> Self {
        Self { code, severity: code.severity(), found: found.into(), expected: None }
    }

    /// A fault with a more exact expectation.
    pub fn with(code: Code, found: impl Into<Text>, expected: impl Into<Text>) -> Self {
        Self::new(code, found).expected(expected)
    }

    fn expected(mut self, expected: impl Into<Text>) -> Self {
        self.expected = Some(expected.into());
        self
    }
}

/// A value and what is to be said about it.
pub type Parsed = (Value, Option<Fault>);

/// Reads the cells of one column of a sheet.
#[derive(Debug, Clone)]
pub struct CellReader {
    /// The column of the table.
    pub column: &'static Column,
    /// What a bare number is multiplied by to be in the column's unit.
    pub factor: f64,
    /// Bytes of the unit in the heading, where the column is a size.
    pub byte_unit: ByteUnit,
    /// The decimal sign of the column.
    pub sign: DecimalSign,
    /// Whether the heading asks for a year or month, so that no day is to be expected.
    pub asks_for_less: bool,
}

impl CellReader {
    /// A reader for a column under a heading, in which numbers have that decimal sign.
    pub fn new(column: &'static Column, heading: &Heading, sign: DecimalSign) -> Self {
        let written = heading.unit.as_deref();
        let mut factor = 1.0;
        let mut byte_unit = ByteUnit { bytes: 1, is_sloppy: false };
        if let Kind::Quantity(unit) = column.kind {
            factor = written.and_then(|w| unit_factor(unit, w)).unwrap_or(1.0);
            if let Unit::Bytes(prefix) = unit {
                let usual = usual_byte_unit(prefix);
                byte_unit = written.and_then(|w| ByteUnit::parse(w, prefix)).unwrap_or(usual);
            }
        }
        let is_amount = matches!(column.kind, Kind::Quantity(_) | Kind::Count);
        let sign = if is_amount { sign } else { DecimalSign::Undecided };
        let text = heading.text.to_lowercase();
        let asks_for_less = ["năm", "year", "tháng", "quý"].iter().any(|word| text.contains(word));
        Self { column, factor, byte_unit, sign, asks_for_less }
    }

    /// The same reader for the cells below another heading, whose unit may differ.
    pub fn below(&self, heading: &Heading) -> Self {
        let unit = match (self.column.kind, heading.unit.as_deref()) {
            (Kind::Quantity(Unit::Bytes(prefix)), Some(unit)) => ByteUnit::parse(unit, prefix),
            _ => None,
        };
        Self { byte_unit: unit.unwrap_or(self.byte_unit), ..self.clone() }
    }

    /// Reads one cell.
    pub fn read(&self, cell: &Cell) -> Parsed {
        if let Cell::Broken(text) = cell {
            return (Value::Missing, Some(Fault::new(Code::C415, text)));
        }
        if let Cell::Share(share) = cell {
            let shown = matches!(self.column.kind, Kind::Quantity(Unit::Percent));
            // What the sheet shows as 85 % is 0.85 inside; anything but a share is the number itself.
            let number = if shown { (share * 1e10).round() / 1e8 } else { *share };
            return self.read(&Cell::Number(number));
        }
        if let Some(blank) = blank_of(cell).or_else(|| blank::none_of_an_amount(self.column, cell))
        {
            return blank::c414_a_quantity_is_known(self.column, blank, cell);
        }
        match self.column.kind {
            Kind::Id | Kind::Text => words::c416_a_long_number_is_kept_as_text(cell),
            Kind::Flag => words::c413_a_yes_or_no_is_one(cell),
            Kind::Category(categories) => {
                words::c410_a_word_of_a_closed_list_is_known(cell, categories)
            }
            Kind::Date => day::c408_a_date_is_a_date(self, cell),
            Kind::Quarter => day::c409_a_quarter_is_a_quarter(cell),
            Kind::Year | Kind::Count => self.read_count(cell),
            Kind::Quantity(unit) => self.read_quantity(cell, unit),
        }
    }
}

/// What a bare number of a size means where neither heading nor cell says: the template's unit.
const fn usual_byte_unit(prefix: Prefix) -> ByteUnit {
    match prefix {
        Prefix::Binary => ByteUnit { bytes: 1 << 30, is_sloppy: false },
        Prefix::Decimal => ByteUnit { bytes: 1_000_000_000_000, is_sloppy: false },
    }
}

/// What no number of a table reaches: whole numbers are kept in 64 bits.
pub const AMOUNT_MAX: f64 = 9.2e18;

/// A whole number below [`AMOUNT_MAX`].
const fn integer(number: f64) -> Value {
    Value::Integer(number.round() as i64)
}

#[cfg(test)]
mod tests;
