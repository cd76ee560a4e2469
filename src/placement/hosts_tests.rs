use super::super::example::{fleet, pool, profile, workload};
use super::super::fleet::SpareRule;
use super::*;

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
    fleet.pools[0].profile.ram_overhead_per_workload = Bytes::from_mib(512);
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
    let profile = &fleet.pools[0].profile;
    let hosts = [vec![0, 1, 2], vec![3, 4, 5]].map(|members| host(members, profile, &fleet));
    let loss = lose_fullest(&hosts, 2, profile, &fleet);
    assert_eq!(loss.recovery, Recovery::HostForHost);
}

#[test]
fn a_spare_draws_idle_power_and_a_host_its_planned_share() {
    // 200 + (700 − 200) × 0.4 = 400.
    assert_eq!(profile().power_average(), crate::unit::Watts::from_watts(400.0));
}
