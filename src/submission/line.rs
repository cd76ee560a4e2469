//! The rows of a block, one by one: what each is, before any is read.

use super::Intake;
use super::layout::{Block, RowKind};
use super::source::{Cell, SheetRow};
use crate::text::clean;

/// A row of a block, and what it is.
#[derive(Debug, Clone)]
pub struct Line<'a> {
    /// What it is.
    pub kind: RowKind,
    /// Its cells.
    pub row: &'a SheetRow,
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

    /// What the next row is.
    pub fn next(&mut self, block: &Block<'_>, row: &SheetRow) -> RowKind {
        let names_agency = |text: &str| self.intake.agencies.names(text);
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
