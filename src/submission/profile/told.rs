//! What is told of more than one format.

use std::collections::BTreeMap;

use super::part::Head;
use crate::diagnostic::{Argument, Code, Finding, Severity, Text};
use crate::submission::source::SheetRow;

/// Figures of use are 95th percentiles: those of another tool are averages, peaks or of a percentile
/// nobody states, so they are kept as tags. The columns that hold one are told once.
pub fn p715_use_is_a_95th_percentile(head: &Head<'_>, names: &[&str]) -> Option<Finding> {
    let mut filled = names
        .iter()
        .filter_map(|name| head.source(&[name]))
        .filter(|source| head.filled_rows(*source) > 0);
    let first = filled.next()?;
    let texts: Vec<String> =
        std::iter::once(first).chain(filled).map(|source| head.text(source)).collect();
    let note = Finding::new(Code::P715, texts.join(", "));
    Some(note.sheet(&head.sheet.name).row(head.number()).column(first))
}

/// Words of the state of a row that say it stands for something in use.
pub fn p725_what_is_listed_is_in_use(
    head: &Head<'_>,
    status: &[&str],
    in_use: &[&str],
) -> Option<Finding> {
    let source = head.source(status)?;
    let mut others = BTreeMap::new();
    let mut first = None;
    for row in head.rows() {
        let text = row.cell(source).raw().trim().to_lowercase();
        if !text.is_empty() && !in_use.contains(&text.as_str()) {
            *others.entry(text).or_insert(0_usize) += 1;
            first.get_or_insert(row.number);
        }
    }
    let states = others.iter().map(|(state, rows)| {
        Text::phrase("P725-state").with("rows", *rows).with("state", state.as_str())
    });
    let found = Text::phrase("P725-states").with("states", Argument::series(states));
    let finding = Finding::new(Code::P725, found).sheet(&head.sheet.name);
    first.map(|row| finding.row(row).column(source))
}

/// A row says whether its machine is physical or virtual; those that do not are read as virtual, and
/// told. Where the sheet has no such column at all, that is a note.
pub fn p720_a_row_says_what_it_is(
    head: &Head<'_>,
    names: &[&str],
    says: impl Fn(&SheetRow) -> bool,
) -> Option<Finding> {
    let silent: Vec<&SheetRow> = head.rows().iter().filter(|row| !says(row)).collect();
    let first = silent.first()?;
    let Some(source) = head.source(names) else {
        let found = Text::phrase("P720-no-column").with("rows", silent.len());
        let mut note = Finding::new(Code::P720, found).sheet(&head.sheet.name).row(head.number());
        note.severity = Severity::Note;
        return Some(note);
    };
    let text = first.cell(source).raw();
    let found = Text::phrase("P720-rows").with("rows", silent.len()).with("text", text);
    Some(Finding::new(Code::P720, found).sheet(&head.sheet.name).row(first.number).column(source))
}
