//! Which facilities relocate as a whole, so that what serves all of their systems moves with them.
//!
//! A storage array or a network device names a facility, no system. It is taken to move when every
//! listed system that runs in its facility moves as it is by the plan's last quarter; with one that
//! goes to the cloud, stays, or is not said to move, nobody can tell whose the device is.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::{DataFrame, PolarsResult};

use crate::demand::{Columns, Demand, Left, SystemKey, SystemPlan};
use crate::placement::fleet::StaysBehind;
use crate::plan::{Plan, ZonePlan};
use crate::schema::Table;
use crate::text::match_key;

/// Whether a system moves with its physical servers.
pub(super) fn moves(system: &SystemPlan) -> bool {
    system.stays_because() == Some(Left::Relocates)
}

/// What becomes of a facility.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FacilityMove {
    /// All of its systems have moved by the plan's last quarter.
    Whole {
        /// The strictest zone of its systems: what is shared may hold data of each.
        zone: String,
    },
    /// It does not move, or not yet, or not all of it.
    Not(StaysBehind),
}

/// Agency and match key of a facility.
type FacilityKey = (String, String);

/// Facilities by what becomes of them.
#[derive(Debug, Default)]
pub(super) struct Relocation {
    facilities: BTreeMap<FacilityKey, FacilityMove>,
    agencies: BTreeSet<String>,
}

impl Relocation {
    /// From where systems are stated to run, by themselves or by their servers.
    pub(super) fn of(
        systems: &DataFrame,
        servers: &DataFrame,
        demand: &Demand,
        plan: &Plan,
    ) -> PolarsResult<Self> {
        let mut at: BTreeMap<FacilityKey, BTreeSet<SystemKey>> = BTreeMap::new();
        for (frame, name) in [(systems, Table::System.key().name), (servers, "system_id")] {
            let columns = Columns::of(frame);
            let agencies = columns.agencies()?;
            let ids = columns.texts(name)?;
            let facilities = columns.texts("facility_id")?;
            for index in 0..frame.height() {
                let Some(facility) = facilities[index].as_deref() else { continue };
                let mut key = (agencies[index].clone(), ids[index].clone().unwrap_or_default());
                demand.codes.resolve(&key.0, &mut key.1);
                if demand.systems.contains_key(&key) {
                    at.entry((key.0.clone(), match_key(facility))).or_default().insert(key);
                }
            }
        }
        let facilities = at.into_iter().map(|(facility, systems)| {
            let systems = systems.iter().filter_map(|key| demand.systems.get(key)).collect();
            (facility, what_becomes_of(systems, plan))
        });
        let last = plan.period.target_quarter;
        let moving = demand.systems.iter().filter(|(_, of)| moves(of) && of.quarter <= last);
        Ok(Self {
            facilities: facilities.collect(),
            agencies: moving.map(|(key, _)| key.0.clone()).collect(),
        })
    }

    /// Agencies of which a system moves as it is.
    pub(super) fn agencies(&self) -> Vec<String> {
        self.agencies.iter().cloned().collect()
    }

    /// What becomes of the facility that a row of an agency names.
    pub(super) fn of_facility(&self, agency_id: &str, facility: Option<&str>) -> &FacilityMove {
        const UNSTATED: &FacilityMove = &FacilityMove::Not(StaysBehind::NoFacility);
        const UNKNOWN: &FacilityMove = &FacilityMove::Not(StaysBehind::NoSystemThere);
        let Some(facility) = facility else { return UNSTATED };
        self.facilities.get(&(agency_id.to_owned(), match_key(facility))).unwrap_or(UNKNOWN)
    }
}

fn what_becomes_of(systems: Vec<&SystemPlan>, plan: &Plan) -> FacilityMove {
    let moving = systems.iter().filter(|system| moves(system)).count();
    let last = plan.period.target_quarter;
    if moving == 0 {
        FacilityMove::Not(StaysBehind::FacilityStays)
    } else if moving < systems.len() {
        FacilityMove::Not(StaysBehind::FacilityMovesInPart)
    } else if systems.iter().any(|system| system.quarter > last) {
        FacilityMove::Not(StaysBehind::AfterThePlan)
    } else {
        let zones = systems.iter().map(|system| system.zone.as_str());
        let strictest = zones.max_by_key(|zone| (strictness(zone, &plan.zone), *zone));
        FacilityMove::Whole { zone: strictest.unwrap_or(&plan.zone.unknown).to_owned() }
    }
}

/// State secrets above level 5, that above level 4, and so on; a zone of no level is the least.
fn strictness(zone: &str, plan: &ZonePlan) -> usize {
    if zone == plan.state_secret {
        return plan.by_level.len() + 1;
    }
    plan.by_level.iter().rposition(|of_level| of_level == zone).map_or(0, |level| level + 1)
}
