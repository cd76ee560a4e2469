//! Judges what is left of a placement after losses: nothing is lost twice, what moved has room on a
//! host that runs, what is down is down for a reason, and nothing is told down that has room.
//!
//! It derives from the raw fields which racks and feeds are gone, and by the checker's own capacities
//! what a host takes. It does not know in which order workloads were given room.

use std::collections::{BTreeMap, BTreeSet};

use super::hosts::{Need, Offer, need, offer, sum, within};
use super::left;
use super::rules::Bonds;
use crate::placement::Placement;
use crate::placement::contingency::{Aftermath, DownItem, DownReason, Feed, Loss};
use crate::placement::fleet::Fleet;
use crate::placement::rack::{Feeds, RackPlacement};

/// A rule that an aftermath breaks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Misjudged {
    /// A device runs in a rack that is lost, or without a feed that lives.
    #[error("device {0:?} cannot run, and is not told lost or down")]
    RunsWithoutSupply(String),
    /// A device is told lost or down, and its rack and a feed of it are left.
    #[error("device {0:?} is told lost or down without a cause")]
    LostWithoutCause(String),
    /// Fewer or more of a pool's hosts failed than asked.
    #[error("zone {zone:?}: {found} of the fullest hosts failed, {asked} were asked for")]
    HostsFailed {
        /// The zone.
        zone: String,
        /// Hosts told failed.
        found: usize,
        /// Hosts asked for, as far as there are.
        asked: usize,
    },
    /// A workload of a lost host neither moved nor is down, or is both, or twice.
    #[error("workload {id:?} ran on a lost host, and is told {times} times where it went")]
    NotAccountedOnce {
        /// The workload.
        id: String,
        /// How often it is told.
        times: usize,
    },
    /// A workload moved or is down though its host runs.
    #[error("workload {0:?} moved or is down, and its host runs")]
    DisturbedWithoutCause(String),
    /// A workload moved to what is no running host of its zone.
    #[error("workload {0:?} moved to what is no running host of its zone")]
    MovedAstray(String),
    /// A host has more to carry than it offers.
    #[error("host {0:?} carries more than it offers after workloads moved to it")]
    HostOverfull(String),
    /// A workload is down, and a running host of its zone has room for it and all that must run with it.
    #[error("workload {0:?} is down, and a running host has room for it")]
    FalselyDown(String),
    /// Workloads that must run together were parted.
    #[error("workload {0:?} was parted from what must run with it")]
    Parted(String),
    /// Workloads that must be apart share a host.
    #[error("workload {0:?} moved to a host that carries what it must be apart from")]
    NotApart(String),
    /// What a feed, a UPS path or the cooling carries or may carry is misstated, or it is not told, or is
    /// told and does not live.
    #[error("a load is stated as {stated}, its parts give {found}")]
    LoadMisstated {
        /// As told.
        stated: String,
        /// As it is.
        found: String,
    },
    /// A number of hosts, workloads or pools is misstated.
    #[error("zone {zone:?}: {figure} are stated as {stated}, there are {found}")]
    CountMisstated {
        /// The zone; empty for all.
        zone: String,
        /// What is counted.
        figure: &'static str,
        /// As told.
        stated: usize,
        /// As it is.
        found: usize,
    },
    /// So many of the fullest hosts may not fail, or one more may, as these losses show; or what is left
    /// without them is smaller than what runs.
    #[error("zone {zone:?}: that {hosts} of the fullest hosts and no more may fail is not so")]
    NotSurvivable {
        /// The zone.
        zone: String,
        /// As told.
        hosts: usize,
    },
    /// A system is told hit that is not, or otherwise than it is, or is not told.
    #[error("a system is stated as {stated}, its parts give {found}")]
    SystemMisstated {
        /// As told.
        stated: String,
        /// As it is.
        found: String,
    },
}

/// A host with a rack that carries workloads or stands by.
pub(super) struct Seat<'a> {
    pub(super) device: usize,
    pub(super) pool: usize,
    pub(super) profile: usize,
    pub(super) is_spare: bool,
    pub(super) workloads: &'a [usize],
}

/// Every rule the aftermath of these losses breaks; empty for a right one.
#[must_use = "an unread violation is not actionable"]
pub fn check_aftermath(
    fleet: &Fleet,
    placement: &Placement,
    losses: &[Loss],
    aftermath: &Aftermath,
) -> Vec<Misjudged> {
    let mut told = Vec::new();
    check_devices(placement, losses, aftermath, &mut told);
    let lost: BTreeSet<usize> =
        aftermath.hosts_lost.iter().filter_map(|d| device(d.item)).collect();
    let racked: BTreeSet<usize> =
        placement.racks.iter().flat_map(|r| r.placements.iter().map(|p| p.device)).collect();
    let mut seats = Vec::new();
    for (number, pool) in placement.pools.iter().enumerate() {
        let carrying = pool.hosts.iter().map(|host| Seat {
            device: host.device,
            pool: number,
            profile: host.profile,
            is_spare: false,
            workloads: &host.workloads,
        });
        let spare = pool.spare_devices.iter().zip(&pool.spare_profiles);
        let spare = spare.map(|(&device, &profile)| Seat {
            device,
            pool: number,
            profile,
            is_spare: true,
            workloads: &[],
        });
        seats.extend(carrying.chain(spare).filter(|seat| racked.contains(&seat.device)));
    }
    check_failed(losses, aftermath, &seats, &lost, placement, &mut told);
    check_workloads(fleet, placement, aftermath, &seats, &lost, &mut told);
    left::check_loads(fleet, placement, losses, aftermath, &mut told);
    left::check_pools(fleet, placement, aftermath, &seats, &lost, &mut told);
    left::check_systems(fleet, placement, aftermath, &seats, &mut told);
    told
}

pub(super) fn device(item: DownItem) -> Option<usize> {
    match item {
        DownItem::Device(index, _) => Some(index),
        DownItem::Workload(_) => None,
    }
}

/// Whether path A and path B are out: lost, or all modules of the one of which modules are lost.
pub(super) fn paths_out(placement: &Placement, losses: &[Loss]) -> [bool; 2] {
    let modules = placement.power.ups_modules_per_path as u64;
    let module_losses = losses.iter().map(|loss| match loss {
        Loss::UpsModules(count) => u64::from(*count),
        _ => 0,
    });
    let is_path_out = modules > 0 && module_losses.sum::<u64>() >= modules;
    let lost = |feed| losses.contains(&Loss::Feed(feed));
    let (mut a, mut b) = (lost(Feed::A), lost(Feed::B));
    match (a, b) {
        (true, false) => b = is_path_out,
        (false, _) => a = is_path_out,
        (true, true) => {}
    }
    [a, b]
}

pub(super) fn is_rack_lost(rack: &RackPlacement, losses: &[Loss]) -> bool {
    losses.iter().any(|loss| match loss {
        Loss::Rack(id) => *id == rack.id,
        Loss::Row(lost) => rack.row.as_ref() == Some(lost),
        _ => false,
    })
}

/// Every placed device is out exactly when its rack is lost or no feed of it lives, the fullest hosts
/// aside.
fn check_devices(
    placement: &Placement,
    losses: &[Loss],
    aftermath: &Aftermath,
    told: &mut Vec<Misjudged>,
) {
    let [a, b] = paths_out(placement, losses);
    let mut out: BTreeMap<usize, &DownReason> = BTreeMap::new();
    for down in aftermath.down.iter().chain(&aftermath.hosts_lost) {
        if let Some(index) = device(down.item) {
            out.insert(index, &down.reason);
        }
    }
    for rack in &placement.racks {
        let is_rack_lost = is_rack_lost(rack, losses);
        for position in &rack.placements {
            let is_dark = match position.feeds {
                Feeds::Both => a && b,
                Feeds::A => a,
                Feeds::B => b,
            };
            let id = || placement.devices[position.device].id.clone();
            match out.get(&position.device) {
                None if is_rack_lost || is_dark => told.push(Misjudged::RunsWithoutSupply(id())),
                Some(DownReason::Fullest) | None => {}
                Some(_) if is_rack_lost || is_dark => {}
                Some(_) => told.push(Misjudged::LostWithoutCause(id())),
            }
        }
    }
}

/// Of each pool as many of the fullest hosts failed as were asked for, and as were left.
fn check_failed(
    losses: &[Loss],
    aftermath: &Aftermath,
    seats: &[Seat<'_>],
    lost: &BTreeSet<usize>,
    placement: &Placement,
    told: &mut Vec<Misjudged>,
) {
    let fullest = aftermath.hosts_lost.iter().filter(|down| down.reason == DownReason::Fullest);
    let fullest: BTreeSet<usize> = fullest.filter_map(|down| device(down.item)).collect();
    for (number, pool) in placement.pools.iter().enumerate() {
        let asked: usize = losses
            .iter()
            .map(|loss| match loss {
                Loss::Hosts { count, zone } if zone.as_ref().is_none_or(|z| *z == pool.zone) => {
                    *count as usize
                }
                _ => 0,
            })
            .fold(0, usize::saturating_add);
        let of_pool = || seats.iter().filter(|seat| seat.pool == number);
        let otherwise =
            |seat: &&Seat<'_>| !lost.contains(&seat.device) || fullest.contains(&seat.device);
        let asked = asked.min(of_pool().filter(otherwise).count());
        let found = of_pool().filter(|seat| fullest.contains(&seat.device)).count();
        if asked != found {
            told.push(Misjudged::HostsFailed { zone: pool.zone.clone(), found, asked });
        }
    }
}

/// Each workload of a lost host moved or is down, once; hosts keep within what they offer, and rules
/// hold; what is down has no room.
fn check_workloads(
    fleet: &Fleet,
    placement: &Placement,
    aftermath: &Aftermath,
    seats: &[Seat<'_>],
    lost: &BTreeSet<usize>,
    told: &mut Vec<Misjudged>,
) {
    let id = |workload: usize| fleet.workloads[workload].id.clone();
    let mut times: BTreeMap<usize, usize> = BTreeMap::new();
    let mut filled: BTreeMap<usize, Filled> = BTreeMap::new();
    for seat in seats {
        if lost.contains(&seat.device) {
            times.extend(seat.workloads.iter().map(|&workload| (workload, 0)));
            continue;
        }
        let pool = &fleet.pools[seat.pool];
        let needs = seat.workloads.iter().map(|&w| need(pool, &fleet.workloads[w]));
        filled.insert(
            seat.device,
            Filled {
                pool: seat.pool,
                offer: offer(&pool.profiles[seat.profile]),
                used: needs.fold([0; 6], sum),
                carries: seat.workloads.iter().copied().collect(),
            },
        );
    }
    let mut to: BTreeMap<usize, Option<usize>> = BTreeMap::new();
    to.extend(aftermath.moves.iter().map(|moved| (moved.workload, Some(moved.to))));
    let down = aftermath.down.iter().filter_map(|down| match down.item {
        DownItem::Workload(workload) => Some(workload),
        DownItem::Device(..) => None,
    });
    let down: Vec<usize> = down.collect();
    to.extend(down.iter().map(|&workload| (workload, None)));
    for workload in aftermath.moves.iter().map(|moved| moved.workload).chain(down) {
        match times.get_mut(&workload) {
            Some(times) => *times += 1,
            None => told.push(Misjudged::DisturbedWithoutCause(id(workload))),
        }
    }
    for (&workload, &times) in times.iter().filter(|(_, times)| **times != 1) {
        told.push(Misjudged::NotAccountedOnce { id: id(workload), times });
    }
    for moved in &aftermath.moves {
        let workload = &fleet.workloads[moved.workload];
        match filled.get_mut(&moved.to) {
            Some(host) if fleet.pools[host.pool].zone == workload.zone => {
                host.used = sum(host.used, need(&fleet.pools[host.pool], workload));
                host.carries.insert(moved.workload);
            }
            _ => told.push(Misjudged::MovedAstray(workload.id.clone())),
        }
    }
    for (&device, host) in &filled {
        if !within(host.used, host.offer) {
            told.push(Misjudged::HostOverfull(placement.devices[device].id.clone()));
        }
    }
    check_lots(fleet, seats, lost, &to, &filled, told);
}

/// A host that runs, with what moved to it.
struct Filled {
    pool: usize,
    offer: Offer,
    used: Need,
    carries: BTreeSet<usize>,
}

/// What runs together moved at once to a host without what it must be apart from, or found room nowhere.
/// `to` tells the device each workload moved to; `None` for one that is down.
fn check_lots(
    fleet: &Fleet,
    seats: &[Seat<'_>],
    lost: &BTreeSet<usize>,
    to: &BTreeMap<usize, Option<usize>>,
    filled: &BTreeMap<usize, Filled>,
    told: &mut Vec<Misjudged>,
) {
    let bonds: Vec<Bonds> = fleet.pools.iter().map(|pool| Bonds::of(fleet, &pool.zone)).collect();
    for seat in seats.iter().filter(|seat| lost.contains(&seat.device)) {
        let (pool, bonds) = (&fleet.pools[seat.pool], &bonds[seat.pool]);
        for lot in bonds.together_on(seat.workloads) {
            let Some(&first) = lot.first() else { continue };
            let id = || fleet.workloads[first].id.clone();
            if lot.iter().any(|workload| to.get(workload) != to.get(&first)) {
                told.push(Misjudged::Parted(id()));
                continue;
            }
            let mut foes = bonds.foes(&lot);
            lot.iter().for_each(|workload| {
                foes.remove(workload);
            });
            match to.get(&first) {
                None => {}
                Some(Some(device)) => {
                    let host = filled.get(device);
                    if host.is_some_and(|host| !host.carries.is_disjoint(&foes)) {
                        told.push(Misjudged::NotApart(id()));
                    }
                }
                Some(None) => {
                    let needs = lot.iter().map(|&w| need(pool, &fleet.workloads[w]));
                    let needs = needs.fold([0; 6], sum);
                    let has_room = |host: &Filled| {
                        host.pool == seat.pool
                            && within(sum(host.used, needs), host.offer)
                            && host.carries.is_disjoint(&foes)
                    };
                    if filled.values().any(has_room) {
                        told.push(Misjudged::FalselyDown(id()));
                    }
                }
            }
        }
    }
}
