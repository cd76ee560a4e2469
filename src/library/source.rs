//! Where a library comes from: folders of YAML files, single files, tables.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::{DeviceType, table, yaml};

/// Folders within the folder given: a checkout, its device types, a maker.
const FOLDERS_DEEP_MAX: usize = 3;

/// What a library may be at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Largest YAML file, in bytes.
    pub file_bytes_max: u64,
    /// Largest table, in bytes.
    pub table_bytes_max: u64,
    /// Most files.
    pub files_max: usize,
}

/// Why nothing can be read: the world, never one entry.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// A file or folder cannot be read.
    #[error("cannot read {path}: {source}; check the path")]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// It holds something else.
    #[error(
        "{path} is no device library: {reason}; give a checkout of the NetBox device-type library, a \
         .yaml file of it, or a .csv with the columns manufacturer, model, u_height"
    )]
    Other {
        /// The file or folder.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

/// An entry that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refused {
    /// Its file within the folder given; of a table, the line too.
    pub file: String,
    /// Why.
    pub reason: String,
}

/// What was read: entries read = types taken + entries refused.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    /// Entries met: YAML files, and rows of tables.
    pub entries_read: usize,
    /// The types taken, in the order met.
    pub types: Vec<DeviceType>,
    /// The entries refused, in the order met.
    pub refused: Vec<Refused>,
}

/// Reads one or more libraries as one. An entry that describes a type met before is refused when it
/// says something else of it, and when it says the same.
pub fn read(paths: &[PathBuf], limits: Limits) -> Result<Imported, LibraryError> {
    let mut all = Imported::default();
    for path in paths {
        let read = read_one(path, limits)?;
        all.entries_read += read.entries_read;
        all.types.extend(read.types);
        all.refused.extend(read.refused);
    }
    refuse_repeated(&mut all);
    assert_eq!(all.entries_read, all.types.len() + all.refused.len(), "no entry is lost");
    Ok(all)
}

fn refuse_repeated(all: &mut Imported) {
    let mut first: BTreeMap<(String, String), DeviceType> = BTreeMap::new();
    let mut kept = Vec::new();
    for device_type in std::mem::take(&mut all.types) {
        let key = (device_type.manufacturer.to_lowercase(), device_type.model.to_lowercase());
        match first.get(&key) {
            None => {
                first.insert(key, device_type.clone());
                kept.push(device_type);
            }
            Some(known) => {
                let is_same =
                    DeviceType { source: known.source.clone(), ..device_type.clone() } == *known;
                let said = if is_same { "the same" } else { "something else" };
                let reason = format!("{} says {said} of {}", known.source, known.name());
                all.refused.push(Refused { file: device_type.source, reason });
            }
        }
    }
    all.types = kept;
}

fn read_one(path: &Path, limits: Limits) -> Result<Imported, LibraryError> {
    let fail = |source| LibraryError::Read { path: path.to_owned(), source };
    let other = |reason: String| LibraryError::Other { path: path.to_owned(), reason };
    let is_folder = fs::metadata(path).map_err(fail)?.is_dir();
    if is_folder {
        let within = path.join("device-types");
        let root = if within.is_dir() { within.as_path() } else { path };
        let mut files = Vec::new();
        collect(root, 0, limits, &mut files)?;
        if !files.iter().any(|file| is_yaml(file)) {
            return Err(other("there is no .yaml file in it".to_owned()));
        }
        let mut imported = Imported::default();
        for file in files {
            let name =
                file.strip_prefix(path).unwrap_or(&file).to_string_lossy().replace('\\', "/");
            take(&file, name, limits, &mut imported);
        }
        return Ok(imported);
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if is_yaml(path) {
        let mut imported = Imported::default();
        take(path, name, limits, &mut imported);
        return Ok(imported);
    }
    if !path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv")) {
        return Err(other("it is neither a folder nor .yaml nor .csv".to_owned()));
    }
    let bytes = bytes_of(path, limits.table_bytes_max).map_err(other)?;
    table::read(&bytes, &name).map_err(other)
}

/// The YAML files below a folder, and the folders that lie too deep, by name; what a link points at is left alone, so that no file
/// outside the folder is read.
fn collect(
    folder: &Path,
    deep: usize,
    limits: Limits,
    files: &mut Vec<PathBuf>,
) -> Result<(), LibraryError> {
    let fail = |source| LibraryError::Read { path: folder.to_owned(), source };
    let mut entries: Vec<fs::DirEntry> =
        fs::read_dir(folder).map_err(fail)?.collect::<Result<_, _>>().map_err(fail)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (path, kind) = (entry.path(), entry.file_type().map_err(fail)?);
        // What begins with a dot, as the history of a checkout, is no part of a library.
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        if kind.is_dir() && is_hidden {
            continue;
        }
        if kind.is_dir() && deep < FOLDERS_DEEP_MAX {
            collect(&path, deep + 1, limits, files)?;
        } else if kind.is_dir() {
            // It counts as an entry, so that what is in it is refused by its name.
            files.push(path);
        } else if !kind.is_dir() && is_yaml(&path) {
            files.push(path);
        }
        if files.len() > limits.files_max {
            let reason = format!("it has more than {} files (library.files_max)", limits.files_max);
            return Err(LibraryError::Other { path: folder.to_owned(), reason });
        }
    }
    Ok(())
}

fn is_yaml(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    extension.is_some_and(|extension| matches!(extension.as_str(), "yaml" | "yml"))
}

/// Takes one file, or refuses it with the reason.
fn take(path: &Path, name: String, limits: Limits, imported: &mut Imported) {
    imported.entries_read += 1;
    let settled = text_of(path, limits).and_then(|text| yaml::device_type(&text, &name));
    match settled {
        Ok(device_type) => imported.types.push(device_type),
        Err(reason) => imported.refused.push(Refused { file: name, reason }),
    }
}

fn text_of(path: &Path, limits: Limits) -> Result<String, String> {
    let metadata = fs::symlink_metadata(path);
    if metadata.as_ref().is_ok_and(fs::Metadata::is_dir) {
        return Err(format!(
            "is a folder more than {FOLDERS_DEEP_MAX} folders deep; it is not read"
        ));
    }
    if !metadata.is_ok_and(|metadata| metadata.is_file()) {
        return Err("is a link or no file".to_owned());
    }
    let bytes = bytes_of(path, limits.file_bytes_max)?;
    String::from_utf8(bytes).map_err(|_| "is no UTF-8".to_owned())
}

fn bytes_of(path: &Path, most: u64) -> Result<Vec<u8>, String> {
    use std::io::Read;
    let file = fs::File::open(path).map_err(|error| error.to_string())?;
    let mut bytes = Vec::new();
    // One more than may be, so that a file that grows meanwhile is found too long as well.
    let read = file.take(most.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|error| error.to_string())?;
    if bytes.len() as u64 > most { Err(format!("has more than {most} bytes")) } else { Ok(bytes) }
}
