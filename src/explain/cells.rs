//! The cells that add to a figure.

use std::collections::BTreeSet;

use super::ExplainError;
use super::samples::{UsedSamples, describe};
use crate::demand::{Traced, traces};
use crate::inventory::{Inventory, Originals, RowAddress, SourceCell};
use crate::plan::Plan;
use crate::schema::Table;

/// One cell that adds to a figure, before its file is opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Contribution {
    pub table: Table,
    pub address: RowAddress,
    pub column: &'static str,
    pub value: f64,
    /// How the value comes from the cell, with its numbers.
    pub formula: String,
    /// Cells of the same row that are factors of the value.
    pub factors: Vec<(&'static str, String)>,
    /// The samples it rests on.
    pub sampled: Option<Sampled>,
}

/// Samples that a contribution rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Sampled {
    /// Which.
    pub traced: Traced,
    /// The sample is a factor of the cell; else it stands in the place of the cell.
    pub is_factor: bool,
}

/// The cells of a figure, opened.
pub struct Opened {
    pub cells: Vec<SourceCell>,
    pub samples: Vec<UsedSamples>,
    /// Cells beyond the limit, and the sum of what they add.
    pub left_out: (usize, f64),
}

/// Opens the files of the largest contributions and sums up the rest.
pub fn open_cells(
    mut contributions: Vec<Contribution>,
    inventory: &Inventory,
    plan: &Plan,
    limit: usize,
) -> Result<Opened, ExplainError> {
    contributions
        .sort_by(|a, b| b.value.total_cmp(&a.value).then_with(|| a.address.cmp(&b.address)));
    let rest = contributions.split_off(limit.min(contributions.len()));
    let sampled = contributions.iter().filter_map(|c| c.sampled.as_ref());
    let wanted: BTreeSet<Traced> = sampled.map(|sampled| sampled.traced.clone()).collect();
    let traces = traces(inventory, &plan.measure, &wanted)?;
    let addresses = contributions.iter().map(|contribution| &contribution.address);
    let addresses = addresses.chain(traces.values().map(|trace| &trace.at));
    let mut originals = Originals::new(inventory, plan.limits, addresses);
    let (mut cells, mut samples): (Vec<SourceCell>, Vec<UsedSamples>) = (Vec::new(), Vec::new());
    for c in &contributions {
        let sampled = c.sampled.as_ref();
        let trace = sampled.and_then(|sampled| Some((sampled, traces.get(&sampled.traced)?)));
        let of_sample = trace.map(|(sampled, trace)| {
            let told = describe(trace);
            let column = sampled.traced.quantity.column();
            let (value, formula) = match sampled.is_factor {
                true => (0.0, format!("measured use, a factor of the cell above: {told}")),
                false => (c.value, format!("{}; {told}", c.formula)),
            };
            let cell = originals.cell(Table::Utilisation, &trace.at, column, (value, &formula))?;
            let used = UsedSamples::of(&sampled.traced, trace, &cell, inventory);
            if !samples.contains(&used) {
                samples.push(used);
            }
            Ok::<_, ExplainError>(cell)
        });
        let of_sample = of_sample.transpose()?;
        if of_sample.is_none() || sampled.is_some_and(|sampled| sampled.is_factor) {
            cells.push(originals.cell(c.table, &c.address, c.column, (c.value, &c.formula))?);
        }
        cells.extend(of_sample);
        for (column, formula) in &c.factors {
            cells.push(originals.cell(c.table, &c.address, column, (0.0, formula))?);
        }
    }
    let left_out = (rest.len(), rest.iter().map(|c| c.value).sum());
    Ok(Opened { cells, samples, left_out })
}
