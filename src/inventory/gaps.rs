//! Agencies that lack the infrastructure they need: the directive's third complaint.
//!
//! Each rule compares what an agency's lists say it has with what they say it needs or runs. An amount
//! that a row of what it has does not state could be any: no shortage is told then. An amount that a
//! need does not state only makes the need larger: it is told all the same.

use std::collections::BTreeMap;

use polars::prelude::{DataType, Expr, col, lit};

use super::totals::{group, machines_of_row, rows_count};
use super::{Amount, Inventory, StoreError, is_counted};
use crate::plan::Plan;
use crate::schema::Table;
use crate::unit::Bytes;

/// What an agency lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// It has systems, workloads or cloud needs, and lists no server.
    Servers,
    /// It has systems, workloads or cloud needs, and lists no storage array and no disk of a server.
    Storage,
    /// Its cloud needs ask for more vCPUs than its cores can carry.
    Processors,
    /// Its cloud needs ask for more memory than its servers have.
    Memory,
    /// Its cloud needs ask for more storage than its arrays can use.
    Capacity,
    /// Many of its measured hosts are full.
    Hosts,
    /// Its storage arrays are full.
    Arrays,
}

impl Lack {
    /// The word in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Servers => "no_servers",
            Self::Storage => "no_storage",
            Self::Processors => "vcpu_short",
            Self::Memory => "ram_short",
            Self::Capacity => "storage_short",
            Self::Hosts => "hosts_full",
            Self::Arrays => "storage_full",
        }
    }
}

/// One thing that an agency lacks.
#[derive(Debug, Clone, PartialEq)]
pub struct Gap {
    /// The agency.
    pub agency_id: String,
    /// What it lacks.
    pub lack: Lack,
    /// What it has, in the unit.
    pub has: f64,
    /// What it needs, or the limit that is reached, in the unit.
    pub needs: f64,
    /// Unit of both.
    pub unit: &'static str,
}

/// What the lists of one agency come to.
#[derive(Debug, Clone, Copy, Default)]
struct Lists {
    systems: i64,
    workloads: i64,
    needs: i64,
    servers: i64,
    arrays: i64,
    cores: Amount,
    ram: Amount,
    disks: Amount,
    usable: Amount,
    asked: [Amount; 3],
    hosts_full: i64,
    hosts_measured: i64,
    filled: [i64; 2],
}

/// Every gap, by agency and kind.
pub fn gaps(inventory: &Inventory, plan: &Plan) -> Result<Vec<Gap>, StoreError> {
    let lists = lists(inventory, plan)?;
    let mut gaps = Vec::new();
    for (agency_id, of) in lists {
        for (lack, has, needs, unit) in of.gaps(plan) {
            gaps.push(Gap { agency_id: agency_id.clone(), lack, has, needs, unit });
        }
    }
    Ok(gaps)
}

fn lists(inventory: &Inventory, plan: &Plan) -> Result<BTreeMap<String, Lists>, StoreError> {
    let mut lists: BTreeMap<String, Lists> = BTreeMap::new();
    let systems = inventory.table(Table::System)?;
    // What is to be built has no old infrastructure to lack.
    let old = systems.filter(col("move_plan").neq_missing(lit("new")));
    for (agency, count, _) in group(inventory, old, &[], rows_count())? {
        lists.entry(agency).or_default().systems = count;
    }
    let workloads = inventory.table(Table::Workload)?.filter(is_counted());
    for (agency, count, _) in group(inventory, workloads, &[], machines_of_row().sum())? {
        lists.entry(agency).or_default().workloads = count;
    }
    let asked = ["vcpu_count", "ram_bytes", "block_bytes"];
    let asked = asked.map(|name| (name, col(name) * machines_of_row()));
    let needs = inventory.table(Table::CloudNeed)?;
    for (agency, count, sums) in group(inventory, needs, &asked, rows_count())? {
        let of = lists.entry(agency).or_default();
        (of.needs, of.asked) = (count, [sums[0], sums[1], sums[2]]);
    }
    let has = ["cores_count", "ram_bytes", "disk_raw_bytes"];
    let mut amounts: Vec<(&str, Expr)> =
        has.iter().map(|name| (*name, col(*name) * machines_of_row())).collect();
    let reaches = |name: &str, limit: f64| col(name).gt_eq(lit(limit)).fill_null(lit(false));
    let is_full = reaches("cpu_util_p95_pct", plan.gaps.cpu_full_pct.value)
        .or(reaches("ram_util_p95_pct", plan.gaps.ram_full_pct.value));
    let is_measured =
        col("cpu_util_p95_pct").is_not_null().or(col("ram_util_p95_pct").is_not_null());
    for (name, is) in [("full", is_full), ("measured", is_measured)] {
        amounts.push((name, is.strict_cast(DataType::Int64) * machines_of_row()));
    }
    let servers = inventory.table(Table::Server)?;
    for (agency, count, sums) in group(inventory, servers, &amounts, machines_of_row().sum())? {
        let of = lists.entry(agency).or_default();
        (of.servers, of.cores, of.ram, of.disks) = (count, sums[0], sums[1], sums[2]);
        (of.hosts_full, of.hosts_measured) = (sums[3].known, sums[4].known);
    }
    // Only what states both says how full it is.
    let both = col("usable_bytes").is_not_null().and(col("used_bytes").is_not_null());
    let of_both = |name: &str| {
        both.clone().strict_cast(DataType::Int64)
            * col(name).fill_null(lit(0_i64))
            * machines_of_row()
    };
    let amounts = [
        ("usable", col("usable_bytes") * machines_of_row()),
        ("usable_of_both", of_both("usable_bytes")),
        ("used_of_both", of_both("used_bytes")),
    ];
    let arrays = inventory.table(Table::Storage)?;
    for (agency, count, sums) in group(inventory, arrays, &amounts, rows_count())? {
        let of = lists.entry(agency).or_default();
        (of.arrays, of.usable, of.filled) = (count, sums[0], [sums[1].known, sums[2].known]);
    }
    Ok(lists)
}

impl Lists {
    fn gaps(&self, plan: &Plan) -> Vec<(Lack, f64, f64, &'static str)> {
        let mut gaps = Vec::new();
        let count = |number: i64| number as f64;
        let tib = |bytes: i64| Bytes::from_bytes(bytes.unsigned_abs()).as_tib();
        let gib = |bytes: i64| Bytes::from_bytes(bytes.unsigned_abs()).as_gib();
        let runs = self.systems + self.workloads + self.needs;
        if runs > 0 && self.servers == 0 {
            gaps.push((Lack::Servers, 0.0, count(runs), "systems, workloads and needs"));
        }
        let has_disks = self.disks.known > 0 || (self.servers > 0 && self.disks.rows_unknown > 0);
        if runs > 0 && self.arrays == 0 && !has_disks {
            gaps.push((Lack::Storage, 0.0, count(runs), "systems, workloads and needs"));
        }
        let is_stated = |amount: Amount| amount.rows > 0 && amount.rows_unknown == 0;
        let [vcpu, ram, block] = self.asked;
        let carried = self.cores.known as f64 * plan.host.vcpu_per_core.value;
        if is_stated(self.cores) && vcpu.known as f64 > carried {
            gaps.push((Lack::Processors, carried, count(vcpu.known), "vCPU"));
        }
        if is_stated(self.ram) && ram.known > self.ram.known {
            gaps.push((Lack::Memory, gib(self.ram.known), gib(ram.known), "GiB"));
        }
        if is_stated(self.usable) && block.known > self.usable.known {
            gaps.push((Lack::Capacity, tib(self.usable.known), tib(block.known), "TiB"));
        }
        let limit = count(self.hosts_measured) * plan.gaps.hosts_full_share.value;
        if self.hosts_measured > 0 && count(self.hosts_full) >= limit {
            gaps.push((Lack::Hosts, count(self.hosts_full), limit, "hosts"));
        }
        let [usable, used] = self.filled;
        let percent = if usable > 0 { count(used) / count(usable) * 100.0 } else { 0.0 };
        let limit = plan.gaps.storage_full_pct.value;
        if usable > 0 && percent >= limit {
            gaps.push((Lack::Arrays, percent, limit, "%"));
        }
        gaps
    }
}
