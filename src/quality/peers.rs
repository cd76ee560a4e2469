//! Values of an agency held against those of the others, column by column.
//!
//! Of every agency the values between which nine of ten lie (5th and 95th percentile) are its usual
//! range. What is usual among an agency's peers is the middle one of the others' lower ends and the
//! middle one of their upper ends, so that up to half of them may be wrong and one large agency
//! counts no more than a small one. Sizes may lie below and above by a factor, since they are
//! products of choices and a wrong unit is a factor; shares of a whole by percentage points, since
//! they have both ends. A size of nothing is not compared: none of it is no small amount of it.

use std::collections::BTreeMap;

use polars::prelude::*;

use super::{Share, fail, rows_of};
use crate::inventory::{Inventory, StoreError};
use crate::plan::Plan;
use crate::schema::{Column as Declared, Kind, Table, Unit, provenance};

/// Values of one column that an agency states, and the range of nine in ten of them.
#[derive(Debug, Clone, PartialEq)]
struct Usual {
    agency_id: String,
    values: usize,
    low: f64,
    high: f64,
}

/// Between which values a value is like those of peers.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Fence {
    low: f64,
    high: f64,
}

/// How a column compares between agencies; not at all if `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scale {
    /// By factors.
    Size,
    /// By percentage points.
    Percent,
}

impl Scale {
    fn of(column: &Declared) -> Option<Self> {
        match column.kind {
            Kind::Quantity(Unit::Percent) => Some(Self::Percent),
            Kind::Quantity(_) => Some(Self::Size),
            // How many alike stand in one row is a way of writing, not a size.
            Kind::Count if column.is_extensive() && column.name != "quantity" => Some(Self::Size),
            _ => None,
        }
    }

    /// The values that compare, others null.
    fn values(self, name: &str) -> Expr {
        let value = col(name).strict_cast(DataType::Float64);
        match self {
            Self::Percent => value,
            Self::Size => when(value.clone().gt(lit(0.0))).then(value).otherwise(lit(NULL)),
        }
    }

    fn fence(self, low: f64, high: f64, plan: &Plan) -> Fence {
        let (size, share) = (plan.quality.size_margin.value, plan.quality.share_margin.value);
        match self {
            Self::Size => Fence { low: low / size, high: high * size },
            Self::Percent => Fence { low: low - share, high: high + share },
        }
    }
}

/// By agency and index of the column: of the values that compare those within what is usual.
/// Nothing where fewer agencies than the plan asks for state it.
pub fn by_agency(
    inventory: &Inventory,
    table: Table,
    plan: &Plan,
) -> Result<BTreeMap<(String, usize), Share>, StoreError> {
    let columns: Vec<(usize, Scale)> = (table.columns().iter().enumerate())
        .filter_map(|(at, column)| Some((at, Scale::of(column)?)))
        .collect();
    if columns.is_empty() {
        return Ok(BTreeMap::new());
    }
    let usual = usual_ranges(inventory, table, &columns)?;
    let mut fences = BTreeMap::new();
    for ((at, scale), of_column) in columns.iter().zip(&usual) {
        if (of_column.len() as f64) < plan.reconcile.peers_min.value {
            continue;
        }
        for own in of_column {
            let others = || of_column.iter().filter(|other| other.agency_id != own.agency_id);
            let lows = middle(others().map(|other| other.low), Side::Lower);
            let highs = middle(others().map(|other| other.high), Side::Upper);
            if let (Some(low), Some(high)) = (lows, highs) {
                let fence = scale.fence(low, high, plan);
                fences.insert((own.agency_id.clone(), *at), (fence, own.values));
            }
        }
    }
    count_inside(inventory, table, &columns, &fences)
}

/// Which of two middle values is taken: the one that makes the range wider.
#[derive(Debug, Clone, Copy)]
enum Side {
    Lower,
    Upper,
}

/// The middle value; `None` of none.
fn middle(values: impl Iterator<Item = f64>, side: Side) -> Option<f64> {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    let at = match side {
        Side::Lower => sorted.len().saturating_sub(1) / 2,
        Side::Upper => sorted.len() / 2,
    };
    sorted.get(at).copied()
}

/// One list per column: the agencies that state it, by id.
fn usual_ranges(
    inventory: &Inventory,
    table: Table,
    columns: &[(usize, Scale)],
) -> Result<Vec<Vec<Usual>>, StoreError> {
    let mut aggregates = Vec::new();
    for (at, scale) in columns {
        let values = scale.values(table.columns()[*at].name);
        let count = values.clone().count().strict_cast(DataType::Int64);
        aggregates.push(count.alias(format!("values {at}")));
        for (end, share) in [("low", 0.05), ("high", 0.95)] {
            let value = values.clone().quantile(lit(share), QuantileMethod::Nearest);
            aggregates.push(value.alias(format!("{end} {at}")));
        }
    }
    let rows = rows_of(inventory, table)?;
    let read = || -> PolarsResult<Vec<Vec<Usual>>> {
        let frame = rows
            .group_by([col(provenance::AGENCY_ID)])
            .agg(aggregates)
            .sort([provenance::AGENCY_ID], SortMultipleOptions::default())
            .collect()?;
        let agencies = frame.column(provenance::AGENCY_ID)?.str()?;
        let of_column = |(at, _): &(usize, Scale)| -> PolarsResult<Vec<Usual>> {
            let values = frame.column(&format!("values {at}"))?.i64()?;
            let lows = frame.column(&format!("low {at}"))?.f64()?;
            let highs = frame.column(&format!("high {at}"))?.f64()?;
            let of_agency = |row: usize| {
                let values = usize::try_from(values.get(row)?).ok()?;
                let agency_id = agencies.get(row)?.to_owned();
                Some(Usual { agency_id, values, low: lows.get(row)?, high: highs.get(row)? })
            };
            Ok((0..frame.height()).filter_map(of_agency).collect())
        };
        columns.iter().map(of_column).collect()
    };
    read().map_err(fail(table))
}

/// Counts the values within the fence of their agency.
fn count_inside(
    inventory: &Inventory,
    table: Table,
    columns: &[(usize, Scale)],
    fences: &BTreeMap<(String, usize), (Fence, usize)>,
) -> Result<BTreeMap<(String, usize), Share>, StoreError> {
    let mut agencies: Vec<&str> = fences.keys().map(|(agency, _)| agency.as_str()).collect();
    agencies.dedup();
    if agencies.is_empty() {
        return Ok(BTreeMap::new());
    }
    let end = |at: usize, of: fn(&Fence) -> f64| -> Vec<Option<f64>> {
        let fence = |id: &&str| fences.get(&((*id).to_owned(), at)).map(|(fence, _)| of(fence));
        agencies.iter().map(fence).collect()
    };
    let mut ends = vec![Column::new(provenance::AGENCY_ID.into(), &agencies)];
    let mut inside = Vec::new();
    for (at, scale) in columns {
        let (low, high) = (format!("low {at}"), format!("high {at}"));
        ends.push(Column::new(low.as_str().into(), end(*at, |fence| fence.low)));
        ends.push(Column::new(high.as_str().into(), end(*at, |fence| fence.high)));
        let value = scale.values(table.columns()[*at].name);
        let is_inside = value.clone().gt_eq(col(low)).and(value.lt_eq(col(high)));
        let count = is_inside.fill_null(lit(false)).strict_cast(DataType::Int64).sum();
        inside.push(count.alias(format!("inside {at}")));
    }
    let rows = rows_of(inventory, table)?;
    let read = || -> PolarsResult<BTreeMap<(String, usize), Share>> {
        let ends = DataFrame::new(agencies.len(), ends)?.lazy();
        let key = [col(provenance::AGENCY_ID)];
        let rows = rows.join(ends, &key, &key, JoinArgs::new(JoinType::Inner));
        let frame = rows.group_by(key).agg(inside).collect()?;
        let ids = frame.column(provenance::AGENCY_ID)?.str()?;
        let mut shares = BTreeMap::new();
        for (at, _) in columns {
            let counts = frame.column(&format!("inside {at}"))?.i64()?;
            for row in 0..frame.height() {
                let key = (ids.get(row).unwrap_or_default().to_owned(), *at);
                let part = counts.get(row).and_then(|count| usize::try_from(count).ok());
                if let Some((_, values)) = fences.get(&key) {
                    shares.insert(key, Share { part: part.unwrap_or_default(), of: *values });
                }
            }
        }
        Ok(shares)
    };
    read().map_err(fail(table))
}
