//! Two plans of one inventory: what they come to, where they differ, and which assumption makes it so.
//!
//! In: the entries of plan A and plan B and what each comes to. Out: a [`Comparison`]. Causes are found
//! one at a time: plan A with a single entry of plan B, all of it computed anew. What several
//! assumptions do together, beyond the sum of each alone, is a figure of its own, so that the parts add
//! up to the difference exactly: all of it is computed in whole raw units.
//!
//! Stocks of different quarters are never added. Where the two plans do not have the same quarters,
//! only those that both have are compared: what a plan does not reach is unknown, not nothing.

mod figure;

use std::collections::{BTreeMap, BTreeSet};

pub use figure::{Figure, Measure};

use crate::demand::{By, Demand, Draws, Resource, Total, Wanted};
use crate::placement::Placement;
use crate::plan::{Difference, Entries, Plan};
use crate::time::Quarter;

/// What an inventory comes to under a plan.
#[derive(Debug)]
pub struct Outcome {
    /// The plan.
    pub plan: Plan,
    /// Its demand.
    pub demand: Demand,
    /// Its hosts, racks and power, at its own last quarter.
    pub placement: Placement,
}

/// One of the two plans.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// Its entries.
    pub entries: &'a Entries,
    /// What it comes to.
    pub outcome: &'a Outcome,
    /// Draws of its ranges.
    pub draws: &'a Draws,
}

/// What plan B changes against plan A.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Last quarter that both plans have; effects on demand are those in it.
    pub quarter: Quarter,
    /// National totals: of the last quarter, or of every quarter where the plans end in different ones.
    pub totals: Vec<TotalPair>,
    /// Hosts, racks and power of A and of B, each at its own last quarter.
    pub placement: Vec<(Measure, u64, u64)>,
    /// Likely demand by agency, resource and quarter where it differs: largest first, by its share of
    /// the national total.
    pub differences: Vec<AgencyDifference>,
    /// Every entry in which the plans differ.
    pub causes: Vec<Cause>,
    /// What the causes do together, by figure.
    pub together: Vec<Together>,
}

/// The national total of a resource in a quarter; `None` where a plan does not have the quarter.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are what their names say")]
pub struct TotalPair {
    pub quarter: Quarter,
    pub resource: Resource,
    pub a: Option<Total>,
    pub b: Option<Total>,
}

/// Likely demand of an agency that is not the same in A and B, in raw units. Nothing where the plan
/// has nothing of the resource arrive by the quarter.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the fields are what their names say")]
pub struct AgencyDifference {
    pub agency_id: String,
    pub resource: Resource,
    pub quarter: Quarter,
    pub a: u64,
    pub b: u64,
}

/// An entry in which the plans differ, and what it does alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Cause {
    /// The entry.
    pub difference: Difference,
    /// By figure what A with this entry of B has more than A, in raw units; where that is no plan, why
    /// not: then all it does stands in what the causes do together.
    pub effects: Result<BTreeMap<Figure, i128>, String>,
}

/// Why a figure differs, added up, in raw units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Together {
    /// The figure.
    pub figure: Figure,
    /// What B has more than A.
    pub difference: i128,
    /// Sum of what each cause does alone.
    pub alone: i128,
}

impl Together {
    /// What the causes do together, beyond the sum of each alone.
    pub const fn beyond(self) -> i128 {
        self.difference - self.alone
    }
}

impl AgencyDifference {
    /// What B has more than A, in raw units.
    pub fn difference(&self) -> i128 {
        i128::from(self.b) - i128::from(self.a)
    }
}

/// First and last of the quarters that both plans have; `None` when they have none in common.
pub fn common_quarters(a: &Plan, b: &Plan) -> Option<(Quarter, Quarter)> {
    let first = a.period.base_quarter.max(b.period.base_quarter);
    let last = a.period.target_quarter.min(b.period.target_quarter);
    (first <= last).then_some((first, last))
}

/// Compares two plans over the quarters that both have. `run` computes what a plan comes to; it is
/// called once for each entry in which they differ.
pub fn compare<E>(
    a: Side<'_>,
    b: Side<'_>,
    quarters: (Quarter, Quarter),
    mut run: impl FnMut(Plan) -> Result<Outcome, E>,
) -> Result<Comparison, E> {
    let quarter = quarters.1;
    let (figures_a, figures_b) = (a.outcome.figures(quarter), b.outcome.figures(quarter));
    let mut causes = Vec::new();
    for difference in a.entries.differences(b.entries) {
        let effects = match a.entries.with(&difference).plan() {
            Ok(plan) => Ok(more(&figures_a, &run(plan)?.figures(quarter))),
            Err(error) => Err(error.to_string()),
        };
        causes.push(Cause { difference, effects });
    }
    let together = more(&figures_a, &figures_b)
        .into_iter()
        .map(|(figure, difference)| {
            let of_figure = |cause: &Cause| cause.effects.as_ref().ok()?.get(&figure).copied();
            let alone = causes.iter().filter_map(of_figure).sum();
            Together { figure, difference, alone }
        })
        .collect();
    let measured = |measure: Measure| {
        (measure, measure.of(&a.outcome.placement), measure.of(&b.outcome.placement))
    };
    Ok(Comparison {
        quarter,
        totals: totals(a, b),
        placement: Measure::ALL.into_iter().map(measured).collect(),
        differences: differences(a.outcome, b.outcome, quarters),
        causes,
        together,
    })
}

impl Outcome {
    /// Every figure: national likely demand of a quarter, and the placement.
    fn figures(&self, quarter: Quarter) -> BTreeMap<Figure, u64> {
        let mut figures: BTreeMap<Figure, u64> = Figure::all().map(|figure| (figure, 0)).collect();
        let wanted = Wanted { quarter: Some(quarter), is_used: Some(true), ..Wanted::default() };
        for row in self.demand.likely(&[], &wanted, &self.plan) {
            let sum = figures.entry(Figure::Demand(row.key.resource)).or_default();
            *sum = sum.saturating_add(row.amount.whole());
        }
        for measure in Measure::ALL {
            figures.insert(Figure::Placement(measure), measure.of(&self.placement));
        }
        figures
    }
}

/// What the second has more than the first, of every figure.
fn more(a: &BTreeMap<Figure, u64>, b: &BTreeMap<Figure, u64>) -> BTreeMap<Figure, i128> {
    a.iter()
        .map(|(figure, a)| {
            let b = b.get(figure).copied().unwrap_or_default();
            (*figure, i128::from(b) - i128::from(*a))
        })
        .collect()
}

fn totals(a: Side<'_>, b: Side<'_>) -> Vec<TotalPair> {
    let (period_a, period_b) = (&a.outcome.plan.period, &b.outcome.plan.period);
    let is_one = period_a.target_quarter == period_b.target_quarter;
    let first = |base: Quarter, target: Quarter| if is_one { target } else { base };
    let of_side = |side: Side<'_>, resource| -> BTreeMap<Quarter, Total> {
        let period = &side.outcome.plan.period;
        let quarters = first(period.base_quarter, period.target_quarter);
        let quarters = quarters.through(period.target_quarter);
        let totals = side.outcome.demand.totals(resource, quarters, side.draws);
        totals.into_iter().map(|total| (total.quarter, total)).collect()
    };
    let mut pairs = Vec::new();
    for resource in Resource::ALL {
        let (of_a, of_b) = (of_side(a, resource), of_side(b, resource));
        let is_nothing = |side: Side<'_>, totals: &BTreeMap<Quarter, Total>| {
            let is_unknown = side.outcome.demand.unsized_amounts.contains_key(&resource);
            !is_unknown && totals.values().all(|total| total.range.high <= 0.0)
        };
        if is_nothing(a, &of_a) && is_nothing(b, &of_b) {
            continue;
        }
        let quarters: BTreeSet<Quarter> = of_a.keys().chain(of_b.keys()).copied().collect();
        pairs.extend(quarters.into_iter().map(|quarter| TotalPair {
            quarter,
            resource,
            a: of_a.get(&quarter).copied(),
            b: of_b.get(&quarter).copied(),
        }));
    }
    pairs
}

fn differences(
    a: &Outcome,
    b: &Outcome,
    (first, last): (Quarter, Quarter),
) -> Vec<AgencyDifference> {
    type Key = (String, Resource, Quarter);
    let mut pairs: BTreeMap<Key, [u64; 2]> = BTreeMap::new();
    let mut nations: BTreeMap<(Resource, Quarter), [u64; 2]> = BTreeMap::new();
    let wanted = Wanted { is_used: Some(true), ..Wanted::default() };
    for (at, outcome) in [a, b].into_iter().enumerate() {
        for row in outcome.demand.likely(&[By::Agency, By::Quarter], &wanted, &outcome.plan) {
            let (key, likely) = (row.key, row.amount.whole());
            if !(first <= key.quarter && key.quarter <= last) {
                continue;
            }
            let nation = nations.entry((key.resource, key.quarter)).or_default();
            nation[at] = nation[at].saturating_add(likely);
            let pair = pairs.entry((key.agency_id, key.resource, key.quarter)).or_default();
            pair[at] = pair[at].saturating_add(likely);
        }
    }
    let mut rows: Vec<AgencyDifference> = pairs
        .into_iter()
        .filter(|(_, [a, b])| a != b)
        .map(|((agency_id, resource, quarter), [a, b])| AgencyDifference {
            agency_id,
            resource,
            quarter,
            a,
            b,
        })
        .collect();
    // Amounts of different units can only be ranked by what they are a share of.
    let share = |row: &AgencyDifference| {
        let [a, b] = nations.get(&(row.resource, row.quarter)).copied().unwrap_or_default();
        row.difference().unsigned_abs() as f64 / a.max(b).max(1) as f64
    };
    // The sort is stable: equal shares stay in the order of agency, resource and quarter.
    rows.sort_by(|x, y| share(y).total_cmp(&share(x)));
    rows
}
