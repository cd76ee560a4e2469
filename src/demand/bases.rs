//! What each system asks for on every basis, side by side.

use std::collections::BTreeMap;

use super::amount::{Resource, Tier};
use super::sizing::Aspect;
use super::{Demand, SystemKey};
use crate::plan::{Basis, Plan};

/// The bases of one resource of one system, in raw units at the base quarter; `None` where the system
/// has no figure on the basis.
#[derive(Debug, Clone, PartialEq)]
pub struct Bases {
    /// Its agency.
    pub agency_id: String,
    /// Its code; empty for rows that name none.
    pub system_id: String,
    /// The resource; storage without backup.
    pub resource: Resource,
    /// By basis, in the order of [`Basis::ALL`].
    pub amounts: [Option<u64>; Basis::ALL.len()],
    /// The basis that counts; `None` for rows that name no system, of which several may count.
    pub used: Option<Basis>,
    /// What counts, in raw units.
    pub used_amount: u64,
    /// Largest difference between what counts and another basis, over what counts: requested and
    /// converted are held against it. Allocated against right-sized is no difference to report: that
    /// is what right-sizing is for. `None` where there is nothing to compare.
    pub difference: Option<f64>,
    /// The difference is above the plan's threshold.
    pub differs: bool,
}

/// Resources that are compared.
const COMPARED: [(Resource, Aspect); 4] = [
    (Resource::Vcpu, Aspect::Compute),
    (Resource::Ram, Aspect::Compute),
    (Resource::Storage, Aspect::Block),
    (Resource::Gpu, Aspect::Gpu),
];

/// One row per system and resource it has a figure of, by agency, code and resource.
pub fn bases(demand: &Demand, plan: &Plan) -> Vec<Bases> {
    type Sums = ([Option<u64>; Basis::ALL.len()], u64);
    let mut sums: BTreeMap<(SystemKey, Resource), Sums> = BTreeMap::new();
    for machine in demand.machines.iter().filter(|machine| !machine.is_second_site) {
        for part in &machine.parts {
            let is_compared = COMPARED.iter().any(|(resource, _)| *resource == part.resource);
            if !is_compared || part.tier == Tier::Backup {
                continue;
            }
            let sum = sums.entry((machine.system_key(), part.resource)).or_default();
            let amount = &mut sum.0[part.basis as usize];
            *amount = Some(amount.unwrap_or_default().saturating_add(part.likely));
            sum.1 = sum.1.saturating_add(if part.is_used { part.likely } else { 0 });
        }
    }
    let threshold = plan.demand.difference_max.value;
    sums.into_iter()
        .map(|((key, resource), (amounts, used_amount))| {
            let aspect = COMPARED.iter().find(|(r, _)| *r == resource).map(|(_, aspect)| *aspect);
            let chosen = demand.chosen.get(&key).zip(aspect);
            let used = chosen.and_then(|(chosen, aspect)| chosen[aspect as usize]);
            let used = used.filter(|_| !key.1.is_empty());
            let difference = used.and_then(|used| difference_of(&amounts, used));
            Bases {
                agency_id: key.0,
                system_id: key.1,
                resource,
                amounts,
                used,
                used_amount,
                difference,
                differs: difference.is_some_and(|difference| difference > threshold),
            }
        })
        .collect()
}

fn difference_of(amounts: &[Option<u64>; Basis::ALL.len()], used: Basis) -> Option<f64> {
    let of_used = amounts[used as usize].filter(|amount| *amount > 0)? as f64;
    let is_of_workloads = |basis| matches!(basis, Basis::AsSubmitted | Basis::RightSized);
    Basis::ALL
        .into_iter()
        .filter(|basis| *basis != used && !(is_of_workloads(*basis) && is_of_workloads(used)))
        .filter_map(|basis| amounts[basis as usize])
        .map(|amount| (amount as f64 - of_used).abs() / of_used)
        .max_by(f64::total_cmp)
}
