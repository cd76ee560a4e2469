//! The greedy filling for many distinct items: classes that need about the same stand together in cells,
//! and a bin looks at cells before it looks at items.

use super::greedy::{self, Filled, Suits};
use super::model::{Model, NO_GROUP, Pattern, fits, largest_capacity};
use super::steps::Steps;

/// Cells at most; fewer classes need none.
pub(super) const CELLS: usize = 512;
/// Classes of a cell held against a bin before the cell is given up.
const LOOKS: usize = 24;

/// Classes that need about the same.
struct Cell {
    /// The least need of any, by dimension.
    floor: Vec<u64>,
    /// The mean need, as shares of the largest bin.
    mean: Vec<f64>,
    /// Classes with items left, largest first.
    classes: Vec<u32>,
}

/// As [`greedy::fill`], near linear in the number of classes.
pub(super) fn fill(
    model: &Model,
    demand: &[u32],
    counts: &[usize],
    suits: Suits,
    steps: &mut Steps,
) -> Option<Filled> {
    let largest = largest_capacity(&model.kinds, model.dims);
    let share: Vec<f64> =
        largest.iter().map(|&c| if c == 0 { 0.0 } else { 1.0 / c as f64 }).collect();
    let classes = (0..model.len() as u32).filter(|&class| demand[class as usize] > 0).collect();
    let mut filling = Filling {
        model,
        suits,
        cells: cells(model, classes, &share, steps),
        left: demand.to_vec(),
        totals: vec![0.0; model.dims],
        share,
    };
    filling.totals = model.totals().iter().map(|&total| total as f64).collect();
    let (mut counts, mut bins) = (counts.to_vec(), Vec::new());
    while !filling.cells.is_empty() {
        let mut best: Option<(f64, Pattern)> = None;
        for kind in (0..model.kinds.len()).filter(|&kind| counts[kind] > 0) {
            let (take, worth) = filling.bin(kind, steps);
            if !steps.are_left() {
                return None;
            }
            let worth = worth / (model.kinds[kind].price as f64).max(1e-9);
            if !take.is_empty() && best.as_ref().is_none_or(|(known, _)| worth > *known) {
                best = Some((worth, Pattern { kind, take }));
            }
        }
        let Some((_, pattern)) = best else { break };
        counts[pattern.kind] = counts[pattern.kind].saturating_sub(1);
        filling.take(&pattern);
        bins.push(pattern);
    }
    Some(Filled { bins, left: filling.left })
}

/// As [`fill`], by the filling that suits the number of classes: all are held against every bin, or
/// those of cells.
pub(super) fn fill_by_size(
    model: &Model,
    counts: &[usize],
    suits: Suits,
    steps: &mut Steps,
) -> Option<Filled> {
    let cost = model.items().saturating_mul(model.len() as u64) / 2;
    if cost > steps.left() / 8 && model.len() > CELLS {
        fill(model, &model.demand, counts, suits, steps)
    } else {
        greedy::fill(model, &model.demand, counts, suits, steps)
    }
}

/// Halves the classes along the dimension in which they differ most, until the cells are small.
fn cells(model: &Model, classes: Vec<u32>, share: &[f64], steps: &mut Steps) -> Vec<Cell> {
    let size_max = classes.len().div_ceil(CELLS / 2).max(1);
    let (mut open, mut cells) = (vec![classes], Vec::new());
    while let Some(mut classes) = open.pop() {
        steps.take(classes.len() as u64 * 2);
        let range = |d: usize| {
            let needs = classes.iter().map(|&class| model.need(class as usize)[d]);
            let (low, high) = needs.fold((u64::MAX, 0), |(l, h), n| (n.min(l), n.max(h)));
            (high.saturating_sub(low)) as f64 * share[d]
        };
        let widest = (0..model.dims).max_by(|&a, &b| range(a).total_cmp(&range(b)));
        match widest.filter(|_| classes.len() > size_max) {
            Some(widest) => {
                classes.sort_unstable_by_key(|&c| (model.need(c as usize)[widest], c));
                open.push(classes.split_off(classes.len() / 2));
                open.push(classes);
            }
            None => {
                classes.sort_unstable();
                cells.push(cell(model, classes, share));
            }
        }
    }
    cells
}

fn cell(model: &Model, classes: Vec<u32>, share: &[f64]) -> Cell {
    let needs = || classes.iter().map(|&class| model.need(class as usize));
    let least = |d: usize| needs().map(|need| need[d]).min().unwrap_or(0);
    let mean = |d: usize| needs().map(|need| need[d] as f64).sum::<f64>() / classes.len() as f64;
    Cell {
        floor: (0..model.dims).map(least).collect(),
        mean: (0..model.dims).map(|d| mean(d) * share[d]).collect(),
        classes,
    }
}

struct Filling<'a> {
    model: &'a Model,
    suits: Suits,
    cells: Vec<Cell>,
    left: Vec<u32>,
    /// What is still to be packed, by dimension.
    totals: Vec<f64>,
    share: Vec<f64>,
}

impl Filling<'_> {
    /// What a bin of the kind would hold, and its share of what is still to be packed.
    fn bin(&self, kind: usize, steps: &mut Steps) -> (Vec<(u32, u32)>, f64) {
        let mut free = self.model.kinds[kind].capacity.clone();
        let (mut take, mut worth): (Vec<(u32, u32)>, f64) = (Vec::new(), 0.0);
        let weights: Vec<f64> = self.totals.iter().zip(&self.share).map(|(t, s)| t * s).collect();
        let mut open: Vec<usize> = (0..self.cells.len()).collect();
        loop {
            open.retain(|&cell| fits(&self.cells[cell].floor, &free));
            steps.take(open.len() as u64 + 1);
            let room: Vec<f64> = free.iter().zip(&self.share).map(|(&f, s)| f as f64 * s).collect();
            let mut best: Option<(f64, usize)> = None;
            for (at, &cell) in open.iter().enumerate() {
                let parts = self.cells[cell].mean.iter().zip(&room).zip(&weights);
                let score: f64 = parts.map(|((&n, &f), w)| w * self.suits.score(n, f)).sum();
                if best.is_none_or(|(known, _)| score > known) {
                    best = Some((score, at));
                }
            }
            let Some((_, at)) = best else { break };
            steps.take(LOOKS as u64 / 2);
            let Some(class) = self.look(open[at], &free, &take) else {
                open.swap_remove(at);
                continue;
            };
            let need = self.model.need(class as usize);
            for ((free, &need), total) in free.iter_mut().zip(need).zip(&self.totals) {
                *free -= need;
                worth += need as f64 / total.max(1e-30);
            }
            match take.iter_mut().find(|(known, _)| *known == class) {
                Some(known) => known.1 += 1,
                None => take.push((class, 1)),
            }
        }
        take.sort_unstable();
        (take, worth + 1e-12)
    }

    /// The largest class of the cell that fits, of those looked at: its first ones, then some of the rest.
    fn look(&self, cell: usize, free: &[u64], take: &[(u32, u32)]) -> Option<u32> {
        let classes = &self.cells[cell].classes;
        let stride = (classes.len() / (LOOKS / 2)).max(1);
        let first = classes.iter().take(LOOKS / 2);
        let rest = classes.iter().skip(LOOKS / 2).step_by(stride);
        first.chain(rest).chain(classes.last()).copied().find(|&class| {
            let group = self.model.groups[class as usize];
            let held = take.iter().find(|(other, _)| *other == class).map_or(0, |&(_, n)| n);
            let shares_group = group != NO_GROUP
                && take.iter().any(|&(other, _)| self.model.groups[other as usize] == group);
            held < self.left[class as usize]
                && !shares_group
                && fits(self.model.need(class as usize), free)
        })
    }

    fn take(&mut self, pattern: &Pattern) {
        for &(class, count) in &pattern.take {
            self.left[class as usize] -= count;
            for (total, &need) in self.totals.iter_mut().zip(self.model.need(class as usize)) {
                *total = (*total - need as f64 * f64::from(count)).max(0.0);
            }
        }
        let left = &self.left;
        let is_gone = |class: &u32| left[*class as usize] == 0;
        let gone: Vec<u32> = pattern.take.iter().map(|&(c, _)| c).filter(is_gone).collect();
        for cell in &mut self.cells {
            for class in &gone {
                if let Ok(at) = cell.classes.binary_search(class) {
                    cell.classes.remove(at);
                }
            }
        }
        self.cells.retain(|cell| !cell.classes.is_empty());
    }
}
