//! Formats of other tools, recognised by content: one file each.
//!
//! A profile says which sheets hold which table and under which headings; cells and rules are the
//! same for all. To add one: write its file, name it in [`recognise`].

pub mod rvtools;

use super::source::Sheet;
use crate::diagnostic::Finding;

/// What the sheets were recognised as.
#[derive(Debug)]
pub enum Profile<'a> {
    /// No foreign format: headings decide sheet by sheet.
    None,
    /// It looks like a foreign format but lacks what sizes are read from; findings say what.
    Refused,
    /// RVTools.
    Rvtools(rvtools::Export<'a>),
}

/// Recognises the format of a file by its sheets.
pub fn recognise<'a>(sheets: &'a [Sheet], findings: &mut Vec<Finding>) -> Profile<'a> {
    match rvtools::recognise(sheets) {
        None => Profile::None,
        Some(Err(missing)) => {
            findings.extend(missing);
            Profile::Refused
        }
        Some(Ok(export)) => {
            findings.extend(export.notes());
            Profile::Rvtools(export)
        }
    }
}
