//! Which basis counts: the first in the plan's order of trust that a system states figures for.

use std::collections::{BTreeMap, HashMap};

use super::SystemKey;
use crate::demand::amount::{Resource, Standing, Tier};
use crate::demand::part::{Part, Sized};
use crate::plan::Basis;

/// What of a system is sized on one basis. Processors and memory go together, since hosts are sized
/// by both; storage that only one list knows of must not be lost to the other's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// vCPU and RAM.
    Compute,
    /// Block storage.
    Block,
    /// Object storage.
    Object,
    /// File storage.
    File,
    /// Backup.
    Backup,
    /// Archive.
    Archive,
    /// GPUs.
    Gpu,
    /// Disk operations and throughput.
    Performance,
    /// Traffic.
    Network,
    /// Public addresses.
    PublicIp,
}

/// How many there are.
const ASPECTS: usize = 10;

impl Aspect {
    /// Every aspect.
    pub const ALL: [Self; ASPECTS] = [
        Self::Compute,
        Self::Block,
        Self::Object,
        Self::File,
        Self::Backup,
        Self::Archive,
        Self::Gpu,
        Self::Performance,
        Self::Network,
        Self::PublicIp,
    ];

    /// That of an amount.
    pub const fn of(part: &Part) -> Self {
        match (part.resource, part.tier) {
            (Resource::Vcpu | Resource::Ram, _) => Self::Compute,
            (Resource::Storage | Resource::StorageRaw, tier) => match tier {
                Tier::Object => Self::Object,
                Tier::File => Self::File,
                Tier::Backup => Self::Backup,
                Tier::Archive => Self::Archive,
                Tier::Hdd | Tier::Ssd | Tier::Unspecified | Tier::None => Self::Block,
            },
            (Resource::Gpu, _) => Self::Gpu,
            (Resource::Iops | Resource::DiskThroughput, _) => Self::Performance,
            (Resource::Network, _) => Self::Network,
            (Resource::PublicIp, _) => Self::PublicIp,
        }
    }
}

/// What is known of one aspect of one system on each basis.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    stated: [bool; Basis::ALL.len()],
    present: [bool; Basis::ALL.len()],
}

impl Known {
    fn learn(&mut self, part: &Part) {
        let at = part.basis as usize;
        self.present[at] |= part.likely > 0;
        if part.standing == Standing::Declared {
            self.stated[at] = true;
            // Allocated sizes are figures of the system even where no use was measured.
            self.stated[Basis::RightSized as usize] |= part.basis == Basis::AsSubmitted;
        }
    }

    /// The first basis in the order that states figures; else the first that has any.
    fn choose(self, order: &[Basis]) -> Option<Basis> {
        let first =
            |of: [bool; Basis::ALL.len()]| order.iter().copied().find(|basis| of[*basis as usize]);
        first(self.stated).or_else(|| first(self.present))
    }
}

/// The basis that counts, by aspect.
pub type Chosen = [Option<Basis>; ASPECTS];

/// The basis that counts of every system and aspect.
pub fn choose(sized: &[Sized], order: &[Basis]) -> BTreeMap<SystemKey, Chosen> {
    let mut known: HashMap<(&str, &str), [Known; ASPECTS]> = HashMap::new();
    for machine in sized {
        let key = (machine.agency_id.as_str(), machine.system_id.as_str());
        let system = known.entry(key).or_default();
        for part in &machine.parts {
            system[Aspect::of(part) as usize].learn(part);
        }
    }
    let of_workloads: Vec<Basis> = (order.iter().copied())
        .filter(|basis| matches!(basis, Basis::AsSubmitted | Basis::RightSized))
        .collect();
    known
        .into_iter()
        .map(|((agency, system), aspects)| {
            let order = if system.is_empty() { &of_workloads } else { order };
            let chosen = aspects.map(|known| known.choose(order));
            ((agency.to_owned(), system.to_owned()), chosen)
        })
        .collect()
}

/// Marks the parts that count in totals, of every system and aspect those of the chosen basis. Rows that
/// name no system cannot be matched with each other: their cloud needs and converted servers all
/// count, beside their workloads on one basis.
pub fn mark(sized: &mut [Sized], chosen: &BTreeMap<SystemKey, Chosen>) {
    for machine in sized.iter_mut() {
        let is_nameless = machine.system_id.is_empty();
        let Some(chosen) = chosen.get(&machine.system_key()) else { continue };
        for part in &mut machine.parts {
            let is_own = matches!(part.basis, Basis::Requested | Basis::Converted);
            let is_chosen = chosen[Aspect::of(part) as usize] == Some(part.basis);
            part.is_used = is_chosen || (is_nameless && is_own);
        }
    }
}
