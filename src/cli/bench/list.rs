//! A list of machines as what is to be packed: a row an item, some columns its needs.

use std::path::Path;

use anyhow::{Context, anyhow, bail};

use super::super::common::Common;
use crate::placement::packing::{Problem, gcd};
use crate::submission::{Cell, Sheet, read_sheets};

/// Decimals that count. Amounts of a column are whole numbers of these.
const DECIMALS: usize = 6;

/// What a bin holds of one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    column: String,
    /// In millionths, rounded down.
    amount: u64,
}

impl std::str::FromStr for Room {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let example = "expected a column and what a bin holds of it, as memory_gb=512";
        let (column, amount) = text.rsplit_once('=').ok_or(example)?;
        let (amount, _) = millionths(amount.trim()).ok_or(example)?;
        let column = column.trim().to_owned();
        if column.is_empty() { Err(example.to_owned()) } else { Ok(Self { column, amount }) }
    }
}

/// Reads the list: needs in the columns of `rooms`, rounded up to millionths.
pub fn read(common: &Common, file: &Path, rooms: &[Room]) -> anyhow::Result<Problem> {
    if rooms.is_empty() {
        bail!(
            "{} is no .vbp instance but a list; say which columns are needs and what a bin holds, \
             as --bin vcpu=64,memory_gb=512",
            file.display()
        );
    }
    let bytes = std::fs::read(file)
        .with_context(|| format!("cannot read {}; check the path", file.display()))?;
    let limits = common.read_plan()?.limits;
    let sheets = read_sheets(file, &bytes, limits, &mut Vec::new()).map_err(|finding| {
        anyhow!("{} cannot be read as a list ({:?})", file.display(), finding.code)
    })?;
    let [sheet] = sheets.as_slice() else {
        bail!("{} has {} sheets; give a file with one", file.display(), sheets.len());
    };
    problem(sheet, rooms).with_context(|| file.display().to_string())
}

fn problem(sheet: &Sheet, rooms: &[Room]) -> anyhow::Result<Problem> {
    let (head, rows) = sheet.rows.split_first().context("the list is empty")?;
    let place = |room: &Room| {
        let is_named = |cell: &Cell| cell.raw().trim() == room.column;
        let place = head.cells.iter().position(is_named);
        place.with_context(|| {
            let names: Vec<String> = head.cells.iter().map(Cell::raw).collect();
            format!("there is no column {}, only {}", room.column, names.join(", "))
        })
    };
    let places: Vec<usize> = rooms.iter().map(place).collect::<anyhow::Result<_>>()?;
    let mut needs = Vec::with_capacity(rows.len() * rooms.len());
    for row in rows {
        for (room, &place) in rooms.iter().zip(&places) {
            let raw = row.cell(place).raw();
            let (whole, is_more) = millionths(raw.trim()).with_context(|| {
                format!(
                    "row {}, column {}: found \"{raw}\", expected a number from 0 with a decimal point",
                    row.number, room.column
                )
            })?;
            needs.push(whole.saturating_add(u64::from(is_more)));
        }
    }
    let mut capacity: Vec<u64> = rooms.iter().map(|room| room.amount).collect();
    // Whole numbers of what the needs have in common: the same packing, and smaller sums.
    for (d, capacity) in capacity.iter_mut().enumerate() {
        let of_column = || needs.iter().skip(d).step_by(rooms.len());
        let common = of_column().fold(0, |common, &need| gcd(common, need)).max(1);
        *capacity /= common;
        needs.iter_mut().skip(d).step_by(rooms.len()).for_each(|need| *need /= common);
    }
    Ok(Problem::of_one_kind(&capacity, needs))
}

/// A number in millionths, rounded down, and whether there is more; `None` when it is none.
fn millionths(text: &str) -> Option<(u64, bool)> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_digits(whole) || !is_digits(part) {
        return None;
    }
    let (counted, rest) = part.split_at(part.len().min(DECIMALS));
    let digits = format!("{whole}{counted:0<DECIMALS$}");
    Some((digits.parse().ok()?, rest.bytes().any(|byte| byte != b'0')))
}

#[cfg(test)]
mod tests {
    use super::millionths;

    #[test]
    fn a_number_is_taken_in_millionths_or_not_at_all() {
        assert_eq!(millionths("64"), Some((64_000_000, false)));
        assert_eq!(millionths("0.75"), Some((750_000, false)));
        assert_eq!(millionths("1.0000001"), Some((1_000_000, true)));
        assert_eq!(millionths("1.0000000"), Some((1_000_000, false)));
        for text in ["", "-1", "1,75", "1e9", ".5", "x", "99999999999999999999"] {
            assert_eq!(millionths(text), None, "{text}");
        }
    }
}
