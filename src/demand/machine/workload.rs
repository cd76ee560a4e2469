//! Rows of workloads as machines, one after the other into the same machine where they are many.

use polars::prelude::{BooleanChunked, DataFrame, PolarsResult, StringChunked};

use super::super::amount::Tier;
use super::super::measure::{Measured, Measures, Stated};
use super::{Columns, Machine};
use crate::inventory::RowAddress;
use crate::schema::{Table, provenance};

/// The columns of workloads that sizing asks for, beside those that say where a row stands.
pub const COLUMNS: [&str; 21] = [
    provenance::AGENCY_ID,
    "workload_id",
    "system_id",
    "host",
    "environment",
    "quantity",
    "is_template",
    "vcpu_count",
    "ram_bytes",
    "disk_provisioned_bytes",
    "disk_used_bytes",
    "disk_tier",
    "gpu_count",
    "cpu_util_p95_pct",
    "ram_util_p95_pct",
    "iops_p95",
    "disk_throughput_mb_s_p95",
    "network_mbps_p95",
    "cpu_ready_pct",
    "ram_swapped_bytes",
    "ram_ballooned_bytes",
];

/// Of these what is learned of all workloads before any is sized.
pub const SEEN_COLUMNS: [&str; 9] = [
    provenance::AGENCY_ID,
    "system_id",
    "host",
    "environment",
    "quantity",
    "is_template",
    "vcpu_count",
    "ram_bytes",
    "disk_provisioned_bytes",
];

/// Of these the sizes that peers stand in for.
pub const SIZE_COLUMNS: [&str; 3] = ["vcpu_count", "ram_bytes", "disk_provisioned_bytes"];

/// Rows of a frame of workloads; columns that the frame has not are unknown.
pub struct Workloads<'a> {
    rows: usize,
    agencies: Option<&'a StringChunked>,
    ids: Option<&'a StringChunked>,
    systems: Option<&'a StringChunked>,
    hosts: Option<&'a StringChunked>,
    environments: Option<&'a StringChunked>,
    tiers: Option<&'a StringChunked>,
    templates: Option<&'a BooleanChunked>,
    quantities: Vec<Option<i64>>,
    vcpus: Vec<Option<u64>>,
    rams: Vec<Option<u64>>,
    provisioned: Vec<Option<u64>>,
    used: Vec<Option<u64>>,
    gpus: Vec<Option<u64>>,
    stated: Vec<Stated>,
}

impl<'a> Workloads<'a> {
    /// The rows of a frame.
    pub fn of(frame: &'a DataFrame) -> PolarsResult<Self> {
        let columns = Columns::of(frame);
        let texts = |name: &str| match frame.column(name) {
            Ok(column) => column.str().map(Some),
            Err(_) => Ok(None),
        };
        let templates = match frame.column("is_template") {
            Ok(column) => Some(column.bool()?),
            Err(_) => None,
        };
        Ok(Self {
            rows: frame.height(),
            agencies: texts(provenance::AGENCY_ID)?,
            ids: texts(Table::Workload.key().name)?,
            systems: texts("system_id")?,
            hosts: texts("host")?,
            environments: texts("environment")?,
            tiers: texts("disk_tier")?,
            templates,
            quantities: columns.integers_or_none("quantity")?,
            vcpus: columns.amounts_or_none("vcpu_count")?,
            rams: columns.amounts_or_none("ram_bytes")?,
            provisioned: columns.amounts_or_none("disk_provisioned_bytes")?,
            used: columns.amounts_or_none("disk_used_bytes")?,
            gpus: columns.amounts_or_none("gpu_count")?,
            stated: stated_uses(&columns)?,
        })
    }

    /// Places of the rows that count: all but templates.
    pub fn counted(&self) -> impl Iterator<Item = usize> + '_ {
        let is_template =
            |index: usize| self.templates.and_then(|flags| flags.get(index)) == Some(true);
        (0..self.rows).filter(move |index| !is_template(*index))
    }

    /// Code of a row; empty where it states none.
    pub fn id(&self, index: usize) -> &'a str {
        text(self.ids, index).unwrap_or_default()
    }

    /// How many equal machines a row stands for.
    pub fn quantity(&self, index: usize) -> u64 {
        let quantity = self.quantities.get(index).copied().flatten();
        quantity
            .and_then(|quantity| u64::try_from(quantity).ok())
            .map_or(1, |quantity| quantity.max(1))
    }

    /// Puts what a row says into a machine, but its code and where it stands.
    pub fn fill(&self, index: usize, measures: &Measures, machine: &mut Machine) {
        self.fill_seen(index, machine);
        let number = |values: &[Option<u64>]| values.get(index).copied().flatten();
        machine.disk_used_bytes = number(&self.used);
        machine.disk_tier = Tier::of(text(self.tiers, index));
        machine.gpu_count = number(&self.gpus);
        machine.measured = match self.stated.get(index) {
            Some(stated) => measures.measured(&machine.agency_id, self.id(index), stated),
            None => Measured::default(),
        };
    }

    /// Puts of it what is learned before sizing.
    pub fn fill_seen(&self, index: usize, machine: &mut Machine) {
        let number = |values: &[Option<u64>]| values.get(index).copied().flatten();
        put(&mut machine.agency_id, text(self.agencies, index));
        put(&mut machine.system_id, text(self.systems, index));
        put_or_none(&mut machine.host, text(self.hosts, index));
        put_or_none(&mut machine.environment, text(self.environments, index));
        machine.vcpu_count = number(&self.vcpus);
        machine.ram_bytes = number(&self.rams);
        machine.disk_provisioned_bytes = number(&self.provisioned);
    }
}

impl Machine {
    /// One of which nothing is stated.
    pub fn blank() -> Self {
        let address = RowAddress { submission_id: String::new(), sheet: String::new(), row: 0 };
        Self {
            agency_id: String::new(),
            id: String::new(),
            system_id: String::new(),
            address,
            host: None,
            environment: None,
            vcpu_count: None,
            ram_bytes: None,
            disk_provisioned_bytes: None,
            disk_used_bytes: None,
            disk_tier: Tier::Unspecified,
            measured: Measured::default(),
            gpu_count: None,
        }
    }
}

fn text(texts: Option<&StringChunked>, index: usize) -> Option<&str> {
    texts.and_then(|texts| texts.get(index))
}

/// Puts a text in the place of another, in its memory.
fn put(into: &mut String, text: Option<&str>) {
    into.clear();
    into.push_str(text.unwrap_or_default());
}

fn put_or_none(into: &mut Option<String>, text: Option<&str>) {
    match (into.as_mut(), text) {
        (Some(known), text @ Some(_)) => put(known, text),
        (_, text) => *into = text.map(str::to_owned),
    }
}

/// What the rows of workloads state of their use; nothing where the frame has no such columns.
fn stated_uses(columns: &Columns<'_>) -> PolarsResult<Vec<Stated>> {
    let cpu = columns.decimals_or_none("cpu_util_p95_pct")?;
    let ram = columns.decimals_or_none("ram_util_p95_pct")?;
    let iops = columns.decimals_or_none("iops_p95")?;
    let disk = columns.decimals_or_none("disk_throughput_mb_s_p95")?;
    let network = columns.decimals_or_none("network_mbps_p95")?;
    let ready = columns.decimals_or_none("cpu_ready_pct")?;
    let swapped = columns.amounts_or_none("ram_swapped_bytes")?;
    let ballooned = columns.amounts_or_none("ram_ballooned_bytes")?;
    let decimal = |values: &[Option<f64>], index: usize| values.get(index).copied().flatten();
    let amount = |values: &[Option<u64>], index: usize| values.get(index).copied().flatten();
    let of_row = |index: usize| Stated {
        cpu_pct: decimal(&cpu, index),
        ram_pct: decimal(&ram, index),
        iops: decimal(&iops, index),
        disk_mb_s: decimal(&disk, index),
        network_mbps: decimal(&network, index),
        cpu_ready_pct: decimal(&ready, index),
        ram_swapped_bytes: amount(&swapped, index),
        ram_ballooned_bytes: amount(&ballooned, index),
    };
    let rows = [cpu.len(), ram.len(), iops.len(), disk.len(), network.len(), ready.len()];
    let rows = rows.into_iter().chain([swapped.len(), ballooned.len()]).max().unwrap_or_default();
    Ok((0..rows).map(of_row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A name that the store does not know would be read as unknown, without a word.
    #[test]
    fn columns_that_are_asked_for_are_columns_of_the_table() {
        let schema = Table::schema(Table::Workload);
        for name in COLUMNS {
            assert!(schema.contains(name), "{name} is no column");
        }
        for name in SEEN_COLUMNS.iter().chain(&SIZE_COLUMNS) {
            assert!(COLUMNS.contains(name), "{name} is not read when workloads are sized");
        }
    }
}
