//! What a mapping file settles, held against the sheets: a name that is not there settles nothing,
//! and is told.

use super::Intake;
use super::overrides::{ColumnUse, SheetOverride};
use super::read::Settled;
use super::source::Sheet;
use crate::diagnostic::{Code, Finding, Severity, Text, column_letter};
use crate::text::match_key;

fn h212(phrase: Text) -> Finding {
    Finding::new(Code::H212, phrase)
}

/// The columns of an export are known: nothing is settled about them.
pub fn h212_no_export_is_settled(intake: &Intake<'_>, format: &str, findings: &mut Vec<Finding>) {
    if !names_for(intake).is_empty() {
        findings.push(h212(Text::phrase("H212-export").with("format", format)));
    }
}

/// Sheets that entries for the sender speak of.
fn names_for<'a>(intake: &Intake<'a>) -> Vec<Option<&'a str>> {
    intake.overrides.sheet_names(intake.sender.map(|agency| agency.id.as_str()))
}

/// Every entry for the sender fits a sheet, and every column it settles is there.
pub fn h212_what_is_settled_is_found(
    sheets: &[Sheet],
    blocks: &[Settled<'_>],
    intake: &Intake<'_>,
    findings: &mut Vec<Finding>,
) {
    if intake.overrides.is_empty() {
        return;
    }
    let names = names_for(intake);
    let has = |name: &&str| sheets.iter().any(|sheet| match_key(&sheet.name) == match_key(name));
    if !names.iter().any(|name| name.as_ref().is_none_or(has)) {
        findings.push(h212(Text::phrase("H212-no-sheet")));
        return;
    }
    for name in names.iter().flatten().filter(|name| !has(name)) {
        // It may be meant for another file of the sender.
        let mut note = h212(Text::phrase("H212-sheet").with("name", *name));
        note.severity = Severity::Note;
        findings.push(note);
    }
    for sheet in sheets {
        let of_sheet: Vec<&Settled<'_>> =
            blocks.iter().filter(|(block, _)| block.sheet.name == sheet.name).collect();
        let Some((_, settled)) = of_sheet.first() else { continue };
        for (name, used) in settled.columns() {
            if let Some(phrase) = unused(name, used, &of_sheet) {
                findings.push(h212(phrase).sheet(&sheet.name));
            }
        }
    }
}

/// Why nothing is settled by an entry about a column; `None` where something is.
fn unused(name: &str, used: &ColumnUse, blocks: &[&Settled<'_>]) -> Option<Text> {
    let has_heading = blocks.iter().any(|(block, _)| {
        block.headings.iter().enumerate().any(|(source, heading)| {
            SheetOverride::is_named(name, &heading.text, &column_letter(source))
        })
    });
    if !has_heading {
        return Some(Text::phrase("H212-column").with("name", name));
    }
    let ColumnUse::Column { name: column, .. } = used else { return None };
    let has_column = blocks.iter().any(|(block, _)| block.table.column(column).is_some());
    (!has_column).then(|| {
        Text::phrase("H212-other-table").with("column", column.as_str()).with("name", name)
    })
}
