//! Lower bounds, all in whole numbers. Where several kinds of bins share the load a linear program chooses
//! weights and where to search; what follows from them is proven whatever it says.

use super::cover::{self, UNIT};
use super::model::{Model, NO_GROUP, fits};
use super::steps::Steps;
use super::{BinKind, BoundMethod};

/// Thresholds tried for each weighting of the dimensions.
const THRESHOLDS: usize = 40;
/// Most classes among which items that share no bin are looked for.
const CLASSES_MAX: usize = 5_000;

/// A price no packing is below, and what gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Proven {
    pub price: u128,
    pub method: BoundMethod,
}

impl Proven {
    /// Takes a higher price.
    pub fn raise(&mut self, price: u128, method: BoundMethod) {
        if price > self.price {
            *self = Self { price, method };
        }
    }
}

/// The best of the bounds here.
pub(super) fn prove(model: &Model, steps: &mut Steps) -> Proven {
    let mut proven = volume(model);
    proven.raise(apart(model, steps), BoundMethod::Apart);
    if let [kind] = model.kinds.as_slice() {
        for weights in weightings(model) {
            let size = |class: usize| weigh(model.need(class), &weights);
            let sized: Vec<(u128, u64)> =
                (0..model.len()).map(|c| (size(c), u64::from(model.demand[c]))).collect();
            let bins = dual_feasible(weigh(&kind.capacity, &weights), &sized, steps);
            proven.raise(bins * u128::from(kind.price), BoundMethod::DualFeasible);
        }
    } else {
        let (kinds, totals) = cover::rows(model);
        let cheapest = cover::cheapest(&kinds, &totals, cover::PROOF_LOOKS, steps);
        if let Some((counts, true)) = cheapest {
            let parts = counts.iter().zip(&kinds);
            let price = parts.map(|(&count, kind)| count as u128 * u128::from(kind.price)).sum();
            proven.raise(price, BoundMethod::Volume);
        }
    }
    proven
}

/// What all items need over what a unit of price holds, in each dimension and in weighted sums of them,
/// rounded up.
pub(super) fn volume(model: &Model) -> Proven {
    let totals = model.totals();
    let mut proven = Proven { price: 0, method: BoundMethod::Volume };
    for weights in weightings(model) {
        let total: u128 = totals
            .iter()
            .zip(&weights)
            .map(|(total, weight)| total.saturating_mul(*weight))
            .fold(0, u128::saturating_add);
        let rooms: Vec<u128> =
            model.kinds.iter().map(|kind| weigh(&kind.capacity, &weights)).collect();
        let least = (0..rooms.len()).filter_map(|rate| at_rate(&model.kinds, &rooms, total, rate));
        proven.raise(least.max().unwrap_or(0), BoundMethod::Volume);
    }
    // Anything at all takes a bin.
    if model.items() > 0 {
        let cheapest = model.kinds.iter().map(|kind| u128::from(kind.price)).min().unwrap_or(0);
        proven.raise(cheapest, BoundMethod::Volume);
    }
    proven
}

/// The least price of so much weighted need when room costs what it costs with the kind `rate`: a bin of
/// another kind holds no more for its price, or is one of a limited number and what it holds beyond that
/// is taken off for each. `None` where nothing follows.
fn at_rate(kinds: &[BinKind], rooms: &[u128], total: u128, rate: usize) -> Option<u128> {
    let (room, price) = (rooms[rate], u128::from(kinds[rate].price));
    if room == 0 {
        return None;
    }
    let Some(mut worth) = total.checked_mul(price) else {
        // Beyond the type: rounded down, which keeps it a bound. Limits are left out of account.
        let is_best = kinds.iter().zip(rooms).all(|(kind, &other)| {
            let own = other.checked_mul(price);
            own.zip(room.checked_mul(u128::from(kind.price))).is_some_and(|(own, its)| own <= its)
        });
        return is_best.then(|| (total / room).saturating_mul(price));
    };
    for (kind, &other) in kinds.iter().zip(rooms) {
        let own = other.checked_mul(price)?;
        let its = room.checked_mul(u128::from(kind.price))?;
        let beyond = own.saturating_sub(its);
        match kind.count_max {
            _ if beyond == 0 => {}
            None => return None,
            Some(most) => worth = worth.saturating_sub(beyond.checked_mul(most as u128)?),
        }
    }
    Some(worth.div_ceil(room))
}

/// Each dimension alone, with several kinds as they bind together, all together as shares of the largest bin, and each pair of up to four.
fn weightings(model: &Model) -> Vec<Vec<u128>> {
    let dims = model.dims;
    let largest = super::model::largest_capacity(&model.kinds, dims);
    let share = |d: usize| UNIT.checked_div(u128::from(largest[d])).unwrap_or(0).max(1);
    let of = |chosen: &[usize]| -> Vec<u128> {
        (0..dims).map(|d| if chosen.contains(&d) { share(d) } else { 0 }).collect()
    };
    let mut weightings: Vec<Vec<u128>> =
        (0..dims).map(|only| (0..dims).map(|d| u128::from(d == only)).collect()).collect();
    if model.kinds.len() > 1 && dims > 1 {
        weightings.extend(cover::weights(&model.kinds, &model.totals()));
    }
    if dims > 2 {
        weightings.push(of(&(0..dims).collect::<Vec<_>>()));
    }
    if dims <= 4 {
        let pairs = (0..dims).flat_map(|a| (a + 1..dims).map(move |b| [a, b]));
        weightings.extend(pairs.map(|pair| of(&pair)));
    }
    weightings
}

pub(super) fn weigh(amounts: &[u64], weights: &[u128]) -> u128 {
    amounts.iter().zip(weights).map(|(&a, w)| u128::from(a) * w).sum()
}

/// The best of three families of dual feasible functions (Martello and Toth; Fekete and Schepers;
/// Carlier, Clautiaux and Moukrim) over some thresholds: the fewest bins in one dimension. A function is
/// dual feasible when no set of sizes that fits the room is worth more than a bin.
fn dual_feasible(room: u128, sized: &[(u128, u64)], steps: &mut Steps) -> u128 {
    // Beyond this products leave the type; such sizes have no more to say than their volume.
    if room == 0 || room >= 1 << 80 {
        return 0;
    }
    let mut sizes: Vec<u128> = sized.iter().map(|&(size, _)| size).collect();
    sizes.extend(sized.iter().map(|&(size, _)| room.saturating_sub(size)));
    sizes.retain(|&size| size > 0 && size <= room / 2);
    sizes.sort_unstable();
    sizes.dedup();
    let stride = sizes.len().div_ceil(THRESHOLDS).max(1);
    let worth = |value: &dyn Fn(u128) -> u128| -> u128 {
        sized.iter().map(|&(size, count)| value(size) * u128::from(count)).sum()
    };
    let mut best = 0;
    for &threshold in sizes.iter().step_by(stride) {
        if !steps.spend(2 * sized.len() as u64) {
            return best;
        }
        let rounded = |size: u128| match size {
            _ if size > room - threshold => room,
            _ if size < threshold => 0,
            _ => size,
        };
        best = best.max(worth(&rounded).div_ceil(room));
        let parts = room / threshold;
        let halved = |size: u128| match (2 * size).cmp(&room) {
            std::cmp::Ordering::Greater => 2 * (parts - (room - size) / threshold),
            std::cmp::Ordering::Equal => parts,
            std::cmp::Ordering::Less => 2 * (size / threshold),
        };
        best = best.max(worth(&halved).div_ceil(2 * parts));
    }
    for cuts in 1..=12_u128 {
        if !steps.spend(sized.len() as u64) {
            return best;
        }
        // In units of a bin over cuts × room.
        let stepped = |size: u128| match (cuts + 1) * size {
            product if product % room == 0 => size * cuts,
            product => product / room * room,
        };
        best = best.max(worth(&stepped).div_ceil(cuts * room));
    }
    best
}

/// Items of which no two share a bin, gathered one by one from the largest: each costs a bin.
fn apart(model: &Model, steps: &mut Steps) -> u128 {
    let fit_together = |a: usize, b: usize, capacity: &[u64]| {
        let mut needs = model.need(a).iter().zip(model.need(b)).zip(capacity);
        needs.all(|((a, b), limit)| limit.checked_sub(*a).is_some_and(|left| *b <= left))
    };
    let share = |a: usize, b: usize| {
        let is_same_group = model.groups[a] != NO_GROUP && model.groups[a] == model.groups[b];
        !is_same_group && model.kinds.iter().any(|kind| fit_together(a, b, &kind.capacity))
    };
    let price = |class: usize| {
        let kinds = model.kinds.iter().filter(|kind| fits(model.need(class), &kind.capacity));
        kinds.map(|kind| u128::from(kind.price)).min().unwrap_or(0)
    };
    let groups = largest_group(model, &price);
    let mut chosen: Vec<usize> = Vec::new();
    let mut sum = 0;
    for class in 0..model.len().min(CLASSES_MAX) {
        if !steps.spend(chosen.len() as u64 + 1) {
            break;
        }
        if chosen.iter().all(|&other| !share(class, other)) {
            chosen.push(class);
            let count = if share(class, class) { 1 } else { model.demand[class] };
            sum += u128::from(count) * price(class);
        }
    }
    sum.max(groups)
}

/// The dearest group: its items go into as many bins.
fn largest_group(model: &Model, price: &dyn Fn(usize) -> u128) -> u128 {
    let mut by_group: Vec<(u32, u128)> = (0..model.len())
        .filter(|&class| model.groups[class] != NO_GROUP)
        .map(|class| (model.groups[class], u128::from(model.demand[class]) * price(class)))
        .collect();
    by_group.sort_unstable();
    let groups = by_group.chunk_by(|a, b| a.0 == b.0);
    groups.map(|group| group.iter().map(|&(_, price)| price).sum()).max().unwrap_or(0)
}
