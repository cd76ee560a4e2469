//! The mapping file: what a planner settled about the sheets of an agency that headings leave open.
//!
//! ```toml
//! [[sheet]]
//! agency = "MOET"              # optional; any sender otherwise
//! name = "Sheet1"              # optional; any sheet otherwise
//! table = "server"             # optional; which table it is
//! header_row = 5               # optional; the (last) row of headings, from 1
//! decimal = "comma"            # optional; comma or point
//! [sheet.columns]              # by heading, or by letter
//! "Cấu hình 2" = "cores_count"
//! "Tổng RAM" = { column = "ram_bytes", unit = "GB", per = "row" }
//! "F" = "tag"                  # tag: kept, not read; spec: a machine in words; agency
//! ```
//!
//! Entries apply in the order of the file; the first that fits a sheet is used.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::header::Heading;
use super::number::DecimalSign;
use crate::schema::Table;
use crate::text::match_key;

/// Why a mapping file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OverrideError {
    /// The file cannot be read.
    #[error("cannot read the mapping file {path}: {source}; check the path given to --map")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is no such TOML.
    #[error("the mapping file {path} cannot be followed: {source}")]
    Parse {
        /// The file.
        path: PathBuf,
        /// Where and why.
        source: Box<toml::de::Error>,
    },
    /// A name in it is not known.
    #[error("the mapping file {path}: there is no {what} {name}; {remedy}")]
    Unknown {
        /// The file.
        path: PathBuf,
        /// Table or column.
        what: &'static str,
        /// The name.
        name: String,
        /// What to write instead.
        remedy: String,
    },
}

/// Whether an amount is that of one thing or of all things of its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Per {
    /// Of one; times the quantity gives the row.
    Unit,
    /// Of all things of the row.
    Row,
}

/// What a column of a sheet is used for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnUse {
    /// Kept as a tag, not read.
    Tag,
    /// It names the agency of each row.
    Agency,
    /// It describes a machine in words.
    Spec,
    /// A column of the table.
    Column {
        /// Its name.
        name: String,
        /// Unit of bare numbers.
        unit: Option<String>,
        /// One or all of the row.
        per: Option<Per>,
    },
}

/// What is settled about a sheet; nothing by default.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SheetOverride {
    agency: Option<String>,
    name: Option<String>,
    /// Which table it is.
    pub table: Option<Table>,
    /// Row of its headings, from 1.
    pub header_row: Option<u32>,
    /// Its decimal sign.
    pub decimal: Option<DecimalSign>,
    columns: Vec<(String, ColumnUse)>,
}

impl SheetOverride {
    /// What is settled about a column, by its heading or its letter.
    pub fn use_of(&self, heading: &str, letter: &str) -> Option<&ColumnUse> {
        let named = |name: &str| Self::is_named(name, heading, letter);
        self.columns.iter().find(|(name, _)| named(name)).map(|(_, used)| used)
    }
}

impl SheetOverride {
    /// What is settled about columns, by heading or letter.
    pub fn columns(&self) -> impl Iterator<Item = (&str, &ColumnUse)> {
        self.columns.iter().map(|(name, used)| (name.as_str(), used))
    }

    /// Whether a heading, or the letter of its column, is the one of that name.
    pub fn is_named(name: &str, heading: &str, letter: &str) -> bool {
        let key = match_key(heading);
        (!key.is_empty() && match_key(name) == key) || name == letter
    }
}

/// A whole mapping file; empty by default.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Overrides {
    sheets: Vec<SheetOverride>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    sheet: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    agency: Option<String>,
    name: Option<String>,
    table: Option<String>,
    header_row: Option<u32>,
    decimal: Option<Sign>,
    #[serde(default)]
    columns: BTreeMap<String, Use>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Sign {
    Comma,
    Point,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Use {
    Name(String),
    Exact { column: String, unit: Option<String>, per: Option<Per> },
}

impl Overrides {
    /// Reads a mapping file.
    pub fn read(path: &Path) -> Result<Self, OverrideError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| OverrideError::Read { path: path.to_owned(), source })?;
        Self::parse(path, &text)
    }

    fn parse(path: &Path, text: &str) -> Result<Self, OverrideError> {
        let file: File = toml::from_str(text).map_err(|source| OverrideError::Parse {
            path: path.to_owned(),
            source: Box::new(source),
        })?;
        let sheets = file.sheet.into_iter().map(|entry| entry.resolve(path));
        Ok(Self { sheets: sheets.collect::<Result<_, _>>()? })
    }

    /// Nothing settled.
    pub fn none() -> &'static Self {
        static NONE: Overrides = Overrides { sheets: Vec::new() };
        &NONE
    }

    /// Whether nothing is settled.
    pub const fn is_empty(&self) -> bool {
        self.sheets.is_empty()
    }

    /// Names of the sheets that entries for a sender speak of; `None` for any sheet.
    pub fn sheet_names(&self, agency_id: Option<&str>) -> Vec<Option<&str>> {
        let of_sender = |entry: &&SheetOverride| {
            entry.agency.as_deref().is_none_or(|agency| Some(agency) == agency_id)
        };
        self.sheets.iter().filter(of_sender).map(|entry| entry.name.as_deref()).collect()
    }

    /// What is settled about a sheet of a sender.
    pub fn of(&self, agency_id: Option<&str>, sheet: &str) -> SheetOverride {
        let fits = |entry: &&SheetOverride| {
            entry.agency.as_deref().is_none_or(|agency| Some(agency) == agency_id)
                && entry.name.as_deref().is_none_or(|name| match_key(name) == match_key(sheet))
        };
        self.sheets.iter().find(fits).cloned().unwrap_or_default()
    }
}

impl Entry {
    fn resolve(self, path: &Path) -> Result<SheetOverride, OverrideError> {
        let unknown = |what: &'static str, name: &str, known: Vec<&str>| OverrideError::Unknown {
            path: path.to_owned(),
            what,
            name: name.to_owned(),
            remedy: format!("use one of {}", known.join(", ")),
        };
        let table = self.table.map(|name| {
            let known = || Table::ALL.iter().map(|table| table.name()).collect();
            Table::from_name(&name).ok_or_else(|| unknown("table", &name, known()))
        });
        let table = table.transpose()?;
        let mut columns = Vec::new();
        for (heading, used) in self.columns {
            let (name, unit, per) = match used {
                Use::Name(name) => (name, None, None),
                Use::Exact { column, unit, per } => (column, unit, per),
            };
            let used = match name.as_str() {
                "tag" => ColumnUse::Tag,
                "agency" => ColumnUse::Agency,
                "spec" => ColumnUse::Spec,
                _ => {
                    let tables = Table::ALL.into_iter().filter(|t| table.is_none_or(|of| of == *t));
                    let known: Vec<&str> =
                        tables.flat_map(|t| t.columns()).map(|column| column.name).collect();
                    if !known.contains(&name.as_str()) {
                        return Err(unknown("column", &name, known));
                    }
                    let kinds =
                        Table::ALL.into_iter().filter_map(|t| t.column(&name)).map(|c| c.kind);
                    if let Some(unit) = &unit
                        && !kinds.clone().any(|kind| Heading::in_unit(unit).fits(kind))
                    {
                        let known = vec!["KiB, MiB, GiB, TiB, KB, MB, GB, TB", "%", "W, kW", "kg"];
                        return Err(unknown("unit", unit, known));
                    }
                    ColumnUse::Column { name, unit, per }
                }
            };
            columns.push((heading, used));
        }
        Ok(SheetOverride {
            agency: self.agency,
            name: self.name,
            table,
            header_row: self.header_row,
            decimal: self.decimal.map(|sign| match sign {
                Sign::Comma => DecimalSign::Comma,
                Sign::Point => DecimalSign::Point,
            }),
            columns,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Overrides, OverrideError> {
        Overrides::parse(Path::new("map.toml"), text)
    }

    #[test]
    fn the_first_entry_that_fits_a_sheet_is_used() {
        let text = "[[sheet]]\nagency = \"MOH\"\ntable = \"storage\"\n\
                    [[sheet]]\nname = \"Danh sách\"\ntable = \"server\"\ndecimal = \"comma\"\n\
                    [sheet.columns]\n\"Tổng RAM\" = { column = \"ram_bytes\", per = \"row\" }\n\"F\" = \"tag\"\n";
        let overrides = parse(text).expect("is a mapping file");
        assert_eq!(overrides.of(Some("MOH"), "x").table, Some(Table::Storage));
        assert_eq!(overrides.of(Some("MOET"), "x"), SheetOverride::default());
        let settled = overrides.of(None, "DANH SÁCH");
        assert_eq!(settled.table, Some(Table::Server));
        assert_eq!(settled.decimal, Some(DecimalSign::Comma));
        let ram = ColumnUse::Column { name: "ram_bytes".into(), unit: None, per: Some(Per::Row) };
        assert_eq!(settled.use_of("TỔNG RAM", "C"), Some(&ram));
        assert_eq!(settled.use_of("Khác", "F"), Some(&ColumnUse::Tag));
        assert_eq!(settled.use_of("Khác", "G"), None);
    }

    #[test]
    fn names_that_do_not_exist_are_refused_with_those_that_do() {
        let table = parse("[[sheet]]\ntable = \"servers\"\n").expect_err("no such table");
        assert!(table.to_string().contains("there is no table servers; use one of system"));
        let text = "[[sheet]]\ntable = \"server\"\n[sheet.columns]\n\"X\" = \"vcpu_count\"\n";
        let column = parse(text).expect_err("a server has no vCPUs");
        assert!(column.to_string().contains("no column vcpu_count"), "{column}");
        let text =
            "[[sheet]]\n[sheet.columns]\n\"X\" = { column = \"ram_bytes\", unit = \"thanh\" }\n";
        let unit = parse(text).expect_err("memory is not counted in modules");
        assert!(unit.to_string().contains("there is no unit thanh; use one of KiB"), "{unit}");
        assert!(parse("[[sheets]]\n").is_err(), "an unknown key is no silent drop");
    }
}
