//! From samples to one line per workload: the part of measuring that polars does.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::*;

use super::{SampledUse, Use, UseSource, Window};
use crate::demand::DemandError;
use crate::inventory::Inventory;
use crate::inventory::samples::{AMOUNTS, Group, QUANTITIES, SHARES, SampleFile, hash_of};
#[cfg(test)]
use crate::inventory::samples::{NAMED, names_of};
use crate::schema::{Table, provenance};

const ID: &str = Table::Utilisation.key().name;

/// What the samples of an agency come to.
#[derive(Debug, Clone, Default)]
pub struct Sampled {
    /// By code of the workload.
    pub by_workload: BTreeMap<String, SampledUse>,
    /// Workloads that samples name by name.
    pub named_count: usize,
}

pub(super) fn fail(source: PolarsError) -> DemandError {
    DemandError::table(Table::Utilisation, source)
}

/// Rows of a share of the workloads, of which the largest of each day is held.
const ROWS_A_SHARE: u64 = 1 << 22;

/// What the samples of every agency come to over the window, a share of its workloads at a time.
pub fn of_agencies(
    inventory: &Inventory,
    window: Window,
) -> Result<BTreeMap<String, Sampled>, DemandError> {
    let catalogue = inventory.samples()?;
    let mut all = BTreeMap::new();
    for group in catalogue.groups() {
        let last_days = last_days(&group)?;
        let mut by_id: BTreeMap<&str, BTreeMap<String, SampledUse>> = BTreeMap::new();
        for share in group.shares(ROWS_A_SHARE) {
            for (agency_id, last) in &last_days {
                let of = Of { agency_id, last: *last, window };
                let days = of.days(&share.files, |id| share.bucket.holds(hash_of(id)))?;
                by_id.entry(agency_id).or_default().extend(of.come_to(days)?);
            }
        }
        for (agency_id, by_id) in by_id {
            let of = Of { agency_id, last: last_days[agency_id], window };
            let names = inventory.workload_names(agency_id)?;
            all.insert(agency_id.to_owned(), of.joined(&group, by_id, &names)?);
        }
    }
    Ok(all)
}

/// The last day of which each agency of a group has a sample, in days since 1970. A sample later than
/// the day its submission was received is none: it is a slip of the pen, and would move the window of
/// its agency beyond all others. An agency without any sample is left out.
pub(super) fn last_days(group: &Group<'_>) -> Result<BTreeMap<String, i32>, DemandError> {
    let mut last_days: BTreeMap<String, i32> = BTreeMap::new();
    let mut files = group.files.clone();
    // Files of the last days first; those of earlier ones then have nothing to say.
    let last_of = |file: &SampleFile| file.placed.days.map_or(i32::MAX, |days| days.1);
    files.sort_by_key(|file| std::cmp::Reverse(last_of(file)));
    for file in files {
        let is_later =
            |agency: &&str| last_days.get(*agency).is_none_or(|known| *known < last_of(file));
        let could = match file.only_agency() {
            Some(agency) => is_later(&agency),
            None => group.agencies.iter().any(is_later),
        };
        if !could {
            continue;
        }
        let samples = read(file, &[provenance::AGENCY_ID, "at"])?.lazy().filter(is_past(file));
        let last =
            samples
                .filter(says_any())
                .group_by([col(provenance::AGENCY_ID)])
                .agg([col("at").strict_cast(DataType::Int32).max()]);
        let frame = last.collect().map_err(fail)?;
        let agencies = frame.column(provenance::AGENCY_ID).and_then(|c| c.str()).map_err(fail)?;
        let days = frame.column("at").and_then(|column| column.i32()).map_err(fail)?;
        for (agency, day) in agencies.iter().zip(days.iter()) {
            let Some((agency, day)) = agency.zip(day) else { continue };
            let known = last_days.entry(agency.to_owned()).or_insert(day);
            *known = day.max(*known);
        }
    }
    Ok(last_days)
}

/// Rows of a file: those columns and every quantity.
pub(super) fn read(file: &SampleFile, columns: &[&str]) -> Result<DataFrame, DemandError> {
    let columns: Vec<&str> = columns.iter().chain(&QUANTITIES).copied().collect();
    Ok(file.read(&columns)?)
}

/// The samples that are no later than the day their submission was received, where that is known.
pub(super) fn is_past(file: &SampleFile) -> Expr {
    let until = file.until.unwrap_or(i32::MAX);
    col("at").strict_cast(DataType::Int32).lt_eq(lit(until))
}

/// The samples of an agency over a window that ends with its last.
struct Of<'a> {
    agency_id: &'a str,
    last: i32,
    window: Window,
}

impl Of<'_> {
    /// Day before the window.
    fn before(&self) -> i32 {
        before(self.last, self.window)
    }

    /// The largest samples of each day of the workloads that samples name so. All days before the
    /// window are one: they only say that there is such a workload.
    fn days(
        &self,
        files: &[&SampleFile],
        is_wanted: impl Fn(&str) -> bool,
    ) -> Result<DataFrame, DemandError> {
        let mut days: Option<DataFrame> = None;
        let is_others =
            |file: &SampleFile| file.only_agency().is_some_and(|only| only != self.agency_id);
        for file in files.iter().filter(|file| !is_others(file)) {
            let rows = read(file, &[provenance::AGENCY_ID, ID, "at"])?;
            let ids = rows.column(ID).and_then(|column| column.str()).map_err(fail)?;
            let (mut last, mut wanted) = (None, false);
            let mask: BooleanChunked = ids
                .iter()
                .map(|id| {
                    if last != Some(id) {
                        wanted = is_wanted(id.unwrap_or_default());
                        last = Some(id);
                    }
                    wanted
                })
                .collect();
            let at = col("at").strict_cast(DataType::Int32);
            let is_inside = at.clone().gt(lit(self.before()));
            let at = when(is_inside).then(at).otherwise(lit(self.before())).alias("at");
            let is_own = col(provenance::AGENCY_ID).eq(lit(self.agency_id));
            let own = rows.filter(&mask).map_err(fail)?.lazy().filter(is_own.and(is_past(file)));
            let own = days_of(own.with_columns([at])).collect().map_err(fail)?;
            match &mut days {
                Some(days) => {
                    days.vstack_mut(&own).map_err(fail)?;
                }
                None => days = Some(own),
            }
        }
        Ok(days.unwrap_or_default())
    }

    /// What days come to, by the code or name samples give.
    fn come_to(&self, days: DataFrame) -> Result<BTreeMap<String, SampledUse>, DemandError> {
        if days.height() == 0 {
            return Ok(BTreeMap::new());
        }
        let days = days_of(days.lazy());
        let frame = over_days(days, self.before(), self.window.percentile).collect();
        frame.and_then(|frame| read_uses(&frame, self.window)).map_err(fail)
    }

    /// Each workload under its code. Of one that is sampled under its code and under its name the points
    /// of both count, so that its files are read once more.
    fn joined(
        &self,
        group: &Group<'_>,
        by_id: BTreeMap<String, SampledUse>,
        names: &BTreeMap<String, String>,
    ) -> Result<Sampled, DemandError> {
        let code = |id: &str| names.get(id).map_or(id, String::as_str).to_owned();
        let named: BTreeSet<&String> = by_id.keys().filter_map(|id| names.get(id)).collect();
        let named_count = named.len();
        let mut ids: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for id in by_id.keys() {
            ids.entry(code(id)).or_default().push(id);
        }
        let several = ids.values().filter(|ids| ids.len() > 1).flatten();
        let several: BTreeSet<String> = several.map(|id| (*id).to_owned()).collect();
        let is_alone =
            |(id, of): (String, SampledUse)| (!several.contains(&id)).then(|| (code(&id), of));
        let mut by_workload: BTreeMap<String, SampledUse> =
            by_id.clone().into_iter().filter_map(is_alone).collect();
        let several: Vec<&String> = several.iter().collect();
        // Both names of a workload are in one part: they are taken in the order of their codes.
        let mut in_order = several;
        in_order.sort_by_cached_key(|id| code(id));
        let parts = in_order.chunk_by(|a, b| code(a) == code(b));
        let parts: Vec<&[&String]> = parts.collect();
        for part in parts.chunks(WORKLOADS_A_PART) {
            let wanted: BTreeSet<&str> =
                part.iter().copied().flatten().map(|id| id.as_str()).collect();
            let may_hold = |file: &&&SampleFile| wanted.iter().any(|id| file.may_hold(id));
            let files: Vec<&SampleFile> = group.files.iter().filter(may_hold).copied().collect();
            let mut days = self.days(&files, |id| wanted.contains(id))?;
            let coded = days.column(ID).and_then(|column| column.str()).map_err(fail)?;
            let coded: StringChunked = coded.iter().map(|id| id.map(&code)).collect();
            days.with_column(coded.with_name(ID.into()).into_column()).map_err(fail)?;
            by_workload.extend(self.come_to(days)?);
        }
        Ok(Sampled { by_workload, named_count })
    }
}

/// Workloads of two names whose days are held together.
const WORKLOADS_A_PART: usize = 20_000;

/// The day before a window that ends with a day.
pub(super) fn before(last: i32, window: Window) -> i32 {
    last.saturating_sub(i32::try_from(window.days).unwrap_or(i32::MAX))
}

/// The rule on samples of one agency that are held, each workload under its code: the points of each
/// day, then the percentile over the days.
#[cfg(test)]
fn sampled(samples: LazyFrame, names: LazyFrame, window: Window) -> PolarsResult<Sampled> {
    let left = JoinArgs::new(JoinType::Left);
    let by_name = days_of(samples).join(names, [col(ID)], [col("name")], left).collect()?;
    let is_named = by_name.column(NAMED)?.is_not_null();
    let named_count = by_name.filter(&is_named)?.column(NAMED)?.n_unique()?;
    // A workload sampled under its code and under its name has the points of both.
    let codes = coalesce(&[col(NAMED), col(ID)]).alias(ID);
    let days = days_of(by_name.lazy().with_columns([codes])).collect()?;
    let Some(last) = days.column("at")?.i32()?.max() else { return Ok(Sampled::default()) };
    let frame = over_days(days.lazy(), before(last, window), window.percentile).collect()?;
    Ok(Sampled { by_workload: read_uses(&frame, window)?, named_count })
}

/// One line per workload and day with a sample: the maximum of each quantity.
fn days_of(samples: LazyFrame) -> LazyFrame {
    samples
        .filter(says_any())
        .group_by([col(ID), col("at").strict_cast(DataType::Int32)])
        .agg(QUANTITIES.map(|name| col(name).max()))
}

/// A row that states no quantity is no sample.
pub(super) fn says_any() -> Expr {
    let says_any = QUANTITIES.into_iter().map(|name| col(name).is_not_null()).reduce(Expr::or);
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

fn read_uses(frame: &DataFrame, window: Window) -> PolarsResult<BTreeMap<String, SampledUse>> {
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
mod share_tests;
#[cfg(test)]
mod tests;
