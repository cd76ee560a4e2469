//! Hosts that stand by, and the test of them: the fullest hosts fail and their workloads find room.

use std::collections::BTreeSet;

use super::fleet::Pool;
use super::hosts::{HostLoss, Recovery};
use super::rows::Rows;
use super::rules::Unit;
use super::vector::{self, Bins};

/// A host while it is filled: its profile and its units.
pub(super) type Filled = (usize, Vec<usize>);

/// For each profile of the pool the profile of the spare host that takes over from one of its hosts:
/// of those in use that stand in for it, one that no other of them stands in for.
pub(super) fn substitutes(pool: &Pool, is_used: &[bool]) -> Vec<Option<usize>> {
    let profiles = &pool.profiles;
    let stands_in = |a: usize, b: usize| profiles[a].stands_in_for(&profiles[b]);
    // Of two that stand in for each other the first counts as the larger.
    let is_larger = |a: usize, b: usize| stands_in(a, b) && (!stands_in(b, a) || a < b);
    let used: Vec<usize> = (0..profiles.len()).filter(|&profile| is_used[profile]).collect();
    let largest: Vec<usize> = used
        .iter()
        .copied()
        .filter(|&profile| !used.iter().any(|&other| other != profile && is_larger(other, profile)))
        .collect();
    let substitute = |profile: usize| {
        is_used[profile].then(|| largest.iter().copied().find(|&l| stands_in(l, profile))).flatten()
    };
    (0..profiles.len()).map(substitute).collect()
}

/// How many spare hosts of each profile: as many as the rule asks, each able to take over any host that
/// fails. Where no profile stands in for all in use, as many of each that stands in for some, though no
/// more than hosts it stands in for.
pub(super) fn spare_counts(pool: &Pool, hosts_by_profile: &[usize]) -> Vec<usize> {
    let is_used: Vec<bool> = hosts_by_profile.iter().map(|&count| count > 0).collect();
    let substitutes = substitutes(pool, &is_used);
    let mut covered = vec![0; pool.profiles.len()];
    for (substitute, count) in substitutes.iter().zip(hosts_by_profile) {
        if let Some(profile) = *substitute {
            covered[profile] += count;
        }
    }
    let asked = pool.spare.spare_count(hosts_by_profile.iter().sum());
    let kinds: Vec<usize> = (0..covered.len()).filter(|&profile| covered[profile] > 0).collect();
    let mut spares: Vec<usize> = covered.iter().map(|&count| asked.min(count)).collect();
    if let Some(&first) = kinds.first() {
        // More spares than hosts may be asked for; they are bought as the rule says.
        spares[first] += asked.saturating_sub(spares.iter().sum());
    }
    spares
}

/// Fails the `count` fullest hosts (larger share of the largest profile used of any resource, then the
/// lower index) and places their workloads again on the others, in order, then on the spares.
pub(super) fn lose_fullest(
    hosts: &[Filled],
    units: &[Unit],
    spares: &[usize],
    count: usize,
    rows: &Rows<'_>,
) -> HostLoss {
    let used: Vec<Vec<u64>> = hosts.iter().map(|(_, held)| rows.used(units, held)).collect();
    let largest = rows.largest();
    let used_rows: Vec<&[u64]> = used.iter().map(Vec::as_slice).collect();
    let by_fullness =
        vector::decreasing(&largest, &used_rows, (0..hosts.len()).collect(), |a, b| a.cmp(&b));
    let lost: Vec<usize> = by_fullness.into_iter().take(count).collect();
    let is_lost: BTreeSet<usize> = lost.iter().copied().collect();

    let mut bins = Bins::new(&largest);
    let mut rules: Vec<BTreeSet<u32>> = Vec::new();
    for (index, (profile, held)) in hosts.iter().enumerate() {
        if !is_lost.contains(&index) {
            let bin = bins.open(&rows.capacity(*profile));
            bins.take(bin, &used[index]);
            rules.push(held.iter().flat_map(|&unit| units[unit].apart.iter().copied()).collect());
        }
    }
    for &profile in spares {
        bins.open(&rows.capacity(profile));
        rules.push(BTreeSet::new());
    }
    let homeless: Vec<usize> = lost.iter().flat_map(|&host| hosts[host].1.clone()).collect();
    let needs: Vec<Vec<u64>> = homeless.iter().map(|&unit| rows.need(&units[unit])).collect();
    let need_rows: Vec<&[u64]> = needs.iter().map(Vec::as_slice).collect();
    // Units come by id, so that their order breaks ties.
    let order = vector::decreasing(&largest, &need_rows, (0..homeless.len()).collect(), |a, b| {
        homeless[a].cmp(&homeless[b])
    });
    let mut recovery = Recovery::FirstFit;
    for item in order {
        let apart = &units[homeless[item]].apart;
        let mut bin = bins.first_fit(need_rows[item]);
        while let Some(found) = bin
            && apart.iter().any(|rule| rules[found].contains(rule))
        {
            bin = bins.first_fit_from(need_rows[item], found + 1);
        }
        match bin {
            Some(bin) => {
                bins.take(bin, need_rows[item]);
                rules[bin].extend(apart);
            }
            None => recovery = Recovery::HostForHost,
        }
    }
    HostLoss { hosts: lost, recovery }
}
