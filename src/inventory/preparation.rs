//! A submission while it is prepared: a folder beside its place, written as rows come in.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;

use polars::io::parquet::write::BatchedWriter;
use polars::prelude::PolarsResult;
use tempfile::TempDir;

use super::files::{commit_dir, create_private_dir, private_file, sync_dir, write_private};
use super::findings::findings_to_frame;
use super::frame::{parquet_bytes, rejected_to_frame, rows_to_frame, writer_of};
use super::original::OriginalCopy;
use super::row_group::{RowsWriter, SubmissionId};
use super::samples::SampleWriter;
use super::{Record, StoreError, files_of};
use crate::diagnostic::Finding;
use crate::schema::Table;
use crate::submission::{RejectedRow, Rows, Stage, TakeError, Taker, Watcher};

/// How the name of a folder that is being prepared begins.
pub const PREPARING: &str = ".preparing-";

/// Parts of a table that wait to be written, while the next is read: about as many as are read while a
/// group of rows is packed.
const WAITING: usize = 64;

/// A folder that is being prepared. Until it is committed nothing of it is visible; dropped, it is
/// gone.
pub struct Preparation {
    folder: TempDir,
    agency: PathBuf,
    submission_id: SubmissionId,
    tables: BTreeMap<Table, TableWriter<Rows>>,
    /// Samples of use, which are many and stand by day and workload.
    samples: Option<SampleWriter>,
    rejected: Option<TableWriter<Vec<RejectedRow>>>,
    watch: Watcher,
}

impl Preparation {
    /// An empty folder below that of the agency.
    pub fn begin(agency: PathBuf, watch: &Watcher) -> Result<Self, StoreError> {
        create_private_dir(&agency)?;
        clear_unfinished(&agency)?;
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o700));
        }
        let folder = builder
            .prefix(PREPARING)
            .tempdir_in(&agency)
            .map_err(|source| StoreError::io("create a folder in", &agency, source))?;
        let (tables, submission_id) = (BTreeMap::new(), SubmissionId::default());
        let watch = Arc::clone(watch);
        Ok(Self { folder, agency, submission_id, tables, samples: None, rejected: None, watch })
    }

    /// Where the id is to be put down under which rows are written, once it is known.
    pub fn id(&self) -> SubmissionId {
        Arc::clone(&self.submission_id)
    }

    /// Says under which id rows are written. Rows may be added before, but the tables end only when
    /// it is said.
    pub fn name(&self, submission_id: String) {
        self.submission_id.set(submission_id).expect("a submission is named once");
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Begins to keep the file as received.
    pub fn keep_original(&self, path: &Path, name: &str) -> Result<OriginalCopy, StoreError> {
        OriginalCopy::begin(path, self.path(&original_name(name)))
    }

    /// Keeps the bytes of the file as received.
    pub fn keep_original_bytes(&self, bytes: &[u8], name: &str) -> Result<(), StoreError> {
        write_private(&self.path(&original_name(name)), bytes)
    }

    /// Adds rows of a table.
    pub fn add(&mut self, rows: Rows) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        if rows.table == Table::Utilisation {
            return self.add_samples(rows);
        }
        let path = self.path(&format!("{}.parquet", rows.table.name()));
        let id = &self.submission_id;
        let known = match self.tables.remove(&rows.table) {
            Some(writer) => writer,
            None => {
                let writer = RowsWriter::new(private_file(&path)?, rows.table, Arc::clone(id));
                TableWriter::begin(path, writer, &self.watch)?
            }
        };
        let table = rows.table;
        let writer = known.send(rows)?;
        self.tables.insert(table, writer);
        Ok(())
    }

    fn add_samples(&mut self, rows: Rows) -> Result<(), StoreError> {
        let known = self.samples.take();
        let writer = known
            .unwrap_or_else(|| SampleWriter::begin(self.folder.path(), self.id(), &self.watch));
        // The id is put in when the files are written.
        self.samples = Some(writer.send(Box::new(move || rows_to_frame(&rows, "")))?);
        Ok(())
    }

    /// Adds rejected rows.
    pub fn reject(&mut self, rejected: Vec<RejectedRow>) -> Result<(), StoreError> {
        let writer = match self.rejected.take() {
            Some(writer) => writer,
            None => {
                let path = self.path("rejected.parquet");
                let file = private_file(&path)?;
                TableWriter::begin(path, RejectedWriter::new(file), &self.watch)?
            }
        };
        let writer = match rejected.is_empty() {
            true => writer,
            false => writer.send(rejected)?,
        };
        self.rejected = Some(writer);
        Ok(())
    }

    /// Ends the tables, so that they can be read.
    pub fn finish_tables(&mut self) -> Result<(), StoreError> {
        self.reject(Vec::new())?;
        let tables = std::mem::take(&mut self.tables);
        tables.into_values().try_for_each(TableWriter::finish)?;
        self.rejected.take().map_or(Ok(()), TableWriter::finish)?;
        self.samples.take().map_or(Ok(()), SampleWriter::finish)
    }

    /// The files of a table; there is none of a table without rows.
    pub fn files(&self, table: Table) -> Result<Vec<PathBuf>, StoreError> {
        files_of(self.folder.path(), table)
    }

    /// Moves the folder to its place, once everything of it is written and counted.
    pub fn commit(self, findings: &[Finding], record: &Record) -> Result<(), StoreError> {
        let id = self.submission_id.get();
        assert_eq!(id, Some(&record.id), "rows are written under the id of the record");
        let path = self.path("findings.parquet");
        let bytes = findings_to_frame(findings).and_then(|mut frame| parquet_bytes(&mut frame));
        write_private(&path, &bytes.map_err(|source| StoreError::parquet(&path, source))?)?;
        let json = serde_json::to_string_pretty(record).expect("a record is plain data");
        write_private(&self.path("submission.json"), json.as_bytes())?;
        let folder = self.folder.path();
        check_before_commit(folder, record)?;
        sync_dir(folder)?;
        let name = record.id.rsplit('/').next().unwrap_or(&record.id);
        commit_dir(folder, &self.agency.join(name))?;
        // The folder has moved; there is nothing left to clean up.
        let _ = self.folder.keep();
        Ok(())
    }

    /// Leaves nothing behind, not even the folder of an agency that has nothing else.
    pub fn abandon(self) {
        let agency = self.agency.clone();
        drop(self);
        // It is empty, or must stay.
        let _ = fs::remove_dir(agency);
    }
}

impl Taker for Preparation {
    fn begin_anew(&mut self) -> Result<(), TakeError> {
        let tables = std::mem::take(&mut self.tables);
        tables.into_values().try_for_each(TableWriter::undo)?;
        self.rejected.take().map_or(Ok(()), TableWriter::undo)?;
        Ok(self.samples.take().map_or(Ok(()), SampleWriter::discard)?)
    }

    fn take(&mut self, rows: Rows, rejected: Vec<RejectedRow>) -> Result<(), TakeError> {
        self.add(rows)?;
        Ok(self.reject(rejected)?)
    }
}

/// Writes parts of a table into a file.
trait PartWriter: Send + 'static {
    /// A part.
    type Part: Send + 'static;

    fn add(&mut self, part: Self::Part) -> PolarsResult<()>;

    fn finish(self) -> PolarsResult<()>;
}

impl PartWriter for RowsWriter {
    type Part = Rows;

    fn add(&mut self, rows: Rows) -> PolarsResult<()> {
        Self::add(self, rows)
    }

    fn finish(self) -> PolarsResult<()> {
        Self::finish(self)
    }
}

/// Rejected rows that make a group of a Parquet file: they hold the texts of all their cells.
const REJECTED_GROUP: usize = 1 << 14;

/// Writes rejected rows.
struct RejectedWriter {
    writer: BatchedWriter<BufWriter<File>>,
    waiting: Vec<RejectedRow>,
}

impl RejectedWriter {
    fn new(file: File) -> PolarsResult<Self> {
        let schema = rejected_to_frame(&[])?.schema().clone();
        Ok(Self { writer: writer_of(file, &schema)?, waiting: Vec::new() })
    }

    fn write(&mut self) -> PolarsResult<()> {
        self.writer.write_batch(&rejected_to_frame(&std::mem::take(&mut self.waiting))?)
    }
}

impl PartWriter for RejectedWriter {
    type Part = Vec<RejectedRow>;

    fn add(&mut self, mut rejected: Vec<RejectedRow>) -> PolarsResult<()> {
        self.waiting.append(&mut rejected);
        if self.waiting.len() >= REJECTED_GROUP { self.write() } else { Ok(()) }
    }

    fn finish(mut self) -> PolarsResult<()> {
        self.write()?;
        self.writer.finish().map(|_| ())
    }
}

/// Writes one Parquet file, part by part, on a thread of its own.
struct TableWriter<P> {
    path: PathBuf,
    parts: SyncSender<P>,
    thread: JoinHandle<PolarsResult<()>>,
}

impl<P: Send + 'static> TableWriter<P> {
    fn begin<W: PartWriter<Part = P>>(
        path: PathBuf,
        writer: PolarsResult<W>,
        watch: &Watcher,
    ) -> Result<Self, StoreError> {
        let mut writer = writer.map_err(|source| StoreError::parquet(&path, source))?;
        let (parts, waiting) = sync_channel::<P>(WAITING);
        let watch = Arc::clone(watch);
        let thread = std::thread::spawn(move || {
            for part in waiting {
                watch.work(Some(Stage::Write));
                writer.add(part)?;
                watch.work(None);
            }
            watch.work(Some(Stage::Write));
            writer.finish()?;
            watch.work(None);
            Ok(())
        });
        Ok(Self { path, parts, thread })
    }

    /// Hands a part to the thread; where that has failed, why.
    fn send(self, part: P) -> Result<Self, StoreError> {
        match self.parts.send(part) {
            Ok(()) => Ok(self),
            Err(_) => {
                self.finish()?;
                unreachable!("a thread that takes no parts has failed")
            }
        }
    }

    fn finish(self) -> Result<(), StoreError> {
        drop(self.parts);
        let written = match self.thread.join() {
            Ok(written) => written,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        written.map_err(|source| StoreError::parquet(&self.path, source))?;
        let file = File::open(&self.path).and_then(|file| file.sync_all());
        file.map_err(|source| StoreError::io("flush", &self.path, source))
    }

    /// Ends the file and removes it.
    fn undo(self) -> Result<(), StoreError> {
        let path = self.path.clone();
        self.finish()?;
        fs::remove_file(&path).map_err(|source| StoreError::io("remove", &path, source))
    }
}

/// Removes what a crash left behind: prepared folders whose commit never happened. Only for the
/// one who holds the lock.
pub(super) fn clear_unfinished(agency: &Path) -> Result<(), StoreError> {
    for folder in super::files::sorted_folders(agency)? {
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
        if name.is_some_and(|name| name.starts_with(PREPARING)) {
            fs::remove_dir_all(&folder)
                .map_err(|source| StoreError::io("remove", &folder, source))?;
        }
    }
    Ok(())
}

/// Reads back what was written: the rows on disk are the rows that were counted.
fn check_before_commit(folder: &Path, record: &Record) -> Result<(), StoreError> {
    for table in record.tables() {
        let written = count_rows_of(folder, table)?;
        let counted = record.rows_accepted(table);
        assert_eq!(written, counted, "rows of {} are conserved on disk", table.name());
    }
    let rejected = count_rows(&folder.join("rejected.parquet"))?;
    let counted: usize = record.tables.iter().map(|count| count.rows_rejected).sum();
    assert_eq!(rejected, counted, "rejected rows are conserved on disk");
    assert!(record.tables.iter().all(crate::submission::SheetCount::is_conserved));
    Ok(())
}

/// The name the file is kept under: its own extension, and that of what a compressed one holds.
fn original_name(file: &str) -> String {
    let extension = |path: &Path| path.extension().map(|e| e.to_string_lossy().into_owned());
    let file = Path::new(file);
    match (extension(&file.with_extension("")), extension(file)) {
        (Some(inner), Some(outer)) if matches!(outer.as_str(), "gz" | "zst") => {
            format!("original.{inner}.{outer}")
        }
        (_, Some(extension)) => format!("original.{extension}"),
        (_, None) => "original".to_owned(),
    }
}

/// Rows of a table in the folder of a submission.
pub fn count_rows_of(folder: &Path, table: Table) -> Result<usize, StoreError> {
    files_of(folder, table)?.iter().map(|file| count_rows(file)).sum()
}

fn count_rows(file: &Path) -> Result<usize, StoreError> {
    use polars::prelude::{ParquetReader, SerReader};
    let open = File::open(file).map_err(|source| StoreError::io("read", file, source))?;
    ParquetReader::new(open).num_rows().map_err(|source| StoreError::parquet(file, source))
}
