//! Runs the program as a user does, each test in a folder of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A folder of its own, and the program in it.
pub struct Workdir {
    folder: TempDir,
}

/// What a command did.
pub struct Done {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Workdir {
    pub fn new() -> Self {
        Self { folder: TempDir::new().expect("a temporary folder") }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).expect("a folder");
        }
        std::fs::write(&path, bytes).expect("a file");
        path
    }

    /// Runs `ndcap` with the folder as working folder, so that the store is `store` in it.
    pub fn ndcap(&self, arguments: &[&str]) -> Done {
        let output: Output = Command::new(env!("CARGO_BIN_EXE_ndcap"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("NDCAP_STORE")
            .env_remove("NDCAP_AGENCY_FILE")
            .output()
            .expect("the program runs");
        Done {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// A plan file with few draws, for runs whose ranges nobody looks at.
    pub fn few_draws(&self) -> String {
        let path = self.write("few-draws.toml", "[simulation]\ndraws = 200\n");
        path.to_string_lossy().into_owned()
    }

    /// Runs `ndcap` and expects it to end well.
    pub fn ok(&self, arguments: &[&str]) -> Done {
        let done = self.ndcap(arguments);
        assert_eq!(done.code, 0, "{arguments:?}\n{}\n{}", done.stdout, done.stderr);
        done
    }

    pub fn json(&self, arguments: &[&str]) -> serde_json::Value {
        let done = self.ndcap(arguments);
        serde_json::from_str(&done.stdout).unwrap_or_else(|error| {
            panic!("{arguments:?}: {error}\n{}\n{}", done.stdout, done.stderr)
        })
    }
}

/// A file of the real data, or `None` with a word when it is not there.
pub fn real(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/real").join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: no ../shared/real ({name})");
    None
}

/// SHA-256 of every file below a folder, by path relative to it.
pub fn hashes(folder: &Path) -> std::collections::BTreeMap<String, String> {
    use sha2::{Digest, Sha256};
    let mut hashes = std::collections::BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).expect("a file");
            let name = path.strip_prefix(folder).expect("below").to_string_lossy().into_owned();
            let hash = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            hashes.insert(name, hash);
        }
    }
    hashes
}

/// The lines of a CSV as maps from column to field.
pub fn csv_rows(text: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(|row| row.expect("a row")).collect()
}
