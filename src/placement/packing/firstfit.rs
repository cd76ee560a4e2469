//! One item after the other, largest first, each into the first bin with room.
//!
//! With thousands of distinct items, most of them small, this comes nearer the bound than filling bins
//! one by one: the small ones go last and close the gaps of all bins. Near n log n.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::super::vector::Bins;
use super::greedy::Filled;
use super::model::{Model, NO_GROUP, Pattern, fits, largest_capacity};
use super::steps::Steps;

/// What makes an item large.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Size {
    /// The largest share it takes of a bin, then the sum of the shares.
    Largest,
    /// The sum of the shares, each weighted by how scarce the dimension is.
    Weighted,
    /// The sum of the shares.
    Sum,
    /// The sum of the shares, but items of large groups first: each takes a bin from its group.
    Grouped,
}

impl Size {
    /// Those that are worth a try, in that order; `bins_least` is the fewest bins there can be.
    pub fn all(model: &Model, bins_least: u128) -> Vec<Self> {
        let mut all = vec![Self::Largest, Self::Weighted, Self::Sum];
        let largest = group_sizes(model).into_iter().max().unwrap_or(0);
        if u128::from(largest) * LARGE >= bins_least && largest > 0 {
            all.insert(0, Self::Grouped);
        }
        all
    }
}

/// A group is large when so many times its items are more than all bins.
const LARGE: u128 = 4;

/// Items of the group of each class; none for those without group.
fn group_sizes(model: &Model) -> Vec<u64> {
    let mut sizes: BTreeMap<u32, u64> = BTreeMap::new();
    let grouped =
        || model.groups.iter().zip(&model.demand).filter(|(group, _)| **group != NO_GROUP);
    grouped().for_each(|(&group, &n)| *sizes.entry(group).or_default() += u64::from(n));
    model.groups.iter().map(|group| sizes.get(group).copied().unwrap_or(0)).collect()
}

/// Fills bins item by item, until all are packed or no bin is left. `counts` is what may be opened of
/// each kind. `None` when the steps ran out.
pub(super) fn fill(
    model: &Model,
    counts: &[usize],
    size: Size,
    steps: &mut Steps,
) -> Option<Filled> {
    let shares = Shares::new(model);
    let groups = if size == Size::Grouped { group_sizes(model) } else { vec![0; model.len()] };
    let mut order: Vec<(Reverse<u64>, Reverse<u64>, u32)> = (0_u32..)
        .zip(groups)
        .map(|(class, group)| {
            (Reverse(group), Reverse(shares.size(model.need(class as usize), size)), class)
        })
        .collect();
    order.sort_unstable();
    let mut open = Open::new(model, counts, &shares);
    for (_, _, class) in order {
        steps.take(8);
        open.place(class, steps);
        if !steps.are_left() {
            return None;
        }
    }
    Some(Filled { bins: open.patterns, left: open.left })
}

/// What a unit of each dimension counts for.
struct Shares {
    /// One over the capacity of the largest bin; 0 where there is none.
    of_bin: Vec<f64>,
    /// The need of all items as bins.
    scarcity: Vec<f64>,
}

impl Shares {
    fn new(model: &Model) -> Self {
        let largest = largest_capacity(&model.kinds, model.dims);
        let of_bin: Vec<f64> =
            largest.iter().map(|&c| if c == 0 { 0.0 } else { 1.0 / c as f64 }).collect();
        let bins: Vec<f64> =
            model.totals().iter().zip(&of_bin).map(|(&total, s)| total as f64 * s).collect();
        let sum = bins.iter().sum::<f64>().max(1e-30);
        Self { scarcity: bins.iter().map(|b| b / sum).collect(), of_bin }
    }

    /// In billionths of a bin: whole numbers, so that equal items are equal on every system.
    fn size(&self, need: &[u64], size: Size) -> u64 {
        let shares = || need.iter().zip(&self.of_bin).map(|(&need, share)| need as f64 * share);
        let worth = match size {
            Size::Largest => shares().fold(0.0, f64::max) * 1e3 + shares().sum::<f64>() * 1e-3,
            Size::Weighted => shares().zip(&self.scarcity).map(|(s, w)| s * w).sum::<f64>() * 1e3,
            Size::Sum | Size::Grouped => shares().sum::<f64>() * 1e3,
        };
        (worth * 1e6) as u64
    }

    /// What a bin offers, in the worth of what is to be packed.
    fn offer(&self, capacity: &[u64]) -> f64 {
        let parts = capacity.iter().zip(&self.of_bin).zip(&self.scarcity);
        parts.map(|((&c, s), w)| c as f64 * s * w).sum()
    }
}

/// Open bins and what they hold.
struct Open<'a> {
    model: &'a Model,
    counts: Vec<usize>,
    /// Kinds, the cheapest for what it offers first.
    kinds: Vec<usize>,
    bins: Bins,
    free: Vec<Vec<u64>>,
    patterns: Vec<Pattern>,
    /// Groups with an item in the bin.
    held: Vec<BTreeSet<u32>>,
    left: Vec<u32>,
}

impl<'a> Open<'a> {
    fn new(model: &'a Model, counts: &[usize], shares: &Shares) -> Self {
        let cost = |kind: usize| {
            model.kinds[kind].price as f64 / shares.offer(&model.kinds[kind].capacity).max(1e-30)
        };
        let mut kinds: Vec<usize> = (0..model.kinds.len()).collect();
        kinds.sort_by(|&a, &b| cost(a).total_cmp(&cost(b)).then(a.cmp(&b)));
        Self {
            model,
            counts: counts.to_vec(),
            kinds,
            bins: Bins::new(&largest_capacity(&model.kinds, model.dims)),
            free: Vec::new(),
            patterns: Vec::new(),
            held: Vec::new(),
            left: model.demand.clone(),
        }
    }

    /// Places all items of the class for which there is a bin.
    fn place(&mut self, class: u32, steps: &mut Steps) {
        let model = self.model;
        let need = model.need(class as usize);
        let group = model.groups[class as usize];
        let mut from = 0;
        while self.left[class as usize] > 0 && steps.are_left() {
            steps.take(8);
            let bin = match self.bins.first_fit_from(need, from) {
                Some(bin) if group != NO_GROUP && self.held[bin].contains(&group) => {
                    from = bin + 1;
                    continue;
                }
                Some(bin) => bin,
                None => match self.open(need) {
                    Some(bin) => bin,
                    None => return,
                },
            };
            from = bin;
            self.take(bin, class, if group == NO_GROUP { u32::MAX } else { 1 });
            if group != NO_GROUP {
                self.held[bin].insert(group);
            }
        }
    }

    fn open(&mut self, need: &[u64]) -> Option<usize> {
        let model = self.model;
        let has_room =
            |&&kind: &&usize| self.counts[kind] > 0 && fits(need, &model.kinds[kind].capacity);
        let kind = *self.kinds.iter().find(has_room)?;
        self.counts[kind] = self.counts[kind].saturating_sub(1);
        self.free.push(model.kinds[kind].capacity.clone());
        self.patterns.push(Pattern { kind, take: Vec::new() });
        self.held.push(BTreeSet::new());
        Some(self.bins.open(&model.kinds[kind].capacity))
    }

    /// Puts as many items of the class into the bin as there are and it has room for, `most` at most.
    fn take(&mut self, bin: usize, class: u32, most: u32) {
        let need = self.model.need(class as usize);
        let free = &mut self.free[bin];
        let room = need.iter().zip(free.iter()).filter_map(|(&n, &f)| f.checked_div(n)).min();
        let room = room.map_or(u32::MAX, |room| u32::try_from(room).unwrap_or(u32::MAX));
        let count = room.min(most).min(self.left[class as usize]);
        for (free, need) in free.iter_mut().zip(need) {
            *free -= need * u64::from(count);
        }
        self.bins.set_free(bin, free);
        self.left[class as usize] -= count;
        let take = &mut self.patterns[bin].take;
        take.insert(take.partition_point(|&(other, _)| other < class), (class, count));
    }
}
