//! The rack and what it can carry.

use super::factor::{MILLION, millionths_of_share};
use crate::unit::{Kilograms, RackUnits, Watts};

/// Units of the tallest rack; of a taller one the units above are not used. Racks are sold up to 58.
pub const UNITS_MAX: u32 = 128;

/// What people and service aisles add to the load of a floor: 15 lb/ft² of half the clearance (C6, IBM).
const LIVE_KG_M2: f64 = 73.236_4;
/// What cables and the raised floor add: 10 lb/ft² of the whole area (C6, IBM).
const FLOOR_KG_M2: f64 = 48.824_3;

/// The rack and what it can carry (C2).
#[derive(Debug, Clone, PartialEq)]
pub struct RackProfile {
    /// Height inside, rounded down to whole units.
    pub height_u: RackUnits,
    /// Units at the top kept for switches and cable managers, rounded up to whole units.
    pub reserved_u: RackUnits,
    /// How many of these are for patch panels, which are topmost.
    pub patch_panels_u: u32,
    /// How many are for cable managers, which come below.
    pub cable_managers_u: u32,
    /// How many are for switches, which come below these; what is left is for nothing in particular.
    pub switches_u: u32,
    /// Share of the remaining units that may be used, 0 to 1.
    pub fill_share: f64,
    /// What the frame carries, the rack's own weight included.
    pub weight_limit: Kilograms,
    /// The rack's own weight.
    pub rack_weight: Kilograms,
    /// What the floor under it carries.
    pub floor: Floor,
    /// What ONE feed may carry for long: the limit of the surviving feed after a failover.
    pub feed_limit: Watts,
    /// Whether a feed has three phases, so that a rack hangs on all of them.
    pub is_three_phase: bool,
    /// Power of all switches at the top of one rack, shared by both feeds.
    pub tor_power: Watts,
    /// Mass of all switches at the top of one rack.
    pub tor_weight: Kilograms,
    /// Ports for devices on each of the two switches at the top.
    pub switch_ports: u32,
}

impl RackProfile {
    /// Whole units of its height.
    pub fn units(&self) -> u32 {
        (self.height_u.as_units().floor() as u32).min(UNITS_MAX)
    }

    /// Whole units devices may take: (height − reserved) × fill share, rounded down.
    pub fn units_usable(&self) -> u32 {
        let reserved = self.reserved_u.as_units().ceil() as u32;
        self.usable_of(self.units().saturating_sub(reserved))
    }

    /// Of so many units those that may be used: × fill share, rounded down.
    pub fn usable_of(&self, units: u32) -> u32 {
        let usable = u128::from(units) * millionths_of_share(self.fill_share) / MILLION;
        u32::try_from(usable).unwrap_or(u32::MAX)
    }

    /// What the reserved units are for, from the top down; together no more than the rack has.
    pub fn reserved(&self) -> Vec<(ReservedFor, u32)> {
        let mut left = (self.reserved_u.as_units().ceil() as u32).min(self.units());
        let wanted = [
            (ReservedFor::PatchPanels, self.patch_panels_u),
            (ReservedFor::CableManagers, self.cable_managers_u),
            (ReservedFor::Switches, self.switches_u),
            (ReservedFor::Network, u32::MAX),
        ];
        let mut reserved = Vec::new();
        for (purpose, units) in wanted {
            let units = units.min(left);
            left -= units;
            if units > 0 {
                reserved.push((purpose, units));
            }
        }
        reserved
    }

    /// What the rack may weigh: the lesser of what a frame of that limit and the floor carry, and whether
    /// it is the floor.
    pub fn mass_limit(&self, frame: Kilograms) -> (Kilograms, bool) {
        match self.floor.mass_limit() {
            Some(floor) if floor < frame => (floor, true),
            _ => (frame, false),
        }
    }
}

/// What units of a rack are kept for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReservedFor {
    /// Patch panels.
    PatchPanels,
    /// Cable managers.
    CableManagers,
    /// The switches at the top of the rack.
    Switches,
    /// Network equipment that the plan does not name.
    Network,
    /// A reservation in a rack that stands already, as written.
    Reservation(String),
}

impl ReservedFor {
    /// Its name in machine outputs; of a reservation its purpose as written.
    pub fn word(&self) -> &str {
        match self {
            Self::PatchPanels => "patch_panels",
            Self::CableManagers => "cable_managers",
            Self::Switches => "switches",
            Self::Network => "network",
            Self::Reservation(purpose) => purpose,
        }
    }
}

/// The floor under a rack (C6).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Floor {
    /// What it may be loaded with; `None` where nobody says, so that it limits nothing.
    pub limit_kg_m2: Option<f64>,
    /// Floor under the rack itself.
    pub footprint_m2: f64,
    /// Floor before and behind it that has to stay clear; half of it is the rack's.
    pub clearance_m2: f64,
}

impl Floor {
    /// The area that carries the rack: its own and half its clearance.
    fn area_m2(&self) -> f64 {
        self.footprint_m2 + 0.5 * self.clearance_m2
    }

    /// Load under a rack of the mass: (mass + 15 lb/ft² × half the clearance + 10 lb/ft² × area) ÷ area
    /// (IBM); `None` without an area.
    pub fn load_kg_m2(&self, mass: Kilograms) -> Option<f64> {
        let area = self.area_m2();
        let beside = LIVE_KG_M2 * 0.5 * self.clearance_m2 + FLOOR_KG_M2 * area;
        (area > 0.0).then(|| (mass.as_kilograms() + beside) / area)
    }

    /// The mass of a rack under which the load is at its limit, rounded down to the gram.
    pub fn mass_limit(&self) -> Option<Kilograms> {
        let limit = self.limit_kg_m2?;
        let area = self.area_m2();
        let mass = limit * area - LIVE_KG_M2 * 0.5 * self.clearance_m2 - FLOOR_KG_M2 * area;
        Some(Kilograms::from_raw((mass.max(0.0) * 1_000.0).floor() as u64))
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::example::rack;
    use super::*;

    #[test]
    fn reserved_units_have_a_purpose_from_the_top_down() {
        let mut profile = rack();
        profile.reserved_u = RackUnits::from_units_rounded_up(4.5);
        (profile.patch_panels_u, profile.cable_managers_u, profile.switches_u) = (1, 1, 2);
        let reserved = profile.reserved();
        let units: Vec<(&str, u32)> = reserved.iter().map(|(p, u)| (p.word(), *u)).collect();
        let named = [("patch_panels", 1), ("cable_managers", 1), ("switches", 2), ("network", 1)];
        assert_eq!(units, named);
        // Fewer units than purposes: the last have none.
        profile.reserved_u = RackUnits::from_units(2);
        assert_eq!(profile.reserved().len(), 2);
    }

    /// 0.72 m² under the rack, 1.32 m² clear: 1.38 m² carry it. At 12 kPa = 1 224 kg/m²:
    /// 1 224 × 1.38 − 73.2364 × 0.66 − 48.8243 × 1.38 = 1 689.12 − 48.336 − 67.378 = 1 573.406 kg.
    #[test]
    fn the_floor_carries_by_the_formula_and_no_more() {
        let floor = Floor { limit_kg_m2: Some(1_224.0), footprint_m2: 0.72, clearance_m2: 1.32 };
        let limit = floor.mass_limit().expect("a limit");
        assert!((limit.as_kilograms() - 1_573.406).abs() < 0.002, "{limit}");
        let load = floor.load_kg_m2(limit).expect("an area");
        assert!(load <= 1_224.0 && load > 1_223.99, "{load}");
        let unknown = Floor { limit_kg_m2: None, ..floor };
        assert_eq!(unknown.mass_limit(), None);
        assert_eq!(Floor { footprint_m2: 0.0, clearance_m2: 0.0, ..floor }.load_kg_m2(limit), None);
    }
}
