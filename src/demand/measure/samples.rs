//! From samples to one line per workload: the part of measuring that polars does.

use std::collections::BTreeMap;
use std::str::FromStr;

use polars::prelude::*;

use super::{SampledUse, Use, UseSource, Window};
use crate::demand::DemandError;
use crate::inventory::{Inventory, Record, is_counted};
use crate::schema::{Table, provenance};
use crate::time::{NaiveDate, epoch_days};

/// Quantities of which the percentile is taken.
const SHARES: [&str; 6] = [
    "cpu_util_pct",
    "ram_util_pct",
    "iops",
    "disk_throughput_mb_s",
    "network_mbps",
    "cpu_ready_pct",
];

/// Quantities of which the most is taken.
const AMOUNTS: [&str; 2] = ["ram_swapped_bytes", "ram_ballooned_bytes"];

const ID: &str = Table::Utilisation.key().name;

/// Name under which the code of a workload that a sample names by name is joined.
pub(super) const NAMED: &str = "named";

/// What the samples of an agency come to.
#[derive(Debug, Default)]
pub struct Sampled {
    /// By code of the workload.
    pub by_workload: BTreeMap<String, SampledUse>,
    /// Workloads that samples name by name.
    pub named_count: usize,
}

pub(super) fn fail(source: PolarsError) -> DemandError {
    DemandError::table(Table::Utilisation, source)
}

/// Agencies with samples, sorted.
pub fn agencies(inventory: &Inventory) -> Result<Vec<String>, DemandError> {
    let samples = inventory.table(Table::Utilisation)?.select([col(provenance::AGENCY_ID)]);
    let agencies = samples.unique_stable(None, UniqueKeepStrategy::First);
    let sorted = agencies.sort([provenance::AGENCY_ID], SortMultipleOptions::default());
    let frame = sorted.collect().map_err(fail)?;
    let ids = frame.column(provenance::AGENCY_ID).and_then(|column| column.str()).map_err(fail)?;
    Ok(ids.iter().flatten().map(str::to_owned).collect())
}

/// What the samples of an agency come to over the window.
pub fn of_agency(
    inventory: &Inventory,
    agency_id: &str,
    window: Window,
) -> Result<Sampled, DemandError> {
    let is_own = || col(provenance::AGENCY_ID).eq(lit(agency_id));
    let samples = past(inventory)?.filter(is_own());
    let workloads = inventory.submitted(Table::Workload)?.filter(is_own()).filter(is_counted());
    let names = names_of(workloads)
        .and_then(LazyFrame::collect)
        .map_err(|source| DemandError::table(Table::Workload, source))?;
    sampled(samples, names.lazy(), window).map_err(fail)
}

/// The samples that are no later than the day their submission was received, where that is known: one
/// of a later day is a slip of the pen, and would move the window of its agency beyond all others.
pub(super) fn past(inventory: &Inventory) -> Result<LazyFrame, DemandError> {
    let says_until = |record: &&Record| record.samples_until.is_some();
    let known = inventory.current(Table::Utilisation).into_iter().filter(says_until);
    let (ids, days): (Vec<&str>, Vec<Option<i32>>) = known
        .filter_map(|record| {
            let until = NaiveDate::from_str(record.samples_until.as_ref()?).ok()?;
            Some((record.id.as_str(), Some(epoch_days(until))))
        })
        .unzip();
    let columns =
        vec![Column::new(provenance::SUBMISSION_ID.into(), &ids), Column::new(UNTIL.into(), days)];
    let known = DataFrame::new(ids.len(), columns).map_err(fail)?.lazy();
    let on = || [col(provenance::SUBMISSION_ID)];
    let is_past = col("at").strict_cast(DataType::Int32).lt_eq(col(UNTIL));
    let dated = inventory.table(Table::Utilisation)?.join(known, on(), on(), left());
    Ok(dated.filter(col(UNTIL).is_null().or(is_past)))
}

/// Name under which the last day of which samples count is joined.
const UNTIL: &str = "samples_until";

fn left() -> JoinArgs {
    JoinArgs::new(JoinType::Left)
}

/// The code of each workload by its name, where one workload alone has it and none has it as code.
pub(super) fn names_of(workloads: LazyFrame) -> PolarsResult<LazyFrame> {
    let id = Table::Workload.key().name;
    let ids = workloads.clone().select([col(id)]);
    let named = workloads
        .filter(col("name").is_not_null())
        .group_by([col("name")])
        .agg([col(id).count().alias(NAMED_COUNT), col(id).first().alias(NAMED)])
        .filter(col(NAMED_COUNT).eq(lit(1_u32)))
        .join(ids, [col("name")], [col(id)], JoinArgs::new(JoinType::Anti));
    Ok(named.select([col("name"), col(NAMED)]))
}

const NAMED_COUNT: &str = "named_count";

/// The points of each day, then the percentile over the days.
fn sampled(samples: LazyFrame, names: LazyFrame, window: Window) -> PolarsResult<Sampled> {
    let by_name = days_of(samples).join(names, [col(ID)], [col("name")], left()).collect()?;
    let is_named = by_name.column(NAMED)?.is_not_null();
    let named_count = by_name.filter(&is_named)?.column(NAMED)?.n_unique()?;
    // A workload sampled under its code and under its name has the points of both.
    let codes = coalesce(&[col(NAMED), col(ID)]).alias(ID);
    let days = days_of(by_name.lazy().with_columns([codes])).collect()?;
    let Some(last) = days.column("at")?.i32()?.max() else { return Ok(Sampled::default()) };
    let before = last.saturating_sub(i32::try_from(window.days).unwrap_or(i32::MAX));
    let frame = over_days(days.lazy(), before, window.percentile).collect()?;
    Ok(Sampled { by_workload: read(&frame, window)?, named_count })
}

/// One line per workload and day with a sample: the maximum of each quantity.
fn days_of(samples: LazyFrame) -> LazyFrame {
    let quantities = || SHARES.iter().chain(&AMOUNTS).copied();
    samples
        .filter(says_any())
        .group_by([col(ID), col("at").strict_cast(DataType::Int32)])
        .agg(quantities().map(|name| col(name).max()).collect::<Vec<_>>())
}

/// A row that states no quantity is no sample.
pub(super) fn says_any() -> Expr {
    let quantities = SHARES.iter().chain(&AMOUNTS);
    let says_any = quantities.map(|name| col(*name).is_not_null()).reduce(Expr::or);
    says_any.unwrap_or_else(|| lit(true))
}

/// One line per workload: days with a sample and percentile of each share, the most of each amount.
fn over_days(days: LazyFrame, before: i32, percentile: u32) -> LazyFrame {
    let is_inside = || col("at").gt(lit(before));
    let mut lines = Vec::new();
    for name in SHARES {
        let points = col(name).filter(is_inside().and(col(name).is_not_null()));
        lines.push(points.clone().count().alias(days_name(name)));
        lines.push(nearest_rank(points, percentile).alias(name));
    }
    lines.extend(AMOUNTS.iter().map(|name| col(*name).filter(is_inside()).max()));
    days.group_by([col(ID)]).agg(lines).sort([ID], SortMultipleOptions::default())
}

fn days_name(name: &str) -> String {
    format!("{name}_days")
}

/// The point of the nearest rank: of n points in ascending order that of number n × percentile / 100,
/// rounded up; in whole numbers, since 0.95 is none that a computer has. Null without points.
fn nearest_rank(points: Expr, percentile: u32) -> Expr {
    let count = points.clone().count().strict_cast(DataType::Int64);
    let rank = (count * lit(i64::from(percentile)) + lit(99_i64)) / lit(100_i64);
    points.sort(SortOptions::default()).get(rank - lit(1_i64), true)
}

fn read(frame: &DataFrame, window: Window) -> PolarsResult<BTreeMap<String, SampledUse>> {
    let ids = frame.column(ID)?.str()?;
    let share = |name: &str| -> PolarsResult<Vec<Option<Use>>> {
        let values = frame.column(name)?.f64()?;
        let days = frame.column(&days_name(name))?.u32()?;
        let of = |(value, days): (Option<f64>, Option<u32>)| {
            let source = UseSource::Samples { days_covered: days?, days_window: window.days };
            Some(Use { value: value?, source })
        };
        Ok(values.iter().zip(days.iter()).map(of).collect())
    };
    let amount = |name: &str| -> PolarsResult<Vec<Option<u64>>> {
        let bytes = frame.column(name)?.i64()?.iter();
        Ok(bytes.map(|bytes| bytes.and_then(|bytes| u64::try_from(bytes).ok())).collect())
    };
    let [cpu, ram, iops, disk, network, ready] = SHARES.map(share);
    let (cpu, ram, iops, disk, network, ready) = (cpu?, ram?, iops?, disk?, network?, ready?);
    let [swapped, ballooned] = AMOUNTS.map(amount);
    let (swapped, ballooned) = (swapped?, ballooned?);
    let line = |index: usize| SampledUse {
        cpu_pct: cpu[index],
        ram_pct: ram[index],
        iops: iops[index],
        disk_mb_s: disk[index],
        network_mbps: network[index],
        cpu_ready_pct: ready[index],
        ram_swapped_bytes: swapped[index],
        ram_ballooned_bytes: ballooned[index],
    };
    let ids = ids.iter().enumerate();
    Ok(ids.filter_map(|(index, id)| Some((id?.to_owned(), line(index)))).collect())
}

#[cfg(test)]
mod tests;
