//! The lists, their columns, and what a cell says.

use std::collections::BTreeMap;
use std::path::Path;

use crate::diagnostic::{Code, Finding, Text};
use crate::plan::Limits;
use crate::submission::{Sheet, SheetRow, read_sheets};
use crate::text::{clean, match_key};
use crate::unit::{Kilograms, RackUnits, Watts};

/// A list of NetBox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum List {
    /// Racks.
    Racks,
    /// Types of devices: the sizes that NetBox keeps apart from the devices.
    DeviceTypes,
    /// Devices.
    Devices,
    /// Units of racks that are kept for something.
    Reservations,
}

/// A column: its name, and the headings it goes by in files for import, in exports of list views
/// and in flattened lists.
type Column = (&'static str, &'static [&'static str]);

const RACKS: &[Column] = &[
    ("name", &["name", "rack"]),
    ("site", &["site"]),
    ("location", &["location"]),
    ("group", &["group", "rack group"]),
    ("status", &["status"]),
    ("tenant", &["tenant"]),
    ("role", &["role"]),
    ("tags", &["tags"]),
    ("u_height", &["u_height", "height"]),
    ("width", &["width"]),
    ("desc_units", &["desc_units", "descending units"]),
    ("starting_unit", &["starting_unit"]),
    ("max_weight", &["max_weight"]),
    ("weight_unit", &["weight_unit"]),
];

const DEVICE_TYPES: &[Column] = &[
    ("manufacturer", &["manufacturer"]),
    ("model", &["model", "device type"]),
    ("u_height", &["u_height", "height"]),
    ("is_full_depth", &["is_full_depth", "full depth"]),
    ("weight", &["weight"]),
    ("weight_unit", &["weight_unit"]),
];

const DEVICES: &[Column] = &[
    ("name", &["name", "device"]),
    ("manufacturer", &["manufacturer"]),
    ("model", &["device_type", "model", "type"]),
    ("role", &["role", "device role"]),
    ("site", &["site"]),
    ("location", &["location"]),
    ("rack", &["rack"]),
    ("position", &["position", "position (U)"]),
    ("face", &["face", "rack face"]),
    ("status", &["status"]),
    ("parent", &["parent", "parent device"]),
    ("u_height", &["u_height", "height"]),
    ("is_full_depth", &["is_full_depth", "full depth"]),
    ("weight", &["weight"]),
    ("weight_kg", &["weight_kg"]),
    ("weight_unit", &["weight_unit"]),
    ("power_measured_w", &["power_measured_w"]),
    ("psu_count", &["psu_count"]),
];

const RESERVATIONS: &[Column] = &[
    ("site", &["site"]),
    ("location", &["location"]),
    ("rack", &["rack"]),
    ("units", &["units"]),
    ("status", &["status"]),
    ("tenant", &["tenant"]),
    ("description", &["description"]),
];

impl List {
    /// All of them, in the order they are read.
    pub const ALL: [Self; 4] = [Self::Racks, Self::DeviceTypes, Self::Devices, Self::Reservations];

    /// The word in tables, and the name its file is kept under.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Racks => "racks",
            Self::DeviceTypes => "device_types",
            Self::Devices => "devices",
            Self::Reservations => "reservations",
        }
    }

    const fn columns(self) -> &'static [Column] {
        match self {
            Self::Racks => RACKS,
            Self::DeviceTypes => DEVICE_TYPES,
            Self::Devices => DEVICES,
            Self::Reservations => RESERVATIONS,
        }
    }

    /// Columns without which no row says anything.
    const fn needed(self) -> &'static [&'static str] {
        match self {
            Self::Racks => &["site", "name", "u_height"],
            Self::DeviceTypes => &["model", "u_height"],
            Self::Devices => &["site", "rack", "position"],
            Self::Reservations => &["site", "rack", "units"],
        }
    }
}

/// A list that was opened: where its columns stand, and the rows below its headings.
pub(super) struct Opened {
    sheet: Sheet,
    columns: BTreeMap<&'static str, usize>,
}

impl Opened {
    /// Opens a file; `None` with findings when it cannot be used.
    pub(super) fn open(
        list: List,
        path: &Path,
        bytes: &[u8],
        limits: Limits,
        findings: &mut Vec<Finding>,
    ) -> Option<Self> {
        let sheets = match read_sheets(path, bytes, limits, findings) {
            Ok(sheets) => sheets,
            Err(finding) => {
                findings.push(*finding);
                return None;
            }
        };
        let mut filled = sheets.into_iter().filter(|sheet| !sheet.rows.is_empty());
        let (first, more) = (filled.next(), filled.count());
        if more > 0 {
            let found = Text::phrase("N901-sheets").with("sheets", more + 1);
            findings.push(Finding::new(Code::N901, found));
            return None;
        }
        let mut sheet = first.unwrap_or_default();
        let headings = match sheet.rows.is_empty() {
            true => SheetRow { number: 1, cells: Vec::new() },
            false => sheet.rows.remove(0),
        };
        let (columns, unused) = columns_of(list, &headings);
        if let Some(finding) = n901_the_columns_that_are_needed_are_there(list, &columns) {
            findings.push(finding.sheet(&sheet.name).row(headings.number));
            return None;
        }
        if !unused.is_empty() {
            let finding = Finding::new(Code::N914, Text::from(unused.join(", ")));
            findings.push(finding.sheet(&sheet.name).row(headings.number));
        }
        Some(Self { sheet, columns })
    }

    /// Its rows.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.sheet.rows.iter().map(|row| Row { list: self, row })
    }
}

/// Where the columns stand, and the headings that are none of them. Of two headings of one column
/// that further up in its names counts.
fn columns_of(list: List, headings: &SheetRow) -> (BTreeMap<&'static str, usize>, Vec<String>) {
    let texts: Vec<String> = headings.cells.iter().map(|cell| clean(&cell.raw())).collect();
    let mut columns = BTreeMap::new();
    for (name, names) in list.columns() {
        let at = |wanted: &str| texts.iter().position(|text| match_key(text) == match_key(wanted));
        if let Some(index) = names.iter().find_map(|name| at(name)) {
            columns.insert(*name, index);
        }
    }
    let is_unused = |index: &usize| !columns.values().any(|used| used == index);
    let unused = (0..texts.len()).filter(is_unused).map(|index| texts[index].clone());
    let unused = unused.filter(|text| !text.is_empty()).collect();
    (columns, unused)
}

fn n901_the_columns_that_are_needed_are_there(
    list: List,
    columns: &BTreeMap<&'static str, usize>,
) -> Option<Finding> {
    let missing: Vec<&str> =
        list.needed().iter().copied().filter(|name| !columns.contains_key(name)).collect();
    let found =
        Text::phrase("N901-missing").with("list", list.word()).with("columns", missing.join(", "));
    (!missing.is_empty()).then(|| Finding::new(Code::N901, found))
}

/// One row of a list.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    list: &'a Opened,
    row: &'a SheetRow,
}

impl Row<'_> {
    /// Its number as the file shows it.
    pub(super) const fn number(&self) -> u32 {
        self.row.number
    }

    /// The text of a column, cleaned; empty where there is none.
    pub(super) fn text(&self, column: &str) -> String {
        let index = self.list.columns.get(column);
        index.map_or_else(String::new, |&index| clean(&self.row.cell(index).raw()))
    }

    /// A finding on a column of the row, or on the row where the list has no such column.
    pub(super) fn finding(&self, code: Code, column: &str, found: impl Into<Text>) -> Finding {
        let finding = Finding::new(code, found).sheet(&self.list.sheet.name).row(self.row.number);
        match self.list.columns.get(column) {
            Some(&index) => finding.column(index),
            None => finding,
        }
    }

    /// A number, `None` where the cell is empty; an error where it holds none in the range.
    pub(super) fn number_in(
        &self,
        column: &str,
        range: std::ops::RangeInclusive<f64>,
    ) -> Result<Option<f64>, Box<Finding>> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        // "42U" is how a list view shows a height.
        let digits = text.trim_end_matches(['U', 'u']).trim();
        match digits.parse::<f64>() {
            Ok(number) if range.contains(&number) => Ok(Some(number)),
            _ => Err(Box::new(self.n903(column, &text))),
        }
    }

    /// Inches, as a number or as a list view shows them ("19 inches"); `None` where the cell is empty.
    pub(super) fn inches_in(
        &self,
        column: &str,
        range: std::ops::RangeInclusive<f64>,
    ) -> Result<Option<f64>, Box<Finding>> {
        let text = self.text(column).to_lowercase();
        if text.is_empty() {
            return Ok(None);
        }
        let units = ["inches", "inch", "in", "\""];
        let digits = units.iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(&text);
        match digits.trim().parse::<f64>() {
            Ok(number) if range.contains(&number) => Ok(Some(number)),
            _ => Err(Box::new(self.n903(column, &self.text(column)))),
        }
    }

    /// A whole number; `None` where the cell is empty.
    pub(super) fn whole_in(
        &self,
        column: &str,
        range: std::ops::RangeInclusive<f64>,
    ) -> Result<Option<u32>, Box<Finding>> {
        match self.number_in(column, range)? {
            Some(number) if number.fract() > 0.0 => {
                Err(Box::new(self.n903(column, &self.text(column))))
            }
            number => Ok(number.map(|number| number as u32)),
        }
    }

    /// A height or position, in whole or half units.
    pub(super) fn half_units(
        &self,
        column: &str,
        range: std::ops::RangeInclusive<f64>,
    ) -> Result<Option<RackUnits>, Box<Finding>> {
        let Some(units) = self.number_in(column, range)? else { return Ok(None) };
        let rounded = RackUnits::from_units_rounded_up(units);
        match (rounded.as_units() - units).abs() < 1e-9 {
            true => Ok(Some(rounded)),
            false => Err(Box::new(self.n903(column, &self.text(column)))),
        }
    }

    /// Watts; `None` where the cell is empty.
    pub(super) fn watts(&self, column: &str) -> Result<Option<Watts>, Box<Finding>> {
        Ok(self.number_in(column, 0.0..=1e9)?.map(Watts::from_watts))
    }

    /// Whether; `None` where the cell is empty.
    pub(super) fn flag(&self, column: &str) -> Result<Option<bool>, Box<Finding>> {
        let text = self.text(column);
        match text.to_lowercase().as_str() {
            "" => Ok(None),
            "true" | "yes" | "1" | "✔" | "✓" => Ok(Some(true)),
            "false" | "no" | "0" | "✘" | "✗" => Ok(Some(false)),
            _ => Err(Box::new(self.n903(column, &text))),
        }
    }

    /// A mass with its unit: in the cell, as a list view shows it, or in the column `weight_unit`.
    /// Without a unit it is not used, which is told.
    pub(super) fn mass(
        &self,
        column: &str,
        findings: &mut Vec<Finding>,
    ) -> Result<Option<Kilograms>, Box<Finding>> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        let at = text.find(|c: char| c.is_alphabetic()).unwrap_or(text.len());
        let (digits, unit) = text.split_at(at);
        let number =
            digits.trim().parse::<f64>().ok().filter(|number| (0.0..=1e9).contains(number));
        let number = number.ok_or_else(|| Box::new(self.n903(column, &text)))?;
        let stated = self.text("weight_unit");
        let mass = Kilograms::of_unit(number, if unit.is_empty() { &stated } else { unit });
        if mass.is_none() {
            findings.push(self.finding(Code::N913, column, Text::from(text)));
        }
        Ok(mass)
    }

    fn n903(&self, column: &str, text: &str) -> Finding {
        self.finding(Code::N903, column, Text::from(text))
    }
}
