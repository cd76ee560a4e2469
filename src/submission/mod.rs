//! Bytes as received → typed rows and findings.
//!
//! In: one file, who sent it. Out: a [`Submission`]: accepted rows by table, rejected rows with
//! their reasons, every finding at once, and the count of each sheet, in which rows read =
//! accepted + rejected + merged + skipped always holds. Knows nothing of the store: nothing is
//! written here.

mod agency;
mod amount;
mod block;
mod cell;
mod draft;
mod facts;
mod fill;
mod header;
mod heading_rules;
mod layout;
mod line;
mod long;
mod mapping;
mod names;
mod number;
mod outline;
mod overrides;
mod profile;
mod read;
mod row;
mod row_rules;
mod rows;
mod rule;
mod settled;
mod source;
mod spec;
mod stated;
mod taker;
mod texts;
mod watch;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::diagnostic::{Code, Counts, Finding, Text};
use crate::plan::Limits;
use crate::reference::{Agencies, Agency};
use crate::schema::{RETURN_TITLES, Table};
use crate::text::clean;
use crate::time::NaiveDate;
use long::Portions;
use source::LongText;

pub use mapping::{HeadingUse, SheetMapping};
pub use names::Names;
pub use overrides::{OverrideError, Overrides};
pub use rows::{Rows, Value, Values};
pub use source::{
    Cell, Growing, Growth, Merged, Position, Sheet, SheetRow, field_positions, read_sheets,
};
pub use taker::{Counted, ReadError, TakeError, Taker};
pub use texts::{TextPlace, Texts};
pub use watch::{Stage, Watch, Watcher, nobody};

/// Name of the sender of a file that carries rows of several agencies and says no sender.
pub const MULTIPLE: &str = "multiple";

/// Bytes of a file that are hashed at a time.
const HASHED_BYTES: usize = 1 << 18;

/// What is known of a file besides its bytes.
#[derive(Debug, Clone, Copy)]
pub struct Intake<'a> {
    /// The agencies names are resolved against.
    pub agencies: &'a Agencies,
    /// Who sent the file; rows without an agency of their own belong to it.
    pub sender: Option<&'a Agency>,
    /// Day the figures are shown for: a start of service after it is doubtful.
    pub as_of: NaiveDate,
    /// Day the file was received: a sample of a later day is doubtful, and no measure of use. `None`
    /// where nobody knows; then no sample is.
    pub received_on: Option<NaiveDate>,
    /// What a file may be at most.
    pub limits: Limits,
    /// What headings leave open and a planner has settled.
    pub overrides: &'a Overrides,
}

/// What became of the rows of one table on one sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetCount {
    /// Table it was read as; empty when it is none.
    pub table: String,
    /// The sheet.
    pub sheet: String,
    /// Rows below the headings that are not blank.
    pub rows_read: usize,
    /// Rows that became rows of the table.
    pub rows_accepted: usize,
    /// Rows kept aside with their reason.
    pub rows_rejected: usize,
    /// Rows that went into another row: exact copies, partitions of a machine.
    pub rows_merged: usize,
    /// Rows that are no data: totals, sections, signatures, sheets without a table.
    pub rows_skipped: usize,
}

impl SheetCount {
    /// The count of a block's rows before any of them is read.
    fn of_rows(table: &str, sheet: &str, rows_read: usize) -> Self {
        Self {
            table: table.to_owned(),
            sheet: sheet.to_owned(),
            rows_read,
            rows_accepted: 0,
            rows_rejected: 0,
            rows_merged: 0,
            rows_skipped: 0,
        }
    }

    /// Whether nothing was lost.
    pub const fn is_conserved(&self) -> bool {
        self.rows_read
            == self.rows_accepted + self.rows_rejected + self.rows_merged + self.rows_skipped
    }
}

/// A row that was not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectedRow {
    /// Table it would have been of.
    pub table: Table,
    /// The sheet.
    pub sheet: String,
    /// Row, from 1.
    pub row: u32,
    /// Its cells, from column A on.
    pub raw: Vec<String>,
    /// Why.
    pub codes: Vec<Code>,
}

/// One file, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Submission {
    /// File name without folder.
    pub file: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Who sent it; [`MULTIPLE`] when rows name their own agencies and nobody said.
    pub agency_id: String,
    /// Format it was recognised as: `template`, or the name of a foreign format (`submission/profile`).
    pub profile: &'static str,
    /// Last day of which a sample is a measure of use: the day the file was received, where that is
    /// known.
    pub samples_until: Option<NaiveDate>,
    /// Accepted rows, one entry per table that has any.
    pub tables: Vec<Rows>,
    /// Rejected rows.
    pub rejected: Vec<RejectedRow>,
    /// What became of each sheet's rows.
    pub counts: Vec<SheetCount>,
    /// Where columns stood.
    pub mapping: Vec<SheetMapping>,
    /// Everything wrong or doubtful, in the order of the file.
    pub findings: Vec<Finding>,
}

impl Submission {
    /// Number of findings by severity.
    pub fn severities(&self) -> Counts {
        Counts::of(&self.findings)
    }

    /// Number of accepted rows.
    pub fn rows_accepted(&self) -> usize {
        self.counts.iter().map(|count| count.rows_accepted).sum()
    }

    /// Number of rejected rows.
    pub fn rows_rejected(&self) -> usize {
        self.counts.iter().map(|count| count.rows_rejected).sum()
    }
}

/// Whether a sheet is one of those that a return workbook begins with: known by its first cell, since
/// a sender may call a sheet of data by any name.
pub fn is_return_sheet(sheet: &Sheet) -> bool {
    let first = sheet.rows.first().filter(|row| row.number == 1);
    first.is_some_and(|row| {
        matches!(row.cell(0), Cell::Text(text) if RETURN_TITLES.contains(&clean(text).as_str()))
    })
}

/// Reads one file. Never fails: a file that cannot be read is a submission without rows, whose
/// findings say why.
pub fn read(path: &Path, bytes: &[u8], intake: &Intake<'_>) -> Submission {
    read_watched(path, bytes, intake, &nobody())
}

/// The same, and somebody watches.
fn read_watched(path: &Path, bytes: &[u8], intake: &Intake<'_>, watch: &Watcher) -> Submission {
    watch.work(Some(Stage::Read));
    let mut findings = Vec::new();
    let sheets = match read_sheets(path, bytes, intake.limits, &mut findings) {
        Ok(sheets) => sheets,
        Err(finding) => {
            findings.push(*finding);
            Vec::new()
        }
    };
    let in_file: BTreeMap<String, usize> =
        sheets.iter().enumerate().map(|(index, sheet)| (sheet.name.clone(), index)).collect();
    let (ours, sheets): (Vec<Sheet>, Vec<Sheet>) = sheets.into_iter().partition(is_return_sheet);
    // What is said of our own sheets, as that one is hidden, is no matter for the sender.
    findings.retain(|finding| !ours.iter().any(|sheet| sheet.name == finding.sheet));
    if sheets.is_empty() && !ours.is_empty() {
        findings.push(Finding::new(Code::F103, Text::phrase("F103-return-sheets-only")));
    }
    let mut content = read::read_content(&sheets, intake, watch, &mut findings);
    content.counts.extend(ours.iter().map(read::skipped_sheet));
    content.counts.sort_by_key(|count| in_file.get(&count.sheet).copied());
    watch.work(Some(Stage::Read));
    let sha256 = hexadecimal(&Sha256::digest(bytes));
    let rows = content.counts.iter().map(|count| count.rows_read as u64).sum();
    watch.reached(bytes.len() as u64, rows);
    assembled((path, sha256), intake, content, findings, &in_file)
}

/// A file as received.
#[derive(Clone, Copy)]
pub struct Received<'a> {
    /// Where its bytes stand.
    pub path: &'a Path,
    /// How far they have been written; `None` where all of them have been.
    pub growth: Option<&'a Growth>,
    /// The name it came with.
    pub name: &'a Path,
    /// SHA-256 of its bytes, in hexadecimal ([`sha256_of`]); empty while it is still computed, by
    /// one who puts it into the submission.
    pub sha256: &'a str,
    /// Who watches it being read.
    pub watch: &'a Watcher,
}

/// Reads one file, handing its rows on as they are read; the submission keeps none of them. What the
/// file is worth is told as [`read()`] tells it; an error says that the world failed.
///
/// A long text with separators is read some rows at a time (`submission/long/`), any other file is
/// held in memory.
pub fn read_file(
    file: Received<'_>,
    intake: &Intake<'_>,
    taker: &mut dyn Taker,
) -> Result<Submission, ReadError> {
    if let Some(submission) = read_long(file, Portions::USUAL, intake, taker)? {
        return Ok(submission);
    }
    if let Some(growth) = file.growth {
        growth.whole().map_err(|source| ReadError::of(file.path, source))?;
    }
    let (_, mut submission) = read_whole_watched((file.path, file.name), intake, file.watch)?;
    taker.begin_anew()?;
    for rows in std::mem::take(&mut submission.tables) {
        taker.take(rows, Vec::new())?;
    }
    if let Some(table) = submission.rejected.first().map(|row| row.table) {
        taker.take(Rows::empty(table), std::mem::take(&mut submission.rejected))?;
    }
    Ok(submission)
}

/// Reads one file that is held in memory, with its bytes; none of one that is too large to be.
pub fn read_whole(
    paths: (&Path, &Path),
    intake: &Intake<'_>,
) -> Result<(Vec<u8>, Submission), ReadError> {
    read_whole_watched(paths, intake, &nobody())
}

fn read_whole_watched(
    (path, name): (&Path, &Path),
    intake: &Intake<'_>,
    watch: &Watcher,
) -> Result<(Vec<u8>, Submission), ReadError> {
    watch.work(Some(Stage::Read));
    let failed = |source| ReadError::of(path, source);
    let length = std::fs::metadata(path).map_err(failed)?.len();
    if let Some(finding) = source::f104_a_file_is_small_enough(length, intake.limits) {
        let findings = broken_line((path, name), intake.limits)?.unwrap_or_else(|| vec![finding]);
        let sha256 = sha256_of(path).map_err(failed)?;
        let (content, none) = (read::Content::empty(), BTreeMap::new());
        return Ok((Vec::new(), assembled((name, sha256), intake, content, findings, &none)));
    }
    let bytes = std::fs::read(path).map_err(failed)?;
    let submission = read_watched(name, &bytes, intake, watch);
    Ok((bytes, submission))
}

/// What is told of a file that is read some rows at a time whatever its size, but for a line that is no
/// object; `None` where there is none.
fn broken_line(
    (path, name): (&Path, &Path),
    limits: Limits,
) -> Result<Option<Vec<Finding>>, ReadError> {
    let failed = |source| ReadError::of(path, source);
    let long = LongText::by_begin((path, None), name, limits, Portions::USUAL.long_from);
    let Some(long) = long.map_err(failed)? else { return Ok(None) };
    let broken = long.broken_line().map_err(failed)?;
    Ok(broken.map(|broken| long.findings.into_iter().chain([broken]).collect()))
}

/// Whether a file is one that is read some rows at a time, going by its begin.
pub fn is_long(path: &Path, limits: Limits) -> Result<bool, ReadError> {
    let is_one = LongText::is_one(path, limits, Portions::USUAL.long_from);
    is_one.map_err(|source| ReadError::of(path, source))
}

/// Rows of a long file by their numbers, as a sheet with no others; `None` for a file that is not
/// long ([`read_sheets`]).
pub fn rows_of_long_file(
    (path, name): (&Path, &Path),
    limits: Limits,
    numbers: &BTreeSet<u32>,
) -> Result<Option<Sheet>, ReadError> {
    let long = LongText::open((path, None), name, limits, Portions::USUAL.long_from);
    match long.map_err(|source| ReadError::of(path, source))? {
        Some(long) => long::rows_of(&long, Portions::USUAL, numbers),
        None => Ok(None),
    }
}

/// Reads a file some rows at a time; `None` for one that must be held in memory.
fn read_long(
    file: Received<'_>,
    portions: Portions,
    intake: &Intake<'_>,
    taker: &mut dyn Taker,
) -> Result<Option<Submission>, ReadError> {
    let place = (file.path, file.growth);
    let long = LongText::open(place, file.name, intake.limits, portions.long_from);
    let Some(long) = long.map_err(|source| ReadError::of(file.path, source))? else {
        return Ok(None);
    };
    let mut findings = Vec::new();
    let read = long::read_long(&long, portions, (intake, file.watch), taker, &mut findings)?;
    Ok(read.map(|content| {
        let in_file = BTreeMap::from([(long.name.clone(), 0)]);
        let sha256 = file.sha256.to_owned();
        assembled((file.name, sha256), intake, content, findings, &in_file)
    }))
}

/// Reads a file by windows of so many bytes, its headings among the first so many records; `None` for
/// one that must be held in memory. For fuzzing: files there are short.
#[cfg(fuzzing)]
pub fn read_by_windows(
    file: Received<'_>,
    (window_bytes, head_records): (usize, usize),
    intake: &Intake<'_>,
    taker: &mut dyn Taker,
) -> Result<Option<Submission>, ReadError> {
    read_long(
        file,
        Portions { long_from: 0, window_bytes: Some(window_bytes), head_records },
        intake,
        taker,
    )
}

/// SHA-256 of the bytes of a file, in hexadecimal.
pub fn sha256_of(path: &Path) -> io::Result<String> {
    sha256_of_each(File::open(path)?, |_| Ok(()))
}

/// SHA-256 of bytes, in hexadecimal, once something is done with each piece of them.
pub fn sha256_of_each(
    mut input: impl Read,
    mut each: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<String> {
    let mut hash = Sha256::new();
    let mut bytes = vec![0; HASHED_BYTES];
    loop {
        match input.read(&mut bytes) {
            Ok(0) => return Ok(hexadecimal(&hash.finalize())),
            Ok(read) => {
                each(&bytes[..read])?;
                hash.update(&bytes[..read]);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// The submission of what was read; findings come in the order of the file.
fn assembled(
    (path, sha256): (&Path, String),
    intake: &Intake<'_>,
    content: read::Content,
    mut findings: Vec<Finding>,
    in_file: &BTreeMap<String, usize>,
) -> Submission {
    findings.sort_by(|a, b| {
        let place = |f: &Finding| in_file.get(f.sheet.as_str()).map_or(0, |index| index + 1);
        (place(a), a.row, &a.column, a.code).cmp(&(place(b), b.row, &b.column, b.code))
    });
    for count in &content.counts {
        assert!(count.is_conserved(), "rows of a sheet are conserved: {count:?}");
    }
    Submission {
        file: path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        sha256,
        agency_id: intake.sender.map_or(MULTIPLE, |agency| &agency.id).to_owned(),
        profile: content.profile,
        samples_until: intake.received_on,
        tables: content.tables,
        rejected: content.rejected,
        counts: content.counts,
        mapping: content.mapping,
        findings,
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod property_tests;
