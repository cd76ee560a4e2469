//! One rack drawn a second time: which device has which unit at which side, and what is kept.

use super::tally::{Tally, units};
use super::{Violation, parts_per_million};
use crate::placement::Placement;
use crate::placement::fleet::{Device, Face, Fleet, ReservedFor, StandingRack};
use crate::placement::rack::{DevicePlacement, RackPlacement};

const MILLION: u128 = 1_000_000;
/// Units of the tallest rack.
const TALLEST: usize = 128;

/// A rack, unit by unit.
pub(super) struct Frame<'a> {
    pub(super) rack: &'a RackPlacement,
    /// By unit from the lowest: the devices at the front and at the rear.
    sides: Vec<[Option<usize>; 2]>,
    /// By unit: whether it is kept for something.
    kept: Vec<bool>,
    pub(super) tally: Tally,
    pub(super) limits: Tally,
    /// Whether a device came to it; a rack to which none came may stand as it stands.
    pub(super) has_come: bool,
    /// Units in which something stood before.
    units_before: u64,
    /// Whether it gets the plan's switches with the first device.
    pub(super) needs_switches: bool,
    /// Whether there is room for the switches it needs.
    has_room_for_switches: bool,
    /// Units in which devices may stand.
    units_usable: u64,
}

impl<'a> Frame<'a> {
    /// Draws the rack; `stands_from` is the index of the first device that stands in it already.
    pub(super) fn draw(
        rack: &'a RackPlacement,
        stands: Option<(&StandingRack, usize)>,
        fleet: &Fleet,
        placement: &Placement,
        violations: &mut Vec<Violation>,
    ) -> Self {
        let height = stands.map_or(fleet.rack.height_u, |(rack, _)| rack.height);
        let height = (height.as_units().floor() as usize).min(TALLEST);
        let is_of_hall =
            |stood: &DevicePlacement| placement.standing_devices.contains(&stood.device);
        let come: Vec<&DevicePlacement> =
            rack.placements.iter().filter(|s| !is_of_hall(s)).collect();
        let mut frame = Self {
            rack,
            sides: vec![[None; 2]; height],
            kept: vec![false; height],
            tally: Tally::bare(fleet),
            limits: Tally::limits(fleet, stands.map(|(rack, _)| rack)),
            has_come: !come.is_empty(),
            units_before: 0,
            needs_switches: true,
            has_room_for_switches: true,
            units_usable: 0,
        };
        if (frame.rack.height.as_units() - height as f64).abs() > 0.5 {
            violations.push(Violation::StandingAltered { rack: rack.id.clone() });
        }
        let mut kept: Vec<(u64, u64, ReservedFor)> = Vec::new();
        if let Some((stands, first)) = stands {
            frame.draw_standing(stands, first, placement, violations);
            for reservation in &stands.reservations {
                for &unit in &reservation.units {
                    frame.keep(u64::from(unit), 1);
                    let purpose = ReservedFor::Reservation(reservation.purpose.clone());
                    if (1..=height as u64).contains(&u64::from(unit)) {
                        kept.push((u64::from(unit), 1, purpose));
                    }
                }
            }
            frame.needs_switches = !stands.occupied.iter().any(|stood| stood.is_switch);
        }
        if frame.needs_switches {
            frame.tally = frame.tally.plus_switches(fleet);
            let wanted = wanted_at_the_top(fleet);
            match frame.topmost(&wanted) {
                Some(found) if stands.is_none() || frame.has_come => kept.extend(found),
                Some(_) => {}
                None => frame.has_room_for_switches = false,
            }
        }
        frame.check_reserved(kept, violations);
        let free_to_use = frame.kept.iter().zip(&frame.sides);
        let open = free_to_use.filter(|(kept, sides)| !**kept || is_taken(sides)).count() as u128;
        let share = parts_per_million(fleet.rack.fill_share, MILLION);
        frame.units_usable = u64::try_from(open * share / MILLION).unwrap_or(u64::MAX);
        frame.units_before = frame.units_used();
        for stood in come {
            if let Some(device) = placement.devices.get(stood.device) {
                frame.draw_device(stood, device, violations);
                frame.tally = frame.tally.with(device, stood.feeds);
            }
        }
        frame
    }

    /// What stands in the rack is in it as it stands; two in one unit is the hall's affair.
    fn draw_standing(
        &mut self,
        stands: &StandingRack,
        first: usize,
        placement: &Placement,
        violations: &mut Vec<Violation>,
    ) {
        let rack = self.rack;
        let mut is_as_it_stands = rack.id == stands.id;
        for (offset, occupied) in stands.occupied.iter().enumerate() {
            let found = rack.placements.iter().find(|stood| stood.device == first + offset);
            let half_units = u64::from(occupied.device.height.raw());
            let low = occupied.bottom.map(|bottom| u64::from(bottom.raw()));
            let (bottom, count) = match low {
                Some(low) if half_units > 0 => (low / 2, (low + half_units).div_ceil(2) - low / 2),
                _ => (0, 0),
            };
            is_as_it_stands &= placement.devices.get(first + offset) == Some(&occupied.device)
                && found.is_some_and(|stood| {
                    let place = (u64::from(stood.bottom_u), u64::from(stood.units));
                    place == (bottom, count) && stood.face == occupied.face
                });
            for unit in bottom..(bottom + count).min(TALLEST as u64 + 1) {
                for side in sides_of(occupied.face, occupied.device.is_full_depth) {
                    if let Some(cell) = self.cell(unit, *side) {
                        *cell = Some(first + offset);
                    }
                }
            }
            if let Some(stood) = found {
                self.tally = self.tally.with(&occupied.device, stood.feeds);
            }
        }
        if !is_as_it_stands {
            violations.push(Violation::StandingAltered { rack: rack.id.clone() });
        }
    }

    /// The units stated as reserved are those that are kept, purpose by purpose.
    fn check_reserved(
        &mut self,
        kept: Vec<(u64, u64, ReservedFor)>,
        violations: &mut Vec<Violation>,
    ) {
        let one_by_one = |(bottom, count, purpose): (u64, u64, ReservedFor)| {
            (bottom..bottom + count).map(move |unit| (unit, purpose.clone()))
        };
        let mut owed: Vec<(u64, ReservedFor)> = kept.into_iter().flat_map(one_by_one).collect();
        let stated = self.rack.reserved.iter();
        let stated = stated.map(|r| (u64::from(r.bottom_u), u64::from(r.units), r.purpose.clone()));
        let mut stated: Vec<(u64, ReservedFor)> = stated.flat_map(one_by_one).collect();
        owed.sort();
        stated.sort();
        if owed != stated {
            violations.push(Violation::ReservedAltered { rack: self.rack.id.clone() });
        }
    }

    /// A device that came stands within the rack, alone in its units, and in none that are kept.
    fn draw_device(
        &mut self,
        stood: &DevicePlacement,
        device: &Device,
        violations: &mut Vec<Violation>,
    ) {
        let (bottom, count) = (u64::from(stood.bottom_u), u64::from(stood.units));
        let needed = units(device.height);
        if needed == 0 && count == 0 && bottom == 0 {
            return;
        }
        let rack = self.rack.id.clone();
        let limit = self.sides.len() as u64;
        let top = (bottom + count).saturating_sub(1);
        if bottom < 1 || top > limit || count != needed || needed == 0 {
            let device = device.id.clone();
            violations.push(Violation::DeviceOutsideRack { rack, device, bottom, top, limit });
            return;
        }
        let mut clash = None;
        for unit in bottom..=top {
            if self.kept[unit as usize - 1] {
                let (rack, device) = (rack.clone(), device.id.clone());
                violations.push(Violation::DeviceInReservedUnit { rack, device, unit });
                return;
            }
            for side in sides_of(stood.face, device.is_full_depth) {
                if let Some(cell) = self.cell(unit, *side) {
                    clash = clash.or(cell.map(|first| (unit, first)));
                    *cell = Some(stood.device);
                }
            }
        }
        if let Some((unit, first)) = clash {
            let second = stood.device;
            violations.push(Violation::UnitTakenTwice { rack, unit, first, second });
        }
    }

    /// Units in which something stands.
    pub(super) fn units_used(&self) -> u64 {
        self.sides.iter().filter(|sides| is_taken(sides)).count() as u64
    }

    /// Units that may be taken: what stood there before stays.
    pub(super) fn units_limit(&self) -> u64 {
        self.units_usable.max(self.units_before)
    }

    /// Whether the rack, as it is, takes the device: some run of units and side, and every limit.
    pub(super) fn takes(&self, device: &Device) -> bool {
        let after = self.tally.with_on_best_feed(device);
        self.has_room_for_switches && after.within(&self.limits) && self.has_spot(device)
    }

    fn has_spot(&self, device: &Device) -> bool {
        let count = units(device.height) as usize;
        if count == 0 {
            return true;
        }
        let left = self.units_usable.saturating_sub(self.units_used());
        let faces: &[Face] =
            if device.is_full_depth { &[Face::Front] } else { &[Face::Front, Face::Rear] };
        (0..(self.sides.len() + 1).saturating_sub(count)).any(|low| {
            let span = low..low + count;
            let added = self.sides[span.clone()].iter().filter(|sides| !is_taken(sides)).count();
            let is_kept = self.kept[span.clone()].contains(&true);
            let is_free = |face: &Face| {
                let mut sides = sides_of(*face, device.is_full_depth).iter();
                sides.all(|&side| self.sides[span.clone()].iter().all(|unit| unit[side].is_none()))
            };
            !is_kept && added as u64 <= left && faces.iter().any(is_free)
        })
    }

    /// The topmost free run for each purpose, one after the other; `None` when one finds none. They are
    /// kept only when all find one.
    fn topmost(&mut self, wanted: &[(ReservedFor, u64)]) -> Option<Vec<(u64, u64, ReservedFor)>> {
        let mut kept = self.kept.clone();
        let mut found = Vec::new();
        for (purpose, count) in wanted {
            let count = *count as usize;
            let is_free = |unit: usize| !kept[unit] && !is_taken(&self.sides[unit]);
            let last = (kept.len() + 1).checked_sub(count)?;
            let low = (0..last).rev().find(|&low| (low..low + count).all(is_free))?;
            kept[low..low + count].fill(true);
            found.push((low as u64 + 1, count as u64, purpose.clone()));
        }
        self.kept = kept;
        Some(found)
    }

    fn keep(&mut self, bottom: u64, count: u64) {
        for unit in bottom..bottom + count {
            let at = usize::try_from(unit).unwrap_or(0).wrapping_sub(1);
            if let Some(kept) = self.kept.get_mut(at) {
                *kept = true;
            }
        }
    }

    fn cell(&mut self, unit: u64, side: usize) -> Option<&mut Option<usize>> {
        let at = usize::try_from(unit).ok()?.checked_sub(1)?;
        self.sides.get_mut(at).map(|sides| &mut sides[side])
    }
}

/// What the plan keeps at the top of a rack, from the top down, clipped to what it keeps in all.
fn wanted_at_the_top(fleet: &Fleet) -> Vec<(ReservedFor, u64)> {
    let rack = &fleet.rack;
    let plan_height = (rack.height_u.as_units().floor() as u64).min(TALLEST as u64);
    let total = units(rack.reserved_u).min(plan_height);
    let panels = u64::from(rack.patch_panels_u).min(total);
    let managers = u64::from(rack.cable_managers_u).min(total - panels);
    let switches = u64::from(rack.switches_u).min(total - panels - managers);
    let rest = total - panels - managers - switches;
    let all = [
        (ReservedFor::PatchPanels, panels),
        (ReservedFor::CableManagers, managers),
        (ReservedFor::Switches, switches),
        (ReservedFor::Network, rest),
    ];
    all.into_iter().filter(|(_, count)| *count > 0).collect()
}

fn is_taken(sides: &[Option<usize>; 2]) -> bool {
    sides.iter().any(Option::is_some)
}

const fn sides_of(face: Face, is_full_depth: bool) -> &'static [usize] {
    match (is_full_depth, face) {
        (true, _) => &[0, 1],
        (false, Face::Front) => &[0],
        (false, Face::Rear) => &[1],
    }
}
