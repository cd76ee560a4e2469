//! Workloads of lost hosts onto what is left of their pool.
//!
//! Two ways are tried, and the one that leaves fewer workloads without room counts: each workload,
//! largest first, where there is room first; or the fullest lost hosts, each as a whole, onto a spare
//! host of its own, and the rest as before. So no workload is left without room while a spare host
//! stands by for each host that is lost. Workloads that must run together move at once.
//!
//! First fit is no proof: that a workload finds no room here does not say that none could be made by
//! moving others. Nothing that still runs is moved.

use std::collections::{BTreeMap, BTreeSet};

use crate::placement::hosts::Recovery;
use crate::placement::vector::{Bins, decreasing};

/// A host that is left.
#[derive(Debug, Clone)]
pub(super) struct Room {
    /// What is free on it, by resource.
    pub free: Vec<u64>,
    /// It stands by: nothing runs on it.
    pub is_spare: bool,
    /// Rules that keep apart of which it carries a workload already.
    pub apart: BTreeSet<usize>,
}

impl Room {
    fn takes(&self, moving: &Displaced) -> bool {
        let is_apart = moving.apart.iter().all(|rule| !self.apart.contains(rule));
        is_apart && moving.need.iter().zip(&self.free).all(|(need, free)| need <= free)
    }

    fn take(&mut self, moving: &Displaced) {
        for (free, need) in self.free.iter_mut().zip(&moving.need) {
            *free = free.saturating_sub(*need);
        }
        self.apart.extend(&moving.apart);
    }
}

/// A workload whose host is lost, or several that must run together.
#[derive(Debug, Clone)]
pub(super) struct Displaced {
    /// The id of the first.
    pub id: String,
    /// Indices in the fleet.
    pub workloads: Vec<usize>,
    /// What they take, by resource.
    pub need: Vec<u64>,
    /// The host they ran on, by any number that tells hosts apart.
    pub from: usize,
    /// Rules that keep them apart from others.
    pub apart: Vec<usize>,
}

/// Where workloads went.
pub(super) struct Recovered {
    /// For each that moves the index of its new host; `None` where there was no room.
    pub to: Vec<Option<usize>>,
    /// How.
    pub way: Recovery,
    /// The hosts that are left, with what is free afterwards.
    pub rooms: Vec<Room>,
    /// Workloads without room.
    pub down_count: usize,
}

/// Gives the workloads room; `capacity` is what their sizes are measured by.
pub(super) fn recover(capacity: &[u64], rooms: &[Room], displaced: &[Displaced]) -> Recovered {
    let one_by_one = first_fit(capacity, rooms.to_vec(), vec![None; displaced.len()], displaced);
    if one_by_one.down_count == 0 {
        return one_by_one;
    }
    let (rooms, to) = host_for_host(capacity, rooms.to_vec(), displaced);
    let whole = first_fit(capacity, rooms, to, displaced);
    if whole.down_count < one_by_one.down_count {
        return Recovered { way: Recovery::HostForHost, ..whole };
    }
    one_by_one
}

/// Gives each workload that has none yet the first host with room, largest first, then by id.
fn first_fit(
    capacity: &[u64],
    mut rooms: Vec<Room>,
    mut to: Vec<Option<usize>>,
    displaced: &[Displaced],
) -> Recovered {
    let mut bins = Bins::new(capacity);
    for room in &rooms {
        bins.open(&room.free);
    }
    let rows: Vec<&[u64]> = displaced.iter().map(|workload| workload.need.as_slice()).collect();
    let homeless = (0..displaced.len()).filter(|&workload| to[workload].is_none()).collect();
    let by_id = |a: usize, b: usize| displaced[a].id.cmp(&displaced[b].id);
    for index in decreasing(capacity, &rows, homeless, by_id) {
        let workload = &displaced[index];
        let mut found = bins.first_fit(&workload.need);
        while let Some(host) = found {
            if rooms[host].takes(workload) {
                break;
            }
            found = bins.first_fit_from(&workload.need, host + 1);
        }
        if let Some(host) = found {
            rooms[host].take(workload);
            bins.set_free(host, &rooms[host].free);
            to[index] = found;
        }
    }
    let down = displaced.iter().zip(&to).filter(|(_, to)| to.is_none());
    let down_count = down.map(|(moving, _)| moving.workloads.len()).sum();
    Recovered { to, way: Recovery::FirstFit, rooms, down_count }
}

/// Gives each lost host, the one that carried most first, the first spare host that takes all it
/// carried.
fn host_for_host(
    capacity: &[u64],
    mut rooms: Vec<Room>,
    displaced: &[Displaced],
) -> (Vec<Room>, Vec<Option<usize>>) {
    let mut by_host: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, workload) in displaced.iter().enumerate() {
        by_host.entry(workload.from).or_default().push(index);
    }
    let hosts: Vec<Vec<usize>> = by_host.into_values().collect();
    let carried: Vec<Vec<u64>> = hosts
        .iter()
        .map(|workloads| {
            (0..capacity.len())
                .map(|r| {
                    let needs = workloads.iter().filter_map(|&w| displaced[w].need.get(r));
                    needs.fold(0_u64, |sum, &need| sum.saturating_add(need))
                })
                .collect()
        })
        .collect();
    let rows: Vec<&[u64]> = carried.iter().map(Vec::as_slice).collect();
    let order = decreasing(capacity, &rows, (0..hosts.len()).collect(), |a, b| a.cmp(&b));
    let spares: Vec<usize> = (0..rooms.len()).filter(|&room| rooms[room].is_spare).collect();
    let fits = |host: usize, spare: usize| {
        carried[host].iter().zip(&rooms[spares[spare]].free).all(|(need, free)| need <= free)
    };
    let host_of = matched(&order, spares.len(), fits);
    let mut to = vec![None; displaced.len()];
    for (&spare, host) in spares.iter().zip(host_of) {
        for &workload in host.iter().flat_map(|&host| &hosts[host]) {
            rooms[spare].take(&displaced[workload]);
            to[workload] = Some(spare);
        }
    }
    (rooms, to)
}

/// Gives as many hosts a spare of their own as can have one, earlier ones first; of each spare the host
/// it takes over. A host may make another change its spare (augmenting paths), so that spares of
/// several kinds are not used up by hosts that others would take.
fn matched(
    hosts: &[usize],
    spares_count: usize,
    fits: impl Fn(usize, usize) -> bool,
) -> Vec<Option<usize>> {
    let mut host_of: Vec<Option<usize>> = vec![None; spares_count];
    let mut free_count = spares_count;
    for &host in hosts {
        if free_count == 0 {
            break;
        }
        // From the host outwards; of each spare reached the host that asked for it.
        let mut asked_by: Vec<Option<usize>> = vec![None; spares_count];
        let mut asking = vec![host];
        let mut found = None;
        while let (Some(asks), None) = (asking.pop(), found) {
            for spare in 0..spares_count {
                if asked_by[spare].is_some() || !fits(asks, spare) {
                    continue;
                }
                asked_by[spare] = Some(asks);
                match host_of[spare] {
                    Some(other) => asking.push(other),
                    None => {
                        found = Some(spare);
                        break;
                    }
                }
            }
        }
        free_count -= usize::from(found.is_some());
        while let Some(spare) = found {
            let asks = asked_by[spare];
            // The spare it had goes to whoever asked for that one.
            found = asks.and_then(|asks| host_of.iter().position(|&of| of == Some(asks)));
            host_of[spare] = asks;
        }
    }
    host_of
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(free: [u64; 2], is_spare: bool) -> Room {
        Room { free: free.to_vec(), is_spare, apart: BTreeSet::new() }
    }

    fn displaced(id: &str, need: [u64; 2], from: usize) -> Displaced {
        let (id, need) = (id.to_owned(), need.to_vec());
        Displaced { id, need, from, apart: Vec::new(), workloads: vec![0] }
    }

    #[test]
    fn the_largest_goes_first_and_what_finds_no_room_is_left() {
        // Free: 4 and 3 of the first resource. 4 → first, 3 → second, 2 → nowhere.
        let rooms = [room([4, 9], false), room([3, 9], false)];
        let workloads =
            [displaced("a", [2, 1], 0), displaced("b", [3, 1], 0), displaced("c", [4, 1], 0)];
        let found = recover(&[10, 10], &rooms, &workloads);
        assert_eq!(found.to, [None, Some(1), Some(0)]);
        assert_eq!(found.rooms[0].free, [0, 8]);
        assert_eq!((found.way, found.down_count), (Recovery::FirstFit, 1));
    }

    #[test]
    fn where_first_fit_gets_stuck_a_spare_takes_a_host_as_a_whole() {
        // Two lost hosts of 4+3+3, two spares of 10. Largest first makes 4+4 and 3+3+3, and the last 3
        // finds 2 and 1 free.
        let rooms = [room([10, 10], true), room([10, 10], true)];
        let workloads = [
            displaced("a", [4, 0], 7),
            displaced("b", [3, 0], 7),
            displaced("c", [3, 0], 7),
            displaced("d", [4, 0], 9),
            displaced("e", [3, 0], 9),
            displaced("f", [3, 0], 9),
        ];
        let found = recover(&[10, 10], &rooms, &workloads);
        assert_eq!(found.way, Recovery::HostForHost);
        assert_eq!(found.to, [0, 0, 0, 1, 1, 1].map(Some));
    }

    #[test]
    fn a_spare_is_left_to_the_host_that_no_other_takes() {
        // The first host fits both spares, the second only the first one.
        let fits = |host: usize, spare: usize| host == 0 || spare == 0;
        assert_eq!(matched(&[0, 1], 2, fits), [Some(1), Some(0)]);
        assert_eq!(matched(&[0, 1, 2], 2, fits), [Some(1), Some(0)]);
        assert_eq!(matched(&[1, 2], 2, fits), [Some(1), None]);
        assert_eq!(matched(&[0], 0, fits), []);
    }

    #[test]
    fn members_of_a_rule_stay_apart() {
        let mut taken = room([9, 9], false);
        taken.apart.insert(1);
        let rooms = [taken, room([9, 9], false)];
        let member = |id| Displaced { apart: vec![1], ..displaced(id, [1, 1], 0) };
        let found =
            recover(&[10, 10], &rooms, &[member("a"), member("b"), displaced("c", [1, 1], 0)]);
        assert_eq!(found.to, [Some(1), None, Some(0)]);
    }

    #[test]
    fn nothing_displaced_and_no_host_left() {
        assert_eq!(recover(&[10], &[], &[]).down_count, 0);
        let found = recover(&[10, 10], &[], &[displaced("a", [0, 0], 0)]);
        assert_eq!(found.to, [None]);
    }
}
