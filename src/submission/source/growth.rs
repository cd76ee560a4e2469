//! A file that is read while it is still being written.
//!
//! Who writes it says how far it has come ([`Growing`]); who reads it ([`Growth`]) waits for bytes that
//! are not there yet. The end of the file is where the writer says it is; where the writer fails,
//! reading fails too.

use std::fs::File;
use std::io::{self, Read};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// How far a file has been written, for those who read it.
#[derive(Debug, Clone)]
pub struct Growth(Arc<Shared>);

/// The same for the one who writes it. Given up before the file is whole, as by a panic, it says that
/// the file never will be.
#[derive(Debug)]
pub struct Growing(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Clone, Copy)]
struct State {
    /// Bytes that are there.
    bytes: u64,
    stage: Stage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Grows,
    Whole,
    /// It will never be whole.
    Failed,
}

impl Growth {
    /// A file without bytes.
    pub fn begin() -> (Self, Growing) {
        let state = Mutex::new(State { bytes: 0, stage: Stage::Grows });
        let shared = Arc::new(Shared { state, changed: Condvar::new() });
        (Self(Arc::clone(&shared)), Growing(shared))
    }

    /// Waits until the file has more than so many bytes, or has all it will have; how many it has.
    pub fn beyond(&self, bytes: u64) -> io::Result<u64> {
        self.wait(|state| state.bytes <= bytes)
    }

    /// Waits until the file has all its bytes.
    pub fn whole(&self) -> io::Result<()> {
        self.wait(|_| true).map(|_| ())
    }

    /// Waits while the file grows and there is a reason to.
    fn wait(&self, reason: impl Fn(&State) -> bool) -> io::Result<u64> {
        let mut state = self.0.lock();
        while state.stage == Stage::Grows && reason(&state) {
            state = self.0.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        match state.stage {
            Stage::Failed => Err(io::Error::other("the file is not written to its end")),
            _ => Ok(state.bytes),
        }
    }

    /// The bytes of the file, which was just opened.
    pub fn bytes_of(&self, file: File) -> impl Read + Send + use<> {
        GrowingFile { file, growth: self.clone(), read: 0, there: 0 }
    }
}

impl Growing {
    /// So many bytes more are there.
    pub fn add(&self, bytes: u64) {
        self.0.lock().bytes += bytes;
        self.0.changed.notify_all();
    }

    /// All bytes are there.
    pub fn end(self) {
        self.0.lock().stage = Stage::Whole;
    }
}

impl Drop for Growing {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        if state.stage == Stage::Grows {
            state.stage = Stage::Failed;
        }
        drop(state);
        self.0.changed.notify_all();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // Nobody panics while the state is only half changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The bytes of a file that grows.
struct GrowingFile {
    file: File,
    growth: Growth,
    /// Bytes that were read.
    read: u64,
    /// Bytes that are there for certain.
    there: u64,
}

impl Read for GrowingFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.read == self.there {
            self.there = self.growth.beyond(self.read)?;
        }
        let left = usize::try_from(self.there - self.read).unwrap_or(usize::MAX);
        let wanted = buffer.len().min(left);
        let read = self.file.read(&mut buffer[..wanted])?;
        if read == 0 && wanted > 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.read += read as u64;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::time::Duration;

    use super::*;

    /// A file, and its bytes while it is written.
    fn growing() -> (File, impl Read + Send, Growth, Growing) {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let (growth, growing) = Growth::begin();
        let bytes = growth.bytes_of(file.reopen().expect("is there"));
        (file.into_file(), bytes, growth, growing)
    }

    #[test]
    fn bytes_are_waited_for_until_the_file_is_whole() {
        let (mut file, mut bytes, growth, growing) = growing();
        let writing = std::thread::spawn(move || {
            for piece in ["a", "bc", "", "def"] {
                // What is written is not there before that is said.
                file.write_all(piece.as_bytes()).expect("is written");
                std::thread::sleep(Duration::from_millis(5));
                growing.add(piece.len() as u64);
            }
            growing.end();
        });
        assert!(growth.beyond(1).expect("grows") >= 3);
        let mut text = String::new();
        bytes.read_to_string(&mut text).expect("is whole in the end");
        assert_eq!(text, "abcdef");
        growth.whole().expect("is whole");
        assert_eq!(growth.beyond(100).expect("is whole"), 6);
        writing.join().expect("has not failed");
    }

    #[test]
    fn a_file_whose_writer_fails_has_no_end() {
        let (mut file, mut bytes, growth, growing) = growing();
        let writing = std::thread::spawn(move || {
            file.write_all(b"abc").expect("is written");
            growing.add(3);
            std::thread::sleep(Duration::from_millis(5));
            panic!("the writer fails");
        });
        let mut read = Vec::new();
        assert!(bytes.read_to_end(&mut read).is_err());
        assert!(growth.whole().is_err());
        assert!(growth.beyond(3).is_err());
        assert!(writing.join().is_err());
    }

    #[test]
    fn a_file_that_lost_bytes_has_no_end() {
        let (file, mut bytes, _, growing) = growing();
        growing.add(3);
        growing.end();
        drop(file);
        assert!(bytes.read_to_end(&mut Vec::new()).is_err());
    }
}
