//! From what a machine has to what it needs.
//!
//! right-sized vCPU = max(floor, vCPU × P95/100 × comfort); RAM alike; storage = used × comfort.
//! Without a measurement the machine keeps what it has, and the figure counts as imputed
//! (Azure Migrate's published rule: percentile × comfort factor, allocated size without history).

use std::collections::{BTreeMap, BTreeSet};

use super::amount::{Amount, Resource, scale};
use super::impute::{Peers, Size};
use super::machine::{Machine, Need, UNSPECIFIED};
use super::system::SystemPlan;
use crate::inventory::RowAddress;
use crate::plan::{Assumption, Basis, Plan};
use crate::schema::Table;
use crate::time::Quarter;
use crate::unit::{Bytes, Vcpus};

/// What one machine or one cloud need asks for, at the base quarter.
#[derive(Debug, Clone, PartialEq)]
pub struct Sized {
    /// Its agency.
    pub agency_id: String,
    /// Its system; empty when not stated.
    pub system_id: String,
    /// Its code.
    pub id: String,
    /// Workload or cloud need.
    pub table: Table,
    /// Where its row came from.
    pub address: RowAddress,
    /// Zone it belongs to.
    pub zone: String,
    /// First quarter it is there.
    pub quarter: Quarter,
    /// Amount by resource, tier (empty but for storage) and basis, with the column it rests on.
    pub parts: Vec<Part>,
    /// Basis its hosts are sized for; `None` when the system's workloads are used instead.
    pub used_basis: Option<Basis>,
}

/// One amount of a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What.
    pub resource: Resource,
    /// Tier of storage; empty for other resources.
    pub tier: String,
    /// On which basis.
    pub basis: Basis,
    /// How much, at the base quarter.
    pub amount: Amount,
    /// The column of the table whose cell it rests on.
    pub column: &'static str,
}

impl Sized {
    /// Agency and system.
    pub fn system_key(&self) -> (String, String) {
        (self.agency_id.clone(), self.system_id.clone())
    }

    /// Whether its vCPUs or its memory are stated, rather than stood in for.
    pub fn is_stated(&self) -> bool {
        self.parts.iter().any(|part| {
            part.basis != Basis::RightSized
                && matches!(part.resource, Resource::Vcpu | Resource::Ram)
                && part.amount.declared > 0
        })
    }

    /// Sum of its amounts of a resource on a basis, at the base quarter.
    pub fn amount(&self, resource: Resource, basis: Basis) -> Amount {
        self.parts
            .iter()
            .filter(|part| part.resource == resource && part.basis == basis)
            .fold(Amount::default(), |sum, part| sum.plus(part.amount))
    }
}

/// Growth of a resource from the base quarter to a quarter: factors of low, likely, high.
/// Requested amounts are meant for their horizon as they stand and do not grow.
pub fn growth_factor(
    plan: &Plan,
    resource: Resource,
    basis: Basis,
    quarter: Quarter,
) -> (f64, f64, f64) {
    if basis == Basis::Requested {
        return (1.0, 1.0, 1.0);
    }
    let growth = match resource {
        Resource::Storage => &plan.demand.storage_growth_per_year,
        Resource::Vcpu | Resource::Ram | Resource::Gpu => &plan.demand.growth_per_year,
    };
    let years = quarter.years_since(plan.period.base_quarter).max(0.0);
    let factor = |rate: f64| (1.0 + rate).powf(years);
    (factor(growth.low()), factor(growth.value), factor(growth.high()))
}

/// Sizes machines under a plan.
pub struct Sizer<'a> {
    plan: &'a Plan,
    systems: &'a BTreeMap<(String, String), SystemPlan>,
    peers: &'a Peers,
    /// Amounts nobody states and no peer can stand in for.
    pub unsized_amounts: BTreeMap<Resource, usize>,
    /// Machines of systems that stay or relocate.
    pub stays: BTreeMap<(String, String), usize>,
}

/// A size with its range: stated, or standing in for one that is not.
#[derive(Clone, Copy)]
struct Known {
    low: f64,
    likely: f64,
    high: f64,
    is_stated: bool,
}

impl Known {
    fn stated(value: f64) -> Self {
        Self { low: value, likely: value, high: value, is_stated: true }
    }

    fn amount(self) -> Amount {
        let likely = scale(1, self.likely);
        let (declared, imputed) = if self.is_stated { (likely, 0) } else { (0, likely) };
        Amount { low: scale(1, self.low), likely, high: scale(1, self.high), declared, imputed }
    }

    /// Times a share with a comfort factor, no lower than a floor.
    fn needed(self, share: f64, comfort: &Assumption, floor: f64) -> Self {
        Self {
            low: (self.low * share * comfort.low()).max(floor),
            likely: (self.likely * share * comfort.value).max(floor),
            high: (self.high * share * comfort.high()).max(floor),
            is_stated: self.is_stated,
        }
    }

    fn imputed(self) -> Self {
        Self { is_stated: false, ..self }
    }
}

impl<'a> Sizer<'a> {
    pub const fn new(
        plan: &'a Plan,
        systems: &'a BTreeMap<(String, String), SystemPlan>,
        peers: &'a Peers,
    ) -> Self {
        Self { plan, systems, peers, unsized_amounts: BTreeMap::new(), stays: BTreeMap::new() }
    }

    fn system(&self, agency_id: &str, system_id: &str) -> SystemPlan {
        let key = (agency_id.to_owned(), system_id.to_owned());
        self.systems.get(&key).cloned().unwrap_or_else(|| SystemPlan::unknown(self.plan))
    }

    /// A machine's demand; `None` when its system stays where it is or moves as it is.
    pub fn size_machine(&mut self, machine: Machine) -> Option<Sized> {
        let system = self.system(&machine.agency_id, &machine.system_id);
        if system.stays_because().is_some() {
            let key = (machine.agency_id, machine.system_id);
            *self.stays.entry(key).or_default() += 1;
            return None;
        }
        let mut parts = Vec::with_capacity(8);
        self.size_vcpu(&machine, &mut parts);
        self.size_ram(&machine, &mut parts);
        self.size_storage(&machine, &mut parts);
        if let Some(gpus) = machine.gpu_count.filter(|gpus| *gpus > 0) {
            let amount = Known::stated(gpus as f64 * 1000.0).amount();
            both(&mut parts, Resource::Gpu, "gpu_count", amount, amount);
        }
        Some(Sized {
            agency_id: machine.agency_id,
            system_id: machine.system_id,
            id: machine.id,
            table: Table::Workload,
            address: machine.address,
            zone: system.zone,
            quarter: system.quarter.max(self.plan.period.base_quarter),
            parts,
            used_basis: Some(self.plan.demand.basis),
        })
    }

    /// A size as stated, or the stand-in of its peers with the plan's spread; `None` when there is
    /// none, which is counted.
    fn known(&mut self, machine: &Machine, size: Size, resource: Resource) -> Option<Known> {
        if let Some(value) = size.of(machine) {
            return Some(Known::stated(value as f64));
        }
        let Some(stand_in) = self.peers.stand_in(size, machine) else {
            *self.unsized_amounts.entry(resource).or_default() += 1;
            return None;
        };
        let spread = &self.plan.demand.imputation_spread;
        let value = stand_in.value as f64;
        Some(Known {
            low: value * (1.0 + spread.low()),
            likely: value * (1.0 + spread.value),
            high: value * (1.0 + spread.high()),
            is_stated: false,
        })
    }

    fn size_vcpu(&mut self, machine: &Machine, parts: &mut Vec<Part>) {
        let Some(vcpus) = self.known(machine, Size::Vcpu, Resource::Vcpu) else { return };
        let milli = Known {
            low: vcpus.low * 1000.0,
            likely: vcpus.likely * 1000.0,
            high: vcpus.high * 1000.0,
            ..vcpus
        };
        let plan = &self.plan.demand;
        let floor = Vcpus::from_milli(1000).raw() as f64 * plan.vcpu_minimum.value;
        let right_sized = match machine.cpu_util_p95_pct {
            Some(percent) => milli.needed(percent / 100.0, &plan.cpu_comfort_factor, floor),
            None => milli.imputed(),
        };
        both(parts, Resource::Vcpu, "vcpu_count", milli.amount(), right_sized.amount());
    }

    fn size_ram(&mut self, machine: &Machine, parts: &mut Vec<Part>) {
        let Some(ram) = self.known(machine, Size::Ram, Resource::Ram) else { return };
        let plan = &self.plan.demand;
        let floor = Bytes::from_gib(1).raw() as f64 * plan.ram_minimum_gib.value;
        let right_sized = match machine.ram_util_p95_pct {
            Some(percent) => ram.needed(percent / 100.0, &plan.ram_comfort_factor, floor),
            None => ram.imputed(),
        };
        both(parts, Resource::Ram, "ram_bytes", ram.amount(), right_sized.amount());
    }

    fn size_storage(&mut self, machine: &Machine, parts: &mut Vec<Part>) {
        let provisioned = self.known(machine, Size::DiskProvisioned, Resource::Storage);
        let used = machine.disk_used_bytes.map(|used| Known::stated(used as f64));
        let comfort = &self.plan.demand.storage_comfort_factor;
        let tier = &machine.disk_tier;
        if let Some(provisioned) = provisioned {
            let amount = provisioned.amount();
            parts.push(storage(tier, Basis::AsSubmitted, amount, "disk_provisioned_bytes"));
        }
        let right_sized = match (used, provisioned) {
            (Some(used), _) => (used.needed(1.0, comfort, 0.0), "disk_used_bytes"),
            (None, Some(provisioned)) => (provisioned.imputed(), "disk_provisioned_bytes"),
            (None, None) => return,
        };
        parts.push(storage(tier, Basis::RightSized, right_sized.0.amount(), right_sized.1));
    }

    /// The cloud needs as asked for. A system whose workloads are known is sized from these; its
    /// needs stay visible and are not used, so that it is counted once.
    pub fn size_needs(
        &mut self,
        needs: Vec<Need>,
        has_machines: &BTreeSet<(String, String)>,
    ) -> Vec<Sized> {
        let mut sized = Vec::new();
        for need in needs {
            let system = self.system(&need.agency_id, &need.system_id);
            let key = (need.agency_id.clone(), need.system_id.clone());
            let stays = system.stays_because().is_some();
            if stays {
                *self.stays.entry(key.clone()).or_default() += 1;
                continue;
            }
            let counted_elsewhere = !need.system_id.is_empty() && has_machines.contains(&key);
            let quarter = need.needed_from.unwrap_or(system.quarter);
            // An amount left open is not nothing asked for.
            for (resource, amount) in
                [(Resource::Vcpu, need.vcpu_count), (Resource::Ram, need.ram_bytes)]
            {
                if amount.is_none() && !counted_elsewhere {
                    *self.unsized_amounts.entry(resource).or_default() += 1;
                }
            }
            let parts = parts_of(&need);
            sized.push(Sized {
                agency_id: need.agency_id,
                system_id: need.system_id,
                id: need.id,
                table: Table::CloudNeed,
                address: need.address,
                zone: system.zone,
                quarter: quarter.max(self.plan.period.base_quarter),
                parts,
                used_basis: (!counted_elsewhere).then_some(Basis::Requested),
            });
        }
        sized
    }
}

fn both(
    parts: &mut Vec<Part>,
    resource: Resource,
    column: &'static str,
    as_is: Amount,
    sized: Amount,
) {
    for (basis, amount) in [(Basis::AsSubmitted, as_is), (Basis::RightSized, sized)] {
        parts.push(Part { resource, tier: String::new(), basis, amount, column });
    }
}

fn storage(tier: &str, basis: Basis, amount: Amount, column: &'static str) -> Part {
    Part { resource: Resource::Storage, tier: tier.to_owned(), basis, amount, column }
}

fn parts_of(need: &Need) -> Vec<Part> {
    let tier = need.block_tier.as_str();
    let asked = [
        (Resource::Vcpu, "", need.vcpu_count.map(|count| count.saturating_mul(1000)), "vcpu_count"),
        (Resource::Ram, "", need.ram_bytes, "ram_bytes"),
        (
            Resource::Storage,
            if tier.is_empty() { UNSPECIFIED } else { tier },
            need.block_bytes,
            "block_bytes",
        ),
        (Resource::Storage, "object", need.object_bytes, "object_bytes"),
        (Resource::Storage, "file", need.file_bytes, "file_bytes"),
        (Resource::Storage, "backup", need.backup_bytes, "backup_bytes"),
        (Resource::Gpu, "", need.gpu_count.map(|count| count.saturating_mul(1000)), "gpu_count"),
    ];
    asked
        .into_iter()
        .filter_map(|(resource, tier, raw, column)| {
            let raw = raw.filter(|raw| *raw > 0)?;
            let amount = Amount { low: raw, likely: raw, high: raw, declared: raw, imputed: 0 };
            Some(Part { resource, tier: tier.to_owned(), basis: Basis::Requested, amount, column })
        })
        .collect()
}
