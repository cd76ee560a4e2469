//! The rows of a block, one by one: what each is, before any is read.

use unicode_normalization::UnicodeNormalization;

use super::Intake;
use super::layout::{Block, RowKind};
use super::source::{Cell, Record, SheetRow};
use crate::text::{clean, shows_nothing};

/// A row of a block, and what it is.
#[derive(Debug, Clone)]
pub struct Line<'a> {
    /// What it is.
    pub kind: RowKind,
    /// Its cells.
    pub row: &'a SheetRow,
}

impl Line<'_> {
    /// Whether it becomes a row; one that would go on with another does where there is none above.
    pub fn is_row_of_its_own(&self, has_above: bool) -> bool {
        match self.kind {
            RowKind::Data => true,
            RowKind::Continuation => !has_above,
            _ => false,
        }
    }
}

/// Tells what rows are, from the first below the headings on.
#[derive(Debug, Clone, Copy)]
pub struct Classifier<'a> {
    intake: &'a Intake<'a>,
    is_numbered: bool,
    /// What earlier rows leave behind.
    state: State,
}

/// What earlier rows say of the ones below them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct State {
    /// Whether the last row was a total or part of one.
    after_total: bool,
    /// Whether a signature stands above.
    after_signature: bool,
    /// Whether headings, or a repetition of them, stand right above.
    is_first: bool,
}

impl<'a> Classifier<'a> {
    /// Of the rows of a block, which have running numbers or not.
    pub fn new(intake: &'a Intake<'a>, is_numbered: bool) -> Self {
        Self { intake, is_numbered, state: State { is_first: true, ..State::default() } }
    }

    /// What the rows so far leave behind.
    pub const fn state(&self) -> State {
        self.state
    }

    /// Goes back to where the state was taken.
    pub const fn go_back_to(&mut self, state: State) {
        self.state = state;
    }

    /// Whether headings stand right above the next row.
    pub const fn is_first(&self) -> bool {
        self.state.is_first
    }

    /// Passes a row that is data beyond doubt.
    pub const fn pass_data(&mut self) {
        self.state.is_first = false;
        self.state.after_total = false;
    }

    /// What the next row is.
    pub fn next(&mut self, block: &Block<'_>, row: &SheetRow) -> RowKind {
        let agencies = self.intake.agencies;
        let names_agency = |text: &str| agencies.names(text) || agencies.ambiguous(text).is_some();
        let mut kind = block.kind_of(row, self.state.is_first, &names_agency);
        self.state.is_first = block.repeats_headings(row);
        self.state.after_signature |= kind == RowKind::Signature;
        // Names and stamps below a signature; what states a number or a code is data all the same.
        if self.state.after_signature && kind == RowKind::Data && states_nothing(block, row) {
            kind = RowKind::NoData;
        }
        if self.is_numbered && kind == RowKind::Data && block.is_name_alone(row) {
            kind = RowKind::Section(first_text(row));
        }
        // What a dash lists below a total is part of it.
        let listed = row.cells.iter().find(|cell| !cell.is_blank()).is_some_and(|cell| {
            matches!(cell, Cell::Text(text) if text.trim_start().starts_with(['-', '+', '•']))
        });
        if self.state.after_total && listed {
            kind = RowKind::PartOfTotal;
        }
        self.state.after_total = matches!(kind, RowKind::Total | RowKind::PartOfTotal);
        kind
    }
}

/// What each row below the headings is.
pub fn classify<'a>(block: &Block<'a>, intake: &Intake<'_>, is_numbered: bool) -> Vec<Line<'a>> {
    let mut classifier = Classifier::new(intake, is_numbered);
    let rows = block.rows().iter();
    rows.map(|row| Line { kind: classifier.next(block, row), row }).collect()
}

/// Whether a row has no digit, and so no running number; nor a code, where rows have no numbers.
fn states_nothing(block: &Block<'_>, row: &SheetRow) -> bool {
    let has_code = block.key_source().is_some_and(|key| !row.cell(key).is_blank());
    (block.number_source.is_some() || !has_code)
        && !row.cells.iter().any(|cell| cell.raw().contains(|c: char| c.is_ascii_digit()))
}

/// The text of the first filled cell.
pub fn first_text(row: &SheetRow) -> String {
    row.cells.iter().find(|cell| !cell.is_blank()).map(|c| clean(&c.raw())).unwrap_or_default()
}

/// Where the cells of a row of data stand.
#[derive(Clone, Copy)]
pub enum RowSource<'a> {
    /// In a sheet.
    Cells(&'a SheetRow),
    /// In a long text.
    Fields(Record<'a>),
}

impl RowSource<'_> {
    /// Number of the row, from 1.
    pub const fn number(self) -> u32 {
        match self {
            Self::Cells(row) => row.number,
            Self::Fields(record) => record.number,
        }
    }

    /// Whether a person would see nothing in the cell of a column.
    pub fn is_blank(self, column: usize) -> bool {
        match self {
            Self::Cells(row) => row.cell(column).is_blank(),
            Self::Fields(record) => shows_nothing(record.field(column)),
        }
    }

    /// Whether the cell of a column says "%".
    pub fn says_percent(self, column: usize) -> bool {
        match self {
            Self::Cells(row) => match row.cell(column) {
                Cell::Text(text) => text.contains('%'),
                Cell::Share(_) => true,
                _ => false,
            },
            Self::Fields(record) => record.raw(column).contains('%'),
        }
    }

    /// The texts of its cells, as they stand, up to the last filled one.
    pub fn raw(self) -> Vec<String> {
        match self {
            Self::Cells(row) => row.cells.iter().map(Cell::raw).collect(),
            Self::Fields(record) => {
                let text = |column| match record.raw(column) {
                    blank if shows_nothing(&blank) => String::new(),
                    text if text.is_ascii() => text.into_owned(),
                    text => text.nfc().collect(),
                };
                let mut texts: Vec<String> = (0..record.len()).map(text).collect();
                let filled = texts.iter().rposition(|text| !text.is_empty());
                texts.truncate(filled.map_or(0, |last| last + 1));
                texts
            }
        }
    }
}

impl std::fmt::Debug for RowSource<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "row {}", self.number())
    }
}
