//! The checker finds each fault of an aftermath and of an addition: right ones are made wrong in one point.

use super::tests::{addition, four_hosts, rule, two_racks};
use super::*;
use crate::placement::check::{self, Misjudged};
use crate::placement::fleet::RuleKind;
use crate::placement::{example, place};

/// What is told of the aftermath of these losses after it was changed.
fn told_of(
    fleet: &Fleet,
    losses: &str,
    change: impl Fn(&mut Aftermath, &Placement),
) -> Vec<Misjudged> {
    let placement = place(fleet);
    let losses: Vec<Loss> = losses.split(' ').map(|loss| loss.parse().expect("a loss")).collect();
    let mut aftermath = lose(fleet, &placement, &losses).expect("known names");
    assert_eq!(check::check_aftermath(fleet, &placement, &losses, &aftermath), []);
    change(&mut aftermath, &placement);
    check::check_aftermath(fleet, &placement, &losses, &aftermath)
}

/// The device of a host of the placement that is not lost.
fn kept(aftermath: &Aftermath, placement: &Placement) -> usize {
    let lost: Vec<DownItem> = aftermath.hosts_lost.iter().map(|down| down.item).collect();
    let mut kept = placement.pools[0].hosts.iter().map(|host| host.device);
    let is_lost = |d: usize| lost.contains(&DownItem::Device(d, DeviceKind::Host));
    kept.rfind(|&d| !is_lost(d)).expect("a host is left")
}

#[test]
fn devices_that_are_wrongly_up_or_down_are_found() {
    let up = told_of(&two_racks(), "rack=R-level-3-001", |wrong, _| wrong.down.clear());
    assert!(up.contains(&Misjudged::RunsWithoutSupply("d1".to_owned())), "{up:?}");
    let down = told_of(&two_racks(), "rack=R-level-3-001", |wrong, _| {
        let mut other = wrong.down[0].clone();
        other.item = DownItem::Device(1, DeviceKind::Storage);
        wrong.down.push(other);
    });
    assert!(down.contains(&Misjudged::LostWithoutCause("d2".to_owned())), "{down:?}");
}

#[test]
fn a_wrong_number_of_failed_hosts_is_found() {
    let told = told_of(&four_hosts(), "hosts=2", |wrong, _| {
        wrong.hosts_lost.pop();
    });
    let zone = "level-3".to_owned();
    assert!(told.contains(&Misjudged::HostsFailed { zone, found: 1, asked: 2 }), "{told:?}");
}

#[test]
fn workloads_that_are_told_too_often_or_not_at_all_are_found() {
    let forgotten = told_of(&four_hosts(), "hosts=2", |wrong, _| wrong.down.clear());
    let not_once = |times| Misjudged::NotAccountedOnce { id: "w7".to_owned(), times };
    assert!(forgotten.contains(&not_once(0)), "{forgotten:?}");
    let twice =
        told_of(&four_hosts(), "hosts=2", |wrong, _| wrong.down.push(wrong.down[0].clone()));
    assert!(twice.contains(&not_once(2)), "{twice:?}");
    let disturbed = told_of(&four_hosts(), "hosts=2", |wrong, _| {
        wrong.moves.push(Move { workload: 2, ..wrong.moves[0] });
    });
    assert!(
        disturbed.contains(&Misjudged::DisturbedWithoutCause("w6".to_owned())),
        "{disturbed:?}"
    );
}

#[test]
fn workloads_on_hosts_that_are_lost_or_too_full_are_found() {
    let astray =
        told_of(&four_hosts(), "hosts=2", |wrong, _| wrong.moves[0].to = wrong.moves[0].from);
    assert!(astray.contains(&Misjudged::MovedAstray("w8".to_owned())), "{astray:?}");
    // Onto the host that carries 6 already; the spare host then has room for what is down.
    let crowded = told_of(&four_hosts(), "hosts=2", |wrong, placement| {
        wrong.moves[0].to = kept(wrong, placement);
    });
    let full = |m: &Misjudged| matches!(m, Misjudged::HostOverfull(_));
    assert!(crowded.iter().any(full), "{crowded:?}");
    assert!(crowded.contains(&Misjudged::FalselyDown("w7".to_owned())), "{crowded:?}");
}

#[test]
fn broken_rules_are_found() {
    // The pair on one host of 6, one of 3 beside it or elsewhere; hosts that stand by for both.
    let mut fleet = four_hosts();
    fleet.pools[0].spare = crate::placement::SpareRule::fixed(2);
    fleet.workloads = ["a", "b", "c"].map(|id| example::workload(id, 4, 4)).to_vec();
    fleet.rules = vec![rule(RuleKind::Together, &[0, 1])];
    let parted = told_of(&fleet, "hosts=1", |wrong, placement| {
        wrong.moves[1].to = kept(wrong, placement);
    });
    assert!(parted.contains(&Misjudged::Parted("a".to_owned())), "{parted:?}");
    fleet.rules = vec![rule(RuleKind::Apart, &[0, 1])];
    // Two hosts, since a and b are apart: what ran on the one moves to the other.
    let shared = told_of(&fleet, "hosts=1", |wrong, placement| {
        let to = kept(wrong, placement);
        wrong.moves.iter_mut().for_each(|moved| moved.to = to);
    });
    assert!(shared.iter().any(|m| matches!(m, Misjudged::NotApart(_))), "{shared:?}");
}

#[test]
fn misstated_loads_are_found() {
    let is_load =
        |told: &[Misjudged]| told.iter().any(|m| matches!(m, Misjudged::LoadMisstated { .. }));
    for losses in ["crac=2", "ups-module", "feed-a", "rack=R-level-3-001"] {
        let count = lose(&two_racks(), &place(&two_racks()), &[losses.parse().expect("a loss")]);
        for at in 0..count.expect("known").loads.len() {
            let less = told_of(&two_racks(), losses, |wrong, _| {
                wrong.loads[at].load = wrong.loads[at].load.saturating_sub(Watts::from_raw(1));
            });
            assert!(is_load(&less), "{losses}, load {at}");
            let limit = told_of(&two_racks(), losses, |wrong, _| {
                wrong.loads[at].limit += Watts::from_raw(1);
            });
            assert!(is_load(&limit), "{losses}, limit {at}");
        }
        let missing = told_of(&two_racks(), losses, |wrong, _| {
            wrong.loads.pop();
        });
        assert!(is_load(&missing), "{losses}");
    }
}

#[test]
fn miscounted_hosts_workloads_and_systems_are_found() {
    type Change = fn(&mut Aftermath);
    let figures: [(&str, Change); 7] = [
        ("hosts", |a| a.pools[0].hosts_count += 1),
        ("spare hosts", |a| a.pools[0].hosts_spare_count += 1),
        ("hosts lost", |a| a.pools[0].hosts_lost_count += 1),
        ("spare hosts lost", |a| a.pools[0].hosts_spare_lost_count += 1),
        ("workloads moved", |a| a.pools[0].workloads_moved_count += 1),
        ("workloads down", |a| a.pools[0].workloads_down_count += 1),
        ("workloads not up", |a| a.workloads_not_up += 1),
    ];
    for (name, change) in figures {
        let told = told_of(&four_hosts(), "hosts=2", |wrong, _| change(wrong));
        let is_it = |m: &Misjudged| matches!(m, Misjudged::CountMisstated { figure, .. } if *figure == name);
        assert!(told.iter().any(is_it) && told.len() == 1, "{name}: {told:?}");
    }
    let systems: [fn(&mut Aftermath); 4] = [
        |a| a.systems[0].parts_count += 1,
        |a| a.systems[0].down_count = 0,
        |a| a.systems[0].moved_count = 0,
        |a| a.systems.clear(),
    ];
    for change in systems {
        let told = told_of(&four_hosts(), "hosts=2", |wrong, _| change(wrong));
        assert!(matches!(told.as_slice(), [Misjudged::SystemMisstated { .. }]), "{told:?}");
    }
}

#[test]
fn more_or_fewer_survivable_hosts_than_these_losses_show_are_found() {
    // One of the four may fail.
    let zone = || "level-3".to_owned();
    let told = |losses, hosts| {
        told_of(&four_hosts(), losses, |wrong, _| wrong.pools[0].hosts_survivable_count = hosts)
    };
    for (losses, hosts) in [("hosts=2", 2), ("hosts=1", 0), ("crac", 2), ("crac", 9)] {
        let wrong = [Misjudged::NotSurvivable { zone: zone(), hosts }];
        assert_eq!(told(losses, hosts), wrong, "{losses}");
    }
}

#[test]
fn the_checker_finds_what_is_wrong_with_an_addition() {
    use crate::placement::check::Violation;
    let fleet = four_hosts();
    let placement = place(&fleet);
    let right = addition(&fleet, &["host@level-3=4"]).remove(0);
    let found = |wrong: &Addition| check::check_addition(&fleet, &placement, wrong);
    let mut lost = right.clone();
    lost.placement.racks[0].placements.remove(0);
    let id = placement.devices[right.placement.racks[0].placements[0].device].id.clone();
    assert!(found(&lost).contains(&Violation::RackLost { id }), "{:?}", found(&lost));
    let mut more = right.clone();
    more.zones[0].hosts_racked_count += 1;
    let is_of = |wrong: &Addition, of: &str| {
        let misstated =
            |v: &Violation| matches!(v, Violation::FigureMisstated { figure, .. } if *figure == of);
        found(wrong).iter().any(misstated)
    };
    assert!(is_of(&more, "added hosts with a rack"));
    let mut light = right.clone();
    light.after.power.it_peak = Watts::ZERO;
    assert!(is_of(&light, "power"));
    let mut heavy = right;
    heavy.placement.racks[0].weight = crate::unit::Kilograms::ZERO;
    assert!(is_of(&heavy, "weight"));
}
