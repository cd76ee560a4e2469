//! Racks that stand in the hall already, with what they hold and what is kept free in them.

use super::Device;
use crate::unit::{Kilograms, RackUnits};

/// A rack that is there before anything is placed.
#[derive(Debug, Clone, PartialEq)]
pub struct StandingRack {
    /// Its name in the hall.
    pub id: String,
    /// The zone it serves; `None` for a rack that the first zone in need of one may take whole.
    pub zone: Option<String>,
    /// The row it stands in; `None` where nobody says.
    pub row: Option<String>,
    /// Height inside.
    pub height: RackUnits,
    /// What it may weigh with all it holds; `None` where the plan's limit counts.
    pub weight_limit: Option<Kilograms>,
    /// What stands in it.
    pub occupied: Vec<Occupied>,
    /// Units that are kept for something.
    pub reservations: Vec<Reservation>,
}

/// A device that stands in a rack already and is not moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occupied {
    /// The device, its size and power settled as those of devices that come.
    pub device: Device,
    /// Its lowest unit, the bottom of the rack being 1; `None` for one that takes no unit.
    pub bottom: Option<RackUnits>,
    /// The side it is mounted on.
    pub face: Face,
    /// Whether the devices of the rack may be connected to it: a rack with such a switch gets none of the
    /// plan's.
    pub is_switch: bool,
}

impl Occupied {
    /// The whole units it takes a part of, lowest and highest; `None` for one that takes no unit. A
    /// position below the lowest unit counts as the unit 0.
    pub fn units(&self) -> Option<(u32, u32)> {
        let (bottom, height) = (self.bottom?.raw(), self.device.height.raw());
        let top = bottom.saturating_add(height).checked_sub(1).filter(|_| height > 0)?;
        Some((bottom / 2, top / 2))
    }
}

/// A side of a rack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    /// The front.
    Front,
    /// The rear.
    Rear,
}

impl Face {
    /// Its name in machine outputs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Front => "front",
            Self::Rear => "rear",
        }
    }
}

/// Units of a rack that are kept for something; free of devices, but not free to take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reservation {
    /// Whole units, ascending, the bottom of the rack being 1.
    pub units: Vec<u32>,
    /// What for, as written.
    pub purpose: String,
}
