//! Random fleets and losses: every aftermath passes the checker, losing nothing changes nothing, losing
//! more brings nothing up that hangs on a rack or a feed.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::placement::property_tests::fleets;
use crate::placement::{check, place};

/// A loss before the racks are known: those of racks and rows are numbers.
#[derive(Debug, Clone)]
enum Draft {
    Is(Loss),
    Rack(usize),
    Row(usize),
    HostsOf(usize, u32),
}

const ROWS: usize = 4;

fn drafts(most: usize) -> impl Strategy<Value = Vec<Draft>> {
    let one = prop_oneof![
        Just(Draft::Is(Loss::Feed(Feed::A))),
        Just(Draft::Is(Loss::Feed(Feed::B))),
        (1..6_u32).prop_map(|count| Draft::Is(Loss::CoolingUnits(count))),
        (1..4_u32).prop_map(|count| Draft::Is(Loss::UpsModules(count))),
        (1..5_u32).prop_map(|count| Draft::Is(Loss::Hosts { count, zone: None })),
        (0..9_usize, 1..5_u32).prop_map(|(pool, count)| Draft::HostsOf(pool, count)),
        (0..99_usize).prop_map(Draft::Rack),
        (0..ROWS).prop_map(Draft::Row),
    ];
    prop::collection::vec(one, 0..most)
}

/// The losses as far as there are such racks, rows and pools.
fn losses(drafts: &[Draft], fleet: &Fleet, placement: &Placement) -> Vec<Loss> {
    let racks = &placement.racks;
    let loss = |draft: &Draft| match draft {
        Draft::Is(loss) => Some(loss.clone()),
        Draft::Rack(number) => {
            let rack = racks.get(number.checked_rem(racks.len())?)?;
            Some(Loss::Rack(rack.id.clone()))
        }
        Draft::Row(number) => {
            let row = (number + 1).to_string();
            racks.iter().any(|rack| rack.row.as_ref() == Some(&row)).then_some(Loss::Row(row))
        }
        Draft::HostsOf(pool, count) => {
            let pool = fleet.pools.get(pool.checked_rem(fleet.pools.len())?)?;
            Some(Loss::Hosts { count: *count, zone: Some(pool.zone.clone()) })
        }
    };
    drafts.iter().filter_map(loss).collect()
}

/// Placed in rows of three racks.
fn placed(mut fleet: Fleet) -> (Fleet, Placement) {
    fleet.hall.racks_per_row = 3;
    let placement = place(&fleet);
    (fleet, placement)
}

fn devices_out(aftermath: &Aftermath) -> BTreeSet<usize> {
    let items = aftermath.hosts_lost.iter().chain(&aftermath.down).map(|down| down.item);
    items
        .filter_map(|item| match item {
            DownItem::Device(device, _) => Some(device),
            DownItem::Workload(_) => None,
        })
        .collect()
}

/// Workloads that do not run where they ran.
fn displaced(aftermath: &Aftermath) -> BTreeSet<usize> {
    let down = aftermath.down.iter().filter_map(|down| match down.item {
        DownItem::Workload(workload) => Some(workload),
        DownItem::Device(..) => None,
    });
    down.chain(aftermath.moves.iter().map(|moved| moved.workload)).collect()
}

// A case that fails is written to `proptest-regressions/placement/contingency/property_tests.txt`, which
// is committed and tried again before any new one.
proptest! {
    #[test]
    fn every_aftermath_passes_the_checker(fleet in fleets(), drafts in drafts(4)) {
        let (fleet, placement) = placed(fleet);
        let losses = losses(&drafts, &fleet, &placement);
        let aftermath = lose(&fleet, &placement, &losses).expect("known names");
        let misjudged = check::check_aftermath(&fleet, &placement, &losses, &aftermath);
        prop_assert!(misjudged.is_empty(), "{losses:?}: {misjudged:?}");
        prop_assert_eq!(&aftermath, &lose(&fleet, &placement, &losses).expect("known names"));
    }

    #[test]
    fn losing_nothing_changes_nothing(fleet in fleets()) {
        let (fleet, placement) = placed(fleet);
        let same = lose(&fleet, &placement, &[]).expect("nothing unknown");
        prop_assert!(same.is_survived());
        prop_assert!(same.hosts_lost.is_empty() && same.moves.is_empty() && same.systems.is_empty());
        let feeds = same.loads.iter().filter(|load| matches!(load.of, LoadOf::RackFeed(_)));
        let feeds: Vec<Watts> = feeds.map(|load| load.load).collect();
        let stated = placement.racks.iter().flat_map(|rack| rack.feed_power_normal);
        prop_assert_eq!(feeds, stated.collect::<Vec<_>>());
        let cooling = same.loads.last().map(|load| load.load);
        prop_assert_eq!(cooling, Some(placement.power.cooling));
    }

    #[test]
    fn one_feed_less_loads_the_other_as_stated(fleet in fleets()) {
        let (fleet, placement) = placed(fleet);
        let on = |feed: Feed| -> Vec<Watts> {
            let other = if feed == Feed::A { Feed::B } else { Feed::A };
            let lost = lose(&fleet, &placement, &[Loss::Feed(other)]).expect("nothing unknown");
            let of_rack = lost.loads.iter().filter(|load| load.of == LoadOf::RackFeed(feed));
            of_rack.map(|load| load.load).collect()
        };
        let larger: Vec<Watts> =
            on(Feed::A).into_iter().zip(on(Feed::B)).map(|(a, b)| a.max(b)).collect();
        let stated: Vec<Watts> = placement.racks.iter().map(|rack| rack.power_failover).collect();
        prop_assert_eq!(larger, stated);
    }

    #[test]
    fn losing_more_brings_no_device_back_up(
        fleet in fleets(),
        some in drafts(3),
        more in drafts(3),
    ) {
        let (fleet, placement) = placed(fleet);
        let some = losses(&some, &fleet, &placement);
        let more = [some.clone(), losses(&more, &fleet, &placement)].concat();
        let few = lose(&fleet, &placement, &some).expect("known names");
        let many = lose(&fleet, &placement, &more).expect("known names");
        prop_assert!(devices_out(&few).is_subset(&devices_out(&many)), "{some:?} {more:?}");
        prop_assert!(displaced(&few).is_subset(&displaced(&many)), "{some:?} {more:?}");
    }

    #[test]
    fn as_many_hosts_as_stand_by_take_no_workload_down(fleet in fleets()) {
        let (fleet, placement) = placed(fleet);
        let pools = lose(&fleet, &placement, &[]).expect("nothing unknown").pools;
        for pool in pools {
            let lose_of = |hosts: usize| {
                let (count, zone) = (u32::try_from(hosts).unwrap_or(u32::MAX), Some(pool.zone.clone()));
                let lost = lose(&fleet, &placement, &[Loss::Hosts { count, zone }]);
                lost.expect("a zone of the fleet").down
            };
            // What stands by by the rule, as far as all found a rack and so many carry workloads.
            let of_fleet = fleet.pools.iter().zip(&placement.pools);
            let mut of_fleet = of_fleet.filter(|(of_fleet, _)| of_fleet.zone == pool.zone);
            let (rule, stated) = of_fleet.next().expect("a pool of the fleet");
            let asked = rule.spare.spare_count(stated.hosts.len()).min(pool.hosts_count);
            let all = stated.hosts.len() + stated.hosts_spare_count;
            if pool.hosts_count + pool.hosts_spare_count == all {
                prop_assert!(pool.hosts_survivable_count >= asked);
            }
            for hosts in 1..=pool.hosts_survivable_count.min(6) {
                prop_assert!(lose_of(hosts).is_empty(), "{} of {}", hosts, pool.zone);
            }
            if pool.hosts_survivable_count < pool.hosts_count + pool.hosts_spare_count {
                prop_assert!(!lose_of(pool.hosts_survivable_count + 1).is_empty());
            }
        }
    }

    #[test]
    fn the_hall_takes_no_more_hosts_than_it_has_room_for(fleet in fleets(), count in 1..30_u32) {
        let placement = place(&fleet);
        let addend = Addend { profile: "host".to_owned(), zone: None, count };
        for addition in add(&fleet, &placement, &[addend]).expect("no name to be unknown") {
            let zone = &addition.zones[0];
            prop_assert!(zone.hosts_racked_count <= zone.hosts_count);
            let is_short = zone.hosts_racked_count < zone.hosts_count;
            prop_assert_eq!(is_short, matches!(addition.limit, Some(HallLimit::Racks { .. })));
            if let Some(limit) = fleet.hall.racks_max {
                prop_assert!(addition.after.racks_count <= limit as usize);
            }
            prop_assert!(zone.workloads_then_up_count <= zone.workloads_not_up_count);
            let violations = check::check_addition(&fleet, &placement, &addition);
            prop_assert!(violations.is_empty(), "{violations:?}");
        }
    }
}
