//! What the nation holds in truth, added up from what was meant, never from what was read.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;

use serde::Serialize;

use super::duplicates::Planted;
use super::model::{Estate, Fate, Row};
use crate::schema::Table;

/// Everything a nation holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Truth {
    /// The seed it was made from.
    pub seed: u64,
    /// Times the usual number of systems and workloads.
    pub scale: f64,
    /// Each agency, in the order they were made.
    pub agencies: Vec<AgencyTruth>,
    /// Sum over the agencies.
    pub national: Totals,
    /// What the agencies ask of the cloud together.
    pub demand: CloudNeeds,
    /// What comes to the cloud, each system counted once.
    pub counted_once: CountedOnce,
    /// Rows of one agency that stand in another one's list too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub duplicates: Vec<Planted>,
    /// Sum over the agencies without the second row of each of these pairs; `None` where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub national_without_copies: Option<Totals>,
}

/// What one agency holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AgencyTruth {
    /// Canonical id.
    pub agency_id: String,
    /// Official name.
    pub agency: String,
    /// Names of its files, in the order of the alphabet.
    pub files: Vec<String>,
    /// What must become of the rows of its files.
    pub rows: RowCounts,
    /// Rows broken on purpose, by the code of the rule they break.
    pub planted: BTreeMap<String, usize>,
    /// Sums over the accepted rows.
    pub totals: Totals,
    /// Accepted rows that do not state a quantity, templates left out; by quantity.
    pub unknown: BTreeMap<String, i64>,
    /// What it asks of the cloud.
    pub cloud_needs: CloudNeeds,
    /// What comes to the cloud, each system counted once.
    pub counted_once: CountedOnce,
}

/// What must become of rows: read = accepted + rejected + merged + skipped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "each field is the count of that name in a submission")]
pub struct RowCounts {
    pub read: usize,
    pub accepted: usize,
    pub rejected: usize,
    pub merged: usize,
    pub skipped: usize,
}

impl RowCounts {
    /// Counts rows by their fate.
    pub fn of(rows: &[Row]) -> Self {
        let mut counts = Self::default();
        for row in rows {
            match row.fate {
                Fate::Accepted => counts.accepted += 1,
                Fate::Rejected(_) => counts.rejected += 1,
                Fate::Merged => counts.merged += 1,
            }
        }
        counts.read = rows.len();
        counts
    }

    /// Rows that are no data.
    pub fn skipped(rows: usize) -> Self {
        Self { read: rows, skipped: rows, ..Self::default() }
    }
}

impl AddAssign for RowCounts {
    fn add_assign(&mut self, other: Self) {
        self.read += other.read;
        self.accepted += other.accepted;
        self.rejected += other.rejected;
        self.merged += other.merged;
        self.skipped += other.skipped;
    }
}

/// Sums over accepted rows: templates left out, a server row as often as its quantity says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "each field is the column of that name; bytes in bytes")]
pub struct Totals {
    pub workloads_count: i64,
    pub vcpu_count: i64,
    pub ram_bytes: i64,
    pub disk_provisioned_bytes: i64,
    pub disk_used_bytes: i64,
    pub servers_count: i64,
    pub server_cores_count: i64,
    pub server_ram_bytes: i64,
    pub storage_raw_bytes: i64,
    pub storage_usable_bytes: i64,
    pub storage_used_bytes: i64,
}

impl AddAssign for Totals {
    fn add_assign(&mut self, other: Self) {
        self.workloads_count += other.workloads_count;
        self.vcpu_count += other.vcpu_count;
        self.ram_bytes += other.ram_bytes;
        self.disk_provisioned_bytes += other.disk_provisioned_bytes;
        self.disk_used_bytes += other.disk_used_bytes;
        self.servers_count += other.servers_count;
        self.server_cores_count += other.server_cores_count;
        self.server_ram_bytes += other.server_ram_bytes;
        self.storage_raw_bytes += other.storage_raw_bytes;
        self.storage_usable_bytes += other.storage_usable_bytes;
        self.storage_used_bytes += other.storage_used_bytes;
    }
}

impl std::ops::Sub for Totals {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            workloads_count: self.workloads_count - other.workloads_count,
            vcpu_count: self.vcpu_count - other.vcpu_count,
            ram_bytes: self.ram_bytes - other.ram_bytes,
            disk_provisioned_bytes: self.disk_provisioned_bytes - other.disk_provisioned_bytes,
            disk_used_bytes: self.disk_used_bytes - other.disk_used_bytes,
            servers_count: self.servers_count - other.servers_count,
            server_cores_count: self.server_cores_count - other.server_cores_count,
            server_ram_bytes: self.server_ram_bytes - other.server_ram_bytes,
            storage_raw_bytes: self.storage_raw_bytes - other.storage_raw_bytes,
            storage_usable_bytes: self.storage_usable_bytes - other.storage_usable_bytes,
            storage_used_bytes: self.storage_used_bytes - other.storage_used_bytes,
        }
    }
}

/// Sums over accepted cloud needs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "each field is the column of that name; bytes in bytes")]
pub struct CloudNeeds {
    pub count: i64,
    pub vcpu_count: i64,
    pub ram_bytes: i64,
    pub block_bytes: i64,
}

impl AddAssign for CloudNeeds {
    fn add_assign(&mut self, other: Self) {
        self.count += other.count;
        self.vcpu_count += other.vcpu_count;
        self.ram_bytes += other.ram_bytes;
        self.block_bytes += other.block_bytes;
    }
}

/// Stated processors and memory of the systems that come to the cloud, each counted once: those of
/// its workloads as they are allocated, where any states a size, else those of its cloud needs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "each field is the column of that name; bytes in bytes")]
pub struct CountedOnce {
    pub vcpu_count: i64,
    pub ram_bytes: i64,
}

impl AddAssign for CountedOnce {
    fn add_assign(&mut self, other: Self) {
        self.vcpu_count += other.vcpu_count;
        self.ram_bytes += other.ram_bytes;
    }
}

/// What of an agency comes to the cloud.
pub fn counted_once_of(estate: &Estate) -> CountedOnce {
    let plan_of: BTreeMap<&str, &str> = counted(estate, Table::System)
        .map(|system| (system.key(), system.text("move_plan")))
        .collect();
    let with_servers: BTreeSet<&str> =
        counted(estate, Table::Server).map(|server| server.text("system_id")).collect();
    let comes = |system: &str| match plan_of.get(system).copied() {
        Some("keep") => false,
        Some("relocate") => !with_servers.contains(system),
        _ => true,
    };
    let states = |row: &Row| row.integer("vcpu_count").or(row.integer("ram_bytes")).is_some();
    let workloads = || counted(estate, Table::Workload).filter(|w| comes(w.text("system_id")));
    let sized: BTreeSet<&str> = workloads()
        .filter(|workload| states(workload))
        .map(|workload| workload.text("system_id"))
        .filter(|system| !system.is_empty())
        .collect();
    let needs = counted(estate, Table::CloudNeed)
        .filter(|need| comes(need.text("system_id")) && !sized.contains(need.text("system_id")));
    let mut once = CountedOnce::default();
    for row in workloads().chain(needs) {
        once.vcpu_count += row.integer("vcpu_count").unwrap_or(0);
        once.ram_bytes += row.integer("ram_bytes").unwrap_or(0);
    }
    once
}

/// Rows that count: accepted, and no template.
fn counted(estate: &Estate, table: Table) -> impl Iterator<Item = &Row> {
    estate.get(&table).into_iter().flatten().filter(move |row| {
        row.fate == Fate::Accepted && !(table == Table::Workload && row.is("is_template"))
    })
}

/// Sums of an agency.
pub fn totals_of(estate: &Estate) -> Totals {
    let mut totals = Totals::default();
    for row in counted(estate, Table::Workload) {
        totals.workloads_count += 1;
        totals.vcpu_count += row.integer("vcpu_count").unwrap_or(0);
        totals.ram_bytes += row.integer("ram_bytes").unwrap_or(0);
        totals.disk_provisioned_bytes += row.integer("disk_provisioned_bytes").unwrap_or(0);
        totals.disk_used_bytes += row.integer("disk_used_bytes").unwrap_or(0);
    }
    for row in counted(estate, Table::Server) {
        let quantity = row.integer("quantity").unwrap_or(1);
        totals.servers_count += quantity;
        totals.server_cores_count += quantity * row.integer("cores_count").unwrap_or(0);
        totals.server_ram_bytes += quantity * row.integer("ram_bytes").unwrap_or(0);
    }
    for row in counted(estate, Table::Storage) {
        totals.storage_raw_bytes += row.integer("raw_bytes").unwrap_or(0);
        totals.storage_usable_bytes += row.integer("usable_bytes").unwrap_or(0);
        totals.storage_used_bytes += row.integer("used_bytes").unwrap_or(0);
    }
    totals
}

/// What an agency asks of the cloud.
pub fn needs_of(estate: &Estate) -> CloudNeeds {
    let mut needs = CloudNeeds::default();
    for row in counted(estate, Table::CloudNeed) {
        needs.count += 1;
        needs.vcpu_count += row.integer("vcpu_count").unwrap_or(0);
        needs.ram_bytes += row.integer("ram_bytes").unwrap_or(0);
        needs.block_bytes += row.integer("block_bytes").unwrap_or(0);
    }
    needs
}

/// Quantities whose unknown rows are told: name in the truth, table, column.
pub(super) const TOLD: [(&str, Table, &str); 13] = [
    ("vcpu_count", Table::Workload, "vcpu_count"),
    ("ram_bytes", Table::Workload, "ram_bytes"),
    ("disk_provisioned_bytes", Table::Workload, "disk_provisioned_bytes"),
    ("disk_used_bytes", Table::Workload, "disk_used_bytes"),
    ("cpu_util_p95_pct", Table::Workload, "cpu_util_p95_pct"),
    ("ram_util_p95_pct", Table::Workload, "ram_util_p95_pct"),
    ("server_cores_count", Table::Server, "cores_count"),
    ("server_ram_bytes", Table::Server, "ram_bytes"),
    ("storage_raw_bytes", Table::Storage, "raw_bytes"),
    ("storage_usable_bytes", Table::Storage, "usable_bytes"),
    ("storage_used_bytes", Table::Storage, "used_bytes"),
    ("security_level", Table::System, "security_level"),
    ("cloud_need_block_bytes", Table::CloudNeed, "block_bytes"),
];

/// Rows that do not state a quantity.
pub fn unknown_of(estate: &Estate) -> BTreeMap<String, i64> {
    TOLD.iter()
        .map(|(name, table, column)| {
            let silent = |row: &&Row| *row.value(column) == crate::submission::Value::Missing;
            let count = counted(estate, *table).filter(silent).count();
            ((*name).to_owned(), i64::try_from(count).unwrap_or(i64::MAX))
        })
        .collect()
}

/// Rows broken on purpose, by code.
pub fn planted_in(estate: &Estate) -> BTreeMap<String, usize> {
    let mut planted = BTreeMap::new();
    for row in estate.values().flatten() {
        if let Fate::Rejected(code) = row.fate {
            *planted.entry(code.id().to_owned()).or_default() += 1;
        }
    }
    planted
}
