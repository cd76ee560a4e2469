//! Which assumption moves a total most: each alone at its ends, the others at their values.

use super::factor::{Driver, Level};
use super::simulation::{Draws, Loads, Simulated, range_of};
use super::table::Wanted;
use super::{Demand, Resource};
use crate::plan::Plan;
use crate::time::Quarter;

/// Name of the line for sizes that nobody gave.
pub const STAND_INS: &str = "stand_ins";

/// What one assumption does to a total.
#[derive(Debug, Clone, PartialEq)]
pub struct Swing {
    /// Name of the assumption in the plan file, or `stand_ins` for sizes that nobody gave.
    pub name: &'static str,
    /// Its lower end, value and upper end; none for stand-ins.
    pub ends: Option<(f64, f64, f64)>,
    /// Its unit; empty for stand-ins.
    pub unit: String,
    /// The total with the assumption at its lower end (stand-ins: P10), in raw units.
    pub total_at_low: f64,
    /// The total with everything at its value, in raw units.
    pub total: f64,
    /// The total with the assumption at its upper end (stand-ins: P90), in raw units.
    pub total_at_high: f64,
}

impl Swing {
    /// From the smaller to the larger total.
    pub const fn span(&self) -> f64 {
        (self.total_at_high - self.total_at_low).abs()
    }
}

/// One row per assumption with a range that the total of a resource rests on, the one that moves it
/// most first; sizes that nobody gave are one row, from the draws of the plan with every assumption
/// at its value.
pub fn tornado(demand: &Demand, resource: Resource, quarter: Quarter, plan: &Plan) -> Vec<Swing> {
    let wanted = Wanted { resource: Some(resource), is_used: Some(true), ..Wanted::default() };
    let mut loads = Loads::default();
    let mut drivers: Vec<Driver> = Vec::new();
    for machine in demand.machines.iter().filter(|machine| machine.quarter <= quarter) {
        for part in machine.parts.iter().filter(|part| wanted.has(machine, part)) {
            let growth = part.growth();
            loads.add(growth, machine.quarter, part);
            for driver in part.recipe.drivers().chain(growth.driver()) {
                if !drivers.contains(&driver) {
                    drivers.push(driver);
                }
            }
        }
    }
    let likely = Level::likely(plan);
    let total_at = |level: &Level| -> f64 {
        let arrivals = loads.arrivals();
        arrivals
            .map(|(growth, _, arrival)| {
                arrival.at(level, plan, &demand.peers) * growth.factor(level, plan, quarter)
            })
            .sum()
    };
    let total = total_at(&likely);
    let mut swings: Vec<Swing> = drivers
        .into_iter()
        .map(|driver| (driver, driver.of(plan)))
        .filter(|(_, assumption)| assumption.low() < assumption.high())
        .map(|(driver, assumption)| Swing {
            name: driver.name(),
            ends: Some((assumption.low(), assumption.value, assumption.high())),
            unit: assumption.unit.clone(),
            total_at_low: total_at(&likely.with(driver, assumption.low())),
            total,
            total_at_high: total_at(&likely.with(driver, assumption.high())),
        })
        .collect();
    swings.extend(stand_ins(demand, &loads, total, quarter, plan));
    swings.sort_by(|a, b| b.span().total_cmp(&a.span()).then(a.name.cmp(b.name)));
    swings
}

fn stand_ins(
    demand: &Demand,
    loads: &Loads,
    total: f64,
    quarter: Quarter,
    plan: &Plan,
) -> Option<Swing> {
    if !loads.arrivals().any(|(_, _, arrival)| arrival.has_stand_ins()) {
        return None;
    }
    let fixed = plan.without_ranges();
    let draws = Draws::of(&fixed, &demand.machines, &demand.peers);
    let values = Simulated::of(loads, STAND_INS, &draws, &demand.peers).values(quarter);
    let range = range_of(values, total);
    Some(Swing {
        name: STAND_INS,
        ends: None,
        unit: String::new(),
        total_at_low: range.low,
        total,
        total_at_high: range.high,
    })
}
