//! Which file of samples holds what, and its rows.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::Path;
use std::str::FromStr;

use polars::prelude::*;

use super::layout::{Bucket, Placed, files_in, hash_of};
use super::{AGENCIES, STATED};
use crate::inventory::{Inventory, StoreError};
use crate::schema::{Table, provenance};
use crate::time::{NaiveDate, epoch_days};

/// Most shares a reduction takes; a power of two.
const SHARES_MAX: u64 = 1 << 12;

/// A file of samples of a current submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleFile {
    /// Where it stands, and what its path says.
    pub placed: Placed,
    /// Its rows.
    pub rows_count: usize,
    /// The agencies it may hold samples of; `None` where its footer does not say.
    stated_agencies: Option<BTreeSet<String>>,
    /// The quantities it may state; `None` where its footer does not say.
    quantities: Option<BTreeSet<String>>,
    /// Last day of which a sample is a measure of use, in days since 1970: that on which its submission
    /// was received; `None` where nobody knows.
    pub until: Option<i32>,
}

/// The files of samples of all current submissions.
#[derive(Debug)]
pub struct Catalogue {
    /// By submission, day and bucket.
    pub files: Vec<SampleFile>,
    /// The agencies of each file.
    agencies: Vec<BTreeSet<String>>,
}

/// Agencies whose samples stand in the same files, as a rule one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group<'a> {
    /// Sorted.
    pub agencies: BTreeSet<&'a str>,
    /// By submission, day and bucket.
    pub files: Vec<&'a SampleFile>,
}

/// Files that together hold every sample of a part of the workloads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share<'a> {
    /// The part.
    pub bucket: Bucket,
    /// The files; those that hold others too are to be read for this part alone.
    pub files: Vec<&'a SampleFile>,
}

impl Inventory {
    /// What files of samples there are. Reads their footers, and of files of an older version the
    /// column of agencies.
    pub fn samples(&self) -> Result<Catalogue, StoreError> {
        let (mut files, mut agencies) = (Vec::new(), Vec::new());
        for record in self.current(Table::Utilisation) {
            let until = record.samples_until.as_ref().and_then(|day| NaiveDate::from_str(day).ok());
            for placed in files_in(&self.folder_of(record))? {
                let file = SampleFile::open(placed, until.map(epoch_days))?;
                agencies.push(file.agencies()?);
                files.push(file);
            }
        }
        Ok(Catalogue { files, agencies })
    }
}

impl Catalogue {
    /// Agencies with samples, sorted.
    pub fn agencies(&self) -> BTreeSet<&str> {
        self.agencies.iter().flatten().map(String::as_str).collect()
    }

    /// The files by agencies that share some, so that what is wanted of an agency stands in one group.
    pub fn groups(&self) -> Vec<Group<'_>> {
        let mut groups: Vec<(BTreeSet<&str>, Vec<usize>)> = Vec::new();
        for (index, of_file) in self.agencies.iter().enumerate() {
            let mut agencies: BTreeSet<&str> = of_file.iter().map(String::as_str).collect();
            let mut files = Vec::new();
            for (known, of_known) in groups
                .extract_if(.., |(known, _)| !known.is_disjoint(&agencies))
                .collect::<Vec<_>>()
            {
                agencies.extend(known);
                files.extend(of_known);
            }
            files.push(index);
            groups.push((agencies, files));
        }
        groups.sort();
        let group = |(agencies, mut files): (_, Vec<usize>)| {
            files.sort_unstable();
            Group { agencies, files: files.into_iter().map(|index| &self.files[index]).collect() }
        };
        groups.into_iter().map(group).collect()
    }
}

impl<'a> Group<'a> {
    /// The group without files that can have no sample of those days, in days since 1970.
    #[must_use]
    pub fn within(&self, first: i32, last: i32) -> Self {
        let files = self.files.iter().filter(|file| file.may_hold_days(first, last));
        Self { agencies: self.agencies.clone(), files: files.copied().collect() }
    }

    /// Rows of its files.
    pub fn rows_count(&self) -> u64 {
        self.files.iter().map(|file| file.rows_count as u64).sum()
    }

    /// The group in shares of the workloads, so many that none should have more rows than stated, and
    /// as many as cost no file a second reading.
    pub fn shares(&self, rows_max: u64) -> Vec<Share<'a>> {
        let needed = self.rows_count().div_ceil(rows_max.max(1)).max(1).next_power_of_two();
        let free = self.files.iter().map(|file| file.placed.bucket.count).min().unwrap_or(1);
        let count = u32::try_from(needed.min(SHARES_MAX)).unwrap_or(1).max(free);
        let share = |index| {
            let bucket = Bucket { count, index };
            let meets = |file: &&&SampleFile| file.placed.bucket.meets(bucket);
            Share { bucket, files: self.files.iter().filter(meets).copied().collect() }
        };
        (0..count).map(share).collect()
    }
}

impl SampleFile {
    /// Reads what its footer says.
    fn open(placed: Placed, until: Option<i32>) -> Result<Self, StoreError> {
        let path = &placed.path;
        let fail = |source| StoreError::parquet(path, source);
        let mut reader = ParquetReader::new(open(path)?);
        let footer = reader.get_metadata().map_err(fail)?;
        let said = |key: &str| {
            let entries = footer.key_value_metadata().iter().flatten();
            let value = entries.filter(|entry| entry.key == key).find_map(|e| e.value.as_ref())?;
            let texts = value.split(',').filter(|text| !text.is_empty());
            Some(texts.map(str::to_owned).collect::<BTreeSet<_>>())
        };
        let (stated_agencies, quantities) = (said(AGENCIES), said(STATED));
        let rows_count = footer.num_rows;
        Ok(Self { placed, rows_count, stated_agencies, quantities, until })
    }

    /// The agencies it may hold samples of.
    fn agencies(&self) -> Result<BTreeSet<String>, StoreError> {
        if let Some(agencies) = &self.stated_agencies {
            return Ok(agencies.clone());
        }
        let fail = |source| StoreError::parquet(&self.placed.path, source);
        let frame = self.read(&[provenance::AGENCY_ID])?;
        let column = frame.column(provenance::AGENCY_ID).and_then(|c| c.str()).map_err(fail)?;
        let mut agencies: Vec<&str> = column.iter().flatten().collect();
        agencies.dedup();
        Ok(agencies.into_iter().map(str::to_owned).collect())
    }

    /// The agency of all its rows, where that is known.
    pub fn only_agency(&self) -> Option<&str> {
        let agencies = self.stated_agencies.as_ref().filter(|agencies| agencies.len() == 1)?;
        agencies.first().map(String::as_str)
    }

    /// Whether it may have samples of those days, in days since 1970.
    pub fn may_hold_days(&self, first: i32, last: i32) -> bool {
        self.placed.days.is_none_or(|days| days.0 <= last && days.1 >= first)
    }

    /// Whether it may have samples of a workload, by the code or name a sample gives.
    pub fn may_hold(&self, workload_id: &str) -> bool {
        self.placed.bucket.holds(hash_of(workload_id))
    }

    /// Whether it may state a quantity.
    pub fn may_state(&self, quantity: &str) -> bool {
        self.quantities.as_ref().is_none_or(|stated| stated.contains(quantity))
    }

    /// Its rows, of those columns, on one thread. A column that a file of an older version lacks is
    /// null.
    pub fn read(&self, columns: &[&str]) -> Result<DataFrame, StoreError> {
        let path = &self.placed.path;
        let fail = |source| StoreError::parquet(path, source);
        let mut reader = ParquetReader::new(open(path)?);
        let schema = reader.schema().map_err(fail)?;
        let there = columns.iter().filter(|name| schema.contains(name));
        let there: Vec<String> = there.map(|name| (*name).to_owned()).collect();
        let reader = reader.with_columns(Some(there)).read_parallel(ParallelStrategy::None);
        let mut frame = reader.finish().map_err(fail)?;
        let stored = Table::Utilisation.schema();
        for name in columns.iter().filter(|name| !schema.contains(name)) {
            let dtype = stored.get(name).cloned().unwrap_or(DataType::String);
            let column = Column::full_null((*name).into(), self.rows_count, &dtype);
            frame.with_column(column).map_err(fail)?;
        }
        frame.select(columns.iter().copied()).map_err(fail)
    }
}

fn open(path: &Path) -> Result<File, StoreError> {
    File::open(path).map_err(|source| StoreError::io("read", path, source))
}
