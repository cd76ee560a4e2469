//! Vector bin packing near the optimum: items with several needs into bins of several kinds, at the
//! least price, with a lower bound that says how near.
//!
//! Plain integers in, indices out; it does not know what an item or a bin stands for. Steps:
//! 1. equal items are gathered into classes (`model`);
//! 2. items are put into the first bin with room (`firstfit`), bins are filled one after the other
//!    (`greedy`; `large` for many distinct items, near linear in their number), and the best is kept;
//! 3. with several kinds, the cheapest numbers of each that hold the needs as a whole (`cover`) are
//!    filled anew (`reshape`); bins are emptied into the others (`squeeze`), and items are exchanged until
//!    they all fit (`exchange`);
//! 4. with up to some hundred classes, column generation finds the best fractional mix of patterns
//!    (`columns`, `knapsack`, `simplex`) and its bound, and dives make whole bins of it (`dive`);
//! 5. a few bins at a time are packed anew by 4 (`improve`), until the bound is reached or the steps
//!    are used up.
//!
//! The effort is counted in steps, never in seconds: the same problem gives the same packing on every
//! system. No thread is started. A bound is never above the optimum: see `bound` and `columns`.

mod bound;
mod columns;
mod cover;
mod dive;
mod exchange;
mod firstfit;
mod greedy;
mod improve;
pub mod instance;
mod knapsack;
mod large;
mod model;
mod reshape;
mod simplex;
mod squeeze;
mod steps;

pub(crate) use model::gcd;

use bound::Proven;
use model::{Gathered, Model, Pattern};
use steps::Steps;

/// A kind of bin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BinKind {
    /// What a bin holds, by dimension.
    pub capacity: Vec<u64>,
    /// What a bin costs.
    pub price: u64,
    /// The most bins of the kind; `None` for as many as it takes.
    pub count_max: Option<usize>,
}

/// What is to be packed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problem {
    /// The kinds of bins, all of as many dimensions.
    pub kinds: Vec<BinKind>,
    /// One row of amounts an item; amounts of a last, incomplete row are ignored.
    pub needs: Vec<u64>,
    /// The group of each item, of which a bin takes one item at most; empty when there are no groups.
    pub apart: Vec<Option<u32>>,
}

impl Problem {
    /// Items into bins of one kind, without groups.
    pub fn of_one_kind(capacity: &[u64], needs: Vec<u64>) -> Self {
        let kind = BinKind { capacity: capacity.to_vec(), price: 1, count_max: None };
        Self { kinds: vec![kind], needs, apart: Vec::new() }
    }

    /// Amounts of an item.
    pub fn dims(&self) -> usize {
        self.kinds.first().map_or(0, |kind| kind.capacity.len())
    }
}

/// A bin and what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bin {
    /// Index of its kind.
    pub kind: usize,
    /// Indices of its items, ascending.
    pub items: Vec<usize>,
}

/// What gave a lower bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BoundMethod {
    /// The need of all items over what a bin holds, in one dimension or a weighted sum of them.
    Volume,
    /// The same after a dual feasible function has rounded the needs.
    DualFeasible,
    /// Items of which no two share a bin.
    Apart,
    /// The best fractional mix of patterns.
    Columns,
}

impl BoundMethod {
    /// Its name in machine output.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Volume => "volume",
            Self::DualFeasible => "dual_feasible",
            Self::Apart => "apart",
            Self::Columns => "columns",
        }
    }
}

/// What no packing of the items can be below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// The least price.
    pub price: u128,
    /// The fewest bins; with several kinds weaker than the price, since it knows of none of them.
    pub bins: usize,
    /// What gave the price (with one kind, the bins).
    pub method: BoundMethod,
}

/// Which items share a bin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packing {
    /// The bins.
    pub bins: Vec<Bin>,
    /// Items larger than every kind of bin, ascending.
    pub too_large: Vec<usize>,
    /// Items for which no bin was left of those there may be, ascending.
    pub without_bin: Vec<usize>,
    /// What the bins cost.
    pub price: u128,
    /// No packing of the items in the bins is cheaper than this.
    pub bound: Bound,
    /// Steps taken; may exceed the effort by what the first filling takes.
    pub steps: u64,
}

/// Packs the items with about so many steps of effort (a second is some hundred million). Without
/// kinds or dimensions nothing is packed.
pub fn pack(problem: &Problem, effort: u64) -> Packing {
    let Gathered { mut model, items, too_large } = model::gather(problem);
    let unit = model.reduce_prices();
    let mut steps = Steps::new(effort);
    let mut proven = bound::prove(&model, &mut steps);
    let filled = first(&model, &proven, &mut steps);
    let mut bins = filled.bins;
    if filled.left.iter().all(|&count| count == 0) {
        improve::improve(&model, &mut bins, &mut proven, &mut steps);
    } else {
        // What was left out is none of the bound's business: it counts what is in bins.
        let in_bins: Vec<u32> =
            model.demand.iter().zip(&filled.left).map(|(all, left)| all - left).collect();
        proven = bound::volume(&model.part(&in_bins).0);
    }
    let price = model.price(&bins) * u128::from(unit);
    let bins_least = match model.kinds.len() {
        1 => proven.price,
        _ => bound::volume(&model.of_largest_kind(&model.held(&bins))).price,
    };
    let bound = Bound {
        price: proven.price * u128::from(unit),
        bins: usize::try_from(bins_least).unwrap_or(usize::MAX),
        method: proven.method,
    };
    let (bins, without_bin) = deal(bins, items);
    Packing { bins, too_large, without_bin, price, bound, steps: steps.taken() }
}

/// The best of the first fillings. One is made whatever it takes, others as far as steps go.
fn first(model: &Model, proven: &Proven, steps: &mut Steps) -> greedy::Filled {
    let counts = model.counts();
    let mut best: Option<greedy::Filled> = None;
    let is_proven = |best: &Option<greedy::Filled>| {
        best.as_ref().is_some_and(|b| b.is_whole() && model.price(&b.bins) <= proven.price)
    };
    let keep = |best: &mut Option<greedy::Filled>, filled: greedy::Filled| {
        if best.as_ref().is_none_or(|known| filled.rank(model) < known.rank(model)) {
            *best = Some(filled);
        }
    };
    let bins_least = match model.kinds.len() {
        1 => proven.price,
        _ => bound::volume(&model.of_largest_kind(&model.demand)).price,
    };
    for size in firstfit::Size::all(model, bins_least) {
        let mut own = if best.is_none() { Steps::new(u64::MAX) } else { steps.at_most(u64::MAX) };
        let filled = firstfit::fill(model, &counts, size, &mut own);
        steps.take(own.taken());
        let Some(filled) = filled else { break };
        keep(&mut best, filled);
        if is_proven(&best) {
            return best.unwrap_or_default();
        }
    }
    for suits in greedy::Suits::ALL {
        let mut own = steps.at_most(u64::MAX);
        let filled = large::fill_by_size(model, &counts, suits, &mut own);
        steps.take(own.taken());
        let Some(filled) = filled else { break };
        keep(&mut best, filled);
        if is_proven(&best) || own.taken() > steps.left() / 4 {
            break;
        }
    }
    best.unwrap_or_default()
}

/// Deals the items of each class to the bins that hold some; the items left over, ascending.
fn deal(patterns: Vec<Pattern>, items: Vec<Vec<usize>>) -> (Vec<Bin>, Vec<usize>) {
    let mut items: Vec<_> = items.into_iter().map(Vec::into_iter).collect();
    let mut bins: Vec<Bin> = patterns
        .into_iter()
        .map(|pattern| {
            let dealt = pattern.take.iter().flat_map(|&(class, count)| {
                let of_class: Vec<usize> =
                    items[class as usize].by_ref().take(count as usize).collect();
                of_class
            });
            let mut dealt: Vec<usize> = dealt.collect();
            dealt.sort_unstable();
            Bin { kind: pattern.kind, items: dealt }
        })
        .collect();
    bins.retain(|bin| !bin.items.is_empty());
    let mut left: Vec<usize> = items.into_iter().flatten().collect();
    left.sort_unstable();
    (bins, left)
}

#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod tests;
