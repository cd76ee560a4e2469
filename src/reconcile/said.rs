//! How figures are said: in people's units, as a lower bound where some rows do not state them.

use crate::diagnostic::{Argument, Text};
use crate::inventory::{Amount, RowAddress};
use crate::unit::Bytes;

/// The unit a sum is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Bytes, said in GiB.
    Bytes,
    /// Things that are counted.
    Count,
    /// Thousandths of a rack unit.
    RackUnits,
}

impl Unit {
    fn say(self, known: i64) -> Argument {
        match self {
            Self::Bytes => Bytes::from_bytes(known.unsigned_abs()).into(),
            Self::Count => known.into(),
            Self::RackUnits => (known as f64 / 1000.0).into(),
        }
    }

    /// A sum; "at least" with the number of rows that do not state it where there are such.
    pub fn amount(self, amount: Amount) -> Argument {
        let known = self.say(amount.known);
        if amount.rows_unknown == 0 {
            return known;
        }
        Text::phrase("amount-at-least")
            .with("amount", known)
            .with("rows", amount.rows_unknown)
            .into()
    }
}

/// What was said, and where the first of the workloads it speaks of stands.
pub fn with_first(said: Text, first: Option<&RowAddress>) -> Text {
    let Some(at) = first else { return said };
    Text::phrase("first-workload")
        .with("said", said)
        .with("submission", at.submission_id.as_str())
        .with("sheet", at.sheet.as_str())
        .with("row", at.row)
}

/// A ratio as people read it: one decimal.
pub fn rounded(ratio: f64) -> f64 {
    (ratio * 10.0).round() / 10.0
}

/// The address of an agency's figure, as `ndcap explain` takes it.
pub fn address(agency_id: &str, column: &str) -> String {
    format!("inventory/agency_id={agency_id}/{column}")
}
