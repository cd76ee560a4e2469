//! Writes the samples of a submission by day and bucket, whatever the order they come in, in bounded
//! memory.
//!
//! Up to [`ROWS_HELD`] rows are held. What is more is put aside by bucket into files that are removed
//! again; once all is known, the layout is chosen, and one bucket after the other is read back, sorted
//! by agency, workload and day, and written. So a workload's samples stand together in every file,
//! which makes them small and quick to reduce.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;

use polars::io::parquet::write::BatchedWriter;
use polars::prelude::*;

use super::layout::{BUCKETS_MAX, Bucket, FOLDER, Layout};
use super::order::{Pieces, by_bucket, days_of};
use super::{AGENCIES, QUANTITIES, STATED};
use crate::inventory::StoreError;
use crate::inventory::files::{create_private_dir, private_file, sorted_folders, sync_dir};
use crate::inventory::frame::ROW_GROUP;
use crate::inventory::row_group::SubmissionId;
use crate::schema::provenance;
use crate::submission::{Stage, Watcher};

/// Rows that are held, and that are sorted at a time.
pub const ROWS_HELD: usize = 1 << 20;

/// Buckets rows are put aside by.
const BUCKETS_ASIDE: u32 = 64;

/// Parts a file of rows that are put aside has at most, since its footer is held.
const PARTS_ASIDE: usize = 64;

/// Parts that wait to be written, while the next is read.
const WAITING: usize = 2;

/// Bytes of a file that wait to be written. Few, since all files of a bucket are open at once.
const BUFFER_BYTES: usize = 1 << 16;

/// Writes one file of samples.
type Writer = BatchedWriter<BufWriter<File>>;

/// A file that is written in pieces: Parquet gives the headers of its pages byte by byte. Ending the
/// Parquet flushes it, and tells where that fails.
pub(super) fn in_pieces(file: File) -> BufWriter<File> {
    BufWriter::with_capacity(BUFFER_BYTES, file)
}

/// Makes a frame of rows, whose submission may not be named yet; on the thread that writes.
type Frame = Box<dyn FnOnce() -> PolarsResult<DataFrame> + Send>;

/// Chooses a layout by the rows of each day, in days since 1970.
pub type Choose = fn(&BTreeMap<i32, u64>) -> Layout;

/// Writes the samples of a submission on a thread of its own.
pub struct SampleWriter {
    submission: PathBuf,
    parts: SyncSender<Frame>,
    /// Whether the rows are taken back: then nothing is written any more.
    undone: Arc<AtomicBool>,
    thread: JoinHandle<Result<(), StoreError>>,
}

impl SampleWriter {
    /// Begins the folder of samples in that of a submission, whose id is known when it ends.
    pub fn begin(submission: &Path, id: SubmissionId, watch: &Watcher) -> Self {
        Self::holding(submission, id, watch, (ROWS_HELD, Layout::of))
    }

    /// The same with so many rows held, and a layout chosen by the rows of each day.
    pub fn holding(
        submission: &Path,
        id: SubmissionId,
        watch: &Watcher,
        (rows_held, layout): (usize, Choose),
    ) -> Self {
        let (parts, waiting) = sync_channel::<Frame>(WAITING);
        let mut sorter = Sorter::new(submission, id, (rows_held, layout));
        let undone = Arc::new(AtomicBool::new(false));
        let (watch, is_undone) = (Arc::clone(watch), Arc::clone(&undone));
        let thread = std::thread::spawn(move || {
            for frame in waiting {
                watch.work(Some(Stage::Write));
                sorter.add(frame().map_err(|source| sorter.fail(source))?)?;
                watch.work(None);
            }
            if is_undone.load(Ordering::Acquire) {
                return Ok(());
            }
            watch.work(Some(Stage::Write));
            sorter.finish()?;
            watch.work(None);
            Ok(())
        });
        Self { submission: submission.to_owned(), parts, undone, thread }
    }

    /// Hands a part to the thread; where that has failed, why.
    pub fn send(self, frame: Frame) -> Result<Self, StoreError> {
        match self.parts.send(frame) {
            Ok(()) => Ok(self),
            Err(_) => {
                self.finish()?;
                unreachable!("a thread that takes no parts has failed")
            }
        }
    }

    /// Writes what is left and flushes all of it.
    pub fn finish(self) -> Result<(), StoreError> {
        drop(self.parts);
        match self.thread.join() {
            Ok(written) => written,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }

    /// Takes back what was put aside; the submission may not be named yet.
    pub fn discard(self) -> Result<(), StoreError> {
        self.undone.store(true, Ordering::Release);
        let aside = aside_in(&self.submission);
        self.finish()?;
        match aside.is_dir() {
            true => fs::remove_dir_all(&aside)
                .map_err(|source| StoreError::io("remove", &aside, source)),
            false => Ok(()),
        }
    }
}

/// Where rows are put aside while a submission is prepared.
fn aside_in(submission: &Path) -> PathBuf {
    submission.join(format!("{FOLDER}.aside"))
}

/// What a submission's samples have in common: it stands in the footer of each of their files, so that
/// whoever wants other agencies or quantities need not read on.
#[derive(Default)]
struct Facts {
    agencies: BTreeSet<String>,
    quantities: BTreeSet<&'static str>,
    /// Rows by day.
    rows: BTreeMap<i32, u64>,
}

impl Facts {
    fn add(&mut self, frame: &DataFrame) -> PolarsResult<()> {
        let agencies = frame.column(provenance::AGENCY_ID)?.str()?;
        let mut last: Option<&str> = None;
        for agency in agencies.iter().flatten() {
            if last != Some(agency) && !self.agencies.contains(agency) {
                self.agencies.insert(agency.to_owned());
            }
            last = Some(agency);
        }
        for name in QUANTITIES {
            if frame.column(name)?.null_count() < frame.height() {
                self.quantities.insert(name);
            }
        }
        for days in days_of(frame)?.chunk_by(|a, b| a == b) {
            *self.rows.entry(days[0]).or_default() += days.len() as u64;
        }
        Ok(())
    }

    fn footer(&self) -> KeyValueMetadata {
        let joined = |texts: Vec<&str>| texts.join(",");
        KeyValueMetadata::from_static(vec![
            (AGENCIES.to_owned(), joined(self.agencies.iter().map(String::as_str).collect())),
            (STATED.to_owned(), joined(self.quantities.iter().copied().collect())),
        ])
    }
}

/// Sorts samples by what is held and what is put aside.
struct Sorter {
    folder: PathBuf,
    aside: PathBuf,
    id: SubmissionId,
    rows_held: usize,
    layout: Choose,
    held: Option<DataFrame>,
    facts: Facts,
    open: BTreeMap<u32, Aside>,
    /// Files that were put aside, by bucket.
    files: BTreeMap<u32, Vec<PathBuf>>,
}

/// A file of rows that are put aside.
struct Aside {
    path: PathBuf,
    writer: Writer,
    parts: usize,
}

impl Sorter {
    fn new(submission: &Path, id: SubmissionId, (rows_held, layout): (usize, Choose)) -> Self {
        Self {
            folder: submission.join(FOLDER),
            aside: aside_in(submission),
            id,
            rows_held,
            layout,
            held: None,
            facts: Facts::default(),
            open: BTreeMap::new(),
            files: BTreeMap::new(),
        }
    }

    fn fail(&self, source: PolarsError) -> StoreError {
        StoreError::parquet(&self.folder, source)
    }

    fn add(&mut self, frame: DataFrame) -> Result<(), StoreError> {
        self.facts.add(&frame).map_err(|source| self.fail(source))?;
        let mut held = match self.held.take() {
            Some(held) => held,
            None => frame.clear(),
        };
        held.vstack_mut_owned(frame).map_err(|source| StoreError::parquet(&self.folder, source))?;
        match held.height() >= self.rows_held {
            true => self.put_aside(held),
            false => {
                self.held = Some(held);
                Ok(())
            }
        }
    }

    /// Puts rows aside, each bucket's as a part of its file.
    fn put_aside(&mut self, mut rows: DataFrame) -> Result<(), StoreError> {
        rows.rechunk_mut_par();
        let (rows, parts) = by_bucket(&rows, BUCKETS_ASIDE).map_err(|source| self.fail(source))?;
        create_private_dir(&self.aside)?;
        for (bucket, part) in parts {
            let mut aside = match self.open.remove(&bucket) {
                Some(aside) => aside,
                None => self.begin_aside(bucket, rows.schema())?,
            };
            let part = rows.slice(part.start as i64, part.len());
            let fail = |source| StoreError::parquet(&aside.path, source);
            aside.writer.write_batch(&part).map_err(fail)?;
            aside.parts += 1;
            match aside.parts < PARTS_ASIDE {
                true => drop(self.open.insert(bucket, aside)),
                false => drop(aside.writer.finish().map_err(fail)?),
            }
        }
        Ok(())
    }

    fn begin_aside(&mut self, bucket: u32, schema: &Schema) -> Result<Aside, StoreError> {
        let files = self.files.entry(bucket).or_default();
        let path = self.aside.join(format!("{bucket:04}-{}.parquet", files.len()));
        files.push(path.clone());
        let writer = ParquetWriter::new(in_pieces(private_file(&path)?))
            .with_compression(ParquetCompression::Snappy)
            .with_statistics(StatisticsOptions::empty())
            .batched(schema)
            .map_err(|source| StoreError::parquet(&path, source))?;
        Ok(Aside { path, writer, parts: 0 })
    }

    /// Chooses the layout and writes everything where it belongs.
    fn finish(mut self) -> Result<(), StoreError> {
        let layout = (self.layout)(&self.facts.rows);
        let held = self.held.take();
        if self.files.is_empty() {
            let mut files = Files::new(&self, layout);
            if let Some(rows) = held {
                files.add(rows)?;
            }
            files.finish()?;
            return self.flush_folders();
        }
        held.map_or(Ok(()), |rows| self.put_aside(rows))?;
        for (_, aside) in std::mem::take(&mut self.open) {
            let fail = |source| StoreError::parquet(&aside.path, source);
            aside.writer.finish().map_err(fail)?;
        }
        // One pass a bucket: several of those put aside are one, or one of them is several.
        let buckets = layout.buckets.min(BUCKETS_ASIDE);
        for index in 0..buckets {
            let bucket = Bucket { count: buckets, index };
            let is_in = |of: &u32| Bucket { count: BUCKETS_ASIDE, index: *of }.is_within(bucket);
            let paths: Vec<PathBuf> = self
                .files
                .iter()
                .filter(|(of, _)| is_in(of))
                .flat_map(|(_, of)| of.clone())
                .collect();
            self.write_bucket(&paths, layout)?;
        }
        fs::remove_dir_all(&self.aside)
            .map_err(|source| StoreError::io("remove", &self.aside, source))?;
        self.flush_folders()
    }

    fn write_bucket(&self, paths: &[PathBuf], layout: Layout) -> Result<(), StoreError> {
        let mut files = Files::new(self, layout);
        let mut rows: Option<DataFrame> = None;
        for path in paths {
            let fail = |source| StoreError::parquet(path, source);
            let file = File::open(path).map_err(|source| StoreError::io("read", path, source))?;
            let mut next = ParquetReader::new(file).finish().map_err(fail)?;
            fs::remove_file(path).map_err(|source| StoreError::io("remove", path, source))?;
            while next.height() > 0 {
                let held = rows.take().unwrap_or_else(|| next.clear());
                let (taken, rest) = split(next, self.rows_held - held.height());
                next = rest;
                let mut held = held;
                held.vstack_mut_owned(taken).map_err(fail)?;
                match held.height() >= self.rows_held {
                    true => files.add(held)?,
                    false => rows = Some(held),
                }
            }
        }
        rows.map_or(Ok(()), |rows| files.add(rows))?;
        files.finish()
    }

    fn flush_folders(&self) -> Result<(), StoreError> {
        let mut folders = vec![self.folder.clone()];
        while let Some(folder) = folders.pop().filter(|folder| folder.is_dir()) {
            sync_dir(&folder)?;
            folders.extend(sorted_folders(&folder)?);
        }
        Ok(())
    }
}

/// The first rows of a frame, and the rest.
fn split(frame: DataFrame, count: usize) -> (DataFrame, DataFrame) {
    let count = count.min(frame.height());
    (frame.slice(0, count), frame.slice(count as i64, frame.height() - count))
}

/// The files of a bucket while they are written: one for each period and finer bucket.
struct Files<'a> {
    sorter: &'a Sorter,
    layout: Layout,
    open: BTreeMap<(u32, i32), (PathBuf, Writer)>,
}

impl<'a> Files<'a> {
    fn new(sorter: &'a Sorter, layout: Layout) -> Self {
        assert!(layout.buckets <= BUCKETS_MAX);
        Self { sorter, layout, open: BTreeMap::new() }
    }

    /// Sorts rows and adds them to their files.
    fn add(&mut self, mut rows: DataFrame) -> Result<(), StoreError> {
        rows.rechunk_mut_par();
        let fail = |source| self.sorter.fail(source);
        let mut pieces = Pieces::of(&rows, &self.layout).map_err(fail)?;
        drop(rows);
        let id = self.sorter.id.get().expect("a submission is named before its tables end");
        let ids = StringChunked::full(provenance::SUBMISSION_ID.into(), id, pieces.rows.height());
        pieces.rows.with_column(ids.into_column()).map_err(fail)?;
        for ((bucket, period), range) in pieces.ranges {
            let piece = pieces.rows.slice(range.start as i64, range.len());
            let (path, mut writer) = match self.open.remove(&(bucket, period)) {
                Some(known) => known,
                None => self.begin(bucket, period, piece.schema())?,
            };
            writer.write_batch(&piece).map_err(|source| StoreError::parquet(&path, source))?;
            self.open.insert((bucket, period), (path, writer));
        }
        Ok(())
    }

    fn begin(
        &self,
        bucket: u32,
        period: i32,
        schema: &Schema,
    ) -> Result<(PathBuf, Writer), StoreError> {
        let path = self.layout.path(&self.sorter.folder, period, bucket);
        create_private_dir(path.parent().unwrap_or(&self.sorter.folder))?;
        let writer = ParquetWriter::new(in_pieces(private_file(&path)?))
            .with_compression(ParquetCompression::Zstd(None))
            .with_row_group_size(Some(ROW_GROUP))
            .with_key_value_metadata(Some(self.sorter.facts.footer()))
            .batched(schema)
            .map_err(|source| StoreError::parquet(&path, source))?;
        Ok((path, writer))
    }

    fn finish(self) -> Result<(), StoreError> {
        for (path, writer) in self.open.into_values() {
            writer.finish().map_err(|source| StoreError::parquet(&path, source))?;
            let file = File::open(&path).and_then(|file| file.sync_all());
            file.map_err(|source| StoreError::io("flush", &path, source))?;
        }
        Ok(())
    }
}
