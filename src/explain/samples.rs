//! Samples of use that a figure rests on.

use serde::Serialize;

use crate::demand::{SampleTrace, Traced};
use crate::inventory::{Inventory, RowAddress, SourceCell};

/// A measured use that rests on samples.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UsedSamples {
    /// Agency of the workload.
    pub agency_id: String,
    /// Row of the workload.
    pub workload: Place,
    /// The quantity, as its column in table `utilisation`.
    pub quantity: &'static str,
    /// The measured use, in the unit of that column: the sample at the percentile.
    pub value: f64,
    /// Which percentile, by nearest rank over the largest sample of each day; 100 is the maximum.
    pub percentile: u32,
    /// Samples of the quantity in the window.
    pub samples_count: usize,
    /// First day of the window, as yyyy-mm-dd.
    pub window_first_day: String,
    /// Last day of the window: that of the agency's last sample.
    pub window_last_day: String,
    /// Days of the window.
    pub days_window: u32,
    /// Days of the window with a sample of the quantity.
    pub days_covered: u32,
    /// Confidence, 1 to 5 stars by the share of days covered.
    pub stars: u8,
    /// Day of the sample at the percentile.
    pub day: String,
    /// The sample at the percentile.
    pub place: Place,
    /// Letter of its column.
    pub column: String,
    /// The text that stands there.
    pub raw: String,
    /// First of the rows of the samples, by submission, sheet and row.
    pub first: Place,
    /// Last of them.
    pub last: Place,
}

/// A row of a file as received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The submission.
    pub submission_id: String,
    /// Name of the file as received.
    pub file: String,
    /// The sheet.
    pub sheet: String,
    /// Row as the sender sees it.
    pub row: u32,
}

impl Place {
    fn of(address: &RowAddress, inventory: &Inventory) -> Self {
        let record = inventory.submissions().find(|record| record.id == address.submission_id);
        Self {
            submission_id: address.submission_id.clone(),
            file: record.map(|record| record.file.clone()).unwrap_or_default(),
            sheet: address.sheet.clone(),
            row: address.row,
        }
    }
}

impl UsedSamples {
    /// Of a trace and the cell at its percentile.
    pub(super) fn of(
        traced: &Traced,
        trace: &SampleTrace,
        cell: &SourceCell,
        inventory: &Inventory,
    ) -> Self {
        Self {
            agency_id: traced.agency_id.clone(),
            workload: Place::of(&traced.workload, inventory),
            quantity: traced.quantity.column(),
            value: trace.value,
            percentile: trace.percentile,
            samples_count: trace.samples_count,
            window_first_day: trace.window_first.to_string(),
            window_last_day: trace.window_last.to_string(),
            days_window: trace.days_window,
            days_covered: trace.days_covered,
            stars: trace.stars.count(),
            day: trace.day.to_string(),
            place: Place::of(&trace.at, inventory),
            column: cell.column.clone(),
            raw: cell.raw.clone(),
            first: Place::of(&trace.first, inventory),
            last: Place::of(&trace.last, inventory),
        }
    }
}

/// The samples in words: `95th percentile (nearest rank of the largest of each day) of 31 samples on 30
/// of 30 days, 2024-11-01 to 2024-11-30 (5 stars), rows 2 to 32`.
pub(super) fn describe(trace: &SampleTrace) -> String {
    let percentile = match trace.percentile {
        100 => "largest".to_owned(),
        percentile => {
            format!("{percentile}th percentile (nearest rank of the largest of each day)")
        }
    };
    let of_first = (&trace.first.submission_id, &trace.first.sheet);
    let rows = match of_first == (&trace.last.submission_id, &trace.last.sheet) {
        true => format!("rows {} to {}", trace.first.row, trace.last.row),
        false => format!(
            "{} row {} to {} row {}",
            trace.first.submission_id, trace.first.row, trace.last.submission_id, trace.last.row
        ),
    };
    let stars = trace.stars.count();
    let stars = if stars == 1 { "1 star".to_owned() } else { format!("{stars} stars") };
    format!(
        "{percentile} of {} samples on {} of {} days, {} to {} ({stars}), {rows}",
        trace.samples_count,
        trace.days_covered,
        trace.days_window,
        trace.window_first,
        trace.window_last
    )
}
