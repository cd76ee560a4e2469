//! Rules between workloads, as packing takes them: workloads that run together become one unit, units
//! that are kept apart share a group, of which a host takes one.
//!
//! Rules may overlap. Workloads that several rules want together are one unit. A unit that two rules
//! keep apart from others belongs to one group with all of these: packing then keeps apart more than
//! was asked, never less. Each unit therefore has a second, smaller group beside it, of one rule alone:
//! packing by that keeps apart no more than was asked, and what it proves holds for the rules.

use std::collections::{BTreeMap, BTreeSet};

use super::Placement;
use super::fleet::{Fleet, Pool, Rule, RuleKind};
use super::resource::Amounts;
use super::unplaced::UnplacedItem;

/// Workloads that are packed as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit {
    /// Indices into the workloads of the fleet, by id.
    pub workloads: Vec<usize>,
    /// What they take together.
    pub need: Amounts,
    /// The rules that keep it apart from others, as numbers, ascending: a host takes one unit of a rule.
    pub apart: Vec<u32>,
    /// All units that rules link to it; a host that takes one of them breaks no rule.
    pub group: Option<u32>,
    /// The same where the rule with the most units of the group has it as well, else none: a host that
    /// takes two of them breaks a rule.
    pub single: Option<u32>,
    /// Name of the rule that keeps two of its own workloads apart.
    pub contradicts: Option<String>,
}

/// The workloads of a pool as units, by the smallest id of each.
pub(super) fn units(pool: &Pool, fleet: &Fleet, workloads: &[usize]) -> Vec<Unit> {
    let mut workloads = workloads.to_vec();
    // Of equal ids the need decides, so that the order of the input matters to equal workloads alone.
    workloads.sort_by_cached_key(|&workload| {
        let item = &fleet.workloads[workload];
        (item.id.clone(), pool.need(item), workload)
    });
    let of_zone = |kind| {
        let wanted = move |rule: &&Rule| rule.zone == pool.zone && rule.kind == kind;
        fleet.rules.iter().filter(wanted)
    };
    let has_rules = of_zone(RuleKind::Apart).chain(of_zone(RuleKind::Together)).next().is_some();
    if !has_rules {
        return workloads.into_iter().map(|w| unit(pool, fleet, vec![w])).collect();
    }
    let position: BTreeMap<usize, usize> =
        workloads.iter().enumerate().map(|(position, &workload)| (workload, position)).collect();
    let members = |rule: &Rule| -> BTreeSet<usize> {
        rule.workloads.iter().filter_map(|workload| position.get(workload).copied()).collect()
    };
    let mut joined = Joined::new(workloads.len());
    for rule in of_zone(RuleKind::Together) {
        joined.join_all(members(rule));
    }
    let mut of_root: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (position, &workload) in workloads.iter().enumerate() {
        of_root.entry(joined.root(position)).or_default().push(workload);
    }
    // The root of a set is its first member, so that units come by their smallest id.
    let unit_of_root: BTreeMap<usize, usize> =
        of_root.keys().enumerate().map(|(unit, &root)| (root, unit)).collect();
    let mut units: Vec<Unit> =
        of_root.into_values().map(|workloads| unit(pool, fleet, workloads)).collect();
    let apart: Vec<&Rule> = of_zone(RuleKind::Apart).collect();
    for (number, rule) in (0..).zip(&apart) {
        for position in members(rule) {
            let unit = &mut units[unit_of_root[&joined.root(position)]];
            if unit.apart.last() == Some(&number) {
                unit.contradicts.get_or_insert_with(|| rule.name.clone());
            } else {
                unit.apart.push(number);
            }
        }
    }
    group(&mut units, apart.len());
    units
}

/// Gathers the units that rules keep apart into groups.
fn group(units: &mut [Unit], rules_count: usize) {
    let mut groups = Joined::new(rules_count);
    let mut sizes = vec![0_usize; rules_count];
    for unit in units.iter() {
        groups.join_all(unit.apart.iter().map(|&rule| rule as usize).collect());
        unit.apart.iter().for_each(|&rule| sizes[rule as usize] += 1);
    }
    // The rule with the most units of each group; of equals the first.
    let mut largest: BTreeMap<usize, usize> = BTreeMap::new();
    for rule in 0..rules_count {
        let known = largest.entry(groups.root(rule)).or_insert(rule);
        if sizes[rule] > sizes[*known] {
            *known = rule;
        }
    }
    for unit in units {
        let Some(&rule) = unit.apart.first() else { continue };
        let root = groups.root(rule as usize);
        unit.group = u32::try_from(root).ok();
        let has_largest = unit.apart.iter().any(|&rule| rule as usize == largest[&root]);
        unit.single = unit.group.filter(|_| has_largest);
    }
}

fn unit(pool: &Pool, fleet: &Fleet, workloads: Vec<usize>) -> Unit {
    let needs = workloads.iter().map(|&workload| pool.need(&fleet.workloads[workload]));
    let need = needs.fold(Amounts::default(), plus);
    Unit { workloads, need, apart: Vec::new(), group: None, single: None, contradicts: None }
}

/// The sum, amount by amount.
pub(super) fn plus(mut sum: Amounts, need: Amounts) -> Amounts {
    for (sum, need) in sum.iter_mut().zip(need) {
        *sum = sum.saturating_add(need);
    }
    sum
}

/// Sets that grow together; the root of each is its smallest member.
struct Joined {
    parent: Vec<usize>,
}

impl Joined {
    fn new(count: usize) -> Self {
        Self { parent: (0..count).collect() }
    }

    fn root(&mut self, member: usize) -> usize {
        let mut root = member;
        while self.parent[root] != root {
            self.parent[root] = self.parent[self.parent[root]];
            root = self.parent[root];
        }
        root
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b)] = a.min(b);
    }

    fn join_all(&mut self, members: BTreeSet<usize>) {
        if let Some(first) = members.first().copied() {
            members.into_iter().for_each(|member| self.join(first, member));
        }
    }
}

/// What became of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleOutcome {
    /// Whether it holds.
    pub state: RuleState,
    /// Hosts that carry its workloads.
    pub hosts_count: usize,
}

/// Whether a rule holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuleState {
    /// No workload answers to it: nothing was done.
    NoWorkload,
    /// One workload answers to it: there is nothing to keep apart or together.
    OneWorkload,
    /// It holds for all its workloads.
    Held,
    /// It holds for those that run; some of its workloads are among what does not fit.
    NotAllPlaced,
}

impl RuleState {
    /// Its name in machine outputs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoWorkload => "no_workload",
            Self::OneWorkload => "one_workload",
            Self::Held => "held",
            Self::NotAllPlaced => "not_all_placed",
        }
    }
}

/// What became of each rule of the fleet, in its order.
pub fn outcomes(fleet: &Fleet, placement: &Placement) -> Vec<RuleOutcome> {
    if fleet.rules.is_empty() {
        return Vec::new();
    }
    let mut host_of: Vec<Option<(usize, usize)>> = vec![None; fleet.workloads.len()];
    for (pool, placed) in placement.pools.iter().enumerate() {
        for (number, host) in placed.hosts.iter().enumerate() {
            for &workload in &host.workloads {
                if let Some(place) = host_of.get_mut(workload) {
                    *place = Some((pool, number));
                }
            }
        }
    }
    let is_unplaced: BTreeSet<usize> = (placement.unplaced.iter())
        .filter_map(|refusal| match refusal.item {
            UnplacedItem::Workload(index) => Some(index),
            UnplacedItem::Device(_) => None,
        })
        .collect();
    let outcome = |rule: &Rule| {
        let hosts: BTreeSet<(usize, usize)> =
            rule.workloads.iter().filter_map(|&w| host_of.get(w).copied().flatten()).collect();
        let state = match rule.workloads.len() {
            0 => RuleState::NoWorkload,
            _ if rule.workloads.iter().any(|w| is_unplaced.contains(w)) => RuleState::NotAllPlaced,
            1 => RuleState::OneWorkload,
            _ => RuleState::Held,
        };
        RuleOutcome { state, hosts_count: hosts.len() }
    };
    fleet.rules.iter().map(outcome).collect()
}
