//! The return workbook: a sender's rows given back with every finding on its cell.
//!
//! In: the sheets of a file as read, and the submission they became. Out: the bytes of a workbook
//! in which each sheet keeps its rows and columns where they were and its cells their types, faulty
//! cells are coloured and commented, and two sheets of ours come first: the list of findings and
//! the summary. Those two are known by their first cell ([`RETURN_TITLES`]) and passed over when
//! the workbook comes back, so that the sender corrects cells in place and sends the same file:
//! rows and codes being the same, it takes the place of the earlier one.
//!
//! First everything is decided ([`Returned`]), then it is written. The same input gives the same
//! bytes. Knows nothing of the store.

mod cells;
mod list;
mod look;
mod name;
mod plan;
mod summary;
mod words;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};
use thiserror::Error;

use crate::diagnostic::Finding;
use crate::language::Language;
use crate::schema::RETURN_TITLES;

pub use plan::{Caps, Listed, Mark, Returned, SheetBack, Target};

/// A return workbook that could not be written.
#[derive(Debug, Error)]
#[error("the return workbook could not be written")]
pub struct ReturnError(#[from] rust_xlsxwriter::XlsxError);

/// A finding in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingText {
    /// What the rule claims of good data.
    pub claim: String,
    /// What stands there.
    pub found: String,
    /// What was expected; the claim where nothing more exact is known.
    pub expected: String,
    /// What to do.
    pub remedy: String,
}

/// The words of a finding: the one place that asks findings for their texts.
pub fn finding_text(finding: &Finding, language: Language) -> FindingText {
    FindingText {
        claim: finding.code.claim(language).to_owned(),
        found: finding.found.in_language(language).into_owned(),
        expected: finding.expected.in_language(language).into_owned(),
        remedy: finding.remedy.in_language(language).into_owned(),
    }
}

/// The workbook of what is given back.
pub fn workbook(returned: &Returned<'_>) -> Result<Vec<u8>, ReturnError> {
    let mut workbook = Workbook::new();
    // A fixed day, so that no clock shows in it.
    let day = ExcelDateTime::from_ymd(2024, 9, 4)?;
    workbook.set_properties(&DocProperties::new().set_title("ndcap").set_creation_datetime(&day));
    let looks = look::Looks::new();
    let mut sheets = Vec::with_capacity(returned.sheets.len());
    let mut lost = cells::Lost::default();
    for back in &returned.sheets {
        sheets.push(cells::sheet(back, &returned.submission.mapping, &looks, &mut lost)?);
    }
    // Written last, since it tells what could not be kept; placed first.
    workbook.push_worksheet(list::sheet(returned, &looks)?);
    workbook.push_worksheet(summary::sheet(returned, &lost, &looks)?);
    for sheet in sheets {
        workbook.push_worksheet(sheet);
    }
    Ok(workbook.save_to_buffer()?)
}

/// First cell of the list of findings.
const fn list_title(language: Language) -> &'static str {
    language.pick(RETURN_TITLES[1], RETURN_TITLES[0])
}

/// First cell of the summary.
const fn summary_title(language: Language) -> &'static str {
    language.pick(RETURN_TITLES[3], RETURN_TITLES[2])
}

#[cfg(test)]
mod tests;
