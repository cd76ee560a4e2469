//! One cell → one value, or a fault that says why not.
//!
//! A fault of severity error rejects its row; with a warning or note the value is what the fault
//! says. Each rule about a cell is a function named by its code.

use super::header::{Heading, unit_factor};
use super::number::{DecimalSign, Evidence, Reading, read_number, split_unit};
use super::rows::Value;
use super::source::Cell;
use crate::diagnostic::{Code, Severity};
use crate::schema::{Category, Column, Kind, Unit};
use crate::text::{clean, match_key};
use crate::time::{Quarter, day_from_serial, read_day};
use crate::unit::{ByteUnit, Prefix};

/// Why a cell is not simply its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// The rule.
    pub code: Code,
    /// How bad it is here.
    pub severity: Severity,
    /// What stands there.
    pub found: String,
    /// What was expected, where the code's claim is not exact enough.
    pub expected: Option<String>,
}

impl Fault {
    fn new(code: Code, found: impl Into<String>) -> Self {
        Self { code, severity: code.severity(), found: found.into(), expected: None }
    }

    fn expected(mut self, expected: impl Into<String>) -> Self {
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
}

impl CellReader {
    /// A reader for a column under a heading; `cells` are the column's filled cells.
    pub fn new<'a>(
        column: &'static Column,
        heading: &Heading,
        cells: impl Iterator<Item = &'a Cell>,
    ) -> Self {
        let written = heading.unit.as_deref();
        let mut factor = 1.0;
        let mut byte_unit = ByteUnit { bytes: 1, is_sloppy: false };
        let mut sign = DecimalSign::Undecided;
        if let Kind::Quantity(unit) = column.kind {
            factor = written.and_then(|w| unit_factor(unit, w)).unwrap_or(1.0);
            if let Unit::Bytes(prefix) = unit {
                let usual = usual_byte_unit(prefix);
                byte_unit = written.and_then(|w| ByteUnit::parse(w, prefix)).unwrap_or(usual);
            }
        }
        if matches!(column.kind, Kind::Quantity(_) | Kind::Count) {
            let mut evidence = Evidence::default();
            for cell in cells {
                if let Cell::Text(text) = cell {
                    evidence.add(text);
                }
            }
            sign = evidence.decide();
        }
        Self { column, factor, byte_unit, sign }
    }

    /// Reads one cell.
    pub fn read(&self, cell: &Cell) -> Parsed {
        if let Cell::Broken(text) = cell {
            return (Value::Missing, Some(Fault::new(Code::C415, text)));
        }
        if let Some(blank) = blank_of(cell) {
            return c414_a_quantity_is_known(self.column, blank, cell);
        }
        match self.column.kind {
            Kind::Id | Kind::Text => c416_a_long_number_is_kept_as_text(cell),
            Kind::Flag => c413_a_yes_or_no_is_one(cell),
            Kind::Category(categories) => c410_a_word_of_a_closed_list_is_known(cell, categories),
            Kind::Date => c408_a_date_is_a_date(cell),
            Kind::Quarter => c409_a_quarter_is_a_quarter(cell),
            Kind::Year | Kind::Count => self.read_count(cell),
            Kind::Quantity(unit) => self.read_quantity(cell, unit),
        }
    }

    fn read_count(&self, cell: &Cell) -> Parsed {
        let number = match cell {
            Cell::Number(number) => *number,
            Cell::Text(text) => {
                let text = without_level_words(text);
                let (digits, word) = split_unit(text);
                if !is_counting_word(word) {
                    return (Value::Missing, Some(Fault::new(Code::C402, text)));
                }
                match self.c403_a_number_has_one_reading(digits, text, 1.0) {
                    Ok((number, fault @ Some(_))) => return (integer(number), fault),
                    Ok((number, None)) => number,
                    Err(fault) => return (Value::Missing, Some(*fault)),
                }
            }
            other => return (Value::Missing, Some(Fault::new(Code::C402, other.raw()))),
        };
        let fault = c404_an_amount_is_not_negative(number, cell)
            .or_else(|| c405_a_count_is_a_whole_number(number, cell))
            .or_else(|| c407_a_quantity_is_plausible(self.column, number, cell));
        (integer(number), fault)
    }

    fn read_quantity(&self, cell: &Cell, unit: Unit) -> Parsed {
        let (number, scale, doubt) = match cell {
            Cell::Number(number) => (*number, self.scale(), None),
            Cell::Share(share) if unit == Unit::Percent => {
                ((*share * 1e10).round() / 1e8, 1.0, None)
            }
            Cell::Text(text) => {
                let (digits, written) = split_unit(text);
                let scale = match self.c411_the_unit_fits_the_column(written, unit, text) {
                    Ok(scale) => scale,
                    Err(fault) => return (Value::Missing, Some(*fault)),
                };
                match self.c403_a_number_has_one_reading(digits, text, scale) {
                    Ok((number, doubt)) => (number, scale, doubt),
                    Err(fault) => return (Value::Missing, Some(*fault)),
                }
            }
            other => return (Value::Missing, Some(Fault::new(Code::C402, other.raw()))),
        };
        let amount = number * scale;
        let fault = match unit {
            Unit::Percent if self.column.plausible == Some((0.0, 100.0)) => {
                c406_a_share_lies_between_0_and_100(amount, cell)
            }
            Unit::Percent => None,
            _ => c404_an_amount_is_not_negative(amount, cell),
        };
        let fault =
            fault.or_else(|| c407_a_quantity_is_plausible(self.column, amount, cell)).or(doubt);
        let value = match unit {
            Unit::Bytes(_) | Unit::Vnd => integer(amount),
            _ => Value::Decimal(amount),
        };
        (value, fault)
    }

    /// What a bare number of this column is multiplied by.
    fn scale(&self) -> f64 {
        match self.column.kind {
            Kind::Quantity(Unit::Bytes(_)) => self.byte_unit.bytes as f64,
            _ => self.factor,
        }
    }

    fn c411_the_unit_fits_the_column(
        &self,
        written: &str,
        unit: Unit,
        text: &str,
    ) -> Result<f64, Box<Fault>> {
        if written.is_empty() {
            return Ok(self.scale());
        }
        let scale = match unit {
            Unit::Bytes(prefix) => ByteUnit::parse(written, prefix).map(|u| u.bytes as f64),
            unit => unit_factor(unit, written),
        };
        scale.ok_or_else(|| {
            let code = if split_unit(text).0.is_empty() { Code::C402 } else { Code::C411 };
            let expected = format!("an amount in {}", self.column.unit());
            Box::new(Fault::new(code, text).expected(expected))
        })
    }

    /// The number of a text. Where the column does not tell the decimal sign, the plausible range
    /// may: when exactly one reading lies in it, that one is taken, with a note of both.
    fn c403_a_number_has_one_reading(
        &self,
        digits: &str,
        text: &str,
        scale: f64,
    ) -> Result<(f64, Option<Fault>), Box<Fault>> {
        match read_number(digits, self.sign) {
            None => Err(Box::new(Fault::new(Code::C402, text))),
            Some(Reading::One(number)) => Ok((number, None)),
            Some(Reading::Two { comma, point }) => {
                let whole = matches!(self.column.kind, Kind::Count | Kind::Year);
                let fits = |number: f64| {
                    let amount = number * scale;
                    let in_range = self
                        .column
                        .plausible
                        .is_none_or(|(low, high)| low <= amount && amount <= high);
                    in_range && (!whole || number.fract() == 0.0)
                };
                let both = format!("either {comma} or {point}");
                let fault = Fault::new(Code::C403, text);
                match (fits(comma), fits(point)) {
                    (true, false) => Ok((comma, Some(resolved(fault, both, comma)))),
                    (false, true) => Ok((point, Some(resolved(fault, both, point)))),
                    _ => Err(Box::new(fault.expected(format!("one reading, not {both}")))),
                }
            }
        }
    }
}

fn resolved(mut fault: Fault, both: String, taken: f64) -> Fault {
    fault.severity = Severity::Note;
    fault.expected(format!("{both}; only {taken} is plausible here and was taken"))
}

/// What a bare number of a size means where neither heading nor cell says: the template's unit.
const fn usual_byte_unit(prefix: Prefix) -> ByteUnit {
    match prefix {
        Prefix::Binary => ByteUnit { bytes: 1 << 30, is_sloppy: false },
        Prefix::Decimal => ByteUnit { bytes: 1_000_000_000_000, is_sloppy: false },
    }
}

fn integer(number: f64) -> Value {
    // Beyond what 64 bits hold the value is not stored; the range rule has already spoken.
    if number.is_finite() && number.abs() < 9.2e18 {
        Value::Integer(number.round() as i64)
    } else {
        Value::Missing
    }
}

/// Ways of saying nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Blank {
    /// An empty cell.
    Empty,
    /// "không có": there is none.
    None,
    /// "đang cập nhật": not known yet.
    Unknown,
    /// "N/A", "-": does not apply.
    NotApplicable,
}

fn blank_of(cell: &Cell) -> Option<Blank> {
    if cell.is_blank() {
        return Some(Blank::Empty);
    }
    let Cell::Text(text) = cell else { return None };
    if text.len() > 40 {
        return None;
    }
    let text = clean(text).to_lowercase();
    match text.as_str() {
        "-" | "–" | "—" | "n/a" | "na" | "null" | "không áp dụng" | "#n/a" => {
            Some(Blank::NotApplicable)
        }
        "không có" | "none" => Some(Blank::None),
        "..."
        | "…"
        | "?"
        | "unknown"
        | "chưa có"
        | "chưa rõ"
        | "chưa biết"
        | "đang cập nhật"
        | "chưa có dữ liệu"
        | "chưa có số liệu"
        | "chưa xác định"
        | "không rõ" => Some(Blank::Unknown),
        _ => None,
    }
}

fn c414_a_quantity_is_known(column: &Column, blank: Blank, cell: &Cell) -> Parsed {
    let is_amount = matches!(column.kind, Kind::Count | Kind::Quantity(_));
    let may_be_zero = column.plausible.is_some_and(|(low, _)| low <= 0.0);
    let measured = matches!(column.kind, Kind::Quantity(Unit::Percent));
    match blank {
        Blank::Empty => (Value::Missing, None),
        Blank::None if is_amount && may_be_zero && !measured => match column.dtype() {
            polars::prelude::DataType::Float64 => (Value::Decimal(0.0), None),
            _ => (Value::Integer(0), None),
        },
        _ if is_amount => (Value::Missing, Some(Fault::new(Code::C414, cell.raw()))),
        Blank::None => (none_of(column), None),
        Blank::Unknown | Blank::NotApplicable => (Value::Missing, None),
    }
}

/// "không có" in a column of words or flags.
fn none_of(column: &Column) -> Value {
    match column.kind {
        Kind::Flag => Value::Flag(false),
        Kind::Category(list) if list.iter().any(|c| c.label == "none") => {
            Value::Text("none".into())
        }
        _ => Value::Missing,
    }
}

fn c416_a_long_number_is_kept_as_text(cell: &Cell) -> Parsed {
    let text = clean(&cell.raw());
    let was_number = matches!(cell, Cell::Number(number) if number.abs() >= 1e15);
    let mantissa = text.to_lowercase();
    let is_scientific = mantissa.split_once("e+").is_some_and(|(number, exponent)| {
        let digits =
            |t: &str| !t.is_empty() && t.chars().all(|c| c.is_ascii_digit() || ".,".contains(c));
        digits(number) && digits(exponent)
    });
    let fault = (was_number || is_scientific).then(|| Fault::new(Code::C416, &text));
    (Value::Text(text), fault)
}

fn c413_a_yes_or_no_is_one(cell: &Cell) -> Parsed {
    let word = match cell {
        Cell::Flag(flag) => return (Value::Flag(*flag), None),
        other => match_key(&other.raw()),
    };
    let is = |words: &[&str]| words.iter().any(|known| match_key(known) == word);
    if is(&["có", "x", "yes", "y", "true", "1", "đúng", "rồi", "mật", "tối mật", "tuyệt mật"])
    {
        (Value::Flag(true), None)
    } else if is(&["không", "no", "n", "false", "0", "sai", "chưa", "thường", "không mật"])
    {
        (Value::Flag(false), None)
    } else {
        (Value::Missing, Some(Fault::new(Code::C413, cell.raw())))
    }
}

fn c410_a_word_of_a_closed_list_is_known(cell: &Cell, categories: &[Category]) -> Parsed {
    let word = match_key(&cell.raw());
    let known = categories.iter().find(|category| {
        match_key(category.label) == word || category.words.iter().any(|w| match_key(w) == word)
    });
    match known {
        Some(category) => (Value::Text(category.label.to_owned()), None),
        None => {
            let labels: Vec<&str> = categories.iter().map(|category| category.label).collect();
            let fault = Fault::new(Code::C410, cell.raw())
                .expected(format!("one of {}", labels.join(", ")));
            (Value::Missing, Some(fault))
        }
    }
}

fn c408_a_date_is_a_date(cell: &Cell) -> Parsed {
    let day = match cell {
        Cell::Day(day) => Some(*day),
        Cell::Number(serial) => day_from_serial(*serial),
        Cell::Text(text) => {
            read_day(text).or_else(|| text.trim().parse().ok().and_then(day_from_serial))
        }
        _ => None,
    };
    match day {
        Some(day) => (Value::Day(day), None),
        None => (Value::Missing, Some(Fault::new(Code::C408, cell.raw()))),
    }
}

fn c409_a_quarter_is_a_quarter(cell: &Cell) -> Parsed {
    let quarter = match cell {
        Cell::Day(day) => Quarter::of(*day),
        Cell::Text(text) => Quarter::read(text).or_else(|| Quarter::of(read_day(text)?)),
        _ => None,
    };
    match quarter {
        Some(quarter) => (Value::Text(quarter.to_string()), None),
        None => (Value::Missing, Some(Fault::new(Code::C409, cell.raw()))),
    }
}

fn c404_an_amount_is_not_negative(amount: f64, cell: &Cell) -> Option<Fault> {
    (amount < 0.0).then(|| Fault::new(Code::C404, cell.raw()))
}

fn c405_a_count_is_a_whole_number(number: f64, cell: &Cell) -> Option<Fault> {
    (number.fract() != 0.0).then(|| Fault::new(Code::C405, cell.raw()))
}

fn c406_a_share_lies_between_0_and_100(amount: f64, cell: &Cell) -> Option<Fault> {
    (!(0.0..=100.0).contains(&amount)).then(|| Fault::new(Code::C406, cell.raw()))
}

fn c407_a_quantity_is_plausible(column: &Column, amount: f64, cell: &Cell) -> Option<Fault> {
    let (low, high) = column.plausible?;
    (!(low..=high).contains(&amount)).then(|| {
        let unit = column.unit();
        let fault = Fault::new(Code::C407, cell.raw());
        fault.expected(format!("{low} to {high} {unit}").trim_end().to_owned())
    })
}

/// "Cấp độ 3" → "3".
fn without_level_words(text: &str) -> &str {
    let text = text.trim();
    for word in
        ["cấp độ", "Cấp độ", "CẤP ĐỘ", "cấp", "Cấp", "Level", "level", "Hạng", "hạng", "Tier"]
    {
        if let Some(rest) = text.strip_prefix(word) {
            return rest.trim();
        }
    }
    text
}

fn is_counting_word(word: &str) -> bool {
    let word = word.to_lowercase();
    let known = [
        "",
        "vcpu",
        "vcpus",
        "vcore",
        "cpu",
        "core",
        "cores",
        "nhân",
        "lõi",
        "cái",
        "chiếc",
        "bộ",
        "máy",
        "gpu",
        "card",
        "cổng",
        "port",
        "ports",
        "người",
        "user",
        "users",
        "bản ghi",
        "tủ",
        "rack",
        "ip",
        "nguồn",
    ];
    known.contains(&word.as_str())
}

#[cfg(test)]
mod tests;
