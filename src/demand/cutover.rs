//! Steady state and peak: while a system moves, its old and its new environment run together.

use std::collections::BTreeMap;

use super::amount::Resource;
use super::factor::Level;
use super::{By, Demand, Sized, Wanted};
use crate::plan::Plan;
use crate::time::Quarter;

/// Weeks of a quarter.
const WEEKS: f64 = 13.0;

/// Steady state and peak of one resource in one quarter.
#[derive(Debug, Clone, PartialEq)]
pub struct Cutover {
    /// The agency; empty for all together.
    pub agency_id: String,
    /// The quarter.
    pub quarter: Quarter,
    /// The resource.
    pub resource: Resource,
    /// Likely stock of the quarter, in raw units.
    pub steady: f64,
    /// Of that, what is in cut-over, in raw units.
    pub arriving: f64,
    /// Stock of the quarter with what is there twice meanwhile, in raw units.
    pub peak: f64,
}

/// One row per agency (or one for all), quarter and resource. A system is in cut-over from the
/// quarter it arrives in for as many quarters as the plan's weeks begin; all systems of a quarter
/// are taken to overlap, so that the peak is no less than it can be. New systems have no old
/// environment.
pub fn cutovers(demand: &Demand, by_agency: bool, plan: &Plan) -> Vec<Cutover> {
    let level = Level::likely(plan);
    let quarters = (plan.cutover.weeks.value / WEEKS).ceil() as u32;
    let mut arriving: BTreeMap<(&str, Quarter, Resource), f64> = BTreeMap::new();
    let last = plan.period.target_quarter;
    let moving = demand.machines.iter().filter(|machine| has_old_environment(demand, machine));
    for machine in moving.filter(|machine| machine.quarter <= last) {
        let agency = if by_agency { machine.agency_id.as_str() } else { "" };
        for part in machine.parts.iter().filter(|part| part.is_used && part.likely > 0) {
            let growth = part.growth();
            let while_moving =
                |quarter: &Quarter| quarter.quarters_since(machine.quarter) < quarters;
            for quarter in machine.quarter.through(last).filter(while_moving) {
                let grown = part.likely as f64 * growth.factor(&level, plan, quarter);
                *arriving.entry((agency, quarter, part.resource)).or_default() += grown;
            }
        }
    }
    // The steady state is the figure of the table of demand.
    let by: &[By] = if by_agency { &[By::Agency, By::Quarter] } else { &[By::Quarter] };
    let wanted = Wanted { is_used: Some(true), ..Wanted::default() };
    let mut steady: BTreeMap<(String, Quarter, Resource), f64> = BTreeMap::new();
    for row in demand.likely(by, &wanted, plan).into_iter().filter(|row| row.amount.likely > 0.0) {
        let key = (row.key.agency_id, row.key.quarter, row.key.resource);
        *steady.entry(key).or_default() += row.amount.likely;
    }
    let share = plan.cutover.parallel_share.value;
    steady
        .into_iter()
        .map(|((agency_id, quarter, resource), steady)| {
            let arriving = arriving.get(&(agency_id.as_str(), quarter, resource)).copied();
            let arriving = arriving.unwrap_or_default();
            Cutover {
                agency_id,
                quarter,
                resource,
                steady,
                arriving,
                peak: steady + arriving * share,
            }
        })
        .collect()
}

/// A copy at a second site is set up once, and a new system or a need for something new is nowhere
/// before.
fn has_old_environment(demand: &Demand, machine: &Sized) -> bool {
    let system = demand.systems.get(&machine.system_key());
    !machine.is_second_site
        && !machine.is_new
        && system.is_none_or(|s| s.move_plan.as_deref() != Some("new"))
}
