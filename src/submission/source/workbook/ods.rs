//! OpenDocument workbooks, read row by row: the reader of the other workbooks holds every cell that
//! a sheet spans, and repeats whatever a file says is repeated.

use std::collections::HashSet;
use std::io::{BufRead, BufReader};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{broken, damaged, day_of, h208_no_sheet_is_hidden};
use crate::diagnostic::{Code, Finding, Text};
use crate::submission::source::archive::{self, Archive, Parts};
use crate::submission::source::filling::{Filling, Look};
use crate::submission::source::limit::{Meter, Refusal};
use crate::submission::source::xml::{attribute, each_element, push_reference, reader};
use crate::submission::source::{Cell, Merged, Sheet};

/// Spaces that may be repeated within a text.
const SPACES_MAX: usize = 1000;

/// Reads every sheet.
pub(super) fn read(
    bytes: &[u8],
    meter: &mut Meter,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Sheet>, Refusal> {
    let mut archive = archive::open(bytes)?;
    let parts = archive::measure(&mut archive, meter)?;
    f112_the_file_has_no_password(&mut archive, &parts)?;
    let place = parts.places.get("content.xml").copied();
    let place = place.ok_or_else(|| broken(Text::phrase("F101-no-content")))?;
    let mut content = reader(BufReader::new(archive.by_index(place).map_err(damaged)?));
    let (mut buffer, mut sheets) = (Vec::new(), Vec::new());
    let (mut style, mut hidden) = (String::new(), HashSet::new());
    loop {
        buffer.clear();
        let element = match content.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Start(element) => element,
            Event::Eof => return Ok(sheets),
            _ => continue,
        };
        match element.name().as_ref() {
            "style:style" => style = attribute(&element, "style:name").unwrap_or_default(),
            "style:table-properties"
                if attribute(&element, "table:display").as_deref() == Some("false") =>
            {
                hidden.insert(style.clone());
            }
            // Cells that were deleted are kept in there.
            "table:tracked-changes" => skip(&mut content, &element)?,
            "table:table" => {
                let name = attribute(&element, "table:name").unwrap_or_default();
                let style = attribute(&element, "table:style-name").unwrap_or_default();
                h208_no_sheet_is_hidden(&name, hidden.contains(&style), findings);
                let filling = Filling::new(&name, meter, findings);
                sheets.push(TableReader::new(&mut content, filling).read()?);
            }
            _ => {}
        }
    }
}

fn f112_the_file_has_no_password(archive: &mut Archive<'_>, parts: &Parts) -> Result<(), Refusal> {
    let mut is_encrypted = false;
    each_element(archive, parts.places.get("meta-inf/manifest.xml").copied(), |element| {
        is_encrypted = element.local_name().as_ref() == "encryption-data";
        !is_encrypted
    })?;
    if is_encrypted {
        return Err(Box::new(Finding::new(Code::F112, Text::phrase("F112-ods"))));
    }
    Ok(())
}

fn skip<R: BufRead>(content: &mut Reader<R>, element: &BytesStart<'_>) -> Result<(), Refusal> {
    content.read_to_end_into(element.name(), &mut Vec::new()).map_err(damaged)?;
    Ok(())
}

/// How often an element stands.
fn times(element: &BytesStart<'_>, name: &str) -> usize {
    let Some(times) = attribute(element, name) else { return 1 };
    let times = times.trim();
    let is_number = !times.is_empty() && times.bytes().all(|byte| byte.is_ascii_digit());
    times.parse().unwrap_or(if is_number { usize::MAX } else { 1 })
}

/// One table while its rows come in.
struct TableReader<'a, 'b, R> {
    content: &'a mut Reader<R>,
    filling: Filling<'b>,
    look: Look,
    row: usize,
    column: usize,
}

impl<'a, 'b, R: BufRead> TableReader<'a, 'b, R> {
    fn new(content: &'a mut Reader<R>, filling: Filling<'b>) -> Self {
        Self { content, filling, look: Look::default(), row: 0, column: 0 }
    }

    fn read(mut self) -> Result<Sheet, Refusal> {
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match self.content.read_event_into(&mut buffer).map_err(damaged)? {
                Event::Start(element) => match element.name().as_ref() {
                    "table:table-column" => self.take_column(&element),
                    "table:table-row" => self.read_row(&element)?,
                    "table:shapes" | "office:forms" => skip(self.content, &element)?,
                    _ => {}
                },
                Event::End(element) if element.name().as_ref() == "table:table" => {
                    return self.filling.finish(self.look);
                }
                Event::Eof => return Err(broken(Text::phrase("F101-table-without-end"))),
                _ => {}
            }
        }
    }

    fn take_column(&mut self, element: &BytesStart<'_>) {
        let (first, repeated) = (self.column, times(element, "table:number-columns-repeated"));
        self.column = self.column.saturating_add(repeated);
        if is_hidden(element) && self.column > first {
            self.look.hidden_columns.push((first, self.column - 1));
        }
    }

    /// Reads the cells of a row and puts them where it stands, as often as it stands there.
    fn read_row(&mut self, element: &BytesStart<'_>) -> Result<(), Refusal> {
        let repeated = times(element, "table:number-rows-repeated");
        let hidden = is_hidden(element);
        let first = self.row;
        self.row = self.row.saturating_add(repeated);
        let mut cells: Vec<(usize, Cell)> = Vec::new();
        let (mut column, mut buffer) = (0_usize, Vec::new());
        loop {
            buffer.clear();
            match self.content.read_event_into(&mut buffer).map_err(damaged)? {
                Event::Start(element) => match element.name().as_ref() {
                    "table:table-cell" | "table:covered-table-cell" => {
                        let element = element.to_owned();
                        let times = times(&element, "table:number-columns-repeated");
                        let cell = self.read_cell(&element)?;
                        self.look.merged.extend(merged_of(&element, first, column));
                        if !cell.is_blank() {
                            let last = column.saturating_add(times).saturating_sub(1);
                            self.filling.column(last)?;
                            cells.extend((column..=last).map(|at| (at, cell.clone())));
                        }
                        column = column.saturating_add(times);
                    }
                    _ => skip(self.content, &element)?,
                },
                Event::End(element) if element.name().as_ref() == "table:table-row" => break,
                Event::Eof => return Err(broken(Text::phrase("F101-row-without-end"))),
                _ => {}
            }
        }
        let Some((last, _)) = cells.last() else { return Ok(()) };
        self.filling.has_room_for(repeated.saturating_mul(last + 1))?;
        for row in first..first.saturating_add(repeated) {
            let row = u32::try_from(row).unwrap_or(u32::MAX);
            for (column, cell) in &cells {
                self.filling.put(row, *column, cell.clone())?;
            }
            if hidden {
                self.look.hidden_rows.push(row.saturating_add(1));
            }
        }
        Ok(())
    }

    fn read_cell(&mut self, element: &BytesStart<'_>) -> Result<Cell, Refusal> {
        let text = self.read_text(element)?;
        let value = |name: &str| attribute(element, name);
        let number = || value("office:value").and_then(|number| number.trim().parse().ok());
        if value("calcext:value-type").as_deref() == Some("error") {
            return Ok(Cell::Broken(text));
        }
        let cell = match value("office:value-type").as_deref() {
            Some("percentage") => number().map(Cell::share),
            Some("float" | "currency") => number().map(Cell::number),
            Some("date") => value("office:date-value").as_deref().and_then(day_of).map(Cell::Day),
            Some("boolean") => value("office:boolean-value").map(|flag| Cell::Flag(flag == "true")),
            _ => value("office:string-value").filter(|text| !text.is_empty()).map(Cell::Text),
        };
        // Whatever is not said in so many words is what the cell shows.
        Ok(cell.unwrap_or(Cell::Text(text)))
    }

    /// The text of a cell, without comments and drawings on it.
    fn read_text(&mut self, cell: &BytesStart<'_>) -> Result<String, Refusal> {
        let (mut text, mut buffer) = (String::new(), Vec::new());
        let (mut paragraphs, mut is_inside) = (0, false);
        loop {
            buffer.clear();
            match self.content.read_event_into(&mut buffer).map_err(damaged)? {
                Event::Text(piece) if is_inside => text.push_str(&piece.xml10_content()),
                Event::GeneralRef(reference) if is_inside => {
                    push_reference(&reference, &mut text);
                }
                Event::Start(element) => match element.name().as_ref() {
                    "text:p" => {
                        is_inside = true;
                        paragraphs += 1;
                        if paragraphs > 1 {
                            text.push('\n');
                        }
                    }
                    "text:s" => {
                        let spaces = times(&element, "text:c").min(SPACES_MAX);
                        text.extend(std::iter::repeat_n(' ', spaces));
                    }
                    "text:tab" => text.push('\t'),
                    "text:line-break" => text.push('\n'),
                    "office:annotation" | "table:detective" => skip(self.content, &element)?,
                    name if name.starts_with("draw:") => skip(self.content, &element)?,
                    _ => {}
                },
                Event::End(element) if element.name() == cell.name() => return Ok(text),
                Event::End(element) if element.name().as_ref() == "text:p" => is_inside = false,
                Event::Eof => return Err(broken(Text::phrase("F101-cell-without-end"))),
                _ => {}
            }
        }
    }
}

fn is_hidden(element: &BytesStart<'_>) -> bool {
    matches!(attribute(element, "table:visibility").as_deref(), Some("collapse" | "filter"))
}

fn merged_of(element: &BytesStart<'_>, row: usize, column: usize) -> Option<Merged> {
    let rows = times(element, "table:number-rows-spanned").max(1);
    let columns = times(element, "table:number-columns-spanned").max(1);
    let number = |row: usize| u32::try_from(row).unwrap_or(u32::MAX);
    (rows > 1 || columns > 1).then(|| Merged {
        first_row: number(row.saturating_add(1)),
        last_row: number(row.saturating_add(rows)),
        first_column: column,
        last_column: column.saturating_add(columns - 1),
    })
}
