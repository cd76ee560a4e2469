//! A revision against the one whose place it took.

use polars::prelude::col;

use super::Book;
use super::said::Unit;
use super::sums::sums;
use super::verdict::{Verdict, near};
use crate::diagnostic::{Argument, Code, Finding, Text};
use crate::inventory::{Amount, Inventory, Record, StoreError, is_counted};
use crate::plan::ReconcilePlan;
use crate::schema::{self, Kind, Table, provenance};

/// The amounts of a table whose totals are compared, besides the number of things.
const fn columns_of(table: Table) -> &'static [&'static str] {
    match table {
        Table::Workload => {
            &["vcpu_count", "ram_bytes", "disk_provisioned_bytes", "disk_used_bytes"]
        }
        Table::Server => &["cores_count", "ram_bytes", "disk_raw_bytes"],
        Table::Storage => &["raw_bytes", "usable_bytes", "used_bytes"],
        Table::CloudNeed => &["vcpu_count", "ram_bytes", "block_bytes"],
        Table::System
        | Table::NetworkDevice
        | Table::Database
        | Table::Facility
        | Table::Utilisation => &[],
    }
}

/// Check X807, over the tables of current submissions that took the place of earlier ones.
pub fn check(
    inventory: &Inventory,
    limits: &ReconcilePlan,
    book: &mut Book,
) -> Result<(), StoreError> {
    for table in Table::ALL {
        for record in inventory.current(table) {
            let replaced = record.replaces.iter().filter(|earlier| earlier.table == table.name());
            let earlier: Result<Vec<&Record>, StoreError> =
                replaced.map(|earlier| inventory.record(&earlier.id)).collect();
            let earlier = earlier?;
            if earlier.is_empty() {
                continue;
            }
            let figures = 1 + columns_of(table).len();
            // What the agency took back is no word of it to hold a new one against.
            if earlier.iter().any(|record| record.is_withdrawn()) {
                book.count_all(Code::X807, Verdict::NotComparable, figures);
                continue;
            }
            x807_a_revision_is_of_the_order_of_the_last(
                inventory, table, record, &earlier, limits, book,
            )?;
        }
    }
    Ok(())
}

fn x807_a_revision_is_of_the_order_of_the_last(
    inventory: &Inventory,
    table: Table,
    record: &Record,
    earlier: &[&Record],
    limits: &ReconcilePlan,
    book: &mut Book,
) -> Result<(), StoreError> {
    let now = totals(inventory, table, &[record])?;
    let before = totals(inventory, table, earlier)?;
    let share = limits.difference_max.value;
    let mut differing = Vec::new();
    for ((name, unit), (now, before)) in figures_of(table).iter().zip(now.iter().zip(&before)) {
        let verdict = near(*now, *before, share);
        book.count(Code::X807, verdict);
        if verdict == Verdict::Differ {
            differing.push(
                Text::phrase("X807-figure")
                    .with("figure", name.clone())
                    .with("now", unit.amount(*now))
                    .with("before", unit.amount(*before)),
            );
        }
    }
    if differing.is_empty() {
        return Ok(());
    }
    let ids: Vec<&str> = earlier.iter().map(|record| record.id.as_str()).collect();
    let found = Text::phrase("X807-table")
        .with("table", table.name())
        .with("earlier", ids.join(", "))
        .with("figures", Argument::series(differing));
    let expected = Text::phrase("difference-at-most").with("percent", share * 100.0);
    book.tell_of(record, Finding::new(Code::X807, found).expected(expected));
    Ok(())
}

/// Names and units of the figures of a table, in the order of [`totals`].
fn figures_of(table: Table) -> Vec<(Argument, Unit)> {
    let things = (Text::phrase("X807-things").into(), Unit::Count);
    let columns = columns_of(table).iter().filter_map(|name| table.column(name)).map(|column| {
        let is_size = matches!(column.kind, Kind::Quantity(schema::Unit::Bytes(_)));
        let unit = if is_size { Unit::Bytes } else { Unit::Count };
        (Argument::Words(column.title_en.to_owned(), column.title_vi.to_owned()), unit)
    });
    std::iter::once(things).chain(columns).collect()
}

/// The number of things that submissions list in a table, templates left out, and the sums of its
/// amounts.
fn totals(
    inventory: &Inventory,
    table: Table,
    records: &[&Record],
) -> Result<Vec<Amount>, StoreError> {
    let columns = columns_of(table);
    let mut totals = vec![Amount::default(); 1 + columns.len()];
    for record in records {
        let rows = inventory.rows_of(record, table)?;
        let rows = if table == Table::Workload { rows.filter(is_counted()) } else { rows };
        let amounts: Vec<_> = columns.iter().map(|name| col(*name)).collect();
        for sum in sums(rows, table, &[provenance::AGENCY_ID], &amounts)? {
            let things = Amount { known: sum.count, rows_unknown: 0, rows: sum.rows };
            let figures = std::iter::once(things).chain(sum.amounts);
            totals.iter_mut().zip(figures).for_each(|(sum, figure)| *sum = sum.plus(figure));
        }
    }
    Ok(totals)
}
