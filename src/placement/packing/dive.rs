//! Whole bins from a fractional mix of patterns: the most used patterns are fixed, the rest is mixed
//! anew with patterns made for it, and so on until nothing is left.

use super::columns::{Generator, whole};
use super::model::{Model, NO_GROUP, Pattern, fits};
use super::steps::Steps;
use crate::chance::Chance;

/// Rounds of new patterns after each fixing.
const ROUNDS: usize = 3;

/// How a dive is made.
pub(super) struct Dive<'a> {
    /// Bins of each kind that may be used.
    pub counts: Vec<usize>,
    /// A dive ends where it cannot stay at this price or below.
    pub price_max: u128,
    /// How much chance shuffles which pattern is fixed, 0 for not at all.
    pub noise: f64,
    pub chance: &'a mut Chance,
}

/// Packs the demand of the generator; `None` when the price or the counts do not allow it, or when the
/// steps ran out.
pub(super) fn dive(
    mut generator: Generator<'_>,
    how: &mut Dive<'_>,
    steps: &mut Steps,
) -> Option<Vec<Pattern>> {
    let model = generator.model;
    let rows = model.len();
    let mut bins: Vec<Pattern> = Vec::new();
    let mut demand = generator.demand().to_vec();
    loop {
        let open = demand.iter().filter(|&&count| count > 0).count();
        if open == 0 {
            return Some(bins);
        }
        if open * 2 < rows && rows > 40 {
            let (part, classes) = model.part(&demand);
            let known = generator.known_within(&demand, &classes, 3 * open);
            let mut inner = Generator::new(&part, &known);
            let spent = model.price(&bins);
            how.price_max = how.price_max.checked_sub(spent)?;
            if !inner.touch_up(&kinds(how), ROUNDS, steps) && !steps.are_left() {
                return None;
            }
            let rest = dive(inner, how, steps)?;
            bins.extend(rest.into_iter().map(|p| renamed(p, &classes)));
            return Some(bins);
        }
        let least = model.price(&bins) as f64 + generator.value();
        if whole(least) > how.price_max {
            return None;
        }
        let before = bins.len();
        fix(&generator, &mut demand, &mut bins, how);
        if bins.len() == before || !steps.are_left() {
            return None;
        }
        generator.set_demand(demand.clone());
        generator.touch_up(&kinds(how), ROUNDS, steps);
        if !steps.are_left() {
            return None;
        }
    }
}

fn kinds(how: &Dive<'_>) -> Vec<bool> {
    how.counts.iter().map(|&count| count > 0).collect()
}

/// The pattern with its classes under other names.
pub(super) fn renamed(mut pattern: Pattern, names: &[u32]) -> Pattern {
    pattern.take.iter_mut().for_each(|(class, _)| *class = names[*class as usize]);
    pattern.take.sort_unstable();
    pattern
}

/// Fixes the whole part of each level, else the most used patterns, at least one.
fn fix(generator: &Generator<'_>, demand: &mut [u32], bins: &mut Vec<Pattern>, how: &mut Dive<'_>) {
    let model = generator.model;
    let mut used: Vec<(f64, Pattern)> = Vec::new();
    let mut sum = 0.0;
    for (pattern, level) in generator.used() {
        sum += level;
        used.push((level + how.noise * how.chance.unit(), pattern.clone()));
    }
    used.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let before = bins.len();
    for (level, pattern) in &used {
        for _ in 0..(level - how.noise + 1e-3).max(0.0) as u64 {
            if !take(model, pattern, demand, bins, how, true) {
                break;
            }
        }
    }
    if bins.len() > before {
        return;
    }
    let wanted = ((sum / 15.0) as usize).max(1);
    for (index, (level, pattern)) in used.iter().enumerate() {
        if bins.len() - before >= wanted || (index > 0 && *level < 0.5) {
            break;
        }
        take(model, pattern, demand, bins, how, true);
    }
    for (_, pattern) in &used {
        if bins.len() > before {
            break;
        }
        take(model, pattern, demand, bins, how, false);
    }
}

/// Uses the pattern once, cut down to what is left of the demand and filled up with what fits beside
/// it; with `whole` only if nothing has to be cut.
fn take(
    model: &Model,
    pattern: &Pattern,
    demand: &mut [u32],
    bins: &mut Vec<Pattern>,
    how: &mut Dive<'_>,
    whole: bool,
) -> bool {
    if how.counts[pattern.kind] == 0 {
        return false;
    }
    let is_cut = pattern.take.iter().any(|&(class, count)| demand[class as usize] < count);
    if is_cut && whole {
        return false;
    }
    let left = |&(class, count): &(u32, u32)| (class, count.min(demand[class as usize]));
    let mut cut: Vec<(u32, u32)> =
        pattern.take.iter().map(left).filter(|&(_, count)| count > 0).collect();
    if cut.is_empty() {
        return false;
    }
    for &(class, count) in &cut {
        demand[class as usize] -= count;
    }
    if is_cut {
        fill_up(model, pattern.kind, &mut cut, demand);
    }
    how.counts[pattern.kind] -= 1;
    bins.push(Pattern { kind: pattern.kind, take: cut });
    true
}

/// Adds what fits, largest first.
pub(super) fn fill_up(model: &Model, kind: usize, take: &mut Vec<(u32, u32)>, demand: &mut [u32]) {
    let mut free = model.kinds[kind].capacity.clone();
    for &(class, count) in take.iter() {
        for (free, need) in free.iter_mut().zip(model.need(class as usize)) {
            *free -= need * u64::from(count);
        }
    }
    for (class, &group) in model.groups.iter().enumerate() {
        while demand[class] > 0
            && fits(model.need(class), &free)
            && (group == NO_GROUP
                || take.iter().all(|&(other, _)| model.groups[other as usize] != group))
        {
            for (free, need) in free.iter_mut().zip(model.need(class)) {
                *free -= need;
            }
            demand[class] -= 1;
            match take.iter_mut().find(|(known, _)| *known == class as u32) {
                Some(known) => known.1 += 1,
                None => take.push((class as u32, 1)),
            }
        }
    }
    take.sort_unstable();
}
