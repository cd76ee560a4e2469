//! Another choice of kinds: of each kind as many bins as hold all needs at a price near the bound, filled
//! anew.
//!
//! Which items go to which kind decides whether the bins can all be full: those that need much memory
//! for their cores belong where there is much. A price for every dimension of every kind says so; it is
//! raised where too much is asked for, until the bins of no kind are asked for more than they hold.

use super::cover::roomiest;
use super::exchange::Exchange;
use super::model::{Model, Pattern};
use super::squeeze::Shaped;
use super::steps::Steps;
use crate::chance::Chance;

/// Rounds in which the prices are mended.
const ROUNDS: usize = 100;
/// Classes by which they are.
const SAMPLE: usize = 1_000;
/// How far a price follows what is asked for.
const RATE: f64 = 0.3;
/// How often a ratio of costs is squared: how much the cheapest kind is preferred.
const POWER: usize = 3;

/// Fills bins of other kinds at no more than a third of what the price is above `least`; the bins stay as
/// they are when nothing cheaper is found.
pub(super) fn reshape(
    model: &Model,
    bins: &mut Vec<Pattern>,
    least: u128,
    chance: &mut Chance,
    steps: &mut Steps,
) {
    for part in [8, 3] {
        let price = model.price(bins);
        let aim = least + price.saturating_sub(least) / part;
        if aim >= price || !steps.are_left() {
            return;
        }
        let Some(counts) = roomiest(model, aim, steps) else { continue };
        let mut own = steps.at_most(steps.left() / 2);
        let better = filled(model, &counts, chance, &mut own);
        steps.take(own.taken());
        if let Some(better) = better.filter(|better| model.price(better) < price) {
            *bins = better;
            return;
        }
    }
}

/// So many bins of each kind, filled with all items.
fn filled(
    model: &Model,
    counts: &[usize],
    chance: &mut Chance,
    steps: &mut Steps,
) -> Option<Vec<Pattern>> {
    let given = shared_out(model, counts, steps);
    let none = Shaped { bins: Vec::new(), homeless: Vec::new() };
    let mut parts: Vec<Shaped> = counts.iter().map(|_| none.clone()).collect();
    for (kind, part) in parts.iter_mut().enumerate() {
        part.bins.resize(counts[kind], Pattern { kind, take: Vec::new() });
    }
    for (part, given) in parts.iter_mut().zip(given) {
        part.homeless = (0_u32..).zip(given).filter(|&(_, count)| count > 0).collect();
    }
    let mut all = none;
    for part in parts {
        let settled = Exchange::new(model, part)?.settled(chance, steps);
        all.bins.extend(settled.bins);
        all.homeless.extend(settled.homeless);
    }
    all.homeless.sort_unstable();
    Exchange::new(model, all)?.run(chance, steps)
}

/// How many items of each class go to each kind, so that its bins are asked for no more than they hold,
/// as far as it goes: row by row.
fn shared_out(model: &Model, counts: &[usize], steps: &mut Steps) -> Vec<Vec<u32>> {
    let prices = prices(model, counts, steps);
    // What a kind is owed is carried from class to class, so that each gets its part of every size.
    let mut owed = vec![0.0; counts.len()];
    let mut given = vec![vec![0; model.len()]; counts.len()];
    for (class, &items) in model.demand.iter().enumerate() {
        let parts = parts(model, counts, class, &prices);
        let fits = |kind: &usize| counts[*kind] > 0 && model.fits(class, *kind);
        for _ in 0..items {
            owed.iter_mut().zip(&parts).for_each(|(owed, part)| *owed += part);
            let most = (0..counts.len()).filter(fits).max_by(|&a, &b| owed[a].total_cmp(&owed[b]));
            let kind = most.unwrap_or(0);
            owed[kind] -= 1.0;
            given[kind][class] += 1;
        }
    }
    given
}

/// The price of a unit of each dimension of each kind at which the kinds are asked for no more than they
/// hold, as far as it goes.
fn prices(model: &Model, counts: &[usize], steps: &mut Steps) -> Vec<Vec<f64>> {
    let share = |kind: usize, d: usize| match model.kinds[kind].capacity[d] {
        0 => 1.0,
        capacity => 1.0 / (capacity as f64 * counts[kind].max(1) as f64),
    };
    let shares: Vec<Vec<f64>> =
        (0..counts.len()).map(|kind| (0..model.dims).map(|d| share(kind, d)).collect()).collect();
    // Every so many classes stand for all.
    let sample: Vec<usize> =
        (0..model.len()).step_by(model.len().div_ceil(SAMPLE).max(1)).collect();
    let scale = scale(model, &sample);
    let (mut prices, mut best) = (shares.clone(), (f64::INFINITY, shares.clone()));
    for round in 0..ROUNDS {
        let mut asked = vec![vec![0.0; model.dims]; counts.len()];
        for &class in &sample {
            let parts = parts(model, counts, class, &prices);
            let need = model.need(class);
            for ((asked, shares), part) in asked.iter_mut().zip(&shares).zip(parts) {
                let count = part * f64::from(model.demand[class]);
                for (d, (asked, &need)) in asked.iter_mut().zip(need).enumerate() {
                    *asked += need as f64 * shares[d] * scale[d] * count;
                }
            }
        }
        steps.take((sample.len() * counts.len() * (model.dims + 2)) as u64 / 2);
        // In bins, so that a kind of which there are few weighs little.
        let of_kind = |(asked, &count): (&Vec<f64>, &usize)| -> f64 {
            asked.iter().map(|share| (share - 1.0).max(0.0) * count as f64).sum()
        };
        let over: f64 = asked.iter().zip(counts).map(of_kind).sum();
        if over < best.0 {
            best = (over, prices.clone());
        }
        if over <= 0.0 || !steps.are_left() {
            break;
        }
        let rate = RATE / (1.0 + round as f64 / 20.0);
        for (price, asked) in prices.iter_mut().flatten().zip(asked.iter().flatten()) {
            *price *= 1.0 + rate * (asked - 1.0).clamp(-1.0, 1.0);
        }
    }
    best.1
}

/// What all need for what those of the sample need, by dimension.
fn scale(model: &Model, sample: &[usize]) -> Vec<f64> {
    let total_of = |d: usize| -> f64 {
        let needs = sample.iter().map(|&c| model.need(c)[d] as f64 * f64::from(model.demand[c]));
        needs.sum()
    };
    let totals = model.totals();
    (0..model.dims)
        .map(|d| if total_of(d) > 0.0 { totals[d] as f64 / total_of(d) } else { 1.0 })
        .collect()
}

/// What part of a class goes to each kind: most to the kind where it costs least.
fn parts(model: &Model, counts: &[usize], class: usize, prices: &[Vec<f64>]) -> Vec<f64> {
    let need = model.need(class);
    let cost = |kind: usize| -> f64 {
        need.iter().zip(&prices[kind]).map(|(&need, price)| need as f64 * price).sum()
    };
    let is_open = |kind: usize| counts[kind] > 0 && model.fits(class, kind);
    let costs: Vec<Option<f64>> =
        (0..counts.len()).map(|kind| is_open(kind).then(|| cost(kind))).collect();
    let least = costs.iter().flatten().copied().fold(f64::INFINITY, f64::min);
    let part = |cost: &Option<f64>| -> f64 {
        cost.map_or(0.0, |cost| {
            let ratio = if cost > 0.0 { least / cost } else { 1.0 };
            (0..POWER).fold(ratio, |power, _| power * power)
        })
    };
    let parts: Vec<f64> = costs.iter().map(part).collect();
    let sum = parts.iter().sum::<f64>().max(1e-300);
    parts.into_iter().map(|part| part / sum).collect()
}
