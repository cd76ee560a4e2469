//! The records of an .xls: what its sheets span, and what its cells look like, which the reader of
//! workbooks does not tell.

use std::collections::HashMap;

use super::broken;
use super::style::Style;
use crate::diagnostic::{Code, Finding, Text};
use crate::submission::source::filling::Look;
use crate::submission::source::limit::{Meter, Refusal};

/// Cells that the sheets of a file may span without filling them: the reader holds them all.
const EMPTY_MAX: usize = 4_000_000;

/// Rows and columns an .xls can have.
const SIZE: (u32, u32) = (65_536, 256);

/// Number formats that are percentages without being written down.
const PERCENT: [u16; 2] = [9, 10];

/// What is known of a sheet before its cells are read.
#[derive(Debug, Default)]
pub(super) struct SheetRecords {
    /// Hidden rows and columns.
    pub(super) look: Look,
    /// Styles of the cells that have one that says something, by row and column from 0.
    pub(super) styles: HashMap<(u32, u32), Style>,
}

/// The records of a stream: type and content.
struct Records<'a> {
    stream: &'a [u8],
}

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, size) = (short(self.stream, 0)?, short(self.stream, 2)?);
        let end = 4 + usize::from(size);
        let content = self.stream.get(4..end)?;
        self.stream = &self.stream[end..];
        Some((kind, content))
    }
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

/// Looks through the records of every sheet, in the order of the workbook.
pub(super) fn look_through(stream: &[u8], meter: &Meter) -> Result<Vec<SheetRecords>, Refusal> {
    let mut styles = Styles::default();
    let mut places = Vec::new();
    for (kind, content) in (Records { stream }) {
        match kind {
            0x000a => break,
            0x0809 => styles.is_wide = short(content, 0) != Some(0x0500),
            0x0085 => {
                let low = short(content, 0).zip(short(content, 2));
                let (low, high) =
                    low.ok_or_else(|| broken(Text::phrase("F101-sheet-without-place")))?;
                places.push(usize::from(low) | usize::from(high) << 16);
            }
            _ => styles.take(kind, content),
        }
    }
    let styles = styles.finish();
    let mut sheets = Vec::new();
    let (mut held, mut empty) = (0, 0);
    for place in places {
        let stream =
            stream.get(place..).ok_or_else(|| broken(Text::phrase("F101-sheet-beyond-end")))?;
        let mut sheet = SheetRecords::default();
        let (mut values, mut formulas) = (Span::default(), Span::default());
        look_at_sheet(stream, &styles, &mut sheet, &mut values, &mut formulas)?;
        held += values.size() + formulas.size();
        empty += values.size().saturating_sub(values.filled);
        empty += formulas.size().saturating_sub(formulas.filled);
        if empty > EMPTY_MAX {
            let found = Text::phrase("F104-spans").with("cells", held).with("empty", empty);
            let most = Text::phrase("F104-spans-most").with("most", EMPTY_MAX);
            return Err(Box::new(Finding::new(Code::F104, found).expected(most)));
        }
        if held > meter.limits.cells_max {
            return Err(Box::new(meter.too_many_cells(held)));
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn look_at_sheet(
    stream: &[u8],
    styles: &[Style],
    sheet: &mut SheetRecords,
    values: &mut Span,
    formulas: &mut Span,
) -> Result<(), Refusal> {
    // Charts within a sheet have records of cells of their own.
    let mut depth = 0_usize;
    for (kind, content) in (Records { stream }) {
        match kind {
            0x0809 => depth += 1,
            0x000a if depth <= 1 => break,
            0x000a => depth -= 1,
            _ if depth > 1 => continue,
            _ => {}
        }
        let at = |at| short(content, at).unwrap_or(0);
        let (row, column) = (u32::from(at(0)), u32::from(at(2)));
        match kind {
            0x0200 => f104_the_claimed_size_is_possible(content)?,
            // Row: bit 5 of its flags says that it has no height.
            0x0208 if content.get(12).is_some_and(|flags| flags & 0x20 != 0) => {
                sheet.look.hidden_rows.push(row + 1);
            }
            // Columns from the first to the last.
            0x007d if at(8) & 1 != 0 => {
                sheet.look.hidden_columns.push((usize::from(at(0)), usize::from(at(2))));
            }
            // Several numbers in a row, each with its style.
            0x00bd => {
                for (column, number) in (column..).zip(content[4.min(content.len())..].chunks(6)) {
                    if number.len() == 6 {
                        values.take(row, column);
                        sheet.put_style(row, column, short(number, 0), styles);
                    }
                }
            }
            // A number, a text, a truth value, a formula.
            0x0203 | 0x0204 | 0x00d6 | 0x0205 | 0x027e | 0x00fd | 0x0006 => {
                values.take(row, column);
                if kind == 0x0006 {
                    formulas.take(row, column);
                }
                sheet.put_style(row, column, Some(at(4)), styles);
            }
            _ => {}
        }
    }
    Ok(())
}

/// The reader would set aside memory for whatever a sheet claims, and run out of it.
fn f104_the_claimed_size_is_possible(content: &[u8]) -> Result<(), Refusal> {
    let long = |at| {
        let (low, high) = (short(content, at).unwrap_or(0), short(content, at + 2).unwrap_or(0));
        u32::from(low) | u32::from(high) << 16
    };
    let two = |at| u32::from(short(content, at).unwrap_or(0));
    let (rows, columns) = match content.len() {
        10 => ((two(0), two(2)), (two(4), two(6))),
        _ => ((long(0), long(4)), (two(8), two(10))),
    };
    // The last is one more than the number of the last row or column; an empty sheet claims none.
    let is_possible = |(first, last): (u32, u32), most| last <= most && (first < last || last == 0);
    if is_possible(rows, SIZE.0) && (columns.1 <= SIZE.1) {
        return Ok(());
    }
    let found = Text::phrase("F104-claims")
        .with("first", rows.0)
        .with("last", rows.1)
        .with("columns", columns.1);
    let most = Text::phrase("F104-claims-most").with("rows", SIZE.0).with("columns", SIZE.1);
    Err(Box::new(Finding::new(Code::F104, found).expected(most)))
}

impl SheetRecords {
    fn put_style(&mut self, row: u32, column: u32, style: Option<u16>, styles: &[Style]) {
        let style = style.and_then(|style| styles.get(usize::from(style)));
        if let Some(style) = style.filter(|style| !style.is_plain()) {
            self.styles.insert((row, column), *style);
        }
    }
}

/// The smallest rectangle around cells.
#[derive(Debug, Default)]
struct Span {
    corners: Option<((u32, u32), (u32, u32))>,
    filled: usize,
}

impl Span {
    fn take(&mut self, row: u32, column: u32) {
        let (first, last) = self.corners.get_or_insert(((row, column), (row, column)));
        *first = (first.0.min(row), first.1.min(column));
        *last = (last.0.max(row), last.1.max(column));
        self.filled += 1;
    }

    fn size(&self) -> usize {
        self.corners.map_or(0, |(first, last)| {
            (last.0 - first.0 + 1) as usize * (last.1 - first.1 + 1) as usize
        })
    }
}

/// Fonts, number formats, and the styles made of them.
#[derive(Default)]
struct Styles {
    /// Whether text may have two bytes a letter (Excel 97 and later).
    is_wide: bool,
    fonts: Vec<String>,
    formats: HashMap<u16, String>,
    styles: Vec<(u16, u16)>,
}

impl Styles {
    fn take(&mut self, kind: u16, content: &[u8]) {
        match kind {
            0x0031 => self.fonts.push(self.text(content, 14, 1)),
            0x041e => {
                let count = if self.is_wide { 2 } else { 1 };
                let text = self.text(content, 2, count);
                self.formats.insert(short(content, 0).unwrap_or(0), text);
            }
            0x00e0 => self.styles.extend(short(content, 0).zip(short(content, 2))),
            _ => {}
        }
    }

    /// A text whose length stands before it in one or two bytes.
    fn text(&self, content: &[u8], at: usize, count: usize) -> String {
        let length = match count {
            1 => content.get(at).map(|&length| usize::from(length)),
            _ => short(content, at).map(usize::from),
        };
        let (length, rest) = (length.unwrap_or(0), content.get(at + count..).unwrap_or_default());
        match rest.split_first() {
            Some((flags, rest)) if self.is_wide && flags & 1 != 0 => {
                let pairs = rest.chunks_exact(2).take(length);
                let units: Vec<u16> = pairs.map(|p| u16::from_le_bytes([p[0], p[1]])).collect();
                String::from_utf16_lossy(&units)
            }
            Some((_, rest)) if self.is_wide => {
                rest.iter().take(length).map(|&b| char::from(b)).collect()
            }
            _ => rest.iter().take(length).map(|&b| char::from(b)).collect(),
        }
    }

    fn finish(self) -> Vec<Style> {
        let style = |&(font, format): &(u16, u16)| {
            // The font of number 4 is left out of the list.
            let font = usize::from(if font > 4 { font - 1 } else { font });
            let font = self.fonts.get(font).map_or("", String::as_str);
            let written = self.formats.get(&format).map_or("", String::as_str);
            let is_percent = written.is_empty() && PERCENT.contains(&format);
            Style::new(if is_percent { "0%" } else { written }, font)
        };
        self.styles.iter().map(style).collect()
    }
}
