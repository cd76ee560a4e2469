//! Facility cases (III.3): per facility of an owner of national databases, which of the three cases
//! it is, why, what follows, what is to be watched.

mod case;
mod evidence;
mod words;

use std::collections::{BTreeMap, BTreeSet};

pub use case::{Case, Days, Decision, Facts, LEVEL_KEPT, Proof, Warning, decide, window};
pub use evidence::{Evidence, Scope, SitePart, Standard, Stated, evidence_of};

use super::{Obligation, Status};
use crate::inventory::{Inventory, StatedRow, StoreError};
use crate::plan::Plan;
use crate::schema::Table;
use crate::time::NaiveDate;

/// A facility by agency and code.
pub type FacilityKey = (String, String);

/// One facility.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacilityCase {
    /// Its agency.
    pub agency_id: String,
    /// Its code.
    pub facility_id: String,
    /// Its name; empty where none is stated.
    pub name: String,
    /// `own` or `leased`; none where it is not stated.
    pub ownership: Option<String>,
    /// Last day of the contract.
    pub contract_end_on: Option<NaiveDate>,
    /// Its certificates.
    pub evidence: Vec<Evidence>,
    /// Case, days, what is to be watched.
    pub decision: Decision,
    /// National databases of systems that run in it, by name or code.
    pub national_databases: BTreeSet<String>,
    /// What its equipment's age says.
    pub equipment: Equipment,
    /// The day the facility itself states for the end of its depreciation.
    pub depreciation_end_on: Option<NaiveDate>,
}

/// Ages of the equipment of a facility: depreciation is of equipment, so a facility has many ends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Equipment {
    /// Servers, each of a group counted; a row that states no number is one.
    pub count: u64,
    /// Servers by the day their depreciation ends.
    pub depreciation_ends: BTreeMap<NaiveDate, u64>,
    /// Servers by the day they came into service.
    pub in_service: BTreeMap<NaiveDate, u64>,
}

impl Equipment {
    fn add(&mut self, quantity: u64, in_service: Option<NaiveDate>, ends: Option<NaiveDate>) {
        self.count = self.count.saturating_add(quantity);
        let dates = [(&mut self.depreciation_ends, ends), (&mut self.in_service, in_service)];
        for (of, day) in dates {
            if let Some(day) = day {
                let count = of.entry(day).or_default();
                *count = count.saturating_add(quantity);
            }
        }
    }

    /// Servers that state no end of depreciation.
    pub fn without_end(&self) -> u64 {
        let dated = self.depreciation_ends.values().fold(0_u64, |sum, n| sum.saturating_add(*n));
        self.count.saturating_sub(dated)
    }
}

/// The day by which a share of dated things, of a hundred, has passed; none without any.
pub fn day_of_share(days: &BTreeMap<NaiveDate, u64>, percent: u64) -> Option<NaiveDate> {
    let all = days.values().fold(0_u64, |sum, count| sum.saturating_add(*count));
    let needed = (u128::from(all) * u128::from(percent)).div_ceil(100).max(1);
    let mut passed = 0_u128;
    let mut is_enough = |count: u64| {
        passed += u128::from(count);
        passed >= needed
    };
    days.iter().find(|(_, count)| is_enough(**count)).map(|(day, _)| *day)
}

/// Columns read of a facility, in the order of [`case_of`].
const FACILITY: [&str; 12] = [
    "facility_id",
    "name",
    "ownership",
    "lease_provider",
    "contract_end_on",
    "standard",
    "level",
    "certificate_issued_on",
    "certificate_end_on",
    "certificate_scope",
    "further_certificates",
    "depreciation_end_on",
];

/// Every facility of the current rows, by agency and code; owners are whoever the status asks for
/// their facilities. Of two rows of one code the first counts: two submissions may describe one
/// facility.
pub(super) fn all(
    inventory: &Inventory,
    status: &Status,
    plan: &Plan,
) -> Result<Vec<FacilityCase>, StoreError> {
    let days = Days { as_of: status.as_of, capacity: plan.period.capacity_quarter };
    let is_of_owner = |id: &str| {
        status
            .of_agency(id)
            .any(|duty| duty.obligation == Obligation::FacilityCase && duty.is_owed())
    };
    let mut cases: BTreeMap<FacilityKey, FacilityCase> = BTreeMap::new();
    for row in inventory.stated(Table::Facility, &FACILITY)? {
        let key = (row.agency_id.clone(), row.text(0).unwrap_or_default().to_owned());
        cases.entry(key).or_insert_with(|| case_of(&row, is_of_owner(&row.agency_id), &days));
    }
    add_equipment(inventory, &mut cases)?;
    add_databases(inventory, &mut cases)?;
    Ok(cases.into_values().collect())
}

fn case_of(row: &StatedRow, is_of_owner: bool, days: &Days) -> FacilityCase {
    let stated = Stated {
        level: row.read(6),
        issued_on: row.read(7),
        ends_on: row.read(8),
        scope: row.text(9).map(Scope::of_label).unwrap_or_default(),
    };
    let text = |at: usize| row.text(at).unwrap_or_default();
    let facts = Facts {
        is_of_owner,
        is_leased: row.text(2).map(|ownership| ownership == "leased"),
        has_lessor: row.text(3).is_some(),
        contract_end_on: row.read(4),
        evidence: evidence_of(text(5), &stated, text(10)),
    };
    FacilityCase {
        agency_id: row.agency_id.clone(),
        facility_id: text(0).to_owned(),
        name: text(1).to_owned(),
        ownership: row.text(2).map(str::to_owned),
        contract_end_on: facts.contract_end_on,
        decision: decide(&facts, days),
        evidence: facts.evidence,
        national_databases: BTreeSet::new(),
        equipment: Equipment::default(),
        depreciation_end_on: row.read(11),
    }
}

fn add_equipment(
    inventory: &Inventory,
    cases: &mut BTreeMap<FacilityKey, FacilityCase>,
) -> Result<(), StoreError> {
    if cases.is_empty() {
        return Ok(());
    }
    let columns = ["facility_id", "quantity", "in_service_on", "depreciation_end_on"];
    for row in inventory.stated(Table::Server, &columns)? {
        let Some(facility) = row.text(0) else { continue };
        if let Some(case) = cases.get_mut(&(row.agency_id.clone(), facility.to_owned())) {
            case.equipment.add(row.read(1).unwrap_or(1), row.read(2), row.read(3));
        }
    }
    Ok(())
}

/// Names the national databases that run in each facility, by way of their systems.
fn add_databases(
    inventory: &Inventory,
    cases: &mut BTreeMap<FacilityKey, FacilityCase>,
) -> Result<(), StoreError> {
    let systems = inventory.stated(Table::System, &["system_id", "facility_id"])?;
    let mut place: BTreeMap<FacilityKey, &str> = BTreeMap::new();
    for row in &systems {
        if let (Some(system), Some(facility)) = (row.text(0), row.text(1)) {
            place.entry((row.agency_id.clone(), system.to_owned())).or_insert(facility);
        }
    }
    for (agency, system, name) in national_databases(inventory)? {
        let Some(facility) = place.get(&(agency.clone(), system)) else { continue };
        if let Some(case) = cases.get_mut(&(agency, (*facility).to_owned())) {
            case.national_databases.insert(name);
        }
    }
    Ok(())
}

/// National databases as agency, system and name; without a name, their code.
pub(super) fn national_databases(
    inventory: &Inventory,
) -> Result<Vec<(String, String, String)>, StoreError> {
    let rows = inventory.sent(Table::Database, &["database_id", "system_id", "name", "kind"])?;
    let national = rows.into_iter().filter(|row| row.text(3) == Some("national"));
    let of = |row: StatedRow| {
        let name = row.text(2).or(row.text(0)).unwrap_or_default().to_owned();
        let system = row.text(1)?.to_owned();
        Some((row.agency_id, system, name))
    };
    Ok(national.filter_map(of).collect())
}
