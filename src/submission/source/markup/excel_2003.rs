//! Workbooks that Excel 2002 and 2003 saved as XML, and many programs still write.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::diagnostic::{Code, Finding, Text};
use crate::submission::source::filling::{Filling, Look};
use crate::submission::source::limit::{Meter, Refusal};
use crate::submission::source::workbook::{broken, damaged};
use crate::submission::source::xml::{attribute_ending, push_reference, reader};
use crate::submission::source::{Cell, Merged, Sheet};
use crate::time::NaiveDate;

/// Reads every sheet.
pub(in crate::submission::source) fn read(
    text: &str,
    meter: &mut Meter,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Sheet>, Refusal> {
    let mut content = reader(text.as_bytes());
    let (mut buffer, mut sheets) = (Vec::new(), Vec::new());
    let mut shares: HashMap<String, bool> = HashMap::new();
    let mut style = String::new();
    loop {
        buffer.clear();
        let element = match content.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Start(element) => element,
            Event::DocType(_) => {
                return Err(Box::new(Finding::new(Code::F110, Text::phrase("F110-file"))));
            }
            Event::Eof => return Ok(sheets),
            _ => continue,
        };
        let value = |name| attribute_ending(&element, name).unwrap_or_default();
        match element.local_name().as_ref() {
            "Style" => style = value("ID"),
            "NumberFormat" => {
                let format = value("Format");
                shares.insert(style.clone(), format == "Percent" || format.contains("0%"));
            }
            "Worksheet" => {
                let filling = Filling::new(&value("Name"), meter, findings);
                let table = Worksheet { content: &mut content, shares: &shares, row: 0, column: 0 };
                sheets.push(table.read(filling)?);
            }
            _ => {}
        }
    }
}

struct Worksheet<'a, 'b> {
    content: &'a mut Reader<&'b [u8]>,
    /// Whether a style shows a percentage.
    shares: &'a HashMap<String, bool>,
    /// The row and the column after the last that was read, from 0.
    row: usize,
    column: usize,
}

impl Worksheet<'_, '_> {
    fn read(mut self, mut filling: Filling<'_>) -> Result<Sheet, Refusal> {
        let (mut look, mut buffer) = (Look::default(), Vec::new());
        let mut columns = 0;
        // Where the row began, and how many rows beyond it are skipped.
        let (mut row, mut span) = (0, 0);
        loop {
            buffer.clear();
            match self.content.read_event_into(&mut buffer).map_err(damaged)? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "Column" => {
                        let first = index(&element).unwrap_or(columns);
                        columns = first.saturating_add(1 + count(&element, "Span"));
                        if is_hidden(&element) {
                            look.hidden_columns.push((first, columns - 1));
                        }
                    }
                    "Row" => {
                        row = index(&element).unwrap_or(self.row);
                        span = count(&element, "Span");
                        self.column = 0;
                        if is_hidden(&element) {
                            look.hidden_rows.push(number(row.saturating_add(1)));
                        }
                    }
                    "Cell" => {
                        let column = index(&element).unwrap_or(self.column);
                        let (across, down) =
                            (count(&element, "MergeAcross"), count(&element, "MergeDown"));
                        if across > 0 || down > 0 {
                            look.merged.push(Merged {
                                first_row: number(row.saturating_add(1)),
                                last_row: number(row.saturating_add(1 + down)),
                                first_column: column,
                                last_column: column.saturating_add(across),
                            });
                        }
                        self.column = column.saturating_add(1 + across);
                        let cell = self.read_cell(&element.to_owned())?;
                        filling.put(number(row), column, cell)?;
                    }
                    _ => {}
                },
                Event::End(element) => match element.local_name().as_ref() {
                    "Row" => self.row = row.saturating_add(1 + span),
                    "Worksheet" => return filling.finish(look),
                    _ => {}
                },
                Event::Eof => return Err(broken(Text::phrase("F101-sheet-without-end"))),
                _ => {}
            }
        }
    }

    fn read_cell(&mut self, cell: &BytesStart<'_>) -> Result<Cell, Refusal> {
        let (mut text, mut kind, mut buffer) = (String::new(), None, Vec::new());
        let mut is_inside = false;
        loop {
            buffer.clear();
            match self.content.read_event_into(&mut buffer).map_err(damaged)? {
                Event::Start(element) if element.local_name().as_ref() == "Data" => {
                    kind = attribute_ending(&element, "Type");
                    is_inside = true;
                }
                Event::Text(piece) if is_inside => text.push_str(&piece.xml10_content()),
                Event::CData(piece) if is_inside => text.push_str(&piece.xml10_content()),
                Event::GeneralRef(reference) if is_inside => push_reference(&reference, &mut text),
                Event::End(element) => match element.local_name().as_ref() {
                    "Data" => is_inside = false,
                    "Cell" => break,
                    _ => {}
                },
                Event::Eof => return Err(broken(Text::phrase("F101-cell-without-end"))),
                _ => {}
            }
        }
        let style = attribute_ending(cell, "StyleID").unwrap_or_default();
        let is_share = self.shares.get(&style).copied().unwrap_or(false);
        let value =
            match kind.as_deref() {
                Some("Number") => text.trim().parse().ok().map(|number| {
                    if is_share { Cell::share(number) } else { Cell::number(number) }
                }),
                Some("Boolean") => Some(Cell::Flag(text.trim() == "1")),
                Some("Error") => Some(Cell::Broken(text.clone())),
                Some("DateTime") => {
                    let day = text.trim().split('T').next().unwrap_or_default();
                    NaiveDate::parse_from_str(day, "%Y-%m-%d").ok().map(Cell::Day)
                }
                _ => None,
            };
        Ok(value.unwrap_or(Cell::Text(text)))
    }
}

/// The place an element names for itself, from 0.
fn index(element: &BytesStart<'_>) -> Option<usize> {
    attribute_ending(element, "Index")?.trim().parse::<usize>().ok()?.checked_sub(1)
}

fn count(element: &BytesStart<'_>, name: &str) -> usize {
    let count = attribute_ending(element, name).and_then(|count| count.trim().parse().ok());
    count.unwrap_or(0).min(usize::from(u16::MAX))
}

fn is_hidden(element: &BytesStart<'_>) -> bool {
    attribute_ending(element, "Hidden").as_deref() == Some("1")
}

fn number(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    const BOOK: &str = r##"<?xml version="1.0"?>
<ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
 <ss:Styles><ss:Style ss:ID="s1"><ss:NumberFormat ss:Format="Percent"/></ss:Style></ss:Styles>
 <ss:Worksheet ss:Name="M&#225;y"><ss:Table>
  <ss:Column ss:Index="2" ss:Hidden="1"/>
  <ss:Row><ss:Cell ss:MergeAcross="1"><ss:Data ss:Type="String">A &amp; B</ss:Data></ss:Cell>
   <ss:Cell><ss:Data ss:Type="String">C</ss:Data></ss:Cell></ss:Row>
  <ss:Row ss:Index="4" ss:Hidden="1">
   <ss:Cell><ss:Data ss:Type="Number">4</ss:Data></ss:Cell>
   <ss:Cell ss:StyleID="s1"><ss:Data ss:Type="Number">0.85</ss:Data></ss:Cell>
   <ss:Cell ss:Index="5"><ss:Data ss:Type="DateTime">2024-02-29T00:00:00.000</ss:Data></ss:Cell>
   <ss:Cell><ss:Data ss:Type="Boolean">1</ss:Data></ss:Cell>
   <ss:Cell><ss:Data ss:Type="Error">#REF!</ss:Data></ss:Cell></ss:Row>
  <ss:Row><ss:Cell/></ss:Row>
 </ss:Table></ss:Worksheet>
</ss:Workbook>"##;

    fn read_book(text: &str) -> (Result<Vec<Sheet>, Refusal>, Vec<Finding>) {
        let mut meter = Meter::new(crate::plan::Plan::built_in().limits);
        let mut findings = Vec::new();
        (read(text, &mut meter, &mut findings), findings)
    }

    #[test]
    fn cells_stand_where_their_indexes_say() {
        let (sheets, findings) = read_book(BOOK);
        let sheet = &sheets.expect("is read")[0];
        assert_eq!(sheet.name, "Máy");
        let text = |text: &str| Cell::Text(text.to_owned());
        assert_eq!(sheet.rows[0].cells, [text("A & B"), Cell::Empty, text("C")]);
        let day = NaiveDate::from_ymd_opt(2024, 2, 29).expect("a day");
        let expected = [
            Cell::Number(4.0),
            Cell::Share(0.85),
            Cell::Empty,
            Cell::Empty,
            Cell::Day(day),
            Cell::Flag(true),
            Cell::Broken("#REF!".into()),
        ];
        assert_eq!((sheet.rows[1].number, &sheet.rows[1].cells[..]), (4, &expected[..]));
        assert_eq!((sheet.rows.len(), &sheet.hidden_rows[..]), (2, &[4][..]));
        let merged = Merged { first_row: 1, last_row: 1, first_column: 0, last_column: 1 };
        assert_eq!(sheet.merged, [merged]);
        let told: Vec<(Code, String)> =
            findings.iter().map(|f| (f.code, f.place(Language::English))).collect();
        assert_eq!(told, [(Code::H208, "Máy row 4".into()), (Code::H208, "Máy!B".into())]);
    }

    #[test]
    fn a_workbook_cut_off_or_with_entities_of_its_own_is_refused() {
        let (before, _) = BOOK.split_once("  <ss:Row><ss:Cell/>").expect("a last row");
        let cut = read_book(before).0.expect_err("is cut off");
        assert_eq!(cut.code, Code::F101);
        let of = |language| cut.found.in_language(language);
        assert_eq!(
            (of(Language::English), of(Language::Vietnamese)),
            (
                "the workbook is damaged or cut off: a sheet that does not end".into(),
                "bảng tính bị hỏng hoặc bị cắt cụt: có trang tính không kết thúc".into()
            )
        );
        let bomb = BOOK.replace("?>\n", "?>\n<!DOCTYPE a [<!ENTITY b \"c\">]>\n");
        assert_eq!(read_book(&bomb).0.expect_err("is refused").code, Code::F110);
    }
}
