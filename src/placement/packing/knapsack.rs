//! The most valuable set of items one bin holds: a depth-first search that turns back where even
//! fractions of items could not beat what is known.

use super::model::{Model, NO_GROUP, fits};
use super::steps::Steps;

/// What the dimensions are weighted with for the bound: shares of a bin in 2^-20.
const UNIT: u64 = 1 << 20;
/// Rounds in which the weights of the dimensions are tuned.
const ROUNDS: usize = 12;

/// What a search found.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    /// The best set above the floor: class and count, by class; empty when there is none.
    pub take: Vec<(u32, u32)>,
    /// No set is worth more than this; exact when the search came to its end.
    pub value_max: u64,
}

/// One kind of bin and the values of the classes, ready to be searched.
pub(super) struct Knapsack<'a> {
    model: &'a Model,
    capacity: &'a [u64],
    values: &'a [u64],
    demand: &'a [u32],
    /// Classes worth something that fit, densest first.
    order: Vec<u32>,
    /// Their needs, row by row.
    needs: Vec<u64>,
    has_groups: bool,
    /// Weighted size of each of `order`, rounded down, and its value per size, rounded up.
    sizes: Vec<u64>,
    density: Vec<f64>,
    /// Value of all items without size from each place of `order` on.
    free_value: Vec<u64>,
    /// First place of a class with a weighted size.
    first_sized: usize,
    /// Weighted size of the bin, rounded up.
    room: u64,
}

/// State of one search.
struct Search {
    best: u64,
    best_path: Vec<u32>,
    path: Vec<u32>,
    is_cut: bool,
    /// The class the path begins with, whatever its place.
    must: Option<u32>,
    /// Buffers to use again.
    spare: Vec<(Vec<u32>, Vec<u64>)>,
    /// Where all good sets are wanted: the best value found for each class, and the sets.
    by_class: Option<Vec<u64>>,
    sets: Vec<(u64, Vec<u32>)>,
    value_max: u64,
}

impl Search {
    fn new(floor: u64) -> Self {
        Self {
            best: floor,
            best_path: Vec::new(),
            path: Vec::new(),
            is_cut: false,
            must: None,
            spare: Vec::new(),
            by_class: None,
            sets: Vec::new(),
            value_max: floor,
        }
    }

    /// Notes the current path if it is worth it.
    fn note(&mut self, value: u64) {
        if value <= self.best {
            return;
        }
        self.value_max = self.value_max.max(value);
        match &mut self.by_class {
            None => {
                self.best = value;
                self.best_path.clone_from(&self.path);
            }
            Some(by_class) => {
                let is_best = self.path.iter().any(|&class| by_class[class as usize] < value);
                for &class in &self.path {
                    by_class[class as usize] = by_class[class as usize].max(value);
                }
                if is_best {
                    self.sets.push((value, self.path.clone()));
                }
            }
        }
    }
}

/// A path as classes and how many of each.
fn counted(mut path: Vec<u32>) -> Vec<(u32, u32)> {
    path.sort_unstable();
    let mut take: Vec<(u32, u32)> = Vec::new();
    for class in path {
        match take.last_mut() {
            Some(last) if last.0 == class => last.1 += 1,
            _ => take.push((class, 1)),
        }
    }
    take
}

fn path_of(take: &[(u32, u32)]) -> Vec<u32> {
    take.iter().flat_map(|&(class, count)| (0..count).map(move |_| class)).collect()
}

impl<'a> Knapsack<'a> {
    /// Values by class, in whole units.
    pub fn new(
        model: &'a Model,
        kind: usize,
        values: &'a [u64],
        demand: &'a [u32],
        steps: &mut Steps,
    ) -> Self {
        let capacity = &model.kinds[kind].capacity;
        let worth = |c: &u32| {
            let class = *c as usize;
            values[class] > 0 && demand[class] > 0 && fits(model.need(class), capacity)
        };
        let classes: Vec<u32> = (0..model.len() as u32).filter(worth).collect();
        let mut knapsack = Self {
            model,
            capacity,
            values,
            demand,
            order: classes,
            needs: Vec::new(),
            has_groups: model.groups.iter().any(|&group| group != NO_GROUP),
            sizes: Vec::new(),
            density: Vec::new(),
            free_value: Vec::new(),
            first_sized: 0,
            room: 0,
        };
        knapsack.weigh(steps);
        knapsack
    }

    /// Tunes the weights of the dimensions: those the best fractional filling overdraws get more.
    fn weigh(&mut self, steps: &mut Steps) {
        let dims = self.model.dims;
        let mut weights = vec![1.0 / dims.max(1) as f64; dims];
        let (mut best, mut best_weights) = (f64::INFINITY, weights.clone());
        let rounds = if dims == 1 { 1 } else { ROUNDS };
        for round in 0..rounds {
            self.arrange(&weights);
            steps.take(6 * self.order.len() as u64);
            let (bound, used) = self.fractional();
            if bound < best {
                (best, best_weights) = (bound, weights.clone());
            }
            let rate = 1.0 / (2.0 + round as f64);
            for (weight, share) in weights.iter_mut().zip(&used) {
                *weight *= (1.0 + rate * (share - 1.0)).max(0.05);
            }
            let sum: f64 = weights.iter().sum();
            weights.iter_mut().for_each(|weight| *weight /= sum);
        }
        self.arrange(&best_weights);
        let needs = self.order.iter().flat_map(|&class| self.model.need(class as usize));
        self.needs = needs.copied().collect();
    }

    /// Sorts the classes by value per weighted size.
    fn arrange(&mut self, weights: &[f64]) {
        // Sizes rounded down and the room rounded up keep every set that fits within the room.
        let factor: Vec<f64> = weights
            .iter()
            .zip(self.capacity)
            .map(|(weight, &c)| if c == 0 { 0.0 } else { weight * UNIT as f64 / c as f64 })
            .collect();
        let size = |class: u32| -> u64 {
            let need = self.model.need(class as usize);
            let parts = need.iter().zip(&factor).map(|(&n, f)| (n as f64 * f) as u64);
            parts.sum()
        };
        // The largest sum of sizes rounded down: each part is at most its share of the bin.
        self.room = factor.iter().zip(self.capacity).map(|(f, &c)| (c as f64 * f) as u64 + 1).sum();
        let mut keyed: Vec<(f64, u32, u64)> = self
            .order
            .iter()
            .map(|&class| {
                let size = size(class);
                let value = self.values[class as usize] as f64;
                let density = if size == 0 { f64::INFINITY } else { value / size as f64 };
                (density * (1.0 + 1e-12), class, size)
            })
            .collect();
        keyed.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        self.order = keyed.iter().map(|&(_, class, _)| class).collect();
        self.density = keyed.iter().map(|&(density, _, _)| density).collect();
        self.sizes = keyed.iter().map(|&(_, _, size)| size).collect();
        self.first_sized = self.density.partition_point(|density| density.is_infinite());
        self.free_value = vec![0; keyed.len() + 1];
        for (place, &(_, class, size)) in keyed.iter().enumerate().rev() {
            let own = if size == 0 { self.worth_of_all(class) } else { 0 };
            self.free_value[place] = self.free_value[place + 1].saturating_add(own);
        }
    }

    fn worth_of_all(&self, class: u32) -> u64 {
        self.values[class as usize].saturating_mul(u64::from(self.demand[class as usize]))
    }

    /// Value of the best filling with fractions by the weighted size, and what share of each
    /// dimension it would use.
    fn fractional(&self) -> (f64, Vec<f64>) {
        let mut used = vec![0.0; self.model.dims];
        let (mut left, mut value) = (self.room as f64, 0.0);
        for (place, &class) in self.order.iter().enumerate() {
            let count = f64::from(self.demand[class as usize]);
            let size = self.sizes[place] as f64;
            let count = if size * count <= left { count } else { left / size };
            value += count * self.values[class as usize] as f64;
            left -= count * size;
            let need = self.model.need(class as usize);
            for ((used, &need), &capacity) in used.iter_mut().zip(need).zip(self.capacity) {
                if capacity > 0 {
                    *used += count * need as f64 / capacity as f64;
                }
            }
            if left <= 0.0 {
                break;
            }
        }
        (value, used)
    }

    /// The most valuable set worth more than `floor`, holding an item of `must` if given.
    pub fn best(&self, floor: u64, must: Option<u32>, steps: &mut Steps) -> Found {
        let mut search = Search::new(floor);
        let mut places: Vec<u32> = (0..self.order.len() as u32).collect();
        let (mut free, mut room, mut value) = (self.capacity.to_vec(), self.room, 0);
        if let Some(class) = must {
            let Some(place) = self.order.iter().position(|&known| known == class) else {
                return Found { take: Vec::new(), value_max: floor };
            };
            value = self.values[class as usize];
            room = room.saturating_sub(self.sizes[place]);
            search.path.push(class);
            search.must = Some(class);
            for (free, need) in free.iter_mut().zip(self.model.need(class as usize)) {
                *free -= need;
            }
            let all = std::mem::take(&mut places);
            self.open(&all, &free, &search, &mut places);
            steps.take(self.order.len() as u64);
        }
        let root = self.bound(places.first().copied(), value, room);
        self.visit(&places, &free, room, value, &mut search, steps);
        let value_max = if search.is_cut { root.max(search.best) } else { search.best };
        Found { take: counted(search.best_path), value_max }
    }

    /// The most valuable sets worth more than `floor`, one or more for each class that has any, and what
    /// no set is worth more than (at least the floor).
    pub fn good(&self, floor: u64, steps: &mut Steps) -> (Vec<Vec<(u32, u32)>>, u64) {
        let mut search = Search::new(floor);
        search.by_class = Some(vec![floor; self.model.len()]);
        let places: Vec<u32> = (0..self.order.len() as u32).collect();
        let mut own = steps.at_most(20_000_000);
        self.visit(&places, self.capacity, self.room, 0, &mut search, &mut own);
        steps.take(own.taken());
        let mut value_max = search.value_max;
        if search.is_cut {
            // Too many are good: the best is enough.
            let found = self.best(search.value_max, None, steps);
            value_max = found.value_max;
            if !found.take.is_empty() {
                search.sets.push((found.value_max, path_of(&found.take)));
            }
        }
        let by_class = search.by_class.unwrap_or_default();
        let is_best =
            |value: u64, path: &[u32]| path.iter().any(|&c| by_class[c as usize] <= value);
        let sets = search.sets.into_iter().filter(|(value, path)| is_best(*value, path));
        (sets.map(|(_, path)| counted(path)).collect(), value_max)
    }

    /// No set that goes on from this place is worth more.
    fn bound(&self, place: Option<u32>, value: u64, room: u64) -> u64 {
        let Some(place) = place.map(|place| place as usize) else { return value };
        let density = self.density.get(self.first_sized.max(place)).copied().unwrap_or(0.0);
        let more = (room as f64 * density * (1.0 + 1e-12)) as u64 + 1;
        value.saturating_add(self.free_value[place]).saturating_add(more)
    }

    fn need(&self, place: u32) -> &[u64] {
        let start = place as usize * self.model.dims;
        &self.needs[start..start + self.model.dims]
    }

    /// Of the places, those of which an item may join the path.
    fn open(&self, places: &[u32], free: &[u64], search: &Search, open: &mut Vec<u32>) {
        open.clear();
        // A class can be in the path already if it is the last, or the one that must be.
        let last = search.path.last().copied();
        for &place in places {
            if !fits(self.need(place), free) {
                continue;
            }
            let class = self.order[place as usize];
            let may_be_held = Some(class) == last || Some(class) == search.must;
            if may_be_held && !self.is_left(class, &search.path) {
                continue;
            }
            if self.has_groups && !self.is_apart(class, &search.path) {
                continue;
            }
            open.push(place);
        }
    }

    fn is_left(&self, class: u32, path: &[u32]) -> bool {
        let held = path.iter().filter(|&&other| other == class).count();
        held < self.demand[class as usize] as usize
    }

    fn is_apart(&self, class: u32, path: &[u32]) -> bool {
        let groups = &self.model.groups;
        let group = groups[class as usize];
        group == NO_GROUP || path.iter().all(|&other| groups[other as usize] != group)
    }

    fn visit(
        &self,
        places: &[u32],
        free: &[u64],
        room: u64,
        value: u64,
        search: &mut Search,
        steps: &mut Steps,
    ) {
        search.note(value);
        let (mut open, mut rest) = search.spare.pop().unwrap_or_default();
        for (index, &place) in places.iter().enumerate() {
            let at = place as usize;
            let bound = if at >= self.first_sized {
                value as f64 + room as f64 * self.density[at]
            } else {
                self.bound(Some(place), value, room) as f64
            };
            if bound <= search.best as f64 {
                break;
            }
            if !steps.spend((places.len() - index) as u64 + 4) {
                search.is_cut = true;
                break;
            }
            let class = self.order[at];
            rest.clear();
            rest.extend(free.iter().zip(self.need(place)).map(|(free, need)| free - need));
            search.path.push(class);
            self.open(&places[index..], &rest, search, &mut open);
            let room = room.saturating_sub(self.sizes[at]);
            let value = value + self.values[class as usize];
            if !self.is_hopeless(&open, room, value, search.best) {
                self.visit(&open, &rest, room, value, search, steps);
            }
            search.path.pop();
            if search.is_cut {
                break;
            }
        }
        search.spare.push((open, rest));
    }

    /// Whether the open items, even in fractions, cannot lift the value above the best.
    fn is_hopeless(&self, open: &[u32], room: u64, value: u64, best: u64) -> bool {
        let (mut left, mut sum) = (room as f64, value as f64);
        for &place in open {
            let (at, class) = (place as usize, self.order[place as usize] as usize);
            let size = self.sizes[at] as f64 * f64::from(self.demand[class]);
            if size >= left {
                sum += left * self.density[at];
                break;
            }
            sum += self.values[class] as f64 * f64::from(self.demand[class]);
            left -= size;
            if sum > best as f64 {
                return false;
            }
        }
        sum * (1.0 + 1e-12) + 1.0 <= best as f64
    }
}
