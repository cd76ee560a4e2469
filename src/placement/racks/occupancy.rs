//! The units of one rack, front and rear: what is taken, what is kept, where a device finds room.

use crate::placement::fleet::{Face, UNITS_MAX};

/// Where a device stands: its lowest unit, the bottom of the rack being 1, and its side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) bottom: u32,
    pub(super) face: Face,
}

/// What a device asks of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Size {
    /// Whole units.
    pub(super) units: u32,
    /// Whether it takes them at the front and at the rear.
    pub(super) is_full_depth: bool,
}

/// Units of a rack as bits, unit 1 being the lowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Occupancy {
    height: u32,
    front: u128,
    rear: u128,
    /// Units kept for something, where nothing stands or comes to stand.
    kept: u128,
}

impl Occupancy {
    /// An empty rack of so many units.
    pub(super) fn new(height: u32) -> Self {
        Self { height: height.min(UNITS_MAX), ..Self::default() }
    }

    /// Keeps units; those the rack does not have are not kept.
    pub(super) fn keep(&mut self, bottom: u32, units: u32) {
        self.kept |= self.units_from(bottom, units);
    }

    /// Takes units for a device; those the rack does not have are not taken.
    pub(super) fn take(&mut self, spot: Spot, size: Size) {
        let units = self.units_from(spot.bottom, size.units);
        if size.is_full_depth || spot.face == Face::Front {
            self.front |= units;
        }
        if size.is_full_depth || spot.face == Face::Rear {
            self.rear |= units;
        }
    }

    /// Whether something stands in the unit, at the front or at the rear.
    pub(super) fn is_taken(self, unit: u32) -> bool {
        self.units_from(unit, 1) & (self.front | self.rear) != 0
    }

    /// Units in which something stands.
    pub(super) fn used(self) -> u32 {
        (self.front | self.rear).count_ones()
    }

    /// Units that are not kept, taken ones included.
    pub(super) fn open(self) -> u32 {
        self.height - (self.kept & !(self.front | self.rear)).count_ones()
    }

    /// Single sides free, and how many of them are in units where something stands at the other side.
    pub(super) fn sides(self) -> [u32; 2] {
        let (front, rear) = (self.free(self.front), self.free(self.rear));
        [front.count_ones() + rear.count_ones(), (front ^ rear).count_ones()]
    }

    /// The lowest spot for a device of the size that adds no more than so many used units; of the two
    /// sides the front. `None` as well for a device that takes no unit.
    pub(super) fn lowest(self, size: Size, budget: u32) -> Option<Spot> {
        let Size { units, is_full_depth } = size;
        if units == 0 || units > self.height {
            return None;
        }
        if is_full_depth {
            let fitting = runs(self.free(self.front | self.rear), units);
            let bottom = fitting.trailing_zeros() + 1;
            return (fitting != 0 && units <= budget).then_some(Spot { bottom, face: Face::Front });
        }
        let sides = [(self.front, self.rear, Face::Front), (self.rear, self.front, Face::Rear)];
        (1..=self.height - units + 1).find_map(|bottom| {
            let wanted = self.units_from(bottom, units);
            let fits = |&(own, other, _): &(u128, u128, Face)| {
                wanted & !self.free(own) == 0 && (wanted & !other).count_ones() <= budget
            };
            let (_, _, face) = sides.iter().copied().find(fits)?;
            Some(Spot { bottom, face })
        })
    }

    /// The topmost run of so many units in which nothing stands and that are not kept: its lowest unit.
    pub(super) fn highest(self, units: u32) -> Option<u32> {
        let fitting = runs(self.free(self.front | self.rear), units);
        (units > 0 && fitting != 0).then(|| UNITS_MAX - fitting.leading_zeros())
    }

    /// The tallest devices there is a spot for: of full depth, and of half depth, the latter only asked
    /// for where there are such.
    pub(super) fn tallest(self, budget: u32, with_half_depth: bool) -> [u32; 2] {
        let mut left = self.free(self.front | self.rear);
        let mut full = 0;
        while left != 0 && full < budget {
            left &= left >> 1;
            full += 1;
        }
        let mut half = full;
        let fits = |units| self.lowest(Size { units, is_full_depth: false }, budget).is_some();
        while with_half_depth && fits(half + 1) {
            half += 1;
        }
        [full, half]
    }

    /// Units free beside what is taken, as bits.
    fn free(self, taken: u128) -> u128 {
        self.units_from(1, self.height) & !taken & !self.kept
    }

    /// So many units from one on, as bits; those that the rack does not have are left out.
    fn units_from(self, bottom: u32, units: u32) -> u128 {
        let (low, high) = (bottom.max(1), bottom.saturating_add(units).min(self.height + 1));
        if low >= high { 0 } else { (u128::MAX >> (128 - (high - low))) << (low - 1) }
    }
}

/// The lowest units of the runs of so many units, as bits.
fn runs(free: u128, units: u32) -> u128 {
    (1..units).fold(free, |left, _| left & (left >> 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(units: u32, is_full_depth: bool) -> Size {
        Size { units, is_full_depth }
    }

    fn spot(bottom: u32, face: Face) -> Spot {
        Spot { bottom, face }
    }

    /// Ten units, 3 to 4 taken, 8 kept: runs of 2 (1-2), 3 (5-7) and 2 (9-10).
    fn gaps() -> Occupancy {
        let mut rack = Occupancy::new(10);
        rack.take(spot(3, Face::Front), size(2, true));
        rack.keep(8, 1);
        rack
    }

    #[test]
    fn a_device_takes_the_lowest_run_that_holds_it() {
        let rack = gaps();
        assert_eq!(rack.lowest(size(2, true), 9), Some(spot(1, Face::Front)));
        assert_eq!(rack.lowest(size(3, true), 9), Some(spot(5, Face::Front)));
        assert_eq!(rack.lowest(size(4, true), 9), None);
        assert_eq!(rack.lowest(size(3, true), 2), None);
        assert_eq!(rack.tallest(9, true), [3, 3]);
        assert_eq!([rack.used(), rack.open()], [2, 9]);
        assert_eq!([rack.highest(2), rack.highest(3), rack.highest(4)], [Some(9), Some(5), None]);
    }

    #[test]
    fn devices_of_half_depth_share_units_front_and_rear() {
        let mut rack = gaps();
        let half = size(2, false);
        rack.take(spot(1, Face::Front), half);
        assert_eq!(rack.used(), 4);
        // The rear of units 1 and 2 adds no unit, whatever the budget.
        assert_eq!(rack.lowest(half, 0), Some(spot(1, Face::Rear)));
        assert_eq!(rack.lowest(size(2, true), 9), Some(spot(5, Face::Front)));
        rack.take(spot(1, Face::Rear), half);
        assert_eq!([rack.used(), rack.sides()[0]], [4, 10]);
        assert_eq!(rack.lowest(half, 1), None);
        assert_eq!(rack.lowest(half, 2), Some(spot(5, Face::Front)));
    }

    #[test]
    fn units_beyond_the_rack_are_none() {
        let mut rack = Occupancy::new(500);
        assert_eq!(rack.open(), UNITS_MAX);
        rack.take(spot(0, Face::Front), size(u32::MAX, true));
        assert_eq!(rack.used(), UNITS_MAX);
        assert_eq!(rack.lowest(size(u32::MAX, true), u32::MAX), None);
        let mut none = Occupancy::new(0);
        none.keep(1, 5);
        assert_eq!([none.used(), none.open()], [0, 0]);
        assert_eq!(none.highest(1), None);
    }
}
