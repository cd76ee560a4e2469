//! Lists of an agency's own making: a letterhead above the headings, a running number, an index
//! row, sections, headings repeated as on printed pages, totals, signatures.

use std::collections::BTreeMap;

use super::heading::{AGENCY, SYSTEM_BY_NAME, UNKNOWN, heading, unit_of};
use super::spelling::{agency_name, spelled};
use super::{SentFile, csv_bytes, lists};
use crate::chance::Chance;
use crate::reference::Agency;
use crate::schema::{Column, Table};
use crate::submission::Value;
use crate::synth::model::{Estate, Fate, Row, text};
use crate::synth::systems::Owes;
use crate::synth::truth::RowCounts;
use crate::template::{Entry, Grid, TemplateError, workbook_of};

/// Rows after which a printed list begins a new page and repeats its headings.
const PAGE: usize = 45;

/// The lists as workbooks.
pub fn workbooks(
    chance: &mut Chance,
    agency: &Agency,
    owes: Owes,
    estate: &Estate,
) -> Result<Vec<SentFile>, TemplateError> {
    let mut files = Vec::new();
    for (name, tables) in lists(owes, estate) {
        let mut counts = RowCounts::default();
        let mut grids = Vec::new();
        // Only where the list of systems is in the same file can their names stand for their codes.
        let systems = estate.get(&Table::System).filter(|_| tables.contains(&Table::System));
        for (index, table) in tables.iter().enumerate() {
            let Some(rows) = estate.get(table).filter(|rows| !rows.is_empty()) else { continue };
            let by_name = systems.filter(|_| *table == Table::Workload || chance.happens(0.5));
            let list = List::new(chance, agency, *table, rows, by_name);
            counts += list.counts;
            let name = format!("PL{}. {}", index + 1, short_title(*table));
            grids.push(Grid { name, rows: list.lines });
        }
        let bytes = workbook_of(&grids)?;
        files.push(SentFile::new(&format!("phu-luc-{name}.xlsx"), bytes, counts));
    }
    Ok(files)
}

/// The lists as CSV files.
pub fn csv_files(chance: &mut Chance, agency: &Agency, estate: &Estate) -> Vec<SentFile> {
    let mut files = Vec::new();
    for (index, (table, rows)) in estate.iter().enumerate() {
        if rows.is_empty() {
            continue;
        }
        let list = List::new(chance, agency, *table, rows, None);
        let name = format!("phu-luc-{:02}.csv", index + 1);
        files.push(SentFile::new(&name, csv_bytes(&list.lines, true), list.counts));
    }
    files
}

/// A list with everything around it.
struct List {
    lines: Vec<Vec<Entry>>,
    counts: RowCounts,
}

/// A column of a list: of the table, with its heading and the unit the heading names.
struct ListColumn {
    index: usize,
    heading: String,
    unit: Option<i64>,
}

impl List {
    fn new(
        chance: &mut Chance,
        agency: &Agency,
        table: Table,
        rows: &[Row],
        systems: Option<&Vec<Row>>,
    ) -> Self {
        let columns = columns_of(chance, table, rows, systems.is_some());
        let mut list = Self { lines: letterhead(agency, table), counts: RowCounts::of(rows) };
        let mut headings = vec![word("STT"), word(chance.pick(&AGENCY))];
        headings.extend(columns.iter().map(|column| word(&column.heading)));
        headings.push(word(UNKNOWN));
        let width = headings.len();
        list.lines.push(headings.clone());
        list.no_data((1..=width).map(|number| word(&format!("({number})"))).collect());
        let mut offices = BTreeMap::new();
        for (number, row) in rows.iter().enumerate() {
            if number > 0 && number % PAGE == 0 {
                list.no_data(headings.clone());
            }
            if number % 60 == 0 {
                list.no_data(vec![word(["I", "II", "III", "IV", "V", "VI"][number / 60 % 6])]);
            }
            let mut line =
                vec![Entry::Number((number + 1) as f64), word(&agency_name(chance, agency))];
            line.extend(columns.iter().map(|column| cell(chance, column, row, systems)));
            let office = chance.pick(&["Phòng Hạ tầng", "Phòng Ứng dụng", "Trung tâm CNTT"]);
            // A copy says the same in every cell.
            let office = match row.fate {
                Fate::Merged => offices.get(row.key()).copied().unwrap_or(office),
                _ => {
                    offices.entry(row.key()).or_insert(office);
                    office
                }
            };
            line.push(word(office));
            list.lines.push(line);
        }
        list.no_data(vec![word("Tổng cộng:"), word(&format!("{} dòng", rows.len()))]);
        list.no_data(vec![word("Người lập biểu"), Entry::Blank, word("Thủ trưởng đơn vị")]);
        list
    }

    /// Adds a row that is no data.
    fn no_data(&mut self, line: Vec<Entry>) {
        self.lines.push(line);
        self.counts += RowCounts::skipped(1);
    }
}

fn word(text: &str) -> Entry {
    Entry::Text(text.to_owned())
}

/// Lines above the headings; the reader does not count them.
fn letterhead(agency: &Agency, table: Table) -> Vec<Vec<Entry>> {
    let state = word("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
    vec![
        vec![word(&agency.name.to_uppercase()), Entry::Blank, state],
        vec![Entry::Blank, Entry::Blank, word("Độc lập - Tự do - Hạnh phúc")],
        vec![word(&format!("PHỤ LỤC: DANH SÁCH {}", table.title_vi().to_uppercase()))],
        vec![word("(Kèm theo Công văn số 00/VP-CNTT)")],
    ]
}

/// Names of sheets that do not equal the template's.
const fn short_title(table: Table) -> &'static str {
    match table {
        Table::System => "DS HTTT",
        Table::Workload => "DS VM",
        Table::Server => "DS may chu",
        Table::Storage => "DS luu tru",
        Table::NetworkDevice => "DS mang",
        Table::CloudNeed => "Nhu cau cloud",
        Table::Database => "DS CSDL",
        Table::Facility => "DS TTDL",
        Table::Utilisation => "DS do luong",
    }
}

/// The columns of a list: those that any row fills.
fn columns_of(
    chance: &mut Chance,
    table: Table,
    rows: &[Row],
    systems_by_name: bool,
) -> Vec<ListColumn> {
    let fills = |row: &Row, index: usize| {
        row.values[index] != Value::Missing || row.raw.is_some_and(|(at, _)| at == index)
    };
    let is_filled = |index: usize| rows.iter().any(|row| fills(row, index));
    let filled = table.columns().iter().enumerate().filter(|(index, _)| is_filled(*index));
    filled
        .map(|(index, column)| {
            let heading = match names_system(table, column) && systems_by_name {
                true => SYSTEM_BY_NAME.to_owned(),
                false => heading(chance, table, column),
            };
            ListColumn { index, unit: unit_of(column, &heading), heading }
        })
        .collect()
}

/// Whether a column names the system a row of another table belongs to.
fn names_system(table: Table, column: &Column) -> bool {
    table != Table::System && column.name == Table::System.key().name
}

fn cell(chance: &mut Chance, column: &ListColumn, row: &Row, systems: Option<&Vec<Row>>) -> Entry {
    if let Some((at, raw)) = row.raw
        && at == column.index
    {
        return word(raw);
    }
    let of_table = &row.table.columns()[column.index];
    let value = &row.values[column.index];
    if let (Some(systems), Value::Text(code)) = (systems, value)
        && names_system(row.table, of_table)
    {
        let named = systems.iter().find(|system| system.key() == code.as_str());
        let name = named.map_or(code.as_str(), |system| system.text("name"));
        return spelled(chance, of_table, None, &text(name), false);
    }
    spelled(chance, of_table, column.unit, value, column.index == 0)
}
