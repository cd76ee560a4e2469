//! The tables of a web page → sheets.
//!
//! Many programs export such a page under the name of a workbook, and Excel opens it. A row is
//! numbered as it stands in its table. A page is seldom well-formed: what is not closed ends where
//! the next of its kind begins.

use crate::diagnostic::{Code, Finding, Text};
use crate::submission::source::filling::{Filling, Look};
use crate::submission::source::limit::{Meter, Refusal};
use crate::submission::source::{Cell, Merged, Sheet};

/// Rows or columns that a cell may span.
const SPAN_MAX: usize = 1000;

/// Columns within which spans push cells aside; no sheet has more.
const COLUMNS_MAX: usize = 16_384;

/// Reads every table that has a filled cell: the first is named after the file, the others with
/// their number as well.
pub(in crate::submission::source) fn read(
    name: &str,
    text: &str,
    meter: &mut Meter,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Sheet>, Refusal> {
    let mut page = Page::default();
    page.read(text);
    let mut sheets = Vec::new();
    for table in page.tables.into_iter().filter(|table| !table.cells.is_empty()) {
        let number = sheets.len() + 1;
        let name = if number == 1 { name.to_owned() } else { format!("{name} {number}") };
        let mut filling = Filling::new(&name, meter, findings);
        for (row, column, text) in table.cells {
            filling.put(row, column, Cell::Text(text))?;
        }
        let look = Look { merged: table.merged, ..Look::default() };
        sheets.push(filling.finish(look)?);
    }
    if sheets.is_empty() {
        let found = Text::phrase("F101-page-without-table");
        return Err(Box::new(Finding::new(Code::F101, found)));
    }
    Ok(sheets)
}

#[derive(Default)]
struct Page {
    tables: Vec<Table>,
    /// Tables that are open, the innermost last.
    open: Vec<usize>,
}

#[derive(Default)]
struct Table {
    cells: Vec<(u32, usize, String)>,
    merged: Vec<Merged>,
    rows: u32,
    column: usize,
    /// For each column the last row, from 1, that a cell of a row above takes.
    taken: Vec<u32>,
    /// The cell that is open: its place and text.
    cell: Option<(u32, usize, String)>,
}

impl Page {
    fn read(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find('<') {
            self.take_text(&rest[..at]);
            rest = &rest[at..];
            if let Some(comment) = rest.strip_prefix("<!--") {
                rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
                continue;
            }
            // A sign that opens no tag is text.
            let opens = |c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?');
            if !rest[1..].starts_with(opens) {
                self.take_text("<");
                rest = &rest[1..];
                continue;
            }
            let Some(end) = rest.find('>') else { break };
            let tag = &rest[1..end];
            rest = &rest[end + 1..];
            let name = name_of(tag);
            if matches!(name.as_str(), "script" | "style" | "title") {
                let close = format!("</{name}");
                rest = find_in_any_case(rest, &close).map_or("", |end| &rest[end..]);
                continue;
            }
            self.take_tag(&name, tag);
        }
        self.take_text(rest);
        while self.table().is_some() {
            self.close_table();
        }
    }

    fn table(&mut self) -> Option<&mut Table> {
        let open = *self.open.last()?;
        self.tables.get_mut(open)
    }

    fn take_text(&mut self, text: &str) {
        if let Some((.., cell)) = self.table().and_then(|table| table.cell.as_mut()) {
            cell.push_str(text);
        }
    }

    fn close_table(&mut self) {
        if let Some(table) = self.table() {
            table.close_cell();
        }
        self.open.pop();
    }

    fn take_tag(&mut self, name: &str, tag: &str) {
        match name {
            "table" => {
                self.open.push(self.tables.len());
                self.tables.push(Table::default());
            }
            "/table" => self.close_table(),
            _ => {}
        }
        let Some(table) = self.table() else { return };
        match name {
            "tr" => table.open_row(),
            "td" | "th" => table.open_cell(tag),
            "/td" | "/th" | "/tr" => table.close_cell(),
            "br" | "/p" | "/div" => {
                if let Some((.., text)) = &mut table.cell {
                    text.push('\u{0}');
                }
            }
            _ => {}
        }
    }
}

impl Table {
    fn open_row(&mut self) {
        self.close_cell();
        self.rows = self.rows.saturating_add(1);
        self.column = 0;
    }

    fn open_cell(&mut self, tag: &str) {
        if self.rows == 0 {
            self.open_row();
        }
        self.close_cell();
        while self.taken.get(self.column).is_some_and(|&last| last >= self.rows) {
            self.column += 1;
        }
        let span = |name: &str| {
            let span = value_of(tag, name).and_then(|span| span.parse().ok());
            span.unwrap_or(1).clamp(1, SPAN_MAX)
        };
        let (columns, rows) = (span("colspan"), span("rowspan"));
        let (first, last) = (self.column, self.column + columns - 1);
        let further = u32::try_from(rows - 1).unwrap_or(0);
        if columns > 1 || rows > 1 {
            self.merged.push(Merged {
                first_row: self.rows,
                last_row: self.rows.saturating_add(further),
                first_column: first,
                last_column: last,
            });
        }
        if rows > 1 && last < COLUMNS_MAX {
            self.taken.resize(self.taken.len().max(last + 1), 0);
            self.taken[first..=last].fill(self.rows.saturating_add(further));
        }
        self.cell = Some((self.rows - 1, first, String::new()));
        self.column = last + 1;
    }

    fn close_cell(&mut self) {
        let Some((row, column, text)) = self.cell.take() else { return };
        let text = shown(&text);
        if !text.is_empty() {
            self.cells.push((row, column, text));
        }
    }
}

/// The text as a page shows it: blanks run together, breaks where they are marked, letters for
/// their references.
fn shown(text: &str) -> String {
    let line = |line: &str| {
        let words: Vec<&str> =
            line.split([' ', '\t', '\r', '\n']).filter(|w| !w.is_empty()).collect();
        dereferenced(&words.join(" "))
    };
    let lines: Vec<String> = text.split('\u{0}').map(line).collect();
    lines.join("\n").trim_matches(['\n', ' ', '\u{a0}']).to_owned()
}

fn dereferenced(text: &str) -> String {
    let mut made = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        made.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.char_indices().take(12).find(|&(_, c)| c == ';').map(|(end, _)| end);
        let letter = end.and_then(|end| letter_of(&rest[1..end]));
        match (letter, end) {
            (Some(letter), Some(end)) => {
                made.push(letter);
                rest = &rest[end + 1..];
            }
            _ => {
                made.push('&');
                rest = &rest[1..];
            }
        }
    }
    made.push_str(rest);
    made
}

/// The letter a reference stands for; names only of those that programs write.
fn letter_of(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let hexadecimal = number.strip_prefix(['x', 'X']);
        let code = match hexadecimal {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        return code.ok().and_then(char::from_u32);
    }
    NAMED.iter().find(|(known, _)| *known == name).map(|&(_, letter)| letter)
}

/// Names of letters and signs in Vietnamese pages; letters beyond Latin-1 have numbers.
const NAMED: [(&str, char); 47] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("agrave", 'à'),
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("atilde", 'ã'),
    ("egrave", 'è'),
    ("eacute", 'é'),
    ("ecirc", 'ê'),
    ("igrave", 'ì'),
    ("iacute", 'í'),
    ("ograve", 'ò'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("otilde", 'õ'),
    ("ugrave", 'ù'),
    ("uacute", 'ú'),
    ("yacute", 'ý'),
    ("Agrave", 'À'),
    ("Aacute", 'Á'),
    ("Acirc", 'Â'),
    ("Atilde", 'Ã'),
    ("Egrave", 'È'),
    ("Eacute", 'É'),
    ("Ecirc", 'Ê'),
    ("Igrave", 'Ì'),
    ("Iacute", 'Í'),
    ("Ograve", 'Ò'),
    ("Oacute", 'Ó'),
    ("Ocirc", 'Ô'),
    ("Otilde", 'Õ'),
    ("Ugrave", 'Ù'),
    ("Uacute", 'Ú'),
    ("Yacute", 'Ý'),
    ("eth", 'ð'),
    ("ETH", 'Ð'),
    ("deg", '°'),
    ("plusmn", '±'),
    ("times", '×'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("reg", '®'),
];

/// The name of a tag in small letters, with the slash of one that closes.
fn name_of(tag: &str) -> String {
    let name = tag.split(|c: char| c.is_whitespace()).next().unwrap_or_default();
    let name = name.strip_suffix('/').filter(|name| !name.is_empty()).unwrap_or(name);
    name.to_lowercase()
}

/// The value of an attribute, with or without quotes.
fn value_of(tag: &str, name: &str) -> Option<String> {
    let at = find_in_any_case(tag, &format!(" {name}="))?;
    let value = &tag[at + name.len() + 2..];
    let value = value.trim_start_matches(['"', '\'']);
    Some(value.split(['"', '\'', ' ', '/']).next().unwrap_or_default().to_owned())
}

/// Where a word of plain letters stands first, in capitals or not.
fn find_in_any_case(text: &str, word: &str) -> Option<usize> {
    text.as_bytes()
        .windows(word.len())
        .position(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Cells<'a> = Vec<(u32, usize, &'a str)>;

    fn read_page(text: &str) -> Result<Vec<Sheet>, Refusal> {
        let mut meter = Meter::new(crate::plan::Plan::built_in().limits);
        read("vm", text, &mut meter, &mut Vec::new())
    }

    fn assert_cells(sheet: &Sheet, expected: &Cells<'_>) {
        let found = sheet.rows.iter().flat_map(|row| {
            let filled = row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank());
            filled.map(|(column, cell)| (row.number, column, cell.raw()))
        });
        let found: Vec<(u32, usize, String)> = found.collect();
        let found: Cells<'_> = found.iter().map(|(a, b, c)| (*a, *b, c.as_str())).collect();
        assert_eq!(&found, expected);
    }

    #[test]
    fn rows_and_cells_are_read_though_nothing_is_closed() {
        let page = "<html><head><style>td {a: b}</style><!-- <table> --></head><TABLE border=1>\n\
                    <tr><th>M&#227; m&aacute;y</th><th>RAM<br>(GB)\n<tr><td>VM-1<td>  1&nbsp;024 \
                    </table>";
        let sheets = read_page(page).expect("has a table");
        assert_eq!((sheets.len(), sheets[0].name.as_str()), (1, "vm"));
        let expected =
            vec![(1, 0, "Mã máy"), (1, 1, "RAM\n(GB)"), (2, 0, "VM-1"), (2, 1, "1\u{a0}024")];
        assert_cells(&sheets[0], &expected);
    }

    #[test]
    fn cells_that_span_push_the_others_aside_and_are_told_as_merged() {
        let page = "<table><tr><td rowspan=\"2\">a</td><td colspan='2'>b</td></tr>\
                    <tr><td>c</td><td>d &amp; &lt;e&gt; &unknown; 3 < 4</td></tr>\
                    <tr><td>f</td></tr></table>";
        let sheets = read_page(page).expect("has a table");
        let expected = vec![
            (1, 0, "a"),
            (1, 1, "b"),
            (2, 1, "c"),
            (2, 2, "d & <e> &unknown; 3 < 4"),
            (3, 0, "f"),
        ];
        assert_cells(&sheets[0], &expected);
        let region = |first_row, last_row, first_column, last_column| Merged {
            first_row,
            last_row,
            first_column,
            last_column,
        };
        assert_eq!(sheets[0].merged, [region(1, 2, 0, 0), region(1, 1, 1, 2)]);
    }

    #[test]
    fn each_table_is_a_sheet_and_a_page_without_any_is_refused() {
        let page = "<table><tr><td>a<table><tr><td>inner</table></td></tr></table>\
                    <table></table><table><tr><td>b</table>";
        let sheets = read_page(page).expect("has tables");
        let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        assert_eq!(names, ["vm", "vm 2", "vm 3"]);
        assert_cells(&sheets[0], &vec![(1, 0, "a")]);
        assert_cells(&sheets[1], &vec![(1, 0, "inner")]);
        assert_cells(&sheets[2], &vec![(1, 0, "b")]);
        assert_eq!(read_page("<html><p>hello").expect_err("no table").code, Code::F101);
    }
}
