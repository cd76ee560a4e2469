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

/// Tables whose rows make totals.
const SUMMED: [Table; 4] = [Table::Workload, Table::Server, Table::Storage, Table::Database];

/// Totals of every agency that has a current row, by agency id. Each file is read once, of it the
/// columns that some row states.
pub fn totals_by_agency(inventory: &Inventory) -> Result<BTreeMap<String, Totals>, StoreError> {
    let mut totals: BTreeMap<String, Totals> = BTreeMap::new();
    // Tables whose agencies are not all told by their sums.
    let mut untold: Vec<Table> = Table::ALL.into_iter().filter(|t| !SUMMED.contains(t)).collect();
    for table in SUMMED {
        if inventory.current(table).is_empty() {
            continue;
        }
        let rows = Counted::of(inventory, table)?;
        if !rows.is_whole {
            untold.push(table);
        }
        let amounts: Vec<(&str, Expr)> =
            amounts_of(table).iter().map(|name| (*name, rows.times(col(*name)))).collect();
        let count = rows.machines_count();
        for (agency, count, sums) in group(inventory, rows.rows, &amounts, count)? {
            totals.entry(agency).or_default().take(table, count, &sums);
        }
    }
    // An agency whose only rows are in other tables, are templates, or count with another's, has
    // answered: it stands with zeros.
    for agency in inventory.received_of(&untold)?.into_keys() {
        totals.entry(agency).or_default();
    }
    Ok(totals)
}

/// The amounts of a table that are summed.
const fn amounts_of(table: Table) -> &'static [&'static str] {
    match table {
        Table::Workload => {
            &["vcpu_count", "ram_bytes", "disk_provisioned_bytes", "disk_used_bytes"]
        }
        Table::Server => &["cores_count", "ram_bytes"],
        Table::Storage => &["raw_bytes", "usable_bytes", "used_bytes"],
        Table::Database => &["size_bytes"],
        _ => &[],
    }
}

impl Totals {
    /// Takes the sums of a table.
    fn take(&mut self, table: Table, count: i64, sums: &[Amount]) {
        let sum = |at: usize| sums.get(at).copied().unwrap_or_default();
        match table {
            Table::Workload => {
                self.workloads_count = count;
                self.vcpu_count = sum(0);
                self.ram_bytes = sum(1);
                self.disk_provisioned_bytes = sum(2);
                self.disk_used_bytes = sum(3);
            }
            Table::Server => {
                self.servers_count = count;
                (self.server_cores_count, self.server_ram_bytes) = (sum(0), sum(1));
            }
            Table::Storage => {
                self.storage_raw_bytes = sum(0);
                (self.storage_usable_bytes, self.storage_used_bytes) = (sum(1), sum(2));
            }
            _ => (self.databases_count, self.database_size_bytes) = (count, sum(0)),
        }
    }
}

/// The rows of a table that count.
struct Counted {
    table: Table,
    rows: LazyFrame,
    /// They are all current rows as they were sent.
    is_whole: bool,
    /// Some row may stand for several machines.
    has_quantities: bool,
}

impl Counted {
    fn of(inventory: &Inventory, table: Table) -> Result<Self, StoreError> {
        let footers = inventory.footers(table)?;
        let may_state = |column| footers.iter().any(|footer| footer.may_state(column));
        let has_templates = table == Table::Workload && may_state("is_template");
        let has_quantities = table != Table::Database && may_state("quantity");
        let mut rows = inventory.table(table)?;
        if has_templates {
            rows = rows.filter(is_counted());
        }
        let is_whole = !has_templates && inventory.counted_elsewhere(table)?.is_empty();
        Ok(Self { table, rows, is_whole, has_quantities })
    }

    /// An amount of a row as often as it stands for a machine.
    fn times(&self, amount: Expr) -> Expr {
        if self.has_quantities { amount * machines_of_row() } else { amount }
    }

    /// How many there are: storage and databases are counted by rows.
    fn machines_count(&self) -> Expr {
        let by_machines = matches!(self.table, Table::Workload | Table::Server);
        if by_machines && self.has_quantities { machines_of_row().sum() } else { rows_count() }
    }
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
