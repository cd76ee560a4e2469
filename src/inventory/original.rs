//! The file as received: copied into the store, and hashed, while others read the copy.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use super::StoreError;
use super::files::private_file;
use crate::submission::{Growing, Growth, sha256_of_each};

/// A copy of a file that is still to be made.
pub struct OriginalCopy {
    from: PathBuf,
    input: File,
    to: PathBuf,
    copy: File,
    growing: Growing,
    growth: Growth,
}

impl OriginalCopy {
    /// Opens the file, and its copy, which is empty.
    pub(super) fn begin(from: &Path, to: PathBuf) -> Result<Self, StoreError> {
        let input = File::open(from).map_err(|source| StoreError::io("read", from, source))?;
        let copy = private_file(&to)?;
        let (growth, growing) = Growth::begin();
        Ok(Self { from: from.to_owned(), input, to, copy, growing, growth })
    }

    /// Where the copy stands, and how far it has come.
    pub fn place(&self) -> (PathBuf, Growth) {
        (self.to.clone(), self.growth.clone())
    }

    /// Makes the copy. The SHA-256 of its bytes is handed on as soon as it is known, before the copy
    /// is made to last.
    pub fn make(self, hashed: impl FnOnce(&str)) -> Result<String, StoreError> {
        let sha256 = copy_growing(self.input, &self.copy, self.growing)
            .map_err(|source| not_copied(&self.from, &self.to, source))?;
        hashed(&sha256);
        self.copy.sync_all().map_err(|source| StoreError::io("flush", &self.to, source))?;
        Ok(sha256)
    }
}

/// Copies all bytes; their SHA-256, in hexadecimal.
fn copy_growing(input: impl Read, mut copy: impl Write, growing: Growing) -> io::Result<String> {
    let sha256 = sha256_of_each(input, |bytes| {
        copy.write_all(bytes)?;
        growing.add(bytes.len() as u64);
        Ok(())
    })?;
    growing.end();
    Ok(sha256)
}

/// Why a file cannot be copied, by the one of the two files it is about: what has no room is the disk of
/// the store, where nothing is wrong with the file of the sender.
fn not_copied(from: &Path, to: &Path, source: io::Error) -> StoreError {
    match source.kind() {
        ErrorKind::StorageFull
        | ErrorKind::QuotaExceeded
        | ErrorKind::FileTooLarge
        | ErrorKind::ReadOnlyFilesystem => StoreError::io("write", to, source),
        _ => StoreError::io("copy", from, source),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::submission::sha256_of;

    #[test]
    fn a_copy_that_fails_names_the_file_that_is_to_blame() {
        let (from, to) = (Path::new("mail/list.csv"), Path::new("store/original.csv"));
        for (kind, blamed, remedy) in [
            (ErrorKind::StorageFull, to, "free some space"),
            (ErrorKind::QuotaExceeded, to, "free some space"),
            (ErrorKind::ReadOnlyFilesystem, to, "can be written to"),
            (ErrorKind::UnexpectedEof, from, "check the path and the disk"),
        ] {
            let told = not_copied(from, to, kind.into()).to_string();
            assert!(told.contains(&blamed.display().to_string()), "{kind:?}: {told}");
            assert!(told.contains(remedy), "{kind:?}: {told}");
        }
    }

    #[test]
    fn a_copy_has_the_bytes_and_their_hash() {
        let folder = tempfile::tempdir().expect("a folder");
        let (from, to) = (folder.path().join("list.csv"), folder.path().join("original.csv"));
        let bytes: Vec<u8> = (0..3_000_000_u32).flat_map(|n| [n as u8, (n >> 8) as u8]).collect();
        std::fs::write(&from, &bytes).expect("is written");
        let copy = OriginalCopy::begin(&from, to.clone()).expect("is begun");
        let (place, growth) = copy.place();
        assert_eq!(place, to);
        let reading = std::thread::spawn(move || {
            let mut read = Vec::new();
            let copy = File::open(place).expect("is there");
            growth.bytes_of(copy).read_to_end(&mut read).map(|_| read)
        });
        let mut handed_on = String::new();
        let sha256 = copy.make(|sha256| sha256.clone_into(&mut handed_on)).expect("is made");
        let read = reading.join().expect("has not failed").expect("is readable");
        assert!(read == bytes, "what is read is the file");
        assert!(std::fs::read(&to).expect("is readable") == bytes, "the copy is the file");
        assert_eq!(sha256, sha256_of(&from).expect("is readable"));
        assert_eq!(sha256, handed_on);
    }

    /// Room for so many bytes.
    struct Room(usize);

    impl Write for Room {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let written = bytes.len().min(self.0);
            self.0 -= written;
            if written == 0 { Err(ErrorKind::StorageFull.into()) } else { Ok(written) }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn who_reads_a_copy_that_fails_half_way_is_told() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let (growth, growing) = Growth::begin();
        let mut bytes = growth.bytes_of(file.reopen().expect("is there"));
        let reading = std::thread::spawn(move || bytes.read_to_end(&mut Vec::new()));
        let copied = copy_growing(io::repeat(7), Room(1 << 22), growing);
        assert_eq!(copied.expect_err("has no end").kind(), ErrorKind::StorageFull);
        assert!(reading.join().expect("has not failed").is_err());
    }
}
