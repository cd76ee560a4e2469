//! The samples of a share of the workloads while they are read.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::quantile::{Percentile, Sketch, of_samples};
use super::{Figure, Figures, Method};
use crate::time::day_of_epoch;

/// Days that are kept before those that stand twice are dropped.
const DAYS_KEPT: usize = 128;

/// Workloads with so many values are reduced first, then those with fewer.
const REDUCED_FROM: [usize; 3] = [1 << 12, 1 << 8, 1];

/// Samples of workloads, up to a number of values.
pub struct Held {
    values_max: usize,
    /// Values that are held.
    values_count: usize,
    quantities: usize,
    /// Numbers of workloads by agency and code.
    known: HashMap<String, HashMap<String, usize, FixedState>, FixedState>,
    /// Agency and code of each number.
    names: Vec<(String, String)>,
    workloads: Vec<Workload>,
    /// The number that was asked for last.
    last: usize,
}

/// The samples of one workload.
pub struct Workload {
    samples_count: u64,
    days: Days,
    values: Vec<Values>,
}

/// Values of a quantity.
enum Values {
    Held(Vec<f64>),
    Sketched(Box<Sketch>),
}

impl Held {
    pub fn new(quantities: usize, values_max: usize) -> Self {
        let (known, names, workloads) = (HashMap::default(), Vec::new(), Vec::new());
        Self { values_max, values_count: 0, quantities, known, names, workloads, last: 0 }
    }

    /// The number of a workload.
    pub fn number_of(&mut self, agency_id: &str, workload_id: &str) -> usize {
        // All files have their workloads in one order, so that it is as a rule the next.
        let next = self.last + 1;
        let is_it = |name: &(String, String)| name.1 == workload_id && name.0 == agency_id;
        self.last = match self.names.get(next).is_some_and(is_it) {
            true => next,
            false => self.look_up(agency_id, workload_id),
        };
        self.last
    }

    fn look_up(&mut self, agency_id: &str, workload_id: &str) -> usize {
        let known = self.known.get(agency_id).and_then(|known| known.get(workload_id));
        if let Some(number) = known {
            return *number;
        }
        let number = self.workloads.len();
        let of_agency = self.known.entry(agency_id.to_owned()).or_default();
        of_agency.insert(workload_id.to_owned(), number);
        self.names.push((agency_id.to_owned(), workload_id.to_owned()));
        let values = (0..self.quantities).map(|_| Values::Held(Vec::new())).collect();
        self.workloads.push(Workload { samples_count: 0, days: Days::default(), values });
        number
    }

    /// Counts samples of a workload on a day.
    pub fn count(&mut self, number: usize, day: i32, samples_count: usize) {
        if samples_count > 0 {
            let workload = &mut self.workloads[number];
            workload.samples_count += samples_count as u64;
            workload.days.add(day);
        }
    }

    /// Adds values of a quantity.
    pub fn add(&mut self, number: usize, quantity: usize, values: &[f64]) {
        match &mut self.workloads[number].values[quantity] {
            Values::Held(held) => {
                held.extend_from_slice(values);
                self.values_count += values.len();
            }
            Values::Sketched(sketch) => values.iter().for_each(|value| sketch.add(*value)),
        }
    }

    /// Reduces workloads until no more values are held than may be, those with the most first.
    pub fn keep_within_limit(&mut self) {
        for from in REDUCED_FROM {
            for values in self.workloads.iter_mut().flat_map(|workload| &mut workload.values) {
                if self.values_count <= self.values_max {
                    return;
                }
                self.values_count -= values.reduce_from(from);
            }
        }
    }

    /// What the samples of each workload come to, in the order of agencies and codes; those without a
    /// sample that states anything are left out.
    pub fn figures(self, percentiles: &[Percentile]) -> Vec<Figures> {
        let mut order: Vec<usize> = (0..percentiles.len()).collect();
        order.sort_by_key(|at| percentiles[*at]);
        let mut workloads: Vec<((String, String), Workload)> =
            self.names.into_iter().zip(self.workloads).collect();
        workloads.retain(|(_, workload)| workload.samples_count > 0);
        workloads.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let mut figures = Vec::with_capacity(workloads.len());
        for ((agency_id, workload_id), mut workload) in workloads {
            let days = workload.days.sorted();
            let quantities = workload.values.into_iter();
            figures.push(Figures {
                agency_id,
                workload_id,
                samples_count: workload.samples_count,
                days_covered: days.len(),
                first_day: days.first().and_then(|day| day_of_epoch(*day)),
                last_day: days.last().and_then(|day| day_of_epoch(*day)),
                quantities: quantities.map(|values| values.figure(percentiles, &order)).collect(),
            });
        }
        figures
    }
}

impl Values {
    /// Reduces values to a sketch where there are so many; how many are no longer held.
    fn reduce_from(&mut self, count: usize) -> usize {
        let Self::Held(values) = self else { return 0 };
        if values.len() < count {
            return 0;
        }
        let (mut sketch, count) = (Sketch::new(), values.len());
        values.iter().for_each(|value| sketch.add(*value));
        *self = Self::Sketched(Box::new(sketch));
        count
    }

    /// `order` lists the percentiles from the smallest on.
    fn figure(self, percentiles: &[Percentile], order: &[usize]) -> Option<Figure> {
        let ascending: Vec<Percentile> = order.iter().map(|at| percentiles[*at]).collect();
        let (samples_count, (found, max), method) = match self {
            Self::Held(values) if values.is_empty() => return None,
            Self::Held(mut values) => {
                (values.len() as u64, of_samples(&mut values, &ascending), Method::Exact)
            }
            Self::Sketched(sketch) => {
                (sketch.count(), sketch.percentiles(&ascending), Method::Sketch)
            }
        };
        let mut in_order = vec![max; found.len()];
        order.iter().zip(found).for_each(|(at, value)| in_order[*at] = value);
        Some(Figure { samples_count, percentiles: in_order, max, method })
    }
}

/// Days, each once.
#[derive(Default)]
struct Days {
    days: Vec<i32>,
    /// Days that were known to differ when they were last sorted.
    distinct: usize,
}

impl Days {
    fn add(&mut self, day: i32) {
        if self.days.last() == Some(&day) {
            return;
        }
        if self.days.len() >= DAYS_KEPT.max(2 * self.distinct) {
            self.sorted();
        }
        self.days.push(day);
    }

    fn sorted(&mut self) -> &[i32] {
        self.days.sort_unstable();
        self.days.dedup();
        self.distinct = self.days.len();
        &self.days
    }
}
