//! Ways of saying nothing, told apart: none, unknown, not applicable, as above.

use super::{Fault, Parsed};
use crate::diagnostic::Code;
use crate::schema::{Column, Kind, Unit};
use crate::submission::rows::Value;
use crate::submission::source::Cell;
use crate::text::clean;

/// Ways of saying nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blank {
    /// An empty cell.
    Empty,
    /// "không có": there is none.
    None,
    /// "đang cập nhật": not known yet.
    Unknown,
    /// "N/A", "-": does not apply.
    NotApplicable,
    /// "nt", "như trên": what stands above.
    AsAbove,
}

pub fn blank_of(cell: &Cell) -> Option<Blank> {
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
        "không có" | "none" | "không sử dụng" | "chưa sử dụng" => Some(Blank::None),
        "nt" | "-nt-" | "- nt -" | "n.t" | "như trên" | "nhu tren" | "ditto" | "\"" | "''"
        | "〃" => Some(Blank::AsAbove),
        "..."
        | "…"
        | "?"
        | "unknown"
        | "chưa có"
        | "chưa rõ"
        | "chưa thống kê"
        | "chưa có dl"
        | "chưa biết"
        | "đang cập nhật"
        | "chưa có dữ liệu"
        | "chưa có số liệu"
        | "chưa xác định"
        | "không rõ" => Some(Blank::Unknown),
        _ => None,
    }
}

/// "Không" in a column of amounts: none of them. Elsewhere it is the word no.
pub(super) fn none_of_an_amount(column: &Column, cell: &Cell) -> Option<Blank> {
    let is_amount = matches!(column.kind, Kind::Count | Kind::Quantity(_));
    let says_no = |text: &str| clean(text).to_lowercase() == "không";
    matches!(cell, Cell::Text(text) if is_amount && says_no(text)).then_some(Blank::None)
}

pub(super) fn c414_a_quantity_is_known(column: &Column, blank: Blank, cell: &Cell) -> Parsed {
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
        Blank::Unknown | Blank::NotApplicable | Blank::AsAbove => (Value::Missing, None),
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
