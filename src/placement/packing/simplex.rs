//! The linear program over patterns: the cheapest mix of columns that covers every row's demand.
//!
//! A revised simplex with an explicit inverse of the basis. The columns are few entries long and come
//! one batch after the other, which is all it has to be good at. Its figures only guide: a bound is
//! taken from its duals after they are rounded to integers and verified (see [`columns`](super::columns)).
//! Only additions, subtractions, multiplications, divisions and comparisons are used, so that it takes
//! the same path on every system.

use super::steps::Steps;

const TOLERANCE: f64 = 1e-9;
/// Pivots after which the inverse is made anew.
const PIVOTS_MAX: usize = 600;

/// Columns, their entries one after the other.
#[derive(Debug, Clone, Default)]
struct Columns {
    costs: Vec<f64>,
    /// Where the entries of each column begin, and one more.
    starts: Vec<u32>,
    rows: Vec<u32>,
    amounts: Vec<f64>,
}

impl Columns {
    fn len(&self) -> usize {
        self.costs.len()
    }

    fn add(&mut self, cost: f64, entries: impl Iterator<Item = (u32, f64)>) {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        self.costs.push(cost);
        for (row, amount) in entries {
            self.rows.push(row);
            self.amounts.push(amount);
        }
        self.starts.push(self.rows.len() as u32);
    }

    fn entries(&self, column: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let (from, to) = (self.starts[column] as usize, self.starts[column + 1] as usize);
        let rows = self.rows[from..to].iter().map(|&row| row as usize);
        rows.zip(self.amounts[from..to].iter().copied())
    }

    /// The product of a row vector and the column.
    fn product(&self, column: usize, by: &[f64]) -> f64 {
        self.entries(column).map(|(row, amount)| by[row] * amount).sum()
    }
}

/// The program and its current basis. Columns `0..rows` cover one row alone, `rows..2 * rows` are
/// what is covered beyond demand, later ones are those added.
#[derive(Clone)]
pub(super) struct Master {
    rows: usize,
    columns: Columns,
    is_basic: Vec<bool>,
    demand: Vec<f64>,
    basis: Vec<usize>,
    /// Inverse of the basis, one column after the other.
    inverse: Vec<f64>,
    level: Vec<f64>,
    duals: Vec<f64>,
    pivots: usize,
}

impl Master {
    /// A program in which each row is covered by a column of its own, at the given costs.
    pub fn new(costs: &[f64], demand: Vec<f64>) -> Self {
        let rows = costs.len();
        let mut columns = Columns::default();
        for (row, &cost) in (0_u32..).zip(costs) {
            columns.add(cost, [(row, 1.0)].into_iter());
        }
        for row in 0..rows as u32 {
            columns.add(0.0, [(row, -1.0)].into_iter());
        }
        let mut is_basic = vec![true; rows];
        is_basic.resize(2 * rows, false);
        let mut inverse = vec![0.0; rows * rows];
        for row in 0..rows {
            inverse[row * rows + row] = 1.0;
        }
        let (level, duals) = (demand.clone(), costs.to_vec());
        Self {
            rows,
            columns,
            is_basic,
            demand,
            basis: (0..rows).collect(),
            inverse,
            level,
            duals,
            pivots: 0,
        }
    }

    /// Adds a column.
    pub fn add(&mut self, cost: f64, entries: impl Iterator<Item = (u32, f64)>) {
        self.columns.add(cost, entries);
        self.is_basic.push(false);
    }

    /// Drops added columns that are not in use, dearest first, until so many are left beside the first
    /// ones; says which stay, as indices of before.
    pub fn purge(&mut self, most: usize) -> Vec<usize> {
        let first = 2 * self.rows;
        let added = first..self.columns.len();
        let mut kept: Vec<usize> = added.clone().filter(|&c| self.is_basic[c]).collect();
        let mut others: Vec<(f64, usize)> = added
            .filter(|&c| !self.is_basic[c])
            .map(|column| (self.reduced_cost(column), column))
            .collect();
        others.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        others.truncate(most.saturating_sub(kept.len()));
        kept.extend(others.into_iter().map(|(_, column)| column));
        kept.sort_unstable();
        let kept: Vec<usize> = (0..first).chain(kept).collect();
        let mut columns = Columns::default();
        let mut place = vec![0; self.columns.len()];
        for (new, &old) in kept.iter().enumerate() {
            let entries = self.columns.entries(old).map(|(row, amount)| (row as u32, amount));
            columns.add(self.columns.costs[old], entries);
            place[old] = new;
        }
        self.columns = columns;
        self.basis.iter_mut().for_each(|column| *column = place[*column]);
        self.is_basic = kept.iter().map(|&old| self.is_basic[old]).collect();
        kept
    }

    /// Value of each row.
    pub fn duals(&self) -> &[f64] {
        &self.duals
    }

    /// Cost of the current solution.
    pub fn value(&self) -> f64 {
        let parts = self.basis.iter().zip(&self.level);
        parts.map(|(&column, &level)| self.columns.costs[column] * level).sum()
    }

    /// Columns used, as index among all, and how often.
    pub fn used(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        let parts = self.basis.iter().copied().zip(self.level.iter().copied());
        parts.filter(|&(column, level)| {
            level > 1e-7 && !(self.rows..2 * self.rows).contains(&column)
        })
    }

    /// What one more of the column costs; negative when it pays.
    pub fn reduced_cost(&self, column: usize) -> f64 {
        self.columns.costs[column] - self.columns.product(column, &self.duals)
    }

    fn reduced_costs(&self) -> Vec<f64> {
        (0..self.columns.len()).map(|column| self.reduced_cost(column)).collect()
    }

    /// Changes demands; the basis stays, so that [`Master::solve`] goes on from there.
    pub fn set_demand(&mut self, demand: Vec<f64>) {
        self.demand = demand;
        self.refresh_levels();
    }

    /// Finds the cheapest mix of the columns there are. False when the steps ran out first.
    pub fn solve(&mut self, steps: &mut Steps) -> bool {
        for _ in 0..4 {
            if !self.restore(steps) || !self.descend(steps) {
                return false;
            }
            if self.pivots < PIVOTS_MAX {
                break;
            }
            self.invert(steps);
        }
        true
    }

    /// Dual simplex: removes negative levels that a change of demand brought.
    fn restore(&mut self, steps: &mut Steps) -> bool {
        for _ in 0..20 * self.rows + 100 {
            let worst = (0..self.rows).min_by(|&a, &b| self.level[a].total_cmp(&self.level[b]));
            let Some(row) = worst.filter(|&row| self.level[row] < -1e-7) else { return true };
            let of_row: Vec<f64> =
                (0..self.rows).map(|c| self.inverse[c * self.rows + row]).collect();
            let mut best: Option<(f64, f64, usize)> = None;
            for index in 0..self.columns.len() {
                if self.is_basic[index] {
                    continue;
                }
                let alpha = self.columns.product(index, &of_row);
                if alpha < -1e-7 {
                    let ratio = self.reduced_cost(index).max(0.0) / -alpha;
                    let is_better = best.is_none_or(|(known, size, _)| {
                        ratio < known - TOLERANCE || (ratio < known + TOLERANCE && -alpha > size)
                    });
                    if is_better {
                        best = Some((ratio, -alpha, index));
                    }
                }
            }
            if !steps.spend(self.columns.len() as u64 / 2) {
                return false;
            }
            let Some((_, _, entering)) = best else { return true };
            let direction = self.direction(entering);
            self.pivot(row, entering, &direction, steps);
        }
        true
    }

    /// Primal simplex: brings in the column that saves most for its length (Devex), until none saves.
    fn descend(&mut self, steps: &mut Steps) -> bool {
        let mut saved: Vec<f64> = self.reduced_costs();
        let mut length = vec![1.0; self.columns.len()];
        for _ in 0..50 * self.rows + 500 {
            let mut best: Option<(f64, usize)> = None;
            for (index, &own) in saved.iter().enumerate() {
                if own < -1e-7 && !self.is_basic[index] {
                    let score = own * own / length[index];
                    if best.is_none_or(|(known, _)| score > known) {
                        best = Some((score, index));
                    }
                }
            }
            if !steps.spend(self.columns.len() as u64) {
                return false;
            }
            let Some((_, entering)) = best else { return true };
            let direction = self.direction(entering);
            let Some(row) = self.leaving(&direction) else { return true };
            let pivot = direction[row];
            let leaving = self.basis[row];
            self.follow(row, pivot, entering, &mut saved, &mut length);
            let own = length[entering];
            let rate = saved[entering] / pivot;
            self.pivot(row, entering, &direction, steps);
            saved[leaving] = -rate;
            length[leaving] = (own / (pivot * pivot)).max(1.0);
            saved[entering] = 0.0;
            if length[leaving] > 1e7 {
                length.iter_mut().for_each(|length| *length = 1.0);
            }
            if self.pivots >= 2 * PIVOTS_MAX {
                self.invert(steps);
                saved = self.reduced_costs();
            }
        }
        true
    }

    /// Brings savings and lengths of all columns along with a pivot.
    fn follow(
        &self,
        row: usize,
        pivot: f64,
        entering: usize,
        saved: &mut [f64],
        length: &mut [f64],
    ) {
        let of_row: Vec<f64> = (0..self.rows).map(|c| self.inverse[c * self.rows + row]).collect();
        let rate = saved[entering] / pivot;
        let own = length[entering] / (pivot * pivot);
        for index in 0..self.columns.len() {
            let alpha = self.columns.product(index, &of_row);
            if alpha.abs() > 1e-12 && !self.is_basic[index] && index != entering {
                saved[index] -= rate * alpha;
                length[index] = length[index].max(alpha * alpha * own);
            }
        }
    }

    fn direction(&self, column: usize) -> Vec<f64> {
        let mut direction = vec![0.0; self.rows];
        for (row, amount) in self.columns.entries(column) {
            let start = row * self.rows;
            for (sum, part) in direction.iter_mut().zip(&self.inverse[start..start + self.rows]) {
                *sum += part * amount;
            }
        }
        direction
    }

    /// The row that reaches zero first; of equals the one with the largest pivot.
    fn leaving(&self, direction: &[f64]) -> Option<usize> {
        let mut best: Option<(f64, usize)> = None;
        for (row, &rate) in direction.iter().enumerate() {
            if rate > 1e-7 {
                let ratio = self.level[row].max(0.0) / rate;
                let is_better = best.is_none_or(|(known, at)| {
                    ratio < known - TOLERANCE
                        || (ratio <= known + TOLERANCE && rate > direction[at])
                });
                if is_better {
                    best = Some((ratio, row));
                }
            }
        }
        best.map(|(_, row)| row)
    }

    fn pivot(&mut self, row: usize, entering: usize, direction: &[f64], steps: &mut Steps) {
        let rows = self.rows;
        let saved = self.reduced_cost(entering);
        let pivot = direction[row];
        let step = self.level[row] / pivot;
        for (level, rate) in self.level.iter_mut().zip(direction) {
            *level -= step * rate;
        }
        self.level[row] = step;
        let mut touched = 0;
        for column in 0..rows {
            let part = &mut self.inverse[column * rows..(column + 1) * rows];
            let factor = part[row] / pivot;
            if factor.abs() < 1e-14 {
                part[row] = 0.0;
                continue;
            }
            self.duals[column] += saved * factor;
            for (entry, rate) in part.iter_mut().zip(direction) {
                *entry -= factor * rate;
            }
            part[row] = factor;
            touched += 1;
        }
        self.is_basic[self.basis[row]] = false;
        self.is_basic[entering] = true;
        self.basis[row] = entering;
        self.pivots += 1;
        // Eight multiplications make a step.
        steps.take((touched * rows / 8 + rows) as u64);
    }

    /// Makes inverse, levels and duals anew from the basis, against the drift of many pivots.
    fn invert(&mut self, steps: &mut Steps) {
        let rows = self.rows;
        self.pivots = 0;
        let basis = std::mem::take(&mut self.basis);
        let unit = |row: usize| row * rows + row;
        self.inverse.iter_mut().for_each(|entry| *entry = 0.0);
        (0..rows).for_each(|row| self.inverse[unit(row)] = 1.0);
        self.basis = (0..rows).collect();
        self.is_basic.iter_mut().for_each(|flag| *flag = false);
        (0..rows).for_each(|row| self.is_basic[row] = true);
        self.level = self.demand.clone();
        self.duals = self.columns.costs[..rows].to_vec();
        let mut is_open = vec![true; rows];
        // Columns of one entry first: they cost next to nothing.
        let (short, long): (Vec<usize>, Vec<usize>) =
            basis.into_iter().partition(|&column| self.columns.entries(column).count() == 1);
        for column in short.into_iter().chain(long) {
            let direction = self.direction(column);
            let open = (0..rows).filter(|&row| is_open[row]);
            let row = open.max_by(|&a, &b| direction[a].abs().total_cmp(&direction[b].abs()));
            let Some(row) = row.filter(|&row| direction[row].abs() > 1e-9) else { continue };
            is_open[row] = false;
            if self.basis[row] != column {
                self.pivot(row, column, &direction, steps);
            }
        }
        self.pivots = 0;
        self.refresh_levels();
        self.refresh_duals();
    }

    fn refresh_levels(&mut self) {
        let rows = self.rows;
        self.level = vec![0.0; rows];
        for (column, &demand) in self.demand.iter().enumerate() {
            let part = &self.inverse[column * rows..(column + 1) * rows];
            for (level, entry) in self.level.iter_mut().zip(part) {
                *level += entry * demand;
            }
        }
    }

    fn refresh_duals(&mut self) {
        let costs: Vec<f64> = self.basis.iter().map(|&c| self.columns.costs[c]).collect();
        for (column, dual) in self.duals.iter_mut().enumerate() {
            let part = &self.inverse[column * self.rows..(column + 1) * self.rows];
            *dual = part.iter().zip(&costs).map(|(entry, cost)| entry * cost).sum();
        }
    }
}
