//! Formats of other tools, recognised by their headings: one file each.
//!
//! # To add a format
//!
//! 1. Write its file here: a unit struct that implements [`Format`]. `recognise` looks for headings
//!    that no other tool writes ([`Head::find`]); a sheet that has them but lacks what figures are
//!    read from is refused with what is missing ([`format::p709_the_columns_of_figures_are_there`]);
//!    else it names for each sheet the table, the headings of its columns and the units the tool
//!    means by them ([`Part`], [`Field`]). Columns that no field takes are kept as tags.
//! 2. Where other sheets or columns say more about the rows, `finish` merges them and holds them
//!    against each other ([`detail`]).
//! 3. Where instead each row stands for itself, as a sample does, say so ([`Format::reads_rows_alone`]):
//!    a list that is longer than what can be held in memory is then read some rows at a time.
//! 4. Name it in [`FORMATS`].
//!
//! A profile says where things stand and what they mean; cells and rules are the same for all. What
//! a tool gives that is no 95th percentile is kept as a tag and sizes nothing.

mod aws;
mod azure;
mod detail;
mod format;
mod google;
mod live_optics;
mod netbox;
mod opendcim;
mod part;
mod rvtools;
mod told;
mod vrops;

pub use format::Drafts;
use format::{Export, Format, Recognition};
#[cfg(doc)]
use part::{Field, Head, Part};

use super::SheetCount;
use super::layout::Block;
use super::source::Sheet;
use crate::diagnostic::{Code, Finding};

/// Every format, in the order they are asked.
const FORMATS: &[&dyn Format] = &[
    &rvtools::Rvtools,
    &live_optics::LiveOptics,
    &azure::AzureMigrate,
    &google::MigrationCenter,
    &aws::ApplicationDiscovery,
    &vrops::AriaOperations,
    &opendcim::OpenDcim,
    &netbox::NetBox,
];

/// What the sheets were recognised as.
pub enum Profile<'a> {
    /// No foreign format: headings decide sheet by sheet.
    None,
    /// It looks like the format of that name but lacks what figures are read from; findings say
    /// what.
    Refused(&'static str),
    /// A format, and what it makes of the file.
    Export(Recognised<'a>),
}

/// A file of a known format.
pub struct Recognised<'a> {
    format: &'static dyn Format,
    sheets: &'a [Sheet],
    export: Export<'a>,
}

/// Recognises the format of a file by its sheets.
pub fn recognise<'a>(sheets: &'a [Sheet], findings: &mut Vec<Finding>) -> Profile<'a> {
    let mut refused = None;
    for format in FORMATS {
        match format.recognise(sheets) {
            Recognition::None => {}
            Recognition::Refused(missing) => {
                refused.get_or_insert((format.name(), missing));
            }
            Recognition::Export(mut export) => {
                findings.append(&mut export.notes);
                return Profile::Export(Recognised { format: *format, sheets, export });
            }
        }
    }
    match refused {
        None => Profile::None,
        Some((name, missing)) => {
            findings.extend(missing);
            Profile::Refused(name)
        }
    }
}

impl Recognised<'_> {
    /// The name of the format.
    pub fn name(&self) -> &'static str {
        self.format.name()
    }

    /// The tables of the file.
    pub fn blocks(&self) -> Vec<Block<'_>> {
        self.export.blocks()
    }

    /// The table of a file of one sheet whose rows are read some at a time, of which `sheets` are but
    /// the first; `None` where its rows must be held together.
    pub fn long_block(&self) -> Option<Block<'_>> {
        self.export.only_block().filter(|_| self.format.reads_rows_alone())
    }

    /// Puts into what is told of the format how many rows its table has, once all are read.
    pub fn p708_tells_all_rows(&self, rows_count: usize, told: &mut [Finding]) {
        for note in told.iter_mut().filter(|note| note.code == Code::P708) {
            *note = self.export.p708_of_rows(self.format, |_| rows_count);
        }
    }

    /// Merges, reconciles and counts what is left, once all rows are read.
    pub fn finish(
        &self,
        drafts: &mut Drafts<'_>,
        counts: &mut Vec<SheetCount>,
        findings: &mut Vec<Finding>,
    ) {
        counts.extend(self.format.finish(self.sheets, drafts, findings));
        self.export.count_skipped(counts);
    }
}
