use super::*;
use crate::placement::example::{device, fleet, hall, pool, workload};
use crate::placement::fleet::{
    DeviceKind, Hall, HostProfile, Rule, RuleKind, SpareRule, WorkloadItem,
};
use crate::placement::place;
use crate::placement::rack::Feeds;
use crate::placement::unplaced::{Unplaced, UnplacedReason};
use crate::unit::{Bytes, Gpus, RackUnits, Vcpus, Watts};

/// Two zones; level-3 has hosts [a], [b], [c] and a spare, a single-corded device and another.
fn valid() -> (Fleet, Placement) {
    let mut other = workload("z", 5, 5);
    other.zone = "level-4".to_owned();
    let workloads = vec![workload("a", 6, 1), workload("b", 6, 1), workload("c", 6, 1), other];
    let mut single = device("s", 1, 10.0, 100.0);
    single.cords = 1;
    let mut fleet = fleet(workloads, vec![device("d", 2, 50.0, 1000.0), single]);
    fleet.pools.push(pool("level-4", SpareRule::fixed(1)));
    let placement = place(&fleet);
    assert_eq!(check(&fleet, &placement), []);
    (fleet, placement)
}

/// What the checker says of a valid placement after it was corrupted.
fn corrupted(corrupt: impl FnOnce(&mut Fleet, &mut Placement)) -> Vec<Violation> {
    let (mut fleet, mut placement) = valid();
    corrupt(&mut fleet, &mut placement);
    check(&fleet, &placement)
}

/// The names of the violations, each once.
fn names(violations: &[Violation]) -> Vec<String> {
    let name = |v: &Violation| {
        assert!(!v.to_string().contains(" { "), "{v} has no sentence");
        format!("{v:?}").chars().take_while(|c| c.is_alphanumeric()).collect()
    };
    let mut names: Vec<String> = violations.iter().map(name).collect();
    names.dedup();
    names
}

/// Takes the workloads of one host of the first pool, with their use, to the end of another's.
fn repeat(placement: &mut Placement, from: usize, to: usize) {
    let host = placement.pools[0].hosts[from].clone();
    let target = &mut placement.pools[0].hosts[to];
    target.workloads.extend(host.workloads);
    target.vcpu_used += host.vcpu_used;
    target.ram_used += host.ram_used;
    for (sum, used) in target.used.iter_mut().zip(host.used) {
        *sum += used;
    }
}

fn clear(placement: &mut Placement, host: usize) {
    let host = &mut placement.pools[0].hosts[host];
    (host.workloads, host.vcpu_used, host.ram_used) = (vec![], Vcpus::ZERO, Bytes::ZERO);
    host.used = [0; 6];
}

#[test]
fn a_workload_on_two_hosts_is_found() {
    let found = corrupted(|fleet, placement| {
        // Small enough for both, so that nothing else is wrong.
        for workload in &mut fleet.workloads[..3] {
            workload.vcpu = Vcpus::from_count(1);
        }
        *placement = place(fleet);
        let pool = &mut placement.pools[0];
        assert_eq!(pool.hosts.len(), 1);
        let (vcpu, ram) = (Vcpus::from_count(1), Bytes::from_gib(1));
        pool.hosts[0].workloads.push(0);
        pool.hosts[0].vcpu_used += vcpu;
        pool.hosts[0].ram_used += ram;
        pool.hosts[0].used[0] += vcpu.raw();
        pool.hosts[0].used[1] += ram.raw();
    });
    let at = HostRef { pool: 0, host: 0 };
    assert_eq!(found, [Violation::WorkloadTwice { id: "a".to_owned(), first: at, second: at }]);
}

#[test]
fn a_lost_workload_is_found() {
    let found = corrupted(|_, placement| {
        clear(placement, 2);
        placement.pools[0].hosts_lower_bound = 2;
    });
    assert_eq!(found, [Violation::WorkloadMissing { id: "c".to_owned() }]);
}

#[test]
fn an_unknown_workload_or_device_or_pool_is_found() {
    let workload = corrupted(|_, p| p.pools[0].hosts[0].workloads.push(99));
    let device = corrupted(|_, p| p.racks[0].placements[0].device = 99);
    let pool = corrupted(|_, p| p.pools[1].pool = 99);
    let listed = corrupted(|_, p| {
        let reason = UnplacedReason::NoPool { zone: String::new() };
        p.unplaced.push(Unplaced { item: UnplacedItem::Device(99), id: String::new(), reason });
    });
    for (found, what, place) in [
        (workload, "workload", "host 0 of pool 0"),
        (device, "device", "R-level-3-001"),
        (pool, "pool", "pool 1"),
        (listed, "device", "unplaced"),
    ] {
        let place = place.to_owned();
        assert!(found.contains(&Violation::UnknownIndex { what, index: 99, place }), "{found:?}");
    }
}

#[test]
fn a_host_over_its_vcpus_or_memory_is_found() {
    let found = corrupted(|_, placement| {
        repeat(placement, 1, 0);
        clear(placement, 1);
    });
    let host = HostRef { pool: 0, host: 0 };
    let resource = "vcpu";
    assert!(found.contains(&Violation::HostOver {
        host,
        resource,
        used: 12_000,
        capacity: 10_000
    }));
    let found = corrupted(|fleet, placement| {
        fleet.workloads[0].ram = Bytes::from_gib(11);
        placement.pools[0].hosts[0].ram_used = Bytes::from_gib(11);
        placement.pools[0].hosts[0].used[1] = Bytes::from_gib(11).raw();
    });
    let is_memory = |v: &Violation| matches!(v, Violation::HostOver { resource: "ram", .. });
    assert!(found.iter().any(is_memory), "{found:?}");
}

#[test]
fn a_workload_on_a_host_of_another_zone_is_found() {
    let found = corrupted(|fleet, _| fleet.workloads[0].zone = "level-4".to_owned());
    assert_eq!(names(&found), ["ZoneMixedOnHost"]);
}

#[test]
fn a_rack_with_a_device_of_another_zone_is_found() {
    let found = corrupted(|fleet, placement| {
        fleet.devices[0].zone = "level-4".to_owned();
        placement.devices[0].zone = "level-4".to_owned();
    });
    assert_eq!(names(&found), ["ZoneMixedInRack"]);
}

#[test]
fn a_broken_spare_rule_is_found() {
    let found = corrupted(|fleet, _| fleet.pools[0].spare = SpareRule::fixed(0));
    assert!(names(&found).contains(&"SpareRuleBroken".to_owned()), "{found:?}");
}

#[test]
fn a_pool_that_cannot_lose_a_host_is_found() {
    let found = corrupted(|_, placement| {
        placement.pools[0].hosts_spare_count = 0;
        placement.pools[0].spare_devices.clear();
        placement.pools[0].spare_profiles.clear();
    });
    let names = names(&found);
    assert_eq!(
        names,
        ["SpareRuleBroken", "HostWithoutSpare", "HostLossNotSurvived", "DeviceAltered"]
    );
}

#[test]
fn a_host_loss_that_spares_the_fullest_is_found() {
    assert_eq!(names(&corrupted(|_, p| p.pools[0].loss.hosts.clear())), ["FigureMisstated"]);
}

#[test]
fn a_wrong_lower_bound_is_found() {
    let found = corrupted(|_, placement| placement.pools[0].hosts_lower_bound = 4);
    assert_eq!(names(&found), ["LowerBoundAboveHosts"]);
    let found = corrupted(|_, placement| placement.pools[0].hosts_lower_bound = 1);
    assert_eq!(names(&found), ["FigureMisstated"]);
}

#[test]
fn a_rack_over_its_height_weight_or_feed_is_found() {
    let over = |name: &str, corrupt: fn(&mut Fleet)| {
        let found = names(&corrupted(|fleet, _| corrupt(fleet)));
        assert!(found.contains(&name.to_owned()), "{found:?}");
    };
    over("RackOverHeight", |fleet| fleet.rack.fill_share = 0.5);
    over("RackOverWeight", |fleet| fleet.rack.weight_limit = fleet.rack.rack_weight);
    over("RackOverFeed", |fleet| fleet.rack.feed_limit = Watts::from_watts(1400.0));
    over("RackOverPorts", |fleet| fleet.rack.switch_ports = 2);
    let floor = |fleet: &mut Fleet| fleet.rack.floor.limit_kg_m2 = Some(200.0);
    over("RackOverWeight", floor);
}

#[test]
fn two_devices_in_one_unit_are_found() {
    let found = names(&corrupted(|_, p| p.racks[0].placements[1].bottom_u = 2));
    assert_eq!(found[0], "UnitTakenTwice", "{found:?}");
}

#[test]
fn a_device_outside_the_rack_or_in_reserved_units_is_found() {
    // The topmost device, so that the others stay clear of it.
    for (bottom, name) in [
        (0, "DeviceOutsideRack"),
        (13, "DeviceOutsideRack"),
        (u32::MAX, "DeviceOutsideRack"),
        (11, "DeviceInReservedUnit"),
    ] {
        let found = names(&corrupted(|_, p| p.racks[1].placements[0].bottom_u = bottom));
        assert!(found.contains(&name.to_owned()), "{bottom}: {found:?}");
    }
    let found = names(&corrupted(|fleet, _| fleet.rack.reserved_u = RackUnits::from_units(3)));
    assert!(found.contains(&"ReservedAltered".to_owned()), "{found:?}");
}

#[test]
fn devices_that_should_not_go_down_with_one_rack_are_found_in_one() {
    // The rack with fewer hosts gives them to the other: both have room for more.
    let (mut fleet, _) = valid();
    fleet.rack.height_u = RackUnits::from_units(30);
    let placement = place(&fleet);
    assert_eq!(check(&fleet, &placement), []);
    let mut emptier = placement;
    let first = emptier.racks[0].clone();
    emptier.racks.insert(
        1,
        crate::placement::RackPlacement {
            id: "R-level-3-002".to_owned(),
            placements: Vec::new(),
            ..first
        },
    );
    let found = names(&check(&fleet, &emptier));
    assert!(found.contains(&"NotSpread".to_owned()), "{found:?}");
}

#[test]
fn a_heavy_device_above_a_light_one_is_found() {
    let found = corrupted(|_, placement| {
        let stood = placement.racks[0].placements.clone();
        let same = |a: usize, b: usize| stood[a].units == stood[b].units;
        let last = (1..stood.len()).rev().find(|&at| same(0, at)).expect("two of one size");
        let (low, high) = (stood[0].device, stood[last].device);
        placement.racks[0].placements[0].device = high;
        placement.racks[0].placements[last].device = low;
        assert!(placement.devices[low].weight > placement.devices[high].weight);
    });
    assert_eq!(names(&found), ["HeavyAboveLight"]);
}

#[test]
fn a_device_twice_or_nowhere_is_found() {
    let twice = corrupted(|_, placement| {
        let copy = placement.racks[0].placements[0];
        placement.racks[1].placements.push(copy);
    });
    assert!(names(&twice).contains(&"DeviceTwice".to_owned()), "{twice:?}");
    let missing = corrupted(|_, placement| {
        placement.racks[0].placements.pop();
    });
    assert!(names(&missing).contains(&"DeviceMissing".to_owned()), "{missing:?}");
}

#[test]
fn feeds_that_do_not_match_the_cords_are_found() {
    let found = corrupted(|_, placement| {
        let stood = placement.racks.iter_mut().flat_map(|rack| &mut rack.placements);
        for stood in stood.filter(|stood| stood.device == 1) {
            stood.feeds = Feeds::Both;
        }
    });
    assert!(names(&found).contains(&"FeedsWrong".to_owned()), "{found:?}");
}

#[test]
fn an_altered_device_is_found() {
    assert_eq!(names(&corrupted(|_, p| p.devices[0].label.clear())), ["DeviceAltered"]);
    let found = corrupted(|_, p| p.devices[2].kind = DeviceKind::Server);
    assert_eq!(names(&found), ["DeviceAltered"]);
}

#[test]
fn a_false_refusal_of_a_workload_is_found() {
    let found = corrupted(|_, placement| {
        clear(placement, 2);
        placement.pools[0].hosts_lower_bound = 2;
        let reason = UnplacedReason::NoPool { zone: "level-3".to_owned() };
        let item = UnplacedItem::Workload(2);
        placement.unplaced.push(Unplaced { item, id: "c".to_owned(), reason });
    });
    assert_eq!(names(&found), ["WorkloadFalselyRefused"]);
}

#[test]
fn a_false_refusal_of_a_device_is_found() {
    let (mut fleet, _) = valid();
    fleet.hall = Hall { racks_max: Some(0), ..hall() };
    let placement = place(&fleet);
    assert_eq!(check(&fleet, &placement), []);
    fleet.hall.racks_max = Some(1);
    let found = check(&fleet, &placement);
    assert_eq!(names(&found), ["DeviceFalselyRefused"]);
    assert_eq!(found.len(), placement.devices.len());
}

#[test]
fn something_both_placed_and_unplaced_is_found() {
    let found = corrupted(|fleet, placement| {
        fleet.hall.racks_max = Some(2);
        let reason = UnplacedReason::RacksExhausted { need: 3, limit: 2 };
        let item = UnplacedItem::Device(0);
        placement.unplaced.push(Unplaced { item, id: "d".to_owned(), reason });
    });
    assert!(names(&found).contains(&"PlacedAndUnplaced".to_owned()), "{found:?}");
}

#[test]
fn too_many_racks_and_equal_ids_are_found() {
    let found = corrupted(|fleet, _| fleet.hall.racks_max = Some(1));
    assert_eq!(names(&found), ["TooManyRacks"]);
    let found = corrupted(|_, p| p.racks[1].id = p.racks[0].id.clone());
    assert_eq!(names(&found), ["RackIdTwice"]);
    let found = corrupted(|_, p| p.racks[1].number = p.racks[0].number);
    assert_eq!(names(&found), ["RackPlaceWrong"]);
    let found = names(&corrupted(|_, p| p.zones[0].racks_new_lower_bound = 9));
    assert_eq!(found, ["LowerBoundAboveRacks"]);
}

#[test]
fn misstated_sums_are_found() {
    let misstate: [fn(&mut Placement); 11] = [
        |p| p.racks[0].power_failover = Watts::ZERO,
        |p| p.racks[0].feed_power_normal[1] = Watts::ZERO,
        |p| p.racks[0].weight = p.racks[1].weight,
        |p| p.racks[0].height_used = RackUnits::ZERO,
        |p| p.pools[0].hosts[0].vcpu_used = Vcpus::ZERO,
        |p| p.pools[0].hosts[0].used[2] = 1,
        |p| p.pools[0].price = 9,
        |p| p.pools[0].price_lower_bound = 9,
        |p| p.power.it_average = Watts::ZERO,
        |p| p.power.facility_peak = p.power.it_peak,
        |p| p.single_corded.clear(),
    ];
    for (number, misstate) in misstate.into_iter().enumerate() {
        let found = corrupted(|_, placement| misstate(placement));
        assert_eq!(names(&found), ["FigureMisstated"], "{number}");
    }
}

#[test]
fn a_missing_pool_is_found() {
    let found = corrupted(|_, placement| {
        placement.pools.pop();
    });
    assert!(names(&found).contains(&"PoolMismatch".to_owned()), "{found:?}");
}

#[test]
fn broken_rules_between_workloads_are_found() {
    let rule = |kind, workloads: &[usize]| Rule {
        name: "a rule".to_owned(),
        kind,
        zone: "level-3".to_owned(),
        workloads: workloads.to_vec(),
    };
    // a, b and c run on three hosts; z is of another zone, of which the rule says nothing.
    let together = corrupted(|f, _| f.rules = vec![rule(RuleKind::Together, &[0, 1, 3])]);
    assert_eq!(names(&together), ["TogetherBroken"]);
    let found = corrupted(|fleet, placement| {
        fleet.workloads[0].vcpu = Vcpus::from_count(1);
        fleet.workloads[1].vcpu = Vcpus::from_count(1);
        *placement = place(fleet);
        assert_eq!(check(fleet, placement), []);
        fleet.rules = vec![rule(RuleKind::Apart, &[0, 1])];
    });
    assert_eq!(names(&found), ["ApartBroken"]);
}

#[test]
fn a_workload_left_out_that_a_limited_host_has_room_for_is_found() {
    let gpu = |id, gpus| WorkloadItem { gpu: Some(Gpus::from_count(gpus)), ..workload(id, 1, 1) };
    let mut fleet = fleet(vec![gpu("a", 1), gpu("b", 2)], vec![]);
    let profile = HostProfile {
        gpus: Gpus::from_count(2),
        count_max: Some(1),
        ..crate::placement::example::profile()
    };
    fleet.pools[0].profiles.push(profile);
    let placement = place(&fleet);
    assert_eq!(check(&fleet, &placement), []);
    assert_eq!(placement.unplaced.len(), 1);
    // With another GPU, and with another host, it would fit.
    let mut larger = fleet.clone();
    larger.pools[0].profiles[1].gpus = Gpus::from_count(3);
    assert!(names(&check(&larger, &placement)).contains(&"WorkloadFitsHost".to_owned()));
    let mut more = fleet.clone();
    more.pools[0].profiles[1].count_max = Some(2);
    assert_eq!(names(&check(&more, &placement)), ["WorkloadFalselyRefused"]);
    more.pools[0].profiles[1].count_max = Some(0);
    assert!(names(&check(&more, &placement)).contains(&"TooManyHosts".to_owned()));
}

#[test]
fn spares_too_small_for_a_profile_are_found() {
    let gpu = WorkloadItem { gpu: Some(Gpus::from_count(1)), ..workload("a", 1, 1) };
    let mut fleet = fleet(vec![gpu], vec![]);
    let profile = HostProfile { gpus: Gpus::from_count(2), ..crate::placement::example::profile() };
    fleet.pools[0].profiles.push(profile);
    let mut placement = place(&fleet);
    assert_eq!((check(&fleet, &placement), &placement.pools[0].spare_profiles), (vec![], &vec![1]));
    placement.pools[0].spare_profiles = vec![0];
    assert!(names(&check(&fleet, &placement)).contains(&"HostWithoutSpare".to_owned()));
}

/// A rack with a device in units 3 and 4 stands, unit 8 of it is reserved; two devices come to it.
fn with_standing() -> (Fleet, Placement) {
    use crate::placement::fleet::{Face, Occupied, Reservation, StandingRack};
    let mut fleet = fleet(vec![], vec![device("a", 2, 20.0, 10.0), device("b", 2, 10.0, 10.0)]);
    let occupied = Occupied {
        device: device("old", 2, 30.0, 10.0),
        bottom: Some(RackUnits::from_units(3)),
        face: Face::Front,
        is_switch: false,
    };
    fleet.standing = vec![StandingRack {
        id: "S1".to_owned(),
        zone: Some("level-3".to_owned()),
        row: Some("A".to_owned()),
        height: RackUnits::from_units(12),
        weight_limit: None,
        occupied: vec![occupied],
        reservations: vec![Reservation { units: vec![8], purpose: "kept".to_owned() }],
    }];
    let placement = place(&fleet);
    assert_eq!(check(&fleet, &placement), []);
    (fleet, placement)
}

#[test]
fn a_standing_rack_that_is_altered_is_found() {
    type Corrupt = fn(&mut Placement);
    let corrupt: [(&str, Corrupt); 8] = [
        ("StandingAltered", |p| p.racks[0].id = "S2".to_owned()),
        ("StandingAltered", |p| p.racks[0].zone = "unassigned".to_owned()),
        ("StandingAltered", |p| p.racks[0].row = Some("B".to_owned())),
        ("StandingAltered", |p| {
            let old = p.standing_devices.start;
            let stood = p.racks[0].placements.iter_mut();
            stood.filter(|stood| stood.device == old).for_each(|stood| stood.bottom_u = 5);
        }),
        ("ReservedAltered", |p| {
            p.racks[0].reserved.pop();
        }),
        ("DeviceInReservedUnit", |p| {
            let stood = p.racks[0].placements.iter_mut();
            stood.filter(|stood| stood.device == 1).for_each(|stood| stood.bottom_u = 7);
        }),
        ("UnitTakenTwice", |p| {
            let stood = p.racks[0].placements.iter_mut();
            stood.filter(|stood| stood.device == 1).for_each(|stood| stood.bottom_u = 4);
        }),
        ("FigureMisstated", |p| p.racks.clear()),
    ];
    for (number, (name, corrupt)) in corrupt.into_iter().enumerate() {
        let (fleet, mut placement) = with_standing();
        corrupt(&mut placement);
        let found = names(&check(&fleet, &placement));
        assert!(found.contains(&name.to_owned()), "{number}: {found:?}");
    }
}

#[test]
fn a_device_that_fits_a_standing_rack_is_falsely_refused() {
    let (fleet, mut placement) = with_standing();
    placement.racks[0].placements.retain(|stood| stood.device != 1);
    let reason = UnplacedReason::RacksExhausted { need: 2, limit: 1 };
    let item = UnplacedItem::Device(1);
    placement.unplaced.push(Unplaced { item, id: "b".to_owned(), reason });
    // With room for one rack only the one that stands is left.
    let fleet = Fleet { hall: Hall { racks_max: Some(1), ..hall() }, ..fleet };
    let found = check(&fleet, &placement);
    let rack = Some("S1".to_owned());
    let refused = Violation::DeviceFalselyRefused { id: "b".to_owned(), rack };
    assert!(found.contains(&refused), "{found:?}");
}
