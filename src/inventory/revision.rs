//! What a newer submission says otherwise than an older one, row by row and field by field.

use std::collections::BTreeSet;

use polars::prelude::{
    AnyValue, Column as Series, DataFrame, DataType, Expr, JoinArgs, JoinType, LazyFrame,
    PolarsResult, col, len, lit,
};

use super::{Inventory, Record, Replaced, RowAddress, StoreError};
use crate::schema::{Table, provenance};
use crate::submission::Value;
use crate::time::NaiveDate;

/// What is behind the name of a column of the newer submission.
const NEWER: &str = "\u{1f}newer";

/// 1970-01-01, in days from the first of the year 1.
const EPOCH: i32 = 719_163;

/// One row that was added or removed, or one field of a row that changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The table.
    pub table: Table,
    /// Agency of the row.
    pub agency_id: String,
    /// Code of the row.
    pub key: String,
    /// What became of it.
    pub kind: ChangeKind,
    /// Where the row stands in the older submission; `None` for one that was added.
    pub old: Option<RowAddress>,
    /// Where it stands in the newer one; `None` for one that was removed.
    pub new: Option<RowAddress>,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum ChangeKind {
    /// The older submission does not have it.
    Added,
    /// The newer submission does not have it.
    Removed,
    /// A column has another value, in the unit of the store.
    Field {
        /// The column.
        column: &'static str,
        /// What the older submission states.
        old: Value,
        /// What the newer one states.
        new: Value,
    },
}

/// What became of the rows of one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableChange {
    /// The table.
    pub table: Table,
    /// Rows of the newer submission only.
    pub rows_added: usize,
    /// Rows of the older submission only.
    pub rows_removed: usize,
    /// Rows of both that differ in a column.
    pub rows_changed: usize,
    /// Rows of both that do not.
    pub rows_equal: usize,
    /// Whether rows are known by codes of their own in both, rather than by their places.
    pub has_codes: bool,
}

/// What a newer submission says otherwise than an older one.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    /// One entry per table that either has rows of.
    pub tables: Vec<TableChange>,
    /// By table, agency and code.
    pub changes: Vec<Change>,
}

impl Inventory {
    /// The submission of an id, withdrawn ones included.
    pub fn record(&self, id: &str) -> Result<&Record, StoreError> {
        let known = self.records.iter().find(|record| record.id == id);
        known.ok_or_else(|| StoreError::Unknown { id: id.to_owned() })
    }

    /// Compares two submissions by agency and code. Samples of use, of which a machine has many
    /// under one code, are counted as removed and added.
    pub fn compare(&self, old: &Record, new: &Record) -> Result<Revision, StoreError> {
        let tables: BTreeSet<Table> = old.tables().into_iter().chain(new.tables()).collect();
        let mut revision = Revision { tables: Vec::new(), changes: Vec::new() };
        for table in tables {
            self.compare_table(table, old, new, &mut revision)?;
        }
        let place = |change: &Change| (change.table, change.agency_id.clone(), change.key.clone());
        revision.changes.sort_by_cached_key(place);
        Ok(revision)
    }

    /// The inventory as it would be with one of two submissions only, in the place of whatever took
    /// its place, and nothing of their agencies received after both.
    pub fn with_only(&self, kept: &Record, left: &Record) -> Self {
        let place = |id: &str| self.records.iter().position(|record| record.id == id);
        let last = place(&kept.id).max(place(&left.id));
        let is_there = |(at, record): &(usize, &Record)| {
            let is_later =
                Some(*at) > last && [&kept.agency_id, &left.agency_id].contains(&&record.agency_id);
            record.id == kept.id || (record.id != left.id && !is_later)
        };
        let there = self.records.iter().enumerate().filter(is_there);
        let mut records: Vec<Record> = there.map(|(_, record)| record.clone()).collect();
        // What the other took the place of, the one that is kept takes the place of too.
        let mut replaces = left.replaces.clone();
        for record in records.iter_mut().filter(|record| record.id != kept.id) {
            let took = record.replaces.extract_if(.., |replaced| replaced.id == kept.id);
            replaces.extend(took.map(|replaced| Replaced { id: record.id.clone(), ..replaced }));
        }
        replaces.retain(|replaced| replaced.id != kept.id);
        for record in records.iter_mut().filter(|record| record.id == kept.id) {
            record.withdrawn = false;
            record.replaces.append(&mut replaces);
        }
        Self { records, decisions: self.decisions.clone(), root: self.root.clone() }
    }

    fn compare_table(
        &self,
        table: Table,
        old: &Record,
        new: &Record,
        revision: &mut Revision,
    ) -> Result<(), StoreError> {
        let fail = |source| StoreError::parquet(&self.root, source);
        let (older, newer) = (self.rows_of(old, table)?, self.rows_of(new, table)?);
        let removed = only_in(&older, &newer, table).map_err(fail)?;
        let added = only_in(&newer, &older, table).map_err(fail)?;
        let (changed, rows_both) = match table {
            Table::Utilisation => (None, 0),
            _ => differing(older, newer, table).map(|(frame, n)| (Some(frame), n)).map_err(fail)?,
        };
        for (frame, kind) in [(&removed, ChangeKind::Removed), (&added, ChangeKind::Added)] {
            for row in 0..frame.height() {
                let is_old = kind == ChangeKind::Removed;
                let address = address_of(frame, "", row).map_err(fail)?;
                let (old, new) = if is_old { (Some(address), None) } else { (None, Some(address)) };
                let (agency_id, key) = key_of(frame, table, row).map_err(fail)?;
                let kind = kind.clone();
                revision.changes.push(Change { table, agency_id, key, kind, old, new });
            }
        }
        let mut rows_changed = 0;
        if let Some(frame) = &changed {
            rows_changed = frame.height();
            for row in 0..frame.height() {
                push_fields(frame, table, row, revision).map_err(fail)?;
            }
        }
        let has_codes = |record: &Record| {
            let of_table = record.mapping.iter().filter(|mapping| mapping.table == table.name());
            of_table.clone().all(|mapping| mapping.columns.contains_key(table.key().name))
        };
        revision.tables.push(TableChange {
            table,
            rows_added: added.height(),
            rows_removed: removed.height(),
            rows_changed,
            rows_equal: rows_both - rows_changed,
            has_codes: has_codes(old) && has_codes(new),
        });
        Ok(())
    }
}

/// The columns by which rows of two submissions are the same.
fn keys(table: Table) -> Vec<Expr> {
    let mut keys = vec![col(provenance::AGENCY_ID), col(table.key().name)];
    if table == Table::Utilisation {
        keys.push(col(provenance::ROW));
    }
    keys
}

/// The columns in which rows of one code may differ, what no column takes included.
fn compared(table: Table) -> impl Iterator<Item = &'static str> {
    let columns = table.columns().iter().skip(1).map(|column| column.name);
    columns.chain([provenance::TAGS])
}

/// Rows of one submission whose codes the other has not.
fn only_in(rows: &LazyFrame, others: &LazyFrame, table: Table) -> PolarsResult<DataFrame> {
    let keys = keys(table);
    let others = others.clone();
    rows.clone().join(others, keys.clone(), keys, JoinArgs::new(JoinType::Anti)).collect()
}

/// Rows of both that differ, the newer ones' columns under names of their own; and how many rows
/// both have.
fn differing(older: LazyFrame, newer: LazyFrame, table: Table) -> PolarsResult<(DataFrame, usize)> {
    let arguments = JoinArgs::new(JoinType::Inner).with_suffix(Some(NEWER.into()));
    let both = older.join(newer, keys(table), keys(table), arguments);
    let differs = |name: &str| col(name).neq_missing(col(format!("{name}{NEWER}")));
    let any = compared(table).fold(lit(false), |any, name| any.or(differs(name)));
    let rows = both.clone().select([len()]).collect()?;
    let rows = rows.columns()[0].get(0)?.extract::<usize>().unwrap_or_default();
    Ok((both.filter(any).collect()?, rows))
}

fn push_fields(
    frame: &DataFrame,
    table: Table,
    row: usize,
    revision: &mut Revision,
) -> PolarsResult<()> {
    let (agency_id, key) = key_of(frame, table, row)?;
    let (old, new) = (address_of(frame, "", row)?, address_of(frame, NEWER, row)?);
    for name in compared(table) {
        let was = value_of(frame.column(name)?, row)?;
        let is = value_of(frame.column(&format!("{name}{NEWER}"))?, row)?;
        if was != is {
            revision.changes.push(Change {
                table,
                agency_id: agency_id.clone(),
                key: key.clone(),
                kind: ChangeKind::Field { column: name, old: was, new: is },
                old: Some(old.clone()),
                new: Some(new.clone()),
            });
        }
    }
    Ok(())
}

fn text_of(frame: &DataFrame, name: &str, row: usize) -> PolarsResult<String> {
    Ok(frame.column(name)?.str()?.get(row).unwrap_or_default().to_owned())
}

fn key_of(frame: &DataFrame, table: Table, row: usize) -> PolarsResult<(String, String)> {
    Ok((text_of(frame, provenance::AGENCY_ID, row)?, text_of(frame, table.key().name, row)?))
}

fn address_of(frame: &DataFrame, suffix: &str, row: usize) -> PolarsResult<RowAddress> {
    let name = |name: &str| format!("{name}{suffix}");
    let number = frame.column(&name(provenance::ROW))?.i64()?.get(row);
    Ok(RowAddress {
        submission_id: text_of(frame, &name(provenance::SUBMISSION_ID), row)?,
        sheet: text_of(frame, &name(provenance::SHEET), row)?,
        row: number.and_then(|number| u32::try_from(number).ok()).unwrap_or_default(),
    })
}

fn value_of(column: &Series, row: usize) -> PolarsResult<Value> {
    if *column.dtype() == DataType::Date {
        let days = column.cast(&DataType::Int32)?.i32()?.get(row);
        let day = days.and_then(|days| NaiveDate::from_num_days_from_ce_opt(days + EPOCH));
        return Ok(day.map_or(Value::Missing, Value::Day));
    }
    Ok(match column.get(row)? {
        AnyValue::String(text) => Value::Text(text.to_owned()),
        AnyValue::StringOwned(text) => Value::Text(text.to_string()),
        AnyValue::Int64(number) => Value::Integer(number),
        AnyValue::Float64(number) => Value::Decimal(number),
        AnyValue::Boolean(flag) => Value::Flag(flag),
        _ => Value::Missing,
    })
}
