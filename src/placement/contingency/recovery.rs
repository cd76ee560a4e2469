//! Workloads of lost hosts onto what is left of their pool.
//!
//! Two ways are tried, and the one that leaves fewer workloads without room counts: each workload,
//! largest first, where there is room first; or the fullest lost hosts, each as a whole, onto a spare
//! host of its own, and the rest as before. So no workload is left without room while a spare host
//! stands by for each host that is lost.
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
    /// Groups of which it carries a member already.
    pub apart: BTreeSet<u32>,
}

impl Room {
    fn takes(&self, workload: &Displaced<'_>) -> bool {
        let is_apart = workload.apart.is_none_or(|group| !self.apart.contains(&group));
        is_apart && workload.need.iter().zip(&self.free).all(|(need, free)| need <= free)
    }

    fn take(&mut self, workload: &Displaced<'_>) {
        for (free, need) in self.free.iter_mut().zip(&workload.need) {
            *free = free.saturating_sub(*need);
        }
        self.apart.extend(workload.apart);
    }
}

/// A workload whose host is lost.
#[derive(Debug, Clone)]
pub(super) struct Displaced<'a> {
    pub id: &'a str,
    /// What it takes, by resource.
    pub need: Vec<u64>,
    /// The host it ran on, by any number that tells hosts apart.
    pub from: usize,
    /// The group of which a host takes one member at most.
    pub apart: Option<u32>,
}

/// Where workloads went.
pub(super) struct Recovered {
    /// For each workload the index of its new host; `None` where there was no room.
    pub to: Vec<Option<usize>>,
    /// How.
    pub way: Recovery,
    /// The hosts that are left, with what is free afterwards.
    pub rooms: Vec<Room>,
}

impl Recovered {
    /// Workloads without room.
    pub fn down_count(&self) -> usize {
        self.to.iter().filter(|to| to.is_none()).count()
    }
}

/// Gives the workloads room; `capacity` is what their sizes are measured by.
pub(super) fn recover(capacity: &[u64], rooms: &[Room], displaced: &[Displaced<'_>]) -> Recovered {
    let one_by_one = first_fit(capacity, rooms.to_vec(), vec![None; displaced.len()], displaced);
    if one_by_one.down_count() == 0 {
        return one_by_one;
    }
    let (rooms, to) = host_for_host(capacity, rooms.to_vec(), displaced);
    let whole = first_fit(capacity, rooms, to, displaced);
    if whole.down_count() < one_by_one.down_count() {
        return Recovered { way: Recovery::HostForHost, ..whole };
    }
    one_by_one
}

/// Gives each workload that has none yet the first host with room, largest first, then by id.
fn first_fit(
    capacity: &[u64],
    mut rooms: Vec<Room>,
    mut to: Vec<Option<usize>>,
    displaced: &[Displaced<'_>],
) -> Recovered {
    let mut bins = Bins::new(capacity);
    for room in &rooms {
        bins.open(&room.free);
    }
    let rows: Vec<&[u64]> = displaced.iter().map(|workload| workload.need.as_slice()).collect();
    let homeless = (0..displaced.len()).filter(|&workload| to[workload].is_none()).collect();
    let by_id = |a: usize, b: usize| displaced[a].id.cmp(displaced[b].id);
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
    Recovered { to, way: Recovery::FirstFit, rooms }
}

/// Gives each lost host, the one that carried most first, the first spare host that takes all it
/// carried.
fn host_for_host(
    capacity: &[u64],
    mut rooms: Vec<Room>,
    displaced: &[Displaced<'_>],
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
    let mut to = vec![None; displaced.len()];
    let mut is_taken = vec![false; rooms.len()];
    for host in order {
        let fits = |room: &Room| carried[host].iter().zip(&room.free).all(|(n, free)| n <= free);
        let spare = (0..rooms.len())
            .find(|&index| rooms[index].is_spare && !is_taken[index] && fits(&rooms[index]));
        let Some(spare) = spare else { continue };
        is_taken[spare] = true;
        for &workload in &hosts[host] {
            rooms[spare].take(&displaced[workload]);
            to[workload] = Some(spare);
        }
    }
    (rooms, to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(free: [u64; 2], is_spare: bool) -> Room {
        Room { free: free.to_vec(), is_spare, apart: BTreeSet::new() }
    }

    fn displaced(id: &str, need: [u64; 2], from: usize) -> Displaced<'_> {
        Displaced { id, need: need.to_vec(), from, apart: None }
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
        assert_eq!((found.way, found.down_count()), (Recovery::FirstFit, 1));
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
    fn members_of_a_group_stay_apart() {
        let mut taken = room([9, 9], false);
        taken.apart.insert(1);
        let rooms = [taken, room([9, 9], false)];
        let member = |id| Displaced { apart: Some(1), ..displaced(id, [1, 1], 0) };
        let found =
            recover(&[10, 10], &rooms, &[member("a"), member("b"), displaced("c", [1, 1], 0)]);
        assert_eq!(found.to, [Some(1), None, Some(0)]);
    }

    #[test]
    fn nothing_displaced_and_no_host_left() {
        assert_eq!(recover(&[10], &[], &[]).down_count(), 0);
        let found = recover(&[10, 10], &[], &[displaced("a", [0, 0], 0)]);
        assert_eq!(found.to, [None]);
    }
}
