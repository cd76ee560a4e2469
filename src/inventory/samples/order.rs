//! The order of samples: by bucket when they are put aside, then by bucket, period, agency, workload
//! and day.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::FixedState;
use polars::prelude::*;

use super::layout::{Bucket, Layout, hash_of};
use crate::schema::{Table, provenance};

/// A bucket and its rows in an ordered frame.
pub type RowsOf = (u32, Range<usize>);

/// The day of each row, in days since 1970.
pub fn days_of(frame: &DataFrame) -> PolarsResult<Vec<i32>> {
    let days = frame.column("at")?.cast(&DataType::Int32)?;
    Ok(days.i32()?.iter().map(Option::unwrap_or_default).collect())
}

/// The rows by bucket, in each in the order they came, and where each bucket begins and ends.
pub fn by_bucket(frame: &DataFrame, buckets: u32) -> PolarsResult<(DataFrame, Vec<RowsOf>)> {
    let mut of_row = Vec::with_capacity(frame.height());
    let (mut last, mut bucket) = (None, 0);
    for id in frame.column(Table::Utilisation.key().name)?.str()?.iter() {
        if last != Some(id) {
            bucket = Bucket::index_of(hash_of(id.unwrap_or_default()), buckets);
            last = Some(id);
        }
        of_row.push(bucket);
    }
    let mut starts = vec![0_usize; buckets as usize + 1];
    for bucket in &of_row {
        starts[*bucket as usize + 1] += 1;
    }
    for bucket in 0..buckets as usize {
        starts[bucket + 1] += starts[bucket];
    }
    let mut next = starts.clone();
    let mut order: Vec<IdxSize> = vec![0; frame.height()];
    for (row, bucket) in (0..).zip(&of_row) {
        order[next[*bucket as usize]] = row;
        next[*bucket as usize] += 1;
    }
    let ranges = (0..buckets).map(|bucket| {
        let at = bucket as usize;
        (bucket, starts[at]..starts[at + 1])
    });
    let ranges = ranges.filter(|(_, range)| !range.is_empty()).collect();
    Ok((frame.take(&IdxCa::from_vec(PlSmallStr::EMPTY, order))?, ranges))
}

/// Rows in the order of their files.
pub struct Pieces {
    /// The rows.
    pub rows: DataFrame,
    /// Rows of each bucket and period.
    pub ranges: Vec<((u32, i32), Range<usize>)>,
}

/// Bits of the key by which rows are sorted: bucket and period 8 each, agency and workload 24, day of
/// the period 24.
const BITS: [u32; 3] = [56, 48, 24];

impl Pieces {
    /// Sorts by bucket, period, agency, workload and day; rows of one day keep the order they came in.
    pub fn of(frame: &DataFrame, layout: &Layout) -> PolarsResult<Self> {
        let days = days_of(frame)?;
        let (buckets, ranks) = ranks(frame, layout.buckets)?;
        assert!(buckets.len() < 1 << 24, "rows are sorted some at a time");
        let mut keys: Vec<(u64, IdxSize)> = Vec::with_capacity(days.len());
        for ((row, day), rank) in (0..).zip(&days).zip(&ranks) {
            let period = layout.period_of(*day);
            let within = day.saturating_sub(layout.start_of(period)).min((1 << BITS[2]) - 1);
            let parts = [buckets[*rank as usize], period as u32, *rank, within as u32];
            let key = parts.iter().zip([BITS[0], BITS[1], BITS[2], 0]);
            keys.push((key.map(|(part, bits)| u64::from(*part) << bits).sum(), row));
        }
        keys.sort_unstable();
        let mut ranges: Vec<((u32, i32), Range<usize>)> = Vec::new();
        for (at, (key, _)) in keys.iter().enumerate() {
            let piece = ((key >> BITS[0]) as u32, (key >> BITS[1] & 0xff) as i32);
            match ranges.last_mut().filter(|(known, _)| *known == piece) {
                Some((_, range)) => range.end = at + 1,
                None => ranges.push((piece, at..at + 1)),
            }
        }
        let order: Vec<IdxSize> = keys.into_iter().map(|(_, row)| row).collect();
        let rows = frame.take(&IdxCa::from_vec(PlSmallStr::EMPTY, order))?;
        Ok(Self { rows, ranges })
    }
}

/// The place of each row's agency and workload in their order, by bucket first; and the bucket of each
/// place.
fn ranks(frame: &DataFrame, buckets: u32) -> PolarsResult<(Vec<u32>, Vec<u32>)> {
    let agencies = frame.column(provenance::AGENCY_ID)?.str()?;
    let ids = frame.column(Table::Utilisation.key().name)?.str()?;
    let mut known: HashMap<(&str, &str), u32, FixedState> = HashMap::default();
    let mut names: Vec<(u32, &str, &str)> = Vec::new();
    let mut of_row = Vec::with_capacity(frame.height());
    let mut last: Option<((&str, &str), u32)> = None;
    for (agency, id) in agencies.iter().zip(ids.iter()) {
        let name = (agency.unwrap_or_default(), id.unwrap_or_default());
        let number = match last.filter(|(known, _)| *known == name) {
            Some((_, number)) => number,
            None => *known.entry(name).or_insert_with(|| {
                names.push((Bucket::index_of(hash_of(name.1), buckets), name.0, name.1));
                names.len() as u32 - 1
            }),
        };
        last = Some((name, number));
        of_row.push(number);
    }
    let mut order: Vec<u32> = (0..names.len() as u32).collect();
    order.sort_unstable_by_key(|number| names[*number as usize]);
    let mut rank = vec![0_u32; names.len()];
    for (place, number) in (0..).zip(&order) {
        rank[*number as usize] = place;
    }
    of_row.iter_mut().for_each(|number| *number = rank[*number as usize]);
    Ok((order.iter().map(|number| names[*number as usize].0).collect(), of_row))
}
