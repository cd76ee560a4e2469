//! One figure of the demand, taken apart into what each part of each machine adds.

use super::amount::{Grown, Range};
use super::factor::Level;
use super::part::{Part, PartSize, Sized};
use super::simulation::{Draws, Loads, Percentile, Simulated, range_of, stream_of};
use super::table::Wanted;
use super::{Demand, Resource};
use crate::time::Quarter;

/// Which of the three figures of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// P10 of the draws.
    Low,
    /// Every assumption at its value.
    Likely,
    /// P90 of the draws.
    High,
}

/// A figure and what it is the sum of.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure<'a> {
    /// The figure, in raw units.
    pub value: f64,
    /// The assumptions in it: the plan's values, or those of the draw that the figure is of.
    pub level: Level,
    /// The draw that low or high is the figure of, from 0; `None` for the likely figure, and where
    /// the draws are not beyond it.
    pub draw: Option<usize>,
    /// What each part adds, in raw units.
    pub additions: Vec<Addition<'a>>,
}

/// What one part of a machine adds to a figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Addition<'a> {
    /// The machine.
    pub machine: &'a Sized,
    /// The part of it.
    pub part: &'a Part,
    /// How much, in raw units, grown to the quarter.
    pub value: f64,
    /// Size the stand-in has over the mean of its peers; 1 where the size is stated.
    pub drawn_over_mean: f64,
}

impl Demand {
    /// The figure of a selection in a quarter; `None` when no part has arrived by then. `name` is
    /// that of its stream of chance: the same as in the table.
    pub fn figure<'a>(
        &'a self,
        wanted: &Wanted<'_>,
        (resource, quarter): (Resource, Quarter),
        end: End,
        draws: &Draws,
    ) -> Option<Figure<'a>> {
        let plan = draws.plan();
        let wanted = Wanted { resource: Some(resource), quarter: Some(quarter), ..wanted.clone() };
        let parts = self.parts_of(&wanted, resource, quarter);
        if parts.is_empty() {
            return None;
        }
        let rows = self.likely(&[], &wanted, plan);
        let likely: f64 = rows.iter().map(|row| row.amount.likely).sum();
        let at_values = || Figure {
            value: likely,
            level: Level::likely(plan),
            draw: None,
            additions: likely_additions(&parts, quarter, draws),
        };
        let percentile = match end {
            End::Likely => return Some(at_values()),
            End::Low => Percentile::Low,
            End::High => Percentile::High,
        };
        let loads = loads_of(&parts);
        let name = wanted.name();
        let values = Simulated::of(&loads, &name, draws, &self.peers).values(quarter);
        let draw = percentile.draw(&values);
        let value = values[draw];
        // The likely figure lies within low and high, whatever is drawn.
        let is_beyond = match end {
            End::Low => value < likely,
            End::Likely | End::High => value > likely,
        };
        if !is_beyond {
            return Some(at_values());
        }
        let figure = self.in_draw(&wanted, &wanted, (resource, quarter), draw, draws);
        figure.map(|figure| Figure { value, ..figure })
    }

    /// What a selection adds, in one draw, to a figure that it is part of: sizes that stand in are
    /// those drawn for the whole figure. `None` when no part of it has arrived by the quarter, or there
    /// is no such draw (counted from 0).
    pub fn in_draw<'a>(
        &'a self,
        wanted: &Wanted<'_>,
        whole: &Wanted<'_>,
        (resource, quarter): (Resource, Quarter),
        draw: usize,
        draws: &Draws,
    ) -> Option<Figure<'a>> {
        let parts = self.parts_of(wanted, resource, quarter);
        if parts.is_empty() || draw >= draws.len() {
            return None;
        }
        let whole = Wanted { resource: Some(resource), ..whole.clone() };
        let name = whole.name();
        let loads = loads_of(&self.parts_of(&whole, resource, quarter));
        let level = *draws.level(draw);
        let mut ratios = std::collections::BTreeMap::new();
        for (growth, arrival, load) in loads.arrivals() {
            let stream = stream_of(&name, growth, arrival);
            for (key, ratio) in load.drawn_over_mean(stream, draws, &self.peers, draw) {
                ratios.insert((growth, arrival, key), ratio);
            }
        }
        let ratio = |machine: &Sized, part: &Part| match part.size {
            PartSize::Stated { .. } => 1.0,
            PartSize::Peers { group, .. } => {
                let key = (part.growth(), machine.quarter, (part.recipe, group));
                ratios.get(&key).copied().unwrap_or(1.0)
            }
        };
        let additions = self.additions(&parts, quarter, &level, draws, ratio);
        let value = additions.iter().map(|addition| addition.value).sum();
        Some(Figure { value, level, draw: Some(draw), additions })
    }

    /// The parts of a selection that have arrived by a quarter.
    fn parts_of(
        &self,
        wanted: &Wanted<'_>,
        resource: Resource,
        quarter: Quarter,
    ) -> Vec<(&Sized, &Part)> {
        let wanted = Wanted { resource: Some(resource), ..wanted.clone() };
        let there = self.machines.iter().filter(|machine| machine.quarter <= quarter);
        there
            .flat_map(|machine| machine.parts.iter().map(move |part| (machine, part)))
            .filter(|(machine, part)| wanted.has(machine, part))
            .collect()
    }

    fn additions<'a>(
        &self,
        parts: &[(&'a Sized, &'a Part)],
        quarter: Quarter,
        level: &Level,
        draws: &Draws,
        ratio: impl Fn(&Sized, &Part) -> f64,
    ) -> Vec<Addition<'a>> {
        let plan = draws.plan();
        parts
            .iter()
            .map(|(machine, part)| {
                let growth = part.growth().factor(level, plan, quarter);
                let drawn_over_mean = ratio(machine, part);
                let value = part.value(level, plan, &self.peers) * drawn_over_mean * growth;
                Addition { machine, part, value, drawn_over_mean }
            })
            .collect()
    }
}

fn loads_of(parts: &[(&Sized, &Part)]) -> Loads {
    let mut loads = Loads::default();
    for (machine, part) in parts {
        loads.add(part.growth(), machine.quarter, part);
    }
    loads
}

/// What each part adds at the plan's values: its amount as it is rounded, grown.
fn likely_additions<'a>(
    parts: &[(&'a Sized, &'a Part)],
    quarter: Quarter,
    draws: &Draws,
) -> Vec<Addition<'a>> {
    let plan = draws.plan();
    let level = Level::likely(plan);
    let addition = |(machine, part): &(&'a Sized, &'a Part)| {
        let growth = part.growth().factor(&level, plan, quarter);
        let value = part.likely as f64 * growth;
        Addition { machine, part, value, drawn_over_mean: 1.0 }
    };
    parts.iter().map(addition).collect()
}

/// The total of everything that counts, of one resource in one quarter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Total {
    /// The quarter.
    pub quarter: Quarter,
    /// How much, in raw units.
    pub amount: Grown,
    /// Low, median and high, in raw units.
    pub range: Range,
}

/// One per quarter.
pub fn totals(
    demand: &Demand,
    resource: Resource,
    quarters: impl Iterator<Item = Quarter>,
    draws: &Draws,
) -> Vec<Total> {
    let wanted = Wanted { resource: Some(resource), is_used: Some(true), ..Wanted::default() };
    let mut loads = Loads::default();
    for machine in &demand.machines {
        for part in machine.parts.iter().filter(|part| wanted.has(machine, part)) {
            loads.add(part.growth(), machine.quarter, part);
        }
    }
    let simulated = Simulated::of(&loads, &wanted.name(), draws, &demand.peers);
    quarters
        .map(|quarter| {
            let amount = demand.total(resource, quarter, draws.plan());
            let range = range_of(simulated.values(quarter), amount.likely);
            Total { quarter, amount, range }
        })
        .collect()
}
