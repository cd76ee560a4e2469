//! One bin fewer: a bin is emptied into the others whether they have room or not, and items are
//! exchanged between bins until none holds too much.
//!
//! With dozens of items in a bin there are so many exchanges that the last bit of room is found far
//! sooner than by patterns; with three or four there are few, and it gives up early.

use super::model::{Model, NO_GROUP, Pattern};
use super::steps::Steps;
use crate::chance::Chance;

/// Passes over all partners of an overfull bin without an exchange that helps, before it gives up.
const IDLE_PASSES: usize = 60;
/// How much worse an exchange may make things, in bins, when none helps.
const KICK: f64 = 0.03;

/// Empties bins one after the other as long as the rest can hold what was in them, at a price not
/// below `least`.
pub(super) fn squeeze(
    model: &Model,
    bins: &mut Vec<Pattern>,
    least: u128,
    chance: &mut Chance,
    steps: &mut Steps,
) {
    let mut tries = 0;
    while tries < 4 && bins.len() > 1 && model.price(bins) > least && steps.are_left() {
        let mut by_fullness: Vec<(u64, usize)> =
            (0..bins.len()).map(|bin| (worth(model, &bins[bin]), bin)).collect();
        by_fullness.sort_unstable();
        let emptied = by_fullness[tries.min(bins.len() - 1)].1;
        let mut own = steps.at_most(steps.left() / 2);
        let fewer = Squeeze::new(model, bins, emptied).and_then(|s| s.run(chance, &mut own));
        steps.take(own.taken());
        match fewer {
            Some(fewer) => (*bins, tries) = (fewer, 0),
            None => tries += 1,
        }
    }
}

/// What the bin holds, in millionths of it, and of what it costs: dear and empty bins go first.
fn worth(model: &Model, bin: &Pattern) -> u64 {
    let kind = &model.kinds[bin.kind];
    let of_class = |&(class, count): &(u32, u32)| -> f64 {
        let parts = model.need(class as usize).iter().zip(&kind.capacity);
        let shares = parts.map(|(&n, &c)| if c == 0 { 0.0 } else { n as f64 / c as f64 });
        shares.sum::<f64>() * f64::from(count)
    };
    (bin.take.iter().map(of_class).sum::<f64>() * 1e6 / kind.price.max(1) as f64) as u64
}

/// What is given for what: a class out of one bin, a class out of the other, or nothing.
type Exchange = (Option<u32>, Option<u32>);

struct Squeeze<'a> {
    model: &'a Model,
    bins: Vec<Pattern>,
    /// What each bin holds, by dimension; may be more than it can.
    used: Vec<Vec<u128>>,
    /// Items that no bin may take beside those it holds, for their group.
    homeless: bool,
}

impl<'a> Squeeze<'a> {
    /// The bins without one; its items where they are least in the way. `None` when there is no bin
    /// that may hold one of them.
    fn new(model: &'a Model, bins: &[Pattern], emptied: usize) -> Option<Self> {
        let mut bins = bins.to_vec();
        let items = bins.swap_remove(emptied);
        let used = bins.iter().map(|bin| used(model, bin)).collect();
        let mut squeeze = Self { model, bins, used, homeless: false };
        for (class, count) in items.take {
            for _ in 0..count {
                squeeze.settle(class);
            }
        }
        (!squeeze.homeless).then_some(squeeze)
    }

    /// Puts an item where the bins are least overfull with it, the emptiest of equals.
    fn settle(&mut self, class: u32) {
        let need = self.model.need(class as usize);
        let cost = |bin: usize| {
            let with: Vec<u128> =
                self.used[bin].iter().zip(need).map(|(&u, &n)| u + u128::from(n)).collect();
            let over = self.over(bin, &with) - self.over(bin, &self.used[bin]);
            let capacity = &self.model.kinds[self.bins[bin].kind].capacity;
            let fill = with.iter().zip(capacity).map(|(&w, &c)| w as f64 / c.max(1) as f64);
            (over, fill.fold(0.0, f64::max))
        };
        let open = (0..self.bins.len()).filter(|&bin| self.may_hold(bin, class, None));
        let best = open
            .map(|bin| (cost(bin), bin))
            .min_by(|((a, f), x), ((b, g), y)| a.total_cmp(b).then(f.total_cmp(g)).then(x.cmp(y)));
        match best {
            Some((_, bin)) => self.add(bin, class),
            None => self.homeless = true,
        }
    }

    /// Exchanges items until no bin is overfull; `None` when that does not happen.
    fn run(mut self, chance: &mut Chance, steps: &mut Steps) -> Option<Vec<Pattern>> {
        let count = self.bins.len();
        let mut least = f64::INFINITY;
        let mut idle = 0;
        while idle < IDLE_PASSES {
            let overfull: Vec<usize> =
                (0..count).filter(|&bin| self.over(bin, &self.used[bin]) > 0.0).collect();
            steps.take(count as u64);
            if overfull.is_empty() {
                self.bins.retain(|bin| !bin.take.is_empty());
                return Some(self.bins);
            }
            if !steps.are_left() || count < 2 {
                return None;
            }
            let bin = overfull[chance.index(overfull.len())];
            if self.relieve(bin, chance, steps) {
                let over = self.total();
                if over < least - 1e-9 {
                    (least, idle) = (over, 0);
                }
                continue;
            }
            idle += 1;
            self.kick(bin, chance, steps);
        }
        None
    }

    /// Makes the best exchange with the first partner with whom one helps, from a random one on.
    fn relieve(&mut self, bin: usize, chance: &mut Chance, steps: &mut Steps) -> bool {
        let count = self.bins.len();
        let start = chance.index(count);
        for partner in (0..count).map(|at| (start + at) % count).filter(|&other| other != bin) {
            if !steps.are_left() {
                return false;
            }
            if let Some((change, exchange)) = self.best(bin, partner, steps)
                && change < -1e-9
            {
                self.apply(bin, partner, exchange);
                return true;
            }
        }
        false
    }

    /// A random exchange that makes things little worse, so that others become possible.
    fn kick(&mut self, bin: usize, chance: &mut Chance, steps: &mut Steps) {
        for _ in 0..50 {
            let partner = chance.index(self.bins.len());
            if partner == bin || self.bins[partner].take.is_empty() {
                continue;
            }
            let pick =
                |bin: &Pattern, chance: &mut Chance| bin.take[chance.index(bin.take.len())].0;
            let out = pick(&self.bins[bin], chance);
            let back = pick(&self.bins[partner], chance);
            let exchange = (Some(out), Some(back));
            steps.take(2);
            if out != back
                && self.is_allowed(bin, partner, exchange)
                && self.change(bin, partner, exchange) < KICK
            {
                self.apply(bin, partner, exchange);
                return;
            }
        }
    }

    /// The exchange after which both bins are least overfull.
    fn best(&self, bin: usize, partner: usize, steps: &mut Steps) -> Option<(f64, Exchange)> {
        let mut best: Option<(f64, Exchange)> = None;
        let own = self.bins[bin].take.iter().map(|&(class, _)| class);
        let theirs = || self.bins[partner].take.iter().map(|&(class, _)| class);
        for out in own {
            for back in [None].into_iter().chain(theirs().map(Some)) {
                if back == Some(out) || !self.is_allowed(bin, partner, (Some(out), back)) {
                    continue;
                }
                let change = self.change(bin, partner, (Some(out), back));
                if best.is_none_or(|(known, _)| change < known) {
                    best = Some((change, (Some(out), back)));
                }
            }
        }
        let pairs = self.bins[bin].take.len() * (self.bins[partner].take.len() + 1);
        steps.take(pairs as u64);
        best
    }

    /// How much more the two bins are overfull after it.
    fn change(&self, bin: usize, partner: usize, (out, back): Exchange) -> f64 {
        let need = |class: Option<u32>, d: usize| {
            class.map_or(0, |class| u128::from(self.model.need(class as usize)[d]))
        };
        let mut change = 0.0;
        for d in 0..self.model.dims {
            let (out, back) = (need(out, d), need(back, d));
            let (own, theirs) = (self.used[bin][d], self.used[partner][d]);
            change += self.over_in(bin, d, own - out + back) - self.over_in(bin, d, own);
            change +=
                self.over_in(partner, d, theirs - back + out) - self.over_in(partner, d, theirs);
        }
        change
    }

    /// Whether both bins may hold what they get: an item must fit the bin alone, and its group be new there.
    fn is_allowed(&self, bin: usize, partner: usize, (out, back): Exchange) -> bool {
        out.is_none_or(|class| self.may_hold(partner, class, back))
            && back.is_none_or(|class| self.may_hold(bin, class, out))
    }

    /// `leaving` is a class of which an item goes.
    fn may_hold(&self, bin: usize, class: u32, leaving: Option<u32>) -> bool {
        let group = self.model.groups[class as usize];
        let shares_group = || {
            let mut held = self.bins[bin].take.iter().map(|&(other, _)| other);
            held.any(|other| Some(other) != leaving && self.model.groups[other as usize] == group)
        };
        self.model.fits(class as usize, self.bins[bin].kind)
            && (group == NO_GROUP || !shares_group())
    }

    fn apply(&mut self, bin: usize, partner: usize, (out, back): Exchange) {
        if let Some(class) = out {
            self.remove(bin, class);
        }
        if let Some(class) = back {
            self.remove(partner, class);
            self.add(bin, class);
        }
        if let Some(class) = out {
            self.add(partner, class);
        }
    }

    fn add(&mut self, bin: usize, class: u32) {
        for (used, need) in self.used[bin].iter_mut().zip(self.model.need(class as usize)) {
            *used += u128::from(*need);
        }
        let take = &mut self.bins[bin].take;
        match take.binary_search_by_key(&class, |&(other, _)| other) {
            Ok(at) => take[at].1 += 1,
            Err(at) => take.insert(at, (class, 1)),
        }
    }

    fn remove(&mut self, bin: usize, class: u32) {
        for (used, need) in self.used[bin].iter_mut().zip(self.model.need(class as usize)) {
            *used -= u128::from(*need);
        }
        let take = &mut self.bins[bin].take;
        if let Ok(at) = take.binary_search_by_key(&class, |&(other, _)| other) {
            take[at].1 -= 1;
            if take[at].1 == 0 {
                take.remove(at);
            }
        }
    }

    /// By how much the bin is overfull, in bins, over all dimensions.
    fn over(&self, bin: usize, used: &[u128]) -> f64 {
        used.iter().enumerate().map(|(d, &used)| self.over_in(bin, d, used)).sum()
    }

    fn over_in(&self, bin: usize, d: usize, used: u128) -> f64 {
        let capacity = self.model.kinds[self.bins[bin].kind].capacity[d];
        used.saturating_sub(u128::from(capacity)) as f64 / capacity.max(1) as f64
    }

    fn total(&self) -> f64 {
        (0..self.bins.len()).map(|bin| self.over(bin, &self.used[bin])).sum()
    }
}

/// What the bin holds, by dimension.
fn used(model: &Model, bin: &Pattern) -> Vec<u128> {
    let mut used = vec![0; model.dims];
    for &(class, count) in &bin.take {
        for (used, need) in used.iter_mut().zip(model.need(class as usize)) {
            *used += u128::from(*need) * u128::from(count);
        }
    }
    used
}
