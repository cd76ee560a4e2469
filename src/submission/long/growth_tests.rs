//! A text that is read while it is written says what it says once it is whole.

use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use super::Portions;
use super::tests::{Kept, assert_same, intake};
use crate::submission::{
    Growing, Growth, ReadError, Received, Submission, nobody, read, read_long,
};

/// A list with a copy, a wrong row, and a name of several lines.
fn list() -> String {
    let row = |n: usize| match n {
        70 => "STT 70;VM-60;Web;4;1.024;x\n".to_owned(),
        150 => format!("{n};VM-{n};\"hai\ndòng\";bốn;1.024;x\n"),
        n => format!("{n};VM-{n};Dịch vụ công {n};4;1.024;\n"),
    };
    let headings = "STT;Mã máy ảo;Tên máy ảo;Số vCPU;RAM (GB);Khác\n";
    [headings.to_owned()].into_iter().chain((1..300).map(row)).collect()
}

fn objects() -> String {
    let line = |n: usize| format!("{{\"Mã máy ảo\": \"VM-{n}\", \"Số vCPU\": {}}}\n", n % 8 + 1);
    (0..300).map(line).collect()
}

/// Writes the first of these bytes, some at a time, with a pause now and then.
fn write_slowly(path: &Path, bytes: &[u8], piece: usize, growing: &Growing) -> io::Result<()> {
    let mut file = std::fs::File::options().append(true).open(path)?;
    for (nth, piece) in bytes.chunks(piece).enumerate() {
        file.write_all(piece)?;
        growing.add(piece.len() as u64);
        if nth.is_multiple_of(50) {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
    Ok(())
}

/// What a file says of which so many bytes are written while it is read, if any are missing never to
/// the end; `None` where it must be held in memory.
fn while_written(
    (path, bytes): (&Path, &[u8]),
    (written, piece): (usize, usize),
    window_bytes: usize,
) -> Result<Option<Submission>, ReadError> {
    std::fs::write(path, "").expect("written");
    let (growth, growing) = Growth::begin();
    let watch = nobody();
    let file = Received { path, growth: Some(&growth), name: path, sha256: "", watch: &watch };
    let portions = Portions { long_from: 100, window_bytes: Some(window_bytes), head_records: 20 };
    let mut kept = Kept::default();
    let read = std::thread::scope(|scope| {
        scope.spawn(|| {
            let growing = growing;
            write_slowly(path, &bytes[..written], piece, &growing).expect("written");
            if written == bytes.len() {
                growing.end();
            }
        });
        read_long(file, portions, &intake(Some("MOET")), &mut kept)
    });
    Ok(read?.map(|mut submission| {
        submission.tables = kept.tables.into_values().filter(|rows| !rows.is_empty()).collect();
        submission.rejected = kept.rejected;
        submission
    }))
}

fn packed(text: &str) -> Vec<u8> {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(text.as_bytes()).and_then(|()| gz.finish()).expect("packed")
}

#[test]
fn a_file_that_is_written_while_it_is_read_says_what_it_says_once_it_is_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in [
        ("ds.csv", list().into_bytes()),
        ("ds.jsonl", objects().into_bytes()),
        ("ds.csv.gz", packed(&list())),
    ] {
        let path = folder.path().join(name);
        let mut whole = read(&path, &bytes, &intake(Some("MOET")));
        whole.sha256.clear();
        for (piece, window) in [(7, 1), (97, 500), (5_000, 1_000), (1 << 20, 1 << 20)] {
            let read = while_written((&path, &bytes), (bytes.len(), piece), window);
            let read = read.expect("is readable").expect("is read so");
            assert_same(&read, &whole, &format!("{name} by {piece}"));
        }
    }
}

#[test]
fn a_file_that_is_never_whole_says_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let list = list();
    // It ends where a row does, which is no end all the same.
    let row = list[..list.len() / 2].rfind('\n').expect("a row") + 1;
    for (name, bytes, written) in [
        ("ds.csv", list.clone().into_bytes(), row),
        ("ds.csv", list.clone().into_bytes(), 0),
        ("ds.jsonl", objects().into_bytes(), objects().len() - 1),
        ("ds.csv.gz", packed(&list), 300),
    ] {
        let path = folder.path().join(name);
        for (piece, window) in [(97, 500), (5_000, 1 << 20)] {
            let read = while_written((&path, &bytes), (written, piece), window);
            assert!(matches!(read, Err(ReadError::File { .. })), "{name}: {read:?}");
        }
    }
}
