//! Where samples stand within a submission: buckets of workloads, periods of days, names of files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::inventory::StoreError;
use crate::time::{NaiveDate, day_of_epoch, epoch_days};

/// The folder of a submission that holds its samples.
pub const FOLDER: &str = "utilisation";

/// Rows of a bucket from which there are more buckets.
const ROWS_A_BUCKET: u64 = 1 << 21;

/// Most buckets of a submission; a power of two.
pub const BUCKETS_MAX: u32 = 256;

/// Rows a file holds at least on average, as long as several days can share one.
const ROWS_A_FILE: u64 = 1 << 16;

/// Most periods of a submission, so that all files of a bucket can be open at once.
pub const PERIODS_MAX: i32 = 128;

/// The hash by which workloads have their bucket: FNV-1a of 64 bits over the bytes of the code as it is
/// written, finished by `fmix64` of MurmurHash3. Stated here in full and never changed, since files
/// stand where it says.
pub fn hash_of(workload_id: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    let hash = workload_id.bytes().fold(0xcbf2_9ce4_8422_2325, step);
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

/// One of 2^n equal parts of all hashes, by their leading bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bucket {
    /// How many parts there are; a power of two.
    pub count: u32,
    /// Which of them, from 0.
    pub index: u32,
}

impl Bucket {
    /// All hashes.
    pub const ALL: Self = Self { count: 1, index: 0 };

    /// The part of so many that a hash is in.
    pub const fn index_of(hash: u64, count: u32) -> u32 {
        ((hash as u128 * count as u128) >> 64) as u32
    }

    /// Whether a hash is in it.
    pub const fn holds(self, hash: u64) -> bool {
        Self::index_of(hash, self.count) == self.index
    }

    /// Whether all of it is in the other.
    pub const fn is_within(self, other: Self) -> bool {
        self.count >= other.count && self.index / (self.count / other.count) == other.index
    }

    /// Whether they have a hash in common.
    pub const fn meets(self, other: Self) -> bool {
        self.is_within(other) || other.is_within(self)
    }
}

/// How the samples of a submission are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// First day of the first period, in days since 1970.
    pub first: i32,
    /// Days of a period.
    pub days: i32,
    /// Buckets of workloads.
    pub buckets: u32,
}

impl Layout {
    /// The layout for so many rows on each day: enough buckets that none has many more than 2^21 rows;
    /// days apart where a file then has 2^16 rows or more, else 2, 4, 8, … days together, up to all.
    pub fn of(rows: &BTreeMap<i32, u64>) -> Self {
        let total: u64 = rows.values().sum();
        let buckets = total.div_ceil(ROWS_A_BUCKET).next_power_of_two();
        let buckets = u32::try_from(buckets).unwrap_or(BUCKETS_MAX).min(BUCKETS_MAX);
        let first = rows.keys().next().copied().unwrap_or_default();
        let last = rows.keys().next_back().copied().unwrap_or_default();
        let span = last.saturating_sub(first).saturating_add(1);
        let mut layout = Self { first, days: 1, buckets };
        loop {
            let mut starts: Vec<i32> = rows.keys().map(|day| layout.period_of(*day)).collect();
            starts.dedup();
            let files = starts.len() as u64 * u64::from(buckets);
            let is_whole = layout.days >= span;
            let are_few = layout.period_of(last) < PERIODS_MAX;
            if is_whole || (are_few && total / files.max(1) >= ROWS_A_FILE) {
                layout.days = layout.days.min(span);
                return layout;
            }
            layout.days = layout.days.saturating_mul(2);
        }
    }

    /// Which period a day is in, from 0.
    pub const fn period_of(&self, day: i32) -> i32 {
        day.saturating_sub(self.first).div_euclid(self.days)
    }

    /// First day of a period.
    pub const fn start_of(&self, period: i32) -> i32 {
        self.first.saturating_add(period.saturating_mul(self.days))
    }

    /// Where the rows of a period and bucket stand:
    /// `days=2/buckets=64/day=2025-01-01/bucket=0007.parquet`.
    pub fn path(&self, folder: &Path, period: i32, bucket: u32) -> PathBuf {
        let start = self.start_of(period);
        let day = day_of_epoch(start).map_or_else(|| start.to_string(), |day| day.to_string());
        folder
            .join(format!("days={}", self.days))
            .join(format!("buckets={}", self.buckets))
            .join(format!("day={day}"))
            .join(format!("bucket={bucket:04}.parquet"))
    }
}

/// A file of samples by what its path says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The file.
    pub path: PathBuf,
    /// First and last day it may hold, in days since 1970; `None` where its path does not say.
    pub days: Option<(i32, i32)>,
    /// Workloads it may hold.
    pub bucket: Bucket,
}

/// The files of samples of a submission, by day and bucket. A store of an older version has one for
/// all; where there is neither, that one is named, so that whoever opens it says so.
pub fn files_in(submission: &Path) -> Result<Vec<Placed>, StoreError> {
    let folder = submission.join(FOLDER);
    if !folder.is_dir() {
        let path = submission.join(format!("{FOLDER}.parquet"));
        return Ok(vec![Placed { path, days: None, bucket: Bucket::ALL }]);
    }
    let mut files = Vec::new();
    for (days, of_days) in valued(&folder, "days")? {
        for (buckets, of_buckets) in valued(&of_days, "buckets")? {
            for (day, of_day) in valued(&of_buckets, "day")? {
                for (bucket, path) in valued(&of_day, "bucket")? {
                    let placed = place(&path, [&days, &buckets, &day, &bucket]);
                    let known = placed.ok_or_else(|| StoreError::Record {
                        path: path.clone(),
                        message: "its path says no day and bucket".to_owned(),
                    })?;
                    files.push(known);
                }
            }
        }
    }
    files.sort_by_key(|file| (file.days, file.bucket));
    Ok(files)
}

fn place(path: &Path, [days, buckets, day, bucket]: [&str; 4]) -> Option<Placed> {
    let (days, count, index) = (days.parse::<i32>().ok()?, buckets.parse().ok()?, bucket.parse());
    let first = day.parse::<NaiveDate>().ok().map(epoch_days)?;
    let bucket = Bucket { count, index: index.ok()? };
    let is_sound = count.is_power_of_two() && bucket.index < count && days > 0;
    let days = Some((first, first.saturating_add(days - 1)));
    is_sound.then(|| Placed { path: path.to_owned(), days, bucket })
}

/// The entries of a folder of the form `name=value`, with their values.
fn valued(folder: &Path, name: &str) -> Result<Vec<(String, PathBuf)>, StoreError> {
    let fail = |source| StoreError::io("read", folder, source);
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        let stem = path.file_name().map(|stem| stem.to_string_lossy().into_owned());
        let stem = stem.unwrap_or_default();
        let value = stem.strip_prefix(name).and_then(|rest| rest.strip_prefix('='));
        if let Some(value) = value {
            entries.push((value.trim_end_matches(".parquet").to_owned(), path));
        }
    }
    entries.sort();
    Ok(entries)
}
