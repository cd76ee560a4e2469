//! What the plan's scenario does to the systems, and which of its names nobody has.

use std::collections::{BTreeMap, BTreeSet};

use super::machine::{Need, Server};
use super::seen::Seen;
use super::system::Systems;
use super::{Codes, SystemKey, SystemPlan};
use crate::plan::{Delayed, Plan, ScenarioPlan, SystemName};
use crate::text::bare_key;

/// A name of the scenario that stands for nothing in the inventory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmatched {
    /// What the scenario names.
    pub of: Delayed,
    /// What it would have done.
    pub effect: Effect,
    /// The agency or system of the inventory whose name comes nearest; `None` when none is near.
    pub nearest: Option<String>,
}

/// What a scenario does to an agency or system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It is among the few that are part of the plan.
    Kept,
    /// It is no part of the plan.
    Excluded,
    /// It comes later.
    Delayed,
    /// Its systems have zones of their own.
    Caged,
}

impl SystemPlan {
    /// What is planned for a system, listed or not.
    pub fn of(key: &SystemKey, systems: &Systems, plan: &Plan) -> Self {
        systems.get(key).cloned().unwrap_or_else(|| Self::unlisted(key, plan))
    }

    /// A system that is in no list, under the scenario.
    fn unlisted((agency_id, system_id): &SystemKey, plan: &Plan) -> Self {
        let zone = plan.zone.of_agency(&plan.zone.unknown, agency_id);
        let system = Self { zone, ..Self::unknown(plan) };
        system.under_scenario(agency_id, system_id, &plan.scenario)
    }

    /// The same system, left out or later if the scenario says so.
    pub(super) fn under_scenario(
        self,
        agency_id: &str,
        system_id: &str,
        scenario: &ScenarioPlan,
    ) -> Self {
        let quarter = scenario.quarter_of(agency_id, system_id, self.quarter);
        Self {
            quarter,
            delayed_from: Some(self.quarter).filter(|stated| *stated != quarter),
            is_excluded: scenario.excludes(agency_id, system_id),
            ..self
        }
    }
}

/// Delays the needs that state a quarter of their own; the others come with their system. What was
/// needed before the base quarter is there at it, and is delayed from there.
pub fn delay_needs(needs: &mut [Need], plan: &Plan) {
    for need in needs {
        if let Some(quarter) = &mut need.needed_from {
            let there = (*quarter).max(plan.period.base_quarter);
            *quarter = plan.scenario.quarter_of(&need.agency_id, &need.system_id, there);
            need.delayed_from = Some(there).filter(|there| there != quarter);
        }
    }
}

/// Takes the servers out that the scenario leaves out, and counts them by system.
pub fn take_out_servers(
    servers: Vec<Server>,
    scenario: &ScenarioPlan,
    counts: &mut BTreeMap<SystemKey, usize>,
) -> Vec<Server> {
    let (out, kept): (Vec<Server>, Vec<Server>) =
        servers.into_iter().partition(|s| scenario.excludes(&s.agency_id, &s.system_id));
    for server in out {
        *counts.entry((server.agency_id, server.system_id)).or_default() += 1;
    }
    kept
}

/// The names of a scenario and of agencies with zones of their own that no system, workload, cloud need
/// or server has, in the order of the plan file.
pub fn unmatched(
    plan: &Plan,
    systems: &Systems,
    rows: (&Seen, &[Need], &[Server]),
    codes: &Codes,
) -> Vec<Unmatched> {
    if plan.scenario.is_empty() && plan.zone.cages.is_empty() {
        return Vec::new();
    }
    Known::of(systems, rows).unmatched(plan, codes)
}

/// The agencies and systems that the inventory knows of.
struct Known {
    systems: BTreeSet<SystemKey>,
}

impl Known {
    /// Those that a system, workload, cloud need or server names.
    fn of(systems: &Systems, rows: (&Seen, &[Need], &[Server])) -> Self {
        let key = |agency: &String, system: &String| (agency.clone(), system.clone());
        let mut known: BTreeSet<SystemKey> = systems.keys().cloned().collect();
        known.extend(rows.0.systems());
        known.extend(rows.1.iter().map(|row| key(&row.agency_id, &row.system_id)));
        known.extend(rows.2.iter().map(|row| key(&row.agency_id, &row.system_id)));
        Self { systems: known }
    }

    /// The names of a plan that stand for none of them.
    fn unmatched(&self, plan: &Plan, codes: &Codes) -> Vec<Unmatched> {
        let scenario = &plan.scenario;
        let agency = |id: &String| Delayed::Agency(id.clone());
        let system = |name: &SystemName| Delayed::System(name.clone());
        let kept = scenario.agencies_only.iter().map(|id| (agency(id), Effect::Kept));
        let excluded = scenario.agencies_excluded.iter().map(agency);
        let excluded = excluded.chain(scenario.systems_excluded.iter().map(system));
        let delayed = scenario.delays.iter().map(|delay| (delay.of.clone(), Effect::Delayed));
        kept.chain(excluded.map(|of| (of, Effect::Excluded)))
            .chain(delayed)
            .chain(plan.zone.cages.iter().map(|id| (agency(id), Effect::Caged)))
            .filter(|(of, _)| !self.has(of))
            .map(|(of, effect)| {
                let nearest = self.nearest(&of, codes);
                Unmatched { of, effect, nearest }
            })
            .collect()
    }

    fn has(&self, of: &Delayed) -> bool {
        match of {
            Delayed::Agency(id) => self.systems.iter().any(|(agency, _)| agency == id),
            Delayed::System(name) => {
                self.systems.contains(&(name.agency_id.clone(), name.system_id.clone()))
            }
        }
    }

    /// The system that another spelling means, else the name that comes nearest.
    fn nearest(&self, of: &Delayed, codes: &Codes) -> Option<String> {
        if let Delayed::System(name) = of {
            let mut meant = name.clone();
            codes.resolve(&meant.agency_id, &mut meant.system_id);
            if meant != *name {
                return Some(meant.to_string());
            }
        }
        let names: BTreeSet<String> = match of {
            Delayed::Agency(_) => self.systems.iter().map(|(agency, _)| agency.clone()).collect(),
            Delayed::System(_) => {
                let named = self.systems.iter().filter(|(_, system)| !system.is_empty());
                named.map(|(agency, system)| format!("{agency}/{system}")).collect()
            }
        };
        let wanted = bare_key(&of.to_string());
        let closeness =
            |name: &String| strsim::normalized_damerau_levenshtein(&bare_key(name), &wanted);
        let near = names.into_iter().map(|name| (closeness(&name), name));
        let near = near.filter(|(closeness, _)| *closeness >= NEAR);
        // Of equally near ones the first in order.
        near.fold(None, |best: Option<(f64, String)>, next| match best {
            Some(best) if best.0 >= next.0 => Some(best),
            _ => Some(next),
        })
        .map(|(_, name)| name)
    }
}

/// Closeness of two names from which one may be meant by the other: half of the letters.
const NEAR: f64 = 0.5;
