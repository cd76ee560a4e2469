use super::super::example::{device, fleet, hall, rack, workload};
use super::super::fleet::{
    Floor, Hall, Occupied, Reservation, Rule, RuleKind, SpareRule, StandingRack,
};
use super::super::rack::{ConflictKind, units_free};
use super::super::{Placement, check, place};
use super::*;
use crate::unit::{Kilograms, RackUnits, Watts};

mod standing;

/// Places and checks.
fn placed(fleet: &Fleet) -> Placement {
    let placement = place(fleet);
    assert_eq!(check(fleet, &placement), []);
    placement
}

fn place_devices(devices: Vec<Device>) -> Placement {
    placed(&fleet(vec![], devices))
}

/// Device, lowest unit, units and side of what stands in the rack, from the bottom up.
fn stood(rack: &RackPlacement) -> Vec<(usize, u32, u32, Face)> {
    rack.placements.iter().map(|p| (p.device, p.bottom_u, p.units, p.face)).collect()
}

fn single_corded(id: &str, watts: f64) -> Device {
    Device { cords: 1, ..device(id, 1, 10.0, watts) }
}

#[test]
fn dual_corded_devices_load_each_feed_by_half_and_the_survivor_by_all() {
    let placement = place_devices(vec![device("a", 1, 10.0, 2000.0), device("b", 1, 10.0, 2000.0)]);
    let rack = &placement.racks[0];
    assert_eq!(rack.feed_power_normal, [Watts::from_kilowatts(2.0); 2]);
    assert_eq!(rack.power_failover, Watts::from_kilowatts(4.0));
    assert_eq!(rack.power_average, Watts::from_kilowatts(2.0));
}

#[test]
fn a_rack_takes_what_one_feed_carries_and_no_more() {
    let devices: Vec<Device> =
        ["a", "b", "c"].iter().map(|id| device(id, 1, 10.0, 2500.0)).collect();
    let placement = place_devices(devices);
    // Both feeds together could carry 10 kW, but one alone only 5.
    assert_eq!(placement.racks.len(), 2);
    assert_eq!(placement.racks[0].closed_by, Some(BindingLimit::Power));
    assert_eq!(placement.racks[1].closed_by, None);
}

#[test]
fn single_corded_devices_go_to_the_less_loaded_feed_and_are_listed() {
    let placement = place_devices(vec![
        single_corded("a", 3000.0),
        single_corded("b", 2000.0),
        single_corded("c", 500.0),
        device("d", 1, 10.0, 1000.0),
    ]);
    let rack = &placement.racks[0];
    // A: 3000 + 500; B: 2000 + 500 + 500. Survivor A: 3000 + 1000; B: 2000 + 500 + 1000.
    assert_eq!(rack.feed_power_normal, [3.5, 3.0].map(Watts::from_kilowatts));
    assert_eq!(rack.power_failover, Watts::from_kilowatts(4.0));
    assert_eq!(placement.single_corded, [0, 1, 2]);
}

#[test]
fn the_switches_count_against_power_and_weight() {
    let mut fleet = fleet(vec![], vec![device("a", 1, 600.0, 4500.0)]);
    fleet.rack.tor_power = Watts::from_watts(400.0);
    let placement = placed(&fleet);
    let rack = &placement.racks[0];
    assert_eq!(rack.power_failover, Watts::from_watts(4900.0));
    assert_eq!(rack.weight, Kilograms::from_kilograms(700.0));
    fleet.rack.tor_weight = Kilograms::from_kilograms(1.0);
    let limit = placed(&fleet).unplaced[0].limit();
    assert_eq!(limit, "weight: has 600 kg, an empty rack offers 599 kg");
}

#[test]
fn reserved_units_and_the_fill_share_round_down_what_may_be_used() {
    let rack = RackProfile {
        height_u: RackUnits::from_units(42),
        reserved_u: RackUnits::from_units(4),
        fill_share: 0.85,
        ..rack()
    };
    assert_eq!(rack.units_usable(), 32);
}

#[test]
fn heavy_devices_stand_low_and_without_gaps() {
    let placement = place_devices(vec![
        device("light", 4, 20.0, 100.0),
        device("heavy", 2, 300.0, 100.0),
        device("middle", 3, 100.0, 100.0),
    ]);
    let stood: Vec<(usize, u32, u32)> =
        placement.racks[0].placements.iter().map(|p| (p.device, p.bottom_u, p.units)).collect();
    assert_eq!(stood, [(1, 1, 2), (2, 3, 3), (0, 6, 4)]);
    assert_eq!(placement.racks[0].height_used, RackUnits::from_units(9));
}

#[test]
fn half_units_are_rounded_up_and_flat_devices_take_none() {
    let mut half = device("half", 1, 10.0, 10.0);
    half.height = RackUnits::from_units_rounded_up(1.5);
    let placement = place_devices(vec![half, device("flat", 0, 20.0, 10.0)]);
    let stood: Vec<(usize, u32, u32)> =
        placement.racks[0].placements.iter().map(|p| (p.device, p.bottom_u, p.units)).collect();
    assert_eq!(stood, [(1, 0, 0), (0, 1, 2)]);
}

#[test]
fn height_and_weight_close_a_rack_too() {
    let tall = place_devices(vec![device("a", 6, 10.0, 10.0), device("b", 6, 10.0, 10.0)]);
    assert_eq!(tall.racks[0].closed_by, Some(BindingLimit::Height));
    let heavy = place_devices(vec![device("a", 1, 400.0, 10.0), device("b", 1, 400.0, 10.0)]);
    assert_eq!(heavy.racks[0].closed_by, Some(BindingLimit::Weight));
}

#[test]
fn a_device_no_empty_rack_takes_names_the_limit_and_both_numbers() {
    let placement = place_devices(vec![
        device("tall", 11, 10.0, 10.0),
        device("hungry", 1, 10.0, 6000.0),
        device("heavy", 1, 601.0, 10.0),
    ]);
    let limits: Vec<String> = placement.unplaced.iter().map(Unplaced::limit).collect();
    assert_eq!(
        limits,
        [
            "height: needs 11U, an empty rack offers 10U",
            "power: draws 6000 W, one feed of an empty rack offers 5000 W",
            "weight: has 601 kg, an empty rack offers 600 kg"
        ]
    );
    assert!(placement.racks.is_empty());
}

#[test]
fn a_full_hall_leaves_devices_out_and_says_so() {
    let devices = ["a", "b", "c"].iter().map(|id| device(id, 6, 10.0, 10.0)).collect();
    let mut fleet = fleet(vec![], devices);
    fleet.hall = Hall { racks_max: Some(2), ..hall() };
    let placement = placed(&fleet);
    assert_eq!(placement.unplaced[0].reason, UnplacedReason::RacksExhausted { need: 3, limit: 2 });
    assert_eq!(placement.unplaced[0].id, "c");
    assert_eq!(placement.racks[1].closed_by, Some(BindingLimit::Height));
}

#[test]
fn workloads_of_a_host_without_rack_are_named() {
    let mut fleet = fleet(vec![workload("a", 6, 1), workload("b", 6, 1)], vec![]);
    fleet.hall = Hall { racks_max: Some(0), ..hall() };
    let placement = placed(&fleet);
    assert_eq!(placement.unplaced.len(), 3);
    assert_eq!(placement.workloads_without_rack(), [0, 1]);
}

#[test]
fn zones_have_racks_of_their_own_named_after_them() {
    let other = Device { zone: "level-4".to_owned(), ..device("b", 1, 10.0, 10.0) };
    let placement = place_devices(vec![other, device("a", 1, 10.0, 10.0)]);
    let ids: Vec<&str> = placement.racks.iter().map(|rack| rack.id.as_str()).collect();
    assert_eq!(ids, ["R-level-3-001", "R-level-4-001"]);
}

#[test]
fn spare_hosts_are_spread_over_the_racks_of_their_pool() {
    let workloads = (0..13).map(|n| workload(&format!("w{n:02}"), 10, 1)).collect();
    let mut fleet = fleet(workloads, vec![]);
    fleet.pools[0].spare = SpareRule::fixed(3);
    let placement = placed(&fleet);
    // Hosts of 2U in racks of 10: 16 hosts need four racks of five, the last holding one.
    let spares: Vec<usize> = placement
        .racks
        .iter()
        .map(|rack| {
            let kinds = rack.placements.iter().map(|p| placement.devices[p.device].kind);
            kinds.filter(|kind| *kind == DeviceKind::SpareHost).count()
        })
        .collect();
    assert_eq!(spares, [1, 0, 1, 1]);
}

#[test]
fn two_feeds_of_5_kw_carry_4_kw_at_40_percent_each_and_at_80_when_one_fails() {
    let placement = place_devices(vec![device("array", 4, 80.0, 4_000.0)]);
    let stood = &placement.racks[0];
    let percent = |watts: Watts| watts.raw() * 100 / rack().feed_limit.raw();
    assert_eq!(stood.feed_power_normal.map(percent), [40, 40]);
    assert_eq!(percent(stood.power_failover), 80);
}

/// Two half-depth devices of 2U share units 1 and 2; the heavier one of full depth stands below.
#[test]
fn devices_of_half_depth_share_units_front_and_rear() {
    let half = |id: &str| Device { is_full_depth: false, ..device(id, 2, 5.0, 10.0) };
    let placement = place_devices(vec![half("a"), half("b"), device("c", 8, 50.0, 10.0)]);
    assert_eq!(placement.racks.len(), 1);
    let rack = &placement.racks[0];
    let (front, rear) = (Face::Front, Face::Rear);
    assert_eq!(stood(rack), [(2, 1, 8, front), (0, 9, 2, front), (1, 9, 2, rear)]);
    assert_eq!(rack.height_used, RackUnits::from_units(10));
    assert_eq!(units_free(rack).longest_run, 0);
    assert_eq!(placement.zones[0].racks_new_lower_bound, 1);
}

#[test]
fn reserved_units_stand_at_the_top_with_their_purpose() {
    let mut fleet = fleet(vec![], vec![device("a", 3, 10.0, 10.0)]);
    fleet.rack.reserved_u = RackUnits::from_units(4);
    (fleet.rack.patch_panels_u, fleet.rack.cable_managers_u) = (1, 1);
    let placement = placed(&fleet);
    let rack = &placement.racks[0];
    let reserved: Vec<(&str, u32, u32)> =
        rack.reserved.iter().map(|r| (r.purpose.word(), r.bottom_u, r.units)).collect();
    // Of 12 units.
    let expected = [("patch_panels", 12, 1), ("cable_managers", 11, 1), ("switches", 9, 2)];
    assert_eq!(reserved, expected);
    let free = units_free(rack);
    assert_eq!((free.units, free.longest_run), (vec![4, 5, 6, 7, 8], 5));
}

/// A host takes 2 ports, one on each switch; with 3 ports a switch the fourth opens a rack.
#[test]
fn ports_of_the_switches_close_a_rack() {
    let mut fleet = fleet(vec![], (0..4).map(|n| device(&format!("d{n}"), 1, 1.0, 1.0)).collect());
    fleet.rack.switch_ports = 3;
    let placement = placed(&fleet);
    assert_eq!(placement.racks.len(), 2);
    assert_eq!(placement.racks[0].closed_by, Some(BindingLimit::Ports));
    assert_eq!(placement.racks[0].ports_used, 3);
    assert_eq!(placement.zones[0].limiting, Some(BindingLimit::Ports));
    assert_eq!(placement.zones[0].racks_new_lower_bound, 2);
    // Three ports are two on each switch.
    fleet.devices = vec![Device { ports_count: 7, ..device("wide", 1, 1.0, 1.0) }];
    let limit = placed(&fleet).unplaced[0].limit();
    assert_eq!(limit, "ports: takes 4 of each switch, which has 3");
}

/// 1.38 m² carry a rack. At 500 kg/m²: 500 × 1.38 − 73.2364 × 0.66 − 48.8243 × 1.38 = 574.286 kg, of
/// which the rack has 100.
#[test]
fn the_floor_closes_a_rack_before_its_frame_does() {
    let mut fleet = fleet(vec![], ["a", "b"].map(|id| device(id, 1, 300.0, 10.0)).into());
    fleet.rack.floor = Floor { limit_kg_m2: Some(500.0), ..fleet.rack.floor };
    let placement = placed(&fleet);
    assert_eq!(placement.racks.len(), 2);
    assert_eq!(placement.racks[0].closed_by, Some(BindingLimit::Floor));
    assert_eq!(placement.racks[0].weight_limit, Kilograms::from_raw(574_286));
    fleet.devices = vec![device("heavy", 1, 474.287, 10.0)];
    assert_eq!(placed(&fleet).unplaced[0].reason.code(), "rack_floor");
    fleet.devices = vec![device("heavy", 1, 474.286, 10.0)];
    assert_eq!(placed(&fleet).unplaced, []);
}

#[test]
fn another_order_is_taken_where_it_needs_fewer_racks() {
    // Height first: 4U of 1 kW and 4U of 1 kW together, then the hungry ones alone: 3 racks. Power
    // first: each hungry one with a tall one.
    let devices = vec![
        device("tall-1", 4, 10.0, 1_000.0),
        device("tall-2", 4, 10.0, 1_000.0),
        device("flat-1", 1, 10.0, 4_000.0),
        device("flat-2", 1, 10.0, 4_000.0),
    ];
    let placement = place_devices(devices);
    assert_eq!(placement.racks.len(), 2);
    assert_eq!(placement.zones[0].racks_new_lower_bound, 2);
    assert_eq!(placement.zones[0].limiting, Some(BindingLimit::Power));
}

/// The two servers of a system go to two racks, since the second rack is there for another reason.
#[test]
fn servers_of_one_system_are_spread_where_there_is_a_second_rack() {
    let of = |id: &str, system: &str, units| Device {
        kind: DeviceKind::Server,
        system_id: system.to_owned(),
        label: "DL380".to_owned(),
        ..device(id, units, 10.0, 10.0)
    };
    let pair = vec![of("a", "HT1", 2), of("b", "HT1", 2)];
    assert_eq!(place_devices(pair.clone()).racks.len(), 1, "no rack is opened for it");
    let mut all = pair;
    all.extend([of("x", "HT2", 6), of("y", "HT3", 6)]);
    let placement = place_devices(all);
    let racks_of = |index: usize| {
        let holds = |rack: &RackPlacement| rack.placements.iter().any(|p| p.device == index);
        placement.racks.iter().position(holds)
    };
    assert_eq!(placement.racks.len(), 2);
    assert_ne!(racks_of(0), racks_of(1));
}

/// Hosts of 2U: all three would fit beside the array of 4U, one fits beside that of 7U.
#[test]
fn hosts_of_a_pool_do_not_all_stand_in_one_rack() {
    let workloads = vec![workload("a", 10, 1), workload("b", 10, 1)];
    let arrays = vec![device("x", 4, 300.0, 10.0), device("y", 7, 300.0, 10.0)];
    let placement = placed(&fleet(workloads, arrays));
    assert_eq!(placement.racks.len(), 2);
    let hosts: Vec<usize> = placement.pools[0].hosts.iter().map(|host| host.device).collect();
    let holds_all = |rack: &RackPlacement| {
        hosts.iter().all(|host| rack.placements.iter().any(|p| p.device == *host))
    };
    assert!(!placement.racks.iter().any(holds_all));
}

/// Eight hosts of 2U fill two racks; each workload fills a host, and neighbours by id stand together.
#[test]
fn workloads_kept_apart_do_not_all_go_down_with_one_rack() {
    let workloads = (0..8).map(|n| workload(&format!("w{n}"), 10, 1)).collect();
    let mut fleet = fleet(workloads, vec![]);
    fleet.pools[0].spare = SpareRule::fixed(0);
    fleet.rack.height_u = RackUnits::from_units(10);
    let racks_of = |placement: &Placement, workloads: &[usize]| {
        let of = |workload: &usize| {
            let carries = |host: &&crate::placement::Host| host.workloads.contains(workload);
            let host = placement.pools[0].hosts.iter().find(carries).expect("runs");
            let holds =
                |rack: &RackPlacement| rack.placements.iter().any(|p| p.device == host.device);
            placement.racks.iter().position(holds).expect("stands")
        };
        let mut racks: Vec<usize> = workloads.iter().map(of).collect();
        racks.sort_unstable();
        racks.dedup();
        racks.len()
    };
    let rules = [vec![0, 1], vec![1, 2], vec![4, 5, 6]];
    let before = placed(&fleet);
    assert_eq!(before.racks.len(), 2);
    assert_eq!([0, 1, 2].map(|rule| racks_of(&before, &rules[rule])), [1, 1, 1]);
    fleet.rules = rules
        .iter()
        .map(|workloads| Rule {
            name: format!("{workloads:?}"),
            kind: RuleKind::Apart,
            zone: "level-3".to_owned(),
            workloads: workloads.clone(),
        })
        .collect();
    let after = placed(&fleet);
    assert_eq!(after.racks.len(), 2);
    assert_eq!([0, 1, 2].map(|rule| racks_of(&after, &rules[rule])), [2, 2, 2]);
    // The checker finds the racks of the placement without rules.
    let found = check(&fleet, &before);
    let is_one_rack = |violation: &crate::placement::Violation| {
        matches!(violation, crate::placement::Violation::ReplicasInOneRack { .. })
    };
    assert!(!found.is_empty() && found.iter().all(is_one_rack), "{found:?}");
}

#[test]
fn new_racks_fill_rows_and_pass_over_those_that_are_there() {
    let devices = (0..5).map(|n| device(&format!("d{n}"), 10, 1.0, 1.0)).collect();
    let mut fleet = fleet(vec![], devices);
    fleet.hall.racks_per_row = 2;
    fleet.standing = vec![standing::rack("S1", Some("2")), standing::rack("S2", None)];
    // What stands in S1 and S2 leaves no run of 10.
    let placement = placed(&fleet);
    let places: Vec<(&str, Option<&str>, Option<u32>)> = (placement.racks.iter())
        .map(|rack| (rack.id.as_str(), rack.row.as_deref(), rack.number))
        .collect();
    assert_eq!(
        places,
        [
            ("R-level-3-001", Some("1"), Some(1)),
            ("R-level-3-002", Some("1"), Some(2)),
            ("R-level-3-003", Some("3"), Some(1)),
            ("R-level-3-004", Some("3"), Some(2)),
            ("R-level-3-005", Some("4"), Some(1)),
            ("S1", Some("2"), Some(1)),
            ("S2", None, None),
        ]
    );
}

#[test]
fn three_phase_feeds_put_a_third_of_each_rack_on_each_phase() {
    let mut fleet = fleet(vec![], vec![device("a", 1, 1.0, 3_000.0)]);
    fleet.rack.is_three_phase = true;
    let placement = placed(&fleet);
    assert_eq!(placement.phases.of_rack, [0]);
    assert_eq!(placement.phases.failover, [Watts::from_kilowatts(1.0); 3]);
}
