//! What hosts and clusters carry: sums over their workloads, never the workloads themselves.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::col;

use super::super::sums::{Sum, sums};
use crate::inventory::{Amount, Inventory, RowAddress, StoreError, is_counted};
use crate::schema::{Table, provenance};

/// Some workloads together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Load {
    /// How many they are.
    pub count: i64,
    /// Their vCPUs.
    pub vcpu: Amount,
    /// Bytes of their memory.
    pub ram: Amount,
    /// Where the first of them stands.
    pub first: Option<RowAddress>,
}

impl Load {
    fn plus(&self, other: &Self) -> Self {
        Self {
            count: self.count + other.count,
            vcpu: self.vcpu.plus(other.vcpu),
            ram: self.ram.plus(other.ram),
            first: self.first.iter().chain(&other.first).min().cloned(),
        }
    }
}

/// Whether workloads run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Power {
    /// They are on.
    On,
    /// Their list does not say; taken for on, and told.
    Unstated,
    /// They are off or suspended, and need no memory or core of a host.
    Off,
}

/// Workloads of one agency that name the same host and cluster and are in the same state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The host as written; `None` where the rows name none.
    pub host: Option<String>,
    /// The cluster as written; `None` where the rows name none.
    pub cluster: Option<String>,
    /// Whether they run.
    pub power: Power,
    /// What they are together.
    pub load: Load,
}

impl Carried {
    fn of(sum: &Sum) -> Self {
        let [vcpu, ram] = [0, 1].map(|at| sum.amounts[at]);
        let first = Some(sum.first.clone());
        Self {
            host: sum.keys[1].clone(),
            cluster: sum.keys[2].clone(),
            power: match sum.keys[3].as_deref() {
                Some("on") => Power::On,
                None => Power::Unstated,
                Some(_) => Power::Off,
            },
            load: Load { count: sum.count, vcpu, ram, first },
        }
    }
}

/// The current workloads that are no templates, by agency, added up by host, cluster and state.
pub fn read(inventory: &Inventory) -> Result<BTreeMap<String, Vec<Carried>>, StoreError> {
    let rows = inventory.submitted(Table::Workload)?.filter(is_counted());
    let keys = [provenance::AGENCY_ID, "host", "cluster", "power_state"];
    let amounts = [col("vcpu_count"), col("ram_bytes")];
    let mut by_agency: BTreeMap<String, Vec<Carried>> = BTreeMap::new();
    for sum in sums(rows, Table::Workload, &keys, &amounts)? {
        by_agency.entry(sum.key(0).to_owned()).or_default().push(Carried::of(&sum));
    }
    Ok(by_agency)
}

/// The running workloads of a host or cluster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Running {
    /// Those that are on.
    pub on: Load,
    /// Those of which the list does not say.
    pub unstated: Load,
}

impl Running {
    /// Adds workloads, unless they do not run.
    pub fn add(&mut self, carried: &Carried) {
        match carried.power {
            Power::On => self.on = self.on.plus(&carried.load),
            Power::Unstated => self.unstated = self.unstated.plus(&carried.load),
            Power::Off => {}
        }
    }

    /// All of them.
    pub fn all(&self) -> Load {
        self.on.plus(&self.unstated)
    }
}

/// The running workloads of a cluster and the hosts they name.
#[derive(Debug, Clone, Default)]
pub struct Cluster {
    /// Its name as first written.
    pub name: String,
    /// Its running workloads.
    pub running: Running,
    /// Those of them that name no host.
    pub homeless: Load,
    /// Servers its workloads of any state name.
    pub servers: BTreeSet<usize>,
    /// Names of hosts that are no server of the list, or could be several.
    pub unknown_hosts: BTreeSet<String>,
}

impl Cluster {
    /// Adds workloads whose host is the server of that index; `None` where it is not known.
    pub fn add(&mut self, carried: &Carried, server: Option<usize>) {
        if self.name.is_empty() {
            self.name = carried.cluster.clone().unwrap_or_default();
        }
        self.running.add(carried);
        match (&carried.host, server) {
            (_, Some(server)) => {
                self.servers.insert(server);
            }
            (Some(host), None) => {
                self.unknown_hosts.insert(host.clone());
            }
            (None, None) if carried.power != Power::Off => {
                self.homeless = self.homeless.plus(&carried.load);
            }
            (None, None) => {}
        }
    }
}
