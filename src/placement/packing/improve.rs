//! From a packing to a better one: mixes of patterns for all of it, then for a few bins at a time.

use super::BoundMethod;
use super::bound::Proven;
use super::columns::Generator;
use super::dive::{Dive, dive, renamed};
use super::model::{Model, Pattern};
use super::reshape::reshape;
use super::squeeze::squeeze;
use super::steps::Steps;
use crate::chance::Chance;

/// Most classes mixed at once.
const CLASSES_MAX: usize = 800;
/// Most classes of a part.
const PART_CLASSES_MAX: usize = 160;
/// Most dives from one mix.
const DIVES_MAX: usize = 30;
/// With so many items a bin exchanges get three quarters of the steps, else a quarter.
const MANY: u64 = 8;
/// Passes of full bins around each class.
const SEED_PASSES: u64 = 4;
const SEED: u64 = 20_260_101;

/// Improves the bins until they reach the bound or the steps end; raises the bound on the way.
pub(super) fn improve(
    model: &Model,
    bins: &mut Vec<Pattern>,
    proven: &mut Proven,
    steps: &mut Steps,
) {
    let mut chance = Chance::new(SEED, 0);
    if model.price(bins) <= proven.price || !steps.are_left() {
        return;
    }
    let is_many = model.items() >= MANY * bins.len() as u64;
    let part = if is_many { steps.left() / 4 * 3 } else { steps.left() / 4 };
    let mut own = steps.at_most(part);
    if model.kinds.len() > 1 {
        reshape(model, bins, proven.price, &mut chance, &mut own);
    }
    squeeze(model, bins, proven.price, &mut chance, &mut own);
    steps.take(own.taken());
    if model.price(bins) > proven.price && model.len() <= CLASSES_MAX {
        mix_all(model, bins, proven, &mut chance, steps);
    }
    mix_parts(model, bins, proven, &mut chance, steps);
}

/// A mix of all classes and dives from it.
fn mix_all(
    model: &Model,
    bins: &mut Vec<Pattern>,
    proven: &mut Proven,
    chance: &mut Chance,
    steps: &mut Steps,
) {
    let kinds: Vec<bool> = model.counts().iter().map(|&count| count > 0).collect();
    let mut known = bins.clone();
    known.sort();
    known.dedup();
    known.truncate(4 * model.len());
    let mut mix = Generator::new(model, &known);
    let mut own = steps.at_most(steps.left() / 2);
    mix.seed(SEED_PASSES, &mut own);
    mix.solve(&kinds, model.price(bins), &mut own);
    steps.take(own.taken());
    proven.raise(mix.bound, BoundMethod::Columns);
    let until = steps.left() / 4;
    for round in 0..DIVES_MAX {
        let price = model.price(bins);
        if price <= proven.price || steps.left() <= until {
            return;
        }
        let noise = if round == 0 { 0.0 } else { 0.2 };
        let mut how = Dive { counts: model.counts(), price_max: price - 1, noise, chance };
        if let Some(better) = dive(mix.clone(), &mut how, steps)
            && model.price(&better) < price
        {
            *bins = better;
        }
    }
}

/// Packs some bins anew, as long as there are steps: the emptier ones more often, with others for what
/// they lack.
fn mix_parts(
    model: &Model,
    bins: &mut Vec<Pattern>,
    proven: &Proven,
    chance: &mut Chance,
    steps: &mut Steps,
) {
    // Some tries for everyone: what a part may take shrinks with the effort.
    let part_steps = PART_STEPS.min(steps.left() / 12);
    let (mut in_vain, mut price) = (0, model.price(bins));
    while price > proven.price && steps.are_left() && in_vain < 400 {
        in_vain += 1;
        let chosen = choose(model, bins, chance, steps);
        if chosen.len() < 2 {
            return;
        }
        let part: Vec<Pattern> = chosen.iter().map(|&bin| bins[bin].clone()).collect();
        let mut own = steps.at_most(part_steps);
        let other = anew(model, bins, &part, chance, &mut own);
        steps.take(own.taken());
        let Some(other) = other else { continue };
        let saved = model.price(&part).saturating_sub(model.price(&other));
        if saved > 0 {
            (in_vain, price) = (0, price - saved);
        }
        for &bin in chosen.iter().rev() {
            bins.swap_remove(bin);
        }
        bins.extend(other);
    }
}

/// Steps spent on a part at most, with an effort to match.
const PART_STEPS: u64 = 40_000_000;

/// Bins of a part, ascending: as many as hold so many classes, from the emptier half more often.
fn choose(model: &Model, bins: &[Pattern], chance: &mut Chance, steps: &mut Steps) -> Vec<usize> {
    let classes = 40 + chance.index(PART_CLASSES_MAX - 40);
    // Of three bins picked the emptiest is taken: near enough to a sort, and never looks at all.
    let picks = if bins.len() > 60 { 3 } else { 1 };
    let (mut chosen, mut held) = (Vec::new(), 0);
    for _ in 0..4 * bins.len().min(classes) {
        let picked = (0..picks).map(|_| chance.index(bins.len()));
        let emptiest = picked.min_by(|&a, &b| {
            model.fullness(&bins[a]).total_cmp(&model.fullness(&bins[b])).then(a.cmp(&b))
        });
        let Some(bin) = emptiest.filter(|bin| !chosen.contains(bin)) else { continue };
        held += bins[bin].take.len();
        if held > classes && chosen.len() >= 2 {
            break;
        }
        chosen.push(bin);
    }
    steps.take(chosen.len() as u64 * 8);
    chosen.sort_unstable();
    chosen
}

/// What the bins of the part hold, in other bins at no higher price; `None` when none were found.
fn anew(
    model: &Model,
    bins: &[Pattern],
    part: &[Pattern],
    chance: &mut Chance,
    steps: &mut Steps,
) -> Option<Vec<Pattern>> {
    let (inner, classes) = model.of_bins(part);
    let place = |class: u32| classes.partition_point(|&known| known < class) as u32;
    let known: Vec<Pattern> = part
        .iter()
        .map(|bin| {
            let take = bin.take.iter().map(|&(class, count)| (place(class), count)).collect();
            Pattern { kind: bin.kind, take }
        })
        .collect();
    let counts = counts_left(model, bins, part);
    let kinds: Vec<bool> = counts.iter().map(|&count| count > 0).collect();
    let price = model.price(part);
    let mut mix = Generator::new(&inner, &known);
    mix.seed(1, steps);
    mix.solve(&kinds, price, steps);
    if mix.bound >= price || !steps.are_left() {
        return None;
    }
    let mut how = Dive { counts, price_max: price, noise: 0.2, chance };
    let other = dive(mix, &mut how, steps)?;
    Some(other.into_iter().map(|bin| renamed(bin, &classes)).collect())
}

/// Bins there may be of each kind once those of the part are given back.
fn counts_left(model: &Model, bins: &[Pattern], part: &[Pattern]) -> Vec<usize> {
    let mut counts = model.counts();
    for (kind, count) in counts.iter_mut().enumerate() {
        if *count < usize::MAX {
            let used = |of: &[Pattern]| of.iter().filter(|bin| bin.kind == kind).count();
            *count = (*count + used(part)).saturating_sub(used(bins));
        }
    }
    counts
}
