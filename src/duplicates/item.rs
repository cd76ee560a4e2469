//! A row as it is compared with others.

use crate::inventory::{RowAddress, RowId};
use crate::schema::Table;

/// What makes figures agree in rows that are not one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Bought in one batch or made from one template.
    Batch,
    /// Nothing but chance: measured use, data held.
    Use,
}

/// A figure that is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// Its column.
    pub column: &'static str,
    /// What it agrees by.
    pub group: Group,
    /// Most bits it is worth: how many values are usual, whatever the table at hand has.
    pub most_bits: i32,
    /// Whether it is a day: two days are equal or not, never near.
    pub is_day: bool,
    /// Whether it hangs together with the sizes, so that how rare it is is counted with them.
    pub is_joint: bool,
}

const fn batch(column: &'static str, most_bits: i32) -> Figure {
    Figure { column, group: Group::Batch, most_bits, is_day: false, is_joint: true }
}

const fn day(column: &'static str, most_bits: i32) -> Figure {
    Figure { column, group: Group::Batch, most_bits, is_day: true, is_joint: true }
}

const fn used(column: &'static str, most_bits: i32) -> Figure {
    Figure { column, group: Group::Use, most_bits, is_day: false, is_joint: false }
}

/// What is used of a size.
const fn used_of_size(column: &'static str, most_bits: i32) -> Figure {
    Figure { column, group: Group::Use, most_bits, is_day: false, is_joint: true }
}

/// Figures of servers.
pub const SERVER: &[Figure] = &[
    batch("cores_count", 4),
    batch("ram_bytes", 4),
    batch("disk_raw_bytes", 5),
    batch("gpu_count", 3),
    batch("cost_vnd", 8),
    day("in_service_on", 8),
    day("warranty_end_on", 5),
    day("depreciation_end_on", 5),
    used("cpu_util_p95_pct", 8),
    used("ram_util_p95_pct", 8),
    used("power_measured_w", 8),
];

/// Figures of workloads.
pub const WORKLOAD: &[Figure] = &[
    batch("vcpu_count", 3),
    batch("ram_bytes", 4),
    batch("disk_provisioned_bytes", 5),
    batch("gpu_count", 3),
    day("in_service_on", 8),
    used_of_size("disk_used_bytes", 8),
    used("cpu_util_p95_pct", 8),
    used("ram_util_p95_pct", 8),
    used("iops_p95", 8),
    used("network_mbps_p95", 7),
];

/// Figures of databases.
pub const DATABASE: &[Figure] =
    &[used("size_bytes", 7), used("records_count", 14), used("digitised_pct", 6)];

/// The figures of a table that are compared.
pub const fn figures_of(table: Table) -> &'static [Figure] {
    match table {
        Table::Server => SERVER,
        Table::Workload => WORKLOAD,
        Table::Database => DATABASE,
        _ => &[],
    }
}

/// One row, with what is compared of it. A text that the row does not state is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it is known by from one submission to the next.
    pub id: RowId,
    /// Where it stands.
    pub at: RowAddress,
    /// Name of the machine or database.
    pub name: String,
    /// Serial number.
    pub serial: String,
    /// UUIDs of its row.
    pub uuids: Vec<String>,
    /// Addresses in a network.
    pub addresses: Vec<String>,
    /// Manufacturer.
    pub manufacturer: String,
    /// Model.
    pub model: String,
    /// Name and address of the facility it stands in.
    pub place: String,
    /// Operating system of a workload, engine of a database.
    pub software: String,
    /// Figures in the order of [`figures_of`]: counts, bytes and đồng as they are, other amounts in
    /// thousandths, days since 1970.
    pub figures: Vec<Option<i64>>,
    /// How many equal things the row stands for.
    pub quantity: i64,
}

impl Item {
    /// How much it states.
    pub fn stated(&self) -> usize {
        let texts = [&self.name, &self.serial, &self.manufacturer, &self.model, &self.place];
        let texts = texts.into_iter().chain([&self.software]).filter(|text| !text.is_empty());
        let figures = self.figures.iter().flatten().count();
        texts.count() + figures + self.uuids.len() + self.addresses.len()
    }

    /// A figure by the name of its column.
    pub fn figure(&self, column: &str) -> Option<i64> {
        let table = Table::from_name(&self.id.table)?;
        let at = figures_of(table).iter().position(|figure| figure.column == column)?;
        self.figures.get(at).copied().flatten()
    }
}
