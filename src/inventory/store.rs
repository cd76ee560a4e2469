//! The store: a folder of submissions, written by one, read by any number.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use super::files::{create_private_dir, sorted_folders, write_private};
use super::preparation::Preparation;
use super::relation::{Newer, Relation};
use super::row_group::SubmissionId;
use super::{Inventory, Record, Status, StoreError};
use crate::diagnostic::{Code, Counts, Finding};
use crate::schema::Table;
use crate::submission::{
    Intake, MULTIPLE, Received, Stage, Submission, Watcher, nobody, read_file,
};
use crate::time::NaiveDate;

/// Format of the store this program writes.
const FORMAT: u32 = 1;
/// The file that makes a folder a store.
const MARKER: &str = "ndcap-store.json";
/// The file that is locked by whoever writes.
const LOCK: &str = "ndcap-store.lock";
/// The file whose presence withdraws a submission.
const WITHDRAWN: &str = "withdrawn";
/// A store on disk.
#[derive(Debug)]
pub struct Store {
    pub(super) root: PathBuf,
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
pub(super) struct WriteLock {
    _file: File,
}

/// An id that is said at the latest when this is given up: without one nothing is committed, but
/// whoever writes must not wait for it.
struct NamedAtLast(SubmissionId);

impl NamedAtLast {
    fn set(&self, id: String) {
        self.0.set(id).expect("a submission is named once");
    }
}

impl Drop for NamedAtLast {
    fn drop(&mut self) {
        // It may be said already.
        let _ = self.0.set(String::new());
    }
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

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn lock(&self) -> Result<WriteLock, StoreError> {
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
        for agency in sorted_folders(&submissions)? {
            for folder in sorted_folders(&agency)? {
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
        Ok(Inventory::new(self.root.clone(), self.records()?, self.decisions()?))
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

    /// Takes in a submission that is held in memory. The rename at the end is the commit: before it
    /// nothing is visible.
    pub fn ingest(
        &self,
        submission: &Submission,
        original: &[u8],
        relation: &Relation,
        received_on: NaiveDate,
    ) -> Result<Ingested, StoreError> {
        let _lock = self.lock()?;
        let inventory = self.inventory()?;
        if let Some(ingested) = settled_already(&inventory, submission)? {
            return Ok(ingested);
        }
        let folder = self.folder_of_agency(&submission.agency_id);
        let mut prepared = Preparation::begin(folder, &nobody())?;
        prepared.name(next_id(&inventory, &submission.agency_id, &submission.sha256));
        prepared.keep_original_bytes(original, &submission.file)?;
        for rows in &submission.tables {
            prepared.add(rows.clone())?;
        }
        prepared.reject(submission.rejected.clone())?;
        commit(&inventory, submission, prepared, relation, received_on)
    }

    /// Reads a file and takes it in, its rows as they are read: a long one is never held in memory
    /// as a whole.
    pub fn ingest_file(
        &self,
        (path, watch): (&Path, &Watcher),
        intake: &Intake<'_>,
        relation: &Relation,
        received_on: NaiveDate,
    ) -> Result<(Submission, Ingested), StoreError> {
        let _lock = self.lock()?;
        let inventory = self.inventory()?;
        let agency_id = intake.sender.map_or(MULTIPLE, |agency| &agency.id);
        let name = path.file_name().map(Path::new).unwrap_or(path);
        let mut prepared = Preparation::begin(self.folder_of_agency(agency_id), watch)?;
        watch.work(Some(Stage::Read));
        // What is read is the copy, so that nobody changes it meanwhile; reading begins while it is made.
        let copy = prepared.keep_original(path, &name.to_string_lossy())?;
        let (place, growth) = copy.place();
        let file = Received { path: &place, growth: Some(&growth), name, sha256: "", watch };
        let id = NamedAtLast(prepared.id());
        let (read, sha256) = std::thread::scope(|scope| {
            let copying = scope.spawn(|| {
                let id = id;
                copy.make(|sha256| id.set(next_id(&inventory, agency_id, sha256)))
            });
            (read_file(file, intake, &mut prepared), copying.join())
        });
        // Where the copy fails, so does reading it.
        let sha256 = sha256.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        let mut submission = read.map_err(|error| StoreError::reading(path, error))?;
        submission.sha256 = sha256;
        if let Some(ingested) = settled_already(&inventory, &submission)? {
            prepared.abandon();
            return Ok((submission, ingested));
        }
        let ingested = commit(&inventory, &submission, prepared, relation, received_on)?;
        Ok((submission, ingested))
    }

    fn folder_of_agency(&self, agency_id: &str) -> PathBuf {
        self.root.join("submissions").join(agency_id)
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

fn read_record(folder: &Path) -> Result<Record, StoreError> {
    let path = folder.join("submission.json");
    let text = fs::read_to_string(&path).map_err(|source| StoreError::io("read", &path, source))?;
    let mut record: Record = serde_json::from_str(&text)
        .map_err(|error| StoreError::Record { path, message: error.to_string() })?;
    record.withdrawn = folder.join(WITHDRAWN).exists();
    Ok(record)
}

/// What is there already, or is nothing to take in.
fn settled_already(
    inventory: &Inventory,
    submission: &Submission,
) -> Result<Option<Ingested>, StoreError> {
    for record in inventory.submissions() {
        // The same bytes read otherwise, by a mapping file or a newer version, are another answer.
        let is_same = record.sha256 == submission.sha256
            && record.agency_id == submission.agency_id
            && record.mapping == submission.mapping
            && record.tables == submission.counts;
        if is_same && finds_the_same(inventory, record, submission)? {
            return Ok(Some(Ingested::Unchanged(Box::new(record.clone()))));
        }
    }
    Ok((submission.rows_accepted() == 0).then_some(Ingested::Rejected))
}

/// Whether the same was found in a submission; samples of days to come aside, since the same bytes
/// brought again on a later day were received on the first.
fn finds_the_same(
    inventory: &Inventory,
    record: &Record,
    submission: &Submission,
) -> Result<bool, StoreError> {
    if record.findings == submission.severities() {
        return Ok(true);
    }
    let others = |findings: &[Finding]| {
        Counts::of(findings.iter().filter(|finding| finding.code != Code::T612))
    };
    Ok(others(&inventory.findings_of(record)?) == others(&submission.findings))
}

/// Id of the next submission of an agency.
fn next_id(inventory: &Inventory, agency_id: &str, sha256: &str) -> String {
    let of_agency = |record: &&Record| record.agency_id == agency_id;
    let sequence = inventory.records.iter().filter(of_agency).count() + 1;
    format!("{agency_id}/{sequence:04}-{}", &sha256[..8])
}

fn commit(
    inventory: &Inventory,
    submission: &Submission,
    mut prepared: Preparation,
    relation: &Relation,
    received_on: NaiveDate,
) -> Result<Ingested, StoreError> {
    prepared.finish_tables()?;
    let related = Newer { submission, prepared: &prepared }.relate(inventory, relation);
    let replaces = match related {
        Ok(replaces) => replaces,
        Err(error) => {
            prepared.abandon();
            return Err(error);
        }
    };
    let record = Record {
        id: next_id(inventory, &submission.agency_id, &submission.sha256),
        agency_id: submission.agency_id.clone(),
        file: submission.file.clone(),
        sha256: submission.sha256.clone(),
        profile: submission.profile.to_owned(),
        received_on: received_on.to_string(),
        samples_until: submission.samples_until.map(|day| day.to_string()),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        tables: submission.counts.clone(),
        findings: submission.severities(),
        mapping: submission.mapping.clone(),
        replaces,
        withdrawn: false,
    };
    prepared.commit(&submission.findings, &record)?;
    Ok(Ingested::Committed(Box::new(record)))
}
