//! Low and high of a figure, by Monte Carlo simulation.
//!
//! In every draw each assumption with a range takes one value for all figures alike (growth is high
//! everywhere or nowhere), while sizes that nobody gave are drawn row by row from their peers. Low
//! and high are the 10th and 90th percentile of the figure over the draws, by nearest rank: each is
//! the figure of one draw, which can be taken apart again. The same seed gives the same figures
//! whatever the number of threads, since each figure has a stream of chance of its own.

mod doubt;
mod draws;
mod load;

use std::collections::BTreeMap;

use super::Range;
use super::factor::{Growth, Recipe};
use super::impute::Peers;
use super::part::Part;
use crate::time::Quarter;

pub use draws::Draws;
pub use load::Arrival;

/// The parts of one figure, by how they grow and when they arrive.
#[derive(Debug, Default)]
pub struct Loads {
    by_growth: BTreeMap<Growth, BTreeMap<Quarter, Arrival>>,
}

/// Parts that are in every draw one size times one recipe.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Multiple {
    /// When they arrive.
    pub arrival: Quarter,
    /// What the size is multiplied by.
    pub recipe: Recipe,
    /// Sum of their sizes, in raw units.
    pub size: f64,
}

impl Loads {
    /// Adds a part that is there from a quarter on.
    pub fn add(&mut self, growth: Growth, arrival: Quarter, part: &Part) {
        self.by_growth.entry(growth).or_default().entry(arrival).or_default().add(part);
    }

    /// What arrives in each quarter as a size times one recipe, where that is all the figure is in
    /// every draw.
    pub fn multiples(&self, draws: &Draws) -> Option<(Growth, Vec<Multiple>)> {
        let mut growths = self.by_growth.iter();
        let (growth, arrivals) = growths.next().filter(|_| self.by_growth.len() == 1)?;
        let multiples: Option<Vec<Multiple>> = arrivals
            .iter()
            .map(|(arrival, load)| {
                let (recipe, size) = load.multiple(draws)?;
                Some(Multiple { arrival: *arrival, recipe, size })
            })
            .collect();
        let multiples = multiples?;
        let is_one = multiples.windows(2).all(|pair| pair[0].recipe == pair[1].recipe);
        is_one.then_some((*growth, multiples))
    }

    /// What arrives, by growth and quarter.
    pub fn arrivals(&self) -> impl Iterator<Item = (Growth, Quarter, &Arrival)> {
        self.by_growth.iter().flat_map(|(growth, arrivals)| {
            arrivals.iter().map(|(quarter, arrival)| (*growth, *quarter, arrival))
        })
    }
}

/// Amounts of every draw by quarter, in order.
type Stocks = Vec<(Quarter, Vec<f64>)>;

/// A figure in every draw, at any quarter.
pub struct Simulated<'a> {
    draws: &'a Draws,
    /// What has arrived by a quarter, before growth, in every draw.
    stocks: Vec<(Growth, Stocks)>,
}

impl<'a> Simulated<'a> {
    /// Draws the parts of a figure. `name` tells its stream of chance from those of others.
    pub fn of(loads: &Loads, name: &str, draws: &'a Draws, peers: &Peers) -> Self {
        let stocks = loads
            .by_growth
            .iter()
            .map(|(growth, arrivals)| {
                let mut stock = vec![0.0; draws.len()];
                let mut stocks = Vec::with_capacity(arrivals.len());
                for (quarter, arrival) in arrivals {
                    let stream = stream_of(name, *growth, *quarter);
                    arrival.add_to(&mut stock, stream, draws, peers);
                    stocks.push((*quarter, stock.clone()));
                }
                (*growth, stocks)
            })
            .collect();
        Self { draws, stocks }
    }

    /// The figure of a quarter in every draw.
    pub fn values(&self, quarter: Quarter) -> Vec<f64> {
        let mut values = vec![0.0; self.draws.len()];
        for (growth, stocks) in &self.stocks {
            let there = stocks.iter().rev().find(|(arrival, _)| *arrival <= quarter);
            let Some((_, stock)) = there else { continue };
            let factors = self.draws.growth(*growth, quarter);
            for ((value, stock), factor) in values.iter_mut().zip(stock).zip(factors) {
                *value += stock * factor;
            }
        }
        values
    }
}

/// Low, median and high of a figure over its draws; the likely figure lies within.
pub fn range_of(mut values: Vec<f64>, likely: f64) -> Range {
    let [low, median, high] = Percentile::ALL.map(|percentile| percentile.rank(values.len()));
    // Each selection leaves what is larger behind it.
    let low = *values.select_nth_unstable_by(low, f64::total_cmp).1;
    let median = *values.select_nth_unstable_by(median, f64::total_cmp).1;
    let high = *values.select_nth_unstable_by(high, f64::total_cmp).1;
    Range { low: low.min(likely), median, high: high.max(likely) }
}

/// Which place among the draws in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Percentile {
    /// The 10th.
    Low,
    /// The 50th.
    Median,
    /// The 90th.
    High,
}

impl Percentile {
    const ALL: [Self; 3] = [Self::Low, Self::Median, Self::High];

    /// Index of the nearest rank among so many.
    pub const fn rank(self, count: usize) -> usize {
        let percent = match self {
            Self::Low => 10,
            Self::Median => 50,
            Self::High => 90,
        };
        (count * percent).div_ceil(100).saturating_sub(1)
    }

    /// The draw whose figure stands there; the first of equal ones.
    pub fn draw(self, values: &[f64]) -> usize {
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by(|a, b| values[*a].total_cmp(&values[*b]).then(a.cmp(b)));
        order[self.rank(values.len())]
    }
}

/// A stream of chance for a figure: FNV-1a over its name, so that it is the same in every version.
pub fn stream_of(name: &str, growth: Growth, quarter: Quarter) -> u64 {
    let text = format!("{name}|{growth:?}|{quarter}");
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
