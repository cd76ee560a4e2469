//! What if: a feed, a cooling unit, a row, a rack, the fullest hosts are lost. What goes down, what
//! carries more than it may, and which workloads find room elsewhere.
//!
//! In comes a placement and what it loses, all at once; out comes an [`Aftermath`]. The other question
//! of this kind, what more hosts would free, is an [`Addition`].
//!
//! - A device runs as long as its rack stands and one of its feeds lives. A host of the centre is
//!   *lost*: its workloads move to other hosts of their pool and to those that stand by, or are *down*.
//!   Any other device is down with all it runs: it has no replacement.
//! - Loads are those of the peak of every device, as limits are held everywhere: what moves does not
//!   change them, since a host that stands by counts with its peak already. What is lost is taken off.
//! - A load above its limit is told, and what it is short of. Which load to shed is not chosen, and how
//!   long a room without enough cooling lasts is not guessed.
//! - Losing more takes no host and no device back up. Workloads are put by first fit, so which of
//!   them find room may differ.
//!
//! Nothing here judges itself: [`check_aftermath`](super::check::check_aftermath) does, from the
//! fleet's raw fields.

mod addition;
mod coming;
mod estate;
mod loss;
mod outage;
mod recovery;
mod supply;
mod systems;

use estate::{Estate, HostPool, amounts};
use outage::Outage;
use recovery::{Displaced, Recovered, Room, recover};

pub use addition::{AddError, Addend, Addition, Footprint, HallLimit, ZoneAddition, add};
pub use loss::{Feed, Known, Loss, LossError};
pub use supply::{Load, LoadOf};
pub use systems::{Extent, SystemEffect};

use super::Placement;
use super::fleet::{DeviceKind, Fleet};
use super::hosts::Recovery;
use super::resource::Amount;
use crate::unit::Watts;

/// What is left of a placement after all the losses together.
#[derive(Debug, Clone, PartialEq)]
pub struct Aftermath {
    /// The losses as given, each with what it takes when it comes alone.
    pub losses: Vec<Lost>,
    /// Hosts that no longer run, those that stood by included, by the index of their device.
    pub hosts_lost: Vec<Down>,
    /// Workloads without room, by index, then devices that have no replacement, rack by rack.
    pub down: Vec<Down>,
    /// Where workloads of lost hosts went, by workload.
    pub moves: Vec<Move>,
    /// What every feed, UPS path and the cooling carry, and may carry.
    pub loads: Vec<Load>,
    /// The pools of hosts, in the order of the placement.
    pub pools: Vec<PoolEffect>,
    /// Systems of which something is down or had to move: wholly down, partly, moved; each by agency
    /// and id.
    pub systems: Vec<SystemEffect>,
    /// Workloads that did not run before either: they found no host, or a host without a rack.
    pub workloads_not_up: usize,
}

/// One loss alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// What is lost.
    pub loss: Loss,
    /// What is counted.
    pub counted: Counted,
    /// How many of them, no more than there are.
    pub count: usize,
    /// Devices and hosts: the sum of their peaks. Cooling units and UPS modules: what they supply.
    pub power: Watts,
}

/// What of a loss is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Devices that no longer run, hosts among them.
    Devices,
    /// Hosts.
    Hosts,
    /// Cooling units.
    CoolingUnits,
    /// UPS modules.
    UpsModules,
}

/// Something that no longer runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Down {
    /// What it is, by index.
    pub item: DownItem,
    /// Its id.
    pub id: String,
    /// The agency it belongs to; empty for the hosts of the centre.
    pub agency_id: String,
    /// The system it runs a part of; empty where none is named.
    pub system_id: String,
    /// Its zone.
    pub zone: String,
    /// Why.
    pub reason: DownReason,
}

/// What no longer runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DownItem {
    /// A workload of the fleet, by index.
    Workload(usize),
    /// A device of the placement, by index.
    Device(usize, DeviceKind),
}

/// Why something no longer runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DownReason {
    /// Its row is lost.
    Row(String),
    /// Its rack is lost.
    Rack(String),
    /// It hangs on one feed, and that is lost.
    Feed(Feed),
    /// Both feeds are lost.
    BothFeeds,
    /// It is among the hosts that carry most.
    Fullest,
    /// The workload's host is lost, and no other host of the pool is left.
    NoHostLeft,
    /// The workload's host is lost, and none that is left has room for it.
    NoRoom {
        /// What it takes; with those that must run with it what they take together.
        need: Vec<Amount>,
        /// The most any one host has free of each of these once the others have moved; not all on one
        /// host.
        free_most: Vec<Amount>,
        /// Workloads that must run with it.
        together_count: usize,
    },
    /// The workload's host is lost, and those with room carry one it must be apart from.
    Apart,
}

impl DownReason {
    /// Its name in machine outputs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Row(_) => "row_lost",
            Self::Rack(_) => "rack_lost",
            Self::Feed(_) => "feed_lost",
            Self::BothFeeds => "both_feeds_lost",
            Self::Fullest => "host_lost",
            Self::NoHostLeft => "no_host_left",
            Self::NoRoom { .. } => "no_room",
            Self::Apart => "apart",
        }
    }
}

/// A workload that runs on another host afterwards; it is started there anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// The workload, by index.
    pub workload: usize,
    /// The device of the lost host.
    pub from: usize,
    /// The device of the host it moved to.
    pub to: usize,
}

/// What became of one pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolEffect {
    /// The zone it serves.
    pub zone: String,
    /// The profiles of its hosts.
    pub host_profiles: Vec<String>,
    /// Hosts that carried workloads, in a rack.
    pub hosts_count: usize,
    /// Hosts that stood by, in a rack.
    pub hosts_spare_count: usize,
    /// Hosts lost that carried workloads.
    pub hosts_lost_count: usize,
    /// Hosts lost that stood by.
    pub hosts_spare_lost_count: usize,
    /// Workloads that moved.
    pub workloads_moved_count: usize,
    /// Workloads without room.
    pub workloads_down_count: usize,
    /// How those that moved found room.
    pub recovery: Recovery,
    /// The most fullest hosts that may fail of the whole pool, nothing else lost, with room for
    /// all their workloads: that many and any fewer.
    pub hosts_survivable_count: usize,
}

impl Aftermath {
    /// Nothing is down and no load is above its limit.
    pub fn is_survived(&self) -> bool {
        self.down.is_empty() && self.overloaded().next().is_none()
    }

    /// Loads above their limit.
    pub fn overloaded(&self) -> impl Iterator<Item = &Load> {
        self.loads.iter().filter(|load| load.is_over())
    }
}

/// What is left of the placement without all of these.
///
/// # Errors
/// A rack, row or zone that there is not.
pub fn lose(fleet: &Fleet, placement: &Placement, losses: &[Loss]) -> Result<Aftermath, LossError> {
    let estate = Estate::of(fleet, placement);
    let outage = Outage::of(&estate, placement, losses)?;
    let mut aftermath = Aftermath {
        losses: Vec::with_capacity(losses.len()),
        hosts_lost: Vec::new(),
        down: Vec::new(),
        moves: Vec::new(),
        loads: supply::loads(&estate, &outage, placement),
        pools: Vec::with_capacity(estate.pools.len()),
        systems: Vec::new(),
        workloads_not_up: estate.workloads_not_up,
    };
    for loss in losses {
        aftermath.losses.push(alone(&estate, placement, loss)?);
    }
    for pool in &estate.pools {
        let effect = recover_pool(&estate, pool, &outage, &mut aftermath);
        aftermath.pools.push(effect);
    }
    aftermath.down.sort_by_key(|down| down.item);
    aftermath.moves.sort_by_key(|moved| moved.workload);
    for (item, reason) in estate.items.iter().zip(&outage.of_item) {
        let Some(reason) = reason.clone() else { continue };
        let device = item.device;
        let down = Down {
            item: DownItem::Device(item.index, device.kind),
            id: device.id.clone(),
            agency_id: device.agency_id.clone(),
            system_id: device.system_id.clone(),
            zone: device.zone.clone(),
            reason,
        };
        if item.is_host {
            aftermath.hosts_lost.push(down);
        } else {
            aftermath.down.push(down);
        }
    }
    aftermath.hosts_lost.sort_by_key(|down| down.item);
    aftermath.systems = systems::of(&estate, &aftermath);
    Ok(aftermath)
}

/// What one loss takes when nothing else is lost.
fn alone(estate: &Estate<'_>, placement: &Placement, loss: &Loss) -> Result<Lost, LossError> {
    let outage = Outage::of(estate, placement, std::slice::from_ref(loss))?;
    let hall = &estate.fleet.hall;
    let (counted, count, power) = match loss {
        Loss::CoolingUnits(_) => {
            let power = hall.cooling_unit.scaled(f64::from(outage.cooling_units));
            (Counted::CoolingUnits, outage.cooling_units as usize, power)
        }
        Loss::UpsModules(_) => {
            let modules: u32 = outage.ups_modules.iter().sum();
            let power = hall.supply.ups_module.scaled(f64::from(modules));
            (Counted::UpsModules, modules as usize, power)
        }
        Loss::Feed(_) | Loss::Row(_) | Loss::Rack(_) | Loss::Hosts { .. } => {
            let out = estate.items.iter().zip(&outage.of_item).filter(|(_, out)| out.is_some());
            let (count, power) = out.fold((0, Watts::ZERO), |(count, power), (item, _)| {
                (count + 1, power + item.device.load())
            });
            let is_hosts = matches!(loss, Loss::Hosts { .. });
            (if is_hosts { Counted::Hosts } else { Counted::Devices }, count, power)
        }
    };
    Ok(Lost { loss: loss.clone(), counted, count, power })
}

/// Finds room for the workloads of the pool's lost hosts, and tells which found none.
fn recover_pool(
    estate: &Estate<'_>,
    pool: &HostPool<'_>,
    outage: &Outage,
    aftermath: &mut Aftermath,
) -> PoolEffect {
    let is_lost: Vec<bool> =
        pool.hosts.iter().map(|host| outage.is_device_out(host.device)).collect();
    let parts = Parts::of(estate, pool);
    let Without { displaced, kept, found } = parts.without(&is_lost);
    let mut moved = 0;
    for (moving, to) in displaced.iter().zip(&found.to) {
        let Some(room) = to else {
            let reason = why_down(moving, &found.rooms);
            aftermath.down.extend(moving.workloads.iter().map(|&workload| {
                let item = &estate.fleet.workloads[workload];
                Down {
                    item: DownItem::Workload(workload),
                    id: item.id.clone(),
                    agency_id: item.agency_id.clone(),
                    system_id: item.system_id.clone(),
                    zone: item.zone.clone(),
                    reason: reason.clone(),
                }
            }));
            continue;
        };
        let to = pool.hosts[kept[*room]].device;
        let moves = moving.workloads.iter();
        aftermath.moves.extend(moves.map(|&workload| Move { workload, from: moving.from, to }));
        moved += moving.workloads.len();
    }
    let count = |is_spare: bool, lost: bool| {
        let hosts = pool.hosts.iter().zip(&is_lost);
        hosts.filter(|(host, is_lost)| host.is_spare == is_spare && (!lost || **is_lost)).count()
    };
    PoolEffect {
        zone: pool.zone.to_owned(),
        host_profiles: pool.host_profiles(),
        hosts_count: count(false, false),
        hosts_spare_count: count(true, false),
        hosts_lost_count: count(false, true),
        hosts_spare_lost_count: count(true, true),
        workloads_moved_count: moved,
        workloads_down_count: found.down_count,
        recovery: found.way,
        hosts_survivable_count: parts.survivable(pool),
    }
}

/// A pool without its lost hosts.
struct Without {
    /// The workloads that ran on them.
    displaced: Vec<Displaced>,
    /// The hosts that are left.
    kept: Vec<usize>,
    /// Where the workloads went among these.
    found: Recovered,
}

/// The hosts of a pool as room, with what each carries as it moves: made once, however many are lost.
struct Parts {
    capacity_most: Vec<u64>,
    rooms: Vec<Room>,
    displaced: Vec<Vec<Displaced>>,
}

impl Parts {
    fn of(estate: &Estate<'_>, pool: &HostPool<'_>) -> Self {
        let hosts = || pool.hosts.iter();
        Self {
            capacity_most: pool.capacity_most(),
            rooms: hosts().map(|host| estate.room(host)).collect(),
            displaced: hosts()
                .map(|host| estate.displaced(pool, host.workloads, host.device))
                .collect(),
        }
    }

    fn without(&self, is_lost: &[bool]) -> Without {
        let lost = self.displaced.iter().zip(is_lost).filter(|(_, lost)| **lost);
        let displaced: Vec<Displaced> = lost.flat_map(|(of_host, _)| of_host).cloned().collect();
        let kept: Vec<usize> = (0..self.rooms.len()).filter(|&host| !is_lost[host]).collect();
        let rooms: Vec<Room> = kept.iter().map(|&host| self.rooms[host].clone()).collect();
        let found = recover(&self.capacity_most, &rooms, &displaced);
        Without { displaced, kept, found }
    }

    /// The most fullest hosts that may fail with room for all their workloads.
    fn survivable(&self, pool: &HostPool<'_>) -> usize {
        let mut is_lost = vec![false; pool.hosts.len()];
        for (lost_before, host) in pool.fullest_first().into_iter().enumerate() {
            is_lost[host] = true;
            if self.without(&is_lost).found.down_count > 0 {
                return lost_before;
            }
        }
        pool.hosts.len()
    }
}

fn why_down(moving: &Displaced, rooms: &[Room]) -> DownReason {
    if rooms.is_empty() {
        return DownReason::NoHostLeft;
    }
    let need = &moving.need;
    let fits = |room: &Room| need.iter().zip(&room.free).all(|(need, free)| need <= free);
    if rooms.iter().any(fits) {
        return DownReason::Apart;
    }
    let most = |resource: usize| rooms.iter().filter_map(|room| room.free.get(resource)).max();
    let free: Vec<u64> = (0..need.len()).map(|r| most(r).copied().unwrap_or(0)).collect();
    let (need, free_most) = amounts(need, &free);
    DownReason::NoRoom { need, free_most, together_count: moving.workloads.len() - 1 }
}

#[cfg(test)]
mod checker_tests;
#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod tests;
