//! Bins that hold too much, and the exchanges of items between two of them that mend it.
//!
//! Who gives what to whom is chosen by shares in floating point; whether a bin holds too much is decided
//! by whole numbers.

use super::model::{Model, NO_GROUP, Pattern};
use super::squeeze::Shaped;
use super::steps::Steps;
use crate::chance::Chance;

/// Searches for a partner in vain, before the bins are given up.
const IDLE_MAX: usize = 60;
/// How much worse an exchange may make things, in bins, when none helps.
const KICK: f64 = 0.03;
/// An exchange that helps by less does not help, in bins: less than a byte of a terabyte.
const LEAST: f64 = 1e-13;
/// Bins held against an item that has none.
const LOOKS: usize = 100;
/// Sums up to here leave room for one more item.
const TOTAL_MAX: u128 = 1 << 62;

pub(super) struct Exchange<'a> {
    model: &'a Model,
    bins: Vec<Pattern>,
    /// What each bin holds, row by row; may be more than it can.
    used: Vec<u64>,
    /// One over the capacity, by kind and dimension; one where there is none.
    shares: Vec<Vec<f64>>,
    homeless: Vec<(u32, u32)>,
    /// The bins that hold too much, and where each bin stands among them.
    overfull: Vec<usize>,
    place: Vec<usize>,
    spare: Rows,
}

/// Rows of two bins as shares, to be used again: the items of the first in the first and in the second,
/// the items of the second likewise.
#[derive(Default)]
struct Rows {
    own: Vec<f64>,
    own_there: Vec<f64>,
    theirs: Vec<f64>,
    theirs_here: Vec<f64>,
    /// The one item for which one of the other bin may come, by its place there.
    own_for: Vec<u32>,
    theirs_for: Vec<u32>,
}

/// An item may come whatever goes.
const FREE: u32 = u32::MAX;
/// An item may not come at all.
const NEVER: u32 = u32::MAX - 1;

impl<'a> Exchange<'a> {
    /// `None` when the amounts are so large that their sums leave the type.
    pub fn new(model: &'a Model, shaped: Shaped) -> Option<Self> {
        let capacities = model.kinds.iter().flat_map(|kind| &kind.capacity);
        let totals = model.totals();
        let largest = capacities.map(|&c| u128::from(c)).chain(totals).max();
        if largest.is_some_and(|largest| largest >= TOTAL_MAX) {
            return None;
        }
        let share = |&c: &u64| 1.0 / c.max(1) as f64;
        let Shaped { bins, homeless } = shaped;
        Some(Self {
            model,
            used: bins.iter().flat_map(|bin| used(model, bin)).collect(),
            shares: model.kinds.iter().map(|k| k.capacity.iter().map(share).collect()).collect(),
            homeless,
            overfull: Vec::new(),
            place: vec![usize::MAX; bins.len()],
            bins,
            spare: Rows::default(),
        })
    }

    /// Finds every item a bin and exchanges items until no bin is overfull; `None` when that does not
    /// happen.
    pub fn run(mut self, chance: &mut Chance, steps: &mut Steps) -> Option<Vec<Pattern>> {
        self.settle_all(chance, steps);
        if !self.homeless.is_empty() {
            return None;
        }
        (0..self.bins.len()).for_each(|bin| self.note(bin));
        let mut total: f64 = self.overfull.iter().map(|&bin| self.over(bin)).sum();
        let (mut least, mut idle) = (f64::INFINITY, 0);
        while idle < IDLE_MAX {
            if self.overfull.is_empty() {
                self.bins.retain(|bin| !bin.take.is_empty());
                return Some(self.bins);
            }
            if !steps.are_left() {
                return None;
            }
            let bin = self.overfull[chance.index(self.overfull.len())];
            match self.relieve(bin, chance, steps) {
                Some(change) => total += change,
                None => {
                    idle += 1;
                    total += self.kick(bin, chance, steps);
                }
            }
            if total < least - LEAST {
                (least, idle) = (total, 0);
            }
        }
        None
    }

    /// Finds the items without a bin one each, if any may hold it.
    pub fn settled(mut self, chance: &mut Chance, steps: &mut Steps) -> Shaped {
        self.settle_all(chance, steps);
        Shaped { bins: self.bins, homeless: self.homeless }
    }

    /// As far as the steps go.
    fn settle_all(&mut self, chance: &mut Chance, steps: &mut Steps) {
        let mut is_there = vec![false; self.model.kinds.len()];
        self.bins.iter().for_each(|bin| is_there[bin.kind] = true);
        let has_kind = |model: &Model, class: u32| {
            (0..is_there.len()).any(|kind| is_there[kind] && model.fits(class as usize, kind))
        };
        for (class, count) in std::mem::take(&mut self.homeless) {
            let count_tried = if has_kind(self.model, class) { count } else { 0 };
            let settled = (0..count_tried)
                .take_while(|_| steps.are_left() && self.settle(class, chance, steps))
                .count();
            let left = count - settled as u32;
            if left > 0 {
                self.homeless.push((class, left));
            }
        }
    }

    /// Puts an item where it makes bins least overfull, of those looked at, the emptiest of equals. False
    /// when there is no bin that may hold it.
    fn settle(&mut self, class: u32, chance: &mut Chance, steps: &mut Steps) -> bool {
        let count = self.bins.len();
        if count == 0 {
            return false;
        }
        let start = chance.index(count);
        let need = self.model.need(class as usize);
        let mut best: Option<(f64, f64, usize)> = None;
        let mut looks = 0;
        for bin in (0..count).map(|at| (start + at) % count) {
            steps.take(1);
            if !self.may_hold(bin, class) {
                continue;
            }
            let (mut over, mut fill) = (0.0, 0.0_f64);
            let shares = &self.shares[self.bins[bin].kind];
            for (d, (&need, share)) in need.iter().zip(shares).enumerate() {
                let part = need as f64 * share;
                let level = self.level(bin, d);
                over += (level + part).max(0.0) - level.max(0.0);
                fill = fill.max(level + part);
            }
            let is_better = |(o, f, _): (f64, f64, usize)| over < o || (over <= o && fill < f);
            if best.is_none_or(is_better) {
                best = Some((over, fill, bin));
            }
            looks += 1;
            if looks == LOOKS {
                break;
            }
        }
        let Some((_, _, bin)) = best else { return false };
        self.add(bin, class);
        true
    }

    /// Whether the item fits the empty bin, and its group is new there.
    fn may_hold(&self, bin: usize, class: u32) -> bool {
        let (model, bin) = (self.model, &self.bins[bin]);
        let group = model.groups[class as usize];
        let mut held = bin.take.iter().map(|&(other, _)| model.groups[other as usize]);
        model.fits(class as usize, bin.kind) && (group == NO_GROUP || held.all(|g| g != group))
    }

    /// Makes the best exchange with the first partner with whom one helps, from a random one on; by how
    /// much bins are more overfull after it.
    fn relieve(&mut self, bin: usize, chance: &mut Chance, steps: &mut Steps) -> Option<f64> {
        let count = self.bins.len();
        let start = chance.index(count);
        for partner in (0..count).map(|at| (start + at) % count).filter(|&other| other != bin) {
            if !steps.are_left() {
                return None;
            }
            if let Some((change, out, back)) = self.best(bin, partner, steps) {
                self.apply(bin, partner, out, back);
                return Some(change);
            }
        }
        None
    }

    /// A random exchange that makes things little worse, so that others become possible; by how much.
    fn kick(&mut self, bin: usize, chance: &mut Chance, steps: &mut Steps) -> f64 {
        for _ in 0..50 {
            let partner = chance.index(self.bins.len());
            if partner == bin || self.bins[partner].take.is_empty() {
                continue;
            }
            steps.take(2);
            let pick = |bin: &Pattern, chance: &mut Chance| chance.index(bin.take.len()) as u32;
            let out = pick(&self.bins[bin], chance);
            let back = pick(&self.bins[partner], chance);
            let classes = [self.class(bin, out), self.class(partner, back)];
            if classes[0] == classes[1] || !self.may_swap(bin, partner, classes) {
                continue;
            }
            let change = self.change(bin, partner, classes);
            if change < KICK {
                self.apply(bin, partner, out, Some(back));
                return change;
            }
        }
        0.0
    }

    /// Whether two bins may exchange items of these classes, the first's first.
    fn may_swap(&self, bin: usize, partner: usize, [out, back]: [u32; 2]) -> bool {
        let model = self.model;
        let new_there = |bin: usize, comes: u32, goes: u32| {
            let group = model.groups[comes as usize];
            let mut others = self.bins[bin].take.iter().filter(|&&(other, _)| other != goes);
            model.fits(comes as usize, self.bins[bin].kind)
                && (group == NO_GROUP
                    || others.all(|&(other, _)| model.groups[other as usize] != group))
        };
        new_there(partner, out, back) && new_there(bin, back, out)
    }

    /// How much more two bins are overfull after they exchange items of these classes.
    fn change(&self, bin: usize, partner: usize, [out, back]: [u32; 2]) -> f64 {
        let model = self.model;
        let needs = model.need(out as usize).iter().zip(model.need(back as usize));
        let mut change = 0.0;
        for (d, (&out, &back)) in needs.enumerate() {
            let less = out as f64 - back as f64;
            for (bin, less) in [(bin, less), (partner, -less)] {
                let level = self.level(bin, d);
                let with = level - less * self.shares[self.bins[bin].kind][d];
                change += with.max(0.0) - level.max(0.0);
            }
        }
        change
    }

    /// The exchange after which both bins are least overfull, if less than before: places of what goes
    /// and, if anything, of what comes back.
    fn best(
        &mut self,
        bin: usize,
        partner: usize,
        steps: &mut Steps,
    ) -> Option<(f64, u32, Option<u32>)> {
        let dims = self.model.dims;
        let mut rows = std::mem::take(&mut self.spare);
        self.fill_rows(bin, partner, &mut rows);
        let here: Vec<f64> = (0..dims).map(|d| self.level(bin, d)).collect();
        let there: Vec<f64> = (0..dims).map(|d| self.level(partner, d)).collect();
        let sum = |levels: &[f64]| -> f64 { levels.iter().map(|level| level.max(0.0)).sum() };
        let (over_here, before) = (sum(&here), sum(&here) + sum(&there));
        let mut best: (f64, u32, Option<u32>) = (before - LEAST, 0, None);
        let (mut left, mut more) = (vec![0.0; dims], vec![0.0; dims]);
        let mut looks = 0;
        for (out, own_for) in (0_u32..).zip(&rows.own_for) {
            let at = out as usize * dims;
            let own = rows.own[at..at + dims].iter().zip(&rows.own_there[at..at + dims]);
            for (d, (own, own_there)) in own.enumerate() {
                left[d] = here[d] - own;
                more[d] = there[d] + own_there;
            }
            let alone = sum(&left);
            // What goes must help here, or what comes back only makes it worse.
            if *own_for == NEVER || alone >= over_here {
                continue;
            }
            let over = alone + sum(&more);
            if *own_for == FREE && over < best.0 {
                best = (over, out, None);
            }
            if alone >= best.0 {
                continue;
            }
            looks += rows.theirs_for.len();
            let theirs = rows.theirs.chunks_exact(dims).zip(rows.theirs_here.chunks_exact(dims));
            for (back, (theirs, theirs_here)) in (0_u32..).zip(theirs) {
                let mut over = 0.0;
                for d in 0..dims {
                    over += (left[d] + theirs_here[d]).max(0.0) + (more[d] - theirs[d]).max(0.0);
                }
                if over < best.0
                    && (*own_for == FREE || *own_for == back)
                    && [FREE, out].contains(&rows.theirs_for[back as usize])
                {
                    best = (over, out, Some(back));
                }
            }
        }
        let items = rows.own_for.len() + rows.theirs_for.len();
        steps.take(((looks + 2 * items) * (dims + 2) / 4) as u64 + 4);
        self.spare = rows;
        (best.0 < before - LEAST).then_some((best.0 - before, best.1, best.2))
    }

    fn fill_rows(&self, bin: usize, partner: usize, rows: &mut Rows) {
        let model = self.model;
        let (own, theirs) = (&self.bins[bin], &self.bins[partner]);
        let fill = |rows: &mut Vec<f64>, of: &Pattern, kind: usize| {
            rows.clear();
            for &(class, _) in &of.take {
                let need = model.need(class as usize).iter().zip(&self.shares[kind]);
                rows.extend(need.map(|(&need, share)| need as f64 * share));
            }
        };
        fill(&mut rows.own, own, own.kind);
        fill(&mut rows.own_there, own, theirs.kind);
        fill(&mut rows.theirs, theirs, theirs.kind);
        fill(&mut rows.theirs_here, theirs, own.kind);
        let allow = |allowed: &mut Vec<u32>, of: &Pattern, to: &Pattern| {
            allowed.clear();
            allowed.extend(of.take.iter().map(|&(class, _)| {
                let group = model.groups[class as usize];
                if of.kind != to.kind && !model.fits(class as usize, to.kind) {
                    return NEVER;
                }
                if group == NO_GROUP {
                    return FREE;
                }
                let same = |&(other, _): &(u32, u32)| model.groups[other as usize] == group;
                to.take.iter().position(same).map_or(FREE, |at| at as u32)
            }));
        };
        allow(&mut rows.own_for, own, theirs);
        allow(&mut rows.theirs_for, theirs, own);
    }

    fn class(&self, bin: usize, place: u32) -> u32 {
        self.bins[bin].take[place as usize].0
    }

    fn apply(&mut self, bin: usize, partner: usize, out: u32, back: Option<u32>) {
        let out = self.class(bin, out);
        let back = back.map(|back| self.class(partner, back));
        self.remove(bin, out);
        if let Some(class) = back {
            self.remove(partner, class);
            self.add(bin, class);
        }
        self.add(partner, out);
        self.note(bin);
        self.note(partner);
    }

    fn add(&mut self, bin: usize, class: u32) {
        let dims = self.model.dims;
        let used = &mut self.used[bin * dims..(bin + 1) * dims];
        for (used, need) in used.iter_mut().zip(self.model.need(class as usize)) {
            *used += need;
        }
        let take = &mut self.bins[bin].take;
        match take.binary_search_by_key(&class, |&(other, _)| other) {
            Ok(at) => take[at].1 += 1,
            Err(at) => take.insert(at, (class, 1)),
        }
    }

    fn remove(&mut self, bin: usize, class: u32) {
        let dims = self.model.dims;
        let used = &mut self.used[bin * dims..(bin + 1) * dims];
        for (used, need) in used.iter_mut().zip(self.model.need(class as usize)) {
            *used -= need;
        }
        let take = &mut self.bins[bin].take;
        if let Ok(at) = take.binary_search_by_key(&class, |&(other, _)| other) {
            take[at].1 -= 1;
            if take[at].1 == 0 {
                take.remove(at);
            }
        }
    }

    /// Enters the bin among the overfull, or strikes it off.
    fn note(&mut self, bin: usize) {
        let capacity = &self.model.kinds[self.bins[bin].kind].capacity;
        let used = &self.used[bin * self.model.dims..];
        let is_over = capacity.iter().zip(used).any(|(capacity, used)| used > capacity);
        match (is_over, self.place[bin]) {
            (true, usize::MAX) => {
                self.place[bin] = self.overfull.len();
                self.overfull.push(bin);
            }
            (false, at) if at < usize::MAX => {
                self.overfull.swap_remove(at);
                self.place[bin] = usize::MAX;
                if let Some(&moved) = self.overfull.get(at) {
                    self.place[moved] = at;
                }
            }
            _ => {}
        }
    }

    /// By how much the bin is too full in a dimension, in bins; below zero where it has room.
    fn level(&self, bin: usize, d: usize) -> f64 {
        let kind = self.bins[bin].kind;
        let used = self.used[bin * self.model.dims + d];
        let capacity = self.model.kinds[kind].capacity[d];
        (used as i64 - capacity as i64) as f64 * self.shares[kind][d]
    }

    fn over(&self, bin: usize) -> f64 {
        (0..self.model.dims).map(|d| self.level(bin, d).max(0.0)).sum()
    }
}

/// What the bin holds, by dimension.
fn used(model: &Model, bin: &Pattern) -> Vec<u64> {
    let mut used = vec![0; model.dims];
    for &(class, count) in &bin.take {
        for (used, need) in used.iter_mut().zip(model.need(class as usize)) {
            *used += need * u64::from(count);
        }
    }
    used
}
