//! Samples of use → figures of each workload: percentiles and maxima over the samples as they are.
//!
//! In: the store's samples, by share of workloads. Out: one [`Figures`] per agency and workload. What
//! is planned with is another rule, over the largest sample of each day (`demand/measure`); these
//! figures say what was measured, and compare with what a database computes over the same rows.
//!
//! A percentile p of n samples in ascending order stands at rank p · (n − 1) / 100 from 0, between two
//! samples in proportion (`quantile_cont` of SQL). A share of the workloads is held at a time. Where
//! that has more values than are held, the workloads with the most samples are reduced to a sketch
//! (DDSketch): each of its values is within 1 % of the sample at that rank, so is what lies between
//! them; figures say which way they were computed.

mod held;
mod quantile;
mod reduce;

pub use quantile::{Percentile, SKETCH_ERROR};
pub use reduce::{Ask, HELD_MAX, reduce};

use crate::time::NaiveDate;

/// What the samples of a workload come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// Whose workload it is.
    pub agency_id: String,
    /// Its code; the name samples give where no workload is known by it.
    pub workload_id: String,
    /// Samples that state a quantity asked for.
    pub samples_count: u64,
    /// Days with such a sample.
    pub days_covered: usize,
    /// The first of these days.
    pub first_day: Option<NaiveDate>,
    /// The last of them.
    pub last_day: Option<NaiveDate>,
    /// By quantity, in the order asked for; `None` where no sample states it.
    pub quantities: Vec<Option<Figure>>,
}

/// What the samples of one quantity come to, in its unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Samples that state it.
    pub samples_count: u64,
    /// The percentiles, in the order asked for.
    pub percentiles: Vec<f64>,
    /// The largest sample; always exact.
    pub max: f64,
    /// How the percentiles were computed.
    pub method: Method,
}

/// How percentiles were computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// From all samples.
    Exact,
    /// From a sketch, within [`SKETCH_ERROR`] of the exact figure.
    Sketch,
}

impl Method {
    /// As it is written.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Sketch => "sketch",
        }
    }
}

#[cfg(test)]
mod tests;
