//! What stands in the hall, kept in the store: the lists as received, read again when they are needed.
//!
//! `STORE/hall/<sequence>-<hash8>/` holds the files of one import with `hall.json`; the last import
//! counts as a whole, earlier ones are kept. It is prepared beside its place and renamed: the rename is
//! the commit.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::files::{commit_dir, create_private_dir, sorted_folders, sync_dir, write_private};
use super::preparation::{PREPARING, clear_unfinished};
use super::{Inventory, Store, StoreError};
use crate::hall::{HallReading, List, ListCount, ListFile, Standing, read};
use crate::plan::Plan;
use crate::submission::sha256_of;
use crate::time::NaiveDate;

/// The file that says what an import is of.
const RECORD: &str = "hall.json";

/// What is kept of an import besides its files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HallRecord {
    /// Sequence number and start of the hash, as `0001-1a2b3c4d`.
    pub id: String,
    /// Day it was imported, as yyyy-mm-dd.
    pub received_on: String,
    /// Version of the program that read it.
    pub tool_version: String,
    /// Sites that were asked for; all of them where there is none.
    pub sites: Vec<String>,
    /// The lists; none when the hall was declared empty.
    pub files: Vec<HallFile>,
}

/// One list of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HallFile {
    /// Its name as received.
    pub file: String,
    /// Its name in the folder of the import.
    pub kept_as: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// What became of its rows.
    #[serde(flatten)]
    pub count: ListCount,
}

/// What became of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HallImported {
    /// It is the hall now.
    Committed(Box<HallRecord>),
    /// The hall was imported from the same bytes already; nothing was changed.
    Unchanged(Box<HallRecord>),
    /// A list cannot be used, no rack stands in it, or none at a site asked for; nothing was changed.
    Rejected,
}

impl Store {
    /// Takes in the lists of a hall in the place of those before.
    pub fn import_hall(
        &self,
        files: &[ListFile<'_>],
        sites: &[String],
        plan: &Plan,
        received_on: NaiveDate,
    ) -> Result<(HallReading, HallImported), StoreError> {
        let _lock = self.lock()?;
        let reading = read(files, sites, plan);
        let is_unknown = sites.iter().any(|site| !reading.sites.contains(site));
        if is_unknown || !reading.lists_refused.is_empty() || reading.standing.racks.is_empty() {
            return Ok((reading, HallImported::Rejected));
        }
        let kept: Vec<HallFile> = reading
            .counts
            .iter()
            .filter_map(|count| {
                let file = files.iter().find(|file| file.list.word() == count.list)?;
                Some(hall_file(file, count.clone()))
            })
            .collect();
        let bytes: Vec<&[u8]> = kept
            .iter()
            .filter_map(|kept| files.iter().find(|file| file.list.word() == kept.count.list))
            .map(|file| file.bytes)
            .collect();
        let imported = self.commit_hall(kept, &bytes, sites, received_on)?;
        Ok((reading, imported))
    }

    /// Declares the hall empty; earlier imports are kept.
    pub fn clear_hall(&self, received_on: NaiveDate) -> Result<HallImported, StoreError> {
        let _lock = self.lock()?;
        self.commit_hall(Vec::new(), &[], &[], received_on)
    }

    fn commit_hall(
        &self,
        files: Vec<HallFile>,
        bytes: &[&[u8]],
        sites: &[String],
        received_on: NaiveDate,
    ) -> Result<HallImported, StoreError> {
        let last = last_import(&self.root)?;
        if let Some((_, last)) = &last
            && last.files == files
            && last.sites == sites
        {
            return Ok(HallImported::Unchanged(Box::new(last.clone())));
        }
        let hall = self.root.join("hall");
        create_private_dir(&hall)?;
        clear_unfinished(&hall)?;
        let sequence = last.and_then(|(folder, _)| sequence_of(&folder)).unwrap_or(0) + 1;
        let hashes: String = files.iter().map(|file| file.sha256.as_str()).collect();
        let record = HallRecord {
            id: format!("{sequence:04}-{}", &sha256(hashes.as_bytes())[..8]),
            received_on: received_on.to_string(),
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            sites: sites.to_vec(),
            files,
        };
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o700));
        }
        let folder = builder
            .prefix(PREPARING)
            .tempdir_in(&hall)
            .map_err(|source| StoreError::io("create a folder in", &hall, source))?;
        for (file, bytes) in record.files.iter().zip(bytes) {
            write_private(&folder.path().join(&file.kept_as), bytes)?;
        }
        let json = serde_json::to_string_pretty(&record).expect("a record is plain data");
        write_private(&folder.path().join(RECORD), json.as_bytes())?;
        sync_dir(folder.path())?;
        commit_dir(folder.path(), &hall.join(&record.id))?;
        // The folder has moved; there is nothing left to clean up.
        let _ = folder.keep();
        Ok(HallImported::Committed(Box::new(record)))
    }
}

impl Inventory {
    /// The import that counts; `None` when there was none.
    pub fn hall_record(&self) -> Result<Option<HallRecord>, StoreError> {
        Ok(last_import(&self.root)?.map(|(_, record)| record))
    }

    /// What stands in the hall, as [`hall`](Self::hall) reads it.
    pub fn standing(&self, plan: &Plan) -> Result<Standing, StoreError> {
        Ok(self.hall(plan)?.standing)
    }

    /// What the lists of the hall say: nothing when none was imported. Heights that nobody states are
    /// those of the plan.
    pub fn hall(&self, plan: &Plan) -> Result<HallReading, StoreError> {
        let Some((folder, record)) = last_import(&self.root)? else {
            return Ok(HallReading::default());
        };
        let mut files = Vec::new();
        for file in &record.files {
            let path = folder.join(&file.kept_as);
            let bytes = fs::read(&path).map_err(|source| StoreError::io("read", &path, source))?;
            if sha256(&bytes) != file.sha256 {
                return Err(StoreError::Hall { path, message: CHANGED.to_owned() });
            }
            files.push((bytes, file));
        }
        let lists: Vec<ListFile<'_>> = files
            .iter()
            .filter_map(|(bytes, file)| {
                let list = List::ALL.into_iter().find(|list| list.word() == file.count.list)?;
                Some(ListFile { list, path: Path::new(&file.file), bytes })
            })
            .collect();
        let reading = read(&lists, &record.sites, plan);
        let counts = record.files.iter().map(|file| &file.count);
        if !counts.eq(&reading.counts) {
            let message = format!("version {} read other rows of it", record.tool_version);
            return Err(StoreError::Hall { path: folder, message });
        }
        Ok(reading)
    }

    /// What is wrong with the files of the import that counts.
    pub(super) fn damages_of_hall(&self) -> Result<Vec<String>, StoreError> {
        let Some((folder, record)) = last_import(&self.root)? else { return Ok(Vec::new()) };
        let mut damages = Vec::new();
        for file in &record.files {
            let path = folder.join(&file.kept_as);
            let hash = sha256_of(&path).map_err(|source| StoreError::io("read", &path, source))?;
            if hash != file.sha256 {
                damages.push(format!("hall/{}: {} {CHANGED}", record.id, path.display()));
            }
        }
        Ok(damages)
    }
}

/// What is wrong with a file whose hash differs.
const CHANGED: &str = "is not the file that was received";

fn hall_file(file: &ListFile<'_>, count: ListCount) -> HallFile {
    let name = file.path.file_name().map(|name| name.to_string_lossy().into_owned());
    let extension = file.path.extension().map(|extension| extension.to_string_lossy());
    let kept_as = match extension {
        Some(extension) => format!("{}.{extension}", file.list.word()),
        None => file.list.word().to_owned(),
    };
    HallFile { file: name.unwrap_or_default(), kept_as, sha256: sha256(file.bytes), count }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The folder and the record of the last import.
fn last_import(root: &Path) -> Result<Option<(PathBuf, HallRecord)>, StoreError> {
    let hall = root.join("hall");
    if !hall.is_dir() {
        return Ok(None);
    }
    let mut folders = sorted_folders(&hall)?;
    // A folder without a number is one whose commit never happened.
    folders.retain(|folder| sequence_of(folder).is_some());
    folders.sort_by_key(|folder| sequence_of(folder));
    let Some(folder) = folders.pop() else { return Ok(None) };
    let path = folder.join(RECORD);
    let text = fs::read_to_string(&path).map_err(|source| StoreError::io("read", &path, source))?;
    let record = serde_json::from_str(&text)
        .map_err(|error| StoreError::Hall { path, message: error.to_string() })?;
    Ok(Some((folder, record)))
}

/// The number of an import, out of the name of its folder.
fn sequence_of(folder: &Path) -> Option<u32> {
    folder.file_name()?.to_string_lossy().split('-').next()?.parse().ok()
}
