//! Low and high of hosts, racks and power, and which assumption moves them most.
//!
//! In: the demand, its draws, and what was placed at the plan's values. In every draw the demand of
//! each zone is that of the draw, and every assumption of hosts, racks and hall takes one value; the
//! placement is scaled to them ([`Estimate`]). Low and high are the 10th and the 90th percentile of
//! each figure over the draws, as for demand. Nothing is packed anew.

mod driver;
mod estimate;
mod mix;
mod quantity;

use rayon::prelude::*;

use super::Placement;
use super::fleet::Fleet;
use super::intake::BLOCK_TIERS;
use super::resource::Resource as HostResource;
use crate::demand::{
    Demand, Draws, Driver, Level, Range, Resource, Selection, Swing, Wanted, range_of, sort_swings,
};
use crate::plan::Plan;

pub use driver::PlacementDriver;
pub use estimate::{Estimate, Estimated, PoolNeed};
pub use quantity::Quantity;

/// How far the figures of a placement may be off, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// Hosts of each pool that carry workloads, in the order of the fleet.
    pub hosts: Vec<Range>,
    /// One range per quantity, in the order of [`Quantity::ALL`].
    ranges: Vec<Range>,
    hosts_swings: Vec<Swing>,
    power_swings: Vec<Swing>,
}

impl Outlook {
    /// The outlook of a placement made of a demand at the plan of its draws.
    pub fn of(demand: &Demand, draws: &Draws, fleet: &Fleet, placement: &Placement) -> Self {
        let plan = draws.plan();
        let world = World::of(demand, fleet, placement, plan);
        let estimates = world.estimates(draws);
        let over = |value: &dyn Fn(&Estimated) -> f64, likely: f64| {
            range_of(estimates.iter().map(value).collect(), likely)
        };
        let hosts = placement
            .pools
            .iter()
            .enumerate()
            .map(|(at, pool)| over(&|estimated| estimated.hosts[at], pool.hosts.len() as f64))
            .collect();
        let range = |quantity: Quantity| {
            over(&|estimated| quantity.estimated(estimated), quantity.placed(placement))
        };
        let fixed = Draws::of(&plan.without_ranges(), &demand.machines, &demand.peers);
        Self {
            hosts,
            ranges: Quantity::ALL.map(range).to_vec(),
            hosts_swings: world.swings(Quantity::Hosts, &fixed),
            power_swings: world.swings(Quantity::FacilityPeak, &fixed),
        }
    }

    /// Low, median and high of a figure.
    pub fn range(&self, quantity: Quantity) -> Range {
        self.ranges[quantity as usize]
    }

    /// What each assumption alone does to the number of hosts, the one that moves it most first.
    pub fn hosts_swings(&self) -> &[Swing] {
        &self.hosts_swings
    }

    /// What each assumption alone does to the peak of the facility in kW, the one that moves it most
    /// first.
    pub fn power_swings(&self) -> &[Swing] {
        &self.power_swings
    }
}

/// What every draw is computed from.
struct World<'a> {
    plan: &'a Plan,
    /// What is held against the hosts of each pool.
    selections: Vec<Vec<Selected<'a>>>,
    estimate: Estimate,
}

/// What is selected of the demand of a pool, and the resource of hosts that it takes.
struct Selected<'a> {
    resource: HostResource,
    of: Selection<'a>,
}

impl<'a> World<'a> {
    fn of(demand: &'a Demand, fleet: &Fleet, placement: &Placement, plan: &'a Plan) -> Self {
        let last = plan.period.target_quarter;
        let pools = fleet.pools.iter().zip(&placement.pools);
        let selections: Vec<Vec<Selected<'a>>> = pools
            .map(|(pool, placed)| {
                let held = placed.held.iter().flat_map(|&resource| {
                    asked_by(resource).into_iter().map(move |asked| (resource, asked))
                });
                held.map(|(resource, (asked, tier))| {
                    let wanted = Wanted {
                        resource: Some(asked),
                        zone: Some(&pool.zone),
                        tier,
                        is_used: Some(true),
                        ..Wanted::default()
                    };
                    Selected { resource, of: demand.selection(&wanted, last) }
                })
                .collect()
            })
            .collect();
        let likely = needs_at(&selections, &Level::likely(plan), plan);
        let estimate = Estimate::of(fleet, placement, &likely, plan);
        Self { plan, selections, estimate }
    }

    /// One per draw.
    fn estimates(&self, draws: &Draws) -> Vec<Estimated> {
        let drawn = self.drawn(draws);
        let drivers: Vec<(PlacementDriver, Vec<f64>)> = PlacementDriver::ALL
            .iter()
            .enumerate()
            .map(|(number, driver)| (*driver, draws.later(driver.of(self.plan), number)))
            .collect();
        (0..draws.len())
            .into_par_iter()
            .map_init(
                || self.plan.clone(),
                |plan, draw| {
                    for (driver, values) in &drivers {
                        driver.set(plan, values[draw]);
                    }
                    self.estimate.at(&self.needs_of(&drawn, draw), plan, self.plan)
                },
            )
            .collect()
    }

    /// What was selected in every draw, by pool.
    fn drawn(&self, draws: &Draws) -> Vec<Vec<Vec<f64>>> {
        let of_pool = |pool: &Vec<Selected<'_>>| {
            pool.iter().map(|selected| selected.of.values(draws)).collect()
        };
        self.selections.par_iter().map(of_pool).collect()
    }

    /// The needs of the pools in one draw.
    fn needs_of(&self, drawn: &[Vec<Vec<f64>>], draw: usize) -> Vec<PoolNeed> {
        let pools = self.selections.iter().zip(drawn);
        let of_pool = |(pool, drawn): (&Vec<Selected<'_>>, &Vec<Vec<f64>>)| {
            sum_by_resource(pool, drawn.iter().map(|values| values[draw]))
        };
        pools.map(of_pool).collect()
    }

    /// What each assumption alone, and sizes nobody gave, do to a figure.
    fn swings(&self, quantity: Quantity, fixed: &Draws) -> Vec<Swing> {
        let likely = Level::likely(self.plan);
        let value = |level: &Level, plan: &Plan| {
            let needs = needs_at(&self.selections, level, plan);
            quantity.estimated(&self.estimate.at(&needs, plan, self.plan))
        };
        let total = value(&likely, self.plan);
        let swing = |name, assumption: &crate::plan::Assumption, at: &dyn Fn(f64) -> f64| Swing {
            name,
            ends: Some((assumption.low(), assumption.value, assumption.high())),
            unit: assumption.unit.clone(),
            total_at_low: at(assumption.low()),
            total,
            total_at_high: at(assumption.high()),
        };
        let drivers = self.selections.iter().flatten().flat_map(|selected| selected.of.drivers());
        let drivers: std::collections::BTreeSet<Driver> = drivers.copied().collect();
        let of_demand = drivers.into_iter().map(|driver| {
            let at = |end| value(&likely.with(driver, end), self.plan);
            swing(driver.name(), driver.of(self.plan), &at)
        });
        let of_placement = PlacementDriver::ALL.iter().map(|driver| {
            let at = |end| {
                let mut plan = self.plan.clone();
                driver.set(&mut plan, end);
                value(&likely, &plan)
            };
            swing(driver.name(), driver.of(self.plan), &at)
        });
        let mut swings: Vec<Swing> = of_demand
            .chain(of_placement)
            .filter(|swing| swing.ends.is_some_and(|(low, _, high)| low < high))
            .collect();
        if self.selections.iter().flatten().any(|selected| selected.of.has_stand_ins()) {
            let drawn = self.drawn(fixed);
            let totals = (0..fixed.len())
                .map(|draw| {
                    let needs = self.needs_of(&drawn, draw);
                    quantity.estimated(&self.estimate.at(&needs, self.plan, self.plan))
                })
                .collect();
            swings.push(Swing::of_stand_ins(totals, total));
        }
        // What does not bear on the figure has no line.
        swings.retain(|swing| swing.span() > 0.0);
        sort_swings(&mut swings);
        swings
    }
}

fn needs_at(selections: &[Vec<Selected<'_>>], level: &Level, plan: &Plan) -> Vec<PoolNeed> {
    let of_pool = |pool: &Vec<Selected<'_>>| {
        sum_by_resource(pool, pool.iter().map(|selected| selected.of.at(level, plan)))
    };
    selections.iter().map(of_pool).collect()
}

fn sum_by_resource(pool: &[Selected<'_>], amounts: impl Iterator<Item = f64>) -> PoolNeed {
    let mut need = PoolNeed::default();
    for (selected, amount) in pool.iter().zip(amounts) {
        need[selected.resource as usize] += amount;
    }
    need
}

/// What of the demand takes a resource of hosts: its resource, of one tier where it is storage.
pub(crate) fn asked_by(resource: HostResource) -> Vec<(Resource, Option<&'static str>)> {
    match resource {
        HostResource::Vcpu => vec![(Resource::Vcpu, None)],
        HostResource::Ram => vec![(Resource::Ram, None)],
        HostResource::Gpu => vec![(Resource::Gpu, None)],
        HostResource::Iops => vec![(Resource::Iops, None)],
        HostResource::Network => vec![(Resource::Network, None)],
        HostResource::LocalDisk => {
            BLOCK_TIERS.iter().map(|tier| (Resource::StorageRaw, Some(tier.word()))).collect()
        }
    }
}
