//! First fit of items with several needs: the order, the tree of open bins, and the plainest lower bound.
//!
//! Amounts come in and indices go out. It does not know what an item or a bin stands for.
//!
//! Finding the first bin with room is a walk through a tree of the largest free amounts, so first fit is
//! near n log n; the walk turns back where two needs are met only by different bins, which the extra
//! column of smallest free shares makes rare.

use std::cmp::Ordering;

/// One, as a normalised amount.
const ONE: u128 = 1 << 32;

/// The fewest bins any packing could need: the largest, over the resources, of ⌈total need ÷ capacity⌉,
/// and the resource it comes from (the first of equals by the unrounded quotient). Zero and `None` when
/// nothing is needed. Items that fit no bin must be left out by the caller.
pub fn lower_bound(capacity: &[u64], totals: &[u128]) -> (usize, Option<usize>) {
    let mut bound = (0, None::<usize>);
    for (resource, (&limit, &total)) in capacity.iter().zip(totals).enumerate() {
        if limit == 0 || total == 0 {
            continue;
        }
        let count = usize::try_from(total.div_ceil(u128::from(limit))).unwrap_or(usize::MAX);
        let quotient = |r: usize| totals[r] as f64 / capacity[r] as f64;
        match bound.1 {
            Some(best) if quotient(best) >= quotient(resource) => {}
            _ => bound.1 = Some(resource),
        }
        bound.0 = bound.0.max(count);
    }
    bound
}

/// The items, largest first (by the larger of its normalised needs, then their sum), equals by `tie_break`, then by index.
pub(super) fn decreasing(
    capacity: &[u64],
    rows: &[&[u64]],
    items: Vec<usize>,
    tie_break: impl Fn(usize, usize) -> Ordering,
) -> Vec<usize> {
    let key = |item: usize| {
        let shares = rows[item].iter().zip(capacity).map(|(&n, &c)| normalised(n, c));
        let (largest, sum) = shares.fold((0, 0_u64), |(largest, sum), share| {
            (share.max(largest), sum.saturating_add(share))
        });
        (largest, sum)
    };
    let mut keyed: Vec<((u64, u64), usize)> =
        items.into_iter().map(|item| (key(item), item)).collect();
    keyed.sort_unstable_by(|a, b| {
        b.0.cmp(&a.0).then_with(|| tie_break(a.1, b.1)).then(a.1.cmp(&b.1))
    });
    keyed.into_iter().map(|(_, item)| item).collect()
}

fn fits(need: &[u64], free: &[u64]) -> bool {
    need.iter().zip(free).all(|(need, free)| need <= free)
}

/// An amount as a share of the capacity, rounded down; never larger for a smaller amount.
fn normalised(amount: u64, capacity: u64) -> u64 {
    let share = (u128::from(amount) * ONE).checked_div(u128::from(capacity)).unwrap_or(0);
    u64::try_from(share).unwrap_or(u64::MAX)
}

/// Open bins and what is free in each.
#[derive(Clone)]
pub(super) struct Bins {
    capacity: Vec<u64>,
    /// Amounts in a node: one for each resource, then the smallest free share.
    width: usize,
    /// Number of leaves, a power of two.
    leaves: usize,
    bins_count: usize,
    /// Node n at `n * width`, root 1, leaf of bin b at `leaves + b`; each holds the largest of its bins.
    tree: Vec<u64>,
}

impl Bins {
    /// No bin yet; `capacity` is what free amounts are measured against.
    pub(super) fn new(capacity: &[u64]) -> Self {
        let width = capacity.len() + 1;
        let tree = vec![0; 2 * width];
        Self { capacity: capacity.to_vec(), width, leaves: 1, bins_count: 0, tree }
    }

    /// Opens a bin with so much free and returns its index.
    pub(super) fn open(&mut self, free: &[u64]) -> usize {
        if self.bins_count == self.leaves {
            self.double();
        }
        let bin = self.bins_count;
        self.bins_count += 1;
        self.set_free(bin, free);
        bin
    }

    /// The first bin in which every need finds room.
    pub(super) fn first_fit(&self, need: &[u64]) -> Option<usize> {
        self.first_fit_from(need, 0)
    }

    /// The same among the bins from this one on.
    pub(super) fn first_fit_from(&self, need: &[u64], from: usize) -> Option<usize> {
        if from >= self.bins_count {
            return None;
        }
        let need = self.row(need);
        let mut node = if from == 0 { 1 } else { self.leaves + from };
        loop {
            if fits(&need, self.node(node)) {
                if node >= self.leaves {
                    return Some(node - self.leaves).filter(|&bin| bin < self.bins_count);
                }
                node *= 2;
                continue;
            }
            // Up from right children, then over to the right; past the root the walk ends.
            while node & 1 == 1 {
                node >>= 1;
            }
            if node == 0 {
                return None;
            }
            node += 1;
        }
    }

    /// Takes the need from what is free in the bin.
    pub(super) fn take(&mut self, bin: usize, need: &[u64]) {
        let free: Vec<u64> = self.node(self.leaves + bin)[..self.width - 1]
            .iter()
            .zip(need)
            .map(|(free, need)| free.saturating_sub(*need))
            .collect();
        self.set_free(bin, &free);
    }

    /// Says what is free in the bin.
    pub(super) fn set_free(&mut self, bin: usize, free: &[u64]) {
        let row = self.row(free);
        let mut node = self.leaves + bin;
        self.tree[node * self.width..(node + 1) * self.width].copy_from_slice(&row);
        while node > 1 {
            node /= 2;
            self.refresh(node);
        }
    }

    /// Amounts with the smallest share behind them. A resource without capacity has no share.
    fn row(&self, amounts: &[u64]) -> Vec<u64> {
        let shares = amounts.iter().zip(&self.capacity).filter(|(_, c)| **c > 0);
        let smallest = shares.map(|(&a, &c)| normalised(a, c)).min().unwrap_or(0);
        amounts.iter().copied().chain([smallest]).collect()
    }

    fn node(&self, node: usize) -> &[u64] {
        &self.tree[node * self.width..(node + 1) * self.width]
    }

    fn refresh(&mut self, node: usize) {
        for column in 0..self.width {
            let left = self.tree[2 * node * self.width + column];
            let right = self.tree[(2 * node + 1) * self.width + column];
            self.tree[node * self.width + column] = left.max(right);
        }
    }

    fn double(&mut self) {
        let old = self.tree[self.leaves * self.width..].to_vec();
        self.leaves *= 2;
        self.tree = vec![0; 2 * self.leaves * self.width];
        let start = self.leaves * self.width;
        self.tree[start..start + old.len()].copy_from_slice(&old);
        for node in (1..self.leaves).rev() {
            self.refresh(node);
        }
    }
}

#[cfg(test)]
#[path = "vector_tests.rs"]
mod tests;
