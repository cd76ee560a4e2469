//! The parts of a figure that arrive in one quarter, gathered so that a draw costs no more than a
//! few products, however many rows there are.

use std::collections::BTreeMap;

use super::doubt::Doubt;
use super::draws::Draws;
use crate::chance::Chance;
use crate::demand::factor::{Level, Recipe};
use crate::demand::impute::{GroupId, PeerGroup, Peers};
use crate::demand::part::{Part, PartSize};
use crate::plan::Plan;

/// Rows whose sizes are drawn one by one; the sum of more has a spread as good as that of a gamma
/// distribution with the same mean and variance.
const DRAWN_MAX: u64 = 64;

/// Parts by what they are multiplied by.
#[derive(Debug, Default)]
pub struct Arrival {
    bundles: BTreeMap<Recipe, Bundle>,
}

/// Parts that are multiplied by the same.
#[derive(Debug, Default)]
struct Bundle {
    /// Sum of sizes without a least need.
    linear: f64,
    /// Sizes with a least need.
    floored: Vec<Floored>,
    /// Sizes that stand in, by group.
    peers: BTreeMap<GroupId, Missing>,
}

/// Equal sizes with an equal least need.
#[derive(Debug, Clone, Copy)]
struct Floored {
    size: f64,
    floor: f64,
    times: f64,
}

/// Rows of which the size is drawn.
#[derive(Debug, Default)]
struct Missing {
    /// The weights in ascending order, so that a draw does not hang on the order of rows; some of them
    /// where there are more than are drawn one by one.
    weights: Vec<f64>,
    count: u64,
    sum: f64,
    squares: f64,
}

impl Arrival {
    /// Adds a part.
    pub fn add(&mut self, part: &Part) {
        let bundle = self.bundles.entry(part.recipe).or_default();
        match part.size {
            PartSize::Stated { size, share } if part.floor > 0.0 => {
                let (size, times) = (size * share, part.times as f64);
                bundle.floored.push(Floored { size, floor: part.floor, times });
            }
            PartSize::Stated { size, share } => bundle.linear += size * share * part.times as f64,
            PartSize::Peers { group, weight } => {
                bundle.peers.entry(group).or_default().add(weight, part.times);
            }
        }
    }

    /// The recipe and the sum of sizes, where the figure is a plain multiple of one recipe in every
    /// draw: no stand-ins, no least need that may apply.
    pub fn multiple(&self, draws: &Draws) -> Option<(Recipe, f64)> {
        let mut bundles = self.bundles.iter();
        let (recipe, bundle) = bundles.next().filter(|_| self.bundles.len() == 1)?;
        if !bundle.peers.is_empty() {
            return None;
        }
        let least = draws.factors(*recipe).0.iter().copied().fold(f64::INFINITY, f64::min);
        let is_free = |floored: &Floored| floored.size * least >= floored.floor;
        let is_multiple = bundle.floored.iter().all(is_free);
        let floored =
            bundle.floored.iter().map(|floored| floored.size * floored.times).sum::<f64>();
        is_multiple.then_some((*recipe, bundle.linear + floored))
    }

    /// Whether sizes stand in for those nobody gave.
    pub fn has_stand_ins(&self) -> bool {
        self.bundles.values().any(|bundle| !bundle.peers.is_empty())
    }

    /// The amount at a level, before growth, with every group of peers at its mean.
    pub fn at(&self, level: &Level, plan: &Plan, peers: &Peers) -> f64 {
        let of_bundle = |(recipe, bundle): (&Recipe, &Bundle)| {
            let inner = recipe.inner(level);
            let peers =
                bundle.peers.iter().map(|(id, missing)| peers.group(*id).mean * missing.sum);
            let floored = bundle.floored.iter().map(|f| (f.size * inner).max(f.floor) * f.times);
            let need = (bundle.linear + peers.sum::<f64>()) * inner + floored.sum::<f64>();
            need * recipe.outer(level, plan)
        };
        self.bundles.iter().map(of_bundle).sum()
    }

    /// Adds the amounts of every draw, before growth.
    pub fn add_to(&self, stock: &mut [f64], stream: u64, draws: &Draws, peers: &Peers) {
        let mut chance = Chance::new(draws.seed(), stream);
        for (recipe, bundle) in &self.bundles {
            let (inner, outer) = draws.factors(*recipe);
            let kinks = Kinks::of(&bundle.floored);
            for (at, value) in stock.iter_mut().enumerate() {
                let need = bundle.linear * inner[at] + kinks.need(inner[at]);
                *value += need * outer[at];
            }
            for (group, missing) in &bundle.peers {
                let doubts = draws.doubts(*group);
                let group = peers.group(*group);
                for (at, value) in stock.iter_mut().enumerate() {
                    let drawn = missing.draw(&mut chance, group, doubts[at]);
                    *value += drawn * inner[at] * outer[at];
                }
            }
        }
    }

    /// What the sizes that stand in add up to over what their means would, by recipe and group, in
    /// one draw: for taking a figure apart.
    pub fn drawn_over_mean(
        &self,
        stream: u64,
        draws: &Draws,
        peers: &Peers,
        draw: usize,
    ) -> BTreeMap<(Recipe, GroupId), f64> {
        let mut chance = Chance::new(draws.seed(), stream);
        let mut ratios = BTreeMap::new();
        for (recipe, bundle) in &self.bundles {
            for (id, missing) in &bundle.peers {
                let group = peers.group(*id);
                let mut ratio = 1.0;
                // The draws of a group stand one after the other in the stream.
                for (at, doubt) in draws.doubts(*id).iter().enumerate() {
                    let drawn = missing.draw(&mut chance, group, *doubt);
                    if at == draw && missing.sum * group.mean > 0.0 {
                        ratio = drawn / (missing.sum * group.mean);
                    }
                }
                ratios.insert((*recipe, *id), ratio);
            }
        }
        ratios
    }
}

impl Missing {
    fn add(&mut self, weight: f64, times: u64) {
        let place = self.weights.partition_point(|known| *known <= weight);
        let room = DRAWN_MAX.saturating_sub(self.count).min(times) as usize;
        self.weights.splice(place..place, std::iter::repeat_n(weight, room));
        self.count += times;
        self.sum += weight * times as f64;
        self.squares += weight * weight * times as f64;
    }

    /// The sum of as many sizes of peers, each times its weight, with the group's mean and spread as
    /// they are in the draw; never below nothing.
    fn draw(&self, chance: &mut Chance, group: &PeerGroup, doubt: Doubt) -> f64 {
        let mean = group.mean * self.sum;
        let drawn = if self.count <= DRAWN_MAX {
            let size = |chance: &mut Chance| group.sizes.at(chance.index(group.sizes.len())) as f64;
            self.weights.iter().map(|weight| weight * size(chance)).sum()
        } else {
            gamma_of(mean, group.variance * self.squares, chance.normal())
        };
        (mean * doubt.shift + (drawn - mean) * doubt.spread).max(0.0)
    }
}

/// A gamma distribution's value for a standard normal one (Wilson and Hilferty, 1931).
pub fn gamma_of(mean: f64, variance: f64, normal: f64) -> f64 {
    if mean <= 0.0 || variance <= 0.0 {
        return mean.max(0.0);
    }
    let ninth = variance / (mean * mean) / 9.0;
    let root = (1.0 - ninth + normal * ninth.sqrt()).max(0.0);
    mean * root * root * root
}

/// Σ times × max(floor, size × factor) for any factor, by the order in which floors stop to apply.
struct Kinks {
    /// Factors above which a floor no longer applies, ascending.
    bounds: Vec<f64>,
    /// Sum of the sizes before each place.
    sizes: Vec<f64>,
    /// Sum of the floors from each place on.
    floors: Vec<f64>,
}

impl Kinks {
    fn of(floored: &[Floored]) -> Self {
        let bound = |f: &Floored| if f.size > 0.0 { f.floor / f.size } else { f64::INFINITY };
        let mut order: Vec<Floored> = floored.to_vec();
        order.sort_by(|a, b| bound(a).total_cmp(&bound(b)));
        let bounds = order.iter().map(bound).collect();
        let mut sizes = vec![0.0];
        for floored in &order {
            sizes.push(sizes[sizes.len() - 1] + floored.size * floored.times);
        }
        let mut floors = vec![0.0; order.len() + 1];
        for (at, floored) in order.iter().enumerate().rev() {
            floors[at] = floors[at + 1] + floored.floor * floored.times;
        }
        Self { bounds, sizes, floors }
    }

    fn need(&self, factor: f64) -> f64 {
        let free = self.bounds.partition_point(|bound| *bound < factor);
        self.sizes[free] * factor + self.floors[free]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn kinks_give_the_sum_of_the_larger_of_floor_and_need(
            rows in prop::collection::vec((0.0_f64..100.0, 0.0_f64..50.0, 1_u32..4), 0..30),
            factor in 0.1_f64..3.0,
        ) {
            let floored = |(size, floor, times): &(f64, f64, u32)| Floored {
                size: *size,
                floor: *floor,
                times: f64::from(*times),
            };
            let floored: Vec<Floored> = rows.iter().map(floored).collect();
            let one_by_one: f64 =
                floored.iter().map(|f| (f.size * factor).max(f.floor) * f.times).sum();
            let at_once = Kinks::of(&floored).need(factor);
            prop_assert!((at_once - one_by_one).abs() <= 1e-9 * one_by_one.max(1.0));
        }
    }

    #[test]
    fn a_gamma_distribution_has_its_mean_and_variance() {
        let mut chance = Chance::new(5, 0);
        let draws: Vec<f64> =
            (0..40_000).map(|_| gamma_of(100.0, 400.0, chance.normal())).collect();
        let mean = draws.iter().sum::<f64>() / draws.len() as f64;
        let variance =
            draws.iter().map(|draw| (draw - mean).powi(2)).sum::<f64>() / draws.len() as f64;
        assert!((mean - 100.0).abs() < 0.5, "{mean}");
        assert!((variance - 400.0).abs() < 12.0, "{variance}");
    }
}
