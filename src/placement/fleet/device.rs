//! Devices that take room in racks.

use crate::unit::{Kilograms, RackUnits, Watts};

/// What a device is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeviceKind {
    /// A host that carries workloads.
    Host,
    /// A host that stands by.
    SpareHost,
    /// A physical server that moves as it is.
    Server,
    /// A storage system.
    Storage,
    /// A network device, other than the switches at the top of each rack.
    Network,
    /// Anything else: panels, power distribution, consoles, what nobody says what it is.
    Other,
}

/// Where a device's power figure comes from, best first (C1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PowerSource {
    /// Measured in operation.
    Measured,
    /// The peak its vendor computes for its configuration, as the submission states it.
    VendorPeak,
    /// The plan's figure for the host that is bought: the vendor's peak for its configuration.
    Profile,
    /// Peak and idle power that servers of its years have.
    Generation,
    /// A share of the nameplate of one power supply that the submission states; of more than two
    /// supplies, of half of them.
    NameplateDerated,
    /// The same of the nameplate that the device library has for its model.
    LibraryNameplate,
    /// It draws none of its own, which is known: a patch panel, or what the power of the device it stands
    /// in includes.
    DrawsNone,
    /// Guessed from similar devices.
    Imputed,
}

/// Something that takes room in a rack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Identifies the device; also the last tie-break when packing.
    pub id: String,
    /// The agency it belongs to; empty for the hosts of the NDC.
    pub agency_id: String,
    /// The system it runs a part of; empty where none is named.
    pub system_id: String,
    /// Who made it, as written; empty where nobody says.
    pub manufacturer: String,
    /// Its model as written, or the name of the host's profile; what reports call it.
    pub label: String,
    /// What it is.
    pub kind: DeviceKind,
    /// The zone whose racks it may stand in.
    pub zone: String,
    /// Height; a rack gives it whole units, zero is a device at the side that takes no unit.
    pub height: RackUnits,
    /// Whether it takes the full depth of the rack; two devices of half depth may share a unit, one at
    /// the front and one at the rear.
    pub is_full_depth: bool,
    /// Ports of the switches at the top of its rack that it takes; half of them on each switch.
    pub ports_count: u16,
    /// Mass.
    pub weight: Kilograms,
    /// Average power.
    pub power_average: Watts,
    /// Largest power; what the feeds must be able to carry. Counts as no less than the average.
    pub power_peak: Watts,
    /// Where the power figures come from.
    pub power_source: PowerSource,
    /// Power cords; with fewer than two it hangs on one feed and goes dark with it.
    pub cords: u8,
}

impl Device {
    /// Whole rack units it takes, rounded up: rails have whole units.
    pub fn units(&self) -> u32 {
        self.height.as_units().ceil() as u32
    }

    /// What it may put on the feeds at most: the larger of its peak and its average.
    pub fn load(&self) -> Watts {
        self.power_peak.max(self.power_average)
    }

    /// True when it draws power through fewer than two cords: the loss of a feed may stop it.
    pub fn is_single_corded(&self) -> bool {
        self.cords < 2 && self.load() > Watts::ZERO
    }
}
