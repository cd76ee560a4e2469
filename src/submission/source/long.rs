//! A long text with separators: told by its begin, opened anew each time it is read.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::delimited::records::{Record, Records};
use super::filling::cell_of_text;
use super::format::{self, Format};
use super::limit::INFLATION_FREE;
use super::{Cell, SheetRow, archive, delimited};
use crate::diagnostic::Finding;
use crate::plan::Limits;

/// Bytes of the begin of a text by which it is told what it is.
const BEGIN_BYTES: u64 = 256 << 10;

/// Bytes of a compressed file for which a text of as many bytes as `from` may be expected.
const COMPRESSED_TO: u64 = 8;

/// A long text with separators.
#[derive(Debug)]
pub struct LongText {
    path: PathBuf,
    /// Name of its sheet.
    pub name: String,
    compression: Option<Format>,
    separator: u8,
    /// Bytes before the first record.
    begin: u64,
    limits: Limits,
    /// What is told of the file as a whole.
    pub findings: Vec<Finding>,
}

impl LongText {
    /// The text of a file that is `from` bytes long at least, and UTF-8; `None` for every other
    /// file. `named` is the name it came with.
    pub fn open(path: &Path, named: &Path, limits: Limits, from: u64) -> io::Result<Option<Self>> {
        let bytes = std::fs::metadata(path)?.len();
        let mut begin = Vec::new();
        File::open(path)?.take(8).read_to_end(&mut begin)?;
        let compression = match format::of_bytes(&begin) {
            Ok(None) => None,
            Ok(Some(format @ (Format::Gzip | Format::Zstd))) => Some(format),
            _ => return Ok(None),
        };
        let factor = if compression.is_some() { COMPRESSED_TO } else { 1 };
        if bytes == 0 || bytes < from / factor {
            return Ok(None);
        }
        let mut long = Self {
            path: path.to_owned(),
            name: format::stem_of(named),
            compression,
            separator: b',',
            begin: 0,
            limits,
            findings: Vec::new(),
        };
        let mut begin = Vec::new();
        // What is wrong with a compressed file is for the reader of the whole to tell.
        if let Err(error) = long.bytes()?.take(BEGIN_BYTES).read_to_end(&mut begin) {
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
        if is_inner || text.contains('\0') || format::of_text(text) != Format::Delimited {
            return Ok(None);
        }
        let (declared, rest) = delimited::declared_separator(unmarked);
        long.separator = declared.unwrap_or_else(|| delimited::separator_of(rest));
        long.begin = (text.len() - rest.len()) as u64;
        let outer = compression.unwrap_or(Format::Delimited);
        format::f108_the_name_says_what_the_file_holds(named, outer, &mut long.findings);
        if compression.is_some() {
            let inner = format::inner_of(named);
            let format = Format::Delimited;
            format::f108_the_name_says_what_the_file_holds(&inner, format, &mut long.findings);
        }
        Ok(Some(long))
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
        let packed = file.metadata()?.len();
        let Some(compression) = self.compression else { return Ok(Box::new(file)) };
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

    /// The records, from the first on, so many bytes of which are cut at a time.
    pub fn records(&self, chunk_bytes: Option<usize>) -> io::Result<Records> {
        let mut bytes = self.bytes()?;
        io::copy(&mut bytes.by_ref().take(self.begin), &mut io::sink())?;
        Ok(Records::new(bytes, (self.separator, 0), chunk_bytes))
    }

    /// The row of a record as the reader of a whole text gives it; `None` for one without a filled
    /// field. Where a field is too long to be one, that is told.
    pub fn row_of(&self, record: &Record<'_>, findings: &mut Vec<Finding>) -> Option<SheetRow> {
        let mut cells = Vec::with_capacity(record.len());
        for column in 0..record.len() {
            let place = (self.name.as_str(), record.number, column);
            cells.push(cell_of_text(record.field(column), place, findings));
        }
        let filled = cells.iter().rposition(|cell| *cell != Cell::Empty)?;
        cells.truncate(filled + 1);
        Some(SheetRow { number: record.number, cells })
    }
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
