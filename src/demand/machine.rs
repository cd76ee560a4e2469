//! Workloads, cloud needs and servers as plain structs.

mod workload;

use polars::prelude::{DataFrame, DataType, PolarsResult};

use super::DemandError;
use super::amount::Tier;
use super::measure::{Measured, Measures};
use crate::inventory::{Inventory, RowAddress};
use crate::plan::Recovery;
use crate::schema::{Table, provenance};
use crate::time::{Datelike, NaiveDate, Quarter};

pub use workload::{COLUMNS, SEEN_COLUMNS, SIZE_COLUMNS, Workloads};

/// One workload as submitted, a row of several equal ones once for each; `None` where the submission does not say.
#[derive(Debug, Clone, PartialEq)]
pub struct Machine {
    /// Its agency.
    pub agency_id: String,
    /// Its code.
    pub id: String,
    /// Code of its system; empty when not stated.
    pub system_id: String,
    /// Where its row came from.
    pub address: RowAddress,
    /// Physical server it runs on.
    pub host: Option<String>,
    /// production, test, development or dr.
    pub environment: Option<String>,
    /// vCPUs allocated.
    pub vcpu_count: Option<u64>,
    /// Memory allocated.
    pub ram_bytes: Option<u64>,
    /// Disk allocated.
    pub disk_provisioned_bytes: Option<u64>,
    /// Disk used.
    pub disk_used_bytes: Option<u64>,
    /// Tier of the disk.
    pub disk_tier: Tier,
    /// What it was measured to use, and whether it waits for more.
    pub measured: Measured,
    /// GPUs.
    pub gpu_count: Option<u64>,
}

/// One row of the cloud-needs list, a row of several equal ones once for each; `None` where the
/// submission does not say.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each field is the column of that name; bytes in bytes")]
pub struct Need {
    pub agency_id: String,
    pub id: String,
    pub system_id: String,
    pub address: RowAddress,
    pub vcpu_count: Option<u64>,
    pub ram_bytes: Option<u64>,
    pub block_bytes: Option<u64>,
    pub block_tier: Tier,
    pub object_bytes: Option<u64>,
    pub file_bytes: Option<u64>,
    pub backup_bytes: Option<u64>,
    pub gpu_count: Option<u64>,
    pub network_mbps: Option<f64>,
    pub public_ip_count: Option<u64>,
    pub dr: Option<Recovery>,
    /// Its origin is stated as new.
    pub is_new: bool,
    pub needed_from: Option<Quarter>,
    /// The quarter it states, where the plan's scenario moved it to a later one.
    pub delayed_from: Option<Quarter>,
    pub horizon_year: Option<i32>,
}

/// One physical server, a row of several equal ones once for each; `None` where the submission does
/// not say.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each field is the column of that name; bytes in bytes")]
pub struct Server {
    pub agency_id: String,
    pub id: String,
    pub system_id: String,
    pub address: RowAddress,
    pub hypervisor: Option<String>,
    pub cores_count: Option<u64>,
    pub ram_bytes: Option<u64>,
    pub disk_raw_bytes: Option<u64>,
    pub gpu_count: Option<u64>,
    pub cpu_util_p95_pct: Option<f64>,
    pub ram_util_p95_pct: Option<f64>,
}

/// The columns of a collected frame, by name.
pub struct Columns<'a> {
    frame: &'a DataFrame,
}

impl<'a> Columns<'a> {
    pub const fn of(frame: &'a DataFrame) -> Self {
        Self { frame }
    }

    pub fn texts(&self, name: &str) -> PolarsResult<Vec<Option<String>>> {
        Ok(self.frame.column(name)?.str()?.iter().map(|text| text.map(str::to_owned)).collect())
    }

    pub fn integers(&self, name: &str) -> PolarsResult<Vec<Option<i64>>> {
        Ok(self.frame.column(name)?.i64()?.iter().collect())
    }

    /// Whole numbers that the rules of intake keep from being negative.
    pub fn amounts(&self, name: &str) -> PolarsResult<Vec<Option<u64>>> {
        let integers = self.integers(name)?;
        Ok(integers.into_iter().map(|n| n.and_then(|n| u64::try_from(n).ok())).collect())
    }

    /// The same, none where the frame has no such column.
    pub fn integers_or_none(&self, name: &str) -> PolarsResult<Vec<Option<i64>>> {
        if self.has(name) { self.integers(name) } else { Ok(Vec::new()) }
    }

    /// The same, none where the frame has no such column.
    pub fn amounts_or_none(&self, name: &str) -> PolarsResult<Vec<Option<u64>>> {
        if self.has(name) { self.amounts(name) } else { Ok(Vec::new()) }
    }

    /// The same, none where the frame has no such column.
    pub fn decimals_or_none(&self, name: &str) -> PolarsResult<Vec<Option<f64>>> {
        if self.has(name) { self.decimals(name) } else { Ok(Vec::new()) }
    }

    fn has(&self, name: &str) -> bool {
        self.frame.column(name).is_ok()
    }

    pub fn decimals(&self, name: &str) -> PolarsResult<Vec<Option<f64>>> {
        Ok(self.frame.column(name)?.f64()?.iter().collect())
    }

    /// Years of days.
    pub fn years(&self, name: &str) -> PolarsResult<Vec<Option<i32>>> {
        let days = self.frame.column(name)?.cast(&DataType::Int32)?;
        let year = |days: i32| NaiveDate::from_epoch_days(days).map(|day| day.year());
        Ok(days.i32()?.iter().map(|days| days.and_then(year)).collect())
    }

    pub fn flags(&self, name: &str) -> PolarsResult<Vec<Option<bool>>> {
        Ok(self.frame.column(name)?.bool()?.iter().collect())
    }

    /// Agency of every row.
    pub fn agencies(&self) -> PolarsResult<Vec<String>> {
        Ok(self.texts(provenance::AGENCY_ID)?.into_iter().map(Option::unwrap_or_default).collect())
    }

    /// Where every row came from.
    pub fn addresses(&self) -> PolarsResult<Vec<RowAddress>> {
        let submissions = self.texts(provenance::SUBMISSION_ID)?;
        let sheets = self.texts(provenance::SHEET)?;
        let rows = self.integers(provenance::ROW)?;
        let address = |index: usize| RowAddress {
            submission_id: submissions[index].clone().unwrap_or_default(),
            sheet: sheets[index].clone().unwrap_or_default(),
            row: rows[index].and_then(|row| u32::try_from(row).ok()).unwrap_or_default(),
        };
        Ok((0..self.frame.height()).map(address).collect())
    }
}

/// Collects a table of the inventory as it was sent: a row that counts with another one still says what
/// its system has.
pub fn collect(inventory: &Inventory, table: Table) -> Result<DataFrame, DemandError> {
    inventory.submitted(table)?.collect().map_err(|source| DemandError::table(table, source))
}

/// Every current workload that is no template.
pub fn read_machines(
    inventory: &Inventory,
    measures: &Measures,
) -> Result<Vec<Machine>, DemandError> {
    let frame = collect(inventory, Table::Workload)?;
    machines_of(&frame, measures).map_err(|source| DemandError::table(Table::Workload, source))
}

fn machines_of(frame: &DataFrame, measures: &Measures) -> PolarsResult<Vec<Machine>> {
    let rows = Workloads::of(frame)?;
    let addresses = Columns::of(frame).addresses()?;
    let machines = rows.counted().flat_map(|index| {
        let (address, id) = (addresses[index].clone(), rows.id(index).to_owned());
        let mut machine = Machine { address, id, ..Machine::blank() };
        rows.fill(index, measures, &mut machine);
        equal_machines(machine, rows.quantity(index))
    });
    Ok(machines.collect())
}

/// A machine as often as its row stands for one.
pub fn equal_machines(machine: Machine, quantity: u64) -> Vec<Machine> {
    equal(machine, i64::try_from(quantity).ok(), |machine| &mut machine.id)
}

/// A row once for each of the equal things it stands for, told apart by a number behind the code.
fn equal<T: Clone>(row: T, quantity: Option<i64>, id: fn(&mut T) -> &mut String) -> Vec<T> {
    let quantity = quantity.unwrap_or(1).max(1);
    if quantity == 1 {
        return vec![row];
    }
    (1..=quantity)
        .map(|number| {
            let mut copy = row.clone();
            id(&mut copy).push_str(&format!("#{number}"));
            copy
        })
        .collect()
}

/// Every current row of the cloud-needs list.
pub fn read_needs(inventory: &Inventory) -> Result<Vec<Need>, DemandError> {
    let frame = collect(inventory, Table::CloudNeed)?;
    needs_of(&frame).map_err(|source| DemandError::table(Table::CloudNeed, source))
}

fn needs_of(frame: &DataFrame) -> PolarsResult<Vec<Need>> {
    let columns = Columns::of(frame);
    let agencies = columns.agencies()?;
    let addresses = columns.addresses()?;
    let ids = columns.texts(Table::CloudNeed.key().name)?;
    let systems = columns.texts("system_id")?;
    let vcpus = columns.amounts("vcpu_count")?;
    let rams = columns.amounts("ram_bytes")?;
    let blocks = columns.amounts("block_bytes")?;
    let tiers = columns.texts("block_tier")?;
    let objects = columns.amounts("object_bytes")?;
    let files = columns.amounts("file_bytes")?;
    let backups = columns.amounts("backup_bytes")?;
    let gpus = columns.amounts("gpu_count")?;
    let traffic = columns.decimals("network_mbps")?;
    let addresses_asked = columns.amounts("public_ip_count")?;
    let recoveries = columns.texts("dr")?;
    let origins = columns.texts("origin")?;
    let quarters = columns.texts("needed_from_quarter")?;
    let horizons = columns.integers("horizon_year")?;
    let need = |index: usize| Need {
        agency_id: agencies[index].clone(),
        id: ids[index].clone().unwrap_or_default(),
        system_id: systems[index].clone().unwrap_or_default(),
        address: addresses[index].clone(),
        vcpu_count: vcpus[index],
        ram_bytes: rams[index],
        block_bytes: blocks[index],
        block_tier: Tier::of(tiers[index].as_deref()),
        object_bytes: objects[index],
        file_bytes: files[index],
        backup_bytes: backups[index],
        gpu_count: gpus[index],
        network_mbps: traffic[index],
        public_ip_count: addresses_asked[index],
        is_new: origins[index].as_deref() == Some("new"),
        dr: recoveries[index].as_deref().and_then(Recovery::from_word),
        needed_from: quarters[index].as_deref().and_then(Quarter::read),
        delayed_from: None,
        horizon_year: horizons[index].and_then(|year| i32::try_from(year).ok()),
    };
    let quantities = columns.integers("quantity")?;
    let needs = (0..frame.height()).map(|index| (need(index), quantities[index]));
    Ok(needs.flat_map(|(need, quantity)| equal(need, quantity, |need| &mut need.id)).collect())
}

/// Every current physical server.
pub fn read_servers(inventory: &Inventory) -> Result<Vec<Server>, DemandError> {
    let frame = collect(inventory, Table::Server)?;
    servers_of(&frame).map_err(|source| DemandError::table(Table::Server, source))
}

fn servers_of(frame: &DataFrame) -> PolarsResult<Vec<Server>> {
    let columns = Columns::of(frame);
    let agencies = columns.agencies()?;
    let addresses = columns.addresses()?;
    let ids = columns.texts(Table::Server.key().name)?;
    let systems = columns.texts("system_id")?;
    let hypervisors = columns.texts("hypervisor")?;
    let cores = columns.amounts("cores_count")?;
    let rams = columns.amounts("ram_bytes")?;
    let disks = columns.amounts("disk_raw_bytes")?;
    let gpus = columns.amounts("gpu_count")?;
    let cpu_utils = columns.decimals("cpu_util_p95_pct")?;
    let ram_utils = columns.decimals("ram_util_p95_pct")?;
    let server = |index: usize| Server {
        agency_id: agencies[index].clone(),
        id: ids[index].clone().unwrap_or_default(),
        system_id: systems[index].clone().unwrap_or_default(),
        address: addresses[index].clone(),
        hypervisor: hypervisors[index].clone(),
        cores_count: cores[index],
        ram_bytes: rams[index],
        disk_raw_bytes: disks[index],
        gpu_count: gpus[index],
        cpu_util_p95_pct: cpu_utils[index],
        ram_util_p95_pct: ram_utils[index],
    };
    let quantities = columns.integers("quantity")?;
    let servers = (0..frame.height()).map(|index| (server(index), quantities[index]));
    Ok(servers.flat_map(|(server, quantity)| equal(server, quantity, |s| &mut s.id)).collect())
}
