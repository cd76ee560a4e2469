//! Random fleets: every placement passes the checker, and placing again changes nothing.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::example;
use super::fleet::*;
use super::{check, place};
use crate::unit::{Bytes, Gpus, Iops, Kilograms, Mbps, RackUnits, Vcpus, Watts};

const ZONES: [&str; 4] = ["level-3", "level-4", "secret", "nowhere"];

fn workloads() -> impl Strategy<Value = Vec<WorkloadItem>> {
    // Ids repeat now and then, as they do in the wild.
    let further = (
        prop::option::weighted(0.2, 0..5_000_u64),
        prop::option::weighted(0.5, 0..900_000_u64),
        prop::option::weighted(0.3, 0..900_000_u64),
        prop::option::weighted(0.4, 0..6_000_u64),
    );
    let one = (0..60_u32, 0..4_usize, 0..14_000_u64, 0..14_000_u64, further);
    prop::collection::vec(one, 0..60).prop_map(|rows| {
        let item = |(id, zone, milli, mib, further): (u32, usize, u64, u64, _)| {
            let (gpu, iops, network, disk): (Option<u64>, Option<u64>, Option<u64>, Option<u64>) =
                further;
            WorkloadItem {
                zone: ZONES[zone].to_owned(),
                vcpu: Vcpus::from_milli(milli),
                ram: Bytes::from_mib(mib),
                gpu: gpu.map(Gpus::from_raw),
                iops: iops.map(Iops::from_raw),
                network: network.map(Mbps::from_raw),
                local_disk: disk.map(Bytes::from_gib),
                ..example::workload(&format!("w{id}"), 0, 0)
            }
        };
        rows.into_iter().map(|(id, zone, milli, mib, f)| item((id, zone, milli, mib, f))).collect()
    })
}

/// Rules whose members are numbers of workloads, to be taken modulo how many there are.
fn rules() -> impl Strategy<Value = Vec<(bool, usize, Vec<usize>)>> {
    let one = (any::<bool>(), 0..4_usize, prop::collection::vec(0..60_usize, 0..5));
    prop::collection::vec(one, 0..6)
}

/// A profile beside the round one: scaled, with GPUs, limits, a price, and perhaps few of it.
fn profiles() -> impl Strategy<Value = Vec<HostProfile>> {
    let limit = || prop::option::weighted(0.4, 100_000..2_000_000_u64);
    let one =
        (1..14_u32, 4..60_u64, 0..5_u64, limit(), limit(), 1..9_u64, prop::option::of(0..4_u32));
    let one = (one, prop::option::weighted(0.4, 0..20_000_u64));
    prop::collection::vec(one, 0..3).prop_map(|rows| {
        let profile = |((cores, gib, gpus, iops, network, price, count_max), disk)| HostProfile {
            local_disk: Option::map(disk, Bytes::from_gib),
            cores,
            ram: Bytes::from_gib(gib),
            gpus: Gpus::from_count(gpus),
            iops: Option::map(iops, Iops::from_raw),
            network: Option::map(network, Mbps::from_raw),
            price,
            count_max,
            ..example::profile()
        };
        rows.into_iter().map(profile).collect()
    })
}

fn devices() -> impl Strategy<Value = Vec<Device>> {
    let one = (0..4_usize, 0..24_u32, 0.0..700.0_f64, 0.0..5_500.0_f64, 0..4_u8);
    prop::collection::vec(one, 0..30).prop_map(|rows| {
        let device = |(n, row): (usize, (usize, u32, f64, f64, u8))| Device {
            zone: ZONES[row.0].to_owned(),
            height: RackUnits::from_raw(row.1),
            cords: row.4,
            ..example::device(&format!("d{n}"), 0, row.2, row.3)
        };
        rows.into_iter().enumerate().map(device).collect()
    })
}

pub(super) fn fleets() -> impl Strategy<Value = Fleet> {
    let spare = (0..4_u32, 0..3_u8, 0..5_u8);
    let shares = (0.3..1.1_f64, 0.3..1.1_f64, prop_oneof![Just(0.0), 0.0..0.6_f64]);
    let pool = (spare, shares, 0..3_u8, 0..600_u64, 0..5_u32, profiles());
    let pools = prop::collection::vec(pool, 0..4);
    let rack = (4..44_u32, 0..5_u32, 0.5..1.0_f64, 300.0..1000.0_f64, 1.0..8.0_f64, 0.0..1.2_f64);
    let parts = (workloads(), devices(), pools, rack, prop::option::of(0..12_u32), rules());
    parts.prop_map(|(workloads, devices, pools, rack, racks_max, rules)| {
        let pools = pools.into_iter().enumerate().map(|(zone, row)| {
            let (spare, (cpu_share, ram_share, reserve), cords, overhead_mib, height, further) =
                row;
            let first = std::iter::once(example::profile());
            let common = |own: HostProfile| HostProfile {
                cpu_target_share: cpu_share,
                ram_target_share: ram_share,
                cords,
                height: RackUnits::from_raw(height),
                ..own
            };
            Pool {
                zone: ZONES[zone].to_owned(),
                spare: SpareRule::stepped(spare.0, spare.1, spare.2).with_share(reserve),
                ram_overhead_per_workload: Bytes::from_mib(overhead_mib),
                profiles: first.chain(further).map(common).collect(),
            }
        });
        let rules = rules.into_iter().map(|(is_apart, zone, members)| {
            let members = members.into_iter().filter_map(|m| m.checked_rem(workloads.len()));
            Rule {
                name: format!("in {}", ZONES[zone]),
                kind: if is_apart { RuleKind::Apart } else { RuleKind::Together },
                zone: ZONES[zone].to_owned(),
                workloads: members.collect(),
            }
        });
        let rules = rules.collect();
        Fleet {
            pools: pools.collect(),
            rules,
            not_on_hosts: BTreeMap::new(),
            workloads,
            devices,
            survey: Survey::default(),
            rack: RackProfile {
                height_u: RackUnits::from_raw(2 * rack.0 + rack.1 % 2),
                reserved_u: RackUnits::from_raw(rack.1),
                fill_share: rack.2,
                weight_limit: Kilograms::from_kilograms(rack.3),
                feed_limit: Watts::from_kilowatts(rack.4),
                tor_power: Watts::from_kilowatts(rack.5),
                ..example::rack()
            },
            standing: Vec::new(),
            hall: Hall { racks_max, ..example::hall() },
            effort_steps: 200_000,
        }
    })
}

// A case that fails is written to `proptest-regressions/placement/property_tests.txt`, which is committed
// and tried again before any new one.
proptest! {
    #[test]
    fn every_placement_passes_the_checker(fleet in fleets()) {
        let violations = check(&fleet, &place(&fleet));
        prop_assert!(violations.is_empty(), "{violations:?}");
    }

    #[test]
    fn placing_twice_gives_the_same(fleet in fleets()) {
        prop_assert_eq!(place(&fleet), place(&fleet));
    }

    #[test]
    fn everything_is_placed_or_listed_exactly_once(fleet in fleets()) {
        let placement = place(&fleet);
        let hosts = placement.pools.iter().flat_map(|pool| &pool.hosts);
        let on_hosts: usize = hosts.map(|host| host.workloads.len()).sum();
        let in_racks: usize = placement.racks.iter().map(|rack| rack.placements.len()).sum();
        let all = fleet.workloads.len() + placement.devices.len();
        prop_assert_eq!(on_hosts + in_racks + placement.unplaced.len(), all);
    }

    #[test]
    fn the_order_of_the_input_does_not_change_the_counts(fleet in fleets()) {
        let mut reversed = fleet.clone();
        reversed.workloads.reverse();
        let last = fleet.workloads.len().saturating_sub(1);
        for member in reversed.rules.iter_mut().flat_map(|rule| &mut rule.workloads) {
            *member = last - *member;
        }
        let counts = |fleet: &Fleet| -> Vec<(usize, Vec<usize>, u128)> {
            let placed = place(fleet);
            let pools = placed.pools.iter();
            pools.map(|pool| (pool.hosts.len(), pool.spare_profiles.clone(), pool.price)).collect()
        };
        prop_assert_eq!(counts(&fleet), counts(&reversed));
    }

    #[test]
    fn senseless_figures_do_not_panic(
        share in prop::num::f64::ANY,
        raw in any::<u64>(),
        cords in any::<u8>(),
        cores in any::<u32>(),
    ) {
        let mut fleet = example::fleet(
            vec![example::workload("a", 1, 1); 3],
            vec![example::device("d", 1, 1.0, 1.0); 3],
        );
        fleet.workloads[0].ram = Bytes::from_raw(u64::MAX);
        fleet.workloads[1].vcpu = Vcpus::from_raw(raw);
        fleet.devices[0].power_peak = Watts::from_raw(u64::MAX);
        fleet.devices[1].weight = Kilograms::from_raw(raw);
        fleet.devices[2].height = RackUnits::from_raw(u32::MAX);
        let profile = &mut fleet.pools[0].profiles[0];
        (profile.cores, profile.cords) = (cores, cords);
        (profile.vcpu_per_core, profile.cpu_target_share) = (share, share);
        (profile.ram_target_share, profile.utilisation_planned) = (share, share);
        (profile.ram, profile.power_idle) = (Bytes::from_raw(raw), Watts::from_raw(raw));
        (fleet.rack.fill_share, fleet.hall.pue, fleet.hall.diversity) = (share, share, share);
        fleet.rack.feed_limit = Watts::from_raw(raw);
        let violations = check(&fleet, &place(&fleet));
        prop_assert!(violations.is_empty(), "{violations:?}");
    }
}
