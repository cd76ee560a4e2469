//! From what a machine has to what it needs, on every basis.
//!
//! right-sized vCPU = max(floor, vCPU × measured share × comfort); RAM alike; storage = used ×
//! comfort. Without a measurement a share of the allocated size counts, which the plan assumes
//! (Azure Migrate's published rule: percentile × comfort factor, allocated size without history).

mod flavour;
mod need;
mod second_site;
mod server;
mod trust;
mod workload;

use std::collections::BTreeMap;

use super::amount::{Resource, Standing, Tier};
use super::factor::{Chain, Level, Need as Factor, Recipe};
use super::ground::Counts;
use super::impute::Peers;
use super::part::{Part, PartSize};
use super::system::{SystemPlan, Systems};
use crate::plan::{Basis, Plan};

pub use second_site::{SecondSite, zone_of};
pub use trust::{Aspect, Chosen, choose, mark};

/// Agency and code of a system.
pub type SystemKey = (String, String);

/// Sizes machines under a plan.
pub struct Sizer<'a> {
    plan: &'a Plan,
    systems: &'a Systems,
    peers: &'a Peers,
    likely: Level,
    /// Equal machines that what is sized next stands for.
    pub times: usize,
    /// Amounts nobody states and no peer can stand in for.
    pub unsized_amounts: BTreeMap<Resource, usize>,
    /// Machines and needs of systems that stay or relocate.
    pub stays: BTreeMap<SystemKey, usize>,
}

/// A size, and what it is multiplied by.
#[derive(Debug, Clone, Copy)]
struct Sizing {
    size: PartSize,
    factor: Factor,
    floor: f64,
    standing: Standing,
}

impl Sizing {
    /// A size as it stands.
    const fn as_is(size: PartSize) -> Self {
        let standing = match size {
            PartSize::Stated { .. } => Standing::Declared,
            PartSize::Peers { .. } => Standing::Imputed,
        };
        Self { size, factor: Factor::AsIs, floor: 0.0, standing }
    }

    /// The share of it that was measured to be in use, times comfort, no less than a floor.
    fn measured(self, percent: f64, factor: Factor, floor: f64) -> Self {
        let times = percent / 100.0;
        let size = match self.size {
            PartSize::Stated { size, share } => PartSize::Stated { size, share: share * times },
            PartSize::Peers { group, weight } => PartSize::Peers { group, weight: weight * times },
        };
        // A size that stands in is of a machine like others; the floor is for those that are known.
        let floor = if self.standing == Standing::Declared { floor } else { 0.0 };
        Self { size, factor, floor, ..self }
    }

    /// A share of it that the plan assumes.
    fn assumed(self, factor: Factor) -> Self {
        let standing = match self.standing {
            Standing::Imputed => Standing::Imputed,
            Standing::Declared | Standing::Assumed => Standing::Assumed,
        };
        Self { factor, standing, ..self }
    }
}

const fn stated(size: f64) -> PartSize {
    PartSize::Stated { size, share: 1.0 }
}

impl<'a> Sizer<'a> {
    /// A sizer that has sized nothing yet.
    pub fn new(plan: &'a Plan, systems: &'a Systems, peers: &'a Peers) -> Self {
        Self {
            plan,
            systems,
            peers,
            likely: Level::likely(plan),
            times: 1,
            unsized_amounts: BTreeMap::new(),
            stays: BTreeMap::new(),
        }
    }

    /// What was counted while sizing.
    pub fn into_counts(self) -> Counts {
        Counts { unsized_amounts: self.unsized_amounts, stays: self.stays }
    }

    fn system(&self, agency_id: &str, system_id: &str) -> SystemPlan {
        let key = (agency_id.to_owned(), system_id.to_owned());
        SystemPlan::of(&key, self.systems, self.plan)
    }

    /// Whether a system's machines are no demand for cloud; they are counted then.
    fn stays(&mut self, system: &SystemPlan, agency_id: &str, system_id: &str) -> bool {
        if system.stays_because().is_none() {
            return false;
        }
        let key = (agency_id.to_owned(), system_id.to_owned());
        *self.stays.entry(key).or_default() += self.times;
        true
    }

    fn unknown(&mut self, resource: Resource) {
        *self.unsized_amounts.entry(resource).or_default() += self.times;
    }

    fn part(
        &self,
        (resource, tier): (Resource, Tier),
        basis: Basis,
        sizing: Sizing,
        chain: Chain,
        column: &'static str,
    ) -> Part {
        let part = Part {
            resource,
            tier,
            basis,
            size: sizing.size,
            times: 1,
            recipe: Recipe::of(sizing.factor).then(chain),
            floor: sizing.floor,
            horizon: None,
            standing: sizing.standing,
            is_used: false,
            column,
            likely: 0,
        };
        part.settle(&self.likely, self.plan, self.peers)
    }

    fn direct(
        &self,
        resource: Resource,
        basis: Basis,
        sizing: Sizing,
        column: &'static str,
    ) -> Part {
        self.part((resource, Tier::None), basis, sizing, Chain::Direct, column)
    }

    /// Usable storage of a tier, and the disks under it.
    fn stored(
        &self,
        parts: &mut Vec<Part>,
        tier: Tier,
        basis: Basis,
        sizing: Sizing,
        column: &'static str,
    ) {
        parts.push(self.part((Resource::Storage, tier), basis, sizing, Chain::Direct, column));
        let raw = (Resource::StorageRaw, tier);
        parts.push(self.part(raw, basis, sizing, Chain::Raw(tier), column));
    }

    /// The backup that the plan makes of data whose backup nobody states, and the disks under it.
    fn backed_up(&self, parts: &mut Vec<Part>, basis: Basis, data: Sizing, column: &'static str) {
        let data = data.assumed(data.factor);
        let tier = Tier::Backup;
        parts.push(self.part((Resource::Storage, tier), basis, data, Chain::Backup, column));
        let raw = (Resource::StorageRaw, tier);
        parts.push(self.part(raw, basis, data, Chain::BackupRaw, column));
    }
}

#[cfg(test)]
mod tests;
