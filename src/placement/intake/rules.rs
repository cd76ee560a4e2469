//! Rules between workloads: the entries of the plan, and replicas by their names where it says so.

use std::collections::{BTreeMap, BTreeSet};

use super::IntakeError;
use crate::demand::Columns;
use crate::inventory::Inventory;
use crate::placement::fleet::{Rule, RuleKind, WorkloadItem};
use crate::plan::{Plan, RulePlan, SECOND_SITE, Spread};
use crate::schema::Table;

/// What names and environments the rows of workloads state, by agency and code.
type Named = BTreeMap<(String, String), Stated>;

/// What a row of a workload states.
#[derive(Debug, Clone, Default)]
struct Stated {
    name: Option<String>,
    environment: Option<String>,
}

/// The rules of a plan for the workloads: first the entries in the order of the plan, by zone, then
/// replicas by system and name.
pub(super) fn rules(
    workloads: &[WorkloadItem],
    inventory: &Inventory,
    plan: &Plan,
) -> Result<Vec<Rule>, IntakeError> {
    let spreads = plan.placement.spread_replicas == Spread::Replicas;
    let entries = || {
        let apart = plan.apart.iter().map(|entry| (entry, RuleKind::Apart));
        apart.chain(plan.together.iter().map(|entry| (entry, RuleKind::Together)))
    };
    if !spreads && entries().next().is_none() {
        return Ok(Vec::new());
    }
    let named = named(inventory)?;
    let mut rules: Vec<Rule> =
        entries().flat_map(|(entry, kind)| of_entry(entry, kind, workloads, &named)).collect();
    if spreads {
        let most = plan.placement.replicas_max as usize;
        rules.extend(replicas(workloads, &named, &rules, most));
    }
    Ok(rules)
}

fn named(inventory: &Inventory) -> Result<Named, IntakeError> {
    let frame = inventory.table(Table::Workload)?.collect()?;
    let columns = Columns::of(&frame);
    let agencies = columns.agencies()?;
    let ids = columns.texts(Table::Workload.key().name)?;
    let names = columns.texts("name")?;
    let environments = columns.texts("environment")?;
    let row = |at: usize| {
        let stated = Stated { name: names[at].clone(), environment: environments[at].clone() };
        ((agencies[at].clone(), ids[at].clone().unwrap_or_default()), stated)
    };
    Ok((0..frame.height()).map(row).collect())
}

/// An item as its row calls it.
struct Called<'a> {
    /// Its code within the agency, without what tells copies apart.
    id: &'a str,
    /// The number of a row of several equal ones, with the sign before it; empty for others.
    copy: &'a str,
    /// What its row states; `None` for items that are no workloads of a list.
    stated: Option<&'a Stated>,
}

impl<'a> Called<'a> {
    fn of(item: &'a WorkloadItem, named: &'a Named) -> Self {
        let within = item.id.strip_prefix(item.agency_id.as_str());
        let within = within.and_then(|id| id.strip_prefix('/')).unwrap_or(&item.id);
        let site = SECOND_SITE.trim_start_matches('-');
        let first_site = within.strip_suffix(site).and_then(|id| id.strip_suffix('@'));
        let id = first_site.unwrap_or(within);
        let stated = |id: &str| named.get(&(item.agency_id.clone(), id.to_owned()));
        if let Some(row) = stated(id) {
            return Self { id, copy: "", stated: Some(row) };
        }
        let (row, copy) = id.rfind('#').map_or((id, ""), |at| id.split_at(at));
        Self { id: row, copy, stated: stated(row) }
    }

    fn name(&self) -> &'a str {
        self.stated.and_then(|stated| stated.name.as_deref()).unwrap_or(self.id)
    }

    fn begins_with(&self, prefix: &str) -> bool {
        self.id.starts_with(prefix) || self.name().starts_with(prefix)
    }
}

/// The rules of an entry, one a zone; one without workloads where none answers to it.
fn of_entry(
    entry: &RulePlan,
    kind: RuleKind,
    workloads: &[WorkloadItem],
    named: &Named,
) -> Vec<Rule> {
    let is_meant = |item: &WorkloadItem| {
        item.agency_id == entry.system.agency_id
            && item.system_id == entry.system.system_id
            && entry.prefix.as_ref().is_none_or(|p| Called::of(item, named).begins_with(p))
    };
    let mut by_zone: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, item) in workloads.iter().enumerate().filter(|(_, item)| is_meant(item)) {
        by_zone.entry(&item.zone).or_default().push(index);
    }
    if by_zone.is_empty() {
        by_zone.insert("", Vec::new());
    }
    let rule = |(zone, workloads): (&str, Vec<usize>)| Rule {
        name: entry.to_string(),
        kind,
        zone: zone.to_owned(),
        workloads,
    };
    by_zone.into_iter().map(rule).collect()
}

/// What replicas have in common, and where: agency, system, zone, environment, name without its number.
type Stem<'a> = (&'a str, &'a str, &'a str, Option<&'a str>, String);

/// Workloads of one system, zone and environment whose names differ in a number at the end alone, at
/// most so many by number. What an entry wants together is no replica; a name without letters says
/// nothing, and rows without a system are of no system.
fn replicas(workloads: &[WorkloadItem], named: &Named, entries: &[Rule], most: usize) -> Vec<Rule> {
    let together = entries.iter().filter(|rule| rule.kind == RuleKind::Together);
    let together: BTreeSet<usize> = together.flat_map(|rule| rule.workloads.clone()).collect();
    // By number, as long numbers as names have: fewer digits first, then digit by digit.
    let mut members: BTreeMap<Stem<'_>, BTreeSet<(usize, String, usize)>> = BTreeMap::new();
    for (index, item) in workloads.iter().enumerate() {
        let called = Called::of(item, named);
        let Some(stated) = called.stated else { continue };
        if item.system_id.is_empty() || together.contains(&index) {
            continue;
        }
        let name = format!("{}{}", called.name(), called.copy);
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = &name[stem.len()..];
        if number.is_empty() || !stem.chars().any(char::is_alphabetic) {
            continue;
        }
        let digits = number.trim_start_matches('0');
        let environment = stated.environment.as_deref();
        let (agency, system) = (item.agency_id.as_str(), item.system_id.as_str());
        let key = (agency, system, item.zone.as_str(), environment, stem.to_owned());
        let member = (digits.len(), format!("{digits} {number}"), index);
        members.entry(key).or_default().insert(member);
    }
    let mut rules = Vec::new();
    for ((agency, system, zone, environment, stem), members) in members {
        let members: Vec<_> = members.into_iter().collect();
        for some in members.chunks(most.max(2)).filter(|some| some.len() > 1) {
            let number = |at: usize| some[at].1.split(' ').next_back().unwrap_or_default();
            let range = format!("{stem}{} to {stem}{}", number(0), number(some.len() - 1));
            let environment = environment.map(|word| format!(" {word}")).unwrap_or_default();
            let mut workloads: Vec<usize> = some.iter().map(|member| member.2).collect();
            workloads.sort_unstable();
            rules.push(Rule {
                name: format!("replicas {agency}/{system}{environment}: {range}"),
                kind: RuleKind::Apart,
                zone: zone.to_owned(),
                workloads,
            });
        }
    }
    rules
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::placement::example::workload;

    fn item(id: &str) -> WorkloadItem {
        workload(&format!("MOET/{id}"), 1, 1)
    }

    fn row(id: &str, name: Option<&str>, environment: Option<&str>) -> ((String, String), Stated) {
        let stated =
            Stated { name: name.map(str::to_owned), environment: environment.map(str::to_owned) };
        (("MOET".to_owned(), id.to_owned()), stated)
    }

    fn told(rules: &[Rule]) -> Vec<(String, Vec<usize>)> {
        rules.iter().map(|rule| (rule.name.clone(), rule.workloads.clone())).collect()
    }

    #[test]
    fn replicas_differ_in_a_number_at_the_end_alone() {
        let items = ["1", "2", "3", "4", "5", "6", "7#1", "7#2", "8", "9"].map(item);
        let production = Some("production");
        let named = Named::from([
            row("1", Some("web-02"), production),
            row("2", Some("web-01"), production),
            row("3", Some("web-10"), production),
            row("4", Some("web-01"), Some("test")),
            row("5", Some("db-1"), production),
            row("6", Some("mail"), production),
            row("7", Some("node"), None),
            // A name without letters says nothing; 9 is in no list of workloads.
            row("8", Some("10"), production),
        ]);
        let web = "replicas MOET/MOET-01 production: web-01 to web-10".to_owned();
        let node = "replicas MOET/MOET-01: node#1 to node#2".to_owned();
        assert_eq!(
            told(&replicas(&items, &named, &[], 4)),
            [(node.clone(), vec![6, 7]), (web, vec![0, 1, 2])]
        );
        // Two at a time: the third has nobody left to be kept apart from.
        let web = "replicas MOET/MOET-01 production: web-01 to web-02".to_owned();
        let by_two = replicas(&items, &named, &[], 2);
        assert_eq!(told(&by_two), [(node, vec![6, 7]), (web, vec![0, 1])]);
    }

    #[test]
    fn what_runs_together_is_no_replica() {
        let items = ["1", "2"].map(item);
        let named = Named::from([row("1", Some("web-1"), None), row("2", Some("web-2"), None)]);
        let entry = RulePlan {
            system: "MOET/MOET-01".to_owned().try_into().expect("a system"),
            prefix: Some("web".to_owned()),
        };
        let together = of_entry(&entry, RuleKind::Together, &items, &named);
        assert_eq!(told(&together), [("MOET/MOET-01 web".to_owned(), vec![0, 1])]);
        assert_eq!(replicas(&items, &named, &together, 4), []);
        assert_eq!(replicas(&items, &named, &[], 4).len(), 1);
    }

    #[test]
    fn an_entry_means_ids_and_names_in_each_zone_and_tells_when_nothing_answers() {
        let mut second = item("db-1@second-site");
        second.zone = "level-3-second-site".to_owned();
        let items = [item("db-1"), item("VM-2"), item("VM-3"), second];
        let named = Named::from([
            row("db-1", None, None),
            row("VM-2", Some("db-two"), None),
            row("VM-3", Some("web"), None),
        ]);
        let mut entry = RulePlan {
            system: "MOET/MOET-01".to_owned().try_into().expect("a system"),
            prefix: Some("db-".to_owned()),
        };
        let rules = of_entry(&entry, RuleKind::Apart, &items, &named);
        let zones: Vec<&str> = rules.iter().map(|rule| rule.zone.as_str()).collect();
        assert_eq!(zones, ["level-3", "level-3-second-site"]);
        assert_eq!([&rules[0].workloads, &rules[1].workloads], [&vec![0, 1], &vec![3]]);
        entry.prefix = Some("mail".to_owned());
        let none = of_entry(&entry, RuleKind::Apart, &items, &named);
        assert_eq!(told(&none), [("MOET/MOET-01 mail".to_owned(), vec![])]);
    }
}
