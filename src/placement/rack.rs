//! One rack: what it carries, what it may carry, and which limit refuses a device.

use super::fleet::{Device, RackProfile};
use super::unplaced::UnplacedReason;
use crate::unit::{Kilograms, RackUnits, Watts};

/// A rack with its devices.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RackPlacement {
    /// `R-<zone>-001`, counted within the zone.
    pub id: String,
    /// The zone it serves.
    pub zone: String,
    /// Its devices from the bottom up, heaviest lowest.
    pub placements: Vec<DevicePlacement>,
    /// Units the devices take, reserved units aside.
    pub height_used: RackUnits,
    /// What feeds A and B carry while both live and every device draws its peak: half of each
    /// dual-corded device and of the switches, all of the single-corded devices on that feed.
    pub feed_power_normal: [Watts; 2],
    /// The largest load a surviving feed has to carry: all of the dual-corded devices and the switches,
    /// and its own single-corded ones. At most the limit of one feed.
    pub power_failover: Watts,
    /// Sum of the average powers, switches included.
    pub power_average: Watts,
    /// Sum of the peak powers, switches included.
    pub power_peak: Watts,
    /// Mass with the rack and its switches.
    pub weight: Kilograms,
    /// The limit that keeps the last device that had to go on to a later rack, or found none, out of
    /// this rack (the first of height, power, weight); `None` for a rack that refused nothing.
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
    /// The feeds it hangs on.
    pub feeds: Feeds,
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

/// A limit of a rack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BindingLimit {
    /// Usable units.
    Height,
    /// What one feed may carry.
    Power,
    /// What floor and frame carry.
    Weight,
}

impl BindingLimit {
    /// Its name in machine outputs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Height => "height",
            Self::Power => "power",
            Self::Weight => "weight",
        }
    }
}

/// What an empty rack offers to devices. An amount that would be negative is `None`: the rack's own
/// switches or weight are beyond the limit, so it takes no device at all.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    units: u32,
    power: Option<Watts>,
    weight: Option<Kilograms>,
}

/// What the devices of a rack amount to.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Load {
    units: u32,
    weight: Kilograms,
    /// Dual-corded devices together.
    dual: Watts,
    /// Single-corded devices on feed A and on feed B.
    single: [Watts; 2],
}

impl Load {
    /// With one device more; a single-corded one on the given feed.
    pub(super) fn with(mut self, device: &Device, feeds: Feeds) -> Self {
        self.units = self.units.saturating_add(device.units());
        self.weight += device.weight;
        match feeds {
            Feeds::Both => self.dual += device.load(),
            Feeds::A => self.single[0] += device.load(),
            Feeds::B => self.single[1] += device.load(),
        }
        self
    }

    /// The feeds to hang the device on: both, or for a single-corded one the feed with less
    /// single-corded load, A when they are equal.
    pub(super) fn feeds_for(self, device: &Device) -> Feeds {
        match device.is_single_corded() {
            false => Feeds::Both,
            true if self.single[0] <= self.single[1] => Feeds::A,
            true => Feeds::B,
        }
    }

    /// What a surviving feed has to carry at most, the switches left aside.
    fn failover(self) -> Watts {
        self.dual + self.single[0].max(self.single[1])
    }
}

impl Room {
    /// An empty rack of the profile.
    pub(super) fn of(profile: &RackProfile) -> Self {
        let own = profile.rack_weight.raw().checked_add(profile.tor_weight.raw());
        let weight = own.and_then(|own| profile.weight_limit.raw().checked_sub(own));
        let power = profile.feed_limit.raw().checked_sub(profile.tor_power.raw());
        Self {
            units: profile.units_usable(),
            power: power.map(Watts::from_raw),
            weight: weight.map(Kilograms::from_raw),
        }
    }

    /// Why an empty rack refuses the device; `None` when it takes it.
    pub(super) fn refusal(&self, device: &Device) -> Option<UnplacedReason> {
        match self.closed_by(Load::default(), device)? {
            BindingLimit::Height => Some(UnplacedReason::RackSpace {
                need: RackUnits::from_units(device.units()),
                limit: RackUnits::from_units(self.units),
            }),
            BindingLimit::Power => Some(UnplacedReason::RackPower {
                need: device.load(),
                limit: self.power.unwrap_or(Watts::ZERO),
            }),
            BindingLimit::Weight => Some(UnplacedReason::RackWeight {
                need: device.weight,
                limit: self.weight.unwrap_or(Kilograms::ZERO),
            }),
        }
    }

    /// The limit that keeps the device out of a rack so loaded, the first of height, power and weight;
    /// `None` when it fits.
    pub(super) fn closed_by(&self, load: Load, device: &Device) -> Option<BindingLimit> {
        let after = load.with(device, load.feeds_for(device));
        if after.units > self.units {
            Some(BindingLimit::Height)
        } else if self.power.is_none_or(|limit| after.failover() > limit) {
            Some(BindingLimit::Power)
        } else if self.weight.is_none_or(|limit| after.weight > limit) {
            Some(BindingLimit::Weight)
        } else {
            None
        }
    }

    /// What is free in a rack so loaded: units, mass, power for a dual-corded device, power for a
    /// single-corded one. A device whose [`need`] is within all four fits, and no other does.
    pub(super) fn free(&self, load: Load) -> [u64; 4] {
        let weight = self.weight.unwrap_or(Kilograms::ZERO).saturating_sub(load.weight);
        let power = self.power.unwrap_or(Watts::ZERO);
        let single = load.dual + load.single[0].min(load.single[1]);
        [
            u64::from(self.units.saturating_sub(load.units)),
            weight.raw(),
            power.saturating_sub(load.failover()).raw(),
            power.saturating_sub(single).raw(),
        ]
    }
}

/// What a device needs of [`Room::free`].
pub(super) fn need(device: &Device) -> [u64; 4] {
    let load = device.load().raw();
    let (dual, single) = if device.is_single_corded() { (0, load) } else { (load, 0) };
    [u64::from(device.units()), device.weight.raw(), dual, single]
}

/// Stacks the devices in the rack, heaviest lowest, then by index, and sums them up.
pub(super) fn stack(
    id: String,
    zone: &str,
    mut contents: Vec<(usize, Feeds)>,
    devices: &[Device],
    profile: &RackProfile,
) -> RackPlacement {
    contents.sort_by(|a, b| devices[b.0].weight.cmp(&devices[a.0].weight).then(a.0.cmp(&b.0)));
    let mut load = Load::default();
    let mut rack = RackPlacement {
        id,
        zone: zone.to_owned(),
        power_average: profile.tor_power,
        power_peak: profile.tor_power,
        ..RackPlacement::default()
    };
    for (index, feeds) in contents {
        let device = &devices[index];
        let units = device.units();
        let bottom_u = if units == 0 { 0 } else { load.units.saturating_add(1) };
        rack.placements.push(DevicePlacement { device: index, bottom_u, units, feeds });
        rack.power_average += device.power_average;
        rack.power_peak += device.load();
        load = load.with(device, feeds);
    }
    let dual = load.dual + profile.tor_power;
    let half = Watts::from_raw(dual.raw() / 2);
    rack.height_used = RackUnits::from_units(load.units);
    rack.feed_power_normal = [dual - half + load.single[0], half + load.single[1]];
    rack.power_failover = load.failover() + profile.tor_power;
    rack.weight = profile.rack_weight + profile.tor_weight + load.weight;
    rack
}
