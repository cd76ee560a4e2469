//! What a format says about itself, and what it makes of the sheets of a file.

use std::collections::BTreeMap;

use super::part::Part;
use crate::diagnostic::{Argument, Code, Finding, Severity, Text};
use crate::schema::{GUIDE_SHEETS, Table};
use crate::submission::SheetCount;
use crate::submission::draft::Draft;
use crate::submission::layout::Block;
use crate::submission::read::skipped_sheet;
use crate::submission::source::Sheet;

/// The rows read so far, by table.
pub type Drafts<'a> = BTreeMap<Table, Draft<'a>>;

/// A format of another tool.
pub trait Format: Sync {
    /// Its name in `Submission::profile`, as `azure_migrate`.
    fn name(&self) -> &'static str;

    /// Its name in findings, as "Azure Migrate import".
    fn title(&self) -> Text;

    /// Looks at the headings of the sheets, never at the name of the file, and says which sheet
    /// holds which table under which headings and in which units.
    fn recognise<'a>(&self, sheets: &'a [Sheet]) -> Recognition<'a>;

    /// Whether each row of an export of one table is read alone: only headings decide what the export
    /// is, but for how many rows it has, and nothing is merged into rows or held against others
    /// afterwards. Such an export may be longer than what can be held in memory.
    fn reads_rows_alone(&self) -> bool {
        false
    }

    /// What is merged into the rows and held against each other once all are read. Returns the
    /// counts of the sheets whose rows went into others.
    fn finish(
        &self,
        _sheets: &[Sheet],
        _drafts: &mut Drafts<'_>,
        _findings: &mut Vec<Finding>,
    ) -> Vec<SheetCount> {
        Vec::new()
    }
}

/// What a format thinks of a file.
#[derive(Debug)]
pub enum Recognition<'a> {
    /// It is none of its files.
    None,
    /// It is one, but lacks what its figures are read from; the findings say what.
    Refused(Vec<Finding>),
    /// It is one.
    Export(Export<'a>),
}

/// What a recognised file holds.
#[derive(Debug, Default)]
pub struct Export<'a> {
    parts: Vec<Part<'a>>,
    /// Sheets that are read, now or when the rows are finished.
    used: Vec<&'a Sheet>,
    /// Rows nothing is read from, by sheet.
    skipped: Vec<SheetCount>,
    /// What the sender should know of the format.
    pub notes: Vec<Finding>,
}

impl<'a> Export<'a> {
    /// Adds a table; one without rows is none, but a sheet without rows is still of a table.
    pub fn add(&mut self, part: Part<'a>) {
        let is_known = self.parts.iter().any(|known| known.sheet().name == part.sheet().name);
        if part.rows_count() > 0 || part.is_whole() && !is_known {
            self.parts.push(part);
        }
    }

    /// Notes that a sheet is read, so that it is not told as unknown.
    pub fn takes(&mut self, sheet: &'a Sheet) {
        self.used.push(sheet);
    }

    /// Rows of a sheet that are left out; the caller tells why.
    pub fn skip_rows(&mut self, sheet: &Sheet, rows_count: usize) {
        if rows_count > 0 {
            let count = skipped_sheet(sheet);
            self.skipped.push(SheetCount {
                rows_read: rows_count,
                rows_skipped: rows_count,
                ..count
            });
        }
    }

    /// Every sheet of an export holds something that is kept: one that does not is told, with why.
    pub fn p716_a_sheet_that_is_not_read_is_told(&mut self, sheet: &'a Sheet, why: Text) {
        self.takes(sheet);
        self.skip_rows(sheet, sheet.rows.len());
        let found = Text::phrase("P716-rows").with("rows", sheet.rows.len()).with("why", why);
        self.notes.push(Finding::new(Code::P716, found).sheet(&sheet.name));
    }

    /// Ends the look at a file: sheets that are not of the format are counted and told as unknown,
    /// and a file of which nothing is read says so with a warning.
    pub fn leave_the_rest(&mut self, sheets: &'a [Sheet]) {
        if self.parts.is_empty() {
            let left = self.notes.iter_mut().filter(|note| note.code == Code::P716);
            left.for_each(|note| note.severity = Severity::Warning);
        }
        for sheet in sheets.iter().filter(|sheet| !sheet.rows.is_empty()) {
            if self.used.iter().any(|used| std::ptr::eq(*used, sheet)) {
                continue;
            }
            self.skip_rows(sheet, sheet.rows.len());
            if !GUIDE_SHEETS.contains(&sheet.name.as_str()) {
                let found = Text::phrase("H201-not-of-format").with("rows", sheet.rows.len());
                self.notes.push(Finding::new(Code::H201, found).sheet(&sheet.name));
            }
        }
    }

    /// The one table that rows are read from, where the file holds nothing else.
    pub fn only_block(&self) -> Option<Block<'_>> {
        match self.parts.as_slice() {
            [part] if self.skipped.is_empty() => Some(part.block()),
            _ => None,
        }
    }

    /// The tables of the file.
    pub fn blocks(&self) -> Vec<Block<'_>> {
        self.parts.iter().map(Part::block).collect()
    }

    /// Counts the rows that nothing is read from: with the table of their sheet, where it has one.
    pub fn count_skipped(&self, counts: &mut Vec<SheetCount>) {
        for skipped in &self.skipped {
            match counts.iter_mut().find(|count| count.sheet == skipped.sheet) {
                Some(count) => {
                    count.rows_read += skipped.rows_read;
                    count.rows_skipped += skipped.rows_skipped;
                }
                None => counts.push(skipped.clone()),
            }
        }
    }

    /// Says what the file is: the note of a format that is known.
    pub fn p708_the_format_is_known(&mut self, format: &dyn Format) {
        let note = self.p708_of_rows(format, Part::rows_count);
        self.notes.insert(0, note);
    }

    /// The same note, where how many rows a table has is known elsewhere.
    pub fn p708_of_rows(
        &self,
        format: &dyn Format,
        rows_of: impl Fn(&Part<'a>) -> usize,
    ) -> Finding {
        let table = |part: &Part<'a>| {
            Text::phrase("P708-table")
                .with("sheet", part.sheet().name.as_str())
                .with("rows", rows_of(part))
                .with("table", part.table().name())
        };
        let tables = match self.parts.as_slice() {
            [] => Argument::from(Text::phrase("P708-no-table")),
            parts => Argument::series(parts.iter().map(table)),
        };
        let found = Text::phrase("P708-tables").with("tool", format.title()).with("tables", tables);
        Finding::new(Code::P708, found)
    }
}

/// An export has the columns that its figures are read from; else the finding names those missing.
pub fn p709_the_columns_of_figures_are_there(
    format: &dyn Format,
    sheet: &Sheet,
    missing: &[impl Clone + Into<Text>],
) -> Option<Finding> {
    if missing.is_empty() {
        return None;
    }
    let found = Text::phrase("P709-missing")
        .with("tool", format.title())
        .with("columns", Argument::series(missing.iter().cloned()));
    Some(Finding::new(Code::P709, found).sheet(&sheet.name))
}
