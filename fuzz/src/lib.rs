//! What the fuzz targets share: how bytes are read, and what must be true of every reading.

mod check;
mod package;
mod table;
mod windows;

use std::path::Path;

use ndcap::plan::Plan;
use ndcap::reference::Agencies;
use ndcap::submission::{self, Intake, Overrides, Sheet, Submission};

pub use check::{accepted_rows_are_counted, everything_said_says_something, no_row_is_lost};
pub use package::Package;
pub use table::Cells;
pub use windows::windows_say_what_the_whole_says;

/// Who sends the files that have a sender.
const SENDER: &str = "MOJ";

/// Of so many inputs one is read twice: that two readings are equal is no matter of branches.
const TWICE_ONE_IN: usize = 4;

/// Reads bytes as a file of that name and holds what comes out against every claim. With the
/// variable SHOW set it is printed too.
pub fn read(name: &str, bytes: &[u8], has_sender: bool) -> Submission {
    let intake = intake(has_sender);
    let path = Path::new(name);
    let submission = submission::read(path, bytes, &intake);
    show(&submission);
    let sum: usize = bytes.iter().map(|byte| usize::from(*byte)).sum();
    if sum % TWICE_ONE_IN == 0 {
        let again = submission::read(path, bytes, &intake);
        assert_eq!(submission, again, "reading twice gives the same");
    }
    let sheets = submission::read_sheets(path, bytes, intake.limits, &mut Vec::new());
    let sheets: Vec<Sheet> = sheets.unwrap_or_default();
    no_row_is_lost(&submission, &sheets);
    accepted_rows_are_counted(&submission);
    everything_said_says_something(&submission);
    submission
}

/// What a file of that sender, or of none, is read with.
fn intake(has_sender: bool) -> Intake<'static> {
    let (agencies, plan) = (Agencies::built_in(), Plan::built_in());
    Intake {
        agencies,
        sender: agencies.get(SENDER).filter(|_| has_sender),
        as_of: plan.period.as_of,
        received_on: None,
        limits: plan.limits,
        overrides: Overrides::none(),
    }
}

/// Prints a submission where the variable SHOW is set.
fn show(submission: &Submission) {
    if std::env::var_os("SHOW").is_some() {
        eprintln!("{submission:#?}");
    }
}

/// Lets panics pass that a third-party reader of workbooks raises: ndcap catches them and calls the
/// file damaged. A panic of ndcap itself ends the fuzzer, even where ndcap would catch it.
pub fn forgive_readers() {
    const FORGIVEN: [&str; 3] = ["/calamine-", "/quick-xml-", "/zip-"];
    let ends_the_fuzzer = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map_or("", |location| location.file());
        if !FORGIVEN.iter().any(|reader| place.contains(reader)) {
            ends_the_fuzzer(panic);
        }
    }));
}
