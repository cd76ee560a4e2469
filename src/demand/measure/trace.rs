//! From a measured use back to the sample that it is.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::*;

use super::samples::{before, fail, is_past, last_days, read, says_any};
use super::{Stars, Window};
use crate::demand::DemandError;
use crate::demand::machine::Columns;
use crate::inventory::samples::Group;
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
    let (catalogue, mut found) = (inventory.samples()?, BTreeMap::new());
    let groups = catalogue.groups();
    for agency_id in agencies {
        let group = groups.iter().find(|group| group.agencies.contains(agency_id));
        let Some(group) = group else { continue };
        let Some(last) = last_days(group)?.get(agency_id).copied() else { continue };
        let codes = codes_of(inventory, agency_id)?;
        let own = wanted.iter().filter(|traced| traced.agency_id == agency_id);
        let own = own.filter_map(|traced| Some((traced, codes.get(&traced.workload)?.as_str())));
        let own: Vec<(&Traced, &str)> = own.collect();
        let wanted = own.iter().map(|(_, code)| *code).collect();
        let names = inventory.workload_names(agency_id)?;
        let window = (before(last, Window::from(plan)), last);
        let samples = Samples::read(group, agency_id, (&wanted, &names), window)?;
        for (traced, code) in own {
            let trace = samples.as_ref().and_then(|of| of.trace(code, traced.quantity, plan));
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

/// Columns by which a sample is found, besides its quantities.
const COLUMNS: [&str; 6] = [
    provenance::AGENCY_ID,
    provenance::SUBMISSION_ID,
    provenance::SHEET,
    provenance::ROW,
    Table::Utilisation.key().name,
    "at",
];

/// The samples of some workloads of an agency in the window, row by row.
struct Samples {
    frame: DataFrame,
    addresses: Vec<RowAddress>,
    /// Days since 1970.
    days: Vec<i32>,
    /// Rows by code of their workload.
    rows: BTreeMap<String, Vec<usize>>,
    /// The day before the window, and its last.
    window: (i32, i32),
}

impl Samples {
    /// Opens the files that may have samples of the workloads in the window, no others. `None` where
    /// none has.
    fn read(
        group: &Group<'_>,
        agency_id: &str,
        (codes, names): (&BTreeSet<&str>, &BTreeMap<String, String>),
        window: (i32, i32),
    ) -> Result<Option<Self>, DemandError> {
        let code = |id: &str| names.get(id).map_or(id, String::as_str).to_owned();
        let named = names.iter().filter(|(_, code)| codes.contains(code.as_str()));
        let mut ids: BTreeSet<&str> = named.map(|(name, _)| name.as_str()).collect();
        // A text that is the name of another workload is no code.
        ids.extend(codes.iter().filter(|code| !names.contains_key(**code)));
        let mut rows: Option<DataFrame> = None;
        for file in &group.within(window.0.saturating_add(1), window.1).files {
            if !ids.iter().any(|id| file.may_hold(id)) {
                continue;
            }
            let frame = read(file, &COLUMNS)?;
            let of =
                frame.column(Table::Utilisation.key().name).and_then(|c| c.str()).map_err(fail)?;
            let mask: BooleanChunked =
                of.iter().map(|id| id.is_some_and(|id| ids.contains(id))).collect();
            let is_own = col(provenance::AGENCY_ID).eq(lit(agency_id));
            let is_inside = col("at").strict_cast(DataType::Int32).gt(lit(window.0));
            let own = frame.filter(&mask).map_err(fail)?.lazy();
            let own = own.filter(is_own.and(is_past(file)).and(is_inside).and(says_any()));
            let own = own.collect().map_err(fail)?;
            match &mut rows {
                Some(rows) => {
                    rows.vstack_mut(&own).map_err(fail)?;
                }
                None => rows = Some(own),
            }
        }
        let Some(rows) = rows.filter(|rows| rows.height() > 0) else { return Ok(None) };
        let place = [provenance::SUBMISSION_ID, provenance::SHEET, provenance::ROW];
        let in_order = rows.sort(place, SortMultipleOptions::default()).map_err(fail)?;
        Self::of(in_order, code, window).map(Some).map_err(fail)
    }

    fn of(
        frame: DataFrame,
        code: impl Fn(&str) -> String,
        window: (i32, i32),
    ) -> PolarsResult<Self> {
        let columns = Columns::of(&frame);
        let addresses = columns.addresses()?;
        let mut rows: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (row, id) in columns.texts(Table::Utilisation.key().name)?.into_iter().enumerate() {
            rows.entry(code(&id.unwrap_or_default())).or_default().push(row);
        }
        let days = frame.column("at")?.cast(&DataType::Int32)?;
        let days: Vec<i32> = days.i32()?.iter().map(Option::unwrap_or_default).collect();
        Ok(Self { frame, addresses, days, rows, window })
    }

    /// As [`super::samples`] takes it: the largest sample of each day, then the nearest rank.
    fn trace(&self, code: &str, quantity: Quantity, plan: &MeasurePlan) -> Option<SampleTrace> {
        let values = self.frame.column(quantity.column()).and_then(|column| column.f64()).ok()?;
        let (before, last) = self.window;
        let rows = self.rows.get(code)?.iter();
        let samples: Vec<(usize, f64)> =
            rows.filter_map(|row| Some((*row, values.get(*row)?))).collect();
        // Of equal samples of a day the first row, by submission, sheet and number.
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
            window_last: day_of_epoch(last)?,
            days_window: plan.window_days,
            days_covered,
            stars: Stars::of(days_covered, plan.window_days),
            samples_count: samples.len(),
            first: addresses().min()?.clone(),
            last: addresses().max()?.clone(),
        })
    }
}
