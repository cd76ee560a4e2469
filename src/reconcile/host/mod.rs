//! Workloads against the hosts they name: memory, cores, clusters, and hosts nobody lists.

mod load;

use std::collections::{BTreeMap, BTreeSet};

use super::Book;
use super::name::{Found, Names, key};
use super::said::{Unit, rounded, with_first};
use super::server::Server;
use super::verdict::{Verdict, at_most};
use crate::diagnostic::{Argument, Code, Finding, Text};
use crate::inventory::{Amount, Inventory, StoreError};
use crate::plan::ReconcilePlan;

use load::{Carried, Cluster, Running};

/// Names told of the hosts that stand in no list.
const NAMES_TOLD: usize = 5;

/// Checks X801 to X804, agency by agency.
pub fn check(
    inventory: &Inventory,
    servers: &[Server],
    limits: &ReconcilePlan,
    book: &mut Book,
) -> Result<(), StoreError> {
    for (agency_id, carried) in load::read(inventory)? {
        let own = servers.iter().filter(|server| server.agency_id == agency_id);
        let agency = Agency::of(&agency_id, own.collect(), &carried);
        x803_hosts_stand_in_a_list_of_servers(&agency, book);
        let mut by_server: BTreeMap<usize, Running> = BTreeMap::new();
        let mut clusters: BTreeMap<String, Cluster> = BTreeMap::new();
        for carried in &carried {
            let server = agency.server_of(carried);
            if let Some(server) = server {
                by_server.entry(server).or_default().add(carried);
            }
            if let Some(cluster) = &carried.cluster {
                clusters.entry(key(cluster)).or_default().add(carried, server);
            }
        }
        let unknown = agency.hosts.values().filter(|found| !matches!(found, Found::One(_))).count();
        for code in [Code::X801, Code::X802] {
            book.count_all(code, Verdict::NotComparable, unknown);
        }
        for (server, running) in by_server.iter().filter(|(_, running)| running.all().count > 0) {
            let server = agency.servers[*server];
            x801_workloads_need_no_more_ram_than_their_host_has(server, running, book);
            x802_workloads_have_no_more_vcpus_than_cores_can_carry(server, running, limits, book);
        }
        for cluster in clusters.values().filter(|cluster| cluster.running.all().count > 0) {
            x804_workloads_of_a_cluster_need_no_more_ram_than_its_hosts_have(
                &agency, cluster, book,
            );
        }
    }
    Ok(())
}

/// An agency's servers, and what the hosts its workloads name stand for.
struct Agency<'a> {
    id: &'a str,
    servers: Vec<&'a Server>,
    names: Names,
    hosts: BTreeMap<&'a str, Found>,
    carried: &'a [Carried],
}

impl<'a> Agency<'a> {
    fn of(id: &'a str, servers: Vec<&'a Server>, carried: &'a [Carried]) -> Self {
        let names = Names::of(servers.iter().map(|server| server.id.as_str()));
        let hosts: BTreeSet<&str> = carried.iter().filter_map(|c| c.host.as_deref()).collect();
        let hosts = names.resolve(&hosts);
        Self { id, servers, names, hosts, carried }
    }

    fn server_of(&self, carried: &Carried) -> Option<usize> {
        match self.hosts.get(carried.host.as_deref()?) {
            Some(Found::One(server)) => Some(*server),
            _ => None,
        }
    }

    /// The named hosts that are found so.
    fn hosts_found(&self, found: Found) -> Vec<&'a str> {
        self.hosts.iter().filter(|(_, of)| **of == found).map(|(name, _)| *name).collect()
    }

    /// How many workloads name a host that is found so.
    fn workloads_found(&self, found: Found) -> i64 {
        let is_found = |c: &&Carried| {
            c.host.as_deref().and_then(|host| self.hosts.get(host)).is_some_and(|of| *of == found)
        };
        self.carried.iter().filter(is_found).map(|carried| carried.load.count).sum()
    }
}

fn x801_workloads_need_no_more_ram_than_their_host_has(
    server: &Server,
    running: &Running,
    book: &mut Book,
) {
    let all = running.all();
    let verdict = at_most(all.ram, server.ram);
    book.count(Code::X801, verdict);
    if verdict != Verdict::Differ {
        return;
    }
    let found = Text::phrase("X801-host")
        .with("host", server.id.as_str())
        .with("workloads", all.count)
        .with("need", Unit::Bytes.amount(all.ram))
        .with("has", Unit::Bytes.amount(server.ram));
    let found = with_unstated(found, running, Unit::Bytes.amount(running.on.ram));
    let found = with_first(found, all.first.as_ref());
    book.tell_at(&server.agency_id, &server.at, Finding::new(Code::X801, found));
}

fn x802_workloads_have_no_more_vcpus_than_cores_can_carry(
    server: &Server,
    running: &Running,
    limits: &ReconcilePlan,
    book: &mut Book,
) {
    let all = running.all();
    let most = limits.vcpu_per_core_max.value;
    let verdict = at_most(all.vcpu, vcpus_of(server.cores, most));
    book.count(Code::X802, verdict);
    if verdict != Verdict::Differ {
        return;
    }
    let found = Text::phrase("X802-host")
        .with("host", server.id.as_str())
        .with("workloads", all.count)
        .with("vcpus", Unit::Count.amount(all.vcpu))
        .with("cores", Unit::Count.amount(server.cores))
        .with("ratio", rounded(all.vcpu.known as f64 / server.cores.known as f64));
    let found = with_unstated(found, running, Unit::Count.amount(running.on.vcpu));
    let found = with_first(found, all.first.as_ref());
    let expected = Text::phrase("vcpus-a-core").with("most", most);
    let finding = Finding::new(Code::X802, found).expected(expected);
    book.tell_at(&server.agency_id, &server.at, finding);
}

/// The vCPUs that cores can carry at most, rounded down to the whole one.
pub fn vcpus_of(cores: Amount, most: f64) -> Amount {
    Amount { known: (cores.known as f64 * most).floor() as i64, ..cores }
}

fn x803_hosts_stand_in_a_list_of_servers(agency: &Agency<'_>, book: &mut Book) {
    if agency.servers.is_empty() {
        book.count_all(Code::X803, Verdict::NotComparable, agency.hosts.len());
        return;
    }
    let unlisted = agency.hosts_found(Found::None);
    let several = agency.hosts_found(Found::Several);
    let listed = agency.hosts.len() - unlisted.len() - several.len();
    book.count_all(Code::X803, Verdict::Agree, listed);
    book.count_all(Code::X803, Verdict::Differ, unlisted.len());
    book.count_all(Code::X803, Verdict::NotComparable, several.len());
    let found = match (unlisted.is_empty(), several.is_empty()) {
        (true, true) => return,
        (false, true) => said_of_unlisted(agency, &unlisted),
        (true, false) => said_of_several(agency, &several),
        (false, false) => Text::phrase("said-and")
            .with("said", said_of_unlisted(agency, &unlisted))
            .with("more", said_of_several(agency, &several)),
    };
    let wanted = unlisted.first().or(several.first()).copied();
    let naming = agency.carried.iter().filter(|carried| carried.host.as_deref() == wanted);
    let Some(first) = naming.filter_map(|carried| carried.load.first.as_ref()).min() else {
        return;
    };
    let found = with_first(found, Some(first));
    book.tell_at(agency.id, first, Finding::new(Code::X803, found));
}

fn said_of_unlisted(agency: &Agency<'_>, unlisted: &[&str]) -> Text {
    let said = Text::phrase("X803-unlisted")
        .with("unlisted", unlisted.len())
        .with("hosts", agency.hosts.len())
        .with("workloads", agency.workloads_found(Found::None))
        .with("names", first_names(unlisted));
    let endings = unlisted.iter().filter_map(|name| Some((*name, agency.names.ending(name)?)));
    let endings: Vec<(&str, usize)> = endings.collect();
    let Some((name, server)) = endings.first() else { return said };
    Text::phrase("X803-ending")
        .with("said", said)
        .with("hosts", endings.len())
        .with("name", *name)
        .with("server", agency.servers[*server].id.as_str())
}

fn said_of_several(agency: &Agency<'_>, several: &[&str]) -> Text {
    Text::phrase("X803-several")
        .with("hosts", several.len())
        .with("workloads", agency.workloads_found(Found::Several))
        .with("names", first_names(several))
}

fn first_names(names: &[&str]) -> Argument {
    let more = (names.len() > NAMES_TOLD).then_some("…");
    let told = names.iter().take(NAMES_TOLD).copied().chain(more);
    told.collect::<Vec<_>>().join(", ").into()
}

/// A host that workloads of several clusters name counts in each: this tells too little rather than
/// too much.
fn x804_workloads_of_a_cluster_need_no_more_ram_than_its_hosts_have(
    agency: &Agency<'_>,
    cluster: &Cluster,
    book: &mut Book,
) {
    let all = cluster.running.all();
    let servers = cluster.servers.iter().map(|server| agency.servers[*server]);
    // A host that is in no list has memory that nobody states.
    let unknown = cluster.unknown_hosts.len() as i64;
    let unknown = Amount { known: 0, rows_unknown: unknown, rows: unknown };
    let has = servers.fold(unknown, |sum, server| sum.plus(server.ram));
    let verdict = at_most(all.ram, has);
    book.count(Code::X804, verdict);
    let (Verdict::Differ, Some(first)) = (verdict, &all.first) else { return };
    let mut found = Text::phrase("X804-cluster")
        .with("cluster", cluster.name.as_str())
        .with("workloads", all.count)
        .with("need", Unit::Bytes.amount(all.ram))
        .with("hosts", cluster.servers.len())
        .with("has", Unit::Bytes.amount(has));
    if cluster.homeless.count > 0 {
        found = Text::phrase("X804-homeless")
            .with("said", found)
            .with("workloads", cluster.homeless.count)
            .with("need", Unit::Bytes.amount(cluster.homeless.ram));
    }
    let on = Unit::Bytes.amount(cluster.running.on.ram);
    let found = with_first(with_unstated(found, &cluster.running, on), Some(first));
    book.tell_at(agency.id, first, Finding::new(Code::X804, found));
}

/// What was said, with the other reading where some workloads may be off.
fn with_unstated(said: Text, running: &Running, on: Argument) -> Text {
    if running.unstated.count == 0 {
        return said;
    }
    if running.on.count == 0 {
        return Text::phrase("power-unstated-all").with("said", said);
    }
    Text::phrase("power-unstated")
        .with("said", said)
        .with("workloads", running.unstated.count)
        .with("on", on)
}
