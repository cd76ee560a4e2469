//! Totals of the inventory by agency: sums in bytes and counts, never rounded here.

use std::collections::BTreeMap;

use polars::prelude::*;

use super::{Inventory, StoreError};
use crate::reference::RollUp;
use crate::schema::{Table, provenance};

/// A sum over rows, with the rows that do not say: unknown is not zero.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Amount {
    /// Sum over the rows that state it.
    pub known: i64,
    /// Rows that do not state it.
    pub rows_unknown: i64,
    /// All rows.
    pub rows: i64,
}

impl Amount {
    /// The sum, or `None` when no row states it: nothing submitted is not nothing there.
    pub const fn value(self) -> Option<i64> {
        if self.rows_unknown == self.rows { None } else { Some(self.known) }
    }

    /// The sum over the rows of both.
    pub const fn plus(self, other: Self) -> Self {
        Self {
            known: self.known.saturating_add(other.known),
            rows_unknown: self.rows_unknown + other.rows_unknown,
            rows: self.rows + other.rows,
        }
    }
}

/// Totals of one agency. Templates are left out; a row counts `quantity` times.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is the column of that name; bytes in bytes")]
pub struct Totals {
    pub workloads_count: i64,
    pub vcpu_count: Amount,
    pub ram_bytes: Amount,
    pub disk_provisioned_bytes: Amount,
    pub disk_used_bytes: Amount,
    pub servers_count: i64,
    pub server_cores_count: Amount,
    pub server_ram_bytes: Amount,
    pub storage_raw_bytes: Amount,
    pub storage_usable_bytes: Amount,
    pub storage_used_bytes: Amount,
    pub databases_count: i64,
    pub database_size_bytes: Amount,
}

impl Totals {
    fn plus(self, other: Self) -> Self {
        Self {
            workloads_count: self.workloads_count + other.workloads_count,
            vcpu_count: self.vcpu_count.plus(other.vcpu_count),
            ram_bytes: self.ram_bytes.plus(other.ram_bytes),
            disk_provisioned_bytes: self.disk_provisioned_bytes.plus(other.disk_provisioned_bytes),
            disk_used_bytes: self.disk_used_bytes.plus(other.disk_used_bytes),
            servers_count: self.servers_count + other.servers_count,
            server_cores_count: self.server_cores_count.plus(other.server_cores_count),
            server_ram_bytes: self.server_ram_bytes.plus(other.server_ram_bytes),
            storage_raw_bytes: self.storage_raw_bytes.plus(other.storage_raw_bytes),
            storage_usable_bytes: self.storage_usable_bytes.plus(other.storage_usable_bytes),
            storage_used_bytes: self.storage_used_bytes.plus(other.storage_used_bytes),
            databases_count: self.databases_count + other.databases_count,
            database_size_bytes: self.database_size_bytes.plus(other.database_size_bytes),
        }
    }
}

/// Workloads that count: all but templates.
pub(crate) fn is_counted() -> Expr {
    col("is_template").fill_null(lit(false)).not()
}

/// How many machines a row stands for: its quantity, one when it does not say.
pub(crate) fn machines_of_row() -> Expr {
    col("quantity").fill_null(lit(1_i64))
}

/// Totals of every agency that has a current row, by agency id.
pub fn totals_by_agency(inventory: &Inventory) -> Result<BTreeMap<String, Totals>, StoreError> {
    let mut totals: BTreeMap<String, Totals> = BTreeMap::new();
    let workloads = inventory.table(Table::Workload)?.filter(is_counted());
    let columns = ["vcpu_count", "ram_bytes", "disk_provisioned_bytes", "disk_used_bytes"];
    let amounts = columns.map(|name| (name, col(name) * machines_of_row()));
    for (agency, count, sums) in group(inventory, workloads, &amounts, machines_of_row().sum())? {
        let of = totals.entry(agency).or_default();
        of.workloads_count = count;
        [of.vcpu_count, of.ram_bytes, of.disk_provisioned_bytes, of.disk_used_bytes] =
            [sums[0], sums[1], sums[2], sums[3]];
    }
    let servers = inventory.table(Table::Server)?;
    let amounts = ["cores_count", "ram_bytes"].map(|name| (name, col(name) * machines_of_row()));
    for (agency, count, sums) in group(inventory, servers, &amounts, machines_of_row().sum())? {
        let of = totals.entry(agency).or_default();
        of.servers_count = count;
        [of.server_cores_count, of.server_ram_bytes] = [sums[0], sums[1]];
    }
    let storage = inventory.table(Table::Storage)?;
    let amounts = ["raw_bytes", "usable_bytes", "used_bytes"]
        .map(|name| (name, col(name) * machines_of_row()));
    for (agency, _, sums) in group(inventory, storage, &amounts, rows_count())? {
        let of = totals.entry(agency).or_default();
        [of.storage_raw_bytes, of.storage_usable_bytes, of.storage_used_bytes] =
            [sums[0], sums[1], sums[2]];
    }
    let databases = inventory.table(Table::Database)?;
    let amounts = [("size_bytes", col("size_bytes"))];
    for (agency, count, sums) in group(inventory, databases, &amounts, rows_count())? {
        let of = totals.entry(agency).or_default();
        (of.databases_count, of.database_size_bytes) = (count, sums[0]);
    }
    // An agency whose only rows are in other tables, or count with another's, has answered: it stands
    // with zeros.
    for agency in inventory.received()?.into_keys() {
        totals.entry(agency).or_default();
    }
    Ok(totals)
}

/// Totals of all agencies.
pub fn totals_of_all(by_agency: &BTreeMap<String, Totals>) -> Totals {
    by_agency.values().fold(Totals::default(), |sum, totals| sum.plus(*totals))
}

/// Totals of an agency that answers on a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TotalsOfSuccessor {
    /// The sum.
    pub totals: Totals,
    /// Agencies it is the sum of, by id; rows are stored under these.
    pub of: Vec<String>,
}

/// Totals by whoever answers on a day, by id. Each agency is in one of them, so that their sum is
/// that of all agencies on any day.
pub fn totals_by_successor(
    by_agency: &BTreeMap<String, Totals>,
    roll_up: RollUp<'_>,
) -> BTreeMap<String, TotalsOfSuccessor> {
    let mut rolled: BTreeMap<String, TotalsOfSuccessor> = BTreeMap::new();
    for (id, totals) in by_agency {
        let sum = rolled.entry(roll_up.id_of(id).to_owned()).or_default();
        sum.totals = sum.totals.plus(*totals);
        sum.of.push(id.clone());
    }
    rolled
}

pub(super) type Group = (String, i64, Vec<Amount>);

/// Number of rows of a group.
#[expect(clippy::disallowed_methods, reason = "a count of rows fits any integer")]
pub(super) fn rows_count() -> Expr {
    len().cast(DataType::Int64)
}

/// Sums expressions by agency: the agency, the aggregate `count`, one amount per expression.
pub(super) fn group(
    inventory: &Inventory,
    rows: LazyFrame,
    amounts: &[(&str, Expr)],
    count: Expr,
) -> Result<Vec<Group>, StoreError> {
    let fail = |source| StoreError::parquet(&inventory.root, source);
    let mut sums = vec![count.alias("count"), rows_count().alias("rows")];
    for (name, amount) in amounts {
        sums.push(amount.clone().sum().alias(format!("{name}_sum")));
        let unknown = amount.clone().is_null().strict_cast(DataType::Int64).sum();
        sums.push(unknown.alias(format!("{name}_unknown")));
    }
    let by_agency = rows
        .group_by([col(provenance::AGENCY_ID)])
        .agg(sums)
        .sort([provenance::AGENCY_ID], SortMultipleOptions::default());
    let frame = inventory.collected(by_agency).map_err(fail)?;
    let read = || -> PolarsResult<Vec<Group>> {
        let integer = |name: &str, index: usize| -> PolarsResult<i64> {
            Ok(frame.column(name)?.i64()?.get(index).unwrap_or(0))
        };
        let agencies = frame.column(provenance::AGENCY_ID)?.str()?;
        (0..frame.height())
            .map(|index| {
                let rows = integer("rows", index)?;
                let amounts = amounts
                    .iter()
                    .map(|(name, _)| {
                        Ok(Amount {
                            known: integer(&format!("{name}_sum"), index)?,
                            rows_unknown: integer(&format!("{name}_unknown"), index)?,
                            rows,
                        })
                    })
                    .collect::<PolarsResult<Vec<_>>>()?;
                let agency = agencies.get(index).unwrap_or_default().to_owned();
                Ok((agency, integer("count", index)?, amounts))
            })
            .collect()
    };
    read().map_err(fail)
}
