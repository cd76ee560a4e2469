//! The racks of one zone while they are filled.
//!
//! The racks that stand and serve the zone come first, then those that serve none, then new ones. First
//! fit decreasing is tried in several orders; where the best of them is above the bound, devices are
//! packed as if units need not lie together, and what then finds no room goes by first fit. The fewest
//! devices without a rack win, then the fewest new racks, then what was tried first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::bound;
use super::room::{AMOUNTS, Room, need};
use crate::placement::fleet::Device;
use crate::placement::rack::BindingLimit;
use crate::placement::vector::Bins;

/// What a zone is filled from.
pub(super) struct Site<'a> {
    pub(super) devices: &'a [Device],
    /// A new rack.
    pub(super) empty: Room,
    /// Standing racks that serve no zone yet.
    pub(super) unclaimed: Vec<Room>,
    /// New racks there is still room for; `None` where nothing limits them.
    pub(super) racks_left: Option<usize>,
    /// Steps for packing.
    pub(super) effort: u64,
}

/// The racks of a zone.
#[derive(Clone)]
pub(super) struct Filling<'a> {
    pub(super) devices: &'a [Device],
    pub(super) rooms: Vec<Room>,
    /// What is free in the rooms, by index.
    bins: Bins,
    /// Indices, among the racks that serve no zone, of those the zone takes.
    pub(super) claimed: Vec<usize>,
    /// Devices without a rack.
    pub(super) refused: Vec<usize>,
    with_half_depth: bool,
}

/// The devices of the zone in racks, the order in which they came, and the fewest new racks there could
/// be with the limit that asks for most.
pub(super) struct Filled<'a> {
    pub(super) filling: Filling<'a>,
    pub(super) order: Vec<usize>,
    pub(super) bound: (usize, Option<BindingLimit>),
}

/// Fills the racks of a zone with its members; `rooms` are those that stand and serve it.
pub(super) fn fill<'a>(site: &Site<'a>, rooms: Vec<Room>, members: &[usize]) -> Filled<'a> {
    let start = Filling::new(site, rooms, members);
    let is_without_standing = start.rooms.is_empty() && site.unclaimed.is_empty();
    let bound_of = |filling: &Filling<'_>| {
        let placed = filling.rooms.iter().flat_map(|room| &room.stood);
        let placed = placed.map(|stood| &site.devices[stood.device]);
        let standing = start.rooms.iter().chain(&site.unclaimed);
        bound::by_volume(placed, &site.empty, standing)
    };
    let mut best: Option<(Filling<'a>, Vec<usize>)> = None;
    let mut keep = |filling: Filling<'a>, order: Vec<usize>| {
        if best.as_ref().is_none_or(|(known, _)| filling.rank() < known.rank()) {
            best = Some((filling, order));
        }
        best.as_ref().is_some_and(|(known, _)| {
            known.refused.is_empty() && known.new_count() <= bound_of(known).0
        })
    };
    let mut proven = 0;
    let is_least = Order::ALL.into_iter().any(|by| {
        let order = by.sorted(site, members);
        let mut filling = start.clone();
        for &index in &order {
            filling.place(index, site);
        }
        keep(filling, order)
    });
    if !is_least && !members.is_empty() {
        let order = Order::Height.sorted(site, members);
        let (filling, bound) = packed(site, start.clone(), &order);
        if is_without_standing {
            proven = bound;
        }
        keep(filling, order);
    }
    let (filling, order) = best.unwrap_or_else(|| (start.clone(), Vec::new()));
    let (volume, limiting) = bound_of(&filling);
    // The packing's bound is of all that fits an empty rack; it says nothing where some of it was left.
    let is_whole = filling.refused.iter().all(|&i| site.empty.refuses(&site.devices[i]).is_some());
    let bound = if is_whole { volume.max(proven) } else { volume };
    Filled { filling, order, bound: (bound, limiting) }
}

/// What fits the standing racks first, the others in as few new racks as the packing finds; the fewest
/// new racks for the latter beside it.
fn packed<'a>(site: &Site<'a>, mut filling: Filling<'a>, order: &[usize]) -> (Filling<'a>, usize) {
    let mut rest = Vec::new();
    for &index in order {
        match filling.room_for(index, site) {
            Some(rack) => filling.put(rack, index),
            None if site.empty.refuses(&site.devices[index]).is_some() => {
                filling.refused.push(index);
            }
            None => rest.push(index),
        }
    }
    let (racks, bound) = bound::packed(site.devices, &rest, &site.empty, site.effort);
    let mut left = Vec::new();
    for members in racks {
        let Some(rack) = filling.open(site) else {
            left.extend(members);
            continue;
        };
        for index in members {
            match filling.rooms[rack].refuses(&site.devices[index]) {
                None => filling.put(rack, index),
                Some(_) => left.push(index),
            }
        }
    }
    for index in left {
        filling.place(index, site);
    }
    (filling, bound)
}

/// By what devices come, the largest first; equals by id, then by index.
#[derive(Clone, Copy)]
enum Order {
    /// Height, then power.
    Height,
    /// Power, then height.
    Power,
    /// The largest share of a new rack that it takes of anything.
    LargestShare,
    /// The sum of these shares.
    Shares,
}

impl Order {
    const ALL: [Self; 4] = [Self::Height, Self::Power, Self::LargestShare, Self::Shares];

    fn sorted(self, site: &Site<'_>, members: &[usize]) -> Vec<usize> {
        let free = site.empty.free(true);
        let key = |index: usize| -> (u64, u64) {
            let device = &site.devices[index];
            let (units, load) = (u64::from(device.units()), device.load().raw());
            // In millionths of what an empty rack has free.
            let shares = need(device).into_iter().zip(free);
            let shares = shares.take(AMOUNTS - 1).map(|(need, free)| {
                let millionths = u128::from(need) * 1_000_000 / u128::from(free.max(1));
                u64::try_from(millionths).unwrap_or(u64::MAX)
            });
            match self {
                Self::Height => (units, load),
                Self::Power => (load, units),
                Self::LargestShare => (shares.max().unwrap_or(0), load),
                Self::Shares => (shares.fold(0, u64::saturating_add), load),
            }
        };
        let mut keyed: Vec<_> = members.iter().map(|&index| (Reverse(key(index)), index)).collect();
        keyed.sort_by(|a, b| {
            let id = |index: usize| &site.devices[index].id;
            a.0.cmp(&b.0).then_with(|| (id(a.1), a.1).cmp(&(id(b.1), b.1)))
        });
        keyed.into_iter().map(|(_, index)| index).collect()
    }
}

impl<'a> Filling<'a> {
    fn new(site: &Site<'a>, rooms: Vec<Room>, members: &[usize]) -> Self {
        let devices = site.devices;
        let with_half_depth = members.iter().any(|&index| !devices[index].is_full_depth);
        let mut bins = Bins::new(&site.empty.free(with_half_depth));
        for room in &rooms {
            bins.open(&room.free(with_half_depth));
        }
        let (claimed, refused) = (Vec::new(), Vec::new());
        Self { devices, rooms, bins, claimed, refused, with_half_depth }
    }

    fn new_count(&self) -> usize {
        self.rooms.iter().filter(|room| room.standing.is_none()).count()
    }

    fn rank(&self) -> (usize, usize) {
        (self.refused.len(), self.new_count())
    }

    /// Gives the device the first rack that takes it, opening one while the hall has room.
    fn place(&mut self, index: usize, site: &Site<'_>) {
        let fits_new = || site.empty.refuses(&site.devices[index]).is_none();
        match self.room_for(index, site).or_else(|| fits_new().then(|| self.open(site))?) {
            Some(rack) => self.put(rack, index),
            None => self.refused.push(index),
        }
    }

    /// The first rack there is that takes the device; one that serves no zone is taken for it.
    fn room_for(&mut self, index: usize, site: &Site<'_>) -> Option<usize> {
        let device = &self.devices[index];
        if let Some(rack) = self.bins.first_fit(&need(device)) {
            return Some(rack);
        }
        let takes = |at: &usize| {
            !self.claimed.contains(at) && site.unclaimed[*at].refuses(device).is_none()
        };
        let at = (0..site.unclaimed.len()).find(takes)?;
        self.claimed.push(at);
        Some(self.add(site.unclaimed[at].clone()))
    }

    /// Opens a new rack; `None` when the hall has no room for one.
    fn open(&mut self, site: &Site<'_>) -> Option<usize> {
        if site.racks_left.is_some_and(|left| self.new_count() >= left) {
            return None;
        }
        Some(self.add(site.empty.clone()))
    }

    fn add(&mut self, room: Room) -> usize {
        let rack = self.bins.open(&room.free(self.with_half_depth));
        self.rooms.push(room);
        rack
    }

    fn put(&mut self, rack: usize, index: usize) {
        self.rooms[rack].put(index, &self.devices[index]);
        self.refresh(rack);
    }

    fn refresh(&mut self, rack: usize) {
        self.bins.set_free(rack, &self.rooms[rack].free(self.with_half_depth));
    }

    /// Stacks what came to the rack.
    pub(super) fn stack(&mut self, rack: usize) {
        self.rooms[rack].stack(self.devices);
        self.refresh(rack);
    }

    /// Takes a device to another rack, and stacks both.
    pub(super) fn take_to(&mut self, index: usize, from: usize, to: usize) {
        self.rooms[from].remove(index, self.devices);
        self.stack(from);
        self.rooms[to].put(index, &self.devices[index]);
        self.stack(to);
    }

    /// The first rack but one that takes the device.
    pub(super) fn first_other(&self, index: usize, but: usize) -> Option<usize> {
        let need = need(&self.devices[index]);
        let first = self.bins.first_fit(&need)?;
        if first != but { Some(first) } else { self.bins.first_fit_from(&need, but + 1) }
    }

    /// All racks but one that take the device, in their order.
    pub(super) fn others(&self, index: usize, but: usize) -> Vec<usize> {
        let need = need(&self.devices[index]);
        let next = |from: usize| self.bins.first_fit_from(&need, from);
        std::iter::successors(next(0), |&rack| next(rack + 1)).filter(|&rack| rack != but).collect()
    }

    /// Exchanges two devices of one size, mass, power and ports; each takes the other's spot and feeds.
    pub(super) fn exchange(&mut self, one: (usize, usize), other: (usize, usize)) {
        for ((index, rack), (by, _)) in [(one, other), (other, one)] {
            let stood = self.rooms[rack].stood.iter_mut().find(|stood| stood.device == index);
            if let Some(stood) = stood {
                stood.device = by;
            }
        }
        for (_, rack) in [one, other] {
            self.stack(rack);
        }
    }

    /// Gives racks to devices that were refused, where changes made room for them; whether it did.
    pub(super) fn retry(&mut self) -> bool {
        let waiting = std::mem::take(&mut self.refused);
        let before = waiting.len();
        for index in waiting {
            match self.bins.first_fit(&need(&self.devices[index])) {
                Some(rack) => {
                    self.put(rack, index);
                    self.stack(rack);
                }
                None => self.refused.push(index),
            }
        }
        self.refused.len() < before
    }

    /// For each rack the limit that refuses the last device, in the order in which they came, that went to
    /// a later rack or found none. Devices no empty rack takes do not count.
    pub(super) fn closed_by(&self, order: &[usize], empty: &Room) -> Vec<Option<BindingLimit>> {
        let racks_count = self.rooms.len();
        let mut rack_of = BTreeMap::new();
        for (rack, room) in self.rooms.iter().enumerate() {
            rack_of.extend(room.stood.iter().map(|stood| (stood.device, rack)));
        }
        // By rack the last device in it; behind them the last device left out.
        let mut last: Vec<Option<usize>> = vec![None; racks_count + 1];
        for (position, &index) in order.iter().enumerate() {
            match rack_of.get(&index) {
                Some(&rack) => last[rack] = Some(position),
                None if empty.refuses(&self.devices[index]).is_none() => {
                    last[racks_count] = Some(position);
                }
                None => {}
            }
        }
        let mut closed_by = vec![None; racks_count];
        let mut refused = last[racks_count];
        for rack in (0..racks_count).rev() {
            let device = refused.map(|position| &self.devices[order[position]]);
            closed_by[rack] = device.and_then(|device| self.rooms[rack].refuses(device));
            refused = refused.max(last[rack]);
        }
        closed_by
    }
}
