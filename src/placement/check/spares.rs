//! The spare rule, and the promise behind it.

use super::hosts::{Need, Offer, need, sum, within};
use super::{Violation, compare, rules};
use crate::placement::fleet::{Fleet, Pool};
use crate::placement::hosts::PoolPlacement;

pub(super) fn check(
    pool: &Pool,
    stated: &PoolPlacement,
    fleet: &Fleet,
    offers: &[Offer],
    used: &[Need],
    violations: &mut Vec<Violation>,
) {
    let rule = pool.spare;
    let hosts = stated.hosts.len();
    let by_number = if hosts == 0 {
        0
    } else if hosts <= rule.up_to_hosts as usize {
        usize::from(rule.spare_up_to)
    } else {
        usize::from(rule.spare_above)
    };
    // The share, rounded up without a division: the first number that is no less.
    let asked = hosts as u128 * u128::from(rule.share_millionths);
    let by_share = (0..=hosts).find(|&count| count as u128 * 1_000_000 >= asked).unwrap_or(hosts);
    let required = by_number.max(by_share);
    let spare = stated.hosts_spare_count;
    let zone = pool.zone.clone();
    // Where no profile stands in for all others there are more, of several profiles.
    let profiles = stated.spare_profiles.iter().collect::<std::collections::BTreeSet<_>>().len();
    let is_right = if profiles > 1 { spare >= required } else { spare == required };
    if !is_right {
        violations.push(Violation::SpareRuleBroken { zone, hosts, spare, required });
    }
    if stated.spare_profiles.iter().any(|&profile| profile >= offers.len()) {
        let (index, place) = (offers.len(), format!("spare hosts of zone {}", pool.zone));
        violations.push(Violation::UnknownIndex { what: "profile", index, place });
        return;
    }
    check_any_loss(pool, stated, offers, required, violations);
    check_loss(pool, stated, fleet, offers, used, required, violations);
}

/// Whichever `count` hosts fail, each has a spare host of its own that offers as much of everything: the
/// hosts of any profile, so many at most, find as many spares that take them over, and so do the hosts of
/// several profiles together.
fn check_any_loss(
    pool: &Pool,
    stated: &PoolPlacement,
    offers: &[Offer],
    count: usize,
    violations: &mut Vec<Violation>,
) {
    let offers_as_much = |own: usize, of_other: usize| {
        offers[own].iter().zip(offers[of_other]).all(|(own, other)| match (own, other) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(own), Some(other)) => *own >= other,
        })
    };
    // Each host is owed the spares of the first profile that takes it over; hosts owed the same spares
    // must find enough of them.
    let mut owed: Vec<(usize, usize)> = Vec::new();
    for (number, host) in stated.hosts.iter().enumerate() {
        let spares = stated.spare_profiles.iter().copied();
        let taker = spares.into_iter().find(|&spare| offers_as_much(spare, host.profile));
        match taker {
            Some(profile) => match owed.iter_mut().find(|(known, _)| *known == profile) {
                Some((_, hosts)) => *hosts += 1,
                None => owed.push((profile, 1)),
            },
            None if count > 0 => {
                let zone = pool.zone.clone();
                violations.push(Violation::HostWithoutSpare { zone, host: number });
                return;
            }
            None => {}
        }
    }
    for (profile, hosts) in owed {
        let spares = stated.spare_profiles.iter().filter(|&&spare| spare == profile).count();
        let required = count.min(hosts);
        if spares < required {
            let zone = pool.zone.clone();
            violations.push(Violation::SpareRuleBroken { zone, hosts, spare: spares, required });
        }
    }
}

/// Loses the `count` fullest hosts and places their workloads again, one by one where there is room
/// first, those that run together at once; when that gets stuck, a spare host for each lost host also
/// will do, which [`check_any_loss`] has shown. The hosts the placement says it lost must be as many, and
/// as full.
fn check_loss(
    pool: &Pool,
    stated: &PoolPlacement,
    fleet: &Fleet,
    offers: &[Offer],
    used: &[Need],
    count: usize,
    violations: &mut Vec<Violation>,
) {
    // What is not limited has no share; of the others the largest host of any profile is the measure.
    let measure = |r: usize| {
        let known = offers.iter().map(|offer| offer[r]).collect::<Option<Vec<u128>>>();
        known.and_then(|known| known.into_iter().max())
    };
    let measures: Vec<Option<u128>> = (0..6).map(measure).collect();
    let fullness = |host: usize| {
        let share = |r: usize| {
            Some(used[host][r] as f64 / measures[r]?.max(1) as f64)
                .filter(|_| measures[r] > Some(0))
        };
        (0..6).filter_map(share).fold(0.0, f64::max)
    };
    let is_measured = (0..6).all(|r| measures[r].is_some() || used.iter().all(|u| u[r] == 0));
    let mut lost: Vec<usize> = (0..used.len()).collect();
    lost.sort_by(|&a, &b| fullness(b).total_cmp(&fullness(a)).then(a.cmp(&b)));
    lost.truncate(count);
    if is_measured {
        let least = |hosts: &[usize]| {
            let known = hosts.iter().filter(|&&host| host < used.len());
            known.map(|&host| (fullness(host) * 1e6).round() as u64).min()
        };
        let place = format!("zone {}", stated.zone);
        let said = (stated.loss.hosts.len(), least(&stated.loss.hosts));
        compare(&place, "hosts lost, least filled", &said, &(lost.len(), least(&lost)), violations);
    }

    let kept = (0..used.len()).filter(|host| !lost.contains(host));
    let kept = kept.map(|host| {
        let host_of = &stated.hosts[host];
        (offers[host_of.profile], used[host], host_of.workloads.clone())
    });
    let spares = stated.spare_profiles.iter().map(|&spare| (offers[spare], [0; 6], Vec::new()));
    let mut filled: Vec<(Offer, Need, Vec<usize>)> = kept.chain(spares).collect();
    let bonds = rules::Bonds::of(fleet, &pool.zone);
    for &host in &lost {
        for members in bonds.together_on(&stated.hosts[host].workloads) {
            let known = members.iter().filter_map(|&index| fleet.workloads.get(index));
            let needed = known.map(|workload| need(pool, workload)).fold([0; 6], sum);
            let foes = bonds.foes(&members);
            let has_room = |filled: &&mut (Offer, Need, Vec<usize>)| {
                within(sum(filled.1, needed), filled.0)
                    && (foes.is_empty() || !filled.2.iter().any(|w| foes.contains(w)))
            };
            match filled.iter_mut().find(has_room) {
                Some(host) => {
                    host.1 = sum(host.1, needed);
                    host.2.extend(members);
                }
                None if lost.len() <= stated.hosts_spare_count => return,
                None => {
                    let id = members.first().and_then(|&index| fleet.workloads.get(index));
                    let workload = id.map(|workload| workload.id.clone()).unwrap_or_default();
                    let zone = pool.zone.clone();
                    violations.push(Violation::HostLossNotSurvived { zone, lost, workload });
                    return;
                }
            }
        }
    }
}
