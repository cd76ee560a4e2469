//! From rows to the demand: what is decided before any workload is sized, and what follows once all
//! are.

use std::collections::{BTreeMap, BTreeSet};

use super::intake::{self, Rows};
use super::machine::{Need as CloudNeed, Server};
use super::scenario::{self, Unmatched};
use super::seen::Seen;
use super::sizing::{self, Aspect, SecondSite, Sizer, SystemKey};
use super::system::{self, Codes, SystemPlan, Systems};
use super::{Demand, DemandError, Peers, Resource, Sized};
use crate::inventory::{Inventory, RowAddress};
use crate::plan::{Basis, Plan, Recovery};
use crate::schema::Table;

/// Sizes the demand of the current inventory under a plan, every machine by itself.
pub fn size(inventory: &Inventory, plan: &Plan) -> Result<Demand, DemandError> {
    Ok(size_rows(Rows::read(inventory, plan)?, plan))
}

/// Sizes the demand of rows under a plan, every machine by itself.
pub fn size_rows(mut rows: Rows, plan: &Plan) -> Demand {
    let codes = Codes::of(&rows.systems);
    let mut machines = std::mem::take(&mut rows.machines);
    machines.iter_mut().for_each(|m| codes.resolve(&m.agency_id, &mut m.system_id));
    let ground = Ground::of(rows, codes, &Seen::of(&machines), plan);
    // What counts with a row of another list is sized apart: it settles which basis of its system counts,
    // since the system has it, and is in no figure.
    let (machines, elsewhere): (Vec<_>, Vec<_>) =
        machines.into_iter().partition(|m| ground.counts(Table::Workload, &m.address));
    let mut sizer = ground.sizer(plan);
    let sized: Vec<Sized> = machines.into_iter().filter_map(|m| sizer.size_machine(m)).collect();
    let counts = sizer.into_counts();
    let mut sizer = ground.sizer(plan);
    let elsewhere = elsewhere.into_iter().filter_map(|m| sizer.size_machine(m)).collect();
    let second = ground.second_site(plan);
    let copies = sized.iter().filter_map(|machine| second.copy_of(machine)).collect();
    ground.demand(SizedWorkloads { sized, copies, elsewhere, counts }, plan)
}

/// What sizing counts beside what it sizes.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    /// Amounts nobody states and no peer can stand in for.
    pub unsized_amounts: BTreeMap<Resource, usize>,
    /// Machines and needs of systems that stay or relocate.
    pub stays: BTreeMap<SystemKey, usize>,
}

impl Counts {
    /// Adds what was counted elsewhere.
    pub fn absorb(&mut self, other: Self) {
        for (resource, count) in other.unsized_amounts {
            *self.unsized_amounts.entry(resource).or_default() += count;
        }
        for (key, count) in other.stays {
            *self.stays.entry(key).or_default() += count;
        }
    }
}

/// Workloads as they are sized, one by one or folded.
#[derive(Debug, Default)]
pub struct SizedWorkloads {
    /// Those that count.
    pub sized: Vec<Sized>,
    /// Their copies at second sites.
    pub copies: Vec<Sized>,
    /// Those that count with a row of another list.
    pub elsewhere: Vec<Sized>,
    /// What was counted while sizing those that count.
    pub counts: Counts,
}

/// What is decided before any workload is sized.
pub struct Ground {
    systems: Systems,
    /// Other spellings of the codes of systems.
    pub codes: Codes,
    needs: Vec<CloudNeed>,
    /// Servers that carry no listed workload, those that the scenario leaves out among them.
    bare: Vec<Server>,
    carriers_count: usize,
    peers: Peers,
    classes: BTreeMap<SystemKey, Recovery>,
    elsewhere: BTreeSet<(Table, RowAddress)>,
    unmatched: Vec<Unmatched>,
}

impl Ground {
    /// Decides it from the rows but workloads, of which only is known what was seen of them.
    pub fn of(rows: Rows, codes: Codes, seen: &Seen, plan: &Plan) -> Self {
        let Rows { mut systems, mut needs, mut servers, elsewhere, .. } = rows;
        needs.iter_mut().for_each(|need| codes.resolve(&need.agency_id, &mut need.system_id));
        servers.iter_mut().for_each(|s| codes.resolve(&s.agency_id, &mut s.system_id));
        system::mark_servers(&mut systems, &servers);
        let rows = (seen, needs.as_slice(), servers.as_slice());
        let unmatched = scenario::unmatched(plan, &systems, rows, &codes);
        scenario::delay_needs(&mut needs, plan);
        // What a scenario leaves out still carries workloads and still is somebody's peer: leaving out
        // one agency must not change the figures of another.
        let (bare, carriers_count) = intake::without_workloads(servers, seen, &systems, plan);
        let peers = Peers::of(seen, plan.demand.peers_min);
        let classes = intake::recoveries(&needs);
        Self { systems, codes, needs, bare, carriers_count, peers, classes, elsewhere, unmatched }
    }

    /// A sizer that has sized nothing yet.
    pub fn sizer<'a>(&'a self, plan: &'a Plan) -> Sizer<'a> {
        Sizer::new(plan, &self.systems, &self.peers)
    }

    /// What is planned for a system, listed or not.
    pub fn system(&self, key: &SystemKey, plan: &Plan) -> SystemPlan {
        SystemPlan::of(key, &self.systems, plan)
    }

    /// What makes copies at second sites.
    pub fn second_site<'a>(&'a self, plan: &'a Plan) -> SecondSite<'a> {
        SecondSite::new(&self.classes, plan, &self.peers)
    }

    /// Whether a row counts where it stands.
    pub fn counts(&self, table: Table, at: &RowAddress) -> bool {
        self.elsewhere.is_empty() || !self.elsewhere.contains(&(table, at.clone()))
    }

    /// Whether all workloads count where they stand.
    pub fn all_workloads_count(&self) -> bool {
        !self.elsewhere.iter().any(|(table, _)| *table == Table::Workload)
    }

    /// The demand, once workloads are sized.
    pub fn demand(mut self, workloads: SizedWorkloads, plan: &Plan) -> Demand {
        let open = intake::open_needs(&self.needs);
        let (needs, bare) = (std::mem::take(&mut self.needs), std::mem::take(&mut self.bare));
        let SizedWorkloads { mut sized, mut copies, mut elsewhere, counts } = workloads;
        let first_other = sized.len();
        let mut sizer = self.sizer(plan);
        (sizer.stays, sizer.unsized_amounts) = (counts.stays, counts.unsized_amounts);
        let bare = scenario::take_out_servers(bare, &plan.scenario, &mut sizer.stays);
        let (bare, bare_elsewhere): (Vec<_>, Vec<_>) =
            bare.into_iter().partition(|server| self.counts(Table::Server, &server.address));
        sized.extend(needs.into_iter().filter_map(|need| sizer.size_need(need)));
        sized.extend(bare.into_iter().filter_map(|server| sizer.convert(server)));
        let Counts { stays, mut unsized_amounts } = sizer.into_counts();
        let mut sizer = self.sizer(plan);
        elsewhere.extend(bare_elsewhere.into_iter().filter_map(|server| sizer.convert(server)));
        // Which basis counts is settled by all of them.
        let counted = sized.len();
        sized.append(&mut elsewhere);
        let chosen = sizing::choose(&sized, &plan.demand.order_of_trust);
        let elsewhere = sized.split_off(counted);
        for (key, resource) in open {
            let of_system = chosen.get(&key).and_then(|chosen| chosen[Aspect::Compute as usize]);
            let counts = key.1.is_empty() || matches!(of_system, None | Some(Basis::Requested));
            if counts && !system::stays(&self.systems, &key, plan) {
                *unsized_amounts.entry(resource).or_default() += 1;
            }
        }
        let second = self.second_site(plan);
        copies.extend(sized[first_other..].iter().filter_map(|machine| second.copy_of(machine)));
        sized.extend(copies);
        sizing::mark(&mut sized, &chosen);
        let mut left_out = Vec::new();
        let last = plan.period.target_quarter;
        system::tell_left_out(&self.systems, &sized, &stays, last, &mut left_out);
        system::tell_elsewhere(&elsewhere, &mut left_out);
        let recovery_is_assumed_count =
            chosen.keys().filter(|key| !self.classes.contains_key(key)).count();
        Demand {
            machines: sized,
            systems: self.systems,
            chosen,
            peers: self.peers,
            codes: self.codes,
            left_out,
            unsized_amounts,
            carriers_count: self.carriers_count,
            counted_elsewhere_count: elsewhere.len(),
            recovery_is_assumed_count,
            unmatched: self.unmatched,
        }
    }
}
