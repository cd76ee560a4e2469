//! Devices against the racks of the facility they stand in.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::{LazyFrame, col, lit};

use super::Book;
use super::name::{Found, Names, key};
use super::said::Unit;
use super::sums::{Rows, sums, thousandths};
use super::verdict::{Verdict, at_most};
use crate::diagnostic::{Code, Finding, Text};
use crate::inventory::{Amount, Inventory, RowAddress, StoreError};
use crate::plan::ReconcilePlan;
use crate::schema::{Table, provenance};

/// Tables whose rows stand in racks.
const IN_RACKS: [Table; 3] = [Table::Server, Table::Storage, Table::NetworkDevice];

/// One row of a list of facilities.
struct Facility {
    agency_id: String,
    id: String,
    racks: Option<i64>,
    at: RowAddress,
}

/// The devices that stand in a facility.
#[derive(Default)]
struct Devices {
    count: i64,
    /// Thousandths of a rack unit.
    height: Amount,
}

/// Check X810, over the facilities that devices name. That no more racks are used than there are is
/// a rule of the row already.
pub fn check(
    inventory: &Inventory,
    limits: &ReconcilePlan,
    book: &mut Book,
) -> Result<(), StoreError> {
    let facilities = read_facilities(inventory)?;
    let mut devices: BTreeMap<usize, Devices> = BTreeMap::new();
    let mut unlisted = BTreeSet::new();
    for table in IN_RACKS {
        let rows = in_racks(inventory.submitted(table)?, table);
        let keys = [provenance::AGENCY_ID, "facility_id"];
        for sum in sums(rows, table, &keys, &[thousandths(col("height_u"))])? {
            match facility_of(&facilities, sum.key(0), sum.key(1)) {
                Some(facility) => {
                    let of = devices.entry(facility).or_default();
                    of.count += sum.count;
                    of.height = of.height.plus(sum.amounts[0]);
                }
                // Nobody lists the racks of the place they name.
                None if !sum.key(1).is_empty() => {
                    unlisted.insert((sum.key(0).to_owned(), key(sum.key(1))));
                }
                None => {}
            }
        }
    }
    book.count_all(Code::X810, Verdict::NotComparable, unlisted.len());
    for (index, devices) in &devices {
        x810_devices_fit_into_the_racks(&facilities[*index], devices, limits, book);
    }
    Ok(())
}

/// A blade stands in a chassis, whose height is counted once.
fn in_racks(rows: LazyFrame, table: Table) -> LazyFrame {
    if table.column("form_factor").is_none() {
        return rows;
    }
    rows.filter(col("form_factor").neq_missing(lit("blade")))
}

fn read_facilities(inventory: &Inventory) -> Result<Vec<Facility>, StoreError> {
    let key = Table::Facility.key().name;
    let rows = Rows::of(inventory, Table::Facility, &[key, "racks_count"])?;
    let (agencies, ids) = (rows.texts(provenance::AGENCY_ID)?, rows.texts(key)?);
    let (racks, addresses) = (rows.integers("racks_count")?, rows.addresses()?);
    let facility = |index: usize| Facility {
        agency_id: agencies[index].clone(),
        id: ids[index].clone(),
        racks: racks[index],
        at: addresses[index].clone(),
    };
    Ok((0..rows.len()).map(facility).collect())
}

/// The facility of that code in the agency's own list, if it is one.
fn facility_of(facilities: &[Facility], agency_id: &str, code: &str) -> Option<usize> {
    let own: Vec<usize> =
        (0..facilities.len()).filter(|at| facilities[*at].agency_id == agency_id).collect();
    let names = Names::of(own.iter().map(|at| facilities[*at].id.as_str()));
    match names.resolve(&std::iter::once(code).collect()).get(code) {
        Some(Found::One(index)) => Some(own[*index]),
        _ => None,
    }
}

/// Devices whose height nobody states only lower the first side.
fn x810_devices_fit_into_the_racks(
    facility: &Facility,
    devices: &Devices,
    limits: &ReconcilePlan,
    book: &mut Book,
) {
    let room = facility.racks.map(|racks| racks as f64 * limits.rack_height_u.value * 1000.0);
    let room = Amount {
        known: room.unwrap_or_default().floor() as i64,
        rows_unknown: i64::from(room.is_none()),
        rows: 1,
    };
    let verdict = at_most(devices.height, room);
    book.count(Code::X810, verdict);
    let (Verdict::Differ, Some(racks)) = (verdict, facility.racks) else { return };
    let found = Text::phrase("X810-facility")
        .with("facility", facility.id.as_str())
        .with("devices", devices.count)
        .with("height", Unit::RackUnits.amount(devices.height))
        .with("racks", racks)
        .with("each", limits.rack_height_u.value)
        .with("room", Unit::RackUnits.amount(room));
    book.tell_at(&facility.agency_id, &facility.at, Finding::new(Code::X810, found));
}
