//! The draws of the assumptions, shared by all figures.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Mutex;

use rayon::prelude::*;

use super::doubt::{Doubt, FIRST_GROUP_STREAM, doubts_of};
use super::range_of;
use crate::chance::Chance;
use crate::demand::Range;
use crate::demand::factor::{Driver, Growth, Level, Recipe};
use crate::demand::impute::{GroupId, Peers};
use crate::demand::part::{Part, PartSize, Sized};
use crate::plan::{Assumption, Plan};
use crate::time::Quarter;

/// Streams of chance of assumptions that later stages draw begin here; those of drivers stand below,
/// those of groups of peers above.
const FIRST_LATER_STREAM: u64 = 500;

/// Factors of a recipe in every draw: from size to need, from need to what is asked for.
pub type Factors = (Vec<f64>, Vec<f64>);

/// Every draw of every assumption, and what follows from them for all figures alike.
#[derive(Debug)]
pub struct Draws {
    plan: Plan,
    seed: u64,
    levels: Vec<Level>,
    factors: HashMap<Recipe, Factors>,
    growth: BTreeMap<(Growth, Quarter), Vec<f64>>,
    /// How far off each group of peers that stands in somewhere may be.
    doubts: BTreeMap<GroupId, Vec<Doubt>>,
    /// Range of one unit of a recipe at a quarter, for figures that are a multiple of it.
    units: Mutex<HashMap<(Recipe, Growth, Quarter), Range>>,
}

impl Draws {
    /// The draws of a plan for a list of machines. Costs some megabytes, whatever its length.
    pub fn of(plan: &Plan, machines: &[Sized], peers: &Peers) -> Self {
        let count = plan.simulation.draws as usize;
        let seed = plan.simulation.seed;
        let values: Vec<Vec<f64>> = Driver::ALL
            .par_iter()
            .map(|driver| draw_all(driver.of(plan), count, seed, *driver as u64))
            .collect();
        let likely = Level::likely(plan);
        let level = |draw: usize| {
            let each = Driver::ALL.iter().zip(&values);
            each.fold(likely, |level, (driver, values)| level.with(*driver, values[draw]))
        };
        let levels: Vec<Level> = (0..count).map(level).collect();
        let recipes: BTreeSet<Recipe> =
            machines.iter().flat_map(|machine| &machine.parts).map(|part| part.recipe).collect();
        let factors = recipes
            .into_par_iter()
            .map(|recipe| {
                let inner = levels.iter().map(|level| recipe.inner(level)).collect();
                let outer = levels.iter().map(|level| recipe.outer(level, plan)).collect();
                (recipe, (inner, outer))
            })
            .collect();
        let period = &plan.period;
        let parts = machines.iter().flat_map(|machine| &machine.parts);
        let growths: BTreeSet<Growth> = parts.map(Part::growth).collect();
        let growth = growths
            .into_iter()
            .flat_map(|growth| {
                let quarters = period.base_quarter.through(period.target_quarter);
                quarters.map(move |quarter| (growth, quarter))
            })
            .map(|(growth, quarter)| {
                let factor = |level: &Level| growth.factor(level, plan, quarter);
                ((growth, quarter), levels.iter().map(factor).collect())
            })
            .collect();
        let groups: BTreeSet<GroupId> = machines
            .iter()
            .flat_map(|machine| &machine.parts)
            .filter_map(|part| match part.size {
                PartSize::Peers { group, .. } => Some(group),
                PartSize::Stated { .. } => None,
            })
            .collect();
        let doubts = doubts_of(&groups, peers, count, seed);
        Self { plan: plan.clone(), seed, levels, factors, growth, doubts, units: Mutex::default() }
    }

    /// How many draws there are.
    pub const fn len(&self) -> usize {
        self.levels.len()
    }

    /// Whether there are none, which no plan allows.
    pub const fn is_empty(&self) -> bool {
        self.levels.is_empty()
    }

    /// The plan they are drawn from.
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The assumptions in a draw.
    pub fn level(&self, draw: usize) -> &Level {
        &self.levels[draw]
    }

    /// An assumption that demand does not rest on, in every draw: for the stages after it, so that
    /// theirs are draws of the same worlds. `number` tells it from the others of the stage.
    pub fn later(&self, assumption: &Assumption, number: usize) -> Vec<f64> {
        let stream = FIRST_LATER_STREAM + number as u64;
        assert!(
            stream < FIRST_GROUP_STREAM,
            "streams of chance of assumptions are {number} and more"
        );
        draw_all(assumption, self.len(), self.seed, stream)
    }

    /// Seed of the draws.
    pub(super) const fn seed(&self) -> u64 {
        self.seed
    }

    /// Factors of a recipe in every draw.
    pub(super) fn factors(&self, recipe: Recipe) -> &Factors {
        &self.factors[&recipe]
    }

    /// Growth up to a quarter in every draw.
    pub(super) fn growth(&self, growth: Growth, quarter: Quarter) -> &[f64] {
        &self.growth[&(growth, quarter)]
    }

    /// How far off a group of peers may be, in every draw.
    pub(super) fn doubts(&self, group: GroupId) -> &[Doubt] {
        &self.doubts[&group]
    }

    /// The range of one unit of need at a quarter; that of any multiple is the same multiple of it.
    pub(in crate::demand) fn unit(
        &self,
        recipe: Recipe,
        growth: Growth,
        quarter: Quarter,
    ) -> Range {
        let key = (recipe, growth, quarter);
        let known = |units: &HashMap<_, Range>| units.get(&key).copied();
        if let Some(range) = self.units.lock().ok().and_then(|units| known(&units)) {
            return range;
        }
        let values = self.unit_values(recipe, growth, quarter);
        let range = range_of(values, f64::NAN);
        if let Ok(mut units) = self.units.lock() {
            units.insert(key, range);
        }
        range
    }

    fn unit_values(&self, recipe: Recipe, growth: Growth, quarter: Quarter) -> Vec<f64> {
        let (inner, outer) = self.factors(recipe);
        let grown = self.growth(growth, quarter);
        inner.iter().zip(outer).zip(grown).map(|((i, o), g)| i * o * g).collect()
    }
}

/// Draws of one assumption: from each of so many equally likely strata one (Latin hypercube), in
/// random order, so that the median of the draws is the plan's value as nearly as can be.
fn draw_all(assumption: &Assumption, count: usize, seed: u64, stream: u64) -> Vec<f64> {
    if assumption.low.is_none() && assumption.high.is_none() {
        return vec![assumption.value; count];
    }
    let mut chance = Chance::new(seed, stream);
    let strata: Vec<usize> = (0..count).collect();
    let strata = chance.shuffled(&strata);
    strata
        .into_iter()
        .map(|stratum| quantile(assumption, (stratum as f64 + chance.unit()) / count as f64))
        .collect()
}

/// Two half triangles that meet at the value: half of the draws lie below it, half above, most of
/// them near it, none beyond low and high. So the value of the plan is the median.
fn quantile(assumption: &Assumption, u: f64) -> f64 {
    let value = assumption.value;
    if u < 0.5 {
        let low = assumption.low();
        low + (value - low) * (2.0 * u).sqrt()
    } else {
        let high = assumption.high();
        high - (high - value) * (2.0 * (1.0 - u)).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assumption(low: Option<f64>, value: f64, high: Option<f64>) -> Assumption {
        Assumption { value, low, high, unit: "ratio".to_owned(), source: "test".to_owned() }
    }

    #[test]
    fn half_of_the_draws_lie_on_each_side_of_the_value() {
        let growth = assumption(Some(0.1), 0.2, Some(0.4));
        let draws = draw_all(&growth, 10_000, 1, 0);
        assert_eq!(draws.iter().filter(|draw| **draw < 0.2).count(), 5_000);
        assert!(draws.iter().all(|draw| (0.1..=0.4).contains(draw)));
        // The share below the middle of a half triangle: (1/2)² of its half.
        let near_low = draws.iter().filter(|draw| **draw < 0.15).count();
        assert!(near_low.abs_diff(1_250) <= 1, "{near_low}");
    }

    #[test]
    fn without_a_range_nothing_moves_and_with_one_end_half_does() {
        assert_eq!(draw_all(&assumption(None, 3.0, None), 4, 1, 0), [3.0; 4]);
        let draws = draw_all(&assumption(Some(0.6), 1.0, None), 1_000, 1, 0);
        assert_eq!(draws.iter().filter(|draw| **draw >= 1.0).count(), 500);
    }
}
