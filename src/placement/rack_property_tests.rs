//! Random halls with racks that stand already: what is placed is legal, what is refused fits nowhere,
//! and placing what stands as it was placed moves nothing.

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

use super::example;
use super::fleet::*;
use super::{NO_ZONE, check, place, units_free};
use crate::unit::{Kilograms, RackUnits, Watts};

const ZONES: [&str; 3] = ["level-3", "level-4", "level-5"];

/// A device of zone, half units, whole depth, kilograms, watts, cords, ports and system.
type Row = (usize, u32, bool, u32, u32, u8, u16, usize);

fn row() -> impl Strategy<Value = Row> {
    let shape = (0..9_u32, any::<bool>(), 0..250_u32, 0..2_500_u32);
    (0..3_usize, shape, 0..4_u8, 0..9_u16, 0..4_usize).prop_map(
        |(zone, (height, full, kilograms, watts), cords, ports, system)| {
            (zone, height, full, kilograms, watts, cords, ports, system)
        },
    )
}

fn device(id: String, row: Row) -> Device {
    Device {
        kind: [DeviceKind::Server, DeviceKind::Storage, DeviceKind::Network][row.7 % 3],
        zone: ZONES[row.0].to_owned(),
        system_id: ["", "HT1", "HT2", "HT3"][row.7].to_owned(),
        height: RackUnits::from_raw(row.1),
        is_full_depth: row.2,
        cords: row.5,
        ports_count: row.6,
        ..example::device(&id, 0, f64::from(row.3), f64::from(row.4))
    }
}

fn devices() -> impl Strategy<Value = Vec<Device>> {
    prop::collection::vec(row(), 0..40).prop_map(|rows| {
        rows.into_iter().enumerate().map(|(n, row)| device(format!("d{n}"), row)).collect()
    })
}

fn standing() -> impl Strategy<Value = Vec<StandingRack>> {
    // Positions and reservations that overlap or lie outside come now and then, as they do.
    let occupied = (row(), prop::option::of(0..34_u32), any::<bool>());
    let occupied = prop::collection::vec(occupied, 0..6);
    let reserved = prop::collection::btree_set(0..18_u32, 0..4);
    let place = (prop::option::of(0..3_usize), prop::option::of(0..3_usize));
    let rack = (place, 0..34_u32, prop::option::of(200..900_u32), occupied, reserved);
    prop::collection::vec(rack, 0..5).prop_map(|racks| {
        let rack =
            |(n, (place, height, weight, occupied, reserved)): (usize, (_, _, _, Vec<_>, _))| {
                let (zone, row): (Option<usize>, Option<usize>) = place;
                let weight: Option<u32> = weight;
                let reserved: std::collections::BTreeSet<u32> = reserved;
                let stands =
                    |(m, (row, bottom, rear)): (usize, (Row, Option<u32>, bool))| Occupied {
                        device: device(format!("s{n}-{m}"), row),
                        bottom: bottom.map(RackUnits::from_raw),
                        face: if rear { Face::Rear } else { Face::Front },
                        is_switch: row.6 % 4 == 0,
                    };
                StandingRack {
                    id: format!("S{n}"),
                    zone: zone.map(|zone| ZONES[zone].to_owned()),
                    row: row.map(|row| format!("{}", row + 1)),
                    height: RackUnits::from_raw(height),
                    weight_limit: weight.map(|kg| Kilograms::from_kilograms(f64::from(kg))),
                    occupied: occupied.into_iter().enumerate().map(stands).collect(),
                    reservations: vec![Reservation {
                        units: reserved.into_iter().collect(),
                        purpose: "kept".to_owned(),
                    }],
                }
            };
        racks.into_iter().enumerate().map(rack).collect()
    })
}

fn fleets() -> impl Strategy<Value = Fleet> {
    let top = (0..5_u32, 0..2_u32, 0..2_u32, 0..3_u32);
    let rack = (6..30_u32, top, 0.4..1.0_f64, 2_000..6_000_u32, prop::option::of(250.0..800.0_f64));
    let tor = (any::<bool>(), 4..40_u32, 1..4_u32);
    let hosts = (0..25_u64, 0..4_u8);
    let parts = (devices(), standing(), rack, tor, hosts, prop::option::of(0..9_u32));
    parts.prop_map(|(devices, standing, rack, tor, hosts, racks_max)| {
        let (height, top, fill, watts, floor) = rack;
        let workloads =
            (0..hosts.0).map(|n| example::workload(&format!("w{n}"), 4 + n % 7, 1)).collect();
        let mut fleet = example::fleet(workloads, devices);
        fleet.pools = vec![example::pool(ZONES[0], SpareRule::fixed(hosts.1))];
        fleet.standing = standing;
        fleet.hall = Hall { racks_max, racks_per_row: tor.2, ..example::hall() };
        fleet.effort_steps = 100_000;
        fleet.rack = RackProfile {
            height_u: RackUnits::from_units(height),
            reserved_u: RackUnits::from_raw(top.0 * 2 + 1),
            patch_panels_u: top.1,
            cable_managers_u: top.2,
            switches_u: top.3,
            fill_share: fill,
            feed_limit: Watts::from_watts(f64::from(watts)),
            is_three_phase: tor.0,
            tor_power: Watts::from_watts(150.0),
            tor_weight: Kilograms::from_kilograms(10.0),
            floor: Floor { limit_kg_m2: floor, ..example::rack().floor },
            switch_ports: tor.1,
            ..example::rack()
        };
        fleet
    })
}

/// The fleet after its placement was carried out: what came stands, and nothing more comes.
fn carried_out(fleet: &Fleet) -> Fleet {
    let placement = place(fleet);
    let occupied = fleet.standing.iter().flat_map(|rack| &rack.occupied);
    let own_switches: std::collections::BTreeSet<&String> =
        occupied.filter(|stood| stood.is_switch).map(|stood| &stood.device.id).collect();
    let rack = |rack: &super::RackPlacement| {
        let stands = rack.standing.and_then(|index| fleet.standing.get(index));
        let occupied = rack.placements.iter().map(|stood| Occupied {
            device: placement.devices[stood.device].clone(),
            bottom: (stood.units > 0).then(|| RackUnits::from_units(stood.bottom_u)),
            face: stood.face,
            is_switch: own_switches.contains(&placement.devices[stood.device].id),
        });
        StandingRack {
            id: rack.id.clone(),
            zone: (rack.zone != NO_ZONE).then(|| rack.zone.clone()),
            row: rack.row.clone(),
            height: rack.height,
            weight_limit: stands.and_then(|stands| stands.weight_limit),
            occupied: occupied.collect(),
            reservations: Vec::new(),
        }
    };
    let standing = placement.racks.iter().map(rack).collect();
    Fleet {
        standing,
        devices: Vec::new(),
        workloads: Vec::new(),
        pools: Vec::new(),
        ..fleet.clone()
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        // What once failed is kept beside this file and tried first.
        failure_persistence: Some(Box::new(FileFailurePersistence::SourceParallel("proptest-regressions"))),
        ..ProptestConfig::default()
    })]

    /// The checker finds nothing: what is placed is legal, and what is refused fits neither a rack as it
    /// is nor a new one that is left.
    #[test]
    fn every_hall_passes_the_checker(fleet in fleets()) {
        let placement = place(&fleet);
        let violations = check(&fleet, &placement);
        prop_assert!(violations.is_empty(), "{violations:?}");
        let in_racks: usize = placement.racks.iter().map(|rack| rack.placements.len()).sum();
        let on_hosts: usize =
            placement.pools.iter().flat_map(|pool| &pool.hosts).map(|h| h.workloads.len()).sum();
        let all = fleet.workloads.len() + placement.devices.len();
        prop_assert_eq!(in_racks + on_hosts + placement.unplaced.len(), all);
    }

    /// A world to which nothing comes stays as it is, however it came about.
    #[test]
    fn a_hall_to_which_nothing_comes_is_left_as_it_is(fleet in fleets()) {
        let stands = carried_out(&fleet);
        let placement = place(&stands);
        prop_assert!(check(&stands, &placement).is_empty());
        prop_assert_eq!(placement.racks.len(), stands.standing.len());
        prop_assert!(placement.racks.iter().all(|rack| rack.standing.is_some()));
        prop_assert_eq!(placement.unplaced.len(), 0);
        let names = |placement: &super::Placement| {
            let of = |rack: &super::RackPlacement| {
                let stood = rack.placements.iter().map(|stood| {
                    (placement.devices[stood.device].id.clone(), stood.bottom_u, stood.face)
                });
                let mut stood: Vec<(String, u32, Face)> = stood.collect();
                stood.sort();
                (rack.id.clone(), stood)
            };
            let mut racks: Vec<_> = placement.racks.iter().map(of).collect();
            racks.sort();
            racks
        };
        prop_assert_eq!(names(&place(&fleet)), names(&placement));
    }

    /// What stands keeps its place whatever comes, and what comes is told apart from it.
    #[test]
    fn what_stands_keeps_its_place_when_as_much_comes_again(fleet in fleets()) {
        let mut stands = carried_out(&fleet);
        let again = |device: &Device| Device { id: format!("again-{}", device.id), ..device.clone() };
        stands.devices = fleet.devices.iter().map(again).collect();
        (stands.workloads, stands.pools) = (fleet.workloads.clone(), fleet.pools.clone());
        let placement = place(&stands);
        let violations = check(&stands, &placement);
        prop_assert!(violations.is_empty(), "{violations:?}");
        for rack in placement.racks.iter().filter(|rack| rack.standing.is_some()) {
            let before = &stands.standing[rack.standing.unwrap_or_default()];
            let stood = rack.placements.iter().filter(|stood| placement.standing_devices.contains(&stood.device));
            let mut now: Vec<_> = stood.map(|stood| {
                (placement.devices[stood.device].id.clone(), stood.bottom_u, stood.face)
            }).collect();
            now.sort();
            let mut then: Vec<_> = before.occupied.iter().map(|occupied| {
                let bottom = occupied.bottom.map_or(0, |bottom| bottom.as_units() as u32);
                (occupied.device.id.clone(), bottom, occupied.face)
            }).collect();
            then.sort();
            prop_assert_eq!(now, then);
        }
        let came = placement.devices.len() - placement.standing_devices.len();
        let in_racks: usize = placement.racks.iter().map(|rack| rack.placements.len()).sum();
        let refused = placement.unplaced.iter().filter(|refusal| matches!(refusal.item, super::UnplacedItem::Device(_)));
        prop_assert_eq!(in_racks + refused.count(), came + placement.standing_devices.len());
    }

    /// The order in which devices are given changes no count.
    #[test]
    fn the_order_of_devices_changes_no_count(fleet in fleets()) {
        let mut reversed = fleet.clone();
        reversed.devices.reverse();
        let counts = |fleet: &Fleet| {
            let placement = place(fleet);
            let new = |zone: &super::ZoneRacks| (zone.racks_new, zone.racks_new_lower_bound);
            (placement.zones.iter().map(new).collect::<Vec<_>>(), placement.unplaced.len())
        };
        prop_assert_eq!(counts(&fleet), counts(&reversed));
    }

    /// Units said to be free are free: a device of the longest run finds room there, as far as units go.
    #[test]
    fn the_longest_free_run_is_free(fleet in fleets()) {
        for rack in &place(&fleet).racks {
            let free = units_free(rack);
            let height = rack.height.as_units() as u32;
            prop_assert!(free.longest_run as usize <= free.units.len());
            prop_assert!(free.units.iter().all(|unit| (1..=height).contains(unit)));
            let taken = |unit: &u32| rack.placements.iter().any(|stood| {
                (stood.bottom_u..stood.bottom_u + stood.units).contains(unit)
            });
            prop_assert!(!free.units.iter().any(taken));
        }
    }
}
