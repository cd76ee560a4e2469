//! Files private to the user, flushed to disk, committed by rename.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::StoreError;

/// Opens a new file only the user may read.
pub fn private_file(path: &Path) -> Result<File, StoreError> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path).map_err(|source| StoreError::io("write", path, source))
}

/// Writes a file only the user may read, and flushes it to disk.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let fail = |source| StoreError::io("write", path, source);
    let mut file = private_file(path)?;
    file.write_all(bytes).map_err(fail)?;
    file.sync_all().map_err(fail)
}

/// Makes a folder only the user may enter, with its parents.
pub fn create_private_dir(path: &Path) -> Result<(), StoreError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(path).map_err(|source| StoreError::io("create the folder", path, source))
}

/// Moves a finished folder to its place: the commit. The parent is flushed, so that the move
/// itself survives a crash.
pub fn commit_dir(from: &Path, to: &Path) -> Result<(), StoreError> {
    fs::rename(from, to).map_err(|source| StoreError::io("move into place", to, source))?;
    match to.parent() {
        Some(parent) => sync_dir(parent),
        None => Ok(()),
    }
}

/// Flushes a folder's list of names.
pub fn sync_dir(path: &Path) -> Result<(), StoreError> {
    // Windows cannot open folders; there the file system keeps names in order by itself.
    if cfg!(unix) {
        let fail = |source| StoreError::io("flush", path, source);
        File::open(path).map_err(fail)?.sync_all().map_err(fail)?;
    }
    Ok(())
}

/// The folders within a folder, by name.
pub fn sorted_folders(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
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
