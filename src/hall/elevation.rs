//! Which units of a rack are taken, kept and free.

use super::{Face, Mounted, Rack};
use crate::unit::RackUnits;

/// The units of a rack, from the bottom. A unit of which a device takes a half is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elevation {
    /// By unit: taken at the front.
    front: Vec<bool>,
    /// By unit: taken at the rear.
    rear: Vec<bool>,
    /// By unit: kept for something.
    kept: Vec<bool>,
}

impl Elevation {
    pub(super) fn of(rack: &Rack) -> Self {
        let units = rack.height_u as usize;
        let mut elevation =
            Self { front: vec![false; units], rear: vec![false; units], kept: vec![false; units] };
        for device in &rack.mounted {
            for unit in units_of(device) {
                elevation.take(device, unit);
            }
        }
        for unit in rack.reservations().iter().flat_map(|reserved| &reserved.units) {
            if let Some(kept) = elevation.kept.get_mut((*unit as usize).wrapping_sub(1)) {
                *kept = true;
            }
        }
        elevation
    }

    fn take(&mut self, device: &Mounted, unit: u32) {
        let index = (unit as usize).wrapping_sub(1);
        for (side, units) in [(Face::Front, &mut self.front), (Face::Rear, &mut self.rear)] {
            if (device.is_full_depth || device.face == side)
                && let Some(taken) = units.get_mut(index)
            {
                *taken = true;
            }
        }
    }

    fn units_that(&self, holds: impl Fn(usize) -> bool) -> Vec<u32> {
        (0..self.kept.len()).filter(|&index| holds(index)).map(|index| index as u32 + 1).collect()
    }

    /// Units that a device takes on either side.
    pub fn units_used(&self) -> Vec<u32> {
        self.units_that(|index| self.front[index] || self.rear[index])
    }

    /// Units that are kept for something and hold no device.
    pub fn units_reserved(&self) -> Vec<u32> {
        self.units_that(|index| self.kept[index] && !self.front[index] && !self.rear[index])
    }

    /// Units free on both sides, ascending: what devices of full depth may take.
    pub fn units_free(&self) -> Vec<u32> {
        self.units_that(|index| !self.kept[index] && !self.front[index] && !self.rear[index])
    }

    /// Units free on one side only: what devices of half depth may take.
    pub fn units_free_on_one_side(&self) -> Vec<u32> {
        self.units_that(|index| !self.kept[index] && self.front[index] != self.rear[index])
    }

    /// The longest run of units free on both sides: the tallest device the rack takes.
    pub fn longest_free_run(&self) -> u32 {
        let (mut longest, mut run, mut last) = (0, 0, 0);
        for unit in self.units_free() {
            run = if unit == last + 1 { run + 1 } else { 1 };
            last = unit;
            longest = longest.max(run);
        }
        longest
    }
}

/// Whole units of which a device takes any part.
fn units_of(device: &Mounted) -> std::ops::Range<u32> {
    match device.bottom {
        Some(bottom) if device.height > RackUnits::ZERO => {
            let end = bottom.raw().saturating_add(device.height.raw());
            bottom.raw() / 2..end.div_ceil(2)
        }
        _ => 0..0,
    }
}

/// Whether two devices of one rack take the same half unit of the same side.
pub(super) fn overlap(a: &Mounted, b: &Mounted) -> bool {
    let (Some(bottom_a), Some(bottom_b)) = (a.bottom, b.bottom) else { return false };
    let end =
        |bottom: RackUnits, device: &Mounted| bottom.raw().saturating_add(device.height.raw());
    let is_one_side = a.is_full_depth || b.is_full_depth || a.face == b.face;
    is_one_side && bottom_a.raw() < end(bottom_b, b) && bottom_b.raw() < end(bottom_a, a)
}
