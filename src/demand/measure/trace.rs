//! From a measured use back to the sample that it is.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::*;

use super::Stars;
use super::samples::{NAMED, fail, names_of, past, says_any};
use crate::demand::DemandError;
use crate::demand::machine::Columns;
use crate::inventory::{Inventory, RowAddress, is_counted};
use crate::plan::MeasurePlan;
use crate::schema::{Table, provenance};
use crate::time::{NaiveDate, day_of_epoch};

/// What samples measure the use of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quantity {
    /// vCPUs.
    Cpu,
    /// Memory.
    Ram,
    /// Disk operations.
    Iops,
    /// Disk throughput.
    DiskThroughput,
    /// Traffic.
    Network,
}

impl Quantity {
    /// The column of table `utilisation`.
    pub const fn column(self) -> &'static str {
        match self {
            Self::Cpu => "cpu_util_pct",
            Self::Ram => "ram_util_pct",
            Self::Iops => "iops",
            Self::DiskThroughput => "disk_throughput_mb_s",
            Self::Network => "network_mbps",
        }
    }
}

/// A measured use that is asked for: the row of its workload, and the quantity.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Traced {
    /// Agency of the workload.
    pub agency_id: String,
    /// Row of the workload.
    pub workload: RowAddress,
    /// The quantity.
    pub quantity: Quantity,
}

/// Samples of one workload and quantity, and the one that stands at the percentile.
#[derive(Debug, Clone, PartialEq)]
pub struct SampleTrace {
    /// The sample at the percentile, in the unit of its column.
    pub value: f64,
    /// Which percentile, by nearest rank over the largest sample of each day.
    pub percentile: u32,
    /// Its row.
    pub at: RowAddress,
    /// Its day.
    pub day: NaiveDate,
    /// First day of the window.
    pub window_first: NaiveDate,
    /// Last day of the window, that of the agency's last sample.
    pub window_last: NaiveDate,
    /// Days of the window.
    pub days_window: u32,
    /// Days of the window with a sample of the quantity.
    pub days_covered: u32,
    /// How sure it is.
    pub stars: Stars,
    /// Samples of the quantity in the window.
    pub samples_count: usize,
    /// The first of their rows, by submission, sheet and number.
    pub first: RowAddress,
    /// The last of their rows.
    pub last: RowAddress,
}

/// The samples behind measured uses. One that no sample is behind is left out.
pub fn traces(
    inventory: &Inventory,
    plan: &MeasurePlan,
    wanted: &BTreeSet<Traced>,
) -> Result<BTreeMap<Traced, SampleTrace>, DemandError> {
    let agencies: BTreeSet<&str> = wanted.iter().map(|traced| traced.agency_id.as_str()).collect();
    let mut found = BTreeMap::new();
    for agency_id in agencies {
        let Some(samples) = Samples::read(inventory, agency_id)? else { continue };
        let codes = codes_of(inventory, agency_id)?;
        for traced in wanted.iter().filter(|traced| traced.agency_id == agency_id) {
            let code = codes.get(&traced.workload);
            let trace = code.and_then(|code| samples.trace(code, traced.quantity, plan));
            found.extend(trace.map(|trace| (traced.clone(), trace)));
        }
    }
    Ok(found)
}

/// The code of each workload of an agency, by its row.
fn codes_of(
    inventory: &Inventory,
    agency_id: &str,
) -> Result<BTreeMap<RowAddress, String>, DemandError> {
    let fail = |source| DemandError::table(Table::Workload, source);
    let is_own = col(provenance::AGENCY_ID).eq(lit(agency_id));
    let rows = inventory.submitted(Table::Workload)?.filter(is_own.and(is_counted()));
    let frame = rows.collect().map_err(fail)?;
    let columns = Columns::of(&frame);
    let codes = columns.texts(Table::Workload.key().name).map_err(fail)?;
    let addresses = columns.addresses().map_err(fail)?;
    Ok(addresses.into_iter().zip(codes.into_iter().map(Option::unwrap_or_default)).collect())
}

/// The samples of an agency, row by row.
struct Samples {
    frame: DataFrame,
    addresses: Vec<RowAddress>,
    /// Days since 1970.
    days: Vec<i32>,
    /// Rows by code of their workload.
    rows: BTreeMap<String, Vec<usize>>,
    last_day: i32,
}

impl Samples {
    /// `None` where the agency has none.
    fn read(inventory: &Inventory, agency_id: &str) -> Result<Option<Self>, DemandError> {
        let is_own = || col(provenance::AGENCY_ID).eq(lit(agency_id));
        let frame = past(inventory)?.filter(is_own().and(says_any())).collect().map_err(fail)?;
        let workloads = inventory.submitted(Table::Workload)?.filter(is_own().and(is_counted()));
        let names = names_of(workloads)
            .and_then(LazyFrame::collect)
            .map_err(|source| DemandError::table(Table::Workload, source))?;
        Self::of(frame, &names).map_err(fail)
    }

    fn of(frame: DataFrame, names: &DataFrame) -> PolarsResult<Option<Self>> {
        let named: BTreeMap<&str, &str> = {
            let of = |column| PolarsResult::Ok(names.column(column)?.str()?.iter());
            let pairs = of("name")?.zip(of(NAMED)?);
            pairs.filter_map(|(name, code)| name.zip(code)).collect()
        };
        let columns = Columns::of(&frame);
        let addresses = columns.addresses()?;
        let mut rows: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (row, id) in columns.texts(Table::Utilisation.key().name)?.into_iter().enumerate() {
            let id = id.unwrap_or_default();
            let code = named.get(id.as_str()).map_or(id.clone(), |code| (*code).to_owned());
            rows.entry(code).or_default().push(row);
        }
        let days = frame.column("at")?.cast(&DataType::Int32)?;
        let days: Vec<i32> = days.i32()?.iter().map(Option::unwrap_or_default).collect();
        let last_day = days.iter().max().copied();
        Ok(last_day.map(|last_day| Self { frame, addresses, days, rows, last_day }))
    }

    /// As [`super::samples`] takes it: the largest sample of each day, then the nearest rank.
    fn trace(&self, code: &str, quantity: Quantity, plan: &MeasurePlan) -> Option<SampleTrace> {
        let values = self.frame.column(quantity.column()).and_then(|column| column.f64()).ok()?;
        let window = i32::try_from(plan.window_days).unwrap_or(i32::MAX);
        let before = self.last_day.saturating_sub(window);
        let inside = self.rows.get(code)?.iter().filter(|row| self.days[**row] > before);
        let samples: Vec<(usize, f64)> =
            inside.filter_map(|row| Some((*row, values.get(*row)?))).collect();
        // Of equal samples of a day the first row.
        let mut points: BTreeMap<i32, (usize, f64)> = BTreeMap::new();
        for (row, value) in &samples {
            let point = points.entry(self.days[*row]).or_insert((*row, *value));
            if *value > point.1 {
                *point = (*row, *value);
            }
        }
        let mut order: Vec<(usize, f64)> = points.values().copied().collect();
        order.sort_by(|a, b| a.1.total_cmp(&b.1));
        let rank = (order.len() * plan.percentile as usize).div_ceil(100).max(1);
        let (row, value) = *order.get(rank - 1)?;
        let addresses = || samples.iter().map(|(row, _)| &self.addresses[*row]);
        let days_covered = u32::try_from(order.len()).unwrap_or(u32::MAX);
        Some(SampleTrace {
            value,
            percentile: plan.percentile,
            at: self.addresses[row].clone(),
            day: day_of_epoch(self.days[row])?,
            window_first: day_of_epoch(before.saturating_add(1))?,
            window_last: day_of_epoch(self.last_day)?,
            days_window: plan.window_days,
            days_covered,
            stars: Stars::of(days_covered, plan.window_days),
            samples_count: samples.len(),
            first: addresses().min()?.clone(),
            last: addresses().max()?.clone(),
        })
    }
}
