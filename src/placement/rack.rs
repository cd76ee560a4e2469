//! One rack as it is placed: what stands where in it, what it carries, and which limit closed it.

use super::fleet::{Face, ReservedFor, StandingRack};
use crate::unit::{Kilograms, RackUnits, Watts};

pub use crate::plan::NO_ZONE;

/// A rack with its devices.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RackPlacement {
    /// `R-<zone>-001`, counted within the zone; of a rack that stands already its name in the hall.
    pub id: String,
    /// The zone it serves; [`NO_ZONE`] for one that stands already and that no zone needed.
    pub zone: String,
    /// Its index in the racks of the fleet that stand already; `None` for a new rack.
    pub standing: Option<usize>,
    /// The row it stands in; `None` for a standing rack of which nobody says.
    pub row: Option<String>,
    /// Its place in the row, counted from 1; `None` where the row is not known.
    pub number: Option<u32>,
    /// Height inside, in whole units.
    pub height: RackUnits,
    /// Its devices from the bottom up, those that stand already included. Of the devices that come and
    /// have one height and depth the heavier stand lower.
    pub placements: Vec<DevicePlacement>,
    /// Units that take no device, from the top down: for switches, panels and cables, and what is
    /// reserved in a rack that stands already.
    pub reserved: Vec<ReservedUnits>,
    /// Units in which a device stands, at the front or at the rear.
    pub height_used: RackUnits,
    /// Ports that the devices take on each of the two switches.
    pub ports_used: u32,
    /// What feeds A and B carry while both live and every device draws its peak: half of each
    /// dual-corded device and of the switches, all of the single-corded devices on that feed.
    pub feed_power_normal: [Watts; 2],
    /// The largest load a surviving feed has to carry: all of the dual-corded devices and the switches,
    /// and its own single-corded ones. At most the limit of one feed, unless what stands already is
    /// beyond it.
    pub power_failover: Watts,
    /// What of it the plan's switches at the top draw; zero for a standing rack that has its own, or to
    /// which nothing comes.
    pub switch_power: Watts,
    /// Sum of the average powers, switches included.
    pub power_average: Watts,
    /// Sum of the peak powers, switches included.
    pub power_peak: Watts,
    /// Mass with the rack and its switches.
    pub weight: Kilograms,
    /// What it may weigh: the least of what the frame and the floor carry.
    pub weight_limit: Kilograms,
    /// The limit that keeps the last device that had to go on to a later rack, or found none, out of
    /// this rack (the first in the order of [`BindingLimit`]); `None` for a rack that refused nothing.
    pub closed_by: Option<BindingLimit>,
}

/// Where in a rack a device stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DevicePlacement {
    /// Index of the device in the placement.
    pub device: usize,
    /// Its lowest unit, the bottom of the rack being 1; 0 for a device that takes no unit.
    pub bottom_u: u32,
    /// Whole units it takes.
    pub units: u32,
    /// The side it is mounted on; a device of full depth takes the rear as well.
    pub face: Face,
    /// The feeds it hangs on. Of a device that stands already nobody says; a single-corded one is
    /// counted on the feed with less single-corded load.
    pub feeds: Feeds,
}

/// Units of a rack that take no device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReservedUnits {
    /// The lowest of them, the bottom of the rack being 1.
    pub bottom_u: u32,
    /// How many.
    pub units: u32,
    /// What for.
    pub purpose: ReservedFor,
}

/// The feeds a device hangs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feeds {
    /// Feed A and feed B, half its load on each while both live.
    Both,
    /// Feed A only.
    A,
    /// Feed B only.
    B,
}

impl Feeds {
    /// Its name in machine outputs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::A => "a",
            Self::B => "b",
        }
    }
}

/// A limit of a rack, in the order in which they are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BindingLimit {
    /// Units that may still be used.
    Height,
    /// Enough units, but not one above the other.
    Contiguity,
    /// What one feed may carry.
    Power,
    /// What the frame carries.
    Weight,
    /// What the floor carries.
    Floor,
    /// Ports of the switches at the top.
    Ports,
}

impl BindingLimit {
    /// All of them, in their order.
    pub const ALL: [Self; 6] =
        [Self::Height, Self::Contiguity, Self::Power, Self::Weight, Self::Floor, Self::Ports];

    /// Its name in machine outputs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Height => "height",
            Self::Contiguity => "contiguity",
            Self::Power => "power",
            Self::Weight => "weight",
            Self::Floor => "floor",
            Self::Ports => "ports",
        }
    }
}

/// The racks of one zone: how many, and the fewest there could be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneRacks {
    /// The zone.
    pub zone: String,
    /// Racks that stand already and serve it.
    pub racks_standing: usize,
    /// New racks.
    pub racks_new: usize,
    /// The fewest new racks that any filling needs for what was placed in the zone, given what every
    /// standing rack that serves it, or serves none, has free.
    pub racks_new_lower_bound: usize,
    /// The limit of which the devices need most racks' worth; `None` when nothing was placed.
    pub limiting: Option<BindingLimit>,
}

/// Something about racks that stand already that cannot be so; told, and counted once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingConflict {
    /// The rack's name.
    pub rack: String,
    /// What cannot be so.
    pub kind: ConflictKind,
    /// The device or the purpose it is about; empty where it is about the rack.
    pub subject: String,
    /// The lowest unit it is about, the bottom being 1.
    pub unit: Option<u32>,
}

/// What about a standing rack cannot be so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConflictKind {
    /// Two racks have one name.
    RackTwice,
    /// A device stands below the lowest unit or above the highest.
    DeviceOutside,
    /// A device stands where another does.
    DevicesOverlap,
    /// A unit is reserved that the rack does not have.
    ReservationOutside,
    /// A unit is reserved in which a device stands.
    ReservationTaken,
    /// No room for the switches the rack needs before it takes a device: it takes none.
    NoRoomForSwitches,
    /// What stands there draws more than one feed may carry: it takes no device.
    OverPower,
    /// What stands there is heavier than the rack may be: it takes no device.
    OverWeight,
}

impl ConflictKind {
    /// Its name in machine outputs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::RackTwice => "rack_twice",
            Self::DeviceOutside => "device_outside",
            Self::DevicesOverlap => "devices_overlap",
            Self::ReservationOutside => "reservation_outside",
            Self::ReservationTaken => "reservation_taken",
            Self::NoRoomForSwitches => "no_room_for_switches",
            Self::OverPower => "over_power",
            Self::OverWeight => "over_weight",
        }
    }
}

/// Units of a rack in which nothing stands, neither at the front nor at the rear, and which are kept for
/// nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FreeUnits {
    /// The units, ascending, the bottom of the rack being 1.
    pub units: Vec<u32>,
    /// The most of them one above the other.
    pub longest_run: u32,
}

impl FreeUnits {
    /// Of so many units those that are not taken.
    fn of(height: u32, taken: impl IntoIterator<Item = u32>) -> Self {
        let mut is_free = vec![true; height as usize];
        for unit in taken {
            if let Some(free) = is_free.get_mut((unit as usize).wrapping_sub(1)) {
                *free = false;
            }
        }
        let longest = is_free.split(|free| !free).map(<[bool]>::len).max().unwrap_or(0);
        let units = (1..=height).zip(&is_free).filter(|(_, free)| **free).map(|(unit, _)| unit);
        Self { units: units.collect(), longest_run: longest as u32 }
    }
}

/// What is free in a rack as it was placed.
pub fn units_free(rack: &RackPlacement) -> FreeUnits {
    let of = |bottom: u32, units: u32| (bottom..bottom.saturating_add(units)).take(1 << 10);
    let devices = rack.placements.iter().flat_map(|stood| of(stood.bottom_u, stood.units));
    let reserved = rack.reserved.iter().flat_map(|kept| of(kept.bottom_u, kept.units));
    FreeUnits::of(whole_units(rack.height), devices.chain(reserved))
}

/// What is free in a rack that stands already, before anything is placed: units of which a part is taken
/// are taken.
pub fn standing_units_free(rack: &StandingRack) -> FreeUnits {
    let devices = rack.occupied.iter().filter_map(|occupied| occupied.units());
    let devices = devices.flat_map(|(bottom, top)| (bottom..=top).take(1 << 10));
    let reserved = rack.reservations.iter().flat_map(|kept| kept.units.iter().copied());
    FreeUnits::of(whole_units(rack.height), devices.chain(reserved))
}

/// Whole units of a rack's height, of which there are no more than [`UNITS_MAX`](super::fleet::UNITS_MAX).
fn whole_units(height: RackUnits) -> u32 {
    (height.as_units().floor() as u32).min(super::fleet::UNITS_MAX)
}

/// Whether the switches of the rack are among the devices that stand in it.
pub(super) fn has_switches(rack: &StandingRack) -> bool {
    rack.occupied.iter().any(|occupied| occupied.is_switch)
}
