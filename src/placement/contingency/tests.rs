//! Losses by hand: small fleets whose outcome is worked out in the comments.

use super::*;
use crate::placement::fleet::{
    Device, Face, Occupied, RackProfile, Rule, RuleKind, StandingRack, WorkloadItem,
};
use crate::placement::{check, example, place};
use crate::unit::{Bytes, Gpus, RackUnits, Vcpus};

/// Whole watts, rounded to nearest.
fn watts(power: Watts) -> u64 {
    power.as_watts().round() as u64
}

/// A share in ten thousandths.
fn parts(share: Option<f64>) -> Option<u64> {
    share.map(|share| (share * 1e4).round() as u64)
}

/// The aftermath, which the checker passes.
fn after(fleet: &Fleet, losses: &[&str]) -> Aftermath {
    let placement = place(fleet);
    after_of(fleet, &placement, losses)
}

fn after_of(fleet: &Fleet, placement: &Placement, losses: &[&str]) -> Aftermath {
    let losses: Vec<Loss> = losses.iter().map(|loss| loss.parse().expect("a loss")).collect();
    let aftermath = lose(fleet, placement, &losses).expect("known names");
    assert_eq!(check::check_aftermath(fleet, placement, &losses, &aftermath), []);
    aftermath
}

fn load(aftermath: &Aftermath, of: LoadOf, rack_id: &str) -> (u64, u64) {
    let found = aftermath.loads.iter().find(|load| load.of == of && load.rack_id == rack_id);
    let found = found.expect("a load");
    (watts(found.load), watts(found.limit))
}

fn ids(downs: &[Down]) -> Vec<&str> {
    downs.iter().map(|down| down.id.as_str()).collect()
}

const RACK_1: &str = "R-level-3-001";

/// One rack with a dual-corded device of 1 kW and single-corded ones of 2 kW, on feed A, and 1 kW, on
/// feed B: the larger is placed first, the next takes the feed with less.
fn corded() -> Fleet {
    let single = |id, watts| Device { cords: 1, ..example::device(id, 1, 10.0, watts) };
    let devices =
        vec![example::device("dual", 1, 10.0, 1e3), single("on-a", 2e3), single("on-b", 1e3)];
    example::fleet(Vec::new(), devices)
}

#[test]
fn without_feed_a_its_single_corded_devices_are_down_and_feed_b_carries_the_rest() {
    let lost = after(&corded(), &["feed-a"]);
    assert_eq!(ids(&lost.down), ["on-a"]);
    assert_eq!(lost.down[0].reason, DownReason::Feed(Feed::A));
    // 1 kW dual-corded and 1 kW of its own; 0.88 of it on the UPS, one module of 4 kW for the 3.52 kW
    // that the hall has at its peak.
    assert_eq!(load(&lost, LoadOf::RackFeed(Feed::B), RACK_1), (2_000, 5_000));
    assert_eq!(load(&lost, LoadOf::Ups(Feed::B), ""), (1_760, 4_000));
    // 1.76 × 1.2 of heat; two units of 3 kW for 4.224 kW, and one that stands by.
    assert_eq!(load(&lost, LoadOf::Cooling, ""), (2_112, 9_000));
    // Feed B, UPS B, cooling: nothing of path A is left.
    assert_eq!(lost.loads.len(), 3);
    let taken = &lost.losses[0];
    assert_eq!((taken.counted, taken.count, watts(taken.power)), (Counted::Devices, 1, 2_000));
    let system = &lost.systems[0];
    assert_eq!(system.extent(), Some(Extent::Partly));
    assert_eq!([system.parts_count, system.down_count, system.moved_count], [3, 1, 0]);
    assert!(!lost.is_survived());
}

#[test]
fn without_feed_b_and_without_both() {
    let lost = after(&corded(), &["feed-b"]);
    assert_eq!(ids(&lost.down), ["on-b"]);
    assert_eq!(load(&lost, LoadOf::RackFeed(Feed::A), RACK_1), (3_000, 5_000));
    let dark = after(&corded(), &["feed-a", "feed-b"]);
    // From the bottom of the rack up.
    assert_eq!(ids(&dark.down), ["dual", "on-a", "on-b"]);
    assert!(dark.down.iter().all(|down| down.reason == DownReason::BothFeeds));
    // Only the cooling is left to speak of, and it has no heat to remove.
    assert_eq!(dark.loads.len(), 1);
    assert_eq!(load(&dark, LoadOf::Cooling, ""), (0, 9_000));
    assert_eq!(dark.systems[0].extent(), Some(Extent::Wholly));
    // What each takes alone: not all that both take.
    assert_eq!(dark.losses.iter().map(|lost| lost.count).collect::<Vec<_>>(), [1, 1]);
}

#[test]
fn losing_nothing_leaves_the_normal_loads() {
    let same = after(&corded(), &[]);
    assert!(same.is_survived() && same.systems.is_empty() && same.hosts_lost.is_empty());
    assert_eq!(load(&same, LoadOf::RackFeed(Feed::A), RACK_1), (2_500, 5_000));
    assert_eq!(load(&same, LoadOf::RackFeed(Feed::B), RACK_1), (1_500, 5_000));
    assert_eq!(load(&same, LoadOf::Cooling, "").0, 4_224);
}

/// Two dual-corded devices of 4 kW in a rack each. IT peak 8 × 0.88 = 7.04 kW: two UPS modules of 4 kW a
/// path; heat 8.448 kW: three units of 3 kW and a spare one.
pub(super) fn two_racks() -> Fleet {
    let device = |id| example::device(id, 5, 10.0, 4e3);
    example::fleet(Vec::new(), vec![device("d1"), device("d2")])
}

#[test]
fn a_ups_module_less_is_carried_until_the_other_path_fails_too() {
    let one = after(&two_racks(), &["ups-module"]);
    assert_eq!(load(&one, LoadOf::Ups(Feed::A), ""), (3_520, 4_000));
    assert!(one.is_survived());
    let both = after(&two_racks(), &["ups-module", "feed-a"]);
    assert_eq!(load(&both, LoadOf::Ups(Feed::B), ""), (7_040, 4_000));
    let over: Vec<&Load> = both.overloaded().collect();
    assert_eq!(over.len(), 1);
    assert_eq!(watts(over[0].excess()), 3_040);
    assert_eq!(parts(over[0].share()), Some(17_600));
    // 3.04 of 7.04.
    assert_eq!(parts(over[0].share_to_shed()), Some(4_318));
    assert!(both.down.is_empty() && !both.is_survived());
    // Both modules of path A: the path is out, and B carries all.
    let path = after(&two_racks(), &["ups-module=2"]);
    assert_eq!(load(&path, LoadOf::Ups(Feed::B), ""), (7_040, 8_000));
    assert!(!path.loads.iter().any(|load| load.of == LoadOf::Ups(Feed::A)));
    // And without path A those of B: nothing runs.
    assert_eq!(after(&two_racks(), &["feed-a", "ups-module=2"]).down.len(), 2);
}

#[test]
fn cooling_is_held_against_the_heat_that_is_left() {
    let one = after(&two_racks(), &["crac"]);
    assert_eq!(load(&one, LoadOf::Cooling, ""), (8_448, 9_000));
    assert!(one.is_survived());
    for twice in [&["crac=2"][..], &["crac", "crac"]] {
        let two = after(&two_racks(), twice);
        assert_eq!(load(&two, LoadOf::Cooling, ""), (8_448, 6_000));
        let over: Vec<&Load> = two.overloaded().collect();
        assert_eq!(watts(over[0].excess()), 2_448);
        // 2.448 of 8.448.
        assert_eq!(parts(over[0].share_to_shed()), Some(2_898));
    }
    // Without one rack half of the heat is gone, and two units are enough.
    let less = after(&two_racks(), &["crac=2", "rack=R-level-3-002"]);
    assert_eq!(load(&less, LoadOf::Cooling, ""), (4_224, 6_000));
    assert_eq!((less.down.len(), less.overloaded().count()), (1, 0));
    // More than there are are all there are; without a limit there is no share of it.
    let none = after(&two_racks(), &["crac=9"]);
    assert_eq!((none.losses[0].count, watts(none.losses[0].power)), (4, 12_000));
    assert_eq!(
        none.overloaded().next().map(|load| (parts(load.share()), parts(load.share_to_shed()))),
        Some((None, Some(10_000)))
    );
}

/// Workloads of 8, 7 and 6 (vCPU and GiB) on hosts of 10, one each, and a spare host; racks for two
/// hosts: hosts 1 and 2 in the first, host 3 and the spare one in the second.
pub(super) fn four_hosts() -> Fleet {
    let workloads = vec![
        example::workload("w8", 8, 8),
        example::workload("w7", 7, 7),
        example::workload("w6", 6, 6),
    ];
    let rack = RackProfile { height_u: RackUnits::from_units(6), ..example::rack() };
    Fleet { rack, ..example::fleet(workloads, Vec::new()) }
}

#[test]
fn as_many_hosts_as_stand_by_may_fail_and_the_next_takes_a_workload_down() {
    let one = after(&four_hosts(), &["hosts=1"]);
    assert!(one.is_survived() && one.down.is_empty());
    assert_eq!((one.moves.len(), one.moves[0].workload), (1, 0));
    assert_eq!(one.systems[0].extent(), Some(Extent::Moved));
    let pool = &one.pools[0];
    assert_eq!([pool.hosts_count, pool.hosts_spare_count, pool.hosts_survivable_count], [3, 1, 1]);
    // 8 goes to the spare host; 7 finds 2 free there and 4 beside 6.
    let two = after(&four_hosts(), &["hosts=2@level-3"]);
    assert_eq!((ids(&two.down), two.moves.len(), two.hosts_lost.len()), (vec!["w7"], 1, 2));
    let four = [Amount::Vcpu(Vcpus::from_count(4)), Amount::Ram(Bytes::from_gib(4))];
    let seven = [Amount::Vcpu(Vcpus::from_count(7)), Amount::Ram(Bytes::from_gib(7))];
    let (need, free_most) = (seven.to_vec(), four.to_vec());
    let reason = DownReason::NoRoom { need, free_most, together_count: 0 };
    assert_eq!(two.down[0].reason, reason);
    assert_eq!(two.systems[0].extent(), Some(Extent::Partly));
    // Counts add up, and more than there are are all there are.
    assert_eq!(after(&four_hosts(), &["hosts=1", "hosts=1"]).down, two.down);
    let all = after(&four_hosts(), &["hosts=9"]);
    assert_eq!((all.hosts_lost.len(), all.down.len()), (4, 3));
    assert!(all.down.iter().all(|down| down.reason == DownReason::NoHostLeft));
    assert_eq!(all.pools[0].hosts_spare_lost_count, 1);
}

#[test]
fn a_rack_takes_its_hosts_with_it_and_a_row_its_racks() {
    let mut fleet = four_hosts();
    let placement = place(&fleet);
    // Of the two workloads the larger goes to the spare host, the other has no room.
    let first = after_of(&fleet, &placement, &["rack=R-level-3-001"]);
    assert_eq!((first.hosts_lost.len(), first.moves.len(), first.down.len()), (2, 1, 1));
    assert_eq!(first.losses[0].count, 2);
    assert_eq!(watts(first.losses[0].power), 1_400);
    // Two feeds of the rack that is left, two UPS paths, the cooling.
    assert_eq!(first.loads.len(), 5);
    // The spare host is in the second rack: one workload loses its host, and has no room elsewhere.
    let second = after_of(&fleet, &placement, &["rack=R-level-3-002"]);
    assert_eq!((second.moves.len(), second.down.len()), (0, 1));
    let pool = &second.pools[0];
    assert_eq!([pool.hosts_lost_count, pool.hosts_spare_lost_count], [1, 1]);
    // After the first rack the fullest of what is left fails as well: nothing runs.
    let more = after_of(&fleet, &placement, &["rack=R-level-3-001", "hosts=2"]);
    assert_eq!(more.down.len(), 3);

    // One rack a row.
    fleet.hall.racks_per_row = 1;
    let placement = place(&fleet);
    let row = after_of(&fleet, &placement, &["row=1"]);
    assert_eq!((row.hosts_lost.len(), &row.moves), (2, &first.moves));
    assert_eq!(row.hosts_lost[0].reason, DownReason::Row("1".to_owned()));
}

#[test]
fn what_stands_already_goes_with_its_rack_and_its_feed() {
    let old = Device { cords: 1, ..example::device("old", 1, 10.0, 500.0) };
    let bottom = Some(RackUnits::from_units(1));
    let old = Occupied { device: old, bottom, face: Face::Front, is_switch: false };
    let mut fleet = four_hosts();
    fleet.standing.push(StandingRack {
        id: "OLD".to_owned(),
        zone: Some("level-4".to_owned()),
        row: Some("Z".to_owned()),
        height: RackUnits::from_units(42),
        weight_limit: None,
        occupied: vec![old],
        reservations: Vec::new(),
    });
    for loss in ["row=Z", "rack=OLD", "feed-a"] {
        assert_eq!(ids(&after(&fleet, &[loss]).down), ["old"], "{loss}");
    }
    assert!(after(&fleet, &["feed-b"]).is_survived());
}

/// A rule for these workloads.
pub(super) fn rule(kind: RuleKind, workloads: &[usize]) -> Rule {
    let (name, zone) = ("rule".to_owned(), "level-3".to_owned());
    Rule { name, kind, zone, workloads: workloads.to_vec() }
}

#[test]
fn what_runs_together_moves_together_and_what_is_apart_stays_apart() {
    // The pair of 4 on a host of its own, which is the fullest; beside each 6 there is room for one of them,
    // and no host stands by.
    let mut fleet = four_hosts();
    let sizes = [("a", 4), ("b", 4), ("c", 6), ("d", 6)];
    fleet.workloads = sizes.map(|(id, size)| example::workload(id, size, size)).to_vec();
    fleet.pools[0].spare = crate::placement::SpareRule::fixed(0);
    fleet.rules = vec![rule(RuleKind::Together, &[0, 1])];
    let lost = after(&fleet, &["hosts=1"]);
    assert_eq!((ids(&lost.down), lost.moves.len()), (vec!["a", "b"], 0));
    let is_of_two =
        |reason: &DownReason| matches!(reason, DownReason::NoRoom { together_count: 1, .. });
    assert!(lost.down.iter().all(|down| is_of_two(&down.reason)), "{:?}", lost.down);
    // With a host that stands by they move at once.
    let mut fleet = four_hosts();
    fleet.workloads = ["a", "b", "c"].map(|id| example::workload(id, 3, 3)).to_vec();
    fleet.rules = vec![rule(RuleKind::Together, &[0, 1])];
    let lost = after(&fleet, &["hosts=1"]);
    assert_eq!((lost.moves.len(), lost.moves[0].to), (3, lost.moves[1].to));
    // Two hosts, since a and c are apart, and a spare one: without both c has nowhere to go.
    fleet.rules = vec![rule(RuleKind::Apart, &[0, 2])];
    let lost = after(&fleet, &["hosts=2"]);
    assert_eq!((lost.down.len(), &lost.down[0].reason), (1, &DownReason::Apart));
    assert_eq!(lost.pools[0].hosts_survivable_count, 1);
}

#[test]
fn single_corded_hosts_go_with_their_feed() {
    let mut fleet = four_hosts();
    fleet.pools[0].profiles[0].cords = 1;
    // Feeds take turns in each rack, so one host of the first and one of the second hangs on A: the
    // third, or the spare one.
    let lost = after(&fleet, &["feed-a"]);
    assert_eq!(lost.hosts_lost.len(), 2);
    assert!(lost.hosts_lost.iter().all(|down| down.reason == DownReason::Feed(Feed::A)));
    assert_eq!(lost.moves.len() + lost.down.len(), lost.pools[0].hosts_lost_count);
    assert_eq!(lost.down.len(), 1);
}

#[test]
fn what_found_no_rack_is_not_up_and_takes_nothing_in() {
    let mut fleet = four_hosts();
    fleet.hall.racks_max = Some(1);
    let lost = after(&fleet, &["hosts=1"]);
    // Host 3 and the spare one have no rack: one workload never ran, and none can move there.
    assert_eq!((lost.workloads_not_up, lost.moves.len(), lost.down.len()), (1, 0, 1));
    let pool = &lost.pools[0];
    assert_eq!([pool.hosts_count, pool.hosts_spare_count, pool.hosts_survivable_count], [2, 0, 0]);
}

#[test]
fn names_there_are_not_are_refused_with_those_there_are() {
    let fleet = four_hosts();
    let placement = place(&fleet);
    let refused = |text: &str| {
        let loss: Loss = text.parse().expect("a loss");
        lose(&fleet, &placement, &[loss]).map(|_| ()).expect_err("unknown").to_string()
    };
    assert!(refused("rack=R-9").ends_with("there are R-level-3-001, R-level-3-002"));
    assert!(refused("hosts=1@level-9").ends_with("there are level-3"));
    assert!(refused("row=9").ends_with("there are 1"));
}

#[test]
fn what_is_in_no_system_has_no_extent() {
    let mut fleet = four_hosts();
    fleet.workloads[0].system_id = String::new();
    let lost = after(&fleet, &["hosts=9"]);
    let told: Vec<_> = lost.systems.iter().map(|s| (s.system_id.as_str(), s.extent())).collect();
    assert_eq!(told, [("MOET-01", Some(Extent::Wholly)), ("", None)]);
}

/// The additions, which the checker passes.
pub(super) fn addition(fleet: &Fleet, addends: &[&str]) -> Vec<Addition> {
    let addends: Vec<Addend> = addends.iter().map(|a| a.parse().expect("an addend")).collect();
    let placement = place(fleet);
    let additions = add(fleet, &placement, &addends).expect("known names");
    for addition in &additions {
        assert_eq!(check::check_addition(fleet, &placement, addition), []);
    }
    additions
}

fn free(vcpu: u64, ram: u64) -> Vec<Amount> {
    let gpu = Amount::Gpu(Gpus::ZERO);
    vec![Amount::Vcpu(Vcpus::from_count(vcpu)), Amount::Ram(Bytes::from_gib(ram)), gpu]
}

#[test]
fn added_hosts_free_what_they_offer_and_take_racks_and_power() {
    let added = addition(&four_hosts(), &["host@level-3=4"]);
    let (one, zone) = (&added[0], &added[0].zones[0]);
    assert_eq!([zone.hosts_racked_count, zone.hosts_spare_count], [4, 0]);
    assert_eq!(zone.height, RackUnits::from_units(8));
    // 30 − 21 before, and 40 more.
    assert_eq!((&zone.free_before, &zone.free_after), (&free(9, 9), &free(49, 49)));
    assert_eq!((one.before.racks_count, one.after.racks_count), (2, 4));
    // 0.7 kW × 0.88 each.
    assert_eq!(watts(one.before.power.it_peak), 2_464);
    assert_eq!(watts(one.after.power.it_peak), 4_928);
    assert_eq!(one.limit, None);
    assert_eq!(zone.racks_closed_by, Some(crate::placement::BindingLimit::Height));
}

#[test]
fn the_hall_takes_as_many_as_it_has_racks_or_is_built_for() {
    let mut fleet = four_hosts();
    fleet.hall.racks_max = Some(3);
    let added = addition(&fleet, &["host@level-3=4"]);
    assert_eq!(added[0].zones[0].hosts_racked_count, 2);
    assert_eq!(added[0].limit.as_ref().map(HallLimit::code), Some("racks_exhausted"));
    assert_eq!(added[0].zones[0].free_after, free(29, 29));
    fleet.hall.racks_max = None;
    fleet.hall.design_it = Some(Watts::from_kilowatts(4.0));
    let added = addition(&fleet, &["host@level-3=4"]);
    let (need, limit) = (Watts::from_kilowatts(4.928), Watts::from_kilowatts(4.0));
    assert_eq!(added[0].limit, Some(HallLimit::DesignIt { need, limit }));
}

#[test]
fn of_added_hosts_some_stand_by_where_the_rule_asks_for_more() {
    let mut fleet = four_hosts();
    fleet.pools[0].spare = crate::placement::SpareRule::stepped(3, 1, 2);
    let zone = &addition(&fleet, &["host@level-3=4"])[0].zones[0];
    assert_eq!([zone.hosts_racked_count, zone.hosts_spare_count], [4, 1]);
    assert_eq!(zone.free_after, free(39, 39));
}

#[test]
fn a_larger_profile_takes_in_what_no_host_took() {
    let mut fleet = four_hosts();
    fleet.workloads.push(WorkloadItem { ..example::workload("w15", 15, 15) });
    // (12 − 1) × 2 vCPU, (44 − 4) × 0.5 GiB.
    let mut big = example::pool("level-4", crate::placement::SpareRule::fixed(1));
    let profile = &mut big.profiles[0];
    (profile.name, profile.cores, profile.ram) = ("big".to_owned(), 12, Bytes::from_gib(44));
    fleet.pools.push(big);
    let zone = &addition(&fleet, &["big@level-3=1"])[0].zones[0];
    assert_eq!([zone.workloads_not_up_count, zone.workloads_then_up_count], [1, 1]);
    assert_eq!(zone.free_after, free(9 + 22 - 15, 9 + 20 - 15));
    // The profile of the zone itself is too small for it.
    let zone = &addition(&fleet, &["host@level-3=1"])[0].zones[0];
    assert_eq!([zone.workloads_not_up_count, zone.workloads_then_up_count], [1, 0]);
    // Without a zone each is tried in turn; with several each needs one of its own.
    let each = addition(&fleet, &["host=2"]);
    let zones: Vec<&str> = each.iter().map(|a| a.zones[0].zone.as_str()).collect();
    assert_eq!(zones, ["level-3", "level-4"]);
    assert_eq!(addition(&fleet, &["host@level-3=2", "host@level-4=2"])[0].zones.len(), 2);
    let placement = place(&fleet);
    let refused = |addends: &[&str]| {
        let addends: Vec<Addend> = addends.iter().map(|a| a.parse().expect("read")).collect();
        add(&fleet, &placement, &addends).map(|_| ()).expect_err("refused")
    };
    assert_eq!(refused(&["host=1", "host@level-3=1"]), AddError::SeveralWithoutZone);
    assert!(matches!(refused(&["host@level-3=1", "big@level-3=1"]), AddError::ZoneTwice(_)));
    assert!(
        refused(&["small@level-3=1"]).to_string().contains("there are big, round, or write host")
    );
    assert!(refused(&["host@level-5=1"]).to_string().contains("there are level-3, level-4"));
}

#[test]
fn an_addend_is_read_as_it_is_written() {
    for text in ["host=200", "host@level-3=200", "2U big=1"] {
        assert_eq!(text.parse::<Addend>().map(|addend| addend.to_string()), Ok(text.to_owned()));
    }
    for text in ["", "host", "host=0", "host=x", "=3", "@level-3=3", "host@=3", "host=-1"] {
        assert!(text.parse::<Addend>().is_err(), "{text:?}");
    }
}

#[test]
fn more_hosts_than_are_tried_are_refused_with_how_many_are() {
    let refused = "host@level-3=4294967295".parse::<Addend>().expect_err("too many").to_string();
    assert!(
        refused.contains("4294967295 hosts are too many") && refused.contains("10000 or fewer")
    );
    let (profile, zone) = ("host".to_owned(), Some("level-3".to_owned()));
    let fleet = four_hosts();
    let built = [Addend { profile, zone, count: u32::MAX }];
    let refused = add(&fleet, &place(&fleet), &built).map(|_| ()).expect_err("too many");
    assert_eq!(refused, AddError::TooMany { count: u32::MAX, most: 10_000 });
}

#[test]
fn nothing_loses_its_rack_to_added_hosts_even_if_something_else_gains_one() {
    // One rack of 10 units takes the device of 8, and not that of 7. With a host of 3 it would take that of
    // 7 and the host, so that one device were without a rack before and after.
    let devices = vec![example::device("d7", 7, 10.0, 2e3), example::device("d8", 8, 10.0, 1e3)];
    let mut fleet = example::fleet(Vec::new(), devices);
    fleet.hall.racks_max = Some(1);
    fleet.pools[0].profiles[0].height = RackUnits::from_units(3);
    let placement = place(&fleet);
    assert_eq!(placement.unplaced.iter().map(|u| u.id.as_str()).collect::<Vec<_>>(), ["d7"]);
    let added = addition(&fleet, &["host@level-3=1"]);
    assert_eq!(added[0].zones[0].hosts_racked_count, 0);
    let reason = crate::placement::UnplacedReason::RacksExhausted { need: 2, limit: 1 };
    let limit = HallLimit::Racks { device_id: "d8".to_owned(), reason };
    assert_eq!(added[0].limit, Some(limit));
}
