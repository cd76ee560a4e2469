//! The route of each system to the centre: which way, proposed and agreed for when, in which zone,
//! what is missing, what is to be watched.

mod watch;
mod words;

use std::collections::{BTreeMap, BTreeSet};

pub use watch::{RouteGround, RouteWarning, rules_on};

use super::facility::{self, Case, FacilityCase, FacilityKey};
use super::{Status, facility::national_databases};
use crate::inventory::{Inventory, StatedRow, StoreError};
use crate::plan::Plan;
use crate::reference::{Agencies, Group};
use crate::schema::Table;
use crate::time::{NaiveDate, Quarter};

/// Which way a system goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// Its machines move.
    Relocate,
    /// Its workloads move to the cloud.
    Cloud,
    /// It stays.
    Keep,
    /// It is not there yet.
    New,
}

impl Way {
    /// All, in the order of the column's labels.
    pub const ALL: [Self; 4] = [Self::Relocate, Self::Cloud, Self::Keep, Self::New];

    /// The label of the column `move_plan`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Relocate => "relocate",
            Self::Cloud => "cloud",
            Self::Keep => "keep",
            Self::New => "new",
        }
    }

    fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.word() == word)
    }
}

/// What a system should state and does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lack {
    /// Which way it goes.
    Way,
    /// The quarter it proposes.
    ProposedQuarter,
    /// The quarter agreed with the centre.
    AgreedQuarter,
    /// Security level.
    SecurityLevel,
    /// The decision that approves the level.
    LevelDecision,
    /// Whether it processes state secrets.
    StateSecret,
    /// Whether it can run on a cloud.
    CloudReady,
    /// Where it runs.
    Facility,
}

/// One system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Its agency.
    pub agency_id: String,
    /// Its code.
    pub system_id: String,
    /// Its name; empty where none is stated.
    pub name: String,
    /// Which way it goes; none where it is not stated.
    pub way: Option<Way>,
    /// The quarter its agency proposes.
    pub proposed: Option<Quarter>,
    /// The quarter agreed with the centre.
    pub agreed: Option<Quarter>,
    /// Why it stays or comes later, as stated.
    pub reason: Option<String>,
    /// Security level, 1 to 5.
    pub level: Option<u8>,
    /// Number of the decision that approves it.
    pub level_decision: Option<String>,
    /// Day of that decision.
    pub level_decision_on: Option<NaiveDate>,
    /// Whether it processes state secrets.
    pub has_secrets: Option<bool>,
    /// Whether it can run on a cloud.
    pub is_cloud_ready: Option<bool>,
    /// Where it runs.
    pub facility_id: Option<String>,
    /// The case of that facility, where it is known.
    pub facility_case: Option<Case>,
    /// Its zone.
    pub zone: String,
    /// The zone is the plan's, since no level is stated.
    pub zone_is_assumed: bool,
    /// Holds a national database.
    pub has_national_database: bool,
    /// Two lists of its agency say different things of it; the first was used.
    pub is_contradictory: bool,
    /// What makes it move, and when.
    pub ground: Option<RouteGround>,
    /// What it should state and does not.
    pub lacks: BTreeSet<Lack>,
    /// What is to be watched.
    pub warnings: BTreeSet<RouteWarning>,
}

impl Route {
    /// Quarters the agreed one lies after the proposed one; negative before; none unless both are
    /// stated.
    pub fn difference(&self) -> Option<i32> {
        let (agreed, proposed) = self.agreed.zip(self.proposed)?;
        let index = |quarter: Quarter| quarter.year() * 4 + quarter.number();
        Some(index(agreed) - index(proposed))
    }

    /// The quarter that counts: the agreed one before the proposed one.
    pub fn quarter(&self) -> Option<Quarter> {
        self.agreed.or(self.proposed)
    }
}

/// Columns read of a system, in the order of [`stated`].
const SYSTEM: [&str; 12] = [
    "system_id",
    "name",
    "move_plan",
    "proposed_quarter",
    "agreed_quarter",
    "route_reason",
    "security_level",
    "level_decision",
    "level_decision_on",
    "state_secret",
    "cloud_ready",
    "facility_id",
];

/// Every system of the current rows, by agency and code. A system may stand in both of an agency's
/// lists; the first row is used, and what it leaves open is filled from the second.
pub(super) fn all(
    inventory: &Inventory,
    agencies: &Agencies,
    status: &Status,
    facilities: &[FacilityCase],
    plan: &Plan,
) -> Result<Vec<Route>, StoreError> {
    let mut rows: BTreeMap<(String, String), (StatedRow, bool)> = BTreeMap::new();
    for row in inventory.stated(Table::System, &SYSTEM)? {
        let key = (row.agency_id.clone(), row.text(0).unwrap_or_default().to_owned());
        match rows.get_mut(&key) {
            Some((first, differs)) => *differs |= fill(first, row),
            None => {
                rows.insert(key, (row, false));
            }
        }
    }
    let national: BTreeSet<(String, String)> = national_databases(inventory)?
        .into_iter()
        .map(|(agency, system, _)| (agency, system))
        .collect();
    let cases: BTreeMap<FacilityKey, &FacilityCase> = facilities
        .iter()
        .map(|case| ((case.agency_id.clone(), case.facility_id.clone()), case))
        .collect();
    let mut routes = Vec::new();
    for (key, (row, differs)) in rows {
        let mut route = stated(&row, plan);
        route.is_contradictory = differs;
        route.has_national_database = national.contains(&key);
        let place = route.facility_id.clone().and_then(|id| cases.get(&(key.0.clone(), id)));
        route.facility_case = place.map(|place| place.decision.case);
        let agency = agencies.get(&key.0);
        let is_in = |group| agency.is_some_and(|agency| agency.is_in(group));
        let around = watch::Around {
            // The annex (A.2) adds the owners of national databases to the agencies of III.1.
            moves: is_in(Group::InfrastructureMigration) || is_in(Group::NationalDatabaseOwner),
            integrates: is_in(Group::CloudIntegration),
            contract_end_on: place.and_then(|place| place.contract_end_on),
            window: facility::window(),
            capacity: plan.period.capacity_quarter,
            as_of: status.as_of,
        };
        watch::complete(&mut route, &around);
        routes.push(route);
    }
    Ok(routes)
}

/// Fills what the first row leaves open from the second; whether both speak and differ.
fn fill(first: &mut StatedRow, second: StatedRow) -> bool {
    let mut differs = false;
    // The code is the same; names are spelled in many ways.
    for (at, (cell, other)) in first.cells.iter_mut().zip(second.cells).enumerate() {
        match (&cell, other) {
            (None, other) => *cell = other,
            (Some(said), Some(other)) => differs |= at > 1 && *said != other,
            (Some(_), None) => {}
        }
    }
    differs
}

/// What a row states, with the zone that follows.
fn stated(row: &StatedRow, plan: &Plan) -> Route {
    let text = |at: usize| row.text(at).map(str::to_owned);
    let level: Option<u8> = row.read(6);
    let has_secrets: Option<bool> = row.read(9);
    let by_level =
        level.and_then(|level| plan.zone.by_level.get(usize::from(level).checked_sub(1)?));
    let zone = if has_secrets == Some(true) { Some(&plan.zone.state_secret) } else { by_level };
    Route {
        agency_id: row.agency_id.clone(),
        system_id: text(0).unwrap_or_default(),
        name: text(1).unwrap_or_default(),
        way: row.text(2).and_then(Way::of_word),
        proposed: row.text(3).and_then(Quarter::read),
        agreed: row.text(4).and_then(Quarter::read),
        reason: text(5),
        level,
        level_decision: text(7),
        level_decision_on: row.read(8),
        has_secrets,
        is_cloud_ready: row.read(10),
        facility_id: text(11),
        facility_case: None,
        zone: plan.zone.of_agency(zone.unwrap_or(&plan.zone.unknown), &row.agency_id),
        zone_is_assumed: zone.is_none(),
        has_national_database: false,
        is_contradictory: false,
        ground: None,
        lacks: BTreeSet::new(),
        warnings: BTreeSet::new(),
    }
}
