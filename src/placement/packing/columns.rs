//! Column generation (Gilmore and Gomory 1961): the cheapest fractional mix of patterns, and the lower
//! bound it gives.
//!
//! The bound does not trust floating point. Duals are rounded down to whole units, the most valuable
//! pattern under the rounded duals is bounded from above by an integer search, and what the demand is
//! worth, divided by that, is a lower bound on the price whatever the duals were (Farley 1990).

use super::knapsack::Knapsack;
use super::model::{Model, Pattern, largest_capacity};
use super::simplex::Master;
use super::steps::Steps;
use crate::chance::Chance;

/// Worth of one unit of price in the rounded duals.
pub(super) const SCALE: u64 = 1 << 24;

/// No dual counts for more; what a class is worth in all stays within the type.
const VALUE_MAX: u64 = 1 << 30;
/// How far duals are pulled towards those of the rounds before.
const PULL: f64 = 0.8;

/// Patterns, their linear program, and what it has proven.
#[derive(Clone)]
pub(super) struct Generator<'a> {
    pub model: &'a Model,
    master: Master,
    /// The pattern of each column of the program; those of the slack columns are empty.
    patterns: Vec<Pattern>,
    /// Items of each class still to be packed.
    demand: Vec<u32>,
    /// Duals the prices of the next round are pulled towards.
    centre: Vec<f64>,
    /// Prices as costs: the cheapest kind costs about 1.
    unit: f64,
    /// The proven lower bound on the price for the demand of the model.
    pub bound: u128,
}

impl<'a> Generator<'a> {
    /// A program with the patterns known so far.
    pub fn new(model: &'a Model, known: &[Pattern]) -> Self {
        let prices = model.kinds.iter().map(|kind| kind.price).filter(|&price| price > 0);
        let unit = prices.min().unwrap_or(1) as f64;
        let cheapest = |class: usize| {
            let kinds = (0..model.kinds.len()).filter(|&kind| model.fits(class, kind));
            kinds.min_by_key(|&kind| (model.kinds[kind].price, kind)).unwrap_or(0)
        };
        let mut patterns: Vec<Pattern> = (0..model.len())
            .map(|class| Pattern { kind: cheapest(class), take: vec![(class as u32, 1)] })
            .collect();
        let costs: Vec<f64> =
            patterns.iter().map(|p| model.kinds[p.kind].price as f64 / unit).collect();
        patterns.resize(2 * model.len(), Pattern { kind: 0, take: Vec::new() });
        let master = Master::new(&costs, loosened(&model.demand));
        let demand = model.demand.clone();
        let centre = mean_shares(model);
        let mut generator = Self { model, master, patterns, demand, centre, unit, bound: 0 };
        for pattern in known {
            generator.add(pattern.clone());
        }
        generator
    }

    /// Adds a pattern as a column.
    pub fn add(&mut self, pattern: Pattern) {
        let cost = self.model.kinds[pattern.kind].price as f64 / self.unit;
        let entries = pattern.take.iter().map(|&(class, count)| (class, f64::from(count)));
        self.master.add(cost, entries);
        self.patterns.push(pattern);
    }

    /// Cost of the current mix, in prices.
    pub fn value(&self) -> f64 {
        self.master.value() * self.unit
    }

    /// Patterns of the current mix and how often each is used.
    pub fn used(&self) -> Vec<(&Pattern, f64)> {
        let used = self.master.used();
        used.map(|(column, level)| (&self.patterns[column], level)).collect()
    }

    /// Patterns that ask for no more than the demand, cheapest at the duals first, at most so many, with
    /// the classes under their places in `classes`.
    pub fn known_within(&self, demand: &[u32], classes: &[u32], most: usize) -> Vec<Pattern> {
        let mut place = vec![u32::MAX; self.model.len()];
        (0_u32..).zip(classes).for_each(|(at, &class)| place[class as usize] = at);
        let is_within = |p: &Pattern| p.take.iter().all(|&(c, n)| n <= demand[c as usize]);
        let mut known: Vec<(f64, usize)> = (2 * self.model.len()..self.patterns.len())
            .filter(|&column| is_within(&self.patterns[column]))
            .map(|column| (self.master.reduced_cost(column), column))
            .collect();
        known.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        known.truncate(most);
        let known = known.into_iter().map(|(_, column)| &self.patterns[column]);
        known
            .map(|pattern| {
                let mut take: Vec<(u32, u32)> =
                    pattern.take.iter().map(|&(c, n)| (place[c as usize], n)).collect();
                take.sort_unstable();
                Pattern { kind: pattern.kind, take }
            })
            .collect()
    }

    /// Items still to be packed, by class.
    pub fn demand(&self) -> &[u32] {
        &self.demand
    }

    /// Sets what is still to be packed; the bound is not changed and holds for the model as a whole.
    pub fn set_demand(&mut self, demand: Vec<u32>) {
        self.master.set_demand(loosened(&demand));
        self.demand = demand;
    }

    /// Adds full bins around each class: what a mix needs where no room may be wasted.
    pub fn seed(&mut self, passes: u64, steps: &mut Steps) {
        let shares = mean_shares(self.model);
        for pass in 0..passes {
            let mut chance = Chance::new(pass, 7);
            let mut value =
                |share: &f64| (share * (1.0 + 0.1 * chance.unit()) * SCALE as f64) as u64;
            let values: Vec<u64> = shares.iter().map(&mut value).collect();
            let mut found = Vec::new();
            for kind in 0..self.model.kinds.len() {
                let knapsack = Knapsack::new(self.model, kind, &values, &self.demand, steps);
                for class in 0..self.model.len() as u32 {
                    let mut few = steps.at_most(100_000);
                    let set = knapsack.best(0, Some(class), &mut few);
                    steps.take(few.taken());
                    if !set.take.is_empty() {
                        found.push(Pattern { kind, take: set.take });
                    }
                }
            }
            found.sort();
            found.dedup();
            self.add_all(found);
        }
    }

    /// Solves the program over all patterns, as far as the steps go. Stops early once the bound says
    /// that no fewer than `enough` can be reached, or that it cannot rise any more. True when it ended
    /// by itself.
    pub fn solve(&mut self, kinds: &[bool], enough: u128, steps: &mut Steps) -> bool {
        let mut pull = PULL;
        loop {
            if !self.master.solve(steps) {
                return false;
            }
            self.purge(steps);
            let value = self.value();
            let whole = whole(value);
            if self.bound >= enough.min(whole) {
                return true;
            }
            let values = self.values(pull);
            let mut useful = self.price_by_class(&values, kinds, steps);
            if useful * 20 < self.model.len() {
                let (found, bound) = self.price_exactly(&values, kinds, steps);
                self.bound = self.bound.max(bound);
                useful += found;
            }
            if !steps.are_left() {
                return false;
            }
            if useful > 0 {
                pull = PULL;
            } else if pull == 0.0 {
                return true;
            } else {
                pull = if pull > 0.5 { pull - 0.3 } else { 0.0 };
            }
        }
    }

    /// Goes on for a few rounds without proof: enough to lead a dive.
    pub fn touch_up(&mut self, kinds: &[bool], rounds: usize, steps: &mut Steps) -> bool {
        for _ in 0..rounds {
            if !self.master.solve(steps) {
                return false;
            }
            let values = self.values(0.0);
            if self.price_by_class(&values, kinds, steps) == 0 {
                return true;
            }
        }
        self.master.solve(steps)
    }

    /// Duals in whole units, rounded down, pulled by so much towards those of the rounds before: duals
    /// that swing from round to round bring patterns nobody needs (Neame 1999).
    fn values(&mut self, pull: f64) -> Vec<u64> {
        for (centre, dual) in self.centre.iter_mut().zip(self.master.duals()) {
            *centre = pull * *centre + (1.0 - pull) * dual.max(0.0);
        }
        let whole = |dual: &f64| ((dual * SCALE as f64) as u64).min(VALUE_MAX);
        self.centre.iter().map(whole).collect()
    }

    /// What a bin of the kind costs in units of the duals.
    fn cost(&self, kind: usize) -> u64 {
        (self.model.kinds[kind].price as f64 / self.unit * SCALE as f64) as u64
    }

    /// A pattern around each class that none of the new patterns holds yet.
    fn price_by_class(&mut self, values: &[u64], kinds: &[bool], steps: &mut Steps) -> usize {
        let mut found: Vec<Pattern> = Vec::new();
        for kind in (0..self.model.kinds.len()).filter(|&kind| kinds[kind]) {
            let knapsack = Knapsack::new(self.model, kind, values, &self.demand, steps);
            // A little above cost, or rounding would bring the same pattern again and again.
            let floor = self.cost(kind) + self.cost(kind) / 100_000 + 16;
            let mut is_held = vec![false; self.model.len()];
            let mut classes: Vec<u32> = (0..self.model.len() as u32).collect();
            classes.retain(|&c| values[c as usize] > 0 && self.demand[c as usize] > 0);
            classes.sort_by_key(|&class| std::cmp::Reverse(values[class as usize]));
            for class in classes {
                if is_held[class as usize] {
                    continue;
                }
                let mut few = steps.at_most(4_000);
                let set = knapsack.best(floor, Some(class), &mut few);
                steps.take(few.taken());
                if !set.take.is_empty() {
                    set.take.iter().for_each(|&(class, _)| is_held[class as usize] = true);
                    found.push(Pattern { kind, take: set.take });
                }
                if !steps.are_left() {
                    break;
                }
            }
        }
        self.add_all(found)
    }

    /// Drops columns that have long been too dear, so that the program stays small.
    fn purge(&mut self, steps: &mut Steps) {
        let rows = self.model.len();
        if self.patterns.len() > 10 * rows + 400 {
            steps.take(self.patterns.len() as u64);
            let kept = self.master.purge(5 * rows + 200);
            self.patterns = kept.into_iter().map(|column| self.patterns[column].clone()).collect();
        }
    }

    /// Adds the patterns; how many of them save something now.
    fn add_all(&mut self, found: Vec<Pattern>) -> usize {
        let mut useful = 0;
        for pattern in found {
            self.add(pattern);
            useful += usize::from(self.master.reduced_cost(self.patterns.len() - 1) < -1e-6);
        }
        useful
    }

    /// The most valuable patterns of each kind, and the lower bound that follows from them.
    fn price_exactly(
        &mut self,
        values: &[u64],
        kinds: &[bool],
        steps: &mut Steps,
    ) -> (usize, u128) {
        let worth: u128 = values
            .iter()
            .zip(&self.model.demand)
            .map(|(&value, &count)| u128::from(value) * u128::from(count))
            .sum();
        let is_whole = self.demand == self.model.demand;
        let (mut bound, mut added) = (u128::MAX, Vec::new());
        for (kind, of_kind) in self.model.kinds.iter().enumerate() {
            let cost = self.cost(kind);
            let mut own = steps.at_most((steps.left() / 4).max(200_000));
            let knapsack = Knapsack::new(self.model, kind, values, &self.demand, &mut own);
            let (sets, value_max) = knapsack.good(cost, &mut own);
            steps.take(own.taken());
            let price = u128::from(of_kind.price);
            bound = bound.min((worth * price).div_ceil(u128::from(value_max.max(1))));
            if kinds[kind] {
                added.extend(sets.into_iter().map(|take| Pattern { kind, take }));
            }
        }
        let useful = self.add_all(added);
        (useful, if is_whole && bound != u128::MAX { bound } else { 0 })
    }
}

/// A price that guides, rounded up, less what loosening the demand may have added to it.
pub(super) fn whole(price: f64) -> u128 {
    (price * (1.0 - 2e-5) - 1e-6).max(0.0).ceil() as u128
}

/// The mean share of a bin each class takes, over the dimensions: duals that are feasible, if weak.
fn mean_shares(model: &Model) -> Vec<f64> {
    let largest = largest_capacity(&model.kinds, model.dims);
    let share = |class: usize| -> f64 {
        let parts = model.need(class).iter().zip(&largest);
        let shares = parts.map(|(&n, &c)| if c == 0 { 0.0 } else { n as f64 / c as f64 });
        shares.sum::<f64>() / model.dims.max(1) as f64
    };
    (0..model.len()).map(share).collect()
}

/// Demands a hair above themselves, each by another amount: many equal demands would let the simplex
/// pivot without getting anywhere. The bound does not depend on them.
fn loosened(demand: &[u32]) -> Vec<f64> {
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    let loosen = |&count: &u32| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let part = (seed >> 40) as f64 / (1_u64 << 24) as f64;
        if count == 0 { 0.0 } else { f64::from(count) + 1e-5 * part }
    };
    demand.iter().map(loosen).collect()
}
