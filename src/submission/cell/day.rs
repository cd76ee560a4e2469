//! Cells of days and quarters.

use super::{CellReader, Fault, Parsed};
use crate::diagnostic::{Code, Severity, Text};
use crate::schema::Column;
use crate::submission::rows::Value;
use crate::submission::source::Cell;
use crate::time::{
    Datelike, NaiveDate, Quarter, day_from_serial, read_day, read_months, read_period,
};

/// A day; a month, quarter or year stands for its last day where something ends, else its first.
pub(super) fn c408_a_date_is_a_date(reader: &CellReader, cell: &Cell) -> Parsed {
    let column = reader.column;
    let day = match cell {
        Cell::Day(day) => Some(*day),
        Cell::Number(serial) => day_from_serial(*serial),
        Cell::Text(text) => {
            read_day(text).or_else(|| text.trim().parse().ok().and_then(day_from_serial))
        }
        _ => None,
    };
    if let Some(day) = day {
        return (Value::Day(day), None);
    }
    let text = cell.raw();
    if let Some((first, last)) = read_period(&text) {
        let day = if is_end(column) { last } else { first };
        let fault = c422_a_date_is_exact_to_the_day(&text, day);
        return (Value::Day(day), (!reader.asks_for_less).then_some(fault));
    }
    if read_months(&text).is_some() && is_end(column) {
        return (Value::Missing, Some(Fault::new(Code::C421, text)));
    }
    (Value::Missing, Some(Fault::new(Code::C408, text)))
}

/// Whether a column says when something ends.
fn is_end(column: &Column) -> bool {
    column.name.ends_with("_end_on")
}

fn c422_a_date_is_exact_to_the_day(text: &str, day: NaiveDate) -> Fault {
    Fault::new(Code::C422, text).expected(Text::phrase("C422-read-as").with("day", day))
}

/// The end of a period that is given by its length ("36 tháng") and begins on a day: the same day
/// of the month that many months later, or the last of that month.
pub fn c421_an_end_is_a_day(text: &str, begin: NaiveDate) -> Option<(Value, Fault)> {
    let months = read_months(text)?;
    let end = begin.checked_add_months(chrono::Months::new(months))?;
    let mut fault = Fault::new(Code::C421, text)
        .expected(Text::phrase("C421-counted").with("begin", begin).with("end", end));
    fault.severity = Severity::Note;
    Some((Value::Day(end), fault))
}

/// A quarter; a day or a month lies in one.
pub(super) fn c409_a_quarter_is_a_quarter(cell: &Cell) -> Parsed {
    let of_period = |text: &str| {
        let (first, last) = read_period(text)?;
        // A year alone names four quarters.
        let (first, last) = (Quarter::of(first)?, Quarter::of(last)?);
        (first == last).then_some(first)
    };
    let quarter = match cell {
        Cell::Day(day) => Quarter::of(*day),
        Cell::Number(serial) => {
            day_from_serial(*serial).filter(|day| day.year() > 1999).and_then(Quarter::of)
        }
        Cell::Text(text) => {
            Quarter::read(text).or_else(|| Quarter::of(read_day(text)?)).or_else(|| of_period(text))
        }
        _ => None,
    };
    match quarter {
        Some(quarter) => (Value::Text(quarter.to_string()), None),
        None => (Value::Missing, Some(Fault::new(Code::C409, cell.raw()))),
    }
}
