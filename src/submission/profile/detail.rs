//! Sheets whose rows belong to a machine of another sheet: its disks, its partitions, its tags.

use std::collections::BTreeMap;

use super::format::Drafts;
use super::part::Head;
use crate::schema::Table;
use crate::submission::SheetCount;
use crate::submission::number::{DecimalSign, Reading, read_number};
use crate::submission::rows::Rows;
use crate::submission::source::{Cell, Sheet, SheetRow};
use crate::unit::{ByteUnit, Prefix};

/// A machine among the rows: its table and index.
pub type Machine = (Table, usize);

/// Machines by the texts that name them.
#[derive(Debug, Default)]
pub struct Machines {
    /// `None` for a text that several machines have, and that so names none.
    by_text: BTreeMap<String, Option<Machine>>,
}

impl Machines {
    /// The sound rows of the tables by the text of a column; where a table has no such column, none.
    pub fn by(drafts: &Drafts<'_>, tables: &[Table], column: &str) -> Self {
        let mut by_text = BTreeMap::new();
        for table in tables.iter().filter(|table| table.column(column).is_some()) {
            let Some(draft) = drafts.get(table) else { continue };
            for (index, text) in draft.rows.texts(column).iter().enumerate() {
                let Some(text) = text.as_ref().filter(|_| draft.is_sound(index)) else { continue };
                by_text
                    .entry(text.to_string())
                    .and_modify(|known| *known = None)
                    .or_insert(Some((*table, index)));
            }
        }
        Self { by_text }
    }

    /// The sound rows of the tables by their codes.
    pub fn by_keys(drafts: &Drafts<'_>, tables: &[Table]) -> Self {
        let mut machines = Self::default();
        for table in tables {
            let of_table = Self::by(drafts, &[*table], table.key().name);
            for (text, machine) in of_table.by_text {
                let known = machines.by_text.entry(text);
                known.and_modify(|known| *known = None).or_insert(machine);
            }
        }
        machines
    }

    /// The one machine a cell names.
    pub fn find(&self, cell: &Cell) -> Option<Machine> {
        self.by_text.get(&crate::text::clean(&cell.raw())).copied().flatten()
    }
}

/// Amounts of detail rows added up by machine.
#[derive(Debug, Default)]
pub struct Sums {
    /// Bytes by machine; unknown where one of its rows cannot be read.
    pub by_machine: BTreeMap<Machine, Option<i64>>,
    /// Rows of no machine of the file.
    pub homeless: Vec<u32>,
    /// Rows that belong to one.
    pub merged: usize,
}

/// Adds up what the rows say by the machine they belong to.
pub fn sum_by_machine(
    rows: &[SheetRow],
    machine_of: impl Fn(&SheetRow) -> Option<Machine>,
    bytes_of: impl Fn(&SheetRow) -> Option<i64>,
) -> Sums {
    let mut sums = Sums::default();
    for row in rows {
        let Some(machine) = machine_of(row) else {
            sums.homeless.push(row.number);
            continue;
        };
        sums.merged += 1;
        let sum = sums.by_machine.entry(machine).or_insert(Some(0));
        *sum = sum.zip(bytes_of(row)).map(|(sum, bytes): (i64, i64)| sum.saturating_add(bytes));
    }
    sums
}

/// The count of a sheet whose rows were merged into those of a table, or belong to none.
pub fn merged_sheet(head: &Head<'_>, table: Table, merged: usize, homeless: usize) -> SheetCount {
    SheetCount {
        table: table.name().to_owned(),
        sheet: head.sheet.name.clone(),
        rows_read: merged + homeless,
        rows_accepted: 0,
        rows_rejected: 0,
        rows_merged: merged,
        rows_skipped: homeless,
    }
}

/// The number of a cell, decimal point and thousands comma as tools write them.
pub fn number_of(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Number(number) => Some(*number),
        Cell::Text(text) => match read_number(text, DecimalSign::Point)? {
            Reading::One(number) => Some(number),
            Reading::Two { .. } => None,
        },
        _ => None,
    }
}

/// The bytes of a cell in a unit of powers of 1024; `None` for anything but an amount from 0 on.
pub fn bytes_of(cell: &Cell, unit: &str) -> Option<i64> {
    let unit = ByteUnit::parse(unit, Prefix::Binary)?;
    let bytes = unit.to_bytes(number_of(cell)?)?;
    i64::try_from(bytes.raw()).ok()
}

/// Whether a cell says yes; `None` where it says neither yes nor no.
pub fn flag_of(cell: &Cell) -> Option<bool> {
    match cell.raw().trim().to_lowercase().as_str() {
        "true" | "1" | "yes" | "y" | "có" => Some(true),
        "false" | "0" | "no" | "n" | "không" => Some(false),
        _ => None,
    }
}

/// The row of a sheet that a row of a table was read from.
pub fn row_of<'a>(sheet: &'a Sheet, rows: &Rows, index: usize) -> Option<&'a SheetRow> {
    if *rows.sheet[index] != *sheet.name {
        return None;
    }
    let at = sheet.rows.binary_search_by_key(&rows.number[index], |row| row.number).ok()?;
    Some(&sheet.rows[at])
}

/// Text of a tag of a row, under a heading compared as [`super::part::key`] does.
pub fn tag_of<'a>(rows: &'a Rows, index: usize, heading: &str) -> Option<&'a str> {
    let tags = rows.tags(index).iter();
    let mut found = tags.filter(|(own, _)| super::part::key(own) == heading);
    found.next().map(|(_, text)| text.as_str())
}
