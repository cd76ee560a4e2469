//! Bytes → a small table with headings of the template, so that what varies is its cells.

use ndcap::diagnostic::{Code, column_letter};
use ndcap::schema::{Column, Kind, Table};
use ndcap::submission::{Submission, Value};

/// First byte of a piece that is a heading no column has.
const HEADING: u8 = 0xe0;

/// First byte of a piece that is a cell below the last such heading.
const BELOW: u8 = 0xf0;

/// Most columns with headings of the input's own.
const OWN_MAX: usize = 4;

/// Most rows.
const ROWS_MAX: usize = 40;

/// Rules that speak once of a column, on its first row.
const ONCE: [Code; 2] = [Code::C403, Code::C414];

/// A table and the texts of its cells.
pub struct Cells {
    table: Table,
    /// Headings that no column has.
    own: Vec<String>,
    rows: Vec<Vec<Option<String>>>,
}

impl Cells {
    /// The table that an input stands for. Its first byte says which table; zero bytes end the
    /// pieces after it. The first byte of a piece says what it is: the cell of a column, which
    /// begins a row when the row has that cell already, a heading, or a cell below it.
    pub fn of(input: &[u8]) -> Self {
        let (which, pieces) = input.split_first().unwrap_or((&0, &[]));
        let table = Table::ALL[usize::from(*which) % Table::ALL.len()];
        let width = table.columns().len();
        let mut cells = Self { table, own: Vec::new(), rows: vec![vec![None; width + OWN_MAX]] };
        for piece in pieces.split(|byte| *byte == 0) {
            let Some((kind, text)) = piece.split_first() else { continue };
            let text = String::from_utf8_lossy(text).into_owned();
            match *kind {
                HEADING..BELOW if cells.own.len() < OWN_MAX => cells.own.push(text),
                HEADING..BELOW => {}
                BELOW.. if cells.own.is_empty() => {}
                BELOW.. => cells.put(width + cells.own.len() - 1, text),
                // The code stands on every row, so that every row is one.
                kind => cells.put(1 + usize::from(kind) % (width - 1), text),
            }
        }
        cells.rows.truncate(ROWS_MAX);
        cells
    }

    fn put(&mut self, at: usize, text: String) {
        let width = self.table.columns().len() + OWN_MAX;
        if let Some(last) = self.rows.last_mut() {
            if last[at].is_none() {
                last[at] = Some(text);
                return;
            }
        }
        let mut row = vec![None; width];
        row[at] = Some(text);
        self.rows.push(row);
    }

    /// The columns that stand in the file: those with a cell, the code, and those that must be there.
    fn used(&self) -> Vec<usize> {
        let columns = self.table.columns();
        let is_used = |at: &usize| {
            columns.get(*at).is_some_and(|column| column.required)
                || (columns.len()..columns.len() + self.own.len()).contains(at)
                || self.rows.iter().any(|row| row[*at].is_some())
        };
        (0..columns.len() + OWN_MAX).filter(is_used).collect()
    }

    fn heading(&self, at: usize) -> String {
        let columns = self.table.columns();
        match columns.get(at) {
            Some(column) => column.heading(column.title_vi),
            None => self.own[at - columns.len()].clone(),
        }
    }

    /// The file, its separator declared so that no cell can change it.
    pub fn csv(&self) -> String {
        let used = self.used();
        let line = |texts: Vec<String>| {
            let quoted = texts.iter().map(|text| format!("\"{}\"", text.replace('"', "\"\"")));
            quoted.collect::<Vec<_>>().join(",") + "\n"
        };
        let mut csv = "sep=,\n".to_owned();
        csv += &line(used.iter().map(|at| self.heading(*at)).collect());
        for (number, row) in (1..).zip(&self.rows) {
            let text = |at: &usize| match at {
                0 => format!("M{number}"),
                at => row[*at].clone().unwrap_or_default(),
            };
            csv += &line(used.iter().map(text).collect());
        }
        csv
    }

    /// No amount is dropped in silence: where a cell says something and the accepted row has no
    /// value, a finding points at the cell.
    pub fn no_amount_is_dropped(&self, submission: &Submission) {
        let used = self.used();
        let found = submission.tables.iter().find(|rows| rows.table == self.table);
        let Some(rows) = found.filter(|_| submission.mapping.len() == 1) else { return };
        let mapping = &submission.mapping[0];
        for (index, number) in rows.number.iter().enumerate() {
            let Some(row) = self.rows.get(*number as usize - 2) else { continue };
            for (place, at) in used.iter().enumerate() {
                let (Some(column), Some(text)) = (self.table.columns().get(*at), &row[*at]) else {
                    continue;
                };
                let letter = column_letter(place);
                let is_read = mapping.columns.get(column.name) == Some(&letter);
                if !is_amount(column) || !is_read || says_nothing(text) {
                    continue;
                }
                let is_kept = rows.columns[*at].get(index) != Value::Missing;
                let is_told = submission.findings.iter().any(|finding| {
                    let of_row = finding.row == Some(*number) || ONCE.contains(&finding.code);
                    finding.column.as_deref() == Some(letter.as_str()) && of_row
                });
                assert!(is_kept || is_told, "{} of row {number} is dropped: {text:?}", column.name);
            }
        }
    }
}

fn is_amount(column: &Column) -> bool {
    matches!(column.kind, Kind::Count | Kind::Year | Kind::Quantity(_) | Kind::Date | Kind::Quarter)
}

/// A text without a digit states no amount.
fn says_nothing(text: &str) -> bool {
    !text.contains(|c: char| c.is_ascii_digit())
}
