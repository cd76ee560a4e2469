//! The rack and what it can carry.

use super::factor::{MILLION, millionths_of_share};
use crate::unit::{Kilograms, RackUnits, Watts};

/// The rack and what it can carry (C2).
#[derive(Debug, Clone, PartialEq)]
pub struct RackProfile {
    /// Height inside, rounded down to whole units.
    pub height_u: RackUnits,
    /// Units at the top kept for switches and cable managers, rounded up to whole units.
    pub reserved_u: RackUnits,
    /// Share of the remaining units that may be used, 0 to 1.
    pub fill_share: f64,
    /// What the floor and the frame carry, the rack's own weight included.
    pub weight_limit: Kilograms,
    /// The rack's own weight.
    pub rack_weight: Kilograms,
    /// What ONE feed may carry for long: the limit of the surviving feed after a failover.
    pub feed_limit: Watts,
    /// Power of all switches at the top of one rack, shared by both feeds.
    pub tor_power: Watts,
    /// Mass of all switches at the top of one rack.
    pub tor_weight: Kilograms,
}

impl RackProfile {
    /// Whole units devices may take: (height − reserved) × fill share, rounded down.
    pub fn units_usable(&self) -> u32 {
        let height = self.height_u.as_units().floor() as u32;
        let reserved = self.reserved_u.as_units().ceil() as u32;
        let units = u128::from(height.saturating_sub(reserved));
        let usable = units * millionths_of_share(self.fill_share) / MILLION;
        u32::try_from(usable).unwrap_or(u32::MAX)
    }
}
