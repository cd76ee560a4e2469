use super::super::example::{device, fleet, hall, rack, workload};
use super::super::fleet::{Hall, RackProfile, SpareRule};
use super::super::{Placement, place};
use super::*;
use crate::unit::{Kilograms, RackUnits, Watts};

fn place_devices(devices: Vec<Device>) -> Placement {
    place(&fleet(vec![], devices))
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
    let placement = place(&fleet);
    let rack = &placement.racks[0];
    assert_eq!(rack.power_failover, Watts::from_watts(4900.0));
    assert_eq!(rack.weight, Kilograms::from_kilograms(700.0));
    fleet.rack.tor_weight = Kilograms::from_kilograms(1.0);
    let limit = place(&fleet).unplaced[0].limit();
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
    let placement = place(&fleet);
    assert_eq!(placement.unplaced[0].reason, UnplacedReason::RacksExhausted { need: 3, limit: 2 });
    assert_eq!(placement.unplaced[0].id, "c");
    assert_eq!(placement.racks[1].closed_by, Some(BindingLimit::Height));
}

#[test]
fn workloads_of_a_host_without_rack_are_named() {
    let mut fleet = fleet(vec![workload("a", 6, 1), workload("b", 6, 1)], vec![]);
    fleet.hall = Hall { racks_max: Some(0), ..hall() };
    let placement = place(&fleet);
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
    let placement = place(&fleet);
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
