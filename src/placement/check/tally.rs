//! What the devices of a rack amount to, counted a second time for the checker.

use super::parts_per_million;
use crate::placement::fleet::{Device, RackProfile};
use crate::placement::rack::{Feeds, RackPlacement};
use crate::unit::RackUnits;

const MILLION: u128 = 1_000_000;

/// Units, mass and power of a rack, the switches and the rack's own weight included: whole units, grams,
/// milliwatts. As limits, `both` is what one feed may carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) units: u64,
    pub(super) weight: u128,
    /// Load on both feeds together, of what hangs on both.
    pub(super) both: u128,
    /// Load of what hangs on feed A only.
    pub(super) a_only: u128,
    /// Load of what hangs on feed B only.
    pub(super) b_only: u128,
}

impl Tally {
    /// A rack with nothing but its switches.
    pub(super) fn empty_rack(profile: &RackProfile) -> Self {
        Self {
            units: 0,
            weight: u128::from(profile.rack_weight.raw()) + u128::from(profile.tor_weight.raw()),
            both: u128::from(profile.tor_power.raw()),
            a_only: 0,
            b_only: 0,
        }
    }

    /// What a rack of the profile may amount to.
    pub(super) fn limits(profile: &RackProfile) -> Self {
        let height = u64::from(profile.height_u.as_units().floor() as u32);
        let open = u128::from(height.saturating_sub(units(profile.reserved_u)));
        let fill = parts_per_million(profile.fill_share, MILLION);
        Self {
            units: u64::try_from(open * fill / MILLION).unwrap_or(u64::MAX),
            weight: u128::from(profile.weight_limit.raw()),
            both: u128::from(profile.feed_limit.raw()),
            a_only: 0,
            b_only: 0,
        }
    }

    /// What the rack holds, on the feeds the placement says.
    pub(super) fn of_rack(rack: &RackPlacement, devices: &[Device], profile: &RackProfile) -> Self {
        let stood = rack.placements.iter();
        let known = stood.filter_map(|p| devices.get(p.device).map(|device| (device, p.feeds)));
        known.fold(Self::empty_rack(profile), |tally, (device, feeds)| tally.with(device, feeds))
    }

    /// With one device more on the given feeds.
    fn with(mut self, device: &Device, feeds: Feeds) -> Self {
        self.units += units(device.height);
        self.weight += u128::from(device.weight.raw());
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
        self.units <= limits.units && self.weight <= limits.weight && self.failover() <= limits.both
    }
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
