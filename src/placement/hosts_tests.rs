use super::super::example::{fleet, pool, profile, workload};
use super::super::fleet::{DeviceKind, Rule, RuleKind, SpareRule, WorkloadItem};
use super::*;
use crate::unit::{Gpus, Iops};

fn hosts_of(fleet: &Fleet) -> Vec<Vec<&str>> {
    let (pools, _) = place(fleet);
    let ids =
        |host: &Host| host.workloads.iter().map(|&w| fleet.workloads[w].id.as_str()).collect();
    pools.iter().flat_map(|pool| &pool.hosts).map(ids).collect()
}

#[test]
fn a_host_offers_its_unreserved_cores_times_ratio_times_target_share() {
    let host = HostProfile {
        cores: 64,
        reserved_cores: 4,
        cpu_target_share: 0.80,
        ram: Bytes::from_gib(1024),
        ram_target_share: 0.85,
        ..profile()
    };
    // 60 × 4 × 0.80 = 192; (1024 − 4) GiB × 0.85 = 867 GiB.
    assert_eq!(host.vcpu_capacity(), Vcpus::from_count(192));
    assert_eq!(host.ram_capacity(), Bytes::from_gib(867));
}

#[test]
fn capacity_rounds_down() {
    let host = HostProfile {
        cores: 2,
        vcpu_per_core: 1.0,
        cpu_target_share: 0.333_333,
        ram: Bytes::from_bytes(10),
        reserved_ram: Bytes::ZERO,
        ram_target_share: 0.85,
        ..profile()
    };
    assert_eq!(host.vcpu_capacity(), Vcpus::from_milli(333));
    assert_eq!(host.ram_capacity(), Bytes::from_bytes(8));
}

#[test]
fn a_profile_without_sense_offers_nothing() {
    let host = HostProfile {
        cores: 1,
        reserved_cores: 2,
        ram: Bytes::from_gib(1),
        ram_target_share: f64::NAN,
        ..profile()
    };
    assert_eq!((host.vcpu_capacity(), host.ram_capacity()), (Vcpus::ZERO, Bytes::ZERO));
    let host = HostProfile { vcpu_per_core: -4.0, ..profile() };
    assert_eq!(host.vcpu_capacity(), Vcpus::ZERO);
}

#[test]
fn the_fewest_hosts_are_filled_and_their_workloads_listed_by_id() {
    let small_first =
        vec![workload("a", 3, 1), workload("b", 6, 1), workload("c", 1, 7), workload("d", 4, 1)];
    // A host offers 10 vCPUs: a, b and c fill one to the last.
    assert_eq!(hosts_of(&fleet(small_first, vec![])), [vec!["a", "b", "c"], vec!["d"]]);
}

#[test]
fn equal_workloads_are_ordered_by_id() {
    let equal = vec![workload("b", 6, 1), workload("c", 6, 1), workload("a", 6, 1)];
    assert_eq!(hosts_of(&fleet(equal, vec![])), [vec!["a"], vec!["b"], vec!["c"]]);
}

#[test]
fn the_overhead_of_the_hypervisor_counts_for_every_workload() {
    let mut fleet = fleet(vec![workload("a", 1, 5), workload("b", 1, 5)], vec![]);
    assert_eq!(place(&fleet).0[0].hosts.len(), 1);
    fleet.pools[0].ram_overhead_per_workload = Bytes::from_mib(512);
    let (pools, _) = place(&fleet);
    assert_eq!(pools[0].hosts.len(), 2);
    assert_eq!(pools[0].hosts[0].ram_used, Bytes::from_mib(5632));
}

#[test]
fn a_workload_larger_than_a_host_says_what_it_needs_and_what_a_host_offers() {
    let fleet = fleet(vec![workload("a", 11, 1), workload("b", 1, 11)], vec![]);
    let (_, unplaced) = place(&fleet);
    let limits: Vec<String> = unplaced.iter().map(Unplaced::limit).collect();
    assert_eq!(
        limits,
        [
            "vcpu: needs 11 vCPU, an empty host offers 10 vCPU",
            "ram: needs 11.000 GiB, an empty host offers 10.000 GiB"
        ]
    );
}

#[test]
fn a_workload_of_a_zone_without_pool_is_unplaced() {
    let mut stray = workload("a", 1, 1);
    stray.zone = "secret".to_owned();
    let (_, unplaced) = place(&fleet(vec![workload("b", 1, 1), stray], vec![]));
    let reason = UnplacedReason::NoPool { zone: "secret".to_owned() };
    let item = UnplacedItem::Workload(1);
    assert_eq!(unplaced, [Unplaced { item, id: "a".to_owned(), reason }]);
}

#[test]
fn zones_never_share_a_host() {
    let mut other = workload("a", 1, 1);
    other.zone = "level-4".to_owned();
    let mut fleet = fleet(vec![other, workload("b", 1, 1)], vec![]);
    fleet.pools.push(pool("level-4", SpareRule::fixed(2)));
    let (pools, _) = place(&fleet);
    assert_eq!(pools[0].hosts[0].workloads, [1]);
    assert_eq!(pools[1].hosts[0].workloads, [0]);
    assert_eq!((pools[0].hosts_spare_count, pools[1].hosts_spare_count), (1, 2));
}

#[test]
fn seventeen_hosts_have_two_spares_and_sixteen_have_one() {
    let rule = SpareRule::stepped(16, 1, 2);
    assert_eq!([0, 1, 16, 17].map(|hosts| rule.spare_count(hosts)), [0, 1, 1, 2]);
    assert_eq!(SpareRule::fixed(3).spare_count(1), 3);
}

#[test]
fn the_lower_bound_names_the_resource_that_is_short() {
    let workloads = vec![workload("a", 1, 6), workload("b", 2, 6), workload("c", 1, 6)];
    let (pools, _) = place(&fleet(workloads, vec![]));
    // 18 GiB of 10 a host make 2; no two of 6 GiB share a host of 10, so 3 are needed.
    assert_eq!((pools[0].hosts.len(), pools[0].hosts_lower_bound), (3, 3));
    assert_eq!(pools[0].bound_method, BoundMethod::Apart);
    assert_eq!(pools[0].limiting_resource, Some(Resource::Ram));
}

#[test]
fn the_fullest_hosts_are_lost_and_their_workloads_find_room() {
    let workloads = vec![workload("a", 6, 1), workload("b", 7, 1), workload("c", 8, 1)];
    let mut fleet = fleet(workloads, vec![]);
    fleet.pools[0].spare = SpareRule::fixed(2);
    let (pools, _) = place(&fleet);
    assert_eq!(pools[0].loss, HostLoss { hosts: vec![0, 1], recovery: Recovery::FirstFit });
}

#[test]
fn where_first_fit_gets_stuck_a_spare_takes_over_a_whole_host() {
    // Two full hosts, 5+3+2 and 4+4+2. One by one, largest first: 5+4 and 4+3+2; the last 2 is left.
    let workloads = [("a", 5), ("b", 3), ("c", 2), ("d", 4), ("e", 4), ("f", 2)]
        .map(|(i, n)| workload(i, n, 1));
    let fleet = fleet(workloads.to_vec(), vec![]);
    let units = rules::units(&fleet.pools[0], &fleet, &[0, 1, 2, 3, 4, 5]);
    let rows = Rows::of(&fleet.pools[0], &units);
    let hosts = [(0, vec![0, 1, 2]), (0, vec![3, 4, 5])];
    let loss = spares::lose_fullest(&hosts, &units, &[0, 0], 2, &rows);
    assert_eq!(loss.recovery, Recovery::HostForHost);
}

#[test]
fn a_spare_draws_idle_power_and_a_host_its_planned_share() {
    let placement = super::super::place(&fleet(vec![workload("a", 1, 1)], vec![]));
    let draws = |kind| {
        let found = placement.devices.iter().find(|device| device.kind == kind);
        found.map(|device| (device.power_average.as_watts(), device.power_peak.as_watts()))
    };
    // 200 + (700 − 200) × 0.4 = 400; whatever stands by must be able to take over.
    assert_eq!(draws(DeviceKind::Host), Some((400.0, 700.0)));
    assert_eq!(draws(DeviceKind::SpareHost), Some((200.0, 700.0)));
}

/// A profile with four GPUs beside the round one, at five times its price.
fn with_gpus() -> HostProfile {
    HostProfile { name: "gpu".to_owned(), gpus: Gpus::from_count(4), price: 5, ..profile() }
}

fn with_gpu(id: &str, vcpu: u64, ram_gib: u64, gpus: u64) -> WorkloadItem {
    WorkloadItem { gpu: Some(Gpus::from_count(gpus)), ..workload(id, vcpu, ram_gib) }
}

/// The round profile and others, without spares.
fn mixed(workloads: Vec<WorkloadItem>, others: Vec<HostProfile>) -> Fleet {
    let mut fleet = fleet(workloads, vec![]);
    fleet.pools[0].profiles.extend(others);
    fleet.pools[0].spare = SpareRule::fixed(0);
    fleet
}

fn rule(kind: RuleKind, workloads: &[usize]) -> Rule {
    let name = format!("the {} ones", kind.code());
    Rule { name, kind, zone: "level-3".to_owned(), workloads: workloads.to_vec() }
}

/// The only pool, after the checker judged the whole placement.
fn placed(fleet: &Fleet) -> (PoolPlacement, Vec<String>) {
    let mut placement = super::super::place(fleet);
    assert_eq!(super::super::check(fleet, &placement), []);
    let told = |refusal: &Unplaced| {
        format!("{}: {}, {}", refusal.id, refusal.reason.code(), refusal.limit())
    };
    let told = placement.unplaced.iter().map(told).collect();
    (placement.pools.remove(0), told)
}

/// Profile and workloads of each host, in order.
fn carried(pool: &PoolPlacement) -> Vec<(usize, Vec<usize>)> {
    let of_host = |host: &Host| (host.profile, host.workloads.clone());
    let mut hosts: Vec<(usize, Vec<usize>)> = pool.hosts.iter().map(of_host).collect();
    hosts.sort();
    hosts
}

#[test]
fn the_cheapest_mix_of_profiles_is_placed() {
    // Four of 5 vCPUs: two round hosts at 2 each, or one of twice the size at 3.
    let large = |price| HostProfile {
        name: "large".to_owned(),
        cores: 11,
        ram: Bytes::from_gib(44),
        price,
        ..profile()
    };
    let four = || ["a", "b", "c", "d"].map(|id| workload(id, 5, 5)).to_vec();
    for (price, profiles, cost) in [(3, vec![1], 3), (5, vec![0, 0], 4)] {
        let mut fleet = mixed(four(), vec![large(price)]);
        fleet.pools[0].profiles[0].price = 2;
        let (pool, _) = placed(&fleet);
        let found: Vec<usize> = pool.hosts.iter().map(|host| host.profile).collect();
        assert_eq!((found, pool.price, pool.price_lower_bound), (profiles, cost, cost));
        assert_eq!(pool.gap(), Some(0.0));
    }
}

#[test]
fn workloads_go_to_hosts_with_gpus_only_where_these_are_there_anyway() {
    // The host that a's GPU asks for has room for b as well; c is cheaper on a round one.
    let workloads = vec![with_gpu("a", 2, 2, 1), workload("b", 8, 8), workload("c", 8, 8)];
    let (pool, _) = placed(&mixed(workloads, vec![with_gpus()]));
    assert_eq!(pool.hosts.len(), 2);
    assert_eq!((pool.hosts_of(0).count(), pool.hosts_of(1).count(), pool.price), (1, 1, 6));
    assert_eq!(pool.held, [Resource::Vcpu, Resource::Ram, Resource::Gpu]);
    // Without GPUs to place it is as if there were one profile, and bounded as strongly.
    let (pool, _) =
        placed(&mixed(vec![workload("b", 8, 8), workload("c", 8, 8)], vec![with_gpus()]));
    assert_eq!((carried(&pool), pool.hosts_lower_bound), (vec![(0, vec![0]), (0, vec![1])], 2));
    assert_eq!(pool.held, [Resource::Vcpu, Resource::Ram]);
}

#[test]
fn what_no_profile_takes_is_told_with_the_limits_of_each() {
    let (_, told) = placed(&mixed(vec![with_gpu("a", 11, 1, 1)], vec![]));
    assert_eq!(
        told,
        ["a: larger_than_host, vcpu: needs 11 vCPU, an empty host offers 10 vCPU; \
          gpu: needs 1 GPU, an empty host offers 0 GPU"]
    );
    let (_, told) = placed(&mixed(vec![with_gpu("a", 1, 1, 5)], vec![with_gpus()]));
    assert_eq!(
        told,
        ["a: larger_than_host, gpu: needs 5 GPU, an empty host \"round\" offers 0 GPU; \
          gpu: needs 5 GPU, an empty host \"gpu\" offers 4 GPU"]
    );
}

#[test]
fn a_resource_is_held_where_a_profile_states_it() {
    let busy = |id| WorkloadItem { iops: Some(Iops::from_count(600)), ..workload(id, 1, 1) };
    let workloads = || vec![busy("a"), busy("b"), workload("c", 1, 1)];
    // Nobody says what a host does: three share one. c states none, and takes none.
    let (pool, _) = placed(&mixed(workloads(), vec![]));
    assert_eq!((pool.hosts.len(), pool.held.len()), (1, 2));
    let mut fleet = mixed(workloads(), vec![]);
    fleet.pools[0].profiles[0].iops = Some(Iops::from_count(1000));
    let (pool, _) = placed(&fleet);
    assert_eq!((pool.hosts.len(), pool.hosts_lower_bound), (2, 2));
    assert_eq!(pool.limiting_resource, Some(Resource::Iops));
    // A second profile that says nothing of it is not limited by it.
    fleet.pools[0].profiles.push(HostProfile { name: "other".to_owned(), ..profile() });
    let (pool, _) = placed(&fleet);
    assert_eq!(carried(&pool), [(1, vec![0, 1, 2])]);
}

#[test]
fn what_hosts_carry_that_do_not_limit_a_resource_is_no_share_of_those_that_do() {
    let busy = |id, vcpu, iops| WorkloadItem {
        iops: Some(Iops::from_count(iops)),
        ..workload(id, vcpu, 1)
    };
    // a asks for more than the round host does and goes to the other, which states no limit; b's 100 of
    // 1,000 are a tenth of the round host, while vCPUs are used by 18 of 20.
    let mut fleet = mixed(vec![busy("a", 9, 5000), busy("b", 9, 100)], vec![]);
    fleet.pools[0].profiles[0].iops = Some(Iops::from_count(1000));
    let other = HostProfile { name: "other".to_owned(), price: 3, ..profile() };
    fleet.pools[0].profiles.push(other);
    let (pool, _) = placed(&fleet);
    assert_eq!(carried(&pool), [(0, vec![1]), (1, vec![0])]);
    assert_eq!(pool.limiting_resource, Some(Resource::Vcpu));
}

#[test]
fn workloads_apart_share_no_host_and_those_together_do() {
    let three = || ["a", "b", "c"].map(|id| workload(id, 4, 1)).to_vec();
    let mut fleet = mixed(three(), vec![]);
    assert_eq!(placed(&fleet).0.hosts.len(), 2);
    fleet.rules = vec![rule(RuleKind::Apart, &[0, 1, 2])];
    let (pool, _) = placed(&fleet);
    assert_eq!((pool.hosts.len(), pool.hosts_lower_bound), (3, 3));
    fleet.rules = vec![rule(RuleKind::Together, &[0, 2])];
    assert_eq!(carried(&placed(&fleet).0), [(0, vec![0, 2]), (0, vec![1])]);
    // Kept apart from one of two that run together is kept apart from both.
    fleet.workloads[1].vcpu = Vcpus::from_count(1);
    assert_eq!(placed(&fleet).0.hosts.len(), 1);
    fleet.rules.push(rule(RuleKind::Apart, &[1, 2]));
    assert_eq!(carried(&placed(&fleet).0), [(0, vec![0, 2]), (0, vec![1])]);
}

#[test]
fn rules_that_overlap_hold_all() {
    let workloads = ["a", "b", "c", "d"].map(|id| workload(id, 1, 1)).to_vec();
    let mut fleet = mixed(workloads, vec![]);
    fleet.rules = vec![rule(RuleKind::Apart, &[0, 1]), rule(RuleKind::Apart, &[1, 2])];
    // No rule speaks of a and c, nor of d: three of the four may share a host.
    let (pool, _) = placed(&fleet);
    assert_eq!((pool.hosts.len(), pool.hosts_lower_bound, pool.gap()), (2, 2, Some(0.0)));
    fleet.rules = vec![rule(RuleKind::Together, &[0, 1]), rule(RuleKind::Together, &[1, 3])];
    fleet.workloads[2].vcpu = Vcpus::from_count(8);
    assert_eq!(carried(&placed(&fleet).0), [(0, vec![0, 1, 3]), (0, vec![2])]);
}

#[test]
fn rules_that_cannot_hold_are_told() {
    let workloads = ["a", "b", "c"].map(|id| workload(id, 6, 1)).to_vec();
    let mut fleet = mixed(workloads, vec![]);
    fleet.rules = vec![rule(RuleKind::Together, &[0, 2])];
    let (pool, told) = placed(&fleet);
    let short = "together with a, c: vcpu: needs 12 vCPU, an empty host offers 10 vCPU";
    assert_eq!(carried(&pool), [(0, vec![1])]);
    let line = |id| format!("{id}: together_larger_than_host, {short}");
    assert_eq!(told, [line("a"), line("c")]);
    fleet.rules.push(rule(RuleKind::Apart, &[0, 1, 2]));
    let (_, told) = placed(&fleet);
    let line = |id| {
        format!(
            "{id}: rules_contradict, rules: a, c run together, but the apart ones keeps two apart"
        )
    };
    assert_eq!(told, [line("a"), line("c")]);
}

#[test]
fn hosts_limited_in_number_leave_out_what_they_have_no_room_for() {
    let workloads = vec![with_gpu("a", 1, 1, 3), with_gpu("b", 1, 1, 3), with_gpu("c", 1, 1, 1)];
    let mut fleet = mixed(workloads, vec![with_gpus()]);
    fleet.pools[0].profiles[1].count_max = Some(1);
    let (pool, told) = placed(&fleet);
    assert_eq!((pool.hosts.len(), pool.hosts[0].workloads.len()), (1, 2));
    let limit = "hosts: all are taken of those there may be, 1 of \"gpu\"";
    assert_eq!(told.len(), 1);
    assert!(told[0].ends_with(&format!("no_host_left, {limit}")), "{told:?}");
    // The same when more are to be apart than there may be hosts.
    let workloads = ["a", "b", "c"].map(|id| with_gpu(id, 1, 1, 1)).to_vec();
    let mut fleet = mixed(workloads, vec![with_gpus()]);
    fleet.pools[0].profiles[1].count_max = Some(2);
    fleet.rules = vec![rule(RuleKind::Apart, &[0, 1, 2])];
    let (pool, told) = placed(&fleet);
    assert_eq!((pool.hosts.len(), told.len()), (2, 1));
    let outcome = super::super::outcomes(&fleet, &super::super::place(&fleet))[0];
    assert_eq!((outcome.state, outcome.hosts_count), (super::super::RuleState::NotAllPlaced, 2));
}

#[test]
fn the_reserve_is_the_larger_of_a_number_and_a_share() {
    let rule = SpareRule::stepped(16, 1, 2).with_share(0.25);
    // ⌈0.25 × 9⌉ = 3, ⌈0.25 × 4⌉ = 1; none where no host carries anything.
    assert_eq!([0, 4, 9, 16].map(|hosts| rule.spare_count(hosts)), [0, 1, 3, 4]);
    let mut fleet = fleet((0..5).map(|n| workload(&n.to_string(), 10, 1)).collect(), vec![]);
    fleet.pools[0].spare = SpareRule::fixed(1).with_share(0.21);
    let (pool, _) = placed(&fleet);
    assert_eq!((pool.hosts.len(), pool.hosts_spare_count, pool.loss.hosts.len()), (5, 2, 2));
}

#[test]
fn spares_take_over_from_every_profile_in_use() {
    let workloads = vec![with_gpu("a", 1, 1, 1), workload("b", 10, 1), workload("c", 10, 1)];
    let spares = |other: HostProfile| {
        let mut fleet = mixed(workloads.clone(), vec![other]);
        fleet.pools[0].spare = SpareRule::fixed(2);
        let (pool, _) = placed(&fleet);
        assert_eq!(pool.hosts.len(), 3);
        pool.spare_profiles
    };
    // A host with GPUs that offers as much of all else stands in for all.
    assert_eq!(spares(with_gpus()), [1, 1]);
    // With less memory it does not: two for the two round hosts, one for the one with GPUs.
    assert_eq!(spares(HostProfile { ram: Bytes::from_gib(20), ..with_gpus() }), [0, 0, 1]);
}

#[test]
fn lost_workloads_stay_apart_and_together_where_they_find_room() {
    let workloads = ["a", "b", "c", "d"].map(|id| workload(id, 3, 1)).to_vec();
    let mut fleet = fleet(workloads, vec![]);
    fleet.rules = vec![rule(RuleKind::Apart, &[0, 1]), rule(RuleKind::Together, &[2, 3])];
    let units = rules::units(&fleet.pools[0], &fleet, &[0, 1, 2, 3]);
    let groups: Vec<Option<u32>> = units.iter().map(|unit| unit.group).collect();
    assert_eq!(groups, [Some(0), Some(0), None]);
    let rows = Rows::of(&fleet.pools[0], &units);
    // Host 0 (a with c and d, 9 vCPUs) fails. Largest first, c and d go to b's host; a must not, though
    // there is room for it alone, and goes to the spare.
    let hosts = [(0, vec![0, 2]), (0, vec![1])];
    let loss = spares::lose_fullest(&hosts, &units, &[0], 1, &rows);
    assert_eq!(loss, HostLoss { hosts: vec![0], recovery: Recovery::FirstFit });
    let loss = spares::lose_fullest(&hosts, &units, &[], 1, &rows);
    assert_eq!(loss.recovery, Recovery::HostForHost);
}
