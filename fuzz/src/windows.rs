//! A file read some rows at a time, beside the same file held in memory.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use ndcap::schema::Table;
use ndcap::submission::{
    self, Received, RejectedRow, Rows, TakeError, Taker, nobody, read_by_windows, sha256_of,
};

use crate::{intake, show};

/// Bytes of a window for each step of the byte that chooses them.
const WINDOW_STEP: usize = 8;

/// Fewest records among which the headings are looked for: with fewer others could be found than in
/// the whole file.
const HEAD_RECORDS_MIN: usize = 41;

/// Keeps all rows.
#[derive(Default)]
struct Kept {
    tables: BTreeMap<Table, Rows>,
    rejected: Vec<RejectedRow>,
}

impl Taker for Kept {
    fn begin_anew(&mut self) -> Result<(), TakeError> {
        *self = Self::default();
        Ok(())
    }

    fn take(&mut self, rows: Rows, rejected: Vec<RejectedRow>) -> Result<(), TakeError> {
        let table = rows.table;
        self.tables.entry(table).or_insert_with(|| Rows::empty(table)).append(rows);
        self.rejected.extend(rejected);
        Ok(())
    }
}

/// Reads a text by windows and as a whole, and holds one against the other; nothing where it cannot
/// be read by windows. The first byte chooses the size of the windows, the second the records among
/// which the headings are looked for, and whether there is a sender.
pub fn windows_say_what_the_whole_says([window, head]: [u8; 2], text: &[u8]) {
    let portions =
        (1 + usize::from(window) * WINDOW_STEP, HEAD_RECORDS_MIN + usize::from(head >> 1));
    let intake = intake(head & 1 == 1);
    let path = file_of(text);
    let sha256 = sha256_of(path).expect("the file is readable");
    let file = Received {
        path,
        growth: None,
        name: Path::new("a.csv"),
        sha256: &sha256,
        watch: &nobody(),
    };
    let mut kept = Kept::default();
    let read = read_by_windows(file, portions, &intake, &mut kept).expect("the file is readable");
    let Some(mut long) = read else { return };
    long.tables = kept.tables.into_values().filter(|rows| !rows.is_empty()).collect();
    long.rejected = kept.rejected;
    let whole = submission::read(file.name, text, &intake);
    show(&whole);
    assert_eq!(long.findings, whole.findings, "findings by {portions:?}");
    assert_eq!(long.counts, whole.counts, "counts by {portions:?}");
    assert_eq!(long.tables, whole.tables, "rows by {portions:?}");
    assert_eq!(long, whole, "all else by {portions:?}");
}

/// The text as a file.
fn file_of(text: &[u8]) -> &'static Path {
    static PLACE: OnceLock<PathBuf> = OnceLock::new();
    let place = PLACE.get_or_init(|| {
        std::env::temp_dir().join(format!("ndcap-fuzz-{}.csv", std::process::id()))
    });
    std::fs::write(place, text).expect("the folder of temporary files can be written");
    place
}
