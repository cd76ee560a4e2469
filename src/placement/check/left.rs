//! Judges the figures of an aftermath: what feeds, UPS and cooling carry, what became of each pool, and
//! which systems are hit, all counted a second time from the racks and the hosts.

use std::collections::{BTreeMap, BTreeSet};

use super::aftermath::{Misjudged, Seat, device, is_rack_lost, paths_out};
use super::hosts::{Need, need, offer, sum};
use super::tally::load;
use crate::placement::Placement;
use crate::placement::contingency::{Aftermath, DownItem, DownReason, Feed, LoadOf, Loss};
use crate::placement::fleet::Fleet;
use crate::placement::rack::Feeds;

/// What carries a load, the rack of a feed, the load, and its limit, in milliwatts.
type Carried = (LoadOf, String, u64, u64);

/// Every load that lives is told, with what it carries and may carry.
pub(super) fn check_loads(
    fleet: &Fleet,
    placement: &Placement,
    losses: &[Loss],
    aftermath: &Aftermath,
    told: &mut Vec<Misjudged>,
) {
    let mut found = loads(fleet, placement, losses, aftermath);
    let stated = aftermath.loads.iter();
    let mut stated: Vec<Carried> =
        stated.map(|one| (one.of, one.rack_id.clone(), one.load.raw(), one.limit.raw())).collect();
    found.sort_unstable();
    stated.sort_unstable();
    let differs = (0..found.len().max(stated.len())).find(|&at| found.get(at) != stated.get(at));
    if let Some(at) = differs {
        let (stated, found) = (format!("{:?}", stated.get(at)), format!("{:?}", found.get(at)));
        told.push(Misjudged::LoadMisstated { stated, found });
    }
}

fn loads(
    fleet: &Fleet,
    placement: &Placement,
    losses: &[Loss],
    aftermath: &Aftermath,
) -> Vec<Carried> {
    let hall = &fleet.hall;
    let out = paths_out(placement, losses);
    let gone: BTreeSet<usize> = (aftermath.down.iter().chain(&aftermath.hosts_lost))
        .filter_map(|down| device(down.item))
        .collect();
    let limit = fleet.rack.feed_limit.raw();
    let mut found = Vec::new();
    let mut of_path = [0_u128; 2];
    for rack in placement.racks.iter().filter(|rack| !is_rack_lost(rack, losses)) {
        let (mut both, mut single) = (u128::from(rack.switch_power.raw()), [0_u128; 2]);
        for stood in rack.placements.iter().filter(|stood| !gone.contains(&stood.device)) {
            let watts = load(&placement.devices[stood.device]);
            match stood.feeds {
                Feeds::Both => both += watts,
                Feeds::A => single[0] += watts,
                Feeds::B => single[1] += watts,
            }
        }
        let halves = [both - both / 2, both / 2];
        for (path, feed) in Feed::ALL.into_iter().enumerate().filter(|(path, _)| !out[*path]) {
            let shared = if out[1 - path] { both } else { halves[path] };
            of_path[path] += shared + single[path];
            let of = LoadOf::RackFeed(feed);
            found.push((of, rack.id.clone(), whole(shared + single[path]), limit));
        }
    }
    let times = |watts: u64, factor: f64| (watts as f64 * factor.max(0.0)).round() as u64;
    let modules = placement.power.ups_modules_per_path;
    let lost = modules_lost(placement, losses);
    for (path, feed) in Feed::ALL.into_iter().enumerate().filter(|(path, _)| !out[*path]) {
        let carried = times(whole(of_path[path]), hall.diversity);
        let limit = times(hall.supply.ups_module.raw(), modules - lost[path] as f64);
        found.push((LoadOf::Ups(feed), String::new(), carried, limit));
    }
    let units = placement.power.cooling_units + placement.power.cooling_units_spare;
    let units_lost: u64 = losses.iter().fold(0, |sum, loss| match loss {
        Loss::CoolingUnits(count) => sum + u64::from(*count),
        _ => sum,
    });
    let it_peak = times(whole(of_path[0] + of_path[1]), hall.diversity);
    let limit = times(hall.cooling_unit.raw(), units - units_lost.min(units as u64) as f64);
    found.push((LoadOf::Cooling, String::new(), times(it_peak, hall.cooling_factor), limit));
    found
}

fn whole(sum: u128) -> u64 {
    u64::try_from(sum).unwrap_or(u64::MAX)
}

/// Modules lost of each path: of B where A is lost and B is not, else of A.
fn modules_lost(placement: &Placement, losses: &[Loss]) -> [u64; 2] {
    let lost: u64 = losses.iter().fold(0, |sum, loss| match loss {
        Loss::UpsModules(count) => sum + u64::from(*count),
        _ => sum,
    });
    let lost = lost.min(placement.power.ups_modules_per_path as u64);
    let is_lost = |feed| losses.contains(&Loss::Feed(feed));
    if is_lost(Feed::A) && !is_lost(Feed::B) { [0, lost] } else { [lost, 0] }
}

/// Hosts and workloads of each pool are counted right, and as many hosts as are told survivable may be.
pub(super) fn check_pools(
    fleet: &Fleet,
    placement: &Placement,
    aftermath: &Aftermath,
    seats: &[Seat<'_>],
    lost: &BTreeSet<usize>,
    told: &mut Vec<Misjudged>,
) {
    let running: usize = seats.iter().map(|seat| seat.workloads.len()).sum();
    let mut compare = |zone: &str, figure, stated: usize, found: usize| {
        if stated != found {
            let zone = zone.to_owned();
            told.push(Misjudged::CountMisstated { zone, figure, stated, found });
        }
    };
    compare("", "workloads not up", aftermath.workloads_not_up, fleet.workloads.len() - running);
    compare("", "pools", aftermath.pools.len(), placement.pools.len());
    let moved: BTreeSet<usize> = aftermath.moves.iter().map(|moved| moved.workload).collect();
    let down: BTreeSet<usize> = workloads_down(aftermath).collect();
    let mut beyond = Vec::new();
    for (number, stated) in aftermath.pools.iter().enumerate().take(placement.pools.len()) {
        let own: Vec<&Seat<'_>> = seats.iter().filter(|seat| seat.pool == number).collect();
        let count = |is_spare: bool, lost_only: bool| {
            let of_kind = own.iter().filter(|seat| seat.is_spare == is_spare);
            of_kind.filter(|seat| !lost_only || lost.contains(&seat.device)).count()
        };
        let of = |set: &BTreeSet<usize>| {
            own.iter().flat_map(|seat| seat.workloads).filter(|w| set.contains(w)).count()
        };
        let zone = stated.zone.as_str();
        compare(zone, "hosts", stated.hosts_count, count(false, false));
        compare(zone, "spare hosts", stated.hosts_spare_count, count(true, false));
        compare(zone, "hosts lost", stated.hosts_lost_count, count(false, true));
        compare(zone, "spare hosts lost", stated.hosts_spare_lost_count, count(true, true));
        compare(zone, "workloads moved", stated.workloads_moved_count, of(&moved));
        compare(zone, "workloads down", stated.workloads_down_count, of(&down));
        let survivable = stated.hosts_survivable_count;
        let failed = failed(aftermath, &own, lost);
        // As many as failed alone, or one fewer, tell what would have become of the workloads.
        let contradicts = failed.is_some_and(|failed| match of(&down) {
            0 => failed == survivable + 1,
            _ => failed <= survivable,
        });
        if contradicts || !hold_all(fleet, number, &own, survivable) {
            beyond.push(Misjudged::NotSurvivable { zone: zone.to_owned(), hosts: survivable });
        }
    }
    told.extend(beyond);
}

fn workloads_down(aftermath: &Aftermath) -> impl Iterator<Item = usize> + '_ {
    aftermath.down.iter().filter_map(|down| match down.item {
        DownItem::Workload(workload) => Some(workload),
        DownItem::Device(..) => None,
    })
}

/// How many of the pool's fullest hosts failed; `None` when none did, or others are lost as well.
fn failed(aftermath: &Aftermath, own: &[&Seat<'_>], lost: &BTreeSet<usize>) -> Option<usize> {
    let fullest = aftermath.hosts_lost.iter().filter(|down| down.reason == DownReason::Fullest);
    let fullest: BTreeSet<usize> = fullest.filter_map(|down| device(down.item)).collect();
    let of_pool: Vec<usize> =
        own.iter().map(|seat| seat.device).filter(|device| lost.contains(device)).collect();
    let is_alone = of_pool.iter().all(|device| fullest.contains(device));
    (is_alone && !of_pool.is_empty()).then_some(of_pool.len())
}

/// Whether as many hosts fewer are left as large as all that runs: the largest of them in each resource,
/// so that no choice of hosts is called too small that is not.
fn hold_all(fleet: &Fleet, number: usize, own: &[&Seat<'_>], fewer: usize) -> bool {
    let Some(left) = own.len().checked_sub(fewer) else { return false };
    let pool = &fleet.pools[number];
    let needs = own.iter().flat_map(|seat| seat.workloads);
    let needs: Need = needs.map(|&w| need(pool, &fleet.workloads[w])).fold([0; 6], sum);
    (0..needs.len()).all(|resource| {
        let offers = own.iter().map(|seat| offer(&pool.profiles[seat.profile])[resource]);
        let Some(mut offers) = offers.collect::<Option<Vec<u128>>>() else { return true };
        offers.sort_unstable_by_key(|&offer| std::cmp::Reverse(offer));
        offers.iter().take(left).sum::<u128>() >= needs[resource]
    })
}

/// Systems that are hit, with how much of them there is, is down and moved: wholly down first, then
/// partly, then moved, then what is named in no system.
pub(super) fn check_systems(
    fleet: &Fleet,
    placement: &Placement,
    aftermath: &Aftermath,
    seats: &[Seat<'_>],
    told: &mut Vec<Misjudged>,
) {
    let down: BTreeSet<DownItem> = aftermath.down.iter().map(|down| down.item).collect();
    let moved: BTreeSet<usize> = aftermath.moves.iter().map(|moved| moved.workload).collect();
    let mut found: BTreeMap<(&str, &str), [usize; 3]> = BTreeMap::new();
    for &index in seats.iter().flat_map(|seat| seat.workloads) {
        let workload = &fleet.workloads[index];
        let counts = found.entry((&workload.agency_id, &workload.system_id)).or_default();
        counts[0] += 1;
        counts[1] += usize::from(down.contains(&DownItem::Workload(index)));
        counts[2] += usize::from(moved.contains(&index));
    }
    let hosts: BTreeSet<usize> = placement
        .pools
        .iter()
        .flat_map(|pool| {
            pool.hosts.iter().map(|host| host.device).chain(pool.spare_devices.clone())
        })
        .collect();
    let stood = placement.racks.iter().flat_map(|rack| &rack.placements).map(|stood| stood.device);
    for index in stood.filter(|index| !hosts.contains(index)) {
        let one = &placement.devices[index];
        let counts = found.entry((&one.agency_id, &one.system_id)).or_default();
        counts[0] += 1;
        counts[1] += usize::from(down.contains(&DownItem::Device(index, one.kind)));
    }
    let is_hit =
        |(of, counts): &((&str, &str), [usize; 3])| !of.0.is_empty() && counts[1] + counts[2] > 0;
    let mut found: Vec<_> = found.into_iter().filter(is_hit).collect();
    found.sort_by_key(|&((_, system), [parts, down, _])| match down {
        _ if system.is_empty() => 3,
        all if all == parts => 0,
        0 => 2,
        _ => 1,
    });
    let stated: Vec<_> = aftermath
        .systems
        .iter()
        .map(|one| {
            let counts = [one.parts_count, one.down_count, one.moved_count];
            ((one.agency_id.as_str(), one.system_id.as_str()), counts)
        })
        .collect();
    let differs = (0..found.len().max(stated.len())).find(|&at| found.get(at) != stated.get(at));
    if let Some(at) = differs {
        let (stated, found) = (format!("{:?}", stated.get(at)), format!("{:?}", found.get(at)));
        told.push(Misjudged::SystemMisstated { stated, found });
    }
}
