//! What is packed, as the solvers see it: kinds of bins, classes of equal items, patterns.

use super::{BinKind, Problem};

/// Group of a class whose items may share a bin with everything.
pub(super) const NO_GROUP: u32 = u32::MAX;

/// Equal items gathered: same needs, same group.
#[derive(Debug, Clone, Default)]
pub(super) struct Model {
    /// Amounts of an item.
    pub dims: usize,
    /// Kinds of bins; `count_max` is what is left of each.
    pub kinds: Vec<BinKind>,
    /// One row of `dims` amounts a class.
    pub needs: Vec<u64>,
    /// Group of each class, of which a bin takes one item at most; [`NO_GROUP`] for none.
    pub groups: Vec<u32>,
    /// Items of each class.
    pub demand: Vec<u32>,
}

/// What one bin holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pattern {
    /// Index of its kind.
    pub kind: usize,
    /// Classes and how many items of each, by class.
    pub take: Vec<(u32, u32)>,
}

impl Model {
    /// The needs of a class.
    pub fn need(&self, class: usize) -> &[u64] {
        &self.needs[class * self.dims..(class + 1) * self.dims]
    }

    /// Number of classes.
    pub fn len(&self) -> usize {
        self.demand.len()
    }

    /// Number of items.
    pub fn items(&self) -> u64 {
        self.demand.iter().map(|&count| u64::from(count)).sum()
    }

    /// Whether an empty bin of the kind has room for an item of the class.
    pub fn fits(&self, class: usize, kind: usize) -> bool {
        fits(self.need(class), &self.kinds[kind].capacity)
    }

    /// Price of a set of bins.
    pub fn price(&self, bins: &[Pattern]) -> u128 {
        bins.iter().map(|bin| u128::from(self.kinds[bin.kind].price)).sum()
    }

    /// Divides the prices by what they have in common, so that a bound is rounded up to whole multiples
    /// of it; what that is. Prices that are all zero become one, so that bins are few, at a unit of zero.
    pub fn reduce_prices(&mut self) -> u64 {
        let common = self.kinds.iter().fold(0, |common, kind| gcd(common, kind.price));
        for kind in &mut self.kinds {
            kind.price = kind.price.checked_div(common).unwrap_or(1);
        }
        common
    }

    /// Bins there may be of each kind.
    pub fn counts(&self) -> Vec<usize> {
        self.kinds.iter().map(|kind| kind.count_max.unwrap_or(usize::MAX)).collect()
    }

    /// The sum of the shares that the bin's items take of it, over the dimensions.
    pub fn fullness(&self, bin: &Pattern) -> f64 {
        let capacity = &self.kinds[bin.kind].capacity;
        let of_class = |&(class, count): &(u32, u32)| -> f64 {
            let parts = self.need(class as usize).iter().zip(capacity);
            let shares = parts.map(|(&n, &c)| if c == 0 { 0.0 } else { n as f64 / c as f64 });
            shares.sum::<f64>() * f64::from(count)
        };
        bin.take.iter().map(of_class).sum()
    }

    /// Items of each class in the bins.
    pub fn held(&self, bins: &[Pattern]) -> Vec<u32> {
        let mut held = vec![0; self.len()];
        for (class, count) in bins.iter().flat_map(|bin| &bin.take) {
            held[*class as usize] += count;
        }
        held
    }

    /// So many of each class, into bins of one kind as large as any in each dimension, at a price of one.
    pub fn of_largest_kind(&self, demand: &[u32]) -> Self {
        let capacity = largest_capacity(&self.kinds, self.dims);
        let mut model = self.part(demand).0;
        model.kinds = vec![BinKind { capacity, price: 1, count_max: None }];
        model
    }

    /// The same kinds with other demands; classes without demand are left out. Beside it the class here
    /// of each class there.
    pub fn part(&self, demand: &[u32]) -> (Self, Vec<u32>) {
        let chosen: Vec<u32> =
            (0..self.len() as u32).filter(|&class| demand[class as usize] > 0).collect();
        let part = Self {
            dims: self.dims,
            kinds: self.kinds.clone(),
            needs: chosen.iter().flat_map(|&c| self.need(c as usize)).copied().collect(),
            groups: chosen.iter().map(|&c| self.groups[c as usize]).collect(),
            demand: chosen.iter().map(|&c| demand[c as usize]).collect(),
        };
        (part, chosen)
    }

    /// What the bins hold as a model of the same kinds; beside it the class here of each class there.
    pub fn of_bins(&self, bins: &[Pattern]) -> (Self, Vec<u32>) {
        let mut held: Vec<(u32, u32)> =
            bins.iter().flat_map(|bin| bin.take.iter().copied()).collect();
        held.sort_unstable();
        let (mut classes, mut demand): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
        for (class, count) in held {
            match demand.last_mut() {
                Some(last) if classes.last() == Some(&class) => *last += count,
                _ => {
                    classes.push(class);
                    demand.push(count);
                }
            }
        }
        let part = Self {
            dims: self.dims,
            kinds: self.kinds.clone(),
            needs: classes.iter().flat_map(|&c| self.need(c as usize)).copied().collect(),
            groups: classes.iter().map(|&c| self.groups[c as usize]).collect(),
            demand,
        };
        (part, classes)
    }

    /// Total need of all items, by dimension.
    pub fn totals(&self) -> Vec<u128> {
        self.totals_of(&self.demand)
    }

    /// Total need of so many items of each class, by dimension.
    pub fn totals_of(&self, demand: &[u32]) -> Vec<u128> {
        let mut totals = vec![0_u128; self.dims];
        for (class, &count) in demand.iter().enumerate() {
            for (total, &need) in totals.iter_mut().zip(self.need(class)) {
                *total += u128::from(need) * u128::from(count);
            }
        }
        totals
    }
}

/// The greatest common divisor; of zero and another number that number.
pub(crate) const fn gcd(mut a: u64, mut b: u64) -> u64 {
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// Whether every amount is met.
pub(super) fn fits(need: &[u64], free: &[u64]) -> bool {
    need.iter().zip(free).all(|(need, free)| need <= free)
}

/// The items of each class, and the items that no bin has room for.
pub(super) struct Gathered {
    /// The classes, largest first.
    pub model: Model,
    /// Items of each class, ascending.
    pub items: Vec<Vec<usize>>,
    /// Items larger than every bin, ascending.
    pub too_large: Vec<usize>,
}

/// Gathers equal items, largest (sum of shares of the largest bin) first, so that the order of the
/// input matters to nothing but which of equal items goes where.
pub(super) fn gather(problem: &Problem) -> Gathered {
    let dims = problem.dims();
    let rows: Vec<&[u64]> = match dims {
        0 => Vec::new(),
        _ => problem.needs.chunks_exact(dims).collect(),
    };
    let group = |item: usize| problem.apart.get(item).copied().flatten().unwrap_or(NO_GROUP);
    let placeable = |item: &usize| problem.kinds.iter().any(|k| fits(rows[*item], &k.capacity));
    let (mut fitting, too_large): (Vec<usize>, Vec<usize>) = (0..rows.len()).partition(placeable);
    let largest = largest_capacity(&problem.kinds, dims);
    let size = |item: usize| -> u128 {
        let shares = rows[item].iter().zip(&largest);
        shares.map(|(&n, &c)| (u128::from(n) << 32).checked_div(u128::from(c)).unwrap_or(0)).sum()
    };
    fitting.sort_by_cached_key(|&item| {
        (std::cmp::Reverse(size(item)), std::cmp::Reverse(rows[item]), group(item), item)
    });
    let mut model = Model { dims, kinds: problem.kinds.clone(), ..Model::default() };
    let mut items: Vec<Vec<usize>> = Vec::new();
    for item in fitting {
        let is_same = items.last().is_some_and(|of_class| {
            rows[of_class[0]] == rows[item] && group(of_class[0]) == group(item)
        });
        if !is_same {
            model.needs.extend_from_slice(rows[item]);
            model.groups.push(group(item));
            model.demand.push(0);
            items.push(Vec::new());
        }
        if let (Some(of_class), Some(count)) = (items.last_mut(), model.demand.last_mut()) {
            of_class.push(item);
            *count += 1;
        }
    }
    Gathered { model, items, too_large }
}

/// The largest capacity of any kind, by dimension.
pub(super) fn largest_capacity(kinds: &[BinKind], dims: usize) -> Vec<u64> {
    (0..dims).map(|d| kinds.iter().map(|k| k.capacity[d]).max().unwrap_or(0)).collect()
}
