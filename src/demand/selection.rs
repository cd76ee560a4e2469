//! What was selected of the demand, at any level of the assumptions and in every draw: for the
//! tornado, and for the stages that build on demand.

use super::Demand;
use super::factor::{Driver, Level};
use super::impute::Peers;
use super::simulation::{Draws, Loads, Simulated};
use super::table::Wanted;
use crate::plan::Plan;
use crate::time::Quarter;

/// The stock of one resource in a quarter, before a level of the assumptions is chosen.
pub struct Selection<'a> {
    peers: &'a Peers,
    quarter: Quarter,
    loads: Loads,
    drivers: Vec<Driver>,
    name: String,
}

impl Demand {
    /// What of the wanted parts has arrived by a quarter. They must be of one resource: amounts of
    /// different ones cannot be added.
    pub fn selection(&self, wanted: &Wanted<'_>, quarter: Quarter) -> Selection<'_> {
        assert!(wanted.resource.is_some(), "a selection is of one resource");
        let mut loads = Loads::default();
        let mut drivers: Vec<Driver> = Vec::new();
        for machine in self.machines.iter().filter(|machine| machine.quarter <= quarter) {
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
        Selection { peers: &self.peers, quarter, loads, drivers, name: wanted.name() }
    }
}

impl Selection<'_> {
    /// The assumptions it rests on, each once.
    pub fn drivers(&self) -> &[Driver] {
        &self.drivers
    }

    /// Whether sizes stand in for those nobody gave.
    pub fn has_stand_ins(&self) -> bool {
        self.loads.arrivals().any(|(_, _, arrival)| arrival.has_stand_ins())
    }

    /// The stock at a level, in raw units, with every group of peers at its mean.
    pub fn at(&self, level: &Level, plan: &Plan) -> f64 {
        let arrivals = self.loads.arrivals();
        arrivals
            .map(|(growth, _, arrival)| {
                arrival.at(level, plan, self.peers) * growth.factor(level, plan, self.quarter)
            })
            .sum()
    }

    /// The stock in every draw, in raw units; the draws are those of the table's row of that name.
    pub fn values(&self, draws: &Draws) -> Vec<f64> {
        Simulated::of(&self.loads, &self.name, draws, self.peers).values(self.quarter)
    }
}
