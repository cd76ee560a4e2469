//! How an agency writes down what it has: the template, CSV, an RVTools export, or a list of its
//! own making.

mod heading;
mod messy;
mod own;
mod rvtools;
mod spelling;

use std::collections::BTreeSet;

use super::model::{Estate, GIB, Row};
use super::systems::Owes;
use super::truth::RowCounts;
use crate::chance::Chance;
use crate::reference::Agency;
use crate::schema::Table;
use crate::submission::Value;
use crate::template::{Entry, TemplateError};

/// The form of an agency's files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The template as a workbook.
    Workbook,
    /// The template as CSV files with decimal points and commas between fields.
    CsvPoint,
    /// The template as CSV files with decimal commas and semicolons between fields.
    CsvComma,
    /// An RVTools export with headings in MiB, and the other lists in the template.
    RvtoolsNew,
    /// The same with the older headings in MB.
    RvtoolsOld,
    /// A workbook with headings, titles and totals of the agency's own making.
    MessyWorkbook,
    /// CSV files of that kind.
    MessyCsv,
}

/// Forms of agencies that send a resource list.
pub const FORMS_OF_RESOURCES: [Form; 7] = [
    Form::Workbook,
    Form::CsvPoint,
    Form::CsvComma,
    Form::RvtoolsNew,
    Form::RvtoolsOld,
    Form::MessyWorkbook,
    Form::MessyCsv,
];

/// Forms of agencies that send nothing but a cloud-needs list.
pub const FORMS_OF_NEEDS: [Form; 5] =
    [Form::Workbook, Form::CsvPoint, Form::CsvComma, Form::MessyWorkbook, Form::MessyCsv];

impl Form {
    /// Whether it is an export of RVTools.
    pub const fn is_rvtools(self) -> bool {
        matches!(self, Self::RvtoolsNew | Self::RvtoolsOld)
    }

    /// Whether it is of the agency's own making.
    pub const fn is_messy(self) -> bool {
        matches!(self, Self::MessyWorkbook | Self::MessyCsv)
    }
}

/// A file of an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentFile {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What must become of its rows.
    pub rows: RowCounts,
}

impl SentFile {
    fn new(name: &str, bytes: Vec<u8>, rows: RowCounts) -> Self {
        Self { name: name.to_owned(), bytes, rows }
    }
}

/// Leaves out of the estate what the form has no column for; done before anything is added up.
pub fn restrict(chance: &mut Chance, form: Form, estate: &mut Estate) {
    if form.is_rvtools() {
        rvtools::restrict(chance, estate);
    }
}

/// The same for one row that is copied from another agency's list: a machine of an export keeps the id
/// its hypervisor gave it, and gets one where it came from no hypervisor.
pub fn fit_copy(chance: &mut Chance, form: Form, row: &mut Row) {
    if form.is_rvtools() {
        rvtools::fit_copy(chance, row);
        return;
    }
    // Hands write whole GiB where a hypervisor counts MiB.
    if row.table == Table::Workload
        && let Some(used) = row.integer("disk_used_bytes")
    {
        row.set("disk_used_bytes", Value::Integer((used / GIB).max(1) * GIB));
    }
}

/// Writes an agency's files.
pub fn files_of(
    chance: &mut Chance,
    form: Form,
    agency: &Agency,
    owes: Owes,
    estate: &Estate,
) -> Result<Vec<SentFile>, TemplateError> {
    let mut files = Vec::new();
    match form {
        Form::Workbook => files.extend(own::workbooks(owes, estate)?),
        Form::CsvPoint => files.extend(own::csv_files(estate, false)),
        Form::CsvComma => files.extend(own::csv_files(estate, true)),
        Form::RvtoolsNew | Form::RvtoolsOld => {
            files.push(rvtools::export(chance, form, estate)?);
            let mut rest = estate.clone();
            rest.retain(|table, _| !matches!(table, Table::Workload | Table::Server));
            files.extend(own::workbooks(owes, &rest)?);
        }
        Form::MessyWorkbook => files.extend(messy::workbooks(chance, agency, owes, estate)?),
        Form::MessyCsv => files.extend(messy::csv_files(chance, agency, estate)),
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

/// Names of the two lists as files, with the tables of each: an agency in both groups sends its
/// needs apart, naming systems by the codes they have in the first list.
fn lists(owes: Owes, estate: &Estate) -> Vec<(&'static str, Vec<Table>)> {
    let all: BTreeSet<Table> = estate.keys().copied().collect();
    let needs = |table: &Table| *table == Table::CloudNeed;
    if !owes.resources {
        return vec![("nhu-cau-dam-may", all.into_iter().collect())];
    }
    let (second, first): (Vec<Table>, Vec<Table>) = all.into_iter().partition(needs);
    let mut lists = vec![("danh-muc-tai-nguyen", first), ("nhu-cau-dam-may", second)];
    lists.retain(|(_, tables)| !tables.is_empty());
    lists
}

/// The text of an entry in a CSV file.
fn csv_field(entry: &Entry, decimal_comma: bool) -> String {
    match entry {
        Entry::Blank => String::new(),
        Entry::Text(text) => text.clone(),
        Entry::Number(number) if decimal_comma => number.to_string().replace('.', ","),
        Entry::Number(number) => number.to_string(),
        Entry::Day(day) => day.format("%d/%m/%Y").to_string(),
        Entry::Flag(flag) => if *flag { "TRUE" } else { "FALSE" }.to_owned(),
    }
}

/// The bytes of a CSV file as Excel saves it: with a byte order mark, every line of equal length.
fn csv_bytes(rows: &[Vec<Entry>], decimal_comma: bool) -> Vec<u8> {
    let separator = if decimal_comma { ';' } else { ',' };
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut text = String::from("\u{feff}");
    for row in rows {
        for column in 0..width {
            if column > 0 {
                text.push(separator);
            }
            let field = row.get(column).map(|entry| csv_field(entry, decimal_comma));
            let field = field.unwrap_or_default();
            if field.contains([',', ';', '"', '\n']) {
                text.push('"');
                text.push_str(&field.replace('"', "\"\""));
                text.push('"');
            } else {
                text.push_str(&field);
            }
        }
        text.push_str("\r\n");
    }
    text.into_bytes()
}
