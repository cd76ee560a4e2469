//! The rows that demand is sized from, and what is decided from all of them before any is sized.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::machine::{self, Machine, Need as CloudNeed, Server};
use super::measure::Measures;
use super::seen::Seen;
use super::sizing::SystemKey;
use super::system::{self, SystemPlan, Systems};
use super::{DemandError, Resource};
use crate::inventory::{Inventory, RowAddress};
use crate::plan::{Plan, Recovery};
use crate::schema::Table;
use crate::text::match_key;

/// The rows that demand is sized from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rows {
    /// Systems by agency and code; which of them servers name is found out while sizing.
    pub systems: BTreeMap<SystemKey, SystemPlan>,
    /// Workloads that are no templates.
    pub machines: Vec<Machine>,
    /// The cloud-needs list.
    pub needs: Vec<CloudNeed>,
    /// Physical servers.
    pub servers: Vec<Server>,
    /// Workloads and servers that a planner decided to be a row of another list: they say what their
    /// system has, and count there.
    pub elsewhere: BTreeSet<(Table, RowAddress)>,
}

impl Rows {
    /// The current rows of an inventory.
    pub fn read(inventory: &Inventory, plan: &Plan) -> Result<Self, DemandError> {
        let measures = Measures::read(inventory, &plan.measure)?;
        let machines = machine::read_machines(inventory, &measures)?;
        Ok(Self { machines, ..Self::but_workloads(inventory, plan)? })
    }

    /// The same without workloads, for those who read them some at a time.
    pub fn but_workloads(inventory: &Inventory, plan: &Plan) -> Result<Self, DemandError> {
        Ok(Self {
            systems: system::read_systems(inventory, plan)?,
            machines: Vec::new(),
            needs: machine::read_needs(inventory)?,
            servers: machine::read_servers(inventory)?,
            elsewhere: elsewhere(inventory)?,
        })
    }
}

fn elsewhere(inventory: &Inventory) -> Result<BTreeSet<(Table, RowAddress)>, DemandError> {
    let mut rows = BTreeSet::new();
    for table in [Table::Workload, Table::Server] {
        let of_table = inventory.counted_elsewhere(table)?;
        rows.extend(of_table.into_iter().map(|row| (table, row.at)));
    }
    Ok(rows)
}

/// The servers that carry no listed workload: neither their system nor, where they name none, their
/// agency has any, and no workload names them as its host. And how many of those that name a system
/// that comes to the cloud do carry some.
pub fn without_workloads(
    servers: Vec<Server>,
    seen: &Seen,
    systems: &Systems,
    plan: &Plan,
) -> (Vec<Server>, usize) {
    if servers.is_empty() {
        return (servers, 0);
    }
    let named: HashSet<(&str, String)> =
        seen.hosts().map(|(agency, host)| (agency, match_key(host))).collect();
    let mut carriers = 0;
    let mut bare = Vec::new();
    for server in servers {
        let agency = server.agency_id.as_str();
        let carries = match server.system_id.as_str() {
            "" => seen.has_agency(agency),
            system => seen.has_system(agency, system),
        };
        let is_host = named.contains(&(agency, match_key(&server.id)));
        if carries || is_host {
            let key = (server.agency_id.clone(), server.system_id.clone());
            let stays = system::stays(systems, &key, plan);
            carriers += usize::from(!key.1.is_empty() && !stays);
        } else {
            bare.push(server);
        }
    }
    (bare, carriers)
}

/// The class of disaster recovery that cloud needs state, by system; the highest of several.
pub fn recoveries(needs: &[CloudNeed]) -> BTreeMap<SystemKey, Recovery> {
    let mut classes: BTreeMap<SystemKey, Recovery> = BTreeMap::new();
    for need in needs {
        if let Some(class) = need.dr {
            let key = (need.agency_id.clone(), need.system_id.clone());
            let known = classes.entry(key).or_insert(class);
            *known = class.max(*known);
        }
    }
    classes
}

/// vCPUs and memory that needs leave open: an amount left open is not nothing asked for.
pub fn open_needs(needs: &[CloudNeed]) -> Vec<(SystemKey, Resource)> {
    let mut open = Vec::new();
    for need in needs {
        for (resource, amount) in
            [(Resource::Vcpu, need.vcpu_count), (Resource::Ram, need.ram_bytes)]
        {
            if amount.is_none() {
                open.push(((need.agency_id.clone(), need.system_id.clone()), resource));
            }
        }
    }
    open
}
