//! One bin after the other, each filled with what suits the room left in it best.
//!
//! After Panigrahy, Talwar, Uyeda and Wieder (2011): the room left and what is still to be packed are
//! held against each item, so that a bin is not filled in one dimension while another lies idle.

use super::model::{Model, NO_GROUP, Pattern, fits};
use super::steps::Steps;

/// What suits a bin best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Suits {
    /// The largest product of need and room left, over the dimensions.
    Product,
    /// The least squared distance between need and room left.
    Distance,
    /// The largest item.
    Largest,
}

impl Suits {
    /// All of them, in the order they are tried.
    pub const ALL: [Self; 3] = [Self::Product, Self::Distance, Self::Largest];

    /// How well a need suits the room left, in one dimension, both as shares of the bin.
    pub fn score(self, need: f64, free: f64) -> f64 {
        match self {
            Self::Product => need * free,
            Self::Distance => -(free - need) * (free - need),
            Self::Largest => need,
        }
    }
}

/// What a filling made of the items.
#[derive(Debug, Clone, Default)]
pub(super) struct Filled {
    pub bins: Vec<Pattern>,
    /// Items for which no bin was left, by class.
    pub left: Vec<u32>,
}

impl Filled {
    /// Whether nothing is left.
    pub fn is_whole(&self) -> bool {
        self.left.iter().all(|&count| count == 0)
    }

    /// Fewer items left, then a lower price, then fewer bins.
    pub fn rank(&self, model: &Model) -> (u64, u128, usize) {
        let left = self.left.iter().map(|&count| u64::from(count)).sum();
        (left, model.price(&self.bins), self.bins.len())
    }
}

/// Fills bins until all demand is packed or no bin is left. `counts` is what may still be opened of
/// each kind. `None` when the steps ran out.
pub(super) fn fill(
    model: &Model,
    demand: &[u32],
    counts: &[usize],
    suits: Suits,
    steps: &mut Steps,
) -> Option<Filled> {
    let mut state = State::new(model, demand, counts);
    let mut bins = Vec::new();
    while !state.open.is_empty() {
        let mut best: Option<(f64, Pattern)> = None;
        for kind in 0..model.kinds.len() {
            if state.counts[kind] == 0 {
                continue;
            }
            let (take, worth) = state.bin(kind, suits, steps);
            if !steps.are_left() {
                return None;
            }
            let price = (model.kinds[kind].price as f64).max(1e-9);
            if !take.is_empty() && best.as_ref().is_none_or(|(known, _)| worth / price > *known) {
                best = Some((worth / price, Pattern { kind, take }));
            }
        }
        let Some((_, pattern)) = best else { break };
        state.take(&pattern);
        bins.push(pattern);
    }
    Some(Filled { bins, left: state.left })
}

struct State<'a> {
    model: &'a Model,
    /// One over the capacity, by kind and dimension; 0 where there is none.
    shares: Vec<Vec<f64>>,
    counts: Vec<usize>,
    left: Vec<u32>,
    /// Classes with items left.
    open: Vec<u32>,
    totals: Vec<f64>,
}

impl<'a> State<'a> {
    fn new(model: &'a Model, demand: &[u32], counts: &[usize]) -> Self {
        let share = |&c: &u64| if c == 0 { 0.0 } else { 1.0 / c as f64 };
        let shares =
            model.kinds.iter().map(|kind| kind.capacity.iter().map(share).collect()).collect();
        let mut totals = vec![0.0; model.dims];
        for (class, &count) in demand.iter().enumerate() {
            for (total, &need) in totals.iter_mut().zip(model.need(class)) {
                *total += need as f64 * f64::from(count);
            }
        }
        let open = (0..model.len() as u32).filter(|&class| demand[class as usize] > 0).collect();
        Self { model, shares, counts: counts.to_vec(), left: demand.to_vec(), open, totals }
    }

    /// What one bin of the kind would hold, and what that is worth: its share of what is still to be
    /// packed, so that scarce dimensions count for more.
    fn bin(&self, kind: usize, suits: Suits, steps: &mut Steps) -> (Vec<(u32, u32)>, f64) {
        let (model, shares) = (self.model, &self.shares[kind]);
        let mut free = model.kinds[kind].capacity.clone();
        let weights: Vec<f64> = self.totals.iter().zip(shares).map(|(t, s)| t * s).collect();
        let sum: f64 = weights.iter().sum::<f64>().max(1e-30);
        let weights: Vec<f64> = weights.iter().map(|w| w / sum).collect();
        let mut take: Vec<(u32, u32)> = Vec::new();
        let mut worth = 0.0;
        let mut open: Vec<u32> = self.open.clone();
        loop {
            let is_open = |&class: &u32| self.is_open(class, &free, &take);
            open.retain(is_open);
            steps.take(open.len() as u64 + 1);
            let score = |class: u32| -> f64 {
                let need = model.need(class as usize);
                let parts = need.iter().zip(&free).zip(shares).zip(&weights);
                let score = |(((&need, &free), share), weight): (((&u64, &u64), &f64), &f64)| {
                    weight * suits.score(need as f64 * share, free as f64 * share)
                };
                parts.map(score).sum()
            };
            let mut best: Option<(f64, u32)> = None;
            for &class in &open {
                let own = score(class);
                if best.is_none_or(|(known, _)| own > known) {
                    best = Some((own, class));
                }
            }
            let Some((_, class)) = best else { break };
            let need = model.need(class as usize);
            for (free, need) in free.iter_mut().zip(need) {
                *free -= need;
            }
            let parts = need.iter().zip(&self.totals);
            worth += parts.map(|(&n, &t)| n as f64 / t.max(1e-30)).sum::<f64>();
            match take.iter_mut().find(|(known, _)| *known == class) {
                Some(known) => known.1 += 1,
                None => take.push((class, 1)),
            }
            if !steps.are_left() {
                break;
            }
        }
        take.sort_unstable();
        // Items without needs are worth nothing but must be packed as well.
        (take, worth + 1e-12)
    }

    fn is_open(&self, class: u32, free: &[u64], take: &[(u32, u32)]) -> bool {
        if !fits(self.model.need(class as usize), free) {
            return false;
        }
        let group = self.model.groups[class as usize];
        if group != NO_GROUP
            && take.iter().any(|&(other, _)| self.model.groups[other as usize] == group)
        {
            return false;
        }
        let held = take.iter().find(|(other, _)| *other == class).map_or(0, |&(_, count)| count);
        held < self.left[class as usize]
    }

    fn take(&mut self, pattern: &Pattern) {
        self.counts[pattern.kind] = self.counts[pattern.kind].saturating_sub(1);
        for &(class, count) in &pattern.take {
            self.left[class as usize] -= count;
            let need = self.model.need(class as usize);
            for (total, &need) in self.totals.iter_mut().zip(need) {
                *total -= need as f64 * f64::from(count);
            }
        }
        let left = &self.left;
        self.open.retain(|&class| left[class as usize] > 0);
    }
}
