//! Bins of several kinds that are together as large as all needs: the weights of the dimensions that say
//! most about what they cost, and the cheapest whole numbers of each kind.
//!
//! Which items go together is left out of account: no packing is cheaper, and with many small items the
//! best is hardly dearer. Which kinds an item fits is not: of what fits some kinds only, these hold all.

use super::BinKind;
use super::bound::weigh;
use super::model::{Model, largest_capacity};
use super::simplex::Master;
use super::steps::Steps;

/// The largest weight of a dimension as a share of the largest bin.
pub(super) const UNIT: u128 = 1 << 56;
/// Numbers of bins looked at where the cheapest are to be proven so.
pub(super) const PROOF_LOOKS: u64 = 300_000;
/// The same where good ones will do.
const LOOKS: u64 = 3_000;

/// Most sets of kinds that items fit of which each is held against its kinds alone; of more, those that
/// come first by the largest item.
const FITS_MAX: usize = 15;

/// The kinds and the needs of all items with a row for each dimension; and for each set of kinds that some
/// items fit and others not as many rows again: the needs of the items that fit none but these, which a
/// bin of another kind has no room for. Each set, that of all kinds too, may have one row more: how many
/// of the items take more than half of the largest of its kinds in one dimension, so that no two share a
/// bin.
pub(super) fn rows(model: &Model) -> (Vec<BinKind>, Vec<u128>) {
    let fits = |class: usize| -> Vec<bool> {
        (0..model.kinds.len()).map(|kind| model.fits(class, kind)).collect()
    };
    let all: Vec<Vec<bool>> = (0..model.len()).map(fits).collect();
    let any_kind = vec![true; model.kinds.len()];
    let mut sets: Vec<&[bool]> = vec![&any_kind];
    for set in &all {
        if sets.len() <= FITS_MAX && !sets.contains(&set.as_slice()) {
            sets.push(set);
        }
    }
    let bare = |kind: &BinKind| BinKind { capacity: Vec::new(), ..*kind };
    let (mut kinds, mut totals): (Vec<BinKind>, _) =
        (model.kinds.iter().map(bare).collect(), Vec::new());
    for set in sets {
        let is_within = |of_class: &[bool]| of_class.iter().zip(set).all(|(fits, own)| own >= fits);
        let demand = model.demand.iter().zip(&all);
        let demand: Vec<u32> =
            demand.map(|(&count, of)| if is_within(of) { count } else { 0 }).collect();
        totals.extend(model.totals_of(&demand));
        let halves = halves(model, &demand, set);
        totals.extend((halves > 0).then_some(halves));
        for ((kind, &own), whole) in kinds.iter_mut().zip(set).zip(&model.kinds) {
            kind.capacity.extend(whole.capacity.iter().map(|&c| if own { c } else { 0 }));
            kind.capacity.extend((halves > 0).then_some(u64::from(own)));
        }
    }
    (kinds, totals)
}

/// The most of the items that take more than half of every kind of the set in one and the same dimension.
fn halves(model: &Model, demand: &[u32], set: &[bool]) -> u128 {
    let own: Vec<BinKind> = model
        .kinds
        .iter()
        .zip(set)
        .filter(|(_, own)| **own)
        .map(|(kind, _)| kind.clone())
        .collect();
    let largest = largest_capacity(&own, model.dims);
    let of_dimension = |d: usize| -> u128 {
        let is_large = |class: usize| model.need(class)[d] > largest[d] / 2;
        let counts = demand.iter().enumerate().filter(|&(class, _)| is_large(class));
        counts.map(|(_, &count)| u128::from(count)).sum()
    };
    (0..model.dims).map(of_dimension).max().unwrap_or(0)
}

/// The cheapest bins of unlimited divisibility, and what a unit of need costs with them.
struct Mix {
    levels: Vec<f64>,
    weights: Vec<u128>,
}

/// The weights of the dimensions under which total need over what a bin offers for its price says most;
/// `None` when the bins there are do not hold the needs.
pub(super) fn weights(kinds: &[BinKind], totals: &[u128]) -> Option<Vec<u128>> {
    mix(kinds, totals).map(|mix| mix.weights)
}

/// Solves the linear program. Kinds of which it would take more than there are are used up first, and it
/// is solved anew for what is left over.
fn mix(kinds: &[BinKind], totals: &[u128]) -> Option<Mix> {
    let dims = totals.len();
    let mut levels = vec![0.0; kinds.len()];
    let mut is_open: Vec<bool> = kinds.iter().map(|kind| kind.count_max != Some(0)).collect();
    let mut rest: Vec<f64> = totals.iter().map(|&total| total as f64).collect();
    loop {
        let open: Vec<usize> = (0..kinds.len()).filter(|&kind| is_open[kind]).collect();
        let largest: Vec<f64> = (0..dims)
            .map(|d| open.iter().map(|&k| kinds[k].capacity[d] as f64).fold(0.0, f64::max))
            .collect();
        if rest.iter().zip(&largest).any(|(&rest, &largest)| rest > 0.0 && largest < 1.0) {
            return None;
        }
        let dearest = open.iter().map(|&k| kinds[k].price).max()?.max(1) as f64;
        let share =
            |amount: f64, d: usize| if largest[d] < 1.0 { 0.0 } else { amount / largest[d] };
        let demand = (0..dims).map(|d| share(rest[d].max(0.0), d)).collect();
        // A whole bin of some kind covers a unit of a row: twice its price is never paid for that.
        let mut master = Master::new(&vec![2.0; dims], demand);
        for &kind in &open {
            let part = |d: usize| (d as u32, share(kinds[kind].capacity[d] as f64, d));
            let entries = (0..dims).map(part).filter(|&(_, part)| part > 0.0);
            master.add(kinds[kind].price as f64 / dearest, entries);
        }
        master.solve(&mut Steps::new(u64::MAX));
        let used: Vec<(usize, f64)> = master
            .used()
            .filter_map(|(column, level)| Some((*open.get(column.checked_sub(2 * dims)?)?, level)))
            .collect();
        let is_beyond = |&&(kind, level): &&(usize, f64)| {
            kinds[kind].count_max.is_some_and(|most| level > most as f64)
        };
        if let Some(&(kind, _)) = used.iter().find(is_beyond) {
            is_open[kind] = false;
            levels[kind] = kinds[kind].count_max.unwrap_or(0) as f64;
            for (rest, &capacity) in rest.iter_mut().zip(&kinds[kind].capacity) {
                *rest -= levels[kind] * capacity as f64;
            }
            continue;
        }
        used.iter().for_each(|&(kind, level)| levels[kind] = level);
        // In parts of the largest bin of all, so that no bin is worth more than a unit a dimension.
        let of_all = largest_capacity(kinds, dims);
        let worth = |d: usize| share(master.duals()[d].max(0.0), d);
        let highest = (0..dims).map(|d| worth(d) * of_all[d] as f64).fold(0.0, f64::max);
        let weight = |d: usize| (worth(d) / highest.max(1e-300) * UNIT as f64) as u128;
        return Some(Mix { levels, weights: (0..dims).map(weight).collect() });
    }
}

/// The cheapest numbers of bins of each kind that are as large as the needs in every dimension, and
/// whether they are proven to be; `None` when there are not enough bins.
pub(super) fn cheapest(
    kinds: &[BinKind],
    totals: &[u128],
    looks_max: u64,
    steps: &mut Steps,
) -> Option<(Vec<usize>, bool)> {
    let mix = mix(kinds, totals)?;
    let mut search = Search::new(kinds, &mix, totals, looks_max)?;
    let rest: Vec<i128> =
        totals.iter().map(|&total| i128::try_from(total).ok()).collect::<Option<_>>()?;
    search.visit(0, &rest, 0);
    steps.take(search.looks.saturating_mul(totals.len().max(4) as u64));
    let is_proven = search.looks < looks_max;
    search.best.map(|(_, counts)| (counts, is_proven))
}

/// A search over numbers of bins, kind by kind, from those of the mix outwards.
struct Search<'a> {
    kinds: &'a [BinKind],
    /// The kinds in the order of the search.
    order: Vec<usize>,
    levels: &'a [f64],
    weights: &'a [u128],
    /// From each place of the order on: the most weighted room for a unit of price, as room and price;
    /// `None` when room costs nothing.
    rates: Vec<Option<(u128, u128)>>,
    counts: Vec<usize>,
    best: Option<(u128, Vec<usize>)>,
    looks: u64,
    looks_max: u64,
}

impl<'a> Search<'a> {
    fn new(kinds: &'a [BinKind], mix: &'a Mix, totals: &[u128], looks_max: u64) -> Option<Self> {
        // Products of weighted needs and prices must stay within the type.
        let dearest = kinds.iter().map(|kind| u128::from(kind.price)).max()?.max(1);
        let mut products = totals.iter().zip(&mix.weights).map(|(&total, &w)| total.checked_mul(w));
        let weighed = products.try_fold(0_u128, |sum, product| sum.checked_add(product?))?;
        weighed.checked_mul(dearest)?.checked_mul(4)?;
        if dearest >= 1 << 40 {
            return None;
        }
        let mut order: Vec<usize> = (0..kinds.len()).collect();
        order.sort_by(|&a, &b| mix.levels[b].total_cmp(&mix.levels[a]).then(a.cmp(&b)));
        let mut rates = vec![Some((0, 1)); kinds.len() + 1];
        for (place, &kind) in order.iter().enumerate().rev() {
            let (room, price) =
                (weigh(&kinds[kind].capacity, &mix.weights), u128::from(kinds[kind].price));
            rates[place] = match rates[place + 1] {
                None => None,
                Some(_) if price == 0 && room > 0 => None,
                Some((r, p)) if price > 0 && room * p > r * price => Some((room, price)),
                known => known,
            };
        }
        let (levels, weights) = (&mix.levels, &mix.weights);
        let counts = vec![0; kinds.len()];
        Some(Self { kinds, order, levels, weights, rates, counts, best: None, looks: 0, looks_max })
    }

    /// Numbers of the kinds from the place on, for what the ones before leave over.
    fn visit(&mut self, place: usize, rest: &[i128], price: u128) {
        if rest.iter().all(|&rest| rest <= 0) {
            if self.best.as_ref().is_none_or(|(known, _)| price < *known) {
                self.best = Some((price, self.counts.clone()));
            }
            return;
        }
        let Some(&index) = self.order.get(place) else { return };
        let kind = &self.kinds[index];
        let needed = rest.iter().zip(&kind.capacity).filter(|(rest, c)| **rest > 0 && **c > 0);
        let needed = needed.map(|(&rest, &c)| rest.unsigned_abs().div_ceil(u128::from(c))).max();
        let most = kind.count_max.unwrap_or(usize::MAX);
        let most = most.min(usize::try_from(needed.unwrap_or(0)).unwrap_or(usize::MAX));
        // The last kind must hold what is left; fewer do not, and more are not needed.
        let is_last = place + 1 == self.order.len();
        let middle = if is_last { most } else { (self.levels[index] as usize).min(most) };
        // A bound is convex in the number: where it is too high and rises, it stays so. Too few bins for
        // kinds that hold nothing to make up for have none, until there are enough.
        for up in [true, false] {
            let mut before = None;
            let mut next = if up { Some(middle) } else { middle.checked_sub(1) };
            while let Some(count) = next.filter(|&count| count <= most) {
                if self.looks >= self.looks_max {
                    break;
                }
                self.looks += 1;
                let left: Vec<i128> = rest
                    .iter()
                    .zip(&kind.capacity)
                    .map(|(&r, &c)| r.saturating_sub(i128::from(c).saturating_mul(count as i128)))
                    .collect();
                let spent = price + u128::from(kind.price) * count as u128;
                let (least, fraction) = self.least(place + 1, &left, spent);
                if self.best.as_ref().is_none_or(|(known, _)| least < *known) {
                    self.counts[index] = count;
                    self.visit(place + 1, &left, spent);
                    self.counts[index] = 0;
                    if is_last {
                        return;
                    }
                } else if before.is_some_and(|before| fraction >= before)
                    && !(up && fraction == u128::MAX)
                {
                    break;
                }
                before = Some(fraction);
                next = if up { count.checked_add(1) } else { count.checked_sub(1) };
            }
        }
    }

    /// No bins from the place on hold what is left at a lower price in all; the same before it is rounded
    /// up, in a unit of the place.
    fn least(&self, place: usize, left: &[i128], spent: u128) -> (u128, u128) {
        let parts = left.iter().zip(self.weights);
        let weighed: u128 = parts.map(|(&left, &w)| left.max(0).unsigned_abs() * w).sum();
        match self.rates[place] {
            Some((0, _)) if weighed > 0 => (u128::MAX, u128::MAX),
            None | Some((0, _)) => (spent, spent),
            Some((room, price)) => {
                let more = weighed * price;
                (spent + more.div_ceil(room), spent.saturating_mul(room).saturating_add(more))
            }
        }
    }
}

/// The numbers of bins that leave most room beyond the needs at no more than the price; `None` when none
/// hold them.
pub(super) fn roomiest(model: &Model, price_max: u128, steps: &mut Steps) -> Option<Vec<usize>> {
    if let [kind] = model.kinds.as_slice() {
        let totals = model.totals();
        let count = price_max.checked_div(u128::from(kind.price));
        let count = count.map_or(usize::MAX, |count| usize::try_from(count).unwrap_or(usize::MAX));
        let count = count.min(kind.count_max.unwrap_or(usize::MAX));
        let mut sides = totals.iter().zip(&kind.capacity);
        let holds = sides.all(|(&total, &c)| total <= u128::from(c).saturating_mul(count as u128));
        return (holds && count < usize::MAX).then(|| vec![count]);
    }
    let price = |counts: &[usize]| -> u128 {
        let parts = counts.iter().zip(&model.kinds);
        parts.map(|(&count, kind)| count as u128 * u128::from(kind.price)).sum()
    };
    let (kinds, totals) = rows(model);
    let mut best = None;
    // Halves the range of needs made larger by up to an eighth, in parts of 2^16.
    let (mut low, mut high) = (0_u128, 1 << 13);
    while low < high {
        let more = if best.is_none() { 0 } else { (low + high).div_ceil(2) };
        let larger = |&total: &u128| total.saturating_add((total >> 16).saturating_mul(more));
        let totals: Vec<u128> = totals.iter().map(larger).collect();
        let found = cheapest(&kinds, &totals, LOOKS, steps).map(|(counts, _)| counts);
        match found.filter(|counts| price(counts) <= price_max) {
            Some(counts) => (best, low) = (Some(counts), more),
            None if best.is_none() => return None,
            None => high = more - 1,
        }
    }
    best
}
