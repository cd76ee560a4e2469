//! A long file with one sheet: told by its begin, opened anew each time it is read; but for a workbook,
//! whose sheet is held as it is written.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::delimited::records::{FieldKind, Record, Records, Stop};
use super::filling::cell_of_text;
use super::format::{self, Format};
use super::growth::Growth;
use super::limit::INFLATION_FREE;
use super::workbook::{self, LongSheet};
use super::{Cell, Merged, SheetRow, archive, delimited};
use super::{json, parquet};
use crate::diagnostic::Finding;
use crate::plan::Limits;

/// Bytes of the begin of a text by which it is told what it is.
const BEGIN_BYTES: u64 = 256 << 10;

/// Bytes of a compressed file for which a text of as many bytes as `from` may be expected.
const COMPRESSED_TO: u64 = 8;

/// Bytes of a workbook in which a sheet of as many bytes as `from` may be expected.
const WORKBOOK_COMPRESSED_TO: u64 = 64;

/// Bytes of a sheet's part, some ten thousand rows, from which it takes all threads by itself; shorter
/// ones are read side by side.
const WORKBOOK_FROM: u64 = 8 << 20;

/// How a long file is written.
#[derive(Debug)]
enum Written {
    /// With separators.
    Delimited(u8),
    /// An object a line, with these keys; none as long as only its begin is known.
    Json(json::Keys),
    /// As Parquet, in groups of so many rows.
    Parquet(Vec<usize>),
    /// In a workbook.
    Workbook(LongSheet),
}

/// A long file with one sheet.
#[derive(Debug)]
pub struct LongText {
    path: PathBuf,
    /// How far it has been written; `None` where that is known to be all of it.
    growth: Option<Growth>,
    /// Name of its sheet.
    pub name: String,
    compression: Option<Format>,
    written: Written,
    /// Cells that the sheet shows as one, from the top.
    pub merged: Vec<Merged>,
    /// Bytes before the first record.
    begin: u64,
    limits: Limits,
    /// What is told of the file as a whole.
    pub findings: Vec<Finding>,
}

impl LongText {
    /// The text of a file that is `from` bytes long at least, and UTF-8; `None` for every other
    /// file. It may still be written; `named` is the name it came with.
    pub fn open(
        file: (&Path, Option<&Growth>),
        named: &Path,
        limits: Limits,
        from: u64,
    ) -> io::Result<Option<Self>> {
        let Some(mut long) = Self::by_begin(file, named, limits, from)? else { return Ok(None) };
        if matches!(long.written, Written::Json(_)) {
            let keys = long.unless_stopped(json::keys_of(long.bytes_of_rows()?))?;
            let Some(keys) = keys else { return Ok(None) };
            long.written = Written::Json(keys);
        }
        Ok(Some(long))
    }

    /// The same by the begin of the file alone: rows are not to be read of it.
    pub fn by_begin(
        (path, growth): (&Path, Option<&Growth>),
        named: &Path,
        limits: Limits,
        from: u64,
    ) -> io::Result<Option<Self>> {
        let mut begin = Vec::new();
        bytes_of(File::open(path)?, growth).take(8).read_to_end(&mut begin)?;
        let told = format::of_bytes(&begin);
        match growth {
            Some(growth) if matches!(told, Ok(None)) => growth.beyond(from).map(|_| ())?,
            // What is no text is told by all of the file.
            Some(growth) => growth.whole()?,
            None => {}
        }
        let bytes = std::fs::metadata(path)?.len();
        let compression = match told {
            Ok(None) => None,
            Ok(Some(format @ (Format::Gzip | Format::Zstd))) => Some(format),
            Ok(Some(Format::Parquet)) if bytes >= from => {
                return Ok(Self::of_parquet(path, named, limits));
            }
            // The directory of an archive stands at its end.
            _ if begin.starts_with(b"PK\x03\x04") => {
                return Self::of_workbook(path, named, limits, from);
            }
            _ => return Ok(None),
        };
        let factor = if compression.is_some() { COMPRESSED_TO } else { 1 };
        if bytes == 0 || bytes < from / factor {
            return Ok(None);
        }
        let long = Self {
            path: path.to_owned(),
            growth: growth.cloned(),
            name: format::stem_of(named),
            compression,
            written: Written::Delimited(b','),
            merged: Vec::new(),
            begin: 0,
            limits,
            findings: Vec::new(),
        };
        long.told_by_text(named)
    }

    /// The same with what the begin of its text tells; `None` where it is none.
    fn told_by_text(mut self, named: &Path) -> io::Result<Option<Self>> {
        let compression = self.compression;
        let mut begin = Vec::new();
        // What is wrong with a compressed file is for the reader of the whole to tell.
        if let Err(error) = self.bytes()?.take(BEGIN_BYTES).read_to_end(&mut begin) {
            return if compression.is_some() { Ok(None) } else { Err(error) };
        }
        let text = match std::str::from_utf8(&begin) {
            Ok(text) => text,
            Err(error) if error.error_len().is_none() => {
                std::str::from_utf8(&begin[..error.valid_up_to()]).unwrap_or_default()
            }
            Err(_) => return Ok(None),
        };
        let unmarked = text.strip_prefix('\u{feff}').unwrap_or(text);
        let is_inner = compression.is_some() && !matches!(format::of_bytes(&begin), Ok(None));
        let format = format::of_text(text);
        if is_inner || text.contains('\0') {
            return Ok(None);
        }
        match format {
            Format::Delimited => {
                let (declared, rest) = delimited::declared_separator(unmarked);
                let separator = declared.unwrap_or_else(|| delimited::separator_of(rest));
                self.written = Written::Delimited(separator);
                self.begin = (text.len() - rest.len()) as u64;
            }
            Format::Json => {
                self.begin = (text.len() - unmarked.len()) as u64;
                if !json::begins_with_an_object(unmarked) {
                    return Ok(None);
                }
                self.written = Written::Json(json::Keys::default());
            }
            _ => return Ok(None),
        }
        let outer = compression.unwrap_or(format);
        format::f108_the_name_says_what_the_file_holds(named, outer, &mut self.findings);
        if compression.is_some() {
            let inner = format::inner_of(named);
            format::f108_the_name_says_what_the_file_holds(&inner, format, &mut self.findings);
        }
        Ok(Some(self))
    }

    /// A Parquet file whose groups of rows can each be held.
    fn of_parquet(path: &Path, named: &Path, limits: Limits) -> Option<Self> {
        let groups = parquet::groups_of(path, limits)?;
        let mut findings = Vec::new();
        format::f108_the_name_says_what_the_file_holds(named, Format::Parquet, &mut findings);
        Some(Self {
            path: path.to_owned(),
            growth: None,
            name: format::stem_of(named),
            compression: None,
            written: Written::Parquet(groups),
            merged: Vec::new(),
            begin: 0,
            limits,
            findings,
        })
    }

    /// What is wrong with the first line of a text of objects that is none.
    pub fn broken_line(&self) -> io::Result<Option<Finding>> {
        if !matches!(self.written, Written::Json(_)) {
            return Ok(None);
        }
        let broken = self.unless_stopped(json::broken_line(self.bytes_of_rows()?))?;
        Ok(broken.flatten().map(|finding| *finding))
    }

    /// What was read; `None` of a text that is none, or is in a compressed file that is damaged: for
    /// the reader of the whole to tell.
    fn unless_stopped<T>(&self, read: Result<T, Stop>) -> io::Result<Option<T>> {
        match read {
            Ok(read) => Ok(Some(read)),
            Err(Stop::Failed(error)) if !self.is_compressed() => Err(error),
            Err(_) => Ok(None),
        }
    }

    /// A workbook with one sheet, which can be held as it is written.
    fn of_workbook(
        path: &Path,
        named: &Path,
        limits: Limits,
        from: u64,
    ) -> io::Result<Option<Self>> {
        let Some(bytes) = long_workbook(path, limits, from)? else { return Ok(None) };
        let Some(mut sheet) = LongSheet::open(&bytes, limits, from) else { return Ok(None) };
        let mut findings = Vec::new();
        // In the order in which the reader of the whole workbook tells them.
        findings.append(&mut sheet.findings);
        format::f108_the_name_says_what_the_file_holds(named, Format::Xlsx, &mut findings);
        Ok(Some(Self {
            path: path.to_owned(),
            growth: None,
            name: sheet.name.clone(),
            compression: None,
            merged: std::mem::take(&mut sheet.merged),
            written: Written::Workbook(sheet),
            begin: 0,
            limits,
            findings,
        }))
    }

    /// Whether a file is such a one, going by its begin, or by the directory of an archive: a workbook
    /// that seems to be may still have to be held in memory.
    pub fn is_one(path: &Path, limits: Limits, from: u64) -> io::Result<bool> {
        let mut begin = Vec::new();
        File::open(path)?.take(4).read_to_end(&mut begin)?;
        match begin.starts_with(b"PK\x03\x04") {
            true => Ok(long_workbook(path, limits, from.max(WORKBOOK_FROM))?.is_some()),
            false => Ok(Self::by_begin((path, None), path, limits, from)?.is_some()),
        }
    }

    /// Where the file stands.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether what is read of the file is not its own bytes.
    pub const fn is_compressed(&self) -> bool {
        self.compression.is_some()
    }

    /// The bytes of the text.
    fn bytes(&self) -> io::Result<Box<dyn Read + Send>> {
        let file = File::open(&self.path)?;
        let Some(compression) = self.compression else {
            return Ok(bytes_of(file, self.growth.as_ref()));
        };
        let packed = file.metadata()?.len();
        let most = packed.saturating_mul(self.limits.inflation_max).max(INFLATION_FREE);
        let left = most.min(self.limits.inflated_bytes_max);
        Ok(Box::new(Capped { input: archive::inflating(file, compression)?, left }))
    }

    /// Whether what a compressed file holds is whole and within the limits: what must be refused is
    /// not read first.
    pub fn is_whole(&self) -> bool {
        let inflated = || io::copy(&mut self.bytes()?, &mut io::sink());
        self.compression.is_none() || inflated().is_ok()
    }

    /// The rows, from the first on, of about so many bytes at a time.
    pub fn records(&self, chunk_bytes: Option<usize>) -> io::Result<Records> {
        Ok(match &self.written {
            Written::Delimited(separator) => {
                Records::new(self.bytes_of_rows()?, (*separator, 0), chunk_bytes)
            }
            Written::Json(keys) => {
                Records::of(Box::new(json::Lines::new(self.bytes_of_rows()?, keys, chunk_bytes)))
            }
            Written::Workbook(sheet) => sheet.records(chunk_bytes),
            Written::Parquet(groups) => {
                let bytes = std::fs::metadata(&self.path)?.len();
                Records::of(Box::new(parquet::Groups::new(&self.path, groups, bytes)))
            }
        })
    }

    /// The bytes from the first record on.
    fn bytes_of_rows(&self) -> io::Result<Box<dyn Read + Send>> {
        let mut bytes = self.bytes()?;
        io::copy(&mut bytes.by_ref().take(self.begin), &mut io::sink())?;
        Ok(bytes)
    }

    /// The row of a record as the reader of a whole text gives it; `None` for one without a filled
    /// field. Where a field is too long to be one, that is told.
    pub fn row_of(&self, record: &Record<'_>, findings: &mut Vec<Finding>) -> Option<SheetRow> {
        let mut cells = Vec::with_capacity(record.len());
        for column in 0..record.len() {
            let place = (self.name.as_str(), record.number, column);
            cells.push(match record.kind(column) {
                FieldKind::Text => cell_of_text(record.field(column), place, findings),
                _ => record.cell(column),
            });
        }
        let filled = cells.iter().rposition(|cell| *cell != Cell::Empty)?;
        cells.truncate(filled + 1);
        Some(SheetRow { number: record.number, cells })
    }
}

/// The bytes of a file, which may still be written.
fn bytes_of(file: File, growth: Option<&Growth>) -> Box<dyn Read + Send> {
    match growth {
        Some(growth) => Box::new(growth.bytes_of(file)),
        None => Box::new(file),
    }
}

/// The bytes of a workbook with one sheet of so many bytes at least, and no other as long; `None` of
/// every other archive.
fn long_workbook(path: &Path, limits: Limits, from: u64) -> io::Result<Option<Vec<u8>>> {
    let bytes = std::fs::metadata(path)?.len();
    if bytes < from / WORKBOOK_COMPRESSED_TO || bytes > limits.file_bytes_max {
        return Ok(None);
    }
    let bytes = std::fs::read(path)?;
    let is_workbook = matches!(format::of_bytes(&bytes), Ok(Some(Format::Xlsx)));
    Ok((is_workbook && workbook::may_be_long(&bytes, from)).then_some(bytes))
}

/// Bytes that may not be more than so many.
struct Capped<R> {
    input: R,
    left: u64,
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        match self.left.checked_sub(read as u64) {
            Some(left) => self.left = left,
            None => return Err(io::Error::other("inflates beyond the limit")),
        }
        Ok(read)
    }
}
