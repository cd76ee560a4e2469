//! The headings of a sheet, and a table read from under them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::diagnostic::{Code, Finding, Text};
use crate::schema::Table;
use crate::submission::header::Heading;
use crate::submission::layout::Block;
use crate::submission::source::{Cell, Sheet, SheetRow};
use crate::text::clean;

/// How many filled rows from the top may come before the headings of an export.
const HEADER_ROWS_SEARCHED: usize = 10;

/// A column of a table and the headings a format may have for it, best first.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Column of the table.
    pub column: &'static str,
    names: Names,
}

#[derive(Debug, Clone, Copy)]
enum Names {
    Plain(&'static [&'static str]),
    Sized(&'static [(&'static str, &'static str)]),
}

impl Field {
    /// A column whose headings need no unit.
    pub const fn new(column: &'static str, names: &'static [&'static str]) -> Self {
        Self { column, names: Names::Plain(names) }
    }

    /// A column of amounts: each heading with the unit the tool means by it.
    pub const fn sized(
        column: &'static str,
        names: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self { column, names: Names::Sized(names) }
    }

    /// The heading told when all are missing.
    pub fn first_name(&self) -> &'static str {
        match self.names {
            Names::Plain(names) => names.first().copied().unwrap_or_default(),
            Names::Sized(names) => names.first().map(|(name, _)| *name).unwrap_or_default(),
        }
    }
}

/// A heading as it is compared: lower case, without the star of required columns and the word
/// "(optional)" that templates write.
pub fn key(text: &str) -> String {
    let text = clean(text).to_lowercase();
    let text = text.trim_start_matches('*').trim();
    text.strip_suffix("(optional)").unwrap_or(text).trim().to_owned()
}

/// The headings of a sheet, found by name and never by position.
#[derive(Debug, Clone)]
pub struct Head<'a> {
    /// The sheet.
    pub sheet: &'a Sheet,
    /// Index, in the sheet's rows, of the headings.
    pub index: usize,
    keys: Vec<String>,
}

impl<'a> Head<'a> {
    /// The first row near the top whose headings are what `is_ours` looks for.
    pub fn find(sheet: &'a Sheet, is_ours: impl Fn(&Self) -> bool) -> Option<Self> {
        (0..sheet.rows.len().min(HEADER_ROWS_SEARCHED))
            .map(|index| {
                let cells = &sheet.rows[index].cells;
                Self { sheet, index, keys: cells.iter().map(|cell| key(&cell.raw())).collect() }
            })
            .find(is_ours)
    }

    /// Column of the sheet under the first of the names that it has.
    pub fn source(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| {
            let name = key(name);
            self.keys.iter().position(|known| *known == name)
        })
    }

    /// Whether it has one of the names.
    pub fn has(&self, names: &[&str]) -> bool {
        self.source(names).is_some()
    }

    /// How many of the names it has.
    pub fn count(&self, names: &[&str]) -> usize {
        names.iter().filter(|name| self.has(&[name])).count()
    }

    /// Column of the sheet and unit of a field.
    pub fn field(&self, field: &Field) -> Option<(usize, &'static str)> {
        match field.names {
            Names::Plain(names) => self.source(names).map(|source| (source, "")),
            Names::Sized(names) => {
                names.iter().find_map(|(name, unit)| Some((self.source(&[name])?, *unit)))
            }
        }
    }

    /// The headings of the fields that the sheet has under none of their names.
    pub fn missing(&self, fields: &[Field], needed: &[&str]) -> Vec<&'static str> {
        let is_missing =
            |field: &&Field| needed.contains(&field.column) && self.field(field).is_none();
        fields.iter().filter(is_missing).map(Field::first_name).collect()
    }

    /// Column and compared text of every filled heading.
    pub fn filled(&self) -> impl Iterator<Item = (usize, &str)> {
        let keys = self.keys.iter().enumerate().map(|(source, key)| (source, key.as_str()));
        keys.filter(|(_, key)| !key.is_empty())
    }

    /// The heading of a column as the sheet has it.
    pub fn text(&self, source: usize) -> String {
        clean(&self.sheet.rows[self.index].cell(source).raw())
    }

    /// Row of the headings, as the sender sees it.
    pub fn number(&self) -> u32 {
        self.sheet.rows[self.index].number
    }

    /// The rows below the headings.
    pub fn rows(&self) -> &'a [SheetRow] {
        &self.sheet.rows[self.index + 1..]
    }

    /// Rows below the headings whose cell in a column is filled.
    pub fn filled_rows(&self, source: usize) -> usize {
        self.rows().iter().filter(|row| !row.cell(source).is_blank()).count()
    }
}

/// A table of an export: a sheet, or some of its rows, and what its columns mean.
#[derive(Debug)]
pub struct Part<'a> {
    sheet: Cow<'a, Sheet>,
    table: Table,
    header_index: usize,
    headings: Vec<Heading>,
    sources: Vec<Option<usize>>,
    parts: BTreeMap<usize, Vec<usize>>,
    tags: Vec<usize>,
}

impl<'a> Part<'a> {
    /// All rows of a sheet as a table. Columns that no field takes are kept as tags.
    pub fn new(head: &Head<'a>, table: Table, fields: &[Field]) -> Self {
        let row = &head.sheet.rows[head.index];
        let mut headings: Vec<Heading> =
            row.cells.iter().map(|cell| Heading::parse(&cell.raw())).collect();
        let mut sources = vec![None; table.columns().len()];
        for field in fields {
            let Some((source, unit)) = head.field(field) else { continue };
            sources[table.index_of(field.column)] = Some(source);
            if !unit.is_empty() {
                headings[source].unit = Some(unit.to_owned());
            }
        }
        let is_free = |source: &usize| !sources.contains(&Some(*source));
        let tags = head.filled().map(|(source, _)| source).filter(is_free).collect();
        Self {
            sheet: Cow::Borrowed(head.sheet),
            table,
            header_index: head.index,
            headings,
            sources,
            parts: BTreeMap::new(),
            tags,
        }
    }

    /// The same table with those rows only that `keep` says.
    pub fn only(mut self, keep: impl Fn(&SheetRow) -> bool) -> Self {
        let below = &self.sheet.rows[self.header_index + 1..];
        if below.iter().all(&keep) {
            return self;
        }
        let header = std::iter::once(&self.sheet.rows[self.header_index]);
        let rows = header.chain(below.iter().filter(|row| keep(row))).cloned().collect();
        self.sheet = Cow::Owned(Sheet { rows, ..Sheet::new(self.sheet.name.clone()) });
        self.header_index = 0;
        self
    }

    /// The same table with a column that is the sum of several columns of the sheet.
    pub fn sum(mut self, column: &str, sources: &[usize], unit: &str) -> Self {
        let Some((first, others)) = sources.split_first() else { return self };
        let index = self.table.index_of(column);
        self.sources[index] = Some(*first);
        if !unit.is_empty() {
            self.headings[*first].unit = Some(unit.to_owned());
        }
        self.tags.retain(|tag| !sources.contains(tag));
        if !others.is_empty() {
            self.parts.insert(index, others.to_vec());
        }
        self
    }

    /// The same table with a column read from that column of the sheet.
    pub fn column(self, column: &str, source: Option<usize>) -> Self {
        match source {
            Some(source) => self.sum(column, &[source], ""),
            None => self,
        }
    }

    /// The same table with the blank cells of a column of the sheet filled, where `text` gives one.
    pub fn fill(mut self, source: usize, text: impl Fn(&SheetRow) -> Option<String>) -> Self {
        let below = self.header_index + 1;
        for index in below..self.sheet.rows.len() {
            let row = &self.sheet.rows[index];
            if !row.cell(source).is_blank() {
                continue;
            }
            let Some(text) = text(row) else { continue };
            let row = &mut self.sheet.to_mut().rows[index];
            if row.cells.len() <= source {
                row.cells.resize(source + 1, Cell::Empty);
            }
            row.cells[source] = Cell::Text(text);
        }
        self
    }

    /// The same table with those tags only.
    pub fn tags(mut self, keep: impl Fn(usize) -> bool) -> Self {
        self.tags.retain(|source| keep(*source));
        self
    }

    /// Which table it is.
    pub const fn table(&self) -> Table {
        self.table
    }

    /// Its sheet, with its own rows only.
    pub fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    /// Whether it is its whole sheet.
    pub const fn is_whole(&self) -> bool {
        matches!(self.sheet, Cow::Borrowed(_))
    }

    /// Number of its rows.
    pub fn rows_count(&self) -> usize {
        self.sheet.rows.len() - self.header_index - 1
    }

    /// The block the cells are read from.
    pub fn block(&self) -> Block<'_> {
        let (headings, sources) = (self.headings.clone(), self.sources.clone());
        let mut block = Block::new(&self.sheet, self.table, self.header_index, headings, sources);
        block.parts = self.parts.clone();
        block.tags = self.tags.clone();
        block.is_export = true;
        block
    }

    /// Headings that say kB, MB or GB where the tool means KiB, MiB or GiB, under `code`.
    pub fn units_told(&self, code: Code) -> Vec<Finding> {
        let header = &self.sheet.rows[self.header_index];
        let sources: std::collections::BTreeSet<usize> =
            self.sources.iter().flatten().copied().collect();
        let is_sloppy = |text: &str| {
            let words = text.split(|c: char| !c.is_ascii_alphabetic());
            words
                .into_iter()
                .any(|word| ["KB", "MB", "GB"].contains(&word) || word.ends_with("InMB"))
        };
        sources
            .into_iter()
            .filter_map(|source| {
                let heading = &self.headings[source];
                let (unit, power) = match heading.unit.as_deref()? {
                    "KiB" => ("KiB", 10_u32),
                    "MiB" => ("MiB", 20),
                    "GiB" => ("GiB", 30),
                    _ => return None,
                };
                let finding = Finding::new(code, heading.text.clone())
                    .expected(Text::phrase("P726-read-as").with("unit", unit).with("power", power));
                let finding = finding.sheet(&self.sheet.name).row(header.number).column(source);
                is_sloppy(&heading.text).then_some(finding)
            })
            .collect()
    }
}
