//! What the rows below the headings are.

use super::Block;
use crate::submission::source::{Cell, SheetRow};
use crate::text::clean;

/// What a row below the headings is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowKind {
    /// Data.
    Data,
    /// Text that belongs to the row above: its running number and its code are empty.
    Continuation,
    /// "Tổng cộng" and the like: never data, but its amounts are held against the rows above.
    Total,
    /// "Trong đó" and what it lists: parts of a total, never data.
    PartOfTotal,
    /// "I. Máy chủ vật lý", or the name of an agency alone: its text.
    Section(String),
    /// Who made the table, who signs it, who gets it, where and when: what stands below it.
    Signature,
    /// Index rows, repeated headings, rows without a visible cell.
    NoData,
}

impl Block<'_> {
    /// What a row is; `is_first` says whether it stands right under the headings or a repetition of
    /// them, `names_agency` whether a text is the name of a known agency.
    pub fn kind_of(
        &self,
        row: &SheetRow,
        is_first: bool,
        names_agency: &dyn Fn(&str) -> bool,
    ) -> RowKind {
        if row.cells.iter().all(Cell::is_blank) || self.repeats_headings(row) {
            return RowKind::NoData;
        }
        if self.is_export {
            return RowKind::Data;
        }
        let texts = first_texts(row);
        if is_signature(row, &texts) {
            return RowKind::Signature;
        }
        if is_index_row(row, is_first) {
            return RowKind::NoData;
        }
        if is_part_of_total(&texts) {
            return RowKind::PartOfTotal;
        }
        if is_total(&texts) || self.names_a_total(row) {
            return RowKind::Total;
        }
        if let Some(text) = self.section_of(row, names_agency) {
            return RowKind::Section(text);
        }
        if self.is_continuation(row) { RowKind::Continuation } else { RowKind::Data }
    }

    /// Whether what names a thing of the table says that the row is a total, as "Tổng cộng" behind
    /// the name of an agency.
    fn names_a_total(&self, row: &SheetRow) -> bool {
        let name = self.table.columns().iter().position(|column| column.name == "name");
        let named = [self.sources[0], name.and_then(|at| self.sources[at])];
        named.into_iter().flatten().any(|source| {
            matches!(row.cell(source), Cell::Text(text) if says_total(&clean(text).to_lowercase()))
        })
    }

    /// Whether the row repeats a row of the headings, as printed pages do.
    pub fn repeats_headings(&self, row: &SheetRow) -> bool {
        self.heading_rows().iter().any(|header| header.cells == row.cells)
    }

    /// The text of a row that only titles the rows below it: one cell filled, in a column nothing is
    /// read from, or spanning columns, or numbered as a section is, or the name of an agency.
    fn section_of(&self, row: &SheetRow, names_agency: &dyn Fn(&str) -> bool) -> Option<String> {
        let cells = || row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank());
        if cells().nth(2).is_some() {
            return None;
        }
        let filled: Vec<(usize, String)> =
            cells().map(|(column, cell)| (column, clean(&cell.raw()))).collect();
        match filled.as_slice() {
            [(column, text)] => {
                let is_read = self.sources.contains(&Some(*column))
                    || self.agency_source == Some(*column)
                    || self.specs.contains(column);
                let spans = || {
                    let merged = &self.sheet.merged;
                    let begin = merged.partition_point(|merged| merged.first_row < row.number);
                    merged[begin..].iter().take_while(|at| at.first_row == row.number).any(|at| {
                        at.last_row == row.number && at.last_column >= at.first_column + 2
                    })
                };
                let is_title = !is_read || is_numbered(text) || names_agency(text) || spans();
                is_title.then(|| text.clone())
            }
            [(first, number), (second, text)] => {
                let numbers = self.number_source.unwrap_or(0) == *first;
                let is_key = self.sources[0] == Some(*second) || self.sources[0].is_none();
                let is_next = *second == first + 1 || is_key;
                let titles = is_running_letter(number) || names_agency(text);
                (numbers && is_next && titles).then(|| text.clone())
            }
            _ => None,
        }
    }

    /// Whether the row has neither a running number nor a code though both have columns, and only
    /// texts: it goes on with the row above.
    fn is_continuation(&self, row: &SheetRow) -> bool {
        let Some(number) = self.number_source else { return false };
        let Some(key) = self.key_source() else { return false };
        row.cell(number).is_blank()
            && row.cell(key).is_blank()
            && row.cells.iter().all(|cell| matches!(cell, Cell::Empty | Cell::Text(_)))
            && self.only_texts(row)
    }

    /// Column of the sheet that holds the codes, or what stands in for them.
    pub fn key_source(&self) -> Option<usize> {
        self.sources[0].or_else(|| self.sources[self.stand_in()?])
    }

    /// Whether a row has nothing but a text where the codes stand: among numbered rows a title of
    /// those below ("Cụm máy web"), no machine of which all is unknown.
    pub fn is_name_alone(&self, row: &SheetRow) -> bool {
        let mut filled = row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank());
        let first = filled.next().map(|(column, _)| column);
        first.is_some() && first == self.key_source() && filled.next().is_none()
    }

    /// Whether the filled cells of a row stand in columns of words.
    fn only_texts(&self, row: &SheetRow) -> bool {
        use crate::schema::Kind;
        self.table.columns().iter().zip(&self.sources).all(|(column, source)| {
            let blank = source.is_none_or(|source| row.cell(source).is_blank());
            blank || matches!(column.kind, Kind::Text)
        })
    }

    /// Index of the column that stands in for codes where the sheet has none.
    pub fn stand_in(&self) -> Option<usize> {
        if self.sources[0].is_some() {
            return None;
        }
        self.table.key_stand_ins().iter().find_map(|name| {
            let index = self.table.index_of(name);
            self.sources[index].map(|_| index)
        })
    }
}

/// "I", "II.", "A", "b)": what sections are numbered with, as opposed to the rows' own 1, 2, 3.
fn is_running_letter(text: &str) -> bool {
    let text = text.trim_end_matches(['.', ')', ':', '/', '-', ' ']);
    let is_roman = text.len() <= 5 && text.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    let is_letter = text.len() == 1 && text.chars().all(|c| c.is_ascii_alphabetic());
    !text.is_empty() && (is_roman || is_letter)
}

/// "I. Máy chủ", "A) Khối văn phòng", "Phần II".
fn is_numbered(text: &str) -> bool {
    let lower = text.to_lowercase();
    let by_word = ["phần ", "mục ", "nhóm "].iter().any(|word| lower.starts_with(word));
    let by_number = text
        .split_once(['.', ')', ':', '/'])
        .is_some_and(|(number, rest)| is_running_letter(number) && !rest.trim().is_empty());
    is_running_letter(text) || by_word || by_number
}

/// The texts a row begins with: the first filled cell, and the second where the first is only a
/// running number or letter.
fn first_texts(row: &SheetRow) -> Vec<String> {
    let mut filled = row.cells.iter().filter(|cell| !cell.is_blank());
    let mut texts = Vec::new();
    for _ in 0..2 {
        let Some(cell) = filled.next() else { break };
        let text = clean(&cell.raw()).to_lowercase();
        let is_running = text.chars().count() <= 4
            && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
        texts.push(text);
        if !is_running {
            break;
        }
    }
    texts
}

/// Whether one of the words begins a text alone or before a sign or a number.
fn begins_with(text: &str, words: &[&str]) -> bool {
    let follows = |rest: &str| {
        let rest = rest.trim_start();
        rest.is_empty()
            || rest.starts_with([':', '(', '/', '.', '-', '='])
            || rest.starts_with(|c: char| c.is_ascii_digit())
    };
    words.iter().any(|word| text.strip_prefix(word).is_some_and(follows))
}

/// A row of totals by what it begins with.
fn is_total(texts: &[String]) -> bool {
    texts.iter().any(|text| says_total(text))
}

/// Whether a text, in lower case, names a total. "Tổng hợp dữ liệu 01" and "SUM-01" are names of
/// machines, so that the shorter words count only alone, before a sign or a number, or before what
/// they add up: "Cộng mục I", "Tổng nhóm 2".
fn says_total(text: &str) -> bool {
    const ALWAYS: [&str; 8] = [
        "tổng cộng",
        "tổng số",
        "grand total",
        "subtotal",
        "cộng dồn",
        "toàn ngành",
        "toàn cơ quan",
        "toàn đơn vị",
    ];
    const ALONE: [&str; 6] = ["tổng", "tổng hợp", "cộng", "total", "sum", "lũy kế"];
    const PARTS: [&str; 12] = [
        "mục",
        "nhóm",
        "phần",
        "khối",
        "bảng",
        "biểu",
        "trang",
        "toàn",
        "hạng mục",
        "i",
        "ii",
        "iii",
    ];
    let always = ALWAYS.iter().any(|word| {
        text.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
    });
    let of_part = ["tổng ", "cộng ", "total "].iter().any(|word| {
        let rest = text.strip_prefix(word).map(str::trim_start);
        rest.is_some_and(|rest| {
            PARTS.iter().any(|part| {
                rest.strip_prefix(part).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
            })
        })
    });
    // A word without diacritics right before a sign is a code.
    let is_code = ["sum", "total"].iter().any(|word| {
        text.strip_prefix(word).is_some_and(|rest| {
            rest.starts_with(['-', '.', '/']) || rest.starts_with(|c: char| c.is_ascii_digit())
        })
    });
    always || of_part || (!is_code && begins_with(text, &ALONE))
}

/// "Trong đó:", and a dash before what it lists.
fn is_part_of_total(texts: &[String]) -> bool {
    texts.iter().any(|text| begins_with(text, &["trong đó", "of which"]))
}

/// Words that begin a signature.
const SIGNATURES: [&str; 8] = [
    "người lập biểu",
    "nơi nhận",
    "thủ trưởng đơn vị",
    "thủ trưởng",
    "ký tên",
    "ghi chú:",
    "người lập",
    "người tổng hợp",
];

/// Whether a text names a total or a part of one, or begins a signature: its row may be no data.
pub fn names_no_data(text: &str) -> bool {
    let text = clean(text).to_lowercase();
    says_total(&text)
        || SIGNATURES.iter().any(|word| text.starts_with(word))
        || is_part_of_total(&[text])
}

/// Whether the row begins what stands below a table: who made it, who signs it, who gets it, and
/// where and when ("Hà Nội, ngày 12 tháng 7 năm 2024").
fn is_signature(row: &SheetRow, texts: &[String]) -> bool {
    let is_date = |cell: &Cell| {
        let text = cell.raw().to_lowercase();
        let at = |word: &str| text.find(word);
        matches!((at("ngày"), at("tháng"), at("năm")), (Some(d), Some(m), Some(y)) if d < m && m < y)
    };
    let mut filled = row.cells.iter().filter(|cell| !cell.is_blank());
    let dates_alone = filled.next().is_some_and(is_date) && filled.next().is_none();
    dates_alone || texts.iter().any(|text| SIGNATURES.iter().any(|word| text.starts_with(word)))
}

/// What a section is numbered with, so that sections of one level are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbering {
    /// I, II, III.
    Roman,
    /// A, B, C.
    Letter,
}

/// The numbering of a row that titles a section; `None` for a title alone.
pub fn numbering_of(row: &SheetRow) -> Option<Numbering> {
    let first = clean(&row.cells.iter().find(|cell| !cell.is_blank())?.raw());
    let number = first.split(['.', ')', ':', '/']).next().unwrap_or(&first).trim();
    match number {
        _ if !is_running_letter(number) => None,
        _ if number.chars().all(|c| matches!(c, 'I' | 'V' | 'X')) => Some(Numbering::Roman),
        _ => Some(Numbering::Letter),
    }
}

/// "(1) (2) (3)", or "A B C 1 2" and "1 2 3 4" right under the headings.
fn is_index_row(row: &SheetRow, is_first: bool) -> bool {
    let first = row.cells.iter().find(|cell| !cell.is_blank());
    if !is_first && !first.is_some_and(|cell| cell.raw().trim_start().starts_with('(')) {
        return false;
    }
    let texts: Vec<String> = row
        .cells
        .iter()
        .filter(|cell| !cell.is_blank())
        .map(|cell| cell.raw().trim().to_owned())
        .collect();
    let in_brackets = |text: &String| {
        let inner = text.strip_prefix('(').and_then(|t| t.split(')').next());
        inner
            .is_some_and(|t| !t.is_empty() && t.len() <= 2 && t.chars().all(|c| c.is_ascii_digit()))
    };
    if texts.len() < 3 {
        return false;
    }
    texts.iter().all(in_brackets) || (is_first && counts_up(&texts))
}

/// Letters in order, then numbers that rise by one from 1.
fn counts_up(texts: &[String]) -> bool {
    let is_letter =
        |text: &String| text.len() == 1 && text.starts_with(|c: char| c.is_ascii_uppercase());
    let letters = texts.iter().take_while(|text| is_letter(text)).count();
    let numbers = &texts[letters..];
    let letters_rise = texts[..letters].windows(2).all(|pair| pair[0] < pair[1]);
    let numbers_rise =
        (1..).zip(numbers).all(|(place, text): (usize, &String)| *text == place.to_string());
    letters_rise && numbers_rise
}
