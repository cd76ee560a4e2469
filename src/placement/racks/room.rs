//! One rack while it is filled: its limits, what stands in it, and which limit refuses a device.

use std::cmp::Reverse;

use super::occupancy::{Occupancy, Size, Spot};
use crate::placement::fleet::{Device, RackProfile};
use crate::placement::rack::{BindingLimit, Feeds};
use crate::placement::unplaced::UnplacedReason;
use crate::unit::{Kilograms, RackUnits, Watts};

/// Amounts in [`Room::free`] and [`need`].
pub(super) const AMOUNTS: usize = 7;

/// What a rack offers to devices, its own switches and weight aside. An amount that would be negative is
/// `None`: the rack itself is beyond the limit, so it takes no device at all.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Units in which devices may stand.
    pub(super) units: u32,
    /// Power after the failover of a feed.
    pub(super) power: Option<Watts>,
    /// Mass of devices.
    pub(super) weight: Option<Kilograms>,
    /// Whether it is the floor that limits the mass.
    pub(super) is_floor: bool,
    /// Ports on each switch.
    pub(super) ports: u32,
}

impl Limits {
    /// Of a rack whose frame carries so much, with or without the plan's switches; `units` of it are
    /// neither kept nor reserved.
    pub(super) fn new(
        profile: &RackProfile,
        units: u32,
        frame: Kilograms,
        has_plan_switches: bool,
    ) -> Self {
        let (tor_power, tor_weight) = match has_plan_switches {
            true => (profile.tor_power, profile.tor_weight),
            false => (Watts::ZERO, Kilograms::ZERO),
        };
        let (limit, is_floor) = profile.mass_limit(frame);
        let own = profile.rack_weight.raw().checked_add(tor_weight.raw());
        let weight = own.and_then(|own| limit.raw().checked_sub(own));
        let power = profile.feed_limit.raw().checked_sub(tor_power.raw());
        Self {
            units: profile.usable_of(units),
            power: power.map(Watts::from_raw),
            weight: weight.map(Kilograms::from_raw),
            is_floor,
            ports: profile.switch_ports,
        }
    }
}

/// What the devices of a rack amount to, their units aside.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Load {
    pub(super) weight: Kilograms,
    /// Dual-corded devices together.
    pub(super) dual: Watts,
    /// Single-corded devices on feed A and on feed B.
    pub(super) single: [Watts; 2],
    /// Ports on each switch.
    pub(super) ports: u32,
}

impl Load {
    /// With one device more; a single-corded one on the given feed.
    pub(super) fn with(mut self, device: &Device, feeds: Feeds) -> Self {
        self.weight += device.weight;
        self.ports = self.ports.saturating_add(ports_of(device));
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
    pub(super) fn failover(self) -> Watts {
        self.dual + self.single[0].max(self.single[1])
    }
}

/// A device in a rack; without a spot when it takes no unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stood {
    pub(super) device: usize,
    pub(super) spot: Option<Spot>,
    pub(super) feeds: Feeds,
}

/// A rack while it is filled.
#[derive(Debug, Clone)]
pub(super) struct Room {
    pub(super) limits: Limits,
    /// Units and load before anything came.
    pub(super) before: (Occupancy, Load),
    pub(super) occupancy: Occupancy,
    pub(super) load: Load,
    /// The devices that came.
    pub(super) stood: Vec<Stood>,
    /// Its index in the racks of the fleet that stand already; `None` for a new one.
    pub(super) standing: Option<usize>,
    /// Whether it lacks room for the switches it needs before it takes a device.
    pub(super) lacks_switches: bool,
}

impl Room {
    /// A rack with what is in it before anything comes.
    pub(super) fn new(limits: Limits, occupancy: Occupancy, load: Load) -> Self {
        let before = (occupancy, load);
        let stood = Vec::new();
        Self { limits, before, occupancy, load, stood, standing: None, lacks_switches: false }
    }

    /// A new rack of the profile, its top units kept.
    pub(super) fn empty(profile: &RackProfile) -> Self {
        let mut occupancy = Occupancy::new(profile.units());
        let reserved: u32 = profile.reserved().iter().map(|(_, units)| units).sum();
        occupancy.keep(profile.units() - reserved + 1, reserved);
        let limits = Limits::new(profile, occupancy.open(), profile.weight_limit, true);
        Self::new(limits, occupancy, Load::default())
    }

    /// Units that may still come into use.
    pub(super) fn budget(&self) -> u32 {
        self.limits.units.saturating_sub(self.occupancy.used())
    }

    /// The limit that keeps the device out of the rack as it is, the first in their order; `None` when it
    /// fits.
    pub(super) fn refuses(&self, device: &Device) -> Option<BindingLimit> {
        let (size, limits) = (size_of(device), self.limits);
        let after = self.load.with(device, self.load.feeds_for(device));
        if self.lacks_switches {
            Some(BindingLimit::Height)
        } else if size.units > 0 && self.occupancy.lowest(size, self.budget()).is_none() {
            let is_short = self.budget() < size.units;
            Some(if is_short { BindingLimit::Height } else { BindingLimit::Contiguity })
        } else if limits.power.is_none_or(|limit| after.failover() > limit) {
            Some(BindingLimit::Power)
        } else if limits.weight.is_none_or(|limit| after.weight > limit) {
            Some(if limits.is_floor { BindingLimit::Floor } else { BindingLimit::Weight })
        } else if after.ports > limits.ports {
            Some(BindingLimit::Ports)
        } else {
            None
        }
    }

    /// Why an empty rack refuses the device, with both numbers; `None` when it takes it.
    pub(super) fn refusal(&self, device: &Device) -> Option<UnplacedReason> {
        let weight = self.limits.weight.unwrap_or(Kilograms::ZERO);
        Some(match self.refuses(device)? {
            BindingLimit::Height | BindingLimit::Contiguity => UnplacedReason::RackSpace {
                need: RackUnits::from_units(device.units()),
                limit: RackUnits::from_units(self.limits.units),
            },
            BindingLimit::Power => UnplacedReason::RackPower {
                need: device.load(),
                limit: self.limits.power.unwrap_or(Watts::ZERO),
            },
            BindingLimit::Weight => {
                UnplacedReason::RackWeight { need: device.weight, limit: weight }
            }
            BindingLimit::Floor => UnplacedReason::RackFloor { need: device.weight, limit: weight },
            BindingLimit::Ports => {
                UnplacedReason::RackPorts { need: ports_of(device), limit: self.limits.ports }
            }
        })
    }

    /// What is free: the tallest device of full and of half depth, mass, power for a dual-corded and for
    /// a single-corded device, ports, and whether anything may come at all. A device whose [`need`] is
    /// within all of them fits, and no other does.
    pub(super) fn free(&self, with_half_depth: bool) -> [u64; AMOUNTS] {
        let Limits { power: Some(power), weight: Some(weight), ports, .. } = self.limits else {
            return [0; AMOUNTS];
        };
        let load = self.load;
        let is_beyond = load.failover() > power || load.weight > weight || load.ports > ports;
        if is_beyond || self.lacks_switches {
            return [0; AMOUNTS];
        }
        let [full, half] = self.occupancy.tallest(self.budget(), with_half_depth);
        let single = load.dual + load.single[0].min(load.single[1]);
        [
            u64::from(full),
            u64::from(half),
            weight.saturating_sub(load.weight).raw(),
            power.saturating_sub(load.failover()).raw(),
            power.saturating_sub(single).raw(),
            u64::from(ports - load.ports),
            1,
        ]
    }

    /// Puts a device that fits at the lowest spot there is.
    pub(super) fn put(&mut self, index: usize, device: &Device) {
        let size = size_of(device);
        let spot = self.occupancy.lowest(size, self.budget());
        let feeds = self.load.feeds_for(device);
        if let Some(spot) = spot {
            self.occupancy.take(spot, size);
        }
        self.load = self.load.with(device, feeds);
        self.stood.push(Stood { device: index, spot, feeds });
    }

    /// Takes a device out again.
    pub(super) fn remove(&mut self, index: usize, devices: &[Device]) {
        self.stood.retain(|stood| stood.device != index);
        (self.occupancy, self.load) = self.before;
        for stood in &self.stood {
            let device = &devices[stood.device];
            if let Some(spot) = stood.spot {
                self.occupancy.take(spot, size_of(device));
            }
            self.load = self.load.with(device, stood.feeds);
        }
    }

    /// Stacks the devices that came: heaviest first, each at the lowest spot there is, equals by id.
    /// Where that leaves one without a spot, around what stands there, they stay where they are, and
    /// those of one height and depth change places so that the heavier stands lower.
    pub(super) fn stack(&mut self, devices: &[Device]) {
        self.stood.sort_by_key(|stood| {
            let device = &devices[stood.device];
            (Reverse(device.weight), &device.id, stood.device)
        });
        let mut occupancy = self.before.0;
        let mut spots = Vec::with_capacity(self.stood.len());
        for stood in &self.stood {
            let size = size_of(&devices[stood.device]);
            let budget = self.limits.units.saturating_sub(occupancy.used());
            let spot = occupancy.lowest(size, budget);
            match spot {
                Some(spot) => occupancy.take(spot, size),
                None if size.units > 0 => return self.exchange(devices),
                None => {}
            }
            spots.push(spot);
        }
        self.occupancy = occupancy;
        for (stood, spot) in self.stood.iter_mut().zip(spots) {
            stood.spot = spot;
        }
    }

    /// Gives the lowest spots of each height and depth to the heaviest devices; they come heaviest first.
    fn exchange(&mut self, devices: &[Device]) {
        let key = |stood: &Stood| {
            let size = size_of(&devices[stood.device]);
            (size.units, size.is_full_depth)
        };
        let mut spots: Vec<_> = self.stood.iter().map(|s| (key(s), s.spot)).collect();
        spots.sort_by_key(|(key, spot)| (*key, spot.map(|spot| (spot.bottom, spot.face))));
        let mut spots = spots.into_iter();
        let mut by_size: Vec<usize> = (0..self.stood.len()).collect();
        by_size.sort_by_key(|&at| (key(&self.stood[at]), at));
        for at in by_size {
            self.stood[at].spot = spots.next().and_then(|(_, spot)| spot);
        }
    }
}

/// What a device needs of [`Room::free`].
pub(super) fn need(device: &Device) -> [u64; AMOUNTS] {
    let load = device.load().raw();
    let units = u64::from(device.units());
    let (dual, single) = if device.is_single_corded() { (0, load) } else { (load, 0) };
    let (full, half) = if device.is_full_depth { (units, 0) } else { (0, units) };
    [full, half, device.weight.raw(), dual, single, u64::from(ports_of(device)), 1]
}

/// The units a device asks for.
pub(super) fn size_of(device: &Device) -> Size {
    Size { units: device.units(), is_full_depth: device.is_full_depth }
}

/// Ports a device takes on each of the two switches: half of its own, rounded up.
pub(super) fn ports_of(device: &Device) -> u32 {
    u32::from(device.ports_count).div_ceil(2)
}
