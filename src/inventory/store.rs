//! The store: a folder of submissions, written by one, read by any number.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use polars::prelude::{Column, PolarsResult, col};

use super::files::{commit_dir, create_private_dir, write_private};
use super::findings::findings_to_frame;
use super::frame::{parquet_bytes, rejected_to_frame, rows_to_frame};
use super::{Inventory, Record, Replaced, Status, StoreError, scan_one};
use crate::schema::{Table, provenance};
use crate::submission::{Rows, Submission};
use crate::time::NaiveDate;

/// Format of the store this program writes.
const FORMAT: u32 = 1;
/// The file that makes a folder a store.
const MARKER: &str = "ndcap-store.json";
/// The file that is locked by whoever writes.
const LOCK: &str = "ndcap-store.lock";
/// The file whose presence withdraws a submission.
const WITHDRAWN: &str = "withdrawn";
/// How the name of a folder that is being prepared begins.
const PREPARING: &str = ".preparing-";
/// Share of an earlier submission's codes from which a newer one is taken to replace it.
const REPLACES_FROM: f64 = 0.5;

/// A store on disk.
#[derive(Debug)]
pub struct Store {
    root: PathBuf,
}

/// How a submission stands to earlier ones of its agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Relation {
    /// The overlap of codes decides; anything between none and half is refused.
    ByOverlap,
    /// It takes the place of that submission.
    Replaces(String),
    /// It adds to what is there.
    Adds,
}

/// What became of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ingested {
    /// It was committed.
    Committed(Box<Record>),
    /// The same bytes are already there; nothing was changed.
    Unchanged(Box<Record>),
    /// It has no acceptable row; nothing was changed.
    Rejected,
}

/// The right to write, held while it lives.
#[derive(Debug)]
struct WriteLock {
    _file: File,
}

impl Store {
    /// Opens a store for reading.
    pub fn open(root: &Path) -> Result<Self, StoreError> {
        if !root.join(MARKER).is_file() {
            return Err(if is_empty(root)? {
                StoreError::Missing { path: root.to_owned() }
            } else {
                StoreError::NotAStore { path: root.to_owned() }
            });
        }
        let store = Self { root: root.to_owned() };
        store.check_format()?;
        Ok(store)
    }

    /// Opens a store, making it if the folder is empty or missing.
    pub fn open_or_create(root: &Path) -> Result<Self, StoreError> {
        match Self::open(root) {
            Err(StoreError::Missing { .. }) => {
                create_private_dir(&root.join("submissions"))?;
                let marker = format!("{{\"format\":{FORMAT}}}\n");
                write_private(&root.join(MARKER), marker.as_bytes())?;
                Self::open(root)
            }
            other => other,
        }
    }

    fn check_format(&self) -> Result<(), StoreError> {
        let path = self.root.join(MARKER);
        let text =
            fs::read_to_string(&path).map_err(|source| StoreError::io("read", &path, source))?;
        let found = serde_json::from_str::<serde_json::Value>(&text)
            .ok()
            .and_then(|value| value.get("format")?.as_u64())
            .and_then(|format| u32::try_from(format).ok());
        match found {
            Some(found) if found <= FORMAT => Ok(()),
            Some(found) => {
                Err(StoreError::Format { path: self.root.clone(), found, known: FORMAT })
            }
            None => Err(StoreError::Record { path, message: "no format number".to_owned() }),
        }
    }

    fn lock(&self) -> Result<WriteLock, StoreError> {
        let path = self.root.join(LOCK);
        let fail = |source| StoreError::io("lock", &path, source);
        let file =
            File::options().create(true).truncate(false).write(true).open(&path).map_err(fail)?;
        match file.try_lock() {
            Ok(()) => Ok(WriteLock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::Locked { path: self.root.clone() }),
            Err(TryLockError::Error(source)) => Err(fail(source)),
        }
    }

    /// Every submission ever committed, by agency and sequence.
    pub fn records(&self) -> Result<Vec<Record>, StoreError> {
        let mut records = Vec::new();
        let submissions = self.root.join("submissions");
        for agency in sorted_entries(&submissions)? {
            for folder in sorted_entries(&agency)? {
                // A folder without its name is one whose commit never happened.
                let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
                if name.is_some_and(|name| !name.starts_with('.')) {
                    records.push(read_record(&folder)?);
                }
            }
        }
        Ok(records)
    }

    /// The current view.
    pub fn inventory(&self) -> Result<Inventory, StoreError> {
        Ok(Inventory::new(self.root.clone(), self.records()?))
    }

    /// Whether a submission counts.
    pub fn status_of(inventory: &Inventory, record: &Record) -> Status {
        if record.is_withdrawn() {
            return Status::Withdrawn;
        }
        let counts =
            |table: &Table| inventory.current(*table).iter().any(|other| other.id == record.id);
        if record.tables().iter().any(counts) { Status::Current } else { Status::Replaced }
    }

    /// Takes a submission in. The rename at the end is the commit: before it nothing is visible.
    pub fn ingest(
        &self,
        submission: &Submission,
        original: &[u8],
        relation: &Relation,
        received_on: NaiveDate,
    ) -> Result<Ingested, StoreError> {
        let _lock = self.lock()?;
        let inventory = self.inventory()?;
        // The same bytes read otherwise, by a mapping file or a newer version, are another answer.
        let same = |record: &&Record| {
            record.sha256 == submission.sha256
                && record.agency_id == submission.agency_id
                && record.mapping == submission.mapping
                && record.tables == submission.counts
                && record.findings == submission.severities()
        };
        if let Some(record) = inventory.submissions().find(same) {
            return Ok(Ingested::Unchanged(Box::new(record.clone())));
        }
        if submission.rows_accepted() == 0 {
            return Ok(Ingested::Rejected);
        }
        let replaces = self.relate(&inventory, submission, relation)?;
        let record = self.next_record(&inventory, submission, replaces, received_on);
        self.commit(submission, original, &record)?;
        Ok(Ingested::Committed(Box::new(record)))
    }

    fn next_record(
        &self,
        inventory: &Inventory,
        submission: &Submission,
        replaces: Vec<Replaced>,
        received_on: NaiveDate,
    ) -> Record {
        let of_agency = |record: &&Record| record.agency_id == submission.agency_id;
        let sequence = inventory.records.iter().filter(of_agency).count() + 1;
        Record {
            id: format!("{}/{sequence:04}-{}", submission.agency_id, &submission.sha256[..8]),
            agency_id: submission.agency_id.clone(),
            file: submission.file.clone(),
            sha256: submission.sha256.clone(),
            profile: submission.profile.to_owned(),
            received_on: received_on.to_string(),
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            tables: submission.counts.clone(),
            findings: submission.severities(),
            mapping: submission.mapping.clone(),
            replaces,
            withdrawn: false,
        }
    }

    fn commit(
        &self,
        submission: &Submission,
        original: &[u8],
        record: &Record,
    ) -> Result<(), StoreError> {
        let place = self.root.join("submissions").join(&record.id);
        let agency = place.parent().map(Path::to_owned).unwrap_or_default();
        create_private_dir(&agency)?;
        clear_unfinished(&agency)?;
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o700));
        }
        let prepared = builder
            .prefix(PREPARING)
            .tempdir_in(&agency)
            .map_err(|source| StoreError::io("create a folder in", &agency, source))?;
        let folder = prepared.path();
        write_private(&folder.join(original_name(&submission.file)), original)?;
        for rows in &submission.tables {
            write_rows(&folder.join(format!("{}.parquet", rows.table.name())), rows, &record.id)?;
        }
        let rejected = rejected_to_frame(&submission.rejected);
        write_frame(&folder.join("rejected.parquet"), rejected)?;
        write_frame(&folder.join("findings.parquet"), findings_to_frame(&submission.findings))?;
        let json = serde_json::to_string_pretty(record).expect("a record is plain data");
        write_private(&folder.join("submission.json"), json.as_bytes())?;
        check_before_commit(folder, record)?;
        commit_dir(folder, &place)?;
        // The folder has moved; there is nothing left to clean up.
        let _ = prepared.keep();
        Ok(())
    }

    /// Which earlier submissions a new one takes the place of, table by table.
    fn relate(
        &self,
        inventory: &Inventory,
        submission: &Submission,
        relation: &Relation,
    ) -> Result<Vec<Replaced>, StoreError> {
        let mut replaces: Vec<Replaced> = Vec::new();
        // Systems last: an agency describes its systems in each of its lists, so that sharing them
        // says nothing; they are replaced with the rows they came with.
        let (systems, others): (Vec<&Rows>, Vec<&Rows>) =
            submission.tables.iter().partition(|rows| rows.table == Table::System);
        let is_list_of_systems = others.is_empty();
        for rows in others.into_iter().chain(systems) {
            let table = rows.table;
            let follows = table == Table::System && !is_list_of_systems;
            for earlier in inventory.current(table) {
                let is_own = earlier.agency_id == submission.agency_id;
                let shared = match relation {
                    Relation::Adds => None,
                    Relation::Replaces(id) if *id != earlier.id => None,
                    // Another sender's list of systems is no rival of ours.
                    Relation::ByOverlap if table == Table::System && !is_own => None,
                    Relation::ByOverlap if follows => replaces
                        .iter()
                        .any(|replaced| replaced.id == earlier.id)
                        .then(|| self.shared(inventory, rows, earlier))
                        .transpose()?,
                    Relation::Replaces(_) => Some(self.shared(inventory, rows, earlier)?),
                    Relation::ByOverlap => {
                        self.overlaps(inventory, submission, rows, earlier, is_own)?
                    }
                };
                if let Some((shared, before)) = shared {
                    replaces.push(Replaced {
                        id: earlier.id.clone(),
                        table: table.name().to_owned(),
                        codes_gone: before - shared,
                    });
                }
            }
        }
        if let Relation::Replaces(id) = relation
            && !inventory.submissions().any(|record| record.id == *id)
        {
            return Err(StoreError::Unknown { id: id.clone() });
        }
        Ok(replaces)
    }

    /// How many codes of an earlier submission a table's rows have, and how many there were.
    fn shared(
        &self,
        inventory: &Inventory,
        rows: &Rows,
        earlier: &Record,
    ) -> Result<(usize, usize), StoreError> {
        let table = rows.table;
        let file = inventory.folder_of(earlier).join(format!("{}.parquet", table.name()));
        let before = read_keys(&file, table)?;
        let now: BTreeSet<(String, String)> = (0..rows.len())
            .map(|index| rows.key(index))
            .map(|(agency, key)| (agency.to_owned(), key.to_owned()))
            .collect();
        Ok((before.intersection(&now).count(), before.len()))
    }

    /// The shared and earlier codes when the rows take the place of the earlier ones, `None` when
    /// they add to them; anything between is a question to the sender, and so are rows without
    /// codes of their own, and rows another sender has sent.
    fn overlaps(
        &self,
        inventory: &Inventory,
        submission: &Submission,
        rows: &Rows,
        earlier: &Record,
        is_own: bool,
    ) -> Result<Option<(usize, usize)>, StoreError> {
        let (shared, before) = self.shared(inventory, rows, earlier)?;
        let table = rows.table;
        let has_codes = submission.mapping.iter().any(|mapping| {
            mapping.table == table.name() && mapping.columns.contains_key(table.key().name)
        });
        if is_own && !has_codes {
            return Err(StoreError::NoCodes {
                file: submission.file.clone(),
                earlier: earlier.id.clone(),
                table: table.name(),
            });
        }
        if shared == 0 {
            return Ok(None);
        }
        if is_own && shared as f64 >= REPLACES_FROM * before as f64 {
            return Ok(Some((shared, before)));
        }
        Err(StoreError::Overlap {
            file: submission.file.clone(),
            earlier: earlier.id.clone(),
            table: table.name(),
            shared,
            earlier_rows: before,
        })
    }

    /// Removes a submission from the current view, not from disk. `Ok(false)`: it was withdrawn before.
    pub fn withdraw(&self, id: &str, on: NaiveDate) -> Result<bool, StoreError> {
        let _lock = self.lock()?;
        let records = self.records()?;
        let known = records.iter().find(|record| record.id == id);
        let record = known.ok_or_else(|| StoreError::Unknown { id: id.to_owned() })?;
        if record.is_withdrawn() {
            return Ok(false);
        }
        let folder = self.root.join("submissions").join(&record.id);
        write_private(&folder.join(WITHDRAWN), format!("{on}\n").as_bytes())?;
        Ok(true)
    }
}

/// Whether there is nothing at a path, or an empty folder.
fn is_empty(folder: &Path) -> Result<bool, StoreError> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(source) => Err(StoreError::io("use the folder", folder, source)),
    }
}

/// Removes what a crash left behind: prepared folders whose commit never happened. Only for the
/// one who holds the lock.
fn clear_unfinished(agency: &Path) -> Result<(), StoreError> {
    if !agency.is_dir() {
        return Ok(());
    }
    for folder in sorted_entries(agency)? {
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
        if name.is_some_and(|name| name.starts_with(PREPARING)) {
            fs::remove_dir_all(&folder)
                .map_err(|source| StoreError::io("remove", &folder, source))?;
        }
    }
    Ok(())
}

fn sorted_entries(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let fail = |source| StoreError::io("read", folder, source);
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        if path.is_dir() {
            entries.push(path);
        }
    }
    entries.sort();
    Ok(entries)
}

fn read_record(folder: &Path) -> Result<Record, StoreError> {
    let path = folder.join("submission.json");
    let text = fs::read_to_string(&path).map_err(|source| StoreError::io("read", &path, source))?;
    let mut record: Record = serde_json::from_str(&text)
        .map_err(|error| StoreError::Record { path, message: error.to_string() })?;
    record.withdrawn = folder.join(WITHDRAWN).exists();
    Ok(record)
}

fn write_frame(
    path: &Path,
    frame: PolarsResult<polars::prelude::DataFrame>,
) -> Result<(), StoreError> {
    let bytes = frame.and_then(|mut frame| parquet_bytes(&mut frame));
    write_private(path, &bytes.map_err(|source| StoreError::parquet(path, source))?)
}

fn write_rows(path: &Path, rows: &Rows, submission_id: &str) -> Result<(), StoreError> {
    write_frame(path, rows_to_frame(rows, submission_id))
}

/// The agency and code of every row of a table's file.
fn read_keys(file: &Path, table: Table) -> Result<BTreeSet<(String, String)>, StoreError> {
    let fail = |source| StoreError::parquet(file, source);
    let keys = [col(provenance::AGENCY_ID), col(table.key().name)];
    let frame = scan_one(file)?.select(keys).collect().map_err(fail)?;
    let text = |column: &Column| -> PolarsResult<Vec<String>> {
        Ok(column.str()?.iter().map(|text| text.unwrap_or_default().to_owned()).collect())
    };
    let columns = frame.columns();
    let agencies = text(&columns[0]).map_err(fail)?;
    let codes = text(&columns[1]).map_err(fail)?;
    Ok(agencies.into_iter().zip(codes).collect())
}

/// Reads back what was written: the rows on disk are the rows that were counted.
fn check_before_commit(folder: &Path, record: &Record) -> Result<(), StoreError> {
    for table in record.tables() {
        let file = folder.join(format!("{}.parquet", table.name()));
        let written = count_rows(&file)?;
        let counted: usize = record
            .tables
            .iter()
            .filter(|count| count.table == table.name())
            .map(|count| count.rows_accepted)
            .sum();
        assert_eq!(written, counted, "rows of {} are conserved on disk", table.name());
    }
    let rejected = count_rows(&folder.join("rejected.parquet"))?;
    let counted: usize = record.tables.iter().map(|count| count.rows_rejected).sum();
    assert_eq!(rejected, counted, "rejected rows are conserved on disk");
    assert!(record.tables.iter().all(crate::submission::SheetCount::is_conserved));
    Ok(())
}

/// The name the file is kept under: its own extension, and that of what a compressed one holds.
pub(super) fn original_name(file: &str) -> String {
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

pub(super) fn count_rows(file: &Path) -> Result<usize, StoreError> {
    use polars::prelude::{ParquetReader, SerReader};
    let open = File::open(file).map_err(|source| StoreError::io("read", file, source))?;
    ParquetReader::new(open).num_rows().map_err(|source| StoreError::parquet(file, source))
}
