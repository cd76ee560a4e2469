//! The sheets of a workbook, read into memory side by side.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use quick_xml::events::{BytesStart, Event};
use rayon::prelude::*;

use super::book::{Opened, SheetPart, open};
use super::scan::{PIECE_MAX, Scanner, Seen, Take, Unusual};
use crate::diagnostic::Finding;
use crate::plan::Limits;
use crate::submission::source::filling::{Filling, Look};
use crate::submission::source::limit::Meter;
use crate::submission::source::workbook::h208_no_sheet_is_hidden;
use crate::submission::source::workbook::look::look_at;
use crate::submission::source::{Cell, Sheet, archive, xml};

/// Reads every sheet of a workbook that is written as spreadsheet programs do.
pub(super) fn read(
    bytes: &[u8],
    limits: Limits,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Sheet>, Unusual> {
    let mut meter = Meter::new(limits);
    let mut archive = archive::open(bytes).map_err(|_| Unusual)?;
    let Opened { book, sheets, findings: told } = open(&mut archive, &mut meter)?;
    let (book, used) = (Arc::new(book), Used::new(&meter));
    let read_one = |sheet: &SheetPart| {
        let mut archive = archive.clone();
        let mut told = Vec::new();
        h208_no_sheet_is_hidden(&sheet.name, sheet.is_hidden, &mut told);
        let part = archive.by_index(sheet.place).map_err(|_| Unusual)?;
        let part = Counting { packed: part.compressed_size(), bytes: 0, input: part, used: &used };
        let read = read_sheet(part, sheet, &book, &used, &mut told)?;
        Ok((read, told))
    };
    let read = sheets.par_iter().map(read_one).collect::<Result<Vec<_>, Unusual>>()?;
    findings.extend(told);
    let of_sheet = |(sheet, mut told): (Sheet, Vec<Finding>)| {
        findings.append(&mut told);
        sheet
    };
    Ok(read.into_iter().map(of_sheet).collect())
}

/// What sheets that are read side by side have used of the limits together.
pub(super) struct Used {
    limits: Limits,
    inflated: AtomicU64,
    cells: AtomicUsize,
    text: AtomicUsize,
}

impl Used {
    pub(super) const fn new(meter: &Meter) -> Self {
        let inflated = AtomicU64::new(meter.inflated());
        let (cells, text) = (AtomicUsize::new(0), AtomicUsize::new(0));
        Self { limits: meter.limits, inflated, cells, text }
    }

    /// Counts what a row takes.
    pub(super) fn hold(&self, cells: usize, text: usize) -> Result<(), Unusual> {
        let cells = self.cells.fetch_add(cells, Ordering::Relaxed) + cells;
        let text = self.text.fetch_add(text, Ordering::Relaxed) + text;
        let fits = cells <= self.limits.cells_max && text <= self.limits.text_bytes_max;
        if fits { Ok(()) } else { Err(Unusual) }
    }

    /// Refuses a column, counted from 0, beyond the limit.
    pub(super) const fn column(&self, column: usize) -> Result<(), Unusual> {
        if column < self.limits.columns_max { Ok(()) } else { Err(Unusual) }
    }
}

/// A part that is inflated while it is read, up to the limits.
pub(super) struct Counting<'u, R> {
    pub(super) input: R,
    pub(super) packed: u64,
    pub(super) bytes: u64,
    pub(super) used: &'u Used,
}

impl<R: Read> Read for Counting<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.input.read(buffer)? as u64;
        self.bytes += read;
        let all = self.used.inflated.fetch_add(read, Ordering::Relaxed) + read;
        let meter = Meter::new(self.used.limits);
        let fits =
            meter.declared(all).and_then(|()| meter.inflation(&"".into(), self.packed, self.bytes));
        match fits {
            Ok(()) => Ok(read as usize),
            Err(_) => Err(std::io::Error::other("inflates beyond the limit")),
        }
    }
}

fn read_sheet(
    part: impl Read,
    sheet: &SheetPart,
    book: &Arc<super::book::Book>,
    used: &Used,
    findings: &mut Vec<Finding>,
) -> Result<Sheet, Unusual> {
    let mut meter = Meter::new(used.limits);
    let filling = Filling::new(&sheet.name, &mut meter, findings);
    let mut into = IntoSheet { filling, used, row: 0, cells: 0, text: 0, hidden: Vec::new() };
    let mut look = Look::default();
    look_through(&sheet.above, &mut look)?;
    if sheet.has_rows {
        let mut scanner = Scanner::new(part, Arc::clone(book))?;
        while scanner.read(usize::MAX >> 1, &mut into)? {}
        look_through(&scanner.below()?, &mut look)?;
    }
    look.hidden_rows = into.hidden;
    into.filling.finish(look).map_err(|_| Unusual)
}

/// Looks through what stands above or below the rows.
pub(super) fn look_through(bytes: &[u8], look: &mut Look) -> Result<(), Unusual> {
    if bytes.len() > PIECE_MAX || memchr::memmem::find(bytes, b"<!").is_some() {
        return Err(Unusual);
    }
    let is_told = |word: &[u8]| memchr::memmem::find(bytes, word).is_some();
    if !is_told(b"hidden") && !is_told(b"mergeCell") {
        return Ok(());
    }
    let mut reader = xml::reader(bytes);
    // What stands below the rows begins with their end.
    reader.config_mut().allow_unmatched_ends = true;
    let mut buffer = Vec::new();
    let mut take = |element: &BytesStart<'_>| look_at(element, &mut 0, look);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|_| Unusual)? {
            Event::Start(element) => take(&element),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// Fills a sheet.
struct IntoSheet<'a, 'u> {
    filling: Filling<'a>,
    used: &'u Used,
    row: u32,
    /// Cells and bytes of text of the row.
    cells: usize,
    text: usize,
    hidden: Vec<u32>,
}

impl Take for IntoSheet<'_, '_> {
    fn begin_row(&mut self, number: u32, is_hidden: bool) -> Result<(), Unusual> {
        (self.row, self.cells, self.text) = (number - 1, 0, 0);
        if is_hidden {
            self.hidden.push(number);
        }
        Ok(())
    }

    fn cell(&mut self, column: usize, seen: Seen<'_>) -> Result<(), Unusual> {
        self.used.column(column)?;
        let cell = match seen {
            Seen::Text(text) => {
                self.text += text.len();
                Cell::Text(text.to_owned())
            }
            Seen::Number(number) => Cell::number(number.parse().map_err(|_| Unusual)?),
            Seen::Other(cell) => cell,
        };
        if !cell.is_blank() {
            self.cells = column + 1;
        }
        self.filling.put(self.row, column, cell).map_err(|_| Unusual)
    }

    fn end_row(&mut self) -> Result<(), Unusual> {
        self.used.hold(self.cells, self.text)
    }
}
