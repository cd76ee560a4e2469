//! Which facilities relocate as a whole, so that what serves all of their systems moves with them.
//!
//! A storage array or a network device names a facility, no system. It is taken to move when every
//! listed system that runs in its facility moves as it is by the plan's last quarter; with one that
//! goes to the cloud, stays, or is not said to move, nobody can tell whose the device is. So it is with
//! a server there whose system is not listed, or whose own demand comes to the cloud.
//!
//! A server without a system carries what runs at its facility, unless a workload that names it as its
//! host belongs to a system that does not move: it moves with the facility too.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::{DataFrame, PolarsResult};

use crate::demand::{Columns, Demand, Left, SystemKey, SystemPlan};
use crate::inventory::RowAddress;
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
    /// Rows of servers whose demand is that of a machine in the cloud.
    converted: BTreeSet<RowAddress>,
}

/// The tables of the inventory that say what runs where.
pub(super) struct Running<'a> {
    pub systems: &'a DataFrame,
    pub servers: &'a DataFrame,
    /// With at least the columns of agency, system and host.
    pub workloads: &'a DataFrame,
}

impl Relocation {
    /// From where systems are stated to run, by themselves or by their servers.
    pub(super) fn of(running: &Running<'_>, demand: &Demand, plan: &Plan) -> PolarsResult<Self> {
        let converted = demand.machines.iter().filter(|machine| machine.table == Table::Server);
        let converted: BTreeSet<RowAddress> =
            converted.map(|machine| machine.address.clone()).collect();
        let mut at: BTreeMap<FacilityKey, BTreeSet<SystemKey>> = BTreeMap::new();
        let systems = located(running.systems, Table::System.key().name, demand)?;
        let servers = located(running.servers, "system_id", demand)?;
        for row in systems.iter().chain(&servers) {
            if let Some(facility) = &row.facility
                && demand.systems.contains_key(&row.system)
            {
                at.entry(facility.clone()).or_default().insert(row.system.clone());
            }
        }
        let hosted = Hosted::of(running.workloads, demand)?;
        let ids = Columns::of(running.servers).texts(Table::Server.key().name)?;
        // Facilities with a server that does not move with the listed systems.
        let mut with_others: BTreeSet<FacilityKey> = BTreeSet::new();
        for (row, id) in servers.into_iter().zip(ids) {
            let Some(facility) = row.facility else { continue };
            let is_other = if row.system.1.is_empty() {
                converted.contains(&row.address)
                    || hosted.has_others(&row.system.0, id.as_deref().unwrap_or_default())
            } else {
                !demand.systems.contains_key(&row.system)
            };
            if is_other {
                with_others.insert(facility);
            }
        }
        let facilities = at.into_iter().map(|(facility, systems)| {
            let systems = systems.iter().filter_map(|key| demand.systems.get(key)).collect();
            let becomes = what_becomes_of(systems, with_others.contains(&facility), plan);
            (facility, becomes)
        });
        let last = plan.period.target_quarter;
        let moving = demand.systems.iter().filter(|(_, of)| moves(of) && of.quarter <= last);
        Ok(Self {
            facilities: facilities.collect(),
            agencies: moving.map(|(key, _)| key.0.clone()).collect(),
            converted,
        })
    }

    /// Whether the demand has a machine in the cloud in place of a server.
    pub(super) fn is_converted(&self, server: &RowAddress) -> bool {
        self.converted.contains(server)
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

/// A row that says where something stands or runs.
struct Located {
    facility: Option<FacilityKey>,
    system: SystemKey,
    address: RowAddress,
}

fn located(frame: &DataFrame, system: &str, demand: &Demand) -> PolarsResult<Vec<Located>> {
    let columns = Columns::of(frame);
    let agencies = columns.agencies()?;
    let ids = columns.texts(system)?;
    let facilities = columns.texts("facility_id")?;
    let addresses = columns.addresses()?;
    let rows = agencies.into_iter().zip(ids).zip(facilities).zip(addresses);
    let row = |(((agency, id), facility), address): (((String, Option<String>), _), _)| {
        let facility: Option<String> = facility;
        let facility = facility.map(|facility| (agency.clone(), match_key(&facility)));
        let mut system = (agency, id.unwrap_or_default());
        demand.codes.resolve(&system.0, &mut system.1);
        Located { facility, system, address }
    };
    Ok(rows.map(row).collect())
}

/// Hosts, by agency and match key, that a workload names whose system does not move as it is.
struct Hosted {
    with_others: BTreeSet<(String, String)>,
}

impl Hosted {
    fn of(workloads: &DataFrame, demand: &Demand) -> PolarsResult<Self> {
        let columns = Columns::of(workloads);
        let agencies = columns.agencies()?;
        let systems = columns.texts("system_id")?;
        let hosts = columns.texts("host")?;
        let mut with_others = BTreeSet::new();
        for ((agency, system), host) in agencies.into_iter().zip(systems).zip(hosts) {
            let Some(host) = host else { continue };
            let mut key = (agency, system.unwrap_or_default());
            demand.codes.resolve(&key.0, &mut key.1);
            if !demand.systems.get(&key).is_some_and(moves) {
                with_others.insert((key.0, match_key(&host)));
            }
        }
        Ok(Self { with_others })
    }

    fn has_others(&self, agency_id: &str, server: &str) -> bool {
        self.with_others.contains(&(agency_id.to_owned(), match_key(server)))
    }
}

fn what_becomes_of(systems: Vec<&SystemPlan>, has_others: bool, plan: &Plan) -> FacilityMove {
    let moving = systems.iter().filter(|system| moves(system)).count();
    let last = plan.period.target_quarter;
    if moving == 0 {
        FacilityMove::Not(StaysBehind::FacilityStays)
    } else if moving < systems.len() || has_others {
        FacilityMove::Not(StaysBehind::FacilityMovesInPart)
    } else if systems.iter().any(|system| system.quarter > last) {
        FacilityMove::Not(StaysBehind::AfterThePlan)
    } else {
        let zones = systems.iter().map(|system| system.zone.as_str());
        let strictest = zones.max_by_key(|zone| (strictness(zone, &plan.zone), *zone));
        FacilityMove::Whole { zone: strictest.unwrap_or(&plan.zone.unknown).to_owned() }
    }
}

/// State secrets above level 5, that above level 4, and so on; a zone of no level is the least. The zone of
/// one agency is as strict as the one it is cut from.
fn strictness(zone: &str, plan: &ZonePlan) -> usize {
    let is = |shared: &String| {
        zone == shared || plan.cages.iter().any(|agency| plan.of_agency(shared, agency) == zone)
    };
    if is(&plan.state_secret) {
        return plan.by_level.len() + 1;
    }
    plan.by_level.iter().rposition(is).map_or(0, |level| level + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_zone_of_one_agency_is_as_strict_as_the_one_it_is_cut_from() {
        let mut zones = Plan::built_in().zone;
        zones.cages = vec!["MOJ".to_owned()];
        let of = |zone: &str| strictness(zone, &zones);
        assert_eq!([of("secret"), of("level-5"), of("level-3"), of("common")], [6, 5, 3, 2]);
        assert_eq!([of("secret-moj"), of("level-4-moj"), of("nowhere")], [6, 4, 0]);
    }
}
