//! Racks that stand already, as rooms to be filled, and what about them cannot be so.
//!
//! What stands there counts in units, mass, power and ports. A rack without a switch among what stands in it
//! gets the plan's switches with the first device that comes; their units are the topmost
//! that are free. A rack that is beyond a limit as it stands takes no device.

use std::collections::BTreeSet;

use super::occupancy::{Occupancy, Spot};
use super::room::{Limits, Load, Room, size_of};
use crate::placement::fleet::{
    Device, Face, Fleet, Occupied, RackProfile, ReservedFor, StandingRack, UNITS_MAX,
};
use crate::placement::rack::{
    ConflictKind, DevicePlacement, ReservedUnits, StandingConflict, has_switches,
};

/// A rack that stands already.
#[derive(Debug)]
pub(super) struct Standing {
    /// As a room to be filled.
    pub(super) room: Room,
    /// What stands in it.
    pub(super) placements: Vec<DevicePlacement>,
    /// Units that are reserved in it.
    pub(super) reserved: Vec<ReservedUnits>,
    /// Units kept for the plan's switches, should a device come; `None` for a rack that has its own.
    pub(super) switches: Option<Vec<ReservedUnits>>,
}

/// The racks that stand already, in the order of the fleet. Their devices have the indices from
/// `first_device` on, rack by rack.
pub(super) fn open(fleet: &Fleet, first_device: usize) -> (Vec<Standing>, Vec<StandingConflict>) {
    let mut conflicts = Conflicts::default();
    let mut names = BTreeSet::new();
    let mut device = first_device;
    let racks = fleet.standing.iter().enumerate().map(|(index, rack)| {
        conflicts.rack = rack.id.clone();
        if !names.insert(&rack.id) {
            conflicts.tell(ConflictKind::RackTwice, "", None);
        }
        let mut standing = open_rack(rack, device, &fleet.rack, &mut conflicts);
        standing.room.standing = Some(index);
        device += rack.occupied.len();
        standing
    });
    let racks = racks.collect();
    (racks, conflicts.told)
}

/// What is told while a rack is opened.
#[derive(Default)]
struct Conflicts {
    rack: String,
    told: Vec<StandingConflict>,
}

impl Conflicts {
    fn tell(&mut self, kind: ConflictKind, subject: &str, unit: Option<u32>) {
        let (rack, subject) = (self.rack.clone(), subject.to_owned());
        self.told.push(StandingConflict { rack, kind, subject, unit });
    }
}

fn open_rack(
    rack: &StandingRack,
    first_device: usize,
    profile: &RackProfile,
    conflicts: &mut Conflicts,
) -> Standing {
    let height = (rack.height.as_units().floor() as u32).min(UNITS_MAX);
    let mut occupancy = Occupancy::new(height);
    let mut load = Load::default();
    let mut placements = Vec::with_capacity(rack.occupied.len());
    let mut stands: Vec<Exact> = Vec::with_capacity(rack.occupied.len());
    for (offset, occupied) in rack.occupied.iter().enumerate() {
        let device = &occupied.device;
        let feeds = load.feeds_for(device);
        load = load.with(device, feeds);
        let (bottom_u, units) =
            occupied.units().map_or((0, 0), |(bottom, top)| (bottom, top - bottom + 1));
        if units > 0 {
            // A position between two units takes both of them.
            let size = super::occupancy::Size { units, ..size_of(device) };
            let spot = Spot { bottom: bottom_u, face: occupied.face };
            if bottom_u == 0 || u64::from(bottom_u) + u64::from(units) > u64::from(height) + 1 {
                conflicts.tell(ConflictKind::DeviceOutside, &device.id, Some(bottom_u));
            }
            let exact = Exact::of(occupied);
            if let Some(unit) = stands.iter().filter_map(|other| other.shared(exact)).min() {
                conflicts.tell(ConflictKind::DevicesOverlap, &device.id, Some(unit));
            }
            stands.push(exact);
            occupancy.take(spot, size);
        }
        let (device, face) = (first_device + offset, occupied.face);
        placements.push(DevicePlacement { device, bottom_u, units, face, feeds });
    }
    let reserved = reserve(rack, height, &mut occupancy, conflicts);
    let (switches, lacks_switches) = match has_switches(rack) {
        true => (None, false),
        false => {
            // A rack without a free side takes no device whatever its switches.
            let has_free_side = occupancy.sides()[0] > 0;
            let kept = keep_for_switches(profile, &mut occupancy);
            if kept.is_none() && has_free_side {
                conflicts.tell(ConflictKind::NoRoomForSwitches, "", None);
            }
            (Some(kept.clone().unwrap_or_default()), kept.is_none())
        }
    };
    let frame = rack.weight_limit.unwrap_or(profile.weight_limit);
    let limits = Limits::new(profile, occupancy.open(), frame, switches.is_some());
    if load.failover() > profile.feed_limit {
        conflicts.tell(ConflictKind::OverPower, "", None);
    }
    if profile.rack_weight + load.weight > profile.mass_limit(frame).0 {
        conflicts.tell(ConflictKind::OverWeight, "", None);
    }
    let room = Room { lacks_switches, ..Room::new(limits, occupancy, load) };
    Standing { room, placements, reserved, switches }
}

/// Where a device that stands takes room, in half units: devices of a half unit may share a whole one.
#[derive(Debug, Clone, Copy)]
struct Exact {
    from: u64,
    /// The first half unit above it.
    to: u64,
    /// The side it takes; `None` for both.
    face: Option<Face>,
}

impl Exact {
    fn of(occupied: &Occupied) -> Self {
        let device = &occupied.device;
        let from = occupied.bottom.map_or(0, |bottom| u64::from(bottom.raw()));
        let to = from + u64::from(device.height.raw());
        Self { from, to, face: (!device.is_full_depth).then_some(occupied.face) }
    }

    /// The lowest unit that both take a part of.
    fn shared(self, other: Self) -> Option<u32> {
        let (from, to) = (self.from.max(other.from), self.to.min(other.to));
        let shares_side = match (self.face, other.face) {
            (Some(own), Some(its)) => own == its,
            _ => true,
        };
        (from < to && shares_side).then(|| u32::try_from(from / 2).unwrap_or(u32::MAX))
    }
}

/// Keeps the reserved units free; each purpose in runs of units, from the top down.
fn reserve(
    rack: &StandingRack,
    height: u32,
    occupancy: &mut Occupancy,
    conflicts: &mut Conflicts,
) -> Vec<ReservedUnits> {
    let mut reserved: Vec<ReservedUnits> = Vec::new();
    for reservation in &rack.reservations {
        let purpose = ReservedFor::Reservation(reservation.purpose.clone());
        for &unit in reservation.units.iter().rev() {
            if unit == 0 || unit > height {
                conflicts.tell(ConflictKind::ReservationOutside, &reservation.purpose, Some(unit));
                continue;
            }
            if occupancy.is_taken(unit) {
                conflicts.tell(ConflictKind::ReservationTaken, &reservation.purpose, Some(unit));
            }
            occupancy.keep(unit, 1);
            match reserved.last_mut() {
                Some(run) if run.purpose == purpose && run.bottom_u == unit + 1 => {
                    (run.bottom_u, run.units) = (unit, run.units + 1);
                }
                _ => reserved.push(ReservedUnits {
                    bottom_u: unit,
                    units: 1,
                    purpose: purpose.clone(),
                }),
            }
        }
    }
    reserved
}

/// Keeps the topmost free units for what the plan reserves; `None`, and nothing is kept, where one of its
/// purposes finds no run of units.
fn keep_for_switches(
    profile: &RackProfile,
    occupancy: &mut Occupancy,
) -> Option<Vec<ReservedUnits>> {
    let mut kept = *occupancy;
    let mut reserved = Vec::new();
    for (purpose, units) in profile.reserved() {
        let bottom_u = kept.highest(units)?;
        kept.keep(bottom_u, units);
        reserved.push(ReservedUnits { bottom_u, units, purpose });
    }
    *occupancy = kept;
    Some(reserved)
}

/// The devices that stand already, rack by rack.
pub(super) fn devices(fleet: &Fleet) -> impl Iterator<Item = Device> + '_ {
    let occupied = fleet.standing.iter().flat_map(|rack| &rack.occupied);
    occupied.map(|occupied| occupied.device.clone())
}
