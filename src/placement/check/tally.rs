//! What the devices of a rack amount to, counted a second time for the checker.

use crate::placement::fleet::{Device, Fleet, StandingRack};
use crate::placement::rack::Feeds;
use crate::unit::RackUnits;

/// Mass, power and ports of a rack, the switches and the rack's own weight included: grams, milliwatts,
/// ports of one switch. As limits, `both` is what one feed may carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) weight: u128,
    /// Load on both feeds together, of what hangs on both.
    pub(super) both: u128,
    /// Load of what hangs on feed A only.
    pub(super) a_only: u128,
    /// Load of what hangs on feed B only.
    pub(super) b_only: u128,
    pub(super) ports: u128,
}

impl Tally {
    /// A rack with nothing in it.
    pub(super) fn bare(fleet: &Fleet) -> Self {
        let weight = u128::from(fleet.rack.rack_weight.raw());
        Self { weight, both: 0, a_only: 0, b_only: 0, ports: 0 }
    }

    /// With the plan's switches.
    pub(super) fn plus_switches(self, fleet: &Fleet) -> Self {
        let (weight, power) = (fleet.rack.tor_weight.raw(), fleet.rack.tor_power.raw());
        let (weight, both) = (self.weight + u128::from(weight), self.both + u128::from(power));
        Self { weight, both, ..self }
    }

    /// What a rack may amount to: the lesser of frame and floor, one feed, one switch.
    pub(super) fn limits(fleet: &Fleet, stands: Option<&StandingRack>) -> Self {
        let frame = stands.and_then(|rack| rack.weight_limit).unwrap_or(fleet.rack.weight_limit);
        let frame = u128::from(frame.raw());
        Self {
            weight: floor_grams(fleet).map_or(frame, |floor| floor.min(frame)),
            both: u128::from(fleet.rack.feed_limit.raw()),
            a_only: 0,
            b_only: 0,
            ports: u128::from(fleet.rack.switch_ports),
        }
    }

    /// With one device more on the given feeds.
    pub(super) fn with(mut self, device: &Device, feeds: Feeds) -> Self {
        self.weight += u128::from(device.weight.raw());
        self.ports += u128::from(device.ports_count).div_ceil(2);
        match feeds {
            Feeds::Both => self.both += load(device),
            Feeds::A => self.a_only += load(device),
            Feeds::B => self.b_only += load(device),
        }
        self
    }

    /// With one device more, hung where the surviving feed carries least.
    pub(super) fn with_on_best_feed(self, device: &Device) -> Self {
        if !single_corded(device) {
            return self.with(device, Feeds::Both);
        }
        let (on_a, on_b) = (self.with(device, Feeds::A), self.with(device, Feeds::B));
        if on_a.failover() <= on_b.failover() { on_a } else { on_b }
    }

    /// What the feed that survives has to carry, whichever fails.
    pub(super) fn failover(&self) -> u128 {
        (self.both + self.a_only).max(self.both + self.b_only)
    }

    pub(super) fn within(&self, limits: &Self) -> bool {
        self.weight <= limits.weight && self.failover() <= limits.both && self.ports <= limits.ports
    }
}

/// Grams of a rack under which the floor is at its limit L: (m + 15 lb/ft² × c ÷ 2 + 10 lb/ft² × a) ÷ a
/// = L, with the clearance c and the area a = footprint + c ÷ 2.
fn floor_grams(fleet: &Fleet) -> Option<u128> {
    let floor = &fleet.rack.floor;
    let limit = floor.limit_kg_m2?;
    let half = floor.clearance_m2 / 2.0;
    let kilograms = (floor.footprint_m2 + half) * (limit - 48.8243) - half * 73.2364;
    // Two ways to compute it differ in the last digit of a float.
    Some(((kilograms * 1e3).max(0.0) + 1e-6).floor() as u128)
}

/// Whole units a height takes.
pub(super) fn units(height: RackUnits) -> u64 {
    height.as_units().ceil() as u64
}

/// The most a device draws, in milliwatts.
pub(super) fn load(device: &Device) -> u128 {
    u128::from(device.power_peak.raw().max(device.power_average.raw()))
}

/// Whether the loss of a feed may stop the device.
pub(super) fn single_corded(device: &Device) -> bool {
    device.cords <= 1 && load(device) > 0
}
